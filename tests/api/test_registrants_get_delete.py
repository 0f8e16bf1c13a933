"""One registrant: shown, and removed for good."""

import re

import pytest
from desks import Desk, each_kind

from doorlist.contract.profiles import Profile

STRANGERS = ["nobody", "%00", "a%00", "%FF", "%25", "%20", "..%2F..", "x" * 5000, "%D9%A3", "questions%20", "%0D%0AX:1"]


@each_kind
def test_a_registrant_is_shown_as_the_list_shows_them(standing_desk: Desk, of: str) -> None:
    number = standing_desk.plan(of)
    id = standing_desk.registrant(number, "ana@b.example", auto_approve=True, city="Rome", language="de-DE", of=of)
    shown = standing_desk.call("GET", f"/v2/{of}/{number}/registrants/{id}").json
    assert shown.pop("language", None) == {"meetings": None, "webinars": "de-DE"}[of], (
        "webinars alone show it, one by one"
    )
    assert standing_desk.call("GET", f"/v2/{of}/{number}/registrants").json["registrants"] == [shown]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", shown["create_time"])
    assert shown["join_url"].startswith(f"http://desk.test/w/{number}?tk=")


@each_kind
def test_a_join_url_is_there_only_while_approved(standing_desk: Desk, of: str) -> None:
    number = standing_desk.plan(of)
    id = standing_desk.registrant(number, "ana@b.example", of=of)
    links = set()
    for action, there in (("", False), ("approve", True), ("deny", False), ("approve", True), ("cancel", False)):
        if action:
            standing_desk.decide(number, action, id, of=of)
        shown = standing_desk.call("GET", f"/v2/{of}/{number}/registrants/{id}").json
        assert ("join_url" in shown) is there, action
        links.add(shown.get("join_url"))
    assert len(links) == 2  # none, and always the same one


@pytest.mark.parametrize("name", STRANGERS, ids=lambda name: name[:20])
def test_a_stranger_is_not_found(standing_desk: Desk, name: str) -> None:
    reply = standing_desk.call("GET", f"/v2/meetings/{standing_desk.meeting()}/registrants/{name}")
    assert (reply.status, reply.code) == (404, 3001)
    assert reply.json["message"].startswith("Meeting or registrant not found: ")


@pytest.mark.parametrize("name", STRANGERS, ids=lambda name: name[:20])
def test_a_stranger_cannot_be_removed(standing_desk: Desk, name: str) -> None:
    reply = standing_desk.call("DELETE", f"/v2/meetings/{standing_desk.meeting()}/registrants/{name}")
    assert (reply.status, reply.code) == (400, 3000)


def test_each_profile_has_words_for_removing_a_stranger(profile_desk: Desk) -> None:
    reply = profile_desk.call("DELETE", f"/v2/meetings/{profile_desk.meeting()}/registrants/nobody")
    invalid = "The value that you entered for the Registrant ID field is invalid. Enter a valid value and try again."
    code, message = {
        Profile.P2022_09: (3000, "Registrant nobody was not found."),
        Profile.P2026_08: (300, invalid),
    }[profile_desk.settings.profile]
    assert (reply.status, reply.json) == (400, {"code": code, "message": message})


@pytest.mark.parametrize("where", ["another meeting", "a recording"])
def test_a_registrant_of_elsewhere_is_a_stranger(standing_desk: Desk, where: str) -> None:
    number, other = standing_desk.meeting(), standing_desk.recorded()
    kind = "" if where == "another meeting" else "/recordings"
    person = {"email": "ana@b.example", "first_name": "Ana"}
    id = standing_desk.call("POST", f"/v2/meetings/{other}{kind}/registrants", person).json["registrant_id"]
    assert standing_desk.call("GET", f"/v2/meetings/{number}/registrants/{id}").code == 3001
    assert standing_desk.call("DELETE", f"/v2/meetings/{number}/registrants/{id}").code == 3000
    assert standing_desk.decide(number, "deny", id).code == 3001
    kept = standing_desk.call("GET", f"/v2/meetings/{other}{kind}/registrants?status=pending").json
    assert kept["total_records"] == 1


@pytest.mark.parametrize("action", ["", "approve", "deny", "cancel"])
@each_kind
def test_whoever_is_removed_is_gone_from_every_list(standing_desk: Desk, of: str, action: str) -> None:
    number = standing_desk.plan(of)
    id = standing_desk.registrant(number, "ana@b.example", of=of)
    standing_desk.registrant(number, "other@b.example", of=of)
    if action:
        standing_desk.decide(number, action, id, of=of)
    path = f"/v2/{of}/{number}/registrants/{id}?occurrence_id=1"
    reply = standing_desk.call("DELETE", path)
    assert (reply.status, reply.text) == (204, "")
    assert standing_desk.call("DELETE", path).code == 3000
    for status in ("approved", "pending", "denied", "cancelled", "all"):
        page = standing_desk.call("GET", f"/v2/{of}/{number}/registrants?status={status}").json
        assert page["total_records"] == len(page["registrants"]) == (status in ("pending", "all"))


def test_a_meetings_registrants_are_unreachable_once_it_is_deleted(standing_desk: Desk) -> None:
    number = standing_desk.meeting()
    id = standing_desk.registrant(number, "ana@b.example")
    standing_desk.call("DELETE", f"/v2/meetings/{number}")
    for method, rest in (("GET", f"/{id}"), ("DELETE", f"/{id}"), ("GET", ""), ("GET", "/questions")):
        assert standing_desk.call(method, f"/v2/meetings/{number}/registrants{rest}").code == 3001
