"""Sends by CkHttp, as most requests are."""

import re
from collections.abc import Iterator
from posixpath import basename

from doorlist.samples.parts import forms
from doorlist.samples.parts.chilkat_bodies import (
    MULTIPART,
    TIMEOUT_S,
    built,
    encoded_form,
    host_name,
    long,
    only_bytes,
    query_name,
    sent_name,
)
from doorlist.samples.parts.chilkat_draft import Draft
from doorlist.samples.parts.chilkat_words import (
    BODY,
    HTTP,
    JSON,
    REQ,
    RESP,
    STATUS,
    Call,
    Do,
    Gap,
    Get,
    Let,
    Note,
    Put,
    Statement,
)
from doorlist.samples.parts.texts import literals
from doorlist.samples.request import (
    Basic,
    CannotSay,
    Digest,
    FileBody,
    Form,
    Multipart,
    Part,
    Raw,
    Template,
    Variable,
)
from doorlist.samples.variables import joined, pieces_of

_ONCE = frozenset(
    {"accept", "accept-encoding", "accept-language", "connection", "cookie", "host", "referer", "user-agent"}
)
_SPACE = re.compile(r"\s")


def sent(draft: Draft) -> Iterator[Statement]:
    request, url = draft.request, draft.request.url
    yield draft.new(HTTP, "Http")
    yield Put(HTTP, "ReadTimeout", TIMEOUT_S)
    if url.scheme != "http":
        yield Put(HTTP, "RequireSslCertVerify", True)
        yield Put(HTTP, "RequireHostnameMatch", True)
    if isinstance(request.auth, Basic | Digest):
        yield Put(HTTP, "Login", request.auth.user)
        yield Put(HTTP, "Password", request.auth.password)
        yield Put(HTTP, "BasicAuth" if isinstance(request.auth, Basic) else "DigestAuth", True)
    yield Gap()
    yield draft.new(REQ, "HttpRequest")
    yield Put(REQ, "HttpVerb", request.method)
    if url.host is not None:
        yield Put(REQ, "Path", url.target)
    yield from _headers(draft)
    yield from _body(draft)
    yield Gap()
    if url.host is None:
        yield draft.new(RESP, "HttpResponse")
        yield draft.failed(Call(HTTP, "HttpReq", (url.text, REQ, RESP)))
    else:
        call = Call(
            HTTP, "SynchronousRequest", (host_name(url.host), url.port or 0, url.scheme == "https", REQ), "object"
        )
        yield Let(RESP, call)
        yield draft.failed(Get(HTTP, "LastMethodSuccess", "logical"))
        draft.held.append(RESP)
    yield Gap()
    yield Let(STATUS, Get(RESP, "StatusCode", "number"))
    yield Let(BODY, Get(RESP, "BodyStr"))


def _headers(draft: Draft) -> Iterator[Statement]:
    request = draft.request
    repeated = request.repeated_header
    if repeated is None:
        for name, value in request.headers:
            yield Do(Call(REQ, "AddHeader", (name, value)))
        return
    seen: set[str] = set()
    for name, _ in request.headers:
        if name.lower() in seen and name.lower() in _ONCE:
            raise CannotSay(f"Chilkat sends the header {name} once, and this request has it twice.")
        seen.add(name.lower())
    yield Note("AddHeader replaces a header of the same name; all of them in one text may repeat it.")
    pieces: list[str | Variable] = []
    for name, value in request.headers:
        pieces += (f"{name}: ", *pieces_of(value), "\r\n")
    yield Put(REQ, "EntireHeader", joined(pieces))


def _body(draft: Draft) -> Iterator[Statement]:
    request, body = draft.request, draft.request.body
    if isinstance(body, Multipart):
        yield Put(REQ, "ContentType", MULTIPART)
        if not _ascii(*(each for part in body.parts for each in (part.name, part.content))):
            yield Put(REQ, "Charset", "utf-8")
        for part in body.parts:
            yield from _part(draft, part)
        return
    if request.content_type is not None:
        yield Put(REQ, "ContentType", request.content_type)
    if isinstance(body, Raw):
        yield from _raw(draft, body)
    elif isinstance(body, FileBody):
        call = Call(REQ, "LoadBodyFromFile", (body.file.path,))
        yield draft.unreadable(call, body.file.path)
    elif isinstance(body, Form):
        kind = request.content_type
        whole = request.method == "DELETE" or not (isinstance(kind, str) and kind.lower().startswith(forms.FORM))
        if whole or any(each.name == "" or only_bytes(each.value) for each in body.fields):
            encoded: list[Statement] = list(encoded_form(draft, body))
            yield from encoded[:-1]
            last = encoded[-1]
            assert isinstance(last, Let), "what is encoded gets a name"
            yield Do(Call(REQ, "LoadBodyFromString", (last.value, "utf-8")))
            return
        if not _ascii(*(each for pair in body.fields for each in (pair.name, pair.value))):
            yield Put(REQ, "Charset", "utf-8")
        for pair in body.fields:
            yield Do(Call(REQ, "AddParam", (query_name(pair.name), pair.value)))


def _raw(draft: Draft, body: Raw) -> Iterator[Statement]:
    text = body.text
    if text == "":
        return
    if only_bytes(text):
        data = draft.data()
        yield from draft.bytes_of(data, text)
        yield Do(Call(REQ, "LoadBodyFromBd", (data,)))
    elif (members := built(body)) is not None:
        yield Gap()
        yield draft.new(JSON, "JsonObject")
        yield from members
        yield Do(Call(REQ, "LoadBodyFromString", (Call(JSON, "Emit", (), "text"), "utf-8")))
    else:
        value, before = long(text)
        yield from before
        yield Do(Call(REQ, "LoadBodyFromString", (value, "utf-8")))


def _part(draft: Draft, part: Part) -> Iterator[Statement]:
    name, content = forms.between_quotes(part.name), part.content
    if isinstance(content, str | Template):
        if only_bytes(content):
            data = draft.data()
            yield from draft.bytes_of(data, content)
            yield Do(Call(REQ, "AddBdForUpload", (name, "", data, part.content_type or "")))
        elif part.content_type is None and not _SPACE.search(literals(name)):
            yield Do(Call(REQ, "AddParam", (name, content)))
        else:  # AddParam takes spaces out of a name
            yield Do(Call(REQ, "AddStringForUpload2", (name, "", content, "utf-8", part.content_type or "")))
        return
    sent = sent_name(part)
    if sent is None or (isinstance(content.path, str) and sent == basename(content.path)):
        if part.content_type is None:
            yield Do(Call(REQ, "AddFileForUpload", (name, content.path)))
        else:
            yield Do(Call(REQ, "AddFileForUpload2", (name, content.path, part.content_type)))
        return
    data = draft.data()
    yield from draft.loaded(data, content.path)
    yield Do(Call(REQ, "AddBdForUpload", (name, sent, data, part.content_type or "")))


def _ascii(*texts: object) -> bool:
    """Whether the parts of a form are plain, and known."""
    return not any(isinstance(each, Template) or (isinstance(each, str) and not each.isascii()) for each in texts)
