"""What both of Chilkat's Python modules share: literals, layout as Black leaves it, and the frame of a script."""

import keyword
from collections.abc import Sequence

from doorlist.samples.language import Naming, Quoting, Style
from doorlist.samples.languages import chilkat, python
from doorlist.samples.languages.chilkat_dialect import UNLOCKED, Printed, opening
from doorlist.samples.request import Request

_ESCAPES = {"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "{": "{{", "}": "}}"}


def _control(code: int) -> str:
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


_DOUBLE = Quoting('f"', '"', {**_ESCAPES, '"': '\\"'}, _control)
_SINGLE = Quoting("f'", "'", {**_ESCAPES, "'": "\\'"}, _control)
_NAMES = frozenset({"chilkat", "chilkat2", "required", "os", "sys", "print", "range"})


def style(encoded: str) -> Style:
    """The names and comments of a module in which a text is percent-encoded like this."""
    return Style(
        quote=Quoting('"', '"', {}, str),
        naming=Naming.SNAKE,
        comment="#",
        reserved=frozenset(keyword.kwlist) | frozenset(keyword.softkwlist) | chilkat.RESERVED | _NAMES | {"l"},
        encoded=encoded,
    )


def holed(text: str) -> Quoting:
    """The f-string for a text, in single quotes where that saves backslashes."""
    return _SINGLE if text.count('"') > text.count("'") else _DOUBLE


def called(width: int, before: str, arguments: Sequence[str], behind: str) -> list[str]:
    """A call, broken at its arguments where it is too long."""
    line = f"{before}{', '.join(arguments)}{behind}"
    if width + len(line) <= python.WIDTH and (line.isascii() or width + python.wide(line) <= python.WIDTH):
        return [line]
    return (
        python.laid(python.Group(before, arguments, ")"), width, behind[1:])
        .replace("\n" + " " * width, "\n")
        .split("\n")
    )


def assigned(width: int, before: str, arguments: Sequence[str], _behind: str) -> list[str]:
    """A value with a name, in brackets where it fits only on a line of its own."""
    (value,) = arguments
    if width + len(before) + len(value) <= python.WIDTH and value.isascii():
        return [before + value]
    whole = width + python.wide(before) + python.wide(value)
    if whole > python.WIDTH >= width + 4 + python.wide(value):
        return [f"{before}(", f"    {value}", ")"]
    return [before + value]


def lines(before: str, text: str, _end: str) -> list[str]:
    """A text of several lines."""
    return [before + (python.block(text) if python.wordy(text) else python.string(text))]


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
        lines = opening(self._style, request)
        if lines:
            lines.append("")
        if request.variables:
            lines.append("import os")
        lines += ("import sys", "", f"import {self._module}", "")
        if request.variables:
            lines += ("", *_REQUIRED, "", "")
        return [*lines, *self._style.comments(UNLOCKED)]
