"""A desk in this process, and its time in the test's hands."""

import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from replies import Reply, hold
from starlette.testclient import TestClient

from doorlist import clock
from doorlist.sandbox import seeds
from doorlist.settings import Settings
from doorlist.storage import migrate
from doorlist.storage.store import Store
from doorlist.web.app import application

each_kind = pytest.mark.parametrize("of", ["meetings", "webinars"])
"""For what holds for meetings and webinars alike; `of` goes to the desk's ways of asking."""


class Clock:
    """The desk's time, moved by hand once `set` or `move` was called."""

    def __init__(self) -> None:
        self._offset = timedelta()
        self._real = clock.now

    def now(self) -> datetime:
        """The moved time."""
        return self._real() + self._offset

    def stop(self, at: datetime) -> None:
        """From now on it is this moment, until it is moved."""
        self._real, self._offset = lambda: at, timedelta()

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
        reply = Reply.read(response.status_code, response.headers, response.content)
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

    def webinar(self, **fields: Any) -> int:
        """A new webinar that takes place once and asks for approval, a month ahead; `settings` are laid over that."""
        start = (self.clock.now() + timedelta(days=30)).strftime("%Y-%m-%dT%H:%M:%SZ")
        settings = {"approval_type": 1} | fields.pop("settings", {})
        plan = {"topic": "A webinar", "type": 5, "start_time": start, "duration": 60, "settings": settings} | fields
        made = self.call("POST", "/v2/users/me/webinars", plan)
        assert made.status == 201, made
        number: int = made.json["id"]
        return number

    def plan(self, of: str, **fields: Any) -> int:
        """A new meeting or webinar ("meetings", "webinars"), as above. Its number."""
        return self.meeting(**fields) if of == "meetings" else self.webinar(**fields)

    def panelist(self, webinar: int, email: str = "paula@speakers.example", name: str = "Paula") -> str:
        """A new panelist of a webinar. Their id."""
        people = [{"email": email, "name": name}]
        assert self.call("POST", f"/v2/webinars/{webinar}/panelists", {"panelists": people}).status == 201
        shown = self.call("GET", f"/v2/webinars/{webinar}/panelists").json["panelists"]
        return next(str(each["id"]) for each in shown if each["email"] == email)

    def source(self, webinar: int, name: str = "Newsletter") -> str:
        """A new tracking source of a webinar. Its id."""
        made = self.call("POST", f"/v2/webinars/{webinar}/tracking_sources", {"source_name": name})
        assert made.status == 201, made
        return str(made.json["id"])

    def recorded(self, **settings: Any) -> int:
        """A new meeting with a recording on demand that asks for approval; `settings` are laid over that. Its number."""
        number = self.meeting()
        made = self.call("POST", f"/v2/meetings/{number}/recordings", {"play_url": "https://media.example/r.mp4"})
        assert made.status == 201, made
        wanted = {"on_demand": True, "approval_type": 1} | settings
        assert self.call("PATCH", f"/v2/meetings/{number}/recordings/settings", wanted).status == 204
        return number

    def registrant(self, meeting: int, email: str, *, of: str = "meetings", **fields: Any) -> str:
        """A new registrant of a meeting or webinar. Their id."""
        made = self.add(meeting, email, of=of, **fields)
        assert made.status == 201, made
        name: str = made.json["registrant_id"]
        return name

    def add(self, meeting: int, email: str, *, of: str = "meetings", at: str | None = None, **fields: Any) -> Reply:
        """Try to register somebody to a meeting or webinar; `at` names occurrences."""
        query = "" if at is None else f"?occurrence_ids={at}"
        return self.call(
            "POST", f"/v2/{of}/{meeting}/registrants{query}", {"email": email, "first_name": "Ana"} | fields
        )

    def decide(self, meeting: int, action: str, *people: str, of: str = "meetings", at: str | None = None) -> Reply:
        """Approve, deny or cancel registrants by their ids or emails; `at` names an occurrence."""
        named = [{"email" if "@" in each else "id": each} for each in people]
        body = {"action": action, "registrants": named}
        query = "" if at is None else f"?occurrence_id={at}"
        return self.call("PUT", f"/v2/{of}/{meeting}/registrants/status{query}", body)

    def statuses(self, meeting: int, *, of: str = "meetings", at: str | None = None) -> dict[str, str]:
        """Each registrant's true status, by email; `at` names an occurrence."""
        query = "" if at is None else f"&occurrence_id={at}"
        listed = self.call("GET", f"/v2/{of}/{meeting}/registrants?status=all&page_size=300{query}")
        assert listed.status == 200, listed
        return {each["email"]: each["status"] for each in listed.json["registrants"]}


async def believed(_url: str, _secret: str) -> str:
    """Stands for the network's edge: every receiver has its secret."""
    return ""


@contextlib.contextmanager
def open_desk(url: str, moved: Clock, **given: Any) -> Iterator[Desk]:
    """A desk over a database, with the sandbox's seeds in it; `given` are settings."""
    settings = Settings(database=url, **given)
    store = Store(url)
    migrate.upgrade(store.driver)
    store.write_now(lambda tx: seeds.plant(tx, now=clock.now(), registrants_max=settings.registrants_max))
    made = application(store, settings, closing=store.close, validator=believed)
    with TestClient(made, base_url="http://desk.test") as client:
        yield Desk(store, client, moved, settings, database=url.split(":")[0])
