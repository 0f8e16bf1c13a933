"""How often a day one registrant, or one host's meetings, may be changed: counted with the change, or not at all."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from desks import Clock, Desk, open_desk
from replies import Reply

from doorlist.contract.limits import Plan
from doorlist.rules.quotas import day
from doorlist.sandbox import seeds
from doorlist.storage import counters

EVENING = datetime(2026, 11, 22, 23, 0, tzinfo=UTC)
MIDNIGHT = "2026-11-23T00:00:00Z"
ANA = "ana@b.example"
OF_HOST = "permitted for this particular user. You may resume these requests at GMT 00:00:00."
HOST, SECOND_HOST = "sandbox-host-000000000", "sandbox-host-200000000"


def worded(most: int, api: str, email: str) -> dict[str, Any]:
    return {
        "code": 429,
        "message": f"You have exceeded the daily rate limit of ({most}) for {api} API requests for the registrant "
        f"({email}). You can resume these API requests at GMT 00:00:00.",
    }


@pytest.fixture
def capped(migrated_url: str, moved: Clock) -> Iterator[Desk]:
    """A desk without limits but for registrants' caps; the test runs once on each kind of database."""
    moved.stop(EVENING)
    with open_desk(migrated_url, moved, registrant_caps=True) as made:
        yield made


@pytest.fixture
def planned(migrated_url: str, moved: Clock) -> Iterator[Desk]:
    """A desk of the plan `business` without registrants' caps."""
    moved.stop(EVENING)
    with open_desk(migrated_url, moved, plan=Plan.BUSINESS) as made:
        yield made


def told(reply: Reply) -> tuple[str, ...]:
    names = ("category", "type", "limit", "remaining")
    return tuple(reply.headers.get(f"x-ratelimit-{name}", "") for name in names)


def batch(desk: Desk, number: int, *emails: str) -> Reply:
    people = [{"email": email, "first_name": "A"} for email in emails]
    return desk.call("POST", f"/v2/meetings/{number}/batch_registrants", {"registrants": people})


# --- adds ------------------------------------------------------------------------------------------------------------


def test_the_fourth_add_of_an_email_in_a_day_is_refused_also_when_it_changes_nothing(capped: Desk) -> None:
    number = capped.meeting()
    first = capped.add(number, ANA)
    assert told(first) == ("Light", "Daily-limit", "3", "2")
    second, third = capped.add(number, ANA.upper()), capped.add(number, ANA)
    assert [told(each)[3] for each in (second, third)] == ["1", "0"]
    assert {each.json["registrant_id"] for each in (first, second, third)} == {first.json["registrant_id"]}
    for email in (ANA, ANA.upper()):
        refused = capped.add(number, email)
        assert (refused.status, refused.json) == (429, worded(3, "Add meeting registrant", email))
        assert told(refused) == ("Light", "Daily-limit", "3", "0")
        assert refused.headers["retry-after"] == MIDNIGHT
        assert "x-ratelimit-reset" not in refused.headers
    assert told(capped.add(number, "bo@b.example"))[3] == "2", "another email"
    assert told(capped.add(capped.meeting(), ANA))[3] == "2", "another meeting"
    capped.clock.move(timedelta(minutes=59, seconds=59, milliseconds=999))
    assert capped.add(number, ANA).status == 429
    capped.clock.move(timedelta(milliseconds=1))
    assert told(capped.add(number, ANA))[3] == "2"


def test_deleting_a_registrant_gives_no_add_back(capped: Desk) -> None:
    number = capped.meeting()
    for _ in range(3):
        id = capped.registrant(number, ANA)
        assert capped.call("DELETE", f"/v2/meetings/{number}/registrants/{id}").status == 204
    assert capped.add(number, ANA).code == 429
    assert capped.statuses(number) == {}


def test_an_add_that_is_refused_counts_for_nobody(capped: Desk) -> None:
    number = capped.meeting(settings={"approval_type": 0, "registrants_restrict_number": 1})
    capped.registrant(number, "first@b.example")
    for _ in range(5):
        assert capped.add(number, ANA).code == 3043
        assert capped.add(number, ANA, first_name="").code == 300
    capped.call("PATCH", f"/v2/meetings/{number}", {"settings": {"registrants_restrict_number": 9}})
    assert told(capped.add(number, ANA))[3] == "2"


def test_a_batch_counts_each_of_its_emails_apart_from_adds_and_is_refused_whole(capped: Desk) -> None:
    number = capped.meeting()
    for left in ("2", "1", "0"):
        assert told(batch(capped, number, ANA, "bo@b.example", ANA))[3] == left, "an email named twice counts once"
    refused = batch(capped, number, "new@b.example", "Bo@b.example", ANA)
    assert refused.status == 429
    assert refused.json == worded(3, "meeting Perform batch registration", "Bo@b.example")
    assert "new@b.example" not in capped.statuses(number)
    assert told(batch(capped, number, "new@b.example"))[3] == "2", "the refused batch did not count for who was new"
    assert told(capped.add(number, ANA))[3] == "2"


def test_the_least_that_is_left_among_a_batch_is_told(capped: Desk) -> None:
    number = capped.meeting()
    batch(capped, number, ANA)
    assert told(batch(capped, number, "bo@b.example", ANA)) == ("Heavy", "Daily-limit", "3", "1")


def test_the_cap_comes_after_the_host_and_before_whoever_is_on_the_roster_and_capacity(capped: Desk) -> None:
    number = capped.meeting(settings={"approval_type": 0, "registrants_restrict_number": 1})
    for _ in range(3):
        assert capped.add(number, ANA).status == 201
    assert capped.add(number, ANA).code == 429, "a duplicate needs no place, and is refused all the same"
    assert capped.add(number, "bo@b.example").code == 3043
    capped.decide(number, "deny", ANA)
    assert capped.add(number, ANA).code == 429, "and so is who was denied"
    assert capped.add(number, seeds.HOST_EMAIL).code == 3027
    assert capped.add(number, ANA, first_name="").code == 300
    other = capped.meeting()
    for _ in range(3):
        batch(capped, other, ANA)
    assert batch(capped, other, ANA, seeds.HOST_EMAIL).code == 3027


def test_adding_to_a_recording_has_no_cap(capped: Desk) -> None:
    number = capped.recorded()
    for _ in range(5):
        reply = capped.call("POST", f"/v2/meetings/{number}/recordings/registrants", {"email": ANA, "first_name": "A"})
        assert (reply.status, told(reply)) == (201, ("",) * 4)


def test_without_the_caps_nobody_is_counted(planned: Desk) -> None:
    number = planned.meeting()
    for _ in range(12):
        assert planned.add(number, ANA).status == 201
        reply = planned.decide(number, "approve", ANA)
        assert (reply.status, reply.headers["x-ratelimit-type"]) == (204, "QPS")


# --- status changes --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("what", ["meeting", "cloud recording"])
def test_the_eleventh_status_change_in_a_day_is_refused_whole(capped: Desk, what: str) -> None:
    number = capped.recorded()
    path = f"/v2/meetings/{number}/{'recordings/' if what == 'cloud recording' else ''}registrants"

    def decide(action: str, *ids: str) -> Reply:
        named = [{"id": id} for id in ids]
        return capped.call("PUT", f"{path}/status", {"action": action, "registrants": named})

    ana, bo = (
        capped.call("POST", path, {"email": email, "first_name": "A"}).json["registrant_id"]
        for email in (ANA, "bo@b.example")
    )
    for turn in range(10):
        reply = decide("approve" if turn % 2 else "deny", ana, ana)
        assert (reply.status, told(reply)) == (204, ("Medium", "Daily-limit", "10", str(9 - turn)))
    refused = decide("deny", bo, ana)
    assert (refused.status, refused.json) == (429, worded(10, f"{what} Update registrant's status", ANA))
    assert refused.headers["retry-after"] == MIDNIGHT
    listed = capped.call("GET", f"{path}?status=all").json["registrants"]
    assert {each["email"]: each["status"] for each in listed} == {ANA: "approved", "bo@b.example": "pending"}
    assert told(decide("approve", bo))[3] == "9", "nothing was counted for who came with her"
    capped.clock.move(timedelta(hours=1))
    assert told(decide("deny", ana, bo))[3] == "9"


def test_status_changes_count_for_whom_is_found_and_for_nobody_where_they_are_refused(capped: Desk) -> None:
    number = capped.meeting(settings={"registrants_restrict_number": 1})
    for email in (ANA, "bo@b.example"):
        capped.registrant(number, email)
    for _ in range(12):
        assert capped.decide(number, "approve", ANA, "bo@b.example").code == 3043
        assert capped.decide(number, "approve", "nobody@b.example").code == 3001
        assert told(capped.decide(number, "approve")) == ("",) * 4, "naming nobody"
    reply = capped.decide(number, "approve", ANA, "nobody@b.example")
    assert (reply.status, told(reply)[3]) == (204, "9")
    assert "nobody@b.example" in reply.notice
    assert told(capped.decide(number, "approve", ANA))[3] == "8", "also where it changes nothing"


def test_the_cap_on_status_changes_comes_before_the_capacity(capped: Desk) -> None:
    number = capped.meeting(settings={"registrants_restrict_number": 1})
    for email in (ANA, "bo@b.example"):
        capped.registrant(number, email)
    for turn in range(10):
        assert capped.decide(number, "deny" if turn % 2 else "cancel", ANA).status == 204
    capped.decide(number, "approve", "bo@b.example")
    assert capped.decide(number, "approve", ANA).code == 429


# --- hosts -----------------------------------------------------------------------------------------------------------


def use(desk: Desk, host: str, count: int) -> None:
    """Have a host's meetings be changed so often already."""
    today = day(desk.clock.now())
    desk.store.write_now(
        lambda tx: counters.take(tx, seeds.ACCOUNT_ID, "host", host, count=count, day=today, cap=10**9)
    )


def test_a_hosts_meetings_are_made_and_changed_a_hundred_times_a_day(planned: Desk) -> None:
    plan = {"topic": "A meeting", "type": 2, "start_time": "2027-01-01T10:00:00Z"}
    path = f"/v2/meetings/{seeds.MEETING_ID}"
    for turn in range(100):
        if turn % 2:
            reply = planned.call("PATCH", path, {"topic": f"Number {turn}"})
        else:
            reply = planned.call("POST", "/v2/users/me/meetings", plan)
        assert reply.status in (201, 204), (turn, reply)
        assert reply.headers["x-ratelimit-type"] == "QPS"
        planned.clock.move(timedelta(seconds=1))
    message = f"You have exceeded the daily rate limit (100) of Meeting Create/Update API requests {OF_HOST}"
    for refused in (
        planned.call("POST", "/v2/users/me/meetings", plan),
        planned.call("PATCH", path, {"topic": "One more"}),
        planned.call("POST", f"/v2/users/{SECOND_HOST}/meetings", plan | {"schedule_for": HOST}),
    ):
        assert (refused.status, refused.json) == (429, {"code": 429, "message": message})
        assert told(refused) == ("Light", "Daily-limit", "100", "0")
        assert refused.headers["retry-after"] == MIDNIGHT
    assert planned.call("GET", path).json["topic"] == "Number 99"
    assert planned.call("GET", "/v2/users/me/meetings?page_size=300").json["total_records"] == 50 + 5
    assert planned.call("POST", f"/v2/users/{SECOND_HOST}/meetings", plan).status == 201
    assert planned.call("PUT", f"{path}/status", {"action": "end"}).status == 204, "ending is no update"
    planned.clock.move(timedelta(hours=1))
    assert planned.call("PATCH", path, {"topic": "Tomorrow"}).status == 204


def test_what_is_refused_does_not_count_for_the_host(planned: Desk) -> None:
    use(planned, HOST, 99)
    path = f"/v2/meetings/{seeds.MEETING_ID}"
    assert planned.call("POST", "/v2/users/me/meetings", {"timezone": "Nowhere/At_All"}).code == 300
    assert planned.call("POST", "/v2/users/me/meetings", {"type": "seven"}).code == 300
    assert planned.call("PATCH", "/v2/meetings/999", {"topic": "None"}).code == 3001
    assert planned.call("PATCH", path, {"timezone": "Nowhere/At_All"}).code == 300
    assert planned.call("PATCH", path, {"topic": "The hundredth"}).status == 204
    assert planned.call("PATCH", path, {"topic": "One more"}).code == 429
    assert planned.call("PATCH", path, {"timezone": "Nowhere/At_All"}).code == 300, "fields are checked before"


def test_without_a_plan_a_host_is_not_counted(capped: Desk) -> None:
    use(capped, HOST, 100)
    assert capped.call("PATCH", f"/v2/meetings/{seeds.MEETING_ID}", {"topic": "New"}).status == 204
