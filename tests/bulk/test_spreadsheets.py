"""What is written is what is read again, and no spreadsheet program runs any of it."""

import csv
import io
import json
import os
import re
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest
from bulk.sheets import rows_of
from hypothesis import example, given, settings
from hypothesis import strategies as st

from doorlist.bulk import spreadsheets
from doorlist.bulk.formulas import FIRST, guard, guard_twice, unguard
from doorlist.bulk.landing import landing
from doorlist.bulk.spreadsheets import RecordWriter, SpreadsheetFull, finished, row_writer
from doorlist.bulk.tables import open_table

RISKY = "=+-@\t\r\n'＝＋－＠ \u00a0"
TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"])),
    st.text(RISKY + 'a"_x0041,;|\0', max_size=8),
    st.sampled_from(
        ["=1+1", "'=1+1", "''@x", "'", "'s-Hertogenbosch", "-", "+41 44", "_x000D_", "_x005F_x000D_", "00123", "1e9"]
    ),
)


def write(path: Path, rows: Sequence[Sequence[str]], **options: object) -> None:
    with path.open("wb") as stream, finished(row_writer(stream, path.suffix[1:], rows[0], **options)) as writer:  # type: ignore[arg-type]
        for row in rows[1:]:
            writer.write(row)


@pytest.mark.parametrize("format", ["csv", "tsv", "xlsx"])
@given(rows=st.lists(st.tuples(st.just("x"), TEXTS, TEXTS), min_size=1, max_size=5))
@example(rows=[("x", "\r", "\n"), ("x", "a\r\nb", "\ta")])
@settings(deadline=None, max_examples=150)
def test_any_text_is_read_as_it_was_written(format: str, rows: list[tuple[str, str, str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"a.{format}"
        write(path, [("key", "one", "two"), *rows])
        assert [tuple(row.cells) for row in open_table(path).rows()] == rows


@given(TEXTS)
def test_a_guard_comes_off_as_it_went_on(text: str) -> None:
    assert unguard(guard(text)) == text == unguard(guard_twice(text))
    assert guard(text) == text or text[0] in FIRST


@given(TEXTS)
def test_no_cell_of_csv_begins_as_a_formula_does(text: str) -> None:
    assert not re.match(r"\s*[=+\-@＝＋－＠]|[\t\r\n]", guard(text))


def test_formulas_are_texts_in_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write(path, [("email", "org"), ("a@x.org", "=1+1"), ("@b", '=HYPERLINK("http://x","y")')])
    sheet = openpyxl.load_workbook(path).worksheets[0]
    assert [[cell.data_type for cell in row] for row in sheet.iter_rows()] == [["s", "s"]] * 3
    assert sheet["B2"].value == "=1+1"


def test_a_workbook_has_a_bold_header_that_stays_and_cells_that_are_texts(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write(path, [("email", "zip"), ("a@x.org", "00123"), ("b@x.org", "49170123456789012345")])
    sheet = openpyxl.load_workbook(path).worksheets[0]
    assert sheet.sheet_view.pane is not None
    assert sheet.sheet_view.pane.state == "frozen"
    assert (sheet.freeze_panes, sheet["A1"].font.b, sheet["A2"].font.b) == ("A2", True, False)
    assert [(cell.value, cell.number_format) for cell in sheet["B"][1:]] == [
        ("00123", "@"),
        ("49170123456789012345", "@"),
    ]


def test_a_workbook_is_sound_to_every_reader_of_the_format(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write(path, [("email", "org"), ("a@x.org", "A&B <c> \"d\" 'e'"), ("zoë@x.org", "")])
    with zipfile.ZipFile(path) as package:
        assert package.testzip() is None
        assert all(info.flag_bits & 1 == 0 for info in package.infolist())
    values = [list(row) for row in openpyxl.load_workbook(path, read_only=True).worksheets[0].values]
    assert values == [["email", "org"], ["a@x.org", "A&B <c> \"d\" 'e'"], ["zoë@x.org"]]


def test_what_a_full_sheet_does_not_hold_is_in_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheets, "SHEET_ROWS_MAX", 3)
    path = tmp_path / "a.xlsx"
    write(path, [("n",), *((str(number),) for number in range(5))])
    sheets = openpyxl.load_workbook(path).worksheets
    assert [[row[0] for row in sheet.values] for sheet in sheets] == [["n", "0", "1"], ["n", "2", "3"], ["n", "4"]]


def test_a_text_too_long_for_a_workbook_is_refused_and_no_file_left(tmp_path: Path) -> None:
    def too_long() -> None:
        with landing(tmp_path / "a.xlsx") as stream, finished(row_writer(stream, "xlsx", ["a"])) as writer:
            writer.write(["x" * 32_767])
            writer.write(["x" * 32_768])

    with pytest.raises(SpreadsheetFull, match="32,768 characters"):
        too_long()
    assert list(tmp_path.iterdir()) == []


def test_a_workbook_that_is_given_up_is_none(tmp_path: Path) -> None:
    stream = io.BytesIO()

    def broken_off() -> None:
        with finished(row_writer(stream, "xlsx", ["a"])) as writer:
            writer.write(["b"])
            raise ConnectionError

    with pytest.raises(ConnectionError):
        broken_off()
    assert not zipfile.is_zipfile(stream)


def test_csv_has_a_mark_by_which_excel_knows_its_letters_and_lines_that_end_as_everywhere() -> None:
    marked, plain = io.BytesIO(), io.BytesIO()
    for stream, mark in ((marked, True), (plain, False)):
        with finished(row_writer(stream, "csv", ["é"], mark=mark)) as writer:
            writer.write(["a,b"])
    assert marked.getvalue() == b'\xef\xbb\xbf\xc3\xa9\r\n"a,b"\r\n'
    assert plain.getvalue() == b'\xc3\xa9\r\n"a,b"\r\n'
    assert list(csv.reader(io.StringIO(plain.getvalue().decode(), newline=""))) == [["é"], ["a,b"]]


def test_half_a_letter_does_not_end_a_file() -> None:
    for format in ("csv", "xlsx"):
        stream = io.BytesIO()
        with finished(row_writer(stream, format, ["a"])) as writer:
            writer.write(["\ud800"])
    stream = io.BytesIO()
    with finished(RecordWriter(stream, "jsonl")) as records:
        records.write({"a": "\ud800é"})
    assert stream.getvalue() == b'{"a": "\\ud800\xc3\xa9"}\n'
    assert json.loads(stream.getvalue()) == {"a": "\ud800é"}


@pytest.mark.parametrize("count", [0, 1, 3])
def test_json_is_one_array_and_json_lines_are_objects(count: int) -> None:
    array, lines = io.BytesIO(), io.BytesIO()
    with finished(RecordWriter(array, "json")) as one, finished(RecordWriter(lines, "jsonl")) as other:
        for number in range(count):
            one.write({"n": number})
            other.write({"n": number})
    assert json.loads(array.getvalue()) == [{"n": number} for number in range(count)]
    assert lines.getvalue() == b"".join(b'{"n": %d}\n' % number for number in range(count))


# --- landing -------------------------------------------------------------------------------------------------------------


def test_a_file_is_there_whole_or_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"before")

    def stopped() -> None:
        with landing(path) as stream:
            stream.write(b"half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stopped()
    assert (path.read_bytes(), len(list(tmp_path.iterdir()))) == (b"before", 1)
    with landing(path) as stream:
        stream.write(b"after")
        assert path.read_bytes() == b"before"
    assert (path.read_bytes(), len(list(tmp_path.iterdir()))) == (b"after", 1)


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    real, link = tmp_path / "real.csv", tmp_path / "link.csv"
    real.write_bytes(b"before")
    link.symlink_to(real)
    with landing(link) as stream:
        stream.write(b"after")
    assert (link.is_symlink(), real.read_bytes()) == (True, b"after")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_what_is_no_file_is_written_as_it_goes_and_stays_what_it_is(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reading = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        with landing(pipe) as stream:
            stream.write(b"x")
        assert (pipe.is_fifo(), os.read(reading, 10)) == (True, b"x")
    finally:
        os.close(reading)


def test_rows_written_are_rows_read_with_their_numbers(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    write(path, [("a", "b"), ("1", "two\nlines"), ("2", "x")], separator=";")
    assert rows_of(path) == [(2, ["1", "two\nlines"]), (4, ["2", "x"])]
