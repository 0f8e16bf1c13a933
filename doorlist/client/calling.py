"""One call: its request, its answer, and when it is tried again."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from pydantic import JsonValue, ValidationError

from doorlist.client import places, refusals, steps, waiting
from doorlist.client.desk import USER_AGENT, Answered, Desk, logger
from doorlist.client.errors import (
    AddressInvalid,
    ConnectionFailed,
    DeadlineExceeded,
    DoorlistError,
    NotFound,
    RateLimited,
    ServerError,
    Unauthorized,
    UnexpectedReply,
)
from doorlist.client.reading import Reply, json_value
from doorlist.client.steps import Flow, Lost, Received, Send
from doorlist.client.waiting import Patience
from doorlist.contract import limits
from doorlist.contract.operations import BY_ID, Operation

R = TypeVar("R", bound=Reply)

_IDEMPOTENT = frozenset({"GET", "PUT", "PATCH", "DELETE"})


@dataclass(frozen=True, slots=True)
class Call:
    """An operation with what goes into it. Members that are None stay out of the query and the body."""

    operation_id: str
    path: Mapping[str, object] = field(default_factory=dict)
    query: Mapping[str, object] = field(default_factory=dict)
    body: Mapping[str, object] | None = None
    extra: Mapping[str, object] | None = None

    @property
    def operation(self) -> Operation:
        """The operation's row of the contract. Raises AddressInvalid where there is none."""
        try:
            return BY_ID[self.operation_id]
        except KeyError as reason:
            raise AddressInvalid(f"There is no operation {self.operation_id!r}.") from reason

    def with_body(self, **members: object) -> "Call":
        """The same with other members of the body."""
        return replace(self, body={**(self.body or {}), **members})


# --- what comes of a call --------------------------------------------------------------------------------------------


def reply(desk: Desk, call: Call, model: type[R]) -> Flow[R]:
    """The answer to a call. Raises what `Client` says."""
    return read(call, model, (yield from value(desk, call)))


def done(desk: Desk, call: Call) -> Flow[None]:
    """Nothing, once a call is done. Raises what `Client` says."""
    yield from value(desk, call)


def value(desk: Desk, call: Call, patience: Patience | None = None) -> Flow[JsonValue]:
    """The answer to a call as JSON, None where it has no body; repeated after faults where that is safe."""
    patience = patience or begun(desk)
    repeatable = call.operation.method in _IDEMPOTENT
    maybe_done = False
    while True:
        try:
            return (yield from once(desk, call, patience))
        except NotFound:
            if call.operation.method == "DELETE" and patience.faults:
                return None  # the try before was lost on its way back, but did it
            raise
        except (ConnectionFailed, ServerError, DeadlineExceeded) as fault:
            again = repeatable and fault.maybe_done and not isinstance(fault, DeadlineExceeded)
            fault.maybe_done = maybe_done = fault.maybe_done or maybe_done  # by this try, or one before
            if not again:
                raise
            yield from patience.after_fault(fault)


def begun(desk: Desk) -> Patience:
    """The patience of a call that begins now."""
    return Patience.begun(desk.surroundings, desk.deadline_s, lambda: desk.answered)


def read(call: Call, model: type[R], body: JsonValue) -> R:
    """A reply from its JSON. Raises UnexpectedReply."""
    try:
        return model.model_validate(body)
    except ValidationError as reason:
        where = reason.errors(include_url=False, include_input=False)[0]
        name = ".".join(map(str, where["loc"])) or f"the answer, which is {refusals.json_type(body)}"
        raise UnexpectedReply(
            f"The answer to {call.operation_id} is not what the contract says: {name}: {where['msg']}.",
            status=200,
            maybe_done=call.operation.method != "GET",
        ) from reason


# --- one try ---------------------------------------------------------------------------------------------------------


def once(desk: Desk, call: Call, patience: Patience) -> Flow[JsonValue]:
    """The answer to a call that is sent until it may have been done, and not again after that.

    It is sent again where it surely was not done: after a rate limit, with a token that has run out, and where nobody
    took the connection. Raises ConnectionFailed, ServerError and UnexpectedReply with `maybe_done` where it may have
    been, and what else `Client` says.
    """
    operation = call.operation
    method, url, content = operation.method, address(desk, call), body(call)
    token, renewed = "", False
    while True:
        if not token:
            token = yield from steps.fresh("", patience.until_s)
            url = address(desk, call)
        request = Send(method, url, _headers(token, content), content, patience.attempt_s(desk.timeout_s))
        outcome = yield from steps.send(request)
        if isinstance(outcome, Lost):
            yield from _after_loss(desk, operation, outcome, patience)
            continue
        told = json_value(outcome.content)
        succeeded = _succeeded(operation, outcome, told)
        refused = None if succeeded else _refused(desk, operation, outcome, told)
        _note(desk, operation, outcome, refused)
        if refused is None:
            return told if operation.reply is not None else None
        if isinstance(refused, RateLimited):
            yield from patience.after_refusal(waiting.rate_delay_s(outcome.headers, desk.surroundings.now()))
        elif isinstance(refused, Unauthorized) and desk.renews and not renewed:
            token, renewed = (yield from steps.fresh(token, patience.until_s)), True
            url = address(desk, call)
        else:
            raise refused


def _after_loss(desk: Desk, operation: Operation, lost: Lost, patience: Patience) -> Flow[None]:
    fault = ConnectionFailed(
        f"No answer from {desk.api_url}: {lost.reason}."
        + (" It may have been done all the same." if lost.sent and operation.method != "GET" else ""),
        maybe_done=lost.sent,
    )
    if patience.left_s <= 0:
        patience.spent_on = patience.spent_on or "an answer"
        raise patience.over(maybe_done=lost.sent) from fault
    if lost.sent or lost.final:
        raise fault
    yield from patience.after_fault(fault)


def address(desk: Desk, call: Call) -> str:
    """The URL of a call. Raises AddressInvalid."""
    query = places.query(call.query)
    return f"{desk.api_url}{places.path(call.operation.path, call.path)}{f'?{query}' if query else ''}"


def body(call: Call) -> bytes:
    """The body of a call, as JSON."""
    if call.operation.body is None and call.body is None:
        return b""
    members = {name: value for name, value in (call.body or {}).items() if value is not None}
    return json.dumps(
        {**members, **(call.extra or {})}, allow_nan=False, separators=(",", ":"), default=_listed
    ).encode()


def _listed(value: object) -> object:
    """What JSON does not know, where it is a sequence or a mapping of another kind."""
    if isinstance(value, Mapping):
        return dict(value)
    return list(value)  # type: ignore[call-overload]


def _headers(token: str, content: bytes) -> dict[str, str]:
    headers = {"Authorization": f"Bearer {token}", "Accept": "application/json", "User-Agent": USER_AGENT}
    return headers | {"Content-Type": "application/json"} if content else headers


def _succeeded(operation: Operation, received: Received, told: JsonValue) -> bool:
    """Whether an answer says that it was done; a refusal under HTTP 200 does not."""
    if not 200 <= received.status < 300:
        return False
    refusal = refusals.code_and_message(told)
    if operation.reply is None:
        return refusal is None
    if not isinstance(told, dict) or received.status == 204:
        return False
    return refusal is None or any(name in told for name in operation.reply.model_fields)


def _refused(desk: Desk, operation: Operation, received: Received, told: JsonValue) -> DoorlistError:
    """What an answer that is no success is."""
    unsafe = operation.method == "POST"
    if received.status >= 500:
        return refusals.error(operation, received, told, desk.surroundings.now(), maybe_done=True)
    if 200 <= received.status < 300 and refusals.code_and_message(told) is None:
        if not received.content:
            said = "nothing, where there should be JSON"
        elif told is None:
            said = f"something that is no JSON: {refusals.excerpt(received)}"
        else:
            said = f"{refusals.json_type(told)}, where there should be an object"
        return UnexpectedReply(
            f"The server answered {operation.id} with {said}", status=received.status, maybe_done=unsafe
        )
    if 300 <= received.status < 400 or received.status < 200:
        location = received.headers.get("location", "")
        where = f" to {location[:200]}" if location else ""
        return UnexpectedReply(
            f"The server sends {operation.id} elsewhere{where} (HTTP status {received.status}), where the token is not "
            "taken. Is base_url the address of the API itself?",
            status=received.status,
        )
    return refusals.error(operation, received, told, desk.surroundings.now())


def _note(desk: Desk, operation: Operation, received: Received, refused: DoorlistError | None) -> None:
    """Keep what an answer's headers say, and pass it on, with the error that it is, where it is one."""
    headers = received.headers
    desk.answered = True
    desk.is_doorlist = desk.is_doorlist or "doorlist-profile" in headers
    notice = headers.get("doorlist-notice", "")
    if notice:
        logger.warning("%s: %s", operation.id, notice)
        if desk.on_notice is not None:
            desk.on_notice(notice)
    if desk.on_reply is not None:
        desk.on_reply(
            Answered(
                operation=operation.id,
                label=operation.label,
                status=received.status,
                took_s=received.took_s,
                category=headers.get(limits.CATEGORY.lower(), ""),
                type=headers.get(limits.TYPE.lower(), ""),
                limit=_whole(headers.get(limits.LIMIT.lower(), "")),
                remaining=_whole(headers.get(limits.REMAINING.lower(), "")),
                retry_at=waiting.retry_at(headers, desk.surroundings.now()),
                headers=headers,
                refusal="" if refused is None else type(refused).__name__,
            )
        )


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None
