"""Brings a database's schema up to date at start: once, whole or not at all, however many processes start together."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, NullPool, create_engine, event, text
from sqlalchemy.exc import DBAPIError, IntegrityError, ProgrammingError
from sqlalchemy.schema import CreateIndex, CreateTable

from doorlist.storage.database import Driver, Sqlite, Statement, Tx, Unavailable
from doorlist.storage.tables import SQLITE_STATISTICS, metadata

HEAD = "0005"
"""The newest migration; a test holds it against the folder."""

MIGRATIONS = Path(__file__).parent / "migrations"
_VERSION = Statement(text("SELECT version_num FROM alembic_version"))
_LOCK_ATTEMPTS = 20
_VERSION_TABLE = (
    "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, "
    "CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))",
    f"INSERT INTO alembic_version VALUES ('{HEAD}')",  # noqa: S608 - our own words
)


class SchemaNewer(Exception):
    """The database was made by a newer Doorlist; the message says what to do."""


def upgrade(driver: Driver) -> None:
    """Run the migrations that a database lacks. Raises Unavailable, and SchemaNewer for one that we do not know."""
    found = version(driver)
    if found == HEAD:
        return
    known = {path.name.split("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*.py")}
    if found is not None and found not in known:
        raise SchemaNewer(
            f"the database's schema is {found}, newer than this Doorlist's {HEAD}; use the newer Doorlist"
        )
    _run(driver)


def create(driver: Sqlite) -> None:
    """Make the schema in a new file at one go, for data that is thrown away: what `upgrade` comes to, without Alembic.

    A test holds the two against each other. Loading Alembic and migrating costs 0.2 s, which a sandbox starts without.
    """
    connection = driver.connect(read_only=False)
    try:
        driver.begin(connection, read_only=False)
        for table in metadata.tables.values():
            connection.execute(str(CreateTable(table).compile(dialect=driver.dialect)))
            for index in table.indexes:
                connection.execute(str(CreateIndex(index).compile(dialect=driver.dialect)))
        for line in (*_VERSION_TABLE, *SQLITE_STATISTICS):
            connection.execute(line)
        driver.commit(connection)
    finally:
        driver.rollback(connection)
        connection.close()


def version(driver: Driver) -> str | None:
    """The migration that a database stands at; None for an empty one. Cheap, so that starts that change nothing are."""
    connection = driver.connect(read_only=True)
    try:
        row = Tx(connection, driver).row(_VERSION)
    except Exception as error:
        if isinstance(driver.translate(error), Unavailable) and "no such table" not in str(error):
            raise driver.translate(error) from error
        row = None  # an empty database
    finally:
        connection.close()
    return None if row is None else str(row[0])


def _run(driver: Driver) -> None:
    from alembic import command  # costs 0.1 s to load, and most starts need it not
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    engine = _engine(driver)
    try:
        with _locked(engine) as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    except DBAPIError as error:
        raise Unavailable(f"the schema could not be brought up to date: {error.orig}") from error
    finally:
        engine.dispose()


def _engine(driver: Driver) -> Engine:
    """An engine whose transactions hold DDL, too: Python's sqlite3 would commit each statement of it by itself."""
    if not isinstance(driver, Sqlite):
        return create_engine(driver.url(), poolclass=NullPool)
    path = driver.path
    engine = create_engine(
        driver.url(), poolclass=NullPool, creator=lambda: sqlite3.connect(path, isolation_level=None, timeout=60)
    )
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN EXCLUSIVE"))
    return engine


@contextmanager
def _locked(engine: Engine) -> Iterator[Connection]:
    """A transaction that every other process's migration waits for."""
    if engine.dialect.name == "sqlite":
        with engine.begin() as connection:
            yield connection
        return
    _make_lock_table(engine)
    with engine.begin() as connection:
        connection.execute(text("LOCK TABLE schema_lock IN ACCESS EXCLUSIVE MODE"))
        yield connection


def _make_lock_table(engine: Engine) -> None:
    for attempt in range(_LOCK_ATTEMPTS):
        try:
            with engine.begin() as connection:
                connection.execute(text("CREATE TABLE IF NOT EXISTS schema_lock (name TEXT PRIMARY KEY)"))
        except (IntegrityError, ProgrammingError):  # another process made it at the same moment
            if attempt + 1 == _LOCK_ATTEMPTS:
                raise
        else:
            return
