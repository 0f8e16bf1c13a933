"""Colouring: line by line it comes out as Pygments colours the whole, for every language of ours."""

import html
import re

import pytest
from samples.postman import item, pair, text

from doorlist.portal.highlight import Highlighter
from doorlist.samples import collection, resolving
from doorlist.samples.language import Language, printed
from doorlist.samples.languages import languages
from doorlist.samples.request import CannotSay, Request

# Pygments knows a function's name in C by what stands lines after it; it does not know R's raw strings, and we end them.
LIKE = {"c-libcurl": 0.95, "r-httr2": 0.6}
PIECE = re.compile(r'<span class="([a-z0-9]+)">(.*?)</span>|([^<]+)', re.DOTALL)


def coloured(shown: str) -> list[tuple[str, str]]:
    """Each character with its colour; blanks have none."""
    return [
        (letter, "" if letter.isspace() else name)
        for name, inside, outside in PIECE.findall(shown)
        for letter in html.unescape(inside or outside)
    ]


def programs(language: Language) -> list[str]:
    body = {
        "mode": "raw",
        "raw": '{\n  "name": "Ana \\"A\\" Lee",\n  "n": 1.10\n}',
        "options": {"raw": {"language": "json"}},
    }
    form = {
        "mode": "formdata",
        "formdata": [pair("a", "it's `x` $y", type="text"), {"key": "f", "type": "file", "src": "a.bin"}],
    }
    reply = {"name": "ok", "code": 200, "body": '{"people": [{"id": 1, "email": "a@example.org"}]}'}
    refusal = {"name": "no", "code": 404, "body": '{"code": 3001, "message": "It\'s gone: {id}."}'}
    items = [
        {**item("Get it's", url="https://{{host}}/a/:id?b=c"), "response": [reply, refusal]},
        {**item("Post", "POST", body=body), "response": [reply, refusal]},
        {**item("Form", "PUT", body=form, header=[pair("X-A", "b")]), "response": [refusal]},
    ]
    found = []
    for _, made in resolving.requests(collection.read(text(*items))):
        assert isinstance(made, Request)
        try:
            found.append(printed(language, made))
        except CannotSay:
            continue
    assert found
    return found


@pytest.mark.parametrize("language", languages(), ids=lambda each: each.id)
def test_lines_are_coloured_as_the_whole_would_be(language: Language) -> None:
    highlight = Highlighter(language.lexer)
    for program in programs(language):
        shown = highlight(program)
        assert html.unescape(re.sub(r"<[^>]*>", "", shown)) == program
        whole = "".join(highlight.whole(program))
        same = [one == other for one, other in zip(coloured(shown), coloured(whole), strict=True)]
        assert sum(same) >= LIKE.get(language.id, 1) * len(same)
        assert highlight(program) == shown, "what was kept is the same again"


def test_nothing_in_a_program_becomes_markup() -> None:
    shown = Highlighter("python")('x = "</code><script>alert(1)</script>&amp;"\n')
    assert "<script" not in shown
    assert "&amp;amp;" in shown


def test_words_taken_out_of_a_line_are_put_back_in_their_order() -> None:
    highlight = Highlighter("python")
    highlight('f("one", "two")\n')
    assert html.unescape(re.sub(r"<[^>]*>", "", highlight('f("three", "four")\n'))) == 'f("three", "four")\n'
