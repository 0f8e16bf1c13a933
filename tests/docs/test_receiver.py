"""The receiver that the README shows: it answers challenges, takes what is signed, and turns away what is not."""

import re
from typing import Any

import pytest
from starlette.testclient import TestClient
from surroundings import ROOT

from doorlist import clock
from doorlist.wire import events, signing

SECRET = "your-own-secret-text"


@pytest.fixture
def receiver(monkeypatch: pytest.MonkeyPatch) -> TestClient:
    """The README's Python, run as it stands."""
    monkeypatch.setenv("WEBHOOK_SECRET", SECRET)
    found = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    (code,) = (each for each in found if "WEBHOOK_SECRET" in each)
    names: dict[str, Any] = {}
    exec(code, names)  # our own page
    return TestClient(names["app"])


def post(receiver: TestClient, body: str, *, secret: str = SECRET, sent: str | None = None) -> Any:
    headers = signing.headers(
        name="a-notice", body=body, secret=secret, client_id="app", at_s=int(clock.now().timestamp())
    )
    return receiver.post("/hook", content=(sent or body).encode(), headers=dict(headers))


def test_it_proves_that_it_has_the_secret(receiver: TestClient) -> None:
    reply = post(receiver, events.challenge("a-token", 1))
    assert reply.json() == {"plainToken": "a-token", "encryptedToken": signing.answer_to("a-token", SECRET)}


def test_it_takes_what_is_signed_and_nothing_else(receiver: TestClient, capsys: pytest.CaptureFixture[str]) -> None:
    body = events.text("meeting.registration_created", 1, {"topic": "Ü \U0001f600"})
    assert post(receiver, body).status_code == 200
    assert capsys.readouterr().out == "meeting.registration_created a-notice\n"
    assert post(receiver, body, secret="somebody else's secret").status_code == 401
    assert post(receiver, body, sent=body.replace("topic", "tropic")).status_code == 401
