"""`doorlist registrants approve`, `deny` and `cancel`: decisions about those named, or those a condition holds for."""

from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from doorlist import clock
from doorlist.cli import exits, profiles, running, showing
from doorlist.cli.connecting import (
    AsJson,
    BaseUrl,
    Credentials,
    DryRun,
    ProfileName,
    Verbose,
    Yes,
    confirmed,
    credentials,
    would_send,
)
from doorlist.cli.exits import Exit, Failed
from doorlist.cli.helping import examples
from doorlist.cli.registrants import Occurrence, Who, named_ones
from doorlist.cli.registrants import app as app
from doorlist.cli.rooms import Kind, Meeting, Recording, Room, Webinar, room
from doorlist.cli.showing import count

if TYPE_CHECKING:  # what most commands need not load
    from doorlist.bulk.deciding import Choice, Chosen, Decided
    from doorlist.bulk.rosters import Registrant
    from doorlist.bulk.undoing import Kept
    from doorlist.bulk.where import Condition
    from doorlist.client import AsyncClient

Action = Literal["approve", "deny", "cancel"]

_DONE = {"approve": "approved", "deny": "denied", "cancel": "cancelled"}
_OPERATIONS = {
    Kind.MEETING: "meetingRegistrantStatus",
    Kind.WEBINAR: "webinarRegistrantStatus",
    Kind.RECORDING: "meetingRecordingRegistrantStatus",
}
_STATUSES = ("approved", "pending", "denied", "cancelled")
_LOOKED_UP_MAX = 20
"""So many who are named are looked up one by one, where the server can; more, by going over the list."""
_SHOWN_MAX = 20
_FOLDER = "decisions"

Where = Annotated[
    str | None,
    typer.Option("--where", metavar="CONDITION", help="Those for whom a condition holds.", show_default=False),
]
AllPending = Annotated[bool, typer.Option("--all-pending", help="Everybody who waits for approval.")]
From = Annotated[
    Path | None,
    typer.Option("--from", metavar="FILE", help="Those whose emails or ids a file has.", show_default=False),
]
Statuses = Annotated[
    list[str] | None,
    typer.Option(
        "--status",
        metavar="STATUS",
        help="Of them only those who are approved, pending or denied; several times.",
        show_default="pending; for cancel, approved",
    ),
]


def _command(action: Action) -> None:
    sample = f"doorlist registrants {action}"

    @app.command(
        action,
        epilog=examples(
            f"{sample} --meeting 81234567890 ana@example.com",
            "# look first, then do",
            f"{sample} --meeting 81234567890 --dry-run \\",
            '    --where \'email endswith "@uni.edu" and answers["Level"] == "B2"\'',
            f"{sample} --meeting 81234567890 --from list.xlsx",
            "# those whom another command has found",
            "doorlist registrants list --meeting 81234567890 --status pending \\",
            f"    | grep uni.edu | {sample} --meeting 81234567890 -",
        ),
        help={
            "approve": "Approve registrants: they get their link.",
            "deny": "Deny registrants: they cannot register again.",
            "cancel": "Cancel registrants who were approved: their link stops working. A recording knows no cancel.",
        }[action],
    )
    def decide(
        who: Who = None,
        where: Where = None,
        all_pending: AllPending = False,
        from_: From = None,
        status: Statuses = None,
        occurrence: Occurrence = None,
        yes: Yes = False,
        meeting: Meeting = None,
        webinar: Webinar = None,
        recording: Recording = None,
        dry_run: DryRun = False,
        profile: ProfileName = None,
        base_url: BaseUrl = None,
        as_json: AsJson = False,
        verbose: Verbose = False,
    ) -> None:
        with exits.told(as_json=as_json, verbose=verbose):
            target = room(meeting, webinar, recording)
            if target.kind is Kind.RECORDING and (action == "cancel" or occurrence):
                raise Failed("a recording knows no cancel, and no --occurrence; use deny", Exit.USAGE)
            ways = [bool(who), where is not None, all_pending, from_ is not None]
            if sum(ways) != 1:
                raise Failed("say who: emails or ids, --where, --all-pending or --from FILE, one of them", Exit.USAGE)
            for each in status or []:
                if each not in _STATUSES:
                    raise Failed(f"--status is one of {', '.join(_STATUSES)}, not {each!r}", Exit.USAGE)
            if all_pending and action == "cancel":
                raise Failed("cancel is for those who were approved; use deny for those who wait", Exit.USAGE)
            named = named_ones(who) if who else _of_file(from_) if from_ is not None else None
            job = _Job(action, target, named, where, {"pending"} if all_pending else set(status or []), occurrence)
            found = credentials(profile, base_url)
            with exits.told(as_json=as_json, verbose=verbose, login=found.login):
                job.go(found, dry_run=dry_run, yes=yes, as_json=as_json, verbose=verbose)


_command("approve")
_command("deny")
_command("cancel")


class _Job:
    """One decision: who is meant, shown or sent."""

    def __init__(
        self,
        action: Action,
        target: Room,
        named: Sequence[str] | None,
        where: str | None,
        statuses: set[str],
        occurrence: str | None,
    ) -> None:
        self.action: Action = action
        self.target = target
        self.named = named
        self.where = where
        self.statuses = statuses or None
        self.occurrence = occurrence

    def go(self, found: Credentials, *, dry_run: bool, yes: bool, as_json: bool, verbose: bool) -> None:
        """Choose; then show who it would be, or decide."""
        import asyncio

        choice, base_url = asyncio.run(self._choose(found))
        if dry_run:
            self._show_choice(choice, as_json=as_json)
            return
        chosen = choice.chosen
        if self.named is None and self.action != "approve" and len(chosen) > 1:
            confirmed(f"{self.action.capitalize()} {self._of(choice)}?", yes=yes)
        if self.occurrence is not None:
            decided = self._at_occurrence(chosen, found)
        else:
            kept = kept_of(base_url, self.target)
            kept.begin(self.action, clock.now())
            decided = send(chosen, self.action, self.target, found, kept, hidden=as_json)
            if decided.stop is None:
                kept.end()
        self._show_done(choice, decided, as_json=as_json)
        if decided.stop is not None:
            some = f"{count(decided.changed, 'registrant')} {were(decided.changed)} {_DONE[self.action]}"
            more = f"{some}, {decided.left:,} are left"
            raise running.ended_by(decided.stop, more=more, verbose=verbose)
        if decided.refused or choice.missing:
            raise typer.Exit(Exit.PARTLY if decided.changed else Exit.FAILED)

    async def _choose(self, found: Credentials) -> "tuple[Choice, str]":
        from doorlist.bulk.deciding import choose
        from doorlist.bulk.pace import Pace

        async with running.client(found, Pace()) as client:
            condition = await self._condition(client)
            registrants = (
                _those(client, self.target, self.named) if self.named is not None else everybody_of(client, self.target)
            )
            choice = await choose(
                registrants, self.action, condition=condition, named=self.named, statuses=self.statuses
            )
            return choice, client.base_url

    async def _condition(self, client: "AsyncClient") -> "Condition | None":
        from doorlist.bulk import where

        if self.where is None:
            return None
        try:
            condition = where.parse(self.where)
            if condition.questions:
                titles = await _titles(client, self.target)
                condition = where.parse(self.where, questions=titles)
        except where.ConditionInvalid as error:
            raise Failed(f"--where: {error}", Exit.USAGE, kind="ConditionInvalid") from error
        return condition

    def _at_occurrence(self, chosen: "Sequence[Chosen]", found: Credentials) -> "Decided":
        """The same for one of a series, which bulk work does not know."""
        import asyncio

        from doorlist.bulk.deciding import Decided
        from doorlist.bulk.pace import Pace
        from doorlist.bulk.verdicts import stop_of
        from doorlist.client import DoorlistError

        decided = Decided(len(chosen))

        async def work() -> None:
            async with running.client(found, Pace()) as client:
                those = client.webinars if self.target.kind is Kind.WEBINAR else client.meetings
                await those.registrants.set_status(
                    self.target.id, self.action, [{"id": each.id} for each in chosen], occurrence_id=self.occurrence
                )

        try:
            if chosen:
                asyncio.run(work())
            decided.changed = len(chosen)
        except DoorlistError as error:
            decided.changed = len(error.done)
            decided.stop = stop_of(error)
        return decided

    # --- what is shown -------------------------------------------------------------------------------------------------

    def _of(self, choice: "Choice") -> str:
        number = len(choice.chosen)
        if self.named is not None:
            return f"{count(number, 'registrant')} of {self.target}"
        return f"{number:,} of {count(choice.considered, 'registrant')} of {self.target}"

    def _show_choice(self, choice: "Choice", *, as_json: bool) -> None:
        requests = requests_of(self.action, self.target, [each.id for each in choice.chosen], self.occurrence)
        if as_json:
            showing.json_value({"dry_run": True, **self._facts(choice), "requests": requests})
            return
        typer.echo(f"Would {self.action} {self._of(choice)}{_skips(choice.skipped)}.")
        for each in choice.chosen[:_SHOWN_MAX]:
            typer.echo(showing.harmless(f"  {each.email or each.id}  ({each.status})"))
        if len(choice.chosen) > _SHOWN_MAX:
            typer.echo(f"  … and {len(choice.chosen) - _SHOWN_MAX:,} more")
        _tell_missing(choice.missing)
        if requests:
            path = requests[0]["path"]
            typer.echo(showing.harmless(f"It takes {count(len(requests), 'request')}: {requests[0]['method']} {path}"))
        typer.echo("Nothing was sent.")

    def _facts(self, choice: "Choice") -> dict[str, object]:
        return {
            self.target.kind.value: self.target.id,
            "action": self.action,
            "considered": choice.considered,
            "chosen": [{"id": each.id, "email": each.email, "status": each.status} for each in choice.chosen],
            "skipped": dict(choice.skipped),
            "missing": choice.missing,
        }

    def _show_done(self, choice: "Choice", decided: "Decided", *, as_json: bool) -> None:
        what = _DONE[self.action]
        if as_json:
            refused = [{"id": each.id, "email": each.email, "reason": reason} for each, reason in decided.refused]
            told = {"changed": decided.changed, "refused": refused, "left": decided.left}
            showing.json_value({**self._facts(choice), **told})
            return
        if decided.changed == 1 and len(choice.chosen) == 1:
            typer.echo(showing.harmless(f"{choice.chosen[0].email or choice.chosen[0].id} was {what}."))
        elif not choice.chosen:
            typer.echo(f"Nobody of {self.target} is to be {what}{_skips(choice.skipped)}.")
        elif decided.stop is None:
            typer.echo(
                f"{count(decided.changed, 'registrant')} {were(decided.changed)} {what}{_skips(choice.skipped)}."
            )
        for each, reason in decided.refused:
            exits.say(f"{each.email or each.id}: {reason}")
        _tell_missing(choice.missing)


def send(
    chosen: "Sequence[Chosen]", action: Action, target: Room, found: Credentials, kept: "Kept | None", *, hidden: bool
) -> "Decided":
    """Send a decision, with a bar on a terminal."""
    from doorlist.bulk.deciding import Decided, Decision
    from doorlist.bulk.pace import Pace

    if not chosen:
        return Decided(0)
    started: list[Decision] = []

    def stop() -> None:
        for decision in started:
            decision.stop()

    async def work() -> Decided:
        pace = Pace()
        async with running.client(found, pace) as client:
            decision = Decision(
                client,
                running.roster(target),
                action,
                noted=kept.note if kept is not None else _forget,
                told=lambda decided: told(decided.changed, ""),
                pace=pace,
            )
            started.append(decision)
            return await decision.run(chosen)

    with running.bar(action.capitalize(), len(chosen), hidden=hidden or len(chosen) <= _SHOWN_MAX) as told:
        return running.run(work(), stop)


async def everybody_of(client: "AsyncClient", target: Room) -> "AsyncIterator[Registrant]":
    """Everybody on a roster, status by status."""
    from doorlist.bulk.rosters import STATUSES

    for status in STATUSES:
        async for each in running.roster(target).iter(client, status):
            yield each


async def _those(client: "AsyncClient", target: Room, named: Sequence[str]) -> "AsyncIterator[Registrant]":
    """Those who are named, and maybe others: looked up one by one where they are few and the server can, else everybody."""
    from doorlist.client import RegistrantNotFound

    those = running.people(client, target)
    few = len(named) <= _LOOKED_UP_MAX
    if few and not client.is_doorlist:
        await those.list(target.id, page_size=1)
    if not (few and client.is_doorlist and target.kind is not Kind.RECORDING):
        async for each in everybody_of(client, target):
            yield each
        return
    for text in named:
        if "@" in text:
            async for each in those.iter(target.id, status="all", email=text):
                yield each
            continue
        try:
            yield await those.get(target.id, text)
        except RegistrantNotFound:
            continue  # `choose` tells who is missing


async def _titles(client: "AsyncClient", target: Room) -> list[str] | None:
    """The titles of the roster's questions; None where the token may not ask."""
    from doorlist.client import MissingScope

    those = running.people(client, target)
    try:
        asked = await those.questions(target.id)
    except MissingScope:
        return None
    return [each.title for each in asked.custom_questions]


def _of_file(path: Path) -> list[str]:
    """The emails of a file, or ids where it has no emails; a list without a header is taken, too."""
    from doorlist.bulk.columns import ColumnsUnclear, plan_columns
    from doorlist.bulk.tables import TableUnreadable, open_table

    try:
        table = open_table(path)
        bare = [at for at, name in enumerate(table.columns) if "@" in name]
        if bare:
            at, first = bare[0], [table.columns[bare[0]]]
        elif "id" in table.columns:
            at, first = table.columns.index("id"), []
        else:
            at, first = plan_columns([*table.columns, "first_name"]).fields["email"], []
        cells = (row.cells[at].strip() for row in table.rows() if at < len(row.cells))
        named = list(dict.fromkeys(text for text in (*first, *cells) if text))
    except (TableUnreadable, ColumnsUnclear) as error:
        raise Failed(f"{path}: {error}", Exit.USAGE, kind=type(error).__name__) from error
    if not named:
        raise Failed(f"{path} names nobody", Exit.USAGE)
    return named


def _forget(_cut: "Sequence[Chosen]") -> None:
    """What takes a decision back is not itself kept."""


def requests_of(
    action: Action, target: Room, ids: Sequence[str], occurrence: str | None = None
) -> list[dict[str, object]]:
    """The requests that decide about registrants."""
    from doorlist.contract.shapes.fields import BATCH_MAX

    cuts = [ids[at : at + BATCH_MAX] for at in range(0, len(ids), BATCH_MAX)]
    return [
        would_send(
            _OPERATIONS[target.kind],
            target.values,
            query={"occurrence_id": occurrence},
            body={"action": action, "registrants": [{"id": id} for id in cut]},
        )
        for cut in cuts
    ]


def kept_of(base_url: str, target: Room) -> "Kept":
    """Where the last decision about a room's registrants is kept."""
    from doorlist.bulk.undoing import Kept

    return Kept(profiles.file().parent / _FOLDER, base_url, running.roster(target))


def _skips(skipped: Mapping[str, int]) -> str:
    """`, skips 3 (2 denied, 1 approved already)`."""
    if not skipped:
        return ""
    named = ", ".join(f"{number:,} {why}" for why, number in skipped.items())
    return f", skips {sum(skipped.values()):,} ({named})"


def were(number: int) -> str:
    """`was` or `were`."""
    return "was" if number == 1 else "were"


def _tell_missing(missing: Iterable[str]) -> None:
    for text in missing:
        exits.say(f"{text}: not registered")
