"""A file that is there whole or not at all: written beside its place, and moved there at the end."""

import contextlib
import os
import stat
from collections.abc import Iterator
from typing import BinaryIO


@contextlib.contextmanager
def landing(path: str | os.PathLike[str]) -> Iterator[BinaryIO]:
    """A stream whose bytes are the file at a path once the block ends; if it raises, what was there before stays.

    What is not a file (a terminal, a pipe) is written as it goes. Raises OSError.
    """
    final = os.path.realpath(path)
    if _special(final):
        with open(final, "wb") as stream:
            yield stream
        return
    folder, name = os.path.split(final)
    beside = os.path.join(folder, f".{name[:100]}.{os.getpid()}.part")
    try:
        with open(beside, "xb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(beside, final)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(beside)
        raise


def _special(path: str) -> bool:
    try:
        return not stat.S_ISREG(os.stat(path).st_mode)
    except FileNotFoundError:
        return False
