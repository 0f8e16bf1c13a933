"""Meetings on the wire."""

from doorlist.contract.shapes import meetings as shapes
from doorlist.contract.shapes import webinars
from doorlist.contract.shapes.fields import parse_time
from doorlist.model import (
    Meeting,
    MeetingKind,
    MeetingStatus,
    MeetingType,
    Occurrence,
    Plan,
    Recurrence,
    RecurrenceType,
    User,
)
from doorlist.wire import registrants, times
from doorlist.wire.links import Links

_PASSING = {"notify_registrants"}
"""Settings that say how one change is to be made, and are not kept."""


def plan(body: shapes.MeetingCreate | shapes.MeetingUpdate | webinars.WebinarFields) -> Plan:
    """What a host says about a meeting or webinar."""
    settings = None if body.settings is None else body.settings.model_dump(exclude_none=True, exclude=_PASSING)
    default_password = getattr(body, "default_password", getattr(body, "default_passcode", None))
    return Plan(
        type=None if body.type is None else MeetingType(body.type),
        topic=body.topic or None,
        agenda=body.agenda,
        start_time=None if body.start_time is None else parse_time(body.start_time),
        duration_min=body.duration,
        timezone=body.timezone or None,
        password=body.password,
        default_password=default_password is not False,
        recurrence=None if body.recurrence is None else _recurrence(body.recurrence),
        settings=settings,
        schedule_for=getattr(body, "schedule_for", None) or None,
        tracking_fields=_tracking(body),
    )


def listed(meeting: Meeting, links: Links) -> dict[str, object]:
    """A meeting in a list: no settings and no registration_url, as the contract has it."""
    reply: dict[str, object] = {
        "uuid": meeting.uuid,
        "id": meeting.id,
        "host_id": meeting.host_id,
        "topic": meeting.topic,
        "type": int(meeting.type),
        "duration": meeting.duration_min,
        "timezone": meeting.timezone,
        "agenda": meeting.agenda[:250],
        "created_at": times.text(meeting.created_at),
        "join_url": links.join(meeting),
    }
    if meeting.start_time is not None:
        reply["start_time"] = times.text(meeting.start_time)
    return reply


def reply(meeting: Meeting, host: User, links: Links, shown: tuple[Occurrence, ...] | None = None) -> dict[str, object]:
    """A meeting or webinar, whole, with the occurrences that are to be shown (None: all)."""
    own = _of_webinar(meeting) if meeting.type.kind is MeetingKind.WEBINAR else _of_meeting(meeting)
    reply = {
        **listed(meeting, links),
        **own,
        "agenda": meeting.agenda,
        "host_email": host.email,
        "start_url": links.start(meeting),
        "password": meeting.password,
        "settings": dict(meeting.settings),
        "creation_source": "open_api",
        "tracking_fields": [{"field": name, "value": value} for name, value in meeting.tracking_fields],
    }
    if meeting.settings["approval_type"] in (0, 1):
        reply["registration_url"] = links.registration(meeting)
    if meeting.recurrence is not None:
        reply["recurrence"] = _recurrence_reply(meeting.recurrence)
    if meeting.type.series:
        reply["occurrences"] = [
            registrants.occurrence(each) for each in (meeting.occurrences if shown is None else shown)
        ]
    return reply


def _of_meeting(meeting: Meeting) -> dict[str, object]:
    started = meeting.status is MeetingStatus.STARTED
    return {
        "status": MeetingStatus.STARTED.value if started else MeetingStatus.WAITING.value,
        "h323_password": meeting.password,
        "pstn_password": meeting.password,
        "encrypted_password": meeting.password,
        "pre_schedule": False,
    }


def _of_webinar(meeting: Meeting) -> dict[str, object]:
    return {"h323_passcode": meeting.password, "encrypted_passcode": meeting.password, "is_simulive": False}


def _tracking(body: shapes.MeetingFields) -> tuple[tuple[str, str], ...] | None:
    if body.tracking_fields is None:
        return None
    return tuple((each.field, each.value or "") for each in body.tracking_fields)


def _recurrence(body: shapes.Recurrence) -> Recurrence:
    return Recurrence(
        type=RecurrenceType(body.type),
        repeat_interval=body.repeat_interval or 1,
        weekly_days=tuple(sorted({int(day) for day in (body.weekly_days or "").split(",") if day.strip()})),
        monthly_day=body.monthly_day,
        monthly_week=body.monthly_week,
        monthly_weekday=body.monthly_week_day,
        end_times=body.end_times,
        end_at=None if body.end_date_time is None else times.moment(body.end_date_time),
    )


def _recurrence_reply(recurrence: Recurrence) -> dict[str, object]:
    reply: dict[str, object] = {"type": int(recurrence.type), "repeat_interval": recurrence.repeat_interval}
    if recurrence.weekly_days:
        reply["weekly_days"] = ",".join(str(day) for day in recurrence.weekly_days)
    optional = {
        "monthly_day": recurrence.monthly_day,
        "monthly_week": recurrence.monthly_week,
        "monthly_week_day": recurrence.monthly_weekday,
        "end_times": recurrence.end_times,
        "end_date_time": None if recurrence.end_at is None else times.text(recurrence.end_at),
    }
    return reply | {name: value for name, value in optional.items() if value is not None}
