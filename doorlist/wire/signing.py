"""How deliveries are signed: twice, so that receivers written for this contract and those of Standard Webhooks verify both.

One secret serves both. The contract's signature takes its text as the key. Standard Webhooks takes the bytes that stand in
base64 behind `whsec_`; a secret without that prefix counts as its text, which `standard` writes in their form.
"""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Mapping
from functools import lru_cache

from doorlist import __version__
from doorlist.contract.events import SECRET_PREFIX

KEY_BYTES_MIN, KEY_BYTES_MAX = 16, 64
"""What a `whsec_` secret may hold."""


def from_key(key: bytes) -> str:
    """A new secret of random bytes."""
    return SECRET_PREFIX + base64.b64encode(key).decode()


def standard(secret: str) -> str:
    """A secret as Standard Webhooks' libraries take it."""
    return secret if secret.startswith(SECRET_PREFIX) else from_key(secret.encode())


def is_secret(secret: str) -> bool:
    """Whether a secret is one that both signatures can be made with."""
    if not secret.startswith(SECRET_PREFIX):
        return True
    try:
        key = base64.b64decode(secret.removeprefix(SECRET_PREFIX), validate=True)
    except binascii.Error:
        return False
    return KEY_BYTES_MIN <= len(key) <= KEY_BYTES_MAX


def headers(*, name: str, body: str, secret: str, client_id: str, at_s: int) -> Mapping[str, str]:
    """The headers of one try. `name` stays the same on every try at a notice; `at_s` is now, in epoch seconds."""
    moment = str(at_s)
    return {
        "content-type": "application/json; charset=utf-8",
        "user-agent": f"Doorlist/{__version__}",
        "clientid": client_id,
        "x-zm-request-timestamp": moment,
        "x-zm-signature": contract_signature(secret, moment, body),
        "x-zm-trackingid": f"v=2.0;clid=desk;rid=WEBHOOK_{hashlib.sha256(name.encode()).hexdigest()[:32]}",
        "x-zm-request-id": name,
        "webhook-id": name,
        "webhook-timestamp": moment,
        "webhook-signature": standard_signature(secret, name, moment, body),
    }


def contract_signature(secret: str, moment: str, body: str) -> str:
    """The value of x-zm-signature."""
    return "v0=" + _mac(secret.encode(), f"v0:{moment}:{body}").hexdigest()


def standard_signature(secret: str, name: str, moment: str, body: str) -> str:
    """The value of webhook-signature."""
    return "v1," + base64.b64encode(_mac(_standard_key(secret), f"{name}.{moment}.{body}").digest()).decode()


def answer_to(challenge: str, secret: str) -> str:
    """What a receiver that has the secret answers to a challenge, in hex."""
    return _mac(secret.encode(), challenge).hexdigest()


@lru_cache(maxsize=1024)
def _standard_key(secret: str) -> bytes:
    return base64.b64decode(standard(secret).removeprefix(SECRET_PREFIX))


def _mac(key: bytes, text: str) -> hmac.HMAC:
    mac = _begun(key).copy()
    mac.update(text.encode())
    return mac


@lru_cache(maxsize=1024)
def _begun(key: bytes) -> hmac.HMAC:
    """A MAC under a key: copying it costs less than making one."""
    return hmac.new(key, digestmod="sha256")
