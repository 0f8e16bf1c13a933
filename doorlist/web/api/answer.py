"""One request, whole: who is it, how often, may they, read, run, reply, and the one place where a refusal becomes an answer."""

import traceback
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from pydantic_core import to_json
from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect
from starlette.types import Receive, Scope, Send

from doorlist import clock, ids
from doorlist.access.rates import Rates
from doorlist.access.tokens import Tokens, sub_account
from doorlist.contract import answers, scopes
from doorlist.contract.operations import BY_ID, Operation
from doorlist.contract.profiles import Profile
from doorlist.model import Caller
from doorlist.refusals import MethodUnknown, Refusal, ScopeMissing, TokenInvalid, TokenMissing
from doorlist.settings import Settings
from doorlist.storage.store import Store
from doorlist.web.address import base_url
from doorlist.web.api import allowances, bodies, given, routes
from doorlist.web.api.call import Call, Reply, Validator
from doorlist.web.api.handlers import HANDLERS
from doorlist.web.log import note
from doorlist.wire.links import Links

NOTICE_CHARS_MAX = 2000


@dataclass(frozen=True, slots=True)
class Api:
    """The API as an ASGI application, mounted at `/v2`."""

    store: Store
    tokens: Tokens
    rates: Rates
    settings: Settings
    validator: Validator

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        tracking = ids.tracking()
        headers = Headers(scope=scope)
        operation: Operation | None = None
        try:
            operation, path = routes.match(scope["method"], raw_path(scope))
            reply = await self._answer(operation, path, scope, headers, receive)
        except Refusal as refusal:
            reply = refused(refusal, operation, self.settings.profile)
        except ClientDisconnect:
            return
        except Exception:
            note(scope, error=traceback.format_exc())
            reply = Reply(
                500, {"code": 500, "message": f"Doorlist failed on this request. It is logged as {tracking}."}
            )
        note(scope, operation=operation.id if operation else "", tracking=tracking, code=(reply.body or {}).get("code"))
        await write(send, reply, tracking, self.settings.profile)

    async def _answer(
        self, operation: Operation, path: Mapping[str, str], scope: Scope, headers: Headers, receive: Receive
    ) -> Reply:
        now = clock.now()
        holder = await self.tokens.holder(bearer(headers), now)
        allowance = await self.rates.admit(holder.caller.account_id, operation.label, now)
        caller, account = admitted(holder.caller, operation, below=routes.ACCOUNT in path), holder.account
        if routes.ACCOUNT in path:
            caller, account = await self.store.read(lambda tx: sub_account(tx, caller, path[routes.ACCOUNT]))
        query = given.query(operation.query, scope["query_string"])
        raw = await bodies.receive(receive, headers)
        mend = self.settings.profile is Profile.P2022_09
        body, notices = given.body(operation.body, raw, headers.get("content-type"), mend_glued=mend)
        links = Links(self.settings.public_url or base_url(scope, headers), account)
        call = Call(
            operation, path, query, body, caller, account, links, self.store, self.settings, now, self.validator
        )
        reply = await HANDLERS[operation.id](call)
        told = allowances.headers(operation, reply.allowance or allowance)
        return replace(reply, notices=(*notices, *reply.notices), headers=told) if notices or told else reply


def bearer(headers: Headers) -> str:
    """The token of a request. Raises TokenMissing, and TokenInvalid where the header is no bearer token."""
    header = headers.get("authorization")
    if header is None:
        raise TokenMissing
    scheme, _, token = header.partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise TokenInvalid("send the header Authorization: Bearer, a blank, and the token")
    if token.strip()[0] in "<{":
        raise TokenInvalid("the Authorization header still holds a placeholder; put the access token there")
    return token.strip()


def admitted(caller: Caller, operation: Operation, *, below: bool = False) -> Caller:
    """The caller with the reach that its scopes give it here; any one of the operation's is enough. Raises ScopeMissing.

    `below` is for addresses below `/accounts/{accountId}`, where the scopes for sub-accounts are the ones that count.
    """
    admitted = _with_reach(caller, operation.id, below)
    if admitted is None:
        raise ScopeMissing(operation.granular_master if below else operation.granular)
    return admitted


@lru_cache(maxsize=4096)
def _with_reach(caller: Caller, operation_id: str, below: bool) -> Caller | None:
    operation = BY_ID[operation_id]
    held = caller.scopes & (operation.master_scopes if below else operation.scopes)
    return replace(caller, account_wide=any(map(scopes.account_wide, held))) if held else None


def refused(refusal: Refusal, operation: Operation | None, profile: Profile) -> Reply:
    """A refusal as the contract of a profile answers it."""
    row = answers.answer(type(refusal).__name__, operation.id if operation else "", profile)
    why = refusal.facts().get("why")
    allowed = refusal.allowed if isinstance(refusal, MethodUnknown) else ()
    told = allowances.refused(refusal, operation, profile)
    return Reply(row.status, answers.body(row, refusal.facts()), (str(why),) if why else (), allowed, told)


def raw_path(scope: Scope) -> str:
    """The address below the prefix, as it came over the wire."""
    raw = scope.get("raw_path") or scope["path"].encode()
    return str(raw.decode("latin-1"))[len(routes.PREFIX) :]


def _plain(text: str) -> bytes:
    """A notice as a header's value, whatever a client's own words in it hold: one line of printable ASCII."""
    return "".join(char if " " <= char <= "~" else "?" for char in text[:NOTICE_CHARS_MAX]).strip().encode("ascii")


async def write(send: Send, reply: Reply, tracking: str, profile: Profile) -> None:
    """Send a reply, with the contract that it speaks."""
    body = b"" if reply.body is None else to_json(reply.body)
    headers = [(b"x-zm-trackingid", tracking.encode()), (b"doorlist-profile", profile.encode())]
    if reply.body is not None:
        headers.append((b"content-type", b"application/json;charset=UTF-8"))
    if reply.status != 204:
        headers.append((b"content-length", str(len(body)).encode()))
    for text in reply.notices:
        headers.append((b"doorlist-notice", _plain(text)))
    if reply.allowed:
        headers.append((b"allow", ", ".join(reply.allowed).encode()))
    for name, value in reply.headers.items():
        headers.append((name.lower().encode(), value.encode()))
    if reply.status == 401:
        headers.append((b"www-authenticate", b"Bearer"))
    await send({"type": "http.response.start", "status": reply.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
