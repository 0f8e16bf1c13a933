"""The bodies of webhooks: what the shapes say, what the published examples have, and byte for byte what JavaScript writes."""

import json
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from surroundings import SHARED

from doorlist.contract.events import BY_CHANGE, BY_NAME, EVENTS, RETRY_AFTER_MIN, Event
from doorlist.contract.shapes.registrants import PROFILE_FIELDS
from doorlist.model import (
    Answer,
    Meeting,
    MeetingStatus,
    MeetingType,
    Occurrence,
    OccurrenceStatus,
    Recording,
    Registrant,
    Status,
)
from doorlist.wire import events

EXAMPLES = SHARED / "contract" / "registration-webhook-examples-2026.json"
NOW = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
MEETING = Meeting(
    account_id="account",
    id=89012345678,
    uuid="4444AAAiAAAAAiAiAiiAii==",
    host_id="host",
    type=MeetingType.RECURRING_FIXED_TIME,
    topic="Course",
    agenda="",
    start_time=NOW,
    duration_min=60,
    timezone="Europe/Paris",
    password="",
    settings={},
    status=MeetingStatus.WAITING,
    created_at=NOW,
    registration_key="key",
    occurrences=(
        Occurrence("1796115600000", NOW, 60),
        Occurrence("1796202000000", NOW, 60, OccurrenceStatus.DELETED),
    ),
)
RECORDING = Recording(
    account_id="account",
    id="recording",
    uuid="uuid==",
    meeting_id=89012345678,
    host_id="host",
    topic="Course",
    type=MeetingType.SCHEDULED,
    timezone="UTC",
    start_time=NOW,
    duration_min=60,
    settings={},
    created_at=NOW,
)
PERSON = Registrant(
    account_id="account",
    roster_id="roster",
    id="registrant",
    email="ana@example.com",
    first_name="Ana",
    last_name="Lee",
    status=Status.APPROVED,
    created_at=NOW,
    profile={name: f"a {name}" for name in PROFILE_FIELDS},
    answers=(Answer("Level", "B2"),),
)
TRACKING = {"id": "5516482804110", "source_name": "general", "tracking_url": "https://desk.example/webinar/register/1"}
TYPES = {"meeting": 8, "webinar": 9, "recording": 2}

every_event = pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.name)


def payload(event: Event, person: Registrant = PERSON, *, numeric_ids: bool = False) -> dict[str, Any]:
    """What the desk tells of a registrant; a webinar is a meeting of type 9."""
    if event.kind == "recording":
        subject = events.recording(RECORDING, numeric_ids=numeric_ids)
    else:
        subject = events.meeting(MEETING, numeric_ids=numeric_ids) | {"type": TYPES[event.kind]}
    tracking = TRACKING if event.kind == "webinar" else None
    told = events.person(event, person, join_url="https://desk.example/w/1?tk=a.b", tracking=tracking)
    if event.change == "created":
        return events.registered("account", subject, told)
    return events.decided("account", "host@example.com", "host", subject, told)


def test_there_are_the_eleven_events_and_a_recording_knows_no_cancel() -> None:
    assert len(EVENTS) == len(BY_NAME) == len(BY_CHANGE) == 11
    assert ("recording", "cancelled") not in BY_CHANGE
    assert all(event.name == f"{event.kind}.registration_{event.change}" for event in EVENTS)
    assert RETRY_AFTER_MIN == (5, 20, 60)


@every_event
@pytest.mark.parametrize("numeric_ids", [False, True])
def test_what_is_told_is_what_the_shape_says(event: Event, numeric_ids: bool) -> None:
    told = payload(event, numeric_ids=numeric_ids)
    event.shape.model_validate(told)
    assert told["object"]["id"] == (89012345678 if numeric_ids else "89012345678")


@every_event
def test_the_shape_would_notice_what_is_missing_or_more(event: Event) -> None:
    told = payload(event)
    for broken in (
        {name: value for name, value in told.items() if name != "object"},
        told | {"more": 1},
        told | {"object": told["object"] | {"more": 1}},
        told | {"object": {name: value for name, value in told["object"].items() if name != "registrant"}},
        told | {"object": told["object"] | {"duration": "60"}},
    ):
        with pytest.raises(ValueError, match="validation error"):
            event.shape.model_validate(broken)


def skeleton(value: Any) -> Any:
    """The nesting, the keys and the types of a body."""
    if isinstance(value, Mapping):
        return {name: skeleton(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [skeleton(value[0])]
    return type(value).__name__


def mended(event: Event, example: dict[str, Any]) -> dict[str, Any]:
    """A published example without what the ledger calls its defects, and with what it should have had."""
    told = example["payload"]
    subject = told["object"]
    subject["id"] = str(subject["id"])  # text, as captured
    subject["registrant"].pop("participant_pin_code", None)
    if event.kind == "recording":
        assert isinstance(subject.pop("occurrences"), dict)
    if event.name == "webinar.registration_denied":
        assert example["event"] == "webinar.registration_created"
        example["event"] = event.name
    if event.name in ("webinar.registration_denied", "recording.registration_denied"):
        assert "operator" not in told
        told |= {"operator": "", "operator_id": ""}
    return example


@every_event
def test_a_body_has_the_keys_the_nesting_and_the_types_of_the_published_example(event: Event) -> None:
    if not EXAMPLES.exists():
        pytest.skip(f"{EXAMPLES} is not there")
    example = mended(event, json.loads(EXAMPLES.read_text(encoding="utf-8"))[event.name])
    body = json.loads(events.text(event.name, 1626230691572, payload(event)))
    assert skeleton(body) == skeleton(example)
    assert body["event"] == example["event"]


@every_event
def test_the_members_come_in_the_order_of_the_published_example(event: Event) -> None:
    if not EXAMPLES.exists():
        pytest.skip(f"{EXAMPLES} is not there")
    example = mended(event, json.loads(EXAMPLES.read_text(encoding="utf-8"))[event.name])["payload"]
    told = payload(event)
    assert list(told["object"]) == list(example["object"])
    assert list(told["object"]["registrant"]) == list(example["object"]["registrant"])


def test_occurrences_are_those_of_a_series_that_take_place() -> None:
    event = BY_NAME["meeting.registration_created"]
    assert payload(event)["object"]["occurrences"] == [
        {"occurrence_id": "1796115600000", "start_time": "2026-12-01T09:00:00Z"}
    ]
    alone = events.meeting(replace(MEETING, type=MeetingType.SCHEDULED), numeric_ids=False)
    assert "occurrences" not in alone


def test_what_was_left_out_is_told_as_empty() -> None:
    event = BY_NAME["meeting.registration_created"]
    told = events.person(event, replace(PERSON, profile={}, answers=(), status=Status.PENDING))
    assert (told["status"], told["join_url"], told["custom_questions"], told["city"]) == ("pending", "", [], "")
    event.shape.model_validate(events.registered("account", events.meeting(MEETING, numeric_ids=False), told))


ODD = (
    "".join(map(chr, range(0x20))),
    "\x7f\x80\xa0",
    'quote " backslash \\ slash / </script>',
    "é ß Ω 漢字 \U0001f600 \U0010ffff",
    "\u2028 \u2029 \ufeff \ufffe \u200b",
    "1e400 -0 1.0",
)


@pytest.mark.parametrize("odd", ODD, ids=ascii)
def test_a_body_is_byte_for_byte_what_javascript_writes(odd: str) -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed")
    event = BY_NAME["meeting.registration_created"]
    body = events.text(event.name, 1626230691572, payload(event, replace(PERSON, first_name=odd), numeric_ids=True))
    script = "const body = require('fs').readFileSync(0, 'utf8');process.stdout.write(JSON.stringify(JSON.parse(body)))"
    again = subprocess.run([node, "-e", script], input=body.encode(), capture_output=True, check=True, timeout=60)
    assert again.stdout == body.encode()


@pytest.mark.parametrize(
    ("char", "written"),
    [
        ("\x00", "\\u0000"),
        ("\b", "\\b"),
        ("\t", "\\t"),
        ("\n", "\\n"),
        ("\x0b", "\\u000b"),
        ("\f", "\\f"),
        ("\r", "\\r"),
        ("\x1f", "\\u001f"),
        ('"', '\\"'),
        ("\\", "\\\\"),
        ("/", "/"),
        ("\x7f", "\x7f"),
        ("é", "é"),
        ("\u2028", "\u2028"),
        ("\U0001f600", "\U0001f600"),
    ],
    ids=ascii,
)
def test_a_character_is_written_as_javascript_writes_it(char: str, written: str) -> None:
    """The same without JavaScript: what ECMA-262 says of QuoteJSONString."""
    assert events.text("e", 0, {"a": char}) == f'{{"event":"e","event_ts":0,"payload":{{"a":"{written}"}}}}'


def test_nothing_is_written_that_reading_and_writing_would_change() -> None:
    def keys(value: Any) -> list[str]:
        if isinstance(value, Mapping):
            return [*value, *(key for inner in value.values() for key in keys(inner))]
        return [key for inner in value for key in keys(inner)] if isinstance(value, list) else []

    for event in EVENTS:
        assert not [key for key in keys(payload(event)) if key.lstrip("-").isdigit()], "JavaScript would sort them"
    assert " " not in events.text("e", 0, {"a": [1, {"b": "c"}]})
