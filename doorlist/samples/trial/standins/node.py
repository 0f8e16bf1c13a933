"""Runs a Node.js program with what stands in for Chilkat's package: `python -m doorlist.samples.trial.standins.node PROGRAM`."""

import os
import shutil
import sys
from pathlib import Path

PACKAGES = Path(__file__).parent / "node"
"""Where Node.js finds the packages, by NODE_PATH."""


def main(file: str) -> None:
    """Becomes the program."""
    node = shutil.which("node")
    if node is None:
        sys.exit("node is not here")
    surroundings = {**os.environ, "NODE_PATH": str(PACKAGES), "CHILKAT_PYTHON": sys.executable}
    os.execve(node, [node, file], surroundings)  # noqa: S606


if __name__ == "__main__":
    main(sys.argv[1])
