"""The file of the rows that were refused, with the reasons: to be mended and imported again.

It is of the source's format, with its columns and cells as they were, after two more: `line` (in the source) and `reason`,
which an import ignores.
"""

import os
import re
from collections.abc import Iterable, Iterator, Mapping

from doorlist.bulk.landing import landing
from doorlist.bulk.naming import REFUSED, question_of
from doorlist.bulk.people import Fault
from doorlist.bulk.rows import Row, Table
from doorlist.bulk.spreadsheets import RecordWriter, finished, row_writer

_NUMBERED = re.compile(r"(.*)\.refused(?:-(\d{1,6}))?", re.DOTALL)


def refused_path(source: str | os.PathLike[str]) -> str:
    """Where the refused rows of a file go: beside it, as `people.refused.csv`, and those of that as `people.refused-2.csv`."""
    stem, ending = os.path.splitext(os.fspath(source))
    found = _NUMBERED.fullmatch(stem)
    return next_path(os.fspath(source)) if found else f"{stem}.refused{ending}"


def next_path(path: str) -> str:
    """The name after one: `people.refused-2.csv` after `people.refused.csv`."""
    stem, ending = os.path.splitext(path)
    found = _NUMBERED.fullmatch(stem)
    if found is None:
        return f"{stem}-2{ending}"
    return f"{found[1]}.refused-{int(found[2] or 1) + 1}{ending}"


def reasons_of(faults: Iterable[Fault]) -> dict[int, str]:
    """Why each line was refused: the reasons of its mistakes, each after its column."""
    reasons: dict[int, list[str]] = {}
    for fault in faults:
        said = f"{fault.column}: {fault.reason}" if fault.column else fault.reason
        reasons.setdefault(fault.line, []).append(said)
    return {line: "; ".join(said) for line, said in reasons.items()}


def write_refused(table: Table, reasons: Mapping[int, str], path: str | os.PathLike[str]) -> int:
    """Write the rows of some lines with the reasons, in the table's order, and count them. The file is there whole at the end.

    Raises OSError and TableUnreadable.
    """
    # A file of refused rows has these two columns already, with the lines and reasons of an earlier run.
    first = len(REFUSED) if tuple(table.columns[: len(REFUSED)]) == REFUSED else 0
    columns = table.columns[first:]
    count = 0
    with landing(path) as stream:
        if table.format == "jsonl":
            with finished(RecordWriter(stream, "jsonl")) as records:
                for row in _those(table, reasons):
                    records.write(_record(columns, row.cells[first:], row.number, reasons[row.number]))
                    count += 1
            return count
        with finished(row_writer(stream, table.format, [*REFUSED, *columns], separator=table.separator)) as rows:
            for row in _those(table, reasons):
                rows.write([str(row.number), reasons[row.number], *row.cells[first:]])
                count += 1
    return count


def _those(table: Table, reasons: Mapping[int, str]) -> Iterator[Row]:
    return (row for row in table.rows() if row.number in reasons)


def _record(columns: list[str], cells: list[str], line: int, reason: str) -> dict[str, object]:
    """A row as the object that it was: answers are together again."""
    record: dict[str, object] = {"line": line, "reason": reason}
    answers: dict[str, str] = {}
    for name, cell in zip(columns, cells, strict=True):
        if not cell:
            continue
        title = question_of(name)
        if title is None:
            record[name] = cell
        else:
            answers[title] = cell
    return record | ({"answers": answers} if answers else {})
