"""Approving, denying or cancelling many registrants: who is meant, what is sent, and what of it can be taken back."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterable, Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field

from doorlist.bulk.pace import IN_FLIGHT, Pace
from doorlist.bulk.rosters import Action, Registrant, Roster
from doorlist.bulk.verdicts import Stop, Why, ends_everything, names, reason_of, stop_of
from doorlist.bulk.where import Condition
from doorlist.client import AsyncClient, errors
from doorlist.contract.emails import email_key
from doorlist.contract.shapes.fields import BATCH_MAX

RESULT = {"approve": "approved", "deny": "denied", "cancel": "denied"}
"""What an action makes of a registrant, in the contract's words, which show who was cancelled as denied."""
USUAL = {"approve": ("pending",), "deny": ("pending",), "cancel": ("approved",)}
"""Whose turn it is where nobody is named and no status is asked for."""
_TRIES = 2


@dataclass(frozen=True, slots=True)
class Chosen:
    """A registrant who is decided about, with the status before."""

    id: str
    email: str
    status: str


@dataclass(slots=True)
class Choice:
    """Who is meant, of how many. `skipped` counts those who were meant and cannot be, by why; `missing` are named and not
    on the roster."""

    action: Action
    considered: int = 0
    chosen: list[Chosen] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)
    missing: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Decided:
    """What came of a decision. `refused` are registrants with the reason; `stop` is what ended it early."""

    total: int
    changed: int = 0
    refused: list[tuple[Chosen, str]] = field(default_factory=list)
    stop: Stop | None = None

    @property
    def left(self) -> int:
        """How many were not tried."""
        return self.total - self.changed - len(self.refused)


Told = Callable[[Decided], None]
Noted = Callable[[Sequence[Chosen]], None]


async def choose(
    registrants: AsyncIterable[Registrant],
    action: Action,
    *,
    condition: Condition | None = None,
    named: Iterable[str] | None = None,
    statuses: Collection[str] | None = None,
) -> Choice:
    """Who of a roster an action is for: those named by id or email, those a condition holds for, or everybody; of them
    only those in `statuses`, which are the usual ones of the action unless somebody is named."""
    wanted = None if named is None else {email_key(each.strip()): each for each in named if each.strip()}
    found: set[str] = set()
    allowed = statuses if statuses is not None else (None if wanted is not None else USUAL[action])
    choice = Choice(action)
    async for each in registrants:
        choice.considered += 1
        if wanted is not None:
            keys = {email_key(each.id), email_key(each.email)} & wanted.keys()
            if not keys:
                continue
            found |= keys
        if condition is not None and not condition.matches(each):
            continue
        if each.status == RESULT[action] or (each.status == "cancelled" and action != "approve"):
            choice.skipped[f"{each.status} already"] += 1
        elif allowed is not None and each.status not in allowed:
            choice.skipped[each.status] += 1
        else:
            choice.chosen.append(Chosen(each.id, each.email, each.status))
    if wanted is not None:
        choice.missing = [text for key, text in wanted.items() if key not in found]
    return choice


class Decision:
    """Sends an action for those chosen, 30 to a call. `noted` hears of each who is about to be changed, before it is sent."""

    def __init__(
        self,
        client: AsyncClient,
        roster: Roster,
        action: Action,
        *,
        noted: Noted,
        in_flight: int = IN_FLIGHT,
        told: Told | None = None,
        pace: Pace | None = None,
    ) -> None:
        self._client = client
        self._roster = roster
        self._action: Action = action
        self._noted = noted
        self._told = told
        self._pace = pace or Pace(in_flight)
        self._in_flight = in_flight
        self._full = ""
        self.decided = Decided(0)

    def stop(self) -> None:
        """Send nothing more; what is on its way is waited for."""
        self._stopped(Stop(Why.ASKED, "stopped as asked"))

    async def run(self, chosen: Sequence[Chosen]) -> Decided:
        """Decide about them all; what ended it early, if anything did, is in what it gives back."""
        self.decided.total = len(chosen)
        cuts = [list(chosen[at : at + BATCH_MAX]) for at in range(0, len(chosen), BATCH_MAX)]
        if cuts:
            await self._cut(cuts[0])  # what it is told may hold for all
        waiting = iter(cuts[1:])

        async def work() -> None:
            for cut in waiting:
                if self.decided.stop is not None:
                    return
                await self._cut(cut)

        async with asyncio.TaskGroup() as group:
            for _ in range(self._in_flight):
                group.create_task(work())
        return self.decided

    async def _cut(self, cut: list[Chosen]) -> None:
        for _ in range(_TRIES):
            if len(cut) < 2:
                break
            error = await self._send(cut)
            if error is None or self.decided.stop is not None:
                return
            if isinstance(error, errors.NotFound):
                self._refuse(cut, error)
                return
            blamed = (
                [each for each in cut if names(error.message, each.email)] if isinstance(error, errors.ApiError) else []
            )
            if not blamed:
                break
            self._refuse(blamed, error)
            cut = [each for each in cut if each not in blamed]
        for each in cut:
            if self.decided.stop is not None:
                return
            if self._full:
                self.decided.refused.append((each, f"not sent: {self._full}"))
                continue
            error = await self._send([each])
            if error is not None and self.decided.stop is None:
                if isinstance(error, errors.CapacityReached):
                    self._full = str(error)
                self._refuse([each], error)

    async def _send(self, cut: list[Chosen]) -> errors.DoorlistError | None:
        self._noted(cut)
        try:
            async with self._pace.turn(self._roster.decision_label):
                await self._roster.set_status(self._client, self._action, [(each.id, each.email) for each in cut])
        except errors.DoorlistError as error:
            if ends_everything(error, [each.email for each in cut]) and not isinstance(
                error, errors.RegistrantNotFound
            ):
                self._stopped(stop_of(error))
            return error
        self.decided.changed += len(cut)
        if self._told is not None:
            self._told(self.decided)
        return None

    def _refuse(self, those: Iterable[Chosen], error: errors.DoorlistError) -> None:
        self.decided.refused.extend((each, reason_of(error)) for each in those)

    def _stopped(self, stop: Stop) -> None:
        if self.decided.stop is None:
            self.decided.stop = stop
