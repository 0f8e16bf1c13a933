"""What C#, Java and Kotlin share: clients that are called HttpClient, and compilers that take many samples at once."""

from pathlib import Path

import pytest
from samples.languages.asking import request
from samples.languages.programs import here, reason

from doorlist.samples.language import Language
from doorlist.samples.languages import csharp_httpclient, java_httpclient, kotlin
from doorlist.samples.request import Template, Variable
from doorlist.samples.trial import running
from doorlist.samples.trial.processes import Processes

LANGUAGES = [csharp_httpclient.LANGUAGE, java_httpclient.LANGUAGE, kotlin.LANGUAGE]
each_language = pytest.mark.parametrize("language", LANGUAGES, ids=lambda each: each.id)


@each_language
def test_a_sample_that_does_not_compile_stops_no_other_and_says_why(language: Language, tmp_path: Path) -> None:
    here(language)
    text = language.write(request("GET", "/"))
    for name, program in (("a", text.replace("response", "nothing", 1)), ("b", text)):
        (tmp_path / name).mkdir()
        (tmp_path / name / language.file).write_text(program)
    assert running.build_all(language, tmp_path, runner=Processes()) is None
    made = {each.name for each in (tmp_path / "a").iterdir()}
    assert made == {language.file, "build.log"}
    assert language.file in (tmp_path / "a" / "build.log").read_text()
    assert (tmp_path / "b" / "build.log").read_text() == ""
    assert len(list((tmp_path / "b").iterdir())) > 2


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
    assert why in reason(language, request("GET", "/", headers=((name, value),)))


@each_language
def test_a_method_that_the_library_keeps_for_itself_is_refused(language: Language) -> None:
    assert "CONNECT" in reason(language, request("CONNECT", "/"))
