"""The shapes as JSON Schema: what is sent, as JSON and as a form, what is answered, and the parameters of a query."""

import functools
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode, JsonSchemaValue, models_json_schema
from pydantic_core import core_schema

from doorlist.contract.operations import OPERATIONS

_PREFIX = "#/components/schemas/"


class _Schemas(GenerateJsonSchema):
    """pydantic's schemas without made-up titles and without `default: null`; a reply leaves out what it does not have."""

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002 - pydantic's signature
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
def components() -> Mapping[str, JsonSchemaValue]:
    """The schema of every body, form and reply, and of what they are made of, by name."""
    named: dict[str, JsonSchemaValue] = _generated()[1]["$defs"]
    bodies = dict.fromkeys(operation.body for operation in OPERATIONS if operation.body is not None)
    return {**named, **{f"{shape.__name__}Form": _form(named[shape.__name__]) for shape in bodies}}


def body(shape: type[BaseModel]) -> JsonSchemaValue:
    """A reference to the schema of what is sent as JSON."""
    return _generated()[0][shape, "validation"]


def form(shape: type[BaseModel]) -> JsonSchemaValue:
    """A reference to the schema of what is sent as a form."""
    return {"$ref": f"{_PREFIX}{shape.__name__}Form"}


def reply(shape: type[BaseModel]) -> JsonSchemaValue:
    """A reference to the schema of what is answered."""
    return _generated()[0][shape, "serialization"]


@functools.cache
def parameters(shape: type[BaseModel] | None) -> Mapping[str, JsonSchemaValue]:
    """The schema of each parameter of a query, by its name in the address."""
    if shape is None:
        return {}
    described = shape.model_json_schema(schema_generator=_Schemas)["properties"]
    return {name: _as_text(schema) for name, schema in described.items()}


def structured(shape: type[BaseModel]) -> tuple[str, ...]:
    """The fields of a form that are arrays or objects, which travel as JSON text."""
    fields = components()[f"{shape.__name__}Form"]["properties"]
    return tuple(name for name, schema in fields.items() if "$ref" in schema or schema.get("type") == "array")


@functools.cache
def _generated() -> tuple[Mapping[tuple[Any, JsonSchemaMode], JsonSchemaValue], JsonSchemaValue]:
    shapes: dict[tuple[type[BaseModel], JsonSchemaMode], None] = {}
    for operation in OPERATIONS:
        if operation.body is not None:
            shapes[operation.body, "validation"] = None
        if operation.reply is not None:
            shapes[operation.reply, "serialization"] = None
    return models_json_schema(list(shapes), ref_template=_PREFIX + "{model}", schema_generator=_Schemas)


def _form(described: JsonSchemaValue) -> JsonSchemaValue:
    return described | {"properties": {name: _as_text(schema) for name, schema in described["properties"].items()}}


def _as_text(schema: JsonSchemaValue) -> JsonSchemaValue:
    """A schema of what goes into an address or a form's field, where there is no null and a blank is none."""
    rest = {name: value for name, value in schema.items() if name != "anyOf" and (name, value) != ("default", "")}
    kinds = [kind for kind in schema.get("anyOf", ()) if kind != {"type": "null"}]
    if len(kinds) > 1:
        return {"anyOf": kinds, **rest}
    return {**kinds[0], **rest} if kinds else rest
