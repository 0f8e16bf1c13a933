"""The field types that the shapes share: texts with a limit, emails, times, flags of a list's page."""

import re
from datetime import UTC, date, datetime
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

EMAIL_CHARS_MAX = 128
NAME_CHARS_MAX = 64
TOPIC_CHARS_MAX = 200
AGENDA_CHARS_MAX = 2000
FIELD_CHARS_MAX = 255
LONG_FIELD_CHARS_MAX = 2000
URL_CHARS_MAX = 2048
TOKEN_CHARS_MAX = 2048
BATCH_MAX = 30
PAGE_SIZE_DEFAULT = 30
PAGE_SIZE_MAX = 300
USERS_PAGE_SIZE_MAX = 2000
PAGE_NUMBER_MAX = 1_000_000
MEETING_NUMBER_MAX = 2**63 - 1

_EMAIL = re.compile(
    r"[^@\s\x00-\x1f\x7f<>()\[\]\\,;:\"]+@[^@\s\x00-\x1f\x7f<>()\[\]\\,;:\"]+\.[^@\s.\x00-\x1f\x7f<>()\[\]\\,;:\"]+"
)
_TIME = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})?")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_TIME_YEARS = range(2000, 2100)


class Shape(BaseModel):
    """A body, query or reply. Unknown members are ignored, as the real API does; null stands for "not given"."""

    model_config = ConfigDict(extra="ignore", frozen=True, defer_build=True)


class Reply(BaseModel):
    """What we answer: exactly these members, which the tests hold every reply against."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


def _email(text: str) -> str:
    if not _EMAIL.fullmatch(text):
        raise PydanticCustomError("email", "must be an email address, such as name@example.com")
    return text


def parse_time(text: str) -> datetime:
    """A contract time. Aware with `Z` or an offset (made UTC), naive without: then it is local to the meeting's zone."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo is None else moment.astimezone(UTC)


def _time(text: str) -> str:
    try:
        sound = bool(_TIME.fullmatch(text)) and parse_time(text).year in _TIME_YEARS
    except (ValueError, OverflowError):
        sound = False
    if not sound:
        raise PydanticCustomError("time", "must be a time such as 2026-12-01T09:00:00Z, in the years 2000 to 2099")
    return text


def _date(text: str) -> str:
    try:
        sound = bool(_DAY.fullmatch(text)) and date.fromisoformat(text).year in _TIME_YEARS
    except ValueError:
        sound = False
    if not sound:
        raise PydanticCustomError("date", "must be a date such as 2026-12-01, in the years 2000 to 2099")
    return text


def _day_of_time(value: object) -> object:
    """The day of a time, which published clients send where a date is meant."""
    is_time = isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}T[\d:.]+Z?", value)
    return str(value)[:10] if is_time else value


def _url(text: str) -> str:
    if not re.fullmatch(r"https?://[^\s/?#\x00-\x1f\x7f\"<>\\]+[^\s\x00-\x1f\x7f\"<>\\]*", text):
        raise PydanticCustomError("url", "must be an http or https address without blanks")
    return text


def _blank_or_url(text: str) -> str:
    return _url(text) if text else text


def is_email(text: str) -> bool:
    """Whether a text is an email address that the contract takes."""
    return len(text) <= EMAIL_CHARS_MAX and bool(_EMAIL.fullmatch(text))


def _not_blank(text: str) -> str:
    if not text.strip():
        raise PydanticCustomError("blank", "must not be blank")
    return text


def _blank_is_none(value: object) -> object:
    return None if value == "" else value


def _as_number(value: object) -> object:
    """The number that a text is, for a form has texts alone; anything else as it is."""
    return int(value) if isinstance(value, str) and re.fullmatch(r"-?\d{1,9}", value) else value


def _text(length_max: int, *, least: int = 0) -> StringConstraints:
    return StringConstraints(min_length=least, max_length=length_max)


Numbered = BeforeValidator(_as_number)
"""For a choice of numbers: pydantic itself turns a text into a number, but not into a choice."""

Email = Annotated[str, _text(EMAIL_CHARS_MAX), AfterValidator(_email), Field(json_schema_extra={"format": "email"})]
Name = Annotated[str, _text(NAME_CHARS_MAX)]
GivenName = Annotated[str, _text(NAME_CHARS_MAX, least=1), AfterValidator(_not_blank)]
Text = Annotated[str, _text(FIELD_CHARS_MAX)]
LongText = Annotated[str, _text(LONG_FIELD_CHARS_MAX)]
Title = Annotated[str, _text(FIELD_CHARS_MAX), AfterValidator(_not_blank)]
Topic = Annotated[str, _text(TOPIC_CHARS_MAX)]
Time = Annotated[str, _text(40), AfterValidator(_time), Field(json_schema_extra={"format": "date-time"})]
Day = Annotated[
    str, BeforeValidator(_day_of_time), _text(40), AfterValidator(_date), Field(json_schema_extra={"format": "date"})
]
Url = Annotated[str, _text(URL_CHARS_MAX), AfterValidator(_url), Field(json_schema_extra={"format": "uri"})]
BlankOrUrl = Annotated[str, _text(URL_CHARS_MAX), AfterValidator(_blank_or_url)]
PageToken = Annotated[str, _text(TOKEN_CHARS_MAX)]


class PageQuery(Shape):
    """The page of a list that is asked for. `next_page_token` wins over `page_number`."""

    page_size: Annotated[
        int, Field(ge=1, description=f"Records in a page; more than {PAGE_SIZE_MAX} is taken as that.")
    ] = PAGE_SIZE_DEFAULT
    page_number: Annotated[int, Field(ge=1, le=PAGE_NUMBER_MAX, description="The page, from 1.")] = 1
    next_page_token: Annotated[PageToken, Field(description="Where the page before this one ended.")] = ""


class OccurrenceQuery(Shape):
    """Which occurrence of a series is meant."""

    occurrence_id: Annotated[Text | None, BeforeValidator(_blank_is_none), Field(description="An occurrence.")] = None


class Page(Reply):
    """The head of every list. `next_page_token` is empty on the last page."""

    next_page_token: str
    page_count: int
    page_number: int
    page_size: int
    total_records: int
