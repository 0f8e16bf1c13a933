"""Texts that a spreadsheet would run as a formula: made harmless when written, and made what they were when read.

Excel, LibreOffice and others run what begins with `=`, `+`, `-` or `@`, some also after blanks, a tab or a line's end, and
in East Asian versions the wide forms of these signs. An apostrophe before it makes it text.
"""

import re

_RUN = r"(?:'*[\t\r\n]|[\s']*[=+\-@\uff1d\uff0b\uff0d\uff20])"
_RISKY = re.compile(_RUN)
_GUARDED = re.compile("'" + _RUN)


def guard(text: str) -> str:
    """A text as a cell of CSV or TSV that no spreadsheet runs; `unguard` gives the text back."""
    return "'" + text if _RISKY.match(text) else text


def guard_twice(text: str) -> str:
    """A text as a text cell of XLSX, which is never run: marked only if it looks guarded, for `unguard` to give it back."""
    return "'" + text if _GUARDED.match(text) else text


def unguard(text: str) -> str:
    """What a cell says without the apostrophe that keeps a spreadsheet from running it."""
    return text[1:] if text[:1] == "'" and _GUARDED.match(text) else text


FIRST = frozenset("=+-@'\t\r\n\uff1d\uff0b\uff0d\uff20") | frozenset(
    each for each in map(chr, range(0x3001)) if each.isspace()
)
"""What a text begins with that `guard` may change: quicker to look up."""
