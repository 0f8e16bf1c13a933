"""Webinars: what a host plans, how it is shown, who speaks, and where registrants come from."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from doorlist.contract.shapes.fields import (
    BATCH_MAX,
    Email,
    LongText,
    Name,
    Numbered,
    OccurrenceQuery,
    Page,
    PageQuery,
    Reply,
    Shape,
    Text,
    Title,
)
from doorlist.contract.shapes.meetings import (
    MeetingFields,
    MeetingListed,
    RecurrenceReply,
    RegistrationSettings,
    TrackingField,
)
from doorlist.contract.shapes.registrants import OccurrenceReply

_Flag = Annotated[bool | None, Field()]


class Reminder(Shape):
    """A mail that goes out by itself; `type` says when (0: no plan)."""

    enable: _Flag = None
    type: Annotated[Literal[0, 1, 2, 3, 4, 5, 6, 7] | None, Numbered] = None


class QuestionAndAnswer(Shape):
    """What attendees may ask during a webinar."""

    enable: _Flag = None
    allow_submit_questions: _Flag = None
    allow_anonymous_questions: _Flag = None
    answer_questions: Literal["only", "all"] | None = None
    attendees_can_comment: _Flag = None
    attendees_can_upvote: _Flag = None


class WebinarSettings(RegistrationSettings):
    """The settings of a webinar that we keep."""

    on_demand: _Flag = None
    panelists_video: _Flag = None
    panelists_invitation_email_notification: _Flag = None
    panelist_authentication: _Flag = None
    practice_session: _Flag = None
    hd_video: _Flag = None
    hd_video_for_attendees: _Flag = None
    send_1080p_video_to_attendees: _Flag = None
    email_language: Text | None = None
    audio_conference_info: LongText | None = None
    post_webinar_survey: _Flag = None
    survey_url: Text | None = None
    add_watermark: _Flag = None
    add_audio_watermark: _Flag = None
    enable_session_branding: _Flag = None
    question_and_answer: QuestionAndAnswer | None = None
    attendees_and_panelists_reminder_email_notification: Reminder | None = None
    follow_up_attendees_email_notification: Reminder | None = None
    follow_up_absentees_email_notification: Reminder | None = None


class WebinarSettingsUpdate(WebinarSettings):
    """The settings of a webinar to change."""

    notify_registrants: Annotated[bool | None, Field(description="Tell the registrants of the change.")] = None


SETTINGS_DEFAULT: dict[str, object] = {
    "approval_type": 2,
    "registration_type": 1,
    "close_registration": False,
    "registrants_restrict_number": 0,
    "registrants_confirmation_email": True,
    "registrants_email_notification": True,
    "allow_multiple_devices": False,
    "show_share_button": False,
    "meeting_authentication": False,
    "alternative_hosts": "",
    "auto_recording": "none",
    "host_video": False,
    "audio": "both",
    "enforce_login": False,
    "enforce_login_domains": "",
    "on_demand": False,
    "panelists_video": False,
    "panelists_invitation_email_notification": True,
    "panelist_authentication": False,
    "practice_session": False,
    "hd_video": False,
    "hd_video_for_attendees": False,
    "send_1080p_video_to_attendees": False,
    "email_language": "en-US",
    "post_webinar_survey": False,
    "survey_url": "",
    "contact_name": "",
    "contact_email": "",
    "question_and_answer": {"enable": True, "allow_anonymous_questions": True, "answer_questions": "all"},
    "attendees_and_panelists_reminder_email_notification": {"enable": False, "type": 0},
    "follow_up_attendees_email_notification": {"enable": False, "type": 0},
    "follow_up_absentees_email_notification": {"enable": False, "type": 0},
}
"""What a webinar's settings are where its host said nothing."""


class WebinarFields(MeetingFields):
    """What a host says about a webinar: type 5 takes place once, 6 is recurring without a fixed time, 9 a series."""

    type: Annotated[Literal[5, 6, 9] | None, Numbered] = None
    schedule_for: Annotated[Text | None, Field(description="Plan it for this user: an id or an email.")] = None
    settings: WebinarSettings | None = None  # type: ignore[assignment]


class WebinarCreate(WebinarFields):
    """A webinar to plan."""

    default_passcode: bool | None = None


class WebinarUpdate(WebinarFields):
    """What to change; what is not named stays."""

    settings: WebinarSettingsUpdate | None = None


class WebinarStatusUpdate(Shape):
    """End a webinar, which is all that can be done to one: an action that is left out is that."""

    action: Literal["end"] | None = None


class WebinarDeleteQuery(OccurrenceQuery):
    """What to delete, and whom to tell."""

    cancel_webinar_reminder: bool | None = None


class WebinarsQuery(PageQuery):
    """Which webinars of a user."""

    type: Literal["scheduled", "upcoming"] = "scheduled"


class NewPanelist(Shape):
    """Somebody to speak at a webinar."""

    email: Email
    name: Name = ""


class PanelistsCreate(Shape):
    """Up to 30 people to make panelists."""

    panelists: Annotated[list[NewPanelist], Field(min_length=1, max_length=BATCH_MAX)]


class TrackingSourceCreate(Shape):
    """A place where the registration link is to be put up."""

    source_name: Annotated[Title, StringConstraints(max_length=64), Field(description="A newsletter, say.")]


# --- replies -------------------------------------------------------------------------------------------------------


class WebinarListed(MeetingListed):
    """A webinar in a list."""

    type: Literal[5, 6, 9]  # type: ignore[assignment]


class WebinarList(Page):
    """Webinars of a user."""

    webinars: list[WebinarListed]


class WebinarReply(Reply):
    """A webinar, whole. `registration_url` is there while registration is on."""

    uuid: str
    id: int
    host_id: str
    host_email: str
    topic: str
    type: Literal[5, 6, 9]
    start_time: str | None = None
    duration: int
    timezone: str
    agenda: str
    created_at: str
    start_url: str
    join_url: str
    registration_url: str | None = None
    password: str
    h323_passcode: str
    encrypted_passcode: str
    occurrences: list[OccurrenceReply] | None = None
    recurrence: RecurrenceReply | None = None
    tracking_fields: list[TrackingField] | None = None
    settings: WebinarSettings
    is_simulive: bool
    creation_source: Literal["other", "open_api", "web_portal"]


class PanelistReply(Reply):
    """A panelist; `join_url` is their own link, for which no registration is needed."""

    id: str
    email: str
    name: str
    join_url: str


class PanelistList(Reply):
    """The panelists of a webinar."""

    total_records: int
    panelists: list[PanelistReply]


class PanelistsCreated(Reply):
    """The webinar that people are panelists of now."""

    id: str
    updated_at: str


class TrackingSourceReply(Reply):
    """A tracking source, with how many registered by its link and how often that was opened."""

    id: str
    source_name: str
    tracking_url: str
    registration_count: int
    visitor_count: int


class TrackingSourceList(Reply):
    """The tracking sources of a webinar. `total_records` counts the registrations."""

    total_records: int
    tracking_sources: list[TrackingSourceReply]
