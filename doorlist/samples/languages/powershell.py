"""PowerShell 7: Invoke-WebRequest, and HttpClient where that cannot be exact."""

import re
from base64 import b64encode

from doorlist.samples.language import UNPRINTED, Language, Naming, Quoting, Style, indented
from doorlist.samples.parts import documented, forms
from doorlist.samples.parts.checks import check_line, check_repeated_header
from doorlist.samples.parts.walking import Walk
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
    Request,
    Text,
    Variable,
)
from doorlist.samples.variables import concatenated, pieces_of

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "DELETE", "TRACE", "OPTIONS", "PATCH"})
_CONTENT_HEADERS = frozenset(
    {"allow", "content-disposition", "content-encoding", "content-language", "content-location", "content-md5"}
    | {"content-range", "expires", "last-modified"}
)
_PLAIN_HEADERS = frozenset({"accept", "authorization", "cookie"})
_TRUSTED_VALUE = re.compile(r"[A-Za-z]+ [\x21-\x7e]+|[a-z*]+/[a-z*+.-]+(?:, ?[a-z*]+/[a-z*+.-]+)*", re.ASCII)
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*", re.ASCII)
_PART_TYPE = re.compile(r"[\w.+-]+/[\w.+-]+(?:; ?[\w-]+=[\w.-]+)?", re.ASCII)
_PART_NAME = re.compile(r'[^"\\\x00-\x1f\x7f-\U0010ffff]+')
_PLAIN_PATH = re.compile(r"[\w./ -]+", re.ASCII)
_HERE_END = re.compile("^['\u2018-\u201b]@", re.MULTILINE)
_DATE = re.compile(r'"\d{4}-\d\d-\d\dT')
_SINGLE_QUOTES = "'\u2018\u2019\u201a\u201b"
_DOUBLE_QUOTES = '"\u201c\u201d\u201e'


def _control(code: int) -> str:
    if 0xD800 <= code < 0xE000:
        raise CannotSay(".NET sends no half of a surrogate pair, and this request has one.")
    return f"`u{{{code:x}}}"


_ESCAPES = {"`": "``", "#": "`#", "$": "`$", "\n": "`n", "\r": "`r", "\t": "`t", "\0": "`0"}
INTERPOLATED = Quoting('"', '"', _ESCAPES | {each: each * 2 for each in _DOUBLE_QUOTES}, _control)


class _Literal(Quoting):
    """Single quotes, which know no escapes; double quotes for what has to be escaped."""

    def __init__(self) -> None:
        super().__init__("'", "'", {each: each * 2 for each in _SINGLE_QUOTES}, _control)
        self.odd = re.compile(f"[{UNPRINTED}]")

    def __call__(self, text: str) -> str:
        return INTERPOLATED(text) if self.odd.search(text) else super().__call__(text)


QUOTE = _Literal()


class _Style(Style):
    """PowerShell's names and literals: a variable of the environment stands in a text as it is."""

    def variable(self, variable: Variable) -> str:
        """A variable inside double quotes."""
        return f"${{{self.name(variable)}}}" if variable.encoded else f"${{env:{variable.environment}}}"

    def text(self, text: Text) -> str:
        """A text as an expression."""
        if isinstance(text, str):
            return self.quote(text)
        if len(text.pieces) == 1 and isinstance(text.pieces[0], Variable):
            only = text.pieces[0]
            return f"${self.name(only)}" if only.encoded else f"$env:{only.environment}"
        return (
            '"' + "".join(INTERPOLATED.inside(e) if isinstance(e, str) else self.variable(e) for e in text.pieces) + '"'
        )


_AUTOMATIC = """args error event eventArgs false foreach home host input isLinux isMacOS isWindows lastExitCode matches
    myInvocation null pid profile pwd sender shellId stackTrace switch this true"""
_OWN = """body client code errors form handler meaning message name part parameters reply request response retryAfter
    status"""
STYLE = _Style(
    quote=QUOTE,
    naming=Naming.CAMEL,
    comment="#",
    reserved=frozenset(_AUTOMATIC.split()) | frozenset(_OWN.split()),
    interpolated=INTERPOLATED,
)


def write(request: Request) -> str:
    """The program."""
    _check(request)
    lines = STYLE.opening(request)
    lines.append("")
    if request.files:
        lines += ["$ErrorActionPreference = 'Stop'", ""]
    if request.variables:
        lines += _variables(request)
    body = _Body(request)
    if body.lines:
        lines += [*body.lines, ""]
    lines += _with_client(request, body) if _needs_client(request) else _with_cmdlet(request, body)
    lines += ["", "$status", "$reply", "", *_outcome(request.answers)]
    return "\n".join(lines) + "\n"


def _check(request: Request) -> None:
    check_repeated_header(request, ".NET")
    for name, value in request.headers:
        check_line(name, value)
    if request.auth is not None and not isinstance(request.auth, Basic | Digest):
        raise CannotSay(
            "PowerShell cannot sign a request: Invoke-WebRequest knows Basic, Digest and bearer tokens only."
        )


def _needs_client(request: Request) -> bool:
    """Whether Invoke-WebRequest would change the request."""
    body = request.body
    untyped = request.content_type is None and not isinstance(body, Form | Multipart)
    return (
        (request.method == "POST" and untyped)  # it would add a Content-Type
        or (request.method in ("GET", "HEAD") and body is not None)
        or any(not forms.shown(value).isascii() for _, value in request.headers)
    )


def _variables(request: Request) -> list[str]:
    names = [each.environment for each in request.variables]
    text = concatenated(request.url.text, *_encoded_values(request))
    encoded = {each.environment: each for each in pieces_of(text) if isinstance(each, Variable) and each.encoded}
    if len(names) == 1:
        lines = [
            f"if (-not (Test-Path Env:{names[0]})) {{",
            f"    [Console]::Error.WriteLine('Set the environment variable {names[0]}.')",
            "    exit 2",
            "}",
        ]
    else:
        lines = [
            f"foreach ($name in {', '.join(map(QUOTE, names))}) {{",
            '    if (-not (Test-Path "Env:$name")) {',
            '        [Console]::Error.WriteLine("Set the environment variable $name.")',
            "        exit 2",
            "    }",
            "}",
        ]
    lines += (f"${STYLE.name(v)} = [uri]::EscapeDataString($env:{v.environment})" for v in encoded.values())
    return [*lines, ""]


# --- bodies ----------------------------------------------------------------------------------------------------------


def _encoded_values(request: Request) -> list[Text]:
    """Texts whose variables are percent-encoded before they are used."""
    body = request.body
    if not isinstance(body, Form) or _as_table(request, body):
        return []
    return [forms.encoded(text) for each in body.fields for text in (each.name, each.value)]


def _as_table(request: Request, form: Form) -> bool:
    """Whether a dictionary can say the form: its names differ in more than case, and the method takes one."""
    names = {each.name.lower() for each in form.fields if isinstance(each.name, str)}
    return len(names) == len(form.fields) and not _needs_client(request)


class _Body:
    """A body: the lines that make it, and how it is given to the cmdlet (`parameters`) or to HttpClient (`content`)."""

    def __init__(self, request: Request) -> None:
        self.lines: list[str] = []
        self.parameters: list[tuple[str, str]] = []
        self.content: str | None = None
        self.content_type: Text | None = request.content_type
        body = request.body
        if isinstance(body, Raw):
            self._text(forms.raw_text(body))
        elif isinstance(body, Form):
            self._form(request, body)
        elif isinstance(body, FileBody):
            self._file(request, body.file)
        elif isinstance(body, Multipart):
            self._multipart(body)

    def _text(self, text: Text) -> None:
        shown = forms.shown(text)
        literal = STYLE.text(text)
        if "\n" in shown and "\r" not in shown and not _HERE_END.search(shown):
            literal = _here(text) or literal
        self.lines.append(f"$body = {literal}")
        self.parameters = [("Body", "[System.Text.Encoding]::UTF8.GetBytes($body)")]
        self.content = "[System.Net.Http.ByteArrayContent]::new([System.Text.Encoding]::UTF8.GetBytes($body))"

    def _form(self, request: Request, form: Form) -> None:
        if self.content_type is None:
            self.content_type = forms.FORM
        if _as_table(request, form):
            self.lines.append("$body = [ordered]@{")
            self.lines += (f"    {_key(str(each.name))} = {STYLE.text(each.value)}" for each in form.fields)
            self.lines.append("}")
            self.parameters = [("Body", "$body")]
            return
        self._text(forms.form_text(form))

    def _file(self, request: Request, file: File) -> None:
        path = STYLE.text(file.path)
        if isinstance(file.path, str) and _PLAIN_PATH.fullmatch(file.path) and not _needs_client(request):
            self.parameters = [("InFile", path)]
            return
        self.lines.append(f"$body = {_bytes_of(path)}")
        self.parameters = [("Body", "$body")]
        self.content = "[System.Net.Http.ByteArrayContent]::new($body)"

    def _multipart(self, multipart: Multipart) -> None:
        if all(_easy(each.name, each.content, each.content_type) for each in multipart.parts) and multipart.parts:
            self._parts(multipart)
        else:
            self._bytes(multipart)

    def _parts(self, multipart: Multipart) -> None:
        self.lines.append("$form = [System.Net.Http.MultipartFormDataContent]::new()")
        for each in multipart.parts:
            disposition: Text = concatenated('form-data; name="', each.name, '"')
            content_type = each.content_type
            if isinstance(each.content, File):
                found = _bytes_of(STYLE.text(each.content.path))
                name = each.content.name
                disposition = concatenated(disposition, '; filename="')
                said = (
                    STYLE.text(concatenated(disposition, name, '"'))
                    if name is not None
                    else _last_segment(disposition, each.content)
                )
                content_type = content_type or "application/octet-stream"
            else:
                found = f"[System.Text.Encoding]::UTF8.GetBytes({STYLE.text(each.content)})"
                said = STYLE.text(disposition)
            self.lines += [
                "",
                f"$part = [System.Net.Http.ByteArrayContent]::new({found})",
                f"$part.Headers.Add('Content-Disposition', {said})",
            ]
            if content_type is not None:
                self.lines.append(f"$part.Headers.Add('Content-Type', {QUOTE(content_type)})")
            self.lines.append("$form.Add($part)")
        self.parameters = [("Body", "$form")]
        self.content = "$form"

    def _bytes(self, multipart: Multipart) -> None:
        """A form written by hand: .NET would encode its names, or print them another way."""
        boundary = forms.boundary(multipart)
        self.lines += [
            "$body = [System.IO.MemoryStream]::new()",
            "function Add-Bytes([byte[]] $Bytes) { $body.Write($Bytes, 0, $Bytes.Length) }",
            "function Add-Text([string] $Text) { Add-Bytes ([System.Text.Encoding]::UTF8.GetBytes($Text)) }",
            "",
        ]
        for each in multipart.parts:
            head: Text = concatenated(
                f'--{boundary}\r\nContent-Disposition: form-data; name="', forms.between_quotes(each.name), '"'
            )
            part_type = each.content_type
            if isinstance(each.content, File):
                rest = f"\r\nContent-Type: {part_type or 'application/octet-stream'}\r\n\r\n"
                head = concatenated(head, '; filename="')
                name = each.content.name
                if name is None:
                    said = f'{_last_segment(head, each.content)[:-1]}{INTERPOLATED.inside(rest)}"'
                else:
                    said = _double(concatenated(head, forms.between_quotes(name), '"', rest))
                self.lines += [
                    f"Add-Text {said}",
                    f"Add-Bytes ({_bytes_of(STYLE.text(each.content.path))})",
                    'Add-Text "`r`n"',
                ]
            else:
                rest = f"\r\nContent-Type: {part_type}\r\n\r\n" if part_type is not None else "\r\n\r\n"
                self.lines.append(f"Add-Text {_double(concatenated(head, rest, each.content, chr(13) + chr(10)))}")
        self.lines.append(f'Add-Text "--{boundary}--`r`n"')
        self.content_type = concatenated(self.content_type or "multipart/form-data", f"; boundary={boundary}")
        self.parameters = [("Body", "$body.ToArray()")]
        self.content = "[System.Net.Http.ByteArrayContent]::new($body.ToArray())"


def _double(text: Text) -> str:
    """A text in double quotes."""
    return INTERPOLATED(text) if isinstance(text, str) else STYLE.text(text)


def _easy(name: Text, content: Text | File, content_type: str | None) -> bool:
    """Whether .NET prints a part's head as it is given."""
    file_name = content.name if isinstance(content, File) else None
    return (
        isinstance(name, str)
        and _PART_NAME.fullmatch(name) is not None
        and (file_name is None or _PART_NAME.fullmatch(file_name) is not None)
        and (content_type is None or _PART_TYPE.fullmatch(content_type) is not None)
    )


def _last_segment(before: Text, file: File) -> str:
    """A literal that ends in the last segment of a path, as it is when the program runs."""
    opened = _double(before)[:-1]
    return f'{opened}$(Split-Path -Leaf {STYLE.text(file.path)})"""'


def _bytes_of(path: str) -> str:
    return f"[System.IO.File]::ReadAllBytes((Convert-Path -LiteralPath {path}))"


def _here(text: Text) -> str | None:
    """A here-string; None where something in it has to be escaped."""
    if isinstance(text, str):
        return None if QUOTE.odd.search(text.replace("\n", "").replace("\t", "")) else f"@'\n{text}\n'@"
    if any(isinstance(e, str) and QUOTE.odd.search(e.replace("\n", "").replace("\t", "")) for e in text.pieces):
        return None
    inside = "".join(
        e.replace("`", "``").replace("$", "`$") if isinstance(e, str) else STYLE.variable(e) for e in text.pieces
    )
    return None if re.search(f"^[{_DOUBLE_QUOTES}]@", inside, re.MULTILINE) else f'@"\n{inside}\n"@'


# --- the call --------------------------------------------------------------------------------------------------------


def _key(name: str) -> str:
    return name if _NAME.fullmatch(name) else QUOTE(name)


def _headers(request: Request) -> list[tuple[str, str]]:
    """The headers with their values as expressions, Basic among them."""
    found = [(name, STYLE.text(value)) for name, value in request.headers]
    auth = request.auth
    if isinstance(auth, Basic):
        both = concatenated(auth.user, ":", auth.password)
        if isinstance(both, str):
            found.append(("Authorization", QUOTE(f"Basic {b64encode(both.encode('utf-8', 'surrogatepass')).decode()}")))
        else:
            encoded = f"[Convert]::ToBase64String([System.Text.Encoding]::UTF8.GetBytes({STYLE.text(both)}))"
            found.append(("Authorization", f'"Basic $({encoded})"'))
    return found


def _uri(request: Request) -> str:
    """The URL; where .NET would resolve segments or drop a lonely question mark, it is told not to."""
    text = STYLE.text(request.url.text)
    if forms.shown(request.url.target).endswith("?") or forms.dotted(request):
        return f"[uri]::new({text}, [UriCreationOptions]@{{ DangerousDisablePathAndQueryCanonicalization = $true }})"
    return text


def _with_cmdlet(request: Request, body: _Body) -> list[str]:
    method = request.method
    rows = [("Method" if method in _METHODS else "CustomMethod", QUOTE(method)), ("Uri", _uri(request))]
    headers = _headers(request)
    if headers:
        inner = [f"        {_key(name)} = {value}" for name, value in headers]
        rows.append(("Headers", "\n".join(["@{", *inner, "    }"])))
    if isinstance(request.auth, Digest):
        password = f"[System.Net.NetworkCredential]::new('', {STYLE.text(request.auth.password)}).SecurePassword"
        rows.append(("Credential", f"[pscredential]::new({STYLE.text(request.auth.user)}, {password})"))
    rows += body.parameters
    if body.content_type is not None:
        rows.append(("ContentType", STYLE.text(body.content_type)))
    odd = [name for name, value in request.headers if not _trusted(name, value)]
    odd_type = body.content_type is not None and not _PART_TYPE.fullmatch(forms.shown(body.content_type))
    if odd or odd_type:
        rows.append(("SkipHeaderValidation", "$true"))
    rows += [("SkipHttpErrorCheck", "$true"), ("TimeoutSec", "30")]
    return [
        "$parameters = @{",
        *(f"    {name} = {value}" for name, value in rows),
        "}",
        "try {",
        "    $response = Invoke-WebRequest @parameters",
        "} catch {",
        "    [Console]::Error.WriteLine($_.Exception.Message)",
        "    exit 1",
        "}",
        "$status = [int] $response.StatusCode",
        "$reply = $response.Content",
        *(["$retryAfter = $response.Headers['Retry-After']"] if request.answers.waits else ()),
    ]


def _trusted(name: str, value: Text) -> bool:
    """Whether .NET's check of a header lets the value pass unchanged."""
    lower = name.lower()
    return lower.startswith("x-") or (
        lower in _PLAIN_HEADERS and _TRUSTED_VALUE.fullmatch(forms.shown(value)) is not None
    )


def _with_client(request: Request, body: _Body) -> list[str]:
    lines = ["$handler = [System.Net.Http.SocketsHttpHandler]::new()"]
    if any(not forms.shown(value).isascii() for _, value in request.headers):
        lines.append("$handler.RequestHeaderEncodingSelector = { [System.Text.Encoding]::UTF8 }")
    if isinstance(request.auth, Digest):
        both = f"{STYLE.text(request.auth.user)}, {STYLE.text(request.auth.password)}"
        lines.append(f"$handler.Credentials = [System.Net.NetworkCredential]::new({both})")
    lines += [
        "$client = [System.Net.Http.HttpClient]::new($handler)",
        "$client.Timeout = [timespan]::FromSeconds(30)",
        "",
        f"$request = [System.Net.Http.HttpRequestMessage]::new({QUOTE(request.method)}, {_uri(request)})",
    ]
    headers = _headers(request)
    content = [(name, value) for name, value in headers if name.lower() in _CONTENT_HEADERS]
    if body.content_type is not None:
        content.append(("Content-Type", STYLE.text(body.content_type)))
    if body.content is not None:
        lines.append(f"$request.Content = {body.content}")
    elif content:
        lines.append("$request.Content = [System.Net.Http.ByteArrayContent]::new([byte[]]::new(0))")
    for where, rows in (
        ("Headers", [e for e in headers if e[0].lower() not in _CONTENT_HEADERS]),
        ("Content.Headers", content),
    ):
        lines += (f"[void] $request.{where}.TryAddWithoutValidation({QUOTE(name)}, {value})" for name, value in rows)
    return [
        *lines,
        "try {",
        "    $response = $client.Send($request)",
        "    $reply = $response.Content.ReadAsStringAsync().GetAwaiter().GetResult()",
        "} catch {",
        "    [Console]::Error.WriteLine($_.Exception.Message)",
        "    exit 1",
        "}",
        "$status = [int] $response.StatusCode",
        *(
            ["$retryAfter = $response.Headers | Where-Object Key -EQ 'Retry-After' | ForEach-Object Value"]
            if request.answers.waits
            else ()
        ),
    ]


# --- the answer ------------------------------------------------------------------------------------------------------


def _outcome(answers: Answers) -> list[str]:
    lines = ["if ($status -ge 200 -and $status -lt 300) {"]
    if answers.reading:
        lines += indented(_read(answers), "    ")
    return [*lines, "    exit 0", "}", "", *_refusal(answers)]


def _parse(answers: Answers) -> str:
    kept = " -DateKind String" if _DATE.search(answers.example) else ""
    return f"$reply | ConvertFrom-Json{kept}"


def _read(answers: Answers) -> list[str]:
    return [
        "try {",
        f"    $reply = {_parse(answers)}",
        "} catch {",
        "    [Console]::Error.WriteLine('The reply cannot be read as JSON.')",
        "    exit 0",
        "}",
        *STYLE.unread(answers),
        *_WALK.lines(answers.reading, "$reply"),
    ]


def _leaf(leaf: Leaf, name: str, root: str, indent: str) -> list[str]:
    lines: list[str] = []
    if leaf.path or root != name:
        lines = [f"{indent}{name} = {_member(root, leaf.path)}"]
    shown = f"$({name} | ConvertTo-Json -Compress -Depth 20)" if leaf.kind is Kind.OTHER else name
    return [*lines, f'{indent}"{INTERPOLATED.inside(leaf.text)}: {shown}"']


def _loop(loop: Loop, name: str, root: str, indent: str) -> list[str]:
    return [f"{indent}foreach ({name} in {_member(root, loop.path)}) {{"]


_WALK = Walk(name=lambda each: f"${STYLE.name(each)}", leaf=_leaf, loop=_loop, end="}", step="    ")


def _member(root: str, path: Path) -> str:
    found = root
    for each in path:
        if isinstance(each, int):
            found = f"@({found})[{each}]"
        else:  # `.foreach` alone is the method that every object has
            found += f".{QUOTE(each) if each.lower() == 'foreach' else _key(each)}"
    return found


def _refusal(answers: Answers) -> list[str]:
    if not answers.failures and not answers.reading:
        return ['[Console]::Error.WriteLine("HTTP $status")', "exit 1"]
    lines: list[str] = []
    if answers.failures:
        rows: dict[str, str] = {}
        for key, message in documented.by_key(answers).items():
            rows.setdefault(key.lower(), message)
        lines += [
            f"# {documented.STATUS_AND_CODE}",
            "$errors = @{",
            *(f"    {QUOTE(key)} = {QUOTE(message)}" for key, message in rows.items()),
            "}",
        ]
    lines += ["try {", f"    $reply = {_parse(answers)}", "} catch {", "    $reply = $null", "}"]
    lookups: list[str] = []
    if answers.coded:
        lines.append(f"$code = {_member('$reply', answers.code_path)}")
        lookups.append('$errors["$status $code"]')
    if answers.failures:
        lookups.append('$errors["$status"]')
    lookups.append(_member("$reply", answers.message_path))
    first, *others = lookups
    lines.append(f"$meaning = {first}")
    lines += (f"if (-not $meaning) {{ $meaning = {other} }}" for other in others)
    lines.append('$message = "HTTP $status"')
    if answers.coded:
        lines.append('if ($code) { $message += ", code $code" }')
    lines.append('if ($meaning) { $message += ": $meaning" }')
    if answers.waits:
        lines += [
            "if ($status -eq 429) {",
            "    if (-not $retryAfter) { $retryAfter = 'a while' }",
            '    $message += " Try again after $retryAfter."',
            "}",
        ]
    return [*lines, "[Console]::Error.WriteLine($message)", "exit 1"]


LANGUAGE = Language(
    id="powershell",
    title="PowerShell",
    lexer="powershell",
    file="sample.ps1",
    write=write,
    run=("pwsh", "-NoProfile", "-File", "sample.ps1"),
    probe=(("pwsh", "-Version"),),
    needs="PowerShell 7.5 or later",
    grammar="powershell",
)
