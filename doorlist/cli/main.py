"""`doorlist init`, `serve` and `sandbox`: founding a desk and running it."""

import os
import sys
import tempfile
from pathlib import Path
from typing import Annotated

import typer

from doorlist import __version__, clock, ids, settings
from doorlist.cli import exits
from doorlist.cli.desk import Database, fail, or_exit, read_settings
from doorlist.cli.later import Later, Place
from doorlist.contract.limits import Plan
from doorlist.contract.profiles import Profile
from doorlist.contract.shapes.fields import is_email
from doorlist.settings import Settings

_OVER_THE_API = "Registrations, on a desk or on the real API"
_OWN_DESK = "A desk of your own"
_SAMPLES = "Programs"


class Commands(Later):
    """The commands below, and those of other modules, which are not loaded before they are used."""

    panels = (_OVER_THE_API, _OWN_DESK, _SAMPLES)
    elsewhere = {  # noqa: RUF012 - never changed
        "registrants": Place(
            "doorlist.cli.exporting", "app", "The people of a meeting, webinar or recording.", _OVER_THE_API
        ),
        "meetings": Place(
            "doorlist.cli.meetings", "meetings", "Meetings: plan, list, show, end, delete.", _OVER_THE_API
        ),
        "webinars": Place("doorlist.cli.meetings", "webinars", "Webinars: the same.", _OVER_THE_API),
        "recordings": Place("doorlist.cli.recordings", "app", "Recordings, and who may see them.", _OVER_THE_API),
        "login": Place(
            "doorlist.cli.logins", "app", "Log in to a server, and keep the login as a profile.", _OVER_THE_API, "login"
        ),
        "logout": Place("doorlist.cli.logins", "app", "Forget a login.", _OVER_THE_API, "logout"),
        "profiles": Place("doorlist.cli.logins", "app", "List the logins that are kept.", _OVER_THE_API, "profiles"),
        "app": Place("doorlist.cli.apps", "app", "Apps: programs that may ask for tokens.", _OWN_DESK),
        "token": Place("doorlist.cli.apps", "token", "Tokens for scripts, given without an app.", _OWN_DESK),
        "user": Place("doorlist.cli.apps", "user", "Users: who can sign in.", _OWN_DESK),
        "account": Place(
            "doorlist.cli.apps", "account", "Accounts: one to begin with, and sub-accounts of it.", _OWN_DESK
        ),
        "webhook": Place(
            "doorlist.cli.webhooks", "app", "Have events sent to an address, and see what became of them.", _OWN_DESK
        ),
        "samples": Place(
            "doorlist.cli.printing", "app", "Make code samples of a Postman collection, and run them.", _SAMPLES
        ),
    }


app = typer.Typer(
    name="doorlist",
    cls=Commands,
    help="The registration desk for online meetings, webinars and recordings.",
    epilog=exits.EPILOG,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
_HELP = settings.describe()

Host = Annotated[str | None, typer.Option(help=_HELP["host"].text, show_default="127.0.0.1")]
Port = Annotated[int | None, typer.Option(help=_HELP["port"].text, min=0, max=65535, show_default="8480")]
SandboxDatabase = Annotated[
    str | None, typer.Option(help="Keep the sandbox's data here from run to run.", show_default="a throw-away one")
]
ProfileOption = Annotated[Profile | None, typer.Option(help=_HELP["profile"].text, show_default="2022-09")]
PublicUrl = Annotated[str | None, typer.Option(help=_HELP["public_url"].text, show_default=False)]
StrictCancel = Annotated[bool, typer.Option("--strict-cancel", help=_HELP["strict_cancel"].text)]
PlanOption = Annotated[Plan | None, typer.Option(help=_HELP["plan"].text, show_default="unlimited")]
SandboxPlan = Annotated[Plan | None, typer.Option("--plan", help=_HELP["plan"].text, show_default="business")]
RegistrantCaps = Annotated[
    bool | None,
    typer.Option("--registrant-caps/--no-registrant-caps", help=_HELP["registrant_caps"].text, show_default="off"),
]
SandboxCaps = Annotated[
    bool | None,
    typer.Option("--registrant-caps/--no-registrant-caps", help=_HELP["registrant_caps"].text, show_default="on"),
]
SANDBOX_LIMITS = {"plan": Plan.BUSINESS, "registrant_caps": True}
"""A sandbox is met with the limits that the real API has, unless it is told otherwise."""
NoCourier = Annotated[
    bool, typer.Option("--no-courier", help="Leave webhooks to other processes; see `doorlist courier`.")
]
AllowPrivate = Annotated[bool, typer.Option("--allow-private", help=_HELP["allow_private"].text)]
AllowRemote = Annotated[bool, typer.Option("--allow-remote", help=_HELP["allow_remote"].text)]


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"doorlist {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", help="Show the version.", callback=_show_version, is_eager=True)
    ] = False,
) -> None:
    """The registration desk for online meetings, webinars and recordings."""


@app.command(rich_help_panel=_OWN_DESK)
def init(
    email: Annotated[str, typer.Option(help="The host's email.")] = "host@example.com",
    name: Annotated[str, typer.Option(help="The account's name.")] = "My desk",
    database: Database = None,
) -> None:
    """Make a desk: an account, a licensed host and an app, whose credentials are shown once."""
    from doorlist import server

    given = read_settings({"database": database})
    if not is_email(email):
        fail(f"--email must be an email address, such as you@example.org, not {email!r}")
    made = or_exit(lambda: server.found(given, email=email, name=name, now=clock.now(), secret=ids.secret()))
    typer.echo(
        f"A desk was made in {given.database}\n\n"
        f"  account id      {made.account_id}\n"
        f"  host            {email}\n"
        f"  client id       {made.client_id}\n"
        f"  client secret   {made.client_secret}\n\n"
        "The secret is shown this once; only its hash is kept. Serve the desk with:\n\n"
        f"  doorlist serve --database {given.database}\n\n"
        "and get a token with:\n\n"
        f"  curl -u {made.client_id}:{made.client_secret} "
        f"-d grant_type=account_credentials -d account_id={made.account_id} http://{given.host}:{given.port}/oauth/token"
    )


@app.command(rich_help_panel=_OWN_DESK)
def serve(
    host: Host = None,
    port: Port = None,
    database: Database = None,
    profile: ProfileOption = None,
    public_url: PublicUrl = None,
    strict_cancel: StrictCancel = False,
    plan: PlanOption = None,
    registrant_caps: RegistrantCaps = None,
    no_courier: NoCourier = False,
    allow_private: AllowPrivate = False,
) -> None:
    """Serve a desk that `init` made."""
    given = read_settings(
        {
            "host": host,
            "port": port,
            "database": database,
            "profile": profile,
            "public_url": public_url,
            "strict_cancel": strict_cancel or None,
            "plan": plan,
            "registrant_caps": registrant_caps,
            "courier": False if no_courier else None,
            "allow_private": allow_private or None,
        }
    )
    _serve(given, origin="init")


@app.command(rich_help_panel=_OWN_DESK)
def sandbox(
    host: Host = None,
    port: Port = None,
    database: SandboxDatabase = None,
    profile: ProfileOption = None,
    public_url: PublicUrl = None,
    strict_cancel: StrictCancel = False,
    plan: SandboxPlan = None,
    registrant_caps: SandboxCaps = None,
    allow_remote: AllowRemote = False,
    no_courier: NoCourier = False,
    allow_private: AllowPrivate = False,
) -> None:
    """Serve a throw-away desk with known credentials, for developing and testing."""
    with tempfile.TemporaryDirectory(prefix="doorlist-sandbox-") as folder:
        kept = database or os.environ.get("DOORLIST_DATABASE")
        given = read_settings(
            {
                "host": host,
                "port": port,
                "database": kept or f"sqlite:///{Path(folder, 'sandbox.sqlite3')}",
                "profile": profile,
                "public_url": public_url,
                "strict_cancel": strict_cancel or None,
                "plan": plan,
                "registrant_caps": registrant_caps,
                "allow_remote": allow_remote or None,
                "courier": False if no_courier else None,
                "allow_private": allow_private or None,
            },
            defaults=SANDBOX_LIMITS,
        )
        _serve(given, origin="sandbox", throw_away=not kept)


@app.command(rich_help_panel=_OWN_DESK)
def courier(database: Database = None, allow_private: AllowPrivate = False) -> None:
    """Deliver a desk's webhooks in a process of its own, beside `serve --no-courier` or with it."""
    from doorlist import server

    given = read_settings({"database": database, "allow_private": allow_private or None})

    def announce() -> None:
        typer.echo(f"Doorlist {__version__} delivers webhooks ({given.database})")
        sys.stdout.flush()

    or_exit(lambda: server.deliver(given, announce=announce))


@app.command(rich_help_panel=_OWN_DESK)
def demo(
    port: Port = None,
    profile: ProfileOption = None,
    once: Annotated[bool, typer.Option("--once", help="Stop after the flow instead of serving on.")] = False,
) -> None:
    """Show the main job: a sandbox, a meeting and a recording, people who register and are decided on."""
    from doorlist.cli import demo

    given = read_settings({"port": port, "profile": profile})
    try:
        demo.run(given, once=once)
    except demo.DemoFailed as error:
        fail(str(error))


def _serve(given: Settings, *, origin: str, throw_away: bool = False) -> None:
    from doorlist import server
    from doorlist.cli.documents import documents

    def announce(address: str) -> None:
        typer.echo(f"Doorlist {__version__} listens on {address} (contract {given.profile}, {given.database})")
        sys.stdout.flush()

    or_exit(lambda: server.serve(given, origin=origin, announce=announce, documents=documents, throw_away=throw_away))


def main() -> None:
    """The program `doorlist`."""
    if "--json" not in sys.argv:
        app()
        return
    try:
        sys.exit(app(standalone_mode=False) or 0)
    except typer.Abort:
        sys.exit(exits.Exit.FAILED)
    except Exception as error:
        wrong = getattr(error, "format_message", None)  # what the parser says of a command that it cannot read
        if wrong is None:
            raise
        exits.tell(exits.Failed(wrong(), exits.Exit.USAGE), as_json=True)
        sys.exit(exits.Exit.USAGE)
