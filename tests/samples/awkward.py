"""What each item of `awkward.postman_collection.json` is on the wire, written by hand.

Nothing here knows the reader, the request's model or the trial's own comparison: all three are held to this table. How it is
read from the wire is different, too: forms by python-multipart, JSON and URLs by the standard library.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote_to_bytes, urlsplit

from python_multipart import MultipartParser

COLLECTION = Path(__file__).with_name("awkward.postman_collection.json")

TOKEN = "eyJhbGciOi.J9_-~+/x=="
FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
XML = "application/xml"

# fmt: off
NAMES = (
    "data", "d", "x", "name", "type", "file", "body", "url", "method", "headers", ".req", "key", "value", "len", "None",
    "class", "id", "req", "c", "T",
)
# fmt: on
"""What fields are called, and what libraries and languages call things of their own."""


class Sent(Protocol):
    """A request as it was recorded."""

    @property
    def method(self) -> str: ...
    @property
    def target(self) -> bytes: ...
    @property
    def headers(self) -> tuple[tuple[str, bytes], ...]: ...
    @property
    def body(self) -> bytes: ...


@dataclass(frozen=True)
class Text:
    """A part that is a text."""

    name: str
    value: str
    type: str | None = None


@dataclass(frozen=True)
class Upload:
    """A part that is a file: the name that is sent. What type a part has where none is given is nobody's business."""

    name: str
    file: str
    type: str | None = None


@dataclass(frozen=True)
class File:
    """A body that is a file."""

    name: str


@dataclass(frozen=True)
class Value:
    """A JSON text whose value counts, with its digits and its order."""

    text: str


@dataclass(frozen=True)
class Begins:
    """A header whose value begins like this."""

    text: str


Parts = tuple[Text | Upload, ...]
Fields = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Wire:
    """A request on the wire; texts are decoded. `‹name›` stands for the value of a variable that the trial chose.

    `path` has the segments, split at `/` before they are decoded. A query's value is None where there is no `=`. `headers`
    are those that count, in order; there are no others among Authorization, Cookie and those named in any row.
    """

    method: str
    path: tuple[str, ...]
    query: tuple[tuple[str, str | None], ...] = ()
    headers: tuple[tuple[str, str | Begins], ...] = ()
    type: str | None = None
    body: Parts | File | Value | str | None = None
    fields: Fields | None = None
    absent: tuple[str, ...] = field(default=("Authorization", "Cookie", "X-Tag"))


def form(*parts: Text | Upload, method: str = "POST") -> Wire:
    """A multipart form, sent to /form."""
    return Wire(method, ("form",), type="multipart/form-data", body=parts)


def encoded(*fields: tuple[str, str], method: str = "POST") -> Wire:
    """An urlencoded form, sent to /form."""
    return Wire(method, ("form",), type=FORM, fields=fields)


def data(text: str, *, type: str = JSON, method: str = "POST") -> Wire:
    """JSON, sent to /form."""
    return Wire(method, ("form",), type=type, body=Value(text))


def plain(text: str, type: str = "text/plain", *, method: str = "POST") -> Wire:
    """A text, sent to /form."""
    return Wire(method, ("form",), type=type, body=text)


def asked(*headers: tuple[str, str | Begins], path: tuple[str, ...] = ("headers",)) -> Wire:
    """A GET with headers."""
    return Wire("GET", path, headers=headers)


def search(*query: tuple[str, str | None]) -> Wire:
    """A GET with a query."""
    return Wire("GET", ("search",), query)


WIRE: dict[str, Wire] = {
    # --- multipart forms
    "A dollar, braces and backticks in a form field": form(
        Text("shell", "$HOME ${HOME} $(id) `id` #{name} #@name"),
        Text("template", r"{name} {0} <%= x %> %{y} {% z %} @name \(x) $1 $& $$"),
    ),
    "Quotes of every kind and backslashes in a form field": form(
        Text("quotes", 'it\'s "quoted" «here» \'\'\' """ "# )" [[x]] ]=] q(x)'),
        Text("backslashes", "C:\\new\\table\\u0041\\x41 \\\\ ends in \\"),
    ),
    "Percent signs in a form field": form(Text("percent", "100% %s %d %% %n %20 %HOME% %(x)s"), Text("100%", "%")),
    "Line breaks, tabs and blanks in a form field": form(
        Text("lines", "first\nsecond\r\nthird\twith a tab\n\nfifth\n"), Text("blanks", "  two before, one behind ")
    ),
    "An at sign, an angle and a semicolon in a form field": form(
        Text("at", "@notafile.txt"),
        Text("angle", "<notafile.txt"),
        Text("type", "plain;type=text/html"),
        Text("equals", "=a=b"),
        Text("dash", "--form"),
        Text("quoted", '"a;b"'),
    ),
    "Umlauts, kanji and an emoji in a form field": form(
        Text("größe", "ü ß 日本語 \U0001f600 e\u0301"), Text("日本", "\ufb01\u00a0x")
    ),
    "Brackets in names, and one name twice": form(
        Text("tags[]", "a"), Text("tags[]", "b"), Text("user[name]", "Zoë"), Text("tags[]", "a"), method="PUT"
    ),
    "An empty form field, and one that is disabled": form(Text("empty", ""), Text("full", "x")),
    "Quotes and a line break in a field's name": form(
        Text("a %22quoted%22 name", "1"), Text("two%0Alines", "2"), Text("back\\slash; 'single'", "3")
    ),
    "A part with a type of its own": form(
        Text("meta", '{"price": 1.10, "title": "it\'s"}', JSON),
        Text("note", "plain"),
        Text("page", "<p>é</p>", "text/html; charset=utf-8"),
    ),
    "Two files under one key": form(Upload("files", "one.txt"), Upload("files", "two.bin"), Text("caption", "both")),
    "A file whose name has quotes, blanks and umlauts": form(
        Upload("file", "Grüße %22final%22 v2, a=b;c@d 100% $x.txt"), Text("after", "the file")
    ),
    "A file with a part type": form(Upload("picture", "picture.dat", "image/png"), Text("alt", "a picture")),
    "A picture between two texts": form(
        Text("before", "a b"), Upload("file", "logo.png", "image/png"), Text("after", "")
    ),
    "Fields named as programs name things": form(*(Text(name, str(n)) for n, name in enumerate(NAMES))),
    # --- urlencoded forms
    "Ampersands, pluses and equals signs in urlencoded fields": encoded(
        ("a&b=c+d;e", "1+1=2 & 3;4"), ("space in name", "a b  c"), ("slash/", "?x=#y")
    ),
    "One urlencoded name twice, and an empty value": encoded(
        ("ids[]", "2"), ("ids[]", "1"), ("empty", ""), ("ids[]", "2")
    ),
    "What a shell, a format and a template would touch, urlencoded": encoded(
        ("$HOME", "`id` $(id) ${x} #{y} 'a' \"b\" \\ ! * ( ) ~ %41 %s"),
        ("lines", "a\r\nb\n"),
        ("@at", "@file.txt"),
        ("<angle", "<file"),
    ),
    "Umlauts, kanji and an emoji, urlencoded": encoded(
        ("größe", "ü 日本語 \U0001f600"), ("e\u0301", "\u03a9"), method="PATCH"
    ),
    "Urlencoded fields named as programs name things": encoded(*((name, str(n)) for n, name in enumerate(NAMES))),
    "Dashes at the beginning and a carriage return, urlencoded": encoded(("-d", "-x\ry"), ("--data", "--form")),
    # --- JSON
    "Long integers and trailing zeros in JSON": data(
        '{"id": 12345678901234567890, "price": 1.10, "huge": 1e400, "tiny": 1.0E-7, "zero": -0.0}'
    ),
    "Quotes, backslashes and escapes in JSON": data(
        r"""{"text": "it's \"quoted\" \\ C:\\new\\", "escapes": "ü \n \t / \u001f", "plain": "ü 日本 😀", """
        r""""key \"with\" quotes": "''' \"\"\""}"""
    ),
    "Empty objects, empty lists and nothing in JSON": data(
        '{"object": {}, "list": [], "nothing": null, "lists": [[], [[]]], "objects": [{}], "text": "", "yes": true, "no": false}'
    ),
    "A member twice in JSON": data('{"a": 1, "b": 2, "a": 3}'),
    "What a shell, a format and a template would touch, in JSON": data(
        r"""{"shell": "$HOME ${x} $(id) `id` !x", "format": "%s %d %% 100%", """
        r""""template": "#{y} {0} {{ <%= z %> \\(w) @name $1", "ends": "*/ ?> ]]> --> EOF"}"""
    ),
    "A list of objects as JSON, as people write it": data(
        '[{"first_name": "Zoë", "age": 30, "score": 9.5, "tags": ["a", "b"], "address": {"city": "Köln", "zip": "50667"}},'
        ' {"first_name": "Ann", "age": 0, "score": -1.25, "tags": [], "address": null}]',
        method="PUT",
    ),
    "JSON with a media type of its own": data(
        '{"data": {"type": "people", "id": "1"}}', type='application/vnd.api+json; charset=utf-8; version="1.0"'
    ),
    "An empty object": data("{}"),
    "An empty list": data("[]"),
    "A merge patch": data('{"a": null, "b": {"c": []}}', type="application/merge-patch+json", method="PATCH"),
    "Members named as programs name things": data(
        "{" + ", ".join(f'"{name}": {n}' for n, name in enumerate(NAMES)) + "}", type="application/json; charset=utf-8"
    ),
    # --- other bodies
    "Text that begins with an at sign": plain("@notafile.txt"),
    "Text that begins with a dash": plain("-d --data x=y", "text/plain; charset=utf-8"),
    "Text with heredoc ends and quotes of every kind": plain(
        'EOF\nEOT\nBODY\nJSON\n\'\'\'\n"""\n"#\n"##\n]]\n]==]\n)"\n`\n${x} $y #{z} %s \\n \\\n.\n'
    ),
    "Text with carriage returns, tabs and a line break at its end": plain(
        "id\tname\r\n1\tZoë\r\n\r\n2\t\U0001f600\r\n", "text/csv"
    ),
    "XML with the end of a CDATA section": plain(
        '<?xml version="1.0" encoding="UTF-8"?>\n<note a="1" b=\'2\'>\n  <![CDATA[x < y && z]]>\n  <!-- it\'s -->\n'
        "  <to>Zoë &amp; Ann</to>\n</note>",
        XML,
    ),
    "GraphQL with variables": Wire(
        "POST",
        ("graphql",),
        type=JSON,
        body=Value(
            r'{"query": "query Person($id: ID!) {\n  person(id: $id) {\n    name(format: \"it'
            r"""'s\")\n  }\n}", "variables": {"id": 12345678901234567890}}"""
        ),
    ),
    "A file as the body": Wire(
        "PUT", ("form",), type="application/octet-stream", body=File('it\'s a "file" & more ü.bin')
    ),
    "One very long line": plain("0123456789 'a' \"b\" \\ $c ü " * 400),
    "Text with carriage returns that begins with a dash": plain(
        "--XX\r\nContent-Type: text/plain\r\n\r\nhi\r\n--XX--\r\n", "multipart/mixed"
    ),
    "A form that somebody has encoded": plain("grant_type=client_credentials&scope=a%20b+c&x", FORM),
    # --- URLs
    "A query that is encoded already": search(
        ("a b", "c&d"), ("path", "/x/"), ("umlaut", "ü"), ("plus", "+"), ("percent", "100%"), ("hash", "#")
    ),
    "Empty and missing query values": search(("a", ""), ("b", None), ("c", "1"), ("d", None)),
    "One query key twice, with brackets": search(
        ("ids[]", "2"), ("ids[]", "1"), ("sort", "b"), ("sort", "a"), ("filter[name]", "x")
    ),
    "Plus signs and blanks in a query": search(("q", "1+1"), ("r", "a b"), ("s", "a+b"), ("t", "a b")),
    "Quotes, dollars and umlauts in a query": search(
        ("q", 'it\'s "5$"'),
        ("grüße", "日本\U0001f600"),
        ("next", "https://example.org/?x=y"),
        ("odd", "a|b^c{d}`e`\\f"),
        ("mail", "a@b.c,d;e:f!*()~"),
        ("$top", "${n}"),
    ),
    "Blanks and umlauts in the path": Wire("GET", ("people", "Zoë Müller & Co. $1", "Straße 1", "it's")),
    "An encoded slash, two slashes and one at the end": Wire("GET", ("files", "a/b", "", "c d", "")),
    "Dots, plus signs and colons in the path": Wire("GET", ("a", "..", "b", ".", "c+d", "e:f", "@g;h=1,2", "~i")),
    "No path at all": Wire("GET", ("",)),
    "URLs, dates, commas and searches in a query, as people write them": search(
        ("redirect", "https://x/y?z=1"),
        ("w", None),
        ("from", "2024-01-01T00:00:00+02:00"),
        ("ids", "1,2,3"),
        ("page[size]", "5"),
        ("$top", "5"),
        ("q", 'a:b AND c:"d"'),
    ),
    "Parentheses, quotes, colons and matrix parameters in the path": Wire(
        "GET", ("Products('A')", "things:batchGet", "map;lat=50;long=20", ""), (("$select", "a,b"),)
    ),
    # --- headers
    "A header twice": asked(("X-Tag", "a"), ("X-Tag", "b"), ("X-Other", "c"), ("X-Tag", "a")),
    "A header without a value": asked(("X-Empty", ""), ("X-Full", "x")),
    "Quotes, commas and semicolons in headers": asked(
        ("If-None-Match", '"abc", W/"d\'e"'),
        ("Accept", "application/json;q=0.9, */*;q=0.1"),
        ("Prefer", 'return="minimal"; wait=5'),
        ("User-Agent", 'it\'s (me; "you")'),
    ),
    "What a shell, a format and a template would touch, in headers": asked(
        ("X-Shell", r"$HOME `id` $(id) ${x} \n \\ %s #{y} @z {0} !"),
        ("X-Percent", "100%"),
        ("x-lower-case", "<angle> @file"),
    ),
    "Umlauts and kanji in a header": asked(("X-Name", "Zoë 日本")),
    "Cookies in a header": asked(("Cookie", 'session=a b; theme="dark"; $x=%20; e=')),
    "A known header twice": asked(
        ("X-Tag", "a"), ("X-Tag", "b"), ("Accept", "application/json"), ("Accept", "text/html;q=0.5")
    ),
    "Conditions": Wire(
        "GET",
        ("headers",),
        headers=(("If-Match", '"a"'), ("If-Modified-Since", "Wed, 21 Oct 2015 07:28:00 GMT")),
        absent=("Authorization", "Cookie", "Cache-Control", "Pragma"),
    ),
    "Headers that clients set by themselves": asked(
        ("Accept", "*/*"),
        ("Accept-Language", "de-DE,de;q=0.9"),
        ("Accept-Encoding", "gzip, deflate, br"),
        ("User-Agent", "PostmanRuntime/7.26.8"),
        ("Connection", "keep-alive"),
        ("Cache-Control", "no-cache"),
        ("Postman-Token", "b4d0cf1f"),
        ("Origin", "https://example.org"),
        ("Referer", "https://example.org/a?b=c"),
        ("X-Requested-With", "XMLHttpRequest"),
    ),
    "A connection that is to be closed": asked(("Connection", "close")),
    "A tab and marks of direction in a header": asked(("X-Marks", "a\tb\u200fc\u00a0d")),
    "A header whose name has every sign that is allowed": asked(("X!#$%&'*+-.^_`|~9", "x"), ("x.y", "z")),
    # --- methods
    "HEAD": Wire("HEAD", ("things",), (("limit", "1"),)),
    "PURGE": Wire("PURGE", ("things", "7")),
    "REPORT with a body": Wire(
        "REPORT",
        ("calendars", "zoe"),
        headers=(("Depth", "1"),),
        type="application/xml; charset=utf-8",
        body='<query xmlns="urn:ietf:params:xml:ns:caldav"/>',
    ),
    "DELETE with a body": Wire("DELETE", ("things",), type=JSON, body=Value('{"ids": [1, 2]}')),
    "GET with a body": Wire("GET", ("things",), type=JSON, body=Value('{"query": "ü"}')),
    "POST with nothing": Wire("POST", ("things", "7", "start")),
    "OPTIONS": Wire(
        "OPTIONS", ("things",), headers=(("Origin", "https://example.org"), ("Access-Control-Request-Method", "PUT"))
    ),
    "GET with a Content-Type and no body": Wire("GET", ("things", "7"), type=JSON),
    "DELETE with a Content-Type and no body": Wire("DELETE", ("things", "7"), type=JSON),
    "POST with a Content-Type and nothing": Wire("POST", ("things", "7"), type=JSON),
    # --- who is asking
    "A token of the folder": asked(("Authorization", f"Bearer {TOKEN}"), path=("me",)),
    "Basic with a colon and umlauts in the password": asked(
        # zoe@example.org:pä$$:w'o"r\d %
        ("Authorization", "Basic em9lQGV4YW1wbGUub3JnOnDDpCQkOncnbyJyXGQgJQ=="),
        path=("me",),
    ),
    "Digest": Wire("GET", ("me",), (("a", "b"),), headers=(("Authorization", Begins("Digest ")),)),
    "Digest with a body": Wire(
        "POST", ("me",), headers=(("Authorization", Begins("Digest ")),), type=JSON, body=Value('{"a": 1}')
    ),
    "OAuth 1.0a": Wire(
        "POST",
        ("statuses",),
        (("include", "a b"),),
        headers=(("Authorization", Begins("OAuth ")),),
        type=FORM,
        fields=(("status", "Hello, it's ü + me & you"),),
    ),
    "OAuth 1.0a with a realm, over a form and a query with names twice": Wire(
        "POST",
        ("request",),
        (("b5", "=%3D"), ("a3", "a"), ("c@", ""), ("a2", "r b")),
        headers=(("Authorization", Begins("OAuth ")), ("X-Trace", "it's ü")),
        type=FORM,
        fields=(("c2", ""), ("a3", "2 q"), ("a3", "2+q"), ("ü[]", "é")),
    ),
    "AWS, version 4": Wire(
        "GET",
        ("queues", "orders"),
        (("limit", "10"), ("after", "a/b")),
        headers=(("Authorization", Begins("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/")),),
    ),
    "AWS, version 4, with a session token, a body and a query that is not sorted": Wire(
        "POST",
        ("my queues", "orders"),
        (("z", "1"), ("a", "b c"), ("A", "ü"), ("a", "1")),
        headers=(
            ("Authorization", Begins("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/")),
            ("X-Amz-Security-Token", "AQoDYXdzEPT//////////wEXAMPLE=="),
            ("X-Amz-Target", "Orders.Put"),
            ("X-Trace", "a \"b\" 'c'"),
        ),
        type=JSON,
        body=Value('{"name": "Zoë", "price": 1.10}'),
    ),
    "Hawk": Wire("GET", ("me",), (("a", "1"),), headers=(("Authorization", Begins("Hawk ")),)),
    "A key in the query": Wire("GET", ("me",), (("page", "2"), ("api key", "k&y=ü"))),
    # --- answers
    "A reply with everything in it": Wire("POST", ("people",), type=JSON, body=Value('{"name": "Zoë"}')),
    "A reply that is a list": Wire("GET", ("people",)),
    "*/ ?> ]]> --> %> \"\"\" ''' #{x} ${y} `z` \\ {- -} *) \u202e ü": asked(("X-Title", "*/"), path=("title",)),
    "A reply whose fields are named as programs name things": Wire("GET", ("names",)),
    "A reply whose fields are named as programs name things, and more of them": Wire("GET", ("names",)),
    # --- values that the collection does not give
    "A token, an id in the path and a name in the query": Wire(
        "GET",
        ("meetings", "‹meetingId›", "registrants"),
        (("name", "‹name›"), ("page", "1")),
        headers=(("Authorization", "Bearer ‹token›"), ("X-Trace", "a-‹trace›-b")),
    ),
    "A value in a form, in its middle and alone": form(
        Text("alone", "‹first value›"), Text("middle", "it's ‹second› $HOME"), Text("both", "‹second›‹first value›")
    ),
    "A value in an urlencoded form": encoded(("alone", "‹value›"), ("middle", 'a&‹value›="b"')),
    "A value in JSON": Wire(
        "POST", ("json",), type=JSON, body=Value('{"name": "‹name›", "fixed": "it\'s $x", "count": 1.10}')
    ),
    "An origin that the environment knows": Wire("GET", ("status",), (("a", "1"),)),
    "Values named as shells, launchers and programs name theirs": Wire(
        "GET",
        ("names", "‹mode›", "‹i›", "‹class›", "‹url›", "‹length›"),
        tuple((name, f"‹{name}›") for name in ("data", "c", "self", "val", "status", "body", "path")),
        headers=(("X-Type", "‹type›"),),
    ),
}


def differences(wire: Wire, sent: Sent, values: Mapping[str, str], files: Mapping[str, bytes]) -> list[str]:
    """How a request differs from its row. `values` are the variables' by the collection's names, `files` by path."""

    def said(text: str) -> str:
        return re.sub("‹(.+?)›", lambda found: values[found[1]], text)

    found = []

    def same(what: str, came: object, wanted: object) -> None:
        if came != wanted:
            found.append(f"{what}: {came!r}, not {wanted!r}")

    same("method", sent.method, wire.method)
    url = urlsplit("http://recorder" + sent.target.decode("ascii"))
    same(
        "path", tuple(unquote_to_bytes(each).decode() for each in url.path.split("/")[1:]), tuple(map(said, wire.path))
    )
    pairs = [each.partition("=") for each in url.query.split("&")] if url.query else []
    query = [(_unquoted(name), _unquoted(value) if equals else None) for name, equals, value in pairs]
    same("query", query, [(said(name), None if value is None else said(value)) for name, value in wire.query])
    for name in dict.fromkeys([*(name for name, _ in wire.headers), *wire.absent]):
        came = [value.decode() for each, value in sent.headers if each.lower() == name.lower()]
        wanted = [value for each, value in wire.headers if each == name]
        if [isinstance(each, Begins) for each in wanted] == [True]:
            (begins,) = wanted
            assert isinstance(begins, Begins)
            same(name, [each[: len(begins.text)] for each in came], [begins.text])
        else:
            same(name, came, [said(each) for each in wanted if isinstance(each, str)])
    types = [value.decode() for each, value in sent.headers if each.lower() == "content-type"]
    kind, *parameters = [each.strip() for each in types[0].split(";")] if types else [None]
    parameters = [each for each in parameters if each is not None and not each.lower().startswith("boundary=")]
    if wire.type is None:
        same("Content-Type", types, [])
    else:
        right, *others = (each.strip() for each in wire.type.split(";"))
        same("Content-Type", (kind, _plain(parameters)), (right, _plain(others)))
    match wire.body:
        case tuple():
            boundary = re.search(r'boundary="?([^";]+)"?', types[0] if types else "")
            if boundary is None:
                return [*found, "no boundary"]
            parts = _parts(sent.body, boundary[1])
            same("parts", [each[:2] for each in parts], [_named(each) for each in wire.body])
            for part, right_part in zip(parts, wire.body, strict=False):
                if isinstance(right_part, Upload):
                    file = right_part.file.replace("%22", '"')
                    same(f"file {file}", part[3], files[file])
                    if right_part.type is not None:
                        same(f"type of {right_part.name}", part[2], right_part.type)
                else:
                    same(f"field {right_part.name}", part[3].decode(), said(right_part.value))
                    same(f"type of {right_part.name}", part[2], right_part.type)
        case File():
            same("body", sent.body, files[wire.body.name])
        case Value():
            same("JSON", _json(sent.body.decode()), _json(said(wire.body.text)))
        case str():
            same("body", sent.body, said(wire.body).encode())
        case None if wire.fields is not None:
            fields = [each.partition("=") for each in sent.body.decode("ascii").split("&")]
            came_fields = [
                (_unquoted(name.replace("+", " ")), _unquoted(value.replace("+", " "))) for name, _, value in fields
            ]
            same("fields", came_fields, [(said(name), said(value)) for name, value in wire.fields])
        case None:
            same("body", sent.body, b"")
    return found


def _unquoted(text: str) -> str:
    return unquote_to_bytes(text).decode()


def _plain(parameters: list[str]) -> list[str]:
    return sorted(each.lower().replace('"', "").replace(" ", "") for each in parameters)


def _named(part: Text | Upload) -> tuple[str, str | None]:
    return part.name, part.file if isinstance(part, Upload) else None


def _json(text: str) -> object:
    def number(digits: str) -> object:
        return ("number", digits)

    return json.loads(text, parse_int=number, parse_float=number, object_pairs_hook=tuple)


def _parts(body: bytes, boundary: str) -> list[tuple[str, str | None, str | None, bytes]]:
    """Name, file name, type and content of each part."""
    parts: list[tuple[dict[str, str], bytearray]] = []
    name, value = bytearray(), bytearray()

    def begin() -> None:
        parts.append(({}, bytearray()))

    def header_end() -> None:
        parts[-1][0][name.decode().lower()] = value.decode()
        name.clear()
        value.clear()

    parser = MultipartParser(
        boundary,
        {
            "on_part_begin": begin,
            "on_header_field": lambda data, start, end: name.extend(data[start:end]),
            "on_header_value": lambda data, start, end: value.extend(data[start:end]),
            "on_header_end": header_end,
            "on_part_data": lambda data, start, end: parts[-1][1].extend(data[start:end]),
        },
    )
    parser.write(body)
    parser.finalize()
    found = []
    for headers, content in parts:
        disposition = headers["content-disposition"]
        named = re.search(r'; ?name=(?:"([^"]*)"|([^;"]+))', disposition)
        assert named is not None, disposition
        file = re.search(r'; ?filename=(?:"([^"]*)"|([^;"]+))', disposition)
        found.append(
            (
                named[1] if named[1] is not None else named[2],
                None if file is None else file[1] if file[1] is not None else file[2],
                headers.get("content-type"),
                bytes(content),
            )
        )
    return found
