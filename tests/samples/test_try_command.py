"""`doorlist samples try` and `languages`: what they print and how they end."""

import json
from pathlib import Path
from typing import Any

import pytest
from samples.plainly import PLAINLY, fake, write
from typer.testing import CliRunner, Result

from doorlist.cli.main import app
from doorlist.samples import languages as table
from doorlist.samples.language import Language
from doorlist.samples.request import CannotSay, Request
from doorlist.samples.trial import report


def _other_method(request: Request) -> str:
    if request.title == "Unsaid":
        raise CannotSay("It has no words for that.")
    return write(request).replace("GET ", "PUT ")


WRONG = fake("wrong", _other_method)
MISSING = fake("missing", write, probe=(("no-such-program",),), needs="No such program")


@pytest.fixture(autouse=True)
def languages(monkeypatch: pytest.MonkeyPatch) -> None:
    """The table of languages is made of fake ones."""

    def fakes() -> tuple[Language, ...]:
        return PLAINLY, WRONG, MISSING

    monkeypatch.setattr(table, "languages", fakes)


def _get(name: str, url: str) -> dict[str, Any]:
    return {"name": name, "request": {"method": "GET", "header": [], "url": {"raw": url}}, "response": []}


@pytest.fixture
def people(tmp_path: Path) -> Path:
    """A collection's file."""
    file = tmp_path / "people.json"
    items = [
        _get("List", "{{base}}/people?q={{q}}"),
        _get("Unsaid", "{{base}}/x"),
        {"name": "Broken", "request": {"method": 7}},
    ]
    given = {"info": {"name": "People"}, "item": [{"name": "All", "item": items}]}
    file.write_text(json.dumps(given), encoding="utf-8")
    return file


def run(*arguments: object) -> Result:
    """The command, run."""
    return CliRunner().invoke(app, ["samples", *map(str, arguments)])


def test_right_samples_end_well_and_are_counted(people: Path) -> None:
    result = run("try", people, "--item", "All / List", "--language", "plainly")
    assert result.exit_code == 0, result.output
    assert "plainly: 1 run" in result.stderr
    assert "plainly 1 · · ·" in " ".join(result.stdout.split())


def test_wrong_samples_are_named_with_each_difference_and_the_folder(people: Path, tmp_path: Path) -> None:
    result = run("try", people, "--item", "List", "--keep", tmp_path / "kept")
    assert result.exit_code == 1
    folder = tmp_path / "kept" / "wrong" / "000-list"
    assert f'item "All / List" in wrong\n    the method is PUT, not GET\n    see {folder}\n' in result.stdout
    assert (folder / "sample.py").is_file()
    assert "wrong: 1 wrong" in result.stderr
    assert "missing: 1 not run" in result.stderr


def test_an_item_that_nothing_can_be_made_of_is_told(people: Path) -> None:
    result = run("try", people, "--language", "plainly")
    assert result.exit_code == 1
    assert 'item "All / Broken": method: must be a text, not a number\n' in result.stdout


def test_the_report_tells_marks_and_reasons(people: Path, tmp_path: Path) -> None:
    file = tmp_path / "report.json"
    run("try", people, "--report", file)
    made = report.read(file.read_text(encoding="utf-8"))
    assert made.collection == "People"
    marks = {(each.slug, each.language): (each.mark.value, len(each.reasons)) for each in made.entries}
    assert marks == {
        ("all/list", "plainly"): ("run", 0),
        ("all/list", "wrong"): ("wrong", 1),
        ("all/list", "missing"): ("not run", 1),
        ("all/unsaid", "plainly"): ("run", 0),
        ("all/unsaid", "wrong"): ("not run", 1),
        ("all/unsaid", "missing"): ("not run", 1),
    }
    entry = made.entry("all/list", "missing")
    assert entry is not None
    assert entry.reasons[0].startswith("No such program is not here (no-such-program: ")


def test_values_come_from_the_command_line_before_the_environment_file(people: Path, tmp_path: Path) -> None:
    environment = tmp_path / "environment.json"
    values = [{"key": "base", "value": "https://file.example.org"}, {"key": "q", "value": "file"}]
    environment.write_text(json.dumps({"name": "E", "values": values}), encoding="utf-8")
    kept = tmp_path / "kept"
    run("try", people, "--language", "plainly", "--environment", environment, "--var", "q=a=b", "--keep", kept)
    assert "b'/people?q=a=b'" in (kept / "plainly" / "000-list" / "sample.py").read_text()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--language", "none"], "there is no language 'none'; there are plainly, wrong, missing"),
        (["--item", "nowhere"], "the collection has no such item"),
        (["--var", "novalue"], "--var must be such as name=value, not 'novalue'"),
        (["--environment", "nowhere.json"], "nowhere.json: No such file or directory"),
    ],
)
def test_what_was_asked_wrongly_is_told(people: Path, arguments: list[str], said: str) -> None:
    result = run("try", people, *arguments)
    assert (result.exit_code, result.stderr) == (1, f"doorlist: {said}\n")


def test_what_is_no_collection_is_told(tmp_path: Path) -> None:
    file = tmp_path / "x.json"
    file.write_text("[]")
    result = run("try", file)
    assert result.exit_code == 1
    assert f"doorlist: {file}: a collection is a JSON object" in result.stderr


def test_languages_are_listed_with_what_is_missing() -> None:
    result = run("languages")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert any("plainly" in line and "yes" in line for line in lines)
    assert any("missing" in line and "no" in line and "No such program is not here" in line for line in lines)
