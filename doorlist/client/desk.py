"""What a client knows of the desk that it talks to: where it is, who calls, the token of now, and what became known."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from doorlist import __version__
from doorlist.client.places import Credentials, Place, StaticToken
from doorlist.client.surroundings import Surroundings

USER_AGENT = f"doorlist/{__version__}"
logger = logging.getLogger("doorlist.client")


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer as the limits see it, also of a call that is repeated.

    `label` is the contract's for the operation. `category`, `type` and the numbers are those of the answer's own
    headers X-RateLimit-…, empty and None where it has none. `retry_at` is when it says to come back. `refusal` is the
    name of the error that it is, such as "RateLimited" or "DailyLimit", whether it is raised or waited for; "" where
    the call was done.
    """

    operation: str
    label: str
    status: int
    took_s: float
    category: str = ""
    type: str = ""
    limit: int | None = None
    remaining: int | None = None
    retry_at: datetime | None = None
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    refusal: str = ""


@dataclass(slots=True)
class HeldToken:
    """A token and when (monotonic) another is to be got; never, where None."""

    value: str = field(repr=False)
    renew_at_s: float | None = None


@dataclass(slots=True)
class Desk:
    """Shared by all calls of a client. What changes is changed in one assignment, so that threads may read it."""

    place: Place
    credentials: Credentials = field(repr=False)
    surroundings: Surroundings
    timeout_s: float
    deadline_s: float
    on_notice: Callable[[str], None] | None = None
    on_reply: Callable[[Answered], None] | None = None
    api_url: str = ""
    token: HeldToken | None = field(default=None, repr=False)
    answered: bool = False
    """Whether the server ever answered."""
    is_doorlist: bool = False
    """Whether it is a Doorlist, which has extensions."""

    def __post_init__(self) -> None:
        self.api_url = self.place.api_url
        if isinstance(self.credentials, StaticToken):
            self.token = HeldToken(self.credentials.value)

    @property
    def renews(self) -> bool:
        """Whether another token can be got."""
        return not isinstance(self.credentials, StaticToken)

    def usable(self, stale: str) -> str:
        """The token of now, where it is good and not the stale one; "" else."""
        held = self.token
        if held is None or held.value == stale:
            return ""
        if held.renew_at_s is not None and self.surroundings.monotonic_s() >= held.renew_at_s:
            return ""
        return held.value
