"""Reading XLSX row by row in little memory, however large or hostile the file is."""

import posixpath
import re
import zipfile
from collections.abc import Iterator

from doorlist.bulk import cellformats, packages
from doorlist.bulk.naming import header_name
from doorlist.bulk.rows import Row, TableUnreadable
from doorlist.bulk.sharedtexts import SharedTexts
from doorlist.bulk.sheetrows import Cells, careful_rows, column_at, quick_rows

_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]{0,200}?ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
_HIDDEN = re.compile(rb'<(?:\w+:)?row\s[^>]{0,400}?hidden="(?:1|true)"')
_USUAL = re.compile(rb'(?:<\?xml [^>]*?(?:encoding="utf-8"[^>]*)?\?>)?\s*<worksheet[\s>]', re.IGNORECASE)
_TAIL_BYTES = 1000


class WorkbookTable:
    """A sheet of an XLSX file: the first that is not hidden, or the one with a name."""

    format = "xlsx"
    pads = True
    separator = None

    def __init__(self, path: str, *, sheet: str | None = None) -> None:
        self.path = path
        self.notes: list[str] = []
        with packages.opened(path) as package:
            self._part = self._chosen(package, sheet)
            self._cells = Cells(_formats(package, self._from_1904), SharedTexts(package, self._texts_part))
        self._usual = False
        header = next(self._all(), None)
        if header is None:
            raise TableUnreadable(
                "", f'the sheet "{self.sheet}" is empty; it needs a row with the names of its columns'
            )
        self.header_number = header.number
        self.columns = [header_name(cell) for cell in header.cells]
        while self.columns and not self.columns[-1]:
            self.columns.pop()
        self._look_over()

    def rows(self) -> Iterator[Row]:
        """The rows below the header that are not blank. Raises TableUnreadable."""
        width = len(self.columns)
        for row in self._all():
            if row.number > self.header_number:
                if len(row.cells) < width:
                    row.cells.extend([""] * (width - len(row.cells)))
                yield row

    def _chosen(self, package: zipfile.ZipFile, sheet: str | None) -> str:
        """The part of the sheet that is read."""
        book = _Book(package)
        self._from_1904, self._texts_part = book.from_1904, book.texts_part
        names = ", ".join(f'"{name}"' for name, _, _ in book.sheets)
        if not book.sheets:
            raise TableUnreadable("", "the file has no sheet with cells")
        if sheet is None:
            seen = [each for each in book.sheets if not each[2]] or book.sheets
            if len(seen) > 1:
                self.notes.append(f'The sheet "{seen[0][0]}" was read; the file has {names}.')
            self.sheet, part, _ = seen[0]
            return part
        for name, part, _ in book.sheets:
            if name.strip().casefold() == sheet.strip().casefold():
                self.sheet = name
                return part
        raise TableUnreadable("", f'there is no sheet "{sheet}"; the file has {names}')

    def _look_over(self) -> None:
        """Note what a person would not expect: merged cells and hidden rows. Raises for a header that is merged.

        Also finds out whether the sheet is written as usual: in UTF-8, with no comments and no prefixes to its elements.
        """
        merged = hidden = 0
        tail = b""
        usual: bool | None = None
        with packages.opened(self.path) as package:
            for chunk in packages.chunks(package, self._part):
                data = tail + chunk
                usual = _usual(data) if usual is None else usual and b"<!" not in data
                # What is found again in the tail that two chunks share is counted once.
                merged += sum(self._merged(found) for found in _MERGED.finditer(data) if found.end() > len(tail))
                hidden += sum(1 for found in _HIDDEN.finditer(data) if found.end() > len(tail))
                tail = data[-_TAIL_BYTES:]
        self._usual = bool(usual)
        if merged:
            self.notes.append(
                f"Cells that are merged over several rows: {merged:,}; their text counts for the first row alone."
            )
        if hidden:
            self.notes.append(f"Rows that are hidden (by a filter, perhaps): {hidden:,}; they were read as well.")

    def _merged(self, found: re.Match[bytes]) -> bool:
        left, top, right, bottom = (each.decode() for each in found.groups())
        first = column_at(left)
        if int(top) <= self.header_number <= int(bottom) and left != right and first < len(self.columns):
            raise TableUnreadable(
                f"row {self.header_number}",
                f'the header "{self.columns[first]}" is merged over the columns {left} to {right}; '
                "give each column a name of its own",
            )
        return int(bottom) > self.header_number and top != bottom

    def _all(self) -> Iterator[Row]:
        """Every row that has something in it."""
        with packages.opened(self.path) as package:
            yield from (quick_rows if self._usual else careful_rows)(package, self._part, self._cells)


def _usual(head: bytes) -> bool:
    """Whether a sheet begins as programs usually write it, and has no comments or the like in its first piece."""
    found = _USUAL.match(head)
    return found is not None and (b"encoding" not in found[0] or b"utf-8" in found[0].lower()) and b"<!" not in head


class _Book:
    """What a workbook says about its sheets: each one's name, part and whether it is hidden."""

    def __init__(self, package: zipfile.ZipFile) -> None:
        self.from_1904 = False
        self.texts_part = ""
        self.sheets: list[tuple[str, str, bool]] = []
        main = next(
            (
                target
                for kind, target in packages.related(package, "", "_rels/.rels").values()
                if kind == "officeDocument"
            ),
            "",
        )
        if not main or not packages.has(package, main):
            raise TableUnreadable("", "the file is not a spreadsheet; save it as XLSX or CSV")
        folder, name = posixpath.split(main)
        related = packages.related(package, folder, posixpath.join(folder, "_rels", f"{name}.rels"))
        self.texts_part = next((target for kind, target in related.values() if kind == "sharedStrings"), "")
        for tag, attributes in packages.elements(package, main):
            if tag == "workbookPr":
                self.from_1904 = attributes.get("date1904", "0") in ("1", "true")
            elif tag == "sheet":
                link = next((value for key, value in attributes.items() if key.endswith(" id")), "")
                kind, target = related.get(link, ("", ""))
                if kind == "worksheet":
                    hidden = attributes.get("state", "visible") != "visible"
                    self.sheets.append((attributes.get("name", ""), target, hidden))


def _formats(package: zipfile.ZipFile, from_1904: bool) -> list[cellformats.Shown]:
    """How the numbers of each style are shown."""
    part = next((name for name in package.namelist() if name.lower().endswith("/styles.xml")), "")
    if not part:
        return []
    codes = dict(cellformats.BUILT_IN)
    styles: list[int] = []
    inside = False
    for tag, attributes in packages.elements(package, part):
        if tag == "numFmt" and attributes.get("numFmtId", "").isdigit():
            codes[int(attributes["numFmtId"])] = attributes.get("formatCode", "")
        elif tag == "cellXfs":
            inside = True
        elif tag in ("cellStyles", "dxfs"):
            inside = False
        elif tag == "xf" and inside:
            number = attributes.get("numFmtId", "0")
            styles.append(int(number) if number.isdigit() else 0)
    known = {each: cellformats.shown_by(codes.get(each, ""), from_1904=from_1904) for each in set(styles)}
    return [known[each] for each in styles]
