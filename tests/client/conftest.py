"""Both ways of the client, and servers for it to meet."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from client import hostile
from client.ways import WAYS, Clock, Way, opened
from servers import LiveDesk

from doorlist import Client

Open = Callable[..., Client]


@pytest.fixture(params=WAYS)
def way(request: pytest.FixtureRequest) -> Way:
    """Each way of calling."""
    given: Way = request.param
    return given


@pytest.fixture
def clock() -> Clock:
    """A clock in the test's hands."""
    return Clock()


@pytest.fixture
def open_client(way: Way) -> Iterator[Open]:
    """Opens clients, which are closed at the end."""
    with ExitStack() as stack:

        def open_(**arguments: Any) -> Client:
            return stack.enter_context(opened(way, **arguments))

        yield open_


@pytest.fixture
def client(open_client: Open, live_desk: LiveDesk) -> Client:
    """A client of the live desk."""
    return open_client(base_url=f"http://{live_desk.host}:{live_desk.port}", token=live_desk.token)


@pytest.fixture
def server() -> Iterator[hostile.Server]:
    """A server that does what the test plans."""
    with hostile.serving() as made:
        yield made


@pytest.fixture
def unkind(open_client: Open, server: hostile.Server, clock: Clock) -> Client:
    """A client of that server, whose waits take no time."""
    return open_client(base_url=server.url, token="secret-token", surroundings=clock.surroundings())
