"""Registrants, decisions and questions on the wire."""

from doorlist.contract.shapes import registrants as shapes
from doorlist.model import (
    Action,
    Answer,
    Candidate,
    Decision,
    Meeting,
    Occurrence,
    Registrant,
    RegistrantRef,
    Status,
)
from doorlist.wire import times
from doorlist.wire.links import Links

SHOWN = {status: "denied" if status is Status.CANCELLED else status.value for status in Status}
"""Each status in the contract's words, which know no `cancelled`."""

WANTED = {
    "approved": (Status.APPROVED,),
    "pending": (Status.PENDING,),
    "denied": (Status.DENIED, Status.CANCELLED),
    "cancelled": (Status.CANCELLED,),
    "all": tuple(Status),
}
"""What a list's `status` asks for."""


def candidate(body: shapes.RegistrantCreate) -> Candidate:
    """Somebody who asks to be registered."""
    profile = {name: value for name in shapes.PROFILE_FIELDS if (value := getattr(body, name))}
    return Candidate(
        email=body.email,
        first_name=body.first_name,
        last_name=body.last_name or "",
        profile=profile,
        answers=tuple(Answer(answer.title or "", answer.value or "") for answer in body.custom_questions or ()),
        language=getattr(body, "language", None) or "",
        source_id=getattr(body, "source_id", None) or "",
        auto_approve=bool(getattr(body, "auto_approve", None)),
    )


def candidates(body: shapes.WebinarBatchCreate) -> tuple[Candidate, ...]:
    """The people of a batch."""
    approve = bool(body.auto_approve)
    return tuple(
        Candidate(each.email, each.first_name, each.last_name or "", auto_approve=approve) for each in body.registrants
    )


def decision(body: shapes.StatusUpdate | shapes.RecordingStatusUpdate) -> Decision:
    """What a host decided."""
    refs = tuple(RegistrantRef(each.id, getattr(each, "email", None)) for each in body.registrants or ())
    return Decision(Action(body.action), refs)


def recording_registrant(registrant: Registrant, *, true_status: bool) -> dict[str, object]:
    """A registrant of a recording; `true_status` tells cancelled from denied, for those who asked."""
    return {
        "id": registrant.id,
        "email": registrant.email,
        "first_name": registrant.first_name,
        "last_name": registrant.last_name,
        **{name: registrant.profile.get(name, "") for name in shapes.PROFILE_FIELDS},
        "custom_questions": [{"title": answer.title, "value": answer.value} for answer in registrant.answers],
        "status": registrant.status.value if true_status else SHOWN[registrant.status],
    }


def registrant(
    registrant: Registrant, meeting: Meeting, links: Links, *, true_status: bool = False
) -> dict[str, object]:
    """A registrant of a meeting, with a link while approved."""
    reply = recording_registrant(registrant, true_status=true_status)
    reply["create_time"] = times.text(registrant.created_at)
    if registrant.status is Status.APPROVED:
        reply["join_url"] = links.personal(meeting, registrant)
    return reply


def webinar_registrant(registrant_: Registrant, meeting: Meeting, links: Links) -> dict[str, object]:
    """A registrant of a webinar, shown alone: with the language, where it was given."""
    reply = registrant(registrant_, meeting, links)
    return reply | {"language": registrant_.language} if registrant_.language else reply


def created(
    registrant: Registrant, meeting: Meeting, links: Links, registered: tuple[Occurrence, ...]
) -> dict[str, object]:
    """The answer to an add; of a series with the occurrences that the registration is for."""
    reply: dict[str, object] = {"id": meeting.id, "registrant_id": registrant.id, "topic": meeting.topic}
    start_time = registered[0].start_time if registered else meeting.start_time
    if start_time is not None:
        reply["start_time"] = times.text(start_time)
    if registrant.status is Status.APPROVED:
        reply["join_url"] = links.personal(meeting, registrant)
    if meeting.type.series:
        reply["occurrences"] = [occurrence(each) for each in registered or meeting.occurrences]
    return reply


def batch_entry(registrant: Registrant, meeting: Meeting, links: Links) -> dict[str, object]:
    """One person in the answer to a batch."""
    reply: dict[str, object] = {"registrant_id": registrant.id, "email": registrant.email}
    if registrant.status is Status.APPROVED:
        reply["join_url"] = links.personal(meeting, registrant)
    return reply


def occurrence(occurrence: Occurrence) -> dict[str, object]:
    """One meeting of a series."""
    return {
        "occurrence_id": occurrence.id,
        "start_time": times.text(occurrence.start_time),
        "duration": occurrence.duration_min,
        "status": occurrence.status.value,
    }
