"""What an app may be given, where a user may be sent back to, and who may redeem a code. Pure functions."""

import base64
import hashlib
import hmac
import re
from collections.abc import Iterable

from doorlist.contract import scopes

URI_CHARS_MAX = 2000
ADMINISTRATORS = frozenset({"Owner", "Admin"})
"""The roles whose holders may give what reaches beyond themselves."""

PLAIN, S256 = "plain", "S256"
_CHALLENGE = re.compile(r"[A-Za-z0-9._~-]{43,128}")
_LOOPBACK = re.compile(r"http://(?:127\.0\.0\.1|\[::1\])(?::[0-9]{1,5})?(?=[/?]|$)")
_PORT = re.compile(r":[0-9]{1,5}$")
_URI = re.compile(r"([a-z][a-z0-9+.-]*):[!$%&()*+./:=?@\[\]_~A-Za-z0-9-]+")
_AUTHORITY = re.compile(r"(\[[0-9a-f:.]+\]|[A-Za-z0-9.-]+)(:[0-9]{1,5})?")


def may_give(held: frozenset[str], role: str) -> frozenset[str]:
    """What a user of a role can allow an app that may hold some scopes: a Member gives nothing beyond their own."""
    if role in ADMINISTRATORS:
        return held
    return frozenset(scope for scope in held if not scopes.account_wide(scope))


def fault_of_redirect(uri: str) -> str | None:
    """Why an address cannot be registered to send users back to; None where it can.

    Taken are https, http on this machine, and an app's own scheme with a dot in it (RFC 8252, 7.1), which no browser runs
    as a program, as it would `javascript:`. Whatever would have to be quoted in a header is not taken.
    """
    if len(uri) > URI_CHARS_MAX:
        return f"it is longer than {URI_CHARS_MAX} characters"
    found = _URI.fullmatch(uri)
    if found is None:
        return "it is no absolute address without a fragment, such as https://app.example.org/callback"
    scheme, rest = found[1], uri[len(found[1]) + 1 :]
    if scheme not in ("http", "https"):
        return None if "." in scheme else f"{scheme}: is no scheme of an app's own, such as org.example.app:/callback"
    authority = re.split(r"[/?]", rest[2:], maxsplit=1)[0]
    if not rest.startswith("//") or not _AUTHORITY.fullmatch(authority):
        return "it names no host, or more than a host and a port"
    if scheme == "http" and _PORT.sub("", authority) not in ("127.0.0.1", "[::1]", "localhost"):
        return "it is http on another machine; use https"
    return None


def may_return_to(uri: str, registered: Iterable[str]) -> bool:
    """Whether an address is one of those registered: to the letter, but for the port on this machine (RFC 8252, 7.3)."""
    return any(uri == each or (_portless(uri) is not None and _portless(uri) == _portless(each)) for each in registered)


def _portless(uri: str) -> str | None:
    """An address on this machine without its port; None for any other. No path is the path `/`."""
    found = _LOOPBACK.match(uri)
    if found is None or "#" in uri:
        return None
    rest = uri[found.end() :]
    return _PORT.sub("", found[0]) + (rest if rest.startswith("/") else f"/{rest}")


def is_challenge(text: str) -> bool:
    """Whether a text can be a code challenge or verifier (RFC 7636, 4.1 and 4.2)."""
    return _CHALLENGE.fullmatch(text) is not None


def proves(verifier: str, challenge: str, method: str) -> bool:
    """Whether a verifier belongs to a challenge. Without a challenge there must be none (RFC 9700, 4.8.2)."""
    if not challenge or not verifier:
        return not challenge and not verifier
    given = verifier.encode(errors="replace")
    if method == S256:
        given = base64.urlsafe_b64encode(hashlib.sha256(given).digest()).rstrip(b"=")
    return hmac.compare_digest(given, challenge.encode())
