"""A series: its occurrences, one by one, and who may register until when."""

from datetime import timedelta
from typing import Any

import pytest
from desks import Desk

DAILY = {"type": 1, "repeat_interval": 1, "end_times": 3}


def series(desk: Desk, *, approval_type: int = 0, **fields: Any) -> int:
    """Three days from tomorrow on."""
    start = (desk.clock.now() + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    settings = {"approval_type": approval_type, **fields.pop("settings", {})}
    return desk.meeting(type=8, start_time=start, recurrence=DAILY, settings=settings, **fields)


def occurrences(desk: Desk, number: int, query: str = "") -> list[dict[str, Any]]:
    shown: list[dict[str, Any]] = desk.call("GET", f"/v2/meetings/{number}{query}").json["occurrences"]
    return shown


def test_a_series_has_its_occurrences_with_the_start_as_id(standing_desk: Desk) -> None:
    made = standing_desk.call(
        "POST",
        "/v2/users/me/meetings",
        {"type": 8, "start_time": "2031-03-28T08:46:00", "timezone": "Europe/Paris", "recurrence": DAILY},
    ).json
    assert [each["start_time"] for each in made["occurrences"]] == [
        "2031-03-28T07:46:00Z",
        "2031-03-29T07:46:00Z",
        "2031-03-30T06:46:00Z",  # the clocks changed
    ]
    assert made["occurrences"][0]["occurrence_id"] == "1932450360000"
    assert made["recurrence"] == DAILY
    assert {each["status"] for each in made["occurrences"]} == {"available"}


@pytest.mark.parametrize(
    ("recurrence", "field"),
    [
        (None, "recurrence"),
        ({}, "recurrence.type"),
        ({"type": 4}, "recurrence.type"),
        ({"type": 1, "repeat_interval": 100}, "recurrence.repeat_interval"),
        ({"type": 2, "repeat_interval": 51}, "recurrence"),
        ({"type": 3, "repeat_interval": 11}, "recurrence"),
        ({"type": 1, "end_times": 61}, "recurrence.end_times"),
        ({"type": 2, "weekly_days": "0"}, "recurrence.weekly_days"),
        ({"type": 2, "weekly_days": "1,,2"}, "recurrence.weekly_days"),
        ({"type": 3, "monthly_day": 32}, "recurrence.monthly_day"),
        ({"type": 3, "monthly_week": 1}, "recurrence"),
        ({"type": 3, "monthly_week": 5, "monthly_week_day": 1}, "recurrence.monthly_week"),
        ({"type": 1, "end_date_time": "2001-01-01T00:00:00Z"}, "recurrence"),
        ({"type": 1, "end_date_time": "never"}, "recurrence.end_date_time"),
        ([], "recurrence"),
    ],
    ids=str,
)
def test_a_recurrence_that_cannot_be_is_named(standing_desk: Desk, recurrence: object, field: str) -> None:
    plan = {"type": 8, "start_time": "2031-01-01T00:00:00Z", "recurrence": recurrence}
    reply = standing_desk.call("POST", "/v2/users/me/meetings", plan)
    assert (reply.status, reply.code) == (400, 300)
    assert [fault["field"] for fault in reply.json["errors"]] == [field]


@pytest.mark.parametrize(("times", "count"), [(0, 60), (1, 1), (60, 60), (None, 1)])
def test_a_series_has_60_occurrences_at_most(standing_desk: Desk, times: int | None, count: int) -> None:
    plan = {"type": 8, "start_time": "2031-01-01T00:00:00Z", "recurrence": {"type": 1, "end_times": times}}
    assert len(standing_desk.call("POST", "/v2/users/me/meetings", plan).json["occurrences"]) == count


def test_occurrences_that_are_over_are_shown_to_those_who_ask(desk: Desk) -> None:
    number = series(desk)
    first, second, _third = occurrences(desk, number)
    desk.clock.move(timedelta(days=1, minutes=30))
    assert occurrences(desk, number)[0] == first  # under way
    desk.clock.move(timedelta(hours=1))
    assert occurrences(desk, number)[0] == second
    assert occurrences(desk, number, "?show_previous_occurrences=true")[0] == first


def test_one_occurrence_is_shown_alone(standing_desk: Desk) -> None:
    number = series(standing_desk)
    second = occurrences(standing_desk, number)[1]
    shown = standing_desk.call("GET", f"/v2/meetings/{number}?occurrence_id={second['occurrence_id']}").json
    assert (shown["occurrences"], shown["start_time"]) == ([second], second["start_time"])


def test_one_occurrence_is_moved_and_keeps_its_id(standing_desk: Desk) -> None:
    number = series(standing_desk)
    first, second, third = occurrences(standing_desk, number)
    path = f"/v2/meetings/{number}?occurrence_id={second['occurrence_id']}"
    assert standing_desk.call("PATCH", path, {"start_time": "2032-01-01T00:00:00Z", "duration": 5}).status == 204
    moved = second | {"start_time": "2032-01-01T00:00:00Z", "duration": 5}
    assert occurrences(standing_desk, number, "?show_previous_occurrences=true") == [first, third, moved] or (
        occurrences(standing_desk, number, "?show_previous_occurrences=true") == [first, moved, third]
    )
    assert standing_desk.call("PATCH", f"/v2/meetings/{number}", {"topic": "New"}).status == 204
    assert moved in occurrences(standing_desk, number)  # a new topic leaves single changes alone


def test_one_occurrence_is_deleted_and_the_series_stays(standing_desk: Desk) -> None:
    number = series(standing_desk)
    gone = occurrences(standing_desk, number)[0]["occurrence_id"]
    path = f"/v2/meetings/{number}?occurrence_id={gone}"
    assert standing_desk.call("DELETE", path).status == 204
    assert gone not in {each["occurrence_id"] for each in occurrences(standing_desk, number)}
    for method in ("GET", "PATCH", "DELETE"):
        refused = standing_desk.call(method, path, {} if method == "PATCH" else None)
        assert (refused.status, refused.code) == (400, 300), method
        assert gone in refused.json["message"]


@pytest.mark.parametrize("occurrence", ["1", "abc", "%20", "x" * 255, "-1", "1e9"])
@pytest.mark.parametrize("method", ["GET", "PATCH", "DELETE"])
def test_an_unknown_occurrence_is_refused(standing_desk: Desk, method: str, occurrence: str) -> None:
    path = f"/v2/meetings/{series(standing_desk)}?occurrence_id={occurrence}"
    reply = standing_desk.call(method, path, {} if method == "PATCH" else None)
    assert (reply.status, reply.code) == (400, 300)


@pytest.mark.parametrize("method", ["GET", "PATCH", "DELETE"])
def test_an_occurrence_left_blank_is_the_whole_series(standing_desk: Desk, method: str) -> None:
    number = series(standing_desk)
    body = {"agenda": "New"} if method == "PATCH" else None
    assert standing_desk.call(method, f"/v2/meetings/{number}?occurrence_id=", body).status in (200, 204)
    left = standing_desk.call("GET", f"/v2/meetings/{number}")
    assert left.status == (404 if method == "DELETE" else 200)


def test_a_new_plan_for_the_series_replaces_its_occurrences(standing_desk: Desk) -> None:
    number = series(standing_desk)
    new = {"start_time": "2031-05-01T10:00:00Z", "recurrence": {"type": 2, "weekly_days": "5", "end_times": 2}}
    assert standing_desk.call("PATCH", f"/v2/meetings/{number}", new).status == 204
    starts = [each["start_time"] for each in occurrences(standing_desk, number)]
    assert starts == ["2031-05-01T10:00:00Z", "2031-05-08T10:00:00Z"]


def test_a_registrant_of_a_series_is_told_its_occurrences(standing_desk: Desk) -> None:
    number = series(standing_desk)
    wanted = ",".join(each["occurrence_id"] for each in occurrences(standing_desk, number)[:2])
    path = f"/v2/meetings/{number}/registrants?occurrence_ids={wanted}"
    added = standing_desk.call("POST", path, {"email": "a@b.example", "first_name": "Ana"}).json
    assert added["occurrences"] == occurrences(standing_desk, number)
    assert "occurrences" not in standing_desk.add(standing_desk.meeting(), "a@b.example").json


def test_a_series_takes_people_until_its_last_occurrence_ends(desk: Desk) -> None:
    number, closing = series(desk), series(desk, settings={"close_registration": True})
    desk.clock.move(timedelta(days=3, minutes=-1))
    assert desk.add(number, "a@b.example").status == 201
    assert desk.add(closing, "a@b.example").status == 201
    desk.clock.move(timedelta(minutes=2))  # the last one is under way
    assert desk.add(number, "b@b.example").status == 201
    assert desk.add(closing, "b@b.example").code == 3038
    desk.clock.move(timedelta(hours=1))
    assert desk.add(number, "c@b.example").code == 3038


def test_a_series_whose_last_occurrence_was_deleted_closes_with_the_one_before(desk: Desk) -> None:
    number = series(desk)
    *_, last = occurrences(desk, number)
    assert desk.call("DELETE", f"/v2/meetings/{number}?occurrence_id={last['occurrence_id']}").status == 204
    desk.clock.move(timedelta(days=2, hours=2))
    assert desk.add(number, "a@b.example").code == 3038


def test_a_series_without_an_occurrence_left_takes_nobody(standing_desk: Desk) -> None:
    number = series(standing_desk)
    for each in occurrences(standing_desk, number):
        assert (
            standing_desk.call("DELETE", f"/v2/meetings/{number}?occurrence_id={each['occurrence_id']}").status == 204
        )
    assert occurrences(standing_desk, number) == []
    assert standing_desk.add(number, "a@b.example").code == 3038
