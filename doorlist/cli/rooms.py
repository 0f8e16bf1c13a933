"""Which meeting, webinar or recording is meant: numbers as people copy them, with blanks, with dashes, or within a link."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated
from urllib.parse import parse_qs, urlsplit

import typer

from doorlist.cli.exits import Exit, Failed


class Kind(StrEnum):
    """What it is; the words are those of `bulk.rosters.Kind`, which loads the client."""

    MEETING = "meeting"
    WEBINAR = "webinar"
    RECORDING = "recording"


@dataclass(frozen=True, slots=True)
class Room:
    """A meeting, a webinar or a recording, by its number (a recording also by its uuid)."""

    kind: Kind
    id: str

    @property
    def values(self) -> dict[str, object]:
        """The id as an operation's path has it."""
        return {"webinarId" if self.kind is Kind.WEBINAR else "meetingId": self.id}

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


_PANEL = "Whose registrants (one of these)"
Meeting = Annotated[
    str | None,
    typer.Option("--meeting", metavar="ID", help="A meeting's number or join link.", rich_help_panel=_PANEL),
]
Webinar = Annotated[
    str | None,
    typer.Option("--webinar", metavar="ID", help="A webinar's number or join link.", rich_help_panel=_PANEL),
]
Recording = Annotated[
    str | None,
    typer.Option(
        "--recording", metavar="ID", help="A recording's uuid, or its meeting's number.", rich_help_panel=_PANEL
    ),
]

_BETWEEN = re.compile(r"[\s\-\u2010-\u2015\u2212\u200b\u2060\ufeff.]+")
_NUMBER = re.compile(r"[0-9]{1,20}")
_IN_PATH = re.compile(r"/(?:[a-z]{2}/)?(?:j|w|s|wc(?:/join)?|meeting|meetings|webinar|webinars)/([0-9]{6,20})(?:/|$)")
_UUID = re.compile(r"[A-Za-z0-9+/=_-]{16,64}")


def room(meeting: str | None, webinar: str | None, recording: str | None) -> Room:
    """The one that is meant. Raises Failed where there is none, or more than one."""
    given = [
        (kind, text)
        for kind, text in ((Kind.MEETING, meeting), (Kind.WEBINAR, webinar), (Kind.RECORDING, recording))
        if text is not None
    ]
    if len(given) != 1:
        what = "say whose registrants" if not given else "give one of them alone"
        raise Failed(f"{what}: --meeting ID, --webinar ID or --recording ID", Exit.USAGE)
    [(kind, text)] = given
    return Room(kind, number(text, kind))


def number(text: str, kind: Kind = Kind.MEETING) -> str:
    """A number, out of how people write and copy it. Raises Failed."""
    given = text.strip().strip("<>").strip()
    bare = _BETWEEN.sub("", given)
    if _NUMBER.fullmatch(bare):
        return bare
    if "://" in given or given.lower().startswith(("www.", "zoom.us")):
        return _within(given, kind)
    if kind is Kind.RECORDING and _UUID.fullmatch(given):
        return given
    raise Failed(
        f"{text!r} is not the number of a {_host(kind)}, such as 812 3456 7890, nor a join link with one in it",
        Exit.USAGE,
    )


def _within(link: str, kind: Kind) -> str:
    parts = urlsplit(link if "://" in link else f"https://{link}")
    found = _IN_PATH.search(parts.path)
    if found:
        return found[1]
    for name, values in parse_qs(parts.query).items():
        if name.lower() in ("confno", "meeting_id", "meetingid", "webinarid") and _NUMBER.fullmatch(values[0]):
            return values[0]
    why = "a registration link does not hold it" if "/register" in parts.path else "this link does not hold it"
    raise Failed(
        f"the number of the {_host(kind)} is needed, and {why}. `doorlist {_host(kind)}s list` shows numbers",
        Exit.USAGE,
    )


def _host(kind: Kind) -> str:
    return "meeting" if kind is Kind.RECORDING else kind.value
