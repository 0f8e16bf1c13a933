"""Reading JSON lines: one object to a line, its members the columns."""

import json
from collections.abc import Iterator

from doorlist.bulk import texts
from doorlist.bulk.naming import question_header
from doorlist.bulk.rows import CELL_CHARS_MAX, ROW_CELLS_MAX, Row, TableUnreadable

_NESTED = ("answers", "custom_questions")


class JsonLinesTable:
    """A file of objects, of which `answers` ({title: value}) and `custom_questions` ([{title, value}]) may be nested.

    An array with an object to a line, as an export writes it, is read the same.
    """

    format = "jsonl"
    pads = True
    separator = None
    header_number = 0

    def __init__(self, path: str, *, encoding: str | None = None) -> None:
        self.path = path
        found = texts.encoding_of(path, encoding)
        self.encoding = found.name
        self.notes = [found.note] if found.note else []
        places: dict[str, int] = {}
        some = False
        for number, cells, _ in self._all():
            some = True
            for name in cells:
                if places.setdefault(name, len(places)) >= ROW_CELLS_MAX:
                    raise TableUnreadable(
                        f"line {number}", f"there are over {ROW_CELLS_MAX:,} different names of members"
                    )
        if not some:
            raise TableUnreadable("", "the file is empty; it needs an object on each line")
        self._places = places
        self.columns = list(places)

    def rows(self) -> Iterator[Row]:
        """The objects in their order. Raises TableUnreadable."""
        width = len(self.columns)
        for number, members, trouble in self._all():
            cells = [""] * width
            for name, value in members.items():
                place = self._places.get(name)
                if place is None:
                    raise TableUnreadable(f"line {number}", "the file changed while it was read")
                cells[place] = value
            yield Row(number, cells, trouble)

    def _all(self) -> Iterator[tuple[int, dict[str, str], str]]:
        """Each object's line, members by column, and what is wrong with it, if anything is."""
        for number, line in enumerate(texts.lines(self.path, self.encoding), 1):
            text = line.strip(" \t\r\n\0")
            if text in ("", "[", "]"):
                continue
            try:
                found = json.loads(text.removesuffix(","), parse_int=str, parse_float=str, parse_constant=str)
            except (ValueError, RecursionError) as error:
                place = f" near character {error.colno}" if isinstance(error, json.JSONDecodeError) else ""
                yield (
                    number,
                    {},
                    f'the line is not JSON{place}; it must be one object, such as {{"email": "ana@example.com"}}',
                )
                continue
            if not isinstance(found, dict):
                yield number, {}, 'the line must be one object, such as {"email": "ana@example.com"}'
                continue
            members, trouble = _members(found)
            for name, value in members.items():
                if len(value) > CELL_CHARS_MAX:
                    raise TableUnreadable(f"line {number}", f"{name} has over {CELL_CHARS_MAX:,} characters")
            if trouble or any(value and not value.isspace() for value in members.values()):
                yield number, members, trouble


def _members(found: dict[str, object]) -> tuple[dict[str, str], str]:
    """An object's members as texts by column; and what cannot be one."""
    members: dict[str, str] = {}
    for name, value in found.items():
        if name in _NESTED and isinstance(value, dict | list):
            pairs = value.items() if isinstance(value, dict) else _pairs(value)
            if pairs is None:
                return {}, f"{name} must be a list of objects with title and value"
            for title, answer in pairs:
                if isinstance(answer, dict | list):
                    return {}, f'{name}: the answer to "{title}" must be a text'
                members[question_header(str(title), always=True)] = _text(answer)
        elif isinstance(value, dict | list):
            return {}, f"{name} must be a text, not {'an object' if isinstance(value, dict) else 'a list'}"
        else:
            members[name.strip()] = _text(value)
    return members, ""


def _pairs(answers: list[object]) -> list[tuple[object, object]] | None:
    if not all(isinstance(each, dict) and "title" in each for each in answers):
        return None
    return [(each["title"], each.get("value")) for each in answers if isinstance(each, dict)]


def _text(value: object) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)
