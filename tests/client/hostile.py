"""A small server on a socket that does to connections what a test tells it to, and the real API's stand-in's frame."""

import contextlib
import json
import socket
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

from surroundings import PATIENCE_S

HEAD_BYTES_MAX = 65_536


@dataclass(frozen=True)
class Asked:
    """A request as it came."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def path(self) -> str:
        """Its path, as it was encoded."""
        return urlsplit(self.target).path

    @property
    def query(self) -> dict[str, str]:
        """Its query."""
        return {name: values[0] for name, values in parse_qs(urlsplit(self.target).query).items()}

    @property
    def json(self) -> dict[str, object]:
        """Its body."""
        read = json.loads(self.body)
        assert isinstance(read, dict)
        return read


Behaviour = Callable[[socket.socket, Asked], bool]
"""What is done to a connection after a request was read; False ends the connection."""


def answer(
    status: int, body: object = None, headers: Mapping[str, str] | None = None, *, raw: bytes | None = None
) -> Behaviour:
    """An answer, as JSON or as it is."""
    content = raw if raw is not None else b"" if body is None else json.dumps(body).encode()

    def behave(sock: socket.socket, asked: Asked) -> bool:
        lines = [f"HTTP/1.1 {status} Said", f"Content-Length: {len(content)}", "Content-Type: application/json"]
        lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
        sock.sendall("\r\n".join([*lines, "", ""]).encode() + content)
        return True

    return behave


def html(status: int) -> Behaviour:
    """A gateway's page."""
    page = b"<html><head><title>502 Bad Gateway</title></head><body><h1>Bad <b>Gateway</b></h1><hr>nginx</body></html>"
    return answer(status, raw=page)


def cut(sock: socket.socket, asked: Asked) -> bool:
    """The end of the connection, without an answer."""
    return False


def sent(*pieces: bytes) -> Behaviour:
    """Some bytes, then the end."""

    def behave(sock: socket.socket, asked: Asked) -> bool:
        for piece in pieces:
            sock.sendall(piece)
        return False

    return behave


HALF_AN_ANSWER = sent(b"HTTP/1.1 200 OK\r\nContent-Length: 200\r\n\r\n", b'{"registrants": [')
HALF_A_HEAD = sent(b"HTTP/1.1 200 OK\r\nContent-Le")
GARBLED = sent(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n")


@dataclass
class Server:
    """Takes behaviours one by one for the requests that come, then `always`."""

    port: int
    planned: list[Behaviour] = field(default_factory=list)
    always: Behaviour = cut
    asked: list[Asked] = field(default_factory=list)
    released: threading.Event = field(default_factory=threading.Event)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    def plan(self, *behaviours: Behaviour) -> None:
        """What is to become of the next requests, instead of what was planned and asked before."""
        self.planned[:] = behaviours
        self.asked.clear()

    def never(self, sock: socket.socket, asked: Asked) -> bool:
        """No answer until the end of the test."""
        self.released.wait(PATIENCE_S)
        return False

    def methods(self) -> list[str]:
        """The requests that came, in short."""
        return [f"{each.method} {each.path.rsplit('/', 1)[1]}" for each in self.asked]

    def _serve(self, sock: socket.socket) -> None:
        with contextlib.closing(sock), contextlib.suppress(OSError):
            while (asked := _read(sock)) is not None:
                with self._lock:
                    self.asked.append(asked)
                    behaviour = self.planned.pop(0) if self.planned else self.always
                if not behaviour(sock, asked):
                    return


def _read(sock: socket.socket) -> Asked | None:
    read = b""
    while b"\r\n\r\n" not in read:
        chunk = sock.recv(HEAD_BYTES_MAX)
        if not chunk:
            return None
        read += chunk
    head, _, body = read.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    while len(body) < int(headers.get("content-length", "0")):
        body += sock.recv(HEAD_BYTES_MAX)
    method, target, _ = first.split(" ")
    return Asked(method, target, headers, body)


@contextlib.contextmanager
def serving(always: Behaviour = cut) -> Iterator[Server]:
    """A server on a free port."""
    with socket.create_server(("127.0.0.1", 0), backlog=64) as listener:
        server = Server(listener.getsockname()[1], always=always)
        threads: list[threading.Thread] = []

        def accept() -> None:
            while True:
                try:
                    sock, _ = listener.accept()
                except OSError:
                    return
                threads.append(threading.Thread(target=server._serve, args=(sock,), daemon=True))
                threads[-1].start()

        accepting = threading.Thread(target=accept, daemon=True)
        accepting.start()
        try:
            yield server
        finally:
            server.released.set()
            listener.shutdown(socket.SHUT_RDWR)
            accepting.join(PATIENCE_S)


def refusal(status: int, code: int, message: str, headers: Mapping[str, str] | None = None) -> Behaviour:
    """A refusal in the contract's form."""
    return answer(status, {"code": code, "message": message}, headers)


def page(registrants: Sequence[Mapping[str, object]], token: str = "") -> Behaviour:
    """A page of a list."""
    return answer(200, {"registrants": list(registrants), "next_page_token": token})
