"""What the programs in Java and Kotlin send and say; all of a language is compiled once, and few are run: each starts a JVM."""

from collections.abc import Iterator

import pytest
from samples.languages import programs
from samples.languages.programs import REQUESTS, Program, request
from samples.languages.test_compiled import (  # noqa: F401
    everything,
    test_a_missing_variable_is_named,
    test_awkward_texts_arrive_as_they_are,
    test_what_the_reply_has_is_printed,
)

from doorlist.samples.language import Language
from doorlist.samples.languages import java_httpclient, kotlin
from doorlist.samples.parts import jvm
from doorlist.samples.request import Basic, CannotSay, Json, Raw, Template, Url, Variable
from doorlist.samples.trial.recorder import Answer, Recorder

LANGUAGES = [java_httpclient.LANGUAGE, kotlin.LANGUAGE]
LONG = 70_000


@pytest.fixture(scope="module", params=LANGUAGES, ids=lambda each: each.id)
def compiled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Program]]:
    language: Language = request.param
    given = {
        **REQUESTS,
        "long": programs.request(
            headers=(("Host", "example.org"), ("Connection", "close")),
            auth=Basic("zoë", 'p:"ü$x'),
            body=Raw(f"  {'ü' * LONG}\n$x{'😀' * LONG}"),
            content_type="text/plain",
            warnings=("\\u000a x", "\\\\\\u0022 */", "\\user"),
        ),
        "anywhere": programs.anywhere(),
    }
    folder = tmp_path_factory.mktemp(language.id)
    with Recorder() as recorder:
        yield programs.compiled(language, given, folder, recorder)


def test_a_text_that_no_constant_holds_arrives(compiled: dict[str, Program]) -> None:
    ended, wrong = compiled["long"].run()
    assert (ended.code, wrong) == (0, [])


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (Answer(404, body=b'{"code": "3001"}'), "HTTP 404, code 3001: No such meeting.\n"),
        (Answer(404, body=b'{"code": null}'), "HTTP 404: Nothing there.\n"),
        (Answer(500, body=b'{"code": 20000000, "message": "Oh."}'), "HTTP 500, code 20000000: Oh.\n"),
        (Answer(429, (("Retry-After", "7"),), b"<html>"), "HTTP 429: Too many. Try again after 7.\n"),
    ],
    ids=["documented", "without a code", "own message", "no JSON"],
)
def test_a_refusal_is_told_in_words(everything: Program, answer: Answer, said: str) -> None:  # noqa: F811
    ended, _ = everything.run(answer)
    assert (ended.code, ended.errors) == (1, said)


@pytest.mark.parametrize("body", [b"no JSON", b'{"settings": [], "registrants": [7, null, [], {"tags": "x"}]}'])
def test_a_reply_of_another_shape_does_no_harm(everything: Program, body: bytes) -> None:  # noqa: F811
    ended, _ = everything.run(Answer(200, body=body))
    assert (ended.code, ended.errors) == (0, "")
    assert "settings.topic: \n" in ended.output


@pytest.mark.parametrize("origin", [None, "nonsense"])
def test_a_refused_connection_is_one_line(compiled: dict[str, Program], origin: str | None) -> None:
    with Recorder() as recorder:
        nobody = recorder.origin
    ended, _ = compiled["anywhere"].run(environment={"ORIGIN": origin or nobody})
    assert ended.code == 1
    assert len(ended.errors.splitlines()) == 1
    assert ended.errors.startswith("The request failed: ")


@pytest.mark.parametrize("host", ["my_host", "-a", "a.1a", "a~b"])
def test_a_host_that_the_library_refuses_is_told(host: str) -> None:
    url = Url(f"https://{host}", "/", (), f"https://{host}/", "/", "https", host, 443)
    given = request("GET", "/")
    with pytest.raises(CannotSay, match=f"refuses {host}"):
        jvm.check(type(given)("t", (), "GET", url))


@pytest.mark.parametrize("host", ["a", "a-b.example.org", "127.0.0.1", "::1", "xn--bcher-kva.de", "x1.de", "a.b."])
def test_a_host_that_the_library_takes_is_let_through(host: str) -> None:
    shown = f"[{host}]" if ":" in host else host
    url = Url(f"https://{shown}", "/", (), f"https://{shown}/", "/", "https", host, 443)
    jvm.check(type(request("GET", "/"))("t", (), "GET", url))


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
