"""Recordings and their files as rows."""

from collections.abc import Sequence
from datetime import datetime
from typing import cast

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, insert, or_, select, update

from doorlist.model import MeetingType, Recording, RecordingFile
from doorlist.storage.database import Row, Statement, Tx
from doorlist.storage.encoding import from_json, from_ms, to_json, to_ms
from doorlist.storage.tables import recording_files, recordings

_LATEST = Statement(
    select(recordings)
    .where(recordings.c.account_id == bindparam("account_id"), recordings.c.meeting_id == bindparam("meeting_id"))
    .order_by(recordings.c.recording_id.desc())
    .limit(1)
)
_BY_UUID = Statement(
    select(recordings).where(recordings.c.account_id == bindparam("account_id"), recordings.c.uuid == bindparam("uuid"))
)
_FIND = Statement(
    select(recordings).where(
        recordings.c.account_id == bindparam("account_id"), recordings.c.recording_id == bindparam("recording_id")
    )
)
_ADD = Statement(insert(recordings))
_ADD_FILE = Statement(insert(recording_files))
_FILES = Statement(
    select(recording_files)
    .where(
        recording_files.c.account_id == bindparam("account_id"),
        recording_files.c.recording_id == bindparam("recording_id"),
    )
    .order_by(recording_files.c.file_id)
)
_SAVE = Statement(
    update(recordings)
    .where(recordings.c.account_id == bindparam("of_account"), recordings.c.recording_id == bindparam("of_recording"))
    .values(topic=bindparam("topic"), settings=bindparam("settings"))
)


def _listed() -> ColumnElement[bool]:
    return and_(
        recordings.c.account_id == bindparam("account_id"),
        recordings.c.host_id == bindparam("host_id"),
        recordings.c.start_ms >= bindparam("from_ms"),
        recordings.c.start_ms < bindparam("before_ms"),
        or_(recordings.c.meeting_id == bindparam("meeting_id"), bindparam("meeting_id") == 0),
    )


_COUNT = Statement(select(func.count()).select_from(recordings).where(_listed()))
_LIST = Statement(
    cast("Select[Row]", select(recordings))
    .where(_listed(), recordings.c.recording_id > bindparam("after"))
    .order_by(recordings.c.recording_id)
    .limit(bindparam("count"))
    .offset(bindparam("skip"))
)


def find(tx: Tx, account_id: str, recording_id: str) -> Recording | None:
    """The recording of this id in an account."""
    row = tx.row(_FIND, account_id=account_id, recording_id=recording_id)
    return None if row is None else _recording(tx, row)


def latest(tx: Tx, account_id: str, meeting_id: int) -> Recording | None:
    """The newest recording of a meeting."""
    row = tx.row(_LATEST, account_id=account_id, meeting_id=meeting_id)
    return None if row is None else _recording(tx, row)


def by_uuid(tx: Tx, account_id: str, uuid: str) -> Recording | None:
    """The recording of this uuid in an account."""
    row = tx.row(_BY_UUID, account_id=account_id, uuid=uuid)
    return None if row is None else _recording(tx, row)


def add(tx: Tx, new: Recording) -> None:
    """Keep a new recording with its files."""
    tx.run(
        _ADD,
        account_id=new.account_id,
        recording_id=new.id,
        uuid=new.uuid,
        meeting_id=new.meeting_id,
        host_id=new.host_id,
        topic=new.topic,
        type=int(new.type),
        timezone=new.timezone,
        start_ms=to_ms(new.start_time),
        duration_min=new.duration_min,
        settings=to_json(dict(new.settings)),
        created_ms=to_ms(new.created_at),
    )
    for file in new.files:
        add_file(tx, new, file)


def add_file(tx: Tx, recording: Recording, file: RecordingFile) -> None:
    """Keep one more file of a recording."""
    tx.run(
        _ADD_FILE,
        account_id=recording.account_id,
        recording_id=recording.id,
        file_id=file.id,
        recording_type=file.recording_type,
        file_type=file.file_type,
        file_extension=file.file_extension,
        file_bytes=file.file_bytes,
        play_url=file.play_url,
        download_url=file.download_url,
        start_ms=to_ms(file.started_at),
        end_ms=to_ms(file.ended_at),
    )


def save(tx: Tx, recording: Recording) -> None:
    """Keep a recording's changed topic and settings."""
    tx.run(
        _SAVE,
        of_account=recording.account_id,
        of_recording=recording.id,
        topic=recording.topic,
        settings=to_json(dict(recording.settings)),
    )


def list_(
    tx: Tx,
    account_id: str,
    host_id: str,
    *,
    start_from: datetime,
    start_before: datetime,
    meeting_id: int | None,
    after: str,
    skip: int,
    count: int,
) -> Sequence[Recording]:
    """Up to `count` recordings of a host that started in a span, by age, behind the id `after`, `skip` left out."""
    rows = tx.rows(
        _LIST,
        account_id=account_id,
        host_id=host_id,
        from_ms=to_ms(start_from),
        before_ms=to_ms(start_before),
        meeting_id=meeting_id or 0,
        after=after,
        skip=skip,
        count=count,
    )
    return [_recording(tx, row) for row in rows]


def count(
    tx: Tx, account_id: str, host_id: str, *, start_from: datetime, start_before: datetime, meeting_id: int | None
) -> int:
    """How many there are."""
    row = tx.row(
        _COUNT,
        account_id=account_id,
        host_id=host_id,
        from_ms=to_ms(start_from),
        before_ms=to_ms(start_before),
        meeting_id=meeting_id or 0,
    )
    assert row is not None
    return int(row[0])


def _recording(tx: Tx, row: Row) -> Recording:
    account_id, id, uuid, meeting_id, host_id, topic, type, timezone, start_ms, duration_min, settings, created_ms = row
    return Recording(
        account_id=account_id,
        id=id,
        uuid=uuid,
        meeting_id=meeting_id,
        host_id=host_id,
        topic=topic,
        type=MeetingType(type),
        timezone=timezone,
        start_time=from_ms(start_ms),
        duration_min=duration_min,
        settings=cast("dict[str, object]", from_json(settings)),
        created_at=from_ms(created_ms),
        files=tuple(_file(each) for each in tx.rows(_FILES, account_id=account_id, recording_id=id)),
    )


def _file(row: Row) -> RecordingFile:
    _account, _recording_id, id, recording_type, file_type, extension, file_bytes, play, download, start_ms, end_ms = (
        row
    )
    return RecordingFile(
        id, recording_type, file_type, extension, file_bytes, play, download, from_ms(start_ms), from_ms(end_ms)
    )
