"""What is the shells' own: their words, one line of curl without a script, and what the commands cannot send."""

import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from samples.languages.asking import AWS, NASTY, request
from samples.languages.programs import here
from samples.languages.table import REQUESTS

from doorlist.samples.languages import curl, httpie, wget
from doorlist.samples.parts import shells
from doorlist.samples.request import Answers, CannotSay, Failure, Raw, Request
from doorlist.samples.trial import running
from doorlist.samples.trial.recorder import Answer

COMMAND = replace(curl.LANGUAGE, id="curl-command", write=curl.command)


@pytest.mark.parametrize(
    "name",
    [
        "parts",
        "names of parts",
        "types of parts",
        "files",
        "form",
        "names of fields",
        "text",
        "text with a NUL",
        "a URL of values",
    ],
)
def test_a_command_alone_sends_a_request_as_it_is(name: str, tmp_path: Path) -> None:
    here(COMMAND)
    played, wrong = running.once(COMMAND, REQUESTS[name], tmp_path)
    assert (played.ended.code, wrong) == (0, [])


def test_wget_tells_a_401_without_its_code_because_it_keeps_no_body(tmp_path: Path) -> None:
    here(wget.LANGUAGE)
    given = request("GET", answers=Answers(failures=(Failure(401, 124, "Expired."), Failure(401, 4700, "Invalid."))))
    played, _ = running.once(wget.LANGUAGE, given, tmp_path, answer=Answer(401, body=b'{"code": 124}'))
    assert (played.ended.code, played.ended.errors.strip()) == (1, "HTTP 401: Expired. Or: Invalid.")


@pytest.mark.parametrize(
    ("write", "given", "reason"),
    [
        (httpie.write, request("M-SEARCH"), "letters only"),
        (httpie.write, request(target="/a?"), "question mark"),
        (curl.write, request("HEAD", body=Raw("x")), "HEAD"),
        (curl.write, request("GET", "/a?b=1&a=2", auth=AWS), "sorted"),
        (curl.write, request(headers=(("X-Two", "a\r\nb"),)), "line break"),
        (curl.write, request(headers=(("X-Nul", "a\0"),)), "line break"),
    ],
)
def test_what_a_command_cannot_send_is_said(write: Callable[[Request], str], given: Request, reason: str) -> None:
    with pytest.raises(CannotSay, match=reason):
        write(given)


def test_a_word_comes_back_from_the_shell_as_it_went_in() -> None:
    words = [*NASTY, "''", "a'b\\", "\r", "\x7f\u2028\ufeff", '\\"', "\n\n"]
    script = "".join(f"printf '%s\\0' {shells.QUOTE(each)} {shells.INTERPOLATED(each)}\n" for each in words)
    ended = subprocess.run(["/bin/sh"], input=script.encode(), capture_output=True, check=True)
    assert ended.stdout.decode().split("\0")[:-1] == [each for each in words for _ in range(2)]
