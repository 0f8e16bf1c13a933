"""What the scripts in Tcl with its http package send and say, and their layout."""

import json
from pathlib import Path

import pytest
from samples.languages.interpreted import (
    AUTHS,
    reason,
    request,
    sent,
)

from doorlist.samples.languages import tcl
from doorlist.samples.request import Auth, Json, Raw

LANGUAGE = tcl.LANGUAGE


@pytest.mark.parametrize("auth", AUTHS, ids=lambda each: type(each).__name__)
def test_the_http_package_says_what_it_cannot_sign(auth: Auth) -> None:
    assert "Tcl's http package does not know" in reason(LANGUAGE, request("GET", auth=auth))


def test_a_body_without_a_type_is_refused() -> None:
    assert "Content-Type with every body" in reason(LANGUAGE, request(body=Raw("a")))


def test_headers_twice_and_a_path_with_dots_arrive(tmp_path: Path) -> None:
    headers = (("X-Tag", "a"), ("X-Other", "b"), ("x-tag", "ü"), ("Connection", "keep-alive"))
    given = request("purge", "/a/../b/./c", headers=headers, body=Raw("a"), content_type="text/plain")
    assert sent(LANGUAGE, given, tmp_path) == []


def test_json_keeps_its_escapes_in_braces(tmp_path: Path) -> None:
    value: Json = {"a": 'ü\n"{', "b": ["\\", "}"], "c": "😀"}
    body = Raw(json.dumps(value, ensure_ascii=False), exact=True, json=value)
    assert sent(LANGUAGE, request(body=body, content_type="application/json"), tmp_path) == []


def test_a_comment_that_ends_in_a_backslash_does_not_go_on() -> None:
    assert LANGUAGE.write(request()).startswith("# Update registrant's status \\.\n")
