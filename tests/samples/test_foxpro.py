"""The interpreter that replays Visual FoxPro and Lianja."""

from types import SimpleNamespace

import pytest

from doorlist.samples.trial import foxpro


def shown(program: str | bytes, library: object = None) -> list[str]:
    lines: list[str] = []
    foxpro.run(program, library, lines.append)
    return lines


class Box:
    """An object of a library: it keeps what it is given, and says it again."""

    def __init__(self) -> None:
        self.Kept: object = None

    def Keep(self, value: object) -> bool:  # noqa: N802
        self.Kept = value
        return True


class Library:
    """Makes boxes, and remembers them."""

    def __init__(self) -> None:
        self.made: list[Box] = []

    def Box(self) -> Box:  # noqa: N802
        self.made.append(Box())
        return self.made[-1]


# --- expressions -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ('"a" + \'b "c"\' + "d"', 'ab "c"d'),
        ('[it\'s "so"]', 'it\'s "so"'),
        ("1 + 2 - 4", "-1"),
        ("-1 + 3", "2"),
        ("(1 + 2) <> 3", ".F."),
        ("2.5 >= 2", ".T."),
        (".t. = .T.", ".T."),
        ('str(204) + "!"', "       204!"),
        ('ALLTRIM(STR(204)) + "!"', "204!"),
        ('TRANSFORM(204) + "!"', "204!"),
        ('val("12") < 13', ".T."),
        ('"http://example.com" = "x"', ".F."),
        ('"404" == "40"', ".F."),
        ('CHR(65) + CHR(13)  + "b"', "A\rb"),
        ('NOT EMPTY("x") AND 1 = 1', ".T."),
        ('EMPTY("  ") .and. EMPTY(0)', ".T."),
        ("1 = 2 OR NOT 1 = 2", ".T."),
        ('"a &nobody. b"', "a &nobody. b"),
    ],
)
def test_an_expression_has_its_value(expression: str, expected: str) -> None:
    assert shown(f"? {expression}") == [expected]


def test_one_equals_sign_compares_with_the_beginning_as_foxpro_does() -> None:
    assert shown('? "4040" = "404"\n? "404" = "4040"\n? "4040" == "404"') == [".T.", ".F.", ".F."]


def test_a_name_behind_an_ampersand_is_replaced_even_in_a_literal() -> None:
    assert shown('lcX = "secret"\n? "a=1&lcX=2"\n? "a=1&" + "lcX=2"') == ["a=1secret=2", "a=1&lcX=2"]


# --- statements ------------------------------------------------------------------------------------------------------


def test_names_and_keywords_ignore_case() -> None:
    assert shown('lcName = "Ada"\nIF lcname = "Ada" THEN\n? LCNAME\nENDIF') == ["Ada"]


def test_comments_and_empty_lines_do_nothing() -> None:
    assert shown("// one\n* two\n&& three\n\n   \n? 3") == ["3"]


def test_a_semicolon_goes_on_in_the_next_line_and_takes_a_comment_along() -> None:
    assert shown('? "a" + ;\n    "b"\n* remark;\n? "part of the remark"\n? "c"') == ["ab", "c"]


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


@pytest.mark.parametrize(("number", "expected"), [(1, "one"), (2, "two"), (3, "other")])
def test_the_first_case_that_is_true_runs(number: int, expected: str) -> None:
    program = f"""
    DO CASE
    CASE {number} = 1
        ? "one"
    CASE {number} = 1 OR {number} = 2
        ? "two"
    OTHERWISE
        ? "other"
    ENDCASE
    """
    assert shown(program) == [expected]


def test_a_loop_counts_with_its_bounds_and_not_at_all_when_they_are_the_other_way_round() -> None:
    assert shown("FOR lnI = 0 TO 3 - 1\n? lnI\nENDFOR\nfor lnJ = 0 to -1 - 1\n? lnJ\nnext") == ["0", "1", "2"]


@pytest.mark.parametrize(("statement", "code"), [("RETURN 2", 2), ("return", 0), ("return .F.", 1), ("? 1", 0)])
def test_what_a_program_returns_is_its_exit_code(statement: str, code: int) -> None:
    assert foxpro.run(f"IF .T.\n{statement}\nENDIF", None, lambda _: None) == code


def test_return_ends_the_program_inside_an_if() -> None:
    assert shown("? 1\nif .T.\nreturn\nendif\n? 2") == ["1"]


def test_a_local_name_is_false_until_it_has_a_value() -> None:
    assert shown("LOCAL lcA, ;\n    lcB\n? lcB") == [".F."]


def test_a_released_name_is_gone() -> None:
    with pytest.raises(foxpro.FoxError, match="line 3"):
        shown('a = "x"\nrelease a\n? a')


# --- objects ---------------------------------------------------------------------------------------------------------


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


def test_true_and_false_are_numbers_in_the_activex_and_logical_in_lianja() -> None:
    assert shown('loBox = CREATEOBJECT("Chilkat.Box")\n? loBox.Keep(1)', Library()) == ["1"]
    assert shown('loBox = createobject("CkBox")\n? loBox.Keep(.T.)', Library()) == [".T."]


def test_the_activex_takes_texts_for_windows_1252_and_for_utf_8_after_sys_3101() -> None:
    library = Library()
    program = 'loBox = CREATEOBJECT("Chilkat.Box")\n{0}loBox.Keep("ü日")\n? loBox.Kept'
    assert shown(program.format("= SYS(3101, 65001)\n"), library) == ["ü日"]
    assert shown(program.format(""), library) == ["Ã¼æ—¥"]
    assert [each.Kept for each in library.made] == ["ü日", "Ã¼æ—¥"]


def test_lianja_takes_texts_for_utf_8() -> None:
    library = Library()
    assert shown('loBox = createobject("CkBox")\nloBox.Keep("ü日" + CHR(195) + CHR(188))\n? loBox.Kept', library) == [
        "ü日ü"
    ]
    assert library.made[0].Kept == "ü日ü"


def test_the_environment_is_in_the_code_page_of_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WHO", "Zoë")
    library = Library()
    plain = 'loBox = CREATEOBJECT("Chilkat.Box")\nloBox.Keep(GETENV("WHO"))'
    converted = 'loBox = CREATEOBJECT("Chilkat.Box")\n= SYS(3101, 65001)\nloBox.Keep(STRCONV(GETENV("WHO"), 9))'
    forgotten = converted.replace('STRCONV(GETENV("WHO"), 9)', 'GETENV("WHO")')
    for program in (plain, converted, forgotten):
        shown(program, library)
    assert [each.Kept for each in library.made] == ["Zoë", "Zoë", "Zo\ufffd"]


# --- what is refused -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        "? 1 +",
        "? (1",
        "do while .T.",
        "? nobody",
        '? "open',
        '? "a" + 1',
        '? "a" = 1',
        "if 1\nendif",
        "else",
        "endif",
        "endfor",
        "? 1 2",
        "? f(1)",
        "for i = 1\nendfor",
        "if .T.\nendfor",
        '? "' + "x" * 256 + '"',
        "? " + "+".join(["1"] * 5000),
        "? SYS(1)",
        "? NOT 1",
    ],
)
def test_a_line_that_is_not_understood_is_named(line: str) -> None:
    with pytest.raises(foxpro.FoxError, match=r"line [12]"):
        shown(line)


def test_a_literal_may_have_255_characters() -> None:
    assert shown('? "' + "x" * 255 + '"') == ["x" * 255]


@pytest.mark.parametrize(
    ("program", "inside"), [("if .T.\n? 1", "an if"), ("for i = 1 to 2", "a for"), ("do case\ncase .T.", "a case")]
)
def test_a_block_without_an_end_is_an_error(program: str, inside: str) -> None:
    with pytest.raises(foxpro.FoxError, match=f"inside {inside}"):
        shown(program)


def test_a_program_that_ends_behind_a_semicolon_is_an_error() -> None:
    with pytest.raises(foxpro.FoxError, match="inside a statement"):
        shown("? 1 + ;")
