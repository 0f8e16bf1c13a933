"""The rows of an XLSX file's sheet, from its XML: quickly for what programs usually write, carefully for all else."""

import re
import zipfile
from collections.abc import Iterator
from datetime import datetime
from xml.parsers import expat

from doorlist.bulk import cellformats, packages
from doorlist.bulk.formulas import unguard
from doorlist.bulk.rows import CELL_CHARS_MAX, ROW_CELLS_MAX, ROW_CHARS_MAX, Row, TableUnreadable
from doorlist.bulk.sharedtexts import SharedTexts, unescaped

_ROW_BYTES_MAX = 20_000_000
_ROW = re.compile(r"(?:<row(?: [^<>]*)?/>)*<row( [^<>]*)?>")
_NUMBER = re.compile(r' r="(\d{1,10})"')
_CELL = re.compile(
    r'<c r="([A-Z]{1,3})\d{1,10}"(?: s="(\d{1,5})")?(?: t="(\w+)")?'
    r'(?:/>|>(?:<v>([^<]*)</v>|<is><t(?: xml:space="preserve")?>([^<]*)</t></is>)?</c>)'
)
_REFERENCE = re.compile(r"&(?:(amp|lt|gt|quot|apos)|#(\d{1,7})|#x([0-9A-Fa-f]{1,6}));")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}


def quick_rows(package: zipfile.ZipFile, part: str, cells: "Cells") -> Iterator[Row]:
    """Every row that has something in it, of a part that `usual` holds for.

    Each row's text is matched as a whole with what programs usually write, and parsed as XML where it is anything else.
    """
    careful = Careful(cells)
    number = 0
    for text in _row_texts(package, part):
        head = _ROW.match(text)
        told = _NUMBER.search(head[1] or "") if head is not None and "\r" not in text else None
        quick = _quick(text, head.end(), int(told[1]), cells) if head is not None and told is not None else None
        row = careful.one(text, number) if quick is None else quick
        number = row.number
        if row.trouble or any(cell and not cell.isspace() for cell in row.cells):
            yield row


def _quick(text: str, at: int, number: int, source: "Cells") -> Row | None:
    """A row whose text is as usual from a place to its end; None if it is not."""
    cells: list[str] = []
    place = f"row {number}"
    match, end = _CELL.match, len(text)
    column, text_of = source.column, source.text
    while at < end:
        found = match(text, at)
        if found is None:
            return None
        at = found.end()
        letters, style, kind, value, inline = found.groups()
        raw = inline if value is None else value
        if not raw:
            continue
        if len(raw) > CELL_CHARS_MAX:
            raise TableUnreadable(place, f"a cell has over {CELL_CHARS_MAX:,} characters")
        if "&" in raw:
            if _REFERENCE.sub("", raw).count("&"):
                return None
            try:
                raw = _REFERENCE.sub(_referred, raw)
            except ValueError:
                return None
        cell = text_of(kind or "n", int(style) if style else 0, raw, place)
        where = column(letters, place)
        if where == len(cells):
            cells.append(cell)
        else:
            put(cells, where, cell)
    if end > ROW_CHARS_MAX and sum(map(len, cells)) > ROW_CHARS_MAX:
        raise TableUnreadable(place, f"the row has over {ROW_CHARS_MAX:,} characters")
    return Row(number, cells)


def _referred(found: re.Match[str]) -> str:
    """The letter that a reference stands for. Raises ValueError where there is none."""
    name, decimal, hexadecimal = found.groups()
    if name:
        return _NAMED[name]
    letter = chr(int(decimal) if decimal else int(hexadecimal, 16))
    if (letter < " " and letter not in "\t\n\r") or "\ud800" <= letter <= "\udfff" or letter in "\ufffe\uffff":
        raise ValueError(f"XML has no letter {found[0]}")
    return letter


def _row_texts(package: zipfile.ZipFile, part: str) -> Iterator[str]:
    """What is between the ends of rows, within the sheet's data."""
    rest = b""
    begun = False
    try:
        for chunk in packages.chunks(package, part):
            rest += chunk
            if not begun:
                found = re.search(rb"<sheetData(?: [^<>]*)?>", rest)
                if found is None:
                    continue
                rest, begun = rest[found.end() :], True
            *those, rest = rest.split(b"</row>")
            for each in those:
                yield each.decode()
            if b"</sheetData>" in rest:
                return
            if len(rest) > _ROW_BYTES_MAX:
                raise TableUnreadable("", "the file is damaged: it has an endless row")
    except UnicodeDecodeError as error:
        raise TableUnreadable("", f"the file is damaged: {part} cannot be read ({error})") from error


def careful_rows(package: zipfile.ZipFile, part: str, cells: "Cells") -> Iterator[Row]:
    """Every row that has something in it."""
    careful = Careful(cells)
    for _ in packages.parsed(careful.parser(), package, part):
        if careful.rows:
            yield from careful.rows
            careful.rows = []
        if careful.over:
            return


class Cells:
    """What the cells of a workbook say to a person."""

    def __init__(self, shown: list[cellformats.Shown], texts: SharedTexts) -> None:
        self._shown = shown
        self._texts = texts
        self._columns: dict[str, int] = {}

    def text(self, kind: str, style: int, raw: str, place: str) -> str:
        """The text of a cell from its type, its style and what the file has for it. Raises TableUnreadable."""
        if kind == "s":
            return self._texts.get(raw, place)
        if kind == "n":
            return self._shown[style](raw) if 0 < style < len(self._shown) else cellformats.plain(raw)
        if kind == "b":
            return "TRUE" if raw.strip() in ("1", "true") else "FALSE"
        if kind == "d":
            return _day(raw)
        text = unescaped(raw) if "_x" in raw else raw
        return unguard(text) if text[:1] == "'" else text

    def column(self, letters: str, place: str) -> int:
        """A column by its letters, from 0. Raises TableUnreadable."""
        at = self._columns.get(letters)
        if at is None:
            at = column_at(letters)
            if at < 0:
                raise TableUnreadable(place, f"the sheet is damaged: there is no column {letters[:20]}")
            if at >= ROW_CELLS_MAX:
                raise TableUnreadable(place, f"the row has over {ROW_CELLS_MAX:,} cells")
            self._columns[letters] = at
        return at


def put(cells: list[str], at: int, text: str) -> None:
    """Have a text at a place of a row, whose cells before it may be missing."""
    if at < len(cells):
        cells[at] = text
        return
    cells.extend([""] * (at - len(cells)))
    cells.append(text)


def _day(text: str) -> str:
    """A date that the file has as text, as it is shown."""
    try:
        return cellformats.moment_text(datetime.fromisoformat(text.removesuffix("Z")))
    except ValueError:
        return text


class Careful:
    """The cells of a sheet as its part is parsed; finished rows gather in `rows`."""

    def __init__(self, cells: Cells) -> None:
        self.rows: list[Row] = []
        self.over = False
        self._source = cells
        self.number = 0
        self._depth = 0
        self._in_row = self._in_cell = self._in_data = False
        self._heard = self._phonetic = self._formula = False
        self._parts: list[str] = []
        self._chars = 0
        self._cells: list[str] = []
        self._row_chars = 0
        self._at = -1
        self._type = "n"
        self._style = 0
        self._trouble = ""

    def parser(self) -> expat.XMLParserType:
        """A parser that tells what it finds."""
        parser = packages.parser(self.started, self.ended)
        parser.CharacterDataHandler = self.said
        parser.buffer_text = True
        return parser

    def one(self, text: str, before: int) -> Row:
        """The row that a text from within a sheet's data ends with, without its end; `before` is the last one's number."""
        self.number = before
        self._in_row = self._in_cell = self._in_data = self._heard = self._phonetic = False
        self._parts, self._cells, self._chars, self._depth = [], [], 0, 0
        try:
            self.parser().Parse(f"<sheetData>{text}</row></sheetData>".encode(), True)
        except (expat.ExpatError, ValueError) as error:
            raise TableUnreadable(self._place, f"the file is damaged: the row cannot be read ({error})") from error
        rows, self.rows = self.rows, []
        return rows[-1] if rows else Row(self.number, [])

    @property
    def _place(self) -> str:
        return f"row {self.number}"

    def started(self, name: str, attributes: dict[str, str]) -> None:
        name = name[name.rfind(" ") + 1 :]
        if name == "v":
            self._heard = self._in_cell
        elif name == "c":
            if self._in_cell or not self._in_row:
                raise TableUnreadable(self._place, "the sheet is damaged: a cell is where none can be")
            self._in_cell = True
            self._type = attributes.get("t", "n")
            self._style = int(attributes.get("s", 0))
            self._formula = False
            place = attributes.get("r")
            if place is None:
                self._at += 1
            else:
                self._at = self._source.column(place.rstrip("0123456789"), self._place)
            if self._at >= ROW_CELLS_MAX:
                raise TableUnreadable(self._place, f"the row has over {ROW_CELLS_MAX:,} cells")
        elif name == "row":
            if self._in_row or not self._in_data:
                raise TableUnreadable(self._place, "the sheet is damaged: a row is where none can be")
            self._in_row = True
            number = attributes.get("r")
            self.number = self.number + 1 if number is None else int(number)
            self._at = -1
            self._row_chars = 0
            self._trouble = ""
        elif name == "t":
            self._heard = self._in_cell and not self._phonetic
        elif name == "f":
            self._formula = True
        elif name == "sheetData":
            self._in_data = True
        else:
            if name == "rPh":
                self._phonetic = True
            self._depth += 1
            if self._depth > packages.DEPTH_MAX:
                raise TableUnreadable(self._place, "the sheet is damaged: its elements are nested too deep")

    def said(self, text: str) -> None:
        if self._heard:
            self._chars += len(text)
            if self._chars > CELL_CHARS_MAX:
                raise TableUnreadable(self._place, f"a cell has over {CELL_CHARS_MAX:,} characters")
            self._parts.append(text)

    def ended(self, name: str) -> None:
        name = name[name.rfind(" ") + 1 :]
        if name == "v" or name == "t":
            self._heard = False
        elif name == "c":
            self._in_cell = False
            if self._parts:
                text = self._source.text(self._type, self._style, "".join(self._parts), self._place)
                self._row_chars += len(text)
                if self._row_chars > ROW_CHARS_MAX:
                    raise TableUnreadable(self._place, f"the row has over {ROW_CHARS_MAX:,} characters")
                put(self._cells, self._at, text)
                self._parts = []
                self._chars = 0
            elif self._formula and self._type not in ("str", "inlineStr"):
                self._trouble = self._trouble or (
                    f"the formula in column {column_letters(self._at)} has no stored result; open the file in a spreadsheet "
                    "program and save it"
                )
        elif name == "row":
            self._in_row = False
            cells, self._cells = self._cells, []
            text = "".join(cells)
            if (text and not text.isspace()) or self._trouble:
                self.rows.append(Row(self.number, cells, self._trouble))
        elif name == "sheetData":
            self.over = True
        elif name != "f":
            if name == "rPh":
                self._phonetic = False
            self._depth -= 1


def column_at(letters: str) -> int:
    """The place of a column by its letters, from 0; -1 for none."""
    if not 1 <= len(letters) <= 3 or not letters.isascii() or not letters.isalpha():
        return -1
    at = 0
    for letter in letters.upper():
        at = at * 26 + ord(letter) - 64
    return at - 1


def column_letters(column: int) -> str:
    """The letters of a column, from 0."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
