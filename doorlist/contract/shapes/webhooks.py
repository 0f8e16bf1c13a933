"""Webhooks over the API, an extension: where notices go, and what became of them."""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from doorlist.contract.shapes.fields import PAGE_SIZE_MAX, Page, PageQuery, Reply, Shape, Text, Url

SECRET_CHARS_MIN = 16
SECRET_CHARS_MAX = 255
EVENTS_MAX = 40
SINCE_H_MAX = 24 * 366

_SECRET = re.compile(r"[!-~]+")


def _secret(text: str) -> str:
    if not _SECRET.fullmatch(text):
        raise PydanticCustomError("secret", "must be printable ASCII without blanks")
    return text


Secret = Annotated[
    str, StringConstraints(min_length=SECRET_CHARS_MIN, max_length=SECRET_CHARS_MAX), AfterValidator(_secret)
]
Events = Annotated[
    list[Text],
    Field(min_length=1, max_length=EVENTS_MAX, description="Names of events, `meeting.*` for a kind's, or `all`."),
]
Turned = Literal["active", "off"]


class WebhookCreate(Shape):
    """Where notices are to go. The address is asked for its answer to a challenge first, but where state is off."""

    url: Annotated[Url, Field(description="An https address; http to a private one, where the desk allows those.")]
    events: Events
    secret: Annotated[Secret | None, Field(description="Signs deliveries; left out: the desk makes one.")] = None
    state: Annotated[Turned | None, Field(description="`off` keeps it and sends nothing.")] = None


class WebhookUpdate(Shape):
    """What is to change. A new address is challenged first; so is one that is turned on."""

    url: Url | None = None
    events: Events | None = None
    state: Turned | None = None


class WebhookReplay(Shape):
    """Which notices are to be sent again."""

    since_hours: Annotated[int, Field(ge=1, le=SINCE_H_MAX, description="Those of the last so many hours.")]


class WebhookReply(Reply):
    """A webhook; `reason` says why its address was not validated."""

    webhook_id: str
    url: str
    events: list[str]
    state: Literal["active", "failed", "off"]
    reason: str
    created_at: str
    validated_at: str


class WebhookCreated(WebhookReply):
    """A new webhook, with its secret: shown this once. `standard_secret` is the same for Standard Webhooks' libraries."""

    secret: str
    standard_secret: str


class WebhookList(Reply):
    """The account's webhooks."""

    webhooks: list[WebhookReply]


class WebhookReplayed(Reply):
    """How many notices are sent again."""

    replayed: int


class DeliveriesQuery(PageQuery):
    """Which notices."""

    page_size: Annotated[
        int, Field(ge=1, description=f"Records in a page; more than {PAGE_SIZE_MAX} is taken as that.")
    ] = 30
    webhook_id: Annotated[Text, Field(description="Of this webhook alone.")] = ""
    state: Annotated[Literal["all", "waiting", "delivered", "failed"], Field(description="What became of them.")] = (
        "all"
    )


class Try(Reply):
    """One try: `status` is the receiver's (0: none came), `reason` says why it failed."""

    at: str
    status: int
    reason: str
    took_ms: int


class NoticeReply(Reply):
    """A notice and the tries at it, the last ones first. `next_try_at` is empty where none is planned."""

    notice_id: str
    webhook_id: str
    event: str
    state: Literal["waiting", "delivered", "failed"]
    created_at: str
    next_try_at: str
    tries: list[Try]


class NoticeList(Page):
    """Notices, oldest first. At most 10,000 are counted."""

    deliveries: list[NoticeReply]
