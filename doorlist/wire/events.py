"""Webhook bodies: nouns become the text that is signed and sent, byte for byte what `JSON.stringify` makes of it.

Published receivers verify the signature over the body parsed and written again by JavaScript. So there are no blanks, no
escapes that JavaScript would not write, no keys that look like numbers, and no numbers that it would write differently.
"""

from collections.abc import Collection, Mapping

from pydantic_core import to_json

from doorlist.contract.events import VALIDATION, Event
from doorlist.contract.shapes.events import Profile
from doorlist.contract.shapes.registrants import PROFILE_FIELDS
from doorlist.model import Meeting, OccurrenceStatus, Recording, Registrant, Status, TrackingSource
from doorlist.wire import times

_PROFILE = tuple(name for name in Profile.model_fields if name in PROFILE_FIELDS)
"""The optional fields in the order of the published examples."""

Json = dict[str, object]


def text(event: str, event_ms: int, payload: Mapping[str, object]) -> str:
    """A body; `event_ms` is when it happened, in epoch milliseconds."""
    return to_json({"event": event, "event_ts": event_ms, "payload": payload}).decode()


def challenge(token: str, event_ms: int) -> str:
    """The body that asks a receiver to prove that it has the secret."""
    return text(VALIDATION, event_ms, {"plainToken": token})


def registered(account_id: str, subject: Json, registrant: Json) -> Json:
    """The payload of somebody new."""
    return {"account_id": account_id, "object": {**subject, "registrant": registrant}}


def decided(account_id: str, operator: str, operator_id: str, subject: Json, registrant: Json) -> Json:
    """The payload of a decision; `operator` is the email of who took it."""
    return {
        "account_id": account_id,
        "operator": operator,
        "operator_id": operator_id,
        "object": {**subject, "registrant": registrant},
    }


def meeting(meeting: Meeting, *, numeric_ids: bool, places: Collection[str] | None = None) -> Json:
    """A meeting or a webinar, without its registrant; of a series some of its occurrences, by id (None: all)."""
    subject: Json = {
        "uuid": meeting.uuid,
        "id": meeting.id if numeric_ids else str(meeting.id),
        "host_id": meeting.host_id,
        "topic": meeting.topic,
        "type": int(meeting.type),
    }
    if meeting.start_time is not None:
        subject["start_time"] = times.text(meeting.start_time)
    subject |= {"duration": meeting.duration_min, "timezone": meeting.timezone}
    if meeting.type.series:
        subject["occurrences"] = [
            {"occurrence_id": each.id, "start_time": times.text(each.start_time)}
            for each in meeting.occurrences
            if (each.status is OccurrenceStatus.AVAILABLE if places is None else each.id in places)
        ]
    return subject


def recording(recording: Recording, *, numeric_ids: bool) -> Json:
    """A recording, without its registrant."""
    return {
        "id": recording.meeting_id if numeric_ids else str(recording.meeting_id),
        "uuid": recording.uuid,
        "host_id": recording.host_id,
        "topic": recording.topic,
        "type": int(recording.type),
        "start_time": times.text(recording.start_time),
        "timezone": recording.timezone,
        "duration": recording.duration_min,
    }


def tracking(source: TrackingSource, tracking_url: str) -> Json:
    """Where a webinar's registrant came from."""
    return {"id": source.id, "source_name": source.name, "tracking_url": tracking_url}


def person(
    event: Event, registrant: Registrant, *, join_url: str = "", tracking: Mapping[str, object] | None = None
) -> Json:
    """A registrant as an event tells of them. `tracking` is where a webinar's registrant came from, if that is known."""
    told: Json = {"id": registrant.id}
    if event.kind == "recording":
        told["email"] = registrant.email
    told |= {"first_name": registrant.first_name, "last_name": registrant.last_name}
    told["email"] = registrant.email
    if event.change == "created":
        told |= {name: registrant.profile.get(name, "") for name in _PROFILE}
        told["custom_questions"] = [{"title": each.title, "value": each.value} for each in registrant.answers]
        told["status"] = "approved" if registrant.status is Status.APPROVED else "pending"
    if event.kind != "recording" and event.change in ("created", "approved"):
        told["join_url"] = join_url
    if tracking is not None:
        told["tracking_source"] = dict(tracking)
    return told
