"""The same client at a stand-in of the real API, which has none of Doorlist's extensions."""

import asyncio

import pytest
from client import standin
from client.conftest import Open
from client.ways import Clock

from doorlist import AsyncClient
from doorlist.client import errors
from doorlist.client.bodies import BatchPerson

APP = {"account_id": "a", "client_id": "b", "client_secret": "c"}
PEOPLE: list[BatchPerson] = [{"email": f"P{number}@x.example", "first_name": "P"} for number in range(65)]


def test_a_roster_is_filled_decided_about_and_read(open_client: Open) -> None:
    with standin.standing() as (server, _):
        client = open_client(base_url=f"{server.url}/v2", **APP)
        added = client.meetings.registrants.add(standin.NUMBER, email="a@x.example", first_name="A")
        assert (added.registrant_id, added.join_url, added.topic, added.id) == ("id0", "", "", None)
        assert added.model_extra == {"novelty": {"a": [1]}}
        client.meetings.registrants.add_batch(standin.NUMBER, PEOPLE)
        pending = list(client.meetings.registrants.iter(standin.NUMBER, status="pending"))
        assert len(pending) == 66
        assert (pending[0].last_name, pending[0].custom_questions, pending[0].status) == ("", [], "")
        client.meetings.registrants.approve(standin.NUMBER, pending)
        assert client.meetings.registrants.list(standin.NUMBER).total_records == 66
        assert not client.is_doorlist
        with pytest.raises(errors.MeetingNotFound, match="We looked everywhere"):
            client.meetings.get(7)
        with pytest.raises(errors.ValidationFailed, match="not like the others"):
            client.meetings.registrants.add_batch(standin.NUMBER, [{"email": "x", "first_name": "X"}])


def test_nobody_is_sent_twice_when_answers_are_lost(open_client: Open, clock: Clock) -> None:
    with standin.standing() as (server, roster):
        client = open_client(base_url=server.url, surroundings=clock.surroundings(), **APP)
        roster.losing = 1
        entries = client.meetings.registrants.add_batch(standin.NUMBER, PEOPLE)
        roster.losing = 1
        client.meetings.registrants.add(standin.NUMBER, email="A@x.example", first_name="A")
        assert [each.email for each in entries] == [each["email"] for each in PEOPLE]
        assert sorted(roster.sent) == sorted([*(each["email"].lower() for each in PEOPLE), "a@x.example"])


def test_the_awaiting_client_decides_about_those_it_is_still_reading() -> None:
    async def run(url: str) -> int:
        async with AsyncClient(base_url=url, environ={}, account_id="a", client_id="b", client_secret="c") as client:
            await client.meetings.registrants.add_batch(standin.NUMBER, PEOPLE)
            waiting = client.meetings.registrants.iter(standin.NUMBER, status="pending")
            await client.meetings.registrants.approve(standin.NUMBER, waiting)
            return len([each async for each in client.meetings.registrants.iter(standin.NUMBER)])

    with standin.standing() as (server, _):
        assert asyncio.run(run(server.url)) == len(PEOPLE)
