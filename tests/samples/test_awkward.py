"""Every awkward request in every language that runs here, held to a table that was written by hand."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from samples import awkward, plainly

from doorlist.samples import collection, resolving
from doorlist.samples.language import Language
from doorlist.samples.languages import languages
from doorlist.samples.request import Request
from doorlist.samples.trial import grammar, running
from doorlist.samples.trial.placing import place
from doorlist.samples.trial.running import Mark, Result


@pytest.fixture(scope="module")
def requests() -> list[Request]:
    """The requests that the reader makes of the collection."""
    read = collection.read(awkward.COLLECTION.read_bytes())
    assert not read.problems
    made = [request for _, request in resolving.requests(read)]
    return [each for each in made if isinstance(each, Request)]


def test_the_table_has_a_row_for_every_item(requests: list[Request]) -> None:
    assert [each.title for each in requests] == list(awkward.WIRE)


def _wrong(requests: list[Request], results: list[Result]) -> Iterator[str]:
    """What is wrong with the samples of one language, by the trial and by the table."""
    for result in results:
        request = requests[result.number]
        if result.mark is Mark.NOT_RUN:
            if not all(reason.strip() for reason in result.reasons) or not result.reasons:
                yield f"{request.title}: not run, and no reason is given"
        elif result.mark is Mark.WRONG:
            yield f"{request.title}: {'; '.join(result.reasons)}"
        elif result.mark is Mark.RUN:
            sent = result.seen[-1]
            host = next(value for name, value in sent.headers if name.lower() == "host")
            placed = place(request, f"http://{host.decode()}")
            values = {each.name.lstrip(":"): placed.environment[each.environment] for each in request.variables}
            for each in awkward.differences(awkward.WIRE[request.title], sent, values, placed.files):
                yield f"{request.title}: by the table, {each}"


def test_what_the_reader_makes_is_what_the_table_says(requests: list[Request], tmp_path: Path) -> None:
    results = running.run(requests, [plainly.PLAINLY], tmp_path)
    unsaid = {each.item[-1] for each in results if each.mark is Mark.NOT_RUN}
    computed = ("Digest", "OAuth 1.0a", "AWS, version 4", "Hawk")
    assert unsaid == {each.title for each in requests if each.title.startswith(computed)}
    # It prints no value of a reply, so where one is to be read it is wrong; what it sends is right all the same.
    reading = [each.item[-1] for each in results if each.mark is Mark.WRONG]
    assert reading == [each.title for each in requests if each.answers.reading]
    assert [
        *_wrong(requests, [replace(each, mark=Mark.RUN) for each in results if each.mark is not Mark.NOT_RUN])
    ] == []


@pytest.mark.timeout(1800)
@pytest.mark.parametrize("language", languages(), ids=lambda each: each.id)
def test_a_language_sends_each_awkward_request_as_it_is_or_says_why_not(
    language: Language, requests: list[Request], tmp_path: Path
) -> None:
    lacking = running.lacks(language)
    if lacking is not None and not (language.grammar and grammar.available(language.grammar)):
        pytest.skip(lacking)
    results = running.run(requests, [language], tmp_path)
    assert [each.number for each in results] == list(range(len(requests)))
    assert [*_wrong(requests, results)] == []
    assert any(each.mark in (Mark.RUN, Mark.CHECKED) for each in results)
