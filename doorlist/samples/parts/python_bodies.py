"""How Python programs make what they send: texts, forms, files, and parts; for libraries that take it in several ways."""

from collections.abc import Sequence
from dataclasses import dataclass

from doorlist.samples.language import indented
from doorlist.samples.parts import forms, python
from doorlist.samples.parts.brackets import Group, Node, prefixed
from doorlist.samples.parts.python import (
    assigned,
    block,
    encoded,
    encoded_as,
    header,
    listed,
    mapped,
    statements,
    text,
)
from doorlist.samples.parts.python_program import Sending
from doorlist.samples.parts.quotes import string
from doorlist.samples.parts.texts import wordy
from doorlist.samples.request import File, Json, Multipart, Part, Text

PATHS = "from pathlib import Path"


@dataclass(slots=True)
class Carried:
    """A body: the statements that make it, the arguments that send it, and the Content-Type that is still to be said."""

    statements: list[str]
    arguments: list[str]
    content_type: Text | None
    composed: bool = False  # by `multipart`, which gives the Content-Type as well
    opened: File | None = None  # what is open while it is sent


def raw(given: Text, how: Sending, *, coding: bool = True, literal: bool = True) -> tuple[list[str], str]:
    """A text to be sent: what makes it, and the expression for it.

    `coding` where the library takes bytes, or ASCII; without `literal` it takes bytes alone.
    """
    if not isinstance(given, str):
        made = block(given) if wordy(given) else text(given)
        return assigned("body", made), "body.encode()" if coding else "body"
    odd = not given.isascii() and any("\ud800" <= each <= "\udfff" for each in given)
    bytes_needed = odd or (coding and not (literal and given.isascii()))
    if wordy(given):
        how.constants.append(f"BODY = {block(given)}")
        return [], encoded_as("BODY", given) if bytes_needed else "BODY"
    return assigned("body", encoded(given) if bytes_needed else string(given)), "body"


def json(value: Json, content_type: Text | None) -> Carried:
    """A JSON value, as requests and httpx take it in `json`."""
    made = statements(python.value(value, "body = "))
    return Carried(made, ["json=body"], None if content_type == forms.JSON else content_type)


def read(file: File, argument: str, content_type: Text | None, how: Sending) -> Carried:
    """The bytes of a file, read before they are sent."""
    how.modules.add(PATHS)
    return Carried(statements(prefixed("body = ", file_bytes(file)), depth=2), [argument], content_type)


def typed(headers: list[tuple[Text, Node]], body: Carried) -> list[tuple[Text, Node]]:
    """The headers with the body's Content-Type behind them, if it is to be said."""
    if body.content_type is not None:
        return [*headers, ("Content-Type", header(body.content_type))]
    return [*headers, ("Content-Type", "content_type")] if body.composed else headers


def pairs(before: str, given: Sequence[tuple[Text, Node]]) -> Node:
    """Names with their values: a dict, or a list of tuples where a name comes twice or is not known yet."""
    if mappable(given):
        return mapped(before, [prefixed(f"{text(name)}: ", node) for name, node in given])
    return listed(before, [Group("(", [text(name), node], ")") for name, node in given])


def mappable(given: Sequence[tuple[Text, Node]]) -> bool:
    """Whether a dict can hold pairs of these names."""
    return len({each for each, _ in given}) == len(given) and all(isinstance(each, str) for each, _ in given)


def file_name(file: File) -> Node:
    """The name that is sent, as an expression."""
    if file.name is not None:
        return string(file.name)
    if isinstance(file.path, str):
        return string(forms.base_name(file.path))
    return Group("Path(", [text(file.path)], ").name")


def file_bytes(file: File) -> Group:
    """A file's content, as an expression."""
    return Group("Path(", [text(file.path)], ").read_bytes()")


def opened(file: File, lines: list[str]) -> list[str]:
    """The lines with a file that is open."""
    header = statements(Group("with open(", [text(file.path), '"rb"'], ") as body:"), depth=2)
    return [*header, *indented(lines, "    ")]


def part(each: Part) -> Node:
    """A part as requests and httpx take it in `files`: file name, content, and the type where there is one."""
    kind = [] if each.content_type is None else [string(each.content_type)]
    if isinstance(each.content, File):
        return Group("(", [file_name(each.content), file_bytes(each.content), *kind], ")")
    return Group("(", ["None", text(each.content), *kind], ")")


def apart(form: Multipart) -> tuple[list[tuple[Text, Node]], list[tuple[Text, Node]]] | None:
    """Its texts and its files, as `data` and `files` take them; None where they do not come in this order."""
    texts: list[tuple[Text, Node]] = []
    files: list[tuple[Text, Node]] = []
    for each in form.parts:
        if isinstance(each.content, File):
            files.append((each.name, part(each)))
        elif files or each.content_type is not None:
            return None
        else:
            texts.append((each.name, text(each.content)))
    return (texts, files) if texts and files else None


_MULTIPART = '''\
def multipart(parts):
    """The bytes of a form and its media type.

    A part is its name, a file name or None, a media type or None, and its bytes.
    """
    boundary = uuid.uuid4().hex
    quoted = str.maketrans({'"': "%22", "\\r": "%0D", "\\n": "%0A"})
    body = b""
    for name, filename, content_type, content in parts:
        head = f'Content-Disposition: form-data; name="{name.translate(quoted)}"'
        if filename is not None:
            head += f'; filename="{filename.translate(quoted)}"'
        if content_type is not None:
            head += f"\\r\\nContent-Type: {content_type}"
        body += f"--{boundary}\\r\\n{head}\\r\\n\\r\\n".encode() + content + b"\\r\\n"
    body += f"--{boundary}--\\r\\n".encode()
    return body, f"multipart/form-data; boundary={boundary}"'''.splitlines()


def files(form: Multipart, content_type: Text | None, how: Sending, *, repeats: bool) -> Carried:
    """Texts that come before all files are `data`, as the documentation has it; otherwise `files` has everything.

    `repeats`: a name may come twice in `data`.
    """
    if how.reads_files:
        how.modules.add(PATHS)
    depth = 2 if how.reads_files else 1
    two = apart(form)
    if two is not None and (repeats or mappable(two[0])):
        texts, others = two
        lines = statements(pairs("form = ", texts), pairs("files = ", others), depth=depth)
        return Carried(lines, ["data=form", "files=files"], content_type)
    lines = statements(pairs("files = ", [(each.name, part(each)) for each in form.parts]), depth=depth)
    return Carried(lines, ["files=files"], content_type)


def composed(form: Multipart, how: Sending) -> list[str]:
    """The statement that makes a form's bytes where the library has no way to."""
    how.modules |= {"import uuid"} | ({PATHS} if how.reads_files else set())
    how.functions.append(_MULTIPART)
    rows: list[Node] = []
    for each in form.parts:
        kind = "None" if each.content_type is None else string(each.content_type)
        if isinstance(each.content, File):
            rows.append(Group("(", [text(each.name), file_name(each.content), kind, file_bytes(each.content)], ")"))
        else:
            rows.append(Group("(", [text(each.name), "None", kind, encoded(each.content)], ")"))
    lines = statements(listed("parts = ", rows), depth=2 if how.reads_files else 1)
    return [*lines, "body, content_type = multipart(parts)"]
