"""Importing people into rosters of a live desk: who arrives, who is told of, and what a cut in the middle leaves."""

import asyncio
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import servers
from bulk.wires import Wire, wired
from servers import LiveDesk

from doorlist import AsyncClient
from doorlist.bulk.importing import Import, Tally
from doorlist.bulk.journal import Job, Journal, State
from doorlist.bulk.pace import Pace
from doorlist.bulk.people import Person
from doorlist.bulk.rosters import Kind, Roster
from doorlist.bulk.verdicts import Why
from doorlist.sandbox import seeds

Told = Callable[[Tally], None]


@pytest.fixture
def wire(live_desk: LiveDesk) -> Iterator[Wire]:
    with wired(live_desk.host, live_desk.port) as made:
        yield made


def meeting(desk: LiveDesk, **settings: object) -> Roster:
    """A new meeting that people register to."""
    body = {
        "topic": "Bulk",
        "type": settings.pop("type", 2),
        "start_time": "2030-01-01T09:00:00Z",
        "settings": {"approval_type": 0} | settings,
    }
    if body["type"] == 8:
        body["recurrence"] = {"type": 1, "repeat_interval": 1, "end_times": 3}
    reply = desk.call("POST", "/v2/users/me/meetings", body)
    assert reply.status == 201, reply.json
    return Roster(Kind.MEETING, str(reply.json["id"]))


def people(count: int, *, first: int = 2, **more: dict[str, str]) -> list[Person]:
    """Somebody on each line from the second on."""
    return [
        Person(line, f"p{line}@uni.example", f"Ana {line}", "Müller", more.get("fields", {}), more.get("answers", {}))
        for line in range(first, first + count)
    ]


def roster_of(desk: LiveDesk, roster: Roster, status: str = "all") -> list[str]:
    """The emails on a roster, as the desk itself says."""
    found, token = [], ""
    segment = "webinars" if roster.kind is Kind.WEBINAR else "meetings"
    part = "recordings/registrants" if roster.kind is Kind.RECORDING else "registrants"
    while True:
        page = desk.call(
            "GET", f"/v2/{segment}/{roster.id}/{part}?status={status}&page_size=300&next_page_token={token}"
        )
        found += [each["email"] for each in page.json["registrants"]]
        if not (token := page.json["next_page_token"]):
            return found


def run(
    url: str,
    roster: Roster,
    rows: Iterable[Person],
    journal: Path,
    *,
    total: int | None = None,
    token: str = seeds.TOKEN,
    told: Callable[["Import", Tally], None] | None = None,
    deadline_s: float = 5,
    **more: object,
) -> Tally:
    """One run of an import, with a journal in a file."""
    rows = list(rows)
    job = Job("people.csv", 1, "00", url, roster.kind, roster.id, False, {})

    async def go() -> Tally:
        pace = Pace()
        open_ = Journal.open(journal, job)
        try:
            async with AsyncClient(
                base_url=url, token=token, environ={}, on_reply=pace.heard, deadline_s=deadline_s
            ) as client:
                one = Import(client, roster, open_, total=total or len(rows), pace=pace, **more)  # type: ignore[arg-type]
                if told is not None:
                    hear = told
                    one._told = lambda tally: hear(one, tally)
                return await one.run(rows)
        finally:
            open_.close()

    return asyncio.run(go())


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    return tmp_path / "journal"


def test_everybody_of_a_file_is_on_the_roster_in_batches_of_thirty(
    wire: Wire, live_desk: LiveDesk, journal: Path
) -> None:
    roster, rows = meeting(live_desk), people(100)
    tally = run(wire.url, roster, rows, journal)
    assert (tally.approved, tally.refused, tally.left, tally.stop) == (100, 0, 0, None)
    assert sorted(roster_of(live_desk, roster)) == sorted(each.email for each in rows)
    assert wire.posts("/batch_registrants") == 4
    assert wire.posts("/registrants") == 0


def test_those_who_wait_for_approval_are_counted_apart_and_let_in_where_asked(
    wire: Wire, live_desk: LiveDesk, journal: Path
) -> None:
    roster = meeting(live_desk, approval_type=1)
    tally = run(wire.url, roster, people(40), journal)
    assert (tally.approved, tally.pending) == (0, 40)
    again = run(wire.url, roster, people(5, first=100), journal.with_name("other"), auto_approve=True)
    assert (again.approved, again.pending) == (5, 0)


def test_people_with_answers_go_one_by_one_with_all_that_is_known_of_them(
    wire: Wire, live_desk: LiveDesk, journal: Path
) -> None:
    roster = meeting(live_desk)
    asked = {"custom_questions": [{"title": "Level", "type": "short"}]}
    assert live_desk.call("PATCH", f"/v2/meetings/{roster.id}/registrants/questions", asked).status == 204
    rows = people(3, fields={"org": "Uni", "zip": "01234"}, answers={"Level": "B2"}) + people(4, first=50)
    tally = run(wire.url, roster, rows, journal)
    assert (tally.approved, tally.left) == (7, 0)
    assert (wire.posts("/registrants"), wire.posts("/batch_registrants")) == (3, 1)
    shown = live_desk.call("GET", f"/v2/meetings/{roster.id}/registrants?email=p2@uni.example").json["registrants"][0]
    assert (shown["org"], shown["zip"], shown["last_name"]) == ("Uni", "01234", "Müller")
    assert shown["custom_questions"] == [{"title": "Level", "value": "B2"}]


def test_a_series_takes_no_batches_so_they_go_one_by_one(wire: Wire, live_desk: LiveDesk, journal: Path) -> None:
    roster = meeting(live_desk, type=8)
    tally = run(wire.url, roster, people(65), journal)
    assert (tally.approved, tally.left, tally.stop) == (65, 0, None)
    assert (wire.posts("/registrants"), wire.posts("/batch_registrants")) == (65, 1)


@pytest.mark.parametrize(
    ("kind", "id"), [(Kind.WEBINAR, seeds.WEBINAR_ID), (Kind.RECORDING, seeds.RECORDING_MEETING_ID)]
)
def test_webinars_and_recordings_take_people_too(
    wire: Wire, live_desk: LiveDesk, journal: Path, kind: Kind, id: int
) -> None:
    roster = Roster(kind, str(id))
    before = set(roster_of(live_desk, roster))
    tally = run(wire.url, roster, people(7, first=900), journal)
    assert (tally.approved + tally.pending + tally.registered, tally.left) == (7, 0)
    assert set(roster_of(live_desk, roster)) - before == {each.email for each in people(7, first=900)}


def test_who_is_on_the_roster_already_is_not_sent_again(wire: Wire, live_desk: LiveDesk, journal: Path) -> None:
    roster = meeting(live_desk)
    run(wire.url, roster, people(45), journal)
    wire.asked.clear()
    shouting = [replace(each, email=each.email.upper()) for each in people(45)]
    tally = run(wire.url, roster, shouting, journal.with_name("other"))
    assert (tally.present, tally.approved, tally.left) == (45, 0, 0)
    assert not [each for each in wire.asked if each[0] == "POST"]


def test_two_emails_that_a_folding_of_case_would_make_one_are_two(
    wire: Wire, live_desk: LiveDesk, journal: Path
) -> None:
    roster = meeting(live_desk)
    rows = [Person(2, "strasse@uni.example", "A", "", {}, {}), Person(3, "straße@uni.example", "B", "", {}, {})]
    run(wire.url, roster, rows[:1], journal.with_name("first"))
    tally = run(wire.url, roster, rows, journal)
    assert (tally.present, tally.approved) == (1, 1)
    assert len(roster_of(live_desk, roster)) == 2


def test_one_who_cannot_register_is_named_and_the_others_of_the_batch_arrive(
    wire: Wire, live_desk: LiveDesk, journal: Path
) -> None:
    roster, rows = meeting(live_desk), people(30)
    rows[7] = Person(9, seeds.HOST_EMAIL, "The", "Host", {}, {})
    rows[20] = Person(22, "p22@uni.example", "x" * 65, "", {}, {})
    tally = run(wire.url, roster, rows, journal)
    assert (tally.approved, tally.refused, tally.left) == (28, 2, 0)
    reasons = _reasons(journal, wire.url, roster)
    assert reasons.keys() == {9, 22}
    assert "Host can not register" in reasons[9]
    assert reasons[22].startswith("first_name: ")
    assert len(roster_of(live_desk, roster)) == 28


def test_one_who_was_denied_is_named_by_the_email_in_the_refusal(
    wire: Wire, live_desk: LiveDesk, journal: Path
) -> None:
    roster = meeting(live_desk)
    run(wire.url, roster, people(1, first=5), journal.with_name("before"))
    deny = {"action": "deny", "registrants": [{"email": "p5@uni.example"}]}
    assert live_desk.call("PUT", f"/v2/meetings/{roster.id}/registrants/status", deny).status == 204
    wire.asked.clear()
    tally = run(wire.url, roster, people(30), journal)
    assert (tally.approved, tally.refused) == (29, 1)
    assert "was denied" in _reasons(journal, wire.url, roster)[5]
    assert (wire.posts("/batch_registrants"), wire.posts("/registrants")) == (2, 0)


def test_a_full_meeting_takes_as_many_as_it_can_and_the_rest_is_not_sent(
    wire: Wire, live_desk: LiveDesk, journal: Path
) -> None:
    roster = meeting(live_desk, registrants_restrict_number=40)
    tally = run(wire.url, roster, people(200), journal, in_flight=1)
    assert (tally.approved, tally.refused, tally.left, tally.stop) == (40, 160, 0, None)
    assert len(roster_of(live_desk, roster)) == 40
    reasons = _reasons(journal, wire.url, roster)
    assert sum(each.startswith("not sent: ") for each in reasons.values()) == 159
    assert wire.posts("/batch_registrants") <= 3


@pytest.mark.parametrize(
    ("id", "said"),
    [
        (99999999999, "Meeting does not exist"),
        (None, "has not set registration as required"),
        (seeds.ENDED_MEETING_ID, "Meeting is over"),
    ],
)
def test_what_holds_for_every_row_is_said_once_and_nothing_more_is_sent(
    wire: Wire, live_desk: LiveDesk, journal: Path, id: int | None, said: str
) -> None:
    roster = meeting(live_desk, approval_type=2) if id is None else Roster(Kind.MEETING, str(id))
    tally = run(wire.url, roster, people(300), journal)
    assert tally.stop is not None
    assert tally.stop.why is Why.REFUSED
    assert said in tally.stop.message
    assert (tally.settled, tally.in_doubt) == (0, 0)
    assert len([each for each in wire.asked if each[0] == "POST"]) <= 1


def test_a_token_that_may_only_read_stops_it_at_once(wire: Wire, live_desk: LiveDesk, journal: Path) -> None:
    tally = run(wire.url, meeting(live_desk), people(60), journal, token=seeds.READ_TOKEN)
    assert tally.stop is not None
    assert "scopes" in tally.stop.message
    assert (tally.left, tally.in_doubt) == (60, 0)


def test_answers_that_are_lost_on_the_way_do_not_register_anybody_twice(
    wire: Wire, live_desk: LiveDesk, journal: Path
) -> None:
    roster, rows = meeting(live_desk), people(150) + people(5, first=500, answers={"Level": "B2"})
    asked = {"custom_questions": [{"title": "Level", "type": "short"}]}
    assert live_desk.call("PATCH", f"/v2/meetings/{roster.id}/registrants/questions", asked).status == 204
    lost: list[str] = []

    def lose(method: str, path: str) -> bool:
        if method == "POST" and len(lost) < 4:
            lost.append(path)
            return True
        return False

    wire.lose = lose
    tally = run(wire.url, roster, rows, journal, deadline_s=60)
    assert len(lost) == 4
    assert (tally.approved, tally.left, tally.stop) == (155, 0, None)
    assert sorted(roster_of(live_desk, roster)) == sorted(each.email for each in rows)
    assert wire.posts("/batch_registrants") + wire.posts("/registrants") == 5 + 5


def test_a_network_that_stays_away_stops_it_and_the_next_run_finishes(
    wire: Wire, live_desk: LiveDesk, journal: Path
) -> None:
    roster, rows = meeting(live_desk), people(600)

    def cut(method: str, path: str) -> None:
        wire.down = wire.down or wire.posts("/batch_registrants") == 10

    wire.before = cut
    tally = run(wire.url, roster, rows, journal, deadline_s=1)
    assert tally.stop is not None
    assert tally.stop.why is Why.NETWORK
    assert 0 < tally.left < 600
    assert tally.in_doubt > 0
    there = len(roster_of(live_desk, roster))
    assert 0 < there < 600
    wire.before = lambda method, path: None
    wire.down = False
    wire.asked.clear()
    again = run(wire.url, roster, rows, journal)
    assert (again.left, again.in_doubt, again.stop) == (0, 0, None)
    assert again.before == tally.settled
    assert sorted(roster_of(live_desk, roster)) == sorted(each.email for each in rows)
    assert wire.posts("/batch_registrants") * 30 <= 600 - again.before + 30


def test_being_asked_to_stop_waits_for_what_is_on_its_way(wire: Wire, live_desk: LiveDesk, journal: Path) -> None:
    roster, rows = meeting(live_desk), people(900)

    def stop(one: Import, tally: Tally) -> None:
        if tally.approved >= 90:
            one.stop()

    tally = run(wire.url, roster, rows, journal, told=stop)
    assert tally.stop is not None
    assert tally.stop.why is Why.ASKED
    assert tally.in_doubt == 0
    assert 90 <= tally.approved < 900
    assert len(roster_of(live_desk, roster)) == tally.approved
    again = run(wire.url, roster, rows, journal)
    assert (again.before, again.left) == (tally.approved, 0)
    assert len(roster_of(live_desk, roster)) == 900


def test_a_finished_import_says_so_and_sends_nothing_again(wire: Wire, live_desk: LiveDesk, journal: Path) -> None:
    roster, rows = meeting(live_desk), people(31)
    run(wire.url, roster, rows, journal)
    wire.asked.clear()
    again = run(wire.url, roster, rows, journal)
    assert (again.before, again.left) == (31, 0)
    assert not [each for each in wire.asked if each[0] == "POST"]


def test_a_desk_killed_in_the_middle_has_everybody_after_the_journal_goes_on(tmp_path: Path, journal: Path) -> None:
    database = f"sqlite:///{tmp_path / 'desk.sqlite3'}"
    rows = people(1500)
    with servers.running("--database", database, log=tmp_path / "log") as desk, wired(desk.host, desk.port) as wire:
        roster = meeting(desk)

        def kill(one: Import, tally: Tally) -> None:
            if tally.approved >= 300 and desk.process.poll() is None:
                desk.kill()

        tally = run(wire.url, roster, rows, journal, told=kill, deadline_s=1)
        assert tally.stop is not None
        assert tally.stop.why is Why.NETWORK
        with servers.running("--database", database, log=tmp_path / "log") as again:
            wire.host, wire.port = again.host, again.port
            after = run(wire.url, roster, rows, journal)
            assert (after.left, after.in_doubt, after.stop) == (0, 0, None)
            assert sorted(roster_of(again, roster)) == sorted(each.email for each in rows)


def test_the_pro_plans_limits_are_kept_to(tmp_path: Path, journal: Path) -> None:
    with servers.running("--plan", "pro", "--registrant-caps", log=tmp_path / "log", limits=True) as desk:
        roster, rows = meeting(desk), people(600)
        tally = run(f"http://{desk.host}:{desk.port}", roster, rows, journal, deadline_s=60)
        assert (tally.approved, tally.left, tally.stop) == (600, 0, None)
        assert sorted(roster_of(desk, roster)) == sorted(each.email for each in rows)
        again = run(f"http://{desk.host}:{desk.port}", roster, rows, journal.with_name("again"), deadline_s=60)
        assert again.present == 600


def _reasons(journal: Path, url: str, roster: Roster) -> dict[int, str]:
    kept = Journal.open(journal, Job("people.csv", 1, "00", url, roster.kind, roster.id, False, {}))
    try:
        assert all(kept.state(line) is State.REFUSED for line in kept.reasons)
        return dict(kept.reasons)
    finally:
        kept.close()
