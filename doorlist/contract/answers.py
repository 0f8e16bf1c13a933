"""Each refusal's HTTP status, code and wording, per profile and, where the contract has it so, per operation."""

from collections.abc import Mapping
from dataclasses import dataclass

from doorlist.contract import limits
from doorlist.contract.profiles import Profile

OLD, NEW = Profile.P2022_09, Profile.P2026_08


@dataclass(frozen=True, slots=True)
class Answer:
    """One refusal on the wire.

    `message` is a format string over the refusal's facts. `operations` and `profile` narrow where it holds (empty and
    None: everywhere); the most specific answer wins. `grade` is the evidence: D documented, O observed, I inferred, and
    C chosen by us.
    """

    refusal: str
    status: int
    code: int
    message: str
    operations: tuple[str, ...] = ()
    profile: Profile | None = None
    grade: str = "D"
    source: str = ""


_LIST_GET_STATUS = ("meetingRegistrants", "meetingRegistrantGet", "meetingRegistrantStatus")
_MEETING_REGISTRANTS = (
    *_LIST_GET_STATUS,
    "meetingRegistrantCreate",
    "meetingregistrantdelete",
    "addBatchRegistrants",
    "meetingRegistrantsQuestionsGet",
    "meetingRegistrantQuestionUpdate",
)

_WEBINAR_REGISTRANTS = (
    "webinarRegistrants",
    "webinarRegistrantCreate",
    "webinarRegistrantGet",
    "deleteWebinarRegistrant",
    "webinarRegistrantStatus",
    "addBatchWebinarRegistrants",
    "webinarRegistrantsQuestionsGet",
    "webinarRegistrantQuestionUpdate",
)
_WEBINARS = (
    *_WEBINAR_REGISTRANTS,
    "webinars",
    "webinarCreate",
    "webinar",
    "webinarUpdate",
    "webinarDelete",
    "webinarStatus",
    "getTrackingSources",
    "trackingSourceCreate",
    "trackingSourceDelete",
    "webinarPanelists",
    "webinarPanelistCreate",
    "webinarPanelistsDelete",
    "webinarPanelistDelete",
)
_RECORDINGS = (
    "recordingSettingUpdate",
    "recordingSettingsUpdate",
    "meetingRecordingRegistrants",
    "meetingRecordingRegistrantCreate",
    "meetingRecordingRegistrantStatus",
    "recordingRegistrantsQuestionsGet",
    "recordingRegistrantQuestionUpdate",
)
"""Those of which the 2026 specification documents 404 and 429 alone."""


def _caps(refusal: str, caps: tuple[limits.Cap, ...]) -> tuple[Answer, ...]:
    """A cap's wording is its operation's own."""
    return tuple(
        Answer(refusal, 429, 429, cap.message, operations=(cap.operation,), grade=cap.grade, source=cap.source)
        for cap in caps
    )


ANSWERS = (
    # Who is it, may they
    Answer("TokenMissing", 401, 124, "Requires an access token.", source="2026 specification"),
    Answer("TokenInvalid", 401, 124, "Invalid access token.", source="2026 specification; observed in many clients"),
    Answer("TokenExpired", 401, 124, "Access token is expired.", grade="O", source="observed in a C# client"),
    Answer(
        "ScopeMissing",
        400,
        4711,
        "Invalid access token, does not contain scopes:[{scopes}].",
        grade="O",
        source="observed in many clients; one capture has HTTP 401",
    ),
    Answer(
        "AccountElsewhere",
        400,
        1010,
        "User does not belong to this account: {account_id}.",
        grade="I",
        source="the 2022 collection's answer to a meeting of another account; ours is given below /accounts/{accountId} alone",
    ),
    # How often
    Answer("RateExceeded", 429, 429, limits.PER_SECOND, source="rate limit pages of 2026"),
    Answer(
        "RateExceeded",
        429,
        4001,
        limits.PER_SECOND,
        operations=("meetingUpdate",),
        profile=NEW,
        source="2026 specification, which has this code here and nowhere else of what we serve",
    ),
    Answer("DailyLimitReached", 429, 429, limits.PER_DAY, source="rate limit pages of 2026"),
    *_caps("RegistrantCapReached", limits.CAPS),
    *_caps("HostCapReached", limits.HOST_CAPS),
    # The request itself
    Answer(
        "RouteUnknown",
        404,
        2300,
        "This API endpoint is not recognized: {method} {path}",
        grade="I",
        source="code of the 2026 users specification; clients report HTTP 404",
    ),
    Answer(
        "MethodUnknown",
        405,
        2300,
        "This API endpoint is not recognized: {method} {path}. It takes {allowed}.",
        grade="C",
        source="HTTP (RFC 9110, 15.5.6)",
    ),
    Answer(
        "AddressTooLong",
        414,
        300,
        "The address is longer than {address_bytes_max} bytes.",
        grade="C",
        source="HTTP (RFC 9110, 15.5.15)",
    ),
    Answer(
        "HeadTooLarge",
        431,
        300,
        "There are more than {headers_max} headers, or more than {header_bytes_max} bytes of them.",
        grade="C",
        source="HTTP (RFC 6585, 5)",
    ),
    Answer(
        "BodyTooLarge",
        413,
        300,
        "The request body is larger than {body_bytes_max} bytes. Send less in one request.",
        grade="C",
        source="HTTP (RFC 9110, 15.5.14)",
    ),
    Answer(
        "BodyUnreadable",
        400,
        300,
        "Request Body should be a valid JSON object. {reason}",
        source="errors page; the reason is ours",
    ),
    Answer(
        "MediaTypeUnknown",
        415,
        300,
        "The content type {media_type} is not read here. Send application/json (forms are read too).",
        grade="C",
        source="HTTP (RFC 9110, 15.5.16)",
    ),
    Answer("FieldsInvalid", 400, 300, "Validation Failed.", source="errors page; observed with errors[]"),
    Answer(
        "PageTokenInvalid",
        400,
        300,
        "The next page token is either invalid or has expired.",
        grade="O",
        source="fixture of a Ruby client",
    ),
    # What it is about
    Answer("UserNotFound", 404, 1001, "User does not exist: {user_id}.", source="2026 users specification"),
    Answer("UserElsewhere", 400, 1010, "User does not belong to this account: {account_id}.", source="2022 collection"),
    Answer(
        "UserElsewhere",
        400,
        3000,
        "Cannot access meeting info.",
        profile=NEW,
        source="2026 specification lists 3000 where 2022 had 1010",
    ),
    Answer(
        "MeetingNotFound",
        404,
        3001,
        "Meeting does not exist: {meeting_id}.",
        source="2026 specification; on add the specification says 1001 and the real API was observed to say 3001",
    ),
    Answer(
        "MeetingNotFound",
        404,
        3001,
        "Webinar does not exist: {meeting_id}.",
        operations=_WEBINARS,
        source="2026 specification",
    ),
    Answer(
        "KindMismatch",
        400,
        3000,
        "Cannot access webinar info.",
        source="2026 specification, for a webinar's number in a meeting's place",
    ),
    Answer(
        "KindMismatch",
        400,
        300,
        "Cannot access webinar info.",
        operations=("meetingRegistrants",),
        source="2026 specification: 300 on this list alone",
    ),
    Answer(
        "KindMismatch",
        400,
        300,
        "Invalid webinar ID.",
        operations=_WEBINARS,
        source="2026 specification",
    ),
    Answer("HostMissing", 404, 1001, "Meeting host does not exist: {user_id}.", source="2022 specification"),
    Answer(
        "HostMissing",
        404,
        1001,
        "User does not exist: {user_id}.",
        operations=("meetingRegistrantStatus",),
        source="2022 collection",
    ),
    Answer(
        "HostUnlicensed",
        400,
        200,
        "Only available for paid users: {user_id}.",
        grade="O",
        source="2026 specification (delete); observed on add",
    ),
    Answer(
        "HostUnlicensed",
        400,
        3000,
        "Cannot access meeting information.",
        operations=_LIST_GET_STATUS,
        profile=OLD,
        source="2022 collection",
    ),
    Answer(
        "HostUnlicensed",
        400,
        3161,
        "Meeting hosting and scheduling capabilities are not allowed for your user account.",
        operations=_MEETING_REGISTRANTS,
        profile=NEW,
        source="2026 specification",
    ),
    Answer(
        "HostUnlicensed",
        400,
        200,
        "Webinar plan is missing. You must subscribe to the webinar plan and enable webinars for this user in order to "
        "perform this action.",
        operations=_WEBINARS,
        source="2026 specification",
    ),
    Answer("NotHost", 400, 3003, "You're not the meeting host.", source="2022 collection"),
    Answer(
        "NotHost",
        404,
        3001,
        "Meeting does not exist: {meeting_id}.",
        profile=NEW,
        source="2026 specification lists 3001 where 2022 had 3003",
    ),
    Answer(
        "NotHost",
        404,
        3001,
        "Webinar does not exist: {meeting_id}.",
        operations=_WEBINARS,
        profile=NEW,
        grade="I",
        source="2026 specification lists 3001, and 3003 for something else",
    ),
    Answer(
        "UserElsewhere",
        400,
        3000,
        "Cannot access webinar info.",
        operations=_WEBINARS,
        profile=NEW,
        grade="I",
        source="as for meetings",
    ),
    Answer(
        "UserElsewhere",
        404,
        3001,
        "Meeting does not exist: {meeting_id}.",
        operations=_RECORDINGS,
        profile=NEW,
        grade="I",
        source="2026 specification lists 404 alone for these",
    ),
    Answer(
        "UserElsewhere",
        400,
        1010,
        "User not found on this account: {account_id}.",
        operations=("recordingGet",),
        profile=NEW,
        source="2026 specification",
    ),
    Answer(
        "OccurrenceNotFound",
        400,
        300,
        "The meeting has no occurrence {occurrence_id}.",
        source="2026 specification: 300 for an invalid occurrence; the wording is ours",
    ),
    Answer(
        "OccurrenceNotFound",
        400,
        3000,
        "Webinar occurrence does not exist.",
        operations=_WEBINARS,
        source="2026 specification, on delete; elsewhere inferred",
    ),
    Answer(
        "PanelistNotFound",
        404,
        3001,
        "Panelist does not exist: {panelist_id}.",
        grade="C",
        source="as for other things that are not there",
    ),
    Answer(
        "TrackingSourceNotFound",
        404,
        3001,
        "Tracking source does not exist: {source_id}.",
        grade="C",
        source="as for other things that are not there",
    ),
    Answer("RecordingNotFound", 404, 3301, "There is no recording for this meeting.", source="2026 specification"),
    # The roster
    Answer(
        "RegistrationOff",
        404,
        404,
        "Registration has not been enabled for this meeting: {meeting_id}.",
        grade="O",
        source="observed on add; 2022 collection on batch",
    ),
    Answer(
        "RegistrationOff",
        400,
        404,
        "Registration has not been enabled for this meeting: {meeting_id}.",
        operations=("addBatchRegistrants",),
        profile=NEW,
        source="2026 specification",
    ),
    Answer(
        "RegistrationOff",
        400,
        300,
        "This meeting has not set registration as required: {meeting_id}.",
        operations=_LIST_GET_STATUS,
        source="2022 specification and collection, whose HTTP status 300 is code 300 under HTTP 400",
    ),
    Answer(
        "RegistrationOff",
        400,
        300,
        "Registration has not been enabled for this meeting: {meeting_id}.",
        operations=("meetingregistrantdelete",),
        source="2026 specification",
    ),
    Answer(
        "RegistrationOff",
        400,
        3000,
        "Registration has not been enabled for this webinar: {meeting_id}.",
        operations=tuple(
            name for name in _WEBINAR_REGISTRANTS if name not in ("webinarRegistrantCreate", "webinarRegistrantStatus")
        ),
        source="2026 specification; on the list inferred",
    ),
    Answer(
        "RegistrationOff",
        400,
        3000,
        "This webinar does not have registration as required: {meeting_id}.",
        operations=("webinarRegistrantCreate",),
        source="2026 specification",
    ),
    Answer(
        "RegistrationOff",
        400,
        300,
        "Registration has not been enabled for this meeting: {meeting_id}.",
        operations=("webinarRegistrantStatus",),
        source="2026 specification, whose wording says meeting",
    ),
    Answer(
        "RegistrationOff",
        404,
        404,
        "Registration has not been enabled for this webinar: {meeting_id}.",
        operations=("addBatchWebinarRegistrants",),
        profile=OLD,
        source="2022 specification",
    ),
    Answer(
        "MeetingOver",
        400,
        3038,
        "Webinar is over, you cannot register now. If you have any questions, contact the webinar host.",
        operations=("webinarRegistrantCreate",),
        source="2026 specification",
    ),
    Answer(
        "MeetingOver",
        400,
        3038,
        "The webinar is over. You cannot register now. If you have any questions, contact the webinar's host.",
        operations=("addBatchWebinarRegistrants",),
        source="2026 specification",
    ),
    Answer(
        "MeetingOver",
        400,
        3038,
        "Meeting is over, you can not register now. If you have any questions, please contact the Meeting host.",
        source="2022 collection; observed",
    ),
    Answer(
        "NotScheduled",
        400,
        303,
        "This API can only be used for scheduled meeting(meeting type: 2). "
        "Batch registration is not supported for other meeting types.",
        source="2026 specification",
    ),
    Answer(
        "CapacityReached",
        404,
        3043,
        "Meeting has reached maximum attendee capacity.",
        source="2022 collection",
    ),
    Answer(
        "CapacityReached",
        400,
        3043,
        "Meeting has reached maximum attendee capacity.",
        profile=NEW,
        source="2026 specification",
    ),
    Answer(
        "NotScheduled",
        400,
        300,
        "This API can only be used for scheduled webinars (type 5). "
        "Batch registration is not supported for other webinar types.",
        operations=("addBatchWebinarRegistrants",),
        source="2026 specification",
    ),
    Answer(
        "CapacityReached",
        400,
        3000,
        "You have reached the limit for the number of attendees you can add. Contact Zoom Support for more information.",
        operations=("webinarRegistrantCreate",),
        source="2026 specification",
    ),
    Answer(
        "CapacityReached",
        400,
        3035,
        "Webinar has reached maximum attendee capacity.",
        operations=("webinarRegistrantStatus",),
        source="2026 specification",
    ),
    Answer(
        "CapacityReached",
        404,
        3043,
        "Webinar has reached maximum attendee capacity.",
        operations=("addBatchWebinarRegistrants",),
        source="2022 specification",
    ),
    Answer(
        "CapacityReached",
        400,
        3043,
        "Webinar has reached maximum attendee capacity.",
        operations=("addBatchWebinarRegistrants",),
        profile=NEW,
        source="2026 specification",
    ),
    Answer(
        "HostCannotRegister",
        400,
        3027,
        "Host cannot register.",
        operations=("webinarRegistrantCreate", "addBatchWebinarRegistrants"),
        source="2026 specification",
    ),
    Answer(
        "PanelistCannotRegister",
        400,
        3000,
        "You have been invited as a panelist for the webinar, please check your email to find more information about this "
        "webinar.",
        source="2026 specification",
    ),
    Answer("HostCannotRegister", 400, 3027, "Host can not register", grade="O", source="observed in two clients"),
    Answer(
        "RegistrantBlocked",
        400,
        300,
        "The registration of {email} was {status}. Approve the existing registrant {registrant_id} to let them in.",
        grade="I",
        source="reports say that registering again is blocked; code and wording are ours",
    ),
    Answer(
        "RegistrantNotFound",
        404,
        3001,
        "Meeting or registrant not found: {registrant_id}.",
        grade="I",
        source="2026 specification lists 3001; the wording follows the 2022 collection",
    ),
    Answer(
        "RegistrantNotFound",
        400,
        3000,
        "Registrant {registrant_id} was not found.",
        operations=("meetingregistrantdelete",),
        source="2022 specification",
    ),
    Answer(
        "RegistrantNotFound",
        400,
        300,
        "The value that you entered for the Registrant ID field is invalid. Enter a valid value and try again.",
        operations=("meetingregistrantdelete",),
        profile=NEW,
        source="2026 specification",
    ),
    Answer(
        "RegistrantNotFound",
        400,
        3079,
        "This registrant does not exist: {registrant_id}.",
        operations=("webinarRegistrantGet",),
        source="2026 specification",
    ),
    Answer(
        "RegistrantNotFound",
        400,
        3000,
        "Registrant {registrant_id} was not found.",
        operations=("deleteWebinarRegistrant",),
        source="2026 specification, which also lists 300 for an invalid id",
    ),
    Answer(
        "RegistrantsNotFound",
        404,
        3001,
        "Webinar or registrant not found.",
        operations=("webinarRegistrantStatus",),
        grade="I",
        source="as for meetings",
    ),
    Answer(
        "RegistrantsNotFound",
        404,
        3001,
        "Meeting or registrant not found.",
        source="2022 collection prints the wording under HTTP 404 without a code; 3001 is inferred",
    ),
    Answer(
        "RegistrantsNotFound",
        404,
        3001,
        "Meeting recording or Registrant not found.",
        operations=("meetingRecordingRegistrantStatus",),
        source="as above, for recordings",
    ),
    # Webhooks
    Answer(
        "WebhookNotFound",
        404,
        404,
        "Webhook does not exist: {webhook_id}.",
        grade="C",
        source="extension of Doorlist",
    ),
    Answer(
        "NoticeNotFound",
        404,
        404,
        "Notice does not exist: {notice_id}.",
        grade="C",
        source="extension of Doorlist",
    ),
    Answer(
        "WebhooksFull",
        400,
        409,
        "The account has {webhooks_max} webhooks, which is as many as it may have. Remove one first.",
        grade="C",
        source="extension of Doorlist; the limit is the webhook documentation's",
    ),
    Answer(
        "ReceiverUnproven",
        400,
        422,
        "The address {url} was not validated: {reason}. It must answer endpoint.url_validation within 3 seconds.",
        grade="C",
        source="extension of Doorlist; the challenge is the webhook documentation's",
    ),
    Answer(
        "StorageUnavailable",
        503,
        503,
        "The desk cannot reach its storage, or its disk is full. Try again in a moment.",
        grade="C",
        source="HTTP (RFC 9110, 15.6.4)",
    ),
)


def answer(refusal: str, operation: str, profile: Profile) -> Answer:
    """The answer to a refusal (by its class name) of an operation under a profile. Raises KeyError where there is none."""
    best: Answer | None = None
    best_rank = -1
    for row in ANSWERS:
        if row.refusal != refusal:
            continue
        if row.operations and operation not in row.operations:
            continue
        if row.profile is not None and row.profile is not profile:
            continue
        rank = 2 * bool(row.operations) + (row.profile is not None)
        if rank > best_rank:
            best, best_rank = row, rank
    if best is None:
        raise KeyError(refusal)
    return best


def body(row: Answer, facts: Mapping[str, object]) -> dict[str, object]:
    """The JSON body of an answer: code, message and, where the facts name fields, `errors`."""
    plain = {
        name: ", ".join(value) if isinstance(value, tuple) and name != "faults" else value
        for name, value in facts.items()
    }
    reply: dict[str, object] = {"code": row.code, "message": row.message.format_map(plain)}
    faults = facts.get("faults")
    if isinstance(faults, tuple):
        reply["errors"] = [{"field": fault.field, "message": fault.message} for fault in faults]
    return reply
