"""What is Python's own: its literals, its docstrings, and what urllib cannot do."""

import ast

import pytest
from samples.languages.asking import NASTY, TOKEN, request
from samples.languages.programs import reason

from doorlist.samples.language import Language
from doorlist.samples.languages import python_httpx, python_requests, python_urllib
from doorlist.samples.parts import python, quotes
from doorlist.samples.request import Digest, Json, Raw, Template

LANGUAGES = (python_requests.LANGUAGE, python_httpx.LANGUAGE, python_urllib.LANGUAGE)
TEXTS = (*NASTY, "a\rd\te\n", "\0\x07", "\ud800")
TITLES = (*TEXTS, "Encoding: gzip", "coding: utf-16", 'ends in a quote"', "# -*- coding: x -*-")


@pytest.mark.parametrize("text", TEXTS)
def test_a_literal_is_read_as_its_text(text: str) -> None:
    assert ast.literal_eval(quotes.string(text)) == text
    assert ast.literal_eval(python.block(text)) == text
    assert eval(python.encoded(text)) == text.encode("utf-8", "surrogatepass")


@pytest.mark.parametrize("text", TEXTS)
def test_an_f_string_is_read_as_its_text(text: str) -> None:
    given = Template((text, TOKEN, text))
    assert eval(python.text(given), {"token": "{x}"}) == f"{text}{{x}}{text}"
    assert eval(python.block(given), {"token": "{x}"}) == f"{text}{{x}}{text}"


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda each: each.id)
@pytest.mark.parametrize("text", TITLES)
def test_a_title_stays_within_its_docstring(language: Language, text: str) -> None:
    program = language.write(request("GET", title=text, warnings=(text, text * 30))).encode()
    compile(program, "sample.py", "exec")
    if text.strip():
        assert ast.get_docstring(ast.parse(program))


def test_a_json_value_is_read_as_itself() -> None:
    value: Json = {"a": [1, -2.5, True, None, {}, []], "b\"'": {"c": ["x" * 90, "y"]}, "d": [{"e": "f"}] * 3}
    assert ast.literal_eval(python.laid(python.value(value))) == value


def test_urllib_says_that_its_digest_goes_with_a_content_type() -> None:
    assert "Digest" in reason(python_urllib.LANGUAGE, request(auth=Digest("a", "b"), body=Raw("x")))
