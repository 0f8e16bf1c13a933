"""Users: who can be seen and acted for."""

from collections.abc import Sequence
from dataclasses import dataclass

from doorlist.model import Caller, User
from doorlist.refusals import UserNotFound
from doorlist.storage import accounts
from doorlist.storage.database import Tx

ME = "me"


@dataclass(frozen=True, slots=True)
class UsersPage:
    """Some users, and how many there are."""

    users: Sequence[User]
    total: int


def find(tx: Tx, caller: Caller, name: str) -> User:
    """The user of an id or an email, or the caller's own for `me`.

    Raises UserNotFound for anybody outside of the account and, for a user-level token, for anybody but its own user.
    """
    user = accounts.user(tx, caller.account_id, caller.user_id if name == ME else name)
    if user is None or not (caller.account_wide or user.id == caller.user_id):
        raise UserNotFound(name)
    return user


def page(tx: Tx, caller: Caller, *, status: str, after: str, skip: int, count: int) -> UsersPage:
    """The account's users of a status, by age; for a user-level token its own user alone."""
    if not caller.account_wide:
        own = accounts.user(tx, caller.account_id, caller.user_id)
        matching = [own] if own is not None and own.status == status else []
        return UsersPage([] if after or skip else matching, len(matching))
    users = accounts.list_users(tx, caller.account_id, status=status, after=after, skip=skip, count=count)
    return UsersPage(users, accounts.count_users(tx, caller.account_id, status=status))
