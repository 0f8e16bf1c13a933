"""Registrants of meetings, webinars and recordings, over the API."""

from collections.abc import Callable, Mapping, Sequence

from doorlist.contract.shapes.fields import PAGE_SIZE_MAX
from doorlist.contract.shapes.registrants import RegistrantsQuery
from doorlist.desk import registrants, rosters
from doorlist.model import MeetingKind, Registrant
from doorlist.storage.database import Tx
from doorlist.web.api.call import Call, Reply
from doorlist.wire import questions
from doorlist.wire import registrants as on_wire

_NAMED_MAX = 30
_FINDERS = {
    MeetingKind.MEETING: (rosters.of_meeting, rosters.of_meeting_to_change),
    MeetingKind.WEBINAR: (rosters.of_webinar, rosters.of_webinar_to_change),
}


async def list_(call: Call) -> Reply:
    """A meeting's or webinar's registrants."""

    def shown(opened: rosters.OpenRoster, each: Registrant, true_status: bool) -> Mapping[str, object]:
        assert opened.meeting is not None
        return on_wire.registrant(each, opened.meeting, call.links, true_status=true_status)

    return await _list(call, _finder(call), shown)


async def list_of_recording(call: Call) -> Reply:
    """A recording's registrants."""

    def shown(_opened: rosters.OpenRoster, each: Registrant, true_status: bool) -> Mapping[str, object]:
        return on_wire.recording_registrant(each, true_status=true_status)

    return await _list(call, rosters.of_recording, shown)


async def add(call: Call) -> Reply:
    """Register somebody to a meeting or webinar."""
    wanted = tuple(name.strip() for name in call.query.get().occurrence_ids.split(",") if name.strip())
    added = await _add(call, _finder_to_change(call), batch=False, occurrence_ids=wanted)
    meeting = added.opened.meeting
    assert meeting is not None
    here = registrants.at(added.registrants[0], added.places)
    assert here is not None
    registered = tuple(each for each in meeting.occurrences if each.id in added.places)
    return call.reply(on_wire.created(here, meeting, call.links, registered), allowance=added.allowance)


async def add_batch(call: Call) -> Reply:
    """Register up to 30 people to a meeting or webinar."""
    added = await _add(call, _finder_to_change(call), batch=True)
    meeting = added.opened.meeting
    assert meeting is not None
    shown = [on_wire.batch_entry(each, meeting, call.links) for each in added.registrants]
    return call.reply({"registrants": shown}, allowance=added.allowance)


async def add_to_recording(call: Call) -> Reply:
    """Register somebody to a recording."""
    added = await _add(call, rosters.of_recording_to_change, batch=False)
    roster, registrant = added.opened.roster, added.registrants[0]
    return call.reply(
        {
            "id": roster.meeting_id,
            "registrant_id": registrant.id,
            "topic": added.opened.topic,
            "share_url": call.links.watch(roster.id, roster.meeting_id, registrant),
        },
        allowance=added.allowance,
    )


async def get(call: Call) -> Reply:
    """One registrant; of a webinar also as they stand in one occurrence."""
    shown = on_wire.webinar_registrant if call.operation.webinar else on_wire.registrant

    def work(tx: Tx) -> Mapping[str, object]:
        opened = _finder(call)(tx, call.caller, call.number)
        assert opened.meeting is not None
        found = registrants.find(tx, opened, call.path["registrantId"], _occurrence_id(call))
        return shown(found, opened.meeting, call.links)

    return call.reply(await call.read(work))


async def delete(call: Call) -> Reply:
    """Remove a registrant, or take them out of one occurrence."""

    def work(tx: Tx) -> None:
        opened = _finder_to_change(call)(tx, call.caller, call.number)
        name, occurrence_id = call.path["registrantId"], _occurrence_id(call)
        registrants.delete(
            tx, opened, name, occurrence_id, caller=call.caller, letterhead=call.letterhead, now=call.now
        )

    await call.write(work)
    return call.reply()


async def set_status(call: Call) -> Reply:
    """Approve, deny or cancel registrants of a meeting or webinar."""
    return await _set_status(call, _finder_to_change(call))


async def set_status_of_recording(call: Call) -> Reply:
    """Approve or deny registrants of a recording."""
    return await _set_status(call, rosters.of_recording_to_change)


async def get_questions(call: Call) -> Reply:
    """What a meeting's or webinar's form asks."""
    opened = await call.read(lambda tx: _finder(call)(tx, call.caller, call.number))
    return call.reply(questions.reply(opened.roster.questions))


async def change_questions(call: Call) -> Reply:
    """Change what a meeting's or webinar's form asks."""
    changed = call.body.map(questions.given)

    def work(tx: Tx) -> None:
        opened = _finder_to_change(call)(tx, call.caller, call.number)
        registrants.ask(tx, opened.roster, changed)

    await call.write(work)
    return call.reply()


async def _list(
    call: Call,
    finder: rosters.Finder,
    shown: Callable[[rosters.OpenRoster, Registrant, bool], Mapping[str, object]],
) -> Reply:
    def work(tx: Tx) -> Mapping[str, object]:
        opened = finder(tx, call.caller, call.number)
        query: RegistrantsQuery = call.query.get()
        filters = {
            "status": query.status,
            "email": query.email,
            "source_id": getattr(query, "tracking_source_id", ""),
            "occurrence_id": getattr(query, "occurrence_id", None) or "",
        }
        here = call.place(query, filters=filters, size_max=PAGE_SIZE_MAX)
        status = str(here.filters["status"])
        page = registrants.page(
            tx,
            opened,
            statuses=on_wire.WANTED[status],
            email=str(here.filters["email"]),
            source_id=str(here.filters["source_id"]),
            occurrence_id=str(here.filters["occurrence_id"]),
            after=here.after,
            skip=here.skip,
            count=here.size + 1,
        )
        head = call.page_head(here, page.total, [each.id for each in page.registrants])
        true_status = status in ("all", "cancelled")
        return head | {"registrants": [shown(opened, each, true_status) for each in page.registrants[: here.size]]}

    return call.reply(await call.read(work))


async def _add(
    call: Call, finder: rosters.Finder, *, batch: bool, occurrence_ids: tuple[str, ...] = ()
) -> registrants.Added:
    people = call.body.map(on_wire.candidates if batch else lambda body: (on_wire.candidate(body),))
    return await call.write(
        registrants.adding(
            finder,
            call.caller,
            call.number,
            registrants.Application(people, batch, occurrence_ids, call.quota),
            letterhead=call.letterhead,
            now=call.now,
            strict_cancel=call.settings.strict_cancel,
        )
    )


async def _set_status(call: Call, finder: rosters.Finder) -> Reply:
    decision = call.body.map(on_wire.decision)

    def work(tx: Tx) -> registrants.Decided:
        return registrants.set_status(
            tx,
            finder(tx, call.caller, call.number),
            decision,
            _occurrence_id(call),
            quota=call.quota,
            caller=call.caller,
            letterhead=call.letterhead,
            now=call.now,
        )

    decided = await call.write(work)
    return call.reply(None, *([_skipped(decided.unknown)] if decided.unknown else []), allowance=decided.allowance)


def _finder(call: Call) -> rosters.Finder:
    return _FINDERS[call.kind][0]


def _finder_to_change(call: Call) -> rosters.Finder:
    return _FINDERS[call.kind][1]


def _occurrence_id(call: Call) -> str | None:
    """The occurrence that the query names, if the operation takes one."""
    occurrence_id: str | None = getattr(call.query.get(), "occurrence_id", None)
    return occurrence_id


def _skipped(unknown: Sequence[str]) -> str:
    named = ", ".join(name[:40] for name in unknown[:_NAMED_MAX])
    more = f" and {len(unknown) - _NAMED_MAX} more" if len(unknown) > _NAMED_MAX else ""
    return f"skipped {len(unknown)} not on the roster: {named}{more}"
