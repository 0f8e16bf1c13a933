"""The five printed sample pages that Doorlist began from: each program, curl command and Postman item, on a live desk.

The pages belong to others and are no part of this project. Where they do not lie next to it, in `../shared/seeds`,
these tests are skipped, and `test_own_programs.py` covers the same ground.
"""

import json
from pathlib import Path
from typing import Any

import pytest
from journeys import printed, readers, recorder, rosters, wire
from servers import LiveDesk
from surroundings import SHARED

SEEDS = SHARED / "seeds"
GUESTS_PENDING, GUESTS_DENIED = ["pending", "pending"], ["denied", "denied"]

both_forms = pytest.mark.parametrize("form", ["as printed", "as meant"])
both_libraries = pytest.mark.parametrize("library", ["stand-in", "real"])


def seed_text(pattern: str) -> str:
    found = sorted(SEEDS.glob(pattern))
    if not found:
        pytest.skip(f"{pattern} is not in {SEEDS}")
    return found[0].read_text(encoding="utf-8")


def seed(number: str) -> printed.Page:
    return printed.read(seed_text(f"{number}_*.txt"))


def program_for(page: printed.Page, roster: rosters.Roster, people: list[printed.Person], form: printed.Form) -> str:
    desk = roster.desk
    program = printed.pointed_at(printed.mended(page), page, desk.host, desk.port)
    return printed.filled(program, page, token=desk.token, meeting_id=roster.meeting_id, people=people, form=form)


def curl_for(page: printed.Page, roster: rosters.Roster, people: list[printed.Person], form: printed.Form) -> str:
    desk = roster.desk
    return printed.curl_command(
        page,
        host=desk.host,
        port=desk.port,
        token=desk.token,
        meeting_id=roster.meeting_id,
        people=people,
        form=form,
    )


def printed_emails(item: dict[str, Any]) -> list[str]:
    """The addresses that a batch item registers, in small letters and in order."""
    values = {field["key"]: field["value"] for field in item["request"]["body"]["formdata"]}
    return sorted(person["email"].lower() for person in json.loads(values["registrants"]))


def approved_emails(roster: rosters.Roster) -> list[str]:
    """The addresses of the approved who hold a join link, likewise."""
    return sorted(row["email"].lower() for row in roster.registrants("approved") if row["join_url"].startswith("http"))


def assert_success(run: readers.Run) -> None:
    assert run.code == 0, run.output
    assert run.output.splitlines()[-1] == "Success.", run.output


@both_forms
@both_libraries
def test_the_python_chilkat_page_denies_both_registrants(
    meeting: rosters.Roster, tmp_path: Path, library: readers.Library, form: printed.Form
) -> None:
    page = seed("000")
    people = meeting.add(2)
    assert meeting.statuses(people) == GUESTS_PENDING
    assert_success(readers.python(program_for(page, meeting, people, form), tmp_path, "chilkat", library))
    assert meeting.statuses(people) == GUESTS_DENIED


@both_forms
def test_the_csharp_page_denies_both_registrants(meeting: rosters.Roster, tmp_path: Path, form: printed.Form) -> None:
    page = seed("001")
    people = meeting.add(2)
    assert meeting.statuses(people) == GUESTS_PENDING
    assert_success(readers.csharp(program_for(page, meeting, people, form), tmp_path))
    assert meeting.statuses(people) == GUESTS_DENIED


@both_forms
@both_libraries
def test_the_lianja_page_denies_both_viewers_of_the_recording(
    recording: rosters.Roster, tmp_path: Path, library: readers.Library, form: printed.Form
) -> None:
    page = seed("002")
    people = recording.add(2)
    assert recording.statuses(people) == GUESTS_PENDING
    assert_success(readers.lianja(program_for(page, recording, people, form), tmp_path, library))
    assert recording.statuses(people) == GUESTS_DENIED


@both_forms
def test_the_node_page_denies_both_registrants(meeting: rosters.Roster, tmp_path: Path, form: printed.Form) -> None:
    page = seed("003")
    people = meeting.add(2)
    assert meeting.statuses(people) == GUESTS_PENDING
    assert_success(readers.node(program_for(page, meeting, people, form), tmp_path))
    assert meeting.statuses(people) == GUESTS_DENIED


@both_forms
@both_libraries
def test_the_python_chilkat2_page_puts_its_people_on_the_roster_and_prints_them(
    live_desk: LiveDesk, tmp_path: Path, library: readers.Library, form: printed.Form
) -> None:
    page = seed("004")
    emails = printed_emails(page.item)
    meeting = rosters.open_meeting(live_desk)
    run = readers.python(program_for(page, meeting, [], form), tmp_path, "chilkat2", library)
    assert run.code == 0, run.output
    heading, _, rest = run.output.partition("\n")
    body, _, status = rest.partition("Response Status Code = ")
    assert (heading, status) == ("Response Body:", "200\n")
    assert sorted(person["email"].lower() for person in json.loads(body)["registrants"]) == emails
    assert approved_emails(meeting) == emails


@both_forms
def test_the_curl_command_for_a_meeting_denies_both_registrants(
    meeting: rosters.Roster, tmp_path: Path, form: printed.Form
) -> None:
    page = seed("000")
    people = meeting.add(2)
    assert meeting.statuses(people) == GUESTS_PENDING
    run = readers.bash(curl_for(page, meeting, people, form), tmp_path)
    assert (run.code, run.output) == (0, "")
    assert meeting.statuses(people) == GUESTS_DENIED


@both_forms
def test_the_curl_command_for_a_recording_denies_both_viewers(
    recording: rosters.Roster, tmp_path: Path, form: printed.Form
) -> None:
    page = seed("002")
    people = recording.add(2)
    assert recording.statuses(people) == GUESTS_PENDING
    run = readers.bash(curl_for(page, recording, people, form), tmp_path)
    assert (run.code, run.output) == (0, "")
    assert recording.statuses(people) == GUESTS_DENIED


@both_forms
def test_the_curl_command_for_a_batch_puts_its_people_on_the_roster(
    live_desk: LiveDesk, tmp_path: Path, form: printed.Form
) -> None:
    page = seed("004")
    emails = printed_emails(page.item)
    meeting = rosters.open_meeting(live_desk)
    run = readers.bash(curl_for(page, meeting, [], form), tmp_path)
    assert run.code == 0, run.output
    assert sorted(person["email"].lower() for person in json.loads(run.output)["registrants"]) == emails
    assert approved_emails(meeting) == emails


def test_the_pages_that_share_an_operation_share_their_curl_command() -> None:
    first, *others = (seed(number) for number in ("000", "001", "003"))
    assert [page.curl for page in others] == [first.curl, first.curl]


def test_the_postman_items_do_under_newman_what_they_say(live_desk: LiveDesk, tmp_path: Path) -> None:
    collection = json.loads(seed_text("seeds.postman_collection.json"))
    meeting = rosters.open_meeting(live_desk)
    recording = rosters.open_recording(meeting)
    guests, viewers = meeting.add(2), recording.add(2)
    given = {variable["key"]: variable["value"] for variable in collection["variable"]}
    run, statuses = readers.newman(
        collection,
        tmp_path,
        {
            "baseUrl": f"http://{live_desk.host}:{live_desk.port}/v2",
            "token": live_desk.token,
            "meetingId": str(meeting.meeting_id),
            "recordingMeetingId": str(meeting.meeting_id),
            "batchMeetingId": str(meeting.meeting_id),
            "registrants": printed.with_people(given["registrants"], guests, "as meant"),
            "recRegistrants": printed.with_people(given["recRegistrants"], viewers, "as meant"),
        },
    )
    assert (run.code, statuses) == (0, [204, 204, 200]), run.output
    assert (meeting.statuses(guests), recording.statuses(viewers)) == (GUESTS_DENIED, GUESTS_DENIED)
    assert approved_emails(meeting) == sorted(
        person["email"].lower() for person in json.loads(given["batchRegistrants"])
    )


def test_the_postman_items_as_printed_do_under_newman_what_they_say(live_desk: LiveDesk, tmp_path: Path) -> None:
    collection = json.loads(seed_text("seeds.literal.postman_collection.json"))
    meeting = rosters.open_meeting(live_desk)
    recording = rosters.open_recording(meeting)
    guests, viewers = meeting.add(2), recording.add(2)
    status, recording_status, batch = collection["item"]
    collection["item"] = [
        printed.filled_item(item, meeting_id=meeting.meeting_id, people=people)
        for item, people in ((status, guests), (recording_status, viewers), (batch, []))
    ]
    run, statuses = readers.newman(
        collection,
        tmp_path,
        {"baseUrl": f"http://{live_desk.host}:{live_desk.port}/v2", "token": live_desk.token},
    )
    assert (run.code, statuses) == (0, [204, 204, 200]), run.output
    assert (meeting.statuses(guests), recording.statuses(viewers)) == (GUESTS_DENIED, GUESTS_DENIED)
    assert approved_emails(meeting) == printed_emails(batch)


@pytest.mark.parametrize(
    ("number", "capture", "library"),
    [
        ("000", "chilkat-status-literal", "stand-in"),
        ("000", "chilkat-status-literal", "real"),
        ("001", "chilkat-status-literal", "stand-in"),
        ("002", "lianja-recording-literal", "stand-in"),
        ("002", "lianja-recording-literal", "real"),
        ("003", "chilkat-status-literal", "stand-in"),
        ("004", "chilkat2-batch-literal", "stand-in"),
        ("004", "chilkat2-batch-literal", "real"),
    ],
)
def test_a_page_with_nothing_but_its_host_changed_sends_what_was_once_captured(
    tmp_path: Path, number: str, capture: str, library: readers.Library
) -> None:
    page = seed(number)
    with recorder.Recorder(recorder.ok("{}")) as desk:
        program = printed.pointed_at(printed.mended(page), page, desk.host, desk.port)
        match page.language:
            case "Python":
                readers.python(program, tmp_path, "chilkat2" if "chilkat2" in program else "chilkat", library)
            case "C#":
                readers.csharp(program, tmp_path)
            case "Node.js":
                readers.node(program, tmp_path)
            case "lianja":
                readers.lianja(program, tmp_path, library)
    assert [wire.plain(request) for request in desk.requests] == [wire.plain(wire.captured(capture))]
