"""Go, with net/http: structs with JSON tags, bodies as raw strings, laid out as gofmt does."""

import re

from doorlist.samples.language import (
    BACKSLASHED,
    UNPRINTED_IN_LINES,
    Language,
    Named,
    Naming,
    Quoting,
    Style,
    indented,
)
from doorlist.samples.parts.asked import variables
from doorlist.samples.parts.checks import check_auth, check_connect, check_headers
from doorlist.samples.parts.compiled import media_type, tells_json
from doorlist.samples.parts.documented import looked_up
from doorlist.samples.parts.forms import between_quotes
from doorlist.samples.parts.go_structs import Awkward, Node, camel, widths
from doorlist.samples.request import (
    Basic,
    CannotSay,
    Field,
    File,
    FileBody,
    Form,
    Kind,
    Leaf,
    Multipart,
    Part,
    Raw,
    Reading,
    Request,
    Text,
    Url,
    Variable,
)
from doorlist.samples.variables import concatenated

_LIBRARY = "Go's net/http"


class _GoQuoting(Quoting):
    """Strings in backquotes where that spares escapes, or else in double quotes."""

    _raw = re.compile(f"[^`{UNPRINTED_IN_LINES}]*")

    def __call__(self, text: str) -> str:
        if self._unsafe.search(text) is None:
            return f'"{text}"'
        return f"`{text}`" if self._raw.fullmatch(text) else f'"{self.inside(text)}"'


def _control(code: int) -> str:
    if 0xD800 <= code < 0xE000:
        return "".join(f"\\x{each:02x}" for each in chr(code).encode("utf-8", "surrogatepass"))
    return f"\\u{code:04x}"


_QUOTE = _GoQuoting('"', '"', BACKSLASHED, _control)

_KEYWORDS = """break case chan const continue default defer else fallthrough for func go goto if import interface map package
    range return select struct switch type var"""
_OWN = """any append bool byte cap close code copy delete error false float64 int int64 len main make new nil panic print println
    rune string true at body bytes client decoder err errors explain failure field fields file filepath fmt form http io
    json known meaning meanings multipart os part path payload queryEscape reply req required resp run strings
    textproto text time url value wait addFile addPart"""


class _GoStyle(Style):
    """Go's names have their initialisms in capitals."""

    def name(self, named: Named | Variable) -> str:
        name = camel(named.snake)
        return f"{name}Value" if name in _TAKEN else name


_TAKEN = frozenset(_KEYWORDS.split()) | frozenset(_OWN.split())
_SPACED = _GoStyle(quote=_QUOTE, naming=Naming.SNAKE, comment="//")
# Among several arguments, gofmt takes the blanks out.
_TIGHT = _GoStyle(quote=_QUOTE, naming=Naming.SNAKE, comment="//", joined="+")
_METHODS = {
    each.upper(): f"http.Method{each}" for each in ("Get", "Head", "Post", "Put", "Patch", "Delete", "Options", "Trace")
}
_ESCAPED_IN_NAMES = re.compile(r'["\\\r\n]')
_CONTINUED_LINES_MAX = 400
_CREATED_TYPE = "application/octet-stream"  # what CreateFormFile sends

_MAIN = """
func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
"""
_REQUIRED = """
// required is the value of an environment variable that must be set.
func required(name string) string {
	value, ok := os.LookupEnv(name)
	if !ok {
		fmt.Fprintf(os.Stderr, "Set the environment variable %s.\\n", name)
		os.Exit(2)
	}
	return value
}
"""
_QUERY_ESCAPE = """
// queryEscape is the text as it stands in a query, a space as %20.
func queryEscape(text string) string {
	return strings.ReplaceAll(url.QueryEscape(text), "+", "%20")
}
"""
_ADD_FILE = """
// addFile adds a file to the form.
func addFile(form *multipart.Writer, field, path string) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	part, err := form.CreateFormFile(field, filepath.Base(path))
	if err != nil {
		return err
	}
	_, err = io.Copy(part, file)
	return err
}
"""
_ADD_NAMED_FILE = """
// addFile adds a file to the form, with the headers that it is to have there.
func addFile(form *multipart.Writer, path, disposition, contentType string) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	return addPart(form, disposition, contentType, file)
}
"""
_ADD_PART = """
// addPart adds a part to the form, with the headers that it is to have there.
func addPart(form *multipart.Writer, disposition, contentType string, content io.Reader) error {
	header := textproto.MIMEHeader{}
	header.Set("Content-Disposition", disposition)
	if contentType != "" {
		header.Set("Content-Type", contentType)
	}
	part, err := form.CreatePart(header)
	if err != nil {
		return err
	}
	_, err = io.Copy(part, content)
	return err
}
"""
_AT = """
// at is the value that stands at a path in a JSON value, nil where there is none.
func at(value any, path ...any) any {
	for _, step := range path {
		switch step := step.(type) {
		case string:
			object, _ := value.(map[string]any)
			value = object[step]
		case int:
			list, _ := value.([]any)
			if step >= len(list) {
				return nil
			}
			value = list[step]
		}
	}
	return value
}
"""
_WAIT = """\
	if resp.StatusCode == http.StatusTooManyRequests {
		wait := resp.Header.Get("Retry-After")
		if wait == "" {
			wait = "a while"
		}
		text += " Try again after " + wait + "."
	}"""


class _Program:
    """One program: its imports, what it declares, and what `run` does."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.imports = {"fmt", "net/http", "os", "time"}
        self.declared: list[str] = []
        self.functions: dict[str, str] = {}
        self.lines: list[str] = []

    def text(self) -> str:
        """The program's text."""
        request = self.request
        check_auth(request, _LIBRARY, (Basic,))
        check_headers(request, _LIBRARY)
        check_connect(request, _LIBRARY)
        self._variables()
        body = self._body()
        if request.body is not None:
            self.lines.append("")
        self._send(body)
        self._answer()
        opening = [
            each.replace("// +build", "// + build", 1) if each.startswith("// +build") else each
            for each in _SPACED.opening(request)
        ]
        imports = "\n".join(f'\t"{each}"' for each in sorted(self.imports))
        lines = "\n".join([f"\t{line}" if line else "" for line in self.lines])
        return "".join(
            (
                "\n".join(opening),
                "\n\n" if opening else "",
                f"package main\n\nimport (\n{imports}\n)\n",
                *("\n" + each for each in self.declared),
                _MAIN,
                f"\nfunc run() error {{\n{lines}\n\treturn nil\n}}\n",
                *self.functions.values(),
            )
        )

    def _variables(self) -> None:
        asked = variables(self.request)
        for each in asked:
            self.lines.append(f"{_SPACED.name(each)} := required({_QUOTE(each.environment)})")
        if asked:
            self.lines.append("")
            self.functions["required"] = _REQUIRED

    # the request

    def _send(self, body: str) -> None:
        request = self.request
        method = _METHODS.get(request.method) or _QUOTE(request.method)
        self.lines += [
            f"req, err := http.NewRequest({method}, {self._address(request.url)}, {body})",
            *_failing(),
        ]
        repeated = request.repeated_header is not None
        for name, value in request.headers:
            lowered = name.lower()
            if lowered == "host":
                self.lines.append(f"req.Host = {_SPACED.text(value)}")
                continue
            if lowered == "trailer" or (lowered in ("user-agent", "accept-encoding") and value == ""):
                raise CannotSay(f"{_LIBRARY} has its own mind about the header {name} and would not send this one.")
            verb = "Add" if repeated else "Set"
            self.lines.append(f"req.Header.{verb}({_QUOTE(name)}, {_TIGHT.text(value)})")
        if isinstance(request.body, Multipart):
            self.lines.append('req.Header.Set("Content-Type", form.FormDataContentType())')
        elif media_type(request) is not None:
            self.lines.append(f'req.Header.Set("Content-Type", {_TIGHT.text(media_type(request) or "")})')
        if isinstance(request.auth, Basic):
            user, password = _TIGHT.text(request.auth.user), _TIGHT.text(request.auth.password)
            self.lines.append(f"req.SetBasicAuth({user}, {password})")
        self.lines += [
            "",
            "client := &http.Client{Timeout: 30 * time.Second}",
            "resp, err := client.Do(req)",
            *_failing(),
            "defer resp.Body.Close()",
        ]

    def _address(self, url: Url) -> str:
        """The URL as an expression; what it asks for is escaped, in the query in the query's way."""
        if isinstance(url.text, str):
            return _QUOTE(url.text)
        said, asked = [], False
        for each in url.text.pieces:
            if isinstance(each, str):
                asked = asked or "?" in each
                said.append(_QUOTE(each))
            elif not each.encoded:
                said.append(_TIGHT.name(each))
            elif asked:
                said.append(f"queryEscape({_TIGHT.name(each)})")
                self.functions["queryEscape"] = _QUERY_ESCAPE
                self.imports |= {"net/url", "strings"}
            else:
                said.append(f"url.PathEscape({_TIGHT.name(each)})")
                self.imports.add("net/url")
        return "+".join(said)

    def _body(self) -> str:
        match self.request.body:
            case None:
                return "nil"
            case Raw(text=text):
                self.imports.add("strings")
                self.lines.append(f"payload := strings.NewReader({_long(text)})")
                return "payload"
            case FileBody(file=file):
                self.imports.add("bytes")
                self.lines += [f"payload, err := os.ReadFile({_SPACED.text(file.path)})", *_failing()]
                return "bytes.NewReader(payload)"
            case Form(fields=fields):
                return self._form(fields)
            case Multipart(parts=parts):
                self.imports |= {"bytes", "mime/multipart"}
                self.lines += ["var payload bytes.Buffer", "form := multipart.NewWriter(&payload)"]
                self._parts(parts)
                self.lines += ["if err := form.Close(); err != nil {", "\treturn err", "}"]
                return "&payload"

    def _form(self, fields: tuple[Field, ...]) -> str:
        self.imports |= {"net/url", "strings"}
        keys = [each.name for each in fields]
        if all(isinstance(each, str) for each in keys) and keys == sorted(keys, key=str):
            self.lines.append("form := url.Values{}")
            self.lines += [f"form.Add({_TIGHT.text(each.name)}, {_TIGHT.text(each.value)})" for each in fields]
            return "strings.NewReader(form.Encode())"
        self.lines += [
            "// url.Values would sort the fields; these keep their order.",
            "var fields []string",
            "for _, field := range [][2]string{",
            *(f"\t{{{_SPACED.text(each.name)}, {_SPACED.text(each.value)}}}," for each in fields),
            "} {",
            '\tfields = append(fields, url.QueryEscape(field[0])+"="+url.QueryEscape(field[1]))',
            "}",
        ]
        return 'strings.NewReader(strings.Join(fields, "&"))'

    def _parts(self, parts: tuple[Part, ...]) -> None:
        plain = all(_plain(each) for each in parts if isinstance(each.content, File))
        for each in parts:
            content = each.content
            if isinstance(content, File):
                self.imports |= {"io", "path/filepath"} if plain else {"io"}
                path = _TIGHT.text(content.path)
                if plain:
                    call = f"addFile(form, {_TIGHT.text(each.name)}, {path})"
                    self.functions["addFile"] = _ADD_FILE
                else:
                    call = f"addFile(form, {path}, {self._disposition(each)}, {_QUOTE(each.content_type or '')})"
                    self.functions["addFile"] = _ADD_NAMED_FILE
                    self._part_function()
            elif each.content_type is None and _bare(each.name):
                call = f"form.WriteField({_TIGHT.text(each.name)}, {_TIGHT.text(content)})"
            else:
                self.imports.add("strings")
                disposition, kind = self._disposition(each), _QUOTE(each.content_type or "")
                call = f"addPart(form, {disposition}, {kind}, strings.NewReader({_TIGHT.text(content)}))"
                self._part_function()
            self.lines += [f"if err := {call}; err != nil {{", "\treturn err", "}"]

    def _part_function(self) -> None:
        self.imports |= {"io", "net/textproto"}
        self.functions["addPart"] = _ADD_PART

    def _disposition(self, part: Part) -> str:
        """A part's Content-Disposition as an expression."""
        head = concatenated('form-data; name="', between_quotes(part.name))
        file = part.content
        if not isinstance(file, File):
            return _TIGHT.text(concatenated(head, '"'))
        if file.name is not None:
            return _TIGHT.text(concatenated(head, '"; filename="', between_quotes(file.name), '"'))
        self.imports.add("path/filepath")
        before = _TIGHT.text(concatenated(head, '"; filename="'))
        return f'{before}+filepath.Base({_TIGHT.text(file.path)})+`"`'

    # the answer

    def _answer(self) -> None:
        request, answers = self.request, self.request.answers
        explained = bool(answers.failures or answers.reading)
        if request.method == "HEAD":
            self.lines.append("fmt.Println(resp.StatusCode)")
        else:
            self.imports.add("io")
            self.lines += [
                "body, err := io.ReadAll(resp.Body)",
                *_failing(),
                "fmt.Println(resp.StatusCode)",
                "fmt.Println(string(body))",
            ]
        self.lines.append("if resp.StatusCode < 200 || resp.StatusCode > 299 {")
        told = tells_json(request)
        if explained:
            self.lines.append(f"\treturn explain(resp{', body' if told else ''})")
            self.functions["explain"] = self._explain(told)
        else:
            self.lines.append('\treturn fmt.Errorf("HTTP %s", resp.Status)')
        self.lines.append("}")
        if answers.reading and request.method != "HEAD":
            self._read(answers.reading)

    def _explain(self, told: bool) -> str:
        answers = self.request.answers
        self.imports.add("errors")
        rows = looked_up(answers)
        coded = told and answers.coded
        lines = ["// explain says in words why the request was refused.\n"]
        lines.append(f"func explain(resp *http.Response{', body []byte' if told else ''}) error {{\n")
        if told:
            self.imports |= {"bytes", "encoding/json"}
            lines.append(self._refusal())
        if rows:
            self.declared.append(_table(rows if coded else [row for row in rows if not row[1]] or rows, coded))
            lines.append(_meaning(rows, coded, told))
        elif told:
            lines.append("\tmeaning := message\n")
        lines.append('\ttext := fmt.Sprintf("HTTP %d", resp.StatusCode)\n')
        if told:
            lines.append('\tif code != "" {\n\t\ttext += ", code " + code\n\t}\n')
        if rows or told:
            lines.append('\tif meaning != "" {\n\t\ttext += ": " + meaning\n\t}\n')
        lines.append(f"{_WAIT}\n\treturn errors.New(text)\n}}\n")
        return "\n" + "".join(lines)

    def _refusal(self) -> str:
        """The lines that read the code and the message of a refusal."""
        answers = self.request.answers
        decode = (
            "\tdecoder := json.NewDecoder(bytes.NewReader(body))\n"
            "\tdecoder.UseNumber()\n"
            "\tdecoder.Decode(&reply) // what is not JSON has no code\n"
        )
        root = Node()
        try:
            code, place = root.down(answers.code_path)
            place.kind = "any"
            message, place = root.down(answers.message_path)
            if place.fields or place.kind:
                raise Awkward
            place.kind = "string"
        except Awkward:
            self.functions["at"] = _AT
            code, message = (", ".join(map(_step, path)) for path in (answers.code_path, answers.message_path))
            return (
                f"\tvar reply any\n{decode}"
                f'\tcode := ""\n\tif value := at(reply, {code}); value != nil {{\n\t\tcode = fmt.Sprint(value)\n\t}}\n'
                f"\tmessage, _ := at(reply, {message}).(string)\n"
            )
        first, *rest = root.type()
        return (
            "\n".join([f"\tvar reply {first}", *indented(rest, "\t")]) + f"\n{decode}"
            f'\tcode, message := "", reply{message}\n'
            f"\tif reply{code} != nil {{\n\t\tcode = fmt.Sprint(reply{code})\n\t}}\n"
        )

    def _read(self, reading: Reading) -> None:
        self.imports.add("encoding/json")
        unread = _SPACED.unread(self.request.answers)
        complain = [
            '\tfmt.Fprintln(os.Stderr, "The reply is not what the API documents:", err)',
            "}",
        ]
        root = Node()
        try:
            lines = self._struct(reading, root, "reply")
        except Awkward:
            self.imports.add("bytes")
            self.functions["at"] = _AT
            self.lines += ["", *unread, "var reply any"]
            self.lines += ["decoder := json.NewDecoder(bytes.NewReader(body))", "decoder.UseNumber()"]
            self.lines += ["if err := decoder.Decode(&reply); err != nil {", *complain, *_dynamic(reading, "reply")]
            return
        first, *rest = root.type()
        comments = ["// Reply is what is read of an answer.", *unread]
        self.declared.insert(0, "\n".join([*comments, f"type Reply {first}", *rest, ""]))
        self.lines += ["", "var reply Reply", "if err := json.Unmarshal(body, &reply); err != nil {", *complain, *lines]

    def _struct(self, reading: Reading, node: Node, said: str) -> list[str]:
        """Makes room in the struct for what is read, and prints it."""
        kinds = _WIDE_KINDS if _LONG_INTEGER.search(self.request.answers.example) else _KINDS
        lines = []
        for each in reading:
            where, place = node.down(each.path)
            if place.kind or place.fields or place.element:
                raise Awkward
            if isinstance(each, Leaf):
                place.kind = kinds[each.kind]
                value = f"string({said}{where})" if each.kind is Kind.OTHER else said + where
                lines.append(f"fmt.Println({_QUOTE(each.text + ':')}, {value})")
                continue
            place.element = Node()
            name = _SPACED.name(each)
            inner = self._struct(each.body, place.element, name)
            if inner:
                lines += [f"for _, {name} := range {said}{where} {{", *indented(inner, "\t"), "}"]
        return lines


_KINDS = {
    Kind.TEXT: "string",
    Kind.INTEGER: "int64",
    Kind.NUMBER: "json.Number",
    Kind.BOOLEAN: "bool",
    Kind.OTHER: "json.RawMessage",
}
_WIDE_KINDS = {**_KINDS, Kind.INTEGER: "json.Number"}
_LONG_INTEGER = re.compile(r"[0-9]{19}")


def _dynamic(reading: Reading, root: str) -> list[str]:
    """Prints what is read of a reply that no struct can say."""
    lines = []
    for each in reading:
        found = f"at({', '.join((root, *map(_step, each.path)))})" if each.path else root
        if isinstance(each, Leaf):
            lines.append(f"fmt.Println({_QUOTE(each.text + ':')}, {found})")
            continue
        name = _SPACED.name(each)
        inner = _dynamic(each.body, name)
        if inner:
            plural = f"{name}List"
            lines.append(f"{plural}, _ := {found}.([]any)")
            lines += [f"for _, {name} := range {plural} {{", *indented(inner, "\t"), "}"]
    return lines


def _failing() -> tuple[str, str, str]:
    return "if err != nil {", "\treturn err", "}"


def _step(step: str | int) -> str:
    return str(step) if isinstance(step, int) else _QUOTE(step)


def _bare(name: Text) -> bool:
    """Whether Go's own escapes leave a part's name alone."""
    return not isinstance(name, str) or _ESCAPED_IN_NAMES.search(name) is None


def _plain(part: Part) -> bool:
    """Whether CreateFormFile sends the part as it is to be."""
    file = part.content
    assert isinstance(file, File), "asked of files alone"
    if part.content_type not in (None, _CREATED_TYPE) or not _bare(part.name):
        return False
    if not isinstance(file.path, str):
        return file.name is None
    return _bare(file.path) and file.name in (None, file.path.rpartition("/")[2])


def _long(text: Text) -> str:
    """A body's literal; one of several lines that cannot stand in backquotes is joined of its lines."""
    said = _SPACED.text(text)
    if isinstance(text, str) and said[0] == '"' and 1 < text.count("\n") < _CONTINUED_LINES_MAX:
        lines = [_QUOTE.opening + _QUOTE.inside(each) + _QUOTE.closing for each in text.splitlines(keepends=True)]
        return " +\n\t\t".join(lines)
    return said


def _table(rows: list[tuple[int, str, str]], coded: bool) -> str:
    """What is documented, as a map from status (and code)."""
    if not coded:
        keys = [str(status) for status, _, _ in rows]
        kind, before = "int", "// meanings has what the API documents, by HTTP status.\n"
    else:
        keys = [f"{{{status}, {_QUOTE(code)}}}" for status, code, _ in rows]
        kind, before = (
            "failure",
            (
                "// failure is a documented error: the HTTP status and the API's own code, if it has one.\n"
                "type failure struct {\n\tstatus int\n\tcode   string\n}\n\n"
                "// meanings has what the API documents.\n"
            ),
        )
    columns = widths(keys)
    lines = "".join(
        f"\t{key + ':':<{width}} {_QUOTE(message)},\n"
        for key, width, (_, _, message) in zip(keys, columns, rows, strict=True)
    )
    return f"{before}var meanings = map[{kind}]string{{\n{lines}}}\n"


def _meaning(rows: list[tuple[int, str, str]], coded: bool, told: bool) -> str:
    if not coded:
        return "\tmeaning := meanings[resp.StatusCode]\n" + (
            '\tif meaning == "" {\n\t\tmeaning = message\n\t}\n' if told else ""
        )
    plain = any(not code for _, code, _ in rows)
    return (
        "\tmeaning, known := meanings[failure{resp.StatusCode, code}]\n"
        + ('\tif !known {\n\t\tmeaning, known = meanings[failure{resp.StatusCode, ""}]\n\t}\n' if plain else "")
        + "\tif !known {\n\t\tmeaning = message\n\t}\n"
    )


def write(request: Request) -> str:
    """The program that sends the request. Raises CannotSay."""
    return _Program(request).text()


LANGUAGE = Language(
    id="go",
    title="Go",
    lexer="go",
    file="main.go",
    write=write,
    build=(("go", "build", "-o", "sample", "main.go"),),
    run=("./sample",),
    batch=(("python3", "{tools}/compile_all.py", "go"),),
    probe=(("go", "version"),),
    needs="Go 1.19 or newer",
    shared={"go.mod": "module samples\n\ngo 1.19\n"},
)
