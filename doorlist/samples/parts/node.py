"""What the Node.js languages share: literals, and layout as Prettier leaves it."""

import re
from collections.abc import Iterable

from doorlist.samples.language import UNPRINTED_IN_LINES, Naming, Quoting, Style
from doorlist.samples.parts.brackets import Group, Node, call, flat, prefixed, unindented
from doorlist.samples.parts.quotes import DOUBLE, UNQUOTED, control, string
from doorlist.samples.parts.texts import wide
from doorlist.samples.request import Json, Path, Template, Text

WIDTH = 80  # Prettier's

_TEMPLATE = Quoting("`", "`", {**UNQUOTED, "`": "\\`"}, control)
# In a template literal line ends and tabs stand as they are; a carriage return would become a line feed.
_BLOCK = Quoting("`", "`", {"\\": "\\\\", "\r": "\\r", "`": "\\`"}, control, unsafe=UNPRINTED_IN_LINES)

KEYWORDS = frozenset(
    """
    arguments await break case catch class const continue debugger default delete do else enum eval export extends false
    finally for function if implements import in instanceof interface let new null package private protected public return
    static super switch this throw true try typeof undefined var void while with yield
    """.split()  # noqa: SIM905
)
_OURS = """
aws4 axios basename body console credentials crypto error explain fetch form global hawk list multipart oauth openAsBlob own
process readFile reply required response signed target text url utf8
"""

STYLE = Style(
    quote=DOUBLE,
    naming=Naming.CAMEL,
    comment="//",
    reserved=KEYWORDS | frozenset(_OURS.split()),
    interpolated=_TEMPLATE,
    hole="${{{0}}}",
    encoded="encodeURIComponent({0})",
)


# --- literals --------------------------------------------------------------------------------------------------------


def text(given: Text) -> str:
    """A text as an expression: a literal, a variable, or a template literal."""
    if isinstance(given, str):
        return string(given)
    if len(given.pieces) == 1:
        (piece,) = given.pieces
        return string(piece) if isinstance(piece, str) else STYLE.variable(piece)
    return _holed(given, _TEMPLATE)


def template(given: Text) -> str:
    """A text as a template literal."""
    return _holed(Template((given,)) if isinstance(given, str) else given, _TEMPLATE)


def block(given: Text) -> str:
    """A text as a template literal that keeps its lines."""
    return _holed(Template((given,)) if isinstance(given, str) else given, _BLOCK)


def _holed(given: Template, quoting: Quoting) -> str:
    inside = "".join(
        quoting.inside(each).replace("${", "\\${") if isinstance(each, str) else f"${{{STYLE.variable(each)}}}"
        for each in given.pieces
    )
    return f"`{inside}`"


# --- layout ----------------------------------------------------------------------------------------------------------


class Member(str):
    """A member of an object whose value is a literal: a long one goes on a line of its own."""

    __slots__ = ("literal", "name")
    name: str
    literal: str

    def __new__(cls, name: str, literal: str) -> "Member":
        made = super().__new__(cls, f"{name}: {literal}")
        made.name, made.literal = name, literal
        return made


_IDENTIFIER = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]*")


def key(name: str) -> str:
    """A member's name; quoted where it has to be."""
    plain = _IDENTIFIER.fullmatch(name) if name.isascii() else name.isidentifier()
    return name if plain else string(name)


def member(name: str, given: Node) -> Node:
    """A member of an object."""
    return prefixed(f"{name}: ", given) if isinstance(given, Group) else Member(name, str(given))


def mapped(before: str, items: Iterable[Node]) -> Group:
    """An object; more than two members get a line each."""
    members = list(items)
    if not members:
        return Group(f"{before}{{", [], "}")
    return Group(f"{before}{{ ", members, " }", spread=len(members) > 2)


def listed(before: str, items: Iterable[Node]) -> Group:
    """An array; several objects or arrays of several members get a line each."""
    elements = list(items)
    groups = [each for each in elements if isinstance(each, Group)]
    spread = (
        len(elements) > 1
        and len(groups) == len(elements)
        and len({each.opening.strip() for each in groups}) == 1
        and all(len(each.items) > 1 for each in groups)
    )
    return Group(f"{before}[", elements, "]", spread=spread)


def value(given: Json) -> Node:
    """A JSON value."""
    if isinstance(given, str):
        return string(given)
    if isinstance(given, dict):
        return mapped("", [member(key(name), value(each)) for name, each in given.items()])
    if isinstance(given, list):
        return listed("", map(value, given))
    return _WORDS[given] if given is None or isinstance(given, bool) else repr(given)


_WORDS = {None: "null", True: "true", False: "false"}


_NUMBER = re.compile(r"-?[0-9.]+")


def laid(node: Node, column: int = 0, behind: str = "") -> str:
    """The text of a node that begins at a column, as Prettier leaves it: in one line where that fits."""
    line = flat(node)
    if line is not None and column + wide(line) + len(behind) <= WIDTH:
        return line + behind
    if isinstance(node, Member):
        short = wide(node.name) < 5 or not is_literal(node.literal)
        between = " " if short else f"\n{' ' * (column + 2)}"
        return f"{node.name}:{between}{node.literal}{behind}"
    if isinstance(node, str):
        return node + behind
    return _broken(node, column) + behind


def _broken(node: Group, column: int) -> str:
    """A group on several lines."""
    opening, closing = node.opening.rstrip(), node.closing.lstrip()
    inner = " " * (column + 2)
    last = node.items[-1] if node.items else ""
    if closing == ")" and len(node.items) > 1 and isinstance(last, Group) and last.opening[0] in "{[":
        before = [flat(each) for each in node.items[:-1]]
        head = f"{opening}{', '.join(map(str, before))}, "
        if None not in before and column + wide(head + last.opening.rstrip()) <= WIDTH:
            return f"{head}{_broken(last, column)})"
    if closing == "]" and len(node.items) > 1 and all(isinstance(i, str) and _NUMBER.fullmatch(i) for i in node.items):
        lines = "".join(f"{inner}{line}\n" for line in _filled([str(each) for each in node.items], len(inner)))
    else:
        lines = "".join(f"{inner}{laid(each, column + 2, ',')}\n" for each in node.items)
    return f"{opening}\n{lines}{' ' * column}{closing}"


def is_literal(expression: str) -> bool:
    """Whether it is a string literal, which goes on the next line where it does not fit."""
    return expression[:1] in ("'", '"')


def _filled(numbers: list[str], column: int) -> list[str]:
    """Numbers, as many to a line as fit."""
    lines, line = [], ""
    for each in numbers:
        if line and column + len(line) + len(each) + 2 > WIDTH:
            lines.append(line)
            line = ""
        line += f"{' ' if line else ''}{each},"
    return [*lines, line]


def hugged(before: str, node: Node) -> Node:
    """A call with an object or array as its one argument, whose brackets stand beside the call's."""
    if isinstance(node, Group):
        return Group(before + node.opening, node.items, node.closing + ")", node.spread)
    return call(before[:-1], node)


def statement(node: Node, depth: int = 0) -> list[str]:
    """A statement at an indent, its lines still without it."""
    return unindented(laid(node, depth * 2, ";"), depth * 2)


def assigned(name: str, expression: str, depth: int = 0) -> list[str]:
    """Gives an expression a name; a long literal goes on the next line."""
    line = f"const {name} = {expression};"
    if "\n" not in expression and expression[0] != "`" and wide(line) + 2 * depth > WIDTH:
        return [f"const {name} =", f"  {expression};"]
    return [line]


def chained(root: str, path: Path) -> str:
    """Reads what stands at a path; what is missing on the way is undefined."""
    found = root
    for each in path:
        if isinstance(each, str) and _IDENTIFIER.fullmatch(each):
            found += f"?.{each}"
        else:
            found += f"?.[{string(each) if isinstance(each, str) else each}]"
    return found
