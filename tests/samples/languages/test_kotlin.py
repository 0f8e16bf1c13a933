"""What is Kotlin's own: templates and raw strings, and what ktlint asks for."""

import shutil
import subprocess
from pathlib import Path

import pytest
from samples import awkward
from samples.languages.programs import MEETING, REQUESTS, TOKEN, request

from doorlist.samples import collection, resolving
from doorlist.samples.languages import kotlin
from doorlist.samples.request import Answers, CannotSay, Kind, Leaf, Raw, Request, Template

write = kotlin.write


def body_of(text: str | Template) -> str:
    """How the body is written."""
    return write(request(body=Raw(text))).partition("val body =")[2].partition("\n        val request =")[0]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        (Template(("a", TOKEN)), '"a$token"'),
        (Template((TOKEN, " b")), '"$token b"'),
        (Template((TOKEN, "b")), '"${token}b"'),
        (Template((TOKEN, "$")), '"$token\\$"'),
        (Template(("a", MEETING)), '"a${encode(meetingId)}"'),
        (Template((TOKEN,)), "token"),
        ("$a", '"\\$a"'),
    ],
)
def test_braces_stand_in_a_template_only_where_they_must(text: str | Template, written: str) -> None:
    assert body_of(text) == f" {written}"


def test_quotes_stand_in_a_raw_string() -> None:
    assert body_of('{"a": "$b $1"}') == ' """{"a": "${\'$\'}b $1"}"""'
    assert body_of('"a"') == ' "\\"a\\""'
    assert body_of('a """ b') == ' "a \\"\\"\\" b"'


def test_lines_stand_in_a_raw_string() -> None:
    block = '\n            """\n            {\n\n              "a": "${\'$\'}{b}\\"\n            }\n            """.trimIndent()'
    assert body_of('{\n\n  "a": "${b}\\"\n}') == block
    assert body_of('a\n"""') == ' "a\\n\\"\\"\\""'
    assert body_of(Template(("a\n", TOKEN, "b\n"))) == (
        '\n            """\n            a\n            ${token}b\n\n            """.trimIndent()'
    )


def test_a_dollar_in_a_label_is_no_template() -> None:
    leaf = Leaf(("$ref",), Kind.TEXT, "ref", "ref", "Ref", "$ref")
    text = write(request("GET", "/", answers=Answers(reading=(leaf,))))
    assert 'val ref = reply.path("\\$ref").asText()\n    println("\\$ref: $ref")' in text


def test_the_formatter_has_nothing_to_change(tmp_path: Path) -> None:
    formatter = shutil.which("ktlint")
    if formatter is None:
        pytest.skip("ktlint is not here")
    # Commas behind the last argument are Kotlin 1.4's; lines and names are as long as the collection has them.
    (tmp_path / ".editorconfig").write_text(
        "root = true\n[*.kt]\nij_kotlin_allow_trailing_comma = false\nmax_line_length = off\n"
        "ij_kotlin_allow_trailing_comma_on_call_site = false\nktlint_standard_property-naming = disabled\n"
    )
    read = collection.read(awkward.COLLECTION.read_bytes())
    given = [each for _, each in resolving.requests(read) if isinstance(each, Request)]
    for number, each in enumerate([*given, *REQUESTS.values()]):
        try:
            text = write(each)
        except CannotSay:
            continue
        (tmp_path / f"Sample{number}.kt").write_text(text)
    ended = subprocess.run([formatter, "*.kt"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (ended.stdout, ended.returncode) == ("", 0)
