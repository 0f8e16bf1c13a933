"""What holds for every language's text, whether or not its programs run here."""

import re

import pytest
from samples.languages.asking import request
from samples.languages.programs import reason
from samples.languages.table import REQUESTS

from doorlist.samples.language import Language, printed
from doorlist.samples.languages import (
    c_libcurl,
    csharp_httpclient,
    go,
    java_httpclient,
    kotlin,
    languages,
    rust_reqwest,
)
from doorlist.samples.request import Answers, Failure, Raw

LANGUAGES = tuple(languages())
COMPILED = (
    go.LANGUAGE,
    rust_reqwest.LANGUAGE,
    c_libcurl.LANGUAGE,
    csharp_httpclient.LANGUAGE,
    java_httpclient.LANGUAGE,
    kotlin.LANGUAGE,
)
UNSAFE = re.compile("[\0\r\x1b\u2028\u202e]")
COMMENT = re.compile(r"#|//|\*|--|$")
each_language = pytest.mark.parametrize("language", LANGUAGES, ids=lambda each: each.id)


@each_language
def test_a_large_request_is_printed(language: Language) -> None:
    given = request(
        body=Raw("x\n" * 500_000),
        content_type="text/plain",
        answers=Answers(failures=tuple(Failure(400, code, "m") for code in range(300))),
    )
    if language.id == "foxpro-chilkat":
        assert "64 KB" in reason(language, given)
    else:
        assert len(printed(language, given)) > 1_000_000


@pytest.mark.parametrize("language", COMPILED, ids=lambda each: each.id)
def test_what_the_request_does_not_need_is_left_out(language: Language) -> None:
    text = printed(language, request("GET", "/")).lower()
    for each in ("explain", "required", "json", "retry-after", "encode", "boundary", "io.file", "system.text"):
        assert each not in text


@pytest.mark.parametrize(
    "language", [each for each in LANGUAGES if not each.id.startswith("python-")], ids=lambda each: each.id
)
def test_a_title_never_leaves_its_comment(language: Language) -> None:
    before, _, rest = printed(language, request("GET", title="plain")).partition("plain")
    above, code = before.rpartition("\n")[0], rest.partition("\n")[2]
    text = printed(language, REQUESTS["a title that is no comment"])
    assert text.startswith(above)
    assert text.endswith(code)
    head = text.removeprefix(above).removesuffix(code)
    assert [line for line in head.split("\n") if not COMMENT.match(line)] == []
    assert UNSAFE.search(head) is None
