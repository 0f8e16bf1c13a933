"""Personal links: they redirect to the room, show that somebody is expected, or say plainly why they do not open."""

import html
from typing import TypeVar

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from doorlist import clock
from doorlist.desk import joining
from doorlist.refusals import LinkInvalid, StorageUnavailable
from doorlist.storage.database import Work
from doorlist.storage.store import Store
from doorlist.wire.links import WEBINAR_PREFIX

T = TypeVar("T")

_NUMBER_CHARS_MAX = 19
_TOKEN_CHARS_MAX = 200
_SECRET = {"referrer-policy": "no-referrer", "cache-control": "no-store", "x-robots-tag": "noindex"}

_PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; --ink: #1c2126; --soft: #5a6570; --paper: #fff; --wall: #eef1f4; --line: {accent} }}
@media (prefers-color-scheme: dark) {{ :root {{ --ink: #eef1f4; --soft: #a9b4bf; --paper: #22282e; --wall: #15191d }} }}
body {{ margin: 0; min-height: 100vh; display: grid; place-items: center; background: var(--wall); color: var(--ink);
  font: 1.0625rem/1.55 system-ui, sans-serif }}
main {{ box-sizing: border-box; width: min(34rem, 100% - 2rem); padding: 2.25rem 2.5rem; background: var(--paper);
  border-top: .3rem solid var(--line); border-radius: .5rem; box-shadow: 0 .5rem 2rem #0002 }}
h1 {{ margin: 0 0 .75rem; font-size: 1.5rem; line-height: 1.25; overflow-wrap: anywhere }}
p {{ margin: .5rem 0 0; color: var(--soft); overflow-wrap: anywhere }}
</style>
<main><h1>{title}</h1>{text}</main>
</html>
"""
_WELCOME, _CLOSED = "#1f8a5b", "#b3402f"


class Door:
    """The addresses that links lead to."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.routes = [
            Route("/w/{number}", self.join),
            Route("/j/{number}", self.pass_by),
            Route("/s/{number}", self.start),
            Route("/rec/share/{account_id}/{recording_id}", self.watch),
            Route("/meeting/register/{key}", self.register),
            Route("/webinar/register/{key}", self.register),
            Route("/webinar/register/{source_id}/{key}", self.register_by_source),
        ]

    async def join(self, request: Request) -> Response:
        """A registrant's own link to a meeting."""
        number, token, now = _number(request), request.query_params.get("tk", ""), clock.now()
        return await self._open(lambda tx: joining.arrive(tx, number, token[:_TOKEN_CHARS_MAX], now=now))

    async def start(self, request: Request) -> Response:
        """The host's link to a meeting."""
        number, token = _number(request), request.query_params.get("zak", "")
        return await self._open(lambda tx: joining.start(tx, number, token[:_TOKEN_CHARS_MAX]))

    async def watch(self, request: Request) -> Response:
        """A registrant's own link to a recording."""
        account_id, recording_id = (
            request.path_params[name].replace("\0", "") for name in ("account_id", "recording_id")
        )
        token, now = request.query_params.get("tk", ""), clock.now()
        if not token:
            return _page(403, "This recording asks for registration", "Ask the host to register you for it.")
        return await self._open(
            lambda tx: joining.watch(tx, account_id, recording_id, token[:_TOKEN_CHARS_MAX], now=now)
        )

    async def pass_by(self, request: Request) -> Response:
        """The link that is nobody's own: it opens only where no registration is asked for."""
        number = _number(request)
        return await self._open(lambda tx: joining.pass_by(tx, number))

    async def register(self, _request: Request) -> Response:
        """Where registration will happen."""
        return _page(
            200,
            "Registration is by the host",
            "This desk takes registrations from the host's own programs. Ask the host.",
        )

    async def register_by_source(self, request: Request) -> Response:
        """The same by the link of a webinar's tracking source, which counts who opens it; a look (HEAD) opens nothing."""
        if request.method == "HEAD":
            return await self.register(request)
        source_id, key = (request.path_params[name].replace("\0", "") for name in ("source_id", "key"))
        try:
            await self._store.write(
                lambda tx: joining.visit_registration(tx, source_id, key.removeprefix(WEBINAR_PREFIX))
            )
        except StorageUnavailable:
            return _page(503, "The desk is busy", "Open the link again in a moment.")
        return await self.register(request)

    async def _open(self, work: Work[joining.Arrival | None]) -> Response:
        try:
            arrival = await self._store.write(work)
        except LinkInvalid as refusal:
            return _page(403, "This link does not open", refusal.reason)
        except StorageUnavailable:
            return _page(503, "The desk is busy", "Open the link again in a moment.")
        if arrival is None:
            return _page(403, "This meeting asks for registration", "Open your own link, from your invitation.")
        if arrival.room_url:
            return RedirectResponse(arrival.room_url, 302, _SECRET)
        greeting = f"Welcome, {arrival.name}. " if arrival.name else ""
        return _page(200, "You are expected", f"{greeting}The room of “{arrival.topic}” opens with its host.", _WELCOME)


def _number(request: Request) -> int:
    """The meeting's number; 0, which no meeting has, where the address holds none."""
    text = request.path_params["number"]
    return int(text) if text.isascii() and text.isdigit() and len(text) < _NUMBER_CHARS_MAX else 0


def _page(status: int, title: str, text: str, accent: str = _CLOSED) -> Response:
    page = _PAGE.format(title=html.escape(title), text=f"<p>{html.escape(text)}</p>", accent=accent)
    policy = {"content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"}
    return HTMLResponse(page, status, _SECRET | policy)
