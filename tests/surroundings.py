"""What the tests find around them: the checkout, input that is not ours, programs of the machine; and their patience."""

import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
"""Test input that is not ours; tests that read it are skipped where it is absent."""

PATIENCE_S = 60
"""How long a test waits for what must happen; only a failing one waits that long."""


def needs(*programs: str) -> list[str]:
    """The paths of programs of the machine, or a skip that names the first that is not there."""
    paths = []
    for program in programs:
        path = shutil.which(program)
        if path is None:
            pytest.skip(f"{program} is not installed")
        paths.append(path)
    return paths
