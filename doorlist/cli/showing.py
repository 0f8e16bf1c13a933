"""How rows are shown: a table on a terminal, a line with tabs for each in a pipe, JSON where it is asked for; row by row."""

import json
import os
import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING, Generic, TypeVar

import typer

if TYPE_CHECKING:  # what most commands need not load
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

T = TypeVar("T")

STATUS_STYLES = {
    "approved": "green",
    "pending": "yellow",
    "denied": "red",
    "cancelled": "magenta",
}
_PORTION = 300
"""So many rows are laid out together, and shown before the next ones are asked for: a page of the API."""
_BREADTH_MIN = 8
"""No column gets narrower; there are fewer columns instead."""
_WORDS_BREADTH_MIN = 10
_UNSEEN = {"Cc", "Cf", "Zl", "Zp", "Cs"}
_JOINERS = "\u200c\u200d"
"""Format characters that words and emoji are written with; every other one is shown by its number."""
_LEFT_TO_RIGHT = "\u200e"
"""A mark without a width, behind text from right to left: what follows stays where it belongs."""


@dataclass(frozen=True, slots=True)
class Column(Generic[T]):
    """A column: its title, its text for a row, and how soon a narrow terminal goes without it (0: never). `words` wrap well."""

    title: str
    text: Callable[[T], object]
    spare: int = 0
    style: str = ""
    right: bool = False
    words: bool = False


def on_terminal() -> bool:
    """Whether the output is read by a person."""
    return sys.stdout is not None and sys.stdout.isatty()


def flush() -> None:
    """Hand on what was shown so far; where standard output is closed, nothing is shown."""
    if sys.stdout is not None:
        sys.stdout.flush()


def harmless(value: object) -> str:
    """A text on one line that a terminal only shows: controls, escapes and marks that turn text around are written out."""
    text = "" if value is None else str(value)
    if text.isascii() and text.isprintable():
        return text
    return "".join(_shown(character) for character in text)


def rows(
    found: Iterable[T],
    columns: Sequence[Column[T]],
    *,
    piped: Sequence[Column[T]] | None = None,
    as_json: bool = False,
    raw: Callable[[T], object] | None = None,
    none: str = "There are none.",
) -> int:
    """Show rows as they come, however many; gives back how many there were. `raw` is what JSON shows of one, `piped` are the
    columns in a pipe where they are not the same.

    On a terminal with `none` where there are none; in a pipe a line for each, every column, no header; as JSON one array with
    an object on each line, which stays open where what follows could not be had.
    """
    if as_json:
        return _json_rows(raw(each) if raw is not None else each for each in found)
    if not on_terminal():
        count = 0
        for portion in portions(found):
            for each in portion:
                typer.echo("\t".join(harmless(column.text(each)) for column in piped or columns))
            flush()
            count += len(portion)
        return count
    return _tables(found, columns, none)


def facts(pairs: Sequence[tuple[str, object]], *, title: str = "") -> None:
    """Show facts about one thing: a line for each that is there, aligned on a terminal, with a tab in a pipe."""
    told = [(name, harmless(value)) for name, value in pairs if value not in (None, "", [])]
    if not on_terminal():
        for name, value in told:
            typer.echo(f"{name}\t{value}")
        return
    if title:
        typer.echo(harmless(title))
    breadth = max((len(name) for name, _ in told), default=0)
    for name, value in told:
        typer.echo(f"  {name:<{breadth}}  {value}")


def json_value(value: object) -> None:
    """Show one JSON value."""
    typer.echo(json_text(plain(value), indent=2))


def json_text(value: object, *, indent: int | None = None) -> str:
    """A JSON value as text, in which a terminal meets no control character either."""
    text = json.dumps(value, indent=indent, ensure_ascii=False)
    return "".join(_escaped(each) for each in text) if not text.isascii() or "\x7f" in text else text


def plain(reply: object) -> object:
    """A reply of the client as JSON values: what the server sent, unknown fields too, and nothing that it did not send."""
    from pydantic import BaseModel

    if isinstance(reply, BaseModel):
        return reply.model_dump(mode="json", by_alias=True, exclude_unset=True)
    if isinstance(reply, Mapping):
        return {name: plain(value) for name, value in reply.items()}
    if isinstance(reply, (list, tuple)):
        return [plain(value) for value in reply]
    return reply


def count(number: int, one: str, many: str = "") -> str:
    """`1 registrant`, `2,000 registrants`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def moment(text: str, zone: str = "") -> str:
    """A time of the API as a person reads it on a terminal, in a time zone or, without one, in the machine's; else as it is."""
    from datetime import datetime
    from zoneinfo import ZoneInfo

    if not text or not on_terminal():
        return text
    try:
        at = datetime.fromisoformat(text)
        if at.tzinfo is not None:
            at = at.astimezone(ZoneInfo(zone) if zone else None)
    except (ValueError, KeyError, OSError):  # the zone is not known here
        return text
    return f"{at:%Y-%m-%d %H:%M}" + (f" {zone}" if zone else "")


def portions(found: Iterable[T]) -> Iterator[list[T]]:
    """What comes, so many at a time."""
    left = iter(found)
    while portion := list(islice(left, _PORTION)):
        yield portion


def console(*, errors: bool = False) -> "Console":
    """A terminal to draw on: without colour under NO_COLOR."""
    from rich.console import Console

    plainly = bool(os.environ.get("NO_COLOR"))
    if plainly:
        return Console(stderr=errors, highlight=False, emoji=False, markup=False, color_system=None)
    return Console(stderr=errors, highlight=False, emoji=False, markup=False)


# --- ways of showing ---------------------------------------------------------------------------------------------------


def _json_rows(found: Iterable[object]) -> int:
    number = 0
    left = iter(found)
    first = list(islice(left, 1))  # what cannot be had fails before anything is shown
    typer.echo("[", nl=False)
    for each in chain(first, left):
        typer.echo(("," if number else "") + "\n" + json_text(plain(each)), nl=False)
        number += 1
        if number % _PORTION == 0:
            flush()
    typer.echo("\n]" if number else "]")
    return number


def _tables(found: Iterable[T], columns: Sequence[Column[T]], none: str) -> int:
    """One table, laid out by its first portion."""
    left = portions(found)
    first = next(left, [])
    if not first:
        typer.echo(none)
        return 0
    screen = console()
    cells = [[harmless(column.text(each)) for column in columns] for each in first]
    kept = _fitting(columns, cells, screen.width)
    number = 0
    for portion in chain([first], left):
        table = _table([columns[at] for at in kept], [breadth for _, breadth in kept.items()], header=number == 0)
        for each in portion:
            table.add_row(*(_cell(columns[at], columns[at].text(each)) for at in kept))
        screen.print(table)
        number += len(portion)
    without = [column.title for at, column in enumerate(columns) if at not in kept and any(row[at] for row in cells)]
    if without:
        screen.print(f"(not shown for lack of width: {', '.join(without)})", style="dim")
    return number


def _fitting(columns: Sequence[Column[T]], cells: Sequence[Sequence[str]], breadth: int) -> dict[int, int]:
    """The columns that have room, each with its breadth. Where not all have what their longest text needs, the longest tenth
    of the texts is folded; then columns go that a person can spare; then words are wrapped, and at last everything.
    """
    from rich.cells import cell_len

    kept: dict[int, int] = {}
    usual: dict[int, int] = {}
    for at, column in enumerate(columns):
        lengths = sorted(cell_len(row[at]) for row in cells)
        if lengths[-1] or not column.spare:
            least = cell_len(column.title)
            kept[at] = max(least, lengths[-1])
            usual[at] = max(least, lengths[max(0, len(lengths) * 9 // 10 - 1)])

    def needed() -> int:
        return sum(kept.values()) + 2 * (len(kept) - 1)

    def go_without(spare: int) -> None:
        for at in [at for at in kept if columns[at].spare == spare]:
            if needed() > breadth:
                del kept[at]

    def narrow(some: Sequence[int], least: int) -> None:
        while needed() > breadth:
            widest = max((at for at in some if at in kept), key=lambda at: kept[at], default=None)
            if widest is None or kept[widest] <= least:
                return
            kept[widest] -= 1

    if needed() > breadth:
        kept = usual
    for spare in sorted({column.spare for column in columns} - {0, 1}, reverse=True):
        go_without(spare)
    narrow([at for at, column in enumerate(columns) if column.words], _WORDS_BREADTH_MIN)
    go_without(1)
    narrow(range(len(columns)), _BREADTH_MIN)
    return kept


def _table(columns: Sequence[Column[T]], breadths: Sequence[int], *, header: bool) -> "Table":
    from rich.table import Table

    table = Table(box=None, show_header=header, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for column, breadth in zip(columns, breadths, strict=True):
        table.add_column(
            column.title,
            width=breadth,
            overflow="fold",
            justify="right" if column.right else "left",
            style=column.style,
        )
    return table


def _cell(column: Column[T], value: object) -> "Text":
    from rich.text import Text

    text = harmless(value)
    if any(unicodedata.bidirectional(character) in ("R", "AL") for character in text):
        text += _LEFT_TO_RIGHT
    return Text(text, style=STATUS_STYLES.get(text, "") if column.title == "Status" else "")


def _escaped(character: str) -> str:
    if character == "\n" or character in _JOINERS or unicodedata.category(character) not in _UNSEEN:
        return character
    number = ord(character)
    pairs = [number] if number < 0x10000 else [0xD7C0 + (number >> 10), 0xDC00 + (number & 0x3FF)]
    return "".join(f"\\u{each:04x}" for each in pairs)


def _shown(character: str) -> str:
    if unicodedata.category(character) not in _UNSEEN or character in _JOINERS:
        return character
    number = ord(character)
    named = {9: "\\t", 10: "\\n", 13: "\\r"}.get(number)
    if named is not None:
        return named
    return f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"
