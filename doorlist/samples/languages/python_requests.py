"""Python with requests."""

from doorlist.samples.language import Language
from doorlist.samples.languages import python, python_signing, signing
from doorlist.samples.languages.python import Carried, Group, Node, Sending, call, header, statements, string, text
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

_LIBRARY = python.Library(
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
    how = python.sending(request)
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
        how.prepared += statements(python.mapped("headers = ", headers))
        arguments.insert(0, "headers=headers")
    if request.auth is not None and not isinstance(request.auth, Hawk):
        how.prepared += statements(python.prefixed("auth = ", _auth(request, request.auth, how)))
        arguments.append("auth=auth")
    opened = isinstance(request.body, FileBody)
    depth = 3 if opened else 2
    sent = body.statements if how.reads_files else []
    how.prepared += [] if how.reads_files else body.statements
    if more or python.dotted(request) or _retyped(request):
        sent += _session(request, arguments, more, how, depth)
    else:
        own = request.method in _FUNCTIONS
        name = f"response = requests.{request.method.lower() if own else 'request'}"
        method = [] if own else [string(request.method)]
        sent += statements(call(name, *method, "url", *arguments, "timeout=30"), depth=depth)
    if isinstance(request.body, FileBody):
        sent = python.opened(request.body.file, sent)
    how.sent = sent
    return python.program(request, _LIBRARY, how)


def _session(
    request: Request, arguments: list[str], more: list[tuple[str, Text]], how: Sending, depth: int
) -> list[str]:
    """Sends a request that the plain functions would tidy up."""
    lines = statements(call("request = requests.Request", string(request.method), "url", *arguments), depth=depth + 1)
    lines.append("prepared = session.prepare_request(request)")
    if python.dotted(request):
        lines.append("prepared.url = url  # requests resolves the dots in a path")
    if more:
        how.packages.add("from urllib3 import HTTPHeaderDict")
        lines.append("prepared.headers = HTTPHeaderDict(prepared.headers)")
        added = (call("prepared.headers.add", string(name), header(value)) for name, value in more)
        lines += statements(*added, depth=depth + 1)
    if _retyped(request) and request.content_type is not None:
        lines += python.assigned('prepared.headers["Content-Type"]', header(request.content_type), depth + 1)
    lines.append("response = session.send(prepared, timeout=30)")
    return ["with requests.Session() as session:", *(f"    {each}" for each in lines)]


def _body(request: Request, how: Sending) -> Carried:
    content_type = request.content_type
    match request.body:
        case Raw(exact=True, json=value) if python.is_json(content_type):
            return Carried(
                statements(python.value(value, "body = ")),
                ["json=body"],
                None if content_type == python.JSON else content_type,
            )
        case Raw(text=given):
            # A text that is signed for AWS would get a charset.
            lines, expression = python.raw(given, how, literal=not isinstance(request.auth, AwsV4))
            return Carried(lines, [f"data={expression}"], content_type)
        case Form() as form:
            lines = statements(python.pairs("form = ", [(each.name, text(each.value)) for each in form.fields]))
            return Carried(lines, ["data=form"], None if content_type == python.FORM else content_type)
        case Multipart() as form:
            return _multipart(form, content_type, how)
        case FileBody():
            return Carried([], ["data=body"], content_type)
        case None:
            return Carried([], [], content_type)


def _multipart(form: Multipart, content_type: Text | None, how: Sending) -> Carried:
    """Texts that come before all files are `data`, as the documentation has it; otherwise `files` has everything."""
    if how.reads_files:
        how.modules.add(python.PATHS)
    depth = 2 if how.reads_files else 1
    apart = python.apart(form)
    if apart is not None:
        texts, files = apart
        lines = statements(python.pairs("form = ", texts), python.pairs("files = ", files), depth=depth)
        return Carried(lines, ["data=form", "files=files"], content_type)
    lines = statements(python.pairs("files = ", [(each.name, python.part(each)) for each in form.parts]), depth=depth)
    return Carried(lines, ["files=files"], content_type)


def _auth(request: Request, auth: Basic | Digest | OAuth1 | AwsV4, how: Sending) -> Node:
    match auth:
        case Basic(user=user, password=password):
            # requests would send a text in Latin-1.
            plain = all(isinstance(each, str) and each.isascii() for each in (user, password))
            return Group("(", [text(each) if plain else python.encoded(each) for each in (user, password)], ")")
        case Digest(user=user, password=password):
            return call("requests.auth.HTTPDigestAuth", text(user), text(password))
    if python.dotted(request):
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
            return not signing.literals(value).isascii()
        case AwsV4() if not signing.literals(value).isascii() or python_signing.unquotable(value):
            if name.lower().startswith("x-amz-"):
                raise CannotSay(f"requests-aws4auth cannot sign the header {name}, and AWS asks for it.")
            return True
        case _:
            return False


def _retyped(request: Request) -> bool:
    """Whether requests-oauthlib would leave the parameters out of the Content-Type."""
    return (
        isinstance(request.auth, OAuth1)
        and signing.is_form(request)
        and request.content_type not in (None, python.FORM)
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
