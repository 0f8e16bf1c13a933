"""What a person sees on a terminal."""

import re
import shlex
import signal
import sys
from pathlib import Path

import pexpect
import pytest
from cli.typed import Person, plainly
from surroundings import PATIENCE_S, ROOT

from doorlist.cli import connecting, showing
from doorlist.cli.exits import Exit, Failed
from doorlist.cli.showing import Column

NAMES = ("Ana", "小明小明小明", "نور الهدى", "\x1b[2J\x1b[31mRed", "Maximiliane Theodora Augusta von Hohenzollern")


@pytest.fixture
def roster(host: Person, meeting: str) -> str:
    for number, name in enumerate(NAMES):
        where = ("registrants", "add", "--meeting", meeting, "--first-name", name)
        host.gets(*where, "--email", f"p{number}@example.com")
    return meeting


@pytest.mark.parametrize("columns", [80, 40])
def test_no_name_breaks_the_table(host: Person, roster: str, columns: int) -> None:
    from rich.cells import cell_len

    shown = host.sees("registrants", "list", "--meeting", roster, "--status", "pending", columns=columns)
    assert "\x1b[2J" not in shown
    lines = plainly(shown).rstrip().splitlines()
    assert [line for line in lines if cell_len(line) > columns] == []
    starts = {cell_len(line[: line.index(f"p{n}@")]) for n in range(5) for line in lines if f"p{n}@" in line}
    assert len(starts) == 1
    assert "pending" in shown


def test_statuses_have_colours_and_none_under_no_color(host: Person, roster: str) -> None:
    command = ("registrants", "list", "--meeting", roster, "--status", "pending")
    assert "\x1b[33m" in host.sees(*command)
    assert "\x1b" not in host.having(NO_COLOR="1").sees(*command)
    assert "\x1b" not in host.gets(*command)


def test_deleting_asks_first_and_no_leaves_everything(host: Person, meeting: str) -> None:
    child = host.at("meetings", "delete", meeting)
    child.expect(r"Delete meeting .* with its registrants\?")
    child.sendline("n")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == Exit.FAILED
    assert host.reads("meetings", "show", meeting)
    assert "was deleted" in host.sees("meetings", "delete", meeting, "--yes")


def test_removing_several_asks_first(host: Person, roster: str) -> None:
    child = host.at("registrants", "remove", "--meeting", roster, "p0@example.com", "p1@example.com")
    child.expect("Remove 2 registrants")
    child.sendline("y")
    child.expect("2 registrants were removed")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0


@pytest.mark.parametrize("answer", ["n", "y"])
def test_a_question_is_asked_too_where_errors_go_to_a_file(
    answer: str, host: Person, roster: str, tmp_path: Path
) -> None:
    command = shlex.join([sys.executable, "-m", "doorlist", "registrants", "deny", "--meeting", roster])
    line = f"{command} --where 'email endswith \"example.com\"' 2>{tmp_path / 'err.log'} >{tmp_path / 'out'}"
    child = pexpect.spawn("sh", ["-c", line], encoding="utf-8", timeout=PATIENCE_S, cwd=str(ROOT), env=host.environment)
    child.expect(r"Deny 5 .*\[y/N\]: ")
    child.sendline("what")
    child.expect(r"\[y/N\]: ")
    child.sendline(answer)
    child.expect(pexpect.EOF)
    child.close()
    denied = len(host.reads("registrants", "list", "--meeting", roster, "--status", "denied"))
    assert (child.exitstatus, denied) == ((Exit.DONE, 5) if answer == "y" else (Exit.FAILED, 0))


def test_what_cannot_be_asked_is_not_done(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(connecting, "_TERMINAL", str(tmp_path / "nowhere" / "tty"))
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    with pytest.raises(Failed, match="--yes") as failed:
        connecting.confirmed("Deny all?", yes=False)
    assert failed.value.exit is Exit.USAGE
    connecting.confirmed("Deny all?", yes=True)
    monkeypatch.setattr(sys.stdin, "isatty", lambda: False)
    connecting.confirmed("Deny all?", yes=False)
    monkeypatch.setattr(sys, "stdin", None)
    connecting.confirmed("Deny all?", yes=False)


def test_ctrl_c_at_a_question_ends_with_130(host: Person, meeting: str) -> None:
    child = host.at("meetings", "end", meeting)
    child.expect("End meeting")
    child.sendintr()
    child.expect(pexpect.EOF)
    child.close()
    assert (child.exitstatus, "Traceback" in child.before) in ((Exit.INTERRUPTED, False), (Exit.FAILED, False))


def test_an_import_shows_how_far_it_is_and_goes_on_after_ctrl_c(host: Person, meeting: str, tmp_path: Path) -> None:
    count = 6000
    rows = "".join(f"p{number}@example.com,P,Lee\n" for number in range(count))
    file = tmp_path / "people.csv"
    file.write_text(f"email,first_name,last_name\n{rows}")
    child = host.at("registrants", "import", str(file), "--meeting", meeting)
    child.expect(r"[1-9][0-9]*/6000")
    child.sendintr()
    child.expect("goes on|go on")
    child.expect(pexpect.EOF)
    child.close()
    assert (child.exitstatus, child.signalstatus) == (Exit.INTERRUPTED, None)
    told = host.reads("registrants", "import", str(file), "--meeting", meeting)
    assert 0 < told["pending"] < count
    emails = host.gets("registrants", "export", "--meeting", meeting, "--status", "pending", "--format", "tsv")
    found = re.findall(r"p[0-9]+@example\.com", emails)
    assert len(found) == len(set(found)) == count


def test_a_help_shows_examples_and_exit_codes(host: Person) -> None:
    shown = plainly(host.sees("registrants", "import", "--help"))
    assert "$ doorlist registrants import people.xlsx" in shown
    assert "130" in plainly(host.sees("--help"))


def test_an_empty_list_says_so(host: Person, meeting: str) -> None:
    assert "Nobody is approved." in host.sees("registrants", "list", "--meeting", meeting)


def test_everything_that_steers_a_terminal_is_written_out() -> None:
    assert showing.harmless("a\tb\nc\x1b\x9b\x7f\u202e\u2066\u2028\ud800") == (
        "a\\tb\\nc\\x1b\\x9b\\x7f\\u202e\\u2066\\u2028\\ud800"
    )
    assert showing.harmless("👩‍💻 Zoë 小明 نور") == "👩‍💻 Zoë 小明 نور"
    assert showing.json_text({"a": "\x9b\u202e😀"}) == '{"a": "\\u009b\\u202e😀"}'


def test_columns_that_can_be_spared_go_first_and_what_must_stay_is_folded() -> None:
    columns: list[Column[tuple[str, ...]]] = [
        Column("Name", lambda row: row[0], words=True),
        Column("Email", lambda row: row[1]),
        Column("Id", lambda row: row[2], spare=3),
    ]
    cells = [("Ana Lee", "ana@example.com", "x" * 22)] * 20 + [("Ana Lee", "long" * 30, "x" * 22)]
    assert showing._fitting(columns, cells, 200) == {0: 7, 1: 120, 2: 22}
    assert showing._fitting(columns, cells, 80) == {0: 7, 1: 15, 2: 22}
    assert showing._fitting(columns, cells, 40) == {0: 7, 1: 15}
    assert sum(showing._fitting(columns, cells, 20).values()) + 2 <= 20


def test_signals_that_end_a_shells_program_have_its_numbers() -> None:
    assert Exit.PIPE_CLOSED == 128 + signal.SIGPIPE
    assert Exit.INTERRUPTED == 128 + signal.SIGINT
