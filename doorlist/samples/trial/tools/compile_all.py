"""Compiles all samples of a language at once: `python3 compile_all.py go|rust|c`, from the language's folder.

A sample that does not compile stops no other: what the compiler says is in `build.log` in its folder, and in the place of
its program lies one that says the same and fails.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

JOBS = 2
DEBIAN_CRATES = Path("/usr/share/cargo/registry")


def run(command: Sequence[str | Path], folder: Path) -> tuple[bool, str]:
    """Whether a command succeeded, and all that it said."""
    ended = subprocess.run(  # noqa: S603
        list(map(str, command)), cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    return ended.returncode == 0, ended.stdout.decode("utf-8", "replace")


def finish(program: Path, log: Path, done: bool, said: str) -> None:
    """Leaves the compiler's words, and a program that repeats them if there is none. It runs in the sample's folder."""
    log.write_text(said, encoding="utf-8")
    if not done:
        program.parent.mkdir(parents=True, exist_ok=True)
        program.unlink(missing_ok=True)
        program.write_text('#!/bin/sh\necho "it does not compile:" >&2\ncat build.log >&2\nexit 1\n')
        program.chmod(0o755)


def one(folder: Path, program: str, command: Sequence[str | Path]) -> None:
    """Compiles one sample."""
    (folder / program).parent.mkdir(parents=True, exist_ok=True)
    finish(folder / program, folder / "build.log", *run(command, folder))


def go(samples: list[Path], here: Path) -> None:
    """All packages in one go, then the rest one by one."""
    with tempfile.TemporaryDirectory(dir=here, prefix=".built-") as built:
        run(["go", "build", "-p", str(JOBS), "-ldflags=-s -w", "-o", f"{built}/", "./..."], here)
        for sample in samples:
            program = Path(built, sample.name)
            if program.is_file():
                program.replace(sample / "sample")
                (sample / "build.log").write_text("", encoding="utf-8")
            else:
                one(sample, "sample", ["go", "build", "-o", "sample", "main.go"])


def c(samples: list[Path], _: Path) -> None:
    """The compiler for each, some at a time."""
    command = ["cc", "-std=c11", "-Wall", "-Wextra", "-o", "sample", "sample.c", "-lcurl", "-lcjson"]
    with ThreadPoolExecutor(JOBS) as pool:
        list(pool.map(lambda sample: one(sample, "sample", command), samples))


def crates() -> list[str]:
    """Where cargo takes crates from: Debian's packages, where they are installed."""
    if not any(DEBIAN_CRATES.glob("reqwest-*")):
        return []
    return [
        "--config",
        'source.crates-io.replace-with="debian"',
        "--config",
        f'source.debian.directory="{DEBIAN_CRATES}"',
        "--offline",
    ]


def rust(samples: list[Path], here: Path) -> None:
    """The crates that all of them use by cargo, once and for all; then the compiler for each, some at a time."""
    kept = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "doorlist" / "rust"
    with tempfile.TemporaryDirectory(dir=here, prefix=".crates-") as package:
        (Path(package) / "src").mkdir()
        (Path(package) / "src" / "main.rs").write_text("fn main() {}\n")
        (Path(package) / "Cargo.toml").write_text((samples[0] / "Cargo.toml").read_text())
        built: list[str | Path] = [
            "cargo",
            *crates(),
            "build",
            "--jobs",
            str(JOBS),
            "--target-dir",
            kept,
            "--message-format=json",
        ]
        done, said = run(built, Path(package))
    messages = [json.loads(line) for line in said.splitlines() if line.startswith("{")]
    if not done:
        said = "\n".join(line for line in said.splitlines() if not line.startswith("{"))
        for sample in samples:
            finish(sample / _program(sample), sample / "build.log", done=False, said=said)
        return
    options = ["--edition=2021", "--crate-name=sample", "-Cstrip=debuginfo", f"-Ldependency={kept}/debug/deps"]
    for message in messages:
        if message["reason"] == "compiler-artifact" and "lib" in message["target"]["kind"]:
            library = next((each for each in message["filenames"] if each.endswith(".rlib")), None)
            if library is not None:
                options += ["--extern", f"{message['target']['name'].replace('-', '_')}={library}"]
        options += [f"-L{each}" for each in message.get("linked_paths", ())]
    command = ["rustc", *options, "src/main.rs", "-o"]
    with ThreadPoolExecutor(JOBS) as pool:
        list(pool.map(lambda sample: one(sample, _program(sample), [*command, _program(sample)]), samples))


def _program(sample: Path) -> str:
    """Where cargo would put a sample's program, by the package's name."""
    [name] = re.findall(r'^name = "([^"]+)"$', (sample / "Cargo.toml").read_text(), re.MULTILINE)
    return f"../target/debug/{name}"


def main() -> None:
    """Compiles what lies in the folders of this one."""
    here = Path.cwd()
    file, compile_them = {"go": ("main.go", go), "rust": ("src/main.rs", rust), "c": ("sample.c", c)}[sys.argv[1]]
    samples = sorted(each.parent if "/" not in file else each.parent.parent for each in here.glob(f"*/{file}"))
    if samples:
        compile_them(samples, here)


if __name__ == "__main__":
    main()
