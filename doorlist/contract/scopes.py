"""Classic and granular OAuth scopes, as names and families, and what they come to in words (contract section 4.3)."""

from collections.abc import Iterable, Mapping
from enum import IntEnum

MEETING_READ = ("meeting:read:admin", "meeting:read")
MEETING_WRITE = ("meeting:write:admin", "meeting:write")
RECORDING_READ = ("recording:read:admin", "recording:read")
RECORDING_WRITE = ("recording:write:admin", "recording:write")
WEBINAR_READ = ("webinar:read:admin", "webinar:read")
WEBINAR_WRITE = ("webinar:write:admin", "webinar:write")
USER_READ = ("user:read:admin", "user:read", "user:write:admin", "user:write")
WEBHOOK_READ = ("webhook:read:admin",)
WEBHOOK_WRITE = ("webhook:write:admin",)
"""Webhooks tell of everybody's meetings, so there are no scopes for a user's own."""

_ADMIN, _MASTER = ":admin", ":master"


class Reach(IntEnum):
    """How far a scope goes: the token's own user, everybody of the account, or the sub-accounts, too."""

    USER = 1
    ACCOUNT = 2
    SUB_ACCOUNTS = 3


def granular(name: str, *, master: bool = False) -> tuple[str, ...]:
    """A granular scope at user level and at account level, and for sub-accounts where the contract lists that."""
    return (name, f"{name}{_ADMIN}", f"{name}{_MASTER}") if master else (name, f"{name}{_ADMIN}")


def master(names: Iterable[str]) -> tuple[str, ...]:
    """The scopes for sub-accounts that go with an operation's: one for each that there is at account level."""
    return tuple(name.removesuffix(_ADMIN) + _MASTER for name in names if name.endswith(_ADMIN))


def reach(scope: str) -> Reach:
    """How far a scope goes."""
    if scope.endswith(_MASTER):
        return Reach.SUB_ACCOUNTS
    return Reach.ACCOUNT if scope.endswith(_ADMIN) else Reach.USER


def account_wide(scope: str) -> bool:
    """True where a scope reaches every user of the account, not only the token's own."""
    return reach(scope) is not Reach.USER


_VERBS: Mapping[str, str] = {"read": "see", "write": "create", "update": "change", "delete": "delete"}
_CLASSIC_WRITE = ("write", f"write{_ADMIN}", f"write{_MASTER}")
_WHOSE: Mapping[Reach, str] = {
    Reach.USER: "your own",
    Reach.ACCOUNT: "everybody’s in the account",
    Reach.SUB_ACCOUNTS: "everybody’s in its sub-accounts",
}
_SUBJECTS: Mapping[str, str] = {
    "meeting": "Meetings and their registrants",
    "webinar": "Webinars and their registrants",
    "recording": "Recordings and their registrants",
    "cloud_recording": "Recordings and their registrants",
    "phone_recording": "Recordings and their registrants",
    "webhook": "Webhooks and their deliveries",
    "user": "Profiles",
    "user_profile": "Profiles",
    "user_info": "Profiles",
}


def in_words(scopes: Iterable[str]) -> list[tuple[str, str]]:
    """What scopes come to for the person who is asked: subjects, each with what may be done and to whose."""
    found: dict[tuple[str, Reach], set[str]] = {}
    for scope in scopes:
        subject, _, rest = scope.partition(":")
        verb = rest.split(":")[0] or "read"
        verbs = found.setdefault((_SUBJECTS.get(subject, subject), reach(scope)), set())
        verbs.add(verb)
        if rest in _CLASSIC_WRITE:  # it stands for every change
            verbs.update(("update", "delete"))
    merged: dict[tuple[str, str], list[Reach]] = {}
    for (subject, how_far), verbs in sorted(found.items()):
        done = [word for verb, word in _VERBS.items() if verb in verbs] + sorted(verbs - set(_VERBS))
        merged.setdefault((subject, ", ".join(done)), []).append(how_far)
    return [(subject, f"{done} ({'; '.join(map(_WHOSE.__getitem__, far))})") for (subject, done), far in merged.items()]
