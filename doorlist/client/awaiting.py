"""The client for programs that await: a method for each operation of the contract.

Generated from the contract by `python -m doorlist.client.generate`: change that, not this.
"""

import builtins
from collections.abc import AsyncIterable, AsyncIterator, Iterable, Mapping, Sequence
from typing import Literal

from doorlist.client import adding, bodies, calling, deciding, paging, replies
from doorlist.client.calling import Call
from doorlist.client.deciding import Pointing
from doorlist.client.running_async import AsyncRunner, Opened, gathered


class MeetingRegistrants:
    """The registrants of a meeting."""

    def __init__(self, runner: AsyncRunner) -> None:
        self._runner = runner

    async def list(
        self,
        meeting_id: int | str,
        *,
        occurrence_id: str | None = None,
        page_size: int | None = None,
        page_number: int | None = None,
        next_page_token: str | None = None,
        status: Literal["approved", "pending", "denied", "all", "cancelled"] = "approved",
        email: str | None = None,
    ) -> replies.RegistrantList:
        """List a meeting's registrants.

        Shows the approved unless status says otherwise. Oldest first.

        Args:
            meeting_id: The meeting's number, or its uuid.
            occurrence_id: The occurrence of a series that is meant, by its id; all of it where it is not given.
            page_size: Records in a page, 1 to 300; 30 where it is not given.
            page_number: The page, from 1; `next_page_token` wins over it.
            next_page_token: Where the page before this one ended, from its reply.
            status: Their status; `all` and `cancelled` are extensions of Doorlist.
            email: Only the registrant with this email (extension of Doorlist). At most 255 characters.

        Returns:
            `RegistrantList`: one page. `registrants` are the records, `next_page_token` is where the next begins
            ('' at the end).

        Raises:
            MeetingNotFound: there is no such meeting or webinar.
            NotAllowed: the meeting belongs to another account; a user's own token, and the meeting is somebody
                else's; the host's plan has no registration, or no webinars.
            KindNotSupported: a webinar's number where a meeting's belongs, or the other way round.
            UserNotFound: the meeting's host is no user any more.
            RegistrationNotEnabled: nobody can register to it.
            ValidationFailed: an argument is outside of its limits; the page token is not good any more: begin
                again.
            NotFound: the series has no such occurrence.
            DoorlistError: what any call may raise (see `Client`).

        Example::

            page = await client.meetings.registrants.list(68423085, status="pending", page_size=300)
            print(page.total_records, [each.email for each in page.registrants])

        Rate label: Medium. Scope: `meeting:read` or `meeting:read:list_registrants`. Source: public specification
        of 2026-08.
        """
        return await self._runner.run(
            calling.reply(
                self._runner.desk,
                Call(
                    "meetingRegistrants",
                    path={"meetingId": meeting_id},
                    query={
                        "occurrence_id": occurrence_id,
                        "page_size": page_size,
                        "page_number": page_number,
                        "next_page_token": next_page_token,
                        "status": status,
                        "email": email,
                    },
                ),
                replies.RegistrantList,
            )
        )

    def iter(
        self,
        meeting_id: int | str,
        *,
        occurrence_id: str | None = None,
        status: Literal["approved", "pending", "denied", "all", "cancelled"] = "approved",
        email: str | None = None,
    ) -> AsyncIterator[replies.Registrant]:
        """Go over a meeting's registrants, over all pages.

        Shows the approved unless status says otherwise. Oldest first.

        Args:
            meeting_id: The meeting's number, or its uuid.
            occurrence_id: The occurrence of a series that is meant, by its id; all of it where it is not given.
            status: Their status; `all` and `cancelled` are extensions of Doorlist.
            email: Only the registrant with this email (extension of Doorlist). At most 255 characters.

        Returns:
            An iterator over `Registrant`. Pages are asked for as they are needed, 300 records each.

        Raises:
            MeetingNotFound: there is no such meeting or webinar.
            NotAllowed: the meeting belongs to another account; a user's own token, and the meeting is somebody
                else's; the host's plan has no registration, or no webinars.
            KindNotSupported: a webinar's number where a meeting's belongs, or the other way round.
            UserNotFound: the meeting's host is no user any more.
            RegistrationNotEnabled: nobody can register to it.
            ValidationFailed: an argument is outside of its limits; the page token is not good any more: begin
                again.
            NotFound: the series has no such occurrence.
            DoorlistError: what any call may raise (see `Client`).

        Rate label: Medium. Scope: `meeting:read` or `meeting:read:list_registrants`. Source: public specification
        of 2026-08.
        """
        return self._runner.each(
            paging.Pages(
                self._runner.desk,
                Call(
                    "meetingRegistrants",
                    path={"meetingId": meeting_id},
                    query={"occurrence_id": occurrence_id, "status": status, "email": email},
                ),
                replies.RegistrantList,
                lambda page: page.registrants,
            )
        )

    async def add(
        self,
        meeting_id: int | str,
        *,
        email: str,
        first_name: str,
        last_name: str | None = None,
        address: str | None = None,
        city: str | None = None,
        state: str | None = None,
        zip: str | None = None,
        country: str | None = None,
        phone: str | None = None,
        comments: str | None = None,
        industry: str | None = None,
        job_title: str | None = None,
        no_of_employees: bodies.Employees | None = None,
        org: str | None = None,
        purchasing_time_frame: bodies.TimeFrame | None = None,
        role_in_purchase_process: bodies.Role | None = None,
        custom_questions: Sequence[bodies.CustomAnswer] | None = None,
        language: bodies.Language | Literal[""] | None = None,
        auto_approve: bool | None = None,
        occurrence_ids: str | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> replies.RegistrantCreated:
        """Register somebody to a meeting.

        An email that is registered already is answered with the registrant that it is. Where a connection is lost
        or the server fails, the email is looked up before it is sent again; what was found is returned, without
        what a list does not say.

        Args:
            meeting_id: The meeting's number, or its uuid.
            email: One email is one registrant, whatever its case. An address such as name@example.com. At most 128
                characters.
            first_name: Given name. At most 64 characters.
            last_name: Family name. At most 64 characters.
            address: Street address. At most 255 characters.
            city: City. At most 255 characters.
            state: State or province. At most 255 characters.
            zip: Postal code. At most 255 characters.
            country: Country, as a code of two letters. At most 255 characters.
            phone: Telephone number. At most 255 characters.
            comments: What the registrant wants to say or ask. At most 2,000 characters.
            industry: Line of business. At most 255 characters.
            job_title: Position. At most 255 characters.
            no_of_employees: How many people the organization employs.
            org: Organization. At most 255 characters.
            purchasing_time_frame: When they mean to buy.
            role_in_purchase_process: Their part in buying.
            custom_questions: Answers to the host's own questions. At most 50 of them.
            language: The registrant's language.
            auto_approve: Approve at once; counts only where the host approves by hand (approval_type 1).
            occurrence_ids: The occurrences of a series to register for: ids, separated by commas; all where not
                given.
            extra: More members of the body, as they are; they win over the arguments.

        Returns:
            `RegistrantCreated`: the new registrant, or the one that the email already is. Without `join_url` until
            the host approves.

        Raises:
            MeetingNotFound: there is no such meeting or webinar.
            NotAllowed: the meeting belongs to another account; a user's own token, and the meeting is somebody
                else's; the host's plan has no registration, or no webinars.
            KindNotSupported: a webinar's number where a meeting's belongs, or the other way round.
            UserNotFound: the meeting's host is no user any more.
            RegistrationNotEnabled: nobody can register to it.
            RegistrationClosed: it is over.
            ValidationFailed: an argument is outside of its limits.
            HostCannotRegister: the email is the host's.
            DailyLimit: one registrant's calls of the day are used up.
            RegistrantBlocked: the email was denied before.
            CapacityReached: it is full.
            NotFound: the series has no such occurrence.
            DoorlistError: what any call may raise (see `Client`).

        Example::

            added = await client.meetings.registrants.add(
                68423085, email="ada@example.com", first_name="Ada", custom_questions=[{"title": "Level", "value": "B2"}]
            )
            print(added.registrant_id, added.join_url)

        Rate label: Light, at most 3 a day for each registrant. Scope: `meeting:write` or
        `meeting:write:registrant`. Source: public specification of 2026-08; observed.
        """
        return await self._runner.run(
            adding.add(
                self._runner.desk,
                Call(
                    "meetingRegistrantCreate",
                    path={"meetingId": meeting_id},
                    query={"occurrence_ids": occurrence_ids},
                    body={
                        "email": email,
                        "first_name": first_name,
                        "last_name": last_name,
                        "address": address,
                        "city": city,
                        "state": state,
                        "zip": zip,
                        "country": country,
                        "phone": phone,
                        "comments": comments,
                        "industry": industry,
                        "job_title": job_title,
                        "no_of_employees": no_of_employees,
                        "org": org,
                        "purchasing_time_frame": purchasing_time_frame,
                        "role_in_purchase_process": role_in_purchase_process,
                        "custom_questions": custom_questions,
                        "language": language,
                        "auto_approve": auto_approve,
                    },
                    extra=extra,
                ),
                replies.RegistrantCreated,
            )
        )

    async def add_batch(
        self,
        meeting_id: int | str,
        people: Iterable[bodies.BatchPerson],
        *,
        auto_approve: bool | None = None,
        registrants_confirmation_email: bool | None = None,
    ) -> builtins.list[replies.BatchEntry]:
        """Register any number of people to a meeting.

        For scheduled meetings (type 2) alone. Of each 30 all go in, or none. Where a connection is lost, the emails
        are looked up, and those that are missing sent again. Where a later cut is refused, the error's `added` are
        the people that went in before.

        Args:
            meeting_id: The meeting's number, or its uuid.
            people: Dicts with `email`, `first_name` and, if you like, `last_name`; any number: 30 go into a
                request. Taken as they are needed.
            auto_approve: Approve at once; counts only where the host approves by hand (approval_type 1).
            registrants_confirmation_email: Mail registrants that they are registered.

        Returns:
            The people in the order they were given, with their ids and, once approved, join links.

        Raises:
            MeetingNotFound: there is no such meeting or webinar.
            NotAllowed: the meeting belongs to another account; a user's own token, and the meeting is somebody
                else's; the host's plan has no registration, or no webinars.
            KindNotSupported: a webinar's number where a meeting's belongs, or the other way round; the meeting or
                webinar does not take place once at a fixed time.
            UserNotFound: the meeting's host is no user any more.
            RegistrationNotEnabled: nobody can register to it.
            RegistrationClosed: it is over.
            ValidationFailed: an argument is outside of its limits.
            HostCannotRegister: the email is the host's.
            DailyLimit: one registrant's calls of the day are used up.
            RegistrantBlocked: the email was denied before.
            CapacityReached: it is full.
            DoorlistError: what any call may raise (see `Client`).

        Example::

            people = [{"email": "ada@example.com", "first_name": "Ada"}, {"email": "bob@example.com", "first_name": "Bob"}]
            for entry in await client.meetings.registrants.add_batch(68423085, people, auto_approve=True):
                print(entry.email, entry.join_url)

        Rate label: Heavy, at most 3 a day for each registrant. Scope: `meeting:write` or
        `meeting:write:batch_registrants`. Source: sample programs and collection of 2022; public specification of
        2026-08.
        """
        return await self._runner.run(
            adding.add_batch(
                self._runner.desk,
                Call(
                    "addBatchRegistrants",
                    path={"meetingId": meeting_id},
                    body={
                        "auto_approve": auto_approve,
                        "registrants_confirmation_email": registrants_confirmation_email,
                    },
                ),
                people,
            )
        )

    async def get(self, meeting_id: int | str, registrant_id: str) -> replies.Registrant:
        """Show a registrant.

        Args:
            meeting_id: The meeting's number, or its uuid.
            registrant_id: The registrant's id.

        Returns:
            `Registrant`: a registrant of a meeting; `join_url` is there while approved.

        Raises:
            MeetingNotFound: there is no such meeting or webinar.
            NotAllowed: the meeting belongs to another account; a user's own token, and the meeting is somebody
                else's; the host's plan has no registration, or no webinars.
            KindNotSupported: a webinar's number where a meeting's belongs, or the other way round.
            UserNotFound: the meeting's host is no user any more.
            RegistrationNotEnabled: nobody can register to it.
            RegistrantNotFound: there is no such registrant.
            DoorlistError: what any call may raise (see `Client`).

        Rate label: Light. Scope: `meeting:read` or `meeting:read:registrant`. Source: public specification of
        2026-08.
        """
        return await self._runner.run(
            calling.reply(
                self._runner.desk,
                Call("meetingRegistrantGet", path={"meetingId": meeting_id, "registrantId": registrant_id}),
                replies.Registrant,
            )
        )

    async def remove(self, meeting_id: int | str, registrant_id: str, *, occurrence_id: str | None = None) -> None:
        """Remove a registrant.

        The email may register again afterwards, as somebody new.

        Args:
            meeting_id: The meeting's number, or its uuid.
            registrant_id: The registrant's id.
            occurrence_id: The occurrence of a series that is meant, by its id; all of it where it is not given.

        Returns:
            Nothing.

        Raises:
            MeetingNotFound: there is no such meeting or webinar.
            NotAllowed: the meeting belongs to another account; a user's own token, and the meeting is somebody
                else's; the host's plan has no registration, or no webinars.
            KindNotSupported: a webinar's number where a meeting's belongs, or the other way round.
            UserNotFound: the meeting's host is no user any more.
            RegistrationNotEnabled: nobody can register to it.
            ValidationFailed: an argument is outside of its limits.
            NotFound: the series has no such occurrence.
            RegistrantNotFound: there is no such registrant.
            DoorlistError: what any call may raise (see `Client`).

        Rate label: Light. Scope: `meeting:write` or `meeting:delete:registrant`. Source: public specification of
        2026-08.
        """
        await self._runner.run(
            calling.done(
                self._runner.desk,
                Call(
                    "meetingregistrantdelete",
                    path={"meetingId": meeting_id, "registrantId": registrant_id},
                    query={"occurrence_id": occurrence_id},
                ),
            )
        )

    async def set_status(
        self,
        meeting_id: int | str,
        action: Literal["approve", "deny", "cancel"],
        registrants: Iterable[Pointing] | AsyncIterable[Pointing],
        *,
        occurrence_id: str | None = None,
    ) -> None:
        """Approve, deny or cancel any number of registrants of a meeting.

        Cancelled registrants are shown as denied. Those that are not on the roster are skipped, and named in a
        notice, as long as one of their cut is on it. Where a later cut is refused, the error's `done` are the
        registrants that earlier cuts decided about.

        Args:
            meeting_id: The meeting's number, or its uuid.
            action: What to decide.
            registrants: Who: ids, emails, dicts with `id`, `email` or both, or registrants as `list` gives them.
                Any number: 30 go into a request. All are read before the first request.
            occurrence_id: The occurrence of a series that is meant, by its id; all of it where it is not given.

        Returns:
            Nothing.

        Raises:
            MeetingNotFound: there is no such meeting or webinar.
            NotAllowed: the meeting belongs to another account; a user's own token, and the meeting is somebody
                else's; the host's plan has no registration, or no webinars.
            KindNotSupported: a webinar's number where a meeting's belongs, or the other way round.
            UserNotFound: the meeting's host is no user any more.
            RegistrationNotEnabled: nobody can register to it.
            ValidationFailed: an argument is outside of its limits.
            NotFound: the series has no such occurrence.
            RegistrantNotFound: none of the registrants is on the roster.
            DailyLimit: one registrant's calls of the day are used up.
            CapacityReached: it is full.
            DoorlistError: what any call may raise (see `Client`).

        Example::

            await client.meetings.registrants.set_status(68423085, "deny", ["ada@example.com", {"id": "9tboDiHUQAeOnbmudzWa5g"}])

        Rate label: Medium, at most 10 a day for each registrant. Scope: `meeting:write` or
        `meeting:update:registrant_status`. Source: sample programs and collection of 2022; public specification of
        2026-08.
        """
        await self._runner.run(
            deciding.set_status(
                self._runner.desk,
                Call(
                    "meetingRegistrantStatus",
                    path={"meetingId": meeting_id},
                    query={"occurrence_id": occurrence_id},
                    body={"action": action},
                ),
                await gathered(registrants),
            )
        )

    async def approve(
        self,
        meeting_id: int | str,
        registrants: Iterable[Pointing] | AsyncIterable[Pointing],
        *,
        occurrence_id: str | None = None,
    ) -> None:
        """Let registrants in, any number of them.

        Those that are not on the roster are skipped, and named in a notice, as long as one of their cut is on it.
        Where a later cut is refused, the error's `done` are the registrants that earlier cuts decided about.

        Args:
            meeting_id: The meeting's number, or its uuid.
            registrants: Who: ids, emails, dicts with `id`, `email` or both, or registrants as `list` gives them.
                Any number: 30 go into a request. All are read before the first request.
            occurrence_id: The occurrence of a series that is meant, by its id; all of it where it is not given.

        Returns:
            Nothing.

        Raises:
            MeetingNotFound: there is no such meeting or webinar.
            NotAllowed: the meeting belongs to another account; a user's own token, and the meeting is somebody
                else's; the host's plan has no registration, or no webinars.
            KindNotSupported: a webinar's number where a meeting's belongs, or the other way round.
            UserNotFound: the meeting's host is no user any more.
            RegistrationNotEnabled: nobody can register to it.
            ValidationFailed: an argument is outside of its limits.
            NotFound: the series has no such occurrence.
            RegistrantNotFound: none of the registrants is on the roster.
            DailyLimit: one registrant's calls of the day are used up.
            CapacityReached: it is full.
            DoorlistError: what any call may raise (see `Client`).

        Example::

            waiting = client.meetings.registrants.iter(68423085, status="pending")
            ours = (each async for each in waiting if each.email.endswith("@example.com"))
            await client.meetings.registrants.approve(68423085, ours)

        Rate label: Medium, at most 10 a day for each registrant. Scope: `meeting:write` or
        `meeting:update:registrant_status`. Source: sample programs and collection of 2022; public specification of
        2026-08.
        """
        await self._runner.run(
            deciding.set_status(
                self._runner.desk,
                Call(
                    "meetingRegistrantStatus",
                    path={"meetingId": meeting_id},
                    query={"occurrence_id": occurrence_id},
                    body={"action": "approve"},
                ),
                await gathered(registrants),
            )
        )

    async def deny(
        self,
        meeting_id: int | str,
        registrants: Iterable[Pointing] | AsyncIterable[Pointing],
        *,
        occurrence_id: str | None = None,
    ) -> None:
        """Turn registrants away, any number of them.

        Those that are not on the roster are skipped, and named in a notice, as long as one of their cut is on it.
        Where a later cut is refused, the error's `done` are the registrants that earlier cuts decided about.

        Args:
            meeting_id: The meeting's number, or its uuid.
            registrants: Who: ids, emails, dicts with `id`, `email` or both, or registrants as `list` gives them.
                Any number: 30 go into a request. All are read before the first request.
            occurrence_id: The occurrence of a series that is meant, by its id; all of it where it is not given.

        Returns:
            Nothing.

        Raises:
            MeetingNotFound: there is no such meeting or webinar.
            NotAllowed: the meeting belongs to another account; a user's own token, and the meeting is somebody
                else's; the host's plan has no registration, or no webinars.
            KindNotSupported: a webinar's number where a meeting's belongs, or the other way round.
            UserNotFound: the meeting's host is no user any more.
            RegistrationNotEnabled: nobody can register to it.
            ValidationFailed: an argument is outside of its limits.
            NotFound: the series has no such occurrence.
            RegistrantNotFound: none of the registrants is on the roster.
            DailyLimit: one registrant's calls of the day are used up.
            CapacityReached: it is full.
            DoorlistError: what any call may raise (see `Client`).

        Rate label: Medium, at most 10 a day for each registrant. Scope: `meeting:write` or
        `meeting:update:registrant_status`. Source: sample programs and collection of 2022; public specification of
        2026-08.
        """
        await self._runner.run(
            deciding.set_status(
                self._runner.desk,
                Call(
                    "meetingRegistrantStatus",
                    path={"meetingId": meeting_id},
                    query={"occurrence_id": occurrence_id},
                    body={"action": "deny"},
                ),
                await gathered(registrants),
            )
        )

    async def cancel(
        self,
        meeting_id: int | str,
        registrants: Iterable[Pointing] | AsyncIterable[Pointing],
        *,
        occurrence_id: str | None = None,
    ) -> None:
        """Cancel registrations, any number of them.

        Cancelled registrants are shown as denied. Those that are not on the roster are skipped, and named in a
        notice, as long as one of their cut is on it. Where a later cut is refused, the error's `done` are the
        registrants that earlier cuts decided about.

        Args:
            meeting_id: The meeting's number, or its uuid.
            registrants: Who: ids, emails, dicts with `id`, `email` or both, or registrants as `list` gives them.
                Any number: 30 go into a request. All are read before the first request.
            occurrence_id: The occurrence of a series that is meant, by its id; all of it where it is not given.

        Returns:
            Nothing.

        Raises:
            MeetingNotFound: there is no such meeting or webinar.
            NotAllowed: the meeting belongs to another account; a user's own token, and the meeting is somebody
                else's; the host's plan has no registration, or no webinars.
            KindNotSupported: a webinar's number where a meeting's belongs, or the other way round.
            UserNotFound: the meeting's host is no user any more.
            RegistrationNotEnabled: nobody can register to it.
            ValidationFailed: an argument is outside of its limits.
            NotFound: the series has no such occurrence.
            RegistrantNotFound: none of the registrants is on the roster.
            DailyLimit: one registrant's calls of the day are used up.
            CapacityReached: it is full.
            DoorlistError: what any call may raise (see `Client`).

        Rate label: Medium, at most 10 a day for each registrant. Scope: `meeting:write` or
        `meeting:update:registrant_status`. Source: sample programs and collection of 2022; public specification of
        2026-08.
        """
        await self._runner.run(
            deciding.set_status(
                self._runner.desk,
                Call(
                    "meetingRegistrantStatus",
                    path={"meetingId": meeting_id},
                    query={"occurrence_id": occurrence_id},
                    body={"action": "cancel"},
                ),
                await gathered(registrants),
            )
        )

    async def questions(self, meeting_id: int | str) -> replies.Questions:
        """Show what a meeting's form asks.

        Args:
            meeting_id: The meeting's number, or its uuid.

        Returns:
            `Questions`: what the form asks beside email and first name.

        Raises:
            MeetingNotFound: there is no such meeting or webinar.
            NotAllowed: the meeting belongs to another account; a user's own token, and the meeting is somebody
                else's; the host's plan has no registration, or no webinars.
            KindNotSupported: a webinar's number where a meeting's belongs, or the other way round.
            UserNotFound: the meeting's host is no user any more.
            RegistrationNotEnabled: nobody can register to it.
            DoorlistError: what any call may raise (see `Client`).

        Rate label: Light. Scope: `meeting:read` or `meeting:read:list_registration_questions`. Source: public
        specification of 2026-08.
        """
        return await self._runner.run(
            calling.reply(
                self._runner.desk,
                Call("meetingRegistrantsQuestionsGet", path={"meetingId": meeting_id}),
                replies.Questions,
            )
        )

    async def update_questions(
        self,
        meeting_id: int | str,
        *,
        custom_questions: Sequence[bodies.MeetingCustomQuestion] | None = None,
        questions: Sequence[bodies.StandardQuestion] | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> None:
        """Change what a meeting's form asks.

        Args:
            meeting_id: The meeting's number, or its uuid.
            custom_questions: The host's own questions. At most 50 of them.
            questions: The standard fields that are asked. At most 14 of them.
            extra: More members of the body, as they are; they win over the arguments.

        Returns:
            Nothing.

        Raises:
            MeetingNotFound: there is no such meeting or webinar.
            NotAllowed: the meeting belongs to another account; a user's own token, and the meeting is somebody
                else's; the host's plan has no registration, or no webinars.
            KindNotSupported: a webinar's number where a meeting's belongs, or the other way round.
            UserNotFound: the meeting's host is no user any more.
            RegistrationNotEnabled: nobody can register to it.
            ValidationFailed: an argument is outside of its limits.
            DoorlistError: what any call may raise (see `Client`).

        Rate label: Light. Scope: `meeting:write` or `meeting:update:registration_question`. Source: public
        specification of 2026-08.
        """
        await self._runner.run(
            calling.done(
                self._runner.desk,
                Call(
                    "meetingRegistrantQuestionUpdate",
                    path={"meetingId": meeting_id},
                    body={"custom_questions": custom_questions, "questions": questions},
                    extra=extra,
                ),
            )
        )


class RecordingRegistrants:
    """The registrants of a recording."""

    def __init__(self, runner: AsyncRunner) -> None:
        self._runner = runner

    async def list(
        self,
        meeting_id: int | str,
        *,
        page_size: int | None = None,
        page_number: int | None = None,
        next_page_token: str | None = None,
        status: Literal["approved", "pending", "denied", "all", "cancelled"] = "approved",
        email: str | None = None,
    ) -> replies.RecordingRegistrantList:
        """List a recording's registrants.

        Args:
            meeting_id: The meeting's number, or its uuid.
            page_size: Records in a page, 1 to 300; 30 where it is not given.
            page_number: The page, from 1; `next_page_token` wins over it.
            next_page_token: Where the page before this one ended, from its reply.
            status: Their status; `all` and `cancelled` are extensions of Doorlist.
            email: Only the registrant with this email (extension of Doorlist). At most 255 characters.

        Returns:
            `RecordingRegistrantList`: one page. `registrants` are the records, `next_page_token` is where the next
            begins ('' at the end).

        Raises:
            MeetingNotFound: there is no such meeting or webinar.
            NotAllowed: the meeting belongs to another account; a user's own token, and the meeting is somebody
                else's.
            UserNotFound: the meeting's host is no user any more.
            RecordingNotFound: the meeting has no recording.
            RegistrationNotEnabled: nobody can register to it.
            ValidationFailed: an argument is outside of its limits; the page token is not good any more: begin
                again.
            DoorlistError: what any call may raise (see `Client`).

        Rate label: Medium. Scope: `recording:read` or `cloud_recording:read:list_recording_registrants`. Source:
        public specification of 2026-08.
        """
        return await self._runner.run(
            calling.reply(
                self._runner.desk,
                Call(
                    "meetingRecordingRegistrants",
                    path={"meetingId": meeting_id},
                    query={
                        "page_size": page_size,
                        "page_number": page_number,
                        "next_page_token": next_page_token,
                        "status": status,
                        "email": email,
                    },
                ),
                replies.RecordingRegistrantList,
            )
        )

    def iter(
        self,
        meeting_id: int | str,
        *,
        status: Literal["approved", "pending", "denied", "all", "cancelled"] = "approved",
        email: str | None = None,
    ) -> AsyncIterator[replies.RecordingRegistrant]:
        """Go over a recording's registrants, over all pages.

        Args:
            meeting_id: The meeting's number, or its uuid.
            status: Their status; `all` and `cancelled` are extensions of Doorlist.
            email: Only the registrant with this email (extension of Doorlist). At most 255 characters.

        Returns:
            An iterator over `RecordingRegistrant`. Pages are asked for as they are needed, 300 records each.

        Raises:
            MeetingNotFound: there is no such meeting or webinar.
            NotAllowed: the meeting belongs to another account; a user's own token, and the meeting is somebody
                else's.
            UserNotFound: the meeting's host is no user any more.
            RecordingNotFound: the meeting has no recording.
            RegistrationNotEnabled: nobody can register to it.
            ValidationFailed: an argument is outside of its limits; the page token is not good any more: begin
                again.
            DoorlistError: what any call may raise (see `Client`).

        Rate label: Medium. Scope: `recording:read` or `cloud_recording:read:list_recording_registrants`. Source:
        public specification of 2026-08.
        """
        return self._runner.each(
            paging.Pages(
                self._runner.desk,
                Call(
                    "meetingRecordingRegistrants",
                    path={"meetingId": meeting_id},
                    query={"status": status, "email": email},
                ),
                replies.RecordingRegistrantList,
                lambda page: page.registrants,
            )
        )

    async def add(
        self,
        meeting_id: int | str,
        *,
        email: str,
        first_name: str,
        last_name: str | None = None,
        address: str | None = None,
        city: str | None = None,
        state: str | None = None,
        zip: str | None = None,
        country: str | None = None,
        phone: str | None = None,
        comments: str | None = None,
        industry: str | None = None,
        job_title: str | None = None,
        no_of_employees: bodies.Employees | None = None,
        org: str | None = None,
        purchasing_time_frame: bodies.TimeFrame | None = None,
        role_in_purchase_process: bodies.Role | None = None,
        custom_questions: Sequence[bodies.CustomAnswer] | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> replies.RecordingRegistrantCreated:
        """Register somebody to a recording.

        Where a connection is lost or the server fails, the email is looked up before it is sent again; what was
        found is returned, without what a list does not say.

        Args:
            meeting_id: The meeting's number, or its uuid.
            email: One email is one registrant, whatever its case. An address such as name@example.com. At most 128
                characters.
            first_name: Given name. At most 64 characters.
            last_name: Family name. At most 64 characters.
            address: Street address. At most 255 characters.
            city: City. At most 255 characters.
            state: State or province. At most 255 characters.
            zip: Postal code. At most 255 characters.
            country: Country, as a code of two letters. At most 255 characters.
            phone: Telephone number. At most 255 characters.
            comments: What the registrant wants to say or ask. At most 2,000 characters.
            industry: Line of business. At most 255 characters.
            job_title: Position. At most 255 characters.
            no_of_employees: How many people the organization employs.
            org: Organization. At most 255 characters.
            purchasing_time_frame: When they mean to buy.
            role_in_purchase_process: Their part in buying.
            custom_questions: Answers to the host's own questions. At most 50 of them.
            extra: More members of the body, as they are; they win over the arguments.

        Returns:
            `RecordingRegistrantCreated`: the new registrant of a recording; `share_url` opens the recording and
            nothing else, once approved.

        Raises:
            MeetingNotFound: there is no such meeting or webinar.
            NotAllowed: the meeting belongs to another account; a user's own token, and the meeting is somebody
                else's.
            UserNotFound: the meeting's host is no user any more.
            RecordingNotFound: the meeting has no recording.
            RegistrationNotEnabled: nobody can register to it.
            ValidationFailed: an argument is outside of its limits.
            HostCannotRegister: the email is the host's.
            RegistrantBlocked: the email was denied before.
            CapacityReached: it is full.
            DoorlistError: what any call may raise (see `Client`).

        Rate label: Light. Scope: `recording:write` or `cloud_recording:write:recording_registrant`. Source: public
        specification of 2026-08.
        """
        return await self._runner.run(
            adding.add(
                self._runner.desk,
                Call(
                    "meetingRecordingRegistrantCreate",
                    path={"meetingId": meeting_id},
                    body={
                        "email": email,
                        "first_name": first_name,
                        "last_name": last_name,
                        "address": address,
                        "city": city,
                        "state": state,
                        "zip": zip,
                        "country": country,
                        "phone": phone,
                        "comments": comments,
                        "industry": industry,
                        "job_title": job_title,
                        "no_of_employees": no_of_employees,
                        "org": org,
                        "purchasing_time_frame": purchasing_time_frame,
                        "role_in_purchase_process": role_in_purchase_process,
                        "custom_questions": custom_questions,
                    },
                    extra=extra,
                ),
                replies.RecordingRegistrantCreated,
            )
        )

    async def set_status(
        self,
        meeting_id: int | str,
        action: Literal["approve", "deny"],
        registrants: Iterable[bodies.RecordingPointer | str | replies.RecordingRegistrant]
        | AsyncIterable[bodies.RecordingPointer | str | replies.RecordingRegistrant],
    ) -> None:
        """Approve or deny any number of registrants of a recording.

        By id; a recording knows no cancel. Where a later cut is refused, the error's `done` are the registrants
        that earlier cuts decided about.

        Args:
            meeting_id: The meeting's number, or its uuid.
            action: What to decide.
            registrants: Who: ids, or registrants as `list` gives them. Any number: 30 go into a request. All are
                read before the first request.

        Returns:
            Nothing.

        Raises:
            MeetingNotFound: there is no such meeting or webinar.
            NotAllowed: the meeting belongs to another account; a user's own token, and the meeting is somebody
                else's.
            UserNotFound: the meeting's host is no user any more.
            RecordingNotFound: the meeting has no recording.
            RegistrationNotEnabled: nobody can register to it.
            ValidationFailed: an argument is outside of its limits.
            RegistrantNotFound: none of the registrants is on the roster.
            DailyLimit: one registrant's calls of the day are used up.
            CapacityReached: it is full.
            DoorlistError: what any call may raise (see `Client`).

        Rate label: Medium, at most 10 a day for each registrant. Scope: `recording:write` or
        `cloud_recording:update:registrant_status`. Source: sample programs and collection of 2022; public
        specification of 2026-08.
        """
        await self._runner.run(
            deciding.set_status(
                self._runner.desk,
                Call("meetingRecordingRegistrantStatus", path={"meetingId": meeting_id}, body={"action": action}),
                await gathered(registrants),
            )
        )

    async def approve(
        self,
        meeting_id: int | str,
        registrants: Iterable[bodies.RecordingPointer | str | replies.RecordingRegistrant]
        | AsyncIterable[bodies.RecordingPointer | str | replies.RecordingRegistrant],
    ) -> None:
        """Let registrants in, any number of them.

        By id; a recording knows no cancel. Where a later cut is refused, the error's `done` are the registrants
        that earlier cuts decided about.

        Args:
            meeting_id: The meeting's number, or its uuid.
            registrants: Who: ids, or registrants as `list` gives them. Any number: 30 go into a request. All are
                read before the first request.

        Returns:
            Nothing.

        Raises:
            MeetingNotFound: there is no such meeting or webinar.
            NotAllowed: the meeting belongs to another account; a user's own token, and the meeting is somebody
                else's.
            UserNotFound: the meeting's host is no user any more.
            RecordingNotFound: the meeting has no recording.
            RegistrationNotEnabled: nobody can register to it.
            ValidationFailed: an argument is outside of its limits.
            RegistrantNotFound: none of the registrants is on the roster.
            DailyLimit: one registrant's calls of the day are used up.
            CapacityReached: it is full.
            DoorlistError: what any call may raise (see `Client`).

        Example::

            waiting = client.recordings.registrants.iter(85746065, status="pending")
            await client.recordings.registrants.approve(85746065, waiting)

        Rate label: Medium, at most 10 a day for each registrant. Scope: `recording:write` or
        `cloud_recording:update:registrant_status`. Source: sample programs and collection of 2022; public
        specification of 2026-08.
        """
        await self._runner.run(
            deciding.set_status(
                self._runner.desk,
                Call("meetingRecordingRegistrantStatus", path={"meetingId": meeting_id}, body={"action": "approve"}),
                await gathered(registrants),
            )
        )

    async def deny(
        self,
        meeting_id: int | str,
        registrants: Iterable[bodies.RecordingPointer | str | replies.RecordingRegistrant]
        | AsyncIterable[bodies.RecordingPointer | str | replies.RecordingRegistrant],
    ) -> None:
        """Turn registrants away, any number of them.

        By id; a recording knows no cancel. Where a later cut is refused, the error's `done` are the registrants
        that earlier cuts decided about.

        Args:
            meeting_id: The meeting's number, or its uuid.
            registrants: Who: ids, or registrants as `list` gives them. Any number: 30 go into a request. All are
                read before the first request.

        Returns:
            Nothing.

        Raises:
            MeetingNotFound: there is no such meeting or webinar.
            NotAllowed: the meeting belongs to another account; a user's own token, and the meeting is somebody
                else's.
            UserNotFound: the meeting's host is no user any more.
            RecordingNotFound: the meeting has no recording.
            RegistrationNotEnabled: nobody can register to it.
            ValidationFailed: an argument is outside of its limits.
            RegistrantNotFound: none of the registrants is on the roster.
            DailyLimit: one registrant's calls of the day are used up.
            CapacityReached: it is full.
            DoorlistError: what any call may raise (see `Client`).

        Rate label: Medium, at most 10 a day for each registrant. Scope: `recording:write` or
        `cloud_recording:update:registrant_status`. Source: sample programs and collection of 2022; public
        specification of 2026-08.
        """
        await self._runner.run(
            deciding.set_status(
                self._runner.desk,
                Call("meetingRecordingRegistrantStatus", path={"meetingId": meeting_id}, body={"action": "deny"}),
                await gathered(registrants),
            )
        )

    async def questions(self, meeting_id: int | str) -> replies.Questions:
        """Show what a recording's form asks.

        Args:
            meeting_id: The meeting's number, or its uuid.

        Returns:
            `Questions`: what the form asks beside email and first name.

        Raises:
            MeetingNotFound: there is no such meeting or webinar.
            NotAllowed: the meeting belongs to another account; a user's own token, and the meeting is somebody
                else's.
            UserNotFound: the meeting's host is no user any more.
            RecordingNotFound: the meeting has no recording.
            DoorlistError: what any call may raise (see `Client`).

        Rate label: Light. Scope: `recording:read` or `cloud_recording:read:registration_questions`. Source: public
        specification of 2026-08.
        """
        return await self._runner.run(
            calling.reply(
                self._runner.desk,
                Call("recordingRegistrantsQuestionsGet", path={"meetingId": meeting_id}),
                replies.Questions,
            )
        )

    async def update_questions(
        self,
        meeting_id: int | str,
        *,
        custom_questions: Sequence[bodies.RecordingCustomQuestion] | None = None,
        questions: Sequence[bodies.StandardQuestion] | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> None:
        """Change what a recording's form asks.

        Args:
            meeting_id: The meeting's number, or its uuid.
            custom_questions: The host's own questions. At most 50 of them.
            questions: The standard fields that are asked. At most 14 of them.
            extra: More members of the body, as they are; they win over the arguments.

        Returns:
            Nothing.

        Raises:
            MeetingNotFound: there is no such meeting or webinar.
            NotAllowed: the meeting belongs to another account; a user's own token, and the meeting is somebody
                else's.
            UserNotFound: the meeting's host is no user any more.
            RecordingNotFound: the meeting has no recording.
            ValidationFailed: an argument is outside of its limits.
            DoorlistError: what any call may raise (see `Client`).

        Rate label: Light. Scope: `recording:write` or `cloud_recording:update:registration_questions`. Source:
        public specification of 2026-08.
        """
        await self._runner.run(
            calling.done(
                self._runner.desk,
                Call(
                    "recordingRegistrantQuestionUpdate",
                    path={"meetingId": meeting_id},
                    body={"custom_questions": custom_questions, "questions": questions},
                    extra=extra,
                ),
            )
        )


class Panelists:
    """Who speaks at a webinar."""

    def __init__(self, runner: AsyncRunner) -> None:
        self._runner = runner

    async def list(self, webinar_id: int | str) -> replies.PanelistList:
        """List a webinar's panelists.

        Args:
            webinar_id: The webinar's number, or its uuid.

        Returns:
            `PanelistList`: the panelists of a webinar.

        Raises:
            MeetingNotFound: there is no such meeting or webinar.
            NotAllowed: the meeting belongs to another account; a user's own token, and the meeting is somebody
                else's; the host's plan has no registration, or no webinars.
            KindNotSupported: a webinar's number where a meeting's belongs, or the other way round.
            UserNotFound: the meeting's host is no user any more.
            DoorlistError: what any call may raise (see `Client`).

        Rate label: Medium. Scope: `webinar:read` or `webinar:read:list_panelists`. Source: extension of Doorlist as
        far as our reference data go, which hold no panelists; the shape is that of published clients.
        """
        return await self._runner.run(
            calling.reply(
                self._runner.desk, Call("webinarPanelists", path={"webinarId": webinar_id}), replies.PanelistList
            )
        )

    async def add(
        self,
        webinar_id: int | str,
        panelists: Sequence[bodies.NewPanelist],
        *,
        extra: Mapping[str, object] | None = None,
    ) -> replies.PanelistsCreated:
        """Make people panelists of a webinar.

        Panelists have links of their own and cannot register.

        Args:
            webinar_id: The webinar's number, or its uuid.
            panelists: Who is to speak: dicts with `email` and `name`. At most 30 of them.
            extra: More members of the body, as they are; they win over the arguments.

        Returns:
            `PanelistsCreated`: the webinar that people are panelists of now.

        Raises:
            MeetingNotFound: there is no such meeting or webinar.
            NotAllowed: the meeting belongs to another account; a user's own token, and the meeting is somebody
                else's; the host's plan has no registration, or no webinars.
            KindNotSupported: a webinar's number where a meeting's belongs, or the other way round.
            UserNotFound: the meeting's host is no user any more.
            ValidationFailed: an argument is outside of its limits.
            DoorlistError: what any call may raise (see `Client`).

        Rate label: Medium. Scope: `webinar:write` or `webinar:write:panelist`. Source: extension of Doorlist as far
        as our reference data go, which hold no panelists; the shape is that of published clients.
        """
        return await self._runner.run(
            calling.reply(
                self._runner.desk,
                Call(
                    "webinarPanelistCreate", path={"webinarId": webinar_id}, body={"panelists": panelists}, extra=extra
                ),
                replies.PanelistsCreated,
            )
        )

    async def remove(self, webinar_id: int | str, panelist_id: str) -> None:
        """Dismiss a panelist of a webinar.

        Args:
            webinar_id: The webinar's number, or its uuid.
            panelist_id: The panelist's id.

        Returns:
            Nothing.

        Raises:
            MeetingNotFound: there is no such meeting or webinar.
            NotAllowed: the meeting belongs to another account; a user's own token, and the meeting is somebody
                else's; the host's plan has no registration, or no webinars.
            KindNotSupported: a webinar's number where a meeting's belongs, or the other way round.
            UserNotFound: the meeting's host is no user any more.
            NotFound: there is no such panelist.
            DoorlistError: what any call may raise (see `Client`).

        Rate label: Light. Scope: `webinar:write` or `webinar:delete:panelist`. Source: extension of Doorlist as far
        as our reference data go, which hold no panelists; the shape is that of published clients.
        """
        await self._runner.run(
            calling.done(
                self._runner.desk,
                Call("webinarPanelistDelete", path={"webinarId": webinar_id, "panelistId": panelist_id}),
            )
        )

    async def remove_all(self, webinar_id: int | str) -> None:
        """Dismiss every panelist of a webinar.

        Args:
            webinar_id: The webinar's number, or its uuid.

        Returns:
            Nothing.

        Raises:
            MeetingNotFound: there is no such meeting or webinar.
            NotAllowed: the meeting belongs to another account; a user's own token, and the meeting is somebody
                else's; the host's plan has no registration, or no webinars.
            KindNotSupported: a webinar's number where a meeting's belongs, or the other way round.
            UserNotFound: the meeting's host is no user any more.
            DoorlistError: what any call may raise (see `Client`).

        Rate label: Light. Scope: `webinar:write` or `webinar:delete:panelist`. Source: extension of Doorlist as far
        as our reference data go, which hold no panelists; the shape is that of published clients.
        """
        await self._runner.run(
            calling.done(self._runner.desk, Call("webinarPanelistsDelete", path={"webinarId": webinar_id}))
        )


class WebinarRegistrants:
    """The registrants of a webinar."""

    def __init__(self, runner: AsyncRunner) -> None:
        self._runner = runner

    async def list(
        self,
        webinar_id: int | str,
        *,
        occurrence_id: str | None = None,
        page_size: int | None = None,
        page_number: int | None = None,
        next_page_token: str | None = None,
        status: Literal["approved", "pending", "denied", "all", "cancelled"] = "approved",
        email: str | None = None,
        tracking_source_id: str | None = None,
    ) -> replies.RegistrantList:
        """List a webinar's registrants.

        Shows the approved unless status says otherwise. Oldest first.

        Args:
            webinar_id: The webinar's number, or its uuid.
            occurrence_id: The occurrence of a series that is meant, by its id; all of it where it is not given.
            page_size: Records in a page, 1 to 300; 30 where it is not given.
            page_number: The page, from 1; `next_page_token` wins over it.
            next_page_token: Where the page before this one ended, from its reply.
            status: Their status; `all` and `cancelled` are extensions of Doorlist.
            email: Only the registrant with this email (extension of Doorlist). At most 255 characters.
            tracking_source_id: Only those who came from this tracking source. At most 255 characters.

        Returns:
            `RegistrantList`: one page. `registrants` are the records, `next_page_token` is where the next begins
            ('' at the end).

        Raises:
            MeetingNotFound: there is no such meeting or webinar.
            NotAllowed: the meeting belongs to another account; a user's own token, and the meeting is somebody
                else's; the host's plan has no registration, or no webinars.
            KindNotSupported: a webinar's number where a meeting's belongs, or the other way round.
            UserNotFound: the meeting's host is no user any more.
            RegistrationNotEnabled: nobody can register to it.
            ValidationFailed: an argument is outside of its limits; the page token is not good any more: begin
                again.
            NotFound: the series has no such occurrence.
            DoorlistError: what any call may raise (see `Client`).

        Rate label: Medium. Scope: `webinar:read` or `webinar:read:list_registrants`. Source: public specification
        of 2026-08.
        """
        return await self._runner.run(
            calling.reply(
                self._runner.desk,
                Call(
                    "webinarRegistrants",
                    path={"webinarId": webinar_id},
                    query={
                        "occurrence_id": occurrence_id,
                        "page_size": page_size,
                        "page_number": page_number,
                        "next_page_token": next_page_token,
                        "status": status,
                        "email": email,
                        "tracking_source_id": tracking_source_id,
                    },
                ),
                replies.RegistrantList,
            )
        )

    def iter(
        self,
        webinar_id: int | str,
        *,
        occurrence_id: str | None = None,
        status: Literal["approved", "pending", "denied", "all", "cancelled"] = "approved",
        email: str | None = None,
        tracking_source_id: str | None = None,
    ) -> AsyncIterator[replies.Registrant]:
        """Go over a webinar's registrants, over all pages.

        Shows the approved unless status says otherwise. Oldest first.

        Args:
            webinar_id: The webinar's number, or its uuid.
            occurrence_id: The occurrence of a series that is meant, by its id; all of it where it is not given.
            status: Their status; `all` and `cancelled` are extensions of Doorlist.
            email: Only the registrant with this email (extension of Doorlist). At most 255 characters.
            tracking_source_id: Only those who came from this tracking source. At most 255 characters.

        Returns:
            An iterator over `Registrant`. Pages are asked for as they are needed, 300 records each.

        Raises:
            MeetingNotFound: there is no such meeting or webinar.
            NotAllowed: the meeting belongs to another account; a user's own token, and the meeting is somebody
                else's; the host's plan has no registration, or no webinars.
            KindNotSupported: a webinar's number where a meeting's belongs, or the other way round.
            UserNotFound: the meeting's host is no user any more.
            RegistrationNotEnabled: nobody can register to it.
            ValidationFailed: an argument is outside of its limits; the page token is not good any more: begin
                again.
            NotFound: the series has no such occurrence.
            DoorlistError: what any call may raise (see `Client`).

        Rate label: Medium. Scope: `webinar:read` or `webinar:read:list_registrants`. Source: public specification
        of 2026-08.
        """
        return self._runner.each(
            paging.Pages(
                self._runner.desk,
                Call(
                    "webinarRegistrants",
                    path={"webinarId": webinar_id},
                    query={
                        "occurrence_id": occurrence_id,
                        "status": status,
                        "email": email,
                        "tracking_source_id": tracking_source_id,
                    },
                ),
                replies.RegistrantList,
                lambda page: page.registrants,
            )
        )

    async def add(
        self,
        webinar_id: int | str,
        *,
        email: str,
        first_name: str,
        last_name: str | None = None,
        address: str | None = None,
        city: str | None = None,
        state: str | None = None,
        zip: str | None = None,
        country: str | None = None,
        phone: str | None = None,
        comments: str | None = None,
        industry: str | None = None,
        job_title: str | None = None,
        no_of_employees: bodies.Employees | None = None,
        org: str | None = None,
        purchasing_time_frame: bodies.TimeFrame | None = None,
        role_in_purchase_process: bodies.Role | None = None,
        custom_questions: Sequence[bodies.CustomAnswer] | None = None,
        language: bodies.Language | Literal[""] | None = None,
        auto_approve: bool | None = None,
        source_id: str | None = None,
        occurrence_ids: str | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> replies.RegistrantCreated:
        """Register somebody to a webinar.

        An email that is registered already is answered with the registrant that it is. Where a connection is lost
        or the server fails, the email is looked up before it is sent again; what was found is returned, without
        what a list does not say.

        Args:
            webinar_id: The webinar's number, or its uuid.
            email: One email is one registrant, whatever its case. An address such as name@example.com. At most 128
                characters.
            first_name: Given name. At most 64 characters.
            last_name: Family name. At most 64 characters.
            address: Street address. At most 255 characters.
            city: City. At most 255 characters.
            state: State or province. At most 255 characters.
            zip: Postal code. At most 255 characters.
            country: Country, as a code of two letters. At most 255 characters.
            phone: Telephone number. At most 255 characters.
            comments: What the registrant wants to say or ask. At most 2,000 characters.
            industry: Line of business. At most 255 characters.
            job_title: Position. At most 255 characters.
            no_of_employees: How many people the organization employs.
            org: Organization. At most 255 characters.
            purchasing_time_frame: When they mean to buy.
            role_in_purchase_process: Their part in buying.
            custom_questions: Answers to the host's own questions. At most 50 of them.
            language: The registrant's language.
            auto_approve: Approve at once; counts only where the host approves by hand (approval_type 1).
            source_id: The tracking source that they come from. At most 255 characters.
            occurrence_ids: The occurrences of a series to register for: ids, separated by commas; all where not
                given.
            extra: More members of the body, as they are; they win over the arguments.

        Returns:
            `RegistrantCreated`: the new registrant, or the one that the email already is. Without `join_url` until
            the host approves.

        Raises:
            MeetingNotFound: there is no such meeting or webinar.
            NotAllowed: the meeting belongs to another account; a user's own token, and the meeting is somebody
                else's; the host's plan has no registration, or no webinars.
            KindNotSupported: a webinar's number where a meeting's belongs, or the other way round.
            UserNotFound: the meeting's host is no user any more.
            RegistrationNotEnabled: nobody can register to it.
            RegistrationClosed: it is over.
            ValidationFailed: an argument is outside of its limits.
            HostCannotRegister: the email is the host's.
            DailyLimit: one registrant's calls of the day are used up.
            RegistrantBlocked: the email was denied before.
            CapacityReached: it is full.
            NotFound: the series has no such occurrence.
            PanelistCannotRegister: the email is a panelist's.
            DoorlistError: what any call may raise (see `Client`).

        Rate label: Light, at most 3 a day for each registrant. Scope: `webinar:write` or
        `webinar:write:registrant`. Source: public specification of 2026-08.
        """
        return await self._runner.run(
            adding.add(
                self._runner.desk,
                Call(
                    "webinarRegistrantCreate",
                    path={"webinarId": webinar_id},
                    query={"occurrence_ids": occurrence_ids},
                    body={
                        "email": email,
                        "first_name": first_name,
                        "last_name": last_name,
                        "address": address,
                        "city": city,
                        "state": state,
                        "zip": zip,
                        "country": country,
                        "phone": phone,
                        "comments": comments,
                        "industry": industry,
                        "job_title": job_title,
                        "no_of_employees": no_of_employees,
                        "org": org,
                        "purchasing_time_frame": purchasing_time_frame,
                        "role_in_purchase_process": role_in_purchase_process,
                        "custom_questions": custom_questions,
                        "language": language,
                        "auto_approve": auto_approve,
                        "source_id": source_id,
                    },
                    extra=extra,
                ),
                replies.RegistrantCreated,
            )
        )

    async def add_batch(
        self, webinar_id: int | str, people: Iterable[bodies.BatchPerson], *, auto_approve: bool | None = None
    ) -> builtins.list[replies.BatchEntry]:
        """Register any number of people to a webinar.

        For webinars that take place once (type 5) alone. Of each 30 all go in, or none. Where a connection is lost,
        the emails are looked up, and those that are missing sent again. Where a later cut is refused, the error's
        `added` are the people that went in before.

        Args:
            webinar_id: The webinar's number, or its uuid.
            people: Dicts with `email`, `first_name` and, if you like, `last_name`; any number: 30 go into a
                request. Taken as they are needed.
            auto_approve: Approve at once; counts only where the host approves by hand (approval_type 1).

        Returns:
            The people in the order they were given, with their ids and, once approved, join links.

        Raises:
            MeetingNotFound: there is no such meeting or webinar.
            NotAllowed: the meeting belongs to another account; a user's own token, and the meeting is somebody
                else's; the host's plan has no registration, or no webinars.
            KindNotSupported: a webinar's number where a meeting's belongs, or the other way round; the meeting or
                webinar does not take place once at a fixed time.
            UserNotFound: the meeting's host is no user any more.
            RegistrationNotEnabled: nobody can register to it.
            RegistrationClosed: it is over.
            ValidationFailed: an argument is outside of its limits.
            HostCannotRegister: the email is the host's.
            DailyLimit: one registrant's calls of the day are used up.
            RegistrantBlocked: the email was denied before.
            CapacityReached: it is full.
            PanelistCannotRegister: the email is a panelist's.
            DoorlistError: what any call may raise (see `Client`).

        Rate label: Heavy, at most 3 a day for each registrant. Scope: `webinar:write` or
        `webinar:write:batch_registrants`. Source: public specification of 2026-08.
        """
        return await self._runner.run(
            adding.add_batch(
                self._runner.desk,
                Call("addBatchWebinarRegistrants", path={"webinarId": webinar_id}, body={"auto_approve": auto_approve}),
                people,
            )
        )

    async def get(
        self, webinar_id: int | str, registrant_id: str, *, occurrence_id: str | None = None
    ) -> replies.WebinarRegistrant:
        """Show a registrant of a webinar.

        Args:
            webinar_id: The webinar's number, or its uuid.
            registrant_id: The registrant's id.
            occurrence_id: The occurrence of a series that is meant, by its id; all of it where it is not given.

        Returns:
            `WebinarRegistrant`: a registrant of a webinar, shown alone; `language` is there where it was given.

        Raises:
            MeetingNotFound: there is no such meeting or webinar.
            NotAllowed: the meeting belongs to another account; a user's own token, and the meeting is somebody
                else's; the host's plan has no registration, or no webinars.
            KindNotSupported: a webinar's number where a meeting's belongs, or the other way round.
            UserNotFound: the meeting's host is no user any more.
            RegistrationNotEnabled: nobody can register to it.
            ValidationFailed: an argument is outside of its limits.
            NotFound: the series has no such occurrence.
            RegistrantNotFound: there is no such registrant.
            DoorlistError: what any call may raise (see `Client`).

        Rate label: Light. Scope: `webinar:read` or `webinar:read:registrant`. Source: public specification of
        2026-08.
        """
        return await self._runner.run(
            calling.reply(
                self._runner.desk,
                Call(
                    "webinarRegistrantGet",
                    path={"webinarId": webinar_id, "registrantId": registrant_id},
                    query={"occurrence_id": occurrence_id},
                ),
                replies.WebinarRegistrant,
            )
        )

    async def remove(self, webinar_id: int | str, registrant_id: str, *, occurrence_id: str | None = None) -> None:
        """Remove a registrant of a webinar.

        The email may register again afterwards, as somebody new.

        Args:
            webinar_id: The webinar's number, or its uuid.
            registrant_id: The registrant's id.
            occurrence_id: The occurrence of a series that is meant, by its id; all of it where it is not given.

        Returns:
            Nothing.

        Raises:
            MeetingNotFound: there is no such meeting or webinar.
            NotAllowed: the meeting belongs to another account; a user's own token, and the meeting is somebody
                else's; the host's plan has no registration, or no webinars.
            KindNotSupported: a webinar's number where a meeting's belongs, or the other way round.
            UserNotFound: the meeting's host is no user any more.
            RegistrationNotEnabled: nobody can register to it.
            ValidationFailed: an argument is outside of its limits.
            NotFound: the series has no such occurrence.
            RegistrantNotFound: there is no such registrant.
            DoorlistError: what any call may raise (see `Client`).

        Rate label: Light. Scope: `webinar:write` or `webinar:delete:registrant`. Source: public specification of
        2026-08.
        """
        await self._runner.run(
            calling.done(
                self._runner.desk,
                Call(
                    "deleteWebinarRegistrant",
                    path={"webinarId": webinar_id, "registrantId": registrant_id},
                    query={"occurrence_id": occurrence_id},
                ),
            )
        )

    async def set_status(
        self,
        webinar_id: int | str,
        action: Literal["approve", "deny", "cancel"],
        registrants: Iterable[Pointing] | AsyncIterable[Pointing],
        *,
        occurrence_id: str | None = None,
    ) -> None:
        """Approve, deny or cancel any number of registrants of a webinar.

        Cancelled registrants are shown as denied. Those that are not on the roster are skipped, and named in a
        notice, as long as one of their cut is on it. Where a later cut is refused, the error's `done` are the
        registrants that earlier cuts decided about.

        Args:
            webinar_id: The webinar's number, or its uuid.
            action: What to decide.
            registrants: Who: ids, emails, dicts with `id`, `email` or both, or registrants as `list` gives them.
                Any number: 30 go into a request. All are read before the first request.
            occurrence_id: The occurrence of a series that is meant, by its id; all of it where it is not given.

        Returns:
            Nothing.

        Raises:
            MeetingNotFound: there is no such meeting or webinar.
            NotAllowed: the meeting belongs to another account; a user's own token, and the meeting is somebody
                else's; the host's plan has no registration, or no webinars.
            KindNotSupported: a webinar's number where a meeting's belongs, or the other way round.
            UserNotFound: the meeting's host is no user any more.
            RegistrationNotEnabled: nobody can register to it.
            ValidationFailed: an argument is outside of its limits.
            NotFound: the series has no such occurrence.
            RegistrantNotFound: none of the registrants is on the roster.
            DailyLimit: one registrant's calls of the day are used up.
            CapacityReached: it is full.
            DoorlistError: what any call may raise (see `Client`).

        Rate label: Medium, at most 10 a day for each registrant. Scope: `webinar:write` or
        `webinar:update:registrant_status`. Source: public specification of 2026-08.
        """
        await self._runner.run(
            deciding.set_status(
                self._runner.desk,
                Call(
                    "webinarRegistrantStatus",
                    path={"webinarId": webinar_id},
                    query={"occurrence_id": occurrence_id},
                    body={"action": action},
                ),
                await gathered(registrants),
            )
        )

    async def approve(
        self,
        webinar_id: int | str,
        registrants: Iterable[Pointing] | AsyncIterable[Pointing],
        *,
        occurrence_id: str | None = None,
    ) -> None:
        """Let registrants in, any number of them.

        Those that are not on the roster are skipped, and named in a notice, as long as one of their cut is on it.
        Where a later cut is refused, the error's `done` are the registrants that earlier cuts decided about.

        Args:
            webinar_id: The webinar's number, or its uuid.
            registrants: Who: ids, emails, dicts with `id`, `email` or both, or registrants as `list` gives them.
                Any number: 30 go into a request. All are read before the first request.
            occurrence_id: The occurrence of a series that is meant, by its id; all of it where it is not given.

        Returns:
            Nothing.

        Raises:
            MeetingNotFound: there is no such meeting or webinar.
            NotAllowed: the meeting belongs to another account; a user's own token, and the meeting is somebody
                else's; the host's plan has no registration, or no webinars.
            KindNotSupported: a webinar's number where a meeting's belongs, or the other way round.
            UserNotFound: the meeting's host is no user any more.
            RegistrationNotEnabled: nobody can register to it.
            ValidationFailed: an argument is outside of its limits.
            NotFound: the series has no such occurrence.
            RegistrantNotFound: none of the registrants is on the roster.
            DailyLimit: one registrant's calls of the day are used up.
            CapacityReached: it is full.
            DoorlistError: what any call may raise (see `Client`).

        Rate label: Medium, at most 10 a day for each registrant. Scope: `webinar:write` or
        `webinar:update:registrant_status`. Source: public specification of 2026-08.
        """
        await self._runner.run(
            deciding.set_status(
                self._runner.desk,
                Call(
                    "webinarRegistrantStatus",
                    path={"webinarId": webinar_id},
                    query={"occurrence_id": occurrence_id},
                    body={"action": "approve"},
                ),
                await gathered(registrants),
            )
        )

    async def deny(
        self,
        webinar_id: int | str,
        registrants: Iterable[Pointing] | AsyncIterable[Pointing],
        *,
        occurrence_id: str | None = None,
    ) -> None:
        """Turn registrants away, any number of them.

        Those that are not on the roster are skipped, and named in a notice, as long as one of their cut is on it.
        Where a later cut is refused, the error's `done` are the registrants that earlier cuts decided about.

        Args:
            webinar_id: The webinar's number, or its uuid.
            registrants: Who: ids, emails, dicts with `id`, `email` or both, or registrants as `list` gives them.
                Any number: 30 go into a request. All are read before the first request.
            occurrence_id: The occurrence of a series that is meant, by its id; all of it where it is not given.

        Returns:
            Nothing.

        Raises:
            MeetingNotFound: there is no such meeting or webinar.
            NotAllowed: the meeting belongs to another account; a user's own token, and the meeting is somebody
                else's; the host's plan has no registration, or no webinars.
            KindNotSupported: a webinar's number where a meeting's belongs, or the other way round.
            UserNotFound: the meeting's host is no user any more.
            RegistrationNotEnabled: nobody can register to it.
            ValidationFailed: an argument is outside of its limits.
            NotFound: the series has no such occurrence.
            RegistrantNotFound: none of the registrants is on the roster.
            DailyLimit: one registrant's calls of the day are used up.
            CapacityReached: it is full.
            DoorlistError: what any call may raise (see `Client`).

        Rate label: Medium, at most 10 a day for each registrant. Scope: `webinar:write` or
        `webinar:update:registrant_status`. Source: public specification of 2026-08.
        """
        await self._runner.run(
            deciding.set_status(
                self._runner.desk,
                Call(
                    "webinarRegistrantStatus",
                    path={"webinarId": webinar_id},
                    query={"occurrence_id": occurrence_id},
                    body={"action": "deny"},
                ),
                await gathered(registrants),
            )
        )

    async def cancel(
        self,
        webinar_id: int | str,
        registrants: Iterable[Pointing] | AsyncIterable[Pointing],
        *,
        occurrence_id: str | None = None,
    ) -> None:
        """Cancel registrations, any number of them.

        Cancelled registrants are shown as denied. Those that are not on the roster are skipped, and named in a
        notice, as long as one of their cut is on it. Where a later cut is refused, the error's `done` are the
        registrants that earlier cuts decided about.

        Args:
            webinar_id: The webinar's number, or its uuid.
            registrants: Who: ids, emails, dicts with `id`, `email` or both, or registrants as `list` gives them.
                Any number: 30 go into a request. All are read before the first request.
            occurrence_id: The occurrence of a series that is meant, by its id; all of it where it is not given.

        Returns:
            Nothing.

        Raises:
            MeetingNotFound: there is no such meeting or webinar.
            NotAllowed: the meeting belongs to another account; a user's own token, and the meeting is somebody
                else's; the host's plan has no registration, or no webinars.
            KindNotSupported: a webinar's number where a meeting's belongs, or the other way round.
            UserNotFound: the meeting's host is no user any more.
            RegistrationNotEnabled: nobody can register to it.
            ValidationFailed: an argument is outside of its limits.
            NotFound: the series has no such occurrence.
            RegistrantNotFound: none of the registrants is on the roster.
            DailyLimit: one registrant's calls of the day are used up.
            CapacityReached: it is full.
            DoorlistError: what any call may raise (see `Client`).

        Rate label: Medium, at most 10 a day for each registrant. Scope: `webinar:write` or
        `webinar:update:registrant_status`. Source: public specification of 2026-08.
        """
        await self._runner.run(
            deciding.set_status(
                self._runner.desk,
                Call(
                    "webinarRegistrantStatus",
                    path={"webinarId": webinar_id},
                    query={"occurrence_id": occurrence_id},
                    body={"action": "cancel"},
                ),
                await gathered(registrants),
            )
        )

    async def questions(self, webinar_id: int | str) -> replies.WebinarQuestions:
        """Show what a webinar's form asks.

        Args:
            webinar_id: The webinar's number, or its uuid.

        Returns:
            `WebinarQuestions`: what a webinar's form asks beside email and first name.

        Raises:
            MeetingNotFound: there is no such meeting or webinar.
            NotAllowed: the meeting belongs to another account; a user's own token, and the meeting is somebody
                else's; the host's plan has no registration, or no webinars.
            KindNotSupported: a webinar's number where a meeting's belongs, or the other way round.
            UserNotFound: the meeting's host is no user any more.
            RegistrationNotEnabled: nobody can register to it.
            DoorlistError: what any call may raise (see `Client`).

        Rate label: Light. Scope: `webinar:read` or `webinar:read:list_registration_questions`. Source: public
        specification of 2026-08.
        """
        return await self._runner.run(
            calling.reply(
                self._runner.desk,
                Call("webinarRegistrantsQuestionsGet", path={"webinarId": webinar_id}),
                replies.WebinarQuestions,
            )
        )

    async def update_questions(
        self,
        webinar_id: int | str,
        *,
        custom_questions: Sequence[bodies.WebinarCustomQuestion] | None = None,
        questions: Sequence[bodies.StandardQuestion] | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> None:
        """Change what a webinar's form asks.

        Args:
            webinar_id: The webinar's number, or its uuid.
            custom_questions: The host's own questions. At most 50 of them.
            questions: The standard fields that are asked. At most 14 of them.
            extra: More members of the body, as they are; they win over the arguments.

        Returns:
            Nothing.

        Raises:
            MeetingNotFound: there is no such meeting or webinar.
            NotAllowed: the meeting belongs to another account; a user's own token, and the meeting is somebody
                else's; the host's plan has no registration, or no webinars.
            KindNotSupported: a webinar's number where a meeting's belongs, or the other way round.
            UserNotFound: the meeting's host is no user any more.
            RegistrationNotEnabled: nobody can register to it.
            ValidationFailed: an argument is outside of its limits.
            DoorlistError: what any call may raise (see `Client`).

        Rate label: Light. Scope: `webinar:write` or `webinar:update:registration_question`. Source: public
        specification of 2026-08.
        """
        await self._runner.run(
            calling.done(
                self._runner.desk,
                Call(
                    "webinarRegistrantQuestionUpdate",
                    path={"webinarId": webinar_id},
                    body={"custom_questions": custom_questions, "questions": questions},
                    extra=extra,
                ),
            )
        )


class TrackingSources:
    """Where a webinar's registrants come from."""

    def __init__(self, runner: AsyncRunner) -> None:
        self._runner = runner

    async def list(self, webinar_id: int | str) -> replies.TrackingSourceList:
        """Show where a webinar's registrants come from.

        Args:
            webinar_id: The webinar's number, or its uuid.

        Returns:
            `TrackingSourceList`: the tracking sources of a webinar. `total_records` counts the registrations.

        Raises:
            MeetingNotFound: there is no such meeting or webinar.
            NotAllowed: the meeting belongs to another account; a user's own token, and the meeting is somebody
                else's; the host's plan has no registration, or no webinars.
            KindNotSupported: a webinar's number where a meeting's belongs, or the other way round.
            UserNotFound: the meeting's host is no user any more.
            DoorlistError: what any call may raise (see `Client`).

        Rate label: Medium. Scope: `webinar:read` or `webinar:read:list_tracking_sources`. Source: public
        specification of 2026-08.
        """
        return await self._runner.run(
            calling.reply(
                self._runner.desk,
                Call("getTrackingSources", path={"webinarId": webinar_id}),
                replies.TrackingSourceList,
            )
        )

    async def create(
        self, webinar_id: int | str, source_name: str, *, extra: Mapping[str, object] | None = None
    ) -> replies.TrackingSource:
        """Make a tracking source.

        An extension of Doorlist, which the real API does not have.

        Args:
            webinar_id: The webinar's number, or its uuid.
            source_name: A newsletter, say. At most 64 characters.
            extra: More members of the body, as they are; they win over the arguments.

        Returns:
            `TrackingSource`: a tracking source, with how many registered by its link and how often that was opened.

        Raises:
            MeetingNotFound: there is no such meeting or webinar.
            NotAllowed: the meeting belongs to another account; a user's own token, and the meeting is somebody
                else's; the host's plan has no registration, or no webinars.
            KindNotSupported: a webinar's number where a meeting's belongs, or the other way round.
            UserNotFound: the meeting's host is no user any more.
            ValidationFailed: an argument is outside of its limits.
            DoorlistError: what any call may raise (see `Client`).

        Rate label: Light. Scope: `webinar:write` or `webinar:write:tracking_source`. Source: extension of Doorlist:
        the real API cannot make a tracking source.
        """
        return await self._runner.run(
            calling.reply(
                self._runner.desk,
                Call(
                    "trackingSourceCreate",
                    path={"webinarId": webinar_id},
                    body={"source_name": source_name},
                    extra=extra,
                ),
                replies.TrackingSource,
            )
        )

    async def remove(self, webinar_id: int | str, source_id: str) -> None:
        """Remove a tracking source.

        An extension of Doorlist, which the real API does not have. Who came from there stays registered.

        Args:
            webinar_id: The webinar's number, or its uuid.
            source_id: The tracking source's id.

        Returns:
            Nothing.

        Raises:
            MeetingNotFound: there is no such meeting or webinar.
            NotAllowed: the meeting belongs to another account; a user's own token, and the meeting is somebody
                else's; the host's plan has no registration, or no webinars.
            KindNotSupported: a webinar's number where a meeting's belongs, or the other way round.
            UserNotFound: the meeting's host is no user any more.
            NotFound: there is no such tracking source.
            DoorlistError: what any call may raise (see `Client`).

        Rate label: Light. Scope: `webinar:write` or `webinar:delete:tracking_source`. Source: extension of
        Doorlist: the real API cannot remove a tracking source.
        """
        await self._runner.run(
            calling.done(
                self._runner.desk, Call("trackingSourceDelete", path={"webinarId": webinar_id, "sourceId": source_id})
            )
        )


class Meetings:
    """Meetings; `registrants` are theirs."""

    def __init__(self, runner: AsyncRunner) -> None:
        self._runner = runner
        self.registrants = MeetingRegistrants(runner)

    async def list(
        self,
        user_id: str = "me",
        *,
        page_size: int | None = None,
        page_number: int | None = None,
        next_page_token: str | None = None,
        type: Literal["scheduled", "live", "upcoming", "upcoming_meetings", "previous_meetings"] = "scheduled",
        from_: str | None = None,
        to: str | None = None,
        timezone: str | None = None,
    ) -> replies.MeetingList:
        """List a user's meetings.

        Items hold no settings and no registration_url.

        Args:
            user_id: A user's id or email, or `me`: the token's own.
            page_size: Records in a page, 1 to 300; 30 where it is not given.
            page_number: The page, from 1; `next_page_token` wins over it.
            next_page_token: Where the page before this one ended, from its reply.
            type: Which of them.
            from_: The first day, such as 2026-12-01.
            to: The last day, such as 2026-12-31.
            timezone: The IANA zone that days are meant in. At most 255 characters.

        Returns:
            `MeetingList`: one page. `meetings` are the records, `next_page_token` is where the next begins ('' at
            the end).

        Raises:
            UserNotFound: there is no such user.
            ValidationFailed: an argument is outside of its limits; the page token is not good any more: begin
                again.
            DoorlistError: what any call may raise (see `Client`).

        Rate label: Medium. Scope: `meeting:read` or `meeting:read:list_meetings`. Source: public specification of
        2026-08.
        """
        return await self._runner.run(
            calling.reply(
                self._runner.desk,
                Call(
                    "meetings",
                    path={"userId": user_id},
                    query={
                        "page_size": page_size,
                        "page_number": page_number,
                        "next_page_token": next_page_token,
                        "type": type,
                        "from": from_,
                        "to": to,
                        "timezone": timezone,
                    },
                ),
                replies.MeetingList,
            )
        )

    def iter(
        self,
        user_id: str = "me",
        *,
        type: Literal["scheduled", "live", "upcoming", "upcoming_meetings", "previous_meetings"] = "scheduled",
        from_: str | None = None,
        to: str | None = None,
        timezone: str | None = None,
    ) -> AsyncIterator[replies.MeetingListed]:
        """Go over a user's meetings, over all pages.

        Items hold no settings and no registration_url.

        Args:
            user_id: A user's id or email, or `me`: the token's own.
            type: Which of them.
            from_: The first day, such as 2026-12-01.
            to: The last day, such as 2026-12-31.
            timezone: The IANA zone that days are meant in. At most 255 characters.

        Returns:
            An iterator over `MeetingListed`. Pages are asked for as they are needed, 300 records each.

        Raises:
            UserNotFound: there is no such user.
            ValidationFailed: an argument is outside of its limits; the page token is not good any more: begin
                again.
            DoorlistError: what any call may raise (see `Client`).

        Rate label: Medium. Scope: `meeting:read` or `meeting:read:list_meetings`. Source: public specification of
        2026-08.
        """
        return self._runner.each(
            paging.Pages(
                self._runner.desk,
                Call(
                    "meetings",
                    path={"userId": user_id},
                    query={"type": type, "from": from_, "to": to, "timezone": timezone},
                ),
                replies.MeetingList,
                lambda page: page.meetings,
            )
        )

    async def create(
        self,
        user_id: str = "me",
        *,
        topic: str | None = None,
        agenda: str | None = None,
        start_time: str | None = None,
        duration: int | None = None,
        timezone: str | None = None,
        password: str | None = None,
        recurrence: bodies.Recurrence | None = None,
        tracking_fields: Sequence[bodies.TrackingField] | None = None,
        settings: bodies.MeetingSettings | None = None,
        type: Literal[1, 2, 3, 8] | None = None,
        default_password: bool | None = None,
        schedule_for: str | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> replies.Meeting:
        """Plan a meeting.

        Registration is on with approval_type 0 or 1, a licensed host and type 2 or 8. For type 3 and for a Basic
        host approval_type is stored as 2, without an error, as the real API was observed to do.

        Args:
            user_id: A user's id or email, or `me`: the token's own.
            topic: What it is about. At most 200 characters.
            agenda: What is planned, in more words. At most 2,000 characters.
            start_time: A time such as 2026-12-01T09:00:00Z, in UTC; without Z it is local to `timezone`.
            duration: Minutes. 1 to 1,440.
            timezone: An IANA zone, such as Europe/Paris. At most 255 characters.
            password: The passcode to join: letters, digits and @ - _ *. At most 10 characters.
            recurrence: How a series repeats.
            tracking_fields: Fields that the account tracks meetings by. At most 20 of them.
            settings: Its settings; those that matter here are approval_type and registration_type.
            type: 1 instant, 2 scheduled (the default), 3 recurring without a fixed time, 8 a series.
            default_password: Have a passcode made.
            schedule_for: Plan it for this user: an id or an email. At most 255 characters.
            extra: More members of the body, as they are; they win over the arguments.

        Returns:
            `Meeting`: a meeting, whole. `registration_url` is there while registration is on.

        Raises:
            UserNotFound: there is no such user.
            ValidationFailed: an argument is outside of its limits.
            DailyLimit: one host's changes of the day are used up.
            DoorlistError: what any call may raise (see `Client`).

        Example::

            meeting = await client.meetings.create(
                topic="Open day", type=2, start_time="2026-12-01T09:00:00Z", duration=60, settings={"approval_type": 1}
            )
            print(meeting.id, meeting.registration_url)

        Rate label: Light, at most 100 a day for each host. Scope: `meeting:write` or `meeting:write:meeting`.
        Source: public specification of 2026-08.
        """
        return await self._runner.run(
            calling.reply(
                self._runner.desk,
                Call(
                    "meetingCreate",
                    path={"userId": user_id},
                    body={
                        "topic": topic,
                        "agenda": agenda,
                        "start_time": start_time,
                        "duration": duration,
                        "timezone": timezone,
                        "password": password,
                        "recurrence": recurrence,
                        "tracking_fields": tracking_fields,
                        "settings": settings,
                        "type": type,
                        "default_password": default_password,
                        "schedule_for": schedule_for,
                    },
                    extra=extra,
                ),
                replies.Meeting,
            )
        )

    async def get(
        self, meeting_id: int | str, *, occurrence_id: str | None = None, show_previous_occurrences: bool | None = None
    ) -> replies.Meeting:
        """Show a meeting.

        Args:
            meeting_id: The meeting's number, or its uuid.
            occurrence_id: The occurrence of a series that is meant, by its id; all of it where it is not given.
            show_previous_occurrences: Occurrences that are over, too.

        Returns:
            `Meeting`: a meeting, whole. `registration_url` is there while registration is on.

        Raises:
            MeetingNotFound: there is no such meeting or webinar.
            NotAllowed: the meeting belongs to another account; a user's own token, and the meeting is somebody
                else's.
            KindNotSupported: a webinar's number where a meeting's belongs, or the other way round.
            UserNotFound: the meeting's host is no user any more.
            ValidationFailed: an argument is outside of its limits.
            NotFound: the series has no such occurrence.
            DoorlistError: what any call may raise (see `Client`).

        Rate label: Light. Scope: `meeting:read` or `meeting:read:meeting`. Source: public specification of 2026-08.
        """
        return await self._runner.run(
            calling.reply(
                self._runner.desk,
                Call(
                    "meeting",
                    path={"meetingId": meeting_id},
                    query={"occurrence_id": occurrence_id, "show_previous_occurrences": show_previous_occurrences},
                ),
                replies.Meeting,
            )
        )

    async def update(
        self,
        meeting_id: int | str,
        *,
        topic: str | None = None,
        agenda: str | None = None,
        start_time: str | None = None,
        duration: int | None = None,
        timezone: str | None = None,
        password: str | None = None,
        recurrence: bodies.Recurrence | None = None,
        tracking_fields: Sequence[bodies.TrackingField] | None = None,
        settings: bodies.MeetingSettings | None = None,
        type: Literal[1, 2, 3, 8] | None = None,
        occurrence_id: str | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> None:
        """Change a meeting, or one occurrence of a series.

        A start_time in the past is ignored.

        Args:
            meeting_id: The meeting's number, or its uuid.
            topic: What it is about. At most 200 characters.
            agenda: What is planned, in more words. At most 2,000 characters.
            start_time: A time such as 2026-12-01T09:00:00Z, in UTC; without Z it is local to `timezone`.
            duration: Minutes. 1 to 1,440.
            timezone: An IANA zone, such as Europe/Paris. At most 255 characters.
            password: The passcode to join: letters, digits and @ - _ *. At most 10 characters.
            recurrence: How a series repeats.
            tracking_fields: Fields that the account tracks meetings by. At most 20 of them.
            settings: Its settings; those that matter here are approval_type and registration_type.
            type: 1 instant, 2 scheduled, 3 recurring without a fixed time, 8 a series.
            occurrence_id: The occurrence of a series that is meant, by its id; all of it where it is not given.
            extra: More members of the body, as they are; they win over the arguments.

        Returns:
            Nothing.

        Raises:
            MeetingNotFound: there is no such meeting or webinar.
            NotAllowed: the meeting belongs to another account; a user's own token, and the meeting is somebody
                else's.
            KindNotSupported: a webinar's number where a meeting's belongs, or the other way round.
            UserNotFound: the meeting's host is no user any more.
            ValidationFailed: an argument is outside of its limits.
            NotFound: the series has no such occurrence.
            DailyLimit: one host's changes of the day are used up.
            DoorlistError: what any call may raise (see `Client`).

        Rate label: Light, at most 100 a day for each host. Scope: `meeting:write` or `meeting:update:meeting`.
        Source: public specification of 2026-08.
        """
        await self._runner.run(
            calling.done(
                self._runner.desk,
                Call(
                    "meetingUpdate",
                    path={"meetingId": meeting_id},
                    query={"occurrence_id": occurrence_id},
                    body={
                        "topic": topic,
                        "agenda": agenda,
                        "start_time": start_time,
                        "duration": duration,
                        "timezone": timezone,
                        "password": password,
                        "recurrence": recurrence,
                        "tracking_fields": tracking_fields,
                        "settings": settings,
                        "type": type,
                    },
                    extra=extra,
                ),
            )
        )

    async def delete(
        self,
        meeting_id: int | str,
        *,
        occurrence_id: str | None = None,
        schedule_for_reminder: bool | None = None,
        cancel_meeting_reminder: bool | None = None,
    ) -> None:
        """Delete a meeting, or one occurrence of a series.

        Args:
            meeting_id: The meeting's number, or its uuid.
            occurrence_id: The occurrence of a series that is meant, by its id; all of it where it is not given.
            schedule_for_reminder: Mail who planned it for the host.
            cancel_meeting_reminder: Mail the registrants that it is cancelled.

        Returns:
            Nothing.

        Raises:
            MeetingNotFound: there is no such meeting or webinar.
            NotAllowed: the meeting belongs to another account; a user's own token, and the meeting is somebody
                else's.
            KindNotSupported: a webinar's number where a meeting's belongs, or the other way round.
            UserNotFound: the meeting's host is no user any more.
            ValidationFailed: an argument is outside of its limits.
            NotFound: the series has no such occurrence.
            DoorlistError: what any call may raise (see `Client`).

        Rate label: Light. Scope: `meeting:write` or `meeting:delete:meeting`. Source: public specification of
        2026-08.
        """
        await self._runner.run(
            calling.done(
                self._runner.desk,
                Call(
                    "meetingDelete",
                    path={"meetingId": meeting_id},
                    query={
                        "occurrence_id": occurrence_id,
                        "schedule_for_reminder": schedule_for_reminder,
                        "cancel_meeting_reminder": cancel_meeting_reminder,
                    },
                ),
            )
        )

    async def end(self, meeting_id: int | str) -> None:
        """End a meeting.

        Args:
            meeting_id: The meeting's number, or its uuid.

        Returns:
            Nothing.

        Raises:
            MeetingNotFound: there is no such meeting or webinar.
            NotAllowed: the meeting belongs to another account; a user's own token, and the meeting is somebody
                else's.
            KindNotSupported: a webinar's number where a meeting's belongs, or the other way round.
            UserNotFound: the meeting's host is no user any more.
            ValidationFailed: an argument is outside of its limits.
            DoorlistError: what any call may raise (see `Client`).

        Rate label: Light. Scope: `meeting:write` or `meeting:update:status`. Source: public specification of
        2026-08.
        """
        await self._runner.run(
            calling.done(
                self._runner.desk, Call("meetingStatus", path={"meetingId": meeting_id}, body={"action": "end"})
            )
        )

    async def recover(self, meeting_id: int | str) -> None:
        """Recover a meeting that was deleted or ended.

        Args:
            meeting_id: The meeting's number, or its uuid.

        Returns:
            Nothing.

        Raises:
            MeetingNotFound: there is no such meeting or webinar.
            NotAllowed: the meeting belongs to another account; a user's own token, and the meeting is somebody
                else's.
            KindNotSupported: a webinar's number where a meeting's belongs, or the other way round.
            UserNotFound: the meeting's host is no user any more.
            ValidationFailed: an argument is outside of its limits.
            DoorlistError: what any call may raise (see `Client`).

        Rate label: Light. Scope: `meeting:write` or `meeting:update:status`. Source: public specification of
        2026-08.
        """
        await self._runner.run(
            calling.done(
                self._runner.desk, Call("meetingStatus", path={"meetingId": meeting_id}, body={"action": "recover"})
            )
        )


class Recordings:
    """Recordings; `registrants` are theirs."""

    def __init__(self, runner: AsyncRunner) -> None:
        self._runner = runner
        self.registrants = RecordingRegistrants(runner)

    async def list(
        self,
        user_id: str = "me",
        *,
        page_size: int | None = None,
        page_number: int | None = None,
        next_page_token: str | None = None,
        from_: str | None = None,
        to: str | None = None,
        meeting_id: int | None = None,
        trash: bool | None = None,
        mc: str | None = None,
        trash_type: str | None = None,
    ) -> replies.RecordingList:
        """List a user's recordings.

        `from` defaults to yesterday and `to` to tomorrow; they span a month at most.

        Args:
            user_id: A user's id or email, or `me`: the token's own.
            page_size: Records in a page, 1 to 300; 30 where it is not given.
            page_number: The page, from 1; `next_page_token` wins over it.
            next_page_token: Where the page before this one ended, from its reply.
            from_: The first day, such as 2026-12-01.
            to: The last day, such as 2026-12-31.
            meeting_id: Only those of the meeting with this number.
            trash: Those in the trash instead.
            mc: Those that went through a meeting connector. At most 10 characters.
            trash_type: What kind of trash: `meeting_recordings` or `recording_file`. At most 40 characters.

        Returns:
            `RecordingList`: one page. `meetings` are the records, `next_page_token` is where the next begins ('' at
            the end).

        Raises:
            UserNotFound: there is no such user.
            ValidationFailed: an argument is outside of its limits; the page token is not good any more: begin
                again.
            DoorlistError: what any call may raise (see `Client`).

        Rate label: Medium. Scope: `recording:read` or `cloud_recording:read:list_user_recordings`. Source: public
        specification of 2026-08.
        """
        return await self._runner.run(
            calling.reply(
                self._runner.desk,
                Call(
                    "recordingsList",
                    path={"userId": user_id},
                    query={
                        "page_size": page_size,
                        "page_number": page_number,
                        "next_page_token": next_page_token,
                        "from": from_,
                        "to": to,
                        "meeting_id": meeting_id,
                        "trash": trash,
                        "mc": mc,
                        "trash_type": trash_type,
                    },
                ),
                replies.RecordingList,
            )
        )

    def iter(
        self,
        user_id: str = "me",
        *,
        from_: str | None = None,
        to: str | None = None,
        meeting_id: int | None = None,
        trash: bool | None = None,
        mc: str | None = None,
        trash_type: str | None = None,
    ) -> AsyncIterator[replies.RecordingListed]:
        """Go over a user's recordings, over all pages.

        `from` defaults to yesterday and `to` to tomorrow; they span a month at most.

        Args:
            user_id: A user's id or email, or `me`: the token's own.
            from_: The first day, such as 2026-12-01.
            to: The last day, such as 2026-12-31.
            meeting_id: Only those of the meeting with this number.
            trash: Those in the trash instead.
            mc: Those that went through a meeting connector. At most 10 characters.
            trash_type: What kind of trash: `meeting_recordings` or `recording_file`. At most 40 characters.

        Returns:
            An iterator over `RecordingListed`. Pages are asked for as they are needed, 300 records each.

        Raises:
            UserNotFound: there is no such user.
            ValidationFailed: an argument is outside of its limits; the page token is not good any more: begin
                again.
            DoorlistError: what any call may raise (see `Client`).

        Rate label: Medium. Scope: `recording:read` or `cloud_recording:read:list_user_recordings`. Source: public
        specification of 2026-08.
        """
        return self._runner.each(
            paging.Pages(
                self._runner.desk,
                Call(
                    "recordingsList",
                    path={"userId": user_id},
                    query={
                        "from": from_,
                        "to": to,
                        "meeting_id": meeting_id,
                        "trash": trash,
                        "mc": mc,
                        "trash_type": trash_type,
                    },
                ),
                replies.RecordingList,
                lambda page: page.meetings,
            )
        )

    async def get(
        self, meeting_id: int | str, *, include_fields: str | None = None, ttl: int | None = None
    ) -> replies.Recording:
        """Show a meeting's recording.

        meetingId is the meeting's number, whose latest recording is shown, or a recording's uuid.

        Args:
            meeting_id: The meeting's number, or its uuid.
            include_fields: More members to add to the reply, such as `download_access_token`. At most 255
                characters.
            ttl: How long such a download token lasts, in seconds. 0 to 604,800.

        Returns:
            `Recording`: a recording, alone.

        Raises:
            MeetingNotFound: there is no such meeting or webinar.
            NotAllowed: the meeting belongs to another account; a user's own token, and the meeting is somebody
                else's.
            UserNotFound: the meeting's host is no user any more.
            RecordingNotFound: the meeting has no recording.
            ValidationFailed: an argument is outside of its limits.
            DoorlistError: what any call may raise (see `Client`).

        Rate label: Light. Scope: `phone_recording:read:admin` or `cloud_recording:read:list_recording_files`.
        Source: public specification of 2026-08.
        """
        return await self._runner.run(
            calling.reply(
                self._runner.desk,
                Call(
                    "recordingGet", path={"meetingId": meeting_id}, query={"include_fields": include_fields, "ttl": ttl}
                ),
                replies.Recording,
            )
        )

    async def create(
        self,
        meeting_id: int | str,
        *,
        play_url: str,
        recording_type: bodies.RecordingType | None = None,
        file_type: bodies.FileType | None = None,
        recording_start: str | None = None,
        recording_end: str | None = None,
        download_url: str | None = None,
        file_size: int | None = None,
        topic: str | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> replies.Recording:
        """Put a recording of a meeting on the desk.

        An extension of Doorlist, which the real API does not have.

        Args:
            meeting_id: The meeting's number, or its uuid.
            play_url: Where the recording plays. An http or https address. At most 2,048 characters.
            recording_type: What was recorded.
            file_type: The kind of file.
            recording_start: The meeting's start where not given. A time such as 2026-12-01T09:00:00Z, in UTC;
                without Z it is local to the meeting's zone.
            recording_end: Start and the meeting's duration where not given. A time such as 2026-12-01T09:00:00Z, in
                UTC; without Z it is local to the meeting's zone.
            download_url: Where the file is to be had. An http or https address. At most 2,048 characters.
            file_size: Bytes. 0 to 9,007,199,254,740,991.
            topic: What it is about. At most 200 characters.
            extra: More members of the body, as they are; they win over the arguments.

        Returns:
            `Recording`: a recording, alone.

        Raises:
            MeetingNotFound: there is no such meeting or webinar.
            NotAllowed: the meeting belongs to another account; a user's own token, and the meeting is somebody
                else's.
            KindNotSupported: a webinar's number where a meeting's belongs, or the other way round.
            UserNotFound: the meeting's host is no user any more.
            ValidationFailed: an argument is outside of its limits.
            DoorlistError: what any call may raise (see `Client`).

        Rate label: Light. Scope: `recording:write` or `cloud_recording:write:recording`. Source: extension of
        Doorlist: the real API cannot make a recording.
        """
        return await self._runner.run(
            calling.reply(
                self._runner.desk,
                Call(
                    "recordingCreate",
                    path={"meetingId": meeting_id},
                    body={
                        "play_url": play_url,
                        "recording_type": recording_type,
                        "file_type": file_type,
                        "recording_start": recording_start,
                        "recording_end": recording_end,
                        "download_url": download_url,
                        "file_size": file_size,
                        "topic": topic,
                    },
                    extra=extra,
                ),
                replies.Recording,
            )
        )

    async def settings(self, meeting_id: int | str) -> replies.RecordingSettings:
        """Show who may see a recording.

        Args:
            meeting_id: The meeting's number, or its uuid.

        Returns:
            `RecordingSettings`: who may see a recording.

        Raises:
            MeetingNotFound: there is no such meeting or webinar.
            NotAllowed: the meeting belongs to another account; a user's own token, and the meeting is somebody
                else's.
            UserNotFound: the meeting's host is no user any more.
            RecordingNotFound: the meeting has no recording.
            DoorlistError: what any call may raise (see `Client`).

        Rate label: Light. Scope: `recording:read` or `cloud_recording:read:recording_settings`. Source: public
        specification of 2026-08, whose operation ids of get and patch are swapped.
        """
        return await self._runner.run(
            calling.reply(
                self._runner.desk,
                Call("recordingSettingUpdate", path={"meetingId": meeting_id}),
                replies.RecordingSettings,
            )
        )

    async def update_settings(
        self,
        meeting_id: int | str,
        *,
        on_demand: bool | None = None,
        approval_type: Literal[0, 1, 2] | None = None,
        recording_authentication: bool | None = None,
        authentication_option: str | None = None,
        authentication_domains: str | None = None,
        send_email_to_host: bool | None = None,
        show_social_share_buttons: bool | None = None,
        share_recording: Literal["publicly", "internally", "none"] | None = None,
        viewer_download: bool | None = None,
        password: str | None = None,
        topic: str | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> None:
        """Change who may see a recording.

        on_demand with approval_type 0 or 1 opens registration.

        Args:
            meeting_id: The meeting's number, or its uuid.
            on_demand: Registration is needed to view it.
            approval_type: 0 registers at once, 1 asks the host, 2 is no registration.
            recording_authentication: Let only signed-in people view it.
            authentication_option: The id of the way to sign in. At most 255 characters.
            authentication_domains: Domains whose users may view or join, separated by commas. At most 2,000
                characters.
            send_email_to_host: Mail the host when somebody registers.
            show_social_share_buttons: Show buttons to share it.
            share_recording: Who can see it.
            viewer_download: Viewers may download it.
            password: The passcode to join: letters, digits and @ - _ *. At most 10 characters.
            topic: What it is about. At most 200 characters.
            extra: More members of the body, as they are; they win over the arguments.

        Returns:
            Nothing.

        Raises:
            MeetingNotFound: there is no such meeting or webinar.
            NotAllowed: the meeting belongs to another account; a user's own token, and the meeting is somebody
                else's.
            UserNotFound: the meeting's host is no user any more.
            RecordingNotFound: the meeting has no recording.
            ValidationFailed: an argument is outside of its limits.
            DoorlistError: what any call may raise (see `Client`).

        Rate label: Light. Scope: `recording:write` or `cloud_recording:update:recording_settings`. Source: public
        specification of 2026-08.
        """
        await self._runner.run(
            calling.done(
                self._runner.desk,
                Call(
                    "recordingSettingsUpdate",
                    path={"meetingId": meeting_id},
                    body={
                        "on_demand": on_demand,
                        "approval_type": approval_type,
                        "recording_authentication": recording_authentication,
                        "authentication_option": authentication_option,
                        "authentication_domains": authentication_domains,
                        "send_email_to_host": send_email_to_host,
                        "show_social_share_buttons": show_social_share_buttons,
                        "share_recording": share_recording,
                        "viewer_download": viewer_download,
                        "password": password,
                        "topic": topic,
                    },
                    extra=extra,
                ),
            )
        )


class Users:
    """The users of the account."""

    def __init__(self, runner: AsyncRunner) -> None:
        self._runner = runner

    async def list(
        self,
        *,
        page_size: int | None = None,
        page_number: int | None = None,
        next_page_token: str | None = None,
        status: Literal["active", "inactive", "pending"] = "active",
    ) -> replies.UserList:
        """List the users of the account.

        page_size goes up to 2000 here.

        Args:
            page_size: Records in a page, 1 to 2,000; 30 where it is not given.
            page_number: The page, from 1; `next_page_token` wins over it.
            next_page_token: Where the page before this one ended, from its reply.
            status: Their standing.

        Returns:
            `UserList`: one page. `users` are the records, `next_page_token` is where the next begins ('' at the
            end).

        Raises:
            ValidationFailed: an argument is outside of its limits; the page token is not good any more: begin
                again.
            DoorlistError: what any call may raise (see `Client`).

        Rate label: Medium. Scope: `user:write` or `user:read:list_users:admin`. Source: public specification of
        2026-08.
        """
        return await self._runner.run(
            calling.reply(
                self._runner.desk,
                Call(
                    "users",
                    query={
                        "page_size": page_size,
                        "page_number": page_number,
                        "next_page_token": next_page_token,
                        "status": status,
                    },
                ),
                replies.UserList,
            )
        )

    def iter(self, *, status: Literal["active", "inactive", "pending"] = "active") -> AsyncIterator[replies.User]:
        """Go over the users of the account, over all pages.

        page_size goes up to 2000 here.

        Args:
            status: Their standing.

        Returns:
            An iterator over `User`. Pages are asked for as they are needed, 300 records each.

        Raises:
            ValidationFailed: an argument is outside of its limits; the page token is not good any more: begin
                again.
            DoorlistError: what any call may raise (see `Client`).

        Rate label: Medium. Scope: `user:write` or `user:read:list_users:admin`. Source: public specification of
        2026-08.
        """
        return self._runner.each(
            paging.Pages(
                self._runner.desk, Call("users", query={"status": status}), replies.UserList, lambda page: page.users
            )
        )

    async def get(self, user_id: str = "me") -> replies.UserDetail:
        """Show a user; `me` is the token's own.

        userId is an id, an email or `me`; for a server-to-server app `me` is the account's owner.

        Args:
            user_id: A user's id or email, or `me`: the token's own.

        Returns:
            `UserDetail`: a user, alone.

        Raises:
            UserNotFound: there is no such user.
            DoorlistError: what any call may raise (see `Client`).

        Rate label: Light. Scope: `user_info:read` or `user:read:user`. Source: public specification of 2026-08.
        """
        return await self._runner.run(
            calling.reply(self._runner.desk, Call("user", path={"userId": user_id}), replies.UserDetail)
        )


class Webhooks:
    """Where notices of events go, and what became of them (extension of Doorlist)."""

    def __init__(self, runner: AsyncRunner) -> None:
        self._runner = runner

    async def list(self) -> replies.WebhookList:
        """List the account's webhooks.

        An extension of Doorlist, which the real API does not have.

        Returns:
            `WebhookList`: the account's webhooks.

        Raises:
            DoorlistError: what any call may raise (see `Client`).

        Rate label: Light. Scope: `webhook:read:admin` or `webhook:read:list_webhooks:admin`. Source: extension of
        Doorlist: the real API has no operations for event subscriptions.
        """
        return await self._runner.run(calling.reply(self._runner.desk, Call("webhooks"), replies.WebhookList))

    async def create(
        self,
        *,
        url: str,
        events: Sequence[str],
        secret: str | None = None,
        state: Literal["active", "off"] | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> replies.WebhookCreated:
        """Have events sent to an address.

        An extension of Doorlist, which the real API does not have. The address must answer a challenge first, but
        where state is `off`. The secret is shown this once.

        Args:
            url: An https address; http to a private one, where the desk allows those.
            events: Names of events, `meeting.*` for a kind's, or `all`. At most 40 of them.
            secret: Signs deliveries: 16 to 255 characters of ASCII; made by the desk where not given.
            state: `off` keeps it and sends nothing.
            extra: More members of the body, as they are; they win over the arguments.

        Returns:
            `WebhookCreated`: a new webhook, with its secret: shown this once. `standard_secret` is the same for
            Standard Webhooks' libraries.

        Raises:
            ValidationFailed: an argument is outside of its limits; the address did not answer the challenge.
            NotAllowed: the account has as many webhooks as it may have.
            DoorlistError: what any call may raise (see `Client`).

        Rate label: Light. Scope: `webhook:write:admin` or `webhook:write:webhook:admin`. Source: extension of
        Doorlist: the real API has no operations for event subscriptions.
        """
        return await self._runner.run(
            calling.reply(
                self._runner.desk,
                Call(
                    "webhookCreate", body={"url": url, "events": events, "secret": secret, "state": state}, extra=extra
                ),
                replies.WebhookCreated,
            )
        )

    async def get(self, webhook_id: str) -> replies.Webhook:
        """Show a webhook.

        An extension of Doorlist, which the real API does not have.

        Args:
            webhook_id: The webhook's id.

        Returns:
            `Webhook`: a webhook; `reason` says why its address was not validated.

        Raises:
            NotFound: there is no such webhook.
            DoorlistError: what any call may raise (see `Client`).

        Rate label: Light. Scope: `webhook:read:admin` or `webhook:read:webhook:admin`. Source: extension of
        Doorlist: the real API has no operations for event subscriptions.
        """
        return await self._runner.run(
            calling.reply(self._runner.desk, Call("webhook", path={"webhookId": webhook_id}), replies.Webhook)
        )

    async def update(
        self,
        webhook_id: str,
        *,
        url: str | None = None,
        events: Sequence[str] | None = None,
        state: Literal["active", "off"] | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> None:
        """Change a webhook, or turn it on or off.

        An extension of Doorlist, which the real API does not have. A new address, and one that is turned on, must
        answer a challenge first.

        Args:
            webhook_id: The webhook's id.
            url: An https address, as in `create`.
            events: Names of events, `meeting.*` for a kind's, or `all`. At most 40 of them.
            state: `off` keeps it and sends nothing; `active` turns it on.
            extra: More members of the body, as they are; they win over the arguments.

        Returns:
            Nothing.

        Raises:
            NotFound: there is no such webhook.
            ValidationFailed: an argument is outside of its limits; the address did not answer the challenge.
            DoorlistError: what any call may raise (see `Client`).

        Rate label: Light. Scope: `webhook:write:admin` or `webhook:update:webhook:admin`. Source: extension of
        Doorlist: the real API has no operations for event subscriptions.
        """
        await self._runner.run(
            calling.done(
                self._runner.desk,
                Call(
                    "webhookUpdate",
                    path={"webhookId": webhook_id},
                    body={"url": url, "events": events, "state": state},
                    extra=extra,
                ),
            )
        )

    async def delete(self, webhook_id: str) -> None:
        """Remove a webhook with its notices.

        An extension of Doorlist, which the real API does not have.

        Args:
            webhook_id: The webhook's id.

        Returns:
            Nothing.

        Raises:
            NotFound: there is no such webhook.
            DoorlistError: what any call may raise (see `Client`).

        Rate label: Light. Scope: `webhook:write:admin` or `webhook:delete:webhook:admin`. Source: extension of
        Doorlist: the real API has no operations for event subscriptions.
        """
        await self._runner.run(calling.done(self._runner.desk, Call("webhookDelete", path={"webhookId": webhook_id})))

    async def validate(self, webhook_id: str) -> replies.Webhook:
        """Ask a webhook's address for its answer to a challenge now.

        An extension of Doorlist, which the real API does not have. The state and the reason in the answer say what
        came of it; one that is off stays off.

        Args:
            webhook_id: The webhook's id.

        Returns:
            `Webhook`: a webhook; `reason` says why its address was not validated.

        Raises:
            NotFound: there is no such webhook.
            DoorlistError: what any call may raise (see `Client`).

        Rate label: Light. Scope: `webhook:write:admin` or `webhook:update:webhook:admin`. Source: extension of
        Doorlist: the real API has no operations for event subscriptions.
        """
        return await self._runner.run(
            calling.reply(self._runner.desk, Call("webhookValidate", path={"webhookId": webhook_id}), replies.Webhook)
        )

    async def replay(
        self, webhook_id: str, since_hours: int, *, extra: Mapping[str, object] | None = None
    ) -> replies.WebhookReplayed:
        """Send a webhook's notices of the last hours again.

        An extension of Doorlist, which the real API does not have. Those that were delivered or failed, in their
        order, with the ids that they had.

        Args:
            webhook_id: The webhook's id.
            since_hours: Those of the last so many hours. 1 to 8,784.
            extra: More members of the body, as they are; they win over the arguments.

        Returns:
            `WebhookReplayed`: how many notices are sent again.

        Raises:
            NotFound: there is no such webhook.
            ValidationFailed: an argument is outside of its limits.
            DoorlistError: what any call may raise (see `Client`).

        Rate label: Light. Scope: `webhook:write:admin` or `webhook:update:delivery:admin`. Source: extension of
        Doorlist: the real API has no operations for event subscriptions.
        """
        return await self._runner.run(
            calling.reply(
                self._runner.desk,
                Call("webhookReplay", path={"webhookId": webhook_id}, body={"since_hours": since_hours}, extra=extra),
                replies.WebhookReplayed,
            )
        )

    async def deliveries(
        self,
        *,
        page_size: int | None = None,
        page_number: int | None = None,
        next_page_token: str | None = None,
        webhook_id: str | None = None,
        state: Literal["all", "waiting", "delivered", "failed"] = "all",
    ) -> replies.NoticeList:
        """List notices and the tries at each.

        An extension of Doorlist, which the real API does not have. Oldest first.

        Args:
            page_size: Records in a page, 1 to 300; 30 where it is not given.
            page_number: The page, from 1; `next_page_token` wins over it.
            next_page_token: Where the page before this one ended, from its reply.
            webhook_id: Of this webhook alone. At most 255 characters.
            state: What became of them.

        Returns:
            `NoticeList`: one page. `deliveries` are the records, `next_page_token` is where the next begins ('' at
            the end).

        Raises:
            ValidationFailed: an argument is outside of its limits; the page token is not good any more: begin
                again.
            DoorlistError: what any call may raise (see `Client`).

        Rate label: Medium. Scope: `webhook:read:admin` or `webhook:read:list_deliveries:admin`. Source: extension
        of Doorlist: the real API has no operations for event subscriptions.
        """
        return await self._runner.run(
            calling.reply(
                self._runner.desk,
                Call(
                    "webhookDeliveries",
                    query={
                        "page_size": page_size,
                        "page_number": page_number,
                        "next_page_token": next_page_token,
                        "webhook_id": webhook_id,
                        "state": state,
                    },
                ),
                replies.NoticeList,
            )
        )

    def iter_deliveries(
        self, *, webhook_id: str | None = None, state: Literal["all", "waiting", "delivered", "failed"] = "all"
    ) -> AsyncIterator[replies.Notice]:
        """Go over notices and the tries at each, over all pages.

        An extension of Doorlist, which the real API does not have. Oldest first.

        Args:
            webhook_id: Of this webhook alone. At most 255 characters.
            state: What became of them.

        Returns:
            An iterator over `Notice`. Pages are asked for as they are needed, 300 records each.

        Raises:
            ValidationFailed: an argument is outside of its limits; the page token is not good any more: begin
                again.
            DoorlistError: what any call may raise (see `Client`).

        Rate label: Medium. Scope: `webhook:read:admin` or `webhook:read:list_deliveries:admin`. Source: extension
        of Doorlist: the real API has no operations for event subscriptions.
        """
        return self._runner.each(
            paging.Pages(
                self._runner.desk,
                Call("webhookDeliveries", query={"webhook_id": webhook_id, "state": state}),
                replies.NoticeList,
                lambda page: page.deliveries,
            )
        )

    async def resend(self, notice_id: str) -> None:
        """Send a notice again.

        An extension of Doorlist, which the real API does not have. With the id that it had. One that waits is tried
        now, but where another of the registrant's goes first.

        Args:
            notice_id: The notice's id.

        Returns:
            Nothing.

        Raises:
            NotFound: there is no such notice.
            DoorlistError: what any call may raise (see `Client`).

        Rate label: Light. Scope: `webhook:write:admin` or `webhook:update:delivery:admin`. Source: extension of
        Doorlist: the real API has no operations for event subscriptions.
        """
        await self._runner.run(calling.done(self._runner.desk, Call("webhookResend", path={"noticeId": notice_id})))


class Webinars:
    """Webinars; `registrants`, `tracking_sources` and `panelists` are theirs."""

    def __init__(self, runner: AsyncRunner) -> None:
        self._runner = runner
        self.registrants = WebinarRegistrants(runner)
        self.tracking_sources = TrackingSources(runner)
        self.panelists = Panelists(runner)

    async def list(
        self,
        user_id: str = "me",
        *,
        page_size: int | None = None,
        page_number: int | None = None,
        next_page_token: str | None = None,
        type: Literal["scheduled", "upcoming"] = "scheduled",
    ) -> replies.WebinarList:
        """List a user's webinars.

        Items hold no settings and no registration_url.

        Args:
            user_id: A user's id or email, or `me`: the token's own.
            page_size: Records in a page, 1 to 300; 30 where it is not given.
            page_number: The page, from 1; `next_page_token` wins over it.
            next_page_token: Where the page before this one ended, from its reply.
            type: Which of them.

        Returns:
            `WebinarList`: one page. `webinars` are the records, `next_page_token` is where the next begins ('' at
            the end).

        Raises:
            UserNotFound: there is no such user.
            NotAllowed: the host's plan has no registration, or no webinars.
            ValidationFailed: an argument is outside of its limits; the page token is not good any more: begin
                again.
            DoorlistError: what any call may raise (see `Client`).

        Rate label: Medium. Scope: `webinar:read` or `webinar:read:list_webinars`. Source: public specification of
        2026-08.
        """
        return await self._runner.run(
            calling.reply(
                self._runner.desk,
                Call(
                    "webinars",
                    path={"userId": user_id},
                    query={
                        "page_size": page_size,
                        "page_number": page_number,
                        "next_page_token": next_page_token,
                        "type": type,
                    },
                ),
                replies.WebinarList,
            )
        )

    def iter(
        self, user_id: str = "me", *, type: Literal["scheduled", "upcoming"] = "scheduled"
    ) -> AsyncIterator[replies.WebinarListed]:
        """Go over a user's webinars, over all pages.

        Items hold no settings and no registration_url.

        Args:
            user_id: A user's id or email, or `me`: the token's own.
            type: Which of them.

        Returns:
            An iterator over `WebinarListed`. Pages are asked for as they are needed, 300 records each.

        Raises:
            UserNotFound: there is no such user.
            NotAllowed: the host's plan has no registration, or no webinars.
            ValidationFailed: an argument is outside of its limits; the page token is not good any more: begin
                again.
            DoorlistError: what any call may raise (see `Client`).

        Rate label: Medium. Scope: `webinar:read` or `webinar:read:list_webinars`. Source: public specification of
        2026-08.
        """
        return self._runner.each(
            paging.Pages(
                self._runner.desk,
                Call("webinars", path={"userId": user_id}, query={"type": type}),
                replies.WebinarList,
                lambda page: page.webinars,
            )
        )

    async def create(
        self,
        user_id: str = "me",
        *,
        topic: str | None = None,
        agenda: str | None = None,
        start_time: str | None = None,
        duration: int | None = None,
        timezone: str | None = None,
        password: str | None = None,
        recurrence: bodies.Recurrence | None = None,
        tracking_fields: Sequence[bodies.TrackingField] | None = None,
        settings: bodies.WebinarSettings | None = None,
        type: Literal[5, 6, 9] | None = None,
        schedule_for: str | None = None,
        default_passcode: bool | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> replies.Webinar:
        """Plan a webinar.

        Type 5 takes place once, 6 is recurring without a fixed time, 9 a series. Needs a licensed host.

        Args:
            user_id: A user's id or email, or `me`: the token's own.
            topic: What it is about. At most 200 characters.
            agenda: What is planned, in more words. At most 2,000 characters.
            start_time: A time such as 2026-12-01T09:00:00Z, in UTC; without Z it is local to `timezone`.
            duration: Minutes. 1 to 1,440.
            timezone: An IANA zone, such as Europe/Paris. At most 255 characters.
            password: The passcode to join: letters, digits and @ - _ *. At most 10 characters.
            recurrence: How a series repeats.
            tracking_fields: Fields that the account tracks meetings by. At most 20 of them.
            settings: Its settings; those that matter here are approval_type and registration_type.
            type: 5 takes place once (the default), 6 is recurring without a fixed time, 9 a series.
            schedule_for: Plan it for this user: an id or an email. At most 255 characters.
            default_passcode: Have a passcode made.
            extra: More members of the body, as they are; they win over the arguments.

        Returns:
            `Webinar`: a webinar, whole. `registration_url` is there while registration is on.

        Raises:
            UserNotFound: there is no such user.
            NotAllowed: the host's plan has no registration, or no webinars.
            ValidationFailed: an argument is outside of its limits.
            DailyLimit: one host's changes of the day are used up.
            DoorlistError: what any call may raise (see `Client`).

        Rate label: Light, at most 100 a day for each host. Scope: `webinar:write` or `webinar:write:webinar`.
        Source: public specification of 2026-08.
        """
        return await self._runner.run(
            calling.reply(
                self._runner.desk,
                Call(
                    "webinarCreate",
                    path={"userId": user_id},
                    body={
                        "topic": topic,
                        "agenda": agenda,
                        "start_time": start_time,
                        "duration": duration,
                        "timezone": timezone,
                        "password": password,
                        "recurrence": recurrence,
                        "tracking_fields": tracking_fields,
                        "settings": settings,
                        "type": type,
                        "schedule_for": schedule_for,
                        "default_passcode": default_passcode,
                    },
                    extra=extra,
                ),
                replies.Webinar,
            )
        )

    async def get(
        self, webinar_id: int | str, *, occurrence_id: str | None = None, show_previous_occurrences: bool | None = None
    ) -> replies.Webinar:
        """Show a webinar.

        webinarId is the webinar's number or its uuid.

        Args:
            webinar_id: The webinar's number, or its uuid.
            occurrence_id: The occurrence of a series that is meant, by its id; all of it where it is not given.
            show_previous_occurrences: Occurrences that are over, too.

        Returns:
            `Webinar`: a webinar, whole. `registration_url` is there while registration is on.

        Raises:
            MeetingNotFound: there is no such meeting or webinar.
            NotAllowed: the meeting belongs to another account; a user's own token, and the meeting is somebody
                else's; the host's plan has no registration, or no webinars.
            KindNotSupported: a webinar's number where a meeting's belongs, or the other way round.
            UserNotFound: the meeting's host is no user any more.
            ValidationFailed: an argument is outside of its limits.
            NotFound: the series has no such occurrence.
            DoorlistError: what any call may raise (see `Client`).

        Rate label: Light. Scope: `webinar:read` or `webinar:read:webinar`. Source: public specification of 2026-08.
        """
        return await self._runner.run(
            calling.reply(
                self._runner.desk,
                Call(
                    "webinar",
                    path={"webinarId": webinar_id},
                    query={"occurrence_id": occurrence_id, "show_previous_occurrences": show_previous_occurrences},
                ),
                replies.Webinar,
            )
        )

    async def update(
        self,
        webinar_id: int | str,
        *,
        topic: str | None = None,
        agenda: str | None = None,
        start_time: str | None = None,
        duration: int | None = None,
        timezone: str | None = None,
        password: str | None = None,
        recurrence: bodies.Recurrence | None = None,
        tracking_fields: Sequence[bodies.TrackingField] | None = None,
        settings: bodies.WebinarSettingsUpdate | None = None,
        type: Literal[5, 6, 9] | None = None,
        schedule_for: str | None = None,
        occurrence_id: str | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> None:
        """Change a webinar, or one occurrence of a series.

        A start_time in the past is ignored.

        Args:
            webinar_id: The webinar's number, or its uuid.
            topic: What it is about. At most 200 characters.
            agenda: What is planned, in more words. At most 2,000 characters.
            start_time: A time such as 2026-12-01T09:00:00Z, in UTC; without Z it is local to `timezone`.
            duration: Minutes. 1 to 1,440.
            timezone: An IANA zone, such as Europe/Paris. At most 255 characters.
            password: The passcode to join: letters, digits and @ - _ *. At most 10 characters.
            recurrence: How a series repeats.
            tracking_fields: Fields that the account tracks meetings by. At most 20 of them.
            settings: Its settings; those that matter here are approval_type and registration_type.
            type: 5 takes place once, 6 is recurring without a fixed time, 9 a series.
            schedule_for: Plan it for this user: an id or an email. At most 255 characters.
            occurrence_id: The occurrence of a series that is meant, by its id; all of it where it is not given.
            extra: More members of the body, as they are; they win over the arguments.

        Returns:
            Nothing.

        Raises:
            MeetingNotFound: there is no such meeting or webinar.
            NotAllowed: the meeting belongs to another account; a user's own token, and the meeting is somebody
                else's; the host's plan has no registration, or no webinars.
            KindNotSupported: a webinar's number where a meeting's belongs, or the other way round.
            UserNotFound: the meeting's host is no user any more.
            ValidationFailed: an argument is outside of its limits.
            NotFound: the series has no such occurrence.
            DailyLimit: one host's changes of the day are used up.
            DoorlistError: what any call may raise (see `Client`).

        Rate label: Light, at most 100 a day for each host. Scope: `webinar:write` or `webinar:update:webinar`.
        Source: public specification of 2026-08.
        """
        await self._runner.run(
            calling.done(
                self._runner.desk,
                Call(
                    "webinarUpdate",
                    path={"webinarId": webinar_id},
                    query={"occurrence_id": occurrence_id},
                    body={
                        "topic": topic,
                        "agenda": agenda,
                        "start_time": start_time,
                        "duration": duration,
                        "timezone": timezone,
                        "password": password,
                        "recurrence": recurrence,
                        "tracking_fields": tracking_fields,
                        "settings": settings,
                        "type": type,
                        "schedule_for": schedule_for,
                    },
                    extra=extra,
                ),
            )
        )

    async def delete(
        self, webinar_id: int | str, *, occurrence_id: str | None = None, cancel_webinar_reminder: bool | None = None
    ) -> None:
        """Delete a webinar, or one occurrence of a series.

        Args:
            webinar_id: The webinar's number, or its uuid.
            occurrence_id: The occurrence of a series that is meant, by its id; all of it where it is not given.
            cancel_webinar_reminder: Mail registrants and panelists that it is cancelled.

        Returns:
            Nothing.

        Raises:
            MeetingNotFound: there is no such meeting or webinar.
            NotAllowed: the meeting belongs to another account; a user's own token, and the meeting is somebody
                else's; the host's plan has no registration, or no webinars.
            KindNotSupported: a webinar's number where a meeting's belongs, or the other way round.
            UserNotFound: the meeting's host is no user any more.
            ValidationFailed: an argument is outside of its limits.
            NotFound: the series has no such occurrence.
            DoorlistError: what any call may raise (see `Client`).

        Rate label: Light. Scope: `webinar:write` or `webinar:delete:webinar`. Source: public specification of
        2026-08.
        """
        await self._runner.run(
            calling.done(
                self._runner.desk,
                Call(
                    "webinarDelete",
                    path={"webinarId": webinar_id},
                    query={"occurrence_id": occurrence_id, "cancel_webinar_reminder": cancel_webinar_reminder},
                ),
            )
        )

    async def end(self, webinar_id: int | str) -> None:
        """End a webinar.

        Args:
            webinar_id: The webinar's number, or its uuid.

        Returns:
            Nothing.

        Raises:
            MeetingNotFound: there is no such meeting or webinar.
            NotAllowed: the meeting belongs to another account; a user's own token, and the meeting is somebody
                else's; the host's plan has no registration, or no webinars.
            KindNotSupported: a webinar's number where a meeting's belongs, or the other way round.
            UserNotFound: the meeting's host is no user any more.
            ValidationFailed: an argument is outside of its limits.
            DoorlistError: what any call may raise (see `Client`).

        Rate label: Light. Scope: `webinar:write` or `webinar:update:status`. Source: public specification of
        2026-08, which lists 200 alone.
        """
        await self._runner.run(
            calling.done(
                self._runner.desk, Call("webinarStatus", path={"webinarId": webinar_id}, body={"action": "end"})
            )
        )


class AsyncClient(Opened):
    """The registration part of Zoom's REST API, on Doorlist or on the real one.

    Give the `account_id`, `client_id` and `client_secret` of a server-to-server app: the client gets itself tokens, and
    another a minute before one runs out. Or give a `token` that you have. What is not given is read from the
    environment: DOORLIST_ACCOUNT_ID, DOORLIST_CLIENT_ID, DOORLIST_CLIENT_SECRET, DOORLIST_TOKEN, DOORLIST_BASE_URL and
    DOORLIST_TOKEN_URL. `base_url` is the local Doorlist (http://127.0.0.1:8480) by itself, and "zoom" the real API.

    A call that meets a rate limit waits as long as the answer says and is sent again. One that changes nothing when it
    is done twice is sent again where the connection was lost or the server failed, up to four times, ever later; an add
    is looked up first. `timeout_s` is for one try, `deadline_s` for a call with all of its tries and waits; a call that
    is cut into many, or goes over pages, has it for each of them.

    `on_notice` is called with what the server has to say beside its answer, `on_reply` with every answer's rate limits;
    both from the thread or task of the call. May be used by many threads or tasks at once.

    Any call may raise, beside what it says itself: Unauthorized and MissingScope; RateLimited, where the client may not
    wait; DailyLimit; ValidationFailed, ServerError and NotFound; UnexpectedReply, for what is no answer of this API;
    ConnectionFailed and DeadlineExceeded, whose `maybe_done` says whether it may have been done; and AddressInvalid for
    ids that cannot be. All of them are a DoorlistError.

    Example::

        async with AsyncClient() as client:
            added = await client.meetings.registrants.add(68423085, email="ada@example.com", first_name="Ada")
            print(added.registrant_id, added.join_url)
    """

    users: Users
    """The users of the account."""
    meetings: Meetings
    """Meetings; `registrants` are theirs."""
    webinars: Webinars
    """Webinars; `registrants`, `tracking_sources` and `panelists` are theirs."""
    recordings: Recordings
    """Recordings; `registrants` are theirs."""
    webhooks: Webhooks
    """Where notices of events go, and what became of them (extension of Doorlist)."""

    def _lay_out(self, runner: AsyncRunner) -> None:
        self.users = Users(runner)
        self.meetings = Meetings(runner)
        self.webinars = Webinars(runner)
        self.recordings = Recordings(runner)
        self.webhooks = Webhooks(runner)
