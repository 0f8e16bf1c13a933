"""What a trial found, as a JSON document and as a table; whoever prints the samples reads the marks from it."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from rich import box
from rich.table import Table

from doorlist.samples.language import Language
from doorlist.samples.trial.running import Mark, Result


class ReportBroken(Exception):
    """A text is no report; the message says why."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A sample's line: `item` has the names of its folders and its own, `slug` is its address within the collection.

    `digest` is the SHA-256 of the program as it is printed for readers: a sample that is printed differently today was not
    tried. `folder` is where the sample lies that was run, where it was kept.
    """

    item: tuple[str, ...]
    slug: str
    language: str
    mark: Mark
    reasons: tuple[str, ...] = ()
    digest: str | None = None
    seconds: float = 0.0
    folder: str | None = None

    @property
    def label(self) -> str:
        """`item "A / B" in python-requests`."""
        return f'item "{" / ".join(self.item)}" in {self.language}'


@dataclass(frozen=True)
class Report:
    """All that was tried, of one collection: `titles` has the languages, in their order."""

    collection: str
    titles: Mapping[str, str]
    entries: tuple[Entry, ...]

    def totals(self, language: str) -> Counter[Mark]:
        """How many samples of a language have each mark."""
        return self._totals.get(language, Counter())

    @property
    def wrong(self) -> Iterator[Entry]:
        """The samples that are wrong."""
        return (each for each in self.entries if each.mark is Mark.WRONG)

    def entry(self, slug: str, language: str) -> Entry | None:
        """What is known of a sample."""
        return self._by_sample.get((slug, language))

    @cached_property
    def _totals(self) -> dict[str, Counter[Mark]]:
        found: dict[str, Counter[Mark]] = {}
        for each in self.entries:
            found.setdefault(each.language, Counter())[each.mark] += 1
        return found

    @cached_property
    def _by_sample(self) -> dict[tuple[str, str], Entry]:
        return {(each.slug, each.language): each for each in self.entries}


def report(
    collection: str,
    slugs: Sequence[str],
    languages: Iterable[Language],
    results: Iterable[Result],
    *,
    kept: bool = False,
) -> Report:
    """The report of results; `slugs` are the addresses of the requests that were tried, in their order."""
    entries = (
        Entry(
            each.item,
            slugs[each.number],
            each.language,
            each.mark,
            each.reasons,
            each.digest,
            each.seconds,
            str(each.folder) if kept and each.folder is not None else None,
        )
        for each in results
    )
    return Report(collection, {each.id: each.title for each in languages}, tuple(entries))


def document(given: Report) -> str:
    """The report as JSON."""
    languages = [
        {"id": id, "title": title, **{mark.value: given.totals(id)[mark] for mark in Mark}}
        for id, title in given.titles.items()
    ]
    samples = [
        {
            "item": list(each.item),
            "slug": each.slug,
            "language": each.language,
            "mark": each.mark.value,
            "reasons": list(each.reasons),
            "digest": each.digest,
            "seconds": each.seconds,
        }
        for each in given.entries
    ]
    # What a program wrote may be anything: escapes keep lone surrogates and the like in a file that is UTF-8.
    return json.dumps({"collection": given.collection, "languages": languages, "samples": samples}, indent=1) + "\n"


def read(text: str | bytes) -> Report:
    """The report in a JSON document. Raises ReportBroken where it is none."""
    try:
        given = json.loads(text)
        return Report(
            str(given["collection"]),
            {str(each["id"]): str(each["title"]) for each in given["languages"]},
            tuple(
                Entry(
                    item=tuple(map(str, each["item"])),
                    slug=str(each["slug"]),
                    language=str(each["language"]),
                    mark=Mark(each["mark"]),
                    reasons=tuple(map(str, each["reasons"])),
                    digest=None if each["digest"] is None else str(each["digest"]),
                    seconds=float(each["seconds"]),
                )
                for each in given["samples"]
            ),
        )
    except (KeyError, TypeError, ValueError, RecursionError) as error:
        raise ReportBroken(f"this is no report of a trial: {type(error).__name__}: {error}") from error


def summary(given: Report) -> Table:
    """A table of languages and marks."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("Language")
    for mark in Mark:
        table.add_column(mark.value, justify="right")
    sums = Counter[Mark]()
    for id in given.titles:
        totals = given.totals(id)
        sums.update(totals)
        table.add_row(id, *_cells(totals))
    if len(given.titles) > 1:
        table.add_section()
        table.add_row("all", *_cells(sums))
    return table


def _cells(totals: Counter[Mark]) -> Iterator[str]:
    for mark in Mark:
        count = str(totals[mark]) if totals[mark] else "·"
        yield f"[bold red]{count}[/]" if mark is Mark.WRONG and totals[mark] else count


def failures(given: Report) -> Iterator[str]:
    """A line for each sample that is wrong, and one for each of its differences."""
    for each in given.wrong:
        yield each.label
        yield from (f"    {line}" for reason in each.reasons for line in reason.splitlines())
        if each.folder is not None:
            yield f"    see {each.folder}"
