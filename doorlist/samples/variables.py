"""The values of `{{variables}}`: which scope gives one, and what becomes of those that none gives."""

import re
from collections.abc import Mapping, Sequence

from doorlist.samples import names
from doorlist.samples.dynamic import MAKERS, Chance
from doorlist.samples.problems import ItemBroken
from doorlist.samples.request import Template, Text, Variable

_VARIABLE = re.compile(r"\{\{([^{}]*?)\}\}")
_ROUNDS_MAX = 20  # Postman's runtime gives up after 19
_CHARS_MAX = 8 * 1024 * 1024
_PIECES_MAX = 20_000


class Variables:
    """The variables of one item: those that a caller gives come first, then the environment file's, then the item's scopes.

    A name that none of them gives becomes a Variable that the program reads; the same name is the same Variable.
    """

    def __init__(
        self, scopes: Sequence[Mapping[str, str]], *, seed: str = "", taken: names.Unique | None = None
    ) -> None:
        self._scopes = scopes
        self._chance = Chance(seed)
        self._taken = taken or names.Unique()
        self._asked: dict[str, Variable] = {}

    @property
    def asked(self) -> tuple[Variable, ...]:
        """The variables that the program reads, in the order of their first use."""
        return tuple(self._asked.values())

    def text(self, given: str, where: str) -> Text:
        """A text with its variables replaced, again and again while values have variables themselves.

        Raises ItemBroken where variables name each other in a circle, or grow beyond all measure.
        """
        if "{{" not in given:
            return given
        pieces: list[str | Variable] = [given]
        for _ in range(_ROUNDS_MAX):
            done, pieces = self._replaced(pieces, where)
            if done:
                return joined(pieces)
        raise ItemBroken(where, f"its variables name one another in a circle: {given[:200]}")

    def plain(self, given: str, where: str) -> str | None:
        """The text, if every variable in it has a value; None if not."""
        found = self.text(given, where)
        return found if isinstance(found, str) else None

    def ask(self, name: str, *, suffix: str = "") -> Variable:
        """A variable that the program reads, for something that the collection leaves open."""
        found = self._asked.get(name)
        if found is None:
            found = self._asked[name] = names.variable(name, self._taken, suffix=suffix)
        return found

    def _replaced(self, pieces: list[str | Variable], where: str) -> tuple[bool, list[str | Variable]]:
        """Replaces each variable once; whether there was none."""
        done = True
        found: list[str | Variable] = []
        for piece in pieces:
            if isinstance(piece, Variable) or "{{" not in piece:
                found.append(piece)
                continue
            end = 0
            for match in _VARIABLE.finditer(piece):
                done = False
                found.append(piece[end : match.start()])
                found.append(self._value(match[1]))
                end = match.end()
            found.append(piece[end:])
        if len(found) > _PIECES_MAX or sum(len(each) for each in found if isinstance(each, str)) > _CHARS_MAX:
            raise ItemBroken(where, "its variables grow beyond all measure")
        # What two values make together may be a variable, too: {{a}}{{b}} with a = "{{" is Postman's way as well.
        return done, list(joined_pieces(found))

    def _value(self, name: str) -> str | Variable:
        for scope in self._scopes:
            value = scope.get(name)
            if value is not None:
                return value
        if name.startswith("$") and (maker := MAKERS.get(name[1:])) is not None:
            return maker(self._chance)
        return self.ask(name)


def joined_pieces(pieces: Sequence[str | Variable]) -> tuple[str | Variable, ...]:
    """The pieces with neighbouring literals joined and empty ones left out."""
    found: list[str | Variable] = []
    for piece in pieces:
        if isinstance(piece, str) and found and isinstance(found[-1], str):
            found[-1] += piece
        elif piece != "":
            found.append(piece)
    return tuple(found)


def joined(pieces: Sequence[str | Variable]) -> Text:
    """The pieces as a text: a `str` where no variable is among them."""
    found = joined_pieces(pieces)
    if not found:
        return ""
    if len(found) == 1 and isinstance(found[0], str):
        return found[0]
    return Template(found)


def pieces_of(text: Text) -> tuple[str | Variable, ...]:
    """The pieces of a text."""
    return (text,) if isinstance(text, str) else text.pieces


def concatenated(*texts: Text) -> Text:
    """Texts behind one another."""
    return joined([piece for text in texts for piece in pieces_of(text)])
