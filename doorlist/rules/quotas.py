"""How often a day something may be done to one subject, and when that begins anew: at 00:00 UTC."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from doorlist.contract.emails import email_key
from doorlist.refusals import RegistrantCapReached

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Quota:
    """At most so often a day. Subjects of one `kind` are counted together, whatever asks."""

    kind: str
    most: int


@dataclass(frozen=True, slots=True)
class Allowance:
    """A limit, how much of it is left, and the time when it begins anew. `daily` is false for seconds and minutes."""

    limit: int
    left: int
    resets_at: datetime
    daily: bool = True


def day(now: datetime) -> int:
    """The UTC day, counted from 1970-01-01."""
    return (now - _EPOCH) // _DAY


def midnight(now: datetime) -> datetime:
    """When the next UTC day begins."""
    return datetime.combine(now.astimezone(UTC).date() + _DAY, time(), UTC)


Name = tuple[str, str]
"""What is counted: a quota's kind and a subject."""


def subject(roster_id: str, email: str) -> str:
    """What a registrant is counted as: an email on a roster, whoever holds it by then."""
    return f"{roster_id}/{email_key(email)}"


class Book:
    """What was used today of the quotas on one roster's registrants, and what parties add to it, one after the other.

    Each party has a quota (None: it counts nothing) and names emails, each counted once however often it is named.
    `check` asks whether there is room, `keep` counts; a party that is refused in between leaves nothing behind.
    """

    def __init__(
        self,
        roster_id: str,
        now: datetime,
        quotas: Sequence[Quota | None] = (),
        used: Mapping[Name, int] | None = None,
    ) -> None:
        self._roster_id = roster_id
        self._resets_at = midnight(now)
        self._quotas = quotas
        self._used = dict(used or {})
        self._left: dict[int, int] = {}
        self.kept: dict[Name, tuple[int, Quota, str]] = {}
        """By how much each count moves, with the quota that bounds it and the email that it is of."""

    def check(self, turn: int, emails: Iterable[str]) -> None:
        """Raise RegistrantCapReached for the first email of the `turn`-th party that used its quota up."""
        quota = self._quotas[turn] if self._quotas else None
        if quota is None:
            return
        for email in emails:
            if self._used.get((quota.kind, subject(self._roster_id, email)), 0) >= quota.most:
                raise RegistrantCapReached(email, quota.most, self._resets_at)

    def keep(self, turn: int, emails: Iterable[str]) -> None:
        """Count the `turn`-th party, which gets what it asked for."""
        quota = self._quotas[turn] if self._quotas else None
        if quota is None:
            return
        left = quota.most
        for name, email in {(quota.kind, subject(self._roster_id, email)): email for email in emails}.items():
            used = self._used[name] = self._used.get(name, 0) + 1
            self.kept[name] = (self.kept.get(name, (0,))[0] + 1, quota, email)
            left = min(left, quota.most - used)
        self._left[turn] = left

    def allowance(self, turn: int) -> Allowance | None:
        """What a party that was counted has left, right after it: the least among its emails."""
        quota = self._quotas[turn] if self._quotas else None
        return None if quota is None else Allowance(quota.most, self._left.get(turn, quota.most), self._resets_at)
