"""Times as epoch milliseconds and structured values as compact JSON text: how the columns hold what the nouns are."""

import json
from datetime import UTC, datetime, timedelta

import pydantic_core

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


def to_ms(moment: datetime) -> int:
    """Epoch milliseconds of an aware time."""
    return (moment - _EPOCH) // _MILLISECOND


def from_ms(ms: int) -> datetime:
    """The aware UTC time of epoch milliseconds."""
    return _EPOCH + timedelta(milliseconds=ms)


def to_ms_or_none(moment: datetime | None) -> int | None:
    """The same, where there may be none."""
    return None if moment is None else to_ms(moment)


def from_ms_or_none(ms: int | None) -> datetime | None:
    """The same, where there may be none."""
    return None if ms is None else from_ms(ms)


def to_json(value: object) -> str:
    """Compact JSON text."""
    return pydantic_core.to_json(value).decode()


def from_json(text: str) -> object:
    """What the text says."""
    value: object = json.loads(text)
    return value
