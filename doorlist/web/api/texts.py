"""Texts as they come over the wire: their charset, and the JSON that they hold.

Whatever leaves here is text that can be stored and numbers that are finite, nested no deeper than `DEPTH_MAX`.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from encodings import normalize_encoding
from encodings.aliases import aliases as codec_by_alias
from itertools import islice
from math import isinf

from pydantic_core import from_json

from doorlist.refusals import BodyUnreadable, FieldFault, FieldsInvalid

DEPTH_MAX = 20
FAULTS_MAX = 50
SHOWN_CHARS_MAX = 60
"""How much of a client's own words an answer repeats."""

UTF8_BOM = b"\xef\xbb\xbf"
CODECS = frozenset(codec_by_alias.values()) - {"utf_7"}
"""The charsets read: Python's, less those that are no charset on the wire (punycode, unicode_escape) or that make lone
surrogates (UTF-7). Looked up here and not by `codecs.lookup`, which remembers every unknown name for ever."""


def utf8(raw: bytes, charset: str) -> bytes:
    """The same text in UTF-8, without a byte order mark. What claims to be UTF-8 is checked where it is parsed."""
    if charset.lower() not in ("", "utf-8", "utf8"):
        try:
            raw = decoded(raw, charset).encode()
        except UnicodeError as error:
            raise BodyUnreadable(f"The body is not {shown(charset)} as its Content-Type says: send UTF-8.") from error
    return raw.removeprefix(UTF8_BOM)


def decoded(raw: bytes, charset: str) -> str:
    """The text. Refuses a charset that is none; raises UnicodeError where the bytes are not in it."""
    name = normalize_encoding(charset or "utf-8").lower()
    codec = codec_by_alias.get(name, name)
    try:
        if codec in CODECS:
            return raw.decode(codec)
    except LookupError:  # a codec, but of bytes to bytes (hex), or of another system (mbcs)
        pass
    raise BodyUnreadable(f"The charset {shown(charset)} is unknown: send UTF-8.")


class JsonError(Exception):
    """The text is not JSON that we read. Says why, with line and column."""


def json_object(raw: bytes) -> dict[str, object]:
    try:
        value = parse_json(raw)
    except JsonError as error:
        raise BodyUnreadable(f"The body is not JSON: {error}.") from error
    if not isinstance(value, dict):
        raise BodyUnreadable("The body is JSON, but no object: send {...} with the fields as its members.")
    return value


def parse_json(raw: bytes, path: str = "") -> object:
    """What the JSON says. Raises JsonError; FieldsInvalid, under `path`, for what no field can hold."""
    try:
        value: object = from_json(raw, allow_inf_nan=False, cache_strings="keys")
    except ValueError as error:
        _refuse_lone_surrogates(raw, path)
        raise JsonError(str(error)) from error
    if rb"\u0000" in raw or not _is_plain([value], DEPTH_MAX + 1):
        refuse_faults(value, path)
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


def refuse_faults(value: object, path: str) -> None:
    if not path and not isinstance(value, dict):
        return  # a body that is no object has no field to name, and is refused for that
    if faults := tuple(islice(_faults(value, path, DEPTH_MAX), FAULTS_MAX)):
        raise FieldsInvalid(faults)


def _faults(value: object, path: str, levels: int) -> Iterator[FieldFault]:
    """The fields that hold what cannot be stored. The slow look, with names."""
    if isinstance(value, str):
        if "\0" in value:
            yield fault(path, "It holds a NUL or half a surrogate pair, which cannot be stored: leave it out.")
    elif isinstance(value, float):
        if isinf(value):
            yield fault(path, "The number is too large.")
    elif isinstance(value, dict | list):
        if not levels:
            raise JsonError(f"it is nested deeper than {DEPTH_MAX} levels")
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            if isinstance(key, int):
                inner_path = f"{path}[{key}]"
            else:
                inner_path = f"{path}.{shown(key)}" if path else shown(key)
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
            refuse_faults(from_json(with_nul, allow_inf_nan=False), path)


def fault(path: str, why: str) -> FieldFault:
    return FieldFault(path, f"Invalid field. {why}")


def shown(text: str) -> str:
    """The beginning of what a client sent, for an answer."""
    return text[:SHOWN_CHARS_MAX].replace("\0", r"\u0000")


def quoted(text: str) -> str:
    """The same in quotes and ASCII, for a header."""
    escaped = text[: SHOWN_CHARS_MAX + 1].encode("unicode_escape").decode()
    return f'"{escaped}"' if len(escaped) <= SHOWN_CHARS_MAX else f'"{escaped[:SHOWN_CHARS_MAX]}..."'
