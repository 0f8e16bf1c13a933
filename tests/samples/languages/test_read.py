"""What every language's programs read of a reply and say of a refusal: one table of replies for all of them."""

import re
from collections.abc import Iterator

import pytest
from samples.languages.asking import ANSWERS, FAILURES
from samples.languages.habits import ABOUT, ALIKE, CHILKAT, COMPLAINTS, EXACT, FOX, SLOW, TELLING_NULL, told
from samples.languages.programs import Bench, each_language, each_with
from samples.languages.table import REQUESTS

from doorlist.samples.language import Language, printed
from doorlist.samples.trial.recorder import Answer, Recorder

BRIEFLY = (*SLOW, *ALIKE)
ASKED = ("a reply", "a format", "refusals by status")


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    with Recorder() as recorder:
        yield Bench({each: REQUESTS[each] for each in ASKED}, tmp_path_factory.mktemp("programs"), recorder)


LINES = [
    "id: 85746065123",
    'its own.a"$[x]#{y}: a "ü"',
    "long: 12345678901234567890",
    "open: true",
    "price: 1.5",
    "tracking:",
    "list[1]: y",
    "email: x@y",
    "email:",
    "tags[]: t",
    "tags[]: u v",
]


def values(language: Language, output: str) -> list[str]:
    """The lines behind status and reply, as if all languages spelled what is true and what is missing alike."""
    lines = []
    for line in output.splitlines()[2:]:
        plain = re.sub(": (null|None|nil|<nil>|undefined|)$", ":", line)
        plain = re.sub("^open: (True|TRUE|1)$", "open: true", plain)
        lines.append(plain if language.id in EXACT else re.sub(ABOUT, "long: 12345678901234567890", plain))
    return lines


@each_language
def test_the_fields_of_a_reply_are_printed_with_their_labels(bench: Bench, language: Language) -> None:
    ended, _ = bench.programs(language)["a reply"].run()
    assert (ended.code, ended.errors) == (0, "")
    status, reply, *_ = ended.output.splitlines()
    assert (status.removesuffix(" OK"), reply) == ("200", ANSWERS.example)
    assert values(language, ended.output) == LINES
    assert "2 more fields are not read here" in " ".join(printed(language, REQUESTS["a reply"]).split())


@each_with(["a label with percent signs and braces"], brief=("a label with percent signs and braces",))
def test_a_label_is_no_format(bench: Bench, language: Language, case: str) -> None:
    ended, _ = bench.programs(language)["a format"].run()
    assert ended.output.splitlines()[-1] == "100%s %d {0} {id}: 7"


SHAPES = {
    "no JSON": b"<html>",
    "objects for texts": b'{"id": {}, "its own": 5, "open": "yes", "registrants": {"email": "{"}}',
    "texts for lists": b'{"its own": [], "list": 7, "registrants": [7, null, [], {"tags": "x"}, {"email": {"a": 1}}]}',
    "a list": b"[1]",
    "null": b"null",
    "a text": b'"text"',
    "nothing": b"",
    "no UTF-8": b"\xff\0",
    "too deep": b"[" * 5000,
}


@each_with(SHAPES, briefly=BRIEFLY, brief=("no JSON", "no UTF-8", "texts for lists"))
def test_a_reply_of_another_shape_does_no_harm(bench: Bench, language: Language, case: str) -> None:
    ended, wrong = bench.programs(language)["a reply"].run(Answer(body=SHAPES[case]))
    assert (ended.code, wrong) == (0, [])
    assert ended.output.startswith("200")
    complaint = COMPLAINTS.get(language.id, "")
    said = [each for each in ended.errors.splitlines() if not each.startswith(("PHP Warning:  ", "parse error: "))]
    if case == "no JSON":
        assert len(said) == bool(complaint)
        assert values(language, ended.output) in ([], [re.sub(":.*", ":", each) for each in LINES[:7]])
    assert [each for each in said if not complaint or not each.startswith(complaint)] == []


LATER = ("Retry-After", "2026-11-25T00:00:00Z")
REFUSALS = {
    "a code": (Answer(300, body=b'{"code": 3000}'), f"HTTP 300, code 3000: {FAILURES[0].message}"),
    "another code": (Answer(404, body=b'{"code": 9, "message": "unsaid"}'), "HTTP 404, code 9: Nothing there."),
    "own words": (
        Answer(500, body='{"code": 20000000, "message": "Ö oh."}'.encode()),
        "HTTP 500, code 20000000: Ö oh.",
    ),
    "later": (
        Answer(429, (LATER, ("Content-Type", "text/html")), b"<html>"),
        f"HTTP 429: Too many. Try again after {LATER[1]}.",
    ),
    "after a while": (Answer(429, (), b""), "HTTP 429: Too many. Try again after a while."),
    "a code without a type": (Answer(404, (), b'{"code": 3001}'), "HTTP 404, code 3001: No such meeting."),
    "a code in quotes": (Answer(404, body=b'{"code": "3001"}'), "HTTP 404, code 3001: No such meeting."),
    "a code of digits in quotes": (Answer(404, body=b'{"code": "3303"}'), "HTTP 404, code 3303: No such registrant."),
    "a code of digits": (Answer(404, body=b'{"code": 3303}'), "HTTP 404, code 3303: No such registrant."),
    "a word": (Answer(404, body=b'{"code": "not_found"}'), "HTTP 404, code not_found: No such page."),
    "a null": (Answer(404, body=b'{"code": null}'), "HTTP 404: Nothing there."),
    "an object": (Answer(404, body=b'{"code": {"a": [1]}, "message": []}'), "Nothing there."),
    "a text": (Answer(404, body=b'"code"'), "HTTP 404: Nothing there."),
    "no JSON": (Answer(404, body=b"<html>"), "HTTP 404: Nothing there."),
    "own words alone": (Answer(409, body=b'{"message": "Taken."}'), "HTTP 409: Taken."),
    "no words": (Answer(500, body=b"null"), "HTTP 500"),
    "a list": (Answer(500, body=b"[]"), "HTTP 500"),
    "nothing": (Answer(503, (), b""), "HTTP 503"),
}


@each_with(
    REFUSALS,
    briefly=BRIEFLY,
    brief=("a code", "a code without a type", "another code", "own words", "no JSON", "later"),
)
def test_a_refusal_is_told_by_status_and_code(bench: Bench, language: Language, case: str) -> None:
    answer, said = REFUSALS[case]
    ended, _ = bench.programs(language)["a reply"].run(answer)
    assert ended.code == 1
    assert ended.output.startswith(str(answer.status))
    lines = told(language, ended).splitlines()[2 if language.id in FOX else 0 :]
    if case == "an object":
        assert lines[-1].endswith(said)
    elif case == "a null" and language.id in TELLING_NULL:
        assert lines == ["HTTP 404, code null: Nothing there."]
    else:
        assert lines == [said]


@each_language
def test_refusals_by_their_status_alone_are_told_without_reading_json(bench: Bench, language: Language) -> None:
    ended, _ = bench.programs(language)["refusals by status"].run(Answer(429, (), b""))
    assert (ended.code, told(language, ended).splitlines()[-1]) == (1, "HTTP 429: Slowly. Try again after a while.")
    assert "json" not in printed(language, REQUESTS["refusals by status"]).lower() or language.id in CHILKAT
