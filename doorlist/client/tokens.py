"""Getting a token: the account_credentials grant of a server-to-server app."""

import base64
import re
from urllib.parse import urlencode

from doorlist.client import steps
from doorlist.client.desk import USER_AGENT, Desk, HeldToken
from doorlist.client.errors import (
    ConnectionFailed,
    DoorlistError,
    RateLimited,
    ServerError,
    Unauthorized,
    UnexpectedReply,
)
from doorlist.client.places import TOKEN, AppCredentials
from doorlist.client.reading import json_value
from doorlist.client.refusals import excerpt
from doorlist.client.steps import Flow, Received, Send
from doorlist.client.waiting import Patience, rate_delay_s

RENEWED_BEFORE_S = 60.0
LIFE_S = 3600.0
"""How long a token lasts where its reply does not say (public contract)."""
_OPERATION = "oauth/token"


def renew(desk: Desk, until_s: float) -> Flow[str]:
    """A new token, which the desk keeps, and where its reply says that the API is.

    Raises Unauthorized with the server's reason, UnexpectedReply, ConnectionFailed, ServerError and DeadlineExceeded.
    """
    assert isinstance(desk.credentials, AppCredentials)
    now_s = desk.surroundings.monotonic_s()
    patience = Patience.begun(desk.surroundings, desk.deadline_s, lambda: desk.answered)
    patience.until_s = min(patience.until_s, max(until_s, now_s))
    while True:
        outcome = yield from steps.send(_request(desk, desk.credentials, patience))
        if isinstance(outcome, Received):
            desk.answered = True
            if outcome.status == 200:
                return _kept(desk, outcome, now_s)
            fault = _refused(desk, outcome)
            told_s = rate_delay_s(outcome.headers, desk.surroundings.now())
            if isinstance(fault, RateLimited):
                yield from patience.after_refusal(told_s)
            elif isinstance(fault, ServerError):
                yield from patience.after_fault(fault, told_s)
            else:
                raise fault
        else:
            lost = ConnectionFailed(f"No token from {desk.place.token_url}: {outcome.reason}.")
            if outcome.final:
                raise lost
            yield from patience.after_fault(lost)


def _request(desk: Desk, app: AppCredentials, patience: Patience) -> Send:
    basic = base64.b64encode(f"{app.client_id}:{app.client_secret}".encode()).decode()
    return Send(
        "POST",
        desk.place.token_url,
        {
            "Authorization": f"Basic {basic}",
            "Content-Type": "application/x-www-form-urlencoded",
            "Accept": "application/json",
            "User-Agent": USER_AGENT,
        },
        urlencode({"grant_type": "account_credentials", "account_id": app.account_id}).encode(),
        patience.attempt_s(desk.timeout_s),
    )


def _kept(desk: Desk, reply: Received, asked_at_s: float) -> str:
    body = json_value(reply.content)
    value = body.get("access_token") if isinstance(body, dict) else None
    if not isinstance(body, dict) or not isinstance(value, str) or not TOKEN.fullmatch(value):
        raise UnexpectedReply(
            f"{desk.place.token_url} answered without a token in it. Is that the address for tokens (token_url)?",
            status=reply.status,
        )
    life_s = _life_s(body.get("expires_in"))
    renewed_before_s = min(RENEWED_BEFORE_S, life_s / 2)
    desk.api_url = desk.place.moved(body.get("api_url"))
    desk.token = HeldToken(value, asked_at_s + life_s - renewed_before_s)
    return value


def _life_s(told: object) -> float:
    if isinstance(told, str) and re.fullmatch(r"\d{1,9}", told):
        told = int(told)
    sound = isinstance(told, int | float) and not isinstance(told, bool) and 0 < told < 10**9
    return float(told) if sound and isinstance(told, int | float) else LIFE_S


def _refused(desk: Desk, reply: Received) -> DoorlistError:
    body = json_value(reply.content)
    told = body if isinstance(body, dict) else {}
    reason = next(
        (str(told[name]) for name in ("reason", "error_description", "message", "error") if told.get(name)),
        excerpt(reply),
    ).rstrip(". ")
    common = {"status": reply.status, "code": 0, "operation": _OPERATION}
    tracking_id = reply.headers.get("x-zm-trackingid", "")
    if reply.status == 429:
        return RateLimited(message=reason or "Too many tokens were asked for.", tracking_id=tracking_id, **common)  # type: ignore[arg-type]
    if reply.status >= 500:
        message = f"No token was given, for the server failed: {reason or reply.status}."
        return ServerError(message=message, tracking_id=tracking_id, **common)  # type: ignore[arg-type]
    unknown = reply.status in (404, 405) or str(told.get("code")) == "2300"
    if unknown or (not told and reply.status not in (400, 401, 403)):
        return UnexpectedReply(
            f"{desk.place.token_url} answered with HTTP status {reply.status}{f': {reason}' if reason else ''}. Is that "
            "the address for tokens (token_url), and base_url that of the API?",
            status=reply.status,
        )
    return Unauthorized(
        message=f"No token was given: {reason or 'no reason was given'}.",
        tracking_id=tracking_id,
        hint="Check account_id, client_id and client_secret, and that the app is activated.",
        **common,  # type: ignore[arg-type]
    )
