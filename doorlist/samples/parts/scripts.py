"""What Ruby, PHP and Perl share: single quotes, texts put together with expressions, the parts of a form made by hand."""

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator

from doorlist.samples.language import UNPRINTED, Quoting
from doorlist.samples.parts import forms
from doorlist.samples.request import File, Part, Request, Template, Text, Variable

LINE_MAX = 80

CONTROL = re.compile(f"[{UNPRINTED}]")
"""What does not stand in source text as itself."""
UNSENDABLE = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
"""What no header's value may have."""


class SingleQuotes(Quoting):
    """Single quotes where they will do. A text with control characters goes into double ones, and so does one with a quote
    in it, unless it has something `awkward`, which they would have to escape."""

    def __init__(self, double: Quoting, awkward: re.Pattern[str], control: Callable[[int], str]) -> None:
        super().__init__("'", "'", {"\\": "\\\\", "'": "\\'"}, control)
        self._double = double
        self._awkward = awkward

    def __call__(self, text: str) -> str:
        if self._unsafe.search(text) is None:
            return f"'{text}'"
        if CONTROL.search(text) is not None or ("'" in text and self._awkward.search(text) is None):
            return self._double(text)
        return f"'{self.inside(text)}'"


class Code(str):
    """An expression in the program's language, where otherwise a text stands."""

    __slots__ = ()


Piece = Text | Code


def pieces(given: Iterable[Piece]) -> list[str | Code | Variable]:
    """The literals, expressions and variables of what is to be one text; no two literals side by side."""
    found: list[str | Code | Variable] = []
    for each in given:
        for piece in each.pieces if isinstance(each, Template) else (each,):
            before = found[-1] if found else None
            if type(piece) is str and type(before) is str:
                found[-1] = before + piece
            elif piece != "":
                found.append(piece)
    return found


def disposition(part: Part, base_name: str) -> list[Piece]:
    """A part's Content-Disposition, its names as browsers write them; `base_name` is a call, with `{0}` for a path."""
    head: list[Piece] = ['form-data; name="', forms.between_quotes(part.name), '"']
    file = part.content
    if isinstance(file, File):
        head += ['; filename="', file_name(file, base_name), '"']
    return head


def file_name(file: File, base_name: str) -> Piece:
    """The name of a file as browsers write it; a path that is a variable has one only when the program runs."""
    if file.name is not None:
        return forms.between_quotes(file.name)
    if isinstance(file.path, str):
        return forms.between_quotes(posixpath.basename(file.path))
    return Code(base_name)


def by_hand(
    parts: Iterable[Part], text: Callable[[Text], str], *, base_name: str, contents: str
) -> Iterator[tuple[list[Piece], str | None, str]]:
    """The parts of a form that the program puts together: Content-Disposition, Content-Type, the content as an expression.

    `base_name` and `contents` are calls that give a file's name and its bytes, with `{0}` for the path.
    """
    for each in parts:
        content = each.content
        if isinstance(content, File):
            path = text(content.path)
            head = disposition(each, base_name.format(path))
            yield head, each.content_type or "application/octet-stream", contents.format(path)
        else:
            yield disposition(each, ""), each.content_type, text(content)


def required(request: Request, quote: Quoting, encoded: frozenset[str], encode: str) -> list[tuple[Variable, str]]:
    """The variables that the program reads, and the calls that read them; `encode` is one for a URL, of those `encoded`."""
    calls = [(each, f"required({quote(each.environment)})") for each in request.variables]
    return [(each, encode.format(call) if each.environment in encoded else call) for each, call in calls]
