"""A stand-in of the real API: it has meetings, rosters and tokens, and nothing that Doorlist adds.

Its answers have members that nobody knows, leave out what is optional, and are worded in its own way. Its token replies
name the real API's address.
"""

import json
import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from client import hostile
from client.hostile import Asked, Behaviour, answer, refusal, serving

PAGE_MAX = 10
NUMBER = "81234567890"


class StandIn:
    """One meeting, whose registrants wait for approval; `losing` requests that are done get no answer."""

    def __init__(self) -> None:
        self.people: dict[str, dict[str, object]] = {}
        self.losing = 0
        self.sent: list[str] = []
        self._lock = threading.Lock()

    def __call__(self, sock: socket.socket, asked: Asked) -> bool:
        with self._lock:
            behaviour = self._behaviour(asked)
            if asked.method == "POST" and "registrants" in asked.path and self.losing:
                self.losing -= 1
                return False
        return behaviour(sock, asked)

    def _behaviour(self, asked: Asked) -> Behaviour:
        if asked.path == "/oauth/token":
            return answer(200, {"access_token": "of-the-stand-in", "api_url": "https://api.zoom.us", "scope": "all"})
        if asked.headers.get("authorization") != "Bearer of-the-stand-in":
            return refusal(401, 124, "Token? What token?")
        found = re.fullmatch(rf"/v2/meetings/{NUMBER}/(.*)", asked.path)
        if found is None:
            return refusal(404, 3001, "We looked everywhere.")
        match asked.method, found[1]:
            case "GET", "registrants":
                return self._list(asked)
            case "POST", "registrants":
                return answer(201, {"registrant_id": self._add(asked.json), "novelty": {"a": [1]}})
            case "POST", "batch_registrants":
                people = json.loads(asked.body)["registrants"]
                if any("@" not in each["email"] for each in people):
                    return refusal(400, 300, "One of these is not like the others")
                entries = [{"registrant_id": self._add(each), "email": each["email"], "n": 1} for each in people]
                return answer(201, {"registrants": entries})
            case "PUT", "registrants/status":
                return self._decide(json.loads(asked.body))
        return refusal(404, 2300, "No such thing")

    def _add(self, person: dict[str, object]) -> str:
        email = str(person["email"]).lower()
        self.sent.append(email)
        kept = self.people.setdefault(email, {"id": f"id{len(self.people)}", "status": "pending", **person})
        return str(kept["id"])

    def _list(self, asked: Asked) -> Behaviour:
        assert asked.query.get("status", "approved") in ("approved", "pending", "denied"), asked.query
        assert set(asked.query) <= {"status", "page_size", "next_page_token", "occurrence_id"}, asked.query
        wanted = [each for each in self.people.values() if each["status"] == asked.query.get("status", "approved")]
        start = int(asked.query.get("next_page_token", "0"))
        shown = [
            {"id": each["id"], "email": each["email"], "last_name": None, "custom_questions": None, "novelty": 1}
            for each in wanted[start : start + PAGE_MAX]
        ]
        more = {"next_page_token": str(start + PAGE_MAX)} if start + PAGE_MAX < len(wanted) else {}
        return answer(200, {"registrants": shown, "total_records": str(len(wanted)), **more})

    def _decide(self, body: dict[str, object]) -> Behaviour:
        pointers = body["registrants"]
        assert isinstance(pointers, list)
        for each in self.people.values():
            if any(each["id"] == pointer.get("id") or each["email"] == pointer.get("email") for pointer in pointers):
                each["status"] = {"approve": "approved", "deny": "denied"}[str(body["action"])]
        return answer(204)


@contextmanager
def standing() -> Iterator[tuple[hostile.Server, StandIn]]:
    """A stand-in on a port, with what it holds."""
    stand_in = StandIn()
    with serving(stand_in) as server:
        yield server, stand_in
