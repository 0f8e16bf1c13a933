"""What Lua, Tcl, Elixir and R share: a script's frame, the names of a form's parts, and the keys of documented errors."""

from collections.abc import Iterable

from doorlist.samples.language import Quoting, Style
from doorlist.samples.parts import documented, forms
from doorlist.samples.parts.grouping import Group, call
from doorlist.samples.parts.scripts import UNSENDABLE, Piece, file_name
from doorlist.samples.parts.texts import literals
from doorlist.samples.request import Answers, File, Part, Path, Request, Text


def script(request: Request, style: Style, head: list[str], reads: Iterable[str], rest: list[str]) -> str:
    """A whole script: `head` are modules and functions, `reads` give the variables their values, `rest` sends and receives."""
    program = [*style.opening(request), "", *head, "", *reads]
    if request.variables:
        program.append("")
    return "\n".join([*program, *rest, ""]).lstrip("\n")


def unsendable(value: Text) -> bool:
    """Whether a header's value has a control character."""
    return UNSENDABLE.search(literals(value)) is not None


def part_names(part: Part, base_name: str) -> list[Piece]:
    """The names of a part as they stand in its head; `base_name` is a call, for a path that is a variable."""
    names: list[Piece] = ['name="', forms.between_quotes(part.name), '"']
    if isinstance(part.content, File):
        names += ['; filename="', file_name(part.content, base_name), '"']
    return names


def part_type(part: Part) -> str | None:
    """The Content-Type of a part, which a file has in any case."""
    return part.content_type or ("application/octet-stream" if isinstance(part.content, File) else None)


def errors_told(answers: Answers) -> str:
    """The sentence above the table of documented errors."""
    return documented.STATUS_AND_CODE if answers.coded else documented.STATUS


def keyed(answers: Answers) -> list[tuple[str, str]]:
    """The documented errors' keys, `404 3001` or `404`, with what they mean; those with a code first."""
    return [(f"{status} {code}".strip(), meaning) for status, code, meaning in documented.looked_up(answers)]


def steps_from_one(root: str, path: Path, quote: Quoting) -> list[str]:
    """What `field` is told: the value and the steps of the path, for a language that counts from 1."""
    return [root, *[str(each + 1) if isinstance(each, int) else quote(each) for each in path]]


def field_from_one(root: str, path: Path, quote: Quoting) -> Group:
    """Reads what stands at a path, by the program's own function."""
    return call("field", *steps_from_one(root, path, quote))
