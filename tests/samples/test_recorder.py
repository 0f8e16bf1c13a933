"""The recorder: what comes is kept as it came, whatever it is, and answered as it was said."""

import http.client
import socket
from collections.abc import Iterator

import pytest

from doorlist.samples.trial.recorder import Answer, Recorder, Recording, in_turn


@pytest.fixture
def recorder() -> Iterator[Recorder]:
    """A recorder that listens."""
    with Recorder() as listening:
        yield listening


def _say(recorder: Recorder, *sent: bytes) -> bytes:
    """Sends bytes and reads until the recorder hangs up."""
    with socket.create_connection(("127.0.0.1", recorder.port), timeout=5) as connection:
        for each in sent:
            connection.sendall(each)
        connection.shutdown(socket.SHUT_WR)
        answer = b""
        while received := connection.recv(65536):
            answer += received
        return answer


def _faults(recording: Recording) -> list[str]:
    return [each.fault for each in recording.seen if each.fault]


def test_a_request_is_kept_as_it_came(recorder: Recorder) -> None:
    head = b"PuRGE /a%2Fb//../c?x=%c3%bc&y&x=+ HTTP/1.1\r\nHost: h\r\nX-Tag: \xc3\xbc \r\nx-tag:\r\nContent-Length: 3\r\n\r\n"
    _say(recorder, head + b"\x00\xff\n")
    (seen,) = recorder.taken().seen
    assert (seen.method, seen.target) == ("PuRGE", b"/a%2Fb//../c?x=%c3%bc&y&x=+")
    assert seen.headers == (("Host", b"h"), ("X-Tag", b"\xc3\xbc"), ("x-tag", b""), ("Content-Length", b"3"))
    assert seen.values("X-TAG") == [b"\xc3\xbc", b""]
    assert (seen.head, seen.body, seen.fault, seen.status) == (head, b"\x00\xff\n", "", 200)


def test_a_body_in_chunks_is_put_together(recorder: Recorder) -> None:
    _say(
        recorder,
        b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n4;a=b\r\nab\r\n\r\n",
        b"A\r\n0123456789\r\n0\r\nTrailer: x\r\n\r\n",
    )
    (seen,) = recorder.taken().seen
    assert (seen.body, seen.fault) == (b"ab\r\n0123456789", "")


def test_who_expects_to_be_told_to_go_on_is_told(recorder: Recorder) -> None:
    with socket.create_connection(("127.0.0.1", recorder.port), timeout=5) as connection:
        connection.sendall(b"POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n")
        assert connection.recv(100) == b"HTTP/1.1 100 Continue\r\n\r\n"
        connection.sendall(b"ok")
        assert connection.recv(1000).startswith(b"HTTP/1.1 200 OK\r\n")
    assert [each.body for each in recorder.taken().seen] == [b"ok"]


def test_a_connection_is_kept_for_more_requests(recorder: Recorder) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", recorder.port, timeout=5)
    for target in ("/1", "/2"):
        connection.request("POST", target, b"body")
        assert connection.getresponse().read() == b"{}"
    own = connection.sock
    connection.request("GET", "/3")
    assert connection.sock is own
    connection.getresponse().read()
    connection.close()
    assert [each.target for each in recorder.taken().seen] == [b"/1", b"/2", b"/3"]


def test_a_request_that_asks_to_close_is_the_last(recorder: Recorder) -> None:
    answer = _say(recorder, b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n" * 2)
    assert answer.count(b"HTTP/1.1 200") == 1
    assert len(recorder.taken().seen) == 1


def test_answers_come_in_turn_and_the_last_one_stays(recorder: Recorder) -> None:
    recorder.expect(in_turn(Answer(429, (("Retry-After", "9"),), b"no"), Answer(204)))
    answer = _say(recorder, b"GET /1 HTTP/1.1\r\n\r\nGET /2 HTTP/1.1\r\n\r\nGET /3 HTTP/1.1\r\n\r\n")
    assert answer.startswith(
        b"HTTP/1.1 429 Too Many Requests\r\nRetry-After: 9\r\nContent-Length: 2\r\nConnection: keep-alive\r\n\r\nno"
        b"HTTP/1.1 204 No Content\r\n"
    )
    assert [each.status for each in recorder.taken().seen] == [429, 204, 204]


def test_what_is_asked_by_head_has_a_length_and_no_body(recorder: Recorder) -> None:
    answer = _say(recorder, b"HEAD / HTTP/1.1\r\nConnection: close\r\n\r\n")
    assert b"Content-Length: 2\r\n" in answer
    assert answer.endswith(b"\r\n\r\n")


def test_what_came_before_is_forgotten(recorder: Recorder) -> None:
    with socket.create_connection(("127.0.0.1", recorder.port), timeout=5) as left_open:
        left_open.sendall(b"GET /before HTTP/1.1\r\n\r\n")
        assert left_open.recv(100)
        recorder.expect()
        _say(recorder, b"GET /after HTTP/1.1\r\n\r\n")
        assert [each.target for each in recorder.taken().seen] == [b"/after"]
        assert left_open.recv(1000) == b""


def test_who_stays_connected_is_not_waited_for_too_long(recorder: Recorder) -> None:
    with socket.create_connection(("127.0.0.1", recorder.port), timeout=5) as staying:
        staying.sendall(b"GET /here HTTP/1.1\r\n\r\n")
        assert staying.recv(100)
        assert [each.target for each in recorder.taken(wait_s=0.05).seen] == [b"/here"]


def test_a_connection_that_sends_nothing_is_counted(recorder: Recorder) -> None:
    _say(recorder)
    assert recorder.taken() == Recording((), silent=1)
    recorder.expect()
    assert recorder.taken() == Recording(())


def test_who_says_something_and_goes_at_once_is_heard(recorder: Recorder) -> None:
    for number in range(100):
        recorder.expect()
        with socket.create_connection(("127.0.0.1", recorder.port), timeout=5) as connection:
            connection.sendall(b"GET /%d HTTP/1.1\r\n\r\n" % number)
        assert [each.target for each in recorder.taken().seen] == [b"/%d" % number]


BROKEN = {
    b"GET /a b HTTP/1.1\r\n\r\n": "the request line has 4 words, not 3",
    b"\x16\x03\x01\x02\x00\x01": "6 bytes came and no whole head",
    b"GET / HTTP/1.1\r\nX: 1\r\n": "bytes came and no whole head",
    b"GET / SPDY/3\r\n\r\n": "does not end in HTTP/1.1",
    b"GET / HTTP/1.1\r\nno header\r\n\r\n": "a line of the head is no header",
    b"GET / HTTP/1.1\r\nX : 1\r\n\r\n": "a line of the head is no header",
    b"GET / HTTP/1.1\r\nX: 1\r\n folded\r\n\r\n": "a line of the head is no header",
    b"GET / HTTP/1.1\r\nX: a\nY: b\r\n\r\n": "a line of the head is no header",
    b"POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\nabc": "the body ends after 3 of 5 bytes",
    b"POST / HTTP/1.1\r\nContent-Length: 2\r\n\r\nabc": "1 bytes came behind the request, which its length does not cover",
    b"GET / HTTP/1.1\r\n\r\nbody": "4 bytes came behind the request",
    b"POST / HTTP/1.1\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nabc": "the Content-Length is not one number",
    b"POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n": "the Content-Length is not one number",
    b"POST / HTTP/1.1\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n": "beside a Transfer-Encoding",
    b"POST / HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n": "the Transfer-Encoding is 'gzip'",
    b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n": "a chunk's size is b'xyz'",
    b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nabc\r\n": "does not end where its size says",
    b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab": "the body ends after 0 of 2 bytes",
}


@pytest.mark.parametrize("sent", BROKEN, ids=range(len(BROKEN)))
def test_what_is_not_http_is_told(recorder: Recorder, sent: bytes) -> None:
    _say(recorder, sent)
    (fault,) = _faults(recorder.taken())
    assert BROKEN[sent] in fault
