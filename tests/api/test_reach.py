"""How far a token reaches: its own user, the account, the sub-accounts; asked of every operation of the table."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from api.test_operations import BODIES, address, each_operation
from desks import Desk

from doorlist import ids
from doorlist.access.tokens import hashed
from doorlist.contract import scopes
from doorlist.contract.operations import EVERY_SCOPE, OPERATIONS, Operation, user_level
from doorlist.contract.profiles import Profile
from doorlist.model import Caller
from doorlist.sandbox import seeds
from doorlist.storage import accounts, tokens

SECOND = "sandbox-host-200000000"
OF_ONE = {"{registrantId}", "{panelistId}", "{sourceId}", "{webhookId}", "{noticeId}"}
"""What an address names that there is none of."""
OUT_OF_REACH = {124, 1001, 1010, 3003, 4711}
MASTER = frozenset(scope for scope in EVERY_SCOPE if scope.endswith(":master"))


def token(desk: Desk, held: frozenset[str], user_id: str = "sandbox-host-000000000") -> str:
    made = ids.secret()
    caller = Caller(seeds.ACCOUNT_ID, user_id, seeds.CLIENT_ID, held)
    expires_at = desk.clock.now() + timedelta(days=1)
    desk.store.write_now(lambda tx: tokens.add(tx, hashed(made), caller, expires_at=expires_at))
    return made


def own(desk: Desk, operation: Operation) -> int:
    """The number of a meeting or webinar of the host's; a fresh one where the operation takes it away."""
    if operation.id == "meetingDelete":
        return desk.meeting()
    if operation.id in ("webinarDelete", "webinarStatus"):
        return desk.webinar()
    return seeds.WEBINAR_ID if operation.webinar else seeds.RECORDING_MEETING_ID


def mirrored(operation: Operation, account: str, meeting: int) -> str:
    return address(operation, meeting).replace("/v2/", f"/v2/accounts/{account}/", 1)


def in_words(desk: Desk, operation: Operation, place: str) -> tuple[int, int, str]:
    """The answer to a user-level token that asks about somebody else."""
    if "{meetingId}" in operation.path or "{webinarId}" in operation.path:
        what = "Webinar" if operation.webinar else "Meeting"
        return {
            Profile.P2022_09: (400, 3003, "You're not the meeting host."),
            Profile.P2026_08: (404, 3001, f"{what} does not exist: {place.split('/')[3]}."),
        }[desk.settings.profile]
    return (404, 1001, f"User does not exist: {place.split('/')[3]}.")


@each_operation
def test_a_user_level_scope_reaches_its_own_user_and_an_account_level_one_everybody(
    profile_desk: Desk, operation: Operation
) -> None:
    for scope in sorted(operation.scopes):
        number = own(profile_desk, operation)
        others = address(operation, number).replace("/users/me", f"/users/{seeds.HOST_EMAIL}")
        reply = profile_desk.call(
            operation.method, others, BODIES.get(operation.id), token=token(profile_desk, frozenset({scope}), SECOND)
        )
        if operation.id == "users":
            count = 1 if scopes.reach(scope) is scopes.Reach.USER else 3
            assert reply.json["total_records"] == count, scope
        elif scopes.reach(scope) is scopes.Reach.USER:
            expected = in_words(profile_desk, operation, others)
            assert (reply.status, reply.code, reply.json["message"]) == expected, scope
        elif reply.status >= 300:
            assert reply.code not in OUT_OF_REACH, (scope, reply)
            assert OF_ONE & set(re.findall(r"{\w+}", operation.path)), (scope, reply)


@each_operation
def test_every_operation_is_there_for_a_sub_account_with_a_master_scope_and_with_no_other(
    standing_desk: Desk, operation: Operation
) -> None:
    number = seeds.SUB_WEBINAR_ID if operation.webinar else seeds.SUB_MEETING_ID
    path = mirrored(operation, seeds.SUB_ACCOUNT_ID, number)
    other = token(standing_desk, EVERY_SCOPE - MASTER)
    reply = standing_desk.call(operation.method, path, BODIES.get(operation.id), token=other)
    message = f"Invalid access token, does not contain scopes:[{', '.join(operation.granular_master)}]."
    assert (reply.status, reply.json) == (400, {"code": 4711, "message": message})
    assert operation.granular_master
    assert all(scope.endswith(":master") for scope in operation.master_scopes)
    for scope in sorted(operation.master_scopes):
        if operation.id in ("meetingDelete", "meetingStatus", "webinarDelete", "webinarStatus"):
            continue  # they would take the meeting from the other tests
        reply = standing_desk.call(
            operation.method, path, BODIES.get(operation.id), token=token(standing_desk, frozenset({scope}))
        )
        if reply.status >= 300:  # it got as far as what is asked about: no such registrant, no recording yet
            assert reply.code not in OUT_OF_REACH, (scope, reply)
            one = OF_ONE & set(re.findall(r"{\w+}", operation.path))
            assert one or "/recordings" in operation.path, (scope, reply)


def test_a_sub_accounts_meeting_is_made_shown_and_deleted_below_its_address(standing_desk: Desk) -> None:
    desk, below = standing_desk, f"/v2/accounts/{seeds.SUB_ACCOUNT_ID}"
    users = desk.call("GET", f"{below}/users").json["users"]
    assert [user["email"] for user in users] == [seeds.SUB_EMAIL]
    assert desk.call("GET", f"{below}/users/me").json["email"] == seeds.SUB_EMAIL
    made = desk.call("POST", f"{below}/users/{seeds.SUB_EMAIL}/meetings", {"settings": {"approval_type": 0}})
    assert (made.status, made.json["host_email"]) == (201, seeds.SUB_EMAIL)
    number = made.json["id"]
    added = desk.call("POST", f"{below}/meetings/{number}/registrants", {"email": "a@b.example", "first_name": "A"})
    assert added.status == 201
    assert desk.call("GET", f"{below}/meetings/{number}/registrants").json["total_records"] == 1
    assert desk.call("GET", f"/v2/meetings/{number}").code == 1010, "not without the account in the address"
    assert desk.call("DELETE", f"{below}/meetings/{number}").status == 204


@pytest.mark.parametrize("account", [seeds.ACCOUNT_ID, "me"])
def test_a_master_scope_reaches_its_own_account_too(standing_desk: Desk, account: str) -> None:
    shown = standing_desk.call("GET", f"/v2/accounts/{account}/meetings/{seeds.MEETING_ID}")
    assert (shown.status, shown.json["id"]) == (200, seeds.MEETING_ID)


@pytest.mark.parametrize("account", [seeds.OTHER_ACCOUNT_ID, "nobody", "%00", "a%2Fb", "x" * 3000, "ME", "%FF"])
def test_an_account_that_is_no_sub_account_is_refused_whether_it_exists_or_not(
    profile_desk: Desk, account: str
) -> None:
    for operation in OPERATIONS:
        reply = profile_desk.call(
            operation.method, mirrored(operation, account, seeds.OTHER_MEETING_ID), BODIES.get(operation.id)
        )
        assert (reply.status, reply.code) == (400, 1010), (operation.id, reply)
        assert reply.json["message"].startswith("User does not belong to this account: ")


def test_a_sub_account_does_not_reach_its_parent_nor_a_grandchild(desk: Desk) -> None:
    desk.store.write_now(lambda tx: accounts.set_parent(tx, seeds.OTHER_ACCOUNT_ID, seeds.SUB_ACCOUNT_ID))
    assert desk.call("GET", f"/v2/accounts/{seeds.OTHER_ACCOUNT_ID}/users").code == 1010
    up = desk.call("GET", f"/v2/accounts/{seeds.SUB_ACCOUNT_ID}/users", token=seeds.OTHER_TOKEN)
    assert up.code == 1010


@pytest.mark.parametrize(
    "path", ["/v2/accounts", "/v2/accounts/", "/v2/accounts/a", "/v2/accounts/a/", "/v2/accounts//users"]
)
def test_an_account_alone_is_no_address(standing_desk: Desk, path: str) -> None:
    assert standing_desk.call("GET", path).code == 2300


def test_a_page_token_of_one_account_is_none_in_another(standing_desk: Desk) -> None:
    first = standing_desk.call("GET", "/v2/users?page_size=1").json["next_page_token"]
    for account in (seeds.SUB_ACCOUNT_ID, seeds.ACCOUNT_ID):
        reply = standing_desk.call("GET", f"/v2/accounts/{account}/users?page_size=1&next_page_token={first}")
        assert (reply.status, reply.code) == (400, 300)


@pytest.mark.parametrize("make", [lambda held: held, user_level], ids=["every scope", "user level"])
def test_a_token_of_a_user_who_is_gone_is_none(desk: Desk, make: Callable[[frozenset[str]], frozenset[str]]) -> None:
    made = token(desk, make(EVERY_SCOPE), SECOND)
    assert desk.call("GET", "/v2/users/me", token=made).status == 200
    desk.store.write_now(lambda tx: accounts.set_user_status(tx, seeds.ACCOUNT_ID, SECOND, "inactive"))
    desk.clock.move(timedelta(seconds=2))
    assert desk.call("GET", "/v2/users/me", token=made).json == {"code": 124, "message": "Invalid access token."}
