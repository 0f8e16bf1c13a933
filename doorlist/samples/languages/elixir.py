"""Elixir with Erlang's own httpc, and jiffy for JSON: a script for Elixir 1.14 on OTP 25, or newer."""

from doorlist.samples.language import Language, Naming, Quoting, Style, indented, unread
from doorlist.samples.parts import documented, forms, interpreted
from doorlist.samples.parts.checks import check_auth
from doorlist.samples.parts.grouping import Group, Layout, Node, call
from doorlist.samples.parts.scripts import CONTROL, Code, Piece, pieces
from doorlist.samples.parts.texts import UNFIT_LINES
from doorlist.samples.request import (
    Answers,
    Basic,
    CannotSay,
    Field,
    File,
    FileBody,
    Form,
    Loop,
    Multipart,
    Part,
    Path,
    Reading,
    Request,
    Text,
)

_LAYOUT = Layout(98, "  ", 2)
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"})
_BODIED = frozenset({"POST", "PUT", "PATCH", "DELETE"})
# Headers that httpc keeps in a record, where each has one place.
_KNOWN = frozenset(
    """cache-control connection date pragma trailer transfer-encoding upgrade via warning accept accept-charset
    accept-encoding accept-language authorization expect from host if-match if-modified-since if-none-match if-range
    if-unmodified-since max-forwards proxy-authorization range referer te user-agent allow content-encoding
    content-language content-length content-location content-md5 content-range content-type expires
    last-modified""".split()  # noqa: SIM905
)
_RESERVED = frozenset(
    """after and catch do else end false fn in nil not or rescue true when def defp defmodule case cond for if import
    quote receive require required explain field shown part boundary body form headers request reply answer status
    options url code meaning text print value try unless unquote use with self send""".split()  # noqa: SIM905
)


def _control(code: int) -> str:
    if 0xD800 <= code < 0xE000:
        return "".join(f"\\x{each:02X}" for each in chr(code).encode("utf-8", "surrogatepass"))
    return f"\\u{code:04X}" if code < 0x10000 else f"\\u{{{code:X}}}"


class _Double(Quoting):
    """Double quotes; a `#` is escaped only where it would begin a hole."""

    def __call__(self, text: str) -> str:
        return super().__call__(text) if "#{" not in text else f"{self.opening}{self.inside(text)}{self.closing}"

    def inside(self, text: str) -> str:
        written = super().inside(text)
        return written.replace("#{", "\\#{") if "#{" in written else written


class _Quoting(_Double):
    """Double quotes, or a sigil where there are many to be escaped."""

    def __call__(self, text: str) -> str:
        if '"' in text and ")" not in text and "\\" not in text and not CONTROL.search(text) and "#{" not in text:
            return f"~s({text})"
        return super().__call__(text)


_ESCAPES = {"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_DOUBLE = _Double('"', '"', {**_ESCAPES, '"': '\\"'}, _control)
_LINES = _Double("", "", {"\\": "\\\\"}, _control, unsafe="")
QUOTE = _Quoting('"', '"', {**_ESCAPES, '"': '\\"'}, _control)
STYLE = Style(
    quote=QUOTE,
    naming=Naming.SNAKE,
    comment="#",
    reserved=_RESERVED,
    interpolated=_DOUBLE,
    hole="#{{{0}}}",
    encoded="URI.encode({0}, &URI.char_unreserved?/1)",
)

_REQUIRED = """
  # The value of an environment variable that must be set.
  defp required(name) do
    case System.fetch_env(name) do
      {:ok, value} ->
        value

      :error ->
        IO.puts(:stderr, "Set the environment variable #{name}.")
        System.halt(2)
    end
  end
""".splitlines()

_PART = r"""
  # A part of a multipart form: its name and file name, its content and its type.
  defp part(boundary, names, content, type \\ nil) do
    head = "--#{boundary}\r\nContent-Disposition: form-data; #{names}\r\n"
    head = if type, do: "#{head}Content-Type: #{type}\r\n", else: head
    [head, "\r\n", content, "\r\n"]
  end
""".splitlines()

_TYPED_PART = r"""
  # A part of a multipart form: its name and file name, its content and its type.
  defp part(boundary, names, content, type) do
    head = "--#{boundary}\r\nContent-Disposition: form-data; #{names}\r\n"
    [head, "Content-Type: #{type}\r\n\r\n", content, "\r\n"]
  end
""".splitlines()

_DECODE = """
  # The JSON of a reply, or nil where it is none.
  defp decode(text) do
    :jiffy.decode(text, [:return_maps, :use_nil])
  catch
    _, _ -> nil
  end
""".splitlines()

_FIELD = """
  # The value at a path inside a reply, or nil.
  defp field(value, []), do: value
  defp field(value, [key | rest]) when is_map(value), do: field(value[key], rest)
  defp field(_, _), do: nil
""".splitlines()

_FIELD_OF_LISTS = """
  # The value at a path inside a reply, or nil.
  defp field(value, []), do: value
  defp field(value, [key | rest]) when is_map(value), do: field(value[key], rest)

  defp field(value, [index | rest]) when is_list(value) and is_integer(index) do
    field(Enum.at(value, index), rest)
  end

  defp field(_, _), do: nil
""".splitlines()

_SHOWN = """
  # A value of a reply as text.
  defp shown(value) when is_binary(value), do: value
  defp shown(value) when is_map(value) or is_list(value), do: :jiffy.encode(value, [:use_nil])
  defp shown(value), do: inspect(value)
""".splitlines()


def write(request: Request) -> str:
    """The program."""
    answers = request.answers
    check_auth(request, "Erlang's httpc", (Basic,))
    _check(request)
    functions = _errors(answers)
    functions += _run(request)
    if answers.failures:
        functions += _explain(answers)
    if request.variables:
        functions += _REQUIRED
    if isinstance(request.body, Multipart) and request.body.parts:
        functions += _TYPED_PART if all(map(interpreted.part_type, request.body.parts)) else _PART
    if answers.reading or answers.coded:
        functions += _DECODE
        functions += _FIELD_OF_LISTS if _indexed(answers) else _FIELD
        functions += _SHOWN
    program = [*STYLE.opening(request), "", "defmodule Sample do", *functions, "end", "", "Sample.run()", ""]
    return "\n".join(program).lstrip("\n")


def _indexed(answers: Answers) -> bool:
    def any_index(tree: Reading) -> bool:
        return any(
            any(isinstance(step, int) for step in each.path) or (isinstance(each, Loop) and any_index(each.body))
            for each in tree
        )

    return any_index(answers.reading) or any(
        isinstance(step, int) for step in (*answers.code_path, *answers.message_path)
    )


def _check(request: Request) -> None:
    """Raises CannotSay for what httpc does not send, or sends in another way."""
    if request.method not in _METHODS:
        raise CannotSay(
            f"Erlang's httpc knows the methods of its list alone, and {request.method[:40]} is none of them."
        )
    if request.body is not None and request.method not in _BODIED:
        raise CannotSay(f"Erlang's httpc sends no body with {request.method}.")
    if forms.dotted(request):
        raise CannotSay("Erlang's httpc takes `.` and `..` out of a path before it is sent, and this path has one.")
    for name, value in request.all_headers:
        if interpreted.unsendable(value):
            raise CannotSay(f"A control character cannot be sent in a header, and {name} has one.")


# What is sent


def _literal(*texts: Piece) -> str:
    """One literal of texts, variables and expressions."""
    found = pieces(texts)
    if all(type(each) is str for each in found):
        return QUOTE("".join(map(str, found)))
    if len(found) == 1:
        only = found[0]
        return str(only) if isinstance(only, Code) else STYLE.variable(only)  # type: ignore[arg-type]
    return f'"{_inside(found, _DOUBLE)}"'


def _inside(found: list, quoting: Quoting) -> str:  # type: ignore[type-arg]
    inside = ""
    for each in found:
        if isinstance(each, Code):
            inside += f"#{{{each}}}"
        else:
            inside += quoting.inside(each) if isinstance(each, str) else f"#{{{STYLE.variable(each)}}}"
    return inside


def _charlist(*texts: Piece) -> str:
    """The same as a list of bytes."""
    found = pieces(texts)
    if found and all(isinstance(each, Code) or (isinstance(each, str) and each.isascii()) for each in found):
        if any(isinstance(each, Code) for each in found):
            return f'~c"{_inside(found, _DOUBLE)}"'
        text = "".join(map(str, found))
        return f"~c({text})" if '"' in text and ")" not in text and "\\" not in text else f"~c{_DOUBLE(text)}"
    return f":binary.bin_to_list({_literal(*texts)})"


def _assigned(name: str, node: Node, indent: str = "    ") -> list[str]:
    begin = f"{name} = "
    lines = _LAYOUT.lines(node, indent, begin)
    flat_too_wide = len(lines) == 1 and len(lines[0]) > _LAYOUT.width and isinstance(node, str)
    if flat_too_wide or (len(lines) > 1 and isinstance(node, Group) and node.opening.endswith("(")):
        return [f"{indent}{name} =", *_LAYOUT.lines(node, f"{indent}  ")]
    return lines


def _spaced(statements: list[list[str]]) -> list[str]:
    """Statements below one another; one of several lines has blank lines around it, an empty one is such a line."""
    program: list[str] = []
    before: list[str] = []
    for each in statements:
        if program and program[-1] and (not each or len(each) > 1 or len(before) > 1):
            program.append("")
        program += each
        before = each
    return program


def _run(request: Request) -> list[str]:
    url = request.url
    statements = [["    {:ok, _} = Application.ensure_all_started(:inets)"]]
    if url.scheme != "http":
        statements.append(["    {:ok, _} = Application.ensure_all_started(:ssl)"])
    if str(url.origin).partition("//")[2].startswith("["):
        statements.append(["    :ok = :httpc.set_options(ipfamily: :inet6)"])
    statements.append([])
    statements += ([f"    {STYLE.name(each)} = required({QUOTE(each.environment)})"] for each in request.variables)
    statements.append([])
    statements += _body(request)
    statements.append([])
    statements += _request(request)
    return ["  def run do", *_spaced(statements), *_receiving(request), "  end"]


def _collapses(request: Request) -> bool:
    """Whether httpc would keep one of several headers of a name."""
    known = [name for each, _ in request.headers if (name := each.lower()) in _KNOWN]
    return len(set(known)) < len(known)


def _request(request: Request) -> list[list[str]]:
    has_body = request.body is not None
    content_type: tuple[Piece, ...] | None = None if request.content_type is None else (request.content_type,)
    if isinstance(request.body, Multipart):
        content_type = (request.content_type or "multipart/form-data", "; boundary=", Code("boundary"))
    headers: list[tuple[str, tuple[Piece, ...]]] = [(name, (value,)) for name, value in request.headers]
    if isinstance(request.auth, Basic):
        credentials = _literal(request.auth.user, ":", request.auth.password)
        headers.append(("Authorization", ("Basic ", Code(f"Base.encode64({credentials})"))))
    has_kind = has_body or request.method in forms.BODIED
    comment: list[str] = []
    as_is = _collapses(request) or (has_body and content_type is None)
    statements = [_assigned("url", _literal(request.url.text))]
    origin = request.url.origin
    host = (origin.partition("//")[2],) if isinstance(origin, str) else (Code("URI.parse(url).authority"),)
    # httpc leaves the brackets of an address of IPv6 out.
    if (as_is or str(host[0]).startswith("[")) and not any(name.lower() == "host" for name, _ in headers):
        headers.insert(0, ("Host", host))
    if as_is:
        if content_type is not None:
            headers.append(("Content-Type", content_type))
        if has_body:
            headers.append(("Content-Length", (Code("Integer.to_string(IO.iodata_length(body))"),)))
        rows = [Group("{", (("", _charlist(name)), ("", _charlist(*value))), "}") for name, value in reversed(headers)]
        comment = ["    # Sent as they are, the last one first."]
    else:
        if content_type is not None and not has_kind:
            headers.append(("Content-Type", content_type))
        rows = [Group("{", (("", _charlist(name)), ("", _literal(*value))), "}") for name, value in headers]
    if rows:
        listed = Group("[", tuple(("", each) for each in rows), "]", open=len(rows) > 1)
        statements.append([*comment, *_assigned("headers", listed)])
    names = ["url", "headers" if rows else "[]"]
    if has_kind:
        kind = '~c""' if content_type is None or as_is else _charlist(*content_type)
        names += [kind, "body" if has_body else '""']
    statements.append(_assigned("request", Group("{", tuple(("", each) for each in names), "}")))
    options = ["timeout: 30_000", "autoredirect: false"]
    if request.url.scheme != "http":
        statements.append(_TLS)
        options.append("ssl: tls")
    statements.append([f"    options = [{', '.join(options)}]"])
    given = "body_format: :binary, headers_as_is: true" if as_is else "body_format: :binary"
    call_ = f":httpc.request(:{request.method.lower()}, request, options, {given})"
    return [*statements, [], [f"    case {call_} do"]]


_TLS = """
    tls = [
      verify: :verify_peer,
      cacerts: :public_key.cacerts_get(),
      customize_hostname_check: [
        match_fun: :public_key.pkix_verify_hostname_match_fun(:https)
      ]
    ]
""".strip("\n").splitlines()


def _body(request: Request) -> list[list[str]]:
    body = request.body
    if body is None:
        return []
    if isinstance(body, FileBody):
        return [_assigned("body", call("File.read!", _literal(body.file.path)))]
    if isinstance(body, Form):
        return _form(body.fields)
    if isinstance(body, Multipart):
        rows: list[Node] = [*map(_part, body.parts), '"--#{boundary}--\\r\\n"']
        listed = Group("[", tuple(("", each) for each in rows), "]", open=True)
        return [
            ["    boundary = Base.encode16(:crypto.strong_rand_bytes(16))"],
            _LAYOUT.lines(listed, "    ", "body = "),
        ]
    return [_text(body.text)]


def _text(text: Text) -> list[str]:
    found = pieces((text,))
    written = "".join(each if isinstance(each, str) else "x" for each in found)
    if "\n" not in written[:-1] or UNFIT_LINES.search(written) is not None or '"""' in written:
        return _assigned("body", _literal(text))
    inside = _inside(found, _LINES)
    lines = inside.removesuffix("\n").split("\n")
    if not inside.endswith("\n"):
        lines[-1] += "\\"
    return ['    body = """', *indented(lines, "    "), '    """']


def _form(fields: tuple[Field, ...]) -> list[list[str]]:
    rows = [Group("{", (("", _literal(each.name)), ("", _literal(each.value))), "}") for each in fields]
    listed = Group("[", tuple(("", each) for each in rows), "]", open=len(rows) > 1)
    return [_LAYOUT.lines(listed, "    ", "form = "), ["    body = URI.encode_query(form)"]]


def _part(part: Part) -> Node:
    base_name = ""
    if isinstance(part.content, File):
        path = _literal(part.content.path)
        base_name = f"Path.basename({path})"
        content: Node = call("File.read!", path)
    else:
        content = _literal(part.content)
    typed = interpreted.part_type(part)
    names = _literal(*interpreted.part_names(part, base_name))
    return call("part", "boundary", names, content, *([] if typed is None else [QUOTE(typed)]))


# What is received


def _receiving(request: Request) -> list[str]:
    answers = request.answers
    has_body = request.method != "HEAD"
    reply = "reply" if has_body or answers.coded else "_"
    headers = "headers" if answers.waits else "_"
    program = [
        f"      {{:ok, {{{{_, status, _}}, {headers}, {reply}}}}} ->",
        "        IO.puts(status)",
    ]
    if has_body:
        program.append("        IO.puts(if String.valid?(reply), do: reply, else: inspect(reply))")
    given = _told(answers)
    said = f"explain({given})" if answers.failures else '"HTTP #{status}"'
    reading = has_body and answers.reading
    program += [
        "",
        "        if status not in 200..299 do",
        f"          IO.puts(:stderr, {said})",
        "          System.halt(1)",
        "        end",
    ]
    if reading:
        program += ["", "        read(decode(reply))"]
    program += [
        "",
        "      {:error, reason} ->",
        '        IO.puts(:stderr, "The request failed: #{inspect(reason)}")',
        "        System.halt(1)",
        "    end",
    ]
    if reading:
        program += [
            "  end",
            "",
            "  # Prints the fields of a reply.",
            *(f"  # {each}" for each in unread(answers.unread)),
            "  defp read(answer) do",
            *_fields(answers.reading, "answer", "    "),
        ]
    return program


def _told(answers: Answers) -> str:
    """What the function that explains is told."""
    return ", ".join(["status", *(["headers"] if answers.waits else []), *(["reply"] if answers.coded else [])])


def _errors(answers: Answers) -> list[str]:
    rows = documented.looked_up(answers)
    if not rows:
        return []
    lines = [f"  # {interpreted.errors_told(answers)}", "  @errors %{"]
    for number, (status, code, meaning) in enumerate(rows):
        key = f"{{{status}, {QUOTE(code) if code else 'nil'}}}" if answers.coded else str(status)
        comma = "" if number == len(rows) - 1 else ","
        line = f"    {key} => {QUOTE(meaning)}{comma}"
        lines += [line] if len(line) <= _LAYOUT.width else [f"    {key} =>", f"      {QUOTE(meaning)}{comma}"]
    return [*lines, "  }", ""]


def _explain(answers: Answers) -> list[str]:
    given = _told(answers)
    program = ["", "  # What a refusal means, in words.", f"  defp explain({given}) do"]
    if answers.coded:
        program += [
            "    answer = decode(reply)",
            *_assigned("code", _field("answer", answers.code_path)),
            *_assigned("message", _field("answer", answers.message_path)),
            "    meaning = @errors[{status, shown(code)}] || @errors[{status, nil}] || message",
            '    text = "HTTP #{status}"',
            '    text = if code, do: "#{text}, code #{shown(code)}", else: text',
            '    text = if meaning, do: "#{text}: #{shown(meaning)}", else: text',
        ]
    else:
        program += [
            "    meaning = @errors[status]",
            '    text = if meaning, do: "HTTP #{status}: #{meaning}", else: "HTTP #{status}"',
        ]
    if answers.waits:
        program += [
            "",
            "    if status == 429 do",
            '      {_, wait} = List.keyfind(headers, ~c"retry-after", 0, {nil, "a while"})',
            '      "#{text} Try again after #{wait}."',
            "    else",
            "      text",
            "    end",
        ]
    else:
        program.append("    text")
    return [*program, "  end"]


def _fields(tree: Reading, root: str, indent: str) -> list[str]:
    statements: list[list[str]] = []
    for each in tree:
        name = STYLE.name(each)
        if isinstance(each, Loop):
            walked = _field(root, each.path) if each.path else root
            lines = _LAYOUT.lines(call("List.wrap", walked), indent, f"for {name} <- ", " do")
            statements.append([*lines, *_fields(each.body, name, indent + "  "), f"{indent}end"])
            continue
        if each.path:
            one = f"{indent}{name} = field({root}, [{', '.join(_steps(each.path))}])"
            fits = len(one) <= _LAYOUT.width
            statements.append([one] if fits else _assigned(name, _field(root, each.path), indent))
        label = _DOUBLE.inside(each.text)
        statements.append(_LAYOUT.called("IO.puts", [f'"{label}: #{{shown({name if each.path else root})}}"'], indent))
    return _spaced(statements)


def _field(root: str, path: Path) -> Group:
    return call("field", root, Group("[", [("", each) for each in _steps(path)], "]"))


def _steps(path: Path) -> list[str]:
    return [str(each) if isinstance(each, int) else QUOTE(each) for each in path]


LANGUAGE = Language(
    id="elixir-httpc",
    title="Elixir (httpc)",
    lexer="elixir",
    file="sample.exs",
    write=write,
    run=("elixir", "sample.exs"),
    probe=(("elixir", "-e", "{:module, _} = Code.ensure_loaded(:jiffy); [_ | _] = :public_key.cacerts_get()"),),
    needs="Elixir 1.14 on Erlang/OTP 25 or newer, with jiffy",
)
