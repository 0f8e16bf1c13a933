"""Lays out calls, lists and tables as the formatters of R, Lua and Elixir do: on one line, or an element a line."""

from collections.abc import Sequence
from dataclasses import dataclass


class Group:
    """`opening` elements `closing`, with `, ` between them; an element may have a prefix (`name = `).

    `pad` stands inside the brackets on one line (`{ 1, 2 }`), `trailing` behind the last element on lines of its own.
    A group that is the only element of one that `hugs` begins on its line. One that is `open` never stands on one line,
    nor does what it stands in. `flat` is all of it on one line.
    """

    __slots__ = ("closing", "elements", "flat", "hugs", "open", "opening", "trailing")
    flat: str
    open: bool

    def __init__(
        self,
        opening: str,
        elements: Sequence[tuple[str, "Node"]],
        closing: str,
        *,
        pad: str = "",
        trailing: str = "",
        hugs: bool = False,
        open: bool = False,
    ) -> None:
        self.opening = opening
        self.elements = elements
        self.closing = closing
        self.trailing = trailing
        self.hugs = hugs
        texts = []
        for prefix, each in elements:
            if isinstance(each, str):
                texts.append(prefix + each)
            else:
                texts.append(prefix + each.flat)
                open = open or each.open
        self.open = open
        self.flat = f"{opening}{pad}{', '.join(texts)}{pad}{closing}" if texts else opening + closing


class Joined:
    """Operands with an operator between them, which begins the lines."""

    __slots__ = ("flat", "open", "operands", "operator")
    flat: str
    open: bool

    def __init__(self, operator: str, operands: Sequence[str]) -> None:
        self.operator = operator
        self.operands = operands
        self.flat = operator.join(operands)
        self.open = False


Node = str | Group | Joined


def flat(node: Node) -> str:
    """The node on one line."""
    return node if isinstance(node, str) else node.flat


@dataclass(frozen=True, slots=True)
class Layout:
    """A formatter's facts: how wide a line may be, what a step to the right is, and how many columns a step is."""

    width: int
    step: str
    columns: int

    def lines(self, node: Node, indent: str = "", begin: str = "", end: str = "") -> list[str]:
        """The node on as many lines as it takes; `begin` and `end` stand before and behind it."""
        if isinstance(node, str):
            return [f"{indent}{begin}{node}{end}"]
        one = f"{indent}{begin}{node.flat}{end}"
        steps = len(indent) // len(self.step)
        if not node.open and len(one) + steps * (self.columns - len(self.step)) <= self.width and "\n" not in one:
            return [one]
        inner = indent + self.step
        if isinstance(node, Joined):
            first, *others = node.operands
            operator = node.operator.lstrip()
            lines = [f"{indent}{begin}{first}", *[f"{inner}{operator}{each}" for each in others]]
            lines[-1] += end
            return lines
        if not node.elements:
            return [one]
        if node.hugs and len(node.elements) == 1 and isinstance(node.elements[0][1], Group):
            prefix, only = node.elements[0]
            return self.lines(only, indent, f"{begin}{node.opening}{prefix}", f"{node.closing}{end}")
        lines = [f"{indent}{begin}{node.opening}"]
        for prefix, each in node.elements[:-1]:
            lines += self.lines(each, inner, prefix, ",")
        prefix, each = node.elements[-1]
        lines += self.lines(each, inner, prefix, node.trailing)
        lines.append(f"{indent}{node.closing}{end}")
        return lines

    def called(self, head: str, arguments: list[str], indent: str = "", begin: str = "", end: str = "") -> list[str]:
        """The lines of a call whose arguments are plain."""
        one = f"{indent}{begin}{head}({', '.join(arguments)}){end}"
        steps = len(indent) // len(self.step)
        if len(one) + steps * (self.columns - len(self.step)) <= self.width:
            return [one]
        return self.lines(call(head, *arguments), indent, begin, end)


def call(head: str, *arguments: Node) -> Group:
    """A call with plain arguments."""
    return Group(f"{head}(", [("", each) for each in arguments], ")")
