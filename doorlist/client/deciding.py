"""Approving, denying and cancelling any number of registrants."""

from collections.abc import Iterable
from typing import TypeAlias, cast

from doorlist.client import calling, replies
from doorlist.client.bodies import Pointer, RecordingPointer
from doorlist.client.calling import Call
from doorlist.client.desk import Desk
from doorlist.client.errors import DoorlistError
from doorlist.client.steps import Flow
from doorlist.contract.shapes.fields import BATCH_MAX

Pointing: TypeAlias = Pointer | str | replies.Registrant | replies.WebinarRegistrant
"""What names a registrant: a dict with `id`, `email` or both, an id, an email, or a registrant of a list."""

_Any: TypeAlias = Pointing | RecordingPointer | replies.RecordingRegistrant


def set_status(desk: Desk, call: Call, registrants: Iterable[_Any]) -> Flow[None]:
    """Nothing, once all are decided about. An error of a later cut has `done`. Raises what `Client` says."""
    pointers = [_pointer(each) for each in registrants]
    for start in range(0, len(pointers), BATCH_MAX):
        try:
            yield from calling.value(desk, call.with_body(registrants=pointers[start : start + BATCH_MAX]))
        except DoorlistError as error:
            error.done = pointers[:start]
            raise


def _pointer(each: _Any) -> Pointer:
    if isinstance(each, str):
        return {"email": each} if "@" in each else {"id": each}
    if isinstance(each, replies.Registrant | replies.WebinarRegistrant | replies.RecordingRegistrant):
        return {"id": each.id}
    return cast(Pointer, dict(each))
