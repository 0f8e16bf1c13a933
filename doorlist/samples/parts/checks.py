"""Says no to what a library refuses or would change: signatures, the method CONNECT, odd names and values of headers."""

import re

from doorlist.samples.parts import forms
from doorlist.samples.parts.signing import AUTHS
from doorlist.samples.parts.texts import literals
from doorlist.samples.request import AwsV4, CannotSay, Hawk, OAuth1, Request, Text

TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
"""What HTTP allows as a method or as the name of a header."""
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
_SIGNATURES = {OAuth1: "OAuth 1.0", AwsV4: "AWS", Hawk: "Hawk"}


def check_auth(request: Request, library: str, able: tuple[type, ...]) -> None:
    """Raises CannotSay where the request's auth is not one of those that the library knows."""
    if request.auth is not None and not isinstance(request.auth, able):
        raise CannotSay(f"{library} does not know {AUTHS[type(request.auth)]}; that takes another package.")


def check_signature(request: Request, library: str) -> None:
    """Raises CannotSay where the request is signed, which the library cannot."""
    auth = request.auth
    if isinstance(auth, OAuth1 | AwsV4 | Hawk):
        raise CannotSay(f"{library} has no {_SIGNATURES[type(auth)]} signatures; they take a library of their own.")


def check_connect(request: Request, library: str) -> None:
    """Raises CannotSay for the method CONNECT."""
    if request.method == "CONNECT":
        raise CannotSay(f"{library} opens a tunnel with CONNECT instead of sending a request.")


def check_headers(request: Request, library: str) -> None:
    """Raises CannotSay where a header's value has a control character."""
    for name, value in request.all_headers:
        if _CONTROL.search(literals(value)):
            raise CannotSay(f"{library} refuses a control character in a header, and {name} has one.")


def check_header_name(name: str, library: str) -> None:
    """Raises CannotSay where HTTP does not allow the name."""
    if not TOKEN.fullmatch(name):
        raise CannotSay(f"{library} refuses {name!r} as the name of a header.")


def check_repeated_header(request: Request, library: str) -> None:
    """Raises CannotSay where a header comes twice."""
    if request.repeated_header is not None:
        raise CannotSay(
            f"{library} joins headers of one name into one line, and {request.repeated_header} comes twice."
        )


def check_line(name: str, value: Text) -> None:
    """Raises CannotSay where a header's value has a line break."""
    if any(each in "\r\n\0" for each in forms.shown(value)):
        raise CannotSay(f"A header's value is one line, and that of {name} has a line break.")


def check_ascii(name: str, value: Text, library: str) -> None:
    """Raises CannotSay where a header's value has characters beyond ASCII."""
    if not literals(value).isascii():
        raise CannotSay(f"{library} sends headers in ASCII only, and {name} has other characters.")
