"""Where each operation of the contract is found in the client, and what its arguments are about."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from doorlist.contract.shapes import questions, recordings, registrants


class Kind(Enum):
    """How a method goes about its operation."""

    CALL = "one call"
    PAGE = "a page of a list; `iter` goes over all of them"
    ADD = "looked up before it is repeated"
    BATCH = "any number of people, cut"
    DECIDE = "any number of registrants, cut"


@dataclass(frozen=True, slots=True)
class Method:
    """A method of the client.

    `fixed` are members of the body that the method's name says. `positional` are arguments beside those of the path
    that need no name. `iter` is the name of the method over all pages, `summary` replaces the operation's.
    """

    place: str
    verb: str
    operation: str
    kind: Kind = Kind.CALL
    fixed: Mapping[str, str] = field(default_factory=dict)
    positional: tuple[str, ...] = ()
    iter: str = "iter"
    summary: str = ""


def _roster(place: str, *, of: str, operations: Mapping[str, str], actions: tuple[str, ...]) -> tuple[Method, ...]:
    decisions = {"approve": "Let registrants in", "deny": "Turn registrants away", "cancel": "Cancel registrations"}
    add = Method(place, "add", operations["add"], Kind.ADD)
    batch = (
        (Method(place, "add_batch", operations["batch"], Kind.BATCH, summary=f"Register any number of people to {of}"),)
        if "batch" in operations
        else ()
    )
    alone = (
        (Method(place, "get", operations["get"]), Method(place, "remove", operations["remove"]))
        if "get" in operations
        else ()
    )
    decide = (
        Method(
            place,
            "set_status",
            operations["status"],
            Kind.DECIDE,
            summary=f"{', '.join(actions[:-1])} or {actions[-1]} any number of registrants of {of}".capitalize(),
        ),
        *(
            Method(
                place,
                action,
                operations["status"],
                Kind.DECIDE,
                fixed={"action": action},
                summary=f"{decisions[action]}, any number of them",
            )
            for action in actions
        ),
    )
    return (
        Method(place, "list", operations["list"], Kind.PAGE),
        add,
        *batch,
        *alone,
        *decide,
        Method(place, "questions", operations["questions"]),
        Method(place, "update_questions", operations["update_questions"]),
    )


METHODS = (
    Method("users", "list", "users", Kind.PAGE),
    Method("users", "get", "user"),
    # --- meetings ---
    Method("meetings", "list", "meetings", Kind.PAGE),
    Method("meetings", "create", "meetingCreate"),
    Method("meetings", "get", "meeting"),
    Method("meetings", "update", "meetingUpdate"),
    Method("meetings", "delete", "meetingDelete"),
    Method("meetings", "end", "meetingStatus", fixed={"action": "end"}, summary="End a meeting"),
    Method(
        "meetings",
        "recover",
        "meetingStatus",
        fixed={"action": "recover"},
        summary="Recover a meeting that was deleted or ended",
    ),
    *_roster(
        "meetings.registrants",
        of="a meeting",
        actions=("approve", "deny", "cancel"),
        operations={
            "list": "meetingRegistrants",
            "add": "meetingRegistrantCreate",
            "batch": "addBatchRegistrants",
            "get": "meetingRegistrantGet",
            "remove": "meetingregistrantdelete",
            "status": "meetingRegistrantStatus",
            "questions": "meetingRegistrantsQuestionsGet",
            "update_questions": "meetingRegistrantQuestionUpdate",
        },
    ),
    # --- webinars ---
    Method("webinars", "list", "webinars", Kind.PAGE),
    Method("webinars", "create", "webinarCreate"),
    Method("webinars", "get", "webinar"),
    Method("webinars", "update", "webinarUpdate"),
    Method("webinars", "delete", "webinarDelete"),
    Method("webinars", "end", "webinarStatus", fixed={"action": "end"}),
    *_roster(
        "webinars.registrants",
        of="a webinar",
        actions=("approve", "deny", "cancel"),
        operations={
            "list": "webinarRegistrants",
            "add": "webinarRegistrantCreate",
            "batch": "addBatchWebinarRegistrants",
            "get": "webinarRegistrantGet",
            "remove": "deleteWebinarRegistrant",
            "status": "webinarRegistrantStatus",
            "questions": "webinarRegistrantsQuestionsGet",
            "update_questions": "webinarRegistrantQuestionUpdate",
        },
    ),
    Method("webinars.tracking_sources", "list", "getTrackingSources"),
    Method("webinars.tracking_sources", "create", "trackingSourceCreate", positional=("source_name",)),
    Method("webinars.tracking_sources", "remove", "trackingSourceDelete"),
    Method("webinars.panelists", "list", "webinarPanelists"),
    Method("webinars.panelists", "add", "webinarPanelistCreate", positional=("panelists",)),
    Method("webinars.panelists", "remove", "webinarPanelistDelete"),
    Method("webinars.panelists", "remove_all", "webinarPanelistsDelete"),
    # --- recordings ---
    Method("recordings", "list", "recordingsList", Kind.PAGE),
    Method("recordings", "get", "recordingGet"),
    Method("recordings", "create", "recordingCreate"),
    Method("recordings", "settings", "recordingSettingUpdate"),
    Method("recordings", "update_settings", "recordingSettingsUpdate"),
    *_roster(
        "recordings.registrants",
        of="a recording",
        actions=("approve", "deny"),
        operations={
            "list": "meetingRecordingRegistrants",
            "add": "meetingRecordingRegistrantCreate",
            "status": "meetingRecordingRegistrantStatus",
            "questions": "recordingRegistrantsQuestionsGet",
            "update_questions": "recordingRegistrantQuestionUpdate",
        },
    ),
    # --- webhooks ---
    Method("webhooks", "list", "webhooks"),
    Method("webhooks", "create", "webhookCreate"),
    Method("webhooks", "get", "webhook"),
    Method("webhooks", "update", "webhookUpdate"),
    Method("webhooks", "delete", "webhookDelete"),
    Method("webhooks", "validate", "webhookValidate"),
    Method("webhooks", "replay", "webhookReplay", positional=("since_hours",)),
    Method("webhooks", "deliveries", "webhookDeliveries", Kind.PAGE, iter="iter_deliveries"),
    Method("webhooks", "resend", "webhookResend"),
)

PLACES = {
    "users": ("Users", "The users of the account."),
    "meetings": ("Meetings", "Meetings; `registrants` are theirs."),
    "meetings.registrants": ("MeetingRegistrants", "The registrants of a meeting."),
    "webinars": ("Webinars", "Webinars; `registrants`, `tracking_sources` and `panelists` are theirs."),
    "webinars.registrants": ("WebinarRegistrants", "The registrants of a webinar."),
    "webinars.tracking_sources": ("TrackingSources", "Where a webinar's registrants come from."),
    "webinars.panelists": ("Panelists", "Who speaks at a webinar."),
    "recordings": ("Recordings", "Recordings; `registrants` are theirs."),
    "recordings.registrants": ("RecordingRegistrants", "The registrants of a recording."),
    "webhooks": ("Webhooks", "Where notices of events go, and what became of them (extension of Doorlist)."),
}
"""The class of each place, and what it is for."""

PATH_ARGUMENTS = {
    "userId": ("user_id", "str", "A user's id or email, or `me`: the token's own."),
    "meetingId": ("meeting_id", "int | str", "The meeting's number, or its uuid."),
    "webinarId": ("webinar_id", "int | str", "The webinar's number, or its uuid."),
    "registrantId": ("registrant_id", "str", "The registrant's id."),
    "sourceId": ("source_id", "str", "The tracking source's id."),
    "panelistId": ("panelist_id", "str", "The panelist's id."),
    "webhookId": ("webhook_id", "str", "The webhook's id."),
    "noticeId": ("notice_id", "str", "The notice's id."),
}
"""What stands for each part of an address: name, type, and what it is."""

CHOICES: Mapping[str, Any] = {
    "Employees": registrants.Employees,
    "TimeFrame": registrants.TimeFrame,
    "Role": registrants.Role,
    "Language": registrants.Language,
    "FieldName": questions.FieldName,
    "RecordingType": recordings.RecordingType,
    "FileType": recordings.FileType,
}
"""Names of arguments' types that may be one of many values."""

BODY_NAMES = {
    "BatchRegistrant": "BatchPerson",
    "RegistrantPointer": "Pointer",
    "RecordingRegistrantPointer": "RecordingPointer",
}
"""The names in the client of what requests hold, where they are not the contract's."""

REPLY_NAMES = {"AnswerReply": "CustomAnswer"}
"""The same of what replies hold; there the contract's names lose their `Reply`."""

NEEDED = frozenset(
    {
        ("RegistrantCreated", "registrant_id"),
        ("RecordingRegistrantCreated", "registrant_id"),
        ("BatchEntry", "registrant_id"),
        ("Registrant", "id"),
        ("WebinarRegistrant", "id"),
        ("RecordingRegistrant", "id"),
        ("Meeting", "id"),
        ("MeetingListed", "id"),
        ("Webinar", "id"),
        ("WebinarListed", "id"),
        ("Webhook", "webhook_id"),
        ("WebhookCreated", "webhook_id"),
        ("Notice", "notice_id"),
        ("TrackingSource", "id"),
        ("Panelist", "id"),
    }
)
"""Members without which a reply says nothing."""

ERROR_OF = {
    "TokenMissing": "Unauthorized",
    "TokenInvalid": "Unauthorized",
    "TokenExpired": "Unauthorized",
    "ScopeMissing": "MissingScope",
    "AccountElsewhere": "NotAllowed",
    "RateExceeded": "RateLimited",
    "DailyLimitReached": "DailyLimit",
    "RegistrantCapReached": "DailyLimit",
    "HostCapReached": "DailyLimit",
    "RouteUnknown": "NotFound",
    "MethodUnknown": "NotFound",
    "AddressTooLong": "ValidationFailed",
    "HeadTooLarge": "ValidationFailed",
    "BodyTooLarge": "ValidationFailed",
    "BodyUnreadable": "ValidationFailed",
    "MediaTypeUnknown": "ValidationFailed",
    "FieldsInvalid": "ValidationFailed",
    "PageTokenInvalid": "ValidationFailed",
    "UserNotFound": "UserNotFound",
    "HostMissing": "UserNotFound",
    "UserElsewhere": "NotAllowed",
    "NotHost": "NotAllowed",
    "HostUnlicensed": "NotAllowed",
    "MeetingNotFound": "MeetingNotFound",
    "KindMismatch": "KindNotSupported",
    "NotScheduled": "KindNotSupported",
    "OccurrenceNotFound": "NotFound",
    "PanelistNotFound": "NotFound",
    "TrackingSourceNotFound": "NotFound",
    "RecordingNotFound": "RecordingNotFound",
    "RegistrationOff": "RegistrationNotEnabled",
    "MeetingOver": "RegistrationClosed",
    "CapacityReached": "CapacityReached",
    "HostCannotRegister": "HostCannotRegister",
    "PanelistCannotRegister": "PanelistCannotRegister",
    "RegistrantBlocked": "RegistrantBlocked",
    "RegistrantNotFound": "RegistrantNotFound",
    "RegistrantsNotFound": "RegistrantNotFound",
    "WebhookNotFound": "NotFound",
    "NoticeNotFound": "NotFound",
    "WebhooksFull": "NotAllowed",
    "ReceiverUnproven": "ValidationFailed",
    "StorageUnavailable": "ServerError",
}
"""The class of the error that each refusal of the contract becomes."""

RAISED_FOR = {
    "AccountElsewhere": "the address names an account that is not the token's",
    "UserElsewhere": "the meeting belongs to another account",
    "NotHost": "a user's own token, and the meeting is somebody else's",
    "HostUnlicensed": "the host's plan has no registration, or no webinars",
    "HostMissing": "the meeting's host is no user any more",
    "UserNotFound": "there is no such user",
    "MeetingNotFound": "there is no such meeting or webinar",
    "RecordingNotFound": "the meeting has no recording",
    "KindMismatch": "a webinar's number where a meeting's belongs, or the other way round",
    "NotScheduled": "the meeting or webinar does not take place once at a fixed time",
    "OccurrenceNotFound": "the series has no such occurrence",
    "PanelistNotFound": "there is no such panelist",
    "TrackingSourceNotFound": "there is no such tracking source",
    "RegistrationOff": "nobody can register to it",
    "MeetingOver": "it is over",
    "CapacityReached": "it is full",
    "HostCannotRegister": "the email is the host's",
    "PanelistCannotRegister": "the email is a panelist's",
    "RegistrantBlocked": "the email was denied before",
    "RegistrantNotFound": "there is no such registrant",
    "RegistrantsNotFound": "none of the registrants is on the roster",
    "RegistrantCapReached": "one registrant's calls of the day are used up",
    "HostCapReached": "one host's changes of the day are used up",
    "FieldsInvalid": "an argument is outside of its limits",
    "PageTokenInvalid": "the page token is not good any more: begin again",
    "WebhookNotFound": "there is no such webhook",
    "NoticeNotFound": "there is no such notice",
    "WebhooksFull": "the account has as many webhooks as it may have",
    "ReceiverUnproven": "the address did not answer the challenge",
}
"""When each refusal comes, in words for who calls a method."""

ABOUT = {
    "page_size": "Records in a page.",
    "page_number": "The page, from 1.",
    "next_page_token": "Where the page before this one ended.",
    "address": "Street address.",
    "city": "City.",
    "state": "State or province.",
    "zip": "Postal code.",
    "country": "Country, as a code of two letters.",
    "phone": "Telephone number.",
    "comments": "What the registrant wants to say or ask.",
    "industry": "Line of business.",
    "job_title": "Position.",
    "no_of_employees": "How many people the organization employs.",
    "org": "Organization.",
    "purchasing_time_frame": "When they mean to buy.",
    "role_in_purchase_process": "Their part in buying.",
    "custom_questions": "Answers to the host's own questions.",
    "first_name": "Given name.",
    "last_name": "Family name.",
    "email": "One email is one registrant, whatever its case.",
    "auto_approve": "Approve at once; counts only where the host approves by hand (approval_type 1).",
    "registrants_confirmation_email": "Mail registrants that they are registered.",
    "registrants_email_notification": "Mail registrants when something changes.",
    "action": "What to decide.",
    "topic": "What it is about.",
    "agenda": "What is planned, in more words.",
    "password": "The passcode to join: letters, digits and @ - _ *.",
    "recurrence": "How a series repeats.",
    "tracking_fields": "Fields that the account tracks meetings by.",
    "settings": "Its settings; those that matter here are approval_type and registration_type.",
    "default_password": "Have a passcode made.",
    "default_passcode": "Have a passcode made.",
    "schedule_for_reminder": "Mail who planned it for the host.",
    "cancel_meeting_reminder": "Mail the registrants that it is cancelled.",
    "cancel_webinar_reminder": "Mail registrants and panelists that it is cancelled.",
    "from_": "The first day.",
    "to": "The last day.",
    "timezone": "The IANA zone that days are meant in.",
    "include_fields": "More members to add to the reply, such as `download_access_token`.",
    "ttl": "How long such a download token lasts, in seconds.",
    "meeting_id": "Only those of this meeting.",
    "trash": "Those in the trash instead.",
    "mc": "Those that went through a meeting connector.",
    "trash_type": "What kind of trash: `meeting_recordings` or `recording_file`.",
    "recording_type": "What was recorded.",
    "file_type": "The kind of file.",
    "download_url": "Where the file is to be had.",
    "recording_authentication": "Let only signed-in people view it.",
    "authentication_option": "The id of the way to sign in.",
    "authentication_domains": "Domains whose users may view or join, separated by commas.",
    "send_email_to_host": "Mail the host when somebody registers.",
    "show_social_share_buttons": "Show buttons to share it.",
    "share_recording": "Who can see it.",
    "viewer_download": "Viewers may download it.",
    "questions": "The standard fields that are asked.",
    "panelists": "Who is to speak: dicts with `email` and `name`.",
    "url": "Where notices go.",
    "events": "Names of events, `meeting.*` for a kind's, or `all`.",
    "type": "What kind.",
}
"""What an argument is, where the contract's shape does not say it."""

ABOUT_HERE = {
    ("meetings", "type"): "Which of them.",
    ("webinars", "type"): "Which of them.",
    ("meetingCreate", "type"): "1 instant, 2 scheduled (the default), 3 recurring without a fixed time, 8 a series.",
    ("meetingUpdate", "type"): "1 instant, 2 scheduled, 3 recurring without a fixed time, 8 a series.",
    ("webinarCreate", "type"): "5 takes place once (the default), 6 is recurring without a fixed time, 9 a series.",
    ("webinarUpdate", "type"): "5 takes place once, 6 is recurring without a fixed time, 9 a series.",
    ("meetingRegistrantQuestionUpdate", "custom_questions"): "The host's own questions.",
    ("webinarRegistrantQuestionUpdate", "custom_questions"): "The host's own questions.",
    ("recordingRegistrantQuestionUpdate", "custom_questions"): "The host's own questions.",
    ("webhookUpdate", "state"): "`off` keeps it and sends nothing; `active` turns it on.",
}
"""The same for one operation's argument."""

ABOUT_WHOLE = {
    ("", "page_size"): "Records in a page, 1 to 300; 30 where it is not given.",
    ("users", "page_size"): "Records in a page, 1 to 2,000; 30 where it is not given.",
    ("", "page_number"): "The page, from 1; `next_page_token` wins over it.",
    ("", "next_page_token"): "Where the page before this one ended, from its reply.",
    ("", "occurrence_id"): "The occurrence of a series that is meant, by its id; all of it where it is not given.",
    (
        "",
        "occurrence_ids",
    ): "The occurrences of a series to register for: ids, separated by commas; all where not given.",
    ("", "start_time"): "A time such as 2026-12-01T09:00:00Z, in UTC; without Z it is local to `timezone`.",
    ("recordingsList", "meeting_id"): "Only those of the meeting with this number.",
    ("recordingsList", "from_"): "The first day, such as 2026-12-01.",
    ("recordingsList", "to"): "The last day, such as 2026-12-31.",
    ("meetings", "from_"): "The first day, such as 2026-12-01.",
    ("meetings", "to"): "The last day, such as 2026-12-31.",
    ("webhookCreate", "secret"): "Signs deliveries: 16 to 255 characters of ASCII; made by the desk where not given.",
    ("webhookCreate", "url"): "An https address; http to a private one, where the desk allows those.",
    ("webhookUpdate", "url"): "An https address, as in `create`.",
}
"""What an argument is, with what there is to say of its limits; for one operation, or for any ("")."""

EXAMPLES = {
    ("meetings", "create"): (
        "meeting = client.meetings.create(",
        '    topic="Open day", type=2, start_time="2026-12-01T09:00:00Z", duration=60, settings={"approval_type": 1}',
        ")",
        "print(meeting.id, meeting.registration_url)",
    ),
    ("meetings.registrants", "list"): (
        'page = client.meetings.registrants.list(68423085, status="pending", page_size=300)',
        "print(page.total_records, [each.email for each in page.registrants])",
    ),
    ("meetings.registrants", "add"): (
        "added = client.meetings.registrants.add(",
        '    68423085, email="ada@example.com", first_name="Ada", custom_questions=[{"title": "Level", "value": "B2"}]',
        ")",
        "print(added.registrant_id, added.join_url)",
    ),
    ("meetings.registrants", "add_batch"): (
        'people = [{"email": "ada@example.com", "first_name": "Ada"}, {"email": "bob@example.com", "first_name": "Bob"}]',
        "for entry in client.meetings.registrants.add_batch(68423085, people, auto_approve=True):",
        "    print(entry.email, entry.join_url)",
    ),
    ("meetings.registrants", "set_status"): (
        'client.meetings.registrants.set_status(68423085, "deny", ["ada@example.com", {"id": "9tboDiHUQAeOnbmudzWa5g"}])',
    ),
    ("meetings.registrants", "approve"): (
        'waiting = client.meetings.registrants.iter(68423085, status="pending")',
        'ours = (each for each in waiting if each.email.endswith("@example.com"))',
        "client.meetings.registrants.approve(68423085, ours)",
    ),
    ("recordings.registrants", "approve"): (
        'waiting = client.recordings.registrants.iter(85746065, status="pending")',
        "client.recordings.registrants.approve(85746065, waiting)",
    ),
}
"""How some methods are called by a blocking client."""
