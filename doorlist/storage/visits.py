"""Visits as rows: who came through the door, when. Nothing else is kept of a visitor."""

from datetime import datetime

from sqlalchemy import bindparam, func, insert, select

from doorlist.storage.database import Statement, Tx
from doorlist.storage.encoding import to_ms
from doorlist.storage.tables import visits

_ADD = Statement(insert(visits))
_COUNT = Statement(
    select(func.count())
    .select_from(visits)
    .where(
        visits.c.account_id == bindparam("account_id"),
        visits.c.roster_id == bindparam("roster_id"),
        visits.c.registrant_id == bindparam("registrant_id"),
    )
)


def add(tx: Tx, account_id: str, *, visit_id: str, roster_id: str, registrant_id: str, at: datetime) -> None:
    """Keep a visit."""
    tx.run(
        _ADD,
        account_id=account_id,
        visit_id=visit_id,
        roster_id=roster_id,
        registrant_id=registrant_id,
        at_ms=to_ms(at),
    )


def count(tx: Tx, account_id: str, *, roster_id: str, registrant_id: str) -> int:
    """How often a registrant came."""
    row = tx.row(_COUNT, account_id=account_id, roster_id=roster_id, registrant_id=registrant_id)
    assert row is not None
    return int(row[0])
