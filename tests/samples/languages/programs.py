"""Programs of requests: built together where that is quicker, and run against a recorder as often as is wished."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from samples.languages.habits import FAULTS, LANGUAGES, SLOW, refusal

from doorlist.samples.language import Language, printed
from doorlist.samples.request import CannotSay, Request
from doorlist.samples.trial import comparing, running
from doorlist.samples.trial.placing import Placed, place
from doorlist.samples.trial.processes import Ended, Processes
from doorlist.samples.trial.recorder import Answer, Recorder


def here(language: Language) -> None:
    """Skips the test where the language's programs do not run."""
    lacking = running.lacks(language)
    if lacking is not None:
        pytest.skip(lacking)


def reason(language: Language, given: Request) -> str:
    """Why a language does not say a request."""
    with pytest.raises(CannotSay) as raised:
        printed(language, given)
    return raised.value.reason


@dataclass(frozen=True)
class Program:
    """A program that was built. It can be run as often as is wished."""

    language: Language
    placed: Placed
    folder: Path
    recorder: Recorder

    @property
    def log(self) -> str:
        """What the compiler said."""
        log = self.folder / "build.log"
        return log.read_text("utf-8") if log.exists() else ""

    def run(
        self, answer: Answer | None = None, environment: Mapping[str, str] | None = None
    ) -> tuple[Ended, list[str]]:
        """How it ended when it was answered like this, and what was wrong with what it sent."""
        values = self.placed.environment if environment is None else environment
        self.recorder.expect(running.answering_of(self.placed, answer))
        ended = running.start(self.language, self.folder, values, runner=Processes())
        seen = self.recorder.taken().seen
        return ended, comparing.compare(self.placed.request, seen, self.placed.environment, self.placed.files)


def built(language: Language, requests: Mapping[str, Request], folder: Path, recorder: Recorder) -> dict[str, Program]:
    """The programs of these requests by their names, but for those that the language refuses."""
    folder.mkdir(parents=True, exist_ok=True)
    running.lay_shared(language, folder)
    programs = {}
    for number, (name, given) in enumerate(requests.items()):
        placed = place(given, recorder.origin, taken=(language.file, *language.extras))
        with suppress(CannotSay):
            own = folder / f"sample{number}"
            running.lay(language, printed(language, placed.request), placed, own)
            programs[name] = Program(language, placed, own, recorder)
    failed = running.build_all(language, folder, runner=Processes())
    assert failed is None, failed and failed.last_words
    return programs


class Bench:
    """The programs of some requests in each language, built when they are first asked for."""

    def __init__(self, requests: Mapping[str, Request], folder: Path, recorder: Recorder) -> None:
        self._requests = requests
        self._folder = folder
        self._recorder = recorder
        self._built: dict[str, Mapping[str, Program]] = {}

    def programs(self, language: Language) -> Mapping[str, Program]:
        """Those of a language by the names of their requests; skips the test where they do not run."""
        here(language)
        if language.id not in self._built:
            self._built[language.id] = built(language, self._requests, self._folder / language.id, self._recorder)
        return self._built[language.id]


def sent(language: Language, given: Request, folder: Path) -> list[str]:
    """What differs on the wire where one program is built and run, and how it ended if not well or with words."""
    here(language)
    played, found = running.once(language, given, folder)
    return found if played.ended.code == 0 and not played.ended.errors else [*found, played.ended.last_words]


each_language = pytest.mark.parametrize("language", LANGUAGES, ids=lambda each: each.id)


def each_with(cases: Iterable[str], *, brief: tuple[str, ...], briefly: tuple[str, ...] = SLOW) -> pytest.MarkDecorator:
    """Each language with each case; some languages with the brief ones, by default those whose programs start slowly."""
    rows = []
    for language in LANGUAGES:
        for case in cases:
            if language.id not in briefly or case in brief or refusal(language, case) is not None:
                fault = FAULTS.get((language.id, case))
                marks = [] if fault is None else [pytest.mark.xfail(reason=fault)]
                rows.append(pytest.param(language, case, marks=marks, id=f"{language.id}-{case}"))
    return pytest.mark.parametrize(("language", "case"), rows)
