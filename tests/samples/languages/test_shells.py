"""What curl, Wget and HTTPie send and say, and the layout of their scripts."""

import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from doorlist.samples.language import Language
from doorlist.samples.languages import curl, httpie, wget
from doorlist.samples.parts import shells
from doorlist.samples.request import (
    Answers,
    AwsV4,
    CannotSay,
    Digest,
    Failure,
    Field,
    File,
    Form,
    Kind,
    Leaf,
    Loop,
    Multipart,
    OAuth1,
    Pair,
    Part,
    Raw,
    Request,
    Template,
    Url,
    Variable,
)
from doorlist.samples.trial import running
from doorlist.samples.trial.recorder import Answer

LANGUAGES = (curl.LANGUAGE, wget.LANGUAGE, httpie.LANGUAGE)
COMMAND = replace(curl.LANGUAGE, id="curl-command", write=curl.command)
FORM = "application/x-www-form-urlencoded"
NASTY = (
    "'one' \"two\" `id` $HOME ${HOME} $(id) #{x} %s %d %% \\",
    "a\nb\r\nc\td\n",
    "@/etc/passwd",
    "<file",
    "x;type=text/html",
    "a&b=c+d;e",
    "ü 日本 😀",
    'EOF\n\'\'\'\n""""#',
    "",
    "!bang !!",
    "\\=\\:\\@\\;",
    "-x",
    "=x",
    "~/x",
    "\x1b[31m\u202ex",
)
TOKEN = Variable("token", "TOKEN", "token", "token", "Token")
MEETING = Variable(":meetingId", "MEETING_ID", "meeting_id", "meetingId", "MeetingId", encoded=True)
FAILURES = (
    Failure(300, 3000, 'It\'s `not` "set": {meetingId}. $HOME \\ %s'),
    Failure(404, 3001, "No such meeting."),
    Failure(404, "3303", "No such registrant."),
    Failure(404, None, "Nothing there."),
    Failure(429, None, "Too many."),
)
READING = Answers(
    reading=(
        Leaf(("id",), Kind.INTEGER, "id", "id", "Id", "id"),
        Leaf(("its own", "it's"), Kind.TEXT, "own", "own", "Own", "its own.it's"),
        Loop(
            ("registrants",),
            "registrant",
            "registrant",
            "Registrant",
            (Leaf(("email",), Kind.TEXT, "email", "email", "Email", "registrants[].email"),),
            "registrants[]",
        ),
    ),
    unread=2,
    failures=FAILURES,
)


def url(target: str | Template = "/v2/meetings") -> Url:
    origin = "https://api.example.org"
    text = origin + target if isinstance(target, str) else Template((origin, *target.pieces))
    path = target.partition("?")[0] if isinstance(target, str) else target
    return Url(origin, path, (), text, target, "https", "api.example.org", 443)


def request(method: str = "POST", target: str | Template = "/v2/meetings", **more: object) -> Request:
    return Request("Update registrant's status", ("f",), method, url(target), **more)  # type: ignore[arg-type]


AWS = AwsV4("a", "b", "", "c", "d")
UNSORTED = (Pair("b", "1"), Pair("a", "2"))


def here(language: Language) -> None:
    lacking = running.lacks(language)
    if lacking is not None:
        pytest.skip(lacking)


def sent(language: Language, given: Request, folder: Path) -> list[str]:
    """What differs on the wire, and how the program ended if not well."""
    played, found = running.once(language, given, folder)
    return found if played.ended.code == 0 else [*found, played.ended.last_words]


@pytest.mark.parametrize("language", [*LANGUAGES, COMMAND], ids=lambda each: each.id)
@pytest.mark.parametrize(
    "body",
    [
        Raw("\0".join(NASTY)),
        Form(tuple(Field(f"n{number}", text) for number, text in enumerate(NASTY))),
        Form(tuple(Field(text, "v") for text in NASTY)),
        Multipart(tuple(Part(f"n{number}", text) for number, text in enumerate(NASTY))),
        Multipart(tuple(Part(text, "v") for text in NASTY if text)),
        Multipart(
            (Part("b", "1", "application/json"), Part("a", "2"), Part("b", 'a "q" ; \\', "text/x; charset=utf-8"))
        ),
    ],
    ids=["raw", "form values", "form names", "part values", "part names", "part types"],
)
def test_awkward_texts_arrive_as_they_are(language: Language, body: Raw | Form | Multipart, tmp_path: Path) -> None:
    here(language)
    media_type = {Raw: "text/plain", Form: FORM}.get(type(body))
    assert sent(language, request(body=body, content_type=media_type), tmp_path) == []


@pytest.mark.parametrize("language", [*LANGUAGES, COMMAND], ids=lambda each: each.id)
def test_files_with_awkward_names_arrive_under_their_names(language: Language, tmp_path: Path) -> None:
    here(language)
    names = ("a b.png", "q\"u'o;t,e=@.bin", "ü日.txt", "-", "~", "back\\slash")
    parts = (*(Part("f", File(name, name)) for name in names), Part("g", File("x.csv", 'shown ";\\ü.csv'), "text/csv"))
    assert sent(language, request(body=Multipart(parts)), tmp_path) == []


@pytest.mark.parametrize("language", [*LANGUAGES, COMMAND], ids=lambda each: each.id)
def test_a_variable_in_the_url_is_percent_encoded(language: Language, tmp_path: Path) -> None:
    here(language)
    target = Template(("/meetings/", MEETING, "/x?y=", MEETING, "&q=%2F+[]"))
    assert sent(language, request("GET", target, variables=(MEETING,)), tmp_path) == []


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda each: each.id)
def test_a_body_of_a_megabyte_is_no_argument_of_a_command(language: Language, tmp_path: Path) -> None:
    here(language)
    assert sent(language, request(body=Raw("ü'\n" * 250_000), content_type="text/plain"), tmp_path) == []


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda each: each.id)
def test_a_digest_challenge_is_answered_with_the_body(language: Language, tmp_path: Path) -> None:
    here(language)
    body = Multipart((Part("a", "b"),))
    assert sent(language, request(body=body, auth=Digest("user", "pass word")), tmp_path) == []


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda each: each.id)
@pytest.mark.parametrize(
    ("status", "reply", "said"),
    [
        (300, '{"code": 3000}', f"HTTP 300, code 3000: {FAILURES[0].message}"),
        (404, '{"code": "3001"}', "HTTP 404, code 3001: No such meeting."),
        (404, '{"code": 3303}', "HTTP 404, code 3303: No such registrant."),
        (404, '{"code": 9}', "HTTP 404, code 9: Nothing there."),
        (429, "no JSON", "HTTP 429: Too many. Try again after 2026-11-25T00:00:00Z."),
        (500, '{"message": "It is broken."}', "HTTP 500: It is broken."),
        (503, "<html>", "HTTP 503"),
    ],
)
def test_a_refusal_is_told_by_status_and_code(
    language: Language, status: int, reply: str, said: str, tmp_path: Path
) -> None:
    here(language)
    answer = Answer(status, (("Retry-After", "2026-11-25T00:00:00Z"),), reply.encode())
    played, _ = running.once(language, request("GET", answers=READING), tmp_path, answer=answer)
    assert (played.ended.code, played.ended.errors.strip()) == (1, said)


def test_wget_tells_a_401_without_its_code_because_it_keeps_no_body(tmp_path: Path) -> None:
    here(wget.LANGUAGE)
    given = request("GET", answers=Answers(failures=(Failure(401, 124, "Expired."), Failure(401, 4700, "Invalid."))))
    played, _ = running.once(wget.LANGUAGE, given, tmp_path, answer=Answer(401, body=b'{"code": 124}'))
    assert (played.ended.code, played.ended.errors.strip()) == (1, "HTTP 401: Expired. Or: Invalid.")


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda each: each.id)
def test_the_fields_of_a_reply_are_printed_with_their_labels(language: Language, tmp_path: Path) -> None:
    here(language)
    reply = '{"id": 7, "its own": {"it\'s": "a \\"b\\""}, "registrants": [{"email": "x@y"}, {}]}'
    played, _ = running.once(language, request("GET", answers=READING), tmp_path, answer=Answer(body=reply.encode()))
    lines = ["id: 7", 'its own.it\'s: a "b"', "registrants[].email: x@y", "registrants[].email: null"]
    assert played.ended.code == 0
    assert played.ended.output.splitlines() == ["200", reply, *lines]


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda each: each.id)
def test_a_reply_that_is_no_json_is_told_and_is_no_failure(language: Language, tmp_path: Path) -> None:
    here(language)
    played, _ = running.once(language, request("GET", answers=READING), tmp_path, answer=Answer(body=b"<html>"))
    assert played.ended.code == 0
    assert played.ended.errors.splitlines()[-1] == "The reply cannot be read as JSON."


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda each: each.id)
def test_a_missing_variable_ends_the_program_before_it_sends_anything(language: Language, tmp_path: Path) -> None:
    here(language)
    given = request("GET", headers=(("Authorization", Template(("Bearer ", TOKEN))),), variables=(TOKEN,))
    played, _ = running.once(language, given, tmp_path, environment={"TOKEN": None})
    assert played.ended.code == 2
    assert played.ended.errors.strip().endswith("Set the environment variable TOKEN.")
    assert played.recording.seen == ()


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda each: each.id)
def test_a_refused_connection_is_told_without_a_trace(language: Language, tmp_path: Path) -> None:
    here(language)
    program = tmp_path / language.file
    program.write_text(language.write(request("GET")).replace("https://api.example.org", "http://127.0.0.1:1"), "utf-8")
    ended = subprocess.run(["sh", program.name], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    assert len(ended.stderr.strip().splitlines()) == 1
    assert "refused" in ended.stderr or "connect" in ended.stderr


@pytest.mark.parametrize(
    ("write", "given", "reason"),
    [
        (wget.write, request("purge"), "every method in capitals"),
        (wget.write, request(headers=(("X-Tag", "1"), ("x-tag", "2"))), "comes twice"),
        (wget.write, request(target="/a/../b"), "segments"),
        (wget.write, request(body=Raw("x")), "given none"),
        (httpie.write, request("M-SEARCH"), "letters only"),
        (httpie.write, request(target="/a?"), "question mark"),
        (curl.write, request("HEAD", body=Raw("x")), "HEAD"),
        (curl.write, request(auth=OAuth1("a", "b", "c", "d")), "OAuth"),
        (curl.write, replace(request("GET", auth=AWS), url=replace(url("/a?b=1&a=2"), query=UNSORTED)), "sorted"),
        (curl.write, request(headers=(("X-Two", "a\r\nb"),)), "line break"),
        (curl.write, request(headers=(("X-Nul", "a\0"),)), "line break"),
    ],
)
def test_what_a_command_cannot_send_is_said(write: Callable[[Request], str], given: Request, reason: str) -> None:
    with pytest.raises(CannotSay, match=reason):
        write(given)


def test_a_word_comes_back_from_the_shell_as_it_went_in() -> None:
    words = [*NASTY, "'", "''", "a'b\\", "\r", "\x7f\u2028\ufeff", '\\"', "\n\n"]
    script = "".join(f"printf '%s\\0' {shells.QUOTE(each)} {shells.INTERPOLATED(each)}\n" for each in words)
    ended = subprocess.run(["/bin/sh"], input=script.encode(), capture_output=True, check=True)
    assert ended.stdout.decode().split("\0")[:-1] == [each for each in words for _ in range(2)]


def test_the_scripts_are_laid_out_as_shfmt_leaves_them(tmp_path: Path) -> None:
    if shutil.which("shfmt") is None:
        pytest.skip("shfmt is not here")
    bodies = (
        None,
        Raw('{\n  "a": "it\'s"\n}'),
        Raw("a\r\nb"),
        Form((Field("a", "b"), Field("c", "d"))),
        Multipart((Part("a", "b"), Part("f", File("x", "x")))),
        Multipart((Part("a=b", "b"), Part("f", File(Template((TOKEN,)), None)))),
    )
    for number, body in enumerate(bodies):
        for language in LANGUAGES:
            given = request(body=body, content_type="text/plain" if isinstance(body, Raw) else None, answers=READING)
            (tmp_path / f"{number}-{language.id}.sh").write_text(language.write(given), "utf-8")
    ended = subprocess.run(
        ["shfmt", "-i", "2", "-ci", "-d", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ended.returncode, ended.stdout) == (0, "")


def test_a_title_stays_in_its_comment() -> None:
    given = replace(request("GET"), title="a\nrm -rf x\r\x1b\u2028\0 $(id)", warnings=("b\necho c",))
    for language in LANGUAGES:
        head = language.write(given).split("\n\n")[0].splitlines()
        assert all(line.startswith("#") for line in head)
