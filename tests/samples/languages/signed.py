"""Requests with a signature: what is signed, where it stands, and what libraries are known to get wrong."""

from dataclasses import replace

from samples.languages import asking
from samples.languages.asking import FORM, JSON, TOKEN

from doorlist.samples.request import (
    Auth,
    AwsV4,
    Body,
    Field,
    File,
    FileBody,
    Form,
    Hawk,
    Multipart,
    OAuth1,
    Pair,
    Part,
    Raw,
    Request,
    Template,
    Text,
    Variable,
)

SECRET = Variable("secret", "SECRET", "secret", "secret", "Secret")
ID = Variable("id", "ID", "id", "id", "Id", encoded=True)
OAUTH = OAuth1("key ü", "se&cret", Template((TOKEN,)), Template(("x", SECRET)), realm='a "realm"')
PLAIN = OAuth1("key", "se&cret", "", "", method="PLAINTEXT")
SHA512 = OAuth1("key", "se&cret", "token", "", method="HMAC-SHA512")
OUTSIDE = OAuth1("key", "secret", "token", "s+/=", method="HMAC-SHA256", in_header=False)
AWS = AwsV4("AKIDEXAMPLE", "se/cret+", "", "eu-central-1", "execute-api")
S3 = AwsV4("AKIDEXAMPLE", Template((SECRET, "/+")), Template((TOKEN, "==")), "us-east-1", "s3")
HAWK = Hawk("id-1", "se'cret", "sha1")


def request(
    auth: Auth,
    method: str = "GET",
    target: Text = "/v2/meetings",
    body: Body | None = None,
    content_type: str | None = None,
    *,
    headers: tuple[tuple[str, Text], ...] = (),
    variables: tuple[Variable, ...] = (),
) -> Request:
    """A request that is signed, and called by what it is."""
    title = f"{type(auth).__name__} {method} {target}"
    return asking.request(
        method,
        target,
        title=title,
        folders=(),
        headers=headers,
        content_type=content_type,
        auth=auth,
        body=body,
        variables=variables,
    )


def _with_variables(auth: Auth, variables: tuple[Variable, ...]) -> Request:
    """Variables in the path, the query and the form."""
    form = Form((Field("a", Template((TOKEN, " ü"))), Field(Template(("n", TOKEN)), "1 + 1")))
    given = request(
        auth, "POST", Template(("/v2/", ID, "?a=", ID, "&b%20c=1+2&b%20c=")), form, FORM, variables=variables
    )
    pairs = (Pair("a", Template((ID,))), Pair("b%20c", "1+2"), Pair("b%20c", ""))
    return replace(given, url=replace(given.url, path=Template(("/v2/", ID)), query=pairs))


FIELDS = Form((Field("a", "1 +&ü"), Field("b", "")))
_TWICE = Form((Field("a", "1"), Field("b", ""), Field("a", "0")))
_JSON = Raw('{"a": [1]}', exact=True, json={"a": [1]})
_PARTS = Multipart((Part("t", "ü"), Part("f", File("f.bin", "f ü.bin"), "image/png")))
_FILE = FileBody(File("b.bin", "b.bin"))
_ODD = "/a//b%2Fc%20d?b=1&a=%2B&a=1+2&c"
_HEADERS = (("X-A", "1"), ("X-A", "ü"), ("X-B", "b  c"))

SIGNED = (
    request(OAUTH, "POST", "/v2?a=b=c&%5Bx%5D=%27", _JSON, JSON, variables=(TOKEN, SECRET)),
    _with_variables(OAUTH, (TOKEN, SECRET, ID)),
    request(PLAIN, "POST", "/v2?a=1", _TWICE, FORM),
    request(PLAIN, "DELETE", headers=_HEADERS),
    request(SHA512, "PATCH", _ODD, FIELDS, f"{FORM}; charset=utf-8"),
    request(SHA512, "POST", "/v2?a=1", Raw("a=1+2&b=%C3%BC&c="), FORM),
    request(SHA512, "POST", "/v2?a=1", _PARTS),
    request(SHA512, "PUT", "/v2", _FILE, "image/png"),
    request(OUTSIDE, "POST", "/v2?a=1", FIELDS, FORM),
    request(OUTSIDE, "GET", "/v2?a=1&b=%C3%BC"),
    request(OUTSIDE, "POST", "/v2", _JSON, JSON),
    request(AWS, "GET", _ODD, headers=(*_HEADERS, ("X-Amz-Meta-A", "b  c"))),
    request(AWS, "POST"),
    request(AWS, "POST", "/v2?b=1&a", _JSON, JSON),
    request(AWS, "PUT", "/v2", Raw("ü\n\nx\n"), "text/plain"),
    request(AWS, "POST", "/v2", _TWICE, FORM),
    request(AWS, "POST", "/v2", _PARTS),
    request(S3, "PUT", "/a%2Fb/c%20d?z=1&A=2", _FILE, "image/png", variables=(TOKEN, SECRET)),
    request(HAWK, "GET", _ODD, headers=_HEADERS),
    request(HAWK, "POST", "/v2", _JSON, JSON),
    request(HAWK, "PURGE", "/v2", _FILE, "image/png"),
    request(HAWK, "POST", "/v2", FIELDS, FORM),
)
"""Each can be said by every language that signs by packages."""
