"""Sends by CkRest, what CkHttp would change, and what is signed."""

from collections.abc import Iterator

from doorlist.samples.parts import forms
from doorlist.samples.parts.chilkat_bodies import (
    MULTIPART,
    TIMEOUT_S,
    built,
    encoded_form,
    host_name,
    long,
    only_bytes,
    sent_name,
)
from doorlist.samples.parts.chilkat_draft import Draft
from doorlist.samples.parts.chilkat_words import (
    AWS,
    BODY,
    BUILDER,
    HTTP,
    JSON,
    OAUTH,
    REST,
    SOCKET,
    STATUS,
    TEXT,
    URL,
    Call,
    Do,
    Gap,
    Get,
    Let,
    Put,
    Statement,
    Value,
    Word,
)
from doorlist.samples.parts.texts import literals
from doorlist.samples.request import (
    AwsV4,
    Basic,
    CannotSay,
    Digest,
    FileBody,
    Form,
    Multipart,
    OAuth1,
    Template,
    Variable,
)
from doorlist.samples.variables import joined, pieces_of


def sent(draft: Draft) -> Iterator[Statement]:
    request, url = draft.request, draft.request.url
    if isinstance(request.auth, Digest):
        raise CannotSay("Chilkat sends this body with its Rest class only, which has no Digest authentication.")
    if request.repeated_header is not None:
        raise CannotSay(
            "Chilkat sends this request with its Rest class only, which sends a header once, and"
            f" {request.repeated_header} comes twice."
        )
    for name, header in request.headers:
        if header == "":
            raise CannotSay(
                f"Chilkat sends this request with its Rest class only, which leaves out an empty header ({name})."
            )
    host: Value
    port: Value
    target: Value
    fields = request.body.fields if isinstance(request.body, Form) else ()
    if any(isinstance(each, Variable) and each.encoded for each in pieces_of(url.text)) or any(
        isinstance(each.name, Template) for each in fields
    ):
        yield draft.new(HTTP, "Http")
    if url.host is None:
        yield draft.new(URL, "Url")
        yield Do(Call(URL, "ParseUrl", (url.text,)))
        host, port, target = Get(URL, "Host"), Get(URL, "Port", "number"), Get(URL, "PathWithQueryParams")
    else:
        host, port, target = host_name(url.host), url.port or 0, url.target
    yield draft.new(REST, "Rest")
    if url.scheme == "http":
        yield draft.failed(Call(REST, "Connect", (host, port, False, False)))
    else:
        secure: Value = True if url.scheme == "https" else Get(URL, "Ssl", "logical")
        yield draft.new(SOCKET, "Socket")
        yield Put(SOCKET, "RequireSslCertVerify", True)
        yield draft.failed(Call(SOCKET, "Connect", (host, port, secure, TIMEOUT_S * 1000)))
        yield Do(Call(REST, "UseConnection", (SOCKET, False)))
    yield Gap()
    yield from _auth(draft)
    for name, value in request.all_headers:
        if not (isinstance(request.body, Multipart) and name == "Content-Type"):
            yield Do(Call(REST, "AddHeader", (name, value)))
    yield from _body(draft, target)
    yield draft.failed(Get(REST, "LastMethodSuccess", "logical"))
    yield Gap()
    yield Let(STATUS, Get(REST, "ResponseStatusCode", "number"))


def _auth(draft: Draft) -> Iterator[Statement]:
    auth = draft.request.auth
    if isinstance(auth, Basic):
        yield Do(Call(REST, "SetAuthBasic", (auth.user, auth.password)))
    elif isinstance(auth, OAuth1):
        yield draft.new(OAUTH, "OAuth1")
        yield Put(OAUTH, "SignatureMethod", auth.method)
        yield Put(OAUTH, "ConsumerKey", auth.consumer_key)
        yield Put(OAUTH, "ConsumerSecret", auth.consumer_secret)
        if auth.token != "":
            yield Put(OAUTH, "Token", auth.token)
        if auth.token_secret != "":
            yield Put(OAUTH, "TokenSecret", auth.token_secret)
        if auth.realm != "":
            yield Put(OAUTH, "Realm", auth.realm)
        yield Do(Call(REST, "SetAuthOAuth1", (OAUTH, False)))
    elif isinstance(auth, AwsV4):
        yield draft.new(AWS, "AuthAws")
        yield Put(AWS, "AccessKey", auth.access_key)
        yield Put(AWS, "SecretKey", auth.secret_key)
        yield Put(AWS, "Region", auth.region)
        yield Put(AWS, "ServiceName", auth.service)
        yield Do(Call(REST, "SetAuthAws", (AWS,)))


def _body(draft: Draft, target: Value) -> Iterator[Statement]:
    """The call that sends; its answer is the body."""
    request, body, method = draft.request, draft.request.body, draft.request.method
    if isinstance(body, Multipart):
        yield from _parts(draft, body)
        yield Let(BODY, Call(REST, "FullRequestMultipart", (method, target), "text"))
        return
    if isinstance(body, Form):
        if isinstance(request.auth, OAuth1):
            yield from _signed_form(body)
            yield Let(BODY, Call(REST, "FullRequestFormUrlEncoded", (method, target), "text"))
            return
        yield from encoded_form(draft, body)
        yield Let(BODY, Call(REST, "FullRequestString", (method, target, TEXT), "text"))
        return
    if isinstance(body, FileBody):
        data = draft.data()
        yield from draft.loaded(data, body.file.path)
        yield from _sent_bytes(draft, target, data)
        return
    if body is None or body.text == "":
        yield Let(BODY, Call(REST, "FullRequestNoBody", (method, target), "text"))
        return
    kind = request.content_type
    latin = kind is not None and (not isinstance(kind, str) or "charset" in kind.lower())
    if only_bytes(body.text) or (latin and isinstance(body.text, str)):
        data = draft.data()
        yield from draft.bytes_of(data, body.text)
        yield from _sent_bytes(draft, target, data)
        return
    if (members := built(body)) is not None:
        yield draft.new(JSON, "JsonObject")
        yield from members
        yield Let(BODY, Call(REST, "FullRequestString", (method, target, Call(JSON, "Emit", (), "text")), "text"))
        return
    value, before = long(body.text)
    yield from before
    yield Let(BODY, Call(REST, "FullRequestString", (method, target, value), "text"))


def _signed_form(body: Form) -> Iterator[Statement]:
    if len({str(each.name) for each in body.fields}) < len(body.fields) or any(each.name == "" for each in body.fields):
        raise CannotSay("Chilkat signs a form with OAuth 1.0 only where each field has a name of its own.")
    for pair in body.fields:
        yield Do(Call(REST, "AddQueryParam", (pair.name, pair.value)))


def _parts(draft: Draft, body: Multipart) -> Iterator[Statement]:
    yield Do(Call(REST, "AddHeader", ("Content-Type", MULTIPART)))
    for number, part in enumerate(body.parts, 1):
        content = part.content
        data: Word | None = None
        if not isinstance(content, str | Template):
            data = draft.data()
            yield from draft.loaded(data, content.path)
        elif only_bytes(content):
            data = draft.data()
            yield from draft.bytes_of(data, content)
        yield Put(REST, "PartSelector", str(number))
        disposition: list[str | Variable] = ['form-data; name="', *pieces_of(forms.between_quotes(part.name)), '"']
        if not isinstance(content, str | Template):
            sent = sent_name(part)
            disposition += ['; filename="', *(pieces_of(content.path) if sent is None else (sent,)), '"']
        whole = joined(disposition)
        if "\t" in literals(whole) or "=?" in literals(whole):
            raise CannotSay(
                "Chilkat sends these parts with its Rest class only, which changes the name of one of them."
            )
        yield Do(Call(REST, "AddHeader", ("Content-Disposition", whole)))
        if part.content_type is not None:
            yield Do(Call(REST, "AddHeader", ("Content-Type", part.content_type)))
        if data is not None:
            yield Do(Call(REST, "SetMultipartBodyBd", (data,)))
        else:
            assert isinstance(content, str | Template), "a file's bytes are read"
            yield Do(Call(REST, "SetMultipartBodyString", (content,)))
    yield Put(REST, "PartSelector", "0")


def _sent_bytes(draft: Draft, target: Value, data: Word) -> Iterator[Statement]:
    yield draft.new(BUILDER, "StringBuilder")
    yield Do(Call(REST, "FullRequestBd", (draft.request.method, target, data, BUILDER)))
    yield Let(BODY, Call(BUILDER, "GetAsString", (), "text"))
