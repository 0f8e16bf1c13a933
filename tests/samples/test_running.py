"""The trial: what a program does that is right, and every way in which one is not."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from textwrap import dedent
from threading import Event, Timer
from time import monotonic
from typing import Any

import psutil
import pytest
from samples.plainly import PLAINLY, fake, get, write

from doorlist.samples.request import (
    Answers,
    CannotSay,
    Digest,
    File,
    FileBody,
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
from doorlist.samples.trial import grammar, running
from doorlist.samples.trial import report as reports
from doorlist.samples.trial.placing import at, content, place
from doorlist.samples.trial.recorder import Answer, in_turn
from doorlist.samples.trial.running import Mark, Result

ORIGIN = "http://127.0.0.1:8000"


def changed(old: str, new: str) -> Callable[[Request], str]:
    """Prints as it should be, but for a piece."""

    def printing(request: Request) -> str:
        program = write(request)
        assert old in program
        return program.replace(old, new)

    return printing


def following(more: str) -> Callable[[Request], str]:
    """Prints as it should be, and more behind it."""
    return lambda request: write(request) + dedent(more)


def tried(
    folder: Path, printing: Callable[[Request], str], *requests: Request, limit_s: float = 30, **facts: object
) -> Result:
    """What becomes of one request, or of the first."""
    return running.run(requests or (get(),), [fake("fake", printing, **facts)], folder, limit_s=limit_s)[0]


# --- what is found ---------------------------------------------------------------------------------------------------


def test_a_program_that_is_right_is_run(tmp_path: Path) -> None:
    result = tried(tmp_path, write, get(headers=(("X-Tag", "a"),)))
    assert (result.mark, result.reasons, result.item) == (Mark.RUN, (), ("Folder", "A title"))
    assert [each.target for each in result.seen] == [b"/a?b=c"]
    assert 0 < result.seconds < 10


def test_the_digest_is_that_of_the_program_with_its_real_origin(tmp_path: Path) -> None:
    printed = write(get())
    assert "api.example.org" in printed
    assert tried(tmp_path, write).digest == sha256(printed.encode()).hexdigest()
    assert "127.0.0.1" in (tmp_path / "fake" / "000-a-title" / "sample.py").read_text()


def test_another_header_is_wrong(tmp_path: Path) -> None:
    result = tried(tmp_path, changed("X-Tag: ' + b'a", "X-Tag: b"), get(headers=(("X-Tag", "a"),)))
    assert (result.mark, result.reasons) == (Mark.WRONG, ("the header X-Tag is 'b', not 'a'",))


def test_a_request_too_many_is_wrong(tmp_path: Path) -> None:
    again = """
        with socket.create_connection((name, int(port))) as connection:
            connection.sendall(head + body)
    """
    assert tried(tmp_path, following(again)).reasons == ("2 requests came, not one; GET '/a?b=c'; GET '/a?b=c'",)


def test_a_program_that_sends_nothing_is_wrong(tmp_path: Path) -> None:
    assert tried(tmp_path, lambda _: "print('done')").reasons == ("no requests came, not one",)


def test_a_program_that_says_it_failed_is_wrong(tmp_path: Path) -> None:
    result = tried(tmp_path, following("sys.exit('a reason')"))
    assert (result.mark, result.reasons) == (Mark.WRONG, ("it ended with 1: a reason",))


def test_a_program_that_crashes_is_wrong_and_its_last_words_are_told(tmp_path: Path) -> None:
    result = tried(tmp_path, following("print(1 / 0)"))
    assert result.mark is Mark.WRONG
    assert result.reasons[0].startswith("it ended with 1: ")
    assert result.reasons[0].endswith("ZeroDivisionError: division by zero")


def test_a_program_that_does_not_end_is_ended_with_all_that_it_started(tmp_path: Path) -> None:
    hanging = """
        import subprocess
        child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
        with open("child", "w") as file:
            file.write(str(child.pid))
        child.wait()
    """
    began = monotonic()
    result = tried(tmp_path, following(hanging), limit_s=1.5)
    assert monotonic() - began < 15
    assert (result.mark, result.reasons) == (Mark.WRONG, ("it did not end within 1.5 s",))
    assert _gone(int((tmp_path / "fake" / "000-a-title" / "child").read_text()))


def test_a_program_that_leaves_a_process_behind_does_not(tmp_path: Path) -> None:
    leaving = """
        import subprocess
        print("child", subprocess.Popen(["sleep", "60"]).pid, file=open("child", "w"))
    """
    assert tried(tmp_path, following(leaving)).mark is Mark.RUN
    assert _gone(int((tmp_path / "fake" / "000-a-title" / "child").read_text().split()[1]))


def _gone(pid: int) -> bool:
    """Whether a process has ended, or does so now; nobody may be there to reap it."""
    try:
        process = psutil.Process(pid)
        if process.status() != psutil.STATUS_ZOMBIE:
            process.wait(5)
        return True
    except psutil.NoSuchProcess:
        return True
    except psutil.TimeoutExpired:
        return bool(process.status() == psutil.STATUS_ZOMBIE)


def test_a_program_that_cannot_be_started_is_wrong(tmp_path: Path) -> None:
    result = tried(tmp_path, write, run=("no-such-program", "sample.py"))
    assert result.mark is Mark.WRONG
    assert result.reasons[-1] == "no-such-program cannot be started: No such file or directory"


def test_a_request_that_a_language_cannot_say_is_not_run_for_its_reason(tmp_path: Path) -> None:
    def refusing(_: Request) -> str:
        raise CannotSay("It has no words for that.")

    result = tried(tmp_path, refusing)
    assert (result.mark, result.reasons, result.digest) == (Mark.NOT_RUN, ("It has no words for that.",), None)


def test_a_language_whose_runtime_is_missing_is_not_run_and_what_is_missing_is_told(tmp_path: Path) -> None:
    probe = (("python3", "-c", "0"), ("python3", "-c", "import nothing_like_it"))
    result = tried(tmp_path, write, probe=probe, needs="Python with nothing_like_it")
    assert result.mark is Mark.NOT_RUN
    assert result.reasons[0].startswith("Python with nothing_like_it is not here (python3 -c import nothing_like_it: ")
    assert result.digest is not None


@pytest.mark.parametrize(
    ("found", "mark", "reasons"),
    [
        (None, Mark.NOT_RUN, ("no runtime of fake is known here",)),
        ([], Mark.CHECKED, ("no runtime of fake is known here",)),
        (["line 1: x"], Mark.WRONG, ("line 1: x",)),
    ],
)
def test_a_language_without_a_runtime_is_parsed_where_its_grammar_is_here(
    found: list[str] | None, mark: Mark, reasons: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(grammar, "available", lambda name: name == "fakish" and found is not None)
    monkeypatch.setattr(grammar, "check", lambda name, text: found if text == write(get()) else ["other text"])
    result = tried(tmp_path, write, run=(), grammar="fakish")
    assert (result.mark, result.reasons) == (mark, reasons)


def test_a_printer_that_fails_is_wrong_and_the_others_are_tried(tmp_path: Path) -> None:
    def failing(request: Request) -> str:
        return {"/a": "", "/b": write(request)}[str(request.url.target)]

    results = running.run([get("/c"), get("/b")], [fake("fake", failing)], tmp_path)
    assert [each.mark for each in results] == [Mark.WRONG, Mark.RUN]
    assert results[0].reasons == ("it cannot be printed: KeyError: '/c'",)


# --- building --------------------------------------------------------------------------------------------------------

COMPILED: dict[str, Any] = {
    "run": ("python3", "sample.pyc"),
    "build": (("python3", "-c", "import py_compile as p; p.compile('sample.py', 'sample.pyc', doraise=True)"),),
}
ALL = (
    "import pathlib, py_compile as p;"
    "[p.compile(str(f), str(f) + 'c', doraise=True) for f in pathlib.Path().glob('*/sample.py')]"
)


def test_a_program_that_does_not_build_is_wrong(tmp_path: Path) -> None:
    assert tried(tmp_path, write, **COMPILED).mark is Mark.RUN
    result = tried(tmp_path, following("this is no Python"), **COMPILED)
    assert result.mark is Mark.WRONG
    assert result.reasons[0].startswith("it does not build: ")
    assert "SyntaxError: invalid syntax" in result.reasons[0]


def test_samples_are_built_all_together(tmp_path: Path) -> None:
    once = fake("fake", write, run=COMPILED["run"], batch=(("python3", "-c", ALL),))
    results = running.run([get("/1"), get("/2")], [once], tmp_path)
    assert [each.mark for each in results] == [Mark.RUN, Mark.RUN]


def test_one_that_does_not_build_leaves_the_others_alone(tmp_path: Path) -> None:
    def printing(request: Request) -> str:
        return write(request) + ("this is no Python" if request.url.target == "/1" else "")

    language = fake("fake", printing, batch=(("python3", "-c", ALL),), **COMPILED)
    results = running.run([get("/1"), get("/2")], [language], tmp_path)
    assert [each.mark for each in results] == [Mark.WRONG, Mark.RUN]
    language = fake("other", printing, batch=(("python3", "-c", ALL),), run=COMPILED["run"])
    results = running.run([get("/1"), get("/2")], [language], tmp_path)
    assert [each.mark for each in results] == [Mark.WRONG, Mark.WRONG]


def test_what_lies_beside_a_sample_and_what_samples_share_is_there(tmp_path: Path) -> None:
    reading = following("print(open('beside/x').read(), open('../shared').read(), file=open('read', 'w'))")
    result = tried(tmp_path, reading, extras={"beside/x": "ü\r\n"}, shared={"shared": "s"})
    assert result.mark is Mark.RUN
    assert (tmp_path / "fake" / "000-a-title" / "read").read_bytes() == "ü\n s\n".encode()


# --- replies ---------------------------------------------------------------------------------------------------------


def leaf(text: str, kind: Kind, *path: str | int) -> Leaf:
    """A value to be read."""
    return Leaf(path or tuple(text.split(".")), kind, "x", "x", "X", text)


READING = Answers(
    reading=(
        leaf("id", Kind.INTEGER),
        leaf("owner.name", Kind.TEXT),
        leaf("on", Kind.BOOLEAN),
        leaf("ratio", Kind.NUMBER),
        leaf("nothing", Kind.OTHER),
        Loop(("people",), "p", "p", "P", (leaf("people[].id", Kind.INTEGER, "id"),), "people"),
        leaf("missing", Kind.TEXT),
    ),
    example='{"id": 12345678901, "owner": {"name": "it\'s ü"}, "on": true, "ratio": 0.50, '
    '"nothing": null, "people": [{"id": 1}, {"id": 1}]}',
)
LINES = [
    "id: 12345678901",
    "owner.name: it's ü",
    "on: TRUE",
    "ratio: .5e0",
    "nothing: nil",
    "people[].id: 1",
    "people[].id: 1",
]


def reading_of(lines: list[str]) -> Callable[[Request], str]:
    """Prints lines behind what should be printed."""
    return following(f"sys.stdout.buffer.write(({chr(10).join(['', *lines])!r}).encode())")


def test_what_is_read_of_a_reply_must_be_in_the_output(tmp_path: Path) -> None:
    request = get(answers=READING)
    lines = [each.replace(".5e0", "5e-1") for each in LINES]
    assert tried(tmp_path / "1", reading_of(lines), request).reasons == ()
    assert tried(tmp_path / "2", reading_of(lines[1:-1]), request).reasons == (
        "the output has no line 'id: 12345678901'",
        "the output has no line 'people[].id: 1'",
    )
    other = [each.replace("ü", "u").replace("TRUE", "false").replace("5e-1", "0.4") for each in lines]
    assert len(tried(tmp_path / "3", reading_of(other), request).reasons) == 3


def test_a_digest_is_demanded(tmp_path: Path) -> None:
    def printing(request: Request) -> str:
        url = f"{request.url.text}"
        return dedent(f"""
            from urllib.request import *
            keys = HTTPPasswordMgrWithDefaultRealm()
            keys.add_password(None, {url!r}, "zoe", "secret")
            build_opener(HTTPDigestAuthHandler(keys)).open({url!r})
        """)

    assert tried(tmp_path, printing, get(auth=Digest("zoe", "secret"))).reasons == ()
    assert tried(tmp_path, printing, get(auth=Digest("zoe", "other"))).mark is Mark.WRONG


# --- variables, origins and files ------------------------------------------------------------------------------------


def variable(name: str, *, encoded: bool = False) -> Variable:
    """A variable of a name."""
    return Variable(name, name.upper(), name, name, name.title(), encoded)


def elsewhere(*pieces: str | Variable) -> Request:
    """A request whose origin the collection does not say."""
    origin = Template(pieces)
    own = tuple(each for each in pieces if isinstance(each, Variable))
    return replace(get(), url=Url(origin, "/a", (), Template((*pieces, "/a")), "/a"), variables=own)


A, B = variable("a"), variable("b")


@pytest.mark.parametrize(
    ("pieces", "values", "said"),
    [
        ((A,), {"A": ORIGIN}, "$A/a"),
        (("https://", A), {"A": "127.0.0.1:8000"}, "http://$A/a"),
        (("https://", A, ".example.org:8443"), {"A": "127.0.0.1:8000"}, "http://$A/a"),
        (("https://", A, ".", B), {"A": "127", "B": ".0.0.1:8000"}, "http://$A$B/a"),
        ((A, "://", B, ".org"), {"A": "http", "B": "127.0.0.1:8000"}, "$A://$B/a"),
        ((A, "://example.org"), {"A": "http"}, "$A://127.0.0.1:8000/a"),
        ((A, B), {"A": "htt", "B": "p://127.0.0.1:8000"}, "$A$B/a"),
    ],
)
def test_an_origin_of_variables_is_said_by_them(
    pieces: tuple[str | Variable, ...], values: dict[str, str], said: str
) -> None:
    moved, own = at(elsewhere(*pieces), ORIGIN)
    assert (own, str(moved.url.text)) == (values, said)


def test_an_origin_that_is_known_is_exchanged() -> None:
    moved, own = at(get("/a?b"), ORIGIN)
    assert (moved.url.origin, moved.url.text, moved.url.scheme, moved.url.host, moved.url.port) == (
        ORIGIN,
        f"{ORIGIN}/a?b",
        "http",
        "127.0.0.1",
        8000,
    )
    assert own == {}


def test_a_value_is_as_awkward_as_its_place_allows() -> None:
    header, path, text = variable("header"), variable("path", encoded=True), variable("text")
    request = get(
        headers=(("X-A", Template((header,))),),
        body=Raw(Template((text, "!"))),
        variables=(header, path, text),
    )
    assert place(request, ORIGIN).environment == {"HEADER": "value-1.x_y", "PATH": "2 ü/&=+ %", "TEXT": "3 Zoë"}


def test_files_lie_in_the_sample_s_folder_under_names_of_their_own(tmp_path: Path) -> None:
    chosen = variable("chosen")
    paths = [
        "/home/a b.txt",
        "/other/a b.txt",
        "../../up.txt",
        "in/side.txt",
        "sample.py",
        "/",
        "/home/a b.txt",
        "x" * 300,
    ]
    files = [File(path, None) for path in paths] + [File(Template((chosen,)), None)]
    placed = place(
        get(body=Multipart(tuple(Part("f", each) for each in files)), variables=(chosen,)), ORIGIN, taken=("sample.py",)
    )
    placed.lay(tmp_path)
    names = [str(each.path) for each in placed.request.files]
    assert names[:7] == ["a b.txt", "another a b.txt", "up.txt", "in/side.txt", "another sample.py", "file", "a b.txt"]
    assert names[8] == "$CHOSEN"
    assert {str(each.relative_to(tmp_path)) for each in tmp_path.rglob("*") if each.is_file()} == placed.files.keys()
    for path, bytes in placed.files.items():
        assert bytes == content(path) == (tmp_path / path).read_bytes()
    with pytest.raises(UnicodeDecodeError):
        content("a").decode()


def test_a_program_gets_the_values_and_nothing_else_of_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("SOME_SECRET", "x")
    request = get(headers=(("X-A", Template((A,))),), variables=(A,))
    telling = following("print(*os.environ, file=open('names', 'w'))")
    assert tried(tmp_path, telling, request).mark is Mark.RUN
    names = set((tmp_path / "fake" / "000-a-title" / "names").read_text().split())
    assert names <= {"HOME", "PATH", "TMPDIR", "LANG", "LC_CTYPE", "A"}
    assert "A" in names


def test_a_file_as_the_body_is_read(tmp_path: Path) -> None:
    assert tried(tmp_path, write, get(body=FileBody(File("/home/ü 'x'.bin", "x.bin")))).reasons == ()


# --- one alone -------------------------------------------------------------------------------------------------------


def test_one_sample_is_run_against_an_answer_that_is_given(tmp_path: Path) -> None:
    play, wrong = running.once(PLAINLY, get(), tmp_path, answer=Answer(404, (("Retry-After", "3"),), b'{"code": 1}'))
    assert wrong == []
    assert play.ended.output.startswith("HTTP/1.1 404 Not Found\r\nRetry-After: 3\r\n")
    assert [each.status for each in play.recording.seen] == [404]
    play, wrong = running.once(PLAINLY, get(), tmp_path / "2", answer=in_turn(Answer(204)))
    assert "204" in play.ended.output


def test_one_sample_is_run_without_a_variable_or_with_another_value(tmp_path: Path) -> None:
    request = get(headers=(("X-A", Template((A,))),), variables=(A,))
    play, wrong = running.once(PLAINLY, request, tmp_path / "1", environment={"A": "other"})
    assert (wrong, play.recording.seen[0].values("X-A")) == ([], [b"other"])
    play, _ = running.once(PLAINLY, request, tmp_path / "2", environment={"A": None})
    assert "KeyError: 'A'" in play.ended.errors


# --- many ------------------------------------------------------------------------------------------------------------


def test_results_come_by_language_and_in_the_requests_order_and_are_told(tmp_path: Path) -> None:
    requests = [get(f"/{n}") for n in range(20)]
    told: list[Result] = []
    languages = [fake("b", write), fake("a", changed("GET", "PUT"))]
    results = running.run(requests, languages, tmp_path, told=told.append)
    assert [(each.language, each.number) for each in results] == [(id, n) for id in "ba" for n in range(20)]
    assert [each.mark for each in results] == [Mark.RUN] * 20 + [Mark.WRONG] * 20
    assert len(told) == 40
    for each in results:
        assert [seen.target for seen in each.seen] == [f"/{each.number}".encode()]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interruption_ends_what_runs(number: signal.Signals, tmp_path: Path) -> None:
    hanging = fake("fake", lambda _: "import time, os; print(os.getpid(), file=open('pid', 'w')); time.sleep(60)")
    program = tmp_path / "sample.py"
    program.write_text(hanging.write(get()))
    code = dedent(f"""
        import signal, sys
        signal.signal(signal.SIGINT, signal.default_int_handler)  # which whoever runs the tests may have switched off
        sys.path[:0] = {[str(Path(__file__).parents[1])]!r}
        from pathlib import Path
        from samples.plainly import fake, get
        from doorlist.cli.samples import ending_cleanly
        from doorlist.samples.trial import grammar, running
        text = Path({str(program)!r}).read_text()
        with ending_cleanly():
            running.run([get("/1"), get("/2")], [fake("fake", lambda _: text)], Path({str(tmp_path)!r}))
    """)
    process = subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.PIPE, start_new_session=True)
    pids = [tmp_path / "fake" / f"{n:03}-a-title" / "pid" for n in (0, 1)]
    late = Event()
    timer = Timer(30, late.set)
    timer.start()
    try:
        while not (all(each.exists() and each.read_text().strip() for each in pids) or late.is_set()):
            assert process.poll() is None, process.stderr and process.stderr.read()
        os.kill(process.pid, number)
        _, errors = process.communicate(timeout=20)
    finally:
        timer.cancel()
        process.kill()
        process.communicate()
    assert process.returncode in (-number, 128 + number)
    assert (b"KeyboardInterrupt" in errors) == (number is signal.SIGINT)
    assert all(_gone(int(each.read_text())) for each in pids)


# --- the report ------------------------------------------------------------------------------------------------------


def test_a_report_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    languages = [fake("right", write), fake("wrong", changed("GET", "PUT"))]
    results = running.run([get("/1"), get("/2")], languages, tmp_path)
    made = reports.report("People", ["one", "two"], languages, results)
    again = reports.read(reports.document(made))
    assert again == made
    assert (again.totals("right"), again.totals("wrong")) == ({Mark.RUN: 2}, {Mark.WRONG: 2})
    entry = again.entry("two", "wrong")
    assert entry is not None
    assert entry.reasons == ("the method is PUT, not GET",)
    assert entry.digest == results[3].digest
    assert [*reports.failures(made)][:2] == ['item "Folder / A title" in wrong', "    the method is PUT, not GET"]


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"collection": "", "languages": [], "samples": [{}]}', "[" * 100_000]
)
def test_what_is_no_report_is_told(text: str) -> None:
    with pytest.raises(reports.ReportBroken, match="this is no report of a trial"):
        reports.read(text)
