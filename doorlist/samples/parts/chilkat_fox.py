"""What Visual FoxPro and Lianja share: the words of statements, literals without escapes, and lines that go on."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from doorlist.samples.language import Naming, Quoting, Style
from doorlist.samples.parts import chilkat_words
from doorlist.samples.parts.chilkat_dialect import Dialect, Head
from doorlist.samples.parts.chilkat_words import Kind

JOINT = "\x1f"
"""Where a text is put together; a plus sign in the end."""
PREFIXES: Mapping[Kind, str] = {"object": "lo", "text": "lc", "number": "ln", "logical": "ll"}
_LITERAL_BYTES_MAX = 200  # FoxPro takes 255
_PIECE_BYTES = 88  # of a longer text
_LINE_CHARS = 110
_STATEMENT_CHARS_MAX = 4000  # FoxPro takes 8192, and so much at once is hard to read

# What a literal cannot have: control characters and what never stands in a source text. A name that looks like one of the
# program's own behind an ampersand would be replaced by its value.
_APART = re.compile(
    "([\x00-\x1f\x7f\x80-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]+)|(?<=&)(?=[Ll][OoCcNnLl])"
)


def style(comment: str) -> Style:
    """The names and comments of a language whose comment lines begin like this."""
    return Style(
        quote=Quoting('"', '"', {}, str),
        naming=Naming.PASCAL,
        comment=comment,
        reserved=frozenset(each.capitalize() for each in chilkat_words.RESERVED),
        value="lc{0}",
        encoded="loHttp.UrlEncode(lc{0})",
    )


def dialect(
    style: Style,
    *,
    head: Head,
    written: Callable[[str], str],
    true: str,
    false: str,
    made: str,
    number: str,
) -> Dialect:
    """The dialect whose words are `written` in capitals or not; `made` is the name of an object's class, of Chilkat's."""
    when, way = written("if "), written("case ")

    def literal(text: str) -> str:
        return _literal(text, character)

    character = written("chr")
    return Dialect(
        style=style,
        naming=Naming.PASCAL,
        prefixes=PREFIXES,
        head=head,
        true=true,
        false=false,
        new=f'{{0}} = {written("createobject")}("{made}")',
        first="{0} = ",
        changing="{0} = ",
        add="{0} = {0} + ",
        read=(
            f"{{0}} = {written('getenv')}({{1}})",
            f"{when}{written('empty')}({{0}})",
            '    ? "Set the environment variable {2}."',
            f"    {written('return')} 2",
            written("endif"),
        ),
        when=(when, ""),
        closed=(written("endif"),),
        choosing=(written("do case"),),
        way=(way, ""),
        other_way=(way, ""),
        chosen=(written("endcase"),),
        walk=(written("for {0} = 0 to "), " - 1"),
        walked=(written("endfor"),),
        failed=("", f" = {false}"),
        refused=written("{0} < 200 or {0} > 299"),
        known="{0} = {1}",
        coded=written("{0} and {1} == {2}"),
        there=written("not empty({0})"),
        empty=written("empty({0})"),
        literal=literal,
        joined=JOINT,
        number=number,
        show=("? ", ""),
        complain=("? ", ""),
        leave=written("return {0}"),
        free=written("release {0}"),
        called=_called,
        assigned=_assigned,
        lines=_lines(literal),
        cut=_cut,
        literal_max=_STATEMENT_CHARS_MAX,
    )


def comments(lines: list[str]) -> list[str]:
    """Comment lines; one that ends with a semicolon would go on in the next line."""
    return [f"{each} ..." if each.endswith(";") else each for each in lines]


def _literal(text: str, character: str) -> str:
    """A text as an expression: literals and characters by their number."""
    if (
        text.isprintable()
        and '"' not in text
        and "&" not in text
        and len(text) <= _LITERAL_BYTES_MAX
        and text.isascii()
    ):
        return f'"{text}"'
    pieces: list[str] = []
    for part in _APART.split(text):
        if not part:
            continue
        if _APART.fullmatch(part):
            pieces += (f"{character}({byte})" for byte in part.encode("utf-8", "surrogatepass"))
        else:
            pieces += _quoted(part)
    return JOINT.join(pieces) or '""'


def _quoted(text: str) -> list[str]:
    """Literals of a text without control characters, each in the quotes that it does not have itself."""
    pieces: list[str] = []
    at, end = 0, len(text)
    double, single = text.find('"'), text.find("'")
    while at < end:
        # As far as one of the two quotes does not come.
        until = end if double < 0 or single < 0 else max(double, single)
        quote = "'" if 0 <= double < until else '"'
        while at < until:
            room = at + _room(text[at : min(until, at + _LITERAL_BYTES_MAX + 1)])
            pieces.append(f"{quote}{text[at:room]}{quote}")
            at = room
        if 0 <= double < at:
            double = text.find('"', at)
        if 0 <= single < at:
            single = text.find("'", at)
    return pieces


def _room(text: str) -> int:
    """How much of a text goes into one literal, if possible up to a space or a comma."""
    end = len(text)
    if end <= _LITERAL_BYTES_MAX and (text.isascii() or len(text.encode("utf-8", "replace")) <= _LITERAL_BYTES_MAX):
        return end
    room = min(end, _PIECE_BYTES)
    while len(text[:room].encode("utf-8", "replace")) > _PIECE_BYTES:
        room -= 1
    cut = max(text.rfind(" ", 0, room), text.rfind(",", 0, room)) + 1
    return cut if cut > room // 2 else room


def _called(width: int, before: str, arguments: Sequence[str], behind: str) -> list[str]:
    """A call, which goes on behind semicolons where it is too long."""
    line = f"{before}{', '.join(arguments)}{behind}".replace(JOINT, " + ")
    if width + len(line) <= _LINE_CHARS or (len(arguments) == 1 and JOINT not in arguments[0]):
        return [line]
    lines = [f"{before} ;"]
    last = len(arguments) - 1
    for place, argument in enumerate(arguments):
        pieces = argument.split(JOINT)
        for number, piece in enumerate(_packed(pieces, _LINE_CHARS - width)):
            lines.append(f"    {'    ' if number else ''}{piece}")
        lines[-1] += f"{behind}" if place == last else ", ;"
    return lines


def _assigned(width: int, before: str, arguments: Sequence[str], _behind: str) -> list[str]:
    """A value with a name."""
    line = f"{before}{arguments[0]}".replace(JOINT, " + ")
    if width + len(line) <= _LINE_CHARS or JOINT not in arguments[0]:
        return [line]
    return [
        f"{before.rstrip()} ;",
        *(f"    {each}" for each in _packed(arguments[0].split(JOINT), _LINE_CHARS - width)),
    ]


def declared(names: Iterable[str]) -> list[str]:
    """The names of a program, on as few lines as there is room for."""
    lines = ["LOCAL "]
    for name in names:
        if len(lines[-1]) + len(name) > _PIECE_BYTES:
            lines[-1] += ";"
            lines.append("    ")
        lines[-1] += f"{name}, "
    lines[-1] = lines[-1].removesuffix(", ")
    return lines


def _packed(pieces: list[str], room: int) -> list[str]:
    """The pieces on as few lines as there is room for; all but the last go on."""
    lines: list[str] = []
    line = ""
    for piece in pieces:
        if line and len(line) + len(piece) > room - 14:
            lines.append(f"{line} + ;")
            line = ""
        line = f"{line} + {piece}" if line else piece
    return [*lines, line]


def _cut(name: str, expression: str) -> list[str]:
    """A long text, put together in several statements."""
    lines = [f'{name} = ""']
    for each in _packed(expression.split(JOINT), 1000):
        lines.append(f"{name} = {name} + {each.removesuffix(' + ;')}")
    return lines


def _lines(literal: Callable[[str], str]) -> Callable[[str, str, str], list[str]]:
    """A text of several lines, a statement each."""

    def written(before: str, text: str, _end: str) -> list[str]:
        name = before.split(" ")[0]
        done: list[str] = []
        for line in text.splitlines(keepends=True) if "\r" not in text else [text]:
            expression = literal(line)
            if len(expression) <= _STATEMENT_CHARS_MAX:
                done += _assigned(0, f"{name} = {name} + " if done else before, [expression], "")
                continue
            more = _cut(name, expression)
            done += more[1:] if done else more
        return done

    return written
