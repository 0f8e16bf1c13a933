"""How replies are read: leniently, for other servers than ours leave out, add and mistype things."""

import math
import re
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, JsonValue, model_validator
from pydantic_core import from_json

_WHOLE = re.compile(r"\s*-?\d{1,18}\s*")


class Reply(BaseModel):
    """What a server answers. Members that the contract does not know are kept, in `model_extra`.

    A text that is missing, or null, is "", a list []; a number, a flag and an object are None.
    """

    model_config = ConfigDict(
        extra="allow", frozen=True, defer_build=True, coerce_numbers_to_str=True, validate_by_name=True
    )

    @model_validator(mode="before")
    @classmethod
    def _null_is_missing(cls, data: Any) -> Any:
        if isinstance(data, dict) and None in data.values():
            return {name: value for name, value in data.items() if value is not None}
        return data


def _number(value: object) -> object:
    if isinstance(value, str):
        return int(value) if _WHOLE.fullmatch(value) else None
    if isinstance(value, float):
        return round(value) if math.isfinite(value) else None
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _flag(value: object) -> object:
    if isinstance(value, str):
        return {"true": True, "1": True, "false": False, "0": False}.get(value.strip().lower())
    return bool(value) if isinstance(value, int) else None


def _link(value: object) -> object:
    return value.strip() if isinstance(value, str) else value


Number = Annotated[int | None, BeforeValidator(_number)]
"""A number, also where it comes as text; None where it is none."""

Flag = Annotated[bool | None, BeforeValidator(_flag)]
"""Yes or no, also as 0 and 1 and as text; None where it is neither."""

Link = Annotated[str, BeforeValidator(_link)]
"""An address, without white space around it."""


def json_value(content: bytes) -> JsonValue:
    """The JSON that an answer is; None where it is none, such as a gateway's page."""
    try:
        value: JsonValue = from_json(content.removeprefix(b"\xef\xbb\xbf"))
    except ValueError:
        return None
    return value
