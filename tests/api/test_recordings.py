"""Recordings: put on the desk, shown, listed, and their settings."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
from desks import Desk

from doorlist import ids
from doorlist.sandbox import seeds

PLAY = {"play_url": "https://media.example/r.mp4"}
SLASHED = [
    "/AbCdEfGhIjKlMnOpQrStw==",
    "Ab//EfGhIjKlMnOpQrStUw==",
    "+bCd/fGhI+KlMnOp/rStUw==",
    "////////////////////+w==",
]


def record(desk: Desk, number: int, **fields: Any) -> dict[str, Any]:
    reply = desk.call("POST", f"/v2/meetings/{number}/recordings", PLAY | fields)
    assert reply.status == 201, reply
    made: dict[str, Any] = reply.json
    return made


def test_a_recording_is_shown_as_it_was_put_on_the_desk(standing_desk: Desk) -> None:
    number = standing_desk.meeting(topic="Course")
    made = record(
        standing_desk,
        number,
        recording_start="2026-01-02T03:00:00Z",
        recording_end="2026-01-02T04:30:59Z",
        file_type="M4A",
        file_size=2**53 - 1,
        recording_type="audio_only",
        download_url="https://media.example/d?a=b#c",
    )
    assert standing_desk.call("GET", f"/v2/meetings/{number}/recordings").json == made
    assert (made["id"], made["topic"], made["duration"], made["total_size"]) == (number, "Course", 90, 2**53 - 1)
    (file,) = made["recording_files"]
    assert (file["file_extension"], file["play_url"], file["download_url"]) == (
        "M4A",
        "https://media.example/r.mp4",
        "https://media.example/d?a=b#c",
    )
    assert made["share_url"].startswith("http://desk.test/rec/share/")


def test_a_second_file_of_the_same_start_is_of_the_same_recording(standing_desk: Desk) -> None:
    number = standing_desk.meeting()
    first = record(standing_desk, number)
    both = record(standing_desk, number, play_url="https://media.example/2.mp4", file_size=5)
    assert (both["uuid"], both["recording_count"], both["total_size"]) == (first["uuid"], 2, 5)
    assert standing_desk.call("GET", f"/v2/meetings/{number}/recordings").json == both


def test_files_that_are_put_on_the_desk_at_once_are_of_one_recording(standing_desk: Desk) -> None:
    number = standing_desk.meeting()
    with ThreadPoolExecutor(6) as callers:
        replies = list(
            callers.map(lambda _: standing_desk.call("POST", f"/v2/meetings/{number}/recordings", PLAY), range(6))
        )
    assert {reply.status for reply in replies} == {201}
    assert standing_desk.call("GET", f"/v2/meetings/{number}/recordings").json["recording_count"] == 6


def test_a_meetings_number_means_its_latest_recording_and_a_uuid_the_one(standing_desk: Desk) -> None:
    number = standing_desk.meeting()
    first = record(standing_desk, number, topic="First", recording_start="2026-02-01T00:00:00Z")
    second = record(standing_desk, number, topic="Second", recording_start="2026-02-02T00:00:00Z")
    assert standing_desk.call("GET", f"/v2/meetings/{number}/recordings").json == second
    for recording in (first, second):
        path = f"/v2/meetings/{quote(recording['uuid'], safe='')}/recordings"
        assert standing_desk.call("GET", path).json == recording


@pytest.mark.parametrize("times", [1, 2])
@pytest.mark.parametrize("uuid", SLASHED)
def test_a_uuid_with_slashes_works_encoded_once_and_twice(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, uuid: str, times: int
) -> None:
    monkeypatch.setattr(ids, "meeting_uuid", lambda: uuid)
    number = desk.recorded()
    encoded = uuid
    for _ in range(times):
        encoded = quote(encoded, safe="")
    path = f"/v2/meetings/{encoded}/recordings"
    assert desk.call("GET", path).json["id"] == number
    assert desk.call("PATCH", f"{path}/settings", {"topic": "New"}).status == 204
    assert desk.call("GET", f"{path}/settings").json["topic"] == "New"
    assert desk.call("GET", f"{path}/registrants/questions").status == 200
    person = {"email": "ana@b.example", "first_name": "Ana"}
    assert desk.call("POST", f"{path}/registrants", person).json["id"] == number
    assert desk.call("GET", f"{path}/registrants?status=all").json["total_records"] == 1


@pytest.mark.parametrize(
    "uuid",
    ["AbCdEfGhIjKlMnOpQrStUw==", "%00" * 24, "%2F" * 24, "é" * 24, "%25" * 24, "9" * 24, "AbCdEfGhIjKlMnOpQrStUw%00="],
)
def test_an_unknown_uuid_has_no_recording(standing_desk: Desk, uuid: str) -> None:
    for rest in ("", "/settings", "/registrants", "/registrants/questions"):
        reply = standing_desk.call("GET", f"/v2/meetings/{uuid}/recordings{rest}")
        assert (reply.status, reply.code) == (404, 3301), rest


@pytest.mark.parametrize("rest", ["", "/settings", "/registrants", "/registrants/questions"])
def test_a_meeting_without_a_recording_answers_3301(standing_desk: Desk, rest: str) -> None:
    reply = standing_desk.call("GET", f"/v2/meetings/{standing_desk.meeting()}/recordings{rest}")
    message = "There is no recording for this meeting."
    assert (reply.status, reply.json) == (404, {"code": 3301, "message": message})


def test_another_accounts_recording_is_out_of_reach(standing_desk: Desk) -> None:
    made = record(standing_desk, standing_desk.meeting())
    path = f"/v2/meetings/{quote(made['uuid'], safe='')}/recordings"
    assert standing_desk.call("GET", path, token=seeds.OTHER_TOKEN).code == 3301
    assert standing_desk.call("GET", path, token=seeds.USER_TOKEN).code == 3003
    assert standing_desk.call("GET", f"/v2/meetings/{made['id']}/recordings", token=seeds.OTHER_TOKEN).code == 1010


def test_a_recording_outlives_its_meeting(standing_desk: Desk) -> None:
    number = standing_desk.recorded()
    standing_desk.call("DELETE", f"/v2/meetings/{number}")
    assert standing_desk.call("GET", f"/v2/meetings/{number}/recordings").status == 200
    person = {"email": "ana@b.example", "first_name": "Ana"}
    assert standing_desk.call("POST", f"/v2/meetings/{number}/recordings/registrants", person).status == 201


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("play_url", None),
        ("play_url", "r.mp4"),
        ("play_url", "javascript:alert(1)"),
        ("play_url", 'https://media.example/"><script>'),
        ("play_url", "https://media.example/a\r\nb"),
        ("play_url", "https://media.example/" + "x" * 2048),
        ("download_url", "ftp://media.example/"),
        ("file_size", -1),
        ("file_size", 2**53),
        ("file_type", "EXE"),
        ("recording_type", "video"),
        ("recording_start", "now"),
        ("recording_end", "2001-01-01T00:00:00Z"),
        ("topic", "x" * 201),
    ],
    ids=lambda value: ascii(value)[:30],
)
def test_what_is_wrong_with_a_recording_is_named(standing_desk: Desk, field: str, value: object) -> None:
    number = standing_desk.meeting()
    reply = standing_desk.call("POST", f"/v2/meetings/{number}/recordings", PLAY | {field: value})
    assert (reply.status, reply.code) == (400, 300)
    assert [fault["field"] for fault in reply.json["errors"]] == [field]
    assert standing_desk.call("GET", f"/v2/meetings/{number}/recordings").code == 3301


def test_settings_change_as_they_are_named(standing_desk: Desk) -> None:
    number = standing_desk.meeting(topic="Course")
    record(standing_desk, number)
    path = f"/v2/meetings/{number}/recordings/settings"
    before = standing_desk.call("GET", path).json
    assert (before["on_demand"], before["approval_type"], before["topic"]) == (False, 2, "Course")
    change = {
        "on_demand": True,
        "approval_type": 0,
        "share_recording": "internally",
        "password": "x" * 10,
        "topic": "N",
    }
    assert standing_desk.call("PATCH", path, change | {"viewer_download": None}).status == 204
    assert standing_desk.call("GET", path).json == before | change
    assert standing_desk.call("PATCH", path, {}).status == 204
    assert standing_desk.call("GET", path).json == before | change
    assert standing_desk.call("GET", f"/v2/meetings/{number}").json["topic"] == "Course"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("on_demand", "perhaps"),
        ("approval_type", 3),
        ("share_recording", "all"),
        ("password", "short"),
        ("password", "x" * 11),
        ("topic", "x" * 201),
        ("viewer_download", []),
    ],
)
def test_a_wrong_setting_is_named(standing_desk: Desk, field: str, value: object) -> None:
    path = f"/v2/meetings/{standing_desk.recorded()}/recordings/settings"
    before = standing_desk.call("GET", path).json
    reply = standing_desk.call("PATCH", path, {"topic": "New", field: value} if field != "topic" else {field: value})
    assert [fault["field"] for fault in reply.json["errors"]] == [field]
    assert standing_desk.call("GET", path).json == before


def test_a_form_can_change_settings_as_json_can(standing_desk: Desk) -> None:
    number = standing_desk.meeting()
    record(standing_desk, number)
    path = f"/v2/meetings/{number}/recordings/settings"
    reply = standing_desk.call("PATCH", path, data={"on_demand": "true", "approval_type": "1"})
    assert reply.status == 204, reply
    settings = standing_desk.call("GET", path).json
    assert (settings["on_demand"], settings["approval_type"]) == (True, 1)


def test_recordings_are_listed_by_day(desk: Desk) -> None:
    number = desk.meeting()
    days = [desk.clock.now() - timedelta(days=back) for back in (40, 5, 4)]
    for day in days:
        record(desk, number, recording_start=day.strftime("%Y-%m-%dT12:00:00Z"))

    def listed(query: str) -> Any:
        return desk.call("GET", f"/v2/users/me/recordings?meeting_id={number}&{query}").json

    def span(first: int, last: int) -> str:
        now = desk.clock.now()
        return f"from={(now - timedelta(days=first)).date()}&to={(now - timedelta(days=last)).date()}"

    assert listed("")["meetings"] == []
    assert listed(span(5, 4))["total_records"] == 2
    assert listed(span(5, 5))["total_records"] == 1
    assert listed(span(45, 30))["total_records"] == 1
    first = listed(span(5, 4) + "&page_size=1")
    rest = listed(f"page_size=1&next_page_token={first['next_page_token']}")
    assert [each["start_time"][:10] for each in first["meetings"] + rest["meetings"]] == [
        str(day.date()) for day in days[1:]
    ]
    assert (rest["from"], rest["to"], rest["next_page_token"]) == (first["from"], first["to"], "")


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("from=2026-01-01&to=2026-02-02", "from"),
        ("from=2026-01-02&to=2026-01-01", "from"),
        ("from=yesterday", "from"),
        ("to=2026-02-30", "to"),
        ("meeting_id=x", "meeting_id"),
        ("meeting_id=0", "meeting_id"),
        (f"meeting_id={2**63}", "meeting_id"),
        ("page_size=0", "page_size"),
        ("trash=perhaps", "trash"),
    ],
)
def test_a_list_of_more_than_a_month_or_of_nonsense_is_refused(standing_desk: Desk, query: str, field: str) -> None:
    reply = standing_desk.call("GET", f"/v2/users/me/recordings?{query}")
    assert (reply.status, reply.code) == (400, 300)
    assert [fault["field"] for fault in reply.json["errors"]] == [field]


@pytest.mark.parametrize(
    "query", ["from=", "to=", "meeting_id=", "page_size=1000", "mc=false&trash_type=x&trash=false"]
)
def test_what_is_left_blank_in_the_query_is_not_said(standing_desk: Desk, query: str) -> None:
    plain = standing_desk.call("GET", "/v2/users/me/recordings?page_size=300").json
    assert standing_desk.call("GET", f"/v2/users/me/recordings?page_size=300&{query}").json == plain


@pytest.mark.parametrize("query", ["ttl=", "ttl=604800", "include_fields=download_access_token&ttl=0"])
def test_a_recording_can_be_asked_for_with_a_token(standing_desk: Desk, query: str) -> None:
    assert standing_desk.call("GET", f"/v2/meetings/{standing_desk.recorded()}/recordings?{query}").status == 200


@pytest.mark.parametrize("query", ["ttl=-1", "ttl=604801", "ttl=x"])
def test_a_tokens_life_has_a_limit(standing_desk: Desk, query: str) -> None:
    reply = standing_desk.call("GET", f"/v2/meetings/{standing_desk.recorded()}/recordings?{query}")
    assert [fault["field"] for fault in reply.json["errors"]] == ["ttl"]
