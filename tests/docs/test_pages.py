"""The pages say what the code does."""

import re
from dataclasses import fields

import pytest
from surroundings import ROOT

from doorlist.contract import decided, ledger
from doorlist.contract.events import EVENTS
from doorlist.contract.operations import EVERYWHERE, OPERATIONS
from doorlist.contract.profiles import Profile
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
    ["README.md", "docs/architecture.md", "docs/performance.md", "docs/webhooks.md", "CONTRIBUTING.md", "CHANGELOG.md"],
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
