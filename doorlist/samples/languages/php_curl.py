"""PHP with its curl extension: a script for the command line, laid out by PSR-12."""

import posixpath
import re

from doorlist.samples.language import BACKSLASHED, Language, Naming, Quoting, Style, indented
from doorlist.samples.parts import documented, signing
from doorlist.samples.parts.asked import address
from doorlist.samples.parts.forms import FORM
from doorlist.samples.parts.heredocs import by_line, heredoc, lines, portions, words
from doorlist.samples.parts.json_literals import JsonLiterals
from doorlist.samples.parts.scripts import LINE_MAX, Code, Piece, SingleQuotes, by_hand, pieces, required
from doorlist.samples.parts.signing import AUTHS
from doorlist.samples.parts.walking import Walk
from doorlist.samples.request import (
    Answers,
    AwsV4,
    Basic,
    CannotSay,
    Digest,
    Failure,
    Field,
    File,
    FileBody,
    Form,
    Json,
    Kind,
    Leaf,
    Loop,
    Multipart,
    Part,
    Path,
    Raw,
    Request,
    Text,
    Variable,
)


def _control(code: int) -> str:
    return f"\\x{code:02x}" if code < 0x80 else f"\\u{{{code:x}}}"


_AWKWARD = re.compile(r'["$\\]')


_DOUBLE = Quoting('"', '"', {**BACKSLASHED, "$": "\\$"}, _control)
_LINES = Quoting("", "", {"\\": "\\\\", "$": "\\$"}, _control, unsafe="")
QUOTE = SingleQuotes(_DOUBLE, _AWKWARD, _control)
STYLE = Style(
    quote=QUOTE,
    naming=Naming.CAMEL,
    comment="//",
    reserved=frozenset(
        """this curl url httpCode body retryAfter payload fields parts boundary disposition type content
        argv argc""".split()  # noqa: SIM905
    ),
    joined=" . ",
    value="${0}",
    encoded="rawurlencode(${0})",
)

FIELDS = Style(quote=QUOTE, naming=Naming.CAMEL, comment="//", reserved=frozenset({"this", "reply"}))
"""What is read from a reply comes last: nothing else is needed any more."""

_LONG = 120
_EXPECTED_CHARS = 250_000  # before a megabyte libcurl asks whether it may send it; a character has up to four bytes

_REQUIRED = """
/** The value of an environment variable that must be set. */
function required(string $name): string
{
    $value = getenv($name);
    if ($value === false) {
        fwrite(STDERR, "Set the environment variable {$name}.\\n");
        exit(2);
    }

    return $value;
}
""".splitlines()

_RETRY_AFTER = """\
    CURLOPT_HEADERFUNCTION => function (CurlHandle $curl, string $line) use (&$retryAfter): int {
        if (stripos($line, 'Retry-After:') === 0) {
            $retryAfter = trim(substr($line, strlen('Retry-After:')));
        }

        return strlen($line);
    },
""".splitlines()

_DOCUMENTED = """
if (!is_array($reply)) {
    fwrite(STDERR, "The reply is not the JSON that is documented.\\n");
    exit;
}

""".splitlines()

_ASSEMBLING = """\
$body = '';
foreach ($parts as [$disposition, $type, $content]) {
    $body .= "--{$boundary}\\r\\nContent-Disposition: {$disposition}\\r\\n";
    if ($type !== null) {
        $body .= "Content-Type: {$type}\\r\\n";
    }
    $body .= "\\r\\n{$content}\\r\\n";
}
$body .= "--{$boundary}--\\r\\n";
""".splitlines()


def write(request: Request) -> str:
    """The program."""
    answers = request.answers
    url, encoded = address(request)
    program = ["<?php", "", "declare(strict_types=1);"]
    comments = STYLE.opening(request)
    if comments:
        program += ["", *(each.replace("?>", "? >") for each in comments)]
    program += _errors(answers)
    if request.variables:
        program += _REQUIRED
    program += _explain(answers)
    program.append("")
    if request.variables:
        asked = required(request, QUOTE, encoded, "rawurlencode({0})")
        program += [*(f"${STYLE.name(each)} = {value};" for each, value in asked), ""]
    program += _sending(request, url)
    program += _receiving(request)
    return "\n".join(program) + "\n"


# What is sent


def _sending(request: Request, url: Text) -> list[str]:
    prepared, body = _body(request)
    options = [*_method(request), *_authorization(request), *_headers(request), *body]
    path = str(request.url.path).lower()
    if "/." in path or "%2e" in path:
        options.append("CURLOPT_PATH_AS_IS => true,")
    options += ["CURLOPT_RETURNTRANSFER => true,", "CURLOPT_TIMEOUT => 30,"]
    waits = request.answers.waits
    return [
        *prepared,
        *(["$retryAfter = 'a while';"] if waits else []),
        *_started(url),
        "curl_setopt_array($curl, [",
        *indented(options, "    "),
        *(_RETRY_AFTER if waits else []),
        "]);",
    ]


def _started(url: Text) -> list[str]:
    line = f"$curl = curl_init({_text_of(url)});"
    if len(line) <= _LONG or isinstance(url, str):
        return [line]
    given = "\n    . ".join(_text_of(each) for each in portions(url, _LONG - 20))
    return [*f"$url = {given};".split("\n"), "$curl = curl_init($url);"]


def _method(request: Request) -> list[str]:
    method, body = request.method, request.body
    if method == "HEAD":
        if body is not None:
            raise CannotSay("PHP's curl extension sends no body with HEAD, and this request has one.")
        return ["CURLOPT_NOBODY => true,"]
    if method == "GET" and body is None:
        return []
    return ["CURLOPT_POST => true,"] if method == "POST" else [f"CURLOPT_CUSTOMREQUEST => {QUOTE(method)},"]


def _authorization(request: Request) -> list[str]:
    auth = request.auth
    if auth is None:
        return []
    if isinstance(auth, Basic):
        return [f"CURLOPT_USERPWD => {_joined(auth.user, ':', auth.password)},"]
    if isinstance(auth, Digest):
        return [
            "CURLOPT_HTTPAUTH => CURLAUTH_DIGEST,",
            f"CURLOPT_USERNAME => {_text_of(auth.user)},",
            f"CURLOPT_PASSWORD => {_text_of(auth.password)},",
        ]
    if isinstance(auth, AwsV4):
        _check_signable(request, auth)
        return [
            f"CURLOPT_AWS_SIGV4 => {_joined('aws:amz:', auth.region, ':', auth.service)},",
            f"CURLOPT_USERPWD => {_joined(auth.access_key, ':', auth.secret_key)},",
        ]
    raise CannotSay(f"PHP's curl extension does not know {AUTHS[type(auth)]}, only Basic, Digest and AWS.")


def _check_signable(request: Request, auth: AwsV4) -> None:
    """Raises CannotSay where libcurl signs something else than AWS does."""
    signing.check_libcurl(request, auth, "PHP's curl extension")
    if isinstance(request.body, Multipart):
        raise CannotSay("PHP's curl extension does not sign a multipart body.")


def _headers(request: Request) -> list[str]:
    rows: list[str] = []
    options: list[str] = []
    body, content_type = request.body, request.content_type
    for name, value in request.headers:
        if name.lower() == "accept-encoding" and value and not options:
            options.append(f"CURLOPT_ENCODING => {_text_of(value)},")
        else:
            rows.append(_header(name, value))
    if isinstance(request.auth, AwsV4) and request.auth.session_token:
        rows.append(_header("X-Amz-Security-Token", request.auth.session_token))
    if isinstance(body, Multipart):
        if _unsaid(body.parts, content_type):
            media = "multipart/form-data" if content_type is None else content_type
            rows.append(f"{_joined('Content-Type: ', media, '; boundary=', Code('$boundary'))},")
    elif isinstance(body, Form) and content_type in (None, FORM):
        pass
    elif content_type is None:
        if body is not None or request.method in {"POST", "PUT", "PATCH"}:
            rows.append("'Content-Type:', // without this curl adds one of its own")
    else:
        rows.append(_header("Content-Type", content_type))
    if request.files or (isinstance(body, Raw) and len(str(body.text)) > _EXPECTED_CHARS):
        rows.append("'Expect:', // without this curl asks before it sends a large body")
    return [*(["CURLOPT_HTTPHEADER => [", *indented(rows, "    "), "],"] if rows else []), *options]


def _header(name: str, value: Text) -> str:
    """A header; curl takes an empty one away, but for this way of writing it."""
    return f"{_joined(f'{name}: ', value)}," if value else f"{QUOTE(f'{name};')},"


def _body(request: Request) -> tuple[list[str], list[str]]:
    """What stands before the options, and the options that give the body."""
    body = request.body
    if body is None:
        return [], ["CURLOPT_POSTFIELDS => '',"] if request.method in {"POST", "PUT", "PATCH"} else []
    if isinstance(body, FileBody):
        read = [f"$body = file_get_contents({_text_of(body.file.path)});", *_unless("$body === false")]
        return [*read, ""], ["CURLOPT_POSTFIELDS => $body,"]
    if isinstance(body, Form):
        return _form(body.fields)
    if isinstance(body, Multipart):
        return _multipart(body.parts, request.content_type)
    written = _LITERALS.body(body)
    if written is not None:
        flags = "JSON_THROW_ON_ERROR"
        if ".0" in written:
            flags += " | JSON_PRESERVE_ZERO_FRACTION"
        return [*f"$payload = {written};".split("\n"), ""], [f"CURLOPT_POSTFIELDS => json_encode($payload, {flags}),"]
    return _text(body.text)


def _unless(condition: str) -> list[str]:
    return [f"if ({condition}) {{", "    exit(1);", "}"]


def _text(text: Text) -> tuple[list[str], list[str]]:
    found = heredoc(text)
    if found is None:
        line = f"CURLOPT_POSTFIELDS => {_text_of(text)},"
        each_line = by_line(text)
        if len(line) <= LINE_MAX or len(each_line) < 2:
            return [], [line]
        given = "\n    . ".join(map(_text_of, each_line))
        return [*f"$payload = {given};".split("\n"), ""], ["CURLOPT_POSTFIELDS => $payload,"]
    if isinstance(text, str):
        label, written = f"'{found.label}'", text
    else:
        label = found.label
        written = "".join(
            _LINES.inside(each) if isinstance(each, str) else f"{{{STYLE.variable(each)}}}" for each in text.pieces
        )
    own = [*lines(written), *([""] if found.ended else [])]
    before, after = ('str_replace("\\n", "\\r\\n", ', ")") if found.crlf else ("", "")
    return (
        [f"$payload = {before}<<<{label}", *indented(own, "    "), f"    {found.label}{after};", ""],
        ["CURLOPT_POSTFIELDS => $payload,"],
    )


def _form(fields: tuple[Field, ...]) -> tuple[list[str], list[str]]:
    """The pairs as arrays, which hold a name once: a pair whose name was there begins the next array."""
    arrays: list[dict[str, str]] = []
    for each in fields:
        name = _text_of(each.name)
        if not arrays or name in arrays[-1]:
            arrays.append({})
        arrays[-1][name] = _text_of(each.value)
    if len(arrays) < 2:
        fields_ = _array([f"{name} => {value}" for name, value in arrays[0].items()] if arrays else [])
        return [*f"$fields = {fields_};".split("\n"), ""], ["CURLOPT_POSTFIELDS => http_build_query($fields),"]
    calls = [
        f"http_build_query([{', '.join(f'{name} => {value}' for name, value in each.items())}])" for each in arrays
    ]
    listed = ",\n".join(f"    {each}" for each in calls)
    return [*f"$fields = [\n{listed},\n];".split("\n"), ""], ["CURLOPT_POSTFIELDS => implode('&', $fields),"]


def _multipart(parts: tuple[Part, ...], content_type: Text | None) -> tuple[list[str], list[str]]:
    if _unsaid(parts, content_type):
        return [*_assembled(parts), ""], ["CURLOPT_POSTFIELDS => $body,"]
    fields: dict[str, list[str]] = {}
    for each in parts:
        fields.setdefault(_text_of(each.name), []).append(_content(each))
    rows = [
        f"{name} => {contents[0]}" if len(contents) == 1 else f"{name} => [{', '.join(contents)}]"
        for name, contents in fields.items()
    ]
    return [*f"$fields = {_array(rows)};".split("\n"), ""], ["CURLOPT_POSTFIELDS => $fields,"]


def _unsaid(parts: tuple[Part, ...], content_type: Text | None) -> bool:
    """Whether the extension cannot make the body: it takes an array, where a name stands once, with a text or a file or
    a list of texts, and no text has a type."""
    if content_type is not None or not parts:
        return True
    last: dict[str, int] = {}
    for number, each in enumerate(parts):
        name = str(each.name)
        if "\0" in name:
            return True
        if not isinstance(each.content, File) and each.content_type is not None:
            return True
        if name in last:
            before = parts[number - 1]
            if last[name] != number - 1 or isinstance(each.content, File) or isinstance(before.content, File):
                return True
        last[name] = number
    return False


def _content(part: Part) -> str:
    file = part.content
    if not isinstance(file, File):
        return _text_of(file)
    path = _text_of(file.path)
    if file.name is None:
        name = QUOTE(posixpath.basename(file.path)) if isinstance(file.path, str) else f"basename({path})"
    else:
        name = QUOTE(file.name)
    if name == path:
        return (
            f"new CURLFile({path})"
            if part.content_type is None
            else f"new CURLFile({path}, {QUOTE(part.content_type)})"
        )
    if part.content_type is None:
        return f"new CURLFile({path}, posted_filename: {name})"
    return f"new CURLFile({path}, {QUOTE(part.content_type)}, {name})"


def _assembled(parts: tuple[Part, ...]) -> list[str]:
    """The body put together by hand."""
    rows: list[str] = []
    for head, typed, written in by_hand(parts, _text_of, base_name="basename({0})", contents="file_get_contents({0})"):
        elements = [_joined(*head), "null" if typed is None else QUOTE(typed), written]
        row = f"[{', '.join(elements)}]"
        if len(row) + 5 > _LONG:
            row = "[\n" + "".join(f"        {element},\n" for element in elements) + "    ]"
        rows.append(row)
    assembling = _ASSEMBLING
    if any(isinstance(each.content, File) for each in parts):
        assembling = [*_ASSEMBLING[:2], *indented(_unless("$content === false"), "    "), *_ASSEMBLING[2:]]
    return [*f"$parts = {_array(rows)};".split("\n"), "$boundary = bin2hex(random_bytes(16));", *assembling]


def _joined(*given: Piece) -> str:
    """One expression of texts and expressions."""
    return " . ".join(_operands(pieces(given)))


def _operands(found: list[str | Code | Variable]) -> list[str]:
    """The operands of a concatenation; one text with holes where that is easy to read."""
    if len(found) > 1 and not any(
        isinstance(each, Code) or (each.encoded if isinstance(each, Variable) else _AWKWARD.search(each))
        for each in found
    ):
        inside = (_DOUBLE.inside(each) if isinstance(each, str) else f"{{{STYLE.variable(each)}}}" for each in found)
        return [f'"{"".join(inside)}"']
    return [
        each if isinstance(each, Code) else QUOTE(each) if isinstance(each, str) else STYLE.variable(each)
        for each in found
    ] or ["''"]


def _text_of(text: Text) -> str:
    return QUOTE(text) if isinstance(text, str) else _joined(text)


def _array(rows: list[str]) -> str:
    return "[\n" + "".join(f"    {each},\n" for each in rows) + "]" if rows else "[]"


def _brackets(value: dict[str, Json] | list[Json]) -> tuple[str, str]:
    """An array whose keys are 0, 1, … would become a list."""
    return "(object) [" if isinstance(value, dict) and next(iter(value)) == "0" else "[", "]"


_LITERALS = JsonLiterals(
    quote=QUOTE,
    key=lambda name: f"{QUOTE(name)} => ",
    integer=str,
    null="null",
    empty=("new stdClass()", "[]"),
    brackets=_brackets,
    step="    ",
    last=",",
)


# What is received


def _receiving(request: Request) -> list[str]:
    answers = request.answers
    program = [
        "",
        "$body = curl_exec($curl);",
        "if ($body === false) {",
        "    fwrite(STDERR, 'The request failed: ' . curl_error($curl) . PHP_EOL);",
        "    exit(1);",
        "}",
        "",
        "$httpCode = curl_getinfo($curl, CURLINFO_RESPONSE_CODE);",
        "echo $httpCode, PHP_EOL;" if request.method == "HEAD" else "echo $httpCode, PHP_EOL, $body, PHP_EOL;",
    ]
    if answers.reading or answers.coded:
        program.append("$reply = json_decode($body, associative: true, flags: JSON_BIGINT_AS_STRING);")
    if answers.failures:
        given = ["$httpCode", *(["$reply"] if answers.coded else []), *(["$retryAfter"] if answers.waits else [])]
        said = f"explain({', '.join(given)}) . PHP_EOL"
    else:
        said = '"HTTP {$httpCode}\\n"'
    program += ["", "if ($httpCode < 200 || $httpCode > 299) {", f"    fwrite(STDERR, {said});", "    exit(1);", "}"]
    if answers.reading:
        program += _DOCUMENTED
        program += [*FIELDS.unread(answers), *_WALK.lines(answers.reading, "$reply")]
    return program


def _errors(answers: Answers) -> list[str]:
    if not answers.failures:
        return []
    if not answers.coded:
        rows = [row for each in answers.failures for row in _error(f"    {each.status} => ", each.message)]
        return ["", f"// {documented.STATUS}", "const ERRORS = [", *rows, "];"]
    rows = []
    for status, failures in documented.by_status(answers).items():
        codes = [row for each in failures for row in _error(f"        {_code(each)} => ", each.message)]
        rows += [f"    {status} => [", *codes, "    ],"]
    return ["", f"// {documented.STATUS_AND_CODE}", "const ERRORS = [", *rows, "];"]


def _code(failure: Failure) -> str:
    code = failure.code
    return str(code) if isinstance(code, int) else QUOTE(code or "")


def _error(before: str, message: str) -> list[str]:
    line = f"{before}{QUOTE(message)},"
    if len(line) <= _LONG:
        return [line]
    indent = " " * (len(before) - len(before.lstrip()) + 4)
    first, *others = [QUOTE(each) for each in words(message, _LONG - len(before) - 6)]
    rows = [before + first, *(f"{indent}. {each}" for each in others)]
    return [*rows[:-1], f"{rows[-1]},"]


def _explain(answers: Answers) -> list[str]:
    if not answers.failures:
        return []
    given = ["int $status"]
    if answers.coded:
        given.append("mixed $reply")
        look = [
            f"    $code = {_found('$reply', answers.code_path)} ?? '';",
            "    $code = is_scalar($code) ? (string) $code : '';",
            f"    $message = {_found('$reply', answers.message_path)} ?? '';",
            "    $meaning = ERRORS[$status][$code] ?? ERRORS[$status][''] ?? $message;",
            '    $text = $code === \'\' ? "HTTP {$status}" : "HTTP {$status}, code {$code}";',
            "    if (is_string($meaning) && $meaning !== '') {",
        ]
    else:
        look = ['    $text = "HTTP {$status}";', "    $meaning = ERRORS[$status] ?? '';", "    if ($meaning !== '') {"]
    look += ['        $text .= ": {$meaning}";', "    }"]
    if answers.waits:
        given.append("string $retryAfter")
        look += ["    if ($status === 429) {", '        $text .= " Try again after {$retryAfter}.";', "    }"]
    return [
        "",
        "/** What a refusal means, in words. */",
        f"function explain({', '.join(given)}): string",
        "{",
        *look,
        "",
        "    return $text;",
        "}",
    ]


def _loop(loop: Loop, name: str, root: str, indent: str) -> list[str]:
    walked = f"{_found(root, loop.path)} ?? []" if loop.path else root
    return [f"{indent}foreach ({walked} as {name}) {{"]


def _leaf(leaf: Leaf, name: str, root: str, indent: str) -> list[str]:
    program = [f"{indent}{name} = {_found(root, leaf.path)} ?? null;"] if leaf.path else []
    shown = name if leaf.path else root
    if leaf.kind is Kind.BOOLEAN:
        shown = f"json_encode({shown})"
    elif leaf.kind is Kind.OTHER:
        shown = f"json_encode({shown}, JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE)"
    return [*program, f"{indent}echo {QUOTE(leaf.text + ': ')}, {shown}, PHP_EOL;"]


_WALK = Walk(name=lambda each: f"${FIELDS.name(each)}", leaf=_leaf, loop=_loop, end="}", step="    ")


def _found(root: str, path: Path) -> str:
    """What is at a path: `$reply['settings']['audio']`."""
    return root + "".join(f"[{each}]" if isinstance(each, int) else f"[{QUOTE(each)}]" for each in path)


LANGUAGE = Language(
    id="php-curl",
    title="PHP (curl)",
    lexer="php",
    file="sample.php",
    write=write,
    run=("php", "sample.php"),
    probe=(("php", "-r", "exit(extension_loaded('curl') && PHP_VERSION_ID >= 80200 ? 0 : 1);"),),
    needs="PHP 8.2 or newer with its curl extension",
)
