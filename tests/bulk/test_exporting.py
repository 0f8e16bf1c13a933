"""A roster becomes a file with everything that is known of everybody."""

import asyncio
import io
import json
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from servers import LiveDesk

from doorlist import Client
from doorlist.bulk import exporting
from doorlist.bulk.columns import plan_columns
from doorlist.bulk.exporting import FIELDS, Export, export, export_async, format_of
from doorlist.bulk.people import people
from doorlist.bulk.tables import open_table
from doorlist.client.replies import Registrant
from doorlist.contract.shapes.registrants import PROFILE_FIELDS
from doorlist.sandbox import seeds

FORMATS = ("csv", "tsv", "xlsx", "json", "jsonl")


def registrant(number: int, **members: Any) -> dict[str, Any]:
    return {
        "id": f"id{number}",
        "email": f"p{number}@x.org",
        "first_name": "Ana",
        "last_name": "Lee",
        **dict.fromkeys(PROFILE_FIELDS, ""),
        "status": "approved",
        "create_time": "2026-11-24T10:00:00Z",
        "join_url": f"https://x.org/w/{number}?a=1&b=2",
        "custom_questions": [],
        **members,
    }


def answered(**answers: str) -> list[dict[str, str]]:
    return [{"title": title, "value": value} for title, value in answers.items()]


def table_of(path: Path) -> list[dict[str, str]]:
    table = open_table(path)
    return [dict(zip(table.columns, row.cells, strict=True)) for row in table.rows()]


@pytest.mark.parametrize("format", ["csv", "tsv", "xlsx"])
def test_a_table_has_the_fields_then_the_questions(tmp_path: Path, format: str) -> None:
    path = tmp_path / f"a.{format}"
    those = [
        registrant(1, custom_questions=answered(Level="B2", Diet="none"), zip="00123", phone="+41 44", org="=1+1"),
        registrant(2, custom_questions=answered(city="Rom"), city="Bern", participant_pin_code=1234),
    ]
    assert export(those, path, format, questions=["Level", "Days"]) == 2
    titles = ["Level", "Days", "Diet", "question:city"]
    assert open_table(path).columns == [*FIELDS, "participant_pin_code", *titles]
    first, second = table_of(path)
    assert {name: first[name] for name in ("email", "zip", "phone", "org", "Level", "Days", "Diet")} == {
        "email": "p1@x.org", "zip": "00123", "phone": "+41 44", "org": "=1+1", "Level": "B2", "Days": "", "Diet": "none",
    }  # fmt: skip
    assert (second["city"], second["question:city"], second["participant_pin_code"]) == ("Bern", "Rom", "1234")


def test_objects_of_the_sdk_and_mappings_are_exported_alike() -> None:
    member = registrant(1, custom_questions=answered(Level="B2"), strange="kept")
    for format in FORMATS[:2]:
        one, other = io.BytesIO(), io.BytesIO()
        export([member], one, format)
        export([Registrant.model_validate(member)], other, format)
        assert one.getvalue() == other.getvalue()
    stream = io.BytesIO()
    export([Registrant.model_validate(member)], stream, "jsonl")
    assert json.loads(stream.getvalue())["strange"] == "kept"


def test_answers_that_turn_up_late_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "LOOKED_AT", 2)
    path = tmp_path / "a.csv"
    late = registrant(3, custom_questions=[*answered(Level="B1", New="é"), {"title": "New", "value": "and more"}])
    export([registrant(1, custom_questions=answered(Level="B2")), registrant(2), registrant(4), late], path, "csv")
    assert [row["other_answers"] for row in table_of(path)] == ["", "", "", '{"New": "é, and more"}']
    assert [row["Level"] for row in table_of(path)] == ["B2", "", "", "B1"]


def test_a_small_roster_needs_no_column_for_other_answers(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    export([registrant(1)], path, "csv")
    assert open_table(path).columns == list(FIELDS)


@pytest.mark.parametrize("format", FORMATS)
def test_an_empty_roster_is_a_file_too(tmp_path: Path, format: str) -> None:
    path = tmp_path / f"a.{format}"
    assert export([], path, format, questions=["Level"]) == 0
    if format in ("json", "jsonl"):
        assert path.read_text().split() in ([], ["[", "]"])
    else:
        assert open_table(path).columns == [*FIELDS, "Level"]


VALUES = st.text(st.characters(exclude_categories=["Cs"]), max_size=12).map(str.strip) | st.sampled_from(
    ["=1+1", "'=1", "-", "00123", "a\nb", "\u202e", "_x000D_", "1,2;3\t4", '"', "#"]
)
NAMES = VALUES.filter(bool)


@pytest.mark.parametrize("format", FORMATS)
@given(
    names=st.lists(st.tuples(NAMES, VALUES, VALUES, VALUES, VALUES), min_size=1, max_size=4),
    title=st.sampled_from(["Level", "city", "=Q", "question:x", "Vorname", "a,b", "Wie geht's?", "status", "line"]),
)
@settings(deadline=None, max_examples=60)
def test_who_is_exported_is_imported_the_same(format: str, names: list[tuple[str, ...]], title: str) -> None:
    those = [
        registrant(
            number,
            first_name=first,
            last_name=last,
            city=city,
            comments=comments,
            custom_questions=answered(**{title: answer}),
        )
        for number, (first, last, city, comments, answer) in enumerate(names)
    ]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"a.{format}"
        export(those, path, format, questions=[title])
        table = open_table(path)
        found = list(people(table, plan_columns(table.columns, questions=[title])))
    assert [(each.email, each.first_name, each.last_name, each.fields, each.answers) for each in found] == [
        (
            f"p{number}@x.org",
            first,
            last,
            {name: text for name, text in (("city", city), ("comments", comments)) if text},
            {title: answer} if answer else {},
        )
        for number, (first, last, city, comments, answer) in enumerate(names)
    ]


def failing(count: int) -> Iterator[dict[str, Any]]:
    for number in range(count):
        yield registrant(number)
    raise ConnectionError


@pytest.mark.parametrize("format", FORMATS)
def test_an_export_that_breaks_off_leaves_no_file(tmp_path: Path, format: str) -> None:
    path = tmp_path / f"a.{format}"
    for count in (0, 10, exporting.LOOKED_AT + 10):
        with pytest.raises(ConnectionError):
            export(failing(count), path, format)
        assert list(tmp_path.iterdir()) == []


def test_a_stream_has_no_mark_and_stays_open() -> None:
    stream = io.BytesIO()
    export([registrant(1)], stream, "csv")
    assert stream.getvalue().startswith(b"id,email,")
    with pytest.raises(ConnectionError):
        export(failing(3), stream, "xlsx")
    stream.write(b"still open")


def test_a_file_of_csv_has_a_mark_unless_told_otherwise(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    export([registrant(1)], path, "csv")
    assert path.read_bytes().startswith(b"\xef\xbb\xbfid,")
    export([registrant(1)], path, "csv", mark=False)
    assert path.read_bytes().startswith(b"id,")


def test_registrants_may_come_from_a_server_one_by_one(tmp_path: Path) -> None:
    async def coming() -> AsyncIterator[dict[str, Any]]:
        for number in range(3):
            yield registrant(number)

    path = tmp_path / "a.csv"
    assert asyncio.run(export_async(coming(), path, "csv")) == 3
    assert [row["email"] for row in table_of(path)] == ["p0@x.org", "p1@x.org", "p2@x.org"]


@pytest.mark.parametrize("format", FORMATS)
def test_a_roster_of_a_desk_is_exported_with_its_answers(live_desk: LiveDesk, tmp_path: Path, format: str) -> None:
    path = tmp_path / f"a.{format}"
    with Client(base_url=f"http://{live_desk.host}:{live_desk.port}", token=seeds.TOKEN) as client:
        meeting = client.meetings.create(topic="Course", type=2, settings={"approval_type": 0})
        client.meetings.registrants.update_questions(
            meeting.id, custom_questions=[{"title": "Level", "type": "single", "answers": ["B1", "B2"]}]
        )
        for number, level in enumerate(["B1", "B2"]):
            client.meetings.registrants.add(
                meeting.id,
                email=f"p{number}@x.org",
                first_name="=Zoë",
                zip="00123",
                custom_questions=[{"title": "Level", "value": level}],
            )
        questions = [each.title for each in client.meetings.registrants.questions(meeting.id).custom_questions]
        assert export(client.meetings.registrants.iter(meeting.id), path, format, questions=questions) == 2
    table = open_table(path)
    found = sorted(people(table, plan_columns(table.columns, questions=questions)), key=lambda person: person.email)
    assert [(each.email, each.first_name, each.fields, each.answers) for each in found] == [
        ("p0@x.org", "=Zoë", {"zip": "00123"}, {"Level": "B1"}),
        ("p1@x.org", "=Zoë", {"zip": "00123"}, {"Level": "B2"}),
    ]


def test_the_format_is_told_by_the_name() -> None:
    assert [format_of(name) for name in ("a.CSV", "a.tab", "b/a.ndjson", "a.xlsx", "a.doc", "a")] == [
        "csv", "tsv", "jsonl", "xlsx", None, None,
    ]  # fmt: skip
    with pytest.raises(ValueError, match="doc is none of csv"):
        Export("a", "doc")
