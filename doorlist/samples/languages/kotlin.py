"""Kotlin on the JVM with java.net.http.HttpClient and Jackson, laid out as ktlint asks for."""

import re
from collections.abc import Callable

from doorlist.samples.language import BACKSLASHED, Language, Naming, Quoting, Style
from doorlist.samples.parts import documented, forms, jvm, jvm_program
from doorlist.samples.parts.jvm_program import Dialect, Function
from doorlist.samples.parts.texts import literals
from doorlist.samples.parts.walking import Walk
from doorlist.samples.parts.wrapping import Call, Expression, Wrapping
from doorlist.samples.request import Answers, Kind, Leaf, Loop, Multipart, Request, Template, Text, Variable

# fmt: off
_KEYWORDS = frozenset({
    "as", "break", "class", "continue", "do", "else", "false", "for", "fun", "if", "in", "interface", "is", "null",
    "object", "package", "return", "super", "this", "throw", "true", "try", "typealias", "typeof", "val", "var", "when",
    "while",
})
# fmt: on
QUOTE = Quoting('"', '"', {**BACKSLASHED, "$": "\\$", "\b": "\\b"}, jvm.control)
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
_WORD = re.compile(r"\w")
_DOLLAR = re.compile(r"\$(?=[^\W\d]|[{`])")


def _text(text: Text) -> Expression:
    """A text as an expression."""
    if isinstance(text, str):
        if len(text) > jvm.CONSTANT_CHARS_MAX:
            return _joined(text)
        return f'"""{_dollars(text)}"""' if _better_raw(text) else QUOTE(text)
    if len(text.pieces) == 1:
        return STYLE.text(text)
    if len(literals(text)) > jvm.CONSTANT_CHARS_MAX:
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
    imports = {*jvm_program.IMPORTS, "kotlin.system.exitProcess"}
    main = _main(request, imports)
    members = [each for each in (*_values(request, imports), main, *_functions(request, imports)) if each]
    lines = STYLE.opening(request)
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
            for key, meaning in documented.by_key(answers).items()
        ]
        entries[-1] = entries[-1][:-1]
        comment = f"/** {documented.STATUS_AND_CODE if answers.coded else documented.EACH_STATUS} */"
        found.append([comment, "private val ERRORS =", "    mapOf(", *[f"    {each}" for each in entries], "    )"])
    return found


def _main(request: Request, imports: set[str]) -> list[str]:
    lines = ["fun main() {"]
    allowed = jvm.restricted(request)
    if allowed:
        lines.append(f'    System.setProperty("jdk.httpclient.allowRestrictedHeaders", {QUOTE(allowed)})')
    lines += [f"    val {STYLE.name(each)} = required({QUOTE(each.environment)})" for each in request.variables]
    lines.append("    try {")
    lines += _DIALECT.local("URI", "uri", Call("URI.create", (_text(request.url.text),)))
    setup, publisher = jvm_program.publisher(request, _DIALECT, imports)
    lines += [*setup, f"{_IN}val request =", f"{_IN}    HttpRequest"]
    for call in ("newBuilder(uri)", *jvm_program.calls(request, publisher, _DIALECT, imports)):
        lines += WRAPPING.lines(f"{_IN}        ", call, "", ".")
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


# --- bodies ----------------------------------------------------------------------------------------------------------


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


def _pairs(pairs: tuple[Expression, ...]) -> Expression:
    return Call("listOf", pairs, '.joinToString("&")')


def _bounded(content_type: Text) -> Expression:
    inside = QUOTE.inside(content_type) if isinstance(content_type, str) else _filled(content_type, QUOTE.inside)
    return f'"{inside}; boundary=$BOUNDARY"'


_DIALECT = Dialect(
    quote=QUOTE,
    wrapping=WRAPPING,
    indent=_IN,
    declaration="val {1}",
    end="",
    file_name=".fileName",
    closing=r'"--$BOUNDARY--\r\n"',
    text=_text,
    raw=_raw,
    joined=_pairs,
    bounded=_bounded,
)


# --- functions -------------------------------------------------------------------------------------------------------


def _functions(request: Request, imports: set[str]) -> list[list[str]]:
    answers = request.answers
    found: list[list[str]] = []
    if answers.reading:
        found.append(_report(answers))
    if answers.failures or answers.reading:
        imports.add("java.net.http.HttpResponse")
        found.append(_explain(answers))
    return found + jvm_program.functions(request, _FUNCTIONS, imports)


def _report(answers: Answers) -> list[str]:
    return [
        "/** Prints what the reply says. */",
        "private fun report(reply: JsonNode) {",
        *_WALK.lines(answers.reading, "reply", "    "),
        *(f"    {each}" for each in STYLE.unread(answers)),
        "}",
    ]


def _leaf(leaf: Leaf, name: str, root: str, indent: str) -> list[str]:
    label = QUOTE.inside(f"{leaf.text}: ")
    found = f"{jvm.at(root, leaf.path, QUOTE)}{'.asText()' if leaf.kind is Kind.TEXT else ''}"
    if leaf.path:
        return [f"{indent}val {name} = {found}", f'{indent}println("{label}${name}")']
    value = f"${found}" if found == root else f"${{{found}}}"
    return [f'{indent}println("{label}{value}")']


def _loop(loop: Loop, name: str, root: str, indent: str) -> list[str]:
    return [f"{indent}for ({name} in {jvm.at(root, loop.path, QUOTE)}) {{"]


_WALK = Walk(name=STYLE.name, leaf=_leaf, loop=_loop, end="}", step="    ")


def _explain(answers: Answers) -> list[str]:
    lines = [
        "/** What a refusal means, in words. */",
        "private fun explain(response: HttpResponse<String>): String {",
        "    val status = response.statusCode()",
    ]
    found = []
    if answers.reading or answers.coded:
        lines.append("    val reply = parse(response.body())")
        found.append(f"{jvm.at('reply', answers.message_path, QUOTE)}.asText(null)")
    if answers.failures:
        found.insert(0, 'ERRORS["$status"]' if answers.coded else "ERRORS[status]")
    if answers.coded:
        lines.append(f'    val code = {jvm.at("reply", answers.code_path, QUOTE)}.asText("")')
        found.insert(0, 'ERRORS["$status $code"]')
    lines += [f"    val meaning: String? = {' ?: '.join(found)}"]
    lines.append(
        '    var text = if (code == "") "HTTP $status" else "HTTP $status, code $code"'
        if answers.coded
        else '    var text = "HTTP $status"'
    )
    lines += ["    if (meaning != null) {", '        text += ": $meaning"', "    }"]
    if answers.waits:
        lines += [
            "    if (status == 429) {",
            '        val time = response.headers().firstValue("Retry-After").orElse("a while")',
            '        text += " Try again after $time."',
            "    }",
        ]
    return [*lines, "    return text", "}"]


_FUNCTIONS = {
    "parse": Function(
        """
/** The reply as JSON; a missing node where it is something else. */
private fun parse(text: String): JsonNode =
    try {
        ObjectMapper().readTree(text)
    } catch (error: JsonProcessingException) {
        MissingNode.getInstance()
    }
""",
        jvm_program.JACKSON,
    ),
    "field": Function(
        """
private fun field(
    name: String,
    value: String
) = "${encode(name)}=${encode(value)}"
"""
    ),
    "encode": Function(
        """
private fun encode(text: String) = URLEncoder.encode(text, Charsets.UTF_8).replace("+", "%20")
""",
        frozenset({"java.net.URLEncoder"}),
    ),
    "basic": Function(
        """
private fun basic(
    user: String,
    password: String
) = "Basic " + Base64.getEncoder().encodeToString("$user:$password".toByteArray())
""",
        frozenset({"java.util.Base64"}),
    ),
    "required": Function(
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
    ),
    "textPart": Function(
        r"""
private fun textPart(
    name: String,
    text: String
) = part("name=\"$name\"", BodyPublishers.ofString(text))
"""
    ),
    "textPart, typed": Function(
        r"""
private fun textPart(
    name: String,
    text: String,
    type: String
) = part("name=\"$name\"\r\nContent-Type: $type", BodyPublishers.ofString(text))
"""
    ),
    "filePart": Function(
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
    ),
    "part": Function(
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
    ),
}

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
