"""Checks what a request proves who sends it with: Basic, Digest, OAuth 1.0a, AWS version 4 and Hawk, by doing the sum again."""

import hashlib
import hmac
import re
from base64 import b64decode, b64encode
from collections.abc import Mapping
from urllib.parse import parse_qsl, quote, unquote, unquote_plus

from doorlist.samples.request import Auth, AwsV4, Basic, Digest, Hawk, OAuth1, Text
from doorlist.samples.trial.recorder import Answer, Answering, Seen
from doorlist.samples.trial.texts import said

Environment = Mapping[str, str]

_PARAMETER = re.compile(r'([\w-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]*))\s*(?:,|$)')
_NONCE = "7ypf/xlj9XXwfDPEoM4URrv"
_CHALLENGE = f'Digest realm="the desk", qop="auth", algorithm=MD5, nonce="{_NONCE}", opaque="FQhe/qaU925kfnzjCev0ciny"'


def differences(auth: Auth | None, seen: Seen, environment: Environment) -> list[str]:
    """What is wrong with the proof, in words; nothing where it is right."""
    if auth is None:
        return []
    sent = [each.decode("utf-8", "replace") for each in seen.values("Authorization")]
    if isinstance(auth, OAuth1) and not auth.in_header:
        return _oauth1(auth, None, seen, environment)
    if len(sent) != 1:
        return [f"there are {len(sent)} Authorization headers, not one"]
    scheme, _, rest = sent[0].partition(" ")
    match auth:
        case Basic():
            wanted = b64encode(f"{said(auth.user, environment)}:{said(auth.password, environment)}".encode()).decode()
            if scheme.lower() != "basic" or rest.strip() != wanted:
                return [f"the Authorization is {_readable(sent[0])}, not {_readable(f'Basic {wanted}')}"]
            return []
        case Digest():
            return _digest(auth, scheme, rest, seen, environment)
        case OAuth1():
            if scheme.lower() != "oauth":
                return [f"the Authorization is {sent[0]!r}, not OAuth"]
            return _oauth1(auth, rest, seen, environment)
        case AwsV4():
            return _aws(auth, scheme, rest, seen, environment)
        case Hawk():
            return _hawk(auth, scheme, rest, seen, environment)


def demanding(auth: Digest, environment: Environment, answer: Answer) -> Answering:
    """Answers with the challenge until the proof is right, then with the answer."""

    def answering(seen: Seen) -> Answer:
        if seen.values("Authorization") and not differences(auth, seen, environment):
            return answer
        return Answer(401, (("WWW-Authenticate", _CHALLENGE),), b"")

    return answering


def own_headers(auth: Auth | None) -> frozenset[str]:
    """The headers that a program sends for its proof."""
    if auth is None or (isinstance(auth, OAuth1) and not auth.in_header):
        return frozenset()
    if isinstance(auth, AwsV4):
        return frozenset({"authorization", "x-amz-date", "x-amz-content-sha256", "x-amz-security-token"})
    return frozenset({"authorization"})


def _readable(header: str) -> str:
    scheme, _, rest = header.partition(" ")
    if scheme.lower() != "basic":
        return repr(header)
    try:
        return f"{scheme} of {b64decode(rest, validate=True)!r}"
    except ValueError:
        return repr(header)


def _parameters(text: str) -> dict[str, str] | None:
    """The `name="value"` pairs of a header; None where it is not made of those."""
    found = {}
    at = 0
    text = text.strip()
    while at < len(text):
        pair = _PARAMETER.match(text, at)
        if pair is None or pair[1] in found:
            return None
        found[pair[1]] = re.sub(r"\\(.)", r"\1", pair[2]) if pair[2] is not None else pair[3]
        at = pair.end()
        while at < len(text) and text[at].isspace():
            at += 1
    return found


def _digest(auth: Digest, scheme: str, rest: str, seen: Seen, environment: Environment) -> list[str]:
    given = _parameters(rest)
    if scheme.lower() != "digest" or given is None:
        return [f"the Authorization is not a Digest that can be read: {rest!r}"]
    algorithm = given.get("algorithm", "MD5").upper()
    if algorithm != "MD5":
        return [f"the Digest's algorithm is {algorithm}, not MD5"]
    for name, wanted in (
        ("username", said(auth.user, environment)),
        ("nonce", _NONCE),
        ("uri", seen.target.decode("latin-1")),
    ):
        if given.get(name) != wanted:
            return [f"the Digest's {name} is {given.get(name)!r}, not {wanted!r}"]
    user, password, realm = said(auth.user, environment), said(auth.password, environment), given.get("realm", "")
    first = _md5(f"{user}:{realm}:{password}")
    second = _md5(f"{seen.method}:{given['uri']}")
    middle = [given["nonce"]]
    if "qop" in given:
        middle += [given.get("nc", ""), given.get("cnonce", ""), given["qop"]]
    if given.get("response") != _md5(":".join([first, *middle, second])):
        return ["the Digest's response is wrong"]
    return []


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def _encoded(text: str) -> str:
    return quote(text, safe="-._~")


def _path(seen: Seen) -> str:
    return seen.target.partition(b"?")[0].decode("latin-1")


def _query(seen: Seen) -> str:
    return seen.target.partition(b"?")[2].decode("utf-8", "replace")


def _host(seen: Seen) -> str:
    return (seen.value("Host") or b"").decode("latin-1")


def _oauth1(auth: OAuth1, header: str | None, seen: Seen, environment: Environment) -> list[str]:
    pairs = parse_qsl(_query(seen), keep_blank_values=True)
    if (seen.value("Content-Type") or b"").lower().startswith(b"application/x-www-form-urlencoded"):
        pairs += parse_qsl(seen.body.decode("utf-8", "replace"), keep_blank_values=True)
    if header is None:
        own = {name: value for name, value in pairs if name.startswith("oauth_")}
    else:
        read = _parameters(header)
        if read is None:
            return [f"the OAuth header cannot be read: {header!r}"]
        own = {name: unquote(value) for name, value in read.items()}
        pairs += [(name, value) for name, value in own.items() if name != "realm"]
    wanted: list[tuple[str, Text]] = [
        ("oauth_consumer_key", auth.consumer_key),
        ("oauth_signature_method", auth.method),
    ]
    if said(auth.token, environment):
        wanted.append(("oauth_token", auth.token))
    wrong = [
        f"{name} is {own.get(name)!r}, not {said(value, environment)!r}"
        for name, value in wanted
        if own.get(name) != said(value, environment)
    ]
    wrong += [
        f"{name} is missing"
        for name in ("oauth_timestamp", "oauth_nonce")
        if not own.get(name) and auth.method != "PLAINTEXT"
    ]
    if header is not None and own.get("realm", "") != said(auth.realm, environment):
        wrong.append(f"the realm is {own.get('realm')!r}, not {said(auth.realm, environment)!r}")
    if wrong:
        return wrong
    key = f"{_encoded(said(auth.consumer_secret, environment))}&{_encoded(said(auth.token_secret, environment))}"
    ordered = sorted((_encoded(name), _encoded(value)) for name, value in pairs if name != "oauth_signature")
    joined = "&".join(f"{name}={value}" for name, value in ordered)
    url = f"http://{_host(seen).lower().removesuffix(':80')}{_path(seen) or '/'}"
    text = f"{seen.method.upper()}&{_encoded(url)}&{_encoded(joined)}"
    if auth.method == "PLAINTEXT":
        signature = key
    elif auth.method in ("HMAC-SHA1", "HMAC-SHA256", "HMAC-SHA512"):
        made = hmac.new(key.encode(), text.encode(), auth.method[5:].lower()).digest()
        signature = b64encode(made).decode()
    else:
        return [f"a signature by {auth.method} cannot be checked here"]
    return [] if own.get("oauth_signature") == signature else [f"the OAuth signature is wrong for {text!r}"]


def _aws(auth: AwsV4, scheme: str, rest: str, seen: Seen, environment: Environment) -> list[str]:
    given = dict(each.strip().partition("=")[::2] for each in rest.split(","))
    date = (seen.value("X-Amz-Date") or b"").decode("latin-1")
    region, service = said(auth.region, environment), said(auth.service, environment)
    scope = f"{date[:8]}/{region}/{service}/aws4_request"
    if scheme != "AWS4-HMAC-SHA256" or given.keys() != {"Credential", "SignedHeaders", "Signature"}:
        return [f"the Authorization is not a signature of AWS, version 4: {scheme} {rest}"]
    if re.fullmatch(r"\d{8}T\d{6}Z", date) is None:
        return [f"X-Amz-Date is {date!r}"]
    if given["Credential"] != f"{said(auth.access_key, environment)}/{scope}":
        return [f"the Credential is {given['Credential']!r}, not {said(auth.access_key, environment)}/{scope}"]
    session = said(auth.session_token, environment)
    if session and seen.value("X-Amz-Security-Token") != session.encode():
        return ["X-Amz-Security-Token is not the session token"]
    signed = given["SignedHeaders"].split(";")
    if "host" not in signed:
        return ["the host is not among the signed headers"]
    headers = "".join(f"{name}:{_joined(seen, name)}\n" for name in signed)
    digest = hashlib.sha256(seen.body).hexdigest()
    body = (seen.value("X-Amz-Content-Sha256") or digest.encode()).decode()
    if body not in ("UNSIGNED-PAYLOAD", digest):
        return ["X-Amz-Content-Sha256 is not the body's digest"]
    key = f"AWS4{said(auth.secret_key, environment)}".encode()
    for each in (date[:8], region, service, "aws4_request"):
        key = hmac.new(key, each.encode(), "sha256").digest()
    path = _canonical_path(_path(seen), service)
    for query in _canonical_queries(_query(seen)):
        canonical = "\n".join([seen.method, path, query, headers, given["SignedHeaders"], body])
        text = "\n".join([scheme, date, scope, hashlib.sha256(canonical.encode()).hexdigest()])
        if hmac.new(key, text.encode(), "sha256").hexdigest() == given["Signature"]:
            return []
    return ["the AWS signature is wrong"]


def _canonical_path(path: str, service: str) -> str:
    """A path as AWS signs it: for S3 as it is, encoded once; for others without dots and empty segments, and encoded once
    more than it was sent."""
    if service == "s3":
        return quote(unquote(path) or "/", safe="/-._~")
    kept: list[str] = []
    for each in path.split("/"):
        if each == "..":
            del kept[-1:]
        elif each not in ("", "."):
            kept.append(each)
    end = "/" if kept and path.endswith(("/", "/.", "/..")) else ""
    return quote(f"/{'/'.join(kept)}{end}".encode("latin-1"), safe="/-._~")


def _canonical_queries(query: str) -> dict[str, None]:
    """A query as AWS signs it: sorted and fully encoded; a `+` may be a plus or a space."""
    pairs = [each.partition("=")[::2] for each in query.split("&") if each]
    return dict.fromkeys(
        "&".join(f"{name}={value}" for name, value in sorted((_encoded(read(n)), _encoded(read(v))) for n, v in pairs))
        for read in (unquote, unquote_plus)
    )


def _joined(seen: Seen, name: str) -> str:
    return ",".join(" ".join(each.decode("utf-8", "replace").split()) for each in seen.values(name))


def _hawk(auth: Hawk, scheme: str, rest: str, seen: Seen, environment: Environment) -> list[str]:
    given = _parameters(rest)
    if scheme.lower() != "hawk" or given is None or not {"id", "ts", "nonce", "mac"} <= given.keys():
        return [f"the Authorization is no Hawk header that can be read: {rest!r}"]
    if given["id"] != said(auth.key_id, environment):
        return [f"the Hawk id is {given['id']!r}, not {said(auth.key_id, environment)!r}"]
    host, _, port = _host(seen).lower().partition(":")
    lines = ["hawk.1.header", given["ts"], given["nonce"], seen.method.upper(), seen.target.decode("latin-1")]
    lines += [host, port or "80", given.get("hash", ""), given.get("ext", "")]
    if "app" in given:
        lines += [given["app"], given.get("dlg", "")]
    text = "\n".join([*lines, ""])
    mac = hmac.new(said(auth.key, environment).encode(), text.encode(), auth.algorithm).digest()
    if b64encode(mac).decode() != given["mac"]:
        return ["the Hawk mac is wrong"]
    if "hash" in given:
        kind = (seen.value("Content-Type") or b"").decode("latin-1").partition(";")[0].strip().lower()
        made = hashlib.new(auth.algorithm, b"hawk.1.payload\n" + kind.encode() + b"\n" + seen.body + b"\n").digest()
        if b64encode(made).decode() != given["hash"]:
            return ["the Hawk hash of the body is wrong"]
    return []
