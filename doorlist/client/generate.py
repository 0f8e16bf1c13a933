"""Writes the client's typed faces, replies and request types from the contract: `python -m doorlist.client.generate`."""

import inspect
import re
import subprocess
import sys
import textwrap
import types
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from annotated_types import Ge, Le, MaxLen
from pydantic import BaseModel, StringConstraints
from pydantic.fields import FieldInfo

from doorlist.client import naming
from doorlist.client.naming import Kind, Method
from doorlist.client.opening import Opening
from doorlist.contract import limits
from doorlist.contract.operations import BY_ID, OPERATIONS, Operation
from doorlist.contract.shapes.fields import BATCH_MAX, PAGE_SIZE_MAX

HERE = Path(__file__).parent
WIDTH = 116
_GENERATED = "Generated from the contract by `python -m doorlist.client.generate`: change that, not this."
_FORMATS = {
    "email": "An address such as name@example.com",
    "date-time": "A time such as 2026-12-01T09:00:00Z, in UTC; without Z it is local to the meeting's zone",
    "date": "A day such as 2026-12-01",
    "uri": "An http or https address",
}


def written() -> dict[str, str]:
    """Each generated module by its name, as it is to be committed."""
    return {
        "bodies.py": _formatted(_bodies()),
        "replies.py": _formatted(_replies()),
        "blocking.py": _formatted(_face(asynchronous=False)),
        "awaiting.py": _formatted(_face(asynchronous=True)),
    }


def main() -> None:
    """Write them."""
    for name, text in written().items():
        (HERE / name).write_text(text, encoding="utf-8")


def _formatted(text: str) -> str:
    for command in (["check", "--select", "I,F401", "--fix", "--quiet"], ["format", "--quiet"]):
        done = subprocess.run(  # noqa: S603 - a tool of the project's own, on text of the project's own
            [sys.executable, "-m", "ruff", *command, "--stdin-filename", str(HERE / "generated.py"), "-"],
            input=text,
            capture_output=True,
            text=True,
            check=True,
            cwd=HERE.parent.parent,
        )
        text = done.stdout
    return text


# --- shapes ----------------------------------------------------------------------------------------------------------


def _shapes_of(kind: Literal["body", "reply"]) -> list[type[BaseModel]]:
    """The shapes that requests or replies are made of, those that others need first."""
    found: dict[type[BaseModel], None] = {}

    def visit(shape: type[BaseModel]) -> None:
        for each in shape.model_fields.values():
            for inner in _models(each.annotation):
                visit(inner)
        found.setdefault(shape)

    for operation in OPERATIONS:
        shape = operation.body if kind == "body" else operation.reply
        if shape is not None:
            visit(shape)
    return list(found)


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    elif get_origin(annotation) is not Literal:
        for inner in get_args(annotation):
            yield from _models(inner)


def _type(annotation: Any, names: Mapping[type[BaseModel], str], *, prefix: str = "", sequences: bool = False) -> str:
    """A type as it is written, without what pydantic adds and without None."""
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _type(inner[0], names, prefix=prefix, sequences=sequences)
    if origin is Literal:
        return _choice(inner, prefix)
    if origin in (Union, types.UnionType):
        kinds = [each for each in inner if each is not type(None)]
        literals = [value for each in kinds if get_origin(each) is Literal for value in get_args(each)]
        if literals:
            return _choice(tuple(literals), prefix)
        return " | ".join(dict.fromkeys(_type(each, names, prefix=prefix, sequences=sequences) for each in kinds))
    if origin is list:
        item = _type(inner[0], names, prefix=prefix, sequences=sequences)
        return f"Sequence[{item}]" if sequences else f"list[{item}]"
    if annotation in names:
        return f"{prefix}{names[annotation]}"
    return str(annotation.__name__)


def _choice(values: tuple[Any, ...], prefix: str) -> str:
    """One of some values: by the name that these have in the client, where there is one."""
    for name, alias in naming.CHOICES.items():
        known = get_args(alias)
        if values == known:
            return f"{prefix}{name}"
        if values == (*known, ""):
            return f'{prefix}{name} | Literal[""]'
    return f"Literal[{', '.join(map(repr, values))}]"


def _rules(annotation: Any, metadata: Sequence[object]) -> Iterator[object]:
    """Everything that is said about a field beside its type."""
    for each in metadata:
        if isinstance(each, FieldInfo):
            yield from _rules(None, each.metadata)
        yield each
    if get_origin(annotation) is Annotated:
        inner, *more = get_args(annotation)
        yield from _rules(inner, more)
    elif get_origin(annotation) in (Union, types.UnionType):
        for each in get_args(annotation):
            yield from _rules(each, ())


def _limits(shape_field: FieldInfo) -> str:
    """A field's limits, as a sentence."""
    least: float | None = None
    most: float | None = None
    chars: int | None = None
    items: int | None = None
    pattern, form = "", ""
    is_list = "list[" in str(shape_field.annotation)
    for rule in _rules(shape_field.annotation, shape_field.metadata):
        match rule:
            case StringConstraints():
                chars = rule.max_length if rule.max_length is not None else chars
                pattern = str(rule.pattern) if rule.pattern else pattern
            case MaxLen() if is_list:
                items = rule.max_length
            case MaxLen():
                chars = rule.max_length
            case Ge():
                least = float(str(rule.ge))
            case Le():
                most = float(str(rule.le))
            case FieldInfo():
                form = _form(rule) or form
            case _:
                pass
    form = _form(shape_field) or form
    said = []
    if form:
        said.append(_FORMATS[form])
    if least is not None and most is not None:
        said.append(f"{least:,.0f} to {most:,.0f}")
    elif least is not None:
        said.append(f"At least {least:.0f}")
    if items is not None:
        said.append(f"At most {items} of them")
    if chars is not None and form not in ("date-time", "date"):
        said.append(f"At most {chars:,} characters")
    return " ".join(f"{each}." for each in said)


def _form(info: FieldInfo) -> str:
    extra = info.json_schema_extra
    return str(extra.get("format", "")) if isinstance(extra, dict) else ""


def _about(operation: str, name: str, shape_field: FieldInfo) -> str:
    """What an argument is, with its limits."""
    whole = naming.ABOUT_WHOLE.get((operation, name)) or naming.ABOUT_WHOLE.get(("", name))
    if whole is not None:
        return whole
    here = naming.ABOUT_HERE.get((operation, name), "")
    told = here or shape_field.description or naming.ABOUT.get(name, "")
    return " ".join(part for part in (told, _limits(shape_field)) if part)


def _wire_name(name: str, shape_field: FieldInfo) -> str:
    return shape_field.alias or name


# --- what requests hold ----------------------------------------------------------------------------------------------


def _body_names() -> dict[type[BaseModel], str]:
    return {shape: naming.BODY_NAMES.get(shape.__name__, shape.__name__) for shape in _shapes_of("body")}


def _bodies() -> str:
    names = _body_names()
    whole = {operation.body for operation in OPERATIONS}
    lines = [
        '"""What requests hold, as dicts with typed members.',
        "",
        _GENERATED,
        '"""',
        "",
        "from collections.abc import Sequence",
        "from typing import Literal, Required, TypedDict",
        "",
    ]
    for name, alias in naming.CHOICES.items():
        lines.append(f"{name} = Literal[{', '.join(map(repr, get_args(alias)))}]")
    for shape, name in names.items():
        if shape in whole:
            continue
        lines += [f"class {name}(TypedDict, total=False):", f'    """{_doc(shape)}"""', ""]
        for field_name, shape_field in shape.model_fields.items():
            kind = _type(shape_field.annotation, names, sequences=True)
            lines.append(f"    {field_name}: {f'Required[{kind}]' if shape_field.is_required() else kind}")
            about = _about(name, field_name, shape_field)
            if about:
                lines += textwrap.wrap(
                    f'"""{about}"""', WIDTH, initial_indent="    ", subsequent_indent="    ", break_long_words=False
                )
        lines.append("")
    return "\n".join(lines)


def _doc(shape: type[BaseModel]) -> str:
    return textwrap.dedent(shape.__doc__ or "").strip()


# --- replies ---------------------------------------------------------------------------------------------------------


def _reply_names() -> dict[type[BaseModel], str]:
    return {
        shape: naming.REPLY_NAMES.get(shape.__name__, shape.__name__.removesuffix("Reply"))
        for shape in _shapes_of("reply")
    }


def _replies() -> str:
    names = _reply_names()
    lines = [
        '"""What the server answers.',
        "",
        _GENERATED,
        '"""',
        "",
        "from pydantic import Field",
        "",
        "from doorlist.client.reading import Flag, Link, Number, Reply",
        "",
    ]
    for shape, name in names.items():
        lines += [f"class {name}(Reply):", f'    """{_doc(shape)}"""', ""]
        for field_name, shape_field in shape.model_fields.items():
            lines.append(f"    {field_name}: {_lenient(name, field_name, shape_field, names)}")
            if shape_field.description:
                lines += textwrap.wrap(
                    f'"""{shape_field.description}"""', WIDTH, initial_indent="    ", subsequent_indent="    "
                )
        lines.append("")
    return "\n".join(lines)


def _lenient(shape: str, name: str, shape_field: FieldInfo, names: Mapping[type[BaseModel], str]) -> str:
    kind = _type(shape_field.annotation, names)
    if any(True for _ in _choices(shape_field.annotation)):
        kind = "str" if isinstance(next(iter(_choices(shape_field.annotation))), str) else "int"
    if (shape, name) in naming.NEEDED:
        return kind

    def with_default(default: str) -> str:
        alias = shape_field.alias
        return f"Field(default={default}, validation_alias={alias!r})" if alias else default

    if kind.startswith("list["):
        return f"{kind} = Field(default_factory={kind})"
    match kind:
        case "str" if name.endswith("_url"):
            return "Link = " + with_default('""')
        case "str":
            return "str = " + with_default('""')
        case "int" | "float":
            return f"Number = {with_default('None')}"
        case "bool":
            return f"Flag = {with_default('None')}"
        case _:
            return f"{kind} | None = {with_default('None')}"


def _choices(annotation: Any) -> Iterator[object]:
    if get_origin(annotation) is Literal:
        yield from get_args(annotation)
    else:
        for inner in get_args(annotation):
            yield from _choices(inner)


# --- methods ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Argument:
    """One argument of a method; `where` is the part of the request that it goes into, `wire` its name there."""

    name: str
    wire: str
    kind: str
    where: Literal["path", "query", "body", "none"]
    about: str
    default: str = ""
    positional: bool = False

    @property
    def written(self) -> str:
        """As it is in the signature."""
        return f"{self.name}: {self.kind}" + (f" = {self.default}" if self.default else "")


def _arguments(method: Method, operation: Operation, *, asynchronous: bool = False) -> list[_Argument]:
    names = _body_names()
    given: list[_Argument] = []
    parts = [part[1:-1] for part in operation.path.split("/") if part.startswith("{")]
    for part in parts:
        name, kind, about = naming.PATH_ARGUMENTS[part]
        default = '"me"' if name == "user_id" else ""
        given.append(_Argument(name, part, kind, "path", about, default, positional=True))
    for shape, where in ((operation.body, "body"), (operation.query, "query")):
        for name, shape_field in shape.model_fields.items() if shape is not None else ():
            if name in method.fixed:
                continue
            kind = _type(shape_field.annotation, names, prefix="bodies.", sequences=True)
            needed = shape_field.is_required()
            default = "" if needed else _default(name, shape_field, where)
            given.append(
                _Argument(
                    name,
                    _wire_name(name, shape_field),
                    kind + (" | None" if default == "None" else ""),
                    "body" if where == "body" else "query",
                    _about(operation.id, name, shape_field),
                    default,
                    positional=name in method.positional,
                )
            )
    return _as_the_method_takes_them(method, operation, given, asynchronous=asynchronous)


def _default(name: str, shape_field: FieldInfo, where: str) -> str:
    """What an argument is where it is not given: a filter says so, anything else is left to the server."""
    value = shape_field.get_default()
    return repr(value) if where == "query" and name in ("status", "type", "state") else "None"


def _as_the_method_takes_them(
    method: Method, operation: Operation, given: list[_Argument], *, asynchronous: bool
) -> list[_Argument]:
    if method.kind is Kind.DECIDE:
        given = [
            _pointers(operation, asynchronous=asynchronous) if each.name == "registrants" else each for each in given
        ]
        given = [_positional(each) if each.name == "action" else each for each in given]
    if method.kind is Kind.BATCH:
        people = _Argument(
            "people",
            "registrants",
            "Iterable[bodies.BatchPerson]",
            "none",
            f"Dicts with `email`, `first_name` and, if you like, `last_name`; any number: {BATCH_MAX} go into a request. "
            "Taken as they are needed.",
            positional=True,
        )
        given = [people if each.name == "registrants" else each for each in given]
    if operation.body is not None and method.kind not in (Kind.DECIDE, Kind.BATCH) and not method.fixed:
        given.append(
            _Argument(
                "extra",
                "extra",
                "Mapping[str, object] | None",
                "none",
                "More members of the body, as they are; they win over the arguments.",
                "None",
            )
        )
    return given


def _pointers(operation: Operation, *, asynchronous: bool) -> _Argument:
    by_id_alone = operation.path.startswith("/meetings/{meetingId}/recordings")
    kind = "bodies.RecordingPointer | str | replies.RecordingRegistrant" if by_id_alone else "Pointing"
    about = (
        "Who: ids, or registrants as `list` gives them."
        if by_id_alone
        else "Who: ids, emails, dicts with `id`, `email` or both, or registrants as `list` gives them."
    )
    return _Argument(
        "registrants",
        "registrants",
        f"Iterable[{kind}] | AsyncIterable[{kind}]" if asynchronous else f"Iterable[{kind}]",
        "none",
        f"{about} Any number: {BATCH_MAX} go into a request. All are read before the first request.",
        positional=True,
    )


def _positional(each: _Argument) -> _Argument:
    return _Argument(each.name, each.wire, each.kind, each.where, each.about, each.default, positional=True)


def _ordered(arguments: Sequence[_Argument], *, over_all: bool) -> tuple[list[_Argument], list[_Argument]]:
    """Those without names, and those with."""
    kept = [
        each for each in arguments if not (over_all and each.name in ("page_size", "page_number", "next_page_token"))
    ]
    plain = [each for each in kept if each.positional]
    named = [each for each in kept if not each.positional]
    return plain, sorted(named, key=lambda each: bool(each.default))


# --- docstrings ------------------------------------------------------------------------------------------------------


def _docstring(
    method: Method, operation: Operation, arguments: Sequence[_Argument], result: str, *, asynchronous: bool
) -> list[str]:
    summary = (method.summary or operation.summary).rstrip(".")
    lines = [f"{summary}.", ""]
    notes = " ".join(part for part in (_notes(method, operation), _how(method)) if part)
    if notes:
        lines += [*_wrapped(notes), ""]
    if arguments:
        lines.append("Args:")
        for each in arguments:
            lines += _wrapped(f"{each.name}: {each.about}", 4)
        lines.append("")
    lines += ["Returns:", *_wrapped(result, 4, hanging=0), ""]
    lines += ["Raises:"]
    for error, reasons in _raised(operation).items():
        lines += _wrapped(f"{error}: {'; '.join(reasons)}.", 4)
    lines.append("")
    cap = limits.CAP_OF.get(operation.id)
    capped = f", at most {cap.most} a day for each {'host' if cap.kind == 'host' else 'registrant'}" if cap else ""
    scopes = " or ".join(f"`{scope}`" for scope in (operation.classic[-1], operation.granular[0]))
    example = naming.EXAMPLES.get((method.place, method.verb))
    if example is not None and not method.summary.startswith("Go over"):
        lines += ["Example::", "", *(f"    {_awaited(line) if asynchronous else line}" for line in example), ""]
    lines += _wrapped(f"Rate label: {operation.label}{capped}. Scope: {scopes}. Source: {operation.source}.")
    return lines


def _awaited(line: str) -> str:
    """A line of an example as the awaiting client has it."""
    if "(each for each in waiting" in line:
        line = line.replace("for each in waiting", "async for each in waiting")
    for verb in ("create(", "list(", "add(", "add_batch(", "set_status(", "approve("):
        line = re.sub(rf"(?<!\.)(client\.[a-z.]+\.{re.escape(verb)})", r"await \1", line)
    return line


def _notes(method: Method, operation: Operation) -> str:
    if operation.extension and operation.grade == "C":
        return f"An extension of Doorlist, which the real API does not have. {operation.notes}".strip()
    if method.kind is Kind.DECIDE:
        return _of_deciding(method, operation)
    if method.kind is Kind.BATCH:
        kind = "webinars that take place once (type 5)" if operation.webinar else "scheduled meetings (type 2)"
        return f"For {kind} alone. Of each {BATCH_MAX} all go in, or none."
    return operation.notes


def _of_deciding(method: Method, operation: Operation) -> str:
    assert operation.body is not None
    if "cancel" not in str(operation.body.model_fields["action"].annotation):
        return "By id; a recording knows no cancel."
    shown = "" if method.fixed.get("action") in ("approve", "deny") else "Cancelled registrants are shown as denied. "
    return f"{shown}Those that are not on the roster are skipped, and named in a notice, as long as one of their cut is on it."


def _how(method: Method) -> str:
    match method.kind:
        case Kind.ADD:
            return (
                "Where a connection is lost or the server fails, the email is looked up before it is sent again; what "
                "was found is returned, without what a list does not say."
            )
        case Kind.BATCH:
            return (
                "Where a connection is lost, the emails are looked up, and those that are missing sent again. Where a "
                "later cut is refused, the error's `added` are the people that went in before."
            )
        case Kind.DECIDE:
            return (
                "Where a later cut is refused, the error's `done` are the registrants that earlier cuts decided about."
            )
        case _:
            return ""


def _raised(operation: Operation) -> dict[str, list[str]]:
    raised: dict[str, list[str]] = {}
    for refusal in operation.refusals:
        reasons = raised.setdefault(naming.ERROR_OF[refusal], [])
        if naming.RAISED_FOR[refusal] not in reasons:
            reasons.append(naming.RAISED_FOR[refusal])
    raised["DoorlistError"] = ["what any call may raise (see `Client`)"]
    return raised


def _wrapped(text: str, indent: int = 0, *, hanging: int = 4) -> list[str]:
    return textwrap.wrap(
        text,
        WIDTH - 8,
        initial_indent=" " * indent,
        subsequent_indent=" " * (indent + hanging if indent else 0),
        break_long_words=False,
        break_on_hyphens=False,
    )


# --- faces -----------------------------------------------------------------------------------------------------------


def _face(*, asynchronous: bool) -> str:
    name = "AsyncClient" if asynchronous else "Client"
    runner = "AsyncRunner" if asynchronous else "Runner"
    running, more = ("running_async", ", gathered") if asynchronous else ("running", "")
    other = "for programs that await" if asynchronous else "for programs that block"
    lines = [
        f'"""The client {other}: a method for each operation of the contract.',
        "",
        _GENERATED,
        '"""',
        "",
        "import builtins",
        "from collections.abc import AsyncIterable, AsyncIterator, Iterable, Iterator, Mapping, Sequence",
        "from typing import Literal",
        "",
        "from doorlist.client import adding, bodies, calling, deciding, paging, replies",
        "from doorlist.client.calling import Call",
        "from doorlist.client.deciding import Pointing",
        f"from doorlist.client.{running} import {runner}, Opened{more}",
        "",
    ]
    for place in sorted(naming.PLACES, key=lambda each: (-each.count("."), each)):
        lines += _place(place, asynchronous=asynchronous, runner=runner)
    lines += _client(name, runner, asynchronous=asynchronous)
    return "\n".join(lines)


def _client(name: str, runner: str, *, asynchronous: bool) -> list[str]:
    inner = [place for place in naming.PLACES if "." not in place]
    example = "async with AsyncClient() as client:" if asynchronous else "with Client() as client:"
    call = f"{'await ' if asynchronous else ''}client.meetings.registrants.add("
    told = [
        *(inspect.getdoc(Opening) or "").splitlines(),
        "",
        "Example::",
        "",
        f"    {example}",
        f'        added = {call}68423085, email="ada@example.com", first_name="Ada")',
        "        print(added.registrant_id, added.join_url)",
    ]
    lines = [
        "",
        f"class {name}(Opened):",
        f'    """{told[0]}',
        *(f"    {line}".rstrip() for line in told[1:]),
        '    """',
        "",
    ]
    for place in inner:
        lines += [f"    {place}: {naming.PLACES[place][0]}", f'    """{naming.PLACES[place][1]}"""']
    lines += ["", f"    def _lay_out(self, runner: {runner}) -> None:"]
    lines += [f"        self.{place} = {naming.PLACES[place][0]}(runner)" for place in inner]
    return [*lines, ""]


def _place(place: str, *, asynchronous: bool, runner: str) -> list[str]:
    name, about = naming.PLACES[place]
    lines = ["", f"class {name}:", f'    """{about}"""', "", f"    def __init__(self, runner: {runner}) -> None:"]
    lines.append("        self._runner = runner")
    lines += [
        f"        self.{inner.rsplit('.', 1)[1]} = {naming.PLACES[inner][0]}(runner)"
        for inner in naming.PLACES
        if inner.rpartition(".")[0] == place
    ]
    lines.append("")
    methods = [method for method in naming.METHODS if method.place == place]
    # a method named `list` hides the type in the rest of its class: what is annotated so goes through Sequence above
    for method in methods:
        lines += _method(method, asynchronous=asynchronous)
        if method.kind is Kind.PAGE:
            lines += _method(method, asynchronous=asynchronous, over_all=True)
    return lines


def _method(method: Method, *, asynchronous: bool, over_all: bool = False) -> list[str]:
    operation = BY_ID[method.operation]
    arguments = _arguments(method, operation, asynchronous=asynchronous)
    plain, named = _ordered(arguments, over_all=over_all)
    signature = ", ".join(
        ["self", *(each.written for each in plain), *(("*",) if named else ()), *(each.written for each in named)]
    )
    returned, said = _returned(method, operation, asynchronous=asynchronous, over_all=over_all)
    verb = method.iter if over_all else method.verb
    opening = "async def" if asynchronous and not over_all else "def"
    lines = [f"    {opening} {verb}({signature}) -> {returned}:"]
    told = _Over(method, operation, over_all).method
    docstring = _docstring(told, operation, [*plain, *named], said, asynchronous=asynchronous)
    lines += [f'        """{docstring[0]}', *(f"        {line}".rstrip() for line in docstring[1:]), '        """']
    lines += [f"        {line}" for line in _doing(method, operation, arguments, asynchronous, over_all)]
    return [*lines, ""]


@dataclass(frozen=True, slots=True)
class _Over:
    given: Method
    operation: Operation
    over_all: bool

    @property
    def method(self) -> Method:
        """The method, with the summary of the one over all pages."""
        if not self.over_all:
            return self.given
        rest = self.operation.summary.removeprefix("List ")
        return Method(
            self.given.place,
            self.given.verb,
            self.given.operation,
            self.given.kind,
            summary=f"Go over {rest}, over all pages",
        )


def _items(operation: Operation) -> tuple[str, str]:
    """The member of a list's reply that holds its items, and their class."""
    assert operation.reply is not None
    names = _reply_names()
    for name, shape_field in operation.reply.model_fields.items():
        kind = _type(shape_field.annotation, names)
        if kind.startswith("list["):
            return name, kind.removeprefix("list[").removesuffix("]")
    raise AssertionError(operation.id)


def _returned(method: Method, operation: Operation, *, asynchronous: bool, over_all: bool) -> tuple[str, str]:
    names = _reply_names()
    if method.kind is Kind.BATCH:
        return (
            "builtins.list[replies.BatchEntry]",
            "The people in the order they were given, with their ids and, once approved, join links.",
        )
    if operation.reply is None:
        return "None", "Nothing."
    name = names[operation.reply]
    if over_all:
        item = _items(operation)[1]
        said = f"An iterator over `{item}`. Pages are asked for as they are needed, {PAGE_SIZE_MAX} records each."
        return f"{'Async' if asynchronous else ''}Iterator[replies.{item}]", said
    said = " ".join(_doc(operation.reply).split())
    if method.kind is Kind.PAGE:
        member = _items(operation)[0]
        said = f"`{name}`: one page. `{member}` are the records, `next_page_token` is where the next begins ('' at the end)."
        return f"replies.{name}", said
    return f"replies.{name}", f"`{name}`: {said[0].lower()}{said[1:]}"


def _doing(
    method: Method, operation: Operation, arguments: Sequence[_Argument], asynchronous: bool, over_all: bool
) -> list[str]:
    desk = "self._runner.desk"
    parts = [f"{operation.id!r}"]
    for where in ("path", "query", "body"):
        members = [
            f"{each.wire!r}: {each.name}"
            for each in arguments
            if each.where == where and not (over_all and each.name in ("page_size", "page_number", "next_page_token"))
        ]
        members += [f"{name!r}: {value!r}" for name, value in method.fixed.items()] if where == "body" else []
        if members:
            parts.append(f"{where}={{{', '.join(members)}}}")
    if any(each.name == "extra" for each in arguments):
        parts.append("extra=extra")
    call = f"Call({', '.join(parts)})"
    model = f"replies.{_reply_names()[operation.reply]}" if operation.reply is not None else ""
    wait = "await " if asynchronous else ""
    if over_all:
        return [
            f"return self._runner.each(paging.Pages({desk}, {call}, {model}, lambda page: page.{_items(operation)[0]}))"
        ]
    match method.kind:
        case Kind.ADD:
            flow = f"adding.add({desk}, {call}, {model})"
        case Kind.BATCH:
            flow = f"adding.add_batch({desk}, {call}, people)"
        case Kind.DECIDE:
            who = "await gathered(registrants)" if asynchronous else "registrants"
            flow = f"deciding.set_status({desk}, {call}, {who})"
        case _ if model:
            flow = f"calling.reply({desk}, {call}, {model})"
        case _:
            flow = f"calling.done({desk}, {call})"
    return [f"{'return ' if operation.reply is not None else ''}{wait}self._runner.run({flow})"]


if __name__ == "__main__":
    main()
