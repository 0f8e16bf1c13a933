"""The main job in front of the user: a sandbox, a meeting, a recording, people who register and are decided on."""

import json
import os
import re
import shlex
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta

import httpx2
from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from doorlist import clock
from doorlist.sandbox import seeds
from doorlist.settings import PREFIX, Settings
from doorlist.web.documents import PREFIX as SAMPLES

_PEOPLE = (
    ("Ana", "Lee", "ana.lee@example.com"),
    ("Bo", "Okafor", "bo.okafor@example.com"),
)
_WAITING = (
    ("Chidi", "Ito", "chidi.ito@example.com"),
    ("Dora", "Ruiz", "dora.ruiz@example.com"),
    ("Emil", "Zöe", "emil.zoe@example.com"),
)
_TELLING = ("code", "message", "id", "registrant_id", "topic", "email", "status", "start_time", "join_url", "share_url")

Form = Sequence[tuple[str, str]]


class DemoFailed(Exception):
    """A step did not answer as it should; the message shows which and how."""


@dataclass
class _Tour:
    """The steps so far, and the way to the server."""

    client: httpx2.Client
    console: Console
    token: str = ""
    steps: list[tuple[str, str, str, str]] = field(default_factory=list)

    def send(
        self, method: str, path: str, *, expect: int, form: Form | None = None, body: Mapping[str, object] | None = None
    ) -> dict[str, object]:
        """Send one request, note it with its answer, and give back the answer's JSON."""
        head = {"authorization": f"Bearer {self.token}"}
        if form is not None:
            files = [(name, (None, value)) for name, value in form]
            response = self.client.request(method, path, headers=head, files=files)
            sent = "\n".join(f"{name}={value}" for name, value in form)
        else:
            response = self.client.request(method, path, headers=head, json=body)
            sent = "" if body is None else json.dumps(body, ensure_ascii=False)
        answer = f"{response.status_code} {response.reason_phrase}"
        self.steps.append((f"{method}\n{path}", sent, answer, _told(response)))
        if response.status_code != expect:
            raise DemoFailed(f"{method} {path} answered {answer}, not {expect}: {response.text}")
        parsed: dict[str, object] = response.json() if response.content else {}
        return parsed

    def show(self, title: str) -> None:
        """Print the steps since the last time as a table."""
        table = Table(
            title=title, title_justify="left", title_style="bold", box=box.HORIZONTALS, expand=True, show_lines=True
        )
        table.add_column("Request", ratio=4, overflow="fold")
        table.add_column("Sent", ratio=5, overflow="fold", style="cyan")
        table.add_column("Answer", ratio=2, style="green")
        table.add_column("What came back", ratio=6, overflow="fold")
        for row in self.steps:
            table.add_row(*(escape(cell) for cell in row))
        self.console.print(table)
        self.steps.clear()


def run(settings: Settings, *, once: bool) -> None:
    """Start a sandbox, go through the flow, then serve on until Ctrl-C (`once`: stop). Raises DemoFailed."""
    console = Console(highlight=False)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # the sandbox ends with us
    with _sandbox(settings) as (address, process):
        console.print(f"[bold]Doorlist[/] sandbox on {address}, everything kept in an embedded database\n")
        with httpx2.Client(base_url=address, timeout=30) as client:
            tour = _Tour(client, console)
            _sign_in(tour)
            meeting_id = _meeting(tour)
            _recording(tour, meeting_id)
        if once:
            return
        _invite(console, address, meeting_id)
        try:
            process.wait()
        except KeyboardInterrupt:
            console.print("\nThe sandbox is gone, and its data with it.")


@contextmanager
def _sandbox(settings: Settings) -> Iterator[tuple[str, "subprocess.Popen[str]"]]:
    """A sandbox in a process of its own, on the wanted port or, where that is taken, on a free one."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    for port in (settings.port, 0):
        command = [sys.executable, "-m", "doorlist", "sandbox", "--port", str(port)]
        command += ["--profile", settings.profile]
        process = subprocess.Popen(  # noqa: S603
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment
        )
        assert process.stdout is not None
        announced = process.stdout.readline()
        if " listens on " in announced:
            break
        process.wait()
    else:
        raise DemoFailed("the sandbox did not start; `doorlist sandbox` says why")
    try:
        yield announced.split(" listens on ")[1].split()[0], process
    finally:
        process.terminate()
        process.wait()
        process.stdout.close()


def _sign_in(tour: _Tour) -> None:
    path = f"/oauth/token?grant_type=account_credentials&account_id={seeds.ACCOUNT_ID}"
    response = tour.client.post(path, auth=(seeds.CLIENT_ID, seeds.CLIENT_SECRET))
    if response.status_code != 200:
        raise DemoFailed(f"POST {path} answered {response.status_code}: {response.text}")
    tour.token = response.json()["access_token"]
    said = "access_token (shown to nobody), expires_in 3600, scope, api_url"
    tour.steps.append(
        (f"POST\n{path.split('?')[0]}", f"{path.split('?')[1]}\nBasic {seeds.CLIENT_ID}:…", "200 OK", said)
    )


def _meeting(tour: _Tour) -> int:
    """A meeting that asks for approval: people come in by batch and are approved, denied and cancelled."""
    start = (clock.now() + timedelta(days=7)).strftime("%Y-%m-%dT10:00:00Z")
    plan = {"topic": "Team course", "type": 2, "start_time": start, "settings": {"approval_type": 1}}
    meeting_id = int(str(tour.send("POST", "/v2/users/me/meetings", expect=201, body=plan)["id"]))
    people = f"/v2/meetings/{meeting_id}/registrants"
    batch = f"/v2/meetings/{meeting_id}/batch_registrants"
    added = tour.send("POST", batch, expect=200, form=[("auto_approve", "true"), ("registrants", _json(_PEOPLE))])
    links = _by_email(added, "join_url")
    tour.send("POST", batch, expect=200, form=[("auto_approve", "false"), ("registrants", _json(_WAITING))])
    ids = _by_email(tour.send("GET", f"{people}?status=all", expect=200), "id")
    for action, email in (("approve", _WAITING[0][2]), ("deny", _WAITING[1][2]), ("cancel", _PEOPLE[1][2])):
        named = json.dumps([{"id": ids[email], "email": email}])
        tour.send("PUT", f"{people}/status", expect=204, form=[("action", action), ("registrants", named)])
    tour.show("A meeting that asks for approval")
    _show_people(tour, f"{people}?status=all", "Its registrants, with their join links")
    _open(tour, {"Ana, approved": links[_PEOPLE[0][2]], "Bo, cancelled since": links[_PEOPLE[1][2]]})
    return meeting_id


def _recording(tour: _Tour, meeting_id: int) -> None:
    """A recording on demand: people ask to see it, and are approved and denied."""
    base = f"/v2/meetings/{meeting_id}/recordings"
    file = {"play_url": "https://media.example.com/course.mp4", "file_type": "MP4"}
    tour.send("POST", base, expect=201, body=file)
    tour.send("PATCH", f"{base}/settings", expect=204, body={"on_demand": True, "approval_type": 1})
    ids = {}
    for first_name, last_name, email in _PEOPLE:
        person = {"email": email, "first_name": first_name, "last_name": last_name}
        ids[email] = tour.send("POST", f"{base}/registrants", expect=201, body=person)["registrant_id"]
    for action, (_first, _last, email) in zip(("approve", "deny"), _PEOPLE, strict=True):
        form = [("action", action), ("registrants", json.dumps([{"id": ids[email]}]))]
        tour.send("PUT", f"{base}/registrants/status", expect=204, form=form)
    tour.show("Its recording, on demand")
    _show_people(tour, f"{base}/registrants?status=all", "The recording's registrants")


def _show_people(tour: _Tour, path: str, title: str) -> None:
    listed = tour.client.get(path, headers={"authorization": f"Bearer {tour.token}"}).json()["registrants"]
    table = Table(title=title, title_justify="left", title_style="bold", box=box.HORIZONTALS, expand=True)
    table.add_column("Name", no_wrap=True)
    table.add_column("Email", no_wrap=True)
    table.add_column("Status", no_wrap=True)
    links = any("join_url" in each for each in listed)
    if links:
        table.add_column("Join link", overflow="fold", style="cyan")
    colours = {"approved": "green", "pending": "yellow", "denied": "red", "cancelled": "magenta"}
    for each in listed:
        name = f"{each['first_name']} {each['last_name']}".strip()
        status = f"[{colours[each['status']]}]{each['status']}[/]"
        row = [escape(name), escape(each["email"]), status]
        table.add_row(*row, *([escape(each.get("join_url", "—"))] if links else []))
    tour.console.print(table)
    tour.console.print()


def _open(tour: _Tour, links: Mapping[str, str]) -> None:
    """Follow some join links as their holders would, and say what they see."""
    for whose, link in links.items():
        response = tour.client.get(link)
        title = re.search(r"<title>(.*?)</title>", response.text)
        tour.console.print(f"The link of {whose}: {response.status_code} “{title.group(1) if title else ''}”")
    tour.console.print()


def _invite(console: Console, address: str, meeting_id: int) -> None:
    """The sample pages, and three lines that work when pasted, each on one line however narrow the terminal is."""
    api = f"{address}/v2/meetings/{meeting_id}"
    bearer = shlex.quote(f"Authorization: Bearer {seeds.TOKEN}")
    person = shlex.quote(_json((("Fay", "Nguyen", "fay@example.com"),)))
    decision = shlex.quote(json.dumps({"action": "deny", "registrants": [{"email": _WAITING[0][2]}]}))
    console.print("[bold]It serves on.[/] Each request as a program in every language:\n")
    console.out(f"{address}{SAMPLES}/\n", highlight=False)
    console.print("Paste these in another terminal (Ctrl-C here ends it):\n")
    for line in (
        f"curl -H {bearer} {shlex.quote(f'{api}/registrants?status=all')}",
        f"curl -H {bearer} --form auto_approve=true --form registrants={person} {api}/batch_registrants",
        f"curl -i -X PUT -H {bearer} -H 'Content-Type: application/json' -d {decision} {api}/registrants/status",
    ):
        console.out(line, highlight=False)
        console.print()


def _by_email(told: Mapping[str, object], name: str) -> dict[str, str]:
    people = told["registrants"]
    assert isinstance(people, list)
    return {each["email"]: each[name] for each in people}


def _json(people: Sequence[tuple[str, str, str]]) -> str:
    named = [{"first_name": first, "email": email, "last_name": last} for first, last, email in people]
    return json.dumps(named, ensure_ascii=False)


def _told(response: httpx2.Response) -> str:
    """What an answer says, in short: the fields that matter, tokens cut."""
    if not response.content:
        return "(empty)"
    told: dict[str, object] = response.json()
    people = told.get("registrants")
    if isinstance(people, list):
        return "\n".join(_fields(each) for each in people)
    return _fields(told)


def _fields(told: Mapping[str, object]) -> str:
    shown = "  ".join(f"{name}={told[name]}" for name in _TELLING if told.get(name) not in (None, ""))
    return re.sub(r"(tk=.{6})[^&\s]*", r"\1…", shown)
