"""What every kind of table is read as: a header and rows with their place in the file, or why it cannot be read."""

from collections.abc import Iterator
from typing import NamedTuple, Protocol

CELL_CHARS_MAX = 1_000_000
"""Chosen by us: 500 times the longest text that the contract takes."""
ROW_CELLS_MAX = 10_000
"""Chosen by us; a spreadsheet itself has 16,384 columns at most."""
ROW_CHARS_MAX = 4_000_000
"""Chosen by us: bounds the memory that one row takes."""


class Row(NamedTuple):
    """A row. `number` is the line that it begins at, or its row in the spreadsheet, as an editor counts from 1.

    `trouble` says what is wrong with the row as a whole where its cells could not be told apart; it has none then.
    """

    number: int
    cells: list[str]
    trouble: str = ""


class TableUnreadable(Exception):
    """A file cannot be read as a table. `place` is where in the file, such as "line 12", or "" for all of it."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(f"{place}: {reason}" if place else reason)
        self.place = place
        self.reason = reason


class Table(Protocol):
    """A file's header and rows. Each call of `rows()` reads the file anew, so that no more than a row is in memory."""

    @property
    def path(self) -> str:
        """The file."""

    @property
    def format(self) -> str:
        """`csv`, `tsv`, `xlsx` or `jsonl`."""

    @property
    def columns(self) -> list[str]:
        """The cells of the header as they stand, without surrounding blanks; a column without a name is ""."""

    @property
    def header_number(self) -> int:
        """The line or row of the header; 0 where the format has none."""

    @property
    def separator(self) -> str | None:
        """What separates the cells of CSV and TSV; None for other formats."""

    @property
    def notes(self) -> list[str]:
        """What a person should know about how the file was read, such as a guessed encoding."""

    @property
    def pads(self) -> bool:
        """Whether a row may have fewer cells than the header without anything being wrong."""

    def rows(self) -> Iterator[Row]:
        """The rows below the header that are not blank, in their order. Raises TableUnreadable."""


def check_size(place: str, cells: list[str]) -> None:
    """Raises TableUnreadable for a row with too many cells."""
    if len(cells) > ROW_CELLS_MAX:
        raise TableUnreadable(place, f"the row has {len(cells):,} cells; {ROW_CELLS_MAX:,} at most")
