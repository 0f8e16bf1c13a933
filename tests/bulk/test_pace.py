"""How fast bulk calls go, on a clock that the tests move."""

import asyncio

import pytest

from doorlist.bulk.pace import Pace
from doorlist.client import Answered


class Clock:
    """Seconds that pass when somebody sleeps."""

    def __init__(self) -> None:
        self.s = 100.0

    def now(self) -> float:
        return self.s

    async def sleep(self, seconds: float) -> None:
        until = self.s + seconds
        await asyncio.sleep(0)
        self.s = max(self.s, until)


def times(pace: Pace, clock: Clock, calls: int, label: str = "Heavy") -> list[float]:
    """When each of some calls went, in seconds from the first."""
    went: list[float] = []

    async def call() -> None:
        async with pace.turn(label):
            went.append(clock.now())

    async def run() -> None:
        await asyncio.gather(*(call() for _ in range(calls)))

    asyncio.run(run())
    return [each - went[0] for each in sorted(went)]


def told(status: int, kind: str, most: int | None, label: str = "Heavy", *, refusal: str | None = None) -> Answered:
    said = "RateLimited" if refusal is None and status == 429 else refusal or ""
    return Answered("addBatchRegistrants", "Heavy", status, 0.01, category=label, type=kind, limit=most, refusal=said)


def test_without_any_limit_nothing_waits() -> None:
    clock = Clock()
    assert times(Pace(4, now=clock.now, sleep=clock.sleep), clock, 50) == [0.0] * 50


def test_a_limit_per_second_that_a_reply_tells_is_kept() -> None:
    clock = Clock()
    pace = Pace(8, now=clock.now, sleep=clock.sleep)
    pace.heard(told(200, "QPS", 10))
    went = times(pace, clock, 21)
    assert all(sum(start <= each < start + 1 for each in went) <= 10 for start in went)
    assert went[-1] == pytest.approx(20 / 9.5)


def test_each_label_has_its_own_limit() -> None:
    clock = Clock()
    pace = Pace(8, now=clock.now, sleep=clock.sleep)
    pace.heard(told(200, "QPS", 1))
    assert times(pace, clock, 10, "Light") == [0.0] * 10


def test_a_days_limit_is_not_taken_for_a_seconds() -> None:
    pace = Pace()
    pace.heard(told(200, "Daily-limit", 30000))
    pace.heard(told(429, "Daily-limit", 3, refusal="DailyLimit"))
    assert pace.rates == {}


def test_being_told_to_wait_without_a_number_slows_down_from_what_was_too_fast() -> None:
    clock = Clock()
    pace = Pace(100, now=clock.now, sleep=clock.sleep)
    times(pace, clock, 40, "Light")
    pace.heard(told(429, "", None, "Light"))
    first = pace.rates["Light"]
    assert first == pytest.approx(28)
    clock.s += 1
    pace.heard(told(429, "", None, "Light"))
    assert pace.rates["Light"] < first


def test_several_that_were_too_fast_together_slow_down_once() -> None:
    clock = Clock()
    pace = Pace(100, now=clock.now, sleep=clock.sleep)
    times(pace, clock, 40, "Light")
    for _ in range(10):
        pace.heard(told(429, "", None, "Light"))
    assert pace.rates["Light"] == pytest.approx(28)


def test_one_persons_day_that_is_used_up_slows_nobody_down() -> None:
    pace = Pace()
    pace.heard(told(429, "", None, refusal="DailyLimit"))
    assert pace.rates == {}


def test_it_is_never_slower_than_the_smallest_plan() -> None:
    clock = Clock()
    pace = Pace(now=clock.now, sleep=clock.sleep)
    for label in ("Light", "Heavy"):
        for _ in range(100):
            pace.heard(told(429, "", None, label))
            clock.s += 0.5
    assert pace.rates == {"Light": pytest.approx(3.8), "Heavy": pytest.approx(0.95)}


def test_a_guess_rises_again_while_nobody_objects_and_a_limit_that_was_told_does_not() -> None:
    clock = Clock()
    pace = Pace(100, now=clock.now, sleep=clock.sleep)
    pace.heard(told(429, "", None))
    pace.heard(told(200, "QPS", 10, "Light"))
    went = times(pace, clock, 60)
    assert len([each for each in went if each < 5]) < len([each for each in went if 15 <= each < 20])
    times(pace, clock, 60, "Light")
    assert pace.rates["Light"] == pytest.approx(9.5)
    pace.heard(told(200, "QPS", 10))
    assert pace.rates["Heavy"] == pytest.approx(9.5)


def test_no_more_calls_are_on_their_way_than_may_be() -> None:
    on_their_way = most = 0
    pace = Pace(3)

    async def call() -> None:
        nonlocal on_their_way, most
        async with pace.turn("Light"):
            on_their_way += 1
            most = max(most, on_their_way)
            await asyncio.sleep(0)
            on_their_way -= 1

    async def run() -> None:
        await asyncio.gather(*(call() for _ in range(30)))

    asyncio.run(run())
    assert most == 3
