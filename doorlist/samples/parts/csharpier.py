"""Lays out C# as CSharpier does: expressions, and objects with what they are initialized with."""

from dataclasses import dataclass

from doorlist.samples.parts.wrapping import Expression, Wrapping, flat

WIDTH = 100
WRAPPING = Wrapping(width=WIDTH, step="    ", continued="    ", together=False, closing=True, below=False)


@dataclass(frozen=True, slots=True)
class Initializer:
    """`head { begin value, … }`: what stands before each value, and the value."""

    head: str
    members: tuple[tuple[str, "Expression | Initializer"], ...]


def _flat(node: "Expression | Initializer") -> str | None:
    """The expression on one line; None where the formatter never leaves it there."""
    if not isinstance(node, Initializer):
        return flat(node)
    if len(node.members) > 2 or any(isinstance(value, Initializer) for _, value in node.members):
        return None
    members = [f"{begin}{_flat(value)}" for begin, value in node.members]
    return f"{node.head} {{ {', '.join(members)} }}"


def laid_out(indent: str, begin: str, node: "Expression | Initializer", end: str) -> list[str]:
    """`begin node end` on as many lines as it takes."""
    one = _flat(node)
    if one is not None and len(indent) + len(begin) + len(one) + len(end) <= WIDTH:
        return [f"{indent}{begin}{one}{end}"]
    if isinstance(node, Initializer):
        lines = [f"{indent}{begin}{node.head}", f"{indent}{{"]
        for inner, value in node.members:
            lines += laid_out(f"{indent}    ", inner, value, ",")
        return [*lines, f"{indent}}}{end}"]
    if begin and isinstance(node, str):
        return [f"{indent}{begin.rstrip()}", f"{indent}    {node}{end}"]
    return WRAPPING.lines(indent, node, end, begin)
