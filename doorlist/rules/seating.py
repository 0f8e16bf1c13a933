"""Which occurrences of a series a registration is for (contract 7.5)."""

from collections.abc import Sequence
from datetime import datetime

from doorlist.model import Meeting, Occurrence, RegistrationType, Roster
from doorlist.refusals import FieldFault, FieldsInvalid, MeetingOver, OccurrenceNotFound
from doorlist.rules import availability, occurrences
from doorlist.rules.tallies import WHOLE


def places(roster: Roster, meeting: Meeting | None, wanted: Sequence[str], now: datetime) -> tuple[str, ...]:
    """Where a registration goes that asks for some occurrences: these, or the whole where people register for all.

    Naming none is the next occurrence that takes people (chosen by us). Raises OccurrenceNotFound for one that the series
    does not have or that was deleted, MeetingOver for one that is over, and FieldsInvalid for several where
    registration_type 2 takes one.
    """
    if meeting is None or not meeting.type.series:
        return WHOLE
    named = tuple(dict.fromkeys(wanted))
    for occurrence_id in named:
        closes_at = availability.occurrence_closes_at(meeting, _available(meeting, occurrence_id))
        if roster.by_occurrence and now >= closes_at:
            raise MeetingOver
    if not roster.by_occurrence:
        return WHOLE
    if len(named) > 1 and roster.registration_type is RegistrationType.EACH_OCCURRENCE:
        why = "Invalid field. registration_type 2 takes one occurrence in a registration; 3 takes several."
        raise FieldsInvalid((FieldFault("occurrence_ids", why),))
    return named or (_next(meeting, now).id,)


def place(roster: Roster, meeting: Meeting | None, occurrence_id: str | None) -> str:
    """Where a change or a look is for that names an occurrence: "" is the whole roster. Raises OccurrenceNotFound.

    What is no series has no occurrences to look for, and one registration to the whole series is in all of them.
    """
    if not occurrence_id or meeting is None or not meeting.type.series:
        return ""
    _available(meeting, occurrence_id)
    return occurrence_id if roster.by_occurrence else ""


def _available(meeting: Meeting, occurrence_id: str) -> Occurrence:
    found = occurrences.find(meeting.occurrences, occurrence_id)
    if found is None:
        raise OccurrenceNotFound(occurrence_id)
    return found


def _next(meeting: Meeting, now: datetime) -> Occurrence:
    for each in occurrences.remaining(meeting.occurrences, now):
        if now < availability.occurrence_closes_at(meeting, each):
            return each
    raise MeetingOver
