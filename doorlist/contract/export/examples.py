"""What examples show, with the sandbox's own numbers: data, and a few functions that fill in its variables.

A `{{name}}` is a variable of the Postman collection; OpenAPI shows its value.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from doorlist.contract.shapes import meetings, recordings, webinars

MEETING = "68423085"
RECORDED_MEETING = "85746065"
WEBINAR = "68423101"
_PLANNED_WEBINAR = "{{plannedWebinarId}}"
_SOURCE = "5516482804110"
_PLANNED = "{{plannedMeetingId}}"
_HOST, _HOST_EMAIL = "sandbox-host-000000000", "host@sandbox.example"
_PANELIST = "sandbox-panelist-00001"
_REGISTRANT, _RECORDING_REGISTRANT = "06F2M1Y8Q4T7W3Z9B5D0HK", "06F2M1YBR6X2V8N4C7J1PD"
_WEBHOOK, _NOTICE = "06F2M1YG3K8P5R2T7V4X9Z", "06F2M1YH6M3N8Q5S2U7W4Y"
_DESK = "https://desk.example"
_TOKEN = "tk=Wm9vbS1zaGFwZWQ.DQMAAAAABBQLLRYw"  # noqa: S105 - shortened
_JOIN_URL = f"{_DESK}/w/{MEETING}?{_TOKEN}&pwd=123456"

VARIABLES = {
    "plannedMeetingId": MEETING,
    "plannedWebinarId": WEBINAR,
    "registrantId": _REGISTRANT,
    "webinarRegistrantId": _REGISTRANT,
    "panelistId": _PANELIST,
    "sourceId": _SOURCE,
    "recordingRegistrantId": _RECORDING_REGISTRANT,
    "webhookId": _WEBHOOK,
}
"""What a collection's run keeps for the requests that follow, and what stands there before."""

QUERY = {
    "occurrence_id": "1905087600000",
    "occurrence_ids": "1905087600000,1905692400000",
    "from": "2026-11-01",
    "to": "2026-11-30",
    "timezone": "Europe/Madrid",
    "email": "ana.alvarez@example.com",
    "meeting_id": RECORDED_MEETING,
    "show_previous_occurrences": "true",
    "schedule_for_reminder": "false",
    "cancel_meeting_reminder": "false",
    "cancel_webinar_reminder": "false",
    "tracking_source_id": _SOURCE,
    "include_fields": "download_access_token",
    "ttl": "3600",
    "trash": "false",
    "webhook_id": _WEBHOOK,
}
"""Values of parameters that have no default of their own."""


class Fault(NamedTuple):
    """What is wrong with one field."""

    field: str
    message: str


FACTS: Mapping[str, object] = {
    "scopes": ("meeting:read:meeting", "meeting:read:meeting:admin"),
    "method": "GET",
    "path": "/v2/meeting",
    "allowed": ("GET", "PATCH"),
    "address_bytes_max": 8_192,
    "headers_max": 100,
    "header_bytes_max": 32_768,
    "body_bytes_max": 1_048_576,
    "reason": "The body is not JSON: expected value at line 1 column 1.",
    "media_type": "application/xml",
    "user_id": "nobody@example.com",
    "account_id": "sandbox-account",
    "meeting_id": MEETING,
    "occurrence_id": "1905087600000",
    "email": "ana.alvarez@example.com",
    "registrant_id": _REGISTRANT,
    "panelist_id": _PANELIST,
    "source_id": _SOURCE,
    "status": "denied",
    "limit": 3,
    "resets_at": "2026-11-23T00:00:00Z",
    "webhook_id": _WEBHOOK,
    "notice_id": _NOTICE,
    "webhooks_max": 20,
    "url": "https://receiver.example/doorlist",
}
"""A value of each fact that an answer's wording names."""


@dataclass(frozen=True, slots=True)
class Example:
    """A call of one operation, and its success.

    `fault` is a field that may be wrong in it. `kept` names the reply's members that later calls need: variable, member.
    """

    path: Mapping[str, str] = field(default_factory=dict)
    body: Mapping[str, object] | None = None
    reply: Mapping[str, object] | None = None
    fault: Fault | None = None
    kept: Mapping[str, str] = field(default_factory=dict)


def path(operation: str) -> Mapping[str, str]:
    """The values of an operation's path, variables filled in."""
    return {name: _filled(value) for name, value in OPERATIONS[operation].path.items()}


def body(operation: str) -> object:
    """The body of an operation's call, variables filled in."""
    return _filled_within(OPERATIONS[operation].body)


def _filled(text: str) -> str:
    return re.sub(r"\{\{(\w+)\}\}", lambda found: VARIABLES[found[1]], text)


def _filled_within(value: object) -> object:
    if isinstance(value, Mapping):
        return {name: _filled_within(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_filled_within(inner) for inner in value]
    return _filled(value) if isinstance(value, str) else value


def _page(**members: object) -> dict[str, object]:
    return {"next_page_token": "", "page_count": 1, "page_number": 1, "page_size": 30, "total_records": 1, **members}


_PAGE_SIZE = Fault("page_size", "Invalid field. It should be greater than or equal to 1.")
_EMAIL = Fault("email", "Invalid field. It must be an email address, such as name@example.com.")
_APPROVAL = Fault("settings.approval_type", "Invalid field. It should be 0, 1 or 2.")
_OCCURRENCE = Fault("occurrence_id", "Invalid field. It should have at most 255 characters.")
_QUESTION = Fault("custom_questions[0].title", "Invalid field. It must not be blank.")

_USER = {
    "id": _HOST,
    "first_name": "Harriet",
    "last_name": "Host",
    "display_name": "Harriet Host",
    "email": _HOST_EMAIL,
    "type": 2,
    "role_id": "0",
    "role_name": "Owner",
    "pmi": 5551234567,
    "use_pmi": False,
    "timezone": "UTC",
    "language": "en-US",
    "status": "active",
    "created_at": "2026-11-21T08:00:00Z",
    "user_created_at": "2026-11-21T08:00:00Z",
    "verified": 1,
    "dept": "",
}
_LISTED = {
    "uuid": "andbox+meeting68423085==",
    "id": int(MEETING),
    "host_id": _HOST,
    "topic": "Pottery for beginners",
    "type": 2,
    "start_time": "2030-05-14T15:00:00Z",
    "duration": 90,
    "timezone": "Europe/Madrid",
    "agenda": "Clay, wheel and kiln.",
    "created_at": "2026-11-21T08:00:00Z",
    "join_url": f"{_DESK}/j/{MEETING}?pwd=123456",
}
_MEETING = {
    **_LISTED,
    "host_email": _HOST_EMAIL,
    "status": "waiting",
    "start_url": f"{_DESK}/s/{MEETING}?zak=c3RhcnQ.DQMAAAAABBQLLRYw",
    "registration_url": f"{_DESK}/meeting/register/sandbox-{MEETING}",
    "password": "123456",
    "h323_password": "123456",
    "pstn_password": "123456",
    "encrypted_password": "123456",
    "tracking_fields": [],
    "settings": {**meetings.SETTINGS_DEFAULT, "approval_type": 1},
    "pre_schedule": False,
    "creation_source": "open_api",
}
_PERSON = {
    "email": "ana.alvarez@example.com",
    "first_name": "Ana",
    "last_name": "Alvarez",
    "city": "Cádiz",
    "country": "ES",
    "org": "Taller del Sur",
    "job_title": "Potter",
    "custom_questions": [{"title": "Have you thrown a pot before?", "value": "Yes"}],
}
_PROFILE = {
    **dict.fromkeys(("address", "state", "zip", "phone", "comments", "industry", "no_of_employees"), ""),
    "purchasing_time_frame": "",
    "role_in_purchase_process": "",
    **_PERSON,
}
_NAMED = {name: _PERSON[name] for name in ("email", "first_name", "last_name")}
_SHOWN = {"id": _REGISTRANT, **_NAMED, "status": "approved", **_PROFILE}
_OF_MEETING = {
    "id": _REGISTRANT,
    **_NAMED,
    "status": "approved",
    "create_time": "2026-11-21T09:30:00Z",
    "join_url": _JOIN_URL,
    **_PROFILE,
}
_OF_RECORDING = {**_SHOWN, "id": _RECORDING_REGISTRANT}
_QUESTIONS = {
    "custom_questions": [
        {
            "title": "Have you thrown a pot before?",
            "type": "single",
            "required": False,
            "answers": ["Yes", "No"],
        }
    ],
    "questions": [{"field_name": "last_name", "required": True}, {"field_name": "city", "required": False}],
}
_LISTED_WEBINAR = {
    **_LISTED,
    "uuid": "andbox+meeting68423101==",
    "id": int(WEBINAR),
    "topic": "What clay remembers",
    "type": 5,
    "join_url": f"{_DESK}/j/{WEBINAR}?pwd=123456",
}
_WEBINAR = {
    **_LISTED_WEBINAR,
    "host_email": _HOST_EMAIL,
    "start_url": f"{_DESK}/s/{WEBINAR}?zak=c3RhcnQ.DQMAAAAABBQLLRYw",
    "registration_url": f"{_DESK}/webinar/register/WN_sandbox-00000068423101",
    "password": "123456",
    "h323_passcode": "123456",
    "encrypted_passcode": "123456",
    "tracking_fields": [],
    "settings": {**webinars.SETTINGS_DEFAULT, "approval_type": 1},
    "is_simulive": False,
    "creation_source": "open_api",
}
_WEBINAR_JOIN_URL = f"{_DESK}/w/{WEBINAR}?{_TOKEN}&pwd=123456&uuid=WN_sandbox-00000068423101"
_OF_WEBINAR = {**_OF_MEETING, "join_url": _WEBINAR_JOIN_URL}
_WEBINAR_QUESTIONS = {
    "custom_questions": [
        {"title": "How did you hear of us?", "type": "single_radio", "required": False, "answers": ["Friends", "Web"]}
    ],
    "questions": [{"field_name": "last_name", "required": True}, {"field_name": "org", "required": False}],
}
_TRACKING_SOURCE = {
    "id": _SOURCE,
    "source_name": "Newsletter",
    "tracking_url": f"{_DESK}/webinar/register/{_SOURCE}/WN_sandbox-00000068423101",
    "registration_count": 12,
    "visitor_count": 40,
}
_RECORDING = {
    "uuid": "andbox+meeting85746065==",
    "id": int(RECORDED_MEETING),
    "account_id": "sandbox-account",
    "host_id": _HOST,
    "topic": "Was recorded",
    "type": "2",
    "start_time": "2026-11-20T08:00:00Z",
    "timezone": "UTC",
    "duration": 60,
    "total_size": 1_048_576,
    "recording_count": 1,
    "share_url": f"{_DESK}/rec/share/sandbox-account/sandbox-recording-0001",
    "auto_delete": False,
    "recording_play_passcode": "12345678",
    "recording_files": [
        {
            "id": "sandbox-file-000000001",
            "meeting_id": "andbox+meeting85746065==",
            "recording_start": "2026-11-20T08:00:00Z",
            "recording_end": "2026-11-20T09:00:00Z",
            "file_type": "MP4",
            "file_extension": "MP4",
            "file_size": 1_048_576,
            "play_url": "https://media.example/sandbox/recording.mp4",
            "download_url": "https://media.example/sandbox/recording.mp4",
            "status": "completed",
            "recording_type": "shared_screen_with_speaker_view",
        }
    ],
}
_RECORDING_ALONE = {**_RECORDING, "password": "12345678", "participant_audio_files": []}

_RECEIVER = {
    "webhook_id": _WEBHOOK,
    "url": "https://receiver.example/doorlist",
    "events": ["meeting.registration_created", "meeting.registration_approved"],
    "state": "off",
    "reason": "",
    "created_at": "2026-11-21T08:00:00Z",
    "validated_at": "",
}
_TOLD = {
    "notice_id": _NOTICE,
    "webhook_id": _WEBHOOK,
    "event": "meeting.registration_created",
    "state": "waiting",
    "created_at": "2026-11-21T09:30:00Z",
    "next_try_at": "2026-11-21T09:35:00Z",
    "tries": [{"at": "2026-11-21T09:30:00Z", "status": 500, "reason": "it answered 500", "took_ms": 12}],
}
_EVENTS = Fault(
    "events[0]",
    "Invalid field. It must be `all`, `meeting.*` or the name of an event, such as meeting.registration_created.",
)

OPERATIONS: Mapping[str, Example] = {
    # --- users ---
    "users": Example(reply=_page(users=[_USER]), fault=_PAGE_SIZE),
    "user": Example(
        path={"userId": "me"},
        reply={
            **_USER,
            "account_id": "sandbox-account",
            "account_number": 1000001,
            "cluster": "desk",
            "personal_meeting_url": f"{_DESK}/j/5551234567",
            "login_types": [],
        },
    ),
    # --- meetings ---
    "meetings": Example(path={"userId": "me"}, reply=_page(meetings=[_LISTED]), fault=_PAGE_SIZE),
    "meetingCreate": Example(
        path={"userId": "me"},
        body={
            "topic": "Pottery for beginners",
            "agenda": "Clay, wheel and kiln.",
            "type": 2,
            "start_time": "2030-05-14T15:00:00Z",
            "duration": 90,
            "timezone": "Europe/Madrid",
            "settings": {"approval_type": 1, "registrants_email_notification": True},
        },
        reply=_MEETING,
        fault=_APPROVAL,
        kept={"plannedMeetingId": "id"},
    ),
    "meeting": Example(path={"meetingId": MEETING}, reply=_MEETING, fault=_OCCURRENCE),
    "meetingUpdate": Example(
        path={"meetingId": MEETING},
        body={"agenda": "Clay, wheel, kiln, and a break.", "duration": 120, "settings": {"approval_type": 1}},
        fault=_APPROVAL,
    ),
    "meetingDelete": Example(path={"meetingId": _PLANNED}, fault=_OCCURRENCE),
    "meetingStatus": Example(
        path={"meetingId": _PLANNED},
        body={"action": "end"},
        fault=Fault("action", "Invalid field. It should be 'end' or 'recover'."),
    ),
    # --- registrants of a meeting ---
    "meetingRegistrants": Example(
        path={"meetingId": MEETING}, reply=_page(registrants=[_OF_MEETING]), fault=_PAGE_SIZE
    ),
    "meetingRegistrantCreate": Example(
        path={"meetingId": MEETING},
        body={**_PERSON, "language": "es-ES", "auto_approve": True},
        reply={
            "id": int(MEETING),
            "registrant_id": _REGISTRANT,
            "topic": "Pottery for beginners",
            "start_time": "2030-05-14T15:00:00Z",
            "join_url": _JOIN_URL,
        },
        fault=_EMAIL,
        kept={"registrantId": "registrant_id"},
    ),
    "meetingRegistrantGet": Example(path={"meetingId": MEETING, "registrantId": "{{registrantId}}"}, reply=_OF_MEETING),
    "meetingregistrantdelete": Example(
        path={"meetingId": MEETING, "registrantId": "{{registrantId}}"}, fault=_OCCURRENCE
    ),
    "meetingRegistrantStatus": Example(
        path={"meetingId": MEETING},
        body={"action": "approve", "registrants": [{"id": "{{registrantId}}", "email": "ana.alvarez@example.com"}]},
        fault=Fault("action", "Invalid field. It should be 'approve', 'deny' or 'cancel'."),
    ),
    "addBatchRegistrants": Example(
        path={"meetingId": MEETING},
        body={
            "auto_approve": True,
            "registrants": [
                {"email": "bo.lindqvist@example.com", "first_name": "Bo", "last_name": "Lindqvist"},
                {"email": "chidi.okafor@example.com", "first_name": "Chidi", "last_name": "Okafor"},
            ],
        },
        reply={
            "registrants": [
                {"registrant_id": _REGISTRANT, "email": "bo.lindqvist@example.com", "join_url": _JOIN_URL},
                {"registrant_id": _RECORDING_REGISTRANT, "email": "chidi.okafor@example.com", "join_url": _JOIN_URL},
            ]
        },
        fault=Fault("registrants[0].email", _EMAIL.message),
    ),
    "meetingRegistrantsQuestionsGet": Example(path={"meetingId": MEETING}, reply=_QUESTIONS),
    "meetingRegistrantQuestionUpdate": Example(path={"meetingId": MEETING}, body=_QUESTIONS, fault=_QUESTION),
    # --- webinars ---
    "webinars": Example(path={"userId": "me"}, reply=_page(webinars=[_LISTED_WEBINAR]), fault=_PAGE_SIZE),
    "webinarCreate": Example(
        path={"userId": "me"},
        body={
            "topic": "What clay remembers",
            "agenda": "Clay, wheel and kiln.",
            "type": 5,
            "start_time": "2030-05-14T15:00:00Z",
            "duration": 90,
            "timezone": "Europe/Madrid",
            "settings": {"approval_type": 1, "registrants_restrict_number": 500},
        },
        reply=_WEBINAR,
        fault=_APPROVAL,
        kept={"plannedWebinarId": "id"},
    ),
    "webinar": Example(path={"webinarId": WEBINAR}, reply=_WEBINAR, fault=_OCCURRENCE),
    "webinarUpdate": Example(
        path={"webinarId": WEBINAR},
        body={"agenda": "Clay, wheel, kiln, and a break.", "duration": 120, "settings": {"approval_type": 1}},
        fault=_APPROVAL,
    ),
    "webinarDelete": Example(path={"webinarId": _PLANNED_WEBINAR}, fault=_OCCURRENCE),
    "webinarStatus": Example(
        path={"webinarId": _PLANNED_WEBINAR},
        body={"action": "end"},
        fault=Fault("action", "Invalid field. It should be 'end'."),
    ),
    "webinarRegistrants": Example(
        path={"webinarId": WEBINAR}, reply=_page(registrants=[_OF_WEBINAR]), fault=_PAGE_SIZE
    ),
    "webinarRegistrantCreate": Example(
        path={"webinarId": WEBINAR},
        body={**_PERSON, "language": "es-ES", "source_id": _SOURCE},
        reply={
            "id": int(WEBINAR),
            "registrant_id": _REGISTRANT,
            "topic": "What clay remembers",
            "start_time": "2030-05-14T15:00:00Z",
        },
        fault=_EMAIL,
        kept={"webinarRegistrantId": "registrant_id"},
    ),
    "webinarRegistrantGet": Example(
        path={"webinarId": WEBINAR, "registrantId": "{{webinarRegistrantId}}"},
        reply={**_OF_WEBINAR, "language": "es-ES"},
        fault=_OCCURRENCE,
    ),
    "deleteWebinarRegistrant": Example(
        path={"webinarId": WEBINAR, "registrantId": "{{webinarRegistrantId}}"}, fault=_OCCURRENCE
    ),
    "webinarRegistrantStatus": Example(
        path={"webinarId": WEBINAR},
        body={"action": "approve", "registrants": [{"id": "{{webinarRegistrantId}}"}]},
        fault=Fault("action", "Invalid field. It should be 'approve', 'deny' or 'cancel'."),
    ),
    "addBatchWebinarRegistrants": Example(
        path={"webinarId": WEBINAR},
        body={
            "auto_approve": True,
            "registrants": [
                {"email": "bo.lindqvist@example.com", "first_name": "Bo", "last_name": "Lindqvist"},
                {"email": "chidi.okafor@example.com", "first_name": "Chidi", "last_name": "Okafor"},
            ],
        },
        reply={
            "registrants": [
                {"registrant_id": _REGISTRANT, "email": "bo.lindqvist@example.com", "join_url": _WEBINAR_JOIN_URL},
                {
                    "registrant_id": _RECORDING_REGISTRANT,
                    "email": "chidi.okafor@example.com",
                    "join_url": _WEBINAR_JOIN_URL,
                },
            ]
        },
        fault=Fault("registrants[0].email", _EMAIL.message),
    ),
    "webinarRegistrantsQuestionsGet": Example(path={"webinarId": WEBINAR}, reply=_WEBINAR_QUESTIONS),
    "webinarRegistrantQuestionUpdate": Example(path={"webinarId": WEBINAR}, body=_WEBINAR_QUESTIONS, fault=_QUESTION),
    "getTrackingSources": Example(
        path={"webinarId": WEBINAR}, reply={"total_records": 12, "tracking_sources": [_TRACKING_SOURCE]}
    ),
    "trackingSourceCreate": Example(
        path={"webinarId": WEBINAR},
        body={"source_name": "Newsletter"},
        reply={**_TRACKING_SOURCE, "registration_count": 0, "visitor_count": 0},
        fault=Fault("source_name", "Invalid field. It must not be blank."),
        kept={"sourceId": "id"},
    ),
    "trackingSourceDelete": Example(path={"webinarId": WEBINAR, "sourceId": "{{sourceId}}"}),
    "webinarPanelists": Example(
        path={"webinarId": WEBINAR},
        reply={
            "total_records": 1,
            "panelists": [
                {
                    "id": _PANELIST,
                    "email": "paula.perez@example.com",
                    "name": "Paula Pérez",
                    "join_url": f"{_DESK}/w/{WEBINAR}?{_TOKEN}&pwd=123456",
                }
            ],
        },
    ),
    "webinarPanelistCreate": Example(
        path={"webinarId": WEBINAR},
        body={"panelists": [{"email": "paula.perez@example.com", "name": "Paula Pérez"}]},
        reply={"id": WEBINAR, "updated_at": "2026-11-21T08:00:00Z"},
        fault=Fault("panelists[0].email", _EMAIL.message),
    ),
    "webinarPanelistsDelete": Example(path={"webinarId": WEBINAR}),
    "webinarPanelistDelete": Example(path={"webinarId": WEBINAR, "panelistId": "{{panelistId}}"}),
    # --- recordings ---
    "recordingsList": Example(
        path={"userId": "me"},
        reply={
            "from": "2026-11-20",
            "to": "2026-11-22",
            "next_page_token": "",
            "page_count": 1,
            "page_size": 30,
            "total_records": 1,
            "meetings": [_RECORDING],
        },
        fault=Fault("from", "Invalid field. It must be a date such as 2026-12-01."),
    ),
    "recordingGet": Example(
        path={"meetingId": RECORDED_MEETING},
        reply=_RECORDING_ALONE,
        fault=Fault("ttl", "Invalid field. It should be greater than or equal to 0."),
    ),
    "recordingCreate": Example(
        path={"meetingId": MEETING},
        body={
            "play_url": "https://media.example/sandbox/recording.mp4",
            "recording_type": "shared_screen_with_speaker_view",
            "file_type": "MP4",
            "recording_start": "2026-11-20T08:00:00Z",
            "recording_end": "2026-11-20T09:00:00Z",
            "file_size": 1_048_576,
        },
        reply={**_RECORDING_ALONE, "uuid": _LISTED["uuid"], "id": int(MEETING), "topic": _LISTED["topic"]},
        fault=Fault("play_url", "Invalid field. It must be an http or https address without blanks."),
    ),
    "recordingSettingUpdate": Example(
        path={"meetingId": RECORDED_MEETING},
        reply={
            **recordings.SETTINGS_DEFAULT,
            "on_demand": True,
            "approval_type": 1,
            "password": "12345678",
            "topic": "Was recorded",
        },
    ),
    "recordingSettingsUpdate": Example(
        path={"meetingId": RECORDED_MEETING},
        body={"on_demand": True, "approval_type": 1, "viewer_download": False},
        fault=Fault("share_recording", "Invalid field. It should be 'publicly', 'internally' or 'none'."),
    ),
    # --- registrants of a recording ---
    "meetingRecordingRegistrants": Example(
        path={"meetingId": RECORDED_MEETING}, reply=_page(registrants=[_OF_RECORDING]), fault=_PAGE_SIZE
    ),
    "meetingRecordingRegistrantCreate": Example(
        path={"meetingId": RECORDED_MEETING},
        body=_PERSON,
        reply={
            "id": int(RECORDED_MEETING),
            "registrant_id": _RECORDING_REGISTRANT,
            "topic": "Was recorded",
            "share_url": f"{_DESK}/rec/share/sandbox-account/sandbox-recording-0001?{_TOKEN}",
        },
        fault=_EMAIL,
        kept={"recordingRegistrantId": "registrant_id"},
    ),
    "meetingRecordingRegistrantStatus": Example(
        path={"meetingId": RECORDED_MEETING},
        body={"action": "approve", "registrants": [{"id": "{{recordingRegistrantId}}"}]},
        fault=Fault("action", "Invalid field. It should be 'approve' or 'deny'."),
    ),
    "recordingRegistrantsQuestionsGet": Example(path={"meetingId": RECORDED_MEETING}, reply=_QUESTIONS),
    "recordingRegistrantQuestionUpdate": Example(
        path={"meetingId": RECORDED_MEETING}, body=_QUESTIONS, fault=_QUESTION
    ),
    # --- webhooks ---
    "webhooks": Example(reply={"webhooks": [_RECEIVER]}),
    "webhookCreate": Example(
        body={"url": _RECEIVER["url"], "events": _RECEIVER["events"], "state": "off"},
        reply={
            **_RECEIVER,
            "secret": "whsec_c2hvd24gb25jZSBhbmQga2VwdCBieSB5b3U=",
            "standard_secret": "whsec_c2hvd24gb25jZSBhbmQga2VwdCBieSB5b3U=",
        },
        fault=_EVENTS,
        kept={"webhookId": "webhook_id"},
    ),
    "webhook": Example(path={"webhookId": "{{webhookId}}"}, reply=_RECEIVER),
    "webhookUpdate": Example(path={"webhookId": "{{webhookId}}"}, body={"events": ["meeting.*"]}, fault=_EVENTS),
    "webhookDelete": Example(path={"webhookId": "{{webhookId}}"}),
    "webhookValidate": Example(
        path={"webhookId": "{{webhookId}}"},
        reply={**_RECEIVER, "reason": "cannot find the address of receiver.example"},
    ),
    "webhookReplay": Example(
        path={"webhookId": "{{webhookId}}"},
        body={"since_hours": 2},
        reply={"replayed": 3},
        fault=Fault("since_hours", "Invalid field. It should be greater than or equal to 1."),
    ),
    "webhookDeliveries": Example(reply=_page(deliveries=[_TOLD]), fault=_PAGE_SIZE),
    "webhookResend": Example(path={"noticeId": _NOTICE}),
}
"""An example of each operation; a test sees to it that none is without, and that each is what its shape says."""
