"""XLSX files as what they are: a ZIP package of XML parts, each parsed as it is unpacked, with a bound on everything.

Document types (and with them entities) are refused, and so are files that unpack to more than a spreadsheet could hold.
"""

import posixpath
import zipfile
import zlib
from collections.abc import Callable, Iterator
from xml.parsers import expat

from doorlist.bulk.rows import TableUnreadable

UNPACKED_BYTES_MAX = 2_000_000_000
"""Chosen by us: a full sheet of people, of 1,048,576 rows, has some 0.5 GB."""
DEPTH_MAX = 100
"""Chosen by us: elements within one another."""
_PLAN_BYTES_MAX = 50_000_000
_PLAN_ELEMENTS_MAX = 200_000
_TOKEN_BYTES_MAX = 16_000_000
_CHUNK_BYTES = 1 << 17

Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]


def opened(path: str) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except (zipfile.BadZipFile, zipfile.LargeZipFile) as error:
        raise TableUnreadable("", f"the file is damaged or was not fully copied ({error})") from error


def has(package: zipfile.ZipFile, part: str) -> bool:
    try:
        package.getinfo(part)
    except KeyError:
        return False
    return True


def chunks(package: zipfile.ZipFile, part: str, bytes_max: int | None = None) -> Iterator[bytes]:
    """A part, unpacked piece by piece. Raises TableUnreadable where there is too much of it."""
    bytes_max = bytes_max or UNPACKED_BYTES_MAX
    try:
        info = package.getinfo(part)
    except KeyError:
        raise TableUnreadable("", f"the file is damaged: it has no {part}") from None
    too_large = TableUnreadable(
        "", f"the file unpacks to over {bytes_max / 1e9:g} GB, which no list of people does; save the sheet as CSV"
    )
    if info.file_size > bytes_max:
        raise too_large
    size = 0
    try:
        with package.open(info) as file:
            while chunk := file.read(_CHUNK_BYTES):
                size += len(chunk)
                if size > bytes_max:
                    raise too_large
                yield chunk
    except RuntimeError as error:
        raise TableUnreadable("", "the file has a password; save it without") from error
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise TableUnreadable("", f"the file is damaged or was not fully copied ({error})") from error


def parser(started: Start, ended: End) -> expat.XMLParserType:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = started
    parser.EndElementHandler = ended
    parser.StartDoctypeDeclHandler = _refuse_doctype
    return parser


def _refuse_doctype(*_: object) -> None:
    raise TableUnreadable("", "the file declares a document type, which no spreadsheet program writes; save it anew")


def parsed(
    parser: expat.XMLParserType, package: zipfile.ZipFile, part: str, bytes_max: int | None = None
) -> Iterator[None]:
    """Parse a part piece by piece; comes back after each."""
    fed = 0
    try:
        for chunk in chunks(package, part, bytes_max):
            parser.Parse(chunk, False)
            fed += len(chunk)
            if fed - max(parser.CurrentByteIndex, 0) > _TOKEN_BYTES_MAX:
                raise TableUnreadable("", "the file is damaged: it has an endless element")
            yield
        parser.Parse(b"", True)
        yield
    except (expat.ExpatError, ValueError) as error:
        raise TableUnreadable("", f"the file is damaged: {part} cannot be read ({error})") from error


def elements(package: zipfile.ZipFile, part: str) -> list[tuple[str, dict[str, str]]]:
    """The elements of a small part, in their order."""
    found: list[tuple[str, dict[str, str]]] = []
    depth = 0

    def started(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEPTH_MAX:
            raise TableUnreadable("", f"the file is damaged: {part} is nested too deep")
        found.append((name[name.rfind(" ") + 1 :], attributes))

    def ended(_: str) -> None:
        nonlocal depth
        depth -= 1

    for _ in parsed(parser(started, ended), package, part, _PLAN_BYTES_MAX):
        if len(found) > _PLAN_ELEMENTS_MAX:
            raise TableUnreadable("", f"the file is damaged: {part} has too many elements")
    return found


def related(package: zipfile.ZipFile, folder: str, part: str) -> dict[str, tuple[str, str]]:
    """What a part refers to, by id: its kind and part."""
    if not has(package, part):
        return {}
    return {
        attributes.get("Id", ""): (
            attributes.get("Type", "").rpartition("/")[2],
            posixpath.normpath(posixpath.join("/", folder, attributes.get("Target", ""))).lstrip("/"),
        )
        for tag, attributes in elements(package, part)
        if tag == "Relationship"
    }
