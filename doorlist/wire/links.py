"""The addresses that replies hold: where people join, start, register and watch."""

import urllib.parse
from dataclasses import dataclass

from doorlist.model import Account, Meeting, Recording, Registrant
from doorlist.wire import joining


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
        return f"{self.base_url}/w/{meeting.id}?tk={token}{self._password(meeting, '&')}"

    def start(self, meeting: Meeting) -> str:
        """The host's link."""
        token = joining.mint(self.account.secret, joining.Door.HOST, meeting.id, meeting.host_id)
        return f"{self.base_url}/s/{meeting.id}?zak={token}"

    def registration(self, meeting: Meeting) -> str:
        """Where people register."""
        return f"{self.base_url}/meeting/register/{meeting.registration_key}"

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
