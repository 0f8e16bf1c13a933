"""Forms, urlencoded and multipart, as real clients send them: each field's text, and JSON where it is declared."""

import binascii
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote_to_bytes

from python_multipart import MultipartParser
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartState, parse_options_header

from doorlist.refusals import BodyUnreadable, FieldsInvalid
from doorlist.web.api import texts

if TYPE_CHECKING:
    from python_multipart.multipart import MultipartCallbacks

FORM_FIELDS_MAX = 200

JSON = "application/json"
URLENCODED = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"


@dataclass(frozen=True, slots=True)
class Field:
    """A form's field as it came."""

    name: str
    content: bytes
    charset: str


def read(
    form: Sequence[Field], *, structured: frozenset[str], mend_glued: bool
) -> tuple[dict[str, object], tuple[str, ...]]:
    """The form's fields, decoded, those in `structured` parsed; and what to say about how they were read.

    All faulty ones are refused at once.
    """
    faults = [
        texts.fault(name, f"It is sent {'twice' if count == 2 else f'{count} times'}: send it once.")
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
            begins = f"begins with {texts.quoted(glue)}, the {whose} before it"
            only = f"only the JSON {'array' if isinstance(fields[sent.name], list) else 'object'}"
            notices.append(f'the form field "{sent.name}" {begins}; it was read as meant. Send {only}.')
            faults += [] if mend_glued else [texts.fault(sent.name, f"It {begins}: send {only}.")]
        before.append(text)
    if faults:
        raise FieldsInvalid(tuple(faults[: texts.FAULTS_MAX]))
    return fields, tuple(notices)


def _text(sent: Field) -> str:
    try:
        text = texts.decoded(sent.content, sent.charset)
    except UnicodeError as error:
        charset = texts.shown(sent.charset) or "UTF-8"
        raise FieldsInvalid((texts.fault(sent.name, f"It is not {charset} text: send UTF-8."),)) from error
    texts.refuse_faults({sent.name: text}, "")
    return text


def _structured(name: str, text: str, before: Sequence[str]) -> tuple[object, str]:
    """What the field's JSON says, and what of the fields before it stood in front (`deny[{...}]`), else "".

    The defect of the programs printed in 2022: they gather one value after the other in the same buffer and do not
    clear it, so that a field begins with what was gathered before.
    """
    try:
        return texts.parse_json(text.removeprefix("\ufeff").encode(), name), ""
    except texts.JsonError as error:
        reason = str(error)
    for glue in ("".join(before), *before[-1:]):
        rest = text.removeprefix(glue)
        if glue and rest.startswith(("[", "{")):
            with suppress(texts.JsonError):
                return texts.parse_json(rest.encode(), name), glue
    raise FieldsInvalid((texts.fault(name, f"It is not JSON: {reason}. Send JSON text."),))


def urlencoded(raw: bytes, charset: str) -> list[Field]:
    """The fields of an application/x-www-form-urlencoded body."""
    if raw.lstrip().startswith(b'{"'):
        raise BodyUnreadable(f"The body is JSON, but its Content-Type says {URLENCODED}: send Content-Type: {JSON}.")
    if raw.count(b"&") >= FORM_FIELDS_MAX:
        raise BodyUnreadable(f"The form has more than {FORM_FIELDS_MAX} fields: send fewer.")
    pairs = [pair.replace(b"+", b" ").partition(b"=") for pair in raw.split(b"&") if pair]
    return [Field(_name(unquote_to_bytes(name)), unquote_to_bytes(value), charset) for name, _, value in pairs]


def multipart(raw: bytes, boundary: bytes) -> list[Field]:
    """The fields of a multipart/form-data body; a part with a file name is one like any other."""
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


def _part_field(number: int, headers: Mapping[bytes, bytes], content: bytes) -> Field:
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
                raise FieldsInvalid((texts.fault(name, f"It is not base64: {error}."),)) from error
        case b"quoted-printable":
            content = binascii.a2b_qp(content)
    return Field(name, content, kind.get(b"charset", b"").decode("latin-1"))


def _name(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        raise BodyUnreadable("The name of a form field is not UTF-8: send UTF-8.") from error
