"""The people of a table: every mistake of every row named before anything is sent, and then one by one."""

import re
from array import array
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Protocol

from doorlist.bulk.columns import Columns, ColumnsUnclear
from doorlist.bulk.rows import Row, Table
from doorlist.contract.emails import email_key
from doorlist.contract.shapes.fields import EMAIL_CHARS_MAX, NAME_CHARS_MAX, is_email
from doorlist.contract.shapes.registrants import (
    ANSWER_CHARS_MAX,
    MeetingRegistrantCreate,
    RegistrantCreate,
    WebinarRegistrantCreate,
)

FAULTS_KEPT_MAX = 100_000
"""Chosen by us: more are counted, and named no more, for then something is wrong with the whole file."""
_VALUE_CHARS = 60
_CHOICES_SHOWN = 20
_PARTS = 64
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_SHEET_ERRORS = frozenset(("#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"))
_MULTIPLE = "multiple"
_WHO = ("email", "first_name", "last_name")
_VISIBLE = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}
_CREATES: dict[str, type[RegistrantCreate]] = {
    "meeting": MeetingRegistrantCreate,
    "webinar": WebinarRegistrantCreate,
    "recording": RegistrantCreate,
}


class StandardQuestion(Protocol):
    """A standard field that the roster's form asks for, as the API answers."""

    @property
    def field_name(self) -> str: ...
    @property
    def required(self) -> bool | None: ...


class CustomQuestion(Protocol):
    """A custom question of the roster's form, as the API answers."""

    @property
    def title(self) -> str: ...
    @property
    def type(self) -> str: ...
    @property
    def required(self) -> bool | None: ...
    @property
    def answers(self) -> Sequence[str]: ...


class Questions(Protocol):
    """What the roster's form asks, as the API answers."""

    @property
    def questions(self) -> Sequence[StandardQuestion]: ...
    @property
    def custom_questions(self) -> Sequence[CustomQuestion]: ...


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody to register. `fields` are the others of the contract that are not empty, `answers` by question."""

    line: int
    email: str
    first_name: str
    last_name: str
    fields: dict[str, str]
    answers: dict[str, str]


@dataclass(frozen=True, slots=True)
class Fault:
    """A mistake. `column` is the file's name for it, "" for the whole row; `value` is shortened and printable."""

    line: int
    column: str
    value: str
    reason: str


class Lines:
    """Many lines' numbers in little memory: a bit for each line of the file."""

    def __init__(self, numbers: Iterable[int] = ()) -> None:
        self._bits = bytearray()
        self._count = 0
        for number in numbers:
            self.add(number)

    def add(self, number: int) -> None:
        """Have a number in it."""
        at, bit = number >> 3, 1 << (number & 7)
        if at >= len(self._bits):
            self._bits.extend(bytes(max(at + 1 - len(self._bits), 1024)))
        if not self._bits[at] & bit:
            self._bits[at] |= bit
            self._count += 1

    def __contains__(self, number: object) -> bool:
        assert isinstance(number, int)
        at = number >> 3
        return at < len(self._bits) and bool(self._bits[at] & (1 << (number & 7)))

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[int]:
        return (at * 8 + bit for at, bits in enumerate(self._bits) if bits for bit in range(8) if bits >> bit & 1)


@dataclass(slots=True)
class Checked:
    """What a table holds. `bad` are the lines with a mistake; `faults` has the first of them by line, `faults_count` all."""

    rows: int = 0
    faults: list[Fault] = field(default_factory=list)
    faults_count: int = 0
    bad: Lines = field(default_factory=Lines)

    @property
    def good(self) -> int:
        """How many rows have no mistake."""
        return self.rows - len(self.bad)


def check(table: Table, columns: Columns, *, asked: Questions | None = None, kind: str = "meeting") -> Checked:
    """Read a whole table and name every mistake: what the contract would refuse, what the roster's form asks, and emails
    that repeat. Memory grows by some 12 bytes a row.

    `asked` are the roster's questions, where they are known; `kind` (meeting, webinar, recording) is what people are
    registered to. Raises TableUnreadable, and ColumnsUnclear where the form requires what the file has no column for.
    """
    rules = _Rules(columns, asked, kind)
    faults = _Faults()
    emails = _Emails()
    width = len(columns.header)
    email_at = columns.fields["email"]
    count = 0
    rows = table.rows() if table.pads else _padded(table.rows(), width)
    for row in rows:
        count += 1
        number, cells, trouble = row
        if trouble:
            faults.add(Fault(number, "", "", trouble))
            continue
        if len(cells) > width and any(cell and not cell.isspace() for cell in cells[width:]):
            faults.add(Fault(number, "", shortened(cells[width]), _size_reason(len(cells), width)))
            continue
        email = cells[email_at].strip()
        if is_email(email):
            emails.add(email, number)
            if rules.sound(cells):
                continue
        for fault in rules.faults(number, cells):
            faults.add(fault)
    word = "row" if table.format == "xlsx" else "line"
    for fault in emails.repeated(table, email_at, columns.name(email_at), word):
        faults.add(fault)
    faults.kept.sort(key=lambda fault: fault.line)
    return Checked(count, faults.kept, faults.count, faults.bad)


def people(table: Table, columns: Columns, *, skip: Container[int] = ()) -> Iterator[Person]:
    """The people of a table that was checked, in their order, without those of some lines (the check's `bad` ones).

    Blanks around a text are not sent, and neither are empty cells. Raises TableUnreadable.
    """
    width = len(columns.header)
    others = [(name, at) for name, at in columns.fields.items() if name not in _WHO]
    answers = list(columns.answers.items())
    email_at = columns.fields["email"]
    first_at, last_at = columns.fields.get("first_name", -1), columns.fields.get("last_name", -1)
    whole_at = columns.full_name
    for number, cells, _ in table.rows():
        if number in skip:
            continue
        if len(cells) < width:
            cells = cells + [""] * (width - len(cells))
        if whole_at is not None:
            first, last = split_name(cells[whole_at])
        else:
            first, last = cells[first_at].strip(), ""
        if last_at >= 0:
            last = cells[last_at].strip()
        yield Person(
            number,
            cells[email_at].strip(),
            first,
            last,
            {name: value for name, at in others if (value := cells[at].strip())},
            {title: value for title, at in answers if (value := cells[at].strip())},
        )


def split_name(text: str) -> tuple[str, str]:
    """Given and family name of a whole one: what is before and after its last blank, or after and before its comma."""
    family, comma, given = text.partition(",")
    if comma and given.strip() and family.strip() and "," not in given:
        return " ".join(given.split()), " ".join(family.split())
    *before, last = text.split() or [""]
    return (" ".join(before), last) if before else (last, "")


def shortened(value: str) -> str:
    """A value as it can be printed on a line: without control characters, and not long."""
    seen = "".join(
        each if each.isprintable() else _VISIBLE.get(each, f"\\x{ord(each):02x}") for each in value[:_VALUE_CHARS]
    )
    return seen if len(value) <= _VALUE_CHARS else seen + "…"


# --- one row -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Rule:
    """What a column must be. `spoken` is what the person calls it."""

    at: int
    spoken: str
    most: int | None = None
    choices: tuple[str, ...] = ()
    several: bool = False
    required: bool = False


class _Rules:
    """What the cells of a row must be, looked at quickly for rows that are sound and exactly for those that are not."""

    def __init__(self, columns: Columns, asked: Questions | None, kind: str) -> None:
        self._columns = columns
        self._email_at = columns.fields["email"]
        self._whole_at = columns.full_name
        self._rules = [*_standard_rules(columns, asked, kind), *_custom_rules(columns, asked)]
        _check_required(columns, asked)
        self._lengths = [(rule.at, rule.most) for rule in self._rules if rule.most]
        self._required = [rule.at for rule in self._rules if rule.required]
        self._choices = [(rule.at, {"", *rule.choices}) for rule in self._rules if rule.choices]

    def sound(self, cells: list[str]) -> bool:
        """Whether a row whose email is sound has no mistake. False may be a mistake, and is looked at again."""
        for at, most in self._lengths:
            if len(cells[at]) > most:
                return False
        for at in self._required:
            if not cells[at] or cells[at].isspace():
                return False
        for at, choices in self._choices:
            if cells[at] not in choices:
                return False
        if self._whole_at is not None:
            whole = cells[self._whole_at]
            if not whole or whole.isspace() or len(whole) > NAME_CHARS_MAX:
                return False
        text = "".join(cells)
        if text.isprintable():
            return "#" not in text
        return "#" not in text and cells[self._email_at].isprintable() and not _CONTROL.search(text)

    def faults(self, number: int, cells: list[str]) -> Iterator[Fault]:
        """Every mistake of a row."""
        email = cells[self._email_at].strip()
        reason = _invisible(email) if is_email(email) else _email_reason(email)
        if reason:
            yield self._fault(number, self._email_at, email, reason)
        if self._whole_at is not None:
            yield from self._name_faults(number, self._whole_at, cells[self._whole_at])
        for rule in self._rules:
            value = cells[rule.at].strip()
            reason = _reason(rule, value)
            if reason:
                yield self._fault(number, rule.at, value, reason)

    def _name_faults(self, number: int, at: int, value: str) -> Iterator[Fault]:
        first, last = split_name(value)
        reason = _text_reason(value)
        if not first:
            reason = "the name is empty"
        elif len(first) > NAME_CHARS_MAX or len(last) > NAME_CHARS_MAX:
            which, name = ("first", first) if len(first) > NAME_CHARS_MAX else ("last", last)
            reason = f"the {which} name in it has {len(name)} characters; {NAME_CHARS_MAX} at most"
        if reason:
            yield self._fault(number, at, value.strip(), reason)

    def _fault(self, number: int, at: int, value: str, reason: str) -> Fault:
        return Fault(number, self._columns.name(at), shortened(value), reason)


def _reason(rule: _Rule, value: str) -> str:
    """Why a value is not what its column must be; "" if it is."""
    if not value:
        return (
            f"{rule.spoken} is empty" + ("" if rule.spoken == "first name" else "; the form requires it")
            if rule.required
            else ""
        )
    if reason := _text_reason(value):
        return reason
    if rule.choices and not _chosen(rule, value):
        return _choice_reason(rule, value)
    if rule.most and len(value) > rule.most:
        return f"{len(value):,} characters; {rule.most:,} at most"
    return ""


def _text_reason(value: str) -> str:
    if found := _CONTROL.search(value):
        sign = ord(found[0])
        name = (
            "a NUL character"
            if not sign
            else f"a control character (U+{sign:04X})"
            if sign < 256
            else "half a character"
        )
        return f"there is {name} in it; remove it"
    if value in _SHEET_ERRORS:
        return f"the cell shows an error ({value}); correct its formula"
    return ""


def _chosen(rule: _Rule, value: str) -> bool:
    if value in rule.choices:
        return True
    if not rule.several:
        return False
    return all(part.strip() in rule.choices for part in value.replace(";", ",").split(","))


def _choice_reason(rule: _Rule, value: str) -> str:
    shown = ", ".join(each for each in rule.choices[:_CHOICES_SHOWN] if each)
    more = len(rule.choices) - _CHOICES_SHOWN
    several = ", or several of them with commas between" if rule.several else ""
    meant = next((each for each in rule.choices if each.casefold() == value.casefold()), "")
    hint = f'; write "{meant}"' if meant else ""
    return f"{rule.spoken} must be one of {shown}" + (f" and {more} more" if more > 0 else "") + several + hint


def _invisible(email: str) -> str:
    """Why an email that looks right is not: the contract would take it, and no mail would arrive."""
    found = next((each for each in email if not each.isprintable()), "")
    return f"email has an invisible character in it (U+{ord(found):04X}); type it anew" if found else ""


def _email_reason(email: str) -> str:
    """What is wrong with an email that the contract does not take."""
    if not email:
        return "email is empty"
    if reason := _text_reason(email):
        return reason
    if len(email) > EMAIL_CHARS_MAX:
        return f"{len(email):,} characters; {EMAIL_CHARS_MAX} at most"
    if email.count("@") > 1 and re.search(r"[\s,;]", email):
        return "there is more than one email; a row is for one person"
    if re.search(r"[<>]", email):
        return "write the email alone, without < and >"
    if email.lower().startswith("mailto:"):
        return "write the email without mailto:"
    if re.search(r"\s", email):
        return "email has a blank in it"
    if "@" not in email:
        return "email has no @"
    if email.count("@") > 1:
        return "email has more than one @"
    name, _, domain = email.partition("@")
    if not name:
        return "email has nothing before the @"
    if not domain:
        return "email has nothing after the @"
    if found := re.search(r"[()\[\]\\\\,;:\"]", email):
        return f"email has a {found[0]} in it"
    if "." not in domain:
        return "email has no dot after the @, as in name@example.com"
    if domain.endswith("."):
        return "email ends with a dot"
    return "this is not an email, such as name@example.com"


def _standard_rules(columns: Columns, asked: Questions | None, kind: str) -> Iterator[_Rule]:
    required = {each.field_name for each in asked.questions if each.required} if asked else set()
    for name, at in columns.fields.items():
        if name == "email":
            continue
        most, choices = _limits(kind)[name]
        must = name == "first_name" or name in required
        yield _Rule(at, name.replace("_", " "), most, choices, required=must)


def _custom_rules(columns: Columns, asked: Questions | None) -> Iterator[_Rule]:
    questions = {each.title: each for each in asked.custom_questions} if asked else {}
    for title, at in columns.answers.items():
        question = questions.get(title)
        spoken = f'"{title}"'
        if question is None:
            yield _Rule(at, spoken, ANSWER_CHARS_MAX)
        else:
            several = question.type == _MULTIPLE
            yield _Rule(at, spoken, ANSWER_CHARS_MAX, tuple(question.answers or ()), several, bool(question.required))


def _check_required(columns: Columns, asked: Questions | None) -> None:
    """Raises ColumnsUnclear where the form requires what the file has no column for."""
    if asked is None:
        return
    for standard in asked.questions:
        name = standard.field_name
        if standard.required and name not in columns.fields and (name != "last_name" or columns.full_name is None):
            raise ColumnsUnclear(
                f"The form requires {name.replace('_', ' ')}, and the file has no column for it. Add one, or say which it "
                f'is: --map "{name}=COLUMN".'
            )
    for custom in asked.custom_questions:
        if custom.required and custom.title not in columns.answers:
            raise ColumnsUnclear(
                f'The form requires an answer to "{custom.title}", and the file has no column for it. Add one, or say which '
                f'it is: --map "question:{custom.title}=COLUMN".'
            )


@cache
def _limits(kind: str) -> dict[str, tuple[int | None, tuple[str, ...]]]:
    """How long each field may be and what it may say, as the contract's shapes have it."""
    found: dict[str, tuple[int | None, tuple[str, ...]]] = {}
    for name, property_ in _CREATES[kind].model_json_schema()["properties"].items():
        kinds: list[dict[str, Any]] = property_.get("anyOf", [property_])
        most = next((each["maxLength"] for each in kinds if "maxLength" in each), None)
        choices = tuple(
            choice for each in kinds for choice in each.get("enum", [each["const"]] if "const" in each else [])
        )
        found[name] = (most, tuple(choice for choice in choices if choice))
    return found


# --- the whole file ----------------------------------------------------------------------------------------------------


class _Faults:
    """The mistakes found so far: the first of them, their number, and the lines of all."""

    def __init__(self) -> None:
        self.kept: list[Fault] = []
        self.count = 0
        self.bad = Lines()

    def add(self, fault: Fault) -> None:
        self.count += 1
        self.bad.add(fault.line)
        if len(self.kept) < FAULTS_KEPT_MAX:
            self.kept.append(fault)


class _Emails:
    """The emails of a file as 64-bit hashes in parts, so that repeated ones are found a part at a time."""

    def __init__(self) -> None:
        self._hashes = [array("q") for _ in range(_PARTS)]
        self._lines = [array("Q") for _ in range(_PARTS)]

    def add(self, email: str, line: int) -> None:
        found = hash(email.lower() if email.isascii() else email_key(email))
        part = found & (_PARTS - 1)
        self._hashes[part].append(found)
        self._lines[part].append(line)

    def repeated(self, table: Table, email_at: int, column: str, word: str) -> Iterator[Fault]:
        """A fault for each line whose email an earlier one has. The file is read again only if there are any."""
        firsts: dict[int, int] = {}
        for hashes, lines in zip(self._hashes, self._lines, strict=True):
            seen: dict[int, int] = {}
            for found, line in zip(hashes, lines, strict=True):
                first = seen.setdefault(found, line)
                if first != line:
                    if len(firsts) < FAULTS_KEPT_MAX:
                        firsts[line] = first
                    else:
                        yield Fault(line, column, "", f"the email repeats that of {word} {first}")
        if not firsts:
            return
        wanted = set(firsts.values())
        keys: dict[int, str] = {}
        last = max(firsts)
        for number, cells, _ in table.rows():
            if number in wanted:
                keys[number] = email_key(cells[email_at].strip())
            if number in firsts:
                email = cells[email_at].strip()
                first = firsts[number]
                if email_key(email) == keys[first]:
                    yield Fault(number, column, shortened(email), f"the email repeats that of {word} {first}")
            if number >= last:
                return


def _size_reason(size: int, width: int) -> str:
    return f"the row has {size} cell{'' if size == 1 else 's'}, the header has {width}"


def _padded(rows: Iterator[Row], width: int) -> Iterator[Row]:
    """Rows with as many cells as the header. One that is shorter alone among its neighbours has lost a cell.

    Several of one length after another are sound: Excel leaves out the empty cells at the end of 16 rows at a time.
    """
    before = width
    held: Row | None = None

    def settled(row: Row, *, alone: bool) -> Row:
        if alone:
            return Row(row.number, [], _size_reason(len(row.cells), width))
        return Row(row.number, row.cells + [""] * (width - len(row.cells)))

    for row in rows:
        size = len(row.cells)
        if held is not None:
            yield settled(held, alone=size != len(held.cells))
            held = None
        if size >= width:
            yield row
        elif size == before:
            yield settled(row, alone=False)
        else:
            held = row
        before = size
    if held is not None:
        yield settled(held, alone=True)
