"""Compiles samples in one go and runs them against a recorder: for the languages where a compiler is slow."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from doorlist.samples.language import Language, printed
from doorlist.samples.request import (
    Answers,
    Failure,
    Field,
    File,
    Form,
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
from doorlist.samples.trial import comparing, running
from doorlist.samples.trial.placing import Placed, place
from doorlist.samples.trial.processes import Ended, Processes
from doorlist.samples.trial.recorder import Answer, Recorder

FORM = "application/x-www-form-urlencoded"
NASTY = (
    "'one' \"two\" `id` $HOME ${HOME} #{x} %s %d %% {x} {} {{y}} \\",
    "a\nb\r\nc\td\n",
    "\\n\\",
    "??/ ??= ???= ??",
    "@/etc/passwd",
    "<file",
    "x;type=text/html",
    "a&b=c+d;e %41",
    "ü 日本 😀",
    'EOF """ \'\'\' "# "## r#"x"#',
    "\x01f\x7f1\x1b[31m\u202ex\x85\u2028\ufeff",
    "",
)
TOKEN = Variable("token", "TOKEN", "token", "token", "Token")
TYPE = Variable("type", "TYPE", "type", "type", "Type")
MEETING = Variable(":meetingId", "MEETING_ID", "meeting_id", "meetingId", "MeetingId", encoded=True)
FAILURES = (
    Failure(300, 3000, 'It\'s `not` "set": {meetingId}. %s \\'),
    Failure(404, None, "Nothing there."),
    Failure(404, 3001, "No such meeting."),
    Failure(404, "not_found", "No such page."),
    Failure(429, None, "Too many."),
)
ANSWERS = Answers(
    reading=(
        Leaf(("id",), Kind.INTEGER, "id", "id", "Id", "id"),
        Leaf(("settings", "topic"), Kind.TEXT, "topic", "topic", "Topic", "settings.topic"),
        Leaf(("open",), Kind.BOOLEAN, "type_2", "type2", "Type2", "open"),
        Leaf(("price",), Kind.NUMBER, "body", "body", "Body", "price"),
        Leaf(("tracking",), Kind.OTHER, "url", "url", "Url", "tracking"),
        Loop(
            ("registrants",),
            "registrant",
            "registrant",
            "Registrant",
            (
                Leaf(("email",), Kind.TEXT, "email", "email", "Email", "email"),
                Loop(("tags",), "tag", "tag", "Tag", (Leaf((), Kind.TEXT, "tag", "tag", "Tag", "tags[]"),), "tags"),
            ),
            "registrants",
        ),
    ),
    unread=2,
    failures=FAILURES,
    example='{"id": 12345678901234567890}',
)
REPLY = (
    b'{"id": 12345678901234567890, "settings": {"topic": "a \\"\\u00fc\\""}, "open": true, "price": 1.5, "tracking": null,'
    b' "registrants": [{"email": "x@y"}, {"tags": ["t", "u"]}]}'
)


def request(method: str = "POST", target: str | Template = "/v2/meetings", **more: object) -> Request:
    origin = "https://api.example.org"
    text = origin + target if isinstance(target, str) else Template((origin, *target.pieces))
    path = target.partition("?")[0] if isinstance(target, str) else target
    url = Url(origin, path, (), text, target, "https", "api.example.org", 443)
    return Request("Update registrant's status */ \\", ("f",), method, url, **more)  # type: ignore[arg-type]


def anywhere() -> Request:
    """A request whose origin the environment knows."""
    origin = Template((Variable("origin", "ORIGIN", "origin", "origin", "Origin"),))
    text = Template((*origin.pieces, "/things"))
    url = Url(origin, "/things", (), text, "/things")
    return Request("Anywhere", (), "GET", url, variables=(origin.pieces[0],))  # type: ignore[arg-type]


REQUESTS = {
    "everything": request(
        "PUT",
        Template(("/v2/meetings/", MEETING, "/status?id=", MEETING)),
        headers=(
            ("Authorization", Template(("Bearer ", TOKEN))),
            ("X-Type", Template(("a%", TYPE, "\\"))),
            ("X-No", ""),
        ),
        body=Multipart(
            (
                *(Part(f"part {n}", text) for n, text in enumerate(NASTY)),
                Part('a"b\\c\r\nd', "quoted"),
                Part("typed", "{}", "application/json"),
                Part("odd", "x", "weird"),
                Part("token", TOKEN_TEXT := Template((TOKEN,))),
                Part("within", Template(("<", TOKEN, "{}%s\n>"))),
                Part("file", File('ü "1".txt', 'ü "1".txt')),
                Part("other", File("b.bin", "c\\d.bin"), "image/png"),
            )
        ),
        variables=(TOKEN, TYPE, MEETING),
        answers=ANSWERS,
        warnings=("A warning.",),
    ),
    "raw": request(body=Raw("\n".join(NASTY)), content_type="text/plain"),
    "template": request(
        body=Raw(Template(('{"a": "', TOKEN, '",\n "b%s{}": "\\n"}'))),
        content_type="application/json",
        variables=(TOKEN,),
    ),
    "form": request(
        body=Form((*(Field(f"{n} {text[:9]}", text) for n, text in enumerate(NASTY)), Field("t", TOKEN_TEXT))),
        content_type=FORM,
        variables=(TOKEN,),
    ),
}


@dataclass(frozen=True)
class Program:
    """A program that was compiled."""

    language: Language
    placed: Placed
    folder: Path
    recorder: Recorder

    def run(
        self, answer: Answer | None = None, environment: Mapping[str, str] | None = None
    ) -> tuple[Ended, list[str]]:
        """How it ended when it was answered like this, and what was wrong with what it sent."""
        values = self.placed.environment if environment is None else environment
        self.recorder.expect(answer)
        ended = running.start(self.language, self.folder, values, runner=Processes())
        seen = self.recorder.taken().seen
        return ended, comparing.compare(self.placed.request, seen, self.placed.environment, self.placed.files)


def compiled(
    language: Language, requests: Mapping[str, Request], folder: Path, recorder: Recorder
) -> dict[str, Program]:
    """The programs of these requests; skips the test where the language's compiler is missing."""
    lacking = running.lacks(language)
    if lacking is not None:
        pytest.skip(lacking)
    running.lay_shared(language, folder)
    programs = {}
    for name, given in requests.items():
        placed = place(given, recorder.origin, taken=(language.file, *language.extras))
        running.lay(language, printed(language, placed.request), placed, folder / name)
        programs[name] = Program(language, placed, folder / name, recorder)
    failed = running.build_all(language, folder, runner=Processes())
    assert failed is None, failed and failed.last_words
    for each in programs.values():
        log = each.folder / "build.log"
        assert log.read_text() == ""
    return programs
