"""What java.net.http.HttpClient cannot send, what its headers take, and how a class file holds long texts; JSON by Jackson."""

import json
import re

from doorlist.samples.language import UNPRINTED_IN_LINES, Quoting
from doorlist.samples.parts import forms
from doorlist.samples.parts.checks import TOKEN, check_ascii, check_header_name, check_signature
from doorlist.samples.request import CannotSay, Digest, Form, Multipart, Path, Raw, Request, Text

JARS = tuple(f"/usr/share/java/jackson-{each}.jar" for each in ("databind", "core", "annotations"))
CONSTANT_CHARS_MAX = 10_000
"""A constant of a class file has at most 65,535 bytes, six to a character at worst."""

_CLIENT = "java.net.http.HttpClient"
_HOST = re.compile(
    r"(?:[0-9a-z](?:[0-9a-z-]*[0-9a-z])?\.)*(?:[0-9]{1,3}|[a-z](?:[0-9a-z-]*[0-9a-z])?)\.?|[0-9a-f:.]*:[0-9a-f:.]*"
)
_RESTRICTED = frozenset({"connection", "host", "upgrade"})
_KEPT = frozenset({"proxy-authorization"})
_UNPRINTED = re.compile(f"[{UNPRINTED_IN_LINES}]")
_QUOTES = 4  # so many on one line, and a literal of quotes and backslashes is hard to read


def control(code: int) -> str:
    """A character that is not written as it is."""
    return f"\\u{code:04x}"


def check(request: Request) -> None:
    """Raises CannotSay where java.net.http.HttpClient cannot send the request as it is."""
    if isinstance(request.auth, Digest):
        raise CannotSay(f"{_CLIENT} has no Digest authentication; Apache HttpClient has.")
    check_signature(request, _CLIENT)
    if request.method == "CONNECT":
        raise CannotSay(f"{_CLIENT} keeps the method CONNECT for itself.")
    if not TOKEN.fullmatch(request.method):
        raise CannotSay(f"{_CLIENT} refuses {request.method!r} as a method.")
    host = request.url.host
    if host is not None and not _HOST.fullmatch(host):
        raise CannotSay(f"java.net.URI refuses {host} as the name of a host.")
    if sum(name.lower() == "cookie" for name, _ in request.headers) > 1:
        raise CannotSay(f"{_CLIENT} joins two headers Cookie into one.")
    for name, value in request.all_headers:
        if name.lower() in _KEPT:
            raise CannotSay(f"{_CLIENT} keeps the header {name} for itself.")
        check_header_name(name, _CLIENT)
        check_ascii(name, value, _CLIENT)


def restricted(request: Request) -> str:
    """The headers that HttpClient sets only where a property of the system allows it, joined by commas."""
    found = (
        name.lower()
        for name, value in request.headers
        if name.lower() in _RESTRICTED or (name.lower() == "expect" and not waits(name, value))
    )
    return ",".join(dict.fromkeys(found))


def waits(name: str, value: Text) -> bool:
    """Whether the header is what `expectContinue` sends."""
    return name.lower() == "expect" and value == "100-continue"


def media_type(request: Request) -> Text | None:
    """The Content-Type; that of a multipart form still wants its boundary."""
    given = request.content_type
    if isinstance(request.body, Multipart):
        return given.partition(";")[0].rstrip() if isinstance(given, str) else "multipart/form-data"
    return forms.FORM if given is None and isinstance(request.body, Form) else given


def block_lines(text: str) -> list[str] | None:
    """The lines of a text that is better off in a multi-line literal, not yet escaped; None where it has no place there.

    The literal's indentation is cut off again, which takes one line that begins at the very left.
    """
    if (
        ("\n" not in text and text.count('"') < _QUOTES)
        or len(text) > CONSTANT_CHARS_MAX
        or _UNPRINTED.search(text) is not None
    ):
        return None
    lines = text.split("\n")
    filled = [each for each in lines if each.strip()]
    return lines if any(not each[0].isspace() for each in filled) else None


def laid_out(body: Raw, width: int) -> Text:
    """A body's text; JSON whose lines would be too long is written anew."""
    text = body.text
    if body.exact and isinstance(text, str) and len(text) > width and max(map(len, text.split("\n"))) > width:
        return json.dumps(body.json, indent=2, ensure_ascii=False)
    return text


def pieces(text: str) -> list[str]:
    """A long text in pieces that a class file can hold."""
    return [text[start : start + CONSTANT_CHARS_MAX] for start in range(0, len(text), CONSTANT_CHARS_MAX)]


def at(root: str, path: Path, quote: Quoting) -> str:
    """What Jackson finds at a path: by its name or index, or by a JSON Pointer (RFC 6901)."""
    if not path:
        return root
    if len(path) > 1:
        pointer = "".join(f"/{str(each).replace('~', '~0').replace('/', '~1')}" for each in path)
        return f"{root}.at({quote(pointer)})"
    only = path[0]
    return f"{root}.path({only if isinstance(only, int) else quote(only)})"
