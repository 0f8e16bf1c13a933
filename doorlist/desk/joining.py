"""The door: who holds a personal link comes in while they are approved."""

from dataclasses import dataclass
from datetime import datetime

from doorlist import ids
from doorlist.model import Meeting, MeetingKind, Panelist, Recording, Registrant, RegistrationType, Status
from doorlist.refusals import LinkInvalid
from doorlist.rules import availability, occurrences
from doorlist.storage import accounts, meetings, recordings, registrants, rosters, seats, sources, visits
from doorlist.storage.database import Tx
from doorlist.wire import joining


@dataclass(frozen=True, slots=True)
class Arrival:
    """Somebody at the door, and where it leads: to a room's address, or "" where there is none."""

    topic: str
    room_url: str
    name: str = ""


def arrive(tx: Tx, meeting_id: int, token: str, *, now: datetime) -> Arrival:
    """Let a registrant or panelist into a meeting, and note the registrant's visit.

    Who is registered for single occurrences is let in while one of these is the next, or under way. Raises LinkInvalid
    with a reason in plain words.
    """
    meeting = _meeting(tx, meeting_id)
    roster_id = availability.roster_id(meeting_id)
    panelist = _panelist(tx, meeting, roster_id, token)
    if panelist is not None:
        return Arrival(meeting.topic, room_url(meeting), panelist.name)
    said = _verified(tx, meeting.account_id, joining.Door.MEETING, meeting_id, token)
    registrant = _approved(tx, meeting.account_id, roster_id, said.holder_id)
    if availability.registration_type(meeting) is not RegistrationType.ONCE_FOR_ALL:
        _at_the_right_time(tx, meeting, registrant, now)
    visits.add(tx, meeting.account_id, visit_id=ids.ordered(), roster_id=roster_id, registrant_id=registrant.id, at=now)
    return Arrival(meeting.topic, room_url(meeting), registrant.first_name)


def start(tx: Tx, meeting_id: int, token: str) -> Arrival:
    """Let the host into a meeting. Raises LinkInvalid."""
    meeting = _meeting(tx, meeting_id)
    _verified(tx, meeting.account_id, joining.Door.HOST, meeting_id, token)
    return Arrival(meeting.topic, room_url(meeting))


def pass_by(tx: Tx, meeting_id: int) -> Arrival | None:
    """Where the link that is nobody's own leads; None where the meeting asks for registration. Raises LinkInvalid."""
    meeting = _meeting(tx, meeting_id)
    return None if meeting.settings.get("approval_type") in (0, 1) else Arrival(meeting.topic, room_url(meeting))


def watch(tx: Tx, account_id: str, recording_id: str, token: str, *, now: datetime) -> Arrival:
    """Let a registrant see a recording, and note the visit. Raises LinkInvalid with a reason in plain words."""
    recording = _recording(tx, account_id, recording_id)
    said = _verified(tx, account_id, joining.Door.RECORDING, recording.meeting_id, token)
    registrant = _approved(tx, account_id, recording_id, said.holder_id)
    visits.add(tx, account_id, visit_id=ids.ordered(), roster_id=recording_id, registrant_id=registrant.id, at=now)
    return Arrival(recording.topic, recording.files[0].play_url if recording.files else "", registrant.first_name)


def room_url(meeting: Meeting) -> str:
    """The address of a meeting's room, or ""."""
    return str(meeting.settings.get("room_url") or "")


def visit_registration(tx: Tx, source_id: str, registration_key: str) -> None:
    """Count somebody who opens a webinar's registration link of a tracking source; a link that is none counts nowhere."""
    sources.visit(tx, source_id, registration_key)


def _panelist(tx: Tx, meeting: Meeting, roster_id: str, token: str) -> Panelist | None:
    """The panelist whose own link this is; None where it is not a panelist's, or no longer."""
    if meeting.type.kind is not MeetingKind.WEBINAR:
        return None
    account = accounts.account(tx, meeting.account_id)
    assert account is not None, "a meeting has an account"
    said = joining.verify(account.secret, joining.Door.PANELIST, token)
    if said is None or said.meeting_id != meeting.id:
        return None
    roster = rosters.find(tx, meeting.account_id, roster_id)
    assert roster is not None, "a webinar has a roster"
    for each in roster.panelists:
        if each.id == said.holder_id:
            return each
    raise LinkInvalid("You are no longer a panelist of this webinar. Ask the host.")


def _at_the_right_time(tx: Tx, meeting: Meeting, registrant: Registrant, now: datetime) -> None:
    """Raises LinkInvalid where neither what comes next nor what is under way is an occurrence of theirs.

    Who is approved for an occurrence that a new plan of the series no longer has is let in to any, so that a series that
    is moved shuts nobody out (chosen by us).
    """
    seated = seats.taken(tx, [registrant])[0].seats
    theirs = {occurrence_id for occurrence_id, status in seated.items() if status is Status.APPROVED}
    if theirs - {each.id for each in meeting.occurrences}:
        return
    following = occurrences.remaining(meeting.occurrences, now)
    open_now = {each.id for index, each in enumerate(following) if index == 0 or each.start_time <= now}
    if open_now and not theirs & open_now:
        raise LinkInvalid(
            "You are not registered for the session that comes next. Your link opens when one of yours is the next."
        )


def _meeting(tx: Tx, meeting_id: int) -> Meeting:
    account_id = meetings.account_of(tx, meeting_id)
    meeting = None if account_id is None else meetings.find(tx, account_id, meeting_id)
    if meeting is None:
        raise LinkInvalid("There is no such meeting. It may have been deleted.")
    return meeting


def _recording(tx: Tx, account_id: str, recording_id: str) -> Recording:
    found = recordings.find(tx, account_id, recording_id)
    if found is None:
        raise LinkInvalid("There is no such recording.")
    return found


def _verified(tx: Tx, account_id: str, door: joining.Door, meeting_id: int, token: str) -> joining.Pass:
    account = accounts.account(tx, account_id)
    assert account is not None, "a meeting has an account"
    said = joining.verify(account.secret, door, token)
    if said is None or said.meeting_id != meeting_id:
        raise LinkInvalid("This link is not one of ours, or it was cut off. Open the whole link from your invitation.")
    return said


def _approved(tx: Tx, account_id: str, roster_id: str, registrant_id: str) -> Registrant:
    registrant = registrants.find(tx, account_id, roster_id, registrant_id)
    if registrant is None or registrant.status is not Status.APPROVED:
        raise LinkInvalid("This registration is not approved, or no longer. Ask the host.")
    return registrant
