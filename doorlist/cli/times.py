"""Times and time zones as people type them."""

import difflib
import os
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from doorlist.cli.exits import Exit, Failed

_MONTH = timedelta(days=28)


def start(text: str, zone: str | None) -> dict[str, object]:
    """A start as the API takes it: in UTC where the text says how far it is from UTC, else local to a time zone.

    Without a zone it is the machine's. Raises Failed.
    """
    wanted = text.strip().replace(" ", "T", 1)
    try:
        moment = datetime.fromisoformat(wanted)
    except ValueError:
        moment = None
    if moment is None or ":" not in wanted:
        raise Failed(f"--start must be a day and a time, such as 2026-12-01T18:00, not {text!r}", Exit.USAGE)
    named = {} if zone is None else {"timezone": known(zone)}
    if moment.tzinfo is not None:
        return {"start_time": f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S}Z", **named}
    here = named or {"timezone": of_machine()}
    if not here["timezone"]:
        raise Failed("say which time that is: --timezone Europe/Berlin, or a Z at its end for UTC", Exit.USAGE)
    return {"start_time": f"{moment:%Y-%m-%dT%H:%M:%S}", **here}


def month_after(day: str) -> str:
    """The last day that a list which begins on a day may end on. Raises Failed."""
    try:
        first = date.fromisoformat(day)
        return f"{first + _MONTH}"
    except (ValueError, OverflowError) as error:
        raise Failed(f"--from must be a day such as 2026-11-01, not {day!r}", Exit.USAGE) from error


def known(zone: str) -> str:
    """A time zone's name. Raises Failed, with those that are written alike."""
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        near = difflib.get_close_matches(zone, available_timezones(), n=3, cutoff=0.6)
        near = (
            near or sorted(each for each in available_timezones() if zone.replace(" ", "_").lower() in each.lower())[:3]
        )
        hint = f"is it {' or '.join(near)}?" if near else "they are called like Europe/Berlin"
        raise Failed(f"there is no time zone {zone!r}; {hint}", Exit.USAGE) from error
    return zone


def of_machine() -> str:
    """The machine's time zone; empty where it does not tell."""
    named = os.environ.get("TZ", "").lstrip(":")
    if named:
        return named if named in available_timezones() else ""
    try:
        _, _, name = str(Path("/etc/localtime").resolve(strict=True)).partition("zoneinfo/")
    except OSError:
        return ""
    return name if name in available_timezones() else ""
