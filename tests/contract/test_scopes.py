"""What scopes come to in the words of the page that asks for them."""

import pytest

from doorlist.contract import scopes
from doorlist.contract.operations import EVERY_SCOPE, OPERATIONS


@pytest.mark.parametrize(
    ("held", "lines"),
    [
        (["meeting:read"], [("Meetings and their registrants", "see (your own)")]),
        (
            ["meeting:write:admin"],
            [("Meetings and their registrants", "create, change, delete (everybody’s in the account)")],
        ),
        (["meeting:write:registrant"], [("Meetings and their registrants", "create (your own)")]),
        (
            ["cloud_recording:read:recording_settings", "cloud_recording:read:recording_settings:admin"],
            [("Recordings and their registrants", "see (your own; everybody’s in the account)")],
        ),
        (["user_profile", "user_info:read"], [("Profiles", "see (your own)")]),
        (["other:ponder"], [("other", "ponder (your own)")]),
        ([], []),
    ],
)
def test_scopes_are_told_by_what_they_open_and_whose(held: list[str], lines: list[tuple[str, str]]) -> None:
    assert scopes.in_words(held) == lines


def test_every_scope_is_told() -> None:
    for scope in EVERY_SCOPE:
        ((subject, _how),) = scopes.in_words([scope])
        assert subject[0].isupper(), scope


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda each: each.id)
def test_an_operation_has_a_scope_of_every_reach(operation: object) -> None:
    row = next(each for each in OPERATIONS if each is operation)
    held = {scopes.reach(scope) for scope in row.scopes}
    assert {scopes.Reach.ACCOUNT} <= held
    assert {scopes.reach(scope) for scope in row.master_scopes} == {scopes.Reach.SUB_ACCOUNTS}
