"""Code samples: how many are printed in a second, how long a large site takes, and what others' generators reach."""

import json
import os
import subprocess
import time
from pathlib import Path

from bench import commands
from bench.figures import Aim, Figure, Plan, Sample, Section, Verdict, ratio
from doorlist.samples import collection, resolving
from doorlist.samples.language import Language, printed
from doorlist.samples.languages import languages
from doorlist.samples.request import CannotSay, Request

REQUESTS = 2_000
SITE_LANGUAGES = 25
SAMPLES_PER_S_MIN = 10_000
SITE_S_MAX = 60
SITE_MB_MAX = 500
NODE = Path(os.environ.get("DOORLIST_BENCH_NODE", Path(__file__).parent))
"""The folder whose node_modules has the peers: `npm install postman-code-generators httpsnippet`, and the first one's own
dependencies with `npm run deepinstall` in its folder."""


def measure(plan: Plan) -> Section:
    """Prints 2,000 requests in every language in one process; writes them as a site; the same with peers, in turns."""
    file = plan.folder / "samples.postman_collection.json"
    file.write_text(json.dumps(large(REQUESTS)))
    requests = [made for _, made in resolving.requests(collection.read(file.read_bytes())) if isinstance(made, Request)]
    known = languages()
    ours: list[Sample] = []
    slowest: dict[str, float] = {}
    peers: dict[str, list[Sample]] = {name: [] for name in ("postman-code-generators", "httpsnippet") if _there(name)}
    for round in range(1, plan.rounds + 1):
        plan.say(f"samples: {round} of {plan.rounds}")
        began = time.process_time()
        for language in known:
            slowest[language.id] = _print(language, requests)
        ours.append(Sample(len(requests) * len(known) / (time.process_time() - began)))
        for name, samples in peers.items():
            samples.append(Sample(_peer(name, file)))
    plan.say("samples: the site")
    seconds, again, memory = [], [], []
    for round in range(plan.rounds):
        out = plan.folder / f"site-{round}"
        took, most = _site(file, out)
        seconds.append(Sample(took))
        memory.append(Sample(most))
        again.append(Sample(_site(file, out)[0]))
    mine = Figure(f"programs printed, {len(known)} languages, one core", "samples/s", ours)
    theirs = [Figure(f"{name}, one core", "samples/s", samples) for name, samples in peers.items()]
    slow = sorted(slowest.items(), key=lambda each: -each[1])[:3]
    return Section(
        "Samples",
        [
            mine,
            *theirs,
            Figure(f"site of {REQUESTS:,} requests × {SITE_LANGUAGES} languages", "s", seconds),
            Figure("the same again, nothing changed", "s", again),
            Figure("resident memory of it, all processes", "MB", memory),
        ],
        [
            Verdict("programs printed", [each.value for each in ours], Aim(SAMPLES_PER_S_MIN, unit="/s")),
            *(ratio(f"programs printed / {each.name}", mine, each) for each in theirs),
            Verdict("site", [each.value for each in seconds], Aim(SITE_S_MAX, at_most=True, unit=" s")),
            Verdict("memory of the site", [each.value for each in memory], Aim(SITE_MB_MAX, at_most=True, unit=" MB")),
        ],
        [
            "A program of ours is whole; the peers print the call alone.",
            f"slowest: {', '.join(f'{id} {us:.0f} µs' for id, us in slow)}",
            *(
                f"{name} is not installed in {NODE}"
                for name in ("postman-code-generators", "httpsnippet")
                if not _there(name)
            ),
        ],
    )


def large(count: int) -> dict[str, object]:
    """A collection of so many ordinary requests: a third each with no body, JSON and forms, with replies and errors."""
    reply = {
        "id": "a1",
        "page_size": 30,
        "registrants": [{"id": "r1", "email": "ana@example.org", "join_url": "https://x"}],
    }
    refusals = [
        (400, 300, "Validation Failed."),
        (404, 3001, "Meeting does not exist."),
        (429, None, "Too many requests."),
    ]
    items = []
    for number in range(count):
        method = ("GET", "POST", "PUT")[number % 3]
        request: dict[str, object] = {
            "method": method,
            "header": [
                {"key": "Accept", "value": "application/json"},
                {"key": "X-Request", "value": f"number {number}"},
            ],
            "url": {
                "raw": "",
                "host": ["{{baseUrl}}"],
                "path": ["meetings", ":meetingId", "registrants", str(number)],
                "query": [{"key": "page_size", "value": "30"}, {"key": "q", "value": f"word {number}"}],
                "variable": [{"key": "meetingId", "value": f"{68423085 + number}"}],
            },
            "description": f"Request **{number}** of a large collection.",
        }
        person = {"first_name": "Ana", "last_name": f"Lee {number}", "email": f"ana{number}@example.org", "age": 41}
        if method == "POST":
            raw = json.dumps(person, indent=2)
            request["body"] = {"mode": "raw", "raw": raw, "options": {"raw": {"language": "json"}}}
        if method == "PUT":
            fields = [{"key": name, "value": str(value), "type": "text"} for name, value in person.items()]
            request["body"] = {
                "mode": "formdata" if number % 2 else "urlencoded",
                "formdata": fields,
                "urlencoded": fields,
            }
        responses = [{"name": "ok", "code": 200, "body": json.dumps(reply)}]
        responses += [
            {"name": said, "code": status, "body": json.dumps({"code": code, "message": said})}
            for status, code, said in refusals
        ]
        items.append({"name": f"Do thing {number}", "request": request, "response": responses})
    folders = [{"name": f"Folder {at // 100}", "item": items[at : at + 100]} for at in range(0, count, 100)]
    return {
        "info": {"name": "Large", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
        "item": folders,
        "auth": {"type": "bearer", "bearer": [{"key": "token", "value": "{{token}}", "type": "string"}]},
        "variable": [{"key": "baseUrl", "value": "https://api.example.org/v2"}],
    }


def _print(language: Language, requests: list[Request]) -> float:
    """Microseconds of CPU for a sample."""
    began = time.process_time()
    for each in requests:
        try:
            printed(language, each)
        except CannotSay:
            continue
    return (time.process_time() - began) / len(requests) * 1e6


def _site(file: Path, out: Path) -> tuple[float, float]:
    """Seconds that the command takes, and the most memory that it and its children had."""
    chosen = [f"--language={each.id}" for each in languages()[:SITE_LANGUAGES]]
    return commands.run(["samples", "site", str(file), "--out", str(out), *chosen])


def _there(name: str) -> bool:
    return (NODE / "node_modules" / name).is_dir()


def _peer(name: str, file: Path) -> float:
    """Samples that a peer prints in a second of CPU."""
    script = Path(__file__).with_name("peers.cjs")
    done = subprocess.run(
        ["node", str(script), name, str(NODE), str(file)], stdout=subprocess.PIPE, text=True, check=True
    )
    return float(done.stdout.split()[-1])
