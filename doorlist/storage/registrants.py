"""Registrants as rows, found by id, by email, or page by page."""

import functools
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    and_,
    bindparam,
    delete,
    func,
    literal_column,
    select,
    union_all,
    update,
)

from doorlist.contract.emails import email_key
from doorlist.model import Answer, Registrant, Status
from doorlist.storage import portions
from doorlist.storage.database import Row, Statement, Tx
from doorlist.storage.encoding import from_json, from_ms, to_json, to_ms
from doorlist.storage.tables import registrants


def _roster() -> ColumnElement[bool]:
    return and_(registrants.c.account_id == bindparam("of_account"), registrants.c.roster_id == bindparam("of_roster"))


_FIND = Statement(select(registrants).where(_roster(), registrants.c.registrant_id == bindparam("of_registrant")))
_DELETE = Statement(delete(registrants).where(_roster(), registrants.c.registrant_id == bindparam("of_registrant")))


@functools.cache
def _from_source(statuses: int) -> ColumnElement[bool]:
    """Those of so many statuses who came from one tracking source; the index holds only those who came from any."""
    wanted: list[BindParameter[str]] = [bindparam(f"status_{index}") for index in range(statuses)]
    return and_(
        _roster(),
        registrants.c.source_id == bindparam("source_id"),
        registrants.c.source_id != literal_column("''"),
        registrants.c.status.in_(wanted),
    )


@functools.cache
def _page_from_source(statuses: int) -> Statement:
    query = cast("Select[Row]", select(registrants))
    return Statement(_ordered(query.where(_from_source(statuses), registrants.c.registrant_id > bindparam("after"))))


@functools.cache
def _count_from_source(statuses: int) -> Statement:
    return Statement(select(func.count()).select_from(registrants).where(_from_source(statuses)))


@functools.cache
def _page(statuses: int) -> Statement:
    """A page of so many statuses (0: of all). Each status comes in order out of its index, and the heads are merged."""
    if statuses == 0:
        return Statement(
            _ordered(select(registrants).where(_roster(), registrants.c.registrant_id > bindparam("after")))
        )
    if statuses == 1:
        return Statement(_ordered(_of_status(0)))
    heads = [
        select(_of_status(index).order_by(registrants.c.registrant_id).limit(bindparam("reach")).subquery())
        for index in range(statuses)
    ]
    merged = union_all(*heads).subquery()
    return Statement(
        select(merged).order_by(merged.c.registrant_id).limit(bindparam("count")).offset(bindparam("skip"))
    )


def _of_status(index: int) -> Select[Row]:
    return cast("Select[Row]", select(registrants)).where(
        _roster(),
        registrants.c.status == bindparam(f"status_{index}"),
        registrants.c.registrant_id > bindparam("after"),
    )


def _ordered(query: Select[Row]) -> Select[Row]:
    return query.order_by(registrants.c.registrant_id).limit(bindparam("count")).offset(bindparam("skip"))


@functools.cache
def _find_some(column: str, size: int) -> Statement:
    return Statement(select(registrants).where(_roster(), registrants.c[column].in_(portions.wanted(size))))


@functools.cache
def _set_status(size: int) -> Statement:
    return Statement(
        update(registrants)
        .where(_roster(), registrants.c.registrant_id.in_(portions.wanted(size)))
        .values(status=bindparam("new_status"))
    )


def find(tx: Tx, account_id: str, roster_id: str, registrant_id: str) -> Registrant | None:
    """The registrant of this id on a roster."""
    row = tx.row(_FIND, of_account=account_id, of_roster=roster_id, of_registrant=registrant_id)
    return None if row is None else from_row(row)


def by_ids(tx: Tx, account_id: str, roster_id: str, ids: Iterable[str]) -> Mapping[str, Registrant]:
    """Those of these ids that are on a roster, by id."""
    return {found.id: found for found in _some(tx, account_id, roster_id, "registrant_id", ids)}


def by_emails(tx: Tx, account_id: str, roster_id: str, emails: Iterable[str]) -> Mapping[str, Registrant]:
    """Those of these emails that are on a roster, by `email_key(email)`."""
    keys = dict.fromkeys(email_key(email) for email in emails)
    return {email_key(found.email): found for found in _some(tx, account_id, roster_id, "email_key", keys)}


def _some(tx: Tx, account_id: str, roster_id: str, column: str, values: Iterable[str]) -> Iterable[Registrant]:
    for size, wanted in portions.chunks(values):
        for row in tx.rows(_find_some(column, size), of_account=account_id, of_roster=roster_id, **wanted):
            yield from_row(row)


def add(tx: Tx, new: Sequence[Registrant]) -> None:
    """Keep new registrants."""
    tx.insert(registrants, [_columns(each) for each in new])


def set_status(tx: Tx, account_id: str, roster_id: str, ids: Iterable[str], status: Status) -> None:
    """Give these registrants a status."""
    for size, wanted in portions.chunks(ids):
        tx.run(_set_status(size), of_account=account_id, of_roster=roster_id, new_status=status.value, **wanted)


def delete_one(tx: Tx, account_id: str, roster_id: str, registrant_id: str) -> None:
    """Remove a registrant for good."""
    tx.run(_DELETE, of_account=account_id, of_roster=roster_id, of_registrant=registrant_id)


def page(
    tx: Tx, account_id: str, roster_id: str, *, statuses: Sequence[Status], after: str, skip: int, count: int
) -> Sequence[Registrant]:
    """Up to `count` registrants of some statuses behind the id `after`, by age, `skip` of them left out."""
    place: dict[str, object] = {
        "of_account": account_id,
        "of_roster": roster_id,
        "after": after,
        "skip": skip,
        "count": count,
    }
    if len(statuses) == len(Status):
        return [from_row(row) for row in tx.rows(_page(0), **place)]
    place |= {f"status_{index}": status.value for index, status in enumerate(statuses)}
    if len(statuses) > 1:
        place["reach"] = skip + count
    return [from_row(row) for row in tx.rows(_page(len(statuses)), **place)]


def page_from_source(
    tx: Tx,
    account_id: str,
    roster_id: str,
    source_id: str,
    *,
    statuses: Sequence[Status],
    after: str,
    skip: int,
    count: int,
) -> tuple[Sequence[Registrant], int]:
    """The same of those who came from one tracking source, and how many they are."""
    wanted: dict[str, object] = {"of_account": account_id, "of_roster": roster_id, "source_id": source_id}
    wanted |= {f"status_{index}": status.value for index, status in enumerate(statuses)}
    rows = tx.rows(_page_from_source(len(statuses)), after=after, skip=skip, count=count, **wanted)
    total = tx.row(_count_from_source(len(statuses)), **wanted)
    assert total is not None
    return [from_row(row) for row in rows], int(total[0])


def _columns(registrant: Registrant) -> dict[str, object]:
    return {
        "account_id": registrant.account_id,
        "roster_id": registrant.roster_id,
        "registrant_id": registrant.id,
        "email": registrant.email,
        "email_key": email_key(registrant.email),
        "first_name": registrant.first_name,
        "last_name": registrant.last_name,
        "status": registrant.status.value,
        "details": _details_text(registrant),
        "created_ms": to_ms(registrant.created_at),
        "source_id": registrant.source_id,
    }


def _details_text(registrant: Registrant) -> str:
    """What most registrants have not: profile, answers and language, as JSON, or nothing."""
    if not (registrant.profile or registrant.answers or registrant.language):
        return ""
    return to_json(
        {
            "profile": dict(registrant.profile),
            "answers": [[answer.title, answer.value] for answer in registrant.answers],
            "language": registrant.language,
        }
    )


def from_row(row: Row) -> Registrant:
    """A registrant from the columns of the table, in its order; without the seats, which are kept apart."""
    account_id, roster_id, id, email, _key, first_name, last_name, status, details, created_ms, source_id = row
    extra = cast("dict[str, Any]", from_json(details)) if details else {}
    return Registrant(
        account_id=account_id,
        roster_id=roster_id,
        id=id,
        email=email,
        first_name=first_name,
        last_name=last_name,
        status=Status(status),
        created_at=from_ms(created_ms),
        profile=extra.get("profile", {}),
        answers=tuple(Answer(title, value) for title, value in extra.get("answers", ())),
        language=extra.get("language", ""),
        source_id=source_id,
    )
