"""What webinars have beside registrants: panelists, who need no registration, and tracking sources."""

from collections.abc import Sequence
from dataclasses import replace

from doorlist import ids
from doorlist.contract.emails import email_key
from doorlist.desk import meetings
from doorlist.model import Caller, Meeting, MeetingKind, Panelist, Roster, TrackingSource
from doorlist.refusals import Checked, FieldFault, FieldsInvalid, PanelistNotFound, TrackingSourceNotFound
from doorlist.rules import availability
from doorlist.storage import rosters, sources
from doorlist.storage.database import Tx

PANELISTS_MAX = 100
SOURCES_MAX = 100
SOURCE_ID_DIGITS = 13


def panelists(tx: Tx, caller: Caller, number: str) -> tuple[Meeting, Sequence[Panelist]]:
    """A webinar and its panelists. Raises what `meetings.find` does."""
    meeting = meetings.find(tx, caller, number, MeetingKind.WEBINAR).meeting
    roster = rosters.find(tx, caller.account_id, availability.roster_id(meeting.id))
    assert roster is not None, "a webinar has a roster"
    return meeting, roster.panelists


def invite(tx: Tx, caller: Caller, number: str, checked: Checked[Sequence[tuple[str, str]]]) -> Meeting:
    """Make people panelists, each an email and a name; who is one already gets the new name.

    Raises what `meetings.find` does, and FieldsInvalid past 100 panelists.
    """
    meeting, roster = _to_change(tx, caller, number)
    by_email = {email_key(each.email): each for each in roster.panelists}
    for email, name in checked.get():
        known = by_email.get(email_key(email))
        by_email[email_key(email)] = replace(known, name=name) if known else Panelist(ids.ordered(), email, name)
    if len(by_email) > PANELISTS_MAX:
        why = f"Invalid field. A webinar has {PANELISTS_MAX} panelists at most."
        raise FieldsInvalid((FieldFault("panelists", why),))
    rosters.save(tx, replace(roster, panelists=tuple(by_email.values())))
    return meeting


def dismiss(tx: Tx, caller: Caller, number: str, panelist_id: str | None) -> None:
    """Make a panelist, or with None all of them, ordinary people again. Raises PanelistNotFound."""
    _, roster = _to_change(tx, caller, number)
    left = tuple(each for each in roster.panelists if panelist_id not in (None, each.id))
    if panelist_id is not None and len(left) == len(roster.panelists):
        raise PanelistNotFound(panelist_id)
    rosters.save(tx, replace(roster, panelists=left))


def tracking_sources(tx: Tx, caller: Caller, number: str) -> tuple[Meeting, Sequence[TrackingSource]]:
    """A webinar and its tracking sources. Raises what `meetings.find` does."""
    meeting = meetings.find(tx, caller, number, MeetingKind.WEBINAR).meeting
    return meeting, sources.list_(tx, caller.account_id, meeting.id)


def add_source(tx: Tx, caller: Caller, number: str, checked: Checked[str]) -> tuple[Meeting, TrackingSource]:
    """A new tracking source of a webinar, by its name. Raises FieldsInvalid past 100 sources."""
    meeting, _ = _to_change(tx, caller, number)
    known = sources.list_(tx, caller.account_id, meeting.id)
    name = checked.get()
    if len(known) >= SOURCES_MAX:
        why = f"Invalid field. A webinar has {SOURCES_MAX} tracking sources at most."
        raise FieldsInvalid((FieldFault("source_name", why),))
    source = TrackingSource(ids.digits(SOURCE_ID_DIGITS), name)
    sources.add(tx, caller.account_id, meeting.id, source)
    return meeting, source


def delete_source(tx: Tx, caller: Caller, number: str, source_id: str) -> None:
    """Remove a tracking source; who came from there stays. Raises TrackingSourceNotFound."""
    meeting, _ = _to_change(tx, caller, number)
    if sources.find(tx, caller.account_id, meeting.id, source_id) is None:
        raise TrackingSourceNotFound(source_id)
    sources.delete_one(tx, caller.account_id, meeting.id, source_id)


def _to_change(tx: Tx, caller: Caller, number: str) -> tuple[Meeting, Roster]:
    """A webinar with its roster, locked."""
    roster = meetings.lock(tx, caller, number)
    meeting = meetings.find(tx, caller, number, MeetingKind.WEBINAR).meeting
    assert roster is not None, "a webinar has a roster"
    return meeting, roster
