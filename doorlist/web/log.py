"""The log: one JSON line for each request, with no token, no query and nothing of what was answered."""

import asyncio
import json
import logging
import sys
from typing import TextIO

from pydantic_core import to_json
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from doorlist import clock

_NOTES = "doorlist.notes"
_FLUSH_LINES = 64
_FLUSH_S = 0.05


class JsonLines(logging.Formatter):
    """What libraries have to say (a broken request, say), in lines of the same form."""

    def format(self, record: logging.LogRecord) -> str:
        """One record as a line."""
        line = {"at": clock.now().isoformat(timespec="milliseconds"), "level": record.levelname.lower()}
        line |= {"logger": record.name, "message": record.getMessage()}
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line)


def configure() -> None:
    """Log what libraries warn of as JSON lines; a malformed form is the client's affair and is answered, not logged."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines())
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    logging.getLogger("python_multipart").setLevel(logging.CRITICAL)


def note(scope: Scope, **facts: object) -> None:
    """Facts about a request for its line; a None is left out."""
    scope.setdefault(_NOTES, {}).update(facts)


class RequestLog:
    """Writes the line of every request that passes through it. Lines are handed over in small groups."""

    def __init__(self, app: ASGIApp, *, stream: TextIO | None = None) -> None:
        self._app = app
        self._stream = stream or sys.stderr
        self._lines: list[str] = []
        self._scheduled: asyncio.TimerHandle | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, then log it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            self.flush()
            return
        began_s = clock.monotonic_s()
        status = 0

        async def watched(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, watched)
        finally:
            self._put(scope, status, (clock.monotonic_s() - began_s) * 1000)

    def flush(self) -> None:
        """Hand over what waits."""
        self._scheduled = None
        lines, self._lines = self._lines, []
        if lines:
            self._stream.write("".join(lines))
            self._stream.flush()

    def _put(self, scope: Scope, status: int, took_ms: float) -> None:
        line = {
            "at": clock.now().isoformat(timespec="milliseconds"),
            "method": scope["method"],
            "path": scope["path"],
            "status": status,
            "ms": round(took_ms, 2),
        }
        line |= {name: value for name, value in scope.get(_NOTES, {}).items() if value is not None}
        self._lines.append(to_json(line).decode() + "\n")
        if len(self._lines) >= _FLUSH_LINES:
            self.flush()
        elif self._scheduled is None:
            self._scheduled = asyncio.get_running_loop().call_later(_FLUSH_S, self.flush)
