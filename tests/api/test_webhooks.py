"""Webhooks over the API: added once their receiver proved itself, changed, removed, and their notices sent again."""

import asyncio
from collections.abc import Iterator
from typing import Any

import desks
import pytest
from desks import Clock, Desk, open_desk

from doorlist.contract.events import EVENTS, WEBHOOKS_MAX
from doorlist.sandbox import seeds
from doorlist.web import app
from doorlist.wire import signing

URL = "https://receiver.example/hook"


class Receivers:
    """Stands for the network's edge: what asking a receiver came to, and who was asked."""

    def __init__(self) -> None:
        self.why_not = ""
        self.asked: list[tuple[str, str]] = []

    async def __call__(self, url: str, secret: str) -> str:
        self.asked.append((url, secret))
        return self.why_not


@pytest.fixture
def receivers(monkeypatch: pytest.MonkeyPatch) -> Receivers:
    made = Receivers()
    monkeypatch.setattr(desks, "believed", made)
    return made


@pytest.fixture
def own_desk(migrated_url: str, moved: Clock, receivers: Receivers) -> Iterator[Desk]:
    """A desk of the test's own whose receivers are in the test's hands."""
    with open_desk(migrated_url, moved) as made:
        yield made


def added(desk: Desk, **fields: Any) -> dict[str, Any]:
    made = desk.call("POST", "/v2/webhooks", {"url": URL, "events": ["all"]} | fields)
    assert made.status == 201, made
    shown: dict[str, Any] = made.json
    return shown


def shown(desk: Desk, id: str) -> dict[str, Any]:
    found: dict[str, Any] = desk.call("GET", f"/v2/webhooks/{id}").json
    return found


def notices(desk: Desk, query: str = "") -> list[dict[str, Any]]:
    listed = desk.call("GET", f"/v2/webhooks/deliveries{query}")
    assert listed.status == 200, listed
    found: list[dict[str, Any]] = listed.json["deliveries"]
    return found


def test_a_webhook_is_added_once_its_receiver_proved_itself_and_shows_its_secret_once(
    own_desk: Desk, receivers: Receivers
) -> None:
    made = added(own_desk)
    assert receivers.asked == [(URL, made["secret"])]
    assert made["secret"].startswith("whsec_")
    assert made["secret"] == made["standard_secret"]
    assert signing.is_secret(made["secret"])
    assert (made["state"], made["reason"]) == ("active", "")
    assert made["events"] == [event.name for event in EVENTS]
    without = {name: value for name, value in made.items() if "secret" not in name}
    assert shown(own_desk, made["webhook_id"]) == without
    assert own_desk.call("GET", "/v2/webhooks").json == {"webhooks": [without]}


def test_a_receiver_that_does_not_prove_itself_is_refused_with_the_reason(own_desk: Desk, receivers: Receivers) -> None:
    receivers.why_not = "it answered 500"
    reply = own_desk.call("POST", "/v2/webhooks", {"url": URL, "events": ["all"]})
    assert (reply.status, reply.code) == (400, 422)
    assert f"The address {URL} was not validated: it answered 500." in reply.json["message"]
    assert own_desk.call("GET", "/v2/webhooks").json == {"webhooks": []}


def test_one_that_is_off_is_not_asked_and_is_told_nothing_until_it_is_turned_on(
    own_desk: Desk, receivers: Receivers
) -> None:
    made = added(own_desk, state="off")
    assert (made["state"], made["validated_at"], receivers.asked) == ("off", "", [])
    meeting = own_desk.meeting()
    own_desk.registrant(meeting, "ana@example.com")
    assert notices(own_desk) == []
    receivers.why_not = "it answered 500"
    assert own_desk.call("PATCH", f"/v2/webhooks/{made['webhook_id']}", {"state": "active"}).code == 422
    receivers.why_not = ""
    assert own_desk.call("PATCH", f"/v2/webhooks/{made['webhook_id']}", {"state": "active"}).status == 204
    assert receivers.asked == [(URL, made["secret"])] * 2
    own_desk.registrant(meeting, "bo@example.com")
    assert [each["event"] for each in notices(own_desk)] == ["meeting.registration_created"]


def test_a_secret_may_be_ones_own(own_desk: Desk) -> None:
    made = added(own_desk, secret="my-own-secret-123")
    assert made["secret"] == "my-own-secret-123"
    assert made["standard_secret"] == "whsec_bXktb3duLXNlY3JldC0xMjM="


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"url": "no address"}, "url"),
        ({"url": "ftp://receiver.example/"}, "url"),
        ({"events": []}, "events"),
        ({"events": ["meeting.started"]}, "events[0]"),
        ({"events": ["all", "phone.*"]}, "events[1]"),
        ({"events": "all"}, "events"),
        ({"secret": "short"}, "secret"),
        ({"secret": "has a blank in it, so no"}, "secret"),
        ({"secret": "whsec_this-is-no-base64!"}, "secret"),
        ({"secret": "whsec_c2hvcnQ="}, "secret"),
        ({"state": "failed"}, "state"),
    ],
)
def test_a_wrong_field_is_named(own_desk: Desk, receivers: Receivers, fields: dict[str, Any], field: str) -> None:
    reply = own_desk.call("POST", "/v2/webhooks", {"url": URL, "events": ["all"]} | fields)
    assert (reply.status, reply.code) == (400, 300)
    assert [each["field"] for each in reply.json["errors"]] == [field]
    assert receivers.asked == []


@pytest.mark.parametrize(
    ("wanted", "count"), [(["all"], 11), (["recording.*"], 3), (["webinar.*", "webinar.registration_denied"], 4)]
)
def test_events_are_named_one_by_one_or_by_their_kind(own_desk: Desk, wanted: list[str], count: int) -> None:
    assert len(added(own_desk, events=wanted)["events"]) == count


def test_an_account_has_so_many_webhooks_and_no_more(own_desk: Desk, receivers: Receivers) -> None:
    for _ in range(WEBHOOKS_MAX):
        added(own_desk, state="off")
    reply = own_desk.call("POST", "/v2/webhooks", {"url": URL, "events": ["all"]})
    assert (reply.status, reply.code) == (400, 409)
    assert receivers.asked == []


def test_a_new_address_must_prove_itself_and_other_changes_need_not(own_desk: Desk, receivers: Receivers) -> None:
    made = added(own_desk)
    receivers.asked.clear()
    place = f"/v2/webhooks/{made['webhook_id']}"
    assert own_desk.call("PATCH", place, {"events": ["recording.*"], "url": URL}).status == 204
    assert receivers.asked == []
    receivers.why_not = "it answered 404"
    assert own_desk.call("PATCH", place, {"url": "https://other.example/"}).code == 422
    assert shown(own_desk, made["webhook_id"])["url"] == URL
    receivers.why_not = ""
    assert own_desk.call("PATCH", place, {"url": "https://other.example/"}).status == 204
    after = shown(own_desk, made["webhook_id"])
    assert (after["url"], len(after["events"])) == ("https://other.example/", 3)
    assert {url for url, _ in receivers.asked} == {"https://other.example/"}


def test_validating_now_says_what_came_of_it(own_desk: Desk, receivers: Receivers) -> None:
    made = added(own_desk)
    receivers.why_not = "it answered 503"
    place = f"/v2/webhooks/{made['webhook_id']}/validate"
    failed = own_desk.call("POST", place).json
    assert (failed["state"], failed["reason"]) == ("failed", "it answered 503")
    receivers.why_not = ""
    good = own_desk.call("POST", place).json
    assert (good["state"], good["reason"]) == ("active", "")


def test_one_that_failed_its_validation_keeps_being_told(own_desk: Desk, receivers: Receivers) -> None:
    made = added(own_desk)
    receivers.why_not = "it answered 503"
    own_desk.call("POST", f"/v2/webhooks/{made['webhook_id']}/validate")
    own_desk.registrant(own_desk.meeting(), "ana@example.com")
    assert [each["state"] for each in notices(own_desk)] == ["waiting"]


def test_a_removed_webhook_is_gone_with_its_notices(own_desk: Desk) -> None:
    gone, stays = added(own_desk), added(own_desk)
    own_desk.registrant(own_desk.meeting(), "ana@example.com")
    assert len(notices(own_desk)) == 2
    assert own_desk.call("DELETE", f"/v2/webhooks/{gone['webhook_id']}").status == 204
    assert [each["webhook_id"] for each in notices(own_desk)] == [stays["webhook_id"]]
    for method, tail in (("GET", ""), ("DELETE", ""), ("PATCH", ""), ("POST", "/validate"), ("POST", "/replay")):
        body = {"PATCH": {"state": "off"}, "POST": {"since_hours": 1}}.get(method)
        reply = own_desk.call(method, f"/v2/webhooks/{gone['webhook_id']}{tail}", body)
        assert (reply.status, reply.code) == (404, 404)


def test_notices_are_listed_page_by_page_and_by_webhook_and_state(own_desk: Desk) -> None:
    one, two = added(own_desk, events=["meeting.registration_created"]), added(own_desk, events=["meeting.*"])
    meeting = own_desk.meeting()
    ids = [own_desk.registrant(meeting, f"guest{number}@example.com") for number in range(4)]
    own_desk.decide(meeting, "approve", *ids)
    assert len(notices(own_desk)) == 12
    assert len(notices(own_desk, f"?webhook_id={one['webhook_id']}")) == 4
    assert len(notices(own_desk, f"?webhook_id={two['webhook_id']}&state=waiting")) == 8
    assert notices(own_desk, "?state=failed") == notices(own_desk, "?webhook_id=nobody") == []
    seen: list[str] = []
    token = ""
    while True:
        page = own_desk.call("GET", f"/v2/webhooks/deliveries?page_size=5&next_page_token={token}").json
        assert page["total_records"] == 12
        seen += [each["notice_id"] for each in page["deliveries"]]
        token = page["next_page_token"]
        if not token:
            break
    assert seen == sorted(seen)
    assert len(set(seen)) == 12


def test_resending_and_replaying_need_something_to_send(own_desk: Desk) -> None:
    made = added(own_desk)
    assert own_desk.call("POST", "/v2/webhooks/deliveries/nobody/resend").code == 404
    own_desk.registrant(own_desk.meeting(), "ana@example.com")
    (waiting,) = notices(own_desk)
    assert own_desk.call("POST", f"/v2/webhooks/deliveries/{waiting['notice_id']}/resend").status == 204
    replayed = own_desk.call("POST", f"/v2/webhooks/{made['webhook_id']}/replay", {"since_hours": 1})
    assert replayed.json == {"replayed": 0}, "what waits is sent anyway"
    assert own_desk.call("POST", f"/v2/webhooks/{made['webhook_id']}/replay", {"since_hours": 0}).code == 300


def test_another_accounts_webhooks_are_out_of_reach(own_desk: Desk) -> None:
    made = added(own_desk)
    own_desk.registrant(own_desk.meeting(), "ana@example.com")
    (notice,) = notices(own_desk)
    own_desk.token, other = seeds.OTHER_TOKEN, own_desk.token
    assert own_desk.call("GET", "/v2/webhooks").json == {"webhooks": []}
    assert own_desk.call("GET", "/v2/webhooks/deliveries").json["deliveries"] == []
    assert own_desk.call("GET", f"/v2/webhooks/{made['webhook_id']}").status == 404
    assert own_desk.call("DELETE", f"/v2/webhooks/{made['webhook_id']}").status == 404
    assert own_desk.call("POST", f"/v2/webhooks/deliveries/{notice['notice_id']}/resend").status == 404
    own_desk.token = other
    assert len(notices(own_desk)) == 1


def test_a_token_for_ones_own_meetings_reaches_no_webhooks(own_desk: Desk) -> None:
    for method, path in (("GET", "/v2/webhooks"), ("POST", "/v2/webhooks"), ("GET", "/v2/webhooks/deliveries")):
        reply = own_desk.call(method, path, {"url": URL, "events": ["all"]}, token=seeds.USER_TOKEN)
        assert reply.code == 4711


def test_a_process_that_reaches_no_receivers_says_so() -> None:
    assert asyncio.run(app._asks_nobody(URL, "secret")) == "this process reaches no receivers"


def test_each_kind_of_roster_tells_of_its_people_and_of_who_decided(own_desk: Desk) -> None:
    added(own_desk)
    recorded = own_desk.recorded()
    place = f"/v2/meetings/{recorded}/recordings/registrants"
    made = own_desk.call("POST", place, {"email": "ana@example.com", "first_name": "Ana"}).json
    for action in ("approve", "deny"):
        own_desk.call("PUT", f"{place}/status", {"action": action, "registrants": [{"id": made["registrant_id"]}]})
    meeting = own_desk.meeting()
    batch = {"registrants": [{"email": f"guest{n}@example.com", "first_name": "Guest"} for n in range(3)]}
    assert own_desk.call("POST", f"/v2/meetings/{meeting}/batch_registrants", batch).status == 200
    assert [each["event"] for each in notices(own_desk)] == [
        "recording.registration_created",
        "recording.registration_approved",
        "recording.registration_denied",
        *["meeting.registration_created"] * 3,
    ]
