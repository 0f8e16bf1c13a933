"""Runs what a page of docs shows: its files are laid, its commands given in a terminal, and what they say is taken.

`python tests/docs/sessions.py PAGE…` writes what was said into the pages.
"""

import os
import re
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pexpect

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1]))

import servers
from servers import LiveDesk
from surroundings import PATIENCE_S

COLUMNS = 100
_FENCE = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_STYLES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b\]8;[^\x1b]*\x1b\\")
_ERASED = re.compile(r"[^\n]*\x1b\[2K")
_PROGRESS = re.compile(r"(?:Registering|Exporting) .*\d/[\d?]+.*")
"""A frame of a bar, which is wiped away in a terminal when it ends."""
_NUMBER = re.compile(r"\b8\d{10}\b")


@dataclass
class Page:
    """A page, and the folder that its commands run in. `known` are its meetings' numbers, each with the one that was made."""

    path: Path
    folder: Path
    desk: LiveDesk
    known: dict[str, str] = field(default_factory=dict)

    def blocks(self) -> Iterator[tuple[str, str]]:
        """Each block of commands as the page has it, and as it would be now."""
        for found in _FENCE.finditer(self.path.read_text("utf-8")):
            kind, name, text = found[1], found[2], found[3]
            if kind == "console":
                now = "".join(self._given(command) for command in _commands(text))
                yield found[0], f"```console{f' {name}' if name else ''}\n{now}```"
            elif name:
                (self.folder / name).write_text(self._ours(text), "utf-8")

    def _given(self, command: str) -> str:
        environment = os.environ | {
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "HOME": str(self.folder),
            "XDG_CONFIG_HOME": str(self.folder / ".config"),
            "DOORLIST_BASE_URL": f"http://{self.desk.host}:{self.desk.port}",
            "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
            "NO_COLOR": "1",
            "TERM": "xterm",
        }
        for name in ("DOORLIST_TOKEN", "COLUMNS", "LINES"):  # the last two would be believed more than the terminal
            environment.pop(name, None)
        if "login" not in command:
            environment["DOORLIST_TOKEN"] = self.desk.token
        said = _run(self._ours(command), self.folder, environment)
        return f"$ {command}\n{self._theirs(command, said)}"

    def _ours(self, text: str) -> str:
        """A page's text, with the numbers that meetings have in this run."""
        for shown, made in self.known.items():
            text = text.replace(shown, made)
        return text

    def _theirs(self, command: str, said: str) -> str:
        """What was said, with the numbers and the address that the page shows."""
        for made in _NUMBER.findall(said):
            if made not in self.known.values():
                assert " create " in command, said
                self.known[str(81234567890 + len(self.known))] = made
        for shown, made in self.known.items():
            said = said.replace(made, shown)
        said = said.replace(f"{self.desk.host}:{self.desk.port}", "127.0.0.1:8480")
        return said.replace(str(self.folder) + "/", "")


def _commands(text: str) -> Iterator[str]:
    for line in text.splitlines():
        if line.startswith("$ "):
            yield line[2:]


def _run(command: str, folder: Path, environment: dict[str, str]) -> str:
    """What a command shows in a terminal once it has ended."""
    child = pexpect.spawn(
        "/bin/sh",
        ["-c", command],
        cwd=str(folder),
        env=environment,
        timeout=PATIENCE_S,
        dimensions=(40, COLUMNS),
        encoding="utf-8",
    )
    child.expect(pexpect.EOF)
    said = (child.before or "").replace("\r\n", "\n")
    child.close()
    said = re.sub(r"\x1b\[1A\x1b\[2K", "\x1b[2K", said)
    while (shown := _ERASED.sub("", said)) != said:
        said = shown
    lines = [line.rstrip() for line in _STYLES.sub("", said).replace("\r", "").splitlines()]
    text = "\n".join(line for line in lines if not _PROGRESS.fullmatch(line)).strip("\n")
    return f"{text}\n" if text else ""


def alike(text: str) -> str:
    """A session without what no two runs have in common: links, ids, seconds, days."""
    text = re.sub(r"https?://\S+", "URL", text)
    text = re.sub(r"(?<![\w-])[\w-]{22}(?![\w-])", "ID", text)
    text = re.sub(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?Z?", "TIME", text)
    text = re.sub(r"passcode +\d+", "passcode", text)
    text = re.sub(r" in [\d.]+ s \([\d,]+/s\)", "", text)  # not said of what took no time
    return re.sub(r"[ ─]{2,}", " ", text)


def main() -> None:
    """Write what is said now into the pages."""
    for each in sys.argv[1:]:
        path = Path(each)
        with tempfile.TemporaryDirectory() as folder, servers.running(log=Path(folder, "log")) as desk:
            work = Path(folder, "work")
            work.mkdir()
            text = path.read_text("utf-8")
            for before, now in Page(path, work, desk).blocks():
                text = text.replace(before, now, 1)
            path.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
