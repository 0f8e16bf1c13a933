"""What an item's saved responses say: which fields a reply has, and which errors are documented."""

import html
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from doorlist.samples import names
from doorlist.samples.collection import Item
from doorlist.samples.request import Answers, Failure, Kind, Leaf, Loop, Path, Reading, Variable

Source = dict[str, object]

LEAVES_MAX = 24
DEPTH_MAX = 4  # loops within loops
FAILURES_MAX = 60
MESSAGE_CHARS_MAX = 240
EXAMPLE_CHARS_MAX = 100_000

_STATUS_IN_NAME = re.compile(r"HTTP Status Code: ?\d{3}\b:? ?")
_CODE_IN_NAME = re.compile(r"Error Code:?\W*(\d{1,9})\W")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_MARK = re.compile(r"\*\*|__|`")
_CODE_PATHS: tuple[Path, ...] = (
    ("code",),
    ("errorCode",),
    ("error_code",),
    ("error", "code"),
    ("errors", 0, "code"),
    ("error", "type"),
    ("fault", "code"),
)
_MESSAGE_PATHS: tuple[Path, ...] = (
    ("message",),
    ("error", "message"),
    ("errorMessage",),
    ("error_description",),
    ("errors", 0, "message"),
    ("detail",),
    ("description",),
    ("title",),
    ("error",),
)


def answers(item: Item, variables: tuple[Variable, ...]) -> Answers:
    """What an item's request may be answered with; names that the request's variables have are not given again."""
    saved = item.source.get("response")
    responses = [each for each in saved if isinstance(each, dict)] if isinstance(saved, list) else []
    taken = names.Unique()
    for each in variables:
        taken.take(tuple(each.snake.split("_")))
    reading, unread, example = _reading(responses, taken)
    refused = [each for each in responses if isinstance(code := each.get("code"), int) and code >= 300]
    bodies = [body for each in refused if isinstance(body := _json(each.get("body")), dict)]
    code_path = _path(bodies, _CODE_PATHS)
    message_path = _path(bodies, _MESSAGE_PATHS)
    return Answers(
        reading=reading,
        unread=unread,
        example=example,
        failures=_failures(refused, code_path, message_path),
        code_path=code_path,
        message_path=message_path,
    )


# Errors


def _path(bodies: list[Source], candidates: Iterable[Path]) -> Path:
    """Where the saved errors have their code or message: the first place that any of them has; else the first of all."""
    first, *rest = candidates
    for path in (first, *rest):
        if any(isinstance(_at(body, path), str | int) for body in bodies):
            return path
    return first


def _at(value: object, path: Path) -> object:
    for step in path:
        if isinstance(step, str):
            value = value.get(step) if isinstance(value, dict) else None
        else:
            value = value[step] if isinstance(value, list) and len(value) > step else None
    return value


def _failures(refused: list[Source], code_path: Path, message_path: Path) -> tuple[Failure, ...]:
    found: dict[tuple[int, int | str | None], list[str]] = {}
    for response in refused:
        for each in _told(response, code_path, message_path):
            statuses = [each.status]
            if each.status == 300 and each.code == 300:
                statuses.append(400)  # The documents list body code 300 under HTTP 300; it goes out as HTTP 400.
            for status in statuses:
                messages = found.setdefault((status, each.code), [])
                if each.message not in messages:
                    messages.append(each.message)
    return tuple(Failure(*key, _either(messages)) for key, messages in found.items())[:FAILURES_MAX]


def _either(messages: list[str]) -> str:
    """What one code means, where it means several things: as many of them as fit into a line."""
    text, *others = messages
    for each in others:
        longer = f"{text} Or: {each}"
        if len(longer) > MESSAGE_CHARS_MAX - 2:
            return f"{text} …" if len(text) <= MESSAGE_CHARS_MAX - 2 else text
        text = longer
    return text


def _told(response: Source, code_path: Path, message_path: Path) -> list[Failure]:
    """The errors of one saved response: those that its name lists with their codes, else the one that its body shows."""
    status = response["code"]
    assert isinstance(status, int)
    named = response.get("name")
    name = named if isinstance(named, str) else ""
    codes = list(_CODE_IN_NAME.finditer(name + " "))
    if codes:
        ends = [*(each.start() for each in codes[1:]), len(name)]
        return [
            Failure(status, int(code[1]), sentence(name[code.end() : end]) or f"Error {code[1]}.")
            for code, end in zip(codes, ends, strict=True)
        ]
    body = _json(response.get("body"))
    code, message = _at(body, code_path), _at(body, message_path)
    if isinstance(code, bool) or not isinstance(code, int | str) or code == "" or len(str(code)) > 60:
        code = None
    given = response.get("status")
    phrase = sentence(given) if isinstance(given, str) else ""
    told = sentence(message) if isinstance(message, str) else ""
    if not told:
        told = _STATUS_IN_NAME.sub("", sentence(name)).removeprefix(phrase).strip()
    return [Failure(status, code, told or phrase or "Refused.")]


def sentence(text: str) -> str:
    """A description's text in one line: no tags, no marks, at most 240 characters."""
    plain = _MARK.sub("", html.unescape(_TAG.sub(" ", text)))
    line = " ".join("".join(each if each.isprintable() else " " for each in plain).split()).strip("*` :-")
    return line if len(line) <= MESSAGE_CHARS_MAX else line[: MESSAGE_CHARS_MAX - 1].rstrip() + "…"


# Replies


def _json(body: object) -> object:
    if not isinstance(body, str) or body.lstrip()[:1] not in ("{", "["):
        return None
    try:
        found: object = json.loads(body)
    except (ValueError, RecursionError):
        return None  # a saved body that only looks like JSON is shown on the page and not read
    return found


def _reading(responses: list[Source], taken: names.Unique) -> tuple[Reading, int, str]:
    """The fields of the first saved success that is JSON, how many more it has, and its text."""
    for response in responses:
        code, body = response.get("code"), response.get("body")
        value = _json(body) if isinstance(code, int) and 200 <= code < 300 else None
        if value is not None:
            reader = _Reader(taken)
            reading = reader.read(value, (), (), 0)
            assert isinstance(body, str)
            return reading, reader.unread, body if len(body) <= EXAMPLE_CHARS_MAX else ""
    return (), 0, ""


@dataclass(slots=True)
class _Reader:
    """Makes the tree of what is read, up to a number of leaves."""

    taken: names.Unique
    leaves: int = 0
    unread: int = field(default=0)

    def read(self, value: object, path: Path, around: tuple[str, ...], depth: int) -> Reading:
        """What is read of a value that stands at a path; `around` are the words of what it stands in."""
        if isinstance(value, dict) and value:
            found: list[Leaf | Loop] = []
            for name, member in value.items():
                found += self.read(member, (*path, name), around if len(path) == 0 else _words(path), depth)
            return tuple(found)
        if isinstance(value, list) and value:
            return self._loop(value, path, around, depth)
        return self._leaf(value, path, around)

    def _leaf(self, value: object, path: Path, around: tuple[str, ...]) -> Reading:
        if self.leaves >= LEAVES_MAX:
            self.unread += 1
            return ()
        self.leaves += 1
        parts = self._name(names.identifier(str(path[-1]), "value") if path else ("value",), around)
        return (Leaf(path, _kind(value), names.snake(parts), names.camel(parts), names.pascal(parts), shown(path)),)

    def _loop(self, value: list[object], path: Path, around: tuple[str, ...], depth: int) -> Reading:
        element = _merged(value)
        if depth >= DEPTH_MAX or self.leaves >= LEAVES_MAX:
            self.unread += 1
            return ()
        whole = names.identifier(str(path[-1]), "value") if path else ("items",)
        parts = self._name(names.singular(whole), around)
        if isinstance(element, dict | list) and element:
            body = self.read(element, (), parts, depth + 1)
        else:
            self.leaves += 1
            text = shown(path) + "[]"
            body = (Leaf((), _kind(element), names.snake(parts), names.camel(parts), names.pascal(parts), text),)
        return (Loop(path, names.snake(parts), names.camel(parts), names.pascal(parts), body, shown(path)),)

    def _name(self, parts: tuple[str, ...], around: tuple[str, ...]) -> tuple[str, ...]:
        """A name that is free: the plain one, that with what it stands in before it, or one with a number."""
        if not self.taken.free(parts) and around:
            parts = (*around, *parts)[-names.WORDS_MAX :]
        return self.taken.take(parts)


def _words(path: Path) -> tuple[str, ...]:
    return names.identifier(str(path[-1]), "value")


def _merged(values: list[object]) -> object:
    """One element that has what any of the first elements has."""
    first = next((each for each in values if each is not None), None)
    if not isinstance(first, dict):
        return first
    merged: dict[str, object] = {}
    for each in values[:20]:
        if isinstance(each, Mapping):
            for name, member in each.items():
                if merged.get(name) in (None, [], {}):
                    merged[name] = member
    return merged


def _kind(value: object) -> Kind:
    if isinstance(value, bool):
        return Kind.BOOLEAN
    if isinstance(value, int):
        return Kind.INTEGER
    if isinstance(value, float):
        return Kind.NUMBER
    return Kind.TEXT if isinstance(value, str) else Kind.OTHER


def shown(path: Path) -> str:
    """A path as people write it."""
    text = "".join(f"[{each}]" if isinstance(each, int) else f".{each}" for each in path).removeprefix(".")
    line = "".join(each if each.isprintable() else " " for each in text)
    return line if len(line) <= 80 else line[:79] + "…"
