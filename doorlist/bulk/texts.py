"""Text files of any encoding, line by line."""

import codecs
import io
from collections.abc import Iterator
from dataclasses import dataclass

from doorlist.bulk.rows import ROW_CHARS_MAX, TableUnreadable

_CHUNK_BYTES = 1 << 18
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WINDOWS = "cp1252"


@dataclass(frozen=True, slots=True)
class Encoding:
    """How a file's bytes are its letters; `note` says what was assumed, if anything was."""

    name: str
    note: str = ""


def encoding_of(path: str, asked: str | None = None) -> Encoding:
    """The encoding of a file: the one asked for, or what its first bytes and the whole of it show.

    UTF-8 is told by reading it all; what is not UTF-8 is Windows-1252, with a note, unless most of its letters are UTF-8.
    Raises TableUnreadable, with the line, where there are bytes that the encoding does not know.
    """
    if asked:
        try:
            name = codecs.lookup(asked).name
            "".encode(name)
        except LookupError:
            raise TableUnreadable("", f'there is no encoding "{asked}"; write utf-8, utf-16 or windows-1252') from None
        name = {"utf-8": "utf-8-sig"}.get(name, name)
        _check(path, name)
        return Encoding(name)
    with open(path, "rb") as file:
        head = file.read(4096)
    for bom, name in _BOMS:
        if head.startswith(bom):
            _check(path, name)
            return Encoding(name)
    if wide := _wide(head):
        _check(path, wide)
        return Encoding(wide, f"The file has no byte order mark; it was read as {wide.upper()}.")
    line = _first_error(path, "utf-8")
    if line is None:
        return Encoding("utf-8")
    letters, broken = _letters(path)
    if letters > broken:
        raise TableUnreadable(
            f"line {line}",
            "there is a letter that is not UTF-8 in a file that otherwise is; save the file as UTF-8 again, or name its encoding",
        )
    _check(path, _WINDOWS)
    return Encoding(
        _WINDOWS, "The file is not UTF-8; it was read as Windows-1252 (Western European). Look at the accents in names."
    )


def lines(path: str, encoding: str) -> Iterator[str]:
    """The lines of a file with their ends, as an editor sees them. Raises TableUnreadable for one that is endless."""
    number = 0
    with open(path, encoding=encoding, newline="") as file:
        readline = file.readline
        try:
            while line := readline(ROW_CHARS_MAX):
                number += 1
                if len(line) == ROW_CHARS_MAX and line[-1] not in "\r\n":
                    raise TableUnreadable(f"line {number}", f"the line has over {ROW_CHARS_MAX:,} characters")
                yield line
        except UnicodeDecodeError as error:
            raise TableUnreadable(f"after line {number}", "the file changed while it was read") from error


def _wide(head: bytes) -> str:
    """UTF-16 without a mark, told by every other byte of plain text being 0."""
    if len(head) < 4 or head.count(0) < len(head) // 4:
        return ""
    return "utf-16-le" if head[1::2].count(0) > head[::2].count(0) else "utf-16-be"


def _check(path: str, encoding: str) -> None:
    line = _first_error(path, encoding)
    if line is not None:
        reason = f"there is a letter that is not {encoding.removesuffix('-sig').upper()}; name the file's encoding"
        raise TableUnreadable(f"line {line}", reason)


def _first_error(path: str, encoding: str) -> int | None:
    """The line of the first bytes that are not of an encoding; None if all are."""
    decoder = io.IncrementalNewlineDecoder(codecs.getincrementaldecoder(encoding)(), translate=True)
    line = 1
    with open(path, "rb") as file:
        while True:
            chunk = file.read(_CHUNK_BYTES)
            state = decoder.getstate()
            try:
                line += decoder.decode(chunk, final=not chunk).count("\n")
            except UnicodeError:
                decoder.setstate(state)
                return line + _lines_before_error(decoder, chunk)
            if not chunk:
                return None


def _lines_before_error(decoder: io.IncrementalNewlineDecoder, chunk: bytes) -> int:
    found = 0
    for at in range(len(chunk)):
        try:
            found += decoder.decode(chunk[at : at + 1]).count("\n")
        except UnicodeError:
            break
    return found


def _letters(path: str) -> tuple[int, int]:
    """How many letters beyond ASCII are sound UTF-8, and how many are not."""
    decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
    beyond = broken = 0
    with open(path, "rb") as file:
        while chunk := file.read(_CHUNK_BYTES):
            text = decoder.decode(chunk)
            beyond += len(text) - len(text.encode("ascii", errors="ignore"))
            broken += text.count("\ufffd")
    return beyond - broken, broken
