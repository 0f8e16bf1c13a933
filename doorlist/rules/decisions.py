"""What a host's action makes of registrants (contract 7.1), and of a roster's counts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from doorlist.model import Action, Counts, Registrant, Roster, Status
from doorlist.refusals import CapacityReached
from doorlist.rules import tallies

_AFTER = {
    Action.APPROVE: dict.fromkeys(Status, Status.APPROVED),
    Action.DENY: dict.fromkeys(Status, Status.DENIED),
    Action.CANCEL: dict.fromkeys(Status, Status.CANCELLED) | {Status.DENIED: Status.DENIED},
}


def after(status: Status, action: Action) -> Status:
    """The status that follows. Whoever was denied stays denied when cancelled: there is nothing to cancel."""
    return _AFTER[action][status]


def decide(
    roster: Roster, registrants: Iterable[Registrant], action: Action, place: str = ""
) -> tuple[Sequence[tuple[Registrant, Registrant]], Mapping[str, Counts]]:
    """Those whom an action changes, before and after, and by how much the counts move. Raises CapacityReached.

    `place` is the occurrence that it is done in; "" is the whole roster, with every occurrence that they are registered for.
    """
    changes = [(each, changed) for each in registrants if (changed := _decided(each, action, place)) != each]
    more = tallies.moved(changes)
    if not tallies.fits(roster, more):
        raise CapacityReached
    return changes, more


def _decided(registrant: Registrant, action: Action, place: str) -> Registrant:
    if not registrant.seats:
        return replace(registrant, status=after(registrant.status, action))
    seats = {at: after(status, action) if place in ("", at) else status for at, status in registrant.seats.items()}
    return replace(registrant, seats=seats, status=tallies.best(seats.values()))
