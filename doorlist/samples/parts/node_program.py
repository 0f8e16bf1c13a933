"""The frame of a Node.js program: its comment and imports, reading a reply, and the errors' table."""

from dataclasses import dataclass, field

from doorlist.samples.language import indented, unread
from doorlist.samples.parts import answering
from doorlist.samples.parts.brackets import Group, Node, call, unindented
from doorlist.samples.parts.node import STYLE, WIDTH, Member, assigned, chained, laid, statement, text
from doorlist.samples.parts.quotes import string
from doorlist.samples.parts.texts import literals
from doorlist.samples.request import Answers, Loop, Reading, Request, Text


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


def header(given: Text, how: Sending) -> Node:
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


def program(request: Request, library: Library, how: Sending) -> str:
    """The whole program."""
    answers = request.answers
    heard = answering.heard(request)
    lines = [*opening(request, how.needs), *sorted(how.imports, key=_module)]
    functions: list[str] = []
    if request.variables:
        functions.append(_REQUIRED)
    functions += how.functions
    if how.imports:
        lines.append("")
    lines += _errors(answers, coded=heard.coded)
    lines += [f"const {STYLE.name(each)} = required({string(each.environment)});" for each in request.variables]
    lines += [*how.prepared, "", "let response;"]
    lines += [*how.sent, "} catch (error) {"]
    lines += [*(f"  {each}" for each in library.failed), "  process.exit(1);", "}", ""]
    lines.append(f"console.log({library.status});")
    if heard.body:
        lines.append(f"console.log({library.text});")
    if heard.parsed:
        lines += ["", "let reply;", "try {", f"  reply = JSON.parse({library.text});", "} catch {"]
        lines += ["  reply = null; // not JSON", "}"]
    lines += [f"if ({library.refused}) {{"]
    if heard.explained:
        arguments = heard.told(library.status, "reply", library.retry_after)
        lines += indented(_error(call("explain", *arguments)), "  ")
        functions.append(_explain(answers, heard))
    else:
        lines.append(f"  console.error(`HTTP ${{{library.status}}}`);")
    lines += ["  process.exit(1);", "}"]
    if heard.reading:
        lines += ["", *_reading(heard.reading, "reply", 0)]
        lines += (f"// {each}" for each in unread(answers.unread))
        if any(isinstance(each, Loop) for each in heard.reading):
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


def _explain(answers: Answers, heard: answering.Heard) -> str:
    """The function that tells a refusal in words."""
    parameters = heard.told("status", "reply", "retryAfter")
    coded = heard.coded
    said = [chained("reply", answers.message_path)] if heard.parsed else []
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


def _reading(tree: Reading, root: str, depth: int) -> list[str]:
    """Reads and prints the fields of a reply."""
    lines: list[str] = []
    for each in tree:
        name = STYLE.name(each)
        if isinstance(each, Loop):
            head = laid(Group(f"for (const {name} of list(", [chained(root, each.path)], ")) {"), 2 * depth)
            lines += unindented(head, 2 * depth)
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
