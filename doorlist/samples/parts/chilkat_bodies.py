"""What Chilkat's calls are given: JSON built by calls, forms as one text, texts of several lines, names of parts."""

import json
import re
from collections.abc import Iterator
from posixpath import basename
from urllib.parse import quote_plus

from doorlist.samples.parts import forms
from doorlist.samples.parts.chilkat_draft import Draft
from doorlist.samples.parts.chilkat_words import (
    FORM,
    JSON,
    TEXT,
    Call,
    Do,
    Let,
    Lines,
    Put,
    Statement,
    Value,
)
from doorlist.samples.request import CannotSay, File, Form, Json, Part, Raw, Template, Text

MULTIPART = "multipart/form-data"
TIMEOUT_S = 30
_MEMBERS_MAX = 40
_DEPTH_MAX = 10
_LINES_MAX = 200
PLAIN_NAME = re.compile(r'[^\s.\[\]"\\\x00-\x1f](?:[^.\[\]"\\\x00-\x1f]*[^\s.\[\]"\\\x00-\x1f])?')
_SURROGATE = re.compile("[\ud800-\udfff]")


def built(body: Raw) -> list[Statement] | None:
    """The calls that build a JSON object, where it is small and its names need no care; or else it is sent as its text."""
    if not body.exact or not isinstance(body.json, dict) or not body.json:
        return None
    calls: list[Statement] = []
    return calls if _build(body.json, "", calls, 0) else None


def _build(value: Json, path: str, calls: list[Statement], depth: int) -> bool:
    if len(calls) > _MEMBERS_MAX or depth > _DEPTH_MAX:
        return False
    if isinstance(value, dict):
        if not value:
            calls.append(Do(Call(JSON, "UpdateNewObject", (path,))))
        for name, each in value.items():
            if "\ufeff" in name:
                return False
            if PLAIN_NAME.fullmatch(name):
                inner = name
            elif name and name.strip() == name and '"' not in name and "\\" not in name and name.isprintable():
                inner = f'"{name}"'
            else:
                return False
            if not _build(each, f"{path}.{inner}" if path else inner, calls, depth + 1):
                return False
        return True
    if isinstance(value, list):
        if not value:
            calls.append(Do(Call(JSON, "UpdateNewArray", (path,))))
        return all(_build(each, f"{path}[{place}]", calls, depth + 1) for place, each in enumerate(value))
    if isinstance(value, str):
        if "\0" in value or "\ufeff" in value:
            return False
        calls.append(Do(Call(JSON, "UpdateString", (path, value))))
    elif value is None:
        calls.append(Do(Call(JSON, "UpdateNull", (path,))))
    elif isinstance(value, bool):
        calls.append(Do(Call(JSON, "UpdateBool", (path, value))))
    elif isinstance(value, int) and -(2**31) <= value < 2**31:
        calls.append(Do(Call(JSON, "UpdateInt", (path, value))))
    else:
        calls.append(Do(Call(JSON, "UpdateNumber", (path, json.dumps(value)))))
    return True


def encoded_form(draft: Draft, body: Form) -> Iterator[Statement]:
    """A form as one text; the last statement gives it a name."""
    fields = body.fields
    if not any(isinstance(each, Template) for pair in fields for each in (pair.name, pair.value)):
        yield Let(TEXT, "&".join(f"{quote_plus(str(each.name))}={quote_plus(str(each.value))}" for each in fields))
        return
    if any(each.name == "" for each in fields):
        raise CannotSay("Chilkat leaves out a form field without a name.")
    yield draft.new(FORM, "HttpRequest")
    yield Put(FORM, "Charset", "utf-8")
    for pair in fields:
        yield Do(Call(FORM, "AddParam", (query_name(pair.name), pair.value)))
    yield Let(TEXT, Call(FORM, "GetUrlEncodedParams", (), "text"))


def long(text: Text) -> tuple[Value, list[Statement]]:
    """A text as an argument; one of several lines gets a name first."""
    if not isinstance(text, str) or not 0 < text.rstrip("\n").count("\n") < _LINES_MAX:
        return text, []
    return TEXT, [Let(TEXT, Lines(text))]


def query_name(name: Text) -> Text:
    """The name of a form's field, percent-encoded: AddParam encodes the values only."""
    return forms.encoded(name, errors="replace")


def sent_name(part: Part) -> str | None:
    """The file name that a part goes out with; None where it is the base name of whatever the path is."""
    content = part.content
    if not isinstance(content, File):
        return None
    name = content.name
    if name is None:
        if not isinstance(content.path, str):
            return None
        name = basename(content.path)
    return str(forms.between_quotes(name))


def only_bytes(text: Text) -> bool:
    """Whether the library would change the text: it ends strings at a NUL, and takes the byte order mark away."""
    if isinstance(text, str):
        return "\0" in text or text.startswith("\ufeff") or _SURROGATE.search(text) is not None
    if any(isinstance(each, str) and "\0" in each for each in text.pieces):
        raise CannotSay("Chilkat ends a text at a NUL character.")
    return False


def host_name(host: str) -> str:
    """A host as CkSocket takes it."""
    return f"[{host}]" if ":" in host and not host.startswith("[") else host
