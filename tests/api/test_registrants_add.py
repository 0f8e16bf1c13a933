"""Registering somebody: what is taken, what comes back, and who is kept out."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from desks import Desk, each_kind, open_desk

from doorlist.contract.shapes.registrants import PROFILE_FIELDS
from doorlist.sandbox import seeds

OVER = "Meeting is over, you can not register now. If you have any questions, please contact the Meeting host."
FULL = "Meeting has reached maximum attendee capacity."


@pytest.mark.parametrize(
    ("approval_type", "auto_approve", "status"),
    [(0, None, "approved"), (0, False, "approved"), (1, None, "pending"), (1, False, "pending"), (1, True, "approved")],
)
@each_kind
def test_the_host_decides_unless_they_said_otherwise(
    standing_desk: Desk, of: str, approval_type: int, auto_approve: bool | None, status: str
) -> None:
    number = standing_desk.plan(of, topic="T", settings={"approval_type": approval_type})
    added = standing_desk.add(number, "ana@b.example", auto_approve=auto_approve, of=of).json
    assert standing_desk.statuses(number, of=of) == {"ana@b.example": status}
    assert (added["id"], added["topic"], len(added["registrant_id"])) == (number, "T", 22)
    assert ("join_url" in added) is (status == "approved")
    shown = standing_desk.call("GET", f"/v2/{of}/{number}/registrants/{added['registrant_id']}").json
    assert (shown["status"], shown.get("join_url")) == (status, added.get("join_url"))


def test_everything_that_is_said_about_a_registrant_is_kept(standing_desk: Desk) -> None:
    number = standing_desk.meeting()
    said: dict[str, Any] = {name: f"<{name}> Zoë \U0001f600 ' \" \\ %s" for name in PROFILE_FIELDS} | {
        "last_name": "O’Neil",
        "no_of_employees": "500-1,000",
        "purchasing_time_frame": "1-3 months",
        "role_in_purchase_process": "Influencer",
        "custom_questions": [{"title": "Level", "value": "v" * 128}, {"title": "Other", "value": ""}],
    }
    id = standing_desk.registrant(number, "Ana@B.example", **said, language="jp-JP")
    shown = standing_desk.call("GET", f"/v2/meetings/{number}/registrants/{id}").json
    assert {name: shown[name] for name in said} == said
    assert "language" not in shown, "the contract takes it and does not show it"
    assert (shown["id"], shown["email"], shown["first_name"]) == (id, "Ana@B.example", "Ana")


def test_what_was_not_said_is_blank_and_null_is_not_said(standing_desk: Desk) -> None:
    number = standing_desk.meeting()
    nothing = dict.fromkeys((*PROFILE_FIELDS, "last_name", "custom_questions", "language", "auto_approve"))
    for email, said in (("a@b.example", {}), ("b@b.example", nothing), ("c@b.example", {"language": ""})):
        id = standing_desk.registrant(number, email, **said)
        shown = standing_desk.call("GET", f"/v2/meetings/{number}/registrants/{id}").json
        assert {shown[name] for name in (*PROFILE_FIELDS, "last_name")} == {""}
        assert (shown["custom_questions"], shown["status"]) == ([], "pending")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("first_name", "x" * 64),
        ("first_name", "\U0001f600" * 64),
        ("last_name", "x" * 64),
        ("last_name", ""),
        ("email", "x" * 118 + "@b.example"),
        ("email", "ana+tag@mail.b.example"),
        ("email", "zoë@bücher.example"),
        ("email", "o'neil@b.example"),
        ("comments", "x" * 2000),
        ("city", "x" * 255),
        ("auto_approve", "true"),
    ],
    ids=lambda value: ascii(value)[:30],
)
def test_a_field_may_be_as_long_as_this(standing_desk: Desk, field: str, value: object) -> None:
    fields: dict[str, Any] = {"email": "a@b.example"} | {field: value}
    number = standing_desk.meeting()
    assert standing_desk.add(number, **fields).status == 201
    listed = standing_desk.call("GET", f"/v2/meetings/{number}/registrants?status=all").json["registrants"]
    assert field == "auto_approve" or listed[0][field] == value


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("first_name", "x" * 65),
        ("first_name", ""),
        ("first_name", " \t"),
        ("first_name", None),
        ("first_name", 5),
        ("first_name", "a\0b"),
        ("last_name", "x" * 65),
        ("email", "x" * 119 + "@b.example"),
        ("email", ""),
        ("email", None),
        ("email", "ana"),
        ("email", "ana@"),
        ("email", "@b.example"),
        ("email", "ana@b"),
        ("email", "ana@@b.example"),
        ("email", "ana@b.example\n"),
        ("email", "a na@b.example"),
        ("email", "a@b.example, c@d.example"),
        ("email", "Ana <a@b.example>"),
        ("email", ["a@b.example"]),
        ("email", "a\0@b.example"),
        ("comments", "x" * 2001),
        ("no_of_employees", "7"),
        ("purchasing_time_frame", "soon"),
        ("role_in_purchase_process", "King"),
        ("language", "ja-JP"),
        ("custom_questions", {}),
        ("custom_questions", [{"title": "t", "value": "v" * 129}]),
        ("custom_questions", ["t"]),
        ("custom_questions", [{"title": "t", "value": "v"}] * 51),
        ("auto_approve", "perhaps"),
    ],
    ids=lambda value: ascii(value)[:30],
)
def test_a_wrong_field_is_named_and_nobody_registered(standing_desk: Desk, field: str, value: object) -> None:
    fields: dict[str, Any] = {"email": "a@b.example"} | {field: value}
    number = standing_desk.meeting()
    reply = standing_desk.add(number, **fields)
    assert (reply.status, reply.code, reply.json["message"]) == (400, 300, "Validation Failed.")
    assert [fault["field"].split("[")[0] for fault in reply.json["errors"]] == [field]
    assert standing_desk.statuses(number) == {}


def test_all_that_is_wrong_is_named_at_once(standing_desk: Desk) -> None:
    number = standing_desk.meeting()
    body = {"email": "x", "last_name": 1, "language": "x", "custom_questions": [{"value": "v"}, {"value": 5}]}
    reply = standing_desk.call("POST", f"/v2/meetings/{number}/registrants", body)
    named = {fault["field"] for fault in reply.json["errors"]}
    assert named == {"email", "first_name", "last_name", "language", "custom_questions[1].value"}


@pytest.mark.parametrize("content_type", [None, "application/json", "application/x-www-form-urlencoded"])
def test_nothing_said_misses_email_and_first_name(standing_desk: Desk, content_type: str | None) -> None:
    headers = {} if content_type is None else {"content-type": content_type}
    reply = standing_desk.call("POST", f"/v2/meetings/{standing_desk.meeting()}/registrants", headers=headers)
    assert {fault["field"] for fault in reply.json["errors"]} == {"email", "first_name"}


@pytest.mark.parametrize("lone", ["\\ud800", "\\u0000", "x\\udfff"])
def test_text_that_cannot_be_stored_is_refused(standing_desk: Desk, lone: str) -> None:
    number = standing_desk.meeting()
    raw = f'{{"email": "a@b.example", "first_name": "{lone}"}}'
    reply = standing_desk.call(
        "POST",
        f"/v2/meetings/{number}/registrants",
        content=raw,
        headers={"content-type": "application/json"},
    )
    assert [fault["field"] for fault in reply.json["errors"]] == ["first_name"]
    assert standing_desk.statuses(number) == {}


@pytest.mark.parametrize("kind", ["json", "data", "files"])
def test_json_and_both_kinds_of_form_say_the_same(standing_desk: Desk, kind: str) -> None:
    number = standing_desk.meeting()
    fields: dict[str, Any] = {"email": "zoë@b.example", "first_name": "Zoë & Co=1", "auto_approve": "true"}
    answers = '[{"title": "Level", "value": "B2; [x]"}]'
    sent: Any = fields | {"custom_questions": answers}
    if kind == "json":
        sent = fields | {"custom_questions": [{"title": "Level", "value": "B2; [x]"}]}
    elif kind == "files":
        sent = {name: (None, value.encode()) for name, value in sent.items()}
    reply = standing_desk.call("POST", f"/v2/meetings/{number}/registrants", **{kind: sent})
    assert reply.status == 201, reply
    (shown,) = standing_desk.call("GET", f"/v2/meetings/{number}/registrants").json["registrants"]
    assert (shown["email"], shown["first_name"]) == ("zoë@b.example", "Zoë & Co=1")
    assert shown["custom_questions"] == [{"title": "Level", "value": "B2; [x]"}]


# --- the same email again ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("approval_type", [0, 1])
def test_an_email_that_is_registered_is_answered_with_who_it_is(standing_desk: Desk, approval_type: int) -> None:
    number = standing_desk.meeting(settings={"approval_type": approval_type})
    first = standing_desk.add(number, "Ana@b.example")
    for email in ("Ana@b.example", "ana@B.EXAMPLE"):
        again = standing_desk.add(number, email, first_name="Somebody else", auto_approve=True)
        assert (again.status, again.json) == (201, first.json)
    (shown,) = standing_desk.call("GET", f"/v2/meetings/{number}/registrants?status=all").json["registrants"]
    assert (shown["email"], shown["first_name"]) == ("Ana@b.example", "Ana")


def test_one_email_is_one_registrant_of_each_meeting(standing_desk: Desk) -> None:
    ids = {standing_desk.registrant(standing_desk.meeting(), "ana@b.example") for _ in range(3)}
    assert len(ids) == 3


@pytest.mark.parametrize(("approval_type", "status"), [(0, "approved"), (1, "pending")])
def test_whoever_was_cancelled_is_opened_again_by_registering(
    standing_desk: Desk, approval_type: int, status: str
) -> None:
    number = standing_desk.meeting(settings={"approval_type": approval_type})
    id = standing_desk.registrant(number, "ana@b.example", city="Rome")
    assert standing_desk.decide(number, "cancel", id).status == 204
    again = standing_desk.add(number, "ANA@b.example")
    assert (again.status, again.json["registrant_id"]) == (201, id)
    assert ("join_url" in again.json) is (status == "approved")
    assert standing_desk.statuses(number) == {"ana@b.example": status}


def test_whoever_was_denied_stays_out(standing_desk: Desk) -> None:
    number = standing_desk.meeting()
    id = standing_desk.registrant(number, "ana@b.example")
    standing_desk.decide(number, "deny", id)
    for email in ("ana@b.example", "ANA@b.example"):
        again = standing_desk.add(number, email, auto_approve=True)
        assert (again.status, again.code) == (400, 300)
        assert id in again.json["message"]
    assert standing_desk.statuses(number) == {"ana@b.example": "denied"}
    standing_desk.decide(number, "cancel", id)
    assert standing_desk.add(number, "ana@b.example").status == 400  # a cancel does not undo the deny
    standing_desk.decide(number, "approve", id)
    assert standing_desk.add(number, "ana@b.example").json["registrant_id"] == id


def test_strict_cancel_keeps_the_cancelled_out_too(migrated_url: str, moved: Any) -> None:
    with open_desk(migrated_url, moved, strict_cancel=True) as desk:
        number = desk.meeting(settings={"approval_type": 0})
        id = desk.registrant(number, "ana@b.example")
        desk.decide(number, "cancel", id)
        again = desk.add(number, "ana@b.example")
        assert (again.status, again.code) == (400, 300)
        assert id in again.json["message"]
        assert desk.statuses(number) == {"ana@b.example": "cancelled"}
        people = [{"email": "new@b.example", "first_name": "N"}, {"email": "ana@b.example", "first_name": "A"}]
        batch = desk.call("POST", f"/v2/meetings/{number}/batch_registrants", {"registrants": people})
        assert batch.code == 300
        assert desk.statuses(number) == {"ana@b.example": "cancelled"}


@each_kind
def test_whoever_was_deleted_registers_as_somebody_new(standing_desk: Desk, of: str) -> None:
    number = standing_desk.plan(of)
    id = standing_desk.registrant(number, "ana@b.example", of=of)
    standing_desk.decide(number, "deny", id, of=of)
    assert standing_desk.call("DELETE", f"/v2/{of}/{number}/registrants/{id}").status == 204
    assert standing_desk.registrant(number, "ana@b.example", of=of) != id


# --- who is kept out --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("email", [seeds.HOST_EMAIL, seeds.HOST_EMAIL.upper(), "alt@b.example", "ALT2@b.example"])
def test_the_host_and_the_alternative_hosts_cannot_register(standing_desk: Desk, email: str) -> None:
    number = standing_desk.meeting(settings={"alternative_hosts": "alt@b.example; Alt2@b.example,"})
    reply = standing_desk.add(number, email)
    assert (reply.status, reply.json) == (400, {"code": 3027, "message": "Host can not register"})
    people = [{"email": "new@b.example", "first_name": "N"}, {"email": email, "first_name": "A"}]
    batch = standing_desk.call("POST", f"/v2/meetings/{number}/batch_registrants", {"registrants": people})
    assert batch.code == 3027
    assert standing_desk.statuses(number) == {}


def test_nobody_registers_where_registration_is_off(standing_desk: Desk) -> None:
    number = standing_desk.meeting(settings={"approval_type": 2})
    reply = standing_desk.add(number, "ana@b.example")
    message = f"Registration has not been enabled for this meeting: {number}."
    assert (reply.status, reply.json) == (404, {"code": 404, "message": message})
    assert "approval_type" in reply.notice


@each_kind
def test_registration_that_was_switched_off_keeps_its_registrants(standing_desk: Desk, of: str) -> None:
    number = standing_desk.plan(of)
    standing_desk.registrant(number, "ana@b.example", of=of)
    standing_desk.call("PATCH", f"/v2/{of}/{number}", {"settings": {"approval_type": 2}})
    assert standing_desk.add(number, "ana@b.example", of=of).code == {"meetings": 404, "webinars": 3000}[of]
    standing_desk.call("PATCH", f"/v2/{of}/{number}", {"settings": {"approval_type": 0}})
    assert standing_desk.statuses(number, of=of) == {"ana@b.example": "pending"}


def test_nobody_registers_to_a_meeting_that_is_over(desk: Desk) -> None:
    number = desk.meeting()
    id = desk.registrant(number, "ana@b.example")
    desk.clock.move(timedelta(days=30, minutes=59))
    assert desk.add(number, "late@b.example").status == 201
    desk.clock.move(timedelta(minutes=2))
    for email in ("later@b.example", "ana@b.example"):
        reply = desk.add(number, email)
        assert (reply.status, reply.json) == (400, {"code": 3038, "message": OVER})
    assert desk.decide(number, "approve", id).status == 204  # the host still decides
    desk.call("PATCH", f"/v2/meetings/{number}", {"duration": 1440})
    assert desk.add(number, "later@b.example").status == 201


def test_close_registration_stops_taking_people_when_the_meeting_starts(desk: Desk) -> None:
    number = desk.meeting(settings={"close_registration": True})
    desk.clock.move(timedelta(days=30, minutes=-1))
    assert desk.add(number, "ana@b.example").status == 201
    desk.clock.move(timedelta(minutes=2))
    assert desk.add(number, "late@b.example").code == 3038


def test_nobody_registers_where_nobody_more_fits(standing_desk: Desk) -> None:
    number = standing_desk.meeting(settings={"approval_type": 0, "registrants_restrict_number": 2})
    ids = [standing_desk.registrant(number, f"{name}@b.example") for name in "ab"]
    reply = standing_desk.add(number, "c@b.example")
    assert (reply.status, reply.json) == (404, {"code": 3043, "message": FULL})
    assert standing_desk.add(number, "a@b.example").json["registrant_id"] == ids[0]  # is in already
    standing_desk.decide(number, "cancel", ids[0])
    assert standing_desk.add(number, "c@b.example").status == 201
    assert standing_desk.add(number, "a@b.example").code == 3043  # their place is taken
    assert standing_desk.statuses(number) == {
        "a@b.example": "cancelled",
        "b@b.example": "approved",
        "c@b.example": "approved",
    }


@each_kind
def test_people_who_come_at_once_are_not_more_than_fit(standing_desk: Desk, of: str) -> None:
    number = standing_desk.plan(of, settings={"approval_type": 0, "registrants_restrict_number": 5})
    emails = [f"r{index % 12}@b.example" for index in range(24)]
    with ThreadPoolExecutor(12) as callers:
        replies = list(callers.map(lambda email: standing_desk.add(number, email, of=of), emails))
    assert {reply.status for reply in replies} == {201, {"meetings": 404, "webinars": 400}[of]}
    ids = {reply.json["registrant_id"] for reply in replies if reply.status == 201}
    assert len(ids) == len(standing_desk.statuses(number, of=of)) == 5


@pytest.mark.parametrize("freeing", ["deny", "cancel", "delete", "more", "off"])
def test_a_place_can_be_freed(standing_desk: Desk, freeing: str) -> None:
    number = standing_desk.meeting(settings={"approval_type": 0, "registrants_restrict_number": 1})
    id = standing_desk.registrant(number, "a@b.example")
    assert standing_desk.add(number, "b@b.example").code == 3043
    if freeing in ("deny", "cancel"):
        standing_desk.decide(number, freeing, id)
    elif freeing == "delete":
        standing_desk.call("DELETE", f"/v2/meetings/{number}/registrants/{id}")
    else:
        settings = {"registrants_restrict_number": 2 if freeing == "more" else 0}
        standing_desk.call("PATCH", f"/v2/meetings/{number}", {"settings": settings})
    assert standing_desk.add(number, "b@b.example").status == 201


def test_a_limit_below_those_who_are_in_throws_nobody_out(standing_desk: Desk) -> None:
    number = standing_desk.meeting(settings={"approval_type": 0})
    ids = [standing_desk.registrant(number, f"{name}@b.example") for name in "abc"]
    settings = {"registrants_restrict_number": 1, "approval_type": 1}
    standing_desk.call("PATCH", f"/v2/meetings/{number}", {"settings": settings})
    assert set(standing_desk.statuses(number).values()) == {"approved"}
    assert standing_desk.add(number, "d@b.example").code == 3043
    assert standing_desk.decide(number, "cancel", *ids[:2]).status == 204
    assert standing_desk.decide(number, "approve", ids[0]).code == 3043


def test_the_desks_own_limit_holds_where_the_meeting_has_none(migrated_url: str, moved: Any) -> None:
    with open_desk(migrated_url, moved, registrants_max=1) as desk:
        number = desk.meeting(settings={"approval_type": 0})
        desk.registrant(number, "a@b.example")
        assert desk.add(number, "b@b.example").code == 3043


@each_kind
def test_auto_approve_counts_only_while_the_host_approves_by_hand(standing_desk: Desk, of: str) -> None:
    number = standing_desk.plan(of, settings={"approval_type": 0})
    standing_desk.call("PATCH", f"/v2/{of}/{number}", {"settings": {"approval_type": 1}})
    standing_desk.registrant(number, "a@b.example", of=of)
    standing_desk.registrant(number, "b@b.example", auto_approve=True, of=of)
    assert standing_desk.statuses(number, of=of) == {"a@b.example": "pending", "b@b.example": "approved"}
