"""Lianja with Chilkat's extension; a program is replayed by an interpreter of ours."""

from functools import partial

from doorlist.samples.language import Language, Naming, Quoting, Style
from doorlist.samples.languages import chilkat, chilkat_fox
from doorlist.samples.languages.chilkat_dialect import UNLOCKED, Dialect, Printed, opening, program
from doorlist.samples.request import Request

_STYLE = Style(
    quote=Quoting('"', '"', {}, str),
    naming=Naming.PASCAL,
    comment="//",
    reserved=frozenset(each.capitalize() for each in chilkat.RESERVED),
    value="lc{0}",
    encoded="loHttp.UrlEncode(lc{0})",
)


def _head(request: Request, _printed: Printed) -> list[str]:
    return [*chilkat_fox.comments(opening(_STYLE, request)), *_STYLE.comments(UNLOCKED), ""]


_literal = partial(chilkat_fox.literal, character="chr")

DIALECT = Dialect(
    style=_STYLE,
    naming=Naming.PASCAL,
    prefixes=chilkat_fox.PREFIXES,
    head=_head,
    true=".T.",
    false=".F.",
    new='{0} = createobject("Ck{1}")',
    first="{0} = ",
    changing="{0} = ",
    add="{0} = {0} + ",
    read=(
        "{0} = getenv({1})",
        "if empty({0})",
        '    ? "Set the environment variable {2}."',
        "    return 2",
        "endif",
    ),
    when=("if ", ""),
    closed=("endif",),
    choosing=("do case",),
    way=("case ", ""),
    other_way=("case ", ""),
    chosen=("endcase",),
    walk=("for {0} = 0 to ", " - 1"),
    walked=("endfor",),
    failed=("", " = .F."),
    refused="{0} < 200 or {0} > 299",
    known="{0} = {1}",
    coded="{0} and {1} == {2}",
    there="not empty({0})",
    empty="empty({0})",
    literal=_literal,
    joined=chilkat_fox.JOINT,
    number="alltrim(str({0}))",
    show=("? ", ""),
    complain=("? ", ""),
    leave="return {0}",
    free="release {0}",
    called=chilkat_fox.called,
    assigned=chilkat_fox.assigned,
    lines=chilkat_fox.lines(_literal),
    cut=chilkat_fox.cut,
    literal_max=chilkat_fox.STATEMENT_CHARS_MAX,
)


def write(request: Request) -> str:
    """The program."""
    return program(request, DIALECT).replace(chilkat_fox.JOINT, " + ")


LANGUAGE = Language(
    id="lianja-chilkat",
    title="Lianja (Chilkat)",
    lexer="foxpro",
    file="sample.prg",
    write=write,
    probe=(("python3", "-c", "import chilkat2"),),
    needs="Chilkat's Python module chilkat2, for its replay",
    replay="foxpro",
)
