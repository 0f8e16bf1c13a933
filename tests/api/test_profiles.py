"""Where the dated contracts part: a form field with the fields before it glued in front."""

from typing import Any

import pytest
from desks import Desk
from replies import Reply

from doorlist.contract.profiles import Profile

PEOPLE = '[{"email": "ana@b.example", "first_name": "Ana"}]'


def as_form(kind: str, fields: dict[str, str]) -> dict[str, Any]:
    if kind == "data":
        return {"data": fields}
    return {"files": {name: (None, value) for name, value in fields.items()}}


def decide(desk: Desk, number: int, kind: str, glue: str) -> Reply:
    """Deny by a form as the programs printed in 2022 send it."""
    fields = {"action": "deny", "registrants": glue + '[{"email": "ana@b.example"}]'}
    return desk.call("PUT", f"/v2/meetings/{number}/registrants/status", **as_form(kind, fields))


@pytest.mark.parametrize("kind", ["data", "files"])
def test_a_glued_field_is_read_as_meant_or_refused_by_profile(profile_desk: Desk, kind: str) -> None:
    number = profile_desk.meeting()
    profile_desk.registrant(number, "ana@b.example")
    reply = decide(profile_desk, number, kind, "deny")
    if profile_desk.settings.profile is Profile.P2022_09:
        assert reply.status == 204
        assert 'the form field "registrants" begins with "deny"' in reply.notice
        assert profile_desk.statuses(number) == {"ana@b.example": "denied"}
    else:
        assert (reply.status, reply.code) == (400, 300)
        (fault,) = reply.json["errors"]
        assert fault["field"] == "registrants"
        assert '"deny"' in fault["message"]
        assert profile_desk.statuses(number) == {"ana@b.example": "pending"}


@pytest.mark.parametrize("kind", ["data", "files"])
def test_a_glued_batch_is_read_as_meant_or_refused_by_profile(profile_desk: Desk, kind: str) -> None:
    number = profile_desk.meeting()
    form = as_form(kind, {"auto_approve": "true", "registrants": "true" + PEOPLE})
    reply = profile_desk.call("POST", f"/v2/meetings/{number}/batch_registrants", **form)
    if profile_desk.settings.profile is Profile.P2022_09:
        assert (reply.status, '"true"' in reply.notice) == (200, True)
        assert profile_desk.statuses(number) == {"ana@b.example": "approved"}
    else:
        assert [fault["field"] for fault in reply.json["errors"]] == ["registrants"]
        assert profile_desk.statuses(number) == {}


@pytest.mark.parametrize("kind", ["data", "files"])
def test_a_sound_form_is_read_in_both_profiles_without_a_word(profile_desk: Desk, kind: str) -> None:
    number = profile_desk.meeting()
    profile_desk.registrant(number, "ana@b.example")
    reply = decide(profile_desk, number, kind, "")
    assert (reply.status, reply.notice) == (204, "")
    assert profile_desk.statuses(number) == {"ana@b.example": "denied"}


@pytest.mark.parametrize("glue", ["x", "approve", "den", '"deny"', "denydeny"])
def test_what_is_glued_from_nowhere_is_refused_in_both_profiles(profile_desk: Desk, glue: str) -> None:
    number = profile_desk.meeting()
    profile_desk.registrant(number, "ana@b.example")
    reply = decide(profile_desk, number, "files", glue)
    assert (reply.status, reply.code) == (400, 300)
    assert [fault["field"] for fault in reply.json["errors"]] == ["registrants"]
    assert profile_desk.statuses(number) == {"ana@b.example": "pending"}


def test_a_glued_field_and_a_skipped_registrant_are_both_told(standing_desk: Desk) -> None:
    number = standing_desk.meeting()
    standing_desk.registrant(number, "ana@b.example")
    fields = {"action": "deny", "registrants": 'deny[{"email": "ana@b.example"}, {"id": "nobody"}]'}
    reply = standing_desk.call("PUT", f"/v2/meetings/{number}/registrants/status", data=fields)
    assert reply.status == 204
    assert "begins with" in reply.notice
    assert "nobody" in reply.notice


def test_a_glued_fields_notice_holds_no_line_break(standing_desk: Desk) -> None:
    number = standing_desk.meeting()
    glue = "x\r\nSet-Cookie: a=b"
    form = as_form("data", {"unknown": glue, "registrants": glue + PEOPLE})
    reply = standing_desk.call("POST", f"/v2/meetings/{number}/batch_registrants", **form)
    assert reply.status == 200
    assert "begins with" in reply.notice
