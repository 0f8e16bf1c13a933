"""Access tokens: given to apps, kept as hashes, and checked on every request."""

import base64
import hashlib
import hmac
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta

from doorlist import ids
from doorlist.model import Account, Caller
from doorlist.refusals import GrantRefused, TokenExpired, TokenInvalid
from doorlist.storage import accounts, tokens
from doorlist.storage.database import Tx
from doorlist.storage.store import Store

LIFE = timedelta(hours=1)
REMEMBERED_MAX = 10_000
REMEMBERED_FOR = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Holder:
    """Who a token stands for, until when."""

    caller: Caller
    account: Account
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Grant:
    """A token as it is given away, once."""

    access_token: str
    expires_in_s: int
    scopes: frozenset[str]


def hashed(secret: str) -> str:
    """What is kept of a token or an app's secret: they are random, so a plain SHA-256 (hex) hides them."""
    return hashlib.sha256(secret.encode()).hexdigest()


def grant(tx: Tx, *, account_id: str, client_id: str, client_secret: str, now: datetime) -> Grant:
    """A token for a server-to-server app, which acts as its account's owner. Raises GrantRefused.

    Whoever has the secret wrong is not told which part was wrong.
    """
    app = accounts.app(tx, account_id, client_id)
    account = accounts.account(tx, account_id)
    known = app.secret_hash if app is not None else hashed("")
    if not hmac.compare_digest(known, hashed(client_secret)) or app is None or account is None:
        raise GrantRefused("invalid_client", "Invalid client_id or client_secret")
    tokens.forget(tx, account_id, before=now - LIFE)
    token = ids.secret()
    caller = Caller(account_id, account.owner_id, client_id, app.scopes)
    tokens.add(tx, hashed(token), caller, expires_at=now + LIFE)
    return Grant(token, int(LIFE.total_seconds()), app.scopes)


def basic(header: str) -> tuple[str, str]:
    """Client id and secret of an `Authorization: Basic` header. Raises GrantRefused."""
    scheme, _, text = header.partition(" ")
    try:
        client_id, colon, secret = base64.b64decode(text.strip(), validate=True).decode().partition(":")
    except ValueError as reason:
        raise GrantRefused(
            "invalid_client", "The Authorization header is not Basic base64(client_id:secret)"
        ) from reason
    if scheme.lower() != "basic" or not colon or "\0" in client_id:
        raise GrantRefused("invalid_client", "The Authorization header is not Basic base64(client_id:secret)")
    return client_id, secret


class Tokens:
    """Checks tokens against the store, and remembers the good ones for a second: a revoked one is dead after that."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._remembered: OrderedDict[str, tuple[Holder, datetime]] = OrderedDict()

    async def holder(self, token: str, now: datetime) -> Holder:
        """Who a token stands for. Raises TokenInvalid and TokenExpired."""
        name = hashed(token)
        kept = self._remembered.get(name)
        if kept is None or not now < kept[1]:
            kept = (await self._store.read(lambda tx: _look_up(tx, name)), now + REMEMBERED_FOR)
            self._remembered[name] = kept
            self._remembered.move_to_end(name)
            if len(self._remembered) > REMEMBERED_MAX:
                self._remembered.popitem(last=False)
        holder = kept[0]
        if now >= holder.expires_at:
            del self._remembered[name]
            raise TokenExpired
        return holder


def _look_up(tx: Tx, name: str) -> Holder:
    kept = tokens.find(tx, name)
    if kept is None:
        raise TokenInvalid
    account = accounts.account(tx, kept.caller.account_id)
    if account is None:
        raise TokenInvalid
    return Holder(kept.caller, account, kept.expires_at)
