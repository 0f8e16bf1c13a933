"""A server on loopback that keeps what it is sent, byte for byte, and answers as it is told."""

import socket
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from threading import Event, Lock, Thread
from time import monotonic
from types import TracebackType
from typing import Self

HEAD_BYTES_MAX = 1 << 20
BODY_BYTES_MAX = 64 << 20
IDLE_S = 60.0
_ADDRESS = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a request is answered with. Content-Length and Connection are the recorder's."""

    status: int = 200
    headers: tuple[tuple[str, str], ...] = (("Content-Type", "application/json"),)
    body: bytes = b"{}"


@dataclass(frozen=True, slots=True)
class Seen:
    """A request as it came: nothing in it is decoded, but for the chunks of its body.

    `head` is all of the head's bytes; `headers` are in order, outer blanks of the values trimmed. `status` is what it was
    answered with. `fault` says what is not HTTP about it, and then the rest is as far as it could be read.
    """

    method: str
    target: bytes
    version: str
    headers: tuple[tuple[str, bytes], ...]
    body: bytes = b""
    head: bytes = b""
    status: int = 0
    fault: str = ""

    def values(self, name: str) -> list[bytes]:
        """The values of a header, in order; case does not count."""
        wanted = name.lower()
        return [value for each, value in self.headers if each.lower() == wanted]

    def value(self, name: str) -> bytes | None:
        """The value of a header that came once; None where it did not come, or came more than once."""
        values = self.values(name)
        return values[0] if len(values) == 1 else None


@dataclass(frozen=True, slots=True)
class Recording:
    """What came since the recorder was last told what to expect: the requests, and connections that sent nothing."""

    seen: tuple[Seen, ...]
    silent: int = 0


Answering = Callable[[Seen], Answer]


def in_turn(*answers: Answer) -> Answering:
    """Gives the answers one after the other, the last one again and again."""
    left = list(answers)

    def answering(_: Seen) -> Answer:
        return left.pop(0) if len(left) > 1 else left[0]

    return answering


@dataclass(slots=True)
class _Since:
    """What has been kept since `expect`; a connection that an earlier sample left open writes into its own."""

    answering: Answering
    seen: list[Seen] = field(default_factory=list)
    silent: int = 0
    threads: list[Thread] = field(default_factory=list)
    connections: set[socket.socket] = field(default_factory=set)


class Recorder:
    """Listens on a port of 127.0.0.1 from the start; `expect` begins anew, `taken` gives what came since."""

    def __init__(self, answering: Answering | Answer | None = None) -> None:
        self._listener = socket.create_server((_ADDRESS, 0), backlog=128)
        self.port: int = self._listener.getsockname()[1]
        self.origin = f"http://{_ADDRESS}:{self.port}"
        self.held = Lock()
        """For whoever shares recorders: held while a sample runs against this one."""
        self._lock = Lock()
        self._since = _Since(_answering(answering))
        self._own: dict[int, Event] = {}
        self._accepting = Thread(target=self._accept, name=f"recorder {self.port}", daemon=True)
        self._accepting.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def expect(self, answering: Answering | Answer | None = None) -> None:
        """Forgets what came, hangs up on who is still there, and answers by this from now on."""
        with self._lock:
            before, self._since = self._since, _Since(_answering(answering))
        _hang_up(before)

    def taken(self, *, wait_s: float = 2.0) -> Recording:
        """What came since `expect`. Waits for connections that are still open, but not longer than this, then hangs up."""
        self._let_in(wait_s)
        since = self._since
        until = monotonic() + wait_s
        for thread in list(since.threads):
            thread.join(max(0.0, until - monotonic()))
        _hang_up(since)
        for thread in list(since.threads):
            thread.join(1.0)
        with self._lock:
            return Recording(tuple(since.seen), since.silent)

    def close(self) -> None:
        """Stops listening and hangs up."""
        with suppress(OSError):  # not every system can shut down a listening socket; closing does the rest
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        _hang_up(self._since)
        self._accepting.join(1.0)

    def _let_in(self, wait_s: float) -> None:
        """Returns when every connection made until now has been accepted: ours is the last in the line."""
        with socket.socket() as own:
            own.settimeout(wait_s)
            own.bind((_ADDRESS, 0))
            accepted = Event()
            port = own.getsockname()[1]
            self._own[port] = accepted
            own.connect((_ADDRESS, self.port))
            accepted.wait(wait_s)
            del self._own[port]

    def _accept(self) -> None:
        while True:
            try:
                connection, address = self._listener.accept()
            except OSError:  # closed
                return
            accepted = self._own.get(address[1])
            if accepted is not None:
                connection.close()
                accepted.set()
                continue
            since = self._since
            thread = Thread(target=self._serve, args=(since, connection), daemon=True)
            since.threads.append(thread)
            since.connections.add(connection)
            thread.start()

    def _serve(self, since: _Since, connection: socket.socket) -> None:
        connection.settimeout(IDLE_S)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        wire = _Wire(connection)
        count = 0
        try:
            while (seen := wire.request()) is not None:
                count += 1
                answer = Answer(400, body=b"") if seen.fault else since.answering(seen)
                with self._lock:
                    since.seen.append(replace(seen, status=answer.status))
                stays = not seen.fault and _stays(seen)
                connection.sendall(_bytes(answer, seen, stays=stays))
                if not stays:
                    break
        except OSError:  # the program hung up or was ended; what it sent is kept
            pass
        finally:
            if count == 0:
                with self._lock:
                    since.silent += 1
            wire.close()
            since.connections.discard(connection)


def _answering(given: Answering | Answer | None) -> Answering:
    if given is None:
        return in_turn(Answer())
    return in_turn(given) if isinstance(given, Answer) else given


def _hang_up(since: _Since) -> None:
    for connection in list(since.connections):
        with suppress(OSError):  # it is closed already
            connection.shutdown(socket.SHUT_RDWR)


def _stays(seen: Seen) -> bool:
    wanted = b",".join(seen.values("Connection")).lower()
    return b"close" not in wanted if seen.version == "HTTP/1.1" else b"keep-alive" in wanted


def _bytes(answer: Answer, seen: Seen, *, stays: bool) -> bytes:
    phrase = HTTPStatus(answer.status).phrase if answer.status in HTTPStatus._value2member_map_ else "Unknown"
    lines = [f"HTTP/1.1 {answer.status} {phrase}", *(f"{name}: {value}" for name, value in answer.headers)]
    bodiless = answer.status in (204, 304) or answer.status < 200
    if not bodiless:
        lines.append(f"Content-Length: {len(answer.body)}")
    lines += [f"Connection: {'keep-alive' if stays else 'close'}", "", ""]
    body = b"" if bodiless or seen.method == "HEAD" else answer.body
    return "\r\n".join(lines).encode("utf-8", "surrogateescape") + body


class _Broken(Exception):
    """What came is not HTTP; the reason in words."""


class _Wire:
    """Reads requests from a connection."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._kept = bytearray()
        self._before = False

    def request(self) -> Seen | None:
        """The next request; None when there is none any more."""
        try:
            head = self._head()
        except _Broken as broken:
            rest = bytes(self._kept)
            self._kept.clear()
            return Seen("", b"", "", (), head=rest, fault=str(broken))
        if head is None:
            return None
        self._before = True
        seen = _read_head(head)
        if seen.fault:
            return seen
        try:
            return replace(seen, body=self._body(seen))
        except _Broken as broken:
            rest = bytes(self._kept)
            self._kept.clear()
            return replace(seen, body=rest, fault=str(broken))

    def close(self) -> None:
        """Lets the program read the answer before the connection ends."""
        with suppress(OSError):  # it hung up first
            self._connection.shutdown(socket.SHUT_WR)
        self._connection.close()

    def _head(self) -> bytes | None:
        """The bytes of the head with its last empty line."""
        while (end := self._kept.find(b"\r\n\r\n")) < 0:
            if len(self._kept) > HEAD_BYTES_MAX:
                raise _Broken("the head of the request is endless")
            if not self._more():
                if not self._kept.strip(b"\r\n"):
                    return None
                rest = bytes(self._kept[:60])
                where = "behind the request, which its length does not cover" if self._before else "and no whole head"
                raise _Broken(f"{len(self._kept)} bytes came {where}: {rest!r}")
        head = bytes(self._kept[: end + 4])
        del self._kept[: end + 4]
        return head.lstrip(b"\r\n")

    def _body(self, seen: Seen) -> bytes:
        lengths = set(seen.values("Content-Length"))
        codings = [value.lower() for value in seen.values("Transfer-Encoding")]
        if seen.value("Expect") is not None and (lengths or codings):
            self._connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
        if codings:
            if lengths:
                raise _Broken("there is a Content-Length beside a Transfer-Encoding")
            if codings != [b"chunked"]:
                raise _Broken(f"the Transfer-Encoding is {b', '.join(codings).decode('latin-1')!r}")
            return self._chunks()
        if not lengths:
            return b""
        length = lengths.pop()
        if lengths or not length.isdigit():
            raise _Broken("the Content-Length is not one number")
        return self._exactly(int(length))

    def _chunks(self) -> bytes:
        body = bytearray()
        while True:
            size, _, _ = self._line().partition(b";")
            try:
                count = int(size.strip(), 16)
            except ValueError:
                raise _Broken(f"a chunk's size is {size[:20]!r}") from None
            if count == 0:
                break
            body += self._exactly(count)
            if self._exactly(2) != b"\r\n":
                raise _Broken("a chunk does not end where its size says")
            if len(body) > BODY_BYTES_MAX:
                raise _Broken("the body is endless")
        while self._line():  # trailers
            pass
        return bytes(body)

    def _line(self) -> bytes:
        while (end := self._kept.find(b"\r\n")) < 0:
            if len(self._kept) > HEAD_BYTES_MAX or not self._more():
                raise _Broken("the body ends in the middle of a chunk")
        line = bytes(self._kept[:end])
        del self._kept[: end + 2]
        return line

    def _exactly(self, count: int) -> bytes:
        if count > BODY_BYTES_MAX:
            raise _Broken(f"the body is too long to be kept: {count} bytes")
        while len(self._kept) < count:
            if not self._more():
                raise _Broken(f"the body ends after {len(self._kept)} of {count} bytes")
        read = bytes(self._kept[:count])
        del self._kept[:count]
        return read

    def _more(self) -> bool:
        try:
            read = self._connection.recv(1 << 16)
        except OSError:  # hung up, or silent for too long
            return False
        self._kept += read
        return bool(read)


def _read_head(head: bytes) -> Seen:
    """The request of a head, without its body."""
    first, *lines = head[:-4].split(b"\r\n")
    words = first.split(b" ")
    fault = ""
    if len(words) != 3:
        fault = f"the request line has {len(words)} words, not 3: {first[:200]!r}"
    elif not words[2].startswith(b"HTTP/1."):
        fault = f"the request line does not end in HTTP/1.1: {first[:200]!r}"
    headers = []
    for line in lines:
        name, colon, value = line.partition(b":")
        if not colon or not name or name != name.strip() or b"\n" in line or b"\r" in line or b"\0" in line:
            fault = fault or f"a line of the head is no header: {line[:200]!r}"
        headers.append((name.decode("latin-1"), value.strip(b" \t")))
    return Seen(
        method=words[0].decode("latin-1"),
        target=b" ".join(words[1:-1]),
        version=words[-1].decode("latin-1"),
        headers=tuple(headers),
        head=head,
        fault=fault,
    )
