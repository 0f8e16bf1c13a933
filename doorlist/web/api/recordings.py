"""Recordings, over the API."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta

from doorlist.contract.shapes import recordings as shapes
from doorlist.contract.shapes.fields import PAGE_SIZE_MAX
from doorlist.desk import recordings, registrants, users
from doorlist.model import Questions
from doorlist.refusals import FieldFault, FieldsInvalid
from doorlist.storage.database import Tx
from doorlist.web.api.call import Call, Reply
from doorlist.wire import questions
from doorlist.wire import recordings as on_wire

_SPAN_MAX = timedelta(days=31)
_DAY = timedelta(days=1)


async def list_(call: Call) -> Reply:
    """A user's recordings."""

    def work(tx: Tx) -> Mapping[str, object]:
        host = users.find(tx, call.caller, call.path["userId"])
        query: shapes.RecordingsQuery = call.query.get()
        first, last = _span(query, call.now.date())
        filters = {"from": first.isoformat(), "to": last.isoformat(), "meeting_id": query.meeting_id}
        here = call.place(query, filters=filters, size_max=PAGE_SIZE_MAX)
        first, last = (date.fromisoformat(str(here.filters[name])) for name in ("from", "to"))
        meeting_id = here.filters["meeting_id"]
        page = recordings.page(
            tx,
            call.caller,
            host,
            start_from=datetime.combine(first, time(), UTC),
            start_before=datetime.combine(last + _DAY, time(), UTC),
            meeting_id=meeting_id if isinstance(meeting_id, int) else None,
            after=here.after,
            skip=here.skip,
            count=here.size + 1,
        )
        head = call.page_head(here, page.total, [each.id for each in page.recordings])
        del head["page_number"]  # this list alone has none
        shown = [on_wire.listed(each, call.links) for each in page.recordings[: here.size]]
        return {"from": first.isoformat(), "to": last.isoformat()} | head | {"meetings": shown}

    return call.reply(await call.read(work))


async def get(call: Call) -> Reply:
    """One recording."""

    def work(tx: Tx) -> Mapping[str, object]:
        recorded = recordings.find(tx, call.caller, call.path["meetingId"])
        call.query.get()
        return on_wire.reply(recorded.recording, call.links)

    return call.reply(await call.read(work))


async def create(call: Call) -> Reply:
    """Put a recording on the desk."""
    take = call.body.map(on_wire.take)

    def work(tx: Tx) -> recordings.Recorded:
        return recordings.create(
            tx,
            call.caller,
            call.path["meetingId"],
            take,
            defaults=shapes.SETTINGS_DEFAULT,
            now=call.now,
            registrants_max=call.settings.registrants_max,
        )

    recorded = await call.write(work)
    return call.reply(on_wire.reply(recorded.recording, call.links))


async def get_settings(call: Call) -> Reply:
    """Who may see a recording."""
    recorded = await call.read(lambda tx: recordings.find(tx, call.caller, call.path["meetingId"]))
    return call.reply(on_wire.settings_reply(recorded.recording))


async def change_settings(call: Call) -> Reply:
    """Change who may see a recording."""
    changed = call.body.map(on_wire.settings)
    name, most = call.path["meetingId"], call.settings.registrants_max
    await call.write(lambda tx: recordings.change(tx, call.caller, name, changed, registrants_max=most))
    return call.reply()


async def get_questions(call: Call) -> Reply:
    """What a recording's form asks."""

    def work(tx: Tx) -> Questions:
        return recordings.roster(tx, call.caller, call.path["meetingId"]).questions

    return call.reply(questions.reply(await call.read(work)))


async def change_questions(call: Call) -> Reply:
    """Change what a recording's form asks."""
    changed = call.body.map(questions.given)

    def work(tx: Tx) -> None:
        registrants.ask(tx, recordings.roster_to_change(tx, call.caller, call.path["meetingId"]), changed)

    await call.write(work)
    return call.reply()


def _span(query: shapes.RecordingsQuery, today: date) -> tuple[date, date]:
    """The days asked for: yesterday to tomorrow where nothing is said. Raises FieldsInvalid past a month."""
    last = date.fromisoformat(query.to) if query.to else today + _DAY
    first = date.fromisoformat(query.from_) if query.from_ else min(last, today - _DAY)
    if not timedelta() <= last - first <= _SPAN_MAX:
        raise FieldsInvalid(
            (FieldFault("from", "Invalid field. It must be at most a month before `to`, and not after it."),)
        )
    return first, last
