"""Counts requests in windows of a second or a minute: in this process, or in a Redis or Valkey that several share.

The library `limits` does this, too. It asks the machine for the time itself, so that a desk's clock, which can be moved,
would not move it. Counting in memory took it 3.1 µs a request (5.8, asyncio, one core) where what follows takes 0.7; on a
Redis it sends each request by itself and reached 15,000 a second with 64 waiting, where one trip for all reaches 130,000.
"""

import asyncio
import logging
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple, Protocol

from doorlist import clock

if TYPE_CHECKING:
    from redis.asyncio import Redis

TIMEOUT_S = 0.25
"""How long the shared counter may take to connect, and to answer."""
PAUSE_S = 5.0
"""How long it is left alone after it failed."""
TRIP_MAX = 1024
"""Requests that are counted in one round trip."""
PREFIX = "doorlist:rate"

_log = logging.getLogger(__name__)


class Window(NamedTuple):
    """What is counted: an account's requests of one label, in the `number`-th window of `length_s` seconds since 1970."""

    account_id: str
    label: str
    length_s: int
    number: int

    def key(self) -> str:
        """Its name in a shared counter."""
        return f"{PREFIX}:{self.account_id}:{self.label}:{self.length_s}:{self.number}"


class Windows(Protocol):
    """Counts requests."""

    async def count(self, window: Window) -> int:
        """The place of one more request in its window, from 1."""

    async def close(self) -> None:
        """Let go of what is held."""


class OwnWindows:
    """Windows in this process. Two are kept for each account and label, so that no clock that jumps makes them many: the
    last, and the one before it, for a request that came in that one may have waited for its token's check.
    """

    def __init__(self) -> None:
        self._counts: dict[tuple[str, str, int], list[int]] = {}
        """By account, label and length: the last window's number, its count, and the count of the one before."""

    async def count(self, window: Window) -> int:
        """The place of one more request in its window, from 1. Any but the last two begins anew, later or not."""
        return self.add(window)

    def add(self, window: Window, more: int = 1) -> int:
        """Count some requests at once; gives back the place of the last."""
        account_id, label, length_s, number = window
        kept = self._counts.get((account_id, label, length_s))
        if kept is not None and kept[0] == number:
            kept[1] += more
            return kept[1]
        if kept is not None and kept[0] == number + 1:
            kept[2] += more
            return kept[2]
        before = kept[1] if kept is not None and kept[0] == number - 1 else 0
        self._counts[account_id, label, length_s] = [number, more, before]
        return more

    async def close(self) -> None:
        """Nothing to let go of."""


class SharedWindows:
    """Windows in a Redis or Valkey. What arrives during one round trip is counted in the next, all together.

    Where it cannot be reached, or does not answer in time, requests are counted in this process instead, so that nobody
    is turned away for it; that is logged once, and once more when it is there again. While it is away, one request in
    PAUSE_S seconds tries it, and waits 2 * TIMEOUT_S at most. Keys hold their window and are gone two windows later.
    """

    def __init__(self, url: str) -> None:
        self._url = "redis" + url.removeprefix("valkey") if url.startswith("valkey://") else url
        self._own = OwnWindows()
        self._client: Redis | None = None
        self._waiting: list[tuple[Window, asyncio.Future[int]]] = []
        self._trips: asyncio.Task[None] | None = None
        self._down = False
        self._again_at_s = 0.0

    async def count(self, window: Window) -> int:
        """The place of one more request in its window, from 1, among those of every process that shares the counter."""
        if self._down and (self._trips is not None or clock.monotonic_s() < self._again_at_s):
            return self._own.add(window)
        future: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._waiting.append((window, future))
        if self._trips is None:
            self._trips = asyncio.create_task(self._travel())
        return await future

    async def close(self) -> None:
        """Count what waits, then close the connection."""
        if self._trips is not None:
            await self._trips
        if self._client is not None:
            await self._client.aclose()
            self._client = None

    async def _travel(self) -> None:
        """Round trips, one after the other, until nobody waits."""
        try:
            while self._waiting:
                going, self._waiting = self._waiting[:TRIP_MAX], self._waiting[TRIP_MAX:]
                await self._trip(going)
        finally:
            self._trips = None

    async def _trip(self, going: list[tuple[Window, asyncio.Future[int]]]) -> None:
        wanted = Counter(window for window, _ in going)
        try:
            last = await self._counted(wanted)
        except Exception as error:  # ours, not the connection's: those who wait are told
            for _, future in going:
                if not future.done():
                    future.set_exception(error)
            return
        place = {window: last[window] - more for window, more in wanted.items()}
        for window, future in going:
            place[window] += 1
            if not future.done():  # whoever waited has gone
                future.set_result(place[window])

    async def _counted(self, wanted: Counter[Window]) -> dict[Window, int]:
        """The place of the last request in each window, with so many more in it."""
        from redis.exceptions import RedisError  # 60 ms to load, and most desks need it not

        try:
            async with asyncio.timeout(2 * TIMEOUT_S):
                found = await self._shared(wanted)
        except (RedisError, OSError) as error:  # OSError: among others, what ran out of time
            self._missed(error)
            return {window: self._own.add(window, more) for window, more in wanted.items()}
        if self._down:
            self._down = False
            _log.warning("the shared counter of %s answers again", PREFIX)
        return found

    async def _shared(self, wanted: Counter[Window]) -> dict[Window, int]:
        pipe = self._connected().pipeline(transaction=False)
        for window, more in wanted.items():
            pipe.incrby(window.key(), more)
            pipe.expire(window.key(), 2 * window.length_s)
        answers = await pipe.execute()
        return {window: int(answers[2 * index]) for index, window in enumerate(wanted)}

    def _missed(self, error: Exception) -> None:
        self._again_at_s = clock.monotonic_s() + PAUSE_S
        if not self._down:
            self._down = True
            why = f"{type(error).__name__} {error}".strip()
            _log.warning("the shared counter of %s fails (%s): each process counts alone meanwhile", PREFIX, why)

    def _connected(self) -> "Redis":
        if self._client is None:
            from redis.asyncio import Redis
            from redis.asyncio.retry import Retry
            from redis.backoff import NoBackoff

            self._client = Redis.from_url(
                self._url,
                socket_connect_timeout=TIMEOUT_S,
                socket_timeout=TIMEOUT_S,
                protocol=2,
                retry=Retry(NoBackoff(), 0),
            )
        return self._client


def windows(url: str) -> Windows:
    """Windows that are shared where an address is given (redis://, rediss:// or valkey://), else this process's own."""
    return SharedWindows(url) if url else OwnWindows()
