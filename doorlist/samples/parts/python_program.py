"""The frame of a Python program: its docstring and imports, `main`, reading a reply, and the errors' table."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from doorlist.samples.language import indented, unread
from doorlist.samples.parts import answering
from doorlist.samples.parts.brackets import Group, Node, call
from doorlist.samples.parts.python import STYLE, WIDTH, assigned, laid, pieces, statements, text
from doorlist.samples.parts.quotes import string
from doorlist.samples.parts.texts import wide
from doorlist.samples.request import Answers, Loop, Path, Reading, Request, Template, Variable
from doorlist.samples.variables import concatenated


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

    reads_files: bool
    modules: set[str] = field(default_factory=lambda: {"import sys"})
    packages: set[str] = field(default_factory=set)
    prepared: list[str] = field(default_factory=list)
    sent: list[str] = field(default_factory=list)
    constants: list[str] = field(default_factory=list)
    functions: list[list[str]] = field(default_factory=list)
    needs: str = ""  # what has to be installed beside the library


def sending(request: Request) -> Sending:
    """To be filled in by a language; the URL is in it."""
    found = Sending(bool(request.files))
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
    heard = answering.heard(request)
    modules = how.modules | {*library.modules} if heard.parsed else how.modules
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
    if heard.body:
        body.append(f"print({library.text})")
    if heard.parsed:
        body += ["", "try:", f"    reply = {library.reply}", "except ValueError:", "    reply = None"]
    if heard.explained:
        arguments = heard.told(library.status, "reply", library.retry_after)
        body += [
            f"if {library.refused}:",
            *indented(statements(call("sys.exit", call("explain", *arguments)), depth=2), "    "),
        ]
        functions.append(_explain(answers, heard))
    else:
        body += [f"if {library.refused}:", f'    sys.exit(f"HTTP {{{library.status}}}")']
    if heard.reading:
        body += ["", *_reading(heard.reading, "reply", 1)]
        body += (f"# {each}" for each in unread(answers.unread))
    if heard.parsed:
        functions.append(_FIND)
        if any(isinstance(each, Loop) for each in heard.reading):
            functions.append(_MEMBERS)
    lines = [*opening(request, how.needs), *_imports(modules), "", *_imports(how.packages | {*library.packages})]
    while lines[-1] == "":
        lines.pop()
    for constant in (*how.constants, *_errors(answers, coded=heard.coded)):
        lines += ["", constant]
    lines += ["", "", "def main():", *indented(body, "    ")]
    for function in functions:
        lines += ["", "", *function]
    lines += ["", "", 'if __name__ == "__main__":', "    main()", ""]
    return "\n".join(lines)


def _imports(lines: Iterable[str]) -> list[str]:
    """Sorted as isort does."""
    return sorted(lines, key=lambda each: (each.startswith("from"), each))


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


def _explain(answers: Answers, heard: answering.Heard) -> list[str]:
    """The function that tells a refusal in words."""
    parameters = heard.told("status", "reply", "retry_after")
    lines = [f"def explain({', '.join(parameters)}):", '    """What a refusal means, in words."""']
    said = laid(find("reply", answers.message_path, before=""), 14)
    if heard.coded:
        lines += indented(statements(find("reply", answers.code_path, before="code = ")), "    ")
        lines.append("    meaning = ERRORS.get((status, str(code))) or ERRORS.get((status, None))")
    elif answers.failures:
        lines.append("    meaning = ERRORS.get(status)")
    if heard.parsed:
        lines.append(f"    meaning = meaning or {said}" if answers.failures else f"    meaning = {said}")
    if not answers.failures:
        return [*lines, '    return f"HTTP {status}: {meaning}" if meaning else f"HTTP {status}"']
    if heard.coded:
        lines.append('    text = f"HTTP {status}" if code is None else f"HTTP {status}, code {code}"')
    else:
        lines.append('    text = f"HTTP {status}"')
    lines += ["    if meaning:", '        text += f": {meaning}"']
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
