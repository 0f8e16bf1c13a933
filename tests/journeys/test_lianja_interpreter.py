"""The small interpreter that runs printed Lianja programs."""

from types import SimpleNamespace

import pytest
from journeys import lianja


def shown(program: str, library: object = None) -> list[str]:
    lines: list[str] = []
    lianja.run(program, library, lines.append)
    return lines


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ('"a" + \'b "c"\' + "d"', 'ab "c"d'),
        ("1 + 2 - 4", "-1"),
        ("(1 + 2) <> 3", ".F."),
        ("2.5 >= 2", ".T."),
        (".t. = .T.", ".T."),
        ('str(204) + "!"', "       204!"),
        ('val("12") < 13', ".T."),
        ('"http://example.com" = "x"', ".F."),
    ],
)
def test_an_expression_has_its_value(expression: str, expected: str) -> None:
    assert shown(f"? {expression}") == [expected]


def test_names_and_keywords_ignore_case() -> None:
    assert shown('lcName = "Ada"\nIF lcname = "Ada" THEN\n? LCNAME\nENDIF') == ["Ada"]


def test_comments_and_empty_lines_do_nothing() -> None:
    assert shown("// one\n* two\n\n   \n? 3") == ["3"]


def test_only_the_chosen_branches_run() -> None:
    program = """
    if 1 = 2
        if 1 = 1
            ? "never"
        else
            ? "nor this"
        endif
    else
        if (1 = 1) then
            ? "this"
        endif
    endif
    ? "after"
    """
    assert shown(program) == ["this", "after"]


def test_return_ends_the_program_inside_an_if() -> None:
    assert shown("? 1\nif .T.\nreturn\nendif\n? 2") == ["1"]


def test_objects_come_from_the_library_without_the_ck() -> None:
    made: list[SimpleNamespace] = []

    class Http:
        def __init__(self) -> None:
            self.seen: tuple[object, ...] = ()
            made.append(SimpleNamespace(http=self))

        def Ask(self, *arguments: object) -> "Http":  # noqa: N802
            self.seen = arguments
            return self

    program = 'loHttp = createobject("CkHttp")\nloHttp.Verb = "PUT"\n? loHttp.Ask("x", 443, .T.).Verb'
    assert shown(program, SimpleNamespace(Http=Http)) == ["PUT"]
    assert made[0].http.seen == ("x", 443, True)


def test_a_released_name_is_gone() -> None:
    with pytest.raises(lianja.LianjaError, match="line 3"):
        shown('a = "x"\nrelease a\n? a')


@pytest.mark.parametrize(
    "line",
    [
        "? 1 +",
        "? (1",
        "do while .T.",
        "? nobody",
        '? "open',
        '? "a" + 1',
        "if 1\nendif",
        "else",
        "endif",
        "? 1 2",
        "? f(1)",
    ],
)
def test_a_line_that_is_not_understood_is_named(line: str) -> None:
    with pytest.raises(lianja.LianjaError, match="line 1"):
        shown(line)


def test_an_if_without_an_end_is_an_error() -> None:
    with pytest.raises(lianja.LianjaError, match="inside an if"):
        shown("if .T.\n? 1")
