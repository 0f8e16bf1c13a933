"""What a text of a request says once the environment's values stand in it."""

from collections.abc import Mapping
from urllib.parse import quote

from doorlist.samples.request import Text, Variable


def said(text: Text, environment: Mapping[str, str]) -> str:
    """The text with the values of its variables, percent-encoded where they stand in a URL."""
    if isinstance(text, str):
        return text
    return "".join(each if isinstance(each, str) else _value(each, environment) for each in text.pieces)


def _value(variable: Variable, environment: Mapping[str, str]) -> str:
    value = environment[variable.environment]
    return quote(value, safe="") if variable.encoded else value
