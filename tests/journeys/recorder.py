"""A loopback server that keeps the bytes of every request and gives them all one answer."""

import contextlib
import socketserver
import threading
from types import TracebackType
from typing import Self

NO_CONTENT = b"HTTP/1.1 204 No Content\r\n\r\n"
WAIT_S = 30


def ok(body: str) -> bytes:
    """An answer with this JSON body."""
    return answer("200 OK", body)


def answer(status: str, body: str) -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {len(body.encode())}\r\n\r\n"
    return (head + body).encode()


class Recorder:
    """Use as a context manager; `requests` holds what came, in the order of coming.

    Like a real server it leaves the connection open after its answer, so that a client which waits for the end of the
    connection instead of the end of the answer is found out.
    """

    def __init__(self, answer: bytes = NO_CONTENT) -> None:
        self.requests: list[bytes] = []
        requests = self.requests

        class Handler(socketserver.StreamRequestHandler):
            timeout = WAIT_S

            def handle(self) -> None:
                request = b""
                size = 0
                while line := self.rfile.readline():
                    request += line
                    name, _, value = line.partition(b":")
                    if name.lower() == b"content-length":
                        size = int(value)
                    if line == b"\r\n":
                        break
                requests.append(request + self.rfile.read(size))
                self.wfile.write(answer)
                with contextlib.suppress(ConnectionError):
                    self.rfile.read(1)

        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
        self.host, self.port = "127.0.0.1", int(self._server.server_address[1])

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
