"""uvicorn's HTTP protocol with bounds on what a client may do before the application sees a request: bytes and time."""

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEAD_BYTES_MAX = 128 * 1024
REQUEST_S_MAX = 60


class BoundedProtocol(HttpToolsProtocol):
    """Closes a connection whose head never ends, or whose request has not arrived whole within a minute.

    The application refuses heads of unreasonable size in words (431, 414); this keeps one that grows without end from
    filling the memory, and many that never end from using up the connections.
    """

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._in_head = True
        self._head_bytes = 0
        self._waits_since_s: float | None = self.loop.time()
        self._watch: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._look_again()

    def connection_lost(self, exc: Exception | None) -> None:
        if self._watch is not None:
            self._watch.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self._in_head:
            self._head_bytes += len(data)
            if self._head_bytes > HEAD_BYTES_MAX:
                self.send_400_response("The head of the request is too large.")
                return
        super().data_received(data)

    def on_message_begin(self) -> None:
        self._in_head, self._head_bytes = True, 0
        self._waits_since_s = self.loop.time()
        super().on_message_begin()

    def on_header(self, name: bytes, value: bytes) -> None:
        if self._in_head:
            super().on_header(name, value)
            return
        self._head_bytes += len(name) + len(value)  # a trailer, behind a chunked body: counted, and of no use
        if self._head_bytes > HEAD_BYTES_MAX:
            self._close()

    def on_headers_complete(self) -> None:
        self._in_head = False
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        self._waits_since_s = None
        super().on_message_complete()

    def _look_again(self) -> None:
        """Once in a while, whether a request is overdue: a timer for each connection costs less than one a request."""
        if self._waits_since_s is not None and self.loop.time() - self._waits_since_s >= REQUEST_S_MAX:
            self._close()
        else:
            self._watch = self.loop.call_later(REQUEST_S_MAX / 2, self._look_again)

    def _close(self) -> None:
        if self.transport is not None and not self.transport.is_closing():
            self.transport.close()
