"""Which error an answer is: by its wording and code as the contract has them, else by code alone, else by HTTP status."""

import functools
import re
import string
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from doorlist.client import errors, waiting
from doorlist.client.errors import ApiError, DailyLimit, FieldError, ServerError
from doorlist.client.naming import ERROR_OF
from doorlist.client.steps import Received
from doorlist.contract.answers import ANSWERS, Answer
from doorlist.contract.operations import Operation

MESSAGE_CHARS_MAX = 2000
FIELDS_MAX = 100

_BY_CODE: Mapping[int, type[ApiError]] = {
    124: errors.Unauthorized,
    104: errors.MissingScope,
    200: errors.NotAllowed,
    303: errors.KindNotSupported,
    1001: errors.UserNotFound,
    1010: errors.NotAllowed,
    2300: errors.NotFound,
    3001: errors.MeetingNotFound,
    3003: errors.NotAllowed,
    3027: errors.HostCannotRegister,
    3035: errors.CapacityReached,
    3038: errors.RegistrationClosed,
    3043: errors.CapacityReached,
    3079: errors.RegistrantNotFound,
    3161: errors.NotAllowed,
    3301: errors.RecordingNotFound,
    4700: errors.Unauthorized,
    4711: errors.MissingScope,
}
"""What a code means whatever its wording."""

_BY_WORDING: tuple[tuple[str, type[ApiError]], ...] = (
    (r"does not contain scopes", errors.MissingScope),
    (r"panelist", errors.PanelistCannotRegister),
    (r"host (can ?not|can't) register", errors.HostCannotRegister),
    (r"registration.*(not|n't) (been )?(enabled|required|turned on)", errors.RegistrationNotEnabled),
    (r"(not|n't) (have|set) registration|registration is (off|disabled|not)", errors.RegistrationNotEnabled),
    (r"registration.*\bclosed|(is|has) (over|ended)\b|expired meeting", errors.RegistrationClosed),
    (r"capacity|(limit|maximum).*(attendees|registrants)|is full\b", errors.CapacityReached),
    (r"registrant.*(not found|not exist|invalid)|(not found|invalid).*registrant", errors.RegistrantNotFound),
    (r"only be used for scheduled|(invalid|access) webinar i|not supported for", errors.KindNotSupported),
    (r"recording.*(not exist|not found)|no recording", errors.RecordingNotFound),
)
"""What codes that mean many things (300, 3000, …) mean by their wording, where it is not the contract's."""

_VAGUE = frozenset({0, 300, 3000, 400, 404})

_BY_STATUS: Mapping[int, type[ApiError]] = {
    401: errors.Unauthorized,
    402: errors.NotAllowed,
    403: errors.NotAllowed,
    404: errors.NotFound,
    405: errors.NotFound,
    410: errors.NotFound,
    413: errors.ValidationFailed,
    414: errors.ValidationFailed,
    415: errors.ValidationFailed,
    422: errors.ValidationFailed,
    429: errors.RateLimited,
    431: errors.ValidationFailed,
}

_HINTS: Mapping[type[ApiError], str] = {
    errors.Unauthorized: "Check the token or the app's credentials, and that they belong to this server.",
    errors.MissingScope: "Give the app one of these scopes, then get a new token: one that was given before keeps its scopes.",
    errors.RegistrationNotEnabled: "Turn registration on: settings.approval_type 0 or 1 and a licensed host.",
    errors.CapacityReached: "Raise the limit, or take somebody off the roster first.",
    errors.DailyLimit: "Go on when the day is over (00:00 UTC).",
    errors.KindNotSupported: "Meetings and webinars have calls of their own; batches are for those that take place once.",
    errors.PanelistCannotRegister: "A panelist joins by the link they were sent.",
}
"""What to do, for errors whose message does not say."""
_HINT_OF_ADDRESS = "Is base_url the address of the API itself?"


def code_and_message(body: object) -> tuple[int, str] | None:
    """The number and the wording of a refusal's body; None where it is none."""
    if not isinstance(body, dict) or "message" not in body or "code" not in body:
        return None
    code, message = body["code"], body["message"]
    if isinstance(code, str) and re.fullmatch(r"\d{1,9}", code):
        code = int(code)
    if not isinstance(code, int) or isinstance(code, bool) or not isinstance(message, str):
        return None
    return code, message[:MESSAGE_CHARS_MAX]


def error(operation: Operation, reply: Received, body: object, now: datetime, *, maybe_done: bool = False) -> ApiError:
    """The error that an answer is; `body` is its JSON, None where it has none."""
    code, message = code_and_message(body) or (0, _plain(reply))
    kind = _kind(operation, reply, code, message, now)
    common = {
        "status": reply.status,
        "code": code,
        "message": message,
        "errors": _fields(body),
        "tracking_id": reply.headers.get("x-zm-trackingid", ""),
        "operation": operation.id,
        "hint": _HINT_OF_ADDRESS if code == 2300 else _HINTS.get(kind, ""),
    }
    if kind is DailyLimit:
        subject, email = _subject(message)
        return DailyLimit(
            **common,  # type: ignore[arg-type]
            resumes_at=waiting.resumes_at(reply.headers, now),
            subject=subject,
            email=email,
        )
    return kind(**common, maybe_done=maybe_done)  # type: ignore[arg-type]


def _kind(operation: Operation, reply: Received, code: int, message: str, now: datetime) -> type[ApiError]:
    if reply.status == 429 or code in (429, 4001):
        return DailyLimit if waiting.is_daily(reply.headers, message, now) else errors.RateLimited
    if reply.status >= 500:
        return ServerError
    by_contract = _by_contract(operation.id, code, message)
    if by_contract is not None:
        return by_contract
    if code in _BY_CODE:
        known = _BY_CODE[code]
        if known is errors.MeetingNotFound and re.search("registrant", message, re.IGNORECASE):
            return errors.RegistrantNotFound
        return known
    if code in _VAGUE:
        for pattern, kind in _BY_WORDING:
            if re.search(pattern, message, re.IGNORECASE):
                return kind
    if code == 404 and "registrants" in operation.path:
        return errors.RegistrationNotEnabled
    if code == 300 or (reply.status == 400 and code == 400):
        return errors.ValidationFailed
    return _BY_STATUS.get(reply.status, ApiError)


def _by_contract(operation: str, code: int, message: str) -> type[ApiError] | None:
    """The error of the most specific answer of the contract with this code and wording.

    What says that a meeting is not there is that, also where the contract hides with it the meetings of others.
    """
    best: Answer | None = None
    for row, pattern in _patterns().get(code, ()):
        if row.operations and operation not in row.operations:
            continue
        if not pattern.fullmatch(message.strip()):
            continue
        if row.refusal == "MeetingNotFound":
            return errors.MeetingNotFound
        if best is None or (row.operations and not best.operations):
            best = row
    return None if best is None else getattr(errors, ERROR_OF[best.refusal])


@functools.cache
def _patterns() -> Mapping[int, list[tuple[Answer, re.Pattern[str]]]]:
    found: dict[int, list[tuple[Answer, re.Pattern[str]]]] = {}
    for row in ANSWERS:
        parts = [
            re.escape(text) + ("" if name is None else ".*?")
            for text, name, _form, _conversion in string.Formatter().parse(row.message)
        ]
        pattern = "".join(parts).removesuffix(re.escape("."))
        found.setdefault(row.code, []).append((row, re.compile(pattern + r"\.?", re.IGNORECASE | re.DOTALL)))
    return found


def _fields(body: object) -> list[FieldError]:
    told = body.get("errors") if isinstance(body, dict) else None
    if not isinstance(told, list):
        return []
    return [
        FieldError(str(each.get("field", "")), str(each.get("message", "")))
        for each in told[:FIELDS_MAX]
        if isinstance(each, dict)
    ]


def _subject(message: str) -> tuple[str, str]:
    """Whose daily limit it is, and the email of a registrant."""
    if re.search(r"for the registrant|particular registrant", message, re.IGNORECASE):
        email = re.search(r"[(\"]([^()\"\s]+@[^()\"\s]+)[)\"]", message)
        return "registrant", email[1] if email else ""
    return ("host" if re.search(r"particular user", message, re.IGNORECASE) else "account"), ""


def _plain(reply: Received) -> str:
    """A sentence for an answer that is no refusal of the contract, such as a gateway's page."""
    shown = excerpt(reply).rstrip(". ")
    return f"The server answered with HTTP status {reply.status}{f': {shown}' if shown else ' and no message'}."


def excerpt(reply: Received) -> str:
    """The first words of an answer, without markup."""
    text = reply.content[:4000].decode("utf-8", "replace")
    if "<" in text:
        text = re.sub(r"(?is)<(script|style)\b.*?(</\1>|$)|<[^>]*>", " ", text)
    words = " ".join("".join(character if character.isprintable() else " " for character in text).split())
    return f"{words[:120]}…" if len(words) > 120 else words


def json_type(value: Any) -> str:
    """What a JSON value is, in a word."""
    return {dict: "an object", list: "a list", str: "a text", type(None): "null"}.get(type(value), "a number or flag")
