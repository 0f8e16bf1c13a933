"""The pages of a collection, one by one: an index, a page for each item in each language, and what they share."""

import base64
import json
import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib import resources

from jinja2 import Environment, PackageLoader
from markupsafe import Markup, escape

from doorlist.portal import describing, prose
from doorlist.portal.highlight import highlighter
from doorlist.portal.marks import Marks
from doorlist.samples.collection import Collection, Item
from doorlist.samples.language import Language, printed
from doorlist.samples.languages import curl
from doorlist.samples.problems import ItemBroken, Problem
from doorlist.samples.request import CannotSay, Request
from doorlist.samples.resolving import NOTHING, Given, request

INDEX = "index.html"
SOURCE_CHARS_MAX = 200_000

_MARKS = {
    "run": ("Run.", "This program was run, and what it sent was compared with the request, byte for byte."),
    "checked": ("Checked.", "This program was parsed by its language’s grammar; it has no runtime where it was tried."),
    "wrong": ("Wrong.", "This program was run, and what it sent is not the request:"),
    "not run": ("Not run.", ""),
}
_NOT_TRIED = "Nobody has tried this program yet."


@dataclass(slots=True)
class Counts:
    """How many samples have which mark."""

    all: int = 0
    run: int = 0
    checked: int = 0
    unsaid: int = 0

    def add(self, other: "Counts") -> None:
        """Counts the others, too."""
        self.all += other.all
        self.run += other.run
        self.checked += other.checked
        self.unsaid += other.unsaid


@dataclass(frozen=True, slots=True)
class _Mark:
    name: str
    title: str
    text: str
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class Pages:
    """A collection's pages, made when they are asked for. Addresses are relative to the site's root, with `/`."""

    collection: Collection
    languages: Sequence[Language]
    given: Given = NOTHING
    marks: Marks = field(default_factory=Marks)

    @cached_property
    def _requests(self) -> list[Request | Problem]:
        return [_resolved(item, self.given) for item in self.collection.items]

    @cached_property
    def shown(self) -> tuple[Item, ...]:
        """The items that have pages: those that a request could be made of."""
        return tuple(
            item for item, made in zip(self.collection.items, self._requests, strict=True) if isinstance(made, Request)
        )

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """What of the collection has no page, and why."""
        return (*self.collection.problems, *(each for each in self._requests if isinstance(each, Problem)))

    @cached_property
    def counts(self) -> Counts:
        """How many samples have which mark; every one is printed for that."""
        counts = Counts()
        for item in self.shown if self.marks else ():
            for _ in self.of(item, counts, rendered=False):
                pass
        return counts

    @cached_property
    def _by_address(self) -> dict[str, tuple[Item, Language]]:
        return {address(item, language): (item, language) for item in self.shown for language in self.languages}

    def page(self, place: str) -> bytes | None:
        """The page of an address; None where there is none."""
        if place in ("", INDEX):
            return self.index(self.counts)
        if place.startswith("assets/"):
            return self.assets().get(place)
        found = self._by_address.get(place)
        if found is None:
            return None
        item, language = found
        return next(page for _, page in self.of(item, Counts(), only=language))

    def assets(self) -> dict[str, bytes]:
        """What every page loads: style, script, and the items to search."""
        items = [
            (item.slug, item.name, " / ".join(item.folders), _method(self._requests[item.index])) for item in self.shown
        ]
        ids = [each.id for each in self.languages]
        script = f"window.LANGUAGES = {json.dumps(ids)};\nwindow.ITEMS = {json.dumps(items)};\n"
        return {"assets/items.js": script.encode(), **_static()}

    def index(self, counts: Counts) -> bytes:
        """The collection's page."""
        first = self.languages[0].id
        text = (
            _templates()
            .get_template("index.html")
            .render(
                title=self.collection.name,
                summary=prose.summary(self.collection.description) or f"Code samples for {self.collection.name}",
                root="",
                collection=self.collection.name,
                description=prose.html(self.collection.description),
                items=self.shown,
                languages=[each.title for each in self.languages],
                problems=[str(each) for each in self.problems],
                totals=counts if self.marks else None,
                groups=list(self._groups(first)),
            )
        )
        return text.encode("utf-8", "replace")

    def _groups(self, first: str) -> Iterator[dict[str, object]]:
        """The items in their folders, in the collection's order; those outside folders first."""
        entries: dict[str, list[dict[str, object]]] = {}
        for item in self.shown:
            made = self._requests[item.index]
            entries.setdefault(item.folder_slug, []).append(
                {
                    "href": f"items/{item.slug}/{first}.html",
                    "name": item.name,
                    "method": _method(made),
                    "target": str(made.url.target) if isinstance(made, Request) else "",
                    "summary": prose.summary(describing.about(item)),
                }
            )
        if "" in entries:
            yield {"title": "", "entries": entries[""]}
        for number, folder in enumerate(self.collection.folders):
            yield {
                "id": f"folder-{number}",
                "title": folder.path[-1],
                "around": " / ".join(folder.path[:-1]),
                "level": min(6, 1 + len(folder.path)),
                "description": prose.html(folder.description, below=min(4, 1 + len(folder.path))),
                "entries": entries.get(folder.slug, []),
            }

    def of(
        self, item: Item, counts: Counts, *, only: Language | None = None, rendered: bool = True
    ) -> Iterator[tuple[str, bytes]]:
        """The item's pages with their addresses; what marks they show is counted."""
        made = self._requests[item.index]
        assert isinstance(made, Request)
        root = "../" * (item.slug.count("/") + 2)
        programs = {each.id: _program(each, made) for each in self.languages if only in (None, each) or rendered}
        shared = self._shared(item, made) if rendered else Markup("")
        template = _templates().get_template("item.html")
        tabs = _tabs(self.languages, programs)
        for number, language in enumerate(self.languages):
            if only is not None and language is not only:
                continue
            program = programs[language.id]
            mark = self._mark(item, language, program)
            counts.add(_counted(mark, program))
            if not rendered:
                continue
            text = template.render(
                title=f"{item.name} in {language.title} · {self.collection.name}",
                summary=f"{made.method} {made.url.text}: a whole program in {language.title}",
                root=root,
                collection=self.collection.name,
                folders=item.folders,
                name=item.name,
                language=language.title,
                method=made.method,
                url=str(made.url.text),
                tabs=Markup("".join([own if at == number else others for at, (others, own) in enumerate(tabs)])),  # noqa: S704
                mark=mark,
                code=highlighter(language.lexer)(program) if isinstance(program, str) else None,
                file=language.file,
                data=base64.b64encode(program.encode()).decode() if isinstance(program, str) else "",
                commands=_commands(language),
                needs=language.needs.split("`") if language.needs else (),
                shared=shared,
            )
            yield address(item, language), text.encode("utf-8", "replace")

    def _shared(self, item: Item, made: Request) -> Markup:
        """What every language's page of an item has below its program."""
        source = json.dumps(item.source, indent=2, ensure_ascii=False)
        cut = len(source) > SOURCE_CHARS_MAX
        command, no_curl = _command(made)
        text = (
            _templates()
            .get_template("shared.html")
            .render(
                name=item.name,
                variables=made.variables,
                warnings=made.warnings,
                description=prose.html(describing.about(item)),
                parameters=describing.parameters(item),
                curl=highlighter("bash")(command) if command else None,
                no_curl=no_curl,
                failures=made.answers.failures,
                responses=[(each, highlighter(each.lexer)(each.body)) for each in describing.saved(item)],
                source=escape(source[:SOURCE_CHARS_MAX] + "…") if cut else highlighter("json")(source),
            )
        )
        return Markup(text)  # noqa: S704 - a template's, which escapes

    def _mark(self, item: Item, language: Language, program: "str | CannotSay") -> _Mark:
        if isinstance(program, CannotSay):
            return _Mark("unsaid", f"{language.title} cannot send this request.", program.reason)
        known = self.marks.of(item, language, program)
        if known is None:
            return _Mark("not-run", "Not run.", _NOT_TRIED)
        title, text = _MARKS[known.mark]
        if known.mark == "not run" and len(known.reasons) == 1:
            return _Mark("not-run", title, _sentence(known.reasons[0]))
        return _Mark(known.mark.replace(" ", "-"), title, text, tuple(map(_sentence, known.reasons)))


def address(item: Item, language: Language) -> str:
    """Where the page of an item in a language lies."""
    return f"items/{item.slug}/{language.id}.html"


def _resolved(item: Item, given: Given) -> Request | Problem:
    try:
        return request(item, given)
    except ItemBroken as broken:
        return Problem(f'item "{item.label}": {broken.where}', broken.message)


def _method(made: Request | Problem) -> str:
    assert isinstance(made, Request)
    return made.method


def _program(language: Language, made: Request) -> "str | CannotSay":
    try:
        return printed(language, made)
    except CannotSay as unsaid:
        return unsaid


def _command(made: Request) -> tuple[str | None, str]:
    try:
        return curl.command(made), ""
    except CannotSay as unsaid:
        return None, unsaid.reason


def _counted(mark: _Mark, program: "str | CannotSay") -> Counts:
    return Counts(all=1, run=mark.name == "run", checked=mark.name == "checked", unsaid=isinstance(program, CannotSay))


def _sentence(text: str) -> str:
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "!", "?", "…", ")")) else text + "."


def _tabs(languages: Sequence[Language], programs: "Mapping[str, str | CannotSay]") -> list[tuple[str, str]]:
    """For each language its tab on others' pages, and on its own."""
    unsaid = ' class="unsaid"'
    found = []
    for each in languages:
        begin, end = _tab(each.id, each.title)
        shown = unsaid if isinstance(programs.get(each.id), CannotSay) else ""
        found.append((f"{begin}{shown}{end}", f'{begin} aria-current="page"{shown}{end}'))
    return found


@cache
def _tab(id: str, title: str) -> tuple[str, str]:
    return f'<li><a href="{escape(id)}.html"', f">{escape(title)}</a></li>"


@cache
def _commands_of(commands: tuple[tuple[str, ...], ...]) -> str:
    return "\n".join(shlex.join(each) for each in commands if each)


def _commands(language: Language) -> str:
    return _commands_of(language.told or (*language.build, language.run))


@cache
def _templates() -> Environment:
    return Environment(loader=PackageLoader("doorlist.portal"), autoescape=True, trim_blocks=True, auto_reload=False)


@cache
def _static() -> dict[str, bytes]:
    folder = resources.files("doorlist.portal") / "static"
    return {f"assets/{name}": (folder / name).read_bytes() for name in ("site.css", "site.js")}
