"""Apps: made, given another secret, revoked, and held against the credentials that somebody shows for them."""

import base64
import difflib
import hmac
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from doorlist import ids
from doorlist.access.tokens import hashed
from doorlist.contract.operations import EVERY_SCOPE
from doorlist.model import Account, App, AppKind
from doorlist.refusals import AppRefused, GrantRefused
from doorlist.rules import consent
from doorlist.storage import accounts, apps, grants, tokens
from doorlist.storage.database import Tx

NAME_CHARS_MAX = 100
REDIRECTS_MAX = 20
EVERYTHING = "all"
"""What stands for every scope that there is."""


@dataclass(frozen=True, slots=True)
class Credentials:
    """What somebody shows to be an app; a public app has no secret to show."""

    client_id: str
    client_secret: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """An app with its secret, which is kept nowhere and cannot be shown again; "" for a public app."""

    app: App
    client_secret: str


def basic(header: str) -> Credentials:
    """The credentials of an `Authorization: Basic` header. Raises GrantRefused."""
    scheme, _, text = header.partition(" ")
    try:
        client_id, colon, secret = base64.b64decode(text.strip(), validate=True).decode().partition(":")
    except ValueError as reason:
        raise GrantRefused(
            "invalid_client", "The Authorization header is not Basic base64(client_id:secret)"
        ) from reason
    if scheme.lower() != "basic" or not colon or "\0" in client_id:
        raise GrantRefused("invalid_client", "The Authorization header is not Basic base64(client_id:secret)")
    return Credentials(client_id, secret)


def authentic(tx: Tx, shown: Credentials, *, account_id: str | None = None) -> Sequence[App]:
    """The apps that credentials belong to, in an account or in any, held until the transaction ends. Raises GrantRefused.

    Whoever has something wrong is not told which part was wrong.
    """
    held = [app for app in apps.hold(tx, shown.client_id) if account_id in (None, app.account_id)]
    proven = [app for app in held if _prove(app, shown.client_secret)]
    if not proven:
        raise GrantRefused("invalid_client", "Invalid client_id or client_secret")
    return proven


def _prove(app: App, secret: str) -> bool:
    if app.kind is AppKind.PUBLIC:
        return not secret
    return hmac.compare_digest(app.secret_hash, hashed(secret))


def create(
    tx: Tx,
    *,
    name: str,
    kind: AppKind,
    redirect_uris: Sequence[str],
    scopes: Iterable[str],
    account: str | None,
    now: datetime,
) -> Shown:
    """A new app of an account; None is the only account there is. Raises AppRefused."""
    if not 0 < len(name) <= NAME_CHARS_MAX or not name.isprintable():
        raise AppRefused(f"NAME must have 1 to {NAME_CHARS_MAX} printable characters, not {name!r}")
    for uri in redirect_uris:
        fault = consent.fault_of_redirect(uri)
        if fault is not None:
            raise AppRefused(f"--redirect-uri {uri!r} cannot be registered: {fault}")
    if kind is AppKind.SERVER and redirect_uris:
        raise AppRefused("--redirect-uri is for apps of --kind user and public; a server app sends nobody anywhere")
    if kind is not AppKind.SERVER and not 0 < len(redirect_uris) <= REDIRECTS_MAX:
        raise AppRefused(f"--redirect-uri must be given 1 to {REDIRECTS_MAX} times for an app of --kind {kind}")
    secret = "" if kind is AppKind.PUBLIC else ids.secret()
    app = App(
        account_id=of(tx, account).id,
        client_id=ids.ordered(),
        name=name,
        secret_hash=hashed(secret) if secret else "",
        scopes=known(scopes),
        created_at=now,
        kind=kind,
        redirect_uris=tuple(dict.fromkeys(redirect_uris)),
    )
    apps.add(tx, app)
    return Shown(app, secret)


def rotate(tx: Tx, client_id: str) -> Shown:
    """An app with a new secret; the old one is dead at once, tokens live on. Raises AppRefused."""
    app = _in_use(tx, client_id)
    if app.kind is AppKind.PUBLIC:
        raise AppRefused(f"CLIENT_ID {client_id!r} is a public app, which has no secret")
    secret = ids.secret()
    apps.set_secret(tx, app.account_id, app.client_id, hashed(secret))
    return Shown(app, secret)


def revoke(tx: Tx, client_id: str, *, now: datetime) -> App:
    """End an app, every token of it, and everything that users allowed it. Raises AppRefused."""
    app = _in_use(tx, client_id)
    apps.revoke(tx, app.account_id, app.client_id, now=now)
    grants.delete_of_app(tx, app.account_id, app.client_id)
    tokens.delete_of_app(tx, app.account_id, app.client_id)
    return app


def known(scopes: Iterable[str]) -> frozenset[str]:
    """Scopes as a set; `all` is every one. Raises AppRefused for one that does not exist, naming the nearest that does."""
    wanted = [scope for text in scopes for scope in text.replace(",", " ").split()]
    if not wanted:
        raise AppRefused(f"--scope must be given, once for each scope, or as --scope {EVERYTHING}")
    for scope in wanted:
        if scope != EVERYTHING and scope not in EVERY_SCOPE:
            near = difflib.get_close_matches(scope, sorted(EVERY_SCOPE), n=1, cutoff=0)
            raise AppRefused(f"--scope {scope!r} is not a scope of this desk; the nearest is {near[0]}")
    return EVERY_SCOPE if EVERYTHING in wanted else frozenset(wanted)


def of(tx: Tx, account: str | None) -> Account:
    """The account of an id; None is the only one there is. Raises AppRefused."""
    there = accounts.list_accounts(tx)
    named = ", ".join(each.id for each in there)
    if account is None and len(there) != 1:
        raise AppRefused(f"--account must be given, for there are several: {named}")
    for each in there:
        if account in (None, each.id):
            return each
    raise AppRefused(f"--account {account!r} does not exist; there is {named}")


def _in_use(tx: Tx, client_id: str) -> App:
    found = apps.find(tx, client_id)
    if len(found) == 1:
        return found[0]
    there = ", ".join(dict.fromkeys(app.client_id for app in apps.list_(tx) if app.revoked_at is None))
    if found:
        raise AppRefused(f"CLIENT_ID {client_id!r} is several apps, of different accounts, as only a sandbox has them")
    raise AppRefused(f"CLIENT_ID {client_id!r} is no app in use; there is {there or 'none'}")
