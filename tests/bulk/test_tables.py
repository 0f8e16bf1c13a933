"""Files of people are read as their writers meant them, with the lines that an editor counts."""

import csv
import struct
import subprocess
import sys
import zipfile
from datetime import date, datetime, time
from pathlib import Path

import openpyxl
import pytest
from bulk.sheets import HEADER, MAIN, all_of, raw_workbook, rows_of, workbook, written
from openpyxl.styles import numbers

from doorlist.bulk import packages, rows
from doorlist.bulk.tables import TableUnreadable, open_table

# --- CSV and TSV ---------------------------------------------------------------------------------------------------------


def test_rows_have_the_line_where_they_begin(tmp_path: Path) -> None:
    path = written(
        tmp_path / "a.csv", 'email,note\r\na@x.org,"two\r\nlines"\r\n\r\nb@x.org,"a ""quote"", and more"\rc@x.org,end'
    )
    assert open_table(path).columns == ["email", "note"]
    assert rows_of(path) == [
        (2, ["a@x.org", "two\r\nlines"]),
        (5, ["b@x.org", 'a "quote", and more']),
        (6, ["c@x.org", "end"]),
    ]


def test_a_table_can_be_read_again(tmp_path: Path) -> None:
    table = open_table(written(tmp_path / "a.csv", "email\na@x.org\n"))
    assert all_of(table) == all_of(table) != []


def test_blank_rows_are_not_there(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", "\n \nemail,name\n,\n  ,\t\na@x.org,Ana\n,\n")
    assert open_table(path).header_number == 3
    assert rows_of(path) == [(6, ["a@x.org", "Ana"])]


@pytest.mark.parametrize(
    ("name", "text", "separator"),
    [
        ("a.csv", "email;name\na;b\n", ";"),
        ("a.csv", "email,name\na,b\n", ","),
        ("a.csv", "email\tname\na\tb\n", "\t"),
        ("a.tsv", "email\tname\na\tb\n", "\t"),
        ("a.txt", "email|name\na|b\n", "|"),
        ("a.csv", '"Name, first, second";email\na;b\n', ";"),
        ("a.csv", "sep=;\nemail;name,x\na;b\n", ";"),
    ],
)
def test_what_separates_cells_is_told_by_the_header(tmp_path: Path, name: str, text: str, separator: str) -> None:
    table = open_table(written(tmp_path / name, text))
    assert table.separator == separator
    assert [row.cells for row in table.rows()] == [["a", "b"]]


def test_a_line_that_names_the_separator_is_counted(tmp_path: Path) -> None:
    assert rows_of(written(tmp_path / "a.csv", "sep=;\nemail;name\na;b\n")) == [(3, ["a", "b"])]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_every_usual_encoding_is_told(tmp_path: Path, encoding: str) -> None:
    path = written(tmp_path / "a.csv", "email,Größe\r\nzoë@x.org,naïve\r\n".encode(encoding))
    table = open_table(path)
    assert table.columns == ["email", "Größe"]
    assert [row.cells for row in table.rows()] == [["zoë@x.org", "naïve"]]
    assert bool(table.notes) is (encoding in ("cp1252", "utf-16-le", "utf-16-be"))


def test_an_encoding_can_be_asked_for(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", "email,имя\na@x.org,Анна\n".encode("cp1251"))
    assert open_table(path, encoding="windows-1251").columns == ["email", "имя"]
    with pytest.raises(TableUnreadable, match=r'no encoding "klingon"'):
        open_table(path, encoding="klingon")


def test_a_broken_letter_in_utf8_is_named_by_its_line(tmp_path: Path) -> None:
    good = "ä@x.org,Zoë\n".encode() * 50_000
    path = written(tmp_path / "a.csv", b"email,name\n" + good + b"b@x.org,Jos\xe9\n" + good)
    with pytest.raises(TableUnreadable, match=r"line 50002: .*not UTF-8"):
        open_table(path)
    with pytest.raises(TableUnreadable, match="line 2: "):
        open_table(written(tmp_path / "b.csv", b"email,name\na@x.org,Jos\xe9\n"), encoding="utf-8")


def test_a_quote_that_is_never_closed_is_named_by_its_line(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", 'email,name\na@x.org,Ana\nb@x.org,"Bob\nc@x.org,Cem\n')
    with pytest.raises(TableUnreadable, match=r"line 3: a quote .* never closed"):
        all_of(open_table(path))


@pytest.mark.parametrize("end", ['"', 'b@x.org,"', '"b@x.org', '"\n', 'b@x.org,"Bob\n\n'])
def test_a_quote_that_is_open_at_the_end_is_named_however_little_is_in_it(tmp_path: Path, end: str) -> None:
    with pytest.raises(TableUnreadable, match=r"line 3: a quote .* never closed"):
        all_of(open_table(written(tmp_path / "a.csv", f"email,name\na@x.org,Ana\n{end}")))


@pytest.mark.parametrize("text", ["\0end of the file\0", "\0", "\x1a", "\x04", "EOF", "."])
@pytest.mark.parametrize("name", ["a.csv", "a.tsv"])
def test_no_text_is_taken_for_the_end_of_the_file(tmp_path: Path, name: str, text: str) -> None:
    path = written(tmp_path / name, f"email\na@x.org\n{text}\nb@x.org\nc{text}")
    assert rows_of(path) == [(2, ["a@x.org"]), (3, [text]), (4, ["b@x.org"]), (5, [f"c{text}"])]


@pytest.mark.parametrize("ending", ["", "\n", "\r\n", "\r", "\n\n\n"])
def test_the_last_row_is_there_however_the_file_ends(tmp_path: Path, ending: str) -> None:
    path = written(tmp_path / "a.csv", f'email,name\na@x.org,Ana\nb@x.org,"Bob"{ending}')
    assert rows_of(path) == [(2, ["a@x.org", "Ana"]), (3, ["b@x.org", "Bob"])]


def test_a_quote_within_a_text_is_text(tmp_path: Path) -> None:
    assert rows_of(written(tmp_path / "a.csv", 'email,name\na@x.org,6" tall\n')) == [(2, ["a@x.org", '6" tall'])]


def test_an_endless_cell_row_or_line_is_named_and_not_kept(tmp_path: Path) -> None:
    cell = "x" * (rows.CELL_CHARS_MAX + 1)
    with pytest.raises(TableUnreadable, match=r"line 3: a cell has over 1,000,000 characters"):
        all_of(open_table(written(tmp_path / "a.csv", f"email,name\na,b\nc,{cell}\n")))
    with pytest.raises(TableUnreadable, match=r"line 3: the row has 10,001 cells"):
        all_of(open_table(written(tmp_path / "b.csv", "email,name\na,b\nc" + ",d" * 10_000 + "\n")))
    with pytest.raises(TableUnreadable, match=r"line 2: the line has over"):
        all_of(open_table(written(tmp_path / "c.csv", "email\n" + "x" * 5_000_000)))
    long = "email\n" + ",".join(['"' + "x" * 90_000 + '\n"'] * 60) + "\n"
    with pytest.raises(TableUnreadable, match=r"line 2: the row has over"):
        all_of(open_table(written(tmp_path / "d.csv", long)))


def test_a_cell_is_bounded_whatever_else_raised_the_limit_of_the_process(tmp_path: Path) -> None:
    before = csv.field_size_limit(10_000_000)
    try:
        path = written(tmp_path / "a.csv", "email\n" + "x" * (rows.CELL_CHARS_MAX + 1) + "\n")
        with pytest.raises(TableUnreadable, match="line 2: a cell has over"):
            all_of(open_table(path))
    finally:
        csv.field_size_limit(before)


def test_a_guard_against_formulas_is_taken_off(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", "email,phone,town\na@x.org,'+41 44,'s-Hertogenbosch\n")
    assert rows_of(path) == [(2, ["a@x.org", "+41 44", "'s-Hertogenbosch"])]


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.csv", b"", "empty"),
        ("a.csv", b"\n\n", "empty"),
        ("a.pdf", b"%PDF-1.7", "PDF"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1", "old Excel file"),
        ("a.xlsx", b"email,name\n", "not an XLSX file"),
        ("a.xlsx", b"PK\x03\x04 cut off", "damaged"),
        ("a.csv.gz", b"\x1f\x8b\x08", "compressed"),
        ("a.jsonl", b"\n", "empty"),
    ],
)
def test_a_file_that_is_no_table_is_said_to_be_none(tmp_path: Path, name: str, data: bytes, reason: str) -> None:
    with pytest.raises(TableUnreadable, match=reason):
        open_table(written(tmp_path / name, data))


def test_a_file_that_is_not_there_is_said_not_to_be(tmp_path: Path) -> None:
    with pytest.raises(TableUnreadable, match="No such file"):
        open_table(tmp_path / "none.csv")
    with pytest.raises(TableUnreadable, match="not a file"):
        open_table(tmp_path)


# --- XLSX ----------------------------------------------------------------------------------------------------------------


def test_a_workbook_has_the_texts_that_a_person_sees(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["value", "format"])
    shown = [
        (12345, "General", "12345"),
        (491701234567, "General", "491701234567"),
        (0.1 + 0.2, "General", "0.3"),
        (1234.5, "#,##0.00", "1,234.50"),
        (0.125, "0.0%", "12.5%"),
        (1234, "00000", "01234"),
        (5551234567, "(000) 000-0000", "(555) 123-4567"),
        (1234, '0.00 "EUR"', "1234.00 EUR"),
        (date(2026, 12, 1), numbers.FORMAT_DATE_DDMMYY, "2026-12-01"),
        (datetime(2026, 12, 1, 9, 30), "dd.mm.yyyy hh:mm", "2026-12-01 09:30"),
        (date(1900, 1, 15), numbers.FORMAT_DATE_DDMMYY, "1900-01-15"),
        (time(9, 0), "h:mm", "09:00"),
        (True, "General", "TRUE"),
        ("00123", "General", "00123"),
        ("Zoë 名字", "General", "Zoë 名字"),
        ("_x0041_ & <b>", "General", "A & <b>"),
        ("two\nlines", "General", "two\nlines"),
    ]
    for value, format, _ in shown:
        sheet.append([value, format])
        sheet.cell(sheet.max_row, 1).number_format = format
    book.save(path)
    assert [cells[0] for _, cells in rows_of(path)] == [text for _, _, text in shown]


def test_dates_of_a_workbook_that_counts_from_1904_are_the_same_days(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = openpyxl.Workbook()
    book.epoch = datetime(1904, 1, 1)
    sheet = book.active
    assert sheet is not None
    sheet.append(["born"])
    sheet.append([date(2001, 2, 3)])
    book.save(path)
    assert rows_of(path) == [(2, ["2001-02-03"])]


def test_formulas_are_what_they_last_came_to(tmp_path: Path) -> None:
    path = raw_workbook(
        tmp_path / "a.xlsx",
        HEADER
        + '<row r="3"><c r="A3" t="str"><f>B1&amp;"x"</f><v>ana@x.org</v></c><c r="C3" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
        + '<row r="4"><c r="A4"><f>B1</f></c></row><row r="5"><c r="A5" t="str"><f>""</f><v></v></c><c r="B5"><v>7</v></c></row>',
    )
    found = all_of(open_table(path))
    assert [(row.number, row.cells) for row in found] == [(3, ["ana@x.org", "", "#DIV/0!"]), (4, [""]), (5, ["", "7"])]
    assert [row.trouble for row in found][0::2] == ["", ""]
    assert "formula in column A has no stored result" in found[1].trouble


def test_texts_are_put_together_without_their_reading_aids(tmp_path: Path) -> None:
    rich = "<si><r><t>An</t></r><r><rPr><b/></rPr><t>a</t></r><rPh sb='0' eb='1'><t>アナ</t></rPh></si>"
    texts = f"{rich}<si/><si><t>x_x000D_y</t></si>"
    row = '<row r="2">' + "".join(f'<c r="{at}2" t="s"><v>{index}</v></c>' for index, at in enumerate("ABC")) + "</row>"
    assert rows_of(raw_workbook(tmp_path / "a.xlsx", HEADER + row, texts=texts)) == [(2, ["Ana", "", "x\ry"])]
    damaged = raw_workbook(tmp_path / "b.xlsx", HEADER + row.replace("<v>2", "<v>3"), texts=texts)
    with pytest.raises(TableUnreadable, match=r"row 2: .*a text that is not there"):
        all_of(open_table(damaged))


def test_cells_and_rows_without_places_follow_one_another(tmp_path: Path) -> None:
    path = raw_workbook(
        tmp_path / "a.xlsx",
        HEADER + '<row><c><v>1</v></c><c/><c><v>3</v></c></row><row r="9"><c r="B9"><v>4</v></c></row>',
    )
    assert rows_of(path) == [(2, ["1", "", "3"]), (9, ["", "4"])]


def test_a_workbook_of_a_program_that_prefixes_its_elements_is_read(tmp_path: Path) -> None:
    sheet = f"""<?xml version="1.0"?><x:worksheet {MAIN.replace("xmlns", "xmlns:x")}><x:sheetData><x:row r="1"><x:c t="inlineStr">
    <x:is><x:t>email</x:t></x:is></x:c></x:row><x:row r="2"><x:c><x:v>5</x:v></x:c></x:row></x:sheetData></x:worksheet>"""
    assert rows_of(raw_workbook(tmp_path / "a.xlsx", sheet)) == [(2, ["5"])]


def test_the_first_sheet_that_is_seen_is_read_or_the_one_named(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = openpyxl.Workbook()
    for name, state in (("Old", "hidden"), ("People", "visible"), ("More", "visible")):
        sheet = book.create_sheet(name)
        sheet.append([name])
        sheet.sheet_state = state
    book.remove(book.worksheets[0])
    book.save(path)
    table = open_table(path)
    assert (table.columns, len(table.notes)) == (["People"], 1)
    assert open_table(path, sheet="old").columns == ["Old"]
    with pytest.raises(TableUnreadable, match='there is no sheet "None"; the file has "Old", "People", "More"'):
        open_table(path, sheet="None")
    with pytest.raises(TableUnreadable, match="only XLSX files have sheets"):
        open_table(written(tmp_path / "a.csv", "email\n"), sheet="old")


def test_a_header_that_is_merged_over_columns_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["email", "Name", None])
    sheet.append(["a@x.org", "Ana", "Lee"])
    sheet.merge_cells("B1:C1")
    book.save(path)
    with pytest.raises(TableUnreadable, match='row 1: the header "Name" is merged over the columns B to C'):
        open_table(path)


def test_merged_cells_and_hidden_rows_are_told_of(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for number in range(6):
        sheet.append(["email" if not number else f"{number}@x.org", f"org {number}"])
    sheet.merge_cells("B2:B4")
    sheet.row_dimensions[3].hidden = True
    book.save(path)
    assert [note.split(";")[0] for note in open_table(path).notes] == [
        "Cells that are merged over several rows: 1",
        "Rows that are hidden (by a filter, perhaps): 1",
    ]


MANY_ROWS = "".join(f'<row r="{number}"><c r="A{number}"><v>1</v></c></row>' for number in range(2, 4000))
"""More than is looked at to find the header."""


def test_what_is_told_of_a_long_sheet_is_counted_once(tmp_path: Path) -> None:
    path = raw_workbook(tmp_path / "a.xlsx", HEADER + MANY_ROWS.replace("<row ", '<row hidden="1" '))
    assert [note.split(";")[0] for note in open_table(path).notes] == [
        "Rows that are hidden (by a filter, perhaps): 3,998"
    ]


def test_cells_that_are_merged_are_counted_once_however_many_they_are(tmp_path: Path) -> None:
    cells = "".join(f'<mergeCell ref="B{number}:B{number + 1}"/>' for number in range(2, 12_000, 2))
    data = f"<sheetData>{HEADER}</sheetData><mergeCells>{cells}</mergeCells>"
    path = raw_workbook(tmp_path / "a.xlsx", f'<?xml version="1.0"?><worksheet {MAIN}>{data}</worksheet>')
    assert [note.split(";")[0] for note in open_table(path).notes] == ["Cells that are merged over several rows: 5,999"]


BOMB = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize("part", ["sheet", "texts"])
def test_entities_are_refused_before_they_grow(tmp_path: Path, part: str) -> None:
    head = f'<?xml version="1.0"?>{BOMB}'
    if part == "sheet":
        path = raw_workbook(tmp_path / "a.xlsx", f"{head}<worksheet {MAIN}><sheetData>{HEADER}</sheetData></worksheet>")
    else:
        path = raw_workbook(tmp_path / "a.xlsx", HEADER, texts=f"{head}<sst {MAIN}><si><t>&b;</t></si></sst>")
    with pytest.raises(TableUnreadable, match="document type"):
        open_table(path)


def test_a_file_that_unpacks_without_end_is_refused_in_little_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packages, "UNPACKED_BYTES_MAX", 5_000_000)
    rows_ = "".join(f'<row r="{number}"><c><v>{number}</v></c></row>' for number in range(2, 200_000))
    with pytest.raises(TableUnreadable, match=r"unpacks to over 0.005 GB"):
        open_table(raw_workbook(tmp_path / "a.xlsx", HEADER + rows_))


def test_a_file_that_says_how_much_it_unpacks_to_is_refused_unread(tmp_path: Path) -> None:
    path = raw_workbook(tmp_path / "a.xlsx", HEADER)
    with zipfile.ZipFile(path) as package:
        info = package.getinfo("xl/worksheets/sheet1.xml")
    sizes = struct.pack("<LLL", info.CRC, info.compress_size, info.file_size)
    data = path.read_bytes()
    assert data.count(sizes) == 2
    path.write_bytes(data.replace(sizes, struct.pack("<LLL", info.CRC, info.compress_size, 3_000_000_000)))
    with pytest.raises(TableUnreadable, match="unpacks to over 2 GB"):
        open_table(path)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (
            '<row r="2"><c r="A2" t="inlineStr"><is><t>' + "x" * 1_000_001 + "</t></is></c></row>",
            "row 2: a cell has over 1,000,000",
        ),
        ('<row r="2"><c r="ZZZ2"><v>1</v></c></row>', "row 2: the row has over 10,000 cells"),
        ('<row r="2"><c r="ZZZZ2"><v>1</v></c></row>', "row 2: .*damaged"),
        ('<row r="2"><c><c/></c></row>', "row 2: .*damaged"),
        ('<row r="2"><row/></row>', "damaged"),
        ('<row r="2"><c>' + "<x>" * 200 + "</x>" * 200 + "</c></row>", "nested too deep"),
        (
            '<row r="2"><c ' + " ".join(f'a{n}="{"x" * 1000}"' for n in range(20_000)) + "/></row>",
            "endless (element|row)",
        ),
        ('<row r="2"><c></row>', "damaged"),
        ('<row r="two"></row>', "damaged"),
    ],
    ids=["long", "wide", "letters", "cells", "rows", "deep", "element", "unclosed", "number"],
)
@pytest.mark.parametrize("before", ["", "<!-- written oddly -->", MANY_ROWS], ids=["early", "oddly", "late"])
def test_a_hostile_sheet_is_refused_with_its_place(tmp_path: Path, row: str, reason: str, before: str) -> None:
    path = raw_workbook(tmp_path / "a.xlsx", HEADER + before + row)
    with pytest.raises(TableUnreadable, match=reason):
        all_of(open_table(path))


ODD_ROWS = (
    '<row r="2" spans="1:3"><c r="A2" t="inlineStr"><is><t>&lt;ä &#228; &#xe4;&amp;amp;</t></is></c>'
    '<c r="C2" s="0"><v>12</v></c></row>',
    '<row r="4"/><row r="5" ht="3"/>\n<row r="6"><c r="B6" t="str"><v> x </v></c><c r="A6"><v>1</v></c></row>',
    '<row r="7"><c r="A7" t="b"><v>1</v></c><c t="inlineStr" r="B7"><is><t>a</t><rPh><t>b</t></rPh></is></c></row>',
    '<row r="8"><c r="A8"><f>1+1</f><v>2</v></c><c r="B8" t="str"><f t="shared">x</f><v>a&#10;b\r\nc</v></c></row>',
    '<row><c><v>9</v></c></row><row r="12" x="1"><c r="B12" t="d"><v>2026-12-01T00:00:00</v></c><c r="C12" t="inlineStr"/></row>',
)


def test_a_sheet_is_read_the_same_whether_it_is_written_as_usual_or_not(tmp_path: Path) -> None:
    usual = rows_of(raw_workbook(tmp_path / "a.xlsx", HEADER + "".join(ODD_ROWS)))
    oddly = rows_of(raw_workbook(tmp_path / "b.xlsx", "<!-- </row> -->" + HEADER + "".join(ODD_ROWS)))
    late = rows_of(raw_workbook(tmp_path / "c.xlsx", HEADER + MANY_ROWS + "<!-- </row> -->" + "".join(ODD_ROWS)))
    assert usual == oddly == late[-6:]
    assert usual == [
        (2, ["<ä ä ä&amp;", "", "12"]),
        (6, ["1", " x "]),
        (7, ["TRUE", "a"]),
        (8, ["2", "a\nb\nc"]),
        (9, ["9"]),
        (12, ["", "2026-12-01"]),
    ]


@pytest.mark.parametrize("text", ["&nbsp;", "&", "&#xd800;", "&#x110000;", "&#0;"])
def test_a_text_that_xml_does_not_have_is_damage(tmp_path: Path, text: str) -> None:
    row = f'<row r="2"><c r="A2" t="inlineStr"><is><t>{text}</t></is></c></row>'
    for before in ("", MANY_ROWS):
        with pytest.raises(TableUnreadable, match="damaged"):
            rows_of(raw_workbook(tmp_path / "a.xlsx", HEADER + before + row))


def test_rows_far_apart_cost_nothing(tmp_path: Path) -> None:
    path = raw_workbook(tmp_path / "a.xlsx", HEADER + '<row r="1000000000"><c><v>5</v></c></row>')
    assert rows_of(path) == [(1_000_000_000, ["5"])]


def test_a_cut_or_locked_workbook_is_said_to_be_so(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [["email"], ["a@x.org"]])
    cut = written(tmp_path / "cut.xlsx", path.read_bytes()[:-200])
    with pytest.raises(TableUnreadable, match="damaged or was not fully copied"):
        open_table(cut)
    locked = tmp_path / "locked.xlsx"
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(locked, "w") as target:
        for info in source.infolist():
            target.writestr(info, source.read(info))
    data = locked.read_bytes().replace(b"PK\x01\x02\x14\x03\x14\x00\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01\x00")
    with pytest.raises(TableUnreadable, match="password"):
        open_table(written(locked, data))


# --- JSON lines ----------------------------------------------------------------------------------------------------------


def test_json_lines_have_the_columns_of_all_objects(tmp_path: Path) -> None:
    path = written(
        tmp_path / "a.jsonl",
        '{"email": "a@x.org", "zip": 1.10, "vip": true, "org": null}\n\n'
        '{"email": "b@x.org", "answers": {"Level": "B2"}}\n'
        '{"email": "c@x.org", "custom_questions": [{"title": "Level", "value": "B1"}, {"title": "city", "value": "Rom"}]}\n',
    )
    table = open_table(path)
    assert table.columns == ["email", "zip", "vip", "org", "question:Level", "question:city"]
    assert [(row.number, row.cells) for row in table.rows()] == [
        (1, ["a@x.org", "1.10", "true", "", "", ""]),
        (3, ["b@x.org", "", "", "", "B2", ""]),
        (4, ["c@x.org", "", "", "", "B1", "Rom"]),
    ]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"email": }', "not JSON near character 11"),
        ("[1]", "must be one object"),
        ('{"email": ["a@x.org"]}', "email must be a text, not a list"),
        ('{"answers": {"Level": ["B1"]}}', 'the answer to "Level" must be a text'),
        ('{"custom_questions": ["B1"]}', "must be a list of objects"),
        ("[" * 100_000, "not JSON"),
    ],
)
def test_a_line_that_is_no_object_of_texts_is_trouble_of_its_own(tmp_path: Path, line: str, reason: str) -> None:
    found = all_of(
        open_table(written(tmp_path / "a.jsonl", f'{{"email": "a@x.org"}}\n{line}\n{{"email": "b@x.org"}}\n'))
    )
    assert [row.cells for row in found] == [["a@x.org"], [""], ["b@x.org"]]
    assert reason in found[1].trouble


def test_an_array_with_an_object_to_a_line_is_read_the_same(tmp_path: Path) -> None:
    path = written(tmp_path / "a.json", '[\n{"email": "a@x.org"},\n{"email": "b@x.org"}\n]\n')
    assert rows_of(path) == [(2, ["a@x.org"]), (3, ["b@x.org"])]


def test_reading_a_table_needs_no_library_of_the_server_or_of_spreadsheets() -> None:
    script = (
        "import sys, doorlist.bulk.tables, doorlist.bulk.people, doorlist.bulk.exporting;"
        "print(sorted({'openpyxl', 'sqlalchemy', 'starlette', 'typer', 'rich'} & sys.modules.keys()))"
    )
    assert subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout == "[]\n"
