"""Recordings: what was recorded, where it plays, and who may see it."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, StringConstraints

from doorlist.contract.shapes.fields import (
    FIELD_CHARS_MAX,
    MEETING_NUMBER_MAX,
    Day,
    Numbered,
    PageQuery,
    Reply,
    Shape,
    Text,
    Time,
    Topic,
    Url,
)

FILE_BYTES_MAX = 2**53 - 1
TTL_S_MAX = 604_800

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


class RecordingCreate(Shape):
    """A recording to put on the desk (extension: the real API cannot make one). The file stays where it is."""

    play_url: Annotated[Url, Field(description="Where the recording plays.")]
    recording_type: RecordingType | None = None
    file_type: FileType | None = None
    recording_start: Annotated[Time | None, Field(description="The meeting's start where not given.")] = None
    recording_end: Annotated[Time | None, Field(description="Start and the meeting's duration where not given.")] = None
    download_url: Url | None = None
    file_size: Annotated[int | None, Field(ge=0, le=FILE_BYTES_MAX, description="Bytes.")] = None
    topic: Topic | None = None


class RecordingSettingsUpdate(Shape):
    """Who may see a recording; what is not named stays."""

    on_demand: Annotated[bool | None, Field(description="Registration is needed to view it.")] = None
    approval_type: Annotated[
        Literal[0, 1, 2] | None,
        Numbered,
        Field(description="0 registers at once, 1 asks the host, 2 is no registration."),
    ] = None
    recording_authentication: bool | None = None
    authentication_option: Text | None = None
    authentication_domains: Annotated[str | None, StringConstraints(max_length=2000)] = None
    send_email_to_host: bool | None = None
    show_social_share_buttons: bool | None = None
    share_recording: Literal["publicly", "internally", "none"] | None = None
    viewer_download: bool | None = None
    password: Annotated[str | None, StringConstraints(min_length=8, max_length=10)] = None
    topic: Topic | None = None


SETTINGS_DEFAULT: dict[str, object] = {
    "on_demand": False,
    "approval_type": 2,
    "recording_authentication": False,
    "authentication_option": "",
    "authentication_domains": "",
    "authentication_name": "",
    "send_email_to_host": False,
    "show_social_share_buttons": False,
    "share_recording": "publicly",
    "viewer_download": True,
    "auto_delete": False,
}
"""What a recording's settings are until its host says otherwise; topic and password are the recording's own."""


class RecordingQuery(Shape):
    """What to add to a recording."""

    include_fields: Annotated[str, StringConstraints(max_length=FIELD_CHARS_MAX)] = ""
    ttl: Annotated[
        Annotated[int, Field(ge=0, le=TTL_S_MAX)] | None, BeforeValidator(lambda ttl: None if ttl == "" else ttl)
    ] = None


class RecordingsQuery(PageQuery):
    """Which recordings of a user: of the last day where no dates are given, a month at most."""

    from_: Annotated[Day | None, BeforeValidator(lambda day: day or None), Field(alias="from")] = None
    to: Annotated[Day | None, BeforeValidator(lambda day: day or None)] = None
    meeting_id: Annotated[
        Annotated[int, Field(ge=1, le=MEETING_NUMBER_MAX)] | None,
        BeforeValidator(lambda number: None if number == "" else number),
    ] = None
    trash: bool | None = None
    mc: Annotated[str, StringConstraints(max_length=10)] = "false"
    trash_type: Annotated[str, StringConstraints(max_length=40)] = "meeting_recordings"


# --- replies -------------------------------------------------------------------------------------------------------


class RecordingFileReply(Reply):
    """One file of a recording."""

    id: str
    meeting_id: str
    recording_start: str
    recording_end: str
    file_type: str
    file_extension: str
    file_size: int
    play_url: str
    download_url: str
    status: Literal["completed"]
    recording_type: str


class RecordingListed(Reply):
    """A recording in a list."""

    uuid: str
    id: int
    account_id: str
    host_id: str
    topic: str
    type: str
    start_time: str
    timezone: str
    duration: int
    total_size: int
    recording_count: int
    share_url: str
    auto_delete: bool
    recording_play_passcode: str
    recording_files: list[RecordingFileReply]


class RecordingReply(RecordingListed):
    """A recording, alone."""

    password: str
    participant_audio_files: list[RecordingFileReply]


class RecordingList(Reply):
    """Recordings of a user."""

    from_: Annotated[str, Field(alias="from")]
    to: str
    next_page_token: str
    page_count: int
    page_size: int
    total_records: int
    meetings: list[RecordingListed]


class RecordingSettingsReply(Reply):
    """Who may see a recording."""

    on_demand: bool
    approval_type: Literal[0, 1, 2]
    recording_authentication: bool
    authentication_option: str
    authentication_domains: str
    authentication_name: str
    send_email_to_host: bool
    show_social_share_buttons: bool
    share_recording: Literal["publicly", "internally", "none"]
    viewer_download: bool
    auto_delete: bool
    password: str
    topic: str
