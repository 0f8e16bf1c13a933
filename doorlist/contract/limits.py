"""The limits that the contract puts on requests: how often, per plan and label, per registrant and per host.

Days are UTC days. Grades as everywhere: D documented, O observed, I inferred, C chosen by us.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

LIGHT, MEDIUM, HEAVY, RESOURCE_INTENSIVE = "Light", "Medium", "Heavy", "Resource-intensive"
LABELS = (LIGHT, MEDIUM, HEAVY, RESOURCE_INTENSIVE)


class Plan(StrEnum):
    """What an account pays for, which decides how often it may ask."""

    FREE = "free"
    PRO = "pro"
    BUSINESS = "business"
    UNLIMITED = "unlimited"


@dataclass(frozen=True, slots=True)
class Rate:
    """At most so many requests of a label in each window of so many seconds (1 or 60)."""

    label: str
    most: int
    window_s: int = 1


@dataclass(frozen=True, slots=True)
class Daily:
    """At most so many requests of some labels together in a day."""

    labels: tuple[str, ...]
    most: int


@dataclass(frozen=True, slots=True)
class Limits:
    """What a plan allows an account, with all of its apps together."""

    rates: tuple[Rate, ...] = ()
    daily: tuple[Daily, ...] = ()

    def rate(self, label: str) -> Rate | None:
        """How often in a second or minute, where that is limited."""
        return next((each for each in self.rates if each.label == label), None)

    def day(self, label: str) -> Daily | None:
        """How often in a day, where that is limited."""
        return next((each for each in self.daily if label in each.labels), None)


PLANS: Mapping[Plan, Limits] = {
    Plan.FREE: Limits(
        (Rate(LIGHT, 4), Rate(MEDIUM, 2), Rate(HEAVY, 1), Rate(RESOURCE_INTENSIVE, 10, window_s=60)),
        (
            Daily((LIGHT,), 6_000),
            Daily((MEDIUM,), 2_000),
            Daily((HEAVY,), 1_000),
            Daily((RESOURCE_INTENSIVE,), 30_000),
        ),
    ),
    Plan.PRO: Limits(
        (Rate(LIGHT, 30), Rate(MEDIUM, 20), Rate(HEAVY, 10), Rate(RESOURCE_INTENSIVE, 10, window_s=60)),
        (Daily((HEAVY, RESOURCE_INTENSIVE), 30_000),),
    ),
    Plan.BUSINESS: Limits(
        (Rate(LIGHT, 80), Rate(MEDIUM, 60), Rate(HEAVY, 40), Rate(RESOURCE_INTENSIVE, 20, window_s=60)),
        (Daily((HEAVY, RESOURCE_INTENSIVE), 60_000),),
    ),
    Plan.UNLIMITED: Limits(),
}
PLANS_GRADE = "D"
PLANS_SOURCE = "rate limit pages of 2026; a copy of 2020 agrees"

PER_SECOND = "You have reached the maximum per-second rate limit for this API. Try again later."
PER_DAY = (
    "You have reached the maximum daily rate limit for this API. Refer to the response header for details on when you "
    "can make another request."
)


@dataclass(frozen=True, slots=True)
class Cap:
    """How often a day an operation may name one subject, and the wording of its refusal.

    The subject is an email on one roster, or a host. Caps of one `kind` share a count.
    """

    operation: str
    kind: str
    most: int
    message: str
    grade: str
    source: str


def _registrant(api: str) -> str:
    """The wording that was captured for adds; the templates of 2022 have quotation marks where it has parentheses."""
    return (
        f"You have exceeded the daily rate limit of ({{limit}}) for {api} API requests for the registrant ({{email}}). "
        "You can resume these API requests at GMT 00:00:00."
    )


ADDS, STATUS_CHANGES, HOST_CHANGES = 3, 10, 100
_TEMPLATE = "template of the 2022 collection, in the form captured for adds"
_ADD, _STATUS = "Add meeting registrant", "Update registrant's status"

CAPS = (
    Cap("meetingRegistrantCreate", "add", ADDS, _registrant(_ADD), "O", "captured by four clients"),
    Cap("webinarRegistrantCreate", "add", ADDS, _registrant("Add a webinar registrant"), "O", "captured by a client"),
    Cap(
        "addBatchRegistrants",
        "batch",
        ADDS,
        _registrant("meeting Perform batch registration"),
        "D",
        _TEMPLATE,
    ),
    Cap(
        "addBatchWebinarRegistrants",
        "batch",
        ADDS,
        "You have exceeded the daily rate limit ({limit}) of Webinar Batch Registration API requests permitted for "
        "({email}) this particular registrant. You may resume these requests at GMT 00:00:00.",
        "O",
        "captured in 2021",
    ),
    Cap("meetingRegistrantStatus", "status", STATUS_CHANGES, _registrant(f"meeting {_STATUS}"), "D", _TEMPLATE),
    Cap(
        "webinarRegistrantStatus",
        "status",
        STATUS_CHANGES,
        _registrant(f"webinar {_STATUS}"),
        "O",
        "captured in a report of 2025",
    ),
    Cap(
        "meetingRecordingRegistrantStatus",
        "status",
        STATUS_CHANGES,
        _registrant(f"cloud recording {_STATUS}"),
        "D",
        _TEMPLATE,
    ),
)
"""Per registrant's email and roster. Adding to a recording and deleting have none: no source knows of one."""


def _host(kind: str) -> str:
    return (
        f"You have exceeded the daily rate limit ({{limit}}) of {kind} Create/Update API requests permitted for this "
        "particular user. You may resume these requests at GMT 00:00:00."
    )


_HOST_SOURCE = "captured; the 2026 specification says 100 a day per meeting on PATCH"

HOST_CAPS = (
    Cap("meetingCreate", "host", HOST_CHANGES, _host("Meeting"), "O", _HOST_SOURCE),
    Cap("meetingUpdate", "host", HOST_CHANGES, _host("Meeting"), "O", _HOST_SOURCE),
    Cap("webinarCreate", "host", HOST_CHANGES, _host("Webinar"), "I", "after the wording for meetings"),
    Cap("webinarUpdate", "host", HOST_CHANGES, _host("Webinar"), "I", "after the wording for meetings"),
)
"""Per host: creating and changing meetings and webinars, all counted together, under every plan that has limits."""

CAP_OF = {each.operation: each for each in (*CAPS, *HOST_CAPS)}

CATEGORY, TYPE, LIMIT, REMAINING, RESET, RETRY_AFTER = (
    "X-RateLimit-Category",
    "X-RateLimit-Type",
    "X-RateLimit-Limit",
    "X-RateLimit-Remaining",
    "X-RateLimit-Reset",
    "Retry-After",
)
"""The headers: the label; QPS or Daily-limit; whole numbers; epoch seconds; an ISO 8601 date-time in UTC."""
QPS, DAILY = "QPS", "Daily-limit"
"""What X-RateLimit-Type says."""
