"""Webhooks as data: the eleven events, how a delivery is signed, what counts as delivered, and when it is tried again."""

from dataclasses import dataclass

from pydantic import BaseModel

from doorlist.contract.shapes import events as shapes

DEADLINE_S = 3
"""A delivery is over after this: connecting, TLS and the answer's status line and headers."""
RETRY_AFTER_MIN = (5, 20, 60)
"""How long after a failed try the next one comes; after the last of these the notice has failed, and is kept."""
REVALIDATE_AFTER_H = 72
"""How long an address counts as validated."""
RECHECK_AFTER_MIN = 5
"""How long after a failed validation the next one comes (chosen by us: the contract is silent)."""
WEBHOOKS_MAX = 20
"""Webhooks of an account."""
VALIDATION = "endpoint.url_validation"
"""The event that asks a receiver whether it has the secret."""
SECRET_PREFIX = "whsec_"  # noqa: S105 - what Standard Webhooks puts before a key


@dataclass(frozen=True, slots=True)
class Event:
    """One event: what happened (`created`, `approved`, `denied`, `cancelled`) to a registrant of a kind of roster.

    `shape` is the payload's. `grade` says how well it is known that the event looks like this.
    """

    name: str
    kind: str
    change: str
    shape: type[BaseModel]
    source: str
    grade: str
    notes: str = ""


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature that every delivery has: its header, what is signed, under which key, and where that is known from."""

    header: str
    form: str
    signed: str
    key: str
    source: str


_W26 = "public event specification of 2026-08"
_NO_PIN = "No participant_pin_code: this desk has no telephones."

EVENTS = (
    Event("meeting.registration_created", "meeting", "created", shapes.MeetingRegistered, _W26, "D", _NO_PIN),
    Event("meeting.registration_approved", "meeting", "approved", shapes.MeetingApproved, _W26, "D", _NO_PIN),
    Event("meeting.registration_cancelled", "meeting", "cancelled", shapes.MeetingDecided, _W26, "D"),
    Event("meeting.registration_denied", "meeting", "denied", shapes.MeetingDecided, _W26, "D"),
    Event("webinar.registration_created", "webinar", "created", shapes.WebinarRegistered, _W26, "D"),
    Event("webinar.registration_approved", "webinar", "approved", shapes.WebinarApproved, _W26, "D"),
    Event("webinar.registration_cancelled", "webinar", "cancelled", shapes.WebinarDecided, _W26, "D"),
    Event(
        "webinar.registration_denied",
        "webinar",
        "denied",
        shapes.WebinarDecided,
        _W26,
        "D",
        "The published example is a copy of webinar.registration_created, without an operator; the schema is followed.",
    ),
    Event(
        "recording.registration_created",
        "recording",
        "created",
        shapes.RecordingRegistered,
        _W26,
        "D",
        "The published example has `occurrences` as an object, which the schema does not have; it is left out.",
    ),
    Event(
        "recording.registration_approved",
        "recording",
        "approved",
        shapes.RecordingDecided,
        _W26,
        "D",
        "The published example has `occurrences` as an object, which the schema does not have; it is left out.",
    ),
    Event(
        "recording.registration_denied",
        "recording",
        "denied",
        shapes.RecordingDecided,
        _W26,
        "D",
        "The published example has no operator, which the schema requires, and `occurrences` as an object.",
    ),
)
"""Every event there is. A recording knows no cancel."""

BY_NAME = {event.name: event for event in EVENTS}
BY_CHANGE = {(event.kind, event.change): event for event in EVENTS}

SIGNATURES = (
    Signature(
        "x-zm-signature",
        "v0= and the HMAC-SHA256 in hex",
        "v0:{x-zm-request-timestamp}:{body}",
        "the secret's text",
        "webhook documentation and a published receiver",
    ),
    Signature(
        "webhook-signature",
        "v1, and the HMAC-SHA256 in base64",
        "{webhook-id}.{webhook-timestamp}.{body}",
        "the bytes that whsec_ stands before, in base64; of a secret without it, its text",
        "Standard Webhooks 1.0",
    ),
)
"""Both are on every delivery. The times are epoch seconds, new on each try; the ids stay the same."""
