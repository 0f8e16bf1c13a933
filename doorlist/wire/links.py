"""The addresses that replies hold: where people join, start, register and watch."""

import urllib.parse
from dataclasses import dataclass

from doorlist.model import Account, Meeting, MeetingKind, Panelist, Recording, Registrant
from doorlist.wire import joining

WEBINAR_PREFIX = "WN_"


@dataclass(frozen=True, slots=True)
class Links:
    """The links of one account on a desk that is reached at `base_url` (without a slash at its end)."""

    base_url: str
    account: Account

    def join(self, meeting: Meeting) -> str:
        """The link that is nobody's own."""
        return f"{self.base_url}/j/{meeting.id}{self._password(meeting, '?')}"

    def personal(self, meeting: Meeting, registrant: Registrant) -> str:
        """A registrant's own link, with the token that lets them in."""
        token = joining.mint(self.account.secret, joining.Door.MEETING, meeting.id, registrant.id)
        of_webinar = f"&uuid={_webinar_key(meeting)}" if meeting.type.kind is MeetingKind.WEBINAR else ""
        return f"{self.base_url}/w/{meeting.id}?tk={token}{self._password(meeting, '&')}{of_webinar}"

    def panelist(self, meeting: Meeting, panelist: Panelist) -> str:
        """A panelist's own link."""
        token = joining.mint(self.account.secret, joining.Door.PANELIST, meeting.id, panelist.id)
        return f"{self.base_url}/w/{meeting.id}?tk={token}{self._password(meeting, '&')}"

    def start(self, meeting: Meeting) -> str:
        """The host's link."""
        token = joining.mint(self.account.secret, joining.Door.HOST, meeting.id, meeting.host_id)
        return f"{self.base_url}/s/{meeting.id}?zak={token}"

    def registration(self, meeting: Meeting, source_id: str = "") -> str:
        """Where people register; for a webinar also by the link of a tracking source."""
        if meeting.type.kind is MeetingKind.MEETING:
            return f"{self.base_url}/meeting/register/{meeting.registration_key}"
        source = f"{source_id}/" if source_id else ""
        return f"{self.base_url}/webinar/register/{source}{_webinar_key(meeting)}"

    def share(self, recording: Recording) -> str:
        """The recording's page."""
        return f"{self.base_url}/rec/share/{self.account.id}/{recording.id}"

    def watch(self, recording_id: str, meeting_id: int, registrant: Registrant) -> str:
        """A registrant's own link to a recording; its token opens nothing else."""
        token = joining.mint(self.account.secret, joining.Door.RECORDING, meeting_id, registrant.id)
        return f"{self.base_url}/rec/share/{self.account.id}/{recording_id}?tk={token}"

    @staticmethod
    def _password(meeting: Meeting, separator: str) -> str:
        return f"{separator}pwd={urllib.parse.quote(meeting.password, safe='')}" if meeting.password else ""


def _webinar_key(meeting: Meeting) -> str:
    """A webinar's key as its links have it: `WN_` and 22 characters."""
    return f"{WEBINAR_PREFIX}{meeting.registration_key}"
