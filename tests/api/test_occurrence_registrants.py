"""Registration to a series: once for all (1), for one occurrence at a time (2), or for some of them (3).

The series here is three hours on three days, from the next day on; most tests hold for meetings and webinars alike.
"""

from datetime import datetime, timedelta
from typing import Any

import pytest
from desks import Desk, each_kind, open_desk
from replies import Reply

from doorlist.rules import availability
from doorlist.sandbox import seeds
from doorlist.storage import rosters

TYPES = {"meetings": 8, "webinars": 9}
by_occurrence = pytest.mark.parametrize("registration_type", [2, 3])


class Series:
    """A new series of three, and its occurrences' ids."""

    def __init__(self, desk: Desk, registration_type: int = 3, of: str = "meetings", **settings: Any) -> None:
        self.desk, self.of = desk, of
        self.start = (desk.clock.now() + timedelta(days=1)).replace(minute=0, second=0, microsecond=0)
        wanted = {"approval_type": 0, "registration_type": registration_type} | settings
        self.number = desk.plan(
            of,
            type=TYPES[of],
            start_time=written(self.start),
            duration=180,
            recurrence={"type": 1, "end_times": 3},
            settings=wanted,
        )
        self.ids = self.occurrences()

    @property
    def path(self) -> str:
        return f"/v2/{self.of}/{self.number}"

    def occurrences(self) -> list[str]:
        shown = self.desk.call("GET", f"{self.path}?show_previous_occurrences=true").json
        return [each["occurrence_id"] for each in shown["occurrences"] if each["status"] == "available"]

    def add(self, email: str, *at: str, **fields: Any) -> Reply:
        return self.desk.add(self.number, email, of=self.of, at=",".join(at) if at else None, **fields)

    def register(self, email: str, *at: str, **fields: Any) -> str:
        added = self.add(email, *at, **fields)
        assert added.status == 201, added
        name: str = added.json["registrant_id"]
        return name

    def decide(self, action: str, *people: str, at: str | None = None) -> Reply:
        return self.desk.decide(self.number, action, *people, of=self.of, at=at)

    def remove(self, id: str, at: str | None = None) -> Reply:
        query = "" if at is None else f"?occurrence_id={at}"
        return self.desk.call("DELETE", f"{self.path}/registrants/{id}{query}")

    def list(self, at: str | None = None, query: str = "status=all") -> Any:
        query += "" if at is None else f"&occurrence_id={at}"
        return self.desk.call("GET", f"{self.path}/registrants?{query}").json

    def statuses(self, at: str | None = None) -> dict[str, str]:
        """Each registrant's true status, and the counts agree with it."""
        shown = self.list(at)
        assert shown["total_records"] == len(shown["registrants"])
        found = {each["email"][0]: each["status"] for each in shown["registrants"]}
        for status in ("approved", "pending", "cancelled"):
            listed = self.list(at, f"status={status}&page_size=1")
            assert listed["total_records"] == list(found.values()).count(status)
        return found

    def change(self, body: dict[str, Any], query: str = "") -> Reply:
        return self.desk.call("PATCH", f"{self.path}{query}", body)

    def delete_occurrence(self, id: str) -> None:
        assert self.desk.call("DELETE", f"{self.path}?occurrence_id={id}").status == 204

    def opens(self, link: str) -> bool:
        return bool(self.desk.client.get(link, follow_redirects=False).status_code == 200)


def written(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def no_such_occurrence(of: str, occurrence_id: str) -> dict[str, Any]:
    if of == "webinars":
        return {"code": 3000, "message": "Webinar occurrence does not exist."}
    return {"code": 300, "message": f"The meeting has no occurrence {occurrence_id}."}


# --- where a registration goes ----------------------------------------------------------------------------------------


@each_kind
@by_occurrence
def test_naming_no_occurrence_is_the_next_one(standing_desk: Desk, of: str, registration_type: int) -> None:
    series = Series(standing_desk, registration_type, of)
    added = series.add("a@b.example").json
    assert [each["occurrence_id"] for each in added["occurrences"]] == series.ids[:1]
    assert added["start_time"] == written(series.start)
    assert [series.statuses(at) for at in series.ids] == [{"a": "approved"}, {}, {}]


@each_kind
def test_the_next_one_that_takes_people_is_neither_deleted_nor_over(desk: Desk, of: str) -> None:
    series = Series(desk, 2, of)
    series.delete_occurrence(series.ids[0])
    assert [each["occurrence_id"] for each in series.add("a@b.example").json["occurrences"]] == [series.ids[1]]
    desk.clock.move(series.start + timedelta(days=1, hours=3, seconds=1) - desk.clock.now())
    assert [each["occurrence_id"] for each in series.add("a@b.example").json["occurrences"]] == [series.ids[2]]
    desk.clock.move(timedelta(days=1))
    assert series.add("b@b.example").code == 3038


@each_kind
def test_some_occurrences_are_one_registration(standing_desk: Desk, of: str) -> None:
    series = Series(standing_desk, 3, of)
    first, second, third = series.ids
    added = series.add("a@b.example", f" {third}", first, "", first).json
    assert [each["occurrence_id"] for each in added["occurrences"]] == [first, third]
    assert [series.statuses(at) for at in (first, second, third, None)] == [
        {"a": "approved"},
        {},
        {"a": "approved"},
        {"a": "approved"},
    ]


@each_kind
def test_registration_type_2_takes_one_at_a_time(standing_desk: Desk, of: str) -> None:
    series = Series(standing_desk, 2, of)
    reply = series.add("a@b.example", *series.ids[:2])
    assert (reply.status, reply.code) == (400, 300)
    assert [fault["field"] for fault in reply.json["errors"]] == ["occurrence_ids"]
    assert series.statuses() == {}
    assert series.add("a@b.example", series.ids[1], series.ids[1]).status == 201


@each_kind
def test_registering_once_for_all_is_for_all_whatever_is_named(standing_desk: Desk, of: str) -> None:
    series = Series(standing_desk, 1, of)
    added = series.add("a@b.example", series.ids[1]).json
    assert [each["occurrence_id"] for each in added["occurrences"]] == series.ids
    for at in (None, *series.ids):
        assert series.statuses(at) == {"a": "approved"}
    assert series.decide("cancel", "a@b.example", at=series.ids[2]).status == 204
    assert series.statuses(series.ids[0]) == {"a": "cancelled"}
    assert series.remove(added["registrant_id"], at=series.ids[0]).status == 204
    assert series.statuses() == {}


@each_kind
@pytest.mark.parametrize("registration_type", [1, 2, 3])
@pytest.mark.parametrize("wrong", ["unknown", "deleted", "text"])
def test_an_occurrence_that_a_series_does_not_have_is_refused_everywhere(
    standing_desk: Desk, of: str, registration_type: int, wrong: str
) -> None:
    series = Series(standing_desk, registration_type, of)
    id = series.register("a@b.example", series.ids[0])
    occurrence = {"unknown": "1905087600000", "deleted": series.ids[1], "text": "next"}[wrong]
    if wrong == "deleted":
        series.delete_occurrence(occurrence)
    here = f"{series.path}/registrants"
    replies = [
        series.add("b@b.example", occurrence),
        standing_desk.call("GET", f"{here}?occurrence_id={occurrence}"),
        series.decide("cancel", id, at=occurrence),
        series.remove(id, at=occurrence),
    ]
    if registration_type == 3:
        replies.append(series.add("b@b.example", series.ids[2], occurrence))
    if of == "webinars":
        replies.append(standing_desk.call("GET", f"{here}/{id}?occurrence_id={occurrence}"))
    for reply in replies:
        assert (reply.status, reply.json) == (400, no_such_occurrence(of, occurrence))
    assert series.statuses() == {"a": "approved"}


@each_kind
@by_occurrence
def test_an_occurrence_that_is_over_takes_nobody(desk: Desk, of: str, registration_type: int) -> None:
    series = Series(desk, registration_type, of)
    desk.clock.move(series.start + timedelta(hours=2, minutes=59) - desk.clock.now())
    assert series.add("a@b.example", series.ids[0]).status == 201, "it is under way"
    desk.clock.move(timedelta(minutes=2))
    assert series.add("b@b.example", series.ids[0]).code == 3038
    assert series.add("b@b.example", series.ids[1]).status == 201
    if registration_type == 3:
        assert series.add("c@b.example", series.ids[0], series.ids[2]).code == 3038
    assert series.statuses() == {"a": "approved", "b": "approved"}


def test_close_registration_closes_each_occurrence_at_its_start(desk: Desk) -> None:
    series = Series(desk, 2, close_registration=True)
    desk.clock.move(series.start + timedelta(seconds=1) - desk.clock.now())
    assert series.add("a@b.example", series.ids[0]).code == 3038
    assert [each["occurrence_id"] for each in series.add("a@b.example").json["occurrences"]] == [series.ids[1]]


def test_a_moved_occurrence_closes_when_it_is_over_by_its_new_time(desk: Desk) -> None:
    series = Series(desk, 2)
    later = {"start_time": written(series.start + timedelta(hours=12))}
    assert series.change(later, f"?occurrence_id={series.ids[0]}").status == 204
    desk.clock.move(series.start + timedelta(hours=14) - desk.clock.now())
    added = series.add("a@b.example", series.ids[0]).json
    assert added["start_time"] == later["start_time"]
    assert added["occurrences"][0]["occurrence_id"] == series.ids[0]


@each_kind
@by_occurrence
def test_one_email_is_one_registrant_in_whichever_occurrences(
    standing_desk: Desk, of: str, registration_type: int
) -> None:
    series = Series(standing_desk, registration_type, of)
    first = series.add("a@b.example", series.ids[0]).json
    second = series.add("A@B.example", series.ids[1]).json
    again = series.add("a@b.example", series.ids[1]).json
    assert first["registrant_id"] == second["registrant_id"] == again["registrant_id"]
    assert first["join_url"] == second["join_url"]
    assert [each["occurrence_id"] for each in second["occurrences"]] == [series.ids[1]]
    assert series.list()["total_records"] == 1
    assert [series.statuses(at) for at in series.ids] == [{"a": "approved"}, {"a": "approved"}, {}]


def test_a_batch_is_for_no_series(standing_desk: Desk) -> None:
    for of, code in (("meetings", 303), ("webinars", 300)):
        series = Series(standing_desk, 2, of)
        body = {"registrants": [{"email": "a@b.example", "first_name": "A"}]}
        assert standing_desk.call("POST", f"{series.path}/batch_registrants", body).code == code


# --- capacity ---------------------------------------------------------------------------------------------------------


@each_kind
@by_occurrence
def test_the_capacity_is_each_occurrences_own(standing_desk: Desk, of: str, registration_type: int) -> None:
    series = Series(standing_desk, registration_type, of, registrants_restrict_number=2)
    full = {"meetings": 3043, "webinars": 3000}[of]
    ids = [series.register(f"{name}@b.example", series.ids[0]) for name in "ab"]
    assert series.add("c@b.example", series.ids[0]).code == full
    for name in "cda":
        reply = series.add(f"{name}@b.example", series.ids[1])
        assert (reply.status == 201) is (name != "a"), "four people in a series of two for each occurrence"
    assert series.statuses() == dict.fromkeys("abcd", "approved")
    assert series.decide("cancel", ids[0], at=series.ids[0]).status == 204
    assert series.add("c@b.example", series.ids[0]).status == 201
    assert series.add("a@b.example", series.ids[0]).code == full
    assert series.add("b@b.example", series.ids[0]).status == 201, "is in already"


def test_who_does_not_fit_into_one_of_theirs_gets_into_none(standing_desk: Desk) -> None:
    series = Series(standing_desk, 3, registrants_restrict_number=1)
    series.register("a@b.example", series.ids[1])
    assert series.add("b@b.example", *series.ids).code == 3043
    assert series.statuses() == {"a": "approved"}
    assert series.add("b@b.example", series.ids[0], series.ids[2]).status == 201


@each_kind
def test_approving_fills_an_occurrence_and_no_more(standing_desk: Desk, of: str) -> None:
    series = Series(standing_desk, 3, of, approval_type=1, registrants_restrict_number=1)
    full = {"meetings": 3043, "webinars": 3035}[of]
    a, b = (series.register(f"{name}@b.example", *series.ids[:2]) for name in "ab")
    assert series.decide("approve", a, b, at=series.ids[0]).code == full
    assert series.decide("approve", a, at=series.ids[0]).status == 204
    assert series.decide("approve", b, at=series.ids[0]).code == full
    assert series.decide("approve", b).code == full, "the first of the two is full"
    assert series.decide("approve", b, at=series.ids[1]).status == 204
    assert [series.statuses(at) for at in series.ids[:2]] == [
        {"a": "approved", "b": "pending"},
        {"a": "pending", "b": "approved"},
    ]


# --- where people stand -----------------------------------------------------------------------------------------------


@each_kind
@by_occurrence
def test_what_is_decided_in_one_occurrence_is_not_in_another(
    standing_desk: Desk, of: str, registration_type: int
) -> None:
    series = Series(standing_desk, registration_type, of)
    first, second, third = series.ids
    id = series.register("a@b.example", first)
    series.register("a@b.example", second)
    assert series.decide("cancel", id, at=first).status == 204
    assert [series.statuses(at) for at in (first, second, third)] == [{"a": "cancelled"}, {"a": "approved"}, {}]
    assert series.statuses() == {"a": "approved"}
    shown = series.list(first, "status=denied")["registrants"]
    assert [(each["status"], "join_url" in each) for each in shown] == [("denied", False)]
    assert series.decide("deny", "a@b.example", at=second).status == 204
    assert series.statuses() == {"a": "denied"}
    assert series.decide("approve", id).status == 204, "without an occurrence it is done in all of theirs"
    assert [series.statuses(at) for at in (first, second, third)] == [{"a": "approved"}, {"a": "approved"}, {}]


def test_a_registrant_stands_on_the_whole_where_they_stand_best(standing_desk: Desk) -> None:
    series = Series(standing_desk, 3, approval_type=1)
    first, second, _ = series.ids
    id = series.register("a@b.example", first, second)
    for action, at, union in (
        ("cancel", first, "pending"),
        ("deny", second, "denied"),
        ("cancel", second, "denied"),
        ("approve", first, "approved"),
        ("cancel", first, "denied"),
        ("approve", second, "approved"),
        ("cancel", second, "cancelled"),
    ):
        assert series.decide(action, id, at=at).status == 204
        assert series.statuses() == {"a": union}, (action, at)


@each_kind
def test_who_is_not_registered_for_an_occurrence_is_nobody_there(standing_desk: Desk, of: str) -> None:
    series = Series(standing_desk, 3, of)
    first, second, _ = series.ids
    a, b = series.register("a@b.example", first), series.register("b@b.example", second)
    reply = series.decide("cancel", a, b, at=first)
    assert (reply.status, b in reply.notice, a in reply.notice) == (204, True, False)
    refused = series.decide("cancel", b, at=first)
    assert (refused.status, refused.code) == (404, 3001)
    assert series.remove(b, at=first).code == 3000
    assert series.statuses() == {"a": "cancelled", "b": "approved"}
    if of == "webinars":
        path = f"{series.path}/registrants/{b}"
        assert standing_desk.call("GET", f"{path}?occurrence_id={first}").code == 3079
        assert standing_desk.call("GET", f"{path}?occurrence_id={second}").json["status"] == "approved"
        assert standing_desk.call("GET", path).json["status"] == "approved"


def test_a_webinars_registrant_is_shown_as_they_stand_in_an_occurrence(standing_desk: Desk) -> None:
    series = Series(standing_desk, 3, "webinars")
    id = series.register("a@b.example", *series.ids[:2])
    series.decide("deny", id, at=series.ids[0])
    shown = [
        standing_desk.call("GET", f"{series.path}/registrants/{id}{query}").json
        for query in ("", f"?occurrence_id={series.ids[0]}", f"?occurrence_id={series.ids[1]}")
    ]
    assert [(each["status"], "join_url" in each) for each in shown] == [
        ("approved", True),
        ("denied", False),
        ("approved", True),
    ]


@each_kind
@by_occurrence
def test_registering_again_after_a_cancel_opens_that_occurrence_alone(
    standing_desk: Desk, of: str, registration_type: int
) -> None:
    series = Series(standing_desk, registration_type, of)
    first, second, _ = series.ids
    id = series.register("a@b.example", first)
    series.register("a@b.example", second)
    series.decide("cancel", id)
    assert series.statuses() == {"a": "cancelled"}
    assert series.register("a@b.example", second) == id
    assert [series.statuses(at) for at in (None, first, second)] == [
        {"a": "approved"},
        {"a": "cancelled"},
        {"a": "approved"},
    ]


@each_kind
@by_occurrence
def test_a_deny_blocks_in_its_occurrence_alone(standing_desk: Desk, of: str, registration_type: int) -> None:
    series = Series(standing_desk, registration_type, of)
    id = series.register("a@b.example", series.ids[0])
    series.decide("deny", id, at=series.ids[0])
    blocked = series.add("a@b.example", series.ids[0])
    assert (blocked.code, id in blocked.json["message"]) == (300, True)
    assert series.register("a@b.example", series.ids[1]) == id
    assert [series.statuses(at) for at in series.ids[:2]] == [{"a": "denied"}, {"a": "approved"}]
    if registration_type == 3:
        assert series.add("a@b.example", series.ids[2], series.ids[0]).code == 300
        assert series.statuses(series.ids[2]) == {}


def test_strict_cancel_blocks_in_its_occurrence_alone(migrated_url: str, moved: Any) -> None:
    with open_desk(migrated_url, moved, strict_cancel=True) as desk:
        series = Series(desk, 2)
        id = series.register("a@b.example", series.ids[0])
        series.decide("cancel", id, at=series.ids[0])
        assert series.add("a@b.example", series.ids[0]).code == 300
        assert series.register("a@b.example", series.ids[1]) == id
        assert [series.statuses(at) for at in series.ids[:2]] == [{"a": "cancelled"}, {"a": "approved"}]


@each_kind
@by_occurrence
def test_who_is_taken_out_of_the_last_of_theirs_is_gone(standing_desk: Desk, of: str, registration_type: int) -> None:
    series = Series(standing_desk, registration_type, of)
    first, second, _ = series.ids
    id = series.register("a@b.example", first)
    series.register("a@b.example", second)
    series.decide("cancel", id, at=second)
    assert series.remove(id, at=first).status == 204
    assert [series.statuses(at) for at in (None, first, second)] == [{"a": "cancelled"}, {}, {"a": "cancelled"}]
    assert series.remove(id, at=first).code == 3000
    assert series.remove(id, at=second).status == 204
    assert [series.statuses(at) for at in (None, first, second)] == [{}, {}, {}]
    assert series.register("a@b.example", first) != id


def test_who_is_removed_without_an_occurrence_is_gone_from_all(standing_desk: Desk) -> None:
    series = Series(standing_desk, 3, registrants_restrict_number=1)
    id = series.register("a@b.example", *series.ids)
    assert series.remove(id).status == 204
    assert [series.statuses(at) for at in (None, *series.ids)] == [{}, {}, {}, {}]
    assert series.add("b@b.example", *series.ids).status == 201, "their places are free"


# --- lists ------------------------------------------------------------------------------------------------------------


@each_kind
def test_pages_of_an_occurrence_hold_each_of_its_registrants_once(standing_desk: Desk, of: str) -> None:
    series = Series(standing_desk, 3, of, approval_type=1)
    for index, name in enumerate("abcdefg"):
        series.register(f"{name}@b.example", series.ids[index % 2], auto_approve=index != 4)
    series.register("h@b.example", *series.ids[:2], auto_approve=True)
    for query, at, expected in (
        ("status=approved", series.ids[0], "acgh"),
        ("status=all", series.ids[0], "acegh"),
        ("status=approved", series.ids[1], "bdfh"),
        ("status=pending", series.ids[0], "e"),
        ("status=all", series.ids[2], ""),
        ("status=approved", None, "abcdfgh"),
        ("status=all", None, "abcdefgh"),
    ):
        seen, token = "", ""
        for number in range(1, len(expected) // 2 + 2):
            page = series.list(at, f"{query}&page_size=2&next_page_token={token}")
            numbered = series.list(at, f"{query}&page_size=2&page_number={number}")
            assert numbered["registrants"] == page["registrants"]
            assert (page["total_records"], page["page_count"]) == (len(expected), (len(expected) + 1) // 2)
            seen += "".join(each["email"][0] for each in page["registrants"])
            token = page["next_page_token"]
            if not token:
                break
        assert (seen, token) == (expected, ""), (query, at)


def test_a_page_token_keeps_its_occurrence(standing_desk: Desk) -> None:
    series = Series(standing_desk, 3)
    for index, name in enumerate("abcd"):
        series.register(f"{name}@b.example", series.ids[index % 2])
    token = series.list(series.ids[0], "page_size=1")["next_page_token"]
    page = standing_desk.call("GET", f"{series.path}/registrants?page_size=1&next_page_token={token}").json
    assert [each["email"] for each in page["registrants"]] == ["c@b.example"]


def test_an_email_is_looked_up_in_an_occurrence(standing_desk: Desk) -> None:
    series = Series(standing_desk, 3)
    series.register("a@b.example", series.ids[0])
    for at, count in ((None, 1), (series.ids[0], 1), (series.ids[1], 0)):
        page = series.list(at, "status=all&email=A@b.example")
        assert (page["total_records"], len(page["registrants"])) == (count, count)


# --- the series changes under its registrants -------------------------------------------------------------------------


@each_kind
@pytest.mark.parametrize(("before", "after"), [(1, 2), (1, 3), (2, 1), (3, 1)])
def test_what_a_registration_covers_cannot_change_while_anybody_is_registered(
    standing_desk: Desk, of: str, before: int, after: int
) -> None:
    series = Series(standing_desk, before, of)
    id = series.register("a@b.example")
    series.decide("cancel", id)
    wanted = {"settings": {"registration_type": after}}
    reply = series.change(wanted)
    assert (reply.status, reply.code) == (400, 300)
    assert [fault["field"] for fault in reply.json["errors"]] == ["settings.registration_type"]
    assert standing_desk.call("GET", series.path).json["settings"]["registration_type"] == before
    assert series.change({"topic": "Other"}).status == 204
    assert series.remove(id).status == 204
    assert series.change(wanted).status == 204
    series.register("b@b.example", series.ids[1])
    assert series.statuses(series.ids[0]) == ({"b": "approved"} if after == 1 else {})


def test_one_occurrence_or_some_may_be_chosen_between_at_any_time(standing_desk: Desk) -> None:
    series = Series(standing_desk, 2)
    series.register("a@b.example", series.ids[0])
    assert series.change({"settings": {"registration_type": 3}}).status == 204
    assert series.add("a@b.example", *series.ids[1:]).status == 201
    assert series.change({"settings": {"registration_type": 2}}).status == 204
    assert [series.statuses(at) for at in series.ids] == [{"a": "approved"}] * 3


def test_a_series_with_registrants_of_occurrences_stays_a_series(standing_desk: Desk) -> None:
    series = Series(standing_desk, 2)
    series.register("a@b.example")
    reply = series.change({"type": 2})
    assert (reply.status, reply.code) == (400, 300)
    assert series.statuses() == {"a": "approved"}


@each_kind
def test_a_new_plan_of_the_series_loses_nobody(standing_desk: Desk, of: str) -> None:
    series = Series(standing_desk, 3, of)
    link = series.add("a@b.example", series.ids[0]).json["join_url"]
    kept = series.register("b@b.example", series.ids[2])
    assert series.change({"recurrence": {"type": 1, "end_times": 5}}).status == 204
    assert series.occurrences()[:3] == series.ids
    assert [series.statuses(at) for at in series.ids] == [{"a": "approved"}, {}, {"b": "approved"}]
    old = series.ids
    fewer = {"recurrence": {"type": 1, "end_times": 4}, "start_time": written(series.start + timedelta(hours=1))}
    assert series.change(fewer).status == 204
    series.ids = series.occurrences()
    assert not set(old) & set(series.ids)
    assert series.statuses() == {"a": "approved", "b": "approved"}
    assert series.opens(link), "the occurrence that it was for is no longer there: any will do"
    assert series.decide("cancel", kept).status == 204
    assert series.register("a@b.example", series.ids[1])
    assert series.statuses(series.ids[1]) == {"a": "approved"}


@each_kind
def test_people_move_along_with_a_series_that_is_moved_as_a_whole(standing_desk: Desk, of: str) -> None:
    series = Series(standing_desk, 3, of, registrants_restrict_number=1)
    series.register("a@b.example", series.ids[0])
    series.register("b@b.example", series.ids[2])
    deleted = series.desk.call("DELETE", f"{series.path}?occurrence_id={series.ids[1]}")
    assert deleted.status == 204
    assert series.change({"start_time": written(series.start + timedelta(hours=1))}).status == 204
    old, series.ids = series.ids, series.occurrences()
    assert len(series.ids) == 2, "what was deleted stays deleted"
    assert not set(old) & set(series.ids)
    assert [series.statuses(at) for at in series.ids] == [{"a": "approved"}, {"b": "approved"}]
    assert series.add("c@b.example", series.ids[0]).status >= 400, "the seat is taken there, too"
    shown = series.desk.call("GET", f"{series.path}?show_previous_occurrences=true").json["occurrences"]
    assert series.list(shown[1]["occurrence_id"])["code"] in (300, 3000)


def test_an_occurrence_that_is_deleted_keeps_its_registrants_on_the_roster(standing_desk: Desk) -> None:
    series = Series(standing_desk, 2)
    id = series.register("a@b.example", series.ids[0])
    series.delete_occurrence(series.ids[0])
    assert series.statuses() == {"a": "approved"}
    assert series.decide("deny", id).status == 204
    assert series.statuses() == {"a": "denied"}
    assert series.remove(id).status == 204
    assert series.statuses() == {}


def test_the_counts_are_what_the_rows_say_after_all_of_this(standing_desk: Desk) -> None:
    series = Series(standing_desk, 3, approval_type=1)
    for index, name in enumerate("abcdef"):
        id = series.register(f"{name}@b.example", *series.ids[: 1 + index % 3])
        series.decide(("approve", "deny", "cancel")[index % 3], id, at=series.ids[0])
    series.remove(id, at=series.ids[1])
    roster_id = availability.roster_id(series.number)
    roster = standing_desk.store.read_now(lambda tx: rosters.find(tx, seeds.ACCOUNT_ID, roster_id))
    assert roster is not None
    for at in (None, *series.ids):
        counts, statuses = roster.counts_at(at or ""), list(series.statuses(at).values())
        for status in ("approved", "pending", "denied", "cancelled"):
            assert getattr(counts, status) == statuses.count(status), (at, status)


# --- the door ---------------------------------------------------------------------------------------------------------


@each_kind
@by_occurrence
def test_a_link_opens_when_one_of_theirs_is_the_next_or_under_way(desk: Desk, of: str, registration_type: int) -> None:
    series = Series(desk, registration_type, of)
    added = series.add("a@b.example", series.ids[1]).json
    all_of_them = Series(desk, 1, of).add("b@b.example").json["join_url"]
    link = added["join_url"]
    assert (series.opens(link), series.opens(all_of_them)) == (False, True), "the first of three is the next"
    desk.clock.move(series.start + timedelta(hours=3, seconds=1) - desk.clock.now())
    assert series.opens(link), "now theirs is"
    desk.clock.move(timedelta(hours=23))
    assert series.opens(link), "and under way"
    assert series.decide("cancel", added["registrant_id"], at=series.ids[1]).status == 204
    assert not series.opens(link)
    assert series.decide("approve", added["registrant_id"], at=series.ids[1]).status == 204
    desk.clock.move(timedelta(minutes=59))
    assert series.opens(link)
    desk.clock.move(timedelta(hours=1))
    assert not series.opens(link), "the third is the next"
    desk.clock.move(timedelta(days=1))
    assert series.opens(link), "all is over, and nobody's turn"


def test_of_two_that_are_under_way_at_once_each_lets_its_own_in(desk: Desk) -> None:
    series = Series(desk, 2)
    links = [series.add(f"{name}@b.example", at).json["join_url"] for name, at in zip("abc", series.ids, strict=True)]
    moved = {"start_time": written(series.start + timedelta(hours=1))}
    assert series.change(moved, f"?occurrence_id={series.ids[1]}").status == 204
    assert [series.opens(link) for link in links] == [True, False, False]
    desk.clock.move(series.start + timedelta(hours=1, minutes=1) - desk.clock.now())
    assert [series.opens(link) for link in links] == [True, True, False]


def test_a_deleted_occurrence_is_nobodys_turn(desk: Desk) -> None:
    series = Series(desk, 2)
    first, second = (
        series.add(f"{name}@b.example", at).json["join_url"] for name, at in zip("ab", series.ids, strict=False)
    )
    series.delete_occurrence(series.ids[0])
    assert (series.opens(first), series.opens(second)) == (False, True)
