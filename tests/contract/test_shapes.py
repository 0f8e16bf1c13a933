"""The shapes take or refuse whatever comes, in the one way that becomes an answer; they never fail."""

import contextlib
import typing
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from doorlist.contract.operations import OPERATIONS

ODD: tuple[Any, ...] = (
    *(None, "", " ", "x", "\0", "x" * 5000, "١", "null", "-1", "1e999"),
    *("2026-02-30", "2026-01-01T00:00:00", "9999-12-31T23:59:59-23:59", "0001-01-01T00:00:00+23:59"),
    *(0, -1, 1.5, True, 10**30, float("nan"), float("inf")),
    *([], [None], [[]], ["x"], {}, {"x": 1}),
)


def within(shape: type[BaseModel]) -> Iterator[type[BaseModel]]:
    """A shape and those that it is made of."""
    yield shape
    waiting: list[Any] = [field.annotation for field in shape.model_fields.values()]
    while waiting:
        annotation = waiting.pop()
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            yield from within(annotation)
        waiting += typing.get_args(annotation)


SENT: set[type[BaseModel]] = {
    each
    for operation in OPERATIONS
    for shape in (operation.query, operation.body)
    if shape is not None
    for each in within(shape)
}


def name_of(shape: type[BaseModel]) -> str:
    return shape.__name__


SHAPES = sorted(SENT, key=name_of)


@pytest.mark.parametrize("shape", SHAPES, ids=name_of)
def test_a_shape_takes_a_value_or_names_the_field_that_is_wrong(shape: type[BaseModel]) -> None:
    for name, field in shape.model_fields.items():
        for value in ODD:
            with contextlib.suppress(ValidationError):
                shape.model_validate({field.alias or name: value})


def faults(shape: type[BaseModel], sent: dict[str, object]) -> list[tuple[object, str]]:
    try:
        shape.model_validate(sent)
    except ValidationError as error:
        return [(each["loc"], each["type"]) for each in error.errors()]
    return []


@pytest.mark.parametrize("shape", [each.body for each in OPERATIONS if each.body], ids=name_of)
def test_null_is_as_good_as_nothing_for_what_need_not_be_given(shape: type[BaseModel]) -> None:
    optional = [name for name, field in shape.model_fields.items() if not field.is_required()]
    assert faults(shape, dict.fromkeys(optional)) == faults(shape, {})
