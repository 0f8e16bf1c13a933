"""What Go, Rust and C share: the media type that is sent, names of the program's own, which refusals are read as JSON."""

from collections.abc import Container

from doorlist.samples.parts import forms
from doorlist.samples.request import Form, Request, Text


def media_type(request: Request) -> Text | None:
    """The Content-Type to send; a form has one in any case."""
    return forms.FORM if request.content_type is None and isinstance(request.body, Form) else request.content_type


def free(base: str, taken: Container[str], between: str = "_") -> str:
    """The name, or the next one that is not taken: `name_2`."""
    name, number = base, 2
    while name in taken:
        name, number = f"{base}{between}{number}", number + 1
    return name


def tells_json(request: Request) -> bool:
    """Whether a refusal's reply is read as JSON, for its code and its message."""
    return request.method != "HEAD" and (request.answers.coded or bool(request.answers.reading))
