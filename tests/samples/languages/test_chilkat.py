"""The six languages of Chilkat's library: one sequence of calls, and each language's spelling of it."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from samples.languages.asking import FORM, JSON, NASTY, TOKEN, request
from samples.languages.programs import here, reason

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
    CannotSay,
    Digest,
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
        text = language.write(request(title="Update registrant's status;"))
        comments = [each for each in text.splitlines() if each[:1] in "*/"]
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

LINES = "a\nb\r\nc\td\n"
PARTS = Multipart(
    (
        Part("registrants", f"{NASTY[0]}{LINES}"),
        Part("a name", "typed ü", JSON),
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
    "form": request(
        content_type=FORM,
        body=Form((Field("a b&", "ü &=+"), Field("a b&", ""), Field("ü", LINES))),
    ),
    "form with DELETE": request("DELETE", content_type=FORM, body=Form((Field("a", "1"), Field("", "2")))),
    "form with GET": request(
        "GET", content_type=FORM, body=Form((Field("a", Template((TOKEN, "!"))),)), variables=(TOKEN,)
    ),
    "json": request(
        content_type=JSON,
        body=Raw(json.dumps(JSON_BODY, ensure_ascii=False), exact=True, json=JSON_BODY),  # type: ignore[arg-type]
    ),
    "text": request("PURGE", content_type="text/plain; charset=iso-8859-1", body=Raw("".join(NASTY))),
    "text with a byte order mark": request(content_type="text/plain", body=Raw("\ufeffa")),
    "text with GET": request("GET", content_type="text/plain", body=Raw("".join(NASTY))),
    "multipart that was made before": request(content_type="multipart/mixed; boundary=x", body=Raw("--x--\r\n")),
    "file": request(content_type="a/b", body=FileBody(File("a ü.bin", None))),
    "headers": request(
        "HEAD",
        headers=(("X-Tag", "a"), ("X-Tag", Template(("b ", TOKEN))), ("X-Empty", ""), ("X-Q", 'a "ü", b; c')),
        variables=(TOKEN,),
    ),
    "digest": request(auth=Digest("a", "b ü"), content_type="text/plain", body=Raw("x")),
    "oauth with a form": request(
        auth=OAuth1("ck", "cs", "tk", "ts", "HMAC-SHA256"), content_type=FORM, body=Form((Field("a", "ü +"),))
    ),
    "aws": request(auth=AwsV4("ak", "sk", "", "eu-central-1", "execute-api"), content_type="text/plain", body=Raw("x")),
}


@every_language
def test_every_request_arrives_as_it_is(language: Language, tmp_path: Path) -> None:
    here(language)
    results = running.run(list(REQUESTS.values()), [language], tmp_path)
    wrong = {
        name: each.reasons for name, each in zip(REQUESTS, results, strict=True) if each.mark is not running.Mark.RUN
    }
    assert wrong == {}


# --- answers ---------------------------------------------------------------------------------------------------------


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
        assert "[].a.b: x" in play.ended.output.splitlines()
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
    assert said in reason(python_chilkat2.LANGUAGE, given)
