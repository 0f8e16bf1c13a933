"""Registering the people of a file: in batches where the roster takes them, each row sent once, and told of when refused.

Who is on the roster already is not sent again. A row that may have been sent before a crash is looked up the same way. What
stops a run (a lost network, the day's limit, Ctrl-C) leaves the journal so that the next run goes on.
"""

import asyncio
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from doorlist import clock
from doorlist.bulk.journal import Journal, JournalRefused, State
from doorlist.bulk.pace import IN_FLIGHT, Pace
from doorlist.bulk.people import Person
from doorlist.bulk.rosters import Added, Roster, Status
from doorlist.bulk.verdicts import Stop, Why, ends_everything, names, reason_of, stop_of
from doorlist.client import AsyncClient, errors
from doorlist.contract.emails import email_key
from doorlist.contract.shapes.fields import BATCH_MAX

_BATCH_TRIES = 2
"""A refused batch is sent once more without those who were named; then one by one: every try counts for each of its people."""
_WRITTEN_AT_ONCE = 1000
_THERE: tuple[Status, ...] = ("approved", "pending")
"""Who is not sent again. Of those who were denied or cancelled, the server decides."""
_INDEX = re.compile(r"registrants(?:\[(\d+)\]|\.(\d+))")


@dataclass(slots=True)
class Tally:
    """How far an import is: rows of this run, `before` those that earlier runs settled.

    `approved` and `pending` were registered now, `present` were on the roster already.
    """

    total: int
    before: int = 0
    approved: int = 0
    pending: int = 0
    registered: int = 0
    """Registered, where the reply does not tell as what."""
    present: int = 0
    refused: int = 0
    in_doubt: int = 0
    stop: Stop | None = None
    seconds: float = 0.0
    unsettled: set[int] = field(default_factory=set, repr=False)

    @property
    def settled(self) -> int:
        """Rows that need nothing more."""
        return self.before + self.approved + self.pending + self.registered + self.present + self.refused

    @property
    def left(self) -> int:
        """Rows that a further run has to see to."""
        return self.total - self.settled


Told = Callable[[Tally], None]


class Import:
    """One run over a file's people. `total` is how many there are; `told` hears of each step."""

    def __init__(
        self,
        client: AsyncClient,
        roster: Roster,
        journal: Journal,
        *,
        total: int,
        auto_approve: bool | None = None,
        in_flight: int = IN_FLIGHT,
        told: Told | None = None,
        pace: Pace | None = None,
    ) -> None:
        self.tally = Tally(total)
        self._client = client
        self._roster = roster
        self._journal = journal
        self._auto_approve = auto_approve
        self._told = told
        self._in_flight = in_flight
        self._pace = pace or Pace(in_flight)
        self._batches = roster.batches
        self._full = ""

    def stop(self) -> None:
        """Send nothing more; what is on its way is waited for."""
        self._stopped(Stop(Why.ASKED, "stopped as asked"))

    async def run(self, people: Iterable[Person]) -> Tally:
        """Register them; what ended it early, if anything did, is the tally's `stop`."""
        began = clock.monotonic_s()
        try:
            present = await self._present()
            if self.tally.stop is None:
                await self._all(self._groups(people, present))
            if self.tally.stop is None and not self.tally.left:
                await self._journal.finish()
        except JournalRefused as error:
            self._stopped(Stop(Why.JOURNAL, str(error), error=error))
        self.tally.in_doubt = self._journal.counts[State.IN_DOUBT]
        self.tally.seconds = clock.monotonic_s() - began
        return self.tally

    # --- who is there --------------------------------------------------------------------------------------------------

    async def _present(self) -> dict[str, str]:
        """The emails of those who are approved or wait for it, by what makes them one, each with the registrant's id."""
        found: dict[str, str] = {}
        try:
            for status in _THERE:
                async for each in self._roster.iter(self._client, status):
                    found[email_key(each.email)] = each.id
        except errors.MissingScope as error:
            if self._journal.counts[State.IN_DOUBT]:
                message = (
                    f"{self._journal.counts[State.IN_DOUBT]} rows may have been sent before the last run ended, and the token "
                    f"may not look at the roster to tell: {error}"
                )
                self._stopped(Stop(Why.REFUSED, message, error=error))
        except errors.DoorlistError as error:
            self._stopped(stop_of(error))
        return found

    # --- what is sent together -----------------------------------------------------------------------------------------

    def _groups(self, people: Iterable[Person], present: dict[str, str]) -> Iterator["_Group"]:
        """People who are sent together, and those of whom nothing need be sent."""
        batch: list[Person] = []
        there: list[tuple[int, str]] = []
        gone: list[int] = []
        for person in people:
            state = self._journal.state(person.line)
            if state in (State.DONE, State.REFUSED):
                self.tally.before += 1
            elif (registrant_id := present.get(email_key(person.email))) is not None:
                there.append((person.line, registrant_id))
            elif self._full:
                gone.append(person.line)
            elif self._batches and not person.fields and not person.answers:
                batch.append(person)
            else:
                yield _Group([person])
            if len(batch) == BATCH_MAX:
                yield _Group(batch)
                batch = []
            if len(there) == _WRITTEN_AT_ONCE:
                yield _Group(present=there)
                there = []
            if len(gone) == _WRITTEN_AT_ONCE:
                yield _Group(unsent=gone)
                gone = []
        yield _Group(batch, present=there, unsent=gone)

    async def _all(self, groups: Iterator["_Group"]) -> None:
        """The first goes alone: what it is told (no such meeting, no batches here) may hold for all. Then several at once."""
        free = asyncio.Semaphore(self._in_flight)
        tasks: set[asyncio.Task[None]] = set()
        scouted = False

        async def one(group: _Group) -> None:
            try:
                await self._settle(group)
            finally:
                free.release()

        try:
            for group in groups:
                if self.tally.stop is not None:
                    break
                await free.acquire()
                task = asyncio.create_task(one(group))
                tasks.add(task)
                if not scouted:
                    await task
                    scouted = bool(group.people)
                for done in [each for each in tasks if each.done()]:
                    tasks.discard(done)
                    done.result()
            while tasks:
                done_now, tasks = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
                for each in done_now:
                    each.result()
        except BaseException:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            raise

    async def _settle(self, group: "_Group") -> None:
        if self.tally.stop is not None:
            return
        if group.present:
            await self._journal.done(group.present)
            self.tally.present += len(group.present)
        if group.unsent:
            await self._refuse(group.unsent, f"not sent: {self._full}")
        if len(group.people) > 1 and self._batches:
            await self._batch(group.people)
        else:
            await self._singly(group.people)
        self._tell()

    # --- sending -------------------------------------------------------------------------------------------------------

    async def _batch(self, people: list[Person]) -> None:
        """Send people together; those of a refused batch who are not to blame go once more, then one by one."""
        for _ in range(_BATCH_TRIES):
            if len(people) < 2 or self._full or self.tally.stop is not None:
                break
            lines = [each.line for each in people]
            await self._journal.sending(lines)
            try:
                async with self._pace.turn(self._roster.batch_label):
                    added = await self._roster.add_batch(self._client, people, auto_approve=self._auto_approve)
            except errors.DoorlistError as error:
                if isinstance(error, errors.KindNotSupported):
                    self._batches = False
                    await self._journal.released(lines)
                    break
                if ends_everything(error, _emails(people)):
                    await self._end(error, lines)
                    return
                blamed = _blamed(error, people)
                await self._journal.released(lines)
                for line, reason in blamed.items():
                    await self._refuse([line], reason)
                people = [each for each in people if each.line not in blamed]
                if not blamed:
                    break
            else:
                people = await self._added(people, added)
        await self._singly(people)

    async def _added(self, people: list[Person], added: list[Added]) -> list[Person]:
        """Note who was registered; gives back those of whom the reply says nothing."""
        by_email = {email_key(each.email): each for each in added}
        in_order = added if len(added) == len(people) else [None] * len(people)
        pairs, rest = [], []
        for person, at_place in zip(people, in_order, strict=True):
            found = by_email.get(email_key(person.email)) or at_place
            if found is None:
                rest.append(person)
                continue
            pairs.append((person.line, found.registrant_id))
            self._count(found)
        await self._journal.done(pairs)
        return rest

    async def _singly(self, people: list[Person]) -> None:
        for person in people:
            if self.tally.stop is not None:
                return
            if self._full:
                await self._refuse([person.line], f"not sent: {self._full}")
                continue
            await self._journal.sending([person.line])
            try:
                async with self._pace.turn(self._roster.add_label):
                    added = await self._roster.add(self._client, person, auto_approve=self._auto_approve)
            except errors.DoorlistError as error:
                if ends_everything(error, [person.email]):
                    await self._end(error, [person.line])
                    return
                if isinstance(error, errors.CapacityReached):
                    self._full = str(error)
                await self._refuse([person.line], reason_of(error))
            else:
                await self._journal.done([(person.line, added.registrant_id)])
                self._count(added)

    async def _refuse(self, lines: list[int], reason: str) -> None:
        await self._journal.refused(lines, reason)
        self.tally.refused += len(lines)

    async def _end(self, error: errors.DoorlistError, lines: list[int]) -> None:
        """Nothing more is sent; rows that were certainly not registered are free again, others stay in doubt."""
        if not error.maybe_done:
            await self._journal.released(lines)
        self._stopped(stop_of(error))

    def _stopped(self, stop: Stop) -> None:
        if self.tally.stop is None:
            self.tally.stop = stop

    def _count(self, added: Added) -> None:
        if added.status == "approved":
            self.tally.approved += 1
        elif added.status == "pending":
            self.tally.pending += 1
        else:
            self.tally.registered += 1

    def _tell(self) -> None:
        if self._told is not None:
            self._told(self.tally)


@dataclass(frozen=True, slots=True)
class _Group:
    people: list[Person] = field(default_factory=list)
    present: list[tuple[int, str]] = field(default_factory=list)
    unsent: list[int] = field(default_factory=list)


def _blamed(error: errors.DoorlistError, people: list[Person]) -> dict[int, str]:
    """The rows that a refusal of a batch names, by line, with the reason."""
    assert isinstance(error, errors.ApiError)
    blamed: dict[int, str] = {}
    for each in error.errors:
        found = _INDEX.search(each.field)
        if found and (at := int(found[1] or found[2])) < len(people):
            blamed[people[at].line] = f"{each.field[found.end() :].lstrip('.') or 'registrant'}: {each.message}"
    if blamed or isinstance(error, errors.CapacityReached):
        return blamed
    return {each.line: reason_of(error) for each in people if names(error.message, each.email)}


def _emails(people: Iterable[Person]) -> list[str]:
    return [each.email for each in people]
