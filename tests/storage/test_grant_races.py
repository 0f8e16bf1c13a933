"""Races for codes and refresh tokens: one wins, the others revoke. Controls take the guards away and it does go wrong."""

import functools
import itertools
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from storage import rolls

from doorlist import clock, ids
from doorlist.access import apps, consent, grants
from doorlist.access.apps import Credentials
from doorlist.access.grants import Issued, TakenBack
from doorlist.access.tokens import hashed
from doorlist.model import AppKind
from doorlist.refusals import ConsentRefused, GrantRefused
from doorlist.sandbox import seeds
from doorlist.storage import grants as kept_grants
from doorlist.storage import passwords, tokens
from doorlist.storage.database import Tx
from doorlist.storage.store import Store

Together = Callable[[list[Store], list[Any]], list[Any]]
both_crowds = pytest.mark.parametrize("together", [rolls.crowd, rolls.crowd_of_tasks], ids=["threads", "tasks"])

URI, USER = "http://127.0.0.1:1", "sandbox-host-200000000"
SHOWN = Credentials(seeds.USER_CLIENT_ID, seeds.USER_CLIENT_SECRET)
CROWD, ROUNDS = 12, 5


@pytest.fixture
def stores(migrated_url: str) -> Iterator[list[Store]]:
    """Three server processes' stores over one database."""
    made = rolls.opened(migrated_url, stores=3)
    yield made
    for each in made:
        each.close()


def allowing() -> Callable[[Tx], str]:
    given = {"response_type": "code", "client_id": seeds.USER_CLIENT_ID, "redirect_uri": URI}
    now = clock.now()
    return lambda tx: consent.allow(tx, consent.question(tx, given, repeated=frozenset()), USER, now=now)


def redeeming(code: str) -> Callable[[Tx], Issued | TakenBack]:
    now = clock.now()
    return lambda tx: grants.for_code(tx, SHOWN, code=code, redirect_uri=URI, verifier="", now=now)


def refreshing(token: str) -> Callable[[Tx], Issued | TakenBack]:
    now = clock.now()
    return lambda tx: grants.for_refresh(tx, SHOWN, refresh_token=token, now=now)


def redeemed(store: Store) -> Issued:
    issued = store.write_now(redeeming(store.write_now(allowing())))
    assert isinstance(issued, Issued)
    return issued


def alive(store: Store, issued: Issued) -> bool:
    return store.read_now(lambda tx: tokens.find(tx, hashed(issued.access_token))) is not None


def kinds(outcomes: list[Any]) -> Counter[type]:
    return Counter(type(each) for each in outcomes)


@both_crowds
def test_a_code_that_many_redeem_at_once_gives_one_token_which_is_then_revoked(
    stores: list[Store], together: Together
) -> None:
    for _ in range(ROUNDS):
        code = stores[0].write_now(allowing())
        outcomes = together(stores, [redeeming(code) for _ in range(CROWD)])
        assert kinds(outcomes) == {Issued: 1, TakenBack: CROWD - 1}
        (won,) = [each for each in outcomes if isinstance(each, Issued)]
        assert not alive(stores[0], won)
        with pytest.raises(GrantRefused, match="Invalid Token!"):
            stores[0].write_now(refreshing(won.refresh_token))


@both_crowds
def test_a_refresh_token_that_many_use_at_once_succeeds_once_and_then_its_kin_are_revoked(
    stores: list[Store], together: Together
) -> None:
    for _ in range(ROUNDS):
        first = redeemed(stores[0])
        outcomes = together(stores, [refreshing(first.refresh_token) for _ in range(CROWD)])
        found = kinds(outcomes)
        assert found[Issued] == 1, outcomes
        assert found[TakenBack] >= 1
        assert found[Issued] + found[TakenBack] + found[GrantRefused] == CROWD
        (won,) = [each for each in outcomes if isinstance(each, Issued)]
        assert not alive(stores[0], first)
        assert not alive(stores[0], won)
        with pytest.raises(GrantRefused, match="Invalid Token!"):
            stores[0].write_now(refreshing(won.refresh_token))


@both_crowds
def test_nothing_is_given_behind_an_apps_back_that_was_revoked(stores: list[Store], together: Together) -> None:
    for _ in range(ROUNDS):
        now = clock.now()
        made = stores[0].write_now(
            lambda tx: apps.create(
                tx,
                name="Short-lived",
                kind=AppKind.USER,
                redirect_uris=[URI],
                scopes=["meeting:read"],
                account=seeds.ACCOUNT_ID,
                now=clock.now(),
            )
        )
        shown = Credentials(made.app.client_id, made.client_secret)
        given = {"response_type": "code", "client_id": made.app.client_id, "redirect_uri": URI}
        question = stores[0].read_now(functools.partial(consent.question, given=given, repeated=frozenset()))

        def asking(tx: Tx, shown: Credentials = shown, now: Any = now) -> Issued:
            return grants.for_itself(tx, shown, now=now)

        def allowing(tx: Tx, question: consent.Question = question, now: Any = now) -> str:
            return consent.allow(tx, question, USER, now=now)

        def revoking(tx: Tx, name: str = made.app.client_id, now: Any = now) -> None:
            apps.revoke(tx, name, now=now)

        works = [*([asking, allowing] * 5), revoking, *([asking, allowing] * 5)]
        outcomes = together(stores, works)
        assert set(kinds(outcomes)) <= {Issued, str, type(None), GrantRefused, ConsentRefused}, outcomes
        for each in outcomes:
            if isinstance(each, Issued):
                assert not alive(stores[0], each)
            if isinstance(each, str):
                looking = functools.partial(kept_grants.by_code, account_id=seeds.ACCOUNT_ID, code_hash=hashed(each))
                assert stores[0].read_now(looking) is None


@both_crowds
def test_attempts_to_sign_in_are_counted_however_many_come_at_once(stores: list[Store], together: Together) -> None:
    now = clock.now()

    def trying(tx: Tx) -> bool:
        since = now - timedelta(minutes=1)
        return passwords.count_attempt(tx, seeds.ACCOUNT_ID, "ana@b.example", most=5, since=since, now=now)

    assert Counter(together(stores, [trying] * 40)) == {True: 5, False: 35}


# --- the guards taken away -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("what", ["code", "refresh token"])
def test_without_the_conditional_write_it_would_be_given_twice(
    stores: list[Store], what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_grants, "use_code", lambda *_, **__: True)
    monkeypatch.setattr(kept_grants, "use_refresh", lambda *_, **__: True)
    code = stores[0].write_now(allowing())
    work = redeeming(code) if what == "code" else refreshing(redeemed(stores[0]).refresh_token)
    assert kinds(rolls.crowd(stores, [work] * CROWD))[Issued] > 1


def test_secrets_are_each_new() -> None:
    made = {ids.secret() for _ in range(1000)}
    assert len(made) == 1000
    assert all(len(each) == 43 for each in itertools.islice(made, 10))
