"""What System.Net.Http does with headers: which belong to the content, which it takes apart and writes in its own way."""

import re

# fmt: off
# Headers that belong to the content, and those that HttpClient takes apart and writes anew before .NET 6.
CONTENTS = frozenset({
    "allow", "content-disposition", "content-encoding", "content-language", "content-location", "content-md5",
    "content-range", "expires", "last-modified",
})
_LISTS = frozenset({
    "accept", "accept-charset", "accept-encoding", "accept-language", "allow", "connection", "content-disposition",
    "content-encoding", "content-language", "expect", "if-match", "if-none-match", "pragma", "range", "te", "trailer",
    "upgrade", "via",
})
PARSED = _LISTS | {
    "authorization", "cache-control", "content-location", "content-md5", "content-range", "date", "expires", "from",
    "host", "if-modified-since", "if-range", "if-unmodified-since", "last-modified", "max-forwards",
    "proxy-authorization", "referer", "user-agent", "warning",
}
# fmt: on
_ADDRESS = re.compile(r"https?://[a-z0-9.-]+(?::\d+)?/[A-Za-z0-9._~/!$&()*+,;=:@?-]*", re.ASCII)
_SEPARATOR = re.compile(r'("(?:[^"\\]|\\.)*")|\s*([,;])\s*')


def rewritten(name: str, value: str) -> bool:
    """Whether the value would be written with other spaces, in another order or not at all."""
    if not value.strip():
        return True
    if name in _LISTS:
        spaced = _SEPARATOR.sub(lambda found: found[1] or f"{found[2]} ", value.strip())
        return spaced.strip() != value.strip()
    if name == "cache-control":
        return "," in value
    if name == "referer":
        return _ADDRESS.fullmatch(value) is None or "/." in value or ":80/" in value or ":443/" in value
    if name == "user-agent":
        return "  " in value
    if name in ("authorization", "proxy-authorization"):
        return "  " in value.strip()
    return name == "max-forwards" and value != "0" and value.startswith("0")
