"""The token endpoint: parameters in the form body or in the query, the app's credentials as HTTP Basic or beside them."""

from collections.abc import Mapping
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from doorlist import clock, ids
from doorlist.access import tokens
from doorlist.refusals import (
    BodyTooLarge,
    BodyUnreadable,
    FieldsInvalid,
    GrantRefused,
    MediaTypeUnknown,
    StorageUnavailable,
)
from doorlist.settings import Settings
from doorlist.storage.store import Store
from doorlist.web.address import base_url
from doorlist.web.api import bodies, forms

GRANT = "account_credentials"
_FIELDS_MAX = 20


class TokenEndpoint:
    """`POST /oauth/token` for server-to-server apps."""

    def __init__(self, store: Store, settings: Settings) -> None:
        self._store = store
        self._settings = settings

    async def give(self, request: Request) -> Response:
        """A token, or why not (`reason`) with the OAuth error code (`error`)."""
        headers = {"cache-control": "no-store", "x-zm-trackingid": ids.tracking()}
        try:
            given = await _parameters(request)
            client_id, client_secret = _credentials(request, given)
            if given.get("grant_type") != GRANT:
                raise GrantRefused("unsupported_grant_type", f"unsupported grant type; this desk gives {GRANT}")
            if not given.get("account_id"):
                raise GrantRefused("invalid_request", "account_id is missing; send it in the form body or in the query")
            now = clock.now()
            grant = await self._store.write(
                lambda tx: tokens.grant(
                    tx,
                    account_id=given["account_id"],
                    client_id=client_id,
                    client_secret=client_secret,
                    now=now,
                )
            )
        except GrantRefused as refusal:
            status = 401 if refusal.error == "invalid_client" else 400
            return JSONResponse({"reason": refusal.reason, "error": refusal.error}, status, headers)
        except BodyTooLarge:
            return JSONResponse({"reason": "The request is too large", "error": "invalid_request"}, 413, headers)
        except StorageUnavailable:
            return JSONResponse({"reason": "Try again in a moment", "error": "temporarily_unavailable"}, 503, headers)
        except ClientDisconnect:
            return Response(status_code=400)
        return JSONResponse(
            {
                "access_token": grant.access_token,
                "token_type": "bearer",
                "expires_in": grant.expires_in_s,
                "scope": " ".join(sorted(grant.scopes)),
                "api_url": self._settings.public_url or base_url(request.scope, request.headers),
            },
            headers=headers,
        )


async def _parameters(request: Request) -> Mapping[str, str]:
    """The parameters of the query and of the body, which wins; an empty body is none, whatever its type."""
    raw = await bodies.receive(request.receive, request.headers)
    content_type = request.headers.get("content-type") or forms.URLENCODED
    try:
        query = dict(parse_qsl(request.url.query, keep_blank_values=True, max_num_fields=_FIELDS_MAX))
        fields = bodies.read(raw, content_type, structured=frozenset(), mend_glued=False).fields
    except (BodyUnreadable, FieldsInvalid, MediaTypeUnknown, ValueError) as reason:
        raise GrantRefused("invalid_request", "The parameters could not be read; send them URL-encoded") from reason
    given = query | {name: str(value) for name, value in fields.items()}
    if any("\0" in value for value in given.values()):
        raise GrantRefused("invalid_request", "A parameter holds a NUL character")
    return given


def _credentials(request: Request, given: Mapping[str, str]) -> tuple[str, str]:
    header = request.headers.get("authorization")
    if header is not None:
        return tokens.basic(header)
    if given.get("client_id"):
        return given["client_id"], given.get("client_secret", "")
    raise GrantRefused("invalid_client", "Send the app's credentials as Authorization: Basic base64(client_id:secret)")
