"""The three requests that Doorlist began from, in every language that we print: each program does what it says, on a desk.

The collection belongs to others and is no part of this project. Where it does not lie next to it, in `../shared/seeds`,
these tests are skipped, and `test_own_samples.py` covers the same ground.
"""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import servers
from journeys import rosters
from journeys.sampled import Json, Programs, in_each_language, requests, skip_where_it_cannot_run
from servers import LiveDesk
from surroundings import SHARED

from doorlist.samples.language import Language
from doorlist.samples.request import Request

COLLECTION = SHARED / "seeds" / "seeds.postman_collection.json"
KEPT = ("autoApprove", "batchRegistrants")


@pytest.fixture(scope="module")
def seeds() -> Json:
    """The collection."""
    if not COLLECTION.is_file():
        pytest.skip(f"{COLLECTION.name} is not in {COLLECTION.parent}")
    read: Json = json.loads(COLLECTION.read_bytes())
    return read


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveDesk]:
    """A sandbox without limits."""
    with servers.running(log=tmp_path_factory.mktemp("desk") / "desk.log") as live:
        yield live


@pytest.fixture(scope="module")
def printed(seeds: Json, desk: LiveDesk) -> dict[str, Request]:
    """The requests, sent to the desk; which meeting, who and what to do about them is left open."""
    known = {"baseUrl": f"http://{desk.host}:{desk.port}/v2", "token": desk.token, "occurrenceId": ""}
    left = [each for each in seeds["variable"] if each["key"] in KEPT]
    made = requests({**seeds, "variable": left}, known)
    return dict(zip(("status", "recording", "batch"), made.values(), strict=True))


@pytest.mark.timeout(300)
@in_each_language
def test_the_seeds_do_what_they_say(
    language: Language, printed: dict[str, Request], seeds: Json, desk: LiveDesk, tmp_path: Path
) -> None:
    skip_where_it_cannot_run(language)
    programs = Programs(language, printed, tmp_path)
    meeting = rosters.open_meeting(desk)
    recording = rosters.open_recording(meeting)
    at = str(meeting.meeting_id)
    guests, viewers = meeting.add(2), recording.add(2)

    for action, became in (("deny", "denied"), ("approve", "approved")):
        programs.succeeds("status", "204", MEETING_ID=at, ACTION=action, REGISTRANTS=json.dumps(guests))
        assert meeting.statuses(guests) == [became, became]
    named = json.dumps([{"id": each["id"]} for each in viewers])
    programs.succeeds("recording", "204", RECORDING_MEETING_ID=at, REC_ACTION="deny", REC_REGISTRANTS=named)
    assert recording.statuses(viewers) == ["denied", "denied"]
    told = programs.succeeds("batch", "200", BATCH_MEETING_ID=at)
    rows = {row["email"].lower(): row for row in meeting.registrants("approved")}
    [people] = (json.loads(each["value"]) for each in seeds["variable"] if each["key"] == "batchRegistrants")
    added = [rows[each["email"].lower()] for each in people]
    assert [row["last_name"] for row in added] == [each["last_name"] for each in people]
    assert all(row["join_url"] in told.output for row in added)

    stranger = json.dumps([{"id": "AAAAAAAAAAAAAAAAAAAAAA"}])
    said = programs.fails("status", "404", MEETING_ID=at, ACTION="deny", REGISTRANTS=stranger)
    assert said.startswith("HTTP 404, code "), said
