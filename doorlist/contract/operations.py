"""The table: a row for each operation of the API. Everything else reads it; nothing repeats it."""

from doorlist.contract import scopes
from doorlist.contract.rows import meetings, recordings, registrants, users, webhooks, webinars
from doorlist.contract.rows.row import EVERYWHERE, Operation

__all__ = ("BY_ID", "EVERYWHERE", "EVERY_SCOPE", "OPERATIONS", "Operation", "user_level")

OPERATIONS = (
    *users.ROWS,
    *meetings.ROWS,
    *registrants.ROWS,
    *webinars.ROWS,
    *recordings.ROWS,
    *webhooks.ROWS,
)

BY_ID = {operation.id: operation for operation in OPERATIONS}

EVERY_SCOPE = frozenset().union(*(operation.scopes | operation.master_scopes for operation in OPERATIONS))
"""What the sandbox's token holds."""


def user_level(granted: frozenset[str]) -> frozenset[str]:
    """The scopes of a set that reach no further than the token's own user."""
    return frozenset(scope for scope in granted if not scopes.account_wide(scope))
