"""Parses a sample whose language has no runtime here: the errors that a tree-sitter grammar finds."""

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from typing import Any

_SHOWN_MAX = 10
_CHARS_MAX = 80


class GrammarMissing(Exception):
    """A grammar's package is not installed."""


@cache
def _parser(grammar: str) -> Any:
    name = f"tree_sitter_{grammar}"
    try:
        tree_sitter = import_module("tree_sitter")
        package = import_module(name)
    except ImportError as error:
        raise GrammarMissing(
            f"the grammar of {grammar} is not here: install tree-sitter and {name.replace('_', '-')}"
        ) from error
    return tree_sitter.Parser(tree_sitter.Language(package.language()))


def available(grammar: str) -> bool:
    """Whether the grammar is installed."""
    try:
        _parser(grammar)
    except GrammarMissing:
        return False
    return True


def check(grammar: str, text: str) -> list[str]:
    """What does not parse, each with its line and column from 1; empty where all does. Raises GrammarMissing."""
    source = text.encode("utf-8", "replace")
    tree = _parser(grammar).parse(source)
    if not tree.root_node.has_error:
        return []
    found = []
    for node in _errors(tree.root_node):
        line, column = node.start_point
        place = f"line {line + 1}, column {column + 1}"
        if node.is_missing:
            found.append(f"{place}: {node.type!r} is missing")
        else:
            shown = source[node.start_byte : node.end_byte].decode("utf-8", "replace").strip().split("\n")[0]
            found.append(f"{place}: does not parse: {shown[:_CHARS_MAX]!r}")
        if len(found) == _SHOWN_MAX:
            break
    return found or ["it does not parse"]


def _errors(root: Any) -> Iterator[Any]:
    """The outermost nodes that are errors or missing, from the top of the text to its end."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if node.is_error or node.is_missing:
            yield node
        elif node.has_error:
            waiting += reversed(node.children)
