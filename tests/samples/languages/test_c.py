"""What is C's own: its literals, its comments, what libcurl adds by itself."""

import pytest
from samples.languages.asking import AWS, FORM, TOKEN, request
from samples.languages.table import REQUESTS

from doorlist.samples.languages import c_libcurl
from doorlist.samples.request import (
    Auth,
    CannotSay,
    Digest,
    Field,
    File,
    FileBody,
    Form,
    Multipart,
    Part,
    Raw,
    Request,
    Template,
)


@pytest.mark.parametrize(
    ("text", "literal"),
    [
        ("a??=b???/", '"a?\\?=b?\\?\\?/"'),
        ("\x01f\x7f1", '"\\001f\\1771"'),
        ("\u2028", '"\\342\\200\\250"'),
        ('"\\\t', '"\\"\\\\\\t"'),
    ],
)
def test_no_escape_swallows_what_follows(text: str, literal: str) -> None:
    assert f"const char *body = {literal};" in c_libcurl.write(request(body=Raw(text), content_type="text/plain"))


def test_a_body_of_several_lines_has_a_literal_for_each() -> None:
    text = c_libcurl.write(request(body=Raw("{\n}\n"), content_type="text/plain"))
    assert 'const char *body =\n      "{\\n"\n      "}\\n";' in text


def test_a_body_with_a_nul_is_sent_whole_and_a_name_with_one_is_refused() -> None:
    text = c_libcurl.write(request(body=Raw("a\0b"), content_type="text/plain"))
    assert "(curl_off_t)(sizeof body - 1)" in text
    with pytest.raises(CannotSay, match="NUL"):
        c_libcurl.write(request(body=Multipart((Part("a\0b", "c"),))))


def test_percent_signs_around_a_variable_are_doubled() -> None:
    text = c_libcurl.write(request(body=Raw(Template(("100% \\n ", TOKEN))), content_type="a/b", variables=(TOKEN,)))
    assert 'format("100%% \\\\n %s", token)' in text


@pytest.mark.parametrize(
    ("given", "header"),
    [
        (request("POST"), '"Content-Type:"'),
        (request("PUT", body=Raw("x")), '"Content-Type:"'),
        (request("POST", body=Raw("x" * 2_000_000), content_type="text/plain"), '"Expect:"'),
        (request("PUT", body=FileBody(File("a", "a"))), '"Expect:"'),
        (request("GET", headers=(("X-Empty", ""),)), '"X-Empty;"'),
    ],
    ids=["nothing", "untyped", "large", "file", "empty"],
)
def test_what_libcurl_adds_or_leaves_out_by_itself_is_set_right(given: Request, header: str) -> None:
    assert f"curl_slist_append(headers, {header})" in c_libcurl.write(given)


def test_a_form_is_encoded_where_it_is_known() -> None:
    given = request(
        body=Form((Field("a b", "c&d"), Field("t", Template((TOKEN,))))), content_type=FORM, variables=(TOKEN,)
    )
    assert 'format("a+b=c%%26d&t=%s", token_encoded)' in c_libcurl.write(given)


def test_dots_in_a_path_stay() -> None:
    assert "CURLOPT_PATH_AS_IS" in c_libcurl.write(request("GET", "/a/../b"))
    assert "CURLOPT_PATH_AS_IS" not in c_libcurl.write(request("GET", "/a.b"))


def test_what_libcurl_signs_otherwise_than_aws_reckons_is_refused() -> None:
    with pytest.raises(CannotSay, match="sorted"):
        c_libcurl.write(request("GET", "/a?b=1&a=2", auth=AWS))
    with pytest.raises(CannotSay, match="SDK"):
        c_libcurl.write(request(body=Multipart((Part("a", "b"),)), auth=AWS))


def test_head_has_no_body() -> None:
    assert "CURLOPT_NOBODY" in c_libcurl.write(request("HEAD"))
    with pytest.raises(CannotSay, match="HEAD"):
        c_libcurl.write(request("HEAD", body=Raw("x")))


@pytest.mark.parametrize("auth", [Digest("me", "pass"), AWS], ids=lambda each: type(each).__name__)
def test_libcurl_knows_digest_and_aws(auth: Auth) -> None:
    assert "CURLOPT_USERNAME" in c_libcurl.write(request("GET", "/", auth=auth))


def test_no_line_of_a_title_goes_on_in_the_next() -> None:
    head = c_libcurl.write(REQUESTS["a title that is no comment"]).partition("#include")[0]
    assert not any(line.endswith(("\\", "??/")) for line in head.split("\n"))
