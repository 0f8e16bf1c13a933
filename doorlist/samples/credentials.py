"""An item's auth: what becomes a header or a pair of the query at once, and what a program has to work out."""

from collections.abc import Mapping

from doorlist.samples.problems import ItemBroken, kind
from doorlist.samples.request import Auth, AwsV4, Basic, Digest, Hawk, OAuth1, Text
from doorlist.samples.variables import Variables, concatenated

Source = dict[str, object]

UNKNOWN = {
    "ntlm": "NTLM needs a conversation of several requests over one connection, which no sample of one request holds",
    "edgegrid": "Akamai's EdgeGrid signature has no library in these languages",
    "asap": "Atlassian's ASAP token is signed with a private key, which no sample should hold",
    "jwt": "a JWT is signed anew for each request, with a key that no sample should hold",
}


class Credentials:
    """What an auth comes to: headers, pairs of the query, or an Auth; or the `reason` why no sample can be printed."""

    def __init__(self, variables: Variables) -> None:
        self._variables = variables
        self.headers: list[tuple[str, Text]] = []
        self.query: list[tuple[Text, Text]] = []
        self.auth: Auth | None = None
        self.reason: str | None = None

    def take(self, given: Source | None) -> None:
        """Reads an auth of a collection. Raises ItemBroken."""
        if given is None:
            return
        type_ = given.get("type")
        if type_ is None or type_ == "noauth":
            return
        if not isinstance(type_, str):
            raise ItemBroken("auth.type", f"must be a text, not {kind(type_)}")
        values = _values(given.get(type_), f"auth.{type_}")
        if type_ in UNKNOWN:
            self.reason = f"Its auth cannot be printed: {UNKNOWN[type_]}."
            return
        taker = getattr(self, f"_{type_}", None)
        if taker is None:
            raise ItemBroken("auth.type", f"is {type_[:40]!r}, which is not known")
        taker(values)

    def _basic(self, values: Mapping[str, str]) -> None:
        self.auth = Basic(*self._pair(values))

    def _digest(self, values: Mapping[str, str]) -> None:
        self.auth = Digest(*self._pair(values))

    def _pair(self, values: Mapping[str, str]) -> tuple[Text, Text]:
        """User and password; the program asks for both where both are empty."""
        if not values.get("username") and not values.get("password"):
            return self._required(values, "username"), self._required(values, "password")
        return self._text(values, "username"), self._text(values, "password")

    def _bearer(self, values: Mapping[str, str]) -> None:
        self.headers.append(("Authorization", concatenated("Bearer ", self._required(values, "token"))))

    def _oauth2(self, values: Mapping[str, str]) -> None:
        token = self._required(values, "accessToken")
        if values.get("addTokenTo") == "queryParams":
            self.query.append(("access_token", token))
            return
        prefix = self._text(values, "headerPrefix") if "headerPrefix" in values else "Bearer"
        if isinstance(prefix, str):
            prefix = prefix.strip()
        self.headers.append(("Authorization", concatenated(prefix, " ", token) if prefix else token))

    def _apikey(self, values: Mapping[str, str]) -> None:
        name, value = self._text(values, "key"), self._required(values, "value", asked="apiKey")
        if not name:
            raise ItemBroken("auth.apikey", "has no key, which names the header")
        if values.get("in") == "query":
            self.query.append((name, value))
        elif isinstance(name, str):
            self.headers.append((name, value))
        else:
            raise ItemBroken("auth.apikey", "its key names a header, and that name has no value")

    def _oauth1(self, values: Mapping[str, str]) -> None:
        method = values.get("signatureMethod") or "HMAC-SHA1"
        if method.startswith("RSA"):
            self.reason = f"Its auth cannot be printed: OAuth 1.0 with {method} is signed with a private key."
            return
        self.auth = OAuth1(
            consumer_key=self._required(values, "consumerKey"),
            consumer_secret=self._required(values, "consumerSecret"),
            token=self._text(values, "token"),
            token_secret=self._text(values, "tokenSecret"),
            method=method,
            realm=self._text(values, "realm"),
            in_header=values.get("addParamsToHeader", "true") == "true",
        )

    def _awsv4(self, values: Mapping[str, str]) -> None:
        self.auth = AwsV4(
            access_key=self._required(values, "accessKey"),
            secret_key=self._required(values, "secretKey"),
            session_token=self._text(values, "sessionToken"),
            region=self._text(values, "region") or "us-east-1",
            service=self._text(values, "service") or "execute-api",
        )

    def _hawk(self, values: Mapping[str, str]) -> None:
        self.auth = Hawk(
            key_id=self._required(values, "authId"),
            key=self._required(values, "authKey"),
            algorithm=values.get("algorithm") or "sha256",
        )

    def _text(self, values: Mapping[str, str], name: str) -> Text:
        return self._variables.text(values.get(name, ""), f"auth.{name}")

    def _required(self, values: Mapping[str, str], name: str, *, asked: str | None = None) -> Text:
        """A value; the program asks for it where the collection has none."""
        found = self._text(values, name)
        return found if found else self._variables.text(f"{{{{{asked or name}}}}}", f"auth.{name}")


def _values(given: object, where: str) -> dict[str, str]:
    """The parameters of an auth: a list of pairs (v2.1) or an object (v2.0)."""
    if given is None:
        return {}
    pairs: list[tuple[object, object]]
    if isinstance(given, dict):
        pairs = list(given.items())
    elif isinstance(given, list):
        for number, each in enumerate(given):
            if not isinstance(each, dict):
                raise ItemBroken(f"{where}[{number}]", f"must be an object, not {kind(each)}")
        pairs = [(each.get("key"), each.get("value")) for each in given]
    else:
        raise ItemBroken(where, f"must be a list, not {kind(given)}")
    found: dict[str, str] = {}
    for name, value in pairs:
        if isinstance(name, str) and value is not None:
            found[name] = (
                value if isinstance(value, str) else str(value).lower() if isinstance(value, bool) else str(value)
            )
    return found
