"""Requests as a test makes them: texts that are nasty to print, requests made of them, and a reply that is read."""

import json
from urllib.parse import urlsplit

from doorlist.samples.request import (
    Answers,
    AwsV4,
    Failure,
    Json,
    Kind,
    Leaf,
    Loop,
    Pair,
    Request,
    Template,
    Text,
    Url,
    Variable,
)
from doorlist.samples.variables import concatenated

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
ORIGIN = "https://api.example.org"
TOKEN = Variable("token", "TOKEN", "token", "token", "Token")
TYPE = Variable("list", "LIST", "list", "list", "List")
MEETING = Variable(":meetingId", "MEETING_ID", "meeting_id", "meetingId", "MeetingId", encoded=True)
PLAIN_MEETING = Variable(":meetingId", "MEETING_ID", "meeting_id", "meetingId", "MeetingId")
BASE = Variable("baseUrl", "BASE_URL", "base_url", "baseUrl", "BaseUrl")
TOKEN_TEXT = Template((TOKEN,))
BEARER = Template(("Bearer ", TOKEN))
AWS = AwsV4("key", "sec/ret", "", "eu-central-1", "s3")

NASTY = (
    "'one' \"two\" `id` $HOME ${HOME} {$x} $(id) [exit] #{x} #$x #@x @list \\(x) \\${x} $${y} $ {a} \\",
    "%s %d %% %(d)s %41%2b {x} {} {0} {{y}}",
    "'",
    '"',
    "$ü {$ü} ${ü} #$ü #@ü @ü %ü &ü",
    "`",
    "$",
    "\\",
    "'\"",
    '""""',
    "\\'",
    "\\\\'\"\\",
    "\\n\\",
    "\\u0041 \\N{BULLET} \\x41",
    "it's",
    "a\nb\r\nc\td\n",
    "line\n" * 4 + '"""',
    '{ "open": "{" \\} [ ]] ]=] )" )-" ~s( \\( """ \'\'\' {*} ;#',
    'EOF\n\'\'\'\n""""#\n?>\n=pod\n__END__',
    '\n\'@\n"@\n"""#\n""" "# "## r#"x"#',
    "''' */ // && ]]> *//* </script><!--",
    "typographic ‘quotes’ and “these”",
    "&lcText &loHttp. &copy; a=1&b=2",
    "??/ ??= ???= ??",
    "@/etc/passwd",
    "<file",
    "x;type=text/html",
    "a&b=c+d;e",
    "ü 日本 😀 it's",
    "\x01f\x7f1\x1b[31m\u202ex\x85\u2028\ufeff",
    "x" * 300 + '"' + "y" * 300 + "'" + "日" * 100,
    "!bang !!",
    "\\=\\:\\@\\;",
    "=x",
    "-x",
    "~/x",
    "0",
    " ",
    "",
)
"""What quotes, escapes, comments, templates, formats, shells and forms are made of in one language or another."""


def url(target: Text = "/v2/meetings", origin: Text = ORIGIN) -> Url:
    """The address of a path with its query, percent-encoded; the query's pairs are told where it has no variables."""
    text: Text = concatenated(origin, target)
    path: Text = target
    query: tuple[Pair, ...] = ()
    if isinstance(target, str):
        path, _, after = target.partition("?")
        found = [each.partition("=") for each in after.split("&")] if after else []
        query = tuple(Pair(name, value if equals else None) for name, equals, value in found)
    if isinstance(origin, Template):
        return Url(origin, path, query, text, target)
    parts = urlsplit(origin)
    return Url(origin, path, query, text, target, parts.scheme, parts.hostname, parts.port or 443)


def request(method: str = "POST", target: Text = "/v2/meetings", *, origin: Text = ORIGIN, **more: object) -> Request:
    """A request with a title that is nasty enough; `more` are its other facts."""
    facts: dict[str, object] = {
        "title": "Update registrant's status */ \\",
        "folders": ("f",),
        "url": url(target, origin),
    }
    return Request(method=method, **(facts | more))  # type: ignore[arg-type]


FAILURES = (
    Failure(300, 3000, 'It\'s `not` "set": {meetingId}. $HOME #{x} @x [y] %s \\'),
    Failure(404, 3001, "No such meeting."),
    Failure(404, "3303", "No such registrant."),
    Failure(404, "not_found", "No such page."),
    Failure(404, None, "Nothing there."),
    Failure(429, None, "Too many."),
)
REPLY: dict[str, Json] = {
    "id": 85746065123,
    "its own": {'a"$[x]': 'a "ü"'},
    "long": 12345678901234567890,
    "open": True,
    "price": 1.5,
    "tracking": None,
    "list": ["x", "y"],
    "registrants": [{"email": "x@y"}, {"tags": ["t", "u v"]}],
}
ANSWERS = Answers(
    reading=(
        Leaf(("id",), Kind.INTEGER, "id", "id", "Id", "id"),
        Leaf(("its own", 'a"$[x]'), Kind.TEXT, "class", "class", "Class", 'its own.a"$[x]#{y}'),
        Leaf(("long",), Kind.INTEGER, "end", "end", "End", "long"),
        Leaf(("open",), Kind.BOOLEAN, "list_2", "list2", "List2", "open"),
        Leaf(("price",), Kind.NUMBER, "body", "body", "Body", "price"),
        Leaf(("tracking",), Kind.OTHER, "url", "url", "Url", "tracking"),
        Leaf(("list", 1), Kind.TEXT, "http", "http", "Http", "list[1]"),
        Loop(
            ("registrants",),
            "person",
            "person",
            "Person",
            (
                Leaf(("email",), Kind.TEXT, "reply", "reply", "Reply", "email"),
                Loop(("tags",), "tag", "tag", "Tag", (Leaf((), Kind.TEXT, "tag_2", "tag2", "Tag2", "tags[]"),), "tags"),
            ),
            "registrants",
        ),
    ),
    unread=2,
    example=json.dumps(REPLY),
    failures=FAILURES,
)
READING = request(
    "GET", "/v2/meetings?page=1", headers=(("Authorization", BEARER),), variables=(TOKEN,), answers=ANSWERS
)
