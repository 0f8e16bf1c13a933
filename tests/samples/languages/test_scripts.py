"""What the scripts in Ruby, PHP and Perl send and say, and their layout."""

import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from doorlist.samples.language import Language
from doorlist.samples.languages import perl, php_curl, ruby
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

LANGUAGES = (ruby.LANGUAGE, php_curl.LANGUAGE, perl.LANGUAGE)
FORM = "application/x-www-form-urlencoded"
NASTY = (
    "'one' \"two\" `id` $HOME ${HOME} {$x} $(id) #{x} #$x #@x @list %s %d %% \\",
    "'",
    "it's",
    "\\",
    "\\'",
    "a\nb\r\nc\td\n",
    "@/etc/passwd",
    "<file",
    "x;type=text/html",
    "a&b=c+d;e",
    "ü 日本 😀 it's",
    'EOF\n\'\'\'\n""""#\n?>\n=pod\n__END__',
    "",
    "0",
    "-x",
    "%41%2b",
    "\x1b[31m\u202ex\x85\u2028\ufeff",
)
TOKEN = Variable("token", "TOKEN", "token", "token", "Token")
MEETING = Variable(":meetingId", "MEETING_ID", "meeting_id", "meetingId", "MeetingId", encoded=True)
FAILURES = (
    Failure(300, 3000, 'It\'s `not` "set": {meetingId}. $HOME @x #{y} \\ %s'),
    Failure(404, 3001, "No such meeting."),
    Failure(404, "3303", "No such registrant."),
    Failure(404, "not_found", "No such page."),
    Failure(404, None, "Nothing there."),
    Failure(429, None, "Too many."),
)
READING = Answers(
    reading=(
        Leaf(("id",), Kind.INTEGER, "id", "id", "Id", "id"),
        Leaf(("its own", "it's"), Kind.TEXT, "class", "class", "Class", "its own.it's"),
        Leaf(("open",), Kind.BOOLEAN, "body", "this", "Body", "open"),
        Leaf(("tracking",), Kind.OTHER, "url", "url", "Url", "tracking"),
        Loop(
            ("registrants",),
            "registrant",
            "registrant",
            "Registrant",
            (
                Leaf(("email",), Kind.TEXT, "email", "email", "Email", "registrants[].email"),
                Loop(("tags",), "tag", "tag", "Tag", (Leaf((), Kind.TEXT, "tag", "tag", "Tag", "tags[]"),), "tags[]"),
            ),
            "registrants[]",
        ),
    ),
    unread=2,
    failures=FAILURES,
)
REPLY = '{"id": 12345678901234567890, "its own": {"it\'s": "a \\"ü\\""}, "registrants": [{"email": "x@y"}, {"tags": ["t"]}]}'
each_language = pytest.mark.parametrize("language", LANGUAGES, ids=lambda each: each.id)


def url(target: str | Template = "/v2/meetings") -> Url:
    origin = "https://api.example.org"
    text = origin + target if isinstance(target, str) else Template((origin, *target.pieces))
    path = target.partition("?")[0] if isinstance(target, str) else target
    return Url(origin, path, (), text, target, "https", "api.example.org", 443)


def request(method: str = "POST", target: str | Template = "/v2/meetings", **more: object) -> Request:
    return Request("Update registrant's status", ("f",), method, url(target), **more)  # type: ignore[arg-type]


def here(language: Language) -> None:
    lacking = running.lacks(language)
    if lacking is not None:
        pytest.skip(lacking)


def sent(language: Language, given: Request, folder: Path) -> list[str]:
    """What differs on the wire, and how the program ended if not well."""
    played, found = running.once(language, given, folder)
    return found if played.ended.code == 0 else [*found, played.ended.last_words]


BODIES = {
    "raw": Raw("\n".join(NASTY)),
    "form values": Form(tuple(Field(f"n{number}", text) for number, text in enumerate(NASTY))),
    "form names": Form(tuple(Field(text, "v") for text in (*NASTY, *NASTY))),
    "part values": Multipart(tuple(Part(f"n{number}", text) for number, text in enumerate(NASTY))),
    "part names": Multipart(tuple(Part(text, "v") for text in NASTY)),
    "part types": Multipart(
        (
            Part("b", "1", "application/json"),
            Part("a", "2"),
            Part("b", 'a "q" ; \\\r\nü', "text/x; charset=utf-8"),
            Part("e", "", "text/x"),
            Part("f", File("x.bin", "x.bin"), "image/png"),
        )
    ),
    "no parts but names twice": Multipart((Part("a", "1"), Part("b", "2"), Part("a", "3"), Part("a", "4"))),
}


@each_language
@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES.keys())
def test_awkward_texts_arrive_as_they_are(language: Language, body: Raw | Form | Multipart, tmp_path: Path) -> None:
    here(language)
    media_type = {Raw: "text/plain", Form: FORM}.get(type(body))
    assert sent(language, request(body=body, content_type=media_type), tmp_path) == []


@each_language
def test_files_with_awkward_names_arrive_under_their_names(language: Language, tmp_path: Path) -> None:
    here(language)
    names = ("a b.png", "q\"u'o;t,e=@$#{x}.bin", "ü日.txt", "-", "back\\slash", "<in", "x|")
    parts = (*(Part("f", File(name, name)) for name in names), Part("g", File("x.csv", 'shown ";\\ü.csv'), "text/csv"))
    assert sent(language, request(body=Multipart(parts)), tmp_path) == []


@each_language
def test_a_path_from_the_environment_names_the_file(language: Language, tmp_path: Path) -> None:
    here(language)
    parts = (Part("a", "ü"), Part("f", File(Template((TOKEN,)), None)), Part("g\\", File(Template((TOKEN,)), None)))
    assert sent(language, request(body=Multipart(parts), variables=(TOKEN,)), tmp_path) == []


@each_language
@pytest.mark.parametrize(
    ("method", "body"),
    [
        ("POST", None),
        ("PUT", Raw("")),
        ("GET", Raw("a=b")),
        ("DELETE", FileBody(File("ü$x", "x"))),
        ("PURGE", None),
        ("post", Raw("a=b")),
    ],
)
def test_no_media_type_is_sent_where_there_is_none(
    language: Language, body: Raw | FileBody | None, method: str, tmp_path: Path
) -> None:
    here(language)
    assert sent(language, request(method, body=body), tmp_path) == []


@each_language
def test_headers_arrive_in_order_twice_and_empty(language: Language, tmp_path: Path) -> None:
    here(language)
    names = (
        "X-Tag",
        "Accept",
        "x-tag",
        "X_Under",
        "X-Empty",
        "X-Tag",
        "Accept-Encoding",
        "Content",
        "User-Agent",
        "Cookie",
    )
    values = ("a, b", "x/y", "ü 日", "it's #{x} $y @z", "", 'q"', "gzip", "0", "me/1", "a=b; c=d")
    given = request(headers=tuple(zip(names, values, strict=True)), body=Raw("{}"), content_type="a/b; c=d")
    assert sent(language, given, tmp_path) == []
    assert sent(language, replace(given, method="GET", body=None, content_type=None), tmp_path / "get") == []


@each_language
def test_an_url_is_not_touched(language: Language, tmp_path: Path) -> None:
    here(language)
    target = "//a/../b/./%2f%c3%bc;x=@:$&+,'()*!~/?a=1&a=2&&b&c=&=d&e=%26+%20/?:@$!'()*,;"
    assert sent(language, request("GET", target.replace("'", "%27")), tmp_path) == []


@each_language
def test_a_variable_in_the_url_is_percent_encoded(language: Language, tmp_path: Path) -> None:
    here(language)
    target = Template(("/meetings/", MEETING, "/x?y=", MEETING, "&q=%2F+$" + "/long" * 30, MEETING))
    assert sent(language, request("GET", target, variables=(MEETING,)), tmp_path) == []


@each_language
def test_a_variable_in_the_url_and_elsewhere_is_encoded_in_the_url_alone(language: Language, tmp_path: Path) -> None:
    here(language)
    plain = replace(MEETING, encoded=False)
    texts = tuple(
        Field(f"n{number}", Template((text, plain, text, plain))) for number, text in enumerate(NASTY) if text
    )
    body = Form((*texts, Field(Template((plain,)), Template((plain, "[0]{a}->b::c'")))))
    given = request(target=Template(("/a/", MEETING)), variables=(plain,), body=body, content_type=FORM)
    assert sent(language, given, tmp_path) == []


@each_language
@pytest.mark.parametrize(("end", "line_end", "indent"), [("", "\n", ""), ("\n", "\r\n", "  "), ("\n", "\n", "\t")])
def test_a_text_of_several_lines_arrives_as_it_is(
    language: Language, end: str, line_end: str, indent: str, tmp_path: Path
) -> None:
    here(language)
    lines = f"{indent}<a>\n\n\t{indent}#{{x}} $y {{$z}} @w \\ '\\'ü\n{indent}=pod\n  TEXT;\n{indent}</a>{end}"
    text = lines.replace("\n", line_end)
    variable = Template((text, TOKEN, f'{line_end}"$', TOKEN, f"[0]{line_end}"))
    assert sent(language, request(body=Raw(text), content_type="a/b"), tmp_path) == []
    given = request(body=Raw(variable), content_type="a/b", variables=(TOKEN,))
    assert sent(language, given, tmp_path / "variable") == []


@each_language
def test_json_arrives_with_its_digits(language: Language, tmp_path: Path) -> None:
    here(language)
    value = {
        "a": [],
        "b": {},
        "c": [[]],
        "d": [{"e": None, "f": True, "1x": -1.5}],
        "g": 9007199254740992,
        "h'": "\\ü/\u2028",
    }
    exact = Raw(
        '{"a":[],"b":{},"c":[[]],"d":[{"e":null,"f":true,"1x":-1.5}],"g":9007199254740992,"h\'":"\\\\ü/\u2028"}',
        exact=True,
        json=value,  # type: ignore[arg-type]
    )
    assert sent(language, request(body=exact, content_type="application/json"), tmp_path) == []
    other = Raw('{"a": 1.10, "b": 12345678901234567890, "c": 1e400, "a": "\\ud800"}')
    assert sent(language, request(body=other, content_type="application/json"), tmp_path / "other") == []


@each_language
def test_a_body_of_a_megabyte_arrives(language: Language, tmp_path: Path) -> None:
    here(language)
    assert sent(language, request(body=Raw("ü'\n" * 250_000), content_type="text/plain"), tmp_path) == []


@each_language
def test_basic_authentication_takes_any_text(language: Language, tmp_path: Path) -> None:
    here(language)
    assert sent(language, request("GET", auth=Basic("zoë", "a:b'\"$x#{y}@z\\ü")), tmp_path) == []


@each_language
@pytest.mark.parametrize(
    "body", [None, Raw("a"), Multipart((Part("a", "ü"), Part("f", File("x", "x"))))], ids=["bare", "raw", "multipart"]
)
def test_a_digest_challenge_is_answered(language: Language, body: Raw | Multipart | None, tmp_path: Path) -> None:
    here(language)
    given = request(target="/a%20b?c=d", auth=Digest("usér", "pass wörd"), body=body)
    assert sent(language, given, tmp_path) == []


AWS = AwsV4("key", "sec/ret", "session", "eu-central-1", "s3")


@pytest.mark.parametrize(
    "given",
    [
        request("GET", "/a", auth=AWS),
        request("POST", "/a?b=%2F&c=d", auth=AWS, body=Raw("x"), content_type="a/b"),
        request("POST", "/a", auth=replace(AWS, session_token=""), body=Form((Field("a", "ü"),)), content_type=FORM),
    ],
)
def test_a_signature_of_aws_by_php_is_right(given: Request, tmp_path: Path) -> None:
    here(php_curl.LANGUAGE)
    pairs = tuple(Pair(*each.split("=")) for each in str(given.url.target).partition("?")[2].split("&") if each)
    assert sent(php_curl.LANGUAGE, replace(given, url=replace(given.url, query=pairs)), tmp_path) == []


@pytest.mark.parametrize(
    ("language", "given", "reason"),
    [
        (php_curl.LANGUAGE, request("HEAD", body=Raw("x")), "HEAD"),
        (php_curl.LANGUAGE, request(auth=OAuth1("a", "b", "c", "d")), "OAuth 1.0a"),
        (php_curl.LANGUAGE, request(auth=AWS, body=BODIES["part values"]), "multipart"),
        (php_curl.LANGUAGE, request(auth=AWS, headers=(("X-Empty", ""),)), "empty"),
        (
            php_curl.LANGUAGE,
            replace(request(auth=AWS), url=replace(url(), query=(Pair("b", "1"), Pair("a", "1")))),
            "sorted",
        ),
        (perl.LANGUAGE, request(auth=Hawk("a", "b")), "Hawk"),
        (perl.LANGUAGE, request(body=Multipart((Part("a", "0", "text/plain"),))), "text 0"),
        (perl.LANGUAGE, request(auth=Digest('a"b', "c")), "quotes"),
        (ruby.LANGUAGE, request(auth=AWS), "AWS"),
    ],
)
def test_what_cannot_be_sent_is_said(language: Language, given: Request, reason: str) -> None:
    with pytest.raises(CannotSay, match=reason):
        language.write(given)


@each_language
@pytest.mark.parametrize(
    ("status", "reply", "said"),
    [
        (300, '{"code": 3000}', f"HTTP 300, code 3000: {FAILURES[0].message}"),
        (404, '{"code": "3001"}', "HTTP 404, code 3001: No such meeting."),
        (404, '{"code": "not_found"}', "HTTP 404, code not_found: No such page."),
        (404, '{"code": 9}', "HTTP 404, code 9: Nothing there."),
        (404, '{"code": {"a": [1]}, "message": []}', "Nothing there."),
        (404, '"code"', "HTTP 404: Nothing there."),
        (429, "no JSON", "HTTP 429: Too many. Try again after 2026-11-25T00:00:00Z."),
        (500, '{"message": "It is brökén."}', "HTTP 500: It is brökén."),
    ],
)
def test_a_refusal_is_told_by_status_and_code(
    language: Language, status: int, reply: str, said: str, tmp_path: Path
) -> None:
    here(language)
    answer = Answer(status, (("Retry-After", "2026-11-25T00:00:00Z"),), reply.encode())
    played, _ = running.once(language, request("GET", answers=READING), tmp_path, answer=answer)
    assert played.ended.code == 1
    assert played.ended.errors.strip().endswith(said)
    assert len(played.ended.errors.strip().splitlines()) == 1


@each_language
def test_a_refusal_that_is_documented_by_status_alone_is_told(language: Language, tmp_path: Path) -> None:
    here(language)
    given = request(
        "GET", answers=Answers(failures=(Failure(404, None, "Nothing here."), Failure(429, None, "Slowly.")))
    )
    played, _ = running.once(language, given, tmp_path, answer=Answer(429, body=b"{}"))
    assert (played.ended.code, played.ended.errors.strip()) == (1, "HTTP 429: Slowly. Try again after a while.")
    assert "json" not in language.write(given).lower()


@each_language
def test_the_fields_of_a_reply_are_printed_with_their_labels(language: Language, tmp_path: Path) -> None:
    here(language)
    played, _ = running.once(language, request("GET", answers=READING), tmp_path, answer=Answer(body=REPLY.encode()))
    status, reply, *lines = [line.rstrip() for line in played.ended.output.splitlines()]
    assert (played.ended.code, played.ended.errors) == (0, "")
    assert (status, reply) == ("200", REPLY)
    assert [line.replace("null", "").rstrip() for line in lines] == [
        "id: 12345678901234567890",
        'its own.it\'s: a "ü"',
        "open:",
        "tracking:",
        "registrants[].email: x@y",
        "registrants[].email:",
        "tags[]: t",
    ]


@each_language
@pytest.mark.parametrize("reply", ["<html>", "null", '"text"'])
def test_a_reply_that_is_not_as_documented_is_told_and_is_no_failure(
    language: Language, reply: str, tmp_path: Path
) -> None:
    here(language)
    played, _ = running.once(language, request("GET", answers=READING), tmp_path, answer=Answer(body=reply.encode()))
    assert (played.ended.code, played.ended.errors.strip()) == (0, "The reply is not the JSON that is documented.")


@each_language
@pytest.mark.parametrize(
    "reply", ["[[1]]", '{"id": {}, "its own": 7, "registrants": {"a": 1}}', '{"registrants": [1, "a"]}']
)
def test_a_reply_of_other_types_leaves_no_trace(language: Language, reply: str, tmp_path: Path) -> None:
    here(language)
    played, _ = running.once(language, request("GET", answers=READING), tmp_path, answer=Answer(body=reply.encode()))
    assert played.ended.code == 0
    assert "sample." not in played.ended.errors.replace("PHP Warning", "") or language is php_curl.LANGUAGE


@each_language
def test_a_missing_variable_ends_the_program_before_it_sends_anything(language: Language, tmp_path: Path) -> None:
    here(language)
    given = request("GET", headers=(("Authorization", Template(("Bearer ", TOKEN))),), variables=(TOKEN,))
    played, _ = running.once(language, given, tmp_path, environment={"TOKEN": None})
    assert (played.ended.code, played.ended.errors.strip()) == (2, "Set the environment variable TOKEN.")
    assert played.recording.seen == ()


@each_language
def test_a_refused_connection_is_told_without_a_trace(language: Language, tmp_path: Path) -> None:
    here(language)
    program = tmp_path / language.file
    program.write_text(language.write(request("GET")).replace("https://api.example.org", "http://127.0.0.1:1"), "utf-8")
    ended = subprocess.run([*language.run], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    assert len(ended.stderr.strip().splitlines()) == 1
    assert ended.stderr.startswith("The request failed: ")


@each_language
def test_a_title_stays_in_its_comment(language: Language, tmp_path: Path) -> None:
    here(language)
    hostile = "a\nexit 3\r?>exit 3\n=begin\n__END__ -*- coding: utf-16 -*- $(id)"
    given = replace(request("GET"), title=hostile, warnings=(hostile, "x " * 200))
    assert sent(language, given, tmp_path) == []


def _layouts() -> Iterator[Request]:
    """Requests whose programs have every form that is laid out."""
    long = "long " * 30
    bodies = (
        *(body for name, body in BODIES.items() if not name.endswith("names")),
        None,
        Raw('{\n  "a": "it\'s"\n}'),
        Raw("a\r\nb"),
        Raw(long),
        Raw(f"{long} \n{long}\n"),
        Raw(Template((long, TOKEN, "ü"))),
        FileBody(File("x", "x")),
        Form((Field("a", "b"),)),
        Form((Field("a", long), Field("longer", "x"), Field("c", f"{long}ü"), Field("d", "\n"))),
        Form((Field("c", Template((long, TOKEN, "ü"))),)),
        Multipart((Part("a", "b"), Part("f", File("x", "x")), Part("f", File("x", long), "a/b"))),
        Multipart((Part("f", File(Template((TOKEN,)), None)),)),
    )
    headers = (("X-One", "1"), ("X-Longer", long), ("X-Token", Template(("Bearer ", TOKEN))), ("X-U", "ü"))
    for number, body in enumerate(bodies):
        media_type = "text/plain" if isinstance(body, Raw) else FORM if isinstance(body, Form) else None
        given = request(body=body, content_type=media_type, headers=headers[: number % 5], variables=(TOKEN, MEETING))
        yield replace(given, answers=READING if number % 2 else Answers(failures=FAILURES[4 : 4 + number % 3]))
    yield request("GET", auth=Basic("user", "x" * 40 + "ü"), headers=headers[1:2])
    yield request("GET", Template(("/a?b=", MEETING, "&" + "c" * 90)), variables=(MEETING,))


def test_perl_is_laid_out_as_perltidy_leaves_it(tmp_path: Path) -> None:
    if shutil.which("perltidy") is None:
        pytest.skip("perltidy is not here")
    programs = [perl.write(each) for each in _layouts()]
    for number, each in enumerate(programs):
        (tmp_path / f"{number}.pl").write_text(each, "utf-8")
    files = [f"{number}.pl" for number in range(len(programs))]
    subprocess.run(["perltidy", "-npro", "-b", "-bext=/", *files], cwd=tmp_path, check=True, capture_output=True)
    assert [(tmp_path / each).read_text("utf-8") for each in files] == programs


def test_ruby_is_laid_out_as_rubocop_likes_it(tmp_path: Path) -> None:
    if shutil.which("rubocop") is None:
        pytest.skip("rubocop is not here")
    for number, each in enumerate(_layouts()):
        (tmp_path / f"sample{number}.rb").write_text(ruby.write(each), "utf-8")
    others = "Layout/LineLength,Style/FormatStringToken,Style/WordArray"
    ended = subprocess.run(
        [
            "rubocop",
            "--cache",
            "false",
            "--format",
            "emacs",
            "--only",
            "Layout,Style",
            "--except",
            others,
            str(tmp_path),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ended.returncode, ended.stdout) == (0, "")


def test_php_is_laid_out_by_psr_12(tmp_path: Path) -> None:
    if shutil.which("phpcs") is None:
        pytest.skip("phpcs is not here")
    for number, each in enumerate(_layouts()):
        (tmp_path / f"{number}.php").write_text(php_curl.write(each), "utf-8")
    others = "PSR1.Files.SideEffects,Generic.Files.LineLength"
    ended = subprocess.run(
        ["phpcs", "--standard=PSR12", "--report=emacs", f"--exclude={others}", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ended.returncode, ended.stdout) == (0, "")
