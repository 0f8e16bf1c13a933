"""Whether, until when and how far a roster is open, from what its host planned (contract 7.4)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from doorlist.contract.emails import email_key
from doorlist.model import (
    Approval,
    Meeting,
    MeetingKind,
    MeetingStatus,
    MeetingType,
    Occurrence,
    OccurrenceStatus,
    Questions,
    Recording,
    RegistrationType,
    Roster,
    RosterKind,
    User,
    UserType,
)
from doorlist.rules import occurrences

WITHOUT_REGISTRATION = frozenset({MeetingType.INSTANT, MeetingType.RECURRING_NO_FIXED_TIME})
"""Types whose meetings take no registrations; a webinar of any type does (contract 7.4; type 6: chosen by us)."""


def why_off(meeting_type: MeetingType, settings: Mapping[str, object], host: User) -> str | None:
    """The rule that switches a meeting's registration off, in words for its host; None where it is on."""
    if host.type is not UserType.LICENSED:
        return "the host is a Basic user, and registration needs a licensed one"
    if meeting_type in WITHOUT_REGISTRATION:
        return f"the meeting is of type {int(meeting_type)}, and registration needs type 2 or 8"
    if settings.get("use_pmi"):
        return "the meeting uses the host's personal meeting id (use_pmi), which excludes registration"
    if settings.get("approval_type", Approval.NONE) == Approval.NONE:
        return "settings.approval_type is 2; set it to 0 (automatic) or 1 (manual) to switch registration on"
    return None


def settled(meeting_type: MeetingType, settings: Mapping[str, object], host: User) -> dict[str, object]:
    """The settings as they are stored: approval_type becomes 2, without an error, where registration cannot be on."""
    off = why_off(meeting_type, settings, host) is not None
    return {**settings, "approval_type": int(Approval.NONE)} if off else dict(settings)


def end_at(meeting: Meeting) -> datetime | None:
    """When the last of a meeting is over by plan; None where it has no fixed time."""
    if meeting.type.series:
        return occurrences.last_end(meeting.occurrences)
    if meeting.start_time is None:
        return None
    return meeting.start_time + timedelta(minutes=meeting.duration_min)


def closes_at(meeting: Meeting) -> datetime | None:
    """When a meeting stops taking people: at its last end, or with `close_registration` at its last start.

    A meeting that was ended takes nobody: it closed when it was made.
    """
    if meeting.status is MeetingStatus.ENDED:
        return meeting.created_at
    if meeting.type.series and end_at(meeting) is None:
        return meeting.created_at  # every occurrence is deleted
    if not meeting.settings.get("close_registration"):
        return end_at(meeting)
    if meeting.type.series:
        return max(each.start_time for each in meeting.occurrences if each.status is OccurrenceStatus.AVAILABLE)
    return meeting.start_time


def occurrence_closes_at(meeting: Meeting, occurrence: Occurrence) -> datetime:
    """When an occurrence stops taking people: at its end, or with `close_registration` at its start."""
    if meeting.settings.get("close_registration"):
        return occurrence.start_time
    return occurrence.start_time + timedelta(minutes=occurrence.duration_min)


def registration_type(meeting: Meeting) -> RegistrationType:
    """What one registration covers; what takes place once, or at no fixed time, has but one thing to register for."""
    if not meeting.type.series:
        return RegistrationType.ONCE_FOR_ALL
    return RegistrationType(int(str(meeting.settings.get("registration_type") or 1)))


def meeting_roster(meeting: Meeting, host: User, *, registrants_max: int, before: Roster | None = None) -> Roster:
    """The roster of a meeting as its settings have it; questions, panelists and counts stay those of the roster before."""
    settings = meeting.settings
    approval = Approval(int(str(settings["approval_type"])))
    restricted = int(str(settings.get("registrants_restrict_number") or 0))
    roster = Roster(
        account_id=meeting.account_id,
        id=roster_id(meeting.id),
        kind=RosterKind.WEBINAR if meeting.type.kind is MeetingKind.WEBINAR else RosterKind.MEETING,
        meeting_id=meeting.id,
        approval=approval,
        registration_type=registration_type(meeting),
        capacity=restricted or registrants_max,
        closes_at=closes_at(meeting),
        barred=frozenset({email_key(host.email), *_alternative_hosts(settings)}),
    )
    if before is None:
        return roster
    kept = replace(roster, counts=before.counts, questions=before.questions, panelists=before.panelists)
    return replace(kept, occurrences=before.occurrences)


def recording_roster(recording: Recording, host: User, *, registrants_max: int, before: Roster | None = None) -> Roster:
    """The roster of a recording: on where the recording is on demand and its approval_type is 0 or 1."""
    on = bool(recording.settings["on_demand"])
    approval = Approval(int(str(recording.settings["approval_type"]))) if on else Approval.NONE
    return Roster(
        account_id=recording.account_id,
        id=recording.id,
        kind=RosterKind.RECORDING,
        meeting_id=recording.meeting_id,
        approval=approval,
        registration_type=RegistrationType.ONCE_FOR_ALL,
        capacity=registrants_max,
        closes_at=None,
        barred=frozenset({email_key(host.email)}),
        questions=Questions() if before is None else before.questions,
    )


def roster_id(meeting_id: int) -> str:
    """The id of a meeting's roster: its number. A recording's roster has the recording's id, which is never a number."""
    return str(meeting_id)


def _alternative_hosts(settings: Mapping[str, object]) -> frozenset[str]:
    text = str(settings.get("alternative_hosts") or "")
    return frozenset(email_key(email.strip()) for email in text.replace(",", ";").split(";") if email.strip())
