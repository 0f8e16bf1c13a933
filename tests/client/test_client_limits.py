"""Rate limits: what is waited for, what is not, and what a client hears of them."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
import servers
from client.conftest import Open
from client.hostile import Server, answer, html, refusal
from client.ways import Clock

from doorlist import Client
from doorlist.client import Answered, errors
from doorlist.contract.limits import PER_DAY, PER_SECOND

MEETING = answer(200, {"id": 1, "topic": "T"})


@pytest.mark.parametrize(
    ("headers", "least_s", "most_s"),
    [
        ({"Retry-After": "3"}, 3, 6),
        ({"Retry-After": "2026-11-24T12:00:05Z"}, 5, 8),
        ({"Retry-After": "Tue, 24 Nov 2026 12:00:05 GMT"}, 5, 8),
        ({"X-RateLimit-Type": "QPS", "X-RateLimit-Reset": "1795521602"}, 2, 4),
        ({"Retry-After": "2026-11-24T15:00:04Z", "Date": "Tue, 24 Nov 2026 15:00:00 GMT"}, 4, 7),
        ({"Retry-After": "soon"}, 1, 2),
        ({}, 1, 2),
    ],
)
def test_a_limit_on_a_second_is_waited_for_and_the_call_repeated(
    headers: dict[str, str], least_s: float, most_s: float, unkind: Client, server: Server, clock: Clock
) -> None:
    server.plan(refusal(429, 429, PER_SECOND, headers), MEETING)
    unkind.meetings.create(topic="T")
    assert len(server.asked) == 2
    assert least_s <= clock.slept[0] <= most_s


def test_a_limit_that_goes_on_is_waited_for_ever_longer_until_the_deadline(
    unkind: Client, server: Server, clock: Clock
) -> None:
    server.always = refusal(429, 4001, PER_SECOND)
    with pytest.raises(errors.DeadlineExceeded, match=r"within 120 s .* waited for the server's rate limit"):
        unkind.meetings.update(1, topic="T")
    assert clock.slept[0] < clock.slept[1] < clock.slept[2]
    assert sum(clock.slept) <= 120


@pytest.mark.parametrize(
    ("message", "headers"),
    [
        (PER_DAY, {}),
        ("Enough.", {"X-RateLimit-Type": "Daily-limit"}),
        ("Enough.", {"Retry-After": "2026-11-25T00:00:00Z"}),
        ("Enough.", {"Retry-After": "43200"}),
    ],
)
def test_a_limit_on_a_day_is_told_at_once(
    message: str, headers: dict[str, str], unkind: Client, server: Server, clock: Clock
) -> None:
    server.plan(refusal(429, 429, message, headers))
    with pytest.raises(errors.DailyLimit, match="00:00 UTC") as refused:
        unkind.meetings.get(1)
    assert refused.value.resumes_at == datetime(2026, 11, 25, tzinfo=UTC)
    assert (refused.value.subject, clock.slept) == ("account", [])


def test_a_reply_s_limits_are_passed_on_also_of_a_call_that_is_repeated(
    open_client: Open, server: Server, clock: Clock
) -> None:
    heard: list[Answered] = []
    client = open_client(base_url=server.url, token="t", surroundings=clock.surroundings(), on_reply=heard.append)
    told = {"X-RateLimit-Category": "Light", "X-RateLimit-Type": "QPS", "X-RateLimit-Limit": "30"}
    server.plan(
        refusal(429, 429, PER_SECOND, {**told, "X-RateLimit-Remaining": "0"}),
        answer(200, {"id": 1}, {**told, "X-RateLimit-Remaining": "29"}),
    )
    client.meetings.get(1)
    assert [(each.operation, each.label, each.status, each.limit, each.remaining) for each in heard] == [
        ("meeting", "Light", 429, 30, 0),
        ("meeting", "Light", 200, 30, 29),
    ]


def test_forty_threads_get_through_the_limits_of_a_pro_plan(tmp_path: Path) -> None:
    with servers.running("--plan", "pro", limits=True, log=tmp_path / "log") as live:
        heard: list[int] = []
        with Client(
            base_url=f"http://{live.host}:{live.port}",
            token=live.token,
            environ={},
            on_reply=lambda each: heard.append(each.status),
        ) as client:
            number = client.meetings.create(topic="T", settings={"approval_type": 0}).id

            def add(which: int) -> str:
                return client.meetings.registrants.add(
                    number, email=f"p{which}@x.example", first_name="P"
                ).registrant_id

            with ThreadPoolExecutor(40) as pool:
                added = set(pool.map(add, range(70)))
            assert {each.id for each in client.meetings.registrants.iter(number)} == added
            assert len(added) == 70
            assert 429 in heard
            for _ in range(2):
                client.meetings.registrants.add(number, email="P1@x.example", first_name="P")
            with pytest.raises(errors.DailyLimit) as refused:
                client.meetings.registrants.add(number, email="p1@x.example", first_name="P")
            assert (refused.value.subject, refused.value.email) == ("registrant", "p1@x.example")
            assert refused.value.resumes_at is not None
            assert refused.value.resumes_at.hour == 0


def test_who_listens_hears_which_error_each_answer_is_also_of_those_that_are_repeated(
    open_client: Open, server: Server, clock: Clock
) -> None:
    heard: list[tuple[int, str]] = []
    client = open_client(
        base_url=server.url,
        token="t",
        surroundings=clock.surroundings(),
        on_reply=lambda each: heard.append((each.status, each.refusal)),
    )
    server.plan(
        refusal(429, 429, "You have reached the maximum per-second rate limit for this API."),
        refusal(503, 500, "Later."),
        answer(200, {"id": 1}),
        refusal(429, 429, "Too many, please.", {"Retry-After": "7200"}),
        html(200),
    )
    client.meetings.get(1)
    with pytest.raises(errors.DailyLimit):
        client.meetings.get(1)
    with pytest.raises(errors.UnexpectedReply):
        client.meetings.get(1)
    assert heard == [
        (429, "RateLimited"),
        (503, "ServerError"),
        (200, ""),
        (429, "DailyLimit"),
        (200, "UnexpectedReply"),
    ]


@pytest.mark.parametrize(
    "told",
    [
        {"Retry-After": "0001-01-01T00:00:00+23:00"},
        {"Retry-After": "9999-12-31T23:59:59-12:00"},
        {"Retry-After": "9999-12-31T23:59:59Z"},
        {"Retry-After": "Fri, 31 Dec 9999 23:59:59 -1200"},
        {"Retry-After": "Mon, 01 Jan 0001 00:00:00 +1200"},
        {"Retry-After": "Fri, 31 Dec 2026 23:59:59 +99999999999999999999"},
        {"Retry-After": "999999999", "Date": "Fri, 31 Dec 9999 23:59:59 GMT"},
        {"Date": "Fri, 31 Dec 9999 23:59:59 -1200"},
        {"X-RateLimit-Type": "Daily", "Date": "Fri, 31 Dec 9999 23:59:59 GMT"},
    ],
)
def test_a_time_to_come_back_that_no_calendar_has_ends_in_an_error_of_ours(
    told: dict[str, str], unkind: Client, server: Server
) -> None:
    server.always = refusal(429, 429, "Slowly.", told)
    with pytest.raises((errors.DailyLimit, errors.DeadlineExceeded)) as failed:
        unkind.meetings.get(1)
    if isinstance(failed.value, errors.DailyLimit):
        assert failed.value.resumes_at is not None
        assert failed.value.resumes_at.year < 3000


def test_what_a_call_waited_for_is_told_with_one_full_stop(open_client: Open, server: Server, clock: Clock) -> None:
    server.always = refusal(503, 500, "Busy.")
    client = open_client(base_url=server.url, token="t", surroundings=clock.surroundings(), deadline_s=2)
    with pytest.raises(errors.DeadlineExceeded, match=r"another try after this: Busy\.$"):
        client.meetings.get(1)
