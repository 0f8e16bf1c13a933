"""C11, with libcurl and cJSON: curl_mime for forms, adjacent literals for bodies of several lines, in Google's layout."""

import re
from urllib.parse import quote_plus

from doorlist.samples import names
from doorlist.samples.language import BACKSLASHED, Language, Naming, Quoting, Style, indented
from doorlist.samples.parts import signing
from doorlist.samples.parts.asked import variables
from doorlist.samples.parts.checks import check_auth, check_connect
from doorlist.samples.parts.compiled import free, media_type, tells_json
from doorlist.samples.parts.documented import looked_up
from doorlist.samples.parts.forms import FORM
from doorlist.samples.request import (
    Answers,
    AwsV4,
    Basic,
    CannotSay,
    Digest,
    File,
    FileBody,
    Form,
    Leaf,
    Loop,
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
from doorlist.samples.variables import joined, pieces_of

_LIBRARY = "libcurl"
_WIDTH = 80
_PATH_CHARS = 30
_EXPECT_BYTES = 1_000_000  # libcurl asks first, with Expect: 100-continue, before it sends more than about this


def _control(code: int) -> str:
    return "".join(f"\\{each:03o}" for each in chr(code).encode("utf-8", "surrogatepass"))


class _CQuoting(Quoting):
    """Two question marks are kept apart, for the sake of trigraphs."""

    def inside(self, text: str) -> str:
        inside = text if self._unsafe.search(text) is None else super().inside(text)
        return inside.replace("??", "?\\?").replace("??", "?\\?") if "??" in inside else inside

    def __call__(self, text: str) -> str:
        return f'"{self.inside(text)}"'


_QUOTE = _CQuoting('"', '"', BACKSLASHED, _control)
_FORMAT = _CQuoting('"', '"', {**BACKSLASHED, "%": "%%"}, _control)

_KEYWORDS = """auto break case char const continue default do double else enum extern float for goto if inline int long register
    restrict return short signed sizeof static struct switch typedef union unsigned void volatile while bool true false
    linux unix near far"""
_LIBRARY_NAMES = """abort calloc errno exit fclose ferror fflush fopen format fprintf fputs fread free fseek ftell fwrite
    getenv malloc memcpy memset perror printf puts realloc remove rename rewind size_t snprintf stderr stdin stdout strcmp strlen
    va_list vsnprintf"""
_OWN = """body cjson code count curl data explain failures file form headers i item keep length main meaning message mime outcome
    part pattern reply required result show show_reply size status target text value values wait"""
_RESERVED = frozenset(f"{_KEYWORDS} {_LIBRARY_NAMES} {_OWN}".split())
_STYLE = Style(
    quote=_QUOTE,
    naming=Naming.SNAKE,
    comment="//",
    reserved=_RESERVED,
)

_REQUIRED = """
// The value of an environment variable that must be set.
static const char *required(const char *name) {
  const char *value = getenv(name);
  if (value == NULL) {
    fprintf(stderr, "Set the environment variable %s.\\n", name);
    exit(2);
  }
  return value;
}
"""
_FORMATTED = """
// The text that printf would print; to be freed.
static char *format(const char *pattern, ...) {
  va_list values;
  va_start(values, pattern);
  int length = vsnprintf(NULL, 0, pattern, values);
  va_end(values);
  char *text = length < 0 ? NULL : malloc((size_t)length + 1);
  if (text == NULL) {
    fprintf(stderr, "Out of memory.\\n");
    exit(EXIT_FAILURE);
  }
  va_start(values, pattern);
  vsnprintf(text, (size_t)length + 1, pattern, values);
  va_end(values);
  return text;
}
"""
_KEEP = """
struct reply {
  char *text;
  size_t length;
};

// Keeps what arrives of the reply.
static size_t keep(char *data, size_t size, size_t count, void *target) {
  struct reply *reply = target;
  char *text = realloc(reply->text, reply->length + size * count + 1);
  if (text == NULL) {
    return 0;
  }
  memcpy(text + reply->length, data, size * count);
  reply->text = text;
  reply->length += size * count;
  reply->text[reply->length] = '\\0';
  return size * count;
}
"""
_SHOW = """
// Prints a value of the reply; a text without its quotes.
static void show(const char *label, const cJSON *value) {
  if (cJSON_IsString(value)) {
    printf("%s: %s\\n", label, value->valuestring);
    return;
  }
  char *text = cJSON_PrintUnformatted(value);
  printf("%s: %s\\n", label, text == NULL ? "null" : text);
  cJSON_free(text);
}
"""
_WAIT = """\
  if (status == 429) {
    struct curl_header *wait = NULL;
    CURLHcode found =
        curl_easy_header(curl, "Retry-After", 0, CURLH_HEADER, -1, &wait);
    fprintf(stderr, " Try again after %s.",
            found == CURLHE_OK ? wait->value : "a while");
  }
  fprintf(stderr, "\\n");"""
_CODE = """\
  char code[64] = "";
  if (cJSON_IsString(item)) {
    snprintf(code, sizeof code, "%s", item->valuestring);
  } else if (cJSON_IsNumber(item)) {
    snprintf(code, sizeof code, "%.0f", item->valuedouble);
  }"""


def _call(before: str, function: str, *arguments: str, indent: int = 2) -> list[str]:
    """A statement that is a call, broken as clang-format does where it is too wide for a line."""
    line = f"{before}{function}({', '.join(arguments)});"
    if indent + len(line) <= _WIDTH:
        return [line]
    if before:
        return [before.rstrip(), f"    {function}({', '.join(arguments)});"]
    lines, margin = [f"{function}("], " " * (len(function) + 1)
    for number, each in enumerate(arguments):
        end = ");" if number == len(arguments) - 1 else ","
        if number and indent + len(lines[-1]) + 1 + len(each) + len(end) > _WIDTH:
            lines.append(margin + each + end)
        else:
            lines[-1] += f"{' ' if number else ''}{each}{end}"
    return lines


class _Program:
    """One program: what it includes and declares, what `main` does, and what it frees in the end."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.includes = {"curl/curl.h", "stdio.h", "stdlib.h"}
        self.functions: dict[str, str] = {}
        self.lines: list[str] = []
        self.freed: list[str] = []
        self.taken = {_STYLE.name(each) for each in request.variables}
        self.encoded: dict[str, str] = {}
        self.headers = False

    def text(self) -> str:
        """The program's text."""
        request = self.request
        check_auth(request, _LIBRARY, (Basic, Digest, AwsV4))
        if request.method == "HEAD" and request.body is not None:
            raise CannotSay(f"{_LIBRARY} sends no body with HEAD.")
        check_connect(request, _LIBRARY)
        answers = request.answers
        reads = bool(answers.reading) and request.method != "HEAD"
        told = tells_json(request)
        explained = bool(answers.failures or answers.reading)
        kept = reads or told
        for each in variables(request):
            self.lines.append(f"const char *{_STYLE.name(each)} = required({_QUOTE(each.environment)});")
            self.functions["required"] = _REQUIRED
        self._start()
        self._url()
        self._body()
        self._headers()
        self._auth()
        self._perform(kept=kept, reads=reads, told=told, explained=explained)
        if kept:
            self.includes |= {"cjson/cJSON.h", "string.h"}
            self.functions["keep"] = _KEEP
        if reads:
            self.functions["show"] = _SHOW
            self.functions["show_reply"] = self._show_reply(answers)
        if explained:
            self.functions["explain"] = self._explain(told)
        opening = _opening(request)
        return "".join(
            (
                "\n".join(opening),
                "\n\n" if opening else "",
                *(f"#include <{each}>\n" for each in sorted(self.includes)),
                *self.functions.values(),
                "\nint main(void) {\n",
                *[f"  {each}\n" if each else "\n" for each in self.lines],
                "}\n",
            )
        )

    # texts

    def _text(self, text: Text, called: str) -> str:
        """A text as an expression; one that is put together becomes a variable of this name first."""
        if isinstance(text, str):
            return _literal(text)
        if len(text.pieces) == 1 and isinstance(text.pieces[0], Variable):
            return self._value(text.pieces[0])
        name = self._free(called)
        lines = [""]
        for each in text.pieces:
            if isinstance(each, Variable):
                lines[-1] += "%s"
                continue
            first, *rest = each.split("\n")
            lines[-1] += _format(first)
            for line in rest:
                lines[-1] += "\\n"
                lines.append(_format(line))
        if lines[-1] == "":
            lines.pop()
        values = [self._value(each) for each in text.pieces if isinstance(each, Variable)]
        short = f"char *{name} = format({', '.join([f'{chr(34)}{lines[0]}{chr(34)}', *values])});"
        if len(lines) == 1 and len(short) + 2 <= _WIDTH:
            self.lines.append(short)
        else:
            self.lines += [f"char *{name} = format("]
            self.lines += [f'    "{each}"' for each in lines]
            self.lines[-1] += ","
            self.lines.append(f"    {', '.join(values)});")
        self.includes.add("stdarg.h")
        self.functions["format"] = _FORMATTED
        self.freed.append(f"free({name});")
        return name

    def _value(self, variable: Variable) -> str:
        """A variable as an expression; percent-encoded once for all its places in the URL or a form."""
        name = _STYLE.name(variable)
        if not variable.encoded:
            return name
        found = self.encoded.get(name)
        if found is None:
            found = self.encoded[name] = self._free(f"{name}_encoded")
            self.lines += _call(f"char *{found} = ", "curl_easy_escape", "curl", name, "0")
            self.freed.append(f"curl_free({found});")
        return found

    def _free(self, called: str) -> str:
        """A name for something of the program's own."""
        name = "_".join(names.identifier(called, "value"))
        name = free(f"{name}_text" if name in _RESERVED else name, self.taken)
        self.taken.add(name)
        return name

    def _option(self, option: str, value: str) -> None:
        self.lines += _call("", "curl_easy_setopt", "curl", f"CURLOPT_{option}", value)

    # the request

    def _start(self) -> None:
        if self.lines:
            self.lines.append("")
        self.lines += [
            "curl_global_init(CURL_GLOBAL_DEFAULT);",
            "CURL *curl = curl_easy_init();",
            "if (curl == NULL) {",
            '  fprintf(stderr, "libcurl cannot be started.\\n");',
            "  return EXIT_FAILURE;",
            "}",
        ]

    def _url(self) -> None:
        request = self.request
        self._option("URL", self._text(request.url.text, "url"))
        if any(isinstance(each, str) and "/." in each for each in pieces_of(request.url.path)):
            self._option("PATH_AS_IS", "1L")
        method, body = request.method, request.body
        if method == "HEAD":
            self._option("NOBODY", "1L")
        elif isinstance(body, FileBody):
            if method != "PUT":
                self._option("CUSTOMREQUEST", _QUOTE(method))
        elif method not in ("GET", "POST") or (method == "GET" and body is not None):
            self._option("CUSTOMREQUEST", _QUOTE(method))
        if body is None and method in ("POST", "PUT", "PATCH"):
            self._option("POSTFIELDS", '""')

    def _body(self) -> None:
        match self.request.body:
            case None:
                pass
            case Raw(text=text):
                self._raw(text)
            case Form(fields=fields):
                pieces: list[str | Variable] = []
                for number, field in enumerate(fields):
                    pieces += ["&"] * (number > 0)
                    pieces += [*_encoded(field.name), "=", *_encoded(field.value)]
                self._option("COPYPOSTFIELDS", self._text(joined(pieces), "form_text"))
            case FileBody(file=file):
                self._file(self._text(file.path, "path"))
            case Multipart(parts=parts):
                self.lines += ["", "curl_mime *mime = curl_mime_init(curl);"]
                for number, part in enumerate(parts):
                    self.lines.append(f"{'' if number else 'curl_mimepart *'}part = curl_mime_addpart(mime);")
                    self._part(part)
                self._option("MIMEPOST", "mime")
                self.freed.insert(0, "curl_mime_free(mime);")

    def _raw(self, text: Text) -> None:
        self.lines.append("")
        if not isinstance(text, str):
            self._option("POSTFIELDS", self._text(text, "body_text"))
            return
        sized = "\0" in text
        before = "static const char body[] =" if sized else "const char *body ="
        lines = [f'"{_QUOTE.inside(each)}"' for each in re.split(r"(?<=\n)", text) if each] or ['""']
        if len(lines) == 1 and len(before) + len(lines[0]) + 4 <= _WIDTH:
            self.lines.append(f"{before} {lines[0]};")
        else:
            self.lines += [before, *(f"    {each}" for each in lines)]
            self.lines[-1] += ";"
        if sized:
            self._option("POSTFIELDSIZE_LARGE", "(curl_off_t)(sizeof body - 1)")
        self._option("POSTFIELDS", "body")

    def _file(self, path: str) -> None:
        """The bytes of a file as the body."""
        self.lines += [
            "",
            f'FILE *file = fopen({path}, "rb");',
            "if (file == NULL) {",
            f"  perror({path});",
            "  return EXIT_FAILURE;",
            "}",
            "fseek(file, 0, SEEK_END);",
            "long size = ftell(file);",
            "rewind(file);",
        ]
        self._option("UPLOAD", "1L")
        self._option("READDATA", "file")
        self._option("INFILESIZE_LARGE", "(curl_off_t)size")
        self.freed.append("fclose(file);")

    def _part(self, part: Part) -> None:
        called = part.name if isinstance(part.name, str) else "value"
        self.lines += _call("", "curl_mime_name", "part", self._text(part.name, "name"))
        content = part.content
        if isinstance(content, File):
            path = self._text(content.path, f"{called}_path")
            if len(path) > _PATH_CHARS:
                name = self._free(f"{called}_path")
                self.lines += [f"const char *{name} =", f"    {path};"]
                path = name
            self.lines += [
                f"if (curl_mime_filedata(part, {path}) != CURLE_OK) {{",
                f"  perror({path});",
                "  return EXIT_FAILURE;",
                "}",
            ]
            own = content.path.rpartition("/")[2] if isinstance(content.path, str) else None
            if content.name is not None and content.name != own:
                self.lines += _call("", "curl_mime_filename", "part", _literal(content.name))
        elif isinstance(content, str) and "\0" in content:
            self.lines += _call("", "curl_mime_data", "part", _QUOTE(content), str(len(content.encode())))
        else:
            text = self._text(content, f"{called}_text")
            self.lines += _call("", "curl_mime_data", "part", text, "CURL_ZERO_TERMINATED")
        if part.content_type is not None:
            self.lines += _call("", "curl_mime_type", "part", _literal(part.content_type))

    def _headers(self) -> None:
        request, body = self.request, self.request.body
        list_: list[str] = []
        for name, value in request.headers:
            lowered = name.lower()
            if lowered == "authorization" and request.repeated_header is None and self._bearer(value):
                continue
            if lowered == "accept-encoding" and value and request.repeated_header is None:
                self._option("ACCEPT_ENCODING", self._text(value, "accept_encoding"))
                continue
            list_.append(self._header(name, value))
        kind = media_type(request)
        if kind is not None and not isinstance(body, Multipart) and not (isinstance(body, Form) and kind == FORM):
            list_.append(self._header("Content-Type", kind))
        elif kind is None and (isinstance(body, Raw) or (body is None and request.method in ("POST", "PUT", "PATCH"))):
            list_.append('"Content-Type:"')
        large = isinstance(body, Raw) and len(str(body.text)) > _EXPECT_BYTES
        if (request.files or large) and not any(name.lower() == "expect" for name, _ in request.headers):
            list_.append('"Expect:"')
        if isinstance(request.auth, AwsV4) and request.auth.session_token:
            list_.append(self._header("X-Amz-Security-Token", request.auth.session_token))
        if not list_:
            return
        self.lines += ["", "struct curl_slist *headers = NULL;"]
        for each in list_:
            self.lines += _call("headers = ", "curl_slist_append", "headers", each)
        self._option("HTTPHEADER", "headers")
        self.freed.insert(0, "curl_slist_free_all(headers);")

    def _header(self, name: str, value: Text) -> str:
        """A header as an expression; libcurl takes `Name;` for one with an empty value."""
        if value == "":
            return _literal(f"{name};")
        return self._text(joined([f"{name}: ", *pieces_of(value)]), f"{name}_header")

    def _bearer(self, value: Text) -> bool:
        """A bearer token by libcurl's own option; whether it is one."""
        if isinstance(value, str) or len(value.pieces) != 2 or value.pieces[0] != "Bearer ":
            return False
        self._option("HTTPAUTH", "CURLAUTH_BEARER")
        self._option("XOAUTH2_BEARER", self._text(Template(value.pieces[1:]), "token"))
        return True

    def _auth(self) -> None:
        auth = self.request.auth
        if isinstance(auth, Basic | Digest):
            self._option("HTTPAUTH", "CURLAUTH_BASIC" if isinstance(auth, Basic) else "CURLAUTH_DIGEST")
            self._option("USERNAME", self._text(auth.user, "user"))
            self._option("PASSWORD", self._text(auth.password, "password"))
        elif isinstance(auth, AwsV4):
            self._check_signed(auth)
            provider = joined(["aws:amz:", *pieces_of(auth.region), ":", *pieces_of(auth.service)])
            self._option("AWS_SIGV4", self._text(provider, "provider"))
            self._option("USERNAME", self._text(auth.access_key, "access_key"))
            self._option("PASSWORD", self._text(auth.secret_key, "secret_key"))

    def _check_signed(self, auth: AwsV4) -> None:
        """Raises CannotSay where libcurl's signature of AWS is not what AWS reckons."""
        if isinstance(self.request.body, Multipart | FileBody):
            raise CannotSay(f"{_LIBRARY} signs no form with parts and no file for AWS; it takes AWS's own SDK.")
        signing.check_libcurl(self.request, auth, _LIBRARY)

    # the answer

    def _perform(self, *, kept: bool, reads: bool, told: bool, explained: bool) -> None:
        self._option("TIMEOUT", "30L")
        if kept:
            self.lines.append("struct reply reply = {NULL, 0};")
            self._option("WRITEFUNCTION", "keep")
            self._option("WRITEDATA", "&reply")
        head = self.request.method == "HEAD"
        self.lines += [
            "",
            "int outcome = EXIT_FAILURE;",
            "long status = 0;",
            "CURLcode result = curl_easy_perform(curl);",
            "curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);",
            "if (result != CURLE_OK) {",
            '  fprintf(stderr, "%s.\\n", curl_easy_strerror(result));',
            "} else {",
        ]
        if kept:
            self.lines.append('  printf("%ld\\n%s\\n", status, reply.text == NULL ? "" : reply.text);')
        else:
            self.lines.append('  printf("%ld\\n", status);' if head else '  printf("\\n%ld\\n", status);')
        self.lines.append("  if (status >= 200 && status < 300) {")
        if reads:
            self.lines.append("    show_reply(reply.text);")
        self.lines += ["    outcome = EXIT_SUCCESS;", "  } else {"]
        if explained:
            self.lines.append(f"    explain(curl, status{', reply.text' if told else ''});")
        else:
            self.lines.append('    fprintf(stderr, "HTTP %ld\\n", status);')
        self.lines += ["  }", "}", ""]
        self.lines += self.freed
        if kept:
            self.lines.append("free(reply.text);")
        self.lines += ["curl_easy_cleanup(curl);", "curl_global_cleanup();", "return outcome;"]

    def _show_reply(self, answers: Answers) -> str:
        reading = answers.reading
        lines = ["", *_STYLE.unread(answers)]
        lines += ["static void show_reply(const char *text) {", "  cJSON *reply = cJSON_Parse(text);"]
        taken = {*_RESERVED, *_named(reading)}
        lines += indented(_read(reading, "reply", taken), "  ")
        return "\n".join([*lines, "  cJSON_Delete(reply);", "}", ""])

    def _explain(self, told: bool) -> str:
        answers = self.request.answers
        rows = looked_up(answers)
        coded = told and answers.coded
        if not coded:
            rows = list({status: (status, "", message) for status, _, message in reversed(rows)}.values())[::-1]
        more = ", const char *text" if told else ""
        lines = _table(rows, coded=coded) if rows else []
        if rows and coded:
            self.includes.add("string.h")
        lines += [
            "",
            "// Says in words why the request was refused.",
            f"static void explain(CURL *curl, long status{more}) {{",
        ]
        if told:
            lines.append("  cJSON *reply = cJSON_Parse(text);")
            found: dict[Path, str] = {(): "reply"}
            lines += indented(_find(answers.code_path, "item", found, set(_RESERVED), 2), "  ")
            lines += _CODE.split("\n")
        lines.append("  const char *meaning = NULL;")
        if rows:
            lines += [
                "  for (size_t i = 0; i < sizeof failures / sizeof failures[0]; i++) {",
                "    if (meaning == NULL && failures[i].status == status" + (" &&" if coded else ") {"),
            ]
            if coded:
                lines.append("        (failures[i].code == NULL || strcmp(failures[i].code, code) == 0)) {")
            lines += ["      meaning = failures[i].meaning;", "    }", "  }"]
        if told:
            lines.append("  if (meaning == NULL) {")
            lines += indented(_find(answers.message_path, "message", found, set(_RESERVED), 4), "    ")
            lines += ["    meaning = cJSON_GetStringValue(message);", "  }"]
        lines.append('  fprintf(stderr, "HTTP %ld", status);')
        if told:
            lines += ["  if (code[0] != '\\0') {", '    fprintf(stderr, ", code %s", code);', "  }"]
        lines += ["  if (meaning != NULL) {", '    fprintf(stderr, ": %s", meaning);', "  }", *_WAIT.split("\n")]
        if told:
            lines.append("  cJSON_Delete(reply);")
        return "\n".join([*lines, "}", ""])


def _opening(request: Request) -> list[str]:
    """The comment at the top; no line ends with what would draw the next one into the comment."""
    lines = _STYLE.opening(request, width=_WIDTH - 3)
    return [f"{each}." if each.endswith(("\\", "??/")) else each for each in lines]


def _literal(text: str) -> str:
    """A literal of a text that ends where C thinks that it does."""
    if "\0" in text:
        raise CannotSay("A text of C ends at its first NUL, and this request has one inside a text.")
    return _QUOTE(text)


def _format(text: str) -> str:
    """A text as it stands in a format."""
    _literal(text)
    return _FORMAT.inside(text)


def _encoded(text: Text) -> list[str | Variable]:
    """A name or value of a form, encoded: what is known here, the rest by the program."""
    return [
        quote_plus(each, errors="surrogatepass")
        if isinstance(each, str)
        else Variable(each.name, each.environment, each.snake, each.camel, each.pascal, encoded=True)
        for each in pieces_of(text)
    ]


def _table(rows: list[tuple[int, str, str]], *, coded: bool) -> list[str]:
    """What is documented, in the order of its look-up."""
    lines = [
        "",
        "// What the API documents: HTTP status" + (", its own code," if coded else "") + " and what they mean.",
    ]
    lines += ["static const struct {", "  long status;", *(["  const char *code;"] if coded else [])]
    lines += ["  const char *meaning;", "} failures[] = {"]
    for status, code, message in rows:
        own = f" {_QUOTE(code) if code else 'NULL'}," if coded else ""
        lines.append(f"    {{{status},{own} {_QUOTE(message)}}},")
    return [*lines, "};"]


def _named(reading: Reading) -> set[str]:
    found = set()
    for each in reading:
        found.add(_STYLE.name(each))
        if isinstance(each, Loop):
            found |= _named(each.body)
    return found


def _find(path: Path, name: str, found: dict[Path, str], taken: set[str], indent: int) -> list[str]:
    """Declarations that end in the value at a path, under this name; `found` has what was declared before."""
    lines = []
    for end in range(1, len(path) + 1):
        here = path[:end]
        if here in found and end < len(path):
            continue
        step = here[-1]
        own = name
        if end < len(path):
            own = free("_".join(names.identifier(str(step), "value")), taken)
            taken.add(own)
            found[here] = own
        before = f"const cJSON *{own} = "
        parent = found[here[:-1]]
        if isinstance(step, int):
            lines += _call(before, "cJSON_GetArrayItem", parent, str(step), indent=indent)
        else:
            lines += _call(before, "cJSON_GetObjectItemCaseSensitive", parent, _QUOTE(step), indent=indent)
    return lines


def _read(reading: Reading, root: str, taken: set[str], indent: int = 2) -> list[str]:
    """Reads and prints what is read of a value."""
    found: dict[Path, str] = {(): root}
    lines = []
    for each in reading:
        name = _STYLE.name(each)
        if isinstance(each, Leaf):
            lines += _find(each.path, name, found, taken, indent)
            lines += _call("", "show", _QUOTE(each.text), name if each.path else root, indent=indent)
            continue
        whole = root
        if each.path:
            whole = "_".join(names.identifier(str(each.path[-1]), "value"))
            number = 1
            while whole in taken:
                number += 1
                whole = f"{name}_list" if number == 2 else f"{name}_list_{number}"
            taken.add(whole)
            lines += _find(each.path, whole, found, taken, indent)
        inner = _read(each.body, name, taken, indent + 2)
        lines += [
            f"const cJSON *{name} = NULL;",
            f"cJSON_ArrayForEach({name}, {whole}) {{",
            *indented(inner, "  "),
            "}",
        ]
    return lines


def write(request: Request) -> str:
    """The program that sends the request. Raises CannotSay."""
    return _Program(request).text()


LANGUAGE = Language(
    id="c-libcurl",
    title="C (libcurl)",
    lexer="c",
    file="sample.c",
    write=write,
    build=(("cc", "-std=c11", "-Wall", "-Wextra", "-o", "sample", "sample.c", "-lcurl", "-lcjson"),),
    run=("./sample",),
    batch=(("python3", "{tools}/compile_all.py", "c"),),
    probe=(
        ("cc", "--version"),
        ("sh", "-c", 'echo "#include <curl/curl.h>\n#include <cjson/cJSON.h>" | cc -fsyntax-only -xc -'),
    ),
    needs="a C compiler, libcurl 7.84 or newer and cJSON, with their headers",
    shared={
        ".clang-format": (
            "BasedOnStyle: Google\n"
            "ColumnLimit: 0\n"
            "ForEachMacros: [cJSON_ArrayForEach]\n"
            "SpaceBeforeParens: ControlStatementsExceptControlMacros\n"
        ),
    },
)
