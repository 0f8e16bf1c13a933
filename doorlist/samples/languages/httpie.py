"""HTTPie: a POSIX shell script."""

import json
import re
from base64 import b64encode
from collections.abc import Iterable

from doorlist.samples.language import Language, indented
from doorlist.samples.parts import forms, shells, signing
from doorlist.samples.parts.shells import STYLE
from doorlist.samples.request import (
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
    Template,
    Text,
)
from doorlist.samples.variables import concatenated, pieces_of

_SEPARATORS = str.maketrans({each: f"\\{each}" for each in ":;=@"})
_UNSAYABLE = re.compile(r"\\[:;=@]")  # an item cannot have a backslash before a separator: it escapes that
_JSON_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_ .-]*", re.ASCII)
_ITEMS_MAX = 1000
_REPLY = shells.Reply(
    before="printf '%s\\n' \"$reply\" | ",
    behind="",
    printed=("printf '%s\\n' \"$reply\"",),
    retry_after="retry_after=$(printf '%s\\n' \"$answer\" | sed -n 's/^[Rr]etry-[Aa]fter: *//p' | tr -d '\\r')",
)
_SPLIT = (
    "status=$(printf '%s\\n' \"$answer\" | sed -n '1s/^[^ ]* \\([0-9]*\\).*/\\1/p')",
    "reply=$(printf '%s\\n' \"$answer\" | sed '1,/^[[:space:]]*$/d')",
)


class _Call:
    """What a call of `http` is made of, while it grows."""

    def __init__(self) -> None:
        self.making: list[str] = []
        """Commands before it, that write files."""
        self.feeding: list[str] = []
        self.options: list[str] = []
        self.items: list[str] = []
        self.behind = ""
        """Where its input comes from, if that is a file."""


def write(request: Request) -> str:
    """The program."""
    if not request.method.isalpha():
        raise CannotSay(f"HTTPie takes a method of letters only, and this one is {request.method}.")
    if forms.shown(request.url.target).endswith("?"):
        raise CannotSay("HTTPie leaves out a question mark with nothing behind it, and this URL ends in one.")
    call = _Call()
    _auth(call, request)
    for name, value in request.headers:
        _header(call, name, value)
    form = _body(call, request)
    options = "--print=hb --timeout=30"
    if not call.feeding and not call.behind:
        options = f"--ignore-stdin {options}"
    if forms.dotted(request):
        options += " --path-as-is"
    arguments = [*call.options, f"{shells.word(request.method)} {STYLE.text(request.url.text)}", *call.items]
    command = shells.command(f"http {options}", arguments)
    command[-1] += call.behind
    lines = [
        *shells.opening(request, request.url.text, form),
        *(shells.readable(request) if call.feeding else ()),
        *call.making,
        "answer=$(",
        *indented(shells.pipeline(call.feeding, command), "  "),
        ") || exit 1",
        *_SPLIT,
        "",
        *shells.outcome(request, _REPLY),
    ]
    return "\n".join(lines) + "\n"


def _sayable(text: Text) -> bool:
    return not any(isinstance(each, str) and _UNSAYABLE.search(each) for each in pieces_of(text))


def _easy_name(name: Text) -> bool:
    return isinstance(name, str) and name.isprintable() and name != "" and name[0] != "-" and "\\" not in name


def _item(name: str, separator: str, value: Text) -> str:
    """An item; a separator that the value begins with would make another one of it."""
    first = next(iter(pieces_of(value)), "")
    escape = "\\" if isinstance(first, str) and first.startswith(("=", "@")) else ""
    return STYLE.text(concatenated(name.translate(_SEPARATORS), separator, escape, value))


def _header(call: _Call, name: str, value: Text) -> None:
    shells.header(name, value)
    if value == "":
        call.items.append(shells.QUOTE(f"{name};"))
    elif _sayable(value):
        space = " " if shells.starts(value, "=@") else ""
        call.items.append(STYLE.text(concatenated(name, ":", space, value)))
    else:
        if not call.making:
            call.making += ["folder=$(mktemp -d) || exit 1", "trap 'rm -rf \"$folder\"' EXIT", ""]
        number = len(call.making) - 2
        call.making.insert(-1, f'{shells.printing(value, STYLE)} >"$folder/{number}"')
        call.items.append(f'"{name}:@$folder/{number}"')


def _media_type(call: _Call, request: Request, own: str | None) -> None:
    """The header for the body's media type, where HTTPie's own is another one."""
    given = request.content_type
    if given is None:
        call.items.append("'Content-Type:'")
    elif given != own:
        _header(call, "Content-Type", given)


def _auth(call: _Call, request: Request) -> None:
    auth = request.auth
    match auth:
        case None:
            return
        case Basic() | Digest():
            signing.check_digest_user(request, "HTTPie")
            both = shells.credentials(auth.user, auth.password)
            if isinstance(both, str) and "\\:" in both and isinstance(auth, Basic):
                call.items.append(shells.QUOTE(f"Authorization:Basic {b64encode(both.encode()).decode()}"))
                return
            kind = ["--auth-type=digest"] if isinstance(auth, Digest) else []
            call.options += [*kind, f"--auth={STYLE.text(both)}"]
        case _:
            raise CannotSay("HTTPie cannot sign a request: it knows Basic, Digest and bearer tokens only.")


def _body(call: _Call, request: Request) -> Text | None:
    """Adds the body; a text is given back whose variables are to be percent-encoded."""
    body = request.body
    match body:
        case None:
            if request.content_type is not None:
                _header(call, "Content-Type", request.content_type)
        case Raw():
            members = _members(body) if request.content_type == forms.JSON else None
            if members is not None:
                call.items += members
            else:
                _media_type(call, request, forms.JSON)
                _data(call, forms.raw_text(body))
        case Form():
            _header(call, "Content-Type", forms.FORM if request.content_type is None else request.content_type)
            if _easy_form(body):
                call.options.append("--form")
                call.items += (_item(str(each.name), "=", each.value) for each in body.fields)
            else:
                text = forms.form_text(body)
                _data(call, text)
                return text
        case FileBody():
            _media_type(call, request, forms.JSON)
            call.behind = f" <{STYLE.text(body.file.path)}"
        case Multipart():
            _multipart(call, request, body)
    return None


def _data(call: _Call, text: Text) -> None:
    if shells.piped(text) or text == "--":  # argparse takes that for the end of the options, even here
        call.feeding.append(shells.printing(text, STYLE))
    else:
        call.items.append(f"--raw={STYLE.text(text)}")


def _members(body: Raw) -> list[str] | None:
    """A JSON object's members as items, where they can be said so: `name=text` and `name:=JSON`."""
    value = body.json
    if not body.exact or not isinstance(value, dict) or not value or len(value) > _ITEMS_MAX:
        return None
    items = []
    for name, each in value.items():
        text = each if isinstance(each, str) else json.dumps(each, ensure_ascii=False)
        if not _JSON_KEY.fullmatch(name) or not _sayable(text) or shells.piped(text):
            return None
        items.append(_item(name, "=" if isinstance(each, str) else ":=", text))
    return items


def _grouped(names: Iterable[str]) -> bool:
    """Whether equal names stand side by side: HTTPie sends the values of a name together."""
    seen: dict[str, None] = {}
    last = None
    for name in names:
        if name in seen and name != last:
            return False
        seen[name] = None
        last = name
    return True


def _easy_form(form: Form) -> bool:
    """Whether items can say it."""
    return (
        len(form.fields) <= _ITEMS_MAX
        and all(_easy_name(each.name) and _easy_value(each.value) for each in form.fields)
        and _grouped(str(each.name) for each in form.fields)
    )


def _easy_value(value: Text) -> bool:
    return _sayable(value) and not shells.holds(value, "\0") and not shells.long(value)


def _multipart(call: _Call, request: Request, multipart: Multipart) -> None:
    again = isinstance(request.auth, Digest)  # HTTPie cannot send a form that it makes itself a second time
    if request.content_type is None and multipart.parts and not again and _easy_parts(multipart):
        call.options.append("--multipart")
        call.items += map(_part, multipart.parts)
        return
    _header(call, "Content-Type", forms.multipart_type(request.content_type, multipart))
    call.feeding = shells.multipart_lines(multipart, STYLE)


def _easy_parts(multipart: Multipart) -> bool:
    return (
        len(multipart.parts) <= _ITEMS_MAX
        and all(map(_easy_part, multipart.parts))
        and _grouped(str(each.name) for each in multipart.parts)
    )


def _easy_part(part: Part) -> bool:
    """Whether an item can say it."""
    content = part.content
    if not _easy_name(part.name):
        return False
    if not isinstance(content, File):
        return part.content_type is None and _easy_value(content)
    if isinstance(content.path, Template):
        return content.name is None
    name = content.path.rpartition("/")[2]
    return content.name in (None, name) and name.isprintable() and not re.search(r"\\|;type=", content.path)


def _part(part: Part) -> str:
    content = part.content
    name = str(part.name)
    if not isinstance(content, File):
        return _item(name, "=", content)
    given = "" if part.content_type is None else f";type={part.content_type}"
    return STYLE.text(concatenated(name.translate(_SEPARATORS), "@", shells.as_path(content.path), given))


LANGUAGE = Language(
    id="httpie",
    title="HTTPie",
    lexer="bash",
    file="sample.sh",
    write=write,
    run=("sh", "sample.sh"),
    probe=(("http", "--version"), ("jq", "--version")),
    needs="HTTPie 3 or later; jq, where a sample reads JSON or percent-encodes a value",
)
