"""A lane: everything that goes to one webhook, a bounded number at a time, so that a slow receiver holds up nobody else."""

import asyncio
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from doorlist import clock, ids
from doorlist.contract.events import DEADLINE_S, RETRY_AFTER_MIN
from doorlist.model import Delivery, Notice, Webhook, WebhookState
from doorlist.storage import outbox, webhooks
from doorlist.storage.database import Tx
from doorlist.storage.outbox import Outcome
from doorlist.storage.store import Store
from doorlist.wire import signing

if TYPE_CHECKING:
    from doorlist.courier.sending import Sender

CLAIM_MAX = 256
"""Notices that a lane holds at most; one whose receiver fails holds fewer, or their claims would run out unused."""
CLAIM_MORE_AT = 96
CLAIM_EACH = 16
"""Notices held for each delivery that may be under way."""
LEASE = timedelta(seconds=60)
"""How long a claim lasts; what a courier that was killed had claimed comes back after that."""
IN_FLIGHT_MAX = 16
IN_FLIGHT_MIN = 2
"""A receiver that fails gets fewer deliveries at a time, down to this; with each that it takes it gets one more."""
PACE_S = 0.05
PACE_BUSY_S = 0.1
"""How long a lane gathers outcomes before it writes them: a transaction for each would slow the desk. More while it is busy."""
YIELD_S = 0.03
"""How long a delivery waits while requests queue: they go first, for somebody waits for their answers."""

_DEADLINE = timedelta(seconds=DEADLINE_S)


class Lane:
    """Sends what is due to one webhook until nothing is. Of one webhook there is one lane in a courier."""

    def __init__(self, store: Store, sender: "Sender", account_id: str, webhook_id: str) -> None:
        self._store = store
        self._sender = sender
        self._account_id = account_id
        self._webhook_id = webhook_id
        self._lease = ids.ordered()
        self._webhook: Webhook | None = None
        self._queue: deque[tuple[Notice, datetime]] = deque()
        self._outcomes: list[Outcome] = []
        self._workers: set[asyncio.Task[None]] = set()
        self._window = IN_FLIGHT_MAX
        self._turn = asyncio.Event()
        self._more = False
        self._stopping = False
        self._tries = 0
        self._fault: BaseException | None = None
        """A defect of ours that ended a worker."""

    def wake(self) -> None:
        """There may be more to send."""
        self._more = True
        if len(self._queue) <= CLAIM_MORE_AT:
            self._turn.set()

    def stop(self) -> None:
        """Send nothing more: what is under way ends and is noted, what was only claimed is given back."""
        self._stopping = True
        self._turn.set()

    async def drain(self) -> int:
        """Send everything that is due; gives back the number of tries.

        Raises StorageUnavailable, and then forgets what it had claimed: it is due again when the lease is over.
        """
        self._tries, self._fault = 0, None
        try:
            while self._fault is None:
                self._turn.clear()
                self._more = False
                claimed = await self._exchange()
                self._begin_work()
                if not (self._workers or self._outcomes or ((claimed or self._more) and not self._stopping)):
                    return self._tries
                await self._next_turn()
            raise self._fault
        finally:
            await self._give_up()

    async def _exchange(self) -> bool:
        """One transaction: what came of tries is noted, and more is claimed. Whether there was more."""
        outcomes, self._outcomes = self._outcomes, []
        now, until = clock.now(), clock.now() + LEASE
        room = 0 if self._stopping else max(0, min(CLAIM_MAX, CLAIM_EACH * self._window) - len(self._queue))
        returned = [notice.id for notice, _ in self._queue] if self._stopping else []
        if self._stopping:
            self._queue.clear()

        def work(tx: Tx) -> tuple[Webhook | None, Sequence[Notice]]:
            outbox.settle(tx, self._account_id, outcomes, lease=self._lease, now=now)
            outbox.release(tx, self._account_id, returned, lease=self._lease, now=now)
            webhook = webhooks.find(tx, self._account_id, self._webhook_id)
            if webhook is None or webhook.state is not WebhookState.ACTIVE or room == 0:
                return webhook, ()
            of = (tx, self._account_id, self._webhook_id)
            return webhook, outbox.claim(*of, lease=self._lease, now=now, until=until, count=room)

        self._webhook, claimed = await self._store.write(work)
        self._queue.extend((notice, until) for notice in claimed)
        return bool(claimed)

    def _begin_work(self) -> None:
        """As many workers as this receiver may have deliveries at a time, and no more than there is work for."""
        for _ in range(min(self._window - len(self._workers), len(self._queue))):
            worker = asyncio.create_task(self._work())
            self._workers.add(worker)
            worker.add_done_callback(self._landed)

    def _landed(self, worker: "asyncio.Task[None]") -> None:
        self._workers.discard(worker)
        self._turn.set()
        if not worker.cancelled() and worker.exception() is not None:
            self._fault = worker.exception()

    async def _work(self) -> None:
        """Deliver one after the other, as long as this receiver may have so many at a time."""
        while self._queue and not self._stopping and len(self._workers) <= self._window:
            if self._store.busy:
                await asyncio.sleep(YIELD_S)
                if not self._queue or self._stopping:
                    break
            notice, until = self._queue.popleft()
            webhook = self._webhook
            if webhook is None or clock.now() + _DEADLINE > until:
                continue  # the claim is over, or nearly: somebody else may have it
            outcome = await self._deliver(webhook, notice)
            self._tries += 1
            self._outcomes.append(outcome)
            grown, shrunk = min(self._window + 1, IN_FLIGHT_MAX), max(self._window // 2, IN_FLIGHT_MIN)
            self._window = grown if outcome.delivered else shrunk
            if len(self._queue) <= CLAIM_MORE_AT:
                self._turn.set()

    async def _deliver(self, webhook: Webhook, notice: Notice) -> Outcome:
        """One try, and when the next one is."""
        headers = signing.headers(
            name=notice.id,
            body=notice.body,
            secret=webhook.secret,
            client_id=webhook.client_id,
            at_s=int(clock.now().timestamp()),
        )
        sent = await self._sender.send(webhook.url, notice.body, headers)
        at = clock.now()
        delivery = Delivery(notice.id, at, sent.status, sent.reason, sent.took_ms)
        if not sent.reason or notice.attempts >= len(RETRY_AFTER_MIN):
            return Outcome(notice, delivery, None)
        return Outcome(notice, delivery, at + timedelta(minutes=RETRY_AFTER_MIN[notice.attempts]))

    async def _next_turn(self) -> None:
        """Until there is something to note or to claim; a little longer while deliveries are under way."""
        if self._workers:
            await self._turn.wait()
        if self._workers and not self._stopping:
            await asyncio.sleep(PACE_BUSY_S if self._store.busy else PACE_S)

    async def _give_up(self) -> None:
        """Leave nothing behind, whatever ended the drain."""
        workers = list(self._workers)
        for worker in workers:
            worker.cancel()
        for worker in workers:
            with suppress(asyncio.CancelledError):
                await worker
        self._queue.clear()
        self._outcomes.clear()
