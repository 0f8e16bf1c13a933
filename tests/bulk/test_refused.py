"""Refused rows are in a file of their own, to be mended and imported again."""

import json
from pathlib import Path

import openpyxl
import pytest
from bulk.sheets import workbook, written

from doorlist.bulk.columns import plan_columns
from doorlist.bulk.people import check, people
from doorlist.bulk.refused import reasons_of, refused_path, write_refused
from doorlist.bulk.spreadsheets import finished, row_writer
from doorlist.bulk.tables import open_table

ROWS = [
    ["Vorname", "E-Mail", "PLZ"],
    ["Ana", "ana@x.org", "00123"],
    ["", "bob.x.org", "+41"],
    ["Cem", "ana@x.org", "=1+1"],
]


def refused(path: Path, target: Path) -> int:
    table = open_table(path)
    return write_refused(table, reasons_of(check(table, plan_columns(table.columns)).faults), target)


@pytest.mark.parametrize("format", ["csv", "tsv", "xlsx"])
def test_refused_rows_have_their_cells_lines_and_reasons(tmp_path: Path, format: str) -> None:
    source, target = tmp_path / f"a.{format}", tmp_path / f"a.refused.{format}"
    with source.open("wb") as stream, finished(row_writer(stream, format, ROWS[0])) as writer:
        for row in ROWS[1:]:
            writer.write(row)
    assert refused(source, target) == 2
    table = open_table(target)
    word = "row" if format == "xlsx" else "line"
    assert table.columns == ["line", "reason", *ROWS[0]]
    assert [row.cells for row in table.rows()] == [
        ["3", "E-Mail: email has no @; Vorname: first name is empty", *ROWS[2]],
        ["4", f"E-Mail: the email repeats that of {word} 2", *ROWS[3]],
    ]


def test_mended_rows_are_imported_and_the_two_columns_passed_over(tmp_path: Path) -> None:
    source, target = written(tmp_path / "a.csv", "email;name\nana;Ana\nb@x.org;Bob\n"), tmp_path / "a.refused.csv"
    assert refused(source, target) == 1
    target.write_bytes(target.read_bytes().replace(b"ana;", b"ana@x.org;"))
    table = open_table(target)
    columns = plan_columns(table.columns)
    assert (columns.ignored, check(table, columns).good) == ((), 1)
    assert [(each.email, each.first_name) for each in people(table, columns)] == [("ana@x.org", "Ana")]


def test_refused_rows_of_a_refused_file_have_new_lines_and_reasons(tmp_path: Path) -> None:
    first = written(tmp_path / "a.csv", "email,name\na@x.org,Ana\nana,Ana\n,Bob\n")
    second, third = tmp_path / "a.refused.csv", tmp_path / "b.csv"
    assert refused(first, second) == refused(second, third) == 2
    assert open_table(third).columns == ["line", "reason", "email", "name"]
    assert [row.cells[0] for row in open_table(third).rows()] == ["2", "3"]
    assert refused_path(first) == str(second)
    assert refused_path(second) == str(tmp_path / "a.refused-2.csv")
    assert refused_path(tmp_path / "a.refused-9.csv") == str(tmp_path / "a.refused-10.csv")


def test_rows_that_are_too_long_or_short_keep_their_cells(tmp_path: Path) -> None:
    source, target = written(tmp_path / "a.csv", "email,name\na@x.org,Ana,Lee\nb@x.org\n"), tmp_path / "b.csv"
    assert refused(source, target) == 2
    assert [row.cells for row in open_table(target).rows()] == [
        ["2", "the row has 3 cells, the header has 2", "a@x.org", "Ana", "Lee"],
        ["3", "the row has 1 cell, the header has 2", "b@x.org"],
    ]


def test_objects_stay_objects(tmp_path: Path) -> None:
    source = written(
        tmp_path / "a.jsonl",
        '{"email": "ana", "name": "Ana", "answers": {"Level": "B2"}}\n{"email": "b@x.org", "name": "B"}\nno\n',
    )
    target = tmp_path / "b.jsonl"
    assert refused(source, target) == 2
    found = [json.loads(line) for line in target.read_text().splitlines()]
    assert found[0] == {
        "line": 1,
        "reason": "email: email has no @",
        "email": "ana",
        "name": "Ana",
        "answers": {"Level": "B2"},
    }
    assert found[1]["line"] == 3


def test_a_refused_workbook_keeps_what_a_person_saw(tmp_path: Path) -> None:
    source, target = workbook(tmp_path / "a.xlsx", [["email", "name", "zip"], ["ana", "Ana", 123]]), tmp_path / "b.xlsx"
    assert refused(source, target) == 1
    assert [cell.value for cell in openpyxl.load_workbook(target).worksheets[0][2]] == [
        "2",
        "email: email has no @",
        "ana",
        "Ana",
        "123",
    ]
