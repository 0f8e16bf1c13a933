"""Cuts texts for several lines: a text of lines as a heredoc, a long one in portions that fit on a line."""

import re
from dataclasses import dataclass

from doorlist.samples.language import UNPRINTED_IN_LINES
from doorlist.samples.parts.forms import shown
from doorlist.samples.request import Template, Text, Variable
from doorlist.samples.variables import joined, pieces_of

# Blanks at a line's end, too, which editors and formatters take away.
_UNFIT = re.compile(rf"[ \t]$|[{UNPRINTED_IN_LINES}]", re.MULTILINE)
_LABELS = {"{": "JSON", "[": "JSON", "<": "XML"}
_CUTS = re.compile(r"(?=[/?&])")
_LINE_ENDS = re.compile(r"(?<=\n)")
_LINES_MAX = 60
_WORDS = re.compile(r" *[^ ]+ ?| +")


@dataclass(frozen=True, slots=True)
class Heredoc:
    """How a text stands as lines: between which words, whether its last line is ended, whether its lines end in CRLF."""

    label: str
    ended: bool
    crlf: bool


def heredoc(text: Text) -> Heredoc | None:
    """How to write a text as lines of its own; None where it has only one, or where something in it would be lost."""
    whole = shown(text)
    if "\n" not in whole[:-1]:
        return None
    crlf = "\r" in whole
    if crlf:
        if not whole.count("\r") == whole.count("\n") == whole.count("\r\n"):
            return None
        whole = whole.replace("\r\n", "\n")
    if whole.endswith("\n\n") or _UNFIT.search(whole) is not None:
        return None
    label = _LABELS.get(whole.lstrip()[:1], "TEXT")
    if label in whole:
        label = f"END_OF_{label}"
        if label in whole:
            return None
    return Heredoc(label, whole.endswith("\n"), crlf)


def lines(written: str) -> list[str]:
    """The lines of what was written between a heredoc's words."""
    return written.replace("\r\n", "\n").removesuffix("\n").split("\n")


def by_line(text: Text) -> list[Text]:
    """The lines of a text, with their ends, where it has a few of them; or else all of it."""
    found: list[list[str | Variable]] = [[]]
    for piece in pieces_of(text):
        if isinstance(piece, Variable):
            found[-1].append(piece)
            continue
        first, *others = _LINE_ENDS.split(piece)
        found[-1].append(first)
        found += [[each] for each in others]
    if not any(found[-1]):
        found.pop()
    return [text] if len(found) > _LINES_MAX else [joined(each) for each in found]


def words(text: str, width: int) -> list[str]:
    """A long text in portions of at most this width where it has blanks, each with those behind it."""
    found = [""]
    for each in _WORDS.findall(text):
        if found[-1] and len(found[-1]) + len(each) > width:
            found.append("")
        found[-1] += each
    return found


def portions(url: Template, width: int) -> list[Text]:
    """A long URL in portions of about this width, cut before a slash, a question mark or an ampersand."""
    found: list[list[str | Variable]] = [[]]
    length = 0
    for piece in url.pieces:
        for each in _CUTS.split(piece) if isinstance(piece, str) else (piece,):
            size = len(each) if isinstance(each, str) else len(each.snake) + 3
            if isinstance(each, str) and length + size > width and each[:1] in ("/", "?", "&"):
                found.append([])
                length = 0
            found[-1].append(each)
            length += size
    return [joined(each) for each in found]
