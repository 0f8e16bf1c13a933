"""The sample pages of a running desk's own collection, made when somebody looks at one."""

from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:  # what a start need not load
    from doorlist.portal.marks import Marks
    from doorlist.portal.pages import Counts, Pages

T = TypeVar("T")

ADDRESS = "http://127.0.0.1:8480"
INDEX = "index.html"
_KEPT = 4  # sets of pages, each for an address that the desk is reached at
_COUNTING = Lock()


def documents(collection: dict[str, Any], place: str) -> bytes | None:
    """The page at a place, about a desk's collection; None where there is none."""
    base = next(each["value"] for each in collection["variable"] if each["key"] == "baseUrl")
    name = collection["info"]["name"]
    pages = _pages(name, base, _Unseen(collection))
    if place == INDEX:
        with _COUNTING:
            counts = _counts(name, _Unseen(pages))
        return pages.index(counts)
    return pages.page(place)


class _Unseen(Generic[T]):
    """Something that is not looked at when what is kept is told apart: the other arguments do that."""

    def __init__(self, value: T) -> None:
        self.value = value

    def __hash__(self) -> int:
        return 0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Unseen)


@lru_cache(_KEPT)
def _pages(_name: str, _base: str, given: _Unseen[dict[str, Any]]) -> "Pages":
    import json

    from doorlist.portal.pages import Pages
    from doorlist.samples import collection
    from doorlist.samples.languages import languages

    return Pages(collection.read(json.dumps(given.value)), languages(), marks=own_marks())


@lru_cache(_KEPT)
def _counts(_name: str, pages: _Unseen["Pages"]) -> "Counts":
    """How many samples have which mark: the same at every address, and seconds of work."""
    return pages.value.counts


@lru_cache(1)
def own_marks() -> "Marks":
    """The marks of the desk's own samples: what was seen when they were last tried, with the address of every sandbox."""
    from importlib import resources

    from doorlist.portal.marks import Marks, marks
    from doorlist.samples.resolving import Given
    from doorlist.samples.trial import report

    file = resources.files("doorlist.cli") / "own_samples.json"
    if not file.is_file():
        return Marks()
    return marks(report.read(file.read_bytes()), tried=Given(variables={"baseUrl": f"{ADDRESS}/v2"}))
