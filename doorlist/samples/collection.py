"""Reads a Postman collection (v2.0, v2.1, or without a schema): its items in their folders, with what each inherits.

The format: schema.postman.com, collection v2.0.0 and v2.1.0; what the schema leaves open is read as Postman's own runtime
reads it (postman-collection and postman-runtime, 2026).
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from doorlist.samples import names
from doorlist.samples.problems import CollectionBroken, ItemBroken, Problem, kind

Source = dict[str, object]

BYTES_MAX = 256 * 1024 * 1024
ITEMS_MAX = 100_000
_DIGITS_MAX = 4_000
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
_ESCAPE = re.compile(
    r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(?P<lone>u[dD][89a-fA-F][0-9a-fA-F]{2})|.)",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder: its name and those of the folders around it, its own description."""

    path: tuple[str, ...]
    slug: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """A request of the collection as it stands there.

    `source` is the item's own JSON, `request` its request as an object. `auth` is that which applies: the item's, or the
    nearest folder's, or the collection's; None where there is none. `variables` are those of the collection and its
    folders, the nearest first. `behaviour` is Postman's protocolProfileBehavior, merged. `slug` is the item's address
    within the collection: that of its folders and its own, joined by `/`.
    """

    name: str
    folders: tuple[str, ...]
    slug: str
    index: int
    source: Source
    request: Source
    auth: Source | None
    variables: tuple[Mapping[str, str], ...]
    behaviour: Mapping[str, object]

    @property
    def folder_slug(self) -> str:
        """The address of the folder that the item is in; "" outside folders."""
        return self.slug.rpartition("/")[0]

    @property
    def label(self) -> str:
        """The item's name behind those of its folders: `A / B`."""
        return " / ".join((*self.folders, self.name))

    @property
    def folder_name(self) -> str:
        """A name for a folder on a disk: the slug without slashes."""
        flat = self.slug.replace("/", "--")
        return flat if len(flat) <= 120 else f"{flat[:113].rstrip('-')}-{names.digest(self.slug)}"


@dataclass(frozen=True, slots=True)
class Collection:
    """A collection that was read: its items in their order, its folders, and what of it could not be read."""

    name: str
    description: str
    items: tuple[Item, ...]
    folders: tuple[Folder, ...]
    problems: tuple[Problem, ...] = ()


def read(text: str | bytes) -> Collection:
    """The collection in a JSON text. What is broken inside is told in `problems`, the rest is there.

    Raises CollectionBroken where the text is no collection at all.
    """
    given = _parsed(text)
    if isinstance(given.get("collection"), dict) and "item" not in given:  # as Postman's own API wraps it
        given = _object(given["collection"])
    if "item" not in given:
        if "requests" in given:
            raise CollectionBroken("this is a collection of version 1; export it from Postman as v2.1")
        raise CollectionBroken("this is no Postman collection: it has no list `item`")
    if not isinstance(given["item"], list):
        raise CollectionBroken(f"`item` must be a list, not {kind(given['item'])}")
    info = _object(given.get("info"))
    reader = _Reader()
    reader.walk(given)
    return Collection(
        name=str(info.get("name") or "Collection"),
        description=description(info.get("description")),
        items=tuple(reader.items),
        folders=tuple(reader.folders),
        problems=tuple(reader.problems),
    )


def description(value: object) -> str:
    """A description's text: it is a text, an object with `content`, or missing."""
    if isinstance(value, dict):
        value = value.get("content")
    return value if isinstance(value, str) else ""


def values(given: object) -> dict[str, str]:
    """The values of a list (or, as in v2.0 environments, an object) of variables: disabled and empty ones are none."""
    if isinstance(given, dict):
        given = [{"key": name, "value": value} for name, value in given.items()]
    if not isinstance(given, list):
        return {}
    found: dict[str, str] = {}
    for each in given:
        if not isinstance(each, dict) or each.get("disabled") is True or each.get("enabled") is False:
            continue
        name = each.get("key", each.get("id", each.get("name")))
        value = each.get("value")
        if isinstance(value, dict) and "value" in value:
            value = value["value"]
        if isinstance(name, str) and name and value is not None and value != "":
            found[name] = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return found


def environment(text: str | bytes) -> dict[str, str]:
    """The values of a Postman environment or globals file. Raises CollectionBroken where it is none."""
    given = _parsed(text)
    if not isinstance(given.get("values"), list):
        raise CollectionBroken("this is no Postman environment: it has no list `values`")
    return values(given["values"])


def _parsed(text: str | bytes) -> Source:
    if len(text) > BYTES_MAX:
        raise CollectionBroken(f"the file is larger than {BYTES_MAX // 1024 // 1024} MB")
    try:
        decoded = text.decode("utf-8-sig") if isinstance(text, bytes) else text.removeprefix("\ufeff")
        given = json.loads(_paired(decoded), parse_int=_integer)
    except UnicodeDecodeError as error:
        raise CollectionBroken(f"the file is not UTF-8: byte {error.start}") from error
    except json.JSONDecodeError as error:
        raise CollectionBroken(
            f"the file is not JSON: line {error.lineno}, column {error.colno}: {error.msg}"
        ) from error
    except RecursionError:
        raise CollectionBroken("the file is nested too deeply") from None
    if not isinstance(given, dict):
        raise CollectionBroken(f"a collection is a JSON object, not {kind(given)}")
    return given


def _integer(digits: str) -> int | str:
    """An integer; the digits of one so long that Python would not read it."""
    return int(digits) if len(digits) < _DIGITS_MAX else digits


def _paired(text: str) -> str:
    """The JSON text with U+FFFD for every half of a surrogate pair that stands alone: no UTF-8 can hold those."""
    if _SURROGATE.search(text) is None:
        return text
    return _ESCAPE.sub(lambda found: found[0] if found["lone"] is None else "\\ufffd", text)


def _object(value: object) -> Source:
    return value if isinstance(value, dict) else {}


@dataclass(slots=True)
class _Scope:
    """What the members of a folder inherit."""

    folders: tuple[str, ...] = ()
    slug: str = ""
    auth: Source | None = None
    variables: tuple[Mapping[str, str], ...] = ()
    behaviour: Mapping[str, object] = field(default_factory=dict)
    slugs: set[str] = field(default_factory=set)

    def within(self, source: Source, name: str | None) -> "_Scope":
        auth = source.get("auth")
        own = values(source.get("variable"))
        behaviour = _object(source.get("protocolProfileBehavior"))
        return _Scope(
            folders=self.folders if name is None else (*self.folders, name),
            slug=self.slug if name is None else self.address(name),
            auth=auth if isinstance(auth, dict) else self.auth,
            variables=(own, *self.variables) if own else self.variables,
            behaviour={**self.behaviour, **behaviour} if behaviour else self.behaviour,
        )

    def address(self, name: str) -> str:
        """An address for a member of this name, that no other member has."""
        plain, number = names.slug(name) or "unnamed", 1
        found = plain
        while found in self.slugs:
            number += 1
            found = f"{plain}-{number}"
        self.slugs.add(found)
        return f"{self.slug}/{found}" if self.slug else found


class _Reader:
    """Walks the tree without recursion, since folders may be nested to any depth."""

    def __init__(self) -> None:
        self.items: list[Item] = []
        self.folders: list[Folder] = []
        self.problems: list[Problem] = []

    def walk(self, collection: Source) -> None:
        """Takes in every item and folder of the collection, in order."""
        members = collection["item"]
        assert isinstance(members, list)
        waiting = [(iter(enumerate(members)), _Scope().within(collection, None))]
        while waiting:
            remaining, scope = waiting[-1]
            numbered = next(remaining, None)
            if numbered is None:
                waiting.pop()
            elif (folder := self._member(*numbered, scope)) is not None:
                inner, within = folder
                waiting.append((iter(enumerate(inner)), within))

    def _member(self, number: int, source: object, scope: _Scope) -> tuple[list[object], _Scope] | None:
        """Takes an item or a folder in; a folder's members are given back, to be walked next."""
        if not isinstance(source, dict):
            place = f'folder "{" / ".join(scope.folders)}": ' if scope.folders else ""
            self.problems.append(Problem(f"{place}item[{number}]", f"must be an object, not {kind(source)}"))
            return None
        named = source.get("name")
        name = named if isinstance(named, str) and named.strip() else f"Unnamed {number + 1}"
        if "item" not in source:
            self._item(source, name, scope)
            return None
        members = source["item"]
        if not isinstance(members, list):
            label = " / ".join((*scope.folders, name))
            self.problems.append(Problem(f'folder "{label}": item', f"must be a list, not {kind(members)}"))
            return None
        inner = scope.within(source, name)
        self.folders.append(Folder(inner.folders, inner.slug, description(source.get("description"))))
        return members, inner

    def _item(self, source: Source, name: str, scope: _Scope) -> None:
        if len(self.items) >= ITEMS_MAX:
            raise CollectionBroken(f"the collection has more than {ITEMS_MAX:,} requests")
        slug = scope.address(name)
        label = " / ".join((*scope.folders, name))
        try:
            request = _request(source)
        except ItemBroken as broken:
            self.problems.append(Problem(f'item "{label}": {broken.where}', broken.message))
            return
        own = _Scope(auth=scope.auth, variables=scope.variables, behaviour=scope.behaviour).within(source, None)
        auth = request.get("auth")
        self.items.append(
            Item(
                name=name,
                folders=scope.folders,
                slug=slug,
                index=len(self.items),
                source=source,
                request=request,
                auth=auth if isinstance(auth, dict) else own.auth,
                variables=own.variables,
                behaviour=own.behaviour,
            )
        )


def _request(source: Source) -> Source:
    """The item's request as an object; a text is a URL to GET."""
    request = source.get("request")
    if isinstance(request, str):
        return {"method": "GET", "url": request}
    if not isinstance(request, dict):
        raise ItemBroken("request", f"must be an object or a URL, not {kind(request)}" if request else "is missing")
    return request
