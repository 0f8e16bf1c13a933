"""Makes a request ready to be tried: sent to the recorder, its files beside the program, a value for each variable."""

import hashlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from posixpath import basename

from doorlist.samples.request import (
    AwsV4,
    Basic,
    Digest,
    File,
    FileBody,
    Hawk,
    Multipart,
    OAuth1,
    Raw,
    Request,
    Template,
    Text,
    Url,
    Variable,
)
from doorlist.samples.trial.texts import said
from doorlist.samples.variables import concatenated, pieces_of

_NAME_BYTES_MAX = 200


@dataclass(frozen=True, slots=True)
class Placed:
    """A request as it is tried: the values of its variables and the bytes of its files, by path."""

    request: Request
    environment: Mapping[str, str]
    files: Mapping[str, bytes]

    def lay(self, folder: Path) -> None:
        """Makes the files in the program's folder."""
        for path, content in self.files.items():
            place = folder / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)


def place(request: Request, origin: str, *, taken: Collection[str] = ()) -> Placed:
    """The request, sent to this origin (`http://127.0.0.1:8000`); `taken` are names that no file may have."""
    values = _values(request)
    moved, own = at(request, origin)
    environment = values | own
    near = _near(moved, environment, taken)
    return Placed(
        near, environment, {path: content(path) for each in near.files if (path := said(each.path, environment))}
    )


def at(request: Request, origin: str) -> tuple[Request, dict[str, str]]:
    """The request with its origin exchanged, and the values that the origin's variables must have for that."""
    url = request.url
    scheme, _, authority = origin.partition("://")
    if isinstance(url.origin, str):
        host, _, port = authority.rpartition(":")
        moved: Url = replace(url, origin=origin, scheme=scheme, host=host, port=int(port))
        values: dict[str, str] = {}
    else:
        template, values = _through(url.origin, origin)
        moved = replace(url, origin=template)
    return replace(request, url=replace(moved, text=concatenated(moved.origin, moved.target))), values


def _through(template: Template, origin: str) -> tuple[Template, dict[str, str]]:
    """The origin said by the template's own variables: one has all of it, several share it; literals give way.

    `https://{{host}}` becomes `http://{{host}}`, `https://{{area}}.example.org` does as well.
    """
    scheme, _, authority = origin.partition("://")
    variables = [each for each in template.pieces if isinstance(each, Variable)]
    first, *rest = template.pieces
    if isinstance(first, str) and "://" in first:
        opening: list[str | Variable] = [f"{scheme}://"]
        values, left = {}, authority
    elif isinstance(first, Variable) and rest and isinstance(rest[0], str) and rest[0].startswith("://"):
        opening = [first, "://"]
        values, left = {first.environment: scheme}, authority
        variables = variables[1:]
    else:
        opening, values, left = [], {}, origin
    apart = list(dict.fromkeys(variables))
    for variable in apart[:-1]:
        values[variable.environment], left = left[:3], left[3:]
    if apart:
        values[apart[-1].environment] = left
        return Template((*opening, *apart)), values
    return Template((*opening, left)), values


# --- variables -------------------------------------------------------------------------------------------------------


def _values(request: Request) -> dict[str, str]:
    """A value for each variable: as awkward as the places where it stands allow."""
    plain = {each.environment for text in _plain(request) for each in _variables(text)}
    readable = {each.environment for text in _readable(request) for each in _variables(text)}
    values = {}
    for number, variable in enumerate(request.variables, 1):
        if variable.environment in plain:
            values[variable.environment] = f"value-{number}.x_y"
        elif variable.environment in readable:
            values[variable.environment] = f"{number} Zoë"
        else:
            values[variable.environment] = f"{number} ü/&=+ %"
    return values


def _variables(text: Text) -> Iterator[Variable]:
    return (each for each in pieces_of(text) if isinstance(each, Variable))


def _plain(request: Request) -> Iterator[Text]:
    """The texts that take a token only."""
    yield request.url.origin
    yield from (value for _, value in request.headers)
    if request.content_type is not None:
        yield request.content_type
    yield from (each.path for each in request.files)
    match request.auth:
        case Basic() | Digest() as auth:
            yield auth.user
        case OAuth1() as auth:
            yield from (auth.consumer_key, auth.consumer_secret, auth.token, auth.token_secret, auth.realm)
        case AwsV4() as auth:
            yield from (auth.access_key, auth.secret_key, auth.session_token, auth.region, auth.service)
        case Hawk() as auth:
            yield from (auth.key_id, auth.key)
        case None:
            pass


def _readable(request: Request) -> Iterator[Text]:
    """The texts where a quote or an ampersand might be taken for something else."""
    if isinstance(request.body, Raw):
        yield request.body.text
    if isinstance(request.body, Multipart):
        yield from (each.name for each in request.body.parts)
    if isinstance(request.auth, Basic | Digest):
        yield request.auth.password


# --- files -----------------------------------------------------------------------------------------------------------


def content(path: str) -> bytes:
    """The bytes of a file that a sample reads: of our own making, no UTF-8, with all that could be mistaken for an end."""
    seal = hashlib.sha256(path.encode("utf-8", "surrogateescape")).digest()
    return (
        b"\x89\xff\xfe\0 what is in " + path.encode("utf-8", "surrogateescape") + b"\r\n--\r\n\n\x1a" + seal + b"\r\n"
    )


def _near(request: Request, environment: Mapping[str, str], taken: Collection[str]) -> Request:
    """The request with its files inside the program's folder, each under its own name there."""
    names: dict[str, str] = {}

    def near(file: File) -> File:
        path = said(file.path, environment)
        if not isinstance(file.path, str):
            assert _inside(path), "a file's variable has a plain value"
            return file
        if path not in names:
            kept = (
                path
                if _inside(path)
                else (basename(path.replace("\0", "").rstrip("/"))[-_NAME_BYTES_MAX // 4 :] or "file")
            )
            if kept in (".", ".."):
                kept = "file"
            while kept in names.values() or kept in taken:
                kept = f"another {kept}"
            names[path] = kept
        return replace(file, path=names[path])

    body = request.body
    if isinstance(body, FileBody):
        return replace(request, body=FileBody(near(body.file)))
    if isinstance(body, Multipart) and request.files:
        parts = tuple(
            replace(each, content=near(each.content)) if isinstance(each.content, File) else each for each in body.parts
        )
        return replace(request, body=Multipart(parts))
    return request


def _inside(path: str) -> bool:
    pieces = path.split("/")
    return (
        "\0" not in path
        and all(0 < len(each.encode("utf-8", "replace")) <= _NAME_BYTES_MAX for each in pieces)
        and ".." not in pieces
    )
