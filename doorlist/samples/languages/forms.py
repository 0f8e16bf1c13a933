"""What languages share that write a body or a URL themselves: percent-encoding, names between quotes, a boundary."""

import json
import re
from dataclasses import replace
from urllib.parse import quote

from doorlist.samples.request import File, Form, Multipart, Raw, Request, Template, Text
from doorlist.samples.variables import concatenated, pieces_of

FORM = "application/x-www-form-urlencoded"
BOUNDARY = "boundary-d6c1f0a94b7e"

_DOT_SEGMENT = re.compile(r"/(?:\.|%2e){1,2}(?=/|$)", re.IGNORECASE)
_PLAIN_DOT_SEGMENT = re.compile(r"/\.{1,2}(?=/|$)")
_NAME_ESCAPES = str.maketrans({'"': "%22", "\r": "%0D", "\n": "%0A"})


def shown(text: Text) -> str:
    """A text with an `x` for each variable, for looking at what is known of it."""
    return "".join(each if isinstance(each, str) else "x" for each in pieces_of(text))


def dotted(request: Request, *, encoded: bool = True) -> bool:
    """Whether a segment of the path is `.` or `..`, which clients like to resolve; `%2e` counts, too, or not."""
    return (_DOT_SEGMENT if encoded else _PLAIN_DOT_SEGMENT).search(shown(request.url.path)) is not None


def encoded(text: Text) -> Text:
    """A text percent-encoded, for a form; its variables are encoded by the program."""
    if isinstance(text, str):
        return quote(text, safe="", errors="surrogatepass")
    return Template(
        tuple(
            quote(each, safe="", errors="surrogatepass") if isinstance(each, str) else replace(each, encoded=True)
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
