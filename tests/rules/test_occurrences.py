"""The rules of a series, against facts computed by hand and against a slow search through every day."""

import calendar
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from doorlist.model import Occurrence, OccurrenceStatus, Recurrence, RecurrenceType
from doorlist.rules import occurrences

PARIS, NEW_YORK, LORD_HOWE, APIA = "Europe/Paris", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia"
DAILY, WEEKLY, MONTHLY = RecurrenceType.DAILY, RecurrenceType.WEEKLY, RecurrenceType.MONTHLY


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def expand(recurrence: Recurrence, start: str, timezone: str = "UTC") -> tuple[Occurrence, ...]:
    return occurrences.expand(recurrence, start_time=utc(start), duration_min=60, timezone=timezone)


def starts(recurrence: Recurrence, start: str, timezone: str = "UTC") -> list[str]:
    return [f"{each.start_time:%Y-%m-%dT%H:%M}" for each in expand(recurrence, start, timezone)]


def days(recurrence: Recurrence, start: str, timezone: str = "UTC") -> list[str]:
    return [each[:10] for each in starts(recurrence, start, timezone)]


def series(*start_times: str) -> tuple[Occurrence, ...]:
    return tuple(Occurrence(id=str(n), start_time=utc(each), duration_min=60) for n, each in enumerate(start_times))


# How long a series is


def test_an_id_is_the_start_in_epoch_milliseconds() -> None:
    first, second = expand(Recurrence(DAILY, end_times=2), "2022-03-25T07:46:00")
    assert first == Occurrence("1648194360000", utc("2022-03-25T07:46:00"), 60, OccurrenceStatus.AVAILABLE)
    assert second.id == "1648280760000"


def test_an_id_keeps_the_milliseconds_of_the_start() -> None:
    assert [each.id for each in expand(Recurrence(DAILY, end_times=2), "2022-03-25T07:46:00.123")] == [
        "1648194360123",
        "1648280760123",
    ]


def test_a_series_without_an_end_happens_once() -> None:
    assert days(Recurrence(DAILY), "2022-03-25T07:46") == ["2022-03-25"]


def test_a_series_of_sixty_has_sixty() -> None:
    found = days(Recurrence(DAILY, end_times=60), "2022-01-01T12:00")
    assert len(found) == 60
    assert found[-1] == "2022-03-01"


def test_a_series_never_has_more_than_sixty() -> None:
    assert len(expand(Recurrence(DAILY, end_times=61), "2022-01-01T12:00")) == 60
    assert len(expand(Recurrence(DAILY, end_at=utc("2030-01-01")), "2022-01-01T12:00")) == 60


def test_end_times_of_zero_is_no_end_of_its_own() -> None:
    assert len(expand(Recurrence(DAILY, end_times=0), "2022-01-01T12:00")) == 60
    assert len(expand(Recurrence(DAILY, end_times=0, end_at=utc("2022-01-03")), "2022-01-01T12:00")) == 2


def test_an_occurrence_that_starts_at_the_end_belongs_to_the_series() -> None:
    assert days(Recurrence(DAILY, end_at=utc("2022-01-03T12:00")), "2022-01-01T12:00")[-1] == "2022-01-03"
    assert days(Recurrence(DAILY, end_at=utc("2022-01-03T11:59:59")), "2022-01-01T12:00")[-1] == "2022-01-02"


def test_the_earlier_of_two_ends_holds() -> None:
    assert len(expand(Recurrence(DAILY, end_times=9, end_at=utc("2022-01-03T12:00")), "2022-01-01T12:00")) == 3
    assert len(expand(Recurrence(DAILY, end_times=2, end_at=utc("2022-01-03T12:00")), "2022-01-01T12:00")) == 2


def test_a_series_that_ends_before_it_starts_is_empty() -> None:
    assert expand(Recurrence(DAILY, end_at=utc("2021-12-31")), "2022-01-01T12:00") == ()


@pytest.mark.timeout(10)
def test_a_rule_that_never_matches_gives_an_empty_series_soon() -> None:
    rule = Recurrence(MONTHLY, repeat_interval=12, monthly_day=30, end_times=60)
    assert expand(rule, "2022-02-01T12:00") == ()
    assert expand(replace(rule, end_times=None, end_at=utc("2030-01-01")), "2022-02-01T12:00") == ()


def test_a_series_at_the_end_of_the_calendar_stops_there() -> None:
    assert days(Recurrence(DAILY, end_times=60), "9998-12-30T23:00", NEW_YORK) == ["9998-12-30", "9998-12-31"]


def test_a_step_of_zero_is_refused_before_it_can_loop_for_ever() -> None:
    with pytest.raises(AssertionError):
        expand(Recurrence(DAILY, repeat_interval=0), "2022-01-01T12:00")


# Which days it has


def test_every_third_day() -> None:
    rule = Recurrence(DAILY, repeat_interval=3, end_times=3)
    assert days(rule, "2024-02-27T12:00") == ["2024-02-27", "2024-03-01", "2024-03-04"]


def test_a_weekly_series_keeps_the_local_weekday_of_its_start() -> None:
    # 23:30 UTC on Monday 3 January 2022 is Tuesday in Paris.
    rule = Recurrence(WEEKLY, end_times=2)
    assert starts(rule, "2022-01-03T23:30", PARIS) == ["2022-01-03T23:30", "2022-01-10T23:30"]
    assert days(replace(rule, weekly_days=(3,)), "2022-01-03T23:30", PARIS) == ["2022-01-03", "2022-01-10"]


def test_weekdays_count_from_sunday_as_one_to_saturday_as_seven() -> None:
    # 2 January 2022 is a Sunday.
    for number in range(1, 8):
        found = days(Recurrence(WEEKLY, weekly_days=(number,), end_times=2), "2022-01-02T12:00")
        assert found == [f"2022-01-0{number + 1}", f"2022-01-{number + 8:02}"]


def test_every_second_week_counts_weeks_from_sunday() -> None:
    # From Wednesday 5 January 2022: Saturday 8 is in the same week, Sunday 9 in the week that is left out.
    rule = Recurrence(WEEKLY, repeat_interval=2, weekly_days=(1, 7), end_times=4)
    assert days(rule, "2022-01-05T12:00") == ["2022-01-08", "2022-01-16", "2022-01-22", "2022-01-30"]


def test_a_start_that_does_not_match_waits_for_the_first_match() -> None:
    # Monday 3 January 2022, but the series is on Tuesdays.
    rule = Recurrence(WEEKLY, weekly_days=(3,), end_times=2)
    assert days(rule, "2022-01-03T12:00") == ["2022-01-04", "2022-01-11"]


def test_a_monthly_series_keeps_the_local_day_of_its_start() -> None:
    # 23:30 UTC on 9 January is the 10th in Paris.
    assert days(Recurrence(MONTHLY, end_times=2), "2022-01-09T23:30", PARIS) == ["2022-01-09", "2022-02-09"]
    assert days(Recurrence(MONTHLY, monthly_day=10, end_times=1), "2022-01-09T23:30", PARIS) == ["2022-01-09"]


def test_a_month_without_the_day_is_left_out() -> None:
    rule = Recurrence(MONTHLY, monthly_day=31, end_times=4)
    assert days(rule, "2022-01-01T12:00") == ["2022-01-31", "2022-03-31", "2022-05-31", "2022-07-31"]


def test_the_last_friday_of_each_month() -> None:
    rule = Recurrence(MONTHLY, monthly_week=-1, monthly_weekday=6, end_times=5)
    assert days(rule, "2022-01-01T12:00") == ["2022-01-28", "2022-02-25", "2022-03-25", "2022-04-29", "2022-05-27"]


def test_the_second_tuesday_of_every_third_month() -> None:
    rule = Recurrence(MONTHLY, repeat_interval=3, monthly_week=2, monthly_weekday=3, end_times=3)
    assert days(rule, "2022-01-11T12:00") == ["2022-01-11", "2022-04-12", "2022-07-12"]


def test_a_week_of_the_month_wins_over_a_day_of_the_month() -> None:
    rule = Recurrence(MONTHLY, monthly_day=1, monthly_week=4, monthly_weekday=1, end_times=2)
    assert days(rule, "2022-01-01T12:00") == ["2022-01-23", "2022-02-27"]


def test_the_fields_of_other_steps_are_not_read() -> None:
    rule = Recurrence(DAILY, weekly_days=(3,), monthly_day=9, monthly_week=1, monthly_weekday=1, end_times=2)
    assert days(rule, "2022-01-03T12:00") == ["2022-01-03", "2022-01-04"]
    assert days(replace(rule, type=WEEKLY), "2022-01-03T12:00") == ["2022-01-04", "2022-01-11"]


# What the clocks do to it


def test_the_local_time_stays_when_paris_goes_to_summer_time() -> None:
    # The clocks go forward on 27 March 2022: 08:46 in Paris is 07:46 UTC before and 06:46 UTC after.
    found = expand(Recurrence(DAILY, end_times=3), "2022-03-25T07:46", PARIS)
    assert [each.id for each in found] == ["1648194360000", "1648280760000", "1648363560000"]
    assert found[2].start_time == utc("2022-03-27T06:46")


def test_the_local_time_stays_when_new_york_leaves_summer_time() -> None:
    # The clocks go back on Sunday 6 November 2022: 09:00 is 13:00 UTC before and 14:00 UTC after.
    rule = Recurrence(WEEKLY, end_times=3)
    assert starts(rule, "2022-10-31T13:00", NEW_YORK) == ["2022-10-31T13:00", "2022-11-07T14:00", "2022-11-14T14:00"]


def test_the_local_time_stays_where_the_clocks_move_by_half_an_hour() -> None:
    # Lord Howe goes from UTC+10:30 to UTC+11 on Sunday 2 October 2022: 09:00 there is 22:30 UTC, then 22:00.
    rule = Recurrence(DAILY, end_times=3)
    assert starts(rule, "2022-09-29T22:30", LORD_HOWE) == ["2022-09-29T22:30", "2022-09-30T22:30", "2022-10-01T22:00"]


@pytest.mark.parametrize(
    ("timezone", "start", "expected"),
    [
        # 02:30 in Paris, which becomes 03:30 on 27 March 2022, an hour that does not exist.
        (PARIS, "2022-03-26T01:30", ["2022-03-26T01:30", "2022-03-27T01:30", "2022-03-28T00:30"]),
        # 02:30 in New York, which becomes 03:30 on 13 March 2022.
        (NEW_YORK, "2022-03-12T07:30", ["2022-03-12T07:30", "2022-03-13T07:30", "2022-03-14T06:30"]),
        # 02:15 on Lord Howe, which becomes 02:45 on 2 October 2022: half an hour is skipped.
        (LORD_HOWE, "2022-09-30T15:45", ["2022-09-30T15:45", "2022-10-01T15:45", "2022-10-02T15:15"]),
    ],
)
def test_a_local_time_that_is_skipped_moves_forward_for_that_day(
    timezone: str, start: str, expected: list[str]
) -> None:
    assert starts(Recurrence(DAILY, end_times=3), start, timezone) == expected


def test_a_local_time_that_comes_twice_is_taken_the_first_time() -> None:
    # 02:30 in Paris on 30 October 2022 is 00:30 UTC, and 01:30 UTC again.
    rule = Recurrence(DAILY, end_times=3)
    assert starts(rule, "2022-10-29T00:30", PARIS) == ["2022-10-29T00:30", "2022-10-30T00:30", "2022-10-31T01:30"]


def test_a_series_that_starts_in_a_repeated_hour_starts_when_it_says() -> None:
    rule = Recurrence(DAILY, end_times=2)
    assert starts(rule, "2022-10-30T00:30", PARIS) == ["2022-10-30T00:30", "2022-10-31T01:30"]
    assert starts(rule, "2022-10-30T01:30", PARIS) == ["2022-10-30T01:30", "2022-10-31T01:30"]


def test_a_day_that_a_zone_left_out_does_not_happen_twice() -> None:
    # Samoa went from UTC-10 to UTC+14 and had no 30 December 2011: 09:00 is 19:00 UTC, on the local days 29, 31, 1.
    rule = Recurrence(DAILY, end_times=3)
    assert starts(rule, "2011-12-29T19:00", APIA) == ["2011-12-29T19:00", "2011-12-30T19:00", "2011-12-31T19:00"]


# Properties

ZONES = st.sampled_from([PARIS, NEW_YORK, LORD_HOWE, "UTC", "Asia/Kathmandu", "America/St_Johns"])
STARTS = st.builds(
    lambda day, hour, minute: datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC),
    st.dates(date(2000, 1, 1), date(2035, 12, 31)),
    st.integers(0, 23),
    st.sampled_from([0, 15, 30, 45, 59]),
)
ENDS = st.fixed_dictionaries(
    {},
    optional={
        "end_times": st.integers(0, 70),
        "end_at": st.datetimes(datetime(1999, 1, 1), datetime(2060, 1, 1), timezones=st.just(UTC)),
    },
)
WEEKDAY_NUMBERS = st.integers(1, 7)
STEPS: st.SearchStrategy[dict[str, Any]] = st.one_of(
    st.builds(dict, type=st.just(DAILY), repeat_interval=st.integers(1, 99)),
    st.builds(
        dict,
        type=st.just(WEEKLY),
        repeat_interval=st.integers(1, 50),
        weekly_days=st.lists(WEEKDAY_NUMBERS, unique=True).map(tuple),
    ),
    st.builds(
        dict,
        type=st.just(MONTHLY),
        repeat_interval=st.integers(1, 10),
        monthly_day=st.none() | st.integers(1, 31),
    ),
    st.builds(
        dict,
        type=st.just(MONTHLY),
        repeat_interval=st.integers(1, 10),
        monthly_week=st.sampled_from([-1, 1, 2, 3, 4]),
        monthly_weekday=WEEKDAY_NUMBERS,
    ),
)
RECURRENCES = st.builds(lambda step, end: Recurrence(**step, **end), STEPS, ENDS)


def matches(rule: Recurrence, first: date, day: date) -> bool:
    """Whether `day` is one of the series that was asked for on `first`, by plain arithmetic."""
    if rule.type is DAILY:
        return (day - first).days % rule.repeat_interval == 0
    number = day.isoweekday() % 7 + 1
    if rule.type is WEEKLY:
        weeks = ((day - first).days + first.isoweekday() % 7) // 7
        return weeks % rule.repeat_interval == 0 and number in (rule.weekly_days or (first.isoweekday() % 7 + 1,))
    months = (day.year - first.year) * 12 + day.month - first.month
    if months % rule.repeat_interval:
        return False
    if rule.monthly_week is None:
        return day.day == (rule.monthly_day or first.day)
    last = day.day + 7 > calendar.monthrange(day.year, day.month)[1]
    return number == rule.monthly_weekday and (
        last if rule.monthly_week == -1 else (day.day + 6) // 7 == rule.monthly_week
    )


def every_match(rule: Recurrence, first: date) -> Iterator[date]:
    return (day for n in range(366 * 150) if matches(rule, first, day := first + timedelta(days=n)))


@settings(deadline=None)
@given(rule=RECURRENCES, start=STARTS, timezone=ZONES)
@example(rule=Recurrence(DAILY, end_times=3), start=utc("2011-12-29T19:00"), timezone=APIA)
@example(rule=Recurrence(DAILY, end_times=3), start=utc("2022-10-30T01:30"), timezone=PARIS)
def test_starts_increase_from_the_asked_one_and_name_the_occurrences(
    rule: Recurrence, start: datetime, timezone: str
) -> None:
    found = occurrences.expand(rule, start_time=start, duration_min=45, timezone=timezone)
    ids = [int(each.id) for each in found]
    assert ids == sorted(set(ids))
    assert all(each.start_time == datetime.fromtimestamp(int(each.id) / 1000, UTC) >= start for each in found)
    assert all(each.duration_min == 45 for each in found)
    assert all(each.start_time <= rule.end_at for each in found if rule.end_at)
    assert len(found) <= min(60, rule.end_times or 60)


@settings(deadline=None)
@given(rule=RECURRENCES, start=STARTS, timezone=ZONES)
def test_a_series_has_the_matching_days_and_no_others(rule: Recurrence, start: datetime, timezone: str) -> None:
    rule = replace(rule, end_at=None, end_times=60 if rule.end_times is None else rule.end_times)
    zone = ZoneInfo(timezone)
    found = occurrences.expand(rule, start_time=start, duration_min=60, timezone=timezone)
    expected = islice(every_match(rule, start.astimezone(zone).date()), min(rule.end_times or 60, 60))
    assert [each.start_time.astimezone(zone).date() for each in found] == list(expected)


@settings(deadline=None)
@given(rule=RECURRENCES, start=STARTS, timezone=ZONES)
@example(rule=Recurrence(DAILY, end_times=60), start=utc("2022-03-01T01:30"), timezone=PARIS)
@example(rule=Recurrence(DAILY, end_times=60), start=utc("2022-09-01T15:45"), timezone=LORD_HOWE)
def test_clocks_show_the_same_time_at_every_start_unless_they_skip_it(
    rule: Recurrence, start: datetime, timezone: str
) -> None:
    zone = ZoneInfo(timezone)
    wanted = start.astimezone(zone).time()
    for each in occurrences.expand(rule, start_time=start, duration_min=60, timezone=timezone):
        local = each.start_time.astimezone(zone)
        if local.time() != wanted:
            planned = datetime.combine(local, wanted, tzinfo=zone)
            skipped = planned.replace(fold=1).utcoffset() - planned.replace(fold=0).utcoffset()  # type: ignore[operator]
            assert skipped > timedelta(0)
            assert local.replace(tzinfo=None) - planned.replace(tzinfo=None) == skipped


# Zones and local times


@pytest.mark.parametrize("name", ["UTC", PARIS, NEW_YORK, LORD_HOWE, "US/Pacific", "Asia/Calcutta"])
def test_a_zone_of_the_database_is_known(name: str) -> None:
    assert occurrences.known_zone(name)


@pytest.mark.parametrize(
    "name",
    [
        *("", " UTC", "UTC\0", "\0", "\ud800", "Z" * 100_000),
        *("../x", "/etc/passwd", "Europe", "Europe/", "zone.tab", "localtime", "posixrules", "right/UTC"),
        *("europe/paris", "Mars/Base"),
    ],
    ids=lambda name: ascii(name[:20]),
)
def test_anything_else_is_not_a_known_zone_and_no_error(name: str) -> None:
    assert not occurrences.known_zone(name)


@settings(deadline=None)
@given(st.text())
def test_any_text_may_be_asked_about(name: str) -> None:
    assert not occurrences.known_zone(f"{name}?")


@pytest.mark.parametrize(
    ("naive", "timezone", "expected"),
    [
        ("2022-03-25T08:46", PARIS, "2022-03-25T07:46"),
        ("2022-07-01T09:00", NEW_YORK, "2022-07-01T13:00"),
        ("2022-07-01T09:00", LORD_HOWE, "2022-06-30T22:30"),
        ("2022-03-27T02:30", PARIS, "2022-03-27T01:30"),
        ("2022-10-30T02:30", PARIS, "2022-10-30T00:30"),
    ],
)
@pytest.mark.parametrize("fold", [0, 1])
def test_a_local_time_becomes_the_first_utc_moment_of_that_name(
    naive: str, timezone: str, expected: str, fold: int
) -> None:
    found = occurrences.local_to_utc(datetime.fromisoformat(naive).replace(fold=fold), timezone)
    assert (found, found.tzinfo) == (utc(expected), UTC)


# One occurrence among the others


def test_an_occurrence_remains_until_its_end() -> None:
    first, second = series("2022-01-01T12:00", "2022-01-02T12:00")
    assert occurrences.remaining((first, second), utc("2022-01-01T12:59:59")) == (first, second)
    assert occurrences.remaining((first, second), utc("2022-01-01T13:00")) == (second,)
    assert occurrences.remaining((first, second), utc("2022-01-02T13:00")) == ()


def test_a_deleted_occurrence_does_not_remain() -> None:
    left = occurrences.delete(series("2022-01-01T12:00", "2022-01-02T12:00"), "0")
    assert left is not None
    assert [each.id for each in occurrences.remaining(left, utc("2021-01-01"))] == ["1"]


def test_the_next_occurrence_remains_first_even_when_it_was_moved() -> None:
    moved = occurrences.change(series("2022-01-01", "2022-01-02"), "0", start_time=utc("2022-01-03"))
    assert moved is not None
    assert [each.id for each in occurrences.remaining(moved, utc("2021-01-01"))] == ["1", "0"]


def test_the_last_end_is_of_the_latest_available_occurrence() -> None:
    planned = series("2022-01-01T12:00", "2022-01-02T12:00", "2022-01-03T12:00")
    assert occurrences.last_end(planned) == utc("2022-01-03T13:00")
    assert occurrences.last_end(occurrences.delete(planned, "2") or ()) == utc("2022-01-02T13:00")
    longer = occurrences.change(planned, "0", duration_min=1440 * 5)
    assert occurrences.last_end(longer or ()) == utc("2022-01-06T12:00")


def test_a_series_with_nothing_available_has_no_last_end() -> None:
    assert occurrences.last_end(()) is None
    assert occurrences.last_end(occurrences.delete(series("2022-01-01"), "0") or ()) is None


def test_a_deleted_occurrence_stays_in_the_series_marked() -> None:
    planned = series("2022-01-01", "2022-01-02")
    expected = (planned[0], replace(planned[1], status=OccurrenceStatus.DELETED))
    assert occurrences.delete(planned, "1") == expected


def test_an_occurrence_that_is_unknown_or_deleted_cannot_be_deleted_or_changed() -> None:
    planned = series("2022-01-01", "2022-01-02")
    deleted = occurrences.delete(planned, "1")
    assert deleted is not None
    assert occurrences.delete(planned, "9") is None
    assert occurrences.delete(deleted, "1") is None
    assert occurrences.change(planned, "9", duration_min=5) is None
    assert occurrences.change(deleted, "1", duration_min=5) is None


def test_a_changed_occurrence_keeps_its_id_and_what_was_not_asked_to_change() -> None:
    planned = series("2022-01-01T12:00", "2022-01-02T12:00")
    moved = occurrences.change(planned, "0", start_time=datetime(2022, 1, 1, 16, tzinfo=ZoneInfo(PARIS)))
    assert moved == (Occurrence("0", utc("2022-01-01T15:00"), 60), planned[1])
    assert moved[0].start_time.tzinfo is UTC
    assert occurrences.change(moved, "0", duration_min=5) == (replace(moved[0], duration_min=5), planned[1])
    short = (replace(planned[0], duration_min=5), planned[1])
    assert occurrences.change(short, "0", start_time=utc("2022-01-01T15:00")) == (
        replace(moved[0], duration_min=5),
        planned[1],
    )


def test_a_new_plan_keeps_deleted_occurrences_deleted() -> None:
    old = occurrences.delete(expand(Recurrence(DAILY, end_times=3), "2022-01-01T12:00"), "1641124800000")  # the 2nd
    assert old is not None
    new = expand(Recurrence(DAILY, end_times=4), "2022-01-01T12:00")
    planned = occurrences.reschedule(old, new)
    assert planned == (new[0], replace(new[1], status=OccurrenceStatus.DELETED), new[2], new[3])


def test_occurrences_of_a_series_that_is_moved_as_a_whole_follow_one_another() -> None:
    old = expand(Recurrence(DAILY, end_times=3), "2022-01-01T12:00")
    moved = expand(Recurrence(DAILY, end_times=3), "2022-01-01T13:00")
    assert occurrences.successors(old, moved) == {a.id: b.id for a, b in zip(old, moved, strict=True)}
    some = occurrences.delete(old, old[1].id)
    assert some is not None
    assert [each.status for each in occurrences.reschedule(some, moved)] == [each.status for each in some]
    longer = expand(Recurrence(DAILY, end_times=4), "2022-01-01T13:00")
    overlapping = expand(Recurrence(DAILY, end_times=3), "2022-01-02T12:00")
    for other in (old, longer, overlapping, ()):
        assert occurrences.successors(old, other) == {}


def test_a_new_plan_has_only_new_occurrences_and_forgets_single_changes() -> None:
    old = occurrences.change(
        expand(Recurrence(DAILY, end_times=3), "2022-01-01T12:00"), "1641124800000", duration_min=5
    )
    assert old is not None
    new = expand(Recurrence(DAILY, end_times=2), "2022-01-01T12:00")
    assert occurrences.reschedule(old, new) == new
