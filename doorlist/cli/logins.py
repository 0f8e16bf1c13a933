"""`doorlist login`, `logout` and `profiles`: who is calling, asked once and kept."""

import os
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from doorlist.cli import exits, profiles, showing
from doorlist.cli.connecting import (
    LOGIN_VARIABLE,
    AsJson,
    BaseUrl,
    DryRun,
    ProfileName,
    Verbose,
    Yes,
    complete_profile,
    confirmed,
    note,
)
from doorlist.cli.exits import Exit, Failed
from doorlist.cli.helping import columns, examples
from doorlist.cli.profiles import Login

if TYPE_CHECKING:  # what most commands need not load
    from doorlist.client import Client

T = TypeVar("T")

app = typer.Typer()

_SECRET_CHARS_MAX = 100_000


@app.command(
    epilog=examples(
        "# asks for what it needs, a token or an app's credentials",
        "doorlist login",
        "# the real API, beside a desk of one's own",
        "doorlist login --profile zoom --base-url zoom",
        "# in a script: the secret comes from the environment or from a file",
        "DOORLIST_CLIENT_SECRET=… doorlist login --account-id A --client-id C",
        "doorlist login --with-token < token.txt",
        more="Where the environment has a value, it is not asked for.",
    )
)
def login(
    profile: Annotated[
        str | None,
        typer.Option(
            "--profile",
            metavar="NAME",
            help="What to call it.",
            show_default="default",
            autocompletion=complete_profile,
        ),
    ] = None,
    base_url: BaseUrl = None,
    token_url: Annotated[
        str | None,
        typer.Option("--token-url", metavar="URL", help="Where an app gets tokens.", show_default="the server's own"),
    ] = None,
    account_id: Annotated[str | None, typer.Option("--account-id", metavar="ID", help="The app's account.")] = None,
    client_id: Annotated[str | None, typer.Option("--client-id", metavar="ID", help="The app's client id.")] = None,
    with_token: Annotated[
        bool, typer.Option("--with-token", help="A token instead of an app; from standard input in a script.")
    ] = False,
    secret_stdin: Annotated[
        bool, typer.Option("--secret-stdin", help="Read the secret from standard input's first line.")
    ] = False,
    keyring: Annotated[
        bool, typer.Option("--keyring/--no-keyring", help="Keep the secret in the keyring where there is one.")
    ] = True,
    default: Annotated[bool, typer.Option("--default", help="Use it wherever no profile is named.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check the credentials, and keep nothing.")] = False,
    as_json: AsJson = False,
    verbose: Verbose = False,
) -> None:
    """Log in to a server, and keep the login as a profile. The credentials are checked with a call before they are kept.

    A secret is never an argument: it is asked for, or comes from standard input, DOORLIST_CLIENT_SECRET or DOORLIST_TOKEN.
    """
    with exits.told(as_json=as_json, verbose=verbose):
        name = profiles.named(profile or os.environ.get(LOGIN_VARIABLE) or profiles.DEFAULT_NAME)
        before = profiles.read().logins.get(name)
        wanted = _asked(
            Login(
                base_url=base_url or "",
                token_url=token_url or "",
                account_id=account_id or "",
                client_id=client_id or "",
            ),
            before,
            with_token=with_token,
            secret_stdin=secret_stdin,
        )
        who = _checked(wanted)
        kept_in, why_not = "", ""
        if not dry_run:
            why_not = profiles.keep(name, wanted, keyring=keyring, default=default)
            kept_in = str(profiles.file()) if why_not else "keyring"
        if as_json:
            showing.json_value(
                {
                    "profile": name,
                    "base_url": wanted.base_url,
                    "user": who,
                    "secret_in": kept_in if kept_in in ("", "keyring") else "file",
                    "file": str(profiles.file()),
                    "dry_run": dry_run,
                }
            )
            return
        whom = f" as {showing.harmless(who)}" if who else ""
        if dry_run:
            typer.echo(f"The credentials are good: {wanted.base_url} takes them{whom}. Nothing was kept.")
            return
        typer.echo(f"Logged in to {wanted.base_url}{whom}; kept as profile {name}.")
        if why_not:
            because = f", for {why_not}" if keyring else ""
            typer.echo(f"The secret is in {kept_in} (readable by you alone){because}.")
        else:
            typer.echo("The secret is in the keyring.")


@app.command(epilog=examples("doorlist logout", "doorlist logout --profile zoom", "doorlist logout --all"))
def logout(
    profile: ProfileName = None,
    all: Annotated[bool, typer.Option("--all", help="Every one.")] = False,
    yes: Yes = False,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Forget a login, its secret in the keyring, too. Tokens that were given out live on until they expire."""
    with exits.told(as_json=as_json):
        kept = profiles.read()
        if all:
            names = sorted(kept.logins)
        else:
            name = profile or os.environ.get(LOGIN_VARIABLE) or kept.default
            if name not in kept.logins:
                raise Failed(f"there is no login {name!r}" if name else "there is no login to forget", Exit.LOGIN)
            names = [name]
        left_in_keyring = {}
        if not dry_run:
            if len(names) > 1:
                confirmed(f"Forget {showing.count(len(names), 'login')}: {', '.join(names)}?", yes=yes)
            for name in names:
                why_not = profiles.forget(name)
                if why_not:
                    left_in_keyring[name] = why_not
        if as_json:
            showing.json_value({"forgotten": [] if dry_run else names, "would_forget": names if dry_run else []})
        else:
            for name in names:
                typer.echo(f"Would forget profile {name}." if dry_run else f"Profile {name} is forgotten.")
        for name, why_not in left_in_keyring.items():
            note(f"the secret of {name} may still be in the keyring, for {why_not}")


@app.command(
    "profiles",
    epilog=examples(
        "doorlist profiles",
        "doorlist profiles --default zoom",
        more=columns("name", "default or nothing", "server", "app or token", "its id", "where the secret is"),
    ),
)
def profiles_(
    default: Annotated[
        str | None,
        typer.Option(
            "--default",
            metavar="NAME",
            help="Use this one from now on where none is named.",
            show_default=False,
            autocompletion=complete_profile,
        ),
    ] = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """List the logins that are kept, and which is used where none is named."""
    with exits.told(as_json=as_json):
        kept = profiles.read()
        if default is not None:
            if default not in kept.logins:
                raise Failed(f"there is no login {default!r}", Exit.LOGIN)
            kept = replace(kept, default=default)
            if not dry_run:
                profiles.write(kept)
        found = sorted(kept.logins.items())
        showing.rows(
            found,
            [
                showing.Column("Profile", lambda each: each[0]),
                showing.Column("Default", lambda each: "default" if each[0] == kept.default else "", spare=2),
                showing.Column("Server", lambda each: each[1].base_url),
                showing.Column("By", lambda each: "app" if each[1].client_id else "token", spare=1),
                showing.Column("Client id", lambda each: each[1].client_id, spare=3),
                showing.Column("Secret in", lambda each: _where(each[1]), spare=4),
            ],
            as_json=as_json,
            raw=lambda each: {
                "profile": each[0],
                "default": each[0] == kept.default,
                "base_url": each[1].base_url,
                "account_id": each[1].account_id,
                "client_id": each[1].client_id,
                "secret_in": _where(each[1]),
            },
            none="There are none. `doorlist login` makes one.",
        )
        if default is not None and dry_run and not as_json:
            typer.echo("Nothing was changed.")


def _where(login: Login) -> str:
    return "keyring" if login.in_keyring else "file"


def _asked(given: Login, before: Login | None, *, with_token: bool, secret_stdin: bool) -> Login:
    """A login with all that it needs: from options, the environment, standard input, or by asking."""
    from doorlist.client import places

    environ = os.environ
    asking = all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stderr))
    base_url = given.base_url or environ.get("DOORLIST_BASE_URL", "")
    if not base_url:
        usual = before.base_url if before is not None else places.LOCAL
        base_url = _ask("Server's address, or zoom", usual) if asking else usual
    places.place(base_url, given.token_url or None, {})  # an address that cannot be is told before more is asked
    token_url = given.token_url or environ.get("DOORLIST_TOKEN_URL", "")
    account_id = given.account_id or environ.get("DOORLIST_ACCOUNT_ID", "")
    client_id = given.client_id or environ.get("DOORLIST_CLIENT_ID", "")
    token = environ.get("DOORLIST_TOKEN", "").strip()
    by_app = bool(given.account_id or given.client_id) or (bool(client_id) and not token)
    if with_token and (given.account_id or given.client_id):
        raise Failed("give --with-token, or an app's --account-id and --client-id", Exit.USAGE)
    if asking and not (with_token or by_app or token or secret_stdin):
        account_id = _ask("Account id of your app (leave empty to log in with a token)", "")
        by_app = bool(account_id)
    if with_token or not by_app:
        secret = _stdin() if secret_stdin or (with_token and not token and not asking) else token
        if not secret and asking:
            secret = _ask_secret("Token")
        return _whole(
            Login(base_url, token_url, secret=secret), "a token: DOORLIST_TOKEN, or --with-token and standard input"
        )
    if asking:
        account_id = account_id or _ask("Account id", before.account_id if before else "")
        client_id = client_id or _ask("Client id", before.client_id if before else "")
    secret = _stdin() if secret_stdin else environ.get("DOORLIST_CLIENT_SECRET", "").strip()
    if not secret and asking:
        secret = _ask_secret("Client secret")
    whole = Login(base_url, token_url, account_id, client_id, secret=secret)
    if not (account_id and client_id):
        raise Failed(
            "give both --account-id and --client-id (or DOORLIST_ACCOUNT_ID and DOORLIST_CLIENT_ID)", Exit.USAGE
        )
    return _whole(whole, "the app's secret: DOORLIST_CLIENT_SECRET, or --secret-stdin and standard input")


def _whole(login: Login, missing: str) -> Login:
    if not login.secret:
        raise Failed(f"there is no terminal to ask on; give {missing}", Exit.USAGE)
    return login


def _ask(what: str, usual: str) -> str:
    answer: str = typer.prompt(what, default=usual, show_default=bool(usual), err=True)
    return answer.strip()


def _ask_secret(what: str) -> str:
    answer: str = typer.prompt(f"{what} (not shown)", hide_input=True, err=True)
    return answer.strip()


def _stdin() -> str:
    """The first line of standard input."""
    try:
        line = sys.stdin.readline(_SECRET_CHARS_MAX) if sys.stdin is not None else ""
    except UnicodeDecodeError as error:
        raise Failed("standard input is not text, as a token or a secret is", Exit.USAGE) from error
    line = line.strip().lstrip("\ufeff")
    if not line:
        raise Failed("standard input has no secret in its first line", Exit.USAGE)
    return line


def _checked(login: Login) -> str:
    """Who it is, as the server says; empty where the app may not ask. Raises what the client raises where it is not good."""
    from doorlist import client

    by_app = bool(login.client_id)
    with client.Client(
        base_url=login.base_url,
        token_url=login.token_url or None,
        account_id=login.account_id if by_app else None,
        client_id=login.client_id or None,
        client_secret=login.secret if by_app else None,
        token=None if by_app else login.secret,
        environ={},
        on_notice=note,
    ) as made:
        try:
            return _email(made)
        except client.Unauthorized as error:
            raise Failed(
                f"{login.base_url} does not take these credentials: {str(error).rstrip('. ')}. Nothing was kept",
                Exit.LOGIN,
                kind="Unauthorized",
            ) from error
        except (client.MissingScope, client.NotAllowed, client.NotFound):
            return ""  # good, and made for other things than asking who it is


def _email(made: "Client") -> str:
    user = made.users.get("me")
    return str(user.email or user.id)
