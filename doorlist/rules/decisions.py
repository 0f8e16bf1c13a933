"""What a host's action makes of a registrant (contract 7.1), and of a roster's counts."""

from collections.abc import Iterable

from doorlist.model import Action, Counts, Registrant, Roster, Status
from doorlist.refusals import CapacityReached

_AFTER = {
    Action.APPROVE: dict.fromkeys(Status, Status.APPROVED),
    Action.DENY: dict.fromkeys(Status, Status.DENIED),
    Action.CANCEL: dict.fromkeys(Status, Status.CANCELLED) | {Status.DENIED: Status.DENIED},
}


def after(status: Status, action: Action) -> Status:
    """The status that follows. Whoever was denied stays denied when cancelled: there is nothing to cancel."""
    return _AFTER[action][status]


def decide(roster: Roster, registrants: Iterable[Registrant], action: Action) -> tuple[list[Registrant], Counts]:
    """Those whose status changes, and by how much the counts move. Raises CapacityReached where they do not all fit."""
    changing = [each for each in registrants if after(each.status, action) is not each.status]
    more = dict.fromkeys(Status, 0)
    for each in changing:
        more[each.status] -= 1
        more[after(each.status, action)] += 1
    if more[Status.APPROVED] > 0 and roster.counts.approved + more[Status.APPROVED] > roster.capacity:
        raise CapacityReached
    return changing, Counts(**{status.value: number for status, number in more.items()})
