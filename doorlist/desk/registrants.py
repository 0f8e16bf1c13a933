"""Registrants of a roster, whatever it is the roster of: added, listed, decided on, asked and removed."""

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from doorlist import ids
from doorlist.contract.emails import email_key
from doorlist.desk import notices, quotas
from doorlist.desk.rosters import Finder, OpenRoster
from doorlist.model import Caller, Candidate, Counts, Decision, Questions, Registrant, RegistrantRef, Roster, Status
from doorlist.refusals import (
    CapacityReached,
    Checked,
    FieldFault,
    FieldsInvalid,
    MeetingOver,
    NotScheduled,
    Refusal,
    RegistrantNotFound,
    RegistrantsNotFound,
)
from doorlist.rules import admission, decisions, questions, seating, tallies
from doorlist.rules.quotas import Allowance, Quota
from doorlist.storage import registrants, rosters, seats, sources
from doorlist.storage.database import Tx
from doorlist.storage.writer import Joint


@dataclass(frozen=True, slots=True)
class Application:
    """One request to get people in: a single one, or a batch that goes in whole or not at all.

    `quota` is how often a day an email may ask for it.
    """

    candidates: Checked[tuple[Candidate, ...]]
    batch: bool = False
    occurrence_ids: tuple[str, ...] = ()
    quota: Quota | None = None


@dataclass(frozen=True, slots=True)
class Added:
    """The registrants that an application came to, in its order, and the occurrences that it was for, if any.

    `allowance` is what is left of their daily quota.
    """

    opened: OpenRoster
    registrants: Sequence[Registrant]
    places: tuple[str, ...] = tallies.WHOLE
    allowance: Allowance | None = None


@dataclass(frozen=True, slots=True)
class Decided:
    """The names in a decision that are not on the roster, and what is left of the others' daily quota."""

    unknown: Sequence[str]
    allowance: Allowance | None = None


@dataclass(frozen=True, slots=True)
class RegistrantsPage:
    """Some registrants of a roster, and how many there are."""

    opened: OpenRoster
    registrants: Sequence[Registrant]
    total: int


def adding(
    finder: Finder,
    caller: Caller,
    number: str,
    application: Application,
    *,
    letterhead: notices.Letterhead,
    now: datetime,
    strict_cancel: bool,
) -> Joint[Application, Added]:
    """The work of adding people to a roster, done together with everybody else's who wait to add to it."""

    def run(tx: Tx, applications: Sequence[Application]) -> Sequence[Added | Refusal]:
        opened = finder(tx, caller, number)
        return add(tx, opened, applications, letterhead=letterhead, now=now, strict_cancel=strict_cancel)

    return Joint((finder, caller, number, letterhead), application, run)


def add(
    tx: Tx,
    opened: OpenRoster,
    applications: Sequence[Application],
    *,
    letterhead: notices.Letterhead,
    now: datetime,
    strict_cancel: bool,
) -> Sequence[Added | Refusal]:
    """What each application comes to, the earlier ones first: the people who are on the roster now, or a refusal.

    The roster must be locked. Raises MeetingOver where it takes nobody any more.
    """
    roster, meeting = opened.roster, opened.meeting
    outcomes: dict[int, Added | Refusal] = {}
    parties: dict[int, admission.Party] = {}
    for index, application in enumerate(applications):
        try:
            if application.batch and meeting is not None and not meeting.type.single:
                raise NotScheduled(int(meeting.type))
            if roster.closes_at is not None and now >= roster.closes_at:
                raise MeetingOver
            places = seating.places(roster, meeting, application.occurrence_ids, now)
            candidates = application.candidates.get()
            if not application.batch:
                _check_answers(roster.questions, candidates)
            _check_sources(tx, roster, candidates)
            parties[index] = admission.Party(candidates, places)
        except Refusal as refusal:
            outcomes[index] = refusal
    emails = [[candidate.email for candidate in party.candidates] for party in parties.values()]
    asked = [applications[index].quota for index in parties]
    book = quotas.opened(tx, roster, asked, emails, now=now)
    plan = admission.admit(
        roster,
        list(parties.values()),
        _by_emails(tx, roster, itertools.chain.from_iterable(emails)),
        new_id=ids.ordered,
        now=now,
        strict_cancel=strict_cancel,
        book=book,
    )
    if plan.new:
        registrants.add(tx, plan.new)
    _save(tx, roster, [*((None, each) for each in plan.new), *plan.changed], plan.more)
    quotas.keep(tx, roster, book, now=now, alone=len(applications) == 1)
    notices.created(
        tx,
        opened,
        [notices.Came(_news(None, each), first=True) for each in plan.new]
        + [notices.Came(_news(before, after), first=False) for before, after in plan.changed],
        letterhead,
        now=now,
    )
    for turn, ((index, party), outcome) in enumerate(zip(parties.items(), plan.outcomes, strict=True)):
        if not isinstance(outcome, Refusal):
            outcomes[index] = Added(opened, outcome, party.places, book.allowance(turn))
        else:
            outcomes[index] = outcome
    return [outcomes[index] for index in range(len(applications))]


def find(tx: Tx, opened: OpenRoster, registrant_id: str, occurrence_id: str | None = None) -> Registrant:
    """A registrant of a roster; with an occurrence, as they stand in that. Raises RegistrantNotFound, OccurrenceNotFound."""
    roster = opened.roster
    place = seating.place(roster, opened.meeting, occurrence_id)
    found = registrants.find(tx, roster.account_id, roster.id, registrant_id)
    if found is None:
        raise RegistrantNotFound(registrant_id)
    here = at(_seated(tx, roster, [found])[0], (place,))
    if here is None:
        raise RegistrantNotFound(registrant_id)
    return here


def at(registrant: Registrant, places: Iterable[str]) -> Registrant | None:
    """A registrant as they stand in some occurrences (the best, if they differ); None where they are in none of them."""
    standing = [status for place in places if (status := registrant.status_at(place)) is not None]
    return replace(registrant, status=tallies.best(standing)) if standing else None


def page(
    tx: Tx,
    opened: OpenRoster,
    *,
    statuses: Sequence[Status],
    email: str,
    source_id: str,
    occurrence_id: str | None,
    after: str,
    skip: int,
    count: int,
) -> RegistrantsPage:
    """Registrants of some statuses by age, behind the id `after`.

    With an email, that registrant alone; with a source, those who came from there; with an occurrence of a series whose
    roster is by occurrence, those registered for it, with the status that they have in it. Raises OccurrenceNotFound.
    """
    roster = opened.roster
    place = seating.place(roster, opened.meeting, occurrence_id)
    if email:
        known = [at(each, (place,)) for each in _by_emails(tx, roster, [email]).values()]
        matching = [each for each in known if each and each.status in statuses and source_id in ("", each.source_id)]
        return RegistrantsPage(opened, [] if after or skip else matching, len(matching))
    if place:
        everybody = seats.page(
            tx,
            roster.account_id,
            roster.id,
            place,
            source_id=source_id,
            statuses=statuses,
            after=after,
            skip=skip,
            count=count,
        )
        if source_id:
            total = seats.total_from_source(tx, roster.account_id, roster.id, place, source_id, statuses)
        else:
            total = sum(roster.counts_at(place).of(status) for status in statuses)
        return RegistrantsPage(opened, everybody, total)
    here = (tx, roster.account_id, roster.id)
    if source_id:
        found, total = registrants.page_from_source(
            *here, source_id, statuses=statuses, after=after, skip=skip, count=count
        )
        return RegistrantsPage(opened, found, total)
    found = registrants.page(*here, statuses=statuses, after=after, skip=skip, count=count)
    return RegistrantsPage(opened, found, sum(roster.counts.of(status) for status in statuses))


def set_status(
    tx: Tx,
    opened: OpenRoster,
    checked: Checked[Decision],
    occurrence_id: str | None = None,
    *,
    quota: Quota | None = None,
    caller: Caller,
    letterhead: notices.Letterhead,
    now: datetime,
) -> Decided:
    """Do what a decision says, to all it names or, where they do not fit, to none.

    With an occurrence, where people register for these, it is done in that one alone. The roster must be locked. Naming
    nobody changes nothing. Raises RegistrantsNotFound where none of several names is known, RegistrantCapReached where
    `quota` says how often a day somebody may be decided on, CapacityReached and OccurrenceNotFound.
    """
    roster = opened.roster
    place = seating.place(roster, opened.meeting, occurrence_id)
    decision = checked.get()
    found, unknown = _pick(tx, roster, decision.registrants, place)
    if decision.registrants and not found:
        raise RegistrantsNotFound
    emails = [each.email for each in found]
    book = quotas.opened(tx, roster, [quota], [emails], now=now)
    book.check(0, emails)
    changes, more = decisions.decide(roster, found, decision.action, place)
    _save(tx, roster, changes, more)
    book.keep(0, emails)
    quotas.keep(tx, roster, book, now=now)
    changed = [_news(before, after) for before, after in changes]
    notices.decided(tx, opened, decision.action, changed, caller, letterhead, now=now)
    return Decided(unknown, book.allowance(0) if found else None)


def delete(
    tx: Tx,
    opened: OpenRoster,
    registrant_id: str,
    occurrence_id: str | None = None,
    *,
    caller: Caller,
    letterhead: notices.Letterhead,
    now: datetime,
) -> None:
    """Remove a registrant, or take them out of one occurrence; the email may register again, for good as somebody new.

    Who is taken out of the last occurrence is removed. The roster must be locked. Raises RegistrantNotFound and
    OccurrenceNotFound.
    """
    roster = opened.roster
    place = seating.place(roster, opened.meeting, occurrence_id)
    whole = find(tx, opened, registrant_id)
    if whole.status_at(place) is None:
        raise RegistrantNotFound(registrant_id)
    left = {at: status for at, status in whole.seats.items() if at != place} if place else {}
    if left:
        stays = replace(whole, seats=left, status=tallies.best(left.values()))
        _save(tx, roster, [(whole, stays)], tallies.moved([(whole, stays)]))
        gone = replace(whole, seats={place: whole.seats[place]}, status=whole.seats[place])
    else:
        _remove(tx, roster, whole)
        gone = whole
    notices.removed(tx, opened, gone, caller, letterhead, now=now)


def ask(tx: Tx, roster: Roster, checked: Checked[Mapping[str, object]]) -> None:
    """Change what a roster asks; only the kinds of questions that are given are replaced."""
    changed: Questions = replace(roster.questions, **checked.get())  # type: ignore[arg-type]
    rosters.save(tx, replace(roster, questions=changed))


def _check_answers(asked: Questions, party: Sequence[Candidate]) -> None:
    faults = [fault for candidate in party for fault in questions.faults(asked, candidate)]
    if faults:
        raise FieldsInvalid(tuple(faults))


def _check_sources(tx: Tx, roster: Roster, party: Sequence[Candidate]) -> None:
    for source_id in {candidate.source_id for candidate in party if candidate.source_id}:
        if sources.find(tx, roster.account_id, roster.meeting_id, source_id) is None:
            why = "Invalid field. The webinar has no such tracking source."
            raise FieldsInvalid((FieldFault("source_id", why),))


def _by_emails(tx: Tx, roster: Roster, emails: Iterable[str]) -> Mapping[str, Registrant]:
    known = registrants.by_emails(tx, roster.account_id, roster.id, emails)
    if not roster.by_occurrence:
        return known
    return dict(zip(known, seats.taken(tx, known.values()), strict=True))


def _seated(tx: Tx, roster: Roster, found: Iterable[Registrant]) -> list[Registrant]:
    """Registrants with their seats, where the roster has any."""
    return seats.taken(tx, found) if roster.by_occurrence else list(found)


def _save(
    tx: Tx,
    roster: Roster,
    changes: Iterable[tuple[Registrant | None, Registrant]],
    more: Mapping[str, Counts],
) -> None:
    """Keep changed statuses and seats, and move the counts along; somebody new is on the roster already."""
    changes = list(changes)
    by_status: dict[Status, list[str]] = {}
    for before, after in changes:
        if before is not None and before.status is not after.status:
            by_status.setdefault(after.status, []).append(after.id)
        if before is None and after.source_id:
            sources.register(tx, roster.account_id, roster.meeting_id, after.source_id, 1)
    for status, changed in by_status.items():
        registrants.set_status(tx, roster.account_id, roster.id, changed, status)
    if roster.by_occurrence:
        seats.save(tx, changes)
    _move(tx, roster, more)


def _remove(tx: Tx, roster: Roster, gone: Registrant) -> None:
    registrants.delete_one(tx, roster.account_id, roster.id, gone.id)
    seats.clear(tx, gone)
    if gone.source_id:
        sources.register(tx, roster.account_id, roster.meeting_id, gone.source_id, -1)
    _move(tx, roster, tallies.moved([(gone, None)]))


def _news(before: Registrant | None, after: Registrant) -> Registrant:
    """A registrant with no more seats than those that changed, and the status that they have in these."""
    if not after.seats or before is None:
        return after
    changed = {place: status for place, status in after.seats.items() if before.seats.get(place) is not status}
    return replace(after, seats=changed, status=tallies.best(changed.values()))


def _move(tx: Tx, roster: Roster, more: Mapping[str, Counts]) -> None:
    """Move the counts. The rules saw to it that they fit; the database has the last word."""
    for place, counts in more.items():
        if not place:
            moved = rosters.count(tx, roster.account_id, roster.id, counts)
        else:
            first = place not in roster.occurrences
            moved = seats.count(tx, roster.account_id, roster.id, place, counts, capacity=roster.capacity, first=first)
        if not moved:
            raise CapacityReached


def _pick(tx: Tx, roster: Roster, refs: Sequence[RegistrantRef], place: str) -> tuple[list[Registrant], list[str]]:
    """Each registrant that some refs point at, once, and the refs that point at nobody; an id is tried before an email.

    Who is not registered for the occurrence that it is about is nobody there.
    """
    by_id = registrants.by_ids(tx, roster.account_id, roster.id, [ref.id for ref in refs if ref.id])
    emails = [ref.email for ref in refs if ref.email and not (ref.id and ref.id in by_id)]
    by_email = _by_emails(tx, roster, emails) if emails else {}
    by_id = {each.id: each for each in _seated(tx, roster, by_id.values())}
    found: dict[str, Registrant] = {}
    unknown: list[str] = []
    for ref in refs:
        match = by_id.get(ref.id or "") or by_email.get(email_key(ref.email or ""))
        if match is None or match.status_at(place) is None:
            unknown.append(ref.id or ref.email or "")
        else:
            found[match.id] = match
    return list(found.values()), unknown
