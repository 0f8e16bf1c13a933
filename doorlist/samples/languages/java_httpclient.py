"""Java 17 with java.net.http.HttpClient and Jackson, laid out as google-java-format does."""

import re

from doorlist.samples.language import Language, Naming, Quoting, Style
from doorlist.samples.languages import forms, jvm
from doorlist.samples.languages.wrapping import Call, Chain, Expression, Sum, Wrapping
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
    Text,
    Variable,
)
from doorlist.samples.variables import pieces_of

# fmt: off
_KEYWORDS = frozenset({
    "abstract", "assert", "boolean", "break", "byte", "case", "catch", "char", "class", "const", "continue", "default",
    "do", "double", "else", "enum", "extends", "final", "finally", "float", "for", "goto", "if", "implements", "import",
    "instanceof", "int", "interface", "long", "native", "new", "package", "private", "protected", "public", "return",
    "short", "static", "strictfp", "super", "switch", "synchronized", "this", "throw", "throws", "transient", "try",
    "void", "volatile", "while", "true", "false", "null", "var", "record", "yield", "sealed", "permits",
})
# fmt: on
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
QUOTE = Quoting('"', '"', _ESCAPES, jvm.control)
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
    if sum(map(len, jvm.literals(text))) > jvm.CONSTANT_CHARS_MAX:
        return Call("String.join", ('""', *operands))
    return Sum(operands if isinstance(text.pieces[0], str) or isinstance(text.pieces[1], str) else ('""', *operands))


def _literal(text: str) -> Expression:
    if len(text) <= jvm.CONSTANT_CHARS_MAX:
        return QUOTE(text)
    return Call("String.join", ('""', *map(QUOTE, jvm.pieces(text))))


def write(request: Request) -> str:
    jvm.check(request)
    imports = {
        "java.io.IOException",
        "java.net.URI",
        "java.net.http.HttpClient",
        "java.net.http.HttpRequest",
        "java.net.http.HttpResponse",
        "java.net.http.HttpResponse.BodyHandlers",
        "java.time.Duration",
    }
    main = _main(request, imports)
    fields = _fields(request, imports)
    members = [each for each in (fields, main, *_methods(request, imports)) if each]
    lines = STYLE.comments(request.title)
    for each in request.warnings:
        lines += STYLE.comments(each)
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
        lines.append(
            "  /** What the API documents: HTTP status and its own code, and what they mean. */"
            if answers.coded
            else "  /** What the API documents for each HTTP status. */"
        )
        entries = tuple(
            Call("Map.entry", (QUOTE(key) if answers.coded else key, QUOTE(meaning)))
            for key, meaning in jvm.error_keys(answers)
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
    lines += WRAPPING.assigned(_IN, "URI uri", Call("URI.create", (_text(request.url.text),)))
    setup, publisher = _publisher(request, imports)
    lines += setup
    lines += WRAPPING.assigned(_IN, "HttpRequest request", _request(request, publisher, imports))
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


def _request(request: Request, publisher: Expression | None, imports: set[str]) -> Chain:
    """The chain that builds the request."""
    calls: list[Expression] = ["timeout(Duration.ofSeconds(30))"]
    if isinstance(request.auth, Basic):
        user, password = _text(request.auth.user), _text(request.auth.password)
        calls.append(Call("header", ('"Authorization"', Call("basic", (user, password)))))
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
                Sum((QUOTE(f"{content_type}; boundary="), "BOUNDARY"))
                if isinstance(content_type, str)
                else Sum((value, '"; boundary="', "BOUNDARY"))
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
    return Chain("HttpRequest.newBuilder(uri)", tuple(calls))


# --- bodies ----------------------------------------------------------------------------------------------------------


def _publisher(request: Request, imports: set[str]) -> tuple[list[str], Expression | None]:
    """The lines that make the body, and the publisher of it."""
    body = request.body
    if body is None:
        return [], None
    imports.add("java.net.http.HttpRequest.BodyPublishers")
    if isinstance(body, Raw):
        return _raw(jvm.laid_out(body, _WIDTH - 10)), "BodyPublishers.ofString(body)"
    if isinstance(body, Form):
        fields = tuple(Call("field", (_text(each.name), _text(each.value))) for each in body.fields)
        form = fields[0] if len(fields) == 1 else Call("String.join", ('"&"', *fields))
        return WRAPPING.assigned(_IN, "String form", form), "BodyPublishers.ofString(form)"
    if isinstance(body, FileBody):
        imports.add("java.nio.file.Path")
        return [], Call("BodyPublishers.ofFile", (Call("Path.of", (_text(body.file.path),)),))
    imports.add("java.net.http.HttpRequest.BodyPublisher")
    if request.files:
        imports.add("java.nio.file.Path")
    parts = tuple(map(_part, body.parts))
    concatenated = Call("BodyPublishers.concat", (*parts, r'BodyPublishers.ofString("--" + BOUNDARY + "--\r\n")'))
    return WRAPPING.assigned(_IN, "BodyPublisher form", concatenated), "form"


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


def _part(part: Part) -> Call:
    name = _text(forms.between_quotes(part.name))
    content = part.content
    if isinstance(content, File):
        path = _text(content.path)
        if content.name is None:
            sent: Expression = f"Path.of({path}).getFileName().toString()"
        else:
            sent = _text(forms.between_quotes(content.name))
        kind = QUOTE(part.content_type or "application/octet-stream")
        return Call("filePart", (name, Call("Path.of", (path,)), sent, kind))
    if part.content_type is None:
        return Call("textPart", (name, _text(content)))
    return Call("textPart", (name, _text(content), QUOTE(part.content_type)))


# --- methods ---------------------------------------------------------------------------------------------------------


def _methods(request: Request, imports: set[str]) -> list[list[str]]:
    answers, body = request.answers, request.body
    found: list[list[str]] = []
    if answers.reading:
        found.append(_report(answers))
    if answers.failures or answers.reading:
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
        found += _multipart(body, imports)
    if isinstance(body, Form):
        found.append(_FIELD)
    if isinstance(body, Form) or any(
        isinstance(each, Variable) and each.encoded for each in pieces_of(request.url.text)
    ):
        imports |= {"java.net.URLEncoder", "java.nio.charset.StandardCharsets"}
        found.append(_ENCODE)
    if isinstance(request.auth, Basic):
        imports |= {"java.nio.charset.StandardCharsets", "java.util.Base64"}
        found.append(_BASIC)
    if request.variables:
        found.append(_REQUIRED)
    return found


def _report(answers: Answers) -> list[str]:
    lines = ["  /** Prints what the reply says. */", "  private static void report(JsonNode reply) {"]
    lines += _reading(answers.reading, "reply", "    ")
    if answers.unread:
        more = "1 more field is" if answers.unread == 1 else f"{answers.unread} more fields are"
        lines.append(f"    // {more} not read here.")
    return [*lines, "  }"]


def _reading(tree: Reading, root: str, indent: str) -> list[str]:
    lines: list[str] = []
    for each in tree:
        name = STYLE.name(each)
        found = _at(root, each.path)
        if isinstance(each, Leaf):
            text = each.kind is Kind.TEXT
            label = QUOTE(f"{each.text}: ")
            if not each.path:
                value = f"{root}.asText()" if text else root
                lines += WRAPPING.said(indent, "System.out.println", Sum((label, value)))
                continue
            if text:
                found = f"{found}.asText()"
            lines += WRAPPING.assigned(indent, f"{'String' if text else 'JsonNode'} {name}", found)
            lines += WRAPPING.said(indent, "System.out.println", Sum((label, name)))
        else:
            lines.append(f"{indent}for (JsonNode {name} : {found}) {{")
            lines += _reading(each.body, name, f"{indent}  ")
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
        "  /** What a refusal means, in words. */",
        "  private static String explain(HttpResponse<String> response) {",
        "    int status = response.statusCode();",
    ]
    if answers.reading or answers.coded:
        lines.append("    JsonNode reply = parse(response.body());")
        said = f"{_at('reply', answers.message_path)}.asText(null)"
    else:
        said = "null"
    if answers.coded:
        lines += [
            f'    String code = {_at("reply", answers.code_path)}.asText("");',
            '    String text = code.isEmpty() ? "HTTP " + status : "HTTP " + status + ", code " + code;',
            '    String meaning = ERRORS.getOrDefault(status + " " + code, ERRORS.get("" + status));',
        ]
    else:
        lines.append('    String text = "HTTP " + status;')
        lines.append(f"    String meaning = {'ERRORS.get(status)' if answers.failures else said};")
    if answers.failures and said != "null":
        lines += ["    if (meaning == null) {", f"      meaning = {said};", "    }"]
    lines += ["    if (meaning != null) {", '      text += ": " + meaning;', "    }"]
    if any(each.status == 429 for each in answers.failures):
        lines += [
            "    if (status == 429) {",
            '      String time = response.headers().firstValue("Retry-After").orElse("a while");',
            '      text += " Try again after " + time + ".";',
            "    }",
        ]
    return [*lines, "    return text;", "  }"]


def _multipart(body: Multipart, imports: set[str]) -> list[list[str]]:
    found = []
    texts = {each.content_type is None for each in body.parts if not isinstance(each.content, File)}
    if True in texts:
        found.append(_TEXT_PART)
    if False in texts:
        found.append(_TYPED_PART)
    if any(isinstance(each.content, File) for each in body.parts):
        imports.add("java.io.FileNotFoundException")
        found.append(_FILE_PART)
    return [*found, _PART]


def _method(text: str) -> list[str]:
    return text.strip("\n").split("\n")


_PARSE = _method(
    """
  /** The reply as JSON; a missing node where it is something else. */
  private static JsonNode parse(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (JsonProcessingException error) {
      return MissingNode.getInstance();
    }
  }
"""
)
_FIELD = _method(
    """
  private static String field(String name, String value) {
    return encode(name) + "=" + encode(value);
  }
"""
)
_ENCODE = _method(
    """
  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
"""
)
_BASIC = _method(
    """
  private static String basic(String user, String password) {
    byte[] credentials = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(credentials);
  }
"""
)
_REQUIRED = _method(
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
)
_TEXT_PART = _method(
    r"""
  private static BodyPublisher textPart(String name, String text) {
    return part("name=\"" + name + "\"", BodyPublishers.ofString(text));
  }
"""
)
_TYPED_PART = _method(
    r"""
  private static BodyPublisher textPart(String name, String text, String type) {
    return part("name=\"" + name + "\"\r\nContent-Type: " + type, BodyPublishers.ofString(text));
  }
"""
)
_FILE_PART = _method(
    r"""
  private static BodyPublisher filePart(String name, Path path, String fileName, String type)
      throws FileNotFoundException {
    String names = "name=\"" + name + "\"; filename=\"" + fileName + "\"";
    return part(names + "\r\nContent-Type: " + type, BodyPublishers.ofFile(path));
  }
"""
)
_PART = _method(
    r"""
  private static BodyPublisher part(String headers, BodyPublisher content) {
    String opening = "--" + BOUNDARY + "\r\nContent-Disposition: form-data; " + headers;
    return BodyPublishers.concat(
        BodyPublishers.ofString(opening + "\r\n\r\n"), content, BodyPublishers.ofString("\r\n"));
  }
"""
)

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
