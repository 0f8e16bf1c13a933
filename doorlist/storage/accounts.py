"""Accounts and their users, as rows."""

from collections.abc import Sequence
from typing import cast

from sqlalchemy import Select, and_, bindparam, func, insert, or_, select, update

from doorlist.contract.emails import email_key
from doorlist.model import Account, User, UserType
from doorlist.storage.database import Row, Statement, Tx
from doorlist.storage.encoding import from_ms, to_ms
from doorlist.storage.tables import account_parents, accounts, desk, users

_ACCOUNT = Statement(select(accounts).where(accounts.c.account_id == bindparam("account_id")))
_ACCOUNTS = Statement(select(accounts).order_by(accounts.c.created_ms, accounts.c.account_id))
_ADD_ACCOUNT = Statement(insert(accounts))
_PARENT = Statement(select(account_parents.c.parent_id).where(account_parents.c.account_id == bindparam("account_id")))
_SET_PARENT = Statement(insert(account_parents))
_ADD_USER = Statement(insert(users))
_FIND_USER = Statement(
    select(users)
    .where(users.c.account_id == bindparam("account_id"))
    .where(or_(users.c.user_id == bindparam("name"), users.c.email_key == bindparam("email_key")))
    .order_by((users.c.user_id == bindparam("name")).desc())
)
_USER_STATUS = Statement(
    select(users.c.status).where(users.c.account_id == bindparam("account_id"), users.c.user_id == bindparam("user_id"))
)
_SET_USER_STATUS = Statement(
    update(users)
    .where(users.c.account_id == bindparam("of_account"), users.c.user_id == bindparam("of_user"))
    .values(status=bindparam("status"))
)
_ORIGIN = Statement(select(desk.c.value).where(desk.c.name == "origin"))
_SET_ORIGIN = Statement(insert(desk).values(name="origin", value=bindparam("value")))


def _in_list(query: Select[Row]) -> Select[Row]:
    return query.where(and_(users.c.account_id == bindparam("account_id"), users.c.status == bindparam("status")))


_COUNT_USERS = Statement(_in_list(cast("Select[Row]", select(func.count()).select_from(users))))
_LIST_USERS = Statement(
    _in_list(cast("Select[Row]", select(users)))
    .where(users.c.user_id > bindparam("after"))
    .order_by(users.c.user_id)
    .limit(bindparam("count"))
    .offset(bindparam("skip"))
)


def origin(tx: Tx) -> str | None:
    """What made this database: `init` or `sandbox`, or None while nothing did."""
    row = tx.row(_ORIGIN)
    return None if row is None else str(row[0])


def set_origin(tx: Tx, value: str) -> None:
    """Note what made this database, once."""
    tx.run(_SET_ORIGIN, value=value)


def account(tx: Tx, account_id: str) -> Account | None:
    """The account of this id."""
    row = tx.row(_ACCOUNT, account_id=account_id)
    if row is None:
        return None
    return _account(row)


def list_accounts(tx: Tx) -> Sequence[Account]:
    """Every account, the oldest first."""
    return [_account(row) for row in tx.rows(_ACCOUNTS)]


def parent(tx: Tx, account_id: str) -> str | None:
    """The id of the account that an account is a sub-account of."""
    row = tx.row(_PARENT, account_id=account_id)
    return None if row is None else str(row[0])


def set_parent(tx: Tx, account_id: str, parent_id: str) -> None:
    """Make an account, once, a sub-account of another."""
    tx.run(_SET_PARENT, account_id=account_id, parent_id=parent_id)


def add_account(tx: Tx, new: Account) -> None:
    """Keep a new account."""
    tx.run(
        _ADD_ACCOUNT,
        account_id=new.id,
        name=new.name,
        number=new.number,
        owner_id=new.owner_id,
        secret=new.secret,
        created_ms=to_ms(new.created_at),
    )


def add_user(tx: Tx, new: User) -> None:
    """Keep a new user."""
    tx.run(
        _ADD_USER,
        account_id=new.account_id,
        user_id=new.id,
        email=new.email,
        email_key=email_key(new.email),
        first_name=new.first_name,
        last_name=new.last_name,
        type=int(new.type),
        role=new.role,
        timezone=new.timezone,
        language=new.language,
        personal_meeting_id=new.personal_meeting_id,
        status=new.status,
        created_ms=to_ms(new.created_at),
    )


def user_status(tx: Tx, account_id: str, user_id: str) -> str | None:
    """Where a user stands; None for one that does not exist."""
    row = tx.row(_USER_STATUS, account_id=account_id, user_id=user_id)
    return None if row is None else str(row[0])


def set_user_status(tx: Tx, account_id: str, user_id: str, status: str) -> None:
    """Make a user `active`, `inactive` or `pending`."""
    tx.run(_SET_USER_STATUS, of_account=account_id, of_user=user_id, status=status)


def user(tx: Tx, account_id: str, name: str) -> User | None:
    """The user of this id, or of this email, in an account."""
    row = tx.row(_FIND_USER, account_id=account_id, name=name, email_key=email_key(name))
    return None if row is None else _user(row)


def list_users(tx: Tx, account_id: str, *, status: str, after: str, skip: int, count: int) -> Sequence[User]:
    """Up to `count` users behind the id `after`, by age, `skip` of them left out."""
    return [
        _user(row)
        for row in tx.rows(_LIST_USERS, account_id=account_id, status=status, after=after, skip=skip, count=count)
    ]


def count_users(tx: Tx, account_id: str, *, status: str) -> int:
    """How many users of that status there are."""
    row = tx.row(_COUNT_USERS, account_id=account_id, status=status)
    assert row is not None
    return int(row[0])


def _account(row: Row) -> Account:
    id, name, number, owner_id, secret, created_ms = row
    return Account(id, name, number, owner_id, bytes(secret), from_ms(created_ms))


def _user(row: Row) -> User:
    account_id, user_id, email, _key, first, last, kind, role, timezone, language, pmi, status, created_ms = row
    return User(
        account_id=account_id,
        id=user_id,
        email=email,
        first_name=first,
        last_name=last,
        type=UserType(kind),
        role=role,
        timezone=timezone,
        language=language,
        personal_meeting_id=pmi,
        status=status,
        created_at=from_ms(created_ms),
    )
