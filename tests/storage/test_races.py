"""Races: never oversold, never one email twice. Each with a control that takes the guards away and does go wrong."""

import itertools
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import pytest
import servers
from sqlalchemy import bindparam, update
from storage import rolls

from doorlist import clock
from doorlist.desk import webhooks
from doorlist.desk.registrants import Added
from doorlist.model import Action, Counts, Roster
from doorlist.refusals import CapacityReached
from doorlist.sandbox import seeds
from doorlist.storage import registrants, rosters, seats
from doorlist.storage.database import Statement, Tx
from doorlist.storage.store import Store
from doorlist.storage.tables import occurrence_counts
from doorlist.storage.tables import rosters as rosters_table

AUTOMATIC, MANUAL = seeds.OPEN_MEETING_ID, seeds.MEETING_ID
SERIES = seeds.SERIES_WEBINAR_ID
CAPACITY, CROWD, ROUNDS = 7, 60, 12
Together = Callable[[list[Store], list[Any]], list[Any]]
both_crowds = pytest.mark.parametrize("together", [rolls.crowd, rolls.crowd_of_tasks], ids=["threads", "tasks"])


@pytest.fixture
def stores(migrated_url: str) -> Iterator[list[Store]]:
    """Three server processes' stores over one database."""
    made = rolls.opened(migrated_url, stores=3)
    yield made
    for each in made:
        each.close()


def people(count: int) -> list[str]:
    return [f"guest{number}@example.com" for number in range(count)]


def in_mixed_case(email: str, turn: int) -> str:
    return "".join(letter.upper() if (index + turn) % 3 == 0 else letter for index, letter in enumerate(email))


def assert_counts_are_right(stores: list[Store], meeting: int) -> None:
    assert rolls.counted(stores[0], meeting) == rolls.tallied(stores[0], meeting)


# --- the guards in place ---------------------------------------------------------------------------------------------


@both_crowds
def test_a_roster_is_filled_to_its_capacity_and_never_beyond(stores: list[Store], together: Together) -> None:
    rolls.bound(stores[0], AUTOMATIC, CAPACITY)
    outcomes = together(stores, [rolls.adding(AUTOMATIC, email) for email in people(CROWD)])
    assert sum(isinstance(each, Added) for each in outcomes) == CAPACITY
    assert sum(isinstance(each, CapacityReached) for each in outcomes) == CROWD - CAPACITY
    assert rolls.tallied(stores[0], AUTOMATIC) == {"approved": CAPACITY}
    assert_counts_are_right(stores, AUTOMATIC)


@both_crowds
def test_one_email_is_one_registrant_however_it_is_written(stores: list[Store], together: Together) -> None:
    emails = [in_mixed_case(email, turn) for turn in range(12) for email in people(5)]
    outcomes = together(stores, [rolls.adding(AUTOMATIC, email) for email in emails])
    assert all(isinstance(each, Added) for each in outcomes), outcomes
    ids: dict[str, set[str]] = {}
    for email, added in zip(emails, outcomes, strict=True):
        ids.setdefault(email.lower(), set()).add(added.registrants[0].id)
    assert {email: len(names) for email, names in ids.items()} == dict.fromkeys(people(5), 1)
    assert rolls.tallied(stores[0], AUTOMATIC) == {"approved": 5}
    assert_counts_are_right(stores, AUTOMATIC)


@both_crowds
def test_approving_fills_a_roster_to_its_capacity_and_never_beyond(stores: list[Store], together: Together) -> None:
    waiting = rolls.crowd(stores, [rolls.adding(MANUAL, email) for email in people(CROWD)])
    rolls.bound(stores[0], MANUAL, CAPACITY)
    ids = [each.registrants[0].id for each in waiting]
    outcomes = together(stores, [rolls.deciding(MANUAL, Action.APPROVE, id) for id in ids])
    assert sum(isinstance(each, CapacityReached) for each in outcomes) == CROWD - CAPACITY
    assert rolls.tallied(stores[0], MANUAL) == {"approved": CAPACITY, "pending": CROWD - CAPACITY}
    assert_counts_are_right(stores, MANUAL)


def assert_seats_are_right(stores: list[Store]) -> None:
    """The counts of each occurrence are what its seats say, and nobody stands on the roster without a seat."""
    seated = rolls.seated(stores[0], SERIES)
    for at in rolls.occurrences(stores[0], SERIES):
        assert rolls.counted(stores[0], SERIES, at) == seated.get(at, {})
    assert_counts_are_right(stores, SERIES)


@both_crowds
def test_each_occurrence_is_filled_to_its_capacity_and_never_beyond(stores: list[Store], together: Together) -> None:
    rolls.bound(stores[0], SERIES, CAPACITY)
    first, second, *_ = rolls.occurrences(stores[0], SERIES)
    works = [rolls.adding(SERIES, email, at) for email in people(CROWD) for at in (first, second)]
    outcomes = together(stores, works)
    assert sum(isinstance(each, Added) for each in outcomes) == 2 * CAPACITY, outcomes
    assert sum(isinstance(each, CapacityReached) for each in outcomes) == 2 * (CROWD - CAPACITY)
    assert rolls.seated(stores[0], SERIES) == {at: {"approved": CAPACITY} for at in (first, second)}
    assert_seats_are_right(stores)


@both_crowds
def test_approving_fills_an_occurrence_to_its_capacity_and_never_beyond(
    stores: list[Store], together: Together
) -> None:
    first, second, *_ = rolls.occurrences(stores[0], SERIES)
    added = rolls.crowd(stores, [rolls.adding(SERIES, email, at) for email in people(20) for at in (first, second)])
    ids = list(dict.fromkeys(each.registrants[0].id for each in added))
    rolls.crowd(stores, [rolls.deciding(SERIES, Action.CANCEL, id, at=first) for id in ids])
    rolls.bound(stores[0], SERIES, CAPACITY)
    outcomes = together(stores, [rolls.deciding(SERIES, Action.APPROVE, id, at=first) for id in ids])
    assert sum(isinstance(each, CapacityReached) for each in outcomes) == len(ids) - CAPACITY
    assert rolls.counted(stores[0], SERIES, first) == {"approved": CAPACITY, "cancelled": 20 - CAPACITY}
    assert rolls.counted(stores[0], SERIES, second) == {"approved": 20}
    assert_seats_are_right(stores)


def test_seats_and_counts_agree_after_everything_at_once(stores: list[Store]) -> None:
    at = rolls.occurrences(stores[0], SERIES)[:3]
    added = rolls.crowd(stores, [rolls.adding(SERIES, email, at[0]) for email in people(12)])
    ids = [each.registrants[0].id for each in added]
    rolls.bound(stores[0], SERIES, 15)
    actions = itertools.cycle((Action.APPROVE, Action.CANCEL, Action.APPROVE, Action.DENY, Action.CANCEL))
    works: list[Any] = []
    for turn, email in enumerate(people(30) * 3):
        first, second = ids[turn % 12], ids[(turn * 7 + 3) % 12]
        works.append(rolls.adding(SERIES, in_mixed_case(email, turn), at[turn % 3]))
        works.append(rolls.deciding(SERIES, next(actions), first, second, at=at[turn // 2 % 3]))
        if turn % 5 == 0:
            works.append(rolls.removing(SERIES, second, at[turn % 2]))
    rolls.crowd(stores, works)
    kept = rolls.rows(stores[0], SERIES)
    assert len({key for key, _, _ in kept}) == len(kept)
    assert all(standing.get("approved", 0) <= 15 for standing in rolls.seated(stores[0], SERIES).values())
    assert_seats_are_right(stores)


def test_counts_are_right_after_everything_at_once(stores: list[Store]) -> None:
    ids = [
        each.registrants[0].id for each in rolls.crowd(stores, [rolls.adding(MANUAL, email) for email in people(20)])
    ]
    rolls.bound(stores[0], MANUAL, 12)
    works: list[Any] = []
    actions = itertools.cycle((Action.APPROVE, Action.DENY, Action.APPROVE, Action.CANCEL, Action.APPROVE))
    for turn, email in enumerate(people(40) * 3):
        first, second = ids[turn % 20], ids[(turn * 7 + 3) % 20]
        works.append(rolls.adding(MANUAL, in_mixed_case(email, turn)))
        works.append(rolls.deciding(MANUAL, next(actions), first, second))
        if turn % 11 == 0:
            works.append(rolls.removing(MANUAL, second))
    rolls.crowd(stores, works)
    kept = rolls.rows(stores[0], MANUAL)
    assert len({key for key, _, _ in kept}) == len(kept)
    assert rolls.tallied(stores[0], MANUAL).get("approved", 0) <= 12
    assert_counts_are_right(stores, MANUAL)


@pytest.mark.parametrize("database", ["sqlite_url", "postgres_url"])
def test_two_servers_on_one_database_never_oversell(
    request: pytest.FixtureRequest, tmp_path: Path, database: str
) -> None:
    url = request.getfixturevalue(database)
    stores = rolls.opened(url, stores=1)
    rolls.bound(stores[0], AUTOMATIC, CAPACITY)
    with ExitStack() as stack:
        desks = [
            stack.enter_context(servers.running("--database", url, log=tmp_path / f"desk-{number}.log"))
            for number in range(2)
        ]

        def add(turn: int) -> tuple[int, str, str]:
            email = in_mixed_case(people(15)[turn % 15], turn)
            reply = desks[turn % 2].call(
                "POST", f"/v2/meetings/{AUTOMATIC}/registrants", {"email": email, "first_name": "Ana"}
            )
            return reply.status, email.lower(), reply.json.get("registrant_id", "")

        with ThreadPoolExecutor(12) as pool:
            answers = list(pool.map(add, range(90)))
        assert all(status == 201 or 400 <= status < 500 for status, _, _ in answers), answers
        got_in = {(email, id) for status, email, id in answers if status == 201}
        assert len(got_in) == CAPACITY, "each email has one id, whichever server was asked"
        assert {(key, id) for key, _, id in rolls.rows(stores[0], AUTOMATIC)} == got_in
        assert rolls.counted(stores[0], AUTOMATIC) == {"approved": CAPACITY}
    stores[0].close()


# --- the controls: without the guards it goes wrong ------------------------------------------------------------------

_COUNT_SEATS_BLINDLY = Statement(
    update(occurrence_counts)
    .where(
        occurrence_counts.c.account_id == bindparam("of_account"),
        occurrence_counts.c.roster_id == bindparam("of_roster"),
        occurrence_counts.c.occurrence_id == bindparam("of_occurrence"),
    )
    .values(approved=occurrence_counts.c.approved + bindparam("approved_more"))
)
_COUNT_BLINDLY = Statement(
    update(rosters_table)
    .where(rosters_table.c.account_id == bindparam("of_account"), rosters_table.c.roster_id == bindparam("of_roster"))
    .values(
        approved=rosters_table.c.approved + bindparam("approved_more"),
        pending=rosters_table.c.pending + bindparam("pending_more"),
    )
)


class Guards:
    """Takes the guards away, one by one."""

    def __init__(self, stores: list[Store], monkeypatch: pytest.MonkeyPatch) -> None:
        self._stores = stores
        self._monkeypatch = monkeypatch

    def look_before_the_transaction(self, meeting: int) -> None:
        """Instead of a locked roster, everybody gets what it was before the first of them came."""
        seen = self._stores[0].read_now(lambda tx: rosters.find(tx, rolls.CALLER.account_id, str(meeting)))

        def stale(_tx: Tx, _account_id: str, _roster_id: str) -> Roster | None:
            return seen

        self._monkeypatch.setattr(rosters, "lock", stale)

    def count_without_condition(self) -> None:
        """The update that counts no longer has the capacity in its condition."""

        def blindly(tx: Tx, account_id: str, roster_id: str, more: Counts) -> bool:
            parameters = {"approved_more": more.approved, "pending_more": more.pending}
            return tx.run(_COUNT_BLINDLY, of_account=account_id, of_roster=roster_id, **parameters) == 1

        self._monkeypatch.setattr(rosters, "count", blindly)

    def count_seats_without_condition(self) -> None:
        """The same of an occurrence's counts."""

        def blindly(tx: Tx, account_id: str, roster_id: str, at: str, more: Counts, **_: object) -> bool:
            place = {"of_account": account_id, "of_roster": roster_id, "of_occurrence": at}
            return tx.run(_COUNT_SEATS_BLINDLY, **place, approved_more=more.approved) == 1

        self._monkeypatch.setattr(seats, "count", blindly)

    def look_for_no_email(self) -> None:
        """Nobody is found to be on the roster already."""
        self._monkeypatch.setattr(registrants, "by_emails", lambda *_: {})


@pytest.fixture
def guards(stores: list[Store], monkeypatch: pytest.MonkeyPatch) -> Guards:
    return Guards(stores, monkeypatch)


def add_one_by_one(stores: list[Store], emails: list[str]) -> list[Any]:
    """Each in a group of its own, as when every process has one request at a time."""
    return rolls.crowd(stores, [rolls.adding(AUTOMATIC, email) for email in emails], threads=1)


def test_control_without_both_guards_adding_oversells(stores: list[Store], guards: Guards) -> None:
    rolls.bound(stores[0], AUTOMATIC, CAPACITY)
    guards.look_before_the_transaction(AUTOMATIC)
    guards.count_without_condition()
    add_one_by_one(stores, people(CROWD))
    assert rolls.tallied(stores[0], AUTOMATIC) == {"approved": CROWD}, "oversold, as it should be without guards"


def test_control_without_both_guards_approving_oversells(stores: list[Store], guards: Guards) -> None:
    waiting = rolls.crowd(stores, [rolls.adding(MANUAL, email) for email in people(CROWD)])
    rolls.bound(stores[0], MANUAL, CAPACITY)
    guards.look_before_the_transaction(MANUAL)
    guards.count_without_condition()
    rolls.crowd(stores, [rolls.deciding(MANUAL, Action.APPROVE, each.registrants[0].id) for each in waiting])
    assert rolls.tallied(stores[0], MANUAL) == {"approved": CROWD}, "oversold, as it should be without guards"


@pytest.mark.parametrize("missing", ["both guards", "the lock", "the condition"])
def test_control_an_occurrence_is_oversold_only_where_both_guards_are_gone(
    stores: list[Store], guards: Guards, missing: str
) -> None:
    rolls.bound(stores[0], SERIES, CAPACITY)
    at = rolls.occurrences(stores[0], SERIES)[0]
    rolls.crowd(stores, [rolls.adding(SERIES, "first@example.com", at)], threads=1)
    if missing != "the condition":
        guards.look_before_the_transaction(SERIES)
    if missing != "the lock":
        guards.count_seats_without_condition()
    rolls.crowd(stores, [rolls.adding(SERIES, email, at) for email in people(CROWD)], threads=1)
    sold = CROWD + 1 if missing == "both guards" else CAPACITY
    assert rolls.seated(stores[0], SERIES) == {at: {"approved": sold}}
    assert_seats_are_right(stores)


@pytest.mark.parametrize("missing", ["the lock", "the condition"])
def test_either_guard_alone_keeps_a_roster_from_being_oversold(
    stores: list[Store], guards: Guards, missing: str
) -> None:
    rolls.bound(stores[0], AUTOMATIC, CAPACITY)
    if missing == "the lock":
        guards.look_before_the_transaction(AUTOMATIC)
    else:
        guards.count_without_condition()
    outcomes = add_one_by_one(stores, people(CROWD))
    assert sum(isinstance(each, CapacityReached) for each in outcomes) == CROWD - CAPACITY
    assert rolls.tallied(stores[0], AUTOMATIC) == {"approved": CAPACITY}
    assert_counts_are_right(stores, AUTOMATIC)


def test_control_without_the_look_for_emails_only_the_unique_key_keeps_them_apart(
    stores: list[Store], guards: Guards
) -> None:
    guards.look_for_no_email()
    outcomes = add_one_by_one(stores, [in_mixed_case("ana@example.com", turn) for turn in range(9)])
    assert isinstance(outcomes[0], Added)
    assert all("unique" in str(each).lower() for each in outcomes[1:]), outcomes
    assert rolls.tallied(stores[0], AUTOMATIC) == {"approved": 1}
    assert_counts_are_right(stores, AUTOMATIC)


def test_control_without_the_unique_key_too_an_email_gets_on_twice(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (store,) = rolls.opened(sqlite_url, stores=1)
    with closing(store.driver.connect(read_only=False)) as connection:
        columns = (
            "account_id, roster_id, registrant_id, email, email_key, first_name, last_name, status, details, "
            "created_ms, source_id"
        )
        connection.execute(f"CREATE TABLE loose AS SELECT {columns} FROM registrants")
        connection.execute("DROP TABLE registrants")
        connection.execute("ALTER TABLE loose RENAME TO registrants")
    Guards([store], monkeypatch).look_for_no_email()
    add_one_by_one([store], ["ana@example.com", "ANA@example.com"])
    assert rolls.tallied(store, AUTOMATIC) == {"approved": 2}
    store.close()


# --- webhooks --------------------------------------------------------------------------------------------------------


def test_changes_of_one_webhook_undo_none_of_one_another(stores: list[Store]) -> None:
    before, after = "https://receiver.example/0", "https://receiver.example/{}"
    new = webhooks.NewWebhook(before, frozenset({"meeting.registration_created"}), "x" * 32, "app")
    made = stores[0].write_now(lambda tx: webhooks.add(tx, rolls.CALLER.account_id, new, now=clock.now()))

    def changing(changes: webhooks.Changes) -> Callable[[Tx], None]:
        of = (rolls.CALLER.account_id, made.id)
        return lambda tx: webhooks.change(tx, *of, changes, changes.url, now=clock.now())

    for turn in range(1, ROUNDS + 1):
        known = stores[0].read_now(lambda tx: webhooks.find(tx, rolls.CALLER.account_id, made.id))
        checks = [lambda tx, known=known: webhooks.checked(tx, known, "it answered 500", now=clock.now())] * 4
        events = [changing(webhooks.Changes(events=frozenset({f"event.{turn}"})))]
        rolls.crowd(stores, [*checks, changing(webhooks.Changes(url=after.format(turn))), *events, *checks])
        found = stores[0].read_now(lambda tx: webhooks.find(tx, rolls.CALLER.account_id, made.id))
        assert (found.url, found.events) == (after.format(turn), frozenset({f"event.{turn}"}))
