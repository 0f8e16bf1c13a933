"""Group commit: who is isolated from whom, when an answer is given, and what a failing database leaves behind."""

import asyncio
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from typing import Any

import psycopg
import pytest
from sqlalchemy import bindparam, text, update
from storage.kept import as_one_group, busy, names, put, put_then_raise
from surroundings import PATIENCE_S

from doorlist.refusals import Refusal, RegistrantNotFound, StorageUnavailable
from doorlist.storage.database import Conflict, Postgres, Sqlite, Statement, Tx
from doorlist.storage.store import Store
from doorlist.storage.tables import desk
from doorlist.storage.writer import ATTEMPTS_MAX, GROUP_MAX, Joint

_BACKEND = Statement(text("SELECT pg_backend_pid()"))
_TOUCH = Statement(update(desk).where(desk.c.name == bindparam("of_name")).values(value=bindparam("new_value")))


@pytest.fixture
def store(migrated_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """An empty database with one writer thread, so that a test decides what forms a group."""
    monkeypatch.setattr(Postgres, "writers", 1)
    with closing(Store(migrated_url)) as made:
        yield made


@pytest.fixture
def postgres_store(migrated_postgres_url: str) -> Iterator[Store]:
    """An empty PostgreSQL database with the two writers that it has in life."""
    with closing(Store(migrated_postgres_url)) as made:
        yield made


class Commits:
    """Stands before a driver's commit: counts, and calls `before` and `after` it."""

    def __init__(self, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
        self.count = 0
        self.before: Callable[[], None] = lambda: None
        self.after: Callable[[], None] = lambda: None
        self._commit = store.driver.commit
        monkeypatch.setattr(store.driver, "commit", self)

    def __call__(self, connection: Any) -> None:
        self.count += 1
        self.before()
        self._commit(connection)
        self.after()


@pytest.fixture
def commits(store: Store, monkeypatch: pytest.MonkeyPatch) -> Commits:
    return Commits(store, monkeypatch)


def kept(store: Store) -> list[str]:
    return store.read_now(names)


# --- isolation in a group --------------------------------------------------------------------------------------------


def test_a_refused_or_crashing_work_takes_nothing_with_it(store: Store, commits: Commits) -> None:
    refusal, crash = RegistrantNotFound("x"), ValueError("a defect of ours")
    outcomes = asyncio.run(
        as_one_group(
            store, put("a"), put_then_raise("b", refusal), put_then_raise("c", crash), put("d"), put("e", "a"), put("f")
        )
    )
    assert outcomes[:4] == ["a", refusal, crash, "d"]
    assert "unique" in str(outcomes[4]).lower()
    assert outcomes[5] == "f"
    assert kept(store) == ["a", "d", "f"]
    assert commits.count == 2, "the work that held the group back, and the group"


@pytest.mark.parametrize("error", [StopIteration(), asyncio.CancelledError(), SystemExit(3)], ids=repr)
def test_a_work_that_raises_what_no_work_should_leaves_nobody_waiting(store: Store, error: BaseException) -> None:
    async def scene() -> list[Any]:
        return await as_one_group(store, put("a"), put_then_raise("b", error), put("c"))

    outcomes = asyncio.run(asyncio.wait_for(scene(), PATIENCE_S / 6))
    assert isinstance(outcomes[1], BaseException)
    assert "b" not in kept(store)
    for name, outcome in (("a", outcomes[0]), ("c", outcomes[2])):
        assert (outcome == name) is (name in kept(store)), "what was answered is what was kept"
    assert store.write_now(put("d")) == "d"


def test_works_that_wait_together_are_committed_together_up_to_the_bound(store: Store, commits: Commits) -> None:
    wanted = [f"{number:04}" for number in range(GROUP_MAX + 10)]
    assert asyncio.run(as_one_group(store, *map(put, wanted))) == wanted
    assert kept(store) == wanted
    assert commits.count == 3, "the work that held them back, a full group, and the rest"


def joint(item: str, calls: list[Sequence[str]], *, key: str = "roster", poison: str = "") -> Joint[str, str]:
    def run(tx: Tx, items: Sequence[str]) -> Sequence[str | Refusal]:
        calls.append(tuple(items))
        for each in items:
            put(each)(tx)
        if poison in items:
            raise ValueError(poison)
        return [RegistrantNotFound(each) if each.startswith("no") else each for each in items]

    return Joint(key, item, run)


def test_items_of_a_joint_go_together_in_order_of_arrival(store: Store) -> None:
    calls: list[Sequence[str]] = []
    works: list[Any] = [
        joint("1", calls),
        put("between"),
        joint("2", calls),
        joint("x", calls, key="other"),
        joint("no3", calls),
    ]
    outcomes = asyncio.run(as_one_group(store, *works))
    assert calls == [("1", "2", "no3"), ("x",)]
    assert outcomes[:4] == ["1", "between", "2", "x"]
    assert isinstance(outcomes[4], RegistrantNotFound), "refused alone"


def test_a_joint_that_crashes_is_tried_item_by_item(store: Store) -> None:
    calls: list[Sequence[str]] = []
    outcomes = asyncio.run(as_one_group(store, *[joint(each, calls, poison="2") for each in ("1", "2", "3")]))
    assert calls == [("1", "2", "3"), ("1",), ("2",), ("3",)]
    assert outcomes[0] == "1"
    assert isinstance(outcomes[1], ValueError)
    assert outcomes[2] == "3"
    assert kept(store) == ["1", "3"]


# --- answers and commits ---------------------------------------------------------------------------------------------


def test_nobody_is_answered_and_nothing_is_seen_before_the_commit_returned(store: Store, commits: Commits) -> None:
    at_commit, commit_may_go, done, may_return = (threading.Event() for _ in range(4))

    def before() -> None:
        at_commit.set()
        assert commit_may_go.wait(PATIENCE_S)

    def after() -> None:
        done.set()
        assert may_return.wait(PATIENCE_S)

    async def scene() -> None:
        commits.before, commits.after = before, after
        waiting = [asyncio.ensure_future(store.write(put(name))) for name in ("a", "b")]
        assert await asyncio.to_thread(at_commit.wait, PATIENCE_S)
        assert await store.read(names) == [], "a reader sees what is not committed"
        assert not any(each.done() for each in waiting)
        commit_may_go.set()
        assert await asyncio.to_thread(done.wait, PATIENCE_S)
        assert (await store.read(names))[0] == "a", "it is committed"
        assert not any(each.done() for each in waiting), "answered before commit() returned"
        may_return.set()
        assert await asyncio.wait_for(asyncio.gather(*waiting), PATIENCE_S) == ["a", "b"]

    asyncio.run(scene())


def test_a_commit_that_fails_fails_everybody_in_it_and_keeps_nothing(store: Store, commits: Commits) -> None:
    assert store.write_now(put("earlier")) == "earlier"

    def lose() -> None:
        if isinstance(store.driver, Sqlite):
            import sqlite3

            raise sqlite3.OperationalError("disk I/O error")
        _terminate_writers(store)

    async def scene() -> list[Any]:
        first = iter([True])  # the work that holds the others back is committed

        def before() -> None:
            if not next(first, False):
                lose()

        commits.before = before
        refused = put_then_raise("d", RegistrantNotFound("d"))
        return await as_one_group(store, *map(put, "abc"), refused)

    outcomes = asyncio.run(scene())
    assert [type(each) for each in outcomes] == [StorageUnavailable] * 4
    commits.before = lambda: None
    assert kept(store) == ["earlier"]
    assert store.write_now(put("later")) == "later", (
        "the writer goes on, over a new connection where the old one is gone"
    )
    assert kept(store) == ["earlier", "later"]


def _terminate_writers(store: Store) -> None:
    assert isinstance(store.driver, Postgres)
    with psycopg.connect(store.driver._url, autocommit=True) as admin:
        gone = admin.execute(
            "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid() AND state = 'idle in transaction'"
        ).fetchall()
    assert gone == [(True,)]


def test_a_full_disk_fails_everybody_in_the_group_and_ends_with_it(migrated_sqlite_url: str) -> None:
    def bound_pages(more: int) -> Callable[[Tx], None]:
        def work(tx: Tx) -> None:
            (count,) = tx._connection.execute("PRAGMA page_count").fetchone()
            tx._connection.execute(f"PRAGMA max_page_count={count + more}")

        return work

    with closing(Store(migrated_sqlite_url)) as store:
        huge = put("x" * 100_000)
        store.write_now(bound_pages(1))
        outcomes = asyncio.run(as_one_group(store, put("a"), huge, put("b")))
        assert [type(each) for each in outcomes] == [StorageUnavailable] * 3
        assert "full" in str(outcomes[0].__cause__)
        assert kept(store) == []
        assert store.write_now(put("small")) == "small", "what fits is still kept"
        store.write_now(bound_pages(1000))
        store.write_now(huge)
        assert len(kept(store)) == 2


def test_after_an_idle_connection_was_cut_the_desk_recovers_by_itself(
    postgres_store: Store, migrated_postgres_url: str
) -> None:
    assert postgres_store.write_now(put("a")) == "a"
    assert kept(postgres_store) == ["a"]
    with psycopg.connect(migrated_postgres_url, autocommit=True) as admin:
        admin.execute(
            "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    with suppress(StorageUnavailable):
        kept(postgres_store)
    assert kept(postgres_store) == ["a"]
    for name in ("b", "c"):  # each of the two writers may have lost its connection
        with suppress(StorageUnavailable):
            postgres_store.write_now(put(name))
    assert postgres_store.write_now(put("d")) == "d"


def test_a_conflict_runs_the_works_again(store: Store, commits: Commits) -> None:
    runs: list[str] = []

    def work(tx: Tx) -> str:
        runs.append("run")
        return put("a")(tx)

    def lose_twice() -> None:
        if commits.count <= 2:
            raise Conflict("in each other's way")

    commits.before = lose_twice
    assert store.write_now(work) == "a"
    assert (len(runs), commits.count) == (3, 3)
    assert kept(store) == ["a"]


def test_a_conflict_that_never_ends_is_given_up_and_nothing_is_kept(store: Store, commits: Commits) -> None:
    def lose() -> None:
        raise Conflict("in each other's way")

    commits.before = lose
    with pytest.raises(StorageUnavailable):
        store.write_now(put("a"))
    assert commits.count == ATTEMPTS_MAX
    commits.before = lambda: None
    assert kept(store) == []
    assert store.write_now(put("b")) == "b"


def test_a_real_deadlock_ends_with_both_works_done(postgres_store: Store) -> None:
    postgres_store.write_now(put("left", "right"))
    both_hold = threading.Barrier(2)
    runs: list[str] = []

    def cross(first: str, second: str) -> Callable[[Tx], str]:
        def work(tx: Tx) -> str:
            tx.run(_TOUCH, of_name=first, new_value=first)
            runs.append(first)
            if len(runs) <= 2:
                both_hold.wait(PATIENCE_S)
            tx.run(_TOUCH, of_name=second, new_value=first)
            return first

        return work

    async def scene() -> list[str]:
        # two writer threads: each takes one of the works
        one = asyncio.ensure_future(postgres_store.write(cross("left", "right")))
        while not runs:
            await asyncio.sleep(0)
        other = asyncio.ensure_future(postgres_store.write(cross("right", "left")))
        return list(await asyncio.wait_for(asyncio.gather(one, other), PATIENCE_S))

    assert asyncio.run(scene()) == ["left", "right"]
    assert len(runs) >= 3, "one of them was the deadlock's victim, and ran again; it may have been so twice"


def test_groups_that_lock_the_same_rows_in_different_orders_never_wait_for_one_another(postgres_store: Store) -> None:
    postgres_store.write_now(put("left", "right"))
    both_hold = threading.Barrier(2)
    runs: list[str] = []

    def touch(work: str, row: str) -> Callable[[Tx], str]:
        def run(tx: Tx) -> str:
            tx.run(_TOUCH, of_name=row, new_value=work)
            runs.append(work)
            if work in ("a1", "b1"):
                both_hold.wait(PATIENCE_S / 6)
            return work

        return run

    async def scene() -> list[str]:
        works = [touch("a1", "left"), touch("a2", "right"), touch("b1", "right"), touch("b2", "left")]
        async with busy(postgres_store):
            async with busy(postgres_store):  # both writers are, so that what comes now forms groups
                waiting = [asyncio.ensure_future(postgres_store.write(work)) for work in works[:2]]
            while "a1" not in runs:
                await asyncio.sleep(0)
            waiting += [asyncio.ensure_future(postgres_store.write(work)) for work in works[2:]]
        return await asyncio.wait_for(asyncio.gather(*waiting), PATIENCE_S)

    assert asyncio.run(scene()) == ["a1", "a2", "b1", "b2"]
    assert sorted(runs) == ["a1", "a2", "b1", "b2"], "a deadlock's victim would have run again"


def test_a_work_put_off_to_the_next_group_is_done_although_the_store_closes(
    postgres_store: Store, migrated_postgres_url: str
) -> None:
    postgres_store.write_now(put("row"))

    def touch(value: str) -> Callable[[Tx], str]:
        def run(tx: Tx) -> str:
            tx.run(_TOUCH, of_name="row", new_value=value)
            return value

        return run

    async def scene() -> list[Any]:
        with psycopg.connect(migrated_postgres_url) as other:
            other.execute("UPDATE desk SET value = 'theirs' WHERE name = 'row'")
            outcomes = asyncio.ensure_future(as_one_group(postgres_store, put("a"), touch("ours"), put("b")))
            while "b" not in await postgres_store.read(names):
                await asyncio.sleep(0)
            assert not outcomes.done(), "the work that waits for the row is not answered"
            ending = asyncio.ensure_future(asyncio.to_thread(postgres_store.close))
            while not postgres_store._writer._closed:
                await asyncio.sleep(0)
            other.commit()
        await asyncio.wait_for(ending, PATIENCE_S)
        return await outcomes

    assert asyncio.run(scene()) == ["a", "ours", "b"]
    with psycopg.connect(migrated_postgres_url) as other:
        assert other.execute("SELECT value FROM desk WHERE name = 'row'").fetchone() == ("ours",)


# --- those who wait --------------------------------------------------------------------------------------------------


def test_what_was_kept_stays_kept_when_the_waiter_has_gone(store: Store, commits: Commits) -> None:
    at_commit, may_go = threading.Event(), threading.Event()

    def before() -> None:
        at_commit.set()
        assert may_go.wait(PATIENCE_S)

    async def scene() -> None:
        commits.before = before
        waiting = asyncio.ensure_future(store.write(put("a")))
        assert await asyncio.to_thread(at_commit.wait, PATIENCE_S)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        may_go.set()
        assert await store.write(put("b")) == "b"

    asyncio.run(scene())
    assert kept(store) == ["a", "b"]


def test_closing_finishes_what_waits_and_takes_nothing_more(migrated_url: str) -> None:
    store = Store(migrated_url)
    wanted = [f"{number:03}" for number in range(GROUP_MAX + 50)]

    async def scene() -> list[str]:
        async with busy(store):
            waiting = [asyncio.ensure_future(store.write(put(each))) for each in wanted]
            await asyncio.sleep(0)
            ending = asyncio.ensure_future(asyncio.to_thread(store.close))
            while not store._writer._closed:
                await asyncio.sleep(0)
            with pytest.raises(StorageUnavailable):
                await store.write(put("late"))
        outcomes = await asyncio.wait_for(asyncio.gather(*waiting), PATIENCE_S)
        await asyncio.wait_for(ending, PATIENCE_S)
        return outcomes

    assert asyncio.run(scene()) == wanted
    with closing(Store(migrated_url)) as after:
        assert kept(after) == wanted


class EndingLoop:
    """An event loop that ends between the look whether it is closed and the call."""

    def __init__(self, real: asyncio.AbstractEventLoop) -> None:
        self._real = real

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)

    def is_closed(self) -> bool:
        return False

    def call_soon_threadsafe(self, *_arguments: Any) -> None:
        raise RuntimeError("Event loop is closed")


@pytest.mark.parametrize("ends", ["before the commit", "while the outcome is handed over"])
def test_a_waiter_whose_event_loop_has_gone_does_not_end_the_writer(
    store: Store, commits: Commits, monkeypatch: pytest.MonkeyPatch, ends: str
) -> None:
    at_commit, may_go = threading.Event(), threading.Event()

    def before() -> None:
        at_commit.set()
        assert may_go.wait(PATIENCE_S)

    commits.before = before
    loop = asyncio.new_event_loop()
    if ends == "while the outcome is handed over":
        monkeypatch.setattr(asyncio, "get_running_loop", lambda: EndingLoop(loop))
    waiting = loop.create_task(store.write(put("a")))
    loop.run_until_complete(asyncio.sleep(0))
    assert at_commit.wait(PATIENCE_S)
    waiting.cancel()
    with suppress(asyncio.CancelledError):
        loop.run_until_complete(waiting)
    loop.close()
    monkeypatch.undo()
    may_go.set()
    answered: list[str] = []
    other = threading.Thread(target=lambda: answered.append(store.write_now(put("b"))), daemon=True)
    other.start()
    other.join(PATIENCE_S / 6)
    assert answered == ["b"]
    assert kept(store) == ["a", "b"]


def test_a_reader_can_write_nothing(store: Store) -> None:
    with pytest.raises((StorageUnavailable, psycopg.errors.ReadOnlySqlTransaction)):
        store.read_now(put("a"))
    assert kept(store) == []


def test_a_read_sees_one_state_of_the_database_throughout(store: Store) -> None:
    store.write_now(put("a"))

    def look_twice(tx: Tx) -> tuple[list[str], list[str]]:
        first = names(tx)
        if "b" not in first:
            store.write_now(put("b"))
        return first, names(tx)

    assert store.read_now(look_twice) == (["a"], ["a"])
    assert kept(store) == ["a", "b"]
