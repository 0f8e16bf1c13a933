"""A sequence of Chilkat calls while it is made: the objects that it has by then, and what all of its parts do."""

from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass, field

from doorlist.samples.parts.chilkat_words import (
    Call,
    Complain,
    Do,
    Failed,
    Get,
    If,
    Leave,
    New,
    Statement,
    Word,
    word,
)
from doorlist.samples.request import Request, Text
from doorlist.samples.variables import concatenated


@dataclass(slots=True)
class Draft:
    """`by_rest` tells which of the library's ways is gone; `held` are the objects made so far."""

    request: Request
    by_rest: bool
    held: list[Word] = field(default_factory=list)
    _data: int = 0

    def new(self, name: Word, made: str) -> New:
        """Makes an object."""
        self.held.append(name)
        return New(name, made)

    def leave(self, code: int) -> Leave:
        """Ends the program."""
        return Leave(code, tuple(self.held))

    def failed(self, told: Get | Call) -> If:
        """Where nothing came back. The library tells why in LastErrorText, step by step over many lines."""
        return If(Failed(told), [Complain(Get(told.owner, "LastErrorText")), self.leave(1)])

    def data(self) -> Word:
        """A name for some bytes."""
        self._data += 1
        return word("object", "data" if self._data == 1 else f"data{self._data}")

    def bytes_of(self, data: Word, text: Text) -> Iterator[Statement]:
        """The bytes of a text that the library would change."""
        assert isinstance(text, str), "what has variables is no text of bytes"
        yield self.new(data, "BinData")
        encoded = b64encode(text.encode("utf-8", "surrogatepass")).decode()
        yield Do(Call(data, "AppendEncoded", (encoded, "base64")))

    def loaded(self, data: Word, path: Text) -> Iterator[Statement]:
        """The bytes of a file."""
        yield self.new(data, "BinData")
        yield self.unreadable(Call(data, "LoadFile", (path,)), path)

    def unreadable(self, call: Call, path: Text) -> If:
        """Where a call cannot read a file."""
        return If(Failed(call), [Complain(concatenated("Cannot read ", path, ".")), self.leave(1)])
