"""Deliveries: what arrives, in which order, how often, and what becomes of those that do not."""

import asyncio
import contextlib
import threading
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from courier import receivers
from courier.conftest import Couriers, House
from courier.receivers import Receiver, receiving, verifies, verifies_as_standard
from storage import rolls
from surroundings import PATIENCE_S

from doorlist import clock, ids
from doorlist.contract.events import BY_NAME
from doorlist.courier import courier as module
from doorlist.courier import sending
from doorlist.courier.courier import Courier
from doorlist.courier.lanes import IN_FLIGHT_MAX, IN_FLIGHT_MIN, LEASE
from doorlist.desk import webhooks as desk
from doorlist.model import Action, Delivery, WebhookState
from doorlist.refusals import StorageUnavailable
from doorlist.rules.addresses import Reach
from doorlist.sandbox import seeds
from doorlist.storage import deliveries, outbox, webhooks
from doorlist.storage.database import Conflict, Tx, Unavailable
from doorlist.storage.store import Store
from doorlist.wire import signing

CREATED, APPROVED = "meeting.registration_created", "meeting.registration_approved"
DENIED, CANCELLED = "meeting.registration_denied", "meeting.registration_cancelled"
MINUTE = timedelta(minutes=1)


# --- what is told ----------------------------------------------------------------------------------------------------


def test_every_change_arrives_in_its_order_and_verifies_in_both_ways(house: House, courier: Couriers) -> None:
    async def scene() -> Receiver:
        async with receiving() as receiver, courier() as one:
            await house.webhook(receiver.url)
            ana = await house.add("ana@example.com")
            for action in (Action.APPROVE, Action.DENY, Action.APPROVE, Action.CANCEL):
                await house.decide(action, ana)
            await one.round()
            return receiver

    receiver = asyncio.run(scene())
    assert receiver.events == [CREATED, APPROVED, DENIED, APPROVED, CANCELLED]
    for arrival in receiver.got:
        assert verifies(arrival)
        assert verifies_as_standard(arrival)
        assert arrival.headers["content-type"] == "application/json; charset=utf-8"
        assert arrival.headers["clientid"] == "an-app"
        assert abs(int(arrival.headers["x-zm-request-timestamp"]) - clock.now().timestamp()) < PATIENCE_S
    assert len({arrival.id for arrival in receiver.got}) == 5
    assert set(house.states()) == {"delivered"}


def test_a_body_that_was_changed_does_not_verify(house: House, courier: Couriers) -> None:
    async def scene() -> Receiver:
        async with receiving() as receiver, courier() as one:
            await house.webhook(receiver.url)
            await house.add("ana@example.com")
            await one.round()
            return receiver

    (arrival,) = asyncio.run(scene()).got
    forged = receivers.Arrival(arrival.path, arrival.headers, arrival.body.replace(b"Ana", b"Eve"), 1)
    assert verifies(arrival)
    assert not verifies(forged)
    assert not verifies_as_standard(forged)
    assert not verifies(arrival, "another secret of some length")


def test_a_secret_of_the_owners_own_serves_both_signatures(house: House, courier: Couriers) -> None:
    async def scene() -> Receiver:
        async with receiving() as receiver, courier() as one:
            await house.webhook(receiver.url, secret="Zx81-my-own-secret")
            await house.add("ana@example.com")
            await one.round()
            return receiver

    (arrival,) = asyncio.run(scene()).got
    assert verifies(arrival, "Zx81-my-own-secret")
    assert verifies_as_standard(arrival, signing.standard("Zx81-my-own-secret"))


def test_what_changes_nothing_tells_nobody(house: House, courier: Couriers) -> None:
    async def scene() -> Receiver:
        async with receiving() as receiver, courier() as one:
            await house.webhook(receiver.url)
            ana = await house.add("ana@example.com")
            await house.add("ANA@example.com")
            for _ in range(2):
                await house.decide(Action.APPROVE, ana)
            await one.round()
            return receiver

    assert asyncio.run(scene()).events == [CREATED, APPROVED]


def test_coming_again_after_a_cancel_is_told_as_somebody_new(house: House, courier: Couriers) -> None:
    async def scene() -> Receiver:
        async with receiving() as receiver, courier() as one:
            await house.webhook(receiver.url)
            ana = await house.add("ana@example.com")
            await house.decide(Action.CANCEL, ana)
            assert await house.add("ana@example.com") == ana
            await one.round()
            return receiver

    receiver = asyncio.run(scene())
    assert receiver.events == [CREATED, CANCELLED, CREATED]
    assert len({arrival.registrant for arrival in receiver.got}) == 1


@pytest.mark.parametrize(("before", "told"), [(None, [CREATED, CANCELLED]), (Action.DENY, [CREATED, DENIED])])
def test_removing_somebody_cancels_what_stood(
    house: House, courier: Couriers, before: Action | None, told: list[str]
) -> None:
    async def scene() -> Receiver:
        async with receiving() as receiver, courier() as one:
            await house.webhook(receiver.url)
            ana = await house.add("ana@example.com")
            if before is not None:
                await house.decide(before, ana)
            await house.store.write(rolls.removing(seeds.MEETING_ID, ana))
            await one.round()
            return receiver

    assert asyncio.run(scene()).events == told


def test_a_webhook_gets_the_events_that_it_asked_for_and_one_that_is_off_none(house: House, courier: Couriers) -> None:
    async def scene() -> tuple[list[str], list[str]]:
        async with receiving() as one_of_them, receiving() as off, courier() as one:
            await house.webhook(one_of_them.url, APPROVED)
            new = desk.NewWebhook(off.url, frozenset(BY_NAME), receivers.SECRET, "an-app", off=True)
            await house.store.write(lambda tx: desk.add(tx, seeds.ACCOUNT_ID, new, now=clock.now()))
            ana = await house.add("ana@example.com")
            await house.decide(Action.APPROVE, ana)
            await one.round()
            return one_of_them.events, off.events

    assert asyncio.run(scene()) == ([APPROVED], [])
    assert len(house.notices()) == 1, "what nobody wants is not kept"


def test_a_refused_change_tells_nobody(house: House) -> None:
    async def scene() -> None:
        await house.webhook("http://127.0.0.1:9/")
        rolls.bound(house.store, seeds.OPEN_MEETING_ID, 1)
        works = [rolls.adding(seeds.OPEN_MEETING_ID, f"guest{number}@example.com") for number in range(5)]
        outcomes = await asyncio.gather(*(house.store.write(each) for each in works), return_exceptions=True)
        assert sum(isinstance(each, Exception) for each in outcomes) == 4

    asyncio.run(scene())
    assert len(house.notices()) == 1


def test_a_work_that_is_run_again_doubles_no_notice(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    commit, runs = house.store.driver.commit, []

    def fails_twice(connection: Any) -> None:
        runs.append(connection)
        if len(runs) in (2, 3):
            raise Conflict("in each other's way")
        commit(connection)

    async def scene() -> None:
        await house.webhook("http://127.0.0.1:9/")
        await house.add("ana@example.com")

    monkeypatch.setattr(house.store.driver, "commit", fails_twice)
    asyncio.run(scene())
    assert len(runs) == 4
    assert len(house.notices()) == 1


# --- when it does not arrive -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (receivers.status(500), "it answered 500"),
        (receivers.status(404), "it answered 404"),
        (receivers.status(302, "Location: http://127.0.0.1:9/"), "it answered 302: redirects are not followed"),
        (receivers.status(307, "Location: /elsewhere"), "it answered 307: redirects are not followed"),
        (receivers.closes, "it closed the connection without an answer"),
        (receivers.stalls, "no answer within 0.3 s"),
        (receivers.stalls_in_the_head, "no answer within 0.3 s"),
        (receivers.talks_nonsense, "its answer was not HTTP"),
    ],
    ids=["500", "404", "302", "307", "closes", "stalls", "stalls in the head", "nonsense"],
)
def test_it_is_tried_again_after_5_20_and_60_minutes_and_then_kept_as_failed(
    house: House, courier: Couriers, answer: receivers.Answer, reason: str
) -> None:
    async def scene() -> Receiver:
        async with receiving(answer) as receiver, courier(deadline_s=0.3) as one:
            await house.webhook(receiver.url)
            await house.add("ana@example.com")
            tried = [await one.round()]
            for minutes in (5, 20, 60):
                house.clock.move(minutes * MINUTE - timedelta(seconds=30))
                assert await one.round() == 0, "not yet"
                house.clock.move(timedelta(seconds=31))
                tried.append(await one.round())
            house.clock.move(timedelta(days=2))
            tried.append(await one.round())
            assert tried == [1, 1, 1, 1, 0]
            return receiver

    receiver = asyncio.run(scene())
    paths = {arrival.path for arrival in receiver.got}
    assert paths == {"/hook"}
    assert len({arrival.id for arrival in receiver.got}) == 1, "repeats are known by their id"
    assert len({arrival.headers["x-zm-trackingid"] for arrival in receiver.got}) == 1
    stamps = {arrival.headers["x-zm-request-timestamp"] for arrival in receiver.got}
    assert len(stamps) == 4
    assert len({arrival.headers["x-zm-signature"] for arrival in receiver.got}) == 4
    assert len({arrival.headers["webhook-signature"] for arrival in receiver.got}) == 4
    ((notice, tries),) = house.notices("failed")
    assert (notice.state.value, notice.attempts, notice.due_at) == ("failed", 4, None)
    assert len(tries) == 4
    assert all(each.reason.startswith(reason) for each in tries), tries


@pytest.mark.parametrize(
    "answer",
    [
        receivers.status(200),
        receivers.status(204),
        receivers.status(202),
        receivers.status(200, body=b"x" * 9000),
        receivers.drips,
        receivers.floods,
    ],
    ids=["200", "204", "202", "with a body", "drips", "floods"],
)
def test_a_status_of_success_is_enough_whatever_follows(
    house: House, courier: Couriers, answer: receivers.Answer
) -> None:
    async def scene() -> int:
        async with receiving(answer) as receiver, courier() as one:
            await house.webhook(receiver.url)
            await house.add("ana@example.com")
            return await one.round() + len(receiver.got)

    assert asyncio.run(scene()) == 2
    assert house.states() == ["delivered"]


def test_a_status_counts_though_its_body_takes_longer_than_the_deadline(
    house: House, courier: Couriers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "DRAIN_S", 1.2)

    async def scene() -> None:
        async with receiving(receivers.drips) as receiver, courier(deadline_s=0.8) as one:
            await house.webhook(receiver.url)
            await house.add("ana@example.com")
            assert await one.round() == 1

    asyncio.run(scene())
    assert house.states() == ["delivered"]


def test_a_receiver_that_nobody_listens_at_is_data(house: House, courier: Couriers) -> None:
    async def scene() -> None:
        async with receiving() as receiver:
            url = receiver.url
        async with courier() as one:
            await house.webhook(url)
            await house.add("ana@example.com")
            assert await one.round() == 1

    asyncio.run(scene())
    ((notice, tries),) = house.notices()
    assert notice.state.value == "waiting"
    assert tries[0].status == 0
    assert "cannot connect to" in tries[0].reason


def test_a_connection_that_was_closed_while_idle_is_replaced_at_once(house: House, courier: Couriers) -> None:
    async def scene() -> Receiver:
        async with receiving() as receiver, courier() as one:
            await house.webhook(receiver.url)
            await house.add("ana@example.com")
            await one.round()
            answers = iter([receivers.closes, receivers.ok])
            receiver.answer = lambda writer: next(answers)(writer)
            await house.add("bo@example.com")
            assert await one.round() == 1
            return receiver

    receiver = asyncio.run(scene())
    assert house.states() == ["delivered", "delivered"]
    assert [arrival.connection for arrival in receiver.got] == [1, 1, 2]


# --- order -----------------------------------------------------------------------------------------------------------


def test_a_later_notice_of_a_registrant_waits_for_an_earlier_one_and_nobody_else_does(
    house: House, courier: Couriers
) -> None:
    async def scene() -> Receiver:
        async with receiving(receivers.status(500)) as receiver, courier() as one:
            await house.webhook(receiver.url)
            ana = await house.add("ana@example.com")
            await house.decide(Action.APPROVE, ana)
            assert await one.round() == 1, "the approval waits"
            await house.decide(Action.DENY, ana)
            receiver.answer = receivers.ok
            await house.add("bo@example.com")
            assert await one.round() == 1, "bo does not wait for ana"
            house.clock.move(6 * MINUTE)
            assert await one.round() == 3
            return receiver

    receiver = asyncio.run(scene())
    assert receiver.events == [CREATED, CREATED, CREATED, APPROVED, DENIED]
    assert receiver.got[0].id == receiver.got[2].id


def test_when_an_earlier_notice_failed_for_good_the_later_ones_go_on(house: House, courier: Couriers) -> None:
    async def scene() -> Receiver:
        async with receiving(receivers.status(500)) as receiver, courier() as one:
            await house.webhook(receiver.url)
            ana = await house.add("ana@example.com")
            await house.decide(Action.APPROVE, ana)
            for minutes in (0, 6, 21):
                house.clock.move(minutes * MINUTE)
                assert await one.round() == 1
            house.clock.move(61 * MINUTE)
            receiver.answer = lambda writer: receivers.status(500 if len(receiver.got) == 4 else 200)(writer)
            assert await one.round() == 2
            return receiver

    assert asyncio.run(scene()).events == [CREATED] * 4 + [APPROVED]
    assert house.states() == ["failed", "delivered"]


def test_order_holds_for_each_registrant_whatever_fails(house: House, courier: Couriers) -> None:
    people = 12

    async def scene() -> Receiver:
        async with receiving() as receiver, courier() as one:
            count = 0

            async def moody(writer: Any) -> None:
                nonlocal count
                count += 1
                await receivers.status(500 if count % 3 == 0 else 200)(writer)
                if count % 3 != 0:
                    taken.append(receiver.got[-1])

            receiver.answer = moody
            await house.webhook(receiver.url)
            guests = [await house.add(f"guest{number}@example.com") for number in range(people)]
            await one.round()
            for action in (Action.APPROVE, Action.DENY, Action.APPROVE):
                await house.decide(action, *guests)
                await one.round()
            for _ in range(12):
                house.clock.move(61 * MINUTE)
                await one.round()
            return receiver

    taken: list[receivers.Arrival] = []
    asyncio.run(scene())
    assert set(house.states()) == {"delivered"}
    by_person: dict[str, list[str]] = {}
    for arrival in taken:
        by_person.setdefault(arrival.registrant, []).append(arrival.event)
    assert len(by_person) == people
    assert all(told == [CREATED, APPROVED, DENIED, APPROVED] for told in by_person.values()), by_person


# --- several webhooks, several couriers ------------------------------------------------------------------------------


def test_a_receiver_that_stalls_holds_up_nobody_else(house: House, courier: Couriers) -> None:
    people = 60

    async def scene() -> None:
        held = asyncio.Event()

        async def waits(writer: Any) -> None:
            await held.wait()
            await receivers.ok(writer)

        async with receiving(waits) as dead, receiving() as live, courier(deadline_s=PATIENCE_S) as one, one.at_work():
            await house.webhook(dead.url)
            await house.webhook(live.url)
            for number in range(people):
                await house.add(f"guest{number}@example.com")
            async with asyncio.timeout(PATIENCE_S / 2):
                while len(live.got) < people:
                    live.arrived.clear()
                    await live.arrived.wait()
            assert dead.at_once_most <= IN_FLIGHT_MAX, "bounded"
            held.set()

    asyncio.run(scene())


def test_a_receiver_that_fails_gets_fewer_at_a_time(house: House, courier: Couriers) -> None:
    async def refuses_slowly(writer: Any) -> None:
        await asyncio.sleep(0.005)
        await receivers.status(500)(writer)

    async def scene() -> Receiver:
        async with receiving(refuses_slowly) as receiver, courier() as one:
            await house.webhook(receiver.url)
            for number in range(40):
                await house.add(f"guest{number}@example.com")
            await one.round()
            receiver.at_once_most = 0
            house.clock.move(6 * MINUTE)
            await one.round()
            return receiver

    assert asyncio.run(scene()).at_once_most == IN_FLIGHT_MIN


def test_two_couriers_send_no_notice_twice(house: House, courier: Couriers) -> None:
    people = 150

    async def scene() -> Receiver:
        other = Store(house.store.driver.url().replace("postgresql+psycopg", "postgresql"))
        async with receiving() as receiver, courier() as one:
            await house.webhook(receiver.url)
            for number in range(people):
                await house.add(f"guest{number}@example.com")
            two = Courier(other, reach=Reach(loopback=True), keep_days=30)
            async with two.at_hand():
                tried = await asyncio.gather(one.round(), two.round(), one.round())
            assert sum(tried) >= people
            other.close()
            return receiver

    receiver = asyncio.run(scene())
    assert len(receiver.got) == people
    assert len({arrival.id for arrival in receiver.got}) == people
    assert set(house.states()) == {"delivered"}


def test_what_a_killed_courier_had_claimed_is_delivered_when_its_lease_is_over(house: House, courier: Couriers) -> None:
    async def scene() -> Receiver:
        async with receiving() as receiver, courier() as one:
            webhook = await house.webhook(receiver.url)
            await house.add("ana@example.com")
            now = clock.now()
            claimed = await house.store.write(
                lambda tx: outbox.claim(
                    tx, seeds.ACCOUNT_ID, webhook.id, lease=ids.ordered(), now=now, until=now + LEASE, count=10
                )
            )
            assert len(claimed) == 1
            assert await one.round() == 0, "it is somebody else's"
            house.clock.move(LEASE + timedelta(seconds=1))
            assert await one.round() == 1
            return receiver

    assert len(asyncio.run(scene()).got) == 1


def test_a_courier_whose_lease_ran_out_has_no_say_in_a_failure_but_in_a_success(house: House) -> None:
    async def scene() -> None:
        webhook = await house.webhook("http://127.0.0.1:9/")
        await house.add("ana@example.com")
        now = clock.now()

        def taking(lease: str, now: Any) -> Any:
            return lambda tx: outbox.claim(
                tx, seeds.ACCOUNT_ID, webhook.id, lease=lease, now=now, until=now + LEASE, count=10
            )

        (notice,) = await house.store.write(taking("first", now))
        await house.store.write(taking("second", now + LEASE))
        for reason, state in (("it answered 500", "waiting"), ("", "delivered")):
            tried = Delivery(notice.id, now, 500 if reason else 200, reason, 1)
            outcome = outbox.Outcome(notice, tried, now + MINUTE if reason else None)

            def work(tx: Any, outcome: outbox.Outcome = outcome) -> None:
                outbox.settle(tx, seeds.ACCOUNT_ID, [outcome], lease="first", now=now)

            await house.store.write(work)
            ((kept, _),) = house.notices()
            assert kept.state.value == state
            assert kept.attempts == (0 if reason else 1)

    asyncio.run(scene())


@pytest.mark.parametrize("failing", [2, 3])
def test_a_commit_that_fails_after_a_delivery_is_a_repeat_and_no_loss(
    house: House, courier: Couriers, monkeypatch: pytest.MonkeyPatch, failing: int
) -> None:
    async def scene() -> Receiver:
        async with receiving() as receiver, courier() as one:
            await house.webhook(receiver.url)
            await house.add("ana@example.com")
            commit, count = house.store.driver.commit, 0

            def full(connection: Any) -> None:
                nonlocal count
                count += 1
                if count == failing:
                    raise Unavailable("database or disk is full")
                commit(connection)

            monkeypatch.setattr(house.store.driver, "commit", full)
            for _ in range(3):
                with contextlib.suppress(StorageUnavailable):
                    await one.round()
                house.clock.move(LEASE + timedelta(seconds=1))
            return receiver

    receiver = asyncio.run(scene())
    assert len(receiver.got) == (2 if failing == 2 else 1)
    assert len({arrival.id for arrival in receiver.got}) == 1
    assert house.states() == ["delivered"]


# --- validation ------------------------------------------------------------------------------------------------------


def test_a_receiver_that_loses_its_secret_has_its_notices_held_until_it_proves_itself(
    house: House, courier: Couriers
) -> None:
    async def scene() -> Receiver:
        async with receiving() as receiver, courier() as one:
            webhook = await house.webhook(receiver.url)

            def state() -> WebhookState:
                found = house.store.read_now(lambda tx: webhooks.find(tx, seeds.ACCOUNT_ID, webhook.id))
                assert found is not None
                return found.state

            house.clock.move(timedelta(hours=71))
            await one.round()
            assert receiver.challenges == []
            receiver.proves = False
            house.clock.move(timedelta(hours=2))
            ana = await house.add("ana@example.com")
            await one.round()
            assert (len(receiver.challenges), state()) == (1, WebhookState.FAILED)
            await house.decide(Action.APPROVE, ana)
            await one.round()
            assert receiver.events == []
            receiver.proves = True
            await one.round()
            assert len(receiver.challenges) == 1, "not before five minutes"
            house.clock.move(6 * MINUTE)
            await one.round()
            assert (len(receiver.challenges), state()) == (2, WebhookState.ACTIVE)
            return receiver

    receiver = asyncio.run(scene())
    assert receiver.events == [CREATED, APPROVED]
    assert all(verifies(each) and verifies_as_standard(each) for each in receiver.challenges)


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (receivers.status(500), "it answered 500"),
        (receivers.status(200), "it did not answer with plainToken and encryptedToken as JSON"),
        (receivers.status(200, body=b"[1]"), "it did not answer with plainToken and encryptedToken as JSON"),
        (receivers.status(200, body=b"[" * 9000), "it did not answer with plainToken and encryptedToken as JSON"),
        (
            receivers.status(200, body=b'{"plainToken":"x","encryptedToken":"y"}'),
            "it answered with another plainToken",
        ),
        (receivers.floods, "it did not answer with plainToken and encryptedToken as JSON"),
        (receivers.drips, "no answer within 0.5 s"),
        (receivers.stalls, "no answer within 0.5 s"),
    ],
    ids=["500", "empty", "list", "deep", "another token", "floods", "drips", "stalls"],
)
def test_a_challenge_that_is_not_answered_says_why(
    house: House, courier: Couriers, answer: receivers.Answer, reason: str
) -> None:
    async def scene() -> str:
        async with receiving(answer, proves=False) as receiver, courier(deadline_s=0.5) as one:
            return await one.validate(receiver.url, receivers.SECRET)

    assert asyncio.run(scene()) == reason


def test_a_challenge_is_answered_by_who_has_the_secret_alone(house: House, courier: Couriers) -> None:
    async def scene() -> list[str]:
        async with receiving() as receiver, courier() as one:
            return [await one.validate(receiver.url, secret) for secret in (receivers.SECRET, "x" * 32)]

    assert asyncio.run(scene()) == ["", "its encryptedToken was not made with this webhook's secret"]


# --- again, and no more ----------------------------------------------------------------------------------------------


def test_a_notice_is_sent_again_with_its_id_when_asked(house: House, courier: Couriers) -> None:
    async def scene() -> Receiver:
        async with receiving() as receiver, courier() as one:
            await house.webhook(receiver.url)
            await house.add("ana@example.com")
            await one.round()
            ((notice, _),) = house.notices()
            await house.store.write(lambda tx: desk.resend(tx, seeds.ACCOUNT_ID, notice.id, now=clock.now()))
            await one.round()
            return receiver

    receiver = asyncio.run(scene())
    assert len(receiver.got) == 2
    assert len({arrival.id for arrival in receiver.got}) == 1
    assert len(house.notices()[0][1]) == 2


def test_what_happened_since_a_time_is_sent_again_in_order(house: House, courier: Couriers) -> None:
    async def scene() -> Receiver:
        async with receiving() as receiver, courier() as one:
            webhook = await house.webhook(receiver.url)
            await house.add("early@example.com")
            await one.round()
            house.clock.move(timedelta(hours=3))
            since = clock.now()
            ana = await house.add("ana@example.com")
            await house.decide(Action.APPROVE, ana)
            await one.round()
            receiver.got.clear()
            chosen = await house.store.read(lambda tx: desk.to_replay(tx, seeds.ACCOUNT_ID, webhook.id, since))
            now = clock.now()
            assert await house.store.write(lambda tx: desk.replay_some(tx, seeds.ACCOUNT_ID, chosen, now=now)) == 2
            await one.round()
            return receiver

    assert asyncio.run(scene()).events == [CREATED, APPROVED]


def test_old_notices_are_forgotten_and_waiting_ones_never(house: House, courier: Couriers) -> None:
    async def scene() -> None:
        async with receiving() as receiver, courier(keep_days=7) as one:
            await house.webhook(receiver.url)
            ana = await house.add("ana@example.com")
            await one.round()
            receiver.answer = receivers.status(500)
            await house.decide(Action.APPROVE, ana)
            await one.round()
            assert await one.forget() == 0
            house.clock.move(timedelta(days=8))
            assert await one.forget() == 1

    asyncio.run(scene())
    assert house.states() == ["waiting"]


def test_a_notice_that_is_resent_while_old_ones_are_forgotten_is_spared(house: House, courier: Couriers) -> None:
    async def scene() -> None:
        async with receiving() as receiver, courier() as one:
            await house.webhook(receiver.url)
            await house.add("ana@example.com")
            await one.round()
            later = clock.now() + timedelta(days=60)
            old = await house.store.read(lambda tx: deliveries.over(tx, seeds.ACCOUNT_ID, before=later, count=9))
            assert len(old) == 1
            await house.store.write(lambda tx: desk.resend(tx, seeds.ACCOUNT_ID, old[0], now=clock.now()))
            gone = await house.store.write(lambda tx: deliveries.forget(tx, seeds.ACCOUNT_ID, old, over=True))
            assert gone == 0
            await one.round()
            assert len(receiver.got) == 2

    asyncio.run(scene())
    assert house.states() == ["delivered"]


def test_a_look_that_fails_is_told_of_and_taken_again(
    house: House, courier: Couriers, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    real, looks = outbox.due, list[str]()

    def due(tx: Tx, *, now: datetime) -> Sequence[tuple[str, str]]:
        looks.append("")
        if len(looks) == 1:
            raise ZeroDivisionError("a defect")
        return real(tx, now=now)

    async def scene() -> None:
        monkeypatch.setattr(outbox, "due", due)
        async with receiving() as receiver, courier() as one:
            await house.webhook(receiver.url)
            await house.add("ana@example.com")
            async with one.at_work(), asyncio.timeout(PATIENCE_S):
                while not receiver.got:
                    await asyncio.sleep(0)

    asyncio.run(scene())
    assert "a defect" in caplog.text


def test_the_notices_of_a_webhook_go_with_it(house: House) -> None:
    async def scene() -> None:
        webhook = await house.webhook("http://127.0.0.1:9/")
        await house.add("ana@example.com")
        await house.store.write(lambda tx: desk.remove(tx, seeds.ACCOUNT_ID, webhook.id))
        assert await house.store.write(lambda tx: desk.forget_some(tx, seeds.ACCOUNT_ID, webhook.id))
        assert not await house.store.write(lambda tx: desk.forget_some(tx, seeds.ACCOUNT_ID, webhook.id))

    asyncio.run(scene())
    assert house.notices() == []


@pytest.mark.parametrize("at_work", [True, False], ids=["while it works", "before it begins"])
def test_a_clock_that_was_ahead_leaves_nothing_waiting_for_it(house: House, courier: Couriers, at_work: bool) -> None:
    async def scene() -> Receiver:
        async with receiving(receivers.status(500)) as receiver, courier() as one, contextlib.AsyncExitStack() as stack:
            house.clock.move(timedelta(days=365))
            webhook = await house.webhook(receiver.url)
            failed = replace(webhook, state=WebhookState.FAILED)
            await house.store.write(lambda tx: webhooks.save(tx, failed))
            later = await house.webhook(receiver.url)
            await house.add("ana@example.com")
            if at_work:
                await stack.enter_async_context(one.at_work())
                async with asyncio.timeout(PATIENCE_S):
                    while not [tries for _, tries in house.notices(webhook=later.id) if tries]:
                        await asyncio.sleep(0.01)
            receiver.answer = receivers.ok
            house.clock.move(timedelta(days=-365))
            if not at_work:
                await stack.enter_async_context(one.at_work())
            async with asyncio.timeout(PATIENCE_S):
                while set(house.states()) != {"delivered"}:
                    await asyncio.sleep(0.01)
            return receiver

    receiver = asyncio.run(scene())
    assert receiver.challenges, "the one that had failed was asked before its year was over"
    assert len({arrival.id for arrival in receiver.got}) == 2


# --- at work ---------------------------------------------------------------------------------------------------------


def test_a_new_notice_wakes_the_courier_at_once(
    house: House, courier: Couriers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "POLL_S", PATIENCE_S)

    async def scene() -> None:
        async with receiving() as receiver, courier() as one, one.at_work():
            await house.webhook(receiver.url)
            for email in ("ana@example.com", "bo@example.com"):
                receiver.arrived.clear()
                await house.add(email)
                async with asyncio.timeout(PATIENCE_S / 2):
                    await receiver.arrived.wait()

    asyncio.run(scene())


def test_stopping_ends_what_is_under_way_and_gives_back_the_rest(house: House, courier: Couriers) -> None:
    people = 50

    async def scene() -> Receiver:
        held = asyncio.Event()

        async def waits(writer: Any) -> None:
            await held.wait()
            await receivers.ok(writer)

        async with receiving(waits) as receiver, courier() as one:
            await house.webhook(receiver.url)
            for number in range(people):
                await house.add(f"guest{number}@example.com")
            async with one.at_work():
                async with asyncio.timeout(PATIENCE_S):
                    while len(receiver.got) < IN_FLIGHT_MAX:
                        receiver.arrived.clear()
                        await receiver.arrived.wait()
                asyncio.get_running_loop().call_later(0.1, held.set)
            return receiver

    receiver = asyncio.run(scene())
    states = house.states()
    assert len(receiver.got) == states.count("delivered") == IN_FLIGHT_MAX
    assert states.count("waiting") == people - IN_FLIGHT_MAX
    now = clock.now()
    assert all(notice.due_at is not None and notice.due_at <= now for notice, _ in house.notices("waiting"))


def test_notices_are_written_while_the_courier_sends(house: House, courier: Couriers) -> None:
    """Two threads add, decide and send at once; nothing is stuck behind a notice that is done with."""
    people = 25

    async def scene() -> Receiver:
        async with receiving() as receiver, courier() as one, one.at_work():
            await house.webhook(receiver.url)

            def register() -> None:
                for number in range(people):
                    added = house.store.write_now(rolls.adding(seeds.MEETING_ID, f"guest{number}@example.com"))
                    id = added.registrants[0].id
                    for action in (Action.APPROVE, Action.DENY, Action.APPROVE):
                        house.store.write_now(rolls.deciding(seeds.MEETING_ID, action, id))

            thread = threading.Thread(target=register)
            thread.start()
            async with asyncio.timeout(PATIENCE_S):
                while len(receiver.got) < 4 * people:
                    receiver.arrived.clear()
                    await receiver.arrived.wait()
            thread.join()
            return receiver

    receiver = asyncio.run(scene())
    by_person: dict[str, list[str]] = {}
    for arrival in receiver.got:
        by_person.setdefault(arrival.registrant, []).append(arrival.event)
    assert all(told == [CREATED, APPROVED, DENIED, APPROVED] for told in by_person.values())
    assert set(house.states()) == {"delivered"}
