"""What webinars have beside registrants, on the wire."""

from collections.abc import Sequence
from datetime import datetime

from doorlist.contract.shapes import webinars as shapes
from doorlist.model import Meeting, Panelist, TrackingSource
from doorlist.wire import times
from doorlist.wire.links import Links


def invited(body: shapes.PanelistsCreate) -> Sequence[tuple[str, str]]:
    """The email and name of each who is to be a panelist."""
    return tuple((each.email, each.name or each.email) for each in body.panelists)


def panelists(meeting: Meeting, known: Sequence[Panelist], links: Links) -> dict[str, object]:
    """The panelists of a webinar, each with their own link."""
    shown = [
        {"id": each.id, "email": each.email, "name": each.name, "join_url": links.panelist(meeting, each)}
        for each in known
    ]
    return {"total_records": len(shown), "panelists": shown}


def panelists_created(meeting: Meeting, now: datetime) -> dict[str, object]:
    """The answer to an invitation."""
    return {"id": str(meeting.id), "updated_at": times.text(now)}


def tracking_source(meeting: Meeting, source: TrackingSource, links: Links) -> dict[str, object]:
    """A tracking source."""
    return {
        "id": source.id,
        "source_name": source.name,
        "tracking_url": links.registration(meeting, source.id),
        "registration_count": source.registrations,
        "visitor_count": source.visitors,
    }


def tracking_sources(meeting: Meeting, known: Sequence[TrackingSource], links: Links) -> dict[str, object]:
    """The tracking sources of a webinar. `total_records` counts the registrations, as the contract has it."""
    return {
        "total_records": sum(each.registrations for each in known),
        "tracking_sources": [tracking_source(meeting, each, links) for each in known],
    }
