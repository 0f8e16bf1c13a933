"""The bytes of a body, as real clients send them, become one plain mapping.

Programs written for this API send JSON; those printed in 2022 send multipart/form-data, with arrays as JSON text in a
form field. Both are read here into the same `Body`. What the fields may hold is the contract's matter, not ours; but
whatever leaves here is text that can be stored and numbers that are finite, nested no deeper than `DEPTH_MAX`.
"""

import binascii
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from encodings import normalize_encoding
from encodings.aliases import aliases as codec_by_alias
from functools import lru_cache
from itertools import islice
from math import isinf
from typing import TYPE_CHECKING
from urllib.parse import unquote_to_bytes

from pydantic_core import from_json
from python_multipart import MultipartParser
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartState, parse_options_header
from starlette.requests import ClientDisconnect
from starlette.types import Receive

from doorlist.refusals import BodyTooLarge, BodyUnreadable, FieldFault, FieldsInvalid, MediaTypeUnknown

if TYPE_CHECKING:
    from python_multipart.multipart import MultipartCallbacks

BODY_BYTES_MAX = 1_048_576
DEPTH_MAX = 20
FORM_FIELDS_MAX = 200
FAULTS_MAX = 50
CONTENT_TYPE_BYTES_MAX = 1_000
SHOWN_CHARS_MAX = 60
"""How much of a client's own words an answer repeats."""

JSON = "application/json"
URLENCODED = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"
UTF8_BOM = b"\xef\xbb\xbf"
CODECS = frozenset(codec_by_alias.values()) - {"utf_7"}
"""The charsets read: Python's, less those that are no charset on the wire (punycode, unicode_escape) or that make lone
surrogates (UTF-7). Looked up here and not by `codecs.lookup`, which remembers every unknown name for ever."""


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
    media_type, charset, boundary = _media(content_type or JSON)
    if media_type == JSON or media_type.endswith("+json"):
        return Body(_json_object(_utf8(raw, charset)))
    if media_type == URLENCODED:
        return _form_body(_urlencoded_fields(raw, charset), structured=structured, mend_glued=mend_glued)
    if media_type == MULTIPART:
        return _form_body(_multipart_fields(raw, boundary), structured=structured, mend_glued=mend_glued)
    if media_type == "text/plain" and (text := _utf8(raw, charset)).lstrip().startswith((b"{", b"[")):
        return Body(_json_object(text))
    raise MediaTypeUnknown(_shown(media_type))


@lru_cache(maxsize=64)
def _media(content_type: str) -> tuple[str, str, bytes]:
    """Media type, charset and boundary that a Content-Type names."""
    header = content_type.encode("latin-1", "replace")
    if len(header) > CONTENT_TYPE_BYTES_MAX:
        raise MediaTypeUnknown(_shown(header.decode("latin-1")))
    media_type, options = parse_options_header(header)
    return media_type.decode("latin-1"), options.get(b"charset", b"").decode("latin-1"), options.get(b"boundary", b"")


def _utf8(raw: bytes, charset: str) -> bytes:
    """The same text in UTF-8, without a byte order mark. What claims to be UTF-8 is checked where it is parsed."""
    if charset.lower() not in ("", "utf-8", "utf8"):
        try:
            raw = _decoded(raw, charset).encode()
        except UnicodeError as error:
            raise BodyUnreadable(f"The body is not {_shown(charset)} as its Content-Type says: send UTF-8.") from error
    return raw.removeprefix(UTF8_BOM)


def _decoded(raw: bytes, charset: str) -> str:
    """The text. Refuses a charset that is none; raises UnicodeError where the bytes are not in it."""
    name = normalize_encoding(charset or "utf-8").lower()
    codec = codec_by_alias.get(name, name)
    try:
        if codec in CODECS:
            return raw.decode(codec)
    except LookupError:  # a codec, but of bytes to bytes (hex), or of another system (mbcs)
        pass
    raise BodyUnreadable(f"The charset {_shown(charset)} is unknown: send UTF-8.")


# --- JSON ----------------------------------------------------------------------------------------------------------


class JsonError(Exception):
    """The text is not JSON that we read. Says why, with line and column."""


def _json_object(raw: bytes) -> dict[str, object]:
    try:
        value = _json(raw)
    except JsonError as error:
        raise BodyUnreadable(f"The body is not JSON: {error}.") from error
    if not isinstance(value, dict):
        raise BodyUnreadable("The body is JSON, but no object: send {...} with the fields as its members.")
    return value


def _json(raw: bytes, path: str = "") -> object:
    """What the JSON says. Raises JsonError; FieldsInvalid, under `path`, for what no field can hold."""
    try:
        value: object = from_json(raw, allow_inf_nan=False, cache_strings="keys")
    except ValueError as error:
        _refuse_lone_surrogates(raw, path)
        raise JsonError(str(error)) from error
    if rb"\u0000" in raw or not _is_plain([value], DEPTH_MAX + 1):
        _refuse_faults(value, path)
    return value


def _is_plain(values: Sequence[object] | dict[str, object], levels: int) -> bool:
    """Whether it nests no deeper than `levels` and holds no infinity (1e999). The quick look that every body gets."""
    if not levels:
        return False
    for value in values.values() if type(values) is dict else values:
        if type(value) is str:
            continue
        if type(value) is dict or type(value) is list:
            if not _is_plain(value, levels - 1):
                return False
        elif type(value) is float and isinf(value):
            return False
    return True


def _refuse_faults(value: object, path: str) -> None:
    if not path and not isinstance(value, dict):
        return  # a body that is no object has no field to name, and is refused for that
    if faults := tuple(islice(_faults(value, path, DEPTH_MAX), FAULTS_MAX)):
        raise FieldsInvalid(faults)


def _faults(value: object, path: str, levels: int) -> Iterator[FieldFault]:
    """The fields that hold what cannot be stored. The slow look, with names."""
    if isinstance(value, str):
        if "\0" in value:
            yield _fault(path, "It holds a NUL or half a surrogate pair, which cannot be stored: leave it out.")
    elif isinstance(value, float):
        if isinf(value):
            yield _fault(path, "The number is too large.")
    elif isinstance(value, dict | list):
        if not levels:
            raise JsonError(f"it is nested deeper than {DEPTH_MAX} levels")
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            if isinstance(key, int):
                inner_path = f"{path}[{key}]"
            else:
                inner_path = f"{path}.{_shown(key)}" if path else _shown(key)
                yield from _faults(key, inner_path, levels)
            yield from _faults(inner, inner_path, levels - 1)


SURROGATES = re.compile(
    rb"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"  # a pair
    rb"|(?P<lone>\\u[dD][89a-fA-F][0-9a-fA-F]{2})"
    rb"|\\."  # another escape, so that an escaped backslash does not begin one
)


def _refuse_lone_surrogates(raw: bytes, path: str) -> None:
    r"""Names the fields with half a surrogate pair (`\ud800`), if nothing else is wrong: the parser gives no names."""
    with_nul = SURROGATES.sub(lambda match: rb"\u0000" if match["lone"] else match[0], raw)
    if with_nul != raw:
        with suppress(ValueError, JsonError):
            _refuse_faults(from_json(with_nul, allow_inf_nan=False), path)


# --- forms ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Field:
    """A form's field as it came."""

    name: str
    content: bytes
    charset: str


def _form_body(form: Sequence[_Field], *, structured: frozenset[str], mend_glued: bool) -> Body:
    """The form's fields, decoded, and those in `structured` parsed. All faulty ones are refused at once."""
    faults = [
        _fault(name, f"It is sent {'twice' if count == 2 else f'{count} times'}: send it once.")
        for name, count in Counter(sent.name for sent in form).items()
        if count > 1
    ]
    fields: dict[str, object] = {}
    notices: list[str] = []
    before: list[str] = []
    for sent in form:
        try:
            text = _text(sent)
            fields[sent.name], glue = _structured(sent.name, text, before) if sent.name in structured else (text, "")
        except FieldsInvalid as refusal:
            faults += refusal.faults
            continue
        if glue:
            whose = "value of the field" if glue == before[-1] else "values of the fields"
            begins = f"begins with {_quoted(glue)}, the {whose} before it"
            only = f"only the JSON {'array' if isinstance(fields[sent.name], list) else 'object'}"
            notices.append(f'the form field "{sent.name}" {begins}; it was read as meant. Send {only}.')
            faults += [] if mend_glued else [_fault(sent.name, f"It {begins}: send {only}.")]
        before.append(text)
    if faults:
        raise FieldsInvalid(tuple(faults[:FAULTS_MAX]))
    return Body(fields, tuple(notices))


def _text(sent: _Field) -> str:
    try:
        text = _decoded(sent.content, sent.charset)
    except UnicodeError as error:
        charset = _shown(sent.charset) or "UTF-8"
        raise FieldsInvalid((_fault(sent.name, f"It is not {charset} text: send UTF-8."),)) from error
    _refuse_faults({sent.name: text}, "")
    return text


def _structured(name: str, text: str, before: Sequence[str]) -> tuple[object, str]:
    """What the field's JSON says, and what of the fields before it stood in front (`deny[{...}]`), else "".

    The defect of the programs printed in 2022: they gather one value after the other in the same buffer and do not
    clear it, so that a field begins with what was gathered before.
    """
    try:
        return _json(text.removeprefix("\ufeff").encode(), name), ""
    except JsonError as error:
        reason = str(error)
    for glue in ("".join(before), *before[-1:]):
        rest = text.removeprefix(glue)
        if glue and rest.startswith(("[", "{")):
            with suppress(JsonError):
                return _json(rest.encode(), name), glue
    raise FieldsInvalid((_fault(name, f"It is not JSON: {reason}. Send JSON text."),))


def _urlencoded_fields(raw: bytes, charset: str) -> list[_Field]:
    if raw.lstrip().startswith(b'{"'):
        raise BodyUnreadable(f"The body is JSON, but its Content-Type says {URLENCODED}: send Content-Type: {JSON}.")
    if raw.count(b"&") >= FORM_FIELDS_MAX:
        raise BodyUnreadable(f"The form has more than {FORM_FIELDS_MAX} fields: send fewer.")
    pairs = [pair.replace(b"+", b" ").partition(b"=") for pair in raw.split(b"&") if pair]
    return [_Field(_name(unquote_to_bytes(name)), unquote_to_bytes(value), charset) for name, _, value in pairs]


def _multipart_fields(raw: bytes, boundary: bytes) -> list[_Field]:
    if not boundary:
        raise BodyUnreadable(f"The Content-Type names no boundary: send {MULTIPART}; boundary=..., as in the body.")
    _, delimiter, parts = (b"\r\n" + raw).partition(b"\r\n--" + boundary)
    if not delimiter:
        raise BodyUnreadable("The body does not have the boundary that the Content-Type names: send the same in both.")
    if parts.count(delimiter) > FORM_FIELDS_MAX:
        raise BodyUnreadable(f"The form has more than {FORM_FIELDS_MAX} parts: send fewer.")
    return [
        _part_field(number, headers, bytes(content))
        for number, (headers, content) in enumerate(_parts(delimiter[2:] + parts, boundary), start=1)
    ]


def _parts(raw: bytes, boundary: bytes) -> list[tuple[dict[bytes, bytes], bytearray]]:
    """Headers and content of each part. `raw` begins with the first boundary."""
    parts: list[tuple[dict[bytes, bytes], bytearray]] = []
    name, value = bytearray(), bytearray()

    def end_header() -> None:
        parts[-1][0][bytes(name).lower()] = bytes(value).strip(b" \t")
        name.clear()
        value.clear()

    callbacks: MultipartCallbacks = {
        "on_part_begin": lambda: parts.append(({}, bytearray())),
        "on_header_field": lambda data, start, end: name.extend(data[start:end]),
        "on_header_value": lambda data, start, end: value.extend(data[start:end]),
        "on_header_end": end_header,
        "on_part_data": lambda data, start, end: parts[-1][1].extend(data[start:end]),
    }
    try:
        parser = MultipartParser(boundary, callbacks)
        parser.write(raw)
    except FormParserError as error:
        raise BodyUnreadable(f"The form is not {MULTIPART}: {error}. Lines end with CR LF.") from error
    if parser.state != MultipartState.END:
        raise BodyUnreadable("The form ends before its closing boundary (--boundary--): send it whole.")
    return parts


def _part_field(number: int, headers: Mapping[bytes, bytes], content: bytes) -> _Field:
    _, disposition = parse_options_header(headers.get(b"content-disposition"))
    if not disposition.get(b"name"):
        raise BodyUnreadable(f'Part {number} has no name: send Content-Disposition: form-data; name="...".')
    name = _name(disposition[b"name"])
    _, kind = parse_options_header(headers.get(b"content-type"))
    match headers.get(b"content-transfer-encoding", b"").lower():
        case b"base64":
            try:
                content = binascii.a2b_base64(content)
            except binascii.Error as error:
                raise FieldsInvalid((_fault(name, f"It is not base64: {error}."),)) from error
        case b"quoted-printable":
            content = binascii.a2b_qp(content)
    return _Field(name, content, kind.get(b"charset", b"").decode("latin-1"))


def _name(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        raise BodyUnreadable("The name of a form field is not UTF-8: send UTF-8.") from error


# --- words ---------------------------------------------------------------------------------------------------------


def _fault(path: str, why: str) -> FieldFault:
    return FieldFault(path, f"Invalid field. {why}")


def _shown(text: str) -> str:
    """The beginning of what a client sent, for an answer."""
    return text[:SHOWN_CHARS_MAX].replace("\0", r"\u0000")


def _quoted(text: str) -> str:
    """The same in quotes and ASCII, for a header."""
    escaped = text[: SHOWN_CHARS_MAX + 1].encode("unicode_escape").decode()
    return f'"{escaped}"' if len(escaped) <= SHOWN_CHARS_MAX else f'"{escaped[:SHOWN_CHARS_MAX]}..."'
