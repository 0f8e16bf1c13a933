"""Webinars: planned, shown, listed, and what they have of their own: panelists, tracking sources, refusals."""

from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from desks import Desk, each_kind
from replies import Reply

from doorlist.contract.profiles import Profile
from doorlist.sandbox import seeds

PERSON = {"email": "ana@b.example", "first_name": "Ana"}
SERIES = {"type": 9, "start_time": "2090-01-01T10:00:00Z", "recurrence": {"type": 1, "end_times": 3}}
NO_PLAN = (
    "Webinar plan is missing. You must subscribe to the webinar plan and enable webinars for this user in order to "
    "perform this action."
)


def errors(reply: Reply) -> list[str]:
    assert (reply.status, reply.code) == (400, 300), reply
    return [fault["field"] for fault in reply.json["errors"]]


def batch(desk: Desk, number: int, *emails: str) -> Reply:
    people = [{"email": email, "first_name": "N"} for email in emails]
    return desk.call("POST", f"/v2/webinars/{number}/batch_registrants", {"registrants": people})


# --- planned, shown, listed -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("plan", "shown"),
    [
        ({}, {"type": 5, "topic": "My Webinar", "duration": 60}),
        ({"type": 5, "start_time": "2090-01-01T10:00:00Z"}, {"type": 5, "start_time": "2090-01-01T10:00:00Z"}),
        ({"type": 6, "start_time": "2090-01-01T10:00:00Z", "recurrence": {"type": 1}}, {"type": 6}),
        (SERIES, {"type": 9, "start_time": "2090-01-01T10:00:00Z"}),
    ],
    ids=["plain", "5", "6", "9"],
)
def test_a_webinar_is_one_of_three_types(standing_desk: Desk, plan: dict[str, Any], shown: dict[str, Any]) -> None:
    made = standing_desk.call("POST", "/v2/users/me/webinars", plan).json
    assert {name: made[name] for name in shown} == shown
    assert ("start_time" in made) is (made["type"] != 6)
    assert len(made.get("occurrences", ())) == (3 if made["type"] == 9 else 0)
    assert standing_desk.call("GET", f"/v2/webinars/{made['id']}").json["type"] == made["type"]


@pytest.mark.parametrize("wrong", [1, 2, 3, 8, 4, "x"])
def test_a_meetings_type_is_no_webinars(standing_desk: Desk, wrong: object) -> None:
    assert errors(standing_desk.call("POST", "/v2/users/me/webinars", {"type": wrong})) == ["type"]
    assert errors(standing_desk.call("PATCH", f"/v2/webinars/{standing_desk.webinar()}", {"type": wrong})) == ["type"]


@pytest.mark.parametrize("wrong", [5, 6, 9])
def test_a_webinars_type_is_no_meetings(standing_desk: Desk, wrong: int) -> None:
    assert errors(standing_desk.call("POST", "/v2/users/me/meetings", {"type": wrong})) == ["type"]
    assert errors(standing_desk.call("PATCH", f"/v2/meetings/{standing_desk.meeting()}", {"type": wrong})) == ["type"]


def test_settings_that_are_said_are_kept_and_the_rest_are_webinars_own(standing_desk: Desk) -> None:
    said = {
        "approval_type": 0,
        "registrants_restrict_number": 20_000,
        "practice_session": True,
        "email_language": "de-DE",
        "question_and_answer": {"enable": False},
        "attendees_and_panelists_reminder_email_notification": {"enable": True, "type": 7},
    }
    number = standing_desk.webinar(settings=said)
    shown = standing_desk.call("GET", f"/v2/webinars/{number}").json["settings"]
    assert {name: shown[name] for name in said} == said
    assert shown["panelists_invitation_email_notification"] is True
    assert "waiting_room" not in shown, "that is a meeting's"
    changed = {"notify_registrants": True, "practice_session": False}
    assert standing_desk.call("PATCH", f"/v2/webinars/{number}", {"settings": changed}).status == 204
    after = standing_desk.call("GET", f"/v2/webinars/{number}").json["settings"]
    assert after == shown | {"practice_session": False}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("registrants_restrict_number", 20_001),
        ("approval_type", 3),
        ("registration_type", 0),
        ("question_and_answer", {"answer_questions": "some"}),
        ("follow_up_attendees_email_notification", {"type": 8}),
    ],
)
def test_a_wrong_setting_is_named(standing_desk: Desk, field: str, value: object) -> None:
    reply = standing_desk.call("POST", "/v2/users/me/webinars", {"settings": {field: value}})
    assert errors(reply)[0].startswith(f"settings.{field}")


@pytest.mark.parametrize(
    ("given", "there"), [({}, True), ({"default_passcode": True}, True), ({"default_passcode": False}, False)]
)
def test_a_passcode_is_made_unless_none_is_wanted(standing_desk: Desk, given: dict[str, Any], there: bool) -> None:
    made = standing_desk.call("POST", "/v2/users/me/webinars", given).json
    assert bool(made["password"]) is there
    assert ("pwd=" in made["join_url"]) is there
    assert made["h323_passcode"] == made["password"]


@each_kind
def test_it_is_shown_by_its_uuid_too(standing_desk: Desk, of: str) -> None:
    number = standing_desk.plan(of)
    shown = standing_desk.call("GET", f"/v2/{of}/{number}").json
    other = {"meetings": "webinars", "webinars": "meetings"}[of]
    for name in (quote(shown["uuid"], safe=""), quote(quote(shown["uuid"], safe=""), safe="")):
        assert standing_desk.call("GET", f"/v2/{of}/{name}").json == shown
        assert standing_desk.call("GET", f"/v2/{other}/{name}").status == 400
        assert standing_desk.call("GET", f"/v2/{of}/{name}", token=seeds.OTHER_TOKEN).code == 3001
    assert standing_desk.call("DELETE", f"/v2/{of}/{number}").status == 204
    assert standing_desk.call("GET", f"/v2/{of}/{quote(shown['uuid'], safe='')}").code == 3001


@each_kind
def test_a_list_of_one_kind_holds_none_of_the_other(desk: Desk, of: str) -> None:
    numbers = {
        kind: [desk.plan(kind, topic=f"{kind} {index}") for index in range(3)] for kind in ("meetings", "webinars")
    }
    seen: list[int] = []
    token = ""
    while True:
        page = desk.call("GET", f"/v2/users/me/{of}?page_size=2&next_page_token={token}").json
        seen += [each["id"] for each in page[of]]
        token = page["next_page_token"]
        if not token:
            break
    assert page["total_records"] == len(seen) == len(set(seen))
    assert seen[-3:] == numbers[of]
    assert not set(seen) & set(numbers[{"meetings": "webinars", "webinars": "meetings"}[of]])
    upcoming = desk.call("GET", f"/v2/users/me/{of}?type=upcoming&page_size=300").json
    assert {each["id"] for each in upcoming[of]} >= set(numbers[of])
    assert all("settings" not in each and "registration_url" not in each for each in upcoming[of])


def test_an_upcoming_webinar_is_one_that_is_not_over(desk: Desk) -> None:
    number = desk.webinar()
    desk.clock.move(timedelta(days=30, hours=2))
    upcoming = desk.call("GET", "/v2/users/me/webinars?type=upcoming").json["webinars"]
    scheduled = desk.call("GET", "/v2/users/me/webinars").json["webinars"]
    assert number not in [each["id"] for each in upcoming]
    assert number in [each["id"] for each in scheduled]


def test_a_webinar_is_changed_occurrence_by_occurrence_and_deleted(standing_desk: Desk) -> None:
    number = standing_desk.webinar(**SERIES)
    path = f"/v2/webinars/{number}"
    first, second, _ = (each["occurrence_id"] for each in standing_desk.call("GET", path).json["occurrences"])
    assert standing_desk.call("PATCH", f"{path}?occurrence_id={first}", {"duration": 90}).status == 204
    assert standing_desk.call("DELETE", f"{path}?occurrence_id={second}&cancel_webinar_reminder=true").status == 204
    shown = standing_desk.call("GET", path).json["occurrences"]
    assert [(each["occurrence_id"] == first, each["duration"]) for each in shown] == [(True, 90), (False, 60)]
    assert standing_desk.call("GET", f"{path}?occurrence_id={first}").json["duration"] == 90
    for method in ("GET", "PATCH", "DELETE"):
        gone = standing_desk.call(method, f"{path}?occurrence_id={second}", {} if method == "PATCH" else None)
        assert (gone.status, gone.json) == (400, {"code": 3000, "message": "Webinar occurrence does not exist."})
    assert standing_desk.call("DELETE", path).status == 204
    assert standing_desk.call("GET", path).json == {"code": 3001, "message": f"Webinar does not exist: {number}."}


def test_ending_a_webinar_closes_it_and_answers_as_the_profile_has_it(profile_desk: Desk) -> None:
    number = profile_desk.webinar()
    for _ in range(2):
        ended = profile_desk.call("PUT", f"/v2/webinars/{number}/status", {"action": "end"})
        assert (ended.status, ended.text) == (
            {Profile.P2022_09: 204, Profile.P2026_08: 200}[profile_desk.settings.profile],
            "",
        )
    add, several = profile_desk.add(number, "a@b.example", of="webinars"), batch(profile_desk, number, "a@b.example")
    assert (add.status, add.json) == (
        400,
        {
            "code": 3038,
            "message": "Webinar is over, you cannot register now. If you have any questions, contact the webinar host.",
        },
    )
    assert (several.status, several.code) == (400, 3038)
    assert several.json["message"].startswith("The webinar is over.")
    assert errors(profile_desk.call("PUT", f"/v2/webinars/{number}/status", {"action": "recover"})) == ["action"]


@pytest.mark.parametrize("body", [None, {}, {"status": "end"}, {"action": None}], ids=str)
def test_a_webinar_is_ended_where_no_action_is_named_for_there_is_but_one(
    standing_desk: Desk, body: dict[str, str] | None
) -> None:
    number = standing_desk.webinar()
    assert standing_desk.call("PUT", f"/v2/webinars/{number}/status", body).status == 204
    assert standing_desk.add(number, "a@b.example", of="webinars").code == 3038


def test_a_webinar_of_type_6_takes_registrations(standing_desk: Desk) -> None:
    number = standing_desk.webinar(
        type=6, recurrence={"type": 1}, settings={"approval_type": 0, "registration_type": 2}
    )
    added = standing_desk.add(number, "a@b.example", of="webinars", at="1905087600000").json
    assert "occurrences" not in added
    assert standing_desk.client.get(added["join_url"]).status_code == 200
    assert standing_desk.statuses(number, of="webinars") == {"a@b.example": "approved"}


# --- refusals ---------------------------------------------------------------------------------------------------------


def test_a_basic_host_has_no_webinars(profile_desk: Desk) -> None:
    refusal = {"code": 200, "message": NO_PLAN}
    planned = {"schedule_for": seeds.BASIC_EMAIL}
    for method, path, body in (
        ("GET", f"/v2/users/{seeds.BASIC_EMAIL}/webinars", None),
        ("POST", f"/v2/users/{seeds.BASIC_EMAIL}/webinars", {}),
        ("POST", "/v2/users/me/webinars", planned),
        ("GET", f"/v2/webinars/{seeds.BASIC_WEBINAR_ID}", None),
        ("POST", f"/v2/webinars/{seeds.BASIC_WEBINAR_ID}/registrants", PERSON),
    ):
        reply = profile_desk.call(method, path, body)
        assert (reply.status, reply.json) == (400, refusal), (method, path)


def test_each_profile_has_words_for_registration_that_is_off(profile_desk: Desk) -> None:
    number = profile_desk.webinar(settings={"approval_type": 2})
    path = f"/v2/webinars/{number}"
    said = f"Registration has not been enabled for this webinar: {number}."
    old = profile_desk.settings.profile is Profile.P2022_09
    assert "registration_url" not in profile_desk.call("GET", path).json
    for method, rest, body, status, code, message in (
        ("GET", "registrants", None, 400, 3000, said),
        ("GET", "registrants/nobody", None, 400, 3000, said),
        ("DELETE", "registrants/nobody", None, 400, 3000, said),
        ("GET", "registrants/questions", None, 400, 3000, said),
        ("PATCH", "registrants/questions", {}, 400, 3000, said),
        ("POST", "registrants", PERSON, 400, 3000, f"This webinar does not have registration as required: {number}."),
        ("PUT", "registrants/status", {"action": "deny"}, 400, 300, said.replace("webinar", "meeting")),
        ("POST", "batch_registrants", {"registrants": [PERSON]}, 404 if old else 400, 404 if old else 3000, said),
    ):
        reply = profile_desk.call(method, f"{path}/{rest}", body)
        assert (reply.status, reply.json) == (status, {"code": code, "message": message}), (method, rest)
        assert "approval_type" in reply.notice


def test_the_host_cannot_register(profile_desk: Desk) -> None:
    number = profile_desk.webinar(settings={"alternative_hosts": "alt@b.example"})
    for email in (seeds.HOST_EMAIL.upper(), "alt@b.example"):
        for reply in (
            profile_desk.add(number, email, of="webinars"),
            batch(profile_desk, number, "a@b.example", email),
        ):
            assert (reply.status, reply.json) == (400, {"code": 3027, "message": "Host cannot register."})
    assert profile_desk.statuses(number, of="webinars") == {}


def test_nobody_registers_where_nobody_more_fits(profile_desk: Desk) -> None:
    number = profile_desk.webinar(settings={"registrants_restrict_number": 1})
    waiting = [profile_desk.registrant(number, f"{name}@b.example", of="webinars") for name in "ab"]
    assert profile_desk.decide(number, "approve", waiting[0], of="webinars").status == 204
    full = "Webinar has reached maximum attendee capacity."
    approved = profile_desk.decide(number, "approve", waiting[1], of="webinars")
    assert (approved.status, approved.json) == (400, {"code": 3035, "message": full})
    added = profile_desk.add(number, "c@b.example", of="webinars")
    assert (added.status, added.code) == (400, 3000)
    assert added.json["message"].startswith("You have reached the limit for the number of attendees")
    several = batch(profile_desk, number, "c@b.example")
    status = {Profile.P2022_09: 404, Profile.P2026_08: 400}[profile_desk.settings.profile]
    assert (several.status, several.json) == (status, {"code": 3043, "message": full})
    assert profile_desk.statuses(number, of="webinars") == {"a@b.example": "approved", "b@b.example": "pending"}


@pytest.mark.parametrize("plan", [SERIES, {"type": 6, "recurrence": {"type": 1}}], ids=["9", "6"])
def test_only_a_webinar_that_takes_place_once_takes_a_batch(profile_desk: Desk, plan: dict[str, Any]) -> None:
    reply = batch(profile_desk, profile_desk.webinar(**plan), "a@b.example")
    message = (
        "This API can only be used for scheduled webinars (type 5). "
        "Batch registration is not supported for other webinar types."
    )
    assert (reply.status, reply.json) == (400, {"code": 300, "message": message})


def test_a_batch_goes_in_whole(profile_desk: Desk) -> None:
    number = profile_desk.webinar()
    people = [{"email": f"{name}@b.example", "first_name": "N"} for name in "ab"]
    body = {"auto_approve": True, "registrants": people}
    reply = profile_desk.call("POST", f"/v2/webinars/{number}/batch_registrants", body)
    assert reply.status == {Profile.P2022_09: 200, Profile.P2026_08: 201}[profile_desk.settings.profile]
    assert [each["email"] for each in reply.json["registrants"]] == ["a@b.example", "b@b.example"]
    assert all("&uuid=WN_" in each["join_url"] for each in reply.json["registrants"])
    assert errors(batch(profile_desk, number, *[f"p{index}@b.example" for index in range(31)])) == ["registrants"]
    assert errors(batch(profile_desk, number, "c@b.example", "nonsense")) == ["registrants[1].email"]
    assert set(profile_desk.statuses(number, of="webinars").values()) == {"approved"}


def test_a_stranger_is_not_found(profile_desk: Desk) -> None:
    number = profile_desk.webinar()
    stranger = profile_desk.registrant(profile_desk.webinar(), "a@b.example", of="webinars")
    shown = profile_desk.call("GET", f"/v2/webinars/{number}/registrants/{stranger}")
    assert (shown.status, shown.json) == (
        400,
        {"code": 3079, "message": f"This registrant does not exist: {stranger}."},
    )
    removed = profile_desk.call("DELETE", f"/v2/webinars/{number}/registrants/{stranger}")
    assert (removed.status, removed.json) == (400, {"code": 3000, "message": f"Registrant {stranger} was not found."})
    decided = profile_desk.decide(number, "approve", stranger, of="webinars")
    assert (decided.status, decided.json) == (404, {"code": 3001, "message": "Webinar or registrant not found."})


def test_who_was_denied_is_blocked_and_who_cancelled_is_not(profile_desk: Desk) -> None:
    number = profile_desk.webinar()
    id = profile_desk.registrant(number, "ana@b.example", of="webinars")
    assert profile_desk.registrant(number, "ANA@b.example", of="webinars") == id
    for action, status in (("cancel", 201), ("deny", 400)):
        assert profile_desk.decide(number, action, id, of="webinars").status == 204
        listed = profile_desk.call("GET", f"/v2/webinars/{number}/registrants?status=denied").json["registrants"]
        assert [each["status"] for each in listed] == ["denied"]
        assert profile_desk.add(number, "ana@b.example", of="webinars").status == status
    assert profile_desk.decide(number, "approve", id, of="webinars").status == 204
    assert profile_desk.registrant(number, "ana@b.example", of="webinars") == id


# --- links and what a registrant is shown with ------------------------------------------------------------------------


def test_links_of_a_webinar_carry_its_key(standing_desk: Desk) -> None:
    number = standing_desk.webinar()
    shown = standing_desk.call("GET", f"/v2/webinars/{number}").json
    register = urlsplit(shown["registration_url"])
    key = register.path.removeprefix("/webinar/register/")
    assert key.startswith("WN_")
    assert len(key) == 25
    assert standing_desk.client.get(shown["registration_url"]).status_code == 200
    added = standing_desk.add(number, "a@b.example", of="webinars", auto_approve=True).json
    link = urlsplit(added["join_url"])
    assert link.path == f"/w/{number}"
    assert parse_qs(link.query)["uuid"] == [key]
    assert standing_desk.client.get(added["join_url"]).status_code == 200
    assert standing_desk.client.get(shown["join_url"]).status_code == 403, "it asks for registration"
    assert standing_desk.client.get(shown["start_url"]).status_code == 200
    id = added["registrant_id"]
    assert standing_desk.decide(number, "cancel", id, of="webinars").status == 204
    assert standing_desk.client.get(added["join_url"]).status_code == 403


def test_a_webinars_registrant_is_shown_alone_with_their_language(standing_desk: Desk) -> None:
    number = standing_desk.webinar()
    with_it = standing_desk.registrant(number, "a@b.example", of="webinars", language="it-IT")
    without = standing_desk.registrant(number, "b@b.example", of="webinars", language="")
    path = f"/v2/webinars/{number}/registrants"
    assert standing_desk.call("GET", f"{path}/{with_it}").json["language"] == "it-IT"
    assert "language" not in standing_desk.call("GET", f"{path}/{without}").json
    listed = standing_desk.call("GET", f"{path}?status=all").json["registrants"]
    assert all("language" not in each for each in listed)


# --- panelists --------------------------------------------------------------------------------------------------------


def panelists(desk: Desk, number: int) -> Any:
    return desk.call("GET", f"/v2/webinars/{number}/panelists").json


def test_panelists_have_links_of_their_own_while_they_are_panelists(standing_desk: Desk) -> None:
    number = standing_desk.webinar(settings={"room_url": "https://room.example/a"})
    people = [{"email": "p@b.example", "name": "Pia"}, {"email": "q@b.example"}]
    made = standing_desk.call("POST", f"/v2/webinars/{number}/panelists", {"panelists": people})
    assert made.json["id"] == str(number)
    shown = panelists(standing_desk, number)
    assert shown["total_records"] == 2
    assert [(each["email"], each["name"]) for each in shown["panelists"]] == [
        ("p@b.example", "Pia"),
        ("q@b.example", "q@b.example"),
    ]
    links = [each["join_url"] for each in shown["panelists"]]
    assert standing_desk.client.get(links[0], follow_redirects=False).headers["location"] == "https://room.example/a"
    id = shown["panelists"][0]["id"]
    path = f"/v2/webinars/{number}/panelists"
    assert standing_desk.call("DELETE", f"{path}/{id}").status == 204
    came = standing_desk.client.get(links[0], follow_redirects=False)
    assert (came.status_code, "no longer a panelist" in came.text) == (403, True)
    assert standing_desk.client.get(links[1], follow_redirects=False).status_code == 302
    again = standing_desk.call("DELETE", f"{path}/{id}")
    assert (again.status, again.json) == (404, {"code": 3001, "message": f"Panelist does not exist: {id}."})
    assert standing_desk.call("DELETE", path).status == 204
    assert panelists(standing_desk, number) == {"total_records": 0, "panelists": []}
    assert standing_desk.client.get(links[1], follow_redirects=False).status_code == 403
    assert standing_desk.call("DELETE", path).status == 204, "nobody is left to dismiss"


def test_a_panelists_link_opens_that_webinar_alone(standing_desk: Desk) -> None:
    first, second = standing_desk.webinar(), standing_desk.webinar()
    standing_desk.panelist(first)
    link = panelists(standing_desk, first)["panelists"][0]["join_url"]
    assert standing_desk.client.get(link).status_code == 200
    assert standing_desk.client.get(link.replace(str(first), str(second))).status_code == 403
    registered = standing_desk.add(first, "a@b.example", of="webinars", auto_approve=True).json["join_url"]
    host = standing_desk.call("GET", f"/v2/webinars/{first}").json["start_url"]
    token = link.split("tk=")[1].split("&")[0]
    assert standing_desk.client.get(f"{host.split('?')[0]}?zak={token}").status_code == 403
    assert standing_desk.client.get(registered).status_code == 200


def test_inviting_somebody_again_renames_them(standing_desk: Desk) -> None:
    number = standing_desk.webinar()
    id = standing_desk.panelist(number, "p@b.example", "Pia")
    assert (
        standing_desk.call(
            "POST", f"/v2/webinars/{number}/panelists", {"panelists": [{"email": "P@b.example", "name": "Pina"}]}
        ).status
        == 201
    )
    shown = panelists(standing_desk, number)["panelists"]
    assert [(each["id"], each["email"], each["name"]) for each in shown] == [(id, "p@b.example", "Pina")]


def test_a_panelist_cannot_register(profile_desk: Desk) -> None:
    number = profile_desk.webinar()
    profile_desk.panelist(number, "p@b.example")
    for reply in (
        profile_desk.add(number, "P@b.example", of="webinars"),
        batch(profile_desk, number, "a@b.example", "p@b.example"),
    ):
        assert (reply.status, reply.code) == (400, 3000)
        assert reply.json["message"].startswith("You have been invited as a panelist for the webinar")
    assert profile_desk.statuses(number, of="webinars") == {}
    assert profile_desk.call("PATCH", f"/v2/webinars/{number}", {"topic": "Other"}).status == 204
    assert profile_desk.add(number, "p@b.example", of="webinars").code == 3000, "a change keeps the panelists"
    assert profile_desk.call("DELETE", f"/v2/webinars/{number}/panelists").status == 204
    assert profile_desk.add(number, "p@b.example", of="webinars").status == 201


@pytest.mark.parametrize(
    ("people", "field"),
    [
        (None, "panelists"),
        ([], "panelists"),
        ([{"email": "p"}], "panelists[0].email"),
        ([{"name": "P"}], "panelists[0].email"),
        ([{"email": "p@b.example", "name": "x" * 65}], "panelists[0].name"),
        ([{"email": f"p{index}@b.example"} for index in range(31)], "panelists"),
    ],
)
def test_a_wrong_panelist_is_named_and_nobody_invited(standing_desk: Desk, people: object, field: str) -> None:
    number = standing_desk.webinar()
    assert errors(standing_desk.call("POST", f"/v2/webinars/{number}/panelists", {"panelists": people})) == [field]
    assert panelists(standing_desk, number)["total_records"] == 0


def test_a_webinar_has_100_panelists_at_most(standing_desk: Desk) -> None:
    number = standing_desk.webinar()
    path = f"/v2/webinars/{number}/panelists"
    for start, end in ((0, 30), (30, 60), (60, 90), (80, 100)):
        people = [{"email": f"p{index}@b.example"} for index in range(start, end)]
        assert standing_desk.call("POST", path, {"panelists": people}).status == 201
    assert errors(standing_desk.call("POST", path, {"panelists": [{"email": "more@b.example"}]})) == ["panelists"]
    assert panelists(standing_desk, number)["total_records"] == 100


# --- tracking sources -------------------------------------------------------------------------------------------------


def tracked(desk: Desk, number: int) -> dict[str, tuple[int, int]]:
    """Registrations and visitors of each source, by name; `total_records` is the registrations together."""
    shown = desk.call("GET", f"/v2/webinars/{number}/tracking_sources").json
    found = {
        each["source_name"]: (each["registration_count"], each["visitor_count"]) for each in shown["tracking_sources"]
    }
    assert shown["total_records"] == sum(registrations for registrations, _ in found.values())
    return found


def test_sources_count_who_opens_their_link_and_who_registers(standing_desk: Desk) -> None:
    number = standing_desk.webinar()
    path = f"/v2/webinars/{number}/tracking_sources"
    made = standing_desk.call("POST", path, {"source_name": "News"}).json
    other = standing_desk.source(number, "Blog")
    assert (made["registration_count"], made["visitor_count"]) == (0, 0)
    link = urlsplit(made["tracking_url"]).path
    assert link.startswith(f"/webinar/register/{made['id']}/WN_")
    for _ in range(2):
        assert standing_desk.client.get(made["tracking_url"]).status_code == 200
    assert standing_desk.client.head(made["tracking_url"]).status_code == 200
    elsewhere = standing_desk.call("GET", f"/v2/webinars/{standing_desk.webinar()}").json["registration_url"]
    for nobodys in (
        link[:-1],
        link.replace(made["id"], "9"),
        f"/webinar/register/{made['id']}/{elsewhere.split('/')[-1]}",
    ):
        assert standing_desk.client.get(nobodys).status_code == 200
    assert tracked(standing_desk, number) == {"News": (0, 2), "Blog": (0, 0)}
    a = standing_desk.registrant(number, "a@b.example", of="webinars", source_id=made["id"])
    standing_desk.registrant(number, "a@b.example", of="webinars", source_id=other)
    standing_desk.registrant(number, "b@b.example", of="webinars", source_id=made["id"])
    standing_desk.registrant(number, "c@b.example", of="webinars", source_id="")
    assert tracked(standing_desk, number) == {"News": (2, 2), "Blog": (0, 0)}, (
        "who is registered stays where they came from"
    )
    standing_desk.decide(number, "cancel", a, of="webinars")
    standing_desk.registrant(number, "a@b.example", of="webinars", source_id=made["id"])
    assert tracked(standing_desk, number) == {"News": (2, 2), "Blog": (0, 0)}
    assert standing_desk.call("DELETE", f"/v2/webinars/{number}/registrants/{a}").status == 204
    assert tracked(standing_desk, number) == {"News": (1, 2), "Blog": (0, 0)}


def test_a_source_that_is_removed_leaves_its_people(standing_desk: Desk) -> None:
    number = standing_desk.webinar()
    source = standing_desk.source(number)
    id = standing_desk.registrant(number, "a@b.example", of="webinars", source_id=source)
    path = f"/v2/webinars/{number}/tracking_sources/{source}"
    assert standing_desk.call("DELETE", path).status == 204
    gone = standing_desk.call("DELETE", path)
    assert (gone.status, gone.json) == (404, {"code": 3001, "message": f"Tracking source does not exist: {source}."})
    assert tracked(standing_desk, number) == {}
    listed = standing_desk.call("GET", f"/v2/webinars/{number}/registrants?status=all&tracking_source_id={source}").json
    assert [each["id"] for each in listed["registrants"]] == [id]
    assert standing_desk.call("DELETE", f"/v2/webinars/{number}/registrants/{id}").status == 204


@pytest.mark.parametrize("unknown", ["1", "another webinar's", "' OR 1=1"])
def test_an_unknown_source_is_named_and_nobody_registered(standing_desk: Desk, unknown: str) -> None:
    number = standing_desk.webinar()
    if unknown == "another webinar's":
        unknown = standing_desk.source(standing_desk.webinar())
    assert errors(standing_desk.add(number, "a@b.example", of="webinars", source_id=unknown)) == ["source_id"]
    assert standing_desk.statuses(number, of="webinars") == {}


@pytest.mark.parametrize("name", [None, "", " ", "x" * 65, 5])
def test_a_source_has_a_name_of_64_characters_at_most(standing_desk: Desk, name: object) -> None:
    path = f"/v2/webinars/{standing_desk.webinar()}/tracking_sources"
    assert errors(standing_desk.call("POST", path, {"source_name": name})) == ["source_name"]
    assert standing_desk.call("POST", path, {"source_name": "x" * 64}).status == 201


def test_a_webinar_has_100_sources_at_most(standing_desk: Desk) -> None:
    number = standing_desk.webinar()
    for index in range(100):
        standing_desk.source(number, f"s{index}")
    reply = standing_desk.call("POST", f"/v2/webinars/{number}/tracking_sources", {"source_name": "more"})
    assert errors(reply) == ["source_name"]
    assert len(tracked(standing_desk, number)) == 100


def test_a_meeting_knows_no_sources(standing_desk: Desk) -> None:
    number = standing_desk.meeting()
    assert standing_desk.add(number, "a@b.example", source_id="1").status == 201, "what it does not know it ignores"
    listed = standing_desk.call("GET", f"/v2/meetings/{number}/registrants?status=all&tracking_source_id=1").json
    assert listed["total_records"] == 1


@pytest.mark.parametrize("series", [False, True], ids=["once", "series"])
def test_a_list_can_be_of_one_source(standing_desk: Desk, series: bool) -> None:
    settings = {"registration_type": 3}
    number = standing_desk.webinar(**SERIES, settings=settings) if series else standing_desk.webinar()
    sources = [standing_desk.source(number, name) for name in ("News", "Blog")] + [""]
    path = f"/v2/webinars/{number}/registrants"
    first, second, _ = (
        [each["occurrence_id"] for each in standing_desk.call("GET", f"/v2/webinars/{number}").json["occurrences"]]
        if series
        else ["", "", ""]
    )
    for index in range(12):
        id = standing_desk.registrant(
            number,
            f"{'abcdefghijkl'[index]}@b.example",
            of="webinars",
            source_id=sources[index % 3],
            at=f"{first},{second}" if series and index < 6 else (second or None),
            auto_approve=index % 2 == 0,
        )
        if index in (1, 3, 9):
            action = {1: "deny", 3: "cancel", 9: "cancel"}[index]
            assert standing_desk.decide(number, action, id, of="webinars").status == 204
    # News: a d g j, Blog: b e h k; approved: a c e g i k, denied: b, cancelled: d j, pending: f h l
    here = {True: "abcdef", False: "abcdefghijkl"}
    for status, people in (
        ("approved", "acegik"),
        ("pending", "fhl"),
        ("denied", "bdj"),
        ("cancelled", "dj"),
        ("all", "abcdefghijkl"),
    ):
        for source, of_source in ((sources[0], "adgj"), (sources[1], "behk"), ("", "abcdefghijkl"), ("9", "")):
            for occurrence in ("", first, second) if series else ("",):
                among = here[bool(occurrence) and occurrence == first]
                expected = [each for each in people if each in of_source and each in among]
                seen: list[str] = []
                token = ""
                for page_number in range(1, 8):
                    query = f"status={status}&tracking_source_id={source}&occurrence_id={occurrence}&page_size=2"
                    page = standing_desk.call("GET", f"{path}?{query}&next_page_token={token}").json
                    assert page["total_records"] == len(expected), query
                    numbered = standing_desk.call("GET", f"{path}?{query}&page_number={page_number}").json
                    assert numbered["registrants"] == page["registrants"]
                    seen += [each["email"][0] for each in page["registrants"]]
                    token = page["next_page_token"]
                    if not token:
                        break
                assert seen == expected, query
    by_email = standing_desk.call("GET", f"{path}?email=a@b.example&tracking_source_id={sources[1]}").json
    assert by_email["total_records"] == 0
