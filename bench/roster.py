"""Rosters filled straight through doorlist.storage, many registrants a commit: how a million comes about in a minute."""

import itertools
from collections.abc import Iterator
from datetime import datetime

from bench.bodies import PERSON
from bench.servers import REGISTRANTS_MAX
from doorlist import clock, ids
from doorlist.contract.shapes.registrants import PROFILE_FIELDS
from doorlist.model import Counts, Registrant, Status
from doorlist.rules import availability
from doorlist.sandbox import seeds
from doorlist.storage import migrate, registrants, rosters
from doorlist.storage.database import Tx
from doorlist.storage.store import Store

_COMMIT = 2048


def sandbox(url: str) -> Store:
    """A database with the sandbox's seeds in it, open."""
    store = Store(url)
    migrate.upgrade(store.driver)
    store.write_now(lambda tx: seeds.plant(tx, now=clock.now(), registrants_max=REGISTRANTS_MAX))
    return store


def people(meeting_id: int, *, now: datetime) -> Iterator[Registrant]:
    """New registrants without end, each as an add of `bodies.add` would make it."""
    profile = {name: str(value) for name, value in PERSON.items() if name in PROFILE_FIELDS}
    for number in itertools.count():
        yield Registrant(
            account_id=seeds.ACCOUNT_ID,
            roster_id=availability.roster_id(meeting_id),
            id=ids.ordered(),
            email=f"filled.{meeting_id}.{number:08d}@people.example",
            first_name=str(PERSON["first_name"]),
            last_name=str(PERSON["last_name"]),
            status=Status.APPROVED,
            created_at=now,
            profile=profile,
            language=str(PERSON["language"]),
        )


def fill(store: Store, meeting_id: int, count: int) -> list[str]:
    """Put so many approved registrants on a meeting's roster; gives back their ids, by age."""
    made: list[str] = []
    coming = people(meeting_id, now=clock.now())
    while group := list(itertools.islice(coming, min(_COMMIT, count - len(made)))):

        def work(tx: Tx, group: list[Registrant] = group) -> None:
            registrants.add(tx, group)
            rosters.count(tx, seeds.ACCOUNT_ID, availability.roster_id(meeting_id), Counts(approved=len(group)))

        store.write_now(work)
        made += [each.id for each in group]
    return made
