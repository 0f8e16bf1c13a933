"""Documents beside the API, such as the sample pages: made by whoever started the server, shown here."""

from collections.abc import Callable
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

PREFIX = "/docs/samples"

Documents = Callable[[dict[str, Any], str], bytes | None]
"""Gives the document of a place such as `index.html`, about a Postman collection; None where there is none."""


def none(_collection: dict[str, Any], _place: str) -> None:
    """For a desk that was started without documents."""


_TYPES = {"html": "text/html; charset=utf-8", "css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8"}
_HEADERS = {
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cache-control": "no-cache",
}


def routes(documents: Documents, collection: Callable[[Request], dict[str, Any]]) -> list[Route]:
    """The routes of documents about the collection that a request's address stands for."""

    async def show(request: Request) -> Response:
        place = request.path_params["place"] or "index.html"
        made = await run_in_threadpool(lambda: documents(collection(request), place))
        if made is None:
            return Response("There is no such page.\n", 404, {"content-type": "text/plain; charset=utf-8", **_HEADERS})
        kind = _TYPES.get(place.rpartition(".")[2], "application/octet-stream")
        return Response(made, headers={"content-type": kind, **_HEADERS})

    async def enter(_request: Request) -> Response:
        return RedirectResponse(f"{PREFIX}/")

    return [Route(PREFIX, enter), Route(PREFIX + "/{place:path}", show)]
