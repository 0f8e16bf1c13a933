"""How fast calls may go: as many in flight as are of use, and no faster than the server's limits, as its replies tell them."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from doorlist import clock
from doorlist.client import Answered
from doorlist.contract import limits

IN_FLIGHT = 8
_MARGIN = 0.95
"""A little under the limit: the server's seconds do not begin with ours."""
_SLOWER = 0.7
_RATE_MIN = 0.5


class Pace:
    """Lets calls go in turn. A limit of so many in a second is learned from the reply's headers; without any, from being
    told to wait: then a rate is kept that is lower than the one that was too fast.

    `now` gives seconds on a clock that never jumps, `sleep` waits that many; tests move both.
    """

    def __init__(
        self,
        in_flight: int = IN_FLIGHT,
        *,
        now: Callable[[], float] = clock.monotonic_s,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.rates: dict[str, float] = {}
        self._free = asyncio.Semaphore(in_flight)
        self._now = now
        self._sleep = sleep
        self._next: dict[str, float] = {}
        self._sent: dict[str, list[float]] = {}

    @asynccontextmanager
    async def turn(self, label: str) -> AsyncIterator[None]:
        """Wait until a call with this label may go; another one takes the place when it is over."""
        async with self._free:
            while (wait_s := self._next.get(label, 0.0) - self._now()) > 0:
                await self._sleep(wait_s)
            now = self._now()
            rate = self.rates.get(label)
            if rate is not None:
                self._next[label] = now + 1 / rate
            else:
                sent = self._sent.setdefault(label, [])
                sent.append(now)
                while sent[0] < now - 1:
                    sent.pop(0)
            yield

    def heard(self, reply: Answered) -> None:
        """What a reply says of the limits; this is what a client's `on_reply` is for."""
        label = reply.category or reply.label
        if reply.type == limits.QPS and reply.limit is not None and reply.limit > 0:
            self.rates[label] = reply.limit * _MARGIN
        elif reply.status == 429 and reply.type != limits.DAILY:
            before = self.rates.get(label) or float(len(self._sent.get(label, ())) or 1)
            self.rates[label] = max(before * _SLOWER, _RATE_MIN)
