"""The six languages of Chilkat's library: one sequence of calls, and each language's spelling of it."""

import json
import shutil
import socket
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from doorlist.samples.language import Language
from doorlist.samples.languages import (
    csharp_chilkat,
    foxpro_chilkat,
    lianja_chilkat,
    node_chilkat,
    python_chilkat,
    python_chilkat2,
)
from doorlist.samples.parts import chilkat, chilkat_answers, chilkat_fox
from doorlist.samples.request import (
    Answers,
    AwsV4,
    Basic,
    CannotSay,
    Digest,
    Failure,
    Field,
    File,
    FileBody,
    Form,
    Hawk,
    Kind,
    Leaf,
    Loop,
    Multipart,
    OAuth1,
    Part,
    Raw,
    Request,
    Template,
    Text,
    Url,
    Variable,
)
from doorlist.samples.trial import foxpro, running
from doorlist.samples.trial.recorder import Answer

LANGUAGES = {
    each.id: each
    for each in (
        python_chilkat.LANGUAGE,
        python_chilkat2.LANGUAGE,
        csharp_chilkat.LANGUAGE,
        lianja_chilkat.LANGUAGE,
        node_chilkat.LANGUAGE,
        foxpro_chilkat.LANGUAGE,
    )
}
every_language = pytest.mark.parametrize("language", LANGUAGES.values(), ids=LANGUAGES)
FORM = "application/x-www-form-urlencoded"
TOKEN = Variable("token", "TOKEN", "token", "token", "Token")
MEETING = Variable(":meetingId", "MEETING_ID", "meeting_id", "meetingId", "MeetingId", encoded=True)
BASE = Variable("baseUrl", "BASE_URL", "base_url", "baseUrl", "BaseUrl")
NASTY = (
    "'one' \"two\" `id` $HOME ${x} #{x} {x} {0} %s \\",
    "a\nb\r\nc\td\n",
    "''' \"\"\" */ // && ]]> *//*",
    "&lcText &loHttp. &copy; a=1&b=2",
    "x" * 300 + '"' + "y" * 300 + "'" + "日" * 100,
    "ü 日本 😀 \x1b\x7f\x85\u2028\u202e end",
    "",
    " ",
)


def url(path: str = "/v2/meetings", *, origin: Text = "http://127.0.0.1:8080") -> Url:
    if isinstance(origin, Template):
        return Url(origin, path, (), Template((*origin.pieces, path)), path)
    scheme, _, rest = origin.partition("://")
    host, _, port = rest.partition(":")
    return Url(origin, path, (), origin + path, path, scheme, host, int(port) if port else 443)


def request(method: str = "POST", **more: object) -> Request:
    given = {"url": url(), **more}
    return Request("Update registrant's status;", ("f",), method, **given)  # type: ignore[arg-type]


def here(language: Language) -> None:
    if lacking := running.lacks(language):
        pytest.skip(lacking)


def reason(given: Request) -> str:
    with pytest.raises(CannotSay) as said:
        python_chilkat2.LANGUAGE.write(given)
    return said.value.reason


# --- one sequence ----------------------------------------------------------------------------------------------------


def test_the_calls_are_made_once_for_all_languages() -> None:
    given = request()
    assert chilkat.sequence(given) is chilkat.sequence(given)
    assert chilkat.sequence(given) is not chilkat.sequence(request())


def test_a_language_spells_a_property_and_a_class_its_own_way() -> None:
    given = request("PUT", content_type="text/plain", body=Raw("x"))
    lines = {
        "python-chilkat": ("http = chilkat.CkHttp()", 'req.put_HttpVerb("PUT")', "body = resp.bodyStr()"),
        "python-chilkat2": ("http = chilkat2.Http()", 'req.HttpVerb = "PUT"', "body = resp.BodyStr"),
        "csharp-chilkat": ("var http = new Http();", 'req.HttpVerb = "PUT";', "var body = resp.BodyStr;"),
        "lianja-chilkat": ('loHttp = createobject("CkHttp")', 'loReq.HttpVerb = "PUT"', "lcBody = loResp.BodyStr"),
        "node-chilkat": ("const http = new chilkat.Http();", 'req.HttpVerb = "PUT";', "const body = resp.BodyStr;"),
        "foxpro-chilkat": (
            'loHttp = CREATEOBJECT("Chilkat.Http")',
            'loReq.HttpVerb = "PUT"',
            "lcBody = loResp.BodyStr",
        ),
    }
    for id, expected in lines.items():
        text = LANGUAGES[id].write(given)
        assert [each for each in expected if each not in text] == []


def test_objects_are_released_wherever_a_fox_program_ends() -> None:
    text = lianja_chilkat.LANGUAGE.write(request())
    assert text.count("release loHttp\n") == 3  # no answer, a refusal, and the end
    assert text.index("release loReq") < text.index("release loHttp")


def test_a_name_of_the_sequence_is_not_given_to_a_field() -> None:
    leaf = Leaf(("http",), Kind.TEXT, "http", "http", "Http", "http")
    given = request(answers=Answers(reading=(leaf,)))
    assert 'http_ = reply.StringOf("http")' in python_chilkat2.LANGUAGE.write(given)
    assert 'lcHttp_ = loReply.StringOf("http")' in foxpro_chilkat.LANGUAGE.write(given)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (("a", "b", 0, "c"), "a.b[0].c"),
        (("a.b", "c[0]"), '"a.b"."c[0]"'),
        (('say "x"', "back\\slash", ""), '"say \\"x\\""."back\\\\slash".""'),
        (("with space", " led"), 'with space." led"'),
    ],
)
def test_a_path_is_written_as_json_object_takes_it(path: tuple[str | int, ...], expected: str) -> None:
    assert chilkat_answers.path_text(path) == expected


# --- literals --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", NASTY)
def test_a_fox_literal_is_the_text(text: str) -> None:
    seen: list[str] = []
    expression = foxpro_chilkat.DIALECT.literal(text).replace(chilkat_fox.JOINT, " + ")
    foxpro.run(f'lcText = "gone"\nloHttp = "gone"\n? {expression}', None, seen.append)
    assert seen == [text]


def test_literals_of_javascript_are_the_texts(tmp_path: Path) -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not here")
    program = tmp_path / "program.js"
    literals = ", ".join(node_chilkat.DIALECT.literal(each) for each in NASTY)
    program.write_text(f"console.log(JSON.stringify([{literals}]));", encoding="utf-8")
    told = subprocess.run([node, str(program)], capture_output=True, check=True, timeout=60).stdout
    assert json.loads(told) == list(NASTY)


def test_literals_of_csharp_are_the_texts(tmp_path: Path) -> None:
    mcs, mono = shutil.which("mcs"), shutil.which("mono")
    if mcs is None or mono is None:
        pytest.skip("mono is not here")
    lines = "".join(
        f"System.Console.WriteLine(System.BitConverter.ToString(System.Text.Encoding.UTF8.GetBytes({literal})));"
        for literal in map(csharp_chilkat.DIALECT.literal, NASTY)
    )
    (tmp_path / "Program.cs").write_text(
        f"static class Program {{ static void Main() {{ {lines} }} }}", encoding="utf-8"
    )
    subprocess.run([mcs, "Program.cs"], cwd=tmp_path, check=True, capture_output=True, timeout=60)
    told = subprocess.run([mono, "Program.exe"], cwd=tmp_path, check=True, capture_output=True, text=True, timeout=60)
    assert [bytes.fromhex(each.replace("-", "")).decode() for each in told.stdout.splitlines()] == list(NASTY)


def test_fox_statements_and_literals_stay_within_the_limits_of_the_language() -> None:
    body = Raw("ab'\"c " * 4000 + "\n" + "ü" * 3000)
    text = lianja_chilkat.LANGUAGE.write(request(content_type="text/plain", body=body))
    logical = text.replace(";\n", "").split("\n")
    assert max(map(len, logical)) < foxpro.STATEMENT_CHARS_MAX
    assert len(text.split("\n")) > 100


def test_a_comment_of_a_fox_program_never_goes_on_in_the_next_line() -> None:
    for language in (lianja_chilkat.LANGUAGE, foxpro_chilkat.LANGUAGE):
        comments = [each for each in language.write(request()).splitlines() if each[:1] in "*/"]
        assert comments[0].endswith("status; ...")
        assert not [each for each in comments if each.rstrip().endswith(";")]


def test_foxpro_refuses_what_it_could_not_compile() -> None:
    with pytest.raises(CannotSay, match="64 KB"):
        foxpro_chilkat.LANGUAGE.write(request(body=Raw("x" * 70_000)))
    with pytest.raises(CannotSay, match="64 KB"):
        foxpro_chilkat.LANGUAGE.write(request(body=Form(tuple(Field(f"f{n}", "v" * 50) for n in range(1000)))))


def test_foxpro_says_that_its_texts_are_utf_8_only_where_they_are() -> None:
    plain = foxpro_chilkat.LANGUAGE.write(request(body=Raw("u")))
    wide = foxpro_chilkat.LANGUAGE.write(request(body=Raw("ü")))
    assert ("SYS(3101" in plain, "= SYS(3101, 65001)\n" in wide) == (False, True)


# --- on the wire -----------------------------------------------------------------------------------------------------

PARTS = Multipart(
    (
        Part("registrants", NASTY[0] + NASTY[1]),
        Part("a name", "typed ü", "application/json"),
        Part('q"', ""),
        Part("file", File("a ü.bin", None)),
        Part("file", File("it's.txt", 'sent "as".pdf'), "application/pdf"),
    )
)
JSON_BODY = {
    "text": NASTY[0],
    "list": [1, {"a.b": [], "c": {}}, None],
    "yes": True,
    "real": 1.5,
    "long": 2**40,
    "é": "ü",
}
REQUESTS = {
    "parts": request("PUT", body=PARTS),
    "parts with DELETE": request("DELETE", body=PARTS),
    "parts without a name": request(body=Multipart((Part("", "x"), Part("b", "")))),
    "form": request(
        content_type=FORM,
        body=Form((Field("a b&", "ü &=+"), Field("a b&", ""), Field("ü", NASTY[1]))),
    ),
    "form with DELETE": request("DELETE", content_type=FORM, body=Form((Field("a", "1"), Field("", "2")))),
    "form with GET": request(
        "GET", content_type=FORM, body=Form((Field("a", Template((TOKEN, "!"))),)), variables=(TOKEN,)
    ),
    "json": request(
        content_type="application/json",
        body=Raw(json.dumps(JSON_BODY, ensure_ascii=False), exact=True, json=JSON_BODY),  # type: ignore[arg-type]
    ),
    "text": request("PURGE", content_type="text/plain; charset=iso-8859-1", body=Raw("".join(NASTY))),
    "text with a NUL": request(content_type="text/plain", body=Raw("a\0b")),
    "text with a byte order mark": request(content_type="text/plain", body=Raw("\ufeffa")),
    "text with GET": request("GET", content_type="text/plain", body=Raw("".join(NASTY))),
    "text without a type": request(body=Raw("x")),
    "multipart that was made before": request(content_type="multipart/mixed; boundary=x", body=Raw("--x--\r\n")),
    "file": request(content_type="a/b", body=FileBody(File("a ü.bin", None))),
    "nothing": request(content_type="application/json"),
    "headers": request(
        "HEAD",
        headers=(("X-Tag", "a"), ("X-Tag", Template(("b ", TOKEN))), ("X-Empty", ""), ("X-Q", 'a "ü", b; c')),
        variables=(TOKEN,),
    ),
    "an origin and an id that are not known": request(
        url=Url(
            Template((BASE,)),
            Template(("/m/", MEETING, "/a%2Fb")),
            (),
            Template((BASE, "/m/", MEETING, "/a%2Fb?x=+&y")),
            Template(("/m/", MEETING, "/a%2Fb?x=+&y")),
        ),
        variables=(BASE, MEETING),
    ),
    "basic": request(auth=Basic("a", "b:ü")),
    "digest": request(auth=Digest("a", "b ü"), content_type="text/plain", body=Raw("x")),
    "oauth": request("GET", auth=OAuth1("ck", "cs", "tk", Template((TOKEN,))), variables=(TOKEN,)),
    "oauth with a form": request(
        auth=OAuth1("ck", "cs", "tk", "ts", "HMAC-SHA256"), content_type=FORM, body=Form((Field("a", "ü +"),))
    ),
    "aws": request(auth=AwsV4("ak", "sk", "", "eu-central-1", "execute-api"), content_type="text/plain", body=Raw("x")),
}
FAST = [each for each in LANGUAGES.values() if each.id != "csharp-chilkat"]


@pytest.mark.parametrize("language", FAST, ids=lambda each: each.id)
def test_every_request_arrives_as_it_is(language: Language, tmp_path: Path) -> None:
    here(language)
    results = running.run(list(REQUESTS.values()), [language], tmp_path)
    wrong = {
        name: each.reasons for name, each in zip(REQUESTS, results, strict=True) if each.mark is not running.Mark.RUN
    }
    assert wrong == {}


def test_the_requests_with_most_members_arrive_from_csharp(tmp_path: Path) -> None:
    here(csharp_chilkat.LANGUAGE)
    chosen = [REQUESTS[name] for name in ("parts", "parts with DELETE", "json", "headers", "oauth")]
    results = running.run(chosen, [csharp_chilkat.LANGUAGE], tmp_path)
    assert [each.reasons for each in results] == [()] * len(chosen)


# --- answers ---------------------------------------------------------------------------------------------------------

READING = (
    Leaf(("id",), Kind.INTEGER, "id", "id", "Id", "id"),
    Leaf(("settings", "on"), Kind.BOOLEAN, "on", "on", "On", "settings.on"),
    Loop(
        ("people",),
        "person",
        "person",
        "Person",
        (
            Leaf(("email",), Kind.TEXT, "email", "email", "Email", "people[].email"),
            Loop(
                ("tags",),
                "tag",
                "tag",
                "Tag",
                (Leaf((), Kind.TEXT, "tag2", "tag2", "Tag2", "people[].tags[]"),),
                "people[].tags",
            ),
        ),
        "people",
    ),
)
REPLY = {
    "id": 85746065123,
    "settings": {"on": True},
    "people": [{"email": "ada@example.com", "tags": ["a", "b"]}, {"email": "bo@example.com", "tags": []}],
}
FAILURES = (
    Failure(404, None, "Nothing is here."),
    Failure(404, 3001, 'Meeting does not exist: {meetingId} "$x" \\.'),
    Failure(429, None, "Too many."),
)
ASKING = request(
    "GET",
    headers=(("Authorization", Template(("Bearer ", TOKEN))),),
    variables=(TOKEN,),
    answers=Answers(reading=READING, unread=2, example=json.dumps(REPLY), failures=FAILURES),
)


def told(play: running.Play) -> str:
    """What a person reads; FoxPro has one screen for everything."""
    return play.ended.output + play.ended.errors


@every_language
def test_a_reply_is_read_and_a_refusal_is_told_in_words(language: Language, tmp_path: Path) -> None:
    here(language)
    play, different = running.once(language, ASKING, tmp_path / "read", answer=Answer(body=json.dumps(REPLY).encode()))
    assert (play.ended.code, different) == (0, []), told(play)
    for line in ("id: 85746065123", "settings.on: true", "people[].email: ada@example.com", "people[].tags[]: b"):
        assert line in play.ended.output.splitlines()
    cases: dict[str, Answer] = {
        'HTTP 404, code 3001: Meeting does not exist: {meetingId} "$x" \\.': Answer(404, body=b'{"code": "3001"}'),
        "HTTP 404, code 9: Nothing is here.": Answer(404, body=b'{"code": 9, "message": "unsaid"}'),
        "HTTP 500: Their own words.": Answer(500, body=b'{"message": "Their own words."}'),
        "HTTP 502": Answer(502, (("Content-Type", "text/html"),), b"<html>"),
        "HTTP 429: Too many. Try again after 2026-11-25T00:00:00Z.": Answer(
            429, (("Retry-After", "2026-11-25T00:00:00Z"),), b"{}"
        ),
        "HTTP 429: Too many. Try again after a while.": Answer(429, body=b"{}"),
    }
    chosen = list(cases.items()) if language in FAST else list(cases.items())[-2:-1]
    for number, (line, answer) in enumerate(chosen):
        play, different = running.once(language, ASKING, tmp_path / str(number), answer=answer)
        assert (play.ended.code, different) == (1, []), told(play)
        assert line in told(play).splitlines()


@every_language
def test_what_is_not_as_expected_ends_a_program_in_words(language: Language, tmp_path: Path) -> None:
    here(language)
    play, different = running.once(language, ASKING, tmp_path / "unread", answer=Answer(body=b"[1, <html>"))
    assert (play.ended.code, different, play.ended.errors) == (0, [], "")
    play, _ = running.once(language, ASKING, tmp_path / "unset", environment={"TOKEN": None})
    assert play.ended.code == 2
    assert told(play).splitlines() == ["Set the environment variable TOKEN."]


@every_language
def test_a_server_that_is_not_there_is_told_in_the_library_s_words(language: Language, tmp_path: Path) -> None:
    here(language)
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        origin = f"http://127.0.0.1:{unused.getsockname()[1]}"
    (tmp_path / language.file).write_text(language.write(request(url=url(origin=origin))), encoding="utf-8")
    command = [sys.executable if each == "python3" else each for each in running.command_of(language)]
    ended = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode == 1
    assert "connection refused" in (ended.stdout + ended.stderr).lower()
    assert "Traceback" not in ended.stderr


@every_language
def test_a_file_that_is_not_there_is_named(language: Language, tmp_path: Path) -> None:
    here(language)
    given = request(body=FileBody(File("no such file", None)))
    (tmp_path / language.file).write_text(language.write(given), encoding="utf-8")
    command = [sys.executable if each == "python3" else each for each in running.command_of(language)]
    ended = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False)
    assert (ended.returncode, ended.stdout + ended.stderr) == (1, "Cannot read no such file.\n")


def test_a_list_that_is_the_whole_reply_is_read(tmp_path: Path) -> None:
    here(python_chilkat2.LANGUAGE)
    leaf = Leaf(("a", "b"), Kind.TEXT, "b", "b", "B", "[].a.b")
    reading = (Loop((), "item", "item", "Item", (leaf, Leaf((), Kind.TEXT, "item2", "item2", "Item2", "[]")), ""),)
    given = request("GET", answers=Answers(reading=reading))
    for language in (
        python_chilkat.LANGUAGE,
        python_chilkat2.LANGUAGE,
        lianja_chilkat.LANGUAGE,
        foxpro_chilkat.LANGUAGE,
    ):
        play, _ = running.once(language, given, tmp_path / language.id, answer=Answer(body=b'[{"a": {"b": "x"}}, 7]'))
        assert "[].a.b: x" in play.ended.output.splitlines(), told(play)
        assert "[]: 7" in play.ended.output.splitlines()


def test_lists_deeper_than_the_librarys_indexes_are_said_to_be_unread() -> None:
    tree: Leaf | Loop = Leaf(("x",), Kind.TEXT, "x", "x", "X", "x")
    for name in "dcba":
        tree = Loop((name,), name, name, name.upper(), (tree,), name)
    text = python_chilkat2.LANGUAGE.write(request(answers=Answers(reading=(tree,), unread=3)))
    assert "# 4 more fields are not read here.\n" in text


# --- what cannot be said ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (request(auth=Hawk("i", "k")), "Chilkat has no Hawk authentication."),
        (request(auth=OAuth1("a", "b", "", "", "PLAINTEXT")), "not with PLAINTEXT"),
        (request(auth=OAuth1("a", "b", "", "", in_header=False)), "in a header, not in the query"),
        (request(auth=AwsV4("a", "b", "c", "d", "e")), "session token"),
        (request(headers=(("Accept", "a"), ("accept", "b"))), "sends the header accept once"),
        (request(headers=(("X", "a\nY: b"),)), "X has one"),
        (request(headers=(("X", "=?utf-8?q?a?="),)), "encoded word"),
        (request("GET", body=Raw("x"), headers=(("X", ""),)), "empty header (X)"),
        (request("GET", body=Raw("x"), headers=(("X", "1"), ("X", "2"))), "X comes twice"),
        (request("GET", body=Raw("x"), auth=Digest("a", "b")), "no Digest"),
        (request("GET", body=Multipart((Part("a\tb", "x"),))), "changes the name"),
        (request(body=Form((Field("", Template((TOKEN,))),)), content_type=FORM), "without a name"),
    ],
)
def test_what_cannot_be_sent_is_refused_with_the_reason(given: Request, said: str) -> None:
    assert said in reason(given)


# --- layout ----------------------------------------------------------------------------------------------------------


def awkward() -> list[Request]:
    """Requests whose lines are of every length at which a formatter changes its mind."""
    lines = Raw('{\n  "": true,\n  "a b": 466834,\n  "{x}": null\n}')
    paths = [request(url=url(f"/{'x' * length}"), body=lines) for length in range(55, 85)]
    return [*REQUESTS.values(), ASKING, *paths, *(replace(ASKING, body=Raw(each), method="POST") for each in NASTY)]


@pytest.mark.parametrize("language", [python_chilkat.LANGUAGE, python_chilkat2.LANGUAGE], ids=lambda each: each.id)
def test_python_is_laid_out_as_its_formatter_leaves_it(language: Language, tmp_path: Path) -> None:
    ruff = shutil.which("ruff", path=str(Path(sys.executable).parent)) or shutil.which("ruff")
    if ruff is None:
        pytest.skip("ruff is not here")
    for number, each in enumerate(awkward()):
        (tmp_path / f"{number}.py").write_text(language.write(each), encoding="utf-8", newline="")
    ended = subprocess.run(
        [ruff, "format", "--isolated", "--no-cache", "--diff", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ended.returncode, ended.stdout) == (0, "")


def test_javascript_is_laid_out_as_its_formatter_leaves_it(tmp_path: Path) -> None:
    prettier = shutil.which("prettier")
    if prettier is None:
        pytest.skip("prettier is not here")
    for number, each in enumerate(awkward()):
        (tmp_path / f"{number}.js").write_text(node_chilkat.LANGUAGE.write(each), encoding="utf-8", newline="")
    ended = subprocess.run([prettier, "--check", str(tmp_path)], capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
