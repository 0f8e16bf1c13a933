"""Tcl with its own http package, TclTLS and tcllib's json: a script for tclsh 8.6."""

import re
from urllib.parse import quote

from doorlist.samples.language import Language, Naming, Quoting, Style, unread
from doorlist.samples.parts import forms, interpreted
from doorlist.samples.parts.checks import check_auth
from doorlist.samples.parts.scripts import Code, Piece, pieces
from doorlist.samples.parts.walking import Walk
from doorlist.samples.request import (
    Answers,
    Basic,
    CannotSay,
    Field,
    File,
    FileBody,
    Form,
    Leaf,
    Loop,
    Multipart,
    Part,
    Path,
    Request,
    Text,
    Variable,
)
from doorlist.samples.variables import pieces_of

_BARE = re.compile(r"[A-Za-z0-9_./:@%+=,?&*~-]+")
_UNFIT = re.compile("[^\n\x20-\x7e]")
_BLANKS = re.compile("[ \t]$", re.MULTILINE)
_NESTING = re.compile(r"\\.|[{}]|\\\Z", re.DOTALL)
_NOT_ASCII = re.compile("[\x7f-\U0010ffff]")
_RESERVED_URL = re.compile(
    r"(?:[-\w.~!$&'()*+,;=:@/]|%[0-9A-Fa-f]{2})*(?:\?(?:[-\w.~!$&'()*+,;=:@/?]|%[0-9A-Fa-f]{2})*)?"
)
_NAME_GOES_ON = re.compile(r"[A-Za-z0-9_:(]")

_RESERVED = frozenset(
    """env argv argv0 argc tcl_version errorInfo errorCode auto_path errors boundary body response reply answer message
    name names value args key""".split()  # noqa: SIM905
)


def _control(code: int) -> str:
    if code < 0x10000:
        return f"\\u{code:04x}"
    # Tcl 8.6 has no characters beyond these, but halves of pairs, which it puts together when it encodes them.
    return f"\\u{0xD7C0 + (code >> 10):04x}\\u{0xDC00 + (code & 0x3FF):04x}"


class _Words(Quoting):
    """A word as it stands, in braces, or in double quotes, whichever is the first that can hold it.

    Everything outside of ASCII is escaped: tclsh reads a script in the encoding of the place where it runs.
    """

    def __call__(self, text: str) -> str:
        if _BARE.fullmatch(text):
            return text
        return f"{{{text}}}" if _braced(text) else super().__call__(text)


def _braced(text: str) -> bool:
    """Whether the text stands in braces as it is: its own are nested well, no backslash is before a line's end."""
    if _UNFIT.search(text) is not None or _BLANKS.search(text) is not None:
        return False
    depth = 0
    for found in _NESTING.findall(text):
        if found in ("\\\n", "\\"):
            return False
        depth += (found == "{") - (found == "}")
        if depth < 0:
            return False
    return depth == 0


QUOTE = _Words(
    '"',
    '"',
    {**{each: f"\\{each}" for each in '\\"$[]{}'}, "\n": "\\n", "\r": "\\r", "\t": "\\t"},
    _control,
    unsafe=r"\x00-\x1f\x7f-\U0010ffff",
)


class _Style(Style):
    """A comment goes on behind a backslash at the end of its line, so none may end in one."""

    def comments(self, text: str, *, width: int = 88) -> list[str]:
        return [f"{each}." if each.endswith("\\") else each for each in super().comments(text, width=width)]


STYLE = _Style(
    quote=QUOTE,
    naming=Naming.SNAKE,
    comment="#",
    reserved=_RESERVED,
    joined="",
    value="${0}",
    encoded="[http::quoteString ${0}]",
)

_REQUIRED = """
# The value of an environment variable that must be set.
proc required {name} {
    if {![info exists ::env($name)]} {
        puts stderr "Set the environment variable $name."
        exit 2
    }
    return $::env($name)
}
""".splitlines()

_READ = """
# The bytes of a file.
proc contents {path} {
    set file [open $path rb]
    set content [read $file]
    close $file
    return $content
}
""".splitlines()

_PART = r"""
set boundary [format "----%016x" [clock microseconds]]

# A part of the form, as bytes: its name and file name, its content and its type.
proc part {names content {type ""}} {
    set head "--$::boundary\r\nContent-Disposition: form-data; $names\r\n"
    if {$type ne ""} {
        append head "Content-Type: $type\r\n"
    }
    return "[encoding convertto utf-8 $head]\r\n$content\r\n"
}
""".splitlines()

_FIELD = """
# The value at a path inside a reply, or an empty text.
proc field {value args} {
    foreach key $args {
        if {[catch {dict get $value $key} value]} {
            return ""
        }
    }
    return $value
}
""".splitlines()

_HEADER = """
# The value of a header of the reply, or another text where there is none.
proc header {response name otherwise} {
    foreach {key value} [http::meta $response] {
        if {[string equal -nocase $key $name]} {
            return $value
        }
    }
    return $otherwise
}
""".splitlines()


def write(request: Request) -> str:
    """The program."""
    answers = request.answers
    check_auth(request, "Tcl's http package", (Basic,))
    _check(request)
    sending = _sending(request)
    head = ["package require http"]
    secure = request.url.scheme != "http"
    if secure:
        head.append("package require tls")
    if answers.reading or answers.coded:
        head.append("package require json")
    if secure:
        head += [
            "",
            "# TclTLS checks who signed the server's certificate, but not that it has the server's name.",
            "http::register https 443 [list tls::socket -autoservername true -require true -cadir /etc/ssl/certs]",
        ]
    if any(not isinstance(value, str) or not value.isascii() for _, value in request.all_headers):
        head += ["", "# Headers are sent in the system's encoding.", "encoding system utf-8"]
    if request.variables:
        head += _REQUIRED
    if isinstance(request.body, Multipart):
        head += [*(_READ if request.files else ()), *_PART]
    if answers.reading or answers.coded:
        head += _FIELD
    head += [*_errors(answers), *_explain(answers)]
    reads = (f"set {STYLE.name(each)} [required {each.environment}]" for each in request.variables)
    return interpreted.script(request, STYLE, head, reads, [*sending, *_receiving(request)])


def _check(request: Request) -> None:
    """Raises CannotSay for what the package would send in another way."""
    if request.body is not None and request.content_type is None and not isinstance(request.body, Multipart | Form):
        raise CannotSay("Tcl's http package sends a Content-Type with every body, and this body is to have none.")
    for name, value in request.all_headers:
        if interpreted.unsendable(value):
            raise CannotSay(f"Tcl's http package takes line ends out of headers, and {name} has a control character.")
    agents = [value for name, value in request.headers if name.lower() == "user-agent"]
    if len(agents) > 1:
        raise CannotSay("Tcl's http package sends one User-Agent, and this request has several.")
    for name, value in request.headers:
        if name.lower() == "connection" and str(value).lower() not in ("close", "keep-alive"):
            raise CannotSay("Tcl's http package sends a Connection header of its own beside the one of this request.")


# What is sent


def _word(*texts: Piece) -> str:
    """One word of several texts, variables and commands."""
    found = pieces(texts)
    if not found:
        return "{}"
    if len(found) == 1:
        only = found[0]
        return str(only) if isinstance(only, Code) else QUOTE(only) if isinstance(only, str) else STYLE.variable(only)
    inside = ""
    for number, each in enumerate(found):
        if isinstance(each, Variable):
            after = found[number + 1] if number + 1 < len(found) else ""
            written = STYLE.variable(each)
            if written[0] == "$" and type(after) is str and _NAME_GOES_ON.match(after):
                written = f"${{{written[1:]}}}"
            inside += written
        else:
            inside += each if isinstance(each, Code) else QUOTE.inside(each)
    return f'"{inside}"'


def _bytes(*texts: Piece) -> str:
    """The same as bytes of UTF-8."""
    plain = all(type(each) is str and each.isascii() for each in pieces(texts))
    return _word(*texts) if plain else f"[encoding convertto utf-8 {_word(*texts)}]"


def _sending(request: Request) -> list[str]:
    program, options = _body(request)
    headers: list[tuple[str, str]] = []
    url = request.url
    if url.host is not None and ":" in url.host and not any(name.lower() == "host" for name, _ in request.headers):
        # The package would leave the brackets of the address out.
        headers.append(("Host", QUOTE(str(url.origin).partition("//")[2])))
    for name, value in request.headers:
        match name.lower():
            case "user-agent":
                program.append(f"http::config -useragent {_word(value)}")
            case "connection":
                options += ["-keepalive true"] if str(value).lower() == "keep-alive" else []
            case _:
                headers.append((name, _word(value)))
    if isinstance(request.auth, Basic):
        program.append(
            f"set credentials [binary encode base64 {_bytes(request.auth.user, ':', request.auth.password)}]"
        )
        headers.append(("Authorization", '"Basic $credentials"'))
    empty = not any(each.startswith("-query") for each in options)
    if empty and request.content_type is not None:
        headers.append(("Content-Type", _word(request.content_type)))
    if empty and (request.body is not None or request.method in forms.BODIED):
        headers.append(("Content-Length", "0"))
    words = [f"http::geturl {_word(url.text)}"]
    if request.method != ("GET" if empty else "POST"):
        words.append(f"-method {QUOTE(request.method)}")
    if headers:
        listed = [f"{QUOTE(name)} {value}" for name, value in headers]
        between = " " if len(listed) == 1 else " \\\n            "
        words.append(f"-headers [list{between}{between.join(listed)}]")
    words += options
    if isinstance(url.text, str) and not _RESERVED_URL.fullmatch(str(url.target)):
        words.append("-strict false")
    words += ["-binary true", "-timeout 30000"]
    if program and not program[-1].startswith("http::config"):
        program.append("")
    return [*program, "try {", *f"    set response [{(' ' + chr(92) + chr(10) + '        ').join(words)}]".split("\n")]


def _body(request: Request) -> tuple[list[str], list[str]]:
    """What stands before the request, and the options that give it its body."""
    body, kind = request.body, request.content_type
    if body is None:
        return [], []
    if isinstance(body, FileBody):
        assert kind is not None, "it was checked"
        return [f"set file [open {_path(body.file)} rb]"], ["-querychannel $file", f"-type {_word(kind)}"]
    if isinstance(body, Multipart):
        lines = [f"{'append' if number else 'set'} body {_part(each)}" for number, each in enumerate(body.parts)]
        lines.append(f'{"append" if lines else "set"} body "--$boundary--\\r\\n"')
        typed = _word(kind or "multipart/form-data", "; boundary=", Code("$boundary"))
        return lines, ["-query $body", f"-type {typed}"]
    if isinstance(body, Form):
        return _form(body.fields, kind)
    if body.text == "":
        return [], []
    assert kind is not None, "it was checked"
    if body.exact and isinstance(body.text, str):
        # What is not ASCII can only be in texts of the JSON, which has escapes of its own.
        return [f"set body {QUOTE(_NOT_ASCII.sub(_json_escape, body.text))}"], ["-query $body", f"-type {_word(kind)}"]
    return [f"set body {_bytes(body.text)}"], ["-query $body", f"-type {_word(kind)}"]


def _json_escape(found: re.Match[str]) -> str:
    return _control(ord(found[0]))


def _form(fields: tuple[Field, ...], kind: Text | None) -> tuple[list[str], list[str]]:
    if not fields:
        return [], []
    typed = [] if kind in (None, forms.FORM) else [f"-type {_word(kind)}"]
    if any("\n" in str(each.name) or "\n" in str(each.value) for each in fields):
        # formatQuery would make a CR LF of each line end.
        texts: list[Piece] = []
        for number, each in enumerate(fields):
            texts += ["&" if number else "", *_quoted(each.name), "=", *_quoted(each.value)]
        return [f"set body {_word(*texts)}"], ["-query $body", *typed]
    rows = [f"    {_word(each.name)} {_word(each.value)}" for each in fields]
    lines = " \\\n".join(["set body [http::formatQuery", *rows]) + "]"
    return lines.split("\n"), ["-query $body", *typed]


def _quoted(text: Text) -> list[Piece]:
    """A text of a form, percent-encoded."""
    return [
        quote(each, safe="") if isinstance(each, str) else Code(f"[http::quoteString {STYLE.variable(each)}]")
        for each in pieces_of(text)
    ]


def _part(part: Part) -> str:
    if isinstance(part.content, File):
        base_name, content = f"[file tail {_word(part.content.path)}]", f"[contents {_path(part.content)}]"
    else:
        base_name, content = "", _bytes(part.content)
    typed = interpreted.part_type(part)
    names = _word(*interpreted.part_names(part, base_name))
    return f"[part {names} {content}{'' if typed is None else f' {QUOTE(typed)}'}]"


def _path(file: File) -> str:
    """A path that is none of a home folder, nor a command to be run."""
    path = file.path
    return _word(f"./{path}" if isinstance(path, str) and path[:1] in ("~", "|") else path)


# What is received


def _receiving(request: Request) -> list[str]:
    answers = request.answers
    program = [
        "} on error {message} {",
        '    puts stderr "The request failed: $message"',
        "    exit 1",
        "}",
        'if {[http::ncode $response] eq ""} {',
        '    puts stderr "The request failed: [http::status $response] [http::error $response]"',
        "    exit 1",
        "}",
        "",
        "puts [http::ncode $response]",
    ]
    has_body = request.method != "HEAD"
    if has_body or answers.coded:
        program.append("set reply [encoding convertfrom utf-8 [http::data $response]]")
    if has_body:
        program.append("puts $reply")
    given = "$response $reply" if answers.coded else "$response"
    program += [
        "if {[http::ncode $response] / 100 != 2} {",
        f"    puts stderr [explain {given}]" if answers.failures else '    puts stderr "HTTP [http::ncode $response]"',
        "    exit 1",
        "}",
    ]
    if not answers.reading or not has_body:
        return program
    return [
        *program,
        "",
        *(f"# {each}" for each in unread(answers.unread)),
        "try {",
        "    set answer [json::json2dict $reply]",
        *_WALK.lines(answers.reading, "answer", "    "),
        "} on error {} {",
        '    puts stderr "The reply is not the JSON that is documented."',
        "}",
    ]


def _errors(answers: Answers) -> list[str]:
    if not answers.failures:
        return []
    listed = (f"    {QUOTE(key)} {QUOTE(meaning)}" for key, meaning in interpreted.keyed(answers))
    return ["", f"# {interpreted.errors_told(answers)}", "set errors {", *listed, "}"]


def _explain(answers: Answers) -> list[str]:
    if not answers.failures:
        return []
    program = list(_HEADER) if answers.waits else []
    given = "response reply" if answers.coded else "response"
    program += [
        "",
        "# What a refusal means, in words.",
        f"proc explain {{{given}}} {{" if answers.coded else "proc explain {response} {",
    ]
    program += ["    set status [http::ncode $response]"]
    if answers.coded:
        program += [
            "    if {[catch {json::json2dict $reply} answer]} {",
            "        set answer {}",
            "    }",
            f"    set code {_field('$answer', answers.code_path)}",
            f"    set meaning {_field('$answer', answers.message_path)}",
            '    foreach key [list $status "$status $code"] {',
            "        if {[dict exists $::errors $key]} {",
            "            set meaning [dict get $::errors $key]",
            "        }",
            "    }",
            '    set text "HTTP $status"',
            '    if {$code ne ""} {',
            '        append text ", code $code"',
            "    }",
            '    if {$meaning ne ""} {',
            '        append text ": $meaning"',
            "    }",
        ]
    else:
        program += [
            '    set text "HTTP $status"',
            "    if {[dict exists $::errors $status]} {",
            '        append text ": [dict get $::errors $status]"',
            "    }",
        ]
    if answers.waits:
        program += [
            "    if {$status == 429} {",
            '        append text " Try again after [header $response Retry-After {a while}]."',
            "    }",
        ]
    return [*program, "    return $text", "}"]


def _leaf(leaf: Leaf, name: str, root: str, indent: str) -> list[str]:
    read = [f"{indent}set {name} {_field(f'${root}', leaf.path)}"] if leaf.path else []
    return [*read, f'{indent}puts "{QUOTE.inside(leaf.text)}: ${name if leaf.path else root}"']


def _loop(loop: Loop, name: str, root: str, indent: str) -> list[str]:
    return [f"{indent}foreach {name} {_field(f'${root}', loop.path)} {{"]


_WALK = Walk(STYLE.name, _leaf, _loop, "}", "    ")


def _field(root: str, path: Path) -> str:
    """What is at a path: `[field $answer owner name]`, `[lindex $answer 0]`."""
    found, names = root, ""
    for each in path:
        if isinstance(each, int):
            found, names = f"[lindex {f'[field {found}{names}]' if names else found} {each}]", ""
        else:
            names += f" {QUOTE(each)}"
    return f"[field {found}{names}]" if names else found


_PACKAGES = (
    "exit [catch {package require Tcl 8.6; package require http 2.9; package require tls; package require json}]"
)

LANGUAGE = Language(
    id="tcl-http",
    title="Tcl (http)",
    lexer="tcl",
    file="sample.tcl",
    write=write,
    run=("tclsh", "sample.tcl"),
    probe=(("sh", "-c", f"echo '{_PACKAGES}' | tclsh"),),
    needs="Tcl 8.6 with http 2.9, TclTLS and tcllib",
)
