"""The journal of an import: what a stopped, killed or second run finds in it."""

import asyncio
import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from doorlist.bulk.journal import Job, Journal, JournalRefused, State, digest

JOB = Job("people.csv", 120, "ab" * 32, "http://127.0.0.1:8480", "meeting", "123", False, {"email": "Mail"})


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "people.csv.doorlist-journal"


def test_a_second_run_knows_what_the_first_one_did(path: Path) -> None:
    async def first() -> None:
        journal = Journal.open(path, JOB)
        assert not journal.resumed
        await journal.sending([2, 3, 4, 5])
        await journal.done([(2, "r2")])
        await journal.refused([3], "the email is taken")
        await journal.released([4])
        journal.close()

    asyncio.run(first())
    again = Journal.open(path, JOB)
    assert again.resumed
    assert [again.state(line) for line in range(1, 8)] == [
        State.UNTOUCHED,
        State.DONE,
        State.REFUSED,
        State.UNTOUCHED,
        State.IN_DOUBT,
        State.UNTOUCHED,
        State.UNTOUCHED,
    ]
    assert list(again.in_doubt()) == [5]
    assert again.reasons == {3: "the email is taken"}
    assert again.counts == {State.IN_DOUBT: 1, State.DONE: 1, State.REFUSED: 1}
    assert not again.finished
    again.close()


def test_what_is_about_to_be_sent_is_in_the_file_before_it_may_be_sent(path: Path) -> None:
    async def run() -> None:
        journal = Journal.open(path, JOB)
        await journal.sending([7])
        assert json.loads(path.read_text().splitlines()[-1]) == {"sending": [7]}
        journal.close()

    asyncio.run(run())


def test_those_who_record_at_once_are_written_together(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced = 0
    fsync = os.fsync

    def counted(descriptor: int) -> None:
        nonlocal synced
        synced += 1
        fsync(descriptor)

    async def run() -> None:
        journal = Journal.open(path, JOB)
        monkeypatch.setattr(os, "fsync", counted)
        await asyncio.gather(*(journal.sending([line]) for line in range(1, 101)))
        journal.close()

    asyncio.run(run())
    assert synced < 10
    assert len(path.read_text().splitlines()) == 101


def test_a_last_line_half_written_by_a_crash_is_dropped_and_the_next_one_is_whole(path: Path) -> None:
    async def write(line: int) -> None:
        journal = Journal.open(path, JOB)
        await journal.sending([line])
        journal.close()

    asyncio.run(write(2))
    with path.open("a") as file:
        file.write('{"done":[[2,"r' + "x" * 500)
    asyncio.run(write(3))
    again = Journal.open(path, JOB)
    assert list(again.in_doubt()) == [2, 3]
    again.close()


def test_a_head_half_written_by_a_crash_is_written_anew(path: Path) -> None:
    path.write_text('{"journal":1,"file"')
    journal = Journal.open(path, JOB)
    assert not journal.resumed
    journal.close()
    assert json.loads(path.read_text().splitlines()[0])["file"] == "people.csv"


@pytest.mark.parametrize(
    "broken", ["{", "[]", '{"sending":[0]}', '{"sending":["2"]}', '{"done":[2]}', '{"refused":[2]}', '{"what":1}']
)
def test_a_damaged_line_is_named_and_nothing_is_guessed(path: Path, broken: str) -> None:
    Journal.open(path, JOB).close()
    before = path.read_text()
    path.write_text(before + broken + "\n")
    with pytest.raises(JournalRefused, match="line 2, is damaged"):
        Journal.open(path, JOB)
    assert path.read_text() == before + broken + "\n"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"sha256": "cd" * 32}, "the file has changed since"),
        ({"bytes": 121}, "the file has changed since"),
        ({"roster": "124"}, "people went to 123 then, and to 124 now"),
        ({"kind": "webinar"}, "people went to a meeting then, and to a webinar now"),
        ({"base_url": "https://api.zoom.us"}, "to the server http://127.0.0.1:8480 then"),
        ({"auto_approve": True}, "people were not approved at once then, and now"),
        ({"columns": {"email": "E-mail"}}, "then the columns were email=Mail, now they are email=E-mail"),
    ],
)
def test_another_job_is_refused_and_told_apart(path: Path, change: dict[str, object], said: str) -> None:
    Journal.open(path, JOB).close()
    with pytest.raises(JournalRefused, match=said):
        Journal.open(path, replace(JOB, **change))  # type: ignore[arg-type]


def test_a_renamed_file_goes_on(path: Path) -> None:
    Journal.open(path, JOB).close()
    again = Journal.open(path, replace(JOB, file="renamed.csv"))
    assert again.resumed
    again.close()


def test_beginning_anew_forgets_what_was_done(path: Path) -> None:
    async def first() -> None:
        journal = Journal.open(path, JOB)
        await journal.done([(2, "r2")])
        journal.close()

    asyncio.run(first())
    fresh = Journal.open(path, replace(JOB, roster="9"), fresh=True)
    assert not fresh.resumed
    assert fresh.state(2) is State.UNTOUCHED
    fresh.close()


def test_a_second_run_at_the_same_time_is_refused(path: Path) -> None:
    journal = Journal.open(path, JOB)
    with pytest.raises(JournalRefused, match="another run is importing this file now"):
        Journal.open(path, JOB)
    with pytest.raises(JournalRefused, match="another run"):
        Journal.open(path, JOB, fresh=True)
    journal.close()
    Journal.open(path, JOB).close()


def test_a_file_that_is_no_journal_is_left_alone(path: Path) -> None:
    path.write_text('{"a": 1}\n')
    with pytest.raises(JournalRefused, match="is not a journal"):
        Journal.open(path, JOB)
    assert path.read_text() == '{"a": 1}\n'


def test_beginning_anew_spares_a_file_that_is_no_journal(path: Path) -> None:
    path.write_text("Email,First name\nana@uni.example,Ana\n")
    with pytest.raises(JournalRefused):
        Journal.open(path, JOB, fresh=True)
    assert path.read_text() == "Email,First name\nana@uni.example,Ana\n"


def test_the_file_of_refused_rows_that_was_written_is_known_again(path: Path) -> None:
    journal = Journal.open(path, JOB)
    journal.wrote_refused("people.refused.csv", "ab")
    journal.close()
    again = Journal.open(path, JOB)
    assert again.wrote == ("people.refused.csv", "ab")
    again.close()


def test_a_journal_that_cannot_be_made_says_where_else_to_put_it(tmp_path: Path) -> None:
    with pytest.raises(JournalRefused, match="--journal"):
        Journal.open(tmp_path / "nowhere" / "journal", JOB)


def test_a_full_disk_stops_everybody_who_waits(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int, text: bytes) -> int:
        raise OSError(28, "No space left on device")

    async def run() -> list[object]:
        journal = Journal.open(path, JOB)
        with monkeypatch.context() as patch:
            patch.setattr(os, "write", full)
            said = await asyncio.gather(journal.sending([2]), journal.sending([3]), return_exceptions=True)
        journal.close()
        return list(said)

    for error in asyncio.run(run()):
        assert isinstance(error, JournalRefused)
        assert "No space left on device" in str(error)


def test_a_digest_is_that_of_the_whole_file(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"abc" * 1_000_000)
    assert digest(file) == (3_000_000, "f4096a131e7e6ebfa7a512b5c299e13b065df34d15624ee1202ab394cc4d7e90")
