"""`doorlist registrants import`: a file of people into a roster."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from doorlist.cli import exits, running, showing
from doorlist.cli.connecting import (
    AsJson,
    BaseUrl,
    Credentials,
    DryRun,
    ProfileName,
    Verbose,
    credentials,
)
from doorlist.cli.exits import Exit, Failed
from doorlist.cli.helping import examples
from doorlist.cli.rooms import Kind, Meeting, Recording, Room, Webinar, room
from doorlist.cli.showing import Column, count
from doorlist.cli.undoing import app as app

if TYPE_CHECKING:  # what most commands need not load
    from doorlist.bulk.columns import Columns
    from doorlist.bulk.importing import Tally
    from doorlist.bulk.journal import Journal
    from doorlist.bulk.people import Checked, Fault
    from doorlist.bulk.rows import Table

_REASONS_SHOWN = 20

People = Annotated[Path, typer.Argument(metavar="FILE", help="A table with a header: CSV, TSV, XLSX or JSON lines.")]


@app.command(
    "import",
    epilog=examples(
        "# look first: what would be sent, and what is wrong with the file",
        "doorlist registrants import people.xlsx --meeting 81234567890 --dry-run",
        "doorlist registrants import people.xlsx --meeting 81234567890",
        "# columns with names of their own, and answers to the form's questions",
        "doorlist registrants import people.csv --meeting 81234567890 \\",
        "    --map email='Contact' --map 'question:Level=Course'",
        "# the good rows now; the others are in people.refused.csv, to be mended",
        "doorlist registrants import people.csv --meeting 81234567890 --skip-bad",
        more="A run that was stopped goes on where it stopped when the same command is given again: what was sent is noted "
        "in a journal beside the file. Whoever is registered already is not sent again.",
    ),
)
def import_(
    file: People,
    map_: Annotated[
        list[str] | None,
        typer.Option(
            "--map", metavar="FIELD=COLUMN", help="Which column a field is; several times.", show_default=False
        ),
    ] = None,
    auto_approve: Annotated[
        bool, typer.Option("--auto-approve", help="Approve at once, where you approve by hand otherwise.")
    ] = False,
    skip_bad: Annotated[bool, typer.Option("--skip-bad", help="Import the good rows, though others are bad.")] = False,
    sheet: Annotated[
        str | None, typer.Option("--sheet", metavar="NAME", help="An XLSX file's sheet.", show_default="the first")
    ] = None,
    encoding: Annotated[
        str | None,
        typer.Option("--encoding", help="A text file's encoding, such as cp1252.", show_default="told by the file"),
    ] = None,
    journal: Annotated[
        Path | None,
        typer.Option("--journal", metavar="FILE", help="Where to note what was sent.", show_default="FILE.journal"),
    ] = None,
    restart: Annotated[
        bool, typer.Option("--restart", help="Begin anew, and forget what an earlier run has noted.")
    ] = False,
    refused: Annotated[
        Path | None,
        typer.Option("--refused", metavar="FILE", help="Where refused rows go.", show_default="beside the file"),
    ] = None,
    meeting: Meeting = None,
    webinar: Webinar = None,
    recording: Recording = None,
    dry_run: DryRun = False,
    profile: ProfileName = None,
    base_url: BaseUrl = None,
    as_json: AsJson = False,
    verbose: Verbose = False,
) -> None:
    """Register the people of a file. The whole file is checked first; every bad row is listed before anything is sent."""
    with exits.told(as_json=as_json, verbose=verbose):
        target = room(meeting, webinar, recording)
        if target.kind is Kind.RECORDING and auto_approve:
            raise Failed("a recording knows no --auto-approve", Exit.USAGE)
        noted = journal or file.with_name(f"{file.name}.journal")
        for option, place in (("--journal", journal), ("--refused", refused)):
            if place is not None and place.exists() and file.exists() and place.samefile(file):
                raise Failed(f"{option} names the file that is to be imported; give another place", Exit.USAGE)
        found = credentials(profile, base_url)
        with exits.told(as_json=as_json, verbose=verbose, login=found.login):
            one = _Import(target, file, found, as_json=as_json)
            one.read(sheet=sheet, encoding=encoding, mapped=_mapped(map_ or []))
            if one.checked.bad and not skip_bad and not dry_run:
                one.refuse_all()
            if dry_run:
                one.show(skip_bad=skip_bad)
                return
            one.run(
                noted,
                refused,
                auto_approve=auto_approve,
                restart=restart,
                verbose=verbose,
            )


class _Import:
    """An import: a file, and where its people go."""

    table: "Table"
    columns: "Columns"
    checked: "Checked"

    def __init__(self, target: Room, file: Path, found: Credentials, *, as_json: bool) -> None:
        self.target = target
        self.file = file
        self.found = found
        self.as_json = as_json
        self.base_url = ""

    def read(self, *, sheet: str | None, encoding: str | None, mapped: dict[str, str]) -> None:
        """Read and check the whole file. Raises Failed."""
        from doorlist.bulk import columns, people, tables

        try:
            self.table = tables.open_table(self.file, sheet=sheet, encoding=encoding)
            for each in self.table.notes:
                self._say(f"note: {each}")
            asked = self._questions()
            titles = None if asked is None else [each.title for each in asked.custom_questions]
            self.columns = columns.plan_columns(
                self.table.columns, mapped=mapped, questions=titles, kind=self.target.kind.value
            )
            self._say_columns()
            self.checked = people.check(self.table, self.columns, asked=asked, kind=self.target.kind.value)
        except (tables.TableUnreadable, columns.ColumnsUnclear) as error:
            named = "" if str(self.file) in str(error) else f"{self.file}: "
            raise Failed(f"{named}{error}", kind=type(error).__name__) from error
        if self.checked.bad and not self.as_json:
            self._list_faults(self.checked.faults)
            if self.checked.faults_count > len(self.checked.faults):
                exits.say(f"… and {self.checked.faults_count - len(self.checked.faults):,} more")

    def refuse_all(self) -> None:
        """End it: there are bad rows, and nobody said to skip them."""
        bad, good = len(self.checked.bad), self.checked.good
        advice = f"; --skip-bad imports the other {good:,}" if good else ""
        are = "is" if bad == 1 else "are"
        raise Failed(
            f"{bad:,} of {count(self.checked.rows, 'row')} {are} bad, and nothing was sent. Mend {self.file}{advice}",
            kind="BadRows",
            facts={"rows": self.checked.rows, "bad": bad, "faults": [_fact(each) for each in self.checked.faults]},
        )

    def show(self, *, skip_bad: bool) -> None:
        """What would be sent."""
        from doorlist.bulk.people import people
        from doorlist.contract.shapes.fields import BATCH_MAX

        bad, good = len(self.checked.bad), self.checked.good
        if self.as_json:
            showing.json_value(
                {
                    "dry_run": True,
                    self.target.kind.value: self.target.id,
                    "file": str(self.file),
                    "columns": _columns_of(self.columns),
                    "ignored": list(self.columns.ignored),
                    "rows": self.checked.rows,
                    "good": good,
                    "bad": bad,
                    "faults": [_fact(each) for each in self.checked.faults],
                }
            )
        else:
            found = people(self.table, self.columns, skip=self.checked.bad)
            more = sum(bool(each.fields or each.answers) or self.target.kind is Kind.RECORDING for each in found)
            calls = -(-(good - more) // BATCH_MAX) + more
            typer.echo(
                f"Would register {good:,} of {count(self.checked.rows, 'row')} to {self.target}, in some "
                f"{count(calls, 'call')}; whoever is registered already is left out."
            )
            typer.echo("Nothing was sent.")
        if bad and not skip_bad:
            raise typer.Exit(Exit.PARTLY if good else Exit.FAILED)

    def run(self, path: Path, refused: Path | None, *, auto_approve: bool, restart: bool, verbose: bool) -> None:
        """Send it, go on from where an earlier run stopped, and tell what came of it."""
        from doorlist.bulk.journal import Job, Journal, JournalRefused, digest

        length, sha256 = digest(self.file)
        job = Job(
            file=self.file.name,
            bytes=length,
            sha256=sha256,
            base_url=self.base_url,
            kind=self.target.kind.value,
            roster=self.target.id,
            auto_approve=auto_approve,
            columns=_columns_of(self.columns),
        )
        try:
            journal = Journal.open(path, job, fresh=restart)
        except JournalRefused as error:
            raise Failed(str(error).rstrip("."), kind="JournalRefused") from error
        try:
            if journal.resumed and not self.as_json:
                self._say(f"Going on from {path}.")
            tally = self._send(journal, auto_approve=auto_approve)
            self._finish(tally, journal, refused, verbose=verbose)
        finally:
            journal.close()

    def _send(self, journal: "Journal", *, auto_approve: bool) -> "Tally":
        from doorlist.bulk.importing import Import
        from doorlist.bulk.pace import Pace
        from doorlist.bulk.people import people

        started: list[Import] = []

        def stop() -> None:
            for one in started:
                one.stop()

        async def work() -> "Tally":
            pace = Pace()
            async with running.client(self.found, pace) as client:
                one = Import(
                    client,
                    running.roster(self.target),
                    journal,
                    total=self.checked.good,
                    auto_approve=auto_approve or None,
                    told=lambda tally: told(tally.settled, f"{tally.refused:,} refused" if tally.refused else ""),
                    pace=pace,
                )
                started.append(one)
                return await one.run(people(self.table, self.columns, skip=self.checked.bad))

        with running.bar("Registering", self.checked.good, hidden=self.as_json) as told:
            return running.run(work(), stop)

    def _finish(self, tally: "Tally", journal: "Journal", refused: Path | None, *, verbose: bool) -> None:
        from doorlist.bulk.refused import reasons_of

        reasons = {**reasons_of(self.checked.faults), **journal.reasons}
        for line in self.checked.bad:
            reasons.setdefault(line, "bad; see the check of the whole file")
        if not self.as_json:
            self._tell(tally, reasons)
        if tally.stop is not None:
            left = f"{count(tally.left, 'row')} of {tally.total:,} {'is' if tally.left == 1 else 'are'} left"
            so_far = f" ({len(reasons):,} refused so far; they are written to a file at the end)" if reasons else ""
            more = f"{left}{so_far}; run the same command again to go on"
            if self.as_json:
                showing.json_value(self._facts(tally, reasons, None, journal))
            raise running.ended_by(tally.stop, more=more, verbose=verbose)
        written = self._written(reasons, journal, refused) if reasons else None
        if self.as_json:
            showing.json_value(self._facts(tally, reasons, written, journal))
        elif written is not None:
            typer.echo(showing.harmless(f"{count(len(reasons), 'row')} refused: mend {written} and import it."))
        if reasons:
            refused_before = len(journal.reasons) - tally.refused
            done = tally.approved + tally.pending + tally.registered + tally.present + tally.before - refused_before
            raise typer.Exit(Exit.PARTLY if done > 0 else Exit.FAILED)

    def _written(self, reasons: dict[int, str], journal: "Journal", wanted: Path | None) -> Path:
        """Where the refused rows were written to: over no file but one that an earlier run wrote and nobody changed."""
        from doorlist.bulk.journal import JournalRefused, digest
        from doorlist.bulk.refused import next_path, refused_path, write_refused

        place = Path(wanted or refused_path(self.file))
        try:
            while place.exists() and journal.wrote != (str(place), digest(place)[1]):
                place = Path(next_path(str(place)))
            write_refused(self.table, reasons, place)
            journal.wrote_refused(str(place), digest(place)[1])
        except OSError as error:
            raise Failed(
                f"the {count(len(reasons), 'refused row')} cannot be written to {place}: {error.strerror or error}. Run the "
                "same command again with --refused and another place",
                kind="RefusedUnwritten",
            ) from error
        except JournalRefused as error:
            raise Failed(str(error).rstrip("."), kind="JournalRefused") from error
        return place

    def _facts(
        self, tally: "Tally", reasons: dict[int, str], written: Path | None, journal: "Journal"
    ) -> dict[str, object]:
        return {
            self.target.kind.value: self.target.id,
            "rows": self.checked.rows,
            "approved": tally.approved,
            "pending": tally.pending,
            "registered": tally.registered,
            "present": tally.present,
            "before": tally.before,
            "refused": [{"line": line, "reason": reason} for line, reason in sorted(reasons.items())],
            "refused_file": None if written is None else str(written),
            "left": tally.left,
            "seconds": round(tally.seconds, 3),
            "journal": str(journal.path),
        }

    def _tell(self, tally: "Tally", reasons: dict[int, str]) -> None:
        new = tally.approved + tally.pending + tally.registered
        parts = [
            (tally.approved, "approved"),
            (tally.pending, "waiting for approval"),
            (tally.registered, "registered"),
        ]
        kinds = ", ".join(f"{number:,} {what}" for number, what in parts if number)
        rate = f" in {tally.seconds:,.1f} s ({new / tally.seconds:,.0f}/s)" if new and tally.seconds > 0.05 else ""
        typer.echo(
            f"{count(new, 'person', 'people')} registered to {self.target}{f' ({kinds})' if kinds else ''}{rate}."
        )
        if tally.present:
            typer.echo(f"{tally.present:,} were registered already.")
        if tally.before:
            typer.echo(f"{tally.before:,} were seen to by an earlier run.")
        self._list_reasons(reasons)

    # --- what is told --------------------------------------------------------------------------------------------------

    def _questions(self) -> Any:
        """What the form asks; None where the token may not ask. The address that the server is reached at is noted."""
        from doorlist import client as sdk

        with sdk.Client(
            base_url=self.found.base_url,
            token_url=self.found.token_url,
            account_id=self.found.account_id,
            client_id=self.found.client_id,
            client_secret=self.found.client_secret,
            token=self.found.token,
            environ={},
        ) as client:
            self.base_url = client.base_url
            try:
                return form_of(client, self.target)
            except sdk.MissingScope:
                return None

    def _say(self, line: str) -> None:
        if not self.as_json:
            exits.say(line)

    def _say_columns(self) -> None:
        guessed = self.columns.guessed
        if guessed:
            self._say("Columns: " + ", ".join(f"“{name}” is {field}" for name, field in guessed.items()) + ".")
        if self.columns.ignored:
            self._say(f"Not imported: {', '.join(self.columns.ignored)}. --map FIELD=COLUMN says what a column is.")

    def _list_faults(self, faults: Sequence["Fault"]) -> None:
        showing.rows(
            faults,
            [
                Column("Line", lambda each: each.line, right=True),
                Column("Column", lambda each: each.column, words=True),
                Column("Value", lambda each: each.value, spare=1),
                Column("Reason", lambda each: each.reason, words=True),
            ],
        )

    def _list_reasons(self, reasons: dict[int, str]) -> None:
        """Those that the server refused; what the check found has been listed."""
        shown = [(line, reason) for line, reason in sorted(reasons.items()) if line not in self.checked.bad]
        if shown:
            showing.rows(
                shown[:_REASONS_SHOWN],
                [
                    Column("Line", lambda each: each[0], right=True),
                    Column("Reason", lambda each: each[1], words=True),
                ],
            )
        if len(shown) > _REASONS_SHOWN:
            exits.say(f"… and {len(shown) - _REASONS_SHOWN:,} more")


def form_of(client: Any, target: Room) -> Any:
    """What a room's form asks, as the API answers."""
    those = {
        Kind.MEETING: client.meetings.registrants,
        Kind.WEBINAR: client.webinars.registrants,
        Kind.RECORDING: client.recordings.registrants,
    }[target.kind]
    return those.questions(target.id)


def _mapped(given: Iterable[str]) -> dict[str, str]:
    """`--map` options: a column's name by field. Raises Failed."""
    mapped: dict[str, str] = {}
    for text in given:
        field, sign, column = text.partition("=")
        if not sign or not field.strip():
            raise Failed(
                f"--map takes FIELD=COLUMN, such as email=Mail or 'question:Level=Course', not {text!r}", Exit.USAGE
            )
        mapped[field.strip()] = column.strip()
    return mapped


def _columns_of(columns: "Columns") -> dict[str, str]:
    """Which column is which field, by name."""
    named = {field: columns.name(at) for field, at in columns.fields.items()}
    named |= {f"question:{title}": columns.name(at) for title, at in columns.answers.items()}
    return named if columns.full_name is None else {**named, "full_name": columns.name(columns.full_name)}


def _fact(fault: "Fault") -> dict[str, object]:
    return {"line": fault.line, "column": fault.column, "value": fault.value, "reason": fault.reason}
