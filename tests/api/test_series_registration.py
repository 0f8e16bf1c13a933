"""Registrants of a series, whose occurrences are not told apart yet: nothing is done to more than was meant."""

import pytest
from desks import Desk

SERIES = {
    "topic": "A series",
    "type": 8,
    "start_time": "2090-01-01T10:00:00Z",
    "recurrence": {"type": 1, "end_times": 3},
}
FIRST = "3786948000000"


def series(desk: Desk, registration_type: int) -> int:
    return desk.meeting(**SERIES, settings={"approval_type": 0, "registration_type": registration_type})


@pytest.mark.parametrize("registration_type", [2, 3])
def test_whoever_registers_for_an_occurrence_is_told_that_it_is_for_the_series(
    standing_desk: Desk, registration_type: int
) -> None:
    number = series(standing_desk, registration_type)
    path = f"/v2/meetings/{number}/registrants?occurrence_ids={FIRST}"
    reply = standing_desk.call("POST", path, {"email": "a@b.example", "first_name": "A"})
    assert reply.status == 201
    assert "whole series" in reply.notice


def test_registering_once_for_all_needs_no_words(standing_desk: Desk) -> None:
    path = f"/v2/meetings/{series(standing_desk, 1)}/registrants"
    assert standing_desk.call("POST", path, {"email": "a@b.example", "first_name": "A"}).notice == ""


@pytest.mark.parametrize("wrong", ["99", "abc", f"{FIRST},99"])
def test_an_occurrence_that_a_series_does_not_have_takes_nobody(standing_desk: Desk, wrong: str) -> None:
    number = series(standing_desk, 3)
    path = f"/v2/meetings/{number}/registrants"
    reply = standing_desk.call("POST", f"{path}?occurrence_ids={wrong}", {"email": "a@b.example", "first_name": "A"})
    assert (reply.status, reply.code) == (400, 300)
    assert standing_desk.statuses(number) == {}
    assert standing_desk.call("GET", f"{path}?occurrence_id={wrong}").status == 400


@pytest.mark.parametrize("registration_type", [2, 3])
def test_one_occurrence_cannot_take_a_registrant_off_the_whole_series(
    standing_desk: Desk, registration_type: int
) -> None:
    number = series(standing_desk, registration_type)
    who = standing_desk.registrant(number, "a@b.example")
    path = f"/v2/meetings/{number}/registrants"
    body = {"action": "cancel", "registrants": [{"id": who}]}
    deleted = standing_desk.call("DELETE", f"{path}/{who}?occurrence_id={FIRST}")
    cancelled = standing_desk.call("PUT", f"{path}/status?occurrence_id={FIRST}", body)
    for reply in (deleted, cancelled):
        assert (reply.status, reply.json["errors"][0]["field"]) == (400, "occurrence_id")
    assert standing_desk.statuses(number) == {"a@b.example": "approved"}
    assert standing_desk.call("DELETE", f"{path}/{who}").status == 204


def test_who_registered_once_for_all_is_cancelled_whichever_occurrence_is_named(standing_desk: Desk) -> None:
    number = series(standing_desk, 1)
    who = standing_desk.registrant(number, "a@b.example")
    body = {"action": "cancel", "registrants": [{"id": who}]}
    path = f"/v2/meetings/{number}/registrants/status?occurrence_id={FIRST}"
    assert standing_desk.call("PUT", path, body).status == 204
    assert standing_desk.statuses(number) == {"a@b.example": "cancelled"}


def test_a_deleted_meeting_is_recovered_with_its_registrants(standing_desk: Desk) -> None:
    number = standing_desk.meeting()
    standing_desk.registrant(number, "a@b.example")
    assert standing_desk.call("DELETE", f"/v2/meetings/{number}").status == 204
    assert standing_desk.call("GET", f"/v2/meetings/{number}").status == 404
    assert standing_desk.call("PUT", f"/v2/meetings/{number}/status", {"action": "end"}).status == 404
    assert standing_desk.call("PUT", f"/v2/meetings/{number}/status", {"action": "recover"}).status == 204
    assert standing_desk.statuses(number) == {"a@b.example": "pending"}


def test_nobody_recovers_a_meeting_that_is_not_theirs(standing_desk: Desk) -> None:
    number = standing_desk.meeting()
    assert standing_desk.call("DELETE", f"/v2/meetings/{number}").status == 204
    body = {"action": "recover"}
    for token in ("sandbox-user-token", "sandbox-other-token"):
        assert standing_desk.call("PUT", f"/v2/meetings/{number}/status", body, token=token).status in (400, 404)
    assert standing_desk.call("GET", f"/v2/meetings/{number}").status == 404


@pytest.mark.parametrize("list_", ["meetings", "recordings"])
def test_a_time_where_a_date_is_meant_is_its_day(standing_desk: Desk, list_: str) -> None:
    path = f"/v2/users/me/{list_}?from=2026-11-01T00:00:00Z&to=2026-11-30T23:59:59Z"
    assert standing_desk.call("GET", path).status == 200


def test_wrong_structures_are_named_in_words_of_json(standing_desk: Desk) -> None:
    number = standing_desk.meeting()
    reply = standing_desk.call("POST", f"/v2/meetings/{number}/batch_registrants", {"registrants": ["a@x.example"]})
    assert reply.json["errors"] == [
        {"field": "registrants[0]", "message": "Invalid field. It should be an object: {...}."}
    ]


def test_the_deprecated_flags_that_published_clients_insist_on_are_there(standing_desk: Desk) -> None:
    settings = standing_desk.call("GET", f"/v2/meetings/{standing_desk.meeting()}").json["settings"]
    assert [settings[name] for name in ("cn_meeting", "in_meeting", "enforce_login")] == [False, False, False]
