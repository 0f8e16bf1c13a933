"""What the server answers.

Generated from the contract by `python -m doorlist.client.generate`: change that, not this.
"""

from pydantic import Field

from doorlist.client.reading import Flag, Link, Number, Reply


class User(Reply):
    """A user (type 1 Basic, 2 Licensed)."""

    id: str = ""
    first_name: str = ""
    last_name: str = ""
    display_name: str = ""
    email: str = ""
    type: Number = None
    role_id: str = ""
    role_name: str = ""
    pmi: Number = None
    use_pmi: Flag = None
    timezone: str = ""
    language: str = ""
    status: str = ""
    created_at: str = ""
    user_created_at: str = ""
    verified: Number = None
    dept: str = ""


class UserList(Reply):
    """Users of the account."""

    next_page_token: str = ""
    page_count: Number = None
    page_number: Number = None
    page_size: Number = None
    total_records: Number = None
    users: list[User] = Field(default_factory=list[User])


class UserDetail(Reply):
    """A user, alone."""

    id: str = ""
    first_name: str = ""
    last_name: str = ""
    display_name: str = ""
    email: str = ""
    type: Number = None
    role_id: str = ""
    role_name: str = ""
    pmi: Number = None
    use_pmi: Flag = None
    timezone: str = ""
    language: str = ""
    status: str = ""
    created_at: str = ""
    user_created_at: str = ""
    verified: Number = None
    dept: str = ""
    account_id: str = ""
    account_number: Number = None
    cluster: str = ""
    personal_meeting_url: Link = ""
    login_types: list[int] = Field(default_factory=list[int])


class MeetingListed(Reply):
    """A meeting in a list."""

    uuid: str = ""
    id: int
    host_id: str = ""
    topic: str = ""
    type: Number = None
    start_time: str = ""
    duration: Number = None
    timezone: str = ""
    agenda: str = ""
    created_at: str = ""
    join_url: Link = ""


class MeetingList(Reply):
    """Meetings of a user."""

    next_page_token: str = ""
    page_count: Number = None
    page_number: Number = None
    page_size: Number = None
    total_records: Number = None
    meetings: list[MeetingListed] = Field(default_factory=list[MeetingListed])


class Occurrence(Reply):
    """One meeting of a series."""

    occurrence_id: str = ""
    start_time: str = ""
    duration: Number = None
    status: str = ""


class Recurrence(Reply):
    """How a series repeats."""

    type: Number = None
    repeat_interval: Number = None
    weekly_days: str = ""
    monthly_day: Number = None
    monthly_week: Number = None
    monthly_week_day: Number = None
    end_times: Number = None
    end_date_time: str = ""


class TrackingField(Reply):
    """A field that the account tracks meetings by."""

    field: str = ""
    value: str = ""


class AuthenticationException(Reply):
    """Somebody let in without signing in."""

    name: str = ""
    email: str = ""


class CustomKey(Reply):
    """A pair of the integrator's own."""

    key: str = ""
    value: str = ""


class MeetingSettings(Reply):
    """The settings of a meeting that we keep."""

    approval_type: Number = None
    """0 registers at once, 1 asks the host, 2 is no registration."""
    registration_type: Number = None
    """What one registration to a series covers: all, one, or some."""
    close_registration: Flag = None
    """Stop taking people when the meeting starts."""
    registrants_restrict_number: Number = None
    """Most approved registrants; 0 is off. On meetings an extension of Doorlist."""
    room_url: Link = ""
    """Where join links lead (extension): any room with a web address."""
    registrants_confirmation_email: Flag = None
    registrants_email_notification: Flag = None
    allow_multiple_devices: Flag = None
    show_share_button: Flag = None
    show_join_info: Flag = None
    contact_name: str = ""
    contact_email: str = ""
    meeting_authentication: Flag = None
    authentication_option: str = ""
    authentication_domains: str = ""
    alternative_hosts: str = ""
    """Emails separated by semicolons or commas."""
    auto_recording: str = ""
    host_video: Flag = None
    audio: str = ""
    enforce_login: Flag = None
    enforce_login_domains: str = ""
    alternative_host_update_polls: Flag = None
    request_permission_to_unmute_participants: Flag = None
    allow_host_control_participant_mute_state: Flag = None
    email_in_attendee_report: Flag = None
    authentication_exception: list[AuthenticationException] = Field(default_factory=list[AuthenticationException])
    alternative_hosts_email_notification: Flag = None
    custom_keys: list[CustomKey] = Field(default_factory=list[CustomKey])
    use_pmi: Flag = None
    waiting_room: Flag = None
    join_before_host: Flag = None
    jbh_time: Number = None
    participant_video: Flag = None
    mute_upon_entry: Flag = None
    watermark: Flag = None
    email_notification: Flag = None
    private_meeting: Flag = None
    focus_mode: Flag = None
    encryption_type: str = ""
    calendar_type: Number = None
    cn_meeting: Flag = None
    in_meeting: Flag = None
    internal_meeting: Flag = None
    push_change_to_calendar: Flag = None
    participant_focused_meeting: Flag = None
    device_testing: Flag = None
    host_save_video_order: Flag = None
    auto_start_meeting_summary: Flag = None
    auto_start_ai_companion_questions: Flag = None
    disable_participant_video: Flag = None


class Meeting(Reply):
    """A meeting, whole. `registration_url` is there while registration is on."""

    uuid: str = ""
    id: int
    host_id: str = ""
    host_email: str = ""
    topic: str = ""
    type: Number = None
    status: str = ""
    start_time: str = ""
    duration: Number = None
    timezone: str = ""
    agenda: str = ""
    created_at: str = ""
    start_url: Link = ""
    join_url: Link = ""
    registration_url: Link = ""
    password: str = ""
    h323_password: str = ""
    pstn_password: str = ""
    encrypted_password: str = ""
    occurrences: list[Occurrence] = Field(default_factory=list[Occurrence])
    recurrence: Recurrence | None = None
    tracking_fields: list[TrackingField] = Field(default_factory=list[TrackingField])
    settings: MeetingSettings | None = None
    pre_schedule: Flag = None
    creation_source: str = ""


class CustomAnswer(Reply):
    """A custom question's answer."""

    title: str = ""
    value: str = ""


class Registrant(Reply):
    """A registrant of a meeting; `join_url` is there while approved."""

    id: str
    email: str = ""
    first_name: str = ""
    last_name: str = ""
    address: str = ""
    city: str = ""
    state: str = ""
    zip: str = ""
    country: str = ""
    phone: str = ""
    comments: str = ""
    industry: str = ""
    job_title: str = ""
    no_of_employees: str = ""
    org: str = ""
    purchasing_time_frame: str = ""
    role_in_purchase_process: str = ""
    custom_questions: list[CustomAnswer] = Field(default_factory=list[CustomAnswer])
    status: str = ""
    """`cancelled` is told apart from `denied` only where the extension status=all or cancelled asks."""
    create_time: str = ""
    join_url: Link = ""


class RegistrantList(Reply):
    """Registrants of a meeting."""

    next_page_token: str = ""
    page_count: Number = None
    page_number: Number = None
    page_size: Number = None
    total_records: Number = None
    registrants: list[Registrant] = Field(default_factory=list[Registrant])


class RegistrantCreated(Reply):
    """The new registrant, or the one that the email already is. Without `join_url` until the host approves."""

    id: Number = None
    registrant_id: str
    topic: str = ""
    start_time: str = ""
    join_url: Link = ""
    occurrences: list[Occurrence] = Field(default_factory=list[Occurrence])


class BatchEntry(Reply):
    """One person of a batch, registered."""

    registrant_id: str
    email: str = ""
    join_url: Link = ""


class BatchCreated(Reply):
    """The people of a batch, in the order they were sent."""

    registrants: list[BatchEntry] = Field(default_factory=list[BatchEntry])


class CustomQuestion(Reply):
    """A custom question."""

    title: str = ""
    type: str = ""
    required: Flag = None
    answers: list[str] = Field(default_factory=list[str])


class StandardQuestion(Reply):
    """A standard field that is asked."""

    field_name: str = ""
    required: Flag = None


class Questions(Reply):
    """What the form asks beside email and first name."""

    custom_questions: list[CustomQuestion] = Field(default_factory=list[CustomQuestion])
    questions: list[StandardQuestion] = Field(default_factory=list[StandardQuestion])


class WebinarListed(Reply):
    """A webinar in a list."""

    uuid: str = ""
    id: int
    host_id: str = ""
    topic: str = ""
    type: Number = None
    start_time: str = ""
    duration: Number = None
    timezone: str = ""
    agenda: str = ""
    created_at: str = ""
    join_url: Link = ""


class WebinarList(Reply):
    """Webinars of a user."""

    next_page_token: str = ""
    page_count: Number = None
    page_number: Number = None
    page_size: Number = None
    total_records: Number = None
    webinars: list[WebinarListed] = Field(default_factory=list[WebinarListed])


class QuestionAndAnswer(Reply):
    """What attendees may ask during a webinar."""

    enable: Flag = None
    allow_submit_questions: Flag = None
    allow_anonymous_questions: Flag = None
    answer_questions: str = ""
    attendees_can_comment: Flag = None
    attendees_can_upvote: Flag = None


class Reminder(Reply):
    """A mail that goes out by itself; `type` says when (0: no plan)."""

    enable: Flag = None
    type: Number = None


class WebinarSettings(Reply):
    """The settings of a webinar that we keep."""

    approval_type: Number = None
    """0 registers at once, 1 asks the host, 2 is no registration."""
    registration_type: Number = None
    """What one registration to a series covers: all, one, or some."""
    close_registration: Flag = None
    """Stop taking people when the meeting starts."""
    registrants_restrict_number: Number = None
    """Most approved registrants; 0 is off. On meetings an extension of Doorlist."""
    room_url: Link = ""
    """Where join links lead (extension): any room with a web address."""
    registrants_confirmation_email: Flag = None
    registrants_email_notification: Flag = None
    allow_multiple_devices: Flag = None
    show_share_button: Flag = None
    show_join_info: Flag = None
    contact_name: str = ""
    contact_email: str = ""
    meeting_authentication: Flag = None
    authentication_option: str = ""
    authentication_domains: str = ""
    alternative_hosts: str = ""
    """Emails separated by semicolons or commas."""
    auto_recording: str = ""
    host_video: Flag = None
    audio: str = ""
    enforce_login: Flag = None
    enforce_login_domains: str = ""
    alternative_host_update_polls: Flag = None
    request_permission_to_unmute_participants: Flag = None
    allow_host_control_participant_mute_state: Flag = None
    email_in_attendee_report: Flag = None
    on_demand: Flag = None
    panelists_video: Flag = None
    panelists_invitation_email_notification: Flag = None
    panelist_authentication: Flag = None
    practice_session: Flag = None
    hd_video: Flag = None
    hd_video_for_attendees: Flag = None
    send_1080p_video_to_attendees: Flag = None
    email_language: str = ""
    audio_conference_info: str = ""
    post_webinar_survey: Flag = None
    survey_url: Link = ""
    add_watermark: Flag = None
    add_audio_watermark: Flag = None
    enable_session_branding: Flag = None
    question_and_answer: QuestionAndAnswer | None = None
    attendees_and_panelists_reminder_email_notification: Reminder | None = None
    follow_up_attendees_email_notification: Reminder | None = None
    follow_up_absentees_email_notification: Reminder | None = None


class Webinar(Reply):
    """A webinar, whole. `registration_url` is there while registration is on."""

    uuid: str = ""
    id: int
    host_id: str = ""
    host_email: str = ""
    topic: str = ""
    type: Number = None
    start_time: str = ""
    duration: Number = None
    timezone: str = ""
    agenda: str = ""
    created_at: str = ""
    start_url: Link = ""
    join_url: Link = ""
    registration_url: Link = ""
    password: str = ""
    h323_passcode: str = ""
    encrypted_passcode: str = ""
    occurrences: list[Occurrence] = Field(default_factory=list[Occurrence])
    recurrence: Recurrence | None = None
    tracking_fields: list[TrackingField] = Field(default_factory=list[TrackingField])
    settings: WebinarSettings | None = None
    is_simulive: Flag = None
    creation_source: str = ""


class WebinarRegistrant(Reply):
    """A registrant of a webinar, shown alone; `language` is there where it was given."""

    id: str
    email: str = ""
    first_name: str = ""
    last_name: str = ""
    address: str = ""
    city: str = ""
    state: str = ""
    zip: str = ""
    country: str = ""
    phone: str = ""
    comments: str = ""
    industry: str = ""
    job_title: str = ""
    no_of_employees: str = ""
    org: str = ""
    purchasing_time_frame: str = ""
    role_in_purchase_process: str = ""
    custom_questions: list[CustomAnswer] = Field(default_factory=list[CustomAnswer])
    status: str = ""
    """`cancelled` is told apart from `denied` only where the extension status=all or cancelled asks."""
    create_time: str = ""
    join_url: Link = ""
    language: str = ""


class WebinarCustomQuestion(Reply):
    """A custom question of a webinar."""

    title: str = ""
    type: str = ""
    required: Flag = None
    answers: list[str] = Field(default_factory=list[str])


class WebinarQuestions(Reply):
    """What a webinar's form asks beside email and first name."""

    custom_questions: list[WebinarCustomQuestion] = Field(default_factory=list[WebinarCustomQuestion])
    questions: list[StandardQuestion] = Field(default_factory=list[StandardQuestion])


class TrackingSource(Reply):
    """A tracking source, with how many registered by its link and how often that was opened."""

    id: str
    source_name: str = ""
    tracking_url: Link = ""
    registration_count: Number = None
    visitor_count: Number = None


class TrackingSourceList(Reply):
    """The tracking sources of a webinar. `total_records` counts the registrations."""

    total_records: Number = None
    tracking_sources: list[TrackingSource] = Field(default_factory=list[TrackingSource])


class Panelist(Reply):
    """A panelist; `join_url` is their own link, for which no registration is needed."""

    id: str
    email: str = ""
    name: str = ""
    join_url: Link = ""


class PanelistList(Reply):
    """The panelists of a webinar."""

    total_records: Number = None
    panelists: list[Panelist] = Field(default_factory=list[Panelist])


class PanelistsCreated(Reply):
    """The webinar that people are panelists of now."""

    id: str = ""
    updated_at: str = ""


class RecordingFile(Reply):
    """One file of a recording."""

    id: str = ""
    meeting_id: str = ""
    recording_start: str = ""
    recording_end: str = ""
    file_type: str = ""
    file_extension: str = ""
    file_size: Number = None
    play_url: Link = ""
    download_url: Link = ""
    status: str = ""
    recording_type: str = ""


class RecordingListed(Reply):
    """A recording in a list."""

    uuid: str = ""
    id: Number = None
    account_id: str = ""
    host_id: str = ""
    topic: str = ""
    type: str = ""
    start_time: str = ""
    timezone: str = ""
    duration: Number = None
    total_size: Number = None
    recording_count: Number = None
    share_url: Link = ""
    auto_delete: Flag = None
    recording_play_passcode: str = ""
    recording_files: list[RecordingFile] = Field(default_factory=list[RecordingFile])


class RecordingList(Reply):
    """Recordings of a user."""

    from_: str = Field(default="", validation_alias="from")
    to: str = ""
    next_page_token: str = ""
    page_count: Number = None
    page_size: Number = None
    total_records: Number = None
    meetings: list[RecordingListed] = Field(default_factory=list[RecordingListed])


class Recording(Reply):
    """A recording, alone."""

    uuid: str = ""
    id: Number = None
    account_id: str = ""
    host_id: str = ""
    topic: str = ""
    type: str = ""
    start_time: str = ""
    timezone: str = ""
    duration: Number = None
    total_size: Number = None
    recording_count: Number = None
    share_url: Link = ""
    auto_delete: Flag = None
    recording_play_passcode: str = ""
    recording_files: list[RecordingFile] = Field(default_factory=list[RecordingFile])
    password: str = ""
    participant_audio_files: list[RecordingFile] = Field(default_factory=list[RecordingFile])


class RecordingSettings(Reply):
    """Who may see a recording."""

    on_demand: Flag = None
    approval_type: Number = None
    recording_authentication: Flag = None
    authentication_option: str = ""
    authentication_domains: str = ""
    authentication_name: str = ""
    send_email_to_host: Flag = None
    show_social_share_buttons: Flag = None
    share_recording: str = ""
    viewer_download: Flag = None
    auto_delete: Flag = None
    password: str = ""
    topic: str = ""


class RecordingRegistrant(Reply):
    """A registrant of a recording."""

    id: str
    email: str = ""
    first_name: str = ""
    last_name: str = ""
    address: str = ""
    city: str = ""
    state: str = ""
    zip: str = ""
    country: str = ""
    phone: str = ""
    comments: str = ""
    industry: str = ""
    job_title: str = ""
    no_of_employees: str = ""
    org: str = ""
    purchasing_time_frame: str = ""
    role_in_purchase_process: str = ""
    custom_questions: list[CustomAnswer] = Field(default_factory=list[CustomAnswer])
    status: str = ""
    """`cancelled` is told apart from `denied` only where the extension status=all or cancelled asks."""


class RecordingRegistrantList(Reply):
    """Registrants of a recording."""

    next_page_token: str = ""
    page_count: Number = None
    page_number: Number = None
    page_size: Number = None
    total_records: Number = None
    registrants: list[RecordingRegistrant] = Field(default_factory=list[RecordingRegistrant])


class RecordingRegistrantCreated(Reply):
    """The new registrant of a recording; `share_url` opens the recording and nothing else, once approved."""

    id: Number = None
    registrant_id: str
    topic: str = ""
    share_url: Link = ""


class Webhook(Reply):
    """A webhook; `reason` says why its address was not validated."""

    webhook_id: str
    url: str = ""
    events: list[str] = Field(default_factory=list[str])
    state: str = ""
    reason: str = ""
    created_at: str = ""
    validated_at: str = ""


class WebhookList(Reply):
    """The account's webhooks."""

    webhooks: list[Webhook] = Field(default_factory=list[Webhook])


class WebhookCreated(Reply):
    """A new webhook, with its secret: shown this once. `standard_secret` is the same for Standard Webhooks' libraries."""

    webhook_id: str
    url: str = ""
    events: list[str] = Field(default_factory=list[str])
    state: str = ""
    reason: str = ""
    created_at: str = ""
    validated_at: str = ""
    secret: str = ""
    standard_secret: str = ""


class WebhookReplayed(Reply):
    """How many notices are sent again."""

    replayed: Number = None


class Try(Reply):
    """One try: `status` is the receiver's (0: none came), `reason` says why it failed."""

    at: str = ""
    status: Number = None
    reason: str = ""
    took_ms: Number = None


class Notice(Reply):
    """A notice and the tries at it, the last ones first. `next_try_at` is empty where none is planned."""

    notice_id: str
    webhook_id: str = ""
    event: str = ""
    state: str = ""
    created_at: str = ""
    next_try_at: str = ""
    tries: list[Try] = Field(default_factory=list[Try])


class NoticeList(Reply):
    """Notices, oldest first. At most 10,000 are counted."""

    next_page_token: str = ""
    page_count: Number = None
    page_number: Number = None
    page_size: Number = None
    total_records: Number = None
    deliveries: list[Notice] = Field(default_factory=list[Notice])
