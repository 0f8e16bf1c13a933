"""Daily counters: exact whoever counts at once, begun anew each day, cleared in portions. With a control that oversells."""

import functools
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import databases
import pytest
import servers
from sqlalchemy import text
from storage import rolls
from storage.test_query_plans import Explained
from surroundings import PATIENCE_S

from doorlist.desk.registrants import Added
from doorlist.model import Action
from doorlist.refusals import RegistrantCapReached
from doorlist.rules.quotas import Quota
from doorlist.sandbox import seeds
from doorlist.storage import counters, migrate
from doorlist.storage.database import Statement, Tx
from doorlist.storage.store import Store

ACCOUNT, DAY = "account", 20_000
ADDS = Quota("add", 3)


@pytest.fixture
def store(migrated_url: str) -> Iterator[Store]:
    made = Store(migrated_url)
    yield made
    made.close()


@pytest.fixture
def stores(migrated_url: str) -> Iterator[list[Store]]:
    """Three server processes' stores over one database."""
    made = rolls.opened(migrated_url, stores=3)
    yield made
    for each in made:
        each.close()


def take(store: Store, count: int = 1, *, subject: str = "all", day: int = DAY, cap: int = 10) -> int:
    return store.write_now(lambda tx: counters.take(tx, ACCOUNT, "k", subject, count=count, day=day, cap=cap))


def add(store: Store, more: dict[str, int], *, day: int = DAY, cap: int = 3) -> list[str]:
    return list(store.write_now(lambda tx: counters.add(tx, ACCOUNT, "k", more, day=day, cap=cap)))


def used(store: Store, subjects: list[str], *, day: int = DAY, account: str = ACCOUNT) -> dict[str, int]:
    return dict(store.read_now(lambda tx: counters.used(tx, account, "k", subjects, day=day)))


def clear(tx: Tx, *, after: counters.Place) -> counters.Place | None:
    return counters.clear(tx, ACCOUNT, after, day=DAY, count=10)


def kept(store: Store) -> int:
    statement = Statement(text("SELECT count(*) FROM counters"))
    rows = store.read_now(lambda tx: tx.rows(statement))
    return int(rows[0][0])


def test_taking_gives_each_use_its_place_and_stops_at_the_cap(store: Store) -> None:
    assert [take(store) for _ in range(12)] == [*range(10), 10, 10]
    assert used(store, ["all"]) == {"all": 10}


def test_many_taken_at_once_pass_the_cap_by_fewer_than_they_are(store: Store) -> None:
    assert [take(store, 7), take(store, 7), take(store, 7)] == [0, 7, 10]
    assert used(store, ["all"]) == {"all": 14}


@pytest.mark.parametrize("other", [DAY + 1, DAY - 1])
def test_another_day_begins_anew_whether_it_is_later_or_not(store: Store, other: int) -> None:
    take(store, 10)
    add(store, {"a": 3})
    assert take(store, day=other) == 0
    assert add(store, {"a": 3}, day=other) == []
    assert add(store, {"a": 1}, day=other) == ["a"]
    assert used(store, ["all", "a"], day=other) == {"all": 1, "a": 3}
    assert used(store, ["all", "a"]) == {}
    assert kept(store) == 2


def test_adding_says_whose_cap_it_would_pass_and_leaves_those_alone(store: Store) -> None:
    many = {f"subject {number:03}": 1 + number % 3 for number in range(200)}
    assert add(store, many) == []
    assert used(store, list(many)) == many
    over = add(store, dict.fromkeys(many, 2))
    assert over == [subject for subject, count in many.items() if count > 1]
    assert used(store, list(many)) == {subject: 3 if count == 1 else count for subject, count in many.items()}
    assert used(store, list(many), account="another") == {}


def test_subjects_are_any_text(store: Store) -> None:
    odd = {"1/ana@b.example": 1, "1/'; DROP TABLE counters": 1, "1/:day %s ä\u212a": 1, "": 1, " ": 1}
    assert add(store, odd) == []
    assert used(store, list(odd)) == odd


def test_clearing_goes_in_portions_and_leaves_the_day(store: Store) -> None:
    add(store, {f"old {number:02}": 1 for number in range(25)}, day=DAY - 1)
    add(store, {f"new {number:02}": 1 for number in range(25)})
    store.write_now(lambda tx: counters.add(tx, "another", "k", {"old": 1}, day=DAY - 1, cap=3))
    place: counters.Place | None = counters.Place()
    steps, left = 0, kept(store)
    while place is not None:
        place = store.write_now(functools.partial(clear, after=place))
        steps, before, left = steps + 1, left, kept(store)
        assert before - left <= 10
    assert (steps, left) == (6, 26)
    assert len(used(store, [f"new {number:02}" for number in range(25)])) == 25
    assert used(store, ["old"], day=DAY - 1, account="another") == {"old": 1}


def test_every_statement_goes_by_the_primary_key(sqlite_url: str) -> None:
    store = Store(sqlite_url)
    migrate.upgrade(store.driver)
    add(store, {f"{number:04}": 1 for number in range(2000)})
    connection = store.driver.connect(read_only=False)
    store.driver.begin(connection, read_only=False)
    tx = Explained(connection, store.driver)
    counters.used(tx, ACCOUNT, "k", ["0001", "0002"], day=DAY)
    counters.clear(tx, ACCOUNT, counters.Place("k", "0500"), day=DAY, count=10)
    store.driver.rollback(connection)
    connection.close()
    store.close()
    steps = [step for plan in tx.plans for step in plan if "LIST SUBQUERY" not in step]
    assert len(steps) == 3
    assert all(step.startswith("SEARCH counters USING PRIMARY KEY (account_id=? AND ") for step in steps), steps


# --- races -----------------------------------------------------------------------------------------------------------


def test_a_day_that_many_stores_use_at_once_is_never_oversold(stores: list[Store]) -> None:
    def once(turn: int) -> bool:
        return take(stores[turn % 3], cap=40) < 40

    with ThreadPoolExecutor(12) as pool:
        let_in = list(pool.map(once, range(120)))
    assert sum(let_in) == 40


def capped(email: str) -> Any:
    return rolls.adding(seeds.OPEN_MEETING_ID, email, quota=ADDS)


@pytest.mark.parametrize("together", [rolls.crowd, rolls.crowd_of_tasks], ids=["threads", "tasks"])
def test_an_email_is_added_three_times_however_many_try_at_once(stores: list[Store], together: Any) -> None:
    emails = [f"guest{number % 5}@example.com" for number in range(60)]
    outcomes = together(stores, [capped(email) for email in emails])
    assert sum(isinstance(each, Added) for each in outcomes) == 15
    refused = [each for each in outcomes if not isinstance(each, Added)]
    assert all(isinstance(each, RegistrantCapReached) for each in refused), refused
    left = [each.allowance.left for each in outcomes if isinstance(each, Added) and each.allowance]
    assert sorted(left) == [0] * 5 + [1] * 5 + [2] * 5, "each was told what was left after it"


def test_of_two_in_one_group_the_second_is_refused_where_one_was_left(stores: list[Store]) -> None:
    for _ in range(2):
        stores[0].write_now(capped("ana@example.com"))
    outcomes = rolls.crowd_of_tasks(stores[:1], [capped("ana@example.com"), capped("ANA@example.com")])
    assert [type(each) for each in outcomes] == [Added, RegistrantCapReached]
    assert outcomes[1].email == "ANA@example.com"


def test_somebody_is_decided_on_ten_times_however_many_try_at_once(stores: list[Store]) -> None:
    added = stores[0].write_now(rolls.adding(seeds.MEETING_ID, "ana@example.com"))
    works = [
        rolls.deciding(
            seeds.MEETING_ID,
            Action.DENY if turn % 2 else Action.APPROVE,
            added.registrants[0].id,
            quota=Quota("status", 10),
        )
        for turn in range(40)
    ]
    outcomes = rolls.crowd(stores, works)
    assert sum(isinstance(each, RegistrantCapReached) for each in outcomes) == 30


@pytest.fixture
def stale(stores: list[Store], monkeypatch: pytest.MonkeyPatch) -> None:
    """Takes the look at what was used away: everybody sees that nothing was."""
    monkeypatch.setattr(counters, "used", lambda *_arguments, **_more: {})


def test_the_condition_alone_keeps_a_cap(stores: list[Store], stale: None) -> None:
    outcomes = rolls.crowd(stores, [capped("ana@example.com") for _ in range(20)], threads=4)
    assert sum(isinstance(each, Added) for each in outcomes) == 3
    assert sum(isinstance(each, RegistrantCapReached) for each in outcomes) == 17
    assert rolls.counted(stores[0], seeds.OPEN_MEETING_ID) == {"approved": 1}


def test_who_shares_a_group_with_the_overtaken_is_tried_alone(stores: list[Store], stale: None) -> None:
    rolls.crowd(stores, [capped("ana@example.com") for _ in range(3)], threads=1)
    outcomes = rolls.crowd_of_tasks(stores[:1], [capped("ana@example.com"), capped("bo@example.com")])
    assert [type(each) for each in outcomes] == [RegistrantCapReached, Added]


def test_control_without_look_and_condition_a_cap_is_passed(
    stores: list[Store], stale: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def blindly(tx: Tx, *given: Any, cap: int, **more: Any) -> Any:
        return counters_add(tx, *given, cap=10**9, **more)

    counters_add = counters.add
    monkeypatch.setattr(counters, "add", blindly)
    outcomes = rolls.crowd(stores, [capped("ana@example.com") for _ in range(20)], threads=4)
    assert sum(isinstance(each, Added) for each in outcomes) == 20, "passed, as it should be without guards"


def test_control_without_condition_a_days_count_is_passed(stores: list[Store], monkeypatch: pytest.MonkeyPatch) -> None:
    blind = counters._COUNT.format(rows=counters._ONE_ROW, room="true")
    monkeypatch.setattr(counters, "_TAKE", Statement(text(blind)))
    for _ in range(12):
        take(stores[0])
    assert used(stores[0], ["all"]) == {"all": 12}


_TAKER = """
import sys
from doorlist.storage import counters
from doorlist.storage.store import Store
store = Store(sys.argv[1])
print("ready", flush=True)
sys.stdin.readline()
for _ in range(100):
    work = lambda tx: counters.take(tx, "account", "k", "all", count=1, day=20_000, cap=150)
    print(store.write_now(work), flush=True)
store.close()
"""


@pytest.mark.parametrize("database", ["sqlite_url", "postgres_url"])
def test_two_processes_never_give_one_place_twice(request: pytest.FixtureRequest, database: str) -> None:
    url = request.getfixturevalue(database)
    store = Store(url)
    migrate.upgrade(store.driver)
    takers = [servers.program(_TAKER, url) for _ in range(2)]
    for each in takers:
        assert each.stdout is not None
        assert each.stdout.readline() == "ready\n"
    with ThreadPoolExecutor(2) as pool:
        said = list(pool.map(lambda taker: taker.communicate("go\n", PATIENCE_S), takers))
    assert [errors for _, errors in said] == ["", ""]
    places = sorted(int(line) for output, _ in said for line in output.split())
    assert places == [*range(150), *[150] * 50]
    store.close()


def test_a_cap_survives_a_restart(tmp_path: Any) -> None:
    (first,) = rolls.opened(databases.sqlite(tmp_path), stores=1)
    for _ in range(3):
        first.write_now(capped("ana@example.com"))
    first.close()
    again = Store(databases.sqlite(tmp_path))
    with pytest.raises(RegistrantCapReached):
        again.write_now(capped("ana@example.com"))
    again.close()
