"""Runs a C# program with what stands in for Chilkat's assembly: `python -m doorlist.samples.trial.standins.csharp PROGRAM`."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

SOURCE = Path(__file__).parent / "csharp" / "Chilkat.cs"
COMPILE_S = 120


def main(file: str) -> None:
    """Compiles the program, and becomes it."""
    program = Path(file)
    mono = shutil.which("mono")
    if mono is None:
        sys.exit("mono is not here")
    complaint = compile_program(program)
    if complaint:
        sys.exit(complaint)
    os.execve(mono, [mono, str(program.with_suffix(".exe"))], {**os.environ, "CHILKAT_PYTHON": sys.executable})  # noqa: S606


def compile_program(program: Path) -> str:
    """Compiles a program with the stand-in in it; what the compiler says where it fails."""
    mcs = shutil.which("mcs")
    if mcs is None:
        return "mcs is not here"
    command = [mcs, "-nologo", f"-out:{program.with_suffix('.exe')}", str(program), str(SOURCE)]
    done = subprocess.run(  # noqa: S603
        command, capture_output=True, text=True, errors="replace", timeout=COMPILE_S, check=False
    )
    return "" if done.returncode == 0 else done.stdout + done.stderr


if __name__ == "__main__":
    main(sys.argv[1])
