"""Asking a user whether an app may act for them: what is asked, what can be given, and what a yes comes to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from doorlist import ids
from doorlist.access.grants import CODE_LIFE
from doorlist.access.tokens import hashed
from doorlist.model import Account, App, AppKind, Grant, User
from doorlist.refusals import ConsentRefused, ConsentReturned
from doorlist.rules import consent
from doorlist.storage import accounts, apps, grants
from doorlist.storage.database import Tx
from doorlist.wire.consent import Asked, Form, client_id, opened

STATE_CHARS_MAX = 2000
_AGAIN = "Go back to the app and begin again."


@dataclass(frozen=True, slots=True)
class Question:
    """What an app asks the users of its account."""

    app: App
    account: Account
    asked: Asked


def question(tx: Tx, given: Mapping[str, str], *, repeated: frozenset[str]) -> Question:
    """What the parameters of an authorization request ask (RFC 6749, 4.1.1); `repeated` came more than once.

    Raises ConsentRefused where it is not certain whom to answer: nobody is sent to an address that is not registered.
    Raises ConsentReturned for what else is wrong.
    """
    app, account = _asking(tx, given.get("client_id", ""))
    uri = given.get("redirect_uri", "")
    if repeated & {"client_id", "redirect_uri"}:
        raise ConsentRefused(f"The request names its app or its address twice. {_AGAIN}")
    if not consent.may_return_to(uri, app.redirect_uris):
        raise ConsentRefused(
            "The address that the app wants you to be sent back to (redirect_uri) is not registered for it."
        )
    state = given.get("state")
    challenge, method = given.get("code_challenge", ""), given.get("code_challenge_method", consent.PLAIN)
    fault: tuple[str, str] | None = None
    if repeated or (state is not None and len(state) > STATE_CHARS_MAX):
        fault = ("invalid_request", "A parameter comes twice, or the state is too long")
    elif given.get("response_type") != "code":
        fault = ("unsupported_response_type", "The response_type must be code")
    elif method not in (consent.PLAIN, consent.S256):
        fault = ("invalid_request", "The code_challenge_method must be S256 or plain")
    elif not challenge and app.kind is AppKind.PUBLIC:
        fault = ("invalid_request", "A public app must send a code_challenge")
    elif challenge and not consent.is_challenge(challenge):
        fault = ("invalid_request", "The code_challenge must have 43 to 128 letters, digits, and -._~")
    if fault is not None:
        back = None if state is None or "state" in repeated or len(state) > STATE_CHARS_MAX else state
        raise ConsentReturned(*fault, uri, back)
    return Question(app, account, Asked(app.client_id, uri, state, challenge, method))


def reopened(tx: Tx, sealed: str, *, browser: str, now: datetime) -> tuple[Question, Form]:
    """The question that a form of ours was about, as it stands now. Raises ConsentRefused."""
    app, account = _asking(tx, client_id(sealed))
    form = opened(account.secret, sealed, browser=browser, now=now)
    if form is None or not consent.may_return_to(form.asked.redirect_uri, app.redirect_uris):
        raise ConsentRefused(f"This page is too old, or it was not made for this browser. {_AGAIN}")
    return Question(app, account, form.asked), form


def offered(question: Question, user: User) -> frozenset[str]:
    """What a user's yes would give."""
    return consent.may_give(question.app.scopes, user.role)


def person(tx: Tx, question: Question, user_id: str) -> User:
    """The user who signed in. Raises ConsentRefused where they are gone since."""
    user = accounts.user(tx, question.account.id, user_id)
    if user is None or user.id != user_id or user.status != "active":
        raise ConsentRefused("This user is no longer active.")
    return user


def allow(tx: Tx, question: Question, user_id: str, *, now: datetime) -> str:
    """The code that stands for a user's yes; it lasts five minutes. Raises ConsentRefused."""
    user = person(tx, question, user_id)
    if question.app.client_id not in [app.client_id for app in apps.hold(tx, question.app.client_id)]:
        raise ConsentRefused("The app was revoked.")
    grants.forget(tx, question.account.id, before=now)
    code = ids.secret()
    new = Grant(
        account_id=question.account.id,
        id=ids.ordered(),
        client_id=question.app.client_id,
        user_id=user.id,
        scopes=offered(question, user),
        redirect_uri=question.asked.redirect_uri,
        challenge=question.asked.challenge,
        challenge_method=question.asked.challenge_method,
        code_hash=hashed(code),
        code_expires_at=now + CODE_LIFE,
        expires_at=now + CODE_LIFE,
        created_at=now,
    )
    grants.add(tx, new)
    return code


def _asking(tx: Tx, client_id: str) -> tuple[App, Account]:
    for app in apps.find(tx, client_id):
        account = accounts.account(tx, app.account_id)
        if app.kind is not AppKind.SERVER and account is not None:
            return app, account
    raise ConsentRefused("No app that asks users is known by this client_id.")
