"""`doorlist registrants`: the people of a meeting, a webinar or a recording, one by one and in lists."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from itertools import chain, islice
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias, cast

import typer

from doorlist.cli import showing
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
from doorlist.cli.exits import Exit, Failed, explained
from doorlist.cli.helping import columns, examples
from doorlist.cli.rooms import Kind, Meeting, Recording, Room, Webinar, room
from doorlist.cli.showing import Column, count
from doorlist.contract.emails import email_key

if TYPE_CHECKING:  # what most commands need not load
    from doorlist.client import Client
    from doorlist.client.replies import RecordingRegistrant, Registrant, WebinarRegistrant

    Anybody: TypeAlias = Registrant | WebinarRegistrant | RecordingRegistrant

app = typer.Typer(no_args_is_help=True)

_ASKED_FOR_MAX = 20
"""So many emails are looked up one by one, where the server can; more, by going over the list."""

_STATUSES = ("approved", "pending", "denied")
_ADDING = {
    Kind.MEETING: "meetingRegistrantCreate",
    Kind.WEBINAR: "webinarRegistrantCreate",
    Kind.RECORDING: "meetingRecordingRegistrantCreate",
}
_REMOVING = {Kind.MEETING: "meetingregistrantdelete", Kind.WEBINAR: "deleteWebinarRegistrant"}

Who = Annotated[
    list[str] | None,
    typer.Argument(metavar="WHO...", help="Emails or ids; - reads them from standard input, one a line."),
]
Occurrence = Annotated[
    str | None, typer.Option("--occurrence", metavar="ID", help="Of this one of a series.", show_default=False)
]


class Status(StrEnum):
    """What became of a registration."""

    APPROVED = "approved"
    PENDING = "pending"
    DENIED = "denied"
    CANCELLED = "cancelled"
    ALL = "all"


@app.command(
    epilog=examples(
        "doorlist registrants add --meeting 81234567890 --email ana@example.com \\",
        "    --first-name Ana --last-name Lee",
        "# with more about her, and an answer to the form's own question",
        "doorlist registrants add --meeting 81234567890 --email ana@example.com \\",
        "    --first-name Ana --field org='Lee & Co' --answer 'Level=B2'",
    )
)
def add(
    email: Annotated[str, typer.Option("--email", help="Their address.", show_default=False)],
    first_name: Annotated[str, typer.Option("--first-name", help="Given name.", show_default=False)],
    last_name: Annotated[str | None, typer.Option("--last-name", help="Family name.", show_default=False)] = None,
    field: Annotated[
        list[str] | None,
        typer.Option("--field", metavar="NAME=VALUE", help="More about them, such as org or phone; several times."),
    ] = None,
    answer: Annotated[
        list[str] | None,
        typer.Option("--answer", metavar="QUESTION=VALUE", help="An answer to a question of the form; several times."),
    ] = None,
    auto_approve: Annotated[
        bool, typer.Option("--auto-approve", help="Approve at once, where you approve by hand otherwise.")
    ] = False,
    occurrence: Occurrence = None,
    meeting: Meeting = None,
    webinar: Webinar = None,
    recording: Recording = None,
    dry_run: DryRun = False,
    profile: ProfileName = None,
    base_url: BaseUrl = None,
    as_json: AsJson = False,
    verbose: Verbose = False,
) -> None:
    """Register one person. Whoever is registered already stays as they are."""
    with connected(profile, base_url, as_json=as_json, verbose=verbose) as client:
        where = room(meeting, webinar, recording)
        body: dict[str, object] = {"email": email.strip(), "first_name": first_name}
        body |= {} if last_name is None else {"last_name": last_name}
        body |= _fields(field or [])
        if answer:
            body["custom_questions"] = [
                {"title": title, "value": value} for title, value in (_pair(each, "--answer") for each in answer)
            ]
        if where.kind is Kind.RECORDING and (auto_approve or occurrence):
            raise Failed("a recording knows neither --auto-approve nor --occurrence", Exit.USAGE)
        body |= {"auto_approve": True} if auto_approve else {}
        if dry_run:
            query = {"occurrence_ids": occurrence}
            show_requests([would_send(_ADDING[where.kind], where.values, query=query, body=body)], as_json=as_json)
            return
        known = {"email": body.pop("email"), "first_name": body.pop("first_name")}
        asked = {} if where.kind is Kind.RECORDING else {"occurrence_ids": occurrence}
        made = _people(client, where).add(where.id, **known, **asked, extra=body)
        if as_json:
            showing.json_value(made)
            return
        link = getattr(made, "join_url", "") or getattr(made, "share_url", "")
        waits = "" if link or where.kind is Kind.RECORDING else " and waits for your approval"
        showing.facts(
            [("registrant", made.registrant_id), ("topic", made.topic), ("link", link)],
            title=f"{email} is registered to {where}{waits}.",
        )


@app.command(
    "list",
    epilog=examples(
        "doorlist registrants list --meeting 81234567890",
        "doorlist registrants list --meeting '812 3456 7890' --status pending",
        "# everybody's email",
        "doorlist registrants list --webinar 91234567890 --status all | cut -f2",
        more=columns("id", "email", "first name", "last name", "status", "registered (UTC)"),
    ),
)
def list_(
    status: Annotated[
        Status, typer.Option("--status", help="cancelled is told apart from denied by Doorlist alone.")
    ] = Status.APPROVED,
    limit: Annotated[int | None, typer.Option("--limit", min=1, help="At most so many.", show_default="all")] = None,
    occurrence: Occurrence = None,
    meeting: Meeting = None,
    webinar: Webinar = None,
    recording: Recording = None,
    profile: ProfileName = None,
    base_url: BaseUrl = None,
    as_json: AsJson = False,
    verbose: Verbose = False,
) -> None:
    """List registrants, the first to register first. However many there are, they are shown as they come."""
    with connected(profile, base_url, as_json=as_json, verbose=verbose) as client:
        where = room(meeting, webinar, recording)
        showing.rows(
            islice(everybody(client, where, status, occurrence), limit),
            [
                Column("Name", lambda each: f"{each.first_name} {each.last_name}".strip(), words=True),
                Column("Email", lambda each: each.email),
                Column("Status", lambda each: each.status or status.value),
                Column("Registered", lambda each: showing.moment(getattr(each, "create_time", "")), spare=2),
                Column("Id", lambda each: each.id, spare=3, style="dim"),
            ],
            piped=[
                Column("Id", lambda each: each.id),
                Column("Email", lambda each: each.email),
                Column("First name", lambda each: each.first_name),
                Column("Last name", lambda each: each.last_name),
                Column("Status", lambda each: each.status or status.value),
                Column("Registered", lambda each: getattr(each, "create_time", "")),
            ],
            as_json=as_json,
            none=f"Nobody is {status}." if status is not Status.ALL else "Nobody has registered.",
        )


@app.command(
    epilog=examples(
        "doorlist registrants show --meeting 81234567890 ana@example.com",
        "doorlist registrants show --meeting 81234567890 ana@example.com --json",
    )
)
def show(
    who: Annotated[str, typer.Argument(metavar="WHO", help="An email or an id.")],
    meeting: Meeting = None,
    webinar: Webinar = None,
    recording: Recording = None,
    profile: ProfileName = None,
    base_url: BaseUrl = None,
    as_json: AsJson = False,
    verbose: Verbose = False,
) -> None:
    """Show all that is known of one registrant: their answers and their link."""
    with connected(profile, base_url, as_json=as_json, verbose=verbose) as client:
        where = room(meeting, webinar, recording)
        found = _one(client, where, who)
        if as_json:
            showing.json_value(found)
            return
        told = [
            ("name", f"{found.first_name} {found.last_name}".strip()),
            ("email", found.email),
            ("status", found.status),
            ("registered", showing.moment(getattr(found, "create_time", ""))),
            ("link", getattr(found, "join_url", "")),
            ("id", found.id),
            *((name.replace("_", " "), getattr(found, name)) for name in _profile_fields()),
            *((each.title, each.value) for each in found.custom_questions),
        ]
        showing.facts(told)


@app.command(
    epilog=examples(
        "doorlist registrants questions --meeting 81234567890", more=columns("question", "kind", "required", "choices")
    )
)
def questions(
    meeting: Meeting = None,
    webinar: Webinar = None,
    recording: Recording = None,
    profile: ProfileName = None,
    base_url: BaseUrl = None,
    as_json: AsJson = False,
    verbose: Verbose = False,
) -> None:
    """Show what the form asks beside email and first name."""
    with connected(profile, base_url, as_json=as_json, verbose=verbose) as client:
        where = room(meeting, webinar, recording)
        asked = _people(client, where).questions(where.id)
        if as_json:
            showing.json_value(asked)
            return
        found: list[tuple[str, str, bool | None, list[str]]] = [
            (each.field_name.replace("_", " "), "field", each.required, []) for each in asked.questions
        ]
        found += [(each.title, each.type or "question", each.required, each.answers) for each in asked.custom_questions]
        showing.rows(
            found,
            [
                Column("Question", lambda each: each[0]),
                Column("Kind", lambda each: each[1], spare=2),
                Column("Required", lambda each: "required" if each[2] else "", spare=1),
                Column("Choices", lambda each: ", ".join(each[3])),
            ],
            none="The form asks for email and first name alone.",
        )


@app.command(
    epilog=examples(
        "doorlist registrants remove --meeting 81234567890 ana@example.com",
        "doorlist registrants remove --meeting 81234567890 --yes - < leaving.txt",
    )
)
def remove(
    who: Who = None,
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
    """Take registrants off the list for good: they may register again, as somebody new. (To refuse somebody: deny.)"""
    from doorlist import client as sdk

    with connected(profile, base_url, as_json=as_json, verbose=verbose) as client:
        where = room(meeting, webinar, recording)
        if where.kind is Kind.RECORDING:
            raise Failed("nobody can be removed from a recording; use deny", Exit.USAGE)
        named = named_ones(who)
        found = pointed(client, where, named)
        missing = [text for text in named if text not in found]
        if dry_run:
            query = {"occurrence_id": occurrence}
            values = [{**where.values, "registrantId": id} for id in found.values()]
            show_requests([would_send(_REMOVING[where.kind], each, query=query) for each in values], as_json=as_json)
            _tell_missing(missing, where)
            return
        if len(found) > 1:
            confirmed(f"Remove {count(len(found), 'registrant')} from {where}?", yes=yes)
        refused = [(text, "not registered") for text in missing]
        removed: list[str] = []
        try:
            for text, id in found.items():
                try:
                    _people(client, where).remove(where.id, id, occurrence_id=occurrence)
                    removed.append(text)
                except sdk.RegistrantNotFound:
                    refused.append((text, "not registered"))
        except sdk.DoorlistError as error:
            _tell_done("removed", removed, refused, where, as_json=as_json)
            raise _after_some(error, removed, verbose=verbose) from error
        _tell_done("removed", removed, refused, where, as_json=as_json)
        _end_refused(removed, refused)


def everybody(client: "Client", where: Room, status: Status, occurrence: str | None = None) -> "Iterator[Anybody]":
    """The registrants of a status, page after page. `all` and `cancelled` are asked for where the server is known to have them;
    elsewhere all are the approved, the pending and the denied, one after the other.
    """
    people = _people(client, where)
    asked: dict[str, Any] = {} if where.kind is Kind.RECORDING else {"occurrence_id": occurrence}
    if where.kind is Kind.RECORDING and occurrence:
        raise Failed("a recording knows no --occurrence", Exit.USAGE)
    if status not in (Status.ALL, Status.CANCELLED):
        return cast("Iterator[Anybody]", people.iter(where.id, status=status.value, **asked))
    if _is_doorlist(client, where):
        return cast("Iterator[Anybody]", people.iter(where.id, status=status.value, **asked))
    if status is Status.CANCELLED:
        raise Failed("this server shows who was cancelled as denied; use --status denied", Exit.USAGE)
    return chain.from_iterable(people.iter(where.id, status=each, **asked) for each in _STATUSES)


def named_ones(who: Sequence[str] | None) -> list[str]:
    """Emails and ids out of arguments, with - out of standard input's lines (of a table their first column), each once."""
    if not who:
        raise Failed("say who: emails or ids, or - for standard input", Exit.USAGE)
    texts: Iterable[str] = who
    if "-" in who:
        if len(who) > 1:
            raise Failed("give emails and ids, or - for standard input, not both", Exit.USAGE)
        texts = (line.lstrip("\ufeff").split("\t")[0] for line in sys.stdin or ())
    named = list(dict.fromkeys(text.strip() for text in texts if text.strip()))
    if not named:
        raise Failed("standard input names nobody", Exit.USAGE)
    return named


def pointed(client: "Client", where: Room, named: Sequence[str]) -> dict[str, str]:
    """The ids of those named, by the texts that name them; emails that are not on the list are left out."""
    emails = {email_key(text): text for text in named if "@" in text}
    found: dict[str, str] = {}
    if emails and len(emails) <= _ASKED_FOR_MAX and _is_doorlist(client, where):
        for text in emails.values():
            for each in _people(client, where).iter(where.id, status="all", email=text):
                found[text] = each.id
    elif emails:
        for each in everybody(client, where, Status.ALL):
            if email_key(each.email) in emails:
                found[emails.pop(email_key(each.email))] = each.id
            if not emails:
                break
    return {text: found.get(text, text) for text in named if "@" not in text or text in found}


def _people(client: "Client", where: Room) -> Any:
    """The client's methods for registrants of a kind, which are called the same."""
    return {
        Kind.MEETING: client.meetings.registrants,
        Kind.WEBINAR: client.webinars.registrants,
        Kind.RECORDING: client.recordings.registrants,
    }[where.kind]


def _is_doorlist(client: "Client", where: Room) -> bool:
    """Whether the server has Doorlist's extensions, which only an answer of it tells."""
    if not client.is_doorlist:
        _people(client, where).list(where.id, page_size=1)
    return client.is_doorlist


def _one(client: "Client", where: Room, who: str) -> "Anybody":
    """One registrant, by email or id. Raises Failed."""
    text = who.strip()
    if "@" not in text and where.kind is not Kind.RECORDING:
        return cast("Anybody", _people(client, where).get(where.id, text))
    if "@" in text and _is_doorlist(client, where):
        for each in _people(client, where).iter(where.id, status="all", email=text):
            return cast("Anybody", each)
    else:
        for each in everybody(client, where, Status.ALL):
            if text == each.id or email_key(text) == email_key(each.email):
                return each
    raise Failed(f"{text} is not registered to {where}", kind="RegistrantNotFound")


def _profile_fields() -> tuple[str, ...]:
    from doorlist.contract.shapes.registrants import PROFILE_FIELDS

    return PROFILE_FIELDS


def _fields(given: Sequence[str]) -> dict[str, str]:
    """Fields as `name=value` has them. Raises Failed."""
    names = (*_profile_fields(), "language", "source_id")
    found = dict(_pair(each, "--field") for each in given)
    for name in found:
        if name not in names:
            raise Failed(f"there is no field {name!r}; there are {', '.join(names)}", Exit.USAGE)
    return found


def _pair(text: str, option: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign or not name.strip():
        raise Failed(f"{option} takes NAME=VALUE, not {text!r}", Exit.USAGE)
    return name.strip(), value


def _tell_missing(missing: Sequence[str], where: Room) -> None:
    for text in missing:
        typer.echo(showing.harmless(f"{text} is not registered to {where}."), err=True)


def _tell_done(
    what: str, done: Sequence[str], refused: Sequence[tuple[str, str]], where: Room, *, as_json: bool
) -> None:
    if as_json:
        shown = {
            where.kind.value: where.id,
            what: list(done),
            "refused": [{"registrant": text, "reason": reason} for text, reason in refused],
        }
        showing.json_value(shown)
        return
    if len(done) == 1:
        typer.echo(showing.harmless(f"{done[0]} was {what}."))
    elif done:
        typer.echo(f"{count(len(done), 'registrant')} were {what}.")
    for text, reason in refused:
        typer.echo(showing.harmless(f"{text}: {reason}"), err=True)


def _end_refused(done: Sequence[str], refused: Sequence[tuple[str, str]]) -> None:
    if refused:
        raise typer.Exit(Exit.PARTLY if done else Exit.FAILED)


def _after_some(error: Any, done: Sequence[str], *, verbose: bool) -> Failed:
    """What ended it early, and that some were done before."""
    failed = explained(error, verbose=verbose)
    if not done:
        return failed
    exit = Exit.PARTLY if failed.exit is Exit.FAILED else failed.exit
    return Failed(
        f"{failed} ({count(len(done), 'registrant')} were done before that.)",
        exit,
        kind=failed.kind,
        facts=failed.facts,
    )
