"""Rosters as the races leave them: what the rows say, and what the counts say."""

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

from sqlalchemy import bindparam, func, select

from doorlist import clock
from doorlist.contract.operations import EVERY_SCOPE
from doorlist.desk import registrants as desk
from doorlist.desk import rosters as open_rosters
from doorlist.desk.notices import Letterhead
from doorlist.model import Account, Action, Caller, Candidate, Decision, RegistrantRef
from doorlist.refusals import Checked, StorageUnavailable
from doorlist.rules.quotas import Quota
from doorlist.sandbox import seeds
from doorlist.storage import meetings, migrate, rosters
from doorlist.storage.database import Statement, Tx
from doorlist.storage.store import Store
from doorlist.storage.tables import registrants, seats
from doorlist.storage.writer import Joint
from doorlist.wire.links import Links

CALLER = Caller(seeds.ACCOUNT_ID, "sandbox-host-000000000", seeds.CLIENT_ID, EVERY_SCOPE, account_wide=True)
LETTERHEAD = Letterhead(
    Links("http://desk.test", Account(seeds.ACCOUNT_ID, "Sandbox", 1, CALLER.user_id, bytes(32), clock.now()))
)

_KEYS = Statement(
    select(registrants.c.email_key, registrants.c.status, registrants.c.registrant_id).where(
        registrants.c.account_id == bindparam("account_id"), registrants.c.roster_id == bindparam("roster_id")
    )
)
_SEATS = Statement(
    select(seats.c.occurrence_id, seats.c.status).where(
        seats.c.account_id == bindparam("account_id"), seats.c.roster_id == bindparam("roster_id")
    )
)
_TOTAL = Statement(select(func.count()).select_from(registrants))


def opened(url: str, *, stores: int) -> list[Store]:
    """Stores over one database with the sandbox's seeds in it, as several server processes would have."""
    made = [Store(url) for _ in range(stores)]
    migrate.upgrade(made[0].driver)
    made[0].write_now(lambda tx: seeds.plant(tx, now=clock.now(), registrants_max=4999))
    return made


def bound(store: Store, meeting: int, capacity: int) -> None:
    """Give a meeting's roster a capacity."""

    def work(tx: Tx) -> None:
        roster = rosters.lock(tx, CALLER.account_id, str(meeting))
        assert roster is not None
        rosters.save(tx, replace(roster, capacity=capacity))

    store.write_now(work)


def adding(meeting: int, email: str, *at: str, quota: Quota | None = None) -> Joint[desk.Application, desk.Added]:
    """The work that the API hands over for one registrant of a meeting or, with occurrences, of the seeds' webinars."""
    party = (Candidate(email, "Ana", ""),)
    return desk.adding(
        open_rosters.of_webinar_to_change if at else open_rosters.of_meeting_to_change,
        CALLER,
        str(meeting),
        desk.Application(Checked(party), occurrence_ids=at, quota=quota),
        letterhead=LETTERHEAD,
        now=clock.now(),
        strict_cancel=False,
    )


def deciding(
    meeting: int, action: Action, *ids: str, at: str | None = None, quota: Quota | None = None
) -> Callable[[Tx], Any]:
    """The work that the API hands over for one decision, in an occurrence of the seeds' webinars where one is named."""
    decision: Checked[Decision] = Checked(Decision(action, tuple(RegistrantRef(id=id) for id in ids)))
    finder = open_rosters.of_meeting_to_change if at is None else open_rosters.of_webinar_to_change

    def work(tx: Tx) -> Any:
        return desk.set_status(
            tx,
            finder(tx, CALLER, str(meeting)),
            decision,
            at,
            quota=quota,
            caller=CALLER,
            letterhead=LETTERHEAD,
            now=clock.now(),
        )

    return work


def removing(meeting: int, id: str, at: str | None = None) -> Callable[[Tx], Any]:
    """The work that the API hands over for a removal, out of an occurrence where one is named."""
    finder = open_rosters.of_meeting_to_change if at is None else open_rosters.of_webinar_to_change

    def work(tx: Tx) -> None:
        opened = finder(tx, CALLER, str(meeting))
        desk.delete(tx, opened, id, at, caller=CALLER, letterhead=LETTERHEAD, now=clock.now())

    return work


def crowd(stores: Sequence[Store], works: Sequence[Any], *, threads: int = 16) -> list[Any]:
    """The outcomes (values or exceptions) of works handed to the stores in turn by many threads at once."""

    def outcome(index: int) -> Any:
        try:
            return stores[index % len(stores)].write_now(works[index])
        except Exception as error:
            return error

    with ThreadPoolExecutor(threads) as pool:
        outcomes = list(pool.map(outcome, range(len(works))))
    assert not [each for each in outcomes if isinstance(each, StorageUnavailable)]
    return outcomes


def crowd_of_tasks(stores: Sequence[Store], works: Sequence[Any]) -> list[Any]:
    """The same from tasks of one event loop, so that groups are large."""

    async def scene() -> list[Any]:
        return await asyncio.gather(
            *(stores[index % len(stores)].write(work) for index, work in enumerate(works)), return_exceptions=True
        )

    outcomes = asyncio.run(scene())
    assert not [each for each in outcomes if isinstance(each, StorageUnavailable)]
    return outcomes


def rows(store: Store, meeting: int) -> list[tuple[str, str, str]]:
    """A roster's rows: email key, status, id."""
    found = store.read_now(lambda tx: tx.rows(_KEYS, account_id=CALLER.account_id, roster_id=str(meeting)))
    return [(key, status, id) for key, status, id in found]


def counted(store: Store, meeting: int, at: str = "") -> dict[str, int]:
    """What a roster's counts say, of the whole or of an occurrence, without the zeros."""
    roster = store.read_now(lambda tx: rosters.find(tx, CALLER.account_id, str(meeting)))
    assert roster is not None
    counts = roster.counts_at(at)
    named = {
        "approved": counts.approved,
        "pending": counts.pending,
        "denied": counts.denied,
        "cancelled": counts.cancelled,
    }
    return {name: count for name, count in named.items() if count}


def tallied(store: Store, meeting: int) -> dict[str, int]:
    """What its rows say."""
    return dict(Counter(status for _, status, _ in rows(store, meeting)))


def seated(store: Store, meeting: int) -> dict[str, dict[str, int]]:
    """What the rows of its seats say, by occurrence."""
    found = store.read_now(lambda tx: tx.rows(_SEATS, account_id=CALLER.account_id, roster_id=str(meeting)))
    return {at: dict(Counter(status for each, status in found if each == at)) for at, _ in found}


def occurrences(store: Store, meeting: int) -> list[str]:
    """The ids of a series' occurrences."""
    found = store.read_now(lambda tx: meetings.find(tx, CALLER.account_id, meeting))
    assert found is not None
    return [each.id for each in found.occurrences]


def total(store: Store) -> int:
    """Every registrant there is."""
    row = store.read_now(lambda tx: tx.row(_TOTAL))
    assert row is not None
    return int(row[0])
