"""Daily quotas of registrants and hosts, counted in the transaction of the change: what is undone was not counted."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from doorlist.model import Roster, User
from doorlist.refusals import HostCapReached, RegistrantCapReached
from doorlist.rules.quotas import Book, Quota, day, midnight, subject
from doorlist.storage import counters
from doorlist.storage.database import Tx


class Overtaken(Exception):
    """Others used quotas up since they were read: those who share the transaction are to be tried one by one."""


def opened(
    tx: Tx, roster: Roster, quotas: Sequence[Quota | None], parties: Sequence[Iterable[str]], *, now: datetime
) -> Book:
    """The book of what parties (of emails), each with its quota, may still do today on a locked roster."""
    subjects: dict[str, list[str]] = {}
    for quota, emails in zip(quotas, parties, strict=True):
        if quota is not None:
            subjects.setdefault(quota.kind, []).extend(subject(roster.id, email) for email in emails)
    used = {
        (kind, name): count
        for kind, names in subjects.items()
        for name, count in counters.used(tx, roster.account_id, kind, names, day=day(now)).items()
    }
    return Book(roster.id, now, quotas, used)


def keep(tx: Tx, roster: Roster, book: Book, *, now: datetime, alone: bool = True) -> None:
    """Write what a book counted. The rule saw to it that it fits; the database has the last word.

    Raises RegistrantCapReached, or, where several parties share the transaction (`alone` is false), Overtaken.
    """
    groups: dict[Quota, dict[str, int]] = {}
    emails: dict[str, str] = {}
    for (_kind, name), (more, quota, email) in book.kept.items():
        groups.setdefault(quota, {})[name] = more
        emails[name] = email
    for quota, more_by_name in groups.items():
        over = counters.add(tx, roster.account_id, quota.kind, more_by_name, day=day(now), cap=quota.most)
        if over and not alone:
            raise Overtaken
        if over:
            raise RegistrantCapReached(emails[over[0]], quota.most, midnight(now))


def count_host(tx: Tx, host: User, quota: Quota | None, *, now: datetime) -> None:
    """Count one making or changing of a host's meetings. Raises HostCapReached."""
    if quota is None:
        return
    used = counters.take(tx, host.account_id, quota.kind, host.id, count=1, day=day(now), cap=quota.most)
    if used >= quota.most:
        raise HostCapReached(quota.most, midnight(now))
