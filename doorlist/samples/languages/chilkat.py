"""The sequence of Chilkat calls that sends a request and reads its answer, in no language.

The library has the same classes, properties and methods in every language that it knows. So the calls are made here,
once from the request; `chilkat_dialect` prints them. What is said about the library was seen on the wire, with 11.6.
"""

import json
import re
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass, replace
from posixpath import basename
from typing import Literal
from urllib.parse import quote, quote_plus

from doorlist.samples.request import (
    Answers,
    AwsV4,
    Basic,
    CannotSay,
    Digest,
    FileBody,
    Form,
    Hawk,
    Json,
    Leaf,
    Loop,
    Multipart,
    OAuth1,
    Part,
    Path,
    Raw,
    Reading,
    Request,
    Template,
    Text,
    Variable,
)

# --- the words of a sequence -----------------------------------------------------------------------------------------

Kind = Literal["object", "text", "number", "logical"]


@dataclass(slots=True)
class Word:
    """A name that a program gives to an object or a value."""

    kind: Kind
    snake: str
    camel: str
    pascal: str
    own: bool = True  # the sequence's own name; otherwise one out of the reply


@dataclass(slots=True)
class Get:
    """A property of an object."""

    owner: Word
    name: str
    kind: Kind = "text"


@dataclass(slots=True)
class Call:
    """A method of an object with its arguments; `kind` is what it gives."""

    owner: Word
    name: str
    arguments: tuple["Value", ...]
    kind: Kind = "logical"


@dataclass(slots=True)
class Joined:
    """A text that is put together: literals and words."""

    parts: tuple["str | Word | Variable", ...]


@dataclass(slots=True)
class Lines:
    """A literal that is printed a line at a time."""

    text: str


Value = Text | int | Word | Get | Call | Joined | Lines


@dataclass(slots=True)
class Failed:
    """True where this is false: a call or a property that tells of success."""

    told: Get | Call


@dataclass(slots=True)
class Refused:
    """True where the status is none of 2xx."""


@dataclass(slots=True)
class Known:
    """True where the status is this one, and the vendor's code, if one is given."""

    status: int
    code: str | None = None


@dataclass(slots=True)
class There:
    """True where a text is not empty, or the other way round."""

    word: Word
    empty: bool = False


Condition = Failed | Refused | Known | There


@dataclass(slots=True)
class Note:
    """A comment."""

    text: str


@dataclass(slots=True)
class Gap:
    """An empty line."""


@dataclass(slots=True)
class Read:
    """Reads the variables from the environment."""

    variables: tuple[Variable, ...]


@dataclass(slots=True)
class New:
    """Makes an object of a class."""

    word: Word
    made: str


@dataclass(slots=True)
class Put:
    """Sets a property of an object."""

    owner: Word
    name: str
    value: Value


@dataclass(slots=True)
class Do:
    """Calls a method for what it does."""

    call: Call


@dataclass(slots=True)
class Let:
    """Gives a value to a name: its first, one that `changes` later, or another one (`again`)."""

    word: Word
    value: Value
    changes: bool = False
    again: bool = False


@dataclass(slots=True)
class Add:
    """Puts a text behind a text."""

    word: Word
    value: Joined


@dataclass(slots=True)
class If:
    """One way or none."""

    condition: Condition
    body: "list[Statement]"


@dataclass(slots=True)
class Choose:
    """The first way whose condition is true."""

    ways: "list[tuple[Condition, list[Statement]]]"


@dataclass(slots=True)
class Each:
    """Walks a list; `index` counts from 0 to below `size`."""

    index: Word
    size: Value
    body: "list[Statement]"


@dataclass(slots=True)
class Show:
    """Prints a value on a line, with a label before it."""

    value: Value
    label: str = ""


@dataclass(slots=True)
class Complain:
    """Prints a line where complaints go."""

    value: Value


@dataclass(slots=True)
class Leave:
    """Ends the program; `held` are the objects that it has by then."""

    code: int
    held: tuple[Word, ...]


@dataclass(slots=True)
class Free:
    """The end of the program."""

    held: tuple[Word, ...]


Statement = Note | Gap | Read | New | Put | Do | Let | Add | If | Choose | Each | Show | Complain | Leave | Free


def word(kind: Kind, *words: str) -> Word:
    """A name of these words."""
    first, *rest = words
    pascal = "".join(map(str.capitalize, words))
    return Word(kind, "_".join(words), first + "".join(map(str.capitalize, rest)), pascal)


HTTP = word("object", "http")
REQ = word("object", "req")
RESP = word("object", "resp")
REST = word("object", "rest")
SOCKET = word("object", "socket")
URL = word("object", "url")
OAUTH = word("object", "oauth")
AWS = word("object", "aws")
FORM = word("object", "form")
JSON = word("object", "json")
REPLY = word("object", "reply")
ITEMS = word("object", "items")
BUILDER = word("object", "builder")
TEXT = word("text", "text")
STATUS = word("number", "status")
BODY = word("text", "body")
CODE = word("text", "code")
MESSAGE = word("text", "message")
PROBLEM = word("text", "problem")
WAIT = word("text", "wait")
INDEXES = tuple(word("number", each) for each in "ijk")

RESERVED = frozenset(
    (
        *(each.snake for each in (HTTP, REQ, RESP, REST, SOCKET, URL, OAUTH, AWS, FORM, JSON, REPLY, ITEMS, BUILDER)),
        *(each.snake for each in (TEXT, STATUS, BODY, CODE, MESSAGE, PROBLEM, WAIT, *INDEXES)),
    )
) | {"data", "data2", "count", "count2", "long", "long2"}
"""The names that a sequence itself uses; no variable and no field is called so."""

# --- what the library cannot say --------------------------------------------------------------------------------------

TIMEOUT_S = 30
_BODILESS = frozenset({"GET", "HEAD", "OPTIONS"})  # HttpRequest sends no body with these
_ONCE = frozenset(
    {"accept", "accept-encoding", "accept-language", "connection", "cookie", "host", "referer", "user-agent"}
)
_FORM_TYPE = "application/x-www-form-urlencoded"
_MULTIPART_TYPE = "multipart/form-data"
_OAUTH_METHODS = frozenset({"HMAC-SHA1", "HMAC-SHA256"})
_MEMBERS_MAX = 40
_DEPTH_MAX = 10
_LINES_MAX = 200


def sequence(request: Request) -> list[Statement]:
    """The calls for a request. Raises CannotSay."""
    global _last
    last = _last
    if last is None or last[0] is not request:
        last = _last = (request, list(_Sequence(request).statements()))
    return last[1]


_last: tuple[Request, list[Statement]] | None = None


class _Sequence:
    """Makes the calls; `held` are the objects made so far."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.held: list[Word] = []
        self.files = 0

    def statements(self) -> Iterator[Statement]:
        request = self.request
        self._refuse()
        if request.variables:
            yield Read(request.variables)
            yield Gap()
        if self._needs_rest():
            yield from self._by_rest()
        else:
            yield from self._by_http()
        yield Show(STATUS)
        if request.method != "HEAD":
            yield Show(BODY)
        yield from self._answers(request.answers)
        yield Free(tuple(self.held))

    def new(self, name: Word, made: str) -> New:
        self.held.append(name)
        return New(name, made)

    def leave(self, code: int) -> Leave:
        return Leave(code, tuple(self.held))

    # --- which of the library's ways ---

    def _refuse(self) -> None:
        """What neither way can say."""
        request = self.request
        for name, value in request.headers:
            if "'" in name:
                raise CannotSay(f"Chilkat changes the apostrophe in a header's name, and {name} has one.")
            if isinstance(value, str):
                if "\r" in value or "\n" in value or "\0" in value:
                    raise CannotSay(f"Chilkat takes line ends out of header values, and {name} has one.")
                if "=?" in value and "?=" in value:
                    raise CannotSay(f"Chilkat decodes what looks like an encoded word in a header, as in {name}.")
        if isinstance(request.auth, Hawk):
            raise CannotSay("Chilkat has no Hawk authentication.")
        if isinstance(request.auth, OAuth1):
            if request.auth.method not in _OAUTH_METHODS:
                raise CannotSay(
                    f"Chilkat signs OAuth 1.0 with HMAC-SHA1 or HMAC-SHA256, not with {request.auth.method}."
                )
            if not request.auth.in_header:
                raise CannotSay("Chilkat sends the OAuth 1.0 signature in a header, not in the query.")
        if isinstance(request.auth, AwsV4) and request.auth.session_token != "":
            raise CannotSay("Chilkat's AuthAws does not sign a session token.")

    def _needs_rest(self) -> bool:
        """Whether CkRest is to be used: CkHttp sends no body with GET, and has its own mind about some others."""
        request = self.request
        body = request.body
        if isinstance(request.auth, OAuth1 | AwsV4):
            return True
        if body is None or (isinstance(body, Raw) and body.text == ""):
            return False
        if request.method.upper() in _BODILESS:
            return True
        if isinstance(body, Multipart):
            # With DELETE CkHttpRequest repeats the parts in the query; it leaves out an empty name, and cuts a file's
            # name behind a slash.
            return request.method.upper() == "DELETE" or any(
                each.name == "" or ((file := _sent_name(each)) is not None and ("/" in file or "\\" in file))
                for each in body.parts
            )
        kind = request.content_type
        return isinstance(body, Raw | FileBody) and isinstance(kind, str) and kind.lower().startswith("multipart/")

    # --- CkHttp ---

    def _by_http(self) -> Iterator[Statement]:
        request, url = self.request, self.request.url
        yield self.new(HTTP, "Http")
        yield Put(HTTP, "ReadTimeout", TIMEOUT_S)
        if url.scheme != "http":
            yield Put(HTTP, "RequireSslCertVerify", True)
            yield Put(HTTP, "RequireHostnameMatch", True)
        if isinstance(request.auth, Basic | Digest):
            yield Put(HTTP, "Login", request.auth.user)
            yield Put(HTTP, "Password", request.auth.password)
            yield Put(HTTP, "BasicAuth" if isinstance(request.auth, Basic) else "DigestAuth", True)
        yield Gap()
        yield self.new(REQ, "HttpRequest")
        yield Put(REQ, "HttpVerb", request.method)
        if url.host is not None:
            yield Put(REQ, "Path", url.target)
        yield from self._headers()
        yield from self._body()
        yield Gap()
        if url.host is None:
            yield self.new(RESP, "HttpResponse")
            yield self._failed(Call(HTTP, "HttpReq", (url.text, REQ, RESP)))
        else:
            call = Call(
                HTTP, "SynchronousRequest", (_host(url.host), url.port or 0, url.scheme == "https", REQ), "object"
            )
            yield Let(RESP, call)
            yield self._failed(Get(HTTP, "LastMethodSuccess", "logical"))
            self.held.append(RESP)
        yield Gap()
        yield Let(STATUS, Get(RESP, "StatusCode", "number"))
        yield Let(BODY, Get(RESP, "BodyStr"))

    def _headers(self) -> Iterator[Statement]:
        request = self.request
        repeated = request.repeated_header
        if repeated is None:
            for name, value in request.headers:
                yield Do(Call(REQ, "AddHeader", (name, value)))
            return
        seen: set[str] = set()
        for name, _ in request.headers:
            if name.lower() in seen and name.lower() in _ONCE:
                raise CannotSay(f"Chilkat sends the header {name} once, and this request has it twice.")
            seen.add(name.lower())
        yield Note("AddHeader replaces a header of the same name; all of them in one text may repeat it.")
        pieces: list[str | Variable] = []
        for name, value in request.headers:
            pieces += (f"{name}: ", *_pieces(value), "\r\n")
        yield Put(REQ, "EntireHeader", _text(pieces))

    def _body(self) -> Iterator[Statement]:
        request, body = self.request, self.request.body
        if isinstance(body, Multipart):
            yield Put(REQ, "ContentType", _MULTIPART_TYPE)
            if not _ascii(*(each for part in body.parts for each in (part.name, part.content))):
                yield Put(REQ, "Charset", "utf-8")
            for part in body.parts:
                yield from self._part(part)
            return
        if request.content_type is not None:
            yield Put(REQ, "ContentType", request.content_type)
        if isinstance(body, Raw):
            yield from self._raw(body)
        elif isinstance(body, FileBody):
            call = Call(REQ, "LoadBodyFromFile", (body.file.path,))
            yield If(Failed(call), [Complain(_unreadable(body.file.path)), self.leave(1)])
        elif isinstance(body, Form):
            kind = request.content_type
            whole = request.method.upper() == "DELETE" or not (
                isinstance(kind, str) and kind.lower().startswith(_FORM_TYPE)
            )
            if whole or any(each.name == "" or _only_bytes(each.value) for each in body.fields):
                encoded: list[Statement] = list(self._encoded(body))
                yield from encoded[:-1]
                last = encoded[-1]
                assert isinstance(last, Let), "what is encoded gets a name"
                yield Do(Call(REQ, "LoadBodyFromString", (last.value, "utf-8")))
                return
            if not _ascii(*(each for pair in body.fields for each in (pair.name, pair.value))):
                yield Put(REQ, "Charset", "utf-8")
            for pair in body.fields:
                yield Do(Call(REQ, "AddParam", (_query_name(pair.name), pair.value)))

    def _raw(self, body: Raw) -> Iterator[Statement]:
        text = body.text
        if text == "":
            return
        if _only_bytes(text):
            data = self._data()
            yield from self._bytes(data, text)
            yield Do(Call(REQ, "LoadBodyFromBd", (data,)))
        elif (members := _members(body)) is not None:
            yield Gap()
            yield self.new(JSON, "JsonObject")
            yield from members
            yield Do(Call(REQ, "LoadBodyFromString", (Call(JSON, "Emit", (), "text"), "utf-8")))
        else:
            value, before = _long(text)
            yield from before
            yield Do(Call(REQ, "LoadBodyFromString", (value, "utf-8")))

    def _encoded(self, body: Form) -> Iterator[Statement]:
        """A form as one text; the last statement gives it a name."""
        fields = body.fields
        if not any(isinstance(each, Template) for pair in fields for each in (pair.name, pair.value)):
            yield Let(TEXT, "&".join(f"{quote_plus(str(each.name))}={quote_plus(str(each.value))}" for each in fields))
            return
        if any(each.name == "" for each in fields):
            raise CannotSay("Chilkat leaves out a form field without a name.")
        yield self.new(FORM, "HttpRequest")
        yield Put(FORM, "Charset", "utf-8")
        for pair in fields:
            yield Do(Call(FORM, "AddParam", (_query_name(pair.name), pair.value)))
        yield Let(TEXT, Call(FORM, "GetUrlEncodedParams", (), "text"))

    def _part(self, part: Part) -> Iterator[Statement]:
        name, content = _field_name(part.name), part.content
        if isinstance(content, str | Template):
            if _only_bytes(content):
                data = self._data()
                yield from self._bytes(data, content)
                yield Do(Call(REQ, "AddBdForUpload", (name, "", data, part.content_type or "")))
            elif part.content_type is None and not _SPACE.search(_literal(name)):
                yield Do(Call(REQ, "AddParam", (name, content)))
            else:  # AddParam takes spaces out of a name
                yield Do(Call(REQ, "AddStringForUpload2", (name, "", content, "utf-8", part.content_type or "")))
            return
        sent = _sent_name(part)
        if sent is None or (isinstance(content.path, str) and sent == basename(content.path)):
            if part.content_type is None:
                yield Do(Call(REQ, "AddFileForUpload", (name, content.path)))
            else:
                yield Do(Call(REQ, "AddFileForUpload2", (name, content.path, part.content_type)))
            return
        data = self._data()
        yield from self._loaded(data, content.path)
        yield Do(Call(REQ, "AddBdForUpload", (name, sent, data, part.content_type or "")))

    # --- CkRest ---

    def _by_rest(self) -> Iterator[Statement]:
        request, url = self.request, self.request.url
        if isinstance(request.auth, Digest):
            raise CannotSay("Chilkat sends this body with its Rest class only, which has no Digest authentication.")
        if request.repeated_header is not None:
            raise CannotSay(
                "Chilkat sends this request with its Rest class only, which sends a header once, and"
                f" {request.repeated_header} comes twice."
            )
        for name, header in request.headers:
            if header == "":
                raise CannotSay(
                    f"Chilkat sends this request with its Rest class only, which leaves out an empty header ({name})."
                )
        host: Value
        port: Value
        target: Value
        fields = request.body.fields if isinstance(request.body, Form) else ()
        if any(isinstance(each, Variable) and each.encoded for each in _pieces(url.text)) or any(
            isinstance(each.name, Template) for each in fields
        ):
            yield self.new(HTTP, "Http")
        if url.host is None:
            yield self.new(URL, "Url")
            yield Do(Call(URL, "ParseUrl", (url.text,)))
            host, port, target = Get(URL, "Host"), Get(URL, "Port", "number"), Get(URL, "PathWithQueryParams")
        else:
            host, port, target = _host(url.host), url.port or 0, url.target
        yield self.new(REST, "Rest")
        if url.scheme == "http":
            yield self._failed(Call(REST, "Connect", (host, port, False, False)))
        else:
            secure: Value = True if url.scheme == "https" else Get(URL, "Ssl", "logical")
            yield self.new(SOCKET, "Socket")
            yield Put(SOCKET, "RequireSslCertVerify", True)
            yield self._failed(Call(SOCKET, "Connect", (host, port, secure, TIMEOUT_S * 1000)))
            yield Do(Call(REST, "UseConnection", (SOCKET, False)))
        yield Gap()
        yield from self._rest_auth()
        for name, value in request.all_headers:
            if not (isinstance(request.body, Multipart) and name == "Content-Type"):
                yield Do(Call(REST, "AddHeader", (name, value)))
        yield from self._rest_body(target)
        yield self._failed(Get(REST, "LastMethodSuccess", "logical"))
        yield Gap()
        yield Let(STATUS, Get(REST, "ResponseStatusCode", "number"))

    def _rest_auth(self) -> Iterator[Statement]:
        auth = self.request.auth
        if isinstance(auth, Basic):
            yield Do(Call(REST, "SetAuthBasic", (auth.user, auth.password)))
        elif isinstance(auth, OAuth1):
            yield self.new(OAUTH, "OAuth1")
            yield Put(OAUTH, "SignatureMethod", auth.method)
            yield Put(OAUTH, "ConsumerKey", auth.consumer_key)
            yield Put(OAUTH, "ConsumerSecret", auth.consumer_secret)
            if auth.token != "":
                yield Put(OAUTH, "Token", auth.token)
            if auth.token_secret != "":
                yield Put(OAUTH, "TokenSecret", auth.token_secret)
            if auth.realm != "":
                yield Put(OAUTH, "Realm", auth.realm)
            yield Do(Call(REST, "SetAuthOAuth1", (OAUTH, False)))
        elif isinstance(auth, AwsV4):
            yield self.new(AWS, "AuthAws")
            yield Put(AWS, "AccessKey", auth.access_key)
            yield Put(AWS, "SecretKey", auth.secret_key)
            yield Put(AWS, "Region", auth.region)
            yield Put(AWS, "ServiceName", auth.service)
            yield Do(Call(REST, "SetAuthAws", (AWS,)))

    def _rest_body(self, target: Value) -> Iterator[Statement]:
        """The call that sends; its answer is the body."""
        request, body, method = self.request, self.request.body, self.request.method
        if isinstance(body, Multipart):
            yield from self._rest_parts(body)
            yield Let(BODY, Call(REST, "FullRequestMultipart", (method, target), "text"))
            return
        if isinstance(body, Form):
            if isinstance(request.auth, OAuth1):
                yield from self._signed_form(body)
                yield Let(BODY, Call(REST, "FullRequestFormUrlEncoded", (method, target), "text"))
                return
            yield from self._encoded(body)
            yield Let(BODY, Call(REST, "FullRequestString", (method, target, TEXT), "text"))
            return
        if isinstance(body, FileBody):
            data = self._data()
            yield from self._loaded(data, body.file.path)
            yield from self._sent_bytes(target, data)
            return
        if body is None or body.text == "":
            yield Let(BODY, Call(REST, "FullRequestNoBody", (method, target), "text"))
            return
        kind = request.content_type
        latin = kind is not None and (not isinstance(kind, str) or "charset" in kind.lower())
        if _only_bytes(body.text) or (latin and isinstance(body.text, str)):
            data = self._data()
            yield from self._bytes(data, body.text)
            yield from self._sent_bytes(target, data)
            return
        if (members := _members(body)) is not None:
            yield self.new(JSON, "JsonObject")
            yield from members
            yield Let(BODY, Call(REST, "FullRequestString", (method, target, Call(JSON, "Emit", (), "text")), "text"))
            return
        value, before = _long(body.text)
        yield from before
        yield Let(BODY, Call(REST, "FullRequestString", (method, target, value), "text"))

    def _signed_form(self, body: Form) -> Iterator[Statement]:
        if len({str(each.name) for each in body.fields}) < len(body.fields) or any(
            each.name == "" for each in body.fields
        ):
            raise CannotSay("Chilkat signs a form with OAuth 1.0 only where each field has a name of its own.")
        for pair in body.fields:
            yield Do(Call(REST, "AddQueryParam", (pair.name, pair.value)))

    def _rest_parts(self, body: Multipart) -> Iterator[Statement]:
        yield Do(Call(REST, "AddHeader", ("Content-Type", _MULTIPART_TYPE)))
        for number, part in enumerate(body.parts, 1):
            content = part.content
            data: Word | None = None
            if not isinstance(content, str | Template):
                data = self._data()
                yield from self._loaded(data, content.path)
            elif _only_bytes(content):
                data = self._data()
                yield from self._bytes(data, content)
            yield Put(REST, "PartSelector", str(number))
            disposition: list[str | Variable] = ['form-data; name="', *_pieces(_field_name(part.name)), '"']
            if not isinstance(content, str | Template):
                sent = _sent_name(part)
                disposition += ['; filename="', *(_pieces(content.path) if sent is None else (sent,)), '"']
            whole = _text(disposition)
            if "\t" in _literal(whole) or "=?" in _literal(whole):
                raise CannotSay(
                    "Chilkat sends these parts with its Rest class only, which changes the name of one of them."
                )
            yield Do(Call(REST, "AddHeader", ("Content-Disposition", whole)))
            if part.content_type is not None:
                yield Do(Call(REST, "AddHeader", ("Content-Type", part.content_type)))
            if data is not None:
                yield Do(Call(REST, "SetMultipartBodyBd", (data,)))
            else:
                assert isinstance(content, str | Template), "a file's bytes are read"
                yield Do(Call(REST, "SetMultipartBodyString", (content,)))
        yield Put(REST, "PartSelector", "0")

    def _sent_bytes(self, target: Value, data: Word) -> Iterator[Statement]:
        yield self.new(BUILDER, "StringBuilder")
        yield Do(Call(REST, "FullRequestBd", (self.request.method, target, data, BUILDER)))
        yield Let(BODY, Call(BUILDER, "GetAsString", (), "text"))

    # --- bytes ---

    def _data(self) -> Word:
        """A name for some bytes."""
        self.files += 1
        return word("object", "data") if self.files == 1 else word("object", f"data{self.files}")

    def _bytes(self, data: Word, text: Text) -> Iterator[Statement]:
        assert isinstance(text, str), "what has variables is no text of bytes"
        yield self.new(data, "BinData")
        encoded = b64encode(text.encode("utf-8", "surrogatepass")).decode()
        yield Do(Call(data, "AppendEncoded", (encoded, "base64")))

    def _loaded(self, data: Word, path: Text) -> Iterator[Statement]:
        yield self.new(data, "BinData")
        yield If(Failed(Call(data, "LoadFile", (path,))), [Complain(_unreadable(path)), self.leave(1)])

    # --- the answer ---

    def _failed(self, told: Get | Call) -> If:
        """Where nothing came back. The library tells why in LastErrorText, step by step over many lines."""
        return If(Failed(told), [Complain(Get(told.owner, "LastErrorText")), self.leave(1)])

    def _answers(self, answers: Answers) -> Iterator[Statement]:
        listed = len(answers.reading) == 1 and isinstance(answers.reading[0], Loop) and not answers.reading[0].path
        reads = bool(answers.reading)
        reply = self.new(REPLY, "JsonObject") if answers.failures or reads else None
        if reply is not None:
            yield Gap()
            yield reply
            if answers.failures or not listed:
                yield Do(Call(REPLY, "Load", (BODY,)))
            if not answers.failures:
                yield Gap()
        else:
            yield Gap()
        yield If(Refused(), list(self._refusal(answers)))
        if not reads:
            return
        yield Gap()
        unread = answers.unread
        statements: list[Statement] = []
        if listed:
            loop = answers.reading[0]
            assert isinstance(loop, Loop), "a list at the root is walked"
            unread += self._listed(loop, statements)
        else:
            unread += _reading(answers.reading, "", 0, statements)
        if unread:
            yield Note(f"{unread} more {'field is' if unread == 1 else 'fields are'} not read here.")
        yield from statements

    def _refusal(self, answers: Answers) -> Iterator[Statement]:
        if not answers.failures:
            yield Complain(Joined(("HTTP ", STATUS)))
            yield self.leave(1)
            return
        if answers.coded:
            yield Let(CODE, Call(REPLY, "StringOf", (path_text(answers.code_path),), "text"))
        yield Let(MESSAGE, Call(REPLY, "StringOf", (path_text(answers.message_path),), "text"), changes=True)
        told = sorted(answers.failures, key=lambda each: each.code is None)
        yield Choose(
            [
                (
                    Known(each.status, None if each.code is None else str(each.code)),
                    [Let(MESSAGE, each.message, again=True)],
                )
                for each in told
            ]
        )
        yield Gap()
        yield Let(PROBLEM, Joined(("HTTP ", STATUS)), changes=True)
        if answers.coded:
            yield If(There(CODE), [Add(PROBLEM, Joined((", code ", CODE)))])
        yield If(There(MESSAGE), [Add(PROBLEM, Joined((": ", MESSAGE)))])
        if any(each.status == 429 for each in answers.failures):
            header = (
                Call(REST, "ResponseHdrByName", ("Retry-After",), "text")
                if self._needs_rest()
                else Call(RESP, "GetHeaderField", ("Retry-After",), "text")
            )
            yield If(
                Known(429),
                [
                    Let(WAIT, header, changes=True),
                    If(There(WAIT, empty=True), [Let(WAIT, "a while", again=True)]),
                    Add(PROBLEM, Joined((" Try again after ", WAIT, "."))),
                ],
            )
        yield Complain(PROBLEM)
        yield self.leave(1)

    def _listed(self, loop: Loop, statements: list[Statement]) -> int:
        """Reads a list that is the whole reply; how many of its fields are not read."""
        index = INDEXES[0]
        body: list[Statement] = []
        unread = 0
        scalars = [each for each in loop.body if isinstance(each, Leaf) and not each.path]
        members = tuple(each for each in loop.body if each.path)
        for leaf in scalars:
            value = leaf_word(leaf)
            body += (Let(value, Call(ITEMS, "StringAt", (index,), "text")), Show(value, leaf.text))
        if members:
            inside: list[Statement] = []
            unread += _reading(members, "", 1, inside)
            body += (Do(Call(ITEMS, "ObjectAt2", (index, REPLY))), *inside)
        unread += sum(_leaves(each) for each in loop.body if isinstance(each, Loop) and not each.path)
        statements += (
            self.new(ITEMS, "JsonArray"),
            Do(Call(ITEMS, "Load", (BODY,))),
            Each(index, Get(ITEMS, "Size", "number"), body),
        )
        return unread


# --- reading a reply --------------------------------------------------------------------------------------------------

_PLAIN_NAME = re.compile(r'[^\s.\[\]"\\\x00-\x1f](?:[^.\[\]"\\\x00-\x1f]*[^\s.\[\]"\\\x00-\x1f])?')


def path_text(path: Path) -> str:
    """A path as JsonObject takes it: `a.b[0]`; a name with dots or brackets stands in quotes."""
    text = ""
    for each in path:
        if isinstance(each, int):
            text += f"[{each}]"
        else:
            name = each if _PLAIN_NAME.fullmatch(each) else json.dumps(each, ensure_ascii=False)
            text += f".{name}" if text else name
    return text


def _within(prefix: str, path: Path) -> str:
    text = path_text(path)
    return prefix + text if not prefix or text.startswith("[") or not text else f"{prefix}.{text}"


def _reading(tree: Reading, prefix: str, depth: int, statements: list[Statement]) -> int:
    """Reads the fields below a path; how many of them are not read. JsonObject has three indexes: I, J and K."""
    unread = 0
    for each in tree:
        path = _within(prefix, each.path)
        if not path or path.startswith("["):
            unread += _leaves(each)
        elif isinstance(each, Leaf):
            value = leaf_word(each)
            statements += (Let(value, Call(REPLY, "StringOf", (path,), "text")), Show(value, each.text))
        elif depth == len(INDEXES):
            unread += _leaves(each)
        else:
            index = INDEXES[depth]
            inside: list[Statement] = []
            unread += _reading(each.body, f"{path}[{index.snake}]", depth + 1, inside)
            statements.append(
                Each(
                    index,
                    Call(REPLY, "SizeOfArray", (path,), "number"),
                    [Put(REPLY, index.pascal, index), *inside],
                )
            )
    return unread


def leaf_word(leaf: Leaf) -> Word:
    """The name that a field gets."""
    return Word("text", leaf.snake, leaf.camel, leaf.pascal, own=False)


def _leaves(each: Leaf | Loop) -> int:
    return 1 if isinstance(each, Leaf) else sum(map(_leaves, each.body))


# --- a JSON body ------------------------------------------------------------------------------------------------------


def _members(body: Raw) -> list[Statement] | None:
    """The calls that build a JSON object, where it is small and its names need no care; or else it is sent as its text."""
    if not body.exact or not isinstance(body.json, dict) or not body.json:
        return None
    calls: list[Statement] = []
    return calls if _build(body.json, "", calls, 0) else None


def _build(value: Json, path: str, calls: list[Statement], depth: int) -> bool:
    if len(calls) > _MEMBERS_MAX or depth > _DEPTH_MAX:
        return False
    if isinstance(value, dict):
        if not value:
            calls.append(Do(Call(JSON, "UpdateNewObject", (path,))))
        for name, each in value.items():
            if "\ufeff" in name:
                return False
            if _PLAIN_NAME.fullmatch(name):
                inner = name
            elif name and name.strip() == name and '"' not in name and "\\" not in name and name.isprintable():
                inner = f'"{name}"'
            else:
                return False
            if not _build(each, f"{path}.{inner}" if path else inner, calls, depth + 1):
                return False
        return True
    if isinstance(value, list):
        if not value:
            calls.append(Do(Call(JSON, "UpdateNewArray", (path,))))
        return all(_build(each, f"{path}[{place}]", calls, depth + 1) for place, each in enumerate(value))
    if isinstance(value, str):
        if "\0" in value or "\ufeff" in value:
            return False
        calls.append(Do(Call(JSON, "UpdateString", (path, value))))
    elif value is None:
        calls.append(Do(Call(JSON, "UpdateNull", (path,))))
    elif isinstance(value, bool):
        calls.append(Do(Call(JSON, "UpdateBool", (path, value))))
    elif isinstance(value, int) and -(2**31) <= value < 2**31:
        calls.append(Do(Call(JSON, "UpdateInt", (path, value))))
    else:
        calls.append(Do(Call(JSON, "UpdateNumber", (path, json.dumps(value)))))
    return True


# --- texts ------------------------------------------------------------------------------------------------------------


def _long(text: Text) -> tuple[Value, list[Statement]]:
    """A text as an argument; one of several lines gets a name first."""
    if not isinstance(text, str) or not 0 < text.rstrip("\n").count("\n") < _LINES_MAX:
        return text, []
    return TEXT, [Let(TEXT, Lines(text))]


def _pieces(text: Text) -> tuple[str | Variable, ...]:
    return (text,) if isinstance(text, str) else text.pieces


def _text(pieces: list[str | Variable]) -> Text:
    """The pieces as one text, literals side by side made one."""
    done: list[str | Variable] = []
    for each in pieces:
        if isinstance(each, str) and done and isinstance(done[-1], str):
            done[-1] += each
        elif each != "":
            done.append(each)
    return done[0] if len(done) == 1 and isinstance(done[0], str) else Template(tuple(done))


def _unreadable(path: Text) -> Text:
    return _text(["Cannot read ", *_pieces(path), "."])


_SURROGATE = re.compile("[\ud800-\udfff]")
_SPACE = re.compile(r"\s")
_IN_NAMES = str.maketrans({'"': "%22", "\r": "%0D", "\n": "%0A"})


def _field_name(name: Text) -> Text:
    """The name of a part, escaped as browsers do."""
    if isinstance(name, str):
        return name.translate(_IN_NAMES)
    return Template(tuple(each.translate(_IN_NAMES) if isinstance(each, str) else each for each in name.pieces))


def _query_name(name: Text) -> Text:
    """The name of a form's field, percent-encoded: AddParam encodes the values only."""
    if isinstance(name, str):
        return quote(name, safe="", errors="replace")
    return Template(
        tuple(
            quote(each, safe="", errors="replace") if isinstance(each, str) else replace(each, encoded=True)
            for each in name.pieces
        )
    )


def _literal(text: Text) -> str:
    """What of a text is known."""
    return text if isinstance(text, str) else "".join(each for each in text.pieces if isinstance(each, str))


def _sent_name(part: Part) -> str | None:
    """The file name that a part goes out with; None where it is the base name of whatever the path is."""
    content = part.content
    if isinstance(content, str | Template):
        return None
    if content.name is not None:
        return content.name.translate(_IN_NAMES)
    return basename(content.path).translate(_IN_NAMES) if isinstance(content.path, str) else None


def _has_nul(text: Text) -> bool:
    return any(isinstance(each, str) and "\0" in each for each in _pieces(text))


def _only_bytes(text: Text) -> bool:
    """Whether the library would change the text: it ends strings at a NUL, and takes the byte order mark away."""
    if isinstance(text, str):
        return "\0" in text or text.startswith("\ufeff") or _SURROGATE.search(text) is not None
    if _has_nul(text):
        raise CannotSay("Chilkat ends a text at a NUL character.")
    return False


def _ascii(*texts: object) -> bool:
    """Whether the parts of a form are plain, and known."""
    return not any(isinstance(each, Template) or (isinstance(each, str) and not each.isascii()) for each in texts)


def _host(host: str) -> str:
    return f"[{host}]" if ":" in host and not host.startswith("[") else host
