"""A user allows an app: the pages that ask, the code that comes of it, and the tokens that come of the code."""

import hmac
import html
import json
from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

import consenting
import httpx2
import pytest
from consenting import BACK, REVOKE_URL, TOKEN_URL, USER_APP, VERIFIER, Browser, asked, challenge
from desks import Clock, Desk, open_desk
from replies import Reply
from sqlalchemy import update

from doorlist.access import apps, passwords
from doorlist.contract.operations import EVERY_SCOPE, user_level
from doorlist.rules import consent
from doorlist.sandbox import seeds
from doorlist.storage import accounts
from doorlist.storage.database import Statement
from doorlist.storage.tables import metadata, users
from doorlist.wire import consent as on_wire

AS_JSON = {"content-type": "application/json"}
BAD_CODE = {"reason": "Invalid authorization code", "error": "invalid_grant"}
BAD_TOKEN = {"reason": "Invalid Token!", "error": "invalid_grant"}


def ask(
    desk: Desk, fields: dict[str, str], who: tuple[str, str] | None = USER_APP, path: str = "/oauth/token"
) -> Reply:
    response = desk.client.post(path, data=fields, auth=who or httpx2.USE_CLIENT_DEFAULT)
    assert response.headers["cache-control"] == "no-store"
    return Reply.read(response.status_code, response.headers, response.content)


def redeem(desk: Desk, code: str, who: tuple[str, str] | None = USER_APP, **more: str) -> Reply:
    return ask(desk, {"grant_type": "authorization_code", "code": code, "redirect_uri": BACK} | more, who)


def refresh(desk: Desk, token: str, who: tuple[str, str] | None = USER_APP, **more: str) -> Reply:
    return ask(desk, {"grant_type": "refresh_token", "refresh_token": token} | more, who)


def given(desk: Desk, email: str = seeds.SECOND_HOST_EMAIL) -> dict[str, Any]:
    """The answer to a code that is redeemed."""
    reply = redeem(desk, Browser(desk).code(email))
    assert reply.status == 200, reply
    body: dict[str, Any] = reply.json
    return body


def me(desk: Desk, token: str) -> Reply:
    return desk.call("GET", "/v2/users/me", token=token)


# --- the whole way, with a real client ---------------------------------------------------------------------------------


def test_a_real_client_goes_the_whole_way_and_back(desk: Desk) -> None:
    client = consenting.app(desk)
    url, state = client.create_authorization_url(consenting.AUTHORIZE_URL, code_verifier=VERIFIER)
    browser = Browser(desk)
    page = browser.sign_in(browser.open(url.partition("?")[2]))
    sent = browser.send(page, decision="allow")
    token = client.fetch_token(
        TOKEN_URL,
        authorization_response=sent.location,
        state=state,
        code_verifier=VERIFIER,
        grant_type="authorization_code",
    )
    assert token["token_type"] == "bearer"
    assert (token["expires_in"], token["api_url"]) == (3600, "http://desk.test")
    assert frozenset(token["scope"].split(" ")) == user_level(EVERY_SCOPE)
    shown = client.get("http://desk.test/v2/users/me")
    assert shown.json()["email"] == seeds.SECOND_HOST_EMAIL
    renewed = client.refresh_token(TOKEN_URL)
    assert renewed["access_token"] != token["access_token"]
    assert renewed["refresh_token"] != token["refresh_token"]
    assert client.get("http://desk.test/v2/users/me").status_code == 200
    revoked = client.revoke_token(REVOKE_URL, token=renewed["refresh_token"])
    assert (revoked.status_code, revoked.json()) == (200, {"status": "success"})
    for dead in (token, renewed):
        assert (me(desk, dead["access_token"]).status, me(desk, dead["access_token"]).code) == (401, 124)
    client.close()


def test_a_real_client_without_a_secret_goes_the_whole_way_with_pkce(desk: Desk) -> None:
    client = consenting.app(desk, seeds.PUBLIC_CLIENT_ID, None)
    url, state = client.create_authorization_url(consenting.AUTHORIZE_URL, code_verifier=VERIFIER)
    browser = Browser(desk)
    sent = browser.send(browser.sign_in(browser.open(url.partition("?")[2])), decision="allow")
    token = client.fetch_token(
        TOKEN_URL,
        authorization_response=sent.location,
        state=state,
        code_verifier=VERIFIER,
        grant_type="authorization_code",
    )
    assert client.get("http://desk.test/v2/users/me").json()["email"] == seeds.SECOND_HOST_EMAIL
    assert client.refresh_token(TOKEN_URL)["access_token"] != token["access_token"]
    assert client.revoke_token(REVOKE_URL, token=client.token["access_token"]).json() == {"status": "success"}
    assert client.get("http://desk.test/v2/users/me").status_code == 401
    client.close()


# --- the pages ---------------------------------------------------------------------------------------------------------


def test_the_page_says_which_app_asks_for_which_scopes_as_which_user(standing_desk: Desk) -> None:
    browser = Browser(standing_desk)
    first = browser.open()
    assert first.status == 200
    assert "Sandbox app" in first.text
    page = browser.sign_in(first)
    assert f"Sam Second</b> ({seeds.SECOND_HOST_EMAIL})" in page.text
    assert "127.0.0.1:49152" in page.text
    for scope in EVERY_SCOPE:
        assert (f"<code>{scope}</code>" in page.text) is (scope in user_level(EVERY_SCOPE)), scope
    restart = html.unescape(page.text.partition('<a href="authorize?')[2].partition('"')[0])
    assert browser.open(restart).status == 200


def test_the_pages_cannot_be_framed_scripted_or_kept(standing_desk: Desk) -> None:
    browser = Browser(standing_desk)
    first = browser.open()
    for page in (first, browser.sign_in(first), browser.open(client_id="nobody")):
        policy = page.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert page.headers["x-frame-options"] == "DENY"
        assert page.headers["cache-control"] == "no-store"
        assert page.headers["referrer-policy"] == "no-referrer"
    assert "form-action 'self' http://127.0.0.1:49152" in first.headers["content-security-policy"]
    cookie = first.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "path=/oauth/authorize" in cookie


def test_what_came_with_the_request_is_shown_as_text(standing_desk: Desk) -> None:
    browser = Browser(standing_desk)
    wrong = browser.sign_in(browser.open(), '"><script>alert(1)</script>', "wrong")
    assert wrong.status == 403
    assert "<script" not in wrong.text
    assert "&lt;script&gt;" in wrong.text


def test_behind_a_proxy_the_cookie_is_for_https_and_for_the_path_that_is_shown(
    migrated_sqlite_url: str, moved: Clock
) -> None:
    with open_desk(migrated_sqlite_url, moved, public_url="https://desk.example/below") as desk:
        cookie = Browser(desk).open().headers["set-cookie"]
    assert "Path=/below/oauth/authorize;" in cookie
    assert "; Secure" in cookie


@pytest.mark.parametrize("state", ["plain", "a b&c=d#e?f+g%20", "é\u2028", "'\"><script>", "x\r\nSet-Cookie: a=b", ""])
def test_the_state_comes_back_as_it_was(standing_desk: Desk, state: str) -> None:
    browser = Browser(standing_desk)
    page = browser.sign_in(browser.open(state=state))
    said = browser.send(page, decision="allow")
    assert f"&{urlencode({'state': state})}" in said.location
    assert said.said.get("state", "") == state
    assert said.location.startswith(f"{BACK}?code=")
    assert "set-cookie" not in said.headers


def test_no_state_comes_back_where_there_was_none(standing_desk: Desk) -> None:
    assert set(Browser(standing_desk).allow(state=None).said) == {"code"}


def test_who_denies_is_sent_back_with_nothing(standing_desk: Desk) -> None:
    browser = Browser(standing_desk)
    first = browser.open()
    for page in (first, browser.sign_in(first)):
        said = browser.send(page, decision="deny").said
        assert (said["error"], said["state"]) == ("access_denied", "a state & more")
        assert "code" not in said


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ({"response_type": None}, "unsupported_response_type"),
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"response_type": "code token"}, "unsupported_response_type"),
        ({"code_challenge": "c" * 43, "code_challenge_method": "S512"}, "invalid_request"),
        ({"code_challenge": "c" * 43, "code_challenge_method": "s256"}, "invalid_request"),
        ({"code_challenge": "c" * 42}, "invalid_request"),
        ({"code_challenge": "c" * 129}, "invalid_request"),
        ({"code_challenge": "c" * 42 + "%"}, "invalid_request"),
        ({"client_id": seeds.PUBLIC_CLIENT_ID}, "invalid_request"),
    ],
)
def test_a_request_that_is_wrong_is_sent_back_to_the_app(
    standing_desk: Desk, more: dict[str, str | None], error: str
) -> None:
    page = Browser(standing_desk).open(**more)
    assert page.location.startswith(f"{BACK}?")
    assert (page.said["error"], page.said["state"]) == (error, "a state & more")
    assert "code" not in page.said


@pytest.mark.parametrize("name", ["response_type", "state", "code_challenge", "unknown"])
def test_a_parameter_that_comes_twice_is_sent_back_to_the_app(standing_desk: Desk, name: str) -> None:
    said = Browser(standing_desk).open(f"{urlencode(asked())}&{name}=a&{name}=b").said
    assert said["error"] == "invalid_request"
    assert ("state" in said) is (name != "state")


@pytest.mark.parametrize(
    "uri",
    [
        None,
        "",
        "https://evil.example/callback",
        "http://127.0.0.1.evil.example/callback",
        "http://127.0.0.1:80@evil.example/callback",
        "http://127.0.0.1@evil.example/callback",
        "http://127.0.0.1:123456/callback",
        "http://127.0.0.1:1/callback/../other",
        "http://127.0.0.1:1/callback/",
        "http://127.0.0.1:1/Callback",
        "http://127.0.0.1:1/callback?x=1",
        "http://127.0.0.1:1/callback#x",
        "http://127.0.0.1:1/callback%0D%0AX:1",
        "http://127.0.0.1:1\\@evil.example/callback",
        "http://localhost/callback",
        "http://127.1/callback",
        "http://0.0.0.0/callback",
        "https://127.0.0.1/callback",
        "HTTP://127.0.0.1/callback",
        "//127.0.0.1/callback",
        "/callback",
        "javascript:alert(1)",
        "javascript://127.0.0.1/%0Aalert(1)",
        "data:text/html,x",
        " http://127.0.0.1/callback",
        "http://127.0.0.1/callback ",
        "http://127.0.0.1/callback\n",
        "x" * 5000,
    ],
)
def test_nobody_is_sent_to_an_address_that_is_not_registered(standing_desk: Desk, uri: str | None) -> None:
    for more in ({}, {"response_type": "token"}, {"code_challenge": "x"}):
        page = Browser(standing_desk).open(redirect_uri=uri, **more)
        assert page.status == 400
        assert "location" not in page.headers
        assert "<form" not in page.text


@pytest.mark.parametrize("uri", [*seeds.REDIRECT_URIS, "http://127.0.0.1:1/", "http://[::1]:65535/callback"])
def test_any_port_of_this_machine_is_as_good_as_the_registered_one(standing_desk: Desk, uri: str) -> None:
    code = Browser(standing_desk).allow(redirect_uri=uri)
    assert code.location.startswith(f"{uri}?code=")
    assert redeem(standing_desk, code.said["code"], redirect_uri=uri).status == 200


@pytest.mark.parametrize(
    "query",
    [
        "",
        urlencode(asked(client_id="nobody")),
        urlencode(asked(client_id=None)),
        urlencode(asked(client_id=seeds.CLIENT_ID)),  # a server app asks nobody
        f"{urlencode(asked())}&client_id={seeds.USER_CLIENT_ID}",
        f"{urlencode(asked())}&redirect_uri=http://127.0.0.1",
        f"{urlencode(asked())}&x=%00",
        f"{urlencode(asked())}&x=%FF",
        f"{urlencode(asked(client_id=None))}&client_id=a%00b",
        f"{urlencode(asked())}&" + "&".join(f"a{number}=b" for number in range(30)),
        "\u00e9=1",
    ],
    ids=range(11),
)
def test_what_cannot_be_answered_is_a_page_and_no_redirect(standing_desk: Desk, query: str) -> None:
    page = Browser(standing_desk).open(query)
    assert page.status == 400
    assert "location" not in page.headers


# --- who sends the form --------------------------------------------------------------------------------------------------


def test_a_form_is_good_in_the_browser_that_it_was_made_for_alone(standing_desk: Desk) -> None:
    mine, other = Browser(standing_desk), Browser(standing_desk)
    page = mine.sign_in(mine.open())
    other.open()
    for browser in (other, Browser(standing_desk)):
        for decision in ("allow", "deny"):
            sent = browser.send(page, decision=decision)
            assert sent.status == 400
            assert "location" not in sent.headers
    assert "code" in mine.send(page, decision="allow").said


@pytest.mark.parametrize(
    "change",
    [
        lambda form: form[:-1] + ("A" if form[-1] != "A" else "B"),
        lambda form: "A" + form[1:],
        lambda form: form.partition(".")[0],
        lambda form: form.partition(".")[0] + ".",
        lambda form: "." + form.partition(".")[2],
        lambda form: "é",
        lambda form: "bm90IGpzb24.x",
        lambda form: "W10.x",
        lambda form: "",
        lambda form: "x" * 100_000,
    ],
)
def test_a_form_that_was_changed_is_refused(standing_desk: Desk, change: Any) -> None:
    browser = Browser(standing_desk)
    page = browser.sign_in(browser.open())
    for fields in ({"decision": "allow"}, {"decision": "deny"}, {}):
        sent = browser.post({"form": change(page.form)} | fields)
        assert sent.status == 400
        assert "location" not in sent.headers


def test_a_page_to_sign_in_on_allows_nothing(standing_desk: Desk) -> None:
    browser = Browser(standing_desk)
    sent = browser.send(browser.open(), decision="allow")
    assert (sent.status, "location" in sent.headers) == (403, False)


def test_a_form_that_says_nothing_decides_nothing(standing_desk: Desk) -> None:
    browser = Browser(standing_desk)
    page = browser.sign_in(browser.open())
    assert browser.send(page, decision="perhaps").status == 400
    assert browser.send(page).status == 400


def test_a_page_lasts_ten_minutes(desk: Desk) -> None:
    browser = Browser(desk)
    page = browser.sign_in(browser.open())
    desk.clock.move(timedelta(minutes=9, seconds=58))
    assert browser.send(page, decision="allow").status == 302
    desk.clock.move(timedelta(seconds=3))
    assert browser.send(page, decision="allow").status == 400


# --- signing in ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("email", "password"),
    [
        (seeds.SECOND_HOST_EMAIL, "wrong"),
        (seeds.SECOND_HOST_EMAIL, ""),
        (seeds.SECOND_HOST_EMAIL, seeds.PASSWORD + " "),
        (seeds.SECOND_HOST_EMAIL, "x" * 5000),
        ("nobody@sandbox.example", seeds.PASSWORD),
        ("sandbox-host-200000000", seeds.PASSWORD),
        (seeds.GONE_EMAIL, seeds.PASSWORD),
        (seeds.OTHER_EMAIL, seeds.PASSWORD),
        ("", ""),
        ("x" * 5000 + "@a.example", "x"),
        ("\ud7ff@\u2028", "\u0301"),
    ],
)
def test_a_wrong_email_or_password_is_told_apart_by_nobody(desk: Desk, email: str, password: str) -> None:
    browser = Browser(desk)
    page = browser.sign_in(browser.open(), email, password)
    assert page.status == 403
    assert "Email and password do not belong together." in page.text
    assert 'role="alert"' in page.text
    assert browser.sign_in(page).status == 200, "the same page takes the right one"


def test_an_email_has_five_attempts_a_minute_whoever_it_belongs_to(desk: Desk) -> None:
    browser = Browser(desk)
    page = browser.open()
    for email in (seeds.SECOND_HOST_EMAIL, "nobody@sandbox.example"):
        assert [browser.sign_in(page, email, "wrong").status for _ in range(6)] == [403] * 5 + [429]
        assert browser.sign_in(page, email.upper()).status == 429
    assert browser.sign_in(page, seeds.HOST_EMAIL).status == 200, "another's are their own"
    desk.clock.move(timedelta(seconds=40))
    assert browser.sign_in(page).status == 429
    desk.clock.move(timedelta(seconds=21))
    assert browser.sign_in(page).status == 200


def test_nobody_is_locked_out_of_a_browser_that_they_signed_in_with(desk: Desk) -> None:
    at_home, elsewhere, strange = Browser(desk), Browser(desk), Browser(desk)
    page = at_home.sign_in(at_home.open())
    assert page.status == 200
    cookie = page.headers["set-cookie"]
    assert all(part in cookie for part in ("doorlist_known=", "HttpOnly", "Max-Age=15552000", "Path=/oauth/authorize"))
    wrong = elsewhere.open()
    assert [elsewhere.sign_in(wrong, password="wrong").status for _ in range(6)] == [403] * 5 + [429]
    assert elsewhere.sign_in(wrong).status == 429
    assert at_home.sign_in(at_home.open(), seeds.SECOND_HOST_EMAIL.upper()).status == 200
    mine = at_home.open()
    assert [at_home.sign_in(mine, password="wrong").status for _ in range(6)] == [403] * 5 + [429], "it is counted, too"
    name, _, proof = dict(at_home.client.cookies)["doorlist_known"].partition(".")
    for forged in (f"{name}.", f"{name}.{proof[:-1]}", f"x{name}.{proof}", ".", ""):
        strange.client.cookies.set("doorlist_known", forged, path="/oauth/authorize")
        assert strange.sign_in(strange.open()).status == 429
    assert elsewhere.sign_in(elsewhere.open(), seeds.HOST_EMAIL).status == 200
    assert elsewhere.sign_in(elsewhere.open()).status == 429, "known for another's email"


def test_attempts_of_a_clock_that_was_ahead_lock_nobody_out(desk: Desk) -> None:
    browser = Browser(desk)
    desk.clock.move(timedelta(days=365))
    page = browser.open()
    assert [browser.sign_in(page, password="wrong").status for _ in range(6)] == [403] * 5 + [429]
    desk.clock.move(timedelta(days=-365))
    assert browser.sign_in(browser.open()).status == 200


def test_who_signs_in_rightly_is_not_counted(desk: Desk) -> None:
    browser = Browser(desk)
    page = browser.open()
    assert {browser.sign_in(page).status for _ in range(7)} == {200}


def test_an_email_signs_in_in_any_case(standing_desk: Desk) -> None:
    browser = Browser(standing_desk)
    assert browser.sign_in(browser.open(), f" {seeds.SECOND_HOST_EMAIL.upper()} ").status == 200


# --- the code ------------------------------------------------------------------------------------------------------------


def test_a_code_is_good_once_and_the_second_time_it_revokes_what_it_gave(desk: Desk) -> None:
    code = Browser(desk).code()
    first = redeem(desk, code).json
    assert me(desk, first["access_token"]).status == 200
    second = redeem(desk, code)
    assert (second.status, second.json) == (400, BAD_CODE)
    assert me(desk, first["access_token"]).code == 124
    assert refresh(desk, first["refresh_token"]).json == BAD_TOKEN


def test_a_code_used_twice_revokes_what_was_renewed_too(desk: Desk) -> None:
    code = Browser(desk).code()
    renewed = refresh(desk, redeem(desk, code).json["refresh_token"]).json
    redeem(desk, code)
    assert me(desk, renewed["access_token"]).code == 124
    assert refresh(desk, renewed["refresh_token"]).json == BAD_TOKEN


def test_a_code_lasts_five_minutes(desk: Desk) -> None:
    browser = Browser(desk)
    early, late = browser.code(), browser.code()
    desk.clock.move(timedelta(minutes=4, seconds=58))
    assert redeem(desk, early).status == 200
    desk.clock.move(timedelta(seconds=3))
    reply = redeem(desk, late)
    assert (reply.status, reply.json) == (400, BAD_CODE)


@pytest.mark.parametrize("code", ["nobody's", "x" * 5000, "é", "%"])
def test_a_code_that_is_none_is_refused(standing_desk: Desk, code: str) -> None:
    reply = redeem(standing_desk, code)
    assert (reply.status, reply.json) == (400, BAD_CODE)


def test_another_apps_code_is_none_and_stays_good(standing_desk: Desk) -> None:
    code = Browser(standing_desk).code(code_challenge=VERIFIER)
    stolen = ask(
        standing_desk,
        {
            "grant_type": "authorization_code",
            "client_id": seeds.PUBLIC_CLIENT_ID,
            "code": code,
            "redirect_uri": BACK,
            "code_verifier": VERIFIER,
        },
        None,
    )
    assert (stolen.status, stolen.json) == (400, BAD_CODE)
    assert redeem(standing_desk, code, code_verifier=VERIFIER).status == 200


@pytest.mark.parametrize("uri", ["", "http://127.0.0.1:49153/callback", "http://127.0.0.1/callback", f"{BACK}/"])
def test_a_code_is_redeemed_with_the_address_that_it_was_asked_for_with(standing_desk: Desk, uri: str) -> None:
    code = Browser(standing_desk).code()
    reply = redeem(standing_desk, code, redirect_uri=uri)
    assert (reply.status, reply.json["error"]) == (400, "invalid_grant")
    assert redeem(standing_desk, code).status == 200


@pytest.mark.parametrize("method", [None, "plain", "S256"])
def test_a_code_needs_the_verifier_of_its_challenge(standing_desk: Desk, method: str | None) -> None:
    sent = challenge(VERIFIER) if method == "S256" else VERIFIER
    code = Browser(standing_desk).code(code_challenge=sent, code_challenge_method=method)
    wrong = ["", "w" * 43, VERIFIER + "v", "é" * 43, challenge(VERIFIER)]
    for verifier in wrong:
        reply = redeem(standing_desk, code, code_verifier=verifier)
        assert (reply.status, reply.json["error"]) == (400, "invalid_grant"), verifier
    assert redeem(standing_desk, code, code_verifier=VERIFIER).status == 200


def test_a_verifier_without_a_challenge_is_refused(standing_desk: Desk) -> None:
    code = Browser(standing_desk).code()
    assert redeem(standing_desk, code, code_verifier=VERIFIER).json["error"] == "invalid_grant"


@pytest.mark.parametrize(
    ("who", "fields"),
    [
        ((seeds.USER_CLIENT_ID, "wrong"), {}),
        ((seeds.USER_CLIENT_ID, ""), {}),
        (None, {"client_id": seeds.USER_CLIENT_ID}),
        (None, {"client_id": seeds.USER_CLIENT_ID, "client_secret": "wrong"}),
        (None, {}),
        ((seeds.PUBLIC_CLIENT_ID, "anything"), {}),
        (("nobody", "x"), {}),
    ],
)
def test_who_is_not_the_app_gets_nothing_for_its_code_or_tokens(
    standing_desk: Desk, who: tuple[str, str] | None, fields: dict[str, str]
) -> None:
    tokens = given(standing_desk)
    for asked_for in (
        {"grant_type": "authorization_code", "code": Browser(standing_desk).code(), "redirect_uri": BACK},
        {"grant_type": "refresh_token", "refresh_token": tokens["refresh_token"]},
        {"grant_type": "client_credentials"},
    ):
        reply = ask(standing_desk, asked_for | fields, who)
        assert (reply.status, reply.json["error"]) == (401, "invalid_client")
        assert reply.headers["www-authenticate"].startswith("Basic ")
    reply = ask(standing_desk, {"token": tokens["access_token"]} | fields, who, "/oauth/revoke")
    assert (reply.status, reply.json["error"]) == (401, "invalid_client")
    assert me(standing_desk, tokens["access_token"]).status == 200


def test_credentials_beside_the_other_parameters_are_as_good(standing_desk: Desk) -> None:
    fields = {"client_id": seeds.USER_CLIENT_ID, "client_secret": seeds.USER_CLIENT_SECRET}
    reply = redeem(standing_desk, Browser(standing_desk).code(), None, **fields)
    assert reply.status == 200
    query = urlencode(fields | {"grant_type": "refresh_token", "refresh_token": reply.json["refresh_token"]})
    assert standing_desk.client.post(f"/oauth/token?{query}").status_code == 200


# --- refresh tokens ------------------------------------------------------------------------------------------------------


def test_a_refresh_token_dies_of_its_use_and_coming_again_it_revokes_its_kin(desk: Desk) -> None:
    first = given(desk)
    second = refresh(desk, first["refresh_token"]).json
    assert {me(desk, each["access_token"]).status for each in (first, second)} == {200}
    third = refresh(desk, second["refresh_token"]).json
    again = refresh(desk, first["refresh_token"])
    assert (again.status, again.json) == (400, BAD_TOKEN)
    for each in (first, second, third):
        assert me(desk, each["access_token"]).code == 124
        assert refresh(desk, each["refresh_token"]).json == BAD_TOKEN
    stranger = given(desk)
    assert me(desk, stranger["access_token"]).status == 200


def test_a_refresh_token_lasts_90_days_and_each_use_begins_anew(desk: Desk) -> None:
    tokens = given(desk)
    for _ in range(2):
        desk.clock.move(timedelta(days=90, seconds=-2))
        reply = refresh(desk, tokens["refresh_token"])
        assert reply.status == 200
        tokens = reply.json
    desk.clock.move(timedelta(days=90, seconds=2))
    reply = refresh(desk, tokens["refresh_token"])
    assert (reply.status, reply.json) == (400, BAD_TOKEN)


def test_an_access_token_of_a_user_lasts_an_hour(desk: Desk) -> None:
    tokens = given(desk)
    desk.clock.move(timedelta(minutes=59, seconds=58))
    assert me(desk, tokens["access_token"]).status == 200
    desk.clock.move(timedelta(seconds=3))
    reply = me(desk, tokens["access_token"])
    assert (reply.status, reply.json["message"]) == (401, "Access token is expired.")


def test_another_apps_refresh_token_is_none_and_stays_good(standing_desk: Desk) -> None:
    tokens = given(standing_desk)
    stolen = refresh(standing_desk, tokens["refresh_token"], None, client_id=seeds.PUBLIC_CLIENT_ID)
    assert (stolen.status, stolen.json) == (400, BAD_TOKEN)
    assert refresh(standing_desk, tokens["refresh_token"]).status == 200


def test_an_access_token_is_no_refresh_token_and_the_other_way_round(standing_desk: Desk) -> None:
    tokens = given(standing_desk)
    assert refresh(standing_desk, tokens["access_token"]).json == BAD_TOKEN
    assert me(standing_desk, tokens["refresh_token"]).code == 124
    assert redeem(standing_desk, tokens["refresh_token"]).json == BAD_CODE


# --- the other grants ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "who"),
    [
        ({"grant_type": "account_credentials", "account_id": seeds.ACCOUNT_ID}, USER_APP),
        ({"grant_type": "client_credentials"}, (seeds.CLIENT_ID, seeds.CLIENT_SECRET)),
        ({"grant_type": "client_credentials"}, (seeds.PUBLIC_CLIENT_ID, "")),
        ({"grant_type": "refresh_token", "refresh_token": "x"}, (seeds.CLIENT_ID, seeds.CLIENT_SECRET)),
        ({"grant_type": "authorization_code", "code": "x"}, (seeds.CLIENT_ID, seeds.CLIENT_SECRET)),
        ({"grant_type": "password"}, USER_APP),
        ({}, USER_APP),
    ],
)
def test_an_app_of_another_kind_gets_no_token_that_way(
    standing_desk: Desk, fields: dict[str, str], who: tuple[str, str]
) -> None:
    reply = ask(standing_desk, fields, who)
    assert (reply.status, reply.json) == (
        400,
        {"reason": "unsupported grant type", "error": "unsupported_grant_type"},
    )


def test_an_app_that_asks_for_itself_gets_a_token_that_opens_nothing_of_a_users(standing_desk: Desk) -> None:
    reply = ask(standing_desk, {"grant_type": "client_credentials"})
    assert reply.status == 200
    assert "refresh_token" not in reply.json
    assert (reply.json["token_type"], reply.json["scope"]) == ("bearer", "")
    refused = me(standing_desk, reply.json["access_token"])
    assert (refused.status, refused.code) == (400, 4711)


@pytest.mark.parametrize("name", ["code", "refresh_token"])
def test_what_is_missing_is_named(standing_desk: Desk, name: str) -> None:
    kind = {"code": "authorization_code"}.get(name, name)
    for fields in ({"grant_type": kind}, {"grant_type": kind, name: ""}):
        reply = ask(standing_desk, fields)
        assert (reply.status, reply.json["error"]) == (400, "invalid_request")
        assert name in reply.json["reason"]


def test_a_parameter_that_comes_twice_in_the_query_is_refused(standing_desk: Desk) -> None:
    for path in ("token", "revoke"):
        response = standing_desk.client.post(f"/oauth/{path}?grant_type=a&grant_type=a&token=x", auth=USER_APP)
        assert (response.status_code, response.json()["error"]) == (400, "invalid_request")


@pytest.mark.parametrize("text", ["\ud800", "a\0b"])
def test_what_is_no_text_is_refused_in_words(standing_desk: Desk, text: str) -> None:
    for path in ("token", "revoke"):
        for name in ("client_id", "client_secret", "code", "token", "grant_type", "redirect_uri", "code_verifier"):
            fields = {"grant_type": "authorization_code", "code": "x", "token": "x", "client_id": "a"} | {name: text}
            response = standing_desk.client.post(f"/oauth/{path}", content=json.dumps(fields), headers=AS_JSON)
            assert (response.status_code, response.json()["error"]) == (400, "invalid_request")


# --- revoking ------------------------------------------------------------------------------------------------------------


def test_revoking_an_access_token_ends_it_at_once_and_it_alone(standing_desk: Desk) -> None:
    tokens = given(standing_desk)
    assert me(standing_desk, tokens["access_token"]).status == 200
    reply = ask(standing_desk, {"token": tokens["access_token"]}, path="/oauth/revoke")
    assert (reply.status, reply.json) == (200, {"status": "success"})
    assert me(standing_desk, tokens["access_token"]).json == {"code": 124, "message": "Invalid access token."}
    assert refresh(standing_desk, tokens["refresh_token"]).status == 200


def test_revoking_a_refresh_token_ends_its_kin(standing_desk: Desk) -> None:
    tokens = given(standing_desk)
    renewed = refresh(standing_desk, tokens["refresh_token"]).json
    assert {me(standing_desk, each["access_token"]).status for each in (tokens, renewed)} == {200}
    response = standing_desk.client.post(f"/oauth/revoke?token={tokens['refresh_token']}", auth=USER_APP)
    assert (response.status_code, response.json()) == (200, {"status": "success"})
    for each in (tokens, renewed):
        assert me(standing_desk, each["access_token"]).code == 124
        assert refresh(standing_desk, each["refresh_token"]).json == BAD_TOKEN


def test_revoking_what_nobody_holds_is_fine(standing_desk: Desk) -> None:
    for token in ("nobody's", "é", "x" * 5000):
        assert ask(standing_desk, {"token": token}, path="/oauth/revoke").json == {"status": "success"}
    assert ask(standing_desk, {}, path="/oauth/revoke").json["error"] == "invalid_request"


def test_another_apps_tokens_are_not_revoked(standing_desk: Desk) -> None:
    tokens = given(standing_desk)
    server = (seeds.CLIENT_ID, seeds.CLIENT_SECRET)
    for name in ("access_token", "refresh_token"):
        for who, fields in ((None, {"client_id": seeds.PUBLIC_CLIENT_ID}), (server, {})):
            reply = ask(standing_desk, {"token": tokens[name]} | fields, who, "/oauth/revoke")
            assert (reply.status, reply.json) == (400, BAD_TOKEN)
    assert me(standing_desk, tokens["access_token"]).status == 200
    assert refresh(standing_desk, tokens["refresh_token"]).status == 200


def test_a_server_app_revokes_its_own_token(standing_desk: Desk) -> None:
    server = (seeds.CLIENT_ID, seeds.CLIENT_SECRET)
    fields = {"grant_type": "account_credentials", "account_id": seeds.ACCOUNT_ID}
    token = ask(standing_desk, fields, server).json["access_token"]
    assert me(standing_desk, token).status == 200
    assert ask(standing_desk, {"token": token}, server, "/oauth/revoke").status == 200
    assert me(standing_desk, token).code == 124


# --- what is given, and to whom ------------------------------------------------------------------------------------------


def test_an_owner_gives_what_the_app_may_hold_and_a_member_what_is_their_own(standing_desk: Desk) -> None:
    for email, scopes in (
        (seeds.HOST_EMAIL, EVERY_SCOPE),
        (seeds.SECOND_HOST_EMAIL, user_level(EVERY_SCOPE)),
        (seeds.BASIC_EMAIL, user_level(EVERY_SCOPE)),
    ):
        tokens = given(standing_desk, email)
        assert frozenset(tokens["scope"].split(" ")) == scopes
        assert me(standing_desk, tokens["access_token"]).json["email"] == email
        renewed = refresh(standing_desk, tokens["refresh_token"]).json
        assert renewed["scope"] == tokens["scope"]


def test_who_lost_a_role_gives_less_with_the_next_renewal(desk: Desk) -> None:
    tokens = given(desk, seeds.HOST_EMAIL)
    demoting = Statement(update(users).where(users.c.email == seeds.HOST_EMAIL).values(role="Member"))
    assert desk.store.write_now(lambda tx: tx.run(demoting)) == 1
    renewed = refresh(desk, tokens["refresh_token"]).json
    assert frozenset(renewed["scope"].split(" ")) == user_level(EVERY_SCOPE)


def test_nothing_is_given_for_a_user_who_is_gone(desk: Desk) -> None:
    browser = Browser(desk)
    code, tokens, page = browser.code(), given(desk), browser.sign_in(browser.open())
    desk.store.write_now(
        lambda tx: accounts.set_user_status(tx, seeds.ACCOUNT_ID, "sandbox-host-200000000", "inactive")
    )
    assert redeem(desk, code).json == BAD_CODE
    assert refresh(desk, tokens["refresh_token"]).json == BAD_TOKEN
    assert browser.send(page, decision="allow").status == 400
    assert browser.sign_in(browser.open()).status == 403


@pytest.mark.parametrize("what", ["secret", "verifier", "password", "form"])
def test_secrets_are_compared_in_constant_time(standing_desk: Desk, what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Were any of them compared in another way, it would be found equal."""
    browser = Browser(standing_desk)
    page = browser.open()
    code = browser.code(code_challenge=VERIFIER)
    seen: list[tuple[bytes | str, bytes | str]] = []

    def never(one: bytes | str, other: bytes | str) -> bool:
        seen.append((one, other))
        return False

    where = {"secret": apps, "verifier": consent, "password": passwords, "form": on_wire}[what]
    monkeypatch.setattr(where, "hmac", SimpleNamespace(compare_digest=never, new=hmac.new))
    if what in ("secret", "verifier"):
        reply = redeem(standing_desk, code, code_verifier=VERIFIER)
        assert (reply.status, reply.json["error"]) == {
            "secret": (401, "invalid_client"),
            "verifier": (400, "invalid_grant"),
        }[what]
    else:
        assert browser.sign_in(page).status == {"password": 403, "form": 400}[what]
    ((one, other),) = seen
    assert one == other


def test_neither_codes_nor_refresh_tokens_nor_passwords_are_kept_in_the_clear(desk: Desk) -> None:
    browser = Browser(desk)
    code = browser.code(code_challenge=VERIFIER)
    tokens = redeem(desk, code, code_verifier=VERIFIER).json
    secrets = [code, tokens["access_token"], tokens["refresh_token"], seeds.PASSWORD, seeds.USER_CLIENT_SECRET]
    secrets += list(browser.client.cookies.values())
    connection = desk.store.driver.connect(read_only=True)
    rows = [row for table in metadata.tables for row in connection.execute(f"SELECT * FROM {table}").fetchall()]
    connection.close()
    kept = [str(bytes(value) if isinstance(value, memoryview) else value) for row in rows for value in row]
    assert BACK in kept
    for secret in secrets:
        assert len(secret) >= 16
        assert not [value for value in kept if secret in value], secret
    assert all(len(secret) >= 43 for secret in secrets[:3]), "256 bits"
