"""Visual FoxPro with Chilkat's ActiveX; a program is replayed by an interpreter of ours."""

import re
from dataclasses import replace

from doorlist.samples.language import Language, Naming, Quoting, Style
from doorlist.samples.languages import chilkat, chilkat_fox
from doorlist.samples.languages.chilkat_dialect import UNLOCKED, Dialect, Printed, opening, program
from doorlist.samples.request import CannotSay, Raw, Request

_PROGRAM_BYTES_MAX = 60_000  # a compiled program has 64 KB
_TOO_LONG = "Visual FoxPro compiles no program of more than 64 KB, and this one would be longer."
_HIGH = re.compile(r"[^\x00-\x7f]|CHR\((?:12[89]|1[3-9]\d|2\d\d)\)")

_STYLE = Style(
    quote=Quoting('"', '"', {}, str),
    naming=Naming.PASCAL,
    comment="*",
    reserved=frozenset(each.capitalize() for each in chilkat.RESERVED),
    value="lc{0}",
    encoded="loHttp.UrlEncode(lc{0})",
)


def _head(request: Request, printed: Printed) -> list[str]:
    return [
        *chilkat_fox.comments(opening(_STYLE, request)),
        *_STYLE.comments(UNLOCKED),
        *chilkat_fox.declared(printed.names),
        "",
    ]


def _unicode_head(request: Request, printed: Printed) -> list[str]:
    return [
        *_head(request, printed),
        "* The texts of this file are UTF-8, and so are those that go to Chilkat.",
        "= SYS(3101, 65001)",
        "",
    ]


_PLAIN = Dialect(
    style=_STYLE,
    naming=Naming.PASCAL,
    prefixes=chilkat_fox.PREFIXES,
    head=_head,
    true="1",
    false="0",
    new='{0} = CREATEOBJECT("Chilkat.{1}")',
    first="{0} = ",
    changing="{0} = ",
    add="{0} = {0} + ",
    read=(
        "{0} = GETENV({1})",
        "IF EMPTY({0})",
        '    ? "Set the environment variable {2}."',
        "    RETURN 2",
        "ENDIF",
    ),
    when=("IF ", ""),
    closed=("ENDIF",),
    choosing=("DO CASE",),
    way=("CASE ", ""),
    other_way=("CASE ", ""),
    chosen=("ENDCASE",),
    walk=("FOR {0} = 0 TO ", " - 1"),
    walked=("ENDFOR",),
    failed=("", " = 0"),
    refused="{0} < 200 OR {0} > 299",
    known="{0} = {1}",
    coded="{0} AND {1} == {2}",
    there="NOT EMPTY({0})",
    empty="EMPTY({0})",
    literal=chilkat_fox.literal,
    joined=chilkat_fox.JOINT,
    number="TRANSFORM({0})",
    show=("? ", ""),
    complain=("? ", ""),
    leave="RETURN {0}",
    free="RELEASE {0}",
    called=chilkat_fox.called,
    assigned=chilkat_fox.assigned,
    lines=chilkat_fox.lines(chilkat_fox.literal),
    cut=chilkat_fox.cut,
    literal_max=chilkat_fox.STATEMENT_CHARS_MAX,
)
_UNICODE = replace(
    _PLAIN,
    head=_unicode_head,
    read=("{0} = STRCONV(GETENV({1}), 9)", *_PLAIN.read[1:]),
)


def write(request: Request) -> str:
    """The program."""
    if isinstance(request.body, Raw) and len(str(request.body.text)) > _PROGRAM_BYTES_MAX:
        raise CannotSay(_TOO_LONG)
    text = program(request, _PLAIN)
    if _HIGH.search(text):
        text = program(request, _UNICODE)
    if len(text.encode("utf-8", "replace")) > _PROGRAM_BYTES_MAX:
        raise CannotSay(_TOO_LONG)
    return text.replace(chilkat_fox.JOINT, " + ")


LANGUAGE = Language(
    id="foxpro-chilkat",
    title="Visual FoxPro (Chilkat)",
    lexer="foxpro",
    file="sample.prg",
    write=write,
    probe=(("python3", "-c", "import chilkat2"),),
    needs="Chilkat's Python module chilkat2, for its replay",
    replay="foxpro",
)
