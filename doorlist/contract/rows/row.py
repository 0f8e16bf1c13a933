"""What a row of the table is."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pydantic import BaseModel

from doorlist.contract import scopes
from doorlist.contract.profiles import Profile

EVERYWHERE = (
    "TokenMissing",
    "TokenInvalid",
    "TokenExpired",
    "RateExceeded",
    "DailyLimitReached",
    "ScopeMissing",
    "AccountElsewhere",
    "AddressTooLong",
    "HeadTooLarge",
    "BodyTooLarge",
    "BodyUnreadable",
    "MediaTypeUnknown",
    "StorageUnavailable",
)
"""What any operation may refuse with, beside its own."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation: how it is called, who may, what it takes, what it answers, and where that is known from.

    `scopes` are the classic and the granular ones; any one is enough. `refusals` are names of `doorlist.refusals`,
    beside those of EVERYWHERE. `grade` is the evidence that it is so: D documented, O observed, I inferred,
    C chosen by us. `webinar` marks what is about webinars, whose handlers are the meetings' own.
    `extension` marks what the public contract does not have, or not in the part of it that we hold ourselves to.
    """

    id: str
    method: str
    path: str
    summary: str
    classic: tuple[str, ...]
    granular: tuple[str, ...]
    label: str
    success: int
    refusals: tuple[str, ...]
    source: str
    query: type[BaseModel] | None = None
    body: type[BaseModel] | None = None
    reply: type[BaseModel] | None = None
    success_by_profile: Mapping[Profile, int] = field(default_factory=dict)
    group: str = "Meetings"
    webinar: bool = False
    extension: bool = False
    grade: str = "D"
    notes: str = ""

    @property
    def scopes(self) -> frozenset[str]:
        """Any one of these lets a token in."""
        return frozenset(self.classic + self.granular)

    @property
    def classic_master(self) -> tuple[str, ...]:
        """The classic scopes that let in below `/accounts/{accountId}`."""
        return scopes.master(self.classic)

    @property
    def granular_master(self) -> tuple[str, ...]:
        """The granular ones."""
        return scopes.master(self.granular)

    @property
    def master_scopes(self) -> frozenset[str]:
        """Any one of these lets a token in below `/accounts/{accountId}`."""
        return frozenset(self.classic_master + self.granular_master)

    def status(self, profile: Profile) -> int:
        """The HTTP status of success."""
        return self.success_by_profile.get(profile, self.success)


IN_2026 = "public specification of 2026-08"
IN_SEEDS = "sample programs and collection of 2022"
EXTENDED = "extension of Doorlist"

OF_USER = ("UserNotFound", "FieldsInvalid")
OF_MEETING = ("MeetingNotFound", "UserElsewhere", "KindMismatch", "NotHost", "HostMissing")
OF_ROSTER = (*OF_MEETING, "HostUnlicensed", "RegistrationOff")
OF_ADDING = (
    *OF_ROSTER,
    "MeetingOver",
    "FieldsInvalid",
    "HostCannotRegister",
    "RegistrantCapReached",
    "RegistrantBlocked",
    "CapacityReached",
)
OF_DECIDING = (
    *OF_ROSTER,
    "FieldsInvalid",
    "OccurrenceNotFound",
    "RegistrantsNotFound",
    "RegistrantCapReached",
    "CapacityReached",
)
OF_RECORDING = ("MeetingNotFound", "UserElsewhere", "NotHost", "HostMissing", "RecordingNotFound")
OF_RECORDING_ROSTER = (*OF_RECORDING, "RegistrationOff")
"""What the operations about a thing may refuse with, beside their own."""
