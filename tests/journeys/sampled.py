"""Samples of a collection, printed, built and run in one language: what they ask, a live desk answers."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from doorlist.samples import collection as collections
from doorlist.samples import resolving
from doorlist.samples.language import Language, printed
from doorlist.samples.languages import languages
from doorlist.samples.request import Request
from doorlist.samples.trial import running
from doorlist.samples.trial.placing import Placed
from doorlist.samples.trial.processes import Processes

Json = dict[str, Any]

in_each_language = pytest.mark.parametrize("language", languages(), ids=lambda each: each.id)


def skip_where_it_cannot_run(language: Language) -> None:
    """Skips, with what this machine lacks."""
    lacking = running.lacks(language)
    if lacking is not None:
        pytest.skip(lacking)


def requests(collection: Json, values: Mapping[str, str] | None = None) -> dict[str, Request]:
    """The collection's requests by their addresses within it, with these values of its variables."""
    read = collections.read(json.dumps(collection))
    assert not read.problems
    given = resolving.Given(variables=values or {})
    found = {}
    for item, made in resolving.requests(read, given):
        assert isinstance(made, Request), made
        found[item.slug] = made
    return found


@dataclass(frozen=True)
class Told:
    """How a sample ended, and what it printed."""

    code: int | None
    output: str
    errors: str

    @property
    def status(self) -> str:
        """The HTTP status: the first word."""
        return self.output.split(maxsplit=1)[0] if self.output.strip() else ""

    def values(self, label: str) -> list[str]:
        """What stands behind a label, line by line."""
        lines = (line.strip().partition(":") for line in self.output.splitlines())
        return [value.strip() for name, colon, value in lines if colon and name == label]

    def value(self, label: str) -> str:
        """What stands behind a label that comes once."""
        [value] = self.values(label)
        return value


class Programs:
    """A language's samples of some requests by name, in folders of their own, built together."""

    def __init__(self, language: Language, requests: Mapping[str, Request], folder: Path) -> None:
        self._language = language
        self._folder = folder
        self._runner = Processes()
        running.lay_shared(language, folder)
        for name, request in requests.items():
            running.lay(language, printed(language, request), Placed(request, {}, {}), folder / name)
        for failed in self._built(requests):
            raise AssertionError(failed)

    def _built(self, names: Mapping[str, Request]) -> Iterator[str]:
        """What cannot be built."""
        if self._language.batch:
            failed = running.build_all(self._language, self._folder, runner=self._runner)
            if failed is not None:
                yield failed.failure
            return
        for name in names:
            failed = running.build(self._language, self._folder / name, runner=self._runner)
            if failed is not None:
                yield f"{name}: {failed.failure}"

    def run(self, name: str, **environment: str) -> Told:
        """Runs a sample with these environment variables."""
        ended = running.start(self._language, self._folder / name, environment, runner=self._runner)
        return Told(ended.code, ended.output, ended.errors)

    def succeeds(self, name: str, status: str, **environment: str) -> Told:
        """Runs a sample that is to print this status and end well."""
        told = self.run(name, **environment)
        assert (told.code, told.status) == (0, status), told
        return told

    def fails(self, name: str, status: str, **environment: str) -> str:
        """Runs a sample that is to print this status and end with 1; the line that it said on standard error."""
        told = self.run(name, **environment)
        assert (told.code, told.status) == (1, status), told
        if self._language.replay == "foxpro":  # which writes to the screen alone
            assert told.errors == "", told
            return told.output.splitlines()[-1]
        [line] = told.errors.splitlines()
        return line
