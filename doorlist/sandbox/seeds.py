"""What every sandbox begins with: fixed accounts, users, tokens and meetings, so that examples work as they are printed.

Nothing in here is secret, which is why a sandbox listens to its own machine alone and opens no database of a real desk.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from doorlist.access.tokens import hashed
from doorlist.contract.operations import EVERY_SCOPE, user_level
from doorlist.contract.shapes import meetings as meeting_shapes
from doorlist.contract.shapes import recordings as recording_shapes
from doorlist.contract.shapes import webinars as webinar_shapes
from doorlist.desk import founding
from doorlist.model import (
    Account,
    App,
    AppKind,
    Caller,
    Meeting,
    MeetingKind,
    MeetingStatus,
    MeetingType,
    Panelist,
    Recording,
    RecordingFile,
    Recurrence,
    RecurrenceType,
    TrackingSource,
    User,
    UserType,
)
from doorlist.rules import availability, occurrences
from doorlist.storage import accounts, apps, meetings, passwords, recordings, rosters, sources, tokens
from doorlist.storage.database import Tx

ACCOUNT_ID = "sandbox-account"
CLIENT_ID = "sandbox-client"
CLIENT_SECRET = "sandbox-secret"  # noqa: S105 - known to everybody, on purpose
TOKEN = "sandbox-token"  # noqa: S105
USER_TOKEN = "sandbox-user-token"  # noqa: S105
"""A token of the second licensed host, with scopes for its own meetings alone."""
READ_TOKEN = "sandbox-read-token"  # noqa: S105
"""A token that may only list meetings."""
EXPIRED_TOKEN = "sandbox-expired-token"  # noqa: S105
OTHER_ACCOUNT_ID = "sandbox-other-account"
OTHER_TOKEN = "sandbox-other-token"  # noqa: S105

USER_CLIENT_ID = "sandbox-user-client"
USER_CLIENT_SECRET = "sandbox-user-secret"  # noqa: S105
PUBLIC_CLIENT_ID = "sandbox-public-client"
REDIRECT_URIS = ("http://127.0.0.1", "http://127.0.0.1/callback", "http://[::1]", "http://[::1]/callback")
"""Where both apps that ask users send them back to, on any port (RFC 8252, 7.3)."""
PASSWORD = "sandbox-password"  # noqa: S105
"""Of every user of the first account."""
_PASSWORD_HASH = "scrypt$10$8$3$dGhlIHNhbmRib3g=$G4Hk6ByLwXxkl3XpS6VsEjIOzhd+XjIljw0PUCmzaFI="  # noqa: S105
"""Of PASSWORD, and cheap: what everybody knows need not be hard to guess."""
SUB_ACCOUNT_ID = "sandbox-sub-account"
"""A sub-account of the first, which that one's tokens reach below `/v2/accounts/sandbox-sub-account`."""

HOST_EMAIL = "host@sandbox.example"
SECOND_HOST_EMAIL = "second.host@sandbox.example"
BASIC_EMAIL = "basic@sandbox.example"
GONE_EMAIL = "gone@sandbox.example"
OTHER_EMAIL = "host@other-sandbox.example"
SUB_EMAIL = "host@sub-sandbox.example"

MEETING_ID = 68423085
"""A scheduled meeting that asks for approval: the number that the 2022 collection prints."""
RECORDING_MEETING_ID = 85746065
"""A meeting with a recording on demand: the other number that the collection prints."""
BASIC_MEETING_ID = 68423001
GONE_MEETING_ID = 68423002
OTHER_MEETING_ID = 68423003
ENDED_MEETING_ID = 68423004
FULL_MEETING_ID = 68423005
OPEN_MEETING_ID = 68423006
WEBINAR_ID = 68423101
"""A webinar that asks for approval, with a tracking source and a panelist."""
SERIES_WEBINAR_ID = 68423102
"""A series of four webinars, each registered for by itself (registration_type 2)."""
BASIC_WEBINAR_ID = 68423103
GONE_WEBINAR_ID = 68423104
OTHER_WEBINAR_ID = 68423105
TRACKING_SOURCE_ID = "5516482804110"
PANELIST_ID = "sandbox-panelist-00001"
PANELIST_EMAIL = "panelist@sandbox.example"
SUB_MEETING_ID = 68423051
"""A meeting of the sub-account's host, which asks for approval."""
SUB_WEBINAR_ID = 68423151
"""A webinar of the same host."""

_FAR_AHEAD = timedelta(days=365)
_TOKEN_LIFE = timedelta(days=36_500)


def plant(tx: Tx, *, now: datetime, registrants_max: int) -> None:
    """Make the sandbox's accounts, tokens and meetings in an empty database; leave one that has them as it is."""
    if accounts.account(tx, ACCOUNT_ID) is not None:
        return
    users = [
        founding.NewUser(HOST_EMAIL, "Harriet", "Host", role="Owner", id="sandbox-host-000000000"),
        founding.NewUser(SECOND_HOST_EMAIL, "Sam", "Second", id="sandbox-host-200000000"),
        founding.NewUser(BASIC_EMAIL, "Basil", "Basic", type=UserType.BASIC, id="sandbox-basic-00000000"),
        founding.NewUser(GONE_EMAIL, "Gwen", "Gone", id="sandbox-gone-000000000"),
    ]
    account, (host, second, basic, gone) = _found(tx, ACCOUNT_ID, "Sandbox", users, now)
    _, (other,) = _found(
        tx, OTHER_ACCOUNT_ID, "Other sandbox", [founding.NewUser(OTHER_EMAIL, "Olga", "Other", role="Owner")], now
    )
    _, (below,) = founding.found_account(
        tx,
        name="Sub-account of the sandbox",
        users=[founding.NewUser(SUB_EMAIL, "Sue", "Sub", role="Owner", id="sandbox-sub-host-00000")],
        now=now,
        account_id=SUB_ACCOUNT_ID,
        parent_id=ACCOUNT_ID,
    )
    _apps_that_ask(tx, now)
    for user in (host, second, basic):
        passwords.set_(tx, ACCOUNT_ID, user.id, _PASSWORD_HASH, now=now)
    _token(tx, TOKEN, Caller(account.id, host.id, CLIENT_ID, EVERY_SCOPE), now + _TOKEN_LIFE)
    _token(tx, USER_TOKEN, Caller(account.id, second.id, CLIENT_ID, user_level(EVERY_SCOPE)), now + _TOKEN_LIFE)
    _token(
        tx,
        READ_TOKEN,
        Caller(account.id, host.id, CLIENT_ID, frozenset({"meeting:read:list_meetings"})),
        now + _TOKEN_LIFE,
    )
    _token(tx, EXPIRED_TOKEN, Caller(account.id, host.id, CLIENT_ID, EVERY_SCOPE), now)
    _token(tx, OTHER_TOKEN, Caller(OTHER_ACCOUNT_ID, other.id, CLIENT_ID, EVERY_SCOPE), now + _TOKEN_LIFE)

    def plan(number: int, host: User, topic: str, **settings: object) -> Meeting:
        return _meeting(tx, number, host, topic, settings, now, registrants_max)

    plan(MEETING_ID, host, "Asks for approval", approval_type=1)
    plan(OPEN_MEETING_ID, host, "Registers at once", approval_type=0)
    plan(BASIC_MEETING_ID, basic, "Of a Basic host", approval_type=1)
    plan(GONE_MEETING_ID, gone, "Of a host who is gone", approval_type=1)
    plan(OTHER_MEETING_ID, other, "Of another account", approval_type=1)
    plan(SUB_MEETING_ID, below, "Of a sub-account", approval_type=1)
    plan(SUB_WEBINAR_ID, below, "A webinar of a sub-account", approval_type=1, _type=MeetingType.WEBINAR)
    plan(ENDED_MEETING_ID, host, "Is over", approval_type=1, _status=MeetingStatus.ENDED)
    planned_webinar = plan(WEBINAR_ID, host, "A webinar", approval_type=1, _type=MeetingType.WEBINAR)
    plan(
        SERIES_WEBINAR_ID,
        host,
        "A series of webinars",
        approval_type=0,
        registration_type=2,
        _type=MeetingType.RECURRING_WEBINAR_FIXED_TIME,
    )
    plan(BASIC_WEBINAR_ID, basic, "A webinar of a Basic host", approval_type=1, _type=MeetingType.WEBINAR)
    plan(GONE_WEBINAR_ID, gone, "A webinar of a host who is gone", approval_type=1, _type=MeetingType.WEBINAR)
    plan(OTHER_WEBINAR_ID, other, "A webinar of another account", approval_type=1, _type=MeetingType.WEBINAR)
    sources.add(tx, account.id, planned_webinar.id, TrackingSource(TRACKING_SOURCE_ID, "Newsletter"))
    roster = rosters.find(tx, account.id, availability.roster_id(planned_webinar.id))
    assert roster is not None
    panelist = Panelist(PANELIST_ID, PANELIST_EMAIL, "Paula Panelist")
    rosters.save(tx, replace(roster, panelists=(panelist,)))
    plan(FULL_MEETING_ID, host, "Takes one registrant", approval_type=0, registrants_restrict_number=1)
    recorded = plan(RECORDING_MEETING_ID, host, "Was recorded", approval_type=1)
    accounts.set_user_status(tx, ACCOUNT_ID, gone.id, "inactive")
    _recording(tx, recorded, host, now, registrants_max)


def _found(
    tx: Tx, account_id: str, name: str, users: list[founding.NewUser], now: datetime
) -> tuple[Account, Sequence[User]]:
    app = founding.NewApp(CLIENT_ID, hashed(CLIENT_SECRET), EVERY_SCOPE)
    return founding.found(tx, origin="sandbox", name=name, users=users, app=app, now=now, account_id=account_id)


def _apps_that_ask(tx: Tx, now: datetime) -> None:
    for client_id, name, kind, secret_hash in (
        (USER_CLIENT_ID, "Sandbox app", AppKind.USER, hashed(USER_CLIENT_SECRET)),
        (PUBLIC_CLIENT_ID, "Sandbox app without a secret", AppKind.PUBLIC, ""),
    ):
        apps.add(tx, App(ACCOUNT_ID, client_id, name, secret_hash, EVERY_SCOPE, now, kind, REDIRECT_URIS))


def _token(tx: Tx, token: str, caller: Caller, expires_at: datetime) -> None:
    tokens.add(tx, hashed(token), caller, expires_at=expires_at)


def _meeting(
    tx: Tx, number: int, host: User, topic: str, settings: dict[str, object], now: datetime, registrants_max: int
) -> Meeting:
    status = settings.pop("_status", MeetingStatus.WAITING)
    assert isinstance(status, MeetingStatus)
    type = settings.pop("_type", MeetingType.SCHEDULED)
    assert isinstance(type, MeetingType)
    defaults = meeting_shapes if type.kind is MeetingKind.MEETING else webinar_shapes
    start_time = (now + _FAR_AHEAD).replace(minute=0, second=0, microsecond=0)
    weekly = Recurrence(RecurrenceType.WEEKLY, end_times=4) if type.series else None
    expanded = occurrences.expand(weekly, start_time=start_time, duration_min=60, timezone="UTC") if weekly else ()
    meeting = Meeting(
        account_id=host.account_id,
        id=number,
        uuid=f"sandbox+meet+{number}A==",
        host_id=host.id,
        type=type,
        topic=topic,
        agenda="",
        start_time=start_time,
        duration_min=60,
        timezone="UTC",
        password="123456",  # noqa: S106 - as above
        settings=availability.settled(type, defaults.SETTINGS_DEFAULT | settings, host),
        status=status,
        created_at=now,
        registration_key=f"sandbox-{number:014d}",
        recurrence=weekly,
        occurrences=expanded,
    )
    meetings.add(tx, meeting, sort_id=f"0{number:021d}", end_at=availability.end_at(meeting))
    rosters.add(tx, availability.meeting_roster(meeting, host, registrants_max=registrants_max))
    return meeting


def _recording(tx: Tx, meeting: Meeting, host: User, now: datetime, registrants_max: int) -> None:
    started_at = (now - timedelta(days=1)).replace(minute=0, second=0, microsecond=0)
    ended_at = started_at + timedelta(hours=1)
    file = RecordingFile(
        id="sandbox-file-000000001",
        recording_type="shared_screen_with_speaker_view",
        file_type="MP4",
        file_extension="MP4",
        file_bytes=1_048_576,
        play_url="https://media.example/sandbox/recording.mp4",
        download_url="https://media.example/sandbox/recording.mp4",
        started_at=started_at,
        ended_at=ended_at,
    )
    recording = Recording(
        account_id=meeting.account_id,
        id="sandbox-recording-0001",
        uuid=meeting.uuid,
        meeting_id=meeting.id,
        host_id=meeting.host_id,
        topic=meeting.topic,
        type=meeting.type,
        timezone=meeting.timezone,
        start_time=started_at,
        duration_min=60,
        settings=recording_shapes.SETTINGS_DEFAULT | {"on_demand": True, "approval_type": 1, "password": "12345678"},
        created_at=now,
        files=(file,),
    )
    recordings.add(tx, recording)
    rosters.add(tx, availability.recording_roster(recording, host, registrants_max=registrants_max))
