"""The bytes of a body, as real clients send them, become one plain mapping.

Programs written for this API send JSON; those printed in 2022 send multipart/form-data, with arrays as JSON text in a
form field. Both are read here into the same `Body`. What the fields may hold is the contract's matter, not ours.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from python_multipart.multipart import parse_options_header
from starlette.requests import ClientDisconnect
from starlette.types import Receive

from doorlist.refusals import BodyTooLarge, MediaTypeUnknown
from doorlist.web.api import forms, texts

BODY_BYTES_MAX = 1_048_576
CONTENT_TYPE_BYTES_MAX = 1_000


@dataclass(frozen=True, slots=True)
class Body:
    """A request's body: the JSON object's members, or the form's fields (text, but parsed where JSON is declared)."""

    fields: Mapping[str, object]
    notices: tuple[str, ...] = ()
    """What to say in `Doorlist-Notice` about how it was read."""


async def receive(receive: Receive, headers: Mapping[str, str]) -> bytes:
    """The bytes of the body. Refuses BodyTooLarge as soon as that is known; ClientDisconnect if the client went."""
    if _announced_bytes(headers) > BODY_BYTES_MAX:
        raise BodyTooLarge(BODY_BYTES_MAX)
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        body += message.get("body", b"")
        if len(body) > BODY_BYTES_MAX:
            raise BodyTooLarge(BODY_BYTES_MAX)
        if not message.get("more_body", False):
            return bytes(body)


def _announced_bytes(headers: Mapping[str, str]) -> int:
    """What Content-Length says; 0 if it is missing or no number, for the bytes are counted as they come."""
    try:
        return int(headers.get("content-length", "0"))
    except ValueError:
        return 0


def read(raw: bytes, content_type: str | None, *, structured: frozenset[str], mend_glued: bool) -> Body:
    """The body as a mapping. `structured` names the fields that a form carries as JSON text.

    `mend_glued` reads a form field as meant that begins with the values of the fields before it, and says so in a
    notice; otherwise that is a fault. Raises BodyUnreadable, MediaTypeUnknown, FieldsInvalid.
    """
    if not raw:
        return Body({})
    media_type, charset, boundary = _media(content_type or forms.JSON)
    if media_type == forms.JSON or media_type.endswith("+json"):
        return Body(texts.json_object(texts.utf8(raw, charset)))
    if media_type == forms.URLENCODED:
        return Body(*forms.read(forms.urlencoded(raw, charset), structured=structured, mend_glued=mend_glued))
    if media_type == forms.MULTIPART:
        return Body(*forms.read(forms.multipart(raw, boundary), structured=structured, mend_glued=mend_glued))
    if media_type == "text/plain" and (text := texts.utf8(raw, charset)).lstrip().startswith((b"{", b"[")):
        return Body(texts.json_object(text))
    raise MediaTypeUnknown(texts.shown(media_type))


@lru_cache(maxsize=64)
def _media(content_type: str) -> tuple[str, str, bytes]:
    """Media type, charset and boundary that a Content-Type names."""
    header = content_type.encode("latin-1", "replace")
    if len(header) > CONTENT_TYPE_BYTES_MAX:
        raise MediaTypeUnknown(texts.shown(header.decode("latin-1")))
    media_type, options = parse_options_header(header)
    return media_type.decode("latin-1"), options.get(b"charset", b"").decode("latin-1"), options.get(b"boundary", b"")
