"""Doorlist in processes of its own: desks on loopback ports, commands that end, programs that use its storage."""

import contextlib
import http.client
import json
import os
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from replies import Reply
from surroundings import PATIENCE_S, ROOT

from doorlist.sandbox import seeds

DOORLIST = ("-m", "doorlist")
NO_LIMITS = {"DOORLIST_PLAN": "unlimited", "DOORLIST_REGISTRANT_CAPS": "off"}
"""What most tests of a desk's life ask for: they register the same people often, and fast."""
STOP_S_MAX = 20
"""How long a desk may take to stop; those of the tests give requests in flight no more than 10 s."""


@dataclass
class LiveDesk:
    """A running desk; `log` is what it writes to its standard error."""

    process: "subprocess.Popen[str]"
    announced: str
    host: str
    port: int
    log: Path
    token: str = seeds.TOKEN

    def connection(self) -> http.client.HTTPConnection:
        """A connection of its own, which the caller closes."""
        return http.client.HTTPConnection(self.host, self.port, timeout=PATIENCE_S)

    def socket(self) -> socket.socket:
        """The same for requests as bytes."""
        return socket.create_connection((self.host, self.port), timeout=PATIENCE_S)

    def call(self, method: str, path: str, body: object | None = None) -> Reply:
        """Send a request over a connection of its own, a body as JSON."""
        with contextlib.closing(self.connection()) as connection:
            return send(connection, method, path, body, token=self.token)

    def kill(self) -> None:
        """kill -9."""
        self.process.kill()
        self.process.wait(PATIENCE_S)

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        """End it as an operator would; gives back its exit code."""
        self.process.send_signal(how)
        return self.process.wait(PATIENCE_S)


def send(
    connection: http.client.HTTPConnection,
    method: str,
    path: str,
    body: object | None = None,
    *,
    token: str = seeds.TOKEN,
) -> Reply:
    """A request over a connection that is kept open, a body as JSON."""
    head = {"Authorization": f"Bearer {token}"} | ({} if body is None else {"Content-Type": "application/json"})
    connection.request(method, path, None if body is None else json.dumps(body), head)
    response = connection.getresponse()
    names = {name.lower(): value for name, value in response.getheaders()}
    return Reply.read(response.status, names, response.read())


@contextlib.contextmanager
def running(
    *arguments: str,
    log: Path,
    command: str = "sandbox",
    program: tuple[str, ...] = DOORLIST,
    env: Mapping[str, str] | None = None,
    limits: bool = False,
) -> Iterator[LiveDesk]:
    """A desk from when it says where it listens; at the end it is stopped, or killed where it does not stop.

    `limits` leaves it with the limits that its command has by itself; without, it has none.
    Nothing waits here for its port to open: it was announced, so it must be open, and a test would find out.
    """
    with open(log, "a") as errors:
        process = subprocess.Popen(
            [sys.executable, *program, command, "--port", "0", *arguments],
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            cwd=ROOT,
            env=os.environ | ({} if limits else NO_LIMITS) | dict(env or {}),
        )
    assert process.stdout is not None
    with process.stdout:
        try:
            announced = process.stdout.readline()
            assert " listens on http://" in announced, f"{announced!r}, {log.read_text()}"
            host, port = announced.split(" listens on http://")[1].split()[0].rsplit(":", 1)
            yield LiveDesk(process, announced, host, int(port), log)
        finally:
            _end(process)


def _end(process: "subprocess.Popen[str]") -> None:
    process.terminate()  # does nothing to one that has ended
    try:
        process.wait(STOP_S_MAX)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(PATIENCE_S)


def run(
    *arguments: str, program: tuple[str, ...] = DOORLIST, env: Mapping[str, str] | None = None
) -> "subprocess.CompletedProcess[str]":
    """A `doorlist` command, or another Python program, that ends by itself."""
    return subprocess.run(
        [sys.executable, *program, *arguments],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=os.environ | dict(env or {}),
        timeout=PATIENCE_S,
        check=False,
    )


def program(text: str, *arguments: str) -> "subprocess.Popen[str]":
    """A Python program that has just been started, with pipes to it; it can import Doorlist and what the tests share."""
    return subprocess.Popen(
        [sys.executable, "-c", text, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}"},
    )


def readable(sock: socket.socket, wait_s: float) -> bool:
    """Whether bytes, or the end, come within a time."""
    return bool(select.select([sock], [], [], wait_s)[0])
