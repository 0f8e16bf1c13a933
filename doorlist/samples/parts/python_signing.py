"""How Python programs sign: requests-oauthlib and oauthlib for OAuth 1.0a, requests-aws4auth for AWS, mohawk for Hawk."""

import shlex

from doorlist.samples.parts import signing
from doorlist.samples.parts.brackets import Group, call
from doorlist.samples.parts.python import mapped, statements, text
from doorlist.samples.parts.python_program import Sending
from doorlist.samples.parts.quotes import string
from doorlist.samples.parts.texts import literals
from doorlist.samples.request import AwsV4, CannotSay, FileBody, Hawk, OAuth1, Raw, Request, Text

# What oauthlib reads as a form; anything else is an error to it.
_FORM_SIGNS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-=&;:%+~,*@!()/?'$")


def needs(package: str) -> str:
    """What the program says that it needs."""
    return f"It needs {package} (`pip install {package}`)."


def oauth1(name: str, request: Request, auth: OAuth1) -> Group:
    """The call that makes what signs; `name` is the class."""
    signing.check_oauth1(auth, "oauthlib")
    form = signing.is_form(request)
    if form and request.method in ("GET", "HEAD"):
        raise CannotSay(f"oauthlib signs no form that goes with {request.method}.")
    if isinstance(request.body, Raw):
        _check_text(request.body.text, form=form, typed=request.content_type is not None)
    if isinstance(request.body, FileBody) and request.content_type is None:
        raise CannotSay("oauthlib takes a file without a Content-Type for a form.")
    arguments = [text(auth.consumer_key), f"client_secret={text(auth.consumer_secret)}"]
    if auth.token != "":
        arguments.append(f"resource_owner_key={text(auth.token)}")
    if auth.token_secret != "":
        arguments.append(f"resource_owner_secret={text(auth.token_secret)}")
    if auth.method != "HMAC-SHA1":
        arguments.append(f"signature_method={string(auth.method)}")
    if not auth.in_header:
        in_body = signing.in_body(request, auth)
        if not in_body:
            _check_query(request)
        arguments.append(f'signature_type="{"BODY" if in_body else "QUERY"}"')
    elif auth.realm != "":
        arguments.append(f"realm={text(signing.realm(auth.realm))}")
    return call(name, *arguments)


def _check_text(given: Text, *, form: bool, typed: bool) -> None:
    plain = isinstance(given, str) and _FORM_SIGNS.issuperset(given)
    if form and not plain:
        raise CannotSay("oauthlib signs a form that is encoded in full, and this text is not.")
    if not typed and (plain or not isinstance(given, str)):
        raise CannotSay("oauthlib takes a text without a Content-Type for a form.")


def _check_query(request: Request) -> None:
    """oauthlib writes a query anew where it puts the signature behind it."""
    known = literals(request.url.target)
    plain = known == request.url.target and "%20" not in known and "+" not in known
    if not plain or any(each.value is None for each in request.url.query):
        raise CannotSay("oauthlib writes the query anew to put its signature into it, and this one would be another.")


def aws(request: Request, auth: AwsV4) -> Group:
    """The call that makes what signs."""
    signing.check_aws(request, auth, "requests-aws4auth")
    if ";" in literals(request.url.path).rpartition("/")[2]:
        raise CannotSay("requests-aws4auth leaves what is behind a semicolon in a path out of its signature.")
    if not literals(request.content_type or "").isascii():
        raise CannotSay("requests-aws4auth signs no Content-Type that is not ASCII.")
    arguments = [text(each) for each in (auth.access_key, auth.secret_key, auth.region, auth.service)]
    if auth.session_token != "":
        arguments.append(f"session_token={text(auth.session_token)}")
    return call("AWS4Auth", *arguments)


def unquotable(value: Text) -> bool:
    """Whether requests-aws4auth fails at a header, whose quotes it pairs whether it signs it or not."""
    try:
        shlex.split(literals(value), posix=False)
    except ValueError:
        return True
    return False


def hawk(request: Request, auth: Hawk, how: Sending) -> list[str]:
    """The statements that make `sender`, whose `request_header` is the Authorization."""
    how.packages.add("from mohawk import Sender")
    how.needs = needs("mohawk")
    if auth.algorithm not in ("sha1", "sha256"):
        raise CannotSay(f"mohawk has no signature by {auth.algorithm}.")
    path, mark, query = literals(request.url.target).partition("?")
    if ";" in path.rpartition("/")[2]:
        raise CannotSay("mohawk leaves what is behind a semicolon in a path out of its signature.")
    if mark and not query and not request.url.query:
        raise CannotSay("mohawk leaves a question mark that nothing follows out of its signature.")
    credentials = [f'"id": {text(auth.key_id)}', f'"key": {text(auth.key)}', f'"algorithm": "{auth.algorithm}"']
    sender = call("sender = Sender", "credentials", "url", string(request.method), "always_hash_content=False")
    return statements(mapped("credentials = ", credentials), sender)
