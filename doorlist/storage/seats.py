"""Seats as rows: where registrants stand in single occurrences of a series, and how many stand where."""

import functools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import cast

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Join,
    Select,
    and_,
    bindparam,
    delete,
    func,
    insert,
    or_,
    select,
    union_all,
    update,
)

from doorlist.model import Counts, Registrant, Status
from doorlist.storage import portions, registrants
from doorlist.storage.database import Row, Statement, Tx
from doorlist.storage.tables import occurrence_counts, seats
from doorlist.storage.tables import registrants as people

_ONE = and_(
    seats.c.account_id == bindparam("of_account"),
    seats.c.roster_id == bindparam("of_roster"),
    seats.c.registrant_id == bindparam("of_registrant"),
)
_AT = seats.c.occurrence_id == bindparam("of_occurrence")
_DELETE = Statement(delete(seats).where(_ONE, _AT))
_OF_OCCURRENCE = (
    (seats, and_(seats.c.account_id == bindparam("of_account"), seats.c.roster_id == bindparam("of_roster"), _AT)),
    (
        occurrence_counts,
        and_(
            occurrence_counts.c.account_id == bindparam("of_account"),
            occurrence_counts.c.roster_id == bindparam("of_roster"),
            occurrence_counts.c.occurrence_id == bindparam("of_occurrence"),
        ),
    ),
)
_MOVE = [Statement(update(table).where(at).values(occurrence_id=bindparam("to"))) for table, at in _OF_OCCURRENCE]
_COUNTED = and_(
    occurrence_counts.c.account_id == bindparam("of_account"), occurrence_counts.c.roster_id == bindparam("of_roster")
)
_COUNTS = Statement(
    select(
        occurrence_counts.c.occurrence_id,
        occurrence_counts.c.approved,
        occurrence_counts.c.pending,
        occurrence_counts.c.denied,
        occurrence_counts.c.cancelled,
    ).where(_COUNTED)
)
_ADD_COUNTS = Statement(insert(occurrence_counts))
# The database itself keeps the approved within the capacity, as it does for whole rosters.
_COUNT = Statement(
    update(occurrence_counts)
    .where(
        _COUNTED,
        occurrence_counts.c.occurrence_id == bindparam("of_occurrence"),
        or_(
            bindparam("approved_more") <= 0,
            occurrence_counts.c.approved + bindparam("approved_more") <= bindparam("capacity"),
        ),
    )
    .values({status.value: occurrence_counts.c[status.value] + bindparam(f"{status.value}_more") for status in Status})
)


_IN_OCCURRENCE = and_(seats.c.account_id == bindparam("of_account"), seats.c.roster_id == bindparam("of_roster"), _AT)


@functools.cache
def _set(size: int) -> Statement:
    """Where somebody stands in so many occurrences."""
    return Statement(
        update(seats)
        .where(_ONE, seats.c.occurrence_id.in_(portions.wanted(size)))
        .values(status=bindparam("new_status"))
    )


@functools.cache
def _of_some(size: int) -> Statement:
    """The seats of so many registrants."""
    return Statement(
        select(seats.c.registrant_id, seats.c.occurrence_id, seats.c.status).where(
            seats.c.account_id == bindparam("of_account"),
            seats.c.roster_id == bindparam("of_roster"),
            seats.c.registrant_id.in_(portions.wanted(size)),
        )
    )


def _seated() -> Join:
    return seats.join(
        people,
        and_(
            people.c.account_id == seats.c.account_id,
            people.c.roster_id == seats.c.roster_id,
            people.c.registrant_id == seats.c.registrant_id,
        ),
    )


def _from_source() -> ColumnElement[bool]:
    return or_(bindparam("source_id") == "", people.c.source_id == bindparam("source_id"))


@functools.cache
def _total(statuses: int) -> Statement:
    wanted: list[BindParameter[str]] = [bindparam(f"status_{index}") for index in range(statuses)]
    return Statement(
        select(func.count()).select_from(_seated()).where(_IN_OCCURRENCE, seats.c.status.in_(wanted), _from_source())
    )


@functools.cache
def _page(statuses: int) -> Statement:
    """A page of an occurrence: the seats of each status come in order out of their index, and the heads are merged."""
    if statuses == 1:
        return Statement(_head(0).limit(bindparam("count")).offset(bindparam("skip")))
    heads = [select(_head(index).limit(bindparam("reach")).subquery()) for index in range(statuses)]
    merged = union_all(*heads).subquery()
    return Statement(
        select(merged).order_by(merged.c.registrant_id).limit(bindparam("count")).offset(bindparam("skip"))
    )


def _head(index: int) -> Select[Row]:
    """The seats of one status, each with its registrant."""
    query = cast("Select[Row]", select(people, seats.c.status.label("status_here")))
    return (
        query.select_from(_seated())
        .where(
            _IN_OCCURRENCE,
            seats.c.status == bindparam(f"status_{index}"),
            seats.c.registrant_id > bindparam("after"),
            _from_source(),
        )
        .order_by(seats.c.registrant_id)
    )


def taken(tx: Tx, found: Iterable[Registrant]) -> list[Registrant]:
    """Registrants of one roster with the occurrences that they are registered for."""
    everybody = list(found)
    by_registrant: dict[str, dict[str, Status]] = {each.id: {} for each in everybody}
    for size, wanted in portions.chunks(by_registrant):
        place = {"of_account": everybody[0].account_id, "of_roster": everybody[0].roster_id}
        for registrant_id, occurrence_id, status in tx.rows(_of_some(size), **place, **wanted):
            by_registrant[registrant_id][occurrence_id] = Status(status)
    return [replace(each, seats=by_registrant[each.id]) for each in everybody]


def save(tx: Tx, changes: Iterable[tuple[Registrant | None, Registrant]]) -> None:
    """Keep what changed of registrants' seats, each before (None: new) and after."""
    new: list[dict[str, object]] = []
    for before, after in changes:
        had = before.seats if before is not None else {}
        moved: dict[Status, list[str]] = {}
        for occurrence_id, status in after.seats.items():
            if occurrence_id not in had:
                new.append(
                    {
                        "account_id": after.account_id,
                        "roster_id": after.roster_id,
                        "occurrence_id": occurrence_id,
                        "registrant_id": after.id,
                        "status": status.value,
                    }
                )
            elif had[occurrence_id] is not status:
                moved.setdefault(status, []).append(occurrence_id)
        for status, occurrence_ids in moved.items():
            for size, wanted in portions.chunks(occurrence_ids):
                tx.run(_set(size), **_of(after), **wanted, new_status=status.value)
        for occurrence_id in had.keys() - after.seats.keys():
            tx.run(_DELETE, **_seat(after, occurrence_id))
    tx.insert(seats, new)


def clear(tx: Tx, registrant: Registrant) -> None:
    """Remove every seat of somebody who is removed."""
    for occurrence_id in registrant.seats:
        tx.run(_DELETE, **_seat(registrant, occurrence_id))


def move(tx: Tx, account_id: str, roster_id: str, follows: Mapping[str, str]) -> None:
    """Give everybody who is registered for an occurrence to the one that follows it, by ids; no id may be on both sides."""
    for occurrence_id, to in follows.items():
        for statement in _MOVE:
            tx.run(statement, of_account=account_id, of_roster=roster_id, of_occurrence=occurrence_id, to=to)


def counts(tx: Tx, account_id: str, roster_id: str) -> Mapping[str, Counts]:
    """How many stand where, by occurrence id, in those that anybody ever registered for."""
    return {row[0]: Counts(*row[1:]) for row in tx.rows(_COUNTS, of_account=account_id, of_roster=roster_id)}


def count(
    tx: Tx, account_id: str, roster_id: str, occurrence_id: str, more: Counts, *, capacity: int, first: bool
) -> bool:
    """Add to (or take from) an occurrence's counts; `first` where it has none yet.

    False, with nothing changed, where the capacity would be passed.
    """
    if first:
        none = dict.fromkeys((status.value for status in Status), 0)
        tx.run(_ADD_COUNTS, account_id=account_id, roster_id=roster_id, occurrence_id=occurrence_id, **none)
    changed = tx.run(
        _COUNT,
        of_account=account_id,
        of_roster=roster_id,
        of_occurrence=occurrence_id,
        capacity=capacity,
        **{f"{status.value}_more": more.of(status) for status in Status},
    )
    return changed == 1


def page(
    tx: Tx,
    account_id: str,
    roster_id: str,
    occurrence_id: str,
    *,
    source_id: str,
    statuses: Sequence[Status],
    after: str,
    skip: int,
    count: int,
) -> Sequence[Registrant]:
    """Up to `count` registrants of an occurrence by age behind the id `after`, each with the status that they have in it.

    With a `source_id` only those who came from there.
    """
    wanted: dict[str, object] = {f"status_{index}": status.value for index, status in enumerate(statuses)}
    if len(statuses) > 1:
        wanted["reach"] = skip + count
    rows = tx.rows(
        _page(len(statuses)),
        of_account=account_id,
        of_roster=roster_id,
        of_occurrence=occurrence_id,
        source_id=source_id,
        after=after,
        skip=skip,
        count=count,
        **wanted,
    )
    return [
        replace(registrants.from_row(row[:-1]), status=Status(row[-1]), seats={occurrence_id: Status(row[-1])})
        for row in rows
    ]


def total_from_source(
    tx: Tx, account_id: str, roster_id: str, occurrence_id: str, source_id: str, statuses: Sequence[Status]
) -> int:
    """How many of an occurrence came from a source."""
    wanted = {f"status_{index}": status.value for index, status in enumerate(statuses)}
    row = tx.row(
        _total(len(statuses)),
        of_account=account_id,
        of_roster=roster_id,
        of_occurrence=occurrence_id,
        source_id=source_id,
        **wanted,
    )
    assert row is not None
    return int(row[0])


def _of(registrant: Registrant) -> dict[str, object]:
    return {
        "of_account": registrant.account_id,
        "of_roster": registrant.roster_id,
        "of_registrant": registrant.id,
    }


def _seat(registrant: Registrant, occurrence_id: str) -> dict[str, object]:
    return {**_of(registrant), "of_occurrence": occurrence_id}
