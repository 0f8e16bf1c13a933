"""Writes every program of a collection into a folder of its own, with a manifest that says how each is built and run."""

import json
import shlex
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePosixPath

from doorlist.samples.collection import Item
from doorlist.samples.files import Folder
from doorlist.samples.language import Command, Language, printed, within
from doorlist.samples.problems import CollectionBroken, Problem
from doorlist.samples.request import CannotSay, Request

Entry = dict[str, object]

MANIFEST = "manifest.json"
FILES_BYTES_MAX = 64 * 1024 * 1024


def write(
    name: str,
    requests: Iterable[tuple[Item, Request | Problem]],
    languages: Sequence[Language],
    out: Path,
    *,
    beside: Path,
    problems: Sequence[Problem] = (),
) -> Folder:
    """Writes the programs as OUT/LANGUAGE/ITEM/…, and OUT/manifest.json; what is unchanged is left alone.

    Files that a program reads are copied from beside the collection, where they are there. Raises OSError, and
    CollectionBroken where OUT has a manifest that is not ours.
    """
    folder = Folder(out)
    earlier = _earlier(out)
    entries: list[Entry] = []
    broken = list(problems)
    for item, request in requests:
        if isinstance(request, Problem):
            broken.append(request)
            continue
        files, missing = _read(request, beside)
        for language in languages:
            entries.append(_sample(folder, item, request, language, files, missing))
    for language in languages:
        for path, text in language.shared.items():
            folder.put(f"{language.id}/{path}", text.encode())
    manifest = {
        "collection": name,
        "samples": entries,
        "problems": [{"place": each.place, "message": each.message} for each in broken],
        "made": folder.made,
    }
    folder.put(MANIFEST, (json.dumps(manifest, indent=2, ensure_ascii=False) + "\n").encode("utf-8", "replace"))
    folder.swept(earlier)
    return folder


def _sample(
    folder: Folder,
    item: Item,
    request: Request,
    language: Language,
    files: dict[str, bytes],
    missing: Sequence[str],
) -> Entry:
    """Writes one sample; what the manifest says of it."""
    place = f"{language.id}/{item.folder_name}"
    entry: Entry = {
        "item": [*item.folders, item.name],
        "address": item.slug,
        "language": language.id,
        "title": language.title,
        "folder": place,
        "environment": {each.environment: each.name for each in request.variables},
        "warnings": [],
    }
    try:
        program = printed(language, request)
    except CannotSay as unsaid:
        return {**entry, "files": [], "build": [], "run": None, "reason": unsaid.reason}
    extras = {name: within(text, item.folder_name) for name, text in language.extras.items()}
    texts = {language.file: program, **extras}
    for name, text in texts.items():
        folder.put(f"{place}/{name}", text.encode("utf-8"), executable=text.startswith("#!"))
    beside = {name: content for name, content in files.items() if str(PurePosixPath(name)) not in texts}
    for name, content in beside.items():
        folder.put(f"{place}/{name}", content)
    clashes = [
        f"It reads the file {each}, which is not copied: a file of the program is called so."
        for each in files
        if each not in beside
    ]
    return {
        **entry,
        "files": [*texts, *beside],
        "build": [_line(each, item) for each in language.build],
        "run": _line(language.run, item) if language.run else None,
        "warnings": [*request.warnings, *missing, *clashes],
        "reason": None,
    }


def _line(command: Command, item: Item) -> str:
    return within(shlex.join(command), item.folder_name)


def _read(request: Request, beside: Path) -> tuple[dict[str, bytes], list[str]]:
    """The files that a program reads, by name within its folder, and a warning for each that is not here."""
    found: dict[str, bytes] = {}
    missing: list[str] = []
    for file in request.files:
        if not isinstance(file.path, str) or file.path in found:
            continue
        path = PurePosixPath(file.path)
        source = beside / path
        if path.is_absolute() or ".." in path.parts or "\\" in file.path:
            missing.append(f"It reads the file {file.path}, which is not copied.")
        elif source.is_file() and source.stat().st_size <= FILES_BYTES_MAX:
            found[file.path] = source.read_bytes()
        else:
            missing.append(f"It reads the file {file.path}, which is not beside the collection.")
    return found, missing


def _earlier(out: Path) -> list[str]:
    """The files that an earlier run made, as its manifest says."""
    try:
        given = json.loads((out / MANIFEST).read_text("utf-8"))
    except FileNotFoundError:
        return []
    except ValueError as error:
        raise CollectionBroken(f"{out / MANIFEST} is there and is no manifest of ours: {error}") from error
    made = given.get("made") if isinstance(given, dict) else None
    if not isinstance(made, list):
        raise CollectionBroken(f"{out / MANIFEST} is there and is no manifest of ours: it has no list `made`")
    return [each for each in made if isinstance(each, str)]
