"""What languages share that write a body or a URL themselves: percent-encoding, names between quotes, a boundary."""

import json
import re
from dataclasses import replace
from urllib.parse import quote

from doorlist.samples.request import File, Form, Multipart, Raw, Request, Template, Text
from doorlist.samples.variables import concatenated, pieces_of

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
BODIED = frozenset({"POST", "PUT", "PATCH"})
"""Methods that tell the length of their body even where they have none."""
BOUNDARY = "boundary-d6c1f0a94b7e"

_JSON_TYPE = re.compile(r"[\w.-]+/(?:[\w.-]+\+)?json *(?:;|$)", re.IGNORECASE)
_DOT_SEGMENT = re.compile(r"/(?:\.|%2e){1,2}(?=/|$)", re.IGNORECASE)
_PLAIN_DOT_SEGMENT = re.compile(r"/\.{1,2}(?=/|$)")
_NAME_ESCAPES = str.maketrans({'"': "%22", "\r": "%0D", "\n": "%0A"})


def shown(text: Text) -> str:
    """A text with an `x` for each variable, for looking at what is known of it."""
    return "".join(each if isinstance(each, str) else "x" for each in pieces_of(text))


def is_json(content_type: Text | None) -> bool:
    """Whether a media type says that a body is JSON, so that its blanks do not count."""
    return isinstance(content_type, str) and _JSON_TYPE.match(content_type) is not None


def base_name(path: str) -> str:
    """The name of a file behind its folders, be they Windows' or others'."""
    return re.split(r"[/\\]", path)[-1]


def dotted(request: Request, *, encoded: bool = True) -> bool:
    """Whether a segment of the path is `.` or `..`, which clients like to resolve; `%2e` counts, too, or not."""
    return (_DOT_SEGMENT if encoded else _PLAIN_DOT_SEGMENT).search(shown(request.url.path)) is not None


def encoded(text: Text, *, errors: str = "surrogatepass") -> Text:
    """A text percent-encoded, for a form; its variables are encoded by the program. `errors` are halves of surrogate pairs."""
    if isinstance(text, str):
        return quote(text, safe="", errors=errors)
    return Template(
        tuple(
            quote(each, safe="", errors=errors) if isinstance(each, str) else replace(each, encoded=True)
            for each in text.pieces
        )
    )


def form_text(form: Form) -> Text:
    """A form as it goes over the wire."""
    found: list[Text] = []
    for each in form.fields:
        found += ("&", encoded(each.name), "=", encoded(each.value))
    return concatenated(*found[1:])


def raw_text(raw: Raw) -> Text:
    """A body's text; JSON with carriage returns between its members is laid out anew."""
    if raw.exact and isinstance(raw.text, str) and "\r" in raw.text:
        return json.dumps(raw.json, indent=2, ensure_ascii=False)
    return raw.text


def between_quotes(text: Text) -> Text:
    """The name of a part or of its file as browsers write it between quotes."""
    if isinstance(text, str):
        return text.translate(_NAME_ESCAPES)
    return Template(tuple(each.translate(_NAME_ESCAPES) if isinstance(each, str) else each for each in text.pieces))


def boundary(multipart: Multipart) -> str:
    """A boundary that stands in no part's text."""
    found = BOUNDARY
    texts = [shown(each.content) for each in multipart.parts if not isinstance(each.content, File)]
    while any(found in text for text in texts):
        found += "0"
    return found


def multipart_type(content_type: Text | None, multipart: Multipart) -> Text:
    """The Content-Type of a form that a program makes itself, with its boundary."""
    return concatenated(
        "multipart/form-data" if content_type is None else content_type, f"; boundary={boundary(multipart)}"
    )
