"""How many stand where: what changes of registrants do to the counts of a roster and of its occurrences."""

from collections.abc import Iterable, Mapping

from doorlist.model import Counts, Registrant, Roster, Status

WHOLE = ("",)
"""The places of a registration that is not for single occurrences: the roster itself, whose name is ""."""

_ORDER = (Status.APPROVED, Status.PENDING, Status.DENIED, Status.CANCELLED)

Change = tuple[Registrant | None, Registrant | None]
"""A registrant before and after; None before is somebody new, None after is somebody removed."""


def best(statuses: Iterable[Status]) -> Status:
    """Where somebody stands on the whole who stands here and there like this."""
    return min(statuses, key=_ORDER.index)


def moved(changes: Iterable[Change]) -> Mapping[str, Counts]:
    """By how much the counts move, by place: "" is the roster, others are occurrences. A place without a move is left out."""
    more: dict[str, dict[Status, int]] = {"": dict.fromkeys(Status, 0)}
    for before, after in changes:
        for registrant, step in ((before, -1), (after, 1)):
            if registrant is None:
                continue
            more[""][registrant.status] += step
            for place, status in registrant.seats.items():
                more.setdefault(place, dict.fromkeys(Status, 0))[status] += step
    counted = {place: Counts(**{status.value: n for status, n in counts.items()}) for place, counts in more.items()}
    return {place: counts for place, counts in counted.items() if counts != Counts()}


def capped(roster: Roster, place: str) -> bool:
    """Whether the capacity bounds this place: each occurrence where people register for these, else the roster."""
    return bool(place) is roster.by_occurrence


def fits(roster: Roster, more: Mapping[str, Counts]) -> bool:
    """Whether the capacity holds after a move. Fewer people always fit."""
    return not any(
        counts.approved > 0 and roster.counts_at(place).approved + counts.approved > roster.capacity
        for place, counts in more.items()
        if capped(roster, place)
    )
