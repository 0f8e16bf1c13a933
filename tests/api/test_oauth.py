"""Access tokens: asked for in every way that clients do, good for an hour, kept as hashes."""

import base64
from datetime import timedelta
from typing import Any

import pytest
from desks import Desk
from replies import Reply

from doorlist.contract.operations import EVERY_SCOPE
from doorlist.sandbox import seeds
from doorlist.storage.tables import metadata

ASKED = {"grant_type": "account_credentials", "account_id": seeds.ACCOUNT_ID}
CLIENT = {"client_id": seeds.CLIENT_ID, "client_secret": seeds.CLIENT_SECRET}
QUERY = f"grant_type=account_credentials&account_id={seeds.ACCOUNT_ID}"
FORM = {"content-type": "application/x-www-form-urlencoded"}


def basic(text: str | bytes = f"{seeds.CLIENT_ID}:{seeds.CLIENT_SECRET}") -> dict[str, str]:
    raw = text.encode() if isinstance(text, str) else text
    return {"authorization": f"Basic {base64.b64encode(raw).decode()}"}


def ask(desk: Desk, query: str = "", headers: dict[str, str] | None = None, **more: Any) -> Reply:
    response = desk.client.post(f"/oauth/token{query}", headers=headers, **more)
    assert response.headers["cache-control"] == "no-store"
    return Reply.read(response.status_code, response.headers, response.content)


@pytest.mark.parametrize(
    ("query", "more"),
    [
        ("", {"data": ASKED, "headers": basic()}),
        ("", {"data": ASKED | CLIENT}),
        ("", {"files": {name: (None, value) for name, value in ASKED.items()}, "headers": basic()}),
        ("", {"json": ASKED, "headers": basic()}),
        (f"?{QUERY}", {"headers": basic()}),
        (f"?{QUERY}", {"headers": basic() | FORM}),
        (f"?{QUERY}", {"headers": basic() | {"content-type": "application/json"}}),
        (f"?{QUERY}", {"headers": basic() | {"content-type": "multipart/form-data"}}),
        (f"?{QUERY}&client_id={seeds.CLIENT_ID}&client_secret={seeds.CLIENT_SECRET}", {}),
        ("?grant_type=account_credentials", {"data": {"account_id": seeds.ACCOUNT_ID}, "headers": basic()}),
        ("?grant_type=other&account_id=other", {"data": ASKED, "headers": basic()}),
        ("", {"data": ASKED | {"unknown": "x", "scope": ""}, "headers": basic()}),
        ("", {"data": ASKED, "headers": {"authorization": basic()["authorization"].replace("Basic", "basic")}}),
    ],
)
def test_a_token_is_given_in_whichever_way_it_is_asked_for(
    standing_desk: Desk, query: str, more: dict[str, Any]
) -> None:
    reply = ask(standing_desk, query, **more)
    assert reply.status == 200, reply
    token = reply.json.pop("access_token")
    assert set(reply.json.pop("scope").split(" ")) == EVERY_SCOPE
    assert reply.json == {"token_type": "bearer", "expires_in": 3600, "api_url": "http://desk.test"}
    shown = standing_desk.call("GET", "/v2/users/me", token=token)
    assert shown.json["email"] == seeds.HOST_EMAIL  # it acts as the account's owner


@pytest.mark.parametrize(
    ("account", "headers", "fields"),
    [
        (seeds.ACCOUNT_ID, basic(f"{seeds.CLIENT_ID}:wrong"), {}),
        (seeds.ACCOUNT_ID, basic(f"{seeds.CLIENT_ID}:"), {}),
        (seeds.ACCOUNT_ID, basic(f"nobody:{seeds.CLIENT_SECRET}"), {}),
        (seeds.ACCOUNT_ID, basic(":"), {}),
        (seeds.ACCOUNT_ID, basic("no colon"), {}),
        (seeds.ACCOUNT_ID, basic(b"\xff\xfe:\xff"), {}),
        (seeds.ACCOUNT_ID, basic("a\0b:c\0"), {}),
        (seeds.ACCOUNT_ID, basic(f"{seeds.CLIENT_ID}\0:{seeds.CLIENT_SECRET}"), {}),
        (seeds.ACCOUNT_ID, basic("x" * 5000), {}),
        (seeds.ACCOUNT_ID, {"authorization": "Basic"}, {}),
        (seeds.ACCOUNT_ID, {"authorization": "Basic !!!"}, {}),
        (seeds.ACCOUNT_ID, {"authorization": f"Bearer {seeds.TOKEN}"}, {}),
        (seeds.ACCOUNT_ID, {"authorization": basic()["authorization"].replace("Basic", "Bearer")}, {}),
        (seeds.ACCOUNT_ID, {}, {}),
        (seeds.ACCOUNT_ID, {}, {"client_id": seeds.CLIENT_ID}),
        (seeds.ACCOUNT_ID, {}, CLIENT | {"client_secret": "wrong"}),
        (seeds.ACCOUNT_ID, {}, CLIENT | {"client_id": ""}),
        (seeds.ACCOUNT_ID, basic(f"{seeds.CLIENT_ID}:wrong"), CLIENT),
        ("nobody", basic(), {}),
        ("x" * 5000, basic(), {}),
    ],
    ids=lambda value: str(value)[:50],
)
def test_a_wrong_secret_gets_no_token(
    standing_desk: Desk, account: str, headers: dict[str, str], fields: dict[str, str]
) -> None:
    fields = ASKED | {"account_id": account} | fields
    for reply in (ask(standing_desk, headers=headers, data=fields), ask(standing_desk, headers=headers, json=fields)):
        assert (reply.status, reply.json["error"]) == (401, "invalid_client"), reply
        assert set(reply.json) == {"reason", "error"}


@pytest.mark.parametrize(
    ("query", "more", "error"),
    [
        ("", {"data": ASKED | {"grant_type": "client_credentials"}}, "unsupported_grant_type"),
        ("", {"data": ASKED | {"grant_type": "ACCOUNT_CREDENTIALS"}}, "unsupported_grant_type"),
        ("", {"data": {"grant_type": "account_credentials"}}, "invalid_request"),
        ("", {"data": ASKED | {"account_id": ""}}, "invalid_request"),
        ("", {"content": b"\xff=%ff", "headers": FORM}, "invalid_request"),
        ("", {"content": b"{", "headers": {"content-type": "application/json"}}, "invalid_request"),
        ("", {"content": b"[]", "headers": {"content-type": "application/json"}}, "invalid_request"),
        ("", {"content": b"x", "headers": {"content-type": "image/png"}}, "invalid_request"),
        ("", {"content": b"account_id=a&account_id=b", "headers": FORM}, "invalid_request"),
        ("?" + "&".join(["a=b"] * 100), {}, "invalid_request"),
    ],
)
def test_what_is_no_request_for_a_token_is_refused(
    standing_desk: Desk, query: str, more: dict[str, Any], error: str
) -> None:
    reply = ask(standing_desk, query, **(more | {"headers": basic() | more.get("headers", {})}))
    assert (reply.status, reply.json["error"]) == (400, error), reply
    assert set(reply.json) == {"reason", "error"}


@pytest.mark.parametrize("query", ["", "?grant_type=", f"?account_id={seeds.ACCOUNT_ID}"])
def test_a_missing_grant_type_is_refused(standing_desk: Desk, query: str) -> None:
    reply = ask(standing_desk, query, headers=basic())
    assert reply.status == 400
    assert reply.json["error"] in ("invalid_request", "unsupported_grant_type")


@pytest.mark.parametrize("text", ["%00", "a%00b", "%FF", "%ED%A0%80", "%0D%0A"])
def test_hostile_parameters_are_refused_in_words(standing_desk: Desk, text: str) -> None:
    grant = "grant_type=account_credentials"
    for query, body in ((f"?{grant}&account_id={text}", b""), ("", f"{grant}&account_id={text}".encode())):
        reply = ask(standing_desk, query, headers=basic() | FORM, content=body)
        assert reply.status in (400, 401)
    for query in (f"?{QUERY}&client_id={text}&client_secret=x", f"?{QUERY}&client_id=x&client_secret={text}"):
        assert ask(standing_desk, query).status in (400, 401)


def test_a_body_that_is_too_large_is_refused(standing_desk: Desk) -> None:
    reply = ask(standing_desk, headers=basic() | FORM, content=b"a" * (2**20 + 1))
    assert (reply.status, reply.json["error"]) == (413, "invalid_request")


def test_a_token_lasts_an_hour(desk: Desk) -> None:
    token = ask(desk, data=ASKED, headers=basic()).json["access_token"]
    desk.clock.move(timedelta(minutes=59, seconds=59))
    assert desk.call("GET", "/v2/users/me", token=token).status == 200
    desk.clock.move(timedelta(seconds=2))
    for _ in range(2):
        reply = desk.call("GET", "/v2/users/me", token=token)
        assert (reply.status, reply.json) == (401, {"code": 124, "message": "Access token is expired."})


def test_many_tokens_are_good_at_once(desk: Desk) -> None:
    given = [ask(desk, data=ASKED, headers=basic()).json["access_token"] for _ in range(3)]
    assert len(set(given)) == 3
    assert {desk.call("GET", "/v2/users/me", token=token).status for token in given} == {200}


def test_an_old_token_is_forgotten_and_a_new_one_is_not(desk: Desk) -> None:
    old = ask(desk, data=ASKED, headers=basic()).json["access_token"]
    desk.clock.move(timedelta(hours=3))
    new = ask(desk, data=ASKED, headers=basic()).json["access_token"]
    assert desk.call("GET", "/v2/users/me", token=new).status == 200
    assert desk.call("GET", "/v2/users/me", token=old).code == 124


def test_one_accounts_app_gets_no_token_for_another(standing_desk: Desk) -> None:
    asked = ASKED | {"account_id": seeds.OTHER_ACCOUNT_ID}
    token = ask(standing_desk, data=asked, headers=basic()).json["access_token"]  # an app of its own, of the same name
    assert standing_desk.call("GET", "/v2/users/me", token=token).json["email"] == seeds.OTHER_EMAIL
    assert standing_desk.call("GET", f"/v2/meetings/{seeds.MEETING_ID}", token=token).code == 1010


def test_neither_tokens_nor_secrets_are_kept_in_the_clear(desk: Desk) -> None:
    token = ask(desk, data=ASKED, headers=basic()).json["access_token"]
    desk.call("GET", "/v2/users/me", token=token)
    secrets = [token, seeds.CLIENT_SECRET, seeds.TOKEN, seeds.USER_TOKEN, seeds.EXPIRED_TOKEN]
    connection = desk.store.driver.connect(read_only=True)
    rows = [row for table in metadata.tables for row in connection.execute(f"SELECT * FROM {table}").fetchall()]
    connection.close()
    kept = [str(bytes(value) if isinstance(value, memoryview) else value) for row in rows for value in row]
    assert seeds.CLIENT_ID in kept
    for secret in secrets:
        assert not [value for value in kept if secret in value]
