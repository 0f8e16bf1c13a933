"""Writing tables row by row: CSV, TSV, XLSX, JSON and JSON lines.

CSV and TSV are UTF-8 with CRLF at the end of lines; files begin with a byte order mark, without which Excel reads accents
wrongly (LibreOffice reads both). Cells that would be run as a formula are guarded. XLSX has nothing but text cells, so that
leading zeros and long numbers stay, under a header in bold that does not scroll away.
"""

import contextlib
import csv
import json
import re
import zipfile
from collections.abc import Iterator, Sequence
from typing import IO, BinaryIO, Protocol, TypeVar, cast

from doorlist.bulk.formulas import FIRST, guard, guard_twice

FORMATS = ("csv", "tsv", "xlsx", "json", "jsonl")
"""What tables can be written as."""

SHEET_ROWS_MAX = 1_048_576
SHEET_CELL_CHARS_MAX = 32_767
SHEET_BYTES_MAX = 2_000_000_000
"""A part of a ZIP file that is larger needs an extension of the format that Excel may refuse."""
_WIDTH = 20
_BUFFER_CHARS = 1 << 16


class SpreadsheetFull(Exception):
    """A format cannot hold what is to be written; the message says which can."""


class Writer(Protocol):
    """Writes to a stream, and leaves it open."""

    def close(self) -> None:
        """Write what comes last."""

    def abandon(self) -> None:
        """Write nothing more."""


class RowWriter(Writer, Protocol):
    """Writes rows of texts."""

    def write(self, cells: Sequence[str]) -> None:
        """Write one row."""


_Writer = TypeVar("_Writer", bound=Writer)


@contextlib.contextmanager
def finished(writer: _Writer) -> Iterator[_Writer]:
    """A writer that is closed when the block ends, and abandoned when it raises."""
    try:
        yield writer
    except BaseException:
        writer.abandon()
        raise
    writer.close()


def row_writer(
    stream: BinaryIO, format: str, header: Sequence[str], *, mark: bool = True, separator: str | None = None
) -> RowWriter:
    """A writer of CSV, TSV or XLSX whose header is written. `mark` begins CSV and TSV with a byte order mark."""
    if format == "xlsx":
        return WorkbookWriter(stream, header)
    assert format in ("csv", "tsv"), format
    return DelimitedWriter(stream, header, separator or ("\t" if format == "tsv" else ","), mark=mark)


class DelimitedWriter:
    """Writes CSV and TSV."""

    def __init__(self, stream: BinaryIO, header: Sequence[str], separator: str, *, mark: bool) -> None:
        self._text = _Text(stream, "\ufeff" if mark else "")
        self._write = csv.writer(self._text, delimiter=separator, lineterminator="\r\n").writerow
        self.write(header)

    def write(self, cells: Sequence[str]) -> None:
        """Write one row."""
        self._write([guard(cell) if cell and cell[0] in FIRST else cell for cell in cells])

    def close(self) -> None:
        """Hand on what was written."""
        self._text.flush()

    def abandon(self) -> None:
        """Write nothing more."""


class RecordWriter:
    """Writes JSON (an array with an object to a line) and JSON lines (the same without the array)."""

    def __init__(self, stream: BinaryIO, format: str) -> None:
        assert format in ("json", "jsonl"), format
        self._array = format == "json"
        self._text = _Text(stream, "[" if self._array else "")
        self._before = "\n" if self._array else ""
        self._encode = json.JSONEncoder(ensure_ascii=False).encode

    def write(self, record: object) -> None:
        """Write one object."""
        self._text.write(f"{self._before}{self._encode(record)}")
        self._before = ",\n" if self._array else "\n"

    def close(self) -> None:
        """Write what comes last."""
        self._text.write("\n]\n" if self._array else self._before)
        self._text.flush()

    def abandon(self) -> None:
        """Write nothing more."""


class WorkbookWriter:
    """Writes XLSX as it goes: what a full sheet does not hold goes on in another one."""

    def __init__(self, stream: BinaryIO, header: Sequence[str]) -> None:
        self._outlet = _Outlet(stream)
        # Packing harder takes twice the time and saves a tenth.
        self._package = zipfile.ZipFile(cast(IO[bytes], self._outlet), "w", zipfile.ZIP_DEFLATED, compresslevel=2)
        self._header = header
        self._sheets = 0
        self._rows = 0
        self._sheet: IO[bytes] | None = None
        self._waiting: list[str] = []
        self._chars = 0
        self._bytes = 0
        self._letters = [f'<c r="{_letters(at)}' for at in range(len(header))]
        self._begin()

    def write(self, cells: Sequence[str]) -> None:
        """Write one row. Raises SpreadsheetFull for a cell that is longer than XLSX takes."""
        if self._rows == SHEET_ROWS_MAX or self._bytes > SHEET_BYTES_MAX:
            self._end()
            self._begin()
        self._row(cells, '" s="1" t="inlineStr"><is><t xml:space="preserve">')

    def close(self) -> None:
        """Write the sheet's end and the rest of the file."""
        self._end()
        sheets = range(1, self._sheets + 1)
        for name, text in (
            ("[Content_Types].xml", _content_types(sheets)),
            ("_rels/.rels", _ROOT),
            ("xl/workbook.xml", _workbook(sheets)),
            ("xl/_rels/workbook.xml.rels", _relations(sheets)),
            ("xl/styles.xml", _STYLES),
        ):
            self._package.writestr(name, f"{_DECLARATION}{text}")
        self._package.close()

    def abandon(self) -> None:
        """Write nothing more."""
        self._outlet.shut = True
        if self._sheet is not None:
            self._sheet.close()
        self._package.close()

    def _row(self, cells: Sequence[str], opening: str) -> None:
        self._rows += 1
        number = self._rows
        while len(self._letters) < len(cells):
            self._letters.append(f'<c r="{_letters(len(self._letters))}')
        row = [
            f"{letters}{number}{opening}{_escaped(cell) if _SPECIAL.search(cell) or len(cell) > 32_000 else cell}</t></is></c>"
            for letters, cell in zip(self._letters, cells, strict=False)
            if cell
        ]
        text = f'<row r="{number}">{"".join(row)}</row>'
        self._waiting.append(text)
        self._chars += len(text)
        if self._chars > _BUFFER_CHARS:
            self._flush()

    def _flush(self) -> None:
        assert self._sheet is not None
        self._bytes += self._sheet.write("".join(self._waiting).encode("utf-8", errors="backslashreplace"))
        self._waiting = []
        self._chars = 0

    def _begin(self) -> None:
        self._sheets += 1
        self._rows = self._bytes = 0
        self._sheet = self._package.open(f"xl/worksheets/sheet{self._sheets}.xml", "w")
        width = len(self._header)
        columns = (
            f'<cols><col min="1" max="{width}" width="{_WIDTH}" style="1" customWidth="1"/></cols>' if width else ""
        )
        self._waiting.append(f"{_DECLARATION}{_SHEET}{columns}<sheetData>")
        self._row(self._header, '" s="2" t="inlineStr"><is><t xml:space="preserve">')

    def _end(self) -> None:
        assert self._sheet is not None
        self._waiting.append(f"</sheetData>{_IGNORED_ERRORS}</worksheet>")
        self._flush()
        self._sheet.close()


class _Text:
    """Text onto a stream of bytes as UTF-8. Half a surrogate pair becomes the escape that JSON has for it."""

    def __init__(self, stream: BinaryIO, start: str) -> None:
        self._stream = stream
        self._waiting = [start]
        self._chars = len(start)

    def write(self, text: str) -> None:
        self._waiting.append(text)
        self._chars += len(text)
        if self._chars > _BUFFER_CHARS:
            self.flush()

    def flush(self) -> None:
        self._stream.write("".join(self._waiting).encode("utf-8", errors="backslashreplace"))
        self._waiting = []
        self._chars = 0


class _Outlet:
    """A stream that can be shut, so that a package that is given up writes nothing more, not even its end."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.shut = False

    def write(self, data: bytes) -> int:
        return len(data) if self.shut else self._stream.write(data)

    def flush(self) -> None:
        if not self.shut:
            self._stream.flush()

    def tell(self) -> int:
        return 0 if self.shut else self._stream.tell()

    def seek(self, place: int, whence: int = 0) -> int:
        return 0 if self.shut else self._stream.seek(place, whence)


# --- XLSX: ECMA-376 part 1 ---------------------------------------------------------------------------------------------

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_SHEET = (
    f'<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
    '<selection pane="bottomLeft" activeCell="A2" sqref="A2"/></sheetView></sheetViews>'
)
_IGNORED_ERRORS = (
    f'<ignoredErrors><ignoredError sqref="A1:XFD{SHEET_ROWS_MAX}" numberStoredAsText="1"/></ignoredErrors>'
)
"""No green corner on every number that is kept as text."""
_STYLES = (
    f'<styleSheet xmlns="{_MAIN}">'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
_ROOT = (
    f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
)
# What XML cannot hold, what it would change (a lone CR becomes LF), and what looks like the escape for these.
_SPECIAL = re.compile(r"[&<>\x00-\x08\x0b-\x1f\ufffe\uffff']|_x[0-9A-Fa-f]{4}_")
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]")
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def _escaped(cell: str) -> str:
    if len(cell) > SHEET_CELL_CHARS_MAX:
        raise SpreadsheetFull(
            f"A text has {len(cell):,} characters, and XLSX holds {SHEET_CELL_CHARS_MAX:,} in a cell; export as csv or json"
        )
    text = _LOOKS_ESCAPED.sub("_x005F_", guard_twice(cell))
    text = _UNWRITABLE.sub(lambda found: f"_x{ord(found[0]):04X}_", text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _content_types(sheets: range) -> str:
    parts = "".join(
        f'<Override PartName="/xl/worksheets/sheet{number}.xml" ContentType="{_TYPES}.worksheet+xml"/>'
        for number in sheets
    )
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPES}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPES}.styles+xml"/>{parts}</Types>'
    )


def _workbook(sheets: range) -> str:
    parts = "".join(
        f'<sheet name="Registrants{f" {number}" if number > 1 else ""}" sheetId="{number}" r:id="rId{number}"/>'
        for number in sheets
    )
    return f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{parts}</sheets></workbook>'


def _relations(sheets: range) -> str:
    parts = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{number}.xml"/>'
        for number in sheets
    )
    return (
        f'<Relationships xmlns="{_PACKAGE}/relationships">{parts}'
        f'<Relationship Id="rId{len(sheets) + 1}" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>'
    )


def _letters(column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
