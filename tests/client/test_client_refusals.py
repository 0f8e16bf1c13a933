"""Each refusal of the contract becomes its error: provoked at a live desk, and row by row of the table."""

import pickle
import string
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import servers
from client.hostile import Server, answer, refusal
from client.ways import WAYS, Way, opened
from servers import LiveDesk

from doorlist import Client
from doorlist.client import errors, refusals
from doorlist.client.naming import ERROR_OF
from doorlist.client.steps import Received
from doorlist.contract import answers
from doorlist.contract.operations import BY_ID, EVERYWHERE, OPERATIONS
from doorlist.contract.profiles import Profile
from doorlist.sandbox import seeds

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture(scope="module", params=list(Profile))
def desk(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveDesk]:
    """A live desk of each profile."""
    log = tmp_path_factory.mktemp("refusals") / "log"
    with servers.running("--profile", request.param.value, log=log) as live:
        yield live


def _add(client: Client, number: int, email: str = "new@x.example") -> object:
    return client.meetings.registrants.add(number, email=email, first_name="N")


def _add_to_webinar(client: Client, number: int, email: str = "new@x.example") -> object:
    return client.webinars.registrants.add(number, email=email, first_name="N")


def _blocked(client: Client) -> object:
    _add(client, seeds.MEETING_ID, "denied@x.example")
    client.meetings.registrants.deny(seeds.MEETING_ID, ["denied@x.example"])
    return _add(client, seeds.MEETING_ID, "denied@x.example")


def _full(client: Client) -> object:
    _add(client, seeds.FULL_MEETING_ID, "first@x.example")
    return _add(client, seeds.FULL_MEETING_ID, "second@x.example")


def _off(client: Client) -> int:
    return client.meetings.create(topic="Off", type=2, settings={"approval_type": 2}).id


def _series(client: Client) -> int:
    series = client.meetings.create(
        topic="Series", type=8, settings={"approval_type": 0}, recurrence={"type": 1, "end_times": 3}, duration=30
    )
    return series.id


BATCH: Any = [{"email": "b@x.example", "first_name": "B"}]
PROVOKED: dict[str, tuple[str, Callable[[Client], object], str]] = {
    "TokenInvalid": ("Unauthorized", lambda client: client.users.get(), "wrong"),
    "TokenExpired": ("Unauthorized", lambda client: client.users.get(), seeds.EXPIRED_TOKEN),
    "ScopeMissing": ("MissingScope", lambda client: client.users.list(), seeds.READ_TOKEN),
    "FieldsInvalid": ("ValidationFailed", lambda client: _add(client, seeds.MEETING_ID, "no email"), ""),
    "PageTokenInvalid": ("ValidationFailed", lambda client: client.meetings.list(next_page_token="x"), ""),
    "UserNotFound": ("UserNotFound", lambda client: client.users.get("nobody@x.example"), ""),
    "HostMissing": ("UserNotFound", lambda client: _add(client, seeds.GONE_MEETING_ID), ""),
    "MeetingNotFound": ("MeetingNotFound", lambda client: _add(client, 99), ""),
    "MeetingNotFound of a webinar": ("MeetingNotFound", lambda client: client.webinars.get(99), ""),
    "UserElsewhere": ("NotAllowed", lambda client: client.meetings.get(seeds.OTHER_MEETING_ID), ""),
    "HostUnlicensed": ("NotAllowed", lambda client: _add(client, seeds.BASIC_MEETING_ID), ""),
    "HostUnlicensed of a webinar": ("NotAllowed", lambda client: client.webinars.get(seeds.BASIC_WEBINAR_ID), ""),
    "HostUnlicensed on a list": (
        "NotAllowed",
        lambda client: client.meetings.registrants.list(seeds.BASIC_MEETING_ID),
        "",
    ),
    "KindMismatch": ("KindNotSupported", lambda client: client.meetings.get(seeds.WEBINAR_ID), ""),
    "KindMismatch of a webinar": ("KindNotSupported", lambda client: client.webinars.get(seeds.MEETING_ID), ""),
    "OccurrenceNotFound": ("NotFound", lambda client: client.meetings.get(_series(client), occurrence_id="1"), ""),
    "PanelistNotFound": ("NotFound", lambda client: client.webinars.panelists.remove(seeds.WEBINAR_ID, "x"), ""),
    "TrackingSourceNotFound": (
        "NotFound",
        lambda client: client.webinars.tracking_sources.remove(seeds.WEBINAR_ID, "x"),
        "",
    ),
    "RecordingNotFound": ("RecordingNotFound", lambda client: client.recordings.get(seeds.OPEN_MEETING_ID), ""),
    "RegistrationOff on add": ("RegistrationNotEnabled", lambda client: _add(client, _off(client)), ""),
    "RegistrationOff on batch": (
        "RegistrationNotEnabled",
        lambda client: client.meetings.registrants.add_batch(_off(client), BATCH),
        "",
    ),
    "RegistrationOff on a list": (
        "RegistrationNotEnabled",
        lambda client: client.meetings.registrants.list(_off(client)),
        "",
    ),
    "MeetingOver": ("RegistrationClosed", lambda client: _add(client, seeds.ENDED_MEETING_ID), ""),
    "NotScheduled": (
        "KindNotSupported",
        lambda client: client.meetings.registrants.add_batch(_series(client), BATCH),
        "",
    ),
    "CapacityReached": ("CapacityReached", _full, ""),
    "HostCannotRegister": ("HostCannotRegister", lambda client: _add(client, seeds.MEETING_ID, seeds.HOST_EMAIL), ""),
    "PanelistCannotRegister": (
        "PanelistCannotRegister",
        lambda client: _add_to_webinar(client, seeds.WEBINAR_ID, seeds.PANELIST_EMAIL),
        "",
    ),
    "RegistrantBlocked": ("RegistrantBlocked", _blocked, ""),
    "RegistrantNotFound": (
        "RegistrantNotFound",
        lambda client: client.meetings.registrants.get(seeds.MEETING_ID, "x"),
        "",
    ),
    "RegistrantNotFound on remove": (
        "RegistrantNotFound",
        lambda client: client.meetings.registrants.remove(seeds.MEETING_ID, "x"),
        "",
    ),
    "RegistrantsNotFound": (
        "RegistrantNotFound",
        lambda client: client.meetings.registrants.approve(seeds.MEETING_ID, ["x"]),
        "",
    ),
    "WebhookNotFound": ("NotFound", lambda client: client.webhooks.get("x"), ""),
    "NoticeNotFound": ("NotFound", lambda client: client.webhooks.resend("x"), ""),
    "ReceiverUnproven": (
        "ValidationFailed",
        lambda client: client.webhooks.create(url="https://localhost:9/x", events=["all"]),
        "",
    ),
}


@pytest.mark.parametrize("what", PROVOKED)
def test_a_refusal_of_a_live_desk_is_its_error(what: str, way: Way, desk: LiveDesk) -> None:
    name, call, token = PROVOKED[what]
    with (
        opened(way, base_url=f"http://{desk.host}:{desk.port}", token=token or desk.token) as client,
        pytest.raises(errors.ApiError) as refused,
    ):
        call(client)
    assert type(refused.value).__name__ == name
    assert refused.value.code
    assert refused.value.tracking_id
    assert refused.value.operation in BY_ID
    assert refused.value.message in str(refused.value)


def test_a_user_s_token_does_not_reach_the_meetings_of_others(desk: LiveDesk) -> None:
    with (
        opened("blocking", base_url=f"http://{desk.host}:{desk.port}", token=seeds.USER_TOKEN) as client,
        pytest.raises((errors.NotAllowed, errors.MeetingNotFound)),
    ):
        client.meetings.get(seeds.MEETING_ID)


def test_every_refusal_has_an_error() -> None:
    named = {refusal for operation in OPERATIONS for refusal in operation.refusals} | set(EVERYWHERE)
    assert named <= set(ERROR_OF)
    assert {row.refusal for row in answers.ANSWERS} == set(ERROR_OF)


SEEN_AS = {
    ("NotHost", "MeetingNotFound"): "the 2026 contract hides the meetings of others",
    ("UserElsewhere", "MeetingNotFound"): "the same, for a recording's settings and registrants",
    ("UserElsewhere", "KindNotSupported"): "one wording and code for both",
    ("KindMismatch", "NotAllowed"): "the same",
}
"""Refusals that an answer of the contract does not tell apart."""


@pytest.mark.parametrize("profile", list(Profile))
def test_every_answer_of_the_table_is_its_error(profile: Profile) -> None:
    for operation in OPERATIONS:
        for name in (*operation.refusals, *EVERYWHERE):
            row = answers.answer(name, operation.id, profile)
            facts = {part[1]: f"x-{part[1]}@x.example" for part in string.Formatter().parse(row.message) if part[1]}
            body = answers.body(row, facts)
            found = refusals.error(operation, Received(row.status, {}, b""), body, NOW)
            seen = type(found).__name__
            assert seen == ERROR_OF[name] or (name, seen) in SEEN_AS, (operation.id, name, body)


@pytest.mark.parametrize(
    ("operation", "status", "code", "message", "name"),
    [
        ("meetingRegistrantCreate", 404, 404, "No registration for you", "RegistrationNotEnabled"),
        ("meetingRegistrantCreate", 404, 3043, "It is full.", "CapacityReached"),
        ("webinarRegistrantStatus", 400, 3035, "Full!", "CapacityReached"),
        ("meetingRegistrantCreate", 400, 3038, "Too late", "RegistrationClosed"),
        ("meetingRegistrantGet", 404, 3001, "No such registrant", "RegistrantNotFound"),
        ("meeting", 404, 3001, "Gone", "MeetingNotFound"),
        ("meetingRegistrants", 400, 300, "The registration is not enabled here", "RegistrationNotEnabled"),
        ("meetingRegistrants", 400, 300, "Something is wrong", "ValidationFailed"),
        ("meeting", 401, 124, "Access token has expired.", "Unauthorized"),
        ("meeting", 401, 4711, "Invalid access token, does not contain scopes:[a]", "MissingScope"),
        ("meeting", 400, 104, "Invalid access token, does not contain scope", "MissingScope"),
        ("meeting", 403, 9999, "Who knows", "NotAllowed"),
        ("meeting", 404, 9999, "Who knows", "NotFound"),
        ("meeting", 400, 9999, "Who knows", "ApiError"),
        ("meeting", 500, 9999, "Who knows", "ServerError"),
        ("meeting", 429, 9999, "Who knows", "RateLimited"),
    ],
)
def test_an_answer_in_other_words_is_told_by_its_code_then_by_its_status(
    operation: str, status: int, code: int, message: str, name: str
) -> None:
    body = {"code": code, "message": message}
    assert type(refusals.error(BY_ID[operation], Received(status, {}, b""), body, NOW)).__name__ == name


def test_an_error_has_what_the_server_said(server: Server) -> None:
    for way in WAYS:
        server.plan(
            answer(
                400,
                {
                    "code": 300,
                    "message": "Validation Failed.",
                    "errors": [{"field": "email", "message": "Invalid field."}, 7],
                },
                {"x-zm-trackingid": "v=2.0;rid=1"},
            ),
            refusal(404, 3001, "Meeting does not exist: 1."),
        )
        with opened(way, base_url=server.url, token="t") as client:
            with pytest.raises(
                errors.ValidationFailed, match=r"Validation Failed\. \(email: Invalid field\.\)"
            ) as refused:
                client.meetings.update(1, topic="T")
            with pytest.raises(errors.NotFound):
                client.meetings.update(1, topic="T")
        error = refused.value
        assert (error.status, error.code, error.tracking_id, error.operation) == (
            400,
            300,
            "v=2.0;rid=1",
            "meetingUpdate",
        )
        assert error.errors == [errors.FieldError("email", "Invalid field.")]
        again = pickle.loads(pickle.dumps(error))
        assert (type(again), str(again), again.errors) == (type(error), str(error), error.errors)


def test_a_storage_that_is_gone_is_a_server_error(server: Server) -> None:
    server.always = refusal(503, 503, "The desk cannot reach its storage, or its disk is full. Try again in a moment.")
    with (
        opened("blocking", base_url=server.url, token="t") as client,
        pytest.raises(errors.ServerError) as failed,
    ):
        client.meetings.create(topic="T")
    assert failed.value.maybe_done
