"""Rosters that are open, and how each is found: by the number of a meeting, of a webinar, or of a meeting with a recording."""

from collections.abc import Callable
from dataclasses import dataclass

from doorlist.desk import meetings, recordings
from doorlist.model import Caller, Meeting, MeetingKind, Recording, Roster, User, UserType
from doorlist.refusals import HostUnlicensed, RegistrationOff
from doorlist.rules import availability
from doorlist.storage import rosters
from doorlist.storage.database import Tx


@dataclass(frozen=True, slots=True)
class OpenRoster:
    """A roster that is open, with what it belongs to: its host and topic, and the meeting or the recording."""

    roster: Roster
    host: User
    topic: str
    meeting: Meeting | None
    recording: Recording | None = None


Finder = Callable[[Tx, Caller, str], OpenRoster]


def of_meeting(tx: Tx, caller: Caller, number: str) -> OpenRoster:
    """A meeting's roster. Raises what `meetings.find` does, HostUnlicensed, and RegistrationOff with the rule that did it."""
    return _of_meeting(tx, caller, number, MeetingKind.MEETING, rosters.find)


def of_meeting_to_change(tx: Tx, caller: Caller, number: str) -> OpenRoster:
    """The same, locked: until the transaction ends nobody else changes this roster."""
    return _of_meeting(tx, caller, number, MeetingKind.MEETING, rosters.lock)


def of_webinar(tx: Tx, caller: Caller, number: str) -> OpenRoster:
    """A webinar's roster. Raises what `of_meeting` does."""
    return _of_meeting(tx, caller, number, MeetingKind.WEBINAR, rosters.find)


def of_webinar_to_change(tx: Tx, caller: Caller, number: str) -> OpenRoster:
    """The same, locked."""
    return _of_meeting(tx, caller, number, MeetingKind.WEBINAR, rosters.lock)


def of_recording(tx: Tx, caller: Caller, number: str) -> OpenRoster:
    """A recording's roster. Raises what `recordings.find` does, and RegistrationOff."""
    return _of_recording(tx, caller, number, rosters.find)


def of_recording_to_change(tx: Tx, caller: Caller, number: str) -> OpenRoster:
    """The same, locked."""
    return _of_recording(tx, caller, number, rosters.lock)


def _of_meeting(
    tx: Tx, caller: Caller, number: str, kind: MeetingKind, get: Callable[[Tx, str, str], Roster | None]
) -> OpenRoster:
    meeting_id = meetings.numbered(number)
    roster = None if meeting_id is None else get(tx, caller.account_id, availability.roster_id(meeting_id))
    planned = meetings.find(tx, caller, number, kind)
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
