"""Pages of 300: of a short list and of a long one, at its beginning, middle and end. They should cost the same."""

import time

from bench import bodies, load, roster, servers
from bench.figures import Aim, Figure, Plan, Sample, Section, ratio
from bench.machine import Stopwatch
from doorlist import clock
from doorlist.model import Status
from doorlist.rules.availability import roster_id
from doorlist.sandbox.seeds import ACCOUNT_ID, MEETING_ID, OPEN_MEETING_ID
from doorlist.storage import accounts, registrants
from doorlist.storage.database import Tx
from doorlist.storage.store import Store
from doorlist.wire import paging

SHORT = 1_000
SIZE = 300
FLAT_MAX = 1.3
_STORE_READS = 200


def measure(plan: Plan) -> Section:
    """The pages over HTTP on one connection, in turns, and the same rows read from the store alone."""
    url = servers.sqlite_url(plan.folder / "lists.sqlite3")
    store = roster.sandbox(url)
    plan.say(f"lists: putting {plan.people:,} registrants on a roster")
    began = time.perf_counter()
    short, long = roster.fill(store, MEETING_ID, SHORT), roster.fill(store, OPEN_MEETING_ID, plan.people)
    filled = f"{plan.people:,} registrants were written in {time.perf_counter() - began:.0f} s"
    places = {
        f"first of {SHORT:,}": (MEETING_ID, ""),
        f"last of {SHORT:,}": (MEETING_ID, short[-SIZE - 1]),
        f"first of {plan.people:,}": (OPEN_MEETING_ID, ""),
        f"middle of {plan.people:,}": (OPEN_MEETING_ID, long[len(long) // 2]),
        f"last of {plan.people:,}": (OPEN_MEETING_ID, long[-SIZE - 1]),
    }
    samples: dict[str, list[Sample]] = {name: [] for name in places}
    alone: dict[str, list[Sample]] = {name: [] for name in places}
    with servers.desk(plan.folder, database=url, name="lists") as server:
        for round in range(1, plan.rounds + 1):
            plan.say(f"lists: round {round} of {plan.rounds}")
            for name, (meeting_id, after) in places.items():
                token = _token(store, meeting_id, after) if after else ""
                request = bodies.page(meeting_id, SIZE, token)
                sample = load.run(plan, server, [request], connections=1, warm_s=int(round == 1))
                samples[name].append(sample)
                alone[name].append(_in_store(store, meeting_id, after))
    store.close()
    figures = [Figure(f"page over HTTP, {name}", "pages/s", each) for name, each in samples.items()]
    in_store = [Figure(f"in the store alone, {name}", "pages/s", each) for name, each in alone.items()]
    _short_first, short_last, first, middle, last = figures
    aim = Aim(FLAT_MAX, at_most=True)
    return Section(
        f"Pages of {SIZE}: milliseconds of a short list and of a long one, one connection",
        [*figures, *in_store],
        [
            ratio("last page of the long list / its first, p50", last, first, aim, of="p50_ms"),
            ratio("middle page of the long list / its first, p50", middle, first, aim, of="p50_ms"),
            ratio("last page of the long list / of the short one, p50", last, short_last, aim, of="p50_ms"),
            ratio("the same in the store alone: last / first", in_store[4], in_store[2], of="p50_ms"),
            ratio("the same in the store alone: long / short", in_store[4], in_store[1], of="p50_ms"),
        ],
        [filled],
    )


def _token(store: Store, meeting_id: int, after: str) -> str:
    """The token of the page behind an id, as the server would give it out now."""
    account = store.read_now(lambda tx: accounts.account(tx, ACCOUNT_ID))
    assert account is not None
    place = paging.Place({"status": "approved", "email": ""}, SIZE)
    return paging.token(place, after, of=f"meetingRegistrants {meeting_id}", secret=account.secret, now=clock.now())


def _in_store(store: Store, meeting_id: int, after: str) -> Sample:
    def work(tx: Tx) -> int:
        page = registrants.page(
            tx, ACCOUNT_ID, roster_id(meeting_id), statuses=[Status.APPROVED], after=after, skip=0, count=SIZE
        )
        return len(page)

    taken_ms: list[float] = []
    watch = Stopwatch()
    for _ in range(_STORE_READS):
        began = time.perf_counter()
        assert store.read_now(work) == SIZE
        taken_ms.append((time.perf_counter() - began) * 1000)
    watch.stop()
    taken_ms.sort()
    return Sample(
        1000 * len(taken_ms) / sum(taken_ms),
        taken_ms[len(taken_ms) // 2],
        taken_ms[len(taken_ms) * 99 // 100],
        idle_cores=watch.idle_cores,
    )
