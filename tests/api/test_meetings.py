"""Meetings: planned, shown, listed, changed, ended, deleted."""

from datetime import timedelta
from typing import Any

import pytest
from desks import Desk

from doorlist.sandbox import seeds

MINE = "/v2/users/me/meetings"


def test_a_meeting_is_shown_as_it_was_planned(standing_desk: Desk) -> None:
    plan: dict[str, Any] = {
        "topic": "Zoë’s 日本語 \U0001f600 <b>",
        "agenda": "a" * 2000,
        "type": 2,
        "start_time": "2031-03-01T09:00:00",
        "timezone": "Europe/Paris",
        "duration": 1440,
        "password": "a@b_c*-1",
        "tracking_fields": [{"field": "cost", "value": "7"}],
        "settings": {"approval_type": 0, "alternative_hosts": "a@b.example", "room_url": "https://room.example/1"},
    }
    made = standing_desk.call("POST", MINE, plan).json
    shown = standing_desk.call("GET", f"/v2/meetings/{made['id']}").json
    assert shown == made
    kept = plan | {"start_time": "2031-03-01T08:00:00Z", "settings": shown["settings"]}
    assert {name: shown[name] for name in kept} == kept
    assert plan["settings"].items() <= shown["settings"].items()
    assert shown["registration_url"].startswith("http://desk.test/meeting/register/")
    assert shown["join_url"] == f"http://desk.test/j/{made['id']}?pwd=a%40b_c%2A-1"
    assert shown["id"] > 2**31
    assert len(shown["uuid"]) == 24


def test_a_meeting_with_nothing_said_is_scheduled_for_now_without_registration(standing_desk: Desk) -> None:
    for body in ({}, {"topic": None, "type": None, "settings": None, "recurrence": None, "duration": None}):
        made = standing_desk.call("POST", MINE, body).json
        assert (made["type"], made["duration"], made["settings"]["approval_type"]) == (2, 60, 2)
        assert "registration_url" not in made
        assert made["password"]
    assert standing_desk.call("POST", MINE, {"default_password": False}).json["password"] == ""


@pytest.mark.parametrize(
    ("user", "plan", "stored"),
    [
        ("me", {"type": 2, "settings": {"approval_type": 0}}, 0),
        ("me", {"type": 2, "settings": {"approval_type": 1}}, 1),
        ("me", {"type": 2, "settings": {"registration_type": 1}}, 2),
        ("me", {"type": 1, "settings": {"approval_type": 0}}, 2),
        ("me", {"type": 3, "settings": {"approval_type": 0}}, 2),
        ("me", {"type": 3, "settings": {"approval_type": 1}}, 2),
        ("me", {"type": 2, "settings": {"approval_type": 0, "use_pmi": True}}, 2),
        (seeds.BASIC_EMAIL, {"type": 2, "settings": {"approval_type": 0}}, 2),
    ],
    ids=str,
)
def test_registration_is_stored_as_off_where_it_cannot_be_on(
    standing_desk: Desk, user: str, plan: dict[str, Any], stored: int
) -> None:
    made = standing_desk.call("POST", f"/v2/users/{user}/meetings", plan)
    assert made.status == 201
    assert made.json["settings"]["approval_type"] == stored
    assert ("registration_url" in made.json) is (stored != 2)
    wanted = {"settings": {"approval_type": 1}}
    assert standing_desk.call("PATCH", f"/v2/meetings/{made.json['id']}", wanted).status == 204
    now = standing_desk.call("GET", f"/v2/meetings/{made.json['id']}").json["settings"]["approval_type"]
    registrable = user == "me" and plan["type"] == 2 and not plan["settings"].get("use_pmi")
    assert now == (1 if registrable else 2)


def test_a_meeting_made_recurring_loses_its_registration_and_does_not_get_it_back(standing_desk: Desk) -> None:
    number = standing_desk.meeting()
    for type in (3, 2):
        assert standing_desk.call("PATCH", f"/v2/meetings/{number}", {"type": type}).status == 204
        shown = standing_desk.call("GET", f"/v2/meetings/{number}").json
        assert (shown["type"], shown["settings"]["approval_type"]) == (type, 2)
    assert standing_desk.add(number, "a@b.example").code == 404


def test_a_change_changes_what_it_names_and_nothing_else(standing_desk: Desk) -> None:
    number = standing_desk.meeting(agenda="before", settings={"contact_name": "Ana"})
    before = standing_desk.call("GET", f"/v2/meetings/{number}").json
    changed = {"topic": "After", "settings": {"waiting_room": True, "contact_name": None}, "agenda": None}
    assert standing_desk.call("PATCH", f"/v2/meetings/{number}", changed).status == 204
    after = standing_desk.call("GET", f"/v2/meetings/{number}").json
    expected = before | {"topic": "After", "settings": before["settings"] | {"waiting_room": True}}
    assert after == expected


def test_a_start_in_the_past_is_ignored_and_the_rest_of_the_change_kept(standing_desk: Desk) -> None:
    number = standing_desk.meeting()
    before = standing_desk.call("GET", f"/v2/meetings/{number}").json["start_time"]
    past = {"start_time": "2001-01-01T00:00:00Z", "topic": "Still changed"}
    assert standing_desk.call("PATCH", f"/v2/meetings/{number}", past).status == 204
    after = standing_desk.call("GET", f"/v2/meetings/{number}").json
    assert (after["start_time"], after["topic"]) == (before, "Still changed")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("topic", "x" * 201),
        ("agenda", "x" * 2001),
        ("type", 4),
        ("type", 9),
        ("type", "scheduled"),
        ("duration", 0),
        ("duration", 1441),
        ("duration", -1),
        ("duration", 1.5),
        ("start_time", "tomorrow"),
        ("start_time", "2026-13-01T00:00:00Z"),
        ("start_time", "0000-00-00T00:00:00Z"),
        ("start_time", "9999-12-31T23:59:59-23:59"),
        ("start_time", 1790000000),
        ("timezone", "Mars/Base"),
        ("timezone", "../../etc/passwd"),
        ("password", "eleven chars"),
        ("password", "é"),
        ("settings", []),
        ("settings", "x"),
        ("settings.approval_type", 3),
        ("settings.approval_type", "zero"),
        ("settings.registration_type", 0),
        ("settings.registrants_restrict_number", -1),
        ("settings.registrants_restrict_number", 20_001),
        ("settings.room_url", "javascript:alert(1)"),
        ("settings.room_url", "https://room.example/\r\nx"),
        ("settings.contact_email", {}),
        ("settings.close_registration", "perhaps"),
        ("settings.audio", "loud"),
        ("tracking_fields", [{}] * 21),
    ],
    ids=lambda value: ascii(value)[:30],
)
def test_what_is_wrong_with_a_plan_is_named(standing_desk: Desk, field: str, value: object) -> None:
    outer, _, inner = field.partition(".")
    body = {outer: {inner: value}} if inner else {outer: value}
    number = standing_desk.meeting()
    before = standing_desk.call("GET", f"/v2/meetings/{number}").json
    for method, path in (("POST", MINE), ("PATCH", f"/v2/meetings/{number}")):
        reply = standing_desk.call(method, path, body)
        assert (reply.status, reply.code, reply.json["message"]) == (400, 300, "Validation Failed.")
        assert [fault["field"].split("[")[0] for fault in reply.json["errors"]] == [field]
    assert standing_desk.call("GET", f"/v2/meetings/{number}").json == before


@pytest.mark.parametrize("value", [True, False, 1.0, 0.0, "1", "0"])
def test_what_is_kept_of_an_approval_type_is_a_whole_number(standing_desk: Desk, value: object) -> None:
    made = standing_desk.call("POST", MINE, {"settings": {"approval_type": value}})
    if made.status == 201:
        kept = made.json["settings"]["approval_type"]
        assert (kept, type(kept)) == (int(value), int)  # type: ignore[call-overload]
    else:
        assert made.code == 300


def test_all_that_is_wrong_is_named_at_once(standing_desk: Desk) -> None:
    plan = {"topic": "x" * 201, "duration": 0, "settings": {"approval_type": 7, "jbh_time": 1}, "type": 5}
    reply = standing_desk.call("POST", MINE, plan)
    named = {fault["field"] for fault in reply.json["errors"]}
    assert named == {"topic", "duration", "type", "settings.approval_type", "settings.jbh_time"}


def test_a_meeting_can_be_planned_for_another_user(standing_desk: Desk) -> None:
    made = standing_desk.call("POST", MINE, {"schedule_for": seeds.SECOND_HOST_EMAIL}).json
    assert made["host_email"] == seeds.SECOND_HOST_EMAIL
    wrong = standing_desk.call("POST", MINE, {"schedule_for": seeds.OTHER_EMAIL})
    assert [fault["field"] for fault in wrong.json["errors"]] == ["schedule_for"]


def test_meetings_are_listed_oldest_first_page_by_page(desk: Desk) -> None:
    user = f"/v2/users/{seeds.SECOND_HOST_EMAIL}/meetings"
    made = [desk.call("POST", user, {"topic": f"No. {number}"}).json["id"] for number in range(5)]
    seen: list[int] = []
    token = ""
    for number, size in ((1, 2), (2, 2), (3, 1)):
        page = desk.call("GET", f"{user}?page_size=2&next_page_token={token}").json
        assert (page["page_number"], page["page_count"], page["total_records"]) == (number, 3, 5)
        assert len(page["meetings"]) == size
        seen += [each["id"] for each in page["meetings"]]
        token = page["next_page_token"]
    assert (seen, token) == (made, "")
    numbered = desk.call("GET", f"{user}?page_size=2&page_number=2").json
    assert [each["id"] for each in numbered["meetings"]] == made[2:4]


def test_a_list_tells_what_is_to_come_from_what_is_over(desk: Desk) -> None:
    soon = desk.meeting(start_time=(desk.clock.now() + timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M:%SZ"))
    later = desk.meeting(start_time=(desk.clock.now() + timedelta(days=20)).strftime("%Y-%m-%dT%H:%M:%SZ"))
    timeless = desk.meeting(type=3)
    instant = desk.meeting(type=1)

    def listed(query: str) -> set[int]:
        page = desk.call("GET", f"{MINE}?page_size=300&{query}").json
        assert page["total_records"] == len(page["meetings"])
        return {each["id"] for each in page["meetings"]} & {soon, later, timeless, instant}

    desk.clock.move(timedelta(hours=3))
    assert listed("type=scheduled") == {soon, later, timeless}
    assert listed("type=upcoming") == listed("type=upcoming_meetings") == {later, timeless}
    assert listed("type=previous_meetings") == {soon}
    assert listed("type=live") == set()
    day = (desk.clock.now() + timedelta(days=10)).date()
    assert listed(f"from={day}") == {later, timeless}
    assert listed(f"to={day}") == {soon, timeless}
    desk.call("DELETE", f"/v2/meetings/{soon}")
    assert listed("type=scheduled") == {later, timeless}


def test_a_meeting_that_was_ended_takes_nobody_until_it_is_recovered(standing_desk: Desk) -> None:
    number = standing_desk.meeting()
    for _ in range(2):
        assert standing_desk.call("PUT", f"/v2/meetings/{number}/status", {"action": "end"}).status == 204
        refused = standing_desk.add(number, "a@b.example")
        assert (refused.status, refused.code) == (400, 3038)
        batch = {"registrants": [{"email": "a@b.example", "first_name": "Ana"}]}
        assert standing_desk.call("POST", f"/v2/meetings/{number}/batch_registrants", batch).code == 3038
    for _ in range(2):
        assert standing_desk.call("PUT", f"/v2/meetings/{number}/status", {"action": "recover"}).status == 204
    assert standing_desk.add(number, "a@b.example").status == 201


def test_an_ended_meeting_stays_ended_when_it_is_changed(standing_desk: Desk) -> None:
    number = standing_desk.meeting()
    standing_desk.call("PUT", f"/v2/meetings/{number}/status", {"action": "end"})
    standing_desk.call("PATCH", f"/v2/meetings/{number}", {"topic": "New", "start_time": "2031-01-01T00:00:00Z"})
    assert standing_desk.add(number, "a@b.example").code == 3038


@pytest.mark.parametrize("body", [{}, {"action": "start"}, {"action": None}, {"action": ["end"]}, {"action": ""}])
def test_a_meeting_knows_two_actions(standing_desk: Desk, body: dict[str, object]) -> None:
    reply = standing_desk.call("PUT", f"/v2/meetings/{standing_desk.meeting()}/status", body)
    assert (reply.status, [fault["field"] for fault in reply.json["errors"]]) == (400, ["action"])


def test_a_meeting_is_deleted_once(standing_desk: Desk) -> None:
    number = standing_desk.meeting()
    path = f"/v2/meetings/{number}?cancel_meeting_reminder=true&schedule_for_reminder=false"
    assert standing_desk.call("DELETE", path).status == 204
    assert standing_desk.call("DELETE", path).code == 3001
    assert standing_desk.call("DELETE", f"/v2/meetings/{standing_desk.meeting()}?occurrence_id=1").code == 300


def test_a_form_can_plan_a_meeting_as_json_can(standing_desk: Desk) -> None:
    """In a form every value is text; the contract's decisions say that forms are read in both profiles."""
    form = {"topic": "By form", "type": "2", "duration": "30", "settings": '{"approval_type": 1}'}
    sendings: tuple[dict[str, Any], ...] = (
        {"data": form},
        {"files": {name: (None, value) for name, value in form.items()}},
    )
    for sent in sendings:
        made = standing_desk.call("POST", MINE, **sent)
        assert made.status == 201, made
        assert (made.json["type"], made.json["duration"], made.json["settings"]["approval_type"]) == (2, 30, 1)


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"type": 3, "settings": {"approval_type": 0}}, "type 3"),
        ({"settings": {"approval_type": 1, "use_pmi": True}}, "use_pmi"),
    ],
)
def test_registration_that_was_asked_for_and_stays_off_is_explained(
    standing_desk: Desk, fields: dict[str, Any], why: str
) -> None:
    made = standing_desk.call("POST", MINE, {"topic": "x"} | fields)
    assert (made.status, made.json["settings"]["approval_type"]) == (201, 2)
    assert "registration stays off" in made.notice
    assert why in made.notice
    changed = standing_desk.call("PATCH", f"/v2/meetings/{made.json['id']}", {"settings": {"approval_type": 0}})
    assert (changed.status, why in changed.notice) == (204, True)


def test_registration_that_is_on_needs_no_words(standing_desk: Desk) -> None:
    assert standing_desk.call("POST", MINE, {"topic": "x", "settings": {"approval_type": 0}}).notice == ""


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
