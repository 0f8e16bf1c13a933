"""One try: a body goes to an address, and what came of that is data."""

import asyncio
import errno
import hmac
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import Self

import aiohttp
from yarl import URL

from doorlist import clock, ids
from doorlist.contract.events import DEADLINE_S
from doorlist.courier.resolving import Lookup, Unreachable, VettedResolver, look_up
from doorlist.rules import addresses
from doorlist.rules.addresses import Reach
from doorlist.wire import events, signing

ANSWER_BYTES_MAX = 16 * 1024
"""Of an answer's body, which nobody looks at; where there is more, the connection is given up."""
DRAIN_S = 0.25
"""How long the rest of an answer may take to come before its connection is given up; its status counts already."""
CONNECTION_IDLE_S = 4
"""How long a connection is kept for the next delivery: receivers close theirs after 5 s at the earliest, as a rule."""
NAME_KEPT_S = 10
"""How long a name's vetted addresses are remembered."""
REASON_CHARS_MAX = 300
_STALE = (errno.ECONNRESET, errno.EPIPE)


@dataclass(frozen=True, slots=True)
class Sent:
    """What came of a try: the receiver's status (0: none came), why it failed (empty: it did not), how long it took."""

    status: int
    reason: str
    took_ms: int
    answer: bytes = b""


@dataclass(frozen=True, slots=True)
class _Post:
    """What goes out, and the time that it has; `wanted` says that somebody will look at the answer's body."""

    url: URL
    body: bytes
    headers: Mapping[str, str]
    wanted: bool
    limit: asyncio.Timeout


class Sender:
    """Sends over connections that are kept open, to vetted addresses alone; follows no redirect and uses no proxy."""

    def __init__(self, reach: Reach, *, deadline_s: float = DEADLINE_S, lookup: Lookup = look_up) -> None:
        self._reach = reach
        self._deadline_s = deadline_s
        self._lookup = lookup
        self._sessions: dict[tuple[bool, bool], aiohttp.ClientSession] = {}

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Close every connection."""
        sessions, self._sessions = self._sessions, {}
        for session in sessions.values():
            await session.close()

    async def send(self, url: str, body: str, headers: Mapping[str, str], *, wanted: bool = False) -> Sent:
        """Try to deliver. Any 2xx within the deadline is success. `wanted` asks for the answer's body, too."""
        began_s = clock.monotonic_s()
        why = addresses.url_refusal(url, self._reach)
        if why:
            return Sent(0, why, 0)
        status, answer = 0, b""
        try:
            async with asyncio.timeout(self._deadline_s) as limit:
                post = _Post(URL(url, encoded=True), body.encode(), headers, wanted, limit)
                status, answer = await self._post(post)
        except TimeoutError:
            reason = f"no answer within {self._deadline_s:g} s"
        except (aiohttp.ClientError, OSError, ValueError) as error:
            reason = _words(error)
        else:
            reason = _judged(status)
        return Sent(status, reason, round((clock.monotonic_s() - began_s) * 1000), answer)

    async def challenge(self, url: str, secret: str, *, client_id: str = "", now: datetime) -> str:
        """Why the receiver at an address does not have a secret; empty where it proved that it has."""
        token = ids.secret()[:22]
        body = events.challenge(token, int(now.timestamp() * 1000))
        headers = signing.headers(
            name=ids.ordered(), body=body, secret=secret, client_id=client_id, at_s=int(now.timestamp())
        )
        sent = await self.send(url, body, headers, wanted=True)
        if sent.reason:
            return sent.reason
        try:
            said = json.loads(sent.answer)
            plain, encrypted = said["plainToken"], said["encryptedToken"]
        except (ValueError, TypeError, KeyError, RecursionError):
            return "it did not answer with plainToken and encryptedToken as JSON"
        if plain != token:
            return "it answered with another plainToken"
        proven = isinstance(encrypted, str) and hmac.compare_digest(
            encrypted.encode(errors="replace"), signing.answer_to(token, secret).encode()
        )
        return "" if proven else "its encryptedToken was not made with this webhook's secret"

    async def _post(self, post: _Post) -> tuple[int, bytes]:
        """Status and, where it is wanted, body. A connection that was closed while it lay idle is replaced at once."""
        try:
            return await self._once(post, kept=True)
        except (aiohttp.ServerDisconnectedError, aiohttp.ClientOSError) as error:
            idle = isinstance(error, aiohttp.ServerDisconnectedError) or error.errno in _STALE
            if not idle or isinstance(error, aiohttp.ClientConnectorError):
                raise
        return await self._once(post, kept=False)

    async def _once(self, post: _Post, *, kept: bool) -> tuple[int, bytes]:
        session = self._session(encrypted=post.url.scheme == "https", kept=kept)
        async with session.post(post.url, data=post.body, headers=post.headers, allow_redirects=False) as response:
            if post.wanted:
                return response.status, await self._read(response)
            if not response.content.at_eof():
                post.limit.reschedule(None)  # the status is there, and what follows does not change it
                try:
                    async with asyncio.timeout(DRAIN_S):
                        await self._read(response)
                except TimeoutError:
                    response.close()
            return response.status, b""

    async def _read(self, response: aiohttp.ClientResponse) -> bytes:
        """The answer's body as far as it is bounded; one that is longer, or never ends, costs the connection and no more."""
        read = bytearray()
        try:
            while not response.content.at_eof():
                read += await response.content.read(ANSWER_BYTES_MAX)
                if len(read) > ANSWER_BYTES_MAX:
                    response.close()
                    break
        except aiohttp.ClientError:
            response.close()
        return bytes(read[:ANSWER_BYTES_MAX])

    def _session(self, *, encrypted: bool, kept: bool) -> aiohttp.ClientSession:
        session = self._sessions.get((encrypted, kept))
        if session is None:
            resolver = VettedResolver(self._reach, encrypted=encrypted, lookup=self._lookup)
            connector = (
                aiohttp.TCPConnector(
                    resolver=resolver, limit=0, ttl_dns_cache=NAME_KEPT_S, keepalive_timeout=CONNECTION_IDLE_S
                )
                if kept
                else aiohttp.TCPConnector(resolver=resolver, limit=0, ttl_dns_cache=NAME_KEPT_S, force_close=True)
            )
            session = self._sessions[encrypted, kept] = aiohttp.ClientSession(
                connector=connector,
                cookie_jar=aiohttp.DummyCookieJar(),
                timeout=aiohttp.ClientTimeout(total=None),
                trust_env=False,
                auto_decompress=False,
                headers={"accept": "*/*", "accept-encoding": "identity"},
            )
        return session


def _judged(status: int) -> str:
    if 200 <= status < 300:
        return ""
    if 300 <= status < 400:
        return f"it answered {status}: redirects are not followed"
    return f"it answered {status}"


def _words(error: Exception) -> str:
    """Why nothing came, in words."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, Unreachable):
            return str(cause)[:REASON_CHARS_MAX]
        cause = cause.__cause__ or cause.__context__
    if isinstance(error, aiohttp.ClientConnectorError) and not isinstance(error, aiohttp.ClientSSLError):
        return (
            f"cannot connect to {error.host}:{error.port}: {os.strerror(error.errno) if error.errno else 'it failed'}"
        )
    if isinstance(error, aiohttp.ServerDisconnectedError):
        return "it closed the connection without an answer"
    if isinstance(error, aiohttp.ClientResponseError | aiohttp.ClientPayloadError):
        return "its answer was not HTTP"
    said = " ".join(str(error).split()) or type(error).__name__
    return f"{'TLS failed: ' if isinstance(error, aiohttp.ClientSSLError) else ''}{said}"[:REASON_CHARS_MAX]
