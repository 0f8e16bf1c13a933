"""Calls of a live desk, by both clients."""

import logging

import pytest
from client.conftest import Open
from servers import LiveDesk

from doorlist import Client
from doorlist.client import errors, naming
from doorlist.client.bodies import BatchPerson
from doorlist.sandbox import seeds


def planned(client: Client, approval_type: int = 1) -> int:
    """A meeting of the test's own."""
    meeting = client.meetings.create(
        topic="Café für alle 你好", type=2, settings={"approval_type": 1 if approval_type else 0}
    )
    return meeting.id


def people(count: int) -> list[BatchPerson]:
    """People to register."""
    return [{"email": f"p{number}@example.com", "first_name": f"Ünï{number}"} for number in range(count)]


def test_somebody_is_registered_found_approved_and_removed(client: Client) -> None:
    number = planned(client)
    added = client.meetings.registrants.add(
        number, email="Ada@Example.com", first_name="Ada", last_name="Łovelace", city="老"
    )
    assert (added.id, added.join_url) == (number, "")
    (waiting,) = client.meetings.registrants.list(number, status="pending").registrants
    assert (waiting.id, waiting.last_name, waiting.city, waiting.status) == (
        added.registrant_id,
        "Łovelace",
        "老",
        "pending",
    )
    client.meetings.registrants.approve(number, [added.registrant_id])
    assert client.meetings.registrants.get(number, added.registrant_id).join_url
    client.meetings.registrants.remove(number, added.registrant_id)
    assert list(client.meetings.registrants.iter(number, status="all")) == []


def test_any_number_of_people_go_in_and_are_decided_about(client: Client) -> None:
    number = planned(client)
    entries = client.meetings.registrants.add_batch(number, iter(people(70)), auto_approve=False)
    assert [each.email for each in entries] == [each["email"] for each in people(70)]
    client.meetings.registrants.approve(number, list(client.meetings.registrants.iter(number, status="pending")))
    assert len(list(client.meetings.registrants.iter(number))) == 70
    client.meetings.registrants.deny(
        number, ["p0@example.com", {"email": "p1@example.com"}, {"id": entries[2].registrant_id}]
    )
    denied = {each.email for each in client.meetings.registrants.iter(number, status="denied")}
    assert denied == {"p0@example.com", "p1@example.com", "p2@example.com"}
    client.meetings.registrants.cancel(number, ["p3@example.com"])
    assert [each.email for each in client.meetings.registrants.iter(number, status="cancelled")] == ["p3@example.com"]


def test_a_list_is_read_over_all_of_its_pages(client: Client) -> None:
    number = planned(client, approval_type=0)
    client.meetings.registrants.add_batch(number, people(330))
    first = client.meetings.registrants.list(number, page_size=300)
    assert (len(first.registrants), first.total_records, bool(first.next_page_token)) == (300, 330, True)
    rest = client.meetings.registrants.list(number, page_size=300, next_page_token=first.next_page_token)
    assert (len(rest.registrants), rest.next_page_token) == (30, "")
    assert len({each.id for each in client.meetings.registrants.iter(number)}) == 330


def test_a_later_cut_that_is_refused_tells_who_went_in_before(client: Client) -> None:
    number = planned(client)
    bad: BatchPerson = {"email": "no email", "first_name": "Nobody"}
    with pytest.raises(errors.ValidationFailed) as refused:
        client.meetings.registrants.add_batch(number, [*people(30), bad])
    assert [each.email for each in refused.value.added] == [each["email"] for each in people(30)]
    assert "email" in refused.value.errors[0].field


def test_a_later_cut_of_decisions_that_is_refused_tells_what_was_done(client: Client) -> None:
    number = planned(client)
    entries = client.meetings.registrants.add_batch(number, people(30))
    ids = [each.registrant_id for each in entries]
    with pytest.raises(errors.RegistrantNotFound) as refused:
        client.meetings.registrants.approve(number, [*ids, "nobody"])
    assert [each.get("id") for each in refused.value.done] == ids


def test_answers_questions_and_fields_of_the_callers_own_arrive(client: Client) -> None:
    number = planned(client)
    client.meetings.registrants.update_questions(
        number,
        questions=[{"field_name": "city", "required": False}],
        custom_questions=[{"title": "Level", "type": "single", "answers": ["A1", "B2"]}],
    )
    assert client.meetings.registrants.questions(number).custom_questions[0].answers == ["A1", "B2"]
    added = client.meetings.registrants.add(
        number,
        email="a@example.com",
        first_name="A",
        custom_questions=[{"title": "Level", "value": "B2"}],
        extra={"org": "Ours", "of_nobody": 1},
    )
    shown = client.meetings.registrants.get(number, added.registrant_id)
    assert ([(each.title, each.value) for each in shown.custom_questions], shown.org) == ([("Level", "B2")], "Ours")


def test_names_and_emails_are_taken_up_to_their_limits(client: Client) -> None:
    number = planned(client)
    longest = f"{'a' * (128 - len('@example.com'))}@example.com"
    added = client.meetings.registrants.add(number, email=longest, first_name="名" * 64, last_name="é" * 64)
    assert client.meetings.registrants.get(number, added.registrant_id).first_name == "名" * 64
    for given in ({"email": "x@example.com", "first_name": "名" * 65}, {"email": f"a{longest}", "first_name": "A"}):
        with pytest.raises(errors.ValidationFailed) as refused:
            client.meetings.registrants.add(number, **given)  # type: ignore[arg-type]
        assert refused.value.status == 400
        assert refused.value.errors


def test_meetings_are_changed_ended_recovered_and_deleted(client: Client) -> None:
    number = planned(client)
    client.meetings.update(number, topic="Another", settings={"approval_type": 0})
    shown = client.meetings.get(number)
    assert shown.settings is not None
    assert (shown.topic, shown.settings.approval_type) == ("Another", 0)
    assert client.meetings.get(shown.uuid).id == number
    client.meetings.end(number)
    client.meetings.recover(number)
    assert number in [each.id for each in client.meetings.iter()]
    client.meetings.delete(number)
    with pytest.raises(errors.MeetingNotFound, match="does not exist"):
        client.meetings.get(number)


def test_webinars_have_registrants_panelists_and_tracking_sources(client: Client) -> None:
    webinar = client.webinars.create(topic="Talk", type=5, settings={"approval_type": 1})
    client.webinars.update(webinar.id, agenda="More")
    source = client.webinars.tracking_sources.create(webinar.id, "Newsletter")
    added = client.webinars.registrants.add(webinar.id, email="a@example.com", first_name="A", source_id=source.id)
    client.webinars.registrants.add_batch(webinar.id, people(2))
    client.webinars.registrants.approve(
        webinar.id, list(client.webinars.registrants.iter(webinar.id, status="pending"))
    )
    came = client.webinars.registrants.list(webinar.id, tracking_source_id=source.id).registrants
    assert [each.id for each in came] == [added.registrant_id]
    assert client.webinars.registrants.get(webinar.id, added.registrant_id).email == "a@example.com"
    client.webinars.panelists.add(webinar.id, [{"email": "speaker@example.com", "name": "Speaker"}])
    (panelist,) = client.webinars.panelists.list(webinar.id).panelists
    with pytest.raises(errors.PanelistCannotRegister):
        client.webinars.registrants.add(webinar.id, email="speaker@example.com", first_name="S")
    client.webinars.panelists.remove(webinar.id, panelist.id)
    client.webinars.panelists.remove_all(webinar.id)
    client.webinars.tracking_sources.remove(webinar.id, source.id)
    assert client.webinars.tracking_sources.list(webinar.id).tracking_sources == []
    client.webinars.registrants.update_questions(webinar.id, questions=[{"field_name": "city"}])
    assert client.webinars.registrants.questions(webinar.id).questions
    client.webinars.end(webinar.id)
    assert client.webinars.list(page_size=1).page_size == 1
    client.webinars.delete(webinar.id)


def test_recordings_have_settings_and_registrants(client: Client) -> None:
    number = planned(client)
    made = client.recordings.create(number, play_url="https://media.example/a.mp4", recording_type="audio_only")
    assert made.recording_files[0].play_url == "https://media.example/a.mp4"
    client.recordings.update_settings(number, on_demand=True, approval_type=1)
    assert client.recordings.settings(number).on_demand is True
    added = client.recordings.registrants.add(number, email="v@example.com", first_name="V")
    client.recordings.registrants.approve(number, list(client.recordings.registrants.iter(number, status="pending")))
    assert [each.id for each in client.recordings.registrants.list(number).registrants] == [added.registrant_id]
    client.recordings.registrants.deny(number, [added.registrant_id])
    client.recordings.registrants.update_questions(number, questions=[{"field_name": "org", "required": True}])
    assert client.recordings.registrants.questions(number).questions[0].field_name == "org"
    # other tests use this desk's recordings, too
    client.recordings.registrants.update_questions(number, questions=[{"field_name": "org", "required": False}])
    assert client.recordings.get(number).recording_count == 1
    assert client.recordings.list(meeting_id=number).from_


def test_users_are_listed_and_shown(client: Client) -> None:
    assert client.users.get().email == seeds.HOST_EMAIL
    assert seeds.SECOND_HOST_EMAIL in [each.email for each in client.users.iter()]
    (first,) = client.users.list(page_size=1).users
    assert client.users.get(first.email).id == first.id


def test_webhooks_are_kept_and_their_notices_listed(client: Client) -> None:
    made = client.webhooks.create(url="https://hooks.example/in", events=["meeting.*"], state="off")
    assert made.secret
    client.webhooks.update(made.webhook_id, events=["webinar.registration_created"])
    assert client.webhooks.get(made.webhook_id).events == ["webinar.registration_created"]
    assert made.webhook_id in [each.webhook_id for each in client.webhooks.list().webhooks]
    assert client.webhooks.replay(made.webhook_id, 1).replayed == 0
    assert list(client.webhooks.iter_deliveries(webhook_id=made.webhook_id)) == []
    with pytest.raises(errors.NotFound):
        client.webhooks.resend("nothing")
    client.webhooks.delete(made.webhook_id)
    with pytest.raises(errors.NotFound):
        client.webhooks.validate(made.webhook_id)


def test_any_operation_can_be_called_by_its_id(client: Client) -> None:
    shown = client.request("meeting", path={"meetingId": seeds.MEETING_ID})
    assert isinstance(shown, dict)
    assert shown["id"] == seeds.MEETING_ID
    with pytest.raises(errors.AddressInvalid, match="no operation"):
        client.request("meetings/all")


def test_an_id_that_is_a_path_is_no_way_to_somewhere_else(client: Client) -> None:
    for number in ("../users", "1/registrants", "a?b=c#d"):
        with pytest.raises(errors.ApiError):
            client.meetings.get(number)
    for number in ("", ".", "..", "\ud800"):
        with pytest.raises(errors.AddressInvalid):
            client.meetings.get(number)


def test_notices_are_passed_on_and_logged(
    open_client: Open, live_desk: LiveDesk, caplog: pytest.LogCaptureFixture
) -> None:
    heard: list[str] = []
    client = open_client(
        base_url=f"http://{live_desk.host}:{live_desk.port}/v2/", token=live_desk.token, on_notice=heard.append
    )
    number = planned(client)
    added = client.meetings.registrants.add(number, email="a@example.com", first_name="A")
    with caplog.at_level(logging.WARNING, "doorlist.client"):
        client.meetings.registrants.approve(number, [added.registrant_id, "nobody"])
    assert "nobody" in heard[0]
    assert heard[0] in caplog.text


def test_a_sandbox_s_app_gets_itself_a_token(open_client: Open, live_desk: LiveDesk) -> None:
    environ = {
        "DOORLIST_BASE_URL": f"http://{live_desk.host}:{live_desk.port}",
        "DOORLIST_ACCOUNT_ID": seeds.ACCOUNT_ID,
        "DOORLIST_CLIENT_ID": seeds.CLIENT_ID,
        "DOORLIST_CLIENT_SECRET": seeds.CLIENT_SECRET,
    }
    client = open_client(environ=environ)
    assert client.users.get().email == seeds.HOST_EMAIL
    assert client.is_doorlist
    with pytest.raises(errors.Unauthorized, match="activated"):
        open_client(environ=environ, client_secret="wrong").users.get()


def test_the_docstrings_examples_do_what_they_show(live_desk: LiveDesk, capsys: pytest.CaptureFixture[str]) -> None:
    with Client(base_url=f"http://{live_desk.host}:{live_desk.port}", token=live_desk.token, environ={}) as client:
        client.meetings.registrants.update_questions(
            seeds.MEETING_ID, custom_questions=[{"title": "Level", "type": "short"}]
        )
        for lines in naming.EXAMPLES.values():
            exec("\n".join(lines), {"client": client})
    assert "ada@example.com" in capsys.readouterr().out
