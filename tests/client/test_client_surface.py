"""The typed surface: made from the contract, whole, light to import, and without fault to type checkers."""

import ast
import inspect
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import servers
from surroundings import PATIENCE_S, ROOT

import doorlist
from doorlist.client import blocking, errors, generate, naming
from doorlist.contract.operations import BY_ID

SERVERS = ("sqlalchemy", "starlette", "uvicorn", "jinja2", "aiohttp", "typer", "rich", "psycopg", "redis", "alembic")


def test_what_is_committed_is_what_the_contract_makes() -> None:
    for name, text in generate.written().items():
        assert (generate.HERE / name).read_text(encoding="utf-8") == text, (
            f"run python -m doorlist.client.generate: {name}"
        )


def test_every_operation_has_a_method() -> None:
    assert {method.operation for method in naming.METHODS} == set(BY_ID)


def test_every_argument_and_error_is_told_of() -> None:
    for method in naming.METHODS:
        found = getattr(blocking, naming.PLACES[method.place][0])
        told = inspect.getdoc(getattr(found, method.verb)) or ""
        for name in inspect.signature(getattr(found, method.verb)).parameters:
            assert name == "self" or f"    {name}: " in told, (method.place, method.verb, name)
        for part in ("Returns:", "Raises:", "Rate label:", "Scope:", "Source:"):
            assert part in told, (method.place, method.verb, part)


def test_both_clients_have_the_same_methods_with_the_same_arguments() -> None:
    def signatures(name: str) -> dict[str, list[str]]:
        tree = ast.parse((generate.HERE / name).read_text(encoding="utf-8"))
        return {
            f"{each.name}.{inner.name}": [argument.arg for argument in (*inner.args.args, *inner.args.kwonlyargs)]
            for each in tree.body
            if isinstance(each, ast.ClassDef)
            for inner in each.body
            if isinstance(inner, ast.FunctionDef | ast.AsyncFunctionDef) and not inner.name.startswith("_")
        }

    assert signatures("blocking.py") == signatures("awaiting.py")


def test_every_error_is_exported() -> None:
    named = {
        name for name, found in vars(errors).items() if inspect.isclass(found) and found.__module__ == errors.__name__
    }
    assert named <= set(doorlist.client.__all__)


def test_the_client_loads_nothing_of_the_server() -> None:
    program = (
        "import sys, json, doorlist; light = [each for each in sys.modules if each.startswith('doorlist.')];"
        "doorlist.Client(token='t', environ={}); print(json.dumps([light, sorted(sys.modules)]))"
    )
    done = servers.run(program=("-c", program))
    assert done.returncode == 0, done.stderr
    light, loaded = json.loads(done.stdout)
    assert light == []
    assert [name for name in loaded if name.split(".")[0] in SERVERS] == []
    ours = {name.split(".")[1] for name in loaded if name.startswith("doorlist.")}
    assert ours == {"client", "clock", "contract"}
    assert not hasattr(doorlist, "Nothing")


def test_a_user_s_program_passes_pyright_strict(tmp_path: Path) -> None:
    checker = Path(sys.executable).parent / "basedpyright"
    if not checker.exists():
        pytest.skip("basedpyright is not installed")
    shutil.copy(Path(__file__).parent / "sample_program.py", tmp_path / "program.py")
    config = {"typeCheckingMode": "strict", "venvPath": str(ROOT), "venv": ".venv", "pythonVersion": "3.11"}
    (tmp_path / "pyrightconfig.json").write_text(json.dumps(config | {"extraPaths": [str(ROOT)]}), encoding="utf-8")
    done = subprocess.run(
        [checker, "--outputjson", "program.py"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )
    told = json.loads(done.stdout)
    assert told["generalDiagnostics"] == []
    assert told["summary"]["filesAnalyzed"] >= 1


def test_a_user_s_program_passes_mypy_strict(tmp_path: Path) -> None:
    shutil.copy(Path(__file__).parent / "sample_program.py", tmp_path / "program.py")
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(tmp_path / "cache"), "program.py"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=2 * PATIENCE_S,
        check=False,
    )
    assert done.returncode == 0, done.stdout
