"""How often an account may ask, over HTTP: exactly so often in a second and in a day, and told truly what is left."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from desks import Clock, Desk, open_desk
from replies import Reply

from doorlist.contract.limits import HEAVY, LIGHT, MEDIUM, PER_DAY, PER_SECOND, PLANS, Plan
from doorlist.contract.profiles import Profile
from doorlist.rules.quotas import day
from doorlist.sandbox import seeds
from doorlist.storage import counters

NOON = datetime(2026, 11, 22, 12, 0, 0, 250_000, tzinfo=UTC)
SECOND = timedelta(seconds=1)
LIMITED = [plan for plan in Plan if plan is not Plan.UNLIMITED]
Open = Callable[..., Desk]


@pytest.fixture
def opened(migrated_url: str, moved: Clock) -> Iterator[Open]:
    """Opens desks over one database, each a server of its own, at noon; the test runs once on each kind."""
    moved.stop(NOON)
    with ExitStack() as stack:

        def one(plan: Plan, **given: Any) -> Desk:
            made: AbstractContextManager[Desk] = open_desk(migrated_url, moved, plan=plan, **given)
            return stack.enter_context(made)

        yield one


@pytest.fixture
def opened_once(migrated_sqlite_url: str, moved: Clock) -> Iterator[Open]:
    """The same on SQLite alone, for what the database has no part in."""
    moved.stop(NOON)
    with ExitStack() as stack:
        yield lambda plan, **given: stack.enter_context(open_desk(migrated_sqlite_url, moved, plan=plan, **given))


def ask(desk: Desk, label: str, **more: Any) -> Reply:
    """A request of a label that succeeds."""
    if label == LIGHT:
        return desk.call("GET", "/v2/users/me", **more)
    if label == MEDIUM:
        return desk.call("GET", "/v2/users/me/meetings", **more)
    body = {"registrants": [{"email": "ana@b.example", "first_name": "Ana"}]}
    return desk.call("POST", f"/v2/meetings/{seeds.OPEN_MEETING_ID}/batch_registrants", body, **more)


def told(reply: Reply) -> tuple[str, ...]:
    """What a reply says of limits: category, type, limit, remaining."""
    names = ("category", "type", "limit", "remaining")
    return tuple(reply.headers[f"x-ratelimit-{name}"] for name in names if f"x-ratelimit-{name}" in reply.headers)


def use(desk: Desk, subject: str, count: int, *, account_id: str = seeds.ACCOUNT_ID) -> None:
    """Have an account's day be used so often already."""
    today = day(desk.clock.now())
    desk.store.write_now(
        lambda tx: counters.take(tx, account_id, "requests", subject, count=count, day=today, cap=10**9)
    )


@pytest.mark.parametrize("label", [LIGHT, MEDIUM, HEAVY])
@pytest.mark.parametrize("plan", LIMITED)
def test_a_second_takes_exactly_what_the_plan_has(opened_once: Open, plan: Plan, label: str) -> None:
    desk, rate, daily = opened_once(plan), PLANS[plan].rate(label), PLANS[plan].day(label)
    assert rate is not None
    for _second in range(2):
        for number in range(1, rate.most + 1):
            reply = ask(desk, label)
            assert reply.status < 300, (number, reply)
            if daily is None:
                assert told(reply) == (label, "QPS", str(rate.most), str(rate.most - number))
        for _ in range(3):
            refused = ask(desk, label)
            assert (refused.status, refused.json) == (429, {"code": 429, "message": PER_SECOND})
            assert told(refused) == (label, "QPS", str(rate.most), "0")
            assert "retry-after" not in refused.headers
        desk.clock.move(SECOND)
    desk.clock.move(-3 * SECOND)
    assert ask(desk, label).status < 300, "a clock that jumps back locks nobody out"


def test_a_second_ends_with_the_clocks_and_not_a_second_after_the_first_request(opened_once: Open) -> None:
    desk = opened_once(Plan.FREE)
    desk.clock.move(timedelta(milliseconds=749))
    assert [ask(desk, MEDIUM).status for _ in range(3)] == [200, 200, 429]
    desk.clock.move(timedelta(milliseconds=1))
    assert [ask(desk, MEDIUM).status for _ in range(3)] == [200, 200, 429]


def test_labels_and_accounts_are_counted_apart_and_apps_together(opened_once: Open) -> None:
    desk = opened_once(Plan.FREE)
    assert [ask(desk, MEDIUM).status for _ in range(3)] == [200, 200, 429]
    assert ask(desk, MEDIUM, token=seeds.READ_TOKEN).status == 429, "another token of the same account"
    assert ask(desk, MEDIUM, token=seeds.OTHER_TOKEN).status == 200
    assert [ask(desk, LIGHT).status for _ in range(5)] == [200] * 4 + [429]


def test_requests_count_when_they_come_in_but_for_those_without_a_good_token(opened_once: Open) -> None:
    desk = opened_once(Plan.FREE)
    for token in ("nonsense", "", seeds.EXPIRED_TOKEN):
        assert [ask(desk, LIGHT, token=token).status for _ in range(5)] == [401] * 5
    assert ask(desk, LIGHT, token=seeds.READ_TOKEN).code == 4711
    assert desk.call("GET", "/v2/meetings/999").code == 3001
    assert desk.call("POST", "/v2/users/me/meetings", content=b"{").code == 300
    assert desk.call("GET", "/v2/nowhere").code == 2300, "an address that is none is no request of a label"
    assert told(ask(desk, LIGHT))[3] == "5996"
    assert ask(desk, LIGHT, token=seeds.READ_TOKEN).code == 429, "before the scopes are looked at"


def test_a_refusal_of_another_kind_announces_no_limit(opened_once: Open) -> None:
    desk = opened_once(Plan.PRO)
    assert not told(desk.call("GET", "/v2/meetings/999"))


def test_changing_a_meeting_too_fast_has_a_code_of_its_own_in_the_profile_of_today(
    migrated_sqlite_url: str, moved: Clock, any_profile: Profile
) -> None:
    moved.stop(NOON)
    with open_desk(migrated_sqlite_url, moved, plan=Plan.FREE, profile=any_profile) as desk:
        path = f"/v2/meetings/{seeds.MEETING_ID}"
        replies = [desk.call("PATCH", path, {"topic": "New"}) for _ in range(5)]
        assert [each.status for each in replies] == [204] * 4 + [429]
        new = any_profile is Profile.P2026_08
        assert replies[4].json == {"code": 4001 if new else 429, "message": PER_SECOND}
        assert desk.call("DELETE", path).code == 429
        end = int(NOON.timestamp()) + 1
        assert replies[4].headers.get("x-ratelimit-reset") == (str(end) if new else None)


@pytest.mark.parametrize(
    ("plan", "label", "subject"),
    [
        (Plan.FREE, LIGHT, "Light"),
        (Plan.FREE, MEDIUM, "Medium"),
        (Plan.FREE, HEAVY, "Heavy"),
        (Plan.PRO, HEAVY, "Heavy+Resource-intensive"),
        (Plan.BUSINESS, HEAVY, "Heavy+Resource-intensive"),
    ],
)
def test_a_day_takes_exactly_what_the_plan_has_and_ends_at_midnight(
    opened: Open, plan: Plan, label: str, subject: str
) -> None:
    desk, daily = opened(plan), PLANS[plan].day(label)
    assert daily is not None
    use(desk, subject, daily.most - 3)
    use(desk, subject, daily.most, account_id="somebody else's")
    for left in (2, 1, 0):
        assert told(ask(desk, label)) == (label, "Daily-limit", str(daily.most), str(left))
        desk.clock.move(SECOND)
    for _ in range(3):
        refused = ask(desk, label)
        assert (refused.status, refused.json) == (429, {"code": 429, "message": PER_DAY})
        assert told(refused) == (label, "Daily-limit", str(daily.most), "0")
        assert refused.headers["retry-after"] == "2026-11-23T00:00:00Z"
        desk.clock.move(SECOND)
    desk.clock.stop(datetime(2026, 11, 22, 23, 59, 59, 999_000, tzinfo=UTC))
    assert ask(desk, label).status == 429
    desk.clock.move(timedelta(milliseconds=1))
    assert told(ask(desk, label)) == (label, "Daily-limit", str(daily.most), str(daily.most - 1))


def test_a_day_is_counted_for_all_servers_of_a_database(opened: Open) -> None:
    one, other = opened(Plan.FREE), opened(Plan.FREE)
    use(one, "Heavy", 996)
    statuses = []
    for _ in range(3):
        statuses += [ask(desk, HEAVY).status for desk in (one, other)]
        one.clock.move(SECOND)
    assert statuses == [200] * 4 + [429] * 2


def test_business_writes_nothing_for_requests_without_a_daily_limit(opened_once: Open) -> None:
    desk = opened_once(Plan.BUSINESS)
    for label in (LIGHT, MEDIUM):
        ask(desk, label)
    kept = desk.store.read_now(lambda tx: counters.used(tx, seeds.ACCOUNT_ID, "requests", _subjects(), day=day(NOON)))
    assert kept == {}
    ask(desk, HEAVY)
    kept = desk.store.read_now(lambda tx: counters.used(tx, seeds.ACCOUNT_ID, "requests", _subjects(), day=day(NOON)))
    assert kept == {"Heavy+Resource-intensive": 1}


def _subjects() -> set[str]:
    return {"+".join(daily.labels) for limits in PLANS.values() for daily in limits.daily}


def test_what_is_not_limited_is_neither_refused_nor_announced(opened_once: Open) -> None:
    desk = opened_once(Plan.UNLIMITED)
    for label in (LIGHT, MEDIUM, HEAVY):
        for _ in range(100):
            reply = ask(desk, label)
            assert reply.status == 200
            assert not [name for name in reply.headers if name.startswith("x-ratelimit") or name == "retry-after"]


def test_the_openapi_document_describes_the_headers(opened_once: Open) -> None:
    paths = opened_once(Plan.FREE).client.get("/openapi.json").json()["paths"]
    for methods in paths.values():
        for operation in methods.values():
            for status, response in operation["responses"].items():
                assert ("X-RateLimit-Limit" in response["headers"]) is (status in ("200", "201", "204", "429"))
            assert "Retry-After" in operation["responses"]["429"]["headers"]
