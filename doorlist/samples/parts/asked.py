"""Which variables a program reads, and which of them it may encode for the URL as it reads them."""

from collections.abc import Iterator
from dataclasses import fields, replace

from doorlist.samples.request import File, FileBody, Form, Multipart, Raw, Request, Template, Text, Variable
from doorlist.samples.variables import pieces_of


def texts(request: Request) -> Iterator[Text]:
    """Every text that the program sends, the URL first."""
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


def address(request: Request) -> tuple[Text, frozenset[str]]:
    """The URL, and the environment variables whose values a program can encode as it reads them: what stands nowhere but
    in the URL's path and query. The URL takes those as they are then."""
    url = request.url.text
    if isinstance(url, str):
        return url, frozenset()
    encoded = {each.environment for each in url.pieces if isinstance(each, Variable) and each.encoded}
    if encoded:
        for text in texts(request):
            encoded -= {each.environment for each in pieces_of(text) if isinstance(each, Variable) and not each.encoded}
    found = (
        replace(each, encoded=False) if isinstance(each, Variable) and each.environment in encoded else each
        for each in url.pieces
    )
    return Template(tuple(found)), frozenset(encoded)
