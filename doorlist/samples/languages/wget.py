"""GNU Wget: a POSIX shell script."""

from doorlist.samples.language import Language
from doorlist.samples.parts import forms, shells
from doorlist.samples.parts.shells import STYLE
from doorlist.samples.request import (
    Basic,
    CannotSay,
    Digest,
    FileBody,
    Form,
    Multipart,
    Raw,
    Request,
    Text,
)

_BODY_FILE = '--body-file="$folder/body"'
_LAST = (
    "--content-on-error --server-response --no-verbose",
    "--timeout=30 --tries=1 --max-redirect=0",
    '--output-document="$folder/reply"',
)
_STATUS = (
    "status=$(sed -n 's|^ *HTTP/[^ ]* \\([0-9]*\\).*|\\1|p' \"$folder/headers\" | tail -n 1)",
    'if [ -z "$status" ]; then',
    '  cat "$folder/headers" >&2',
    "  exit 1",
    "fi",
)
_REPLY = shells.Reply(
    before="",
    behind=' "$folder/reply"',
    printed=('cat "$folder/reply"', "echo"),
    retry_after="retry_after=$(sed -n 's/^  *[Rr]etry-[Aa]fter: *//p' \"$folder/headers\")",
    unseen=401,
)


def write(request: Request) -> str:
    """The program."""
    _check(request)
    making, body, form = _body(request)
    arguments = [*_headers(request), *_auth(request), *body]
    if any(name.lower() == "accept-encoding" for name, _ in request.headers):
        arguments.append("--compression=auto")
    plain = request.method == "GET" and request.body is None
    arguments += [*_LAST[plain:], f'{STYLE.text(request.url.text)} 2>"$folder/headers"']
    first = f"wget {_LAST[0]}" if plain else f"wget --method={shells.word(request.method)}"
    lines = [
        *shells.opening(request, request.url.text, form),
        *(shells.readable(request) if making else ()),
        "folder=$(mktemp -d) || exit 1",
        "trap 'rm -rf \"$folder\"' EXIT",
        "",
        *([*making, ""] if making else ()),
        *shells.command(first, arguments),
        *_STATUS,
        "",
        *shells.outcome(request, _REPLY),
    ]
    return "\n".join(lines) + "\n"


def _check(request: Request) -> None:
    if request.repeated_header is not None:
        raise CannotSay(
            f"wget sends the last of several headers of one name, and {request.repeated_header} comes twice."
        )
    if forms.dotted(request, encoded=False):
        raise CannotSay("wget resolves the segments . and .. of a path, and this URL has such a segment.")
    if request.content_type is None and isinstance(request.body, Raw | FileBody):
        raise CannotSay(f"wget sends Content-Type: {forms.FORM} with a body that is given none, and this one has none.")


def _headers(request: Request) -> list[str]:
    headers = [f"--header={STYLE.text(shells.header(name, value))}" for name, value in request.headers]
    given = request.content_type
    if given is not None and not isinstance(request.body, Multipart) and (given != forms.FORM or request.body is None):
        headers.append(f"--header={STYLE.text(shells.header('Content-Type', given))}")
    return headers


def _auth(request: Request) -> list[str]:
    auth = request.auth
    match auth:
        case None:
            return []
        case Basic() | Digest():
            if shells.holds(auth.user, ":"):
                raise CannotSay("A user's name has no colon in HTTP authentication.")
            found = [f"--user={STYLE.text(auth.user)}", f"--password={STYLE.text(auth.password)}"]
            return [*found, "--auth-no-challenge"] if isinstance(auth, Basic) else found
        case _:
            raise CannotSay("wget cannot sign a request: it knows Basic, Digest and NTLM only.")


def _body(request: Request) -> tuple[list[str], list[str], Text | None]:
    """The commands that write the body's file, if it takes one; the arguments; a text with variables to be encoded."""
    body = request.body
    match body:
        case None:
            return [], [], None
        case Raw():
            return (*_data(forms.raw_text(body)), None)
        case Form():
            text = forms.form_text(body)
            return (*_data(text), text)
        case FileBody():
            return [], [f"--body-file={STYLE.text(shells.as_path(body.file.path))}"], None
        case Multipart():
            media_type = forms.multipart_type(request.content_type, body)
            making = ["{", *(f"  {each}" for each in shells.multipart_lines(body, STYLE)), '} >"$folder/body"']
            return making, [f"--header={STYLE.text(shells.header('Content-Type', media_type))}", _BODY_FILE], None


def _data(text: Text) -> tuple[list[str], list[str]]:
    if shells.piped(text):
        return [f'{shells.printing(text, STYLE)} >"$folder/body"'], [_BODY_FILE]
    return [], [f"--body-data={STYLE.text(text)}"]


LANGUAGE = Language(
    id="wget",
    title="wget",
    lexer="bash",
    file="sample.sh",
    write=write,
    run=("sh", "sample.sh"),
    probe=(("wget", "--version"), ("jq", "--version")),
    needs="GNU Wget 1.18 or later; jq, where a sample reads JSON or percent-encodes a value",
)
