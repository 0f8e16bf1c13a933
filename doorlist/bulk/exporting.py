"""A roster into a file: any number of registrants with their answers, as a table or as JSON.

A table has the contract's fields, then a column for each custom question: those of the roster, then any that the first 2,000
registrants answered. If there are more registrants, a last column `other_answers` keeps answers to yet other questions, as a
JSON object by title. JSON keeps every registrant as the server gave it.
"""

import json
import os
from collections.abc import AsyncIterable, Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from types import TracebackType
from typing import Any, BinaryIO, Self

from doorlist.bulk.landing import landing
from doorlist.bulk.naming import OTHER_ANSWERS, question_header
from doorlist.bulk.spreadsheets import FORMATS, RecordWriter, RowWriter, finished, row_writer
from doorlist.contract.shapes.registrants import PROFILE_FIELDS

FIELDS = ("id", "email", "first_name", "last_name", *PROFILE_FIELDS, "status", "create_time", "join_url")
"""The columns that every exported table has."""
SOME_HAVE = ("language", "participant_pin_code", "source_id", "share_url")
"""Fields that have a column only if one of the first registrants has them."""
LOOKED_AT = 2000
"""How many registrants are looked at before the header is written."""


def format_of(path: str | os.PathLike[str]) -> str | None:
    """The format that a file's name asks for; None if it asks for none of ours."""
    ending = os.path.splitext(path)[1].lower().lstrip(".")
    return {"ndjson": "jsonl", "tab": "tsv"}.get(ending, ending if ending in FORMATS else None)


def export(
    registrants: Iterable[object],
    target: str | os.PathLike[str] | BinaryIO,
    format: str,
    *,
    questions: Sequence[str] = (),
    mark: bool | None = None,
) -> int:
    """Write registrants (objects of the SDK, or mappings) to a file or a stream of bytes, and count them.

    A file is there whole at the end, or not at all. `questions` are the titles of the roster's custom questions. `mark` begins
    CSV and TSV with a byte order mark, by which Excel knows UTF-8: files have it unless told otherwise, streams have not.
    Raises OSError, and SpreadsheetFull where the format cannot hold a text.
    """
    with Export(target, format, questions=questions, mark=mark) as export_:
        for each in registrants:
            export_.add(each)
    return export_.count


async def export_async(
    registrants: AsyncIterable[object],
    target: str | os.PathLike[str] | BinaryIO,
    format: str,
    *,
    questions: Sequence[str] = (),
    mark: bool | None = None,
) -> int:
    """The same for registrants that come one by one from a server."""
    with Export(target, format, questions=questions, mark=mark) as export_:
        async for each in registrants:
            export_.add(each)
    return export_.count


class Export:
    """An export that registrants are added to. Leaving the block without an error puts the file in its place."""

    def __init__(
        self,
        target: str | os.PathLike[str] | BinaryIO,
        format: str,
        *,
        questions: Sequence[str] = (),
        mark: bool | None = None,
    ) -> None:
        if format not in FORMATS:
            raise ValueError(f"{format} is none of {', '.join(FORMATS)}")
        self.count = 0
        self._target = target
        self._format = format
        self._questions = list(dict.fromkeys(questions))
        self._mark = isinstance(target, str | os.PathLike) if mark is None else mark
        self._stack = ExitStack()
        self._write: Callable[[Mapping[str, Any]], None]

    def __enter__(self) -> Self:
        target = self._target
        stream = self._stack.enter_context(landing(target)) if isinstance(target, str | os.PathLike) else target
        if self._format in ("json", "jsonl"):
            self._write = self._stack.enter_context(finished(RecordWriter(stream, self._format))).write
        else:
            table = _TableWriter(stream, self._format, self._questions, mark=self._mark)
            self._write = self._stack.enter_context(finished(table)).write
        return self

    def add(self, registrant: object) -> None:
        """Write one more."""
        self.count += 1
        self._write(_members(registrant))

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.__exit__(kind, error, trace)


class _TableWriter:
    """Writes registrants as rows once it knows the columns."""

    def __init__(self, stream: BinaryIO, format: str, questions: list[str], *, mark: bool) -> None:
        self._stream = stream
        self._format = format
        self._mark = mark
        self._titles = dict.fromkeys(questions)
        self._waiting: list[Mapping[str, Any]] = []
        self._rows: RowWriter | None = None
        self._fields: list[str] = list(FIELDS)
        self._others = False

    def write(self, members: Mapping[str, Any]) -> None:
        """Write one registrant, or keep it until the columns are known."""
        if self._rows is not None:
            self._row(members)
            return
        self._waiting.append(members)
        if len(self._waiting) > LOOKED_AT:
            self._begin(others=True)

    def close(self) -> None:
        """Write what waits, and the end."""
        if self._rows is None:
            self._begin(others=False)
        assert self._rows is not None
        self._rows.close()

    def abandon(self) -> None:
        """Write nothing more."""
        if self._rows is not None:
            self._rows.abandon()

    def _begin(self, *, others: bool) -> None:
        waiting, self._waiting = self._waiting, []
        for members in waiting:
            for title, _ in _answers(members):
                self._titles.setdefault(title)
        self._fields += [name for name in SOME_HAVE if any(members.get(name) for members in waiting)]
        self._others = others
        header = [*self._fields, *map(question_header, self._titles), *([OTHER_ANSWERS] if others else [])]
        self._rows = row_writer(self._stream, self._format, header, mark=self._mark)
        for members in waiting:
            self._row(members)

    def _row(self, members: Mapping[str, Any]) -> None:
        assert self._rows is not None
        cells = [_cell(members.get(name)) for name in self._fields]
        given = members.get("custom_questions")
        if not given:
            cells += [""] * (len(self._titles) + self._others)
            self._rows.write(cells)
            return
        answers: dict[str, str] = {}
        for title, value in _answers(members):
            # Several answers to one question are one text, as the contract has them.
            answers[title] = f"{answers[title]}, {value}" if answers.get(title) else value
        cells += [answers.pop(title, "") for title in self._titles]
        if self._others:
            cells.append(json.dumps(answers, ensure_ascii=False) if answers else "")
        self._rows.write(cells)


def _members(registrant: object) -> Mapping[str, Any]:
    """A registrant's members by their names in the contract, those that the contract does not know as well."""
    if isinstance(registrant, Mapping):
        return registrant
    dump = getattr(registrant, "model_dump", None)
    members: Mapping[str, Any] = dump(mode="json", by_alias=True) if dump is not None else vars(registrant)
    return members


def _answers(members: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    for each in members.get("custom_questions") or ():
        if isinstance(each, Mapping):
            yield _cell(each.get("title")), _cell(each.get("value"))


def _cell(value: object) -> str:
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, bool | list | dict) else str(value)
