"""Durable adds over HTTP on SQLite with synchronous=FULL, beside the server's own hello and SQLite alone."""

from contextlib import closing

from bench import bodies, load, servers
from bench.figures import Aim, Figure, Plan, Sample, Section, ratio
from bench.raw import GROUP, Inserts

CONNECTIONS = (1, 16, 64)
HELLO_SHARE_MIN = 0.15


def measure(plan: Plan) -> Section:
    """Adds at 1, 16 and 64 connections, hello at 64, and raw inserts, in turns."""
    hello: list[Sample] = []
    raw: list[Sample] = []
    adds: dict[int, list[Sample]] = {connections: [] for connections in CONNECTIONS}
    folder = plan.folder
    with (
        servers.desk(folder, database=servers.sqlite_url(folder / "adds.sqlite3"), name="adds") as server,
        closing(Inserts(servers.sqlite_url(folder / "raw.sqlite3"))) as inserts,
    ):
        load.warm(server, [bodies.add()], connections=64, seconds=1)
        for round in range(1, plan.rounds + 1):
            plan.say(f"adds: round {round} of {plan.rounds}")
            hello.append(load.run(plan, server, [bodies.HELLO], connections=64))
            for connections, samples in adds.items():
                samples.append(load.run(plan, server, [bodies.add()], connections=connections))
            raw.append(inserts.run(plan.seconds / 2))
    shown = {
        connections: Figure(
            f"durable adds, {connections} connection{'s' if connections > 1 else ''}", "adds/s", samples
        )
        for connections, samples in adds.items()
    }
    own_hello = Figure("own hello (/healthz), 64 connections", "req/s", hello)
    ceiling = Figure(f"SQLite alone, {GROUP} rows to a commit", "rows/s", raw)
    size = len(bodies.add().body)
    return Section(
        "Durable adds: POST /v2/meetings/{id}/registrants, SQLite, synchronous=FULL",
        [*shown.values(), own_hello, ceiling],
        [
            ratio("adds at 64 / own hello", shown[64], own_hello, Aim(HELLO_SHARE_MIN)),
            ratio("adds at 64 / SQLite alone", shown[64], ceiling),
        ],
        [f"a body of {size + 14} bytes, a new email each time, one hot meeting; load: {load.tool()}"],
    )
