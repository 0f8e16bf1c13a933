"""What the journeys share: one meeting and one recording to decide about, with new people for every test."""

import pytest
from journeys import rosters


@pytest.fixture(scope="module")
def meeting(live_desk: rosters.Desk) -> rosters.Roster:
    return rosters.open_meeting(live_desk)


@pytest.fixture(scope="module")
def recording(meeting: rosters.Roster) -> rosters.Roster:
    return rosters.open_recording(meeting)
