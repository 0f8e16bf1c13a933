"""Fixtures of the command line's tests."""

from pathlib import Path

import pytest
from cli.typed import Person, at_desk, stranger
from servers import LiveDesk


@pytest.fixture
def url(live_desk: LiveDesk) -> str:
    """Where the desk is."""
    return f"http://{live_desk.host}:{live_desk.port}"


@pytest.fixture
def host(tmp_path: Path, url: str) -> Person:
    """Somebody who runs events, with the desk's token in the environment."""
    return at_desk(tmp_path, url)


@pytest.fixture
def newcomer(tmp_path: Path) -> Person:
    """Somebody who has not logged in to anything."""
    return stranger(tmp_path)


@pytest.fixture
def meeting(host: Person) -> str:
    """A new meeting that asks for approval."""
    made = host.reads(
        *("meetings", "create", "--topic", "Course", "--start", "2027-01-05T18:00"), *("--approval", "manual")
    )
    return str(made["id"])
