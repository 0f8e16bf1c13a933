"""Bulk work in front of a person: its client, its bar, Ctrl-C, and how it ends."""

import asyncio
import signal
import sys
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING, Any, TypeVar

from doorlist.cli import connecting, exits, showing
from doorlist.cli.connecting import Credentials
from doorlist.cli.exits import Exit, Failed
from doorlist.cli.rooms import Kind, Room

if TYPE_CHECKING:  # what most commands need not load
    from doorlist.bulk.pace import Pace
    from doorlist.bulk.rosters import Roster
    from doorlist.bulk.verdicts import Stop
    from doorlist.client import AsyncClient

T = TypeVar("T")


def client(found: Credentials, pace: "Pace") -> "AsyncClient":
    """A client for many calls at once, whose replies set the pace."""
    from doorlist.client import AsyncClient

    return AsyncClient(
        base_url=found.base_url,
        token_url=found.token_url,
        account_id=found.account_id,
        client_id=found.client_id,
        client_secret=found.client_secret,
        token=found.token,
        environ={},
        on_notice=connecting.note,
        on_reply=pace.heard,
    )


def people(client: "AsyncClient", where: Room) -> Any:
    """The client's methods for registrants of a kind, which are called the same."""
    return {
        Kind.MEETING: client.meetings.registrants,
        Kind.WEBINAR: client.webinars.registrants,
        Kind.RECORDING: client.recordings.registrants,
    }[where.kind]


def roster(where: Room) -> "Roster":
    """A room's registrants, as bulk work knows them."""
    from doorlist.bulk.rosters import Kind, Roster

    return Roster(Kind(where.kind.value), where.id)


def run(work: Coroutine[Any, Any, T], stop: Callable[[], None]) -> T:
    """What the work gives. Ctrl-C asks it to stop, which waits for what is on its way; a second one ends it at once."""
    asked = False

    def interrupted(_signal: int, _frame: FrameType | None) -> None:
        nonlocal asked
        if asked:
            raise KeyboardInterrupt
        asked = True
        stop()
        if sys.stderr is not None and sys.stderr.isatty():
            exits.say("\nStopping when what was sent is answered; press Ctrl-C again to stop at once.")

    before = signal.signal(signal.SIGINT, interrupted)
    try:
        return asyncio.run(work)
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def bar(doing: str, total: int | None, *, hidden: bool = False) -> Iterator[Callable[[int, str], None]]:
    """A bar on a terminal, with the rate and the time left, that is told how many are done, with a few words; else nothing."""
    if hidden or sys.stderr is None or not sys.stderr.isatty():
        yield _unseen
        return
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        ProgressColumn,
        Task,
        TextColumn,
        TimeRemainingColumn,
    )
    from rich.text import Text

    class Rate(ProgressColumn):
        """How many a second."""

        def render(self, task: Task) -> Text:
            return Text(f"{task.speed:,.0f}/s" if task.speed else "")

    columns: list[str | ProgressColumn] = [TextColumn("{task.description}"), MofNCompleteColumn(), Rate()]
    if total is not None:
        columns[1:1] = [BarColumn(bar_width=None)]
        columns.append(TimeRemainingColumn(compact=True))
    columns.append(TextColumn("{task.fields[words]}"))
    with Progress(*columns, console=showing.console(errors=True), transient=True) as shown:
        task = shown.add_task(doing, total=total, words="")
        yield lambda done, words: shown.update(task, completed=done, words=words)


def _unseen(_done: int, _words: str) -> None:
    """Nobody looks."""


def ended_by(stop: "Stop", *, more: str, verbose: bool) -> Failed:
    """Why bulk work ended before its end, and `more`: what is left, and what to do."""
    from doorlist.bulk.verdicts import Why
    from doorlist.client import DoorlistError

    if stop.why is Why.ASKED:
        return Failed(f"stopped. {more}", Exit.INTERRUPTED, kind="Interrupted")
    if isinstance(stop.error, DoorlistError):
        failed = exits.explained(stop.error, verbose=verbose)
        told = Failed(f"{str(failed).rstrip('. ')}. {more}", failed.exit, kind=failed.kind, facts=failed.facts)
        told.detail = failed.detail
        return told
    return Failed(f"{stop.message.rstrip('. ')}. {more}", Exit.FAILED, kind=stop.why.name.title().replace("_", ""))
