"""What a caller has left, as headers: where a limit is on, on success and on its refusal, and what they say is true."""

from collections.abc import Mapping
from datetime import datetime

from doorlist.contract.limits import (
    CAP_OF,
    CATEGORY,
    DAILY,
    LIMIT,
    QPS,
    REMAINING,
    RESET,
    RETRY_AFTER,
    TYPE,
    Plan,
)
from doorlist.contract.operations import Operation
from doorlist.contract.profiles import Profile
from doorlist.refusals import DailyLimitReached, HostCapReached, RateExceeded, Refusal, RegistrantCapReached
from doorlist.rules.quotas import Allowance, Quota
from doorlist.settings import Settings
from doorlist.wire import times


def quota(operation: Operation, settings: Settings) -> Quota | None:
    """How often a day an operation may be done to one registrant or host; None where that is not limited.

    Registrants have their own setting; hosts are limited under every plan that limits anything.
    """
    cap = CAP_OF.get(operation.id)
    if cap is None:
        return None
    on = settings.plan is not Plan.UNLIMITED if cap.kind == "host" else settings.registrant_caps
    return Quota(cap.kind, cap.most) if on else None


def headers(operation: Operation, left: Allowance | None) -> Mapping[str, str]:
    """The headers of a success."""
    return {} if left is None else _headers(operation, left.limit, left.left, daily=left.daily)


def refused(refusal: Refusal, operation: Operation | None, profile: Profile) -> Mapping[str, str]:
    """The headers of a refusal: none, but for those that say that a limit is reached.

    A daily one says in both profiles when to come back (Retry-After, a date-time); the end of a second or minute has a
    header in 2026-08 alone.
    """
    if operation is None:
        return {}
    if isinstance(refusal, RateExceeded):
        told = _headers(operation, refusal.limit, 0, daily=False)
        if profile is Profile.P2026_08:
            told[RESET] = str(_epoch_s(refusal.resets_at))
        return told
    if isinstance(refusal, DailyLimitReached | RegistrantCapReached | HostCapReached):
        return _headers(operation, refusal.limit, 0, daily=True) | {RETRY_AFTER: times.text(refusal.resets_at)}
    return {}


def _headers(operation: Operation, limit: int, left: int, *, daily: bool) -> dict[str, str]:
    return {
        CATEGORY: operation.label,
        TYPE: DAILY if daily else QPS,
        LIMIT: str(limit),
        REMAINING: str(left),
    }


def _epoch_s(moment: datetime) -> int:
    return int(moment.timestamp())
