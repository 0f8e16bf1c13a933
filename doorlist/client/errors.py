"""What can go wrong with a call: a small tree of exceptions, from which a program picks what it can repair."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from doorlist.client.bodies import Pointer
    from doorlist.client.replies import BatchEntry


@dataclass(frozen=True, slots=True)
class FieldError:
    """What is wrong with one field, in the server's words."""

    field: str
    message: str


class DoorlistError(Exception):
    """Anything that the client raises by itself.

    `maybe_done` says that the call may have had its effect all the same. `added` are the people that earlier cuts of
    an `add_batch` put on the roster, `done` the registrants that earlier cuts of a `set_status` decided about.
    """

    def __init__(self, text: str, *, maybe_done: bool = False) -> None:
        super().__init__(text)
        self.maybe_done = maybe_done
        self.added: Sequence[BatchEntry] = ()
        self.done: Sequence[Pointer] = ()

    def __reduce__(self) -> tuple[object, ...]:
        """How it is copied, and carried to another process."""
        return _again, (type(self), self.args, self.__dict__)


def _again(kind: type[DoorlistError], args: tuple[object, ...], state: Mapping[str, object]) -> DoorlistError:
    error = kind.__new__(kind, *args)
    error.__dict__.update(state)
    return error


class CredentialsMissing(DoorlistError):
    """Nothing says who is calling; the text says what to set."""


class CredentialsInvalid(CredentialsMissing):
    """What is given cannot be a token, or an app's credentials; the text says which it is, and does not show it."""


class AddressInvalid(DoorlistError, ValueError):
    """The base URL, or an id that goes into an address, cannot be used; nothing was sent."""


class ConnectionFailed(DoorlistError):
    """No answer came: refused, cut, or too slow. `maybe_done` is False where the request never went out."""


class DeadlineExceeded(DoorlistError):
    """The call took longer than `deadline_s` with its waits and repeats; the text says what it waited for."""


class UnexpectedReply(DoorlistError):
    """An answer that the contract does not know, such as a web page; `status` is its HTTP status."""

    def __init__(self, text: str, *, status: int, maybe_done: bool = False) -> None:
        super().__init__(text, maybe_done=maybe_done)
        self.status = status


class ApiError(DoorlistError):
    """The server says no.

    `status` is the HTTP status, `code` the number in the body (0 where there is none), `message` the server's wording,
    `errors` what is wrong with single fields, `tracking_id` what its operator needs to find the request, `operation`
    the operation's id, and `hint` what to do, where that is known ("" else).
    """

    def __init__(
        self,
        *,
        status: int,
        code: int,
        message: str,
        errors: Sequence[FieldError] = (),
        tracking_id: str = "",
        operation: str = "",
        hint: str = "",
        maybe_done: bool = False,
    ) -> None:
        fields = "; ".join(f"{each.field}: {each.message}" if each.field else each.message for each in errors)
        text = " ".join(part for part in (message, f"({fields})" if fields else "", hint) if part)
        super().__init__(text or f"HTTP status {status}", maybe_done=maybe_done)
        self.status = status
        self.code = code
        self.message = message
        self.errors = list(errors)
        self.tracking_id = tracking_id
        self.operation = operation
        self.hint = hint


class ValidationFailed(ApiError):
    """The request is not as it must be; `errors` names the fields where the server does."""


class NotFound(ApiError):
    """What the call is about is not there."""


class MeetingNotFound(NotFound):
    """There is no such meeting or webinar, or not for this token."""


class RegistrantNotFound(NotFound):
    """There is no such registrant."""


class RecordingNotFound(NotFound):
    """The meeting has no recording."""


class UserNotFound(NotFound):
    """There is no such user."""


class Unauthorized(ApiError):
    """The token or the app's credentials are not good (any more)."""


class MissingScope(ApiError):
    """The token may not do this; the message names scopes of which any one is enough."""


class NotAllowed(ApiError):
    """The caller, the host or their plan may not do this."""


class CapacityReached(ApiError):
    """The meeting or webinar is full."""


class RegistrationNotEnabled(ApiError):
    """The meeting, webinar or recording takes no registrations."""


class RegistrationClosed(ApiError):
    """The meeting is over, or registration has been closed."""


class HostCannotRegister(ApiError):
    """The email is the host's own."""


class PanelistCannotRegister(ApiError):
    """The email is a panelist's, who has a link of their own."""


class RegistrantBlocked(ApiError):
    """The email was denied before, so that it cannot register again."""


class KindNotSupported(ApiError):
    """The meeting is not of the kind, or not of the type, that this call is for."""


class RateLimited(ApiError):
    """Too many calls in a second or minute. The client waits and repeats: this comes only where it may not."""


class DailyLimit(ApiError):
    """Too many calls in a day: waiting does not help before `resumes_at` (UTC; None: not known).

    `subject` says whose limit it is: the "account"'s, one "registrant"'s (of `email`, on one roster) or one "host"'s.
    """

    def __init__(
        self,
        *,
        status: int,
        code: int,
        message: str,
        errors: Sequence[FieldError] = (),
        tracking_id: str = "",
        operation: str = "",
        hint: str = "",
        resumes_at: datetime | None = None,
        subject: str = "account",
        email: str = "",
    ) -> None:
        super().__init__(
            status=status,
            code=code,
            message=message,
            errors=errors,
            tracking_id=tracking_id,
            operation=operation,
            hint=hint,
        )
        self.resumes_at = resumes_at
        self.subject = subject
        self.email = email


class ServerError(ApiError):
    """The server failed (HTTP 5xx), again after repeats where a repeat was safe."""
