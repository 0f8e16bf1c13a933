"""Lianja with Chilkat's extension; a program is replayed by an interpreter of ours."""

from doorlist.samples.language import Language
from doorlist.samples.parts import chilkat_fox
from doorlist.samples.parts.chilkat_dialect import UNLOCKED, Printed, program
from doorlist.samples.request import Request

_STYLE = chilkat_fox.style("//")


def _head(request: Request, _printed: Printed) -> list[str]:
    return [*chilkat_fox.comments(_STYLE.opening(request)), *_STYLE.comments(UNLOCKED), ""]


DIALECT = chilkat_fox.dialect(
    _STYLE, head=_head, written=str.lower, true=".T.", false=".F.", made="Ck{1}", number="alltrim(str({0}))"
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
