"""Queries and bodies held against their shapes; every field that is wrong is named at once."""

import functools
import types
import typing
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from doorlist.refusals import Checked, FieldFault, FieldsInvalid, Refusal
from doorlist.web.api import bodies
from doorlist.web.api.bodies import Body

QUERY_FIELDS_MAX = 100
_FAULTS_MAX = 100


class _Nothing(BaseModel):
    """What an operation without a query or body is given."""


_NOTHING = _Nothing()


def query(shape: type[BaseModel] | None, text: bytes) -> Checked[Any]:
    """The query string in an operation's shape. A name that comes twice counts as it came last."""
    if shape is None:
        return Checked(_NOTHING)
    try:
        pairs = parse_qsl(
            text.decode("ascii"), keep_blank_values=True, max_num_fields=QUERY_FIELDS_MAX, errors="strict"
        )
    except (ValueError, UnicodeDecodeError):
        return Checked(
            refusal=FieldsInvalid((FieldFault("query", "Invalid field. The query string is not URL-encoded."),))
        )
    bad = tuple(FieldFault(name, "Invalid field. It holds a NUL character.") for name, value in pairs if "\0" in value)
    return Checked(refusal=FieldsInvalid(bad)) if bad else checked(shape, dict(pairs))


def body(
    shape: type[BaseModel] | None, raw: bytes, content_type: str | None, *, mend_glued: bool
) -> tuple[Checked[Any], tuple[str, ...]]:
    """A body in an operation's shape, and what to say about how it was read. Raises what `bodies.read` does for syntax."""
    if shape is None:
        return Checked(_NOTHING), ()
    try:
        read: Body = bodies.read(raw, content_type, structured=structured(shape), mend_glued=mend_glued)
    except FieldsInvalid as refusal:
        return Checked(refusal=refusal), ()
    return checked(shape, read.fields), read.notices


def checked(shape: type[BaseModel], fields: Mapping[str, object]) -> Checked[Any]:
    """Fields in a shape, or the refusal that names each wrong one."""
    try:
        return Checked(shape.model_validate(fields))
    except ValidationError as error:
        return Checked(refusal=_refusal(error))


@functools.cache
def structured(shape: type[BaseModel]) -> frozenset[str]:
    """The fields of a shape that are arrays or objects, which a form carries as JSON text."""
    return frozenset(name for name, field in shape.model_fields.items() if _holds_structure(field.annotation))


def _holds_structure(annotation: Any) -> bool:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return True
    origin = typing.get_origin(annotation)
    if origin in (list, dict):
        return True
    if origin in (typing.Union, types.UnionType, typing.Annotated):
        return any(_holds_structure(part) for part in typing.get_args(annotation))
    return False


def _refusal(error: ValidationError) -> Refusal:
    found: dict[str, FieldFault] = {}
    for each in error.errors(include_url=False, include_input=False)[:_FAULTS_MAX]:
        name = _name(each["loc"])
        found.setdefault(name, FieldFault(name, f"Invalid field. {_reason(each)}"))
    return FieldsInvalid(tuple(found.values()))


def _name(location: tuple[int | str, ...]) -> str:
    """`("registrants", 0, "email")` as `registrants[0].email`; what a union tried is left out."""
    name = ""
    for part in location:
        if isinstance(part, int):
            name += f"[{part}]"
        elif part.isidentifier() or not name:
            name += f".{part}" if name else part
    return name or "body"


_REASONS = {
    "missing": "It is required.",
    "model_type": "It should be an object: {{...}}.",
    "model_attributes_type": "It should be an object: {{...}}.",
    "too_long": "It should have at most {max_length} items.",
    "too_short": "It should have at least {min_length} items.",
}
"""What to say for faults whose own wording speaks of our insides, by pydantic's type of error."""


def _reason(error: ErrorDetails) -> str:
    """What to send instead."""
    if error["type"] in _REASONS:
        return _REASONS[error["type"]].format_map(error.get("ctx", {}))
    message = error["msg"]
    for wordy in ("Input should be ", "String should "):
        if message.startswith(wordy):
            rest = message.removeprefix(wordy)
            return f"It should be {rest}." if wordy.startswith("Input") else f"It should {rest}."
    return f"It {message}." if message.startswith("must") else f"{message}."
