"""Query plans of the outbox with a dead receiver's backlog in it: the courier goes straight to what is due."""

import contextlib
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import databases
import pytest
from storage import rolls
from storage.test_query_plans import Explained

from doorlist import clock
from doorlist.contract.events import BY_NAME
from doorlist.desk import webhooks as desk
from doorlist.model import Webhook
from doorlist.sandbox import seeds
from doorlist.storage import deliveries, outbox
from doorlist.storage.outbox import Letter
from doorlist.storage.store import Store

ROWS = 4_000
EVENT = "meeting.registration_created"


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, Webhook]]:
    (store,) = rolls.opened(databases.sqlite(tmp_path_factory.mktemp("outbox")), stores=1)
    new = desk.NewWebhook("http://127.0.0.1:9/", frozenset(BY_NAME), "x" * 32, "app")
    webhook = store.write_now(lambda tx: desk.add(tx, seeds.ACCOUNT_ID, new, now=clock.now()))
    letters = [Letter(f"roster/{number}", "{}", first=True) for number in range(ROWS)]
    later = clock.now() + timedelta(hours=1)
    store.write_now(lambda tx: outbox.post(tx, seeds.ACCOUNT_ID, [webhook.id], EVENT, letters, now=later))
    with contextlib.closing(store):
        yield store, webhook


@pytest.fixture
def tx(filled: tuple[Store, Webhook]) -> Iterator[Explained]:
    """A transaction that is undone."""
    store, _ = filled
    connection = store.driver.connect(read_only=False)
    store.driver.begin(connection, read_only=False)
    yield Explained(connection, store.driver)
    store.driver.rollback(connection)
    connection.close()


def plans(tx: Explained) -> list[str]:
    return [step for plan in tx.plans for step in plan]


def test_claiming_begins_at_what_is_due_and_sorts_nothing(tx: Explained, filled: tuple[Store, Webhook]) -> None:
    now = clock.now()
    of = (tx, seeds.ACCOUNT_ID, filled[1].id)
    assert outbox.claim(*of, lease="a", now=now, until=now + timedelta(minutes=1), count=10) == []
    assert plans(tx) == ["SEARCH notices USING INDEX notices_due (account_id=? AND webhook_id=? AND due_ms<?)"]


def test_looking_for_what_is_due_looks_at_each_webhook_once(tx: Explained) -> None:
    assert outbox.due(tx, now=clock.now()) == []
    assert any("SEARCH notices USING" in step and "notices_due" in step for step in plans(tx)), tx.plans
    assert not [step for step in plans(tx) if step.startswith("SCAN notices")]


@pytest.mark.parametrize("count", [1, 30])
def test_a_letter_finds_those_before_it_by_their_stream(
    tx: Explained, filled: tuple[Store, Webhook], count: int
) -> None:
    letters = [Letter(f"roster/{number}", "{}", first=False) for number in range(count)]
    outbox.post(tx, seeds.ACCOUNT_ID, [filled[1].id], EVENT, letters, now=clock.now())
    steps = [step for step in plans(tx) if "notices" in step]
    assert steps
    assert all("USING INDEX notices_by_stream (account_id=? AND stream=?)" in step for step in steps), steps


def test_the_failed_are_listed_from_an_index_of_their_own(tx: Explained) -> None:
    found: Any = deliveries.page(tx, seeds.ACCOUNT_ID, webhook_id="", state="failed", after="", skip=0, count=10)
    assert found == []
    assert "notices_failed" in plans(tx)[0], tx.plans
