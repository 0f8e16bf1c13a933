"""Node.js with its own fetch."""

from doorlist.samples.language import Language, indented
from doorlist.samples.parts import forms, node, node_bodies, node_program, signing
from doorlist.samples.parts.brackets import Group, Node, prefixed
from doorlist.samples.parts.node import assigned, hugged, key, listed, mapped, member, statement, text
from doorlist.samples.parts.node_program import Sending, header
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
)
from doorlist.samples.variables import concatenated

_LIBRARY = node_program.Library(
    status="response.status",
    refused="!response.ok",
    text="text",
    retry_after='response.headers.get("Retry-After")',
    failed=(
        "const { message, code } = error.cause ?? error;",
        "console.error(`The request failed: ${message || code}`);",
    ),
)
_FORBIDDEN = frozenset({"CONNECT", "TRACE", "TRACK"})
_CONDITIONS = frozenset({"if-match", "if-none-match", "if-modified-since", "if-unmodified-since", "if-range"})
_OWN = {
    "host": "sends the Host of the URL",
    "expect": "has no Expect",
    "keep-alive": "has no Keep-Alive",
    "upgrade": "has no Upgrade",
}


_MULTIPART = """\
// Makes a form byte by byte: FormData cannot say all of this one.
function multipart(parts) {
  const boundary = crypto.randomUUID();
  const quoted = (name) => name.replace(/["\\r\\n]/g, encodeURIComponent);
  const pieces = [];
  for (const { name, filename, type, content } of parts) {
    let head = `Content-Disposition: form-data; name="${quoted(name)}"`;
    if (filename !== undefined) head += `; filename="${quoted(filename)}"`;
    if (type !== undefined) head += `\\r\\nContent-Type: ${type}`;
    pieces.push(`--${boundary}\\r\\n${head}\\r\\n\\r\\n`, content, "\\r\\n");
  }
  pieces.push(`--${boundary}--\\r\\n`);
  const type = `multipart/form-data; boundary=${boundary}`;
  return new Blob(pieces, { type });
}"""


def write(request: Request) -> str:
    """The program."""
    _refuse(request)
    how = Sending()
    how.prepared += assigned("url", text(request.url.text))
    headers: list[Node] = []
    if isinstance(request.auth, Basic):
        how.prepared += assigned("credentials", text(concatenated(request.auth.user, ":", request.auth.password)))
        headers.append(member("Authorization", '`Basic ${Buffer.from(credentials).toString("base64")}`'))
    headers = [*(member(key(name), header(value, how)) for name, value in request.all_headers), *headers]
    late, body = _body(request, how)
    options: list[Node] = [] if request.method == "GET" else [member("method", string(request.method))]
    if headers:
        options.append(mapped("headers: ", headers))
    if body is not None:
        options.append("body" if body == "body" else f"body: {body}")
    conditional = any(name.lower() in _CONDITIONS for name, _ in request.headers)
    if conditional:
        options.append('cache: "force-cache"')
    options.append("signal: AbortSignal.timeout(30_000)")
    how.sent = [
        *([] if request.method == "HEAD" else ["let text;"]),
        "try {",
        *indented(late, "  "),
        *(["  // Any other mode would add Pragma and Cache-Control to a condition."] if conditional else []),
        *indented(statement(Group("response = await fetch(url, {", options, "})", spread=True), depth=1), "  "),
        *([] if request.method == "HEAD" else ["  text = await response.text();"]),
    ]
    return node_program.program(request, _LIBRARY, how)


def _refuse(request: Request) -> None:
    """Raises CannotSay for what fetch does not do."""
    if request.repeated_header is not None:
        raise CannotSay(
            f"fetch joins headers of one name into one line, and this request has {request.repeated_header} twice."
        )
    if request.method in _FORBIDDEN:
        raise CannotSay(f"fetch refuses the method {request.method}.")
    if request.body is not None and request.method in ("GET", "HEAD"):
        raise CannotSay(f"fetch refuses to send a body with {request.method}.")
    node_bodies.check_dots(request, "fetch")
    for name, value in request.headers:
        reason = _OWN.get(name.lower())
        if name.lower() == "connection" and not (isinstance(value, str) and value.lower() in ("close", "keep-alive")):
            reason = "has no Connection but close and keep-alive"
        if reason is not None:
            raise CannotSay(f"fetch {reason}, whatever the request says.")
    signing.check_able(request, "fetch", Digest, OAuth1, AwsV4, Hawk)


def _body(request: Request, how: Sending) -> tuple[list[str], str | None]:
    """What stands within the try, because it reads files, and the body's expression."""
    match request.body:
        case Raw(exact=True, json=value) if forms.is_json(request.content_type):
            how.prepared += statement(prefixed("const body = ", node.value(value)))
            return [], "JSON.stringify(body)"
        case Raw() as body:
            how.prepared += node_bodies.raw(body)
            # A text without a Content-Type would get one.
            return [], "body" if request.content_type is not None else "Buffer.from(body)"
        case Form() as form:
            fields = node_bodies.pairs([(each.name, each.value) for each in form.fields])
            how.prepared += statement(hugged("const body = new URLSearchParams(", fields))
            return [], "body"
        case FileBody(file=file):
            return statement(prefixed("const body = ", node_bodies.blob(file, None, how)), depth=1), "body"
        case Multipart() as form:
            return _multipart(form, how)
        case None:
            return [], None


def _multipart(form: Multipart, how: Sending) -> tuple[list[str], str]:
    if node_bodies.altered(form):
        how.functions.append(_MULTIPART)
        rows = listed("", node_bodies.composed(form, how))
        lines = statement(hugged("const body = multipart(", rows), 1 if node_bodies.reads(form) else 0)
        name = "body"
    else:
        lines = node_bodies.appended(form, how)
        name = "form"
    if node_bodies.reads(form):
        return lines, name
    how.prepared += lines
    return [], name


LANGUAGE = Language(
    id="node-fetch",
    title="Node.js (fetch)",
    lexer="javascript",
    file="sample.mjs",
    write=write,
    run=("node", "sample.mjs"),
    probe=(("node", "--eval", "process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)"),),
    needs="Node.js 20 or newer",
)
