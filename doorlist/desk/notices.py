"""Notices of what changed on a roster, written in the change's own transaction for every webhook that wants them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from doorlist.contract.events import BY_CHANGE, Event
from doorlist.model import Action, Caller, Registrant, Status
from doorlist.storage import accounts, outbox, webhooks
from doorlist.storage.database import Tx
from doorlist.wire import events as on_wire
from doorlist.wire.links import Links

if TYPE_CHECKING:
    from doorlist.desk.registrants import OpenRoster

_CHANGES = {Action.APPROVE: "approved", Action.DENY: "denied", Action.CANCEL: "cancelled"}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What all notices of a request are written with: the links of the desk, and whether meeting ids are numbers."""

    links: Links
    numeric_ids: bool = False


def created(
    tx: Tx,
    opened: "OpenRoster",
    new: Sequence[Registrant],
    reopened: Sequence[Registrant],
    letterhead: Letterhead,
    *,
    now: datetime,
) -> None:
    """Tell of people who came, and of those who had cancelled and came again. A duplicate is no news."""
    event = BY_CHANGE[opened.roster.kind.value, "created"]
    wanting = webhooks.wanting(tx, opened.roster.account_id, event.name) if new or reopened else ()
    if not wanting:
        return
    subject = _subject(opened, letterhead)

    def payload(each: Registrant) -> on_wire.Json:
        return on_wire.registered(each.account_id, subject, _person(event, opened, each, letterhead))

    first = [outbox.Letter(_stream(each), _text(event, payload(each), now), first=True) for each in new]
    again = [outbox.Letter(_stream(each), _text(event, payload(each), now), first=False) for each in reopened]
    outbox.post(tx, opened.roster.account_id, wanting, event.name, [*first, *again], now=now)


def decided(
    tx: Tx,
    opened: "OpenRoster",
    action: Action,
    changed: Sequence[Registrant],
    caller: Caller,
    letterhead: Letterhead,
    *,
    now: datetime,
) -> None:
    """Tell of people whose status a decision changed. A recording's cancel has no event."""
    event = BY_CHANGE.get((opened.roster.kind.value, _CHANGES[action]))
    wanting = webhooks.wanting(tx, opened.roster.account_id, event.name) if event is not None and changed else ()
    if event is None or not wanting:
        return
    operator = accounts.user(tx, caller.account_id, caller.user_id)
    email = "" if operator is None else operator.email
    subject = _subject(opened, letterhead)
    letters = [
        outbox.Letter(
            _stream(each),
            _text(
                event,
                on_wire.decided(
                    each.account_id, email, caller.user_id, subject, _person(event, opened, each, letterhead)
                ),
                now,
            ),
            first=False,
        )
        for each in changed
    ]
    outbox.post(tx, opened.roster.account_id, wanting, event.name, letters, now=now)


def removed(
    tx: Tx, opened: "OpenRoster", gone: Registrant, caller: Caller, letterhead: Letterhead, *, now: datetime
) -> None:
    """Tell that somebody who was in, or waited to be, was removed: their registration is cancelled (chosen by us)."""
    if gone.status in (Status.APPROVED, Status.PENDING):
        decided(tx, opened, Action.CANCEL, [gone], caller, letterhead, now=now)


def _subject(opened: "OpenRoster", letterhead: Letterhead) -> on_wire.Json:
    if opened.meeting is not None:
        return on_wire.meeting(opened.meeting, numeric_ids=letterhead.numeric_ids)
    assert opened.recording is not None, "a roster is a meeting's or a recording's"
    return on_wire.recording(opened.recording, numeric_ids=letterhead.numeric_ids)


def _person(event: Event, opened: "OpenRoster", registrant: Registrant, letterhead: Letterhead) -> on_wire.Json:
    let_in = event.change == "approved" or (event.change == "created" and registrant.status is Status.APPROVED)
    join_url = ""
    if let_in and opened.meeting is not None:
        join_url = letterhead.links.personal(opened.meeting, registrant)
    return on_wire.person(event, registrant, join_url=join_url)


def _stream(registrant: Registrant) -> str:
    return f"{registrant.roster_id}/{registrant.id}"


def _text(event: Event, payload: on_wire.Json, now: datetime) -> str:
    return on_wire.text(event.name, (now - _EPOCH) // _MILLISECOND, payload)
