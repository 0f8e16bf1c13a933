"""Commands as a person or a script types them: with a home of their own, in a pipe or on a terminal."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pexpect
from surroundings import PATIENCE_S, ROOT

from doorlist.sandbox import seeds

KEYRINGS = '''
"""Keyrings as they are met: one that works, one that fails, one that keeps nothing, one that never answers."""

import json, os, pathlib, threading
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked


class Working(KeyringBackend):
    priority = 9
    file = pathlib.Path(os.environ["HOME"], "keyring.json")

    def _all(self):
        return json.loads(self.file.read_text()) if self.file.exists() else {}

    def get_password(self, service, username):
        return self._all().get(f"{service} {username}")

    def set_password(self, service, username, password):
        self.file.write_text(json.dumps(self._all() | {f"{service} {username}": password}))

    def delete_password(self, service, username):
        left = self._all()
        del left[f"{service} {username}"]
        self.file.write_text(json.dumps(left))


class Locked(Working):
    def get_password(self, service, username):
        raise KeyringLocked("the collection is locked")

    set_password = delete_password = lambda self, *_: self.get_password("", "")


class Forgetful(Working):
    def set_password(self, service, username, password):
        pass
'''


@dataclass(frozen=True)
class Person:
    """Somebody at a machine: their home folder, and what their environment says beside that."""

    home: Path
    env: Mapping[str, str]

    @property
    def environment(self) -> dict[str, str]:
        """All of their environment, without anything of whoever runs the tests."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("DOORLIST_", "XDG_"))}
        kept = {
            name: value
            for name, value in kept.items()
            if name not in ("NO_COLOR", "FORCE_COLOR", "TZ", "COLUMNS", "LINES")
        }
        own = {"HOME": str(self.home), "XDG_CONFIG_HOME": str(self.home / "config"), "PYTHONPATH": str(self.home)}
        own |= {"PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring", "TZ": "Europe/Berlin"}
        return kept | own | dict(self.env)

    @property
    def logins(self) -> Path:
        """Where their logins are kept."""
        return self.home / "config" / "doorlist" / "logins.json"

    def having(self, **env: str) -> "Person":
        """The same with more in the environment."""
        return Person(self.home, {**self.env, **env})

    def runs(self, *arguments: str, stdin: str = "") -> "subprocess.CompletedProcess[str]":
        """A command in a pipe."""
        return subprocess.run(
            [sys.executable, "-m", "doorlist", *arguments],
            input=stdin,
            capture_output=True,
            text=True,
            encoding="utf-8",
            cwd=ROOT,
            env=self.environment,
            timeout=PATIENCE_S,
            check=False,
        )

    def gets(self, *arguments: str, stdin: str = "") -> str:
        """What a command prints that must succeed."""
        done = self.runs(*arguments, stdin=stdin)
        assert done.returncode == 0, f"{arguments}: {done.returncode}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def reads(self, *arguments: str) -> Any:
        """The same with --json."""
        return json.loads(self.gets(*arguments, "--json"))

    def fails(self, *arguments: str, stdin: str = "") -> tuple[int, str]:
        """The exit code and standard error of a command that must not succeed."""
        done = self.runs(*arguments, stdin=stdin)
        assert done.returncode != 0, done.stdout
        return done.returncode, done.stderr

    def at(self, *arguments: str, columns: int = 80) -> "pexpect.spawn[str]":
        """A command on a terminal, which goes on."""
        return pexpect.spawn(
            sys.executable,
            ["-m", "doorlist", *arguments],
            dimensions=(40, columns),
            encoding="utf-8",
            timeout=PATIENCE_S,
            cwd=str(ROOT),
            env={**self.environment, "TERM": "xterm-256color"},
        )

    def sees(self, *arguments: str, columns: int = 80) -> str:
        """All that a command shows on a terminal."""
        child = self.at(*arguments, columns=columns)
        child.expect(pexpect.EOF)
        shown = str(child.before)
        child.close()
        return shown


def plainly(shown: str) -> str:
    """What is left of a terminal's text without colours."""
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown).replace("\r", "")


def at_desk(home: Path, url: str) -> Person:
    """A person whose environment says where the desk is, and with which token."""
    (home / "keyrings.py").write_text(KEYRINGS, "utf-8")
    return Person(home, {"DOORLIST_BASE_URL": url, "DOORLIST_TOKEN": seeds.TOKEN})


def stranger(home: Path) -> Person:
    """A person who has not logged in to anything."""
    (home / "keyrings.py").write_text(KEYRINGS, "utf-8")
    return Person(home, {})
