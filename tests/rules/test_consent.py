"""Which addresses an app may register, where users are sent back to, who proves what, and what a role may give."""

import pytest

from doorlist.contract.operations import EVERY_SCOPE
from doorlist.rules import consent

S256 = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
"""Both from RFC 7636, appendix B."""


@pytest.mark.parametrize(
    "uri",
    [
        "https://app.example.org/callback",
        "https://app.example.org",
        "https://app.example.org:8443/a/b?c=d&e=f",
        "http://127.0.0.1",
        "http://127.0.0.1:8080/callback",
        "http://[::1]/callback",
        "http://localhost:3000/callback",
        "org.example.app:/callback",
        "org.example.app://callback",
    ],
)
def test_an_address_that_can_be_registered(uri: str) -> None:
    assert consent.fault_of_redirect(uri) is None


@pytest.mark.parametrize(
    "uri",
    [
        "",
        "/callback",
        "//app.example.org/callback",
        "app.example.org/callback",
        "http://app.example.org/callback",
        "http://127.0.0.1.example.org/",
        "http://localhost.example.org/",
        "https:///callback",
        "https:app.example.org",
        "https://user@app.example.org/",
        "https://user:pass@app.example.org/",
        "https://app.example.org/#fragment",
        "https://app.example.org/a b",
        "https://app.example.org/;x",
        "https://app.example.org/,x",
        "https://app.example.org/\r\nX: 1",
        "https://app.example.org/\\evil",
        "https://app.example.org\\@evil.example/",
        "https://äpp.example.org/",
        "https://app.example.org:/",
        "https://app.example.org:123456/",
        "HTTPS://app.example.org/",
        "javascript:alert(1)",
        "javascript://app.example.org/%0Aalert(1)",
        "data:text/html,x",
        "vbscript:x",
        "file:///etc/passwd",
        "myapp:/callback",
        "https://app.example.org/" + "x" * 2000,
    ],
)
def test_an_address_that_cannot(uri: str) -> None:
    assert consent.fault_of_redirect(uri)


@pytest.mark.parametrize(
    ("uri", "registered", "may"),
    [
        ("https://a.example/x", "https://a.example/x", True),
        ("https://a.example/x", "https://a.example/", False),
        ("https://a.example:443/x", "https://a.example/x", False),
        ("https://a.example/X", "https://a.example/x", False),
        ("http://127.0.0.1:1/x", "http://127.0.0.1/x", True),
        ("http://127.0.0.1/x", "http://127.0.0.1:9/x", True),
        ("http://127.0.0.1:1", "http://127.0.0.1/", True),
        ("http://127.0.0.1:1?y", "http://127.0.0.1/?y", True),
        ("http://127.0.0.1:1/x", "http://127.0.0.1/", False),
        ("http://[::1]:1/x", "http://127.0.0.1/x", False),
        ("http://localhost:1/x", "http://localhost/x", False),
        ("http://127.0.0.1:1@b.example/", "http://127.0.0.1/", False),
        ("http://127.0.0.1:1/#x", "http://127.0.0.1/", False),
        ("http://127.0.0.11/", "http://127.0.0.1/", False),
    ],
)
def test_users_go_back_to_the_letter_but_for_this_machines_ports(uri: str, registered: str, may: bool) -> None:
    assert consent.may_return_to(uri, ["https://other.example/", registered]) is may


@pytest.mark.parametrize(
    ("verifier", "challenge", "method", "proven"),
    [
        (VERIFIER, S256, "S256", True),
        (S256, S256, "S256", False),
        (VERIFIER, VERIFIER, "plain", True),
        (VERIFIER, S256, "plain", False),
        (VERIFIER[:-1], S256, "S256", False),
        ("", S256, "S256", False),
        (VERIFIER, "", "plain", False),
        ("", "", "plain", True),
        ("\ud800", S256, "S256", False),
    ],
)
def test_a_verifier_belongs_to_its_challenge_alone(verifier: str, challenge: str, method: str, proven: bool) -> None:
    assert consent.proves(verifier, challenge, method) is proven


@pytest.mark.parametrize(("role", "all_of_it"), [("Owner", True), ("Admin", True), ("Member", False), ("", False)])
def test_a_member_gives_nothing_beyond_themselves(role: str, all_of_it: bool) -> None:
    given = consent.may_give(EVERY_SCOPE, role)
    assert (given == EVERY_SCOPE) is all_of_it
    assert any(scope.endswith((":admin", ":master")) for scope in given) is all_of_it
    assert "meeting:read" in given
