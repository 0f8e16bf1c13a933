"""Quotas of a day, for any parties: never more than the quota, and a party that is refused counts for nobody."""

from collections import Counter
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doorlist.refusals import RegistrantCapReached
from doorlist.rules import quotas
from doorlist.rules.quotas import Allowance, Book, Quota, subject

NOW = datetime(2026, 11, 22, 15, 30, tzinfo=UTC)
MIDNIGHT = datetime(2026, 11, 23, tzinfo=UTC)
ADD, BATCH = Quota("add", 3), Quota("batch", 2)
EMAILS = st.sampled_from(["a@b.example", "A@b.example", "c@b.example"])
PARTIES = st.lists(
    st.tuples(st.sampled_from([ADD, BATCH, None]), st.lists(EMAILS, min_size=1, max_size=4)), max_size=20
)
USED = st.dictionaries(st.tuples(st.sampled_from(["add", "batch"]), EMAILS), st.integers(0, 5))


@given(PARTIES, USED, st.sets(st.integers(0, 19)))
def test_no_parties_pass_a_quota_and_what_is_kept_is_what_was_let_in(
    parties: list[tuple[Quota | None, list[str]]], used: dict[tuple[str, str], int], refused_later: set[int]
) -> None:
    before = {(kind, subject("roster", email)): count for (kind, email), count in used.items()}
    book = Book("roster", NOW, [quota for quota, _ in parties], before)
    expected = Counter[tuple[str, str]]()
    for turn, (quota, emails) in enumerate(parties):
        names = {} if quota is None else {(quota.kind, subject("roster", email)): quota.most for email in emails}
        over = [name for name, most in names.items() if before.get(name, 0) + expected[name] >= most]
        if over:
            with pytest.raises(RegistrantCapReached) as raised:
                book.check(turn, emails)
            assert subject("roster", raised.value.email) == over[0][1]
            continue
        book.check(turn, emails)
        if turn in refused_later:
            continue
        book.keep(turn, emails)
        expected.update(names.keys())
        left = min((most - before.get(name, 0) - expected[name] for name, most in names.items()), default=None)
        allowance = book.allowance(turn)
        assert (None if allowance is None else allowance.left) == left
        assert allowance is None or allowance.left >= 0
    assert {name: more for name, (more, _, _) in book.kept.items()} == dict(expected)
    for (kind, name), more in expected.items():
        assert before.get((kind, name), 0) + more <= {"add": 3, "batch": 2}[kind]


def test_a_refusal_names_the_email_as_it_was_written_and_when_to_come_back() -> None:
    book = Book("roster", NOW, [ADD], {("add", subject("roster", "ana@b.example")): 3})
    with pytest.raises(RegistrantCapReached) as raised:
        book.check(0, ["new@b.example", "Ana@b.example"])
    assert raised.value.facts() == {"email": "Ana@b.example", "limit": 3, "resets_at": MIDNIGHT}


def test_a_book_without_quotas_lets_everybody_in_and_tells_nothing() -> None:
    book = Book("roster", NOW)
    for turn in range(9):
        book.check(turn, ["ana@b.example"])
        book.keep(turn, ["ana@b.example"])
        assert book.allowance(turn) is None
    assert book.kept == {}


def test_what_is_told_is_what_was_left_right_after_each_party() -> None:
    book = Book("roster", NOW, [ADD, ADD])
    for turn in range(2):
        book.keep(turn, ["ana@b.example"])
    assert [book.allowance(turn) for turn in range(2)] == [Allowance(3, 2, MIDNIGHT), Allowance(3, 1, MIDNIGHT)]


@pytest.mark.parametrize("zone", [UTC, timezone(timedelta(hours=13)), timezone(timedelta(hours=-11))])
def test_days_are_those_of_utc_wherever_the_clock_hangs(zone: timezone) -> None:
    last = datetime(2026, 11, 22, 23, 59, 59, 999_999, tzinfo=UTC).astimezone(zone)
    first = (last + timedelta(microseconds=1)).astimezone(zone)
    assert quotas.day(first) == quotas.day(last) + 1
    assert (quotas.midnight(last), quotas.midnight(first)) == (MIDNIGHT, MIDNIGHT + timedelta(days=1))
    assert quotas.day(datetime(1970, 1, 1, tzinfo=UTC)) == 0


def test_a_subject_is_an_email_without_case_on_one_roster() -> None:
    assert subject("1", "Ana@B.example") == subject("1", "ana@b.example") != subject("2", "ana@b.example")
