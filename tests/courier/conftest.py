"""A store with the sandbox's seeds, and couriers over it."""

import contextlib
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any

import pytest
from courier.receivers import SECRET
from desks import Clock
from storage import rolls

from doorlist import clock
from doorlist.contract.events import BY_NAME
from doorlist.courier.courier import Courier
from doorlist.desk import webhooks as desk
from doorlist.model import Action, Delivery, Notice, Webhook
from doorlist.rules.addresses import Reach
from doorlist.sandbox import seeds
from doorlist.storage.store import Store

LOOPBACK = Reach(loopback=True)


class House:
    """A desk's store, and what tests of the courier do with it."""

    def __init__(self, store: Store, moved: Clock) -> None:
        self.store = store
        self.clock = moved

    async def webhook(self, url: str, *events: str, secret: str = SECRET) -> Webhook:
        """A new webhook, for all events unless some are named; nobody asks its receiver."""
        new = desk.NewWebhook(url, frozenset(events or BY_NAME), secret, "an-app")
        return await self.store.write(lambda tx: desk.add(tx, seeds.ACCOUNT_ID, new, now=clock.now()))

    async def add(self, email: str, meeting: int = seeds.MEETING_ID) -> str:
        """Somebody registers. Their id."""
        added = await self.store.write(rolls.adding(meeting, email))
        return added.registrants[0].id

    async def decide(self, action: Action, *ids: str, meeting: int = seeds.MEETING_ID) -> None:
        """A host decides."""
        await self.store.write(rolls.deciding(meeting, action, *ids))

    def notices(self, state: str = "", webhook: str = "") -> Sequence[tuple[Notice, Sequence[Delivery]]]:
        """Notices by age, with the tries at each, the last first."""
        page = self.store.read_now(
            lambda tx: desk.page(tx, seeds.ACCOUNT_ID, webhook_id=webhook, state=state, after="", skip=0, count=10_000)
        )
        return page.notices

    def states(self) -> list[str]:
        """The state of each notice, by age."""
        return [notice.state.value for notice, _ in self.notices()]


@pytest.fixture
def house(migrated_url: str, moved: Clock) -> Iterator[House]:
    """A desk without a courier; the test runs once on each kind of database."""
    (store,) = rolls.opened(migrated_url, stores=1)
    with contextlib.closing(store):
        yield House(store, moved)


Couriers = Callable[..., AbstractAsyncContextManager[Courier]]


@pytest.fixture
def courier(house: House) -> Couriers:
    """Makes couriers over the desk; they may reach this machine alone, and wait for answers 10 s unless told otherwise."""

    @contextlib.asynccontextmanager
    async def made(**more: Any) -> AsyncIterator[Courier]:
        given: dict[str, Any] = {"reach": LOOPBACK, "keep_days": 30, "deadline_s": 10} | more
        one = Courier(house.store, **given)
        async with one.at_hand():
            yield one

    return made
