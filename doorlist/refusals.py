"""The noes: every way the desk declines, as facts. Status, code and wording of each stand in `contract/answers.py`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

T = TypeVar("T")
U = TypeVar("U")


class Refusal(Exception):
    """The desk declines. A subclass is one reason; its fields are the facts that the answer's wording names."""

    def facts(self) -> Mapping[str, object]:
        """The fields of this refusal by name."""
        return dict(vars(self))


@dataclass(frozen=True, slots=True)
class FieldFault:
    """What is wrong with one field: where (`registrants[0].email`) and why, in words that tell what to send instead."""

    field: str
    message: str


# --- who is it, may they -------------------------------------------------------------------------------------------


class TokenMissing(Refusal):
    """No bearer token came with the request."""


@dataclass
class TokenInvalid(Refusal):
    """The token is not one of ours. `why` says what is plainly wrong with it, if anything is."""

    why: str = ""


class TokenExpired(Refusal):
    """The token was ours, and its hour is over."""


@dataclass
class ScopeMissing(Refusal):
    """The token lacks every scope that this operation takes. `scopes` are the ones to ask for."""

    scopes: tuple[str, ...]


@dataclass
class GrantRefused(Refusal):
    """No token is given. `error` is the OAuth error code (RFC 6749, 5.2), `reason` says why."""

    error: str
    reason: str


@dataclass
class ConsentRefused(Refusal):
    """A user cannot be asked to allow anything, nor be sent back: a page says why in plain words."""

    reason: str


@dataclass
class ConsentReturned(Refusal):
    """The app is told, at its own address, that nothing was allowed. `error` is the OAuth error code (RFC 6749, 4.1.2.1)."""

    error: str
    reason: str
    redirect_uri: str
    state: str | None


@dataclass
class SignInRefused(Refusal):
    """Email and password do not belong together, or there were too many attempts. `wait` says that it is the latter."""

    wait: bool = False


@dataclass
class AccountElsewhere(Refusal):
    """The account in the address is neither the token's own nor a sub-account of it."""

    account_id: str


@dataclass
class AppRefused(Refusal):
    """An app, a token or a password cannot be made as it is asked for. `reason` names the place and what to give instead."""

    reason: str


# --- how often -----------------------------------------------------------------------------------------------------


@dataclass
class RateExceeded(Refusal):
    """The account asked too often in this second (or, of some operations, minute). `limit` is how often it may."""

    limit: int
    resets_at: datetime


@dataclass
class DailyLimitReached(Refusal):
    """The account asked as often as it may today, until `resets_at`."""

    limit: int
    resets_at: datetime


@dataclass
class RegistrantCapReached(Refusal):
    """This was done to the registrant as often as it may be today, until `resets_at`."""

    email: str
    limit: int
    resets_at: datetime


@dataclass
class HostCapReached(Refusal):
    """The host's meetings were made and changed as often as they may be today, until `resets_at`."""

    limit: int
    resets_at: datetime


# --- the request itself --------------------------------------------------------------------------------------------


@dataclass
class RouteUnknown(Refusal):
    """There is no such operation."""

    method: str
    path: str


@dataclass
class MethodUnknown(Refusal):
    """The address is one of ours, the method is not. `allowed` are those it takes."""

    method: str
    path: str
    allowed: tuple[str, ...]


@dataclass
class AddressTooLong(Refusal):
    """Path and query together are longer than the desk reads."""

    address_bytes_max: int


@dataclass
class HeadTooLarge(Refusal):
    """There are more headers, or more bytes of them, than the desk reads."""

    headers_max: int
    header_bytes_max: int


@dataclass
class BodyTooLarge(Refusal):
    """The body is larger than the desk reads."""

    body_bytes_max: int


@dataclass
class BodyUnreadable(Refusal):
    """The body is not what its content type says. `reason` says where it goes wrong."""

    reason: str


@dataclass
class MediaTypeUnknown(Refusal):
    """The body's content type is none that the operation reads."""

    media_type: str


@dataclass
class FieldsInvalid(Refusal):
    """Some fields are wrong; all of them are named."""

    faults: tuple[FieldFault, ...]


class PageTokenInvalid(Refusal):
    """The next_page_token is not ours, is for another list, or is older than 15 minutes."""


# --- what it is about ----------------------------------------------------------------------------------------------


@dataclass
class UserNotFound(Refusal):
    """No such user in the caller's account."""

    user_id: str


@dataclass
class UserElsewhere(Refusal):
    """The meeting or user belongs to another account than the token."""

    account_id: str
    meeting_id: str = ""


@dataclass
class MeetingNotFound(Refusal):
    """No such meeting. `why` says what is plainly wrong with the number, if anything is."""

    meeting_id: str
    why: str = ""


@dataclass
class KindMismatch(Refusal):
    """The number is a webinar's where a meeting's was asked for, or the other way round."""

    meeting_id: str


@dataclass
class HostMissing(Refusal):
    """The meeting's host is gone."""

    user_id: str


@dataclass
class HostUnlicensed(Refusal):
    """The host is a Basic user, who has no webinars and whose meetings take no registrations."""

    user_id: str


@dataclass
class NotHost(Refusal):
    """A user-level token on another user's meeting."""

    meeting_id: str


@dataclass
class OccurrenceNotFound(Refusal):
    """The series has no such occurrence."""

    occurrence_id: str


@dataclass
class PanelistNotFound(Refusal):
    """The webinar has no such panelist."""

    panelist_id: str


@dataclass
class TrackingSourceNotFound(Refusal):
    """The webinar has no such tracking source."""

    source_id: str


class RecordingNotFound(Refusal):
    """The meeting has no recording."""


# --- the roster ----------------------------------------------------------------------------------------------------


@dataclass
class RegistrationOff(Refusal):
    """Registration is not enabled. `why` says which rule switched it off."""

    meeting_id: str
    why: str


class MeetingOver(Refusal):
    """The meeting is over, or its registration closed."""


@dataclass
class NotScheduled(Refusal):
    """Batch registration is for what takes place once (types 2 and 5) alone."""

    meeting_type: int


class CapacityReached(Refusal):
    """Nobody more fits."""


@dataclass
class HostCannotRegister(Refusal):
    """The host and the alternative hosts are let in anyway."""

    email: str


@dataclass
class PanelistCannotRegister(Refusal):
    """The panelists of a webinar are let in anyway."""

    email: str


@dataclass
class RegistrantBlocked(Refusal):
    """This email was denied (or, under strict cancel, cancelled); only approving it lets it in again."""

    email: str
    registrant_id: str
    status: str


@dataclass
class RegistrantNotFound(Refusal):
    """No such registrant on this roster."""

    registrant_id: str


class RegistrantsNotFound(Refusal):
    """None of the registrants named is on this roster."""


@dataclass
class LinkInvalid(Refusal):
    """A join link that the desk did not make, or whose holder is not let in. `reason` says so in plain words."""

    reason: str


# --- webhooks ------------------------------------------------------------------------------------------------------


@dataclass
class WebhookNotFound(Refusal):
    """The account has no such webhook."""

    webhook_id: str


@dataclass
class NoticeNotFound(Refusal):
    """The account has no such notice."""

    notice_id: str


@dataclass
class WebhooksFull(Refusal):
    """The account has as many webhooks as it may."""

    webhooks_max: int


@dataclass
class ReceiverUnproven(Refusal):
    """A webhook's address was not validated. `reason` says why."""

    url: str
    reason: str


class StorageUnavailable(Refusal):
    """The database could not keep the change (disk full, server gone), or could not be asked."""


class Checked(Generic[T]):
    """A value that was read at the edge, or the refusal to raise when its turn comes.

    The contract checks a body's fields after it looked whether the meeting takes registrations at all; reading happens
    before, outside of the transaction. `get` is called where the order of checks has the fields.
    """

    __slots__ = ("_refusal", "_value")

    def __init__(self, value: T | None = None, refusal: Refusal | None = None) -> None:
        assert (value is None) is not (refusal is None)
        self._value = value
        self._refusal = refusal

    def get(self) -> T:
        """The value. Raises the refusal that it was read with."""
        if self._refusal is not None:
            raise self._refusal
        assert self._value is not None
        return self._value

    def map(self, change: Callable[[T], U]) -> "Checked[U]":
        """The same with the value changed; a refusal, the change's own included, stays for its turn."""
        if self._refusal is not None:
            return Checked(refusal=self._refusal)
        assert self._value is not None
        try:
            return Checked(change(self._value))
        except Refusal as refusal:
            return Checked(refusal=refusal)
