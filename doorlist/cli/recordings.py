"""`doorlist recordings`: what was recorded, and who may see it."""

from itertools import islice
from typing import TYPE_CHECKING, Annotated

import typer

from doorlist.cli import showing, times
from doorlist.cli.connecting import (
    AsJson,
    BaseUrl,
    DryRun,
    ProfileName,
    Verbose,
    connected,
    show_requests,
    would_send,
)
from doorlist.cli.helping import columns, examples
from doorlist.cli.meetings import APPROVAL_TYPES, Approval, Limit, User
from doorlist.cli.rooms import Kind, Room, number
from doorlist.cli.showing import Column

if TYPE_CHECKING:  # what most commands need not load
    from doorlist.client.replies import RecordingSettings

app = typer.Typer(no_args_is_help=True)

Id = Annotated[str, typer.Argument(metavar="ID", help="The recording's uuid, or its meeting's number.")]


@app.command(
    "list",
    epilog=examples(
        "doorlist recordings list --from 2026-11-01 --to 2026-11-30",
        more=columns("uuid", "meeting's number", "start (UTC)", "minutes", "topic", "files", "link"),
    ),
)
def list_(
    from_: Annotated[
        str | None, typer.Option("--from", metavar="DAY", help="The first day.", show_default="yesterday")
    ] = None,
    to: Annotated[
        str | None,
        typer.Option(
            "--to",
            metavar="DAY",
            help="The last day, a month later at most.",
            show_default="tomorrow, or a month after --from",
        ),
    ] = None,
    limit: Limit = None,
    user: User = "me",
    profile: ProfileName = None,
    base_url: BaseUrl = None,
    as_json: AsJson = False,
    verbose: Verbose = False,
) -> None:
    """List recordings."""
    with connected(profile, base_url, as_json=as_json, verbose=verbose) as client:
        if from_ is not None and to is None:
            to = times.month_after(from_)
        showing.rows(
            islice(client.recordings.iter(user, from_=from_, to=to), limit),
            [
                Column("Meeting", lambda each: each.id, right=True),
                Column("Start (your time)", lambda each: showing.moment(each.start_time), spare=1),
                Column("Minutes", lambda each: each.duration, spare=2, right=True),
                Column("Topic", lambda each: each.topic, words=True),
                Column("Files", lambda each: each.recording_count, spare=3, right=True),
                Column("Uuid", lambda each: each.uuid, spare=4, style="dim"),
            ],
            piped=[
                Column("Uuid", lambda each: each.uuid),
                Column("Meeting", lambda each: each.id),
                Column("Start", lambda each: each.start_time),
                Column("Minutes", lambda each: each.duration),
                Column("Topic", lambda each: each.topic),
                Column("Files", lambda each: each.recording_count),
                Column("Link", lambda each: each.share_url),
            ],
            as_json=as_json,
            none="There are no recordings of these days; --from and --to name others.",
        )


@app.command(epilog=examples("doorlist recordings show 81234567890"))
def show(
    id: Id,
    profile: ProfileName = None,
    base_url: BaseUrl = None,
    as_json: AsJson = False,
    verbose: Verbose = False,
) -> None:
    """Show a recording: its files and links."""
    with connected(profile, base_url, as_json=as_json, verbose=verbose) as client:
        shown = client.recordings.get(number(id, Kind.RECORDING))
        if as_json:
            showing.json_value(shown)
            return
        files = shown.recording_files
        showing.facts(
            [
                ("meeting", shown.id),
                ("uuid", shown.uuid),
                ("topic", shown.topic),
                ("start", showing.moment(shown.start_time, shown.timezone)),
                ("minutes", shown.duration),
                ("link", shown.share_url),
                ("passcode", shown.password or shown.recording_play_passcode),
                *(
                    (each.recording_type or each.file_type or "file", each.play_url or each.download_url)
                    for each in files
                ),
            ],
            title=f"Recording of meeting {shown.id}" if shown.id else "Recording",
        )


@app.command(
    epilog=examples(
        "doorlist recordings settings 81234567890",
        "# who registers may watch it",
        "doorlist recordings settings 81234567890 --on-demand --approval automatic",
    )
)
def settings(
    id: Id,
    on_demand: Annotated[
        bool | None,
        typer.Option("--on-demand/--no-on-demand", help="Whether one has to register to see it.", show_default=False),
    ] = None,
    approval: Annotated[
        Approval | None,
        typer.Option(
            "--approval",
            help="automatic approves at once, manual asks you, none is no registration.",
            show_default=False,
        ),
    ] = None,
    share: Annotated[
        str | None,
        typer.Option("--share", metavar="publicly|internally|none", help="Who can see it.", show_default=False),
    ] = None,
    download: Annotated[
        bool | None,
        typer.Option("--download/--no-download", help="Whether viewers may download it.", show_default=False),
    ] = None,
    passcode: Annotated[str | None, typer.Option("--passcode", help="A new passcode.", show_default=False)] = None,
    topic: Annotated[str | None, typer.Option("--topic", help="A new topic.", show_default=False)] = None,
    dry_run: DryRun = False,
    profile: ProfileName = None,
    base_url: BaseUrl = None,
    as_json: AsJson = False,
    verbose: Verbose = False,
) -> None:
    """Show who may see a recording, or change it: what options name is changed, the rest stays."""
    with connected(profile, base_url, as_json=as_json, verbose=verbose) as client:
        where = Room(Kind.RECORDING, number(id, Kind.RECORDING))
        wanted: dict[str, object] = {
            "on_demand": on_demand,
            "approval_type": None if approval is None else APPROVAL_TYPES[approval],
            "share_recording": share,
            "viewer_download": download,
            "password": passcode,
            "topic": topic,
        }
        changes = {name: value for name, value in wanted.items() if value is not None}
        if changes and dry_run:
            request = would_send("recordingSettingsUpdate", where.values, body=changes)
            show_requests([request], as_json=as_json)
            return
        if changes:
            client.recordings.update_settings(where.id, extra=changes)
        shown = client.recordings.settings(where.id)
        if as_json:
            showing.json_value(shown)
            return
        _show(shown, title=f"{where.kind.capitalize()} {where.id}{' was changed' if changes else ''}")


def _show(shown: "RecordingSettings", *, title: str) -> None:
    approvals = {0: "everybody is approved at once", 1: "you approve by hand", 2: "off"}
    yes_no = {True: "yes", False: "no", None: ""}
    showing.facts(
        [
            ("topic", shown.topic),
            ("one has to register", yes_no[shown.on_demand]),
            ("registration", approvals.get(int(shown.approval_type), "") if shown.approval_type is not None else ""),
            ("shared", shown.share_recording),
            ("download", yes_no[shown.viewer_download]),
            ("passcode", shown.password),
        ],
        title=title,
    )
