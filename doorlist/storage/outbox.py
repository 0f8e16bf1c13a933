"""The outbox: a notice is written in the transaction of the change that it tells of, and sent later by the courier.

The notices of one registrant for one webhook form a stream, and go out in order: each has a position, and the first alone
is due at a time. When it is done with, the next one becomes due. A claim moves the time at which a notice is due to when
the claim runs out, so whatever a courier that was killed had taken comes back by itself.
"""

import functools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, bindparam, delete, exists, select, update

from doorlist import ids
from doorlist.model import Delivery, Notice, NoticeState, WebhookState
from doorlist.storage import portions
from doorlist.storage.database import Row, Statement, Tx
from doorlist.storage.encoding import from_ms, from_ms_or_none, to_ms
from doorlist.storage.tables import deliveries, notices, webhooks

TRIES_KEPT_MAX = 20
"""The tries that are kept of one notice; older ones are forgotten."""


@dataclass(frozen=True, slots=True)
class Letter:
    """What is told of one registrant. `first` says that nothing was ever told of them before."""

    stream: str
    body: str
    first: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a try: delivered, to be tried again at `again_at`, or, without that, failed for good."""

    notice: Notice
    delivery: Delivery
    again_at: datetime | None

    @property
    def delivered(self) -> bool:
        """Whether the receiver took it."""
        return not self.delivery.reason


def _in_account() -> ColumnElement[bool]:
    return notices.c.account_id == bindparam("of_account")


@functools.cache
def _waiting(size: int) -> Statement:
    return Statement(
        select(notices.c.notice_id, notices.c.webhook_id, notices.c.stream, notices.c.position, notices.c.due_ms)
        .where(_in_account(), notices.c.stream.in_(portions.wanted(size)), notices.c.position.is_not(None))
        .with_for_update()
    )


@functools.cache
def _update(size: int, what: str) -> Statement:
    """An update of so many notices that wait. All but `delivered` and `due` are for the courier that holds the lease."""
    waits = (_in_account(), notices.c.notice_id.in_(portions.wanted(size)), notices.c.position.is_not(None))
    holds = (*waits, notices.c.lease == bindparam("of_lease"))
    over = {"due_ms": None, "position": None, "lease": ""}
    tried = {"attempts": notices.c.attempts + 1}
    core = {
        "claim": update(notices).where(*waits).values(due_ms=bindparam("new_due_ms"), lease=bindparam("new_lease")),
        "due": update(notices).where(*waits).values(due_ms=bindparam("new_due_ms")),
        "release": update(notices).where(*holds).values(due_ms=bindparam("new_due_ms"), lease=""),
        "delivered": update(notices).where(*waits).values(state=NoticeState.DELIVERED.value, **over, **tried),
        "again": update(notices).where(*holds).values(due_ms=bindparam("new_due_ms"), lease="", **tried),
        "failed": update(notices).where(*holds).values(state=NoticeState.FAILED.value, **over, **tried),
    }
    return Statement(core[what])


_CLAIMABLE = Statement(
    select(notices)
    .where(
        _in_account(),
        notices.c.webhook_id == bindparam("of_webhook"),
        notices.c.due_ms <= bindparam("now_ms"),
    )
    .order_by(notices.c.due_ms, notices.c.notice_id)
    .limit(bindparam("count"))
    .with_for_update(skip_locked=True)
)
_DUE = Statement(
    select(webhooks.c.account_id, webhooks.c.webhook_id)
    .where(
        webhooks.c.state == WebhookState.ACTIVE.value,
        exists().where(
            notices.c.account_id == webhooks.c.account_id,
            notices.c.webhook_id == webhooks.c.webhook_id,
            notices.c.due_ms <= bindparam("now_ms"),
        ),
    )
    .order_by(webhooks.c.account_id, webhooks.c.webhook_id)
)
_BRING_BACK = Statement(
    update(notices)
    .where(_in_account(), notices.c.webhook_id == bindparam("of_webhook"), notices.c.due_ms > bindparam("latest_ms"))
    .values(due_ms=bindparam("new_due_ms"))
)
_FIND = Statement(select(notices).where(_in_account(), notices.c.notice_id == bindparam("of_notice")).with_for_update())
_AGAIN = Statement(
    update(notices)
    .where(_in_account(), notices.c.notice_id == bindparam("of_notice"))
    .values(
        state=NoticeState.WAITING.value,
        attempts=0,
        due_ms=bindparam("new_due_ms"),
        position=bindparam("new_position"),
        lease="",
    )
)
_OLD_TRIES = Statement(
    delete(deliveries).where(
        deliveries.c.account_id == bindparam("of_account"),
        deliveries.c.notice_id == bindparam("of_notice"),
        deliveries.c.delivery_id.not_in(
            select(deliveries.c.delivery_id)
            .where(deliveries.c.account_id == bindparam("of_account"), deliveries.c.notice_id == bindparam("of_notice"))
            .order_by(deliveries.c.delivery_id.desc())
            .limit(TRIES_KEPT_MAX)
        ),
    )
)

# --- written by the desk ---------------------------------------------------------------------------------------------


def post(
    tx: Tx, account_id: str, webhook_ids: Sequence[str], event: str, letters: Sequence[Letter], *, now: datetime
) -> None:
    """Write each letter once for each webhook; a letter goes behind those of its stream that still wait."""
    tx.posted += len(letters) * len(webhook_ids)
    last = _last_positions(tx, account_id, [letter.stream for letter in letters if not letter.first])
    now_ms = to_ms(now)
    rows: list[dict[str, object]] = []
    for letter in letters:
        for webhook_id in webhook_ids:
            before = last.get((webhook_id, letter.stream)) if last else None
            rows.append(
                {
                    "account_id": account_id,
                    "notice_id": ids.ordered(),
                    "webhook_id": webhook_id,
                    "stream": letter.stream,
                    "position": 0 if before is None else before + 1,
                    "event": event,
                    "body": letter.body,
                    "state": NoticeState.WAITING.value,
                    "attempts": 0,
                    "created_ms": now_ms,
                    "due_ms": now_ms if before is None else None,
                    "lease": "",
                }
            )
    tx.insert(notices, rows)


def _last_positions(tx: Tx, account_id: str, streams: Iterable[str]) -> Mapping[tuple[str, str], int]:
    """The last position of each stream that has notices waiting, by webhook and stream; they stay so until we commit."""
    last: dict[tuple[str, str], int] = {}
    for size, wanted in portions.chunks(dict.fromkeys(streams)):
        for _id, webhook_id, stream, position, _due_ms in tx.rows(_waiting(size), of_account=account_id, **wanted):
            last[webhook_id, stream] = max(position, last.get((webhook_id, stream), 0))
    return last


def find(tx: Tx, account_id: str, notice_id: str) -> Notice | None:
    """The notice of this id in an account, locked."""
    row = tx.row(_FIND, of_account=account_id, of_notice=notice_id)
    return None if row is None else from_row(row)


def send_again(tx: Tx, notice: Notice, *, now: datetime) -> None:
    """Make a notice wait as if it were new: at the end of its stream, or, where it waits already, due now if it is first."""
    tx.posted += 1
    if notice.state is NoticeState.WAITING:
        if notice.due_at is not None:
            _change(tx, notice.account_id, [notice.id], "due", new_due_ms=to_ms(now))
        return
    last = _last_positions(tx, notice.account_id, [notice.stream]).get((notice.webhook_id, notice.stream))
    tx.run(
        _AGAIN,
        of_account=notice.account_id,
        of_notice=notice.id,
        new_due_ms=to_ms(now) if last is None else None,
        new_position=0 if last is None else last + 1,
    )


# --- done by the courier ---------------------------------------------------------------------------------------------


def due(tx: Tx, *, now: datetime) -> Sequence[tuple[str, str]]:
    """Account and id of each active webhook that has something to send now."""
    return [(account_id, webhook_id) for account_id, webhook_id in tx.rows(_DUE, now_ms=to_ms(now))]


def claim(
    tx: Tx, account_id: str, webhook_id: str, *, lease: str, now: datetime, until: datetime, count: int
) -> Sequence[Notice]:
    """Take up to `count` notices that are due, the longest due first; nobody else gets them before `until`."""
    rows = tx.rows(_CLAIMABLE, of_account=account_id, of_webhook=webhook_id, now_ms=to_ms(now), count=count)
    taken = [from_row(row) for row in rows]
    _change(tx, account_id, [each.id for each in taken], "claim", new_due_ms=to_ms(until), new_lease=lease)
    return taken


def release(tx: Tx, account_id: str, notice_ids: Iterable[str], *, lease: str, now: datetime) -> None:
    """Give back what was claimed and not tried."""
    _change(tx, account_id, notice_ids, "release", of_lease=lease, new_due_ms=to_ms(now))


def bring_back(tx: Tx, account_id: str, webhook_id: str, *, latest: datetime, now: datetime) -> int:
    """Make due now what is due after a time that no retry can lie behind: the clock was ahead. Gives back how many."""
    of = {"of_account": account_id, "of_webhook": webhook_id}
    return tx.run(_BRING_BACK, **of, latest_ms=to_ms(latest), new_due_ms=to_ms(now))


def settle(tx: Tx, account_id: str, outcomes: Sequence[Outcome], *, lease: str, now: datetime) -> None:
    """Note what came of some tries. What was delivered is so, whoever holds it now; the rest is the lease holder's say."""
    if not outcomes:
        return
    tx.insert(
        deliveries,
        [
            {
                "account_id": account_id,
                "notice_id": each.notice.id,
                "delivery_id": ids.ordered(),
                "at_ms": to_ms(each.delivery.at),
                "status": each.delivery.status,
                "reason": each.delivery.reason,
                "took_ms": each.delivery.took_ms,
            }
            for each in outcomes
        ],
    )
    over = [each for each in outcomes if each.again_at is None]
    _change(tx, account_id, [each.notice.id for each in over if each.delivered], "delivered")
    _change(tx, account_id, [each.notice.id for each in over if not each.delivered], "failed", of_lease=lease)
    later: dict[datetime, list[str]] = {}
    for each in outcomes:
        if each.again_at is not None:
            later.setdefault(each.again_at, []).append(each.notice.id)
    for again_at, notice_ids in later.items():
        _change(tx, account_id, notice_ids, "again", of_lease=lease, new_due_ms=to_ms(again_at))
    _let_next(tx, account_id, over, now)
    for each in outcomes:
        if each.notice.attempts >= TRIES_KEPT_MAX - 1:
            tx.run(_OLD_TRIES, of_account=account_id, of_notice=each.notice.id)


def _let_next(tx: Tx, account_id: str, over: Sequence[Outcome], now: datetime) -> None:
    """Make the first of each stream due whose first was done with."""
    first: dict[tuple[str, str], tuple[int, str, int | None]] = {}
    for size, wanted in portions.chunks(dict.fromkeys(each.notice.stream for each in over)):
        for id, webhook_id, stream, position, due_ms in tx.rows(_waiting(size), of_account=account_id, **wanted):
            place = (webhook_id, stream)
            if place not in first or position < first[place][0]:
                first[place] = (position, id, due_ms)
    _change(tx, account_id, [id for _, id, due_ms in first.values() if due_ms is None], "due", new_due_ms=to_ms(now))


def _change(tx: Tx, account_id: str, notice_ids: Iterable[str], what: str, **values: object) -> None:
    for size, wanted in portions.chunks(notice_ids):
        tx.run(_update(size, what), of_account=account_id, **wanted, **values)


def from_row(row: Row) -> Notice:
    """A notice from the columns of the table, in its order."""
    account_id, id, webhook_id, stream, _position, event, body, state, attempts, created_ms, due_ms, _lease = row
    return Notice(
        account_id=account_id,
        id=id,
        webhook_id=webhook_id,
        stream=stream,
        event=event,
        body=body,
        state=NoticeState(state),
        attempts=attempts,
        created_at=from_ms(created_ms),
        due_at=from_ms_or_none(due_ms),
    )
