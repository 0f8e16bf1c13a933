"""fsync_delay.c, compiled: an environment in which every fsync takes longer."""

import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

SOURCE = Path(__file__).with_name("fsync_delay.c")


class NoShim(Exception):
    """This machine cannot have it; the message says why."""


def built(folder: Path) -> Path:
    """The compiled library. Raises NoShim."""
    compiler = shutil.which("cc")
    if not sys.platform.startswith("linux"):
        raise NoShim(f"LD_PRELOAD is used as on Linux, not on {sys.platform}")
    if compiler is None:
        raise NoShim("there is no cc on this machine")
    library = folder / "fsync_delay.so"
    made = subprocess.run(
        [compiler, "-O2", "-shared", "-fPIC", "-o", str(library), str(SOURCE), "-ldl"], capture_output=True, text=True
    )
    if made.returncode:
        raise NoShim(f"cc failed: {made.stderr.strip()[:200]}")
    return library


def environment(library: Path, delay_ms: float) -> Mapping[str, str]:
    """What to add to a process's environment."""
    return {"LD_PRELOAD": str(library), "FSYNC_DELAY_US": str(round(delay_ms * 1000))}
