"""Who gets onto a roster: parties of candidates go in whole or not at all, one after the other."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from doorlist.model import Approval, Candidate, Counts, Registrant, Roster, Status, email_key
from doorlist.refusals import CapacityReached, HostCannotRegister, Refusal, RegistrantBlocked
from doorlist.rules.quotas import Book

Party = Sequence[Candidate]


@dataclass(frozen=True, slots=True)
class Admission:
    """What admitting some parties comes to: rows to add, rows to change, counts to move, and each party's outcome.

    An outcome is the registrants of a party in its order, or why it is not let in.
    """

    new: Sequence[Registrant]
    reopened: Sequence[Registrant]
    more: Counts
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
    `book` counts the daily quotas of the parties, by their place; who is let in is counted, and so is who was in already.
    """
    book = book or Book(roster.id, now)
    known = dict(existing)
    new: dict[str, Registrant] = {}
    reopened: dict[str, Registrant] = {}
    outcomes: list[Sequence[Registrant] | Refusal] = []
    approved = roster.counts.approved
    for turn, party in enumerate(parties):
        emails = [candidate.email for candidate in party]
        try:
            _check_hosts(roster, emails)
            book.check(turn, emails)
            staged = _stage(roster, party, known, new_id=new_id, now=now, strict_cancel=strict_cancel)
            fresh = {name: each for name, each in staged.items() if known.get(name) != each}
            joining = sum(each.status is Status.APPROVED for each in fresh.values())
            if fresh and (approved + joining > roster.capacity or approved >= roster.capacity):
                raise CapacityReached
        except Refusal as refusal:
            outcomes.append(refusal)
            continue
        book.keep(turn, emails)
        approved += joining
        for name, each in fresh.items():
            (reopened if name in existing else new)[name] = each
        known.update(fresh)
        outcomes.append([staged[email_key(email)] for email in emails])
    return Admission(list(new.values()), list(reopened.values()), _more(existing, new, reopened), outcomes)


def status_of_new(roster: Roster, candidate: Candidate) -> Status:
    """Where a new registrant starts; `auto_approve` counts only while the host approves by hand."""
    if roster.approval is Approval.AUTOMATIC or candidate.auto_approve:
        return Status.APPROVED
    return Status.PENDING


def _check_hosts(roster: Roster, emails: Sequence[str]) -> None:
    for email in emails:
        if email_key(email) in roster.barred:
            raise HostCannotRegister(email)


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
    for candidate in party:
        name = email_key(candidate.email)
        found = staged.get(name) or known.get(name)
        if found is None:
            staged[name] = _registrant(roster, candidate, new_id(), now)
        elif found.status is Status.DENIED or (found.status is Status.CANCELLED and strict_cancel):
            raise RegistrantBlocked(candidate.email, found.id, found.status.value)
        elif found.status is Status.CANCELLED:
            staged[name] = replace(found, status=status_of_new(roster, candidate))
        else:
            staged[name] = found
    return staged


def _registrant(roster: Roster, candidate: Candidate, id: str, now: datetime) -> Registrant:
    return Registrant(
        account_id=roster.account_id,
        roster_id=roster.id,
        id=id,
        email=candidate.email,
        first_name=candidate.first_name,
        last_name=candidate.last_name,
        status=status_of_new(roster, candidate),
        created_at=now,
        profile=candidate.profile,
        answers=candidate.answers,
        language=candidate.language,
    )


def _more(
    existing: Mapping[str, Registrant], new: Mapping[str, Registrant], reopened: Mapping[str, Registrant]
) -> Counts:
    """By how much the roster's counts move."""
    more = dict.fromkeys(Status, 0)
    for each in (*new.values(), *reopened.values()):
        more[each.status] += 1
    for name in reopened:
        more[existing[name].status] -= 1
    return Counts(**{status.value: number for status, number in more.items()})
