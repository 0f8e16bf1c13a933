"""Bulk work of the command line on a desk on the same machine: a long file imported, decided about, exported."""

import csv
import http.client
import json
from pathlib import Path

from bench import commands, servers
from bench.figures import Aim, Figure, Plan, Sample, Section, Verdict
from doorlist.sandbox import seeds

ROWS = 100_000
IMPORT_S_MAX = 30
EXPORT_S_MAX = 10
MB_MAX = 200


def measure(plan: Plan) -> Section:
    """Imports 100,000 rows into a new meeting, a process of its own each time; exports them as CSV and as XLSX."""
    file = plan.folder / "people.csv"
    _people(file, ROWS)
    imports: list[Sample] = []
    exports: list[Sample] = []
    sheets: list[Sample] = []
    memory: list[Sample] = []
    export_memory: list[Sample] = []
    for round in range(1, plan.rounds + 1):
        plan.say(f"bulk: {round} of {plan.rounds}")
        name = f"bulk-{round}"
        with servers.desk(plan.folder, database=servers.sqlite_url(plan.folder / f"{name}.sqlite3"), name=name) as desk:
            environment = {"DOORLIST_BASE_URL": f"http://127.0.0.1:{desk.port}", "DOORLIST_TOKEN": seeds.TOKEN}
            meeting = _meeting(desk.port)
            seconds, most = commands.run(
                ["registrants", "import", str(file), "--meeting", meeting, "--restart", "--json"], environment
            )
            imports.append(Sample(seconds))
            memory.append(Sample(most))
            for kind, samples in (("csv", exports), ("xlsx", sheets)):
                out = plan.folder / f"{name}.{kind}"
                seconds, most = commands.run(
                    [
                        "registrants",
                        "export",
                        "--meeting",
                        meeting,
                        "--format",
                        kind,
                        "--status",
                        "all",
                        str(out),
                    ],
                    environment,
                )
                samples.append(Sample(seconds))
                if kind == "csv":
                    export_memory.append(Sample(most))
                    assert _count(out) == ROWS, "the export does not have everybody"
    return Section(
        "Bulk work",
        [
            Figure(f"{ROWS:,} rows imported", "s", imports),
            Figure("resident memory of it", "MB", memory),
            Figure(f"{ROWS:,} registrants exported as CSV", "s", exports),
            Figure("resident memory of it", "MB", export_memory),
            Figure("the same as XLSX", "s", sheets),
        ],
        [
            Verdict("import", [each.value for each in imports], Aim(IMPORT_S_MAX, at_most=True, unit=" s")),
            Verdict("export", [each.value for each in exports], Aim(EXPORT_S_MAX, at_most=True, unit=" s")),
            Verdict(
                "memory", [each.value for each in (*memory, *export_memory)], Aim(MB_MAX, at_most=True, unit=" MB")
            ),
        ],
        ["The desk has the same two cores; SQLite on a real disk."],
    )


def _people(file: Path, rows: int) -> None:
    with file.open("w", newline="", encoding="utf-8") as out:
        write = csv.writer(out).writerow
        write(["Email", "First name", "Last name"])
        for number in range(rows):
            write([f"person{number}@uni{number % 97}.example", f"Ana {number}", "Müller-Lee"])


def _meeting(port: int) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    body = {"topic": "Bulk", "type": 2, "start_time": "2030-01-01T09:00:00Z", "settings": {"approval_type": 0}}
    head = {"Authorization": f"Bearer {seeds.TOKEN}", "Content-Type": "application/json"}
    connection.request("POST", "/v2/users/me/meetings", json.dumps(body), head)
    reply = connection.getresponse()
    made = json.loads(reply.read())
    connection.close()
    assert reply.status == 201, made
    return str(made["id"])


def _count(file: Path) -> int:
    with file.open(newline="", encoding="utf-8-sig") as rows:
        return sum(1 for _ in csv.reader(rows)) - 1
