"""Runs the small part of the Lianja language that a printed Chilkat program uses: `python lianja.py PROGRAM`.

Known are comments, assignments, property and method access, `if`/`else`/`endif`, `return`, `release`, `?`, the
comparisons, `+`, and a handful of functions. Anything else is an error that names the line. Objects come from the
chilkat2 library or its stand-in, whichever Python finds.
"""

import os
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

TOKEN = re.compile(
    r"""\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<string>"[^"]*"|'[^']*')|(?P<logical>\.[TF]\.)|(?P<name>[a-z_]\w*)"""
    r"""|(?P<sign><>|<=|>=|[-+=<>(),.]))""",
    re.IGNORECASE,
)
KEYWORD = re.compile(r"\?|(?:if|else|endif|return|release)\b", re.IGNORECASE)
ASSIGNMENT = re.compile(r"(?P<target>[a-z_]\w*)(?:\.(?P<property>[a-z_]\w*))?\s*=\s*(?P<value>.+)", re.IGNORECASE)
COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "=": lambda left, right: bool(left == right),
    "<>": lambda left, right: bool(left != right),
    "<": lambda left, right: bool(left < right),
    ">": lambda left, right: bool(left > right),
    "<=": lambda left, right: bool(left <= right),
    ">=": lambda left, right: bool(left >= right),
}


class LianjaError(Exception):
    """A line that this interpreter does not know, or that Lianja itself would refuse."""


def run(program: str, library: Any, show: Callable[[str], None]) -> None:
    """Runs the whole program; `library` makes its objects, `show` is given each printed line."""
    names: dict[str, Any] = {}
    branches: list[bool] = []  # one per open `if`: is this branch the one to run?
    for number, line in enumerate(program.splitlines(), start=1):
        statement = line.strip()
        opening = KEYWORD.match(statement)
        keyword = opening[0].lower() if opening else ""
        try:
            if keyword == "if":
                condition = re.sub(r"\s+then$", "", statement[2:], flags=re.IGNORECASE)
                branches.append(all(branches) and _truth(_value(condition, names, library)))
            elif keyword == "else":
                branches[-1] = not branches[-1]
            elif keyword == "endif":
                branches.pop()
            elif not all(branches) or not statement or statement.startswith(("//", "*")):
                continue
            elif keyword == "return":
                return
            elif keyword == "release":
                del names[statement.split()[1].lower()]
            elif keyword == "?":
                show(_text(_value(statement[1:], names, library)))
            else:
                _act(statement, names, library)
        except (LianjaError, IndexError, KeyError, TypeError, AttributeError) as fault:
            raise LianjaError(f"line {number}: {statement}: {fault}") from fault
    if branches:
        raise LianjaError("the program ends inside an if")


def _act(statement: str, names: dict[str, Any], library: Any) -> None:
    assignment = ASSIGNMENT.fullmatch(statement)
    if assignment is None:
        _value(statement, names, library)
    elif assignment["property"] is None:
        names[assignment["target"].lower()] = _value(assignment["value"], names, library)
    else:
        owner = names[assignment["target"].lower()]
        setattr(owner, assignment["property"], _value(assignment["value"], names, library))


def _value(text: str, names: dict[str, Any], library: Any) -> Any:
    return _Expression(text, names, library).whole()


def _truth(value: Any) -> bool:
    if not isinstance(value, bool):
        raise LianjaError("a condition must be .T. or .F.")
    return value


def _text(value: Any) -> str:
    return {True: ".T.", False: ".F."}[value] if isinstance(value, bool) else str(value)


class _Expression:
    """One expression, read from left to right and worked out on the way."""

    def __init__(self, text: str, names: dict[str, Any], library: Any) -> None:
        self._tokens = list(_tokens(text))
        self._names = names
        self._functions: dict[str, Callable[..., Any]] = {
            # Chilkat's classes are CkHttp, CkHttpRequest… to Lianja and Http, HttpRequest… in the library.
            "createobject": lambda name: getattr(library, name.removeprefix("Ck"))(),
            "getenv": lambda name: os.environ.get(name, ""),
            "str": lambda number: str(number).rjust(10),  # Lianja's default: right-justified to ten places
            "val": int,
        }

    def whole(self) -> Any:
        value = self._comparison()
        if self._tokens:
            raise LianjaError(f"{self._tokens[0][1]} was not expected")
        return value

    def _comparison(self) -> Any:
        left = self._sum()
        while (sign := self._next_sign()) in COMPARISONS:
            self._take(sign)
            left = COMPARISONS[sign](left, self._sum())
        return left

    def _sum(self) -> Any:
        left = self._member()
        while (sign := self._next_sign()) in ("+", "-"):
            self._take(sign)
            right = self._member()
            left = left + right if sign == "+" else left - right
        return left

    def _member(self) -> Any:
        value = self._atom()
        while self._next_sign() == ".":
            self._take(".")
            value = getattr(value, self._take_kind("name"))
            if self._next_sign() == "(":
                value = value(*self._arguments())
        return value

    def _atom(self) -> Any:
        if self._next_sign() == "(":
            self._take("(")
            value = self._comparison()
            self._take(")")
            return value
        kind, token = self._tokens.pop(0)
        if kind == "number":
            return float(token) if "." in token else int(token)
        if kind == "string":
            return token[1:-1]
        if kind == "logical":
            return token.upper() == ".T."
        if kind == "name":
            named: Any = self._functions[token.lower()] if self._next_sign() == "(" else self._names[token.lower()]
            return named(*self._arguments()) if self._next_sign() == "(" else named
        raise LianjaError(f"{token} was not expected")

    def _arguments(self) -> list[Any]:
        self._take("(")
        found: list[Any] = []
        while self._next_sign() != ")":
            if found:
                self._take(",")
            found.append(self._comparison())
        self._take(")")
        return found

    def _next_sign(self) -> str:
        return self._tokens[0][1] if self._tokens and self._tokens[0][0] == "sign" else ""

    def _take(self, sign: str) -> None:
        if self._next_sign() != sign:
            raise LianjaError(f"{sign} is missing")
        self._tokens.pop(0)

    def _take_kind(self, kind: str) -> str:
        if not self._tokens or self._tokens[0][0] != kind:
            raise LianjaError(f"a {kind} is missing")
        return self._tokens.pop(0)[1]


def _tokens(text: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    rest = text.strip()
    while rest:
        token = TOKEN.match(rest)
        if token is None:
            raise LianjaError(f"{rest} is not understood")
        assert token.lastgroup is not None
        found.append((token.lastgroup, token[token.lastgroup]))
        rest = rest[token.end() :]
    return found


def _show(line: str) -> None:
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    import chilkat2

    run(Path(sys.argv[1]).read_text(encoding="utf-8"), chilkat2, _show)
