"""`doorlist registrants export`: a roster into a file."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from doorlist.cli import running, showing
from doorlist.cli.connecting import (
    AsJson,
    BaseUrl,
    ProfileName,
    Verbose,
    Yes,
    confirmed,
    connected,
)
from doorlist.cli.exits import Exit, Failed
from doorlist.cli.helping import examples
from doorlist.cli.importing import app as app
from doorlist.cli.importing import form_of
from doorlist.cli.registrants import Status, everybody
from doorlist.cli.rooms import Meeting, Recording, Room, Webinar, room
from doorlist.cli.showing import count

FORMATS = ("csv", "tsv", "xlsx", "json", "jsonl")


@app.command(
    epilog=examples(
        "doorlist registrants export people.xlsx --meeting 81234567890 --status all",
        "# into a pipe",
        "doorlist registrants export --meeting 81234567890 --format jsonl | jq -r .email",
        more="Cells that a spreadsheet would run as a formula are made harmless; an import undoes that.",
    )
)
def export(
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="Where to, or - for standard output.", show_default="-")
    ] = None,
    format: Annotated[
        str | None,
        typer.Option(
            "--format", metavar="|".join(FORMATS), help="The kind of file.", show_default="by FILE's name, else csv"
        ),
    ] = None,
    status: Annotated[
        Status, typer.Option("--status", help="cancelled is told apart from denied by Doorlist alone.")
    ] = Status.APPROVED,
    yes: Yes = False,
    meeting: Meeting = None,
    webinar: Webinar = None,
    recording: Recording = None,
    profile: ProfileName = None,
    base_url: BaseUrl = None,
    as_json: AsJson = False,
    verbose: Verbose = False,
) -> None:
    """Write registrants with their answers into a file, however many there are."""
    with connected(profile, base_url, as_json=as_json, verbose=verbose) as client:
        from doorlist.bulk import exporting
        from doorlist.bulk.spreadsheets import SpreadsheetFull

        target = room(meeting, webinar, recording)
        to_stdout = file is None or str(file) == "-"
        kind = format or (None if file is None else exporting.format_of(file)) or "csv"
        if kind not in FORMATS:
            raise Failed(f"--format is one of {', '.join(FORMATS)}, not {kind!r}", Exit.USAGE)
        if to_stdout and kind == "xlsx" and showing.on_terminal():
            raise Failed("an XLSX file is nothing for a terminal: name a file", Exit.USAGE)
        if to_stdout and as_json:
            raise Failed("--json is for what is told of a file: name one, or give --format json", Exit.USAGE)
        if file is not None and not to_stdout and file.exists():
            confirmed(f"{file} is there already. Replace it?", yes=yes)
        titles = _titles(client, target)
        with running.bar("Exporting", None, hidden=to_stdout or as_json) as told:

            def each_told() -> Iterator[object]:
                for number, each in enumerate(everybody(client, target, status), 1):
                    yield each
                    if number % 100 == 0:
                        told(number, "")

            try:
                to = sys.stdout.buffer if to_stdout else file
                assert to is not None
                number = exporting.export(each_told(), to, kind, questions=titles)
            except SpreadsheetFull as full:
                raise Failed(f"{full}. Give --format csv", kind="SpreadsheetFull") from full
            except OSError as error:
                if to_stdout:
                    raise
                raise Failed(f"{file}: {error.strerror or error}") from error
        if to_stdout:
            return
        if as_json:
            showing.json_value({"file": str(file), "format": kind, "registrants": number})
        else:
            typer.echo(
                showing.harmless(
                    f"{count(number, 'registrant')} of {target} {'is' if number == 1 else 'are'} in {file}."
                )
            )


def _titles(client: Any, target: Room) -> list[str]:
    """The titles of the form's questions; none where the token may not ask, or the form has none to show."""
    from doorlist.client import MissingScope, RegistrationNotEnabled

    try:
        return [each.title for each in form_of(client, target).custom_questions]
    except (MissingScope, RegistrationNotEnabled):
        return []
