"""Webhooks: deliveries beside a bare loop of the HTTP client, and what two webhooks cost the adds that they tell of."""

import contextlib
import json
import subprocess
import sys
import urllib.request
from collections.abc import Iterator, Mapping
from typing import Any

from bench import bodies, delivering, load, roster, servers
from bench.figures import Aim, Figure, Plan, Sample, Section, ratio
from bench.machine import Stopwatch
from bench.servers import Server

CONNECTIONS = 64
DELIVERIES = 6000
SHARE_MIN = 0.7
_DESKS: Mapping[str, Mapping[str, Any]] = {
    "none": {"lanes": 0},
    "kept": {"lanes": 2, "courier": False},
    "beside": {"lanes": 2, "courier": False, "beside": True},
    "sent": {"lanes": 2},
}


def measure(plan: Plan) -> Section:
    """An outbox that is emptied; and adds with no webhook, with two, and with two that another process sends."""
    couriers: list[Sample] = []
    bare: list[Sample] = []
    adds: dict[str, list[Sample]] = {name: [] for name in _DESKS}
    meanwhile: dict[str, list[Sample]] = {name: [] for name in ("beside", "sent")}
    with _sink(plan) as port:
        for round in range(1, plan.rounds + 1):
            plan.say(f"deliveries: round {round} of {plan.rounds}")
            for name, samples in adds.items():
                with _desk(plan, f"{name}-{round}", port, **_DESKS[name]) as server:
                    load.warm(server, [bodies.add()], connections=CONNECTIONS, seconds=1)
                    before, watch = _taken(port), Stopwatch()
                    samples.append(load.run(plan, server, [bodies.add()], connections=CONNECTIONS))
                    watch.stop()
                    if name in meanwhile:
                        meanwhile[name].append(Sample((_taken(port) - before) / watch.wall_s))
        for round in range(1, plan.rounds + 1):
            taken = _emptied(plan, port, round)
            couriers.append(taken[0])
            bare.append(taken[1])
    shown = {
        "none": Figure("adds, no webhook", "adds/s", adds["none"]),
        "kept": Figure("adds, two webhooks, nobody sends", "adds/s", adds["kept"]),
        "beside": Figure("adds, two webhooks, another process sends", "adds/s", adds["beside"]),
        "beside sent": Figure("  deliveries by it meanwhile", "deliveries/s", meanwhile["beside"]),
        "sent": Figure("adds, two webhooks, sent by the same process", "adds/s", adds["sent"]),
        "sent sent": Figure("  deliveries by it meanwhile", "deliveries/s", meanwhile["sent"]),
    }
    emptied = Figure("a courier that empties an outbox", "deliveries/s", couriers)
    loop = Figure("a bare loop of the HTTP client", "posts/s", bare)
    return Section(
        "Webhooks: deliveries to loopback, and what they cost",
        [*shown.values(), emptied, loop],
        [
            ratio("adds with two webhooks, nobody sends / without", shown["kept"], shown["none"], Aim(SHARE_MIN)),
            ratio(
                "adds with two webhooks, another process sends / without",
                shown["beside"],
                shown["none"],
                Aim(SHARE_MIN),
            ),
            ratio(
                "adds with two webhooks, the same process sends / without", shown["sent"], shown["none"], Aim(SHARE_MIN)
            ),
            ratio("deliveries / bare loop", emptied, loop),
        ],
        [f"{DELIVERIES} deliveries for each figure, over {delivering.LANES} webhooks; SQLite, synchronous=FULL"],
    )


@contextlib.contextmanager
def _sink(plan: Plan) -> Iterator[int]:
    port = servers.free_port()
    command = [sys.executable, "-m", "bench.sink", str(port)]
    with servers.started(command, port, log=plan.folder / "sink.log", probe="/"):
        yield port


def _taken(port: int) -> int:
    """How many posts came so far."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/") as answer:
        return int(answer.read())


@contextlib.contextmanager
def _desk(
    plan: Plan, name: str, port: int, *, lanes: int, courier: bool = True, beside: bool = False
) -> Iterator[Server]:
    """A desk with so many webhooks; `beside` has a courier of its own on the same database."""
    url = servers.sqlite_url(plan.folder / f"webhooks-{name}.sqlite3")
    with contextlib.closing(roster.sandbox(url)) as store:
        delivering.subscribe(store, port, lanes=lanes)
    environment = {"DOORLIST_COURIER": str(courier).lower()}
    with (
        servers.desk(plan.folder, database=url, name=f"webhooks-{name}", environment=environment) as server,
        _courier(url) if beside else contextlib.nullcontext(),
    ):
        yield server


@contextlib.contextmanager
def _courier(url: str) -> Iterator[None]:
    command = [sys.executable, "-c", "from doorlist.cli.main import main; main()", "courier", "--database", url]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        process.stdout.readline()  # it says when it works
        try:
            yield
        finally:
            process.terminate()


def _emptied(plan: Plan, port: int, round: int) -> tuple[Sample, Sample]:
    url = servers.sqlite_url(plan.folder / f"outbox-{round}.sqlite3")
    watch = Stopwatch()
    output = subprocess.run(
        [sys.executable, "-m", "bench.delivering", url, str(port), str(DELIVERIES)],
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    ).stdout
    watch.stop()
    said = json.loads(output)
    return Sample(said["courier"]), Sample(said["bare"])
