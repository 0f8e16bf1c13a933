"""Registrants of meetings and of recordings, over the API."""

from collections.abc import Callable, Mapping

from doorlist.contract.shapes.fields import PAGE_SIZE_MAX
from doorlist.contract.shapes.registrants import RegistrantsQuery
from doorlist.desk import registrants
from doorlist.model import Registrant
from doorlist.storage.database import Tx
from doorlist.web.api.call import Call, Reply
from doorlist.wire import registrants as on_wire

_NAMED_MAX = 30
_WHOLE_SERIES = "registered for the whole series: occurrences are not told apart yet"


async def list_(call: Call) -> Reply:
    """A meeting's registrants."""

    def shown(opened: registrants.OpenRoster, each: Registrant, true_status: bool) -> Mapping[str, object]:
        assert opened.meeting is not None
        return on_wire.registrant(each, opened.meeting, call.links, true_status=true_status)

    return await _list(call, registrants.of_meeting, shown)


async def list_of_recording(call: Call) -> Reply:
    """A recording's registrants."""

    def shown(_opened: registrants.OpenRoster, each: Registrant, true_status: bool) -> Mapping[str, object]:
        return on_wire.recording_registrant(each, true_status=true_status)

    return await _list(call, registrants.of_recording, shown)


async def add(call: Call) -> Reply:
    """Register somebody to a meeting."""
    wanted = tuple(name.strip() for name in call.query.get().occurrence_ids.split(",") if name.strip())
    added = await _add(call, registrants.of_meeting_to_change, batch=False, occurrence_ids=wanted)
    assert added.opened.meeting is not None
    notices = [_WHOLE_SERIES] if registrants.for_one_occurrence(added.opened) else []
    return call.reply(on_wire.created(added.registrants[0], added.opened.meeting, call.links), *notices)


async def add_batch(call: Call) -> Reply:
    """Register up to 30 people to a meeting."""
    added = await _add(call, registrants.of_meeting_to_change, batch=True)
    meeting = added.opened.meeting
    assert meeting is not None
    return call.reply({"registrants": [on_wire.batch_entry(each, meeting, call.links) for each in added.registrants]})


async def add_to_recording(call: Call) -> Reply:
    """Register somebody to a recording."""
    added = await _add(call, registrants.of_recording_to_change, batch=False)
    roster, registrant = added.opened.roster, added.registrants[0]
    return call.reply(
        {
            "id": roster.meeting_id,
            "registrant_id": registrant.id,
            "topic": added.opened.topic,
            "share_url": call.links.watch(roster.id, roster.meeting_id, registrant),
        }
    )


async def get(call: Call) -> Reply:
    """One registrant."""

    def work(tx: Tx) -> Mapping[str, object]:
        opened = registrants.of_meeting(tx, call.caller, call.path["meetingId"])
        assert opened.meeting is not None
        found = registrants.find(tx, opened, call.path["registrantId"])
        return on_wire.registrant(found, opened.meeting, call.links)

    return call.reply(await call.read(work))


async def delete(call: Call) -> Reply:
    """Remove a registrant."""

    def work(tx: Tx) -> None:
        opened = registrants.of_meeting_to_change(tx, call.caller, call.path["meetingId"])
        registrants.change_all(opened, call.query.get().occurrence_id)
        name = call.path["registrantId"]
        registrants.delete(tx, opened, name, caller=call.caller, letterhead=call.letterhead, now=call.now)

    await call.write(work)
    return call.reply()


async def set_status(call: Call) -> Reply:
    """Approve, deny or cancel registrants of a meeting."""
    return await _set_status(call, registrants.of_meeting_to_change)


async def set_status_of_recording(call: Call) -> Reply:
    """Approve or deny registrants of a recording."""
    return await _set_status(call, registrants.of_recording_to_change)


async def get_questions(call: Call) -> Reply:
    """What a meeting's form asks."""
    opened = await call.read(lambda tx: registrants.of_meeting(tx, call.caller, call.path["meetingId"]))
    return call.reply(on_wire.questions_reply(opened.roster.questions))


async def change_questions(call: Call) -> Reply:
    """Change what a meeting's form asks."""
    changed = call.body.map(on_wire.questions)

    def work(tx: Tx) -> None:
        opened = registrants.of_meeting_to_change(tx, call.caller, call.path["meetingId"])
        registrants.ask(tx, opened.roster, changed)

    await call.write(work)
    return call.reply()


async def _list(
    call: Call,
    finder: registrants.Finder,
    shown: Callable[[registrants.OpenRoster, Registrant, bool], Mapping[str, object]],
) -> Reply:
    def work(tx: Tx) -> Mapping[str, object]:
        opened = finder(tx, call.caller, call.path["meetingId"])
        query: RegistrantsQuery = call.query.get()
        registrants.look_for(opened, getattr(query, "occurrence_id", None))
        here = call.place(query, filters={"status": query.status, "email": query.email}, size_max=PAGE_SIZE_MAX)
        status = str(here.filters["status"])
        page = registrants.page(
            tx,
            opened,
            statuses=on_wire.WANTED[status],
            email=str(here.filters["email"]),
            after=here.after,
            skip=here.skip,
            count=here.size + 1,
        )
        head = call.page_head(here, page.total, [each.id for each in page.registrants])
        true_status = status in ("all", "cancelled")
        return head | {"registrants": [shown(opened, each, true_status) for each in page.registrants[: here.size]]}

    return call.reply(await call.read(work))


async def _add(
    call: Call, finder: registrants.Finder, *, batch: bool, occurrence_ids: tuple[str, ...] = ()
) -> registrants.Added:
    people = call.body.map(on_wire.candidates if batch else lambda body: (on_wire.candidate(body),))
    return await call.write(
        registrants.adding(
            finder,
            call.caller,
            call.path["meetingId"],
            registrants.Application(people, batch, occurrence_ids),
            letterhead=call.letterhead,
            now=call.now,
            strict_cancel=call.settings.strict_cancel,
        )
    )


async def _set_status(call: Call, finder: registrants.Finder) -> Reply:
    decision = call.body.map(on_wire.decision)

    def work(tx: Tx) -> list[str]:
        opened = finder(tx, call.caller, call.path["meetingId"])
        registrants.change_all(opened, getattr(call.query.get(), "occurrence_id", None))
        return list(
            registrants.set_status(tx, opened, decision, caller=call.caller, letterhead=call.letterhead, now=call.now)
        )

    unknown = await call.write(work)
    return call.reply(None, *([_skipped(unknown)] if unknown else []))


def _skipped(unknown: list[str]) -> str:
    named = ", ".join(name[:40] for name in unknown[:_NAMED_MAX])
    more = f" and {len(unknown) - _NAMED_MAX} more" if len(unknown) > _NAMED_MAX else ""
    return f"skipped {len(unknown)} not on the roster: {named}{more}"
