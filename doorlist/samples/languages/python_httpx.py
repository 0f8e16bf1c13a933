"""Python with httpx."""

from itertools import groupby

from doorlist.samples.language import Language
from doorlist.samples.parts import forms, python_bodies, python_program, python_signing, signing
from doorlist.samples.parts.brackets import Group, Node, call, prefixed
from doorlist.samples.parts.python import assigned, encoded, header, listed, statements, text
from doorlist.samples.parts.python_bodies import Carried
from doorlist.samples.parts.python_program import Sending
from doorlist.samples.parts.quotes import string
from doorlist.samples.request import (
    AwsV4,
    Basic,
    CannotSay,
    Digest,
    File,
    FileBody,
    Form,
    Hawk,
    Multipart,
    OAuth1,
    Part,
    Raw,
    Request,
    Text,
)

_LIBRARY = python_program.Library(
    packages=("import httpx",),
    modules=(),
    status="response.status_code",
    refused="not response.is_success",
    text="response.text",
    reply="response.json()",
    retry_after='response.headers.get("Retry-After")',
    error="httpx.HTTPError",
)
_BARE = frozenset({"GET", "HEAD", "DELETE", "OPTIONS"})  # these functions take no body
_FUNCTIONS = _BARE | {"POST", "PUT", "PATCH"}


def write(request: Request) -> str:
    """The program."""
    how = python_program.sending(request)
    body = _body(request, how)
    headers = python_bodies.typed([(name, header(value)) for name, value in request.headers], body)
    _sign(request, body, headers, how)
    arguments = body.arguments
    told = statements(python_bodies.pairs("headers = ", headers)) if headers else []
    if headers:
        arguments.insert(0, "headers=headers")
    if isinstance(request.auth, Basic | Digest | AwsV4):
        how.prepared += statements(prefixed("auth = ", _auth(request, request.auth, how)))
        arguments.append("auth=auth")
    if how.reads_files and body.opened is None:
        sent = [*body.statements, *(told if body.composed else [])]
        how.prepared += [] if body.composed else told
    else:
        how.prepared += [*body.statements, *told] if body.composed else [*told, *body.statements]
        sent = []
    depth = 2 if body.opened is None else 3
    if forms.dotted(request, encoded=False):
        # httpx resolves the dots in a path, but sends a target as it stands.
        how.prepared += assigned("target", encoded(request.url.target))
        arguments.append('extensions={"target": target}')
        sending = call("response = client.request", string(request.method), "url", *arguments)
        sent += ["with httpx.Client(timeout=30) as client:"]
        sent += [f"    {each}" for each in statements(sending, depth=depth + 1)]
    else:
        own = request.method in _FUNCTIONS and (request.body is None or request.method not in _BARE)
        name = f"response = httpx.{request.method.lower() if own else 'request'}"
        method = [] if own else [string(request.method)]
        sent += statements(call(name, *method, "url", *arguments, "timeout=30"), depth=depth)
    if body.opened is not None:
        sent = python_bodies.opened(body.opened, sent)
    how.sent = sent
    return python_program.program(request, _LIBRARY, how)


def _body(request: Request, how: Sending) -> Carried:
    content_type = request.content_type
    match request.body:
        case Raw(exact=True, json=value) if forms.is_json(content_type):
            return python_bodies.json(value, content_type)
        case Raw(text=given):
            lines, expression = python_bodies.raw(given, how, coding=False)
            return Carried(lines, [f"content={expression}"], content_type)
        case Form() as form:
            return _form(form, content_type, how, signed=isinstance(request.auth, OAuth1) and signing.is_form(request))
        case Multipart() as form:
            if isinstance(request.auth, AwsV4) or any(map(_altered, form.parts)):
                return Carried(python_bodies.composed(form, how), ["content=body"], content_type, composed=True)
            return python_bodies.files(form, content_type, how, repeats=False)
        case FileBody(file=file) if isinstance(request.auth, Digest | AwsV4):  # sent twice, or signed as well
            return python_bodies.read(file, "content=body", content_type, how)
        case FileBody(file=file):
            return Carried([], ["content=body"], content_type, opened=file)
        case None:
            return Carried([], [], content_type)


def _form(form: Form, content_type: Text | None, how: Sending, *, signed: bool) -> Carried:
    """A dict; httpx takes lists for names that come twice, but not what stands between them."""
    names = [name for name, _ in groupby(form.fields, key=lambda field: field.name)]
    plain = len(set(names)) == len(names) and all(isinstance(name, str) for name in names)
    if plain and not signed:
        fields: list[tuple[Text, Node]] = []
        for name, same in groupby(form.fields, key=lambda field: field.name):
            values = [text(each.value) for each in same]
            fields.append((name, values[0] if len(values) == 1 else listed("", values)))
        lines = statements(python_bodies.pairs("form = ", fields))
        return Carried(lines, ["data=form"], None if content_type == forms.FORM else content_type)
    how.modules.add("from urllib.parse import urlencode")
    lines = statements(python_bodies.pairs("form = ", [(each.name, text(each.value)) for each in form.fields]))
    if signed:
        return Carried([*lines, "body = urlencode(form)"], ["content=body"], content_type or forms.FORM)
    return Carried(lines, ["content=urlencode(form)"], content_type or forms.FORM)


def _altered(part: Part) -> bool:
    """Whether httpx would write a name in another way than browsers do: it doubles backslashes and encodes controls."""
    names = [part.name, *([part.content.name or ""] if isinstance(part.content, File) else [])]
    return any(
        "\\" in each or any(sign < " " and sign not in "\r\n" for sign in each)
        for name in names
        for each in ([name] if isinstance(name, str) else name.pieces)
        if isinstance(each, str)
    )


def _auth(request: Request, auth: Basic | Digest | AwsV4, how: Sending) -> Node:
    match auth:
        case Basic(user=user, password=password):
            return Group("(", [text(user), text(password)], ")")
        case Digest(user=user, password=password):
            signing.check_digest_user(request, "httpx")
            return call("httpx.DigestAuth", text(user), text(password))
        case AwsV4():
            if forms.dotted(request, encoded=False):
                raise CannotSay(
                    "httpx resolves the dots in a path before it signs, and this path has segments that are dots."
                )
            for name, value in request.headers:
                if python_signing.unquotable(value):
                    raise CannotSay(f"requests-aws4auth pairs quotes, and the header {name} has one that is alone.")
            how.packages.add("from requests_aws4auth import AWS4Auth")
            how.needs = python_signing.needs("requests-aws4auth")
            return python_signing.aws(request, auth)


def _sign(request: Request, body: Carried, headers: list[tuple[Text, Node]], how: Sending) -> None:
    """Makes an Authorization header; or the body or URL that carries the signature instead."""
    match request.auth:
        case Hawk() as auth:
            how.prepared += python_signing.hawk(request, auth, how)
            headers.append(("Authorization", "sender.request_header"))
        case OAuth1() as auth:
            how.packages.add("from oauthlib.oauth1 import Client")
            how.needs = python_signing.needs("oauthlib")
            how.prepared += statements(python_signing.oauth1("signer = Client", request, auth))
            in_body = signing.in_body(request, auth)
            arguments = ["url", string(request.method)]
            if signing.is_form(request):
                arguments += ["body", f'{{"Content-Type": "{forms.FORM}"}}']
                how.prepared += body.statements
                body.statements = []
            if auth.in_header:
                headers.append(("Authorization", 'signed["Authorization"]'))
            elif not in_body and forms.dotted(request, encoded=False):
                raise CannotSay("httpx resolves the dots in a path, unless its target is known before it is signed.")
            made = "_, signed, _" if auth.in_header else "_, _, body" if in_body else "url, _, _"
            how.prepared += statements(call(f"{made} = signer.sign", *arguments))


LANGUAGE = Language(
    id="python-httpx",
    title="Python (httpx)",
    lexer="python",
    file="sample.py",
    write=write,
    run=("python3", "sample.py"),
    probe=(("python3", "-c", "import httpx"),),
    needs="Python 3.9 or newer with httpx 0.28 (`pip install httpx`)",
)
