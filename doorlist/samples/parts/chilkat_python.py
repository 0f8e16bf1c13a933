"""What both of Chilkat's Python modules share: literals, layout as Black leaves it, and the frame of a script."""

import re
from collections.abc import Sequence

from doorlist.samples.language import Naming, Style
from doorlist.samples.parts import chilkat_words, python
from doorlist.samples.parts.brackets import Group, unindented
from doorlist.samples.parts.chilkat_dialect import UNLOCKED, Printed
from doorlist.samples.parts.quotes import DOUBLE, string
from doorlist.samples.parts.texts import wide, wordy
from doorlist.samples.request import Request

_CODING = re.compile(r"(coding)([:=])")
_NAMES = frozenset({"chilkat", "chilkat2", "required", "os", "sys", "print", "range"})


def style(encoded: str) -> Style:
    """The names and comments of a module in which a text is percent-encoded like this."""
    return Style(
        quote=DOUBLE,
        naming=Naming.SNAKE,
        comment="#",
        reserved=python.KEYWORDS | chilkat_words.RESERVED | _NAMES | {"l"},
        encoded=encoded,
    )


def called(width: int, before: str, arguments: Sequence[str], behind: str) -> list[str]:
    """A call, broken at its arguments where it is too long."""
    line = f"{before}{', '.join(arguments)}{behind}"
    if width + len(line) <= python.WIDTH and (line.isascii() or width + wide(line) <= python.WIDTH):
        return [line]
    return unindented(python.laid(Group(before, arguments, ")"), width, behind[1:]), width)


def assigned(width: int, before: str, arguments: Sequence[str], _behind: str) -> list[str]:
    """A value with a name, in brackets where it fits only on a line of its own."""
    (value,) = arguments
    if width + len(before) + len(value) <= python.WIDTH and value.isascii():
        return [before + value]
    whole = width + wide(before) + wide(value)
    if whole > python.WIDTH >= width + 4 + wide(value):
        return [f"{before}(", f"    {value}", ")"]
    return [before + value]


def lines(before: str, text: str, _end: str) -> list[str]:
    """A text of several lines."""
    return [before + (python.block(text) if wordy(text) else string(text))]


_REQUIRED = (
    "def required(name):",
    '    """The value of an environment variable that must be set."""',
    "    value = os.environ.get(name)",
    "    if value is None:",
    '        print(f"Set the environment variable {name}.", file=sys.stderr)',
    "        sys.exit(2)",
    "    return value",
)


def head(module: str) -> "_Head":
    """What stands before the calls."""
    return _Head(module)


class _Head:
    def __init__(self, module: str) -> None:
        self._module = module
        self._style = style("")

    def __call__(self, request: Request, _printed: Printed) -> list[str]:
        lines = self._style.opening(request)
        # Within the first two lines, a comment that holds `coding: x` tells Python how the file is encoded.
        lines[:2] = (_CODING.sub(r"\1 \2", each) for each in lines[:2])
        if lines:
            lines.append("")
        if request.variables:
            lines.append("import os")
        lines += ("import sys", "", f"import {self._module}", "")
        if request.variables:
            lines += ("", *_REQUIRED, "", "")
        return [*lines, *self._style.comments(UNLOCKED)]
