"""Programs of our own in the languages of the printed pages, on a live desk: they run where the pages are not."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from journeys import readers, rosters
from servers import LiveDesk

Runner = Callable[[Path, readers.Environment], readers.Run]


def environment(roster: rosters.Roster, people: object, **more: str) -> dict[str, str]:
    return {
        "DESK_HOST": roster.desk.host,
        "DESK_PORT": str(roster.desk.port),
        "DESK_TOKEN": roster.desk.token,
        "MEETING_ID": str(roster.meeting_id),
        "REGISTRANTS": json.dumps(people),
        **more,
    }


STATUS_RUNNERS: dict[str, Runner] = {
    "python": lambda folder, given: readers.python(
        readers.own_program("set_status.py"), folder, "chilkat", "stand-in", given
    ),
    "python, real": lambda folder, given: readers.python(
        readers.own_program("set_status.py"), folder, "chilkat", "real", given
    ),
    "csharp": lambda folder, given: readers.csharp(readers.own_program("SetStatus.cs"), folder, given),
    "node": lambda folder, given: readers.node(readers.own_program("set_status.js"), folder, given),
    "curl": lambda folder, given: readers.bash(readers.own_program("registrants.sh"), folder, given, "status"),
}
RECORDING_RUNNERS: dict[str, Runner] = {
    "lianja": lambda folder, given: readers.lianja(
        readers.own_program("recording_status.prg"), folder, "stand-in", given
    ),
    "lianja, real": lambda folder, given: readers.lianja(
        readers.own_program("recording_status.prg"), folder, "real", given
    ),
    "curl": lambda folder, given: readers.bash(readers.own_program("registrants.sh"), folder, given, "recording"),
}
BATCH_RUNNERS: dict[str, Runner] = {
    "python": lambda folder, given: readers.python(
        readers.own_program("register_batch.py"), folder, "chilkat2", "stand-in", given
    ),
    "python, real": lambda folder, given: readers.python(
        readers.own_program("register_batch.py"), folder, "chilkat2", "real", given
    ),
    "curl": lambda folder, given: readers.bash(readers.own_program("registrants.sh"), folder, given, "batch"),
}


@pytest.mark.parametrize("language", STATUS_RUNNERS)
def test_a_program_approves_denies_and_cancels(meeting: rosters.Roster, tmp_path: Path, language: str) -> None:
    approved, denied, cancelled = people = meeting.add(3)
    assert meeting.statuses(people) == ["pending", "pending", "pending"]
    for action, chosen in (("approve", [approved, cancelled]), ("deny", [denied]), ("cancel", [cancelled])):
        run = STATUS_RUNNERS[language](tmp_path, environment(meeting, chosen, ACTION=action))
        assert run.code == 0, run.output
    # A cancelled registrant is listed among the denied, as in the API that this one follows.
    assert meeting.statuses(people) == ["approved", "denied", "denied"]


@pytest.mark.parametrize("language", STATUS_RUNNERS)
def test_a_program_that_names_nobody_known_is_told_so(meeting: rosters.Roster, tmp_path: Path, language: str) -> None:
    strangers = [{"id": "AAAAAAAAAAAAAAAAAAAAAA", "email": "nobody@example.com"}]
    run = STATUS_RUNNERS[language](tmp_path, environment(meeting, strangers, ACTION="deny"))
    assert run.code != 0
    assert "404" in run.output


@pytest.mark.parametrize("language", RECORDING_RUNNERS)
def test_a_program_approves_and_denies_viewers_of_a_recording(
    recording: rosters.Roster, tmp_path: Path, language: str
) -> None:
    approved, denied = people = recording.add(2)
    assert recording.statuses(people) == ["pending", "pending"]
    for action, chosen in (("approve", approved), ("deny", denied)):
        run = RECORDING_RUNNERS[language](tmp_path, environment(recording, [{"id": chosen["id"]}], ACTION=action))
        assert (run.code, run.output) in ((0, "done\n"), (0, "")), run.output
    assert recording.statuses(people) == ["approved", "denied"]


@pytest.mark.parametrize("language", BATCH_RUNNERS)
def test_a_program_registers_many_people_at_once(live_desk: LiveDesk, tmp_path: Path, language: str) -> None:
    meeting = rosters.open_meeting(live_desk)
    people = [
        {"first_name": "Zoë", "last_name": "O'Neill", "email": "zoe@example.com"},
        {"first_name": "太郎", "last_name": "山田", "email": "taro@example.com"},
    ]
    run = BATCH_RUNNERS[language](tmp_path, environment(meeting, people, AUTO_APPROVE="true"))
    assert run.code == 0, run.output
    rows = {row["email"]: row for row in meeting.registrants("approved")}
    assert {email: row["first_name"] for email, row in rows.items()} == {
        "zoe@example.com": "Zoë",
        "taro@example.com": "太郎",
    }
    for row in rows.values():
        assert row["join_url"].startswith("http")
        assert row["join_url"] in run.output


def test_a_postman_collection_does_under_newman_what_it_says(live_desk: LiveDesk, tmp_path: Path) -> None:
    meeting = rosters.open_meeting(live_desk)
    recording = rosters.open_recording(meeting)
    guests, viewers = meeting.add(2), recording.add(2)
    newcomers = [{"first_name": "Ada", "email": "ada@example.com"}, {"first_name": "Bo", "email": "bo@example.com"}]
    run, statuses = readers.newman(
        json.loads(readers.own_program("registrants.postman_collection.json")),
        tmp_path,
        {
            "baseUrl": f"http://{live_desk.host}:{live_desk.port}/v2",
            "token": live_desk.token,
            "meetingId": str(meeting.meeting_id),
            "action": "deny",
            "registrants": json.dumps(guests),
            "viewers": json.dumps([{"id": viewer["id"]} for viewer in viewers]),
            "newcomers": json.dumps(newcomers),
        },
    )
    assert (run.code, statuses) == (0, [204, 204, 200]), run.output
    assert meeting.statuses(guests) == recording.statuses(viewers) == ["denied", "denied"]
    assert {row["email"] for row in meeting.registrants("approved")} == {"ada@example.com", "bo@example.com"}
