"""`python -m bench`: measure, print tables, keep the figures as JSON. Ends by itself, and ends what it started."""

import argparse
import signal
import sys
import tempfile
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from bench import (
    adding,
    batching,
    bulk,
    committing,
    databases,
    deliveries,
    limits,
    listing,
    machine,
    peers,
    report,
    samples,
    starting,
    tokens,
)
from bench.figures import Plan, Section

RESULTS = Path(__file__).with_name("results")
SECTIONS: Mapping[str, Callable[[Plan], Section]] = {
    "adds": adding.measure,
    "batches": batching.measure,
    "bulk": bulk.measure,
    "lists": listing.measure,
    "start": starting.measure,
    "commits": committing.measure,
    "deliveries": deliveries.measure,
    "databases": databases.measure,
    "limits": limits.measure,
    "peers": peers.measure,
    "samples": samples.measure,
    "tokens": tokens.measure,
}


def main() -> None:
    """Measure what is asked for."""
    given = _arguments()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that what was started is ended
    out = report.console()
    RESULTS.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="run-", dir=RESULTS, ignore_cleanup_errors=True) as name:
        folder = Path(name)
        plan = Plan(
            folder=folder,
            seconds=1 if given.quick else 3,
            rounds=1 if given.quick else 3,
            tries=1 if given.quick else given.tries,
            people=50_000 if given.quick else 1_000_000,
            say=lambda text: out.print(f"[dim]… {text}[/dim]"),
        )
        facts = {"at": datetime.now(UTC).isoformat(timespec="seconds")} | dict(machine.facts(folder))
        out.print("  ".join(f"{name}: {value}" for name, value in facts.items()), style="dim", markup=False)
        out.print(
            f"{plan.rounds} round(s) of {plan.seconds} s, in turns; the median is quoted. Loads are closed loops on "
            "loopback that share the cores with the server. Only ratios of one run travel to other machines.",
            style="dim",
        )
        done: dict[str, Section] = {}
        path = given.json or RESULTS / f"{datetime.now(UTC):%Y%m%d-%H%M%S}.json"
        for name in given.only or SECTIONS:
            done[name] = SECTIONS[name](plan)
            report.show(out, done[name])
            report.write(path, facts, done)
    out.print()
    for line in report.missed(done):
        out.print(f"[red]missed[/red]  {line}")
    out.print(f"kept in {path}", style="dim")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure Doorlist on this machine.")
    parser.add_argument("--quick", action="store_true", help="one round of one second: to see that it works")
    parser.add_argument("--only", nargs="+", metavar="NAME", choices=SECTIONS, help=f"of {', '.join(SECTIONS)}")
    parser.add_argument(
        "--tries", type=int, default=2, metavar="N", help="at a run that other work on the machine disturbs (2)"
    )
    parser.add_argument("--json", type=Path, metavar="PATH", help="where to keep the figures (bench/results/…)")
    return parser.parse_args()


if __name__ == "__main__":
    main()
