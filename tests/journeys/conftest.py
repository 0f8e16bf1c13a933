"""The live desk of these tests, with the limits of a sandbox as it is, and rosters that the tests of a file share."""

from collections.abc import Iterator

import pytest
import servers
from journeys import rosters
from servers import LiveDesk


@pytest.fixture(scope="session")
def live_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveDesk]:
    """A live desk as `doorlist sandbox` starts it: programs that people run meet its limits, and must not notice."""
    with servers.running(limits=True, log=tmp_path_factory.mktemp("live") / "desk.log") as live:
        yield live


@pytest.fixture(scope="module")
def meeting(live_desk: LiveDesk) -> rosters.Roster:
    """A meeting of the live desk to decide about, with new people for every test."""
    return rosters.open_meeting(live_desk)


@pytest.fixture(scope="module")
def recording(meeting: rosters.Roster) -> rosters.Roster:
    """Its recording, on demand."""
    return rosters.open_recording(meeting)
