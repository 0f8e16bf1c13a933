"""`doorlist samples …`: code samples of a Postman collection, and whether they are right."""

import errno
import os
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Annotated

import typer

from doorlist.cli.desk import fail

if TYPE_CHECKING:  # what most commands need not load
    from doorlist.samples.collection import Collection
    from doorlist.samples.language import Language
    from doorlist.samples.resolving import Given
    from doorlist.samples.trial.running import Result

app = typer.Typer(help="Make code samples of a Postman collection, and run them.", no_args_is_help=True)

CollectionFile = Annotated[
    Path, typer.Argument(metavar="COLLECTION", help="A Postman collection, v2.0 or v2.1, as JSON.", show_default=False)
]
LanguageIds = Annotated[
    list[str] | None,
    typer.Option("--language", help="A language's id; may be given more than once.", show_default="all"),
]
ItemNames = Annotated[
    list[str] | None,
    typer.Option("--item", help="A part of an item's name with its folders, `A / B`.", show_default="all"),
]
Values = Annotated[list[str] | None, typer.Option("--var", metavar="NAME=VALUE", help="A variable's value.")]
EnvironmentFile = Annotated[Path | None, typer.Option("--environment", help="A Postman environment or globals file.")]


@app.command("languages")
def show_languages() -> None:
    """Show the languages, and which of them run on this machine."""
    from rich import box
    from rich.table import Table

    from doorlist.samples.languages import languages
    from doorlist.samples.trial import grammar, running

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in ("Id", "Language", "Runs here", "What is missing"):
        table.add_column(column, overflow="fold")
    for each in languages():
        lacking = running.lacks(each)
        checked = lacking is not None and each.grammar is not None and grammar.available(each.grammar)
        parsed = "; its syntax is checked" if checked else ""
        table.add_row(each.id, each.title, "yes" if lacking is None else "no", (lacking or "") + parsed)
    _print(table)


@app.command("try")
def try_samples(
    collection: CollectionFile,
    language: LanguageIds = None,
    item: ItemNames = None,
    report: Annotated[Path | None, typer.Option(help="Write what was found to this file, as JSON.")] = None,
    keep: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Keep the programs here.", show_default="a throw-away folder")
    ] = None,
    var: Values = None,
    environment: EnvironmentFile = None,
    workers: Annotated[int, typer.Option(help="How many samples run at a time.", min=1, max=64)] = 2,
    timeout: Annotated[float, typer.Option(help="How long one may run, in seconds.", min=0.1)] = 30.0,
) -> None:
    """Run every sample against a recorder on this machine and compare what it sent. Exit code 1 if any is wrong."""
    from doorlist.samples import resolving
    from doorlist.samples.request import Request
    from doorlist.samples.trial import report as reports
    from doorlist.samples.trial.running import Mark, run

    read = read_collection(collection)
    given = read_values(var, environment)
    problems = [str(each) for each in read.problems]
    slugs, requests = [], []
    for each, made in resolving.requests(read, given):
        if item and not any(name in each.label for name in item):
            continue
        if isinstance(made, Request):
            slugs.append(each.slug)
            requests.append(made)
        else:
            problems.append(str(made))
    if not requests and not problems:
        fail("the collection has no such item" if item else "the collection has no items")
    chosen = choose_languages(language)
    if report is not None and not report.parent.is_dir():  # told now, and not when all has been run
        fail(f"{report}: {os.strerror(errno.ENOENT)}")
    with _folder(keep) as folder, _progress(chosen, len(requests)) as told, ending_cleanly():
        results = run(requests, chosen, folder, workers=workers, limit_s=timeout, told=told)
    found = reports.report(read.name, slugs, chosen, results, kept=keep is not None)
    for line in (*problems, *reports.failures(found)):
        typer.echo(line)
    _print(reports.summary(found))
    if report is not None:
        try:
            report.write_text(reports.document(found), encoding="utf-8")
        except OSError as error:
            fail(f"{report}: {error.strerror}")
    if problems or any(each.mark is Mark.WRONG for each in results):
        raise typer.Exit(1)


# --- what several commands read --------------------------------------------------------------------------------------


def read_collection(file: Path) -> "Collection":
    """The collection of a file."""
    from doorlist.samples import collection as collections
    from doorlist.samples.problems import CollectionBroken

    try:
        return collections.read(_bytes(file))
    except CollectionBroken as broken:
        fail(f"{file}: {broken}")


def read_values(pairs: Sequence[str] | None, environment: Path | None) -> "Given":
    """The values of `--var` and `--environment`."""
    from doorlist.samples import collection as collections
    from doorlist.samples.problems import CollectionBroken
    from doorlist.samples.resolving import Given

    variables = {}
    for each in pairs or ():
        name, equals, value = each.partition("=")
        if not equals or not name:
            fail(f"--var must be such as name=value, not {each!r}")
        variables[name] = value
    try:
        known = {} if environment is None else collections.environment(_bytes(environment))
    except CollectionBroken as broken:
        fail(f"{environment}: {broken}")
    return Given(variables, known)


def choose_languages(ids: Sequence[str] | None) -> "list[Language]":
    """The languages of these ids, or all."""
    from doorlist.samples.languages import languages

    every = {each.id: each for each in languages()}
    unknown = [each for each in ids or () if each not in every]
    if unknown:
        fail(f"there is no language {unknown[0]!r}; there are {', '.join(every)}")
    return [each for each in every.values() if not ids or each.id in ids]


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        fail(f"{file}: {error.strerror}")


@contextmanager
def ending_cleanly() -> Iterator[None]:
    """A SIGTERM ends what runs, as Ctrl-C does."""

    def end(number: int, _: object) -> None:
        raise SystemExit(128 + number)

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


# --- telling ---------------------------------------------------------------------------------------------------------


@contextmanager
def _folder(keep: Path | None) -> Iterator[Path]:
    """Where the programs are laid."""
    if keep is not None:
        try:
            keep.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            fail(f"{keep}: {error.strerror}")
        yield keep.resolve()
        return
    with tempfile.TemporaryDirectory(prefix="doorlist-trial-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


@contextmanager
def _progress(languages: "Sequence[Language]", requests: int) -> "Iterator[Callable[[Result], None]]":
    """Hears of results: a bar on a terminal, elsewhere a line for each language that is done."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    from doorlist.samples.trial.running import Mark

    if not sys.stderr.isatty():
        lock = Lock()
        counts: dict[str, Counter[Mark]] = {each.id: Counter() for each in languages}

        def told(result: "Result") -> None:
            with lock:
                marks = counts[result.language]
                marks[result.mark] += 1
                if marks.total() == requests:
                    line = ", ".join(f"{marks[mark]} {mark}" for mark in Mark if marks[mark])
                    typer.echo(f"{result.language}: {line}", err=True)

        yield told
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=requests * len(languages))
        wrong = Counter[str]()

        def moved(result: "Result") -> None:
            wrong["all"] += result.mark is Mark.WRONG
            said = f"{result.language}" + (f", {wrong['all']} wrong" if wrong["all"] else "")
            bar.update(task, advance=1, description=said)

        yield moved


def _print(table: object) -> None:
    from rich.console import Console

    Console(soft_wrap=not sys.stdout.isatty()).print(table)
