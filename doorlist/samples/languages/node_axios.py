"""Node.js with axios."""

import re

from doorlist.samples.language import Language, indented
from doorlist.samples.parts import forms, node, node_bodies, node_program, signing
from doorlist.samples.parts.brackets import Group, Node, call, prefixed
from doorlist.samples.parts.node import Member, assigned, hugged, key, listed, mapped, member, statement, text
from doorlist.samples.parts.node_program import Sending, header
from doorlist.samples.parts.quotes import string
from doorlist.samples.parts.texts import literals
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

_LIBRARY = node_program.Library(
    status="response.status",
    refused="response.status < 200 || response.status >= 300",
    text="response.data",
    retry_after='response.headers["retry-after"]',
    failed=("console.error(`The request failed: ${error.message || error.code}`);",),
)


def write(request: Request) -> str:
    """The program."""
    _refuse(request)
    how = Sending({'import axios from "axios";'})
    how.prepared += assigned("url", text(request.url.text))
    headers = _headers(request, how)
    late, data = _data(request, how)
    url = "url"
    match request.auth:
        case OAuth1() as auth:
            url, data = _oauth1(request, auth, data, headers, how)
        case AwsV4() as auth:
            late, data = _aws(request, auth, late, data, headers, how)
        case Hawk() as auth:
            _hawk(request, auth, headers, how)
    options: list[Node] = [member("method", string(request.method)), url]
    if headers:
        options.append(mapped("headers: ", headers))
    if isinstance(request.auth, Basic):
        members = [member("username", text(request.auth.user)), member("password", text(request.auth.password))]
        options.append(mapped("auth: ", members))
    if data is not None:
        options.append(member("data", data))
    options += ["timeout: 30_000", 'responseType: "text"', "validateStatus: () => true"]
    how.sent = [
        "try {",
        *indented(late, "  "),
        *indented(statement(Group("response = await axios.request({", options, "})", spread=True), depth=1), "  "),
    ]
    return node_program.program(request, _LIBRARY, how)


def _refuse(request: Request) -> None:
    """Raises CannotSay for what axios does not do."""
    node_bodies.check_dots(request, "axios")
    names = [name.lower() for name, _ in request.headers]
    if names.count("cookie") > 1:
        raise CannotSay("Node.js joins several headers Cookie into one line, and this request has more than one.")
    if "trailer" in names:
        raise CannotSay("Node.js sends a header Trailer with a body in chunks alone.")
    signing.check_able(request, "axios", Digest)


def _headers(request: Request, how: Sending) -> list[Node]:
    """The members of `headers`; a header that comes twice is an array."""
    values: dict[str, tuple[str, list[Text]]] = {}
    for name, given in request.headers:
        values.setdefault(name.lower(), (name, []))[1].append(given)
    members: list[Node] = ["...form.getHeaders()"] if _buffered(request) else []
    for name, several in values.values():
        written = [header(each, how) for each in several]
        members.append(member(key(name), written[0] if len(written) == 1 else listed("", written)))
    if request.content_type is not None:
        if request.content_type != forms.JSON or not _is_object(request):
            members.append(member('"Content-Type"', header(request.content_type, how)))
    # axios gives these methods a Content-Type even where they send nothing.
    elif not isinstance(request.body, Multipart) and (request.body is not None or request.method in forms.BODIED):
        members.append('"Content-Type": false')
    return members


def _is_object(request: Request) -> bool:
    """Whether the body is given to axios as an object, which it makes JSON."""
    return isinstance(request.body, Raw) and request.body.exact and forms.is_json(request.content_type)


def _data(request: Request, how: Sending) -> tuple[list[str], Node | None]:
    """What stands within the try, because it reads files, and the body's expression."""
    match request.body:
        case Raw(json=value) if request.content_type == forms.JSON and _is_object(request):
            how.prepared += statement(prefixed("const body = ", node.value(value)))
            return [], "body"
        case Raw() as body:
            how.prepared += node_bodies.raw(body)
            # axios parses what is sent as JSON, and writes it anew.
            kind = request.content_type
            plain = isinstance(kind, str) and kind.startswith("text/")
            return [], "body" if plain else "Buffer.from(body)"
        case Form() as form:
            fields = node_bodies.pairs([(each.name, each.value) for each in form.fields])
            how.prepared += statement(hugged("const form = new URLSearchParams(", fields))
            return [], "form"
        case FileBody(file=file):
            return [], node_bodies.file_bytes(file, how)
        case Multipart() as form:
            lines = _composed(form, how) if _packaged(request) else node_bodies.appended(form, how)
            data = "form.getBuffer()" if _buffered(request) else "form"
            if node_bodies.reads(form):
                return lines, data
            how.prepared += lines
            return [], data
        case None:
            return [], None


def _buffered(request: Request) -> bool:
    """Whether a form of that package has to be one piece: to be signed, or because Node.js sends the headers in the encoding
    of what is streamed behind them, and only ASCII is the same in both."""
    odd = not all(literals(value).isascii() for _, value in request.headers)
    return (odd or isinstance(request.auth, AwsV4)) and _packaged(request)


def _packaged(request: Request) -> bool:
    """Whether a form is made by that package."""
    body = request.body
    return isinstance(body, Multipart) and (node_bodies.altered(body) or isinstance(request.auth, AwsV4))


def _composed(form: Multipart, how: Sending) -> list[str]:
    """A form of the package that axios brings along: it leaves texts as they are, and gives them a type."""
    how.imports.add('import FormData from "form-data";')
    lines = ["const form = new FormData();"]
    for each in form.parts:
        lines += statement(call("form.append", text(each.name), *_part(each, how)), 1 if node_bodies.reads(form) else 0)
    return lines


def _part(part: Part, how: Sending) -> list[Node]:
    options: list[Node] = []
    if isinstance(part.content, File):
        options.append(member("filename", node_bodies.file_name(part.content, how)))
    if part.content_type is not None:
        options.append(member("contentType", string(part.content_type)))
    content = node_bodies.file_bytes(part.content, how) if isinstance(part.content, File) else text(part.content)
    return [content, mapped("", options)] if options else [content]


# --- signatures ------------------------------------------------------------------------------------------------------

_PLAIN = re.compile(r"[\w.~-]+", re.ASCII)  # names and values that oauth-1.0a reads as they are


def _needs(package: str) -> str:
    return f"It needs {package} (`npm install {package}`)."


def _oauth1(
    request: Request, auth: OAuth1, data: Node | None, headers: list[Node], how: Sending
) -> tuple[str, Node | None]:
    """Signs by oauth-1.0a: the member that says the URL, and the body."""
    signing.check_oauth1(auth, "oauth-1.0a")
    how.imports |= {'import OAuth from "oauth-1.0a";'}
    how.needs = _needs("oauth-1.0a")
    members: list[Node] = [
        mapped("consumer: ", [member("key", text(auth.consumer_key)), member("secret", text(auth.consumer_secret))]),
        member("signature_method", string(auth.method)),
    ]
    if auth.realm != "" and auth.in_header:
        members.append(member("realm", text(signing.realm(auth.realm))))
    if auth.method != "PLAINTEXT":
        how.imports.add('import crypto from "node:crypto";')
        name = auth.method[5:].lower()
        members.append(f"hash_function(text, key) {{\n    {_HMAC.format(name)}\n  }}")
    how.prepared += statement(Group("const oauth = new OAuth({", members, "})", spread=True))
    fields = signing.fields(request)
    signing.check_names((name for name, _ in [*signing.query(request), *fields]), "oauth-1.0a")
    url: Node = "url"
    if not _readable(request, {literals(name) for name, _ in fields}):
        fields = [*signing.query(request), *fields]
        url = 'url: url.split("?")[0]'
    asked: list[Node] = [member("method", string(request.method)), url]
    if fields and url == "url" and isinstance(request.body, Form) and len(dict(fields)) == len(fields):
        asked.append("data: Object.fromEntries(form)")
    elif fields:
        asked.append(mapped("data: ", _by_name(fields)))
    first = Group("{", asked, "}", spread=True)
    if auth.token != "" or auth.token_secret != "":
        token = mapped("", [member("key", text(auth.token)), member("secret", text(auth.token_secret))])
        how.prepared += statement(call("const signed = oauth.authorize", first, token))
    else:
        how.prepared += statement(hugged("const signed = oauth.authorize(", first))
    if auth.in_header:
        headers.append("...oauth.toHeader(signed)")
        return "url", data
    how.prepared += _OWN
    if signing.in_body(request, auth):
        return "url", "new URLSearchParams([...form, ...own])"
    mark = "&" if request.url.query else "?"
    return f"url: `${{url}}{mark}${{new URLSearchParams(own)}}`", data


_HMAC = 'return crypto.createHmac("{0}", key).update(text).digest("base64");'
_OWN = [
    "const own = Object.entries(signed).filter(([name]) =>",
    '  name.startsWith("oauth_"),',
    ");",
]


def _readable(request: Request, taken: set[str]) -> bool:
    """Whether oauth-1.0a reads the query right: it decodes no names and no plus, and keeps one value of a name."""
    names = set(taken)
    for each in request.url.query:
        if not isinstance(each.name, str) or _PLAIN.fullmatch(each.name) is None or each.name in names:
            return False
        known = literals(each.value or "")
        if "+" in known or "=" in known:
            return False
        names.add(each.name)
    return True


def _by_name(fields: list[tuple[Text, Text]]) -> list[Node]:
    """The members of an object; a name that comes twice has an array."""
    values: dict[Text, list[Text]] = {}
    for name, value in fields:
        values.setdefault(name, []).append(value)
    members: list[Node] = []
    for name, several in values.items():
        written: Node = text(several[0]) if len(several) == 1 else listed("", [text(each) for each in several])
        members.append(member(key(name) if isinstance(name, str) else f"[{text(name)}]", written))
    return members


def _aws(
    request: Request, auth: AwsV4, late: list[str], data: Node | None, headers: list[Node], how: Sending
) -> tuple[list[str], Node | None]:
    """Signs by aws4: what stands within the try, and the body."""
    signing.check_aws(request, auth, "aws4")
    names = [name for name, _ in signing.query(request)]
    signing.check_names(names, "aws4")
    if auth.service == "s3" and len(set(names)) < len(names):
        raise CannotSay("aws4 signs for S3 one value of a name in the query, and this one has a name twice.")
    typed = request.content_type is not None
    multipart = isinstance(request.body, Multipart)
    if (isinstance(request.body, Raw | FileBody) and not typed) or (multipart and typed):
        raise CannotSay("aws4 signs a Content-Type of its own for this body.")
    how.imports.add('import aws4 from "aws4";')
    how.needs = _needs("aws4")
    body: Node | None = data
    if isinstance(request.body, FileBody) and data is not None:
        late = statement(prefixed("const body = ", data), depth=1)
        body = data = "body"
    elif isinstance(request.body, Form):
        body = "form.toString()"
    elif isinstance(request.body, Raw):
        body = "JSON.stringify(body)" if data == "body" and _is_object(request) else "body"
    signed: list[Node] = ["...form.getHeaders()"] if multipart else []
    if isinstance(request.body, Form) and not typed:
        signed.append(member('"Content-Type"', string(forms.FORM)))
    elif request.content_type is not None:
        signed.append(member('"Content-Type"', header(request.content_type, how)))
    signed += [
        member(key(name), header(value, how)) for name, value in request.headers if name.lower().startswith("x-amz-")
    ]
    members: list[Node] = [
        member("service", text(auth.service)),
        member("region", text(auth.region)),
        member("method", string(request.method)),
        "host: target.host",
        "path: target.pathname + target.search",
        *([mapped("headers: ", signed)] if signed else []),
        *([] if body is None else ["body" if body == "body" else f"body: {body}"]),
    ]
    keys: list[Node] = [
        member("accessKeyId", text(auth.access_key)),
        member("secretAccessKey", text(auth.secret_key)),
        *([] if auth.session_token == "" else [member("sessionToken", text(auth.session_token))]),
    ]
    depth = 1 if late else 0
    lines = [
        "const target = new URL(url);",
        *statement(call("const signed = aws4.sign", mapped("", members), mapped("", keys)), depth=depth),
    ]
    kept = [each for each in headers if not _is_signed(each)]
    headers[:] = ["...signed.headers", *kept]
    if late:
        return [*late, *lines], data
    how.prepared += lines
    return late, data


def _is_signed(node: Node) -> bool:
    """Whether a header is among those that are signed."""
    if node == "...form.getHeaders()":
        return True
    name = (node.name if isinstance(node, Member) else node.opening if isinstance(node, Group) else node).lower()
    return name.lstrip("'\"").startswith("x-amz-") or (name.startswith('"content-type"') and not name.endswith("false"))


def _hawk(request: Request, auth: Hawk, headers: list[Node], how: Sending) -> None:
    if auth.algorithm not in ("sha1", "sha256"):
        raise CannotSay(f"hawk has no signature by {auth.algorithm}.")
    how.imports.add('import Hawk from "hawk";')
    how.needs = _needs("hawk")
    credentials: list[Node] = [
        member("id", text(auth.key_id)),
        member("key", text(auth.key)),
        member("algorithm", string(auth.algorithm)),
    ]
    how.prepared += statement(mapped("const credentials = ", credentials))
    how.prepared += statement(
        call("const hawk = Hawk.client.header", "new URL(url)", string(request.method), mapped("", ["credentials"]))
    )
    headers.append("Authorization: hawk.header")


LANGUAGE = Language(
    id="node-axios",
    title="Node.js (axios)",
    lexer="javascript",
    file="sample.mjs",
    write=write,
    build=(("npm", "install", "--prefix", "..", "--prefer-offline", "--no-audit", "--no-fund", "--silent"),),
    batch=(("npm", "install", "--prefer-offline", "--no-audit", "--no-fund", "--silent"),),
    run=("node", "sample.mjs"),
    probe=(
        ("node", "--eval", "process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)"),
        ("npm", "install", "--prefer-offline", "--no-audit", "--no-fund", "--silent", "axios@1"),
    ),
    needs="Node.js 20 or newer with axios 1 (`npm install axios`)",
    shared={
        "package.json": """\
{
  "private": true,
  "type": "module",
  "dependencies": {
    "aws4": "^1.13.0",
    "axios": "^1.7.0",
    "form-data": "^4.0.4",
    "hawk": "^9.0.2",
    "oauth-1.0a": "^2.2.6"
  }
}
"""
    },
)
