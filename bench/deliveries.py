"""Webhooks: deliveries beside a bare loop of the HTTP client, and what two webhooks cost the adds that they tell of."""

import contextlib
import json
import subprocess
import sys
from collections.abc import Iterator

from bench import bodies, delivering, load, roster, servers
from bench.figures import Aim, Figure, Plan, Sample, Section, ratio
from bench.machine import Stopwatch
from bench.servers import Server

CONNECTIONS = 64
DELIVERIES = 6000
SHARE_MIN = 0.7


def measure(plan: Plan) -> Section:
    """An outbox that is emptied; and adds with no webhook, with two, and with two that another process sends."""
    couriers: list[Sample] = []
    bare: list[Sample] = []
    adds: dict[str, list[Sample]] = {"none": [], "kept": [], "sent": []}
    with _sink(plan) as port, contextlib.ExitStack() as stack:
        desks = {
            "none": stack.enter_context(_desk(plan, "none", port, lanes=0)),
            "kept": stack.enter_context(_desk(plan, "kept", port, lanes=2, courier=False)),
            "sent": stack.enter_context(_desk(plan, "sent", port, lanes=2)),
        }
        for round in range(1, plan.rounds + 1):
            plan.say(f"deliveries: round {round} of {plan.rounds}")
            for name, samples in adds.items():
                samples.append(
                    load.run(plan, desks[name], [bodies.add()], connections=CONNECTIONS, warm_s=int(round == 1))
                )
        stack.close()
        for round in range(1, plan.rounds + 1):
            taken = _emptied(plan, port, round)
            couriers.append(taken[0])
            bare.append(taken[1])
    shown = {
        "none": Figure("adds, no webhook", "adds/s", adds["none"]),
        "kept": Figure("adds, two webhooks, another process sends", "adds/s", adds["kept"]),
        "sent": Figure("adds, two webhooks, sent by the same process", "adds/s", adds["sent"]),
    }
    emptied = Figure("a courier that empties an outbox", "deliveries/s", couriers)
    loop = Figure("a bare loop of the HTTP client", "posts/s", bare)
    return Section(
        "Webhooks: deliveries to loopback, and what they cost",
        [*shown.values(), emptied, loop],
        [
            ratio("adds with two webhooks kept / without", shown["kept"], shown["none"], Aim(SHARE_MIN)),
            ratio("adds with two webhooks sent meanwhile / without", shown["sent"], shown["none"]),
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


@contextlib.contextmanager
def _desk(plan: Plan, name: str, port: int, *, lanes: int, courier: bool = True) -> Iterator[Server]:
    url = servers.sqlite_url(plan.folder / f"webhooks-{name}.sqlite3")
    with contextlib.closing(roster.sandbox(url)) as store:
        delivering.subscribe(store, port, lanes=lanes)
    environment = {"DOORLIST_COURIER": str(courier).lower()}
    with servers.desk(plan.folder, database=url, name=f"webhooks-{name}", environment=environment) as server:
        yield server


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
