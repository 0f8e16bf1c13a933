"""A person in a browser who is asked to allow an app something, and the app that asks."""

import base64
import hashlib
import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from authlib.integrations.httpx_client import OAuth2Client
from desks import Desk
from starlette.testclient import TestClient

from doorlist.sandbox import seeds

BACK = "http://127.0.0.1:49152/callback"
VERIFIER = "v" * 43
USER_APP = (seeds.USER_CLIENT_ID, seeds.USER_CLIENT_SECRET)
TOKEN_URL, REVOKE_URL, AUTHORIZE_URL = (f"http://desk.test/oauth/{name}" for name in ("token", "revoke", "authorize"))


def challenge(verifier: str) -> str:
    """The S256 challenge of a verifier."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def asked(**more: str | None) -> dict[str, str]:
    """The query of a good authorization request, with something else in it, or without what is None."""
    query: dict[str, str | None] = {
        "response_type": "code",
        "client_id": seeds.USER_CLIENT_ID,
        "redirect_uri": BACK,
        "state": "a state & more",
    }
    return {name: value for name, value in (query | more).items() if value is not None}


@dataclass
class Page:
    """What a browser shows: a page with a form of ours, or the address that it is sent to."""

    status: int
    text: str
    headers: Mapping[str, str]

    @property
    def form(self) -> str:
        """The signed text in the form."""
        found = re.search(r'name="form" value="([^"]+)"', self.text)
        assert found, self.text
        return html.unescape(found[1])

    @property
    def location(self) -> str:
        """Where it is sent to."""
        assert self.status == 302, (self.status, self.text)
        return self.headers["location"]

    @property
    def said(self) -> dict[str, str]:
        """What the address says to the app."""
        return {name: values[0] for name, values in parse_qs(urlsplit(self.location).query).items()}


class Browser:
    """A browser with cookies of its own."""

    def __init__(self, desk: Desk) -> None:
        self.client = TestClient(desk.client.app, base_url="http://desk.test", follow_redirects=False)
        self.client._transport = desk.client._transport  # the desk's own event loop

    def open(self, query: Mapping[str, str] | str | None = None, **more: str | None) -> Page:
        """Follow an app's link."""
        text = query if isinstance(query, str) else urlencode(query if query is not None else asked(**more))
        return self._page(self.client.get(f"/oauth/authorize?{text}"))

    def send(self, page: Page, **fields: str) -> Page:
        """Send the form of a page."""
        return self.post({"form": page.form} | fields)

    def post(self, fields: Mapping[str, str]) -> Page:
        """Send a form."""
        return self._page(self.client.post("/oauth/authorize", data=dict(fields)))

    def sign_in(self, page: Page, email: str = seeds.SECOND_HOST_EMAIL, password: str = seeds.PASSWORD) -> Page:
        """Sign in on a page."""
        return self.send(page, email=email, password=password, decision="continue")

    def allow(self, email: str = seeds.SECOND_HOST_EMAIL, **more: str | None) -> Page:
        """Follow an app's link, sign in and allow what it asks for."""
        page = self.sign_in(self.open(**more), email)
        assert page.status == 200, page.text
        return self.send(page, decision="allow")

    def code(self, email: str = seeds.SECOND_HOST_EMAIL, **more: str | None) -> str:
        """The code that the app is sent when all is allowed."""
        return self.allow(email, **more).said["code"]

    def _page(self, response: Any) -> Page:
        return Page(response.status_code, response.text, response.headers)


def app(
    desk: Desk, client_id: str = seeds.USER_CLIENT_ID, secret: str | None = seeds.USER_CLIENT_SECRET
) -> OAuth2Client:
    """A real client: Authlib's, over the desk's ASGI."""
    return OAuth2Client(
        client_id=client_id,
        client_secret=secret,
        token_endpoint_auth_method="client_secret_basic" if secret else "none",
        redirect_uri=BACK,
        code_challenge_method="S256",
        transport=desk.client._transport,
    )
