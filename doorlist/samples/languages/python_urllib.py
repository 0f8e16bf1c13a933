"""Python with its standard library alone: urllib.request, and http.client for what that would change."""

from dataclasses import replace

from doorlist.samples.language import Language
from doorlist.samples.parts import forms, python, python_bodies, python_program, signing
from doorlist.samples.parts.brackets import Group, Node, call
from doorlist.samples.parts.python import assigned, encoded, header, listed, statements, text
from doorlist.samples.parts.python_bodies import Carried
from doorlist.samples.parts.python_program import Sending
from doorlist.samples.parts.quotes import string
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
    Template,
    Text,
)
from doorlist.samples.variables import concatenated

_LIBRARY = python_program.Library(
    packages=(),
    modules=("import json",),
    status="response.status",
    refused="not 200 <= response.status < 300",
    text="text",
    reply="json.loads(text)",
    retry_after='response.headers.get("Retry-After")',
    error="(OSError, http.client.HTTPException)",
)
_UNSURE = replace(_LIBRARY, error="(OSError, ValueError, http.client.HTTPException)")
"""Where the URL may be none."""
_PORTS = {"http": 80, "https": 443}

_SEND = '''\
def send(request):
    """The response, whatever its status."""
    try:
        return urllib.request.urlopen(request, timeout=30)
    except urllib.error.HTTPError as refusal:
        return refusal'''.splitlines()
_SEND_THROUGH = '''\
def send(request, opener):
    """The response, whatever its status."""
    try:
        return opener.open(request, timeout=30)
    except urllib.error.HTTPError as refusal:
        return refusal'''.splitlines()
_DIGEST = '''\
class DigestHandler(urllib.request.HTTPDigestAuthHandler):
    """Digest authentication in UTF-8; that of urllib takes ASCII alone."""

    def get_algorithm_impls(self, algorithm):
        def hashed(text):
            name = {"MD5": "md5", "SHA": "sha1"}[algorithm]
            return hashlib.new(name, text.encode()).hexdigest()

        return hashed, lambda secret, data: hashed(f"{secret}:{data}")'''.splitlines()


def write(request: Request) -> str:
    """The program."""
    how = python_program.sending(request)
    how.modules.add("import http.client")
    unsure = isinstance(request.url.origin, Template)
    late = how.reads_files
    depth = 2 if late or unsure else 1
    lower = _is_lower(request)
    if lower and isinstance(request.auth, Digest):
        raise CannotSay("urllib's Digest handler would add a Content-Type to this request, or leave out a header.")
    if lower and request.url.host is not None:
        how.prepared = assigned("target", text(request.url.target))
    body = _body(request, how)
    headers: list[tuple[Text, Node]] = [(name, header(value)) for name, value in request.headers]
    if isinstance(request.auth, Basic):
        how.modules.add("import base64")
        login = encoded(concatenated(request.auth.user, ":", request.auth.password))
        how.prepared += assigned("credentials", login)
        headers.append(("Authorization", 'b"Basic " + base64.b64encode(credentials)'))
    headers = python_bodies.typed(headers, body)
    told = statements(_headers(headers, request), depth=2 if late and body.composed else 1) if headers else []
    bodied = [*body.statements, *told] if body.composed else body.statements
    if not body.composed:
        how.prepared += told
    if lower:
        made = _connect(request, how, depth)
        how.sent = _lower(request, body, headers=bool(headers))
    else:
        arguments = [f"data={each}" for each in body.arguments] + (["headers=headers"] if headers else [])
        arguments.append(f"method={string(request.method)}")
        made = statements(call("request = urllib.request.Request", "url", *arguments), depth=depth)
        how.modules |= {"import urllib.error", "import urllib.request"}
        opener = _auth(request, how, depth)
        how.functions.append(_SEND_THROUGH if opener else _SEND)
        made += opener
        how.sent = [f"with send(request{', opener' if opener else ''}) as response:", f"    {_read(request)}"]
    if late:
        how.sent = [*bodied, *made, *how.sent]
    else:
        how.prepared += bodied
        if unsure:
            how.sent = [*made, *how.sent]
        else:
            how.prepared += made
    return python_program.program(request, _UNSURE if unsure else _LIBRARY, how)


def _is_lower(request: Request) -> bool:
    """Whether urllib.request would change something: it keeps one header of a name, gives a body a Content-Type where it
    has none, and closes the connection."""
    untyped = isinstance(request.body, Raw | FileBody) and request.content_type is None
    repeated = request.repeated_header is not None
    return untyped or repeated or any(name.lower() == "connection" for name, _ in request.headers)


def _read(request: Request) -> str:
    return "response.read()" if request.method == "HEAD" else 'text = response.read().decode(errors="replace")'


def _headers(headers: list[tuple[Text, Node]], request: Request) -> Node:
    if request.repeated_header is None:
        return python_bodies.pairs("headers = ", headers)
    return listed("headers = ", [Group("(", [text(name), value], ")") for name, value in headers])


def _body(request: Request, how: Sending) -> Carried:
    """The body's expression as its one argument."""
    content_type = request.content_type
    match request.body:
        case Raw(exact=True, json=value) if forms.is_json(content_type):
            how.modules.add("import json")
            return Carried(statements(python.value(value, "body = ")), ["json.dumps(body).encode()"], content_type)
        case Raw(text=given):
            lines, expression = python_bodies.raw(given, how, literal=False)
            return Carried(lines, [expression], content_type)
        case Form() as form:
            how.modules.add("from urllib.parse import urlencode")
            lines = statements(python_bodies.pairs("form = ", [(each.name, text(each.value)) for each in form.fields]))
            return Carried(lines, ["urlencode(form).encode()"], content_type)
        case Multipart() as form:
            return Carried(python_bodies.composed(form, how), ["body"], content_type, composed=True)
        case FileBody(file=file):
            return python_bodies.read(file, "body", content_type, how)
        case None:
            return Carried([], [], content_type)


def _connect(request: Request, how: Sending, depth: int) -> list[str]:
    url = request.url
    if url.scheme is None or url.host is None:
        how.modules.add("from urllib.parse import urlsplit")
        return [
            "server = urlsplit(url)",
            "target = url.partition(server.netloc)[2]",
            'if server.scheme == "https":',
            "    connection = http.client.HTTPSConnection(server.netloc, timeout=30)",
            "else:",
            "    connection = http.client.HTTPConnection(server.netloc, timeout=30)",
        ]
    name = "HTTPSConnection" if url.scheme == "https" else "HTTPConnection"
    port = [] if url.port in (None, _PORTS[url.scheme]) else [str(url.port)]
    return statements(call(f"connection = http.client.{name}", string(url.host), *port, "timeout=30"), depth=depth)


def _lower(request: Request, body: Carried, *, headers: bool) -> list[str]:
    """Sends by http.client: in one call, or header by header where one comes twice."""
    if request.repeated_header is None:
        arguments = [f"body={each}" for each in body.arguments] + (["headers=headers"] if headers else [])
        lines = statements(call("connection.request", string(request.method), "target", *arguments), depth=2)
    else:
        names = {name.lower() for name, _ in request.headers}
        skipped = [f"skip_{each.replace('-', '_')}=True" for each in ("host", "accept-encoding") if each in names]
        lines = statements(call("connection.putrequest", string(request.method), "target", *skipped), depth=2)
        lines += ["for name, value in headers:", "    connection.putheader(name, value)"]
        if body.arguments:
            (expression,) = body.arguments
            if expression not in ("body", "BODY"):
                lines.append(f"data = {expression}")
                expression = "data"
            lines.append(f'connection.putheader("Content-Length", str(len({expression})))')
            lines.append(f"connection.endheaders({expression})")
        else:
            if request.method in forms.BODIED:
                lines.append('connection.putheader("Content-Length", "0")')
            lines.append("connection.endheaders()")
    return [*lines, "response = connection.getresponse()", _read(request)]


def _auth(request: Request, how: Sending, depth: int) -> list[str]:
    """What Digest needs behind the request."""
    match request.auth:
        case Digest(user=user, password=password):
            handler = "urllib.request.HTTPDigestAuthHandler"
            signing.check_digest_user(request, "urllib")
            if not isinstance(user, str) or not isinstance(password, str) or not password.isascii():
                how.modules.add("import hashlib")
                how.functions.append(_DIGEST)
                handler = "DigestHandler"
            # The proof is about the path, which a URL that is a variable may lack.
            bare = [] if request.url.path else ['request.selector = request.selector or "/"']
            return [
                *bare,
                "passwords = urllib.request.HTTPPasswordMgrWithDefaultRealm()",
                *statements(call("passwords.add_password", "None", "url", text(user), text(password)), depth=depth),
                *statements(call("opener = urllib.request.build_opener", call(handler, "passwords")), depth=depth),
            ]
        case _:
            signing.check_able(request, "The standard library", OAuth1, AwsV4, Hawk)
            return []


LANGUAGE = Language(
    id="python-urllib",
    title="Python (urllib)",
    lexer="python",
    file="sample.py",
    write=write,
    run=("python3", "sample.py"),
    probe=(("python3", "-c", "import urllib.request"),),
    needs="Python 3.9 or newer",
)
