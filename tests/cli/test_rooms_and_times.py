"""Numbers and times as people write them."""

import pytest

from doorlist.cli import rooms, times
from doorlist.cli.exits import Exit, Failed
from doorlist.cli.rooms import Kind


@pytest.mark.parametrize(
    "text",
    [
        "81234567890",
        " 812 3456 7890 ",
        "812-3456-7890",
        "812\u00a03456\u00a07890",
        "812\u20133456\u20137890",
        "https://us02web.zoom.us/j/81234567890?pwd=abc.1#success",
        "zoom.us/j/81234567890",
        "<https://example.zoom.us/w/81234567890?tk=x.y&uuid=WN_z>",
        "http://127.0.0.1:8480/s/81234567890?zak=t",
        "https://zoom.us/wc/join/81234567890",
        "https://app.zoom.us/wc/81234567890/start",
        "https://zoom.us/meeting/81234567890",
        "zoommtg://zoom.us/join?action=join&confno=81234567890&pwd=1",
    ],
)
def test_a_number_is_found_however_it_was_copied(text: str) -> None:
    assert rooms.number(text) == "81234567890"


@pytest.mark.parametrize("text", ["", "Course", "https://zoom.us/meeting/register/tZcd-1234567890", "8123a567890"])
def test_what_holds_no_number_is_refused(text: str) -> None:
    with pytest.raises(Failed) as failed:
        rooms.number(text)
    assert failed.value.exit == Exit.USAGE


def test_a_recording_has_a_uuid_too() -> None:
    assert rooms.number("a+b/c9dEfGhIjKlMnOpQ==", Kind.RECORDING) == "a+b/c9dEfGhIjKlMnOpQ=="


def test_exactly_one_room_is_meant() -> None:
    assert str(rooms.room(None, "912 3456 7890", None)) == "webinar 91234567890"
    for given in ((None, None, None), ("1", "2", None)):
        with pytest.raises(Failed):
            rooms.room(*given)


def test_a_start_is_in_utc_or_local_to_a_zone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    assert times.start("2026-12-01T18:00Z", None) == {"start_time": "2026-12-01T18:00:00Z"}
    assert times.start("2026-12-01 18:00+02:00", None) == {"start_time": "2026-12-01T16:00:00Z"}
    assert times.start("2026-12-01 18:00", "Europe/Lisbon") == {
        "start_time": "2026-12-01T18:00:00",
        "timezone": "Europe/Lisbon",
    }
    assert times.start("2026-12-01T18:00", None)["timezone"] == "Asia/Tokyo"
    monkeypatch.setenv("TZ", "XYZ-3")
    with pytest.raises(Failed, match="say which time that is"):
        times.start("2026-12-01T18:00", None)


@pytest.mark.parametrize("text", ["tomorrow", "2026-12-01", "18:00", "2026-13-01T18:00"])
def test_what_is_no_start_is_told_what_one_is(text: str) -> None:
    with pytest.raises(Failed, match="2026-12-01T18:00"):
        times.start(text, "UTC")


def test_a_zone_that_is_misspelled_is_told_those_that_are_like_it() -> None:
    with pytest.raises(Failed, match="Europe/Berlin"):
        times.known("Europe/Berln")
    with pytest.raises(Failed, match="Europe/Lisbon"):
        times.known("lisbon")
