"""Fixtures that tests of several rings use: databases of both kinds, and desks."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import databases
import pytest
import servers
from desks import Clock, Desk, open_desk

from doorlist import clock
from doorlist.contract.profiles import Profile
from doorlist.storage import migrate
from doorlist.storage.database import Sqlite, driver

# --- databases -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def postgres() -> Iterator[databases.Postgres]:
    """A PostgreSQL server."""
    with databases.postgres() as server:
        yield server


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """An empty SQLite database."""
    return databases.sqlite(tmp_path)


@pytest.fixture
def postgres_url(postgres: databases.Postgres) -> Iterator[str]:
    """An empty PostgreSQL database."""
    with postgres.database() as url:
        yield url


@pytest.fixture(params=databases.KINDS)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database; the test runs once on each kind."""
    with databases.asked_for(request, tmp_path) as url:
        yield url


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the schema in it, to be copied."""
    made = driver(databases.sqlite(tmp_path_factory.mktemp("migrated")))
    assert isinstance(made, Sqlite)
    migrate.upgrade(made)
    return made.path


@pytest.fixture
def migrated_sqlite_url(migrated_file: Path, sqlite_url: str, tmp_path: Path) -> str:
    """A SQLite database with the schema in it and nothing else."""
    shutil.copy(migrated_file, tmp_path)
    return sqlite_url


@pytest.fixture
def migrated_postgres_url(postgres: databases.Postgres) -> Iterator[str]:
    """A PostgreSQL database with the schema in it and nothing else."""
    with postgres.migrated() as url:
        yield url


@pytest.fixture(params=databases.KINDS)
def migrated_url(request: pytest.FixtureRequest) -> str:
    """A database with the schema in it and nothing else; the test runs once on each kind."""
    kind = {"sqlite": "migrated_sqlite_url", "postgresql": "migrated_postgres_url"}[request.param]
    url: str = request.getfixturevalue(kind)
    return url


# --- desks -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def moved(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The desk's clock, in the test's hands."""
    hand = Clock()
    monkeypatch.setattr(clock, "now", hand.now)
    return hand


@pytest.fixture
def desk(migrated_url: str, moved: Clock) -> Iterator[Desk]:
    """A desk of the default profile; the test runs once on each kind of database."""
    with open_desk(migrated_url, moved) as made:
        yield made


@pytest.fixture(scope="session", params=databases.KINDS)
def standing_desk(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk on each kind of database that all tests share which need no clock and bring meetings of their own."""
    with databases.asked_for(request, tmp_path_factory.mktemp("standing")) as url, open_desk(url, Clock()) as made:
        yield made


@pytest.fixture(params=list(Profile))
def any_profile(request: pytest.FixtureRequest) -> Profile:
    """Each profile in turn."""
    profile: Profile = request.param
    return profile


@pytest.fixture
def profile_desk(migrated_sqlite_url: str, moved: Clock, any_profile: Profile) -> Iterator[Desk]:
    """A desk on SQLite; the test runs once for each profile (`desk.settings.profile`)."""
    with open_desk(migrated_sqlite_url, moved, profile=any_profile) as made:
        yield made


@pytest.fixture(scope="session")
def live_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[servers.LiveDesk]:
    """A live desk of the default profile, shared by all tests that want one."""
    with servers.running(log=tmp_path_factory.mktemp("live") / "desk.log") as live:
        yield live
