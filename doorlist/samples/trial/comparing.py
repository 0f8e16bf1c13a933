"""Tells in words how what came over the wire differs from a request.

What counts: exactly one request; the method; the path's segments and the query's pairs, decoded; every header of the
request with its values in order, and none that means something besides; the media type with its parameters; the parts or
fields of a form in order; JSON as values with their digits, members in order; any other body byte for byte.

In a URL, `+` is a plus and nothing else: `+`, `%2B` and `%20` are three different things, so that what is right here is
right for a server that takes `+` for a plus and for one that takes it for a space. In the body of a form it is a space.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from posixpath import basename
from urllib.parse import unquote_to_bytes

from doorlist.samples.request import Digest, File, FileBody, Form, Multipart, OAuth1, Part, Raw, Request
from doorlist.samples.trial import multipart, proofs
from doorlist.samples.trial.recorder import Seen
from doorlist.samples.trial.texts import said

Environment = Mapping[str, str]
Files = Mapping[str, bytes]

MEANINGFUL = frozenset(
    {
        "authorization",
        "content-encoding",
        "content-language",
        "content-disposition",
        "content-range",
        "cookie",
        "expect",
        "if-match",
        "if-modified-since",
        "if-none-match",
        "if-range",
        "if-unmodified-since",
        "origin",
        "proxy-authorization",
        "range",
        "referer",
        "x-http-method-override",
    }
)
"""Headers that no library may add by itself; Content-Type is looked at on its own."""
_FORM = "application/x-www-form-urlencoded"
_SHOWN = 160


def compare(request: Request, seen: Sequence[Seen], environment: Environment, files: Files) -> list[str]:
    """The differences, in words; none where it came as it should. A Digest's challenge and its proof are one request."""
    if isinstance(request.auth, Digest) and len(seen) > 1 and seen[0].status == 401:
        seen = seen[1:]
    faults = [each.fault for each in seen if each.fault]
    if faults:
        return faults
    if len(seen) != 1:
        listed = "".join(f"; {each.method} {_short(each.target)}" for each in seen)
        return [f"{len(seen) or 'no'} requests came, not one{listed}"]
    sent = seen[0]
    return [
        *_method(request, sent),
        *_target(request, sent, environment),
        *_headers(request, sent, environment),
        *proofs.differences(request.auth, sent, environment),
        *_media_type(request, sent, environment),
        *_body(request, sent, environment, files),
    ]


def _short(value: object) -> str:
    text = value.decode("utf-8", "backslashreplace") if isinstance(value, bytes) else str(value)
    shown = repr(text)
    return shown if len(shown) <= _SHOWN else f"{shown[: _SHOWN - 20]}… ({len(text)} characters)"


def _utf8(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _method(request: Request, sent: Seen) -> list[str]:
    return [] if sent.method == request.method else [f"the method is {sent.method}, not {request.method}"]


# --- the URL ---------------------------------------------------------------------------------------------------------

Segments = list[bytes]
Reading = tuple[bytes, bytes]
Pairs = list[tuple[Reading, Reading | None]]


def target_of(target: bytes) -> tuple[Segments, Pairs | None]:
    """The decoded segments of a path, and the decoded pairs of its query; None where there is no `?`.

    Each text of the query is given as it reads where a `+` is a plus, and as it reads where it is a space.
    """
    path, mark, query = target.partition(b"?")
    segments = [unquote_to_bytes(each) for each in (path or b"/").split(b"/")]
    if not mark:
        return segments, None
    pairs: Pairs = []
    for each in query.split(b"&"):
        name, equals, value = each.partition(b"=")
        pairs.append((_decoded(name), _decoded(value) if equals else None))
    return segments, pairs


def _decoded(text: bytes) -> Reading:
    return unquote_to_bytes(text), unquote_to_bytes(text.replace(b"+", b" "))


def _target(request: Request, sent: Seen, environment: Environment) -> list[str]:
    wanted = _utf8(said(request.url.target, environment))
    if not sent.target.startswith(b"/"):
        return [f"the request line has {_short(sent.target)}, not a path"]
    if b"#" in sent.target:
        return [f"a fragment was sent: {_short(sent.target)}"]
    path, query = target_of(sent.target)
    if isinstance(request.auth, OAuth1) and not request.auth.in_header and query is not None:
        query = [each for each in query if not each[0][0].startswith(b"oauth_")] or None
    right_path, right_query = target_of(wanted)
    found = []
    if path != right_path:
        found.append(f"the path is {_short(sent.target.partition(b'?')[0])}, not {_short(wanted.partition(b'?')[0])}")
    if query != right_query:
        found.append(f"the query is {_shown_query(sent.target)}, not {_shown_query(wanted)}")
    return found


def _shown_query(target: bytes) -> str:
    _, mark, query = target.partition(b"?")
    return _short(query) if mark else "missing"


# --- headers ---------------------------------------------------------------------------------------------------------


def _headers(request: Request, sent: Seen, environment: Environment) -> list[str]:
    wanted: dict[str, tuple[str, list[bytes]]] = {}
    for name, value in request.headers:
        wanted.setdefault(name.lower(), (name, []))[1].append(_utf8(said(value, environment)).strip(b" \t\r\n"))
    found = []
    for name, values in wanted.values():
        came = sent.values(name)
        if not came:
            found.append(f"the header {name} is missing")
        elif came != values:
            found.append(f"the header {name} is {_list(came)}, not {_list(values)}")
    own = proofs.own_headers(request.auth)
    for name in sorted({each.lower() for each, _ in sent.headers} & MEANINGFUL):
        if name not in wanted and name not in own:
            found.append(f"the header {name} is there, but nobody asked for it: {_list(sent.values(name))}")
    return found


def _list(values: Iterable[bytes]) -> str:
    return ", then ".join(_short(each) for each in values)


_TYPE = re.compile(r'\s*([^\s;/"]+/[^\s;/"]+)\s*((?:;\s*[^\s;="]+\s*=\s*(?:"(?:[^"\\]|\\.)*"|[^\s;"]*)\s*|;\s*)*)$')
_TYPE_PARAMETER = re.compile(r';\s*([^\s;="]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;"]*))')


def media_type(text: str) -> tuple[str, dict[str, str]]:
    """A media type and its parameters, case aside where it does not count. What is none stands as it is."""
    found = _TYPE.match(text)
    if found is None:
        return text, {}
    parameters = {}
    for name, quoted, plain in _TYPE_PARAMETER.findall(found[2]):
        value = re.sub(r"\\(.)", r"\1", quoted) or plain
        parameters[name.lower()] = value.lower() if name.lower() == "charset" else value
    return found[1].lower(), parameters


def _media_type(request: Request, sent: Seen, environment: Environment) -> list[str]:
    came = [each.decode("utf-8", "replace") for each in sent.values("Content-Type")]
    if len(came) > 1:
        return [f"there are {len(came)} headers Content-Type: {', '.join(map(repr, came))}"]
    wanted = None if request.content_type is None else said(request.content_type, environment)
    if wanted is None and isinstance(request.body, Multipart):
        wanted = "multipart/form-data"
    if wanted is None and isinstance(request.body, Form):
        wanted = _FORM
    if wanted is None or not came:
        if wanted is None and not came:
            return []
        return [
            f"the Content-Type is {came[0]!r}, but nobody asked for one"
            if came
            else f"the Content-Type {wanted!r} is missing"
        ]
    kind, parameters = media_type(came[0])
    right_kind, right_parameters = media_type(wanted)
    if right_kind.startswith("multipart/"):
        boundary = parameters.pop("boundary", "")
        right_parameters.pop("boundary", None)
        if kind == right_kind and not boundary:
            return [f"the Content-Type has no boundary: {came[0]!r}"]
    if (kind, parameters) != (right_kind, right_parameters):
        return [f"the Content-Type is {came[0]!r}, not {wanted!r}"]
    return []


# --- bodies ----------------------------------------------------------------------------------------------------------


def _body(request: Request, sent: Seen, environment: Environment, files: Files) -> list[str]:
    match request.body:
        case None:
            return [] if not sent.body else [f"a body came, but there is none: {_short(sent.body)}"]
        case Raw():
            return _raw(request, request.body, sent, environment)
        case Form():
            return _form(request, request.body, sent, environment)
        case Multipart():
            return _multipart(request.body, sent, environment, files)
        case FileBody():
            return _bytes("the body", sent.body, _content(request.body.file, environment, files))


def _bytes(what: str, came: bytes, wanted: bytes) -> list[str]:
    if came == wanted:
        return []
    if len(came) > _SHOWN // 2 or len(wanted) > _SHOWN // 2:
        at = next(
            (n for n, (one, other) in enumerate(zip(came, wanted, strict=False)) if one != other),
            min(len(came), len(wanted)),
        )
        return [
            f"{what} has {len(came)} bytes, not {len(wanted)}; from byte {at} it is "
            f"{came[at : at + 40]!r}, not {wanted[at : at + 40]!r}"
        ]
    return [f"{what} is {_short(came)}, not {_short(wanted)}"]


def _raw(request: Request, body: Raw, sent: Seen, environment: Environment) -> list[str]:
    text = said(body.text, environment)
    wanted = _utf8(text)
    if sent.body == wanted:
        return []
    kind = "" if request.content_type is None else media_type(said(request.content_type, environment))[0]
    if body.exact or "json" in kind:
        try:
            right = _json(wanted)
        except (ValueError, RecursionError):
            return _bytes("the body", sent.body, wanted)
        try:
            came = _json(sent.body)
        except (ValueError, RecursionError):
            return [f"the body is no JSON: {_short(sent.body)}"]
        return _values(came, right, "")
    return _bytes("the body", sent.body, wanted)


class _Number(str):
    """A number as it is written."""

    __slots__ = ()


class _Members(list[tuple[str, object]]):
    """The members of an object, in order."""


def _json(body: bytes) -> object:
    def refuse(constant: str) -> object:
        raise ValueError(f"{constant} is no JSON")

    return json.loads(
        body.decode("utf-8", "surrogatepass"),
        parse_int=_Number,
        parse_float=_Number,
        parse_constant=refuse,
        object_pairs_hook=_Members,
    )


def _values(came: object, wanted: object, where: str) -> list[str]:
    """How two JSON values differ, numbers by their digits."""
    place = f"the JSON at {where}" if where else "the JSON"
    if type(came) is not type(wanted):
        return [f"{place} is {_written(came)}, not {_written(wanted)}"]
    if isinstance(came, _Members) and isinstance(wanted, _Members):
        names, right = [name for name, _ in came], [name for name, _ in wanted]
        if names != right:
            order = "in another order" if sorted(names) == sorted(right) else "others"
            return [f"{place} has its members {order}: {_short(', '.join(names))}, not {_short(', '.join(right))}"]
        pairs = [
            (f"{where}.{name}" if where else name, one, other)
            for (name, one), (_, other) in zip(came, wanted, strict=True)
        ]
    elif isinstance(came, list) and isinstance(wanted, list):
        if len(came) != len(wanted):
            return [f"{place} has {len(came)} elements, not {len(wanted)}"]
        pairs = [(f"{where}[{n}]", one, other) for n, (one, other) in enumerate(zip(came, wanted, strict=True))]
    else:
        return [] if came == wanted else [f"{place} is {_written(came)}, not {_written(wanted)}"]
    return [each for place, one, other in pairs for each in _values(one, other, place)]


def _written(value: object) -> str:
    if isinstance(value, _Number):
        return str(value)
    return (
        {None: "null", True: "true", False: "false"}[value]
        if value is None or isinstance(value, bool)
        else (_short(value) if isinstance(value, str) else "an object" if isinstance(value, _Members) else "a list")
    )


def _form(request: Request, body: Form, sent: Seen, environment: Environment) -> list[str]:
    wanted = [(_utf8(said(each.name, environment)), _utf8(said(each.value, environment))) for each in body.fields]
    came = [] if not sent.body else [_pair(each) for each in sent.body.split(b"&")]
    if isinstance(request.auth, OAuth1) and not request.auth.in_header:
        came = [pair for pair in came if not pair[0].startswith(b"oauth_")]
    return (
        _in_order(
            "field",
            [f"{_short(name)} = {_short(value)}" for name, value in came],
            [f"{_short(name)} = {_short(value)}" for name, value in wanted],
        )
        if came != wanted
        else []
    )


def _pair(text: bytes) -> tuple[bytes, bytes]:
    name, _, value = text.replace(b"+", b" ").partition(b"=")
    return unquote_to_bytes(name), unquote_to_bytes(value)


def _in_order(what: str, came: list[str], wanted: list[str]) -> list[str]:
    if len(came) != len(wanted):
        return [f"the form has {len(came)} {what}s, not {len(wanted)}: {'; '.join(came[:8])}"]
    return [
        f"{what} {n} is {one}, not {other}"
        for n, (one, other) in enumerate(zip(came, wanted, strict=True), 1)
        if one != other
    ]


def _multipart(body: Multipart, sent: Seen, environment: Environment, files: Files) -> list[str]:
    came = sent.value("Content-Type") or b""
    boundary = media_type(came.decode("utf-8", "replace"))[1].get("boundary", "")
    if not boundary:
        return []  # that was told already
    try:
        parts = multipart.read(sent.body, boundary.encode())
    except multipart.Malformed as malformed:
        return [str(malformed)]
    if len(parts) != len(body.parts):
        names = ", ".join(_short(each.name) for each in parts[:8])
        return [f"the form has {len(parts)} parts, not {len(body.parts)}: {names}"]
    return [
        f"part {n}: {each}"
        for n, (part, wanted) in enumerate(zip(parts, body.parts, strict=True), 1)
        for each in _part(part, wanted, environment, files)
    ]


def _part(came: multipart.SentPart, wanted: Part, environment: Environment, files: Files) -> list[str]:
    found = []
    name = multipart.as_browsers_write(said(wanted.name, environment))
    if came.name != name:
        found.append(f"the name is {_short(came.name)}, not {_short(name)}")
    if isinstance(wanted.content, File):
        content = _content(wanted.content, environment, files)
        file_name = multipart.as_browsers_write(_file_name(wanted.content, environment))
        if came.file_name is None:
            found.append("it has no file name")
        elif came.file_name != file_name:
            found.append(f"the file name is {_short(came.file_name)}, not {_short(file_name)}")
    else:
        content = _utf8(said(wanted.content, environment))
        if came.file_name is not None:
            found.append(f"a text has the file name {_short(came.file_name)}")
    kind = None if came.content_type is None else came.content_type.decode("utf-8", "replace")
    if wanted.content_type is not None:
        if kind is None or media_type(kind) != media_type(wanted.content_type):
            found.append(f"the part type is {kind!r}, not {wanted.content_type!r}")
    elif kind is not None and not isinstance(wanted.content, File):
        found.append(f"the part type is {kind!r}, but nobody asked for one")
    for header, value in came.headers:
        if header.lower() == "content-transfer-encoding" and value.lower() not in (b"binary", b"8bit", b"7bit"):
            found.append(f"its Content-Transfer-Encoding is {_short(value)}")
    return found + _bytes("the content", came.content, content)


def _file_name(file: File, environment: Environment) -> str:
    return basename(said(file.path, environment)) if file.name is None else file.name


def _content(file: File, environment: Environment, files: Files) -> bytes:
    return files[said(file.path, environment)]
