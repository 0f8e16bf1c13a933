"""Walks what is read of a reply: the lines of its values and of its loops, one in another, as a language writes them."""

from collections.abc import Callable
from dataclasses import dataclass

from doorlist.samples.request import Leaf, Loop, Reading


@dataclass(frozen=True, slots=True)
class Walk:
    """How a language reads a reply.

    `name` is what a value or an element is called. `leaf` gives the lines that read and print a value, `loop` those that
    open a loop; both are told what it is, its name, what it is read from, and the indent. `end` closes a loop, whose lines
    are moved by `step`.
    """

    name: Callable[[Leaf | Loop], str]
    leaf: Callable[[Leaf, str, str, str], list[str]]
    loop: Callable[[Loop, str, str, str], list[str]]
    end: str
    step: str

    def lines(self, tree: Reading, root: str, indent: str = "") -> list[str]:
        """The lines that read all of it from `root`."""
        lines: list[str] = []
        for each in tree:
            name = self.name(each)
            if isinstance(each, Leaf):
                lines += self.leaf(each, name, root, indent)
            else:
                lines += self.loop(each, name, root, indent)
                lines += self.lines(each.body, name, indent + self.step)
                lines.append(indent + self.end)
        return lines
