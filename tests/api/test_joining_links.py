"""Personal links: they let their holder in while they are approved, and nobody else anywhere."""

import base64
from typing import Any
from urllib.parse import urlsplit

import pytest
from desks import Desk

from doorlist.rules import availability
from doorlist.sandbox import seeds
from doorlist.storage import accounts, recordings, visits
from doorlist.wire import joining

ROOM = "https://room.example/a?b=c#d"
PERSON = {"email": "ana@b.example", "first_name": "Ana"}


class Holder:
    """An approved registrant of a new meeting, with their link."""

    def __init__(self, desk: Desk, *, first_name: str = "Ana", **meeting: Any) -> None:
        self.desk = desk
        self.number = desk.meeting(**meeting)
        added = desk.add(self.number, "ana@b.example", first_name=first_name, auto_approve=True).json
        self.id: str = added["registrant_id"]
        self.link = added["join_url"].removeprefix("http://desk.test")
        self.token = self.link.split("tk=")[1].split("&")[0]

    def arrive(self, link: str | None = None) -> Any:
        response = self.desk.client.get(self.link if link is None else link, follow_redirects=False)
        assert response.headers.get("referrer-policy", "no-referrer") == "no-referrer"
        return response

    @property
    def visits(self) -> int:
        roster = availability.roster_id(self.number)
        return self.desk.store.read_now(
            lambda tx: visits.count(tx, seeds.ACCOUNT_ID, roster_id=roster, registrant_id=self.id)
        )


def test_a_link_leads_to_the_room_and_the_visit_is_noted(standing_desk: Desk) -> None:
    holder = Holder(standing_desk, settings={"room_url": ROOM})
    for count in (1, 2):
        came = holder.arrive()
        assert (came.status_code, came.headers["location"]) == (302, ROOM)
        assert (came.headers["cache-control"], came.headers["referrer-policy"]) == ("no-store", "no-referrer")
        assert holder.visits == count


def test_a_link_without_a_room_says_that_one_is_expected(standing_desk: Desk) -> None:
    holder = Holder(standing_desk, topic="Course")
    came = holder.arrive()
    assert (came.status_code, holder.visits) == (200, 1)
    assert "Ana" in came.text
    assert "Course" in came.text


def test_what_a_host_or_registrant_wrote_is_shown_as_text(standing_desk: Desk) -> None:
    script = "<script>alert('\"&{title}')</script>"
    came = Holder(standing_desk, topic=script, first_name=script).arrive()
    assert came.status_code == 200
    assert "<script" not in came.text
    assert came.text.count("&lt;script&gt;") == 2
    assert "default-src 'none'" in came.headers["content-security-policy"]


@pytest.mark.parametrize("how", ["deny", "cancel", "delete", "delete meeting"])
def test_a_link_opens_no_longer_than_its_holder_is_approved(standing_desk: Desk, how: str) -> None:
    holder = Holder(standing_desk, settings={"room_url": ROOM})
    assert holder.arrive().status_code == 302
    path = f"/v2/meetings/{holder.number}"
    if how.startswith("delete"):
        gone = path if how == "delete meeting" else f"{path}/registrants/{holder.id}"
        assert standing_desk.call("DELETE", gone).status == 204
    else:
        assert standing_desk.decide(holder.number, how, holder.id).status == 204
    came = holder.arrive()
    assert (came.status_code, holder.visits) == (403, 1)
    assert ROOM not in came.text
    if how in ("deny", "cancel"):
        standing_desk.decide(holder.number, "approve", holder.id)
        assert (holder.arrive().status_code, holder.visits) == (302, 2)


def test_a_pending_registrants_token_opens_nothing(standing_desk: Desk) -> None:
    number = standing_desk.meeting()
    id = standing_desk.registrant(number, "ana@b.example")
    token = minted(standing_desk, joining.Door.MEETING, number, id)
    assert standing_desk.client.get(f"/w/{number}?tk={token}").status_code == 403
    standing_desk.decide(number, "approve", id)
    assert standing_desk.client.get(f"/w/{number}?tk={token}").status_code == 200


def minted(desk: Desk, door: joining.Door, number: int, id: str, account: str = seeds.ACCOUNT_ID) -> str:
    kept = desk.store.read_now(lambda tx: accounts.account(tx, account))
    assert kept is not None
    return joining.mint(kept.secret, door, number, id)


def test_a_link_that_the_desk_did_not_make_opens_nothing(standing_desk: Desk) -> None:
    holder, other = Holder(standing_desk), Holder(standing_desk)
    token = holder.token
    mac, body = token.split(".")
    claimed = base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)).replace(holder.id.encode(), other.id.encode())
    forged = [
        *("", "x", ".", "a.b", token[:-1], token[:-20], token[1:], mac, body, f"{mac}.", f".{body}", f"{body}.{mac}"),
        *(token + "A", token.replace(".", "%00"), token.replace(".", ".."), "%F0%9F%98%80" * 29, "A" * 5000, "%FF"),
        f"{mac}.{base64.urlsafe_b64encode(claimed).rstrip(b'=').decode()}",
        f"{other.token.split('.')[0]}.{body}",
        *(token[:at] + ("A" if token[at] != "A" else "B") + token[at + 1 :] for at in (0, 21, 44, 60, 80)),
        minted(standing_desk, joining.Door.RECORDING, holder.number, holder.id),
        minted(standing_desk, joining.Door.HOST, holder.number, holder.id),
        minted(standing_desk, joining.Door.MEETING, other.number, holder.id),
        minted(standing_desk, joining.Door.MEETING, holder.number, other.id),
        minted(standing_desk, joining.Door.MEETING, holder.number, "x" * 22),
        minted(standing_desk, joining.Door.MEETING, holder.number, holder.id, seeds.OTHER_ACCOUNT_ID),
    ]
    for each in forged:
        came = holder.arrive(f"/w/{holder.number}?tk={each}")
        assert came.status_code == 403, each
        assert came.headers["content-type"].startswith("text/html")
    assert holder.arrive(f"/w/{other.number}?tk={token}").status_code == 403
    assert holder.arrive(f"/w/{holder.number}").status_code == 403
    assert (holder.visits, other.visits) == (0, 0)
    assert holder.arrive().status_code == 200


@pytest.mark.parametrize(
    "number", ["0", "999", "-1", "abc", "9" * 18, "9" * 19, "9" * 5000, "%00", "%D9%A3", "1.5", "%0D"]
)
@pytest.mark.parametrize("door", ["w", "j", "s"])
def test_no_door_leads_to_a_meeting_that_is_none(standing_desk: Desk, door: str, number: str) -> None:
    token = Holder(standing_desk).token
    came = standing_desk.client.get(f"/{door}/{number}?tk={token}&zak={token}")
    assert came.status_code == 403
    assert number[:100] not in came.text or len(number) < 4


def test_the_link_that_is_nobodys_own_opens_where_nobody_need_register(standing_desk: Desk) -> None:
    for approval_type, status in ((0, 403), (1, 403), (2, 302)):
        number = standing_desk.meeting(settings={"approval_type": approval_type, "room_url": ROOM})
        link = urlsplit(standing_desk.call("GET", f"/v2/meetings/{number}").json["join_url"])
        came = standing_desk.client.get(f"{link.path}?{link.query}", follow_redirects=False)
        assert came.status_code == status
        assert (ROOM in came.headers.get("location", "")) is (status == 302)


def test_the_hosts_link_opens_for_the_host_alone(standing_desk: Desk) -> None:
    holder = Holder(standing_desk, settings={"room_url": ROOM})
    start = (
        standing_desk.call("GET", f"/v2/meetings/{holder.number}").json["start_url"].removeprefix("http://desk.test")
    )
    assert holder.arrive(start).headers["location"] == ROOM
    assert holder.arrive(f"/s/{holder.number}?zak={holder.token}").status_code == 403
    assert holder.arrive(f"/w/{holder.number}?tk={start.split('zak=')[1]}").status_code == 403


def test_the_page_of_registration_says_who_takes_it(standing_desk: Desk) -> None:
    number = standing_desk.meeting()
    link = standing_desk.call("GET", f"/v2/meetings/{number}").json["registration_url"]
    assert standing_desk.client.get(link).status_code == 200


# --- recordings -------------------------------------------------------------------------------------------------------


class Viewer:
    """A registrant of a new recording, with their link."""

    def __init__(self, desk: Desk, **settings: Any) -> None:
        self.desk = desk
        self.number = desk.recorded(**settings)
        added = desk.call("POST", f"/v2/meetings/{self.number}/recordings/registrants", PERSON).json
        self.id: str = added["registrant_id"]
        self.link: str = added["share_url"].removeprefix("http://desk.test")
        self.token = self.link.split("tk=")[1]

    def watch(self, link: str | None = None) -> Any:
        return self.desk.client.get(self.link if link is None else link, follow_redirects=False)

    def decide(self, action: str) -> None:
        body = {"action": action, "registrants": [{"id": self.id}]}
        path = f"/v2/meetings/{self.number}/recordings/registrants/status"
        assert self.desk.call("PUT", path, body).status == 204

    @property
    def visits(self) -> int:
        def count(tx: Any) -> int:
            recording = recordings.latest(tx, seeds.ACCOUNT_ID, self.number)
            assert recording is not None
            return visits.count(tx, seeds.ACCOUNT_ID, roster_id=recording.id, registrant_id=self.id)

        return self.desk.store.read_now(count)


def test_a_recordings_link_opens_while_its_holder_is_approved(standing_desk: Desk) -> None:
    viewer = Viewer(standing_desk)
    assert (viewer.watch().status_code, viewer.visits) == (403, 0)
    for action, status, count in (("approve", 302, 1), ("deny", 403, 1), ("approve", 302, 2)):
        viewer.decide(action)
        came = viewer.watch()
        assert (came.status_code, viewer.visits) == (status, count)
        assert came.headers.get("location") == ("https://media.example/r.mp4" if status == 302 else None)
        assert came.headers["referrer-policy"] == "no-referrer"


def test_a_recordings_link_that_the_desk_did_not_make_opens_nothing(standing_desk: Desk) -> None:
    viewer, other = Viewer(standing_desk, approval_type=0), Viewer(standing_desk, approval_type=0)
    page = viewer.link.split("?")[0]
    foreign = page.replace(seeds.ACCOUNT_ID, seeds.OTHER_ACCOUNT_ID)
    for link in (
        page,
        f"{page}?tk=",
        f"{page}?tk={viewer.token[:-1]}",
        f"{page}?tk={other.token}",
        f"{page}?tk={viewer.token.replace('.', 'A')}",
        f"{page}?tk={minted(standing_desk, joining.Door.MEETING, viewer.number, viewer.id)}",
        f"{page}?tk={minted(standing_desk, joining.Door.RECORDING, viewer.number, viewer.id, seeds.OTHER_ACCOUNT_ID)}",
        f"{foreign}?tk={viewer.token}",
        f"{page}x?tk={viewer.token}",
        f"/rec/share/nobody/nothing?tk={viewer.token}",
        f"/rec/share/%00/%00?tk={viewer.token}",
        f"/rec/share/{seeds.ACCOUNT_ID}/a%00b?tk={viewer.token}",
        f"/rec/share/{seeds.ACCOUNT_ID}/%FF?tk={viewer.token}",
        f"/w/{viewer.number}?tk={viewer.token}",
    ):
        assert viewer.watch(link).status_code == 403, link
    assert viewer.visits == 0
    assert viewer.watch().status_code == 302


def test_a_registrant_of_the_meeting_is_none_of_its_recording(standing_desk: Desk) -> None:
    viewer = Viewer(standing_desk, approval_type=0)
    id = standing_desk.registrant(viewer.number, "b@b.example", auto_approve=True)
    token = minted(standing_desk, joining.Door.RECORDING, viewer.number, id)
    assert viewer.watch(f"{viewer.link.split('?')[0]}?tk={token}").status_code == 403


def test_the_door_takes_no_other_method(standing_desk: Desk) -> None:
    holder = Holder(standing_desk)
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        assert standing_desk.client.request(method, holder.link).status_code == 405
    assert holder.visits == 0


def test_a_room_is_an_address_of_the_web(standing_desk: Desk) -> None:
    for room in ("javascript:alert(1)", "//evil.example", "data:text/html,x", "https://", "https://a b", " https://a"):
        plan = {"settings": {"room_url": room}}
        assert standing_desk.call("POST", "/v2/users/me/meetings", plan).status == 400, room
