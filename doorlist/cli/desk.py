"""The desk that a command works on: its settings, its database, its account; and how a command ends that is refused."""

import json
import os
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, NoReturn, TypeVar

import typer

from doorlist import settings
from doorlist.settings import Settings

if TYPE_CHECKING:  # what most commands need not load
    from doorlist.storage.store import Store

T = TypeVar("T")

Database = Annotated[
    str | None, typer.Option(help=settings.describe()["database"].text, show_default="sqlite:///doorlist.sqlite3")
]
Account = Annotated[str | None, typer.Option("--account", help="The account's id.", show_default="the only one")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]

_SPAN = re.compile(r"([1-9][0-9]{0,5})([mhd])")
_UNITS = {"m": "minutes", "h": "hours", "d": "days"}


@dataclass(frozen=True, slots=True)
class Desk:
    """A desk's database, opened. `origin` is what made it: `init` or `sandbox`."""

    store: "Store"
    settings: Settings
    origin: str


@contextmanager
def opened(database: str | None, **given: object) -> Iterator[Desk]:
    """The desk of a database, whether it is being served or not. What it refuses ends the program with its reason."""
    from doorlist import server
    from doorlist.contract import answers
    from doorlist.refusals import AppRefused, Refusal

    read = read_settings({"database": database, **given})
    store, origin = or_exit(lambda: server.open_any(read))
    try:
        yield Desk(store, read, origin)
    except AppRefused as refusal:
        fail(refusal.reason)
    except Refusal as refusal:
        row = answers.answer(type(refusal).__name__, "", read.profile)
        said = answers.body(row, refusal.facts())
        faults = said.get("errors")
        named = [f"{each['field']}: {each['message']}" for each in faults] if isinstance(faults, list) else []
        fail(" ".join((str(said["message"]), *named)))
    finally:
        store.close()


def read_settings(given: Mapping[str, object], *, defaults: Mapping[str, object] | None = None) -> Settings:
    """The settings of a command; one that cannot be ends the program with what it may be."""
    try:
        return settings.read(os.environ, given, defaults=defaults)
    except settings.SettingInvalid as error:
        fail(str(error))


def or_exit(work: Callable[[], T]) -> T:
    """What the work gives; where the desk does not start, why not, and exit code 1."""
    from doorlist.server import REASONS

    try:
        return work()
    except REASONS as error:
        fail(str(error))


def span(text: str) -> timedelta | None:
    """A span of time such as 90m, 12h or 30d; None for any other text."""
    found = _SPAN.fullmatch(text)
    return timedelta(**{_UNITS[found[2]]: int(found[1])}) if found else None


def print_json(shown: object) -> None:
    """Print what `--json` asks for."""
    typer.echo(json.dumps(shown, indent=2, ensure_ascii=False))


def fail(message: str) -> NoReturn:
    """End the program with a message and exit code 1."""
    typer.echo(f"doorlist: {message}", err=True)
    raise typer.Exit(1)
