"""`doorlist meetings` and `doorlist webinars`: planned, listed, shown, ended and deleted, by the same code."""

from collections.abc import Iterator
from enum import StrEnum
from itertools import islice
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from doorlist.cli import showing, times
from doorlist.cli.connecting import (
    AsJson,
    BaseUrl,
    DryRun,
    ProfileName,
    Verbose,
    Yes,
    confirmed,
    connected,
    show_requests,
    would_send,
)
from doorlist.cli.exits import Exit, Failed
from doorlist.cli.helping import columns, examples
from doorlist.cli.rooms import Kind, Room, number
from doorlist.cli.showing import Column

if TYPE_CHECKING:  # what most commands need not load
    from doorlist.client import Client
    from doorlist.client.replies import Meeting, MeetingListed, Webinar, WebinarListed

    Listed = MeetingListed | WebinarListed
    Shown = Meeting | Webinar


class Approval(StrEnum):
    """What happens to somebody who registers."""

    AUTOMATIC = "automatic"
    MANUAL = "manual"
    NONE = "none"


APPROVAL_TYPES = {Approval.AUTOMATIC: 0, Approval.MANUAL: 1, Approval.NONE: 2}
"""The contract's numbers."""
_APPROVALS = {0: "on: everybody is approved at once", 1: "on: you approve by hand", 2: "off"}
_SCHEDULED = {Kind.MEETING: 2, Kind.WEBINAR: 5}
_TYPES = {
    1: "instant",
    2: "scheduled",
    3: "recurring, no fixed time",
    8: "series",
    5: "scheduled",
    6: "recurring, no fixed time",
    9: "series",
}
_OPERATIONS = {
    Kind.MEETING: {"create": "meetingCreate", "end": "meetingStatus", "delete": "meetingDelete"},
    Kind.WEBINAR: {"create": "webinarCreate", "end": "webinarStatus", "delete": "webinarDelete"},
}
_WHICH = {Kind.MEETING: ("scheduled", "upcoming", "live", "previous_meetings"), Kind.WEBINAR: ("scheduled", "upcoming")}

User = Annotated[str, typer.Option("--user", metavar="USER", help="Whose: a user's id or email, or me.")]
Limit = Annotated[int | None, typer.Option("--limit", min=1, help="At most so many.", show_default="all")]


def commands(kind: Kind) -> typer.Typer:
    """The commands about meetings, or about webinars."""
    app = typer.Typer(no_args_is_help=True)
    many = f"{kind}s"
    operations = _OPERATIONS[kind]
    sample = "81234567890"
    Id = Annotated[str, typer.Argument(metavar="ID", help=f"The {kind}'s number, or a link that holds it.")]  # noqa: N806

    @app.command(
        epilog=examples(
            f"doorlist {many} create --topic 'Spring course' --start 2026-12-01T18:00",
            "# who registers waits for you; the time is in Lisbon",
            f"doorlist {many} create --topic 'Open evening' --start 2026-12-01T18:00 \\",
            "    --timezone Europe/Lisbon --duration 90 --approval manual",
            "# in a script: the number alone",
            f"doorlist {many} create --topic T --start 2026-12-01T18:00Z --json | jq .id",
        ),
        help=f"Plan a {kind}, with registration on.",
    )
    def create(
        topic: Annotated[str, typer.Option("--topic", help="What it is about.", show_default=False)],
        start: Annotated[
            str,
            typer.Option(
                "--start", metavar="TIME", help="Such as 2026-12-01T18:00; with Z in UTC.", show_default=False
            ),
        ],
        timezone: Annotated[
            str | None,
            typer.Option("--timezone", metavar="ZONE", help="Such as Europe/Berlin.", show_default="this machine's"),
        ] = None,
        duration: Annotated[int, typer.Option("--duration", metavar="MINUTES", min=1, max=1440, help="Minutes.")] = 60,
        approval: Annotated[
            Approval,
            typer.Option("--approval", help="automatic approves at once, manual asks you, none is no registration."),
        ] = Approval.AUTOMATIC,
        agenda: Annotated[str | None, typer.Option("--agenda", help="What is planned.", show_default=False)] = None,
        passcode: Annotated[
            str | None, typer.Option("--passcode", help="What people type to come in.", show_default=False)
        ] = None,
        limit: Annotated[
            int | None,
            typer.Option(
                "--registrants-max",
                min=0,
                max=20_000,
                help="Approve no more than so many; the real API knows this of webinars alone.",
                show_default=False,
            ),
        ] = None,
        close: Annotated[
            bool, typer.Option("--close-registration", help="Take nobody any more once it has begun.")
        ] = False,
        user: User = "me",
        dry_run: DryRun = False,
        profile: ProfileName = None,
        base_url: BaseUrl = None,
        as_json: AsJson = False,
        verbose: Verbose = False,
    ) -> None:
        with connected(profile, base_url, as_json=as_json, verbose=verbose) as client:
            settings: dict[str, object] = {"approval_type": APPROVAL_TYPES[approval]}
            if limit is not None:
                settings["registrants_restrict_number"] = limit
            if close:
                settings["close_registration"] = True
            body: dict[str, object] = {"topic": topic, "type": _SCHEDULED[kind], **times.start(start, timezone)}
            body["duration"] = duration
            body |= {} if agenda is None else {"agenda": agenda}
            body |= {} if passcode is None else {"password": passcode}
            body["settings"] = settings
            if dry_run:
                request = would_send(operations["create"], {"userId": user}, body=body)
                show_requests([request], as_json=as_json)
                return
            made = _part(client, kind).create(user, extra=body)
            if as_json:
                showing.json_value(made)
                return
            _show(made, title=f"{kind.capitalize()} {made.id} is planned.")

    @app.command(
        "list",
        epilog=examples(
            f"doorlist {many} list",
            f"doorlist {many} list --which upcoming --limit 10",
            f"doorlist {many} list | cut -f1,4",
            more=columns("number", "start (UTC)", "minutes", "topic", "join link"),
        ),
        help=f"List {many}.",
    )
    def list_(
        which: Annotated[
            str, typer.Option("--which", metavar="|".join(_WHICH[kind]), help="Which of them.")
        ] = "scheduled",
        limit: Limit = None,
        user: User = "me",
        profile: ProfileName = None,
        base_url: BaseUrl = None,
        as_json: AsJson = False,
        verbose: Verbose = False,
    ) -> None:
        with connected(profile, base_url, as_json=as_json, verbose=verbose) as client:
            if which not in _WHICH[kind]:
                raise Failed(f"--which is one of {', '.join(_WHICH[kind])}, not {which!r}", Exit.USAGE)
            found: Iterator[Listed] = _part(client, kind).iter(user, type=cast(Any, which))
            showing.rows(
                islice(found, limit),
                [
                    Column("Number", lambda each: each.id, right=True),
                    Column("Start (your time)", lambda each: showing.moment(each.start_time), spare=1),
                    Column("Minutes", lambda each: each.duration, spare=3, right=True),
                    Column("Topic", lambda each: each.topic, words=True),
                    Column("Kind", lambda each: _TYPES.get(each.type or 0, ""), spare=4),
                ],
                piped=[
                    Column("Number", lambda each: each.id),
                    Column("Start", lambda each: each.start_time),
                    Column("Minutes", lambda each: each.duration),
                    Column("Topic", lambda each: each.topic),
                    Column("Join link", lambda each: each.join_url),
                ],
                as_json=as_json,
                none=f"There are no {many}.",
            )

    @app.command(
        epilog=examples(f"doorlist {many} show 812 3456 7890", f"doorlist {many} show https://example.com/j/{sample}"),
        help=f"Show a {kind}: its times, its links, and how registration is set.",
    )
    def show(
        id: Annotated[list[str], typer.Argument(metavar="ID", help=f"The {kind}'s number, or a link that holds it.")],
        profile: ProfileName = None,
        base_url: BaseUrl = None,
        as_json: AsJson = False,
        verbose: Verbose = False,
    ) -> None:
        with connected(profile, base_url, as_json=as_json, verbose=verbose) as client:
            shown = _part(client, kind).get(number(" ".join(id), kind))
            if as_json:
                showing.json_value(shown)
                return
            _show(shown, title=f"{kind.capitalize()} {shown.id}")

    @app.command(
        epilog=examples(f"doorlist {many} end {sample}", f"doorlist {many} end {sample} --dry-run"),
        help=f"End a {kind} that is going on: everybody in it is sent out.",
    )
    def end(
        id: Id,
        yes: Yes = False,
        dry_run: DryRun = False,
        profile: ProfileName = None,
        base_url: BaseUrl = None,
        as_json: AsJson = False,
        verbose: Verbose = False,
    ) -> None:
        with connected(profile, base_url, as_json=as_json, verbose=verbose) as client:
            room = Room(kind, number(id, kind))
            if dry_run:
                request = would_send(operations["end"], room.values, body={"action": "end"})
                show_requests([request], as_json=as_json)
                return
            confirmed(f"End {room} for everybody in it?", yes=yes)
            _part(client, kind).end(room.id)
            _done(room, "ended", as_json=as_json)

    @app.command(
        epilog=examples(
            f"doorlist {many} delete {sample}",
            f"doorlist {many} delete {sample} --remind --yes",
        ),
        help=f"Delete a {kind}, with its registrants.",
    )
    def delete(
        id: Id,
        occurrence: Annotated[
            str | None,
            typer.Option("--occurrence", metavar="ID", help="This one of a series alone.", show_default=False),
        ] = None,
        remind: Annotated[bool, typer.Option("--remind", help="Mail the registrants that it is off.")] = False,
        yes: Yes = False,
        dry_run: DryRun = False,
        profile: ProfileName = None,
        base_url: BaseUrl = None,
        as_json: AsJson = False,
        verbose: Verbose = False,
    ) -> None:
        with connected(profile, base_url, as_json=as_json, verbose=verbose) as client:
            room = Room(kind, number(id, kind))
            reminder = f"cancel_{kind}_reminder"
            if dry_run:
                query: dict[str, object] = {"occurrence_id": occurrence}
                query |= {reminder: "true"} if remind else {}
                show_requests([would_send(operations["delete"], room.values, query=query)], as_json=as_json)
                return
            what = f"occurrence {occurrence} of {room}" if occurrence else f"{room} with its registrants"
            confirmed(f"Delete {what}?", yes=yes)
            if kind is Kind.WEBINAR:
                client.webinars.delete(room.id, occurrence_id=occurrence, cancel_webinar_reminder=remind or None)
            else:
                client.meetings.delete(room.id, occurrence_id=occurrence, cancel_meeting_reminder=remind or None)
            _done(room, "deleted", as_json=as_json)

    return app


meetings = commands(Kind.MEETING)
webinars = commands(Kind.WEBINAR)


def _part(client: "Client", kind: Kind) -> Any:
    """The client's methods of a kind, which are called the same."""
    return client.webinars if kind is Kind.WEBINAR else client.meetings


def _show(shown: "Shown", *, title: str) -> None:
    settings = shown.settings
    approval = settings.approval_type if settings is not None else None
    most = settings.registrants_restrict_number if settings is not None else None
    showing.facts(
        [
            ("number", shown.id),
            ("topic", shown.topic),
            ("start", showing.moment(shown.start_time, shown.timezone)),
            ("minutes", shown.duration),
            ("kind", _TYPES.get(int(shown.type or 0), "")),
            ("registration", _APPROVALS.get(int(approval), "") if approval is not None else ""),
            ("places", most or ""),
            ("registration link", shown.registration_url),
            ("join link", shown.join_url),
            ("passcode", shown.password),
            ("host", shown.host_email or shown.host_id),
            ("agenda", shown.agenda),
            *(
                (f"occurrence {each.occurrence_id}", showing.moment(each.start_time, shown.timezone))
                for each in shown.occurrences
            ),
        ],
        title=title,
    )


def _done(room: Room, what: str, *, as_json: bool) -> None:
    if as_json:
        showing.json_value({room.kind.value: room.id, "done": what})
        return
    typer.echo(f"{room.kind.capitalize()} {room.id} was {what}.")
