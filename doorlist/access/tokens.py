"""Access tokens: kept as hashes, and checked on every request."""

import hashlib
from collections import OrderedDict
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from doorlist.model import Account, Caller
from doorlist.refusals import AccountElsewhere, TokenExpired, TokenInvalid
from doorlist.storage import accounts, tokens
from doorlist.storage.database import Tx
from doorlist.storage.store import Store

REMEMBERED_MAX = 10_000
REMEMBERED_FOR = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Holder:
    """Who a token stands for, until when."""

    caller: Caller
    account: Account
    expires_at: datetime


def hashed(secret: str) -> str:
    """What is kept of a token or an app's secret: they are random, so a plain SHA-256 (hex) hides them."""
    return hashlib.sha256(secret.encode()).hexdigest()


def sub_account(tx: Tx, caller: Caller, account_id: str) -> tuple[Caller, Account]:
    """A caller as it acts in an account that its own is the parent of, or in its own: there, `me` is the owner.

    Raises AccountElsewhere for any other, whether it exists or not.
    """
    account_id = caller.account_id if account_id == "me" else account_id
    account = accounts.account(tx, account_id)
    if account is None or caller.account_id not in (account_id, accounts.parent(tx, account_id)):
        raise AccountElsewhere(account_id)
    user_id = caller.user_id if account_id == caller.account_id else account.owner_id
    return replace(caller, account_id=account_id, user_id=user_id), account


class Tokens:
    """Checks tokens against the store, and remembers the good ones for a second.

    One that this process revokes is dead at once (`forget`), one that another process revokes after that second.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._remembered: OrderedDict[str, tuple[Holder, datetime]] = OrderedDict()
        self._forgotten = 0

    def forget(self) -> None:
        """Remember nothing of what was checked so far, or is being checked now: something was revoked."""
        self._forgotten += 1
        self._remembered.clear()

    async def holder(self, token: str, now: datetime) -> Holder:
        """Who a token stands for. Raises TokenInvalid and TokenExpired."""
        name = hashed(token)
        kept = self._remembered.get(name)
        if kept is None or not now < kept[1]:
            forgotten = self._forgotten
            kept = (await self._store.read(lambda tx: _look_up(tx, name)), now + REMEMBERED_FOR)
            if forgotten == self._forgotten:
                self._remembered[name] = kept
                self._remembered.move_to_end(name)
                if len(self._remembered) > REMEMBERED_MAX:
                    self._remembered.popitem(last=False)
        holder = kept[0]
        if now >= holder.expires_at:
            self._remembered.pop(name, None)
            raise TokenExpired
        return holder


def _look_up(tx: Tx, name: str) -> Holder:
    kept = tokens.find(tx, name)
    if kept is None:
        raise TokenInvalid
    account = accounts.account(tx, kept.caller.account_id)
    if account is None:
        raise TokenInvalid
    user_id = kept.caller.user_id
    if user_id and accounts.user_status(tx, account.id, user_id) != "active":
        raise TokenInvalid
    return Holder(kept.caller, account, kept.expires_at)
