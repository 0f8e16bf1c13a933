"""What the programs in C# send and say, and what is C#'s own: what HttpClient would write anew, JSON as objects, literals."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from samples import awkward
from samples.languages import programs
from samples.languages.programs import FORM, REPLY, REQUESTS, Program, request
from samples.languages.test_compiled import (  # noqa: F401
    everything,
    test_a_documented_refusal_is_told_in_words,
    test_a_missing_file_is_one_line,
    test_a_missing_variable_is_named,
    test_a_reply_of_another_shape_does_no_harm,
    test_another_refusal_is_told_as_far_as_it_is_known,
    test_awkward_texts_arrive_as_they_are,
)

from doorlist.samples import collection, resolving
from doorlist.samples.languages import csharp_httpclient
from doorlist.samples.request import (
    Answers,
    Basic,
    CannotSay,
    Field,
    File,
    Form,
    Json,
    Kind,
    Leaf,
    Multipart,
    Part,
    Raw,
    Request,
    Template,
    Variable,
)
from doorlist.samples.trial.recorder import Answer, Recorder

TOKEN = Variable("token", "TOKEN", "token", "token", "Token")
write = csharp_httpclient.write


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Program]]:
    requests = {
        **REQUESTS,
        "basic": request("GET", "/", auth=Basic("zoë", 'p:"ü')),
        "anywhere": programs.anywhere(),
    }
    with Recorder() as recorder:
        folder = tmp_path_factory.mktemp("csharp")
        yield programs.compiled(csharp_httpclient.LANGUAGE, requests, folder, recorder)


def test_what_the_reply_has_is_printed(compiled: dict[str, Program]) -> None:
    ended, _ = compiled["everything"].run(Answer(200, body=REPLY))
    lines = ended.output.splitlines()
    for wanted in ("id: 12345678901234567890", 'settings.topic: a "ü"', "open: True", "price: 1.5", "tags[]: u"):
        assert wanted in lines


def test_umlauts_and_colons_in_a_password_arrive(compiled: dict[str, Program]) -> None:
    ended, wrong = compiled["basic"].run()
    assert (ended.code, wrong) == (0, [])


@pytest.mark.parametrize("origin", [None, "nonsense"])
def test_a_refused_connection_is_one_line(compiled: dict[str, Program], origin: str | None) -> None:
    with Recorder() as recorder:
        nobody = recorder.origin
    ended, _ = compiled["anywhere"].run(environment={"ORIGIN": origin or nobody})
    assert ended.code == 1
    assert len(ended.errors.splitlines()) == 1
    assert ended.errors.startswith("The request failed: ")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Accept", "text/html,*/*"),
        ("Accept", "text/html;q=0.9"),
        ("Accept", ""),
        ("accept-language", "de,en;q=0.5"),
        ("If-None-Match", '"a","b"'),
        ("Cache-Control", "max-age=0, no-cache"),
        ("Referer", "https://example.org"),
        ("Referer", "https://example.org/a/../b"),
        ("User-Agent", "a  b"),
        ("Authorization", "Basic  YQ=="),
    ],
)
def test_a_header_that_would_be_written_in_another_way_is_refused(name: str, value: str) -> None:
    with pytest.raises(CannotSay, match="in its own way"):
        write(request("GET", "/", headers=((name, value),)))


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("Accept", "application/json", 'request.Headers.Add("Accept", "application/json");'),
        ("Accept", "text/html, */*; q=0.9", 'TryAddWithoutValidation("Accept", "text/html, */*; q=0.9");'),
        ("X-Tag", "a,b;c", 'request.Headers.Add("X-Tag", "a,b;c");'),
        ("X-Tag", "", 'TryAddWithoutValidation("X-Tag", "");'),
        ("Referer", "https://example.org/a?b=c", 'TryAddWithoutValidation("Referer", "https://example.org/a?b=c");'),
        ("Authorization", "Bearer abc", 'new AuthenticationHeaderValue("Bearer", "abc");'),
        ("Authorization", Template(("Bearer ", TOKEN)), 'new AuthenticationHeaderValue("Bearer", token);'),
        ("Content-Language", "de", 'Content.Headers.TryAddWithoutValidation("Content-Language", "de");'),
    ],
)
def test_a_header_is_set_as_people_set_it(name: str, value: str | Template, said: str) -> None:
    assert said in " ".join(write(request("GET", "/", headers=((name, value),))).split()).replace("( ", "(").replace(
        " )", ")"
    )


def test_headers_of_one_name_are_refused() -> None:
    with pytest.raises(CannotSay, match="X-Tag twice"):
        write(request("GET", "/", headers=(("X-tag", "1"), ("X-Tag", "2"))))


@pytest.mark.parametrize("path", ["/a/../b", "/a/.", "/%2E%2e/b"])
def test_dots_that_would_be_resolved_are_refused(path: str) -> None:
    with pytest.raises(CannotSay, match="Uri resolves"):
        write(request("GET", path))


def test_json_is_written_as_objects() -> None:
    value: Json = {"a": [1, 3_000_000_000, 1.5], "b": {}, "c": [], "d": None, "e": True, '"': "{x}\n"}
    text = write(request(body=Raw("{…}", exact=True, json=value), content_type="application/json"))
    for each in (
        "1,",
        "3000000000L,",
        "1.5,",
        '["b"] = new JObject(),',
        '["c"] = new JArray(),',
        '["d"] = JValue.CreateNull(),',
        '["e"] = true,',
        '["\\""] = "{x}\\n",',
    ):
        assert each in text


def test_a_number_that_newtonsoft_would_write_with_an_exponent_stays_a_text() -> None:
    text = write(request(body=Raw('{"a": 1234567890123456.5}', exact=True, json={"a": 1234567890123456.5})))
    assert '"{\\"a\\": 1234567890123456.5}"' in text


def test_lines_stand_in_a_verbatim_literal() -> None:
    text = write(request(body=Raw('<a b="c">\n  {x}\\\n</a>')))
    assert '@"<a b=""c"">\n  {x}\\\n</a>";' in text
    text = write(request(body=Raw(Template(('{"a":\n"', TOKEN, '"}'))), variables=(TOKEN,)))
    assert '$@"{{""a"":\n""{token}""}}";' in text
    assert '"a\\r\\nb\\u202e"' in write(request(body=Raw("a\r\nb\u202e")))


def test_a_form_is_a_dictionary_only_if_its_names_differ() -> None:
    fields = (Field("a", "1"), Field("b", "2"))
    assert "new Dictionary<string, string>" in write(request(body=Form(fields), content_type=FORM))
    twice = write(request(body=Form((*fields, fields[0])), content_type=FORM))
    assert "new KeyValuePair<string, string>" in twice
    assert "Dictionary" not in twice


def test_a_field_that_is_too_long_for_uri_is_encoded_already() -> None:
    text = write(request(body=Form((Field("a", "ü" * 70_000),)), content_type=FORM))
    assert "FormUrlEncodedContent" not in text
    assert "%C3%BC%C3%BC" in text


def test_only_names_beyond_ascii_take_a_form_with_headers_of_bytes() -> None:
    plain = write(request(body=Multipart((Part("a", File("b.txt", "b.txt")),))))
    wide = write(request(body=Multipart((Part("a", File("b.txt", "ü.txt")),))))
    assert "new MultipartFormDataContent" in plain
    assert "iso-8859-1" not in plain
    assert 'new MultipartContent("form-data")' in wide
    assert "iso-8859-1" in wide


@pytest.mark.parametrize(
    ("path", "literal"),
    [
        (("a", "b_c"), '"a.b_c"'),
        (("a", 0, "b"), '"a[0].b"'),
        (("e-mail",), "\"['e-mail']\""),
        (("a.b", "c"), "\"['a.b'].c\""),
    ],
)
def test_a_field_of_any_name_can_be_read(path: tuple[str | int, ...], literal: str) -> None:
    leaf = Leaf(path, Kind.TEXT, "x", "x", "X", "x")
    assert f"reply.SelectToken({literal})" in write(request("GET", "/", answers=Answers(reading=(leaf,))))


def test_the_formatter_has_nothing_to_change(tmp_path: Path) -> None:
    formatter = shutil.which("rsharpier")
    if formatter is None:
        pytest.skip("rsharpier is not here")
    read = collection.read(awkward.COLLECTION.read_bytes())
    given = [each for _, each in resolving.requests(read) if isinstance(each, Request)]
    for number, each in enumerate([*given, *REQUESTS.values()]):
        try:
            (tmp_path / f"{number}.cs").write_text(write(each))
        except CannotSay:
            continue
    ended = subprocess.run([formatter, "check", "."], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr
