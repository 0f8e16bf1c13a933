"""What the scripts in Elixir with Erlang's httpc send and say, and their layout."""

from dataclasses import replace
from pathlib import Path

import pytest
from samples.languages.interpreted import (
    AUTHS,
    reason,
    request,
    sent,
)

from doorlist.samples.languages import elixir
from doorlist.samples.request import Auth, Raw, Request

LANGUAGE = elixir.LANGUAGE


@pytest.mark.parametrize("auth", AUTHS, ids=lambda each: type(each).__name__)
def test_httpc_says_what_it_cannot_sign(auth: Auth) -> None:
    assert "Erlang's httpc does not know" in reason(LANGUAGE, request("GET", auth=auth))


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (request("PURGE"), "PURGE is none of them"),
        (request("GET", body=Raw("a"), content_type="text/plain"), "no body with GET"),
        (request("GET", "/a/../b"), "takes `.` and `..` out"),
        (request("GET", "/a/%2E%2e?x"), "takes `.` and `..` out"),
    ],
)
def test_what_httpc_does_not_send_is_refused(given: Request, why: str) -> None:
    assert why in reason(LANGUAGE, given)


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
