"""What comes back from a desk, and what the contract has to say about it."""

import json
import re
import string
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from doorlist.contract import answers
from doorlist.contract.operations import EVERYWHERE
from doorlist.contract.profiles import Profile
from doorlist.refusals import MethodUnknown, RouteUnknown
from doorlist.web.api import routes

_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")


@dataclass(frozen=True)
class Reply:
    """What came back; `json` is None where the body is none, or no JSON. Names of headers in small letters find them."""

    status: int
    headers: Mapping[str, str]
    json: Any
    text: str = ""

    @classmethod
    def read(cls, status: int, headers: Mapping[str, str], content: bytes) -> Self:
        """A reply of these bytes."""
        is_json = headers.get("content-type", "").startswith("application/json")
        return cls(status, headers, json.loads(content) if content and is_json else None, content.decode())

    @property
    def code(self) -> int:
        """The contract's error code."""
        code: int = self.json["code"]
        return code

    @property
    def notice(self) -> str:
        """Everything that Doorlist-Notice says."""
        return self.headers.get("doorlist-notice", "")


def hold(reply: Reply, method: str, raw_path: str, profile: Profile) -> None:
    """Hold an API reply against its operation's row: a success's status and shape, or a refusal that the row documents."""
    for name, value in reply.headers.items():
        assert not _CONTROL.search(value), f"header {name}: {value!r}"
    if not raw_path.startswith(routes.PREFIX + "/") or reply.status in (414, 431):
        return
    assert reply.headers["doorlist-profile"] == profile
    assert re.fullmatch(r"v=2\.0;clid=\w+;rid=WEB_[0-9a-f]{32}", reply.headers["x-zm-trackingid"])
    try:
        operation, _ = routes.match(method, raw_path.removeprefix(routes.PREFIX))
    except (RouteUnknown, MethodUnknown) as unknown:
        if method != "HEAD":
            _hold_refusal(reply, [type(unknown).__name__], "", profile)
        return
    if reply.status >= 300:
        _hold_refusal(reply, [*EVERYWHERE, *operation.refusals], operation.id, profile)
        return
    assert reply.status == operation.status(profile), reply
    if operation.reply is None:
        assert reply.text == "", reply
        assert reply.status == 204 or operation.id == "webinarStatus", reply
    else:
        operation.reply.model_validate(reply.json)


def _hold_refusal(reply: Reply, documented: list[str], operation: str, profile: Profile) -> None:
    assert reply.json is not None, reply
    rows = [answers.answer(name, operation, profile) for name in documented]
    row = next((row for row in rows if _is(row, reply)), None)
    assert row is not None, f"{reply.status} {reply.text} is not among what {operation or 'the address'} may answer"
    assert set(reply.json) == {"code", "message"} | ({"errors"} if "FieldsInvalid" in row.refusal else set()), reply
    for fault in reply.json.get("errors", ()):
        assert set(fault) == {"field", "message"}, reply
        assert fault["field"], reply
        assert fault["message"].startswith("Invalid field."), reply
    assert reply.json.get("errors", ["no list"]), reply


def _is(row: answers.Answer, reply: Reply) -> bool:
    parts = (re.escape(text) + (".*" if name else "") for text, name, *_ in string.Formatter().parse(row.message))
    wording = re.compile("".join(parts), re.DOTALL)
    return (row.status, row.code) == (reply.status, reply.code) and bool(wording.fullmatch(reply.json["message"]))
