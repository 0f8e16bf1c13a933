"""Listing registrants: who is shown to whom, page by page."""

from datetime import timedelta
from typing import Any

import pytest
from desks import Desk, each_kind

from doorlist.sandbox import seeds

TOKEN_INVALID = {"code": 300, "message": "The next page token is either invalid or has expired."}


def path(number: int, query: str = "", of: str = "meetings") -> str:
    return f"/v2/{of}/{number}/registrants?{query}"


def listed(desk: Desk, number: int, query: str = "", of: str = "meetings") -> list[str]:
    """The names before the @ on a page that has all of them."""
    page = desk.call("GET", path(number, query, of)).json
    assert (page["total_records"], page["next_page_token"]) == (len(page["registrants"]), "")
    return [each["email"].split("@")[0] for each in page["registrants"]]


def mixed(desk: Desk, of: str = "meetings") -> int:
    """A meeting or webinar with two registrants of each standing."""
    number = desk.plan(of)
    for standing, action in (("approved", "approve"), ("denied", "deny"), ("cancelled", "cancel"), ("pending", "")):
        for name in (f"{standing}1", f"{standing}2"):
            id = desk.registrant(number, f"{name}@b.example", of=of)
            if action:
                assert desk.decide(number, action, id, of=of).status == 204
    return number


ALL = ["approved1", "approved2", "denied1", "denied2", "cancelled1", "cancelled2", "pending1", "pending2"]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ALL[:2]),
        ("status=approved", ALL[:2]),
        ("status=pending", ALL[6:]),
        ("status=denied", ALL[2:6]),
        ("status=cancelled", ALL[4:6]),
        ("status=all", ALL),
        ("email=denied1@b.example", []),
        ("status=all&email=DENIED1@B.example", ["denied1"]),
        ("status=denied&email=cancelled1@b.example", ["cancelled1"]),
        ("status=cancelled&email=denied1@b.example", []),
        ("status=all&email=denied", []),
        ("status=all&email=%25", []),
        ("email=", ALL[:2]),
        ("occurrence_id=1", ALL[:2]),
        ("status=pending&status=all", ALL),
    ],
)
@each_kind
def test_a_list_shows_the_approved_unless_it_is_asked_for_others(
    standing_desk: Desk, query: str, names: list[str], of: str
) -> None:
    assert listed(standing_desk, mixed(standing_desk, of), query, of) == names


@pytest.mark.parametrize("asked", ["denied", "cancelled", "all"])
def test_only_those_who_ask_are_told_cancelled_from_denied(standing_desk: Desk, asked: str) -> None:
    number = mixed(standing_desk)
    shown = standing_desk.call("GET", path(number, f"status={asked}")).json["registrants"]
    by_name = {each["email"].split("@")[0]: each for each in shown}
    assert by_name["cancelled1"]["status"] == ("denied" if asked == "denied" else "cancelled")
    assert {name for name, each in by_name.items() if "join_url" in each} == {
        name for name in by_name if name.startswith("approved")
    }
    id = by_name["cancelled1"]["id"]
    assert standing_desk.call("GET", f"/v2/meetings/{number}/registrants/{id}").json["status"] == "denied"


@pytest.fixture
def crowd(standing_desk: Desk) -> int:
    """A meeting with seven approved registrants, r0 to r6, and one pending."""
    number = standing_desk.meeting()
    for index in range(7):
        standing_desk.registrant(number, f"r{index}@b.example", auto_approve=True)
    standing_desk.registrant(number, "waiting@b.example")
    return number


@pytest.mark.parametrize(("size", "pages"), [(1, 7), (2, 4), (3, 3), (6, 2), (7, 1), (30, 1)])
def test_pages_hold_each_registrant_once_oldest_first(standing_desk: Desk, crowd: int, size: int, pages: int) -> None:
    seen: list[str] = []
    token = ""
    for number in range(1, pages + 1):
        page = standing_desk.call("GET", path(crowd, f"page_size={size}&next_page_token={token}")).json
        assert (page["page_number"], page["page_count"], page["page_size"], page["total_records"]) == (
            number,
            pages,
            size,
            7,
        )
        numbered = standing_desk.call("GET", path(crowd, f"page_size={size}&page_number={number}")).json
        assert numbered["registrants"] == page["registrants"]
        seen += [each["email"] for each in page["registrants"]]
        token = page["next_page_token"]
        assert bool(token) is (number < pages)
    assert seen == [f"r{index}@b.example" for index in range(7)]
    beyond = standing_desk.call("GET", path(crowd, f"page_size={size}&page_number={pages + 1}")).json
    assert (beyond["registrants"], beyond["next_page_token"], beyond["total_records"]) == ([], "", 7)


@pytest.mark.parametrize(("asked", "given"), [("300", 300), ("301", 300), ("1000", 300), ("2147483648", 300)])
def test_a_page_of_more_than_300_is_one_of_300(standing_desk: Desk, crowd: int, asked: str, given: int) -> None:
    page = standing_desk.call("GET", path(crowd, f"page_size={asked}")).json
    assert (page["page_size"], len(page["registrants"])) == (given, 7)


@pytest.mark.parametrize(
    "query",
    [
        *("page_size=0", "page_size=-1", "page_size=abc", "page_size=1.5", "page_size=", "page_size=%00"),
        *("page_number=0", "page_number=x", "status=nobody", "status=APPROVED", "status=", f"email={'x' * 256}"),
        *(f"next_page_token={'x' * 3000}", f"page_size={'9' * 5000}", "email=%00", "occurrence_id=%00"),
    ],
    ids=lambda query: query[:40],
)
def test_a_wrong_query_is_named(standing_desk: Desk, crowd: int, query: str) -> None:
    reply = standing_desk.call("GET", path(crowd, query))
    assert (reply.status, reply.code, reply.json["message"]) == (400, 300, "Validation Failed.")
    assert [fault["field"] for fault in reply.json["errors"]] == [query.split("=")[0]]


def test_all_that_is_wrong_with_a_query_is_named_at_once(standing_desk: Desk, crowd: int) -> None:
    reply = standing_desk.call("GET", path(crowd, "page_size=0&page_number=x&status=y"))
    assert {fault["field"] for fault in reply.json["errors"]} == {"page_size", "page_number", "status"}


def test_a_page_token_carries_its_filters(standing_desk: Desk) -> None:
    number = mixed(standing_desk)
    first = standing_desk.call("GET", path(number, "status=all&page_size=3")).json
    token = first["next_page_token"]
    for query in ("", "&status=pending", "&email=nobody@b.example", "&page_number=9"):
        rest = standing_desk.call("GET", path(number, f"page_size=5&next_page_token={token}{query}")).json
        assert [each["email"].split("@")[0] for each in rest["registrants"]] == ALL[3:]
        assert {each["status"] for each in rest["registrants"]} == {"denied", "cancelled", "pending"}


def test_a_page_token_lasts_15_minutes(desk: Desk) -> None:
    number = desk.meeting()
    for index in range(3):
        desk.registrant(number, f"r{index}@b.example", auto_approve=True)
    token = desk.call("GET", path(number, "page_size=1")).json["next_page_token"]
    again = path(number, f"page_size=1&next_page_token={token}")
    desk.clock.move(timedelta(minutes=14, seconds=59))
    assert desk.call("GET", again).json["registrants"][0]["email"] == "r1@b.example"
    desk.clock.move(timedelta(seconds=5))
    reply = desk.call("GET", again)
    assert (reply.status, reply.json) == (400, TOKEN_INVALID)


def flipped(token: str, at: int) -> str:
    return token[:at] + ("A" if token[at] != "A" else "B") + token[at + 1 :]


def test_a_page_token_that_was_tampered_with_is_refused(standing_desk: Desk, crowd: int) -> None:
    token = standing_desk.call("GET", path(crowd, "page_size=1")).json["next_page_token"]
    forged = [flipped(token, at) for at in range(0, len(token) - 1, 7)]
    forged += [token[:-4], token[4:], token + "AAAA", "A", "AAAA", "====", "e30", "%C3%A9", "null", "1", "%0A", "+"]
    for each in forged:
        reply = standing_desk.call("GET", path(crowd, f"page_size=1&next_page_token={each}"))
        assert (reply.status, reply.json) == (400, TOKEN_INVALID), each


def test_a_page_token_belongs_to_one_list(standing_desk: Desk, crowd: int) -> None:
    token = standing_desk.call("GET", path(crowd, "page_size=1")).json["next_page_token"]
    elsewhere = standing_desk.recorded()
    for other in (
        path(elsewhere),
        f"/v2/meetings/{crowd}/registrants?",
        f"/v2/meetings/{elsewhere}/recordings/registrants?",
        "/v2/users?",
        "/v2/users/me/meetings?",
        "/v2/users/me/recordings?",
    ):
        reply = standing_desk.call("GET", f"{other}&next_page_token={token}")
        assert reply.status == (200 if str(crowd) in other else 400), other
    reply = standing_desk.call(
        "GET", f"/v2/meetings/{seeds.OTHER_MEETING_ID}/registrants?next_page_token={token}", token=seeds.OTHER_TOKEN
    )
    assert reply.json == TOKEN_INVALID


def test_a_list_goes_on_behind_the_last_one_whatever_happened_to_them(standing_desk: Desk, crowd: int) -> None:
    page = standing_desk.call("GET", path(crowd, "page_size=3")).json
    last = page["registrants"][-1]["id"]
    assert standing_desk.call("DELETE", f"/v2/meetings/{crowd}/registrants/{last}").status == 204
    assert standing_desk.decide(crowd, "deny", "r0@b.example", "r4@b.example").status == 204
    standing_desk.registrant(crowd, "new@b.example", auto_approve=True)
    rest = standing_desk.call("GET", path(crowd, f"next_page_token={page['next_page_token']}")).json
    assert [each["email"].split("@")[0] for each in rest["registrants"]] == ["r3", "r5", "r6", "new"]


def test_the_denied_and_the_cancelled_are_paged_as_one_list_by_age(standing_desk: Desk) -> None:
    number = standing_desk.meeting()
    names = [f"r{index}" for index in range(6)]
    for index, name in enumerate(names):
        standing_desk.registrant(number, f"{name}@b.example")
        standing_desk.decide(number, "deny" if index % 2 else "cancel", f"{name}@b.example")
    seen: list[Any] = []
    token = ""
    for page_number in (1, 2, 3):
        by_token = standing_desk.call("GET", path(number, f"status=denied&page_size=2&next_page_token={token}")).json
        query = f"status=denied&page_size=2&page_number={page_number}"
        assert standing_desk.call("GET", path(number, query)).json["registrants"] == by_token["registrants"]
        seen += [each["email"].split("@")[0] for each in by_token["registrants"]]
        token = by_token["next_page_token"]
    assert (seen, token) == (names, "")


def test_a_list_of_several_hundred_is_whole(standing_desk: Desk) -> None:
    number = standing_desk.meeting(settings={"approval_type": 0})
    for start in range(0, 330, 30):
        people = [{"email": f"r{start + index}@b.example", "first_name": "R"} for index in range(30)]
        assert standing_desk.call("POST", f"/v2/meetings/{number}/batch_registrants", {"registrants": people}).status
    first = standing_desk.call("GET", path(number, "page_size=1000")).json
    rest = standing_desk.call("GET", path(number, f"page_size=300&next_page_token={first['next_page_token']}")).json
    assert (len(first["registrants"]), len(rest["registrants"]), first["page_count"]) == (300, 30, 2)
    emails = [each["email"] for each in first["registrants"] + rest["registrants"]]
    assert emails == [f"r{index}@b.example" for index in range(330)]
