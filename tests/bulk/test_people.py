"""Every mistake in a file is named with its line, its column and what to do."""

import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from bulk.sheets import raw_workbook, workbook, written

from doorlist.bulk import people as module
from doorlist.bulk.columns import ColumnsUnclear, plan_columns
from doorlist.bulk.people import Checked, Lines, Person, check, people, shortened, split_name
from doorlist.bulk.tables import open_table


@dataclass
class Standard:
    field_name: str
    required: bool | None = None


@dataclass
class Custom:
    title: str
    type: str = "short"
    required: bool | None = None
    answers: Sequence[str] = ()


@dataclass
class Asked:
    questions: Sequence[Standard] = ()
    custom_questions: Sequence[Custom] = ()


def checked(
    path: Path, *, asked: Asked | None = None, kind: str = "meeting", mapped: dict[str, str] | None = None
) -> Checked:
    table = open_table(path)
    titles = [each.title for each in asked.custom_questions] if asked else []
    return check(table, plan_columns(table.columns, questions=titles, kind=kind, mapped=mapped), asked=asked, kind=kind)


def reasons(path: Path, *, asked: Asked | None = None, kind: str = "meeting") -> list[tuple[int, str, str]]:
    return [(fault.line, fault.column, fault.reason) for fault in checked(path, asked=asked, kind=kind).faults]


@pytest.mark.parametrize(
    ("email", "reason"),
    [
        ("", "email is empty"),
        ("ana @uni.edu", "email has a blank in it"),
        ("ana.uni.edu", "email has no @"),
        ("ana@@uni.edu", "email has more than one @"),
        ("ana@uni.edu; bob@uni.edu", "there is more than one email; a row is for one person"),
        ("Ana <ana@uni.edu>", "write the email alone, without < and >"),
        ("mailto:ana@uni.edu", "write the email without mailto:"),
        ("@uni.edu", "email has nothing before the @"),
        ("ana@", "email has nothing after the @"),
        ("ana@uni", "email has no dot after the @, as in name@example.com"),
        ("ana@uni.edu.", "email ends with a dot"),
        ("ana,lee@uni.edu", "email has a , in it"),
        ("ana@.", "email ends with a dot"),
        ("a" * 120 + "@uni.edu.", "129 characters; 128 at most"),
        ("a" * 121 + "@uni.edu", "129 characters; 128 at most"),
        ("ana\0@uni.edu", "there is a NUL character in it; remove it"),
        ("ana\x1b@uni.edu", "there is a control character (U+001B) in it; remove it"),
        ("ana\u200b@uni.edu", "email has an invisible character in it (U+200B); type it anew"),
        ("ana@uni.edu\u202e", "email has an invisible character in it (U+202E); type it anew"),
    ],
)
def test_what_is_wrong_with_an_email_is_said(tmp_path: Path, email: str, reason: str) -> None:
    path = written(tmp_path / "a.csv", f'E-Mail,Vorname\n"{email}",Ana\n')
    assert reasons(path) == [(2, "E-Mail", reason)]


@pytest.mark.parametrize(
    "email", ["a" * 120 + "@uni.edu", "  ana@uni.edu\t", "zoë@bücher.example", "o'hara+x@uni.edu", "ANA@UNI.EDU"]
)
def test_a_sound_email_is_taken(tmp_path: Path, email: str) -> None:
    assert reasons(written(tmp_path / "a.csv", f'email,name\n"{email}",Ana\n')) == []


def test_every_mistake_of_a_row_is_named(tmp_path: Path) -> None:
    header = "email,first_name,last_name,city,comments,no_of_employees,purchasing_time_frame,role_in_purchase_process,language"
    long = f"ana,{' ' * 3},{'n' * 65},{'c' * 256},{'x' * 2001},1 - 20,soon,Boss,english"
    sound = f"b@x.org,{'é' * 64},{'名' * 64},{'c' * 255},{'x' * 2000},1-20,1-3 months,Influencer,de-DE"
    path = written(tmp_path / "a.csv", f"{header}\n{sound}\n{long}\n")
    employees = "1-20, 21-50, 51-100, 101-250, 101-500, 251-500, 500-1,000, 501-1,000, 1,001-5,000, 5,001-10,000"
    languages = "en-US, de-DE, es-ES, fr-FR, jp-JP, pt-PT, ru-RU, zh-CN, zh-TW, ko-KO, it-IT, vi-VN, pl-PL, Tr-TR"
    assert reasons(path) == [
        (3, "email", "email has no @"),
        (3, "first_name", "first name is empty"),
        (3, "last_name", "65 characters; 64 at most"),
        (3, "city", "256 characters; 255 at most"),
        (3, "comments", "2,001 characters; 2,000 at most"),
        (3, "no_of_employees", f"no of employees must be one of {employees}, More than 10,000"),
        (3, "purchasing_time_frame", "purchasing time frame must be one of Within a month, 1-3 months, 4-6 months, "
         "More than 6 months, No timeframe"),
        (3, "role_in_purchase_process", "role in purchase process must be one of Decision Maker, Evaluator/Recommender, "
         "Influencer, Not involved"),
        (3, "language", f"language must be one of {languages}"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("first_name", "  ", "first name is empty"),
        ("first_name", "n" * 65, "65 characters; 64 at most"),
        ("last_name", "n" * 65, "65 characters; 64 at most"),
        ("city", "c" * 256, "256 characters; 255 at most"),
        ("city", "#REF!", "the cell shows an error (#REF!); correct its formula"),
        ("city", "Ro\x07m", "there is a control character (U+0007) in it; remove it"),
        ("city", "\0", "there is a NUL character in it; remove it"),
        ("language", "german", "language must be one of en-US, "),
        ("no_of_employees", "1 - 20", "no of employees must be one of 1-20, "),
        ("question:Level", "a" * 129, "129 characters; 128 at most"),
    ],
)
def test_a_mistake_is_seen_though_it_is_the_only_one_of_its_row(
    tmp_path: Path, column: str, value: str, reason: str
) -> None:
    sound = {"email": "a@x.org", "first_name": "Ana", column: value}
    path = written(tmp_path / "a.csv", ",".join(sound) + "\n" + ",".join(sound.values()) + "\n")
    table = open_table(path)
    (fault,) = check(table, plan_columns(table.columns)).faults
    assert (fault.line, fault.column, fault.reason[: len(reason)]) == (2, column, reason)


@pytest.mark.parametrize(("name", "reason"), [(" ", "the name is empty"), ("n" * 65, "the first name in it has 65")])
def test_a_whole_name_is_seen_to_be_wrong_alone(tmp_path: Path, name: str, reason: str) -> None:
    assert [found[:27] for _, _, found in reasons(written(tmp_path / "a.csv", f"email,name\na@x.org,{name}\n"))] == [
        reason
    ]


def test_an_answer_that_is_no_choice_is_seen_alone(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", "email,name,Level\na@x.org,Ana,B3\nb@x.org,Bob,\nc@x.org,Cem,B1\n")
    assert [found[:2] for found in reasons(path, asked=Asked([], [LEVEL]))] == [(2, "Level"), (3, "Level")]


def test_an_email_that_repeats_names_the_first_line(tmp_path: Path) -> None:
    path = written(
        tmp_path / "a.csv",
        "email,name\nana@uni.edu,Ana\nbob@uni.edu,Bob\n ANA@uni.edu ,Ann\nana@UNI.edu,\nzoë@x.org,Z\nzoe\u0308@x.org,Z\n",
    )
    found = checked(path)
    assert [(fault.line, fault.column, fault.value, fault.reason) for fault in found.faults] == [
        (4, "email", "ANA@uni.edu", "the email repeats that of line 2"),
        (5, "name", "", "the name is empty"),
        (5, "email", "ana@UNI.edu", "the email repeats that of line 2"),
        (7, "email", "zoe\u0308@x.org", "the email repeats that of line 6"),
    ]
    assert (found.rows, found.good, list(found.bad)) == (6, 3, [4, 5, 7])


def test_emails_that_only_look_the_same_to_the_index_are_no_repetition(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "hash", lambda _: 7, raising=False)
    assert reasons(written(tmp_path / "a.csv", "email,name\na@x.org,A\nb@x.org,B\nA@x.org,A\n")) == [
        (4, "email", "the email repeats that of line 2")
    ]


def test_a_row_with_too_many_cells_is_named(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", "email,first_name\na@x.org,Ana,Lee\nb@x.org,Bob,\nc@x.org,Cem\n")
    assert [(fault.line, fault.value, fault.reason) for fault in checked(path).faults] == [
        (2, "Lee", "the row has 3 cells, the header has 2")
    ]


def test_a_row_that_lost_a_cell_is_named_and_rows_cut_by_a_spreadsheet_program_are_sound(tmp_path: Path) -> None:
    sound = "".join(f"p{number}@x.org,Ana,Rom\n" for number in range(4))
    path = written(
        tmp_path / "a.csv",
        f"email,first_name,city\n{sound}a@x.org,Rom\n{sound.replace('p', 'q')}b@x.org,Bob\nc@x.org,Cem\n",
    )
    assert reasons(path) == [(6, "", "the row has 2 cells, the header has 3")]
    last = written(tmp_path / "b.csv", "email,first_name,city\na@x.org,Ana,Rom\nb@x.org,Bob\n")
    assert reasons(last) == [(3, "", "the row has 2 cells, the header has 3")]


def test_rows_of_a_workbook_are_named_as_rows(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "a.xlsx",
        [["email", "name"], [None, None], ["a@x.org", "Ana"], ["A@x.org", "Ana"], ["b@x.org"], ["#N/A", "Bob"]],
    )
    assert reasons(path) == [
        (4, "email", "the email repeats that of row 3"),
        (5, "name", "the name is empty"),
        (6, "email", "the cell shows an error (#N/A); correct its formula"),
    ]


def test_a_formula_without_a_result_is_named(tmp_path: Path) -> None:
    header = '<row r="1"><c t="str"><v>email</v></c><c t="str"><v>name</v></c></row>'
    path = raw_workbook(
        tmp_path / "a.xlsx", header + '<row r="2"><c t="str"><v>a@x.org</v></c><c r="B2"><f>A1</f></c></row>'
    )
    assert [reason for _, _, reason in reasons(path)] == [
        "the formula in column B has no stored result; open the file in a spreadsheet program and save it"
    ]


def test_a_line_that_is_not_json_is_a_mistake_of_that_line(tmp_path: Path) -> None:
    path = written(
        tmp_path / "a.jsonl", '{"email": "a@x.org", "name": "Ana"}\n{"email"\n{"email": "b@x.org", "name": "\\ud800"}\n'
    )
    assert [(line, reason.split(";")[0]) for line, _, reason in reasons(path)] == [
        (2, "the line is not JSON near character 9"),
        (3, "there is half a character in it"),
    ]


LEVEL = Custom("Level", "single", True, ("B1", "B2"))
DAYS = Custom("Days", "multiple", False, ("Mon", "Tue", "Wed, late"))


def test_answers_are_checked_against_the_roster_s_questions(tmp_path: Path) -> None:
    asked = Asked([Standard("city", True), Standard("phone", False)], [LEVEL, DAYS, Custom("Diet")])
    path = written(
        tmp_path / "a.csv",
        "email,name,Ort,Level,Days,Diet\n"
        'a@x.org,Ana,Rom, B1 ,"Mon, Tue",none\n'
        'b@x.org,Bob,Rom,B2,"Wed, late",\n'
        'c@x.org,Cem,,b1,"Mon; Sun",' + "x" * 129 + "\n"
        "d@x.org,Dee,Rom,,,\n",
    )
    assert reasons(path, asked=asked) == [
        (4, "Ort", "city is empty; the form requires it"),
        (4, "Level", '"Level" must be one of B1, B2; write "B1"'),
        (4, "Days", '"Days" must be one of Mon, Tue, Wed, late, or several of them with commas between'),
        (4, "Diet", "129 characters; 128 at most"),
        (5, "Level", '"Level" is empty; the form requires it'),
    ]


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        (Asked([Standard("city", True)]), "The form requires city, and the file has no column for it"),
        (Asked([], [LEVEL]), 'The form requires an answer to "Level".*--map "question:Level=COLUMN"'),
    ],
)
def test_what_the_form_requires_and_the_file_lacks_is_said_once(tmp_path: Path, asked: Asked, says: str) -> None:
    with pytest.raises(ColumnsUnclear, match=says):
        checked(written(tmp_path / "a.csv", "email,name\na@x.org,Ana\n"), asked=asked)


def test_a_whole_name_is_split_and_checked(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", f"email,name\na@x.org,{'n' * 64} {'m' * 64}\nb@x.org,{'n' * 65}\n")
    assert reasons(path, asked=Asked([Standard("last_name", True)])) == [
        (3, "name", "the first name in it has 65 characters; 64 at most")
    ]


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("Ana Lee", "Ana", "Lee"),
        ("  Ana  María \u00a0 Lee ", "Ana María", "Lee"),
        ("Ana", "Ana", ""),
        ("Lee, Ana", "Ana", "Lee"),
        ("", "", ""),
        ("Lee, Ana, PhD", "Lee, Ana,", "PhD"),
    ],
)
def test_a_name_is_split_at_its_last_blank(name: str, first: str, last: str) -> None:
    assert split_name(name) == (first, last)


def test_people_have_what_was_filled_in(tmp_path: Path) -> None:
    path = written(
        tmp_path / "a.csv",
        "email,name,org,city,question:Level,x\n a@x.org ,Ana Lee, Uni ,,B1,y\nbad,B,,,,\nc@x.org,Cem,,,,\n",
    )
    table = open_table(path)
    columns = plan_columns(table.columns)
    assert list(people(table, columns, skip=check(table, columns).bad)) == [
        Person(2, "a@x.org", "Ana", "Lee", {"org": "Uni"}, {"Level": "B1"}),
        Person(4, "c@x.org", "Cem", "", {}, {}),
    ]


def test_faults_beyond_many_are_counted_and_their_lines_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "FAULTS_KEPT_MAX", 3)
    found = checked(written(tmp_path / "a.csv", "email,name\n" + "x,A\n" * 5 + "a@x.org,A\n" * 6))
    assert (len(found.faults), found.faults_count, found.good, len(found.bad)) == (3, 10, 1, 10)


def test_values_are_shown_short_and_on_one_line() -> None:
    assert shortened("a\nb\x1b[31m\u202e") == "a\\nb\\x1b[31m\\x202e"
    assert shortened("x" * 61) == "x" * 60 + "…"


def test_lines_are_known_in_little_memory() -> None:
    lines = Lines([5, 900_000, 5])
    assert (list(lines), len(lines), 5 in lines, 6 in lines, 10**9 in lines) == ([5, 900_000], 2, True, False, False)


@pytest.mark.skipif(sys.platform != "linux", reason="peak memory is read from /proc")
def test_a_hundred_megabytes_are_checked_within_200_megabytes_of_memory(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    with path.open("w") as file:
        file.write("email,first_name,last_name\n")
        for number in range(2_500_000):
            file.write(f"person{number:07}@uni{number % 97}.example,Ana{number % 1000},Lee-{number % 777}\n")
        file.write("PERSON0000001@uni1.example,Ana,Lee\n")
    assert path.stat().st_size > 100_000_000
    script = f"""
import re
from doorlist.bulk.columns import plan_columns
from doorlist.bulk.people import check
from doorlist.bulk.tables import open_table
table = open_table({str(path)!r})
found = check(table, plan_columns(table.columns))
print(found.rows, list(found.bad))
# What getrusage says of a new process is as much as its parent had.
print(int(re.search(r"VmHWM:\\s+(\\d+) kB", open("/proc/self/status").read())[1]) // 1024)
"""
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.split()
    assert told[:2] == ["2500001", "[2500002]"]
    assert int(told[2]) < 200
