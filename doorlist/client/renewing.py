"""One renewal of a token for everybody who waits for it, with whatever lock they wait."""

import copy
from dataclasses import dataclass

from doorlist.client.desk import Desk
from doorlist.client.errors import DeadlineExceeded, DoorlistError, Unauthorized
from doorlist.client.steps import Fresh


@dataclass(slots=True)
class Renewals:
    """What came of the renewals so far: how many there were, and the error of the last one."""

    count: int = 0
    failure: DoorlistError | None = None

    def settled(self, desk: Desk, step: Fresh, seen: int) -> str:
        """A token that somebody else has got meanwhile; "" where it is our turn.

        `seen` is the count when the wait began. Raises the error of the one that was waited for.
        """
        token = desk.usable(step.stale)
        if token:
            return token
        if self.count != seen and self.failure is not None:
            raise copy.copy(self.failure)
        if not desk.renews:
            raise Unauthorized(
                status=401,
                code=124,
                message="The token is not good, and there are no credentials of an app to get another with.",
            )
        return ""

    def ended(self, failure: DoorlistError | None) -> None:
        """Note what came of one."""
        self.count += 1
        self.failure = failure


def waited_too_long(desk: Desk) -> DeadlineExceeded:
    """That the deadline came while another call was getting a token."""
    return DeadlineExceeded(
        f"The call was not done within {desk.deadline_s:g} s (deadline_s). It waited for a token from {desk.place.token_url}."
    )
