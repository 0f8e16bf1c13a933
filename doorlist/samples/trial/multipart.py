"""Reads `multipart/form-data` strictly, as browsers write it; what is not that is said in words."""

import re
from dataclasses import dataclass

_PARAMETER = re.compile(rb';[ \t]*([^\s=;"]+)=(?:"([^"]*)"|([^\s;"]*))[ \t]*')
_ESCAPES = {'"': "%22", "\r": "%0D", "\n": "%0A"}


class Malformed(Exception):
    """The bytes are no such form; the reason in words."""


@dataclass(frozen=True, slots=True)
class SentPart:
    """A part as it came. `name` and `file_name` are the bytes between the quotes, undecoded."""

    name: bytes
    file_name: bytes | None
    content_type: bytes | None
    headers: tuple[tuple[str, bytes], ...]
    content: bytes


def as_browsers_write(name: str) -> bytes:
    """A name or file name as it stands between its quotes."""
    for character, escape in _ESCAPES.items():
        name = name.replace(character, escape)
    return name.encode("utf-8", "surrogatepass")


def read(body: bytes, boundary: bytes) -> list[SentPart]:
    """The parts, in order. Raises Malformed."""
    delimiter = b"--" + boundary
    if body.startswith(delimiter + b"--") and body[len(delimiter) + 2 :] in (b"", b"\r\n"):
        return []
    if not body.startswith(delimiter + b"\r\n"):
        raise Malformed(f"the form does not begin with its boundary: {body[:60]!r}")
    *pieces, last = (b"\r\n" + body).split(b"\r\n" + delimiter)
    if not last.startswith(b"--"):
        raise Malformed(f"the form does not end with its boundary: {body[-60:]!r}")
    if last not in (b"--", b"--\r\n"):
        raise Malformed(f"something comes behind the form: {last[2:60]!r}")
    return [_part(piece) for piece in pieces[1:]]


def _part(piece: bytes) -> SentPart:
    if not piece.startswith(b"\r\n"):
        raise Malformed(f"something stands behind a boundary: {piece[:60]!r}")
    if piece.startswith(b"\r\n\r\n"):
        raise Malformed("a part has no headers")
    head, blank, content = piece[2:].partition(b"\r\n\r\n")
    if not blank:
        raise Malformed(f"a part's head does not end: {head[:60]!r}")
    headers = []
    for line in head.split(b"\r\n"):
        name, colon, value = line.partition(b":")
        if not colon:
            raise Malformed(f"a line of a part's head is no header: {line[:60]!r}")
        headers.append((name.strip().decode("latin-1"), value.strip(b" \t")))
    found: dict[str, list[bytes]] = {}
    for header, value in headers:
        found.setdefault(header.lower(), []).append(value)
    for header in ("content-disposition", "content-type"):
        if len(found.get(header, ())) > 1:
            raise Malformed(f"a part has {header} twice")
    if "content-disposition" not in found:
        raise Malformed("a part has no Content-Disposition")
    parameters = _disposition(found["content-disposition"][0])
    if "name" not in parameters:
        raise Malformed("a part has no name")
    types = found.get("content-type")
    return SentPart(
        parameters["name"], parameters.get("filename"), types[0] if types else None, tuple(headers), content
    )


def _disposition(value: bytes) -> dict[str, bytes]:
    kind, _, _ = value.partition(b";")
    if kind.strip().lower() != b"form-data":
        raise Malformed(f"a part's disposition is not form-data: {value[:120]!r}")
    parameters: dict[str, bytes] = {}
    at = len(kind)
    while at < len(value):
        found = _PARAMETER.match(value, at)
        if found is None:
            raise Malformed(f"a part's disposition cannot be read: {value[:200]!r}")
        name = found[1].decode("latin-1").lower()
        if name in parameters:
            raise Malformed(f"a part's disposition has {name} twice: {value[:200]!r}")
        parameters[name] = found[2] if found[2] is not None else found[3]
        at = found.end()
    strange = parameters.keys() - {"name", "filename"}
    if strange:
        raise Malformed(f"a part's disposition has {', '.join(sorted(strange))}: {value[:200]!r}")
    return parameters
