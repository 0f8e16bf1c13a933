"""What a host decides about registrants: approve, deny, cancel."""

from typing import Any

import pytest
from desks import Desk, each_kind

NONE_FOUND = {"code": 3001, "message": "Meeting or registrant not found."}
BEGIN = {"pending": (), "approved": ("approve",), "denied": ("deny",), "cancelled": ("cancel",)}


@pytest.mark.parametrize(
    ("before", "action", "after"),
    [
        ("pending", "approve", "approved"),
        ("pending", "deny", "denied"),
        ("pending", "cancel", "cancelled"),
        ("approved", "approve", "approved"),
        ("approved", "deny", "denied"),
        ("approved", "cancel", "cancelled"),
        ("denied", "approve", "approved"),
        ("denied", "deny", "denied"),
        ("denied", "cancel", "denied"),
        ("cancelled", "approve", "approved"),
        ("cancelled", "deny", "denied"),
        ("cancelled", "cancel", "cancelled"),
    ],
)
@each_kind
def test_each_action_leads_to_one_standing(standing_desk: Desk, of: str, before: str, action: str, after: str) -> None:
    number = standing_desk.plan(of)
    id = standing_desk.registrant(number, "ana@b.example", of=of)
    standing_desk.registrant(number, "bystander@b.example", of=of)
    for step in (*BEGIN[before], action):
        reply = standing_desk.decide(number, step, id, of=of)
        assert (reply.status, reply.text, reply.notice) == (204, "", "")
    assert standing_desk.statuses(number, of=of) == {"ana@b.example": after, "bystander@b.example": "pending"}


def registrants(*people: dict[str, Any]) -> dict[str, Any]:
    return {"action": "approve", "registrants": list(people)}


@each_kind
def test_a_registrant_is_named_by_id_or_by_email_in_any_case(standing_desk: Desk, of: str) -> None:
    number = standing_desk.plan(of)
    ids = [standing_desk.registrant(number, f"{name}@b.example", of=of) for name in "abcd"]
    body = registrants({"id": ids[0]}, {"email": "B@B.EXAMPLE"}, {"id": ids[2], "email": "nobody@b.example"})
    body["registrants"].append({"id": "nobody", "email": "D@b.example"})
    reply = standing_desk.call("PUT", f"/v2/{of}/{number}/registrants/status", body)
    assert (reply.status, reply.notice) == (204, "")
    assert set(standing_desk.statuses(number, of=of).values()) == {"approved"}


@each_kind
def test_the_id_wins_over_the_email(standing_desk: Desk, of: str) -> None:
    number = standing_desk.plan(of)
    a = standing_desk.registrant(number, "a@b.example", of=of)
    standing_desk.registrant(number, "b@b.example", of=of)
    body = registrants({"id": a, "email": "b@b.example"})
    standing_desk.call("PUT", f"/v2/{of}/{number}/registrants/status", body)
    assert standing_desk.statuses(number, of=of) == {"a@b.example": "approved", "b@b.example": "pending"}


@each_kind
def test_whoever_is_named_twice_is_counted_once(standing_desk: Desk, of: str) -> None:
    number = standing_desk.plan(of, settings={"registrants_restrict_number": 1})
    a = standing_desk.registrant(number, "a@b.example", of=of)
    assert standing_desk.decide(number, "approve", a, "a@b.example", a, "A@b.example", of=of).status == 204
    assert standing_desk.statuses(number, of=of) == {"a@b.example": "approved"}


@pytest.mark.parametrize("action", ["approve", "deny", "cancel"])
@each_kind
def test_those_who_are_not_on_the_roster_are_skipped_and_named(standing_desk: Desk, of: str, action: str) -> None:
    number, other = standing_desk.plan(of), standing_desk.plan(of)
    standing_desk.registrant(number, "a@b.example", of=of)
    elsewhere = standing_desk.registrant(other, "elsewhere@b.example", of=of)
    reply = standing_desk.decide(number, action, "a@b.example", "nobody", elsewhere, "elsewhere@b.example", of=of)
    assert reply.status == 204
    for name in ("nobody", elsewhere, "elsewhere@b.example"):
        assert name in reply.notice
    assert "a@b.example" not in reply.notice
    assert standing_desk.statuses(number, of=of) != {"a@b.example": "pending"}
    assert standing_desk.statuses(other, of=of) == {"elsewhere@b.example": "pending"}


@pytest.mark.parametrize("people", [["nobody"], ["nobody", "no@b.example"], ["%"], ["x" * 255], [" "]])
def test_nobody_known_is_a_refusal(standing_desk: Desk, people: list[str]) -> None:
    number = standing_desk.meeting()
    standing_desk.registrant(number, "a@b.example")
    reply = standing_desk.decide(number, "approve", *people)
    assert (reply.status, reply.json) == (404, NONE_FOUND)
    assert standing_desk.statuses(number) == {"a@b.example": "pending"}


@pytest.mark.parametrize("person", [{}, {"id": None, "email": None}, {"id": ""}, {"email": ""}, {"name": "a"}])
def test_a_pointer_at_nobody_is_nobody(standing_desk: Desk, person: dict[str, Any]) -> None:
    number = standing_desk.meeting()
    standing_desk.registrant(number, "a@b.example")
    reply = standing_desk.call("PUT", f"/v2/meetings/{number}/registrants/status", registrants(person))
    assert (reply.status, reply.json) == (404, NONE_FOUND)


@pytest.mark.parametrize("body", [{}, {"registrants": []}, {"registrants": None}])
@each_kind
def test_naming_nobody_changes_nothing(standing_desk: Desk, of: str, body: dict[str, Any]) -> None:
    number = standing_desk.plan(of)
    standing_desk.registrant(number, "a@b.example", of=of)
    reply = standing_desk.call("PUT", f"/v2/{of}/{number}/registrants/status", {"action": "approve"} | body)
    assert (reply.status, reply.notice) == (204, "")
    assert standing_desk.statuses(number, of=of) == {"a@b.example": "pending"}


@pytest.mark.parametrize(
    "name",
    ["x\r\nSet-Cookie: a=b", "\n", "zoë", "日本@b.example", "\U0001f600", "\x7f\x1b[2J", "a\tb", '"', "x" * 255],
    ids=ascii,
)
def test_whatever_was_skipped_makes_one_sound_header(standing_desk: Desk, name: str) -> None:
    number = standing_desk.meeting()
    standing_desk.registrant(number, "a@b.example")
    reply = standing_desk.decide(number, "approve", "a@b.example", name)  # `hold` looks at every header
    assert reply.status == 204
    assert "skipped 1" in reply.notice
    assert standing_desk.statuses(number) == {"a@b.example": "approved"}


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({}, {"action"}),
        ({"action": None}, {"action"}),
        ({"action": "APPROVE"}, {"action"}),
        ({"action": "pending"}, {"action"}),
        ({"action": ["approve"]}, {"action"}),
        ({"action": "approve", "registrants": "a@b.example"}, {"registrants"}),
        ({"action": "approve", "registrants": {"id": "a"}}, {"registrants"}),
        ({"action": "approve", "registrants": ["a"]}, {"registrants[0]"}),
        ({"action": "approve", "registrants": [{}, None]}, {"registrants[1]"}),
        (
            {"action": "approve", "registrants": [{"id": 5}, {"email": []}]},
            {"registrants[0].id", "registrants[1].email"},
        ),
        ({"action": "approve", "registrants": [{"id": "x" * 256}]}, {"registrants[0].id"}),
        ({"action": "x", "registrants": [{"id": "a\0"}]}, {"registrants[0].id"}),
        ({"action": "x", "registrants": 5}, {"action", "registrants"}),
    ],
    ids=str,
)
def test_a_wrong_field_is_named_and_nothing_changed(
    standing_desk: Desk, body: dict[str, Any], fields: set[str]
) -> None:
    number = standing_desk.meeting()
    standing_desk.registrant(number, "a@b.example")
    reply = standing_desk.call("PUT", f"/v2/meetings/{number}/registrants/status", body)
    assert (reply.status, reply.code, reply.json["message"]) == (400, 300, "Validation Failed.")
    assert {fault["field"] for fault in reply.json["errors"]} == fields
    assert standing_desk.statuses(number) == {"a@b.example": "pending"}


@each_kind
def test_up_to_30_are_decided_on_at_once(standing_desk: Desk, of: str) -> None:
    number = standing_desk.plan(of)
    emails = [f"r{index}@b.example" for index in range(31)]
    for email in emails:
        standing_desk.registrant(number, email, of=of)
    refused = standing_desk.decide(number, "approve", *emails, of=of)
    assert (refused.code, [fault["field"] for fault in refused.json["errors"]]) == (300, ["registrants"])
    assert set(standing_desk.statuses(number, of=of).values()) == {"pending"}
    assert standing_desk.decide(number, "approve", *emails[:30], of=of).status == 204
    assert sorted(standing_desk.statuses(number, of=of).values()) == ["approved"] * 30 + ["pending"]


def test_approving_stops_at_the_capacity_all_or_nothing(standing_desk: Desk) -> None:
    number = standing_desk.meeting(settings={"registrants_restrict_number": 2})
    for name in "abc":
        standing_desk.registrant(number, f"{name}@b.example")
    refused = standing_desk.decide(number, "approve", "a@b.example", "b@b.example", "c@b.example")
    full = {"code": 3043, "message": "Meeting has reached maximum attendee capacity."}
    assert (refused.status, refused.json) == (404, full)
    assert set(standing_desk.statuses(number).values()) == {"pending"}
    assert standing_desk.decide(number, "approve", "a@b.example", "b@b.example").status == 204
    assert standing_desk.decide(number, "approve", "a@b.example", "b@b.example").status == 204  # they are in
    assert standing_desk.decide(number, "approve", "a@b.example", "c@b.example").code == 3043
    assert standing_desk.decide(number, "deny", "b@b.example", "c@b.example").status == 204
    assert standing_desk.decide(number, "approve", "c@b.example").status == 204
    assert standing_desk.decide(number, "approve", "b@b.example").code == 3043


@pytest.mark.parametrize("occurrence", ["", "?occurrence_id=1648194360000", "?occurrence_id="])
def test_an_occurrence_may_be_named(standing_desk: Desk, occurrence: str) -> None:
    number = standing_desk.meeting()
    standing_desk.registrant(number, "a@b.example")
    body = {"action": "approve", "registrants": [{"email": "a@b.example"}]}
    path = f"/v2/meetings/{number}/registrants/status{occurrence}"
    assert standing_desk.call("PUT", path, body).status == 204
    assert standing_desk.statuses(number) == {"a@b.example": "approved"}


@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_status_is_no_registrants_name(standing_desk: Desk, method: str) -> None:
    reply = standing_desk.call(method, f"/v2/meetings/{standing_desk.meeting()}/registrants/status")
    assert (reply.status, reply.headers["allow"]) == (405, "PUT")


def test_everybody_who_was_skipped_is_named(standing_desk: Desk) -> None:
    meeting = standing_desk.meeting()
    known = standing_desk.registrant(meeting, "known@b.example")
    unknown = [f"nobody-{number:02d}@b.example" for number in range(29)]
    body = {"action": "approve", "registrants": [{"id": known}, *({"email": each} for each in unknown)]}
    reply = standing_desk.call("PUT", f"/v2/meetings/{meeting}/registrants/status", body)
    assert reply.status == 204
    assert [each for each in unknown if each not in reply.notice] == []
