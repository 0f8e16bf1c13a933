"""Meetings and webinars: planned, changed, ended and deleted, with the roster that goes along with each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from doorlist import ids
from doorlist.desk import quotas
from doorlist.model import (
    Caller,
    Counts,
    Meeting,
    MeetingKind,
    MeetingStatus,
    MeetingType,
    Plan,
    Recurrence,
    Roster,
    User,
    UserType,
)
from doorlist.refusals import (
    Checked,
    FieldFault,
    FieldsInvalid,
    HostMissing,
    HostUnlicensed,
    KindMismatch,
    MeetingNotFound,
    NotHost,
    OccurrenceNotFound,
    UserElsewhere,
)
from doorlist.rules import availability, occurrences
from doorlist.rules.quotas import Quota
from doorlist.storage import accounts, meetings, rosters, seats
from doorlist.storage.database import Tx

PASSWORD_DIGITS = 6
UUID_CHARS = 24
NUMBER_MAX = 2**63 - 1
NUMBER_DIGITS_MAX = 20


_PLAINEST = {MeetingKind.MEETING: MeetingType.SCHEDULED, MeetingKind.WEBINAR: MeetingType.WEBINAR}


@dataclass(frozen=True, slots=True)
class Planned:
    """A meeting with its host."""

    meeting: Meeting
    host: User


@dataclass(frozen=True, slots=True)
class MeetingsPage:
    """Some meetings, each with the cursor behind it, and how many there are."""

    meetings: Sequence[tuple[str, Meeting]]
    total: int


def find(tx: Tx, caller: Caller, number: str, kind: MeetingKind | None = None) -> Planned:
    """The meeting of a number, as written in an address, if it is of a kind (None: either) and the caller may act on it.

    Raises MeetingNotFound, UserElsewhere for another account's, KindMismatch, HostMissing where its host is gone,
    NotHost for a user-level token on somebody else's, and HostUnlicensed for a webinar of a host who cannot have any.
    """
    meeting_id = numbered(number)
    if meeting_id is None:
        raise MeetingNotFound(number, _why_no_number(number))
    meeting = meetings.find(tx, caller.account_id, meeting_id)
    if meeting is None:
        account_id = meetings.account_of(tx, meeting_id)
        if account_id is None or account_id == caller.account_id:
            raise MeetingNotFound(number)
        if meetings.find(tx, account_id, meeting_id) is None:
            raise MeetingNotFound(number)
        raise UserElsewhere(caller.account_id, number)
    return _let_in(tx, caller, number, meeting, kind)


def find_instance(tx: Tx, caller: Caller, name: str, kind: MeetingKind) -> Planned:
    """The same by number or by uuid. Raises what `find` does."""
    meeting = meetings.by_uuid(tx, caller.account_id, name) if len(name) == UUID_CHARS else None
    return find(tx, caller, name, kind) if meeting is None else _let_in(tx, caller, name, meeting, kind)


def _let_in(tx: Tx, caller: Caller, number: str, meeting: Meeting, kind: MeetingKind | None) -> Planned:
    if kind is not None and meeting.type.kind is not kind:
        raise KindMismatch(number)
    if not (caller.account_wide or meeting.host_id == caller.user_id):
        raise NotHost(number)
    host = accounts.user(tx, caller.account_id, meeting.host_id)
    if host is None or host.status != "active":
        raise HostMissing(meeting.host_id)
    may_host(host, meeting.type.kind)
    return Planned(meeting, host)


def may_host(host: User, kind: MeetingKind) -> None:
    """Raises HostUnlicensed where a user cannot have what is of this kind."""
    if kind is MeetingKind.WEBINAR and host.type is not UserType.LICENSED:
        raise HostUnlicensed(host.id)


def numbered(text: str) -> int | None:
    """A meeting's number as written in an address; None where it cannot be one."""
    number = int(text) if text.isascii() and text.isdigit() and len(text) < NUMBER_DIGITS_MAX else 0
    return number if 0 < number <= NUMBER_MAX else None


def page(
    tx: Tx, caller: Caller, host: User, which: Mapping[str, object], *, after: str, skip: int, count: int
) -> MeetingsPage:
    """A host's meetings by age; `which` is made by `storage.meetings.listing`."""
    found = meetings.list_(tx, caller.account_id, host.id, which, after=after, skip=skip, count=count)
    return MeetingsPage(found, meetings.count(tx, caller.account_id, host.id, which))


def create(
    tx: Tx,
    caller: Caller,
    host: User,
    kind: MeetingKind,
    checked: Checked[Plan],
    *,
    defaults: Mapping[str, object],
    now: datetime,
    registrants_max: int,
    quota: Quota | None = None,
) -> Planned:
    """A new meeting of a host, with its roster.

    Raises FieldsInvalid for what does not go together, HostUnlicensed, and HostCapReached.
    """
    may_host(host, kind)
    plan = checked.get()
    if plan.schedule_for:
        host = _scheduled_for(tx, caller, plan.schedule_for)
        may_host(host, kind)
    blank = Meeting(
        account_id=caller.account_id,
        id=_free_number(tx),
        uuid=ids.meeting_uuid(),
        host_id=host.id,
        type=plan.type or _PLAINEST[kind],
        topic="My Meeting" if kind is MeetingKind.MEETING else "My Webinar",
        agenda="",
        start_time=None,
        duration_min=60,
        timezone=host.timezone,
        password=ids.digits(PASSWORD_DIGITS) if plan.default_password else "",
        settings=defaults,
        status=MeetingStatus.WAITING,
        created_at=now,
        registration_key=ids.ordered(),
    )
    meeting = _planned(blank, plan, host, now)
    quotas.count_host(tx, host, quota, now=now)
    meetings.add(tx, meeting, sort_id=ids.ordered(), end_at=availability.end_at(meeting))
    rosters.add(tx, availability.meeting_roster(meeting, host, registrants_max=registrants_max))
    return Planned(meeting, host)


def change(
    tx: Tx,
    caller: Caller,
    number: str,
    kind: MeetingKind,
    checked: Checked[Plan],
    *,
    occurrence_id: str | None,
    now: datetime,
    registrants_max: int,
    quota: Quota | None = None,
) -> Planned:
    """A meeting changed as its host says, or one occurrence of it. A start in the past is ignored, as the contract has it.

    Raises HostCapReached where `quota` says how often a day the host's meetings may be made and changed.
    """
    roster = lock(tx, caller, number)
    planned = find(tx, caller, number, kind)
    plan = checked.get()
    if plan.start_time is not None:
        zone = plan.timezone or planned.meeting.timezone
        if occurrences.known_zone(zone) and _start(plan, zone) < now:
            plan = replace(plan, start_time=None)
    if occurrence_id is None:
        meeting = _planned(planned.meeting, plan, planned.host, now)
    else:
        meeting = _with_occurrence(planned.meeting, occurrence_id, plan)
    quotas.count_host(tx, planned.host, quota, now=now)
    _save(tx, planned, meeting, roster, registrants_max)
    return Planned(meeting, planned.host)


def delete(
    tx: Tx,
    caller: Caller,
    number: str,
    kind: MeetingKind,
    *,
    occurrence_id: str | None,
    now: datetime,
    registrants_max: int,
) -> None:
    """Delete a meeting, or one occurrence of a series. Its recordings stay."""
    roster = lock(tx, caller, number)
    planned = find(tx, caller, number, kind)
    if occurrence_id is None:
        meetings.delete(tx, caller.account_id, planned.meeting.id, now=now)
        return
    left = occurrences.delete(planned.meeting.occurrences, occurrence_id)
    if left is None:
        raise OccurrenceNotFound(occurrence_id)
    _save(tx, planned, replace(planned.meeting, occurrences=left), roster, registrants_max)


def set_status(
    tx: Tx, caller: Caller, number: str, kind: MeetingKind, ended: Checked[bool], *, registrants_max: int
) -> None:
    """End a meeting, which closes its registration, or recover it, deleted or ended, which opens that again.

    Doing either twice is fine.
    """
    roster = lock(tx, caller, number)
    if roster is not None and not ended.get():
        meetings.restore(tx, caller.account_id, roster.meeting_id)
    planned = find(tx, caller, number, kind)
    status = MeetingStatus.ENDED if ended.get() else MeetingStatus.WAITING
    _save(tx, planned, replace(planned.meeting, status=status), roster, registrants_max)


def occurrence(meeting: Meeting, occurrence_id: str) -> Meeting:
    """A series reduced to one available occurrence. Raises OccurrenceNotFound."""
    found = occurrences.find(meeting.occurrences, occurrence_id)
    if found is None:
        raise OccurrenceNotFound(occurrence_id)
    return replace(meeting, start_time=found.start_time, duration_min=found.duration_min, occurrences=(found,))


def _why_no_number(number: str) -> str:
    if number.startswith((":", "{", "<")):
        return f"the address still holds the placeholder {number[:40]}; put the meeting's number there"
    return "a meeting's number is made of digits"


def lock(tx: Tx, caller: Caller, number: str) -> Roster | None:
    """The meeting's roster, locked before the meeting is read: what changes both is done one after the other."""
    meeting_id = numbered(number)
    return None if meeting_id is None else rosters.lock(tx, caller.account_id, availability.roster_id(meeting_id))


def _save(tx: Tx, planned: Planned, meeting: Meeting, before: Roster | None, registrants_max: int) -> None:
    """Keep a changed meeting with its roster; whoever is registered for an occurrence that is moved moves along."""
    assert before is not None, "a meeting has a roster"
    roster = availability.meeting_roster(meeting, planned.host, registrants_max=registrants_max, before=before)
    if roster.by_occurrence is not before.by_occurrence and before.counts != Counts():
        field = "settings.registration_type" if meeting.type is planned.meeting.type else "type"
        why = "Invalid field. People are registered already, and for the whole of it or for occurrences: that cannot change."
        raise FieldsInvalid((FieldFault(field, why),))
    meetings.save(tx, meeting, end_at=availability.end_at(meeting))
    rosters.save(tx, roster)
    if roster.by_occurrence:
        seats.move(
            tx, roster.account_id, roster.id, occurrences.successors(planned.meeting.occurrences, meeting.occurrences)
        )


def _scheduled_for(tx: Tx, caller: Caller, name: str) -> User:
    user = accounts.user(tx, caller.account_id, name)
    if user is None or not (caller.account_wide or user.id == caller.user_id):
        raise FieldsInvalid(
            (FieldFault("schedule_for", "Invalid field. No such user that this token may schedule for."),)
        )
    return user


def _free_number(tx: Tx) -> int:
    while meetings.account_of(tx, number := ids.meeting_number()) is not None:
        continue
    return number


def _start(plan: Plan, timezone: str) -> datetime:
    assert plan.start_time is not None
    return occurrences.local_to_utc(plan.start_time, timezone) if plan.start_time.tzinfo is None else plan.start_time


def _planned(meeting: Meeting, plan: Plan, host: User, now: datetime) -> Meeting:
    """A meeting with a plan laid over it."""
    timezone = meeting.timezone if plan.timezone is None else plan.timezone
    if not occurrences.known_zone(timezone):
        raise FieldsInvalid((FieldFault("timezone", "Invalid field. It must be an IANA zone, such as Europe/Paris."),))
    type = plan.type or meeting.type
    if plan.start_time is not None:
        start: datetime | None = _start(plan, timezone)
    else:
        start = meeting.start_time
    fixed = type.single or type.series
    if fixed and start is None:
        start = now.replace(microsecond=0)
    if not fixed:
        start = None
    changed = replace(
        meeting,
        type=type,
        topic=meeting.topic if plan.topic is None else plan.topic,
        agenda=meeting.agenda if plan.agenda is None else plan.agenda,
        start_time=start,
        duration_min=plan.duration_min or meeting.duration_min,
        timezone=timezone,
        password=meeting.password if plan.password is None else plan.password,
        settings=availability.settled(type, {**meeting.settings, **(plan.settings or {})}, host),
        recurrence=_recurrence(type, plan.recurrence or meeting.recurrence),
        tracking_fields=meeting.tracking_fields if plan.tracking_fields is None else plan.tracking_fields,
    )
    return _with_occurrences(changed, meeting)


def _recurrence(type: MeetingType, recurrence: Recurrence | None) -> Recurrence | None:
    if type.series and recurrence is None:
        raise FieldsInvalid((FieldFault("recurrence", f"Invalid field. Type {int(type)} needs one."),))
    return recurrence if type.recurring else None


def _with_occurrences(meeting: Meeting, before: Meeting) -> Meeting:
    """A series with its occurrences, worked out anew only where its times changed: single changes outlive a new topic."""
    if not meeting.type.series:
        return replace(meeting, occurrences=())
    assert meeting.recurrence is not None
    assert meeting.start_time is not None
    timing = (meeting.type, meeting.start_time, meeting.duration_min, meeting.timezone, meeting.recurrence)
    if timing == (before.type, before.start_time, before.duration_min, before.timezone, before.recurrence):
        return meeting
    series = occurrences.expand(
        meeting.recurrence,
        start_time=meeting.start_time,
        duration_min=meeting.duration_min,
        timezone=meeting.timezone,
    )
    if not series:
        raise FieldsInvalid((FieldFault("recurrence", "Invalid field. The series ends before its first occurrence."),))
    return replace(meeting, occurrences=occurrences.reschedule(before.occurrences, series))


def _with_occurrence(meeting: Meeting, occurrence_id: str, plan: Plan) -> Meeting:
    """A series with one occurrence changed: its start and duration; agenda and settings are the series' own."""
    start = None if plan.start_time is None else _start(plan, meeting.timezone)
    changed = occurrences.change(meeting.occurrences, occurrence_id, start_time=start, duration_min=plan.duration_min)
    if changed is None:
        raise OccurrenceNotFound(occurrence_id)
    agenda = meeting.agenda if plan.agenda is None else plan.agenda
    return replace(meeting, occurrences=changed, agenda=agenda)
