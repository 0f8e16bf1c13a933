"""Meetings as rows; a deleted one is marked and no longer found."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, insert, literal_column, or_, select, update

from doorlist.model import (
    Meeting,
    MeetingKind,
    MeetingStatus,
    MeetingType,
    Occurrence,
    OccurrenceStatus,
    Recurrence,
    RecurrenceType,
)
from doorlist.storage.database import Row, Statement, Tx
from doorlist.storage.encoding import from_json, from_ms, from_ms_or_none, to_json, to_ms, to_ms_or_none
from doorlist.storage.tables import meeting_accounts, meetings

_ONE = and_(
    meetings.c.account_id == bindparam("of_account"),
    meetings.c.meeting_id == bindparam("of_meeting"),
    meetings.c.deleted_ms.is_(None),
)
_FIND = Statement(select(meetings).where(_ONE))
_FIND_BY_UUID = Statement(
    select(meetings).where(
        meetings.c.account_id == bindparam("of_account"),
        meetings.c.uuid == bindparam("of_uuid"),
        meetings.c.deleted_ms.is_(None),
    )
)
_ACCOUNT = Statement(
    select(meeting_accounts.c.account_id).where(meeting_accounts.c.meeting_id == bindparam("meeting_id"))
)
_ADD = Statement(insert(meetings))
_ADD_ACCOUNT = Statement(insert(meeting_accounts))
_CHANGED = (
    "type",
    "topic",
    "agenda",
    "start_ms",
    "end_ms",
    "duration_min",
    "timezone",
    "password",
    "settings",
    "status",
    "recurrence",
    "occurrences",
    "tracking_fields",
)
_SAVE = Statement(update(meetings).where(_ONE).values({name: bindparam(name) for name in _CHANGED}))
_RESTORE = Statement(
    update(meetings)
    .where(meetings.c.account_id == bindparam("of_account"), meetings.c.meeting_id == bindparam("of_meeting"))
    .values(deleted_ms=None)
)
_DELETE = Statement(update(meetings).where(_ONE).values(deleted_ms=bindparam("at_ms")))


_WEBINARS: list[ColumnElement[int]] = [
    literal_column(str(int(each))) for each in MeetingType if each.kind is MeetingKind.WEBINAR
]


def _listed() -> ColumnElement[bool]:
    """One host's meetings or webinars that end after a time and start before another; without a fixed time they always count.

    An instant meeting never does.
    """
    return and_(
        meetings.c.account_id == bindparam("account_id"),
        meetings.c.host_id == bindparam("host_id"),
        meetings.c.deleted_ms.is_(None),
        or_(meetings.c.end_ms.is_(None), meetings.c.end_ms > bindparam("end_after_ms")),
        or_(meetings.c.end_ms.is_(None), meetings.c.end_ms <= bindparam("end_until_ms")),
        or_(meetings.c.start_ms.is_(None), meetings.c.start_ms >= bindparam("start_from_ms")),
        or_(meetings.c.start_ms.is_(None), meetings.c.start_ms < bindparam("start_before_ms")),
        or_(meetings.c.end_ms.is_not(None), bindparam("timeless") == 1),
        or_(meetings.c.status == bindparam("status"), bindparam("status") == ""),
        or_(meetings.c.type.in_(_WEBINARS), bindparam("webinars") == 0),
        or_(meetings.c.type.not_in(_WEBINARS), bindparam("webinars") == 1),
        meetings.c.type != literal_column(str(int(MeetingType.INSTANT))),
    )


_COUNT = Statement(select(func.count()).select_from(meetings).where(_listed()))
_LIST = Statement(
    cast("Select[Row]", select(meetings, meetings.c.sort_id.label("cursor")))
    .where(_listed(), meetings.c.sort_id > bindparam("after"))
    .order_by(meetings.c.sort_id)
    .limit(bindparam("count"))
    .offset(bindparam("skip"))
)

_DISTANT_MS = 2**53


def by_uuid(tx: Tx, account_id: str, uuid: str) -> Meeting | None:
    """The meeting of this uuid in an account."""
    row = tx.row(_FIND_BY_UUID, of_account=account_id, of_uuid=uuid)
    return None if row is None else _meeting(row)


def find(tx: Tx, account_id: str, meeting_id: int) -> Meeting | None:
    """The meeting of this number in an account."""
    row = tx.row(_FIND, of_account=account_id, of_meeting=meeting_id)
    return None if row is None else _meeting(row)


def account_of(tx: Tx, meeting_id: int) -> str | None:
    """The account whose meeting has, or had, this number."""
    row = tx.row(_ACCOUNT, meeting_id=meeting_id)
    return None if row is None else str(row[0])


def add(tx: Tx, new: Meeting, *, sort_id: str, end_at: datetime | None) -> None:
    """Keep a new meeting. `end_at` is when its last occurrence ends."""
    tx.run(_ADD_ACCOUNT, meeting_id=new.id, account_id=new.account_id)
    tx.run(
        _ADD,
        account_id=new.account_id,
        meeting_id=new.id,
        sort_id=sort_id,
        uuid=new.uuid,
        host_id=new.host_id,
        registration_key=new.registration_key,
        created_ms=to_ms(new.created_at),
        deleted_ms=None,
        **_columns(new, end_at),
    )


def save(tx: Tx, meeting: Meeting, *, end_at: datetime | None) -> None:
    """Keep a meeting's changes."""
    tx.run(_SAVE, of_account=meeting.account_id, of_meeting=meeting.id, **_columns(meeting, end_at))


def delete(tx: Tx, account_id: str, meeting_id: int, *, now: datetime) -> None:
    """Mark a meeting as deleted."""
    tx.run(_DELETE, of_account=account_id, of_meeting=meeting_id, at_ms=to_ms(now))


def restore(tx: Tx, account_id: str, meeting_id: int) -> None:
    """Take a meeting's mark away, if it has one."""
    tx.run(_RESTORE, of_account=account_id, of_meeting=meeting_id)


def listing(
    kind: MeetingKind,
    *,
    end_after: datetime | None = None,
    end_until: datetime | None = None,
    start_from: datetime | None = None,
    start_before: datetime | None = None,
    timeless: bool = True,
    status: MeetingStatus | None = None,
) -> Mapping[str, object]:
    """Which of a host's meetings or webinars: the parameters that `list_` and `count` take.

    `timeless`: those without a fixed time, too.
    """
    return {
        "end_after_ms": -1 if end_after is None else to_ms(end_after),
        "end_until_ms": _DISTANT_MS if end_until is None else to_ms(end_until),
        "start_from_ms": -1 if start_from is None else to_ms(start_from),
        "start_before_ms": _DISTANT_MS if start_before is None else to_ms(start_before),
        "timeless": int(timeless),
        "status": "" if status is None else status.value,
        "webinars": int(kind is MeetingKind.WEBINAR),
    }


def list_(
    tx: Tx, account_id: str, host_id: str, which: Mapping[str, object], *, after: str, skip: int, count: int
) -> Sequence[tuple[str, Meeting]]:
    """Up to `count` meetings by age, each with the cursor behind it; those up to the cursor `after` are left out."""
    found = tx.rows(_LIST, account_id=account_id, host_id=host_id, after=after, skip=skip, count=count, **which)
    return [(row[-1], _meeting(row[:-1])) for row in found]


def count(tx: Tx, account_id: str, host_id: str, which: Mapping[str, object]) -> int:
    """How many there are."""
    row = tx.row(_COUNT, account_id=account_id, host_id=host_id, **which)
    assert row is not None
    return int(row[0])


def _columns(meeting: Meeting, end_at: datetime | None) -> dict[str, object]:
    return {
        "type": int(meeting.type),
        "topic": meeting.topic,
        "agenda": meeting.agenda,
        "start_ms": to_ms_or_none(meeting.start_time),
        "end_ms": to_ms_or_none(end_at),
        "duration_min": meeting.duration_min,
        "timezone": meeting.timezone,
        "password": meeting.password,
        "settings": to_json(dict(meeting.settings)),
        "status": meeting.status.value,
        "recurrence": "" if meeting.recurrence is None else to_json(_recurrence_json(meeting.recurrence)),
        "occurrences": to_json(
            [[each.id, to_ms(each.start_time), each.duration_min, each.status.value] for each in meeting.occurrences]
        ),
        "tracking_fields": to_json(meeting.tracking_fields),
    }


def _recurrence_json(recurrence: Recurrence) -> dict[str, object]:
    return {
        "type": int(recurrence.type),
        "repeat_interval": recurrence.repeat_interval,
        "weekly_days": list(recurrence.weekly_days),
        "monthly_day": recurrence.monthly_day,
        "monthly_week": recurrence.monthly_week,
        "monthly_weekday": recurrence.monthly_weekday,
        "end_times": recurrence.end_times,
        "end_ms": to_ms_or_none(recurrence.end_at),
    }


def _recurrence(text: str) -> Recurrence | None:
    if not text:
        return None
    value = cast("dict[str, Any]", from_json(text))
    return Recurrence(
        type=RecurrenceType(value["type"]),
        repeat_interval=value["repeat_interval"],
        weekly_days=tuple(value["weekly_days"]),
        monthly_day=value["monthly_day"],
        monthly_week=value["monthly_week"],
        monthly_weekday=value["monthly_weekday"],
        end_times=value["end_times"],
        end_at=from_ms_or_none(value["end_ms"]),
    )


def _meeting(row: Row) -> Meeting:
    named = dict(zip(meetings.c.keys(), row, strict=True))
    occurrences = cast("list[Any]", from_json(named["occurrences"]))
    return Meeting(
        account_id=named["account_id"],
        id=named["meeting_id"],
        uuid=named["uuid"],
        host_id=named["host_id"],
        type=MeetingType(named["type"]),
        topic=named["topic"],
        agenda=named["agenda"],
        start_time=from_ms_or_none(named["start_ms"]),
        duration_min=named["duration_min"],
        timezone=named["timezone"],
        password=named["password"],
        settings=cast("dict[str, object]", from_json(named["settings"])),
        status=MeetingStatus(named["status"]),
        created_at=from_ms(named["created_ms"]),
        registration_key=named["registration_key"],
        recurrence=_recurrence(named["recurrence"]),
        occurrences=tuple(
            Occurrence(id, from_ms(start_ms), duration_min, OccurrenceStatus(status))
            for id, start_ms, duration_min, status in occurrences
        ),
        tracking_fields=tuple((name, value) for name, value in cast("list[Any]", from_json(named["tracking_fields"]))),
    )
