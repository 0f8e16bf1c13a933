"""Items become requests: variables filled in, auth worked out, headers, body and URL as they go over the wire."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from doorlist.samples import answers, names
from doorlist.samples.bodies import FORM, Bodies, media_type
from doorlist.samples.collection import Collection, Item
from doorlist.samples.credentials import Credentials
from doorlist.samples.problems import ItemBroken, Problem, kind
from doorlist.samples.request import Basic, Body, Form, Multipart, Request, Text
from doorlist.samples.urls import Urls, with_query
from doorlist.samples.variables import Variables, pieces_of

Source = dict[str, object]

_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]{1,200}")
_NO_BODY = frozenset({"GET", "HEAD", "COPY", "PURGE", "UNLOCK"})  # Postman sends none with these unless told to
_LIBRARYS = frozenset({"content-length", "transfer-encoding"})


@dataclass(frozen=True, slots=True)
class Given:
    """What a caller knows beside the collection: variables by name, an environment's, and the seed of what is random."""

    variables: Mapping[str, str] = field(default_factory=dict)
    environment: Mapping[str, str] = field(default_factory=dict)
    seed: str = "0"


NOTHING = Given()


def requests(collection: Collection, given: Given = NOTHING) -> Iterator[tuple[Item, Request | Problem]]:
    """Every item with its request, or with what is wrong with it."""
    for item in collection.items:
        try:
            made: Request | Problem = request(item, given)
        except ItemBroken as broken:
            made = Problem(f'item "{item.label}": {broken.where}', broken.message)
        yield item, made


def request(item: Item, given: Given = NOTHING) -> Request:
    """The request of an item. Raises ItemBroken where it cannot be sent as it stands."""
    taken = names.Unique()
    scopes = [given.variables, given.environment, *item.variables]
    variables = Variables(scopes, seed=f"{given.seed}\0{item.slug}", taken=taken)
    source = item.request
    method = _method(source.get("method"), variables)
    urls = Urls(variables)
    url = urls.url(source.get("url"))
    warnings: list[str] = []
    headers, content_type = _headers(source.get("header"), variables, warnings)
    credentials = Credentials(variables)
    credentials.take(item.auth)
    if credentials.auth is not None or credentials.headers:
        replaced = {"authorization"} if credentials.auth else {name.lower() for name, _ in credentials.headers}
        headers = [each for each in headers if each[0].lower() not in replaced]
    headers += credentials.headers
    for name, value in credentials.query:
        url = with_query(url, name, value)
    auth = credentials.auth
    if (
        urls.credentials is not None
        and auth is None
        and not any(name.lower() == "authorization" for name, _ in headers)
    ):
        auth = Basic(*urls.credentials)
    body, usual = _body(source.get("body"), method, item, content_type, variables, warnings)
    if _without(item, "content-type"):
        usual = None
    content_type = _content_type(content_type, usual, body, warnings)
    return Request(
        title=item.name,
        folders=item.folders,
        method=method,
        url=url,
        headers=tuple(_checked(headers)),
        content_type=content_type,
        auth=auth,
        body=body,
        variables=variables.asked,
        answers=answers.answers(item, variables.asked),
        warnings=tuple(warnings),
        reason=credentials.reason,
    )


def _method(given: object, variables: Variables) -> str:
    if given is None or given == "":
        return "GET"
    if not isinstance(given, str):
        raise ItemBroken("method", f"must be a text, not {kind(given)}")
    method = variables.text(given, "method")
    if not isinstance(method, str) or not _TOKEN.fullmatch(method):
        raise ItemBroken("method", f"{given[:40]!r} is none")
    return method.upper()  # as Postman does


def _headers(given: object, variables: Variables, warnings: list[str]) -> tuple[list[tuple[str, Text]], Text | None]:
    """The headers in their order, and apart from them the Content-Type."""
    headers: list[tuple[str, Text]] = []
    content_type: Text | None = None
    for where, name, value in _header_pairs(given):
        key = variables.text(name, where)
        if not isinstance(key, str) or not _TOKEN.fullmatch(key.strip()):
            raise ItemBroken(where, f"{name[:80]!r} is no name of a header")
        key = key.strip()
        text = _trimmed(variables.text(value, where))
        if any(isinstance(each, str) and re.search(r"[\r\n\0]", each) for each in pieces_of(text)):
            raise ItemBroken(where, f"the value of {key} has a line break, which no header can hold")
        if key.lower() == "content-type":
            if content_type is not None and content_type != text:
                warnings.append("The collection gives two Content-Types; the last one is sent.")
            content_type = text or None
        elif key.lower() in _LIBRARYS:
            warnings.append(f"The collection's {key} is left out: it follows from the body that is sent.")
        else:
            headers.append((key, text))
    return headers, content_type


def _header_pairs(given: object) -> Iterator[tuple[str, str, str]]:
    """Place, name and value of each enabled header: of a list, an object, or a text of lines."""
    if given is None:
        return
    if isinstance(given, str):
        given = [
            {"key": name.strip(), "value": value.strip()}
            for name, colon, value in (line.partition(":") for line in given.splitlines())
            if colon
        ]
    if isinstance(given, dict):
        given = [{"key": name, "value": value} for name, value in given.items()]
    if not isinstance(given, list):
        raise ItemBroken("header", f"must be a list, not {kind(given)}")
    for number, each in enumerate(given):
        where = f"header[{number}]"
        if isinstance(each, str):
            before, _, behind = each.partition(":")
            yield where, before, behind
            continue
        if not isinstance(each, dict):
            raise ItemBroken(where, f"must be an object, not {kind(each)}")
        name = each.get("key")
        if each.get("disabled") is True or name in (None, ""):
            continue
        value = each.get("value")
        if not isinstance(name, str):
            raise ItemBroken(where, f"its key must be a text, not {kind(name)}")
        if isinstance(value, dict | list):
            raise ItemBroken(where, f"its value must be a text, not {kind(value)}")
        yield where, name, "" if value is None else value if isinstance(value, str) else str(value)


def _trimmed(text: Text) -> Text:
    """Without blanks around it, which a header's value never has."""
    if isinstance(text, str):
        return text.strip(" \t")
    first, *_ = pieces = list(text.pieces)
    if isinstance(first, str):
        pieces[0] = first.lstrip(" \t")
    if isinstance(pieces[-1], str):
        pieces[-1] = pieces[-1].rstrip(" \t")
    return replace(text, pieces=tuple(each for each in pieces if each != ""))


def _checked(headers: list[tuple[str, Text]]) -> list[tuple[str, Text]]:
    for name, value in headers:
        if not _TOKEN.fullmatch(name):
            raise ItemBroken("auth", f"{name[:80]!r} is no name of a header")
        if any(isinstance(each, str) and re.search(r"[\r\n\0]", each) for each in pieces_of(value)):
            raise ItemBroken("auth", f"the value of {name} has a line break, which no header can hold")
    return headers


def _without(item: Item, header: str) -> bool:
    """Whether the collection switches a header off that Postman sends by itself."""
    off = item.behaviour.get("disabledSystemHeaders")
    return isinstance(off, dict) and off.get(header) is True


def _body(
    given: object,
    method: str,
    item: Item,
    content_type: Text | None,
    variables: Variables,
    warnings: list[str],
) -> tuple[Body | None, str | None]:
    if method in _NO_BODY and item.behaviour.get("disableBodyPruning") is not True:
        mode = given.get("mode") if isinstance(given, dict) else None
        if isinstance(given, dict) and mode is not None and given.get(str(mode)):
            warnings.append(f"The collection gives a body, which Postman does not send with {method}; nor does this.")
        return None, None
    return Bodies(variables).body(given, content_type)


def _content_type(given: Text | None, usual: str | None, body: Body | None, warnings: list[str]) -> Text | None:
    """The Content-Type to send: the collection's, else the usual one of the body; a multipart's is the library's."""
    if isinstance(body, Multipart):
        if given is not None and media_type(given) not in ("multipart/form-data", ""):
            warnings.append(f"The collection's Content-Type, {given}, is left out: the body is multipart/form-data.")
        return None
    if isinstance(body, Form):
        if given is not None and media_type(given) not in (FORM, ""):
            warnings.append(
                f"The collection's Content-Type, {given}, is left out: the body is {FORM}, as Postman sends it."
            )
            return usual
        return given or usual
    return given or usual
