"""What is wrong with a collection, and where; the rest of it is still generated."""

from dataclasses import dataclass


class CollectionBroken(Exception):
    """Nothing can be made of the whole file; the message says why and where."""


@dataclass(frozen=True, slots=True)
class Problem:
    """An item that nothing can be made of: `place` is such as `item "A / B": body.formdata[2]`."""

    place: str
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"


class ItemBroken(Exception):
    """An item cannot be made into a request; `where` is the place inside it, such as `body.formdata[2]`."""

    def __init__(self, where: str, message: str) -> None:
        super().__init__(f"{where}: {message}")
        self.where = where
        self.message = message


def kind(value: object) -> str:
    """What a JSON value is, for people."""
    names = {dict: "an object", list: "a list", str: "a text", bool: "true or false", type(None): "null"}
    return names.get(type(value), "a number")
