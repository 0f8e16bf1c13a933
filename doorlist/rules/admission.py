"""Who gets onto a roster: parties of candidates go in whole or not at all, one after the other."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from doorlist.contract.emails import email_key
from doorlist.model import Approval, Candidate, Counts, Registrant, Roster, Status
from doorlist.refusals import CapacityReached, HostCannotRegister, PanelistCannotRegister, Refusal, RegistrantBlocked
from doorlist.rules import tallies
from doorlist.rules.quotas import Book
from doorlist.rules.tallies import WHOLE


@dataclass(frozen=True, slots=True)
class Party:
    """Candidates who go in together, and where: into occurrences, by id, or onto the roster as a whole."""

    candidates: Sequence[Candidate]
    places: tuple[str, ...] = WHOLE


@dataclass(frozen=True, slots=True)
class Admission:
    """What admitting some parties comes to: who is new, who changed (before and after), counts to move by place.

    An outcome is the registrants of a party in its order, or why it is not let in.
    """

    new: Sequence[Registrant]
    changed: Sequence[tuple[Registrant, Registrant]]
    more: Mapping[str, Counts]
    outcomes: Sequence[Sequence[Registrant] | Refusal]


def admit(
    roster: Roster,
    parties: Sequence[Party],
    existing: Mapping[str, Registrant],
    *,
    new_id: Callable[[], str],
    now: datetime,
    strict_cancel: bool,
    book: Book | None = None,
) -> Admission:
    """Decide on parties in their order. `existing` are the roster's registrants with their emails, by `email_key(email)`.

    An email that is approved or pending stays who it is (contract 7.2), one that was cancelled is opened again, one that
    was denied keeps its party out, and so does a party that would pass the capacity. Only approved registrants count
    against that; once it is reached nobody new is taken, not even as pending (chosen by us: the host could not approve).
    Where the roster is by occurrence, all of this holds for each occurrence on its own.
    `book` counts the daily quotas of the parties, by their place; who is let in is counted, and so is who was in already.
    """
    book = book or Book(roster.id, now)
    known = dict(existing)
    touched: dict[str, Registrant] = {}
    outcomes: list[Sequence[Registrant] | Refusal] = []
    approved: dict[str, int] = {}
    for turn, party in enumerate(parties):
        emails = [candidate.email for candidate in party.candidates]
        try:
            _check_hosts(roster, emails)
            book.check(turn, emails)
            staged = _stage(roster, party, known, new_id=new_id, now=now, strict_cancel=strict_cancel)
            joining = {place: _joining(roster, place, known, staged, approved) for place in party.places}
        except Refusal as refusal:
            outcomes.append(refusal)
            continue
        book.keep(turn, emails)
        for place, number in joining.items():
            approved[place] = approved.get(place, 0) + number
        fresh = {name: each for name, each in staged.items() if known.get(name) != each}
        touched.update(fresh)
        known.update(fresh)
        outcomes.append([staged[email_key(email)] for email in emails])
    new = [each for name, each in touched.items() if name not in existing]
    changed = [(existing[name], each) for name, each in touched.items() if name in existing]
    return Admission(new, changed, tallies.moved([*((None, each) for each in new), *changed]), outcomes)


def status_of_new(roster: Roster, candidate: Candidate) -> Status:
    """Where a new registrant starts; `auto_approve` counts only while the host approves by hand."""
    if roster.approval is Approval.AUTOMATIC or candidate.auto_approve:
        return Status.APPROVED
    return Status.PENDING


def _joining(
    roster: Roster,
    place: str,
    known: Mapping[str, Registrant],
    staged: Mapping[str, Registrant],
    joined: Mapping[str, int],
) -> int:
    """How many of a party are approved anew in a place, `joined` having gone before. Raises CapacityReached."""
    fresh = [
        status
        for name, each in staged.items()
        if (status := each.status_at(place)) is not (known[name].status_at(place) if name in known else None)
    ]
    joining = sum(status is Status.APPROVED for status in fresh)
    approved = roster.counts_at(place).approved + joined.get(place, 0)
    if fresh and (approved + joining > roster.capacity or approved >= roster.capacity):
        raise CapacityReached
    return joining


def _check_hosts(roster: Roster, emails: Sequence[str]) -> None:
    """Raises for who is let in anyway: hosts and panelists."""
    for email in emails:
        if email_key(email) in roster.barred:
            raise HostCannotRegister(email)
        if any(email_key(panelist.email) == email_key(email) for panelist in roster.panelists):
            raise PanelistCannotRegister(email)


def _stage(
    roster: Roster,
    party: Party,
    known: Mapping[str, Registrant],
    *,
    new_id: Callable[[], str],
    now: datetime,
    strict_cancel: bool,
) -> dict[str, Registrant]:
    """Each email of a party as the registrant that it is or becomes. Raises what keeps the party out."""
    staged: dict[str, Registrant] = {}
    for candidate in party.candidates:
        name = email_key(candidate.email)
        found = staged.get(name) or known.get(name)
        if found is None:
            staged[name] = _registrant(roster, candidate, party.places, new_id(), now)
        else:
            staged[name] = _again(roster, candidate, party.places, found, strict_cancel=strict_cancel)
    return staged


def _again(
    roster: Roster, candidate: Candidate, places: tuple[str, ...], found: Registrant, *, strict_cancel: bool
) -> Registrant:
    """Somebody who is on the roster, registered once more. Raises RegistrantBlocked."""
    opened: dict[str, Status] = {}
    for place in places:
        status = found.status_at(place)
        if status is Status.DENIED or (status is Status.CANCELLED and strict_cancel):
            raise RegistrantBlocked(candidate.email, found.id, status.value)
        if status is None or status is Status.CANCELLED:
            opened[place] = status_of_new(roster, candidate)
    if not opened:
        return found
    if places == WHOLE:
        return replace(found, status=opened[""])
    seats = {**found.seats, **opened}
    return replace(found, seats=seats, status=tallies.best(seats.values()))


def _registrant(roster: Roster, candidate: Candidate, places: tuple[str, ...], id: str, now: datetime) -> Registrant:
    status = status_of_new(roster, candidate)
    return Registrant(
        account_id=roster.account_id,
        roster_id=roster.id,
        id=id,
        email=candidate.email,
        first_name=candidate.first_name,
        last_name=candidate.last_name,
        status=status,
        created_at=now,
        profile=candidate.profile,
        answers=candidate.answers,
        language=candidate.language,
        source_id=candidate.source_id,
        seats={} if places == WHOLE else dict.fromkeys(places, status),
    )
