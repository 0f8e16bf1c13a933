"""`doorlist registrants undo`: the last decision taken back, as far as the API knows a way back."""

from typing import TYPE_CHECKING

import typer

from doorlist.cli import exits, running, showing
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
)
from doorlist.cli.deciding import app as app
from doorlist.cli.deciding import everybody_of, kept_of, requests_of, send, were
from doorlist.cli.exits import Exit, Failed
from doorlist.cli.helping import examples
from doorlist.cli.rooms import Meeting, Recording, Room, Webinar, room
from doorlist.cli.showing import count

if TYPE_CHECKING:  # what most commands need not load
    from doorlist.bulk.undoing import Kept, Last, WayBack

_NOUNS = {"approve": "approval", "deny": "denial", "cancel": "cancellation"}


@app.command(
    epilog=examples(
        "doorlist registrants undo --meeting 81234567890 --dry-run", "doorlist registrants undo --meeting 81234567890"
    )
)
def undo(
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
    """Take back the last approve, deny or cancel that was made from this machine, as far as the API knows a way back.

    Those who waited before cannot be made to wait again, and whoever was decided about since is left as they are.
    """
    from doorlist.bulk.undoing import NothingToUndo

    with exits.told(as_json=as_json, verbose=verbose):
        target = room(meeting, webinar, recording)
        found = credentials(profile, base_url)
        try:
            with exits.told(as_json=as_json, verbose=verbose, login=found.login):
                _undo(target, found, dry_run=dry_run, yes=yes, as_json=as_json, verbose=verbose)
        except NothingToUndo as nothing:
            raise Failed(str(nothing).rstrip("."), kind="NothingToUndo") from nothing


def _undo(target: Room, found: Credentials, *, dry_run: bool, yes: bool, as_json: bool, verbose: bool) -> None:
    import asyncio

    from doorlist.bulk.pace import Pace
    from doorlist.bulk.undoing import way_back

    async def look() -> "tuple[Kept, Last, WayBack]":
        async with running.client(found, Pace()) as client:
            kept = kept_of(client.base_url, target)
            last = kept.read()
            return kept, last, await way_back(last, everybody_of(client, target))

    kept, last, back = asyncio.run(look())
    actions = {action: len(those) for action, those in back.by_action.items()}
    when = f"{last.at.astimezone():%Y-%m-%d %H:%M}"
    made = f"The {_NOUNS[last.action]} of {when} about {count(len(last.before), 'registrant')} of {target}"
    facts = {
        target.kind.value: target.id,
        "undone": last.action,
        "at": last.at.isoformat(),
        "cannot": dict(back.cannot),
    }
    cannot = [f"{number:,} cannot be taken back: {why}." for why, number in back.cannot.items()]
    if dry_run:
        requests = [
            each
            for action, those in back.by_action.items()
            for each in requests_of(action, target, [one.id for one in those])
        ]
        if as_json:
            showing.json_value({"dry_run": True, **facts, "would": actions, "requests": requests})
            return
        typer.echo(f"{made} would be taken back for {back.count:,}.")
        for line in cannot:
            typer.echo(line)
        typer.echo("Nothing was sent.")
        return
    if back.count > 1:
        confirmed(f"{made}: take it back for {back.count:,}?", yes=yes)
    changed, refused = 0, 0
    for action, those in back.by_action.items():
        decided = send(those, action, target, found, None, hidden=as_json)
        changed, refused = changed + decided.changed, refused + len(decided.refused)
        for each, reason in decided.refused:
            exits.say(f"{each.email or each.id}: {reason}")
        if decided.stop is not None:
            more = f"{count(changed, 'registrant')} {were(changed)} put back; run the same command to go on"
            raise running.ended_by(decided.stop, more=more, verbose=verbose)
    if not refused:
        kept.forget()
    if as_json:
        showing.json_value({**facts, "changed": changed, "refused": refused})
    else:
        typer.echo(f"{made} was taken back for {changed:,}.")
        for line in cannot:
            exits.say(line)
    if refused or (back.cannot and set(back.cannot) != {"as before already"}):
        raise typer.Exit(Exit.PARTLY if changed else Exit.FAILED)
