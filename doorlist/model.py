"""The nouns of the house: what the rules decide about, the storage keeps and the wire speaks of.

Times are aware UTC datetimes, durations are whole minutes, ids are opaque strings made by `doorlist.ids`, and a meeting's
number is the integer that people dial. Nothing in here can change: a new state is a new noun.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum, StrEnum


class UserType(IntEnum):
    """What a user may do; only a licensed host's meetings take registrations."""

    BASIC = 1
    LICENSED = 2


class MeetingKind(StrEnum):
    """What a meeting is: people talk in a meeting, and listen in a webinar."""

    MEETING = "meeting"
    WEBINAR = "webinar"


class MeetingType(IntEnum):
    """The contract's numbers for a meeting's kind and timing."""

    INSTANT = 1
    SCHEDULED = 2
    RECURRING_NO_FIXED_TIME = 3
    RECURRING_FIXED_TIME = 8
    WEBINAR = 5
    RECURRING_WEBINAR_NO_FIXED_TIME = 6
    RECURRING_WEBINAR_FIXED_TIME = 9

    @property
    def kind(self) -> MeetingKind:
        """What a meeting of this type is."""
        return MeetingKind.WEBINAR if self in _WEBINARS else MeetingKind.MEETING

    @property
    def series(self) -> bool:
        """True for a series of occurrences, each at its own time."""
        return self in (MeetingType.RECURRING_FIXED_TIME, MeetingType.RECURRING_WEBINAR_FIXED_TIME)

    @property
    def single(self) -> bool:
        """True for one that takes place once, at a time fixed beforehand: the only kind that takes batches."""
        return self in (MeetingType.SCHEDULED, MeetingType.WEBINAR)

    @property
    def recurring(self) -> bool:
        """True for what takes place more than once."""
        return self.series or self in (
            MeetingType.RECURRING_NO_FIXED_TIME,
            MeetingType.RECURRING_WEBINAR_NO_FIXED_TIME,
        )


_WEBINARS = frozenset(
    {MeetingType.WEBINAR, MeetingType.RECURRING_WEBINAR_NO_FIXED_TIME, MeetingType.RECURRING_WEBINAR_FIXED_TIME}
)


class MeetingStatus(StrEnum):
    """Where a meeting stands; `ended` can be recovered."""

    WAITING = "waiting"
    STARTED = "started"
    ENDED = "ended"


class Approval(IntEnum):
    """Who decides on a new registrant: nobody (automatic), the host (manual), or registration is off (none)."""

    AUTOMATIC = 0
    MANUAL = 1
    NONE = 2


class RegistrationType(IntEnum):
    """What one registration to a series covers."""

    ONCE_FOR_ALL = 1
    EACH_OCCURRENCE = 2
    ONCE_AND_CHOOSE = 3


class Status(StrEnum):
    """A registrant's standing. On the wire `cancelled` is shown as `denied`; inside they are never confused."""

    APPROVED = "approved"
    PENDING = "pending"
    DENIED = "denied"
    CANCELLED = "cancelled"


class Action(StrEnum):
    """What a host does to a registrant."""

    APPROVE = "approve"
    DENY = "deny"
    CANCEL = "cancel"


class RosterKind(StrEnum):
    """What a roster is the registrants of."""

    MEETING = "meeting"
    WEBINAR = "webinar"
    RECORDING = "recording"


class RecurrenceType(IntEnum):
    """The step of a series."""

    DAILY = 1
    WEEKLY = 2
    MONTHLY = 3


class OccurrenceStatus(StrEnum):
    """A deleted occurrence stays in the series, marked."""

    AVAILABLE = "available"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class Account:
    """Who owns users, meetings and apps. `secret` (32 bytes) signs its join links and page tokens."""

    id: str
    name: str
    number: int
    owner_id: str
    secret: bytes
    created_at: datetime


@dataclass(frozen=True, slots=True)
class User:
    """A person who can host."""

    account_id: str
    id: str
    email: str
    first_name: str
    last_name: str
    type: UserType
    role: str
    timezone: str
    language: str
    personal_meeting_id: int
    status: str
    created_at: datetime


class AppKind(StrEnum):
    """How an app comes to its tokens: as its account's owner, or by asking a user, with or without a secret of its own."""

    SERVER = "server"
    USER = "user"
    PUBLIC = "public"


@dataclass(frozen=True, slots=True)
class App:
    """A program that may ask for tokens, with the scopes that it may be given.

    `secret_hash` is the SHA-256 of its secret, in hex; "" for a public app, which can keep none. Users who allowed it
    something are sent back to one of `redirect_uris`.
    """

    account_id: str
    client_id: str
    name: str
    secret_hash: str
    scopes: frozenset[str]
    created_at: datetime
    kind: AppKind = AppKind.SERVER
    redirect_uris: tuple[str, ...] = ()
    revoked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Grant:
    """What a user allowed an app, and the code that said so. Every token that comes of it carries its id.

    `code_hash` is the SHA-256 of the code in hex; `challenge` is what the code's holder must prove (PKCE), "" for nothing.
    """

    account_id: str
    id: str
    client_id: str
    user_id: str
    scopes: frozenset[str]
    redirect_uri: str
    challenge: str
    challenge_method: str
    code_hash: str
    code_expires_at: datetime
    expires_at: datetime
    created_at: datetime
    code_used_at: datetime | None = None
    revoked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Caller:
    """Who holds the token of a request: the account, the user it acts as, and what it was granted.

    `account_wide` is set for one request: whether a scope that let it in reaches the account's other users, too.
    """

    account_id: str
    user_id: str
    client_id: str
    scopes: frozenset[str]
    account_wide: bool = False


@dataclass(frozen=True, slots=True)
class Recurrence:
    """How a series repeats (contract section 3.2). Weekdays are 1 (Sunday) to 7 (Saturday).

    The series ends after `end_times` occurrences or at `end_at`; one of the two is set.
    `monthly_week` is -1 (last) or 1 to 4, together with `monthly_weekday`; or `monthly_day` is 1 to 31.
    """

    type: RecurrenceType
    repeat_interval: int = 1
    weekly_days: tuple[int, ...] = ()
    monthly_day: int | None = None
    monthly_week: int | None = None
    monthly_weekday: int | None = None
    end_times: int | None = None
    end_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One meeting of a series. `id` is the start first planned, in epoch milliseconds, as decimal text."""

    id: str
    start_time: datetime
    duration_min: int
    status: OccurrenceStatus = OccurrenceStatus.AVAILABLE


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting as its host planned it. `settings` holds the contract's settings object, complete and checked."""

    account_id: str
    id: int
    uuid: str
    host_id: str
    type: MeetingType
    topic: str
    agenda: str
    start_time: datetime | None
    duration_min: int
    timezone: str
    password: str
    settings: Mapping[str, object]
    status: MeetingStatus
    created_at: datetime
    registration_key: str
    recurrence: Recurrence | None = None
    occurrences: tuple[Occurrence, ...] = ()
    tracking_fields: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class StandardQuestion:
    """One of the contract's 14 profile fields, asked on the form."""

    field_name: str
    required: bool = False


@dataclass(frozen=True, slots=True)
class CustomQuestion:
    """A question of the host's own. `answers` are the choices of every type but `short`."""

    title: str
    type: str
    required: bool = False
    answers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Questions:
    """What a roster asks beside email and first name."""

    standard: tuple[StandardQuestion, ...] = ()
    custom: tuple[CustomQuestion, ...] = ()


@dataclass(frozen=True, slots=True)
class Counts:
    """How many registrants of a roster stand where."""

    approved: int = 0
    pending: int = 0
    denied: int = 0
    cancelled: int = 0

    def of(self, status: Status) -> int:
        """The count of one status."""
        count: int = getattr(self, status.value)
        return count

    @property
    def total(self) -> int:
        """Everybody ever kept."""
        return self.approved + self.pending + self.denied + self.cancelled


@dataclass(frozen=True, slots=True)
class Panelist:
    """Somebody who speaks at a webinar, and so needs no registration."""

    id: str
    email: str
    name: str


@dataclass(frozen=True, slots=True)
class TrackingSource:
    """Where registrants of a webinar come from: a place that its registration link was put up at, with two counts."""

    id: str
    name: str
    registrations: int = 0
    visitors: int = 0


@dataclass(frozen=True, slots=True)
class Roster:
    """The registrants of one meeting, webinar or recording, with its rules: what the registrant operations are about.

    `capacity` bounds the approved: of the roster, or where `by_occurrence` of each occurrence. `closes_at` is when it
    stops taking people (None: never). `barred` are the emails, in lower case, of those who cannot register because they
    are let in anyway: the host and the alternative hosts; so are the panelists. Where `by_occurrence`, `occurrences` has
    the counts of those that anybody ever registered for, by occurrence id, and a registrant counts in `counts` once.
    """

    account_id: str
    id: str
    kind: RosterKind
    meeting_id: int
    approval: Approval
    registration_type: RegistrationType
    capacity: int
    closes_at: datetime | None
    barred: frozenset[str] = frozenset()
    counts: Counts = Counts()
    questions: Questions = Questions()
    panelists: tuple[Panelist, ...] = ()
    occurrences: Mapping[str, Counts] = field(default_factory=dict)

    @property
    def open(self) -> bool:
        """True where registration is on."""
        return self.approval is not Approval.NONE

    @property
    def by_occurrence(self) -> bool:
        """True where people register for single occurrences of a series, and stand differently in each."""
        return self.registration_type is not RegistrationType.ONCE_FOR_ALL

    def counts_at(self, place: str) -> Counts:
        """How many stand where, in one occurrence or, for "", in the whole."""
        return self.occurrences.get(place, Counts()) if place else self.counts


@dataclass(frozen=True, slots=True)
class Answer:
    """What a registrant said to one custom question."""

    title: str
    value: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who asks to be registered. `profile` maps the contract's optional text fields to what was given."""

    email: str
    first_name: str
    last_name: str = ""
    profile: Mapping[str, str] = field(default_factory=dict)
    answers: tuple[Answer, ...] = ()
    language: str = ""
    source_id: str = ""
    auto_approve: bool = False


@dataclass(frozen=True, slots=True)
class Registrant:
    """Somebody on a roster.

    `seats` are the occurrences that they are registered for, each with its status, where the roster is by occurrence;
    `status` is then the best of these: approved, pending, denied, cancelled.
    """

    account_id: str
    roster_id: str
    id: str
    email: str
    first_name: str
    last_name: str
    status: Status
    created_at: datetime
    profile: Mapping[str, str] = field(default_factory=dict)
    answers: tuple[Answer, ...] = ()
    language: str = ""
    source_id: str = ""
    seats: Mapping[str, Status] = field(default_factory=dict)

    def status_at(self, place: str) -> Status | None:
        """Where they stand in one occurrence (None: not registered for it) or, for "", on the whole roster."""
        return self.seats.get(place) if place else self.status


@dataclass(frozen=True, slots=True)
class RegistrantRef:
    """How a caller points at a registrant: by id, by email, or by both (the id is tried first)."""

    id: str | None = None
    email: str | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """What a host decided about some registrants."""

    action: Action
    registrants: tuple[RegistrantRef, ...]


@dataclass(frozen=True, slots=True)
class RecordingFile:
    """One file of a recording; the desk keeps where it is, never the file."""

    id: str
    recording_type: str
    file_type: str
    file_extension: str
    file_bytes: int
    play_url: str
    download_url: str
    started_at: datetime
    ended_at: datetime


@dataclass(frozen=True, slots=True)
class Recording:
    """The recording of one meeting, on demand when its settings say so."""

    account_id: str
    id: str
    uuid: str
    meeting_id: int
    host_id: str
    topic: str
    type: MeetingType
    timezone: str
    start_time: datetime
    duration_min: int
    settings: Mapping[str, object]
    created_at: datetime
    files: tuple[RecordingFile, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """What a host says about a meeting; None is "not said". A local start is naive, in the meeting's zone."""

    type: MeetingType | None = None
    topic: str | None = None
    agenda: str | None = None
    start_time: datetime | None = None
    duration_min: int | None = None
    timezone: str | None = None
    password: str | None = None
    default_password: bool = True
    recurrence: Recurrence | None = None
    settings: Mapping[str, object] | None = None
    schedule_for: str | None = None
    tracking_fields: tuple[tuple[str, str], ...] | None = None


@dataclass(frozen=True, slots=True)
class Take:
    """A file of a recording as its host describes it; times default to the meeting's."""

    play_url: str
    recording_type: str
    file_type: str
    file_extension: str
    download_url: str
    file_bytes: int
    topic: str | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None


class WebhookState(StrEnum):
    """Whether a webhook's notices are sent. `failed` (its address was not validated again) holds them; nothing is lost."""

    ACTIVE = "active"
    FAILED = "failed"
    OFF = "off"


class NoticeState(StrEnum):
    """What became of a notice. `failed` is kept, and can be sent again."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where an account's notices go. `secret` signs them; `check_at` is when the address is validated next."""

    account_id: str
    id: str
    url: str
    events: frozenset[str]
    secret: str
    client_id: str
    state: WebhookState
    reason: str
    created_at: datetime
    validated_at: datetime | None
    check_at: datetime


@dataclass(frozen=True, slots=True)
class Notice:
    """One message for one webhook. `stream` is the registrant whose notices go out in order; `attempts` counts tries.

    `due_at` is when it may be sent; None: another of its stream goes first, or it is done with.
    """

    account_id: str
    id: str
    webhook_id: str
    stream: str
    event: str
    body: str
    state: NoticeState
    attempts: int
    created_at: datetime
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class Delivery:
    """One try at a notice: the receiver's status (0: none came), why it failed (empty: it did not), milliseconds."""

    notice_id: str
    at: datetime
    status: int
    reason: str
    took_ms: int
