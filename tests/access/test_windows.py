"""Requests counted in seconds and minutes, in this process and in a counter that several share, dead or alive."""

import asyncio
import json
import logging
import socket
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import servers
from access import counter
from surroundings import PATIENCE_S

from doorlist import clock
from doorlist.access import windows
from doorlist.access.windows import OwnWindows, SharedWindows, Window, Windows

SECOND = Window("account", "Light", 1, 1_000_000)
NEXT = SECOND._replace(number=1_000_001)


@pytest.fixture(scope="module")
def shared() -> Iterator[counter.SharedCounter]:
    with counter.running() as made:
        yield made


@pytest.fixture
def closed_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probing:
        probing.bind(("127.0.0.1", 0))
        return int(probing.getsockname()[1])


@pytest.fixture
def hand(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Moves the clock that measures how long the shared counter is left alone."""
    at_s = 1000.0
    monkeypatch.setattr(clock, "monotonic_s", lambda: at_s)

    def move(by_s: float) -> None:
        nonlocal at_s
        at_s += by_s

    return move


def run(made: Windows, scene: Callable[[Windows], Coroutine[Any, Any, Any]]) -> Any:
    """What a scene comes to, on an event loop of its own; the windows are closed at its end."""

    async def whole() -> Any:
        try:
            return await asyncio.wait_for(scene(made), PATIENCE_S)
        finally:
            await made.close()

    return asyncio.run(whole())


def said(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.name == windows.__name__]


@pytest.mark.parametrize("where", ["here", "in a counter that is shared"])
def test_each_request_has_its_place_in_its_window(shared: counter.SharedCounter, where: str) -> None:
    made = OwnWindows() if where == "here" else SharedWindows(shared.url)
    account = f"account of {where}"

    async def scene(made: Windows) -> None:
        light = SECOND._replace(account_id=account)
        assert [await made.count(light) for _ in range(3)] == [1, 2, 3]
        assert await made.count(light._replace(label="Heavy")) == 1
        assert await made.count(light._replace(account_id=f"another {account}")) == 1
        assert await made.count(light._replace(length_s=60)) == 1
        assert sorted(await asyncio.gather(*(made.count(light) for _ in range(50)))) == list(range(4, 54))
        assert await made.count(light._replace(number=NEXT.number)) == 1

    run(made, scene)


def test_a_clock_that_jumps_leaves_one_window_for_each_account_and_label() -> None:
    made = OwnWindows()

    async def scene(made: Windows) -> None:
        for number in (5, 6, 7, 2, 7, 8, 1, 9):
            assert await made.count(SECOND._replace(number=number)) == 1, "begun anew, nobody is locked out"
        for number in range(5000):
            await made.count(SECOND._replace(number=-number))

    run(made, scene)
    assert len(made._counts) == 1


def test_a_request_that_comes_late_is_counted_in_its_own_window_and_empties_no_other() -> None:
    async def scene(made: Windows) -> None:
        before = SECOND._replace(number=SECOND.number - 1)
        assert [await made.count(each) for each in (SECOND, SECOND, NEXT, SECOND, NEXT, SECOND)] == [1, 2, 1, 3, 2, 4]
        assert await made.count(before) == 1, "a clock that jumped"

    run(OwnWindows(), scene)


def test_the_keys_of_a_shared_counter_hold_the_window_and_go_away(shared: counter.SharedCounter) -> None:
    from redis import Redis

    run(SharedWindows(shared.url), lambda made: made.count(SECOND._replace(account_id="of keys")))
    run(SharedWindows(shared.url), lambda made: made.count(Window("of keys", "Resource-intensive", 60, 16_666)))
    client = Redis.from_url(shared.url, protocol=2)
    for key, most_s in (
        ("doorlist:rate:of keys:Light:1:1000000", 2),
        ("doorlist:rate:of keys:Resource-intensive:60:16666", 120),
    ):
        assert 0 < client.pttl(key) <= most_s * 1000
    client.close()


def test_what_waits_goes_in_one_round_trip(shared: counter.SharedCounter, monkeypatch: pytest.MonkeyPatch) -> None:
    trips: list[int] = []
    counted = SharedWindows._counted

    async def watched(self: SharedWindows, wanted: Any) -> Any:
        trips.append(wanted.total())
        return await counted(self, wanted)

    monkeypatch.setattr(SharedWindows, "_counted", watched)

    async def scene(made: Windows) -> None:
        window = SECOND._replace(account_id="of trips")
        await asyncio.gather(*(made.count(window) for _ in range(windows.TRIP_MAX + 100)))

    run(SharedWindows(shared.url), scene)
    assert trips == [windows.TRIP_MAX, 100]


def test_who_has_gone_keeps_nobody_waiting(shared: counter.SharedCounter) -> None:
    async def scene(made: Windows) -> None:
        window = SECOND._replace(account_id="of the gone")
        waiting = [asyncio.ensure_future(made.count(window)) for _ in range(5)]
        await asyncio.sleep(0)
        waiting[1].cancel()
        done = await asyncio.gather(*waiting, return_exceptions=True)
        assert [each for each in done if isinstance(each, int)] == [1, 3, 4, 5]

    run(SharedWindows(shared.url), scene)


# --- processes -------------------------------------------------------------------------------------------------------

_COUNTS = """
import asyncio, json, sys
from doorlist.access.windows import SharedWindows, Window

async def main():
    made = SharedWindows(sys.argv[1])
    window = Window("of processes", "Light", 60, 7)
    places = [await made.count(window)]
    print("ready", flush=True)
    sys.stdin.readline()
    for _ in range(20):
        places += await asyncio.gather(*(made.count(window) for _ in range(25)))
    await made.close()
    print(json.dumps(places))

asyncio.run(main())
"""


def test_processes_that_share_a_counter_never_give_one_place_twice(shared: counter.SharedCounter) -> None:
    counting = [servers.program(_COUNTS, shared.url) for _ in range(2)]
    for each in counting:
        assert each.stdout is not None
        assert each.stdout.readline() == "ready\n"
    with ThreadPoolExecutor(2) as pool:
        outputs = list(pool.map(lambda each: each.communicate("go\n", PATIENCE_S), counting))
    assert [errors for _, errors in outputs] == ["", ""]
    places = [place for output, _ in outputs for place in json.loads(output)]
    assert sorted(places) == list(range(1, 2 * 501 + 1))


# --- a counter that is not there -------------------------------------------------------------------------------------


def test_without_its_counter_a_process_counts_alone_and_says_so_once(
    closed_port: int, caplog: pytest.LogCaptureFixture, hand: Callable[[float], None]
) -> None:
    async def scene(made: Windows) -> None:
        for place in range(1, 4):
            assert await made.count(SECOND) == place
            hand(windows.PAUSE_S + 1)
        assert await made.count(NEXT) == 1

    with caplog.at_level(logging.WARNING):
        run(SharedWindows(f"redis://127.0.0.1:{closed_port}"), scene)
    (line,) = said(caplog)
    assert "each process counts alone meanwhile" in line


def test_a_counter_that_dies_and_comes_back_is_used_again(
    caplog: pytest.LogCaptureFixture, hand: Callable[[float], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[bool] = []
    shared_count = SharedWindows._shared

    async def watched(self: SharedWindows, wanted: Any) -> Any:
        tried.append(True)
        return await shared_count(self, wanted)

    monkeypatch.setattr(SharedWindows, "_shared", watched)

    async def scene(made: Windows) -> None:
        with counter.running() as first:
            made._url = first.url  # type: ignore[attr-defined]
            assert [await made.count(SECOND) for _ in range(3)] == [1, 2, 3]
            first.kill()
            assert [await made.count(SECOND) for _ in range(3)] == [1, 2, 3], "its own count, from here on"
            assert len(tried) == 4, "tried once, then left alone"
            hand(windows.PAUSE_S - 0.1)
            assert await made.count(SECOND) == 4
            assert len(tried) == 4
        with counter.running(port=first.port):
            hand(0.2)
            assert [await made.count(NEXT) for _ in range(2)] == [1, 2]
            assert len(tried) == 6

    with caplog.at_level(logging.WARNING):
        run(SharedWindows("redis://localhost"), scene)
    assert [("fails" in line, "answers again" in line) for line in said(caplog)] == [(True, False), (False, True)]


def test_a_counter_that_never_answers_holds_nobody_up_for_long(caplog: pytest.LogCaptureFixture) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent, caplog.at_level(logging.WARNING):
        began_s = clock.monotonic_s()

        async def scene(made: Windows) -> None:
            places = await asyncio.gather(*(made.count(SECOND) for _ in range(20)))
            assert sorted(places) == list(range(1, 21))
            assert await made.count(SECOND) == 21

        run(SharedWindows(f"redis://127.0.0.1:{silent.getsockname()[1]}"), scene)
    assert clock.monotonic_s() - began_s < 10 * windows.TIMEOUT_S
    assert len(said(caplog)) == 1


def test_a_counter_that_answers_too_slowly_is_not_waited_for(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def slow(_self: SharedWindows, _wanted: Any) -> Any:
        await asyncio.Event().wait()

    monkeypatch.setattr(SharedWindows, "_shared", slow)
    monkeypatch.setattr(windows, "TIMEOUT_S", 0.01)

    async def scene(made: Windows) -> list[int]:
        return [await made.count(SECOND) for _ in range(3)]

    assert run(SharedWindows("redis://localhost"), scene) == [1, 2, 3]
    assert len(said(caplog)) == 1


def test_a_fault_of_ours_is_told_to_those_who_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(_self: SharedWindows, _wanted: Any) -> Any:
        raise ZeroDivisionError

    monkeypatch.setattr(SharedWindows, "_counted", broken)

    async def scene(made: Windows) -> list[Any]:
        return await asyncio.gather(*(made.count(SECOND) for _ in range(3)), return_exceptions=True)

    assert [type(each) for each in run(SharedWindows("redis://localhost"), scene)] == [ZeroDivisionError] * 3


@pytest.mark.parametrize("url", ["redis://h:1/0", "rediss://h", "valkey://h:1"])
def test_an_address_means_a_shared_counter_and_none_means_none(url: str) -> None:
    assert isinstance(windows.windows(url), SharedWindows)
    assert isinstance(windows.windows(""), OwnWindows)
