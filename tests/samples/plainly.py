"""A language that says every request byte by byte, and fake ones that go wrong: what the trial itself is tried with."""

from collections.abc import Callable
from dataclasses import replace

from doorlist.samples.language import Language
from doorlist.samples.request import (
    Basic,
    CannotSay,
    Field,
    File,
    FileBody,
    Form,
    Multipart,
    Part,
    Raw,
    Request,
    Text,
    Url,
    Variable,
)
from doorlist.samples.variables import pieces_of

_PROGRAM = """\
import base64, os, socket, sys
from urllib.parse import quote, quote_plus

def value(name, encode=None):
    found = os.environ[name]
    return (encode(found) if encode else found).encode()

def everything(path):
    with open(path, "rb") as file:
        return file.read()

origin = {origin}
host = origin.removeprefix(b"http://")
body = {body}
head = {head}
name, port = host.decode().rsplit(":", 1)
connection = socket.create_connection((name, int(port)))
connection.sendall(head + body)
connection.shutdown(socket.SHUT_WR)
answer = b""
while received := connection.recv(65536):
    answer += received
sys.stdout.buffer.write(answer)
"""


def _bytes(*texts: Text, encode: str = "None") -> str:
    """An expression for the bytes of texts; a variable that is not encoded for a URL is by `encode`."""
    said = []
    for text in texts:
        for piece in pieces_of(text):
            if isinstance(piece, Variable):
                how = "lambda text: quote(text, safe='')" if piece.encoded else encode
                said.append(f"value({piece.environment!r}, {how})")
            else:
                said.append(repr(piece.encode()))
    return " + ".join(said) or "b''"


def write(request: Request) -> str:
    """The whole request as bytes in a Python program."""
    if request.auth is not None and not isinstance(request.auth, Basic):
        raise CannotSay(f"There is no {type(request.auth).__name__} here.")
    lines: list[str] = [_bytes(f"{request.method} ", request.url.target, " HTTP/1.1\r\nHost: ") + " + host"]
    lines += [_bytes(f"{name}: ", value) for name, value in request.headers]
    if isinstance(request.auth, Basic):
        proof = f"base64.b64encode({_bytes(request.auth.user, ':', request.auth.password)})"
        lines.append(f"b'Authorization: Basic ' + {proof}")
    body = "b''"
    match request.body:
        case Raw():
            body = _bytes(request.body.text)
        case Form():
            body = " + b'&' + ".join(
                f"{_encoded(each.name)} + b'=' + {_encoded(each.value)}" for each in request.body.fields
            )
        case FileBody():
            body = f"everything({_bytes(request.body.file.path)})"
        case Multipart():
            body = " + ".join([*map(_part, request.body.parts), "b'--x-x-x--\\r\\n'"])
            lines.append("b'Content-Type: multipart/form-data; boundary=x-x-x'")
        case None:
            pass
    if request.content_type is not None:
        lines.append(_bytes("Content-Type: ", request.content_type))
    if all(name.lower() != "connection" for name, _ in request.headers):
        lines.append("b'Connection: close'")
    lines.append("b'Content-Length: %d' % len(body)")
    head = " + b'\\r\\n' + ".join([*lines, "b'\\r\\n'"])
    return _PROGRAM.format(origin=_bytes(request.url.origin), body=body or "b''", head=head)


def _encoded(text: Text) -> str:
    return f"quote_plus({_bytes(text)}).encode()"


def _part(part: Part) -> str:
    def name(text: Text) -> Text:
        return text.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A") if isinstance(text, str) else text

    head = ['--x-x-x\r\nContent-Disposition: form-data; name="', name(part.name), '"']
    if isinstance(part.content, File):
        head += ['; filename="', name(part.content.name or part.content.path), '"']
        content = f"everything({_bytes(part.content.path)})"
    else:
        content = _bytes(part.content)
    if part.content_type is not None:
        head.append(f"\r\nContent-Type: {part.content_type}")
    return f"{_bytes(*head)} + b'\\r\\n\\r\\n' + {content} + b'\\r\\n'"


PLAINLY = Language("plainly", "Bytes", "python", "sample.py", write, run=("python3", "-I", "-S", "sample.py"))


def fake(id: str, write: Callable[[Request], str], **facts: object) -> Language:
    """A language that prints in a way of its own."""
    return replace(PLAINLY, id=id, title=id, write=write, **facts)  # type: ignore[arg-type]


def get(target: str = "/a?b=c", **facts: object) -> Request:
    """A GET of https://api.example.org, or what is said beside."""
    origin = "https://api.example.org"
    path, _, _ = target.partition("?")
    url = Url(origin, path, (), origin + target, target, "https", "api.example.org", 443)
    return Request("A title", ("Folder",), "GET", url, **facts)  # type: ignore[arg-type]


def form(*pairs: tuple[str, str]) -> Form:
    """An urlencoded form."""
    return Form(tuple(Field(*each) for each in pairs))
