"""Meetings, recordings and people on a live desk, for the programs under test to work on."""

import itertools
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from journeys.printed import Person
from servers import LiveDesk

STATUSES = ("pending", "approved", "denied")
PAGE_SIZE_MAX = 300
NUMBERS = itertools.count(1)  # no two people of a run share an address, and so no daily cap is met


@dataclass(frozen=True)
class Roster:
    """The registrants of a meeting or of its recording, seen through the API."""

    desk: LiveDesk
    meeting_id: int
    path: str

    def add(self, count: int) -> list[Person]:
        """Registers this many new people, who then wait for the host's decision."""
        people: list[Person] = []
        for name in (f"guest{number}" for number in itertools.islice(NUMBERS, count)):
            email = f"{name}@example.com"
            reply = self.desk.call("POST", self.path, {"email": email, "first_name": name})
            assert reply.status == 201, reply.json
            people.append({"id": reply.json["registrant_id"], "email": email})
        return people

    def registrants(self, status: str) -> list[dict[str, Any]]:
        reply = self.desk.call("GET", f"{self.path}?status={status}&page_size={PAGE_SIZE_MAX}")
        assert reply.status == 200, reply.json
        registrants: list[dict[str, Any]] = reply.json["registrants"]
        return registrants

    def statuses(self, people: list[Person]) -> list[str]:
        """Each person's status, which is the one whose list has them."""
        where = {row["id"]: status for status in STATUSES for row in self.registrants(status)}
        return [where[person["id"]] for person in people]


def open_meeting(desk: LiveDesk) -> Roster:
    """The empty roster of a new meeting whose registrants wait for approval."""
    start = datetime.now(UTC) + timedelta(days=90)
    settings = {"approval_type": 1}
    body = {"topic": "Choir practice", "type": 2, "start_time": _stamp(start), "duration": 60, "settings": settings}
    reply = desk.call("POST", "/v2/users/me/meetings", body)
    assert reply.status == 201, reply.json
    meeting_id = int(reply.json["id"])
    return Roster(desk, meeting_id, f"/v2/meetings/{meeting_id}/registrants")


def open_recording(meeting: Roster) -> Roster:
    """The empty roster of a new on-demand recording of this meeting; its viewers wait for approval too."""
    end = datetime.now(UTC) - timedelta(days=1)
    recording = {
        "play_url": "https://videos.example.com/choir-practice.mp4",
        "recording_type": "shared_screen_with_speaker_view",
        "file_type": "MP4",
        "recording_start": _stamp(end - timedelta(hours=1)),
        "recording_end": _stamp(end),
    }
    recordings = f"/v2/meetings/{meeting.meeting_id}/recordings"
    reply = meeting.desk.call("POST", recordings, recording)
    assert reply.status == 201, reply.json
    reply = meeting.desk.call("PATCH", f"{recordings}/settings", {"on_demand": True, "approval_type": 1})
    assert reply.status == 204, reply.json
    return Roster(meeting.desk, meeting.meeting_id, f"{recordings}/registrants")


def _stamp(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
