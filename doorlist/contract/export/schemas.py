"""The shapes as JSON Schema: what is sent, what is answered, and the parameters of a query."""

import functools
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode, JsonSchemaValue, models_json_schema
from pydantic_core import core_schema

from doorlist.contract.operations import OPERATIONS

_PLACE = "#/components/schemas/{model}"


class _Schemas(GenerateJsonSchema):
    """pydantic's schemas without made-up titles and without `default: null`; a reply leaves out what it does not have."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        described = super().default_schema(schema)
        return {name: value for name, value in described.items() if (name, value) != ("default", None)}

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        return (
            self.generate_inner(schema["schema"]) if self.mode == "serialization" else super().nullable_schema(schema)
        )

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        described = super().model_schema(schema)
        described.pop("title", None)
        return described | {"additionalProperties": False} if self.mode == "serialization" else described


@functools.cache
def _all() -> tuple[Mapping[tuple[type[BaseModel], JsonSchemaMode], JsonSchemaValue], JsonSchemaValue]:
    shapes: dict[tuple[type[BaseModel], JsonSchemaMode], None] = {}
    for operation in OPERATIONS:
        if operation.body is not None:
            shapes[operation.body, "validation"] = None
        if operation.reply is not None:
            shapes[operation.reply, "serialization"] = None
    return models_json_schema(list(shapes), ref_template=_PLACE, schema_generator=_Schemas)  # type: ignore[return-value]


def components() -> JsonSchemaValue:
    """The schema of every body and reply, and of what they are made of, by name."""
    found: JsonSchemaValue = _all()[1]["$defs"]
    return found


def body(shape: type[BaseModel]) -> JsonSchemaValue:
    """A reference to the schema of what is sent."""
    return _all()[0][shape, "validation"]


def reply(shape: type[BaseModel]) -> JsonSchemaValue:
    """A reference to the schema of what is answered."""
    return _all()[0][shape, "serialization"]


@functools.cache
def parameters(shape: type[BaseModel] | None) -> Mapping[str, JsonSchemaValue]:
    """The schema of each parameter of a query, by its name in the address; null cannot be sent there."""
    if shape is None:
        return {}
    described = shape.model_json_schema(schema_generator=_Schemas)["properties"]
    return {name: _sent(schema) for name, schema in described.items()}


def structured(shape: type[BaseModel]) -> tuple[str, ...]:
    """The members of a body that are arrays or objects: a form carries them as JSON text."""
    properties = components()[shape.__name__]["properties"]
    return tuple(name for name, schema in properties.items() if _holds_structure(schema))


def _sent(schema: JsonSchemaValue) -> JsonSchemaValue:
    rest = {name: value for name, value in schema.items() if name != "anyOf" and (name, value) != ("default", "")}
    kinds = [kind for kind in schema.get("anyOf", ()) if kind != {"type": "null"}]
    assert len(kinds) <= 1, "a parameter is of one kind"
    return {**kinds[0], **rest} if kinds else rest


def _holds_structure(schema: JsonSchemaValue) -> bool:
    return any("$ref" in kind or kind.get("type") in ("array", "object") for kind in (schema, *schema.get("anyOf", ())))
