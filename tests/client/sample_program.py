# ruff: noqa: T201 - it is a program
"""A program as a user writes it, which type checkers must find no fault with (it is not run)."""

import asyncio
from collections.abc import Iterator

from doorlist import AsyncClient, Client
from doorlist.client import (
    ApiError,
    CapacityReached,
    ConnectionFailed,
    DailyLimit,
    DoorlistError,
    FieldError,
    RegistrationNotEnabled,
)
from doorlist.client.bodies import BatchPerson, CustomAnswer, MeetingSettings, Pointer
from doorlist.client.replies import BatchEntry, Registrant, RegistrantCreated


def people() -> Iterator[BatchPerson]:
    """Whom to register."""
    yield {"email": "ada@example.com", "first_name": "Ada", "last_name": "Lovelace"}
    yield BatchPerson(email="bob@example.com", first_name="Bob")


def run() -> None:
    """Much of what the client can do."""
    settings: MeetingSettings = {"approval_type": 1, "registrants_confirmation_email": False}
    with Client(token="t", base_url="zoom", on_notice=print) as client:
        meeting = client.meetings.create(topic="T", type=2, start_time="2026-12-01T09:00:00Z", settings=settings)
        number: int = meeting.id
        answer: CustomAnswer = {"title": "Level", "value": "B2"}
        added: RegistrantCreated = client.meetings.registrants.add(
            number, email="ada@example.com", first_name="Ada", no_of_employees="1-20", custom_questions=[answer]
        )
        print(added.join_url.upper(), added.registrant_id, added.model_extra)
        entries: list[BatchEntry] = client.meetings.registrants.add_batch(number, people(), auto_approve=True)
        pointers: list[Pointer] = [{"id": entries[0].registrant_id}, {"email": "bob@example.com"}]
        client.meetings.registrants.set_status(number, "approve", pointers)
        client.meetings.registrants.deny(number, client.meetings.registrants.iter(number, status="pending"))
        first: Registrant | None = next(client.meetings.registrants.iter(number), None)
        if first is not None:
            print({each.title: each.value for each in first.custom_questions}, first.create_time)
            client.meetings.registrants.remove(number, first.id)
        client.meetings.registrants.update_questions(number, custom_questions=[{"title": "Level", "type": "short"}])
        page = client.recordings.registrants.list(number, status="pending", page_size=300)
        client.recordings.registrants.approve(number, page.registrants)
        client.webinars.registrants.add(1, email="a@b.example", first_name="A", source_id="x", language="de-DE")
        client.webinars.panelists.add(1, [{"email": "a@b.example", "name": "A"}])
        settings_now = client.meetings.get(number).settings
        print(settings_now.approval_type if settings_now else None)
        print([each.webhook_id for each in client.webhooks.list().webhooks], client.users.get().email)
        shown = client.request("meetingRegistrants", path={"meetingId": number}, query={"status": "denied"})
        print(shown["registrants"] if isinstance(shown, dict) else shown)


def guarded() -> None:
    """What can go wrong."""
    try:
        run()
    except CapacityReached as full:
        print(full.code, full.message)
    except DailyLimit as limit:
        print(limit.resumes_at.isoformat() if limit.resumes_at else "?", limit.subject, limit.email)
    except RegistrationNotEnabled as off:
        print(off.hint)
    except ApiError as refused:
        faults: list[FieldError] = refused.errors
        print([fault.field for fault in faults], refused.tracking_id)
    except ConnectionFailed as lost:
        print(lost.maybe_done)
    except DoorlistError as error:
        print([each.email for each in error.added], [each.get("id") for each in error.done])


async def run_async() -> None:
    """The same, awaited."""
    async with AsyncClient(account_id="a", client_id="b", client_secret="c", deadline_s=30) as client:
        added = await client.meetings.registrants.add(1, email="ada@example.com", first_name="Ada")
        print(added.registrant_id)
        async for each in client.meetings.registrants.iter(1, status="denied"):
            print(each.email)
        await client.meetings.registrants.approve(1, client.meetings.registrants.iter(1, status="pending"))
        await asyncio.gather(*(client.meetings.end(number) for number in (1, 2)))


if __name__ == "__main__":
    guarded()
    asyncio.run(run_async())
