"""`doorlist registrants`, `meetings`, `webinars` and `recordings` in a script."""

import csv
import io
import json
import shlex
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from cli.typed import Person
from surroundings import PATIENCE_S, ROOT

from doorlist import clock
from doorlist.cli.exits import Exit
from doorlist.sandbox import seeds

ROOMS = ("--meeting", "--webinar", "--recording")


def add(person: Person, meeting: str, email: str, first_name: str = "Ana", *more: str) -> None:
    person.gets(*("registrants", "add", "--meeting", meeting, "--email", email, "--first-name", first_name), *more)


def listed(person: Person, meeting: str, status: str = "all") -> dict[str, str]:
    """Emails with statuses."""
    found = person.reads("registrants", "list", "--meeting", meeting, "--status", status)
    return {each["email"]: each["status"] for each in found}


def people(path: Path, count: int, *bad: str) -> Path:
    lines = ["Email,First name,Last name"]
    lines += [f"p{number}@{'uni.edu' if number % 3 == 0 else 'example.com'},P{number},Lee" for number in range(count)]
    path.write_text("\n".join([*lines, *(f"{each},Bad,Row" for each in bad)]) + "\n", "utf-8")
    return path


# --- meetings, webinars, recordings -----------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["meetings", "webinars"])
def test_a_meeting_is_planned_shown_listed_ended_and_deleted(host: Person, kind: str) -> None:
    command = (
        kind,
        "create",
        "--topic",
        "Kurs für Anfänger",
        "--start",
        "2027-01-05T18:00",
        "--timezone",
        "Europe/Berlin",
    )
    made = host.reads(*command, "--duration", "90", "--approval", "manual")
    number = str(made["id"])
    assert (made["start_time"], made["duration"]) == ("2027-01-05T17:00:00Z", 90)
    assert made["settings"]["approval_type"] == 1
    assert host.reads(kind, "show", number)["topic"] == "Kurs für Anfänger"
    assert any(line.split("\t")[::3] == [number, "Kurs für Anfänger"] for line in host.gets(kind, "list").splitlines())
    host.gets(kind, "end", number)
    host.gets(kind, "delete", number)
    assert host.fails(kind, "show", number)[0] == Exit.FAILED


def test_a_dry_run_shows_what_creating_would_send_and_sends_nothing(host: Person) -> None:
    before = host.reads("meetings", "list")
    told = host.reads(*("meetings", "create", "--topic", "T", "--start", "2027-01-05T18:00Z", "--dry-run"))
    assert told["dry_run"]
    [request] = told["requests"]
    assert (request["method"], request["path"]) == ("POST", "/users/me/meetings")
    assert request["body"]["settings"] == {"approval_type": 0}
    assert host.reads("meetings", "list") == before


def test_a_list_stops_at_its_limit(host: Person, meeting: str) -> None:
    assert len(host.gets("meetings", "list", "--limit", "2").splitlines()) == 2
    assert len(host.reads("meetings", "list", "--limit", "1")) == 1


def test_who_may_see_a_recording_is_shown_and_changed(host: Person) -> None:
    listed = host.reads("recordings", "list", "--from", f"{clock.now() - timedelta(days=20):%Y-%m-%d}")
    number = str(listed[0]["id"])
    assert host.reads("recordings", "show", number)["recording_files"]
    was = host.reads("recordings", "settings", number)
    host.gets("recordings", "settings", number, "--no-download", "--dry-run")
    assert host.reads("recordings", "settings", number) == was
    assert host.reads("recordings", "settings", number, "--no-download")["viewer_download"] is False
    assert host.reads("recordings", "settings", number, "--download")["viewer_download"] is True


# --- one by one ------------------------------------------------------------------------------------------------------


def test_somebody_is_added_shown_approved_denied_and_removed(host: Person, meeting: str) -> None:
    add(host, meeting, "ana@example.com", "Ana", "--last-name", "Lee", "--field", "org=Lee & Co")
    shown = host.reads("registrants", "show", "--meeting", meeting, "ANA@example.com")
    assert (shown["status"], shown["org"]) == ("pending", "Lee & Co")
    assert "was approved" in host.gets("registrants", "approve", "--meeting", meeting, "ana@example.com")
    assert listed(host, meeting, "approved") == {"ana@example.com": "approved"}
    host.gets("registrants", "cancel", "--meeting", meeting, shown["id"])
    assert listed(host, meeting) == {"ana@example.com": "cancelled"}
    host.gets("registrants", "remove", "--meeting", meeting, "ana@example.com")
    assert listed(host, meeting) == {}


@pytest.mark.parametrize("action", ["approve", "deny", "remove"])
def test_a_dry_run_of_a_decision_changes_nobody(host: Person, meeting: str, action: str) -> None:
    add(host, meeting, "ana@example.com")
    told = host.reads("registrants", action, "--meeting", meeting, "ana@example.com", "--dry-run")
    assert [each["method"] for each in told["requests"]] == ["DELETE" if action == "remove" else "PUT"]
    assert listed(host, meeting) == {"ana@example.com": "pending"}


def test_some_who_are_not_registered_make_the_work_partly_done(host: Person, meeting: str) -> None:
    add(host, meeting, "ana@example.com")
    code, said = host.fails("registrants", "approve", "--meeting", meeting, "ana@example.com", "nobody@example.com")
    assert (code, "nobody@example.com: not registered" in said) == (Exit.PARTLY, True)
    code, _ = host.fails("registrants", "remove", "--meeting", meeting, "nobody@example.com")
    assert code == Exit.FAILED


def test_the_lines_of_a_list_name_those_to_decide_about(host: Person, meeting: str) -> None:
    for number in range(3):
        add(host, meeting, f"p{number}@example.com")
    lines = host.gets("registrants", "list", "--meeting", meeting, "--status", "pending").splitlines()
    host.gets("registrants", "approve", "--meeting", meeting, "-", stdin="\n".join(lines[:2]) + "\n")
    assert sorted(listed(host, meeting).values()) == ["approved", "approved", "pending"]


def test_a_recordings_registrants_are_decided_about_by_email(host: Person) -> None:
    number = str(host.reads("recordings", "list")[0]["id"])
    where = ("--recording", number)
    host.gets(*("registrants", "add", *where, "--email", "eva@example.com", "--first-name", "Eva"))
    host.gets("registrants", "approve", *where, "eva@example.com")
    assert host.reads("registrants", "show", *where, "eva@example.com")["status"] == "approved"
    assert host.fails("registrants", "cancel", *where, "eva@example.com")[0] == Exit.USAGE
    assert host.fails("registrants", "remove", *where, "eva@example.com")[0] == Exit.USAGE


def test_the_forms_questions_are_listed_or_said_to_be_none(host: Person, meeting: str) -> None:
    assert "custom_questions" in host.reads("registrants", "questions", "--meeting", meeting)


# --- many ------------------------------------------------------------------------------------------------------------


def test_a_file_with_bad_rows_is_told_of_and_nothing_is_sent(host: Person, meeting: str, tmp_path: Path) -> None:
    file = people(tmp_path / "people.csv", 3, "nope", "p0@example.com@")
    done = host.runs("registrants", "import", str(file), "--meeting", meeting)
    assert done.returncode == Exit.FAILED
    assert [line.split("\t")[:3] for line in done.stdout.splitlines()] == [
        ["5", "Email", "nope"],
        ["6", "Email", "p0@example.com@"],
    ]
    assert "2 of 5 rows are bad, and nothing was sent" in done.stderr
    assert listed(host, meeting) == {}


def test_the_good_rows_are_imported_once_and_the_bad_ones_written_down(
    host: Person, meeting: str, tmp_path: Path
) -> None:
    file = people(tmp_path / "people.csv", 65, "nope")
    command = ("registrants", "import", str(file), "--meeting", meeting, "--skip-bad")
    assert host.runs(*command, "--dry-run").returncode == 0
    assert listed(host, meeting) == {}
    done = host.runs(*command, "--json")
    told = json.loads(done.stdout)
    assert (done.returncode, told["pending"], told["left"]) == (Exit.PARTLY, 65, 0)
    assert len(listed(host, meeting)) == 65
    refused = list(csv.reader(io.StringIO((tmp_path / "people.refused.csv").read_text("utf-8-sig"))))
    assert [row[0] for row in refused[1:]] == ["67"]
    again = json.loads(host.runs(*command, "--json").stdout)
    assert (again["pending"], again["before"]) == (0, 65)


def test_an_import_of_good_rows_alone_succeeds(host: Person, meeting: str, tmp_path: Path) -> None:
    file = people(tmp_path / "people.csv", 4)
    said = host.gets("registrants", "import", str(file), "--meeting", meeting, "--auto-approve")
    assert "4 people registered" in said
    assert set(listed(host, meeting).values()) == {"approved"}


def test_a_condition_approves_those_it_holds_for_and_undo_takes_a_denial_back(
    host: Person, meeting: str, tmp_path: Path
) -> None:
    file = people(tmp_path / "people.csv", 31)
    host.gets("registrants", "import", str(file), "--meeting", meeting)
    where = ("--meeting", meeting, "--where", 'email endswith "@uni.edu"')
    assert "Would approve 11 of 31 registrants" in host.gets("registrants", "approve", *where, "--dry-run")
    assert set(listed(host, meeting).values()) == {"pending"}
    host.gets("registrants", "approve", *where)
    assert list(listed(host, meeting).values()).count("approved") == 11
    assert host.fails("registrants", "undo", "--meeting", meeting)[0] == Exit.FAILED  # nobody can be made to wait again
    host.gets("registrants", "deny", *where, "--status", "approved")
    assert list(listed(host, meeting).values()).count("denied") == 11
    assert "would be taken back for 11" in host.gets("registrants", "undo", "--meeting", meeting, "--dry-run")
    host.gets("registrants", "undo", "--meeting", meeting)
    assert list(listed(host, meeting).values()).count("approved") == 11
    assert "Nobody is" not in host.gets("registrants", "approve", "--meeting", meeting, "--all-pending")
    assert set(listed(host, meeting).values()) == {"approved"}


def test_a_file_of_emails_without_a_header_names_those_meant(host: Person, meeting: str, tmp_path: Path) -> None:
    for number in range(3):
        add(host, meeting, f"p{number}@example.com")
    (tmp_path / "list.csv").write_text("p0@example.com\np2@example.com\n")
    host.gets("registrants", "approve", "--meeting", meeting, "--from", str(tmp_path / "list.csv"))
    assert list(listed(host, meeting, "approved")) == ["p0@example.com", "p2@example.com"]


def test_a_condition_that_cannot_be_read_is_pointed_at(host: Person, meeting: str) -> None:
    code, said = host.fails("registrants", "approve", "--meeting", meeting, "--where", 'email endsith "x"')
    assert code == Exit.USAGE
    assert said.rstrip().splitlines()[-1].strip() == "^"


def test_an_export_comes_back_as_an_import(host: Person, meeting: str, tmp_path: Path) -> None:
    add(host, meeting, "ana@example.com", "=1+1")
    file = tmp_path / "out.xlsx"
    host.gets("registrants", "export", str(file), "--meeting", meeting, "--status", "all")
    other = str(host.reads("meetings", "create", "--topic", "Next", "--start", "2027-02-05T18:00")["id"])
    host.gets("registrants", "import", str(file), "--meeting", other)
    assert host.reads("registrants", "show", "--meeting", other, "ana@example.com")["first_name"] == "=1+1"
    lines = host.gets(
        "registrants", "export", "--meeting", meeting, "--status", "all", "--format", "jsonl"
    ).splitlines()
    assert [json.loads(line)["email"] for line in lines] == ["ana@example.com"]


# --- how commands end ---------------------------------------------------------------------------------------------------


def test_an_error_in_json_is_one_object_with_its_exit_code(host: Person) -> None:
    code, said = host.fails("registrants", "list", "--meeting", "999", "--json")
    error = json.loads(said)["error"]
    assert (code, error["kind"], error["exit"], error["status"], error["code"]) == (1, "MeetingNotFound", 1, 404, 3001)
    assert error["tracking_id"]


def test_a_command_that_cannot_be_read_ends_with_2_in_json_too(host: Person) -> None:
    code, said = host.fails("registrants", "list", "--bogus", "--json")
    assert (code, json.loads(said)["error"]["exit"]) == (2, 2)
    assert host.fails("registrants", "list")[0] == Exit.USAGE


def test_details_are_told_to_those_who_ask(host: Person) -> None:
    assert "tracking id" not in host.fails("meetings", "show", "999")[1]
    assert "tracking id" in host.fails("meetings", "show", "999", "--verbose")[1]


def test_a_token_that_is_not_good_ends_with_4_and_a_server_that_is_not_there_with_6(host: Person) -> None:
    assert host.having(DOORLIST_TOKEN="nonsense").fails("meetings", "list")[0] == Exit.LOGIN
    code, said = host.fails("meetings", "list", "--base-url", "http://127.0.0.1:9")
    assert (code, said.count("\n")) == (Exit.NETWORK, 1)


def test_a_reader_that_stops_reading_ends_a_list_quietly(host: Person, meeting: str, tmp_path: Path) -> None:
    host.gets("registrants", "import", str(people(tmp_path / "people.csv", 4000)), "--meeting", meeting)
    command = [sys.executable, "-m", "doorlist", "registrants", "list", "--meeting", meeting, "--status", "pending"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT, env=host.environment
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert "@" in process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == ""
        assert process.wait(PATIENCE_S) in (Exit.DONE, Exit.PIPE_CLOSED)


def test_a_line_in_a_pipe_stays_one_line_whatever_a_name_holds(host: Person, meeting: str) -> None:
    add(host, meeting, "evil@example.com", "\x1b[31mRed\u202e")
    [line] = host.gets("registrants", "list", "--meeting", meeting, "--status", "pending").splitlines()
    assert line.split("\t")[1:3] == ["evil@example.com", "\\x1b[31mRed\\u202e"]
    assert "\x1b" not in line


def test_a_list_that_fails_prints_nothing_of_an_answer(host: Person) -> None:
    for more in ((), ("--json",)):
        done = host.runs("registrants", "list", "--meeting", "1", *more)
        assert (done.returncode, done.stdout) == (Exit.FAILED, "")
    assert json.loads(done.stderr)["error"]["kind"] == "MeetingNotFound"


@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-", "<&-"])
def test_a_command_goes_on_where_a_stream_is_closed(host: Person, meeting: str, closed: str) -> None:
    host.gets("registrants", "add", "--meeting", meeting, "--email", "a@example.com", "--first-name", "A")
    for command in (
        ("registrants", "list", "--meeting", meeting, "--status", "pending"),
        ("registrants", "list", "--meeting", meeting, "--status", "pending", "--json"),
        ("registrants", "show", "--meeting", meeting, "a@example.com"),
        ("meetings", "show", meeting),
    ):
        line = f"exec {shlex.join([sys.executable, '-m', 'doorlist', *command])} {closed}"
        done = subprocess.run(
            ["sh", "-c", line],
            capture_output=True,
            text=True,
            cwd=ROOT,
            env=host.environment,
            timeout=PATIENCE_S,
            check=False,
        )
        assert (done.returncode, done.stderr) == (Exit.DONE, ""), command


def test_questions_of_ours_end_without_a_full_stop(host: Person, url: str) -> None:
    code, said = host.fails("meetings", "list", "--base-url", f"{url}/v2/meetings")
    assert code == Exit.FAILED
    assert said.rstrip().endswith("?")
    app = host.having(
        DOORLIST_TOKEN="",
        DOORLIST_ACCOUNT_ID=seeds.ACCOUNT_ID,
        DOORLIST_CLIENT_ID=seeds.CLIENT_ID,
        DOORLIST_CLIENT_SECRET=seeds.CLIENT_SECRET,
        DOORLIST_BASE_URL=f"{url}/v2/meetings",
    )
    code, said = app.fails("meetings", "list")
    assert code == Exit.NETWORK
    assert "oauth/token" in said
    assert not any(wrong in said for wrong in ("?.", "..", "Check account_id"))
