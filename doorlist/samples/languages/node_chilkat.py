"""Node.js with Chilkat's package; a program is replayed on Chilkat's Python module."""

from collections.abc import Sequence

from doorlist.samples.language import Language, Naming, Quoting, Style, indented
from doorlist.samples.parts import chilkat_words, node
from doorlist.samples.parts.chilkat_dialect import UNLOCKED, Dialect, Printed, program
from doorlist.samples.parts.quotes import DOUBLE, UNQUOTED, control, string
from doorlist.samples.parts.texts import wide
from doorlist.samples.request import Request

_INSIDE = 2

_HOLED = Quoting("`", "`", {**UNQUOTED, "`": "\\`", "$": "\\$"}, control)
_STYLE = Style(
    quote=DOUBLE,
    naming=Naming.CAMEL,
    comment="//",
    reserved=node.KEYWORDS
    | chilkat_words.RESERVED
    | {"async", "of", "NaN", "Infinity", "chilkat", "console", "main", "process", "require", "required"},
    encoded="http.UrlEncode({0})",
)

_PACKAGE = (
    "const packages = {",
    '  "win32-ia32": "@chilkat/ck-node21-win-ia32",',
    '  "win32-x64": "@chilkat/ck-node21-win64",',
    '  "linux-arm": "@chilkat/ck-node21-arm",',
    '  "linux-ia32": "@chilkat/ck-node21-linux32",',
    '  "linux-x64": "@chilkat/ck-node21-linux64",',
    '  "darwin-arm64": "@chilkat/ck-node21-mac-m1",',
    '  "darwin-x64": "@chilkat/ck-node21-macosx",',
    "};",
    "const chilkat = require(packages[`${process.platform}-${process.arch}`]);",
    "",
)
_REQUIRED = (
    "function required(name) {",
    "  const value = process.env[name];",
    "  if (value === undefined) {",
    "    console.error(`Set the environment variable ${name}.`);",
    "    process.exit(2);",
    "  }",
    "  return value;",
    "}",
    "",
)


def _head(request: Request, _printed: Printed) -> list[str]:
    lines = _STYLE.opening(request)
    return [
        *lines,
        *([""] if lines else []),
        *_PACKAGE,
        *(_REQUIRED if request.variables else ()),
        "function main() {",
        *indented(_STYLE.comments(UNLOCKED), "  "),
    ]


def _called(width: int, before: str, arguments: Sequence[str], behind: str) -> list[str]:
    """A call, an argument a line where it is too long."""
    line = f"{before}{', '.join(arguments)}{behind}"
    if width + len(line) <= node.WIDTH and (line.isascii() or width + wide(line) <= node.WIDTH):
        return [line]
    if len(arguments) == 1 and arguments[0][0] == "`":
        return [line]
    if before.startswith("if ("):
        inner = _called(width + 2, before[4:], arguments, ")")
        return ["if (", *indented(inner, "  "), behind[1:]]
    name, equals, called = before.partition(" = ")
    if equals and width + wide(before) > node.WIDTH:
        return [f"{name} =", *indented(_called(width + 2, called, arguments, behind), "  ")]
    return [before, *(f"  {each}," for each in arguments), behind]


def _assigned(width: int, before: str, arguments: Sequence[str], behind: str) -> list[str]:
    """A value with a name, below it where it does not fit beside it."""
    line = f"{before}{arguments[0]}{behind}"
    if width + wide(line) <= node.WIDTH or arguments[0][0] == "`":
        return [line]
    return [before.rstrip(), f"  {arguments[0]}{behind}"]


def _lines(before: str, text: str, end: str) -> list[str]:
    pieces = [string(each) for each in text.splitlines(keepends=True)] if "\r" not in text else [string(text)]
    joined = " + ".join(pieces) + end
    if _INSIDE + wide(before + joined) <= node.WIDTH:
        return [before + joined]
    if _INSIDE + 2 + wide(joined) <= node.WIDTH:
        return [before.rstrip(), f"  {joined}"]
    return [before.rstrip(), *(f"  {each} +" for each in pieces[:-1]), f"  {pieces[-1]}{end}"]


DIALECT = Dialect(
    style=_STYLE,
    naming=Naming.CAMEL,
    head=_head,
    foot=("  return 0;", "}", "", "process.exitCode = main();"),
    inside="  ",
    indent="  ",
    end=";",
    true="true",
    false="false",
    new="const {0} = new chilkat.{1}()",
    first="const {0} = ",
    changing="let {0} = ",
    read=("const {0} = required({1});",),
    when=("if (", ") {"),
    closed=("}",),
    other_way=("} else if (", ") {"),
    walk=("for (let {0} = 0; {0} < ", "; {0}++) {{"),
    failed=("!", ""),
    refused="{0} < 200 || {0} > 299",
    known="{0} === {1}",
    coded="{0} && {1} === {2}",
    there="{0}",
    empty="!{0}",
    literal=string,
    holed=lambda _: _HOLED,
    hole="${{{0}}}",
    show=("console.log(", ")"),
    label=":",
    labelled="apart",
    format_mark="%",
    complain=("console.error(", ")"),
    leave="return {0}",
    called=_called,
    assigned=_assigned,
    lines=_lines,
    width_max=node.WIDTH,
)


def write(request: Request) -> str:
    """The program."""
    return program(request, DIALECT)


LANGUAGE = Language(
    id="node-chilkat",
    title="Node.js (Chilkat)",
    lexer="javascript",
    file="sample.js",
    write=write,
    run=("node", "sample.js"),
    probe=(("python3", "-c", "import chilkat2"), ("node", "--version")),
    needs="Node.js, and Chilkat's Python module chilkat2 for its replay",
    replay="standins.node",
)
