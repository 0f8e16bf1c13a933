"""The words of a sequence of Chilkat calls: its values, conditions and statements, and the names that it uses."""

from dataclasses import dataclass
from typing import Literal

from doorlist.samples.request import Text, Variable

Kind = Literal["object", "text", "number", "logical"]


@dataclass(slots=True)
class Word:
    """A name that a program gives to an object or a value."""

    kind: Kind
    snake: str
    camel: str
    pascal: str
    own: bool = True  # the sequence's own name; otherwise one out of the reply


@dataclass(slots=True)
class Get:
    """A property of an object."""

    owner: Word
    name: str
    kind: Kind = "text"


@dataclass(slots=True)
class Call:
    """A method of an object with its arguments; `kind` is what it gives."""

    owner: Word
    name: str
    arguments: tuple["Value", ...]
    kind: Kind = "logical"


@dataclass(slots=True)
class Joined:
    """A text that is put together: literals and words."""

    parts: tuple["str | Word | Variable", ...]


@dataclass(slots=True)
class Lines:
    """A literal that is printed a line at a time."""

    text: str


Value = Text | int | Word | Get | Call | Joined | Lines


@dataclass(slots=True)
class Failed:
    """True where this is false: a call or a property that tells of success."""

    told: Get | Call


@dataclass(slots=True)
class Refused:
    """True where the status is none of 2xx."""


@dataclass(slots=True)
class Known:
    """True where the status is this one, and the vendor's code, if one is given."""

    status: int
    code: str | None = None


@dataclass(slots=True)
class There:
    """True where a text is not empty, or the other way round."""

    word: Word
    empty: bool = False


Condition = Failed | Refused | Known | There


@dataclass(slots=True)
class Note:
    """A comment."""

    text: str


@dataclass(slots=True)
class Gap:
    """An empty line."""


@dataclass(slots=True)
class Read:
    """Reads the variables from the environment."""

    variables: tuple[Variable, ...]


@dataclass(slots=True)
class New:
    """Makes an object of a class."""

    word: Word
    made: str


@dataclass(slots=True)
class Put:
    """Sets a property of an object."""

    owner: Word
    name: str
    value: Value


@dataclass(slots=True)
class Do:
    """Calls a method for what it does."""

    call: Call


@dataclass(slots=True)
class Let:
    """Gives a value to a name: its first, one that `changes` later, or another one (`again`)."""

    word: Word
    value: Value
    changes: bool = False
    again: bool = False


@dataclass(slots=True)
class Add:
    """Puts a text behind a text."""

    word: Word
    value: Joined


@dataclass(slots=True)
class If:
    """One way or none."""

    condition: Condition
    body: "list[Statement]"


@dataclass(slots=True)
class Choose:
    """The first way whose condition is true."""

    ways: "list[tuple[Condition, list[Statement]]]"


@dataclass(slots=True)
class Each:
    """Walks a list; `index` counts from 0 to below `size`."""

    index: Word
    size: Value
    body: "list[Statement]"


@dataclass(slots=True)
class Show:
    """Prints a value on a line, with a label before it."""

    value: Value
    label: str = ""


@dataclass(slots=True)
class Complain:
    """Prints a line where complaints go."""

    value: Value


@dataclass(slots=True)
class Leave:
    """Ends the program; `held` are the objects that it has by then."""

    code: int
    held: tuple[Word, ...]


@dataclass(slots=True)
class Free:
    """The end of the program."""

    held: tuple[Word, ...]


Statement = Note | Gap | Read | New | Put | Do | Let | Add | If | Choose | Each | Show | Complain | Leave | Free


def word(kind: Kind, *words: str) -> Word:
    """A name of these words."""
    first, *rest = words
    pascal = "".join(map(str.capitalize, words))
    return Word(kind, "_".join(words), first + "".join(map(str.capitalize, rest)), pascal)


HTTP = word("object", "http")
REQ = word("object", "req")
RESP = word("object", "resp")
REST = word("object", "rest")
SOCKET = word("object", "socket")
URL = word("object", "url")
OAUTH = word("object", "oauth")
AWS = word("object", "aws")
FORM = word("object", "form")
JSON = word("object", "json")
REPLY = word("object", "reply")
ITEMS = word("object", "items")
BUILDER = word("object", "builder")
TEXT = word("text", "text")
STATUS = word("number", "status")
BODY = word("text", "body")
CODE = word("text", "code")
MESSAGE = word("text", "message")
PROBLEM = word("text", "problem")
WAIT = word("text", "wait")
INDEXES = tuple(word("number", each) for each in "ijk")

RESERVED = frozenset(
    (
        *(each.snake for each in (HTTP, REQ, RESP, REST, SOCKET, URL, OAUTH, AWS, FORM, JSON, REPLY, ITEMS, BUILDER)),
        *(each.snake for each in (TEXT, STATUS, BODY, CODE, MESSAGE, PROBLEM, WAIT, *INDEXES)),
    )
) | {"data", "data2", "count", "count2", "long", "long2"}
"""The names that a sequence itself uses; no variable and no field is called so."""
