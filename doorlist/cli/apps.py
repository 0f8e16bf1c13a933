"""`doorlist app`, `token`, `user` and `account`: who may use a desk, made and ended on its database, served or not."""

import sys
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from doorlist import clock, ids
from doorlist.cli.desk import Account, AsJson, Database, fail, opened, print_json, span
from doorlist.contract.shapes.fields import is_email
from doorlist.model import App, AppKind

if TYPE_CHECKING:  # what most commands need not load
    from doorlist.storage.database import Tx

T = TypeVar("T")

app = typer.Typer(help="Apps: programs that may ask for tokens.", no_args_is_help=True)
token = typer.Typer(help="Tokens for scripts, given without an app.", no_args_is_help=True)
user = typer.Typer(help="Users: who can sign in.", no_args_is_help=True)
account = typer.Typer(help="Accounts: one to begin with, and sub-accounts of it.", no_args_is_help=True)

Scope = Annotated[list[str], typer.Option("--scope", help="A scope, or `all`; may be given several times.")]

_LIFE_MAX = timedelta(days=3650)
_ONCE = "It is shown this once; only its hash is kept."


@app.command("create")
def create_app(
    name: Annotated[str, typer.Argument(help="What users see when they are asked.")],
    scope: Scope,
    kind: Annotated[
        AppKind,
        typer.Option(
            help="server acts as the account's owner; user asks users and keeps a secret; public asks users and has none."
        ),
    ] = AppKind.SERVER,
    redirect_uri: Annotated[
        list[str] | None,
        typer.Option("--redirect-uri", help="Where users are sent back to; may be given several times."),
    ] = None,
    account: Account = None,
    database: Database = None,
    as_json: AsJson = False,
) -> None:
    """Make an app; its secret is shown once."""
    from doorlist.access import apps

    now = clock.now()
    shown = _write(
        database,
        lambda tx: apps.create(
            tx, name=name, kind=kind, redirect_uris=redirect_uri or [], scopes=scope, account=account, now=now
        ),
    )
    _tell(_facts(shown.app) | _secret(shown.client_secret), as_json, _ONCE if shown.client_secret else "")


@app.command("list")
def list_apps(database: Database = None, as_json: AsJson = False) -> None:
    """List every app, the revoked ones too."""
    from doorlist.storage import apps

    found = [_facts(each) for each in _write(database, apps.list_)]
    if as_json:
        print_json([_named(each) for each in found])
        return
    for each in found:
        typer.echo(f"{each['client id']}  {each['kind']:<6}  {each['status']:<7}  {each['name']}")


@app.command("rotate")
def rotate_app(client_id: Annotated[str, typer.Argument()], database: Database = None, as_json: AsJson = False) -> None:
    """Give an app a new secret; the old one is dead at once."""
    from doorlist.access import apps

    shown = _write(database, lambda tx: apps.rotate(tx, client_id))
    _tell({"client id": shown.app.client_id} | _secret(shown.client_secret), as_json, _ONCE)


@app.command("revoke")
def revoke_app(client_id: Annotated[str, typer.Argument()], database: Database = None, as_json: AsJson = False) -> None:
    """End an app; its tokens die with it, within a second where the desk is being served."""
    from doorlist.access import apps

    now = clock.now()
    gone = _write(database, lambda tx: apps.revoke(tx, client_id, now=now))
    _tell({"client id": gone.client_id, "name": gone.name, "status": "revoked"}, as_json)


@token.command("create")
def create_token(
    scope: Scope,
    expires: Annotated[str, typer.Option(help="How long it lasts: 90m, 12h, 30d.")] = "30d",
    user: Annotated[
        str | None, typer.Option("--user", help="The email of whom it acts as.", show_default="the account's owner")
    ] = None,
    account: Account = None,
    database: Database = None,
    as_json: AsJson = False,
) -> None:
    """Make an access token; it is shown once."""
    from doorlist.access import grants

    life, now = _life(expires), clock.now()
    made = _write(database, lambda tx: grants.by_hand(tx, scopes=scope, user=user, account=account, life=life, now=now))
    facts = {
        "user": made.user.email,
        "scopes": sorted(made.scopes),
        "expires": (now + life).isoformat(timespec="seconds"),
        "token": made.token,
    }
    _tell(facts, as_json, _ONCE)


@token.command("revoke")
def revoke_token(
    token: Annotated[str, typer.Argument(help="The token, or - to read it from standard input.")],
    database: Database = None,
    as_json: AsJson = False,
) -> None:
    """End an access token, whoever gave it; it is dead within a second where the desk is being served."""
    from doorlist.access import grants

    text = sys.stdin.readline().strip() if token == "-" else token  # noqa: S105 - the sign for standard input
    _write(database, lambda tx: grants.revoke_by_hand(tx, text))
    _tell({"status": "revoked"}, as_json)


@user.command("password")
def set_password(
    email: Annotated[str, typer.Argument()],
    random: Annotated[bool, typer.Option("--random", help="Make one by chance and print it.")] = False,
    account: Account = None,
    database: Database = None,
    as_json: AsJson = False,
) -> None:
    """Give a user a password to allow apps with: asked for, or one by chance. Any old one is dead at once."""
    from doorlist.access import passwords

    _write(database, lambda tx: passwords.named(tx, email, account))  # before anybody thinks of a password
    password = ids.secret() if random else typer.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    least, most = passwords.CHARS_MIN, passwords.CHARS_MAX
    if not least <= len(password) <= most:
        fail(f"the password must have {least} to {most} characters, not {len(password)}")
    kept, now = passwords.hashed(password, salt=ids.key()), clock.now()
    named = _write(database, lambda tx: passwords.set_(tx, email=email, password_hash=kept, account=account, now=now))
    facts: dict[str, object] = {"user": named.email, "status": "password set"}
    _tell(facts | ({"password": password} if random else {}), as_json, _ONCE if random else "")


@account.command("create")
def create_account(
    name: Annotated[str, typer.Argument()],
    email: Annotated[str, typer.Option(help="The email of its host.")],
    parent: Annotated[
        str | None, typer.Option(help="The account whose :master scopes reach it.", show_default="the only one")
    ] = None,
    database: Database = None,
    as_json: AsJson = False,
) -> None:
    """Make a sub-account with a host; apps of its parent reach it below /v2/accounts/{accountId}."""
    from doorlist.access import apps
    from doorlist.desk import founding

    if not is_email(email):
        fail(f"--email must be an email address, such as you@example.org, not {email!r}")
    now = clock.now()

    def work(tx: "Tx") -> dict[str, object]:
        above = apps.of(tx, parent)
        host = founding.NewUser(email, "Host", "", role="Owner")
        made, _ = founding.found_account(tx, name=name, users=[host], now=now, parent_id=above.id)
        return {"account id": made.id, "name": made.name, "parent": above.id, "host": email}

    _tell(_write(database, work), as_json)


def _facts(each: App) -> dict[str, object]:
    return {
        "account id": each.account_id,
        "client id": each.client_id,
        "name": each.name,
        "kind": each.kind.value,
        "status": "in use" if each.revoked_at is None else "revoked",
        "redirect uris": list(each.redirect_uris),
        "scopes": sorted(each.scopes),
    }


def _secret(text: str) -> dict[str, object]:
    return {"client secret": text} if text else {}


def _tell(facts: Mapping[str, object], as_json: bool, note: str = "") -> None:
    if as_json:
        print_json(_named(facts))
        return
    for name, value in facts.items():
        typer.echo(f"  {name:<14}  {' '.join(value) if isinstance(value, list) else value}")
    if note:
        typer.echo(f"\n{note}")


def _named(facts: Mapping[str, object]) -> dict[str, object]:
    """Facts under the names that JSON has for them."""
    return {name.replace(" ", "_"): value for name, value in facts.items()}


def _life(text: str) -> timedelta:
    life = span(text)
    if life is None or life > _LIFE_MAX:
        fail(f"--expires must be such as 90m, 12h or 30d, and 3650d at most, not {text!r}")
    return life


def _write(database: str | None, work: "Callable[[Tx], T]") -> T:
    """What a work on a desk's database gives; where it is refused, why, and exit code 1."""
    with opened(database) as desk:
        return desk.store.write_now(work)
