"""What is Kotlin's own: templates and raw strings."""

import pytest
from samples.languages.asking import MEETING, TOKEN, request

from doorlist.samples.languages import kotlin
from doorlist.samples.request import Answers, Kind, Leaf, Raw, Template

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
