"""Tracking sources of webinars as rows, with their counts."""

from collections.abc import Sequence

from sqlalchemy import and_, bindparam, delete, insert, select, update

from doorlist.model import TrackingSource
from doorlist.storage.database import Row, Statement, Tx
from doorlist.storage.tables import meetings, tracking_sources

_OF = and_(
    tracking_sources.c.account_id == bindparam("of_account"), tracking_sources.c.meeting_id == bindparam("of_meeting")
)
_ONE = and_(_OF, tracking_sources.c.source_id == bindparam("of_source"))
_COLUMNS = (
    tracking_sources.c.source_id,
    tracking_sources.c.name,
    tracking_sources.c.registrations,
    tracking_sources.c.visitors,
)
_LIST = Statement(select(*_COLUMNS).where(_OF).order_by(tracking_sources.c.source_id))
_FIND = Statement(select(*_COLUMNS).where(_ONE))
_ADD = Statement(insert(tracking_sources))
_DELETE = Statement(delete(tracking_sources).where(_ONE))
_REGISTER = Statement(
    update(tracking_sources).where(_ONE).values(registrations=tracking_sources.c.registrations + bindparam("more"))
)
_PLACE = Statement(
    select(tracking_sources.c.account_id, tracking_sources.c.meeting_id)
    .join(
        meetings,
        and_(
            meetings.c.account_id == tracking_sources.c.account_id,
            meetings.c.meeting_id == tracking_sources.c.meeting_id,
        ),
    )
    .where(tracking_sources.c.source_id == bindparam("of_source"), meetings.c.registration_key == bindparam("of_key"))
)
_VISIT = Statement(update(tracking_sources).where(_ONE).values(visitors=tracking_sources.c.visitors + 1))


def list_(tx: Tx, account_id: str, meeting_id: int) -> Sequence[TrackingSource]:
    """The sources of a webinar."""
    return [_source(row) for row in tx.rows(_LIST, of_account=account_id, of_meeting=meeting_id)]


def find(tx: Tx, account_id: str, meeting_id: int, source_id: str) -> TrackingSource | None:
    """The source of this id."""
    row = tx.row(_FIND, of_account=account_id, of_meeting=meeting_id, of_source=source_id)
    return None if row is None else _source(row)


def add(tx: Tx, account_id: str, meeting_id: int, new: TrackingSource) -> None:
    """Keep a new source, which nobody came from yet."""
    tx.run(
        _ADD,
        account_id=account_id,
        meeting_id=meeting_id,
        source_id=new.id,
        name=new.name,
        registrations=0,
        visitors=0,
    )


def delete_one(tx: Tx, account_id: str, meeting_id: int, source_id: str) -> None:
    """Remove a source; who came from there keeps its id."""
    tx.run(_DELETE, of_account=account_id, of_meeting=meeting_id, of_source=source_id)


def register(tx: Tx, account_id: str, meeting_id: int, source_id: str, more: int) -> None:
    """Count registrants who came from a source, or who came from there and are removed (`more` below 0)."""
    tx.run(_REGISTER, of_account=account_id, of_meeting=meeting_id, of_source=source_id, more=more)


def visit(tx: Tx, source_id: str, registration_key: str) -> bool:
    """Count somebody who opened a webinar's registration link of a source; False where there is no such link."""
    place = tx.row(_PLACE, of_source=source_id, of_key=registration_key)
    return place is not None and tx.run(_VISIT, of_account=place[0], of_meeting=place[1], of_source=source_id) == 1


def _source(row: Row) -> TrackingSource:
    return TrackingSource(*row)
