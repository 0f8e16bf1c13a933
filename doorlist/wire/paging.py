"""Page tokens: where a list goes on, sealed by the account's secret, good for 15 minutes."""

import base64
import binascii
import hmac
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from doorlist.refusals import PageTokenInvalid

LIFE = timedelta(minutes=15)
_MAC_BYTES = 16


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page begins: behind the cursor `after`, with `skip` records left out; `number` counts pages from 1.

    `filters` say which list it is a page of; they come back with the token.
    """

    filters: Mapping[str, object]
    size: int
    number: int = 1
    after: str = ""
    skip: int = 0


def place(
    token: str,
    filters: Mapping[str, object],
    *,
    of: str,
    size: int,
    size_max: int,
    number: int,
    secret: bytes,
    now: datetime,
) -> Place:
    """The place that a query asks for: the token's, which carries its own filters, or that of a page number.

    `of` names the list (operation and subject). Raises PageTokenInvalid for a token that is not ours, not of this list,
    or older than 15 minutes.
    """
    size = min(size, size_max)
    if not token:
        return Place(filters, size, number, skip=(number - 1) * size)
    try:
        raw = base64.urlsafe_b64decode(token.encode("ascii") + b"=" * (-len(token) % 4))
        mac, body = raw[:_MAC_BYTES], raw[_MAC_BYTES:]
        if not hmac.compare_digest(mac, _mac(secret, of, body)):
            raise PageTokenInvalid
        said = json.loads(body)
    except (binascii.Error, ValueError) as reason:
        raise PageTokenInvalid from reason
    if now.timestamp() > said["until"]:
        raise PageTokenInvalid
    return Place(said["filters"], size, said["number"], said["after"])


def token(behind: Place, cursor: str, *, of: str, secret: bytes, now: datetime) -> str:
    """The token of the page behind one that ended at a cursor."""
    said = {
        "filters": dict(behind.filters),
        "after": cursor,
        "number": behind.number + 1,
        "until": (now + LIFE).timestamp(),
    }
    body = json.dumps(said, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(_mac(secret, of, body) + body).rstrip(b"=").decode()


def head(here: Place, total: int, next_token: str) -> dict[str, object]:
    """The head that every list has."""
    return {
        "next_page_token": next_token,
        "page_count": math.ceil(total / here.size),
        "page_number": here.number,
        "page_size": here.size,
        "total_records": total,
    }


def _mac(secret: bytes, of: str, body: bytes) -> bytes:
    return hmac.digest(secret, b"page\0" + of.encode() + b"\0" + body, "sha256")[:_MAC_BYTES]
