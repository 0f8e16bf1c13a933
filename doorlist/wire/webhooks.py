"""Webhooks and their notices over the API."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from doorlist.contract.events import EVENTS
from doorlist.model import Delivery, Notice, Webhook
from doorlist.refusals import FieldFault, FieldsInvalid
from doorlist.wire import signing, times

ALL = "all"
_NAMES = tuple(event.name for event in EVENTS)


def events(wanted: Iterable[str]) -> frozenset[str]:
    """The events that some names mean: a name, `meeting.*` for all of a kind, `all`. Raises FieldsInvalid."""
    found: set[str] = set()
    for index, name in enumerate(wanted):
        meant = [each for each in _NAMES if name == ALL or each == name or _of_kind(each, name)]
        if not meant:
            why = f"Invalid field. It must be `all`, `meeting.*` or the name of an event, such as {_NAMES[0]}."
            raise FieldsInvalid((FieldFault(f"events[{index}]", why),))
        found.update(meant)
    return frozenset(found)


def secret(given: str | None) -> str | None:
    """A secret as it was given. Raises FieldsInvalid for one that looks like Standard Webhooks' and is not."""
    if given is not None and not signing.is_secret(given):
        size = f"{signing.KEY_BYTES_MIN} to {signing.KEY_BYTES_MAX}"
        why = f"Invalid field. What begins with whsec_ must go on with {size} bytes in base64."
        raise FieldsInvalid((FieldFault("secret", why),))
    return given


def reply(webhook: Webhook) -> dict[str, object]:
    """A webhook, without its secret."""
    return {
        "webhook_id": webhook.id,
        "url": webhook.url,
        "events": [name for name in _NAMES if name in webhook.events],
        "state": webhook.state.value,
        "reason": webhook.reason,
        "created_at": times.text(webhook.created_at),
        "validated_at": _text(webhook.validated_at),
    }


def created(webhook: Webhook) -> dict[str, object]:
    """A new webhook, with its secret."""
    return reply(webhook) | {"secret": webhook.secret, "standard_secret": signing.standard(webhook.secret)}


def notice(notice: Notice, tries: Sequence[Delivery]) -> dict[str, object]:
    """A notice and the tries at it."""
    return {
        "notice_id": notice.id,
        "webhook_id": notice.webhook_id,
        "event": notice.event,
        "state": notice.state.value,
        "created_at": times.text(notice.created_at),
        "next_try_at": _text(notice.due_at),
        "tries": [
            {"at": times.text(each.at), "status": each.status, "reason": each.reason, "took_ms": each.took_ms}
            for each in tries
        ],
    }


def _of_kind(event: str, name: str) -> bool:
    return name.endswith(".*") and event.startswith(name.removesuffix("*"))


def _text(moment: datetime | None) -> str:
    return "" if moment is None else times.text(moment)
