"""Mock servers that developers use today, answering the same add with a canned reply, in turns with ours."""

import json
import shutil
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from bench import bodies, load, servers
from bench.figures import Aim, Figure, Plan, Sample, Section, Verdict, ratio
from doorlist.sandbox.seeds import OPEN_MEETING_ID

CONNECTIONS = 64
NPX_S_MAX = 150
"""npx may have to fetch the package first."""
_WARM_S = 5
_REPLY = {
    "id": OPEN_MEETING_ID,
    "registrant_id": "0aBcDeFgHiJkLmNoPqRsTu",
    "topic": "Registers at once",
    "start_time": "2027-11-21T18:00:00Z",
    "join_url": "https://desk.example/w/68423006?tk=SmFuZSBpcyBub3QgYSByZWFsIHRva2VuIGJ1dCBsb25nIGVub3VnaA",
}


@dataclass(frozen=True, slots=True)
class Peer:
    """A peer: how its command is made, where the add is posted, and what its figures are held against."""

    name: str
    command: Callable[[Path, int], list[str]]
    path: str
    note: str
    faster: Aim
    cheaper: Aim


def _prism(folder: Path, port: int) -> list[str]:
    file = folder / "openapi.json"
    file.write_text(json.dumps(_openapi()))
    return ["npx", "--yes", "@stoplight/prism-cli@5", "mock", "-h", "127.0.0.1", "-p", str(port), str(file)]


def _wiremock(folder: Path, port: int) -> list[str]:
    root = folder / "wiremock"
    (root / "mappings").mkdir(parents=True)
    (root / "mappings" / "add.json").write_text(
        json.dumps(
            {
                "request": {"method": "POST", "urlPathPattern": "/v2/meetings/[0-9]+/registrants"},
                "response": {
                    "status": 201,
                    "headers": {"Content-Type": "application/json"},
                    "jsonBody": _REPLY,
                },
            }
        )
    )
    options = ["--root-dir", str(root), "--bind-address", "127.0.0.1", "--max-request-journal-entries", "1000"]
    return ["npx", "--yes", "wiremock", "--port", str(port), *options]


def _openapi() -> dict[str, object]:
    """The least that describes the add: two required fields and a canned reply."""
    person = {
        "type": "object",
        "required": ["email", "first_name"],
        "properties": {"email": {"type": "string"}, "first_name": {"type": "string"}},
    }
    number = {"name": "meetingId", "in": "path", "required": True, "schema": {"type": "integer"}}
    reply = {"schema": {"type": "object"}, "example": _REPLY}
    operation = {
        "parameters": [number],
        "requestBody": {"required": True, "content": {"application/json": {"schema": person}}},
        "responses": {"201": {"description": "Registered", "content": {"application/json": reply}}},
    }
    return {
        "openapi": "3.0.3",
        "info": {"title": "One operation", "version": "1"},
        "paths": {"/meetings/{meetingId}/registrants": {"post": operation}},
    }


PEERS = (
    Peer(
        "Prism 5, mock",
        _prism,
        f"/meetings/{OPEN_MEETING_ID}/registrants",
        "a canned example, one process; Prism ignores the server's base path, so without /v2",
        Aim(1.5),
        Aim(1.5),
    ),
    Peer(
        "WireMock 3",
        _wiremock,
        f"/v2/meetings/{OPEN_MEETING_ID}/registrants",
        "a canned reply, its journal capped at 1,000 requests",
        Aim(0.6),
        Aim(1.0),
    ),
)
_OURS = "Doorlist, kept on disk"


def measure(plan: Plan) -> Section:
    """All that came up, in turns."""
    notes: list[str] = []
    with ExitStack() as stack:
        database = servers.sqlite_url(plan.folder / "peers.sqlite3")
        up = {_OURS: (stack.enter_context(servers.desk(plan.folder, database=database, name="peers")), bodies.add())}
        for peer in PEERS:
            plan.say(f"peers: starting {peer.name}")
            try:
                up[peer.name] = (_start(stack, plan, peer), bodies.add(peer.path, token=""))
                notes.append(f"{peer.name}: {peer.note}")
            except servers.Unstarted as reason:
                notes.append(f"{peer.name}: not measured, {reason}")
        samples: dict[str, list[Sample]] = {name: [] for name in up}
        for server, request in up.values():
            load.warm(server, [request], connections=CONNECTIONS, seconds=_WARM_S)
        for round in range(1, plan.rounds + 1):
            plan.say(f"peers: round {round} of {plan.rounds}")
            for name, (server, request) in up.items():
                samples[name].append(load.run(plan, server, [request], connections=CONNECTIONS))
    figures = {name: Figure(name, "adds/s", each) for name, each in samples.items()}
    verdicts = [
        verdict
        for peer in PEERS
        if peer.name in figures
        for verdict in _verdicts(figures[_OURS], figures[peer.name], peer)
    ]
    return Section(f"Beside mock servers, {CONNECTIONS} connections", list(figures.values()), verdicts, notes)


def _start(stack: ExitStack, plan: Plan, peer: Peer) -> servers.Server:
    if shutil.which("npx") is None:
        raise servers.Unstarted("there is no npx on this machine")
    port = servers.free_port()
    log = plan.folder / f"peer-{port}.log"
    server = servers.started(peer.command(plan.folder, port), port, log=log, probe=peer.path, start_s_max=NPX_S_MAX)
    return stack.enter_context(server)


def _verdicts(ours: Figure, theirs: Figure, peer: Peer) -> list[Verdict]:
    return [
        ratio(f"adds/s, ours / {peer.name}", ours, theirs, peer.faster),
        ratio(f"adds per CPU-second, ours / {peer.name}", ours, theirs, peer.cheaper, of="per_cpu_s"),
        ratio(f"p99, ours / {peer.name}", ours, theirs, Aim(1.0, at_most=True), of="p99_ms"),
    ]
