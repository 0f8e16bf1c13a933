"""What a measurement gives back: figures with their spread, ratios with their aims, and the section they stand in."""

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Plan:
    """How thoroughly to measure, and where the files of it may lie (on a real disk)."""

    folder: Path
    seconds: int
    """Of one run of the load generator, which counts in whole seconds."""
    rounds: int
    tries: int
    """At a run that other work on the machine disturbs."""
    people: int
    """On the long list."""
    say: Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Sample:
    """One run: a value, and what is known of how it came about. Cores are averages over the run."""

    value: float
    p50_ms: float | None = None
    p99_ms: float | None = None
    per_cpu_s: float | None = None
    """The value per CPU-second of the server and its children."""
    idle_cores: float | None = None
    other_cores: float | None = None
    """Busy with neither the server nor the load generator: other people's work on this machine."""
    failed: int = 0


@dataclass(frozen=True, slots=True)
class Figure:
    """The same run several times over."""

    name: str
    unit: str
    samples: Sequence[Sample]
    note: str = ""

    @property
    def median(self) -> float:
        """The value that is quoted."""
        return statistics.median(each.value for each in self.samples)

    def median_of(self, part: str) -> float | None:
        """The median of `p50_ms`, `p99_ms`, `per_cpu_s`, `idle_cores` or `other_cores`, where it was measured."""
        known = [value for each in self.samples if (value := getattr(each, part)) is not None]
        return statistics.median(known) if known else None

    @property
    def failed(self) -> int:
        """Answers that were not a success, and connections that broke; anything but 0 makes the figure worthless."""
        return sum(each.failed for each in self.samples)


@dataclass(frozen=True, slots=True)
class Aim:
    """What a value should be: at least so much, or at most."""

    bound: float
    at_most: bool = False
    unit: str = ""

    def met(self, value: float) -> bool:
        """True where the value is on the right side."""
        return value <= self.bound if self.at_most else value >= self.bound

    def __str__(self) -> str:
        return f"{'≤' if self.at_most else '≥'} {self.bound:g}{self.unit}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """A value held against an aim; most are ratios of figures taken in turns, one for each round."""

    name: str
    values: Sequence[float]
    aim: Aim | None = None

    @property
    def median(self) -> float:
        """The value that is judged."""
        return statistics.median(self.values)

    @property
    def met(self) -> bool | None:
        """None where there is nothing to meet."""
        return None if self.aim is None else self.aim.met(self.median)


@dataclass(frozen=True, slots=True)
class Section:
    """One subject."""

    title: str
    figures: Sequence[Figure]
    verdicts: Sequence[Verdict] = ()
    notes: Sequence[str] = field(default=())


def ratio(name: str, figure: Figure, limit: Figure, aim: Aim | None = None, *, of: str = "value") -> Verdict:
    """How much of another figure a figure is, round by round; `of` is the part of the samples that is compared."""
    pairs = zip(figure.samples, limit.samples, strict=True)
    known = [(getattr(mine, of), getattr(theirs, of)) for mine, theirs in pairs]
    return Verdict(name, [mine / theirs for mine, theirs in known if mine is not None and theirs], aim)
