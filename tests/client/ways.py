"""Both clients behind one face, so that every test holds for both: the awaiting one is run to its end in each call."""

import asyncio
import inspect
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, Literal, cast

from doorlist import AsyncClient, Client
from doorlist.client import Surroundings

Way = Literal["blocking", "awaiting"]
WAYS: tuple[Way, ...] = ("blocking", "awaiting")


class Clock:
    """A clock that goes on when somebody sleeps; `slept` are the waits."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 11, 24, 12, 0, 0, tzinfo=UTC)
        self.passed_s = 1000.0
        self.slept: list[float] = []

    def sleep(self, delay_s: float) -> None:
        """Wait, in no time."""
        self.slept.append(delay_s)
        self.pass_(delay_s)

    def pass_(self, delay_s: float) -> None:
        """Let time pass."""
        self.moment += timedelta(seconds=delay_s)
        self.passed_s += delay_s

    def surroundings(self, chance: float = 0.5) -> Surroundings:
        """What a client is given."""
        return Surroundings(
            now=lambda: self.moment, monotonic_s=lambda: self.passed_s, chance=lambda: chance, sleep=self.sleep
        )


class _Run:
    """An object of the awaiting client whose calls block."""

    def __init__(self, inner: object, loop: asyncio.AbstractEventLoop) -> None:
        self._inner = inner
        self._loop = loop

    def __getattr__(self, name: str) -> object:
        found = getattr(self._inner, name)
        if callable(found):
            return self._blocking(found)
        module = type(found).__module__
        return _Run(found, self._loop) if module.startswith("doorlist.client.awaiting") else found

    def _blocking(self, method: Callable[..., Any]) -> Callable[..., object]:
        def call(*arguments: object, **named: object) -> object:
            made = method(*arguments, **named)
            if inspect.isasyncgen(made):
                return self._items(made)
            return self._loop.run_until_complete(made) if inspect.iscoroutine(made) else made

        return call

    def _items(self, items: AsyncIterator[object]) -> Iterator[object]:
        while True:
            try:
                yield self._loop.run_until_complete(anext(items))
            except StopAsyncIteration:
                return


@contextmanager
def opened(way: Way, **arguments: Any) -> Iterator[Client]:
    """A client of one way; what it is given wins over no environment at all."""
    arguments.setdefault("environ", {})
    if way == "blocking":
        with Client(**arguments) as client:
            yield client
        return
    loop = asyncio.new_event_loop()
    try:
        inner = AsyncClient(**arguments)
        try:
            yield cast(Client, _Run(inner, loop))
        finally:
            loop.run_until_complete(inner.close())
            loop.run_until_complete(loop.shutdown_asyncgens())
    finally:
        loop.close()
