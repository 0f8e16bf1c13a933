"""What is Tcl's own: its braces, its comments, headers of one name."""

import json
from pathlib import Path

from samples.languages.asking import request
from samples.languages.programs import sent

from doorlist.samples.languages import tcl
from doorlist.samples.request import Json, Raw

LANGUAGE = tcl.LANGUAGE


def test_headers_twice_and_a_path_with_dots_arrive(tmp_path: Path) -> None:
    headers = (("X-Tag", "a"), ("X-Other", "b"), ("x-tag", "ü"), ("Connection", "keep-alive"))
    given = request("purge", "/a/../b/./c", headers=headers, body=Raw("a"), content_type="text/plain")
    assert sent(LANGUAGE, given, tmp_path) == []


def test_json_keeps_its_escapes_in_braces(tmp_path: Path) -> None:
    value: Json = {"a": 'ü\n"{', "b": ["\\", "}"], "c": "😀"}
    body = Raw(json.dumps(value, ensure_ascii=False), exact=True, json=value)
    assert sent(LANGUAGE, request(body=body, content_type="application/json"), tmp_path) == []


def test_a_comment_that_ends_in_a_backslash_does_not_go_on() -> None:
    assert LANGUAGE.write(request()).startswith("# Update registrant's status */ \\.\n")
