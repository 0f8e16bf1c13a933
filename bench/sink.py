"""A receiver that takes whatever comes: `python -m bench.sink PORT` answers 200 to every POST, as cheaply as Python can.

A GET is answered with how many POSTs came so far.
"""

import asyncio
import sys

import uvloop

_ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"


class _Taking(asyncio.Protocol):
    """Counts the bytes of heads and bodies, and reads nothing else."""

    taken = 0

    def __init__(self) -> None:
        self._received = b""
        self._missing = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        received = self._received + data
        while received:
            if self._missing:
                taken = min(self._missing, len(received))
                self._missing -= taken
                received = received[taken:]
                if self._missing:
                    break
                _Taking.taken += 1
                self._transport.write(_ANSWER)  # type: ignore[attr-defined]
                continue
            end = received.find(b"\r\n\r\n")
            if end < 0:
                break
            head = received[:end].lower()
            received = received[end + 4 :]
            _, found, rest = head.partition(b"content-length:")
            self._missing = int(rest.split(b"\r\n", 1)[0]) if found else 0
            if not self._missing:
                count = str(_Taking.taken).encode()
                self._transport.write(  # type: ignore[attr-defined]
                    b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(count), count)
                )
        self._received = received


async def _serve(port: int) -> None:
    server = await asyncio.get_running_loop().create_server(_Taking, "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(_serve(int(sys.argv[1])))
