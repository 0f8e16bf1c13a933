"""The structs that a Go program reads replies into: names with initialisms in capitals, fields in gofmt's columns."""

import math
import re
from functools import lru_cache

from doorlist.samples import names
from doorlist.samples.parts.compiled import free
from doorlist.samples.request import Path

_INITIALISMS = """acl api ascii cpu css dns eof guid html http https id ip json qps ram rpc sla smtp sql ssh tcp tls
    ttl udp ui uid uri url utf8 uuid vm xml xmpp xsrf xss"""
_CAPITALS = frozenset(_INITIALISMS.split())
_TAG = re.compile(r"[\w!#$%&()*+./:;<=>?@\[\]^{|}~ -]+")
_SMALL_KEY = 40
_RATIO = 2.5


@lru_cache(4096)
def pascal(snake: str) -> str:
    """`meeting_id` is MeetingID."""
    return "".join(each.upper() if each in _CAPITALS else each.capitalize() for each in snake.split("_"))


@lru_cache(4096)
def camel(snake: str) -> str:
    """`meeting_id` is meetingID."""
    first, _, rest = snake.partition("_")
    return first + pascal(rest)


class Awkward(Exception):
    """A reply that no struct can say; it is read as it comes."""


class Node:
    """A place in a reply: the members that are read of an object, the element of a list, or a value."""

    __slots__ = ("element", "fields", "kind", "names")

    def __init__(self) -> None:
        self.fields: dict[str, tuple[str, Node]] = {}  # by their JSON names: name in Go, what is there
        self.names: set[str] = set()
        self.element: Node | None = None
        self.kind: str | None = None

    def down(self, path: Path) -> "tuple[str, Node]":
        """The place at a path, and how Go says it."""
        node, said = self, ""
        for step in path:
            if node.kind or node.element:
                raise Awkward
            found = node.fields.get(step) if isinstance(step, str) else None
            if found is None:
                name = free(_member(step), node.names, "")
                node.names.add(name)
                found = node.fields[str(step)] = name, Node()
            said = f"{said}.{found[0]}"
            node = found[1]
        return said, node

    def type(self) -> list[str]:
        """The type's lines."""
        if self.element is not None:
            first, *rest = self.element.type()
            return [f"[]{first}", *rest]
        if not self.fields:
            return [self.kind or "any"]
        lines = ["struct {"]
        run: list[tuple[str, str, str]] = []
        for step, (name, node) in self.fields.items():
            tag = f'`json:"{step},"`' if step == "-" else f'`json:"{step}"`'
            first, *rest = node.type()
            run.append((name, first, "" if rest else tag))
            if rest:
                lines += _aligned(run)
                lines += [f"\t{each}" for each in rest]
                lines[-1] += f" {tag}"
                run = []
        return [*lines, *_aligned(run), "}"]


@lru_cache(4096)
def _member(step: str | int) -> str:
    """The name of a member in a struct. Raises Awkward where its name in JSON cannot stand in a tag."""
    if not isinstance(step, str) or not _TAG.fullmatch(step):
        raise Awkward
    return pascal("_".join(names.identifier(step, "value")))


def _aligned(run: list[tuple[str, str, str]]) -> list[str]:
    """Fields that stand one below the other, in columns as gofmt has them."""
    if not run:
        return []
    wide = max(len(name) for name, _, _ in run)
    typed = max((len(kind) for _, kind, tag in run if tag), default=0)
    return [f"\t{name:<{wide}} {kind:<{typed}} {tag}" if tag else f"\t{name:<{wide}} {kind}" for name, kind, tag in run]


def widths(keys: list[str]) -> list[int]:
    """How wide each key's column is: gofmt aligns keys until one is much longer or shorter than those before."""
    if all(len(each) <= _SMALL_KEY for each in keys):
        return [max(map(len, keys)) + 1] * len(keys)
    groups: list[list[int]] = [[]]
    logarithms, count, before = 0.0, 0, 0
    for each in keys:
        size = len(each)
        if before and not (count == 0 or (before <= _SMALL_KEY and size <= _SMALL_KEY)):
            ratio = size / math.exp(logarithms / count)
            if ratio * _RATIO <= 1 or ratio >= _RATIO:
                groups.append([])
                logarithms, count = 0.0, 0
        groups[-1].append(size)
        logarithms, count, before = logarithms + math.log(size), count + 1, size
    return [max(group) + 1 for group in groups for _ in group]
