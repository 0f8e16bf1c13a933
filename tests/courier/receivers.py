"""Receivers on loopback that answer as a test wants, and note what arrives."""

import asyncio
import base64
import contextlib
import hashlib
import hmac
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from surroundings import PATIENCE_S

SECRET = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="


@dataclass(frozen=True)
class Arrival:
    """A request that came; names of headers in small letters. `connection` numbers the connections."""

    path: str
    headers: Mapping[str, str]
    body: bytes
    connection: int

    @property
    def json(self) -> Any:
        """What it says."""
        return json.loads(self.body)

    @property
    def event(self) -> str:
        """The event's name."""
        name: str = self.json["event"]
        return name

    @property
    def registrant(self) -> str:
        """Whom it is about."""
        id: str = self.json["payload"]["object"]["registrant"]["id"]
        return id

    @property
    def id(self) -> str:
        """What stays the same when it is sent again."""
        return self.headers["webhook-id"]


Answer = Callable[[asyncio.StreamWriter], Awaitable[None]]


def status(number: int, *headers: str, body: bytes = b"") -> Answer:
    """Answers with a status."""

    async def answer(writer: asyncio.StreamWriter) -> None:
        head = [f"HTTP/1.1 {number} Whatever", f"Content-Length: {len(body)}", *headers]
        writer.write("\r\n".join((*head, "", "")).encode() + body)
        await writer.drain()

    return answer


async def closes(writer: asyncio.StreamWriter) -> None:
    """Closes the connection without a word."""
    writer.close()


async def stalls(_writer: asyncio.StreamWriter) -> None:
    """Takes the request and says nothing, until the sender goes."""
    await asyncio.sleep(PATIENCE_S)


async def stalls_in_the_head(writer: asyncio.StreamWriter) -> None:
    """Begins a status line and headers that never end, a byte at a time."""
    writer.write(b"HTTP/1.1 200 OK\r\nX-Endless: ")
    while True:
        writer.write(b"x")
        await writer.drain()
        await asyncio.sleep(0.02)


async def drips(writer: asyncio.StreamWriter) -> None:
    """Answers 200 at once, and then a body that never ends, a byte at a time."""
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
    while True:
        writer.write(b"x")
        await writer.drain()
        await asyncio.sleep(0.02)


async def floods(writer: asyncio.StreamWriter) -> None:
    """Answers 200 with a body without end, as fast as it is taken."""
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000000000\r\n\r\n")
    while True:
        writer.write(b"x" * 65536)
        await writer.drain()


async def talks_nonsense(writer: asyncio.StreamWriter) -> None:
    """Speaks no HTTP."""
    writer.write(b"220 mail.example ESMTP\r\n")
    writer.close()


ok = status(200)


@dataclass
class Receiver:
    """A receiver at `url`. It answers challenges under `secret`, and everything else as `answer` says."""

    answer: Answer = ok
    secret: str = SECRET
    got: list[Arrival] = field(default_factory=list)
    challenges: list[Arrival] = field(default_factory=list)
    proves: bool = True
    port: int = 0
    at_once: int = 0
    at_once_most: int = 0
    arrived: asyncio.Event = field(default_factory=asyncio.Event)
    connections: int = 0

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}/hook"

    @property
    def events(self) -> list[str]:
        """The events that came, in the order in which they came."""
        return [each.event for each in self.got]

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection."""
        self.connections += 1
        number = self.connections
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            while not writer.is_closing():
                await self._one(reader, writer, number)
        writer.transport.abort()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()

    async def _one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, number: int) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:] if line)}
        body = await reader.readexactly(int(headers.get("content-length", 0)))
        arrival = Arrival(head[0].split()[1], headers, body, number)
        if arrival.event == "endpoint.url_validation":
            self.challenges.append(arrival)
            if self.proves:
                token = arrival.json["payload"]["plainToken"]
                proof = hmac.digest(self.secret.encode(), token.encode(), "sha256").hex()
                await status(200, body=json.dumps({"plainToken": token, "encryptedToken": proof}).encode())(writer)
                return
        else:
            self.got.append(arrival)
            self.arrived.set()
        self.at_once += 1
        self.at_once_most = max(self.at_once_most, self.at_once)
        try:
            await self.answer(writer)
        finally:
            self.at_once -= 1


@contextlib.asynccontextmanager
async def receiving(answer: Answer = ok, **more: Any) -> AsyncIterator[Receiver]:
    """A receiver while it listens."""
    receiver = Receiver(answer, **more)
    tasks: set[asyncio.Task[None]] = set()

    def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(receiver.serve(reader, writer))
        tasks.add(task)
        task.add_done_callback(tasks.discard)

    server = await asyncio.start_server(connected, "127.0.0.1", receiver.port)
    receiver.port = server.sockets[0].getsockname()[1]
    try:
        yield receiver
    finally:
        server.close()
        for task in list(tasks):
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def verifies(arrival: Arrival, secret: str = SECRET) -> bool:
    """The contract's algorithm as published receivers have it: over the body parsed and written again."""
    again = json.dumps(arrival.json, separators=(",", ":"), ensure_ascii=False)
    said = f"v0:{arrival.headers['x-zm-request-timestamp']}:{again}"
    wanted = "v0=" + hmac.new(secret.encode(), said.encode(), hashlib.sha256).hexdigest()
    return hmac.compare_digest(wanted, arrival.headers["x-zm-signature"])


def verifies_as_standard(arrival: Arrival, standard_secret: str = SECRET) -> bool:
    """Standard Webhooks, from its specification."""
    key = base64.b64decode(standard_secret.split("_", 1)[1])
    said = b".".join((arrival.id.encode(), arrival.headers["webhook-timestamp"].encode(), arrival.body))
    wanted = base64.b64encode(hmac.new(key, said, hashlib.sha256).digest()).decode()
    version, _, signature = arrival.headers["webhook-signature"].partition(",")
    return version == "v1" and hmac.compare_digest(wanted, signature)
