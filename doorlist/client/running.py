"""Takes the steps of calls by blocking, with any number of threads at once."""

import threading
import time
from collections.abc import Iterator, Mapping
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


class Runner:
    """Runs flows over an HTTP client of its own."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._http = httpx2.Client(**sending.options())
        self._lock = threading.Lock()
        self._renewals = Renewals()

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def run(self, flow: Flow[T]) -> T:
        """What a flow gives back. Raises what it raises."""
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
                outcome = self._take(step)
            except DoorlistError as failure:
                error = failure

    def each(self, pages: Pages[P, T]) -> Iterator[T]:
        """The items of all pages."""
        while pages.more:
            yield from self.run(pages.next())

    def _take(self, step: Step) -> Outcome:
        match step:
            case Send():
                return self._send(step)
            case Sleep(delay_s):
                (self.desk.surroundings.sleep or time.sleep)(delay_s)
                return None
            case Fresh():
                return Token(self._fresh(step))

    def _send(self, step: Send) -> Received | Lost:
        clock = self.desk.surroundings.monotonic_s
        began_s, content = clock(), bytearray()
        if self._http.is_closed:
            return sending.closed(sent=False)
        try:
            with self._http.stream(
                step.method, step.url, headers=dict(step.headers), content=step.content, timeout=step.timeout_s
            ) as response:
                for chunk in response.iter_bytes():
                    content += chunk
                    if len(content) > sending.REPLY_BYTES_MAX:
                        return sending.too_large()
                    if clock() - began_s > step.timeout_s:
                        return sending.too_slow(step.timeout_s)
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            lost = sending.lost(error, step.timeout_s)
            return sending.closed(sent=lost.sent) if self._http.is_closed else lost
        except sending.BROKEN:
            if not self._http.is_closed:
                raise
            return sending.closed(sent=True)
        return Received(response.status_code, sending.names(response.headers), bytes(content), clock() - began_s)

    def _fresh(self, step: Fresh) -> str:
        token = self.desk.usable(step.stale)
        if token:
            return token
        seen = self._renewals.count
        if not self._lock.acquire(timeout=max(0.0, step.until_s - self.desk.surroundings.monotonic_s())):
            raise renewing.waited_too_long(self.desk)
        try:
            return self._renewals.settled(self.desk, step, seen) or self._renew(step)
        finally:
            self._lock.release()

    def _renew(self, step: Fresh) -> str:
        try:
            token = self.run(tokens.renew(self.desk, step.until_s))
        except DoorlistError as failure:
            self._renewals.ended(failure)
            raise
        self._renewals.ended(None)
        return token


class Opened(Opening):
    """A blocking client without its methods."""

    _runner: Runner

    def _start(self, desk: Desk) -> None:
        self._runner = Runner(desk)
        self._lay_out(self._runner)

    def _lay_out(self, runner: Runner) -> None:
        raise NotImplementedError

    def request(
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
            DoorlistError: what any call may raise (see `Client`).
        """
        return self._runner.run(calling.value(self._desk, Call(operation_id, path or {}, query or {}, body)))

    def close(self) -> None:
        """Close the connections; the client cannot be used any more."""
        self._runner.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
