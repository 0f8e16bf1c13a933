"""When the meetings of a series take place, and what becomes of a single one.

A series keeps its wall-clock time: 09:00 in Paris stays 09:00 in Paris when the clocks change. So its days are found in
local time, by the rules of RFC 5545, and each is then converted to UTC on its own.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import islice, takewhile
from typing import Literal
from zoneinfo import ZoneInfo, available_timezones

from dateutil.rrule import DAILY, FR, MO, MONTHLY, SA, SU, TH, TU, WE, WEEKLY, rrule

from doorlist.model import Occurrence, OccurrenceStatus, Recurrence, RecurrenceType

OCCURRENCES_MAX = 60  # contract section 8, no. 12: the limit of end_times; an older answer text says 50

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LAST_DAY = datetime(9998, 12, 31)  # noqa: DTZ001 - a local day; a year before datetime's end, so that UTC always exists
_FREQUENCIES: dict[RecurrenceType, Literal[1, 2, 3]] = {
    RecurrenceType.DAILY: DAILY,
    RecurrenceType.WEEKLY: WEEKLY,
    RecurrenceType.MONTHLY: MONTHLY,
}
_WEEKDAYS = {1: SU, 2: MO, 3: TU, 4: WE, 5: TH, 6: FR, 7: SA}


def expand(recurrence: Recurrence, *, start_time: datetime, duration_min: int, timezone: str) -> tuple[Occurrence, ...]:
    """The occurrences of a series, earliest first: 60 at most, none at all where nothing matches before its end.

    `start_time` is aware; the time of day that it is in `timezone` is the time of day of the whole series. The first
    occurrence is the first match at or after it (chosen by us). With neither `end_times` nor `end_at` there is one
    occurrence, and `end_times` 0 is no end (both: Zoom's API description, 2026), which we cut at 60. With both ends the
    earlier holds; one that starts at `end_at` is still in.
    """
    times, end_at = recurrence.end_times, recurrence.end_at
    assert times is None or times >= 0, recurrence
    if times is None and end_at is None:
        times = 1
    starts = takewhile(lambda start: end_at is None or start <= end_at, _starts(recurrence, start_time, timezone))
    return tuple(
        Occurrence(id=_id(start), start_time=start, duration_min=duration_min)
        for start in islice(starts, min(times or OCCURRENCES_MAX, OCCURRENCES_MAX))
    )


def _starts(recurrence: Recurrence, start_time: datetime, timezone: str) -> Iterator[datetime]:
    """Every start of a series without its end, in UTC, each later than the one before."""
    assert start_time.tzinfo is not None, start_time
    local = start_time.astimezone(ZoneInfo(timezone))
    previous = None
    for day in _days(recurrence, local.date()):
        start = local_to_utc(datetime.combine(day, local.time()), timezone)
        # A series may begin in the second pass of a repeated hour, where the local time alone means the first.
        start = max(start, start_time.astimezone(UTC))
        # A day that a zone left out (30 December 2011 on Samoa) moves onto the next, which may have its own occurrence.
        if previous is None or start > previous:
            yield start
        previous = start


def _days(recurrence: Recurrence, first: date) -> Iterator[date]:
    """The local days of a series without its end, from `first` on.

    Chosen by us: a month without the asked day is left out, and what is not given is taken from `first`, both as in
    RFC 5545; weeks start on Sunday, as their numbers do, which matters from every second week on; a week of the month
    wins over a day of the month, because `monthly_day` has a documented default of 1 that programs may send along.

    The search ends with the calendar: a rule that never matches (30 February, every 12 months) takes some 50 ms.
    """
    assert 1 <= recurrence.repeat_interval <= 99, recurrence  # the contract's most, in days; 0 would never end
    assert (recurrence.monthly_week is None) == (recurrence.monthly_weekday is None), recurrence
    weekdays, monthday = None, None
    if recurrence.type is RecurrenceType.WEEKLY and recurrence.weekly_days:
        weekdays = [_WEEKDAYS[day] for day in recurrence.weekly_days]
    elif recurrence.type is RecurrenceType.MONTHLY and recurrence.monthly_week and recurrence.monthly_weekday:
        weekdays = [_WEEKDAYS[recurrence.monthly_weekday](recurrence.monthly_week)]
    elif recurrence.type is RecurrenceType.MONTHLY:
        monthday = recurrence.monthly_day
    rule = rrule(
        _FREQUENCIES[recurrence.type],
        dtstart=datetime.combine(first, time.min),
        interval=recurrence.repeat_interval,
        wkst=SU,
        until=_LAST_DAY,
        byweekday=weekdays,
        bymonthday=monthday,
    )
    return (moment.date() for moment in rule)


def _id(start: datetime) -> str:
    """The id of an occurrence first planned for `start`: epoch milliseconds (contract section 1)."""
    return str((start - _EPOCH) // timedelta(milliseconds=1))


@cache
def _zones() -> frozenset[str]:
    """The zones of the time zone database, without `localtime`, which is whatever the machine is set to."""
    return frozenset(available_timezones() - {"localtime"})


def known_zone(name: str) -> bool:
    """True where `name` is a time zone, spelled as the time zone database does. Any text may be asked about.

    It is looked up in a list, so that no text from outside becomes the path of a file.
    """
    return name in _zones()


def local_to_utc(naive: datetime, timezone: str) -> datetime:
    """The UTC moment at which clocks in `timezone` show `naive`.

    Where they show it twice it is the first time; where they skip it, it moves forward by what was skipped (PEP 495).
    """
    assert naive.tzinfo is None, naive
    return naive.replace(tzinfo=ZoneInfo(timezone), fold=0).astimezone(UTC)


def remaining(occurrences: tuple[Occurrence, ...], now: datetime) -> tuple[Occurrence, ...]:
    """The available occurrences that have not ended, the next one first. One under way has not ended."""
    left = (occurrence for occurrence in occurrences if _available(occurrence) and _end(occurrence) > now)
    return tuple(sorted(left, key=lambda occurrence: occurrence.start_time))


def find(occurrences: tuple[Occurrence, ...], occurrence_id: str) -> Occurrence | None:
    """The available occurrence with this id."""
    return next((each for each in occurrences if each.id == occurrence_id and _available(each)), None)


def last_end(occurrences: tuple[Occurrence, ...]) -> datetime | None:
    """When the last available occurrence ends; None where there is none."""
    return max((_end(occurrence) for occurrence in occurrences if _available(occurrence)), default=None)


def reschedule(old: tuple[Occurrence, ...], new: tuple[Occurrence, ...]) -> tuple[Occurrence, ...]:
    """The `new` plan of a series, in which what was deleted from the `old` one stays deleted.

    Other changes to single occurrences are lost: the new plan is for the whole series (chosen by us).
    """
    follows = successors(old, new)
    deleted = {follows.get(occurrence.id, occurrence.id) for occurrence in old if not _available(occurrence)}
    return tuple(
        replace(occurrence, status=OccurrenceStatus.DELETED) if occurrence.id in deleted else occurrence
        for occurrence in new
    )


def successors(old: tuple[Occurrence, ...], new: tuple[Occurrence, ...]) -> Mapping[str, str]:
    """Which occurrence takes the place of which, by id, where a series was moved as a whole: else none does.

    It was, where it has as many as before and not one of them: the first then follows the first, and so on (chosen by us).
    """
    before, after = [each.id for each in old], [each.id for each in new]
    if len(before) != len(after) or set(before) & set(after):
        return {}
    return dict(zip(before, after, strict=True))


def delete(occurrences: tuple[Occurrence, ...], occurrence_id: str) -> tuple[Occurrence, ...] | None:
    """The series with one occurrence marked as deleted; None where no available one has this id."""
    found = find(occurrences, occurrence_id)
    return None if found is None else _put(occurrences, replace(found, status=OccurrenceStatus.DELETED))


def change(
    occurrences: tuple[Occurrence, ...],
    occurrence_id: str,
    *,
    start_time: datetime | None = None,
    duration_min: int | None = None,
) -> tuple[Occurrence, ...] | None:
    """The series with one occurrence moved or made longer or shorter; None where no available one has this id.

    The occurrence keeps its id, which is the start first planned, and its place in the series.
    """
    found = find(occurrences, occurrence_id)
    if found is None:
        return None
    assert start_time is None or start_time.tzinfo is not None, start_time
    changed = replace(
        found,
        start_time=found.start_time if start_time is None else start_time.astimezone(UTC),
        duration_min=found.duration_min if duration_min is None else duration_min,
    )
    return _put(occurrences, changed)


def _available(occurrence: Occurrence) -> bool:
    return occurrence.status is OccurrenceStatus.AVAILABLE


def _end(occurrence: Occurrence) -> datetime:
    return occurrence.start_time + timedelta(minutes=occurrence.duration_min)


def _put(occurrences: tuple[Occurrence, ...], changed: Occurrence) -> tuple[Occurrence, ...]:
    """The series with `changed` in the place of the occurrence with its id."""
    return tuple(changed if each.id == changed.id else each for each in occurrences)
