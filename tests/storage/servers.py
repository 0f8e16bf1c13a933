"""Desks in processes of their own, for tests that kill them, share a database among them or break the disk under them."""

import contextlib
import http.client
import json
import os
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from storage.kept import PATIENCE_S

from doorlist.sandbox import seeds

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Reply:
    """What came back; `json` is None for an empty body."""

    status: int
    headers: Mapping[str, str]
    json: Any


@dataclass
class Server:
    """A running desk; `log` is what it wrote to its standard error."""

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
    """A request over a connection that is kept open."""
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    connection.request(method, path, None if body is None else json.dumps(body), headers)
    response = connection.getresponse()
    text = response.read()
    names = {name.lower(): value for name, value in response.getheaders()}
    return Reply(response.status, names, json.loads(text) if text.startswith(b"{") else None)


@contextlib.contextmanager
def running(
    *arguments: str,
    log: Path,
    command: str = "sandbox",
    program: tuple[str, ...] = ("-m", "doorlist"),
    env: Mapping[str, str] | None = None,
) -> Iterator[Server]:
    """A desk that listens; it is killed at the end unless it has ended by then."""
    with open(log, "a") as errors:
        process = subprocess.Popen(
            [sys.executable, *program, command, "--port", "0", *arguments],
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            cwd=ROOT,
            env=os.environ | dict(env or {}),
        )
    assert process.stdout is not None
    try:
        announced = process.stdout.readline()
        assert " listens on http://" in announced, f"{announced!r}, {log.read_text()}"
        host, port = announced.split(" listens on http://")[1].split()[0].rsplit(":", 1)
        server = Server(process, announced, host, int(port), log)
        _wait_until_open(server)
        yield server
    finally:
        if process.poll() is None:
            process.kill()
        process.wait(PATIENCE_S)
        process.stdout.close()


def _wait_until_open(server: Server) -> None:
    until = time.monotonic() + PATIENCE_S
    while True:
        try:
            server.socket().close()
        except ConnectionRefusedError:
            assert time.monotonic() < until, "nobody listens where it was announced"
        else:
            return


def run(*arguments: str, env: Mapping[str, str] | None = None) -> "subprocess.CompletedProcess[str]":
    """A `doorlist` command that ends by itself."""
    return subprocess.run(
        [sys.executable, "-m", "doorlist", *arguments],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=os.environ | dict(env or {}),
        timeout=PATIENCE_S,
        check=False,
    )


def readable(sock: socket.socket, wait_s: float) -> bool:
    """Whether bytes, or the end, come within a time."""
    return bool(select.select([sock], [], [], wait_s)[0])
