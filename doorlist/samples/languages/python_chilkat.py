"""Python with Chilkat's older module, `chilkat`: `put_` and `get_` for properties, small letters for what gives a text."""

from dataclasses import replace

from doorlist.samples.language import Language
from doorlist.samples.languages import python_chilkat2
from doorlist.samples.parts import chilkat_python
from doorlist.samples.parts.chilkat_dialect import program
from doorlist.samples.request import Request


def _member(name: str) -> str:
    return name[0].lower() + name[1:]


DIALECT = replace(
    python_chilkat2.DIALECT,
    style=chilkat_python.style("http.urlEncode({0})"),
    head=chilkat_python.head("chilkat"),
    new="{0} = chilkat.Ck{1}()",
    get="{0}.get_{1}()",
    get_text="{0}.{1}()",
    put=("{0}.put_{1}(", ")"),
    member=_member,
)


def write(request: Request) -> str:
    """The program."""
    return program(request, DIALECT)


LANGUAGE = Language(
    id="python-chilkat",
    title="Python (chilkat)",
    lexer="python",
    file="sample.py",
    write=write,
    run=("python3", "sample.py"),
    probe=(("python3", "-c", "import chilkat"),),
    needs="Python 3 with the chilkat module",
)
