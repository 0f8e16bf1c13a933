"""What a webhook's body looks like, event by event: exactly these members, which the tests hold every body against."""

from typing import Literal

from pydantic import BaseModel, ConfigDict


class Sent(BaseModel):
    """A part of a body. Nothing is turned into another type: a number is no text."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, defer_build=True)


class Answered(Sent):
    """What somebody said to a custom question."""

    title: str
    value: str


class OccurrenceSent(Sent):
    """One meeting of a series."""

    occurrence_id: str
    start_time: str


class TrackingSource(Sent):
    """Where a webinar's registrant came from."""

    id: str
    source_name: str
    tracking_url: str


class Person(Sent):
    """Whom it is about."""

    id: str
    first_name: str
    last_name: str
    email: str


class WebinarPerson(Person):
    """The same for a webinar."""

    tracking_source: TrackingSource | None = None


class LetIn(Person):
    """Somebody who was let in, with their link."""

    join_url: str


class WebinarLetIn(LetIn):
    """The same for a webinar."""

    tracking_source: TrackingSource | None = None


class Profile(Person):
    """Somebody new, with all that they said; what they left out is empty."""

    address: str
    city: str
    country: str
    zip: str
    state: str
    phone: str
    industry: str
    org: str
    job_title: str
    purchasing_time_frame: str
    role_in_purchase_process: str
    no_of_employees: str
    comments: str
    custom_questions: list[Answered]
    status: Literal["approved", "pending"]


class MeetingProfile(Profile):
    """The same for a meeting; `join_url` is empty while they are pending."""

    join_url: str


class WebinarProfile(MeetingProfile):
    """The same for a webinar."""

    tracking_source: TrackingSource | None = None


class Subject(Sent):
    """What it is a registration to. `id` is a text, or a number where the desk is told so."""

    uuid: str
    id: str | int
    host_id: str
    topic: str
    start_time: str | None = None
    duration: int
    timezone: str


class MeetingSubject(Subject):
    """A meeting; `occurrences` for a series (type 8) alone."""

    type: Literal[0, 1, 2, 3, 4, 7, 8]
    occurrences: list[OccurrenceSent] | None = None


class WebinarSubject(Subject):
    """A webinar; `occurrences` for a series (type 9) alone."""

    type: Literal[5, 6, 9]
    occurrences: list[OccurrenceSent] | None = None


class RecordingSubject(Subject):
    """A recording."""

    type: Literal[1, 2, 3, 4, 5, 6, 7, 8, 9, 99]


class MeetingWithProfile(MeetingSubject):
    """A meeting and somebody new."""

    registrant: MeetingProfile


class MeetingWithLetIn(MeetingSubject):
    """A meeting and somebody let in."""

    registrant: LetIn


class MeetingWithPerson(MeetingSubject):
    """A meeting and somebody."""

    registrant: Person


class WebinarWithProfile(WebinarSubject):
    """A webinar and somebody new."""

    registrant: WebinarProfile


class WebinarWithLetIn(WebinarSubject):
    """A webinar and somebody let in."""

    registrant: WebinarLetIn


class WebinarWithPerson(WebinarSubject):
    """A webinar and somebody."""

    registrant: WebinarPerson


class RecordingWithProfile(RecordingSubject):
    """A recording and somebody new."""

    registrant: Profile


class RecordingWithPerson(RecordingSubject):
    """A recording and somebody."""

    registrant: Person


class Registered(Sent):
    """Whose account it is, and who came."""

    account_id: str


class Decided(Sent):
    """Whose account it is, and who decided: the email and the id of the user that the caller acted as."""

    account_id: str
    operator: str
    operator_id: str


class MeetingRegistered(Registered):
    """Somebody registered to a meeting."""

    object: MeetingWithProfile


class MeetingApproved(Decided):
    """Somebody was approved for a meeting."""

    object: MeetingWithLetIn


class MeetingDecided(Decided):
    """Somebody was denied, or cancelled, for a meeting."""

    object: MeetingWithPerson


class WebinarRegistered(Registered):
    """Somebody registered to a webinar."""

    object: WebinarWithProfile


class WebinarApproved(Decided):
    """Somebody was approved for a webinar."""

    object: WebinarWithLetIn


class WebinarDecided(Decided):
    """Somebody was denied, or cancelled, for a webinar."""

    object: WebinarWithPerson


class RecordingRegistered(Registered):
    """Somebody registered to a recording."""

    object: RecordingWithProfile


class RecordingDecided(Decided):
    """Somebody was approved or denied for a recording."""

    object: RecordingWithPerson
