"""Deliveries without a desk: a courier that empties an outbox, beside a bare loop of the same HTTP client.

`python -m bench.delivering DATABASE PORT COUNT` prints one line of JSON: deliveries per second of each.
"""

import argparse
import asyncio
import itertools
import json
import time
from contextlib import closing

import aiohttp
import uvloop

from bench import roster
from doorlist import clock
from doorlist.access.tokens import hashed
from doorlist.contract.events import BY_NAME
from doorlist.courier.courier import Courier
from doorlist.courier.lanes import IN_FLIGHT_MAX
from doorlist.desk import notices, registrants, rosters, webhooks
from doorlist.model import Account, Caller, Candidate
from doorlist.refusals import Checked
from doorlist.rules.addresses import Reach
from doorlist.sandbox import seeds
from doorlist.storage import accounts, tokens
from doorlist.storage.store import Store
from doorlist.wire.links import Links

LANES = 2


def subscribe(store: Store, port: int, *, lanes: int = LANES) -> None:
    """Webhooks that lead to a sink; nobody asks it whether it has the secret."""
    for lane in range(lanes):
        new = webhooks.NewWebhook(
            f"http://127.0.0.1:{port}/{lane}", frozenset(BY_NAME), webhooks.new_secret(), seeds.CLIENT_ID
        )
        store.write_now(lambda tx, new=new: webhooks.add(tx, seeds.ACCOUNT_ID, new, now=clock.now()))  # type: ignore[misc]


async def _fill(store: Store, caller: Caller, account: Account, count: int) -> None:
    """Register people, so that the outbox fills."""
    letterhead = notices.Letterhead(Links("http://127.0.0.1", account))
    template = next(roster.people(seeds.OPEN_MEETING_ID, now=clock.now()))
    works = [
        registrants.adding(
            rosters.of_meeting_to_change,
            caller,
            str(seeds.OPEN_MEETING_ID),
            registrants.Application(
                Checked((Candidate(f"guest.{number}@people.example", "Ana", profile=template.profile),))
            ),
            letterhead=letterhead,
            now=clock.now(),
            strict_cancel=False,
        )
        for number in range(count)
    ]
    await asyncio.gather(*(store.write(each) for each in works))


async def _courier(store: Store) -> float:
    courier = Courier(store, reach=Reach(loopback=True), keep_days=30)
    async with courier.at_hand():
        began = time.perf_counter()
        count = await courier.round()
        return count / (time.perf_counter() - began)


async def _bare(port: int, body: bytes, count: int) -> float:
    numbers = itertools.count()

    async def send(session: aiohttp.ClientSession) -> None:
        while next(numbers) < count:
            async with session.post(
                f"http://127.0.0.1:{port}/", data=body, headers={"content-type": "application/json"}
            ) as response:
                assert response.status == 200

    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        began = time.perf_counter()
        await asyncio.gather(*(send(session) for _ in range(LANES * IN_FLIGHT_MAX)))
        return count / (time.perf_counter() - began)


def main() -> None:
    """Run both and print what came of it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("database")
    parser.add_argument("port", type=int)
    parser.add_argument("count", type=int)
    given = parser.parse_args()
    with closing(roster.sandbox(given.database)) as store:
        kept = store.read_now(lambda tx: tokens.find(tx, hashed(seeds.TOKEN)))
        account = store.read_now(lambda tx: accounts.account(tx, seeds.ACCOUNT_ID))
        assert kept is not None
        assert account is not None
        subscribe(store, given.port)
        uvloop.run(_fill(store, kept.caller, account, given.count // LANES))
        bare = uvloop.run(_bare(given.port, b"x" * 1000, given.count))
        courier = uvloop.run(_courier(store))
    print(json.dumps({"courier": courier, "bare": bare}))


if __name__ == "__main__":
    main()
