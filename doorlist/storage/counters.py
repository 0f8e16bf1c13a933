"""What was used today of daily limits, as rows: an account's count of one kind for one subject.

A row holds one day, counted from 1970-01-01; a new day overwrites it. What is counted passes no cap, whoever counts at
the same time: the condition stands in the statement. SQLAlchemy's ON CONFLICT belongs to the dialects, one for each
database and 40 ms to load, so these statements are text that both databases read.
"""

import functools
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import bindparam, select, text

from doorlist.storage import portions
from doorlist.storage.database import Statement, Tx
from doorlist.storage.tables import counters

ROWS_MAX = 64
CLEARED_MAX = 500
"""Rows that are looked at in one step of clearing."""

_COUNT = """
INSERT INTO counters (account_id, kind, subject, day, used) VALUES {rows}
ON CONFLICT (account_id, kind, subject) DO UPDATE
SET day = excluded.day,
    used = CASE WHEN counters.day = excluded.day THEN counters.used + excluded.used ELSE excluded.used END
WHERE counters.day <> excluded.day OR {room}
RETURNING kind, subject, used
"""
_ALL_FIT, _ONE_FITS = "counters.used + excluded.used <= :cap", "counters.used < :cap"
_ONE_ROW = "(:of_account, :kind, :subject, :day, :more)"

_TAKE = Statement(text(_COUNT.format(rows=_ONE_ROW, room=_ONE_FITS)))
_WALK = Statement(
    text(
        "SELECT kind, subject FROM counters WHERE account_id = :of_account AND (kind, subject) > (:kind, :subject) "
        "ORDER BY kind, subject LIMIT :count"
    )
)
_CLEAR = Statement(
    text(
        "DELETE FROM counters WHERE account_id = :of_account AND (kind, subject) > (:kind, :subject) "
        "AND (kind, subject) <= (:last_kind, :last_subject) AND day < :day"
    )
)


class Place(NamedTuple):
    """Where a walk through an account's counters stands: behind this row."""

    kind: str = ""
    subject: str = ""


def used(tx: Tx, account_id: str, kind: str, subjects: Iterable[str], *, day: int) -> Mapping[str, int]:
    """How much each of some subjects used on a day; who used nothing is left out."""
    found: dict[str, int] = {}
    for size, wanted in portions.chunks(dict.fromkeys(subjects)):
        for subject, count in tx.rows(_used(size), of_account=account_id, of_kind=kind, of_day=day, **wanted):
            found[subject] = count
    return found


def add(tx: Tx, account_id: str, kind: str, more: Mapping[str, int], *, day: int, cap: int) -> Sequence[str]:
    """Add to the counts of some subjects; gives back those whose cap that would pass, which stay as they were.

    No single addition may be larger than the cap. Subjects are taken in one order, so that two who add at once wait for
    one another at most.
    """
    rest, kept = sorted(more), set[str]()
    size = ROWS_MAX
    while rest:
        while size > len(rest):
            size //= 2
        part, rest = rest[:size], rest[size:]
        rows: dict[str, object] = {}
        for index, subject in enumerate(part):
            rows |= {f"subject_{index}": subject, f"more_{index}": more[subject]}
        found = tx.rows(_add(size), of_account=account_id, kind=kind, day=day, cap=cap, **rows)
        kept |= {subject for _kind, subject, _used in found}
    return [subject for subject in more if subject not in kept]


def take(tx: Tx, account_id: str, kind: str, subject: str, *, count: int, day: int, cap: int) -> int:
    """Count `count` uses of one subject, of which some may no longer fit; gives back how much was used before them.

    Whoever comes next adds to that in turn: the uses from `cap` on did not fit. The count may end above the cap, by less
    than `count`, and stays there.
    """
    rows = tx.rows(_TAKE, of_account=account_id, kind=kind, subject=subject, more=count, day=day, cap=cap)
    return int(rows[0][2]) - count if rows else cap


def clear(tx: Tx, account_id: str, after: Place, *, day: int, count: int = CLEARED_MAX) -> Place | None:
    """Delete, among the next `count` counters of an account, those from before a day. Where to go on, or None at the end."""
    seen = tx.rows(_WALK, of_account=account_id, kind=after.kind, subject=after.subject, count=count)
    if not seen:
        return None
    last = Place(*seen[-1])
    tx.run(
        _CLEAR,
        of_account=account_id,
        kind=after.kind,
        subject=after.subject,
        last_kind=last.kind,
        last_subject=last.subject,
        day=day,
    )
    return last if len(seen) == count else None


@functools.cache
def _used(size: int) -> Statement:
    return Statement(
        select(counters.c.subject, counters.c.used).where(
            counters.c.account_id == bindparam("of_account"),
            counters.c.kind == bindparam("of_kind"),
            counters.c.subject.in_(portions.wanted(size)),
            counters.c.day == bindparam("of_day"),
        )
    )


@functools.cache
def _add(size: int) -> Statement:
    rows = ", ".join(f"(:of_account, :kind, :subject_{index}, :day, :more_{index})" for index in range(size))
    return Statement(text(_COUNT.format(rows=rows, room=_ALL_FIT)))
