"""What 30 in a request are worth: batches of registrants, as JSON and as a form, and decisions, beside single adds."""

from bench import bodies, load, roster, servers
from bench.figures import Aim, Figure, Plan, Sample, Section, ratio
from doorlist.sandbox.seeds import MEETING_ID

CONNECTIONS = 16
SINGLE_CONNECTIONS = 64
DECIDED_ON = 6_000
WORTH_MIN = 2.5


def measure(plan: Plan) -> Section:
    """Single adds, both kinds of batch, and decisions, in turns."""
    url = servers.sqlite_url(plan.folder / "batches.sqlite3")
    store = roster.sandbox(url)
    ids = roster.fill(store, MEETING_ID, DECIDED_ON)
    store.close()
    runs: dict[str, tuple[list[load.Request], int, int]] = {
        "single adds, 64 connections": ([bodies.add()], 1, SINGLE_CONNECTIONS),
        f"batches as JSON, {CONNECTIONS} connections": ([bodies.batch(form=False)], bodies.BATCH, CONNECTIONS),
        f"batches as a form, {CONNECTIONS} connections": ([bodies.batch(form=True)], bodies.BATCH, CONNECTIONS),
        f"decisions, {CONNECTIONS} connections": (bodies.decisions(MEETING_ID, ids), bodies.BATCH, CONNECTIONS),
    }
    samples: dict[str, list[Sample]] = {name: [] for name in runs}
    with servers.desk(plan.folder, database=url, name="batches") as server:
        for round in range(1, plan.rounds + 1):
            plan.say(f"batches: round {round} of {plan.rounds}")
            for name, (requests, worth, connections) in runs.items():
                warm_s = int(round == 1)
                samples[name].append(
                    load.run(plan, server, requests, connections=connections, worth=worth, warm_s=warm_s)
                )
    single, as_json, as_form, decided = (Figure(name, "registrants/s", each) for name, each in samples.items())
    return Section(
        f"{bodies.BATCH} in a request",
        [single, as_json, as_form, decided],
        [
            ratio("batches as JSON / single adds", as_json, single, Aim(WORTH_MIN)),
            ratio("batches as a form / single adds", as_form, single, Aim(WORTH_MIN)),
            ratio("decisions / single adds", decided, single),
        ],
        [
            f"every decision changes all {bodies.BATCH} that it names, on a roster of {DECIDED_ON:,}; p50 and p99 of requests"
        ],
    )
