"""R with httr2: a script for Rscript, in the tidyverse's style."""

import posixpath
import re
from urllib.parse import quote_plus

from doorlist.samples.language import BACKSLASHED, Language, Naming, Quoting, Style, indented, unread
from doorlist.samples.parts import forms, interpreted, signing
from doorlist.samples.parts.checks import check_auth, check_headers
from doorlist.samples.parts.grouping import Group, Layout, Node, call
from doorlist.samples.parts.walking import Walk
from doorlist.samples.request import (
    Answers,
    AwsV4,
    Basic,
    CannotSay,
    Digest,
    Field,
    File,
    FileBody,
    Form,
    Json,
    Leaf,
    Loop,
    Multipart,
    Request,
    Text,
)
from doorlist.samples.variables import concatenated, pieces_of

_LAYOUT = Layout(80, "  ", 2)
_UNFIT = re.compile("[^\x20-\x7e]")
_UNFIT_LINES = re.compile("[^\n\x20-\x7e]")
_SYNTACTIC = re.compile(r"[A-Za-z][A-Za-z0-9._]*")
_TICKED = re.compile(r"[A-Za-z0-9 \[\]{}()<>.,:;!?@#$%&*+=/|~^_-]+")
_ESCAPED_CHARS_MAX = 8000  # R 4.2 reads no literal with Unicode escapes that takes more than 8,191
_ESCAPED_PIECE = 800
# R would take an argument of such a name for the `data` that httr2 hands on inside.
_MATCHED = frozenset({"d", "da", "dat", "data"})

_KEYWORDS = frozenset("if else repeat while function for next break in TRUE FALSE NULL Inf NaN NA".split())  # noqa: SIM905
_RESERVED = _KEYWORDS | frozenset(
    "required explain field shown errors req resp body reply read_reply status upload code said meaning text wait value".split()  # noqa: SIM905
)


def _control(code: int) -> str:
    if code == 0 or 0xD800 <= code < 0xE000:
        raise CannotSay("A string of R holds neither a NUL nor half of a surrogate pair, and this request has one.")
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


class _Quoting(Quoting):
    """Double quotes; single ones or a raw string where quotes and backslashes would need escapes.

    Everything outside of ASCII is escaped: R reads a script in the encoding of the place where it runs.
    """

    def __call__(self, text: str) -> str:
        if _UNFIT.search(text) is None and ('"' in text or "\\" in text):
            if "\\" not in text and "'" not in text:
                return f"'{text}'"
            return _raw(text)
        return super().__call__(text)


def _raw(text: str) -> str:
    dashes = ""
    while f'){dashes}"' in text:
        dashes += "-"
    return f'r"{dashes}({text}){dashes}"'


QUOTE = _Quoting(
    '"',
    '"',
    BACKSLASHED,
    _control,
    unsafe=r"\x00-\x1f\x7f-\U0010ffff",
)
STYLE = Style(
    quote=QUOTE,
    naming=Naming.SNAKE,
    comment="#",
    reserved=_RESERVED,
    joined=", ",
    encoded="curl::curl_escape({0})",
)

# httr2 0.2 sleeps as long as a 429 says, even where it does not try again.
_POLICY = [
    "req_timeout(30)",
    "req_retry(max_tries = 1, is_transient = \\(resp) FALSE)",
    "req_error(is_error = \\(resp) FALSE)",
]

_REQUIRED = """
# The value of an environment variable that must be set.
required <- function(name) {
  value <- Sys.getenv(name, unset = NA)
  if (is.na(value)) {
    message("Set the environment variable ", name, ".")
    quit(status = 2)
  }
  value
}
""".splitlines()

_PARSED = """\
reply <- tryCatch(
  resp_body_json(resp, check_type = FALSE),
  error = \\(error) NULL
)
""".splitlines()

_FIELD = """
# The value at a path inside a reply, or NULL.
field <- function(value, ...) {
  for (key in list(...)) {
    if (!is.list(value) || (is.numeric(key) && key > length(value))) {
      return(NULL)
    }
    value <- value[[key]]
  }
  value
}
""".splitlines()

_SHOWN = """
# A value of a reply as text.
shown <- function(value) {
  if (is.list(value) || is.null(value)) {
    jsonlite::toJSON(value, auto_unbox = TRUE, null = "null")
  } else {
    format(value, digits = 15, scientific = FALSE)
  }
}
""".splitlines()


def write(request: Request) -> str:
    """The program."""
    answers = request.answers
    check_auth(request, "httr2", (Basic, Digest, AwsV4))
    check_headers(request, "libcurl")
    sending = _sending(request)
    head = ["library(httr2)", *(_REQUIRED if request.variables else ())]
    if answers.reading or answers.coded:
        head += [*_FIELD, *_SHOWN]
    head += [*_errors(answers), *_explain(answers)]
    reads = (f"{STYLE.name(each)} <- required({QUOTE(each.environment)})" for each in request.variables)
    return interpreted.script(request, STYLE, head, reads, [*sending, *_receiving(request)])


def _text(text: Text) -> Node:
    """A text as an expression that can be laid out."""
    pieces: list[str] = []
    for each in pieces_of(text):
        if not isinstance(each, str):
            pieces.append(STYLE.variable(each))
            continue
        literal = QUOTE(each)
        if len(literal) <= _ESCAPED_CHARS_MAX or each.isascii():
            pieces.append(literal)
        else:
            starts = range(0, len(each), _ESCAPED_PIECE)
            pieces += (QUOTE(each[start : start + _ESCAPED_PIECE]) for start in starts)
    return pieces[0] if len(pieces) == 1 else call("paste0", *pieces)


def _named(name: str) -> str:
    """A name as it stands before the `=` of an argument."""
    if _SYNTACTIC.fullmatch(name) and name not in _KEYWORDS:
        return f"{name} = "
    return f"`{name}` = " if _TICKED.fullmatch(name) else f"{QUOTE(name)} = "


def _arguments(head: str, pairs: list[tuple[Text, Node]]) -> Group | None:
    """A call with named arguments; None where a name is none that an argument may have."""
    names = [each for each, _ in pairs]
    if "" in names:
        return None
    if any(not isinstance(each, str) or each.startswith(".") for each in names):
        listed = Group("list(", tuple(("", value) for _, value in pairs), ")")
        named = Group("c(", tuple(("", _text(each)) for each in names), ")")
        return Group(f"{head}(", (("", Group("!!!setNames(", (("", listed), ("", named)), ")")),), ")")
    elements = tuple((_named(str(name)), value) for name, value in pairs)
    if head != "req_headers" and not _MATCHED.isdisjoint(names):
        return Group(f"{head}(", (("", Group("!!!list(", elements, ")")),), ")")
    return Group(f"{head}(", elements, ")")


# What is sent


def _sending(request: Request) -> list[str]:
    before: list[str] = []
    calls: list[Node] = []
    if request.method != "GET" or request.body is not None:
        calls.append(call("req_method", QUOTE(request.method)))
    calls += _headers(request)
    body, made = _body(request)
    before += body
    calls += made
    if forms.dotted(request):
        calls.append("req_options(path_as_is = TRUE)")
    calls += _POLICY
    url = request.url.text
    first = Group("request(", (("", _text(url)),), ")", hugs=True)
    lines = _LAYOUT.lines(first, begin="req <- ", end=" |>")
    for each in calls:
        lines += _LAYOUT.lines(each, "  ", end=" |>")
    lines[-1] = lines[-1].removesuffix(" |>")
    return [*before, *lines]


def _carries(request: Request) -> bool:
    """Whether the request has a body, be it an empty one."""
    return request.body is not None or request.method in forms.BODIED


def _listed(request: Request) -> bool:
    """Whether there is a header that curl for R would leave out: an empty one, or Expect."""
    return any(value == "" or name.lower() == "expect" for name, value in request.headers)


def _headers(request: Request) -> list[Node]:
    calls: list[Node] = []
    auth = request.auth
    if _listed(request) or isinstance(auth, AwsV4):
        if isinstance(auth, AwsV4):
            calls.append(_aws(request, auth))
        lines = [_line(request, name, value) for name, value in request.headers]
        if request.content_type is not None or _carries(request):
            lines.append(_line(request, "Content-Type", request.content_type or ""))
        if isinstance(auth, AwsV4) and auth.session_token != "":
            lines.append(_line(request, "X-Amz-Security-Token", auth.session_token))
        # They take the place of all that curl for R would send, its empty `Expect` among them.
        values = Group("c(", tuple(("", each) for each in lines or [QUOTE("Accept: */*")]), ")")
        calls.append(Group("req_options(", (("httpheader = ", values),), ")"))
    elif headers := request.headers if _carries(request) else request.all_headers:
        joined: dict[str, tuple[str, list[Text]]] = {}
        for name, value in headers:
            joined.setdefault(name.lower(), (name, []))[1].append(value)
        pairs: list[tuple[Text, Node]] = [
            (name, _text(values[0]) if len(values) == 1 else call("c", *map(_text, values)))
            for name, values in joined.values()
        ]
        made = _arguments("req_headers", pairs)
        assert made is not None, "a header has a name"
        calls.append(made)
    if isinstance(auth, Basic) and _listed(request):
        user = _joined(auth.user, ":", auth.password)
        calls.append(Group("req_options(", (("httpauth = ", "1"), ("userpwd = ", user)), ")"))
    elif isinstance(auth, Basic):
        calls.append(call("req_auth_basic", _text(auth.user), _text(auth.password)))
    elif isinstance(auth, Digest):
        user = _joined(auth.user, ":", auth.password)
        calls.append(Group("req_options(", (("httpauth = ", "2"), ("userpwd = ", user)), ")"))
    return calls


def _line(request: Request, name: str, value: Text) -> Node:
    """A header's line as libcurl takes it: with a semicolon where its value is empty, nothing where there is to be none."""
    if value == "":
        return QUOTE(f"{name}:" if name == "Content-Type" and request.content_type is None else f"{name};")
    return _joined(f"{name}: ", value)


def _joined(*texts: Text) -> Node:
    """One text of several."""
    return _text(concatenated(*texts))


def _aws(request: Request, auth: AwsV4) -> Node:
    signing.check_libcurl(request, auth, "libcurl")
    if isinstance(request.body, Multipart | FileBody) or (request.body and request.content_type is None):
        raise CannotSay("libcurl does not sign a form with parts, a file or a body without a Content-Type as AWS does.")
    signed = _joined("aws:amz:", auth.region, ":", auth.service)
    keys = _joined(auth.access_key, ":", auth.secret_key)
    return Group("req_options(", (("aws_sigv4 = ", signed), ("userpwd = ", keys)), ")")


def _body(request: Request) -> tuple[list[str], list[Node]]:
    """What stands before the request, and the calls that give it its body."""
    body, content_type = request.body, request.content_type
    if body is None:
        # An empty body has its length told: Content-Length: 0.
        return [], [_typed("req_body_raw", '""', content_type)] if _carries(request) else []
    if isinstance(body, FileBody):
        return [], [_typed("req_body_file", _text(body.file.path), content_type)]
    if isinstance(body, Form):
        return [], [_form(body.fields, content_type)]
    if isinstance(body, Multipart):
        return _multipart(request, body)
    if body.exact and content_type == "application/json" and isinstance(body.json, dict | list):
        made = _literal(body.json)
        if isinstance(made, Group):
            shown = Group(made.opening, made.elements, made.closing, open=bool(made.elements))
            return [], [Group("req_body_json(", (("", shown),), ")", hugs=True)]
    if isinstance(body.text, str) and _UNFIT.search(body.text) is None and len(body.text) < 60:
        return [], [_typed("req_body_raw", QUOTE(body.text), content_type)]
    if isinstance(body.text, str) and "\n" in body.text and _UNFIT_LINES.search(body.text) is None:
        before = f"body <- {_raw(body.text)}".split("\n")
    else:
        before = _LAYOUT.lines(_text(body.text), begin="body <- ")
    return [*before, ""], [_typed("req_body_raw", "body", content_type)]


def _typed(head: str, content: Node, content_type: Text | None) -> Node:
    if content_type is None:
        return Group(f"{head}(", (("", content),), ")", hugs=True)
    return Group(f"{head}(", (("", content), ("type = ", _text(content_type))), ")")


def _form(fields: tuple[Field, ...], content_type: Text | None) -> Node:
    if content_type == forms.FORM and fields:
        made = _arguments("req_body_form", [(each.name, _text(each.value)) for each in fields])
        if made is not None:
            return made
    texts: list[Node] = []
    for number, each in enumerate(fields):
        texts += ['"&"'] if number else []
        texts += [_escaped(each.name), '"="', _escaped(each.value)]
    if all(isinstance(each.name, str) and isinstance(each.value, str) for each in fields):
        pairs = (f"{quote_plus(str(each.name))}={quote_plus(str(each.value))}" for each in fields)
        return _typed("req_body_raw", QUOTE("&".join(pairs)), content_type)
    return _typed("req_body_raw", call("paste0", *texts), content_type)


def _escaped(text: Text) -> Node:
    return QUOTE(quote_plus(text)) if isinstance(text, str) else call("curl::curl_escape", _text(text))


def _multipart(request: Request, body: Multipart) -> tuple[list[str], list[Node]]:
    if request.content_type is not None and not str(request.content_type).startswith("multipart/form-data"):
        raise CannotSay(f"httr2 sends a form as multipart/form-data, and this one is to be {request.content_type}.")
    before: list[str] = []
    pairs: list[tuple[Text, Node]] = []
    copies: dict[str, str] = {}
    for each in body.parts:
        typed = () if each.content_type is None else (("type = ", QUOTE(each.content_type)),)
        if not isinstance(each.content, File):
            value: Node = _text(each.content)
            if typed and each.content == "":
                raise CannotSay("curl for R sends an empty part that has a type with something in it.")
            if typed:
                value = Group("curl::form_data(", (("", value), *typed), ")")
            pairs.append((each.name, value))
            continue
        path, copied = _path(each.content, copies)
        before += copied
        pairs.append((each.name, Group("curl::form_file(", (("", path), *typed), ")", hugs=True)))
    made = _arguments("req_body_multipart", pairs)
    if made is None:
        raise CannotSay("httr2 sends no part of a form without a name, and this form has one.")
    return before + [""] * bool(before), [made]


def _path(file: File, copies: dict[str, str]) -> tuple[Node, list[str]]:
    """The path of a file that is sent, and the lines that copy it where it is to be sent under another name."""
    path = f"./{file.path}" if isinstance(file.path, str) and file.path.startswith("~") else file.path
    own = posixpath.basename(file.path) if isinstance(file.path, str) else None
    if file.name is None or file.name == own:
        return _text(path), []
    if "/" in file.name or file.name in (".", "..") or file.name in copies:
        raise CannotSay(
            "curl for R sends a file under its own name, and a file cannot be called what this one is to be called."
        )
    upload = copies[file.name] = f"upload_{len(copies) + 1}" if copies else "upload"
    place = _LAYOUT.lines(call("file.path", "tempdir()", QUOTE(file.name)), begin=f"{upload} <- ")
    return upload, [
        *place,
        *_LAYOUT.lines(Group("invisible(", (("", call("file.copy", _text(path), upload)),), ")", hugs=True)),
    ]


def _literal(value: Json) -> Node | None:
    """A JSON value in R's literals; None where jsonlite would write it in another way."""
    if isinstance(value, str):
        return _text(value)
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int):
        return f"{value}L" if abs(value) < 2**31 else str(value) if abs(value) < 10**15 else None
    if isinstance(value, float):
        return repr(value) if f"{value:.15g}" == repr(value) else None
    elements: list[tuple[str, Node]] = []
    for name, each in value.items() if isinstance(value, dict) else (("", each) for each in value):
        made = _literal(each)
        if made is None or (isinstance(value, dict) and (not name or not name.isascii())):
            return None
        elements.append((_named(name) if isinstance(value, dict) else "", made))
    if isinstance(value, dict) and not value:
        return "setNames(list(), character())"
    return Group("list(", tuple(elements), ")", open=len(elements) > 3)


# What is received


def _receiving(request: Request) -> list[str]:
    answers = request.answers
    program = [
        "",
        "resp <- tryCatch(req_perform(req), error = \\(error) {",
        '  message("The request failed: ", conditionMessage(error))',
        "  quit(status = 1)",
        "})",
        "",
        'cat(resp_status(resp), "\\n", sep = "")',
    ]
    if request.method != "HEAD":
        program.append('cat(tryCatch(resp_body_string(resp), error = \\(error) ""), "\\n", sep = "")')
    program += [
        "if (resp_status(resp) %/% 100 != 2) {",
        "  message(explain(resp))" if answers.failures else '  message("HTTP ", resp_status(resp))',
        "  quit(status = 1)",
        "}",
    ]
    if not answers.reading:
        return program
    program.append("")
    program += [f"# {each}" for each in unread(answers.unread)]
    return program + _PARSED + _WALK.lines(answers.reading, "reply")


def _errors(answers: Answers) -> list[str]:
    if not answers.failures:
        return []
    rows = tuple((f"{QUOTE(key)} = ", QUOTE(meaning)) for key, meaning in interpreted.keyed(answers))
    listed = Group("c(", rows, ")", open=True)
    return ["", f"# {interpreted.errors_told(answers)}", *_LAYOUT.lines(listed, begin="errors <- ")]


def _explain(answers: Answers) -> list[str]:
    if not answers.failures:
        return []
    program = ["", "# What a refusal means, in words.", "explain <- function(resp) {", "  status <- resp_status(resp)"]
    if answers.coded:
        program += [
            *indented(_PARSED, "  "),
            *_LAYOUT.lines(interpreted.field_from_one("reply", answers.code_path, QUOTE), "  ", "code <- "),
            "  meaning <- c(",
            "    if (!is.null(code)) errors[paste(status, shown(code))],",
            "    errors[as.character(status)],",
            *_LAYOUT.lines(call("unlist", interpreted.field_from_one("reply", answers.message_path, QUOTE)), "    "),
            "  )",
            "  meaning <- meaning[!is.na(meaning)][1]",
            '  text <- paste0("HTTP ", status)',
            "  if (!is.null(code)) {",
            '    text <- paste0(text, ", code ", shown(code))',
            "  }",
        ]
    else:
        program += [
            "  meaning <- errors[as.character(status)]",
            '  text <- paste0("HTTP ", status)',
        ]
    program += ["  if (!is.na(meaning)) {", '    text <- paste0(text, ": ", meaning)', "  }"]
    if answers.waits:
        program += [
            "  if (status == 429) {",
            '    wait <- c(resp_header(resp, "Retry-After"), "a while")[1]',
            '    text <- paste0(text, " Try again after ", wait, ".")',
            "  }",
        ]
    return [*program, "  text", "}"]


def _loop(loop: Loop, name: str, root: str, indent: str) -> list[str]:
    walked = interpreted.field_from_one(root, loop.path, QUOTE) if loop.path else root
    return _LAYOUT.lines(walked, indent, f"for ({name} in ", ") {")


def _leaf(leaf: Leaf, name: str, root: str, indent: str) -> list[str]:
    label, value = QUOTE(f"{leaf.text}: "), name if leaf.path else root
    printed = _LAYOUT.called("cat", [label, f"shown({value})", '"\\n"', 'sep = ""'], indent)
    if not leaf.path:
        return printed
    return [
        *_LAYOUT.called("field", interpreted.steps_from_one(root, leaf.path, QUOTE), indent, f"{name} <- "),
        *printed,
    ]


_WALK = Walk(STYLE.name, _leaf, _loop, "}", "  ")

LANGUAGE = Language(
    id="r-httr2",
    title="R (httr2)",
    lexer="r",
    file="sample.R",
    write=write,
    run=("Rscript", "sample.R"),
    probe=(
        ("Rscript", "-e", 'packageVersion("httr2"); packageVersion("jsonlite"); stopifnot(getRversion() >= "4.1")'),
    ),
    needs="R 4.1 or newer with httr2 0.2 and jsonlite",
)
