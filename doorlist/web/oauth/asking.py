"""`/oauth/authorize`: a user signs in, sees what an app asks for, and allows or denies it."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlencode, urlsplit

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from doorlist import clock, ids
from doorlist.access import consent, passwords
from doorlist.access.consent import Question
from doorlist.contract.emails import email_key
from doorlist.model import User
from doorlist.refusals import BodyTooLarge, ConsentRefused, ConsentReturned, SignInRefused, StorageUnavailable
from doorlist.settings import Settings
from doorlist.storage.store import Store
from doorlist.web.address import base_url
from doorlist.web.oauth import pages, reading
from doorlist.wire import consent as on_wire
from doorlist.wire.consent import FORM_LIFE, Asked, Form, sealed

COOKIE = "doorlist_consent"
KNOWN = "doorlist_known"
"""The cookie of a browser in which somebody signed in: others' attempts with that email do not count there."""
KNOWN_FOR = timedelta(days=180)
PATH = "/oauth/authorize"
CHECKS_MAX = 16
"""Passwords that wait to be checked; each takes a tenth of a second or two and 32 MiB, one after the other."""
_BROWSER = re.compile(r"[A-Za-z0-9_-]{43}")


class ConsentPages:
    """`GET /oauth/authorize` asks who it is; `POST` takes the password, then the decision."""

    def __init__(self, store: Store, settings: Settings) -> None:
        self._store = store
        self._settings = settings
        self._checking = asyncio.Semaphore(1)
        self._checks = 0

    async def ask(self, request: Request) -> Response:
        """The page to sign in on, for what an app asks in the query."""
        return await self._answer(request, self._ask)

    async def decide(self, request: Request) -> Response:
        """What comes of a form of ours: the page to decide on, or the way back to the app."""
        return await self._answer(request, self._decide)

    async def _answer(self, request: Request, work: Callable[[Request], Awaitable[Response]]) -> Response:
        try:
            return await work(request)
        except ConsentRefused as refusal:
            return pages.refused(400, "This request cannot be answered", refusal.reason)
        except ConsentReturned as refusal:
            said = {"error": refusal.error, "error_description": refusal.reason}
            return _back(refusal.redirect_uri, refusal.state, said)
        except BodyTooLarge:
            return pages.refused(413, "This request cannot be answered", "It is too large.")
        except StorageUnavailable:
            return pages.refused(503, "The desk is busy", "Try again in a moment.", more={"retry-after": "5"})
        except ClientDisconnect:
            return Response(status_code=400)

    async def _ask(self, request: Request) -> Response:
        try:
            given, repeated = reading.query(request)
        except ValueError as reason:
            raise ConsentRefused("The address holds what cannot be read.") from reason
        question = await self._store.read(lambda tx: consent.question(tx, given, repeated=repeated))
        known = request.cookies.get(COOKIE, "")
        browser = known if _BROWSER.fullmatch(known) else ids.secret()
        response = self._sign_in(question, Form(question.asked, "", browser, clock.now() + FORM_LIFE))
        self._give_cookie(request, response, COOKIE, browser, FORM_LIFE)
        return response

    def _give_cookie(self, request: Request, response: Response, name: str, value: str, life: timedelta) -> None:
        seen_as = urlsplit(self._settings.public_url or base_url(request.scope, request.headers))
        response.set_cookie(
            name,
            value,
            max_age=int(life.total_seconds()),
            path=seen_as.path + PATH,
            secure=seen_as.scheme == "https",
            httponly=True,
            samesite="lax",
        )

    async def _decide(self, request: Request) -> Response:
        try:
            given = await reading.form(request)
        except ValueError as reason:
            raise ConsentRefused("The form could not be read.") from reason
        text, browser, now = given.get("form", ""), request.cookies.get(COOKIE, ""), clock.now()
        question, form = await self._store.read(lambda tx: consent.reopened(tx, text, browser=browser, now=now))
        asked, decision = question.asked, given.get("decision")
        if decision == "deny":
            raise ConsentReturned("access_denied", "The user did not allow it", asked.redirect_uri, asked.state)
        if not form.user_id:
            email, secret = given.get("email", "").strip(), question.account.secret
            known = on_wire.recognized(secret, email_key(email), request.cookies.get(KNOWN, ""))
            response = await self._signed_in(question, form, email, given.get("password", ""), known)
            if response.status_code == 200:
                self._give_cookie(
                    request, response, KNOWN, on_wire.known(secret, email_key(email), known or ids.secret()), KNOWN_FOR
                )
            return response
        if decision != "allow":
            raise ConsentRefused("The form does not say what was decided.")
        code = await self._store.write(lambda tx: consent.allow(tx, question, form.user_id, now=now))
        return _back(asked.redirect_uri, asked.state, {"code": code})

    async def _signed_in(self, question: Question, form: Form, email: str, password: str, known: str) -> Response:
        """The page to decide on, or the page to sign in on once more, with the reason."""
        try:
            user = await self._person(question, email, password, known)
        except SignInRefused as refusal:
            if refusal.wait:
                wrong = "There were too many attempts with this email. Wait a minute, then try again."
                response = self._sign_in(question, form, email=email, wrong=wrong, status=429)
                response.headers["retry-after"] = str(int(passwords.ATTEMPTS_WITHIN.total_seconds()))
                return response
            wrong = "Email and password do not belong together."
            return self._sign_in(question, form, email=email, wrong=wrong, status=403)
        signed_in = replace(form, user_id=user.id)
        return pages.decide(
            app=question.app.name,
            account=question.account.name,
            user=user,
            scopes=consent.offered(question, user),
            form=sealed(question.account.secret, signed_in),
            back_to=question.asked.redirect_uri,
            restart=_restart(question.asked),
        )

    async def _person(self, question: Question, email: str, password: str, known: str) -> User:
        """Who signs in; `known` is the browser's name, where it is known.

        Raises SignInRefused, and StorageUnavailable while too many passwords wait to be checked.
        """
        account_id, now = question.account.id, clock.now()
        if self._checks >= CHECKS_MAX:
            raise StorageUnavailable
        self._checks += 1
        try:
            user, kept = await self._store.write(
                lambda tx: passwords.attempt(tx, account_id, email, browser=known, now=now)
            )
            async with self._checking:
                fits = await asyncio.to_thread(passwords.fits, password[: passwords.CHARS_MAX + 1], kept)
        finally:
            self._checks -= 1
        if user is None or not fits:
            raise SignInRefused
        await self._store.write(lambda tx: passwords.succeeded(tx, user, browser=known))
        return user

    def _sign_in(
        self, question: Question, form: Form, *, email: str = "", wrong: str = "", status: int = 200
    ) -> Response:
        return pages.sign_in(
            app=question.app.name,
            account=question.account.name,
            form=sealed(question.account.secret, form),
            back_to=question.asked.redirect_uri,
            email=email[: passwords.EMAIL_CHARS_MAX],
            wrong=wrong,
            status=status,
        )


def _back(redirect_uri: str, state: str | None, said: dict[str, str]) -> Response:
    """The way back to the app, which was held against the addresses that are registered for it."""
    query = urlencode(said if state is None else said | {"state": state})
    headers = {"cache-control": "no-store", "referrer-policy": "no-referrer"}
    response = Response(status_code=302, headers=headers)
    response.headers["location"] = f"{redirect_uri}{'&' if '?' in redirect_uri else '?'}{query}"
    return response


def _restart(asked: Asked) -> str:
    """The address of the same question, asked anew; relative, for a proxy may show the desk below a path of its own."""
    query = {"response_type": "code", "client_id": asked.client_id, "redirect_uri": asked.redirect_uri}
    if asked.state is not None:
        query["state"] = asked.state
    if asked.challenge:
        query |= {"code_challenge": asked.challenge, "code_challenge_method": asked.challenge_method}
    return f"authorize?{urlencode(query)}"
