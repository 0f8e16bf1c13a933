"""Python with Chilkat's module of properties, `chilkat2`."""

from doorlist.samples.language import Language, Naming
from doorlist.samples.parts import chilkat_python, python
from doorlist.samples.parts.chilkat_dialect import Dialect, program
from doorlist.samples.parts.quotes import string
from doorlist.samples.request import Request

DIALECT = Dialect(
    style=chilkat_python.style("http.UrlEncode({0})"),
    naming=Naming.SNAKE,
    head=chilkat_python.head("chilkat2"),
    true="True",
    false="False",
    new="{0} = chilkat2.{1}()",
    first="{0} = ",
    changing="{0} = ",
    read=("{0} = required({1})",),
    when=("if ", ":"),
    other_way=("elif ", ":"),
    walk=("for {0} in range(", "):"),
    failed=("not ", ""),
    refused="not 200 <= {0} < 300",
    known="{0} == {1}",
    coded="{0} and {1} == {2}",
    there="{0}",
    empty="not {0}",
    literal=string,
    holed=python.holed,
    hole="{{{0}}}",
    show=("print(", ")"),
    label=":",
    labelled="apart",
    complain=("print(", ")"),
    complained=("file=sys.stderr",),
    leave="sys.exit({0})",
    called=chilkat_python.called,
    assigned=chilkat_python.assigned,
    lines=chilkat_python.lines,
    width_max=python.WIDTH,
)


def write(request: Request) -> str:
    """The program."""
    return program(request, DIALECT)


LANGUAGE = Language(
    id="python-chilkat2",
    title="Python (chilkat2)",
    lexer="python",
    file="sample.py",
    write=write,
    run=("python3", "sample.py"),
    probe=(("python3", "-c", "import chilkat2"),),
    needs="Python 3 with the chilkat2 module",
)
