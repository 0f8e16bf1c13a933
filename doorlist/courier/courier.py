"""The courier: finds what is due, gives each webhook a lane of its own, validates receivers again, forgets what is old."""

import asyncio
import logging
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from doorlist import clock
from doorlist.contract.events import DEADLINE_S, RETRY_AFTER_MIN
from doorlist.courier.lanes import LEASE, Lane
from doorlist.desk import webhooks as desk
from doorlist.model import Webhook
from doorlist.refusals import StorageUnavailable
from doorlist.rules.addresses import Reach
from doorlist.storage import accounts, deliveries, outbox, webhooks
from doorlist.storage.database import Tx
from doorlist.storage.store import Store

if TYPE_CHECKING:
    from doorlist.courier.resolving import Lookup
    from doorlist.courier.sending import Sender

POLL_S = 1.0
"""How often a courier looks for notices of other processes, and for those whose time has come."""
GATHER_S = 0.02
"""The least time between two looks, however many notices come."""
GRACE_S = 2
"""What a lane gets at the end, beside the time of a delivery, to note what came of it."""
FORGET_EVERY = timedelta(hours=1)
FORGET_AT_ONCE = 500
LATEST = timedelta(minutes=max(RETRY_AFTER_MIN)) + LEASE
"""Nothing is due later than this from now, unless the clock was ahead when that was written."""
_CHECK_LEASE = timedelta(seconds=30)
_LOG = logging.getLogger("doorlist.courier")


class Courier:
    """Delivers until it arrives, or until the contract's retries are used up. Any number may work on one database."""

    def __init__(
        self,
        store: Store,
        *,
        reach: Reach,
        keep_days: int,
        deadline_s: float = DEADLINE_S,
        lookup: "Lookup | None" = None,
    ) -> None:
        self._store = store
        self._reach = reach
        self._keep = timedelta(days=keep_days)
        self._deadline_s = deadline_s
        self._lookup = lookup
        self._made: Sender | None = None
        self._lanes: dict[tuple[str, str], Lane] = {}
        self._running: dict[tuple[str, str], asyncio.Task[int]] = {}
        self._aside: set[asyncio.Task[Any]] = set()
        """What goes on beside deliveries: receivers that are validated, old notices that are forgotten."""
        self._woken = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stopping = False
        self._forget_at: datetime | None = None
        self._looked_at: datetime | None = None

    async def validate(self, url: str, secret: str) -> str:
        """Why the receiver at an address does not have a secret; empty where it proved that it has."""
        return await self._sender.challenge(url, secret, now=clock.now())

    @asynccontextmanager
    async def at_hand(self) -> AsyncIterator[None]:
        """Able to validate, and idle."""
        try:
            yield
        finally:
            if self._made is not None:
                await self._made.close()

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[None]:
        """Delivering in the background; at the end, what is under way ends first."""
        async with self.at_hand():
            self._loop = asyncio.get_running_loop()
            self._store.when_posted(self.wake)
            working = asyncio.create_task(self.run())
            try:
                yield
            finally:
                self._stopping = True
                self._woken.set()
                await working

    def wake(self) -> None:
        """There are new notices. May be called from any thread."""
        if self._loop is not None:
            with suppress(RuntimeError):  # the loop was closed, and the courier has gone
                self._loop.call_soon_threadsafe(self._woken.set)

    async def run(self) -> None:
        """Deliver until told to stop."""
        try:
            while not self._stopping:
                self._woken.clear()
                await self._begin()
                await asyncio.sleep(GATHER_S)
                with suppress(TimeoutError):
                    async with asyncio.timeout(POLL_S):
                        await self._woken.wait()
        finally:
            await self._end()

    async def round(self) -> int:
        """Do everything that is due now, and come back; gives back the number of tries. Raises StorageUnavailable."""
        await self._check()
        await asyncio.gather(*self._aside)
        tries = 0
        while due := await self._store.read(partial(outbox.due, now=clock.now())):
            tried = await asyncio.gather(*(self._lane(place).drain() for place in due))
            if not sum(tried):
                break  # what is due is held by another courier
            tries += sum(tried)
        return tries

    async def forget(self) -> int:
        """Delete notices that are done with and older than they are kept, and those of webhooks that are no more."""
        before = clock.now() - self._keep
        gone = 0
        for account_id in [account.id for account in await self._store.read(accounts.list_accounts)]:
            for look, over in (
                (partial(deliveries.over, account_id=account_id, before=before, count=FORGET_AT_ONCE), True),
                (partial(deliveries.orphans, account_id=account_id, count=FORGET_AT_ONCE), False),
            ):
                while some := await self._store.read(look):
                    forget = partial(deliveries.forget, account_id=account_id, notice_ids=some, over=over)
                    gone += await self._store.write(forget)
        return gone

    async def bring_back(self) -> int:
        """Let go out what waits for a time that a clock which was ahead had set; gives back how many notices."""
        now = clock.now()
        brought = 0
        for webhook in await self._store.read(webhooks.everybodys):
            work = partial(desk.bring_back, webhook=webhook, latest=now + LATEST, now=now)
            brought += await self._store.write(work)
        if brought:
            _LOG.warning("the clock was ahead: %d notices that waited for it go out now", brought)
        return brought

    async def _begin(self) -> None:
        """Begin whatever is due and not under way; a look that failed is taken again, whatever was wrong with it."""
        try:
            await self._begin_what_is_due(clock.now())
        except StorageUnavailable:
            _LOG.warning("the database cannot be reached; deliveries wait")
        except Exception:
            _LOG.exception("looking for what is due failed; deliveries wait")

    async def _end(self) -> None:
        """Let end what is under way; what takes too long is cut off, and sent again by whoever works next."""
        for lane in self._lanes.values():
            lane.stop()
        under_way = [*self._running.values(), *self._aside]
        if under_way:
            _, late = await asyncio.wait(under_way, timeout=self._deadline_s + GRACE_S)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _begin_what_is_due(self, now: datetime) -> None:
        if self._forget_at is None or not self._forget_at - FORGET_EVERY <= now < self._forget_at:
            self._forget_at = now + FORGET_EVERY
            self._do_aside(self.forget())
        if self._looked_at is None or now < self._looked_at:
            await self.bring_back()
        self._looked_at = now
        await self._check()
        for place in await self._store.read(partial(outbox.due, now=now)):
            if place in self._running:
                self._lanes[place].wake()
                continue
            lane = self._lane(place)
            self._running[place] = asyncio.create_task(lane.drain())
            self._running[place].add_done_callback(partial(self._drained, place))

    @property
    def _sender(self) -> "Sender":
        """What sends, made when first needed: a desk without webhooks does without its HTTP client, 0.2 s and 9 MB."""
        if self._made is None:
            from doorlist.courier import resolving, sending

            self._made = sending.Sender(
                self._reach, deadline_s=self._deadline_s, lookup=self._lookup or resolving.look_up
            )
        return self._made

    def _lane(self, place: tuple[str, str]) -> Lane:
        if place not in self._lanes:
            self._lanes[place] = Lane(self._store, self._sender, *place)
        return self._lanes[place]

    def _drained(self, place: tuple[str, str], lane: "asyncio.Task[int]") -> None:
        del self._running[place]
        if lane.cancelled():
            return
        error = lane.exception()
        if isinstance(error, StorageUnavailable):
            _LOG.warning("the database failed; what was under way to webhook %s is sent again", place[1])
        elif error is not None:
            _LOG.error("webhook %s cannot be served now", place[1], exc_info=error)

    def _do_aside(self, work: Coroutine[Any, Any, object]) -> None:
        task = asyncio.create_task(work)
        self._aside.add(task)
        task.add_done_callback(self._done_aside)

    def _done_aside(self, task: "asyncio.Task[Any]") -> None:
        self._aside.discard(task)
        if not task.cancelled() and task.exception() is not None:
            _LOG.error("what goes on beside deliveries failed, and is begun again later", exc_info=task.exception())

    async def _check(self) -> None:
        """Begin to validate the receivers whose validation is over, or failed a while ago."""
        now = clock.now()
        for webhook in await self._store.read(partial(webhooks.to_check, now=now)):
            take = partial(webhooks.take_check, webhook=webhook, until=now + _CHECK_LEASE)
            if await self._store.write(take):
                self._do_aside(self._validate_again(webhook))

    async def _validate_again(self, webhook: Webhook) -> None:
        why_not = await self._sender.challenge(
            webhook.url, webhook.secret, client_id=webhook.client_id, now=clock.now()
        )
        if why_not:
            _LOG.warning("webhook %s was not validated, and its deliveries are held: %s", webhook.id, why_not)

        def work(tx: Tx) -> Webhook | None:
            return desk.checked(tx, webhook, why_not, now=clock.now())

        try:
            await self._store.write(work)
        except StorageUnavailable:
            _LOG.warning("the database failed; webhook %s is validated again", webhook.id)
