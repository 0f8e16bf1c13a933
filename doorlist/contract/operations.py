"""The table: a row for each operation of the API. Everything else reads it; nothing repeats it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pydantic import BaseModel

from doorlist.contract import scopes
from doorlist.contract.profiles import Profile
from doorlist.contract.shapes import fields, meetings, recordings, registrants, users

LIGHT, MEDIUM, HEAVY = "Light", "Medium", "Heavy"

EVERYWHERE = (
    "TokenMissing",
    "TokenInvalid",
    "TokenExpired",
    "ScopeMissing",
    "AccountElsewhere",
    "AddressTooLong",
    "HeadTooLarge",
    "BodyTooLarge",
    "BodyUnreadable",
    "MediaTypeUnknown",
    "StorageUnavailable",
)
"""What any operation may refuse with, beside its own."""

_USER = ("UserNotFound", "FieldsInvalid")
_MEETING = ("MeetingNotFound", "UserElsewhere", "NotHost", "HostMissing")
_ROSTER = (*_MEETING, "HostUnlicensed", "RegistrationOff")
_RECORDING = (*_MEETING, "RecordingNotFound")
_RECORDING_ROSTER = (*_RECORDING, "RegistrationOff")


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation: how it is called, who may, what it takes, what it answers, and where that is known from.

    `scopes` are the classic and the granular ones; any one is enough. `refusals` are names of `doorlist.refusals`,
    beside those of EVERYWHERE. `extension` marks what the real API does not have.
    """

    id: str
    method: str
    path: str
    summary: str
    classic: tuple[str, ...]
    granular: tuple[str, ...]
    label: str
    success: int
    refusals: tuple[str, ...]
    source: str
    query: type[BaseModel] | None = None
    body: type[BaseModel] | None = None
    reply: type[BaseModel] | None = None
    success_by_profile: Mapping[Profile, int] = field(default_factory=dict)
    group: str = "Meetings"
    extension: bool = False
    notes: str = ""

    @property
    def scopes(self) -> frozenset[str]:
        """Any one of these lets a token in."""
        return frozenset(self.classic + self.granular)

    @property
    def classic_master(self) -> tuple[str, ...]:
        """The classic scopes that let in below `/accounts/{accountId}`."""
        return scopes.master(self.classic)

    @property
    def granular_master(self) -> tuple[str, ...]:
        """The granular ones."""
        return scopes.master(self.granular)

    @property
    def master_scopes(self) -> frozenset[str]:
        """Any one of these lets a token in below `/accounts/{accountId}`."""
        return frozenset(self.classic_master + self.granular_master)

    def status(self, profile: Profile) -> int:
        """The HTTP status of success."""
        return self.success_by_profile.get(profile, self.success)


_2026 = "public specification of 2026-08"
_SEED = "sample programs and collection of 2022"

OPERATIONS = (
    # --- users ---
    Operation(
        id="users",
        method="GET",
        path="/users",
        summary="List the users of the account",
        classic=scopes.USER_READ,
        granular=("user:read:list_users:admin",),
        label=MEDIUM,
        query=users.UsersQuery,
        reply=users.UserList,
        success=200,
        refusals=("FieldsInvalid", "PageTokenInvalid"),
        source=_2026,
        group="Users",
        notes="page_size goes up to 2000 here.",
    ),
    Operation(
        id="user",
        method="GET",
        path="/users/{userId}",
        summary="Show a user; `me` is the token's own",
        classic=(*scopes.USER_READ, "user_profile", "user_info:read"),
        granular=scopes.granular("user:read:user"),
        label=LIGHT,
        reply=users.UserDetail,
        success=200,
        refusals=("UserNotFound",),
        source=_2026,
        group="Users",
        notes="userId is an id, an email or `me`; for a server-to-server app `me` is the account's owner.",
    ),
    # --- meetings ---
    Operation(
        id="meetings",
        method="GET",
        path="/users/{userId}/meetings",
        summary="List a user's meetings",
        classic=scopes.MEETING_READ,
        granular=scopes.granular("meeting:read:list_meetings"),
        label=MEDIUM,
        query=meetings.MeetingsQuery,
        reply=meetings.MeetingList,
        success=200,
        refusals=(*_USER, "PageTokenInvalid"),
        source=_2026,
        notes="Items hold no settings and no registration_url.",
    ),
    Operation(
        id="meetingCreate",
        method="POST",
        path="/users/{userId}/meetings",
        summary="Plan a meeting",
        classic=scopes.MEETING_WRITE,
        granular=scopes.granular("meeting:write:meeting"),
        label=LIGHT,
        body=meetings.MeetingCreate,
        reply=meetings.MeetingReply,
        success=201,
        refusals=_USER,
        source=_2026,
        notes="Registration is on with approval_type 0 or 1, a licensed host and type 2 or 8. For type 3 and for a Basic "
        "host approval_type is stored as 2, without an error, as the real API was observed to do.",
    ),
    Operation(
        id="meeting",
        method="GET",
        path="/meetings/{meetingId}",
        summary="Show a meeting",
        classic=scopes.MEETING_READ,
        granular=scopes.granular("meeting:read:meeting"),
        label=LIGHT,
        query=meetings.MeetingQuery,
        reply=meetings.MeetingReply,
        success=200,
        refusals=(*_MEETING, "FieldsInvalid", "OccurrenceNotFound"),
        source=_2026,
    ),
    Operation(
        id="meetingUpdate",
        method="PATCH",
        path="/meetings/{meetingId}",
        summary="Change a meeting, or one occurrence of a series",
        classic=scopes.MEETING_WRITE,
        granular=scopes.granular("meeting:update:meeting"),
        label=LIGHT,
        query=fields.OccurrenceQuery,
        body=meetings.MeetingUpdate,
        success=204,
        refusals=(*_MEETING, "FieldsInvalid", "OccurrenceNotFound"),
        source=_2026,
        notes="A start_time in the past is ignored.",
    ),
    Operation(
        id="meetingDelete",
        method="DELETE",
        path="/meetings/{meetingId}",
        summary="Delete a meeting, or one occurrence of a series",
        classic=scopes.MEETING_WRITE,
        granular=scopes.granular("meeting:delete:meeting"),
        label=LIGHT,
        query=meetings.MeetingDeleteQuery,
        success=204,
        refusals=(*_MEETING, "FieldsInvalid", "OccurrenceNotFound"),
        source=_2026,
    ),
    Operation(
        id="meetingStatus",
        method="PUT",
        path="/meetings/{meetingId}/status",
        summary="End a meeting, or recover one that was deleted or ended",
        classic=scopes.MEETING_WRITE,
        granular=scopes.granular("meeting:update:status"),
        label=LIGHT,
        body=meetings.MeetingStatusUpdate,
        success=204,
        refusals=(*_MEETING, "FieldsInvalid"),
        source=_2026,
    ),
    # --- registrants of a meeting ---
    Operation(
        id="meetingRegistrants",
        method="GET",
        path="/meetings/{meetingId}/registrants",
        summary="List a meeting's registrants",
        classic=scopes.MEETING_READ,
        granular=scopes.granular("meeting:read:list_registrants"),
        label=MEDIUM,
        query=registrants.MeetingRegistrantsQuery,
        reply=registrants.RegistrantList,
        success=200,
        refusals=(*_ROSTER, "FieldsInvalid", "OccurrenceNotFound", "PageTokenInvalid"),
        source=_2026,
        group="Registrants",
        notes="Shows the approved unless status says otherwise. Oldest first.",
    ),
    Operation(
        id="meetingRegistrantCreate",
        method="POST",
        path="/meetings/{meetingId}/registrants",
        summary="Register somebody to a meeting",
        classic=scopes.MEETING_WRITE,
        granular=scopes.granular("meeting:write:registrant"),
        label=LIGHT,
        query=registrants.RegistrantCreateQuery,
        body=registrants.MeetingRegistrantCreate,
        reply=registrants.RegistrantCreated,
        success=201,
        refusals=(
            *_ROSTER,
            "MeetingOver",
            "FieldsInvalid",
            "OccurrenceNotFound",
            "HostCannotRegister",
            "RegistrantBlocked",
            "CapacityReached",
        ),
        source=f"{_2026}; observed",
        group="Registrants",
        notes="An email that is registered already is answered with the registrant that it is.",
    ),
    Operation(
        id="meetingRegistrantGet",
        method="GET",
        path="/meetings/{meetingId}/registrants/{registrantId}",
        summary="Show a registrant",
        classic=scopes.MEETING_READ,
        granular=scopes.granular("meeting:read:registrant"),
        label=LIGHT,
        reply=registrants.Registrant,
        success=200,
        refusals=(*_ROSTER, "RegistrantNotFound"),
        source=_2026,
        group="Registrants",
    ),
    Operation(
        id="meetingregistrantdelete",
        method="DELETE",
        path="/meetings/{meetingId}/registrants/{registrantId}",
        summary="Remove a registrant",
        classic=scopes.MEETING_WRITE,
        granular=scopes.granular("meeting:delete:registrant"),
        label=LIGHT,
        query=fields.OccurrenceQuery,
        success=204,
        refusals=(*_ROSTER, "FieldsInvalid", "OccurrenceNotFound", "RegistrantNotFound"),
        source=_2026,
        group="Registrants",
        notes="The email may register again afterwards, as somebody new.",
    ),
    Operation(
        id="meetingRegistrantStatus",
        method="PUT",
        path="/meetings/{meetingId}/registrants/status",
        summary="Approve, deny or cancel registrants of a meeting",
        classic=scopes.MEETING_WRITE,
        granular=scopes.granular("meeting:update:registrant_status"),
        label=MEDIUM,
        query=fields.OccurrenceQuery,
        body=registrants.StatusUpdate,
        success=204,
        refusals=(*_ROSTER, "FieldsInvalid", "OccurrenceNotFound", "RegistrantsNotFound", "CapacityReached"),
        source=f"{_SEED}; {_2026}",
        group="Registrants",
        notes="Up to 30 at once, all or nothing. Those that are not on the roster are named in Doorlist-Notice.",
    ),
    Operation(
        id="addBatchRegistrants",
        method="POST",
        path="/meetings/{meetingId}/batch_registrants",
        summary="Register up to 30 people to a meeting at once",
        classic=scopes.MEETING_WRITE,
        granular=scopes.granular("meeting:write:batch_registrants"),
        label=HEAVY,
        body=registrants.BatchCreate,
        reply=registrants.BatchCreated,
        success=200,
        success_by_profile={Profile.P2026_08: 201},
        refusals=(
            *_ROSTER,
            "NotScheduled",
            "MeetingOver",
            "FieldsInvalid",
            "HostCannotRegister",
            "RegistrantBlocked",
            "CapacityReached",
        ),
        source=f"{_SEED}; {_2026}",
        group="Registrants",
        notes="For scheduled meetings (type 2) alone; all of the people or none.",
    ),
    Operation(
        id="meetingRegistrantsQuestionsGet",
        method="GET",
        path="/meetings/{meetingId}/registrants/questions",
        summary="Show what a meeting's form asks",
        classic=scopes.MEETING_READ,
        granular=scopes.granular("meeting:read:list_registration_questions"),
        label=LIGHT,
        reply=registrants.QuestionsReply,
        success=200,
        refusals=_ROSTER,
        source=_2026,
        group="Registrants",
    ),
    Operation(
        id="meetingRegistrantQuestionUpdate",
        method="PATCH",
        path="/meetings/{meetingId}/registrants/questions",
        summary="Change what a meeting's form asks",
        classic=scopes.MEETING_WRITE,
        granular=scopes.granular("meeting:update:registration_question"),
        label=LIGHT,
        body=registrants.MeetingQuestions,
        success=204,
        refusals=(*_ROSTER, "FieldsInvalid"),
        source=_2026,
        group="Registrants",
    ),
    # --- recordings ---
    Operation(
        id="recordingsList",
        method="GET",
        path="/users/{userId}/recordings",
        summary="List a user's recordings",
        classic=scopes.RECORDING_READ,
        granular=scopes.granular("cloud_recording:read:list_user_recordings", master=True),
        label=MEDIUM,
        query=recordings.RecordingsQuery,
        reply=recordings.RecordingList,
        success=200,
        refusals=(*_USER, "PageTokenInvalid"),
        source=_2026,
        group="Recordings",
        notes="`from` defaults to yesterday and `to` to tomorrow; they span a month at most.",
    ),
    Operation(
        id="recordingGet",
        method="GET",
        path="/meetings/{meetingId}/recordings",
        summary="Show a meeting's recording",
        classic=("recording:read:admin", "recording:read", "phone_recording:read:admin"),
        granular=scopes.granular("cloud_recording:read:list_recording_files", master=True),
        label=LIGHT,
        query=recordings.RecordingQuery,
        reply=recordings.RecordingReply,
        success=200,
        refusals=(*_RECORDING, "FieldsInvalid"),
        source=_2026,
        group="Recordings",
        notes="meetingId is the meeting's number, whose latest recording is shown, or a recording's uuid.",
    ),
    Operation(
        id="recordingCreate",
        method="POST",
        path="/meetings/{meetingId}/recordings",
        summary="Put a recording of a meeting on the desk",
        classic=scopes.RECORDING_WRITE,
        granular=scopes.granular("cloud_recording:write:recording"),
        label=LIGHT,
        body=recordings.RecordingCreate,
        reply=recordings.RecordingReply,
        success=201,
        refusals=(*_MEETING, "FieldsInvalid"),
        source="extension of Doorlist: the real API cannot make a recording",
        group="Recordings",
        extension=True,
    ),
    Operation(
        id="recordingSettingUpdate",
        method="GET",
        path="/meetings/{meetingId}/recordings/settings",
        summary="Show who may see a recording",
        classic=scopes.RECORDING_READ,
        granular=scopes.granular("cloud_recording:read:recording_settings", master=True),
        label=LIGHT,
        reply=recordings.RecordingSettingsReply,
        success=200,
        refusals=_RECORDING,
        source=f"{_2026}, whose operation ids of get and patch are swapped",
        group="Recordings",
    ),
    Operation(
        id="recordingSettingsUpdate",
        method="PATCH",
        path="/meetings/{meetingId}/recordings/settings",
        summary="Change who may see a recording",
        classic=scopes.RECORDING_WRITE,
        granular=scopes.granular("cloud_recording:update:recording_settings", master=True),
        label=LIGHT,
        body=recordings.RecordingSettingsUpdate,
        success=204,
        refusals=(*_RECORDING, "FieldsInvalid"),
        source=_2026,
        group="Recordings",
        notes="on_demand with approval_type 0 or 1 opens registration.",
    ),
    # --- registrants of a recording ---
    Operation(
        id="meetingRecordingRegistrants",
        method="GET",
        path="/meetings/{meetingId}/recordings/registrants",
        summary="List a recording's registrants",
        classic=scopes.RECORDING_READ,
        granular=scopes.granular("cloud_recording:read:list_recording_registrants", master=True),
        label=MEDIUM,
        query=registrants.RegistrantsQuery,
        reply=registrants.RecordingRegistrantList,
        success=200,
        refusals=(*_RECORDING_ROSTER, "FieldsInvalid", "PageTokenInvalid"),
        source=_2026,
        group="Recording registrants",
    ),
    Operation(
        id="meetingRecordingRegistrantCreate",
        method="POST",
        path="/meetings/{meetingId}/recordings/registrants",
        summary="Register somebody to a recording",
        classic=scopes.RECORDING_WRITE,
        granular=scopes.granular("cloud_recording:write:recording_registrant", master=True),
        label=LIGHT,
        body=registrants.RegistrantCreate,
        reply=registrants.RecordingRegistrantCreated,
        success=201,
        refusals=(*_RECORDING_ROSTER, "FieldsInvalid", "HostCannotRegister", "RegistrantBlocked", "CapacityReached"),
        source=_2026,
        group="Recording registrants",
    ),
    Operation(
        id="meetingRecordingRegistrantStatus",
        method="PUT",
        path="/meetings/{meetingId}/recordings/registrants/status",
        summary="Approve or deny registrants of a recording",
        classic=scopes.RECORDING_WRITE,
        granular=scopes.granular("cloud_recording:update:registrant_status", master=True),
        label=MEDIUM,
        body=registrants.RecordingStatusUpdate,
        success=204,
        refusals=(*_RECORDING_ROSTER, "FieldsInvalid", "RegistrantsNotFound", "CapacityReached"),
        source=f"{_SEED}; {_2026}",
        group="Recording registrants",
        notes="Up to 30 at once, by id; a recording knows no cancel.",
    ),
    Operation(
        id="recordingRegistrantsQuestionsGet",
        method="GET",
        path="/meetings/{meetingId}/recordings/registrants/questions",
        summary="Show what a recording's form asks",
        classic=scopes.RECORDING_READ,
        granular=scopes.granular("cloud_recording:read:registration_questions", master=True),
        label=LIGHT,
        reply=registrants.QuestionsReply,
        success=200,
        refusals=_RECORDING,
        source=_2026,
        group="Recording registrants",
    ),
    Operation(
        id="recordingRegistrantQuestionUpdate",
        method="PATCH",
        path="/meetings/{meetingId}/recordings/registrants/questions",
        summary="Change what a recording's form asks",
        classic=scopes.RECORDING_WRITE,
        granular=scopes.granular("cloud_recording:update:registration_questions", master=True),
        label=LIGHT,
        body=registrants.RecordingQuestions,
        success=204,
        refusals=(*_RECORDING, "FieldsInvalid"),
        source=_2026,
        group="Recording registrants",
    ),
)

BY_ID = {operation.id: operation for operation in OPERATIONS}

EVERY_SCOPE = frozenset().union(*(operation.scopes | operation.master_scopes for operation in OPERATIONS))
"""What the sandbox's token holds."""


def user_level(granted: frozenset[str]) -> frozenset[str]:
    """The scopes of a set that reach no further than the token's own user."""
    return frozenset(scope for scope in granted if not scopes.account_wide(scope))
