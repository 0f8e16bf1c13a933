"""Adds without HTTP: 64 writers on one event loop, the desk's own function, a group commit of any size.

`python -m bench.inprocess DATABASE GROUP_MAX WRITERS SECONDS` prints one line of JSON. It is a process of its own, so
that the fsync shim can be laid under it.
"""

import argparse
import asyncio
import ctypes
import itertools
import json
import time
from contextlib import closing

import uvloop

from bench import roster
from doorlist import clock
from doorlist.access.tokens import hashed
from doorlist.desk import registrants, rosters
from doorlist.desk.notices import Letterhead
from doorlist.model import Account, Caller, Candidate
from doorlist.refusals import Checked
from doorlist.sandbox.seeds import OPEN_MEETING_ID, TOKEN
from doorlist.storage import accounts, tokens
from doorlist.storage.database import driver
from doorlist.storage.writer import Writer
from doorlist.wire.links import Links


async def _run(writer: Writer, caller: Caller, account: Account, writers: int, seconds: float) -> list[float]:
    """The milliseconds that each add took."""
    letterhead = Letterhead(Links("http://127.0.0.1", account))
    template = next(roster.people(OPEN_MEETING_ID, now=clock.now()))
    number, taken_ms = itertools.count(), list[float]()
    began = time.perf_counter()

    async def adds() -> None:
        while (sent_s := time.perf_counter()) - began < seconds:
            candidate = Candidate(
                email=f"ana.{sent_s}.{next(number)}@people.example",
                first_name=template.first_name,
                last_name=template.last_name,
                profile=template.profile,
                language=template.language,
            )
            await writer.write(
                registrants.adding(
                    rosters.of_meeting_to_change,
                    caller,
                    str(OPEN_MEETING_ID),
                    registrants.Application(Checked((candidate,))),
                    letterhead=letterhead,
                    now=clock.now(),
                    strict_cancel=False,
                )
            )
            taken_ms.append((time.perf_counter() - sent_s) * 1000)

    await asyncio.gather(*(adds() for _ in range(writers)))
    return taken_ms


def main() -> None:
    """Run it and print what came of it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("database")
    parser.add_argument("group_max", type=int)
    parser.add_argument("writers", type=int)
    parser.add_argument("seconds", type=float)
    given = parser.parse_args()
    with closing(roster.sandbox(given.database)) as store:
        kept = store.read_now(lambda tx: tokens.find(tx, hashed(TOKEN)))
        account = None if kept is None else store.read_now(lambda tx: accounts.account(tx, kept.caller.account_id))
    assert kept is not None
    assert account is not None
    with closing(Writer(driver(given.database), group_max=given.group_max)) as writer:
        syncs_before, began = _syncs(), time.perf_counter()
        taken_ms = sorted(uvloop.run(_run(writer, kept.caller, account, given.writers, given.seconds)))
        took_s, syncs = time.perf_counter() - began, _syncs() - syncs_before
    count = len(taken_ms)
    print(
        json.dumps(
            {
                "rate": count / took_s,
                "p50_ms": taken_ms[count // 2],
                "p99_ms": taken_ms[count * 99 // 100],
                "adds_per_sync": count / syncs if syncs else None,
            }
        )
    )


def _syncs() -> int:
    """How often this process called fsync so far; 0 without the shim."""
    counted = getattr(ctypes.CDLL(None), "fsync_delay_calls", None)
    return int(counted()) if counted is not None else 0


if __name__ == "__main__":
    main()
