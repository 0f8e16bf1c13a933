"""What a text is like, for deciding how it is best printed: what of it is known, how wide it is, whether it has lines."""

import re
import unicodedata

from doorlist.samples.language import UNPRINTED_IN_LINES
from doorlist.samples.request import Text

UNFIT_LINES = re.compile(rf"[ \t]$|[{UNPRINTED_IN_LINES}]", re.MULTILINE)
"""What would be lost in a literal of several lines; blanks at a line's end, too, which editors and formatters take away."""


def literals(given: Text) -> str:
    """What of a text is known."""
    return given if isinstance(given, str) else "".join(each for each in given.pieces if isinstance(each, str))


def wordy(given: Text) -> bool:
    """Whether a text is better read on lines of its own."""
    known = literals(given)
    lines = known.count("\n")
    return lines > 1 or (lines == 1 and len(known) > 50)


def wide(line: str) -> int:
    """How many columns a line takes."""
    if line.isascii():
        return len(line)
    return sum(
        2 if unicodedata.east_asian_width(each) in "WF" else 0 if unicodedata.combining(each) else 1 for each in line
    )
