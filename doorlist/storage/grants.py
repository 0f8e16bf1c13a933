"""What users allowed apps, and the refresh tokens that came of it, as rows: codes and tokens as hashes."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import and_, bindparam, delete, insert, select, update

from doorlist.model import Grant
from doorlist.storage.database import Row, Statement, Tx
from doorlist.storage.encoding import from_ms, from_ms_or_none, to_ms, to_ms_or_none
from doorlist.storage.tables import grants, refresh_tokens

_ADD = Statement(insert(grants))
_BY_CODE = Statement(
    select(grants).where(grants.c.account_id == bindparam("account_id"), grants.c.code_hash == bindparam("code_hash"))
)
_FIND = Statement(
    select(grants).where(grants.c.account_id == bindparam("account_id"), grants.c.grant_id == bindparam("grant_id"))
)
_STANDING = and_(
    grants.c.account_id == bindparam("of_account"),
    grants.c.grant_id == bindparam("of_grant"),
    grants.c.revoked_ms.is_(None),
)
_USE_CODE = Statement(
    update(grants)
    .where(_STANDING, grants.c.code_used_ms.is_(None))
    .values(code_used_ms=bindparam("used_ms"), expires_ms=bindparam("until_ms"))
)
_PROLONG = Statement(update(grants).where(_STANDING).values(expires_ms=bindparam("until_ms")))
_REVOKE = Statement(update(grants).where(_STANDING).values(revoked_ms=bindparam("at_ms")))
_DELETE_OF_CLIENT = Statement(
    delete(grants).where(grants.c.account_id == bindparam("of_account"), grants.c.client_id == bindparam("of_client"))
)
_FORGET = Statement(
    delete(grants).where(grants.c.account_id == bindparam("of_account"), grants.c.expires_ms < bindparam("before_ms"))
)

_ADD_REFRESH = Statement(insert(refresh_tokens))
_FIND_REFRESH = Statement(
    select(refresh_tokens).where(
        refresh_tokens.c.account_id == bindparam("account_id"), refresh_tokens.c.token_hash == bindparam("token_hash")
    )
)
_USE_REFRESH = Statement(
    update(refresh_tokens)
    .where(
        refresh_tokens.c.account_id == bindparam("of_account"),
        refresh_tokens.c.token_hash == bindparam("of_token"),
        refresh_tokens.c.used_ms.is_(None),
    )
    .values(used_ms=bindparam("at_ms"))
)
_DELETE_REFRESH = Statement(
    delete(refresh_tokens).where(
        refresh_tokens.c.account_id == bindparam("of_account"), refresh_tokens.c.grant_id == bindparam("of_grant")
    )
)
_DELETE_REFRESH_OF_CLIENT = Statement(
    delete(refresh_tokens).where(
        refresh_tokens.c.account_id == bindparam("of_account"),
        refresh_tokens.c.grant_id.in_(
            select(grants.c.grant_id).where(
                grants.c.account_id == bindparam("of_account"), grants.c.client_id == bindparam("of_client")
            )
        ),
    )
)
_FORGET_REFRESH = Statement(
    delete(refresh_tokens).where(
        refresh_tokens.c.account_id == bindparam("of_account"), refresh_tokens.c.expires_ms < bindparam("before_ms")
    )
)


class Refresh(NamedTuple):
    """A refresh token that we gave: of which grant, until when, and whether it was exchanged already."""

    account_id: str
    token_hash: str
    grant_id: str
    expires_at: datetime
    used_at: datetime | None


def add(tx: Tx, new: Grant) -> None:
    """Keep a new grant."""
    tx.run(
        _ADD,
        account_id=new.account_id,
        grant_id=new.id,
        client_id=new.client_id,
        user_id=new.user_id,
        scopes=" ".join(sorted(new.scopes)),
        redirect_uri=new.redirect_uri,
        challenge=new.challenge,
        challenge_method=new.challenge_method,
        code_hash=new.code_hash,
        code_expires_ms=to_ms(new.code_expires_at),
        code_used_ms=to_ms_or_none(new.code_used_at),
        created_ms=to_ms(new.created_at),
        expires_ms=to_ms(new.expires_at),
        revoked_ms=to_ms_or_none(new.revoked_at),
    )


def by_code(tx: Tx, account_id: str, code_hash: str) -> Grant | None:
    """The grant of this code, used or not."""
    row = tx.row(_BY_CODE, account_id=account_id, code_hash=code_hash)
    return None if row is None else _grant(row)


def find(tx: Tx, account_id: str, grant_id: str) -> Grant | None:
    """The grant of this id."""
    row = tx.row(_FIND, account_id=account_id, grant_id=grant_id)
    return None if row is None else _grant(row)


def use_code(tx: Tx, grant: Grant, *, now: datetime, expires_at: datetime) -> bool:
    """Spend a grant's code, and hold the grant until the transaction ends; False where somebody else did, or revoked it."""
    at = {"used_ms": to_ms(now), "until_ms": to_ms(expires_at)}
    return tx.run(_USE_CODE, of_account=grant.account_id, of_grant=grant.id, **at) == 1


def prolong(tx: Tx, grant: Grant, *, expires_at: datetime) -> bool:
    """Let a grant last until a later time, and hold it until the transaction ends; False where it was revoked."""
    return tx.run(_PROLONG, of_account=grant.account_id, of_grant=grant.id, until_ms=to_ms(expires_at)) == 1


def revoke(tx: Tx, account_id: str, grant_id: str, *, now: datetime) -> None:
    """Mark a grant as taken back, and delete its refresh tokens."""
    tx.run(_REVOKE, of_account=account_id, of_grant=grant_id, at_ms=to_ms(now))
    tx.run(_DELETE_REFRESH, of_account=account_id, of_grant=grant_id)


def delete_of_app(tx: Tx, account_id: str, client_id: str) -> None:
    """Delete everything that users allowed an app."""
    tx.run(_DELETE_REFRESH_OF_CLIENT, of_account=account_id, of_client=client_id)
    tx.run(_DELETE_OF_CLIENT, of_account=account_id, of_client=client_id)


def add_refresh(tx: Tx, account_id: str, token_hash: str, grant_id: str, *, expires_at: datetime) -> None:
    """Keep a refresh token's hash."""
    tx.run(
        _ADD_REFRESH,
        account_id=account_id,
        token_hash=token_hash,
        grant_id=grant_id,
        expires_ms=to_ms(expires_at),
        used_ms=None,
    )


def find_refresh(tx: Tx, account_id: str, token_hash: str) -> Refresh | None:
    """The refresh token of this hash, whatever became of it."""
    row = tx.row(_FIND_REFRESH, account_id=account_id, token_hash=token_hash)
    if row is None:
        return None
    account_id, token_hash, grant_id, expires_ms, used_ms = row
    return Refresh(account_id, token_hash, grant_id, from_ms(expires_ms), from_ms_or_none(used_ms))


def use_refresh(tx: Tx, refresh: Refresh, *, now: datetime) -> bool:
    """Spend a refresh token; False where it was spent already."""
    return tx.run(_USE_REFRESH, of_account=refresh.account_id, of_token=refresh.token_hash, at_ms=to_ms(now)) == 1


def forget(tx: Tx, account_id: str, *, before: datetime) -> None:
    """Delete an account's grants and refresh tokens that ended before a time."""
    tx.run(_FORGET_REFRESH, of_account=account_id, before_ms=to_ms(before))
    tx.run(_FORGET, of_account=account_id, before_ms=to_ms(before))


def _grant(row: Row) -> Grant:
    account_id, grant_id, client_id, user_id, scopes, redirect_uri, challenge, challenge_method, code_hash = row[:9]
    code_expires_ms, code_used_ms, created_ms, expires_ms, revoked_ms = row[9:]
    return Grant(
        account_id=account_id,
        id=grant_id,
        client_id=client_id,
        user_id=user_id,
        scopes=frozenset(scopes.split()),
        redirect_uri=redirect_uri,
        challenge=challenge,
        challenge_method=challenge_method,
        code_hash=code_hash,
        code_expires_at=from_ms(code_expires_ms),
        expires_at=from_ms(expires_ms),
        created_at=from_ms(created_ms),
        code_used_at=from_ms_or_none(code_used_ms),
        revoked_at=from_ms_or_none(revoked_ms),
    )
