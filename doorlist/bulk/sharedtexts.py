"""The texts that the cells of an XLSX file share."""

import mmap
import re
import tempfile
import zipfile
from array import array
from typing import IO

from doorlist.bulk import packages
from doorlist.bulk.formulas import unguard
from doorlist.bulk.rows import CELL_CHARS_MAX, TableUnreadable

_TEXTS_MAX = 10_000_000
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


class SharedTexts:
    """The texts that the cells of a workbook share, in a temporary file: a full sheet may have a million of them."""

    def __init__(self, package: zipfile.ZipFile, part: str) -> None:
        self._ends = array("Q", (0,))
        self._bytes: mmap.mmap | bytes = b""
        if part and packages.has(package, part):
            with tempfile.TemporaryFile() as file:
                self._gather(package, part, file)
                if self._ends[-1]:
                    file.flush()
                    self._bytes = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)

    def get(self, index: str, place: str) -> str:
        """The text that a cell refers to. Raises TableUnreadable."""
        try:
            at = int(index)
            end = self._ends[at + 1] if at >= 0 else None
        except (ValueError, IndexError):
            end = None
        if end is None:
            raise TableUnreadable(place, "the file is damaged: a cell refers to a text that is not there")
        text = str(self._bytes[self._ends[at] : end], "utf-8")
        if len(text) > CELL_CHARS_MAX:
            raise TableUnreadable(place, f"a cell has over {CELL_CHARS_MAX:,} characters")
        return text

    def _gather(self, package: zipfile.ZipFile, part: str, file: IO[bytes]) -> None:
        parts: list[str] = []
        depth = chars = end = 0
        heard = phonetic = False
        ends, write = self._ends, file.write

        def started(name: str, _: dict[str, str]) -> None:
            nonlocal depth, heard, phonetic
            name = name[name.rfind(" ") + 1 :]
            depth += 1
            if depth > packages.DEPTH_MAX:
                raise TableUnreadable("", "the file is damaged: its elements are nested too deep")
            if name == "t":
                heard = not phonetic
            elif name == "rPh":
                phonetic = True

        def said(text: str) -> None:
            nonlocal chars
            if heard and chars <= CELL_CHARS_MAX:
                parts.append(text)
                chars += len(text)

        def ended(name: str) -> None:
            nonlocal depth, heard, phonetic, chars, end
            name = name[name.rfind(" ") + 1 :]
            depth -= 1
            if name == "si":
                text = unescaped("".join(parts))[: CELL_CHARS_MAX + 1]
                if text[:1] == "'":
                    text = unguard(text)
                end += write(text.encode("utf-8", errors="replace"))
                ends.append(end)
                parts.clear()
                chars = 0
                if len(ends) > _TEXTS_MAX:
                    raise TableUnreadable("", f"the file has over {_TEXTS_MAX:,} different texts")
            elif name == "t":
                heard = False
            elif name == "rPh":
                phonetic = False

        parser = packages.parser(started, ended)
        parser.CharacterDataHandler = said
        parser.buffer_text = True
        for _ in packages.parsed(parser, package, part):
            pass


def unescaped(text: str) -> str:
    """A text without the `_x000D_` that XLSX writes for letters that XML cannot hold."""
    if "_x" not in text:
        return text
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
