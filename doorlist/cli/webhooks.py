"""`doorlist webhook …`: where a desk's events go, and what became of each, straight from its database."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from doorlist import clock
from doorlist.cli import desk as cli
from doorlist.cli.desk import Account, AsJson, Database, fail, print_json, span

if TYPE_CHECKING:  # what most commands need not load
    from doorlist.storage.store import Store

app = typer.Typer(help="Have events sent to an address, and see what became of them.", no_args_is_help=True)

LIMIT_MAX = 10_000

WebhookId = Annotated[str, typer.Argument(help="The webhook's id.")]
AllowPrivate = Annotated[
    bool, typer.Option("--allow-private", help="Let it go to a private address, and there without TLS.")
]


@dataclass(frozen=True, slots=True)
class _Desk:
    """A desk, and the account that is meant; `client_id` is an app of it, which deliveries name."""

    desk: cli.Desk
    account_id: str
    client_id: str

    @property
    def store(self) -> "Store":
        """Where it is kept."""
        return self.desk.store

    def why_not(self, url: str, secret: str) -> str:
        """Why the receiver at an address does not have a secret; empty where it does."""
        from doorlist import server

        courier = server.courier_of(self.store, self.desk.settings, origin=self.desk.origin)

        async def ask() -> str:
            async with courier.at_hand():
                return await courier.validate(url, secret)

        return asyncio.run(ask())


@app.command()
def add(
    url: Annotated[str, typer.Argument(help="The https address that events are sent to.")],
    events: Annotated[str, typer.Option(help="Names of events, `meeting.*`, or `all`; commas between.")] = "all",
    secret: Annotated[str | None, typer.Option(help="Signs deliveries.", show_default="one is made")] = None,
    off: Annotated[bool, typer.Option("--off", help="Keep it and send nothing; the address is not asked.")] = False,
    allow_private: AllowPrivate = False,
    account: Account = None,
    database: Database = None,
    as_json: AsJson = False,
) -> None:
    """Have events sent to an address, which must answer a challenge first. Shows the secret, once."""
    from doorlist.contract.shapes.webhooks import WebhookCreate
    from doorlist.desk import webhooks
    from doorlist.web.api.given import checked
    from doorlist.wire import webhooks as on_wire

    with _opened(database, account, allow_private=allow_private) as desk:
        wanted = [name.strip() for name in events.split(",") if name.strip()]
        said = {"url": url, "events": wanted} | ({} if secret is None else {"secret": secret})
        given: WebhookCreate = checked(WebhookCreate, said).get()
        new = webhooks.NewWebhook(
            url=given.url,
            events=on_wire.events(given.events),
            secret=on_wire.secret(given.secret) or webhooks.new_secret(),
            client_id=desk.client_id,
            off=off,
        )
        desk.store.read_now(lambda tx: webhooks.make_room(tx, desk.account_id))
        why_not = "" if off else desk.why_not(new.url, new.secret)
        if why_not:
            hint = f"The secret was {new.secret}; give the receiver its own with --secret." if secret is None else ""
            fail(f"{url} was not validated: {why_not}. {hint}".strip())
        now = clock.now()
        made = desk.store.write_now(lambda tx: webhooks.add(tx, desk.account_id, new, now=now))
    shown = on_wire.created(made)
    if as_json:
        print_json(shown)
        return
    typer.echo(
        f"Webhook {made.id} sends {len(made.events)} events to {made.url}\n\n"
        f"  secret                     {shown['secret']}\n"
        f"  for Standard Webhooks      {shown['standard_secret']}\n\n"
        "The secret is shown this once."
    )


@app.command("list")
def list_(account: Account = None, database: Database = None, as_json: AsJson = False) -> None:
    """List the webhooks."""
    from doorlist.storage import webhooks
    from doorlist.wire import webhooks as on_wire

    with _opened(database, account) as desk:
        found = desk.store.read_now(lambda tx: webhooks.list_(tx, desk.account_id))
    if as_json:
        print_json({"webhooks": [on_wire.reply(each) for each in found]})
        return
    for each in found:
        reason = f" ({each.reason})" if each.reason else ""
        typer.echo(f"{each.id}  {each.state.value:<7} {each.url}  {len(each.events)} events{reason}")
    if not found:
        typer.echo("There are no webhooks.")


@app.command()
def remove(webhook_id: WebhookId, account: Account = None, database: Database = None) -> None:
    """Remove a webhook with its notices."""
    from doorlist.desk import webhooks

    with _opened(database, account) as desk:
        desk.store.write_now(lambda tx: webhooks.remove(tx, desk.account_id, webhook_id))
        while desk.store.write_now(lambda tx: webhooks.forget_some(tx, desk.account_id, webhook_id)):
            pass
    typer.echo(f"Webhook {webhook_id} was removed.")


@app.command()
def validate(
    webhook_id: WebhookId, allow_private: AllowPrivate = False, account: Account = None, database: Database = None
) -> None:
    """Ask a webhook's address for its answer to a challenge now; what was held goes out when it succeeds."""
    from doorlist.desk import webhooks

    with _opened(database, account, allow_private=allow_private) as desk:
        webhook = desk.store.read_now(lambda tx: webhooks.find(tx, desk.account_id, webhook_id))
        why_not = desk.why_not(webhook.url, webhook.secret)
        now = clock.now()
        desk.store.write_now(lambda tx: webhooks.checked(tx, webhook, why_not, now=now))
    if why_not:
        fail(f"{webhook.url} was not validated: {why_not}")
    typer.echo(f"{webhook.url} was validated.")


@app.command()
def deliveries(
    failed: Annotated[bool, typer.Option("--failed", help="Those that failed for good.")] = False,
    webhook: Annotated[str, typer.Option(help="Of this webhook alone.", show_default=False)] = "",
    limit: Annotated[int, typer.Option(help="At most so many, the oldest first.", min=1, max=LIMIT_MAX)] = 100,
    after: Annotated[str, typer.Option(help="Behind the notice of this id.", show_default=False)] = "",
    account: Account = None,
    database: Database = None,
    as_json: AsJson = False,
) -> None:
    """List notices and the tries at each."""
    from doorlist.desk import webhooks
    from doorlist.wire import times
    from doorlist.wire import webhooks as on_wire

    state = "failed" if failed else ""
    with _opened(database, account) as desk:
        page = desk.store.read_now(
            lambda tx: webhooks.page(
                tx, desk.account_id, webhook_id=webhook, state=state, after=after, skip=0, count=limit
            )
        )
    if as_json:
        print_json({"deliveries": [on_wire.notice(notice, tries) for notice, tries in page.notices]})
        return
    for notice, tries in page.notices:
        last = "not tried yet"
        if tries:
            what = tries[0].reason or f"it answered {tries[0].status}"
            count = "1 try, at" if len(tries) == 1 else f"{len(tries)} tries, the last at"
            last = f"{count} {times.text(tries[0].at)}: {what}"
        following = f"; next {times.text(notice.due_at)}" if notice.due_at is not None and tries else ""
        typer.echo(f"{notice.id}  {notice.state.value:<9} {notice.event}  {last}{following}")
    if not page.notices:
        typer.echo("There are none.")


@app.command()
def resend(
    notice_id: Annotated[str, typer.Argument(help="The notice's id.")],
    account: Account = None,
    database: Database = None,
) -> None:
    """Send a notice again, with the id that it had."""
    from doorlist.desk import webhooks

    now = clock.now()
    with _opened(database, account) as desk:
        desk.store.write_now(lambda tx: webhooks.resend(tx, desk.account_id, notice_id, now=now))
    typer.echo(f"Notice {notice_id} is sent again.")


@app.command()
def replay(
    since: Annotated[str, typer.Option(help="A time such as 2026-12-01T09:00:00Z, or 30m, 2h, 7d.")],
    webhook: Annotated[str, typer.Option(help="Of this webhook alone.", show_default=False)] = "",
    account: Account = None,
    database: Database = None,
) -> None:
    """Send the notices since a time again that were delivered or failed, in their order."""
    from doorlist.desk import webhooks
    from doorlist.storage.database import Tx

    now = clock.now()
    moment = _moment(since, now)
    count = 0
    with _opened(database, account) as desk:
        chosen = desk.store.read_now(lambda tx: webhooks.to_replay(tx, desk.account_id, webhook, moment))
        for some in webhooks.cut(chosen):

            def work(tx: Tx, some: tuple[str, ...] = tuple(some)) -> int:
                return webhooks.replay_some(tx, desk.account_id, some, now=now)

            count += desk.store.write_now(work)
    typer.echo(f"{count} notices are sent again.")


@contextmanager
def _opened(database: str | None, account: str | None, *, allow_private: bool = False) -> Iterator[_Desk]:
    """The desk of a database, and the account that is meant: of a sandbox its first, where none is named."""
    from doorlist.access import apps as access
    from doorlist.sandbox import seeds
    from doorlist.storage import apps

    with cli.opened(database, allow_private=allow_private or None) as desk:
        wanted = account or (seeds.ACCOUNT_ID if desk.origin == "sandbox" else None)
        meant = desk.store.read_now(lambda tx: access.of(tx, wanted))
        own = [each for each in desk.store.read_now(apps.list_) if each.account_id == meant.id and not each.revoked_at]
        yield _Desk(desk, meant.id, own[0].client_id if own else "")


def _moment(text: str, now: datetime) -> datetime:
    """A time, or one so many minutes, hours or days ago."""
    ago = span(text)
    try:
        if ago is not None:
            return now - ago
        moment = datetime.fromisoformat(text)
    except (ValueError, OverflowError):
        fail(f"--since must be a time such as 2026-12-01T09:00:00Z, or 30m, 2h or 7d, not {text!r}")
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
