"""Takes the steps of calls by awaiting, with any number of tasks at once."""

import asyncio
from collections.abc import AsyncIterable, AsyncIterator, Iterable, Mapping
from types import TracebackType
from typing import Self, TypeVar

import httpx2
from pydantic import JsonValue

from doorlist.client import calling, renewing, sending, tokens
from doorlist.client.calling import Call
from doorlist.client.desk import Desk
from doorlist.client.errors import DoorlistError
from doorlist.client.opening import Opening
from doorlist.client.paging import Pages
from doorlist.client.reading import Reply
from doorlist.client.renewing import Renewals
from doorlist.client.steps import Flow, Fresh, Lost, Outcome, Received, Send, Sleep, Step, Token

T = TypeVar("T")
P = TypeVar("P", bound=Reply)


async def gathered(items: Iterable[T] | AsyncIterable[T]) -> Iterable[T]:
    """Items that come by awaiting, or by themselves, as those that are there."""
    return [item async for item in items] if isinstance(items, AsyncIterable) else items


class AsyncRunner:
    """Runs flows over an HTTP client of its own."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._http = httpx2.AsyncClient(**sending.options())
        self._lock = asyncio.Lock()
        self._renewals = Renewals()
        self._loop: asyncio.AbstractEventLoop | None = None

    async def close(self) -> None:
        """Close the connections. Raises DoorlistError in another event loop than that of the calls."""
        self._stay_in_loop()
        await self._http.aclose()

    async def run(self, flow: Flow[T]) -> T:
        """What a flow gives back. Raises what it raises, and DoorlistError in another event loop than before."""
        self._stay_in_loop()
        outcome: Outcome = None
        error: DoorlistError | None = None
        while True:
            try:
                step = flow.send(outcome) if error is None else flow.throw(error)
            except StopIteration as end:
                result: T = end.value
                return result
            outcome, error = None, None
            try:
                outcome = await self._take(step)
            except DoorlistError as failure:
                error = failure

    async def each(self, pages: Pages[P, T]) -> AsyncIterator[T]:
        """The items of all pages."""
        while pages.more:
            for item in await self.run(pages.next()):
                yield item

    def _stay_in_loop(self) -> None:
        """Connections belong to the event loop that they were opened in, and end with it."""
        running = asyncio.get_running_loop()
        if self._loop is None:
            self._loop = running
        elif self._loop is not running:
            raise DoorlistError(
                "An AsyncClient belongs to one event loop, that of its first call. Do all of its work inside one "
                "asyncio.run(), or open another client for each."
            )

    async def _take(self, step: Step) -> Outcome:
        match step:
            case Send():
                return await self._send(step)
            case Sleep(delay_s):
                if self.desk.surroundings.sleep is None:
                    await asyncio.sleep(delay_s)
                else:
                    self.desk.surroundings.sleep(delay_s)
                return None
            case Fresh():
                return Token(await self._fresh(step))

    async def _send(self, step: Send) -> Received | Lost:
        clock = self.desk.surroundings.monotonic_s
        began_s, content = clock(), bytearray()
        if self._http.is_closed:
            return sending.closed(sent=False)
        try:
            async with (
                asyncio.timeout(step.timeout_s),
                self._http.stream(
                    step.method, step.url, headers=dict(step.headers), content=step.content, timeout=step.timeout_s
                ) as response,
            ):
                async for chunk in response.aiter_bytes():
                    content += chunk
                    if len(content) > sending.REPLY_BYTES_MAX:
                        return sending.too_large()
        except TimeoutError:
            return sending.too_slow(step.timeout_s)
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            lost = sending.lost(error, step.timeout_s)
            return sending.closed(sent=lost.sent) if self._http.is_closed else lost
        except sending.BROKEN:
            if not self._http.is_closed:
                raise
            return sending.closed(sent=True)
        return Received(response.status_code, sending.names(response.headers), bytes(content), clock() - began_s)

    async def _fresh(self, step: Fresh) -> str:
        token = self.desk.usable(step.stale)
        if token:
            return token
        seen = self._renewals.count
        try:
            async with asyncio.timeout(max(0.0, step.until_s - self.desk.surroundings.monotonic_s())):
                await self._lock.acquire()
        except TimeoutError as late:
            raise renewing.waited_too_long(self.desk) from late
        try:
            return self._renewals.settled(self.desk, step, seen) or await self._renew(step)
        finally:
            self._lock.release()

    async def _renew(self, step: Fresh) -> str:
        try:
            token = await self.run(tokens.renew(self.desk, step.until_s))
        except DoorlistError as failure:
            self._renewals.ended(failure)
            raise
        self._renewals.ended(None)
        return token


class Opened(Opening):
    """An awaiting client without its methods."""

    _runner: AsyncRunner

    def _start(self, desk: Desk) -> None:
        self._runner = AsyncRunner(desk)
        self._lay_out(self._runner)

    def _lay_out(self, runner: AsyncRunner) -> None:
        raise NotImplementedError

    async def request(
        self,
        operation_id: str,
        *,
        path: Mapping[str, object] | None = None,
        query: Mapping[str, object] | None = None,
        body: Mapping[str, object] | None = None,
    ) -> JsonValue:
        """Call an operation by its id in the contract, such as `meetingRegistrants`.

        For what the typed methods do not have a place for. `path` holds the values of the address's names, such as
        `{"meetingId": 68423085}`; members of `query` and `body` that are None are left out.

        Returns:
            The answer's JSON, as it is; None where it has none.

        Raises:
            DoorlistError: what any call may raise (see `AsyncClient`).
        """
        return await self._runner.run(calling.value(self._desk, Call(operation_id, path or {}, query or {}, body)))

    async def close(self) -> None:
        """Close the connections; the client cannot be used any more."""
        await self._runner.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()
