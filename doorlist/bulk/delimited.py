"""Reading CSV and TSV: what separates the cells is told by the file, and lines are counted as an editor does."""

import csv
import os
import re
from collections.abc import Iterator
from itertools import islice

from doorlist.bulk import texts
from doorlist.bulk.formulas import unguard
from doorlist.bulk.naming import header_name
from doorlist.bulk.rows import CELL_CHARS_MAX, ROW_CHARS_MAX, Row, TableUnreadable, check_size

_SEPARATORS = ",;\t|"
_TOLD = re.compile(r"sep=([^\w\s\"']|\t)\r?\n?", re.IGNORECASE)
_UNCLOSED = 'a quote (") is opened in this row and never closed; close it, or double it if it belongs to the text'
_LONG = f'a cell has over {CELL_CHARS_MAX:,} characters; is a quote (") opened there and never closed?'
_ENDLESS = f'the row has over {ROW_CHARS_MAX:,} characters; is a quote (") opened there and never closed?'


class DelimitedTable:
    """A CSV or TSV file."""

    pads = False

    def __init__(self, path: str, *, encoding: str | None = None) -> None:
        self.path = path
        found = texts.encoding_of(path, encoding)
        self.encoding = found.name
        self.notes = [found.note] if found.note else []
        self._told = 0
        self.separator = self._separator()
        self.format = "tsv" if self.separator == "\t" else "csv"
        header = next((row for row in self._all() if any(cell.strip() for cell in row.cells)), None)
        if header is None:
            raise TableUnreadable("", "the file is empty; it needs a line with the names of its columns")
        self.header_number = header.number
        self.columns = [header_name(cell) for cell in header.cells]
        while self.columns and not self.columns[-1]:
            self.columns.pop()

    def rows(self) -> Iterator[Row]:
        """The rows below the header that are not blank. Raises TableUnreadable."""
        rows = self._all()
        for row in rows:
            if row.number == self.header_number:
                break
        yield from rows

    def _all(self) -> Iterator[Row]:
        """Every row that has something in it.

        After the file's last line the parser is given an empty one more: where that does not begin a row of its own, a quote
        was never closed. No text of a file can be mistaken for the end.
        """
        size = 0
        ended = False

        def lines() -> Iterator[str]:
            nonlocal size, ended
            for line in islice(texts.lines(self.path, self.encoding), self._told, None):
                size += len(line)
                if size > ROW_CHARS_MAX:
                    raise TableUnreadable(f"line {began}", _ENDLESS)
                yield line
            ended = True
            yield ""

        began = 1 + self._told
        # The limit is the whole process's: it is only ever raised.
        csv.field_size_limit(max(csv.field_size_limit(), CELL_CHARS_MAX))
        reader = csv.reader(lines(), delimiter=self.separator)
        try:
            for cells in reader:
                number, began = began, reader.line_num + self._told + 1
                if ended:
                    if number == reader.line_num + self._told:
                        return
                    raise TableUnreadable(f"line {number}", _UNCLOSED)
                text = "".join(cells)
                if text and not text.isspace():
                    if size > CELL_CHARS_MAX and max(map(len, cells)) > CELL_CHARS_MAX:
                        raise TableUnreadable(f"line {number}", _LONG)
                    check_size(f"line {number}", cells)
                    yield Row(number, [unguard(cell) for cell in cells] if "'" in text else cells)
                size = 0
        except csv.Error as error:
            raise TableUnreadable(f"line {began}", _LONG) from error

    def _separator(self) -> str:
        """What separates cells: Excel's own `sep=` line, else what the header has most of outside of quotes.

        Where it has none, the file has a single column, and the name's ending says.
        """
        usual = "\t" if os.path.splitext(self.path)[1].lower() in (".tsv", ".tab") else ","
        for number, line in enumerate(texts.lines(self.path, self.encoding)):
            if number == 0 and (told := _TOLD.fullmatch(line)):
                self._told = 1
                return told[1]
            if line.strip(' \t\r\n,;|"'):
                bare = re.sub(r'"(?:[^"]|"")*"?', "", line)
                most = max(_SEPARATORS, key=lambda each: (bare.count(each), each == usual))
                return most if bare.count(most) else usual
        return usual
