"""Notices of what changed on a roster, written in the change's own transaction for every webhook that wants them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from doorlist.contract.events import BY_CHANGE, Event
from doorlist.desk.rosters import OpenRoster
from doorlist.model import Action, Caller, Registrant, Status, TrackingSource
from doorlist.storage import accounts, outbox, sources, webhooks
from doorlist.storage.database import Tx
from doorlist.storage.encoding import to_ms
from doorlist.wire import events as on_wire
from doorlist.wire.links import Links

_CHANGES = {Action.APPROVE: "approved", Action.DENY: "denied", Action.CANCEL: "cancelled"}


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What all notices of a request are written with: the links of the desk, and whether meeting ids are numbers."""

    links: Links
    numeric_ids: bool = False


@dataclass(frozen=True, slots=True)
class Came:
    """Somebody who registered, with the seats that they registered for; `first` for who was not on the roster at all."""

    registrant: Registrant
    first: bool


def created(tx: Tx, opened: OpenRoster, people: Sequence[Came], letterhead: Letterhead, *, now: datetime) -> None:
    """Tell of people who came, to a further occurrence, too, and of those who had cancelled and came again.

    A duplicate is no news.
    """
    event = BY_CHANGE[opened.roster.kind.value, "created"]
    wanting = webhooks.wanting(tx, opened.roster.account_id, event.name) if people else ()
    if not wanting:
        return
    told = _Told(tx, opened, event, letterhead)
    letters = [
        outbox.Letter(
            _stream(each.registrant),
            _text(
                event,
                on_wire.registered(
                    each.registrant.account_id, told.subject(each.registrant), told.person(each.registrant)
                ),
                now,
            ),
            first=each.first,
        )
        for each in people
    ]
    outbox.post(tx, opened.roster.account_id, wanting, event.name, letters, now=now)


def decided(
    tx: Tx,
    opened: OpenRoster,
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
    told = _Told(tx, opened, event, letterhead)
    letters = [
        outbox.Letter(
            _stream(each),
            _text(
                event,
                on_wire.decided(each.account_id, email, caller.user_id, told.subject(each), told.person(each)),
                now,
            ),
            first=False,
        )
        for each in changed
    ]
    outbox.post(tx, opened.roster.account_id, wanting, event.name, letters, now=now)


def removed(
    tx: Tx, opened: OpenRoster, gone: Registrant, caller: Caller, letterhead: Letterhead, *, now: datetime
) -> None:
    """Tell that somebody who was in, or waited to be, was removed: their registration is cancelled (chosen by us)."""
    if gone.status in (Status.APPROVED, Status.PENDING):
        decided(tx, opened, Action.CANCEL, [gone], caller, letterhead, now=now)


class _Told:
    """What the notices of one change have in common, worked out once."""

    def __init__(self, tx: Tx, opened: OpenRoster, event: Event, letterhead: Letterhead) -> None:
        self._tx = tx
        self._opened = opened
        self._event = event
        self._letterhead = letterhead
        self._whole = self._about(None)
        self._sources: dict[str, TrackingSource | None] = {}

    def subject(self, registrant: Registrant) -> on_wire.Json:
        """The meeting, webinar or recording; of a series the occurrences that the registrant's news is about."""
        return self._about(registrant.seats.keys()) if registrant.seats else self._whole

    def person(self, registrant: Registrant) -> on_wire.Json:
        """The registrant, with the link of who is let in."""
        event, meeting = self._event, self._opened.meeting
        let_in = event.change == "approved" or (event.change == "created" and registrant.status is Status.APPROVED)
        join_url = self._letterhead.links.personal(meeting, registrant) if let_in and meeting is not None else ""
        return on_wire.person(event, registrant, join_url=join_url, tracking=self._tracking(registrant))

    def _about(self, places: Collection[str] | None) -> on_wire.Json:
        numeric_ids = self._letterhead.numeric_ids
        if self._opened.meeting is not None:
            return on_wire.meeting(self._opened.meeting, numeric_ids=numeric_ids, places=places)
        assert self._opened.recording is not None, "a roster is a meeting's or a recording's"
        return on_wire.recording(self._opened.recording, numeric_ids=numeric_ids)

    def _tracking(self, registrant: Registrant) -> on_wire.Json | None:
        source_id, meeting = registrant.source_id, self._opened.meeting
        if not source_id or meeting is None:
            return None
        if source_id not in self._sources:
            self._sources[source_id] = sources.find(self._tx, meeting.account_id, meeting.id, source_id)
        source = self._sources[source_id]
        if source is None:
            return None
        return on_wire.tracking(source, self._letterhead.links.registration(meeting, source.id))


def _stream(registrant: Registrant) -> str:
    return f"{registrant.roster_id}/{registrant.id}"


def _text(event: Event, payload: on_wire.Json, now: datetime) -> str:
    return on_wire.text(event.name, to_ms(now), payload)
