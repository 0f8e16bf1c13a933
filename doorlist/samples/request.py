"""One request in no language: what an item sends, made once and as it goes over the wire; a language only prints it.

Nothing here knows Postman and nothing knows a language. A text is a `str`, or a `Template` where some of it is a value
that the collection does not give: the sample then reads that from an environment variable.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property


@dataclass(frozen=True, slots=True)
class Variable:
    """A value that is not known while the sample is printed; the sample reads it from the environment.

    `name` is the collection's (`token`, `:meetingId` for a path variable), `environment` the environment variable's
    (`TOKEN`, `MEETING_ID`); `snake`, `camel` and `pascal` name the value in a program. All are unique within a request.
    `encoded` is true where it stands in the path or query of a URL: its value is percent-encoded by the program.
    """

    name: str
    environment: str
    snake: str
    camel: str
    pascal: str
    encoded: bool = False


@dataclass(frozen=True, slots=True)
class Template:
    """A text with variables in it: literal pieces and variables in their order, no two literals side by side."""

    pieces: tuple[str | Variable, ...]

    def __str__(self) -> str:
        """For messages: variables as `$NAME`."""
        return "".join(each if isinstance(each, str) else f"${each.environment}" for each in self.pieces)


Text = str | Template
Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]


@dataclass(frozen=True, slots=True)
class Pair:
    """A name with its value, percent-encoded as they stand in the URL; the value is None where there is no `=`."""

    name: Text
    value: Text | None


@dataclass(frozen=True, slots=True)
class Url:
    """A URL, percent-encoded, so that it can be printed as it stands.

    `origin` is such as `https://api.zoom.us` (no slash at the end), or a Template where the collection does not say it.
    `scheme` (`http` or `https`), `host` and `port` are known unless the origin is a Template; the port is always given.
    `path` is empty or begins with `/`; it is empty only behind an origin that is a variable, which may end in a path.
    `query` has the pairs in order. `text` is all of it; `target` is the path with its query.
    """

    origin: Text
    path: Text
    query: tuple[Pair, ...]
    text: Text
    target: Text
    scheme: str | None = None
    host: str | None = None
    port: int | None = None


@dataclass(frozen=True, slots=True)
class Raw:
    """A body that is sent as it stands, UTF-8, byte for byte.

    `json` is its value where it is JSON that every language's own literals can say without loss: no duplicate names, no
    integer beyond 2**53, no number that prints differently (1.10), no lone surrogate; `exact` tells that from a null.
    Where `exact` is false a language prints `text`.
    """

    text: Text
    exact: bool = False
    json: Json = None


@dataclass(frozen=True, slots=True)
class Field:
    """A pair of a form, decoded: the program encodes it."""

    name: Text
    value: Text


@dataclass(frozen=True, slots=True)
class Form:
    """An `application/x-www-form-urlencoded` body; names may come twice, the order counts."""

    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class File:
    """A file that the program reads when it runs: `path` relative to the program's folder or absolute, and the `name` that
    is sent. Where the path is a Template (no file was chosen) the name is the base name of whatever it is then; `name` is
    None."""

    path: Text
    name: str | None


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a multipart form: a text or a file, and the part's own Content-Type where the collection gives one.

    A text without one is sent without. A file has one, as Postman guesses it by its name, unless the name is known only when
    the program runs: then whatever the language's library sends is right.
    """

    name: Text
    content: "Text | File"
    content_type: str | None = None


@dataclass(frozen=True, slots=True)
class Multipart:
    """A `multipart/form-data` body; names may come twice, the order counts. The boundary is the library's."""

    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class FileBody:
    """The bytes of a file as the body."""

    file: File


Body = Raw | Form | Multipart | FileBody


@dataclass(frozen=True, slots=True)
class Basic:
    """HTTP Basic (RFC 7617)."""

    user: Text
    password: Text


@dataclass(frozen=True, slots=True)
class Digest:
    """HTTP Digest (RFC 7616): the first answer is the challenge, the second request carries the proof."""

    user: Text
    password: Text


@dataclass(frozen=True, slots=True)
class OAuth1:
    """A signature of OAuth 1.0a (RFC 5849); the consumer's and the token's key and secret, `realm` may be empty."""

    consumer_key: Text
    consumer_secret: Text
    token: Text
    token_secret: Text
    method: str = "HMAC-SHA1"
    realm: Text = ""
    in_header: bool = True


@dataclass(frozen=True, slots=True)
class AwsV4:
    """A signature of AWS, version 4."""

    access_key: Text
    secret_key: Text
    session_token: Text
    region: Text
    service: Text


@dataclass(frozen=True, slots=True)
class Hawk:
    """A Hawk signature."""

    key_id: Text
    key: Text
    algorithm: str = "sha256"


Auth = Basic | Digest | OAuth1 | AwsV4 | Hawk


class Kind(StrEnum):
    """What a value in a reply is, by the saved example."""

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    OTHER = "other"  # null, or a list or object that has no scalar members: read as JSON


Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Leaf:
    """A value to be read from a reply: its path from the reply's root or from the loop's element, its kind, its name.

    The path is empty for an element that is a scalar itself. An `int` in it is an index.
    """

    path: Path
    kind: Kind
    snake: str
    camel: str
    pascal: str
    text: str  # the path as people write it: "settings.approval_type", "registrants[].email"


@dataclass(frozen=True, slots=True)
class Loop:
    """A list to be walked: its path (empty for the root or for an element that is a list), its element's name, what to read."""

    path: Path
    snake: str
    camel: str
    pascal: str
    body: tuple["Leaf | Loop", ...]
    text: str


Reading = tuple[Leaf | Loop, ...]


@dataclass(frozen=True, slots=True)
class Failure:
    """A documented error: HTTP status, the vendor's code where there is one, and what it means, in a line.

    Exactly as the collection's saved responses tell it, but for code 300 under HTTP 300, which goes out as HTTP 400, too,
    and a code that means several things: its message has all of them, as far as they fit.
    """

    status: int
    code: int | str | None
    message: str


@dataclass(frozen=True, slots=True)
class Answers:
    """What a request may be answered with, from its saved responses.

    `reading` has the fields of the saved 2xx JSON reply, empty where none was saved; `unread` is how many more it has than
    are read. `example` is that reply's text. `failures` has no status and code twice. `code_path` is where the vendor's
    code stands in an error's JSON body (`("code",)` by default), `message_path` where its message does.
    """

    reading: Reading = ()
    unread: int = 0
    example: str = ""
    failures: tuple[Failure, ...] = ()
    code_path: Path = ("code",)
    message_path: Path = ("message",)

    @property
    def coded(self) -> bool:
        """Whether any documented error is told by a vendor's code."""
        return any(each.code is not None for each in self.failures)

    @property
    def waits(self) -> bool:
        """Whether a documented error is a limit on requests (429), whose reply says when to try again."""
        return any(each.status == 429 for each in self.failures)


@dataclass(frozen=True)
class Request:
    """All of it. A language prints this and needs nothing else.

    `title` is such as "Update registrant's status", `folders` the names above it. `method` is in capitals (`PUT`,
    `PURGE`). `headers` are in order, names may come twice; they hold no Content-Type, no Content-Length and no
    Transfer-Encoding. `content_type` is the body's media type as it is to be sent, None where the collection gives none or
    the library makes it (multipart) or nothing is sent at all; a program must not send another one. `variables` are in
    the order of their first use, and each is read once. `warnings` say what was left out of the item, and why. `reason` is
    set where no language can print the request: `language.printed` raises it.
    """

    title: str
    folders: tuple[str, ...]
    method: str
    url: Url
    headers: tuple[tuple[str, Text], ...] = ()
    content_type: Text | None = None
    auth: Auth | None = None
    body: Body | None = None
    variables: tuple[Variable, ...] = ()
    answers: Answers = field(default_factory=Answers)
    warnings: tuple[str, ...] = ()
    reason: str | None = None

    @cached_property
    def all_headers(self) -> tuple[tuple[str, Text], ...]:
        """The headers with the Content-Type behind them, for languages whose library takes it as one of them."""
        return self.headers if self.content_type is None else (*self.headers, ("Content-Type", self.content_type))

    @cached_property
    def repeated_header(self) -> str | None:
        """The name of a header that comes twice (case does not count), for languages that cannot say that."""
        seen: dict[str, None] = {}
        for name, _ in self.headers:
            if name.lower() in seen:
                return name
            seen[name.lower()] = None
        return None

    @cached_property
    def files(self) -> tuple[File, ...]:
        """The files that the program reads, in order."""
        if isinstance(self.body, FileBody):
            return (self.body.file,)
        if isinstance(self.body, Multipart):
            return tuple(each.content for each in self.body.parts if isinstance(each.content, File))
        return ()


class CannotSay(Exception):
    """A language has no way to send this request; the reason is printed instead of a sample that would be wrong."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
