"""Lays out expressions that do not fit on a line: calls, chains of calls and sums, as a language's formatter breaks them."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Call:
    """`head(arguments)tail`; the head has its dots (`URI.create`), the tail is a short call on what comes of it."""

    head: str
    arguments: tuple["Expression", ...]
    tail: str = ""


@dataclass(frozen=True, slots=True)
class Chain:
    """`head.call().call()`."""

    head: str
    calls: tuple["Expression", ...]


@dataclass(frozen=True, slots=True)
class Sum:
    """Texts that are joined: `a + b`."""

    operands: tuple["Expression", ...]


Expression = str | Call | Chain | Sum


def flat(node: Expression) -> str:
    """The expression on one line."""
    if isinstance(node, str):
        return node
    if isinstance(node, Call):
        arguments = node.arguments
        if len(arguments) == 1:
            return f"{node.head}({flat(arguments[0])}){node.tail}"
        return f"{node.head}({', '.join([flat(each) for each in arguments])}){node.tail}"
    if isinstance(node, Chain):
        return ".".join([node.head, *[flat(each) for each in node.calls]])
    return " + ".join([flat(each) for each in node.operands])


@dataclass(frozen=True, slots=True)
class Wrapping:
    """The facts of a formatter: how wide a line may be, how far arguments move to the right and continued lines do.

    `together`: arguments that fit on one line below their call stay on that line. `closing`: the parenthesis that closes
    stands on a line of its own. `below`: what is assigned begins below the `=` when it does not fit beside it, whatever
    it is; otherwise only what has no place of its own to break at. `cut` cuts a string literal into several that are
    joined; it is told the literal, its column, how much stands behind it, and whether it begins its expression.
    """

    width: int
    step: str
    continued: str
    together: bool
    closing: bool
    below: bool
    cut: Callable[[str, int, int, bool], list[str]] | None = None

    def assigned(self, indent: str, left: str, node: Expression, end: str = ";") -> list[str]:
        """`left = node`."""
        one = f"{indent}{left} = {flat(node)}{end}"
        if len(one) <= self.width and "\n" not in one:
            return [one]
        if self.below or not isinstance(node, Call | Chain):
            return [f"{indent}{left} =", *self.lines(indent + self.continued, node, end)]
        return self.lines(indent, node, end, f"{left} = ")

    def said(self, indent: str, head: str, argument: Expression, end: str = ";") -> list[str]:
        """`head(argument);`, most often on one line."""
        one = f"{indent}{head}({flat(argument)}){end}"
        return (
            [one]
            if len(one) <= self.width and "\n" not in one
            else self._call(indent, Call(head, (argument,)), end, "")
        )

    def lines(self, indent: str, node: Expression, end: str = "", begin: str = "") -> list[str]:
        """The expression on as many lines as it takes; `begin` and `end` are what stands before and behind it."""
        one = f"{indent}{begin}{flat(node)}{end}"
        if len(one) <= self.width and "\n" not in one:
            return [one]
        if isinstance(node, str):
            if self.cut is None or node[:1] != '"':
                return [one]
            before = len(indent) + len(begin)
            first, *rest = self.cut(node, before, len(end), not begin)
            more = f"{indent}+ " if begin else f"{indent}{self.continued}+ "
            lines = [f"{indent}{begin}{first}", *[more + each for each in rest]]
            lines[-1] += end
            return lines
        if isinstance(node, Chain):
            lines = [f"{indent}{begin}{node.head}"]
            last = len(node.calls) - 1
            for number, each in enumerate(node.calls):
                lines += self.lines(indent + self.continued, each, end if number == last else "", ".")
            return lines
        if isinstance(node, Sum):
            lines = self.lines(indent, node.operands[0], "", begin)
            last = len(node.operands) - 1
            for number, each in enumerate(node.operands[1:], 1):
                lines += self.lines(indent + self.continued, each, end if number == last else "", "+ ")
            return lines
        return self._call(indent, node, end, begin)

    def _call(self, indent: str, node: Call, end: str, begin: str) -> list[str]:
        arguments = node.arguments
        end = f"{node.tail}{end}"
        if not arguments:
            return [f"{indent}{begin}{node.head}(){end}"]
        inner = indent + self.step
        close = "" if self.closing else f"){end}"
        lines = [f"{indent}{begin}{node.head}("]
        together = f"{inner}{', '.join([flat(each) for each in arguments])}{close}"
        if self.together and len(together) <= self.width and "\n" not in together:
            lines.append(together)
        else:
            for each in arguments[:-1]:
                lines += self.lines(inner, each, ",")
            lines += self.lines(inner, arguments[-1], close)
        if self.closing:
            lines.append(f"{indent}){end}")
        return lines
