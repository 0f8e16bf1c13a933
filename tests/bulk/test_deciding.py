"""Deciding about many registrants of a live desk, and taking it back."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import servers
from bulk.test_importing import meeting, people
from bulk.wires import Wire, wired
from servers import LiveDesk

from doorlist import AsyncClient
from doorlist.bulk.deciding import Choice, Chosen, Decided, Decision, choose
from doorlist.bulk.pace import Pace
from doorlist.bulk.rosters import STATUSES, Action, Kind, Registrant, Roster
from doorlist.bulk.undoing import Kept, NothingToUndo, way_back
from doorlist.bulk.verdicts import Why
from doorlist.bulk.where import parse
from doorlist.sandbox import seeds

AT = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
def wire(live_desk: LiveDesk) -> Iterator[Wire]:
    with wired(live_desk.host, live_desk.port) as made:
        yield made


def waiting(desk: LiveDesk, count: int, **settings: object) -> Roster:
    """A meeting for which so many wait to be approved."""
    roster = meeting(desk, approval_type=1, **settings)
    rows = people(count)
    for at in range(0, count, 30):
        batch = [{"email": p.email, "first_name": p.first_name} for p in rows[at : at + 30]]
        assert desk.call("POST", f"/v2/meetings/{roster.id}/batch_registrants", {"registrants": batch}).status == 200
    return roster


def statuses(desk: LiveDesk, roster: Roster) -> dict[str, str]:
    """Each email of a roster with its status."""
    found: dict[str, str] = {}
    token = ""
    while True:
        page = desk.call(
            "GET", f"/v2/meetings/{roster.id}/registrants?status=all&page_size=300&next_page_token={token}"
        )
        found |= {each["email"]: each["status"] for each in page.json["registrants"]}
        if not (token := page.json["next_page_token"]):
            return found


async def everybody(client: AsyncClient, roster: Roster) -> AsyncIterator[Registrant]:
    for status in STATUSES:
        async for each in roster.iter(client, status):
            yield each


def chosen(url: str, roster: Roster, action: Action, **more: object) -> Choice:
    async def go() -> Choice:
        async with AsyncClient(base_url=url, token=seeds.TOKEN, environ={}) as client:
            return await choose(everybody(client, roster), action, **more)  # type: ignore[arg-type]

    return asyncio.run(go())


def decide(
    url: str, roster: Roster, action: Action, those: list[Chosen], *, deadline_s: float = 5, **more: object
) -> Decided:
    async def go() -> Decided:
        pace = Pace()
        async with AsyncClient(
            base_url=url, token=seeds.TOKEN, environ={}, on_reply=pace.heard, deadline_s=deadline_s
        ) as client:
            noted = more.pop("noted", lambda cut: None)
            return await Decision(client, roster, action, noted=noted, pace=pace, **more).run(those)  # type: ignore[arg-type]

    return asyncio.run(go())


def test_a_condition_picks_those_who_wait_and_tells_who_it_skips(wire: Wire, live_desk: LiveDesk) -> None:
    roster = waiting(live_desk, 40)
    first = chosen(wire.url, roster, "approve", named=["p2@uni.example", "p3@uni.example"])
    decide(wire.url, roster, "approve", first.chosen[:1])
    decide(wire.url, roster, "deny", first.chosen[1:])
    picked = chosen(wire.url, roster, "approve", condition=parse('email startswith "p2" or email startswith "p3"'))
    assert picked.considered == 40
    assert len(picked.chosen) == 20  # p20 to p29, p30 to p39
    assert picked.skipped == {"approved already": 1, "denied": 1}


def test_whoever_is_named_is_picked_by_id_or_email_whatever_their_status(wire: Wire, live_desk: LiveDesk) -> None:
    roster = waiting(live_desk, 3)
    everyone = chosen(wire.url, roster, "approve").chosen
    decide(wire.url, roster, "deny", everyone[:1])
    person = {"email": "Zoe@Uni.example", "first_name": "Zoe"}
    assert live_desk.call("POST", f"/v2/meetings/{roster.id}/registrants", person).status == 201
    named = [everyone[0].id, "P3@UNI.example ", "zoe@uni.example", "nobody@uni.example", ""]
    picked = chosen(wire.url, roster, "approve", named=named)
    assert {each.email for each in picked.chosen} == {"p2@uni.example", "p3@uni.example", "Zoe@Uni.example"}
    assert picked.missing == ["nobody@uni.example"]


def test_cancelling_is_for_the_approved_and_denying_for_those_who_wait(wire: Wire, live_desk: LiveDesk) -> None:
    roster = waiting(live_desk, 4)
    everyone = chosen(wire.url, roster, "approve").chosen
    decide(wire.url, roster, "approve", everyone[:1])
    assert [each.email for each in chosen(wire.url, roster, "cancel").chosen] == ["p2@uni.example"]
    assert len(chosen(wire.url, roster, "deny").chosen) == 3
    assert len(chosen(wire.url, roster, "deny", statuses={"approved", "pending"}).chosen) == 4


def test_many_are_approved_thirty_to_a_call(wire: Wire, live_desk: LiveDesk) -> None:
    roster = waiting(live_desk, 100)
    those = chosen(wire.url, roster, "approve").chosen
    wire.asked.clear()
    heard: list[int] = []
    decided = decide(wire.url, roster, "approve", those, told=lambda each: heard.append(each.changed))
    assert (decided.changed, decided.left, decided.refused, decided.stop) == (100, 0, [], None)
    assert set(statuses(live_desk, roster).values()) == {"approved"}
    assert [method for method, _ in wire.asked] == ["PUT"] * 4
    assert heard[-1] == 100


def test_each_is_noted_before_it_is_sent(wire: Wire, live_desk: LiveDesk) -> None:
    roster = waiting(live_desk, 35)
    those = chosen(wire.url, roster, "approve").chosen
    noted: list[Chosen] = []
    sent_before: list[int] = []
    wire.asked.clear()

    def note(cut: list[Chosen]) -> None:
        sent_before.append(len(wire.asked))
        noted.extend(cut)

    decide(wire.url, roster, "approve", those, noted=note)
    assert noted == those
    assert sent_before == [0, 1]


def test_one_whose_day_is_used_up_is_named_and_the_others_are_decided(tmp_path: Path) -> None:
    with (
        servers.running("--registrant-caps", log=tmp_path / "log", limits=True) as desk,
        wired(desk.host, desk.port) as wire,
    ):
        url = wire.url
        roster = waiting(desk, 30)
        those = chosen(url, roster, "approve").chosen
        for action in ("approve", "deny") * 5:
            body = {"action": action, "registrants": [{"id": those[4].id}]}
            assert desk.call("PUT", f"/v2/meetings/{roster.id}/registrants/status", body).status == 204
        decided = decide(url, roster, "approve", those)
        assert decided.changed == 29
        assert [method for method, _ in wire.asked].count("PUT") == 2
        assert [each.email for each, _ in decided.refused] == [those[4].email]
        assert "daily rate limit" in decided.refused[0][1]
        assert decided.stop is None


def test_a_full_meeting_lets_in_as_many_as_it_can(wire: Wire, live_desk: LiveDesk) -> None:
    roster = waiting(live_desk, 70, registrants_restrict_number=40)
    decided = decide(wire.url, roster, "approve", chosen(wire.url, roster, "approve").chosen, in_flight=1)
    assert (decided.changed, len(decided.refused), decided.left) == (40, 30, 0)
    assert sum(status == "approved" for status in statuses(live_desk, roster).values()) == 40
    assert sum(reason.startswith("not sent: ") for _, reason in decided.refused) == 29


def test_those_who_went_meanwhile_are_told_of(wire: Wire, live_desk: LiveDesk) -> None:
    roster = waiting(live_desk, 2)
    those = chosen(wire.url, roster, "approve").chosen
    for each in those:
        assert live_desk.call("DELETE", f"/v2/meetings/{roster.id}/registrants/{each.id}").status == 204
    wire.asked.clear()
    decided = decide(wire.url, roster, "approve", those)
    assert (decided.changed, len(decided.refused), decided.stop) == (0, 2, None)
    assert len(wire.asked) == 1


def test_a_network_that_is_gone_ends_it_with_the_rest_left(wire: Wire, live_desk: LiveDesk) -> None:
    roster = waiting(live_desk, 90)
    those = chosen(wire.url, roster, "approve").chosen

    def cut(method: str, path: str) -> None:
        wire.down = wire.down or [each for each, _ in wire.asked].count("PUT") == 2

    wire.before = cut
    decided = decide(wire.url, roster, "approve", those, deadline_s=0.5)
    assert decided.stop is not None
    assert decided.stop.why is Why.NETWORK
    assert (decided.changed, decided.left) == (30, 60)


def test_a_recordings_registrants_are_decided_by_id(wire: Wire, live_desk: LiveDesk) -> None:
    roster = Roster(Kind.RECORDING, str(seeds.RECORDING_MEETING_ID))
    for name in ("one", "two"):
        person = {"email": f"{name}@watchers.example", "first_name": name}
        path = f"/v2/meetings/{roster.id}/recordings/registrants"
        assert live_desk.call("POST", path, person).status == 201
    picked = chosen(wire.url, roster, "deny", statuses={"approved", "pending"})
    assert len(picked.chosen) >= 2
    decided = decide(wire.url, roster, "deny", picked.chosen)
    assert (decided.changed, decided.stop) == (len(picked.chosen), None)
    assert not chosen(wire.url, roster, "deny", statuses={"approved", "pending"}).chosen


# --- taking it back --------------------------------------------------------------------------------------------------


@pytest.fixture
def keep(tmp_path: Path, wire: Wire) -> Callable[[Roster], Kept]:
    return lambda roster: Kept(tmp_path / "decisions", wire.url, roster)


def test_a_denial_of_approved_people_is_taken_back_and_of_waiting_ones_it_cannot(
    wire: Wire, live_desk: LiveDesk, keep: Callable[[Roster], Kept]
) -> None:
    roster = waiting(live_desk, 40)
    everyone = chosen(wire.url, roster, "approve").chosen
    decide(wire.url, roster, "approve", everyone[:35])
    those = chosen(wire.url, roster, "deny", statuses={"approved", "pending"}).chosen
    kept = keep(roster)
    kept.begin("deny", AT)
    decide(wire.url, roster, "deny", those, noted=kept.note)
    decide(wire.url, roster, "approve", everyone[:1])  # somebody else lets one in again

    last = keep(roster).read()
    assert (last.action, last.at, len(last.before)) == ("deny", AT, 40)

    async def go() -> None:
        async with AsyncClient(base_url=wire.url, token=seeds.TOKEN, environ={}) as client:
            back = await way_back(last, everybody(client, roster))
        assert back.count == 34
        assert list(back.by_action) == ["approve"]
        assert back.cannot == {
            "pending before, to which the API knows no way back": 5,
            "as before already": 1,
        }
        assert {each.email for each in back.by_action["approve"]} == {each.email for each in everyone[1:35]}

    asyncio.run(go())


def test_an_approval_of_denied_people_is_taken_back_by_denying(
    wire: Wire, live_desk: LiveDesk, keep: Callable[[Roster], Kept]
) -> None:
    roster = waiting(live_desk, 2)
    those = chosen(wire.url, roster, "deny").chosen
    decide(wire.url, roster, "deny", those)
    denied = chosen(wire.url, roster, "approve", statuses={"denied"}).chosen
    kept = keep(roster)
    kept.begin("approve", AT)
    decide(wire.url, roster, "approve", denied, noted=kept.note)

    async def go() -> None:
        async with AsyncClient(base_url=wire.url, token=seeds.TOKEN, environ={}) as client:
            back = await way_back(kept.read(), everybody(client, roster))
        assert {action: len(those) for action, those in back.by_action.items()} == {"deny": 2}

    asyncio.run(go())


def test_one_whom_somebody_else_decided_about_since_is_left_as_they_are(
    wire: Wire, live_desk: LiveDesk, keep: Callable[[Roster], Kept]
) -> None:
    roster = waiting(live_desk, 1)
    those = chosen(wire.url, roster, "approve").chosen
    kept = keep(roster)
    kept.begin("approve", AT)
    decide(wire.url, roster, "approve", those, noted=kept.note)
    decide(wire.url, roster, "deny", those)

    async def go() -> None:
        async with AsyncClient(base_url=wire.url, token=seeds.TOKEN, environ={}) as client:
            back = await way_back(kept.read(), everybody(client, roster))
        assert (back.count, back.cannot) == (0, {"denied since, by somebody else": 1})

    asyncio.run(go())


def test_without_a_decision_there_is_nothing_to_take_back(keep: Callable[[Roster], Kept]) -> None:
    with pytest.raises(NothingToUndo, match="No decision about these"):
        keep(Roster(Kind.MEETING, "1")).read()


def test_a_new_decision_takes_the_place_of_the_one_before_when_its_first_cut_is_noted(
    keep: Callable[[Roster], Kept],
) -> None:
    kept = keep(Roster(Kind.MEETING, "1"))
    one, other = Chosen("a", "a@uni.example", "pending"), Chosen("b", "b@uni.example", "approved")
    kept.begin("approve", AT)
    kept.note([one])
    kept.note([other])
    assert list(kept.read().before) == ["a", "b"]
    kept.begin("deny", AT)
    assert kept.read().action == "approve"
    kept.note([other])
    assert (kept.read().action, list(kept.read().before)) == ("deny", ["b"])
    assert kept.path.stat().st_mode & 0o777 == 0o600
    kept.forget()
    with pytest.raises(NothingToUndo):
        kept.read()


def test_a_decision_that_was_stopped_is_gone_on_with_and_taken_back_whole(keep: Callable[[Roster], Kept]) -> None:
    one, other = Chosen("a", "a@uni.example", "approved"), Chosen("b", "b@uni.example", "approved")
    first = keep(Roster(Kind.MEETING, "1"))
    first.begin("cancel", AT)
    first.note([one])  # and the network is gone
    second = keep(Roster(Kind.MEETING, "1"))
    second.begin("cancel", AT + timedelta(minutes=5))
    second.note([other])
    second.end()
    assert list(second.read().before) == ["a", "b"]
    third = keep(Roster(Kind.MEETING, "1"))
    third.begin("cancel", AT + timedelta(minutes=6))
    third.note([other])
    assert list(third.read().before) == ["b"], "the one before had come to its end"


@pytest.mark.parametrize(("action", "later"), [("deny", timedelta(minutes=1)), ("cancel", timedelta(days=2))])
def test_another_decision_after_a_stopped_one_takes_its_place(
    keep: Callable[[Roster], Kept], action: Action, later: timedelta
) -> None:
    kept = keep(Roster(Kind.MEETING, "1"))
    kept.begin("cancel", AT)
    kept.note([Chosen("a", "a@uni.example", "approved")])
    again = keep(Roster(Kind.MEETING, "1"))
    again.begin(action, AT + later)
    again.note([Chosen("b", "b@uni.example", "approved")])
    assert list(again.read().before) == ["b"]


def test_a_damaged_file_is_named_and_changes_nothing(keep: Callable[[Roster], Kept]) -> None:
    kept = keep(Roster(Kind.MEETING, "1"))
    kept.begin("approve", AT)
    kept.note([Chosen("a", "a@uni.example", "pending")])
    kept.path.write_text(kept.path.read_text()[:-9])
    with pytest.raises(NothingToUndo, match="cannot be read"):
        kept.read()


def test_each_roster_has_its_own(keep: Callable[[Roster], Kept]) -> None:
    paths = {keep(Roster(kind, id)).path for kind in Kind for id in ("1", "2")}
    assert len(paths) == 6
