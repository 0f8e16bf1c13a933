"""Which refusal comes first, and what each profile says; the seeds' fixed meetings provoke them."""

from typing import Any

import pytest
from desks import Desk
from replies import Reply

from doorlist.contract.profiles import Profile
from doorlist.sandbox import seeds

OLD, NEW = Profile.P2022_09, Profile.P2026_08
PERSON = {"email": "ana@b.example", "first_name": "Ana"}
OFF = "Registration has not been enabled for this meeting: {number}."
NOT_SET = "This meeting has not set registration as required: {number}."
PAID = "Only available for paid users: sandbox-basic-00000000."
NOT_ALLOWED = "Meeting hosting and scheduling capabilities are not allowed for your user account."

OPERATIONS: dict[str, tuple[str, str, Any]] = {
    "list": ("GET", "/registrants", None),
    "get": ("GET", "/registrants/nobody", None),
    "add": ("POST", "/registrants", PERSON),
    "delete": ("DELETE", "/registrants/nobody", None),
    "status": ("PUT", "/registrants/status", {"action": "approve", "registrants": [{"id": "nobody"}]}),
    "batch": ("POST", "/batch_registrants", {"registrants": [PERSON]}),
    "questions": ("GET", "/registrants/questions", None),
    "ask": ("PATCH", "/registrants/questions", {}),
}


def ask(desk: Desk, name: str, number: int, body: Any = None, **more: Any) -> Reply:
    method, rest, usual = OPERATIONS[name]
    return desk.call(method, f"/v2/meetings/{number}{rest}", usual if body is None else body, **more)


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("list", (400, 300, NOT_SET), (400, 300, NOT_SET)),
        ("get", (400, 300, NOT_SET), (400, 300, NOT_SET)),
        ("status", (400, 300, NOT_SET), (400, 300, NOT_SET)),
        ("add", (404, 404, OFF), (404, 404, OFF)),
        ("batch", (404, 404, OFF), (400, 404, OFF)),
        ("delete", (400, 300, OFF), (400, 300, OFF)),
    ],
)
def test_registration_that_is_off_has_a_code_for_each_operation(
    profile_desk: Desk, name: str, old: tuple[int, int, str], new: tuple[int, int, str]
) -> None:
    number = profile_desk.meeting(settings={"approval_type": 2})
    status, code, message = old if profile_desk.settings.profile is OLD else new
    reply = ask(profile_desk, name, number)
    assert (reply.status, reply.json) == (status, {"code": code, "message": message.format(number=number)})
    assert "approval_type is 2" in reply.notice


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        *(
            (name, (3000, "Cannot access meeting information."), (3161, NOT_ALLOWED))
            for name in ("list", "get", "status")
        ),
        *((name, (200, PAID), (3161, NOT_ALLOWED)) for name in ("add", "batch", "delete", "questions", "ask")),
    ],
)
def test_a_basic_hosts_meeting_takes_no_registrations(
    profile_desk: Desk, name: str, old: tuple[int, str], new: tuple[int, str]
) -> None:
    code, message = old if profile_desk.settings.profile is OLD else new
    reply = ask(profile_desk, name, seeds.BASIC_MEETING_ID)
    assert (reply.status, reply.json) == (400, {"code": code, "message": message})


@pytest.mark.parametrize(
    ("name", "number", "status_old", "status_new", "code"),
    [
        ("add", seeds.FULL_MEETING_ID, 404, 400, 3043),
        ("batch", seeds.FULL_MEETING_ID, 404, 400, 3043),
        ("add", seeds.ENDED_MEETING_ID, 400, 400, 3038),
        ("batch", seeds.ENDED_MEETING_ID, 400, 400, 3038),
        ("status", seeds.GONE_MEETING_ID, 404, 404, 1001),
        ("add", seeds.GONE_MEETING_ID, 404, 404, 1001),
        ("status", seeds.MEETING_ID, 404, 404, 3001),
    ],
)
def test_the_seeds_provoke_a_refusal(
    profile_desk: Desk, name: str, number: int, status_old: int, status_new: int, code: int
) -> None:
    if number == seeds.FULL_MEETING_ID:
        profile_desk.registrant(number, "first@b.example")
    reply = ask(profile_desk, name, number)
    expected = status_old if profile_desk.settings.profile is OLD else status_new
    assert (reply.status, reply.code) == (expected, code)


def test_approving_past_the_capacity_has_a_status_for_each_profile(profile_desk: Desk) -> None:
    number = profile_desk.meeting(settings={"registrants_restrict_number": 1})
    for name in "ab":
        profile_desk.registrant(number, f"{name}@b.example")
    reply = profile_desk.decide(number, "approve", "a@b.example", "b@b.example")
    message = "Meeting has reached maximum attendee capacity."
    status = 404 if profile_desk.settings.profile is OLD else 400
    assert (reply.status, reply.json) == (status, {"code": 3043, "message": message})


def test_a_batch_succeeds_with_the_profiles_own_status(profile_desk: Desk) -> None:
    reply = ask(profile_desk, "batch", profile_desk.meeting())
    assert reply.status == (200 if profile_desk.settings.profile is OLD else 201)


LADDER = [
    "unknown meeting",
    "elsewhere",
    "host gone",
    "basic host",
    "off",
    "over",
    "fields",
    "barred",
    "blocked",
    "full",
]


@pytest.mark.parametrize("name", ["add", "batch"])
@pytest.mark.parametrize("rung", LADDER)
def test_the_checks_come_in_the_contracts_order(standing_desk: Desk, name: str, rung: str) -> None:
    """Contract 4.2. What is wrong further down the ladder is wrong here too, and must not come first."""
    at = LADDER.index(rung)
    settings: dict[str, Any] = {"approval_type": 0, "registrants_restrict_number": 1}
    number = standing_desk.meeting(settings=settings)
    standing_desk.registrant(number, "full@b.example")
    standing_desk.registrant(full := standing_desk.meeting(settings=settings), "blocked@b.example")
    standing_desk.decide(full, "deny", "blocked@b.example")
    standing_desk.registrant(full, "other@b.example")
    number = {
        "unknown meeting": 999,
        "elsewhere": seeds.OTHER_MEETING_ID,
        "host gone": seeds.GONE_MEETING_ID,
        "basic host": seeds.BASIC_MEETING_ID,
        "blocked": full,
    }.get(rung, number)
    if rung == "off":
        standing_desk.call("PUT", f"/v2/meetings/{number}/status", {"action": "end"})
        standing_desk.call("PATCH", f"/v2/meetings/{number}", {"settings": {"approval_type": 2}})
    if rung == "over":
        standing_desk.call("PUT", f"/v2/meetings/{number}/status", {"action": "end"})
    email = {"barred": seeds.HOST_EMAIL, "blocked": "blocked@b.example", "full": "new@b.example"}.get(rung, "wrong")
    person: Any = {"email": email, "first_name": "A"} if at > LADDER.index("fields") else {"email": email}
    reply = ask(standing_desk, name, number, {"registrants": [person]} if name == "batch" else person)
    expected = {
        "unknown meeting": 3001,
        "elsewhere": 1010,
        "host gone": 1001,
        "basic host": 200,
        "off": 404,
        "over": 3038,
        "fields": 300,
        "barred": 3027,
        "blocked": 300,
        "full": 3043,
    }
    assert reply.code == expected[rung], reply


def test_who_is_asked_before_what_and_what_before_where(standing_desk: Desk) -> None:
    path, junk = "/v2/meetings/999/registrants", {"content": b"{", "headers": {"content-type": "application/json"}}
    expired = standing_desk.call("POST", path, token=seeds.EXPIRED_TOKEN, content=b"{")
    assert expired.code == 124
    assert standing_desk.call("POST", path, token=seeds.READ_TOKEN, content=b"{").code == 4711
    unreadable = standing_desk.call("POST", path, **junk)  # type: ignore[arg-type]
    assert (unreadable.code, "errors" in unreadable.json) == (300, False)
    assert standing_desk.call("POST", path, {}).code == 3001


@pytest.mark.parametrize(
    "path",
    [
        *("/v2/webinars/1/polls", "/v2", "/v2/", "/v2/users/me//", "/v2//users/me", "/v2/users//me", "/v3/users"),
        *("/", "/v2/meetings/1/registrants/a/b", "/v2/%75sers/me/x", "/V2/users", "/v2/users/me%2Fmeetings/x"),
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE", "BREW"])
def test_an_address_that_is_none_is_refused_with_2300(standing_desk: Desk, method: str, path: str) -> None:
    reply = standing_desk.call(method, path)
    assert (reply.status, reply.code) == (404, 2300), reply
    assert reply.json["message"].startswith(f"This API endpoint is not recognized: {method} /")


def test_a_slash_at_the_end_counts_for_nothing_but_on_delete(standing_desk: Desk) -> None:
    with_slash, without = (
        standing_desk.call("GET", f"/v2/users/me/meetings{end}") for end in ("/?page_size=5&", "?page_size=5")
    )
    assert (with_slash.status, with_slash.json["meetings"]) == (200, without.json["meetings"])
    assert standing_desk.call("POST", "/v2/users/me/meetings/", {"topic": "Slash"}).status == 201
    number = standing_desk.webinar()
    standing_desk.panelist(number)
    forgotten = standing_desk.call("DELETE", f"/v2/webinars/{number}/panelists/")
    assert (forgotten.status, forgotten.code) == (404, 2300)
    assert len(standing_desk.call("GET", f"/v2/webinars/{number}/panelists").json["panelists"]) == 1


@pytest.mark.parametrize("path", ["//v2/users/me", "///", "/v2/users/..%2F..", "/v2/%2e%2e/healthz"])
def test_slashes_and_dots_lead_nowhere(standing_desk: Desk, path: str) -> None:
    reply = standing_desk.call("GET", f"http://desk.test{path}")
    assert reply.status == 404


def test_every_answer_has_a_tracking_id_of_its_own(standing_desk: Desk) -> None:
    paths = ("/v2/users/me", "/v2/nothing", "/v2/users/nobody", "/v2/meetings/1")
    tracked = {standing_desk.call("GET", path).headers["x-zm-trackingid"] for path in paths}
    assert len(tracked) == len(paths)
