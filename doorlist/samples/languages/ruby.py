"""Ruby with Net::HTTP: a script that needs the standard library alone."""

import posixpath
import re

from doorlist.samples.language import BACKSLASHED, Language, Naming, Quoting, Style, indented
from doorlist.samples.parts import documented
from doorlist.samples.parts.asked import address
from doorlist.samples.parts.forms import FORM, between_quotes
from doorlist.samples.parts.heredocs import Heredoc, by_line, heredoc, lines, portions, words
from doorlist.samples.parts.json_literals import JsonLiterals
from doorlist.samples.parts.scripts import LINE_MAX, Code, Piece, SingleQuotes, by_hand, pieces, required
from doorlist.samples.parts.signing import AUTHS
from doorlist.samples.parts.walking import Walk
from doorlist.samples.request import (
    Answers,
    Basic,
    CannotSay,
    Digest,
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
    Request,
    Template,
    Text,
)

_HOLES = re.compile(r"#(?=[{$@])")


def _control(code: int) -> str:
    return f"\\u{code:04x}" if code < 0x10000 else f"\\u{{{code:x}}}"


_AWKWARD = re.compile(r'[\\"]|#[{$@]')


class _Double(Quoting):
    """Double quotes; a `#` is escaped only where it would begin a hole."""

    def inside(self, text: str) -> str:
        escaped = text if self._unsafe.search(text) is None else super().inside(text)
        return _HOLES.sub(r"\\#", escaped) if "#" in escaped else escaped


_KEYWORDS = frozenset(
    """BEGIN END alias and begin break case class def defined do else elsif end ensure false for if in module next nil
    not or redo rescue retry return self super then true undef unless until when while yield""".split()  # noqa: SIM905
)
_METHODS = frozenset({"required", "explain", "read_reply", "puts", "warn", "abort", "exit", "require"})
_TOP_LEVEL = frozenset(
    {"uri", "request", "response", "form", "parts", "boundary", "body", "disposition", "type", "content"}
)
_DOUBLE = _Double('"', '"', BACKSLASHED, _control)
_LINES = _Double("", "", {"\\": "\\\\"}, _control, unsafe="")
QUOTE = SingleQuotes(_DOUBLE, _AWKWARD, _control)
STYLE = Style(
    quote=QUOTE,
    naming=Naming.SNAKE,
    comment="#",
    reserved=_KEYWORDS | _METHODS | _TOP_LEVEL | {"http", "e"},
    interpolated=_DOUBLE,
    hole="#{{{0}}}",
    encoded="ERB::Util.url_encode({0})",
)

FIELDS = Style(quote=QUOTE, naming=Naming.SNAKE, comment="#", reserved=_KEYWORDS | _METHODS | {"reply"})
"""What is read from a reply has names of its own, in a method."""

_BODILESS = frozenset({"GET", "HEAD", "DELETE", "OPTIONS", "TRACE", "COPY", "MOVE"})
_BODIED = frozenset(
    {"POST", "PUT", "PATCH", "PROPFIND", "PROPPATCH", "LOCK", "UNLOCK", "MKCOL"}
)  # at least an empty one
_LONG = 120
_WORD = re.compile(r"\w+(?:-\w+)*")
_SYMBOL = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")

_REQUIRED = """
# The value of an environment variable that must be set.
def required(name)
  ENV.fetch(name) do
    warn "Set the environment variable #{name}."
    exit 2
  end
end
""".splitlines()

_UNTYPED = """
# Net::HTTP would add a Content-Type of its own.
def request.supply_default_content_type; end
""".splitlines()

_DIGEST = """
# The proof that HTTP Digest asks for (RFC 7616); Net::HTTP does not know it.
def digest(challenge, request, user, password)
  given = challenge.scan(/(\\w+)=(?:"([^"]*)"|([^\\s,]+))/).to_h { |name, quoted, plain| [name, quoted || plain] }
  hash = given['algorithm'].to_s.start_with?('SHA-256') ? Digest::SHA256 : Digest::MD5
  once = SecureRandom.hex(8)
  first = hash.hexdigest("#{user}:#{given['realm']}:#{password}")
  last = hash.hexdigest("#{request.method}:#{request.path}")
  middle = given['qop'] ? "#{given['nonce']}:00000001:#{once}:auth" : given['nonce']
  proof = { username: user, uri: request.path, response: hash.hexdigest("#{first}:#{middle}:#{last}"), cnonce: once }
  given.slice('realm', 'nonce', 'opaque').each { |name, value| proof[name] = value }
  text = proof.map { |name, value| "#{name}=\\"#{value.gsub(/["\\\\]/) { |each| "\\\\#{each}" }}\\"" }
  text << "algorithm=#{given['algorithm']}" if given['algorithm']
  text.push('qop=auth', 'nc=00000001') if given['qop']
  "Digest #{text.join(', ')}"
end
""".splitlines()

_CHECKED = """\
  raise URI::InvalidURIError, "#{uri} is no URL of HTTP" unless uri.is_a?(URI::HTTP)
rescue URI::InvalidURIError => e
  abort "The request failed: #{e.message}"
""".splitlines()

_ASSEMBLING = """\
boundary = SecureRandom.hex(16)
body = String.new
parts.each do |disposition, type, content|
  body << "--#{boundary}\\r\\nContent-Disposition: #{disposition}\\r\\n".b
  body << "Content-Type: #{type}\\r\\n" if type
  body << "\\r\\n" << content.b << "\\r\\n"
end
body << "--#{boundary}--\\r\\n"
""".splitlines()

_REPEATED = """
# Net::HTTP would join headers of one name; here each has its own line.
def request.each_capitalized
  to_hash.each { |name, values| values.each { |value| yield capitalize(name), value } }
end
""".splitlines()


def write(request: Request) -> str:
    """The program."""
    answers = request.answers
    url, encoded = address(request)
    sending = _sending(request, url)
    program = ["# frozen_string_literal: true", "", *_opening(request)]
    program += [f"require '{each}'" for each in _libraries(request, sending, encoded)]
    program += _errors(answers)
    if request.variables:
        program += _REQUIRED
    if isinstance(request.auth, Digest):
        program += _DIGEST
    program += _explain(answers)
    program += _reading(answers)
    program.append("")
    if request.variables:
        asked = required(request, QUOTE, encoded, "ERB::Util.url_encode({0})")
        program += [*(f"{STYLE.name(each)} = {value}" for each, value in asked), ""]
    program += sending
    program += _receiving(request)
    return "\n".join(program) + "\n"


def _opening(request: Request) -> list[str]:
    comments = STYLE.opening(request)
    return [*(each.replace("-*-", "- * -") for each in comments), ""] if comments else []


def _libraries(request: Request, sending: list[str], encoded: frozenset[str]) -> list[str]:
    answers = request.answers
    needed = ["net/http"]
    if answers.reading or answers.coded or any(each.endswith(".to_json") for each in sending):
        needed.append("json")
    if encoded or "ERB::Util" in sending[0]:
        needed.append("erb")
    if isinstance(request.auth, Digest):
        needed += ["digest", "securerandom"]
    elif any("SecureRandom" in each for each in sending):
        needed.append("securerandom")
    return sorted(needed)


# What is sent


def _sending(request: Request, target_url: Text) -> list[str]:
    url, method = request.url, request.method
    # Given a URI, Net::HTTP makes the Host header of it, and leaves the brackets of an IPv6 address out.
    plain = (url.host is not None and ":" in url.host) or any(name.lower() == "host" for name, _ in request.headers)
    target = "uri.request_uri" if plain else "uri"
    if method in _BODILESS or method in _BODIED:
        made = f"Net::HTTP::{method.capitalize()}.new({target})"
    else:
        made = f"Net::HTTPGenericRequest.new({QUOTE(method)}, {'false' if request.body is None else 'true'}, true, {target})"
    made_uri = _uri(target_url)
    if isinstance(url.origin, Template):
        made_uri = ["begin", *indented(made_uri, "  "), *_CHECKED, "end"]
    program = [*made_uri, f"request = {made}"]
    program += _headers(request)
    program += _authorization(request)
    program += _body(request)
    typed = request.content_type is not None or isinstance(request.body, Form | Multipart)
    if not typed and (request.body is not None or method in _BODIED):
        program += _UNTYPED
    if request.repeated_header is not None:
        program += _REPEATED
    return program


def _uri(url: Text) -> list[str]:
    line = f"uri = URI({STYLE.text(url)})"
    if len(line) <= _LONG or isinstance(url, str):
        return [line]
    literals = [_literal([each]) for each in portions(url, _LONG - 15)]
    return ["uri = URI(", *(f"  {each} \\" for each in literals[:-1]), f"  {literals[-1]}", ")"]


def _headers(request: Request) -> list[str]:
    seen: set[str] = set()
    program: list[str] = []
    for name, value in request.headers:
        if name.lower() in seen:
            program.append(f"request.add_field({QUOTE(name)}, {STYLE.text(value)})")
        else:
            program.append(f"request[{QUOTE(name)}] = {STYLE.text(value)}")
        seen.add(name.lower())
    content_type = request.content_type
    by_library = isinstance(request.body, Multipart) or (
        isinstance(request.body, Form) and content_type in (None, FORM)
    )
    if content_type is not None and not by_library:
        program.append(f"request['Content-Type'] = {STYLE.text(content_type)}")
    return program


def _authorization(request: Request) -> list[str]:
    auth = request.auth
    if auth is None or isinstance(auth, Digest):
        return []
    if isinstance(auth, Basic):
        return [f"request.basic_auth({STYLE.text(auth.user)}, {STYLE.text(auth.password)})"]
    raise CannotSay(f"Net::HTTP does not know {AUTHS[type(auth)]}; a gem of its own is needed to sign this request.")


def _body(request: Request) -> list[str]:
    body = request.body
    if body is None:
        return []
    if isinstance(body, FileBody):
        return [f"request.body = File.binread({STYLE.text(body.file.path)})"]
    if isinstance(body, Form):
        return _form(body.fields, request.content_type)
    if isinstance(body, Multipart):
        return _multipart(body.parts, request.content_type, again=isinstance(request.auth, Digest))
    written = _LITERALS.body(body)
    if written is not None:
        return f"request.body = {written}.to_json".split("\n")
    return _text(body.text)


def _text(text: Text) -> list[str]:
    found = heredoc(text)
    if found is None:
        return _quoted(text)
    if isinstance(text, str):
        raw = "\\" in text or _HOLES.search(text) is not None
        written = text
    else:
        raw = False
        written = "".join(
            _LINES.inside(each) if isinstance(each, str) else f"#{{{STYLE.variable(each)}}}" for each in text.pieces
        )
    own = lines(written)
    if not any(each[:1].strip() for each in own):
        return _quoted(text)
    quoted = f"'{found.label}'" if raw else found.label
    return [f"request.body = <<~{quoted}{_after(found)}", *indented(own, "  "), found.label]


def _quoted(text: Text) -> list[str]:
    line = f"request.body = {STYLE.text(text)}"
    if len(line) <= LINE_MAX:
        return [line]
    return _continued("request.body = ", [STYLE.text(each) for each in by_line(text)])


def _continued(before: str, literals: list[str], after: str = "") -> list[str]:
    """Literals below one another, which Ruby takes for one."""
    rows = [before + literals[0], *(" " * len(before) + each for each in literals[1:])]
    return [*(f"{each} \\" for each in rows[:-1]), rows[-1] + after]


def _after(found: Heredoc) -> str:
    return ("" if found.ended else ".chomp") + (""".gsub("\\n", "\\r\\n")""" if found.crlf else "")


def _form(fields: tuple[Field, ...], content_type: Text | None) -> list[str]:
    names = {str(each.name) for each in fields}
    pairs = [(STYLE.text(each.name), STYLE.text(each.value)) for each in fields]
    if content_type not in (None, FORM):
        rows = ",\n".join(f"  [{name}, {value}]" for name, value in pairs)
        listed = f"[\n{rows}\n]" if pairs else "[]"
        return f"\nform = {listed}\nrequest.body = URI.encode_www_form(form)".split("\n")
    if not pairs:
        return ["request.set_form_data({})"]
    if len(names) < len(fields):
        rows = ",\n".join(f"  [{name}, {value}]" for name, value in pairs)
        return f"\nform = [\n{rows}\n]\nrequest.set_form_data(form)".split("\n")
    shown = [f"{name} => {value}" for name, value in pairs]
    line = f"request.set_form_data({', '.join(shown)})"
    if len(line) <= LINE_MAX:
        return [line]
    return f"request.set_form_data(\n  {(',' + chr(10) + '  ').join(shown)}\n)".split("\n")


def _multipart(parts: tuple[Part, ...], content_type: Text | None, *, again: bool) -> list[str]:
    """The parts; those that are sent again are kept in memory."""
    if content_type is not None or again or any(map(_odd, parts)):
        return _assembled(parts, content_type)
    if not parts:
        return ["request.set_form([], 'multipart/form-data')"]
    fields = [(STYLE.text(between_quotes(each.name)), *_content(each)) for each in parts]
    if len({name for name, _, _ in fields}) == len(fields) and not any(options for _, _, options in fields):
        rows, opening, closing = [f"  {name} => {content}" for name, content, _ in fields], "{", "}"
    else:
        rows = [_row(list(filter(None, each))) for each in fields]
        opening, closing = "[", "]"
    form = "\n".join([f"form = {opening}", *_separated(rows), closing])
    return ["", *form.split("\n"), "request.set_form(form, 'multipart/form-data')"]


def _row(elements: list[str]) -> str:
    """A list in a list, on lines of its own where it is long."""
    line = f"  [{', '.join(elements)}],"
    if len(line) <= _LONG:
        return line[:-1]
    return "  [\n" + ",\n".join(f"    {each}" for each in elements) + "\n  ]"


def _odd(part: Part) -> bool:
    """Whether Net::HTTP writes a part in another way: a typed text, a backslash in a name."""
    if "\\" in str(part.name):
        return True
    if not isinstance(part.content, File):
        return part.content_type is not None
    return "\\" in (part.content.name or posixpath.basename(str(part.content.path)))


def _content(part: Part) -> tuple[str, str]:
    """What a part has in it, and what is to be said about it."""
    file = part.content
    if not isinstance(file, File):
        return STYLE.text(file), ""
    options = []
    if file.name is not None and (file.name != posixpath.basename(str(file.path)) or '"' in file.name):
        options.append(f"filename: {QUOTE(str(between_quotes(file.name)))}")
    if part.content_type is not None:
        options.append(f"content_type: {QUOTE(part.content_type)}")
    return f"File.open({STYLE.text(file.path)}, 'rb')", f"{{ {', '.join(options)} }}" if options else ""


def _assembled(parts: tuple[Part, ...], content_type: Text | None) -> list[str]:
    """The body put together by hand."""
    rows = [
        _row([_literal(head), "nil" if typed is None else QUOTE(typed), written])
        for head, typed, written in by_hand(
            parts, STYLE.text, base_name="File.basename({0})", contents="File.binread({0})"
        )
    ]
    listed = ["parts = [", *_separated(rows), "]"] if rows else ["parts = []"]
    media = _literal(["multipart/form-data" if content_type is None else content_type, "; boundary=", Code("boundary")])
    return [
        "",
        *"\n".join(listed).split("\n"),
        *_ASSEMBLING,
        f"request['Content-Type'] = {media}",
        "request.body = body",
    ]


def _literal(given: list[Piece]) -> str:
    """One literal of texts and expressions."""
    found = pieces(given)
    if all(type(each) is str for each in found):
        return QUOTE("".join(map(str, found)))
    inside = ""
    for each in found:
        if isinstance(each, Code):
            inside += f"#{{{each}}}"
        else:
            inside += _DOUBLE.inside(each) if isinstance(each, str) else f"#{{{STYLE.variable(each)}}}"
    return f'"{inside}"'


def _separated(rows: list[str]) -> list[str]:
    return [*(f"{each}," for each in rows[:-1]), rows[-1]]


def _brackets(value: dict[str, Json] | list[Json]) -> tuple[str, str]:
    return ("{ ", " }") if isinstance(value, dict) else ("[", "]")


def _words(value: list[Json]) -> str | None:
    """A list of words."""
    if len(value) > 1 and all(isinstance(each, str) and _WORD.fullmatch(each) for each in value):
        return f"%w[{' '.join(map(str, value))}]"
    return None


def _integer(value: int) -> str:
    """Digits in groups of three where there are many."""
    return f"{value:_}" if abs(value) >= 100_000 else str(value)


def _key(name: str) -> str:
    return f"{name}: " if _SYMBOL.fullmatch(name) else f"{QUOTE(name)}: "


_LITERALS = JsonLiterals(
    quote=QUOTE,
    key=_key,
    integer=_integer,
    null="nil",
    empty=("{}", "[]"),
    brackets=_brackets,
    step="  ",
    last="",
    short=_words,
)


# What is received


def _receiving(request: Request) -> list[str]:
    answers = request.answers
    scheme = request.url.scheme
    secure = {"https": "use_ssl: true, ", "http": ""}.get(scheme or "", "use_ssl: uri.scheme == 'https', ")
    options = f"{secure}open_timeout: 30, read_timeout: 30"
    before: list[str] = []
    if scheme is None:
        before, options = [f"options = {{ {options} }}"], "options"
    sent = ["http.request(request)"]
    if isinstance(request.auth, Digest):
        user, password = STYLE.text(request.auth.user), STYLE.text(request.auth.password)
        sent = [
            "first = http.request(request)",
            "challenge = first['WWW-Authenticate'].to_s",
            "next first unless challenge.start_with?('Digest ')",
            "",
            f"request['Authorization'] = digest(challenge, request, {user}, {password})",
            "http.request(request)",
        ]
    program = [
        "",
        *before,
        "begin",
        f"  response = Net::HTTP.start(uri.hostname, uri.port, {options}) do |http|",
        *indented(sent, "    "),
        "  end",
        "rescue StandardError => e",
        '  abort "The request failed: #{e.message}"',
        "end",
        "",
        "puts response.code",
    ]
    if request.method != "HEAD":
        program.append("puts response.body")
    said = "explain(response)" if answers.failures else '"HTTP #{response.code} #{response.message}"'
    program.append(f"abort {said} unless response.is_a?(Net::HTTPSuccess)")
    if answers.reading:
        program += ["", "read_reply(response.body)"]
    return program


def _errors(answers: Answers) -> list[str]:
    if not answers.failures:
        return []
    if answers.coded:
        rows = [
            _error(f"  [{each.status}, {'nil' if each.code is None else QUOTE(str(each.code))}] => ", each.message)
            for each in answers.failures
        ]
        told = documented.STATUS_AND_CODE
    else:
        rows = [_error(f"  {each.status} => ", each.message) for each in answers.failures]
        told = documented.STATUS
    return [
        "",
        f"# {told}",
        "ERRORS = {",
        *"\n".join(_separated(rows)).split("\n"),
        "}.freeze",
    ]


def _error(before: str, message: str) -> str:
    line = before + QUOTE(message)
    if len(line) < _LONG:
        return line
    return "\n".join(_continued(before, [QUOTE(each) for each in words(message, _LONG - len(before) - 6)]))


def _explain(answers: Answers) -> list[str]:
    if not answers.failures:
        return []
    program: list[str] = []
    if answers.coded:
        program += [
            "",
            "# The API's own code and message in the reply to a request that was refused.",
            "def code_and_message(body)",
            *_code_and_message(answers),
            "rescue JSON::ParserError, TypeError, NoMethodError",
            "  []",
            "end",
        ]
        look = [
            "  code, message = code_and_message(response.body)",
            "  meaning = ERRORS[[status, code.to_s]] || ERRORS[[status, nil]] || message",
        ]
    else:
        look = ["  meaning = ERRORS[status]"]
    program += [
        "",
        "# What a refusal means, in words.",
        "def explain(response)",
        "  status = response.code.to_i",
        *look,
    ]
    program.append('  text = "HTTP #{status}"')
    if answers.coded:
        program.append('  text += ", code #{code}" if code')
    program.append('  text += ": #{meaning}" if meaning')
    if answers.waits:
        program.append("""  text += " Try again after #{response['Retry-After'] || 'a while'}." if status == 429""")
    return [*program, "  text", "end"]


def _code_and_message(answers: Answers) -> list[str]:
    code, message = answers.code_path, answers.message_path
    if len(code) == len(message) == 1 and isinstance(code[0], str) and isinstance(message[0], str):
        return [f"  JSON.parse(body).values_at({QUOTE(code[0])}, {QUOTE(message[0])})"]
    return ["  reply = JSON.parse(body)", f"  [{_found('reply', code)}, {_found('reply', message)}]"]


def _reading(answers: Answers) -> list[str]:
    if not answers.reading:
        return []
    return [
        "",
        "# Prints the fields of a reply.",
        *FIELDS.unread(answers),
        "def read_reply(body)",
        "  reply = JSON.parse(body)",
        *_WALK.lines(answers.reading, "reply", "  "),
        "rescue JSON::ParserError, TypeError, NoMethodError",
        "  warn 'The reply is not the JSON that is documented.'",
        "end",
    ]


def _loop(loop: Loop, name: str, root: str, indent: str) -> list[str]:
    walked = f"{_found(root, loop.path)}&.each" if loop.path else f"{root}.each"
    return [f"{indent}{walked} do |{name}|"]


def _leaf(leaf: Leaf, name: str, root: str, indent: str) -> list[str]:
    program = [f"{indent}{name} = {_found(root, leaf.path)}"] if leaf.path else []
    shown = f"{name if leaf.path else root}{'.to_json' if leaf.kind is Kind.OTHER else ''}"
    return [*program, f'{indent}puts "{_DOUBLE.inside(leaf.text)}: #{{{shown}}}"']


_WALK = Walk(name=FIELDS.name, leaf=_leaf, loop=_loop, end="end", step="  ")


def _found(root: str, path: Path) -> str:
    """What is at a path: `reply['id']`, `reply.dig('settings', 'audio')`."""
    steps = [str(each) if isinstance(each, int) else QUOTE(each) for each in path]
    return f"{root}[{steps[0]}]" if len(steps) == 1 else f"{root}.dig({', '.join(steps)})" if steps else root


LANGUAGE = Language(
    id="ruby-net-http",
    title="Ruby (Net::HTTP)",
    lexer="ruby",
    file="sample.rb",
    write=write,
    run=("ruby", "sample.rb"),
    probe=(("ruby", "-rjson", "-rnet/http", "-rerb", "-rsecurerandom", "-e", "exit RUBY_VERSION >= '2.7'"),),
    needs="Ruby 2.7 or newer, its standard library alone",
)
