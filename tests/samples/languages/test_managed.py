"""What C#, Java and Kotlin have in common: clients that are called HttpClient, and compilers that take many samples at once."""

from pathlib import Path

import pytest
from samples.languages import programs

from doorlist.samples.language import Language
from doorlist.samples.languages import csharp_httpclient, java_httpclient, kotlin
from doorlist.samples.request import (
    Answers,
    AwsV4,
    CannotSay,
    Digest,
    Failure,
    Hawk,
    OAuth1,
    Raw,
    Template,
    Variable,
)
from doorlist.samples.trial.recorder import Recorder

LANGUAGES = [csharp_httpclient.LANGUAGE, java_httpclient.LANGUAGE, kotlin.LANGUAGE]
each_language = pytest.mark.parametrize("language", LANGUAGES, ids=lambda each: each.id)


@each_language
def test_a_sample_that_does_not_compile_stops_no_other_and_says_why(language: Language, tmp_path: Path) -> None:
    text = language.write(programs.request("GET", "/"))
    for name, program in (("a", text.replace("response", "nothing", 1)), ("b", text)):
        (tmp_path / name).mkdir()
        (tmp_path / name / language.file).write_text(program)
    with Recorder() as recorder:
        programs.compiled(language, {}, tmp_path, recorder)
    made = {each.name for each in (tmp_path / "a").iterdir()}
    assert made == {language.file, "build.log"}
    assert language.file in (tmp_path / "a" / "build.log").read_text()
    assert (tmp_path / "b" / "build.log").read_text() == ""
    assert len(list((tmp_path / "b").iterdir())) > 2


@each_language
def test_what_the_request_does_not_need_is_left_out(language: Language) -> None:
    text = language.write(programs.request("GET", "/")).lower()
    for each in ("explain", "required", "json", "retry-after", "encode", "boundary", "io.file", "system.text"):
        assert each not in text


@each_language
def test_a_title_never_leaves_its_comment(language: Language) -> None:
    warnings = ("one\ntwo */ \\u000a x \\", "three\u2028four\0\u202e", "\\\\\\u0022")
    text = language.write(programs.request("GET", "/", warnings=warnings))
    head = text.partition("import" if language.id != "csharp-httpclient" else "using")[0]
    assert all(line.startswith("// ") or line == "" for line in head.split("\n"))
    assert not set(head) & set("\0\u2028\u202e")


@each_language
def test_a_large_request_is_printed(language: Language) -> None:
    given = programs.request(
        body=Raw("x\n" * 500_000),
        content_type="text/plain",
        answers=Answers(failures=tuple(Failure(400, n, "m") for n in range(300))),
    )
    assert len(language.write(given)) > 1_000_000


@each_language
@pytest.mark.parametrize(
    "auth", [Digest("me", "pass"), OAuth1("a", "b", "c", "d"), AwsV4("a", "b", "", "r", "s"), Hawk("a", "b")], ids=str
)
def test_an_auth_that_the_library_lacks_is_refused_in_words(language: Language, auth: object) -> None:
    with pytest.raises(CannotSay, match="HttpClient"):
        language.write(programs.request("GET", "/", auth=auth))


@each_language
@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("X-Name", "Zoë", "in ASCII only, and X-Name has other characters"),
        ("X-Name", Template((Variable("a", "A", "a", "a", "A"), "日")), "in ASCII only"),
        ("X Name", "1", "refuses 'X Name' as the name of a header"),
    ],
)
def test_a_header_that_the_library_would_not_send_is_refused(
    language: Language, name: str, value: str | Template, why: str
) -> None:
    with pytest.raises(CannotSay, match=why):
        language.write(programs.request("GET", "/", headers=((name, value),)))


@each_language
def test_a_method_that_the_library_keeps_for_itself_is_refused(language: Language) -> None:
    with pytest.raises(CannotSay, match="CONNECT"):
        language.write(programs.request("CONNECT", "/"))
