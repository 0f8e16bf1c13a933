"""What a page tells of an item beside its programs: its parameters, its saved responses, its documented errors."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus

from markupsafe import Markup

from doorlist.portal import prose
from doorlist.samples.collection import Item, Source, description

RESPONSES_MAX = 40
BODY_CHARS_MAX = 40_000


@dataclass(frozen=True, slots=True)
class Parameter:
    """A row of the table: where it goes (path, query, header, body), its name, value and description."""

    place: str
    name: str
    value: str
    text: Markup
    disabled: bool


@dataclass(frozen=True, slots=True)
class Saved:
    """A saved response: its status, its name in plain text, its body and what language that is in."""

    status: int | None
    phrase: str
    name: str
    body: str
    lexer: str
    cut: bool


def about(item: Item) -> str:
    """The item's description, as Markdown."""
    return description(item.request.get("description")) or description(item.source.get("description"))


def parameters(item: Item) -> tuple[Parameter, ...]:
    """Every parameter that the item names, the ones that are not sent, too."""
    return tuple(_parameters(item.request))


def _parameters(request: Source) -> Iterator[Parameter]:
    url = request.get("url")
    if isinstance(url, dict):
        yield from _rows("path", url.get("variable"))
        yield from _rows("query", url.get("query"))
    yield from _rows("header", request.get("header"))
    body = request.get("body")
    if isinstance(body, dict):
        yield from _rows("body", body.get("urlencoded") if body.get("mode") == "urlencoded" else None)
        yield from _rows("body", body.get("formdata") if body.get("mode") == "formdata" else None)


def _rows(place: str, given: object) -> Iterator[Parameter]:
    for each in given if isinstance(given, list) else ():
        if not isinstance(each, dict) or not isinstance(each.get("key"), str) or not each["key"]:
            continue
        value = each.get("value", each.get("src"))
        yield Parameter(
            place=place,
            name=each["key"],
            value=value if isinstance(value, str) else "" if value is None else json.dumps(value, ensure_ascii=False),
            text=prose.html(description(each.get("description")), below=3),
            disabled=each.get("disabled") is True,
        )


def saved(item: Item) -> tuple[Saved, ...]:
    """The item's saved responses, in order."""
    given = item.source.get("response")
    found: list[Saved] = []
    for each in given if isinstance(given, list) else ():
        if not isinstance(each, dict):
            continue
        code, name, body = each.get("code"), each.get("name"), each.get("body")
        status = code if isinstance(code, int) and not isinstance(code, bool) else None
        text = body if isinstance(body, str) else ""
        shown, lexer = _shown(text)
        found.append(
            Saved(
                status=status,
                phrase=_phrase(status, each.get("status")),
                name=prose.summary(name if isinstance(name, str) else "", 300),
                body=shown[:BODY_CHARS_MAX],
                lexer=lexer,
                cut=len(shown) > BODY_CHARS_MAX,
            )
        )
    return tuple(found[:RESPONSES_MAX])


def _phrase(status: int | None, given: object) -> str:
    if isinstance(given, str) and given.strip():
        return given
    return {each.value: each.phrase for each in HTTPStatus}.get(status or 0, "")


def _shown(body: str) -> tuple[str, str]:
    """A body for reading, and Pygments' name of its language."""
    start = body.lstrip()[:1]
    if start in ("{", "["):
        try:
            return json.dumps(json.loads(body), indent=2, ensure_ascii=False), "json"
        except (ValueError, RecursionError):
            return body, "text"  # it only looks like JSON: shown as it is
    return body, "xml" if start == "<" else "text"
