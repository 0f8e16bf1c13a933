"""Access tokens as rows: kept as hashes, so that a copy of the database opens no door."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, delete, insert, select

from doorlist.model import Caller
from doorlist.storage.database import Statement, Tx
from doorlist.storage.encoding import from_ms, to_ms
from doorlist.storage.tables import tokens

_FIND = Statement(
    select(tokens.c.account_id, tokens.c.user_id, tokens.c.client_id, tokens.c.scopes, tokens.c.expires_ms).where(
        tokens.c.token_hash == bindparam("token_hash")
    )
)
_ADD = Statement(insert(tokens))
_DELETE = Statement(
    delete(tokens).where(tokens.c.account_id == bindparam("of_account"), tokens.c.token_hash == bindparam("of_token"))
)
_DELETE_OF_APP = Statement(
    delete(tokens).where(tokens.c.account_id == bindparam("of_account"), tokens.c.client_id == bindparam("of_client"))
)
_DELETE_OF_GRANT = Statement(
    delete(tokens).where(
        tokens.c.account_id == bindparam("of_account"),
        tokens.c.client_id == bindparam("of_client"),
        tokens.c.grant_id == bindparam("of_grant"),
    )
)
_FORGET = Statement(
    delete(tokens).where(tokens.c.account_id == bindparam("of_account"), tokens.c.expires_ms < bindparam("before_ms"))
)


class Kept(NamedTuple):
    """A token that we gave: who holds it, until when."""

    caller: Caller
    expires_at: datetime


def find(tx: Tx, token_hash: str) -> Kept | None:
    """The token of this hash, expired or not."""
    row = tx.row(_FIND, token_hash=token_hash)
    if row is None:
        return None
    account_id, user_id, client_id, scopes, expires_ms = row
    return Kept(Caller(account_id, user_id, client_id, frozenset(scopes.split())), from_ms(expires_ms))


def add(tx: Tx, token_hash: str, caller: Caller, *, expires_at: datetime, grant_id: str = "") -> None:
    """Keep a token's hash; `grant_id` is what a user allowed that it came of, if it did."""
    tx.run(
        _ADD,
        account_id=caller.account_id,
        token_hash=token_hash,
        client_id=caller.client_id,
        user_id=caller.user_id,
        scopes=" ".join(sorted(caller.scopes)),
        expires_ms=to_ms(expires_at),
        grant_id=grant_id,
    )


def delete_one(tx: Tx, account_id: str, token_hash: str) -> None:
    """Delete a token."""
    tx.run(_DELETE, of_account=account_id, of_token=token_hash)


def delete_of_app(tx: Tx, account_id: str, client_id: str) -> None:
    """Delete the tokens of an app."""
    tx.run(_DELETE_OF_APP, of_account=account_id, of_client=client_id)


def delete_of_grant(tx: Tx, account_id: str, client_id: str, grant_id: str) -> None:
    """Delete the tokens that came of what a user allowed an app."""
    tx.run(_DELETE_OF_GRANT, of_account=account_id, of_client=client_id, of_grant=grant_id)


def forget(tx: Tx, account_id: str, *, before: datetime) -> int:
    """Delete an account's tokens that expired before a time; gives back how many."""
    return tx.run(_FORGET, of_account=account_id, before_ms=to_ms(before))
