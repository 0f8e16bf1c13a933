"""What nobody should send: it is refused in words, on a real socket too, and changes nothing."""

import http.client
import json
import socket
from pathlib import Path

import pytest
import servers
from desks import Desk

from doorlist.sandbox import seeds

ME = "/v2/users/me/meetings"


@pytest.mark.parametrize(
    ("host", "base"),
    [
        ("zoom.example", "http://zoom.example"),
        ("zoom.example:8443", "http://zoom.example:8443"),
        ("[::1]:8480", "http://[::1]:8480"),
        ('evil.example/"><script>', "http://desk.test:80"),
        ("a b", "http://desk.test:80"),
        ("user@evil.example", "http://desk.test:80"),
        ("evil.example?x", "http://desk.test:80"),
        ("", "http://desk.test:80"),
        ("caf\xe9.example", "http://desk.test:80"),
    ],
)
def test_links_begin_with_the_address_that_was_asked_where_it_is_one(standing_desk: Desk, host: str, base: str) -> None:
    headers = {"host": host.encode("latin-1"), "x-forwarded-host": "evil.example", "x-forwarded-proto": "gopher"}
    made = standing_desk.call("POST", ME, {"settings": {"approval_type": 1}}, headers=headers).json  # type: ignore[arg-type]
    assert {made[name].rsplit("/", 2)[0] for name in ("join_url", "start_url")} == {base}
    assert made["registration_url"].startswith(f"{base}/meeting/register/")


def test_an_address_or_head_of_unreasonable_size_is_refused(standing_desk: Desk) -> None:
    assert standing_desk.call("GET", "/v2/meetings/" + "9" * 10_000).status == 414
    assert standing_desk.call("GET", "/v2/users?status=" + "x" * 10_000).status == 414
    assert standing_desk.call("GET", "/v2/users/me", headers={"x-large": "x" * 40_000}).status == 431
    assert standing_desk.call("GET", "/v2/users/me", headers={f"x-{n}": "x" for n in range(200)}).status == 431


def test_a_query_of_a_hundred_names_is_read_and_more_are_refused(standing_desk: Desk) -> None:
    assert standing_desk.call("GET", "/v2/users?" + "&".join(["a=b"] * 100)).status == 200
    assert standing_desk.call("GET", "/v2/users?" + "&".join(["a=b"] * 101)).code == 300


@pytest.mark.parametrize("digits", [20, 400, 4301, 10_000, 1_000_000])
def test_huge_numbers_are_refused_or_ignored(standing_desk: Desk, digits: int) -> None:
    number = standing_desk.meeting()
    head = {"content-type": "application/json"}
    for field, status in (("duration", 400), ("topic", 400), ("unknown", 204)):
        raw = f'{{"{field}": {"9" * digits}}}'
        reply = standing_desk.call("PATCH", f"/v2/meetings/{number}", content=raw, headers=head)
        assert reply.status in (status, 400), reply
    settings = f'{{"settings": {{"registrants_restrict_number": {"9" * digits}}}}}'
    assert standing_desk.call("PATCH", f"/v2/meetings/{number}", content=settings, headers=head).code == 300


def test_the_desk_takes_no_part_in_what_it_refused(desk: Desk) -> None:
    number = desk.meeting(settings={"approval_type": 0})
    desk.registrant(number, "ana@b.example")

    def whole() -> str:
        page = desk.call("GET", f"/v2/meetings/{number}/registrants?status=all").json
        return json.dumps([page["registrants"], desk.call("GET", f"/v2/meetings/{number}").json], sort_keys=True)

    before = whole()
    for method, rest, body in (
        ("PATCH", "", {"topic": "New", "duration": 0}),
        ("PATCH", "", {"topic": "New", "timezone": "Mars/Base"}),
        ("PATCH", "", {"topic": "New", "type": 8}),
        ("PATCH", "?occurrence_id=1", {"agenda": "New"}),
        ("DELETE", "?occurrence_id=1", None),
        ("DELETE", "?schedule_for_reminder=perhaps", None),
        ("PUT", "/status", {"action": "stop"}),
        ("POST", "/registrants", {"email": "b@b.example"}),
        ("POST", "/batch_registrants", {"registrants": [{"email": "b@b.example", "first_name": "B"}, {}]}),
        ("PUT", "/registrants/status", {"action": "deny", "registrants": [{"email": "ana@b.example"}, 5]}),
        ("DELETE", "/registrants/nobody", None),
        ("PATCH", "/registrants/questions", {"questions": [{"field_name": "city"}, {"field_name": "email"}]}),
    ):
        assert desk.call(method, f"/v2/meetings/{number}{rest}", body).status >= 400, (method, rest, body)
        assert whole() == before, (method, rest, body)


# --- over a socket ----------------------------------------------------------------------------------------------------


def test_a_desk_that_says_where_it_listens_does_listen(tmp_path: Path) -> None:
    with servers.running(log=tmp_path / "desk.log") as live:
        live.socket().close()


@pytest.mark.parametrize("name", ["x\r\nSet-Cookie: a=b", "\x7f", "\n", "zoë", "\U0001f600"], ids=ascii)
def test_a_skipped_registrant_of_any_name_is_answered(live_desk: servers.LiveDesk, name: str) -> None:
    person = {"email": "live@b.example", "first_name": "Liv"}
    assert live_desk.call("POST", f"/v2/meetings/{seeds.MEETING_ID}/registrants", person).status == 201
    body = {"action": "approve", "registrants": [{"email": "live@b.example"}, {"id": name}]}
    try:
        reply = live_desk.call("PUT", f"/v2/meetings/{seeds.MEETING_ID}/registrants/status", body)
    except http.client.HTTPException as broken:
        pytest.fail(f"the connection broke: {broken!r}")
    assert (reply.status, reply.headers.get("set-cookie")) == (204, None)


@pytest.mark.parametrize(
    "path", ["/v2/meetings/%7B%0D%0ASet-Cookie:a=b", "/v2/meetings/%7Bid%7D", "/v2/users/%0D%0AX:1"]
)
def test_an_address_of_any_text_is_answered(live_desk: servers.LiveDesk, path: str) -> None:
    try:
        reply = live_desk.call("GET", path)
    except http.client.HTTPException as broken:
        pytest.fail(f"the connection broke: {broken!r}")
    assert (reply.status, reply.headers.get("set-cookie")) == (404, None)


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "TRACE", "PROPFIND"])
def test_a_method_that_nobody_knows_is_answered(live_desk: servers.LiveDesk, method: str) -> None:
    reply = live_desk.call(method, "/v2/users/me")
    assert (reply.status, reply.headers["allow"]) == (405, "GET")
    assert bool(reply.text) is (method != "HEAD")


@pytest.mark.parametrize(
    "raw",
    [
        b"GET /v2/users/me HTTP/1.1\r\nHost: a\r\nHost: b\r\nAuthorization: Bearer sandbox-token\r\n\r\n",
        b"GET /v2/users/me HTTP/1.0\r\n\r\n",
        b"GET  HTTP/1.1\r\n\r\n",
        b"\0\0\0\0\r\n\r\n",
        b"GET /v2/users/\xff\xfe HTTP/1.1\r\nHost: a\r\n\r\n",
        b"POST /v2/users/me/meetings HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
        b"POST /v2/users/me/meetings HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"GET http://evil.example/v2/users/me HTTP/1.1\r\nHost: a\r\n\r\n",
        b"OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET /v2/users/me HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer a\0b\r\n\r\n",
    ],
    ids=ascii,
)
def test_a_request_that_is_hardly_one_leaves_the_desk_standing(live_desk: servers.LiveDesk, raw: bytes) -> None:
    with live_desk.socket() as connection:
        connection.sendall(raw)
        connection.shutdown(socket.SHUT_WR)
        answer = b""
        while part := connection.recv(65536):
            answer += part
    assert not answer.startswith(b"HTTP/1.1 5"), answer
    assert live_desk.call("GET", "/v2/users/me").status == 200


def test_a_body_on_a_get_does_not_disturb_the_next_request(live_desk: servers.LiveDesk) -> None:
    connection = live_desk.connection()
    head = {"Authorization": f"Bearer {seeds.TOKEN}", "Content-Type": "application/json"}
    for _ in range(3):
        connection.request("GET", "/v2/users/me", body=b'{"a": "GET /v2/users HTTP/1.1"}', headers=head)
        response = connection.getresponse()
        assert json.loads(response.read())["email"] == seeds.HOST_EMAIL
    connection.close()
