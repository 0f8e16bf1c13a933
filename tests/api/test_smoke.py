from conftest import Desk


def test_a_desk_answers_who_the_caller_is(desk: Desk) -> None:
    assert desk.call("GET", "/v2/users/me").json["email"] == "host@sandbox.example"
    m = desk.meeting()
    r = desk.registrant(m, "a@b.example")
    assert (
        desk.call(
            "PUT", f"/v2/meetings/{m}/registrants/status", {"action": "approve", "registrants": [{"id": r}]}
        ).status
        == 204
    )
    assert desk.statuses(m) == {"a@b.example": "approved"}
