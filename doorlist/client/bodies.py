"""What requests hold, as dicts with typed members.

Generated from the contract by `python -m doorlist.client.generate`: change that, not this.
"""

from collections.abc import Sequence
from typing import Literal, Required, TypedDict

Employees = Literal[
    "",
    "1-20",
    "21-50",
    "51-100",
    "101-250",
    "101-500",
    "251-500",
    "500-1,000",
    "501-1,000",
    "1,001-5,000",
    "5,001-10,000",
    "More than 10,000",
]
TimeFrame = Literal["", "Within a month", "1-3 months", "4-6 months", "More than 6 months", "No timeframe"]
Role = Literal["", "Decision Maker", "Evaluator/Recommender", "Influencer", "Not involved"]
Language = Literal[
    "en-US",
    "de-DE",
    "es-ES",
    "fr-FR",
    "jp-JP",
    "pt-PT",
    "ru-RU",
    "zh-CN",
    "zh-TW",
    "ko-KO",
    "it-IT",
    "vi-VN",
    "pl-PL",
    "Tr-TR",
]
FieldName = Literal[
    "last_name",
    "address",
    "city",
    "country",
    "zip",
    "state",
    "phone",
    "industry",
    "org",
    "job_title",
    "purchasing_time_frame",
    "role_in_purchase_process",
    "no_of_employees",
    "comments",
]
RecordingType = Literal[
    "shared_screen_with_speaker_view(CC)",
    "shared_screen_with_speaker_view",
    "shared_screen_with_gallery_view",
    "active_speaker",
    "gallery_view",
    "shared_screen",
    "audio_only",
    "audio_transcript",
    "chat_file",
    "poll",
    "timeline",
    "thumbnail",
    "host_video",
    "closed_caption",
    "audio_interpretation",
    "summary",
    "summary_next_steps",
    "summary_smart_chapters",
    "sign_interpretation",
    "production_studio",
]
FileType = Literal["MP4", "M4A", "CHAT", "TRANSCRIPT", "CSV", "TIMELINE", "CC", "CHAT_MESSAGE", "SUMMARY", "THUMBNAIL"]


class Recurrence(TypedDict, total=False):
    """How a series repeats: `type` 1 daily, 2 weekly, 3 monthly."""

    type: Required[Literal[1, 2, 3]]
    """What kind."""
    repeat_interval: int
    """Every so many days, weeks or months. 1 to 99."""
    weekly_days: str
    """Days of a weekly series, 1 (Sunday) to 7 (Saturday), separated by commas. At most 20 characters."""
    monthly_day: int
    """1 to 31."""
    monthly_week: Literal[-1, 1, 2, 3, 4]
    monthly_week_day: int
    """1 to 7."""
    end_times: int
    """How many occurrences; 0 is as many as may be. 0 to 60."""
    end_date_time: str
    """The last moment an occurrence may start. A time such as 2026-12-01T09:00:00Z, in UTC; without Z it is local
    to the meeting's zone."""


class TrackingField(TypedDict, total=False):
    """A field that the account tracks meetings by."""

    field: Required[str]
    """At most 255 characters."""
    value: str
    """At most 255 characters."""


class AuthenticationException(TypedDict, total=False):
    """Somebody let in without signing in."""

    name: str
    """At most 255 characters."""
    email: str
    """One email is one registrant, whatever its case. An address such as name@example.com. At most 128
    characters."""


class CustomKey(TypedDict, total=False):
    """A pair of the integrator's own."""

    key: str
    """At most 64 characters."""
    value: str
    """At most 256 characters."""


class MeetingSettings(TypedDict, total=False):
    """The settings of a meeting that we keep."""

    approval_type: Literal[0, 1, 2]
    """0 registers at once, 1 asks the host, 2 is no registration."""
    registration_type: Literal[1, 2, 3]
    """What one registration to a series covers: all, one, or some."""
    close_registration: bool
    """Stop taking people when the meeting starts."""
    registrants_restrict_number: int
    """Most approved registrants; 0 is off. On meetings an extension of Doorlist. 0 to 20,000."""
    room_url: str
    """Where join links lead (extension): any room with a web address. At most 2,048 characters."""
    registrants_confirmation_email: bool
    """Mail registrants that they are registered."""
    registrants_email_notification: bool
    """Mail registrants when something changes."""
    allow_multiple_devices: bool
    show_share_button: bool
    show_join_info: bool
    contact_name: str
    """At most 255 characters."""
    contact_email: str
    """At most 255 characters."""
    meeting_authentication: bool
    authentication_option: str
    """The id of the way to sign in. At most 255 characters."""
    authentication_domains: str
    """Domains whose users may view or join, separated by commas. At most 2,000 characters."""
    alternative_hosts: str
    """Emails separated by semicolons or commas. At most 2,000 characters."""
    auto_recording: Literal["local", "cloud", "none"]
    host_video: bool
    audio: Literal["both", "telephony", "voip", "thirdParty"]
    enforce_login: bool
    enforce_login_domains: str
    """At most 2,000 characters."""
    alternative_host_update_polls: bool
    request_permission_to_unmute_participants: bool
    allow_host_control_participant_mute_state: bool
    email_in_attendee_report: bool
    authentication_exception: Sequence[AuthenticationException]
    """At most 100 of them."""
    alternative_hosts_email_notification: bool
    custom_keys: Sequence[CustomKey]
    """At most 10 of them."""
    use_pmi: bool
    waiting_room: bool
    join_before_host: bool
    jbh_time: Literal[0, 5, 10, 15]
    participant_video: bool
    mute_upon_entry: bool
    watermark: bool
    email_notification: bool
    private_meeting: bool
    focus_mode: bool
    encryption_type: Literal["enhanced_encryption", "e2ee"]
    calendar_type: Literal[1, 2]
    cn_meeting: bool
    in_meeting: bool
    internal_meeting: bool
    push_change_to_calendar: bool
    participant_focused_meeting: bool
    device_testing: bool
    host_save_video_order: bool
    auto_start_meeting_summary: bool
    auto_start_ai_companion_questions: bool
    disable_participant_video: bool


class CustomAnswer(TypedDict, total=False):
    """What a registrant says to a custom question."""

    title: str
    """The question, word for word. At most 255 characters."""
    value: str
    """The answer. At most 128 characters."""


class Pointer(TypedDict, total=False):
    """A registrant by id, by email, or both; the id is tried first."""

    id: str
    """At most 255 characters."""
    email: str
    """One email is one registrant, whatever its case. At most 255 characters."""


class BatchPerson(TypedDict, total=False):
    """One person of a batch."""

    email: Required[str]
    """One email is one registrant, whatever its case. An address such as name@example.com. At most 128
    characters."""
    first_name: Required[str]
    """Given name. At most 64 characters."""
    last_name: str
    """Family name. At most 64 characters."""


class MeetingCustomQuestion(TypedDict, total=False):
    """A question of the host's own: `short` is free text, `single` one of `answers`."""

    title: Required[str]
    """At most 255 characters."""
    type: Literal["short", "single"]
    """What kind."""
    required: bool
    answers: Sequence[str]
    """At most 50 of them."""


class StandardQuestion(TypedDict, total=False):
    """One of the standard fields."""

    field_name: Required[FieldName]
    required: bool


class QuestionAndAnswer(TypedDict, total=False):
    """What attendees may ask during a webinar."""

    enable: bool
    allow_submit_questions: bool
    allow_anonymous_questions: bool
    answer_questions: Literal["only", "all"]
    attendees_can_comment: bool
    attendees_can_upvote: bool


class Reminder(TypedDict, total=False):
    """A mail that goes out by itself; `type` says when (0: no plan)."""

    enable: bool
    type: Literal[0, 1, 2, 3, 4, 5, 6, 7]
    """What kind."""


class WebinarSettings(TypedDict, total=False):
    """The settings of a webinar that we keep."""

    approval_type: Literal[0, 1, 2]
    """0 registers at once, 1 asks the host, 2 is no registration."""
    registration_type: Literal[1, 2, 3]
    """What one registration to a series covers: all, one, or some."""
    close_registration: bool
    """Stop taking people when the meeting starts."""
    registrants_restrict_number: int
    """Most approved registrants; 0 is off. On meetings an extension of Doorlist. 0 to 20,000."""
    room_url: str
    """Where join links lead (extension): any room with a web address. At most 2,048 characters."""
    registrants_confirmation_email: bool
    """Mail registrants that they are registered."""
    registrants_email_notification: bool
    """Mail registrants when something changes."""
    allow_multiple_devices: bool
    show_share_button: bool
    show_join_info: bool
    contact_name: str
    """At most 255 characters."""
    contact_email: str
    """At most 255 characters."""
    meeting_authentication: bool
    authentication_option: str
    """The id of the way to sign in. At most 255 characters."""
    authentication_domains: str
    """Domains whose users may view or join, separated by commas. At most 2,000 characters."""
    alternative_hosts: str
    """Emails separated by semicolons or commas. At most 2,000 characters."""
    auto_recording: Literal["local", "cloud", "none"]
    host_video: bool
    audio: Literal["both", "telephony", "voip", "thirdParty"]
    enforce_login: bool
    enforce_login_domains: str
    """At most 2,000 characters."""
    alternative_host_update_polls: bool
    request_permission_to_unmute_participants: bool
    allow_host_control_participant_mute_state: bool
    email_in_attendee_report: bool
    on_demand: bool
    panelists_video: bool
    panelists_invitation_email_notification: bool
    panelist_authentication: bool
    practice_session: bool
    hd_video: bool
    hd_video_for_attendees: bool
    send_1080p_video_to_attendees: bool
    email_language: str
    """At most 255 characters."""
    audio_conference_info: str
    """At most 2,000 characters."""
    post_webinar_survey: bool
    survey_url: str
    """At most 255 characters."""
    add_watermark: bool
    add_audio_watermark: bool
    enable_session_branding: bool
    question_and_answer: QuestionAndAnswer
    attendees_and_panelists_reminder_email_notification: Reminder
    follow_up_attendees_email_notification: Reminder
    follow_up_absentees_email_notification: Reminder


class WebinarSettingsUpdate(TypedDict, total=False):
    """The settings of a webinar to change."""

    approval_type: Literal[0, 1, 2]
    """0 registers at once, 1 asks the host, 2 is no registration."""
    registration_type: Literal[1, 2, 3]
    """What one registration to a series covers: all, one, or some."""
    close_registration: bool
    """Stop taking people when the meeting starts."""
    registrants_restrict_number: int
    """Most approved registrants; 0 is off. On meetings an extension of Doorlist. 0 to 20,000."""
    room_url: str
    """Where join links lead (extension): any room with a web address. At most 2,048 characters."""
    registrants_confirmation_email: bool
    """Mail registrants that they are registered."""
    registrants_email_notification: bool
    """Mail registrants when something changes."""
    allow_multiple_devices: bool
    show_share_button: bool
    show_join_info: bool
    contact_name: str
    """At most 255 characters."""
    contact_email: str
    """At most 255 characters."""
    meeting_authentication: bool
    authentication_option: str
    """The id of the way to sign in. At most 255 characters."""
    authentication_domains: str
    """Domains whose users may view or join, separated by commas. At most 2,000 characters."""
    alternative_hosts: str
    """Emails separated by semicolons or commas. At most 2,000 characters."""
    auto_recording: Literal["local", "cloud", "none"]
    host_video: bool
    audio: Literal["both", "telephony", "voip", "thirdParty"]
    enforce_login: bool
    enforce_login_domains: str
    """At most 2,000 characters."""
    alternative_host_update_polls: bool
    request_permission_to_unmute_participants: bool
    allow_host_control_participant_mute_state: bool
    email_in_attendee_report: bool
    on_demand: bool
    panelists_video: bool
    panelists_invitation_email_notification: bool
    panelist_authentication: bool
    practice_session: bool
    hd_video: bool
    hd_video_for_attendees: bool
    send_1080p_video_to_attendees: bool
    email_language: str
    """At most 255 characters."""
    audio_conference_info: str
    """At most 2,000 characters."""
    post_webinar_survey: bool
    survey_url: str
    """At most 255 characters."""
    add_watermark: bool
    add_audio_watermark: bool
    enable_session_branding: bool
    question_and_answer: QuestionAndAnswer
    attendees_and_panelists_reminder_email_notification: Reminder
    follow_up_attendees_email_notification: Reminder
    follow_up_absentees_email_notification: Reminder
    notify_registrants: bool
    """Tell the registrants of the change."""


class WebinarCustomQuestion(TypedDict, total=False):
    """The same for a webinar: one of `answers` by radio buttons or from a list, or several."""

    title: Required[str]
    """At most 255 characters."""
    type: Literal["short", "single_radio", "single_dropdown", "multiple"]
    """What kind."""
    required: bool
    answers: Sequence[str]
    """At most 50 of them."""


class NewPanelist(TypedDict, total=False):
    """Somebody to speak at a webinar."""

    email: Required[str]
    """One email is one registrant, whatever its case. An address such as name@example.com. At most 128
    characters."""
    name: str
    """At most 64 characters."""


class RecordingPointer(TypedDict, total=False):
    """A registrant of a recording, by id."""

    id: str
    """At most 255 characters."""


class RecordingCustomQuestion(TypedDict, total=False):
    """The same for a recording, where `multiple` may pick several."""

    title: Required[str]
    """At most 255 characters."""
    type: Literal["short", "single", "multiple"]
    """What kind."""
    required: bool
    answers: Sequence[str]
    """At most 50 of them."""
