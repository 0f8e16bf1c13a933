"""What Go, Rust and C share: names in forms, the documented errors in the order of their look-up, headers none will send."""

import re
from collections.abc import Iterator
from dataclasses import fields

from doorlist.samples.languages.signing import AUTHS
from doorlist.samples.request import (
    Answers,
    CannotSay,
    File,
    FileBody,
    Form,
    Multipart,
    Raw,
    Request,
    Template,
    Text,
    Variable,
)

FORM_TYPE = "application/x-www-form-urlencoded"
_FORM_ESCAPES = str.maketrans({'"': "%22", "\r": "%0D", "\n": "%0A"})
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")


def form_name(name: Text) -> Text:
    """The name of a part or file as it stands between its quotes, escaped as browsers do."""
    if isinstance(name, str):
        return name.translate(_FORM_ESCAPES)
    return Template(tuple(each.translate(_FORM_ESCAPES) if isinstance(each, str) else each for each in name.pieces))


def looked_up(answers: Answers) -> list[tuple[int, str, str]]:
    """Status, code ("" where there is none) and meaning: those with a code first, none twice."""
    found: dict[tuple[int, str], str] = {}
    for each in sorted(answers.failures, key=lambda each: each.code is None):
        found.setdefault((each.status, "" if each.code is None else str(each.code)), each.message)
    return [(status, code, message) for (status, code), message in found.items()]


def media_type(request: Request) -> Text | None:
    """The Content-Type to send; a form has one in any case."""
    return FORM_TYPE if request.content_type is None and isinstance(request.body, Form) else request.content_type


def texts(request: Request) -> Iterator[Text]:
    """Every text that the program sends."""
    yield request.url.text
    yield from (value for _, value in request.all_headers)
    if request.auth is not None:
        yield from (each for name in fields(request.auth) if isinstance(each := getattr(request.auth, name.name), Text))
    match request.body:
        case Raw(text=text):
            yield text
        case Form(fields=pairs):
            for field in pairs:
                yield from (field.name, field.value)
        case Multipart(parts=parts):
            for part in parts:
                yield from (part.name, part.content.path if isinstance(part.content, File) else part.content)
        case FileBody(file=file):
            yield file.path
        case None:
            pass


def variables(request: Request) -> list[Variable]:
    """The variables that the program reads: those that something is made of."""
    if not request.variables:
        return []
    used = {
        each.environment
        for text in texts(request)
        if not isinstance(text, str)
        for each in text.pieces
        if isinstance(each, Variable)
    }
    return [each for each in request.variables if each.environment in used]


def tells_json(request: Request) -> bool:
    """Whether a refusal's reply is read as JSON, for its code and its message."""
    return request.method != "HEAD" and (request.answers.coded or bool(request.answers.reading))


def check_headers(request: Request, library: str) -> None:
    """Raises CannotSay where a header's value has a control character."""
    for name, value in request.all_headers:
        literal = value if isinstance(value, str) else "".join(each for each in value.pieces if isinstance(each, str))
        if _CONTROL.search(literal):
            raise CannotSay(f"{library} refuses a control character in a header, and {name} has one.")


def check_auth(request: Request, library: str, able: tuple[type, ...]) -> None:
    """Raises CannotSay where the request's auth is not one of those that the library knows."""
    if request.auth is not None and not isinstance(request.auth, able):
        raise CannotSay(f"{library} does not know {AUTHS[type(request.auth)]}; that takes another package.")
