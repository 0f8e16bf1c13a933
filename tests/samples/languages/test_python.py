"""What the Python samples say and how they end, and that their layout is a formatter's."""

import ast
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from samples import awkward
from samples.languages import signed

from doorlist.samples import collection, resolving
from doorlist.samples.language import Language
from doorlist.samples.languages import python_httpx, python_requests, python_urllib
from doorlist.samples.parts import python, quotes
from doorlist.samples.request import (
    Answers,
    Auth,
    Basic,
    CannotSay,
    Digest,
    Failure,
    Field,
    File,
    FileBody,
    Form,
    Json,
    Kind,
    Leaf,
    Loop,
    Multipart,
    Part,
    Raw,
    Request,
    Template,
    Url,
    Variable,
)
from doorlist.samples.trial import running
from doorlist.samples.trial.processes import surroundings
from doorlist.samples.trial.recorder import Answer, Recorder

LANGUAGES = (python_requests.LANGUAGE, python_httpx.LANGUAGE, python_urllib.LANGUAGE)
NASTY = (
    "",
    "'one' \"two\" '''three''' \"\"\"four\"\"\"",
    '"',
    "'\"",
    '""""',
    "\\",
    "\\\\'\"\\",
    "{x} {{y}} ${z} %s %(d)s %%",
    "a\nb\r\nc\rd\te\n",
    "line\n" * 4 + '"""',
    "\0\x07\x1b\x7f\x85\u2028\u202e\ufeff",
    "ü 日本 😀",
    "\\u0041 \\N{BULLET} \\x41",
    "\ud800",
)
TOKEN = Variable("token", "TOKEN", "token", "token", "Token")
ANSWERS = Answers(
    reading=(
        Leaf(("id",), Kind.INTEGER, "id", "id", "Id", "id"),
        Leaf(("settings", "mode"), Kind.TEXT, "mode", "mode", "Mode", "settings.mode"),
        Loop(
            ("people",),
            "person",
            "person",
            "Person",
            (Leaf(("email",), Kind.TEXT, "email", "email", "Email", "people[].email"),),
            "people",
        ),
    ),
    unread=1,
    failures=(
        Failure(400, 300, 'It has "no" {registration}.'),
        Failure(404, 3001, "Meeting does not exist: {meetingId}."),
        Failure(404, None, "Nothing is there."),
        Failure(429, None, "Too many."),
    ),
)


def request(origin: str = "https://api.example.org", **more: object) -> Request:
    scheme, _, authority = origin.partition("://")
    host, _, port = authority.partition(":")
    url = Url(origin, "/v2/meetings", (), f"{origin}/v2/meetings", "/v2/meetings", scheme, host, int(port or 443))
    given: dict[str, object] = {"title": "List meetings", "folders": (), "method": "GET", "url": url}
    return Request(**(given | more))  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def recorder() -> Iterator[Recorder]:
    with Recorder() as recorder:
        yield recorder


@pytest.fixture(params=LANGUAGES, ids=lambda each: each.id)
def language(request: pytest.FixtureRequest) -> Language:
    found: Language = request.param
    lacking = running.missing(found.probe)
    if lacking:
        pytest.skip(lacking)
    return found


def end(language: Language, given: Request, folder: Path, **environment: str) -> tuple[int, str, str]:
    """Runs a sample: its exit code, standard output and standard error."""
    (folder / language.file).write_text(language.write(given), encoding="utf-8")
    ended = subprocess.run(
        [sys.executable, *language.run[1:]],
        cwd=folder,
        env=surroundings(**environment),
        capture_output=True,
        text=True,
        timeout=60,
    )
    return ended.returncode, ended.stdout, ended.stderr


# --- literals


@pytest.mark.parametrize("text", NASTY)
def test_a_literal_is_read_as_its_text(text: str) -> None:
    assert ast.literal_eval(quotes.string(text)) == text
    assert ast.literal_eval(python.block(text)) == text
    assert eval(python.encoded(text)) == text.encode("utf-8", "surrogatepass")


@pytest.mark.parametrize("text", NASTY)
def test_an_f_string_is_read_as_its_text(text: str) -> None:
    given = Template((text, TOKEN, text))
    assert eval(python.text(given), {"token": "{x}"}) == f"{text}{{x}}{text}"
    assert eval(python.block(given), {"token": "{x}"}) == f"{text}{{x}}{text}"


@pytest.mark.parametrize(
    "text", [*NASTY, "Encoding: gzip", "coding: utf-16", 'ends in a quote"', "# -*- coding: x -*-"]
)
def test_a_title_stays_within_its_docstring(language: Language, text: str) -> None:
    given = request(title=text, warnings=(text, text * 30))
    program = language.write(given).encode()
    compile(program, "sample.py", "exec")
    if text.strip():
        assert ast.get_docstring(ast.parse(program))


def test_a_json_value_is_read_as_itself() -> None:
    value: Json = {"a": [1, -2.5, True, None, {}, []], "b\"'": {"c": ["x" * 90, "y"]}, "d": [{"e": "f"}] * 3}
    written = python.laid(python.value(value))
    assert ast.literal_eval(written) == value


# --- layout


def test_every_awkward_sample_is_laid_out_as_the_formatter_leaves_it(language: Language, tmp_path: Path) -> None:
    ruff = shutil.which("ruff", path=str(Path(sys.executable).parent)) or shutil.which("ruff")
    if ruff is None:
        pytest.skip("ruff is not here")
    made = [each for _, each in resolving.requests(collection.read(awkward.COLLECTION.read_bytes()))]
    long = request(
        title="x" * 200,
        headers=(("X-Long", "h" * 75), ("X-Longer", "ü" * 75)),
        body=Multipart(tuple(Part("n" * length, "v" * 30, "text/plain") for length in range(10, 60, 5))),
        method="POST",
        answers=replace(
            ANSWERS,
            failures=tuple(Failure(400, code, 'the "word" ' * (code % 20) + "x") for code in range(60)),
            reading=tuple(
                Leaf(("p" * length, "q"), Kind.TEXT, "n" * length, "n", "N", "l" * length) for length in range(10, 80)
            ),
        ),
    )
    urls = [f"https://api.example.org/{'p' * length}" for length in range(40, 64)]
    wide = [
        replace(long, url=replace(long.url, text=url), method="POST", body=Raw(url), auth=Basic(url[-30:], url))
        for url in urls
    ]
    for number, each in enumerate([*made, long, *wide, *signed.SIGNED]):
        if isinstance(each, Request):
            try:
                (tmp_path / f"{number}.py").write_text(language.write(each), encoding="utf-8")
            except CannotSay:
                continue
    checked = subprocess.run(
        [ruff, "format", "--isolated", "--no-cache", "--diff", str(tmp_path)], capture_output=True, text=True
    )
    assert checked.returncode == 0, checked.stdout[:4000]


# --- how it ends


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (Answer(400, body=b'{"code": 300}'), 'HTTP 400, code 300: It has "no" {registration}.\n'),
        (Answer(404, body=b'{"code": "3001"}'), "HTTP 404, code 3001: Meeting does not exist: {meetingId}.\n"),
        (Answer(404, body=b'{"code": 9}'), "HTTP 404, code 9: Nothing is there.\n"),
        (Answer(404, body=b"<html>"), "HTTP 404: Nothing is there.\n"),
        (Answer(409, body=b'{"code": [], "message": "Taken."}'), "HTTP 409, code []: Taken.\n"),
        (Answer(500, body=b"[]"), "HTTP 500\n"),
        (
            Answer(429, (("Retry-After", "2026-11-25T00:00:00Z"),), b"{}"),
            "HTTP 429: Too many. Try again after 2026-11-25T00:00:00Z.\n",
        ),
        (Answer(429, body=b"{}"), "HTTP 429: Too many. Try again after a while.\n"),
    ],
    ids=lambda each: str(each.status) if isinstance(each, Answer) else None,
)
def test_a_refusal_is_told_by_status_and_code(
    language: Language, recorder: Recorder, tmp_path: Path, answer: Answer, said: str
) -> None:
    recorder.expect(answer)
    code, output, errors = end(language, request(recorder.origin, answers=ANSWERS), tmp_path)
    assert (code, errors) == (1, said)
    assert output.startswith(f"{answer.status}\n")


@pytest.mark.parametrize(
    ("body", "read"),
    [
        (
            b'{"id": 12345678901234567890, "settings": {"mode": "on"}, "people": [{"email": "a@b"}, {}]}',
            "id: 12345678901234567890\nsettings.mode: on\npeople[].email: a@b\npeople[].email: None\n",
        ),
        (b'{"id": null, "settings": "x", "people": 5}', "id: None\nsettings.mode: None\n"),
        (b'["a"]', "id: None\nsettings.mode: None\n"),
        (b"no JSON at all", "id: None\nsettings.mode: None\n"),
        (b"\xff\xfe", "id: None\nsettings.mode: None\n"),
    ],
)
def test_a_reply_is_read_whatever_it_is(
    language: Language, recorder: Recorder, tmp_path: Path, body: bytes, read: str
) -> None:
    recorder.expect(Answer(200, body=body))
    code, output, errors = end(language, request(recorder.origin, answers=ANSWERS), tmp_path)
    assert (code, errors) == (0, "")
    assert output.endswith(read)
    assert "1 more field is not read here." in (tmp_path / language.file).read_text(encoding="utf-8")


def test_a_missing_variable_ends_the_program_with_its_name(language: Language, tmp_path: Path) -> None:
    given = request(headers=(("Authorization", Template(("Bearer ", TOKEN))),), variables=(TOKEN,))
    assert end(language, given, tmp_path) == (2, "", "Set the environment variable TOKEN.\n")


@pytest.mark.parametrize(
    "body", [None, FileBody(File("none.bin", "none.bin")), Multipart((Part("f", File("none.bin", "n")),))]
)
def test_a_failure_to_send_is_one_line(language: Language, tmp_path: Path, body: FileBody | Multipart | None) -> None:
    with Recorder() as closed:
        origin = closed.origin
    given = request(origin, method="POST", body=body, content_type=None)
    code, output, errors = end(language, given, tmp_path)
    assert (code, output) == (1, "")
    assert errors.startswith("The request failed: ")
    assert errors.count("\n") == 1


# --- what is sent


def test_a_digest_sends_a_file_twice(language: Language, tmp_path: Path) -> None:
    given = request(
        method="PUT",
        auth=Digest("zoe", "secret ü"),
        body=FileBody(File("a.bin", "a.bin")),
        content_type="application/octet-stream",
    )
    (result,) = running.run([given], [language], tmp_path)
    assert (result.mark, result.reasons) == ("run", ())


def test_what_a_library_would_change_arrives_as_it_is(language: Language, tmp_path: Path) -> None:
    url = request().url
    dots = replace(url, path="/a/../b/./c", target="/a/../b/./c?x=", text=f"{url.origin}/a/../b/./c?x=")
    twice = (("X-Tag", "a"), ("X-Other", "ü日"), ("X-Tag", "b"))
    parts = (Part('a\\"b\n', "x\ny"), Part("f", File("f.bin", 'ü "\\.bin'), "image/png"), Part("j", "{}", JSON))
    given = [
        request(url=dots),
        request(headers=twice, method="PURGE"),
        request(headers=twice, method="POST", body=Raw("ü\n" * 3)),
        request(headers=twice, method="POST", body=Multipart(parts), auth=Basic("ü", Template((TOKEN, ":日")))),
        request(method="POST", body=Raw("[1.10]"), content_type=JSON, url=dots),
        request(method="DELETE", body=Form((Field("a", "1"), Field("b", "+"), Field("a", "2"))), content_type=FORM),
        request(method="POST", body=Multipart((Part("a\\\t", "1"), Part("f", File("f.bin", None))))),
        request(method="POST", body=FileBody(File("g.bin", "g.bin"))),
        request(method="GET", headers=(("Connection", "close"), ("User-Agent", "me"), ("Accept-Encoding", "gzip"))),
    ]
    given[3] = replace(given[3], variables=(TOKEN,))
    results = running.run(given, [language], tmp_path)
    assert [each.reasons for each in results] == [()] * len(given)
    assert {each.mark for each in results} == {"run"}


JSON = "application/json"
FORM = "application/x-www-form-urlencoded"


SIGNING = (python_requests.LANGUAGE, python_httpx.LANGUAGE)


@pytest.mark.parametrize("language", SIGNING, ids=lambda each: each.id)
def test_what_is_signed_arrives_with_its_signature(language: Language, tmp_path: Path) -> None:
    for package in ("requests_oauthlib", "requests_aws4auth", "mohawk"):
        pytest.importorskip(package)
    if lacking := running.missing(language.probe):
        pytest.skip(lacking)
    results = running.run(signed.SIGNED, [language], tmp_path)
    assert [(each.item, each.mark, each.reasons) for each in results if each.mark != "run"] == []


def test_requests_signs_what_its_packages_would_change(tmp_path: Path) -> None:
    pytest.importorskip("requests_aws4auth")
    given = signed.request(signed.AWS, headers=(("X-Height", 'a "b'), ("X-Name", "Zoë")))
    (result,) = running.run([given], [python_requests.LANGUAGE], tmp_path)
    assert (result.mark, result.reasons) == ("run", ())


@pytest.mark.parametrize("language", SIGNING, ids=lambda each: each.id)
@pytest.mark.parametrize(
    ("given", "package"),
    [
        (signed.request(signed.SHA512), "requests-oauthlib|oauthlib"),
        (signed.request(signed.AWS), "requests-aws4auth"),
        (signed.request(signed.HAWK), "mohawk"),
    ],
)
def test_a_program_that_signs_says_what_it_needs(language: Language, given: Request, package: str) -> None:
    said = ast.get_docstring(ast.parse(language.write(given))) or ""
    assert re.search(rf"^It needs ({package}) \(`pip install \1`\)\.$", said, re.MULTILINE)


@pytest.mark.parametrize("language", SIGNING, ids=lambda each: each.id)
@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (signed.request(signed.AWS, target="/a/../b"), "dots"),
        (signed.request(signed.AWS, target="/a;b"), "semicolon"),
        (signed.request(signed.HAWK, target="/a;b"), "semicolon"),
        (signed.request(signed.S3, target="/a//b"), "two slashes"),
        (signed.request(signed.AWS, headers=(("Date", "today"),)), "Date"),
        (signed.request(signed.AWS, headers=(("X-Amz-Meta-A", 'a "b'),)), "X-Amz-Meta-A"),
        (signed.request(signed.SHA512, body=signed.FIELDS, content_type=FORM), "form that goes with GET"),
        (signed.request(signed.SHA512, "POST", body=Raw("a b"), content_type=FORM), "encoded in full"),
        (signed.request(signed.SHA512, "POST", body=Raw("a=b")), "without a Content-Type"),
        (signed.request(signed.SHA512, "POST", body=FileBody(File("a", "a"))), "without a Content-Type"),
        (signed.request(signed.OUTSIDE, target="/a?x"), "query anew"),
        (signed.request(replace(signed.SHA512, method="HMAC-MD5")), "HMAC-MD5"),
        (signed.request(replace(signed.SHA512, realm="ü")), "realm"),
        (signed.request(replace(signed.HAWK, algorithm="md5")), "md5"),
    ],
)
def test_what_cannot_be_signed_has_a_reason(language: Language, given: Request, reason: str) -> None:
    with pytest.raises(CannotSay, match=reason):
        language.write(given)


@pytest.mark.parametrize("auth", [signed.SHA512, signed.AWS, signed.HAWK], ids=lambda each: type(each).__name__)
def test_urllib_signs_nothing(auth: Auth) -> None:
    with pytest.raises(CannotSay, match="The standard library has no"):
        python_urllib.write(request(auth=auth))


def test_urllib_says_that_its_digest_goes_with_a_content_type() -> None:
    with pytest.raises(CannotSay, match="Digest"):
        python_urllib.write(request(method="POST", auth=Digest("a", "b"), body=Raw("x")))
