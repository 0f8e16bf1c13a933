"""Classic and granular OAuth scopes, as names and families (contract section 4.3)."""

MEETING_READ = ("meeting:read:admin", "meeting:read")
MEETING_WRITE = ("meeting:write:admin", "meeting:write")
RECORDING_READ = ("recording:read:admin", "recording:read")
RECORDING_WRITE = ("recording:write:admin", "recording:write")
USER_READ = ("user:read:admin", "user:read", "user:write:admin", "user:write")
WEBHOOK_READ = ("webhook:read:admin",)
WEBHOOK_WRITE = ("webhook:write:admin",)
"""Webhooks tell of everybody's meetings, so there are no scopes for a user's own."""


def granular(name: str, *, master: bool = False) -> tuple[str, ...]:
    """A granular scope at user level and at account level, and for sub-accounts where the contract lists that."""
    return (name, f"{name}:admin", f"{name}:master") if master else (name, f"{name}:admin")


def account_wide(scope: str) -> bool:
    """True where a scope reaches every user of the account, not only the token's own."""
    return scope.endswith((":admin", ":master"))
