"""Node.js with its own fetch."""

from doorlist.samples.language import Language, indented
from doorlist.samples.languages import node
from doorlist.samples.languages.node import Group, Node, Sending, header, mapped, member, statement, string, text
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

_LIBRARY = node.Library(
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
    how.prepared += node.assigned("url", node.text(request.url.text))
    headers: list[Node] = []
    if isinstance(request.auth, Basic):
        how.prepared += node.assigned("credentials", text(concatenated(request.auth.user, ":", request.auth.password)))
        headers.append(member("Authorization", '`Basic ${Buffer.from(credentials).toString("base64")}`'))
    headers = [*(member(node.key(name), header(value, how)) for name, value in request.all_headers), *headers]
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
    return node.program(request, _LIBRARY, how)


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
    if node.dotted(request):
        raise CannotSay(f"fetch {node.DOTTED}")
    for name, value in request.headers:
        reason = _OWN.get(name.lower())
        if name.lower() == "connection" and not (isinstance(value, str) and value.lower() in ("close", "keep-alive")):
            reason = "has no Connection but close and keep-alive"
        if reason is not None:
            raise CannotSay(f"fetch {reason}, whatever the request says.")
    match request.auth:
        case Digest():
            raise CannotSay("fetch has no Digest authentication.")
        case OAuth1():
            raise CannotSay("fetch has no OAuth 1.0 signature.")
        case AwsV4():
            raise CannotSay("fetch has no AWS signature.")
        case Hawk():
            raise CannotSay("fetch has no Hawk authentication.")
        case _:
            pass


def _body(request: Request, how: Sending) -> tuple[list[str], str | None]:
    """What stands within the try, because it reads files, and the body's expression."""
    match request.body:
        case Raw(exact=True, json=value) if node.is_json(request.content_type):
            how.prepared += statement(node.prefixed("const body = ", node.value(value)))
            return [], "JSON.stringify(body)"
        case Raw() as body:
            how.prepared += node.raw(body)
            # A text without a Content-Type would get one.
            return [], "body" if request.content_type is not None else "Buffer.from(body)"
        case Form() as form:
            fields = node.pairs([(each.name, each.value) for each in form.fields])
            how.prepared += statement(node.hugged("const body = new URLSearchParams(", fields))
            return [], "body"
        case FileBody(file=file):
            return statement(node.prefixed("const body = ", node.blob(file, None, how)), depth=1), "body"
        case Multipart() as form:
            return _multipart(form, how)
        case None:
            return [], None


def _multipart(form: Multipart, how: Sending) -> tuple[list[str], str]:
    if node.altered(form):
        how.functions.append(_MULTIPART)
        rows = node.listed("", node.composed(form, how))
        lines = statement(node.hugged("const body = multipart(", rows), 1 if node.reads(form) else 0)
        name = "body"
    else:
        lines = node.appended(form, how)
        name = "form"
    if node.reads(form):
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
