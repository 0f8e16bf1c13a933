"""Figures for people, as tables, and for programs, as JSON."""

import json
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.figures import Figure, Section, Verdict

_WIDTH = 132


def console() -> Console:
    """Where it is printed; as wide when piped into a file."""
    made = Console()
    return made if made.is_terminal else Console(width=_WIDTH)


def show(out: Console, section: Section) -> None:
    """Print a section."""
    out.print()
    out.print(f"[bold]{section.title}[/bold]")
    if section.figures:
        out.print(_figures(section.figures))
    if section.verdicts:
        out.print(_verdicts(section.verdicts))
    for note in section.notes:
        out.print(f"  {note}", style="dim", markup=False)


def write(path: Path, facts: Mapping[str, str], sections: Mapping[str, Section]) -> None:
    """Keep everything that was measured, every single run of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    told = {
        name: {
            "title": section.title,
            "figures": [asdict(each) | {"median": each.median} for each in section.figures],
            "verdicts": [
                {
                    "name": each.name,
                    "median": each.median if each.values else None,
                    "values": each.values,
                    "aim": str(each.aim) if each.aim else None,
                    "met": each.met if each.values else None,
                }
                for each in section.verdicts
            ],
            "notes": section.notes,
        }
        for name, section in sections.items()
    }
    path.write_text(json.dumps({"machine": facts, "sections": told}, indent=1) + "\n")


def _figures(figures: Sequence[Figure]) -> Table:
    table = Table(box=None, padding=(0, 1), header_style="dim")
    table.add_column("", min_width=42)
    for name in ("median", "min-max", "", "p50 ms", "p99 ms", "per CPU-s", "idle cores", "others"):
        table.add_column(name, justify="left" if not name else "right")
    for each in figures:
        values = [sample.value for sample in each.samples]
        table.add_row(
            each.name
            + (f" ({each.note})" if each.note else "")
            + (f" [red]{each.failed} failed[/red]" if each.failed else ""),
            _number(each.median),
            f"{_number(min(values))}-{_number(max(values))}",
            each.unit,
            *(_or_blank(each.median_of(part)) for part in ("p50_ms", "p99_ms", "per_cpu_s")),
            *(_or_blank(each.median_of(part)) for part in ("idle_cores", "other_cores")),
        )
    return table


def _verdicts(verdicts: Sequence[Verdict]) -> Table:
    table = Table(box=None, padding=(0, 2), header_style="dim")
    table.add_column("")
    for name in ("median", "min-max", "aim"):
        table.add_column(name, justify="right")
    table.add_column("")
    words = {True: "[green]met[/green]", False: "[red]missed[/red]", None: ""}
    for each in verdicts:
        if not each.values:
            continue
        spread = f"{_number(min(each.values))}-{_number(max(each.values))}"
        table.add_row(each.name, _number(each.median), spread, str(each.aim or ""), words[each.met])
    return table


def _number(value: float) -> str:
    if value >= 1000:
        return f"{value:,.0f}"
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def _or_blank(value: float | None) -> str:
    return "" if value is None else _number(value)


def missed(sections: Mapping[str, Section]) -> list[str]:
    """The aims that were not met, in words."""
    return [
        f"{each.name}: {_number(statistics.median(each.values))}, aim {each.aim}"
        for section in sections.values()
        for each in section.verdicts
        if each.values and each.met is False
    ]
