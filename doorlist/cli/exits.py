"""How a command of the toolbox ends: its exit code, and its one line, or JSON object, that says why."""

import errno
import json
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from enum import IntEnum
from typing import TYPE_CHECKING, NoReturn

import typer

if TYPE_CHECKING:  # what most commands need not load
    from doorlist.client import DoorlistError


class Exit(IntEnum):
    """The exit codes, the same for every command; scripts may rely on them."""

    DONE = 0
    FAILED = 1
    """Refused, or failed in another way: nothing that repeating it would change."""
    USAGE = 2
    """The command itself was wrong; nothing was sent."""
    PARTLY = 3
    """Done in part: some were refused, and the output says which."""
    LOGIN = 4
    """Not logged in, or the credentials are not accepted or do not reach so far."""
    LIMITED = 5
    """A daily cap or a limit of calls: to be repeated later."""
    NETWORK = 6
    """The server was not reached, broke off or failed; repeating it may do."""
    INTERRUPTED = 130
    """Ctrl-C."""
    PIPE_CLOSED = 141
    """Whoever read the output stopped reading: what a shell calls a program that SIGPIPE ended."""


EPILOG = """\
[bold]Exit codes[/]

  0    done
  1    refused or failed
  2    wrong usage: nothing was sent
  3    done in part: the output says what was refused
  4    not logged in, or not allowed
  5    a daily cap or a limit of calls: try later
  6    the network or the server failed
  130  Ctrl-C

With --json an error is one object on standard error: {"error": {"kind", "message", "exit", …}}.
"""


class Failed(Exception):
    """Ends the command with a line and an exit code; `kind` is its name in JSON, `facts` what JSON says besides. `detail` are
    lines for those who look closer, which JSON has as facts.
    """

    def __init__(
        self, message: str, exit: Exit = Exit.FAILED, *, kind: str = "", facts: Mapping[str, object] | None = None
    ) -> None:
        super().__init__(message)
        self.exit = exit
        self.kind = kind or {Exit.USAGE: "Usage", Exit.LOGIN: "NotLoggedIn", Exit.PARTLY: "PartlyDone"}.get(
            exit, "Failed"
        )
        self.facts = dict(facts or {})
        self.detail = ""


@contextmanager
def told(*, as_json: bool, verbose: bool = False, login: str = "") -> Iterator[None]:
    """Whatever ends the work inside is told, and becomes an exit code. `login` names the profile in use, where there is one."""
    try:
        yield
        _flush()
    except Failed as failed:
        _end(failed, as_json=as_json)
    except KeyboardInterrupt:
        if sys.stderr is not None and sys.stderr.isatty():
            typer.echo(err=True)  # behind the ^C that the terminal shows
        _end(Failed("stopped", Exit.INTERRUPTED, kind="Interrupted"), as_json=as_json)
    except OSError as error:
        if error.errno != errno.EPIPE and not isinstance(error, BrokenPipeError):
            named = f"{error.filename}: " if error.filename else ""
            _end(Failed(f"{named}{error.strerror or error}"), as_json=as_json)
        _quiet()
        raise typer.Exit(Exit.PIPE_CLOSED) from error
    except Exception as error:
        from doorlist.client import DoorlistError

        if not isinstance(error, DoorlistError):
            raise
        _end(explained(error, verbose=verbose, login=login), as_json=as_json)


def explained(error: "DoorlistError", *, verbose: bool = False, login: str = "") -> Failed:
    """What the client met, as a line with what to do about it."""
    from doorlist import client

    kind, exit, said, advice = type(error).__name__, Exit.FAILED, str(error), ""
    facts: dict[str, object] = {}
    if isinstance(error, client.ApiError):
        said = error.message or f"the server answered {error.status}"
        faults = [{"field": each.field, "message": each.message} for each in error.errors]
        advice = error.hint
        facts = {
            "status": error.status,
            "code": error.code,
            "tracking_id": error.tracking_id,
            "operation": error.operation,
            "fields": faults,
        }
        named = "; ".join(f"{each['field']}: {each['message']}" for each in faults)
        said = _sentences(said, named) if named else said
    again = f"doorlist login --profile {login}" if login else "doorlist login"
    match error:
        case client.CredentialsInvalid():
            exit, advice = Exit.LOGIN, f"Give it anew with `{again}`" if login else ""
        case client.CredentialsMissing():
            exit = Exit.LOGIN
            said, advice = "not logged in", "Run `doorlist login`, or set DOORLIST_TOKEN"
        case client.AddressInvalid():
            exit = Exit.USAGE
        case client.Unauthorized():
            exit, advice = Exit.LOGIN, f"The credentials are not accepted; give new ones with `{again}`"
        case client.MissingScope():
            exit, advice = Exit.LOGIN, "Give the app or token this scope, then try again"
        case client.NotAllowed():
            exit = Exit.LOGIN
        case client.DailyLimit():
            exit, advice = Exit.LIMITED, "Repeat the command tomorrow"
            if error.resumes_at is not None:
                facts["resumes_at"] = error.resumes_at.isoformat()
                advice = f"Repeat the command after {error.resumes_at.astimezone():%Y-%m-%d %H:%M %Z}".rstrip()
        case client.RateLimited():
            exit, advice = Exit.LIMITED, "Repeat the command in a minute"
        case client.MeetingNotFound():
            advice = "Look at the number, and at which login is in use (`doorlist profiles`)"
        case client.RegistrationNotEnabled():
            advice = "Registration is off: `doorlist meetings show` says how it is set"
        case client.ConnectionFailed():
            exit = Exit.NETWORK
            advice = "It may have been done all the same: look before you repeat it" if error.maybe_done else ""
        case client.DeadlineExceeded() | client.ServerError():
            exit, advice = Exit.NETWORK, "Try again in a while"
        case client.UnexpectedReply():
            exit, advice = Exit.NETWORK, "Is --base-url (or DOORLIST_BASE_URL) the address of such an API?"
    failed = Failed(_sentences(said, _sentences(advice)) if advice else said, exit, kind=kind, facts=facts)
    if verbose and isinstance(error, client.ApiError):
        failed.detail = (
            f"  status {error.status}, code {error.code}, operation {error.operation}\n"
            f"  tracking id {error.tracking_id or 'none'}"
        )
    return failed


def _sentences(first: str, then: str = "") -> str:
    """Sentences with one mark at the end of the first, whatever it ended with."""
    first = first.rstrip(". ")
    return f"{first}{'' if first.endswith(('?', '!')) else '.'} {then}".rstrip(" ")


def say(message: str) -> None:
    """A line on standard error, beside the output."""
    from doorlist.cli.showing import harmless

    typer.echo("\n".join(harmless(line) for line in message.split("\n")), err=True)


def tell(failed: Failed, *, as_json: bool) -> None:
    """Say why on standard error: a line, or as JSON."""
    if as_json:
        said = {"kind": failed.kind, "message": str(failed), "exit": int(failed.exit), **failed.facts}
        typer.echo(json.dumps({"error": said}, ensure_ascii=False), err=True)
    else:
        say(f"doorlist: {failed}" + (f"\n{failed.detail}" if failed.detail else ""))


def _end(failed: Failed, *, as_json: bool) -> NoReturn:
    tell(failed, as_json=as_json)
    try:
        _flush()
    except BrokenPipeError:
        _quiet()
    raise typer.Exit(int(failed.exit))


def _flush() -> None:
    if sys.stdout is not None:  # closed from the beginning: nobody is to read
        sys.stdout.flush()


def _quiet() -> None:
    """Nobody reads any more: what is left goes nowhere, and the interpreter does not complain when it ends."""
    if sys.stdout is None:
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
