"""Writes a collection's pages as a static site: on every core, and only where something changed."""

import hashlib
import json
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, field
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from doorlist.portal.marks import Marks
from doorlist.portal.pages import INDEX, Counts, Pages, address
from doorlist.samples.collection import Collection, Item
from doorlist.samples.files import Folder
from doorlist.samples.languages import language
from doorlist.samples.problems import CollectionBroken
from doorlist.samples.resolving import Given

RECORD = "site.json"
_CHUNK = 20  # items that a process takes at a time
_ALONE_MAX = 60  # so few items are not worth a second process


@dataclass(slots=True)
class Written:
    """What a run did: files written, files left as they were, files removed, and the marks that the pages show."""

    written: int = 0
    kept: int = 0
    removed: int = 0
    counts: Counts = field(default_factory=Counts)


@dataclass(frozen=True, slots=True)
class _Done:
    """A chunk of items: what was made of each, and how many of the files were new."""

    items: tuple[tuple[int, Counts], ...]
    names: tuple[str, ...]
    written: int
    kept: int


def write(pages: Pages, out: Path, *, progress: Callable[[int], object] | None = None) -> Written:
    """Writes the site into a folder; `progress` is told how many items are done.

    What an earlier run made there and this one does not make is removed; other files are left alone. Raises OSError, and
    CollectionBroken where the folder has a site.json that is not ours.
    """
    earlier = _Record.read(out / RECORD)
    code = _fingerprint()
    digests = {item.slug: _digest(pages, item) for item in pages.shown}
    folder = Folder(out)
    done = Written()
    now: dict[str, dict[str, object]] = {}
    made: list[str] = []
    stale: list[Item] = []
    for item in pages.shown:
        names = [address(item, each) for each in pages.languages]
        kept = earlier.items.get(item.slug) if earlier.code == code else None
        if (
            kept is not None
            and kept.get("digest") == digests[item.slug]
            and all((out / each).is_file() for each in names)
        ):
            now[item.slug] = kept
            made += names
            done.kept += len(names)
            done.counts.add(Counts(**kept["counts"]))  # type: ignore[arg-type]
        else:
            stale.append(item)
    finished = len(pages.shown) - len(stale)
    for chunk in _chunks(pages, stale, out):
        for index, counts in chunk.items:
            slug = pages.collection.items[index].slug
            now[slug] = {"digest": digests[slug], "counts": asdict(counts)}
            done.counts.add(counts)
        made += chunk.names
        done.written += chunk.written
        done.kept += chunk.kept
        finished += len(chunk.items)
        if progress is not None:
            progress(finished)
    for name, content in {INDEX: pages.index(done.counts), **pages.assets()}.items():
        folder.put(name, content)
    made += folder.made
    record = {"doorlist": 1, "code": code, "items": now, "made": sorted(made)}
    sweeping = Folder(out)
    sweeping.keep(made)
    sweeping.swept(earlier.made)
    folder.put(RECORD, json.dumps(record, separators=(",", ":")).encode())
    done.written += folder.written
    done.kept += folder.kept
    done.removed = sweeping.removed
    return done


@dataclass(frozen=True, slots=True)
class _Record:
    """What the run before this one wrote down."""

    code: str = ""
    items: dict[str, dict[str, object]] = field(default_factory=dict)
    made: tuple[str, ...] = ()

    @classmethod
    def read(cls, path: Path) -> "_Record":
        try:
            given = json.loads(path.read_bytes())
        except FileNotFoundError:
            return cls()
        except ValueError as error:
            raise CollectionBroken(f"{path} is there and is none of ours: {error}") from error
        if not isinstance(given, dict) or given.get("doorlist") != 1:
            raise CollectionBroken(f"{path} is there and is none of ours")
        return cls(str(given.get("code")), dict(given.get("items", {})), tuple(given.get("made", ())))


def _digest(pages: Pages, item: Item) -> str:
    """Tells whether an item's pages would come out as before: all that they are made of, in one number."""
    parts = [
        pages.collection.name,
        [each.id for each in pages.languages],
        item.folders,
        item.source,
        item.auth,
        [dict(each) for each in item.variables],
        dict(item.behaviour),
        dict(pages.given.variables),
        dict(pages.given.environment),
        pages.given.seed,
        pages.marks.fingerprint,
    ]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=True).encode()).hexdigest()


@cache
def _fingerprint() -> str:
    """One number for the code that makes pages, so that a new version makes them all anew."""
    found = hashlib.sha256()
    for package in ("doorlist.samples", "doorlist.portal"):
        for file in _files(resources.files(package)):
            found.update(file.name.encode() + file.read_bytes())
    return found.hexdigest()


def _files(folder: Traversable) -> Iterator[Traversable]:
    for each in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if each.is_dir():
            yield from _files(each) if not each.name.startswith("__") else ()
        elif each.name.endswith((".py", ".html", ".css", ".js")):
            yield each


# --- several processes ------------------------------------------------------------------------------------------------


def _chunks(pages: Pages, items: Sequence[Item], out: Path) -> Iterator[_Done]:
    """The items' pages, written here where they are few, by a process for each core where they are many."""
    chunks = [tuple(each.index for each in items[at : at + _CHUNK]) for at in range(0, len(items), _CHUNK)]
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if len(items) <= _ALONE_MAX or cores == 1:
        yield from (_chunk(pages, out, chunk) for chunk in chunks)
        return
    begun = (pages.collection, [each.id for each in pages.languages], pages.given, pages.marks, out)
    with ProcessPoolExecutor(cores, initializer=_begin, initargs=begun) as pool:
        yield from pool.map(_chunk_of_mine, chunks)


_mine: list[tuple[Pages, Path]] = []


def _begin(collection: Collection, ids: Sequence[str], given: Given, marks: Marks, out: Path) -> None:
    languages = [found for each in ids if (found := language(each)) is not None]
    _mine[:] = [(Pages(collection, languages, given, marks), out)]


def _chunk_of_mine(indexes: tuple[int, ...]) -> _Done:
    return _chunk(*_mine[0], indexes)


def _chunk(pages: Pages, out: Path, indexes: tuple[int, ...]) -> _Done:
    folder = Folder(out)
    items: list[tuple[int, Counts]] = []
    for index in indexes:
        counts = Counts()
        for name, content in pages.of(pages.collection.items[index], counts):
            folder.put(name, content)
        items.append((index, counts))
    return _Done(tuple(items), folder.made, folder.written, folder.kept)
