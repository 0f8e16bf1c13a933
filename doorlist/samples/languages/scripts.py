"""What Ruby, PHP and Perl share: texts of several lines, the heads of multipart parts, and comments on what is read."""

import posixpath
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, replace

from doorlist.samples.language import Style
from doorlist.samples.request import File, FileBody, Form, Multipart, Part, Raw, Request, Template, Text, Variable

FORM = "application/x-www-form-urlencoded"
JSON_CHARS_MAX = 50_000
"""A JSON text that is longer is printed as it is, not in a language's own literals."""
JSON_DEPTH_MAX = 40
LINE_MAX = 80

CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
UNSENDABLE = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
"""What no header's value may have."""
"""What does not stand in source text as itself."""
# That, but for tabs and line ends, and blanks at a line's end, which editors and formatters take away.
_UNFIT = re.compile(
    "[ \t]$|[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]",
    re.MULTILINE,
)
_LABELS = {"{": "JSON", "[": "JSON", "<": "XML"}
_CUTS = re.compile(r"(?=[/?&])")
_LINE_ENDS = re.compile(r"(?<=\n)")
_LINES_MAX = 60
_WORDS = re.compile(r" *[^ ]+ ?| +")
_NAMES = str.maketrans({'"': "%22", "\r": "%0D", "\n": "%0A"})


class Code(str):
    """An expression in the program's language, where otherwise a text stands."""

    __slots__ = ()


Piece = Text | Code


def pieces(given: Iterable[Piece]) -> list[str | Code | Variable]:
    """The literals, expressions and variables of what is to be one text; no two literals side by side."""
    found: list[str | Code | Variable] = []
    for each in given:
        for piece in each.pieces if isinstance(each, Template) else (each,):
            before = found[-1] if found else None
            if type(piece) is str and type(before) is str:
                found[-1] = before + piece
            elif piece != "":
                found.append(piece)
    return found


@dataclass(frozen=True, slots=True)
class Heredoc:
    """How a text stands as lines: between which words, whether its last line is ended, whether its lines end in CRLF."""

    label: str
    ended: bool
    crlf: bool


def heredoc(text: Text) -> Heredoc | None:
    """How to write a text as lines of its own; None where it has only one, or where something in it would be lost."""
    whole = text if isinstance(text, str) else "".join(each if isinstance(each, str) else "x" for each in text.pieces)
    if "\n" not in whole[:-1]:
        return None
    crlf = "\r" in whole
    if crlf:
        if not whole.count("\r") == whole.count("\n") == whole.count("\r\n"):
            return None
        whole = whole.replace("\r\n", "\n")
    if whole.endswith("\n\n") or _UNFIT.search(whole) is not None:
        return None
    label = _LABELS.get(whole.lstrip()[:1], "TEXT")
    if label in whole:
        label = f"END_OF_{label}"
        if label in whole:
            return None
    return Heredoc(label, whole.endswith("\n"), crlf)


def lines(written: str) -> list[str]:
    """The lines of what was written between a heredoc's words."""
    return written.replace("\r\n", "\n").removesuffix("\n").split("\n")


def by_line(text: Text) -> list[Text]:
    """The lines of a text, with their ends, where it has a few of them; or else all of it."""
    found: list[list[str | Variable]] = [[]]
    for piece in (text,) if isinstance(text, str) else text.pieces:
        if isinstance(piece, Variable):
            found[-1].append(piece)
            continue
        first, *others = _LINE_ENDS.split(piece)
        found[-1].append(first)
        found += [[each] for each in others]
    if not any(found[-1]):
        found.pop()
    if len(found) > _LINES_MAX:
        return [text]
    return ["".join(map(str, each)) if all(isinstance(one, str) for one in each) else _template(each) for each in found]


def _template(given: list[str | Variable]) -> Template:
    return Template(tuple(pieces([Template(tuple(given))])))


def words(text: str, width: int) -> list[str]:
    """A long text in portions of at most this width where it has blanks, each with those behind it."""
    found = [""]
    for each in _WORDS.findall(text):
        if found[-1] and len(found[-1]) + len(each) > width:
            found.append("")
        found[-1] += each
    return found


def title(request: Request, style: Style) -> list[str]:
    """The comment that a program opens with: what it does, and what the collection could not say."""
    comments = style.comments(request.title)
    for each in request.warnings:
        comments += style.comments(each)
    return comments


def unread(number: int) -> list[str]:
    """A sentence on the fields that are not read, where there are any."""
    return [f"{number:,} more field{' is' if number == 1 else 's are'} not read here."] if number else []


def disposition(part: Part, base_name: str) -> list[Piece]:
    """A part's Content-Disposition, its names as browsers write them; `base_name` is a call, with `{0}` for a path."""
    head: list[Piece] = ['form-data; name="', browser_name(part.name), '"']
    file = part.content
    if isinstance(file, File):
        head += ['; filename="', file_name(file, base_name), '"']
    return head


def browser_name(text: Text) -> Text:
    """The name of a part as browsers write it."""
    if isinstance(text, str):
        return text.translate(_NAMES)
    return Template(tuple(each.translate(_NAMES) if isinstance(each, str) else each for each in text.pieces))


def file_name(file: File, base_name: str) -> Piece:
    """The name of a file as browsers write it; a path that is a variable has one only when the program runs."""
    if file.name is not None:
        return file.name.translate(_NAMES)
    if isinstance(file.path, str):
        return posixpath.basename(file.path).translate(_NAMES)
    return Code(base_name)


def address(request: Request) -> tuple[Text, frozenset[str]]:
    """The URL, and the environment variables whose values a program can encode as it reads them: what stands nowhere but
    in the URL's path and query. The URL takes those as they are then."""
    url = request.url.text
    if isinstance(url, str):
        return url, frozenset()
    encoded = {each.environment for each in url.pieces if isinstance(each, Variable) and each.encoded}
    if encoded:
        for text in (url, *_elsewhere(request)):
            if not isinstance(text, str):
                encoded -= {each.environment for each in text.pieces if isinstance(each, Variable) and not each.encoded}
    found = (
        replace(each, encoded=False) if isinstance(each, Variable) and each.environment in encoded else each
        for each in url.pieces
    )
    return Template(tuple(found)), frozenset(encoded)


def _elsewhere(request: Request) -> Iterator[Text]:
    """The texts of a request that are not its URL's."""
    for _, value in request.all_headers:
        yield value
    auth, body = request.auth, request.body
    if auth is not None:
        yield from (getattr(auth, each.name) for each in fields(auth) if not isinstance(getattr(auth, each.name), bool))
    if isinstance(body, Raw):
        yield body.text
    elif isinstance(body, FileBody):
        yield body.file.path
    elif isinstance(body, Form):
        for field in body.fields:
            yield from (field.name, field.value)
    elif isinstance(body, Multipart):
        for part in body.parts:
            yield part.name
            yield part.content.path if isinstance(part.content, File) else part.content


def portions(url: Template, width: int) -> list[Text]:
    """A long URL in portions of about this width, cut before a slash, a question mark or an ampersand."""
    found: list[list[str | Variable]] = [[]]
    length = 0
    for piece in url.pieces:
        for each in _CUTS.split(piece) if isinstance(piece, str) else (piece,):
            size = len(each) if isinstance(each, str) else len(each.snake) + 3
            if isinstance(each, str) and length + size > width and each[:1] in ("/", "?", "&"):
                found.append([])
                length = 0
            found[-1].append(each)
            length += size
    return [_template(each) for each in found]
