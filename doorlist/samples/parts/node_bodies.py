"""How Node.js programs make what they send: texts, forms and files."""

import re
from collections.abc import Sequence

from doorlist.samples.parts import forms
from doorlist.samples.parts.brackets import Group, Node, call
from doorlist.samples.parts.node import assigned, block, key, listed, mapped, member, statement, text
from doorlist.samples.parts.node_program import Sending
from doorlist.samples.parts.quotes import string
from doorlist.samples.parts.texts import literals, wordy
from doorlist.samples.request import CannotSay, File, Multipart, Part, Raw, Request, Text

_BLOB = 'import { openAsBlob } from "node:fs";'
_READ = 'import { readFile } from "node:fs/promises";'
_BASENAME = 'import { basename } from "node:path";'
_LONE = re.compile(r"\r(?!\n)|(?<!\r)\n")


def raw(body: Raw) -> list[str]:
    """Names the text of a body."""
    return assigned("body", block(body.text) if wordy(body.text) else text(body.text))


def pairs(given: Sequence[tuple[Text, Text]]) -> Node:
    """The fields of a form: an object, or an array of pairs where a name comes twice, is not known yet, or is a number,
    which an object would put first."""
    names = [name for name, _ in given]
    if len(set(names)) == len(names) and all(
        isinstance(each, str) and not each.isdigit() and each != "__proto__" for each in names
    ):
        return mapped("", [member(key(literals(name)), text(each)) for name, each in given])
    return listed("", [Group("[", [text(name), text(each)], "]") for name, each in given])


def file_name(file: File, how: Sending) -> Node:
    """The name that is sent, as an expression."""
    if file.name is not None:
        return string(file.name)
    if isinstance(file.path, str):
        return string(forms.base_name(file.path))
    how.imports.add(_BASENAME)
    return call("basename", text(file.path))


def blob(file: File, kind: str | None, how: Sending) -> Node:
    """A file as a Blob."""
    how.imports.add(_BLOB)
    options = [] if kind is None else [Group("{ ", [member("type", string(kind))], " }")]
    return call("await openAsBlob", text(file.path), *options)


def file_bytes(file: File, how: Sending) -> Group:
    """A file's content, as an expression."""
    how.imports.add(_READ)
    return call("await readFile", text(file.path))


def altered(form: Multipart) -> bool:
    """Whether FormData would change something: it makes each line end CRLF, gives a text that has a type a file name,
    and a type small letters."""
    for each in form.parts:
        content = "" if isinstance(each.content, File) else literals(each.content)
        names = literals(each.name) + ((each.content.name or "") if isinstance(each.content, File) else "")
        kind = each.content_type
        if _LONE.search(content) or "\n" in names or "\r" in names:
            return True
        if kind is not None and (not isinstance(each.content, File) or kind != kind.lower()):
            return True
    return False


def appended(form: Multipart, how: Sending) -> list[str]:
    """Statements that make a FormData."""
    lines = ["const form = new FormData();"]
    depth = 1 if reads(form) else 0
    for each in form.parts:
        content = [text(each.content)] if not isinstance(each.content, File) else _sent(each.content, each, how)
        lines += statement(call("form.append", text(each.name), *content), depth)
    return lines


def _sent(file: File, part: Part, how: Sending) -> list[Node]:
    return [blob(file, part.content_type, how), file_name(file, how)]


def composed(form: Multipart, how: Sending) -> list[Node]:
    """The parts as objects, for a form that FormData cannot say."""
    rows: list[Node] = []
    for each in form.parts:
        members: list[Node] = [member("name", text(each.name))]
        if isinstance(each.content, File):
            members.append(member("filename", file_name(each.content, how)))
        if each.content_type is not None:
            members.append(member("type", string(each.content_type)))
        members.append(
            member("content", blob(each.content, None, how) if isinstance(each.content, File) else text(each.content))
        )
        rows.append(mapped("", members))
    return rows


def reads(form: Multipart) -> bool:
    """Whether files are read."""
    return any(isinstance(each.content, File) for each in form.parts)


def check_dots(request: Request, library: str) -> None:
    """Raises CannotSay where the path has segments that mean "here" or "up", which every URL of the web's standard resolves."""
    if forms.dotted(request):
        raise CannotSay(
            f"{library} resolves the dots in a path, as every URL of the WHATWG does, and this path has segments that are dots."
        )
