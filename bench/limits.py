"""What limits cost: adds with the registrants' caps on and off, and the counting of a request by itself."""

import asyncio
import contextlib
import shutil
import subprocess
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing

from bench import bodies, load, roster, servers
from bench.figures import Aim, Figure, Plan, Sample, Section, Verdict, ratio
from doorlist import clock
from doorlist.access.rates import Rates
from doorlist.access.windows import OwnWindows, SharedWindows, Windows
from doorlist.contract.limits import HEAVY, LIGHT, Daily, Limits, Rate
from doorlist.sandbox.seeds import ACCOUNT_ID

CONNECTIONS = 64
CAPPED_SHARE_MIN = 0.8
OWN_US_MAX = 10.0
"""About 3 % of what an add costs."""
_NEVER = 10**15
_PER_SECOND = Limits((Rate(LIGHT, _NEVER),))
_PER_DAY = Limits((), (Daily((HEAVY,), _NEVER),))


def measure(plan: Plan) -> Section:
    """Two desks in turns, then the counting alone, in this process."""
    folder = plan.folder
    adds: dict[str, list[Sample]] = {"off": [], "on": []}
    alone: dict[str, list[Sample]] = {}
    notes: list[str] = []
    with contextlib.ExitStack() as stack:
        desks = {
            name: stack.enter_context(
                servers.desk(
                    folder,
                    database=servers.sqlite_url(folder / f"caps-{name}.sqlite3"),
                    name=f"caps-{name}",
                    environment={"DOORLIST_REGISTRANT_CAPS": name},
                )
            )
            for name in adds
        }
        for round in range(1, plan.rounds + 1):
            plan.say(f"limits: round {round} of {plan.rounds}")
            for name, desk in desks.items():
                warm_s = int(round == 1)
                adds[name].append(load.run(plan, desk, [bodies.add()], connections=CONNECTIONS, warm_s=warm_s))
    with contextlib.ExitStack() as stack:
        ways: dict[str, tuple[Callable[[], Windows], Limits, str]] = {
            "a second, in memory": (OwnWindows, _PER_SECOND, LIGHT),
            "a day, in SQLite": (OwnWindows, _PER_DAY, HEAVY),
        }
        try:
            url = stack.enter_context(_redis())
            ways["a second, in Redis"] = (lambda: SharedWindows(url), _PER_SECOND, LIGHT)
        except servers.Unstarted as reason:
            notes.append(f"in Redis: not measured, {reason}")
        store = stack.enter_context(closing(roster.sandbox(servers.sqlite_url(folder / "counting.sqlite3"))))
        for _round in range(plan.rounds):
            for name, (windows, limits, label) in ways.items():
                rates = Rates(store, windows(), limits, registrant_caps=False)
                waiting = 1 if name.endswith("memory") else CONNECTIONS
                alone.setdefault(name, []).append(asyncio.run(_counted(rates, label, waiting, plan.seconds / 2)))
    off, on = (Figure(f"durable adds, caps {name}", "adds/s", samples) for name, samples in adds.items())
    counting = [Figure(f"counting {name}", "requests/s", samples) for name, samples in alone.items()]
    in_memory = [1e6 / each.per_cpu_s for each in alone["a second, in memory"] if each.per_cpu_s]
    return Section(
        f"Limits, {CONNECTIONS} connections",
        [off, on, *counting],
        [
            ratio("adds with caps / without", on, off),
            ratio("adds with caps / without, per CPU-second", on, off, Aim(CAPPED_SHARE_MIN), of="per_cpu_s"),
            Verdict("counting a second in memory, CPU", in_memory, Aim(OWN_US_MAX, at_most=True, unit=" µs")),
        ],
        [f"every add is of a new email; counting alone has no HTTP, and {CONNECTIONS} wait where it waits", *notes],
    )


async def _counted(rates: Rates, label: str, waiting: int, seconds: float) -> Sample:
    count, began, cpu_began, now = 0, time.perf_counter(), time.process_time(), clock.now()

    async def one(admit: Callable[[], Awaitable[object]]) -> None:
        nonlocal count
        while time.perf_counter() - began < seconds:
            for _ in range(10):
                await admit()
            count += 10

    await asyncio.gather(*(one(lambda: rates.admit(ACCOUNT_ID, label, now)) for _ in range(waiting)))
    took_s, cpu_s = time.perf_counter() - began, time.process_time() - cpu_began
    await rates.close()
    return Sample(count / took_s, per_cpu_s=count / cpu_s)


@contextlib.contextmanager
def _redis() -> Iterator[str]:
    """A Redis or Valkey of this machine. Raises Unstarted where it has none."""
    program = shutil.which("redis-server") or shutil.which("valkey-server")
    if program is None:
        raise servers.Unstarted("there is no redis-server and no valkey-server on this machine")
    port = servers.free_port()
    command = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL) as process:
        try:
            servers.wait_for_port(process, port)
            yield f"redis://127.0.0.1:{port}"
        finally:
            process.terminate()
