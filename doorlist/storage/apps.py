"""Apps as rows."""

from collections.abc import Sequence
from datetime import datetime
from typing import cast

from sqlalchemy import bindparam, insert, select, update

from doorlist.model import App, AppKind
from doorlist.storage.database import Row, Statement, Tx
from doorlist.storage.encoding import from_json, from_ms, from_ms_or_none, to_json, to_ms, to_ms_or_none
from doorlist.storage.tables import apps

_ADD = Statement(insert(apps))
_ALL = Statement(select(apps).order_by(apps.c.account_id, apps.c.created_ms, apps.c.client_id))
_IN_USE = select(apps).where(apps.c.client_id == bindparam("client_id"), apps.c.revoked_ms.is_(None))
_FIND = Statement(_IN_USE.order_by(apps.c.account_id))
_HOLD = Statement(_IN_USE.order_by(apps.c.account_id).with_for_update(read=True))
_SET_SECRET = Statement(
    update(apps)
    .where(
        apps.c.account_id == bindparam("of_account"),
        apps.c.client_id == bindparam("of_client"),
        apps.c.revoked_ms.is_(None),
    )
    .values(secret_hash=bindparam("secret_hash"))
)
_REVOKE = Statement(
    update(apps)
    .where(
        apps.c.account_id == bindparam("of_account"),
        apps.c.client_id == bindparam("of_client"),
        apps.c.revoked_ms.is_(None),
    )
    .values(revoked_ms=bindparam("revoked_ms"))
)


def add(tx: Tx, new: App) -> None:
    """Keep a new app."""
    tx.run(
        _ADD,
        account_id=new.account_id,
        client_id=new.client_id,
        name=new.name,
        secret_hash=new.secret_hash,
        scopes=" ".join(sorted(new.scopes)),
        created_ms=to_ms(new.created_at),
        kind=new.kind.value,
        redirect_uris=to_json(new.redirect_uris),
        revoked_ms=to_ms_or_none(new.revoked_at),
    )


def find(tx: Tx, client_id: str) -> Sequence[App]:
    """The apps of a client id that are not revoked: one at most in a desk's life, one for each account in a sandbox's."""
    return [_app(row) for row in tx.rows(_FIND, client_id=client_id)]


def hold(tx: Tx, client_id: str) -> Sequence[App]:
    """The same, none of which is changed before the transaction ends: what is given in it is not given too late."""
    return [_app(row) for row in tx.rows(_HOLD, client_id=client_id)]


def list_(tx: Tx) -> Sequence[App]:
    """Every app, the revoked ones too, by account and age."""
    return [_app(row) for row in tx.rows(_ALL)]


def set_secret(tx: Tx, account_id: str, client_id: str, secret_hash: str) -> None:
    """Give an app another secret."""
    tx.run(_SET_SECRET, of_account=account_id, of_client=client_id, secret_hash=secret_hash)


def revoke(tx: Tx, account_id: str, client_id: str, *, now: datetime) -> None:
    """Mark an app as no longer in use."""
    tx.run(_REVOKE, of_account=account_id, of_client=client_id, revoked_ms=to_ms(now))


def _app(row: Row) -> App:
    account_id, client_id, name, secret_hash, scopes, created_ms, kind, redirect_uris, revoked_ms = row
    return App(
        account_id=account_id,
        client_id=client_id,
        name=name,
        secret_hash=secret_hash,
        scopes=frozenset(scopes.split()),
        created_at=from_ms(created_ms),
        kind=AppKind(kind),
        redirect_uris=tuple(cast("list[str]", from_json(redirect_uris))),
        revoked_at=from_ms_or_none(revoked_ms),
    )
