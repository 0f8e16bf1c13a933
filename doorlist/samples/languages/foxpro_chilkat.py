"""Visual FoxPro with Chilkat's ActiveX; a program is replayed by an interpreter of ours."""

import re
from dataclasses import replace

from doorlist.samples.language import Language
from doorlist.samples.parts import chilkat_fox
from doorlist.samples.parts.chilkat_dialect import UNLOCKED, Printed, program
from doorlist.samples.request import CannotSay, Raw, Request

_PROGRAM_BYTES_MAX = 60_000  # a compiled program has 64 KB
_TOO_LONG = "Visual FoxPro compiles no program of more than 64 KB, and this one would be longer."
_HIGH = re.compile(r"[^\x00-\x7f]|CHR\((?:12[89]|1[3-9]\d|2\d\d)\)")

_STYLE = chilkat_fox.style("*")


def _head(request: Request, printed: Printed) -> list[str]:
    return [
        *chilkat_fox.comments(_STYLE.opening(request)),
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


DIALECT = chilkat_fox.dialect(
    _STYLE, head=_head, written=str.upper, true="1", false="0", made="Chilkat.{1}", number="TRANSFORM({0})"
)
_UNICODE = replace(
    DIALECT,
    head=_unicode_head,
    read=("{0} = STRCONV(GETENV({1}), 9)", *DIALECT.read[1:]),
)


def write(request: Request) -> str:
    """The program."""
    if isinstance(request.body, Raw) and len(str(request.body.text)) > _PROGRAM_BYTES_MAX:
        raise CannotSay(_TOO_LONG)
    text = program(request, DIALECT)
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
