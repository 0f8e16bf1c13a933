"""Rosters of the live desk that the tests of a file share."""

import pytest
from journeys import rosters
from servers import LiveDesk


@pytest.fixture(scope="module")
def meeting(live_desk: LiveDesk) -> rosters.Roster:
    """A meeting of the live desk to decide about, with new people for every test."""
    return rosters.open_meeting(live_desk)


@pytest.fixture(scope="module")
def recording(meeting: rosters.Roster) -> rosters.Roster:
    """Its recording, on demand."""
    return rosters.open_recording(meeting)
