"""Lua with LuaSocket, LuaSec and dkjson: a script for Lua 5.4."""

import re

from doorlist.samples.language import Language, Naming, Quoting, Style, unread
from doorlist.samples.parts import forms, interpreted
from doorlist.samples.parts.checks import check_auth
from doorlist.samples.parts.grouping import Group, Joined, Layout, Node, call, flat
from doorlist.samples.parts.scripts import Code, Piece, pieces
from doorlist.samples.parts.texts import UNFIT_LINES
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
    Request,
)

_LAYOUT = Layout(120, "\t", 4)
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")

_KEYWORDS = frozenset(
    """and break do else elseif end false for function goto if in local nil not or repeat return then true until
    while""".split()  # noqa: SIM905
)
_RESERVED = _KEYWORDS | frozenset(
    """http ltn12 json url mime required field shown part read errors explain elements answer address
    boundary body form fields chunks ok status
    headers reply code text value print io os table string math ipairs pairs type tostring require select""".split()  # noqa: SIM905
)


def _control(code: int) -> str:
    return f"\\u{{{code:X}}}" if code >= 0x80 else f"\\{code:03d}"


class _Quoting(Quoting):
    """Double quotes; single ones where that saves escapes."""

    def __call__(self, text: str) -> str:
        if '"' in text and text.count('"') > text.count("'"):
            return f"'{_SINGLE.inside(text)}'"
        return super().__call__(text)


_ESCAPES = {"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_SINGLE = Quoting("'", "'", {**_ESCAPES, "'": "\\'"}, _control)
QUOTE = _Quoting('"', '"', {**_ESCAPES, '"': '\\"'}, _control)
STYLE = Style(
    quote=QUOTE,
    naming=Naming.SNAKE,
    comment="--",
    reserved=_RESERVED,
    joined=" .. ",
    encoded="url.escape({0})",
)

_REQUIRED = """
-- The value of an environment variable that must be set.
local function required(name)
	local value = os.getenv(name)
	if not value then
		io.stderr:write("Set the environment variable ", name, ".\\n")
		os.exit(2)
	end
	return value
end
""".splitlines()

_READ = """
-- The bytes of a file.
local function read(path)
	local file = assert(io.open(path, "rb"))
	local content = file:read("a")
	file:close()
	return content
end
""".splitlines()

_PART = """
local boundary = ("%016x"):format(math.random(0))

-- A part of the form: its name and file name, its content and its type.
local function part(names, content, content_type)
	local head = "--" .. boundary .. "\\r\\nContent-Disposition: form-data; " .. names .. "\\r\\n"
	if content_type then
		head = head .. "Content-Type: " .. content_type .. "\\r\\n"
	end
	return head .. "\\r\\n" .. content .. "\\r\\n"
end
""".splitlines()

_FIELD = """
-- The value at a path inside a reply, or nil.
local function field(value, ...)
	for _, key in ipairs({ ... }) do
		if type(value) ~= "table" then
			return nil
		end
		value = value[key]
	end
	return value
end
""".splitlines()

_ELEMENTS = """
-- The elements of a list; none where it is no list.
local function elements(value)
	return ipairs(type(value) == "table" and value or {})
end
""".splitlines()

_SHOWN = """
-- A value of a reply as text.
local function shown(value)
	return type(value) == "table" and json.encode(value) or tostring(value)
end
""".splitlines()


def write(request: Request) -> str:
    """The program."""
    answers = request.answers
    check_auth(request, "LuaSocket", (Basic,))
    if request.repeated_header is not None:
        raise CannotSay(
            f"LuaSocket takes headers as a table, where a name comes once, and this request has {request.repeated_header} twice."
        )
    if any(interpreted.unsendable(value) for _, value in request.all_headers):
        raise CannotSay("A control character cannot be sent in a header, and this request has one.")
    sending = _sending(request)
    functions: list[str] = []
    if request.variables:
        functions += _REQUIRED
    if request.files:
        functions += _READ
    if isinstance(request.body, Multipart):
        functions += _PART
    if answers.reading or answers.coded:
        functions += _FIELD
        if any(isinstance(each, Loop) for each in answers.reading):
            functions += _ELEMENTS
        functions += _SHOWN
    head = [*_modules(request, sending), *functions, *_errors(answers), *_explain(answers)]
    reads = (f"local {STYLE.name(each)} = required({QUOTE(each.environment)})" for each in request.variables)
    return interpreted.script(request, STYLE, head, reads, [*sending, *_receiving(request)])


def _modules(request: Request, sending: list[str]) -> list[str]:
    answers = request.answers
    secure = request.url.scheme == "https"
    modules = []
    if request.url.scheme is not None:
        modules.append(f'local http = require("{"ssl.https" if secure else "socket.http"}")')
    if request.method != "HEAD" or request.body is not None:
        modules.append('local ltn12 = require("ltn12")')
    if isinstance(request.auth, Basic):
        modules.append('local mime = require("mime")')
    if any("url.escape(" in each for each in sending):
        modules.append('local url = require("socket.url")')
    if answers.reading or answers.coded:
        modules.append('local json = require("dkjson")')
    return modules


# What is sent


def _text(*texts: Piece) -> Node:
    """One text of several as an expression that can be laid out."""
    found = [
        str(each) if isinstance(each, Code) else QUOTE(each) if isinstance(each, str) else STYLE.variable(each)
        for each in pieces(texts)
    ]
    return found[0] if len(found) == 1 else Joined(" .. ", tuple(found)) if found else '""'


def _local(name: str, node: Node) -> list[str]:
    begin = f"local {name} = "
    lines = _LAYOUT.lines(node, begin=begin)
    if len(lines) == 1 and isinstance(node, str) and len(lines[0]) > _LAYOUT.width:
        return [begin.rstrip(), f"\t{node}"]
    return lines


def _key(name: str) -> str:
    return f"{name} = " if _NAME.fullmatch(name) and name not in _KEYWORDS else f"[{QUOTE(name)}] = "


def _table(entries: list[tuple[str, Node]], *, opened: bool = False) -> Group:
    return Group("{", tuple(entries), "}", pad=" ", trailing=",", open=opened)


def _sending(request: Request) -> list[str]:
    program = _body(request)
    has_body = request.body is not None
    address = _text(request.url.text)
    if not isinstance(address, str):
        program += _local("address", address)
        address = "address"
    if request.url.scheme is None:
        program.append(f'local http = require({flat(address)}:match("^https:") and "ssl.https" or "socket.http")')
    program.append("http.TIMEOUT = 30")
    if request.method != "HEAD":
        program.append("local chunks = {}")
    entries: list[tuple[str, Node]] = [("url = ", address), ("method = ", QUOTE(request.method))]
    headers: list[tuple[str, Node]] = [(_key(name), _text(value)) for name, value in request.headers]
    host = str(request.url.origin).partition("//")[2]
    if host.startswith("[") and all(name.lower() != "host" for name, _ in request.headers):
        headers.append(("Host = ", QUOTE(host)))  # LuaSocket leaves the brackets out
    if isinstance(request.auth, Basic):
        user = _text(request.auth.user, ":", request.auth.password)
        headers.append(("Authorization = ", Joined(" .. ", ('"Basic "', f"mime.b64({flat(user)})"))))
    if isinstance(request.body, Multipart):
        kind = request.content_type or "multipart/form-data"
        headers.append(('["Content-Type"] = ', _text(kind, "; boundary=", Code("boundary"))))
    elif request.content_type is not None:
        headers.append(('["Content-Type"] = ', _text(request.content_type)))
    if has_body or request.method in forms.BODIED:
        headers.append(('["Content-Length"] = ', "#body" if has_body else "0"))
    if headers:
        entries.append(("headers = ", _table(headers, opened=True)))
    if has_body:
        entries.append(("source = ", "ltn12.source.string(body)"))
    if request.method != "HEAD":
        entries.append(("sink = ", "ltn12.sink.table(chunks)"))
    entries.append(("redirect = ", "false"))
    begin = f"local {', '.join(['ok', *(_told(request.answers) or ['status'])])} = http.request("
    lines = _LAYOUT.lines(_table(entries, opened=True), begin=begin, end=")")
    if request.url.scheme != "http":
        lines[-1:] = [
            "\t-- LuaSec checks who signed the server's certificate, but not that it has the server's name.",
            '\tverify = "peer",',
            '\tcafile = "/etc/ssl/certs/ca-certificates.crt",',
            lines[-1],
        ]
    return [*program, *lines]


def _body(request: Request) -> list[str]:
    body = request.body
    if body is None:
        return []
    if isinstance(body, FileBody):
        return [*_local("body", call("read", _text(body.file.path))), ""]
    if isinstance(body, Form):
        return _form(body.fields)
    if isinstance(body, Multipart):
        parts: list[tuple[str, Node]] = [("", _part(each)) for each in body.parts]
        parts.append(("", '"--" .. boundary .. "--\\r\\n"'))
        return [*_local("body", Group("table.concat(", (("", _table(parts, opened=True)),), ")", hugs=True)), ""]
    text = body.text
    if isinstance(text, str):
        lines = _long(text)
        if lines is not None:
            return [*lines, ""]
    return [*_local("body", _text(text)), ""]


def _long(text: str) -> list[str] | None:
    """A text in long brackets: one of several lines, or one whose quotes and backslashes would need escapes."""
    several = "\n" in text
    if UNFIT_LINES.search(text) is not None or not (several or ("\\" in text) or ('"' in text and "'" in text)):
        return None
    level = ""
    while f"]{level}]" in f"{text}]":
        level += "="
    begin = "\n" if several else ""
    literal = f"[{level}[{begin}{text}]{level}]"
    return f"local body = {literal}".split("\n") if several else _local("body", literal)


def _form(fields: tuple[Field, ...]) -> list[str]:
    rows: list[tuple[str, Node]] = [("", _table([("", _text(each.name)), ("", _text(each.value))])) for each in fields]
    return [
        *_local("form", _table(rows, opened=bool(rows))),
        "local fields = {}",
        "for _, pair in ipairs(form) do",
        '\ttable.insert(fields, url.escape(pair[1]) .. "=" .. url.escape(pair[2]))',
        "end",
        'local body = table.concat(fields, "&")',
        "",
    ]


def _part(part: Part) -> Node:
    base_name = ""
    if isinstance(part.content, File):
        path = flat(_text(part.content.path))
        base_name = f'{path if path.isidentifier() else f"({path})"}:match("[^/]*$")'
        content: Node = call("read", _text(part.content.path))
    else:
        content = _text(part.content)
    typed = interpreted.part_type(part)
    names = _text(*interpreted.part_names(part, base_name))
    return call("part", names, content, *([] if typed is None else [QUOTE(typed)]))


# What is received


def _receiving(request: Request) -> list[str]:
    answers = request.answers
    program = [
        "if not ok then",
        '\tio.stderr:write("The request failed: ", status, "\\n")',
        "\tos.exit(1)",
        "end",
        "",
        "print(status)",
    ]
    has_body = request.method != "HEAD"
    if has_body:
        program += ["local reply = table.concat(chunks)", "print(reply)"]
    given = ", ".join([*_told(answers), *(["reply" if has_body else "nil"] if answers.coded else [])])
    program += [
        "if status // 100 ~= 2 then",
        f'\tio.stderr:write(explain({given}), "\\n")' if given else '\tio.stderr:write("HTTP ", status, "\\n")',
        "\tos.exit(1)",
        "end",
    ]
    if not answers.reading or not has_body:
        return program
    program.append("")
    program += [f"-- {each}" for each in unread(answers.unread)]
    program.append("local answer = json.decode(reply, 1, json.null)")
    return program + _WALK.lines(answers.reading, "answer")


def _told(answers: Answers) -> list[str]:
    """What the function that explains is told of every reply."""
    if not answers.failures:
        return []
    return ["status", "headers"] if answers.waits else ["status"]


def _errors(answers: Answers) -> list[str]:
    if not answers.failures:
        return []
    entries: list[tuple[str, Node]] = [
        (f"[{QUOTE(key) if answers.coded else key}] = ", QUOTE(meaning)) for key, meaning in interpreted.keyed(answers)
    ]
    return ["", f"-- {interpreted.errors_told(answers)}", *_local("errors", _table(entries, opened=True))]


def _explain(answers: Answers) -> list[str]:
    if not answers.failures:
        return []
    given = ", ".join([*_told(answers), *(["reply"] if answers.coded else [])])
    program = ["", "-- What a refusal means, in words.", f"local function explain({given})"]
    if answers.coded:
        program += [
            '\tlocal answer = json.decode(reply or "")',
            *_LAYOUT.lines(interpreted.field_from_one("answer", answers.code_path, QUOTE), "\t", "local code = "),
            '\tlocal meaning = errors[status .. " " .. tostring(code)] or errors[tostring(status)]',
            *_LAYOUT.lines(
                Joined(" or ", ("meaning", flat(interpreted.field_from_one("answer", answers.message_path, QUOTE)))),
                "\t",
                "meaning = ",
            ),
            '\tlocal text = "HTTP " .. status',
            "\tif code then",
            '\t\ttext = text .. ", code " .. shown(code)',
            "\tend",
            "\tif meaning then",
            '\t\ttext = text .. ": " .. shown(meaning)',
            "\tend",
        ]
    else:
        program += [
            '\tlocal text = "HTTP " .. status',
            "\tif errors[status] then",
            '\t\ttext = text .. ": " .. errors[status]',
            "\tend",
        ]
    if answers.waits:
        program += [
            "\tif status == 429 then",
            '\t\ttext = text .. " Try again after " .. (headers["retry-after"] or "a while") .. "."',
            "\tend",
        ]
    return [*program, "\treturn text", "end"]


def _loop(loop: Loop, name: str, root: str, indent: str) -> list[str]:
    walked: Node = interpreted.field_from_one(root, loop.path, QUOTE) if loop.path else root
    return _LAYOUT.lines(call("elements", walked), indent, f"for _, {name} in ", " do")


def _leaf(leaf: Leaf, name: str, root: str, indent: str) -> list[str]:
    label, value = QUOTE(f"{leaf.text}: "), name if leaf.path else root
    one = f"{indent}print({label} .. shown({value}))"
    if len(one) + 3 * len(indent) <= _LAYOUT.width:
        printed = [one]
    else:
        printed = _LAYOUT.lines(call("print", Joined(" .. ", (label, f"shown({value})"))), indent)
    if not leaf.path:
        return printed
    return [
        *_LAYOUT.called("field", interpreted.steps_from_one(root, leaf.path, QUOTE), indent, f"local {name} = "),
        *printed,
    ]


_WALK = Walk(STYLE.name, _leaf, _loop, "end", "\t")

LANGUAGE = Language(
    id="lua-socket",
    title="Lua (LuaSocket)",
    lexer="lua",
    file="sample.lua",
    write=write,
    run=("lua", "sample.lua"),
    probe=(
        (
            "lua",
            "-e",
            'require("socket.http") require("ssl.https") require("dkjson") assert(_VERSION >= "Lua 5.4", _VERSION)',
        ),
    ),
    needs="Lua 5.4 with LuaSocket, LuaSec and dkjson",
)
