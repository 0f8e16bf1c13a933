"""Credentials and tokens: how they are got and renewed, and that nobody sees them."""

import asyncio
import base64
import logging
import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx2
import pytest
from client.conftest import Open
from client.hostile import Asked, Behaviour, Server, answer, cut, html, refusal, serving
from client.ways import Clock

from doorlist import AsyncClient, Client
from doorlist.client import errors, places, sending

APP: Any = {"account_id": "account", "client_id": "app", "client_secret": "hidden-secret"}


class Granting:
    """A server that gives tokens of a life, and takes the last one alone."""

    def __init__(self, life: object = 3600) -> None:
        self.life = life
        self.given = 0
        self.good = ""
        self.lock = threading.Lock()

    def __call__(self, sock: socket.socket, asked: Asked) -> bool:
        with self.lock:
            if asked.path == "/oauth/token":
                self.given += 1
                self.good = f"hidden-token-{self.given}"
                body = {"access_token": self.good, "expires_in": self.life, "api_url": "https://evil.example"}
                return answer(200, body)(sock, asked)
            if asked.headers["authorization"] != f"Bearer {self.good}":
                return refusal(401, 124, "Access token is expired.")(sock, asked)
            return answer(200, {"id": 1})(sock, asked)


def test_a_token_is_asked_for_once_and_used_until_a_minute_before_its_end(
    open_client: Open, server: Server, clock: Clock
) -> None:
    server.always = granting = Granting()
    client = open_client(base_url=f"{server.url}/v2/", surroundings=clock.surroundings(), **APP)
    for passed_s in (0, 0, 3538, 3):
        clock.pass_(passed_s)
        client.meetings.get(1)
    assert granting.given == 2
    assert server.asked[0].headers["authorization"] == f"Basic {base64.b64encode(b'app:hidden-secret').decode()}"
    assert server.asked[0].body == b"grant_type=account_credentials&account_id=account"
    assert server.asked[1].headers["user-agent"].startswith("doorlist/")


def test_a_token_that_is_refused_is_renewed_once(open_client: Open, server: Server, clock: Clock) -> None:
    server.always = granting = Granting()
    client = open_client(base_url=server.url, surroundings=clock.surroundings(), **APP)
    client.meetings.get(1)
    granting.good = "revoked"
    client.meetings.create(topic="T")
    assert granting.given == 2
    server.always = lambda sock, asked: (
        granting(sock, asked) if "token" in asked.path else refusal(401, 124, "Invalid access token.")(sock, asked)
    )
    with pytest.raises(errors.Unauthorized):
        client.meetings.get(1)
    assert granting.given == 3


def test_a_token_that_was_given_is_not_renewed(open_client: Open, server: Server) -> None:
    server.always = Granting()
    with pytest.raises(errors.Unauthorized, match="Access token is expired"):
        open_client(base_url=server.url, token="mine").meetings.get(1)
    assert len(server.asked) == 1


def test_twenty_threads_renew_a_token_once(clock: Clock) -> None:
    granting = Granting()
    with (
        serving(granting) as server,
        Client(base_url=server.url, environ={}, surroundings=clock.surroundings(), **APP) as client,
    ):
        for rounds in (1, 2, 3):
            with ThreadPoolExecutor(20) as pool:
                list(pool.map(client.meetings.get, [1] * 20))
            assert granting.given == rounds
            granting.good = "revoked"


def test_twenty_tasks_renew_a_token_once() -> None:
    granting = Granting()

    async def run(url: str) -> None:
        async with AsyncClient(base_url=url, environ={}, **APP) as client:
            for rounds in (1, 2, 3):
                await asyncio.gather(*(client.meetings.get(1) for _ in range(20)))
                assert granting.given == rounds
                granting.good = "revoked"

    with serving(granting) as server:
        asyncio.run(run(server.url))


def test_a_renewal_that_fails_fails_for_all_who_wait_for_it(clock: Clock) -> None:
    arrived = threading.Event()

    def refuse(sock: socket.socket, asked: Asked) -> bool:
        arrived.wait(0.3)
        return answer(400, {"reason": "Account is gone", "error": "invalid_request"})(sock, asked)

    with (
        serving(refuse) as server,
        Client(base_url=server.url, environ={}, surroundings=clock.surroundings(), **APP) as client,
    ):

        def get(_: int) -> str:
            with pytest.raises(errors.Unauthorized) as refused:
                client.meetings.get(1)
            return refused.value.message

        with ThreadPoolExecutor(10) as pool:
            assert set(pool.map(get, range(10))) == {"No token was given: Account is gone."}
        assert len(server.asked) == 1


ODD: dict[str, tuple[Behaviour, type[errors.DoorlistError], str]] = {
    "no token": (answer(200, {"expires_in": 3600}), errors.UnexpectedReply, "without a token"),
    "a number": (answer(200, {"access_token": 7}), errors.UnexpectedReply, "without a token"),
    "a token of two lines": (answer(200, {"access_token": "a\nb"}), errors.UnexpectedReply, "without a token"),
    "a page": (html(200), errors.UnexpectedReply, "token_url"),
    "a page that is not there": (html(404), errors.UnexpectedReply, "404"),
    "elsewhere": (answer(302, None, {"Location": "/"}), errors.UnexpectedReply, "302"),
    "no JSON under 401": (answer(401, raw=b"no"), errors.Unauthorized, "No token was given: no"),
    "a wrong secret": (
        answer(401, {"reason": "Invalid client_id or client_secret", "error": "invalid_client"}),
        errors.Unauthorized,
        "Invalid client_id or client_secret",
    ),
}


@pytest.mark.parametrize("what", ODD)
def test_an_odd_answer_to_asking_for_a_token_says_what_it_is(
    what: str, open_client: Open, server: Server, clock: Clock
) -> None:
    behaviour, kind, says = ODD[what]
    server.always = behaviour
    with pytest.raises(kind) as failed:
        open_client(base_url=server.url, surroundings=clock.surroundings(), **APP).meetings.get(1)
    assert says in str(failed.value)
    assert len(server.asked) == 1


@pytest.mark.parametrize("life", [None, "3600", -5, 0, "soon", True, 1e300])
def test_an_odd_life_of_a_token_does_no_harm(life: object, open_client: Open, server: Server, clock: Clock) -> None:
    server.always = granting = Granting(life)
    client = open_client(base_url=server.url, surroundings=clock.surroundings(), **APP)
    client.meetings.get(1)
    clock.pass_(3000)
    client.meetings.get(1)
    assert granting.given == 1


def test_a_token_is_asked_for_again_after_faults(open_client: Open, server: Server, clock: Clock) -> None:
    server.always = Granting()
    server.plan(cut)
    client = open_client(base_url=server.url, surroundings=clock.surroundings(), **APP)
    assert client.meetings.create(topic="T").id == 1
    assert len(server.asked) == 3


def test_secrets_are_shown_nowhere(
    open_client: Open, server: Server, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    server.always = Granting()
    caplog.set_level(logging.DEBUG)
    client = open_client(base_url=server.url, surroundings=clock.surroundings(), **APP)
    client.meetings.get(1)
    server.always = cut
    with pytest.raises(errors.ConnectionFailed) as failed:
        client.meetings.create(topic="T")
    shown = f"{client!r} {getattr(client, '_desk', '')!r} {failed.value!r} {caplog.text}"
    assert "hidden" not in shown


def test_credentials_that_are_missing_say_what_to_set(open_client: Open) -> None:
    with pytest.raises(errors.CredentialsMissing, match="DOORLIST_TOKEN"):
        open_client()
    with pytest.raises(errors.CredentialsMissing, match=r"client_secret \(DOORLIST_CLIENT_SECRET\)"):
        open_client(account_id="a", client_id="b")


@pytest.mark.parametrize(
    "secret", ["abc\nHIDDEN", "HIDDEN\r\nX: y", "HIDDEN-\u00e9\U0001f511", "HIDDEN word", "HIDDEN\ud800", "H" * 20_000]
)
def test_what_cannot_be_a_token_or_a_secret_is_said_without_showing_it(secret: str, open_client: Open) -> None:
    named = {"account_id": "a", "client_id": "b", "client_secret": "c"}
    for given, says in (
        ({"token": secret}, "token"),
        ({"environ": {"DOORLIST_TOKEN": secret}}, r"DOORLIST_TOKEN"),
        (named | {"client_secret": secret}, "client_secret"),
        (named | {"client_id": secret}, "client_id"),
        (named | {"account_id": secret}, "account_id"),
    ):
        with pytest.raises(errors.CredentialsInvalid, match=says) as failed:
            open_client(**given)
        assert "HIDDEN" not in f"{failed.value!r} {failed.value.__cause__!r} {failed.value.__context__!r}"
        assert len(str(failed.value)) < 400


def test_white_space_around_a_token_does_no_harm(open_client: Open, server: Server) -> None:
    server.always = answer(200, {"id": 1})
    open_client(base_url=server.url, token="\n good \r\n").meetings.get(1)
    assert server.asked[0].headers["authorization"] == "Bearer good"
    with pytest.raises(errors.CredentialsMissing, match="There are no credentials"):
        open_client(base_url=server.url, token=" \n")


def test_a_password_in_an_address_is_not_shown() -> None:
    for wrong in ("http://h x:SECRETPW@y", "http://u:SECRET PW@y?z", "ftp://u:SECRET@PW@y", "http://u:SECRETPW@y"):
        for base_url, token_url in ((wrong, None), (None, wrong)):
            with pytest.raises(errors.AddressInvalid) as failed:
                places.place(base_url, token_url, {})
            assert "SECRET" not in f"{failed.value!r} {failed.value.__cause__!r}"


def test_what_the_http_library_says_of_a_request_is_not_passed_on() -> None:
    found = sending.lost(httpx2.LocalProtocolError("Illegal header value b'Bearer HIDDEN'"), 1.0)
    assert (found.sent, found.final) == (False, True)
    assert "HIDDEN" not in found.reason


@pytest.mark.parametrize("status", [400, 404])
def test_an_address_for_tokens_that_the_server_does_not_know_is_told_as_that(
    status: int, open_client: Open, server: Server
) -> None:
    server.always = refusal(status, 2300, "This API endpoint is not recognized.")
    url = f"{server.url}/v2/meetings"
    with pytest.raises(errors.UnexpectedReply, match="Is that the address") as failed:
        open_client(base_url=url, **APP).meetings.get(1)
    assert failed.value.status == status
    assert f"{url}/oauth/token" in str(failed.value)
    server.always = refusal(404, 2300, "This API endpoint is not recognized.")
    with pytest.raises(errors.NotFound, match="Is base_url the address"):
        open_client(base_url=url, token="t").meetings.get(1)


@pytest.mark.parametrize("status", [401, 404, 500])
def test_a_sentence_of_the_server_ends_with_one_full_stop(
    status: int, open_client: Open, server: Server, clock: Clock
) -> None:
    server.always = answer(status, {"reason": "That is not right."})
    with pytest.raises(errors.DoorlistError) as failed:
        open_client(base_url=server.url, surroundings=clock.surroundings(), **APP).meetings.get(1)
    assert "not right" in str(failed.value)
    assert ".." not in str(failed.value)


def test_a_base_url_is_taken_in_every_form_and_nothing_else() -> None:
    for given in ("http://desk.example", "http://desk.example/", "http://desk.example/v2", "http://desk.example/v2/"):
        found = places.place(given, None, {})
        assert (found.api_url, found.token_url) == ("http://desk.example/v2", "http://desk.example/oauth/token")
    below = places.place(None, None, {"DOORLIST_BASE_URL": "https://a.example/desk/"})
    assert (below.api_url, below.token_url) == ("https://a.example/desk/v2", "https://a.example/desk/oauth/token")
    assert places.place(None, None, {}).api_url == "http://127.0.0.1:8480/v2"
    for wrong in (
        "desk.example",
        "ftp://a.example",
        "http://",
        "http://a b",
        "https://u:p@a.example",
        "http://a:x",
        "http://a?b",
    ):
        with pytest.raises(errors.AddressInvalid):
            places.place(wrong, None, {})


def test_the_real_api_may_say_where_it_is_but_not_that_it_is_somebody_else() -> None:
    real = places.place("zoom", None, {})
    assert (real.api_url, real.token_url) == ("https://api.zoom.us/v2", "https://zoom.us/oauth/token")
    assert real.moved("https://api-eu.zoom.us") == "https://api-eu.zoom.us/v2"
    for told in (
        "https://evil.example",
        "http://api-eu.zoom.us",
        "https://evilzoom.us",
        "https://zoom.us.evil.example",
        "https://[",
        7,
    ):
        assert real.moved(told) == real.api_url
    assert (
        places.place("http://stand-in.example", None, {}).moved("https://api.zoom.us") == "http://stand-in.example/v2"
    )
