"""What Java and Kotlin share: how their client sees hosts and headers, and texts that no constant or literal holds."""

from pathlib import Path

import pytest
from samples.languages.asking import request
from samples.languages.programs import sent

from doorlist.samples.language import Language
from doorlist.samples.languages import java_httpclient, kotlin
from doorlist.samples.parts import jvm
from doorlist.samples.request import Basic, CannotSay, Json, Raw, Template, Variable

LONG = 70_000


@pytest.mark.parametrize("language", [java_httpclient.LANGUAGE, kotlin.LANGUAGE], ids=lambda each: each.id)
def test_a_text_that_no_constant_holds_arrives(language: Language, tmp_path: Path) -> None:
    given = request(
        headers=(("Host", "example.org"), ("Connection", "close")),
        auth=Basic("zoë", 'p:"ü$x'),
        body=Raw(f"  {'ü' * LONG}\n$x{'😀' * LONG}"),
        content_type="text/plain",
        warnings=("\\u000a x", "\\\\\\u0022 */", "\\user"),
    )
    assert sent(language, given, tmp_path) == []


@pytest.mark.parametrize("host", ["my_host", "-a", "a.1a", "a~b"])
def test_a_host_that_the_library_refuses_is_told(host: str) -> None:
    with pytest.raises(CannotSay, match=f"refuses {host}"):
        jvm.check(request("GET", "/", origin=f"https://{host}"))


@pytest.mark.parametrize("host", ["a", "a-b.example.org", "127.0.0.1", "::1", "xn--bcher-kva.de", "x1.de", "a.b."])
def test_a_host_that_the_library_takes_is_let_through(host: str) -> None:
    shown = f"[{host}]" if ":" in host else host
    jvm.check(request("GET", "/", origin=f"https://{shown}"))


@pytest.mark.parametrize("text", ["  a\n b", "a", "a\r\nb", "a\n\0", "a\n\u202e"])
def test_a_text_that_a_multi_line_literal_would_change_is_none(text: str) -> None:
    assert jvm.block_lines(text) is None


def test_json_on_one_long_line_gets_its_lines() -> None:
    value: Json = {"a": ["x" * 80, 1.5]}
    assert jvm.laid_out(Raw('{"a"…' + "x" * 100, exact=True, json=value), 90) == (
        '{\n  "a": [\n    "' + "x" * 80 + '",\n    1.5\n  ]\n}'
    )
    assert jvm.laid_out(Raw("x" * 100), 90) == "x" * 100
    variable = Template((Variable("a", "A", "a", "a", "A"), "x" * 100))
    assert jvm.laid_out(Raw(variable), 90) == variable


@pytest.mark.parametrize(
    ("headers", "reason"),
    [((("Cookie", "a=1"), ("cookie", "b=2")), "joins two"), ((("Proxy-Authorization", "Basic eA=="),), "for itself")],
)
def test_headers_that_the_client_changes_are_refused(headers: tuple[tuple[str, str], ...], reason: str) -> None:
    with pytest.raises(CannotSay, match=reason):
        jvm.check(request(headers=headers))


@pytest.mark.parametrize("value", ["", "other"])
def test_an_expectation_of_another_kind_is_allowed_first(value: str) -> None:
    assert jvm.restricted(request(headers=(("Host", "a"), ("Expect", value)))) == "host,expect"
    assert jvm.restricted(request(headers=(("Expect", "100-continue"),))) == ""
