"""What the desk answers is what its own OpenAPI document says: requests made up by Schemathesis, valid and otherwise."""

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
import servers

from doorlist.contract.operations import BY_ID, OPERATIONS
from doorlist.contract.profiles import Profile
from doorlist.sandbox import seeds

CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
    "unsupported_method",
    "allow_header_conformance",
    "ignored_auth",
    "use_after_free",
    "ensure_resource_availability",
)
PHASES = ("examples", "coverage", "fuzzing", "stateful")
HIDDEN_WITHOUT_REGISTRATION = {
    "meetingRegistrantGet",
    "meetingregistrantdelete",
    "webinarRegistrantGet",
    "deleteWebinarRegistrant",
    "webinarRegistrantStatus",
}
"""What only a meeting or webinar that takes people shows; the made-up ones of the first test seldom do."""
HIDDEN_WITHOUT_PANELISTS = {"webinarPanelistDelete"}

NEEDS_A_RECEIVER = {"webhookResend", "webhookReplay"}
"""What only a webhook, or one with notices, shows; made-up receivers never answer a challenge, and 20 webhooks are full."""

Start = Callable[[Profile], servers.LiveDesk]


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "desk.log"


@pytest.fixture
def start(log: Path) -> Iterator[Start]:
    """Starts a sandbox of the test's own, for what is done to it is of no use to others."""
    with ExitStack() as stack:
        yield lambda profile: stack.enter_context(servers.running("--profile", profile, log=log))


def conform(desk: servers.LiveDesk, folder: Path, *arguments: str, examples: int) -> None:
    """Have Schemathesis send what it makes up, the same in every run, and hold each answer against the document."""
    run = subprocess.run(
        [
            *(sys.executable, "-m", "schemathesis.cli", "run", f"http://{desk.host}:{desk.port}/openapi.json"),
            *("--header", f"Authorization: Bearer {desk.token}", "--checks", ",".join(CHECKS)),
            *("--phases", ",".join(PHASES), "--max-examples", str(examples)),
            *("--generation-deterministic", "--continue-on-failure", "--no-color", "--warnings", "off"),
            *arguments,
        ],
        capture_output=True,
        text=True,
        cwd=folder,
    )
    assert run.returncode == 0, run.stdout + run.stderr


def succeeded(log: Path, profile: Profile) -> Counter[str]:
    """How often each operation was answered with its success, as the desk's log has it."""
    lines = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    calls = [line for line in lines if line.get("operation")]
    return Counter(line["operation"] for line in calls if line["status"] == BY_ID[line["operation"]].status(profile))


def test_every_operation_answers_as_its_document_says(start: Start, log: Path, tmp_path: Path) -> None:
    conform(start(Profile.P2022_09), tmp_path, examples=8)
    missed = set(BY_ID) - set(succeeded(log, Profile.P2022_09))
    assert missed <= HIDDEN_WITHOUT_REGISTRATION | HIDDEN_WITHOUT_PANELISTS | NEEDS_A_RECEIVER


@pytest.mark.parametrize(
    ("path", "number", "group"),
    [
        ("meetingId", seeds.MEETING_ID, "Registrants"),
        ("webinarId", seeds.WEBINAR_ID, "Webinar registrants"),
    ],
    ids=["meeting", "webinar"],
)
def test_what_takes_people_answers_as_its_document_says(
    start: Start, log: Path, tmp_path: Path, path: str, number: int, group: str
) -> None:
    settings = f'[parameters]\n"path.{path}" = {number}\n'
    (tmp_path / "schemathesis.toml").write_text(settings, encoding="utf-8")
    conform(start(Profile.P2026_08), tmp_path, "--include-tag", group, examples=20)
    answered = succeeded(log, Profile.P2026_08)
    assert set(answered) == {operation.id for operation in OPERATIONS if operation.group == group}
