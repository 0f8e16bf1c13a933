"""What a program in Java and one in Kotlin have alike: the calls that build the request, its body, the functions it needs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from doorlist.samples.language import Quoting
from doorlist.samples.parts import forms, jvm
from doorlist.samples.parts.wrapping import Call, Expression, Wrapping
from doorlist.samples.request import Basic, File, FileBody, Form, Multipart, Part, Raw, Request, Text, Variable
from doorlist.samples.variables import pieces_of

IMPORTS = frozenset(
    {
        "java.io.IOException",
        "java.net.URI",
        "java.net.http.HttpClient",
        "java.net.http.HttpRequest",
        "java.net.http.HttpResponse.BodyHandlers",
        "java.time.Duration",
    }
)
"""What every program imports."""
JACKSON = frozenset(
    {
        "com.fasterxml.jackson.core.JsonProcessingException",
        "com.fasterxml.jackson.databind.JsonNode",
        "com.fasterxml.jackson.databind.ObjectMapper",
        "com.fasterxml.jackson.databind.node.MissingNode",
    }
)
"""What a program imports that reads JSON."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """How one of the two languages says what both say.

    `text` is a text as an expression, `joined` the pairs of a form as one text, `bounded` a form's media type with its
    boundary, `closing` the line that ends a form. `raw` are the lines that make `body` of a text. `declaration` begins a
    local value, of its type and name; `end` ends it. `file_name` asks a path for its last name. `indent` is that of what
    sends the request.
    """

    quote: Quoting
    wrapping: Wrapping
    indent: str
    declaration: str
    end: str
    file_name: str
    closing: str
    text: Callable[[Text], Expression]
    raw: Callable[[Text], list[str]]
    joined: Callable[[tuple[Expression, ...]], Expression]
    bounded: Callable[[Text], Expression]

    def local(self, kind: str, name: str, value: Expression) -> list[str]:
        """The lines that declare a value."""
        return self.wrapping.assigned(self.indent, self.declaration.format(kind, name), value, self.end)


@dataclass(frozen=True, slots=True)
class Function:
    """A function that a program may need, and what it imports for it."""

    text: str
    imports: frozenset[str] = frozenset()


def calls(request: Request, publisher: Expression | None, dialect: Dialect, imports: set[str]) -> list[Expression]:
    """The calls that make a request of a new builder for the URI."""
    found: list[Expression] = ["timeout(Duration.ofSeconds(30))"]
    text, quote = dialect.text, dialect.quote
    if isinstance(request.auth, Basic):
        basic = Call("basic", (text(request.auth.user), text(request.auth.password)))
        found.append(Call("header", ('"Authorization"', basic)))
    for name, value in request.headers:
        waits = jvm.waits(name, value)
        found.append("expectContinue(true)" if waits else Call("header", (quote(name), text(value))))
    content_type = jvm.media_type(request)
    if content_type is not None:
        said = dialect.bounded(content_type) if isinstance(request.body, Multipart) else text(content_type)
        found.append(Call("header", ('"Content-Type"', said)))
    method = request.method
    if publisher is None and method in ("GET", "DELETE"):
        return [*found, f"{method}()", "build()"]
    if publisher is None:
        imports.add("java.net.http.HttpRequest.BodyPublishers")
        publisher = "BodyPublishers.noBody()"
    known = method in ("POST", "PUT")
    return [*found, Call(method, (publisher,)) if known else Call("method", (quote(method), publisher)), "build()"]


def publisher(request: Request, dialect: Dialect, imports: set[str]) -> tuple[list[str], Expression | None]:
    """The lines that make the body, and the publisher of it."""
    body = request.body
    if body is None:
        return [], None
    imports.add("java.net.http.HttpRequest.BodyPublishers")
    if request.files:
        imports.add("java.nio.file.Path")
    if isinstance(body, Raw):
        width = dialect.wrapping.width - len(dialect.indent) - 4
        return dialect.raw(jvm.laid_out(body, width)), "BodyPublishers.ofString(body)"
    if isinstance(body, Form):
        pairs = tuple(Call("field", (dialect.text(each.name), dialect.text(each.value))) for each in body.fields)
        form = pairs[0] if len(pairs) == 1 else dialect.joined(pairs)
        return dialect.local("String", "form", form), "BodyPublishers.ofString(form)"
    if isinstance(body, FileBody):
        return [], Call("BodyPublishers.ofFile", (Call("Path.of", (dialect.text(body.file.path),)),))
    imports.add("java.net.http.HttpRequest.BodyPublisher")
    parts = tuple(_part(each, dialect) for each in body.parts)
    concatenated = Call("BodyPublishers.concat", (*parts, f"BodyPublishers.ofString({dialect.closing})"))
    return dialect.local("BodyPublisher", "form", concatenated), "form"


def _part(part: Part, dialect: Dialect) -> Call:
    text, quote = dialect.text, dialect.quote
    name = text(forms.between_quotes(part.name))
    content = part.content
    if isinstance(content, File):
        path = text(content.path)
        if content.name is None:
            sent: Expression = f"Path.of({path}){dialect.file_name}.toString()"
        else:
            sent = text(forms.between_quotes(content.name))
        kind = quote(part.content_type or "application/octet-stream")
        return Call("filePart", (name, Call("Path.of", (path,)), sent, kind))
    if part.content_type is None:
        return Call("textPart", (name, text(content)))
    return Call("textPart", (name, text(content), quote(part.content_type)))


def functions(request: Request, known: Mapping[str, Function], imports: set[str]) -> list[list[str]]:
    """The functions that the program calls, of those that the language knows by name."""
    found = []
    for name in _needed(request):
        imports |= known[name].imports
        found.append(known[name].text.strip("\n").split("\n"))
    return found


def _needed(request: Request) -> list[str]:
    answers, body = request.answers, request.body
    found = ["parse"] if answers.reading or answers.coded else []
    if isinstance(body, Multipart):
        texts = {each.content_type is None for each in body.parts if not isinstance(each.content, File)}
        found += ["textPart"] * (True in texts)
        found += ["textPart, typed"] * (False in texts)
        found += ["filePart"] * bool(request.files)
        found.append("part")
    if isinstance(body, Form):
        found.append("field")
    if isinstance(body, Form) or any(
        isinstance(each, Variable) and each.encoded for each in pieces_of(request.url.text)
    ):
        found.append("encode")
    if isinstance(request.auth, Basic):
        found.append("basic")
    if request.variables:
        found.append("required")
    return found
