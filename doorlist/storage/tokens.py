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


def add(tx: Tx, token_hash: str, caller: Caller, *, expires_at: datetime) -> None:
    """Keep a token's hash."""
    tx.run(
        _ADD,
        account_id=caller.account_id,
        token_hash=token_hash,
        client_id=caller.client_id,
        user_id=caller.user_id,
        scopes=" ".join(sorted(caller.scopes)),
        expires_ms=to_ms(expires_at),
    )


def forget(tx: Tx, account_id: str, *, before: datetime) -> int:
    """Delete an account's tokens that expired before a time; gives back how many."""
    return tx.run(_FORGET, of_account=account_id, before_ms=to_ms(before))
