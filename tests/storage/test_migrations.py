"""Migrations: whole or not at all, once, whoever starts, and what they make is what the tables say."""

import contextlib
import json
import signal
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import alembic.command
import pytest
import servers
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Engine, create_engine, inspect, text
from storage.kept import names, put
from surroundings import PATIENCE_S

from doorlist.model import AppKind, Status
from doorlist.rules import availability
from doorlist.storage import apps, meetings, migrate, registrants, rosters, tokens
from doorlist.storage.database import Sqlite, Unavailable, driver
from doorlist.storage.store import Store
from doorlist.storage.tables import metadata

OURS = {"alembic_version", "schema_lock"}
"""Tables that the migrations themselves need."""


def engine(url: str) -> Engine:
    return create_engine(driver(url).url())


def tables(url: str) -> set[str]:
    made = engine(url)
    try:
        return set(inspect(made).get_table_names())
    finally:
        made.dispose()


def schema(url: str) -> list[tuple[Any, ...]]:
    """Everything that there is, in the database's own words."""
    made = engine(url)
    query = (
        "SELECT type, name, sql FROM sqlite_master ORDER BY name"
        if made.dialect.name == "sqlite"
        else "SELECT table_name, column_name, data_type FROM information_schema.columns"
        " WHERE table_schema = 'public' ORDER BY 1, 2"
    )
    with made.connect() as connection:
        rows = [tuple(row) for row in connection.execute(text(query))]
    made.dispose()
    return rows


def shape(path: Path) -> set[tuple[Any, ...]]:
    """Tables with their columns, indexes with what they are over; a column that was added later stands further back."""
    with contextlib.closing(sqlite3.connect(path)) as connection:
        found: set[tuple[Any, ...]] = set()
        for kind, name, sql in connection.execute("SELECT type, name, sql FROM sqlite_master").fetchall():
            if kind == "table":
                columns = connection.execute(f"PRAGMA table_xinfo({name})").fetchall()
                found.add((name, "WITHOUT ROWID" in sql, *sorted((row[1], row[2], row[3], row[5]) for row in columns)))
            else:
                found.add(
                    (
                        name,
                        "".join(str(sql).split()),
                        *(row[2] for row in connection.execute(f"PRAGMA index_info({name})")),
                    )
                )
        return found


def set_version(url: str, version: str) -> None:
    made = engine(url)
    with made.begin() as connection:
        connection.execute(text(f"UPDATE alembic_version SET version_num = '{version}'"))
    made.dispose()


def test_head_is_the_newest_migration_of_the_folder() -> None:
    versions = sorted(path.name.split("_")[0] for path in (migrate.MIGRATIONS / "versions").glob("[0-9]*.py"))
    assert versions[-1] == migrate.HEAD
    assert len(versions) == len(set(versions))


def test_an_empty_database_gets_every_table_and_a_second_run_changes_nothing(database_url: str) -> None:
    made = driver(database_url)
    assert migrate.version(made) is None
    migrate.upgrade(made)
    assert migrate.version(made) == migrate.HEAD
    assert tables(database_url) - OURS == set(metadata.tables)
    first = schema(database_url)
    migrate.upgrade(made)
    migrate._run(made)
    assert schema(database_url) == first


def test_a_second_run_keeps_what_was_kept(database_url: str) -> None:
    store = Store(database_url)
    migrate.upgrade(store.driver)
    store.write_now(put("a"))
    migrate._run(store.driver)
    assert store.read_now(names) == ["a"]
    store.close()


def test_apps_and_tokens_of_before_there_were_kinds_are_kept(database_url: str) -> None:
    made = driver(database_url)
    engine_ = migrate._engine(made)
    config = Config()
    config.set_main_option("script_location", str(migrate.MIGRATIONS))
    with migrate._locked(engine_) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        connection.execute(text("INSERT INTO apps VALUES ('an-account', 'a-client', 'App', 'hash', 'meeting:read', 7)"))
        connection.execute(
            text("INSERT INTO tokens VALUES ('an-account', 'hash', 'a-client', 'a-user', 'meeting:read', 9)")
        )
    engine_.dispose()
    migrate.upgrade(made)
    store = Store(database_url)
    (app,) = store.read_now(lambda tx: apps.find(tx, "a-client"))
    assert (app.kind, app.redirect_uris, app.revoked_at) == (AppKind.SERVER, (), None)
    assert app.scopes == {"meeting:read"}
    kept = store.read_now(lambda tx: tokens.find(tx, "hash"))
    assert kept is not None
    assert (kept.caller.user_id, kept.caller.client_id) == ("a-user", "a-client")
    store.close()


def differences(url: str) -> list[Any]:
    made = engine(url)
    with made.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "compare_type": True,
                "include_object": lambda _object, name, kind, _reflected, _to: not (kind == "table" and name in OURS),
            },
        )
        found = list(compare_metadata(context, metadata))
    made.dispose()
    return found


def test_the_migrations_make_the_schema_that_the_tables_say(database_url: str) -> None:
    migrate.upgrade(driver(database_url))
    assert differences(database_url) == []


@pytest.mark.parametrize(
    "change",
    [
        "DROP INDEX registrants_by_status",
        "ALTER TABLE rosters DROP COLUMN pending",
        "CREATE TABLE stray (id INTEGER PRIMARY KEY)",
    ],
)
def test_the_comparison_would_notice_a_difference(database_url: str, change: str) -> None:
    migrate.upgrade(driver(database_url))
    made = engine(database_url)
    with made.begin() as connection:
        connection.execute(text(change))
    made.dispose()
    assert differences(database_url) != []


def keys(url: str) -> dict[str, list[tuple[str, ...]]]:
    """The columns of each primary and unique key, by table, as the database has them."""
    made = engine(url)
    looked = inspect(made)
    found: dict[str, list[tuple[str, ...]]] = {}
    for table in sorted(set(looked.get_table_names()) - OURS):
        unique: list[Sequence[str | None]] = [each["column_names"] for each in looked.get_unique_constraints(table)]
        unique += [each["column_names"] for each in looked.get_indexes(table) if each["unique"]]
        primary = looked.get_pk_constraint(table)["constrained_columns"]
        found[table] = [tuple(str(column) for column in columns) for columns in (primary, *unique)]
    made.dispose()
    return found


def test_every_key_of_a_distributed_table_begins_with_the_account(database_url: str) -> None:
    """So that the tables can be distributed by it (Citus)."""
    migrate.upgrade(driver(database_url))
    found = keys(database_url)
    reference = {name for name, table in metadata.tables.items() if table.info.get("reference")}
    assert reference == {"desk", "meeting_accounts"}
    for name in set(found) - reference:
        assert all(columns[:1] == ("account_id",) for columns in found[name]), (name, found[name])
    assert ("account_id", "roster_id", "email_key") in found["registrants"]


def test_ids_sort_by_their_bytes_on_postgresql_too(postgres_url: str) -> None:
    migrate.upgrade(driver(postgres_url))
    made = engine(postgres_url)
    with made.connect() as connection:
        rows = connection.execute(
            text(
                "SELECT collation_name FROM information_schema.columns WHERE table_name = 'registrants'"
                " AND column_name IN ('account_id', 'roster_id', 'registrant_id', 'email_key', 'status')"
            )
        ).fetchall()
    made.dispose()
    assert {row[0] for row in rows} == {"C"}


# --- from one version to the next --------------------------------------------------------------------------------------


def to_revision(url: str, revision: str) -> None:
    """Bring a database to a revision, as the version of Doorlist did whose newest it was."""
    made = engine(url)
    config = Config()
    config.set_main_option("script_location", str(migrate.MIGRATIONS))
    with made.begin() as connection:
        config.attributes["connection"] = connection
        alembic.command.upgrade(config, revision)
    made.dispose()


_SETTINGS = {"approval_type": 0, "registration_type": 3, "alternative_hosts": "zoë@b.example"}


@pytest.fixture
def made_by_0001(database_url: str) -> str:
    """A database of 0001: meeting 1 is a series of registration_type 3 with people, 2 the same without, 3 no series."""
    to_revision(database_url, "0001")
    made = engine(database_url)
    with made.begin() as connection:

        def keep(table: str, **columns: object) -> None:
            names = ", ".join(columns)
            values = ", ".join(f":{name}" for name in columns)
            connection.execute(text(f"INSERT INTO {table} ({names}) VALUES ({values})"), columns)

        for number, type in ((1, 8), (2, 8), (3, 2)):
            keep("meeting_accounts", meeting_id=number, account_id="a")
            keep(
                "meetings",
                **dict.fromkeys(("topic", "agenda", "password", "recurrence"), ""),
                account_id="a",
                meeting_id=number,
                sort_id=f"s{number}",
                uuid=f"u{number}",
                type=type,
                host_id="h",
                start_ms=0,
                end_ms=2**52,
                duration_min=60,
                timezone="UTC",
                settings=json.dumps(_SETTINGS, ensure_ascii=False),
                status="waiting",
                registration_key="k",
                occurrences="[]",
                tracking_fields="[]",
                created_ms=5,
                deleted_ms=None,
            )
            keep(
                "rosters",
                account_id="a",
                roster_id=str(number),
                kind="meeting",
                meeting_id=number,
                approval=0,
                registration_type=3,
                capacity=9,
                closes_ms=None,
                barred="[]",
                questions='{"standard":[],"custom":[]}',
                approved=2 if number == 1 else 0,
                pending=0,
                denied=0,
                cancelled=0,
            )
        for name in ("x", "y"):
            keep(
                "registrants",
                account_id="a",
                roster_id="1",
                registrant_id=name,
                email=f"{name}@b.example",
                email_key=f"{name}@b.example",
                first_name=name,
                last_name="",
                status="approved",
                details="",
                created_ms=7,
            )
    made.dispose()
    return database_url


def test_what_0001_kept_is_there_after_0002(made_by_0001: str) -> None:
    migrate.upgrade(driver(made_by_0001))
    assert migrate.version(driver(made_by_0001)) == migrate.HEAD
    assert differences(made_by_0001) == []
    store = Store(made_by_0001)
    people = store.read_now(lambda tx: registrants.page(tx, "a", "1", statuses=list(Status), after="", skip=0, count=9))
    assert [(each.id, each.email, each.status, each.source_id) for each in people] == [
        ("x", "x@b.example", Status.APPROVED, ""),
        ("y", "y@b.example", Status.APPROVED, ""),
    ]
    found = store.read_now(lambda tx: {number: meetings.find(tx, "a", number) for number in (1, 2, 3)})
    kept = store.read_now(lambda tx: {number: rosters.find(tx, "a", str(number)) for number in (1, 2, 3)})
    store.close()
    for number, covers in ((1, 1), (2, 3), (3, 1)):
        meeting, roster = found[number], kept[number]
        assert meeting is not None
        assert roster is not None
        assert (roster.registration_type, roster.panelists, roster.occurrences) == (covers, (), {})
        assert roster.counts.approved == (2 if number == 1 else 0)
        said = 1 if number == 1 else 3
        assert meeting.settings == _SETTINGS | {"registration_type": said}, "as the roster has it, where it is a series"
        assert availability.registration_type(meeting) is roster.registration_type


# --- many at once, crashes, other versions ---------------------------------------------------------------------------

_MIGRATE = """
import sys
from doorlist.storage import migrate
from doorlist.storage.database import driver
from sqlalchemy import create_engine
import alembic.command, alembic.config
made = driver(sys.argv[1])
print("ready", flush=True)
sys.stdin.readline()
migrate.upgrade(made)
print(migrate.version(made), flush=True)
"""


def test_four_processes_that_start_at_once_on_an_empty_database_all_find_it_ready(database_url: str) -> None:
    started = [servers.program(_MIGRATE, database_url) for _ in range(4)]
    for each in started:
        assert each.stdout is not None
        assert each.stdout.readline() == "ready\n"
    for each in started:
        assert each.stdin is not None
        each.stdin.write("go\n")
        each.stdin.flush()
    said = [each.communicate(timeout=PATIENCE_S) for each in started]
    assert [output.strip() for output, _ in said] == [migrate.HEAD] * 4, [errors[-600:] for _, errors in said]
    assert differences(database_url) == []


_CRASH = """
import os, signal, sys
from alembic import op
from doorlist.storage import migrate
from doorlist.storage.database import driver
made, left = op.create_table, int(sys.argv[2])
def create_table(*arguments, **named):
    global left
    table = made(*arguments, **named)
    left -= 1
    if not left:
        if sys.argv[3] == "killed":
            os.kill(os.getpid(), signal.SIGKILL)
        raise RuntimeError("a defect of the migration")
    return table
op.create_table = create_table
migrate.upgrade(driver(sys.argv[1]))
"""


@pytest.mark.parametrize("how", ["killed", "raises"])
@pytest.mark.parametrize("after_tables", [1, 6])
def test_a_migration_that_ends_in_the_middle_leaves_nothing_and_can_be_run_again(
    database_url: str, after_tables: int, how: str
) -> None:
    crashing = servers.program(_CRASH, database_url, str(after_tables), how)
    _, errors = crashing.communicate(timeout=PATIENCE_S)
    assert crashing.returncode == (-signal.SIGKILL if how == "killed" else 1), errors
    assert tables(database_url) - OURS == set()
    assert migrate.version(driver(database_url)) is None
    migrate.upgrade(driver(database_url))
    assert differences(database_url) == []


def test_a_database_of_a_newer_version_is_refused_and_left_alone(database_url: str) -> None:
    made = driver(database_url)
    migrate.upgrade(made)
    set_version(database_url, "9999")
    before = schema(database_url)
    with pytest.raises(migrate.SchemaNewer, match="9999, newer than this Doorlist's"):
        migrate.upgrade(made)
    assert schema(database_url) == before
    assert migrate.version(made) == "9999"


def test_a_file_that_is_no_database_is_refused_in_words(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("These are notes, and no database. " * 100)
    with pytest.raises(Unavailable, match=r"cannot open the database .*notes\.txt: file is not a database"):
        migrate.upgrade(driver(f"sqlite:///{file}"))
    assert file.read_text().startswith("These are notes")


@pytest.mark.parametrize(
    "name", ["with a blank.sqlite3", "100%25.sqlite3", "what%3F.sqlite3", "a%23b.sqlite3", "é.sqlite3"]
)
def test_a_file_may_have_any_name(tmp_path: Path, name: str) -> None:
    made = driver(f"sqlite:///{tmp_path}/{name}")
    assert isinstance(made, Sqlite)
    migrate.upgrade(made)
    assert migrate.version(made) == migrate.HEAD
    assert {each.name for each in tmp_path.iterdir()} == {made.path.name, f"{made.path.name}.lock"}
    with sqlite3.connect(made.path) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.close()


def test_a_schema_made_at_one_go_is_the_one_that_the_migrations_make(tmp_path: Path) -> None:
    urls = [f"sqlite:///{tmp_path / name}" for name in ("migrated", "created")]
    migrate.upgrade(driver(urls[0]))
    created = driver(urls[1])
    assert isinstance(created, Sqlite)
    migrate.create(created)
    migrated, made = (shape(Path(url.removeprefix("sqlite:///"))) for url in urls)
    assert made == migrated
    statistics = []
    for url in urls:
        with sqlite3.connect(url.removeprefix("sqlite:///")) as connection:
            statistics.append(sorted(connection.execute("SELECT tbl, idx, stat FROM sqlite_stat1")))
        connection.close()
    assert statistics[0] == statistics[1] != []
    assert migrate.version(created) == migrate.HEAD
