"""Perl with LWP: a script laid out as perltidy leaves it. Texts are characters in it, and bytes on the wire."""

import posixpath
import re

from doorlist.samples.language import BACKSLASHED, Language, Naming, Quoting, Style
from doorlist.samples.parts import documented
from doorlist.samples.parts.asked import address
from doorlist.samples.parts.forms import FORM, between_quotes
from doorlist.samples.parts.heredocs import by_line, heredoc, lines
from doorlist.samples.parts.perltidy import SHORT, Row, aligned, assigned, call, listed, outdented
from doorlist.samples.parts.scripts import LINE_MAX, Code, Piece, SingleQuotes, disposition, pieces, required
from doorlist.samples.parts.signing import AUTHS
from doorlist.samples.parts.texts import literals
from doorlist.samples.request import (
    Answers,
    Basic,
    CannotSay,
    Digest,
    Failure,
    File,
    FileBody,
    Form,
    Kind,
    Leaf,
    Loop,
    Multipart,
    Part,
    Path,
    Reading,
    Request,
    Text,
    Variable,
)


def _control(code: int) -> str:
    return f"\\x{{{code:x}}}"


_AWKWARD = re.compile(r'["$@\\]')


_DOUBLE = Quoting('"', '"', {**BACKSLASHED, "$": "\\$", "@": "\\@"}, _control)
_LINES = Quoting("", "", {"\\": "\\\\", "$": "\\$", "@": "\\@"}, _control, unsafe="")
QUOTE = SingleQuotes(_DOUBLE, _AWKWARD, _control)
STYLE = Style(
    quote=QUOTE,
    naming=Naming.SNAKE,
    comment="#",
    reserved=frozenset(
        {"a", "b", "url", "request", "agent", "response", "content", "file", "path", "form", "type", "reply"}
    ),
    joined=" . ",
    value="${0}",
    encoded="uri_escape(${0})",
)
FIELDS = Style(quote=QUOTE, naming=Naming.SNAKE, comment="#", reserved=frozenset({"a", "b", "reply"}))
"""What is read from a reply has names of its own, in a subroutine."""

_BARE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_QUOTING = frozenset({"q", "qq", "qw", "qr", "qx", "m", "s", "y", "tr"})
_AFTER_NAME = re.compile(r"[\w:'\[{-]")
_LINE_FEED = re.compile(r"(?<!\r)\n")
_COMMON = frozenset({"POST", "PUT", "PATCH", "OPTIONS"})  # the functions of HTTP::Request::Common that take a form

_REQUIRED = """
# The value of an environment variable that must be set.
sub required {
    my ($name) = @_;
    if ( !defined $ENV{$name} ) {
        warn "Set the environment variable $name.\\n";
        exit 2;
    }
    return $ENV{$name};
}
""".splitlines()

_JSON_OF = """
# The JSON of a reply; undefined where it is none.
sub json_of {
    my ($response) = @_;
    my $json = $response->decoded_content( charset => 'none' );
    return eval { decode_json($json) };
}
""".splitlines()

_LOOK = """\
    my $status  = $response->code;
    my $reply   = json_of($response);
    my $code    = eval { CODE } // '';
    my $message = eval { MESSAGE };
    my $meaning = $errors{$status}{$code} // $errors{$status}{''} // $message;
    my $text    = length $code ? "HTTP $status, code $code" : "HTTP $status";
""".splitlines()

_LOOK_BY_STATUS = """\
    my $status  = $response->code;
    my $meaning = $errors{$status};
    my $text    = "HTTP $status";
""".splitlines()

_WAIT = """\
    if ( $status == 429 ) {
        my $wait = $response->header('Retry-After') // 'a while';
        $text .= " Try again after $wait.";
    }
""".splitlines()

_OPENED = {
    True: ["open my $file, '<:raw', $path or die \"Cannot read $path: $!\\n\";"],
    False: ["open my $file, '<:raw', $path", "  or die 'Cannot read ', decode_utf8($path), \": $!\\n\";"],
}
"""By whether the path is known to be ASCII."""

_SENT = """\
my $response = $agent->request($request);
if ( ( $response->header('Client-Warning') // '' ) eq 'Internal response' ) {
    warn 'The request failed: ', $response->message, "\\n";
    exit 1;
}
""".splitlines()

_READ = """\
my $reply = json_of($response);
if ( !defined $reply || !eval { show($reply); 1 } ) {
    warn "The reply is not the JSON that is documented.\\n";
}
""".splitlines()

_CLOSED = """\
# LWP would add to the header Connection.
push @LWP::Protocol::http::EXTRA_SOCK_OPTS, SendTE => 0;
""".splitlines()

_KEPT = """\
# LWP would add to the header Connection.
push @LWP::Protocol::http::EXTRA_SOCK_OPTS,
  SendTE          => 0,
  PeerHTTPVersion => '1.1';
""".splitlines()

_DIGEST = """\
# LWP asks for these when the server sends its challenge.
package Agent {
    use parent qw(LWP::UserAgent);

    sub get_basic_credentials {
        return ( CREDENTIALS );
    }
}

""".splitlines()


def write(request: Request) -> str:
    """The program."""
    answers = request.answers
    url, encoded = address(request)
    sending = _sending(request, url)
    rest = [*_errors(answers), *(_REQUIRED if request.variables else []), *_json_of(answers), *_explain(answers)]
    rest += [*_reading(answers), ""]
    if request.variables:
        asked = required(request, QUOTE, encoded, "uri_escape( {0} )")
        rest += aligned([(f"my ${STYLE.name(each)}", f"{value};") for each, value in asked], " = ")
        rest.append("")
    rest += [*sending, *_receiving(request)]
    code = "\n".join(rest)
    program = ["#!/usr/bin/env perl", ""]
    comments = STYLE.opening(request)
    if comments:
        program += [*comments, ""]
    program += ["use strict;", "use warnings;"]
    if not code.isascii():
        program.append("use utf8;")
    program += ["use feature qw(say);", "use open qw(:std :encoding(UTF-8));", ""]
    program += _modules(request, code)
    return "\n".join(program) + "\n" + code + "\n"


def _modules(request: Request, code: str) -> list[str]:
    """The modules that are used; what stands below one another is aligned."""
    maker = _maker(request)
    used = [
        ("Encode", " ".join(each for each in ("decode_utf8", "encode_utf8") if f"{each}(" in code) or None),
        ("File::Basename", "basename" if "basename(" in code else None),
        ("HTTP::Request", "" if maker is None else None),
        ("HTTP::Request::Common", maker),
        ("JSON::PP", "decode_json" if "decode_json(" in code else "" if "JSON::PP->" in code else None),
        ("LWP::Protocol::http", "" if _connects(request) else None),
        ("LWP::UserAgent", ""),
        ("URI", "" if "URI->new(" in code else None),
        ("URI::Escape", "uri_escape" if "uri_escape(" in code else None),
    ]
    program: list[str] = []
    run: list[tuple[str, str]] = []
    for module, imported in used:
        if imported:
            run.append((f"use {module}", f"qw({imported});"))
        elif imported is not None:
            program += [*aligned(run, " "), f"use {module};"]
            run = []
    return program + aligned(run, " ")


def _connects(request: Request) -> bool:
    """Whether the request has a header Connection, to which LWP would add."""
    return any(name.lower() == "connection" for name, _ in request.headers)


def _maker(request: Request) -> str | None:
    """The function of HTTP::Request::Common that makes the request; None where none is needed."""
    if isinstance(request.body, Multipart) or (isinstance(request.body, Form) and not _broken(request.body)):
        return request.method if request.method in _COMMON else "POST"
    return None


def _broken(form: Form) -> bool:
    """Whether HTTP::Request::Common would change a line end, since it sends each as CRLF."""
    return any(_LINE_FEED.search(str(text)) is not None for each in form.fields for text in (each.name, each.value))


# What is sent


def _sending(request: Request, url: Text) -> list[str]:
    maker = _maker(request)
    program = [*assigned("my $url", _operands(url)), ""]
    if maker is None:
        content, text = _content(request)
        program += [*content, f"my $request = HTTP::Request->new( {_key(request.method)} => $url );"]
        program += _headers(request)
        if text:
            program.append(f"$request->content({text});")
    else:
        program += _made(request, maker)
    auth = request.auth
    if isinstance(auth, Basic):
        program += _basic(" . ".join(_operands(auth.user)), " . ".join(_operands(auth.password)))
    elif isinstance(auth, Digest):
        if re.search(r'["\\]', str(auth.user)) is not None:
            raise CannotSay("LWP's Digest authentication takes no quotes and backslashes in the user's name.")
    elif auth is not None:
        raise CannotSay(f"LWP does not know {AUTHS[type(auth)]}, only Basic and Digest.")
    return program


def _basic(user: str, password: str) -> list[str]:
    """The call that gives the request its name and password."""
    name = "$request->authorization_basic("
    line = f"{name} {user}, {password} );"
    if len(line) <= LINE_MAX:
        return [line]
    if len(name) + 1 + len(user) + 1 > LINE_MAX:
        return [name, f"    {user},", outdented(password, 4, ""), ");"]
    if 4 + len(password) + 3 > LINE_MAX:
        return [f"{name} {user},", outdented(password, 4, ""), ");"]
    return [f"{name} {user},", f"    {password} );"]


def _headers(request: Request) -> list[str]:
    rows: list[Row] = [(_header(name), _operands(value)) for name, value in request.all_headers]
    if request.body is None and request.method in {"POST", "PUT", "PATCH"}:
        rows.append((_key("Content-Length"), ["0"]))
    return call("$request->header", rows) if rows else []


def _header(name: str) -> str:
    """A header's name; without the colon LWP makes hyphens of underscores."""
    return _key(f":{name}" if "_" in name else name)


def _content(request: Request) -> tuple[list[str], str]:
    """What stands before the request, and what goes into it; HTTP::Request makes no forms."""
    body = request.body
    if body is None:
        return [], ""
    if isinstance(body, FileBody):
        reading = [
            *assigned("my $path", _operands(body.file.path)),
            *_OPENED[isinstance(body.file.path, str) and body.file.path.isascii()],
            "my $content = do { local $/ = undef; <$file> };",
            "close $file;",
            "",
        ]
        return reading, "$content"
    if isinstance(body, Form):
        rows: list[Row] = [(_name(each.name), _operands(each.value)) for each in body.fields]
        return ["my $form = URI->new('http:');", *call("$form->query_form", rows), ""], " $form->query "
    assert not isinstance(body, Multipart)
    return _text(body.text)


def _text(text: Text) -> tuple[list[str], str]:
    literal = literals(text)
    found = heredoc(text) if isinstance(text, str) or literal.isascii() else None
    if found is None:
        operands = _operands(text)
        if len(operands) == 1 and len(operands[0]) > LINE_MAX:
            each_line = [" . ".join(_operands(each)) for each in by_line(text)]
            if all(SHORT < len(each) < LINE_MAX for each in each_line):
                operands = each_line
        return [*assigned("my $content", operands), ""], "$content"
    quote = "'" if isinstance(text, str) else '"'
    if isinstance(text, str):
        written = text
    else:
        written = "".join(
            _LINES.inside(each) if isinstance(each, str) else f"${{{STYLE.name(each)}}}" for each in text.pieces
        )
    begun = f"<<{quote}{found.label}{quote}"
    declared = f"my $content = {begun};" if found.ended else f"chomp( my $content = {begun} );"
    crlf = [r"$content =~ s/\n/\r\n/g;"] if found.crlf else []
    return (
        [declared, *lines(written), found.label, *crlf, ""],
        "$content" if literal.isascii() else " encode_utf8($content) ",
    )


def _made(request: Request, maker: str) -> list[str]:
    """The call of HTTP::Request::Common for a form."""
    body = request.body
    rows: list[Row] = [(_header(name), _operands(value)) for name, value in request.headers]
    after: list[str] = []
    if isinstance(body, Multipart):
        rows.append((_key("Content-Type"), ["'form-data'"]))
        content: list[Row] = [_part(each) for each in body.parts]
        if request.content_type is not None:
            after = _retyped(request.content_type)
    else:
        assert isinstance(body, Form)
        content = [(_name(each.name), _operands(each.value)) for each in body.fields]
        if request.content_type not in (None, FORM):
            rows.append((_key("Content-Type"), _operands(request.content_type)))
    rows.append(("Content", ["[", *listed(content, 8), "    ]"] if content else ["[]"]))
    program = [f"my $request = {maker}(", "    $url,", *listed(rows, 4), ");", *after]
    if maker != request.method:
        program.append(f"$request->method({QUOTE(request.method)});")
    return program


def _retyped(content_type: Text) -> list[str]:
    """Another media type than form-data before the boundary."""
    return [
        *assigned("my $type", _operands(content_type)),
        "$request->header(",
        "    'Content-Type' => $request->header('Content-Type') =~",
        "      s{^multipart/form-data}{$type}r,",
        ");",
    ]


def _part(part: Part) -> Row:
    name, file = part.name, part.content
    odd = "\\" in str(name) or (isinstance(file, File) and "\\" in str(file.name))
    pairs: list[Row] = []
    if odd:  # LWP would write two backslashes for one
        base_name = f"basename({' . '.join(_operands(file.path))})" if isinstance(file, File) else ""
        pairs.append((_key("Content-Disposition"), _joined(disposition(part, base_name))))
    if part.content_type is not None:
        pairs.append((_key("Content-Type"), [QUOTE(part.content_type)]))
    key = _name(between_quotes(name))
    if isinstance(file, File):
        items = [" . ".join(_operands(file.path))]
        if file.name is not None and (file.name != posixpath.basename(str(file.path)) or '"' in file.name):
            items.append(" . ".join(_operands(between_quotes(file.name))))
        elif pairs:
            items.append("undef")
    elif pairs:
        items = ["undef", "undef"]
        if file != "":
            pairs.append(("Content", _operands(file)))
        if file == "0":
            raise CannotSay("HTTP::Request::Common loses the text 0 of a part that has a type.")
    else:
        return key, _operands(file)
    return key, _list(items, pairs, len(key))


def _list(items: list[str], pairs: list[Row], key_width: int) -> list[str]:
    """The list that is the value of a part: on one line where it has one thing in it that fits."""
    if not pairs:
        inner = ", ".join(items)
        line = f"[ {inner} ]" if len(items) > 1 or inner[-1] == ")" else f"[{inner}]"
        if 8 + key_width + 4 + len(line) + 1 <= LINE_MAX:
            return [line]
    if len(pairs) < 2:
        inner = ", ".join([*items, *(f"{name} => {' . '.join(value)}" for name, value in pairs)])
        if 12 + len(inner) + 1 <= LINE_MAX:
            return ["[", f"            {inner},", "        ]"]
        if len(listed(pairs, 12)) > 1 or 12 + len(", ".join(items)) + 1 > LINE_MAX:
            return ["[", *(outdented(each, 12, ",") for each in items), *listed(pairs, 12), "        ]"]
    return ["[", f"            {', '.join(items)},", *listed(pairs, 12), "        ]"]


# Texts


def _operands(text: Text) -> list[str]:
    """The operands that give a text's bytes."""
    if isinstance(text, str):
        return [_bytes(text)]
    found = text.pieces
    if any(each.encoded if isinstance(each, Variable) else not each.isascii() for each in found):
        return [_bytes(each) if isinstance(each, str) else STYLE.variable(each) for each in found]
    if len(found) == 1 and isinstance(found[0], Variable):
        return [STYLE.variable(found[0])]
    inside = ""
    for number, each in enumerate(found):
        if isinstance(each, str):
            inside += _DOUBLE.inside(each)
            continue
        behind = found[number + 1] if number + 1 < len(found) else ""
        braced = isinstance(behind, str) and _AFTER_NAME.match(behind) is not None
        inside += f"${{{STYLE.name(each)}}}" if braced else f"${STYLE.name(each)}"
    return [f'"{inside}"']


def _bytes(text: str) -> str:
    return QUOTE(text) if text.isascii() else f"encode_utf8({QUOTE(text)})"


def _joined(given: list[Piece]) -> list[str]:
    """The operands of one text of texts and expressions."""
    return [
        each if isinstance(each, Code) else _bytes(each) if isinstance(each, str) else STYLE.variable(each)
        for each in pieces(given)
    ]


def _name(text: Text) -> str:
    """A text as a key before a fat comma."""
    return _key(text) if isinstance(text, str) and text.isascii() else " . ".join(_operands(text))


def _key(text: str) -> str:
    return text if _BARE.fullmatch(text) and text not in _QUOTING else QUOTE(text)


# What is received


def _receiving(request: Request) -> list[str]:
    answers = request.answers
    auth = request.auth
    program = [""]
    if isinstance(auth, Digest):
        user, password = " . ".join(_operands(auth.user)), " . ".join(_operands(auth.password))
        given = f"{user}, {password}".replace("encode_utf8(", "Encode::encode_utf8(")
        program += [each.replace("CREDENTIALS", given) for each in _DIGEST]
    maker = "Agent" if isinstance(auth, Digest) else "LWP::UserAgent"
    kept = ""
    if _connects(request):
        closes = any(name.lower() == "connection" and value == "close" for name, value in request.headers)
        kept = "" if closes else ", keep_alive => 1"
        program += _CLOSED if closes else _KEPT
    program += [f"my $agent    = {maker}->new( timeout => 30{kept} );", *_SENT, "", "say $response->code;"]
    if request.method != "HEAD":
        program.append("say decode_utf8( $response->decoded_content( charset => 'none' ) // '' );")
    said = "explain($response)" if answers.failures else "'HTTP ', $response->status_line"
    program += ["", "if ( !$response->is_success ) {", f'    warn {said}, "\\n";', "    exit 1;", "}"]
    if answers.reading:
        program += ["", *_READ]
    return program


def _errors(answers: Answers) -> list[str]:
    if not answers.failures:
        return []
    if not answers.coded:
        flat: list[Row] = [(str(each.status), [QUOTE(each.message)]) for each in answers.failures]
        return ["", f"# {documented.STATUS}", *_errors_by_status(flat)]
    rows: list[Row] = []
    for status, failures in documented.by_status(answers).items():
        codes: list[Row] = [(_code(each), [QUOTE(each.message)]) for each in failures]
        rows.append((str(status), ["{", *listed(codes, 8), "    }"]))
    return ["", f"# {documented.STATUS_AND_CODE}", "my %errors = (", *listed(rows, 4), ");"]


def _code(failure: Failure) -> str:
    code = failure.code
    return "''" if code is None else str(code) if isinstance(code, int) else _key(code)


def _errors_by_status(rows: list[Row]) -> list[str]:
    if len(rows) > 1:
        return ["my %errors = (", *listed(rows, 4), ");"]
    status, (message,) = rows[0]
    line = f"my %errors = ( {status} => {message} );"
    if len(line) <= LINE_MAX:
        return [line]
    return ["my %errors =", f"  ( {status} =>", outdented(message, 6, ""), "  );"]


def _json_of(answers: Answers) -> list[str]:
    return _JSON_OF if answers.coded or answers.reading else []


def _explain(answers: Answers) -> list[str]:
    if not answers.failures:
        return []
    program = ["", "# What a refusal means, in words.", "sub explain {", "    my ($response) = @_;", ""]
    if answers.coded:
        code, message = _found("$reply", answers.code_path), _found("$reply", answers.message_path)
        program += [each.replace("CODE", code).replace("MESSAGE", message) for each in _LOOK]
    else:
        program += _LOOK_BY_STATUS
    program.append('    $text .= ": $meaning" if defined $meaning;')
    if answers.waits:
        program += _WAIT
    return [*program, "    return $text;", "}"]


def _reading(answers: Answers) -> list[str]:
    if not answers.reading:
        return []
    return [
        "",
        "# Prints the fields of a reply.",
        *FIELDS.unread(answers),
        "sub show {",
        "    my ($reply) = @_;",
        "",
        *_fields(answers.reading, "$reply", 4),
        "    return;",
        "}",
    ]


def _fields(tree: Reading, root: str, indent: int) -> list[str]:
    by = " " * indent
    program: list[str] = []
    for each in tree:
        name = f"${FIELDS.name(each)}"
        if isinstance(each, Loop):
            walked = f"@{{ {_found(root, each.path)} // [] }}" if each.path else f"@{{{root}}}"
            line = f"{by}for my {name} ( {walked} ) {{"
            if program:
                program.append("")
            program += [line] if len(line) <= LINE_MAX else [f"{by}for my {name} (", f"{by}    {walked} )", f"{by}{{"]
            program += [*_fields(each.body, name, indent + 4), f"{by}}}"]
        else:
            program += _leaf(each, name, root, indent)
    return program


def _leaf(leaf: Leaf, name: str, root: str, indent: int) -> list[str]:
    by = " " * indent
    program: list[str] = []
    if leaf.path:
        found = _found(root, leaf.path)
        line = f"{by}my {name} = {found};"
        program += [line] if len(line) <= LINE_MAX else [f"{by}my {name} =", f"{by}  {found};"]
    shown = name if leaf.path else root
    value = f"JSON::PP->new->allow_nonref->encode({shown})" if leaf.kind is Kind.OTHER else f"{shown} // ''"
    label = QUOTE(f"{leaf.text}: ")
    line = f"{by}say {label}, {value};"
    if len(line) <= LINE_MAX:
        return [*program, line]
    if len(by) + 4 + len(label) + 1 <= LINE_MAX:
        return [*program, f"{by}say {label},", f"{by}  {value};"]
    return [*program, f"{by}say", outdented(f"{label},", indent + 2, ""), f"{by}  {value};"]


def _found(root: str, path: Path) -> str:
    """What is at a path: `$reply->{settings}{audio}`."""
    steps = "".join(f"[{each}]" if isinstance(each, int) else f"{{{_key(each)}}}" for each in path)
    return f"{root}->{steps}" if steps else root


LANGUAGE = Language(
    id="perl-lwp",
    title="Perl (LWP)",
    lexer="perl",
    file="sample.pl",
    write=write,
    run=("perl", "sample.pl"),
    probe=(
        ("perl", "-M5.014", "-MLWP::UserAgent", "-MHTTP::Request::Common", "-MJSON::PP", "-MURI::Escape", "-e", "1"),
    ),
    needs="Perl 5.14 or newer and LWP (libwww-perl; for https LWP::Protocol::https)",
)
