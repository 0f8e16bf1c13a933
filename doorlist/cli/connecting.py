"""Options that every command over the API has, and the client that they make.

Where a value is given in several places, this order holds:

1. options: `--base-url`, and the profile that `--profile` names, with all that it holds;
2. the SDK's environment variables: DOORLIST_BASE_URL, DOORLIST_TOKEN_URL, DOORLIST_TOKEN, or DOORLIST_ACCOUNT_ID,
   DOORLIST_CLIENT_ID and DOORLIST_CLIENT_SECRET;
3. the profile that DOORLIST_LOGIN names, else the default one. (DOORLIST_PROFILE is something else: the
   contract that a server speaks.)

Credentials of the default profile go to the server they were given for and nowhere else: where `--base-url` or
DOORLIST_BASE_URL names another one, the profile must be named, too.
"""

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, Any

import typer

from doorlist.cli import exits, profiles, showing
from doorlist.cli.exits import Exit, Failed

if TYPE_CHECKING:  # what most commands need not load
    from doorlist.client import Client

LOGIN_VARIABLE = "DOORLIST_LOGIN"
_TERMINAL = "CONOUT$" if os.name == "nt" else "/dev/tty"
_APP = {
    "account_id": "DOORLIST_ACCOUNT_ID",
    "client_id": "DOORLIST_CLIENT_ID",
    "client_secret": "DOORLIST_CLIENT_SECRET",
}


def complete_profile(incomplete: str) -> list[tuple[str, str]]:
    """The profiles that a shell offers; none where they cannot be read."""
    try:
        kept = profiles.read()
    except (Failed, OSError):
        return []
    return [(name, login.base_url) for name, login in sorted(kept.logins.items()) if name.startswith(incomplete)]


_PANEL = "Connection and output"
ProfileName = Annotated[
    str | None,
    typer.Option(
        "--profile",
        metavar="NAME",
        help=f"The login to use, of those that `doorlist profiles` lists; or {LOGIN_VARIABLE}.",
        show_default="the default one",
        autocompletion=complete_profile,
        rich_help_panel=_PANEL,
    ),
]
BaseUrl = Annotated[
    str | None,
    typer.Option(
        "--base-url",
        metavar="URL",
        help="The server's address, or the word zoom for the real one; or DOORLIST_BASE_URL.",
        show_default="the login's",
        rich_help_panel=_PANEL,
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON; errors, too.", rich_help_panel=_PANEL)]
Verbose = Annotated[
    bool, typer.Option("--verbose", help="Say more of errors: codes and tracking ids.", rich_help_panel=_PANEL)
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show what would be sent, and change nothing.")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")]


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a Client or an AsyncClient is made with; `login` names the profile, where one is in use."""

    base_url: str | None
    token_url: str | None
    account_id: str | None
    client_id: str | None
    client_secret: str | None
    token: str | None
    login: str = ""


def credentials(profile: str | None, base_url: str | None, environ: Mapping[str, str] = os.environ) -> Credentials:
    """Where to, and as whom, by the order above. Raises Failed."""
    kept = profiles.read()
    if profile is not None:
        return _of_login(profile, _known(kept, profile), base_url=base_url)
    app: dict[str, Any] = {name: environ.get(variable, "").strip() or None for name, variable in _APP.items()}
    of_environment = Credentials(
        base_url=base_url or environ.get("DOORLIST_BASE_URL") or None,
        token_url=environ.get("DOORLIST_TOKEN_URL") or None,
        token=environ.get("DOORLIST_TOKEN", "").strip() or None,
        **app,
    )
    url = of_environment.base_url
    named = environ.get(LOGIN_VARIABLE, "")
    if named or kept.default:
        name = named or kept.default
        login = _known(kept, name)
    else:
        return of_environment
    if of_environment.token or all(app.values()):
        whole = (
            of_environment
            if of_environment.token is None
            else replace(of_environment, account_id=None, client_id=None, client_secret=None)
        )
        if url is not None:
            return whole
        return replace(whole, base_url=login.base_url, token_url=whole.token_url or login.token_url or None)
    if not named and url is not None and _api_url(url) != _api_url(login.base_url):
        raise Failed(
            f"the server is to be {url}, and the login in use, {name}, is for {login.base_url}: its credentials are not sent "
            f"elsewhere. Run `doorlist login --base-url {url} --profile NAME`, or set DOORLIST_TOKEN, or name the login with "
            "--profile",
            Exit.LOGIN,
        )
    found = _of_login(name, login, base_url=url)
    token_url = of_environment.token_url or found.token_url
    if found.token is not None and not any(app.values()):
        return replace(found, token_url=token_url)
    given = {each: value for each, value in app.items() if value}
    return replace(found, token=None, token_url=token_url, **given)


@contextmanager
def connected(
    profile: str | None, base_url: str | None, *, as_json: bool = False, verbose: bool = False
) -> Iterator["Client"]:
    """A client, by the options of a command; whatever goes wrong inside ends the command with a line that says so."""
    with exits.told(as_json=as_json, verbose=verbose):
        found = credentials(profile, base_url)
        with exits.told(as_json=as_json, verbose=verbose, login=found.login):
            from doorlist.client import Client

            with Client(
                base_url=found.base_url,
                token_url=found.token_url,
                account_id=found.account_id,
                client_id=found.client_id,
                client_secret=found.client_secret,
                token=found.token,
                environ={},
                on_notice=note,
            ) as client:
                yield client


def note(notice: str) -> None:
    """Tell what the server says besides."""
    exits.say(f"note: {notice}")


def would_send(
    operation: str,
    values: Mapping[str, object],
    *,
    query: Mapping[str, object] | None = None,
    body: object | None = None,
) -> dict[str, object]:
    """A request that was not sent, as `--dry-run` shows it: method, path with its query, body."""
    from urllib.parse import urlencode

    from doorlist.client import places
    from doorlist.contract.operations import BY_ID

    row = BY_ID[operation]
    asked = {name: value for name, value in (query or {}).items() if value not in (None, "")}
    path = places.path(row.path, values) + (f"?{urlencode(asked)}" if asked else "")
    return {"method": row.method, "path": path, **({} if body is None else {"body": body})}


def show_requests(requests: list[dict[str, object]], *, as_json: bool, what: str = "") -> None:
    """Show what `--dry-run` held back."""
    if as_json:
        showing.json_value({"dry_run": True, "requests": requests})
        return
    if what:
        typer.echo(showing.harmless(what))
    for each in requests:
        typer.echo(showing.harmless(f"Would send {each['method']} {each['path']}"))
        if "body" in each:
            typer.echo(showing.json_text(each["body"], indent=2))
    typer.echo("Nothing was sent.")


def confirmed(question: str, *, yes: bool) -> None:
    """Ask a person at a terminal, and end the command where the answer is no; in a script nobody is asked.

    Who types at a terminal is asked there wherever the output goes: where that cannot be, nothing is done.
    """
    if yes or sys.stdin is None or not sys.stdin.isatty():
        return
    asked = showing.harmless(question)
    if sys.stderr is not None and sys.stderr.isatty():
        agreed: bool = typer.confirm(asked, err=True)
    else:
        agreed = _asked_aside(asked)
    if not agreed:
        raise Failed("nothing was changed", Exit.FAILED, kind="Declined")


def _asked_aside(question: str) -> bool:
    """The answer to a question that is put on the terminal itself, for standard error goes elsewhere. Raises Failed."""
    try:
        terminal = open(_TERMINAL, "w", encoding="utf-8", errors="replace")  # noqa: SIM115 - closed below
    except OSError as error:
        raise Failed(
            "there is no terminal to ask on. Repeat the command with --yes, and it will not ask", Exit.USAGE
        ) from error
    with terminal:
        while True:
            print(f"{question} [y/N]: ", end="", file=terminal, flush=True)
            answer = sys.stdin.readline().strip().lower()
            if answer in ("", "n", "no", "y", "yes"):
                return answer.startswith("y")
            print("Answer y or n.", file=terminal)


def _known(kept: profiles.Kept, name: str) -> profiles.Login:
    login = kept.logins.get(name)
    if login is None:
        there = f"There are {', '.join(sorted(kept.logins))}" if kept.logins else "There are none yet"
        raise Failed(f"there is no login {name!r}. {there}; `doorlist login --profile {name}` makes one", Exit.LOGIN)
    return login


def _of_login(name: str, login: profiles.Login, *, base_url: str | None) -> Credentials:
    secret = profiles.secret(name, login)
    elsewhere = base_url is not None and _api_url(base_url) != _api_url(login.base_url)
    app = bool(login.client_id)
    return Credentials(
        base_url=base_url or login.base_url,
        token_url=None if elsewhere else login.token_url or None,
        account_id=login.account_id or None if app else None,
        client_id=login.client_id or None,
        client_secret=secret if app else None,
        token=None if app else secret,
        login=name,
    )


def _api_url(url: str) -> str:
    from doorlist.client import places

    return places.place(url, None, {}).api_url
