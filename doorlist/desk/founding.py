"""Founding a desk: an account with its first users and app, and the note of what made the database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from doorlist import ids
from doorlist.model import Account, App, User, UserType
from doorlist.storage import accounts
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
    """A new account, its first user the owner. `origin` is noted once for the whole database."""
    if accounts.origin(tx) is None:
        accounts.set_origin(tx, origin)
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
    accounts.add_app(tx, App(account_id, app.client_id, app.name, app.secret_hash, app.scopes, now))
    return account, made
