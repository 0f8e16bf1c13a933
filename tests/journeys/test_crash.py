"""kill -9 under load: whatever was answered is there afterwards, and the counts are the rows."""

import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import pytest
import servers
from storage import rolls
from surroundings import PATIENCE_S

from doorlist.model import Action
from doorlist.sandbox import seeds
from doorlist.storage import registrants
from doorlist.storage.store import Store

OPEN, MANUAL = seeds.OPEN_MEETING_ID, seeds.MEETING_ID
CONNECTIONS = 8
KILLED_AFTER = (1, 3, 10, 25, 60, 120, 250, 400)
"""The number of answers after which a round's desk is killed."""


class Load:
    """Clients that register people and approve them as fast as they are answered, until the desk is gone."""

    def __init__(self, desk: servers.LiveDesk, round_: int) -> None:
        self._desk = desk
        self._round = round_
        self._lock = threading.Lock()
        self._enough = threading.Event()
        self._wanted = 0
        self.added: dict[int, dict[str, str]] = {OPEN: {}, MANUAL: {}}
        """Every answered registrant: id by email, by meeting."""
        self.approved: set[str] = set()
        """Every id whose approval was answered."""
        self.wrong: list[object] = []

    def run_until(self, answers: int, kill: Callable[[], None]) -> None:
        """Go on until there were so many answers, then kill the desk in the midst of it."""
        self._wanted = answers
        clients = [threading.Thread(target=self._client, args=(number,)) for number in range(CONNECTIONS)]
        for each in clients:
            each.start()
        assert self._enough.wait(PATIENCE_S), self.wrong
        kill()
        for each in clients:
            each.join(PATIENCE_S)
        assert not any(each.is_alive() for each in clients)
        assert self.wrong == []

    def _client(self, number: int) -> None:
        with closing(self._desk.connection()) as connection:
            turn = 0
            try:
                while True:
                    turn += 1
                    self._step(connection, number, turn)
            except (OSError, HTTPException):
                return  # it was killed

    def _step(self, connection: HTTPConnection, number: int, turn: int) -> None:
        meeting = (OPEN, MANUAL)[turn % 2]
        path = f"/v2/meetings/{meeting}/registrants"
        email = f"guest-{self._round}-{number}-{turn}@example.com"
        reply = servers.send(connection, "POST", path, {"email": email, "first_name": "Ana"})
        if reply.status != 201:
            self.wrong.append(reply)
            return
        id = reply.json["registrant_id"]
        self._count(lambda: self.added[meeting].__setitem__(email, id))
        if meeting == MANUAL:
            body = {"action": "approve", "registrants": [{"id": id}]}
            reply = servers.send(connection, "PUT", f"{path}/status", body)
            if reply.status != 204:
                self.wrong.append(reply)
                return
            self._count(lambda: self.approved.add(id))

    def _count(self, note: Callable[[], object]) -> None:
        with self._lock:
            note()
            self._wanted -= 1
            if self._wanted == 0:
                self._enough.set()


def crash_rounds(url: str, log: Path, rounds: tuple[int, ...]) -> None:
    """Start, load and kill a desk over one database again and again; after each, look whether all is there."""
    answered: dict[int, dict[str, str]] = {OPEN: {}, MANUAL: {}}
    approved: set[str] = set()
    for round_, killed_after in enumerate(rounds):
        with servers.running("--database", url, log=log) as desk:
            load = Load(desk, round_)
            load.run_until(killed_after, desk.kill)
        for meeting in answered:
            answered[meeting] |= load.added[meeting]
        approved |= load.approved
        assert_kept(url, answered, approved)
    with servers.running("--database", url, log=log) as desk:
        for meeting, people in answered.items():
            listed = desk.call("GET", f"/v2/meetings/{meeting}/registrants?status=approved&page_size=300")
            assert listed.status == 200
            email, id = next(iter(people.items()))
            again = desk.call("POST", f"/v2/meetings/{meeting}/registrants", {"email": email, "first_name": "Ana"})
            assert (again.status, again.json["registrant_id"]) == (201, id), "known to the desk that was started again"
    assert "Traceback" not in log.read_text()


def assert_kept(url: str, answered: dict[int, dict[str, str]], approved: set[str]) -> None:
    store = Store(url)
    try:
        for meeting, people in answered.items():
            by_id = store.read_now(
                lambda tx, meeting=meeting, people=people: registrants.by_ids(  # type: ignore[misc]
                    tx, seeds.ACCOUNT_ID, str(meeting), people.values()
                )
            )
            by_email = store.read_now(
                lambda tx, meeting=meeting, people=people: registrants.by_emails(  # type: ignore[misc]
                    tx, seeds.ACCOUNT_ID, str(meeting), people
                )
            )
            assert {each.email: each.id for each in by_id.values()} == people
            assert {email: each.id for email, each in by_email.items()} == people
            for id in approved & set(by_id):
                assert by_id[id].status.value == "approved"
            assert rolls.counted(store, meeting) == rolls.tallied(store, meeting)
        assert approved <= set(answered[MANUAL].values())
    finally:
        store.close()


def test_killed_again_and_again_a_desk_on_sqlite_keeps_all_that_it_answered(sqlite_url: str, tmp_path: Path) -> None:
    log = tmp_path / "desk.log"
    crash_rounds(sqlite_url, log, KILLED_AFTER)
    with closing(sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))) as connection:
        assert connection.execute("PRAGMA quick_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


def test_killed_under_load_a_desk_on_postgresql_keeps_all_that_it_answered(postgres_url: str, tmp_path: Path) -> None:
    crash_rounds(postgres_url, tmp_path / "desk.log", (100, 250))


def test_the_look_at_what_was_kept_would_notice_a_loss(sqlite_url: str) -> None:
    (store,) = rolls.opened(sqlite_url, stores=1)
    added = store.write_now(rolls.adding(MANUAL, "ana@example.com")).registrants[0]
    store.write_now(rolls.deciding(MANUAL, Action.APPROVE, added.id))
    answered = {OPEN: {}, MANUAL: {added.email: added.id}}
    assert_kept(sqlite_url, answered, {added.id})
    store.write_now(lambda tx: registrants.delete_one(tx, seeds.ACCOUNT_ID, str(MANUAL), added.id))
    with pytest.raises(AssertionError):
        assert_kept(sqlite_url, answered, {added.id})
    store.close()
