"""Query plans on a roster of 20,000: every statement goes straight to its rows."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import databases
import pytest
from storage import rolls

from doorlist import clock
from doorlist.model import Counts, Status
from doorlist.sandbox import seeds
from doorlist.storage import (
    accounts,
    apps,
    grants,
    meetings,
    passwords,
    registrants,
    rosters,
    seats,
    sources,
    tokens,
)
from doorlist.storage.database import Statement, Tx
from doorlist.storage.store import Store
from doorlist.storage.tables import registrants as table
from doorlist.storage.tables import seats as seats_table

ROWS, PAGE = 20_000, 300
ROSTER = str(seeds.MEETING_ID)
SOURCE = seeds.TRACKING_SOURCE_ID
ALL_THREE = {
    "id": "PRIMARY KEY (account_id=? AND roster_id=? AND registrant_id=?)",
    "email": "INDEX sqlite_autoindex_registrants_2 (account_id=? AND roster_id=? AND email_key=?)",
}
STATUSES = list(Status)


class Explained(Tx):
    """A transaction that notes the plan of every statement before it runs it."""

    def __init__(self, connection: Any, driver: Any) -> None:
        super().__init__(connection, driver)
        self.plans: list[list[str]] = []

    def _execute(self, statement: Statement, parameters: dict[str, object]) -> Any:
        text, constants = statement.compiled(self._driver)
        explained = self._connection.execute(f"EXPLAIN QUERY PLAN {text}", parameters | constants)
        self.plans.append([row[3] for row in explained.fetchall()])
        return super()._execute(statement, parameters)


def id_of(number: int) -> str:
    return f"0{number:021d}"


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    (store,) = rolls.opened(databases.sqlite(tmp_path_factory.mktemp("plans")), stores=1)

    def fill(tx: Tx) -> None:
        blank = {
            "account_id": seeds.ACCOUNT_ID,
            "roster_id": ROSTER,
            "first_name": "Ana",
            "last_name": "",
        }
        rows: list[dict[str, object]] = [
            blank
            | {
                "registrant_id": id_of(number),
                "email": f"guest{number}@example.com",
                "email_key": f"guest{number}@example.com",
                "status": STATUSES[number % 4].value,
                "details": "",
                "created_ms": number,
                "source_id": SOURCE if number % 10 == 0 else "",
            }
            for number in range(ROWS)
        ]
        tx.insert(table, rows)

    def seat(tx: Tx) -> None:
        everybody: list[dict[str, object]] = [
            {
                "account_id": seeds.ACCOUNT_ID,
                "roster_id": ROSTER,
                "occurrence_id": occurrence,
                "registrant_id": id_of(number),
                "status": STATUSES[number % 4].value,
            }
            for number in range(ROWS)
            for occurrence in (("first", "second") if number % 2 else ("second",))
        ]
        tx.insert(seats_table, everybody)

    store.write_now(fill)
    store.write_now(seat)
    yield store
    store.close()


@pytest.fixture
def tx(filled: Store) -> Iterator[Explained]:
    """A transaction that is undone."""
    connection = filled.driver.connect(read_only=False)
    filled.driver.begin(connection, read_only=False)
    yield Explained(connection, filled.driver)
    filled.driver.rollback(connection)
    connection.close()


@pytest.mark.parametrize("count", [1, 2, 5, 30, 300])
def test_looking_up_ids_goes_by_the_primary_key(tx: Explained, count: int) -> None:
    wanted = [id_of(number * 50) for number in range(count)]
    assert len(registrants.by_ids(tx, seeds.ACCOUNT_ID, ROSTER, wanted)) == count
    assert tx.plans
    assert all(plan == [f"SEARCH registrants USING {ALL_THREE['id']}"] for plan in tx.plans), tx.plans


@pytest.mark.parametrize("count", [1, 2, 5, 30, 300])
def test_looking_up_emails_goes_by_their_index(tx: Explained, count: int) -> None:
    wanted = [f"Guest{number * 50}@example.com" for number in range(count)]
    assert len(registrants.by_emails(tx, seeds.ACCOUNT_ID, ROSTER, wanted)) == count
    assert tx.plans
    assert all(plan == [f"SEARCH registrants USING {ALL_THREE['email']}"] for plan in tx.plans), tx.plans


@pytest.mark.parametrize("count", [1, 30, 300])
def test_deciding_on_ids_goes_by_the_primary_key(tx: Explained, count: int) -> None:
    wanted = [id_of(number * 50) for number in range(count)]
    registrants.set_status(tx, seeds.ACCOUNT_ID, ROSTER, wanted, Status.APPROVED)
    assert tx.plans
    assert all(plan == [f"SEARCH registrants USING {ALL_THREE['id']}"] for plan in tx.plans), tx.plans
    registrants.delete_one(tx, seeds.ACCOUNT_ID, ROSTER, id_of(7))
    assert tx.plans[-1] == [f"SEARCH registrants USING {ALL_THREE['id']}"]


@pytest.mark.parametrize("after", [0, ROWS // 2, ROWS - 8])
@pytest.mark.parametrize("statuses", [[Status.PENDING], [Status.DENIED, Status.CANCELLED]], ids=["one", "two"])
def test_a_page_of_some_statuses_begins_at_its_place_and_sorts_no_roster(
    tx: Explained, after: int, statuses: list[Status]
) -> None:
    found = registrants.page(tx, seeds.ACCOUNT_ID, ROSTER, statuses=statuses, after=id_of(after), skip=0, count=PAGE)
    wanted = [number for number in range(after + 1, ROWS) if STATUSES[number % 4] in statuses]
    assert [each.id for each in found] == [id_of(number) for number in wanted[:PAGE]]
    place = "(account_id=? AND roster_id=? AND status=? AND registrant_id>?)"
    (plan,) = tx.plans
    assert plan.count(f"SEARCH registrants USING INDEX registrants_by_status {place}") == len(statuses)
    assert not [step for step in plan if step.startswith("SCAN registrants")], plan
    if len(statuses) == 1:
        assert len(plan) == 1, "no temporary b-tree"


def test_a_page_of_all_statuses_begins_at_its_place_and_is_never_sorted(tx: Explained) -> None:
    found = registrants.page(tx, seeds.ACCOUNT_ID, ROSTER, statuses=STATUSES, after=id_of(9_999), skip=0, count=PAGE)
    assert [each.id for each in found] == [id_of(number) for number in range(10_000, 10_000 + PAGE)]
    place = "(account_id=? AND roster_id=? AND registrant_id>?)"
    assert tx.plans == [[f"SEARCH registrants USING PRIMARY KEY {place}"]]


def test_what_every_request_asks_is_looked_up_by_a_key(tx: Explained) -> None:
    tokens.find(tx, "0" * 64)
    rosters.find(tx, seeds.ACCOUNT_ID, ROSTER)
    rosters.lock(tx, seeds.ACCOUNT_ID, ROSTER)
    registrants.find(tx, seeds.ACCOUNT_ID, ROSTER, id_of(1))
    tokens.forget(tx, seeds.ACCOUNT_ID, before=clock.now() - timedelta(days=365))
    assert len(tx.plans) == 5
    for plan in tx.plans:
        assert len(plan) == 1, plan
        assert plan[0].startswith("SEARCH"), plan


def test_what_giving_and_checking_a_token_asks_is_looked_up_by_a_key(tx: Explained) -> None:
    accounts.user_status(tx, seeds.ACCOUNT_ID, "sandbox-host-000000000")
    accounts.parent(tx, seeds.SUB_ACCOUNT_ID)
    apps.find(tx, seeds.USER_CLIENT_ID)
    grants.by_code(tx, seeds.ACCOUNT_ID, "0" * 64)
    grants.find(tx, seeds.ACCOUNT_ID, "nobody")
    grants.find_refresh(tx, seeds.ACCOUNT_ID, "0" * 64)
    grants.revoke(tx, seeds.ACCOUNT_ID, "nobody", now=clock.now())
    grants.forget(tx, seeds.ACCOUNT_ID, before=clock.now() - timedelta(days=365))
    tokens.delete_of_grant(tx, seeds.ACCOUNT_ID, seeds.USER_CLIENT_ID, "nobody")
    tokens.delete_of_app(tx, seeds.ACCOUNT_ID, "nobody")
    passwords.find(tx, seeds.ACCOUNT_ID, "nobody")
    passwords.clear_attempts(tx, seeds.ACCOUNT_ID, "nobody@b.example")
    for plan in tx.plans:
        assert plan[0].startswith("SEARCH"), plan
        assert "USING" in plan[0], plan


@pytest.mark.parametrize("after", [0, ROWS // 2, ROWS - 8])
@pytest.mark.parametrize("source", ["", SOURCE], ids=["all", "source"])
@pytest.mark.parametrize("statuses", [[Status.PENDING], [Status.DENIED, Status.CANCELLED], STATUSES], ids=len)
def test_a_page_of_an_occurrence_goes_by_its_seats(
    tx: Explained, statuses: list[Status], source: str, after: int
) -> None:
    wanted = [
        id_of(number)
        for number in range(after + 1, ROWS)
        if STATUSES[number % 4] in statuses and number % 2 and (not source or number % 10 == 0)
    ]
    place = (seeds.ACCOUNT_ID, ROSTER, "first")
    found = seats.page(tx, *place, source_id=source, statuses=statuses, after=id_of(after), skip=0, count=PAGE)
    assert [each.id for each in found] == wanted[:PAGE]
    assert seats.total_from_source(tx, *place, source, statuses) >= len(wanted)
    by_status = "SEARCH seats USING COVERING INDEX seats_by_status (account_id=? AND roster_id=? AND occurrence_id=?"
    page, total = tx.plans
    assert page.count(f"{by_status} AND status=? AND registrant_id>?)") == len(statuses), page
    assert page.count(f"SEARCH registrants USING {ALL_THREE['id']}") == len(statuses), page
    assert (len(page) == 2) is (len(statuses) == 1), "one status comes in order out of the index"
    assert total == [f"{by_status} AND status=?)", f"SEARCH registrants USING {ALL_THREE['id']}"]


def test_a_status_in_every_occurrence_of_a_series_costs_one_statement(tx: Explained) -> None:
    found = registrants.find(tx, seeds.ACCOUNT_ID, ROSTER, id_of(1))
    assert found is not None
    (before,) = seats.taken(tx, [found])
    pending = replace(before, seats=dict.fromkeys(map(str, range(60)), Status.PENDING))
    seats.save(tx, [(None, pending)])
    approved = replace(pending, seats=dict.fromkeys(pending.seats, Status.APPROVED))
    statements = len(tx.plans)
    seats.save(tx, [(pending, approved)])
    assert len(tx.plans) == statements + 1
    (kept,) = seats.taken(tx, [found])
    assert kept.seats == {**before.seats, **approved.seats}


def test_the_seats_of_a_registrant_are_looked_up_by_their_key(tx: Explained) -> None:
    found = registrants.find(tx, seeds.ACCOUNT_ID, ROSTER, id_of(1))
    assert found is not None
    (seated,) = seats.taken(tx, [found])
    assert seated.seats == dict.fromkeys(("first", "second"), Status.PENDING)
    changed = replace(seated, seats={"first": Status.APPROVED, "third": Status.APPROVED})
    seats.save(tx, [(seated, changed)])
    seats.clear(tx, changed)
    seats.counts(tx, seeds.ACCOUNT_ID, ROSTER)
    seats.count(tx, seeds.ACCOUNT_ID, ROSTER, "first", Counts(approved=1), capacity=9, first=False)
    key = "PRIMARY KEY (account_id=? AND roster_id=? AND registrant_id=?"
    looked = [plan for plan in tx.plans[1:] if plan]
    assert [plan for plan in looked if len(plan) != 1 or not plan[0].startswith("SEARCH")] == []
    assert looked[0][0].startswith(f"SEARCH seats USING {key}")
    assert len([plan for plan in looked if f"seats USING {key} AND occurrence_id=?)" in plan[0]]) == 4


@pytest.mark.parametrize("after", [0, ROWS // 2, ROWS - 8])
@pytest.mark.parametrize("statuses", [[Status.APPROVED], STATUSES], ids=len)
def test_a_page_of_a_source_goes_by_its_index_and_is_never_sorted(
    tx: Explained, statuses: list[Status], after: int
) -> None:
    found, total = registrants.page_from_source(
        tx, seeds.ACCOUNT_ID, ROSTER, SOURCE, statuses=statuses, after=id_of(after), skip=0, count=PAGE
    )
    wanted = [number for number in range(0, ROWS, 10) if STATUSES[number % 4] in statuses]
    assert [each.id for each in found] == [id_of(number) for number in wanted if number > after][:PAGE]
    assert total == len(wanted)
    place = "(account_id=? AND roster_id=? AND source_id=?"
    assert tx.plans == [
        [f"SEARCH registrants USING INDEX registrants_by_source {place} AND registrant_id>?)"],
        [f"SEARCH registrants USING INDEX registrants_by_source {place})"],
    ]


def test_sources_and_uuids_are_looked_up_by_a_key(tx: Explained) -> None:
    assert sources.find(tx, seeds.ACCOUNT_ID, seeds.WEBINAR_ID, SOURCE) is not None
    assert sources.list_(tx, seeds.ACCOUNT_ID, seeds.WEBINAR_ID)
    assert sources.visit(tx, SOURCE, f"sandbox-{seeds.WEBINAR_ID:014d}")
    assert meetings.by_uuid(tx, seeds.ACCOUNT_ID, f"sandbox+meet+{seeds.WEBINAR_ID}A==") is not None
    for plan in tx.plans:
        assert all(step.startswith("SEARCH") for step in plan), plan


def test_the_look_at_plans_would_notice_a_scan(tx: Explained) -> None:
    from sqlalchemy import bindparam, select

    tx.rows(Statement(select(table.c.registrant_id).where(table.c.first_name == bindparam("name"))), name="Bo")
    assert tx.plans[0][0].startswith("SCAN")
