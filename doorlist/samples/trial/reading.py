"""Which lines a program must print when it reads a reply: `label: value`, by the saved example."""

import json
import re
from collections import Counter
from collections.abc import Iterator

from doorlist.samples.request import Answers, Kind, Leaf, Path, Reading

_TRUTH = {True: ("true", "1", "yes", ".t."), False: ("false", "0", "no", ".f.", "")}
_NUMBER = re.compile(r"-?[0-9]+(?:[.,][0-9]+)?(?:[eE][+-]?[0-9]+)?")
_MISSING = object()


def differences(answers: Answers, output: str) -> list[str]:
    """The values of the saved example that the output does not tell, in words. Case and number format are the language's."""
    try:
        reply = json.loads(answers.example, parse_int=_Digits, parse_float=_Digits)
    except ValueError:
        return []
    printed: dict[str, list[str]] = {}
    for line in output.splitlines():
        label, colon, value = line.strip().partition(":")
        if colon:
            printed.setdefault(label.strip(), []).append(value.strip())
    missing = Counter[str]()
    for leaf, wanted in _expected(answers.reading, reply):
        lines = printed.get(leaf.text, [])
        found = next((n for n, each in enumerate(lines) if _says(leaf.kind, wanted, each)), None)
        if found is None:
            missing[f"the output has no line {f'{leaf.text}: {_shown(wanted)}'!r}"] += 1
        else:
            del lines[found]
    return [each if count == 1 else f"{each}, {count} times" for each, count in missing.items()][:8]


class _Digits(str):
    """A number as it is written."""

    __slots__ = ()


def _expected(reading: Reading, value: object) -> Iterator[tuple[Leaf, object]]:
    for each in reading:
        found = _at(value, each.path)
        if isinstance(each, Leaf):
            if found is not _MISSING:
                yield each, found
        elif isinstance(found, list):
            for element in found:
                yield from _expected(each.body, element)


def _at(value: object, path: Path) -> object:
    for step in path:
        if isinstance(step, int):
            value = value[step] if isinstance(value, list) and 0 <= step < len(value) else _MISSING
        else:
            value = value.get(step, _MISSING) if isinstance(value, dict) else _MISSING
    return value


def _says(kind: Kind, wanted: object, printed: str) -> bool:
    if isinstance(wanted, bool):
        return kind is not Kind.BOOLEAN or printed.lower() in _TRUTH[wanted]
    if isinstance(wanted, _Digits):
        if kind not in (Kind.INTEGER, Kind.NUMBER):
            return True
        number = _NUMBER.fullmatch(printed)
        return printed == wanted or (number is not None and _close(number[0].replace(",", "."), wanted))
    if isinstance(wanted, str):
        return kind is not Kind.TEXT or printed == " ".join(wanted.splitlines()[:1]).strip()
    return True  # null, a list or an object: how that is written is the language's


def _close(one: str, other: str) -> bool:
    if one.lstrip("-").isdigit() and other.lstrip("-").isdigit():
        return int(one) == int(other)
    return abs(float(one) - float(other)) <= 1e-5 * max(abs(float(other)), 1e-12)


def _shown(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)
