"""What is Elixir's own: how Erlang's httpc connects, and headers that it knows."""

from dataclasses import replace
from pathlib import Path

from samples.languages.asking import request
from samples.languages.programs import sent

from doorlist.samples.languages import elixir
from doorlist.samples.request import Raw

LANGUAGE = elixir.LANGUAGE


def test_a_known_header_twice_and_a_body_without_a_type_arrive(tmp_path: Path) -> None:
    headers = (("Accept", "a/b"), ("X-Tag", "ü"), ("accept", "c/d"), ("X-Tag", "2"))
    assert sent(LANGUAGE, request("DELETE", headers=headers, body=Raw("ü")), tmp_path) == []


def test_https_checks_certificate_and_name() -> None:
    program = LANGUAGE.write(request())
    assert "verify: :verify_peer" in program
    assert "pkix_verify_hostname_match_fun(:https)" in program


def test_an_address_of_ipv6_is_connected_to_and_keeps_its_brackets_in_the_host() -> None:
    given = request()
    url = replace(given.url, origin="http://[::1]:9777", text="http://[::1]:9777/a", scheme="http")
    program = LANGUAGE.write(replace(given, url=url))
    assert ":httpc.set_options(ipfamily: :inet6)" in program
    assert '{~c"Host", "[::1]:9777"}' in program
    assert "ipfamily" not in LANGUAGE.write(given)
