"""What is Lua's own: how LuaSocket connects, and what it leaves as it is."""

from dataclasses import replace
from pathlib import Path

from samples.languages.asking import request
from samples.languages.programs import sent

from doorlist.samples.languages import lua
from doorlist.samples.request import Raw

LANGUAGE = lua.LANGUAGE


def test_a_body_without_a_type_and_a_path_with_dots_arrive(tmp_path: Path) -> None:
    assert sent(LANGUAGE, request("purge", "/a/../b/./c;x?y;z", body=Raw("a")), tmp_path) == []


def test_https_checks_the_certificate() -> None:
    assert 'verify = "peer"' in LANGUAGE.write(request())


def test_an_address_of_ipv6_keeps_its_brackets_in_the_host() -> None:
    given = request()
    url = replace(given.url, origin="http://[::1]:9777", text="http://[::1]:9777/a", scheme="http")
    assert 'Host = "[::1]:9777"' in LANGUAGE.write(replace(given, url=url))
