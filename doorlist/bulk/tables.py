"""Opening a file of people, whatever kind of table it is."""

import os
import stat

from doorlist.bulk.delimited import DelimitedTable
from doorlist.bulk.jsonlines import JsonLinesTable
from doorlist.bulk.rows import CELL_CHARS_MAX, ROW_CELLS_MAX, Row, Table, TableUnreadable
from doorlist.bulk.workbooks import WorkbookTable

__all__ = ["CELL_CHARS_MAX", "ROW_CELLS_MAX", "Row", "Table", "TableUnreadable", "open_table"]

_JSON = (".jsonl", ".ndjson", ".json")
_OTHER_KINDS = (
    (b"%PDF", "this is a PDF; save the list as XLSX or CSV"),
    (b"\xd0\xcf\x11\xe0", "this is an old Excel file (.xls), or one with a password; save it as XLSX without one"),
    (b"\x1f\x8b", "this is a compressed file; unpack it first"),
)


def open_table(path: str | os.PathLike[str], *, sheet: str | None = None, encoding: str | None = None) -> Table:
    """A file's header, and its rows to be read as often as needed: CSV, TSV, XLSX or JSON lines.

    The kind is told by the file's contents, then by its name. `sheet` names an XLSX file's sheet (the first that is not
    hidden), `encoding` a text file's. Raises TableUnreadable, also for a file that is not there.
    """
    name = os.fspath(path)
    try:
        if not stat.S_ISREG(os.stat(name).st_mode):
            raise TableUnreadable("", "this is not a file that can be read twice; save the list to a file first")
        with open(name, "rb") as file:
            head = file.read(4096)
        return _table(name, head, sheet, encoding)
    except OSError as error:
        raise TableUnreadable("", f"{error.strerror or error}: {name}") from error


def _table(path: str, head: bytes, sheet: str | None, encoding: str | None) -> Table:
    for mark, reason in _OTHER_KINDS:
        if head.startswith(mark):
            raise TableUnreadable("", reason)
    if head.startswith(b"PK\x03\x04"):
        if b"opendocument" in head[:200]:
            raise TableUnreadable("", "this is an OpenDocument file; save it as XLSX or CSV")
        return WorkbookTable(path, sheet=sheet)
    ending = os.path.splitext(path)[1].lower()
    if ending in (".xlsx", ".xlsm"):
        raise TableUnreadable("", "this is not an XLSX file, though its name says so; save it as XLSX or CSV")
    if sheet is not None:
        raise TableUnreadable("", "only XLSX files have sheets")
    if ending in _JSON:
        return JsonLinesTable(path, encoding=encoding)
    return DelimitedTable(path, encoding=encoding)
