"""Spreadsheet files for the tests, as other programs write them."""

import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import openpyxl

from doorlist.bulk.rows import Row, Table
from doorlist.bulk.tables import open_table

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
HEADER = '<row r="1"><c r="A1" t="inlineStr"><is><t>email</t></is></c></row>'


def written(path: Path, text: str | bytes) -> Path:
    """A file of some text (as UTF-8, its line ends as they are) or bytes."""
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def workbook(path: Path, rows: Iterable[Sequence[object]]) -> Path:
    """A workbook with one sheet, by openpyxl."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    book.save(path)
    return path


def raw_workbook(path: Path, sheet: str | bytes, *, texts: str = "", styles: str = "", book: str = "") -> Path:
    """A workbook whose parts are written by hand: `sheet` is all of the sheet's part, or what is in its data."""
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    if isinstance(sheet, str) and not sheet.startswith("<?xml"):
        sheet = f"<worksheet {MAIN}><sheetData>{sheet}</sheetData></worksheet>"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{package}"><Relationship Id="r1" Type="{office}/officeDocument" Target="/xl/workbook.xml"/>'
            "</Relationships>",
        )
        file.writestr(
            "xl/workbook.xml",
            f'<workbook {MAIN} xmlns:r="{office}">{book}<sheets><sheet name="People" sheetId="1" r:id="r1"/></sheets></workbook>',
        )
        file.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{package}"><Relationship Id="r1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/>'
            f'<Relationship Id="r2" Type="{office}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
        )
        file.writestr("xl/worksheets/sheet1.xml", sheet)
        if texts:
            file.writestr("xl/sharedStrings.xml", texts if texts.startswith("<?xml") else f"<sst {MAIN}>{texts}</sst>")
        if styles:
            file.writestr("xl/styles.xml", f"<styleSheet {MAIN}>{styles}</styleSheet>")
    return path


def rows_of(path: Path) -> list[tuple[int, list[str]]]:
    """The rows of a file: each one's number and cells."""
    return [(row.number, row.cells) for row in open_table(path).rows()]


def all_of(table: Table) -> list[Row]:
    """The rows of a table."""
    return list(table.rows())
