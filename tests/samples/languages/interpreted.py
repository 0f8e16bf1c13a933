"""What the scripts in R, Lua, Tcl and Elixir are held to: requests that are awkward, and replies that are."""

import json
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from doorlist.samples.language import Language
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
    Url,
    Variable,
)
from doorlist.samples.trial import running
from doorlist.samples.trial.processes import Ended, Processes, surroundings
from doorlist.samples.trial.recorder import Answer

FORM = "application/x-www-form-urlencoded"
NASTY = (
    "'one' \"two\" `id` $HOME ${HOME} [exit] #{x} %s %d %% {x} {} {{y}} \\",
    "a\nb\r\nc\td\n",
    "\\n\\",
    '{ "open": "{" \\} [',
    ']] ]=] )" )-" ~s( \\( """ \'\'\' {*} ;#',
    "@/etc/passwd <file;type=text/html",
    "a&b=c+d;e %41%2b",
    "ü 日本 😀",
    "\x01f\x7f1\x1b[31m\u202ex\x85\u2028\ufeff",
    "-x",
    "",
)
TOKEN = Variable("token", "TOKEN", "token", "token", "Token")
TYPE = Variable("list", "LIST", "list", "list", "List")
MEETING = Variable(":meetingId", "MEETING_ID", "meeting_id", "meetingId", "MeetingId", encoded=True)
TOKEN_TEXT = Template((TOKEN,))
ANSWERS = Answers(
    reading=(
        Leaf(("id",), Kind.INTEGER, "id", "id", "Id", "id"),
        Leaf(("its own", 'a"$[x]'), Kind.TEXT, "class", "class", "Class", 'its own.a"$[x]#{y}'),
        Leaf(("open",), Kind.BOOLEAN, "field", "field", "Field", "open"),
        Leaf(("tracking",), Kind.OTHER, "body", "body", "Body", "tracking"),
        Leaf(("list", 1), Kind.TEXT, "second", "second", "Second", "list[1]"),
        Loop(
            ("registrants",),
            "end",
            "end",
            "End",
            (
                Leaf(("email",), Kind.TEXT, "reply", "reply", "Reply", "email"),
                Loop(("tags",), "tag", "tag", "Tag", (Leaf((), Kind.TEXT, "tag", "tag", "Tag", "tags[]"),), "tags"),
            ),
            "registrants",
        ),
    ),
    unread=2,
    example="{}",
    failures=(
        Failure(300, 3000, 'It\'s `not` "set": {meetingId}. $HOME #{x} [y] \\'),
        Failure(404, None, "Nothing there."),
        Failure(404, 3001, "No such meeting."),
        Failure(404, "not_found", "No such page."),
        Failure(429, None, "Too many."),
    ),
)
REPLY = {
    "id": 85746065123,
    "its own": {'a"$[x]': "Zoë"},
    "open": False,
    "tracking": {"a": [1, None]},
    "list": ["x", "y"],
    "registrants": [{"email": "x@y"}, {"tags": ["t", "u v"]}],
}

READ = ["id: 85746065123", 'its own.a"$[x]#{y}: Zoë', "list[1]: y", "email: x@y", "tags[]: t", "tags[]: u v"]
"""Lines that every program prints; three more are `open`, `tracking` and an e-mail address that is missing."""


def request(method: str = "POST", target: str | Template = "/v2/meetings", **more: object) -> Request:
    origin = "https://api.example.org"
    text = origin + target if isinstance(target, str) else Template((origin, *target.pieces))
    path = target.partition("?")[0] if isinstance(target, str) else target
    url = Url(origin, path, (), text, target, "https", "api.example.org", 443)
    return Request("Update registrant's status \\", ("f",), method, url, **more)  # type: ignore[arg-type]


READING = request("GET", answers=ANSWERS)
REQUESTS = {
    "a form with parts": request(
        "PUT",
        Template(("/v2/meetings/", MEETING, "/status?id=", MEETING, "&a=%5B%5D")),
        headers=(("Authorization", Template(("Bearer ", TOKEN))), ("X-Type", Template(("a%", TYPE, "x\\")))),
        body=Multipart(
            (
                *(Part(f"n{number}", text) for number, text in enumerate(NASTY)),
                *(Part(text, "v") for text in NASTY if text),
                Part("n1", "twice"),
                Part("typed", "{}", "application/json"),
                Part("token", TOKEN_TEXT),
                Part("within", Template(("<", TOKEN, "abc:", TYPE, "(x)"))),
                Part("file", File('ü "1".txt', 'ü "1".txt')),
                Part("other", File("~b.bin", "c.bin"), "image/png"),
            )
        ),
        variables=(TOKEN, TYPE, MEETING),
    ),
    "text": request(body=Raw("\n".join(NASTY)), content_type="text/plain; charset=utf-8"),
    "text and variables": request(
        body=Raw(Template(('{"a": "', TOKEN, '",\n "b%s{}": "\\n"}'))),
        content_type="application/json",
        variables=(TOKEN,),
    ),
    "a form": request(
        body=Form((*(Field(f"{n} {text[:9]}", text) for n, text in enumerate(NASTY)), Field("0 ", TOKEN_TEXT))),
        content_type=FORM,
        variables=(TOKEN,),
    ),
    "a file": request("PATCH", body=FileBody(File("|a b.bin", "|a b.bin")), content_type="image/png"),
    "nothing": request(
        "PUT", headers=(("X-Empty", ""), ("User-Agent", "ü")), auth=Basic("ü:x", TOKEN_TEXT), variables=(TOKEN,)
    ),
    "long": request(body=Raw("x" * 300_000 + "ü" * 30_000), content_type="text/plain"),
}


def here(language: Language) -> None:
    lacking = running.lacks(language)
    if lacking is not None:
        pytest.skip(lacking)


def sent(language: Language, given: Request, folder: Path) -> list[str]:
    """What differs on the wire, and how the program ended if not well or with words."""
    here(language)
    played, found = running.once(language, given, folder)
    return found if played.ended.code == 0 and not played.ended.errors else [*found, played.ended.last_words]


def answered(language: Language, given: Request, folder: Path, answer: Answer) -> Ended:
    here(language)
    return running.once(language, given, folder, answer=answer)[0].ended


def refused(language: Language, folder: Path) -> dict[str, str]:
    """What the program says to each refusal."""
    here(language)
    said = {}
    replies: tuple[tuple[int, dict[str, object] | None], ...] = (
        (300, {"code": "3000"}),
        (404, {"code": 3001}),
        (404, {"code": "not_found"}),
        (404, {"code": 1, "message": "no"}),
        (418, {"message": "A teapot."}),
        (500, None),
    )
    for number, (status, reply) in enumerate(replies):
        answer = Answer(status, body=b"<html>" if reply is None else json.dumps(reply).encode())
        ended = answered(language, READING, folder / str(number), answer)
        assert ended.code == 1, ended.last_words
        said[f"{status} {next(iter(reply.values())) if reply else None}"] = ended.errors
    return said


REFUSALS = {
    "300 3000": 'HTTP 300, code 3000: It\'s `not` "set": {meetingId}. $HOME #{x} [y] \\\n',
    "404 3001": "HTTP 404, code 3001: No such meeting.\n",
    "404 not_found": "HTTP 404, code not_found: No such page.\n",
    "404 1": "HTTP 404, code 1: Nothing there.\n",
    "418 A teapot.": "HTTP 418: A teapot.\n",
    "500 None": "HTTP 500\n",
}


def waited(language: Language, folder: Path, headers: tuple[tuple[str, str], ...]) -> str:
    return answered(language, READING, folder, Answer(429, headers, b"")).errors


def unreachable(language: Language, folder: Path) -> Ended:
    """How the program ends where nobody listens."""
    here(language)
    url = Url("http://127.0.0.1:1", "/", (), "http://127.0.0.1:1/", "/", "http", "127.0.0.1", 1)
    folder.mkdir(exist_ok=True)
    (folder / language.file).write_text(language.write(Request("A", (), "GET", url)), "utf-8")
    return Processes().run(language.run, folder=folder, environment=surroundings(), limit_s=30.0)


def reason(language: Language, given: Request) -> str:
    with pytest.raises(CannotSay) as raised:
        language.write(given)
    return raised.value.reason


def laid_out(language: Language, command: Sequence[str], folder: Path, *, inputs: Mapping[str, Request]) -> None:
    """The formatter leaves every program as it is."""
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not here")
    folder.mkdir(exist_ok=True)
    for number, given in enumerate(inputs.values()):
        (folder / f"{number}{Path(language.file).suffix}").write_text(language.write(given), "utf-8")
    files = sorted(folder.iterdir())
    before = [each.read_text("utf-8") for each in files]
    subprocess.run([*command, *map(str, files)], check=True, capture_output=True, cwd=folder)
    assert [each.read_text("utf-8") for each in files] == before


AUTHS = (
    Digest("u", "p"),
    OAuth1("k", "s", "t", "u"),
    AwsV4("k", "s", "", "eu", "s3"),
    Hawk("k", "s"),
)
