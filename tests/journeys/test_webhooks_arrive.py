"""Webhooks in real processes: kill -9 while they flow, couriers of their own, and the command line."""

import asyncio
import contextlib
import json
import re
import threading
from collections.abc import Iterator
from http.client import HTTPException
from pathlib import Path

import pytest
import servers
from courier import receivers
from courier.receivers import Receiver, receiving, verifies, verifies_as_standard
from surroundings import PATIENCE_S

from doorlist.sandbox import seeds

OPEN, MANUAL = seeds.OPEN_MEETING_ID, seeds.MEETING_ID


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "desk.log"


@contextlib.contextmanager
def listening(answer: receivers.Answer = receivers.ok) -> Iterator[Receiver]:
    """A receiver in a thread of its own, so that tests may wait for other processes."""
    ready = threading.Event()
    made: list[tuple[Receiver, asyncio.AbstractEventLoop, asyncio.Event]] = []

    async def life() -> None:
        async with receiving(answer) as receiver:
            over = asyncio.Event()
            made.append((receiver, asyncio.get_running_loop(), over))
            ready.set()
            await over.wait()

    thread = threading.Thread(target=lambda: asyncio.run(life()))
    thread.start()
    assert ready.wait(PATIENCE_S)
    receiver, loop, over = made[0]
    try:
        yield receiver
    finally:
        loop.call_soon_threadsafe(over.set)
        thread.join(PATIENCE_S)


def until(receiver: Receiver, count: int) -> None:
    """Wait until so many different notices came."""

    async def scene() -> None:
        async with asyncio.timeout(PATIENCE_S):
            while len({arrival.id for arrival in receiver.got}) < count:
                await asyncio.sleep(0.01)  # another thread's list is looked at

    asyncio.run(scene())


def subscribe(desk: servers.LiveDesk, receiver: Receiver) -> str:
    body = {"url": receiver.url, "events": ["all"], "secret": receivers.SECRET}
    made = desk.call("POST", "/v2/webhooks", body)
    assert made.status == 201, made
    id: str = made.json["webhook_id"]
    return id


def register(desk: servers.LiveDesk, email: str, meeting: int = OPEN) -> str:
    reply = desk.call("POST", f"/v2/meetings/{meeting}/registrants", {"email": email, "first_name": "Ana"})
    assert reply.status == 201, reply
    id: str = reply.json["registrant_id"]
    return id


def test_a_sandbox_tells_a_receiver_on_this_machine_of_every_change(log: Path) -> None:
    with listening() as receiver, servers.running(log=log) as desk:
        subscribe(desk, receiver)
        ana = register(desk, "ana@example.com", MANUAL)
        place = f"/v2/meetings/{MANUAL}/registrants"
        body = {"action": "approve", "registrants": [{"id": ana}]}
        assert desk.call("PUT", f"{place}/status", body).status == 204
        until(receiver, 2)
        assert desk.stop() == 0
    assert receiver.events == ["meeting.registration_created", "meeting.registration_approved"]
    assert all(verifies(arrival) and verifies_as_standard(arrival) for arrival in receiver.got)
    created, approved = (arrival.json["payload"] for arrival in receiver.got)
    assert created["object"]["registrant"]["status"] == "pending"
    assert approved["operator"] == seeds.HOST_EMAIL
    assert approved["object"]["id"] == str(MANUAL)
    assert approved["object"]["registrant"]["join_url"].startswith(f"http://{desk.host}:{desk.port}/w/{MANUAL}?tk=")
    assert "Traceback" not in log.read_text()


def test_a_sandbox_refuses_a_receiver_in_the_network_around_it(log: Path) -> None:
    with servers.running(log=log) as desk:
        for url in ("http://169.254.169.254/latest/meta-data/", "http://10.0.0.1/", "https://192.168.0.1/"):
            reply = desk.call("POST", "/v2/webhooks", {"url": url, "events": ["all"]})
            assert (reply.status, reply.code) == (400, 422)
            assert "address" in reply.json["message"]


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_killed_while_webhooks_flow_a_desk_loses_none_and_repeats_have_their_ids(
    kind: str, request: pytest.FixtureRequest, log: Path
) -> None:
    url = request.getfixturevalue(f"{'sqlite' if kind == 'sqlite' else 'postgres'}_url")
    answered: list[str] = []
    with listening() as receiver:
        for round_, killed_after in enumerate((2, 15, 40)):
            with servers.running("--database", url, log=log) as desk:
                if round_ == 0:
                    subscribe(desk, receiver)
                clients = [threading.Thread(target=load, args=(desk, answered, round_, number)) for number in range(4)]
                before = len(answered)
                for each in clients:
                    each.start()
                while len(answered) < before + killed_after:
                    pass
                desk.kill()
                for each in clients:
                    each.join(PATIENCE_S)
        hurry(url)
        with servers.running("--database", url, log=log):
            until_told(receiver, answered)
    told = {arrival.registrant for arrival in receiver.got}
    assert set(answered) <= told
    by_registrant: dict[str, set[str]] = {}
    for arrival in receiver.got:
        by_registrant.setdefault(arrival.registrant, set()).add(arrival.id)
    assert all(len(ids) == 1 for ids in by_registrant.values()), "a repeat has the id that it had"
    assert "Traceback" not in log.read_text()


def load(desk: servers.LiveDesk, answered: list[str], round_: int, number: int) -> None:
    """Register people until the desk is gone."""
    with contextlib.closing(desk.connection()) as connection:
        turn = 0
        try:
            while True:
                turn += 1
                body = {"email": f"guest-{round_}-{number}-{turn}@example.com", "first_name": "Ana"}
                reply = servers.send(connection, "POST", f"/v2/meetings/{OPEN}/registrants", body)
                assert reply.status == 201, reply
                answered.append(reply.json["registrant_id"])
        except (OSError, HTTPException):
            return  # it was killed


def hurry(url: str) -> None:
    """Let what the killed desks had claimed be due now, as it would be a minute later."""
    from sqlalchemy import update

    from doorlist.storage.database import Statement
    from doorlist.storage.store import Store
    from doorlist.storage.tables import notices

    with contextlib.closing(Store(url)) as store:
        later = Statement(update(notices).where(notices.c.due_ms.is_not(None)).values(due_ms=0))
        store.write_now(lambda tx: tx.run(later))


def until_told(receiver: Receiver, answered: list[str]) -> None:
    async def scene() -> None:
        async with asyncio.timeout(PATIENCE_S):
            while not set(answered) <= {arrival.registrant for arrival in list(receiver.got)}:
                await asyncio.sleep(0.01)

    asyncio.run(scene())


# --- the command line ------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def courier(url: str, log: Path) -> Iterator[None]:
    """`doorlist courier` while it runs; it ends well."""
    process = servers.program("from doorlist.cli import main; main()", "courier", "--database", url, "--allow-private")
    assert process.stdout is not None
    try:
        said = process.stdout.readline()
        assert "delivers webhooks" in said, said
        yield
    finally:
        process.terminate()
        _, errors = process.communicate(timeout=PATIENCE_S)
        log.write_text(errors)
        assert process.returncode == 0, errors


def doorlist(*arguments: str) -> str:
    """What a command prints."""
    done = servers.run(*arguments)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_webhook_is_made_looked_at_replayed_and_removed_from_the_command_line(
    sqlite_url: str, tmp_path: Path
) -> None:
    log = tmp_path / "courier.log"
    at = ("--database", sqlite_url)
    with listening() as receiver:
        with servers.running(*at, "--no-courier", log=log) as desk:
            added = ("webhook", "add", receiver.url, "--events", "meeting.*", "--secret", receivers.SECRET)
            made = json.loads(doorlist(*added, *at, "--json"))
            assert made["secret"] == receivers.SECRET
            id = made["webhook_id"]
            assert receivers.SECRET not in doorlist("webhook", "list", *at)
            ana = register(desk, "ana@example.com", MANUAL)
            waiting = json.loads(doorlist("webhook", "deliveries", *at, "--json"))["deliveries"]
            assert [(each["state"], each["tries"]) for each in waiting] == [("waiting", [])]
            assert receiver.got == [], "nobody delivers"
            with courier(sqlite_url, tmp_path / "own.log"):
                until(receiver, 1)
                desk.call(
                    "PUT",
                    f"/v2/meetings/{MANUAL}/registrants/status",
                    {"action": "approve", "registrants": [{"id": ana}]},
                )
                until(receiver, 2)
        assert "Traceback" not in (tmp_path / "own.log").read_text()
        listed = doorlist("webhook", "deliveries", *at)
        assert listed.count("delivered") == 2
        notice = listed.split()[0]
        assert "is sent again" in doorlist("webhook", "resend", notice, *at)
        assert doorlist("webhook", "replay", "--since", "2h", "--webhook", id, *at) == "1 notices are sent again.\n"
        assert "was validated" in doorlist("webhook", "validate", id, *at)
        with courier(sqlite_url, tmp_path / "own.log"):

            async def scene() -> None:
                async with asyncio.timeout(PATIENCE_S):
                    while len(receiver.got) < 4:
                        await asyncio.sleep(0.01)

            asyncio.run(scene())
        assert len({arrival.id for arrival in receiver.got}) == 2
        assert "was removed" in doorlist("webhook", "remove", id, *at)
        assert doorlist("webhook", "list", *at) == "There are no webhooks.\n"


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("add", "http://127.0.0.1:9/"), r"was not validated: cannot connect to 127\.0\.0\.1:9: Connection refused"),
        (
            ("add", "http://10.0.0.1/"),
            r"10\.0\.0\.1 is a private address: deliveries go there with --allow-private alone",
        ),
        (("add", "nonsense"), r"url: Invalid field\. It must be an http or https address"),
        (("add", "https://receiver.example/", "--events", "phone.*"), r"events\[0\]: Invalid field"),
        (("add", "https://receiver.example/", "--secret", "whsec_!!!!!!!!!!!!"), r"secret: Invalid field"),
        (("remove", "nobody"), r"Webhook does not exist: nobody\."),
        (("resend", "nobody"), r"Notice does not exist: nobody\."),
        (("replay", "--since", "yesterday"), r"--since must be a time"),
        (("list", "--account", "nobody"), r"--account 'nobody' does not exist"),
    ],
)
def test_what_the_command_line_cannot_do_it_says_in_a_line(
    migrated_sqlite_url: str, arguments: tuple[str, ...], why: str
) -> None:
    from storage import rolls

    rolls.opened(migrated_sqlite_url, stores=1)[0].close()
    done = servers.run("webhook", *arguments, "--database", migrated_sqlite_url)
    assert done.returncode == 1
    assert re.search(why, done.stderr), done.stderr
    assert done.stderr.count("\n") == 1


def test_a_database_without_a_desk_has_no_webhooks(sqlite_url: str) -> None:
    done = servers.run("webhook", "list", "--database", sqlite_url)
    assert done.returncode == 1
    assert "holds no desk yet" in done.stderr
