"""What every language's programs send, or refuse in words: one table of requests for all of them."""

from collections.abc import Iterator

import pytest
from samples.languages.habits import CHILKAT, FAULTS, LANGUAGES, SCRIPTS, SHELLS, TERSE, TRACING, refusal, told
from samples.languages.programs import Bench, each_with, reason
from samples.languages.table import REQUESTS

from doorlist.samples.language import Language, printed
from doorlist.samples.trial import grammar, running
from doorlist.samples.trial.recorder import Recorder

NOTHING = "no requests came, not one"


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    with Recorder() as recorder:
        yield Bench(REQUESTS, tmp_path_factory.mktemp("programs"), recorder)


@each_with(
    REQUESTS,
    brief=(
        "parts",
        "form",
        "a form of values",
        "text",
        "a long text",
        "files",
        "headers of the connection",
        "a title that is no comment",
        "an origin",
    ),
)
def test_a_request_arrives_as_it_is_or_is_refused_in_words(bench: Bench, language: Language, case: str) -> None:
    why = refusal(language, case)
    if why is not None:
        assert why in reason(language, REQUESTS[case])
    elif language.grammar is not None and running.lacks(language):
        if not grammar.available(language.grammar):
            pytest.skip(f"tree-sitter-{language.grammar} is not here")
        assert grammar.check(language.grammar, printed(language, REQUESTS[case])) == []
    else:
        ended, wrong = bench.programs(language)[case].run()
        assert wrong == []
        assert (ended.code, ended.errors) == (0, "")


@pytest.mark.parametrize(
    "language", [each for each in LANGUAGES if each.build and each.batch], ids=lambda each: each.id
)
def test_the_compiler_has_nothing_to_say(bench: Bench, language: Language) -> None:
    known = {case for id, case in FAULTS if id == language.id}
    said = {case: each.log for case, each in bench.programs(language).items() if case not in known}
    assert {case: log for case, log in said.items() if log} == {}


MISSING: dict[str, tuple[str, dict[str, str], str]] = {
    "the only one": ("a reply", {}, "TOKEN"),
    "the second": ("parts", {"TOKEN": "t"}, "LIST"),
}


@each_with(MISSING, brief=("the second",))
def test_a_missing_variable_is_named_before_anything_is_sent(bench: Bench, language: Language, case: str) -> None:
    name, environment, missing = MISSING[case]
    ended, wrong = bench.programs(language)[name].run(environment=environment)
    assert ended.code == 2
    assert told(language, ended).endswith(f"Set the environment variable {missing}.\n")
    assert len(told(language, ended).splitlines()) == 1
    assert wrong == [NOTHING]


FILES = {"a missing file": ("a file", "|a ü$x.bin"), "a missing part": ("parts", "~b.bin")}


@each_with(FILES, brief=("a missing part",))
def test_a_missing_file_ends_a_program_before_anything_is_sent(bench: Bench, language: Language, case: str) -> None:
    name, path = FILES[case]
    program = bench.programs(language)[name]
    file = program.folder / path
    aside = file.rename(program.folder / "aside")
    ended, wrong = program.run()
    aside.rename(file)
    assert ended.code in (1, 2)
    assert wrong == [NOTHING]
    assert len(told(language, ended).splitlines()) == 1 or language.id in TRACING
    if language.id in (*SHELLS, *SCRIPTS):
        assert path in told(language, ended)


@each_with(["nobody", "nonsense"], brief=("nobody",))
def test_a_server_that_is_not_there_is_told_without_a_trace(bench: Bench, language: Language, case: str) -> None:
    with Recorder() as closed:
        # Where localhost has two addresses, Node.js says that it tried both, without a message.
        nobody = closed.origin.replace("127.0.0.1", "localhost")
    origin = nobody if case == "nobody" else case
    ended, wrong = bench.programs(language)["an origin"].run(environment={"BASE_URL": origin, "MEETING_ID": "1"})
    assert (ended.code, wrong) == (1, [NOTHING])
    said = told(language, ended).strip()
    if language.id in CHILKAT:
        assert said.startswith("ChilkatLog:")
        assert "connection refused" in said.lower() or case != "nobody"
        assert "Traceback" not in said
    else:
        assert len(said.splitlines()) == 1 or language.id == "httpie"  # which adds advice
        assert said.startswith("The request failed: ") or language.id in TERSE
