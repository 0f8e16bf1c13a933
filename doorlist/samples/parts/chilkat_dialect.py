"""Prints a sequence of Chilkat calls in one of the library's languages, of which a `Dialect` has the facts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from doorlist.samples.language import Naming, Quoting, Style, indented
from doorlist.samples.parts import chilkat
from doorlist.samples.parts import chilkat_words as words
from doorlist.samples.parts.chilkat_words import Statement, Value, Word
from doorlist.samples.request import Request, Template, Variable

Around = tuple[str, str]
Layout = Callable[[int, str, Sequence[str], str], list[str]]
"""How a statement is laid out: its indent's width, what stands before its arguments, they, and what stands behind."""

Head = Callable[[Request, "Printed"], list[str]]
"""The lines before the calls."""

UNLOCKED = "This assumes that the Chilkat API has been unlocked before (see Global.UnlockBundle)."


def on_one_line(_width: int, before: str, arguments: Sequence[str], behind: str) -> list[str]:
    """However long that line gets."""
    return [f"{before}{', '.join(arguments)}{behind}"]


@dataclass(frozen=True, kw_only=True)
class Dialect:
    """The facts of a language, as it spells Chilkat's calls.

    Patterns have `{0}`, `{1}`… for their parts: `new` a name and a class, `get`, `put` and `call` an object and a member
    (`get_text` and `call_text` where a text is given, if that is spelled in another way), `first`, `changing` and `again` a
    name that gets a value. What comes in two pieces stands around something: `when` around a condition, `failed` around
    what tells of success, `show` around a value. `opened` and `closed` are lines after a block's first and after its last.
    `choosing`, `way`, `other_way`, `between` and `chosen` make a choice of several ways. `leave` has the exit code.
    A label that has `format_mark` in it would be a format to `show`: it becomes one text with its value.
    """

    style: Style
    naming: Naming
    prefixes: Mapping[words.Kind, str] = field(default_factory=dict)
    head: Head
    foot: tuple[str, ...] = ()
    inside: str = ""
    indent: str = "    "
    end: str = ""
    true: str
    false: str
    new: str
    get: str = "{0}.{1}"
    get_text: str = "{0}.{1}"
    put: Around = ("{0}.{1} = ", "")
    call: str = "{0}.{1}"
    call_text: str = "{0}.{1}"
    member: Callable[[str], str] = str
    first: str
    changing: str
    again: str = "{0} = "
    add: str = "{0} += "
    read: tuple[str, ...]
    when: Around
    opened: tuple[str, ...] = ()
    closed: tuple[str, ...] = ()
    choosing: tuple[str, ...] = ()
    way: Around | None = None
    other_way: Around
    between: tuple[str, ...] = ()
    chosen: tuple[str, ...] | None = None
    walk: Around
    walked: tuple[str, ...] | None = None
    failed: Around
    refused: str
    known: str
    coded: str
    there: str
    empty: str
    literal: Callable[[str], str]
    holed: Callable[[str], Quoting] | None = None
    hole: str = "{0}"
    joined: str = " + "
    number: str = "{0}"
    show: Around
    label: str = ": "
    labelled: Literal["apart", "joined"] = "joined"
    format_mark: str | None = None
    complain: Around
    complained: tuple[str, ...] = ()
    leave: str
    free: str = ""
    called: Layout = on_one_line
    assigned: Layout = on_one_line
    lines: Callable[[str, str, str], list[str]]
    cut: Callable[[str, str], list[str]] | None = None
    width_max: int = 1_000_000
    literal_max: int = 1_000_000


@dataclass(slots=True)
class Printed:
    """The lines of a sequence, and the names that they use, in their order."""

    lines: list[str]
    names: dict[str, None]


def program(request: Request, dialect: Dialect) -> str:
    """The whole program. Raises CannotSay."""
    statements = chilkat.sequence(request)
    printer = _Printer(dialect)
    printed = Printed(printer.block(statements, len(dialect.inside)), printer.names)
    lines = [*dialect.head(request, printed), *indented(printed.lines, dialect.inside), *dialect.foot]
    return "\n".join(lines) + "\n"


class _Printer:
    """Prints statements; the width of the indent that they will get decides how they are broken."""

    def __init__(self, dialect: Dialect) -> None:
        self.dialect = dialect
        self.names: dict[str, None] = {}
        self._long = 0

    def block(self, statements: list[Statement], width: int) -> list[str]:
        lines: list[str] = []
        for each in statements:
            lines += _PRINTERS[type(each)](self, each, width)
        return lines

    def within(self, statements: list[Statement], width: int) -> list[str]:
        """A block that is indented once more."""
        indent = self.dialect.indent
        return indented(self.block(statements, width + len(indent)), indent)

    # --- values ---

    def name(self, word: Word) -> str:
        """The sequence's own names are never taken; one out of a reply may be a keyword."""
        dialect = self.dialect
        name: str = getattr(word, dialect.naming) if word.own else dialect.style.name(word)
        return dialect.prefixes[word.kind] + name if dialect.prefixes else name

    def value(self, value: Value) -> str:
        dialect = self.dialect
        if isinstance(value, str):
            return dialect.literal(value)
        if isinstance(value, Template):
            return self.join(value.pieces)
        if isinstance(value, bool):
            return dialect.true if value else dialect.false
        if isinstance(value, int):
            return str(value)
        if isinstance(value, Word):
            return self.name(value)
        if isinstance(value, words.Get):
            return self.property(value)
        if isinstance(value, words.Call):
            before, arguments = self.method(value)
            return f"{before}{', '.join(arguments)})"
        if isinstance(value, words.Joined):
            return self.join(value.parts)
        return dialect.literal(value.text)

    def join(self, parts: tuple[str | Word | Variable, ...]) -> str:
        dialect = self.dialect
        holed = dialect.holed
        if len(parts) == 1:
            return self.part(parts[0])
        if holed is None:
            return dialect.joined.join(map(self.part, parts))
        quoting = holed("".join(each for each in parts if isinstance(each, str)))
        inside = "".join(
            quoting.inside(each) if isinstance(each, str) else dialect.hole.format(self.part(each)) for each in parts
        )
        return f"{quoting.opening}{inside}{quoting.closing}"

    def part(self, part: str | Word | Variable) -> str:
        style = self.dialect.style
        if isinstance(part, str):
            return self.dialect.literal(part)
        if isinstance(part, Variable):
            return style.variable(part)
        name = self.name(part)
        return self.dialect.number.format(name) if part.kind == "number" else name

    def property(self, get: words.Get) -> str:
        dialect = self.dialect
        if get.kind == "text":
            return dialect.get_text.format(self.name(get.owner), dialect.member(get.name))
        return dialect.get.format(self.name(get.owner), get.name)

    def method(self, call: words.Call) -> tuple[str, list[str]]:
        """A call up to its parenthesis, and its arguments."""
        dialect = self.dialect
        owner = self.name(call.owner)
        told = (
            dialect.call_text.format(owner, dialect.member(call.name))
            if call.kind == "text"
            else dialect.call.format(owner, call.name)
        )
        literal = dialect.literal
        return f"{told}(", [literal(each) if isinstance(each, str) else self.value(each) for each in call.arguments]

    # --- statements ---

    def note(self, note: words.Note, width: int) -> list[str]:
        return self.dialect.style.comments(note.text, width=88 - width)

    def gap(self, _gap: words.Gap, _width: int) -> list[str]:
        return [""]

    def read(self, read: words.Read, _width: int) -> list[str]:
        style = self.dialect.style
        lines: list[str] = []
        for each in read.variables:
            name = self.dialect.prefixes.get("text", "") + style.name(each)
            self.names[name] = None
            quoted = self.dialect.literal(each.environment)
            lines += (pattern.format(name, quoted, each.environment) for pattern in self.dialect.read)
        return lines

    def new(self, new: words.New, _width: int) -> list[str]:
        name = self.name(new.word)
        self.names[name] = None
        return [self.dialect.new.format(name, new.made) + self.dialect.end]

    def put(self, put: words.Put, width: int) -> list[str]:
        dialect = self.dialect
        before, behind = dialect.put
        lines, (value,) = self.short([self.value(put.value)])
        layout = dialect.called if behind else dialect.assigned
        return [
            *lines,
            *layout(width, before.format(self.name(put.owner), put.name), [value], behind + dialect.end),
        ]

    def do(self, do: words.Do, width: int) -> list[str]:
        before, arguments = self.method(do.call)
        lines, arguments = self.short(arguments)
        return [*lines, *self.dialect.called(width, before, arguments, ")" + self.dialect.end)]

    def let(self, let: words.Let, width: int) -> list[str]:
        dialect = self.dialect
        name = self.name(let.word)
        self.names[name] = None
        before = (dialect.again if let.again else dialect.changing if let.changes else dialect.first).format(name)
        value = let.value
        if isinstance(value, words.Lines):
            return dialect.lines(before, value.text, dialect.end)
        if isinstance(value, words.Call):
            called, arguments = self.method(value)
            lines, arguments = self.short(arguments)
            return [*lines, *dialect.called(width, before + called, arguments, ")" + dialect.end)]
        lines, (text,) = self.short([self.value(value)])
        return [*lines, *dialect.assigned(width, before, [text], dialect.end)]

    def short(self, arguments: list[str]) -> tuple[list[str], list[str]]:
        """The arguments, those too long for a line of the language put together before under a name."""
        dialect = self.dialect
        if dialect.cut is None or sum(map(len, arguments)) <= dialect.literal_max:
            return [], arguments
        lines: list[str] = []
        done = list(arguments)
        for place, each in enumerate(arguments):
            if len(each) > dialect.literal_max:
                self._long += 1
                name = self.name(words.word("text", "long" if self._long == 1 else f"long{self._long}"))
                self.names[name] = None
                lines += dialect.cut(name, each)
                done[place] = name
        return lines, done

    def add(self, add: words.Add, width: int) -> list[str]:
        dialect = self.dialect
        before = dialect.add.format(self.name(add.word))
        return dialect.assigned(width, before, [self.value(add.value)], dialect.end)

    def condition(self, condition: words.Condition, around: Around, width: int) -> list[str]:
        """The line of a condition."""
        dialect = self.dialect
        before, behind = around
        if isinstance(condition, words.Failed):
            before += dialect.failed[0]
            behind = dialect.failed[1] + behind
            if isinstance(condition.told, words.Get):
                return [f"{before}{self.property(condition.told)}{behind}"]
            called, arguments = self.method(condition.told)
            return dialect.called(width, before + called, arguments, ")" + behind)
        if isinstance(condition, words.Refused):
            told = dialect.refused.format(self.name(words.STATUS))
        elif isinstance(condition, words.There):
            told = (dialect.empty if condition.empty else dialect.there).format(self.name(condition.word))
        else:
            told = dialect.known.format(self.name(words.STATUS), condition.status)
            if condition.code is not None:
                told = dialect.coded.format(told, self.name(words.CODE), dialect.literal(condition.code))
        return [f"{before}{told}{behind}"]

    def if_(self, one: words.If, width: int) -> list[str]:
        dialect = self.dialect
        lines = self.condition(one.condition, dialect.when, width)
        return [*lines, *dialect.opened, *self.within(one.body, width), *dialect.closed]

    def choose(self, choose: words.Choose, width: int) -> list[str]:
        dialect = self.dialect
        lines = [*dialect.choosing]
        around = dialect.way or dialect.when
        for condition, body in choose.ways:
            if around is dialect.other_way:
                lines += dialect.between
            lines += self.condition(condition, around, width)
            lines += dialect.opened
            lines += self.within(body, width)
            around = dialect.other_way
        return [*lines, *(dialect.closed if dialect.chosen is None else dialect.chosen)]

    def each(self, each: words.Each, width: int) -> list[str]:
        dialect = self.dialect
        name = self.name(each.index)
        self.names[name] = None
        before, behind = (around.format(name) for around in dialect.walk)
        size = self.value(each.size)
        lines: list[str] = []
        if width + len(before) + len(size) + len(behind) > dialect.width_max:
            self._long += 1
            counted = words.word("number", "count" if self._long == 1 else f"count{self._long}")
            lines = self.let(words.Let(counted, each.size), width)
            size = self.name(counted)
        closed = dialect.closed if dialect.walked is None else dialect.walked
        return [*lines, f"{before}{size}{behind}", *dialect.opened, *self.within(each.body, width), *closed]

    def show(self, show: words.Show, width: int) -> list[str]:
        dialect = self.dialect
        before, behind = dialect.show
        value = self.part(show.value) if isinstance(show.value, Word) else self.value(show.value)
        if not show.label:
            return dialect.called(width, before, [value], behind + dialect.end)
        if dialect.holed is not None and dialect.format_mark is not None and dialect.format_mark in show.label:
            quoting = dialect.holed(show.label)
            text = f"{quoting.inside(f'{show.label}: ')}{dialect.hole.format(value)}"
            return dialect.called(width, before, [f"{quoting.opening}{text}{quoting.closing}"], behind + dialect.end)
        label = dialect.literal(show.label + dialect.label)
        arguments = [label, value] if dialect.labelled == "apart" else [f"{label}{dialect.joined}{value}"]
        return dialect.called(width, before, arguments, behind + dialect.end)

    def complain(self, complain: words.Complain, width: int) -> list[str]:
        dialect = self.dialect
        before, behind = dialect.complain
        return dialect.called(width, before, [self.value(complain.value), *dialect.complained], behind + dialect.end)

    def leave(self, leave: words.Leave, _width: int) -> list[str]:
        return [*self.released(leave.held), self.dialect.leave.format(leave.code) + self.dialect.end]

    def free(self, free: words.Free, _width: int) -> list[str]:
        return self.released(free.held)

    def released(self, held: Sequence[Word]) -> list[str]:
        free = self.dialect.free
        return [free.format(self.name(each)) for each in reversed(held)] if free else []


_PRINTERS: dict[type[Statement], Callable[[_Printer, Any, int], list[str]]] = {
    words.Note: _Printer.note,
    words.Gap: _Printer.gap,
    words.Read: _Printer.read,
    words.New: _Printer.new,
    words.Put: _Printer.put,
    words.Do: _Printer.do,
    words.Let: _Printer.let,
    words.Add: _Printer.add,
    words.If: _Printer.if_,
    words.Choose: _Printer.choose,
    words.Each: _Printer.each,
    words.Show: _Printer.show,
    words.Complain: _Printer.complain,
    words.Leave: _Printer.leave,
    words.Free: _Printer.free,
}
