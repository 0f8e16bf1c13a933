"""What an import has sent, kept beside its file, so that a run that was stopped goes on where it stopped.

A journal is a file of JSON lines. Its first says which file goes where; each later one what happened to some of the file's
rows, named by their lines. That rows are about to be sent is on the disk before they are sent: after a crash, a row is known to
be untouched, or settled, or in doubt, and one in doubt is looked up before it is sent again.
"""

import asyncio
import hashlib
import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from enum import IntEnum
from pathlib import Path
from typing import Any, Self

VERSION = 1
_CHUNK_BYTES = 1 << 20
_BEGINNING = b'{"journal":'
_LINES_MAX = 1 << 28
"""A line number above it is not one that any file of ours has: the journal is broken."""


class JournalRefused(Exception):
    """A journal that cannot be used; its text says why and what to do."""


class State(IntEnum):
    """What is known of a row."""

    UNTOUCHED = 0
    IN_DOUBT = 1
    """It was about to be sent, and nothing was heard of it."""
    DONE = 2
    REFUSED = 3


@dataclass(frozen=True, slots=True)
class Job:
    """What an import does: the same job goes on, another one is refused.

    `columns` is which column is which; `kind` and `roster` are where the people go, `base_url` on which server.
    """

    file: str
    bytes: int
    sha256: str
    base_url: str
    kind: str
    roster: str
    auto_approve: bool
    columns: Mapping[str, str]


def digest(path: Path) -> tuple[int, str]:
    """A file's length in bytes and its SHA-256 in hexadecimal digits. Raises OSError."""
    sha256, length = hashlib.sha256(), 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK_BYTES):
            sha256.update(chunk)
            length += len(chunk)
    return length, sha256.hexdigest()


class Journal:
    """An open journal, locked against a second run; used from one event loop.

    `counts` is how many rows are in each state but the first, `reasons` why each refused line was. Those who record wait
    until it is on the disk; what arrives while the disk works is written together.
    """

    def __init__(self, path: Path, descriptor: int) -> None:
        self.path = path
        self.counts = {State.IN_DOUBT: 0, State.DONE: 0, State.REFUSED: 0}
        self.reasons: dict[int, str] = {}
        self.finished = False
        self.resumed = False
        self.wrote: tuple[str, str] | None = None
        """The file of refused rows that was written last, and its SHA-256."""
        self._descriptor = descriptor
        self._states = bytearray()
        self._waiting: list[tuple[bytes, asyncio.Future[None]]] = []
        self._writing: asyncio.Task[None] | None = None

    @classmethod
    def open(cls, path: Path, job: Job, *, fresh: bool = False) -> Self:
        """The journal of a job, made where there is none; `fresh` forgets what an earlier run did.

        Raises JournalRefused where it is another job's, in use, or cannot be read or made.
        """
        try:
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
        except OSError as error:
            raise JournalRefused(
                f"the journal {path} cannot be made: {error.strerror}. Give another place with --journal."
            ) from error
        journal = cls(path, descriptor)
        try:
            _lock(descriptor, path)
            if fresh and _begins_as_journal(descriptor):
                os.ftruncate(descriptor, 0)
            if os.fstat(descriptor).st_size:
                journal._read(job)
            if not journal.resumed:
                head: dict[str, object] = {"journal": VERSION, **asdict(job)}
                journal._write(_line(head))
        except BaseException:
            os.close(descriptor)
            raise
        return journal

    def state(self, line: int) -> State:
        """What is known of the row that begins on a line."""
        return State(self._states[line]) if line < len(self._states) else State.UNTOUCHED

    def in_doubt(self) -> Iterator[int]:
        """The lines of rows that may have been sent or not."""
        at = self._states.find(State.IN_DOUBT)
        while at >= 0:
            yield at
            at = self._states.find(State.IN_DOUBT, at + 1)

    async def sending(self, lines: Iterable[int]) -> None:
        """Rows are about to be sent; they may be once this returns. Raises JournalRefused where the disk does not take it."""
        await self._record({"sending": self._set(lines, State.IN_DOUBT)})

    async def done(self, registrants: Iterable[tuple[int, str]]) -> None:
        """Rows are registered: their lines, each with its registrant's id."""
        pairs = list(registrants)
        self._set((line for line, _ in pairs), State.DONE)
        await self._record({"done": pairs})

    async def refused(self, lines: Iterable[int], reason: str) -> None:
        """Rows were refused, or cannot be sent any more."""
        numbers = self._set(lines, State.REFUSED)
        self.reasons.update(dict.fromkeys(numbers, reason))
        await self._record({"refused": numbers, "reason": reason})

    async def released(self, lines: Iterable[int]) -> None:
        """Rows that were about to be sent are known not to have been taken."""
        await self._record({"released": self._set(lines, State.UNTOUCHED)})

    async def finish(self) -> None:
        """Every row is settled."""
        self.finished = True
        await self._record({"finished": True})

    def wrote_refused(self, path: str, sha256: str) -> None:
        """The refused rows are in a file."""
        self.wrote = (path, sha256)
        self._write(_line({"wrote": [path, sha256]}))

    def close(self) -> None:
        """Let the file go, and the lock with it."""
        os.close(self._descriptor)

    # --- reading -------------------------------------------------------------------------------------------------------

    def _read(self, job: Job) -> None:
        end = 0
        for number, text in enumerate(_lines(self._descriptor), 1):
            entry = self._entry(number, text)
            if number == 1:
                self._same(entry, job)
            else:
                self._apply(number, entry)
            end += len(text)
        os.ftruncate(self._descriptor, end)  # what a crash left half written was never acted on
        os.lseek(self._descriptor, end, os.SEEK_SET)
        self.resumed = end > 0

    def _entry(self, number: int, text: bytes) -> dict[str, Any]:
        try:
            entry = json.loads(text)
        except ValueError as error:
            raise self._broken(number) from error
        if not isinstance(entry, dict):
            raise self._broken(number)
        return entry

    def _same(self, entry: dict[str, Any], job: Job) -> None:
        if entry.get("journal") != VERSION:
            raise JournalRefused(
                f"{self.path} is not a journal of this program's. Move it away, or give another place with --journal."
            )
        wanted: dict[str, object] = {**asdict(job), "columns": dict(job.columns)}
        del wanted["file"]  # a file may be renamed
        for name, value in wanted.items():
            if entry.get(name) == value:
                continue
            raise JournalRefused(
                f"{self.path} was begun for something else: {_difference(name, entry.get(name), value)}. To go on with "
                "that import, repeat its command with the file as it was. To begin anew, add --restart: people who are "
                "registered already are not sent again."
            )

    def _apply(self, number: int, entry: dict[str, Any]) -> None:
        try:
            if "sending" in entry:
                self._set(entry["sending"], State.IN_DOUBT)
            elif "done" in entry:
                self._set((line for line, _ in entry["done"]), State.DONE)
            elif "refused" in entry:
                self.reasons.update(dict.fromkeys(self._set(entry["refused"], State.REFUSED), str(entry["reason"])))
            elif "released" in entry:
                self._set(entry["released"], State.UNTOUCHED)
            elif "wrote" in entry:
                path, sha256 = entry["wrote"]
                self.wrote = (str(path), str(sha256))
            elif "finished" in entry:
                self.finished = True
            else:
                raise self._broken(number)
        except (TypeError, ValueError, KeyError) as error:
            raise self._broken(number) from error

    def _broken(self, number: int) -> JournalRefused:
        return JournalRefused(
            f"{self.path}, line {number}, is damaged. What it says of the rows sent cannot be trusted: compare the roster with "
            "your file (`doorlist registrants export`), then begin anew with --restart."
        )

    # --- writing -------------------------------------------------------------------------------------------------------

    def _set(self, lines: Iterable[int], state: State) -> list[int]:
        numbers = list(lines)
        for line in numbers:
            if not isinstance(line, int) or not 0 < line < _LINES_MAX:
                raise ValueError(line)
            if line >= len(self._states):
                self._states.extend(bytes(max(line + 1 - len(self._states), len(self._states))))
            for each, more in ((State(self._states[line]), -1), (state, 1)):
                if each in self.counts:
                    self.counts[each] += more
            self._states[line] = state
            if state is not State.REFUSED:
                self.reasons.pop(line, None)
        return numbers

    async def _record(self, entry: Mapping[str, object]) -> None:
        written = asyncio.get_running_loop().create_future()
        self._waiting.append((_line(entry), written))
        if self._writing is None:
            self._writing = asyncio.create_task(self._write_waiting())
        await asyncio.shield(written)

    async def _write_waiting(self) -> None:
        try:
            while self._waiting:
                group, self._waiting = self._waiting, []
                failed: JournalRefused | None = None
                try:
                    await asyncio.to_thread(self._write, b"".join(line for line, _ in group))
                except JournalRefused as error:
                    failed = error
                for _, written in group:
                    if written.cancelled():
                        continue
                    if failed is None:
                        written.set_result(None)
                    else:
                        written.set_exception(failed)
        finally:
            self._writing = None

    def _write(self, text: bytes) -> None:
        try:
            left = memoryview(text)
            while left:
                left = left[os.write(self._descriptor, left) :]
            os.fsync(self._descriptor)
        except OSError as error:
            raise JournalRefused(
                f"the journal {self.path} cannot be written: {error.strerror}. Nothing more is sent. Make room and run the same "
                "command again."
            ) from error


def _difference(name: str, before: object, now: object) -> str:
    if name in ("bytes", "sha256"):
        return "the file has changed since"
    if name == "columns":
        return f"then the columns were {_shown(before)}, now they are {_shown(now)}"
    if name == "auto_approve":
        return f"people were{'' if before else ' not'} approved at once then, and{' not' if before else ''} now"
    what = {"base_url": "to the server", "kind": "to a", "roster": "to"}[name]
    return f"people went {what} {_shown(before)} then, and {what} {_shown(now)} now"


def _shown(value: object) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{name}={column}" for name, column in value.items())
    text = str(value)
    return text if len(text) <= 60 else text[:12] + "…"


def _line(entry: Mapping[str, object]) -> bytes:
    return json.dumps(entry, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _lines(descriptor: int) -> Iterator[bytes]:
    """The whole lines of a file, each with its end; what follows the last end is left out."""
    os.lseek(descriptor, 0, os.SEEK_SET)
    rest = b""
    while chunk := os.read(descriptor, _CHUNK_BYTES):
        *whole, rest = (rest + chunk).split(b"\n")
        for text in whole:
            yield text + b"\n"


def _begins_as_journal(descriptor: int) -> bool:
    """Whether a file may be written over: what is no journal is refused when it is read."""
    os.lseek(descriptor, 0, os.SEEK_SET)
    return os.read(descriptor, len(_BEGINNING)) == _BEGINNING


def _lock(descriptor: int, path: Path) -> None:
    try:
        if sys.platform == "win32":
            import msvcrt

            os.lseek(descriptor, 0x7FFFFFFF, os.SEEK_SET)  # far behind the text, for Windows locks reading as well
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
            os.lseek(descriptor, 0, os.SEEK_SET)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        raise JournalRefused(
            f"another run is importing this file now: it holds {path}. Wait for it, or stop it first."
        ) from error
