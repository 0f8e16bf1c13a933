"""The guide and the pages on tasks say what happens: their commands are run in a terminal."""

import re
from pathlib import Path

import pytest
import servers
from docs.sessions import Page, alike
from surroundings import ROOT

from doorlist.cli import reference

PAGES = [ROOT / "docs" / "toolbox.md", *sorted((ROOT / "docs" / "tasks").glob("*.md"))]


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.stem)
def test_a_page_shows_what_its_commands_say(page: Path, tmp_path: Path) -> None:
    work = tmp_path / "work"
    work.mkdir()
    with servers.running(log=tmp_path / "log") as desk:
        for shown, now in Page(page, work, desk).blocks():
            assert alike(now) == alike(shown), f"run: .venv/bin/python tests/docs/sessions.py {page}"


@pytest.mark.parametrize("name", ["commands", "sdk"])
def test_a_reference_page_is_what_the_program_says_of_itself(name: str) -> None:
    page = (ROOT / "docs" / f"{name}.md").read_text("utf-8")
    assert page == getattr(reference, name)(), "run: .venv/bin/python -m doorlist.cli.reference"


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.stem)
def test_a_page_links_to_what_is_there(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text("utf-8")):
        assert (page.parent / target).exists(), target


def test_the_readmes_client_lets_somebody_in(tmp_path: Path) -> None:
    found = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    (program,) = (each for each in found if "import Client" in each)
    with servers.running(log=tmp_path / "log") as desk:
        there = {"DOORLIST_BASE_URL": f"http://{desk.host}:{desk.port}"}
        done = servers.run("-c", program, program=(), env=there)
    assert done.returncode == 0, done.stderr
    assert re.search(r"^ana@uni\.edu http\S+/w/68423085\?tk=", done.stdout, re.MULTILINE)


def test_what_no_two_runs_share_does_not_matter_and_the_rest_does() -> None:
    one = "id 0a38wkR8EwKkNjNiAlqQgF at 2026-11-24 18:33 in 0.1 s (60/s), http://127.0.0.1:8480/j/1?pwd=2 4 people"
    other = (
        "id 0a38wkR8NC25GALDE-Pja- at 2027-01-02 03:04 in 12.9 s (1,060/s), http://127.0.0.1:8480/j/9?pwd=7 4 people"
    )
    assert alike(one) == alike(other)
    assert alike(one) != alike(one.replace("4 people", "5 people"))
