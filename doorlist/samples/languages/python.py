"""What the Python languages share: literals, layout as Black leaves it, reading a reply, the errors' table, and the frame."""

import builtins
import keyword
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from doorlist.samples.language import Naming, Quoting, Style, indented
from doorlist.samples.request import (
    Answers,
    File,
    Json,
    Loop,
    Multipart,
    Part,
    Path,
    Reading,
    Request,
    Template,
    Text,
    Variable,
)
from doorlist.samples.variables import concatenated

WIDTH = 88  # Black's


def _control(code: int) -> str:
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


_BACKSLASH = {"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_HOLES = {"{": "{{", "}": "}}"}
# In a literal of several lines, line ends and tabs stand as they are.
_LINES = r"\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff"
_BLOCK = {"\\": "\\\\", "\r": "\\r"}

_DOUBLE = Quoting('"', '"', {**_BACKSLASH, '"': '\\"'}, _control)
_SINGLE = Quoting("'", "'", {**_BACKSLASH, "'": "\\'"}, _control)
_DOUBLE_HOLED = Quoting('f"', '"', {**_BACKSLASH, **_HOLES, '"': '\\"'}, _control)
_SINGLE_HOLED = Quoting("f'", "'", {**_BACKSLASH, **_HOLES, "'": "\\'"}, _control)
_PLAIN_BLOCK = Quoting('"""', '"""', _BLOCK, _control, unsafe=_LINES)
_HOLED_BLOCK = Quoting('f"""', '"""', {**_BLOCK, **_HOLES}, _control, unsafe=_LINES)

STYLE = Style(
    quote=_DOUBLE,
    naming=Naming.SNAKE,
    comment="#",
    reserved=frozenset(keyword.kwlist)
    | frozenset(keyword.softkwlist)
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


def string(text: str) -> str:
    """A literal; in single quotes where that saves backslashes."""
    return _SINGLE(text) if '"' in text and text.count('"') > text.count("'") else _DOUBLE(text)


def text(given: Text) -> str:
    """A text as an expression: a literal, a variable, or an f-string."""
    if isinstance(given, str):
        return string(given)
    if len(given.pieces) == 1:
        return _value(given.pieces[0])
    literal = "".join(each for each in given.pieces if isinstance(each, str))
    return _holed(given, _SINGLE_HOLED if literal.count('"') > literal.count("'") else _DOUBLE_HOLED)


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
    plain = given if isinstance(given, str) else "".join(each for each in given.pieces if isinstance(each, str))
    return text(given) if plain.isascii() else encoded(given)


def wordy(given: Text) -> bool:
    """Whether a text is better read on lines of its own."""
    literal = given if isinstance(given, str) else "".join(each for each in given.pieces if isinstance(each, str))
    lines = literal.count("\n")
    return lines > 1 or (lines == 1 and len(literal) > 50)


def block(given: Text) -> str:
    """A text in triple quotes."""
    inside = _PLAIN_BLOCK(given) if isinstance(given, str) else _holed(given, _HOLED_BLOCK)
    opening = 4 if inside[0] == "f" else 3
    written = inside[opening:-3]
    last = '\\"' if written.endswith('"') else ""
    written = (written[:-1] if last else written).replace('"""', '""\\"')
    return f'{inside[:opening]}{written}{last}"""'


def _value(piece: str | Variable) -> str:
    return string(piece) if isinstance(piece, str) else STYLE.variable(piece)


def _holed(template: Template, quoting: Quoting) -> str:
    inside = "".join(
        quoting.inside(each) if isinstance(each, str) else f"{{{STYLE.variable(each)}}}" for each in template.pieces
    )
    return f"{quoting.opening}{inside}{quoting.closing}"


# --- layout ----------------------------------------------------------------------------------------------------------


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
    flat = _flat(node)
    if flat is not None and column + wide(flat) + len(behind) <= WIDTH:
        return flat + behind
    if isinstance(node, str) or not node.items:
        return (node if isinstance(node, str) else node.opening + node.closing) + behind
    inner = " " * (column + 4)
    if flat is not None and _is_call(node):
        body = flat[len(node.opening) : -len(node.closing)]
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
        cost = len(word) + word.count('"') + word.count("\\") if plain else wide(_DOUBLE.inside(word))
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


def _flat(node: Node) -> str | None:
    """The node in one line; None where something in it has lines of its own."""
    if isinstance(node, str):
        return node
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


def statements(*nodes: Node, depth: int = 1) -> list[str]:
    """Statements at an indent, their lines still without it."""
    lines: list[str] = []
    for node in nodes:
        written = laid(node, depth * 4)
        lines += written.replace("\n" + " " * 4 * depth, "\n").split("\n") if "\n" in written else [written]
    return lines


# --- the program -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Library:
    """How a library's response is read, and what it raises."""

    packages: tuple[str, ...]
    modules: tuple[str, ...]
    status: str
    refused: str
    text: str
    reply: str
    retry_after: str
    error: str


@dataclass(slots=True)
class Sending:
    """What is particular about a request's program: what it imports, and how it sends.

    `prepared` stands before the `try`, `sent` within; `functions` come behind `main`; `constants` before it.
    """

    modules: set[str]
    packages: set[str]
    prepared: list[str]
    sent: list[str]
    constants: list[str]
    functions: list[list[str]]
    reads_files: bool = False
    needs: str = ""  # what has to be installed beside the library


def sending(request: Request) -> Sending:
    """To be filled in by a language; the URL is in it."""
    found = Sending({"import sys"}, set(), [], [], [], [], reads_files=bool(request.files))
    found.prepared += url(request)
    if isinstance(request.url.text, Template) and any(
        isinstance(each, Variable) and each.encoded for each in request.url.text.pieces
    ):
        found.modules.add("from urllib.parse import quote")
    return found


def url(request: Request) -> list[str]:
    """The statement that names the URL; a long one has its query on lines of its own."""
    whole = text(request.url.text)
    if len(whole) + 8 <= WIDTH or not request.url.query:
        return assigned("url", whole)
    texts: list[str] = [text(concatenated(request.url.origin, request.url.path))]
    for number, pair in enumerate(request.url.query):
        mark = "&" if number else "?"
        texts.append(text(concatenated(mark, pair.name, *(() if pair.value is None else ("=", pair.value)))))
    return ["url = (", *indented(texts, "    "), ")"]


def program(request: Request, library: Library, how: Sending) -> str:
    """The whole program."""
    answers = request.answers
    empty = request.method == "HEAD"
    reading = () if empty else answers.reading
    coded = answers.coded and not empty
    parsed = bool(reading) or coded
    modules = how.modules | {*library.modules} if parsed else how.modules
    functions: list[list[str]] = []
    if request.variables:
        modules = modules | {"import os"}
        functions.append(_REQUIRED)
    functions += how.functions
    body = [f"{STYLE.name(each)} = required({string(each.environment)})" for each in request.variables]
    body += how.prepared
    caught = f"(OSError, {library.error})" if how.reads_files and library.error[0] != "(" else library.error
    body += ["", "try:", *indented(how.sent, "    "), f"except {caught} as error:"]
    body += ['    sys.exit(f"The request failed: {error}")', "", f"print({library.status})"]
    if not empty:
        body.append(f"print({library.text})")
    if parsed:
        body += ["", "try:", f"    reply = {library.reply}", "except ValueError:", "    reply = None"]
    if parsed or answers.failures:
        arguments = [
            library.status,
            *(["reply"] if parsed else []),
            *([library.retry_after] if answers.failures else []),
        ]
        body += [
            f"if {library.refused}:",
            *indented(statements(call("sys.exit", call("explain", *arguments)), depth=2), "    "),
        ]
        functions.append(_explain(answers, coded=coded, parsed=parsed))
    else:
        body += [f"if {library.refused}:", f'    sys.exit(f"HTTP {{{library.status}}}")']
    if reading:
        body += ["", *_reading(reading, "reply", 1)]
        if answers.unread:
            more = "1 more field is" if answers.unread == 1 else f"{answers.unread} more fields are"
            body.append(f"# {more} not read here.")
    if parsed:
        functions.append(_FIND)
        if any(isinstance(each, Loop) for each in reading):
            functions.append(_MEMBERS)
    lines = [*opening(request, how.needs), *_imports(modules), "", *_imports(how.packages | {*library.packages})]
    while lines[-1] == "":
        lines.pop()
    for constant in (*how.constants, *_errors(answers, coded=coded)):
        lines += ["", constant]
    lines += ["", "", "def main():", *indented(body, "    ")]
    for function in functions:
        lines += ["", "", *function]
    lines += ["", "", 'if __name__ == "__main__":', "    main()", ""]
    return "\n".join(lines)


def _imports(lines: Iterable[str]) -> list[str]:
    """Sorted as isort does."""
    return sorted(lines, key=lambda each: (each.startswith("from"), each))


_DOCSTRING = {"\\": "\\\\", '"""': '""\\"'}


def opening(request: Request, needs: str = "") -> list[str]:
    """The docstring: what the program does, what it needs, and what the collection could not say.

    A comment would not do: one that holds `coding: x` within the first two lines tells Python how the file is encoded.
    """
    paragraphs = [_prose(request.title), needs, *map(_prose, request.warnings)]
    first, *rest = (each for each in paragraphs if each) if any(paragraphs) else [_prose(f"{request.method} request")]
    lines = _wrapped(first)
    if lines[0][0] == '"':
        lines[0] = " " + lines[0]
    for each in rest:
        lines += ["", *_wrapped(each)]
    return [f'"""{lines[0]}"""', ""] if len(lines) == 1 else [f'"""{lines[0]}', *lines[1:], '"""', ""]


def _prose(given: str) -> str:
    """A text as a sentence in a docstring."""
    plain = " ".join(line[2:] for line in STYLE.comments(given, width=1 << 30))
    if not plain:
        return ""
    plain = plain.replace("\\", "\\\\").replace('"""', '""\\"')
    return plain if plain[-1] in ".!?…" else plain + "."


def _wrapped(sentence: str) -> list[str]:
    if len(sentence) <= WIDTH - 6:
        return [sentence]
    return [line[2:] for line in STYLE.comments(sentence, width=WIDTH - 6)]


_REQUIRED = '''\
def required(name):
    """The value of an environment variable that has to be set."""
    value = os.environ.get(name)
    if value is None:
        print(f"Set the environment variable {name}.", file=sys.stderr)
        sys.exit(2)
    return value'''.splitlines()

_FIND = '''\
def find(value, *path):
    """What stands at a path in a reply, or None."""
    for step in path:
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            return None
    return value'''.splitlines()

_MEMBERS = '''\
def members(value, *path):
    """The list that stands at a path in a reply, or an empty one."""
    found = find(value, *path)
    return found if isinstance(found, list) else []'''.splitlines()

_MULTIPART = '''\
def multipart(parts):
    """The bytes of a form and its media type.

    A part is its name, a file name or None, a media type or None, and its bytes.
    """
    boundary = uuid.uuid4().hex
    quoted = str.maketrans({'"': "%22", "\\r": "%0D", "\\n": "%0A"})
    body = b""
    for name, filename, content_type, content in parts:
        head = f'Content-Disposition: form-data; name="{name.translate(quoted)}"'
        if filename is not None:
            head += f'; filename="{filename.translate(quoted)}"'
        if content_type is not None:
            head += f"\\r\\nContent-Type: {content_type}"
        body += f"--{boundary}\\r\\n{head}\\r\\n\\r\\n".encode() + content + b"\\r\\n"
    body += f"--{boundary}--\\r\\n".encode()
    return body, f"multipart/form-data; boundary={boundary}"'''.splitlines()


def _errors(answers: Answers, *, coded: bool) -> list[str]:
    """The table of what is documented: status and vendor's code, and what they mean."""
    if not answers.failures:
        return []
    rows: dict[str, str] = {}
    for each in answers.failures:
        if coded:
            code = None if each.code is None else string(str(each.code))
            rows.setdefault(f"({each.status}, {code})", each.message)
        else:
            rows.setdefault(str(each.status), each.message)
    told = "HTTP status and the API's own code" if coded else "by HTTP status"
    table = "".join(map(_row, rows.keys(), rows.values()))
    return [f"# The documented errors{':' if coded else ','} {told}.\nERRORS = {{\n{table}}}"]


def _row(key: str, meaning: str) -> str:
    if len(meaning) < WIDTH:  # it may fit as it is
        whole = string(meaning)
        line = f"    {key}: {whole},\n"
        if wide(line) <= WIDTH + 1:
            return line
        if wide(whole) <= WIDTH - 8:
            return f"    {key}: (\n        {whole}\n    ),\n"
    lines = "".join(f"        {each}\n" for each in pieces(meaning, WIDTH - 8))
    return f"    {key}: (\n{lines}    ),\n"


def _explain(answers: Answers, *, coded: bool, parsed: bool) -> list[str]:
    """The function that tells a refusal in words."""
    parameters = ["status", *(["reply"] if parsed else []), *(["retry_after"] if answers.failures else [])]
    lines = [f"def explain({', '.join(parameters)}):", '    """What a refusal means, in words."""']
    said = laid(find("reply", answers.message_path, before=""), 14)
    if coded:
        lines += indented(statements(find("reply", answers.code_path, before="code = ")), "    ")
        lines.append("    meaning = ERRORS.get((status, str(code))) or ERRORS.get((status, None))")
    elif answers.failures:
        lines.append("    meaning = ERRORS.get(status)")
    if parsed:
        lines.append(f"    meaning = meaning or {said}" if answers.failures else f"    meaning = {said}")
    if not answers.failures:
        return [*lines, '    return f"HTTP {status}: {meaning}" if meaning else f"HTTP {status}"']
    if coded:
        lines.append('    text = f"HTTP {status}" if code is None else f"HTTP {status}, code {code}"')
    else:
        lines.append('    text = f"HTTP {status}"')
    lines += ["    if meaning:", '        text += f": {meaning}"']
    if answers.failures:
        lines += ["    if status == 429:", "        text += f\" Try again after {retry_after or 'a while'}.\""]
    return [*lines, "    return text"]


def find(root: str, path: Path, *, before: str = "", name: str = "find") -> Node:
    """Reads what stands at a path."""
    if not path and name == "find":
        return before + root
    return call(before + name, root, *(string(each) if isinstance(each, str) else str(each) for each in path))


def _reading(tree: Reading, root: str, depth: int) -> list[str]:
    """Reads and prints the fields of a reply."""
    lines: list[str] = []
    room = WIDTH - 4 * depth
    for each in tree:
        name = STYLE.name(each)
        if isinstance(each, Loop):
            node = find(root, each.path, before=f"for {name} in ", name="members")
            lines += statements(Group(node.opening, node.items, "):") if isinstance(node, Group) else node, depth=depth)
            lines += indented(_reading(each.body, name, depth + 1) or ["pass"], "    ")
            continue
        if len(each.path) == 1 and isinstance(each.path[0], str):
            line = f"{name} = find({root}, {string(each.path[0])})"
            lines += (
                [line]
                if line.isascii() and len(line) <= room
                else statements(find(root, each.path, before=f"{name} = "), depth=depth)
            )
        elif each.path:
            lines += statements(find(root, each.path, before=f"{name} = "), depth=depth)
        else:
            name = root
        label = string(f"{each.text}:")
        line = f"print({label}, {name})"
        lines += [line] if line.isascii() and len(line) <= room else statements(call("print", label, name), depth=depth)
    return lines


# --- bodies ----------------------------------------------------------------------------------------------------------

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
PATHS = "from pathlib import Path"


@dataclass(slots=True)
class Carried:
    """A body: the statements that make it, the arguments that send it, and the Content-Type that is still to be said."""

    statements: list[str]
    arguments: list[str]
    content_type: Text | None
    composed: bool = False  # by `multipart`, which gives the Content-Type as well
    opened: File | None = None  # what is open while it is sent


def is_json(content_type: Text | None) -> bool:
    """Whether a media type says that a body is JSON, so that its blanks do not count."""
    return isinstance(content_type, str) and _JSON_TYPE.match(content_type) is not None


_JSON_TYPE = re.compile(r"[\w.-]+/(?:[\w.-]+\+)?json *(?:;|$)", re.IGNORECASE)


def raw(given: Text, how: Sending, *, coding: bool = True, literal: bool = True) -> tuple[list[str], str]:
    """A text to be sent: what makes it, and the expression for it.

    `coding` where the library takes bytes, or ASCII; without `literal` it takes bytes alone.
    """
    if not isinstance(given, str):
        made = block(given) if wordy(given) else text(given)
        return assigned("body", made), "body.encode()" if coding else "body"
    odd = not given.isascii() and any("\ud800" <= each <= "\udfff" for each in given)
    bytes_needed = odd or (coding and not (literal and given.isascii()))
    if wordy(given):
        how.constants.append(f"BODY = {block(given)}")
        return [], encoded_as("BODY", given) if bytes_needed else "BODY"
    return assigned("body", encoded(given) if bytes_needed else string(given)), "body"


def pairs(before: str, given: Sequence[tuple[Text, Node]]) -> Node:
    """Names with their values: a dict, or a list of tuples where a name comes twice or is not known yet."""
    if mappable(given):
        return mapped(before, [prefixed(f"{text(name)}: ", node) for name, node in given])
    return listed(before, [Group("(", [text(name), node], ")") for name, node in given])


def mappable(given: Sequence[tuple[Text, Node]]) -> bool:
    """Whether a dict can hold pairs of these names."""
    return len({each for each, _ in given}) == len(given) and all(isinstance(each, str) for each, _ in given)


def prefixed(before: str, node: Node) -> Node:
    """The node with something before it."""
    return (
        before + node if isinstance(node, str) else Group(before + node.opening, node.items, node.closing, node.spread)
    )


def file_name(file: File) -> Node:
    """The name that is sent, as an expression."""
    if file.name is not None:
        return string(file.name)
    if isinstance(file.path, str):
        return string(re.split(r"[/\\]", file.path)[-1])
    return Group("Path(", [text(file.path)], ").name")


def file_bytes(file: File) -> Group:
    """A file's content, as an expression."""
    return Group("Path(", [text(file.path)], ").read_bytes()")


def opened(file: File, lines: list[str]) -> list[str]:
    """The lines with a file that is open."""
    header = statements(Group("with open(", [text(file.path), '"rb"'], ") as body:"), depth=2)
    return [*header, *indented(lines, "    ")]


def part(each: Part) -> Node:
    """A part as requests and httpx take it in `files`: file name, content, and the type where there is one."""
    kind = [] if each.content_type is None else [string(each.content_type)]
    if isinstance(each.content, File):
        return Group("(", [file_name(each.content), file_bytes(each.content), *kind], ")")
    return Group("(", ["None", text(each.content), *kind], ")")


def apart(form: Multipart) -> tuple[list[tuple[Text, Node]], list[tuple[Text, Node]]] | None:
    """Its texts and its files, as `data` and `files` take them; None where they do not come in this order."""
    texts: list[tuple[Text, Node]] = []
    files: list[tuple[Text, Node]] = []
    for each in form.parts:
        if isinstance(each.content, File):
            files.append((each.name, part(each)))
        elif files or each.content_type is not None:
            return None
        else:
            texts.append((each.name, text(each.content)))
    return (texts, files) if texts and files else None


def composed(form: Multipart, how: Sending) -> list[str]:
    """The statement that makes a form's bytes where the library has no way to."""
    how.modules |= {"import uuid"} | ({PATHS} if how.reads_files else set())
    how.functions.append(_MULTIPART)
    rows: list[Node] = []
    for each in form.parts:
        kind = "None" if each.content_type is None else string(each.content_type)
        if isinstance(each.content, File):
            rows.append(Group("(", [text(each.name), file_name(each.content), kind, file_bytes(each.content)], ")"))
        else:
            rows.append(Group("(", [text(each.name), "None", kind, encoded(each.content)], ")"))
    lines = statements(listed("parts = ", rows), depth=2 if how.reads_files else 1)
    return [*lines, "body, content_type = multipart(parts)"]


def dotted(request: Request) -> bool:
    """Whether the path has segments that mean "here" or "up", which many libraries resolve."""
    path = request.url.path
    literal = path if isinstance(path, str) else "".join(each if isinstance(each, str) else "x" for each in path.pieces)
    return "/." in literal and any(each in (".", "..") for each in literal.split("/"))
