"""Webhooks as rows. Their secrets stand there as they are: signing takes the secret itself, not its hash."""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache

from sqlalchemy import ColumnElement, and_, bindparam, delete, insert, select, update

from doorlist.model import Webhook, WebhookState
from doorlist.storage.database import Row, Statement, Tx
from doorlist.storage.encoding import from_ms, from_ms_or_none, to_ms, to_ms_or_none
from doorlist.storage.tables import accounts, webhooks


def _one() -> ColumnElement[bool]:
    return and_(webhooks.c.account_id == bindparam("of_account"), webhooks.c.webhook_id == bindparam("of_webhook"))


_FIND = Statement(select(webhooks).where(_one()))
_LOCK = Statement(select(webhooks).where(_one()).with_for_update())
_LIST = Statement(
    select(webhooks).where(webhooks.c.account_id == bindparam("of_account")).order_by(webhooks.c.webhook_id)
)
_WANTING = Statement(
    select(webhooks.c.webhook_id, webhooks.c.events).where(
        webhooks.c.account_id == bindparam("of_account"), webhooks.c.state != WebhookState.OFF.value
    )
)
_LOCK_ACCOUNT = Statement(
    select(accounts.c.account_id).where(accounts.c.account_id == bindparam("of_account")).with_for_update()
)
_ADD = Statement(insert(webhooks))
_SAVED = ("url", "events", "state", "reason", "validated_ms", "check_ms")
_SAVE = Statement(update(webhooks).where(_one()).values({name: bindparam(name) for name in _SAVED}))
_DELETE = Statement(delete(webhooks).where(_one()))
_TO_CHECK = Statement(
    select(webhooks)
    .where(webhooks.c.state != WebhookState.OFF.value, webhooks.c.check_ms <= bindparam("now_ms"))
    .order_by(webhooks.c.account_id, webhooks.c.webhook_id)
)
_ALL = Statement(select(webhooks).order_by(webhooks.c.account_id, webhooks.c.webhook_id))
_CHECK_NOW = Statement(
    update(webhooks).where(_one(), webhooks.c.check_ms > bindparam("latest_ms")).values(check_ms=bindparam("now_ms"))
)
_TAKE_CHECK = Statement(
    update(webhooks).where(_one(), webhooks.c.check_ms == bindparam("old_ms")).values(check_ms=bindparam("until_ms"))
)


def find(tx: Tx, account_id: str, webhook_id: str) -> Webhook | None:
    """The webhook of this id in an account."""
    row = tx.row(_FIND, of_account=account_id, of_webhook=webhook_id)
    return None if row is None else _webhook(row)


def lock(tx: Tx, account_id: str, webhook_id: str) -> Webhook | None:
    """The same, and until the transaction ends nobody else changes it."""
    row = tx.row(_LOCK, of_account=account_id, of_webhook=webhook_id)
    return None if row is None else _webhook(row)


def list_(tx: Tx, account_id: str) -> Sequence[Webhook]:
    """An account's webhooks, oldest first."""
    return [_webhook(row) for row in tx.rows(_LIST, of_account=account_id)]


def wanting(tx: Tx, account_id: str, event: str) -> Sequence[str]:
    """The ids of the webhooks that an event is kept for: those that asked for it and are not off."""
    return [id for id, events in tx.rows(_WANTING, of_account=account_id) if event in _events(events)]


def lock_account(tx: Tx, account_id: str) -> None:
    """Until the transaction ends nobody else adds a webhook to the account."""
    tx.row(_LOCK_ACCOUNT, of_account=account_id)


def add(tx: Tx, new: Webhook) -> None:
    """Keep a new webhook."""
    tx.run(
        _ADD,
        account_id=new.account_id,
        webhook_id=new.id,
        secret=new.secret,
        client_id=new.client_id,
        created_ms=to_ms(new.created_at),
        **_columns(new),
    )


def save(tx: Tx, changed: Webhook) -> None:
    """Keep what changed; id, secret and age do not."""
    tx.run(_SAVE, of_account=changed.account_id, of_webhook=changed.id, **_columns(changed))


def delete_one(tx: Tx, account_id: str, webhook_id: str) -> None:
    """Remove a webhook; its notices are `outbox.forget_webhook`'s."""
    tx.run(_DELETE, of_account=account_id, of_webhook=webhook_id)


def to_check(tx: Tx, *, now: datetime) -> Sequence[Webhook]:
    """The webhooks of all accounts whose addresses are to be validated again."""
    return [_webhook(row) for row in tx.rows(_TO_CHECK, now_ms=to_ms(now))]


def everybodys(tx: Tx) -> Sequence[Webhook]:
    """The webhooks of all accounts."""
    return [_webhook(row) for row in tx.rows(_ALL)]


def check_now(tx: Tx, webhook: Webhook, *, latest: datetime, now: datetime) -> None:
    """Have a webhook validated now whose time for that is after `latest`."""
    of = {"of_account": webhook.account_id, "of_webhook": webhook.id}
    tx.run(_CHECK_NOW, **of, latest_ms=to_ms(latest), now_ms=to_ms(now))


def take_check(tx: Tx, webhook: Webhook, *, until: datetime) -> bool:
    """Take it upon oneself to validate a webhook before a time; False where another process did so first."""
    taken = tx.run(
        _TAKE_CHECK,
        of_account=webhook.account_id,
        of_webhook=webhook.id,
        old_ms=to_ms(webhook.check_at),
        until_ms=to_ms(until),
    )
    return taken == 1


def _columns(webhook: Webhook) -> dict[str, object]:
    return {
        "url": webhook.url,
        "events": " ".join(sorted(webhook.events)),
        "state": webhook.state.value,
        "reason": webhook.reason,
        "validated_ms": to_ms_or_none(webhook.validated_at),
        "check_ms": to_ms(webhook.check_at),
    }


@lru_cache(maxsize=1024)
def _events(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _webhook(row: Row) -> Webhook:
    account_id, id, url, events, secret, client_id, state, reason, created_ms, validated_ms, check_ms = row
    return Webhook(
        account_id=account_id,
        id=id,
        url=url,
        events=_events(events),
        secret=secret,
        client_id=client_id,
        state=WebhookState(state),
        reason=reason,
        created_at=from_ms(created_ms),
        validated_at=from_ms_or_none(validated_ms),
        check_at=from_ms(check_ms),
    )
