"""The comparison: each kind of difference is told, and what is right is not."""

import base64
import hashlib
import hmac
from dataclasses import replace
from urllib.parse import quote

import pytest
from samples.plainly import form, get

from doorlist.samples.request import (
    Auth,
    AwsV4,
    Basic,
    Digest,
    File,
    FileBody,
    Hawk,
    Multipart,
    OAuth1,
    Part,
    Raw,
    Request,
    Template,
    Variable,
)
from doorlist.samples.trial import proofs
from doorlist.samples.trial.comparing import compare
from doorlist.samples.trial.recorder import Answer, Seen

TOKEN = Variable("token", "TOKEN", "token", "token", "Token")
PLACE = Variable("place", "PLACE", "place", "place", "Place", encoded=True)
ENVIRONMENT = {"TOKEN": "a b+c", "PLACE": "ü/& %"}
FILES = {"a b.txt": b"\x00\xff\r\n"}


def seen(line: str = "GET /a?b=c", *headers: str, body: bytes = b"", fault: str = "") -> Seen:
    """A request that came."""
    method, _, target = line.partition(" ")
    pairs = [each.partition(": ")[::2] for each in headers]
    named = tuple((name, value.encode()) for name, value in pairs)
    return Seen(method, target.encode(), "HTTP/1.1", named, body, fault=fault)


def told(request: Request, *came: Seen) -> list[str]:
    """What the comparison says."""
    return compare(request, came, ENVIRONMENT, FILES)


# --- how many, method, URL ------------------------------------------------------------------------------------------


def test_a_request_as_it_should_be_is_right() -> None:
    assert told(get(), seen("GET /a?b=c", "Host: x", "User-Agent: y", "Accept: */*", "Connection: close")) == []


def test_no_request_and_two_requests_are_told() -> None:
    assert told(get()) == ["no requests came, not one"]
    assert told(get(), seen(), seen("GET /other")) == ["2 requests came, not one; GET '/a?b=c'; GET '/other'"]


def test_what_is_not_http_is_told() -> None:
    assert told(get(), seen(), seen(fault="3 bytes came")) == ["3 bytes came"]


def test_another_method_is_told() -> None:
    assert told(get(), seen("get /a?b=c")) == ["the method is get, not GET"]


SAME_TARGETS = {
    "/%C3%BC": ["/%c3%bc", "/ü"],
    "/a%2Fb": ["/a%2fb"],
    "/~x": ["/%7Ex"],
    "/?a=%20&b=%7E": ["/?a=%20&b=~"],
    "/a?x=%C3%BC'": ["/a?x=%c3%bc%27"],
}


@pytest.mark.parametrize(("wanted", "came"), [(wanted, came) for wanted, each in SAME_TARGETS.items() for came in each])
def test_how_a_url_is_encoded_makes_no_difference(wanted: str, came: str) -> None:
    assert told(get(wanted), seen(f"GET {came}")) == []


OTHER_TARGETS = {
    "/a%2Fb": ["/a/b", "/a%252Fb"],
    "/a//b": ["/a/b"],
    "/a/": ["/a"],
    "/a/../b": ["/b"],
    "/a+b": ["/a%20b"],
    "/A": ["/a"],
    "/?a=1&a=2": ["/?a=2&a=1", "/?a=1", "/?a=1,2", "/?a=1&a=2&b"],
    "/?a=": ["/?a"],
    "/?a": ["/?a=", "/"],
    "/?a=+": ["/?a=%20", "/?a=%2B"],
    "/?a=%2B": ["/?a=+", "/?a=%252B"],
    "/?a=%20": ["/?a=+"],
    "/?a=%26b": ["/?a=&b"],
    "/?a=%23": ["/?a=#"],
    "/?a=b&&c": ["/?a=b&c"],
    "/": ["/?", "/#x", "http://127.0.0.1/", "*"],
    "/?a%5B%5D=1": ["/?a=1"],
}


@pytest.mark.parametrize(
    ("wanted", "came"), [(wanted, came) for wanted, each in OTHER_TARGETS.items() for came in each]
)
def test_another_url_is_told(wanted: str, came: str) -> None:
    assert len(told(get(wanted), seen(f"GET {came}"))) == 1


def test_a_path_and_a_query_are_told_in_words() -> None:
    assert told(get("/a?b=c"), seen("GET /b")) == [
        "the path is '/b', not '/a'",
        "the query is missing, not 'b=c'",
    ]


def test_a_variable_is_encoded_in_a_url_and_nowhere_else() -> None:
    url = replace(get().url, target=Template(("/x/", PLACE)))
    request = replace(get(), url=url, headers=(("X-Token", Template(("a-", TOKEN))),))
    assert told(request, seen("GET /x/%C3%BC%2F%26%20%25", "X-Token: a-a b+c")) == []
    assert told(request, seen("GET /x/ü/&%20%25", "X-Token: a-a b+c")) != []
    assert told(request, seen("GET /x/%C3%BC%2F%26%20%25", "X-Token: a-a%20b%2Bc")) != []


# --- headers --------------------------------------------------------------------------------------------------------

TAGS = get(headers=(("X-Tag", "a"), ("X-Tag", "ü"), ("X-Empty", "")))


def test_headers_as_they_should_be_are_right() -> None:
    assert told(TAGS, seen("GET /a?b=c", "x-tag: a", "X-EMPTY: ", "X-TAG: ü")) == []


@pytest.mark.parametrize(
    ("headers", "said"),
    [
        (["X-Tag: a", "X-Tag: ü"], "the header X-Empty is missing"),
        (["X-Tag: ü", "X-Tag: a", "X-Empty: "], "the header X-Tag is 'ü', then 'a', not 'a', then 'ü'"),
        (["X-Tag: a, ü", "X-Empty: "], "the header X-Tag is 'a, ü', not 'a', then 'ü'"),
        (["X-Tag: a", "X-Tag: ü", "X-Tag: a", "X-Empty: "], "the header X-Tag is 'a', then 'ü', then 'a', not"),
        (["X-Tag: a", "X-Tag: ü", "X-Empty: x"], "the header X-Empty is 'x', not ''"),
        (["X-Tag: a", "X-Tag: ü", "X-Empty: ", "Cookie: a=b"], "the header cookie is there, but nobody asked for it"),
        (["X-Tag: a", "X-Tag: ü", "X-Empty: ", "Authorization: x"], "the header authorization is there, but nobody"),
        (["X-Tag: a", "X-Tag: ü", "X-Empty: ", "Expect: 100-continue"], "the header expect is there, but nobody"),
        (
            ["X-Tag: a", "X-Tag: ü", "X-Empty: ", "Content-Type: a/b"],
            "the Content-Type is 'a/b', but nobody asked for one",
        ),
    ],
)
def test_another_header_is_told(headers: list[str], said: str) -> None:
    (line,) = told(TAGS, seen("GET /a?b=c", *headers))
    assert line.startswith(said)


# --- media types ----------------------------------------------------------------------------------------------------


def typed(content_type: str | None, body: str = "x") -> Request:
    """A request with a text as its body."""
    return get(content_type=content_type, body=Raw(body))


@pytest.mark.parametrize(
    ("wanted", "came"),
    [
        ("application/json", "APPLICATION/JSON"),
        ("text/plain; charset=utf-8", "text/plain;charset=UTF-8"),
        ('a/b; version="1.0"; x=y', "a/b; X=y; version=1.0"),
        ("no type", "no type"),
    ],
)
def test_how_a_media_type_is_written_makes_no_difference(wanted: str, came: str) -> None:
    assert told(typed(wanted), seen("GET /a?b=c", f"Content-Type: {came}", body=b"x")) == []


@pytest.mark.parametrize(
    ("wanted", "came"),
    [
        ("application/json", ["Content-Type: application/json; charset=utf-8"]),
        ("text/plain; charset=utf-8", ["Content-Type: text/plain"]),
        ("text/plain; charset=utf-8", ["Content-Type: text/plain; charset=latin-1"]),
        ("a/b; version=A", ["Content-Type: a/b; version=a"]),
        ("a/b", ["Content-Type: a/c"]),
        ("a/b", []),
        ("a/b", ["Content-Type: a/b", "Content-Type: a/b"]),
        (None, ["Content-Type: text/plain"]),
        (None, ["Content-Type: "]),
    ],
)
def test_another_media_type_is_told(wanted: str | None, came: list[str]) -> None:
    (line,) = told(typed(wanted), seen("GET /a?b=c", *came, body=b"x"))
    assert "Content-Type" in line


# --- bodies ---------------------------------------------------------------------------------------------------------


def test_a_body_where_there_is_none_is_told() -> None:
    assert told(get(), seen(body=b"{}")) == ["a body came, but there is none: '{}'"]


def test_a_text_counts_byte_for_byte() -> None:
    request = typed("text/plain", "a\r\nü\n")
    assert told(request, seen("GET /a?b=c", "Content-Type: text/plain", body="a\r\nü\n".encode())) == []
    for other in ("a\nü\n", "a\r\nü", " a\r\nü\n"):
        assert len(told(request, seen("GET /a?b=c", "Content-Type: text/plain", body=other.encode()))) == 1
    assert len(told(request, seen("GET /a?b=c", "Content-Type: text/plain", body="a\r\nü\n".encode("latin-1")))) == 1


def test_where_a_long_body_differs_is_told() -> None:
    (line,) = told(typed(None, "x" * 5000), seen(body=b"x" * 4000 + b"y" + b"x" * 999))
    assert line.startswith("the body has 5000 bytes, not 5000; from byte 4000 it is b'yxx")


def json_of(wanted: str, came: str) -> list[str]:
    """What is said of JSON."""
    body = came.encode("utf-8", "surrogatepass")
    return told(typed("application/json", wanted), seen("GET /a?b=c", "Content-Type: application/json", body=body))


@pytest.mark.parametrize(
    ("wanted", "came"),
    [
        ('{"a": [1, {}], "b": "ü\\/"}', '{"a":[1,{}],"b":"\\u00fc/"}'),
        ("[1.10, 12345678901234567890, 1e400]", "[1.10,12345678901234567890,1e400]"),
        ('{"a": 1, "a": 2}', '{"a":1,"a":2}'),
        ("{{name}} no JSON", "{{name}} no JSON"),
    ],
)
def test_how_json_is_laid_out_makes_no_difference(wanted: str, came: str) -> None:
    assert json_of(wanted, came) == []


@pytest.mark.parametrize(
    ("wanted", "came", "said"),
    [
        ('{"a": 1.10}', '{"a": 1.1}', "the JSON at a is 1.1, not 1.10"),
        (
            "[1, [12345678901234567890]]",
            "[1, [12345678901234567000]]",
            "the JSON at [1][0] is 12345678901234567000, not",
        ),
        ("[1]", '["1"]', "the JSON at [0] is '1', not 1"),
        ("[1]", "[true]", "the JSON at [0] is true, not 1"),
        ("[1.0]", "[1]", "the JSON at [0] is 1, not 1.0"),
        ("[null]", "[]", "the JSON has 0 elements, not 1"),
        ("{}", "[]", "the JSON is a list, not an object"),
        ('{"a": 1, "a": 2}', '{"a": 2}', "the JSON has its members others: 'a', not 'a, a'"),
        ('{"a": 1, "b": 2}', '{"b": 2, "a": 1}', "the JSON has its members in another order: 'b, a', not 'a, b'"),
        ('{"a": {"b": ""}}', '{"a": {"b": null}}', "the JSON at a.b is null, not ''"),
        ("[]", "", "the body is no JSON: ''"),
        ("[1e400]", "[Infinity]", "the body is no JSON: '[Infinity]'"),
        ("no JSON", "[]", "the body is '[]', not 'no JSON'"),
    ],
)
def test_another_json_is_told(wanted: str, came: str, said: str) -> None:
    (line,) = json_of(wanted, came)
    assert line.startswith(said)


URLENCODED = "Content-Type: application/x-www-form-urlencoded"


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"a=1+1%20%2B&a=&%C3%BC%5B%5D=%26", ""),
        (b"a=1%201%20%2b&a=&\xc3\xbc[]=%26", ""),
        (b"a=1+1%20%2B&%C3%BC%5B%5D=%26&a=", "field 2 is 'ü[]' = '&', not 'a' = ''"),
        (b"a=1+1%20+&a=&%C3%BC%5B%5D=%26", "field 1 is 'a' = '1 1  ', not 'a' = '1 1 +'"),
        (b"a=1+1%20%2B&%C3%BC%5B%5D=%26", "the form has 2 fields, not 3"),
        (b"", "the form has 0 fields, not 3"),
    ],
)
def test_fields_count_in_their_order(body: bytes, said: str) -> None:
    request = get(body=form(("a", "1 1 +"), ("a", ""), ("ü[]", "&")))
    lines = told(request, seen("GET /a?b=c", URLENCODED, body=body))
    assert [line[: len(said)] for line in lines[:1]] == ([said] if said else [])


def test_a_file_as_the_body_counts_byte_for_byte() -> None:
    request = get(body=FileBody(File("a b.txt", None)))
    assert told(request, seen(body=FILES["a b.txt"])) == []
    assert told(request, seen(body=b"a b.txt")) == ["the body is 'a b.txt', not '\\x00\\\\xff\\r\\n'"]


PARTS = get(
    body=Multipart(
        (
            Part('a "b"\n', "ü\n"),
            Part("meta", "{}", "application/json"),
            Part("file", File("a b.txt", "Grüße \\.txt")),
            Part("file", File("a b.txt", None), "image/png"),
        )
    )
)
A = b'Content-Disposition: form-data; name="a %22b%22%0A"\r\n\r\n\xc3\xbc\n'
B = b'Content-Disposition: form-data; name="meta"\r\nContent-Type: application/json\r\n\r\n{}'
C = (
    'Content-Disposition: form-data; name="file"; filename="Grüße \\.txt"\r\nContent-Type: text/plain\r\n\r\n'.encode()
    + FILES["a b.txt"]
)
D = b'content-disposition: form-data;filename="a b.txt";name=file\r\ncontent-type: IMAGE/png\r\n\r\n' + FILES["a b.txt"]


def parts(*each: bytes, boundary: str = "x'y z", closing: bytes | None = None) -> Seen:
    """A form that came."""
    delimiter = b"--" + boundary.encode()
    body = b"".join(delimiter + b"\r\n" + part + b"\r\n" for part in each)
    body += delimiter + b"--\r\n" if closing is None else closing
    return seen("GET /a?b=c", f'Content-Type: multipart/form-data; boundary="{boundary}"', body=body)


def test_parts_as_they_should_be_are_right() -> None:
    assert told(PARTS, parts(A, B, C, D)) == []
    assert told(PARTS, parts(A, B, C.replace(b"text/plain", b"application/octet-stream"), D)) == []
    assert told(get(body=Multipart(())), parts()) == []


@pytest.mark.parametrize(
    ("came", "said"),
    [
        ([A, B, C], "the form has 3 parts, not 4: 'a %22b%22%0A', 'meta', 'file'"),
        ([B, A, C, D], "part 1: the name is 'meta', not 'a %22b%22%0A'"),
        ([A.replace(b"%22", b"%2522"), B, C, D], "part 1: the name is 'a %2522b%2522%0A'"),
        ([A.replace(b"%22b%22", b'\\"b\\"'), B, C, D], "a part's disposition cannot be read"),
        ([A.replace(b"\xc3\xbc\n", b"\xc3\xbc"), B, C, D], "part 1: the content is 'ü', not 'ü\\n'"),
        (
            [A.replace(b"\r\n\r\n", b"\r\nContent-Type: text/plain\r\n\r\n"), B, C, D],
            "part 1: the part type is 'text/plain', but",
        ),
        ([A.replace(b'0A"', b'0A"; filename=""'), B, C, D], "part 1: a text has the file name ''"),
        ([A, B.replace(b"json", b"xml"), C, D], "part 2: the part type is 'application/xml', not 'application/json'"),
        ([A, B.replace(b"\r\nContent-Type: application/json", b""), C, D], "part 2: the part type is None, not"),
        ([A, B, C.replace("üß".encode(), b"ue"), D], "part 3: the file name is 'Gruee \\\\.txt', not"),
        ([A, B, C.replace(b"\\.", b"\\\\."), D], "part 3: the file name is"),
        ([A, B, C.replace('; filename="Grüße \\.txt"'.encode(), b""), D], "part 3: it has no file name"),
        (
            [A, B, C.replace(b'file"; filename', b"file\"; filename*=UTF-8''x; filename"), D],
            "a part's disposition has filename*",
        ),
        ([A, B, C + b"\n", D], "part 3: the content is"),
        (
            [A, B, C, D.replace(b"PNG", b"jpeg").replace(b"png", b"jpeg")],
            "part 4: the part type is 'IMAGE/jpeg', not 'image/png'",
        ),
        ([A, B, C, b"Content-Transfer-Encoding: base64\r\n" + D], "part 4: its Content-Transfer-Encoding is 'base64'"),
        ([b"\r\n\r\nx", B, C, D], "a part has no headers"),
        ([b"Content-Type: a/b\r\n\r\n", B, C, D], "a part has no Content-Disposition"),
        ([A.replace(b"form-data", b"attachment"), B, C, D], "a part's disposition is not form-data"),
        ([A.replace(b"; name", b"; filename"), B, C, D], "a part has no name"),
        ([A.replace(b"; name", b"; nam"), B, C, D], "a part's disposition has nam"),
        ([A.replace(b"; name", b'; name="x"; name'), B, C, D], "a part's disposition has name twice"),
    ],
)
def test_another_part_is_told(came: list[bytes], said: str) -> None:
    assert told(PARTS, parts(*came))[0].startswith(said)


@pytest.mark.parametrize(
    ("came", "said"),
    [
        (parts(A, B, C, D, closing=b""), "the form does not end with its boundary"),
        (parts(A, B, C, D, closing=b"--x'y z--\r\nmore"), "something comes behind the form"),
        (replace(parts(A, B, C, D), body=b"--other--\r\n"), "the form does not begin with its boundary"),
        (
            replace(parts(A, B, C, D), headers=(("Content-Type", b"multipart/form-data"),)),
            "the Content-Type has no boundary",
        ),
        (replace(parts(A, B, C, D), headers=()), "the Content-Type 'multipart/form-data' is missing"),
        (seen("GET /a?b=c", URLENCODED, body=b"a=b"), "the Content-Type is 'application/x-www-form-urlencoded', not"),
    ],
)
def test_what_is_no_such_form_is_told(came: Seen, said: str) -> None:
    (line,) = told(PARTS, came)
    assert line.startswith(said)


# --- proofs ---------------------------------------------------------------------------------------------------------


def proven(auth: Auth, authorization: str, *headers: str, line: str = "GET /a?b=c", body: bytes = b"") -> list[str]:
    """What is said of a proof."""
    return proofs.differences(
        auth, seen(line, "Host: 127.0.0.1:80", f"Authorization: {authorization}", *headers, body=body), ENVIRONMENT
    )


def test_basic_is_checked() -> None:
    auth = Basic("zoe", Template(("ü:", TOKEN)))
    right = base64.b64encode("zoe:ü:a b+c".encode()).decode()
    assert proven(auth, f"Basic {right}") == []
    latin = base64.b64encode("zoe:ü:a b+c".encode("latin-1")).decode()
    assert proven(auth, f"Basic {latin}") == [
        "the Authorization is Basic of b'zoe:\\xfc:a b+c', not Basic of b'zoe:\\xc3\\xbc:a b+c'"
    ]
    assert proofs.differences(auth, seen(), {"TOKEN": "x"}) == ["there are 0 Authorization headers, not one"]


def test_a_proof_that_is_wrong_is_a_difference() -> None:
    request = get(auth=Basic("zoe", "x"))
    assert told(request, seen("GET /a?b=c", "Authorization: Basic em9lOng=")) == []
    assert told(request, seen("GET /a?b=c", "Authorization: Basic em9lOnk=")) == [
        "the Authorization is Basic of b'zoe:y', not Basic of b'zoe:x'"
    ]


def md5(*texts: str) -> str:
    """The sum of texts with colons between."""
    return hashlib.md5(":".join(texts).encode()).hexdigest()


def test_a_digest_is_demanded_and_checked() -> None:
    auth = Digest("zoe", "it's")
    answering = proofs.demanding(auth, {}, Answer(201))
    challenge = answering(seen())
    assert challenge.status == 401
    nonce = dict(challenge.headers)["WWW-Authenticate"].partition('nonce="')[2].partition('"')[0]
    response = md5(md5("zoe", "the desk", "it's"), nonce, "00000001", "c", "auth", md5("GET", "/a?b=c"))
    header = (
        f'Digest username="zoe", realm="the desk", nonce="{nonce}", uri="/a?b=c", qop=auth, nc=00000001, cnonce="c", '
        f'response="{response}", algorithm=MD5'
    )
    right = seen("GET /a?b=c", f"Authorization: {header}")
    assert answering(right).status == 201
    wrong = replace(right, headers=(("Authorization", header.replace(response, response[::-1]).encode()),))
    assert answering(wrong).status == 401
    assert proofs.differences(auth, wrong, {}) == ["the Digest's response is wrong"]
    request = get(auth=auth)
    assert told(request, replace(seen(), status=401), right) == []
    assert told(request, right) == []
    assert len(told(request, replace(seen(), status=401), wrong, wrong)) == 1


def test_a_digest_of_a_query_that_was_left_out_is_told() -> None:
    header = 'Digest username="zoe", realm="r", nonce="7ypf/xlj9XXwfDPEoM4URrv", uri="/a", response="x"'
    assert proven(Digest("zoe", "x"), header) == ["the Digest's uri is '/a', not '/a?b=c'"]


def test_oauth_1_is_checked() -> None:
    auth = OAuth1("key", "se&cret", "token", "to=ken", realm="here")
    own = {
        "oauth_consumer_key": "key",
        "oauth_nonce": "n",
        "oauth_signature_method": "HMAC-SHA1",
        "oauth_timestamp": "1",
        "oauth_token": "token",
    }
    joined = "&".join(["a%20b=c%20d", "b=c", *(f"{name}={value}" for name, value in own.items())])
    text = f"POST&http%3A%2F%2F127.0.0.1%2Fa&{quote(joined, safe='')}"
    made = base64.b64encode(hmac.new(b"se%26cret&to%3Dken", text.encode(), "sha1").digest()).decode()

    def header(signature: str, **other: str) -> str:
        return 'OAuth realm="here", ' + ", ".join(
            f'{name}="{quote(value, safe="")}"'
            for name, value in {**own, **other, "oauth_signature": signature}.items()
        )

    def said(authorization: str, *headers: str) -> list[str]:
        return proven(auth, authorization, *headers, line="POST /a?b=c", body=b"a+b=c%20d")

    assert said(header(made), URLENCODED) == []
    assert "the OAuth signature is wrong" in said(header(made))[0]
    assert said(header(made, oauth_token="other"), URLENCODED) == ["oauth_token is 'other', not 'token'"]
    assert said(header(made).replace("here", "there"), URLENCODED) == ["the realm is 'there', not 'here'"]


def test_aws_is_checked() -> None:
    # The example "get-vanilla-query-order-key-case" of AWS's own suite for Signature Version 4.
    auth = AwsV4("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "", "us-east-1", "service")
    header = (
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, "
        "SignedHeaders=host;x-amz-date, Signature=b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500"
    )

    def came(authorization: str) -> Seen:
        return seen(
            "GET /?Param2=value2&Param1=value1",
            "Host: example.amazonaws.com",
            "X-Amz-Date: 20150830T123600Z",
            f"Authorization: {authorization}",
        )

    assert proofs.differences(auth, came(header), {}) == []
    assert proofs.differences(auth, came(header.replace("b97d", "b97e")), {}) == ["the AWS signature is wrong"]
    assert proofs.differences(replace(auth, region="eu"), came(header), {})[0].startswith("the Credential is")


def test_oauth_1_is_checked_as_its_rfc_has_it() -> None:
    # RFC 5849, section 1.2; section 3.1 with the signature that its errata give it; section 2.1.
    photos = OAuth1("dpf43f3p2l4k3l03", "kd94hf93k423kf44", "nnch734d00sl2jdk", "pfkkdhi9sl3r4s00", realm="Photos")
    header = (
        'OAuth realm="Photos", oauth_consumer_key="dpf43f3p2l4k3l03", oauth_token="nnch734d00sl2jdk", '
        'oauth_signature_method="HMAC-SHA1", oauth_timestamp="137131202", oauth_nonce="chapoH", '
        'oauth_signature="MdpQcU8iPSUjWoN%2FUDMsK2sui9I%3D"'
    )
    line, host = "GET /photos?file=vacation.jpg&size=original", "Host: photos.example.net"
    assert proofs.differences(photos, seen(line, host, f"Authorization: {header}"), {}) == []
    assert len(proofs.differences(photos, seen(f"{line}&x", host, f"Authorization: {header}"), {})) == 1
    example = OAuth1("9djdj82h48djs9d2", "j49sk3j29djd", "kkk9d7dh3k39sjv7", "dh893hdasih9", realm="Example")
    header = (
        'OAuth realm="Example", oauth_consumer_key="9djdj82h48djs9d2", oauth_token="kkk9d7dh3k39sjv7", '
        'oauth_signature_method="HMAC-SHA1", oauth_timestamp="137131201", oauth_nonce="7d8f3e4a", '
        'oauth_signature="r6%2FTJjbCOr97%2F%2BUU0NsvSne7s5g%3D"'
    )
    line = "POST /request?b5=%3D%253D&a3=a&c%40=&a2=r%20b"
    sent = seen(line, "Host: EXAMPLE.COM:80", URLENCODED, f"Authorization: {header}", body=b"c2&a3=2+q")
    assert proofs.differences(example, sent, {}) == []
    assert len(proofs.differences(example, replace(sent, body=b"c2&a3=2q"), {})) == 1
    plain = OAuth1("jd83jd92dhsh93js", "ja893SD9", "", "", method="PLAINTEXT")
    header = (
        'OAuth oauth_consumer_key="jd83jd92dhsh93js", oauth_signature_method="PLAINTEXT", oauth_signature="ja893SD9%26"'
    )
    assert proven(plain, header) == []
    assert len(proven(replace(plain, consumer_secret="ja893SD8"), header)) == 1


def test_oauth_1_outside_the_header_is_checked_and_counts_as_no_part_of_the_request() -> None:
    auth = OAuth1("key", "secret", "", "", method="HMAC-SHA256", in_header=False)
    own = "oauth_consumer_key=key&oauth_nonce=n&oauth_signature_method=HMAC-SHA256&oauth_timestamp=1"
    text = f"GET&http%3A%2F%2F127.0.0.1%2Fa&{quote(f'b=c&{own}', safe='')}"
    made = quote(base64.b64encode(hmac.new(b"secret&", text.encode(), "sha256").digest()), safe="")
    request = get(auth=auth)
    assert told(request, seen(f"GET /a?b=c&{own}&oauth_signature={made}", "Host: 127.0.0.1")) == []
    assert len(told(request, seen(f"GET /a?b=c&{own}&oauth_signature=x{made}", "Host: 127.0.0.1"))) == 1
    assert "query" in told(request, seen(f"GET /a?{own}&oauth_signature={made}", "Host: 127.0.0.1"))[0]


SESSION = (
    "AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeMicRXmxfpSPfIeoIYRqTflfKD8YUuwthAx7"
    "mSEI/qkPpKPi/kMcGdQrmGdeehM4IC1NtBmUpp2wUE8phUZampKsburEDy0KPkyQDYwT7WZ0wq5VSXDvp75YU9HFvlRd8Tx6q6fE8YQcHNVXAkiY9q6d"
    "+xo0rKwT38xVqr7ZD0u0iPPkUL64lIZbqBAz+scqKmlzm8FDrypNC9Yjc8fPOLn9FX9KSYvKTr4rvx3iSIlTJabIQwj2ICCR/oLxBA=="
)
TYPED = ("content-type;host;x-amz-date", URLENCODED)
TOKENED = ("host;x-amz-date;x-amz-security-token", f"X-Amz-Security-Token: {SESSION}")


@pytest.mark.parametrize(
    ("line", "signature", "more", "body"),
    [
        # Examples of AWS's own suite for Signature Version 4.
        ("GET /", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31", (), b""),
        ("GET /example/..", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31", (), b""),
        ("GET //example//", "9a624bd73a37c9a373b5312afbebe7a714a789de108f0bdfe846570885f57e84", (), b""),
        ("GET /ሴ", "8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85", (), b""),
        ("GET /?ሴ=bar", "2cdec8eed098649ff3a119c94853b13c643bcf08f8b0a1d91e12c9027818dd04", (), b""),
        ("POST /", "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b", (), b""),
        ("POST /", "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a", TYPED, b"Param1=value1"),
        ("POST /", "85d96828115b5dc0cfc3bd16ad9e210dd772bbebba041836c64533a82be05ead", TOKENED, b""),
    ],
)
def test_aws_is_checked_as_its_suite_has_it(line: str, signature: str, more: tuple[str, ...], body: bytes) -> None:
    names, *headers = more or ("host;x-amz-date",)
    session = SESSION if more == TOKENED else ""
    auth = AwsV4("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", session, "us-east-1", "service")
    credential = "Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request"
    sent = seen(
        line,
        "Host: example.amazonaws.com",
        "X-Amz-Date: 20150830T123600Z",
        *headers,
        f"Authorization: AWS4-HMAC-SHA256 {credential}, SignedHeaders={names}, Signature={signature}",
        body=body,
    )
    assert proofs.differences(auth, sent, {}) == []
    assert proofs.differences(auth, replace(sent, method="PUT"), {}) == ["the AWS signature is wrong"]
    if not more:
        assert proofs.differences(replace(auth, session_token="x"), sent, {}) == [
            "X-Amz-Security-Token is not the session token"
        ]


def test_aws_is_checked_as_s3_has_it() -> None:
    # Amazon S3's examples "PUT Object" and "GET Object".
    auth = AwsV4("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "", "us-east-1", "s3")

    def came(line: str, names: str, signature: str, *headers: str, body: bytes = b"") -> Seen:
        credential = "Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request"
        return seen(
            line,
            "Host: examplebucket.s3.amazonaws.com",
            "x-amz-date: 20130524T000000Z",
            f"x-amz-content-sha256: {hashlib.sha256(body).hexdigest()}",
            *headers,
            f"Authorization: AWS4-HMAC-SHA256 {credential},SignedHeaders={names},Signature={signature}",
            body=body,
        )

    put = came(
        "PUT /test%24file.text",
        "date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class",
        "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd",
        "Date: Fri, 24 May 2013 00:00:00 GMT",
        "x-amz-storage-class: REDUCED_REDUNDANCY",
        body=b"Welcome to Amazon S3.",
    )
    assert proofs.differences(auth, put, {}) == []
    assert proofs.differences(auth, replace(put, body=b""), {}) == ["X-Amz-Content-Sha256 is not the body's digest"]
    get = came(
        "GET /test.txt",
        "host;range;x-amz-content-sha256;x-amz-date",
        "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
        "Range: bytes=0-9",
    )
    assert proofs.differences(auth, get, {}) == []
    assert proofs.differences(auth, replace(get, target=b"//test.txt"), {}) == ["the AWS signature is wrong"]


def test_aws_without_a_signed_body_is_checked() -> None:
    auth = AwsV4("AKIDEXAMPLE", "secret", "", "eu-central-1", "s3")
    names = "host;x-amz-content-sha256;x-amz-date"
    lines = ["host:x", "x-amz-content-sha256:UNSIGNED-PAYLOAD", "x-amz-date:20150830T123600Z", ""]
    canonical = "\n".join(["PUT", "/a", "", *lines, names, "UNSIGNED-PAYLOAD"])
    scope = "20150830/eu-central-1/s3/aws4_request"
    digest = hashlib.sha256(canonical.encode()).hexdigest()
    key = b"AWS4secret"
    for each in scope.split("/"):
        key = hmac.new(key, each.encode(), "sha256").digest()
    text = f"AWS4-HMAC-SHA256\n20150830T123600Z\n{scope}\n{digest}"
    signature = hmac.new(key, text.encode(), "sha256").hexdigest()
    sent = seen(
        "PUT /a",
        "Host: x",
        "X-Amz-Date: 20150830T123600Z",
        "X-Amz-Content-Sha256: UNSIGNED-PAYLOAD",
        f"Authorization: AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/{scope}, SignedHeaders={names}, Signature={signature}",
        body=b"anything",
    )
    assert proofs.differences(auth, sent, {}) == []
    assert len(proofs.differences(auth, replace(sent, target=b"/b"), {})) == 1


def test_hawk_is_checked() -> None:
    # The example of Hawk's own description.
    auth = Hawk("dh37fgj492je", "werxhqb98rpaxn39848xrunpaw3489ruxnpa98w4rxn")
    header = (
        'Hawk id="dh37fgj492je", ts="1353832234", nonce="j4h3g2", ext="some-app-ext-data", '
        'mac="6R4rV5iE+NPoym+WwjeHzjAGXUtLNIxmo1vpMofpLAE="'
    )
    sent = seen("GET /resource/1?b=1&a=2", "Host: example.com:8000", f"Authorization: {header}")
    assert proofs.differences(auth, sent, {}) == []
    assert proofs.differences(auth, replace(sent, method="POST"), {}) == ["the Hawk mac is wrong"]
