"""Runs the part of Visual FoxPro and Lianja that a Chilkat program uses: `python -m doorlist.samples.trial.foxpro PROGRAM`.

Known are comments, assignments, properties and methods, `IF`, `DO CASE`, `FOR`, `LOCAL`, `RELEASE`, `RETURN`, `?` and a
handful of functions. Anything else is an error that names the line. So is what FoxPro itself would not compile: a literal
of more than 255 characters, a statement of more than 8192.

A text is bytes, as it is in FoxPro; here each is a character below U+0100. Chilkat's ActiveX (`Chilkat.Http`) takes them for
Windows-1252, or for UTF-8 after `SYS(3101, 65001)`, and knows 1 and 0 for true and false. Lianja's extension (`CkHttp`)
takes UTF-8, and knows `.T.` and `.F.`. Both are Python's chilkat2 here.
"""

import importlib
import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

LITERAL_CHARS_MAX = 255
STATEMENT_CHARS_MAX = 8192
UTF_8 = 65001
_STR_WIDTH = 10

_TOKEN = re.compile(
    r"""\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<string>"[^"]*"|'[^']*'|\[[^]]*\])"""
    r"""|(?P<logical>\.(?:T|F|NULL|AND|OR|NOT)\.)|(?P<name>[a-z_]\w*)|(?P<sign>==|<>|!=|<=|>=|[-+=<>(),.!]))""",
    re.IGNORECASE | re.ASCII,
)
_WORD = re.compile(r"[a-z_]\w*|[?=]", re.IGNORECASE | re.ASCII)
_ASSIGNMENT = re.compile(
    r"(?P<target>[a-z_]\w*)(?:\.(?P<property>[a-z_]\w*))?\s*=(?!=)\s*(?P<value>.+)",
    re.IGNORECASE | re.ASCII | re.DOTALL,
)
_FOR = re.compile(r"for\s+(?P<name>[a-z_]\w*)\s*=\s*(?P<bounds>.+)", re.IGNORECASE | re.ASCII | re.DOTALL)
_TO = re.compile(r"\bto\b", re.IGNORECASE)
_THEN = re.compile(r"\s+then$", re.IGNORECASE)
_MACRO = re.compile(r"&([a-z_]\w*)\.?", re.IGNORECASE | re.ASCII)
_ACTIVE = re.compile(r"""createobject\(\s*["']chilkat\.""", re.IGNORECASE)  # and so a program of FoxPro, not of Lianja
_ENDS = {"if": ("endif",), "for": ("endfor", "next"), "case": ("endcase",)}
_STOPS = frozenset({"else", "endif", "endfor", "next", "case", "otherwise", "endcase"})


class FoxError(Exception):
    """A line that is not known here, or that FoxPro itself would refuse."""


class _Returned(Exception):
    def __init__(self, value: object) -> None:
        super().__init__()
        self.value = value


@dataclass(slots=True)
class _Line:
    number: int
    text: str
    keyword: str


@dataclass(slots=True)
class _Block:
    """A line with what stands below it: for each condition (None for any other case) the lines of its way."""

    line: _Line
    ways: "list[tuple[_Line | None, list[_Line | _Block]]]" = field(default_factory=list)


def run(program: str | bytes, library: Any, show: Callable[[str], None]) -> int:
    """Runs the whole program; `library` makes its objects, `show` is given each printed line. What it returns is the exit
    code, as a program has one that is started from a command line."""
    text = (program.encode() if isinstance(program, str) else program).decode("latin-1")
    lines = _statements(text)
    blocks = _Reader(lines).block()
    machine = _Machine(library, show, active=_ACTIVE.search(text) is not None)
    try:
        machine.run(blocks)
    except _Returned as returned:
        value = returned.value
        return value if isinstance(value, int) and not isinstance(value, bool) else int(value is False)
    return 0


# --- reading ---------------------------------------------------------------------------------------------------------


def _statements(text: str) -> list[_Line]:
    """The statements without comments; a line that ends with a semicolon goes on in the next, a comment too."""
    found: list[_Line] = []
    whole, begun = "", 0
    for number, line in enumerate(re.split("\r\n|\r|\n", text), 1):
        begun = begun or number
        whole += line.rstrip() if line.rstrip().endswith(";") else line
        if whole.endswith(";"):
            whole = whole[:-1]
            continue
        statement, first = whole.strip(), begun
        whole, begun = "", 0
        if not statement or statement.startswith(("*", "//", "&&")):
            continue
        if len(statement) > STATEMENT_CHARS_MAX:
            raise FoxError(f"line {first}: a statement has {STATEMENT_CHARS_MAX} characters at most")
        word = _WORD.match(statement)
        keyword = word[0].lower() if word else ""
        if keyword == "do" and re.fullmatch(r"do\s+case", statement, re.IGNORECASE):
            keyword = "do case"
        found.append(_Line(first, statement, keyword))
    if whole:
        raise FoxError(f"line {begun}: the program ends inside a statement")
    return found


class _Reader:
    """Puts the statements into blocks."""

    def __init__(self, lines: list[_Line]) -> None:
        self._lines = lines
        self._at = 0

    def block(self) -> list[_Line | _Block]:
        """The whole program."""
        found = self._until(frozenset())
        if self._at < len(self._lines):
            line = self._lines[self._at]
            raise FoxError(f"line {line.number}: {line.text}: nothing is open that this would end")
        return found

    def _until(self, ends: frozenset[str]) -> list[_Line | _Block]:
        found: list[_Line | _Block] = []
        while self._at < len(self._lines):
            line = self._lines[self._at]
            if line.keyword in ends or line.keyword in _STOPS:
                return found
            self._at += 1
            if line.keyword == "if":
                found.append(self._if(line))
            elif line.keyword == "for":
                found.append(_Block(line, [(line, self._until(frozenset()))]))
                self._end(line, "for")
            elif line.keyword == "do case":
                found.append(self._case(line))
            else:
                found.append(line)
        return found

    def _if(self, line: _Line) -> _Block:
        block = _Block(line, [(line, self._until(frozenset()))])
        if self._at < len(self._lines) and self._lines[self._at].keyword == "else":
            self._at += 1
            block.ways.append((None, self._until(frozenset())))
        self._end(line, "if")
        return block

    def _case(self, line: _Line) -> _Block:
        block = _Block(line)
        while self._at < len(self._lines) and self._lines[self._at].keyword in ("case", "otherwise"):
            case = self._lines[self._at]
            self._at += 1
            block.ways.append((case if case.keyword == "case" else None, self._until(frozenset())))
        self._end(line, "case")
        return block

    def _end(self, opening: _Line, kind: str) -> None:
        if self._at >= len(self._lines):
            raise FoxError(f"line {opening.number}: the program ends inside {'an' if kind == 'if' else 'a'} {kind}")
        line = self._lines[self._at]
        if line.keyword not in _ENDS[kind]:
            raise FoxError(f"line {line.number}: {line.text}: {_ENDS[kind][0]} was expected")
        self._at += 1


# --- running ---------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Thing:
    """An object of the library; `active` is one of the ActiveX."""

    made: Any
    active: bool


class _Machine:
    """Runs statements. Names are kept in small letters."""

    def __init__(self, library: Any, show: Callable[[str], None], *, active: bool) -> None:
        self._library = library
        self._show = show
        self._names: dict[str, Any] = {}
        self._code_page = 1252
        self._active = active
        self._functions: Mapping[str, Callable[..., Any]] = {
            "alltrim": lambda text: text.strip(" "),
            "chr": chr,
            "createobject": self._object,
            "empty": lambda value: value is not None and (not value or (isinstance(value, str) and not value.strip())),
            "getenv": self._environment,
            "str": lambda number: str(number).rjust(_STR_WIDTH),
            "strconv": _converted,
            "sys": self._system,
            "transform": _shown,
            "val": int,
        }

    def run(self, block: list[_Line | _Block]) -> None:
        for each in block:
            line = each.line if isinstance(each, _Block) else each
            try:
                if isinstance(each, _Block):
                    self._choose(each)
                else:
                    self._statement(each)
            except (IndexError, KeyError, TypeError, ValueError, AttributeError) as fault:
                raise FoxError(f"line {line.number}: {line.text}: {fault}") from fault

    def _choose(self, block: _Block) -> None:
        if block.line.keyword == "for":
            self._walk(block)
            return
        for line, way in block.ways:
            if line is None or self._truth(line, _THEN.sub("", line.text[len(line.keyword) :])):
                self.run(way)
                return

    def _walk(self, block: _Block) -> None:
        found = _FOR.fullmatch(block.line.text)
        bounds = _TO.split(found["bounds"]) if found else []
        if found is None or len(bounds) != 2:
            raise ValueError("for NAME = FIRST to LAST is known")
        first, last = (self._value(each) for each in bounds)
        for number in range(first, last + 1):
            self._names[found["name"].lower()] = number
            self.run(block.ways[0][1])

    def _statement(self, line: _Line) -> None:
        text, keyword = line.text, line.keyword
        if keyword == "return":
            raise _Returned(self._value(text[6:]) if text[6:].strip() else None)
        if keyword == "release":
            for name in text[7:].split(","):
                del self._names[name.strip().lower()]
        elif keyword == "local":
            for name in text[5:].split(","):
                self._names[name.strip().lower()] = False
        elif keyword == "?":
            self._print(_shown(self._value(text[1:])) if text[1:].strip() else "")
        elif keyword == "=":
            self._value(text[1:])
        else:
            self._act(text)

    def _act(self, statement: str) -> None:
        found = _ASSIGNMENT.fullmatch(statement)
        if found is None:
            self._value(statement)
        elif found["property"] is None:
            self._names[found["target"].lower()] = self._value(found["value"])
        else:
            owner = self._names[found["target"].lower()]
            setattr(owner.made, found["property"], self._given(self._value(found["value"]), owner))

    def _value(self, text: str) -> Any:
        return _Expression(text, self._names, self._functions, self._member).whole()

    def _truth(self, line: _Line, text: str) -> bool:
        try:
            value = self._value(text)
            if not isinstance(value, bool):
                raise TypeError("a condition must be .T. or .F.")
        except (IndexError, KeyError, TypeError, ValueError, AttributeError) as fault:
            raise FoxError(f"line {line.number}: {line.text}: {fault}") from fault
        return value

    def _print(self, text: str) -> None:
        """Shown is what a person sees: after SYS(3101, 65001) the texts are UTF-8, and so they are in Lianja."""
        self._show(_decoded(text, 1252 if self._active and self._code_page != UTF_8 else UTF_8))

    # --- the functions ---

    def _object(self, name: str) -> Thing:
        active = name.lower().startswith("chilkat.")
        return Thing(getattr(self._library, name.split(".")[1] if active else name.removeprefix("Ck"))(), active)

    def _environment(self, name: str) -> str:
        return _encoded(os.environ.get(name, ""), 1252 if self._active else UTF_8)

    def _system(self, number: int, page: int) -> str:
        if number != 3101:
            raise ValueError("SYS(3101) is known")
        self._code_page = page
        return str(page)

    # --- the objects ---

    def _member(self, owner: Thing, name: str, arguments: list[Any] | None) -> Any:
        found = getattr(owner.made, name)
        if arguments is not None:
            found = found(*(self._given(each, owner) for each in arguments))
        return self._taken(found, owner)

    def _given(self, value: Any, owner: Thing) -> Any:
        """A value on its way to the library."""
        if isinstance(value, Thing):
            return value.made
        if isinstance(value, str):
            return _decoded(value, self._code_page if owner.active else UTF_8)
        return value

    def _taken(self, value: Any, owner: Thing) -> Any:
        """A value that the library gave."""
        if isinstance(value, str):
            return _encoded(value, self._code_page if owner.active else UTF_8)
        if isinstance(value, bool):
            return int(value) if owner.active else value
        return value if value is None or isinstance(value, int | float) else Thing(value, owner.active)


def _decoded(text: str, code_page: int) -> str:
    data = text.encode("latin-1")
    if code_page == UTF_8:
        return data.decode("utf-8", "replace")
    return "".join(_CP1252.get(each, chr(each)) for each in data)


def _encoded(text: str, code_page: int) -> str:
    if code_page == UTF_8:
        return text.encode("utf-8", "replace").decode("latin-1")
    return "".join(chr(_CP1252_BACK.get(each, ord(each) if ord(each) < 0x100 else ord("?"))) for each in text)


_CP1252 = {
    each: bytes([each]).decode("cp1252") for each in range(0x80, 0xA0) if each not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}
_CP1252_BACK = {character: each for each, character in _CP1252.items()}


def _converted(text: str, how: int) -> str:
    """9 makes UTF-8 of the code page, 11 the code page of UTF-8."""
    if how == 9:
        return _encoded(_decoded(text, 1252), UTF_8)
    if how == 11:
        return _encoded(_decoded(text, UTF_8), 1252)
    raise ValueError("STRCONV to and from UTF-8 is known")


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return ".T." if value else ".F."
    return ".NULL." if value is None else str(value)


# --- expressions -----------------------------------------------------------------------------------------------------


def _equal(left: Any, right: Any) -> bool:
    """A text equals the beginning of a longer one on its left, as it does unless SET EXACT is on."""
    if isinstance(left, str) and isinstance(right, str):
        return left.startswith(right)
    if isinstance(left, str) is not isinstance(right, str) or isinstance(left, bool) is not isinstance(right, bool):
        raise TypeError("the two sides are of different types")
    return bool(left == right)


_COMPARISONS: Mapping[str, Callable[[Any, Any], bool]] = {
    "=": _equal,
    "==": lambda left, right: bool(left == right),
    "<>": lambda left, right: not _equal(left, right),
    "!=": lambda left, right: not _equal(left, right),
    "<": lambda left, right: bool(left < right),
    ">": lambda left, right: bool(left > right),
    "<=": lambda left, right: bool(left <= right),
    ">=": lambda left, right: bool(left >= right),
}


class _Expression:
    """One expression, read from left to right and worked out on the way; the right of an AND or OR is worked out, too."""

    def __init__(
        self,
        text: str,
        names: dict[str, Any],
        functions: Mapping[str, Callable[..., Any]],
        member: Callable[[Thing, str, list[Any] | None], Any],
    ) -> None:
        self._tokens = list(_tokens(text))
        self._at = 0
        self._names = names
        self._functions = functions
        self._member = member

    def whole(self) -> Any:
        value = self._either()
        if self._at < len(self._tokens):
            raise ValueError(f"{self._tokens[self._at][1]} was not expected")
        return value

    def _either(self) -> Any:
        value = self._both()
        while self._word() == "or":
            self._at += 1
            right = _logical(self._both())
            value = _logical(value) or right
        return value

    def _both(self) -> Any:
        value = self._not()
        while self._word() == "and":
            self._at += 1
            right = _logical(self._not())
            value = _logical(value) and right
        return value

    def _not(self) -> Any:
        if self._word() == "not" or self._sign() == "!":
            self._at += 1
            return not _logical(self._not())
        return self._comparison()

    def _comparison(self) -> Any:
        left = self._sum()
        while (sign := self._sign()) in _COMPARISONS:
            self._at += 1
            left = _COMPARISONS[sign](left, self._sum())
        return left

    def _sum(self) -> Any:
        left = self._unary()
        while (sign := self._sign()) in ("+", "-"):
            self._at += 1
            right = self._unary()
            left = left + right if sign == "+" else left - right
        return left

    def _unary(self) -> Any:
        if self._sign() == "-":
            self._at += 1
            return -self._unary()
        value = self._atom()
        while self._sign() == ".":
            self._at += 1
            name = self._take_name()
            arguments = self._arguments() if self._sign() == "(" else None
            if not isinstance(value, Thing):
                raise TypeError(f"what has no {name} was asked for it")
            value = self._member(value, name, arguments)
        return value

    def _atom(self) -> Any:
        if self._sign() == "(":
            self._at += 1
            value = self._either()
            self._take(")")
            return value
        if self._at == len(self._tokens):
            raise ValueError("something is missing at the end")
        kind, token = self._tokens[self._at]
        self._at += 1
        if kind == "number":
            return float(token) if "." in token else int(token)
        if kind == "string":
            if len(token) - 2 > LITERAL_CHARS_MAX:
                raise ValueError(f"a literal has {LITERAL_CHARS_MAX} characters at most")
            return self._expanded(token[1:-1])
        if kind == "logical" and token.upper() in (".T.", ".F.", ".NULL."):
            return {".T.": True, ".F.": False, ".NULL.": None}[token.upper()]
        if kind == "name":
            if self._sign() == "(":
                return self._functions[token.lower()](*self._arguments())
            return self._names[token.lower()]
        raise ValueError(f"{token} was not expected")

    def _expanded(self, literal: str) -> str:
        """A name behind an ampersand is replaced by its value even in a literal, where there is such a name."""

        def value(found: re.Match[str]) -> str:
            named = self._names.get(found[1].lower())
            return named if isinstance(named, str) else found[0]

        return _MACRO.sub(value, literal) if "&" in literal else literal

    def _arguments(self) -> list[Any]:
        self._take("(")
        found: list[Any] = []
        while self._sign() != ")":
            if found:
                self._take(",")
            found.append(self._either())
        self._take(")")
        return found

    def _sign(self) -> str:
        if self._at < len(self._tokens):
            kind, token = self._tokens[self._at]
            return token if kind == "sign" else ""
        return ""

    def _word(self) -> str:
        """AND, OR or NOT, with or without dots."""
        if self._at < len(self._tokens):
            kind, token = self._tokens[self._at]
            if kind in ("name", "logical"):
                return token.strip(".").lower()
        return ""

    def _take(self, sign: str) -> None:
        if self._sign() != sign:
            raise ValueError(f"{sign} is missing")
        self._at += 1

    def _take_name(self) -> str:
        if self._at == len(self._tokens) or self._tokens[self._at][0] != "name":
            raise ValueError("a name is missing")
        self._at += 1
        return self._tokens[self._at - 1][1]


def _logical(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError("AND, OR and NOT are for .T. and .F.")
    return value


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    at, end = 0, len(text.rstrip())
    while at < end:
        token = _TOKEN.match(text, at)
        if token is None or text.startswith("&&", at):
            raise ValueError(f"{text[at:].strip()[:60]} is not understood")
        kind = token.lastgroup
        assert kind is not None, "every alternative has a name"
        yield kind, token[kind]
        at = token.end()


def _show(line: str) -> None:
    sys.stdout.write(line + "\n")


def main(file: str) -> int:
    """Runs a file."""
    library = importlib.import_module("chilkat2")
    sys.stdout.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    try:
        return run(Path(file).read_bytes(), library, _show)
    except FoxError as fault:
        sys.stderr.write(f"{fault}\n")
        return 3


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
