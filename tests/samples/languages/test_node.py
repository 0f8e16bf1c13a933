"""What the Node.js samples say and how they end, and that their layout is a formatter's."""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from samples import awkward
from samples.languages import signed

from doorlist.samples import collection, resolving
from doorlist.samples.language import Language
from doorlist.samples.languages import node_axios, node_fetch
from doorlist.samples.parts import node, quotes
from doorlist.samples.request import (
    Answers,
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

LANGUAGES = (node_fetch.LANGUAGE, node_axios.LANGUAGE)
JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
NASTY = (
    "",
    "'one' \"two\" `three`",
    '"',
    "`",
    "\\",
    "\\${x} $${y} ${z} $ {a}",
    "$",
    "</script><!-- */ //",
    "a\nb\r\nc\rd\te\n",
    "line\n" * 4,
    "\0" + "1\x07\x1b\x7f\x85\u2028\u2029\u202e\ufeff",
    "ü 日本 😀",
    "\\u0041 \\x41 %s %d %%",
)
TOKEN = Variable("token", "TOKEN", "token", "token", "Token")
ANSWERS = Answers(
    reading=(
        Leaf(("id",), Kind.INTEGER, "id", "id", "Id", "id"),
        Leaf(("settings", "a mode"), Kind.TEXT, "mode", "mode", "Mode", "100%s settings"),
        Loop(
            ("people",),
            "person",
            "person",
            "Person",
            (Leaf(("email",), Kind.TEXT, "email", "email", "Email", "people[].email"),),
            "people",
        ),
    ),
    unread=2,
    failures=(
        Failure(400, 300, "It has `no` ${registration}."),
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


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A folder for each language, with what it needs installed."""
    found = {}
    for language in LANGUAGES:
        folder = tmp_path_factory.mktemp(language.id)
        for name, content in language.shared.items():
            (folder / name).write_text(content)
        for command in language.batch if running.missing(language.probe) is None else ():
            subprocess.run(command, cwd=folder, env=surroundings(), check=True, timeout=120)
        found[language.id] = folder
    return found


@pytest.fixture(params=LANGUAGES, ids=lambda each: each.id)
def language(request: pytest.FixtureRequest) -> Language:
    found: Language = request.param
    lacking = running.missing(found.probe)
    if lacking:
        pytest.skip(lacking)
    return found


@pytest.fixture
def folder(language: Language, folders: dict[str, Path], tmp_path: Path) -> Path:
    made = folders[language.id] / tmp_path.name
    made.mkdir(exist_ok=True)
    return made


def end(language: Language, given: Request, folder: Path, **environment: str) -> tuple[int, str, str]:
    """Runs a sample: its exit code, standard output and standard error."""
    (folder / language.file).write_text(language.write(given), encoding="utf-8")
    ended = subprocess.run(
        language.run, cwd=folder, env=surroundings(**environment), capture_output=True, text=True, timeout=60
    )
    return ended.returncode, ended.stdout, ended.stderr


def evaluated(tmp_path: Path, expressions: list[str]) -> object:
    """The values of JavaScript expressions."""
    if shutil.which("node") is None:
        pytest.skip("node is not here")
    listed = ",\n".join(expressions)
    program = f"const token = '<\\\\>';\nconsole.log(JSON.stringify([\n{listed}\n]));\n"
    (tmp_path / "values.mjs").write_text(program, encoding="utf-8")
    ended = subprocess.run(["node", "values.mjs"], cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert ended.returncode == 0, ended.stderr
    return json.loads(ended.stdout)


# --- literals


def test_literals_are_read_as_their_texts(tmp_path: Path) -> None:
    holed = [Template((text, TOKEN, text)) for text in NASTY]
    expressions = [written(text) for text in NASTY for written in (quotes.string, node.block)]
    expressions += [written(text) for text in holed for written in (node.text, node.block)]
    right = [text for text in NASTY for _ in range(2)] + [f"{text}<\\>{text}" for text in NASTY for _ in range(2)]
    assert evaluated(tmp_path, expressions) == right


def test_json_values_are_read_as_themselves(tmp_path: Path) -> None:
    value: Json = {"a": [1, -2.5, True, None, {}, []], "b-\"'": {"c": ["x" * 90, "y"]}, "größe": [{"e": "f"}] * 3}
    assert evaluated(tmp_path, [node.laid(node.value(value))]) == [value]


@pytest.mark.parametrize("text", NASTY)
def test_a_title_stays_within_its_comment(language: Language, text: str) -> None:
    program = language.write(request(title=text, warnings=(text, text * 30)))
    before = program.partition('import axios from "axios";' if "axios" in language.id else "const url")[0]
    assert all(line.startswith("//") or not line for line in re.split("[\n\r\u2028\u2029]", before))


# --- layout


@cache
def prettier() -> Path | None:
    """Where Prettier is installed, if it is: in a folder that the environment names, or beside npm."""
    if shutil.which("npm") is None:
        return None
    root = subprocess.run(["npm", "root", "--global"], capture_output=True, text=True, timeout=60).stdout.strip()
    for place in (os.environ.get("PRETTIER_HOME", ""), root):
        if place and (found := Path(place) / "prettier" / "index.mjs").exists():
            return found
    return None


_CHECK = """
import { readFileSync } from "node:fs";
const { format } = await import(process.argv[2]);
for (const file of process.argv.slice(3)) {
  const text = readFileSync(file, "utf8");
  if ((await format(text, { parser: "babel" })) !== text) console.log(file);
}
"""


def test_every_awkward_sample_is_laid_out_as_the_formatter_leaves_it(language: Language, tmp_path: Path) -> None:
    module = prettier()
    if module is None:
        pytest.skip("prettier is not here (npm install --global prettier)")
    made = [each for _, each in resolving.requests(collection.read(awkward.COLLECTION.read_bytes()))]
    long = request(
        title="x" * 200,
        headers=(("X-Long", "h" * 75), ("X-Longer", "ü" * 75)),
        body=Multipart(tuple(Part("n" * length, "v" * 30, "text/plain") for length in range(10, 60, 5))),
        method="POST",
        answers=replace(
            ANSWERS,
            failures=(
                *(Failure(400, code, 'the "word" ' * (code % 20) + "x") for code in range(60)),
                Failure(429, None, "y" * 100),
            ),
            reading=tuple(
                Leaf(("p" * length,), Kind.TEXT, "n", "n" * length, "N", "l" * length) for length in range(10, 60)
            ),
        ),
    )
    files = []
    for number, each in enumerate([*made, long, *signed.SIGNED]):
        if isinstance(each, Request):
            file = tmp_path / f"{number}.mjs"
            try:
                file.write_text(language.write(each), encoding="utf-8")
            except CannotSay:
                continue
            files.append(str(file))
    (tmp_path / "check.mjs").write_text(_CHECK)
    checked = subprocess.run(
        ["node", "check.mjs", module.as_uri(), *files], cwd=tmp_path, capture_output=True, text=True, timeout=120
    )
    assert (checked.returncode, checked.stdout, checked.stderr) == (0, "", "")


# --- how it ends


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (Answer(400, body=b'{"code": 300}'), "HTTP 400, code 300: It has `no` ${registration}.\n"),
        (Answer(404, body=b'{"code": "3001"}'), "HTTP 404, code 3001: Meeting does not exist: {meetingId}.\n"),
        (Answer(404, body=b'{"code": 9}'), "HTTP 404, code 9: Nothing is there.\n"),
        (Answer(404, body=b"<html>"), "HTTP 404: Nothing is there.\n"),
        (Answer(409, body=b'{"code": 1, "message": "Taken."}'), "HTTP 409, code 1: Taken.\n"),
        (Answer(500, body=b"null"), "HTTP 500\n"),
        (
            Answer(429, (("Retry-After", "2026-11-25T00:00:00Z"),), b"{}"),
            "HTTP 429: Too many. Try again after 2026-11-25T00:00:00Z.\n",
        ),
        (Answer(429, body=b"{}"), "HTTP 429: Too many. Try again after a while.\n"),
    ],
    ids=lambda each: str(each.status) if isinstance(each, Answer) else None,
)
def test_a_refusal_is_told_by_status_and_code(
    language: Language, recorder: Recorder, folder: Path, answer: Answer, said: str
) -> None:
    recorder.expect(answer)
    code, output, errors = end(language, request(recorder.origin, answers=ANSWERS), folder)
    assert (code, errors) == (1, said)
    assert output.startswith(f"{answer.status}\n")


@pytest.mark.parametrize(
    ("body", "read"),
    [
        (
            b'{"id": 12, "settings": {"a mode": "on"}, "people": [{"email": "a@b"}, {}]}',
            "id: 12\n100%s settings: on\npeople[].email: a@b\npeople[].email: undefined\n",
        ),
        (b'{"id": null, "settings": "x", "people": 5}', "id: null\n100%s settings: undefined\n"),
        (b"[]", "id: undefined\n100%s settings: undefined\n"),
        (b"no JSON at all", "id: undefined\n100%s settings: undefined\n"),
    ],
)
def test_a_reply_is_read_whatever_it_is(
    language: Language, recorder: Recorder, folder: Path, body: bytes, read: str
) -> None:
    recorder.expect(Answer(200, body=body))
    code, output, errors = end(language, request(recorder.origin, answers=ANSWERS), folder)
    assert (code, errors) == (0, "")
    assert output == f"200\n{body.decode()}\n{read}"
    assert "// 2 more fields are not read here." in (folder / language.file).read_text(encoding="utf-8")


def test_a_missing_variable_ends_the_program_with_its_name(language: Language, folder: Path) -> None:
    given = request(headers=(("Authorization", Template(("Bearer ", TOKEN))),), variables=(TOKEN,))
    assert end(language, given, folder) == (2, "", "Set the environment variable TOKEN.\n")


@pytest.mark.parametrize(
    "body", [None, FileBody(File("none.bin", "none.bin")), Multipart((Part("f", File("none.bin", "n")),))]
)
def test_a_failure_to_send_is_one_line(language: Language, folder: Path, body: FileBody | Multipart | None) -> None:
    with Recorder() as closed:
        # Where localhost has two addresses, Node.js tells that it tried both without a message.
        origin = closed.origin.replace("127.0.0.1", "localhost")
    code, output, errors = end(language, request(origin, method="POST", body=body), folder)
    assert (code, output) == (1, "")
    assert re.fullmatch(r"The request failed: .+\n", errors)


# --- what is sent


def test_what_a_library_would_change_arrives_as_it_is(language: Language, tmp_path: Path) -> None:
    odd = (("X-Other", "ü日"), ("X-Empty", ""))
    parts = (Part('a\\"b\n', "x\ny"), Part("f", File("f.bin", 'ü "\\.bin'), "image/PNG"), Part("j", "{}", JSON))
    given = [
        request(headers=odd, method="PURGE"),
        request(headers=odd, method="POST", body=Raw("ü\n" * 3)),
        request(headers=odd, method="POST", body=Multipart(parts), auth=Basic("ü", Template((TOKEN, ":日")))),
        request(method="POST", body=Multipart((Part("f", File("f.bin", None), "image/png"), Part("t", "")))),
        request(method="POST", body=Multipart((Part("a", "x\ny"), Part("b", "x\ry\r\n")))),
        request(method="POST", body=Raw(" [1.10] "), content_type=JSON),
        request(method="PUT", body=Raw("not JSON"), content_type=JSON),
        request(method="PUT", body=Raw('{"2": 1}\n'), content_type="text/plain"),
        request(method="DELETE", body=Form((Field("2", "1"), Field("1", "+"), Field("2", "2"))), content_type=FORM),
        request(method="PATCH", body=Form((Field("2", "1"), Field("1", "+"))), content_type=FORM),
        request(method="POST", body=FileBody(File("g.bin", "g.bin"))),
        request(method="POST"),
    ]
    given[2] = replace(given[2], variables=(TOKEN,))
    results = running.run(given, [language], tmp_path)
    assert [each.reasons for each in results] == [()] * len(given)
    assert {each.mark for each in results} == {"run"}


def test_axios_sends_a_header_twice(tmp_path: Path) -> None:
    if lacking := running.missing(node_axios.LANGUAGE.probe):
        pytest.skip(lacking)
    given = request(headers=(("X-Tag", "a"), ("X-Other", "b"), ("x-tag", "ü")))
    (result,) = running.run([given], [node_axios.LANGUAGE], tmp_path)
    assert (result.mark, result.reasons) == ("run", ())


def test_what_is_signed_arrives_with_its_signature(tmp_path: Path) -> None:
    if lacking := running.missing(node_axios.LANGUAGE.probe):
        pytest.skip(lacking)
    results = running.run(signed.SIGNED, [node_axios.LANGUAGE], tmp_path)
    assert [(each.item, each.mark, each.reasons) for each in results if each.mark != "run"] == []


@pytest.mark.parametrize(
    ("given", "package"),
    [
        (signed.request(signed.SHA512), "oauth-1.0a"),
        (signed.request(signed.AWS), "aws4"),
        (signed.request(signed.HAWK), "hawk"),
    ],
)
def test_a_program_that_signs_says_what_it_needs(given: Request, package: str) -> None:
    assert f"\n// It needs {package} (`npm install {package}`).\n" in node_axios.write(given)
    assert package in json.loads(node_axios.LANGUAGE.shared["package.json"])["dependencies"]
    with pytest.raises(CannotSay, match="fetch has no"):
        node_fetch.write(given)


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (signed.request(signed.AWS, target="/a/../b"), "dots"),
        (signed.request(signed.AWS, target="/a?__proto__=1"), "__proto__"),
        (signed.request(signed.AWS, headers=(("Date", "today"),)), "Date"),
        (signed.request(signed.AWS, "POST", body=Raw("x")), "Content-Type of its own"),
        (signed.request(signed.S3, target="/a//b"), "two slashes"),
        (signed.request(signed.S3, target="/a?b=1&b=2"), "name twice"),
        (signed.request(signed.SHA512, target="/a?__proto__=1"), "__proto__"),
        (signed.request(replace(signed.SHA512, method="HMAC-MD5")), "HMAC-MD5"),
        (signed.request(replace(signed.HAWK, algorithm="md5")), "md5"),
    ],
)
def test_what_cannot_be_signed_has_a_reason(given: Request, reason: str) -> None:
    with pytest.raises(CannotSay, match=reason):
        node_axios.write(given)


def test_axios_says_that_node_joins_cookies_and_sends_no_trailer() -> None:
    cookies = request(headers=(("Cookie", "a=b"), ("cookie", "c=d")))
    with pytest.raises(CannotSay, match="joins several headers Cookie"):
        node_axios.LANGUAGE.write(cookies)
    with pytest.raises(CannotSay, match="Trailer"):
        node_axios.LANGUAGE.write(request(headers=(("Trailer", "X-Sum"),)))


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"headers": (("X-Tag", "a"), ("X-Tag", "b"))}, "X-Tag twice"),
        ({"body": Raw("x")}, "a body with GET"),
        ({"method": "TRACE"}, "TRACE"),
        ({"headers": (("Host", "x"),)}, "Host"),
        ({"auth": Digest("a", "b")}, "Digest"),
    ],
)
def test_fetch_says_what_it_cannot_do(more: dict[str, object], reason: str) -> None:
    with pytest.raises(CannotSay, match=reason):
        node_fetch.write(request("https://api.example.org", **more))


@pytest.mark.parametrize("path", ["/a/../b", "/a/.", "/%2e%2E/b"])
def test_dots_in_a_path_cannot_be_said(path: str) -> None:
    url = replace(request().url, path=path, target=path, text=f"https://api.example.org{path}")
    for language in LANGUAGES:
        with pytest.raises(CannotSay, match="dots"):
            language.write(request(url=url))
