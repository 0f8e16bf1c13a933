"""What the Python languages share: literals, and layout as Black leaves it."""

import builtins
import keyword
import re
from collections.abc import Iterable

from doorlist.samples.language import UNPRINTED_IN_LINES, Naming, Quoting, Style
from doorlist.samples.parts.brackets import Group, Node, flat, unindented
from doorlist.samples.parts.quotes import DOUBLE, UNQUOTED, control, string
from doorlist.samples.parts.texts import literals, wide
from doorlist.samples.request import Json, Template, Text

WIDTH = 88  # Black's

_HOLES = {"{": "{{", "}": "}}"}
_DOUBLE_HOLED = Quoting('f"', '"', {**UNQUOTED, **_HOLES, '"': '\\"'}, control)
_SINGLE_HOLED = Quoting("f'", "'", {**UNQUOTED, **_HOLES, "'": "\\'"}, control)
# In a literal of several lines, line ends and tabs stand as they are.
_BLOCK = {"\\": "\\\\", "\r": "\\r"}
_PLAIN_BLOCK = Quoting('"""', '"""', _BLOCK, control, unsafe=UNPRINTED_IN_LINES)
_HOLED_BLOCK = Quoting('f"""', '"""', {**_BLOCK, **_HOLES}, control, unsafe=UNPRINTED_IN_LINES)

KEYWORDS = frozenset(keyword.kwlist) | frozenset(keyword.softkwlist)
STYLE = Style(
    quote=DOUBLE,
    naming=Naming.SNAKE,
    comment="#",
    reserved=KEYWORDS
    | frozenset(dir(builtins))
    | {"main", "required", "explain", "find", "members", "multipart", "send", "response", "reply", "error", "text"}
    | {"url", "headers", "body", "form", "files", "parts", "auth", "request", "prepared", "session", "client", "target"}
    | {"base64", "hashlib", "http", "httpx", "json", "os", "requests", "sys", "urllib", "uuid", "quote", "urlencode"}
    | {"content_type", "connection", "credentials", "passwords", "opener", "server", "urlsplit"}
    | {"l", "sender", "signed", "signer"},
    interpolated=_DOUBLE_HOLED,
    hole="{{{0}}}",
    encoded="quote({0}, safe='')",
)


# --- literals --------------------------------------------------------------------------------------------------------


def text(given: Text) -> str:
    """A text as an expression: a literal, a variable, or an f-string."""
    if isinstance(given, str):
        return string(given)
    if len(given.pieces) == 1:
        (piece,) = given.pieces
        return string(piece) if isinstance(piece, str) else STYLE.variable(piece)
    return _holed(given, holed(literals(given)))


def holed(literal: str) -> Quoting:
    """The f-string for a text with these literals in it, in single quotes where that saves backslashes."""
    return _SINGLE_HOLED if literal.count('"') > literal.count("'") else _DOUBLE_HOLED


def encoded(given: Text) -> str:
    """A text as bytes."""
    if isinstance(given, str):
        return _bytes(given) if given.isascii() else encoded_as(string(given), given)
    return f"{text(given)}.encode()"


def encoded_as(expression: str, given: str) -> str:
    """The bytes of an expression that is a text; half of a surrogate pair goes as such."""
    odd = any("\ud800" <= each <= "\udfff" for each in given)
    return f'{expression}.encode("utf-8", "surrogatepass")' if odd else f"{expression}.encode()"


def _bytes(given: str) -> str:
    return "b" + string(given)


def header(given: Text) -> str:
    """A header's value: bytes where it is not ASCII, which the libraries would send in Latin-1, or not at all."""
    return text(given) if literals(given).isascii() else encoded(given)


def block(given: Text) -> str:
    """A text in triple quotes."""
    inside = _PLAIN_BLOCK(given) if isinstance(given, str) else _holed(given, _HOLED_BLOCK)
    opening = 4 if inside[0] == "f" else 3
    written = inside[opening:-3]
    last = '\\"' if written.endswith('"') else ""
    written = (written[:-1] if last else written).replace('"""', '""\\"')
    return f'{inside[:opening]}{written}{last}"""'


def _holed(template: Template, quoting: Quoting) -> str:
    inside = "".join(
        quoting.inside(each) if isinstance(each, str) else f"{{{STYLE.variable(each)}}}" for each in template.pieces
    )
    return f"{quoting.opening}{inside}{quoting.closing}"


# --- layout ----------------------------------------------------------------------------------------------------------


def listed(before: str, items: Iterable[Node]) -> Group:
    """A list."""
    return Group(f"{before}[", list(items), "]")


def mapped(before: str, items: Iterable[Node]) -> Group:
    """A dict; more than three members get a line each."""
    members = list(items)
    return Group(f"{before}{{", members, "}", spread=len(members) > 3)


def value(given: Json, before: str = "") -> Node:
    """A JSON value."""
    if isinstance(given, str):
        return before + string(given)
    if isinstance(given, dict):
        return mapped(before, [value(each, f"{string(name)}: ") for name, each in given.items()])
    if isinstance(given, list):
        return listed(before, map(value, given))
    return f"{before}{given!r}"


def laid(node: Node, column: int = 0, behind: str = "") -> str:
    """The text of a node that begins at a column, as Black leaves it: in one line where that fits."""
    line = flat(node)
    if line is not None and column + wide(line) + len(behind) <= WIDTH:
        return line + behind
    if isinstance(node, str) or not node.items:
        return (node if isinstance(node, str) else node.opening + node.closing) + behind
    inner = " " * (column + 4)
    if line is not None and _is_call(node):
        body = line[len(node.opening) : -len(node.closing)]
        if len(node.items) == 1 or len(inner) + wide(body) <= WIDTH:
            only = laid(node.items[0], column + 4) if len(node.items) == 1 else body
            return f"{node.opening}\n{inner}{only}\n{' ' * column}{node.closing}{behind}"
    lines = "".join(f"{inner}{laid(each, column + 4, ',')}\n" for each in node.items)
    return f"{node.opening}\n{lines}{' ' * column}{node.closing}{behind}"


def _is_call(group: Group) -> bool:
    """Whether the brackets hold arguments, which may stand together on a line; not those of a tuple."""
    return group.opening[-1] == "(" and group.opening[-2:-1] not in ("", " ")


def assigned(name: str, literal: str, depth: int = 1) -> list[str]:
    """Gives a literal a name; in brackets where it fits only on a line of its own."""
    line = f"{name} = {literal}"
    if "\n" not in literal and wide(line) + 4 * depth > WIDTH >= wide(literal) + 4 * depth + 4:
        return [f"{name} = (", f"    {literal}", ")"]
    return [line]


def pieces(given: str, room: int) -> list[str]:
    """Literals that are one text side by side, none wider than there is room, broken at spaces."""
    found: list[str] = []
    line, taken = "", 2
    for word in _WORD.findall(given):
        plain = word.isascii() and word.isprintable()
        cost = len(word) + word.count('"') + word.count("\\") if plain else wide(DOUBLE.inside(word))
        if line and taken + cost > room:
            found.append(string(line))
            line, taken = "", 2
        if cost > room - 2:  # nobody writes such a word, but somebody might send it
            step = max(1, room // 12)
            found += [string(word[at : at + step]) for at in range(0, len(word), step)]
        else:
            line += word
            taken += cost
    return [*found, string(line)] if line or not found else found


_WORD = re.compile(r" *[^ ]+ *$| *[^ ]+| +$")


def statements(*nodes: Node, depth: int = 1) -> list[str]:
    """Statements at an indent, their lines still without it."""
    lines: list[str] = []
    for node in nodes:
        lines += unindented(laid(node, depth * 4), depth * 4)
    return lines
