"""Does with Chilkat's Python library what it is told: `python -m doorlist.samples.trial.standins.carrier`.

A line in, a line out. `new Http` makes an object, `get 1 StatusCode` reads a property, `put 1 Path VALUE` sets one,
`call 1 AddParam VALUE VALUE` calls a method. A value, and so an answer, is `t:` and a text in base64, `i:` and an integer,
`b:` and 0 or 1, `o:` and the number of an object, or `n:`. Where the library has no such thing the answer is `e:` and why.
"""

import importlib
import sys
from base64 import b64decode, b64encode
from typing import IO, Any


def serve(library: Any, commands: IO[str], answers: IO[str]) -> None:
    """Until there are no more commands."""
    things: list[Any] = []

    def given(value: str) -> Any:
        kind, _, text = value.partition(":")
        match kind:
            case "t":
                return b64decode(text).decode("utf-8", "replace")
            case "i":
                return int(text)
            case "b":
                return text == "1"
            case "o":
                return things[int(text)]
            case _:
                return None

    def taken(value: Any) -> str:
        if value is None:
            return "n:"
        if isinstance(value, bool):
            return f"b:{value:d}"
        if isinstance(value, int):
            return f"i:{value}"
        if isinstance(value, str):
            return f"t:{_text(value)}"
        things.append(value)
        return f"o:{len(things) - 1}"

    def done(words: list[str]) -> str:
        match words:
            case ["new", name]:
                return taken(getattr(library, name)())
            case ["get", thing, name]:
                return taken(getattr(things[int(thing)], name))
            case ["put", thing, name, value]:
                setattr(things[int(thing)], name, given(value))
                return "n:"
            case ["call", thing, name, *arguments]:
                return taken(getattr(things[int(thing)], name)(*map(given, arguments)))
        raise ValueError(f"{' '.join(words)} is not understood")

    for command in commands:
        try:
            answer = done(command.split())
        except (AttributeError, IndexError, TypeError, ValueError) as fault:
            answer = f"e:{_text(str(fault))}"
        answers.write(answer + "\n")
        answers.flush()


def _text(text: str) -> str:
    return b64encode(text.encode("utf-8", "replace")).decode()


if __name__ == "__main__":
    serve(importlib.import_module("chilkat2"), sys.stdin, sys.stdout)
