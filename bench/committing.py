"""Group commit against a commit for each add, on this disk and on ones whose fsync takes longer."""

import json
import subprocess
import sys
from os import environ
from pathlib import Path
from statistics import median

from bench import bodies, load, servers, shim
from bench.figures import Aim, Figure, Plan, Sample, Section, ratio
from bench.machine import Stopwatch
from doorlist.storage.writer import GROUP_MAX

WRITERS = 64
DELAYS_MS = (0, 1, 4)
GAIN_MIN = 8
GAIN_MIN_AT_MS = 1


def measure(plan: Plan) -> Section:
    """Both in process, with the same code, in turns; and the whole server on the slower disks."""
    title = f"Group commit, {WRITERS} writers, fsync slowed down"
    try:
        library = shim.built(plan.folder)
    except shim.NoShim as reason:
        return Section(title, [], notes=[f"not measured: {reason}"])
    samples: dict[tuple[int, int], list[Sample]] = {(delay, size): [] for delay in DELAYS_MS for size in (GROUP_MAX, 1)}
    served: dict[int, list[Sample]] = {delay: [] for delay in DELAYS_MS}
    per_sync: list[float] = []
    for round in range(1, plan.rounds + 1):
        plan.say(f"commits: round {round} of {plan.rounds}")
        for (delay, size), taken in samples.items():
            sample, adds_per_sync = _in_process(plan, library, delay, size, round)
            taken.append(sample)
            if size > 1:
                per_sync.append(adds_per_sync)
        for delay, taken in served.items():
            taken.append(_served(plan, library, delay, round))
    grouped = {delay: _figure("group commit", delay, samples[delay, GROUP_MAX]) for delay in DELAYS_MS}
    single = {delay: _figure("single commits", delay, samples[delay, 1]) for delay in DELAYS_MS}
    over_http = [_figure("the whole server", delay, taken) for delay, taken in served.items()]
    return Section(
        title,
        [figure for delay in DELAYS_MS for figure in (grouped[delay], single[delay])] + over_http,
        [
            ratio(
                f"group / single, fsync +{delay} ms",
                grouped[delay],
                single[delay],
                Aim(GAIN_MIN) if delay == GAIN_MIN_AT_MS else None,
            )
            for delay in DELAYS_MS
        ],
        [f"in process: the desk's own add, no HTTP; one fsync kept {median(per_sync):.0f} adds with group commit"],
    )


def _figure(name: str, delay_ms: int, samples: list[Sample]) -> Figure:
    return Figure(f"{name}, fsync +{delay_ms} ms", "adds/s", samples)


def _in_process(plan: Plan, library: Path, delay_ms: int, group_max: int, round: int) -> tuple[Sample, float]:
    database = servers.sqlite_url(plan.folder / f"commits-{round}-{delay_ms}-{group_max}.sqlite3")
    watch = Stopwatch()
    output = subprocess.run(
        [sys.executable, "-m", "bench.inprocess", database, str(group_max), str(WRITERS), str(plan.seconds)],
        env=dict(environ) | dict(shim.environment(library, delay_ms)),
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    ).stdout
    watch.stop()
    said = json.loads(output)
    return Sample(said["rate"], said["p50_ms"], said["p99_ms"], idle_cores=watch.idle_cores), said["adds_per_sync"]


def _served(plan: Plan, library: Path, delay_ms: int, round: int) -> Sample:
    database = servers.sqlite_url(plan.folder / f"slow-{round}-{delay_ms}.sqlite3")
    slow = shim.environment(library, delay_ms)
    with servers.desk(plan.folder, database=database, name="slow", environment=slow) as server:
        return load.run(plan, server, [bodies.add()], connections=WRITERS, warm_s=1)
