"""Runs a command with a limit on its time; whatever it started ends with it."""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from select import POLLIN, poll
from threading import Lock
from time import monotonic
from typing import BinaryIO

OUTPUT_BYTES_MAX = 4 << 20
_WORDS_MAX = 2000
_LINES_MAX = 12


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended: its exit code, or None and why it has none; what it wrote."""

    code: int | None
    output: str
    errors: str
    seconds: float
    reason: str = ""

    @property
    def last_words(self) -> str:
        """What it wrote to standard error, or else to standard output: the last lines."""
        lines = (self.errors.strip() or self.output.strip())[-_WORDS_MAX:].splitlines()
        return "\n".join(lines[-_LINES_MAX:])

    @property
    def failure(self) -> str:
        """How it failed, in words."""
        how = self.reason or f"it ended with {self.code}"
        return f"{how}: {self.last_words}" if self.last_words else how


class Stopped(Exception):
    """Everything is to end now."""


class Processes:
    """Starts commands from several threads; `stop` ends all that run and lets no other start.

    To run what was printed is what this is for, so the commands are what the languages' table says.
    """

    def __init__(self) -> None:
        self._running: set[subprocess.Popen[bytes]] = set()
        self._lock = Lock()
        self._stopped = False

    def run(self, command: Sequence[str], *, folder: Path, environment: Mapping[str, str], limit_s: float) -> Ended:
        """Runs a command to its end, or to the end of its time."""
        began = monotonic()
        with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
            with self._lock:
                if self._stopped:
                    raise Stopped
                try:
                    process = subprocess.Popen(  # noqa: S603
                        _named(command),
                        cwd=folder,
                        env=dict(environment),
                        stdin=subprocess.DEVNULL,
                        stdout=output,
                        stderr=errors,
                        start_new_session=True,
                    )
                except OSError as error:
                    reason = f"{command[0]} cannot be started: {error.strerror}"
                    return Ended(None, "", "", monotonic() - began, reason)
                self._running.add(process)
            try:
                late = not _ends(process, limit_s)
            finally:
                _end(process)
                with self._lock:
                    self._running.discard(process)
            if self._stopped:
                raise Stopped
            code, reason = (None, f"it did not end within {limit_s:g} s") if late else (process.returncode, "")
            return Ended(code, _text(output), _text(errors), monotonic() - began, reason)

    def stop(self) -> None:
        """Ends every command that runs."""
        with self._lock:
            self._stopped = True
            for process in self._running:
                with suppress(ProcessLookupError, PermissionError):
                    os.killpg(process.pid, signal.SIGKILL)


def surroundings(**more: str) -> dict[str, str]:
    """The environment that a command gets: little of ours, no proxies, UTF-8."""
    kept = {name: os.environ[name] for name in ("HOME", "PATH", "TMPDIR") if name in os.environ}
    return {"HOME": "/", "PATH": os.defpath, **kept, "LANG": "C.UTF-8", **more}


def _named(command: Sequence[str]) -> list[str]:
    """The command, `python3` being the Python that runs this: the one that has the libraries."""
    return [sys.executable if command[0] == "python3" else command[0], *command[1:]]


def _ends(process: subprocess.Popen[bytes], limit_s: float) -> bool:
    """Waits for the command's end; whether it came in time."""
    if (
        sys.platform == "linux"
    ):  # no sleeping in between, as Popen.wait does, and the group can be ended before it is gone
        ended = os.pidfd_open(process.pid)
        try:
            waiting = poll()
            waiting.register(ended, POLLIN)
            return bool(waiting.poll(limit_s * 1000))
        finally:
            os.close(ended)
    try:
        process.wait(limit_s)
    except subprocess.TimeoutExpired:
        return False
    return True


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ends the command's whole group: it may have left someone behind."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _text(file: BinaryIO) -> str:
    file.seek(0)
    return file.read(OUTPUT_BYTES_MAX).decode("utf-8", "replace")
