"""What the scripts in R, Lua, Tcl and Elixir send and say, each held to the same."""

import json
from pathlib import Path

import pytest
from samples.languages.interpreted import (
    READ,
    READING,
    REFUSALS,
    REPLY,
    REQUESTS,
    answered,
    here,
    laid_out,
    refused,
    sent,
    unreachable,
    waited,
)

from doorlist.samples.language import Language
from doorlist.samples.languages import elixir, lua, r_httr2, tcl
from doorlist.samples.trial import running
from doorlist.samples.trial.recorder import Answer

FORMATTERS = {
    elixir.LANGUAGE.id: ("mix", "format"),
    lua.LANGUAGE.id: ("stylua",),
    r_httr2.LANGUAGE.id: ("air", "format"),
    tcl.LANGUAGE.id: ("tclfmt", "--in-place"),
}
LANGUAGES = (r_httr2.LANGUAGE, lua.LANGUAGE, tcl.LANGUAGE, elixir.LANGUAGE)

in_each_language = pytest.mark.parametrize("language", LANGUAGES, ids=lambda each: each.id)


@in_each_language
@pytest.mark.parametrize("name", REQUESTS)
def test_whatever_stands_in_a_request_arrives_as_it_is(language: Language, name: str, tmp_path: Path) -> None:
    assert sent(language, REQUESTS[name], tmp_path) == []


@in_each_language
def test_each_documented_refusal_is_told_by_status_and_code(language: Language, tmp_path: Path) -> None:
    assert refused(language, tmp_path) == REFUSALS


@in_each_language
def test_a_limit_says_when_to_try_again(language: Language, tmp_path: Path) -> None:
    later = (("Retry-After", "2026-11-25T00:00:00Z"),)
    assert waited(language, tmp_path / "when", later) == "HTTP 429: Too many. Try again after 2026-11-25T00:00:00Z.\n"
    assert waited(language, tmp_path / "never", ()) == "HTTP 429: Too many. Try again after a while.\n"


@in_each_language
def test_the_fields_of_a_reply_are_printed(language: Language, tmp_path: Path) -> None:
    ended = answered(language, READING, tmp_path, Answer(body=json.dumps(REPLY).encode()))
    assert ended.errors == ""
    lines = ended.output.splitlines()
    assert lines[:2] == ["200", json.dumps(REPLY)]
    assert [line for line in lines[2:] if line in READ] == READ
    assert "open: false" in ended.output.lower()
    assert len(lines) == 2 + len(READ) + 3


@in_each_language
@pytest.mark.parametrize("reply", [b"<html>", b"", b"[1]", b'{"its own": 5, "registrants": {"a": "{"}}', b"\xff\0"])
def test_a_reply_of_another_kind_does_no_harm(language: Language, reply: bytes, tmp_path: Path) -> None:
    ended = answered(language, READING, tmp_path, Answer(body=reply))
    assert ended.code == 0, ended.last_words
    assert ended.output.startswith("200\n")


@in_each_language
def test_a_missing_variable_is_named(language: Language, tmp_path: Path) -> None:
    here(language)
    played, _ = running.once(language, REQUESTS["a form"], tmp_path, environment={"TOKEN": None})
    assert (played.ended.code, played.ended.errors) == (2, "Set the environment variable TOKEN.\n")
    assert played.recording.seen == ()


@in_each_language
def test_a_connection_that_fails_is_told_in_a_line(language: Language, tmp_path: Path) -> None:
    ended = unreachable(language, tmp_path)
    assert ended.code == 1
    assert ended.errors.startswith("The request failed: ")
    assert ended.errors.count("\n") == 1


@in_each_language
def test_the_formatter_changes_nothing(language: Language, tmp_path: Path) -> None:
    laid_out(language, FORMATTERS[language.id], tmp_path, inputs={**REQUESTS, "reading": READING})
