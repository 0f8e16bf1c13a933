"""Which column of a file is which field: told by the person, by the field's own name, or by what people call it."""

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from doorlist.bulk.naming import (
    EXPORTED_ALONE,
    FIELD_OF,
    FULL_NAME,
    REFUSED,
    SPOKEN_FIELD_OF,
    imported,
    plain,
    question_of,
)

_QUESTION = "question:"
_NAMES_SHOWN = 12
_EITHER_NAME = ("nombre", "nome")


@dataclass(frozen=True, slots=True)
class Columns:
    """Where in a row each field is, from 0. `fields` are in the contract's names, `answers` by the question's title."""

    header: tuple[str, ...]
    fields: Mapping[str, int]
    answers: Mapping[str, int]
    full_name: int | None = None
    """A cell with both names, which is split at its last blank."""
    ignored: tuple[str, ...] = ()
    """The columns that are not imported, as a person would name them."""
    guessed: Mapping[str, str] = field(default_factory=dict)
    """The columns that were not called as the field is: the field, by the column's name."""

    def name(self, place: int) -> str:
        """What a column is called in its file."""
        return column_name(self.header, place)


class ColumnsUnclear(Exception):
    """The columns cannot be told apart; the message says what to do."""


def column_name(header: Sequence[str], place: int) -> str:
    """What a column is called; one without a name by its number."""
    return (header[place] if place < len(header) else "") or f"column {place + 1}"


def plan_columns(
    header: Sequence[str],
    *,
    mapped: Mapping[str, str] | None = None,
    questions: Iterable[str] | None = None,
    kind: str = "meeting",
) -> Columns:
    """Which column is which field.

    `mapped` is what the person says: a column's name by field (`email`, `full_name`, `question:Level`); "" leaves the
    field out. `questions` are the titles of the roster's custom questions; None if they are not known, and then only
    columns that are marked as answers count. `kind` (meeting, webinar, recording) decides which fields there are. Raises
    ColumnsUnclear.
    """
    return _Plan(header, mapped or {}, None if questions is None else list(questions), kind).made()


class _Plan:
    def __init__(
        self, header: Sequence[str], mapped: Mapping[str, str], questions: list[str] | None, kind: str
    ) -> None:
        self._header = tuple(header)
        self._known_fields = (*imported(kind), FULL_NAME)
        self._mapped = mapped
        self._questions = questions
        self._fields: dict[str, int] = {}
        self._answers: dict[str, int] = {}
        self._guessed: dict[str, str] = {}
        self._taken: set[int] = set()
        self._left_out: set[str] = set()

    def made(self) -> Columns:
        self._by_the_person()
        self._by(self._question_marked)
        self._by(self._field_itself)
        self._by(self._question_titled)
        self._by(self._field_spoken)
        full_name = self._fields.pop(FULL_NAME, None)
        if full_name is not None and "first_name" in self._fields:
            # Both names have columns of their own: "Name" then is the family name, as in "Vorname, Name", or not needed.
            if "last_name" not in self._fields and plain(self._header[full_name]) in ("name", "naam"):
                self._fields["last_name"] = full_name
                self._guessed[self._header[full_name]] = "last_name"
            elif FULL_NAME not in self._mapped:
                self._taken.discard(full_name)
                self._guessed.pop(self._header[full_name], None)
            full_name = None
        first = self._fields.get("first_name")
        either = first is not None and plain(self._header[first]) in _EITHER_NAME
        if first is not None and either and "last_name" not in self._fields and self._header[first] in self._guessed:
            # "Nombre" and "Nome" are the given name beside a family name, and the whole name alone.
            full_name = self._fields.pop("first_name")
            self._guessed[self._header[full_name]] = FULL_NAME
        self._check(full_name)
        ignored = tuple(
            column_name(self._header, place)
            for place, name in enumerate(self._header)
            if place not in self._taken
            and FIELD_OF.get(plain(name)) not in EXPORTED_ALONE
            and plain(name) not in REFUSED
        )
        return Columns(self._header, self._fields, self._answers, full_name, ignored, self._guessed)

    def _by_the_person(self) -> None:
        for field_, column in self._mapped.items():
            title = question_of(field_)
            name = FIELD_OF.get(plain(field_), FULL_NAME if plain(field_) == plain(FULL_NAME) else "")
            if title is None and name not in self._known_fields:
                raise ColumnsUnclear(_unknown_field(field_, self._known_fields))
            if not column:
                self._left_out.add(field_ if title is not None else name)
                continue
            place = self._place(column)
            if place in self._taken:
                raise ColumnsUnclear(f'The column "{column}" is mapped twice; map each column to one field.')
            if title is not None:
                if self._questions is not None and title not in self._questions:
                    title = self._known(title)
                self._answers[title] = place
            else:
                self._fields[name] = place
            self._taken.add(place)

    def _place(self, column: str) -> int:
        wanted = column.strip()
        found = [place for place, name in enumerate(self._header) if name == wanted] or [
            place for place, name in enumerate(self._header) if name.casefold() == wanted.casefold()
        ]
        if len(found) == 1:
            return found[0]
        if found:
            raise ColumnsUnclear(f'There are {len(found)} columns "{column}"; give each a name of its own.')
        close = difflib.get_close_matches(column, [name for name in self._header if name], 1)
        hint = f' Do you mean "{close[0]}"?' if close else f" The file has {self._listed()}."
        raise ColumnsUnclear(f'There is no column "{column}".{hint}')

    def _by(self, meaning: "_Meaning") -> None:
        """Take every column that means something by one way of telling; two for one field is for the person to decide."""
        found: dict[tuple[str, bool], int] = {}
        for place, header in enumerate(self._header):
            if place in self._taken or not header:
                continue
            field_, is_question, guessed = meaning(header)
            if field_ is None or field_ in (self._answers if is_question else self._fields):
                continue
            if (f"{_QUESTION}{field_}" if is_question else field_) in self._left_out:
                continue
            key = (field_, is_question)
            if key in found:
                marked = f"{_QUESTION}{field_}" if is_question else field_
                one, other = self._header[found[key]], header
                if one == other:
                    raise ColumnsUnclear(f'There are two columns "{one}"; remove one of them or give it another name.')
                raise ColumnsUnclear(
                    f'Both "{one}" and "{other}" could be {marked}; say which one: --map "{marked}={one}".'
                )
            found[key] = place
            if guessed:
                self._guessed[header] = field_
        for (field_, is_question), place in found.items():
            (self._answers if is_question else self._fields)[field_] = place
            self._taken.add(place)

    def _question_marked(self, header: str) -> "_Meant":
        title = question_of(header)
        if title is None:
            return None, True, False
        if self._questions is None or title in self._questions:
            return title, True, False
        same = [each for each in self._questions if each.strip().casefold() == title.strip().casefold()]
        return (same[0] if len(same) == 1 else None), True, False

    def _field_itself(self, header: str) -> "_Meant":
        name = FIELD_OF.get(plain(header)) if plain(header) else None
        if name not in self._known_fields:
            name = None
        if name is None and plain(header) == plain(FULL_NAME):
            name = FULL_NAME
        # A question may be titled as a field is; the field's own name, in its own letters, is the field's.
        if name is not None and header != name and header in (self._questions or ()):
            name = None
        return name, False, False

    def _question_titled(self, header: str) -> "_Meant":
        questions = self._questions or []
        if header in questions:
            return header, True, False
        same = [each for each in questions if each.strip().casefold() == header.strip().casefold()]
        return (same[0] if len(same) == 1 else None), True, False

    def _field_spoken(self, header: str) -> "_Meant":
        name = SPOKEN_FIELD_OF.get(plain(header)) if plain(header) else None
        return (name if name in self._known_fields else None), False, True

    def _check(self, full_name: int | None) -> None:
        if "email" not in self._fields:
            raise ColumnsUnclear(
                f"No column looks like the email. The header has {self._listed()}. If the email is one of them, say which: "
                '--map "email=COLUMN". If the header is further down in the file, delete the lines above it.'
            )
        if "first_name" not in self._fields and full_name is None:
            raise ColumnsUnclear(
                f"No column looks like the first name. The header has {self._listed()}. Say which it is: "
                '--map "first_name=COLUMN", or --map "full_name=COLUMN" for both names in one.'
            )

    def _known(self, title: str) -> str:
        assert self._questions is not None
        same = [each for each in self._questions if each.strip().casefold() == title.strip().casefold()]
        if len(same) == 1:
            return same[0]
        known = ", ".join(f'"{each}"' for each in self._questions[:_NAMES_SHOWN])
        raise ColumnsUnclear(
            f'There is no custom question "{title}".' + (f" There are {known}." if known else " There are none.")
        )

    def _listed(self) -> str:
        shown = ", ".join(f'"{_short(name)}"' for name in self._header[:_NAMES_SHOWN])
        more = len(self._header) - _NAMES_SHOWN
        return shown + (f" and {more} more" if more > 0 else "")


_Meant = tuple[str | None, bool, bool]
"""A field or a question's title, whether it is a question, and whether that is a guess to tell the person of."""


class _Meaning(Protocol):
    def __call__(self, header: str) -> _Meant: ...


def _short(name: str) -> str:
    return name if len(name) <= 40 else name[:39] + "…"


def _unknown_field(name: str, known: Sequence[str]) -> str:
    close = difflib.get_close_matches(name, known, 1)
    hint = f' Do you mean "{close[0]}"?' if close else f" There are {', '.join(known)}, and question:TITLE."
    return f'There is no field "{name}".{hint}'
