"""What a client takes from the machine that it runs on: clocks and chance. Tests bring their own."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from doorlist import clock


def _chance() -> float:
    return int.from_bytes(os.urandom(4)) / 2**32


@dataclass(frozen=True, slots=True)
class Surroundings:
    """`now` is the time of day in UTC, `monotonic_s` never jumps, `chance` gives 0.0 up to 1.0.

    `sleep` replaces waiting; left out, the blocking client blocks and the awaiting one awaits.
    """

    now: Callable[[], datetime] = clock.now
    monotonic_s: Callable[[], float] = clock.monotonic_s
    chance: Callable[[], float] = _chance
    sleep: Callable[[float], None] | None = None
