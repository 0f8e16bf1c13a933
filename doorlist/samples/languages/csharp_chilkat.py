"""C# with Chilkat's .NET assembly; a program is replayed on Chilkat's Python module."""

from doorlist.samples.language import BACKSLASHED, Language, Naming, Quoting, Style, indented
from doorlist.samples.parts import chilkat_words
from doorlist.samples.parts.chilkat_dialect import UNLOCKED, Dialect, Printed, program
from doorlist.samples.request import Request

_KEYWORDS = """abstract as base bool break byte case catch char checked class const continue decimal default delegate do double
else enum event explicit extern false finally fixed float for foreach goto if implicit in int interface internal is lock long
namespace new null object operator out override params private protected public readonly ref return sbyte sealed short sizeof
stackalloc static string struct switch this throw true try typeof uint ulong unchecked unsafe ushort using var virtual void
volatile while add alias async await by descending dynamic equals from get global group into join let nameof on orderby partial
remove select set value when where yield"""

_ESCAPES = {**BACKSLASHED, "\0": "\\0"}
_QUOTE = Quoting('"', '"', _ESCAPES, "\\u{:04x}".format)
_HOLED = Quoting('$"', '"', {**_ESCAPES, "{": "{{", "}": "}}"}, "\\u{:04x}".format)
_STYLE = Style(
    quote=_QUOTE,
    naming=Naming.CAMEL,
    comment="//",
    reserved=frozenset(_KEYWORDS.split()) | chilkat_words.RESERVED | {"countI", "name"},
    encoded="http.UrlEncode({0})",
)
_REQUIRED = (
    "    static string Required(string name)",
    "    {",
    "        var value = Environment.GetEnvironmentVariable(name);",
    "        if (value == null)",
    "        {",
    '            Console.Error.WriteLine("Set the environment variable " + name + ".");',
    "            Environment.Exit(2);",
    "        }",
    "        return value;",
    "    }",
    "",
)


def _head(request: Request, _printed: Printed) -> list[str]:
    return [
        *_STYLE.opening(request),
        "using System;",
        "using Chilkat;",
        "",
        "static class Sample",
        "{",
        *(_REQUIRED if request.variables else ()),
        "    static int Main()",
        "    {",
        *indented(_STYLE.comments(UNLOCKED), "        "),
    ]


def _lines(before: str, text: str, end: str) -> list[str]:
    pieces = [_QUOTE(each) for each in text.splitlines(keepends=True)] if "\r" not in text else [_QUOTE(text)]
    return [before.rstrip(), *(f"    {each} +" for each in pieces[:-1]), f"    {pieces[-1]}{end}"]


DIALECT = Dialect(
    style=_STYLE,
    naming=Naming.CAMEL,
    head=_head,
    foot=("        return 0;", "    }", "}"),
    inside="        ",
    end=";",
    true="true",
    false="false",
    new="var {0} = new {1}()",
    first="var {0} = ",
    changing="var {0} = ",
    read=("var {0} = Required({1});",),
    when=("if (", ")"),
    opened=("{",),
    closed=("}",),
    other_way=("else if (", ")"),
    between=("}",),
    walk=("for (var {0} = 0; {0} < ", "; {0}++)"),
    failed=("!", ""),
    refused="{0} < 200 || {0} > 299",
    known="{0} == {1}",
    coded="{0} && {1} == {2}",
    there="!string.IsNullOrEmpty({0})",
    empty="string.IsNullOrEmpty({0})",
    literal=_QUOTE,
    holed=lambda _: _HOLED,
    hole="{{{0}}}",
    show=("Console.WriteLine(", ")"),
    complain=("Console.Error.WriteLine(", ")"),
    leave="return {0}",
    lines=_lines,
)


def write(request: Request) -> str:
    """The program."""
    return program(request, DIALECT)


LANGUAGE = Language(
    id="csharp-chilkat",
    title="C# (Chilkat)",
    lexer="csharp",
    file="Sample.cs",
    write=write,
    build=(("mcs", "-r:ChilkatDotNet47.dll", "Sample.cs"),),
    run=("mono", "Sample.exe"),
    probe=(("python3", "-c", "import chilkat2"), ("mcs", "--version"), ("mono", "--version")),
    needs="Mono, and Chilkat's Python module chilkat2 for its replay",
    replay="standins.csharp",
)
