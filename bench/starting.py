"""From spawning the desk to its first answer, and how much memory it takes."""

import time

from bench import bodies, load, roster, servers
from bench.figures import Aim, Figure, Plan, Sample, Section, Verdict
from bench.machine import Stopwatch, cpu_s, resident_mb

START_S_MAX = 0.6
IDLE_MB_MAX = 80
_SETTLE_S = 0.5


def measure(plan: Plan) -> Section:
    """Starts on an existing database and on a throw-away one; memory idle, and after adds at 64 connections."""
    url = servers.sqlite_url(plan.folder / "start.sqlite3")
    roster.sandbox(url).close()
    existing: list[Sample] = []
    fresh: list[Sample] = []
    processor: list[Sample] = []
    idle: list[Sample] = []
    loaded: list[Sample] = []
    for round in range(1, plan.rounds + 3):
        plan.say(f"start: {round} of {plan.rounds + 2}")
        for samples, database in ((existing, url), (fresh, None)):
            watch = Stopwatch()
            with servers.desk(plan.folder, database=database, name="start") as server:
                watch.stop()
                samples.append(Sample(server.start_s, idle_cores=watch.idle_cores))
                if samples is existing:
                    processor.append(Sample(cpu_s(server.pids)))
                if samples is existing and round <= plan.rounds:
                    time.sleep(_SETTLE_S)
                    idle.append(Sample(resident_mb(server.pids)))
                    load.warm(server, [bodies.add()], connections=64, seconds=2 * plan.seconds)
                    loaded.append(Sample(resident_mb(server.pids)))
    return Section(
        "Start and memory",
        [
            Figure("start to first answer, existing database", "s", existing),
            Figure("start to first answer, throw-away sandbox", "s", fresh),
            Figure("CPU time of it, existing database", "s", processor),
            Figure("resident memory, idle", "MB", idle),
            Figure(f"resident memory, after {2 * plan.seconds} s of adds", "MB", loaded),
        ],
        [
            _verdict("start, existing database", existing, Aim(START_S_MAX, at_most=True, unit=" s")),
            _verdict("start, throw-away sandbox", fresh, Aim(START_S_MAX, at_most=True, unit=" s")),
            _verdict("memory, idle", idle, Aim(IDLE_MB_MAX, at_most=True, unit=" MB")),
        ],
    )


def _verdict(name: str, samples: list[Sample], aim: Aim) -> Verdict:
    return Verdict(name, [each.value for each in samples], aim)
