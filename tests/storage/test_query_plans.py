"""Query plans on a roster of 20,000: every statement goes straight to its rows."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import databases
import pytest
from storage import rolls

from doorlist import clock
from doorlist.model import Status
from doorlist.sandbox import seeds
from doorlist.storage import accounts, apps, grants, passwords, registrants, rosters, tokens
from doorlist.storage.database import Statement, Tx
from doorlist.storage.store import Store
from doorlist.storage.tables import registrants as table

ROWS, PAGE = 20_000, 300
ROSTER = str(seeds.MEETING_ID)
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
        blank = {"account_id": seeds.ACCOUNT_ID, "roster_id": ROSTER, "first_name": "Ana", "last_name": ""}
        rows: list[dict[str, object]] = [
            blank
            | {
                "registrant_id": id_of(number),
                "email": f"guest{number}@example.com",
                "email_key": f"guest{number}@example.com",
                "status": STATUSES[number % 4].value,
                "details": "",
                "created_ms": number,
            }
            for number in range(ROWS)
        ]
        tx.insert(table, rows)

    store.write_now(fill)
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


def test_the_look_at_plans_would_notice_a_scan(tx: Explained) -> None:
    from sqlalchemy import bindparam, select

    tx.rows(Statement(select(table.c.registrant_id).where(table.c.first_name == bindparam("name"))), name="Bo")
    assert tx.plans[0][0].startswith("SCAN")
