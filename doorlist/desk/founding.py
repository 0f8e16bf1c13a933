"""Founding a desk: an account with its first users and app, and the note of what made the database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from doorlist import ids
from doorlist.model import Account, App, User, UserType
from doorlist.storage import accounts, apps
from doorlist.storage.database import Tx


@dataclass(frozen=True, slots=True)
class NewUser:
    """A user to found with; ids that are not given are made."""

    email: str
    first_name: str
    last_name: str
    type: UserType = UserType.LICENSED
    role: str = "Member"
    id: str = ""


@dataclass(frozen=True, slots=True)
class NewApp:
    """An app to found with; `secret_hash` is the SHA-256 of its secret."""

    client_id: str
    secret_hash: str
    scopes: frozenset[str]
    name: str = "First app"


def found(
    tx: Tx,
    *,
    origin: str,
    name: str,
    users: Sequence[NewUser],
    app: NewApp,
    now: datetime,
    account_id: str = "",
    timezone: str = "UTC",
) -> tuple[Account, Sequence[User]]:
    """A new account, its first user the owner, with an app. `origin` is noted once for the whole database."""
    if accounts.origin(tx) is None:
        accounts.set_origin(tx, origin)
    account, made = found_account(tx, name=name, users=users, now=now, account_id=account_id, timezone=timezone)
    apps.add(tx, App(account.id, app.client_id, app.name, app.secret_hash, app.scopes, now))
    return account, made


def found_account(
    tx: Tx,
    *,
    name: str,
    users: Sequence[NewUser],
    now: datetime,
    account_id: str = "",
    timezone: str = "UTC",
    parent_id: str = "",
) -> tuple[Account, Sequence[User]]:
    """A new account without an app, its first user the owner; a sub-account where it has a parent."""
    account_id = account_id or ids.ordered()
    made = [
        User(
            account_id=account_id,
            id=new.id or ids.ordered(),
            email=new.email,
            first_name=new.first_name,
            last_name=new.last_name,
            type=new.type,
            role=new.role,
            timezone=timezone,
            language="en-US",
            personal_meeting_id=int(ids.digits(10)),
            status="active",
            created_at=now,
        )
        for new in users
    ]
    account = Account(account_id, name, int(ids.digits(9)), made[0].id, ids.key(), now)
    accounts.add_account(tx, account)
    for user in made:
        accounts.add_user(tx, user)
    if parent_id:
        accounts.set_parent(tx, account_id, parent_id)
    return account, made
