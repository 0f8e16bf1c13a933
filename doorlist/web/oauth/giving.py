"""The token endpoint and the revoking one: what they are asked, and how they answer."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from doorlist import clock, ids
from doorlist.access import grants
from doorlist.access.apps import Credentials
from doorlist.access.grants import Issued, TakenBack
from doorlist.access.tokens import Tokens
from doorlist.refusals import BodyTooLarge, GrantRefused, StorageUnavailable
from doorlist.settings import Settings
from doorlist.storage.database import Tx, Work
from doorlist.storage.store import Store
from doorlist.web.address import base_url
from doorlist.web.oauth import reading

_Answering = Callable[[Request, Mapping[str, str], Credentials], Awaitable[Mapping[str, object]]]


class TokenEndpoints:
    """`POST /oauth/token` and `POST /oauth/revoke`."""

    def __init__(self, store: Store, tokens: Tokens, settings: Settings) -> None:
        self._store = store
        self._tokens = tokens
        self._settings = settings

    async def give(self, request: Request) -> Response:
        """Tokens, or why not (`reason`) with the OAuth error code (`error`)."""
        return await self._answer(request, self._give)

    async def revoke(self, request: Request) -> Response:
        """Success, also for a token that nobody holds."""
        return await self._answer(request, self._revoke)

    async def _answer(self, request: Request, work: _Answering) -> Response:
        headers = {"cache-control": "no-store", "pragma": "no-cache", "x-zm-trackingid": ids.tracking()}
        try:
            given = await reading.parameters(request)
            body = await work(request, given, reading.credentials(request, given))
        except GrantRefused as refusal:
            status = 401 if refusal.error == "invalid_client" else 400
            if status == 401:
                headers["www-authenticate"] = 'Basic realm="doorlist"'
            return JSONResponse({"reason": refusal.reason, "error": refusal.error}, status, headers)
        except BodyTooLarge:
            return JSONResponse({"reason": "The request is too large", "error": "invalid_request"}, 413, headers)
        except StorageUnavailable:
            return JSONResponse({"reason": "Try again in a moment", "error": "temporarily_unavailable"}, 503, headers)
        except ClientDisconnect:
            return Response(status_code=400)
        return JSONResponse(body, headers=headers)

    async def _give(self, request: Request, given: Mapping[str, str], shown: Credentials) -> Mapping[str, object]:
        issued = await self._store.write(_work(given, shown, clock.now()))
        if isinstance(issued, TakenBack):
            self._tokens.forget()
            raise GrantRefused("invalid_grant", issued.reason)
        body: dict[str, object] = {
            "access_token": issued.access_token,
            "token_type": "bearer",
            "expires_in": issued.expires_in_s,
            "scope": " ".join(sorted(issued.scopes)),
            "api_url": self._settings.public_url or base_url(request.scope, request.headers),
        }
        return body | ({"refresh_token": issued.refresh_token} if issued.refresh_token else {})

    async def _revoke(self, _request: Request, given: Mapping[str, str], shown: Credentials) -> Mapping[str, object]:
        token, now = _wanted(given, "token"), clock.now()
        await self._store.write(lambda tx: grants.revoke(tx, shown, token, now=now))
        self._tokens.forget()
        return {"status": "success"}


def _work(given: Mapping[str, str], shown: Credentials, now: datetime) -> Work[Issued | TakenBack]:
    """What a grant type comes to. Raises GrantRefused for one that there is not, and for what it lacks."""
    match given.get("grant_type"):
        case "account_credentials":
            account_id = _wanted(given, "account_id")
            return lambda tx: grants.for_account(tx, shown, account_id, now=now)
        case "client_credentials":
            return lambda tx: grants.for_itself(tx, shown, now=now)
        case "authorization_code":
            code, uri, verifier = _wanted(given, "code"), given.get("redirect_uri", ""), given.get("code_verifier", "")

            def redeem(tx: Tx) -> Issued | TakenBack:
                return grants.for_code(tx, shown, code=code, redirect_uri=uri, verifier=verifier, now=now)

            return redeem
        case "refresh_token":
            refresh_token = _wanted(given, "refresh_token")
            return lambda tx: grants.for_refresh(tx, shown, refresh_token=refresh_token, now=now)
        case _:
            raise GrantRefused("unsupported_grant_type", "unsupported grant type")


def _wanted(given: Mapping[str, str], name: str) -> str:
    if not given.get(name):
        raise GrantRefused("invalid_request", f"{name} is missing; send it in the form body or in the query")
    return given[name]
