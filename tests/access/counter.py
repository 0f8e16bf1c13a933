"""A counter on a loopback port that several processes share, which the tests can end."""

import contextlib
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass

import servers
from surroundings import PATIENCE_S

_SERVER = """
import sys
from fakeredis import TcpFakeServer
server = TcpFakeServer(("127.0.0.1", int(sys.argv[1])))
print(server.server_address[1], flush=True)
server.serve_forever()
"""


@dataclass
class SharedCounter:
    """A server that speaks Redis, in a process of its own."""

    process: "subprocess.Popen[str]"
    port: int

    @property
    def url(self) -> str:
        """Its address."""
        return f"redis://127.0.0.1:{self.port}/0"

    def kill(self) -> None:
        """kill -9."""
        self.process.kill()
        self.process.communicate(timeout=PATIENCE_S)


@contextlib.contextmanager
def running(*, port: int = 0) -> Iterator[SharedCounter]:
    """A counter from when it listens."""
    process = servers.program(_SERVER, str(port))
    assert process.stdout is not None
    made = SharedCounter(process, int(process.stdout.readline()))
    try:
        yield made
    finally:
        if process.poll() is None:
            made.kill()
