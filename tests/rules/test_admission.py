"""Who gets onto a roster, for any roster and any parties: whole or not at all, one after the other."""

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doorlist.model import (
    Approval,
    Candidate,
    Counts,
    Panelist,
    Registrant,
    RegistrationType,
    Roster,
    RosterKind,
    Status,
)
from doorlist.refusals import CapacityReached, HostCannotRegister, PanelistCannotRegister, Refusal, RegistrantBlocked
from doorlist.rules import admission, tallies

NOW = datetime(2026, 11, 21, tzinfo=UTC)
EMAILS = st.sampled_from([f"{name}@b.example" for name in ("a", "A", "b", "c", "C", "d", "e", "host")])
CANDIDATES = st.builds(Candidate, email=EMAILS, first_name=st.just("N"), auto_approve=st.booleans())
PARTIES = st.lists(st.lists(CANDIDATES, min_size=1, max_size=5), max_size=5)
EXISTING = st.dictionaries(st.sampled_from([f"{name}@b.example" for name in "abcd"]), st.sampled_from(Status))


def on_roster(email: str, status: Status) -> Registrant:
    return Registrant("account", "roster", f"old {email}", email.upper(), "Old", "", status, NOW)


def roster(statuses: list[Status], capacity: int, approval: Approval) -> Roster:
    counts = Counts(**{status.value: statuses.count(status) for status in Status})
    return Roster(
        "account",
        "roster",
        RosterKind.MEETING,
        1,
        approval,
        RegistrationType.ONCE_FOR_ALL,
        capacity,
        None,
        barred=frozenset({"host@b.example"}),
        counts=counts,
    )


def admit(
    parties: list[list[Candidate]],
    existing: dict[str, Status],
    *,
    capacity: int = 99,
    approval: Approval = Approval.MANUAL,
    strict_cancel: bool = False,
) -> tuple[admission.Admission, dict[str, Registrant]]:
    """What admitting comes to, and who is on the roster afterwards by email key."""
    before = {email: on_roster(email, status) for email, status in existing.items()}
    new_ids = (f"new {number}" for number in itertools.count())
    plan = admission.admit(
        roster(list(existing.values()), capacity, approval),
        [admission.Party(party) for party in parties],
        before,
        new_id=lambda: next(new_ids),
        now=NOW,
        strict_cancel=strict_cancel,
    )
    after = before | {each.email.casefold(): each for each in (*plan.new, *(after for _, after in plan.changed))}
    return plan, after


@given(PARTIES, EXISTING, st.integers(0, 5), st.sampled_from([Approval.AUTOMATIC, Approval.MANUAL]), st.booleans())
def test_no_parties_break_what_must_hold(
    parties: list[list[Candidate]],
    existing: dict[str, Status],
    capacity: int,
    approval: Approval,
    strict_cancel: bool,
) -> None:
    plan, after = admit(parties, existing, capacity=capacity, approval=approval, strict_cancel=strict_cancel)
    statuses = [each.status for each in after.values()]
    before = list(existing.values())
    # never more approved than fit, or than there were
    assert statuses.count(Status.APPROVED) <= max(capacity, before.count(Status.APPROVED))
    # the counts move as the rows do
    for status in Status:
        assert statuses.count(status) - before.count(status) == plan.more.get("", Counts()).of(status)
    # one email is one registrant, whose id stays
    assert len({each.id for each in after.values()}) == len(after)
    assert len(after) == len(existing) + len(plan.new)
    assert {each.id for _, each in plan.changed} <= {f"old {email}" for email in existing}
    # nobody gets in who was denied, or is barred
    for email, status in existing.items():
        if status is Status.DENIED or (strict_cancel and status is Status.CANCELLED):
            assert after[email].status is status
        if status in (Status.APPROVED, Status.PENDING):
            assert after[email].status is status
    assert "host@b.example" not in after
    # a party is answered for each of its people, or refused
    assert len(plan.outcomes) == len(parties)
    for party, outcome in zip(parties, plan.outcomes, strict=True):
        if not isinstance(outcome, Refusal):
            assert [after[each.email.casefold()] for each in party] == list(outcome)
            assert {each.status for each in outcome} <= {Status.APPROVED, Status.PENDING}


@given(PARTIES, EXISTING, st.integers(0, 5))
def test_a_party_that_is_refused_leaves_nothing_behind(
    parties: list[list[Candidate]], existing: dict[str, Status], capacity: int
) -> None:
    plan, after = admit(parties, existing, capacity=capacity)
    taken = [party for party, outcome in zip(parties, plan.outcomes, strict=True) if not isinstance(outcome, Refusal)]
    again, same = admit(taken, existing, capacity=capacity)
    assert not any(isinstance(outcome, Refusal) for outcome in again.outcomes)
    shape = {email: (each.status, each.email) for email, each in after.items()}
    assert shape == {email: (each.status, each.email) for email, each in same.items()}


@given(PARTIES, EXISTING, st.integers(0, 5))
def test_parties_together_fare_as_they_do_one_after_the_other(
    parties: list[list[Candidate]], existing: dict[str, Status], capacity: int
) -> None:
    together, after = admit(parties, existing, capacity=capacity)
    state = dict(existing)
    alone: list[type | None] = []
    for party in parties:
        plan, now = admit([party], state, capacity=capacity)
        state = {email: each.status for email, each in now.items()}
        alone.append(type(plan.outcomes[0]) if isinstance(plan.outcomes[0], Refusal) else None)
    assert [type(each) if isinstance(each, Refusal) else None for each in together.outcomes] == alone
    assert state == {email: each.status for email, each in after.items()}


def candidate(email: str, *, auto_approve: bool = False) -> Candidate:
    return Candidate(email, "N", auto_approve=auto_approve)


@pytest.mark.parametrize(
    ("status", "strict", "refusal"),
    [
        (Status.APPROVED, True, None),
        (Status.PENDING, True, None),
        (Status.CANCELLED, False, None),
        (Status.CANCELLED, True, RegistrantBlocked),
        (Status.DENIED, False, RegistrantBlocked),
    ],
)
def test_an_email_that_is_known_is_taken_blocked_or_reopened(
    status: Status, strict: bool, refusal: type[Refusal] | None
) -> None:
    plan, after = admit([[candidate("A@b.example")]], {"a@b.example": status}, strict_cancel=strict)
    (outcome,) = plan.outcomes
    if refusal is not None:
        assert isinstance(outcome, refusal)
    else:
        assert not isinstance(outcome, Refusal)
        assert [each.id for each in outcome] == ["old a@b.example"]
        assert after["a@b.example"].status is (Status.PENDING if status is Status.CANCELLED else status)


@pytest.mark.parametrize(
    ("approval", "auto_approve", "status"),
    [
        (Approval.AUTOMATIC, False, Status.APPROVED),
        (Approval.MANUAL, False, Status.PENDING),
        (Approval.MANUAL, True, Status.APPROVED),
    ],
)
def test_a_new_registrant_starts_as_the_roster_has_it(approval: Approval, auto_approve: bool, status: Status) -> None:
    for existing in ({}, {"a@b.example": Status.CANCELLED}):
        plan, _ = admit([[candidate("a@b.example", auto_approve=auto_approve)]], existing, approval=approval)
        (outcome,) = plan.outcomes
        assert not isinstance(outcome, Refusal)
        assert [each.status for each in outcome] == [status]


def test_earlier_parties_take_the_places_and_the_emails() -> None:
    people = [candidate(f"{name}@b.example", auto_approve=True) for name in "abc"]
    plan, after = admit([people[:2], people[1:], [people[0]], [people[2]]], {}, capacity=2)
    kinds = [type(each) for each in plan.outcomes]
    assert kinds == [list, CapacityReached, list, CapacityReached]
    assert set(after) == {"a@b.example", "b@b.example"}


def test_of_two_with_one_email_in_a_party_the_first_counts() -> None:
    plan, after = admit([[candidate("A@b.example"), candidate("a@b.example", auto_approve=True)]], {})
    (new,) = plan.new
    assert (new.id, new.email, new.status) == ("new 0", "A@b.example", Status.PENDING)
    assert plan.outcomes == [[new, new]]
    assert after == {"a@b.example": new}


def test_nobody_new_is_taken_by_a_full_roster_not_even_as_pending() -> None:
    for existing in (
        {"a@b.example": Status.APPROVED},
        dict.fromkeys(("a@b.example", "c@b.example"), Status.APPROVED),
    ):
        plan, _ = admit([[candidate("b@b.example")], [candidate("a@b.example")]], existing, capacity=1)
        assert [type(each) for each in plan.outcomes] == [CapacityReached, list]


def test_one_who_is_barred_keeps_the_party_out() -> None:
    plan, after = admit([[candidate("a@b.example"), candidate("HOST@b.example")]], {})
    assert isinstance(plan.outcomes[0], HostCannotRegister)
    assert after == {}


def test_what_is_said_about_a_candidate_is_kept_and_of_one_who_is_known_it_is_not() -> None:
    said = replace(candidate("a@b.example"), last_name="L", profile={"city": "Rome"}, language="de-DE")
    plan, _ = admit([[said]], {})
    (new,) = plan.new
    assert (new.last_name, new.profile, new.language, new.created_at) == ("L", {"city": "Rome"}, "de-DE", NOW)
    plan, after = admit([[said]], {"a@b.example": Status.CANCELLED})
    assert after["a@b.example"].first_name == "Old"


# --- registration for single occurrences -----------------------------------------------------------------------------

PLACES = ("1", "2", "3")
SEATS = st.dictionaries(st.sampled_from(PLACES), st.sampled_from(Status), min_size=1)
SEATED = st.dictionaries(st.sampled_from([f"{name}@b.example" for name in "abcd"]), SEATS)
GOING = st.lists(st.sampled_from(PLACES), min_size=1, max_size=3, unique=True).map(tuple)
PARTIES_THERE = st.lists(st.tuples(CANDIDATES, GOING), max_size=6)


def seated(email: str, seats: Mapping[str, Status]) -> Registrant:
    return replace(on_roster(email, tallies.best(seats.values())), seats=dict(seats))


def counted(people: Iterable[Registrant], place: str) -> Counts:
    statuses = [status for each in people if (status := each.status_at(place)) is not None]
    return Counts(**{status.value: statuses.count(status) for status in Status})


def admit_there(
    parties: list[tuple[Candidate, tuple[str, ...]]],
    before: Mapping[str, Registrant],
    *,
    capacity: int,
    approval: Approval,
    strict_cancel: bool,
) -> tuple[admission.Admission, dict[str, Registrant]]:
    """What admitting into occurrences comes to, and who is on the roster afterwards by email key."""
    series = replace(
        roster([], capacity, approval),
        registration_type=RegistrationType.ONCE_AND_CHOOSE,
        counts=counted(before.values(), ""),
        occurrences={place: counted(before.values(), place) for place in PLACES},
    )
    new_ids = (f"new {number}" for number in itertools.count(len(before)))
    plan = admission.admit(
        series,
        [admission.Party([each], places) for each, places in parties],
        before,
        new_id=lambda: next(new_ids),
        now=NOW,
        strict_cancel=strict_cancel,
    )
    return plan, {**before, **{each.email.casefold(): each for each in (*plan.new, *(now for _, now in plan.changed))}}


@given(PARTIES_THERE, SEATED, st.integers(0, 3), st.sampled_from([Approval.AUTOMATIC, Approval.MANUAL]), st.booleans())
def test_no_parties_break_what_must_hold_of_each_occurrence(
    parties: list[tuple[Candidate, tuple[str, ...]]],
    existing: dict[str, dict[str, Status]],
    capacity: int,
    approval: Approval,
    strict_cancel: bool,
) -> None:
    before = {email: seated(email, seats) for email, seats in existing.items()}
    plan, after = admit_there(parties, before, capacity=capacity, approval=approval, strict_cancel=strict_cancel)
    for place in ("", *PLACES):
        was, now = counted(before.values(), place), counted(after.values(), place)
        more = plan.more.get(place, Counts())
        assert [was.of(each) + more.of(each) for each in Status] == [now.of(each) for each in Status], place
        if place:
            assert now.approved <= max(capacity, was.approved)
    for email, each in after.items():
        assert each.status is tallies.best(each.seats.values())
        for place, status in before[email].seats.items() if email in before else ():
            reopened = status is Status.CANCELLED and not strict_cancel
            assert each.seats[place] is status or reopened
    for (candidate_, places), outcome in zip(parties, plan.outcomes, strict=True):
        if not isinstance(outcome, Refusal):
            standing = {after[candidate_.email.casefold()].status_at(place) for place in places}
            assert standing <= {Status.APPROVED, Status.PENDING}


@given(PARTIES_THERE, SEATED, st.integers(0, 3), st.booleans())
def test_parties_to_occurrences_together_fare_as_they_do_one_after_the_other(
    parties: list[tuple[Candidate, tuple[str, ...]]],
    existing: dict[str, dict[str, Status]],
    capacity: int,
    strict_cancel: bool,
) -> None:
    before = {email: seated(email, seats) for email, seats in existing.items()}
    rules = {"capacity": capacity, "approval": Approval.MANUAL, "strict_cancel": strict_cancel}
    together, after = admit_there(parties, before, **rules)  # type: ignore[arg-type]
    alone: Mapping[str, Registrant] = before
    outcomes: list[type | None] = []
    for party in parties:
        plan, alone = admit_there([party], alone, **rules)  # type: ignore[arg-type]
        outcomes.append(type(plan.outcomes[0]) if isinstance(plan.outcomes[0], Refusal) else None)
    assert [type(each) if isinstance(each, Refusal) else None for each in together.outcomes] == outcomes
    assert {email: each.seats for email, each in after.items()} == {email: each.seats for email, each in alone.items()}


def test_a_panelist_keeps_the_party_out() -> None:
    webinar = replace(roster([], 9, Approval.AUTOMATIC), panelists=(Panelist("p", "Pia@b.example", "Pia"),))
    party = admission.Party([candidate("a@b.example"), candidate("pia@B.example")])
    plan = admission.admit(webinar, [party], {}, new_id=lambda: "new", now=NOW, strict_cancel=False)
    assert isinstance(plan.outcomes[0], PanelistCannotRegister)
    assert (plan.new, plan.more) == ([], {})
