"""Times as the contract writes them."""

from datetime import UTC, datetime

from doorlist.contract.shapes.fields import parse_time

_TO_SECONDS = 19


def text(moment: datetime) -> str:
    """UTC to the second: `2026-12-01T09:00:00Z`."""
    return moment.isoformat()[:_TO_SECONDS] + "Z"


def moment(text: str) -> datetime:
    """The aware time of a contract time; without a zone it is UTC."""
    parsed = parse_time(text)
    return parsed if parsed.tzinfo is not None else parsed.replace(tzinfo=UTC)
