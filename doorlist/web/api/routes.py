"""Finding an operation by method and address, on the address as it came: a uuid may hold an encoded slash."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

from doorlist.contract.operations import OPERATIONS, Operation
from doorlist.refusals import MethodUnknown, RouteUnknown

PREFIX = "/v2"
ACCOUNT = "accountId"
_DECODES_MAX = 3
_PARAMETER = "{}"

_Node = dict[str, Any]


def _tree() -> _Node:
    root: _Node = {}
    for operation in OPERATIONS:
        node = root
        for segment in operation.path.split("/")[1:]:
            node = node.setdefault(_PARAMETER if segment.startswith("{") else segment, {})
        names = [segment[1:-1] for segment in operation.path.split("/")[1:] if segment.startswith("{")]
        node.setdefault("", {})[operation.method] = (operation, names)
    return root


_ROOT = _tree()


def match(method: str, raw_path: str) -> tuple[Operation, Mapping[str, str]]:
    """The operation of an address below the prefix, and what its parameters are. Raises RouteUnknown, MethodUnknown.

    A fixed segment wins over a parameter, so `registrants/status` is never a registrant of that name. Every operation is
    there below `/accounts/{accountId}`, too: the parameters then hold that account (ACCOUNT). A slash at the end counts
    for nothing, as published clients send it; but not where something is deleted, or `panelists/` with an id forgotten
    would dismiss all.
    """
    segments = raw_path.split("/")[1:]
    if len(segments) > 1 and not segments[-1] and method != "DELETE":
        segments.pop()
    within: dict[str, str] = {}
    if segments[0] == "accounts" and len(segments) > 2 and segments[1]:
        within = {ACCOUNT: _decoded(segments[1])}
        segments = segments[2:]
    allowed: set[str] = set()
    for leaf, values in _leaves(_ROOT, segments, ()):
        if method in leaf:
            operation, names = leaf[method]
            return operation, dict(zip(names, map(_decoded, values), strict=True)) | within
        allowed.update(leaf)
    shown = _decoded(PREFIX + raw_path)
    if allowed:
        raise MethodUnknown(method, shown, tuple(sorted(allowed)))
    raise RouteUnknown(method, shown)


def _leaves(node: _Node, segments: list[str], values: tuple[str, ...]) -> "list[tuple[_Node, tuple[str, ...]]]":
    if not segments:
        return [(node[""], values)] if "" in node else []
    head, rest = segments[0], segments[1:]
    if not head:
        return []
    found = _leaves(node[head], rest, values) if head in node and head != _PARAMETER else []
    if not found and _PARAMETER in node:
        return _leaves(node[_PARAMETER], rest, (*values, head))
    return found


def _decoded(segment: str) -> str:
    """A segment decoded until nothing changes: clients encode once or twice. NULs, which no database keeps, are shown."""
    for _ in range(_DECODES_MAX):
        decoded = unquote(segment)
        if decoded == segment:
            break
        segment = decoded
    return segment.replace("\0", "\ufffd")
