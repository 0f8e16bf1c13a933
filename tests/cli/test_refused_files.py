"""The file of refused rows at the command line: no row of anybody's is ever written over."""

from pathlib import Path

import pytest
from cli.typed import Person

from doorlist.sandbox import seeds

BAD = "Email,First name\nana@uni.example,Ana\nbo at uni.example,Bo\n"
MENDED = "line,reason,Email,First name\n3,,bo@uni.example,Bo\n4,,{host},Host\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "people.csv").write_text(BAD)
    return tmp_path / "people.csv"


def test_a_refused_file_that_is_imported_stays_as_it_is(host: Person, meeting: str, tmp_path: Path) -> None:
    mended = tmp_path / "people.refused.csv"
    mended.write_text(MENDED.format(host=seeds.HOST_EMAIL))
    done = host.runs("registrants", "import", str(mended), "--meeting", meeting)
    assert done.returncode == 3, done.stderr
    assert mended.read_text() == MENDED.format(host=seeds.HOST_EMAIL)
    again = tmp_path / "people.refused-2.csv"
    assert seeds.HOST_EMAIL in again.read_text()
    assert "bo@uni.example" not in again.read_text()
    assert str(again) in done.stdout


def test_a_refused_file_that_was_mended_is_not_written_over(host: Person, meeting: str, file: Path) -> None:
    given = ("registrants", "import", str(file), "--meeting", meeting, "--skip-bad")
    assert host.runs(*given).returncode == 3
    refused = file.with_name("people.refused.csv")
    before = refused.read_text()
    assert host.runs(*given).returncode == 3
    assert refused.read_text() == before, "nobody had changed it"
    assert not file.with_name("people.refused-2.csv").exists()
    refused.write_text(before.replace("bo at uni", "bo@uni"))
    done = host.runs(*given)
    assert "bo@uni.example" in refused.read_text()
    assert "bo at uni.example" in file.with_name("people.refused-2.csv").read_text()
    assert "people.refused-2.csv" in done.stdout


def test_a_run_that_is_stopped_writes_no_file_yet_and_says_so(host: Person, file: Path) -> None:
    code, said = host.fails("registrants", "import", str(file), "--meeting", str(seeds.ENDED_MEETING_ID), "--skip-bad")
    assert code == 1
    assert "Meeting is over" in said
    assert "1 refused so far" in said
    assert not file.with_name("people.refused.csv").exists()


@pytest.mark.parametrize("option", ["--journal", "--refused"])
def test_the_file_itself_is_no_place_for_anything_else(host: Person, meeting: str, file: Path, option: str) -> None:
    code, said = host.fails("registrants", "import", str(file), "--meeting", meeting, option, str(file), "--restart")
    assert code == 2
    assert f"{option} names the file" in said
    assert file.read_text() == BAD


def test_a_place_that_cannot_be_written_is_named_after_what_was_done_is_told(
    host: Person, meeting: str, file: Path
) -> None:
    nowhere = file.with_name("nowhere") / "refused.csv"
    done = host.runs("registrants", "import", str(file), "--meeting", meeting, "--skip-bad", "--refused", str(nowhere))
    assert done.returncode == 1
    assert "1 person registered" in done.stdout
    assert str(nowhere) in done.stderr
    assert "--refused" in done.stderr
