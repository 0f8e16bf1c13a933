"""Python with requests."""

from doorlist.samples.language import Language
from doorlist.samples.parts import forms, python_bodies, python_program, python_signing, signing
from doorlist.samples.parts.brackets import Group, Node, call, prefixed
from doorlist.samples.parts.python import assigned, encoded, header, mapped, statements, text
from doorlist.samples.parts.python_bodies import Carried
from doorlist.samples.parts.python_program import Sending
from doorlist.samples.parts.quotes import string
from doorlist.samples.parts.texts import literals
from doorlist.samples.request import (
    AwsV4,
    Basic,
    CannotSay,
    Digest,
    FileBody,
    Form,
    Hawk,
    Multipart,
    OAuth1,
    Raw,
    Request,
    Text,
)

_LIBRARY = python_program.Library(
    packages=("import requests",),
    modules=(),
    status="response.status_code",
    refused="not 200 <= response.status_code < 300",
    text="response.text",
    reply="response.json()",
    retry_after='response.headers.get("Retry-After")',
    error="requests.RequestException",
)
_FUNCTIONS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


def write(request: Request) -> str:
    """The program."""
    how = python_program.sending(request)
    body = _body(request, how)
    arguments = body.arguments
    first: dict[str, Text] = {}
    more: list[tuple[str, Text]] = []  # requests keeps one header of a name
    for name, value in request.headers:
        if any(name.lower() == each.lower() for each in first) or _unsigned(request, name, value):
            more.append((name, value))
        else:
            first[name] = value
    if body.content_type is not None:
        first["Content-Type"] = body.content_type
    headers = [f"{string(name)}: {header(value)}" for name, value in first.items()]
    if isinstance(request.auth, Hawk):
        how.prepared += python_signing.hawk(request, request.auth, how)
        headers.append('"Authorization": sender.request_header')
    if headers:
        how.prepared += statements(mapped("headers = ", headers))
        arguments.insert(0, "headers=headers")
    if request.auth is not None and not isinstance(request.auth, Hawk):
        how.prepared += statements(prefixed("auth = ", _auth(request, request.auth, how)))
        arguments.append("auth=auth")
    opened = isinstance(request.body, FileBody)
    depth = 3 if opened else 2
    sent = body.statements if how.reads_files else []
    how.prepared += [] if how.reads_files else body.statements
    if more or forms.dotted(request, encoded=False) or _retyped(request):
        sent += _session(request, arguments, more, how, depth)
    else:
        own = request.method in _FUNCTIONS
        name = f"response = requests.{request.method.lower() if own else 'request'}"
        method = [] if own else [string(request.method)]
        sent += statements(call(name, *method, "url", *arguments, "timeout=30"), depth=depth)
    if isinstance(request.body, FileBody):
        sent = python_bodies.opened(request.body.file, sent)
    how.sent = sent
    return python_program.program(request, _LIBRARY, how)


def _session(
    request: Request, arguments: list[str], more: list[tuple[str, Text]], how: Sending, depth: int
) -> list[str]:
    """Sends a request that the plain functions would tidy up."""
    lines = statements(call("request = requests.Request", string(request.method), "url", *arguments), depth=depth + 1)
    lines.append("prepared = session.prepare_request(request)")
    if forms.dotted(request, encoded=False):
        lines.append("prepared.url = url  # requests resolves the dots in a path")
    if more:
        how.packages.add("from urllib3 import HTTPHeaderDict")
        lines.append("prepared.headers = HTTPHeaderDict(prepared.headers)")
        added = (call("prepared.headers.add", string(name), header(value)) for name, value in more)
        lines += statements(*added, depth=depth + 1)
    if _retyped(request) and request.content_type is not None:
        lines += assigned('prepared.headers["Content-Type"]', header(request.content_type), depth + 1)
    lines.append("response = session.send(prepared, timeout=30)")
    return ["with requests.Session() as session:", *(f"    {each}" for each in lines)]


def _body(request: Request, how: Sending) -> Carried:
    content_type = request.content_type
    match request.body:
        case Raw(exact=True, json=value) if forms.is_json(content_type):
            return python_bodies.json(value, content_type)
        case Raw(text=given):
            # A text that is signed for AWS would get a charset.
            lines, expression = python_bodies.raw(given, how, literal=not isinstance(request.auth, AwsV4))
            return Carried(lines, [f"data={expression}"], content_type)
        case Form() as form:
            lines = statements(python_bodies.pairs("form = ", [(each.name, text(each.value)) for each in form.fields]))
            return Carried(lines, ["data=form"], None if content_type == forms.FORM else content_type)
        case Multipart() as form:
            return python_bodies.files(form, content_type, how, repeats=True)
        case FileBody():
            return Carried([], ["data=body"], content_type)
        case None:
            return Carried([], [], content_type)


def _auth(request: Request, auth: Basic | Digest | OAuth1 | AwsV4, how: Sending) -> Node:
    match auth:
        case Basic(user=user, password=password):
            # requests would send a text in Latin-1.
            plain = all(isinstance(each, str) and each.isascii() for each in (user, password))
            return Group("(", [text(each) if plain else encoded(each) for each in (user, password)], ")")
        case Digest(user=user, password=password):
            signing.check_digest_user(request, "requests")
            return call("requests.auth.HTTPDigestAuth", text(user), text(password))
    if forms.dotted(request, encoded=False):
        raise CannotSay(
            "requests resolves the dots in a path before it signs, and this path has segments that are dots."
        )
    match auth:
        case OAuth1():
            how.packages.add("from requests_oauthlib import OAuth1")
            how.needs = python_signing.needs("requests-oauthlib")
            return python_signing.oauth1("OAuth1", request, auth)
        case AwsV4():
            how.packages.add("from requests_aws4auth import AWS4Auth")
            how.needs = python_signing.needs("requests-aws4auth")
            return python_signing.aws(request, auth)


def _unsigned(request: Request, name: str, value: Text) -> bool:
    """Whether a header is added behind the signature, because what signs would not leave it as it is."""
    match request.auth:
        case OAuth1():
            return not literals(value).isascii()
        case AwsV4() if not literals(value).isascii() or python_signing.unquotable(value):
            if name.lower().startswith("x-amz-"):
                raise CannotSay(f"requests-aws4auth cannot sign the header {name}, and AWS asks for it.")
            return True
        case _:
            return False


def _retyped(request: Request) -> bool:
    """Whether requests-oauthlib would leave the parameters out of the Content-Type."""
    return (
        isinstance(request.auth, OAuth1) and signing.is_form(request) and request.content_type not in (None, forms.FORM)
    )


LANGUAGE = Language(
    id="python-requests",
    title="Python (requests)",
    lexer="python",
    file="sample.py",
    write=write,
    run=("python3", "sample.py"),
    probe=(("python3", "-c", "import requests"),),
    needs="Python 3.9 or newer with requests 2.28 or newer (`pip install requests`)",
)
