"""What is Rust's own: its chains, its literals, what reqwest would change."""

import pytest
from samples.languages.asking import FORM, TOKEN, request

from doorlist.samples.languages import rust_reqwest
from doorlist.samples.request import Field, File, Form, Json, Multipart, Part, Raw, Template


@pytest.mark.parametrize("path", ["/a/..b", "/...", "/a.b/.c"])
def test_other_dots_are_sent(path: str) -> None:
    assert path in rust_reqwest.write(request("GET", path))


@pytest.mark.parametrize(
    ("part", "own"),
    [
        (Part("a", "b"), False),
        (Part("a", "b", "text/html; charset=utf-8"), False),
        (Part("a", "b", "html"), True),
        (Part("a", File("x", "c\\d")), True),
        (Part("a", File("x", 'c"d')), False),
    ],
)
def test_a_part_that_reqwest_would_change_is_written_byte_for_byte(part: Part, own: bool) -> None:
    text = rust_reqwest.write(request(body=Multipart((part,))))
    assert ("BOUNDARY" in text) is own
    assert (".multipart(form)" in text) is not own


def test_names_are_percent_encoded_by_nobody() -> None:
    assert "percent_encode_noop" in rust_reqwest.write(request(body=Multipart((Part("ü b", "c"),))))
    assert "percent_encode_noop" not in rust_reqwest.write(request(body=Multipart((Part("a[b]", "c"),))))


@pytest.mark.parametrize(
    ("value", "literal"),
    [
        ({"a": 1, "b": [True, None]}, 'json!({\n        "a": 1,\n        "b": [\n            true,\n            null'),
        ({"a": 5_000_000_000}, '"a": 5000000000_i64'),
        ({}, 'let body = "…";'),
        ([1, 2], 'let body = "…";'),
        (dict.fromkeys(map(str, range(100)), 1), 'let body = "…";'),
    ],
)
def test_an_object_is_said_by_json_where_it_is_small(value: Json, literal: str) -> None:
    given = request(body=Raw("…", exact=True, json=value), content_type="application/json")
    assert literal in rust_reqwest.write(given)


def test_a_variable_that_is_used_twice_is_copied_into_the_form() -> None:
    token = Template((TOKEN,))
    once = request(body=Multipart((Part("a", token),)), variables=(TOKEN,))
    twice = request(body=Multipart((Part("a", token), Part("b", token))), variables=(TOKEN,))
    assert '.text("a", token)' in rust_reqwest.write(once)
    assert '.text("a", token.clone())' in rust_reqwest.write(twice)


@pytest.mark.parametrize(
    ("text", "literal"),
    [
        ('a "b"', 'r#"a "b""#'),
        ("a\\b", 'r"a\\b"'),
        ('"##\n', 'r###""##\n"###'),
        ("a\r\nb", '"a\\r\\nb"'),
        ('"\u202e', '"\\"\\u{202e}"'),
    ],
)
def test_a_text_is_a_raw_string_where_it_can_be(text: str, literal: str) -> None:
    written = rust_reqwest.write(request(body=Raw(text), content_type="text/plain"))
    assert f"let body = {literal};" in written


def test_a_form_of_many_fields_is_a_vector() -> None:
    fields = tuple(Field(str(n), "x") for n in range(33))
    assert ".form(&[" in rust_reqwest.write(request(body=Form(fields[:32]), content_type=FORM))
    assert ".form(&vec![" in rust_reqwest.write(request(body=Form(fields), content_type=FORM))
