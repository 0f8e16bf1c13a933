"""`doorlist samples print`, `write`, `site` and `languages`: what they make, what they say, and how they end."""

import errno
import json
import os
import re
from pathlib import Path
from typing import Any

import pytest
import servers
from samples.postman import item, pair
from surroundings import ROOT
from typer.testing import CliRunner, Result

from doorlist.cli.main import app
from doorlist.samples.languages import languages

PHOTO = b"\x89PNG\r\n\x1a\n\0\xff"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a collection in it, and one of the files that its samples read."""
    (tmp_path / "photo.png").write_bytes(PHOTO)
    (tmp_path / "sample.sh").write_text("mine")
    hawk = {"type": "hawk", "hawk": [pair("authId", "x"), pair("authKey", "y"), pair("algorithm", "sha256")]}
    files = [{"key": each, "type": "file", "src": each} for each in ("photo.png", "sample.sh", "../up.txt", "gone.txt")]
    form = {"mode": "formdata", "formdata": files}
    items = [
        {
            "name": "Guests",
            "item": [item("List", url="https://{{host}}/guests?q={{q}}"), item("Send", "POST", body=form)],
        },
        {"name": "Hosts", "item": [item("List", url="https://a.example/hosts/{{id}}/{{$guid}}")]},
        item("Signed", auth=hawk),
    ]
    write_collection(tmp_path, items)
    return tmp_path


def write_collection(folder: Path, items: list[Any]) -> None:
    """Writes `people.json`."""
    given = {"info": {"name": "People"}, "item": items, "variable": [pair("id", "7")]}
    (folder / "people.json").write_text(json.dumps(given), encoding="utf-8")


@pytest.fixture
def broken(folder: Path) -> Path:
    """A collection of which one item can be used and another cannot."""
    write_collection(folder, [item("Whole"), item("Broken", 7)])
    return folder


def run(command: str, folder: Path, *arguments: object, collection: str = "people.json") -> Result:
    """A command about a collection in the folder."""
    given = ["samples", command, str(folder / collection), *map(str, arguments)]
    return CliRunner().invoke(app, given)


def manifest(folder: Path) -> dict[str, Any]:
    """What a run wrote about its samples."""
    read: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    return read


def sample(folder: Path, address: str, language: str = "curl") -> dict[str, Any]:
    """What the manifest has of a sample."""
    [found] = (
        each for each in manifest(folder)["samples"] if (each["address"], each["language"]) == (address, language)
    )
    assert isinstance(found, dict)
    return found


# --- print -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["Hosts / List", "hosts/list", "hosts"])
def test_an_item_is_named_whole_by_its_address_or_by_a_part_that_only_it_has(folder: Path, name: str) -> None:
    printed = run("print", folder, "--item", name)
    assert (printed.exit_code, printed.stderr) == (0, "")
    assert printed.stdout.startswith("#!/bin/sh\n")
    assert "https://a.example/hosts/7/" in printed.stdout
    assert printed.stdout.endswith("\n")
    assert not printed.stdout.endswith("\n\n")


def test_the_language_is_chosen_by_its_id(folder: Path) -> None:
    assert "import requests" in run("print", folder, "--item", "hosts", "--language", "python-requests").stdout


def test_a_name_that_several_items_have_is_answered_with_their_addresses(folder: Path) -> None:
    printed = run("print", folder, "--item", "List")
    assert (printed.exit_code, printed.stdout) == (1, "")
    assert printed.stderr.splitlines() == [
        "doorlist: 2 items are called so; give the address of one, in brackets here",
        "  Guests / List  (guests/list)",
        "  Hosts / List  (hosts/list)",
    ]


def test_a_name_that_no_item_has_is_answered_with_those_there_are(folder: Path) -> None:
    printed = run("print", folder, "--item", "Nobody")
    assert printed.exit_code == 1
    assert printed.stderr.startswith("doorlist: the collection has no item 'Nobody'; it has\n  Guests / List\n")


def test_a_language_that_there_is_none_of_is_answered_with_the_ids(folder: Path) -> None:
    printed = run("print", folder, "--item", "hosts", "--language", "cobol")
    ids = ", ".join(each.id for each in languages())
    assert (printed.exit_code, printed.stderr) == (1, f"doorlist: there is no language 'cobol'; there are {ids}\n")


def test_what_a_language_cannot_say_it_gives_the_reason_for(folder: Path) -> None:
    printed = run("print", folder, "--item", "Signed")
    assert (printed.exit_code, printed.stdout) == (1, "")
    assert printed.stderr.startswith("doorlist: curl cannot send this request. ")


def test_values_are_the_command_lines_then_the_environment_files_then_the_collections(folder: Path) -> None:
    values = [{"key": "host", "value": "file.example"}, {"key": "q", "value": "file"}, {"key": "id", "value": "8"}]
    (folder / "e.json").write_text(json.dumps({"name": "E", "values": values}))
    given = ("--environment", folder / "e.json", "--var", "q=a=b")
    assert "https://file.example/guests?q=a=b" in run("print", folder, "--item", "guests/list", *given).stdout
    assert "/hosts/8/" in run("print", folder, "--item", "hosts", *given).stdout
    assert "${Q" in run("print", folder, "--item", "guests/list").stdout


def test_what_is_random_follows_from_the_seed(folder: Path) -> None:
    one, again, other = (run("print", folder, "--item", "hosts", "--seed", seed).stdout for seed in ("a", "a", "b"))
    assert one == again != other


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "the file is not JSON: line 1, column 2"),
        ("[]", "a collection is a JSON object"),
        ('{"info": {"name": "x"}, "item": 7}', "`item` must be a list, not a number"),
        (None, "No such file or directory"),
    ],
)
@pytest.mark.parametrize("command", [("print", "--item", "x"), ("write", "--out", "out"), ("site", "--out", "out")])
def test_what_is_no_collection_is_told_in_a_line(
    folder: Path, command: tuple[str, ...], text: str | None, said: str
) -> None:
    if text is not None:
        (folder / "x.json").write_text(text)
    arguments = [folder / each if each == "out" else each for each in command[1:]]
    result = run(command[0], folder, *arguments, collection="x.json")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith(f"doorlist: {folder / 'x.json'}: {said}")
    assert result.stderr.count("\n") == 1
    assert not (folder / "out").exists()


def test_an_item_that_cannot_be_sent_is_told_with_its_place(broken: Path) -> None:
    printed = run("print", broken, "--item", "Broken")
    assert (printed.exit_code, printed.stdout) == (1, "")
    assert printed.stderr == 'doorlist: item "Broken": method: must be a text, not a number\n'


def test_a_real_process_prints_the_same(folder: Path) -> None:
    ended = servers.run("samples", "print", str(folder / "people.json"), "--item", "hosts/list")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout == run("print", folder, "--item", "hosts/list").stdout


# --- write -----------------------------------------------------------------------------------------------------------


def test_every_sample_is_in_the_manifest_with_what_the_documentation_promises(folder: Path) -> None:
    out = folder / "out"
    written = run("write", folder, "--out", out, "--language", "curl", "--language", "python-requests")
    assert written.exit_code == 0, written.output
    assert f"{out / 'manifest.json'} says how each program is built and run" in written.stdout
    table = (ROOT / "docs" / "samples.md").read_text(encoding="utf-8").partition("`manifest.json`:")[2]
    promised = {
        name.strip("`")
        for row in table.partition("| member of a sample")[2].partition("\n\n")[0].splitlines()[2:]
        for name in row.split("|")[1].strip().split(", ")
    }
    assert len(promised) == 11
    samples = manifest(out)["samples"]
    assert len(samples) == 8
    assert all(set(each) == promised for each in samples)
    found = sample(out, "guests/list")
    assert (found["item"], found["folder"]) == (["Guests", "List"], "curl/guests--list")
    assert (found["run"], found["build"], found["reason"]) == ("sh sample.sh", [], None)
    assert found["environment"] == {"API_HOST": "host", "Q": "q"}
    assert (out / found["folder"] / "sample.sh").read_text() == run("print", folder, "--item", "guests/list").stdout


def test_a_sample_that_cannot_be_said_has_its_reason_and_no_folder(folder: Path) -> None:
    run("write", folder, "--out", folder / "out", "--language", "curl")
    found = sample(folder / "out", "signed")
    assert found["reason"].startswith("curl cannot sign")
    assert (found["run"], found["files"]) == (None, [])
    assert not (folder / "out" / found["folder"]).exists()


def test_what_a_language_shares_and_needs_beside_a_program_is_written_too(folder: Path) -> None:
    out = folder / "out"
    run("write", folder, "--out", out, "--language", "go", "--language", "rust-reqwest")
    assert (out / "go" / "go.mod").is_file()
    found = sample(out, "hosts/list", "rust-reqwest")
    assert set(found["files"]) == {"src/main.rs", "Cargo.toml"}
    assert all((out / found["folder"] / each).is_file() for each in found["files"])


def test_files_beside_the_collection_come_along_and_others_are_named(folder: Path) -> None:
    (folder.parent / "up.txt").write_text("not for everybody")
    out = folder / "out"
    assert run("write", folder, "--out", out, "--language", "curl").exit_code == 0
    found = sample(out, "guests/send")
    assert found["files"] == ["sample.sh", "photo.png"]
    assert (out / found["folder"] / "photo.png").read_bytes() == PHOTO
    assert (out / found["folder"] / "sample.sh").read_text() != "mine"
    assert sorted(found["warnings"]) == [
        "It reads the file ../up.txt, which is not copied.",
        "It reads the file gone.txt, which is not beside the collection.",
        "It reads the file sample.sh, which is not copied: a file of the program is called so.",
    ]


def test_nothing_is_written_again_that_has_not_changed(folder: Path) -> None:
    out = folder / "out"
    run("write", folder, "--out", out, "--language", "curl", "--language", "wget")
    program = out / "curl" / "hosts--list" / "sample.sh"
    before = program.stat()
    again = run("write", folder, "--out", out, "--language", "curl", "--language", "wget")
    assert again.stdout.startswith("0 files written, 9 as they were, 0 removed\n"), again.stdout
    assert (program.stat().st_ino, program.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    changed = run("write", folder, "--out", out, "--language", "curl", "--language", "wget", "--var", "id=9")
    assert changed.stdout.startswith("2 files written, 7 as they were, 0 removed\n"), changed.stdout
    assert "/hosts/9/" in program.read_text()


def test_what_is_made_no_more_is_removed_and_what_others_put_there_stays(folder: Path) -> None:
    out = folder / "out"
    run("write", folder, "--out", out, "--language", "curl", "--language", "wget")
    (out / "wget" / "hosts--list" / "notes.txt").write_text("mine")
    run("write", folder, "--out", out, "--language", "curl")
    left = {str(each.relative_to(out / "wget")) for each in (out / "wget").rglob("*")}
    assert left == {"hosts--list", "hosts--list/notes.txt"}


def test_what_is_broken_is_named_and_the_rest_is_made(broken: Path) -> None:
    written = run("write", broken, "--out", broken / "out", "--language", "curl")
    assert written.exit_code == 1
    assert written.stderr == 'doorlist: item "Broken": method: must be a text, not a number\n'
    assert (broken / "out" / "curl" / "whole" / "sample.sh").is_file()
    assert manifest(broken / "out")["problems"] == [
        {"place": 'item "Broken": method', "message": "must be a text, not a number"}
    ]


both = pytest.mark.parametrize("command", ["write", "site"])


@both
def test_a_folder_with_a_record_that_is_not_ours_is_left_alone(folder: Path, command: str) -> None:
    out = folder / "out"
    out.mkdir()
    record = out / {"write": "manifest.json", "site": "site.json"}[command]
    record.write_text('{"name": "An app"}')
    refused = run(command, folder, "--out", out, "--language", "curl")
    assert refused.exit_code == 1
    assert refused.stderr.startswith(f"doorlist: {record} is there and is no")
    assert refused.stderr.count("\n") == 1
    assert record.read_text() == '{"name": "An app"}'


@both
def test_a_file_where_the_folder_should_be_is_told_in_a_line(folder: Path, command: str) -> None:
    (folder / "out").write_text("a file")
    refused = run(command, folder, "--out", folder / "out", "--language", "curl")
    assert refused.exit_code == 1
    assert refused.stderr.startswith(f"doorlist: {folder / 'out'}")
    assert refused.stderr.endswith(": Not a directory\n")
    assert refused.stderr.count("\n") == 1


@both
@pytest.mark.parametrize("why", [errno.ENOSPC, errno.EROFS, errno.EACCES])
def test_a_full_disk_or_a_read_only_folder_is_told_in_a_line_and_leaves_no_draft(
    folder: Path, command: str, why: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(command, folder, "--out", folder / "out", "--language", "curl")
    before = {each: each.read_bytes() for each in (folder / "out").rglob("*") if each.is_file()}
    write = Path.write_bytes

    def fails(path: Path, data: bytes) -> int:
        write(path, data[: len(data) // 2])
        raise OSError(why, os.strerror(why), str(path))

    monkeypatch.setattr(Path, "write_bytes", fails)
    refused = run(command, folder, "--out", folder / "out", "--language", "curl", "--var", "id=9")
    monkeypatch.undo()
    assert refused.exit_code == 1
    assert refused.stderr.startswith("doorlist: ")
    assert refused.stderr.endswith(f": {os.strerror(why)}\n")
    assert refused.stderr.count("\n") == 1
    assert {each: each.read_bytes() for each in (folder / "out").rglob("*") if each.is_file()} == before


# --- site ------------------------------------------------------------------------------------------------------------


def test_a_site_says_where_to_open_it(folder: Path) -> None:
    out = folder / "a site"
    made = run("site", folder, "--out", out, "--language", "curl")
    assert made.exit_code == 0, made.output
    assert made.stdout.splitlines()[-1] == f"Open {(out / 'index.html').as_uri()}"
    assert (out / "items" / "guests" / "list" / "curl.html").is_file()
    again = run("site", folder, "--out", out, "--language", "curl")
    assert again.stdout.startswith("0 files written, ")


def test_a_sites_marks_come_from_a_report_and_what_is_none_is_told(folder: Path) -> None:
    report = folder / "report.json"
    tried = run("try", folder, "--language", "curl", "--item", "hosts", "--item", "Hosts", "--report", report)
    assert tried.exit_code == 0, tried.output
    made = run("site", folder, "--out", folder / "out", "--language", "curl", "--report", report)
    assert made.exit_code == 0, made.output
    assert "This program was run" in (folder / "out" / "items" / "hosts" / "list" / "curl.html").read_text()
    report.write_text("{}")
    refused = run("site", folder, "--out", folder / "out", "--language", "curl", "--report", report)
    assert refused.exit_code == 1
    assert refused.stderr.startswith(f"doorlist: {report}: this is no report of a trial: ")


def test_a_site_of_a_broken_collection_has_the_rest(broken: Path) -> None:
    made = run("site", broken, "--out", broken / "out", "--language", "curl")
    assert made.exit_code == 1
    assert made.stderr == 'doorlist: item "Broken": method: must be a text, not a number\n'
    assert (broken / "out" / "items" / "whole" / "curl.html").is_file()


# --- try -------------------------------------------------------------------------------------------------------------


def test_a_report_that_cannot_be_written_is_told_before_anything_is_run(folder: Path) -> None:
    tried = run("try", folder, "--language", "curl", "--report", folder / "nowhere" / "report.json")
    assert (tried.exit_code, tried.stdout) == (1, "")
    assert tried.stderr == f"doorlist: {folder / 'nowhere' / 'report.json'}: No such file or directory\n"


def test_what_was_found_is_shown_where_its_report_cannot_be_written(folder: Path) -> None:
    tried = run("try", folder, "--language", "curl", "--item", "Hosts", "--report", folder)
    assert tried.exit_code == 1
    assert "curl 1 · · ·" in " ".join(tried.stdout.split())
    assert tried.stderr.endswith(f"doorlist: {folder}: Is a directory\n")


# --- languages -------------------------------------------------------------------------------------------------------


def test_every_language_of_the_table_is_listed() -> None:
    listed = CliRunner().invoke(app, ["samples", "languages"])
    assert listed.exit_code == 0
    rows = [line.split() for line in listed.stdout.splitlines() if re.match(r" [a-z]", line)]
    assert [row[0] for row in rows] == [each.id for each in languages()]
