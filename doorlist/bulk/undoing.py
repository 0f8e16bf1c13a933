"""The last decision about a roster, kept so that it can be taken back as far as the API knows a way back."""

import hashlib
import json
import os
from collections import Counter
from collections.abc import AsyncIterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from doorlist.bulk.deciding import RESULT, Chosen
from doorlist.bulk.rosters import Action, Registrant, Roster

_BACK: dict[str, Action] = {"approved": "approve", "denied": "deny", "cancelled": "deny"}
"""What brings back a status. There is no way back to `pending`."""


class NothingToUndo(Exception):
    """No decision about this roster is kept, or it cannot be read; its text says which."""


class Kept:
    """The file of a roster's last decision: a line on what was decided, then one for each cut that was about to be sent.

    It takes the place of the one before when the first cut is noted. Raises OSError where it cannot be written.
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
        if not self._begun:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        text = json.dumps([[each.id, each.email, each.status] for each in cut], ensure_ascii=False)
        mode = os.O_WRONLY | os.O_CREAT | (os.O_APPEND if self._begun else os.O_TRUNC)
        with open(os.open(self.path, mode, 0o600), "w", encoding="utf-8") as file:
            if not self._begun:
                file.write(json.dumps(self._about, ensure_ascii=False) + "\n")
            file.write(text + "\n")
            file.flush()
            os.fsync(file.fileno())
        self._begun = True

    def read(self) -> "Last":
        """The last decision. Raises NothingToUndo."""
        try:
            head, *cuts = self.path.read_text("utf-8").splitlines()
            about = json.loads(head)
            before = {id: Chosen(id, email, status) for cut in cuts for id, email, status in json.loads(cut)}
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
