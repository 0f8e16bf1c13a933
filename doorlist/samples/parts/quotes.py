"""String literals as Python and JavaScript have them: between double or single quotes, with escapes by backslash."""

from doorlist.samples.language import BACKSLASHED, Quoting


def control(code: int) -> str:
    """The escape of a character by its number."""
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


UNQUOTED = {character: escape for character, escape in BACKSLASHED.items() if character != '"'}
"""The escapes that do not depend on which quotes a literal stands in."""
DOUBLE = Quoting('"', '"', BACKSLASHED, control)
SINGLE = Quoting("'", "'", {**UNQUOTED, "'": "\\'"}, control)


def string(text: str) -> str:
    """A literal; in single quotes where that saves backslashes."""
    return SINGLE(text) if '"' in text and text.count('"') > text.count("'") else DOUBLE(text)
