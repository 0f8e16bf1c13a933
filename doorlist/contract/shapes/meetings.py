"""Meetings: what a host plans, and how it is shown."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from doorlist.contract.shapes.fields import (
    AGENDA_CHARS_MAX,
    FIELD_CHARS_MAX,
    BlankOrUrl,
    Day,
    Email,
    LongText,
    Numbered,
    OccurrenceQuery,
    Page,
    PageQuery,
    Reply,
    Shape,
    Text,
    Time,
    Topic,
)
from doorlist.contract.shapes.registrants import OccurrenceReply

RESTRICT_NUMBER_MAX = 20_000
TRACKING_FIELDS_MAX = 20
OCCURRENCES_MAX = 60
INTERVAL_MAX = {1: 99, 2: 50, 3: 10}
"""How far apart a series' steps may be: days, weeks, months."""

_Flag = Annotated[bool | None, Field()]


def _weekdays(text: str) -> str:
    if not all(day.strip() in {"1", "2", "3", "4", "5", "6", "7"} for day in text.split(",")):
        raise PydanticCustomError("weekdays", "must be numbers from 1 (Sunday) to 7 (Saturday), separated by commas")
    return text


def _digits(value: object) -> object:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


class Recurrence(Shape):
    """How a series repeats: `type` 1 daily, 2 weekly, 3 monthly."""

    type: Annotated[Literal[1, 2, 3], Numbered]
    repeat_interval: Annotated[int | None, Field(ge=1, le=99, description="Every so many days, weeks or months.")] = (
        None
    )
    weekly_days: Annotated[
        Annotated[str, StringConstraints(max_length=20), AfterValidator(_weekdays)] | None,
        BeforeValidator(_digits),
        Field(description="Days of a weekly series, 1 (Sunday) to 7 (Saturday), separated by commas."),
    ] = None
    monthly_day: Annotated[int | None, Field(ge=1, le=31)] = None
    monthly_week: Annotated[Literal[-1, 1, 2, 3, 4] | None, Numbered] = None
    monthly_week_day: Annotated[int | None, Field(ge=1, le=7)] = None
    end_times: Annotated[
        int | None, Field(ge=0, le=OCCURRENCES_MAX, description="How many occurrences; 0 is as many as may be.")
    ] = None
    end_date_time: Annotated[Time | None, Field(description="The last moment an occurrence may start.")] = None

    @model_validator(mode="after")
    def _agrees(self) -> "Recurrence":
        if self.repeat_interval is not None and self.repeat_interval > INTERVAL_MAX[self.type]:
            raise PydanticCustomError("interval", "repeat_interval must be at most 99 days, 50 weeks or 10 months")
        if (self.monthly_week is None) is not (self.monthly_week_day is None):
            raise PydanticCustomError("monthly", "monthly_week and monthly_week_day must be given together")
        return self


class AuthenticationException(Shape):
    """Somebody let in without signing in."""

    name: Text | None = None
    email: Email | None = None


class CustomKey(Shape):
    """A pair of the integrator's own."""

    key: Annotated[str | None, StringConstraints(max_length=64)] = None
    value: Annotated[str | None, StringConstraints(max_length=256)] = None


class TrackingField(Shape):
    """A field that the account tracks meetings by."""

    field: Text
    value: Text | None = None


class RegistrationSettings(Shape):
    """The settings that meetings and webinars have in common: all that bear on registration, and flags of a room."""

    approval_type: Annotated[
        Literal[0, 1, 2] | None,
        Numbered,
        Field(description="0 registers at once, 1 asks the host, 2 is no registration."),
    ] = None
    registration_type: Annotated[
        Literal[1, 2, 3] | None,
        Numbered,
        Field(description="What one registration to a series covers: all, one, or some."),
    ] = None
    close_registration: Annotated[bool | None, Field(description="Stop taking people when the meeting starts.")] = None
    registrants_restrict_number: Annotated[
        int | None,
        Field(
            ge=0,
            le=RESTRICT_NUMBER_MAX,
            description="Most approved registrants; 0 is off. On meetings an extension of Doorlist.",
        ),
    ] = None
    room_url: Annotated[
        BlankOrUrl | None, Field(description="Where join links lead (extension): any room with a web address.")
    ] = None
    registrants_confirmation_email: _Flag = None
    registrants_email_notification: _Flag = None
    allow_multiple_devices: _Flag = None
    show_share_button: _Flag = None
    show_join_info: _Flag = None
    contact_name: Text | None = None
    contact_email: Text | None = None
    meeting_authentication: _Flag = None
    authentication_option: Text | None = None
    authentication_domains: LongText | None = None
    alternative_hosts: Annotated[LongText | None, Field(description="Emails separated by semicolons or commas.")] = None
    auto_recording: Literal["local", "cloud", "none"] | None = None
    host_video: _Flag = None
    audio: Literal["both", "telephony", "voip", "thirdParty"] | None = None
    enforce_login: _Flag = None
    enforce_login_domains: LongText | None = None
    alternative_host_update_polls: _Flag = None
    request_permission_to_unmute_participants: _Flag = None
    allow_host_control_participant_mute_state: _Flag = None
    email_in_attendee_report: _Flag = None


class MeetingSettings(RegistrationSettings):
    """The settings of a meeting that we keep."""

    authentication_exception: Annotated[list[AuthenticationException] | None, Field(max_length=100)] = None
    alternative_hosts_email_notification: _Flag = None
    custom_keys: Annotated[list[CustomKey] | None, Field(max_length=10)] = None
    use_pmi: _Flag = None
    waiting_room: _Flag = None
    join_before_host: _Flag = None
    jbh_time: Annotated[Literal[0, 5, 10, 15] | None, Numbered] = None
    participant_video: _Flag = None
    mute_upon_entry: _Flag = None
    watermark: _Flag = None
    email_notification: _Flag = None
    private_meeting: _Flag = None
    focus_mode: _Flag = None
    encryption_type: Literal["enhanced_encryption", "e2ee"] | None = None
    calendar_type: Annotated[Literal[1, 2] | None, Numbered] = None
    cn_meeting: _Flag = None
    in_meeting: _Flag = None
    internal_meeting: _Flag = None
    push_change_to_calendar: _Flag = None
    participant_focused_meeting: _Flag = None
    device_testing: _Flag = None
    host_save_video_order: _Flag = None
    auto_start_meeting_summary: _Flag = None
    auto_start_ai_companion_questions: _Flag = None
    disable_participant_video: _Flag = None


SETTINGS_DEFAULT: dict[str, object] = {
    "approval_type": 2,
    "registration_type": 1,
    "close_registration": False,
    "registrants_confirmation_email": True,
    "registrants_email_notification": True,
    "allow_multiple_devices": False,
    "show_share_button": False,
    "meeting_authentication": False,
    "alternative_hosts": "",
    "alternative_hosts_email_notification": True,
    "use_pmi": False,
    "waiting_room": False,
    "join_before_host": False,
    "jbh_time": 0,
    "auto_recording": "none",
    "host_video": False,
    "participant_video": False,
    "mute_upon_entry": False,
    "watermark": False,
    "audio": "both",
    "email_notification": True,
    "cn_meeting": False,
    "in_meeting": False,
    "enforce_login": False,
    "enforce_login_domains": "",
    "internal_meeting": False,
    "push_change_to_calendar": False,
    "participant_focused_meeting": False,
    "device_testing": False,
    "host_save_video_order": False,
}
"""What a meeting's settings are where its host said nothing. Published clients insist on the deprecated ones, too."""


class MeetingFields(Shape):
    """What a host says about a meeting."""

    topic: Topic | None = None
    agenda: Annotated[str | None, StringConstraints(max_length=AGENDA_CHARS_MAX)] = None
    start_time: Annotated[Time | None, Field(description="With Z in UTC, without in `timezone`.")] = None
    duration: Annotated[int | None, Field(ge=1, le=1440, description="Minutes.")] = None
    timezone: Annotated[Text | None, Field(description="An IANA zone, such as Europe/Paris.")] = None
    password: Annotated[str | None, StringConstraints(max_length=10, pattern=r"^[A-Za-z0-9@_*-]*$")] = None
    recurrence: Recurrence | None = None
    tracking_fields: Annotated[list[TrackingField] | None, Field(max_length=TRACKING_FIELDS_MAX)] = None
    settings: MeetingSettings | None = None


class MeetingCreate(MeetingFields):
    """A meeting to plan: type 1 instant, 2 scheduled, 3 recurring without a fixed time, 8 a series."""

    type: Annotated[Literal[1, 2, 3, 8] | None, Numbered] = None
    default_password: bool | None = None
    schedule_for: Annotated[Text | None, Field(description="Plan it for this user: an id or an email.")] = None


class MeetingUpdate(MeetingFields):
    """What to change; what is not named stays."""

    type: Annotated[Literal[1, 2, 3, 8] | None, Numbered] = None


class MeetingStatusUpdate(Shape):
    """End a meeting, or recover one that was deleted or ended."""

    action: Literal["end", "recover"]


class MeetingQuery(OccurrenceQuery):
    """Which part of a series to show."""

    show_previous_occurrences: Annotated[bool | None, Field(description="Occurrences that are over, too.")] = None


class MeetingDeleteQuery(OccurrenceQuery):
    """What to delete, and whom to tell."""

    schedule_for_reminder: bool | None = None
    cancel_meeting_reminder: bool | None = None


class MeetingsQuery(PageQuery):
    """Which meetings of a user."""

    type: Literal["scheduled", "live", "upcoming", "upcoming_meetings", "previous_meetings"] = "scheduled"
    from_: Annotated[Day | None, BeforeValidator(lambda day: day or None), Field(alias="from")] = None
    to: Annotated[Day | None, BeforeValidator(lambda day: day or None)] = None
    timezone: Annotated[str, StringConstraints(max_length=FIELD_CHARS_MAX)] = ""


# --- replies -------------------------------------------------------------------------------------------------------


class MeetingListed(Reply):
    """A meeting in a list."""

    uuid: str
    id: int
    host_id: str
    topic: str
    type: Literal[1, 2, 3, 8]
    start_time: str | None = None
    duration: int
    timezone: str
    agenda: str
    created_at: str
    join_url: str


class MeetingList(Page):
    """Meetings of a user."""

    meetings: list[MeetingListed]


class RecurrenceReply(Reply):
    """How a series repeats."""

    type: Literal[1, 2, 3]
    repeat_interval: int
    weekly_days: str | None = None
    monthly_day: int | None = None
    monthly_week: int | None = None
    monthly_week_day: int | None = None
    end_times: int | None = None
    end_date_time: str | None = None


class MeetingReply(Reply):
    """A meeting, whole. `registration_url` is there while registration is on."""

    uuid: str
    id: int
    host_id: str
    host_email: str
    topic: str
    type: Literal[1, 2, 3, 8]
    status: Literal["waiting", "started"]
    start_time: str | None = None
    duration: int
    timezone: str
    agenda: str
    created_at: str
    start_url: str
    join_url: str
    registration_url: str | None = None
    password: str
    h323_password: str
    pstn_password: str
    encrypted_password: str
    occurrences: list[OccurrenceReply] | None = None
    recurrence: RecurrenceReply | None = None
    tracking_fields: list[TrackingField] | None = None
    settings: MeetingSettings
    pre_schedule: bool
    creation_source: Literal["other", "open_api", "web_portal"]
