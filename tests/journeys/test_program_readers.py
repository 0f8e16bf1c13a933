"""How the journeys run programs: bounded, and skipping only for a reason."""

import os
import select
import subprocess
import sys
from pathlib import Path

import pytest
from journeys import readers, recorder
from surroundings import needs


def test_a_run_gives_exit_code_and_all_output(tmp_path: Path) -> None:
    program = "import os, sys; print(os.environ['WHO'], os.getcwd()); sys.stderr.write('é'); sys.exit(3)"
    run = readers.run([sys.executable, "-X", "utf8", "-c", program], tmp_path, {"WHO": "ada"})
    assert run == readers.Run(3, f"ada {tmp_path}\né")


def test_a_program_that_never_ends_is_ended_with_what_it_started(tmp_path: Path) -> None:
    # The grandchild keeps `held` open and waits for a writer of `never`, which never comes: `held` ends when it does.
    os.mkfifo(tmp_path / "held")
    os.mkfifo(tmp_path / "never")
    held = os.open(tmp_path / "held", os.O_RDONLY | os.O_NONBLOCK)
    with open(held, "rb", buffering=0) as reader:
        with pytest.raises(subprocess.TimeoutExpired):
            readers.run(["sh", "-c", "(exec 3>held; echo begun >&3; read line <never) & wait"], tmp_path, wait_s=1)
        seen = b""
        while select.select([reader], [], [], 30)[0] and (more := reader.read(100)):
            seen += more
        assert (seen, reader.read(1)) == (b"begun\n", b"")


def test_a_refused_curl_command_fails_and_shows_the_answer(tmp_path: Path) -> None:
    with recorder.Recorder(recorder.answer("404 Not Found", '{"code":3001}')) as desk:
        run = readers.bash(f"curl http://{desk.host}:{desk.port}/", tmp_path)
    assert run.code != 0
    assert '{"code":3001}' in run.output
    assert "% Total" not in run.output


def test_a_missing_command_is_a_reason_to_skip() -> None:
    needs("sh")
    with pytest.raises(pytest.skip.Exception, match="no-such-command is not installed"):
        needs("sh", "no-such-command")


@pytest.mark.parametrize(
    ("output", "expected"),
    [
        (
            "Traceback…\nModuleNotFoundError: No module named 'chilkat'\n",
            "ModuleNotFoundError: No module named 'chilkat'",
        ),
        ("ImportError: libfoo.so: cannot open\n", "ImportError: libfoo.so: cannot open"),
        (
            "  UnlockStatusMsg: The trial ended.\n  UnlockStatus: 0\n",
            "UnlockStatusMsg: The trial ended.; UnlockStatus: 0",
        ),
        ("  UnlockStatusMsg: Trial\n  UnlockStatus: 1\n  socketError: Connection refused\n", ""),
        ("Segmentation fault", ""),
    ],
)
def test_a_library_refuses_by_its_absence_or_by_its_lock_only(output: str, expected: str) -> None:
    assert readers.refusal_in(output) == expected
