"""What the Node.js languages share: literals, layout as Prettier leaves it, reading a reply, the errors' table, and the frame."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from doorlist.samples.language import Naming, Quoting, Style, indented
from doorlist.samples.request import (
    Answers,
    File,
    Json,
    Loop,
    Multipart,
    Part,
    Path,
    Raw,
    Reading,
    Request,
    Template,
    Text,
    Variable,
)

WIDTH = 80  # Prettier's


def _control(code: int) -> str:
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


_ESCAPES = {"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
# In a template literal line ends and tabs stand as they are; a carriage return would become a line feed.
_LINES = r"\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff"

_DOUBLE = Quoting('"', '"', {**_ESCAPES, '"': '\\"'}, _control)
_SINGLE = Quoting("'", "'", {**_ESCAPES, "'": "\\'"}, _control)
_TEMPLATE = Quoting("`", "`", {**_ESCAPES, "`": "\\`"}, _control)
_BLOCK = Quoting("`", "`", {"\\": "\\\\", "\r": "\\r", "`": "\\`"}, _control, unsafe=_LINES)

_KEYWORDS = """
arguments await break case catch class const continue debugger default delete do else enum eval export extends false finally
for function if implements import in instanceof interface let new null package private protected public return static super
switch this throw true try typeof undefined var void while with yield
"""
_OURS = """
aws4 axios basename body console credentials crypto error explain fetch form global hawk list multipart oauth openAsBlob own
process readFile reply required response signed target text url utf8
"""

STYLE = Style(
    quote=_DOUBLE,
    naming=Naming.CAMEL,
    comment="//",
    reserved=frozenset(_KEYWORDS.split()) | frozenset(_OURS.split()),
    interpolated=_TEMPLATE,
    hole="${{{0}}}",
    encoded="encodeURIComponent({0})",
)


# --- literals --------------------------------------------------------------------------------------------------------


def string(given: str) -> str:
    """A literal; in single quotes where that saves backslashes."""
    return _SINGLE(given) if '"' in given and given.count('"') > given.count("'") else _DOUBLE(given)


def text(given: Text) -> str:
    """A text as an expression: a literal, a variable, or a template literal."""
    if isinstance(given, str):
        return string(given)
    if len(given.pieces) == 1:
        return _value(given.pieces[0])
    return _holed(given, _TEMPLATE)


def template(given: Text) -> str:
    """A text as a template literal."""
    return _holed(Template((given,)) if isinstance(given, str) else given, _TEMPLATE)


def wordy(given: Text) -> bool:
    """Whether a text is better read on lines of its own."""
    literal = literals(given)
    lines = literal.count("\n")
    return lines > 1 or (lines == 1 and len(literal) > 50)


def block(given: Text) -> str:
    """A text as a template literal that keeps its lines."""
    return _holed(Template((given,)) if isinstance(given, str) else given, _BLOCK)


def literals(given: Text) -> str:
    """What of a text is known."""
    return given if isinstance(given, str) else "".join(each for each in given.pieces if isinstance(each, str))


def _value(piece: str | Variable) -> str:
    return string(piece) if isinstance(piece, str) else STYLE.variable(piece)


def _holed(given: Template, quoting: Quoting) -> str:
    inside = "".join(
        quoting.inside(each).replace("${", "\\${") if isinstance(each, str) else f"${{{STYLE.variable(each)}}}"
        for each in given.pieces
    )
    return f"`{inside}`"


# --- layout ----------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Group:
    """Something in brackets, with whatever stands before it in `opening`; `spread` puts each item on a line of its own."""

    opening: str
    items: Sequence["Group | Member | str"]
    closing: str
    spread: bool = False


@dataclass(slots=True)
class Member:
    """A member of an object whose value is a literal: a long one goes on a line of its own."""

    name: str
    literal: str


Node = Group | Member | str

_IDENTIFIER = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]*")


def key(name: str) -> str:
    """A member's name; quoted where it has to be."""
    plain = _IDENTIFIER.fullmatch(name) if name.isascii() else name.isidentifier()
    return name if plain else string(name)


def header(given: Text, how: "Sending") -> Node:
    """A header's value. What fetch and Node.js take for one are bytes in the guise of characters."""
    if literals(given).isascii():
        return text(given)
    if _UTF8 not in how.functions:
        how.functions.append(_UTF8)
    return call("utf8", text(given))


_UTF8 = """\
// A header's value in UTF-8: each of its characters stands for a byte.
function utf8(value) {
  return Buffer.from(value).toString("latin1");
}"""


def member(name: str, given: Node) -> Node:
    """A member of an object."""
    return prefixed(f"{name}: ", given) if isinstance(given, Group) else Member(name, str(given))


def prefixed(before: str, node: Node) -> Node:
    """The node with something before it."""
    assert not isinstance(node, Member), "a member stands in an object"
    return (
        before + node if isinstance(node, str) else Group(before + node.opening, node.items, node.closing, node.spread)
    )


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
    flat = _flat(node)
    if flat is not None and column + wide(flat) + len(behind) <= WIDTH:
        return flat + behind
    if isinstance(node, str):
        return node + behind
    if isinstance(node, Member):
        short = wide(node.name) < 5 or not is_literal(node.literal)
        between = " " if short else f"\n{' ' * (column + 2)}"
        return f"{node.name}:{between}{node.literal}{behind}"
    return _broken(node, column) + behind


def _broken(node: Group, column: int) -> str:
    """A group on several lines."""
    opening, closing = node.opening.rstrip(), node.closing.lstrip()
    inner = " " * (column + 2)
    last = node.items[-1] if node.items else ""
    if closing == ")" and len(node.items) > 1 and isinstance(last, Group) and last.opening[0] in "{[":
        before = [_flat(each) for each in node.items[:-1]]
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


def _flat(node: Node) -> str | None:
    """The node in one line; None where something in it has lines of its own."""
    if isinstance(node, str):
        return node
    if isinstance(node, Member):
        return f"{node.name}: {node.literal}"
    if node.spread:
        return None
    items = []
    for each in node.items:
        flat = _flat(each)
        if flat is None:
            return None
        items.append(flat)
    return f"{node.opening}{', '.join(items)}{node.closing}"


def wide(line: str) -> int:
    """How many columns a line takes."""
    if line.isascii():
        return len(line)
    return sum(
        2 if unicodedata.east_asian_width(each) in "WF" else 0 if unicodedata.combining(each) else 1 for each in line
    )


def hugged(before: str, node: Node) -> Node:
    """A call with an object or array as its one argument, whose brackets stand beside the call's."""
    if isinstance(node, Group):
        return Group(before + node.opening, node.items, node.closing + ")", node.spread)
    return call(before[:-1], node)


def statement(node: Node, depth: int = 0) -> list[str]:
    """A statement at an indent, its lines still without it."""
    written = laid(node, depth * 2, ";")
    return written.replace("\n" + " " * 2 * depth, "\n").split("\n") if "\n" in written else [written]


def call(name: str, *arguments: Node) -> Group:
    """A call."""
    return Group(f"{name}(", arguments, ")")


def assigned(name: str, expression: str, depth: int = 0) -> list[str]:
    """Gives an expression a name; a long literal goes on the next line."""
    line = f"const {name} = {expression};"
    if "\n" not in expression and expression[0] != "`" and wide(line) + 2 * depth > WIDTH:
        return [f"const {name} =", f"  {expression};"]
    return [line]


# --- the program -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Library:
    """How a library's response is read."""

    status: str
    refused: str
    text: str
    retry_after: str
    failed: tuple[str, ...]


@dataclass(slots=True)
class Sending:
    """What is particular about a request's program: what it imports, and how it sends.

    `prepared` stands before the `try`, `sent` within; `functions` come behind everything else.
    """

    imports: set[str] = field(default_factory=set)
    prepared: list[str] = field(default_factory=list)
    sent: list[str] = field(default_factory=list)
    functions: list[str] = field(default_factory=list)
    needs: str = ""  # what has to be installed beside the library


def program(request: Request, library: Library, how: Sending) -> str:
    """The whole program."""
    answers = request.answers
    empty = request.method == "HEAD"
    reading = () if empty else answers.reading
    coded = answers.coded and not empty
    parsed = bool(reading) or coded
    lines = [*opening(request, how.needs), *sorted(how.imports, key=_module)]
    functions: list[str] = []
    if request.variables:
        functions.append(_REQUIRED)
    functions += how.functions
    if how.imports:
        lines.append("")
    lines += _errors(answers, coded=coded)
    lines += [f"const {STYLE.name(each)} = required({string(each.environment)});" for each in request.variables]
    lines += [*how.prepared, "", "let response;"]
    lines += [*how.sent, "} catch (error) {"]
    lines += [*(f"  {each}" for each in library.failed), "  process.exit(1);", "}", ""]
    lines.append(f"console.log({library.status});")
    if not empty:
        lines.append(f"console.log({library.text});")
    if parsed:
        lines += ["", "let reply;", "try {", f"  reply = JSON.parse({library.text});", "} catch {"]
        lines += ["  reply = null; // not JSON", "}"]
    lines += [f"if ({library.refused}) {{"]
    if parsed or answers.failures:
        arguments = [
            library.status,
            *(["reply"] if parsed else []),
            *([library.retry_after] if answers.failures else []),
        ]
        lines += indented(_error(call("explain", *arguments)), "  ")
        functions.append(_explain(answers, coded=coded, parsed=parsed))
    else:
        lines.append(f"  console.error(`HTTP ${{{library.status}}}`);")
    lines += ["  process.exit(1);", "}"]
    if reading:
        lines += ["", *_reading(reading, "reply", 0)]
        if answers.unread:
            more = "1 more field is" if answers.unread == 1 else f"{answers.unread} more fields are"
            lines.append(f"// {more} not read here.")
        if any(isinstance(each, Loop) for each in reading):
            functions.append(_LIST)
    for function in functions:
        lines += ["", function]
    return "\n".join([*lines, ""])


def _error(node: Node) -> list[str]:
    return statement(Group("console.error(", [node], ")"), depth=1)


def _module(line: str) -> tuple[bool, str]:
    """Built-in modules first."""
    return '"node:' not in line, line


def opening(request: Request, needs: str = "") -> list[str]:
    """Comment lines: what the program does, what it needs, and what the collection could not say."""
    lines = STYLE.comments(request.title, width=WIDTH - 3)
    for each in (*([needs] if needs else []), *request.warnings):
        lines += [*(["//"] if lines else []), *STYLE.comments(each, width=WIDTH - 3)]
    return [*lines, ""] if lines else []


_REQUIRED = """\
function required(name) {
  const value = process.env[name];
  if (value === undefined) {
    console.error(`Set the environment variable ${name}.`);
    process.exit(2);
  }
  return value;
}"""

_LIST = """\
function list(value) {
  return Array.isArray(value) ? value : [];
}"""


def _errors(answers: Answers, *, coded: bool) -> list[str]:
    """The table of what is documented: status and vendor's code, and what they mean."""
    if not answers.failures:
        return []
    rows: dict[str, str] = {}
    for each in answers.failures:
        name = str(each.status) if each.code is None or not coded else string(f"{each.status} {each.code}")
        rows.setdefault(name, string(each.message))
    table = "".join(f"  {laid(Member(name, meaning), 2, ',')}\n" for name, meaning in rows.items())
    told = "The documented errors: HTTP status and the API's own code." if coded else "The documented errors."
    return [f"// {told}", f"const ERRORS = {{\n{table}}};", ""]


def _explain(answers: Answers, *, coded: bool, parsed: bool) -> str:
    """The function that tells a refusal in words."""
    parameters = ["status", *(["reply"] if parsed else []), *(["retryAfter"] if answers.failures else [])]
    said = [] if not parsed else [chained("reply", answers.message_path)]
    known = (
        ["ERRORS[`${status} ${code}`]", "ERRORS[status]"] if coded else ["ERRORS[status]"] if answers.failures else []
    )
    lines = [f"function explain({', '.join(parameters)}) {{"]
    if coded:
        lines += indented(assigned("code", chained("reply", answers.code_path), 1), "  ")
    lines += indented(_either("meaning", [*known, *said]), "  ")
    if coded:
        lines.append("  let text = code == null ? `HTTP ${status}` : `HTTP ${status}, code ${code}`;")
    elif answers.failures:
        lines.append("  let text = `HTTP ${status}`;")
    if not answers.failures:
        return "\n".join([*lines, "  return meaning ? `HTTP ${status}: ${meaning}` : `HTTP ${status}`;", "}"])
    lines.append("  if (meaning) text += `: ${meaning}`;")
    lines.append('  if (status === 429) text += ` Try again after ${retryAfter ?? "a while"}.`;')
    return "\n".join([*lines, "  return text;", "}"])


def _either(name: str, expressions: list[str]) -> list[str]:
    """The first of them that is something."""
    whole = " ?? ".join(expressions)
    if len(whole) + len(name) + 11 <= WIDTH:
        return [f"const {name} = {whole};"]
    if len(whole) + 5 <= WIDTH or len(expressions) == 1:
        return [f"const {name} =", f"  {whole};"]
    return [f"const {name} =", *(f"  {each} ??" for each in expressions[:-1]), f"  {expressions[-1]};"]


def chained(root: str, path: Path) -> str:
    """Reads what stands at a path; what is missing on the way is undefined."""
    found = root
    for each in path:
        if isinstance(each, str) and _IDENTIFIER.fullmatch(each):
            found += f"?.{each}"
        else:
            found += f"?.[{string(each) if isinstance(each, str) else each}]"
    return found


def _reading(tree: Reading, root: str, depth: int) -> list[str]:
    """Reads and prints the fields of a reply."""
    lines: list[str] = []
    for each in tree:
        name = STYLE.name(each)
        if isinstance(each, Loop):
            head = laid(Group(f"for (const {name} of list(", [chained(root, each.path)], ")) {"), 2 * depth)
            lines += head.replace("\n" + "  " * depth, "\n").split("\n")
            lines += [*indented(_reading(each.body, name, depth + 1), "  "), "}"]
            continue
        if each.path:
            lines += assigned(name, chained(root, each.path), depth)
        else:
            name = root
        label = string(f"{each.text}:".replace("%", "%%"))
        line = f"console.log({label}, {name});"
        fits = line.isascii() and len(line) + 2 * depth <= WIDTH
        lines += [line] if fits else statement(call("console.log", label, name), depth)
    return lines


# --- bodies ----------------------------------------------------------------------------------------------------------

JSON = "application/json"
_BLOB = 'import { openAsBlob } from "node:fs";'
_READ = 'import { readFile } from "node:fs/promises";'
_BASENAME = 'import { basename } from "node:path";'


def is_json(content_type: Text | None) -> bool:
    """Whether a media type says that a body is JSON, so that its blanks do not count."""
    return isinstance(content_type, str) and _JSON_TYPE.match(content_type) is not None


_JSON_TYPE = re.compile(r"[\w.-]+/(?:[\w.-]+\+)?json *(?:;|$)", re.IGNORECASE)


def raw(body: Raw) -> list[str]:
    """Names the text of a body."""
    return assigned("body", block(body.text) if wordy(body.text) else text(body.text))


def pairs(given: Sequence[tuple[Text, Text]]) -> Node:
    """The fields of a form: an object, or an array of pairs where a name comes twice, is not known yet, or is a number,
    which an object would put first."""
    names = [name for name, _ in given]
    if len(set(names)) == len(names) and all(
        isinstance(each, str) and not each.isdigit() and each != "__proto__" for each in names
    ):
        return mapped("", [member(key(literals(name)), text(each)) for name, each in given])
    return listed("", [Group("[", [text(name), text(each)], "]") for name, each in given])


def file_name(file: File, how: Sending) -> Node:
    """The name that is sent, as an expression."""
    if file.name is not None:
        return string(file.name)
    if isinstance(file.path, str):
        return string(re.split(r"[/\\]", file.path)[-1])
    how.imports.add(_BASENAME)
    return call("basename", text(file.path))


def blob(file: File, kind: str | None, how: Sending) -> Node:
    """A file as a Blob."""
    how.imports.add(_BLOB)
    options = [] if kind is None else [Group("{ ", [member("type", string(kind))], " }")]
    return call("await openAsBlob", text(file.path), *options)


def file_bytes(file: File, how: Sending) -> Group:
    """A file's content, as an expression."""
    how.imports.add(_READ)
    return call("await readFile", text(file.path))


def altered(form: Multipart) -> bool:
    """Whether FormData would change something: it makes each line end CRLF, gives a text that has a type a file name,
    and a type small letters."""
    for each in form.parts:
        content = "" if isinstance(each.content, File) else literals(each.content)
        names = literals(each.name) + ((each.content.name or "") if isinstance(each.content, File) else "")
        kind = each.content_type
        if _LONE.search(content) or "\n" in names or "\r" in names:
            return True
        if kind is not None and (not isinstance(each.content, File) or kind != kind.lower()):
            return True
    return False


_LONE = re.compile(r"\r(?!\n)|(?<!\r)\n")
_DOTS = re.compile(r"/(?:\.|%2e){1,2}(?=[/?]|$)", re.IGNORECASE)


def appended(form: Multipart, how: Sending) -> list[str]:
    """Statements that make a FormData."""
    lines = ["const form = new FormData();"]
    depth = 1 if reads(form) else 0
    for each in form.parts:
        content = [text(each.content)] if not isinstance(each.content, File) else _sent(each.content, each, how)
        lines += statement(call("form.append", text(each.name), *content), depth)
    return lines


def _sent(file: File, part: Part, how: Sending) -> list[Node]:
    return [blob(file, part.content_type, how), file_name(file, how)]


def composed(form: Multipart, how: Sending) -> list[Node]:
    """The parts as objects, for a form that FormData cannot say."""
    rows: list[Node] = []
    for each in form.parts:
        members: list[Node] = [member("name", text(each.name))]
        if isinstance(each.content, File):
            members.append(member("filename", file_name(each.content, how)))
        if each.content_type is not None:
            members.append(member("type", string(each.content_type)))
        members.append(
            member("content", blob(each.content, None, how) if isinstance(each.content, File) else text(each.content))
        )
        rows.append(mapped("", members))
    return rows


def reads(form: Multipart) -> bool:
    """Whether files are read."""
    return any(isinstance(each.content, File) for each in form.parts)


def dotted(request: Request) -> bool:
    """Whether the path has segments that mean "here" or "up", which every URL of the web's standard resolves."""
    path = request.url.path
    known = path if isinstance(path, str) else "".join(each if isinstance(each, str) else "x" for each in path.pieces)
    return _DOTS.search(known) is not None


DOTTED = "resolves the dots in a path, as every URL of the WHATWG does, and this path has segments that are dots."
