"""Several processes on one SQLite file: they take turns at writing, and none is turned away."""

import fcntl
from concurrent.futures import ThreadPoolExecutor

import pytest
import servers
from storage.kept import names, put
from surroundings import PATIENCE_S

from doorlist.storage import migrate
from doorlist.storage.database import Sqlite, driver
from doorlist.storage.store import Store

THREADS, EACH = 4, 60

_WRITER = """
import sys
from concurrent.futures import ThreadPoolExecutor
from doorlist.storage.store import Store
from storage.kept import names, put
url, name, threads, each = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
store = Store(url)
print("ready", flush=True)
sys.stdin.readline()
def many(thread):
    for number in range(each):
        answered = store.write_now(put(f"{name}-{thread}-{number:03}"))
        sys.stdout.write(answered + "\\n")  # in one piece: print gives the line's end apart, and threads come between
        sys.stdout.flush()
        store.read_now(names)
with ThreadPoolExecutor(threads) as pool:
    list(pool.map(many, range(threads)))
store.close()
"""


def test_processes_that_share_a_file_all_get_on_and_lose_nothing(sqlite_url: str) -> None:
    store = Store(sqlite_url)
    migrate.upgrade(store.driver)
    writers = [servers.program(_WRITER, sqlite_url, name, str(THREADS), str(EACH)) for name in ("one", "two")]
    for each in writers:
        assert each.stdout is not None
        assert each.stdout.readline() == "ready\n"
    answered: list[str] = []
    with ThreadPoolExecutor(2) as pool:
        talks = [pool.submit(each.communicate, "go\n", PATIENCE_S) for each in writers]
        answered += [store.write_now(put(f"this-{number:03}")) for number in range(EACH)]
        said = [talk.result() for talk in talks]
    assert [errors for _, errors in said] == ["", ""]
    assert [each.returncode for each in writers] == [0, 0]
    for output, _ in said:
        lines = output.split()
        assert len(lines) == THREADS * EACH
        answered += lines
    assert store.read_now(names) == sorted(answered)
    store.close()


def test_processes_that_come_and_go_take_nothing_from_one_that_stays(sqlite_url: str) -> None:
    """They would, did one think that it was the last: SQLite then takes away the log that the others go on writing to."""
    store = Store(sqlite_url)
    migrate.upgrade(store.driver)
    store.write_now(put("before"))
    store.read_now(names)  # over a connection opened after the one that writes
    expected = ["before"]
    for name in ("guest", "other"):
        guest = servers.program(_WRITER, sqlite_url, name, "1", "1")
        assert guest.communicate("go\n", PATIENCE_S) == (f"ready\n{name}-0-000\n", "")
        expected.append(f"{name}-0-000")
        assert store.read_now(names) == expected
    store.write_now(put("this"))
    store.close()
    again = Store(sqlite_url)
    assert again.read_now(names) == [*expected, "this"]
    again.close()


def test_a_writer_waits_for_the_other_process_without_polling(sqlite_url: str) -> None:
    """The lock file stands before the database's own lock, whose waiting sleeps and gives up."""
    one, other = Store(sqlite_url), Store(sqlite_url)
    migrate.upgrade(one.driver)
    connection = other.driver.connect(read_only=False)
    connection.execute("PRAGMA busy_timeout=0")
    with ThreadPoolExecutor(1) as pool:
        for turn in range(50):
            waiting = pool.submit(one.write_now, put(f"one-{turn:03}"))
            other.driver.begin(connection, read_only=False)  # would raise "database is locked" without the lock file
            connection.execute("INSERT INTO desk (name, value) VALUES (?, '')", (f"other-{turn:03}",))
            other.driver.commit(connection)
            assert waiting.result(PATIENCE_S) == f"one-{turn:03}"
    connection.close()
    assert len(one.read_now(names)) == 100
    one.close()
    other.close()


def test_only_one_process_at_a_time_makes_a_new_file_a_wal_database(sqlite_url: str) -> None:
    """SQLite does not wait for that lock: of two that start together, one would fail with "database is locked"."""
    made = driver(sqlite_url)
    assert isinstance(made, Sqlite)
    with open(f"{made.path}.lock", "w") as held, ThreadPoolExecutor(1) as pool:
        fcntl.flock(held, fcntl.LOCK_EX)
        connecting = pool.submit(made.connect, read_only=True)
        with pytest.raises(TimeoutError):
            connecting.result(0.3)
        fcntl.flock(held, fcntl.LOCK_UN)
        connection = connecting.result(PATIENCE_S)
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        fcntl.flock(held, fcntl.LOCK_EX)
        made.connect(read_only=True).close()  # later ones need not wait for it
        connection.close()
