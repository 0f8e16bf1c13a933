"""A wire between a client and a desk, which a test cuts: whole, or after requests that the desk has answered."""

import contextlib
import http.client
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from surroundings import PATIENCE_S

_OF_A_CONNECTION = {"connection", "keep-alive", "transfer-encoding", "content-length"}


@dataclass
class Wire:
    """Carries requests to a desk. `asked` has each as (method, path); `lose` says of a request that its answer is lost."""

    host: str
    port: int
    asked: list[tuple[str, str]] = field(default_factory=list)
    down: bool = False
    lose: Callable[[str, str], bool] = lambda method, path: False
    before: Callable[[str, str], None] = lambda method, path: None
    url: str = ""
    lock: threading.Lock = field(default_factory=threading.Lock)

    def posts(self, end: str) -> int:
        """How many requests were made to addresses that end so."""
        return sum(method == "POST" and path.split("?")[0].endswith(end) for method, path in self.asked)


@contextlib.contextmanager
def wired(host: str, port: int) -> Iterator[Wire]:
    """A wire to a desk, from now on."""
    wire = Wire(host, port)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _carry(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            with wire.lock:
                wire.asked.append((self.command, self.path))
                wire.before(self.command, self.path)
                down, lose = wire.down, wire.lose(self.command, self.path)
            if down:
                self._cut()
                return
            head = {name: value for name, value in self.headers.items() if name.lower() not in _OF_A_CONNECTION}
            try:
                with contextlib.closing(http.client.HTTPConnection(wire.host, wire.port, timeout=PATIENCE_S)) as there:
                    there.request(self.command, self.path, body or None, head)
                    reply = there.getresponse()
                    content = reply.read()
            except (OSError, http.client.HTTPException):  # the desk is gone: so is this connection
                self._cut()
                return
            if lose:
                self._cut()
                return
            self.send_response_only(reply.status)
            for name, value in reply.getheaders():
                if name.lower() not in _OF_A_CONNECTION:
                    self.send_header(name, value)
            if reply.status != 204:
                self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def _cut(self) -> None:
            self.close_connection = True
            with contextlib.suppress(OSError):
                self.connection.shutdown(socket.SHUT_RDWR)

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _carry  # noqa: N815 - the server's own names

        def log_message(self, format: str, *arguments: object) -> None:
            pass

        def handle(self) -> None:
            with contextlib.suppress(ConnectionError):  # the client went away: that is its business
                super().handle()

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    wire.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield wire
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
