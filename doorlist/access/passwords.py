"""Passwords: made hard to guess from what is kept (scrypt), checked in constant time, tried a few times a minute."""

import base64
import hashlib
import hmac
import unicodedata
from datetime import datetime, timedelta

from doorlist.access import apps
from doorlist.contract.emails import email_key
from doorlist.model import User
from doorlist.refusals import AppRefused, SignInRefused
from doorlist.storage import accounts, passwords
from doorlist.storage.database import Tx

CHARS_MIN = 8
CHARS_MAX = 1000
EMAIL_CHARS_MAX = 254
ATTEMPTS_MAX = 5
ATTEMPTS_WITHIN = timedelta(minutes=1)

_COST_LOG2, _BLOCK, _LANES = 15, 8, 3
"""32 MiB and a tenth of a second or two: what OWASP's page on storing passwords names for scrypt, 2023."""
_MEMORY_BYTES_MAX = 64 * 1024 * 1024


def hashed(password: str, *, salt: bytes, cost_log2: int = _COST_LOG2) -> str:
    """What is kept of a password: `scrypt$log2(N)$r$p$salt$hash`. It takes long, so it is no work for an event loop."""
    made = _scrypt(password, salt, cost_log2, _BLOCK, _LANES)
    return "$".join(("scrypt", str(cost_log2), str(_BLOCK), str(_LANES), _text(salt), _text(made)))


def fits(password: str, kept: str | None) -> bool:
    """Whether a password is the one that was kept. Without one it takes as long, and is not."""
    if kept is None:
        _scrypt(password, b"nobody", _COST_LOG2, _BLOCK, _LANES)
        return False
    _, cost_log2, block, lanes, salt, made = kept.split("$")
    given = _scrypt(password, base64.b64decode(salt), int(cost_log2), int(block), int(lanes))
    return hmac.compare_digest(given, base64.b64decode(made))


def attempt(tx: Tx, account_id: str, email: str, *, browser: str = "", now: datetime) -> tuple[User | None, str | None]:
    """The user who an email would sign in, and the hash to check; the attempt is counted before it is known how it ends.

    A browser in which that email signed in before has a count of its own, so that nobody locks a user out of it by
    trying in others. Raises SignInRefused once there were five within a minute, whoever the email belongs to.
    """
    key = email_key(email[:EMAIL_CHARS_MAX])
    since, counted = now - ATTEMPTS_WITHIN, _counted(key, browser)
    if not passwords.count_attempt(tx, account_id, counted, most=ATTEMPTS_MAX, since=since, now=now):
        raise SignInRefused(wait=True)
    user = accounts.user(tx, account_id, email) if len(email) <= EMAIL_CHARS_MAX else None
    if user is None or user.status != "active" or email_key(user.email) != key:
        return None, None
    return user, passwords.find(tx, account_id, user.id)


def succeeded(tx: Tx, user: User, *, browser: str = "") -> None:
    """Forget the attempts that led to a success."""
    passwords.clear_attempts(tx, user.account_id, _counted(email_key(user.email), browser))


def set_(tx: Tx, *, email: str, password_hash: str, account: str | None, now: datetime) -> User:
    """Give a user a password. Raises AppRefused."""
    user = named(tx, email, account)
    passwords.set_(tx, user.account_id, user.id, password_hash, now=now)
    return user


def named(tx: Tx, email: str, account: str | None) -> User:
    """The active user of an email, or an id, in an account. Raises AppRefused."""
    there = apps.of(tx, account)
    user = accounts.user(tx, there.id, email)
    if user is None or user.status != "active":
        raise AppRefused(f"{email!r} is no active user of the account {there.id}")
    return user


def _counted(key: str, browser: str) -> str:
    return f"{key} {browser}" if browser else key


def _scrypt(password: str, salt: bytes, cost_log2: int, block: int, lanes: int) -> bytes:
    said = unicodedata.normalize("NFC", password).encode(errors="replace")
    return hashlib.scrypt(said, salt=salt, n=2**cost_log2, r=block, p=lanes, maxmem=_MEMORY_BYTES_MAX, dklen=32)


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
