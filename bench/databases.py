"""The same desk on PostgreSQL and on SQLite: adds to one hot meeting, and each database alone."""

from contextlib import closing
from urllib.parse import urlsplit, urlunsplit

import psycopg

from bench import bodies, load, servers
from bench.figures import Aim, Figure, Plan, Sample, Section, ratio
from bench.raw import GROUP, Inserts

CONNECTIONS = 64
SHARE_MIN = 0.6


def measure(plan: Plan) -> Section:
    """Both desks up, in turns."""
    title = f"PostgreSQL beside SQLite: adds to one hot meeting, {CONNECTIONS} connections"
    try:
        with servers.postgres() as (url, pid):
            return _measure(plan, title, url, pid)
    except servers.Unstarted as reason:
        return Section(title, [], notes=[f"not measured: {reason}"])


def _measure(plan: Plan, title: str, postgres_url: str, postgres_pid: int) -> Section:
    hot: dict[str, list[Sample]] = {"SQLite": [], "PostgreSQL": []}
    alone: dict[str, list[Sample]] = {name: [] for name in hot}
    folder = plan.folder
    with (
        servers.desk(folder, database=servers.sqlite_url(folder / "hot.sqlite3"), name="hot-sqlite") as on_sqlite,
        servers.desk(
            folder, database=_made(postgres_url, "hot"), name="hot-postgres", helpers=(postgres_pid,)
        ) as on_postgres,
        closing(Inserts(servers.sqlite_url(folder / "hot-raw.sqlite3"))) as raw_sqlite,
        closing(Inserts(_made(postgres_url, "raw"))) as raw_postgres,
    ):
        for round in range(1, plan.rounds + 1):
            plan.say(f"databases: round {round} of {plan.rounds}")
            for name, server, raw in (
                ("SQLite", on_sqlite, raw_sqlite),
                ("PostgreSQL", on_postgres, raw_postgres),
            ):
                sample = load.run(plan, server, [bodies.add()], connections=CONNECTIONS, warm_s=int(round == 1))
                hot[name].append(sample)
                alone[name].append(raw.run(plan.seconds / 3))
    sqlite, postgres = (Figure(f"durable adds on {name}", "adds/s", samples) for name, samples in hot.items())
    limits = [Figure(f"{name} alone, {GROUP} rows to a commit", "rows/s", each) for name, each in alone.items()]
    return Section(
        title,
        [sqlite, postgres, *limits],
        [
            ratio("PostgreSQL / SQLite", postgres, sqlite, Aim(SHARE_MIN)),
            ratio("PostgreSQL's adds / PostgreSQL alone", postgres, limits[1]),
        ],
        ["the CPU-seconds of PostgreSQL's own processes are counted with the desk's; both share this machine's cores"],
    )


def _made(url: str, name: str) -> str:
    """The address of a new database on the server."""
    with psycopg.connect(url, autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name}")
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
