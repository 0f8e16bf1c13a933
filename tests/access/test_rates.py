"""Each plan and label, request by request: never one more than the plan has, in a second, a minute or a day."""

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from access import counter
from desks import Clock, Desk, open_desk
from sqlalchemy import text

from doorlist.access.rates import Rates
from doorlist.access.windows import OwnWindows
from doorlist.contract.limits import HEAVY, LABELS, LIGHT, PLANS, RESOURCE_INTENSIVE, Plan
from doorlist.refusals import DailyLimitReached, RateExceeded, Refusal
from doorlist.rules.quotas import Allowance, day
from doorlist.storage import counters
from doorlist.storage.database import Statement
from doorlist.storage.store import Store

MORNING = datetime(2026, 11, 22, tzinfo=UTC)
MIDNIGHT = datetime(2026, 11, 23, tzinfo=UTC)
MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)
Outcome = Allowance | Refusal | None

limited = pytest.mark.parametrize("plan", [plan for plan in Plan if plan is not Plan.UNLIMITED])
every_label = pytest.mark.parametrize("label", LABELS)


@pytest.fixture
def store(migrated_url: str) -> Iterator[Store]:
    made = Store(migrated_url)
    yield made
    made.close()


async def asked(rates: Rates, label: str, now: datetime, *, account_id: str = "account") -> Outcome:
    try:
        return await rates.admit(account_id, label, now)
    except Refusal as refusal:
        return refusal


async def all_at_once(rates: Rates, label: str, now: datetime, count: int) -> list[Outcome]:
    return list(await asyncio.gather(*(asked(rates, label, now) for _ in range(count))))


def run(store: Store, plan: Plan, scene: Callable[[Rates], Coroutine[Any, Any, None]], *, caps: bool = False) -> None:
    async def whole() -> None:
        rates = Rates(store, OwnWindows(), PLANS[plan], registrant_caps=caps)
        try:
            await scene(rates)
        finally:
            await rates.close()

    asyncio.run(whole())


def let_in(outcomes: list[Outcome]) -> int:
    return sum(isinstance(each, Allowance) for each in outcomes)


def use(store: Store, subject: str, count: int) -> None:
    today = day(MORNING)
    store.write_now(lambda tx: counters.take(tx, "account", "requests", subject, count=count, day=today, cap=10**9))


@limited
@every_label
def test_a_window_takes_exactly_what_the_plan_has(store: Store, plan: Plan, label: str) -> None:
    rate = PLANS[plan].rate(label)
    assert rate is not None
    length = timedelta(seconds=rate.window_s)

    async def scene(rates: Rates) -> None:
        for begins in (MORNING, MORNING + length, MORNING - length):
            ends = begins + length
            last = ends - timedelta(milliseconds=1)
            first_half = await all_at_once(rates, label, begins, rate.most // 2)
            rest = await all_at_once(rates, label, last, rate.most - rate.most // 2 + 5)
            assert let_in(first_half + rest) == rate.most
            refused = [each for each in rest if not isinstance(each, Allowance)]
            assert len(refused) == 5
            for each in refused:
                assert isinstance(each, RateExceeded)
                assert each.facts() == {"limit": rate.most, "resets_at": ends}

    run(store, plan, scene)


@limited
@every_label
def test_a_day_takes_exactly_what_the_plan_has(store: Store, plan: Plan, label: str) -> None:
    rate, daily = PLANS[plan].rate(label), PLANS[plan].day(label)
    assert rate is not None
    if daily is None:
        assert plan is not Plan.FREE
        assert label not in (HEAVY, RESOURCE_INTENSIVE)
        return
    use(store, "+".join(daily.labels), daily.most - 2 * rate.most - 1)

    async def scene(rates: Rates) -> None:
        outcomes: list[Outcome] = []
        for window in range(4):
            outcomes += await all_at_once(rates, label, MORNING + window * timedelta(seconds=rate.window_s), rate.most)
        assert let_in(outcomes) == 2 * rate.most + 1
        left = [each.left for each in outcomes if isinstance(each, Allowance)]
        assert sorted(left, reverse=True) == left == list(range(2 * rate.most, -1, -1))
        for each in outcomes[2 * rate.most + 1 :]:
            assert isinstance(each, DailyLimitReached)
            assert each.facts() == {"limit": daily.most, "resets_at": MIDNIGHT}
        assert isinstance(await asked(rates, label, MIDNIGHT - MINUTE), DailyLimitReached)
        fresh = await asked(rates, label, MIDNIGHT)
        assert isinstance(fresh, Allowance)
        assert fresh.left == daily.most - 1

    run(store, plan, scene)


def test_a_whole_day_of_a_thousand_is_counted_request_by_request(store: Store) -> None:
    async def scene(rates: Rates) -> None:
        for number in range(1000):
            outcome = await asked(rates, HEAVY, MORNING + number * SECOND)
            assert isinstance(outcome, Allowance)
            assert (outcome.limit, outcome.left) == (1000, 999 - number)
        assert isinstance(await asked(rates, HEAVY, MORNING + 1000 * SECOND), DailyLimitReached)

    run(store, Plan.FREE, scene)


def test_heavy_and_resource_intensive_share_a_day_on_the_larger_plans(store: Store) -> None:
    async def scene(rates: Rates) -> None:
        use(store, "Heavy+Resource-intensive", 29_998)
        labels = (HEAVY, RESOURCE_INTENSIVE, HEAVY, RESOURCE_INTENSIVE)
        outcomes = [await asked(rates, label, MORNING) for label in labels]
        assert [type(each) for each in outcomes] == [Allowance, Allowance, DailyLimitReached, DailyLimitReached]

    run(store, Plan.PRO, scene)


def test_a_second_that_is_used_up_costs_nothing_of_the_day(store: Store) -> None:
    async def scene(rates: Rates) -> None:
        outcomes = await all_at_once(rates, LIGHT, MORNING, 50)
        assert let_in(outcomes) == 4
        outcome = await asked(rates, LIGHT, MORNING + SECOND)
        assert isinstance(outcome, Allowance)
        assert outcome.left == 6000 - 5

    run(store, Plan.FREE, scene)


def test_no_plan_and_no_caps_touch_no_database(migrated_sqlite_url: str) -> None:
    store = Store(migrated_sqlite_url)
    store.close()

    async def scene(rates: Rates) -> None:
        assert await all_at_once(rates, LIGHT, MORNING, 500) == [None] * 500

    run(store, Plan.UNLIMITED, scene)


@pytest.mark.parametrize(("plan", "caps"), [(Plan.BUSINESS, False), (Plan.UNLIMITED, True)])
def test_counters_of_earlier_days_are_cleared_on_an_accounts_first_request_of_a_day(
    store: Store, plan: Plan, caps: bool
) -> None:
    many = {f"roster/{number}": 1 for number in range(2 * counters.CLEARED_MAX + 7)}
    today = day(MORNING)
    store.write_now(lambda tx: counters.add(tx, "account", "add", many, day=today - 1, cap=3))
    store.write_now(lambda tx: counters.add(tx, "account", "add", {"roster/new": 1}, day=today, cap=3))
    everything = Statement(text("SELECT subject FROM counters"))

    async def scene(rates: Rates) -> None:
        await asked(rates, LIGHT, MORNING)
        await asyncio.gather(*rates._clearing)
        assert await store.read(lambda tx: tx.rows(everything)) == [("roster/new",)]
        await asked(rates, LIGHT, MORNING)
        assert not rates._clearing, "once a day"

    run(store, plan, scene, caps=caps)


# --- servers that share a counter ------------------------------------------------------------------------------------


def test_two_servers_that_share_a_counter_let_in_what_one_would(migrated_url: str, moved: Clock) -> None:
    moved.stop(MORNING)
    with (
        counter.running() as shared,
        open_desk(migrated_url, moved, plan=Plan.FREE, rate_url=shared.url) as one,
        open_desk(migrated_url, moved, plan=Plan.FREE, rate_url=shared.url) as other,
    ):

        def both(times: int) -> list[int]:
            return [desk.call("GET", "/v2/users/me").status for _ in range(times) for desk in (one, other)]

        assert both(4) == [200] * 4 + [429] * 4
        moved.move(SECOND)
        assert both(3) == [200] * 4 + [429] * 2
        shared.kill()
        moved.move(SECOND)
        assert both(5) == [200] * 8 + [429] * 2, "each for itself, and nobody is turned away for it"


def test_control_two_servers_that_share_none_let_in_twice_as_many(migrated_sqlite_url: str, moved: Clock) -> None:
    moved.stop(MORNING)
    with (
        open_desk(migrated_sqlite_url, moved, plan=Plan.FREE) as one,
        open_desk(migrated_sqlite_url, moved, plan=Plan.FREE) as other,
    ):
        desks: tuple[Desk, ...] = (one, other)
        statuses = [desk.call("GET", "/v2/users/me").status for _ in range(5) for desk in desks]
        assert statuses == [200] * 8 + [429] * 2


def test_a_desk_starts_without_its_counter(migrated_sqlite_url: str, moved: Clock) -> None:
    moved.stop(MORNING)
    with counter.running() as gone:
        gone.kill()
    with open_desk(migrated_sqlite_url, moved, plan=Plan.FREE, rate_url=gone.url) as desk:
        assert [desk.call("GET", "/v2/users/me").status for _ in range(5)] == [200] * 4 + [429]
