"""What the scripts in Lua with LuaSocket send and say, and their layout."""

from dataclasses import replace
from pathlib import Path

import pytest
from samples.languages.interpreted import (
    AUTHS,
    reason,
    request,
    sent,
)

from doorlist.samples.languages import lua
from doorlist.samples.request import Auth, Raw

LANGUAGE = lua.LANGUAGE


@pytest.mark.parametrize("auth", AUTHS, ids=lambda each: type(each).__name__)
def test_luasocket_says_what_it_cannot_sign(auth: Auth) -> None:
    assert "LuaSocket does not know" in reason(LANGUAGE, request("GET", auth=auth))


def test_a_header_twice_is_refused_with_its_name() -> None:
    assert "x-tag twice" in reason(LANGUAGE, request(headers=(("X-Tag", "a"), ("x-tag", "b"))))


def test_a_body_without_a_type_and_a_path_with_dots_arrive(tmp_path: Path) -> None:
    assert sent(LANGUAGE, request("purge", "/a/../b/./c;x?y;z", body=Raw("a")), tmp_path) == []


def test_https_checks_the_certificate() -> None:
    assert 'verify = "peer"' in LANGUAGE.write(request())


def test_an_address_of_ipv6_keeps_its_brackets_in_the_host() -> None:
    given = request()
    url = replace(given.url, origin="http://[::1]:9777", text="http://[::1]:9777/a", scheme="http")
    assert 'Host = "[::1]:9777"' in LANGUAGE.write(replace(given, url=url))
