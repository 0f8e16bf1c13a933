"""Registering people: what may have been done is looked up before it is sent again."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import TypeVar

from pydantic import JsonValue

from doorlist.client import calling, paging, replies
from doorlist.client.bodies import BatchPerson
from doorlist.client.calling import Call
from doorlist.client.desk import Desk
from doorlist.client.errors import ConnectionFailed, DoorlistError, ServerError, UnexpectedReply
from doorlist.client.reading import Reply
from doorlist.client.steps import Flow
from doorlist.client.waiting import Patience
from doorlist.contract.emails import email_key
from doorlist.contract.shapes.fields import BATCH_MAX, PAGE_SIZE_MAX

R = TypeVar("R", bound=Reply)

_LIST_OF = {
    "meetingRegistrantCreate": "meetingRegistrants",
    "addBatchRegistrants": "meetingRegistrants",
    "webinarRegistrantCreate": "webinarRegistrants",
    "addBatchWebinarRegistrants": "webinarRegistrants",
    "meetingRecordingRegistrantCreate": "meetingRecordingRegistrants",
}
"""The list in which those are found who were added."""

_ON_THE_ROSTER = ("approved", "pending")
"""Who is looked for: an add never makes anybody denied, and who was denied before is to be asked about again."""


def add(desk: Desk, call: Call, model: type[R]) -> Flow[R]:
    """The registrant that an add made, or that the email was already. Raises what `Client` says."""
    patience = calling.begun(desk)
    email = str((call.extra or {}).get("email") or (call.body or {}).get("email") or "")
    while True:
        try:
            return calling.read(call, model, (yield from calling.once(desk, call, patience)))
        except (ConnectionFailed, ServerError, UnexpectedReply) as fault:
            if not fault.maybe_done:
                raise
            yield from patience.after_fault(fault)
            found = yield from _looked_up(desk, call, [email], patience, fault)
        if email_key(email) in found:
            return calling.read(call, model, _as_added(call, found[email_key(email)]))


def add_batch(desk: Desk, call: Call, people: Iterable[BatchPerson]) -> Flow[list[replies.BatchEntry]]:
    """Those that were added, in their order. An error of a later cut has `added`. Raises what `Client` says."""
    added: list[replies.BatchEntry] = []
    for cut in _cuts(people):
        try:
            added += yield from _add_cut(desk, call, cut)
        except DoorlistError as error:
            error.added = added
            raise
    return added


def _add_cut(desk: Desk, call: Call, people: list[BatchPerson]) -> Flow[list[replies.BatchEntry]]:
    patience = calling.begun(desk)
    found: dict[str, replies.Registrant] = {}
    while True:
        missing = [person for person in people if email_key(str(person.get("email", ""))) not in found]
        if not missing:
            return _in_order(people, found, [])
        try:
            body = yield from calling.once(desk, call.with_body(registrants=missing), patience)
            return _in_order(people, found, calling.read(call, replies.BatchCreated, body).registrants)
        except (ConnectionFailed, ServerError, UnexpectedReply) as fault:
            if not fault.maybe_done:
                raise
            yield from patience.after_fault(fault)
            emails = [str(person.get("email", "")) for person in missing]
            found |= yield from _looked_up(desk, call, emails, patience, fault)


def _cuts(people: Iterable[BatchPerson]) -> Iterator[list[BatchPerson]]:
    left = iter(people)
    while cut := list(islice(left, BATCH_MAX)):
        yield cut


def _in_order(
    people: list[BatchPerson], found: Mapping[str, replies.Registrant], new: list[replies.BatchEntry]
) -> list[replies.BatchEntry]:
    """The entries of a cut as its people were given; where nobody was looked up they are as the server gave them."""
    if not found:
        return new
    entries = {email: _entry(each) for email, each in found.items()} | {email_key(each.email): each for each in new}
    emails = [email_key(str(person.get("email", ""))) for person in people]
    return [entries[email] for email in emails if email in entries]


def _entry(found: replies.Registrant) -> replies.BatchEntry:
    return replies.BatchEntry(registrant_id=found.id, email=found.email, join_url=found.join_url)


def _as_added(call: Call, found: replies.Registrant) -> JsonValue:
    """A registrant that was found, as the answer to an add: without what a list does not say."""
    number = str(call.path.get("meetingId") or call.path.get("webinarId") or "")
    members: dict[str, JsonValue] = {"registrant_id": found.id, "join_url": found.join_url}
    return members | ({"id": int(number)} if number.isascii() and number.isdigit() else {})


# --- looking up ------------------------------------------------------------------------------------------------------


def _looked_up(
    desk: Desk, call: Call, emails: list[str], patience: Patience, fault: DoorlistError
) -> Flow[dict[str, replies.Registrant]]:
    """Those of some emails that are on the roster, by email in small letters.

    What goes wrong here leaves the add in doubt, and says so.
    """
    wanted = {email_key(email) for email in emails}
    given = str((call.extra or {}).get("occurrence_ids") or call.query.get("occurrence_ids") or "")
    found: dict[str, replies.Registrant] = {}
    try:
        for number, occurrence_id in enumerate(given.split(",")):
            here = yield from _in_occurrence(desk, call, wanted, occurrence_id.strip(), patience)
            found = here if number == 0 else {email: each for email, each in found.items() if email in here}
    except DoorlistError as error:
        error.maybe_done = True
        raise error from fault
    return found


def _in_occurrence(
    desk: Desk, call: Call, wanted: set[str], occurrence_id: str, patience: Patience
) -> Flow[dict[str, replies.Registrant]]:
    found: dict[str, replies.Registrant] = {}
    for query in _queries(desk, wanted, occurrence_id):
        if wanted <= found.keys():
            break
        asked = Call(_LIST_OF[call.operation_id], call.path, query)
        pages = paging.Pages(desk, asked, replies.RegistrantList, lambda page: page.registrants, patience)
        while pages.more and not wanted <= found.keys():
            for each in (yield from pages.next()):
                if email_key(each.email) in wanted and each.status not in ("denied", "cancelled"):
                    found.setdefault(email_key(each.email), each)
    return found


def _queries(desk: Desk, wanted: set[str], occurrence_id: str) -> Iterator[dict[str, object]]:
    """What to ask a list for: a Doorlist for each email, another server for everybody."""
    common: dict[str, object] = {"occurrence_id": occurrence_id, "page_size": PAGE_SIZE_MAX}
    if desk.is_doorlist:
        for email in sorted(wanted):
            yield {**common, "status": "all", "email": email}
    else:
        for status in _ON_THE_ROSTER:
            yield {**common, "status": status}
