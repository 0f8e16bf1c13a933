"""What is Go's own: its names, its structs, its literals."""

from dataclasses import replace

import pytest
from samples.languages.asking import FORM, request
from samples.languages.table import REQUESTS

from doorlist.samples.languages import go
from doorlist.samples.request import Answers, CannotSay, Field, Form, Kind, Leaf, Raw, Template, Variable


def leaf(*path: str, kind: Kind = Kind.TEXT) -> Leaf:
    return Leaf(path, kind, "leaf", "leaf", "Leaf", ".".join(path))


def reading(*leaves: Leaf, example: str = "") -> str:
    return go.write(request("GET", answers=Answers(reading=leaves, example=example)))


def test_initialisms_are_in_capitals() -> None:
    variable = Variable("joinUrl", "JOIN_URL", "join_url", "joinUrl", "JoinUrl")
    text = go.write(request("GET", headers=(("X", Template((variable,))),), variables=(variable,)))
    assert 'joinURL := required("JOIN_URL")' in text


def test_a_variable_with_a_name_of_the_program_is_renamed() -> None:
    variable = Variable("body", "BODY", "body", "body", "Body")
    text = go.write(request("GET", headers=(("X", Template((variable,))),), variables=(variable,)))
    assert 'bodyValue := required("BODY")' in text


def test_members_of_one_name_in_go_are_told_apart() -> None:
    text = reading(leaf("user-id"), leaf("user_id"))
    assert 'UserID  string `json:"user-id"`' in text
    assert 'UserID2 string `json:"user_id"`' in text


@pytest.mark.parametrize("name", ["it's", 'a"b', "a,b", "", "`"])
def test_a_member_that_no_tag_can_name_is_read_as_it_comes(name: str) -> None:
    text = reading(leaf(name))
    assert "var reply any" in text
    assert "type Reply" not in text


def test_long_integers_keep_their_digits() -> None:
    assert "int64" in reading(leaf("id", kind=Kind.INTEGER), example='{"id": 1}')
    assert "json.Number" in reading(leaf("id", kind=Kind.INTEGER), example='{"id": 12345678901234567890}')


def test_fields_are_sorted_by_the_library_only_if_they_are_sorted_already() -> None:
    fields = Form((Field("a", "1"), Field("b", "2")))
    sorted_already = request(body=fields, content_type=FORM)
    assert "url.Values{}" in go.write(sorted_already)
    assert "url.Values{}" not in go.write(replace(sorted_already, body=Form(fields.fields[::-1])))


@pytest.mark.parametrize(
    ("text", "literal"),
    [
        ('{"a": 1}', '`{"a": 1}`'),
        ("a`\r\nb", '"a`\\r\\nb"'),
        ("`1`\n2\n3", '"`1`\\n" +\n\t\t"2\\n" +\n\t\t"3"'),
        ("\0\u202e", '"\\u0000\\u202e"'),
    ],
)
def test_a_body_stands_in_backquotes_where_it_can(text: str, literal: str) -> None:
    assert f"strings.NewReader({literal})" in go.write(request(body=Raw(text), content_type="text/plain"))


@pytest.mark.parametrize("header", [("User-Agent", ""), ("Trailer", "X"), ("X", "a\x01b")])
def test_a_header_that_the_library_would_not_send_is_refused(header: tuple[str, str]) -> None:
    with pytest.raises(CannotSay, match=header[0]):
        go.write(request("GET", headers=(header,)))


def test_a_warning_is_no_build_constraint() -> None:
    assert "// +build" not in go.write(REQUESTS["a title that is no comment"])
