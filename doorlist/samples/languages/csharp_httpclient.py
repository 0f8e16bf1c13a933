"""C# with System.Net.Http.HttpClient and Newtonsoft.Json, laid out as CSharpier does."""

import re

from doorlist.samples.language import BACKSLASHED, UNPRINTED_IN_LINES, Language, Naming, Quoting, Style
from doorlist.samples.parts import documented, forms
from doorlist.samples.parts.checks import check_ascii, check_header_name, check_signature
from doorlist.samples.parts.csharp_headers import CONTENTS, PARSED, rewritten
from doorlist.samples.parts.csharpier import WIDTH, WRAPPING, Initializer, laid_out
from doorlist.samples.parts.walking import Walk
from doorlist.samples.parts.wrapping import Call, Expression, flat
from doorlist.samples.request import (
    Answers,
    Basic,
    CannotSay,
    Digest,
    File,
    FileBody,
    Form,
    Json,
    Leaf,
    Loop,
    Multipart,
    Part,
    Path,
    Raw,
    Request,
    Template,
    Text,
)

# fmt: off
_KEYWORDS = frozenset({
    "abstract", "as", "base", "bool", "break", "byte", "case", "catch", "char", "checked", "class", "const", "continue",
    "decimal", "default", "delegate", "do", "double", "else", "enum", "event", "explicit", "extern", "false", "finally",
    "fixed", "float", "for", "foreach", "goto", "if", "implicit", "in", "int", "interface", "internal", "is", "lock",
    "long", "namespace", "new", "null", "object", "operator", "out", "override", "params", "private", "protected",
    "public", "readonly", "ref", "return", "sbyte", "sealed", "short", "sizeof", "stackalloc", "static", "string",
    "struct", "switch", "this", "throw", "true", "try", "typeof", "uint", "ulong", "unchecked", "unsafe", "ushort",
    "using", "virtual", "void", "volatile", "while", "async", "await", "var", "dynamic", "nameof", "when", "yield",
})
# fmt: on


def _control(code: int) -> str:
    return f"\\u{code:04x}"


QUOTE = Quoting('"', '"', BACKSLASHED, _control)
_FILLED = Quoting('$"', '"', {**BACKSLASHED, "{": "{{", "}": "}}"}, _control)
_VERBATIM = Quoting('@"', '"', {'"': '""', "\n": "\n", "\t": "\t"}, _control)
_FILLED_VERBATIM = Quoting('$@"', '"', {'"': '""', "\n": "\n", "\t": "\t", "{": "{{", "}": "}}"}, _control)
_RESERVED = _KEYWORDS | {"args", "client", "request", "response", "text", "body", "form", "error", "reply"}
STYLE = Style(
    quote=QUOTE,
    naming=Naming.CAMEL,
    comment="//",
    reserved=_RESERVED,
    interpolated=_FILLED,
    hole="{{{0}}}",
    encoded="Uri.EscapeDataString({0})",
)
_VERBATIM_STYLE = Style(
    quote=_VERBATIM,
    naming=Naming.CAMEL,
    comment="//",
    reserved=_RESERVED,
    interpolated=_FILLED_VERBATIM,
    hole="{{{0}}}",
)
_IN = "            "

_TYPE = re.compile(r"[\w.+*-]+/[\w.+*-]+", re.ASCII)
_NAME = re.compile(r"[A-Za-z_]\w*", re.ASCII)
_UNPRINTED = re.compile(f"[{UNPRINTED_IN_LINES}]")
_URI_CHARS_MAX = 65_519
_FIELD_CHARS_MAX = _URI_CHARS_MAX // 12
_JSON_CHARS_MAX = 4_000
_STANDARD_METHODS = {
    "GET": "Get",
    "POST": "Post",
    "PUT": "Put",
    "DELETE": "Delete",
    "HEAD": "Head",
    "OPTIONS": "Options",
    "TRACE": "Trace",
}


def write(request: Request) -> str:
    _check(request)
    usings = {"System", "System.Net.Http", "System.Threading.Tasks"}
    members = [
        each for each in (_errors(request.answers, usings), _main(request, usings), *_methods(request, usings)) if each
    ]
    lines = STYLE.opening(request)
    if lines:
        lines.append("")
    lines += [f"using {each};" for each in sorted(usings, key=lambda each: (not each.startswith("System"), each))]
    lines += ["", "internal static class Sample", "{"]
    for number, member in enumerate(members):
        if number:
            lines.append("")
        lines += member
    lines += ["}", ""]
    return "\n".join(lines)


# --- what cannot be said ---------------------------------------------------------------------------------------------


def _check(request: Request) -> None:
    """Raises CannotSay where HttpClient cannot send the request as it is."""
    check_signature(request, "HttpClient")
    if isinstance(request.auth, Digest):
        raise CannotSay(
            "HttpClientHandler answers a Digest challenge on .NET, but fails at it on Mono, which runs these samples."
        )
    if request.method == "CONNECT":
        raise CannotSay("HttpClient keeps the method CONNECT for its proxies.")
    if forms.dotted(request):
        raise CannotSay("System.Uri resolves the segments . and .. of a path before it is sent.")
    if len(str(request.url.text)) > _URI_CHARS_MAX:
        raise CannotSay(f"System.Uri takes at most {_URI_CHARS_MAX:,} characters.")
    if request.repeated_header is not None:
        raise CannotSay(
            f"HttpClient joins headers of one name into one line, and this request has {request.repeated_header} twice."
        )
    for name, value in request.headers:
        check_header_name(name, "HttpClient")
        check_ascii(name, value, "HttpClient")
        if name.lower() in PARSED and rewritten(name.lower(), forms.shown(value)):
            raise CannotSay(
                f"HttpClient writes the value of {name} in its own way before .NET 6, not as it stands here."
            )


# --- main ------------------------------------------------------------------------------------------------------------


def _errors(answers: Answers, usings: set[str]) -> list[str]:
    if not answers.failures:
        return []
    usings.add("System.Collections.Generic")
    key = "string" if answers.coded else "int"
    comment = documented.STATUS_AND_CODE if answers.coded else documented.EACH_STATUS
    lines = [
        f"    /// <summary>{comment}</summary>",
        f"    private static readonly Dictionary<{key}, string> Errors = new Dictionary<{key}, string>",
        "    {",
    ]
    for status, meaning in documented.by_key(answers).items():
        lines += laid_out("        ", f"[{QUOTE(status) if answers.coded else status}] = ", QUOTE(meaning), ",")
    return [*lines, "    };"]


def _main(request: Request, usings: set[str]) -> list[str]:
    lines = [
        "    private static void Main() => Environment.Exit(SendAsync().GetAwaiter().GetResult());",
        "",
        "    private static async Task<int> SendAsync()",
        "    {",
    ]
    for variable in request.variables:
        required = Call("Required", (QUOTE(variable.environment),))
        lines += WRAPPING.assigned("        ", f"var {STYLE.name(variable)}", required)
    lines += [
        "        var client = new HttpClient { Timeout = TimeSpan.FromSeconds(30) };",
        "        try",
        "        {",
    ]
    method = _STANDARD_METHODS.get(request.method)
    of = f"HttpMethod.{method}" if method else f"new HttpMethod({QUOTE(request.method)})"
    lines += WRAPPING.assigned(_IN, "var request", Call("new HttpRequestMessage", (of, STYLE.text(request.url.text))))
    lines += _headers(request, usings)
    lines += _content(request, usings)
    lines += [
        "",
        f"{_IN}var response = await client.SendAsync(request);",
        f"{_IN}var text = await response.Content.ReadAsStringAsync();",
        f"{_IN}Console.WriteLine((int)response.StatusCode);",
    ]
    answers = request.answers
    explained = bool(answers.failures or answers.reading)
    reads = bool(answers.reading or answers.coded)
    if request.method != "HEAD":
        lines.append(f"{_IN}Console.WriteLine(text);")
    elif not reads:
        lines.remove(f"{_IN}var text = await response.Content.ReadAsStringAsync();")
    refusal = (
        ("Explain(response, text)" if reads else "Explain(response)")
        if explained
        else '$"HTTP {(int)response.StatusCode}"'
    )
    lines += [
        f"{_IN}if (!response.IsSuccessStatusCode)",
        f"{_IN}{{",
        f"{_IN}    Console.Error.WriteLine({refusal});",
        f"{_IN}    return 1;",
        f"{_IN}}}",
    ]
    if answers.reading:
        lines.append(f"{_IN}Report(Parse(text));")
    lines += [f"{_IN}return 0;", "        }", "        catch (Exception error)"]
    kinds = ["HttpRequestException", "TaskCanceledException"]
    if request.files:
        usings.add("System.IO")
        kinds.append("IOException")
    if not isinstance(request.url.origin, str):
        kinds += ["UriFormatException", "InvalidOperationException"]
    if len(kinds) == 2:
        lines.append(f"{_IN}when (error is {kinds[0]} || error is {kinds[1]})")
    else:
        lines.append(f"{_IN}when (error is {kinds[0]}")
        lines += [f"{_IN}    || error is {each}" for each in kinds[1:]]
        lines.append(f"{_IN})")
    return [
        *lines,
        "        {",
        f'{_IN}Console.Error.WriteLine($"The request failed: {{error.Message}}");',
        f"{_IN}return 1;",
        "        }",
        "    }",
    ]


def _headers(request: Request, usings: set[str]) -> list[str]:
    lines: list[str] = []
    if isinstance(request.auth, Basic):
        usings.add("System.Net.Http.Headers")
        credentials = Call("Credentials", (STYLE.text(request.auth.user), STYLE.text(request.auth.password)))
        value = Call("new AuthenticationHeaderValue", ('"Basic"', credentials))
        lines += WRAPPING.assigned(_IN, "request.Headers.Authorization", value)
    for name, text in request.headers:
        lower = name.lower()
        if lower in CONTENTS:
            continue
        token = _bearer(text) if lower == "authorization" else None
        if token is not None:
            usings.add("System.Net.Http.Headers")
            value = Call("new AuthenticationHeaderValue", ('"Bearer"', STYLE.text(token)))
            lines += WRAPPING.assigned(_IN, "request.Headers.Authorization", value)
            continue
        plain = (
            text != "" if lower not in PARSED else lower == "accept" and isinstance(text, str) and _TYPE.fullmatch(text)
        )
        add = "Add" if plain else "TryAddWithoutValidation"
        lines += WRAPPING.lines(_IN, Call(f"request.Headers.{add}", (QUOTE(name), STYLE.text(text))), ";")
    return lines


def _bearer(text: Text) -> Text | None:
    """The token, where the value is `Bearer` and a token."""
    if isinstance(text, str):
        return (
            text[7:]
            if text.startswith("Bearer ") and len(text) > 7 and text.isprintable() and " " not in text[7:]
            else None
        )
    first = text.pieces[0]
    if first == "Bearer ":
        rest = text.pieces[1:]
        return Template(rest)
    return None


# --- bodies ----------------------------------------------------------------------------------------------------------


def _content(request: Request, usings: set[str]) -> list[str]:
    """The lines that make the content and give it its headers."""
    body, wanted = request.body, request.content_type
    own = [each for each in request.headers if each[0].lower() in CONTENTS]
    given: str | None = None  # the Content-Type that the content has by itself
    if body is None:
        if wanted is None and not own:
            return []
        lines = [f"{_IN}request.Content = new ByteArrayContent(new byte[0]);"]
    elif isinstance(body, Raw):
        lines = _raw(body, usings)
        given = _PLAIN
    elif isinstance(body, Form):
        lines, given = _form(body, usings)
        wanted = wanted or forms.FORM
    elif isinstance(body, FileBody):
        usings.add("System.IO")
        opened = Call("File.OpenRead", (STYLE.text(body.file.path),))
        lines = WRAPPING.assigned(_IN, "request.Content", Call("new StreamContent", (opened,)))
    else:
        lines = _multipart(body, wanted, usings)
        wanted = None
    if wanted != given:
        lines += _content_type(wanted, usings)
    for name, text in own:
        lines += WRAPPING.lines(
            _IN, Call("request.Content.Headers.TryAddWithoutValidation", (QUOTE(name), STYLE.text(text))), ";"
        )
    return lines


_PLAIN = "text/plain; charset=utf-8"


def _content_type(value: Text | None, usings: set[str]) -> list[str]:
    """Sets the Content-Type exactly."""
    if value is None:
        return [f"{_IN}request.Content.Headers.ContentType = null;"]
    if isinstance(value, str) and _TYPE.fullmatch(value):
        usings.add("System.Net.Http.Headers")
        return WRAPPING.assigned(
            _IN, "request.Content.Headers.ContentType", Call("new MediaTypeHeaderValue", (QUOTE(value),))
        )
    return [
        f'{_IN}request.Content.Headers.Remove("Content-Type");',
        *WRAPPING.lines(
            _IN,
            Call("request.Content.Headers.TryAddWithoutValidation", ('"Content-Type"', STYLE.text(value))),
            ";",
        ),
    ]


def _as_object(body: Raw) -> bool:
    """Whether the body is written as JSON objects."""
    return body.exact and isinstance(body.text, str) and len(body.text) <= _JSON_CHARS_MAX and _sayable(body.json)


def _sayable(value: Json) -> bool:
    """Whether Newtonsoft writes the numbers as they stand."""
    if isinstance(value, dict):
        return all(map(_sayable, value.values()))
    if isinstance(value, list):
        return all(map(_sayable, value))
    return not isinstance(value, float) or abs(value) < 1e15


def _raw(body: Raw, usings: set[str]) -> list[str]:
    if _as_object(body):
        usings.add("Newtonsoft.Json.Linq")
        return [
            *laid_out(_IN, "var body = ", _json(body.json), ";"),
            f"{_IN}request.Content = new StringContent(body.ToString());",
        ]
    shown = forms.shown(body.text)
    if "\n" in shown and _UNPRINTED.search(shown) is None:
        lines = [f"{_IN}var body =", f"{_IN}    {_VERBATIM_STYLE.text(body.text)};"]
    else:
        lines = WRAPPING.assigned(_IN, "var body", STYLE.text(body.text))
    return [*lines, f"{_IN}request.Content = new StringContent(body);"]


def _json(value: Json) -> "Expression | Initializer":
    """A JSON value as an expression of Newtonsoft.Json.Linq."""
    if isinstance(value, str):
        return QUOTE(value)
    if isinstance(value, dict):
        members = tuple((f"[{QUOTE(name)}] = ", _json(each)) for name, each in value.items())
        return Initializer("new JObject", members) if members else "new JObject()"
    if isinstance(value, list):
        elements = tuple(("", _json(each)) for each in value)
        return Initializer("new JArray", elements) if elements else "new JArray()"
    if value is None:
        return "JValue.CreateNull()"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return f"{value}L" if abs(value) >= 1 << 31 else str(value)
    return repr(value)


def _form(body: Form, usings: set[str]) -> tuple[list[str], str]:
    """The lines that make a form, and the Content-Type that it has by itself."""
    encoded = forms.form_text(body)
    if isinstance(encoded, str) and any(len(forms.shown(each.value)) > _FIELD_CHARS_MAX for each in body.fields):
        # Uri.EscapeDataString, which encodes the fields, has a limit on Mono.
        lines = WRAPPING.assigned(_IN, "var body", QUOTE(encoded))
        return [*lines, f"{_IN}request.Content = new StringContent(body);"], _PLAIN
    usings.add("System.Collections.Generic")
    names = [each.name for each in body.fields]
    if len(set(map(str, names))) == len(names) and all(isinstance(each, str) for each in names):
        fields = Initializer(
            "new Dictionary<string, string>",
            tuple((f"[{STYLE.text(each.name)}] = ", STYLE.text(each.value)) for each in body.fields),
        )
    else:
        fields = Initializer(
            "new[]",
            tuple(
                ("", Call("new KeyValuePair<string, string>", (STYLE.text(each.name), STYLE.text(each.value))))
                for each in body.fields
            ),
        )
    lines = laid_out(_IN, "var form = ", fields, ";")
    return [*lines, f"{_IN}request.Content = new FormUrlEncodedContent(form);"], forms.FORM


def _multipart(body: Multipart, content_type: Text | None, usings: set[str]) -> list[str]:
    kind = content_type.partition(";")[0].strip() if isinstance(content_type, str) else "multipart/form-data"
    head = "new MultipartFormDataContent"
    if kind.lower() != "multipart/form-data":
        head = f"new MultipartContent({QUOTE(kind.removeprefix('multipart/'))})"
    elif _wide(body):
        head = 'new MultipartContent("form-data")'
    parts = tuple(("", _part(each, usings)) for each in body.parts)
    return [
        *laid_out(_IN, "var form = ", Initializer(head, parts) if parts else f"{head}()", ";"),
        f"{_IN}request.Content = form;",
    ]


def _wide(body: Multipart) -> bool:
    """Whether names in it may have characters beyond ASCII."""
    return any(
        not (isinstance(each.name, str) and each.name.isascii())
        or (isinstance(each.content, File) and not (each.content.name or "ü").isascii())
        for each in body.parts
    )


def _part(part: Part, usings: set[str]) -> Call:
    name = STYLE.text(forms.between_quotes(part.name))
    content = part.content
    kind = () if part.content_type is None else (QUOTE(part.content_type),)
    if isinstance(content, File):
        usings.add("System.IO")
        path = STYLE.text(content.path)
        sent = f"Path.GetFileName({path})" if content.name is None else STYLE.text(forms.between_quotes(content.name))
        return Call("FilePart", (name, path, sent, *kind))
    return Call("TextPart", (name, STYLE.text(content), *kind))


# --- methods ---------------------------------------------------------------------------------------------------------


def _methods(request: Request, usings: set[str]) -> list[list[str]]:
    answers, body = request.answers, request.body
    found: list[list[str]] = []
    if answers.reading:
        usings.add("Newtonsoft.Json.Linq")
        found.append(_report(answers))
    if answers.failures or answers.reading:
        found.append(_explain(answers))
    if answers.reading or answers.coded:
        usings |= {"Newtonsoft.Json", "Newtonsoft.Json.Linq"}
        found.append(_PARSE)
    if isinstance(body, Multipart):
        found += _part_methods(body, usings)
    if isinstance(request.auth, Basic):
        usings.add("System.Text")
        found.append(_CREDENTIALS)
    if request.variables:
        found.append(_REQUIRED)
    return found


def _report(answers: Answers) -> list[str]:
    return [
        "    /// <summary>Prints what the reply says.</summary>",
        "    private static void Report(JToken reply)",
        "    {",
        *_WALK.lines(answers.reading, "reply", "        "),
        *(f"        {each}" for each in STYLE.unread(answers)),
        "    }",
    ]


def _leaf(leaf: Leaf, name: str, root: str, indent: str) -> list[str]:
    lines: list[str] = []
    if leaf.path:
        lines = WRAPPING.assigned(indent, f"var {name}", Call(f"{root}.SelectToken", (_path(leaf.path),)))
    line = f'$"{_FILLED.inside(leaf.text)}: {{{name if leaf.path else root}}}"'
    return lines + WRAPPING.said(indent, "Console.WriteLine", line)


def _loop(loop: Loop, name: str, root: str, indent: str) -> list[str]:
    found = Call(f"{root}.SelectTokens", (_path((*loop.path, -1)),))
    one = f"{indent}foreach (var {name} in {flat(found)})"
    if len(one) <= WIDTH:
        return [one, f"{indent}{{"]
    lines = WRAPPING.lines(f"{indent}    ", found, "", f"var {name} in ")
    return [f"{indent}foreach (", *lines, f"{indent})", f"{indent}{{"]


_WALK = Walk(name=STYLE.name, leaf=_leaf, loop=_loop, end="}", step="    ")


def _path(path: Path) -> str:
    """A JSONPath as a literal; -1 is every element."""
    text = ""
    for each in path:
        if isinstance(each, int):
            text += "[*]" if each < 0 else f"[{each}]"
        elif _NAME.fullmatch(each):
            text += f".{each}" if text else each
        else:
            escaped = each.replace("\\", "\\\\").replace("'", "\\'")
            text += f"['{escaped}']"
    return QUOTE(text)


def _explain(answers: Answers) -> list[str]:
    reads = bool(answers.reading or answers.coded)
    lines = [
        "    /// <summary>What a refusal means, in words.</summary>",
        f"    private static string Explain(HttpResponseMessage response{', string text' if reads else ''})",
        "    {",
        "        var status = (int)response.StatusCode;",
    ]
    if reads:
        lines.append("        var reply = Parse(text);")
    said = f"reply.SelectToken({_path(answers.message_path)})?.ToString()" if reads else "null"
    if answers.coded:
        lines += [
            f'        var code = reply.SelectToken({_path(answers.code_path)})?.ToString() ?? "";',
            '        var explained = code == "" ? $"HTTP {status}" : $"HTTP {status}, code {code}";',
            "        if (",
            '            !Errors.TryGetValue($"{status} {code}", out var meaning)',
            '            && !Errors.TryGetValue($"{status}", out meaning)',
            "        )",
            "        {",
            f"            meaning = {said};",
            "        }",
        ]
    elif answers.failures:
        lines.append('        var explained = $"HTTP {status}";')
        if reads:
            lines += [
                "        if (!Errors.TryGetValue(status, out var meaning))",
                "        {",
                f"            meaning = {said};",
                "        }",
            ]
        else:
            lines.append("        Errors.TryGetValue(status, out var meaning);")
    else:
        lines += ['        var explained = $"HTTP {status}";', f"        var meaning = {said};"]
    lines += [
        "        if (!string.IsNullOrEmpty(meaning))",
        "        {",
        '            explained += $": {meaning}";',
        "        }",
    ]
    if answers.waits:
        lines += [
            "        if (status == 429)",
            "        {",
            '            var time = response.Headers.TryGetValues("Retry-After", out var values)',
            '                ? string.Join(", ", values)',
            '                : "a while";',
            '            explained += $" Try again after {time}.";',
            "        }",
        ]
    return [*lines, "        return explained;", "    }"]


def _part_methods(body: Multipart, usings: set[str]) -> list[list[str]]:
    found = []
    texts = [each for each in body.parts if not isinstance(each.content, File)]
    files = [each for each in body.parts if isinstance(each.content, File)]
    if texts:
        found.append(_TEXT_PART)
    if files:
        found.append(_FILE_PART)
    if _wide(body):
        usings.add("System.Text")
        found.append(_WIDE_PART)
    else:
        found.append(_PART)
    return found


def _method(text: str) -> list[str]:
    return text.strip("\n").split("\n")


_PARSE = _method(
    """
    /// <summary>The reply as JSON; an empty object where it is something else.</summary>
    private static JToken Parse(string text)
    {
        var settings = new JsonSerializerSettings { DateParseHandling = DateParseHandling.None };
        try
        {
            return JsonConvert.DeserializeObject<JToken>(text, settings) ?? new JObject();
        }
        catch (JsonException)
        {
            return new JObject();
        }
    }
"""
)
_CREDENTIALS = _method(
    """
    private static string Credentials(string user, string password)
    {
        return Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"));
    }
"""
)
_REQUIRED = _method(
    """
    /// <summary>The value of an environment variable that must be set.</summary>
    private static string Required(string name)
    {
        var value = Environment.GetEnvironmentVariable(name);
        if (value == null)
        {
            Console.Error.WriteLine($"Set the environment variable {name}.");
            Environment.Exit(2);
        }
        return value;
    }
"""
)
_TEXT_PART = _method(
    r"""
    private static HttpContent TextPart(string name, string text, string type = null)
    {
        return Part(new StringContent(text), $"name=\"{name}\"", type);
    }
"""
)
_FILE_PART = _method(
    r"""
    private static HttpContent FilePart(
        string name,
        string path,
        string fileName,
        string type = null
    )
    {
        var content = new StreamContent(File.OpenRead(path));
        return Part(content, $"name=\"{name}\"; filename=\"{fileName}\"", type);
    }
"""
)
_PART = _method(
    r"""
    /// <summary>A part of a form with these headers and no others.</summary>
    private static HttpContent Part(HttpContent content, string names, string type)
    {
        content.Headers.TryAddWithoutValidation("Content-Disposition", $"form-data; {names}");
        content.Headers.ContentType = null;
        if (type != null)
        {
            content.Headers.TryAddWithoutValidation("Content-Type", type);
        }
        return content;
    }
"""
)
_WIDE_PART = _method(
    r"""
    /// <summary>A part of a form with these headers and no others.</summary>
    private static HttpContent Part(HttpContent content, string names, string type)
    {
        // Headers of parts are written in Latin-1: a character for each byte of UTF-8.
        var bytes = Encoding.UTF8.GetBytes($"form-data; {names}");
        var disposition = Encoding.GetEncoding("iso-8859-1").GetString(bytes);
        content.Headers.TryAddWithoutValidation("Content-Disposition", disposition);
        content.Headers.ContentType = null;
        if (type != null)
        {
            content.Headers.TryAddWithoutValidation("Content-Type", type);
        }
        return content;
    }
"""
)

_NEWTONSOFT = "/usr/lib/cli/Newtonsoft.Json-5.0/Newtonsoft.Json.dll"
LANGUAGE = Language(
    id="csharp-httpclient",
    title="C# (HttpClient)",
    lexer="csharp",
    file="Sample.cs",
    write=write,
    build=(("mcs", "-r:System.Net.Http.dll", f"-r:{_NEWTONSOFT}", "-out:sample.exe", "Sample.cs"),),
    run=("mono", "sample.exe"),
    batch=(
        ("mcs", "-out:csharp-batch.exe", "{tools}/CSharpBatch.cs"),
        ("mono", "csharp-batch.exe", "Sample.cs", "-r:System.Net.Http.dll", f"-r:{_NEWTONSOFT}"),
    ),
    probe=(("mcs", "--version"), ("mono", "--version"), ("test", "-r", _NEWTONSOFT)),
    needs="Mono 6 with its compiler, and Newtonsoft.Json",
)
