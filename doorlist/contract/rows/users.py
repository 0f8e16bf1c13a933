"""Users."""

from doorlist.contract import scopes
from doorlist.contract.limits import LIGHT, MEDIUM
from doorlist.contract.rows.row import IN_2026, Operation
from doorlist.contract.shapes import users

ROWS = (
    Operation(
        id="users",
        method="GET",
        path="/users",
        summary="List the users of the account",
        classic=scopes.USER_READ,
        granular=("user:read:list_users:admin",),
        label=MEDIUM,
        query=users.UsersQuery,
        reply=users.UserList,
        success=200,
        refusals=("FieldsInvalid", "PageTokenInvalid"),
        source=IN_2026,
        group="Users",
        notes="page_size goes up to 2000 here.",
    ),
    Operation(
        id="user",
        method="GET",
        path="/users/{userId}",
        summary="Show a user; `me` is the token's own",
        classic=(*scopes.USER_READ, "user_profile", "user_info:read"),
        granular=scopes.granular("user:read:user"),
        label=LIGHT,
        reply=users.UserDetail,
        success=200,
        refusals=("UserNotFound",),
        source=IN_2026,
        group="Users",
        notes="userId is an id, an email or `me`; for a server-to-server app `me` is the account's owner.",
    ),
)
