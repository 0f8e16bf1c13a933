"""The disk under a live desk: nobody is answered before fsync returned, and an fsync that fails is nobody's success."""

import itertools
import json
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import servers
from replies import Reply
from surroundings import PATIENCE_S

from doorlist.sandbox import seeds

SOURCE = Path(__file__).with_name("fsync_fault.c")
REGISTRANTS = f"/v2/meetings/{seeds.OPEN_MEETING_ID}/registrants"
QUIET_S = 0.3
"""How long a socket is watched that must stay silent; a desk that answers too early does so within a few ms."""


@dataclass(frozen=True)
class Disk:
    """What the shim is told, and what it tells."""

    folder: Path

    def hang(self) -> None:
        (self.folder / "hang").touch()

    def wait_until_one_hangs(self) -> None:
        until = time.monotonic() + PATIENCE_S
        while not (self.folder / "hanging").exists():
            assert time.monotonic() < until, "no fsync came"
            time.sleep(0.002)

    def let_go(self) -> None:
        (self.folder / "hang").unlink()

    def fail(self) -> None:
        (self.folder / "fail").touch()

    def mend(self) -> None:
        (self.folder / "fail").unlink()

    @property
    def syncs(self) -> int:
        """How many calls returned well so far."""
        done = self.folder / "done"
        return done.stat().st_size if done.exists() else 0


@pytest.fixture(scope="module")
def shim(tmp_path_factory: pytest.TempPathFactory) -> Path:
    compiler = shutil.which("cc")
    if sys.platform != "linux" or compiler is None:
        pytest.skip("the shim needs Linux and a C compiler (cc)")
    library = tmp_path_factory.mktemp("shim") / "fsync_fault.so"
    subprocess.run([compiler, "-shared", "-fPIC", "-Wall", "-o", library, SOURCE, "-ldl"], check=True, timeout=60)
    return library


@pytest.fixture
def disk(tmp_path: Path) -> Disk:
    folder = tmp_path / "disk"
    folder.mkdir()
    return Disk(folder)


@pytest.fixture
def desk(shim: Path, disk: Disk, sqlite_url: str, tmp_path: Path) -> Iterator[servers.LiveDesk]:
    env = {"LD_PRELOAD": str(shim), "FSYNC_FAULT": str(disk.folder)}
    with servers.running("--database", sqlite_url, log=tmp_path / "desk.log", env=env) as made:
        yield made


def asked(desk: servers.LiveDesk, email: str) -> socket.socket:
    """A connection over which a registration was sent; its answer is not read."""
    body = json.dumps({"email": email, "first_name": "Ana"})
    sock = desk.socket()
    head = f"POST {REGISTRANTS} HTTP/1.1\r\nHost: desk\r\nAuthorization: Bearer {desk.token}\r\nConnection: close\r\n"
    sock.sendall(f"{head}Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode())
    return sock


def answer(sock: socket.socket) -> bytes:
    """Everything that came, until the desk closed the connection."""
    with sock:
        return b"".join(iter(lambda: sock.recv(65536), b""))


def add(desk: servers.LiveDesk, email: str) -> Reply:
    return desk.call("POST", REGISTRANTS, {"email": email, "first_name": "Ana"})


def emails(desk: servers.LiveDesk) -> set[str]:
    reply = desk.call("GET", f"{REGISTRANTS}?status=approved&page_size=300")
    assert reply.status == 200
    return {each["email"] for each in reply.json["registrants"]}


def test_every_answer_comes_after_an_fsync(desk: servers.LiveDesk, disk: Disk) -> None:
    seen = [disk.syncs]
    for number in range(5):
        assert add(desk, f"guest{number}@example.com").status == 201
        seen.append(disk.syncs)
    assert all(later > earlier for earlier, later in itertools.pairwise(seen)), seen


def test_no_answer_comes_while_fsync_hangs_and_one_fsync_serves_all_who_waited(
    desk: servers.LiveDesk, disk: Disk
) -> None:
    disk.hang()
    first = asked(desk, "first@example.com")
    disk.wait_until_one_hangs()
    others = [asked(desk, f"guest{number}@example.com") for number in range(20)]
    assert not servers.readable(first, QUIET_S), "answered before it was on disk"
    assert not any(servers.readable(each, 0) for each in others)
    assert emails(desk) == set(), "readers go on, and see nothing that is not on disk"
    assert not any(servers.readable(each, 0) for each in (first, *others))
    before = disk.syncs
    disk.let_go()
    answers = [answer(each) for each in (first, *others)]
    assert all(each.startswith(b"HTTP/1.1 201 ") for each in answers), answers
    assert disk.syncs - before < len(others) / 2, "they were committed in groups"
    assert len(emails(desk)) == 21


def test_an_fsync_that_fails_is_answered_503_and_the_desk_goes_on(desk: servers.LiveDesk, disk: Disk) -> None:
    assert add(desk, "before@example.com").status == 201
    disk.fail()
    waiting = [asked(desk, f"guest{number}@example.com") for number in range(8)]
    for each in waiting:
        head, _, body = answer(each).partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 503 "), head
        assert json.loads(body)["code"] == 503
    assert emails(desk) == {"before@example.com"}
    assert desk.process.poll() is None
    disk.mend()
    assert add(desk, "after@example.com").status == 201
    assert emails(desk) == {"before@example.com", "after@example.com"}


def test_what_was_answered_is_there_after_a_fault_and_a_kill(
    desk: servers.LiveDesk, disk: Disk, sqlite_url: str, tmp_path: Path
) -> None:
    assert add(desk, "before@example.com").status == 201
    disk.fail()
    assert add(desk, "lost@example.com").status == 503
    disk.mend()
    assert add(desk, "after@example.com").status == 201
    desk.kill()
    with servers.running("--database", sqlite_url, log=tmp_path / "again.log") as again:
        assert emails(again) == {"before@example.com", "after@example.com"}


def test_asking_again_after_a_fault_gets_one_registrant_whatever_became_of_the_first_try(
    desk: servers.LiveDesk, disk: Disk, sqlite_url: str, tmp_path: Path
) -> None:
    """A crash right after a failed fsync may bring the unanswered change back; asking again must then find it."""
    disk.fail()
    assert add(desk, "ana@example.com").status == 503
    desk.kill()
    with servers.running("--database", sqlite_url, log=tmp_path / "again.log") as again:
        assert add(again, "Ana@example.com").status == 201
        assert len(emails(again)) == 1
