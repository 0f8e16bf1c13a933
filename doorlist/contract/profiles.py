"""The dated contracts that the desk can speak, and where they differ."""

from dataclasses import dataclass
from enum import StrEnum


class Profile(StrEnum):
    """A dated contract."""

    P2022_09 = "2022-09"
    P2026_08 = "2026-08"


DEFAULT = Profile.P2022_09


@dataclass(frozen=True, slots=True)
class Difference:
    """One point where the profiles part, with what shows it."""

    topic: str
    in_2022_09: str
    in_2026_08: str
    evidence: str


DIFFERENCES = (
    Difference(
        "Batch registration succeeds with",
        "200",
        "201",
        "The 2022 collection prints 200; today's specification keys 201 and production clients insist on it.",
    ),
    Difference(
        "Code 3043 (capacity) on add, batch and status",
        "HTTP 404",
        "HTTP 400",
        "The 2022 and 2024 specifications list it under 404, those of 2025 and 2026 under 400.",
    ),
    Difference(
        "Code 404 (registration not enabled) on batch",
        "HTTP 404",
        "HTTP 400",
        "The same lists; on a single add the real API was observed to answer HTTP 404, so add keeps it in both.",
    ),
    Difference(
        "A form field with the values of the fields before it glued in front (`deny[{…}]`)",
        "read as meant, with a `Doorlist-Notice` header that names the defect",
        "400, code 300, `errors[]` naming the field and the defect",
        "The printed sample programs of 2022 send it; no client of today does.",
    ),
    Difference(
        "A meeting of another account",
        "400, code 1010",
        "400, code 3000; on a recording 400, code 1010, on its settings and registrants 404, code 3001",
        "The 2022 collection lists 1010, 3000 and 3003 on status; today's specification lists 3000, 3161 and 3001, "
        "1010 for a recording and 404 alone for its settings and registrants.",
    ),
    Difference(
        "A meeting whose host is a Basic user: list, get, status",
        "400, code 3000",
        "400, code 3161",
        "As above. On add, batch and delete the 2022 answer is code 200, observed.",
    ),
    Difference(
        "A user-level token on another user's meeting",
        "400, code 3003",
        "404, code 3001",
        "As above.",
    ),
    Difference(
        "Too many requests in a second: changing a meeting",
        "429, code 429",
        "429, code 4001",
        "Today's specification has 4001 on this operation alone.",
    ),
    Difference(
        "Header X-RateLimit-Reset on a per-second refusal",
        "absent",
        "epoch seconds",
        "One source of 2026 has it, none of 2022.",
    ),
    Difference(
        "Ending a webinar succeeds with",
        "204",
        "200, empty",
        "Today's specification keys 200 alone; for meetings it keys 204.",
    ),
    Difference(
        "Registration not enabled, on batch for a webinar",
        "HTTP 404, code 404",
        "HTTP 400, code 3000",
        "The 2022 and 2024 specifications list the one, that of 2026 the other.",
    ),
    Difference(
        "Deleting a registrant that is not there",
        "400, code 3000",
        "400, code 300",
        "The 2022 list names the registrant in a 3000; today's specification calls the id invalid under 300.",
    ),
)
