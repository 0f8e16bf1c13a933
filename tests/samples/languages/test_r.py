"""What is R's own: JSON of lists, forms and signatures by httr2, and what its strings cannot hold."""

import json
from pathlib import Path

from samples.languages.asking import FORM, TOKEN, request
from samples.languages.programs import reason, sent

from doorlist.samples.languages import r_httr2
from doorlist.samples.request import AwsV4, Digest, Field, File, Form, Json, Multipart, Part, Raw, Template

LANGUAGE = r_httr2.LANGUAGE


def test_aws_is_signed_where_the_query_is_as_aws_wants_it(tmp_path: Path) -> None:
    auth = AwsV4("key", "secret", "session", "eu-central-1", "execute-api")
    assert sent(LANGUAGE, request("GET", "/v2/a?a=1&b=2", auth=auth), tmp_path) == []
    assert "sorted" in reason(LANGUAGE, request("GET", "/?b=1&a=2", auth=auth))


def test_digest_is_answered(tmp_path: Path) -> None:
    given = request("PUT", body=Raw("a"), content_type="text/plain", auth=Digest("ü", "p"))
    assert sent(LANGUAGE, given, tmp_path) == []


def test_json_goes_out_of_lists_with_every_digit(tmp_path: Path) -> None:
    value: Json = {
        "if": [True, None, "NA", []],
        "a b": {},
        "n": [0, -1, 2147483648, 123456789012345, 0.1, 1.5, 100000],
        "`": 'ü"\\',
    }
    text = json.dumps(value)
    body = Raw(text, exact=True, json=value)
    assert "req_body_json(list(" in LANGUAGE.write(request(body=body, content_type="application/json"))
    assert sent(LANGUAGE, request(body=body, content_type="application/json"), tmp_path) == []


def test_a_number_that_jsonlite_writes_in_another_way_goes_out_as_text(tmp_path: Path) -> None:
    value: Json = {"n": 9007199254740991, "x": 1e-07}
    body = Raw('{"n": 9007199254740991, "x": 1e-07}', exact=True, json=value)
    assert sent(LANGUAGE, request(body=body, content_type="application/json"), tmp_path) == []


def test_a_header_twice_and_a_path_with_dots_arrive(tmp_path: Path) -> None:
    given = request("PURGE", "/a/../b/./c", headers=(("X-Tag", "a"), ("X-Other", "b"), ("x-tag", "ü")))
    assert sent(LANGUAGE, given, tmp_path) == []


def test_a_file_goes_out_under_another_name(tmp_path: Path) -> None:
    parts = (Part("a", File("a.txt", "b c.txt")), Part("b", File("d.txt", "e.txt")))
    assert sent(LANGUAGE, request(body=Multipart(parts)), tmp_path) == []
    assert "own name" in reason(LANGUAGE, request(body=Multipart((Part("a", File("a.txt", "b/c.txt")),))))


def test_fields_without_a_name_or_with_a_dot_arrive(tmp_path: Path) -> None:
    form = Form((Field("", "a"), Field(".req", "b"), Field("", "c d")))
    assert sent(LANGUAGE, request(body=form, content_type=FORM), tmp_path / "form") == []
    parts = Multipart((Part(".req", "a"), Part(Template((TOKEN,)), "b")))
    assert sent(LANGUAGE, request(body=parts, variables=(TOKEN,)), tmp_path / "parts") == []
    assert "without a name" in reason(LANGUAGE, request(body=Multipart((Part("", "a"),))))


def test_a_nul_is_refused() -> None:
    assert "NUL" in reason(LANGUAGE, request(body=Raw("a\0b"), content_type="text/plain"))


def test_expect_arrives_though_curl_for_r_would_take_it_out(tmp_path: Path) -> None:
    given = request(headers=(("Expect", "100-continue"),), body=Raw("a"), content_type="text/plain")
    assert sent(LANGUAGE, given, tmp_path) == []
