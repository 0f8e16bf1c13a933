"""What checking a token costs: remembered and not, beside the database's bare lookup and the least that a check can be."""

import asyncio
import hashlib
import time
from collections.abc import Callable, Coroutine
from typing import Any

import uvloop

from bench import roster, servers
from bench.figures import Aim, Figure, Plan, Sample, Section, ratio
from bench.machine import Stopwatch
from doorlist import clock
from doorlist.access.tokens import Tokens, hashed
from doorlist.sandbox.seeds import TOKEN
from doorlist.storage.store import Store

REMEMBERED_MIN = 0.2
_BATCH = 200


def measure(plan: Plan) -> Section:
    """In process, in turns: no HTTP, one check after the other."""
    store = roster.sandbox(servers.sqlite_url(plan.folder / "tokens.sqlite3"))
    tokens = Tokens(store)
    runs: dict[str, Callable[[], Coroutine[Any, Any, None]]] = {
        "remembered": lambda: _checks(tokens, cold=False),
        "cold": lambda: _checks(tokens, cold=True),
        "hello: SHA-256 and the time of day": _hello,
        "raw: one SELECT by the hash": lambda: _raw(store),
    }
    samples: dict[str, list[Sample]] = {name: [] for name in runs}
    for round in range(1, plan.rounds + 1):
        plan.say(f"tokens: round {round} of {plan.rounds}")
        for name, run in runs.items():
            samples[name].append(uvloop.run(_timed(run, plan.seconds)))
    store.close()
    remembered, cold, hello, raw = (Figure(name, "checks/s", each) for name, each in samples.items())
    return Section(
        "Checking an access token",
        [remembered, cold, hello, raw],
        [
            ratio("remembered / hello", remembered, hello, Aim(REMEMBERED_MIN)),
            ratio("cold / raw", cold, raw),
            ratio("remembered / cold", remembered, cold),
        ],
        ["cold looks up token, account and user on a reader's thread; the bare SELECT runs on this one"],
    )


async def _timed(run: Callable[[], Coroutine[Any, Any, None]], seconds: float) -> Sample:
    await run()
    count, watch, began = 0, Stopwatch(), time.perf_counter()
    while (took_s := time.perf_counter() - began) < seconds:
        await run()
        count += _BATCH
    watch.stop()
    return Sample(count / took_s, idle_cores=watch.idle_cores)


async def _checks(tokens: Tokens, *, cold: bool) -> None:
    for _ in range(_BATCH):
        if cold:
            tokens.forget()
        await tokens.holder(TOKEN, clock.now())


async def _hello() -> None:
    for _ in range(_BATCH):
        hashlib.sha256(TOKEN.encode()).hexdigest()
        clock.now()
    await asyncio.sleep(0)


async def _raw(store: Store) -> None:
    connection = store.driver.connect(read_only=True)
    name = hashed(TOKEN)
    for _ in range(_BATCH):
        connection.execute("SELECT * FROM tokens WHERE token_hash = ?", (name,)).fetchone()
    connection.close()
