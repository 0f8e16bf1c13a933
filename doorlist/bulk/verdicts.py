"""What an error says of bulk work: that one row is refused, that a day is over, or that nothing more can be sent."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from doorlist.client import errors

_HOPELESS = (
    errors.Unauthorized,
    errors.MissingScope,
    errors.NotAllowed,
    errors.NotFound,
    errors.RegistrationNotEnabled,
    errors.RegistrationClosed,
)
"""What would be said to every other row as well."""


class Why(StrEnum):
    """Why a run ended before its file did."""

    REFUSED = "refused"
    DAILY_LIMIT = "daily limit"
    NETWORK = "network"
    JOURNAL = "journal"
    ASKED = "asked"


@dataclass(frozen=True, slots=True)
class Stop:
    """The end of a run before its file's end. `resumes_at` is when a daily limit lets it go on."""

    why: Why
    message: str
    resumes_at: datetime | None = None
    error: Exception | None = None


def ends_everything(error: errors.DoorlistError, emails: Iterable[str]) -> bool:
    """Whether what was said holds for rows that were not sent yet, or nothing was said at all."""
    if not isinstance(error, errors.ApiError):
        return True
    if isinstance(error, errors.DailyLimit):
        return not _of_registrant(error, emails)
    return isinstance(error, (*_HOPELESS, errors.ServerError, errors.RateLimited)) or error.maybe_done


def _of_registrant(error: errors.DailyLimit, emails: Iterable[str]) -> bool:
    """Whether a day's limit is that of one registrant, which others have not reached."""
    return error.subject == "registrant" or any(names(error.message, each) for each in emails)


def names(said: str, email: str) -> bool:
    """Whether a text has an email in it, and not as the end or beginning of a longer one."""
    return re.search(rf"(?<![\w.+-]){re.escape(email)}(?![\w-])", said, re.IGNORECASE) is not None


def reason_of(error: errors.DoorlistError) -> str:
    """What a person is told of it: the fields that were refused, or the server's own words."""
    if isinstance(error, errors.ApiError) and error.errors:
        return "; ".join(f"{each.field}: {each.message}" for each in error.errors)
    return error.message if isinstance(error, errors.ApiError) else str(error)


def stop_of(error: errors.DoorlistError) -> Stop:
    """The end of a run that an error brings."""
    if isinstance(error, errors.DailyLimit):
        return Stop(Why.DAILY_LIMIT, str(error), error.resumes_at, error)
    if isinstance(error, errors.ApiError) and not isinstance(error, errors.ServerError | errors.RateLimited):
        return Stop(Why.REFUSED, str(error), error=error)
    return Stop(Why.NETWORK, str(error), error=error)
