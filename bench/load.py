"""Load on a server: requests prepared in a file, sent by wrk where the machine has it, else by a client of our own."""

import itertools
import json
import resource
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import gettempdir

from bench.figures import Plan, Sample
from bench.machine import Stopwatch, cpu_s
from bench.servers import Server

SEPARATOR = b"\0"
NUMBER = b"\1"
"""Stands for eight digits that come but once in a run."""
RUN = b"\2"
"""Stands for eight digits that no other run has."""

_SCRIPT = Path(__file__).with_name("wrk.lua")
_GRACE_S = 30
DISTURBED_CORES = 0.25
"""Busy with other work than ours: from here on a run counts as disturbed."""
_runs = itertools.count(1)


@dataclass(frozen=True, slots=True)
class Request:
    """A request; its path and body may hold NUMBER and RUN."""

    method: str
    path: str
    body: bytes = b""
    content_type: str = "application/json"
    token: str = ""


def tool() -> str:
    """What makes the load, for the reader."""
    return "wrk, one thread" if shutil.which("wrk") else "bench/client.py, for want of wrk (dearer; p99 its own)"


def run(
    plan: Plan, server: Server, requests: Sequence[Request], *, connections: int, worth: int = 1, warm_s: int = 0
) -> Sample:
    """A run against a server: units per second, where one request is `worth` so many.

    `warm_s` seconds go before, unseen. A run that other work on the machine disturbed is tried again, as often as the
    plan allows; the least disturbed one counts, whatever its speed.
    """
    if warm_s:
        warm(server, requests, connections=connections, seconds=warm_s)
    best = _run(server, requests, connections=connections, seconds=plan.seconds, worth=worth)
    for _ in range(1, plan.tries):
        if (best.other_cores or 0.0) <= DISTURBED_CORES:
            break
        again = _run(server, requests, connections=connections, seconds=plan.seconds, worth=worth)
        best = min(best, again, key=lambda each: each.other_cores or 0.0)
    return best


def warm(server: Server, requests: Sequence[Request], *, connections: int, seconds: int) -> None:
    """A run that is not looked at."""
    _run(server, requests, connections=connections, seconds=seconds)


def _run(server: Server, requests: Sequence[Request], *, connections: int, seconds: int, worth: int = 1) -> Sample:
    number = next(_runs)
    path = Path(gettempdir()) / f"doorlist-bench-{server.process.pid}-{number}"
    path.write_bytes(SEPARATOR.join(_raw(each, server.port) for each in requests).replace(RUN, b"%08d" % number))
    try:
        before_s, client_before_s, watch = cpu_s(server.pids), _children_s(), Stopwatch()
        output = subprocess.run(
            _command(server.port, path, connections, seconds),
            capture_output=True,
            text=True,
            check=True,
            timeout=seconds + _GRACE_S,
        ).stdout
        watch.stop()
        used_s, client_s = cpu_s(server.pids) - before_s, _children_s() - client_before_s
    finally:
        path.unlink()
    said = json.loads(output.strip().splitlines()[-1])
    units = said["requests"] * worth
    return Sample(
        value=units / said["seconds"],
        p50_ms=said["p50_ms"],
        p99_ms=said["p99_ms"],
        per_cpu_s=units / used_s if used_s else None,
        idle_cores=watch.idle_cores,
        other_cores=max(0.0, watch.busy_cores - (used_s + client_s) / watch.wall_s),
        failed=said["failed"] or int(not said["requests"]),
    )


def _command(port: int, path: Path, connections: int, seconds: int) -> list[str]:
    wrk = shutil.which("wrk")
    if wrk is None:
        return [sys.executable, "-m", "bench.client", str(port), str(path), str(connections), str(seconds)]
    count, length = f"-c{connections}", f"-d{seconds}s"
    return [wrk, "-t1", count, length, "-s", str(_SCRIPT), f"http://127.0.0.1:{port}/", "--", str(path)]


def _raw(request: Request, port: int) -> bytes:
    """The bytes on the wire; a number counts as the eight digits that it becomes."""
    marks = sum(request.body.count(mark) for mark in (NUMBER, RUN))
    head = [f"{request.method} {request.path} HTTP/1.1", f"Host: 127.0.0.1:{port}"]
    if request.token:
        head.append(f"Authorization: Bearer {request.token}")
    if request.body:
        head += [f"Content-Type: {request.content_type}", f"Content-Length: {len(request.body) + 7 * marks}"]
    return "\r\n".join((*head, "", "")).encode() + request.body


def _children_s() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
