"""Webhooks and what became of their notices, over the API."""

from collections.abc import Mapping
from datetime import timedelta

from doorlist.contract.shapes import webhooks as shapes
from doorlist.contract.shapes.fields import PAGE_SIZE_MAX
from doorlist.desk import webhooks
from doorlist.model import Webhook
from doorlist.refusals import ReceiverUnproven
from doorlist.storage import webhooks as kept
from doorlist.storage.database import Tx
from doorlist.web.api.call import Call, Reply
from doorlist.wire import webhooks as on_wire


async def list_(call: Call) -> Reply:
    """The account's webhooks."""
    found = await call.read(lambda tx: kept.list_(tx, call.account.id))
    return call.reply({"webhooks": [on_wire.reply(each) for each in found]})


async def create(call: Call) -> Reply:
    """A new webhook, once its receiver proved that it has the secret."""
    await call.read(lambda tx: webhooks.make_room(tx, call.account.id))
    body: shapes.WebhookCreate = call.body.get()
    new = webhooks.NewWebhook(
        url=body.url,
        events=on_wire.events(body.events),
        secret=on_wire.secret(body.secret) or webhooks.new_secret(),
        client_id=call.caller.client_id,
        off=body.state == "off",
    )
    if not new.off:
        await _prove(call, new.url, new.secret)
    made = await call.write(lambda tx: webhooks.add(tx, call.account.id, new, now=call.now))
    return call.reply(on_wire.created(made))


async def get(call: Call) -> Reply:
    """One webhook."""
    return call.reply(on_wire.reply(await _find(call)))


async def change(call: Call) -> Reply:
    """Change a webhook."""
    webhook = await _find(call)
    body: shapes.WebhookUpdate = call.body.get()
    changes = webhooks.Changes(
        url=body.url,
        events=None if body.events is None else on_wire.events(body.events),
        off=None if body.state is None else body.state == "off",
    )
    needed = webhooks.to_validate(webhook, changes)
    if needed is not None:
        await _prove(call, needed, webhook.secret)
    name = call.path["webhookId"]
    await call.write(lambda tx: webhooks.change(tx, call.account.id, name, changes, needed, now=call.now))
    return call.reply()


async def delete(call: Call) -> Reply:
    """Remove a webhook, then its notices, a portion at a time."""
    name = call.path["webhookId"]
    await call.write(lambda tx: webhooks.remove(tx, call.account.id, name))
    while await call.write(lambda tx: webhooks.forget_some(tx, call.account.id, name)):
        pass
    return call.reply()


async def validate(call: Call) -> Reply:
    """Challenge a webhook's receiver now."""
    webhook = await _find(call)
    why_not = await call.validator(webhook.url, webhook.secret)
    await call.write(lambda tx: webhooks.checked(tx, webhook, why_not, now=call.now))
    return call.reply(on_wire.reply(await _find(call)))


async def replay(call: Call) -> Reply:
    """Send a webhook's notices of the last hours again."""
    name = call.path["webhookId"]
    await _find(call)
    since = call.now - timedelta(hours=call.body.get().since_hours)
    chosen = await call.read(lambda tx: webhooks.to_replay(tx, call.account.id, name, since))
    replayed = 0
    for some in webhooks.cut(chosen):

        def work(tx: Tx, some: list[str] = list(some)) -> int:  # noqa: B006 - never changed
            return webhooks.replay_some(tx, call.account.id, some, now=call.now)

        replayed += await call.write(work)
    return call.reply({"replayed": replayed})


async def list_deliveries(call: Call) -> Reply:
    """Notices and the tries at each."""

    def work(tx: Tx) -> Mapping[str, object]:
        query: shapes.DeliveriesQuery = call.query.get()
        wanted = {"webhook_id": query.webhook_id, "state": query.state}
        here = call.place(query, filters=wanted, size_max=PAGE_SIZE_MAX)
        state = str(here.filters["state"])
        page = webhooks.page(
            tx,
            call.account.id,
            webhook_id=str(here.filters["webhook_id"]),
            state="" if state == "all" else state,
            after=here.after,
            skip=here.skip,
            count=here.size + 1,
        )
        head = call.page_head(here, page.total, [notice.id for notice, _ in page.notices])
        shown = [on_wire.notice(notice, tries) for notice, tries in page.notices[: here.size]]
        return head | {"deliveries": shown}

    return call.reply(await call.read(work))


async def resend(call: Call) -> Reply:
    """Send a notice again."""
    await call.write(lambda tx: webhooks.resend(tx, call.account.id, call.path["noticeId"], now=call.now))
    return call.reply()


async def _find(call: Call) -> Webhook:
    return await call.read(lambda tx: webhooks.find(tx, call.account.id, call.path["webhookId"]))


async def _prove(call: Call, url: str, secret: str) -> None:
    why_not = await call.validator(url, secret)
    if why_not:
        raise ReceiverUnproven(url, why_not)
