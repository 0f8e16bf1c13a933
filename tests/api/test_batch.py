"""Registering up to 30 people at once: all of them or none."""

from typing import Any

import pytest
from desks import Desk
from replies import Reply

PERSON = {"email": "a@b.example", "first_name": "Ana"}


def batch(desk: Desk, number: int, *people: str | dict[str, Any], **fields: Any) -> Reply:
    entries = [{"email": each, "first_name": "Ana"} if isinstance(each, str) else each for each in people]
    return desk.call("POST", f"/v2/meetings/{number}/batch_registrants", {"registrants": entries} | fields)


@pytest.mark.parametrize(
    ("approval_type", "auto_approve", "status"),
    [
        (0, None, "approved"),
        (1, None, "pending"),
        (1, False, "pending"),
        (1, True, "approved"),
        (1, "true", "approved"),
    ],
)
def test_people_come_back_in_the_order_they_were_sent(
    standing_desk: Desk, approval_type: int, auto_approve: Any, status: str
) -> None:
    number = standing_desk.meeting(settings={"approval_type": approval_type})
    emails = ["z@b.example", "A@b.example", "m@b.example"]
    reply = batch(standing_desk, number, *emails, auto_approve=auto_approve, registrants_confirmation_email=True)
    assert reply.status == 200
    assert [each["email"] for each in reply.json["registrants"]] == emails
    assert {"join_url" in each for each in reply.json["registrants"]} == {status == "approved"}
    assert standing_desk.statuses(number) == dict.fromkeys(emails, status)
    assert len({each["registrant_id"] for each in reply.json["registrants"]}) == 3


def test_names_are_kept(standing_desk: Desk) -> None:
    number = standing_desk.meeting()
    batch(standing_desk, number, {"email": "a@b.example", "first_name": "Zoë", "last_name": "日本", "city": "Rome"})
    (shown,) = standing_desk.call("GET", f"/v2/meetings/{number}/registrants?status=all").json["registrants"]
    assert (shown["first_name"], shown["last_name"], shown["city"]) == ("Zoë", "日本", "")


def test_one_email_twice_in_a_batch_is_one_registrant(standing_desk: Desk) -> None:
    number = standing_desk.meeting(settings={"approval_type": 0, "registrants_restrict_number": 2})
    reply = batch(standing_desk, number, "a@b.example", "A@B.example", "b@b.example", "A@b.example")
    ids = [each["registrant_id"] for each in reply.json["registrants"]]
    assert ids[0] == ids[1] == ids[3] != ids[2]
    assert standing_desk.statuses(number) == {"a@b.example": "approved", "b@b.example": "approved"}


def test_those_who_are_registered_are_answered_with_who_they_are(standing_desk: Desk) -> None:
    number = standing_desk.meeting()
    pending = standing_desk.registrant(number, "pending@b.example")
    cancelled = standing_desk.registrant(number, "cancelled@b.example")
    standing_desk.decide(number, "cancel", cancelled)
    reply = batch(standing_desk, number, "PENDING@b.example", "new@b.example", "cancelled@b.example", auto_approve=True)
    ids = [each["registrant_id"] for each in reply.json["registrants"]]
    assert (ids[0], ids[2]) == (pending, cancelled)
    assert standing_desk.statuses(number) == {
        "pending@b.example": "pending",
        "cancelled@b.example": "approved",
        "new@b.example": "approved",
    }


def test_30_are_taken_and_31_or_none_are_refused(standing_desk: Desk) -> None:
    number = standing_desk.meeting()
    emails = [f"r{index}@b.example" for index in range(31)]
    for people in (emails, []):
        reply = batch(standing_desk, number, *people)
        assert (reply.status, reply.code) == (400, 300)
        assert [fault["field"] for fault in reply.json["errors"]] == ["registrants"]
        assert standing_desk.statuses(number) == {}
    assert batch(standing_desk, number, *emails[:30]).status == 200
    assert len(standing_desk.statuses(number)) == 30


def test_a_batch_that_does_not_fit_leaves_nobody_in(standing_desk: Desk) -> None:
    number = standing_desk.meeting(settings={"approval_type": 0, "registrants_restrict_number": 3})
    standing_desk.registrant(number, "first@b.example")
    reply = batch(standing_desk, number, "a@b.example", "b@b.example", "c@b.example")
    full = {"code": 3043, "message": "Meeting has reached maximum attendee capacity."}
    assert (reply.status, reply.json) == (404, full)
    assert standing_desk.statuses(number) == {"first@b.example": "approved"}
    assert batch(standing_desk, number, "first@b.example", "a@b.example", "b@b.example").status == 200
    assert batch(standing_desk, number, "a@b.example", "first@b.example").status == 200  # all are in already
    assert batch(standing_desk, number, "a@b.example", "c@b.example").code == 3043


def test_one_who_was_denied_keeps_the_whole_batch_out(standing_desk: Desk) -> None:
    number = standing_desk.meeting()
    standing_desk.registrant(number, "denied@b.example")
    standing_desk.decide(number, "deny", "denied@b.example")
    reply = batch(standing_desk, number, "a@b.example", "Denied@b.example")
    assert (reply.status, reply.code) == (400, 300)
    assert standing_desk.statuses(number) == {"denied@b.example": "denied"}


@pytest.mark.parametrize(
    ("entry", "field"),
    [
        ({}, "registrants[1].email"),
        ({"email": "b@b.example"}, "registrants[1].first_name"),
        (PERSON | {"email": "b"}, "registrants[1].email"),
        (PERSON | {"first_name": " "}, "registrants[1].first_name"),
        (PERSON | {"first_name": "x" * 65}, "registrants[1].first_name"),
        (PERSON | {"last_name": "x" * 65}, "registrants[1].last_name"),
        (PERSON | {"first_name": "a\0"}, "registrants[1].first_name"),
        ("b@b.example ", "registrants[1].email"),
        (None, "registrants[1]"),
        ([], "registrants[1]"),
        (5, "registrants[1]"),
    ],
    ids=str,
)
def test_one_wrong_entry_is_named_and_nobody_registered(standing_desk: Desk, entry: Any, field: str) -> None:
    number = standing_desk.meeting()
    reply = batch(standing_desk, number, "a@b.example", entry)
    assert (reply.status, reply.code) == (400, 300)
    assert field in {fault["field"] for fault in reply.json["errors"]}
    assert standing_desk.statuses(number) == {}


def test_every_wrong_entry_is_named_at_once(standing_desk: Desk) -> None:
    wrong = {"email": "x", "first_name": ""}
    reply = batch(standing_desk, standing_desk.meeting(), *[wrong] * 30, auto_approve="perhaps")
    assert len(reply.json["errors"]) == 61


@pytest.mark.parametrize("registrants", [None, "x", {}, 5, PERSON])
def test_what_is_no_list_of_people_is_refused(standing_desk: Desk, registrants: Any) -> None:
    number = standing_desk.meeting()
    path = f"/v2/meetings/{number}/batch_registrants"
    for body in ({"registrants": registrants}, {"auto_approve": True}):
        reply = standing_desk.call("POST", path, body)
        assert [fault["field"] for fault in reply.json["errors"]] == ["registrants"]


def test_only_a_scheduled_meeting_takes_a_batch(profile_desk: Desk) -> None:
    recurrence = {"type": 1, "end_times": 2}
    number = profile_desk.meeting(type=8, recurrence=recurrence)
    reply = batch(profile_desk, number, "a@b.example")
    message = (
        "This API can only be used for scheduled meeting(meeting type: 2). "
        "Batch registration is not supported for other meeting types."
    )
    assert (reply.status, reply.json) == (400, {"code": 303, "message": message})
    assert batch(profile_desk, number, "not an email").code == 303
    assert profile_desk.statuses(number) == {}


def test_a_batch_asks_no_questions(standing_desk: Desk) -> None:
    number = standing_desk.meeting()
    asked = {"questions": [{"field_name": "city", "required": True}]}
    standing_desk.call("PATCH", f"/v2/meetings/{number}/registrants/questions", asked)
    assert standing_desk.add(number, "a@b.example").code == 300
    assert batch(standing_desk, number, "a@b.example").status == 200


@pytest.mark.parametrize("kind", ["data", "files"])
def test_a_form_carries_the_people_as_json_text(standing_desk: Desk, kind: str) -> None:
    number = standing_desk.meeting()
    people = '[{"email": "zoë@b.example", "first_name": "Zoë"}, {"email": "b@b.example", "first_name": "B"}]'
    form: Any = {"auto_approve": "true", "registrants": people}
    if kind == "files":
        form = {name: (None, value.encode()) for name, value in form.items()}
    reply = standing_desk.call("POST", f"/v2/meetings/{number}/batch_registrants", **{kind: form})
    assert (reply.status, reply.notice) == (200, "")
    assert standing_desk.statuses(number) == {"zoë@b.example": "approved", "b@b.example": "approved"}
