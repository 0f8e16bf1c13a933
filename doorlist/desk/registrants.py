"""Registrants of a roster, whatever it is the roster of: added, listed, decided on, asked and removed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from doorlist import ids
from doorlist.desk import meetings, notices, recordings
from doorlist.model import (
    Caller,
    Candidate,
    Counts,
    Decision,
    Meeting,
    MeetingType,
    Questions,
    Recording,
    Registrant,
    RegistrantRef,
    RegistrationType,
    Roster,
    Status,
    User,
    UserType,
    email_key,
)
from doorlist.refusals import (
    CapacityReached,
    Checked,
    FieldFault,
    FieldsInvalid,
    HostUnlicensed,
    MeetingOver,
    NotScheduled,
    Refusal,
    RegistrantNotFound,
    RegistrantsNotFound,
    RegistrationOff,
)
from doorlist.rules import admission, availability, decisions, questions
from doorlist.storage import registrants, rosters
from doorlist.storage.database import Tx
from doorlist.storage.writer import Joint


@dataclass(frozen=True, slots=True)
class OpenRoster:
    """A roster that is open, with what it belongs to: its host and topic, and the meeting or the recording."""

    roster: Roster
    host: User
    topic: str
    meeting: Meeting | None
    recording: Recording | None = None


@dataclass(frozen=True, slots=True)
class Application:
    """One request to get people in: a single one, or a batch that goes in whole or not at all."""

    candidates: Checked[tuple[Candidate, ...]]
    batch: bool = False
    occurrence_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Added:
    """The registrants that an application came to, in its order."""

    opened: OpenRoster
    registrants: Sequence[Registrant]


@dataclass(frozen=True, slots=True)
class RegistrantsPage:
    """Some registrants of a roster, and how many there are."""

    opened: OpenRoster
    registrants: Sequence[Registrant]
    total: int


Finder = Callable[[Tx, Caller, str], OpenRoster]


def of_meeting(tx: Tx, caller: Caller, number: str) -> OpenRoster:
    """A meeting's roster. Raises what `meetings.find` does, HostUnlicensed, and RegistrationOff with the rule that did it."""
    return _of_meeting(tx, caller, number, rosters.find)


def of_meeting_to_change(tx: Tx, caller: Caller, number: str) -> OpenRoster:
    """The same, locked: until the transaction ends nobody else changes this roster."""
    return _of_meeting(tx, caller, number, rosters.lock)


def of_recording(tx: Tx, caller: Caller, number: str) -> OpenRoster:
    """A recording's roster. Raises what `recordings.find` does, and RegistrationOff."""
    return _of_recording(tx, caller, number, rosters.find)


def of_recording_to_change(tx: Tx, caller: Caller, number: str) -> OpenRoster:
    """The same, locked."""
    return _of_recording(tx, caller, number, rosters.lock)


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
    roster = opened.roster
    outcomes: dict[int, Added | Refusal] = {}
    parties: dict[int, tuple[Candidate, ...]] = {}
    for index, application in enumerate(applications):
        try:
            if application.batch and opened.meeting is not None and opened.meeting.type is not MeetingType.SCHEDULED:
                raise NotScheduled(int(opened.meeting.type))
            if roster.closes_at is not None and now >= roster.closes_at:
                raise MeetingOver
            for occurrence_id in application.occurrence_ids:
                look_for(opened, occurrence_id)
            parties[index] = application.candidates.get()
            if not application.batch:
                _check_answers(roster.questions, parties[index])
        except Refusal as refusal:
            parties.pop(index, None)
            outcomes[index] = refusal
    emails = [candidate.email for party in parties.values() for candidate in party]
    plan = admission.admit(
        roster,
        list(parties.values()),
        registrants.by_emails(tx, roster.account_id, roster.id, emails),
        new_id=ids.ordered,
        now=now,
        strict_cancel=strict_cancel,
    )
    _keep(tx, roster, plan)
    notices.created(tx, opened, plan.new, plan.reopened, letterhead, now=now)
    for index, outcome in zip(parties, plan.outcomes, strict=True):
        outcomes[index] = outcome if isinstance(outcome, Refusal) else Added(opened, outcome)
    return [outcomes[index] for index in range(len(applications))]


def look_for(opened: OpenRoster, occurrence_id: str | None) -> None:
    """Raises OccurrenceNotFound for an occurrence that a series does not have; what is no series has none to look for."""
    if occurrence_id and opened.meeting is not None and opened.meeting.type is MeetingType.RECURRING_FIXED_TIME:
        meetings.occurrence(opened.meeting, occurrence_id)


def for_one_occurrence(opened: OpenRoster) -> bool:
    """Whether a registration to this series is meant for some of its occurrences, which we do not tell apart yet."""
    meeting, kind = opened.meeting, opened.roster.registration_type
    series = meeting is not None and meeting.type is MeetingType.RECURRING_FIXED_TIME
    return series and kind is not RegistrationType.ONCE_FOR_ALL


def change_all(opened: OpenRoster, occurrence_id: str | None) -> None:
    """Raises FieldsInvalid rather than change a whole series where one occurrence was meant, and OccurrenceNotFound."""
    look_for(opened, occurrence_id)
    if occurrence_id and for_one_occurrence(opened):
        why = "Invalid field. People are registered for the whole series here; leave it out to change that."
        raise FieldsInvalid((FieldFault("occurrence_id", why),))


def find(tx: Tx, opened: OpenRoster, registrant_id: str) -> Registrant:
    """A registrant of a roster. Raises RegistrantNotFound."""
    found = registrants.find(tx, opened.roster.account_id, opened.roster.id, registrant_id)
    if found is None:
        raise RegistrantNotFound(registrant_id)
    return found


def page(
    tx: Tx, opened: OpenRoster, *, statuses: Sequence[Status], email: str, after: str, skip: int, count: int
) -> RegistrantsPage:
    """Registrants of some statuses by age, behind the id `after`; with an email, that registrant alone."""
    roster = opened.roster
    if email:
        known = registrants.by_emails(tx, roster.account_id, roster.id, [email])
        matching = [each for each in known.values() if each.status in statuses]
        return RegistrantsPage(opened, [] if after or skip else matching, len(matching))
    found = registrants.page(tx, roster.account_id, roster.id, statuses=statuses, after=after, skip=skip, count=count)
    return RegistrantsPage(opened, found, sum(roster.counts.of(status) for status in statuses))


def set_status(
    tx: Tx,
    opened: OpenRoster,
    checked: Checked[Decision],
    *,
    caller: Caller,
    letterhead: notices.Letterhead,
    now: datetime,
) -> Sequence[str]:
    """Do what a decision says, to all it names or, where they do not fit, to none; gives back the names not on the roster.

    The roster must be locked. Naming nobody changes nothing. Raises RegistrantsNotFound where none of several names is
    known, and CapacityReached.
    """
    decision, roster = checked.get(), opened.roster
    found, unknown = _pick(tx, roster, decision.registrants)
    if decision.registrants and not found:
        raise RegistrantsNotFound
    changing, more = decisions.decide(roster, found, decision.action)
    by_status: dict[Status, list[str]] = {}
    for each in changing:
        by_status.setdefault(decisions.after(each.status, decision.action), []).append(each.id)
    for status, changed in by_status.items():
        registrants.set_status(tx, roster.account_id, roster.id, changed, status)
    _move(tx, roster, more)
    notices.decided(tx, opened, decision.action, changing, caller, letterhead, now=now)
    return unknown


def delete(
    tx: Tx,
    opened: OpenRoster,
    registrant_id: str,
    *,
    caller: Caller,
    letterhead: notices.Letterhead,
    now: datetime,
) -> None:
    """Remove a registrant; the email may register again as somebody new. The roster must be locked."""
    gone = find(tx, opened, registrant_id)
    registrants.delete_one(tx, opened.roster.account_id, opened.roster.id, gone.id)
    _move(tx, opened.roster, replace(Counts(), **{gone.status.value: -1}))
    notices.removed(tx, opened, gone, caller, letterhead, now=now)


def ask(tx: Tx, roster: Roster, checked: Checked[Mapping[str, object]]) -> None:
    """Change what a roster asks; only the kinds of questions that are given are replaced."""
    changed: Questions = replace(roster.questions, **checked.get())  # type: ignore[arg-type]
    rosters.save(tx, replace(roster, questions=changed))


def _of_meeting(tx: Tx, caller: Caller, number: str, get: Callable[[Tx, str, str], Roster | None]) -> OpenRoster:
    meeting_id = meetings.numbered(number)
    roster = None if meeting_id is None else get(tx, caller.account_id, availability.roster_id(meeting_id))
    planned = meetings.find(tx, caller, number)
    meeting, host = planned.meeting, planned.host
    assert roster is not None, "a meeting has a roster"
    if host.type is not UserType.LICENSED:
        raise HostUnlicensed(host.id)
    if not roster.open:
        why = availability.why_off(meeting.type, meeting.settings, host) or "its roster is closed"
        raise RegistrationOff(str(meeting.id), why)
    return OpenRoster(roster, host, meeting.topic, meeting)


def _of_recording(tx: Tx, caller: Caller, number: str, get: Callable[[Tx, str, str], Roster | None]) -> OpenRoster:
    recorded = recordings.find(tx, caller, number)
    recording = recorded.recording
    roster = get(tx, caller.account_id, recording.id)
    assert roster is not None, "a recording has a roster"
    if not roster.open:
        why = "the recording is not on demand with approval_type 0 or 1; its settings say so"
        raise RegistrationOff(str(recording.meeting_id), why)
    return OpenRoster(roster, recorded.host, recording.topic, None, recording)


def _check_answers(asked: Questions, party: Sequence[Candidate]) -> None:
    faults = [fault for candidate in party for fault in questions.faults(asked, candidate)]
    if faults:
        raise FieldsInvalid(tuple(faults))


def _keep(tx: Tx, roster: Roster, plan: admission.Admission) -> None:
    if plan.new:
        registrants.add(tx, plan.new)
    for each in plan.reopened:
        registrants.set_status(tx, roster.account_id, roster.id, [each.id], each.status)
    if plan.new or plan.reopened:
        _move(tx, roster, plan.more)


def _move(tx: Tx, roster: Roster, more: Counts) -> None:
    """Move the counts. The rules saw to it that they fit; the database has the last word."""
    if more != Counts() and not rosters.count(tx, roster.account_id, roster.id, more):
        raise CapacityReached


def _pick(tx: Tx, roster: Roster, refs: Sequence[RegistrantRef]) -> tuple[list[Registrant], list[str]]:
    """Each registrant that some refs point at, once, and the refs that point at nobody; an id is tried before an email."""
    by_id = registrants.by_ids(tx, roster.account_id, roster.id, [ref.id for ref in refs if ref.id])
    emails = [ref.email for ref in refs if ref.email and not (ref.id and ref.id in by_id)]
    by_email = registrants.by_emails(tx, roster.account_id, roster.id, emails) if emails else {}
    found: dict[str, Registrant] = {}
    unknown: list[str] = []
    for ref in refs:
        match = by_id.get(ref.id or "") or by_email.get(email_key(ref.email or ""))
        if match is None:
            unknown.append(ref.id or ref.email or "")
        else:
            found[match.id] = match
    return list(found.values()), unknown
