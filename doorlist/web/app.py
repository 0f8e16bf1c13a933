"""The whole desk as one ASGI application: the API, tokens, the door, and what operators and tools ask for."""

import traceback
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from doorlist import ids
from doorlist.access.rates import Rates
from doorlist.access.tokens import Tokens
from doorlist.access.windows import windows
from doorlist.contract.limits import PLANS
from doorlist.contract.profiles import Profile
from doorlist.refusals import AddressTooLong, HeadTooLarge, Refusal, RouteUnknown, StorageUnavailable
from doorlist.settings import Settings
from doorlist.storage import accounts
from doorlist.storage.store import Store
from doorlist.web import documents as documented
from doorlist.web.address import base_url
from doorlist.web.api import routes
from doorlist.web.api.answer import Api, refused, write
from doorlist.web.api.call import Validator
from doorlist.web.documents import Documents, none
from doorlist.web.log import RequestLog, note
from doorlist.web.oauth.asking import PATH, ConsentPages
from doorlist.web.oauth.giving import TokenEndpoints
from doorlist.web.public.door import Door

HEADERS_MAX = 100
HEADER_BYTES_MAX = 32 * 1024
ADDRESS_BYTES_MAX = 8 * 1024


async def _asks_nobody(_url: str, _secret: str) -> str:
    return "this process reaches no receivers"


def application(
    store: Store,
    settings: Settings,
    *,
    closing: Callable[[], None],
    validator: Validator = _asks_nobody,
    documents: Documents = none,
    alongside: Callable[[], AbstractAsyncContextManager[object]] = nullcontext,
) -> ASGIApp:
    """The application over a store. `closing` runs once, when the last request has ended.

    `validator` asks a webhook's receiver whether it has the secret; `documents` has the sample pages; `alongside` runs
    while requests are served.
    """

    rates = Rates(store, windows(settings.rate_url), PLANS[settings.plan], registrant_caps=settings.registrant_caps)

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        async with alongside():
            yield
        await rates.close()
        closing()

    async def healthz(_request: Request) -> Response:
        return PlainTextResponse("ok\n")

    async def readyz(_request: Request) -> Response:
        try:
            await store.read(accounts.origin)
        except StorageUnavailable:
            return PlainTextResponse("the database cannot be reached\n", 503)
        return PlainTextResponse("ready\n")

    async def openapi(request: Request) -> Response:
        from doorlist.contract import export  # 20 ms that a start need not wait for

        return JSONResponse(export.openapi(_base(request), settings.profile))

    def collection(request: Request) -> dict[str, Any]:
        from doorlist.contract import export

        return export.postman(_base(request), settings.profile)

    async def postman(request: Request) -> Response:
        return JSONResponse(collection(request))

    def _base(request: Request) -> str:
        return settings.public_url or base_url(request.scope, request.headers)

    async def unknown(request: Request, _error: Exception) -> Response:
        reply = refused(RouteUnknown(request.method, request.url.path), None, settings.profile)
        notice = f"the API's operations begin with {routes.PREFIX}; they are listed at /openapi.json"
        return JSONResponse(reply.body, reply.status, {"doorlist-notice": notice})

    async def failed(request: Request, error: Exception) -> Response:
        note(request.scope, error="".join(traceback.format_exception(error)))
        return JSONResponse({"code": 500, "message": "Doorlist failed on this request. It is logged."}, 500)

    tokens = Tokens(store)
    oauth, asking = TokenEndpoints(store, tokens, settings), ConsentPages(store, settings)
    rest = Starlette(
        routes=[
            Route("/healthz", healthz),
            Route("/readyz", readyz),
            Route("/openapi.json", openapi),
            Route("/postman.json", postman),
            Route("/oauth/token", oauth.give, methods=["POST"]),
            Route("/oauth/revoke", oauth.revoke, methods=["POST"]),
            Route(PATH, asking.ask, methods=["GET"]),
            Route(PATH, asking.decide, methods=["POST"]),
            *Door(store).routes,
            *documented.routes(documents, collection),
        ],
        exception_handlers={404: unknown, Exception: failed},
        lifespan=lifespan,
    )
    api = Api(store, tokens, rates, settings, validator)
    return RequestLog(_Front(api, rest, settings.profile))


class _Front:
    """Sends the API's requests to the API and the others to the rest; refuses heads of unreasonable size."""

    def __init__(self, api: ASGIApp, rest: ASGIApp, profile: Profile) -> None:
        self._api = api
        self._rest = rest
        self._profile = profile

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            refusal = _too_much(scope)
            if refusal is not None:
                await write(send, refused(refusal, None, self._profile), ids.tracking(), self._profile)
                return
            if scope["path"].startswith(routes.PREFIX + "/"):
                await self._api(scope, receive, send)
                return
        await self._rest(scope, receive, send)


def _too_much(scope: Scope) -> Refusal | None:
    headers = scope["headers"]
    if len(scope.get("raw_path") or b"") + len(scope["query_string"]) > ADDRESS_BYTES_MAX:
        return AddressTooLong(ADDRESS_BYTES_MAX)
    if len(headers) > HEADERS_MAX or sum(len(name) + len(value) for name, value in headers) > HEADER_BYTES_MAX:
        return HeadTooLarge(HEADERS_MAX, HEADER_BYTES_MAX)
    return None
