"""Recordings: put on the desk, shown, and opened to registrants."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from doorlist import ids
from doorlist.desk import meetings
from doorlist.model import Caller, Recording, RecordingFile, Roster, Take, User
from doorlist.refusals import Checked, FieldFault, FieldsInvalid, HostMissing, NotHost, RecordingNotFound
from doorlist.rules import availability
from doorlist.storage import accounts, recordings, rosters
from doorlist.storage.database import Tx

PASSWORD_DIGITS = 8
UUID_CHARS = 24


@dataclass(frozen=True, slots=True)
class Recorded:
    """A recording with its host."""

    recording: Recording
    host: User


@dataclass(frozen=True, slots=True)
class RecordingsPage:
    """Some recordings, and how many there are."""

    recordings: Sequence[Recording]
    total: int


def find(tx: Tx, caller: Caller, name: str) -> Recorded:
    """The latest recording of a meeting's number, or the one of a uuid, if the caller may act on it.

    Raises what `meetings.find` does for a number, and RecordingNotFound. A recording outlives its meeting.
    """
    if len(name) == UUID_CHARS and not name.isdigit():
        recording = recordings.by_uuid(tx, caller.account_id, name)
    elif name.isascii() and name.isdigit() and len(name) < 19:
        recording = recordings.latest(tx, caller.account_id, int(name))
    else:
        recording = None
    if recording is None:
        if len(name) != UUID_CHARS:
            meetings.find(tx, caller, name)
        raise RecordingNotFound
    if not (caller.account_wide or recording.host_id == caller.user_id):
        raise NotHost(name)
    host = accounts.user(tx, caller.account_id, recording.host_id)
    if host is None or host.status != "active":
        raise HostMissing(recording.host_id)
    return Recorded(recording, host)


def create(
    tx: Tx,
    caller: Caller,
    number: str,
    checked: Checked[Take],
    *,
    defaults: Mapping[str, object],
    now: datetime,
    registrants_max: int,
) -> Recorded:
    """A recording put on the desk, with its roster; a second one of the same start is a further file of the first."""
    meetings.lock(tx, caller, number)
    planned = meetings.find(tx, caller, number)
    meeting, take = planned.meeting, checked.get()
    started_at = take.started_at or meeting.start_time or meeting.created_at
    ended_at = take.ended_at or started_at + timedelta(minutes=meeting.duration_min)
    if ended_at < started_at:
        raise FieldsInvalid((FieldFault("recording_end", "Invalid field. It must not be before recording_start."),))
    file = RecordingFile(
        id=ids.ordered(),
        recording_type=take.recording_type,
        file_type=take.file_type,
        file_extension=take.file_extension,
        file_bytes=take.file_bytes,
        play_url=take.play_url,
        download_url=take.download_url,
        started_at=started_at,
        ended_at=ended_at,
    )
    before = recordings.latest(tx, caller.account_id, meeting.id)
    if before is not None and before.start_time == started_at:
        recordings.add_file(tx, before, file)
        return Recorded(replace(before, files=(*before.files, file)), planned.host)
    topic = take.topic or meeting.topic
    recording = Recording(
        account_id=caller.account_id,
        id=ids.ordered(),
        uuid=meeting.uuid if before is None else ids.meeting_uuid(),
        meeting_id=meeting.id,
        host_id=meeting.host_id,
        topic=topic,
        type=meeting.type,
        timezone=meeting.timezone,
        start_time=started_at,
        duration_min=(ended_at - started_at) // timedelta(minutes=1),
        settings={**defaults, "password": ids.digits(PASSWORD_DIGITS)},
        created_at=now,
        files=(file,),
    )
    recordings.add(tx, recording)
    rosters.add(tx, availability.recording_roster(recording, planned.host, registrants_max=registrants_max))
    return Recorded(recording, planned.host)


def change(
    tx: Tx, caller: Caller, name: str, checked: Checked[Mapping[str, object]], *, registrants_max: int
) -> Recorded:
    """A recording whose settings say what is named; on demand with approval_type 0 or 1, its roster is open."""
    recorded = find(tx, caller, name)
    roster = rosters.lock(tx, caller.account_id, recorded.recording.id)
    recorded = find(tx, caller, name)
    settings = dict(checked.get())
    topic = settings.pop("topic", None) or recorded.recording.topic
    changed = replace(recorded.recording, topic=str(topic), settings={**recorded.recording.settings, **settings})
    recordings.save(tx, changed)
    rosters.save(
        tx, availability.recording_roster(changed, recorded.host, registrants_max=registrants_max, before=roster)
    )
    return replace(recorded, recording=changed)


def roster(tx: Tx, caller: Caller, name: str) -> Roster:
    """A recording's roster, open or not: its questions can be prepared before it opens."""
    found = rosters.find(tx, caller.account_id, find(tx, caller, name).recording.id)
    assert found is not None, "a recording has a roster"
    return found


def roster_to_change(tx: Tx, caller: Caller, name: str) -> Roster:
    """The same, locked."""
    found = rosters.lock(tx, caller.account_id, find(tx, caller, name).recording.id)
    assert found is not None, "a recording has a roster"
    return found


def page(
    tx: Tx,
    caller: Caller,
    host: User,
    *,
    start_from: datetime,
    start_before: datetime,
    meeting_id: int | None,
    after: str,
    skip: int,
    count: int,
) -> RecordingsPage:
    """A host's recordings that started in a span, by age."""
    span = {"start_from": start_from, "start_before": start_before}
    found = recordings.list_(
        tx, caller.account_id, host.id, **span, meeting_id=meeting_id, after=after, skip=skip, count=count
    )
    return RecordingsPage(found, recordings.count(tx, caller.account_id, host.id, **span, meeting_id=meeting_id))
