"""Swift: URLSession with async and await."""

import re
from base64 import b64encode

from doorlist.samples.language import BACKSLASHED, UNPRINTED, Language, Naming, Quoting, Style, indented
from doorlist.samples.parts import documented, forms
from doorlist.samples.parts.checks import check_line, check_repeated_header
from doorlist.samples.request import (
    Answers,
    Basic,
    CannotSay,
    Digest,
    File,
    FileBody,
    Form,
    Kind,
    Leaf,
    Loop,
    Multipart,
    Path,
    Raw,
    Reading,
    Request,
    Text,
    Variable,
)
from doorlist.samples.variables import concatenated, pieces_of

_RESERVED_HEADERS = frozenset({"connection", "host", "proxy-authenticate", "proxy-authorization", "www-authenticate"})
_TYPES = {Kind.TEXT: "String", Kind.INTEGER: "Int", Kind.NUMBER: "Double", Kind.BOOLEAN: "Bool"}


def _control(code: int) -> str:
    if 0xD800 <= code < 0xE000:
        raise CannotSay("A Swift string holds no half of a surrogate pair, and this request has one.")
    return f"\\u{{{code:x}}}"


QUOTE = Quoting('"', '"', {**BACKSLASHED, "\0": "\\0"}, _control)
_ESCAPED = re.compile(f"[{UNPRINTED}]")


class _Style(Style):
    """Swift's names and literals: raw strings where quotes and backslashes would need many escapes."""

    def text(self, text: Text) -> str:
        """A text as an expression."""
        if isinstance(text, str):
            raw = ('"' in text or "\\" in text) and '"#' not in text and "\\#" not in text and not _ESCAPED.search(text)
            return f'#"{text}"#' if raw else QUOTE(text)
        if len(text.pieces) == 1 and isinstance(text.pieces[0], Variable):
            return self.variable(text.pieces[0])
        return f'"{"".join(QUOTE.inside(e) if isinstance(e, str) else self.hole(e) for e in text.pieces)}"'

    def hole(self, variable: Variable) -> str:
        """A variable inside a literal."""
        return f"\\({self.variable(variable)})"


_KEYWORDS = """associatedtype class deinit enum extension fileprivate func import init inout internal let open operator private
    precedencegroup protocol public rethrows static struct subscript typealias var break case catch continue default
    defer do else for fallthrough guard if in repeat return throw switch where while as false is nil self Self super
    throws true try await async Any Protocol Type"""
_OWN = """answer body boundary code data encoded errors exit fail json login meaning message print reply request required
    response retryAfter session shown status text url"""
STYLE = _Style(
    quote=QUOTE,
    naming=Naming.CAMEL,
    comment="//",
    reserved=frozenset(_KEYWORDS.split()) | frozenset(_OWN.split()),
    encoded="encoded({0})",
)


def write(request: Request) -> str:
    """The program."""
    _check(request)
    lines = STYLE.opening(request)
    body = _body(request)
    answers = request.answers
    encodes = "encoded(" in "\n".join([STYLE.text(request.url.text), *body])
    lines += [
        "",
        "import Foundation",
        "",
        "#if canImport(FoundationNetworking)",
        "  import FoundationNetworking",
        "#endif",
        "",
    ]
    lines += _FAIL
    if request.variables:
        lines += _REQUIRED
    if encodes:
        lines += _ENCODED
    if answers.reading:
        lines += _SHOWN
    if isinstance(request.auth, Digest):
        lines += _LOGIN
    lines += _errors(answers)
    lines += (f"let {STYLE.name(each)} = required({QUOTE(each.environment)})" for each in request.variables)
    lines += [
        *([""] if request.variables else ()),
        "do {",
        *indented([*_request(request), *body, "", *_send(request), "", *_outcome(answers)], "  "),
        "} catch {",
        "  fail(error.localizedDescription)",
        "}",
    ]
    return "\n".join(lines) + "\n"


def _check(request: Request) -> None:
    body, method = request.body, request.method
    check_repeated_header(request, "URLRequest")
    for name, value in request.headers:
        check_line(name, value)
        if name.lower() in _RESERVED_HEADERS:
            raise CannotSay(f"URLSession sets the header {name} itself.")
    if body is not None and method in ("GET", "HEAD"):
        raise CannotSay(f"URLSession refuses a {method} with a body.")
    if (
        method == "POST"
        and body is not None
        and request.content_type is None
        and not isinstance(body, Form | Multipart)
    ):
        raise CannotSay(
            f"URLSession sends Content-Type: {forms.FORM} with a POST that is given none, and this one has none."
        )
    if forms.dotted(request):
        raise CannotSay("URLSession resolves the segments . and .. of a path, and this URL has such a segment.")
    if request.auth is not None and not isinstance(request.auth, Basic | Digest):
        raise CannotSay("URLSession cannot sign a request: it knows Basic and Digest only.")


_FAIL = (
    "func fail(_ message: String, code: Int32 = 1) -> Never {",
    '  FileHandle.standardError.write(Data("\\(message)\\n".utf8))',
    "  exit(code)",
    "}",
    "",
)
_REQUIRED = (
    "/// The value of an environment variable that must be set.",
    "func required(_ name: String) -> String {",
    "  guard let value = ProcessInfo.processInfo.environment[name] else {",
    '    fail("Set the environment variable \\(name).", code: 2)',
    "  }",
    "  return value",
    "}",
    "",
)
_ENCODED = (
    "/// A text percent-encoded, for a URL or a form.",
    "func encoded(_ text: String) -> String {",
    '  let unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"',
    "  return text.addingPercentEncoding(withAllowedCharacters: CharacterSet(charactersIn: unreserved))!",
    "}",
    "",
)
_SHOWN = (
    "/// A value of the reply as text.",
    "func shown(_ value: Any?) -> String {",
    '  guard let value else { return "null" }',
    '  return "\\(value)"',
    "}",
    "",
)
_LOGIN = (
    "/// Answers the server's challenge, once.",
    "final class Login: NSObject, URLSessionTaskDelegate {",
    "  let credential: URLCredential",
    "",
    "  init(user: String, password: String) {",
    "    credential = URLCredential(user: user, password: password, persistence: .none)",
    "  }",
    "",
    "  func urlSession(",
    "    _ session: URLSession, task: URLSessionTask, didReceive challenge: URLAuthenticationChallenge",
    "  ) async -> (URLSession.AuthChallengeDisposition, URLCredential?) {",
    "    challenge.previousFailureCount == 0 ? (.useCredential, credential) : (.performDefaultHandling, nil)",
    "  }",
    "}",
    "",
)


# --- the request -----------------------------------------------------------------------------------------------------


def _request(request: Request) -> list[str]:
    lines = [f"var request = URLRequest(url: URL(string: {STYLE.text(request.url.text)})!, timeoutInterval: 30)"]
    if request.method != "GET":
        lines.append(f"request.httpMethod = {QUOTE(request.method)}")
    headers = [(name, STYLE.text(value)) for name, value in request.headers]
    auth = request.auth
    if isinstance(auth, Basic):
        both = concatenated(auth.user, ":", auth.password)
        if isinstance(both, str):
            value = QUOTE(f"Basic {b64encode(both.encode('utf-8', 'surrogatepass')).decode()}")
        else:
            value = f'"Basic " + Data({STYLE.text(both)}.utf8).base64EncodedString()'
        headers.append(("Authorization", value))
    content_type = request.content_type
    if content_type is None and isinstance(request.body, Form):
        content_type = forms.FORM
    if content_type is not None and not isinstance(request.body, Multipart):
        headers.append(("Content-Type", STYLE.text(content_type)))
    return lines + [f"request.setValue({value}, forHTTPHeaderField: {QUOTE(name)})" for name, value in headers]


def _body(request: Request) -> list[str]:
    body = request.body
    match body:
        case None:
            return []
        case Raw():
            return [f"request.httpBody = Data({_long(forms.raw_text(body))}.utf8)"]
        case Form():
            return [f"request.httpBody = Data({STYLE.text(forms.form_text(body))}.utf8)"]
        case FileBody():
            return [f"request.httpBody = {_contents(body.file)}"]
        case Multipart():
            return _multipart(request, body)


def _contents(file: File) -> str:
    return f"try Data(contentsOf: URL(fileURLWithPath: {STYLE.text(file.path)}))"


def _long(text: Text) -> str:
    """A text of several lines as it stands, if nothing in it has to be escaped."""
    shown = forms.shown(text)
    if "\n" not in shown or _ESCAPED.search(shown.replace("\n", "").replace("\t", "")):
        return STYLE.text(text)
    if '"""' in shown or "\\#" in shown:
        return STYLE.text(text)
    raw = "#" if "\\" in shown else ""
    inside = "".join(e if isinstance(e, str) else f"\\{raw}({STYLE.variable(e)})" for e in pieces_of(text))
    lines = (f"  {line}" if line else "" for line in inside.split("\n"))
    return "\n".join([f'{raw}"""', *lines, f'  """{raw}'])


def _inside(text: Text) -> str:
    return "".join(QUOTE.inside(e) if isinstance(e, str) else STYLE.hole(e) for e in pieces_of(text))


def _multipart(request: Request, multipart: Multipart) -> list[str]:
    media_type = "multipart/form-data" if request.content_type is None else _inside(request.content_type)
    lines = ["", "let boundary = UUID().uuidString", "var body = Data()"]
    for each in multipart.parts:
        content, part_type = each.content, each.content_type
        disposition = f'form-data; name=\\"{_inside(forms.between_quotes(each.name))}\\"'
        if isinstance(content, File):
            part_type = part_type or "application/octet-stream"
            if content.name is not None:
                name = _inside(forms.between_quotes(content.name))
            else:
                name = f"\\(URL(fileURLWithPath: {STYLE.text(content.path)}).lastPathComponent)"
            disposition += f'; filename=\\"{name}\\"'
        lines += [
            _append("--\\(boundary)\\r\\n"),
            _append(f"Content-Disposition: {disposition}\\r\\n"),
            *([_append(f"Content-Type: {QUOTE.inside(part_type)}\\r\\n")] if part_type is not None else ()),
        ]
        if isinstance(content, File):
            lines += [_append("\\r\\n"), f"body.append({_contents(content)})", _append("\\r\\n")]
        else:
            lines.append(_append(f"\\r\\n{_inside(content)}\\r\\n"))
    return [
        *lines,
        _append("--\\(boundary)--\\r\\n"),
        "request.httpBody = body",
        f'request.setValue("{media_type}; boundary=\\(boundary)", forHTTPHeaderField: "Content-Type")',
    ]


def _append(inside: str) -> str:
    return f'body.append(contentsOf: "{inside}".utf8)'


def _send(request: Request) -> list[str]:
    session = "URLSession.shared"
    lines = []
    if isinstance(request.auth, Digest):
        login = f"Login(user: {STYLE.text(request.auth.user)}, password: {STYLE.text(request.auth.password)})"
        lines = [
            f"let login = {login}",
            "let session = URLSession(configuration: .ephemeral, delegate: login, delegateQueue: nil)",
        ]
        session = "session"
    return [
        *lines,
        f"let (data, answer) = try await {session}.data(for: request)",
        "guard let response = answer as? HTTPURLResponse else {",
        '  fail("The answer is not HTTP.")',
        "}",
        "let status = response.statusCode",
        "print(status)",
        "print(String(decoding: data, as: UTF8.self))",
    ]


# --- the answer ------------------------------------------------------------------------------------------------------


def _errors(answers: Answers) -> list[str]:
    if not answers.failures:
        return []
    return [
        f"/// {documented.STATUS_AND_CODE}",
        "let errors = [",
        *(f"  {STYLE.text(key)}: {STYLE.text(message)}," for key, message in documented.by_key(answers).items()),
        "]",
        "",
    ]


def _is_list(tree: Reading) -> bool:
    """Whether the reply's root is a list."""
    return any(isinstance(each, Loop) and not each.path for each in tree) or any(
        each.path and isinstance(each.path[0], int) for each in tree
    )


def _outcome(answers: Answers) -> list[str]:
    if not answers.reading and not answers.failures:
        return ["if !(200..<300).contains(status) {", '  fail("HTTP \\(status)")', "}"]
    lines = []
    listed = _is_list(answers.reading)
    parsed = "try? JSONSerialization.jsonObject(with: data, options: .fragmentsAllowed)"
    lines.append(f"let json = {parsed}")
    lines.append("let reply = json as? [String: Any] ?? [:]")
    good = STYLE.unread(answers)
    good += _fields(answers.reading, "(json as? [Any])" if listed else "reply", sure=not listed)
    lines += ["if (200..<300).contains(status) {", *indented([*good, "exit(0)"], "  "), "}", ""]
    lookups = []
    if answers.coded:
        code = _value("reply", answers.code_path, sure=True)
        lines.append(f'let code = {code}.map {{ "\\($0)" }}')
        lookups.append('errors["\\(status) \\(code ?? "")"]')
    if answers.failures:
        lookups.append('errors["\\(status)"]')
    lookups.append(f"{_value('reply', answers.message_path, sure=True)} as? String")
    lines += [
        f"let meaning = {' ?? '.join(lookups)}",
        'var message = "HTTP \\(status)"',
        *(['if let code { message += ", code \\(code)" }'] if answers.coded else ()),
        'if let meaning { message += ": \\(meaning)" }',
        *(
            [
                "if status == 429 {",
                '  let retryAfter = response.value(forHTTPHeaderField: "Retry-After") ?? "a while"',
                '  message += " Try again after \\(retryAfter)."',
                "}",
            ]
            if answers.waits
            else ()
        ),
        "fail(message)",
    ]
    return lines


def _value(root: str, path: Path, *, sure: bool) -> str:
    """An optional value at a path; `sure` says whether the root is no optional."""
    found, optional = root, not sure
    for number, step in enumerate(path):
        if number:
            found, optional = f"({found} as? {'[String: Any]' if isinstance(step, str) else '[Any]'})", True
        mark = "?" if optional else ""
        if isinstance(step, str):
            found = f"{found}{mark}[{QUOTE(step)}]"
        elif step == 0:
            found = f"{found}{mark}.first"
        else:
            found = f"{found}{mark}.dropFirst({step}).first"
    return found


def _fields(tree: Reading, root: str, *, sure: bool, element: bool = False) -> list[str]:
    lines: list[str] = []
    for each in tree:
        name = STYLE.name(each)
        if isinstance(each, Leaf):
            label = QUOTE.inside(each.text)
            if not each.path:
                lines.append(f'print("{label}: \\(shown({root}))")')
                continue
            cast = f" as? {_TYPES[each.kind]}" if each.kind in _TYPES else ""
            lines += [
                f"let {name} = {_value(root, each.path, sure=sure)}{cast}",
                f'print("{label}: \\(shown({name}))")',
            ]
            continue
        members = any(leaf.path and isinstance(leaf.path[0], str) for leaf in each.body)
        kind = "[[String: Any]]" if members else "[[Any]]" if _nested(each) else "[Any]"
        found = _value(root, each.path, sure=sure) if each.path else "json" if not element else root
        lines.append(f"for {name} in {found} as? {kind} ?? [] {{")
        lines += [*indented(_fields(each.body, name, sure=True, element=True), "  "), "}"]
    return lines


def _nested(loop: Loop) -> bool:
    """Whether the elements are lists themselves."""
    return any(isinstance(each, Loop) and not each.path for each in loop.body) or any(
        each.path and isinstance(each.path[0], int) for each in loop.body
    )


LANGUAGE = Language(
    id="swift",
    title="Swift",
    lexer="swift",
    file="main.swift",
    write=write,
    build=(("swiftc", "main.swift", "-o", "sample"),),
    run=("./sample",),
    probe=(("swiftc", "--version"),),
    needs="Swift 5.9 on Apple's systems, 6.0 elsewhere",
    grammar="swift",
)
