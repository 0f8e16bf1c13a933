"""Runs a program as its reader would: in a process of its own, with the client library it asks for or our stand-in."""

import functools
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import pytest
from journeys import recorder
from surroundings import PATIENCE_S, needs

Library = Literal["real", "stand-in"]
Environment = Mapping[str, str]

HERE = Path(__file__).resolve().parent
STANDINS = HERE / "standins"
PROGRAMS = HERE / "programs"
"""Programs of our own, which do what the printed ones do."""
FETCH_WAIT_S = 180  # npx may have to download newman first
NEWMAN = ["npx", "--yes", "--prefer-offline", "newman@6"]

PROBES = {
    "chilkat": """
import sys, chilkat
http, request = chilkat.CkHttp(), chilkat.CkHttpRequest()
http.SynchronousRequest(sys.argv[1], int(sys.argv[2]), False, request)
print("ready" if http.get_LastMethodSuccess() else http.lastErrorText())
""",
    "chilkat2": """
import sys, chilkat2
http, request = chilkat2.Http(), chilkat2.HttpRequest()
http.SynchronousRequest(sys.argv[1], int(sys.argv[2]), False, request)
print("ready" if http.LastMethodSuccess else http.LastErrorText)
""",
}


@dataclass(frozen=True)
class Run:
    code: int
    output: str  # standard output and error, as a terminal shows them


def own_program(name: str) -> str:
    """The text of one of our own programs."""
    return (PROGRAMS / name).read_text(encoding="utf-8")


def python(program: str, folder: Path, module: str, library: Library, environment: Environment | None = None) -> Run:
    """A Python program that imports `module`."""
    file = folder / "program.py"
    file.write_text(program, encoding="utf-8")
    return run([sys.executable, str(file)], folder, _python_environment(module, library) | dict(environment or {}))


def lianja(program: str, folder: Path, library: Library, environment: Environment | None = None) -> Run:
    """A Lianja program, under our interpreter, which takes its objects from chilkat2."""
    file = folder / "program.prg"
    file.write_text(program, encoding="utf-8")
    command = [sys.executable, "-m", "doorlist.samples.trial.foxpro", str(file)]
    return run(command, folder, _python_environment("chilkat2", library) | dict(environment or {}))


def node(program: str, folder: Path, environment: Environment | None = None) -> Run:
    needs("node")
    file = folder / "program.js"
    file.write_text(program, encoding="utf-8")
    return run(["node", str(file)], folder, {"NODE_PATH": str(STANDINS / "node"), **(environment or {})})


def csharp(program: str, folder: Path, environment: Environment | None = None) -> Run:
    needs("mcs", "mono")
    source, built = folder / "Program.cs", folder / "program.exe"
    source.write_text(program, encoding="utf-8")
    standin = STANDINS / "csharp" / "Chilkat.cs"
    compiled = run(["mcs", f"-out:{built}", str(source), str(standin)], folder)
    assert compiled.code == 0, compiled.output
    return run(["mono", str(built)], folder, environment)


def bash(script: str, folder: Path, environment: Environment | None = None, *arguments: str) -> Run:
    """A shell script. Its curl fails on an HTTP error, by a configuration file, so that no command must be changed."""
    needs("bash", "curl")
    (folder / ".curlrc").write_text("silent\nshow-error\nfail-with-body\n", encoding="utf-8")
    file = folder / "script.sh"
    file.write_text(script, encoding="utf-8")
    return run(["bash", str(file), *arguments], folder, {"CURL_HOME": str(folder), **(environment or {})})


def newman(collection: Mapping[str, Any], folder: Path, variables: Mapping[str, str]) -> tuple[Run, list[int]]:
    """A Postman collection under newman, and each request's status in the order of asking."""
    if reason := newman_absence():
        pytest.skip(reason)
    file, report = folder / "collection.json", folder / "report.json"
    file.write_text(json.dumps(collection), encoding="utf-8")
    settings = [part for name, value in variables.items() for part in ("--env-var", f"{name}={value}")]
    reporters = ["--reporters", "cli,json", "--reporter-json-export", str(report), "--color", "off"]
    done = run([*NEWMAN, "run", str(file), *settings, *reporters], folder, wait_s=FETCH_WAIT_S)
    executions = json.loads(report.read_text(encoding="utf-8"))["run"]["executions"] if report.exists() else []
    return done, [execution["response"]["code"] for execution in executions if "response" in execution]


@functools.cache
def newman_absence() -> str:
    """Why newman cannot run here; empty when it can."""
    if shutil.which("npx") is None:
        return "npx is not installed"
    try:
        asked = run([*NEWMAN, "--version"], HERE, {"npm_config_fetch_retries": "0"}, wait_s=FETCH_WAIT_S)
    except subprocess.TimeoutExpired:
        return f"npx does not bring newman within {FETCH_WAIT_S} s"
    errors = [line for line in asked.output.splitlines() if line.startswith("npm error")]
    return "" if asked.code == 0 else f"npx cannot bring newman: {'; '.join(errors[:3])}"


@functools.cache
def refusal(module: str) -> str:
    """Why the real library does not work here; empty when it does. Any other fault of it is an error."""
    with recorder.Recorder() as desk:
        asked = run([sys.executable, "-c", PROBES[module], desk.host, str(desk.port)], HERE)
    if asked.output.strip() == "ready":
        return ""
    reason = refusal_in(asked.output)
    assert reason, f"{module} is unlocked and still fails:\n{asked.output}"
    return f"{module}: {reason}"


def refusal_in(output: str) -> str:
    """The lines in which Python or the library says that it will not work here; empty when it names another fault."""
    lines = [line.strip() for line in output.splitlines()]
    if missing := [line for line in lines if line.startswith(("ModuleNotFoundError", "ImportError"))]:
        return missing[-1]
    if "UnlockStatus: 1" in lines:
        return ""
    return "; ".join(line for line in lines if "unlock" in line.lower() or "trial" in line.lower())


def run(command: list[str], folder: Path, environment: Environment | None = None, *, wait_s: float = PATIENCE_S) -> Run:
    """Runs the command to its end. After `wait_s` it is ended with all that it started, and that is an error."""
    process = subprocess.Popen(
        command,
        cwd=folder,
        env={**os.environ, **(environment or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
        start_new_session=True,
    )
    with process:
        try:
            output, _ = process.communicate(timeout=wait_s)
        except BaseException:
            os.killpg(process.pid, signal.SIGKILL)
            raise
    return Run(process.returncode, output)


def _python_environment(module: str, library: Library) -> dict[str, str]:
    if library == "real" and (reason := refusal(module)):
        pytest.skip(reason)
    return {"PYTHONPATH": str(STANDINS / "python") if library == "stand-in" else "", "PYTHONDONTWRITEBYTECODE": "1"}
