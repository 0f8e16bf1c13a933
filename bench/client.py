"""A load generator for machines without wrk: one process, prepared requests, and no more reading than it takes.

Prints the same line of JSON as wrk.lua. Costs the machine more than wrk does, so compare runs of one kind alone.
"""

import argparse
import asyncio
import itertools
import json
import time
from collections.abc import Iterator
from typing import cast

import uvloop

from bench.load import NUMBER, SEPARATOR


class _Connection(asyncio.Protocol):
    """Sends a request, waits for its answer, sends the next."""

    def __init__(self, requests: Iterator[bytes], latencies_ms: list[float]) -> None:
        self._requests = requests
        self._latencies_ms = latencies_ms
        self._received = bytearray()
        self._missing = -1
        self._sent_s = 0.0
        self._transport: asyncio.Transport | None = None
        self.failed = 0
        self.closing = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)  # uvloop's own kind
        self._send()

    def data_received(self, data: bytes) -> None:
        if self._missing < 0:
            self._received += data
            end = self._received.find(b"\r\n\r\n")
            if end < 0:
                return
            self._missing = self._read_head(bytes(self._received[:end]).lower()) - (len(self._received) - end - 4)
            self._received.clear()
        else:
            self._missing -= len(data)
        if self._missing <= 0:
            self._missing = -1
            self._latencies_ms.append((time.perf_counter() - self._sent_s) * 1000)
            self._send()

    def connection_lost(self, _error: Exception | None) -> None:
        self.failed += not self.closing

    def close(self) -> None:
        """Stop."""
        self.closing = True
        if self._transport is not None:
            self._transport.close()

    def _read_head(self, head: bytes) -> int:
        self.failed += head[9:10] != b"2"
        _, found, rest = head.partition(b"\r\ncontent-length:")
        return int(rest.split(b"\r\n", 1)[0]) if found else 0

    def _send(self) -> None:
        assert self._transport is not None
        if not self.closing:
            self._sent_s = time.perf_counter()
            self._transport.write(next(self._requests))


def _requests(path: str) -> Iterator[bytes]:
    with open(path, "rb") as file:
        prepared = [request.split(NUMBER) for request in file.read().split(SEPARATOR)]
    number = itertools.count(1)
    for parts in itertools.cycle(prepared):
        filled = parts[0]
        for part in parts[1:]:
            filled += b"%08d" % next(number) + part
        yield filled


async def _run(port: int, path: str, connections: int, seconds: float) -> dict[str, float]:
    loop = asyncio.get_running_loop()
    requests, latencies_ms = _requests(path), list[float]()
    made = [_Connection(requests, latencies_ms) for _ in range(connections)]
    began = time.perf_counter()
    waiting = iter(made)
    for _ in made:
        await loop.create_connection(lambda: next(waiting), "127.0.0.1", port)
    await asyncio.sleep(seconds)
    took_s = time.perf_counter() - began
    for each in made:
        each.close()
    await asyncio.sleep(0.05)
    latencies_ms.sort()
    count = len(latencies_ms)
    return {
        "requests": count,
        "seconds": took_s,
        "p50_ms": latencies_ms[count // 2] if count else 0.0,
        "p99_ms": latencies_ms[count * 99 // 100] if count else 0.0,
        "failed": sum(each.failed for each in made),
    }


def main() -> None:
    """`python -m bench.client PORT FILE CONNECTIONS SECONDS`."""
    parser = argparse.ArgumentParser()
    parser.add_argument("port", type=int)
    parser.add_argument("file")
    parser.add_argument("connections", type=int)
    parser.add_argument("seconds", type=float)
    given = parser.parse_args()
    print(json.dumps(uvloop.run(_run(given.port, given.file, given.connections, given.seconds))))


if __name__ == "__main__":
    main()
