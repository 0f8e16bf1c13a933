"""What a language is: a few declared facts and one function that prints a request; nothing in it is copied from another."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from textwrap import wrap
from typing import Protocol

from doorlist.samples.request import Answers, CannotSay, Request, Template, Text, Variable

Command = tuple[str, ...]

_HIDDEN = r"\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff"
UNPRINTED = rf"\x00-\x1f{_HIDDEN}"
"""What never stands in source text as itself, as the inside of a regular expression's class: the ASCII control characters,
lone surrogates, bidirectional marks, the byte order mark and line separators."""
UNPRINTED_IN_LINES = rf"\x00-\x08\x0b-\x1f{_HIDDEN}"
"""That, but for tabs and line feeds, which may stand in a literal of several lines."""
BACKSLASHED = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
"""The escapes between double quotes that most languages share."""

_UNSAFE = re.compile(f"[{UNPRINTED}]+")


class Quoting:
    """How a text becomes a string literal: calling it gives the literal, quotes and all.

    `escapes` says how single characters are written; `control` how any other character is, that `unsafe` (the inside of a
    regular expression's class) matches: by default what never stands in source text. Everything else stands as it is.
    """

    def __init__(
        self,
        opening: str,
        closing: str,
        escapes: Mapping[str, str],
        control: Callable[[int], str],
        *,
        unsafe: str = UNPRINTED,
    ) -> None:
        self.opening = opening
        self.closing = closing
        self._escapes = dict(escapes)
        self._control = control
        self._unsafe = re.compile(f"[{unsafe}{''.join(map(re.escape, escapes))}]")

    def __call__(self, text: str) -> str:
        if self._unsafe.search(text) is None:
            return f"{self.opening}{text}{self.closing}"
        return f"{self.opening}{self.inside(text)}{self.closing}"

    def inside(self, text: str) -> str:
        """The text as it stands between the quotes."""
        return self._unsafe.sub(self._escaped, text)

    def _escaped(self, found: re.Match[str]) -> str:
        character = found[0]
        escape = self._escapes.get(character)
        if escape is None:
            escape = self._escapes[character] = self._control(ord(character))
        return escape


class Naming(StrEnum):
    """Which of its names a thing goes by in a program."""

    SNAKE = "snake"
    CAMEL = "camel"
    PASCAL = "pascal"
    ENVIRONMENT = "environment"


class Named(Protocol):
    """A variable, a leaf or a loop."""

    @property
    def snake(self) -> str: ...
    @property
    def camel(self) -> str: ...
    @property
    def pascal(self) -> str: ...


class Style:
    """The facts about a language that its printer uses: literals, names, joined texts and comments.

    `quote` makes a literal. `naming` says which name is used; a name in `reserved` (keywords and the printer's own names)
    gets an underscore behind it, `taken` changes that. `joined` is how a Template is written: the text between
    the pieces of a concatenation (` + `), or None where `interpolated` is given: a Quoting for a literal with holes,
    whose `hole` is such as `{{{0}}}`. `value` and `encoded` are how a variable is written as an expression, with `{0}` for
    its name; `encoded` percent-encodes it for a URL, and is None where the language cannot (a shell).
    `comment` begins a comment line.
    """

    def __init__(
        self,
        *,
        quote: Quoting,
        naming: Naming,
        comment: str,
        reserved: frozenset[str] = frozenset(),
        taken: str = "{0}_",
        joined: str | None = " + ",
        interpolated: Quoting | None = None,
        hole: str = "{0}",
        value: str = "{0}",
        encoded: str | None = None,
    ) -> None:
        self.quote = quote
        self.comment = comment
        self._attribute = naming.value
        self._reserved = reserved
        self._taken = taken
        self._joined = joined
        self._interpolated = interpolated
        self._hole = hole
        self._value = value
        self._encoded = encoded or value

    def name(self, named: Named | Variable) -> str:
        """The name of a variable, leaf or loop in a program."""
        name: str = getattr(named, self._attribute)
        return self._taken.format(name) if name in self._reserved else name

    def text(self, text: Text) -> str:
        """A text as an expression."""
        return self.quote(text) if isinstance(text, str) else self._template(text)

    def variable(self, variable: Variable) -> str:
        """A variable as an expression, percent-encoded where it stands in a URL."""
        return (self._encoded if variable.encoded else self._value).format(self.name(variable))

    def _template(self, template: Template) -> str:
        pieces = template.pieces
        if len(pieces) == 1 and isinstance(pieces[0], Variable):
            return self.variable(pieces[0])
        literal = self._interpolated
        if literal is None:
            assert self._joined is not None, "a language joins texts or has literals with holes"
            return self._joined.join(
                self.quote(each) if isinstance(each, str) else self.variable(each) for each in pieces
            )
        inside = "".join(
            literal.inside(each) if isinstance(each, str) else self._hole.format(self.variable(each)) for each in pieces
        )
        return f"{literal.opening}{inside}{literal.closing}"

    def comments(self, text: str, *, width: int = 88) -> list[str]:
        """Comment lines of a text, wrapped at spaces; its line ends and control characters count as spaces."""
        plain = " ".join(_UNSAFE.sub(" ", text).split())
        if len(plain) <= width:
            return [f"{self.comment} {plain}"] if plain else []
        return [f"{self.comment} {line}" for line in wrap(plain, width, break_long_words=False, break_on_hyphens=False)]

    def opening(self, request: Request, *, width: int = 88) -> list[str]:
        """The comment that a program opens with: what it does, and what was left out of it, and why."""
        return [line for text in (request.title, *request.warnings) for line in self.comments(text, width=width)]

    def unread(self, answers: Answers) -> list[str]:
        """A comment on the fields of a reply that are not read, where there are any."""
        return [f"{self.comment} {each}" for each in unread(answers.unread)]

    def quoted_comments(self, text: str) -> list[str]:
        """Comment lines of a text that keeps its own lines, such as a saved reply."""
        return [f"{self.comment} {_UNSAFE.sub(' ', line)}".rstrip() for line in text.splitlines()]


def unread(number: int) -> list[str]:
    """A sentence on the fields that are not read, where there are any."""
    return [f"{number:,} more field{' is' if number == 1 else 's are'} not read here."] if number else []


def indented(lines: list[str], by: str) -> list[str]:
    """The lines moved to the right; empty ones stay empty."""
    return [by + line if line else line for line in lines]


class Proof(StrEnum):
    """What can be done here to prove a sample."""

    RUN = "run"
    CHECKED = "checked"
    NOT_RUN = "not run"


@dataclass(frozen=True, slots=True)
class Language:
    """A row of the table of languages.

    `id` stands in addresses and never changes; `title` is for people; `lexer` is Pygments' name. `write` prints a request
    or raises CannotSay. A sample lies in a folder of its own, as `file`; `extras` lie beside it, `shared` in the folder
    above, that of the language. `build` and `run` are command lines in the sample's folder. `batch` does for every sample
    what `build` does for one, from the language's folder, `{tools}` being where `trial/tools` is. In `extras`, `build` and
    `run`, `{name}` stands for the name of the sample's folder. `told` is what a page says instead of `build` and `run`, where
    those depend on the machine. `probe` are commands that
    succeed where the language's samples run; `needs` says in words what that takes. `grammar` is a tree-sitter grammar
    for a language whose samples can only be parsed. `replay` marks a program that is run by an interpreter of ours.
    """

    id: str
    title: str
    lexer: str
    file: str
    write: Callable[[Request], str]
    run: Command = ()
    build: tuple[Command, ...] = ()
    batch: tuple[Command, ...] = ()
    told: tuple[Command, ...] = ()
    probe: tuple[Command, ...] = ()
    needs: str = ""
    extras: Mapping[str, str] = field(default_factory=dict)
    shared: Mapping[str, str] = field(default_factory=dict)
    grammar: str | None = None
    replay: str | None = None


def within(text: str, folder: str) -> str:
    """A command's word or an extra file's text for a sample that lies in a folder of this name: it stands for `{name}`."""
    return text.replace("{name}", folder)


def printed(language: Language, request: Request) -> str:
    """The program. Raises CannotSay where the request cannot be said in the language, or in any."""
    if request.reason is not None:
        raise CannotSay(request.reason)
    return language.write(request)
