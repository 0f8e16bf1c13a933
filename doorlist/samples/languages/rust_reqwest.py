"""Rust, with reqwest's blocking client and serde_json, laid out as rustfmt does."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path as Place

from doorlist.samples import names
from doorlist.samples.language import BACKSLASHED, UNPRINTED_IN_LINES, Language, Naming, Quoting, Style, indented
from doorlist.samples.parts.asked import texts, variables
from doorlist.samples.parts.checks import check_auth, check_connect, check_headers
from doorlist.samples.parts.compiled import free, media_type, tells_json
from doorlist.samples.parts.documented import looked_up
from doorlist.samples.parts.forms import FORM, between_quotes
from doorlist.samples.parts.rustfmt import WIDTH, Link, call, chain, let, loop, wide
from doorlist.samples.request import (
    Basic,
    CannotSay,
    Field,
    File,
    FileBody,
    Form,
    Json,
    Leaf,
    Multipart,
    Part,
    Path,
    Raw,
    Reading,
    Request,
    Template,
    Text,
    Url,
    Variable,
)
from doorlist.samples.variables import joined, pieces_of

_LIBRARY = "Rust's reqwest"


def _control(code: int) -> str:
    return f"\\x{code:02x}" if code < 0x80 else f"\\u{{{0xFFFD if 0xD800 <= code < 0xE000 else code:x}}}"


_ESCAPES = {**BACKSLASHED, "\0": "\\0"}
_PLAIN = Quoting('"', '"', _ESCAPES, _control)
_HOLED = Quoting('"', '"', {**_ESCAPES, "{": "{{", "}": "}}"}, _control)
_RAW = re.compile(f"[^{UNPRINTED_IN_LINES}]*")
_CLOSING = re.compile('"#*')


def _raw(text: str) -> str | None:
    """The text as a raw string; None where it cannot be one."""
    if not _RAW.fullmatch(text):
        return None
    hashes = "#" * max((len(each) for each in _CLOSING.findall(text)), default=0)
    return f'r{hashes}"{text}"{hashes}'


class _RustQuoting(Quoting):
    """Raw strings where they spare escapes within a line."""

    def __call__(self, text: str) -> str:
        if self._unsafe.search(text) is None:
            return f'"{text}"'
        if "\n" in text or "\t" in text:
            return super().__call__(text)
        return _raw(text) or super().__call__(text)


_QUOTE = _RustQuoting('"', '"', _ESCAPES, _control)

_KEYWORDS = """abstract as async await become box break const continue crate do dyn else enum extern false final fn for gen
    if impl in let loop macro match mod move mut override priv pub ref return self static struct super trait true try
    type typeof union unsafe unsized use virtual where while yield"""
_OWN = """add body client code elements encoded env error explain file form fs json main meaning message plain process reply
    request required reqwest response run said serde_json status std text url wait"""
_STYLE = Style(
    quote=_QUOTE,
    naming=Naming.SNAKE,
    comment="//",
    reserved=frozenset(_KEYWORDS.split()) | frozenset(_OWN.split()),
)

_METHODS = {each.upper(): each for each in ("get", "head", "post", "put", "patch", "delete")}
_DOTS = re.compile(r"(?:\.|%2e){1,2}", re.IGNORECASE)
_PART_TYPE = re.compile(r"[\w!#$&.+^-]+/[\w!#$&.+^-]+(?:; ?charset=[\w-]+)?", re.ASCII)
_ENCODED_IN_NAMES = re.compile(
    "[^!$&-.0-;=@-_a-z|~]|\\\\|[?`{}/%#]"
)  # what reqwest would percent-encode in a part's name
_MACRO_VALUES_MAX = 40
_INLINE_ADDRESS = 80
_HOISTED = 48
_BOUNDARY = "------------------------8d1e6f0b7c24a593"
_I32_MAX = 2**31 - 1

_REQUIRED = """
/// The value of an environment variable that must be set.
fn required(name: &str) -> String {
    env::var(name).unwrap_or_else(|_| {
        eprintln!("Set the environment variable {name}.");
        process::exit(2)
    })
}
"""
_ENCODED = """
/// The text as it may stand in a URL.
fn encoded(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}
"""
_PLAIN_VALUE = """
/// A value as people read it: a text without its quotes, nothing for what is missing.
fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
"""
_ELEMENTS = """
/// The elements of a list; none if the value is no list.
fn elements(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}
"""
_ADD = """
/// Adds a part to the form.
fn add(body: &mut Vec<u8>, head: &str, content: &[u8]) {
    body.extend(format!("--{BOUNDARY}\\r\\n{head}\\r\\n\\r\\n").as_bytes());
    body.extend(content);
    body.extend(b"\\r\\n");
}
"""
_WAIT = """\
let wait = response
    .headers()
    .get("Retry-After")
    .and_then(|value| value.to_str().ok())
    .unwrap_or("a while")
    .to_owned();"""
_MAIN = """
fn main() {
    if let Err(error) = run() {
        eprintln!("{error}");
        process::exit(1);
    }
}
"""
_LATER = """\
    if status == StatusCode::TOO_MANY_REQUESTS {
        said += &format!(" Try again after {wait}.");
    }
    said
}
"""


@dataclass(frozen=True, slots=True)
class _Called:
    """A name for something of the program's own, to be kept apart from keywords."""

    snake: str
    camel: str = ""
    pascal: str = ""


class _Program:
    """One program: what it uses, what it declares, and what `run` does."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.std = {"std::error::Error", "std::process"}
        self.blocking = {"Client"}
        self.multipart: set[str] = set()
        self.reqwest: set[str] = set()
        self.serde_json: set[str] = set()
        self.functions: dict[str, str] = {}
        self.declared = ""
        self.lines: list[str] = []
        self.taken = {_STYLE.name(each) for each in request.variables}
        self.often = _often(request) if isinstance(request.body, Multipart) and request.variables else frozenset()

    def text(self) -> str:
        """The program's text."""
        request = self.request
        check_auth(request, _LIBRARY, (Basic,))
        check_headers(request, _LIBRARY)
        check_connect(request, _LIBRARY)
        for each in variables(request):
            self.lines += let(_STYLE.name(each), "required", [_PLAIN(each.environment)])
            self.std.add("std::env")
            self.functions["required"] = _REQUIRED
        body = self._body()
        if self.lines:
            self.lines.append("")
        self._send(body)
        self._answer()
        opening = _STYLE.opening(request)
        lines = "\n".join([f"    {line}" if line else "" for line in self.lines])
        return "".join(
            (
                "\n".join(opening),
                "\n\n" if opening else "",
                self._uses(),
                self.declared,
                _MAIN,
                f"\nfn run() -> Result<(), Box<dyn Error>> {{\n{lines}\n    Ok(())\n}}\n",
                *self.functions.values(),
            )
        )

    def _uses(self) -> str:
        """What the program uses: of the standard library, then of crates."""
        lines = [f"use {each};" for each in sorted(self.std)]
        lines.append("")
        if "encoded" in self.functions:
            lines.append("use percent_encoding::{utf8_percent_encode, NON_ALPHANUMERIC};")
        if self.multipart:
            lines.append(f"use reqwest::blocking::multipart::{_listed(self.multipart)};")
        lines.append(f"use reqwest::blocking::{_listed(self.blocking)};")
        if self.reqwest:
            lines.append(f"use reqwest::{_listed(self.reqwest)};")
        if self.serde_json:
            lines.append(f"use serde_json::{_listed(self.serde_json)};")
        return "\n".join(lines) + "\n"

    # texts

    def _format(self, template: Template) -> list[str]:
        """The arguments of `format!`."""
        said, more = [], []
        for each in template.pieces:
            if isinstance(each, str):
                said.append(each.replace("{", "{{").replace("}", "}}"))
            elif each.encoded:
                said.append("{}")
                more.append(f"encoded(&{_STYLE.name(each)})")
                self.functions["encoded"] = _ENCODED
            else:
                said.append(f"{{{_STYLE.name(each)}}}")
        return [_QUOTE("".join(said)), *more]

    def _text(self, text: Text, called: str, variable: str = "&{0}", formatted: str = "{0}") -> str:
        """A text as an argument; one that is put together at length gets a `let` of its own, with this name."""
        if isinstance(text, str):
            return _QUOTE(text)
        if len(text.pieces) == 1 and isinstance(text.pieces[0], Variable) and not text.pieces[0].encoded:
            return variable.format(_STYLE.name(text.pieces[0]))
        arguments = self._format(text)
        made = f"format!({', '.join(arguments)})"
        if wide(made) <= _HOISTED:
            return formatted.format(made)
        name = self._free(called)
        self.lines += let(name, "format!", arguments)
        return variable.format(name)

    def _owned(self, text: Text, called: str) -> str:
        """A text that the form keeps: a variable that is used again is copied."""
        again = not isinstance(text, str) and any(each in self.often for each in text.pieces)
        return self._text(text, called, "{0}.clone()" if again else "{0}")

    def _free(self, called: str) -> str:
        """A name for something of the program's own."""
        name = free(_STYLE.name(_Called("_".join(names.identifier(called, "value")))), self.taken)
        self.taken.add(name)
        return name

    # the request

    def _send(self, body: list[Link]) -> None:
        request = self.request
        links = [*self._method(), *self._headers(), *body]
        exchanged = isinstance(request.body, Form) and media_type(request) != FORM
        if not exchanged:
            self.lines += chain("response", "Client::new()", [*links, Link("send", tail="?")])
            return
        self.lines.append("let client = Client::new();")
        self.lines += chain("mut request", "client", [*links, Link("build", tail="?")])
        kind = self._text(media_type(request) or "", "content type", "{0}")
        self.lines += call("request.headers_mut().insert", ['"Content-Type"', f"{kind}.parse()?"], ";", 4)
        self.lines.append("let response = client.execute(request)?;")

    def _method(self) -> list[Link]:
        address = self._address(self.request.url)
        method = self.request.method
        if method in _METHODS:
            return [Link(_METHODS[method], address)]
        self.reqwest.add("Method")
        said = f"Method::{method}" if method in ("OPTIONS", "TRACE") else f"Method::from_bytes(b{_PLAIN(method)})?"
        return [Link("request", said, address)]

    def _address(self, url: Url) -> str:
        for piece in pieces_of(url.path):
            if isinstance(piece, str) and any(_DOTS.fullmatch(each) for each in piece.split("/")):
                raise CannotSay(f"{_LIBRARY} resolves . and .. in a path before it sends, and this path has them.")
        if isinstance(url.text, str):
            said = _QUOTE(url.text)
            if wide(said) <= _INLINE_ADDRESS:
                return said
            self.lines += let("url", said)
            return "url"
        arguments = self._format(url.text)
        if len(url.text.pieces) == 1 and isinstance(url.text.pieces[0], Variable):
            return f"&{_STYLE.name(url.text.pieces[0])}"
        self.lines += let("url", "format!", arguments)
        return "url"

    def _headers(self) -> list[Link]:
        request = self.request
        links = []
        for name, value in request.headers:
            lowered = name.lower()
            if lowered == "authorization" and request.repeated_header is None:
                token = _token(value)
                if token is not None:
                    links.append(Link("bearer_auth", self._text(token, "token")))
                    continue
            links.append(Link("header", _QUOTE(name), self._text(value, f"{name} header")))
        if isinstance(request.auth, Basic):
            user, password = self._text(request.auth.user, "user"), self._text(request.auth.password, "password")
            links.append(Link("basic_auth", user, f"Some({password})"))
        return links

    def _body(self) -> list[Link]:
        request = self.request
        links: list[Link] = []
        if request.content_type is not None and not isinstance(request.body, Form | Multipart):
            links.append(Link("header", '"Content-Type"', self._text(request.content_type, "content type")))
        match request.body:
            case None:
                return links
            case Raw(text=text, exact=exact, json=value):
                if exact and request.content_type == "application/json" and _macro_can(value):
                    self.serde_json.add("json")
                    self.lines.append(f"let body = json!({_json(value, '    ')});")
                    return [Link("json", "&body")]
                self._raw(text)
                return [*links, Link("body", "body")]
            case FileBody(file=file):
                self.std.add("std::fs::File")
                path = self._text(file.path, "path")
                self.lines += let("file", "File::open", [path], "?")
                return [*links, Link("body", "file")]
            case Form(fields=fields):
                return [Link("form", pairs=tuple(map(self._pair, fields)))]
            case Multipart(parts=parts):
                if all(map(_library_can, parts)):
                    self._form(parts)
                    return [Link("multipart", "form")]
                self._own_form(parts)
                kind = 'format!("multipart/form-data; boundary={BOUNDARY}")'
                return [Link("header", '"Content-Type"', kind), Link("body", "body")]

    def _raw(self, text: Text) -> None:
        """`let body`: a raw string of several lines, where it can be one."""
        if isinstance(text, str):
            said = (_raw(text) if "\n" in text or '"' in text else None) or _QUOTE(text)
            self.lines += [f"let body = {said};"] if "\n" in said else let("body", said)
            return
        literal, *more = self._format(text)
        said = "".join(
            each.replace("{", "{{").replace("}", "}}") if isinstance(each, str) else f"{{{_STYLE.name(each)}}}"
            for each in text.pieces
        )
        lines = _raw(said) if "\n" in said and not more else None
        if lines is None:
            self.lines += let("body", "format!", [literal, *more])
        else:
            self.lines += ["let body = format!(", f"    {lines}", ");"]

    def _pair(self, field: Field) -> tuple[str, str]:
        name = self._text(field.name, "name", "{0}.as_str()", "{0}.as_str()")
        value = self._text(field.value, _called(field.name), "{0}.as_str()", "{0}.as_str()")
        return name, value

    def _form(self, parts: tuple[Part, ...]) -> None:
        self.multipart.add("Form")
        links = [self._part(each) for each in parts]
        if any(not isinstance(name := each.name, str) or _ENCODED_IN_NAMES.search(name) for each in parts):
            links.append(Link("percent_encode_noop"))
        self.lines += chain("form", "Form::new()", links)

    def _part(self, part: Part) -> Link:
        name, content, kind = between_quotes(part.name), part.content, part.content_type
        said = self._owned(name, "name")
        if isinstance(content, File):
            path = self._text(content.path, "path")
            given = content.name
            own = given is None or given == (content.path if isinstance(content.path, str) else "").rpartition("/")[2]
            if own and kind is None and (given is None or between_quotes(given) == given):
                return Link("file", said, path, tail="?")
            links = [] if given is None else [Link("file_name", _QUOTE(str(between_quotes(given))))]
            root = f"Part::file({path})?"
        elif kind is None:
            return Link("text", said, self._owned(content, _called(part.name)))
        else:
            text = self._owned(content, _called(part.name))
            if wide(text) > _HOISTED:
                name = self._free(_called(part.name))
                self.lines += let(name, text)
                text = name
            root, links = f"Part::text({text})", []
        if kind is not None:
            links.append(Link("mime_str", _QUOTE(kind), tail="?"))
        self.multipart.add("Part")
        variable = self._free(f"{_called(part.name)} part")
        self.lines += chain(variable, root, links)
        return Link("part", said, variable)

    def _own_form(self, parts: tuple[Part, ...]) -> None:
        """A form that reqwest's own would change: part by part, byte for byte."""
        self.declared = f"\nconst BOUNDARY: &str = {_PLAIN(_BOUNDARY)};\n"
        self.functions["add"] = _ADD
        self.lines.append("let mut body = Vec::new();")
        for each in parts:
            pieces: list[str | Variable] = [
                'Content-Disposition: form-data; name="',
                *pieces_of(between_quotes(each.name)),
            ]
            content = each.content
            if isinstance(content, File):
                self.std.add("std::fs")
                name = content.path if content.name is None else between_quotes(content.name)
                pieces += ['"; filename="', *pieces_of(name)]
                path = self._text(content.path, "path")
                data = f"&fs::read({path})?"
            elif isinstance(content, str):
                data = f"b{_PLAIN(content)}" if content.isascii() else f"{_PLAIN(content)}.as_bytes()"
            else:
                data = self._text(content, _called(each.name), "{0}.as_bytes()", "{0}.as_bytes()")
            pieces.append('"' if each.content_type is None else f'"\r\nContent-Type: {each.content_type}')
            head = self._text(joined(pieces), "head")
            self.lines += call("add", ["&mut body", head, data], ";", 4)
        self.lines.append('body.extend(format!("--{BOUNDARY}--\\r\\n").as_bytes());')

    # the answer

    def _answer(self) -> None:
        request, answers = self.request, self.request.answers
        reads = bool(answers.reading) and request.method != "HEAD"
        explained = bool(answers.failures or answers.reading)
        told = tells_json(request)
        self.lines.append("let status = response.status();")
        if explained:
            self.lines += _WAIT.split("\n")
        if request.method == "HEAD":
            self.lines.append('println!("{status}");')
        else:
            self.lines += ["let text = response.text()?;", 'println!("{status}");', 'println!("{text}");']
        if reads or told:
            self.serde_json.add("Value")
            self.lines.append("let reply: Value = serde_json::from_str(&text).unwrap_or_default();")
            self.functions["plain"] = _PLAIN_VALUE
        self.lines.append("if !status.is_success() {")
        if explained:
            self.reqwest.add("StatusCode")
            self.lines.append(f"    return Err(explain(status, &wait{', &reply' if told else ''}).into());")
            self.functions["explain"] = self._explain(told)
        else:
            self.lines.append('    return Err(format!("HTTP {status}").into());')
        self.lines.append("}")
        if reads:
            self.lines.append("")
            self.lines += _STYLE.unread(answers)
            self.lines += self._read(answers.reading, "reply", 4)

    def _read(self, reading: Reading, root: str, indent: int) -> list[str]:
        lines = []
        for each in reading:
            name = _STYLE.name(each)
            found = root + _index(each.path)
            if isinstance(each, Leaf):
                value = found if not each.path and root != "reply" else f"&{found}"
                lines += let(name, "plain", [value], indent=indent)
                label = _HOLED.inside(each.text)
                lines += call("println!", [f'"{label}: {{{name}}}"'], ";", indent)
                continue
            inner = self._read(each.body, name, indent + 4)
            if inner:
                self.functions["elements"] = _ELEMENTS
                value = found if not each.path and root != "reply" else f"&{found}"
                lines += [*loop(name, value, indent), *indented(inner, "    "), "}"]
        return lines

    def _explain(self, told: bool) -> str:
        answers = self.request.answers
        lines = [
            "",
            "/// Says in words why the request was refused.",
            f"fn explain(status: StatusCode, wait: &str{', reply: &Value' if told else ''}) -> String {{",
        ]
        if told:
            for name, path in (("code", answers.code_path), ("message", answers.message_path)):
                lines += indented(let(name, "plain", [f"&reply{_index(path)}"]), "    ")
        rows = looked_up(answers)
        coded = told and answers.coded
        if rows:
            lines += _match(rows, coded, told)
        elif told:
            lines.append("    let meaning = message;")
        lines.append('    let mut said = format!("HTTP {}", status.as_u16());')
        if told:
            lines += ["    if !code.is_empty() {", '        said += &format!(", code {code}");', "    }"]
        if rows or told:
            lines += ["    if !meaning.is_empty() {", '        said += &format!(": {meaning}");', "    }"]
        return "\n".join([*lines, _LATER])


def _match(rows: list[tuple[int, str, str]], coded: bool, told: bool) -> list[str]:
    """The table of what is documented: the first that fits is the one."""
    if coded:
        lines = ["    let meaning = match (status.as_u16(), code.as_str()) {"]
    else:
        lines = ["    let meaning = match status.as_u16() {"]
    seen = set()
    for status, code, message in rows:
        pattern = f"({status}, {_QUOTE(code) if code else '_'})" if coded else str(status)
        if pattern in seen:
            continue
        seen.add(pattern)
        meaning = _QUOTE(message)
        if 8 + wide(f"{pattern} => {meaning},") <= WIDTH:
            lines.append(f"        {pattern} => {meaning},")
        else:
            lines += [f"        {pattern} => {{", f"            {meaning}", "        }"]
    return [*lines, f"        _ => {'&message' if told else chr(34) * 2},", "    };"]


def _listed(used: set[str]) -> str:
    """`Client`, or `{json, Value}`: rustfmt has modules and macros before types."""
    if len(used) == 1:
        return next(iter(used))
    return f"{{{', '.join(sorted(used, key=lambda each: (each[0].isupper(), each)))}}}"


def _index(path: Path) -> str:
    return "".join(f"[{each}]" if isinstance(each, int) else f"[{_QUOTE(each)}]" for each in path)


def _called(name: Text) -> str:
    return name if isinstance(name, str) else "value"


def _token(value: Text) -> Text | None:
    """What stands behind `Bearer `; None where it is something else."""
    if isinstance(value, str):
        return value.removeprefix("Bearer ") if value.startswith("Bearer ") else None
    first, *rest = value.pieces
    if not isinstance(first, str) or not first.startswith("Bearer "):
        return None
    return joined([first.removeprefix("Bearer "), *rest])


def _often(request: Request) -> frozenset[Variable]:
    """The variables that come more than once."""
    counts = Counter(each.name for text in texts(request) for each in pieces_of(text) if isinstance(each, Variable))
    return frozenset(each for each in request.variables if counts[each.name] > 1)


def _library_can(part: Part) -> bool:
    """Whether reqwest's form sends the part as it is: it doubles backslashes in file names, and rewrites odd part types."""
    if part.content_type is not None and not _PART_TYPE.fullmatch(part.content_type):
        return False
    return not isinstance(part.content, File) or "\\" not in (part.content.name or "")


def _macro_can(value: Json) -> bool:
    """Whether `json!` can say the value, and rustfmt leaves it as we lay it out: an object, and not a large one."""
    return isinstance(value, dict) and bool(value) and sum(1 for _ in _values(value)) <= _MACRO_VALUES_MAX


def _values(value: Json) -> Iterable[Json]:
    yield value
    if isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _values(each)


def _json(value: Json, indent: str) -> str:
    """A JSON value in `json!`, a member a line."""
    inner = indent + "    "
    if isinstance(value, dict):
        members = ",\n".join(f"{inner}{_PLAIN(name)}: {_json(each, inner)}" for name, each in value.items())
        return f"{{\n{members}\n{indent}}}" if value else "{}"
    if isinstance(value, list):
        members = ",\n".join(f"{inner}{_json(each, inner)}" for each in value)
        return f"[\n{members}\n{indent}]" if value else "[]"
    if isinstance(value, str):
        return _PLAIN(value)
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    return repr(value) + ("_i64" if isinstance(value, int) and abs(value) > _I32_MAX else "")


def write(request: Request) -> str:
    """The program that sends the request. Raises CannotSay."""
    return _Program(request).text()


_CARGO = """\
[package]
name = "sample-{name}"
version = "0.1.0"
edition = "2021"

[dependencies]
percent-encoding = "2"
reqwest = { version = "0.11", features = ["blocking", "json", "multipart"] }
serde_json = { version = "1", features = ["arbitrary_precision", "preserve_order"] }

[profile.dev]
debug = 0
"""
_DEBIAN_CRATES = "/usr/share/cargo/registry"


def _crates() -> tuple[str, ...]:
    """Options that make cargo take Debian's packages of crates, where they are installed."""
    if not any(Place(_DEBIAN_CRATES).glob("reqwest-0.11.*")):
        return ()
    return (
        "--config",
        'source.crates-io.replace-with="debian"',
        "--config",
        f'source.debian.directory="{_DEBIAN_CRATES}"',
        "--offline",
    )


LANGUAGE = Language(
    id="rust-reqwest",
    title="Rust (reqwest)",
    lexer="rust",
    file="src/main.rs",
    write=write,
    build=(("cargo", *_crates(), "build", "--quiet", "--target-dir", "../target"),),
    run=("../target/debug/sample-{name}",),
    told=(("cargo", "run", "--quiet"),),
    batch=(("python3", "{tools}/compile_all.py", "rust"),),
    probe=(
        ("cargo", "--version"),
        ("rustc", "--version"),
        ("cc", "--version"),
        ("sh", "-c", f"ls -d {_DEBIAN_CRATES}/reqwest-0.11.* || cargo search --limit 1 reqwest"),
    ),
    needs="Rust 1.58 or newer, and the crates reqwest 0.11, serde_json and percent-encoding",
    extras={"Cargo.toml": _CARGO},
)
