"""Our stand-ins of Chilkat's libraries, next to the real one: the bytes they send, what they make of an answer."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from journeys import readers, recorder, wire

Runner = Callable[[str, Path, readers.Environment], readers.Run]


def status_runner(name: str, folder: Path, given: readers.Environment) -> readers.Run:
    match name:
        case "csharp":
            return readers.csharp(readers.own_program("SetStatus.cs"), folder, given)
        case "node":
            return readers.node(readers.own_program("set_status.js"), folder, given)
        case "python":
            return readers.python(readers.own_program("set_status.py"), folder, "chilkat", "stand-in", given)
        case _:
            return readers.python(readers.own_program("set_status.py"), folder, "chilkat", "real", given)


every_status_library = pytest.mark.parametrize("language", ["python", "node", "csharp", "python, real"])
both_libraries = pytest.mark.parametrize("library", ["stand-in", "real"])


def where(desk: recorder.Recorder, **more: str) -> dict[str, str]:
    return {
        "DESK_HOST": desk.host,
        "DESK_PORT": str(desk.port),
        "DESK_TOKEN": "tok123",
        "MEETING_ID": "85746065",
        "ACTION": "deny",
        "AUTO_APPROVE": "true",
        "REGISTRANTS": "[]",
        **more,
    }


def as_captured(desk: recorder.Recorder, request: bytes) -> dict[str, str]:
    """An environment that makes one of our programs send what this captured request says."""
    address = urlsplit(wire.path(request))
    fields = wire.fields(request)
    found = re.search(r"/meetings/([^/]+)/", address.path)
    assert found is not None
    given = where(desk, DESK_TOKEN=wire.token(request), MEETING_ID=found[1], REGISTRANTS=fields["registrants"])
    given |= {name.upper(): value for name, value in fields.items()}
    if address.query:
        given["OCCURRENCE_ID"] = unquote(address.query.removeprefix("occurrence_id="))
    return given


@every_status_library
@pytest.mark.parametrize("capture", ["chilkat-status-fixed", "chilkat-status-occurrence-lorem"])
def test_a_status_request_is_the_captured_one_byte_for_byte(tmp_path: Path, language: str, capture: str) -> None:
    expected = wire.captured(capture)
    with recorder.Recorder() as desk:
        run = status_runner(language, tmp_path, as_captured(desk, expected))
    assert run.code == 0, run.output
    assert [wire.plain(request) for request in desk.requests] == [wire.plain(expected)]
    assert f"\r\nHost: {desk.host}:{desk.port}\r\n".encode() in desk.requests[0]


@both_libraries
@pytest.mark.parametrize("capture", ["chilkat2-batch-fixed", "chilkat2-batch-literal", "chilkat2-batch-utf8"])
def test_a_batch_request_is_the_captured_one_byte_for_byte(
    tmp_path: Path, library: readers.Library, capture: str
) -> None:
    expected = wire.captured(capture)
    with recorder.Recorder(recorder.ok("{}")) as desk:
        given = as_captured(desk, expected)
        run = readers.python(readers.own_program("register_batch.py"), tmp_path, "chilkat2", library, given)
    assert run.code == 0, run.output
    assert [wire.plain(request) for request in desk.requests] == [wire.plain(expected)]


@both_libraries
@pytest.mark.parametrize("capture", ["lianja-recording-fixed", "lianja-recording-literal"])
def test_a_recording_request_is_the_captured_one_byte_for_byte(
    tmp_path: Path, library: readers.Library, capture: str
) -> None:
    expected = wire.captured(capture)
    with recorder.Recorder() as desk:
        run = readers.lianja(
            readers.own_program("recording_status.prg"), tmp_path, library, as_captured(desk, expected)
        )
    assert run.output == "done\n"
    assert [wire.plain(request) for request in desk.requests] == [wire.plain(expected)]


@every_status_library
def test_each_request_has_a_boundary_of_its_own(tmp_path: Path, language: str) -> None:
    with recorder.Recorder() as desk:
        for _ in range(2):
            status_runner(language, tmp_path, where(desk))
    boundaries = {found[1] for request in desk.requests if (found := wire.BOUNDARY.search(request))}
    assert len(boundaries) == 2


@every_status_library
def test_text_beyond_ascii_goes_out_as_utf_8(tmp_path: Path, language: str) -> None:
    people = json.dumps([{"email": "zoë@example.com", "first_name": "日本"}], ensure_ascii=False)
    with recorder.Recorder() as desk:
        run = status_runner(language, tmp_path, where(desk, REGISTRANTS=people))
    assert run.code == 0, run.output
    head, _, body = desk.requests[0].partition(b"\r\n\r\n")
    assert f"\r\nContent-Length: {len(body)}\r\n".encode() in head + b"\r\n"
    assert wire.fields(desk.requests[0])["registrants"] == people


@every_status_library
def test_a_refusal_is_given_to_the_program_with_status_header_and_body(tmp_path: Path, language: str) -> None:
    body = '{"code":3001,"message":"Meeting does not exist: 85746065."}'
    with recorder.Recorder(recorder.answer("404 Not Found", body)) as desk:
        run = status_runner(language, tmp_path, where(desk))
    lines = [line for line in run.output.splitlines() if line]
    assert (run.code, lines) == (
        1,
        ["status 404", "Content-Type: application/json", f"Content-Length: {len(body)}", body],
    )


@every_status_library
def test_a_server_that_is_not_there_is_a_failed_method_and_no_exception(tmp_path: Path, language: str) -> None:
    with recorder.Recorder() as desk:
        given = where(desk)
    run = status_runner(language, tmp_path, given)
    assert run.code == 2
    assert "refused" in run.output.lower()


@pytest.mark.parametrize(
    "body",
    [
        '{"registrants":[]}',
        '{"registrants":[{"registrant_id":"a","email":"zoë@example.com","join_url":"https://x.example/j?a=1&b=2"}]}',
        '{"registrants":[{"registrant_id":"a","email":"a@example.com","participant_pin_code":123456,"more":[1,{}]}]}',
        '{"code":300,"message":"Validation Failed.","errors":[{"field":"email","message":"Invalid field."}]}',
    ],
)
def test_the_standin_reads_an_answer_as_the_real_library_does(tmp_path: Path, body: str) -> None:
    runs: list[readers.Run] = []
    for library in ("real", "stand-in"):
        with recorder.Recorder(recorder.ok(body)) as desk:
            runs.append(
                readers.python(readers.own_program("register_batch.py"), tmp_path, "chilkat2", library, where(desk))
            )
    assert runs[0] == runs[1]
    assert runs[0].output.startswith("status 200\n{\n")


def test_a_misspelled_property_is_an_error_as_in_the_real_library(tmp_path: Path) -> None:
    program = "import chilkat2\nchilkat2.HttpRequest().HttpVerbb = 'PUT'\n"
    for library in ("stand-in", "real"):
        assert "AttributeError" in readers.python(program, tmp_path, "chilkat2", library).output
