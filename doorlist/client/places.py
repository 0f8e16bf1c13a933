"""Where the server is, and who calls: read from arguments and the environment."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote, urlencode, urlsplit

from doorlist.client.errors import AddressInvalid, CredentialsInvalid, CredentialsMissing

LOCAL = "http://127.0.0.1:8480"
"""Where a Doorlist listens by itself."""
ZOOM = "zoom"
_ZOOM_ROOT, _ZOOM_TOKEN_URL = "https://api.zoom.us", "https://zoom.us/oauth/token"
_ZOOM_HOSTS = (".zoom.us", ".zoomgov.com")
TOKEN = re.compile(r"[!-~]{1,16384}")
"""What a token can be, and whatever else says who calls: one word in ASCII."""


@dataclass(frozen=True, slots=True)
class Place:
    """A server: `api_url` ends in `/v2`. `moves` says that its token replies may name another address of it."""

    api_url: str
    token_url: str
    moves: bool = False

    def moved(self, api_url: object) -> str:
        """The address to call after a token reply that names one; the same where that is not to be trusted."""
        if not self.moves or not isinstance(api_url, str):
            return self.api_url
        try:
            parts = urlsplit(api_url)
        except ValueError:
            return self.api_url
        host = f".{parts.hostname or ''}"
        if parts.scheme != "https" or not host.endswith(_ZOOM_HOSTS):
            return self.api_url
        return _with_version(api_url)


@dataclass(frozen=True, slots=True)
class AppCredentials:
    """A server-to-server app, which gets itself tokens."""

    account_id: str
    client_id: str
    client_secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class StaticToken:
    """A token that somebody else got."""

    value: str = field(repr=False)


Credentials = AppCredentials | StaticToken


def place(base_url: str | None, token_url: str | None, environ: Mapping[str, str]) -> Place:
    """The server that is meant. Raises AddressInvalid."""
    given = (base_url or environ.get("DOORLIST_BASE_URL", "") or LOCAL).strip()
    token_given = (token_url or environ.get("DOORLIST_TOKEN_URL", "")).strip()
    if token_given:
        _check(token_given, "token URL")
    if given.lower() == ZOOM:
        return Place(_with_version(_ZOOM_ROOT), token_given or _ZOOM_TOKEN_URL, moves=True)
    _check(given, "base URL")
    api_url = _with_version(given)
    root = api_url.removesuffix("/v2")
    usual = _ZOOM_TOKEN_URL if root == _ZOOM_ROOT else f"{root}/oauth/token"
    return Place(api_url, token_given or usual)


def credentials(
    *,
    account_id: str | None,
    client_id: str | None,
    client_secret: str | None,
    token: str | None,
    environ: Mapping[str, str],
) -> Credentials:
    """Who calls: what is given wins over the environment. Raises CredentialsMissing and CredentialsInvalid."""
    given_token = (token or "").strip()
    if given_token:
        return StaticToken(_word("token", given_token))
    of_environment = environ.get("DOORLIST_TOKEN", "").strip()
    if of_environment and not (account_id or client_id or client_secret):
        return StaticToken(_word("token in DOORLIST_TOKEN", of_environment))
    app = {
        "account_id": (account_id or environ.get("DOORLIST_ACCOUNT_ID", "")).strip(),
        "client_id": (client_id or environ.get("DOORLIST_CLIENT_ID", "")).strip(),
        "client_secret": (client_secret or environ.get("DOORLIST_CLIENT_SECRET", "")).strip(),
    }
    missing = [name for name, value in app.items() if not value]
    if not missing:
        return AppCredentials(**{name: _word(name, value) for name, value in app.items()})
    if len(missing) < len(app):
        names = " and ".join(f"{name} (DOORLIST_{name.upper()})" for name in missing)
        raise CredentialsMissing(f"The app's credentials are not complete: give {names}, too.")
    raise CredentialsMissing(
        "There are no credentials. Give account_id, client_id and client_secret of a server-to-server app, or a token; "
        "or set DOORLIST_ACCOUNT_ID, DOORLIST_CLIENT_ID and DOORLIST_CLIENT_SECRET, or DOORLIST_TOKEN, in the environment. "
        "A sandbox prints its token when it starts."
    )


def _word(what: str, value: str) -> str:
    """A secret as it is, where it can be sent. Raises CredentialsInvalid, which does not show it."""
    if TOKEN.fullmatch(value):
        return value
    if len(value.split()) > 1:
        wrong = "has a blank or a line break in it"
    elif not (value.isascii() and value.isprintable()):
        wrong = "has characters in it that cannot be sent"
    else:
        wrong = "is too long"
    raise CredentialsInvalid(f"The {what} cannot be right: it {wrong}. Copy it again, whole and alone.")


def path(template: str, values: Mapping[str, object]) -> str:
    """An operation's path with the ids in it. Raises AddressInvalid.

    The uuid of a meeting is encoded twice where it begins with a slash or holds two in a row (public contract).
    """
    for name, value in values.items():
        text = str(value)
        if text.strip() in ("", ".", ".."):
            raise AddressInvalid(f"{name} is {text!r}, which cannot be an id.")
        try:
            encoded = quote(text, safe="")
        except UnicodeEncodeError as reason:
            raise AddressInvalid(f"{name} is {text!r}, which cannot be an id.") from reason
        if text.startswith("/") or "//" in text:
            encoded = quote(encoded, safe="")
        template = template.replace(f"{{{name}}}", encoded)
    if "{" in template:
        raise AddressInvalid(f"The path {template} is not complete: give {template.split('{')[1].split('}')[0]}.")
    return template


def query(values: Mapping[str, object]) -> str:
    """A query; what is None or blank stays out. Raises AddressInvalid."""
    given = [(name, _parameter(value)) for name, value in values.items() if value not in (None, "")]
    try:
        return urlencode(given)
    except UnicodeEncodeError as reason:
        raise AddressInvalid("There is half a character in the query, which cannot be sent.") from reason


def _parameter(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _with_version(url: str) -> str:
    root = url.rstrip("/")
    return root if root.endswith("/v2") else f"{root}/v2"


def _check(url: str, what: str) -> None:
    try:
        parts = urlsplit(url)
        sound = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        sound = False
    if not sound or any(character.isspace() for character in url) or "?" in url or "#" in url:
        raise AddressInvalid(f"The {what} must be an address such as {LOCAL}, or the word zoom; it is {_shown(url)!r}.")
    if parts.username or parts.password:
        raise AddressInvalid(f"The {what} must not have a password in it.")


def _shown(url: str) -> str:
    """An address without what may be a password in it."""
    _before, sign, behind = url.rpartition("@")
    return f"…@{behind}" if sign else url
