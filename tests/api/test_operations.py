"""What holds for every operation of the table, asked of each one."""

import json
from datetime import timedelta
from typing import Any

import pytest
from desks import Desk

from doorlist import ids
from doorlist.access.tokens import hashed
from doorlist.contract.operations import BY_ID, EVERY_SCOPE, OPERATIONS, Operation
from doorlist.contract.profiles import Profile
from doorlist.model import Caller
from doorlist.refusals import StorageUnavailable
from doorlist.sandbox import seeds
from doorlist.storage import tokens
from doorlist.web.api.bodies import BODY_BYTES_MAX

AS_JSON = {"content-type": "application/json"}
PERSON = {"email": "ana@people.example", "first_name": "Ana"}
BODIES: dict[str, dict[str, Any]] = {
    "meetingCreate": {"topic": "New", "settings": {"approval_type": 1}},
    "meetingUpdate": {"agenda": "Changed"},
    "meetingStatus": {"action": "end"},
    "meetingRegistrantCreate": PERSON,
    "meetingRegistrantStatus": {"action": "approve"},
    "addBatchRegistrants": {"registrants": [PERSON]},
    "meetingRegistrantQuestionUpdate": {"questions": [{"field_name": "city", "required": False}]},
    "webinarCreate": {"topic": "New", "settings": {"approval_type": 1}},
    "webinarUpdate": {"agenda": "Changed"},
    "webinarStatus": {"action": "end"},
    "webinarRegistrantCreate": PERSON,
    "webinarRegistrantStatus": {"action": "approve"},
    "addBatchWebinarRegistrants": {"registrants": [PERSON]},
    "webinarRegistrantQuestionUpdate": {"questions": [{"field_name": "city", "required": False}]},
    "trackingSourceCreate": {"source_name": "Newsletter"},
    "webinarPanelistCreate": {"panelists": [PERSON]},
    "recordingCreate": {"play_url": "https://media.example/r.mp4"},
    "recordingSettingsUpdate": {"viewer_download": False},
    "meetingRecordingRegistrantCreate": PERSON,
    "meetingRecordingRegistrantStatus": {"action": "deny"},
    "recordingRegistrantQuestionUpdate": {"custom_questions": []},
    "webhookCreate": {"url": "https://receiver.example/", "events": ["meeting.*"]},
    "webhookUpdate": {"state": "off"},
    "webhookReplay": {"since_hours": 1},
}
each_operation = pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.id)
WITH_BODY = [operation for operation in OPERATIONS if operation.body is not None]
each_with_body = pytest.mark.parametrize("operation", WITH_BODY, ids=lambda operation: operation.id)
ABOUT_A_MEETING = [
    operation for operation in OPERATIONS if "{meetingId}" in operation.path or "{webinarId}" in operation.path
]
each_about_a_meeting = pytest.mark.parametrize("operation", ABOUT_A_MEETING, ids=lambda operation: operation.id)


def address(
    operation: Operation,
    meeting: object = None,
    registrant: str = "nobody",
    webhook: str = "none",
    notice: str = "none",
    *,
    panelist: str | None = None,
    source: str | None = None,
) -> str:
    """An operation's address, by default of the seeds' meeting, webinar or recording."""
    number = seeds.RECORDING_MEETING_ID if "recordings" in operation.path else seeds.MEETING_ID
    return "/v2" + operation.path.format(
        userId="me",
        meetingId=number if meeting is None else meeting,
        webinarId=seeds.WEBINAR_ID if meeting is None else meeting,
        registrantId=registrant,
        panelistId=seeds.PANELIST_ID if panelist is None else panelist,
        sourceId=seeds.TRACKING_SOURCE_ID if source is None else source,
        webhookId=webhook,
        noticeId=notice,
    )


def fresh(desk: Desk, operation: Operation, zeros: str = "") -> str:
    """An operation's address on a meeting, webinar or recording of its own, with somebody registered.

    A webinar has a panelist and a tracking source, too.
    """
    if operation.webinar:
        webinar = desk.webinar()
        registrant = desk.registrant(webinar, "first@people.example", of="webinars")
        return address(
            operation, f"{zeros}{webinar}", registrant, panelist=desk.panelist(webinar), source=desk.source(webinar)
        )
    meeting = desk.recorded() if "recordings" in operation.path else desk.meeting()
    webhook = listening(desk) if operation.group == "Webhooks" else "none"
    registrant = desk.registrant(meeting, "first@people.example")
    notice = "none"
    if "{noticeId}" in operation.path:
        notice = desk.call("GET", "/v2/webhooks/deliveries").json["deliveries"][-1]["notice_id"]
    if operation.id == "webhookCreate":
        desk.call("DELETE", f"/v2/webhooks/{webhook}")  # so that there are never too many
    return address(operation, f"{zeros}{meeting}", registrant, webhook, notice)


def listening(desk: Desk) -> str:
    """A webhook that is the only one. Its id."""
    for each in desk.call("GET", "/v2/webhooks").json["webhooks"]:
        desk.call("DELETE", f"/v2/webhooks/{each['webhook_id']}")
    made = desk.call("POST", "/v2/webhooks", BODIES["webhookCreate"])
    assert made.status == 201, made
    id: str = made.json["webhook_id"]
    return id


def noun(operation: Operation) -> str:
    """What an operation is about, as answers call it."""
    return "Webinar" if operation.webinar else "Meeting"


def test_each_operation_that_takes_a_body_is_tried_with_one() -> None:
    assert set(BODIES) == {operation.id for operation in WITH_BODY}
    assert len(OPERATIONS) == len(BY_ID)


@each_operation
def test_it_answers_as_its_row_says(standing_desk: Desk, operation: Operation) -> None:
    reply = standing_desk.call(operation.method, fresh(standing_desk, operation), BODIES.get(operation.id))
    assert reply.status == operation.success, reply


@pytest.mark.parametrize(
    ("header", "message"),
    [
        (b"", "Invalid access token."),
        (b"Bearer", "Invalid access token."),
        (b"Bearer  ", "Invalid access token."),
        (b"Bearer nobody's", "Invalid access token."),
        (b"Bearer <token>", "Invalid access token."),
        (b"Bearer {{bearerToken}}", "Invalid access token."),
        (b"Bearer caf\xe9", "Invalid access token."),
        (b"Bearer " + b"x" * 10_000, "Invalid access token."),
        (b"Basic c2FuZGJveC10b2tlbg==", "Invalid access token."),
        (seeds.TOKEN.encode(), "Invalid access token."),
        (f"Bearer {seeds.EXPIRED_TOKEN}".encode(), "Access token is expired."),
    ],
    ids=lambda value: ascii(value[:24]),
)
def test_it_wants_a_good_token(standing_desk: Desk, header: bytes, message: str) -> None:
    for operation in OPERATIONS:
        reply = standing_desk.call(operation.method, address(operation), headers={"authorization": header})  # type: ignore[dict-item]
        assert (reply.status, reply.json) == (401, {"code": 124, "message": message}), operation.id
        assert reply.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize("query", ["", f"?access_token={seeds.TOKEN}"])
def test_it_wants_a_token_and_reads_none_from_the_query(standing_desk: Desk, query: str) -> None:
    for operation in OPERATIONS:
        response = standing_desk.client.request(operation.method, address(operation) + query)
        assert (response.status_code, response.json()) == (401, {"code": 124, "message": "Requires an access token."})


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER", "Bearer  "])
def test_the_scheme_has_no_case(standing_desk: Desk, scheme: str) -> None:
    reply = standing_desk.call("GET", "/v2/users/me", headers={"authorization": f"{scheme} {seeds.TOKEN}"})
    assert reply.status == 200


@each_operation
def test_it_names_the_scopes_that_are_missing(standing_desk: Desk, operation: Operation) -> None:
    token = grant(standing_desk, EVERY_SCOPE - operation.scopes)
    reply = standing_desk.call(operation.method, address(operation), BODIES.get(operation.id), token=token)
    message = f"Invalid access token, does not contain scopes:[{', '.join(operation.granular)}]."
    assert (reply.status, reply.json) == (400, {"code": 4711, "message": message})


@each_operation
def test_any_one_of_its_scopes_lets_in(standing_desk: Desk, operation: Operation) -> None:
    for scope in sorted(operation.scopes):
        token = grant(standing_desk, frozenset({scope}))
        reply = standing_desk.call(
            operation.method, fresh(standing_desk, operation), BODIES.get(operation.id), token=token
        )
        assert reply.status == operation.success, (scope, reply)


def grant(desk: Desk, scopes: frozenset[str]) -> str:
    """A token of the sandbox's owner with some scopes."""
    token = ids.secret()
    caller = Caller(seeds.ACCOUNT_ID, "sandbox-host-000000000", seeds.CLIENT_ID, scopes)
    expires_at = desk.clock.now() + timedelta(days=1)
    desk.store.write_now(lambda tx: tokens.add(tx, hashed(token), caller, expires_at=expires_at))
    return token


@pytest.mark.parametrize(
    "number",
    [
        *("999", "0", "-1", "1.5", "1e3", "abc", "9" * 19, "9" * 20, "9" * 24, str(2**63), str(2**64), "9" * 5000),
        "%20",
        "%D9%A3",
        "+1",
        "%EF%BC%91",
        "%00",
        "6842%003085",
        ":meetingId",
        "%7Bid%7D",
        "%7B%0D%0AX-Made-Up:1",
        "%FF",
        "%25",
    ],
    ids=lambda number: ascii(number[:24]),
)
def test_an_unknown_meeting_is_not_found(standing_desk: Desk, number: str) -> None:
    for operation in ABOUT_A_MEETING:
        reply = standing_desk.call(operation.method, address(operation, number), BODIES.get(operation.id))
        if len(number) == 24 and "recordings" in operation.path and operation.id != "recordingCreate":
            assert (reply.status, reply.code) == (404, 3301), operation.id  # it has the length of a uuid
        else:
            assert (reply.status, reply.code) == (404, 3001), (operation.id, reply)
            assert reply.json["message"].startswith(f"{noun(operation)} does not exist: ")


@each_about_a_meeting
def test_a_deleted_meeting_is_not_found(standing_desk: Desk, operation: Operation) -> None:
    number = standing_desk.webinar() if operation.webinar else standing_desk.meeting()
    assert standing_desk.call("DELETE", f"/v2/{noun(operation).lower()}s/{number}").status == 204
    reply = standing_desk.call(operation.method, address(operation, number), BODIES.get(operation.id))
    message = f"{noun(operation)} does not exist: {number}."
    assert (reply.status, reply.json) == (404, {"code": 3001, "message": message})


def test_another_accounts_meeting_is_out_of_reach(profile_desk: Desk) -> None:
    for operation in ABOUT_A_MEETING:
        number = seeds.OTHER_WEBINAR_ID if operation.webinar else seeds.OTHER_MEETING_ID
        if profile_desk.settings.profile is Profile.P2022_09:
            expected = (400, 1010, f"User does not belong to this account: {seeds.ACCOUNT_ID}.")
        elif operation.id == "recordingGet":
            expected = (400, 1010, f"User not found on this account: {seeds.ACCOUNT_ID}.")
        elif "/recordings/" in operation.path:
            expected = (404, 3001, f"Meeting does not exist: {number}.")
        else:
            expected = (400, 3000, f"Cannot access {noun(operation).lower()} info.")
        reply = profile_desk.call(operation.method, address(operation, number), BODIES.get(operation.id))
        assert (reply.status, reply.code, reply.json["message"]) == expected, operation.id


def test_a_user_level_token_reaches_its_own_meetings_alone(profile_desk: Desk) -> None:
    for operation in ABOUT_A_MEETING:
        place = address(operation)
        status, code, message = {
            Profile.P2022_09: (400, 3003, "You're not the meeting host."),
            Profile.P2026_08: (404, 3001, f"{noun(operation)} does not exist: {place.split('/')[3]}."),
        }[profile_desk.settings.profile]
        reply = profile_desk.call(operation.method, place, BODIES.get(operation.id), token=seeds.USER_TOKEN)
        assert (reply.status, reply.json) == (status, {"code": code, "message": message}), operation.id


def test_a_meeting_whose_host_is_gone_answers_1001(profile_desk: Desk) -> None:
    for operation in ABOUT_A_MEETING:
        place = address(operation, seeds.GONE_WEBINAR_ID if operation.webinar else seeds.GONE_MEETING_ID)
        reply = profile_desk.call(operation.method, place, BODIES.get(operation.id))
        whose = "User" if operation.id == "meetingRegistrantStatus" else "Meeting host"
        message = f"{whose} does not exist: sandbox-gone-000000000."
        assert (reply.status, reply.json) == (404, {"code": 1001, "message": message}), operation.id


@pytest.mark.parametrize("operation", [each for each in ABOUT_A_MEETING if each.webinar], ids=lambda each: each.id)
def test_a_basic_host_has_no_webinars(profile_desk: Desk, operation: Operation) -> None:
    place = address(operation, seeds.BASIC_WEBINAR_ID)
    reply = profile_desk.call(operation.method, place, BODIES.get(operation.id))
    assert (reply.status, reply.code) == (400, 200)
    assert reply.json["message"].startswith("Webinar plan is missing.")


@pytest.mark.parametrize(
    "operation", [each for each in ABOUT_A_MEETING if "recordings" not in each.path], ids=lambda each: each.id
)
def test_a_webinar_is_no_meeting_and_a_meeting_no_webinar(profile_desk: Desk, operation: Operation) -> None:
    place = address(operation, seeds.MEETING_ID if operation.webinar else seeds.WEBINAR_ID)
    reply = profile_desk.call(operation.method, place, BODIES.get(operation.id))
    if operation.webinar:
        expected = {"code": 300, "message": "Invalid webinar ID."}
    else:
        expected = {
            "code": 300 if operation.id == "meetingRegistrants" else 3000,
            "message": "Cannot access webinar info.",
        }
    assert (reply.status, reply.json) == (400, expected)


@each_about_a_meeting
def test_a_meetings_number_may_begin_with_zeros(standing_desk: Desk, operation: Operation) -> None:
    place = fresh(standing_desk, operation, zeros="00")
    assert standing_desk.call(operation.method, place, BODIES.get(operation.id)).status in (operation.success, 404)


@pytest.mark.parametrize("raw", ["{", "[1]", '"text"', "null", '{"a":1}}', "\ufeff", "{'a': 1}"], ids=ascii)
def test_json_that_is_no_object_is_refused(standing_desk: Desk, raw: str) -> None:
    for operation in WITH_BODY:
        reply = standing_desk.call(operation.method, address(operation), content=raw.encode(), headers=AS_JSON)
        assert (reply.status, reply.code) == (400, 300)
        assert reply.json["message"].startswith("Request Body should be a valid JSON object.")


def test_a_media_type_that_nobody_reads_is_refused(standing_desk: Desk) -> None:
    for operation in WITH_BODY:
        gif = {"content-type": "image/gif"}
        reply = standing_desk.call(operation.method, address(operation), content=b"GIF89a", headers=gif)
        assert (reply.status, reply.code) == (415, 300)
        assert "image/gif" in reply.json["message"]


@each_operation
def test_a_body_that_is_too_large_is_refused(standing_desk: Desk, operation: Operation) -> None:
    for content in (b" " * (BODY_BYTES_MAX + 1), iter([b" " * BODY_BYTES_MAX, b"{}"])):
        reply = standing_desk.call(operation.method, address(operation), content=content, headers=AS_JSON)
        assert (reply.status, reply.code) == (413, 300)


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "TRACE", "BREW", "PROPFIND", "GETGET"])
def test_a_method_that_it_does_not_know_is_refused(standing_desk: Desk, method: str) -> None:
    for operation in OPERATIONS:
        reply = standing_desk.call(method, address(operation))
        assert reply.status == 405
        assert operation.method in reply.headers["allow"].split(", ")


@pytest.mark.parametrize("operation", [each for each in OPERATIONS if each.body is None], ids=lambda each: each.id)
def test_it_does_not_mind_a_body_that_it_has_no_use_for(standing_desk: Desk, operation: Operation) -> None:
    for content, content_type in (
        (b"", "application/json"),
        (b'{"page_size": 0, "status": "nonsense"}', "application/json"),
        (b"{ nonsense", "application/json"),
        (b"page_size=0", "application/x-www-form-urlencoded"),
        (b"\0\xff", "image/png"),
    ):
        reply = standing_desk.call(
            operation.method,
            fresh(standing_desk, operation),
            content=content,
            headers={"content-type": content_type},
        )
        assert reply.status == operation.success, (content, reply)


@each_operation
def test_a_storage_that_cannot_keep_or_find_is_owned_up_to(
    standing_desk: Desk, operation: Operation, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def gone(_work: object) -> None:
        raise StorageUnavailable

    monkeypatch.setattr(standing_desk.store, "read", gone)
    monkeypatch.setattr(standing_desk.store, "write", gone)
    reply = standing_desk.call(operation.method, address(operation), BODIES.get(operation.id))
    assert (reply.status, reply.code) == (503, 503)


@each_with_body
def test_a_value_of_any_type_in_any_field_is_taken_or_refused_in_words(
    standing_desk: Desk, operation: Operation
) -> None:
    assert operation.body is not None
    place = fresh(standing_desk, operation)
    oddities: tuple[object, ...] = (None, True, -1, 2**80, 1e308, "x", [], [[]], {}, {"a": {}}, "\U0001f600", "\x7f")
    for name, field in operation.body.model_fields.items():
        for odd in (*oddities, " " * 300):
            standing_desk.call(operation.method, place, BODIES[operation.id] | {field.alias or name: odd})


@each_operation
def test_a_value_of_any_kind_in_its_query_is_taken_or_refused_in_words(
    standing_desk: Desk, operation: Operation
) -> None:
    fields = {} if operation.query is None else operation.query.model_fields
    place = fresh(standing_desk, operation)
    for name in [field.alias or name for name, field in fields.items()]:
        for wrong in (
            "",
            "-1",
            "0",
            "9" * 30,
            "1e9",
            "x" * 3000,
            "%00",
            "%ff",
            "%ED%A0%80",
            "null",
            "%5B%5D",
            "%0D%0A",
        ):
            if operation.method != "DELETE":
                standing_desk.call(operation.method, f"{place}?{name}={wrong}", BODIES.get(operation.id))


@pytest.mark.parametrize("zone", ["", "Pacific/Kiritimati", "Pacific/Pago_Pago"])
@pytest.mark.parametrize("list_", ["meetings", "recordings"])
def test_a_list_can_be_asked_about_any_day_of_the_calendar(standing_desk: Desk, list_: str, zone: str) -> None:
    for span in (
        "from=0001-01-01",
        "to=0001-01-01",
        "from=9999-12-31",
        "to=9999-12-31",
        "from=9999-12-01&to=9999-12-31",
    ):
        reply = standing_desk.call("GET", f"/v2/users/me/{list_}?{span}&timezone={zone}")
        assert reply.status in (200, 400), span


@each_with_body
def test_what_it_does_not_know_is_ignored(standing_desk: Desk, operation: Operation) -> None:
    body = BODIES[operation.id] | {"occurence_ids": "1", "id": [], "__proto__": {"x": 1}, "": None}
    place = fresh(standing_desk, operation) + "?unknown=1&unknown=2&=3"
    assert standing_desk.call(operation.method, place, body).status == operation.success


@each_with_body
def test_nesting_is_ignored_with_the_field_up_to_20_levels_and_refused_beyond(
    standing_desk: Desk, operation: Operation
) -> None:
    for levels, status in ((19, operation.success), (20, 400), (100_000, 400)):
        raw = json.dumps(BODIES[operation.id])[:-1] + ', "x": ' + "[" * levels + "]" * levels + "}"
        reply = standing_desk.call(operation.method, fresh(standing_desk, operation), content=raw, headers=AS_JSON)
        assert reply.status == status, (levels, reply)
