"""What an OAuth request says: its parameters, from the query and the body, and the credentials of the app that sent it."""

from collections.abc import Mapping
from urllib.parse import parse_qsl

from starlette.requests import Request

from doorlist.access import apps
from doorlist.access.apps import Credentials
from doorlist.refusals import BodyUnreadable, FieldsInvalid, GrantRefused, MediaTypeUnknown
from doorlist.web.api import bodies, forms

FIELDS_MAX = 20


def query(request: Request) -> tuple[Mapping[str, str], frozenset[str]]:
    """The query's parameters, and the names of those that came more than once. Raises ValueError."""
    text = request.scope["query_string"].decode("ascii")
    pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=FIELDS_MAX, errors="strict")
    if any("\0" in text for pair in pairs for text in pair):
        raise ValueError("a parameter holds a NUL character")
    names = [name for name, _ in pairs]
    return dict(pairs), frozenset(name for name in names if names.count(name) > 1)


async def form(request: Request) -> Mapping[str, str]:
    """The body's parameters; an empty body has none, whatever its type.

    Raises BodyTooLarge, and ValueError for a body that cannot be read or that says something twice.
    """
    raw = await bodies.receive(request.receive, request.headers)
    content_type = request.headers.get("content-type") or forms.URLENCODED
    try:
        fields = bodies.read(raw, content_type, structured=frozenset(), mend_glued=False).fields
    except (BodyUnreadable, FieldsInvalid, MediaTypeUnknown) as refusal:
        raise ValueError("the body could not be read") from refusal
    given = {name: str(value) for name, value in fields.items()}
    if any("\0" in value or not _is_text(value) for value in given.values()):
        raise ValueError("a parameter holds what is no text")
    return given


async def parameters(request: Request) -> Mapping[str, str]:
    """The parameters of the query and of the body, which wins. Raises GrantRefused and BodyTooLarge."""
    body = await _or_refused(request)
    try:
        asked, repeated = query(request)
    except ValueError as reason:
        raise _unreadable() from reason
    if repeated:
        raise GrantRefused("invalid_request", f"A parameter comes twice: {', '.join(sorted(repeated))[:200]}")
    return {**asked, **body}


def credentials(request: Request, given: Mapping[str, str]) -> Credentials:
    """The credentials of a request: of its header, or else beside its other parameters. Raises GrantRefused."""
    header = request.headers.get("authorization")
    if header is not None:
        return apps.basic(header)
    if given.get("client_id"):
        return Credentials(given["client_id"], given.get("client_secret", ""))
    raise GrantRefused("invalid_client", "Send the app's credentials as Authorization: Basic base64(client_id:secret)")


async def _or_refused(request: Request) -> Mapping[str, str]:
    try:
        return await form(request)
    except ValueError as reason:
        raise _unreadable() from reason


def _unreadable() -> GrantRefused:
    return GrantRefused("invalid_request", "The parameters could not be read; send them URL-encoded")


def _is_text(value: str) -> bool:
    return not any("\ud800" <= char <= "\udfff" for char in value)
