"""Lays out Rust as rustfmt does: calls, chains of calls, `let` and `for` on as many lines as they take."""

import re
import unicodedata

from doorlist.samples.language import indented

WIDTH = 100
_CALL_WIDTH = 60  # rustfmt breaks the arguments of a call, an array or a chain that are wider than this
_STEP = re.compile(r'\[(?:[0-9]+|r(#*)".*?"\1|"(?:[^"\\]|\\.)*")\]')
_ARRAY_MAX = 32  # serde knows arrays up to this length


def wide(text: str) -> int:
    """How many columns a line takes."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(each) else 2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in text
    )


def _short(arguments: list[str]) -> bool:
    """Whether rustfmt leaves the arguments of a call in one line, as far as they themselves go."""
    return len(arguments) == 1 or wide(", ".join(arguments)) <= _CALL_WIDTH


def call(head: str, arguments: list[str], tail: str, indent: int) -> list[str]:
    """A call in a line, or with an argument a line."""
    line = f"{head}({', '.join(arguments)}){tail}"
    if indent + wide(line) <= WIDTH and _short(arguments):
        return [line]
    lines = []
    for each in arguments:
        lines += [f"    {line}" for line in _index_lines(each, indent + 4)]
        lines[-1] += ","
    if head[-1:] == "!":
        lines[-1] = lines[-1][:-1]
    return [f"{head}(", *lines, f"){tail}"]


def _index_lines(argument: str, indent: int) -> list[str]:
    """An argument that is `&reply["a"]["b"]`, broken before what does not fit; or `Some("a")`, broken within."""
    if indent + wide(argument) < WIDTH:
        return [argument]
    if argument.startswith("Some(") and indent + 4 + wide(argument[5:-1]) < WIDTH:
        return ["Some(", f"    {argument[5:-1]},", ")"]
    if not argument.startswith("&"):
        return [argument]
    lines, end = [argument.partition("[")[0]], 0
    for found in _STEP.finditer(argument):
        if indent + wide(lines[-1] + found[0]) < WIDTH:
            lines[-1] += found[0]
        else:
            lines.append(f"    {found[0]}")
        end = found.end()
    return lines if end == len(argument) else [argument]


def let(name: str, head: str, arguments: list[str] | None = None, tail: str = "", *, indent: int = 4) -> list[str]:
    """A `let` of a literal or of a call; it goes to the next line where that is enough to make it fit."""
    before = f"let {name} = "
    value = head if arguments is None else f"{head}({', '.join(arguments)}){tail}"
    if arguments is None or _short(arguments):
        width = indent + wide(value) + 1
        if width + len(before) <= WIDTH:
            return [f"{before}{value};"]
        if width + 4 <= WIDTH:
            return [before.rstrip(), f"    {value};"]
    if arguments is None:
        return [f"{before}{value};"]
    return call(before + head, arguments, tail + ";", indent)


def loop(name: str, value: str, indent: int) -> list[str]:
    """The head of a loop over the elements of a value."""
    before, elements = f"for {name} in", f"elements({value})"
    if indent + wide(f"{before} {elements} {{") <= WIDTH:
        return [f"{before} {elements} {{"]
    if indent + wide(f"{before} {elements}") <= WIDTH:
        return [f"{before} {elements}", "{"]
    if indent + 4 + wide(elements) <= WIDTH:
        return [before, f"    {elements}", "{"]
    head, *lines, _ = call(f"{before} elements", [value], " {", indent)
    return [head, *lines, ") {"]


class Link:
    """A call in a chain: `.header("A", "b")`; one of a form has pairs."""

    __slots__ = ("arguments", "name", "pairs", "tail")

    def __init__(self, name: str, *arguments: str, tail: str = "", pairs: tuple[tuple[str, str], ...] = ()) -> None:
        self.name = name
        self.arguments = list(arguments)
        self.tail = tail
        self.pairs = pairs

    def lines(self, end: str, indent: int) -> list[str]:
        """The call below others of its chain."""
        if not self.pairs:
            return call(f".{self.name}", self.arguments, self.tail + end, indent)
        inside = ", ".join(f"({name}, {value})" for name, value in self.pairs)
        line = f".form(&[{inside}]){end}"
        if wide(inside) <= _CALL_WIDTH and indent + wide(line) <= WIDTH:
            return [line]
        if len(self.pairs) == 1:
            return call(".form(&[", list(self.pairs[0]), "])" + end, indent)
        lines = []
        for name, value in self.pairs:
            lines += call("", [name, value], ",", indent + 4)
        array = "vec![" if len(self.pairs) > _ARRAY_MAX else "["
        return [f".form(&{array}", *indented(lines, "    "), f"]){end}"]


def chain(name: str, root: str, links: list[Link], indent: int = 4) -> list[str]:
    """A `let` of a chain of calls: in a line where it is short, or else a call a line."""
    before = f"let {name} = "
    *first, last = links
    start = root + "".join(f".{each.name}({', '.join(each.arguments)}){each.tail}" for each in first)
    plain = not any(each.pairs for each in links) and all(_short(each.arguments) for each in links if each.arguments)
    whole = f"{start}.{last.name}({', '.join(last.arguments)}){last.tail}"
    if plain and (not first or wide(whole) + len(last.tail) <= _CALL_WIDTH):
        width = indent + wide(whole) + 1 + len(last.tail) * (1 if first else 2)
        if width + len(before) <= WIDTH:
            return [f"{before}{whole};"]
        if width + 4 <= WIDTH:
            return [before.rstrip(), f"    {whole};"]
    ending = last.lines(";", indent + 4)
    if len(ending) > 1 and (not first or wide(start) + wide(ending[0]) + len(last.tail) <= _CALL_WIDTH):
        return [f"{before}{start}{ending[0]}", *ending[1:]]
    calls = [line for each in first for line in each.lines("", indent + 4)] + ending
    if indent + wide(before + root) <= WIDTH:
        return [before + root, *indented(calls, "    ")]
    return [before.rstrip(), f"    {root}", *indented(calls, "        ")]
