"""Calls, lists and objects as Python's and JavaScript's formatters see them: something in brackets, with commas between."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(slots=True)
class Group:
    """Something in brackets, with whatever stands before it in `opening`; `spread` puts each item on a line of its own."""

    opening: str
    items: Sequence["Group | str"]
    closing: str
    spread: bool = False


Node = Group | str


def call(name: str, *arguments: Node) -> Group:
    """A call."""
    return Group(f"{name}(", arguments, ")")


def prefixed(before: str, node: Node) -> Node:
    """The node with something before it."""
    if isinstance(node, str):
        return before + node
    return Group(before + node.opening, node.items, node.closing, node.spread)


def flat(node: Node) -> str | None:
    """The node in one line; None where something in it has lines of its own."""
    if isinstance(node, str):
        return node
    if node.spread:
        return None
    items = []
    for each in node.items:
        line = flat(each)
        if line is None:
            return None
        items.append(line)
    return f"{node.opening}{', '.join(items)}{node.closing}"


def unindented(written: str, width: int) -> list[str]:
    """The lines of what was laid out at an indent of this width, without it."""
    return written.replace("\n" + " " * width, "\n").split("\n") if "\n" in written else [written]
