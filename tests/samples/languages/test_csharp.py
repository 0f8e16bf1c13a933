"""What is C#'s own: what HttpClient would write anew, JSON as objects, literals."""

import pytest
from samples.languages.asking import FORM, TOKEN, request

from doorlist.samples.languages import csharp_httpclient
from doorlist.samples.request import (
    Answers,
    CannotSay,
    Field,
    File,
    Form,
    Json,
    Kind,
    Leaf,
    Multipart,
    Part,
    Raw,
    Template,
)

write = csharp_httpclient.write


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Accept", "text/html,*/*"),
        ("Accept", "text/html;q=0.9"),
        ("Accept", ""),
        ("accept-language", "de,en;q=0.5"),
        ("If-None-Match", '"a","b"'),
        ("Cache-Control", "max-age=0, no-cache"),
        ("Referer", "https://example.org"),
        ("Referer", "https://example.org/a/../b"),
        ("User-Agent", "a  b"),
        ("Authorization", "Basic  YQ=="),
    ],
)
def test_a_header_that_would_be_written_in_another_way_is_refused(name: str, value: str) -> None:
    with pytest.raises(CannotSay, match="in its own way"):
        write(request("GET", "/", headers=((name, value),)))


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("Accept", "application/json", 'request.Headers.Add("Accept", "application/json");'),
        ("Accept", "text/html, */*; q=0.9", 'TryAddWithoutValidation("Accept", "text/html, */*; q=0.9");'),
        ("X-Tag", "a,b;c", 'request.Headers.Add("X-Tag", "a,b;c");'),
        ("X-Tag", "", 'TryAddWithoutValidation("X-Tag", "");'),
        ("Referer", "https://example.org/a?b=c", 'TryAddWithoutValidation("Referer", "https://example.org/a?b=c");'),
        ("Authorization", "Bearer abc", 'new AuthenticationHeaderValue("Bearer", "abc");'),
        ("Authorization", Template(("Bearer ", TOKEN)), 'new AuthenticationHeaderValue("Bearer", token);'),
        ("Content-Language", "de", 'Content.Headers.TryAddWithoutValidation("Content-Language", "de");'),
    ],
)
def test_a_header_is_set_as_people_set_it(name: str, value: str | Template, said: str) -> None:
    assert said in " ".join(write(request("GET", "/", headers=((name, value),))).split()).replace("( ", "(").replace(
        " )", ")"
    )


def test_json_is_written_as_objects() -> None:
    value: Json = {"a": [1, 3_000_000_000, 1.5], "b": {}, "c": [], "d": None, "e": True, '"': "{x}\n"}
    text = write(request(body=Raw("{…}", exact=True, json=value), content_type="application/json"))
    for each in (
        "1,",
        "3000000000L,",
        "1.5,",
        '["b"] = new JObject(),',
        '["c"] = new JArray(),',
        '["d"] = JValue.CreateNull(),',
        '["e"] = true,',
        '["\\""] = "{x}\\n",',
    ):
        assert each in text


def test_a_number_that_newtonsoft_would_write_with_an_exponent_stays_a_text() -> None:
    text = write(request(body=Raw('{"a": 1234567890123456.5}', exact=True, json={"a": 1234567890123456.5})))
    assert '"{\\"a\\": 1234567890123456.5}"' in text


def test_lines_stand_in_a_verbatim_literal() -> None:
    text = write(request(body=Raw('<a b="c">\n  {x}\\\n</a>')))
    assert '@"<a b=""c"">\n  {x}\\\n</a>";' in text
    text = write(request(body=Raw(Template(('{"a":\n"', TOKEN, '"}'))), variables=(TOKEN,)))
    assert '$@"{{""a"":\n""{token}""}}";' in text
    assert '"a\\r\\nb\\u202e"' in write(request(body=Raw("a\r\nb\u202e")))


def test_a_form_is_a_dictionary_only_if_its_names_differ() -> None:
    fields = (Field("a", "1"), Field("b", "2"))
    assert "new Dictionary<string, string>" in write(request(body=Form(fields), content_type=FORM))
    twice = write(request(body=Form((*fields, fields[0])), content_type=FORM))
    assert "new KeyValuePair<string, string>" in twice
    assert "Dictionary" not in twice


def test_a_field_that_is_too_long_for_uri_is_encoded_already() -> None:
    text = write(request(body=Form((Field("a", "ü" * 70_000),)), content_type=FORM))
    assert "FormUrlEncodedContent" not in text
    assert "%C3%BC%C3%BC" in text


def test_only_names_beyond_ascii_take_a_form_with_headers_of_bytes() -> None:
    plain = write(request(body=Multipart((Part("a", File("b.txt", "b.txt")),))))
    wide = write(request(body=Multipart((Part("a", File("b.txt", "ü.txt")),))))
    assert "new MultipartFormDataContent" in plain
    assert "iso-8859-1" not in plain
    assert 'new MultipartContent("form-data")' in wide
    assert "iso-8859-1" in wide


@pytest.mark.parametrize(
    ("path", "literal"),
    [
        (("a", "b_c"), '"a.b_c"'),
        (("a", 0, "b"), '"a[0].b"'),
        (("e-mail",), "\"['e-mail']\""),
        (("a.b", "c"), "\"['a.b'].c\""),
    ],
)
def test_a_field_of_any_name_can_be_read(path: tuple[str | int, ...], literal: str) -> None:
    leaf = Leaf(path, Kind.TEXT, "x", "x", "X", "x")
    assert f"reply.SelectToken({literal})" in write(request("GET", "/", answers=Answers(reading=(leaf,))))
