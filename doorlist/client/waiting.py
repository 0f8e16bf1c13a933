"""How long to wait: what a refusal's headers say, how often a fault is worth another try, and a call's deadline."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from doorlist.client import steps
from doorlist.client.errors import DeadlineExceeded, DoorlistError
from doorlist.client.steps import Flow
from doorlist.client.surroundings import Surroundings
from doorlist.contract import limits

FAULTS_MAX = 4
"""How many repeats a call gets for faults of the network or the server."""
FAULTS_MAX_AT_FIRST = 1
"""The same where nobody has answered yet: the address is wrong, more likely than not."""
FIRST_DELAY_S, DELAY_S_MAX = 1.0, 15.0
_YEAR_MAX = 3000
FAR_S = 90.0
"""A time to retry that is further away than this is a matter of days: the longest window is a minute."""


def rate_delay_s(headers: Mapping[str, str], now: datetime) -> float | None:
    """In how many seconds a call may be tried again, as a refusal's headers have it; None where they do not say."""
    at = retry_at(headers, now)
    return None if at is None else max(0.0, (at - _server_now(headers, now)).total_seconds())


def retry_at(headers: Mapping[str, str], now: datetime) -> datetime | None:
    """When a call may be tried again: Retry-After (seconds, a date of HTTP or an ISO 8601 one), else X-RateLimit-Reset."""
    there = _server_now(headers, now)
    told = headers.get(limits.RETRY_AFTER.lower(), "").strip()
    if re.fullmatch(r"\d{1,9}(\.\d+)?", told):
        return there + timedelta(seconds=float(told))
    if told:
        moment = _iso(told) or _http_date(told)
        if moment is not None:
            return moment
    reset = headers.get(limits.RESET.lower(), "").strip()
    if re.fullmatch(r"\d{9,10}", reset):
        return datetime.fromtimestamp(int(reset), UTC)
    return None


def is_daily(headers: Mapping[str, str], message: str, now: datetime) -> bool:
    """Whether a 429 is about the day: by its wording, its type, and how far away its end is."""
    if re.search(r"\bdaily\b|per day|GMT 00:00", message, re.IGNORECASE):
        return True
    kind = headers.get(limits.TYPE.lower(), "").lower()
    if "daily" in kind:
        return True
    if kind == limits.QPS.lower() or "per-second" in message.lower():
        return False
    delay_s = rate_delay_s(headers, now)
    return delay_s is not None and delay_s > FAR_S


def resumes_at(headers: Mapping[str, str], now: datetime) -> datetime:
    """When a day's limit ends: as the headers say, else at the next midnight, UTC."""
    there = _server_now(headers, now)
    told = retry_at(headers, now)
    if told is not None and (told - there).total_seconds() > FAR_S:
        return told
    return (there + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)


def _server_now(headers: Mapping[str, str], now: datetime) -> datetime:
    """The time of day there, whose clock need not agree with ours."""
    return _http_date(headers.get("date", "")) or now


def _iso(text: str) -> datetime | None:
    return _moment(datetime.fromisoformat, text)


def _http_date(text: str) -> datetime | None:
    return _moment(parsedate_to_datetime, text)


def _moment(read: Callable[[str], datetime], text: str) -> datetime | None:
    """A time in UTC; None where it is none, or so far away that there is no counting with it."""
    try:
        told = read(text)
        moment = told.replace(tzinfo=UTC) if told.tzinfo is None else told.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return moment if moment.year < _YEAR_MAX else None


@dataclass(slots=True)
class Patience:
    """What is left of one call's time and tries."""

    surroundings: Surroundings
    deadline_s: float
    until_s: float
    answered: Callable[[], bool]
    faults: int = 0
    refusals: int = 0
    spent_on: str = ""

    @classmethod
    def begun(cls, surroundings: Surroundings, deadline_s: float, answered: Callable[[], bool]) -> "Patience":
        """That of a call that begins now; `answered` says whether the server ever did."""
        return cls(surroundings, deadline_s, surroundings.monotonic_s() + deadline_s, answered)

    @property
    def left_s(self) -> float:
        """Seconds until the deadline."""
        return self.until_s - self.surroundings.monotonic_s()

    def attempt_s(self, timeout_s: float) -> float:
        """How long an attempt may take. Raises DeadlineExceeded."""
        if self.left_s <= 0:
            raise self.over()
        return min(timeout_s, self.left_s)

    def after_refusal(self, told_s: float | None) -> Flow[None]:
        """Wait for a rate limit: as long as it says, else ever longer, by chance. Raises DeadlineExceeded."""
        self.refusals += 1
        least = told_s if told_s is not None else FIRST_DELAY_S * min(2 ** (self.refusals - 1), 4)
        delay_s = least + self.surroundings.chance() * max(0.25, least / 2)
        yield from self._wait(delay_s, "the server's rate limit")

    def after_fault(self, fault: DoorlistError, told_s: float | None = None) -> Flow[None]:
        """Wait before another try. Raises the fault where there have been enough, and DeadlineExceeded."""
        self.faults += 1
        if self.faults > (FAULTS_MAX if self.answered() else FAULTS_MAX_AT_FIRST):
            raise fault
        delay_s = min(FIRST_DELAY_S * 2 ** (self.faults - 1), DELAY_S_MAX)
        delay_s = delay_s / 2 + self.surroundings.chance() * delay_s / 2
        if told_s is not None:
            delay_s = max(delay_s, min(told_s, DELAY_S_MAX))
        yield from self._wait(delay_s, f"another try after this: {fault}", maybe_done=fault.maybe_done)

    def over(self, *, maybe_done: bool = False) -> DeadlineExceeded:
        """The deadline, as an error that says what the time went to."""
        waited = f" It waited for {self.spent_on.rstrip('. ')}." if self.spent_on else ""
        return DeadlineExceeded(
            f"The call was not done within {self.deadline_s:g} s (deadline_s).{waited}", maybe_done=maybe_done
        )

    def _wait(self, delay_s: float, what: str, *, maybe_done: bool = False) -> Flow[None]:
        self.spent_on = what
        if delay_s >= self.left_s:
            raise self.over(maybe_done=maybe_done)
        yield from steps.sleep(delay_s)
