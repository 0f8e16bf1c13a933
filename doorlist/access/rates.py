"""How often an account may ask: so often in a second (or minute) and in a day, by label, as its plan has it.

A request counts when it comes in, also when it is refused afterwards; one that comes with no valid token is nobody's.
Seconds are counted in `windows`. Days are counted in the database, so that they outlive a restart and processes share
them; where the plan has no daily limit, no statement runs.
"""

import asyncio
import logging
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from doorlist.access.windows import Window, Windows
from doorlist.contract.limits import Daily, Limits, Rate
from doorlist.refusals import DailyLimitReached, RateExceeded, Refusal, StorageUnavailable
from doorlist.rules.quotas import Allowance, day, midnight
from doorlist.storage import counters
from doorlist.storage.database import Tx, Work
from doorlist.storage.store import Store
from doorlist.storage.writer import Joint

_KIND = "requests"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_log = logging.getLogger(__name__)


class Rates:
    """Lets requests in, or refuses them; all accounts of this desk have the same limits.

    `registrant_caps` says that registrants are counted, too, elsewhere: what was counted on earlier days is cleared here.
    """

    def __init__(self, store: Store, windows: Windows, limits: Limits, *, registrant_caps: bool) -> None:
        self._store = store
        self._windows = windows
        self._limits = limits
        self._counting = registrant_caps or limits != Limits()
        self._cleared: dict[str, int] = {}
        self._clearing: set[asyncio.Task[None]] = set()

    async def admit(self, account_id: str, label: str, now: datetime) -> Allowance | None:
        """What is left to an account after this request; None where nothing limits it.

        Where a day is limited, that is told, else the second. Raises RateExceeded and DailyLimitReached.
        """
        if not self._counting:
            return None
        self._tidy(account_id, now)
        rate, daily = self._limits.rate(label), self._limits.day(label)
        left = None if rate is None else await self._in_window(account_id, rate, now)
        if daily is not None:
            left = await self._today(account_id, daily, now)
        return left

    async def close(self) -> None:
        """End what goes on in the background."""
        for task in list(self._clearing):
            task.cancel()
        await asyncio.gather(*self._clearing, return_exceptions=True)
        await self._windows.close()

    def _tidy(self, account_id: str, now: datetime) -> None:
        """On an account's first request of a day, begin to clear what was counted for it before that day."""
        today = day(now)
        if self._cleared.get(account_id) == today:
            return
        self._cleared[account_id] = today
        task = asyncio.get_running_loop().create_task(self._clear(account_id, today))
        self._clearing.add(task)
        task.add_done_callback(self._clearing.discard)

    async def _in_window(self, account_id: str, rate: Rate, now: datetime) -> Allowance:
        number = (now - _EPOCH) // timedelta(seconds=rate.window_s)
        resets_at = _EPOCH + timedelta(seconds=(number + 1) * rate.window_s)
        place = await self._windows.count(Window(account_id, rate.label, rate.window_s, number))
        if place > rate.most:
            raise RateExceeded(rate.most, resets_at)
        return Allowance(rate.most, rate.most - place, resets_at, daily=False)

    async def _today(self, account_id: str, daily: Daily, now: datetime) -> Allowance:
        subject, today = "+".join(daily.labels), day(now)

        def count(tx: Tx, requests: Sequence[None]) -> Sequence[int | Refusal]:
            before = counters.take(tx, account_id, _KIND, subject, count=len(requests), day=today, cap=daily.most)
            return [before + place for place in range(1, len(requests) + 1)]

        place = await self._store.write(Joint((_KIND, account_id, subject, today), None, count))
        if place > daily.most:
            raise DailyLimitReached(daily.most, midnight(now))
        return Allowance(daily.most, daily.most - place, midnight(now))

    async def _clear(self, account_id: str, today: int) -> None:
        """Clear an account's counters of earlier days, a few hundred in each step, and others' writes in between."""
        place: counters.Place | None = counters.Place()
        try:
            while place is not None:
                place = await self._store.write(_clearing(account_id, place, today))
        except StorageUnavailable:
            _log.warning("the counters of earlier days were not cleared; the next day will see to it")


def _clearing(account_id: str, after: counters.Place, today: int) -> Work[counters.Place | None]:
    return lambda tx: counters.clear(tx, account_id, after, day=today)
