"""Registrants of a recording on demand: the same roster, without cancel and without a join link."""

from typing import Any

import pytest
from desks import Desk
from replies import Reply

from doorlist.sandbox import seeds

PERSON = {"email": "ana@b.example", "first_name": "Ana"}


def path(number: int, rest: str = "") -> str:
    return f"/v2/meetings/{number}/recordings/registrants{rest}"


def add(desk: Desk, number: int, email: str = "ana@b.example", **fields: Any) -> Reply:
    return desk.call("POST", path(number), PERSON | {"email": email} | fields)


def decide(desk: Desk, number: int, action: str, *ids: str) -> Reply:
    return desk.call("PUT", path(number, "/status"), {"action": action, "registrants": [{"id": id} for id in ids]})


def statuses(desk: Desk, number: int) -> dict[str, str]:
    page = desk.call("GET", path(number, "?status=all")).json
    assert page["total_records"] == len(page["registrants"])
    return {each["email"]: each["status"] for each in page["registrants"]}


@pytest.mark.parametrize(("approval_type", "status"), [(0, "approved"), (1, "pending")])
def test_a_recordings_host_decides_unless_they_said_otherwise(
    standing_desk: Desk, approval_type: int, status: str
) -> None:
    number = standing_desk.recorded(approval_type=approval_type)
    added = add(standing_desk, number, status="approved", auto_approve=True).json
    assert (added["id"], len(added["registrant_id"])) == (number, 22)
    assert added["share_url"].startswith("http://desk.test/rec/share/")
    assert statuses(standing_desk, number) == {"ana@b.example": status}
    again = add(standing_desk, number, "ANA@b.example", first_name="Else").json
    assert again == added


@pytest.mark.parametrize(
    ("settings", "off"),
    [
        ({"on_demand": False, "approval_type": 0}, True),
        ({"on_demand": True, "approval_type": 2}, True),
        ({"on_demand": True, "approval_type": 0}, False),
    ],
)
def test_a_recording_takes_registrants_while_it_is_on_demand(
    standing_desk: Desk, settings: dict[str, Any], off: bool
) -> None:
    number = standing_desk.recorded(**settings)
    replies = [
        add(standing_desk, number),
        standing_desk.call("GET", path(number)),
        decide(standing_desk, number, "deny"),
    ]
    if not off:
        assert [reply.status for reply in replies] == [201, 200, 204]
        return
    message = f"Registration has not been enabled for this meeting: {number}."
    for reply in replies:
        assert (reply.status, reply.json) == (404, {"code": 404, "message": message})
        assert "on demand" in reply.notice


def test_a_recording_is_open_though_its_meeting_is_over_or_asks_for_nothing(standing_desk: Desk) -> None:
    number = standing_desk.recorded()
    standing_desk.call("PUT", f"/v2/meetings/{number}/status", {"action": "end"})
    standing_desk.call("PATCH", f"/v2/meetings/{number}", {"settings": {"approval_type": 2}})
    assert add(standing_desk, number).status == 201


def test_the_meetings_roster_is_another(standing_desk: Desk) -> None:
    number = standing_desk.recorded()
    add(standing_desk, number)
    assert standing_desk.statuses(number) == {}


@pytest.mark.parametrize("first", ["approve", "deny"])
@pytest.mark.parametrize(("action", "after"), [("approve", "approved"), ("deny", "denied")])
def test_approve_and_deny_lead_to_one_standing(standing_desk: Desk, first: str, action: str, after: str) -> None:
    number = standing_desk.recorded()
    id = add(standing_desk, number).json["registrant_id"]
    for step in (first, action, action):
        reply = decide(standing_desk, number, step, id)
        assert (reply.status, reply.notice) == (204, "")
    assert statuses(standing_desk, number) == {"ana@b.example": after}
    if after == "denied":
        assert add(standing_desk, number).code == 300


@pytest.mark.parametrize("action", ["cancel", "", None, "pending"])
def test_a_recording_knows_no_other_action(standing_desk: Desk, action: Any) -> None:
    number = standing_desk.recorded()
    id = add(standing_desk, number).json["registrant_id"]
    reply = decide(standing_desk, number, action, id)
    assert (reply.status, [fault["field"] for fault in reply.json["errors"]]) == (400, ["action"])
    assert statuses(standing_desk, number) == {"ana@b.example": "pending"}


@pytest.mark.parametrize("person", [{"id": "nobody"}, {"email": "ana@b.example"}, {"id": "ana@b.example"}, {}])
def test_a_recordings_registrant_is_named_by_id_alone(standing_desk: Desk, person: dict[str, str]) -> None:
    number = standing_desk.recorded()
    add(standing_desk, number)
    body = {"action": "approve", "registrants": [person]}
    reply = standing_desk.call("PUT", path(number, "/status"), body)
    message = "Meeting recording or Registrant not found."
    assert (reply.status, reply.json) == (404, {"code": 3001, "message": message})


def test_some_unknown_are_skipped_and_named(standing_desk: Desk) -> None:
    number = standing_desk.recorded()
    id = add(standing_desk, number).json["registrant_id"]
    reply = decide(standing_desk, number, "approve", id, "nobody")
    assert (reply.status, statuses(standing_desk, number)) == (204, {"ana@b.example": "approved"})
    assert "nobody" in reply.notice


def test_naming_nobody_or_31_is_as_for_a_meeting(standing_desk: Desk) -> None:
    number = standing_desk.recorded()
    id = add(standing_desk, number).json["registrant_id"]
    assert decide(standing_desk, number, "approve").status == 204
    assert decide(standing_desk, number, "approve", *[id] * 31).code == 300
    assert statuses(standing_desk, number) == {"ana@b.example": "pending"}
    assert decide(standing_desk, number, "approve", *[id] * 30).status == 204


@pytest.mark.parametrize("query", ["", "status=pending", "status=denied", "status=cancelled", "status=all"])
def test_a_list_shows_who_is_asked_for(standing_desk: Desk, query: str) -> None:
    number = standing_desk.recorded()
    for name, action in (("approved", "approve"), ("denied", "deny"), ("pending", "")):
        id = add(standing_desk, number, f"{name}@b.example").json["registrant_id"]
        if action:
            decide(standing_desk, number, action, id)
    page = standing_desk.call("GET", path(number, f"?{query}")).json
    shown = {each["email"].split("@")[0] for each in page["registrants"]}
    wanted = query.removeprefix("status=") or "approved"
    assert shown == {"approved", "denied", "pending"} if wanted == "all" else shown == {wanted} - {"cancelled"}
    assert not any("join_url" in each or "create_time" in each for each in page["registrants"])


def test_pages_of_a_recordings_registrants_go_on(standing_desk: Desk) -> None:
    number = standing_desk.recorded(approval_type=0)
    for index in range(3):
        add(standing_desk, number, f"r{index}@b.example")
    first = standing_desk.call("GET", path(number, "?page_size=2")).json
    rest = standing_desk.call("GET", path(number, f"?next_page_token={first['next_page_token']}")).json
    emails = [each["email"] for each in first["registrants"] + rest["registrants"]]
    assert emails == ["r0@b.example", "r1@b.example", "r2@b.example"]
    reply = standing_desk.call("GET", f"/v2/meetings/{number}/registrants?next_page_token={first['next_page_token']}")
    assert reply.code == 300


def test_the_host_need_not_register(standing_desk: Desk) -> None:
    reply = add(standing_desk, standing_desk.recorded(), seeds.HOST_EMAIL)
    assert (reply.status, reply.code) == (400, 3027)


def test_wrong_fields_are_all_named(standing_desk: Desk) -> None:
    reply = add(standing_desk, standing_desk.recorded(), "x", first_name="", last_name="x" * 65)
    assert {fault["field"] for fault in reply.json["errors"]} == {"email", "first_name", "last_name"}


def test_each_recording_of_a_meeting_has_a_roster_of_its_own(standing_desk: Desk) -> None:
    number = standing_desk.recorded()
    add(standing_desk, number)
    later = {"play_url": "https://media.example/2.mp4", "recording_start": "2027-01-01T00:00:00Z"}
    standing_desk.call("POST", f"/v2/meetings/{number}/recordings", later)
    wanted = {"on_demand": True, "approval_type": 1}
    standing_desk.call("PATCH", f"/v2/meetings/{number}/recordings/settings", wanted)
    assert statuses(standing_desk, number) == {}
