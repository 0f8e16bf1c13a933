"""Webhooks: added, changed and removed, and their notices looked at and sent again.

Whether a receiver has the secret is asked outside of any transaction, by whoever calls; `why_not` is what it came to.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from doorlist import ids
from doorlist.contract.events import RECHECK_AFTER_MIN, REVALIDATE_AFTER_H, WEBHOOKS_MAX
from doorlist.model import Delivery, Notice, Webhook, WebhookState
from doorlist.refusals import NoticeNotFound, ReceiverUnproven, WebhookNotFound, WebhooksFull
from doorlist.storage import deliveries, outbox, webhooks
from doorlist.storage.database import Tx
from doorlist.wire import signing

VALID_FOR = timedelta(hours=REVALIDATE_AFTER_H)
RECHECK_AFTER = timedelta(minutes=RECHECK_AFTER_MIN)
_AT_ONCE = 500
"""Notices that one transaction sends again, or deletes."""


@dataclass(frozen=True, slots=True)
class NewWebhook:
    """A webhook to add. One that is `off` was not validated."""

    url: str
    events: frozenset[str]
    secret: str
    client_id: str
    off: bool = False


@dataclass(frozen=True, slots=True)
class Changes:
    """What is to change about a webhook; None is "not said"."""

    url: str | None = None
    events: frozenset[str] | None = None
    off: bool | None = None


@dataclass(frozen=True, slots=True)
class NoticesPage:
    """Some notices, each with the tries at it, and how many there are."""

    notices: Sequence[tuple[Notice, Sequence[Delivery]]]
    total: int


def new_secret() -> str:
    """A secret for a webhook whose owner brings none."""
    return signing.from_key(ids.key())


def find(tx: Tx, account_id: str, webhook_id: str) -> Webhook:
    """A webhook of an account. Raises WebhookNotFound."""
    found = webhooks.find(tx, account_id, webhook_id)
    if found is None:
        raise WebhookNotFound(webhook_id)
    return found


def make_room(tx: Tx, account_id: str) -> None:
    """Raises WebhooksFull where one more is one too many."""
    if len(webhooks.list_(tx, account_id)) >= WEBHOOKS_MAX:
        raise WebhooksFull(WEBHOOKS_MAX)


def add(tx: Tx, account_id: str, new: NewWebhook, *, now: datetime) -> Webhook:
    """A new webhook; its receiver was validated just now, but where it is off. Raises WebhooksFull."""
    webhooks.lock_account(tx, account_id)
    make_room(tx, account_id)
    made = Webhook(
        account_id=account_id,
        id=ids.ordered(),
        url=new.url,
        events=new.events,
        secret=new.secret,
        client_id=new.client_id,
        state=WebhookState.OFF if new.off else WebhookState.ACTIVE,
        reason="",
        created_at=now,
        validated_at=None if new.off else now,
        check_at=now + VALID_FOR,
    )
    webhooks.add(tx, made)
    return made


def to_validate(webhook: Webhook, changes: Changes) -> str | None:
    """The address that must be validated before these changes are made; None where nothing must."""
    off = webhook.state is WebhookState.OFF if changes.off is None else changes.off
    moved = changes.url is not None and changes.url != webhook.url
    turned_on = changes.off is False and webhook.state is not WebhookState.ACTIVE
    return (changes.url or webhook.url) if not off and (moved or turned_on) else None


def change(tx: Tx, account_id: str, webhook_id: str, changes: Changes, validated: str | None, *, now: datetime) -> None:
    """Change a webhook, whose address `validated` proved itself just now. Raises WebhookNotFound, ReceiverUnproven."""
    before = webhooks.lock(tx, account_id, webhook_id)
    if before is None:
        raise WebhookNotFound(webhook_id)
    needed = to_validate(before, changes)
    if needed is not None and needed != validated:
        raise ReceiverUnproven(needed, "it changed meanwhile")
    after = replace(
        before,
        url=changes.url or before.url,
        events=before.events if changes.events is None else changes.events,
    )
    if changes.off:
        after = replace(after, state=WebhookState.OFF, reason="")
    if needed is not None:
        after = _valid(replace(after, state=WebhookState.ACTIVE), now)
        tx.posted += 1  # what was held goes out now
    webhooks.save(tx, after)


def checked(tx: Tx, webhook: Webhook, why_not: str, *, now: datetime) -> Webhook | None:
    """Note what asking a webhook's receiver came to. One that failed holds its notices until it succeeds; one that is off
    stays so. None where it was changed or removed meanwhile.
    """
    current = webhooks.lock(tx, webhook.account_id, webhook.id)
    if current is None or current.url != webhook.url:
        return None
    if not why_not:
        on = current if current.state is WebhookState.OFF else replace(current, state=WebhookState.ACTIVE)
        after = _valid(on, now)
        tx.posted += 1
    else:
        state = current.state if current.state is WebhookState.OFF else WebhookState.FAILED
        after = replace(current, state=state, reason=why_not, check_at=now + RECHECK_AFTER)
    webhooks.save(tx, after)
    return after


def bring_back(tx: Tx, webhook: Webhook, *, latest: datetime, now: datetime) -> int:
    """After a clock that was ahead: let go out now what would wait longer than anything does, and ask a receiver that
    would be asked later than any is. `latest` is when the last retry can be. Gives back how many notices are due by it.
    """
    limit = RECHECK_AFTER if webhook.state is WebhookState.FAILED else VALID_FOR
    webhooks.check_now(tx, webhook, latest=now + limit, now=now)
    brought = outbox.bring_back(tx, webhook.account_id, webhook.id, latest=latest, now=now)
    tx.posted += brought
    return brought


def remove(tx: Tx, account_id: str, webhook_id: str) -> None:
    """Remove a webhook. Raises WebhookNotFound. Its notices go with `forget_some`, many at a time."""
    find(tx, account_id, webhook_id)
    webhooks.delete_one(tx, account_id, webhook_id)


def forget_some(tx: Tx, account_id: str, webhook_id: str) -> bool:
    """Delete some notices of a webhook; False where there were none."""
    return deliveries.forget_webhook(tx, account_id, webhook_id, count=_AT_ONCE) > 0


def page(tx: Tx, account_id: str, *, webhook_id: str, state: str, after: str, skip: int, count: int) -> NoticesPage:
    """An account's notices by age, those of a webhook or a state alone where that is not empty."""
    found = deliveries.page(tx, account_id, webhook_id=webhook_id, state=state, after=after, skip=skip, count=count)
    return NoticesPage(found, deliveries.count(tx, account_id, webhook_id=webhook_id, state=state))


def resend(tx: Tx, account_id: str, notice_id: str, *, now: datetime) -> Notice:
    """Send a notice again, whatever became of it. Raises NoticeNotFound."""
    notice = outbox.find(tx, account_id, notice_id)
    if notice is None or webhooks.find(tx, account_id, notice.webhook_id) is None:
        raise NoticeNotFound(notice_id)
    outbox.send_again(tx, notice, now=now)
    return notice


def to_replay(tx: Tx, account_id: str, webhook_id: str, since: datetime) -> list[str]:
    """The ids of a webhook's notices since a time that are done with, by age; an empty webhook id means all webhooks'.

    Raises WebhookNotFound.
    """
    known = {each.id for each in webhooks.list_(tx, account_id)}
    if webhook_id and webhook_id not in known:
        raise WebhookNotFound(webhook_id)
    wanted = {webhook_id} if webhook_id else known
    found: list[str] = []
    after = ""
    while some := deliveries.since(tx, account_id, since, after=after, count=_AT_ONCE):
        found += [notice_id for notice_id, of in some if of in wanted]
        after = some[-1][0]
    return found


def replay_some(tx: Tx, account_id: str, notice_ids: Sequence[str], *, now: datetime) -> int:
    """Send some notices again; gives back how many, for one may have been forgotten meanwhile."""
    count = 0
    for notice_id in notice_ids:
        notice = outbox.find(tx, account_id, notice_id)
        if notice is not None:
            outbox.send_again(tx, notice, now=now)
            count += 1
    return count


def cut(notice_ids: Sequence[str]) -> list[Sequence[str]]:
    """Ids in the portions that one transaction takes."""
    return [notice_ids[start : start + _AT_ONCE] for start in range(0, len(notice_ids), _AT_ONCE)]


def _valid(webhook: Webhook, now: datetime) -> Webhook:
    return replace(webhook, reason="", validated_at=now, check_at=now + VALID_FOR)
