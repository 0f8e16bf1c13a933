"""Writes JSON in a language's own literals: on a line where it is short, or else a member a line."""

from collections.abc import Callable
from dataclasses import dataclass

from doorlist.samples.request import Json, Raw

_CHARS_MAX = 50_000  # what is longer is printed as it is
_DEPTH_MAX = 40
_LINE_MAX = 80
_OUTERMOST_MAX = 50


@dataclass(frozen=True, slots=True)
class JsonLiterals:
    """How a language writes JSON.

    `key` is a member's name with what stands between it and the value; `empty` are an object and a list without anything
    in them; `brackets` stand around the members, with blanks that go where there are lines; `last` is behind the last
    member of several lines. `short` is another way to write some lists, on a line.
    """

    quote: Callable[[str], str]
    key: Callable[[str], str]
    integer: Callable[[int], str]
    null: str
    empty: tuple[str, str]
    brackets: Callable[[dict[str, Json] | list[Json]], tuple[str, str]]
    step: str
    last: str
    short: Callable[[list[Json]], str | None] = lambda _: None

    def body(self, raw: Raw) -> str | None:
        """A body's object or list; None where it is something else, long or nested deeply, or has a number that the
        language would write in another way."""
        if not raw.exact or not isinstance(raw.json, dict | list) or len(str(raw.text)) >= _CHARS_MAX:
            return None
        return self._value(raw.json, "", 0)

    def _value(self, value: Json, indent: str, depth: int) -> str | None:
        if isinstance(value, str):
            return self.quote(value)
        if value is None:
            return self.null
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, int):
            return self.integer(value)
        if isinstance(value, float):
            found = repr(value)
            return None if "e" in found or "n" in found else found
        if depth > _DEPTH_MAX:
            return None
        if not value:
            return self.empty[isinstance(value, list)]
        if isinstance(value, list):
            short = self.short(value)
            if short is not None and len(indent) + len(short) <= _LINE_MAX:
                return short
        return self._members(value, indent, depth)

    def _members(self, value: dict[str, Json] | list[Json], indent: str, depth: int) -> str | None:
        inner = indent + self.step
        members = []
        for key, each in value.items() if isinstance(value, dict) else (("", each) for each in value):
            written = self._value(each, inner, depth + 1)
            if written is None:
                return None
            members.append(f"{self.key(key)}{written}" if isinstance(value, dict) else written)
        opening, closing = self.brackets(value)
        line = f"{opening}{', '.join(members)}{closing}"
        if len(indent) + len(line) <= (_LINE_MAX if depth else _OUTERMOST_MAX) and "\n" not in line:
            return line
        lines = f",\n{inner}".join(members)
        return f"{opening.strip()}\n{inner}{lines}{self.last}\n{indent}{closing.strip()}"
