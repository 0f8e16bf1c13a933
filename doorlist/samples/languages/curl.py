"""curl: a POSIX shell script, or the command alone."""

import re

from doorlist.samples.language import Language, indented
from doorlist.samples.parts import forms, shells, signing
from doorlist.samples.parts.shells import PASTED, QUOTE, STYLE, ShellStyle
from doorlist.samples.request import (
    AwsV4,
    Basic,
    CannotSay,
    Digest,
    File,
    FileBody,
    Form,
    Multipart,
    Part,
    Raw,
    Request,
    Text,
)
from doorlist.samples.variables import concatenated

_EXPECT_CHARS = 1 << 18
_PART_TYPE = re.compile(r"[\w.+*-]+/[\w.+*-]+(?:; ?[\w.-]+=[\w.+-]+)*", re.ASCII)
_REASONS = {
    "OAuth1": "curl cannot sign a request by OAuth 1.0a: the signature covers the whole request, and curl makes none.",
    "Hawk": "curl cannot sign a request by Hawk: the signature covers the whole request, and curl makes none.",
}


def write(request: Request) -> str:
    """The program."""
    feeding, first, arguments = _call(request, STYLE)
    waits = request.answers.waits
    kept = "%{http_code} %header{retry-after}" if waits else "%{http_code}"
    arguments += ["--silent --show-error --max-time 30", '--output "$reply"', f"--write-out {QUOTE(kept)}"]
    name = "answer" if waits else "status"
    lines = [
        *shells.opening(request, request.url.text, *_encoded_texts(request)),
        *(shells.readable(request) if feeding or isinstance(request.body, FileBody) else ()),
        "reply=$(mktemp) || exit 1",
        "trap 'rm -f \"$reply\"' EXIT",
        "",
        f"{name}=$(",
        *indented(shells.pipeline(feeding, shells.command(first, arguments)), "  "),
        ") || exit 1",
    ]
    if waits:
        lines += ["status=${answer%% *}", "retry_after=${answer#* }"]
    lines += ["", *shells.outcome(request, _REPLY)]
    return "\n".join(lines) + "\n"


def command(request: Request) -> str:
    """The curl command alone, for pasting into any POSIX shell. Raises CannotSay."""
    feeding, first, arguments = _call(request, PASTED)
    return "\n".join(shells.pipeline(feeding, shells.command(first, arguments))) + "\n"


_REPLY = shells.Reply(before="", behind=' "$reply"', printed=('cat "$reply"', "echo"), retry_after="")


def _encoded_texts(request: Request) -> list[Text]:
    """Texts whose variables are percent-encoded before they are used: names of a form's fields."""
    return [forms.encoded(each.name) for each in request.body.fields] if isinstance(request.body, Form) else []


def _call(request: Request, style: ShellStyle) -> tuple[list[str], str, list[str]]:
    """The commands that print the body into curl, where it comes that way; the command's first line; its arguments."""
    arguments = [_header(name, value, style) for name, value in request.headers]
    arguments += _auth(request, style)
    feeding, body = _body(request, style)
    arguments += body
    method = _method(request)
    switches = ""
    if shells.holds(request.url.target, "[]{}"):
        switches += " --globoff"
    if forms.dotted(request):
        switches += " --path-as-is"
    if any(name.lower() == "accept-encoding" for name, _ in request.headers):
        switches += " --compressed"
    return feeding, f"curl{method}{switches} {style.text(request.url.text)}", arguments


def _method(request: Request) -> str:
    method, has_body = request.method, request.body is not None
    if method == "HEAD":
        if has_body:
            raise CannotSay("curl waits for a body in the answer to a HEAD that has a body itself.")
        return " --head"
    return "" if method == ("POST" if has_body else "GET") else f" --request {shells.word(method)}"


def _header(name: str, value: Text, style: ShellStyle) -> str:
    return f"--header {QUOTE(f'{name};') if value == '' else style.text(shells.header(name, value))}"


def _auth(request: Request, style: ShellStyle) -> list[str]:
    auth = request.auth
    match auth:
        case None:
            return []
        case Basic() | Digest():
            kind = ["--digest"] if isinstance(auth, Digest) else []
            return [*kind, f"--user {style.text(shells.credentials(auth.user, auth.password))}"]
        case AwsV4():
            signing.check_libcurl(request, auth, "curl")
            scope = concatenated("aws:amz:", auth.region, ":", auth.service)
            session = [] if auth.session_token == "" else [_header("X-Amz-Security-Token", auth.session_token, style)]
            user = style.text(shells.credentials(auth.access_key, auth.secret_key))
            return [f"--aws-sigv4 {style.text(scope)}", f"--user {user}", *session]
        case _:
            raise CannotSay(_REASONS[type(auth).__name__])


def _media_type(request: Request, style: ShellStyle, own: str | None = forms.FORM) -> list[str]:
    """The header for the body's media type, where curl's own is another one."""
    given = request.content_type
    if given is None:
        return [] if own is None else ["--header 'Content-Type:'"]
    return [] if given == own else [_header("Content-Type", given, style)]


def _body(request: Request, style: ShellStyle) -> tuple[list[str], list[str]]:
    body = request.body
    match body:
        case None:
            given = _media_type(request, style, None)
            return [], [*given, "--header 'Content-Length: 0'"] if request.method in forms.BODIED else given
        case Raw():
            return _raw(request, forms.raw_text(body), style)
        case Form():
            own = _media_type(request, style) if request.content_type is not None else []
            return _form(body, own, style)
        case FileBody():
            path = concatenated("@", shells.as_path(body.file.path))
            return [], [*_media_type(request, style), f"--data-binary {style.text(path)}"]
        case Multipart():
            return _multipart(request, body, style)


def _raw(request: Request, text: Text, style: ShellStyle) -> tuple[list[str], list[str]]:
    arguments = _media_type(request, style)
    if shells.characters(text) > _EXPECT_CHARS:
        arguments.append("--header 'Expect:'")
    if shells.piped(text):
        return [shells.printing(text, style)], [*arguments, "--data-binary @-"]
    option = "--data-raw" if shells.starts(text, "@") else "--data"
    return [], [*arguments, f"{option} {style.text(text)}"]


def _form(form: Form, arguments: list[str], style: ShellStyle) -> tuple[list[str], list[str]]:
    """A field an argument; curl encodes the value, the name is encoded here."""
    if any(shells.long(each.value) for each in form.fields) or len(form.fields) > 1000:
        return [shells.printing(forms.form_text(form), style)], [*arguments, "--data-binary @-"]
    for each in form.fields:
        name = forms.encoded(each.name)
        if name == "" or shells.holds(each.value, "\0\r"):
            value = concatenated(name, "=", forms.encoded(each.value))
            arguments.append(f"--data-raw {style.text(value)}")
        else:
            arguments.append(f"--data-urlencode {style.text(concatenated(name, '=', each.value))}")
    return [], arguments


def _multipart(request: Request, multipart: Multipart, style: ShellStyle) -> tuple[list[str], list[str]]:
    signed = isinstance(request.auth, AwsV4)  # curl signs no form that it makes itself
    if not multipart.parts or signed or request.content_type is not None or not all(map(_easy, multipart.parts)):
        media_type = forms.multipart_type(request.content_type, multipart)
        arguments = [_header("Content-Type", media_type, style), "--data-binary @-"]
        return shells.multipart_lines(multipart, style), arguments
    return [], [_part(each, style) for each in multipart.parts]


def _easy(part: Part) -> bool:
    """Whether an argument of curl can say the part."""
    if part.name == "" or shells.holds(part.name, "=\0"):
        return False
    if part.content_type is not None and not _PART_TYPE.fullmatch(part.content_type):
        return False
    if isinstance(part.content, File):
        return True
    if shells.holds(part.content, "\0") or shells.long(part.content):
        return False
    return part.content_type is None or isinstance(part.content, str)


def _part(part: Part, style: ShellStyle) -> str:
    content = part.content
    given = "" if part.content_type is None else f";type={part.content_type}"
    if not isinstance(content, File):
        if part.content_type is None:
            return f"--form-string {style.text(concatenated(part.name, '=', content))}"
        assert isinstance(content, str), "a value that is known when it runs is not easy"
        return f"--form {style.text(concatenated(part.name, '=', _quoted(content), given))}"
    path = shells.as_path(content.path)
    shown = "" if content.name is None else f";filename={_quoted(content.name)}"
    if isinstance(path, str):
        if content.name == path.rpartition("/")[2]:
            shown = ""
        found: Text = path if _PATH.fullmatch(path) else _quoted(path)
    else:
        found = concatenated('"', path, '"')
    return f"--form {style.text(concatenated(part.name, '=@', found, shown, given))}"


_PATH = re.compile(r"[\w./ @%+=:()\[\]-]+(?<! )")


def _quoted(text: str) -> str:
    """A text between curl's own quotes."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


LANGUAGE = Language(
    id="curl",
    title="curl",
    lexer="bash",
    file="sample.sh",
    write=write,
    run=("sh", "sample.sh"),
    probe=(("curl", "--version"), ("jq", "--version")),
    needs="curl 7.84 or later; jq, where a sample reads JSON or percent-encodes a value",
)
