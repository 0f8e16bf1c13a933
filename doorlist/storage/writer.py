"""Group commit: works that wait while one commit is under way are run together in the next, and answered after it.

A work is a function of a transaction that may be run again. Each runs in a savepoint of its own, so that one that is
refused takes nothing with it. Works of one `Joint` (adds to one roster, say) are handed over together, and cost a few
statements for all of them. Nobody is answered before the commit is on disk; a commit that fails fails everybody in it.

A server has several writers, and groups that lock several rosters in different orders would wait for one another until
the server breaks the deadlock, a second later. So a group waits for locks in its first step alone, when it holds none;
a later step that would have to wait is undone and goes first in the next group.
"""

import asyncio
import threading
from collections import deque
from collections.abc import Callable, Hashable, Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from typing import Any, Generic, TypeVar

from doorlist.refusals import Refusal, StorageUnavailable
from doorlist.storage.database import Busy, Conflict, Driver, Tx, Unavailable, Work

T = TypeVar("T")
I = TypeVar("I")  # noqa: E741

GROUP_MAX = 256
ATTEMPTS_MAX = 10
BUSY_AT = 4
"""Works that wait, from which on whoever has time should leave it to others."""
_LATER = object()
"""The outcome of a work that goes into the next group."""


@dataclass(frozen=True, slots=True)
class Joint(Generic[I, T]):
    """A work that can be done together with others of the same `key`: `run` gets the items of all, in order of arrival.

    It gives back an outcome for each item: a value, or a Refusal for that item alone.
    """

    key: Hashable
    item: I
    run: Callable[[Tx, Sequence[I]], Sequence["T | Refusal"]]


class _Ticket:
    """A work on its way, and who waits for it."""

    __slots__ = ("future", "key", "loop", "outcome", "work")

    def __init__(self, work: Any, loop: asyncio.AbstractEventLoop | None, future: Any) -> None:
        self.work = work
        self.key: Hashable = work.key if isinstance(work, Joint) else None
        self.loop = loop
        self.future = future
        self.outcome: Any = None


class Writer:
    """The threads that write. One for SQLite, which takes one writer at a time; a few for a server."""

    def __init__(self, driver: Driver, *, group_max: int = GROUP_MAX) -> None:
        self._driver = driver
        self._group_max = group_max
        self._waiting: deque[_Ticket] = deque()
        self._wake = threading.Condition()
        self._closed = False
        self._busy: set[Hashable] = set()
        self._under_way = 0
        self.on_posted: Callable[[], None] = lambda: None
        """Called, in a thread of the writer's, after a commit that notices went into."""
        self._arriving: dict[asyncio.AbstractEventLoop, list[_Ticket]] = {}
        self._threads = [
            threading.Thread(target=self._serve, name=f"doorlist-writer-{number}", daemon=True)
            for number in range(driver.writers)
        ]
        for thread in self._threads:
            thread.start()

    async def write(self, work: Work[T] | Joint[Any, T]) -> T:
        """What the work gives, once it is on disk. Raises its refusal, or StorageUnavailable where it was not kept."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        arriving = self._arriving.get(loop)
        if arriving is None:
            arriving = self._arriving[loop] = []
            loop.call_soon(loop.call_soon, self._hand_over, loop)
        arriving.append(_Ticket(work, loop, future))
        return await future

    def _hand_over(self, loop: asyncio.AbstractEventLoop) -> None:
        """Give the writer what arrived in this turn of an event loop and the next: one waking, and groups worth it."""
        tickets = self._arriving.pop(loop, [])
        try:
            self._put(tickets)
        except StorageUnavailable as refusal:
            for ticket in tickets:
                ticket.outcome = refusal
            _resolve_all(tickets)

    def write_now(self, work: Work[T] | Joint[Any, T]) -> T:
        """The same for a caller without an event loop; waits."""
        future: Future[T] = Future()
        self._put([_Ticket(work, None, future)])
        return future.result()

    @property
    def busy(self) -> bool:
        """Whether several works wait for their turn, or for the commit that they are in."""
        return len(self._waiting) + self._under_way >= BUSY_AT

    def close(self) -> None:
        """Finish what waits, then stop."""
        for loop in list(self._arriving):
            self._hand_over(loop)
        with self._wake:
            self._closed = True
            self._wake.notify_all()
        for thread in self._threads:
            thread.join()

    def _put(self, tickets: list[_Ticket]) -> None:
        with self._wake:
            if self._closed:
                raise StorageUnavailable()
            self._waiting.extend(tickets)
            self._wake.notify()

    def _put_back(self, tickets: list[_Ticket]) -> None:
        """Let works go first in the next group; this thread takes that one if no other does, closed or not."""
        if tickets:
            with self._wake:
                self._waiting.extendleft(reversed(tickets))
                self._wake.notify()

    def _take(self) -> list[_Ticket]:
        with self._wake:
            while True:
                tickets = self._free()
                if tickets or (self._closed and not self._waiting):
                    self._busy |= {ticket.key for ticket in tickets if ticket.key is not None}
                    self._under_way += len(tickets)
                    return tickets
                self._wake.wait()

    def _free(self) -> list[_Ticket]:
        """The next group: what waits, but for joints that another thread is at; they would only wait for its locks."""
        if not self._busy:
            return [self._waiting.popleft() for _ in range(min(len(self._waiting), self._group_max))]
        free = list(islice((ticket for ticket in self._waiting if ticket.key not in self._busy), self._group_max))
        chosen = set(map(id, free))
        self._waiting = deque(ticket for ticket in self._waiting if id(ticket) not in chosen)
        return free

    def _done(self, tickets: list[_Ticket]) -> None:
        """Let others at the joints of a group."""
        with self._wake:
            self._busy -= {ticket.key for ticket in tickets}
            self._under_way -= len(tickets)
            if self._waiting:
                self._wake.notify()

    def _serve(self) -> None:
        connection: Any = None
        while tickets := self._take():
            inserted = 0
            try:
                if connection is None or self._driver.broken(connection):
                    connection = self._driver.connect(read_only=False)
                inserted = self._commit(connection, tickets)
            except Unavailable as error:
                for ticket in tickets:
                    ticket.outcome = _unavailable(error)
            except Exception as error:  # ours, not the database's: those who wait are told, the thread goes on
                for ticket in tickets:
                    ticket.outcome = error
            self._done(tickets)
            self._put_back([ticket for ticket in tickets if ticket.outcome is _LATER])
            _settle([ticket for ticket in tickets if ticket.outcome is not _LATER])
            if inserted:
                connection = self._tended(connection, inserted)
        if connection is not None:
            connection.close()

    def _tended(self, connection: Any, inserted: int) -> Any:
        """The connection after the driver looked after the database; None where it broke, to be opened anew."""
        try:
            self._driver.tend(connection, inserted)
        except Exception as raised:
            if not isinstance(self._driver.translate(raised), Conflict | Busy | Unavailable):
                raise
            connection.close()
            return None
        return connection

    def _commit(self, connection: Any, tickets: list[_Ticket]) -> int:
        """Run a group and commit it; gives back the rows that it inserted. Raises Unavailable when nothing was kept."""
        steps = _steps(tickets)
        for attempt in range(1, ATTEMPTS_MAX + 1):
            try:
                self._driver.begin(connection, read_only=False)
                tx = Tx(connection, self._driver)
                for index, step in enumerate(steps):
                    if index == 1:
                        self._driver.hurry(connection)
                    self._perform(tx, step, alone=index == 0)
                self._driver.commit(connection)
            except BaseException as raised:
                self._driver.rollback(connection)
                error = self._driver.translate(raised)
                if isinstance(error, Conflict) and attempt < ATTEMPTS_MAX:
                    continue
                if isinstance(error, Conflict | Busy | Unavailable):
                    raise Unavailable(str(error)) from raised
                raise
            if tx.posted:
                self.on_posted()
            return tx.inserted
        raise AssertionError("the last attempt returns or raises")

    def _perform(self, tx: Tx, step: list[_Ticket], *, alone: bool) -> None:
        """Run the tickets of one joint (or a single one) in a savepoint; if they fail together, each by itself.

        `alone` says that the transaction held nothing before this step, so that it waited for locks as long as it may.
        """
        try:
            with tx.savepoint():
                outcomes = _run(tx, step)
        except Refusal as refusal:
            outcomes = [refusal] * len(step)
        except BaseException as raised:  # whatever a work raises is its own affair
            error = self._driver.translate(raised)
            if isinstance(error, Conflict | Unavailable) or (isinstance(error, Busy) and alone):
                raise
            if isinstance(error, Busy):
                outcomes = [_LATER] * len(step)
            elif len(step) > 1:
                for ticket in step:
                    self._perform(tx, [ticket], alone=alone)
                return
            else:
                outcomes = [_as_outcome(raised)]
        for ticket, outcome in zip(step, outcomes, strict=True):
            ticket.outcome = outcome


def _run(tx: Tx, step: list[_Ticket]) -> Sequence[Any]:
    work = step[0].work
    if isinstance(work, Joint):
        return work.run(tx, [ticket.work.item for ticket in step])
    return [work(tx)]


def _steps(tickets: list[_Ticket]) -> list[list[_Ticket]]:
    """The tickets of each joint together, at the place of the first; every other work by itself."""
    steps: list[list[_Ticket]] = []
    by_key: dict[Hashable, list[_Ticket]] = {}
    for ticket in tickets:
        key = ticket.key
        if key is None:
            steps.append([ticket])
            continue
        if key not in by_key:
            by_key[key] = []
            steps.append(by_key[key])
        by_key[key].append(ticket)
    return steps


def _as_outcome(raised: BaseException) -> Exception:
    """What a work raised, in a form that a future takes and that ends nothing but the wait for it."""
    if isinstance(raised, Exception) and not isinstance(raised, StopIteration):
        return raised
    wrapped = RuntimeError(f"a work raised {type(raised).__name__}")
    wrapped.__cause__ = raised
    return wrapped


def _unavailable(error: Unavailable) -> StorageUnavailable:
    refusal = StorageUnavailable()
    refusal.__cause__ = error
    return refusal


def _settle(tickets: list[_Ticket]) -> None:
    """Tell everybody who waits, with one call for each event loop."""
    by_loop: dict[asyncio.AbstractEventLoop, list[_Ticket]] = {}
    for ticket in tickets:
        if ticket.loop is None:
            _resolve(ticket)
        else:
            by_loop.setdefault(ticket.loop, []).append(ticket)
    for loop, theirs in by_loop.items():
        with suppress(RuntimeError):  # the loop was closed, and whoever waited in it has gone
            loop.call_soon_threadsafe(_resolve_all, theirs)


def _resolve_all(tickets: list[_Ticket]) -> None:
    for ticket in tickets:
        _resolve(ticket)


def _resolve(ticket: _Ticket) -> None:
    if ticket.future.done():  # whoever waited has gone; what was kept stays kept
        return
    if isinstance(ticket.outcome, BaseException):
        ticket.future.set_exception(ticket.outcome)
    else:
        ticket.future.set_result(ticket.outcome)
