"""The sequence of Chilkat calls that sends a request and reads its answer, in no language.

The library has the same classes, properties and methods in every language that it knows. So the calls are made here,
once from the request; `chilkat_dialect` prints them. What is said about the library was seen on the wire, with 11.6.
"""

from collections.abc import Iterator

from doorlist.samples.parts import chilkat_answers, chilkat_http, chilkat_rest, signing
from doorlist.samples.parts.chilkat_bodies import sent_name
from doorlist.samples.parts.chilkat_draft import Draft
from doorlist.samples.parts.chilkat_words import (
    BODY,
    STATUS,
    Free,
    Gap,
    Read,
    Show,
    Statement,
)
from doorlist.samples.request import AwsV4, CannotSay, FileBody, Hawk, Multipart, OAuth1, Raw, Request

_BODILESS = frozenset({"GET", "HEAD", "OPTIONS"})  # HttpRequest sends no body with these
_OAUTH_METHODS = frozenset({"HMAC-SHA1", "HMAC-SHA256"})


def sequence(request: Request) -> list[Statement]:
    """The calls for a request. Raises CannotSay."""
    global _last
    last = _last
    if last is None or last[0] is not request:
        last = _last = (request, list(_statements(request)))
    return last[1]


_last: tuple[Request, list[Statement]] | None = None


def _statements(request: Request) -> Iterator[Statement]:
    _refuse(request)
    draft = Draft(request, _needs_rest(request))
    if request.variables:
        yield Read(request.variables)
        yield Gap()
    yield from (chilkat_rest if draft.by_rest else chilkat_http).sent(draft)
    yield Show(STATUS)
    if request.method != "HEAD":
        yield Show(BODY)
    yield from chilkat_answers.read(draft)
    yield Free(tuple(draft.held))


def _refuse(request: Request) -> None:
    """What neither way can say."""
    for name, value in request.headers:
        if "'" in name:
            raise CannotSay(f"Chilkat changes the apostrophe in a header's name, and {name} has one.")
        if isinstance(value, str):
            if "\r" in value or "\n" in value or "\0" in value:
                raise CannotSay(f"Chilkat takes line ends out of header values, and {name} has one.")
            if "=?" in value and "?=" in value:
                raise CannotSay(f"Chilkat decodes what looks like an encoded word in a header, as in {name}.")
    signing.check_able(request, "Chilkat", Hawk)
    if isinstance(request.auth, OAuth1):
        if request.auth.method not in _OAUTH_METHODS:
            raise CannotSay(f"Chilkat signs OAuth 1.0 with HMAC-SHA1 or HMAC-SHA256, not with {request.auth.method}.")
        if not request.auth.in_header:
            raise CannotSay("Chilkat sends the OAuth 1.0 signature in a header, not in the query.")
    if isinstance(request.auth, AwsV4) and request.auth.session_token != "":
        raise CannotSay("Chilkat's AuthAws does not sign a session token.")


def _needs_rest(request: Request) -> bool:
    """Whether CkRest is to be used: CkHttp sends no body with GET, and has its own mind about some others."""
    body = request.body
    if isinstance(request.auth, OAuth1 | AwsV4):
        return True
    if body is None or (isinstance(body, Raw) and body.text == ""):
        return False
    if request.method in _BODILESS:
        return True
    if isinstance(body, Multipart):
        # With DELETE CkHttpRequest repeats the parts in the query; it leaves out an empty name, and cuts a file's
        # name behind a slash.
        return request.method == "DELETE" or any(
            each.name == "" or ((file := sent_name(each)) is not None and ("/" in file or "\\" in file))
            for each in body.parts
        )
    kind = request.content_type
    return isinstance(body, Raw | FileBody) and isinstance(kind, str) and kind.lower().startswith("multipart/")
