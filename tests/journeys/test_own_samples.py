"""The samples of a desk's own collection, in every language that runs here, on a desk that keeps what they do.

Each language has a meeting of its own. What one reply gives - the meeting's id, the registrant's - goes to the next
sample as that reads it from the environment, and is taken from the line that the sample printed.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import servers
from journeys.sampled import Json, Programs, in_each_language, requests, skip_where_it_cannot_run
from servers import LiveDesk

from doorlist.samples.language import Language
from doorlist.samples.request import Request

STORY = {
    "plan": "meetings/plan-a-meeting",
    "register": "registrants/register-somebody-to-a-meeting",
    "list": "registrants/list-a-meetings-registrants",
    "approve": "registrants/approve-deny-or-cancel-registrants-of-a-meeting",
    "batch": "registrants/register-up-to-30-people-to-a-meeting-at-once",
    "show": "registrants/show-a-registrant",
}
ANA = "ana.alvarez@example.com"
NO_MEETING = "11111111111"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveDesk]:
    """A sandbox with caps on its registrants, and no limit on a second: every language asks in the same ones."""
    env = {"DOORLIST_PLAN": "unlimited"}
    with servers.running(limits=True, env=env, log=tmp_path_factory.mktemp("desk") / "desk.log") as live:
        yield live


@pytest.fixture(scope="module")
def story(desk: LiveDesk) -> dict[str, Request]:
    """The requests of the story, with ids and the list's status left open, and people who wait to be approved."""
    collection: Json = desk.call("GET", "/postman.json").json
    collection["variable"] = [each for each in collection["variable"] if each["key"] in ("baseUrl", "token")]
    [folder] = (each for each in collection["item"] if each["name"] == "Registrants")
    for item in folder["item"]:
        url = item["request"]["url"]
        for each in url["variable"]:
            each["value"] = ""
        for each in url.get("query", ()):
            if each["key"] == "status":
                each.update(value="{{wanted}}", disabled=False)
        body = item["request"].get("body", {"raw": "{}"})
        sent = json.loads(body["raw"])
        if sent.get("email") == ANA:
            body["raw"] = json.dumps({name: value for name, value in sent.items() if name != "auto_approve"})
    made = requests(collection)
    return {name: made[slug] for name, slug in STORY.items()}


def test_what_is_left_open_is_asked_of_the_environment(story: dict[str, Request]) -> None:
    asked = {name: {each.environment for each in request.variables} for name, request in story.items()}
    assert asked == {
        "plan": set(),
        "register": {"MEETING_ID"},
        "list": {"MEETING_ID", "WANTED"},
        "approve": {"MEETING_ID", "REGISTRANT_ID"},
        "batch": {"MEETING_ID"},
        "show": {"MEETING_ID", "REGISTRANT_ID"},
    }


@pytest.mark.timeout(300)
@in_each_language
def test_samples_plan_a_meeting_and_see_its_registrants_through(
    language: Language, story: dict[str, Request], desk: LiveDesk, tmp_path: Path
) -> None:
    skip_where_it_cannot_run(language)
    programs = Programs(language, story, tmp_path)

    meeting = programs.succeeds("plan", "201").values("id")[0]
    at = {"MEETING_ID": meeting}
    ana = programs.succeeds("register", "201", **at).value("registrant_id")
    people = f"/v2/meetings/{meeting}/registrants"
    assert desk.call("GET", f"{people}/{ana}").json["org"] == "Taller del Sur"
    assert programs.succeeds("list", "200", **at, WANTED="pending").value("id") == ana
    programs.succeeds("approve", "204", **at, REGISTRANT_ID=ana)
    listed = programs.succeeds("list", "200", **at, WANTED="approved")
    assert (listed.value("id"), listed.value("email"), listed.value("total_records")) == (ana, ANA, "1")
    assert listed.value("status") == "approved"
    added = programs.succeeds("batch", "200", **at)
    assert added.values("email") == ["bo.lindqvist@example.com", "chidi.okafor@example.com"]
    assert len(desk.call("GET", f"{people}?status=approved").json["registrants"]) == 3
    shown = programs.succeeds("show", "200", **at, REGISTRANT_ID=added.values("registrant_id")[1])
    assert (shown.value("first_name"), shown.value("status")) == ("Chidi", "approved")
    assert shown.value("join_url") == added.values("join_url")[1]

    wrong = programs.fails("list", "404", MEETING_ID=NO_MEETING, WANTED="approved")
    assert wrong.startswith("HTTP 404, code 3001: Meeting does not exist: "), wrong

    again = [desk.call("POST", people, {"email": ANA, "first_name": "Ana"}).status for _ in range(3)]
    assert again == [201, 201, 429], "with the sample's own, three a day"
    capped = programs.fails("register", "429", **at)
    assert capped.startswith("HTTP 429, code 429: You have exceeded the daily rate limit of (3) "), capped
    assert re.search(r" Try again after \d{4}-\d\d-\d\dT00:00:00Z\.$", capped), capped
