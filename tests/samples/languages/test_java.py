"""What is Java's own: text blocks, long literals, and the helpers of a program."""

import pytest
from samples.languages.asking import TOKEN, request

from doorlist.samples.languages import java_httpclient
from doorlist.samples.request import (
    Answers,
    Failure,
    File,
    Kind,
    Leaf,
    Multipart,
    Part,
    Raw,
    Template,
)

write = java_httpclient.write


def body_of(text: str | Template) -> str:
    """How the body is written."""
    return write(request(body=Raw(text))).partition("String body =")[2].partition(";\n")[0]


def test_lines_stand_in_a_text_block() -> None:
    block = '\n          """\n          a"b\n\n            c\\\\\\s\n          \\"\\"\\"\\\n          """'
    assert body_of('a"b\n\n  c\\ \n"""') == block
    assert body_of("a\n\tb\n") == '\n          """\n          a\n          \\tb\n          """'


def test_quotes_on_one_line_stand_in_a_text_block() -> None:
    assert body_of('{"a": "b"}') == '\n          """\n          {"a": "b"}\\\n          """'
    assert body_of('"a"') == ' "\\"a\\""'


def test_a_block_that_is_too_wide_begins_at_the_left() -> None:
    assert body_of(f"a\n{'b' * 95}\n") == f'\n          """\na\n{"b" * 95}\n"""'


def test_a_variable_is_formatted_into_a_text_block() -> None:
    block = body_of(Template(("a%\n", TOKEN, "\\\n")))
    assert block == '\n          """\n          a%%\n          %s\\\\\n          """\n              .formatted(token)'


def test_a_long_literal_is_cut_before_a_space() -> None:
    text = write(request(answers=Answers(failures=(Failure(404, None, "word " * 30),))))
    pieces = [each.strip().removeprefix("+ ") for each in text.split("\n") if "word word" in each]
    assert len(pieces) == 2
    assert pieces[1].startswith('" word')
    assert all(len(each) <= 100 for each in text.split("\n"))


def test_headers_that_are_restricted_are_allowed_first() -> None:
    text = write(request("GET", "/", headers=(("Host", "a"), ("host", "b"), ("X-Host", "c"))))
    assert 'System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host");' in text
    assert "setProperty" not in write(request("GET", "/", headers=(("X-Host", "c"),)))
    assert ".expectContinue(true)" in write(request("GET", "/", headers=(("Expect", "100-continue"),)))


def test_only_the_helpers_that_are_used_are_there() -> None:
    text = write(request(body=Multipart((Part("a", "b"),))))
    assert "filePart" not in text
    assert "String type" not in text
    text = write(request(body=Multipart((Part("a", File("b", "b")),))))
    assert "textPart" not in text


@pytest.mark.parametrize(
    ("path", "read"),
    [
        (("a",), 'reply.path("a").asText()'),
        ((0,), "reply.path(0).asText()"),
        (("a", 0, "b/c~d"), 'reply.at("/a/0/b~1c~0d").asText()'),
    ],
)
def test_a_field_of_any_name_can_be_read(path: tuple[str | int, ...], read: str) -> None:
    leaf = Leaf(path, Kind.TEXT, "x", "x", "X", "x")
    assert f"String x = {read};" in write(request("GET", "/", answers=Answers(reading=(leaf,))))
