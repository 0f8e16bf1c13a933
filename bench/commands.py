"""Whole commands as their users run them: how long one takes, and the most memory that it had."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence

from bench.machine import resident_mb

_POLL_S = 0.1


def run(arguments: Sequence[str], environment: Mapping[str, str] | None = None) -> tuple[float, float]:
    """Seconds that `doorlist` takes with these arguments, and MB that it and its children had.

    Raises RuntimeError where it fails.
    """
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "doorlist", *arguments],
        stdout=subprocess.DEVNULL,
        env=dict(os.environ) | dict(environment or {}),
    )
    most = 0.0
    ended = threading.Event()

    def watch() -> None:
        nonlocal most
        while not ended.wait(_POLL_S):
            most = max(most, resident_mb([process.pid]))

    watcher = threading.Thread(target=watch)
    watcher.start()
    code = process.wait()
    took = time.perf_counter() - began
    ended.set()
    watcher.join()
    if code:
        raise RuntimeError(f"doorlist {' '.join(arguments[:2])} ended with exit code {code}")
    return took, most
