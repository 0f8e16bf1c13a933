"""How tokens are given: to an app for its account, for itself, or for a user who allowed it; renewed, and revoked.

A code or a refresh token that comes a second time revokes what it gave. That is an outcome (`TakenBack`) and no refusal: a
work that raises changes nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from doorlist import ids
from doorlist.access import apps, passwords
from doorlist.access.apps import Credentials
from doorlist.access.tokens import hashed
from doorlist.model import App, AppKind, Caller, Grant, User
from doorlist.refusals import AppRefused, GrantRefused
from doorlist.rules import consent
from doorlist.storage import accounts, grants, tokens
from doorlist.storage.database import Tx

TOKEN_LIFE = timedelta(hours=1)
CODE_LIFE = timedelta(minutes=5)
REFRESH_LIFE = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Issued:
    """What is given away, once. `refresh_token` is "" where there is none."""

    access_token: str
    scopes: frozenset[str]
    refresh_token: str = ""
    expires_in_s: int = int(TOKEN_LIFE.total_seconds())


BY_HAND = "by-hand"
"""What stands for the app of tokens that `doorlist token create` makes."""


@dataclass(frozen=True, slots=True)
class MadeByHand:
    """A token that was made without an app, shown once."""

    token: str
    user: User
    scopes: frozenset[str]


@dataclass(frozen=True, slots=True)
class TakenBack:
    """A grant was revoked, for what was shown had been used before. `reason` is what to answer."""

    reason: str


def for_account(tx: Tx, shown: Credentials, account_id: str, *, now: datetime) -> Issued:
    """A token for a server-to-server app, which acts as its account's owner. Raises GrantRefused."""
    (app,) = apps.authentic(tx, shown, account_id=account_id)
    if app.kind is not AppKind.SERVER:
        raise _unsupported()
    account = accounts.account(tx, account_id)
    assert account is not None, "an app has an account"
    return _issue(tx, Caller(account.id, account.owner_id, app.client_id, app.scopes), now=now)


def for_itself(tx: Tx, shown: Credentials, *, now: datetime) -> Issued:
    """A token that an app holds for itself. It acts as nobody, and has none of the API's scopes. Raises GrantRefused."""
    app = _of_users(apps.authentic(tx, shown))
    if app.kind is not AppKind.USER:
        raise _unsupported()
    return _issue(tx, Caller(app.account_id, "", app.client_id, frozenset()), now=now)


def for_code(
    tx: Tx, shown: Credentials, *, code: str, redirect_uri: str, verifier: str, now: datetime
) -> Issued | TakenBack:
    """Tokens for the code that a user's consent came to; a code that comes again revokes them. Raises GrantRefused."""
    app = _of_users(apps.authentic(tx, shown))
    grant = grants.by_code(tx, app.account_id, hashed(code))
    if grant is None or grant.client_id != app.client_id:
        raise GrantRefused("invalid_grant", "Invalid authorization code")
    if grant.code_used_at is not None:
        return _taken_back(tx, grant, "Invalid authorization code", now)
    if now >= grant.code_expires_at:
        raise GrantRefused("invalid_grant", "Invalid authorization code")
    if redirect_uri != grant.redirect_uri:
        raise GrantRefused("invalid_grant", "The redirect_uri is not the one that the code was asked for with")
    if not consent.proves(verifier, grant.challenge, grant.challenge_method):
        raise GrantRefused("invalid_grant", "The code_verifier does not belong to the code_challenge")
    if not grants.use_code(tx, grant, now=now, expires_at=now + REFRESH_LIFE):
        return _taken_back(tx, grant, "Invalid authorization code", now)
    return _of_grant(tx, app, grant, now) or _taken_back(tx, grant, "Invalid authorization code", now)


def for_refresh(tx: Tx, shown: Credentials, *, refresh_token: str, now: datetime) -> Issued | TakenBack:
    """New tokens for a refresh token, which dies of it; one that comes again revokes all of its kin. Raises GrantRefused."""
    app = _of_users(apps.authentic(tx, shown))
    refresh = grants.find_refresh(tx, app.account_id, hashed(refresh_token))
    grant = None if refresh is None else grants.find(tx, app.account_id, refresh.grant_id)
    if refresh is None or grant is None or grant.client_id != app.client_id or now >= refresh.expires_at:
        raise GrantRefused("invalid_grant", "Invalid Token!")
    if not grants.prolong(tx, grant, expires_at=now + REFRESH_LIFE):
        raise GrantRefused("invalid_grant", "Invalid Token!")
    if not grants.use_refresh(tx, refresh, now=now):
        return _taken_back(tx, grant, "Invalid Token!", now)
    return _of_grant(tx, app, grant, now) or _taken_back(tx, grant, "Invalid Token!", now)


def revoke(tx: Tx, shown: Credentials, token: str, *, now: datetime) -> None:
    """End an access token, or a refresh token with all of its kin. One that nobody holds is fine (RFC 7009, 2.2).

    Raises GrantRefused, also for a token of another app.
    """
    mine = apps.authentic(tx, shown)
    name = hashed(token)
    kept = tokens.find(tx, name)
    if kept is not None:
        caller = kept.caller
        if (caller.account_id, caller.client_id) not in [(app.account_id, app.client_id) for app in mine]:
            raise GrantRefused("invalid_grant", "Invalid Token!")
        tokens.delete_one(tx, caller.account_id, name)
    for app in mine:
        refresh = grants.find_refresh(tx, app.account_id, name)
        grant = None if refresh is None else grants.find(tx, app.account_id, refresh.grant_id)
        if grant is not None and grant.client_id != app.client_id:
            raise GrantRefused("invalid_grant", "Invalid Token!")
        if grant is not None:
            _take_back(tx, grant, now)


def by_hand(
    tx: Tx, *, scopes: Iterable[str], user: str | None, account: str | None, life: timedelta, now: datetime
) -> MadeByHand:
    """A token for a script, of the account's owner or of a user who may give its scopes. Raises AppRefused."""
    wanted, there = apps.known(scopes), apps.of(tx, account)
    holder = passwords.named(tx, user or there.owner_id, there.id)
    beyond = sorted(wanted - consent.may_give(wanted, holder.role))
    if beyond and apps.EVERYTHING not in scopes:
        raise AppRefused(f"--scope {beyond[0]!r} reaches beyond {holder.email}, who is a {holder.role}")
    held = consent.may_give(wanted, holder.role)
    token = ids.secret()
    tokens.add(tx, hashed(token), Caller(there.id, holder.id, BY_HAND, held), expires_at=now + life)
    return MadeByHand(token, holder, held)


def revoke_by_hand(tx: Tx, token: str) -> None:
    """End an access token, whoever holds it. Raises AppRefused for one that is none."""
    kept = tokens.find(tx, hashed(token))
    if kept is None:
        raise AppRefused("TOKEN is no access token of this desk, or no longer")
    tokens.delete_one(tx, kept.caller.account_id, hashed(token))


def _unsupported() -> GrantRefused:
    return GrantRefused("unsupported_grant_type", "unsupported grant type")


def _of_users(held: Sequence[App]) -> App:
    """The one app that asks users. Raises GrantRefused where it is one that does not."""
    asking = [app for app in held if app.kind is not AppKind.SERVER]
    if not asking:
        raise _unsupported()
    return asking[0]


def _of_grant(tx: Tx, app: App, grant: Grant, now: datetime) -> Issued | None:
    """Tokens of a grant; None where its user is gone. They hold no more than was allowed, and than may be given now."""
    user = accounts.user(tx, grant.account_id, grant.user_id)
    if user is None or user.id != grant.user_id or user.status != "active":
        return None
    scopes = consent.may_give(grant.scopes & app.scopes, user.role)
    refresh_token = ids.secret()
    grants.forget(tx, grant.account_id, before=now)
    grants.add_refresh(tx, grant.account_id, hashed(refresh_token), grant.id, expires_at=now + REFRESH_LIFE)
    caller = Caller(grant.account_id, user.id, app.client_id, scopes)
    return _issue(tx, caller, now=now, grant_id=grant.id, refresh_token=refresh_token)


def _issue(tx: Tx, caller: Caller, *, now: datetime, grant_id: str = "", refresh_token: str = "") -> Issued:
    tokens.forget(tx, caller.account_id, before=now - TOKEN_LIFE)
    token = ids.secret()
    tokens.add(tx, hashed(token), caller, expires_at=now + TOKEN_LIFE, grant_id=grant_id)
    return Issued(token, caller.scopes, refresh_token)


def _taken_back(tx: Tx, grant: Grant, reason: str, now: datetime) -> TakenBack:
    _take_back(tx, grant, now)
    return TakenBack(reason)


def _take_back(tx: Tx, grant: Grant, now: datetime) -> None:
    """End a grant with every token of it."""
    grants.revoke(tx, grant.account_id, grant.id, now=now)
    tokens.delete_of_grant(tx, grant.account_id, grant.client_id, grant.id)
