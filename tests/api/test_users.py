"""Users: who is listed, who is shown, and to whom."""

import pytest
from desks import Desk

from doorlist.sandbox import seeds

HOST_ID = "sandbox-host-000000000"


@pytest.mark.parametrize("name", ["me", HOST_ID, seeds.HOST_EMAIL, "HOST@Sandbox.Example", "host%40sandbox.example"])
def test_a_user_is_found_by_id_by_email_and_as_me(standing_desk: Desk, name: str) -> None:
    user = standing_desk.call("GET", f"/v2/users/{name}").json
    assert (user["id"], user["email"], user["type"]) == (HOST_ID, seeds.HOST_EMAIL, 2)
    assert (user["role_name"], user["account_id"], user["status"]) == ("Owner", seeds.ACCOUNT_ID, "active")


@pytest.mark.parametrize(
    "name", ["nobody@sandbox.example", "0", seeds.OTHER_EMAIL, "ME", "%00", "a%00b", "%FF", "%0D%0A", "x" * 5000]
)
def test_whoever_is_not_of_the_account_does_not_exist(standing_desk: Desk, name: str) -> None:
    for rest in ("", "/meetings", "/recordings"):
        reply = standing_desk.call("GET", f"/v2/users/{name}{rest}")
        assert (reply.status, reply.code) == (404, 1001)
    assert standing_desk.call("POST", f"/v2/users/{name}/meetings", {}).code == 1001


def test_the_refusal_names_the_user(standing_desk: Desk) -> None:
    reply = standing_desk.call("GET", "/v2/users/nobody@sandbox.example")
    assert reply.json == {"code": 1001, "message": "User does not exist: nobody@sandbox.example."}


@pytest.mark.parametrize("name", [seeds.HOST_EMAIL, HOST_ID])
def test_a_user_level_token_sees_nobody_but_its_own_user(standing_desk: Desk, name: str) -> None:
    token = seeds.USER_TOKEN
    assert standing_desk.call("GET", "/v2/users/me", token=token).json["email"] == seeds.SECOND_HOST_EMAIL
    assert standing_desk.call("GET", f"/v2/users/{seeds.SECOND_HOST_EMAIL}", token=token).status == 200
    assert standing_desk.call("GET", f"/v2/users/{name}", token=token).code == 1001
    assert standing_desk.call("GET", f"/v2/users/{name}/meetings", token=token).code == 1001
    assert standing_desk.call("POST", f"/v2/users/{name}/meetings", {}, token=token).code == 1001


@pytest.mark.parametrize(
    ("query", "emails"),
    [
        ("", {seeds.HOST_EMAIL, seeds.SECOND_HOST_EMAIL, seeds.BASIC_EMAIL}),
        ("?status=active", {seeds.HOST_EMAIL, seeds.SECOND_HOST_EMAIL, seeds.BASIC_EMAIL}),
        ("?status=inactive", {seeds.GONE_EMAIL}),
        ("?status=pending", set()),
    ],
)
def test_users_are_listed_by_their_standing_active_by_default(
    standing_desk: Desk, query: str, emails: set[str]
) -> None:
    listed = standing_desk.call("GET", f"/v2/users{query}").json
    assert {user["email"] for user in listed["users"]} == emails
    assert listed["total_records"] == len(emails)


@pytest.mark.parametrize(("asked", "given"), [(1, 1), (300, 300), (2000, 2000), (2001, 2000), (10**9, 2000)])
def test_a_page_of_users_goes_up_to_2000(standing_desk: Desk, asked: int, given: int) -> None:
    assert standing_desk.call("GET", f"/v2/users?page_size={asked}").json["page_size"] == given


def test_pages_of_users_hold_each_once(standing_desk: Desk) -> None:
    first = standing_desk.call("GET", "/v2/users?page_size=2").json
    rest = standing_desk.call("GET", f"/v2/users?page_size=2&next_page_token={first['next_page_token']}").json
    seen = [user["id"] for page in (first, rest) for user in page["users"]]
    assert len(seen) == len(set(seen)) == 3
    assert (first["page_count"], first["page_number"], rest["page_number"]) == (2, 1, 2)
    assert rest["next_page_token"] == ""
    numbered = standing_desk.call("GET", "/v2/users?page_size=2&page_number=2").json
    assert numbered["users"] == rest["users"]


@pytest.mark.parametrize("query", ["status=asleep", "page_size=0", "page_size=x", "page_number=0", "page_number=-1"])
def test_a_wrong_query_is_named(standing_desk: Desk, query: str) -> None:
    reply = standing_desk.call("GET", f"/v2/users?{query}")
    assert (reply.status, reply.code, reply.json["message"]) == (400, 300, "Validation Failed.")
    assert [fault["field"] for fault in reply.json["errors"]] == [query.split("=")[0]]


def test_a_user_level_token_lists_its_own_user_alone(standing_desk: Desk) -> None:
    listed = standing_desk.call("GET", "/v2/users", token=seeds.USER_TOKEN)
    assert [user["email"] for user in listed.json["users"]] == [seeds.SECOND_HOST_EMAIL]
    assert listed.json["total_records"] == 1
    assert standing_desk.call("GET", "/v2/users?status=inactive", token=seeds.USER_TOKEN).json["users"] == []
