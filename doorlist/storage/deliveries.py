"""What became of notices: looked at with the tries at each, chosen to be sent again, and forgotten."""

import functools
from collections.abc import Sequence
from datetime import datetime
from typing import cast

from sqlalchemy import Select, bindparam, delete, func, select, text

from doorlist.model import Delivery, Notice, NoticeState
from doorlist.storage import outbox, portions
from doorlist.storage.database import Row, Statement, Tx
from doorlist.storage.encoding import from_ms, to_ms
from doorlist.storage.tables import deliveries, notices, webhooks

COUNTED_MAX = 10_000
"""A list counts no further than this."""

_IN_ACCOUNT = notices.c.account_id == bindparam("of_account")
_OVER = Statement(
    select(notices.c.notice_id)
    .where(_IN_ACCOUNT, notices.c.position.is_(None), notices.c.created_ms < bindparam("before_ms"))
    .order_by(notices.c.notice_id)
    .limit(bindparam("count"))
)
_OF_WEBHOOK = Statement(
    select(notices.c.notice_id)
    .where(_IN_ACCOUNT, notices.c.webhook_id == bindparam("of_webhook"))
    .limit(bindparam("count"))
)
_ORPHANS = Statement(
    select(notices.c.notice_id)
    .where(
        _IN_ACCOUNT,
        notices.c.webhook_id.not_in(
            select(webhooks.c.webhook_id).where(webhooks.c.account_id == bindparam("of_account"))
        ),
    )
    .limit(bindparam("count"))
)
_SINCE = Statement(
    select(notices.c.notice_id, notices.c.webhook_id)
    .where(
        _IN_ACCOUNT,
        notices.c.notice_id > bindparam("after"),
        notices.c.created_ms >= bindparam("since_ms"),
        notices.c.position.is_(None),
    )
    .order_by(notices.c.notice_id)
    .limit(bindparam("count"))
)


@functools.cache
def _still_over(size: int) -> Statement:
    return Statement(
        select(notices.c.notice_id)
        .where(_IN_ACCOUNT, notices.c.notice_id.in_(portions.wanted(size)), notices.c.position.is_(None))
        .with_for_update()
    )


@functools.cache
def _delete(size: int, table: str) -> Statement:
    of = {"notices": notices, "deliveries": deliveries}[table]
    return Statement(
        delete(of).where(of.c.account_id == bindparam("of_account"), of.c.notice_id.in_(portions.wanted(size)))
    )


@functools.cache
def _tries(size: int) -> Statement:
    return Statement(
        select(deliveries)
        .where(deliveries.c.account_id == bindparam("of_account"), deliveries.c.notice_id.in_(portions.wanted(size)))
        .order_by(deliveries.c.notice_id, deliveries.c.delivery_id.desc())
    )


@functools.cache
def _listing(state: str, of_one: bool, *, count: bool) -> Statement:
    """Notices of a state (empty: of all) and, `of_one`, of one webhook; or how many there are, counted up to a limit."""
    query = cast("Select[Row]", select(notices)).where(_IN_ACCOUNT)
    if state == NoticeState.FAILED.value:
        query = query.where(text("notices.state = 'failed'"))  # the words of the index that holds the failed alone
    elif state:
        query = query.where(notices.c.state == state)
    if of_one:
        query = query.where(notices.c.webhook_id == bindparam("of_webhook"))
    if count:
        some = query.with_only_columns(notices.c.notice_id).limit(COUNTED_MAX).subquery()
        return Statement(select(func.count()).select_from(some))
    query = query.where(notices.c.notice_id > bindparam("after")).order_by(notices.c.notice_id)
    return Statement(query.limit(bindparam("count")).offset(bindparam("skip")))


def page(
    tx: Tx, account_id: str, *, webhook_id: str, state: str, after: str, skip: int, count: int
) -> Sequence[tuple[Notice, Sequence[Delivery]]]:
    """Notices by age behind the id `after`, each with the tries at it, the last ones first."""
    of_one = {"of_webhook": webhook_id} if webhook_id else {}
    rows = tx.rows(
        _listing(state, bool(webhook_id), count=False),
        of_account=account_id,
        after=after,
        skip=skip,
        count=count,
        **of_one,
    )
    found = [outbox.from_row(row) for row in rows]
    tried: dict[str, list[Delivery]] = {each.id: [] for each in found}
    for size, wanted in portions.chunks(tried):
        for _account, notice_id, _id, at_ms, status, reason, took_ms in tx.rows(
            _tries(size), of_account=account_id, **wanted
        ):
            tried[notice_id].append(Delivery(notice_id, from_ms(at_ms), status, reason, took_ms))
    return [(each, tried[each.id]) for each in found]


def count(tx: Tx, account_id: str, *, webhook_id: str, state: str) -> int:
    """How many such notices there are, counted up to COUNTED_MAX."""
    of_one = {"of_webhook": webhook_id} if webhook_id else {}
    row = tx.row(_listing(state, bool(webhook_id), count=True), of_account=account_id, **of_one)
    assert row is not None
    return int(row[0])


def since(tx: Tx, account_id: str, moment: datetime, *, after: str, count: int) -> Sequence[tuple[str, str]]:
    """Notice and webhook ids of notices made since a time that are done with, by age, behind the id `after`."""
    rows = tx.rows(_SINCE, of_account=account_id, since_ms=to_ms(moment), after=after, count=count)
    return [(notice_id, webhook_id) for notice_id, webhook_id in rows]


def over(tx: Tx, account_id: str, *, before: datetime, count: int) -> list[str]:
    """The ids of up to `count` notices made before a time that are done with. It looks at every notice: no work for a writer."""
    rows = tx.rows(_OVER, of_account=account_id, before_ms=to_ms(before), count=count)
    return [notice_id for (notice_id,) in rows]


def orphans(tx: Tx, account_id: str, *, count: int) -> list[str]:
    """The ids of up to `count` notices of webhooks that are no more. It looks at every notice, too."""
    return [notice_id for (notice_id,) in tx.rows(_ORPHANS, of_account=account_id, count=count)]


def forget(tx: Tx, account_id: str, notice_ids: Sequence[str], *, over: bool) -> int:
    """Delete notices; `over` spares those that wait again, for somebody had them resent. Gives back how many went."""
    gone = list(notice_ids)
    if over:
        gone = [
            notice_id
            for size, wanted in portions.chunks(notice_ids)
            for (notice_id,) in tx.rows(_still_over(size), of_account=account_id, **wanted)
        ]
    return _delete_all(tx, account_id, gone)


def forget_webhook(tx: Tx, account_id: str, webhook_id: str, *, count: int) -> int:
    """Delete up to `count` notices of a webhook, whatever their state; gives back how many."""
    rows = tx.rows(_OF_WEBHOOK, of_account=account_id, of_webhook=webhook_id, count=count)
    return _delete_all(tx, account_id, [notice_id for (notice_id,) in rows])


def _delete_all(tx: Tx, account_id: str, gone: Sequence[str]) -> int:
    for table in ("deliveries", "notices"):
        for size, wanted in portions.chunks(gone):
            tx.run(_delete(size, table), of_account=account_id, **wanted)
    return len(gone)
