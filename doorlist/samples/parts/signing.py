"""What programs that sign a request have in common: which parameters OAuth 1.0a signs, and what no library can sign."""

import re
from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import parse_qsl, quote, unquote, unquote_plus

from doorlist.samples.parts import forms
from doorlist.samples.parts.texts import literals
from doorlist.samples.request import (
    AwsV4,
    Basic,
    CannotSay,
    Digest,
    Form,
    Hawk,
    OAuth1,
    Raw,
    Request,
    Template,
    Text,
    Variable,
)

METHODS = frozenset({"HMAC-SHA1", "HMAC-SHA256", "HMAC-SHA512", "PLAINTEXT"})
AUTHS: dict[type, str] = {
    Basic: "Basic authentication",
    Digest: "Digest authentication",
    OAuth1: "signatures of OAuth 1.0a",
    AwsV4: "signatures of AWS, version 4",
    Hawk: "Hawk",
}
"""What a request is signed or opened with, in words."""
_LACKED: dict[type, str] = {
    Digest: "Digest authentication",
    OAuth1: "OAuth 1.0 signature",
    AwsV4: "AWS signature",
    Hawk: "Hawk authentication",
}
_DATES = frozenset({"date", "x-amz-date"})


def check_able(request: Request, library: str, *lacked: type) -> None:
    """Raises CannotSay where the request's auth is one of those that the library has not."""
    if isinstance(request.auth, lacked):
        raise CannotSay(f"{library} has no {_LACKED[type(request.auth)]}.")


def check_digest_user(request: Request, library: str) -> None:
    """Raises CannotSay where the name of a Digest's user is not ASCII, for libraries whose headers take Latin-1 at most."""
    if isinstance(request.auth, Digest) and not literals(request.auth.user).isascii():
        raise CannotSay(f"{library} sends the name of a Digest's user in Latin-1, and this one is not ASCII.")


def is_form(request: Request) -> bool:
    """Whether the body's fields are signed by OAuth 1.0a."""
    kind = request.content_type
    if isinstance(request.body, Form):
        return kind is None or (isinstance(kind, str) and kind.startswith(forms.FORM))
    return isinstance(request.body, Raw) and isinstance(kind, str) and kind.startswith(forms.FORM)


def in_body(request: Request, auth: OAuth1) -> bool:
    """Whether the signature is among the form's fields; where it is not in a header either, it is in the query."""
    return not auth.in_header and isinstance(request.body, Form) and is_form(request)


def fields(request: Request) -> list[tuple[Text, Text]]:
    """The body's fields that OAuth 1.0a signs, decoded."""
    if not is_form(request):
        return []
    if isinstance(request.body, Form):
        return [(each.name, each.value) for each in request.body.fields]
    assert isinstance(request.body, Raw), "a form is fields or their text"
    if not isinstance(request.body.text, str):
        raise CannotSay("An OAuth 1.0 signature takes a form's fields one by one, and this form's text has variables.")
    return list(parse_qsl(request.body.text, keep_blank_values=True))


def query(request: Request) -> list[tuple[Text, Text]]:
    """The pairs of the query, decoded."""
    return [(decoded(each.name), decoded(each.value or "")) for each in request.url.query]


def decoded(given: Text) -> Text:
    """A text of the query as a form's field: variables go into it as they are."""
    if isinstance(given, str):
        return unquote_plus(given)
    return Template(
        tuple(
            replace(each, encoded=False) if isinstance(each, Variable) else unquote_plus(each) for each in given.pieces
        )
    )


def check_oauth1(auth: OAuth1, library: str) -> None:
    """Raises CannotSay for what no library signs."""
    if auth.method not in METHODS:
        raise CannotSay(f"{library} has no signature by {auth.method}.")
    if not literals(auth.realm).isascii():
        raise CannotSay(f"{library} puts the realm into the header as it is, and this one is not ASCII.")


def check_names(names: Iterable[Text], library: str) -> None:
    """Raises CannotSay for a name that no object of JavaScript has as its own."""
    if any(literals(each) == "__proto__" for each in names):
        raise CannotSay(f"{library} does not sign what is called __proto__.")


def check_aws(request: Request, auth: AwsV4, library: str) -> None:
    """Raises CannotSay for what no library signs."""
    for name, _ in request.headers:
        if name.lower() in _DATES:
            raise CannotSay(f"{library} gives a request its date, and this one has the header {name}.")
    if auth.service == "s3" and "//" in literals(request.url.path):
        raise CannotSay(f"{library} takes two slashes in a path for one, and S3 does not.")


def check_libcurl(request: Request, auth: AwsV4, library: str) -> None:
    """Raises CannotSay where libcurl's signature (7.88 was seen) is not the one that AWS reckons."""
    path = literals(request.url.path)
    pairs = [(literals(each.name), literals(each.value or "")) for each in request.url.query]
    wanted = sorted((quote(unquote(name), ""), quote(unquote(value), "")) for name, value in pairs)
    if pairs != wanted or any(each.value is None for each in request.url.query):
        raise CannotSay(
            f"{library} signs a query as it stands; AWS signs it sorted and fully encoded, unlike this one."
        )
    if "//" in path or ("%2f" in path.lower() if auth.service == "s3" else "%" in path):
        raise CannotSay(f"{library} signs a path as it stands; AWS signs it in another form, which this one has not.")
    if request.repeated_header is not None or any(value == "" for _, value in request.headers):
        raise CannotSay(f"{library} does not sign a header that is empty or comes twice as AWS does.")


def realm(given: Text) -> Text:
    """The realm as it stands between quotes in a header."""
    return re.sub(r'(["\\])', r"\\\1", given) if isinstance(given, str) else given
