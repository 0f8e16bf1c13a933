"""Registrants, and what is decided about them."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from doorlist.contract.shapes.fields import (
    BATCH_MAX,
    FIELD_CHARS_MAX,
    Email,
    GivenName,
    LongText,
    Name,
    OccurrenceQuery,
    Page,
    PageQuery,
    Reply,
    Shape,
    Text,
)
from doorlist.contract.shapes.questions import CUSTOM_QUESTIONS_MAX

PROFILE_FIELDS = (
    "address",
    "city",
    "state",
    "zip",
    "country",
    "phone",
    "comments",
    "industry",
    "job_title",
    "no_of_employees",
    "org",
    "purchasing_time_frame",
    "role_in_purchase_process",
)
"""The optional text fields of a registrant, in the contract's names."""

ANSWER_CHARS_MAX = 128

# The lists of requests and of replies differ in the public contract; both are taken, and shown as they were sent.
Employees = Literal[
    "",
    "1-20",
    "21-50",
    "51-100",
    "101-250",
    "101-500",
    "251-500",
    "500-1,000",
    "501-1,000",
    "1,001-5,000",
    "5,001-10,000",
    "More than 10,000",
]
TimeFrame = Literal["", "Within a month", "1-3 months", "4-6 months", "More than 6 months", "No timeframe"]
Role = Literal["", "Decision Maker", "Evaluator/Recommender", "Influencer", "Not involved"]
Language = Literal[
    "en-US",
    "de-DE",
    "es-ES",
    "fr-FR",
    "jp-JP",
    "pt-PT",
    "ru-RU",
    "zh-CN",
    "zh-TW",
    "ko-KO",
    "it-IT",
    "vi-VN",
    "pl-PL",
    "Tr-TR",
]


class CustomAnswer(Shape):
    """What a registrant says to a custom question."""

    title: Annotated[Text | None, Field(description="The question, word for word.")] = None
    value: Annotated[
        Annotated[str, StringConstraints(max_length=ANSWER_CHARS_MAX)] | None, Field(description="The answer.")
    ] = None


class RegistrantCreate(Shape):
    """Somebody to register."""

    email: Annotated[Email, Field(description="One email is one registrant, whatever its case.")]
    first_name: Annotated[GivenName, Field(description="Given name.")]
    last_name: Annotated[Name | None, Field(description="Family name.")] = None
    address: Text | None = None
    city: Text | None = None
    state: Text | None = None
    zip: Text | None = None
    country: Text | None = None
    phone: Text | None = None
    comments: LongText | None = None
    industry: Text | None = None
    job_title: Text | None = None
    no_of_employees: Employees | None = None
    org: Text | None = None
    purchasing_time_frame: TimeFrame | None = None
    role_in_purchase_process: Role | None = None
    custom_questions: Annotated[list[CustomAnswer] | None, Field(max_length=CUSTOM_QUESTIONS_MAX)] = None


class MeetingRegistrantCreate(RegistrantCreate):
    """Somebody to register to a meeting."""

    language: Annotated[Language | Literal[""] | None, Field(description="The registrant's language.")] = None
    auto_approve: Annotated[
        bool | None,
        Field(description="Approve at once; counts only where the host approves by hand (approval_type 1)."),
    ] = None


class WebinarRegistrantCreate(MeetingRegistrantCreate):
    """Somebody to register to a webinar."""

    source_id: Annotated[Text | None, Field(description="The tracking source that they come from.")] = None


class RegistrantCreateQuery(Shape):
    """Which occurrences of a series the registration is for."""

    occurrence_ids: Annotated[
        str, StringConstraints(max_length=2000), Field(description="Occurrence ids, separated by commas.")
    ] = ""


class BatchRegistrant(Shape):
    """One person of a batch."""

    email: Email
    first_name: GivenName
    last_name: Name | None = None


class WebinarBatchCreate(Shape):
    """Up to 30 people to register to a webinar at once: all of them or none."""

    auto_approve: bool | None = None
    registrants: Annotated[list[BatchRegistrant], Field(min_length=1, max_length=BATCH_MAX)]


class BatchCreate(WebinarBatchCreate):
    """Up to 30 people to register to a meeting at once: all of them or none."""

    registrants_confirmation_email: bool | None = None


class RegistrantPointer(Shape):
    """A registrant by id, by email, or both; the id is tried first."""

    id: Annotated[str | None, StringConstraints(max_length=FIELD_CHARS_MAX)] = None
    email: Annotated[str | None, StringConstraints(max_length=FIELD_CHARS_MAX)] = None


class StatusUpdate(Shape):
    """What the host decides about up to 30 registrants of a meeting."""

    action: Literal["approve", "deny", "cancel"]
    registrants: Annotated[list[RegistrantPointer] | None, Field(max_length=BATCH_MAX)] = None


class RecordingRegistrantPointer(Shape):
    """A registrant of a recording, by id."""

    id: Annotated[str | None, StringConstraints(max_length=FIELD_CHARS_MAX)] = None


class RecordingStatusUpdate(Shape):
    """What the host decides about up to 30 registrants of a recording."""

    action: Literal["approve", "deny"]
    registrants: Annotated[list[RecordingRegistrantPointer] | None, Field(max_length=BATCH_MAX)] = None


class RegistrantsQuery(PageQuery):
    """Which registrants. `all`, `cancelled` and `email` are extensions."""

    status: Annotated[
        Literal["approved", "pending", "denied", "all", "cancelled"],
        Field(description="Their status; `all` and `cancelled` are extensions of Doorlist."),
    ] = "approved"
    email: Annotated[Text, Field(description="Only the registrant with this email (extension of Doorlist).")] = ""


class MeetingRegistrantsQuery(RegistrantsQuery, OccurrenceQuery):
    """Which registrants of a meeting."""


class WebinarRegistrantsQuery(MeetingRegistrantsQuery):
    """Which registrants of a webinar."""

    tracking_source_id: Annotated[Text, Field(description="Only those who came from this tracking source.")] = ""


# --- replies -------------------------------------------------------------------------------------------------------


class AnswerReply(Reply):
    """A custom question's answer."""

    title: str
    value: str


class RecordingRegistrant(Reply):
    """A registrant of a recording."""

    id: str
    email: str
    first_name: str
    last_name: str
    address: str
    city: str
    state: str
    zip: str
    country: str
    phone: str
    comments: str
    industry: str
    job_title: str
    no_of_employees: Employees
    org: str
    purchasing_time_frame: TimeFrame
    role_in_purchase_process: Role
    custom_questions: list[AnswerReply]
    status: Annotated[
        Literal["approved", "pending", "denied", "cancelled"],
        Field(
            description="`cancelled` is told apart from `denied` only where the extension status=all or cancelled asks."
        ),
    ]


class Registrant(RecordingRegistrant):
    """A registrant of a meeting; `join_url` is there while approved."""

    create_time: str
    join_url: str | None = None


class WebinarRegistrant(Registrant):
    """A registrant of a webinar, shown alone; `language` is there where it was given."""

    language: Language | None = None


class RegistrantList(Page):
    """Registrants of a meeting."""

    registrants: list[Registrant]


class RecordingRegistrantList(Page):
    """Registrants of a recording."""

    registrants: list[RecordingRegistrant]


class OccurrenceReply(Reply):
    """One meeting of a series."""

    occurrence_id: str
    start_time: str
    duration: int
    status: Literal["available", "deleted"]


class RegistrantCreated(Reply):
    """The new registrant, or the one that the email already is. Without `join_url` until the host approves."""

    id: int
    registrant_id: str
    topic: str
    start_time: str | None = None
    join_url: str | None = None
    occurrences: list[OccurrenceReply] | None = None


class BatchEntry(Reply):
    """One person of a batch, registered."""

    registrant_id: str
    email: str
    join_url: str | None = None


class BatchCreated(Reply):
    """The people of a batch, in the order they were sent."""

    registrants: list[BatchEntry]


class RecordingRegistrantCreated(Reply):
    """The new registrant of a recording; `share_url` opens the recording and nothing else, once approved."""

    id: int
    registrant_id: str
    topic: str
    share_url: str
