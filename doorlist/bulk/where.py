"""Conditions on registrants, as a person writes them: `email endswith "@uni.edu" and answers["Level"] == "B2"`.

Comparisons: `==` `!=` `<` `<=` `>` `>=` `contains` `startswith` `endswith` `in ["…", "…"]`, each also with `not` before it;
joined by `and`, `or`, `not` and parentheses. Fields are the contract's, and `answers["title"]` the answer to a question. A
field that a registrant does not have is empty.

Texts are compared without case and without the blanks around them. `<` and its like compare times where what is written is a
date or a time (without a zone it is UTC, and a date alone is its midnight), numbers where both sides are, and else texts in
alphabetical order; the order of an empty text to anything else does not hold.
"""

import difflib
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from doorlist.bulk.naming import SPOKEN_FIELD_OF, plain
from doorlist.contract.emails import email_key
from doorlist.contract.shapes.registrants import PROFILE_FIELDS

TEXT_CHARS_MAX = 10_000
"""Chosen by us."""
DEPTH_MAX = 50
"""Chosen by us: parentheses and `not` within one another."""

FIELDS = (
    *("id", "email", "first_name", "last_name", *PROFILE_FIELDS, "status", "create_time", "join_url"),
    *("language", "participant_pin_code", "source_id"),
)
"""The fields of a registrant that can be asked about."""

STATUSES = ("approved", "pending", "denied", "cancelled")
"""What a registrant's status can be."""

_TOKEN = re.compile(
    r"""(?P<blank>\s+)
    | (?P<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')
    | (?P<operator>==|!=|<=|>=|<|>)
    | (?P<sign>[()\[\],])
    | (?P<number>[+-]?\d[\w.:+-]*)
    | (?P<word>[^\W\d]\w*)""",
    re.VERBOSE | re.DOTALL,
)
_DATE = re.compile(
    r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?(?:Z|[+-]\d{2}:?\d{2})?)?", re.IGNORECASE
)
_WORDS = ("and", "or", "not", "in", "contains", "startswith", "endswith")
_COMPARISONS = ("==", "!=", "<", "<=", ">", ">=", "contains", "startswith", "endswith", "in [...]")
_WRONG_SIGNS = {"=": "==", "&": "and", "&&": "and", "|": "or", "||": "or", "!": "not", "<>": "!=", "=~": "contains"}
_WRONG_WORDS = {
    "starts_with": "startswith",
    "ends_with": "endswith",
    "begins": "startswith",
    "beginswith": "startswith",
    "has": "contains",
    "includes": "contains",
    "like": "contains",
    "is": "==",
    "equals": "==",
    "matches": "contains",
}
_QUOTES = {"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "‚": "'"}

Test = Callable[[object], bool]
Read = Callable[[object], str]


class ConditionInvalid(Exception):
    """A condition cannot be read. `position` is where, from 0; the message shows the place with a caret below it."""

    def __init__(self, text: str, position: int, reason: str) -> None:
        self.text = text
        self.position = position
        self.reason = reason
        start = max(0, position - 60)
        shown = text[start : position + 40]
        line = "".join(" " if each.isspace() or not each.isprintable() else each for each in shown)
        before, after = "…" if start else "", "…" if position + 40 < len(text) else ""
        place = len(before) + _width(line[: position - start])
        super().__init__(f"{reason}\n  {before}{line}{after}\n  {' ' * place}^")


@dataclass(frozen=True, slots=True)
class Condition:
    """What a registrant must be. `fields` and `questions` are those asked about."""

    text: str
    fields: tuple[str, ...]
    questions: tuple[str, ...]
    _test: Test

    def matches(self, registrant: object) -> bool:
        """Whether it holds for a registrant: an object of the SDK, or a mapping with the contract's names."""
        return self._test(registrant)


def parse(text: str, *, questions: Sequence[str] | None = None) -> Condition:
    """A condition from its text. Raises ConditionInvalid.

    `questions` are the titles of the roster's questions, where they are known: another title then is a mistake.
    """
    return _Parser(text, questions).condition()


class _Token(NamedTuple):
    kind: str
    text: str
    at: int


class _Parser:
    def __init__(self, text: str, questions: Sequence[str] | None) -> None:
        self._text = text
        self._titles = questions
        self._fields: dict[str, None] = {}
        self._questions: dict[str, None] = {}
        if len(text) > TEXT_CHARS_MAX:
            raise ConditionInvalid(
                text, TEXT_CHARS_MAX, f"The condition has {len(text):,} characters; {TEXT_CHARS_MAX:,} at most."
            )
        self._tokens = list(self._split())
        self._at = 0
        self._depth = 0

    def condition(self) -> Condition:
        if self._now.kind == "end":
            raise self._wrong('The condition is empty. Write, for example, email endswith "@uni.edu".')
        test = self._any()
        if self._now.kind != "end":
            if self._now.text == ")":
                raise self._wrong("This parenthesis was never opened.")
            raise self._wrong('Write "and" or "or" between two comparisons.')
        return Condition(self._text, tuple(self._fields), tuple(self._questions), test)

    # --- and, or, not --------------------------------------------------------------------------------------------------

    def _any(self) -> Test:
        tests = [self._all()]
        while self._took("or"):
            tests.append(self._all())
        return tests[0] if len(tests) == 1 else lambda registrant: any(test(registrant) for test in tests)

    def _all(self) -> Test:
        tests = [self._one()]
        while self._took("and"):
            tests.append(self._one())
        return tests[0] if len(tests) == 1 else lambda registrant: all(test(registrant) for test in tests)

    def _one(self) -> Test:
        self._depth += 1
        if self._depth > DEPTH_MAX:
            raise self._wrong(f"The condition is nested too deep; {DEPTH_MAX} levels at most.")
        try:
            if self._took("not"):
                inner = self._one()
                return lambda registrant: not inner(registrant)
            if self._now.text == "(" and self._now.kind == "sign":
                opened = self._next()
                inner = self._any()
                if self._now.text != ")":
                    if self._now.kind == "end":
                        raise ConditionInvalid(self._text, opened.at, "This parenthesis is never closed.")
                    raise self._wrong('Write "and", "or" or a closing parenthesis here.')
                self._next()
                return inner
            return self._comparison()
        finally:
            self._depth -= 1

    # --- comparisons ---------------------------------------------------------------------------------------------------

    def _comparison(self) -> Test:
        name, read = self._field()
        negated = self._took("not")
        token = self._now
        operator = token.text.lower() if token.kind in ("operator", "word") else ""
        if operator not in ("==", "!=", "<", "<=", ">", ">=", "in", "contains", "startswith", "endswith"):
            hint = _WRONG_WORDS.get(operator, "")
            close = difflib.get_close_matches(operator, _COMPARISONS, 1) if operator else []
            meant = hint or (close[0] if close else "")
            says = f" Do you mean {meant}?" if meant else f" There are {', '.join(_COMPARISONS)}."
            raise self._wrong(f"A comparison is missing after {name}.{says}")
        self._next()
        value_at = self._now.at
        if operator == "in":
            values = self._list()
            if name == "status":
                self._check_status(values, value_at)
            wanted = frozenset(map(_folded, values))
            test: Test = lambda registrant: _folded(read(registrant)) in wanted  # noqa: E731
        else:
            value = self._value()
            if name == "status" and operator in ("==", "!="):
                self._check_status([value], value_at)
            test = _compared(operator, read, value, is_time=name == "create_time", wrong=self._wrong_before)
        if negated:
            return lambda registrant: not test(registrant)
        return test

    def _check_status(self, values: Sequence[str], at: int) -> None:
        """A status that is misspelt would choose the wrong people."""
        for value in values:
            if _folded(value) not in ("", *STATUSES):
                close = difflib.get_close_matches(_folded(value), STATUSES, 1)
                says = f'Do you mean "{close[0]}"?' if close else f"There are {', '.join(STATUSES)}."
                raise ConditionInvalid(self._text, at, f'There is no status "{value}". {says}')

    def _field(self) -> tuple[str, Read]:
        token = self._now
        if token.kind != "word":
            if token.kind == "text":
                raise self._wrong('The name of a field goes first, as in email == "ana@example.com".')
            raise self._wrong(
                "The name of a field is missing here." if token.kind != "end" else "The condition ends too early."
            )
        word = token.text.lower()
        if word in ("answers", "answer"):
            return self._answer()
        if word not in FIELDS:
            title = next((each for each in self._titles or () if each.casefold() == word), None)
            close = difflib.get_close_matches(word.replace("-", "_"), [*FIELDS, "answers"], 1, 0.5)
            if (spoken := SPOKEN_FIELD_OF.get(plain(word))) in FIELDS:
                close = [spoken]
            says = f' Write answers["{title}"].' if title else f" Do you mean {close[0]}?" if close else ""
            fields = "" if says else f' There are {", ".join(FIELDS)} and answers["…"].'
            raise self._wrong(f"There is no field {token.text}.{says}{fields}")
        self._next()
        self._fields[word] = None
        return word, lambda registrant: _field_of(registrant, word)

    def _answer(self) -> tuple[str, Read]:
        self._next()
        if self._now.text != "[":
            raise self._wrong('Name the question in brackets: answers["Level"].')
        self._next()
        token = self._now
        if token.kind != "text":
            raise self._wrong('The question goes in quotes: answers["Level"].')
        title = self._value()
        if self._titles is not None and _folded(title) not in map(_folded, self._titles):
            close = difflib.get_close_matches(title, self._titles, 1, 0.5)
            known = ", ".join(f'"{each}"' for each in self._titles[:12]) or "none"
            says = f'Do you mean "{close[0]}"?' if close else f"There are {known}."
            raise ConditionInvalid(self._text, token.at, f'There is no question "{title}". {says}')
        if self._now.text != "]":
            raise self._wrong("The closing bracket ] is missing.")
        self._next()
        self._questions[title] = None
        wanted = _folded(title)
        return f'answers["{title}"]', lambda registrant: _answer_of(registrant, wanted)

    def _list(self) -> list[str]:
        if self._now.text != "[":
            raise self._wrong('After in comes a list in brackets: in ["B1", "B2"].')
        opened = self._next()
        values: list[str] = []
        while self._now.text != "]" or self._now.kind != "sign":
            if self._now.kind != "end":
                values.append(self._value())
            if self._now.text == "," and self._now.kind == "sign":
                self._next()
            elif self._now.kind == "end":
                raise ConditionInvalid(self._text, opened.at, "This bracket is never closed.")
            elif self._now.text != "]":
                raise self._wrong("Write a comma between the values of a list.")
        self._next()
        return values

    def _value(self) -> str:
        token = self._now
        if token.kind == "text":
            self._next()
            return re.sub(r"\\(.)", r"\1", token.text[1:-1], flags=re.DOTALL)
        if token.kind == "number":
            self._next()
            return token.text
        if token.kind == "end":
            raise self._wrong('The condition ends too early: a value in quotes is missing, such as "B2".')
        if token.kind == "word":
            raise self._wrong(f'Put a text in quotes: "{token.text}".')
        raise self._wrong('A value in quotes is missing here, such as "B2".')

    # --- tokens --------------------------------------------------------------------------------------------------------

    @property
    def _now(self) -> _Token:
        return self._tokens[self._at]

    def _next(self) -> _Token:
        token = self._tokens[self._at]
        self._at += token.kind != "end"
        return token

    def _took(self, word: str) -> bool:
        if self._now.kind == "word" and self._now.text.lower() == word:
            self._next()
            return True
        return False

    def _wrong(self, reason: str) -> ConditionInvalid:
        return ConditionInvalid(self._text, self._now.at, reason)

    def _wrong_before(self, reason: str) -> ConditionInvalid:
        return ConditionInvalid(self._text, self._tokens[self._at - 1].at, reason)

    def _split(self) -> Iterator[_Token]:
        text, at = self._text, 0
        while at < len(text):
            found = _TOKEN.match(text, at)
            if found is None:
                raise ConditionInvalid(text, at, _unread(text, at))
            if (kind := found.lastgroup or "") != "blank":
                yield _Token(kind, found[0], at)
            at = found.end()
        yield _Token("end", "", len(text))


def _unread(text: str, at: int) -> str:
    sign = text[at]
    if sign in "\"'":
        return "This quote is never closed."
    if sign in _QUOTES:
        return f"Write straight quotes: {_QUOTES[sign]}"
    wrong = next((each for each in (text[at : at + 2], sign) if each in _WRONG_SIGNS), None)
    return f"Write {_WRONG_SIGNS[wrong]} here." if wrong else "This sign has no meaning here."


def _compared(
    operator: str, read: Read, value: str, *, is_time: bool, wrong: Callable[[str], ConditionInvalid]
) -> Test:
    wanted = _folded(value)
    moment = _moment(value) if _DATE.fullmatch(value.strip()) else None
    if operator == "contains":
        return lambda registrant: wanted in _folded(read(registrant))
    if operator == "startswith":
        return lambda registrant: _folded(read(registrant)).startswith(wanted)
    if operator == "endswith":
        return lambda registrant: _folded(read(registrant)).endswith(wanted)
    if is_time and moment is None and value.strip():
        raise wrong("This is not a date or a time. Write one such as 2026-12-01 or 2026-12-01T09:00:00Z, in quotes.")
    if operator in ("==", "!="):
        equal = operator == "=="
        if moment is not None:
            return lambda registrant: (
                (_moment_or_none(text := read(registrant)) == moment or _folded(text) == wanted) is equal
            )
        return lambda registrant: (_folded(read(registrant)) == wanted) is equal
    holds = _ORDERS[operator]
    if moment is not None:
        return lambda registrant: (found := _moment_or_none(read(registrant))) is not None and holds(found, moment)
    number = _number(wanted)

    def test(registrant: object) -> bool:
        text = _folded(read(registrant))
        if not text or not wanted:
            return False
        if number is not None and (own := _number(text)) is not None:
            return holds(own, number)
        return holds(text, wanted)

    return test


_ORDERS: Mapping[str, Callable[[object, object], bool]] = {
    "<": lambda one, other: one < other,  # type: ignore[operator]
    "<=": lambda one, other: one <= other,  # type: ignore[operator]
    ">": lambda one, other: one > other,  # type: ignore[operator]
    ">=": lambda one, other: one >= other,  # type: ignore[operator]
}


def _folded(text: str) -> str:
    """A text as it is compared: as emails are, where no letter stands for another one."""
    return email_key(text.strip())


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text.replace(",", "")) if len(text) <= 40 else None
    except InvalidOperation:
        return None
    return number if number is not None and number.is_finite() else None


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text.strip().upper())
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _moment_or_none(text: str) -> datetime | None:
    return _moment(text) if text else None


def _field_of(registrant: object, name: str) -> str:
    value = registrant.get(name) if isinstance(registrant, Mapping) else getattr(registrant, name, None)
    return "" if value is None else str(value)


def _answer_of(registrant: object, title: str) -> str:
    """The answer to a question; several to one are joined by commas."""
    answers = (
        registrant.get("custom_questions")
        if isinstance(registrant, Mapping)
        else getattr(registrant, "custom_questions", None)
    )
    found = [_field_of(each, "value") for each in answers or () if _folded(_field_of(each, "title")) == title]
    return ", ".join(found)


def _width(text: str) -> int:
    """How many cells of a terminal a text takes."""
    return sum(
        0 if unicodedata.combining(each) else 2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in text
    )
