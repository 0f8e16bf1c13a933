"""Join tokens: how the `tk` of a personal link is made and read (contract 1.1).

A `tk` is `A.B`: B says for which meeting and registrant, A is the HMAC-SHA256 of B under the account's secret and the
door that it opens. It can be checked without looking anything up, and it opens nothing by itself: whoever it names must
still be approved when they come.
"""

import base64
import binascii
import hmac
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

_HEAD = b"\x0d\x03"
_ID_CHARS = 22
_BODY_BYTES = 54
_TEXT_CHARS = 43 + 1 + 72


class Door(Enum):
    """What a token opens; one for a meeting opens no recording."""

    MEETING = b"join meeting"
    RECORDING = b"view recording"
    HOST = b"start meeting"
    PANELIST = b"speak at webinar"


@dataclass(frozen=True, slots=True)
class Pass:
    """What a token says: a meeting's number and the id of who holds it."""

    meeting_id: int
    holder_id: str


def mint(secret: bytes, door: Door, meeting_id: int, holder_id: str) -> str:
    """The token for a holder's id of 22 characters."""
    name = holder_id.encode("ascii")
    assert len(name) == _ID_CHARS
    body = (_HEAD + meeting_id.to_bytes(8, "big") + bytes([_ID_CHARS]) + name).ljust(_BODY_BYTES, b"\0")
    return f"{_text(_mac(secret, door, body))}.{_text(body)}"


def read(token: str) -> tuple[Pass, bytes, bytes] | None:
    """What a token claims, with its MAC and the bytes that this is of; None where it is no token at all."""
    if len(token) != _TEXT_CHARS or token.count(".") != 1:
        return None
    mac_text, body_text = token.split(".")
    try:
        mac, body = _bytes(mac_text), _bytes(body_text)
    except (binascii.Error, ValueError):
        return None
    if len(body) != _BODY_BYTES or body[:2] != _HEAD or body[10] != _ID_CHARS:
        return None
    return Pass(int.from_bytes(body[2:10], "big"), body[11 : 11 + _ID_CHARS].decode("ascii", "replace")), mac, body


def verify(secret: bytes, door: Door, token: str) -> Pass | None:
    """What a token says, where this account made it for this door."""
    claim = read(token)
    if claim is None:
        return None
    said, mac, body = claim
    return said if hmac.compare_digest(mac, _mac(secret, door, body)) else None


def _mac(secret: bytes, door: Door, body: bytes) -> bytes:
    mac = _begun(secret, door).copy()
    mac.update(body)
    return mac.digest()


@lru_cache(maxsize=1024)
def _begun(secret: bytes, door: Door) -> hmac.HMAC:
    """A MAC under a secret that has seen the door: copying it costs less than `hmac.digest`, and keeps the turn."""
    return hmac.new(secret, door.value + b"\0", "sha256")


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
