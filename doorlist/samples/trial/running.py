"""Prints every request in every language, runs what can run here, and says of each sample whether it was right."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from heapq import heappop, heappush
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Condition, Thread
from types import TracebackType
from typing import Self

from doorlist.samples import names
from doorlist.samples.language import Command, Language, printed, within
from doorlist.samples.request import CannotSay, Digest, Request
from doorlist.samples.trial import comparing, grammar, proofs, reading
from doorlist.samples.trial.placing import Placed, place
from doorlist.samples.trial.processes import Ended, Processes, Stopped, surroundings
from doorlist.samples.trial.recorder import Answer, Answering, Recorder, Recording, Seen, in_turn

RUN_S = 30.0
BUILD_S = 120.0
BATCH_S = 900.0
PROBE_S = 120.0
WORKERS = 2
_LANES = 8
_TOOLS = Path(__file__).parent / "tools"


class Mark(StrEnum):
    """What is known of a sample."""

    RUN = "run"
    CHECKED = "checked"
    NOT_RUN = "not run"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a sample. `reasons` say why it was not run, or what is wrong.

    `digest` is the SHA-256 of the program as it is printed for readers, with its real origin; None where none is printed.
    """

    item: tuple[str, ...]
    language: str
    mark: Mark
    reasons: tuple[str, ...] = ()
    digest: str | None = None
    seconds: float = 0.0
    folder: Path | None = None
    seen: tuple[Seen, ...] = ()
    number: int = 0
    """The request's place in the list that was tried."""


# --- what runs here --------------------------------------------------------------------------------------------------


@cache
def missing(probe: tuple[Command, ...]) -> str | None:
    """What this machine lacks for a language: the first of its probes that fails, and how. None where nothing is."""
    with TemporaryDirectory(prefix="doorlist-probe-") as folder:
        for command in probe:
            ended = Processes().run(_tools(command), folder=Path(folder), environment=surroundings(), limit_s=PROBE_S)
            if ended.code != 0:
                said = (ended.reason or ended.last_words or f"exit code {ended.code}").splitlines()
                return f"{' '.join(command)[:120]}: {said[-1]}"
    return None


def lacks(language: Language) -> str | None:
    """Why the language's samples cannot be run here; None where they can."""
    if not language.run and language.replay is None:
        return f"no runtime of {language.title} is known here"
    if not language.probe:
        return None
    found = missing(language.probe)
    return None if found is None else f"{language.needs or language.title} is not here ({found})"


def _tools(command: Command, folder: str = "") -> list[str]:
    return [within(each, folder).replace("{tools}", str(_TOOLS)) for each in command]


# --- one sample ------------------------------------------------------------------------------------------------------


def answer_of(request: Request) -> Answer:
    """The saved 2xx reply where the program reads one, or else an empty object."""
    example = request.answers.example
    return Answer(body=example.encode("utf-8", "replace")) if request.answers.reading and example else Answer()


def answering_of(placed: Placed, answer: Answer | None = None) -> Answering:
    """How the recorder answers the request: a Digest is demanded first."""
    given = answer or answer_of(placed.request)
    auth = placed.request.auth
    return proofs.demanding(auth, placed.environment, given) if isinstance(auth, Digest) else in_turn(given)


def lay(language: Language, text: str, placed: Placed, folder: Path) -> None:
    """Writes a sample: the program, what lies beside it, and the files that it reads."""
    folder.mkdir(parents=True, exist_ok=True)
    placed.lay(folder)
    extras = {name: within(extra, folder.name) for name, extra in language.extras.items()}
    for name, extra in {**extras, language.file: text}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(extra, encoding="utf-8", newline="")


def lay_shared(language: Language, folder: Path) -> None:
    """Writes what the samples of a language share."""
    for name, text in language.shared.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")


@dataclass(frozen=True, slots=True)
class Play:
    """How a program ended, and what it sent."""

    ended: Ended
    recording: Recording


def play(
    language: Language,
    placed: Placed,
    folder: Path,
    recorder: Recorder,
    answering: Answering,
    *,
    runner: Processes,
    limit_s: float,
) -> Play:
    """Runs a program that was laid and built."""
    recorder.expect(answering)
    ended = start(language, folder, placed.environment, runner=runner, limit_s=limit_s)
    return Play(ended, recorder.taken())


def start(
    language: Language, folder: Path, environment: Mapping[str, str], *, runner: Processes, limit_s: float = RUN_S
) -> Ended:
    """Runs a program that was laid and built, with these environment variables."""
    return runner.run(
        _tools(command_of(language), folder.name),
        folder=folder,
        environment=surroundings(**environment),
        limit_s=limit_s,
    )


def command_of(language: Language) -> Command:
    """What runs a sample in its folder; a program of a language without a runtime is replayed by an interpreter of ours."""
    if language.replay is not None:
        return ("python3", "-m", f"{__package__}.{language.replay}", language.file)
    return language.run


def build(language: Language, folder: Path, *, runner: Processes, limit_s: float = BUILD_S) -> Ended | None:
    """Builds one sample; how the command ended that failed, if one did. What is replayed is built by what replays it."""
    for command in () if language.replay is not None else language.build:
        ended = runner.run(_tools(command, folder.name), folder=folder, environment=surroundings(), limit_s=limit_s)
        if ended.code != 0:
            return ended
    return None


def build_all(language: Language, folder: Path, *, runner: Processes) -> Ended | None:
    """Builds every sample in the language's folder together; how the command ended that failed, if one did."""
    for command in language.batch:
        ended = runner.run(_tools(command), folder=folder, environment=surroundings(), limit_s=BATCH_S)
        if ended.code != 0:
            return ended
    return None


def once(
    language: Language,
    request: Request,
    folder: Path,
    *,
    answer: Answer | Answering | None = None,
    environment: Mapping[str, str | None] | None = None,
    limit_s: float = RUN_S,
) -> tuple[Play, list[str]]:
    """Prints, builds and runs one sample in an empty folder; also what differs on the wire.

    `environment` are values that replace those the trial chooses; None takes a variable away.
    """
    runner = Processes()
    with Recorder() as recorder:
        placed = place(request, recorder.origin, taken=(language.file, *language.extras))
        lay_shared(language, folder)
        own = folder / "sample"
        lay(language, printed(language, placed.request), placed, own)
        failed = build(language, own, runner=runner)
        if failed is not None:
            return Play(failed, Recording(())), [f"it does not build: {failed.failure}"]
        values = {**placed.environment, **(environment or {})}
        changed = Placed(
            placed.request, {name: value for name, value in values.items() if value is not None}, placed.files
        )
        answering = answer if callable(answer) else answering_of(placed, answer)
        played = play(language, changed, own, recorder, answering, runner=runner, limit_s=limit_s)
        if played.ended.code == 2 and not played.recording.seen:
            return played, ["no request came"]
        return played, comparing.compare(placed.request, played.recording.seen, values_of(values), placed.files)


def values_of(values: Mapping[str, str | None]) -> dict[str, str]:
    """The values that are there."""
    return {name: value or "" for name, value in values.items()}


# --- all of them -----------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Sample:
    """A sample on its way."""

    number: int
    request: Request
    language: Language
    digest: str | None = None
    text: str = ""
    placed: Placed | None = None
    recorder: Recorder | None = None
    folder: Path | None = None
    seconds: float = 0.0

    def result(self, mark: Mark, *reasons: str, seen: tuple[Seen, ...] = ()) -> Result:
        item = (*self.request.folders, self.request.title)
        return Result(
            item, self.language.id, mark, reasons, self.digest, round(self.seconds, 3), self.folder, seen, self.number
        )


@dataclass(order=True, slots=True)
class _Job:
    """Something to do; the smallest `when` comes first."""

    when: tuple[int, int]
    do: Callable[[], None] = field(compare=False)


class Trial:
    """Tries requests in languages, in folders of `root`: <language>/<item>/<file>.

    A language's samples are printed and built together; then the samples of all languages run in turns, each worker
    against a recorder that is its own meanwhile. `told` hears of each result as it comes, from the workers' threads.
    """

    def __init__(
        self,
        requests: Sequence[Request],
        languages: Sequence[Language],
        root: Path,
        *,
        workers: int = WORKERS,
        limit_s: float = RUN_S,
        told: Callable[[Result], None] | None = None,
    ) -> None:
        self._requests = requests
        self._languages = languages
        self._root = root
        self._workers = workers
        self._limit_s = limit_s
        self._told = told
        self._runner = Processes()
        self._recorders: list[Recorder] = []
        self._jobs: list[_Job] = []
        self._open = 0
        self._changed = Condition()
        self._results: list[Result] = []
        self._failed: BaseException | None = None

    def __enter__(self) -> Self:
        self._recorders = [Recorder() for _ in range(max(_LANES, 2 * self._workers))]
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._runner.stop()
        for each in self._recorders:
            each.close()

    def run(self) -> list[Result]:
        """The results: language by language, requests in order. Ctrl-C ends what runs."""
        for order, language in enumerate(sorted(self._languages, key=lambda each: not each.batch)):
            self._add((0, order), lambda language=language, order=order: self._prepare(language, order))  # type: ignore[misc]
        threads = [Thread(target=self._work, name=f"trial {n}", daemon=True) for n in range(self._workers)]
        for thread in threads:
            thread.start()
        try:
            for thread in threads:
                while thread.is_alive():
                    thread.join(0.2)
        except BaseException:
            self._fail(Stopped())
            for thread in threads:
                thread.join(5.0)
            raise
        if self._failed is not None:
            raise self._failed
        order_of = {each.id: n for n, each in enumerate(self._languages)}
        return sorted(self._results, key=lambda each: (order_of[each.language], each.number))

    # the workers' queue

    def _add(self, when: tuple[int, int], do: Callable[[], None]) -> None:
        with self._changed:
            heappush(self._jobs, _Job(when, do))
            self._open += 1
            self._changed.notify()

    def _work(self) -> None:
        while True:
            with self._changed:
                while not self._jobs and self._open and self._failed is None:
                    self._changed.wait()
                if self._failed is not None or not self._jobs:
                    return
                job = heappop(self._jobs)
            try:
                job.do()
            except BaseException as error:
                self._fail(error)
                return
            with self._changed:
                self._open -= 1
                if not self._open:
                    self._changed.notify_all()

    def _fail(self, error: BaseException) -> None:
        with self._changed:
            self._failed = self._failed or error
            self._changed.notify_all()
        self._runner.stop()

    def _done(self, result: Result) -> None:
        with self._changed:
            self._results.append(result)
        if self._told is not None:
            self._told(result)

    # what they do

    def _prepare(self, language: Language, order: int) -> None:
        """Prints the language's samples, then builds them; each that is ready will be run."""
        lacking = lacks(language)
        ready = []
        for number, request in enumerate(self._requests):
            sample = _Sample(number, request, language)
            if self._print(sample, lacking, lane=number + order):
                ready.append(sample)
        if not ready:
            return
        folder = self._root / language.id
        lay_shared(language, folder)
        failed = build_all(language, folder, runner=self._runner)
        if failed is not None and not language.build:
            for sample in ready:
                self._done(sample.result(Mark.WRONG, f"it does not build: {failed.failure}"))
            return
        alone = failed is not None or not language.batch  # one by one, where that failed, to tell who is to blame
        for turn, sample in enumerate(ready, 1):
            self._add((turn, order), lambda sample=sample: self._try(sample, alone=alone))  # type: ignore[misc]

    def _print(self, sample: _Sample, lacking: str | None, *, lane: int) -> bool:
        """Prints a sample and lays it into its folder; whether it can be run."""
        language, request = sample.language, sample.request
        try:
            page = printed(language, request)
            sample.digest = hashlib.sha256(page.encode("utf-8")).hexdigest()
            if lacking is not None:
                self._done(self._unrun(sample, page, lacking))
                return False
            sample.recorder = self._recorders[lane % len(self._recorders)]
            sample.placed = place(request, sample.recorder.origin, taken=(language.file, *language.extras))
            sample.text = printed(language, sample.placed.request)
            sample.folder = self._root / language.id / f"{sample.number:03}-{names.slug(request.title)}"
            lay(language, sample.text, sample.placed, sample.folder)
        except CannotSay as cannot:
            self._done(sample.result(Mark.NOT_RUN, cannot.reason))
            return False
        except Exception as error:  # whatever goes wrong in printing one sample says nothing about the others
            self._done(sample.result(Mark.WRONG, f"it cannot be printed: {type(error).__name__}: {error}"))
            return False
        return True

    def _unrun(self, sample: _Sample, page: str, lacking: str) -> Result:
        """A sample that cannot be run here is parsed at least, where its grammar is installed."""
        name = sample.language.grammar
        if name is None or not grammar.available(name):
            return sample.result(Mark.NOT_RUN, lacking)
        found = grammar.check(name, page)
        return sample.result(Mark.WRONG, *found) if found else sample.result(Mark.CHECKED, lacking)

    def _try(self, sample: _Sample, *, alone: bool) -> None:
        """Runs a sample and compares."""
        language, placed, recorder, folder = sample.language, sample.placed, sample.recorder, sample.folder
        assert placed is not None, "it was laid"
        assert recorder is not None, "it was laid"
        assert folder is not None, "it was laid"
        if alone:
            failed = build(language, folder, runner=self._runner)
            if failed is not None:
                self._done(sample.result(Mark.WRONG, f"it does not build: {failed.failure}"))
                return
        with recorder.held:
            played = play(
                language, placed, folder, recorder, answering_of(placed), runner=self._runner, limit_s=self._limit_s
            )
        ended, seen = played.ended, played.recording.seen
        sample.seconds = ended.seconds
        found = comparing.compare(placed.request, seen, placed.environment, placed.files)
        if ended.code != 0:
            found.append(ended.failure)
        elif not found and placed.request.method != "HEAD":
            found += reading.differences(placed.request.answers, ended.output)
        self._done(sample.result(Mark.WRONG, *found, seen=seen) if found else sample.result(Mark.RUN, seen=seen))


def run(
    requests: Sequence[Request],
    languages: Sequence[Language],
    root: Path,
    *,
    workers: int = WORKERS,
    limit_s: float = RUN_S,
    told: Callable[[Result], None] | None = None,
) -> list[Result]:
    """Tries the requests in the languages; see Trial."""
    with Trial(requests, languages, root, workers=workers, limit_s=limit_s, told=told) as trial:
        return trial.run()
