"""Java 17 with java.net.http.HttpClient and Jackson, laid out as google-java-format does."""

import re

from doorlist.samples.language import BACKSLASHED, Language, Naming, Quoting, Style
from doorlist.samples.parts import documented, jvm, jvm_program
from doorlist.samples.parts.jvm_program import Dialect, Function
from doorlist.samples.parts.texts import literals
from doorlist.samples.parts.walking import Walk
from doorlist.samples.parts.wrapping import Call, Chain, Expression, Sum, Wrapping
from doorlist.samples.request import Answers, Kind, Leaf, Loop, Multipart, Request, Text, Variable

# fmt: off
_KEYWORDS = frozenset({
    "abstract", "assert", "boolean", "break", "byte", "case", "catch", "char", "class", "const", "continue", "default",
    "do", "double", "else", "enum", "extends", "final", "finally", "float", "for", "goto", "if", "implements", "import",
    "instanceof", "int", "interface", "long", "native", "new", "package", "private", "protected", "public", "return",
    "short", "static", "strictfp", "super", "switch", "synchronized", "this", "throw", "throws", "transient", "try",
    "void", "volatile", "while", "true", "false", "null", "var", "record", "yield", "sealed", "permits",
})
# fmt: on
QUOTE = Quoting('"', '"', {**BACKSLASHED, "\b": "\\b", "\f": "\\f"}, jvm.control)
STYLE = Style(
    quote=QUOTE,
    naming=Naming.CAMEL,
    comment="//",
    reserved=_KEYWORDS | {"args", "uri", "body", "form", "request", "client", "response", "error", "reply"},
    encoded="encode({0})",
)
_WIDTH = 100
_IN = "      "


def _cut(literal: str, column: int, behind: int, first: bool) -> list[str]:
    """A long literal in pieces that begin with spaces, as the formatter cuts it."""
    words = [each for each in _WORD.findall(literal[1:-1]) if each]
    left = len(literal) - 2
    width = _WIDTH - column - 2
    pieces = []
    at = 0
    while at < len(words):
        if left <= width:
            width -= behind
        length = 0
        start = at
        while at < len(words) and (length <= 4 or length + len(words[at]) <= width):
            length += len(words[at])
            at += 1
            if words[at - 1].endswith(("\\n", "\\r")):
                break
        left -= length
        pieces.append(f'"{"".join(words[start:at])}"')
        if first:
            width -= 6
            first = False
    return pieces


_WORD = re.compile(r"\s?(?:\\[^nr]|[^\\\s])*(?:\\[nr])*")
WRAPPING = Wrapping(width=_WIDTH, step="    ", continued="    ", together=True, closing=False, below=True, cut=_cut)


def _text(text: Text) -> Expression:
    """A text as an expression."""
    if isinstance(text, str):
        return _literal(text)
    if len(text.pieces) == 1:
        return STYLE.text(text)
    operands = tuple(_literal(each) if isinstance(each, str) else STYLE.variable(each) for each in text.pieces)
    if len(literals(text)) > jvm.CONSTANT_CHARS_MAX:
        return Call("String.join", ('""', *operands))
    return Sum(operands if isinstance(text.pieces[0], str) or isinstance(text.pieces[1], str) else ('""', *operands))


def _literal(text: str) -> Expression:
    if len(text) <= jvm.CONSTANT_CHARS_MAX:
        return QUOTE(text)
    return Call("String.join", ('""', *map(QUOTE, jvm.pieces(text))))


def write(request: Request) -> str:
    jvm.check(request)
    imports = {*jvm_program.IMPORTS, "java.net.http.HttpResponse"}
    main = _main(request, imports)
    fields = _fields(request, imports)
    members = [each for each in (fields, main, *_methods(request, imports)) if each]
    lines = STYLE.opening(request)
    lines = [each.replace("\\u", "\\\\u") if "\\u" in each else each for each in lines]
    if lines:
        lines.append("")
    lines += [f"import {each};" for each in sorted(imports)]
    lines += ["", "public class Sample {"]
    for number, member in enumerate(members):
        if number:
            lines.append("")
        lines += member
    lines += ["}", ""]
    return "\n".join(lines)


# --- what the class holds --------------------------------------------------------------------------------------------


def _fields(request: Request, imports: set[str]) -> list[str]:
    lines = []
    if isinstance(request.body, Multipart):
        imports.add("java.util.UUID")
        lines.append("  private static final String BOUNDARY = UUID.randomUUID().toString();")
    answers = request.answers
    if answers.failures:
        imports.add("java.util.Map")
        if lines:
            lines.append("")
        lines.append(f"  /** {documented.STATUS_AND_CODE if answers.coded else documented.EACH_STATUS} */")
        entries = tuple(
            Call("Map.entry", (QUOTE(key) if answers.coded else key, QUOTE(meaning)))
            for key, meaning in documented.by_key(answers).items()
        )
        kind = "String" if answers.coded else "Integer"
        lines += WRAPPING.assigned(
            "  ", f"private static final Map<{kind}, String> ERRORS", Call("Map.ofEntries", entries)
        )
    return lines


def _main(request: Request, imports: set[str]) -> list[str]:
    lines = ["  public static void main(String[] args) throws InterruptedException {"]
    allowed = jvm.restricted(request)
    if allowed:
        lines += WRAPPING.lines(
            "    ",
            Call("System.setProperty", ('"jdk.httpclient.allowRestrictedHeaders"', QUOTE(allowed))),
            ";",
        )
    for variable in request.variables:
        lines += WRAPPING.assigned(
            "    ", f"String {STYLE.name(variable)}", Call("required", (QUOTE(variable.environment),))
        )
    lines.append("    try {")
    lines += _DIALECT.local("URI", "uri", Call("URI.create", (_text(request.url.text),)))
    setup, publisher = jvm_program.publisher(request, _DIALECT, imports)
    calls = jvm_program.calls(request, publisher, _DIALECT, imports)
    lines += setup
    lines += _DIALECT.local("HttpRequest", "request", Chain("HttpRequest.newBuilder(uri)", tuple(calls)))
    lines += [
        "",
        "      // The plain-text upgrade to HTTP/2 would add headers.",
        "      HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();",
        "      HttpResponse<String> response = client.send(request, BodyHandlers.ofString());",
        "      System.out.println(response.statusCode());",
    ]
    if request.method != "HEAD":
        lines.append("      System.out.println(response.body());")
    answers = request.answers
    explained = answers.failures or answers.reading
    refusal = "explain(response)" if explained else '"HTTP " + response.statusCode()'
    lines += [
        "      if (response.statusCode() / 100 != 2) {",
        f"        System.err.println({refusal});",
        "        System.exit(1);",
        "      }",
    ]
    if answers.reading:
        lines.append("      report(parse(response.body()));")
    failures = "IOException" if isinstance(request.url.origin, str) else "IOException | IllegalArgumentException"
    lines += [
        f"    }} catch ({failures} error) {{",
        '      System.err.println("The request failed: " + error);',
        "      System.exit(1);",
        "    }",
        "  }",
    ]
    return lines


# --- bodies ----------------------------------------------------------------------------------------------------------


def _raw(text: Text) -> list[str]:
    """The text of a body, as a text block where it has lines."""
    if isinstance(text, str):
        lines = jvm.block_lines(text)
        if lines is None:
            return WRAPPING.assigned(_IN, "String body", _literal(text))
        return [f"{_IN}String body =", *_block(lines, ";")]
    whole = "".join(each.replace("%", "%%") if isinstance(each, str) else "%s" for each in text.pieces)
    lines = jvm.block_lines(whole)
    if lines is None:
        return WRAPPING.assigned(_IN, "String body", _text(text))
    values = tuple(STYLE.variable(each) for each in text.pieces if isinstance(each, Variable))
    formatted = WRAPPING.lines(f"{_IN}        ", Call("formatted", values), ";", ".")
    return [f"{_IN}String body =", *_block(lines, ""), *formatted]


def _block(lines: list[str], end: str) -> list[str]:
    """A text block."""
    *inner, last = [_block_line(each) for each in lines]
    beginning = indent = f"{_IN}    "
    if max(map(len, [*inner, last])) > _WIDTH - len(indent):
        indent = ""
    if last:
        inner.append(f"{last}\\")
    return [f'{beginning}"""', *[indent + each if each else each for each in inner], f'{indent}"""{end}']


def _block_line(line: str) -> str:
    escaped = line.replace("\\", "\\\\").replace('"""', '\\"\\"\\"').replace("\t", "\\t")
    return f"{escaped[:-1]}\\s" if escaped.endswith(" ") else escaped


def _joined(pairs: tuple[Expression, ...]) -> Expression:
    return Call("String.join", ('"&"', *pairs))


def _bounded(content_type: Text) -> Expression:
    if isinstance(content_type, str):
        return Sum((QUOTE(f"{content_type}; boundary="), "BOUNDARY"))
    return Sum((_text(content_type), '"; boundary="', "BOUNDARY"))


_DIALECT = Dialect(
    quote=QUOTE,
    wrapping=WRAPPING,
    indent=_IN,
    declaration="{0} {1}",
    end=";",
    file_name=".getFileName()",
    closing=r'"--" + BOUNDARY + "--\r\n"',
    text=_text,
    raw=_raw,
    joined=_joined,
    bounded=_bounded,
)


# --- methods ---------------------------------------------------------------------------------------------------------


def _methods(request: Request, imports: set[str]) -> list[list[str]]:
    answers = request.answers
    found: list[list[str]] = []
    if answers.reading:
        found.append(_report(answers))
    if answers.failures or answers.reading:
        found.append(_explain(answers))
    return found + jvm_program.functions(request, _FUNCTIONS, imports)


def _report(answers: Answers) -> list[str]:
    return [
        "  /** Prints what the reply says. */",
        "  private static void report(JsonNode reply) {",
        *_WALK.lines(answers.reading, "reply", "    "),
        *(f"    {each}" for each in STYLE.unread(answers)),
        "  }",
    ]


def _leaf(leaf: Leaf, name: str, root: str, indent: str) -> list[str]:
    text = leaf.kind is Kind.TEXT
    found = f"{jvm.at(root, leaf.path, QUOTE)}{'.asText()' if text else ''}"
    label = QUOTE(f"{leaf.text}: ")
    if not leaf.path:
        return WRAPPING.said(indent, "System.out.println", Sum((label, found)))
    return [
        *WRAPPING.assigned(indent, f"{'String' if text else 'JsonNode'} {name}", found),
        *WRAPPING.said(indent, "System.out.println", Sum((label, name))),
    ]


def _loop(loop: Loop, name: str, root: str, indent: str) -> list[str]:
    return [f"{indent}for (JsonNode {name} : {jvm.at(root, loop.path, QUOTE)}) {{"]


_WALK = Walk(name=STYLE.name, leaf=_leaf, loop=_loop, end="}", step="  ")


def _explain(answers: Answers) -> list[str]:
    lines = [
        "  /** What a refusal means, in words. */",
        "  private static String explain(HttpResponse<String> response) {",
        "    int status = response.statusCode();",
    ]
    if answers.reading or answers.coded:
        lines.append("    JsonNode reply = parse(response.body());")
        said = f"{jvm.at('reply', answers.message_path, QUOTE)}.asText(null)"
    else:
        said = "null"
    if answers.coded:
        lines += [
            f'    String code = {jvm.at("reply", answers.code_path, QUOTE)}.asText("");',
            '    String text = code.isEmpty() ? "HTTP " + status : "HTTP " + status + ", code " + code;',
            '    String meaning = ERRORS.getOrDefault(status + " " + code, ERRORS.get("" + status));',
        ]
    else:
        lines.append('    String text = "HTTP " + status;')
        lines.append(f"    String meaning = {'ERRORS.get(status)' if answers.failures else said};")
    if answers.failures and said != "null":
        lines += ["    if (meaning == null) {", f"      meaning = {said};", "    }"]
    lines += ["    if (meaning != null) {", '      text += ": " + meaning;', "    }"]
    if answers.waits:
        lines += [
            "    if (status == 429) {",
            '      String time = response.headers().firstValue("Retry-After").orElse("a while");',
            '      text += " Try again after " + time + ".";',
            "    }",
        ]
    return [*lines, "    return text;", "  }"]


_FUNCTIONS = {
    "parse": Function(
        """
  /** The reply as JSON; a missing node where it is something else. */
  private static JsonNode parse(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (JsonProcessingException error) {
      return MissingNode.getInstance();
    }
  }
""",
        jvm_program.JACKSON,
    ),
    "field": Function(
        """
  private static String field(String name, String value) {
    return encode(name) + "=" + encode(value);
  }
"""
    ),
    "encode": Function(
        """
  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
""",
        frozenset({"java.net.URLEncoder", "java.nio.charset.StandardCharsets"}),
    ),
    "basic": Function(
        """
  private static String basic(String user, String password) {
    byte[] credentials = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(credentials);
  }
""",
        frozenset({"java.nio.charset.StandardCharsets", "java.util.Base64"}),
    ),
    "required": Function(
        """
  /** The value of an environment variable that must be set. */
  private static String required(String name) {
    String value = System.getenv(name);
    if (value == null) {
      System.err.println("Set the environment variable " + name + ".");
      System.exit(2);
    }
    return value;
  }
"""
    ),
    "textPart": Function(
        r"""
  private static BodyPublisher textPart(String name, String text) {
    return part("name=\"" + name + "\"", BodyPublishers.ofString(text));
  }
"""
    ),
    "textPart, typed": Function(
        r"""
  private static BodyPublisher textPart(String name, String text, String type) {
    return part("name=\"" + name + "\"\r\nContent-Type: " + type, BodyPublishers.ofString(text));
  }
"""
    ),
    "filePart": Function(
        r"""
  private static BodyPublisher filePart(String name, Path path, String fileName, String type)
      throws FileNotFoundException {
    String names = "name=\"" + name + "\"; filename=\"" + fileName + "\"";
    return part(names + "\r\nContent-Type: " + type, BodyPublishers.ofFile(path));
  }
""",
        frozenset({"java.io.FileNotFoundException"}),
    ),
    "part": Function(
        r"""
  private static BodyPublisher part(String headers, BodyPublisher content) {
    String opening = "--" + BOUNDARY + "\r\nContent-Disposition: form-data; " + headers;
    return BodyPublishers.concat(
        BodyPublishers.ofString(opening + "\r\n\r\n"), content, BodyPublishers.ofString("\r\n"));
  }
"""
    ),
}

_CLASS_PATH = ":".join(jvm.JARS)
LANGUAGE = Language(
    id="java-httpclient",
    title="Java (HttpClient)",
    lexer="java",
    file="Sample.java",
    write=write,
    build=(("javac", "-encoding", "UTF-8", "-cp", _CLASS_PATH, "Sample.java"),),
    run=("java", "-cp", f".:{_CLASS_PATH}", "Sample"),
    batch=(("java", "-cp", _CLASS_PATH, "{tools}/JavaBatch.java", "Sample.java", _CLASS_PATH),),
    probe=(("javac", "-version"), ("java", "-version"), *(("test", "-r", each) for each in jvm.JARS)),
    needs="Java 17 and Jackson 2",
)
