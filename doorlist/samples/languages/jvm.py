"""What Java and Kotlin share: java.net.http.HttpClient and its limits, texts in class files, Jackson, multipart by hand."""

import json
import re
from collections.abc import Iterator

from doorlist.samples.languages import forms
from doorlist.samples.request import (
    Answers,
    AwsV4,
    CannotSay,
    Digest,
    Form,
    Hawk,
    Multipart,
    OAuth1,
    Path,
    Raw,
    Request,
    Text,
)
from doorlist.samples.variables import pieces_of

JARS = tuple(f"/usr/share/java/jackson-{each}.jar" for each in ("databind", "core", "annotations"))
CONSTANT_CHARS_MAX = 10_000
"""A constant of a class file has at most 65,535 bytes, six to a character at worst."""

_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_HOST = re.compile(
    r"(?:[0-9a-z](?:[0-9a-z-]*[0-9a-z])?\.)*(?:[0-9]{1,3}|[a-z](?:[0-9a-z-]*[0-9a-z])?)\.?|[0-9a-f:.]*:[0-9a-f:.]*"
)
_RESTRICTED = frozenset({"connection", "host", "upgrade"})
_KEPT = frozenset({"proxy-authorization"})
_UNPRINTED = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
_QUOTES = 4  # so many on one line, and a literal of quotes and backslashes is hard to read


def control(code: int) -> str:
    """A character that is not written as it is."""
    return f"\\u{code:04x}"


def check(request: Request) -> None:
    """Raises CannotSay where java.net.http.HttpClient cannot send the request as it is."""
    auth = request.auth
    if isinstance(auth, Digest):
        raise CannotSay("java.net.http.HttpClient has no Digest authentication; Apache HttpClient has.")
    if isinstance(auth, OAuth1 | AwsV4 | Hawk):
        kind = {OAuth1: "OAuth 1.0", AwsV4: "AWS", Hawk: "Hawk"}[type(auth)]
        raise CannotSay(f"java.net.http.HttpClient has no {kind} signatures; they take a library of their own.")
    if request.method == "CONNECT":
        raise CannotSay("java.net.http.HttpClient keeps the method CONNECT for itself.")
    if not _TOKEN.fullmatch(request.method):
        raise CannotSay(f"java.net.http.HttpClient refuses {request.method!r} as a method.")
    host = request.url.host
    if host is not None and not _HOST.fullmatch(host):
        raise CannotSay(f"java.net.URI refuses {host} as the name of a host.")
    if sum(name.lower() == "cookie" for name, _ in request.headers) > 1:
        raise CannotSay("java.net.http.HttpClient joins two headers Cookie into one.")
    for name, value in request.all_headers:
        if name.lower() in _KEPT:
            raise CannotSay(f"java.net.http.HttpClient keeps the header {name} for itself.")
        if not _TOKEN.fullmatch(name):
            raise CannotSay(f"java.net.http.HttpClient refuses {name!r} as the name of a header.")
        if not all(map(str.isascii, literals(value))):
            raise CannotSay(f"java.net.http.HttpClient sends headers in ASCII only, and {name} has other characters.")


def literals(text: Text) -> Iterator[str]:
    """The literal pieces of a text."""
    return (each for each in pieces_of(text) if isinstance(each, str))


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


def pointer(path: Path) -> str:
    """A JSON Pointer (RFC 6901)."""
    return "".join(f"/{str(each).replace('~', '~0').replace('/', '~1')}" for each in path)


def error_keys(answers: Answers) -> list[tuple[str, str]]:
    """The documented errors by status and code (`404 3001`), and what they mean."""
    return [
        (f"{each.status}" if each.code is None else f"{each.status} {each.code}", each.message)
        for each in answers.failures
    ]
