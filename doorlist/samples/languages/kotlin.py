"""Kotlin on the JVM with java.net.http.HttpClient and Jackson, laid out as ktlint asks for."""

import re
from collections.abc import Callable

from doorlist.samples.language import Language, Naming, Quoting, Style
from doorlist.samples.languages import forms, jvm
from doorlist.samples.languages.wrapping import Call, Expression, Wrapping
from doorlist.samples.request import (
    Answers,
    Basic,
    File,
    FileBody,
    Form,
    Kind,
    Leaf,
    Multipart,
    Part,
    Path,
    Raw,
    Reading,
    Request,
    Template,
    Text,
    Variable,
)
from doorlist.samples.variables import pieces_of

# fmt: off
_KEYWORDS = frozenset({
    "as", "break", "class", "continue", "do", "else", "false", "for", "fun", "if", "in", "interface", "is", "null",
    "object", "package", "return", "super", "this", "throw", "true", "try", "typealias", "typeof", "val", "var", "when",
    "while",
})
# fmt: on
_ESCAPES = {"\\": "\\\\", '"': '\\"', "$": "\\$", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b"}
QUOTE = Quoting('"', '"', _ESCAPES, jvm.control)
STYLE = Style(
    quote=QUOTE,
    naming=Naming.CAMEL,
    comment="//",
    reserved=_KEYWORDS | {"yield", "uri", "body", "form", "request", "client", "response", "error", "reply"},
    encoded="encode({0})",
)
_WIDTH = 100
WRAPPING = Wrapping(width=_WIDTH, step="    ", continued="    ", together=False, closing=True, below=True)
_IN = "        "
_WORD = re.compile(r"[A-Za-z0-9_]")
_DOLLAR = re.compile(r"\$(?=[A-Za-z_{`])")


def _text(text: Text) -> Expression:
    """A text as an expression."""
    if isinstance(text, str):
        if len(text) > jvm.CONSTANT_CHARS_MAX:
            return _joined(text)
        return f'"""{_dollars(text)}"""' if _better_raw(text) else QUOTE(text)
    if len(text.pieces) == 1:
        return STYLE.text(text)
    if sum(map(len, jvm.literals(text))) > jvm.CONSTANT_CHARS_MAX:
        return _joined(*text.pieces)
    return f'"{_filled(text, QUOTE.inside)}"'


def _better_raw(text: str) -> bool:
    """Whether a text on one line has quotes that a raw string spares the backslashes."""
    return text.count('"') > 1 and '"""' not in text and text[0] != '"' and text[-1] != '"' and text.isprintable()


def _joined(*pieces: str | Variable) -> Expression:
    """A text that is too long for one constant."""
    parts: list[str] = []
    for each in pieces:
        parts += map(QUOTE, jvm.pieces(each)) if isinstance(each, str) else [STYLE.variable(each)]
    return Call("listOf", tuple(parts), '.joinToString("")')


def _filled(text: Template, inside: Callable[[str], str]) -> str:
    """The inside of a literal with variables in it; `inside` escapes what stands between them."""
    written = ""
    for number, each in enumerate(text.pieces):
        if isinstance(each, str):
            written += inside(each)
            continue
        following = text.pieces[number + 1] if number + 1 < len(text.pieces) else None
        plain = not each.encoded and not (isinstance(following, str) and _WORD.match(following))
        written += f"${STYLE.name(each)}" if plain else f"${{{STYLE.variable(each)}}}"
    return written


def write(request: Request) -> str:
    jvm.check(request)
    imports = {
        "java.io.IOException",
        "java.net.URI",
        "java.net.http.HttpClient",
        "java.net.http.HttpRequest",
        "java.net.http.HttpResponse.BodyHandlers",
        "java.time.Duration",
        "kotlin.system.exitProcess",
    }
    main = _main(request, imports)
    members = [each for each in (*_values(request, imports), main, *_functions(request, imports)) if each]
    lines = STYLE.comments(request.title)
    for each in request.warnings:
        lines += STYLE.comments(each)
    if lines:
        lines.append("")
    lines += [f"import {each}" for each in sorted(imports)]
    for member in members:
        lines += ["", *member]
    lines.append("")
    return "\n".join(lines)


def _values(request: Request, imports: set[str]) -> list[list[str]]:
    """What stands above main."""
    found = []
    if isinstance(request.body, Multipart):
        imports.add("java.util.UUID")
        found.append(["private val BOUNDARY = UUID.randomUUID().toString()"])
    answers = request.answers
    if answers.failures:
        entries = [
            f"    {QUOTE(key) if answers.coded else key} to {QUOTE(meaning)},"
            for key, meaning in jvm.error_keys(answers)
        ]
        entries[-1] = entries[-1][:-1]
        comment = (
            "/** What the API documents: HTTP status and its own code, and what they mean. */"
            if answers.coded
            else "/** What the API documents for each HTTP status. */"
        )
        found.append([comment, "private val ERRORS =", "    mapOf(", *[f"    {each}" for each in entries], "    )"])
    return found


def _main(request: Request, imports: set[str]) -> list[str]:
    lines = ["fun main() {"]
    allowed = jvm.restricted(request)
    if allowed:
        lines.append(f'    System.setProperty("jdk.httpclient.allowRestrictedHeaders", {QUOTE(allowed)})')
    lines += [f"    val {STYLE.name(each)} = required({QUOTE(each.environment)})" for each in request.variables]
    lines.append("    try {")
    lines += WRAPPING.assigned(_IN, "val uri", Call("URI.create", (_text(request.url.text),)), "")
    setup, publisher = _publisher(request, imports)
    lines += setup
    lines += _request(request, publisher, imports)
    lines += [
        "",
        "        val client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()",
        "        val response = client.send(request, BodyHandlers.ofString())",
        "        println(response.statusCode())",
    ]
    if request.method != "HEAD":
        lines.append("        println(response.body())")
    answers = request.answers
    explained = answers.failures or answers.reading
    refusal = "explain(response)" if explained else '"HTTP ${response.statusCode()}"'
    lines += [
        "        if (response.statusCode() !in 200..299) {",
        f"            System.err.println({refusal})",
        "            exitProcess(1)",
        "        }",
    ]
    if answers.reading:
        lines.append("        report(parse(response.body()))")
    kinds = ["IOException"] if isinstance(request.url.origin, str) else ["IOException", "IllegalArgumentException"]
    for kind in kinds:
        lines += [
            f"    }} catch (error: {kind}) {{",
            '        System.err.println("The request failed: $error")',
            "        exitProcess(1)",
        ]
    return [*lines, "    }", "}"]


def _request(request: Request, publisher: Expression | None, imports: set[str]) -> list[str]:
    """Builds the request."""
    calls: list[Expression] = ["newBuilder(uri)", "timeout(Duration.ofSeconds(30))"]
    if isinstance(request.auth, Basic):
        basic = Call("basic", (_text(request.auth.user), _text(request.auth.password)))
        calls.append(Call("header", ('"Authorization"', basic)))
    for name, text in request.headers:
        if jvm.waits(name, text):
            calls.append("expectContinue(true)")
        else:
            calls.append(Call("header", (QUOTE(name), _text(text))))
    content_type = jvm.media_type(request)
    if content_type is not None:
        value = _text(content_type)
        if isinstance(request.body, Multipart):
            value = (
                f'"{QUOTE.inside(content_type)}; boundary=$BOUNDARY"'
                if isinstance(content_type, str)
                else f'"{_filled(content_type, QUOTE.inside)}; boundary=$BOUNDARY"'
            )
        calls.append(Call("header", ('"Content-Type"', value)))
    method = request.method
    if publisher is None and method in ("GET", "DELETE"):
        calls.append(f"{method}()")
    else:
        if publisher is None:
            imports.add("java.net.http.HttpRequest.BodyPublishers")
            publisher = "BodyPublishers.noBody()"
        calls.append(
            Call(method, (publisher,)) if method in ("POST", "PUT") else Call("method", (QUOTE(method), publisher))
        )
    calls.append("build()")
    lines = [f"{_IN}val request =", f"{_IN}    HttpRequest"]
    for each in calls:
        lines += WRAPPING.lines(f"{_IN}        ", each, "", ".")
    return lines


# --- bodies ----------------------------------------------------------------------------------------------------------


def _publisher(request: Request, imports: set[str]) -> tuple[list[str], Expression | None]:
    """The lines that make the body, and the publisher of it."""
    body = request.body
    if body is None:
        return [], None
    imports.add("java.net.http.HttpRequest.BodyPublishers")
    if isinstance(body, Raw):
        return _raw(jvm.laid_out(body, _WIDTH - 12)), "BodyPublishers.ofString(body)"
    if isinstance(body, Form):
        return _form(body), "BodyPublishers.ofString(form)"
    if isinstance(body, FileBody):
        imports.add("java.nio.file.Path")
        return [], Call("BodyPublishers.ofFile", (Call("Path.of", (_text(body.file.path),)),))
    if request.files:
        imports.add("java.nio.file.Path")
    parts = tuple(map(_part, body.parts))
    concatenated = Call("BodyPublishers.concat", (*parts, r'BodyPublishers.ofString("--$BOUNDARY--\r\n")'))
    return WRAPPING.assigned(_IN, "val form", concatenated, ""), "form"


def _form(body: Form) -> list[str]:
    pairs = tuple(Call("field", (_text(each.name), _text(each.value))) for each in body.fields)
    form = pairs[0] if len(pairs) == 1 else Call("listOf", pairs, '.joinToString("&")')
    return WRAPPING.assigned(_IN, "val form", form, "")


def _raw(text: Text) -> list[str]:
    """The text of a body, as a raw string where it has lines."""
    whole = forms.shown(text)
    if "\n" not in whole or '"""' in whole or jvm.block_lines(whole) is None:
        return WRAPPING.assigned(_IN, "val body", _text(text), "")
    inside = _dollars(text) if isinstance(text, str) else _filled(text, _dollars)
    indent = f"{_IN}    "
    lines = [indent + each if each else each for each in inside.split("\n")]
    return [f"{_IN}val body =", f'{indent}"""', *lines, f'{indent}""".trimIndent()']


def _dollars(text: str) -> str:
    return _DOLLAR.sub("${'$'}", text)


def _part(part: Part) -> Call:
    name = _text(forms.between_quotes(part.name))
    content = part.content
    if isinstance(content, File):
        path = _text(content.path)
        if content.name is None:
            sent: Expression = f"Path.of({path}).fileName.toString()"
        else:
            sent = _text(forms.between_quotes(content.name))
        kind = QUOTE(part.content_type or "application/octet-stream")
        return Call("filePart", (name, Call("Path.of", (path,)), sent, kind))
    if part.content_type is None:
        return Call("textPart", (name, _text(content)))
    return Call("textPart", (name, _text(content), QUOTE(part.content_type)))


# --- functions -------------------------------------------------------------------------------------------------------


def _functions(request: Request, imports: set[str]) -> list[list[str]]:
    answers, body = request.answers, request.body
    found: list[list[str]] = []
    if answers.reading:
        imports.add("com.fasterxml.jackson.databind.JsonNode")
        found.append(_report(answers))
    if answers.failures or answers.reading:
        imports.add("java.net.http.HttpResponse")
        found.append(_explain(answers))
    if answers.reading or answers.coded:
        imports |= {
            "com.fasterxml.jackson.core.JsonProcessingException",
            "com.fasterxml.jackson.databind.JsonNode",
            "com.fasterxml.jackson.databind.ObjectMapper",
            "com.fasterxml.jackson.databind.node.MissingNode",
        }
        found.append(_PARSE)
    if isinstance(body, Multipart):
        imports.add("java.net.http.HttpRequest.BodyPublisher")
        kinds = {isinstance(each.content, File) for each in body.parts}
        found += [
            *([_TEXT_PART] if any(_untyped(each) for each in body.parts) else []),
            *([_TYPED_PART] if any(_typed(each) for each in body.parts) else []),
            *([_FILE_PART] if True in kinds else []),
            _PART,
        ]
    if isinstance(body, Form):
        found.append(_FIELD)
    if isinstance(body, Form) or any(
        isinstance(each, Variable) and each.encoded for each in pieces_of(request.url.text)
    ):
        imports.add("java.net.URLEncoder")
        found.append(_ENCODE)
    if isinstance(request.auth, Basic):
        imports.add("java.util.Base64")
        found.append(_BASIC)
    if request.variables:
        found.append(_REQUIRED)
    return found


def _untyped(part: Part) -> bool:
    return part.content_type is None and not isinstance(part.content, File)


def _typed(part: Part) -> bool:
    return part.content_type is not None and not isinstance(part.content, File)


def _report(answers: Answers) -> list[str]:
    lines = ["/** Prints what the reply says. */", "private fun report(reply: JsonNode) {"]
    lines += _reading(answers.reading, "reply", "    ")
    if answers.unread:
        more = "1 more field is" if answers.unread == 1 else f"{answers.unread} more fields are"
        lines.append(f"    // {more} not read here.")
    return [*lines, "}"]


def _reading(tree: Reading, root: str, indent: str) -> list[str]:
    lines: list[str] = []
    for each in tree:
        name = STYLE.name(each)
        found = _at(root, each.path)
        if isinstance(each, Leaf):
            label = QUOTE.inside(f"{each.text}: ")
            read = f"{found}.asText()" if each.kind is Kind.TEXT else found
            if each.path:
                lines += [f"{indent}val {name} = {read}", f'{indent}println("{label}${name}")']
            else:
                value = f"${read}" if read == root else f"${{{read}}}"
                lines.append(f'{indent}println("{label}{value}")')
        else:
            lines.append(f"{indent}for ({name} in {found}) {{")
            lines += _reading(each.body, name, f"{indent}    ")
            lines.append(f"{indent}}}")
    return lines


def _at(root: str, path: Path) -> str:
    if not path:
        return root
    if len(path) > 1:
        return f"{root}.at({QUOTE(jvm.pointer(path))})"
    only = path[0]
    return f"{root}.path({only if isinstance(only, int) else QUOTE(only)})"


def _explain(answers: Answers) -> list[str]:
    lines = [
        "/** What a refusal means, in words. */",
        "private fun explain(response: HttpResponse<String>): String {",
        "    val status = response.statusCode()",
    ]
    found = []
    if answers.reading or answers.coded:
        lines.append("    val reply = parse(response.body())")
        found.append(f"{_at('reply', answers.message_path)}.asText(null)")
    if answers.failures:
        found.insert(0, 'ERRORS["$status"]' if answers.coded else "ERRORS[status]")
    if answers.coded:
        lines.append(f'    val code = {_at("reply", answers.code_path)}.asText("")')
        found.insert(0, 'ERRORS["$status $code"]')
    lines += [f"    val meaning: String? = {' ?: '.join(found)}"]
    lines.append(
        '    var text = if (code == "") "HTTP $status" else "HTTP $status, code $code"'
        if answers.coded
        else '    var text = "HTTP $status"'
    )
    lines += ["    if (meaning != null) {", '        text += ": $meaning"', "    }"]
    if any(each.status == 429 for each in answers.failures):
        lines += [
            "    if (status == 429) {",
            '        val time = response.headers().firstValue("Retry-After").orElse("a while")',
            '        text += " Try again after $time."',
            "    }",
        ]
    return [*lines, "    return text", "}"]


def _function(text: str) -> list[str]:
    return text.strip("\n").split("\n")


_PARSE = _function(
    """
/** The reply as JSON; a missing node where it is something else. */
private fun parse(text: String): JsonNode =
    try {
        ObjectMapper().readTree(text)
    } catch (error: JsonProcessingException) {
        MissingNode.getInstance()
    }
"""
)
_FIELD = _function(
    """
private fun field(
    name: String,
    value: String
) = "${encode(name)}=${encode(value)}"
"""
)
_ENCODE = _function(
    """
private fun encode(text: String) = URLEncoder.encode(text, Charsets.UTF_8).replace("+", "%20")
"""
)
_BASIC = _function(
    """
private fun basic(
    user: String,
    password: String
) = "Basic " + Base64.getEncoder().encodeToString("$user:$password".toByteArray())
"""
)
_REQUIRED = _function(
    """
/** The value of an environment variable that must be set. */
private fun required(name: String): String {
    val value = System.getenv(name)
    if (value == null) {
        System.err.println("Set the environment variable $name.")
        exitProcess(2)
    }
    return value
}
"""
)
_TEXT_PART = _function(
    r"""
private fun textPart(
    name: String,
    text: String
) = part("name=\"$name\"", BodyPublishers.ofString(text))
"""
)
_TYPED_PART = _function(
    r"""
private fun textPart(
    name: String,
    text: String,
    type: String
) = part("name=\"$name\"\r\nContent-Type: $type", BodyPublishers.ofString(text))
"""
)
_FILE_PART = _function(
    r"""
private fun filePart(
    name: String,
    path: Path,
    fileName: String,
    type: String
) = part(
    "name=\"$name\"; filename=\"$fileName\"\r\nContent-Type: $type",
    BodyPublishers.ofFile(path)
)
"""
)
_PART = _function(
    r"""
private fun part(
    headers: String,
    content: BodyPublisher
): BodyPublisher {
    val opening = "--$BOUNDARY\r\nContent-Disposition: form-data; $headers\r\n\r\n"
    return BodyPublishers.concat(
        BodyPublishers.ofString(opening),
        content,
        BodyPublishers.ofString("\r\n")
    )
}
"""
)

_STANDARD = "/usr/share/java/kotlin-stdlib.jar"
_COMPILER = "/usr/share/kotlin/kotlinc/lib/kotlin-compiler.jar:/usr/share/java/libtrove-intellij.jar"
_QUICK = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Dkotlin.environment.keepalive=true")
_CLASS_PATH = ":".join(jvm.JARS)
LANGUAGE = Language(
    id="kotlin",
    title="Kotlin (HttpClient)",
    lexer="kotlin",
    file="Sample.kt",
    write=write,
    build=(("kotlinc", "Sample.kt", "-jvm-target", "1.8", "-cp", _CLASS_PATH, "-d", "sample.jar"),),
    run=("java", "-cp", f"sample.jar:{_STANDARD}:{_CLASS_PATH}", "SampleKt"),
    batch=(("java", *_QUICK, "-cp", _COMPILER, "{tools}/KotlinBatch.java", "Sample.kt", _CLASS_PATH),),
    probe=(("kotlinc", "-version"), ("java", "-version"), *(("test", "-r", each) for each in (_STANDARD, *jvm.JARS))),
    needs="Kotlin, Java 17 and Jackson 2",
)
