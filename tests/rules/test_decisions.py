"""What a host's action makes of registrants and of a roster's counts, for any roster and any choice of people."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doorlist.model import Action, Approval, Counts, Registrant, RegistrationType, Roster, RosterKind, Status
from doorlist.refusals import CapacityReached
from doorlist.rules import decisions, tallies

STATUSES = st.lists(st.sampled_from(Status), max_size=12)
NOW = datetime(2026, 11, 21, tzinfo=UTC)


def registrant(index: int, status: Status) -> Registrant:
    return Registrant("account", "roster", f"r{index}", f"r{index}@b.example", "R", "", status, NOW)


def roster(statuses: list[Status], capacity: int) -> Roster:
    counts = Counts(**{status.value: statuses.count(status) for status in Status})
    return Roster(
        "account",
        "roster",
        RosterKind.MEETING,
        1,
        Approval.MANUAL,
        RegistrationType.ONCE_FOR_ALL,
        capacity,
        None,
        counts=counts,
    )


@given(st.sampled_from(Status))
def test_approve_and_deny_are_final_and_a_cancel_does_not_undo_a_deny(status: Status) -> None:
    assert decisions.after(status, Action.APPROVE) is Status.APPROVED
    assert decisions.after(status, Action.DENY) is Status.DENIED
    expected = Status.DENIED if status is Status.DENIED else Status.CANCELLED
    assert decisions.after(status, Action.CANCEL) is expected


@given(st.sampled_from(Status), st.sampled_from(Action))
def test_an_action_done_twice_is_done_once(status: Status, action: Action) -> None:
    once = decisions.after(status, action)
    assert decisions.after(once, action) is once


@given(STATUSES, st.data(), st.sampled_from(Action), st.integers(0, 12))
def test_counts_move_with_the_registrants_and_stay_within_the_capacity(
    statuses: list[Status], data: st.DataObject, action: Action, capacity: int
) -> None:
    everybody = [registrant(index, status) for index, status in enumerate(statuses)]
    chosen = data.draw(st.lists(st.sampled_from(everybody), unique_by=lambda each: each.id)) if everybody else []
    before = roster(statuses, capacity)
    wanted = {each.id: decisions.after(each.status, action) if each in chosen else each.status for each in everybody}
    approved = sum(status is Status.APPROVED for status in wanted.values())
    try:
        changing, moves = decisions.decide(before, chosen, action)
    except CapacityReached:
        assert approved > capacity
        assert approved > before.counts.approved
        return
    assert approved <= max(capacity, before.counts.approved)
    assert {each.id for _, each in changing} == {each.id for each in everybody if wanted[each.id] is not each.status}
    more = moves.get("", Counts())
    for status in Status:
        assert before.counts.of(status) + more.of(status) == list(wanted.values()).count(status)
    assert more.total == 0


@pytest.mark.parametrize(("approved", "capacity", "fits"), [(0, 1, True), (1, 1, False), (5, 1, False), (0, 0, False)])
def test_one_more_fits_below_the_capacity_alone(approved: int, capacity: int, fits: bool) -> None:
    before = roster([Status.APPROVED] * approved + [Status.PENDING], capacity)
    if fits:
        changing, more = decisions.decide(before, [registrant(0, Status.PENDING)], Action.APPROVE)
        assert (len(changing), more) == (1, {"": Counts(approved=1, pending=-1)})
    else:
        with pytest.raises(CapacityReached):
            decisions.decide(before, [registrant(0, Status.PENDING)], Action.APPROVE)


def test_a_roster_over_its_capacity_can_be_emptied() -> None:
    before = roster([Status.APPROVED] * 3, 1)
    for action in (Action.DENY, Action.CANCEL, Action.APPROVE):
        decisions.decide(before, [registrant(0, Status.APPROVED)], action)


PLACES = ("1", "2", "3")
SEATED = st.lists(st.dictionaries(st.sampled_from(PLACES), st.sampled_from(Status), min_size=1), min_size=1, max_size=6)


def counted(people: list[Registrant], place: str) -> Counts:
    statuses = [each.status_at(place) for each in people]
    return Counts(**{status.value: statuses.count(status) for status in Status})


@given(SEATED, st.data(), st.sampled_from(Action), st.sampled_from(("", *PLACES)), st.integers(0, 4))
def test_counts_of_occurrences_move_with_the_seats_and_stay_within_the_capacity(
    seats: list[dict[str, Status]], data: st.DataObject, action: Action, place: str, capacity: int
) -> None:
    everybody = [
        replace(registrant(index, tallies.best(each.values())), seats=each) for index, each in enumerate(seats)
    ]
    chosen = data.draw(st.lists(st.sampled_from(everybody), unique_by=lambda each: each.id))
    series = replace(
        roster([], capacity),
        registration_type=RegistrationType.ONCE_AND_CHOOSE,
        counts=counted(everybody, ""),
        occurrences={at: counted(everybody, at) for at in PLACES},
    )
    wanted = {
        each.id: {
            at: decisions.after(status, action) if each in chosen and place in ("", at) else status
            for at, status in each.seats.items()
        }
        for each in everybody
    }
    approved = {at: sum(each.get(at) is Status.APPROVED for each in wanted.values()) for at in PLACES}
    try:
        changing, more = decisions.decide(series, chosen, action, place)
    except CapacityReached:
        assert any(approved[at] > max(capacity, series.counts_at(at).approved) for at in PLACES)
        return
    assert all(approved[at] <= max(capacity, series.counts_at(at).approved) for at in PLACES)
    now = {each.id: each for each in everybody} | {after.id: after for _, after in changing}
    assert {id: each.seats for id, each in now.items()} == wanted
    assert all(each.status is tallies.best(each.seats.values()) for each in now.values())
    for at in ("", *PLACES):
        moved, was, is_ = more.get(at, Counts()), series.counts_at(at), counted(list(now.values()), at)
        assert [was.of(status) + moved.of(status) for status in Status] == [is_.of(status) for status in Status]
