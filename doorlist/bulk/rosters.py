"""The roster that bulk work is done on: a meeting's, a webinar's or a recording's, behind one set of calls."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from doorlist.bulk.people import Person
from doorlist.client import AsyncClient, replies
from doorlist.client.bodies import CustomAnswer
from doorlist.contract.operations import BY_ID

Action = Literal["approve", "deny", "cancel"]
Status = Literal["approved", "pending", "denied", "all", "cancelled"]
Registrant = replies.Registrant | replies.RecordingRegistrant
STATUSES: tuple[Status, ...] = ("approved", "pending", "denied")
"""Every status that the contract's lists can be asked for, without any extension."""


class Kind(StrEnum):
    """Whose registrants."""

    MEETING = "meeting"
    WEBINAR = "webinar"
    RECORDING = "recording"


_LISTS = {
    Kind.MEETING: "meetingRegistrants",
    Kind.WEBINAR: "webinarRegistrants",
    Kind.RECORDING: "meetingRecordingRegistrants",
}
_ADDS = {
    Kind.MEETING: "meetingRegistrantCreate",
    Kind.WEBINAR: "webinarRegistrantCreate",
    Kind.RECORDING: "meetingRecordingRegistrantCreate",
}
_BATCHES = {Kind.MEETING: "addBatchRegistrants", Kind.WEBINAR: "addBatchWebinarRegistrants"}
_DECISIONS = {
    Kind.MEETING: "meetingRegistrantStatus",
    Kind.WEBINAR: "webinarRegistrantStatus",
    Kind.RECORDING: "meetingRecordingRegistrantStatus",
}


@dataclass(frozen=True, slots=True)
class Added:
    """Somebody whom the server has registered; `status` is empty where the reply does not tell."""

    registrant_id: str
    email: str
    status: str = ""


@dataclass(frozen=True, slots=True)
class Roster:
    """The registrants of one meeting, webinar or recording, by its number or uuid."""

    kind: Kind
    id: str

    @property
    def batches(self) -> bool:
        """Whether there is a call that registers several people: recordings have none."""
        return self.kind in _BATCHES

    @property
    def list_label(self) -> str:
        """How listing is counted by the limits."""
        return BY_ID[_LISTS[self.kind]].label

    @property
    def add_label(self) -> str:
        """How adding one is counted by the limits."""
        return BY_ID[_ADDS[self.kind]].label

    @property
    def batch_label(self) -> str:
        """How adding several is counted by the limits."""
        return BY_ID[_BATCHES[self.kind]].label

    @property
    def decision_label(self) -> str:
        """How deciding is counted by the limits."""
        return BY_ID[_DECISIONS[self.kind]].label

    def iter(self, client: AsyncClient, status: Status) -> AsyncIterator[Registrant]:
        """Everybody of a status, oldest first; those of a meeting or webinar have `create_time` and `join_url`, too."""
        if self.kind is Kind.MEETING:
            return client.meetings.registrants.iter(self.id, status=status)
        if self.kind is Kind.WEBINAR:
            return client.webinars.registrants.iter(self.id, status=status)
        return client.recordings.registrants.iter(self.id, status=status)

    async def add(self, client: AsyncClient, person: Person, *, auto_approve: bool | None = None) -> Added:
        """Register one person with all that is known of them."""
        answers: list[CustomAnswer] = [{"title": title, "value": value} for title, value in person.answers.items()]
        last_name, custom_questions = person.last_name or None, answers or None
        if self.kind is Kind.RECORDING:
            to_recording = await client.recordings.registrants.add(
                self.id,
                email=person.email,
                first_name=person.first_name,
                last_name=last_name,
                custom_questions=custom_questions,
                extra=person.fields,
            )
            return Added(to_recording.registrant_id, person.email)
        registrants = client.webinars.registrants if self.kind is Kind.WEBINAR else client.meetings.registrants
        added = await registrants.add(
            self.id,
            email=person.email,
            first_name=person.first_name,
            last_name=last_name,
            custom_questions=custom_questions,
            auto_approve=auto_approve,
            extra=person.fields,
        )
        return Added(added.registrant_id, person.email, "approved" if added.join_url else "pending")

    async def add_batch(
        self, client: AsyncClient, people: Sequence[Person], *, auto_approve: bool | None = None
    ) -> list[Added]:
        """Register up to 30 people with their names and emails, all of them or none."""
        assert self.batches
        registrants = client.webinars.registrants if self.kind is Kind.WEBINAR else client.meetings.registrants
        entries = await registrants.add_batch(
            self.id,
            [{"email": each.email, "first_name": each.first_name, "last_name": each.last_name} for each in people],
            auto_approve=auto_approve,
        )
        return [Added(each.registrant_id, each.email, "approved" if each.join_url else "pending") for each in entries]

    async def set_status(self, client: AsyncClient, action: Action, registrants: Sequence[tuple[str, str]]) -> None:
        """Decide about up to 30 registrants, each an id and an email; a recording knows no cancel and no emails."""
        if self.kind is Kind.RECORDING:
            assert action != "cancel"
            await client.recordings.registrants.set_status(self.id, action, [{"id": id} for id, _ in registrants])
            return
        those = client.webinars.registrants if self.kind is Kind.WEBINAR else client.meetings.registrants
        await those.set_status(self.id, action, [{"id": id, "email": email} for id, email in registrants])
