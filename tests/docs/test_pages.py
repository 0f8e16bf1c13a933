"""The pages say what the code does."""

import json
import re
from dataclasses import fields
from typing import Any

import pytest
from surroundings import ROOT

from doorlist.contract import decided, export, ledger
from doorlist.contract.events import EVENTS
from doorlist.contract.operations import EVERYWHERE, OPERATIONS
from doorlist.contract.profiles import Profile
from doorlist.samples import collection, names, resolving
from doorlist.samples.languages import languages
from doorlist.samples.request import Request, Template
from doorlist.sandbox import seeds
from doorlist.settings import Settings

README = (ROOT / "README.md").read_text()


def test_the_fidelity_page_is_what_the_contract_says() -> None:
    page = (ROOT / "docs" / "fidelity.md").read_text()
    assert page == ledger.markdown(), "run: .venv/bin/python -m doorlist.contract.ledger > docs/fidelity.md"


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda row: row.id)
def test_the_ledger_has_a_line_for_every_operation(operation: object) -> None:
    row = next(each for each in OPERATIONS if each is operation)
    line = next(line for line in ledger.markdown().splitlines() if f"| {row.id} |" in line)
    assert row.source in line
    assert f"| {row.grade} |" in line
    assert row.grade in "DOIC"
    assert not row.extension or row.grade in "OC"
    assert all(str(row.status(profile)) in line for profile in Profile)


def test_the_ledger_has_a_line_for_every_refusal_event_and_setting() -> None:
    lines = ledger.markdown().splitlines()
    refused = {name for operation in OPERATIONS for name in (*operation.refusals, *EVERYWHERE)}
    for name in (*refused, *(f"`{event.name}`" for event in EVENTS), *(f"`{each.name}`" for each in fields(Settings))):
        assert [line for line in lines if line.startswith(f"| {name} |")], name
    assert [name for name, *_ in decided.SETTINGS] == [each.name for each in fields(Settings)]


@pytest.mark.parametrize("name", [each.name for each in fields(Settings)])
def test_every_setting_is_in_the_readme(name: str) -> None:
    assert f"DOORLIST_{name.upper()}" in README


def test_the_readme_names_the_sandbox_as_it_is() -> None:
    fixed = (seeds.ACCOUNT_ID, seeds.CLIENT_ID, seeds.CLIENT_SECRET, seeds.TOKEN, seeds.USER_TOKEN, seeds.OTHER_TOKEN)
    numbers = (seeds.MEETING_ID, seeds.RECORDING_MEETING_ID, seeds.FULL_MEETING_ID, seeds.OPEN_MEETING_ID)
    asking = (seeds.USER_CLIENT_ID, seeds.USER_CLIENT_SECRET, seeds.PUBLIC_CLIENT_ID, seeds.PASSWORD)
    below = (seeds.SUB_ACCOUNT_ID, seeds.SUB_EMAIL, seeds.SUB_MEETING_ID)
    assert all(f"`{each}`" in README for each in (*fixed, *numbers, *asking, *seeds.REDIRECT_URIS[:2], *below))


@pytest.mark.parametrize(
    "page",
    [
        "README.md",
        "docs/adding-a-language.md",
        "docs/architecture.md",
        "docs/performance.md",
        "docs/samples.md",
        "docs/webhooks.md",
        "CONTRIBUTING.md",
        "CHANGELOG.md",
    ],
)
def test_the_links_of_a_page_lead_somewhere(page: str) -> None:
    text = (ROOT / page).read_text()
    for target in re.findall(r"\]\(([^)#]+)\)", text):
        assert "://" in target or (ROOT / page).parent.joinpath(target).exists(), f"{page} links to {target}"


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_holds_hashes_and_names_no_host(lock: str) -> None:
    text = (ROOT / lock).read_text()
    assert "://" not in text
    pinned = re.findall(r"^[\w.\[\]-]+==", text, re.MULTILINE)
    assert len(pinned) > 20
    assert all("--hash=sha256:" in part for part in re.split(r"^(?=[\w.\[\]-]+==)", text, flags=re.MULTILINE)[1:])


def test_the_readme_names_every_language_of_the_samples() -> None:
    known = languages()
    assert f"in {len(known)} languages" in README
    for each in known:
        name, _, library = each.title.rstrip(")").partition(" (")
        assert name.partition(",")[0] in README, each.title
        assert library.partition(" ")[0] in README, each.title


def test_the_facts_of_the_page_on_adding_a_language_are_facts() -> None:
    """The page's first example runs, and what it makes prints as the page says."""
    page = (ROOT / "docs" / "adding-a-language.md").read_text()
    example = page.partition("```python\n")[2].partition("```")[0]
    made: dict[str, Any] = {}
    exec(compile(example, "adding-a-language.md", "exec"), made)
    style = made["STYLE"]
    token = names.variable("accessToken", names.Unique())
    assert style.text(Template(('Say "', token))) == '"Say \\"" .. access_token'
    assert style.name(names.variable("response", names.Unique())) == "response_"
    assert style.comments("a\nb") == ["# a b"]


def test_every_operation_has_a_sample() -> None:
    """In both contracts: each item of the desk's own collection becomes a request."""
    for profile in Profile:
        read = collection.read(json.dumps(export.postman("http://127.0.0.1:8480", profile)))
        made = [found for _, found in resolving.requests(read)]
        assert len(made) == len(OPERATIONS)
        assert not read.problems
        assert all(isinstance(each, Request) and not each.variables for each in made)
