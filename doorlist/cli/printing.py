"""`doorlist samples print`, `write` and `site`: what is made of a collection, on the screen, in folders, as pages."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from doorlist.cli.desk import fail
from doorlist.cli.samples import (
    CollectionFile,
    EnvironmentFile,
    LanguageIds,
    Values,
    choose_languages,
    read_collection,
    read_values,
)
from doorlist.cli.samples import app as app

if TYPE_CHECKING:  # what most commands need not load
    from doorlist.samples.collection import Collection, Item

T = TypeVar("T")

Seed = Annotated[str, typer.Option(help="What random values such as {{$guid}} follow from.")]
Out = Annotated[Path, typer.Option("--out", metavar="DIR", help="The folder to write into.", show_default=False)]


@app.command("print")
def print_sample(
    collection: CollectionFile,
    item: Annotated[
        str, typer.Option(help="The item's name with its folders, `A / B`, or a part.", show_default=False)
    ],
    language: Annotated[str, typer.Option(help="The language's id.")] = "curl",
    var: Values = None,
    environment: EnvironmentFile = None,
    seed: Seed = "0",
) -> None:
    """Print one sample: a whole program. `doorlist samples languages` shows the ids."""
    from doorlist.samples.language import printed
    from doorlist.samples.problems import ItemBroken
    from doorlist.samples.request import CannotSay
    from doorlist.samples.resolving import request

    given = replace(read_values(var, environment), seed=seed)
    [chosen] = choose_languages([language])
    found = _one(read_collection(collection), item)
    try:
        program = printed(chosen, request(found, given))
    except ItemBroken as broken:
        fail(f'item "{found.label}": {broken}')
    except CannotSay as unsaid:
        fail(f"{chosen.title} cannot send this request. {unsaid.reason}")
    typer.echo(program, nl=not program.endswith("\n"))


@app.command("write")
def write_samples(
    collection: CollectionFile,
    out: Out,
    language: LanguageIds = None,
    var: Values = None,
    environment: EnvironmentFile = None,
    seed: Seed = "0",
) -> None:
    """Write every program into a folder of its own, with a manifest.json that says how each is built and run."""
    from doorlist.samples import resolving, writing
    from doorlist.samples.problems import Problem
    from doorlist.samples.request import Request

    read = read_collection(collection)
    given = replace(read_values(var, environment), seed=seed)
    requests = resolving.requests(read, given)
    chosen = choose_languages(language)
    problems: list[str] = [str(each) for each in read.problems]
    with _progress("Writing", len(read.items)) as told:

        def each_told() -> Iterator[tuple["Item", Request | Problem]]:
            for number, (one, made) in enumerate(requests, start=1):
                if isinstance(made, Problem):
                    problems.append(str(made))
                yield one, made
                told(number)

        folder = _or_fail(
            lambda: writing.write(read.name, each_told(), chosen, out, beside=collection.parent, problems=read.problems)
        )
    _tell(problems)
    typer.echo(f"{folder.written:,} files written, {folder.kept:,} as they were, {folder.removed:,} removed")
    typer.echo(f"{out / writing.MANIFEST} says how each program is built and run")
    if problems:
        raise typer.Exit(1)


@app.command("site")
def write_site(
    collection: CollectionFile,
    out: Out,
    language: LanguageIds = None,
    report: Annotated[
        Path | None, typer.Option(help="The report of `doorlist samples try`, for the pages' marks.")
    ] = None,
    var: Values = None,
    environment: EnvironmentFile = None,
    seed: Seed = "0",
) -> None:
    """Write the collection's pages as a static site that needs no server: open DIR/index.html."""
    from doorlist.portal import site
    from doorlist.portal.marks import Marks, marks
    from doorlist.portal.pages import Pages
    from doorlist.samples.trial import report as reports

    known = Marks()
    if report is not None:
        try:
            known = marks(reports.read(report.read_bytes()))
        except (OSError, reports.ReportBroken) as error:
            fail(f"{report}: {error.strerror if isinstance(error, OSError) else error}")
    pages = Pages(
        read_collection(collection),
        choose_languages(language),
        replace(read_values(var, environment), seed=seed),
        known,
    )
    with _progress("Writing", len(pages.shown)) as told:
        done = _or_fail(lambda: site.write(pages, out, progress=told))
    problems = [str(each) for each in pages.problems]
    _tell(problems)
    typer.echo(f"{done.written:,} files written, {done.kept:,} as they were, {done.removed:,} removed")
    index = out / "index.html"
    typer.echo(f"Open {index.resolve().as_uri()}")
    if problems:
        raise typer.Exit(1)


def _one(collection: "Collection", name: str) -> "Item":
    """The item of a name: that of the whole name, or the only one that has it as a part."""
    whole = [each for each in collection.items if name in (each.label, each.name, each.slug)]
    found = whole or [each for each in collection.items if name.lower() in each.label.lower()]
    if not found:
        names = "\n".join(f"  {each.label}" for each in collection.items[:40])
        fail(f"the collection has no item {name!r}; it has\n{names}")
    if len(found) > 1:
        names = "\n".join(f"  {each.label}  ({each.slug})" for each in found[:40])
        fail(f"{len(found)} items are called so; give the address of one, in brackets here\n{names}")
    return found[0]


def _tell(problems: list[str]) -> None:
    for each in problems:
        typer.echo(f"doorlist: {each}", err=True)


def _or_fail(work: Callable[[], T]) -> T:
    """What the work gives; where a file cannot be written, why not, and exit code 1."""
    from doorlist.samples.problems import CollectionBroken

    try:
        return work()
    except OSError as error:
        fail(f"{error.filename or 'writing'}: {error.strerror or error}")
    except CollectionBroken as broken:
        fail(str(broken))


@contextmanager
def _progress(doing: str, total: int) -> Iterator[Callable[[int], None]]:
    """A bar on a terminal that is told how many are done; nothing elsewhere."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task(doing, total=total)
        yield lambda done: bar.update(task, completed=done)
