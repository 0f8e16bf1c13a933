"""PowerShell and Swift, which have no runtime here: their samples parse, and say what they must."""

import pytest
from samples.languages.asking import NASTY, TOKEN, request
from samples.languages.programs import reason

from doorlist.samples.language import Language
from doorlist.samples.languages import powershell, swift
from doorlist.samples.request import (
    Answers,
    Failure,
    Field,
    File,
    Form,
    Kind,
    Leaf,
    Multipart,
    Part,
    Raw,
    Request,
    Template,
)
from doorlist.samples.trial import grammar

LANGUAGES = (powershell.LANGUAGE, swift.LANGUAGE)
TEXTS = (*NASTY, "\x1b\u202e\0")


def checked(language: Language) -> str:
    """The language's grammar, or a skip where it is not installed."""
    assert language.grammar is not None
    if not grammar.available(language.grammar):
        pytest.skip(f"tree-sitter-{language.grammar} is not here")
    return language.grammar


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda each: each.id)
@pytest.mark.parametrize("text", TEXTS)
def test_a_program_with_awkward_texts_parses(language: Language, text: str) -> None:
    name = checked(language)
    answers = Answers(
        reading=(Leaf(("a b", 0, text), Kind.TEXT, "a", "a", "A", text),),
        failures=(Failure(404, 3001, text), Failure(429, None, text)),
    )
    for body in (
        Raw(text),
        Raw(Template((text, TOKEN, text))),
        Form((Field("a", text), Field(text, "b"))),
        Multipart((Part("a", text), Part("b", text, "text/plain"), Part("f", File(text.replace("\0", ""), text)))),
    ):
        media_type = None if isinstance(body, Multipart) else "text/plain"
        given = request(body=body, content_type=media_type, variables=(TOKEN,), answers=answers)
        assert grammar.check(name, language.write(given)) == []


@pytest.mark.parametrize(
    ("language", "broken"), [("powershell", "$a = @{\n  b = (\n}\n"), ("swift", "let a = (\nlet\n")]
)
def test_what_does_not_parse_is_told_with_its_line(language: str, broken: str) -> None:
    if not grammar.available(language):
        pytest.skip(f"tree-sitter-{language} is not here")
    found = grammar.check(language, broken)
    assert found
    assert found[0].startswith("line ")


def test_a_missing_grammar_is_told_with_the_packages_to_install() -> None:
    with pytest.raises(grammar.GrammarMissing, match="install tree-sitter and tree-sitter-no-such"):
        grammar.check("no_such", "")


@pytest.mark.parametrize(
    ("language", "given", "why"),
    [
        (powershell.LANGUAGE, request(body=Raw("\ud800"), content_type="text/plain"), "surrogate"),
        (swift.LANGUAGE, request(body=Raw("x")), "given none"),
    ],
)
def test_what_a_library_would_change_is_said(language: Language, given: Request, why: str) -> None:
    assert why in reason(language, given)


def test_a_powershell_literal_doubles_every_kind_of_single_quote() -> None:
    assert powershell.QUOTE("it's ‘so’ $x `y`") == "'it''s ‘‘so’’ $x `y`'"


def test_powershell_sends_a_post_without_a_media_type_through_httpclient() -> None:
    assert "Invoke-WebRequest" in powershell.write(request(body=Raw("x"), content_type="text/plain"))
    assert "HttpClient" in powershell.write(request(body=Raw("x")))


def test_a_text_part_of_powershell_has_no_part_type() -> None:
    program = powershell.write(request(body=Multipart((Part("a", "b"),))))
    assert "ByteArrayContent" in program
    assert "'Content-Type'" not in program
