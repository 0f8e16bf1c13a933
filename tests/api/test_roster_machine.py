"""Any sequence of requests about the registrants of a meeting, or of a series by occurrence, against a dictionary."""

from collections.abc import Iterator
from typing import Any

import databases
import pytest
from desks import Clock, Desk, open_desk
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from doorlist.rules import availability
from doorlist.sandbox import seeds
from doorlist.storage import rosters

NAMES = st.sampled_from("abcdefgh")
SOME = st.lists(NAMES, min_size=1, max_size=4)
ACTIONS = {"approve": "approved", "deny": "denied", "cancel": "cancelled"}


@pytest.fixture(scope="module")
def desk_of_machines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with open_desk(databases.sqlite(tmp_path_factory.mktemp("machine")), Clock()) as made:
        yield made


class Rosters(RuleBasedStateMachine):
    """`expected` maps a name to the standing and the id of its registrant."""

    desk: Desk

    @initialize(approval=st.sampled_from([0, 1]), capacity=st.integers(1, 4))
    def begin(self, approval: int, capacity: int) -> None:
        self.approval, self.capacity = approval, capacity
        wanted = {"approval_type": approval, "registrants_restrict_number": capacity}
        self.number = self.desk.meeting(settings=wanted)
        self.expected: dict[str, tuple[str, str]] = {}
        self.links: dict[str, str] = {}

    def standing(self, status: str) -> int:
        return sum(each == status for each, _ in self.expected.values())

    def email(self, name: str, shout: bool = False) -> str:
        return f"{name.upper() if shout else name}@b.example"

    def admitted(self, names: list[str], approve: bool) -> dict[str, str] | None:
        """The standing of each name after an add, or None where they are all refused."""
        after = {name: self.expected.get(name, ("", ""))[0] for name in names}
        if "denied" in after.values():
            return None
        fresh = [name for name, status in after.items() if status in ("", "cancelled")]
        start = "approved" if self.approval == 0 or approve else "pending"
        approved = self.standing("approved")
        if fresh and (approved >= self.capacity or (start == "approved" and approved + len(fresh) > self.capacity)):
            return None
        return after | dict.fromkeys(fresh, start)

    def learn(self, name: str, status: str, entry: dict[str, Any]) -> None:
        id = entry["registrant_id"]
        assert self.expected.get(name, (None, id))[1] == id
        assert ("join_url" in entry) is (status == "approved")
        self.expected[name] = (status, id)
        if status == "approved":
            assert self.links.setdefault(id, entry["join_url"]) == entry["join_url"]

    @rule(name=NAMES, approve=st.booleans(), shout=st.booleans())
    def add(self, name: str, approve: bool, shout: bool) -> None:
        after = self.admitted([name], approve)
        reply = self.desk.add(self.number, self.email(name, shout), auto_approve=approve)
        assert (reply.status == 201) is (after is not None), reply
        if after is not None:
            self.learn(name, after[name], reply.json)

    @rule(names=SOME, approve=st.booleans())
    def batch(self, names: list[str], approve: bool) -> None:
        after = self.admitted(names, approve)
        people = [{"email": self.email(name), "first_name": "N"} for name in names]
        body = {"registrants": people, "auto_approve": approve}
        reply = self.desk.call("POST", f"/v2/meetings/{self.number}/batch_registrants", body)
        assert (reply.status == 200) is (after is not None), reply
        if after is not None:
            for name, entry in zip(names, reply.json["registrants"], strict=True):
                self.learn(name, after[name], entry)

    @rule(names=SOME, action=st.sampled_from(sorted(ACTIONS)), by_id=st.booleans())
    def decide(self, names: list[str], action: str, by_id: bool) -> None:
        known = {name: self.expected[name] for name in names if name in self.expected}
        named = [known[name][1] if by_id and name in known else self.email(name, True) for name in names]
        after = {
            name: status if (action, status) == ("cancel", "denied") else ACTIONS[action]
            for name, (status, _) in known.items()
        }
        more = sum(status == "approved" and known[name][0] != "approved" for name, status in after.items())
        reply = self.desk.decide(self.number, action, *named)
        if not known:
            assert reply.code == 3001
        elif more and self.standing("approved") + more > self.capacity:
            assert reply.code == 3043
        else:
            assert (reply.status, bool(reply.notice)) == (204, len(known) < len(set(names)))
            self.expected |= {name: (status, known[name][1]) for name, status in after.items()}

    @rule(name=NAMES)
    def delete(self, name: str) -> None:
        _, id = self.expected.get(name, ("", "nobody"))
        reply = self.desk.call("DELETE", f"/v2/meetings/{self.number}/registrants/{id}")
        assert (reply.status == 204) is (name in self.expected)
        self.expected.pop(name, None)

    @rule(approval=st.sampled_from([0, 1]), capacity=st.integers(1, 4))
    def change(self, approval: int, capacity: int) -> None:
        wanted = {"approval_type": approval, "registrants_restrict_number": capacity}
        assert self.desk.call("PATCH", f"/v2/meetings/{self.number}", {"settings": wanted}).status == 204
        self.approval, self.capacity = approval, capacity

    @invariant()
    def the_list_and_the_counts_are_as_expected(self) -> None:
        shown = self.desk.call("GET", f"/v2/meetings/{self.number}/registrants?status=all").json
        registrants = {each["email"][0].lower(): (each["status"], each["id"]) for each in shown["registrants"]}
        assert registrants == self.expected
        assert shown["total_records"] == len(shown["registrants"]) == len(self.expected)
        id = availability.roster_id(self.number)
        roster = self.desk.store.read_now(lambda tx: rosters.find(tx, seeds.ACCOUNT_ID, id))
        assert roster is not None
        counts = roster.counts
        for status in ("approved", "pending", "denied", "cancelled"):
            assert getattr(counts, status) == self.standing(status)
        denied = self.desk.call("GET", f"/v2/meetings/{self.number}/registrants?status=denied&page_size=1").json
        assert denied["total_records"] == counts.denied + counts.cancelled

    @invariant()
    def a_link_opens_exactly_while_its_holder_is_approved(self) -> None:
        holders = {id: status for status, id in self.expected.values()}
        for id, link in self.links.items():
            opens = self.desk.client.get(link).status_code == 200
            assert opens is (holders.get(id) == "approved")


def test_no_sequence_of_requests_breaks_a_roster(desk_of_machines: Desk) -> None:
    class Machine(Rosters):
        desk = desk_of_machines

    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=40, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )


ORDER = ("approved", "pending", "denied", "cancelled")
SESSIONS = st.integers(0, 2)


class Occurrences(RuleBasedStateMachine):
    """`expected` maps a name to its standings by occurrence, and `ids` to the id that they have while there is any."""

    desk: Desk

    @initialize(
        approval=st.sampled_from([0, 1]), capacity=st.integers(1, 3), of=st.sampled_from(["meetings", "webinars"])
    )
    def begin(self, approval: int, capacity: int, of: str) -> None:
        self.approval, self.capacity, self.of = approval, capacity, of
        wanted = {"approval_type": approval, "registrants_restrict_number": capacity, "registration_type": 3}
        recurrence = {"type": 1, "end_times": 3}
        self.number = self.desk.plan(
            of, type={"meetings": 8, "webinars": 9}[of], recurrence=recurrence, settings=wanted
        )
        shown = self.desk.call("GET", f"/v2/{of}/{self.number}").json["occurrences"]
        self.sessions = [each["occurrence_id"] for each in shown]
        self.expected: dict[str, dict[str, str]] = {}
        self.ids: dict[str, str] = {}

    def approved(self, at: str) -> int:
        return sum(seats.get(at) == "approved" for seats in self.expected.values())

    @rule(name=NAMES, where=st.sets(SESSIONS, min_size=1), approve=st.booleans())
    def add(self, name: str, where: set[int], approve: bool) -> None:
        going = [self.sessions[index] for index in sorted(where)]
        had = self.expected.get(name, {})
        start = "approved" if self.approval == 0 or approve else "pending"
        fresh = [at for at in going if had.get(at) in (None, "cancelled")]
        fits = "denied" not in [had.get(at) for at in going] and all(self.approved(at) < self.capacity for at in fresh)
        reply = self.desk.add(self.number, f"{name}@b.example", of=self.of, at=",".join(going), auto_approve=approve)
        assert (reply.status == 201) is fits, reply
        if fits:
            self.expected[name] = had | dict.fromkeys(fresh, start)
            assert self.ids.setdefault(name, reply.json["registrant_id"]) == reply.json["registrant_id"]
            assert ("join_url" in reply.json) is ("approved" in [self.expected[name][at] for at in going])

    @rule(names=SOME, action=st.sampled_from(sorted(ACTIONS)), where=st.none() | SESSIONS)
    def decide(self, names: list[str], action: str, where: int | None) -> None:
        at = None if where is None else self.sessions[where]
        known = {name: self.expected[name] for name in names if name in self.expected}
        there = {name: seats for name, seats in known.items() if at is None or at in seats}
        after = {
            name: {
                each: status if at not in (None, each) or (action, status) == ("cancel", "denied") else ACTIONS[action]
                for each, status in seats.items()
            }
            for name, seats in there.items()
        }
        fits = all(
            not any(after[name].get(each) == "approved" != there[name].get(each) for name in after)
            or sum(seats.get(each) == "approved" for seats in (self.expected | after).values()) <= self.capacity
            for each in self.sessions
        )
        reply = self.desk.decide(self.number, action, *[f"{name}@b.example" for name in names], of=self.of, at=at)
        if not there:
            assert reply.code == 3001
        elif not fits:
            assert reply.code == {"meetings": 3043, "webinars": 3035}[self.of]
        else:
            assert (reply.status, bool(reply.notice)) == (204, len(there) < len(set(names)))
            self.expected |= after

    @rule(name=NAMES, where=st.none() | SESSIONS)
    def delete(self, name: str, where: int | None) -> None:
        at = None if where is None else self.sessions[where]
        query = "" if at is None else f"?occurrence_id={at}"
        id = self.ids.get(name, "nobody")
        reply = self.desk.call("DELETE", f"/v2/{self.of}/{self.number}/registrants/{id}{query}")
        seats = self.expected.get(name, {})
        there = bool(seats) and (at is None or at in seats)
        assert (reply.status == 204) is there
        if there:
            left = {each: status for each, status in seats.items() if at not in (None, each)}
            self.expected[name] = left
            if not left:
                del self.expected[name], self.ids[name]

    @rule(approval=st.sampled_from([0, 1]), capacity=st.integers(1, 3))
    def change(self, approval: int, capacity: int) -> None:
        wanted = {"approval_type": approval, "registrants_restrict_number": capacity}
        assert self.desk.call("PATCH", f"/v2/{self.of}/{self.number}", {"settings": wanted}).status == 204
        self.approval, self.capacity = approval, capacity

    @invariant()
    def lists_and_counts_are_as_expected(self) -> None:
        best = {name: min(seats.values(), key=ORDER.index) for name, seats in self.expected.items()}
        roster_id = availability.roster_id(self.number)
        roster = self.desk.store.read_now(lambda tx: rosters.find(tx, seeds.ACCOUNT_ID, roster_id))
        assert roster is not None
        for at in (None, *self.sessions):
            expected = best if at is None else {n: seats[at] for n, seats in self.expected.items() if at in seats}
            found = self.desk.statuses(self.number, of=self.of, at=at)
            assert {email[0]: status for email, status in found.items()} == expected
            for status in ORDER:
                assert getattr(roster.counts_at(at or ""), status) == list(expected.values()).count(status)


def test_no_sequence_of_requests_breaks_a_series(desk_of_machines: Desk) -> None:
    class Machine(Occurrences):
        desk = desk_of_machines

    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=30, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
