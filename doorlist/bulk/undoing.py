"""The last decision about a roster, kept so that it can be taken back as far as the API knows a way back."""

import hashlib
import json
import os
from collections import Counter
from collections.abc import AsyncIterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from doorlist.bulk.deciding import RESULT, Chosen
from doorlist.bulk.rosters import Action, Registrant, Roster

_BACK: dict[str, Action] = {"approved": "approve", "denied": "deny", "cancelled": "deny"}
"""What brings back a status. There is no way back to `pending`."""


_ENDED = {"ended": True}
_GONE_ON_WITHIN = timedelta(days=1)
"""Chosen by us: the same action later than that is another decision."""


class NothingToUndo(Exception):
    """No decision about this roster is kept, or it cannot be read; its text says which."""


class Kept:
    """The file of a roster's last decision: a line on what was decided, then one for each cut that was about to be sent.

    It takes the place of the one before when the first cut is noted, but where that one was stopped and is gone on with: then
    it is added to it. Raises OSError where it cannot be written.
    """

    def __init__(self, folder: Path, base_url: str, roster: Roster) -> None:
        named = hashlib.sha256(f"{base_url} {roster.kind} {roster.id}".encode()).hexdigest()[:32]
        self.path = folder / f"{named}.jsonl"
        self._about = {"server": base_url, "kind": roster.kind.value, "roster": roster.id}
        self._begun = False

    def begin(self, action: Action, at: datetime) -> None:
        """The next cut that is noted begins a decision."""
        self._begun = False
        self._about |= {"action": action, "at": at.isoformat()}

    def note(self, cut: Sequence[Chosen]) -> None:
        """Registrants are about to be changed; on the disk when this returns."""
        goes_on = self._begun or self._stopped_before()
        if not goes_on:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        lines = [] if goes_on else [json.dumps(self._about, ensure_ascii=False)]
        lines.append(json.dumps([[each.id, each.email, each.status] for each in cut], ensure_ascii=False))
        self._write(lines, os.O_APPEND if goes_on else os.O_TRUNC)
        self._begun = True

    def end(self) -> None:
        """Everybody who was chosen has been decided about: another decision is another one."""
        if self._begun:
            self._write([json.dumps(_ENDED)], os.O_APPEND)

    def _write(self, lines: Sequence[str], mode: int) -> None:
        with open(os.open(self.path, os.O_WRONLY | os.O_CREAT | mode, 0o600), "w", encoding="utf-8") as file:
            file.writelines(f"{line}\n" for line in lines)
            file.flush()
            os.fsync(file.fileno())

    def _stopped_before(self) -> bool:
        """Whether the file has a decision of the same action that did not come to its end."""
        try:
            head, *cuts = self.path.read_text("utf-8").splitlines()
            about = json.loads(head)
            age = datetime.fromisoformat(self._about["at"]) - datetime.fromisoformat(about["at"])
            return about["action"] == self._about["action"] and age < _GONE_ON_WITHIN and json.loads(cuts[-1]) != _ENDED
        except (OSError, ValueError, KeyError, TypeError, IndexError):
            return False  # there is none that could be gone on with

    def read(self) -> "Last":
        """The last decision. Raises NothingToUndo."""
        try:
            head, *cuts = self.path.read_text("utf-8").splitlines()
            about = json.loads(head)
            before: dict[str, Chosen] = {}
            for cut in map(json.loads, cuts):
                for id, email, status in [] if cut == _ENDED else cut:
                    before.setdefault(id, Chosen(id, email, status))  # as they were when they were first noted
            return Last(about["action"], datetime.fromisoformat(about["at"]), before)
        except FileNotFoundError as error:
            raise NothingToUndo(
                "No decision about these registrants was made from here, or it was taken back already."
            ) from error
        except (ValueError, KeyError, TypeError) as error:
            raise NothingToUndo(f"{self.path} cannot be read: {error}. Nothing was changed.") from error

    def forget(self) -> None:
        """It was taken back."""
        self.path.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class Last:
    """A decision, with those it was for, by id, as they were before."""

    action: Action
    at: datetime
    before: dict[str, Chosen]


@dataclass(slots=True)
class WayBack:
    """Who can be put back, by the action that does it, and how many cannot, by why."""

    by_action: dict[Action, list[Chosen]] = field(default_factory=dict)
    cannot: Counter[str] = field(default_factory=Counter)

    @property
    def count(self) -> int:
        """How many can be put back."""
        return sum(map(len, self.by_action.values()))


async def way_back(last: Last, registrants: AsyncIterable[Registrant]) -> WayBack:
    """What takes a decision back, given the roster as it is now: only those who still are as the decision left them."""
    found = WayBack()
    unseen = dict(last.before)
    async for each in registrants:
        before = unseen.pop(each.id, None)
        if before is None:
            continue
        now = "denied" if each.status == "cancelled" else each.status
        if now == before.status:
            found.cannot["as before already"] += 1
        elif now != RESULT[last.action]:
            found.cannot[f"{each.status} since, by somebody else"] += 1
        elif before.status not in _BACK:
            found.cannot[f"{before.status} before, to which the API knows no way back"] += 1
        else:
            found.by_action.setdefault(_BACK[before.status], []).append(Chosen(each.id, each.email, each.status))
    if unseen:
        found.cannot["not on the roster any more"] += len(unseen)
    return found
