"""The form of the consent page as signed text: what an app asked for, who signed in, and in which browser.

It is base64url(JSON) `.` base64url(HMAC-SHA256 under the account's key). Nothing of it is kept on the desk, and nobody
else can make one: that is what keeps other pages from sending the form in a user's name.
"""

import base64
import hashlib
import hmac
import json
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

FORM_LIFE = timedelta(minutes=10)
_DOMAIN = b"doorlist consent form\0"
_KNOWN_DOMAIN = b"doorlist known browser\0"


@dataclass(frozen=True, slots=True)
class Asked:
    """What an app asked for. `state` is its own and comes back as it was; None where there was none."""

    client_id: str
    redirect_uri: str
    state: str | None
    challenge: str
    challenge_method: str


@dataclass(frozen=True, slots=True)
class Form:
    """One step of asking: `user_id` is who signed in, "" before that; `browser` is the secret of its cookie."""

    asked: Asked
    user_id: str
    browser: str
    expires_at: datetime


def sealed(secret: bytes, form: Form) -> str:
    """A form as text."""
    said = {
        "asked": asdict(form.asked),
        "user_id": form.user_id,
        "browser": hashlib.sha256(form.browser.encode()).hexdigest(),
        "expires_at": form.expires_at.isoformat(),
    }
    payload = base64.urlsafe_b64encode(json.dumps(said).encode())
    return f"{payload.decode()}.{_mac(secret, payload)}"


def client_id(text: str) -> str:
    """The app that a form says it is for, before anything of that is believed; "" where it says nothing."""
    said = _said(text)
    asked = said.get("asked")
    named = asked.get("client_id") if isinstance(asked, dict) else None
    return named if isinstance(named, str) and "\0" not in named else ""


def opened(secret: bytes, text: str, *, browser: str, now: datetime) -> Form | None:
    """The form that was sealed under a key for a browser; None for any other, and for one that is too old."""
    payload, _, mac = text.partition(".")
    if not hmac.compare_digest(mac.encode(), _mac(secret, payload.encode()).encode()):
        return None
    said = json.loads(base64.urlsafe_b64decode(payload))
    expires_at = datetime.fromisoformat(said["expires_at"])
    mine = hashlib.sha256(browser.encode()).hexdigest()
    if not browser or not hmac.compare_digest(said["browser"], mine) or now >= expires_at:
        return None
    return Form(Asked(**said["asked"]), said["user_id"], browser, expires_at)


def _said(text: str) -> dict[str, object]:
    try:
        said = json.loads(base64.urlsafe_b64decode(text.partition(".")[0]))
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


def known(secret: bytes, email_key: str, browser: str) -> str:
    """What a browser is given in which an email signed in: `browser`, a name of its own, and `.` and a proof of it."""
    return f"{browser}.{_mac(secret, f'{browser}.{email_key}'.encode(errors='replace'), _KNOWN_DOMAIN)}"


def recognized(secret: bytes, email_key: str, text: str) -> str:
    """The browser's name, where an email signed in there before; else ""."""
    browser = text.partition(".")[0]
    return browser if hmac.compare_digest(text.encode(), known(secret, email_key, browser).encode()) else ""


def _mac(secret: bytes, payload: bytes, domain: bytes = _DOMAIN) -> str:
    made = hmac.new(secret, domain + payload, hashlib.sha256).digest()
    return base64.urlsafe_b64encode(made).rstrip(b"=").decode()
