"""`doorlist demo` as a newcomer runs it."""

import re
import subprocess
import sys
import urllib.request
from collections.abc import Iterator

import pytest
import servers
from surroundings import ROOT, needs

DEMO = ("demo", "--port", "0")


def test_the_demo_goes_through_its_flow_and_ends() -> None:
    shown = servers.run(*DEMO, "--once")
    assert shown.returncode == 0, shown.stderr
    for status in ("approved", "pending", "denied", "cancelled"):
        assert re.search(rf"@example\.com +{status}", shown.stdout), status
    assert "The link of Ana, approved: 200 “You are expected”" in shown.stdout
    assert "The link of Bo, cancelled since: 403 “This link does not open”" in shown.stdout
    assert shown.stdout.count("204 No") == 6, (
        "three decisions on the meeting, settings and two decisions on the recording"
    )


@pytest.fixture
def serving() -> Iterator[list[str]]:
    """The lines of a demo that serves on; it is ended as an operator would."""
    command = [sys.executable, *servers.DOORLIST, *DEMO]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    assert process.stdout is not None
    lines: list[str] = []
    for line in process.stdout:
        lines.append(line.rstrip("\n"))
        if sum(each.startswith("curl ") for each in lines) == 3:
            break
    yield lines
    process.terminate()
    assert process.wait(20) == 0
    process.stdout.close()


def test_the_three_lines_that_it_prints_work_when_pasted(serving: list[str]) -> None:
    shell, _ = needs("bash", "curl")
    answers = [
        subprocess.run([shell, "-c", line], capture_output=True, text=True, timeout=30, check=True).stdout
        for line in serving
        if line.startswith("curl ")
    ]
    assert '"total_records":5' in answers[0]
    assert '"email":"fay@example.com","join_url"' in answers[1]
    assert answers[2].startswith("HTTP/1.1 204")


def test_the_sample_pages_that_it_names_are_there(serving: list[str]) -> None:
    [address] = [line for line in serving if line.endswith("/docs/samples/")]
    with urllib.request.urlopen(address, timeout=30) as page:
        assert "Register somebody to a meeting" in page.read().decode()
