"""What the programs in Go, Rust and C send and say, and their layout; all of a language is compiled once."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from samples import awkward
from samples.languages import programs
from samples.languages.programs import FAILURES, REPLY, REQUESTS, Program

from doorlist.samples import collection, resolving
from doorlist.samples.language import Language
from doorlist.samples.languages import c_libcurl, go, rust_reqwest
from doorlist.samples.request import Answers, AwsV4, CannotSay, Digest, Failure, Hawk, OAuth1, Raw, Request
from doorlist.samples.trial import running
from doorlist.samples.trial.processes import Processes
from doorlist.samples.trial.recorder import Answer, Recorder

LANGUAGES = (go.LANGUAGE, rust_reqwest.LANGUAGE, c_libcurl.LANGUAGE)
FORMATTERS = {
    "go": ("gofmt", "-l"),
    "rust-reqwest": ("rustfmt", "--edition", "2021", "--check"),
    "c-libcurl": ("clang-format", "--dry-run", "--Werror"),
}
each_language = pytest.mark.parametrize("language", LANGUAGES, ids=lambda each: each.id)


@pytest.fixture(scope="module", params=LANGUAGES, ids=lambda each: each.id)
def compiled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Program]]:
    language: Language = request.param
    with Recorder() as recorder:
        yield programs.compiled(language, REQUESTS, tmp_path_factory.mktemp(language.id), recorder)


@pytest.fixture
def everything(compiled: dict[str, Program]) -> Program:
    return compiled["everything"]


@pytest.mark.parametrize("name", REQUESTS)
def test_awkward_texts_arrive_as_they_are(compiled: dict[str, Program], name: str) -> None:
    ended, wrong = compiled[name].run(Answer(200, body=REPLY))
    assert wrong == []
    assert (ended.code, ended.errors) == (0, "")


def test_what_the_reply_has_is_printed(everything: Program) -> None:
    ended, _ = everything.run(Answer(200, body=REPLY))
    lines = ended.output.splitlines()
    for wanted in ('settings.topic: a "ü"', "open: true", "price: 1.5", "email: x@y", "tags[]: t", "tags[]: u"):
        assert wanted in lines
    assert any(each.startswith(("id: 1234567890123456789", "id: 1.23456789012345")) for each in lines)


@pytest.mark.parametrize("failure", FAILURES, ids=lambda each: f"{each.status}-{each.code}")
@pytest.mark.parametrize("quoted", [False, True])
def test_a_documented_refusal_is_told_in_words(everything: Program, failure: Failure, quoted: bool) -> None:
    code = f'"{failure.code}"' if quoted or isinstance(failure.code, str) else failure.code
    body = f'{{"code": {code}}}' if failure.code is not None else "[]"
    ended, _ = everything.run(Answer(failure.status, (("Retry-After", "2026-11-25T00:00:00Z"),), body.encode()))
    known = "" if failure.code is None else f", code {failure.code}"
    later = " Try again after 2026-11-25T00:00:00Z." if failure.status == 429 else ""
    assert ended.code == 1
    assert ended.errors == f"HTTP {failure.status}{known}: {failure.message}{later}\n"


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (Answer(404, body=b'{"code": 7}'), "HTTP 404, code 7: Nothing there.\n"),
        (Answer(500, body=b'{"code": 20000000, "message": "Oh."}'), "HTTP 500, code 20000000: Oh.\n"),
        (Answer(502, body=b"<html>"), "HTTP 502\n"),
        (Answer(429, (), b""), "HTTP 429: Too many. Try again after a while.\n"),
    ],
    ids=["unknown code", "own message", "no JSON", "no Retry-After"],
)
def test_another_refusal_is_told_as_far_as_it_is_known(everything: Program, answer: Answer, said: str) -> None:
    ended, _ = everything.run(answer)
    assert (ended.code, ended.errors) == (1, said)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"no JSON",
        b"[1]",
        b"null",
        b"[" * 5000,
        b'{"id": {}, "settings": 7, "open": "yes", "registrants": {"email": 1}}',
        b'{"settings": [], "registrants": [7, null, [], {"tags": "x"}, {"email": {"a": 1}}]}',
    ],
)
def test_a_reply_of_another_shape_does_no_harm(everything: Program, body: bytes) -> None:
    ended, _ = everything.run(Answer(200, body=body))
    assert ended.code == 0
    assert len(ended.errors.splitlines()) <= 1
    assert "settings.topic:" in ended.output


def test_a_missing_variable_is_named(everything: Program) -> None:
    ended, _ = everything.run(environment={"TOKEN": "t"})
    assert (ended.code, ended.errors) == (2, "Set the environment variable TYPE.\n")


def test_a_missing_file_is_one_line(compiled: dict[str, Program]) -> None:
    program = compiled["everything"]
    file = program.folder / "b.bin"
    aside = file.rename(program.folder / "aside")
    ended, _ = program.run()
    aside.rename(file)
    assert ended.code == 1
    assert len(ended.errors.splitlines()) == 1


@each_language
def test_a_refused_connection_is_one_line(language: Language, tmp_path: Path) -> None:
    with Recorder() as recorder:
        program = programs.compiled(language, {"nobody": programs.request("GET", "/")}, tmp_path, recorder)["nobody"]
    ended = running.start(language, program.folder, {}, runner=Processes())
    assert ended.code == 1
    assert len(ended.errors.splitlines()) == 1


@each_language
def test_the_formatter_has_nothing_to_change(language: Language, tmp_path: Path) -> None:
    command = FORMATTERS[language.id]
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not here")
    read = collection.read(awkward.COLLECTION.read_bytes())
    requests = [each for _, each in resolving.requests(read) if isinstance(each, Request)]
    for name, text in language.shared.items():
        (tmp_path / name).write_text(text)
    files = []
    for number, each in enumerate([*requests, *REQUESTS.values()]):
        try:
            text = language.write(each)
        except CannotSay:
            continue
        file = tmp_path / str(number) / Path(language.file).name
        file.parent.mkdir()
        file.write_text(text)
        files.append(str(file))
    ended = subprocess.run([*command, *files], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (ended.stdout, ended.stderr, ended.returncode) == ("", "", 0)


@each_language
def test_what_the_request_does_not_need_is_left_out(language: Language) -> None:
    text = language.write(programs.request("GET", "/"))
    for each in ("explain", "required", "json", "JSON", "Retry-After"):
        assert each not in text


@each_language
def test_a_title_never_leaves_its_comment(language: Language) -> None:
    text = language.write(
        programs.request("GET", "/", warnings=("one\ntwo */ \\", "three\u2028four\0\u202e", "+build ignore", "??/"))
    )
    head = text.partition("package" if language.id == "go" else "use " if language.id != "c-libcurl" else "#include")[0]
    assert all(line.startswith("// ") or line == "" for line in head.split("\n"))
    assert not any(line.endswith(("\\", "??/")) for line in head.split("\n")) or language.id != "c-libcurl"
    assert "// +build" not in head or language.id != "go"
    assert not set(head) & set("\0\u2028\u202e")


@each_language
def test_a_large_request_is_printed(language: Language) -> None:
    given = programs.request(
        body=Raw("x\n" * 500_000),
        content_type="text/plain",
        answers=Answers(failures=tuple(Failure(400, n, "m") for n in range(300))),
    )
    assert len(language.write(given)) > 1_000_000


@each_language
@pytest.mark.parametrize(
    "auth", [Digest("me", "pass"), OAuth1("a", "b", "c", "d"), AwsV4("a", "b", "", "r", "s"), Hawk("a", "b")], ids=str
)
def test_an_auth_that_the_library_lacks_is_refused_in_words(language: Language, auth: object) -> None:
    given = programs.request("GET", "/", auth=auth)
    if language.id == "c-libcurl" and isinstance(auth, Digest | AwsV4):
        assert "CURLOPT_USERNAME" in language.write(given)
    else:
        with pytest.raises(CannotSay, match="does not know"):
            language.write(given)
