"""The live desk of these tests, with a sandbox's caps on registrants, and rosters that the tests of a file share."""

from collections.abc import Iterator

import pytest
import servers
from journeys import rosters
from servers import LiveDesk


@pytest.fixture(scope="session")
def live_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveDesk]:
    """A live desk with a sandbox's caps: programs that people run meet them, and must not notice.

    Its limit on a second is left out, for every test of the session asks in the same seconds; the demo meets that, too.
    """
    log, env = tmp_path_factory.mktemp("live") / "desk.log", {"DOORLIST_PLAN": "unlimited"}
    with servers.running(limits=True, env=env, log=log) as live:
        yield live


@pytest.fixture(scope="module")
def meeting(live_desk: LiveDesk) -> rosters.Roster:
    """A meeting of the live desk to decide about, with new people for every test."""
    return rosters.open_meeting(live_desk)


@pytest.fixture(scope="module")
def recording(meeting: rosters.Roster) -> rosters.Roster:
    """Its recording, on demand."""
    return rosters.open_recording(meeting)
