"""Connections that are cut, answers that are half or nothing, servers that fail: what is tried again, and what is not."""

import asyncio
import socket
import threading
from collections.abc import Callable

import pytest
from client.conftest import Open
from client.hostile import (
    GARBLED,
    HALF_A_HEAD,
    HALF_AN_ANSWER,
    Asked,
    Behaviour,
    Server,
    answer,
    cut,
    html,
    page,
    refusal,
    sent,
)
from client.ways import Clock

from doorlist import AsyncClient, Client
from doorlist.client import errors, sending
from doorlist.client.bodies import BatchPerson

MEETING = answer(200, {"id": 1, "topic": "T"})
ADDED = answer(201, {"registrant_id": "new", "id": 1, "topic": "T", "join_url": "https://x.example/w"})
DOORLIST = {"Doorlist-Profile": "2022-09"}
LOST: dict[str, Behaviour] = {
    "cut": cut,
    "half an answer": HALF_AN_ANSWER,
    "half a head": HALF_A_HEAD,
    "garbled": GARBLED,
    "too short": sent(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{}"),
    "half a chunk": sent(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\n{}"),
    "no gzip": sent(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}"),
    "a gateway's page": html(502),
    "a failure": refusal(503, 503, "Not now."),
}


def ada(client: Client) -> str:
    """Register Ada; gives back her id."""
    return client.meetings.registrants.add(1, email="Ada@x.example", first_name="Ada").registrant_id


def known(client: Client, server: Server) -> None:
    """Let the client see that the server is there: a first call that nobody answers is given up sooner."""
    server.plan(MEETING)
    client.meetings.get(1)
    server.plan()


@pytest.mark.parametrize("what", LOST)
def test_what_changes_nothing_when_done_twice_is_sent_again(
    what: str, unkind: Client, server: Server, clock: Clock
) -> None:
    calls: list[tuple[Callable[[], object], Behaviour]] = [
        (lambda: unkind.meetings.get(1).topic, MEETING),
        (lambda: unkind.meetings.update(1, topic="T"), answer(204)),
        (lambda: unkind.meetings.registrants.approve(1, ["a"]), answer(204)),
        (lambda: unkind.meetings.registrants.remove(1, "a"), answer(204)),
    ]
    for call, good in calls:
        server.plan(LOST[what], good)
        clock.slept.clear()
        call()
        assert len(server.asked) == 2
        assert 0.5 <= clock.slept[0] <= 1


def test_a_deletion_that_was_done_before_its_answer_was_lost_is_a_success(unkind: Client, server: Server) -> None:
    server.plan(cut, refusal(400, 3000, "Registrant a was not found."))
    unkind.meetings.registrants.remove(1, "a")
    server.plan(refusal(400, 3000, "Registrant a was not found."))
    with pytest.raises(errors.RegistrantNotFound):
        unkind.meetings.registrants.remove(1, "a")


@pytest.mark.parametrize("what", LOST)
def test_a_creation_is_never_sent_twice(what: str, unkind: Client, server: Server) -> None:
    server.plan(LOST[what], MEETING)
    with pytest.raises((errors.ConnectionFailed, errors.ServerError)) as failed:
        unkind.meetings.create(topic="T")
    assert failed.value.maybe_done
    assert len(server.asked) == 1


@pytest.mark.parametrize("what", LOST)
def test_an_add_that_was_done_is_found_and_not_sent_again(what: str, unkind: Client, server: Server) -> None:
    server.plan(
        LOST[what], page([{"id": "there", "email": "ADA@x.example", "status": "approved", "join_url": "https://x"}])
    )
    assert ada(unkind) == "there"
    assert server.methods() == ["POST registrants", "GET registrants"]
    assert server.asked[1].query["status"] == "approved"


def test_an_add_that_was_not_done_is_sent_again(unkind: Client, server: Server) -> None:
    server.plan(cut, page([{"id": "x", "email": "other@x.example"}], "more"), page([]), page([]), ADDED)
    assert ada(unkind) == "new"
    assert [each.query.get("status") for each in server.asked] == [None, "approved", "approved", "pending", None]


def test_an_add_that_was_denied_before_is_sent_again_for_the_server_to_say_so(unkind: Client, server: Server) -> None:
    known(unkind, server)
    server.plan(
        answer(503, {"code": 503, "message": "No."}, DOORLIST),
        page([{"id": "x", "email": "ada@x.example", "status": "denied"}]),
        refusal(
            400, 300, "The registration of ada@x.example was denied. Approve the existing registrant x to let them in."
        ),
    )
    with pytest.raises(errors.RegistrantBlocked):
        ada(unkind)
    assert (server.asked[1].query["status"], server.asked[1].query["email"]) == ("all", "ada@x.example")


def test_an_add_to_an_occurrence_is_looked_up_in_that_occurrence(unkind: Client, server: Server) -> None:
    found = page([{"id": "there", "email": "ada@x.example"}])
    server.plan(cut, found, page([]), page([]), ADDED)
    added = unkind.meetings.registrants.add(1, email="ada@x.example", first_name="A", occurrence_ids="11,12")
    assert added.registrant_id == "new"
    assert [each.query.get("occurrence_id") for each in server.asked] == [None, "11", "12", "12", None]


def test_a_lookup_that_fails_leaves_the_add_in_doubt(unkind: Client, server: Server) -> None:
    server.plan(cut, refusal(400, 4711, "Invalid access token, does not contain scopes:[meeting:read]."))
    with pytest.raises(errors.MissingScope) as failed:
        ada(unkind)
    assert failed.value.maybe_done


def test_of_a_batch_only_those_are_sent_again_who_are_missing(unkind: Client, server: Server) -> None:
    people: list[BatchPerson] = [{"email": f"{name}@x.example", "first_name": name} for name in "abc"]
    server.plan(
        cut,
        page([{"id": "2", "email": "B@x.example", "status": "approved", "join_url": "https://b"}]),
        page([]),
        answer(
            200, {"registrants": [{"registrant_id": n, "email": f"{e}@x.example"} for n, e in (("1", "a"), ("3", "c"))]}
        ),
    )
    entries = unkind.meetings.registrants.add_batch(1, people)
    assert [each.registrant_id for each in entries] == ["1", "2", "3"]
    assert [each["email"] for each in server.asked[-1].json["registrants"]] == ["a@x.example", "c@x.example"]  # type: ignore[attr-defined]


def test_an_add_whose_answer_says_nothing_is_looked_up(unkind: Client, server: Server) -> None:
    there = page([{"id": "there", "email": "ada@x.example"}])
    server.plan(answer(201, {}), there)
    assert ada(unkind) == "there"
    server.plan(answer(201, {"registrants": [{"email": "ada@x.example"}]}), there)
    entries = unkind.meetings.registrants.add_batch(1, [{"email": "ada@x.example", "first_name": "Ada"}])
    assert [each.registrant_id for each in entries] == ["there"]


def test_a_batch_that_was_done_is_found_whole(unkind: Client, server: Server) -> None:
    people: list[BatchPerson] = [{"email": f"{name}@x.example", "first_name": name} for name in "ab"]
    server.plan(
        HALF_AN_ANSWER, page([{"id": "2", "email": "b@x.example"}]), page([{"id": "1", "email": "a@x.example"}])
    )
    assert [each.registrant_id for each in unkind.meetings.registrants.add_batch(1, people)] == ["1", "2"]
    assert len(server.asked) == 3


def test_a_server_that_goes_on_failing_is_given_up(unkind: Client, server: Server, clock: Clock) -> None:
    known(unkind, server)
    server.always = html(502)
    with pytest.raises(errors.ServerError, match="502: 502 Bad Gateway Bad Gateway nginx") as failed:
        unkind.meetings.get(1)
    assert failed.value.status == 502
    assert (len(server.asked), len(clock.slept)) == (5, 4)
    assert clock.slept == sorted(clock.slept)


def test_a_connection_that_nobody_takes_is_tried_again_for_anything(open_client: Open, clock: Clock) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    client = open_client(base_url=f"http://127.0.0.1:{port}", token="t", surroundings=clock.surroundings())
    for call in (lambda: client.meetings.create(topic="T"), lambda: ada(client), lambda: client.meetings.get(1)):
        clock.slept.clear()
        with pytest.raises(errors.ConnectionFailed, match="is the server running") as failed:
            call()
        assert not failed.value.maybe_done
        assert len(clock.slept) == 1


@pytest.mark.parametrize(
    ("behaviour", "says"),
    [
        (html(200), "no JSON: 502 Bad Gateway"),
        (answer(200, [1]), "a list"),
        (answer(200, None), "nothing"),
        (answer(204), "nothing"),
        (answer(200, {"topic": "no id"}), "id: Field required"),
        (answer(200, {"id": "no number"}), "id: "),
        (answer(200, raw=b"[" * 100_000), "no JSON"),
        (answer(302, None, {"Location": "https://elsewhere.example/sign-in"}), "https://elsewhere.example/sign-in"),
        (answer(307, None, {"Location": "/v2/other"}), "base_url"),
    ],
)
def test_an_answer_that_is_none_of_the_api_says_what_it_is(
    behaviour: Behaviour, says: str, unkind: Client, server: Server
) -> None:
    server.plan(behaviour)
    with pytest.raises(errors.UnexpectedReply) as failed:
        unkind.meetings.get(1)
    assert says in str(failed.value)
    assert len(server.asked) == 1


def test_the_token_goes_to_no_other_host(unkind: Client, server: Server) -> None:
    from client.hostile import serving

    with serving(MEETING) as other:
        server.plan(answer(301, None, {"Location": f"{other.url}/v2/meetings/1"}))
        with pytest.raises(errors.UnexpectedReply):
            unkind.meetings.get(1)
        assert other.asked == []


def test_a_refusal_under_http_200_is_a_refusal(unkind: Client, server: Server) -> None:
    server.plan(refusal(200, 200, "Webinar plan is missing."), refusal(200, 200, "Webinar plan is missing."))
    with pytest.raises(errors.NotAllowed, match="plan is missing"):
        unkind.webinars.list()
    with pytest.raises(errors.NotAllowed):
        unkind.webinars.end(1)


def test_an_answer_that_never_comes_ends_at_its_time(open_client: Open, server: Server) -> None:
    client = open_client(base_url=server.url, token="t", timeout_s=0.2, deadline_s=0.3)
    server.plan(MEETING, server.never, server.never)
    client.meetings.get(1)
    with pytest.raises(errors.DeadlineExceeded, match=r"0\.3 s"):
        client.meetings.get(1)
    server.plan(server.never)
    with pytest.raises(errors.ConnectionFailed, match=r"longer than 0\.2 s") as failed:
        client.meetings.create(topic="T")
    assert failed.value.maybe_done


def test_an_answer_that_trickles_ends_at_its_time(open_client: Open, server: Server) -> None:
    def trickle(sock: socket.socket, asked: Asked) -> bool:
        sock.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
        while not server.released.wait(0.02):
            sock.sendall(b" ")
        return False

    client = open_client(base_url=server.url, token="t", timeout_s=0.2, deadline_s=0.2)
    server.plan(trickle)
    with pytest.raises(errors.DeadlineExceeded):
        client.meetings.get(1)


def test_an_answer_that_does_not_end_is_not_read_to_its_end(
    unkind: Client, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "REPLY_BYTES_MAX", 2**20)

    def flood(sock: socket.socket, asked: Asked) -> bool:
        sock.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        while not server.released.is_set():
            sock.sendall(b"10000\r\n" + b" " * 0x10000 + b"\r\n")
        return False

    server.always = flood
    with pytest.raises(errors.ConnectionFailed, match="larger than 1 MiB"):
        unkind.meetings.get(1)


def test_a_list_whose_pages_go_in_circles_ends(unkind: Client, server: Server) -> None:
    server.always = page([{"id": "a", "email": "a@x.example"}], "again")
    with pytest.raises(errors.UnexpectedReply, match="same page token"):
        list(unkind.meetings.registrants.iter(1))


def test_a_server_without_tls_where_it_should_be_is_not_asked_again(open_client: Open, clock: Clock) -> None:
    asked = []
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def answer_at_once() -> None:
            while True:
                try:
                    sock, _ = listener.accept()
                except OSError:
                    return
                with sock:
                    asked.append(sock.recv(10_000))
                    sock.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

        answering = threading.Thread(target=answer_at_once, daemon=True)
        answering.start()
        url = f"https://127.0.0.1:{listener.getsockname()[1]}"
        client = open_client(base_url=url, token="t", surroundings=clock.surroundings())
        with pytest.raises(errors.ConnectionFailed, match="TLS"):
            client.meetings.create(topic="T")
        listener.shutdown(socket.SHUT_RDWR)
        answering.join()
    assert len(asked) == 1


def test_a_uuid_is_encoded_once_and_twice_where_its_slashes_need_it(unkind: Client, server: Server) -> None:
    server.always = MEETING
    for uuid in ("a/b+c==", "/ab==", "a//b=="):
        unkind.meetings.get(uuid)
    paths = [each.path.removeprefix("/v2/meetings/") for each in server.asked]
    assert paths == ["a%2Fb%2Bc%3D%3D", "%252Fab%253D%253D", "a%252F%252Fb%253D%253D"]


def test_a_client_that_was_closed_says_so(open_client: Open, server: Server, clock: Clock) -> None:
    server.always = MEETING
    client = open_client(base_url=server.url, token="t", surroundings=clock.surroundings())
    client.meetings.get(1)
    client.close()
    for call in (lambda: client.meetings.get(1), lambda: client.meetings.create(topic="T"), lambda: ada(client)):
        with pytest.raises(errors.ConnectionFailed, match="the client was closed") as failed:
            call()
        assert not failed.value.maybe_done
    assert (len(server.asked), clock.slept) == (1, [])


CHANGES: tuple[Callable[[Client], object], ...] = (
    lambda client: client.meetings.create(topic="T"),
    lambda client: client.meetings.update(1, topic="T"),
)


@pytest.mark.parametrize("change", CHANGES)
def test_a_client_that_another_thread_closes_during_a_call_says_that_it_may_have_been_done(
    change: Callable[[Client], object], server: Server, clock: Clock
) -> None:
    with Client(base_url=server.url, token="t", environ={}, surroundings=clock.surroundings()) as client:

        def close_then_answer(sock: socket.socket, asked: Asked) -> bool:
            client.close()
            sock.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{")
            return False

        server.plan(close_then_answer)
        with pytest.raises(errors.ConnectionFailed, match="the client was closed") as failed:
            change(client)
        assert failed.value.maybe_done


def test_what_the_first_try_may_have_done_is_told_where_the_last_one_never_went_out(
    open_client: Open, clock: Clock
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        client = open_client(
            base_url=f"http://127.0.0.1:{listener.getsockname()[1]}", token="t", surroundings=clock.surroundings()
        )

        def take_one() -> None:
            sock, _ = listener.accept()
            with sock:
                listener.close()
                sock.recv(10_000)

        taking = threading.Thread(target=take_one, daemon=True)
        taking.start()
        with pytest.raises(errors.ConnectionFailed, match="refused") as failed:
            client.meetings.update(1, topic="T")
        taking.join()
    assert failed.value.maybe_done


def test_an_awaiting_client_in_another_event_loop_says_that_it_belongs_to_one(server: Server) -> None:
    server.always = MEETING
    client = AsyncClient(base_url=server.url, token="t", environ={})

    async def first() -> None:
        await client.meetings.get(1)

    async def later() -> None:
        with pytest.raises(errors.DoorlistError, match="one event loop"):
            await client.meetings.get(1)
        with pytest.raises(errors.DoorlistError, match="one event loop"):
            await client.close()

    with asyncio.Runner() as runner:
        runner.run(first())
        with asyncio.Runner() as another:
            another.run(later())
        runner.run(client.close())


@pytest.mark.parametrize("host", ["a\x01b", "xn--", "\u2603" * 80])
def test_an_address_that_the_network_cannot_have_ends_in_an_error_of_ours(
    host: str, open_client: Open, clock: Clock
) -> None:
    with pytest.raises(errors.DoorlistError):
        open_client(base_url=f"http://{host}", token="t", surroundings=clock.surroundings()).meetings.get(1)


def test_a_link_comes_without_the_white_space_around_it(unkind: Client, server: Server) -> None:
    server.plan(answer(201, {"registrant_id": "r", "join_url": " https://us02web.example/w/1?tk=a\n"}))
    added = unkind.meetings.registrants.add(1, email="a@x.example", first_name="A")
    assert added.join_url == "https://us02web.example/w/1?tk=a"
    server.plan(page([{"id": "r", "email": "a@x.example", "join_url": "\thttps://x.example ", "comments": " kept "}]))
    found = unkind.meetings.registrants.list(1).registrants[0]
    assert (found.join_url, found.comments) == ("https://x.example", " kept ")
