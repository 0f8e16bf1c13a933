"""The only module that asks the machine for the time."""

import time
from datetime import UTC, datetime


def now() -> datetime:
    """The time of day, aware, in UTC, to the millisecond (what the storage keeps)."""
    moment = datetime.now(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def monotonic_s() -> float:
    """Seconds on a clock that never jumps, for measuring how long something took."""
    return time.monotonic()
