"""How fast calls may go: as many in flight as are of use, and no faster than the server's limits, as its replies tell them."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from doorlist import clock
from doorlist.client import Answered, RateLimited
from doorlist.contract import limits

IN_FLIGHT = 8
_MARGIN = 0.95
"""A little under the limit: the server's seconds do not begin with ours."""
_SLOWER, _FASTER = 0.7, 1.15
"""What a guessed rate is multiplied with: when it was too fast, and after each second in which it was not."""


class Pace:
    """Lets calls go in turn. A limit of so many in a second is learned from the reply's headers; without any, from being
    told to wait: then a rate is kept that is lower than the one that was too fast, and rises again while nobody objects.

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
        self._guessed: dict[str, float] = {}
        """When (by `now`) each rate that no header told was set or raised."""

    @asynccontextmanager
    async def turn(self, label: str) -> AsyncIterator[None]:
        """Wait until a call with this label may go; another one takes the place when it is over."""
        async with self._free:
            while (wait_s := self._next.get(label, 0.0) - self._now()) > 0:
                await self._sleep(wait_s)
            now = self._now()
            rate = self._rate(label, now)
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
            self._guessed.pop(label, None)
        elif reply.refusal == RateLimited.__name__ and (label not in self.rates or label in self._guessed):
            now = self._now()
            if now < self._guessed.get(label, now - 1) + 1:
                return  # one of several that were too fast together
            least = _least(label)
            before = self.rates.get(label) or float(len(self._sent.get(label, ())))
            self.rates[label] = max(before * _SLOWER, least)
            self._guessed[label] = now

    def _rate(self, label: str, now: float) -> float | None:
        """So many in a second. A guess rises a little for each second that passed well."""
        since = self._guessed.get(label)
        if since is not None and now >= since + 1:
            self.rates[label] *= _FASTER
            self._guessed[label] = now
        return self.rates.get(label)


def _least(label: str) -> float:
    """What the smallest plan allows: no server is slower."""
    rate = limits.PLANS[limits.Plan.FREE].rate(label)
    return 1.0 if rate is None else rate.most / rate.window_s * _MARGIN
