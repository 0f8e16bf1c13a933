"""Meetings and webinars, over the API."""

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

from doorlist.contract.shapes import meetings as shapes
from doorlist.contract.shapes import webinars
from doorlist.contract.shapes.fields import PAGE_SIZE_MAX, PageQuery
from doorlist.desk import meetings, users
from doorlist.model import MeetingKind, MeetingStatus, Plan, User
from doorlist.rules import availability, occurrences
from doorlist.storage.database import Tx
from doorlist.storage.meetings import listing
from doorlist.web.api.call import Call, Reply
from doorlist.wire import meetings as on_wire

_DEFAULTS = {MeetingKind.MEETING: shapes.SETTINGS_DEFAULT, MeetingKind.WEBINAR: webinars.SETTINGS_DEFAULT}


async def list_(call: Call) -> Reply:
    """A user's meetings."""

    def work(tx: Tx) -> Mapping[str, object]:
        host = users.find(tx, call.caller, call.path["userId"])
        query: shapes.MeetingsQuery = call.query.get()
        filters = {"type": query.type, "from": query.from_, "to": query.to, "timezone": query.timezone}
        return _page(tx, call, host, query, filters)

    return call.reply(await call.read(work))


async def list_webinars(call: Call) -> Reply:
    """A user's webinars."""

    def work(tx: Tx) -> Mapping[str, object]:
        host = users.find(tx, call.caller, call.path["userId"])
        meetings.may_host(host, call.kind)
        query: webinars.WebinarsQuery = call.query.get()
        return _page(tx, call, host, query, {"type": query.type})

    return call.reply(await call.read(work))


def _page(tx: Tx, call: Call, host: User, query: PageQuery, filters: Mapping[str, object]) -> Mapping[str, object]:
    here = call.place(query, filters=filters, size_max=PAGE_SIZE_MAX)
    which = _which(call.kind, here.filters, call.now)
    page = meetings.page(tx, call.caller, host, which, after=here.after, skip=here.skip, count=here.size + 1)
    head = call.page_head(here, page.total, [cursor for cursor, _ in page.meetings])
    shown = [on_wire.listed(meeting, call.links) for _, meeting in page.meetings[: here.size]]
    return head | {f"{call.kind.value}s": shown}


async def create(call: Call) -> Reply:
    """Plan a meeting."""
    plan = call.body.map(on_wire.plan)

    def work(tx: Tx) -> meetings.Planned:
        host = users.find(tx, call.caller, call.path["userId"])
        return meetings.create(
            tx,
            call.caller,
            host,
            call.kind,
            plan,
            defaults=_DEFAULTS[call.kind],
            now=call.now,
            registrants_max=call.settings.registrants_max,
            quota=call.quota,
        )

    planned = await call.write(work)
    return call.reply(on_wire.reply(planned.meeting, planned.host, call.links), *_dropped(plan.get(), planned))


async def get(call: Call) -> Reply:
    """One meeting; of a series the occurrences that are not over, unless the others are asked for."""

    def work(tx: Tx) -> Mapping[str, object]:
        planned = meetings.find_instance(tx, call.caller, call.number, call.kind)
        query: shapes.MeetingQuery = call.query.get()
        meeting = planned.meeting
        if query.occurrence_id is not None and meeting.occurrences:
            meeting = meetings.occurrence(meeting, query.occurrence_id)
            return on_wire.reply(meeting, planned.host, call.links)
        shown = meeting.occurrences
        if not query.show_previous_occurrences:
            shown = occurrences.remaining(shown, call.now)
        return on_wire.reply(meeting, planned.host, call.links, shown)

    return call.reply(await call.read(work))


async def change(call: Call) -> Reply:
    """Change a meeting, or an occurrence."""
    plan = call.body.map(on_wire.plan)

    def work(tx: Tx) -> meetings.Planned:
        return meetings.change(
            tx,
            call.caller,
            call.number,
            call.kind,
            plan,
            occurrence_id=call.query.get().occurrence_id,
            now=call.now,
            registrants_max=call.settings.registrants_max,
            quota=call.quota,
        )

    planned = await call.write(work)
    return call.reply(None, *_dropped(plan.get(), planned))


async def delete(call: Call) -> Reply:
    """Delete a meeting, or an occurrence."""

    def work(tx: Tx) -> None:
        meetings.delete(
            tx,
            call.caller,
            call.number,
            call.kind,
            occurrence_id=call.query.get().occurrence_id,
            now=call.now,
            registrants_max=call.settings.registrants_max,
        )

    await call.write(work)
    return call.reply()


async def set_status(call: Call) -> Reply:
    """End a meeting, or recover it."""
    ended = call.body.map(lambda body: bool(body.action != "recover"))
    most = call.settings.registrants_max
    await call.write(
        lambda tx: meetings.set_status(tx, call.caller, call.number, call.kind, ended, registrants_max=most)
    )
    return call.reply()


def _dropped(plan: Plan, planned: meetings.Planned) -> tuple[str, ...]:
    """Why registration that was asked for stays off: the contract stores that without an error."""
    asked = (plan.settings or {}).get("approval_type")
    if asked not in (0, 1) or planned.meeting.settings["approval_type"] == asked:
        return ()
    wanted = {**planned.meeting.settings, "approval_type": asked}
    return (f"registration stays off: {availability.why_off(planned.meeting.type, wanted, planned.host)}",)


def _which(kind_of: MeetingKind, filters: Mapping[str, object], now: datetime) -> Mapping[str, object]:
    """The storage's filters for a list's `type`, `from` and `to`; days are those of `timezone`."""
    zone: tzinfo = UTC
    if occurrences.known_zone(str(filters.get("timezone", ""))):
        zone = ZoneInfo(str(filters["timezone"]))
    kind = filters["type"]
    return listing(
        kind_of,
        end_after=now if kind in ("upcoming", "upcoming_meetings") else None,
        end_until=now if kind == "previous_meetings" else None,
        start_from=_midnight(filters.get("from"), zone),
        start_before=_midnight(filters.get("to"), zone, days_later=1),
        timeless=kind != "previous_meetings",
        status=MeetingStatus.STARTED if kind == "live" else None,
    )


def _midnight(day: object, zone: tzinfo, *, days_later: int = 0) -> datetime | None:
    if day is None:
        return None
    start = datetime.combine(datetime.fromisoformat(str(day)).date() + timedelta(days=days_later), time(), zone)
    return start.astimezone(UTC)
