"""What makes two emails one, for the desk and for those who call it."""

import unicodedata

_KELVIN = "\u212a"
"""Composing would make an ASCII letter of it."""


def email_key(email: str) -> str:
    """What makes two emails one: their letters without case, composed (NFC).

    No letter is folded into another alphabet's: `ß` is not `ss`, and the Kelvin sign is not `k`, for who holds the one
    address need not hold the other. Chosen by us: the contract does not say.
    """
    if email.isascii():
        return email.lower()
    composed = _KELVIN.join(unicodedata.normalize("NFC", part) for part in email.split(_KELVIN))
    return "".join(_lower(letter) for letter in composed)


def _lower(letter: str) -> str:
    lower = letter.lower()
    return lower if lower.isascii() is letter.isascii() else letter
