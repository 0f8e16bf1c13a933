"""What a form asks, of a meeting, of a webinar and of a recording."""

from typing import Any

import pytest
from desks import Desk
from replies import Reply

KINDS = ["meeting", "webinar", "recording"]
ONE_OF = {"meeting": "single", "webinar": "single_radio", "recording": "single"}
"""The type of a question that one of its answers is the answer to."""
NOTHING: dict[str, Any] = {"custom_questions": [], "questions": []}
PERSON = {"email": "ana@b.example", "first_name": "Ana"}


class Form:
    """The form of a new meeting, webinar or recording."""

    def __init__(self, desk: Desk, kind: str) -> None:
        self.desk = desk
        self.one_of = ONE_OF[kind]
        self.number = {"meeting": desk.meeting, "webinar": desk.webinar, "recording": desk.recorded}[kind]()
        of = "webinars" if kind == "webinar" else "meetings"
        self.path = f"/v2/{of}/{self.number}{'/recordings' if kind == 'recording' else ''}/registrants"

    def asks(self) -> Any:
        return self.desk.call("GET", f"{self.path}/questions").json

    def ask(self, body: Any) -> Reply:
        return self.desk.call("PATCH", f"{self.path}/questions", body)

    def answer(self, **fields: Any) -> Reply:
        return self.desk.call("POST", self.path, PERSON | fields)


@pytest.fixture(params=KINDS)
def form(request: pytest.FixtureRequest, standing_desk: Desk) -> Form:
    return Form(standing_desk, request.param)


def test_a_new_form_asks_nothing_more(form: Form) -> None:
    assert form.asks() == NOTHING


def test_each_array_that_is_sent_replaces_the_one_before(form: Form) -> None:
    custom = [{"title": "Level", "type": form.one_of, "required": True, "answers": ["A1", "B2"]}]
    standard = [{"field_name": "city", "required": True}, {"field_name": "last_name", "required": False}]
    assert form.ask({"custom_questions": custom, "questions": standard}).status == 204
    assert form.asks() == {"custom_questions": custom, "questions": standard}
    for nothing in ({}, {"custom_questions": None, "questions": None}):
        assert form.ask(nothing).status == 204
        assert form.asks() == {"custom_questions": custom, "questions": standard}
    assert form.ask({"questions": [{"field_name": "phone"}]}).status == 204
    assert form.asks() == {"custom_questions": custom, "questions": [{"field_name": "phone", "required": False}]}
    assert form.ask({"custom_questions": []}).status == 204
    assert form.ask({"questions": []}).status == 204
    assert form.asks() == NOTHING


def test_what_a_form_asks_can_be_sent_back(form: Form) -> None:
    asked = {
        "custom_questions": [
            {"title": "Free", "type": "short", "required": False, "answers": []},
            {"title": "One", "type": form.one_of, "required": True, "answers": ["a", "b"]},
        ],
        "questions": [{"field_name": "comments", "required": True}],
    }
    assert form.ask(asked).status == 204
    assert form.ask(form.asks()).status == 204
    assert form.asks() == asked


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"questions": [{"field_name": "email"}]}, "questions[0].field_name"),
        ({"questions": [{"field_name": "first_name"}]}, "questions[0].field_name"),
        ({"questions": [{"required": True}]}, "questions[0].field_name"),
        ({"questions": ["city"]}, "questions[0]"),
        ({"questions": {}}, "questions"),
        ({"questions": [{"field_name": "city", "required": "perhaps"}]}, "questions[0].required"),
        ({"questions": [{"field_name": "city"}] * 15}, "questions"),
        ({"custom_questions": [{}]}, "custom_questions[0].title"),
        ({"custom_questions": [{"title": " "}]}, "custom_questions[0].title"),
        ({"custom_questions": [{"title": "x" * 256}]}, "custom_questions[0].title"),
        ({"custom_questions": [{"title": "a\0"}]}, "custom_questions[0].title"),
        ({"custom_questions": [{"title": "t", "type": "long"}]}, "custom_questions[0].type"),
        ({"custom_questions": [{"title": "t", "answers": "a"}]}, "custom_questions[0].answers"),
        ({"custom_questions": [{"title": "t", "answers": [1]}]}, "custom_questions[0].answers[0]"),
        ({"custom_questions": [{"title": "t"}] * 51}, "custom_questions"),
    ],
    ids=lambda value: str(value)[:60],
)
def test_a_wrong_question_is_named_and_nothing_changed(form: Form, body: dict[str, Any], field: str) -> None:
    reply = form.ask(body)
    assert (reply.status, reply.code) == (400, 300)
    assert field in {fault["field"] for fault in reply.json["errors"]}
    assert form.asks() == NOTHING


def test_free_text_has_no_answers_to_choose_from(form: Form) -> None:
    """Contract 2.2 M7: `answers` not allowed for `short`."""
    reply = form.ask({"custom_questions": [{"title": "t", "type": "short", "answers": ["a"]}]})
    assert reply.status == 400, reply
    assert reply.code == 300


@pytest.mark.parametrize(("kind", "status"), [("meeting", 400), ("webinar", 204), ("recording", 204)])
def test_several_answers_may_be_picked_on_every_form_but_a_meetings(
    standing_desk: Desk, kind: str, status: int
) -> None:
    question = {"title": "t", "type": "multiple", "answers": ["a", "b"]}
    assert Form(standing_desk, kind).ask({"custom_questions": [question]}).status == status


@pytest.mark.parametrize(
    ("kind", "type"), [("meeting", "single_radio"), ("webinar", "single"), ("recording", "single_dropdown")]
)
def test_each_form_has_types_of_its_own(standing_desk: Desk, kind: str, type: str) -> None:
    question = {"title": "t", "type": type, "answers": ["a", "b"]}
    reply = Form(standing_desk, kind).ask({"custom_questions": [question]})
    assert (reply.status, reply.json["errors"][0]["field"]) == (400, "custom_questions[0].type")


@pytest.mark.parametrize("given", [None, "", " "])
def test_a_required_field_must_be_filled_in(form: Form, given: str | None) -> None:
    form.ask({"questions": [{"field_name": "last_name", "required": True}, {"field_name": "city", "required": True}]})
    reply = form.answer(last_name=given, city=given)
    assert (reply.status, reply.code) == (400, 300)
    assert [fault["field"] for fault in reply.json["errors"]] == ["last_name", "city"]
    assert form.answer(last_name="Lee", city="Rome").status == 201


def test_a_field_that_is_asked_and_not_required_may_stay_blank(form: Form) -> None:
    custom = [{"title": "Level", "type": form.one_of, "answers": ["A1"]}]
    form.ask({"questions": [{"field_name": "city"}], "custom_questions": custom})
    assert form.answer().status == 201


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ([], "custom_questions"),
        ([{"title": "Level", "value": ""}], "custom_questions"),
        ([{"title": "level", "value": "A1"}], "custom_questions"),
        ([{"title": "Level", "value": "C1"}], "custom_questions[0].value"),
        ([{"title": "x"}, {"title": "Level", "value": "a1"}], "custom_questions[1].value"),
        ([{"title": "Level", "value": "A1,B2"}], "custom_questions[0].value"),
        ([{"title": "Level", "value": "A1"}], None),
    ],
    ids=str,
)
def test_a_required_question_takes_one_of_its_answers(form: Form, answers: list[Any], field: str | None) -> None:
    form.ask({"custom_questions": [{"title": "Level", "type": form.one_of, "required": True, "answers": ["A1", "B2"]}]})
    reply = form.answer(custom_questions=answers)
    if field is None:
        assert reply.status == 201
    else:
        assert (reply.status, [fault["field"] for fault in reply.json["errors"]]) == (400, [field])


@pytest.mark.parametrize(("value", "status"), [("a", 201), ("a,b", 201), ("b; a", 201), ("a,c", 400), ("", 201)])
@pytest.mark.parametrize("kind", ["webinar", "recording"])
def test_several_answers_come_as_one_text(standing_desk: Desk, kind: str, value: str, status: int) -> None:
    form = Form(standing_desk, kind)
    form.ask({"custom_questions": [{"title": "t", "type": "multiple", "answers": ["a", "b"]}]})
    assert form.answer(custom_questions=[{"title": "t", "value": value}]).status == status


def test_an_answer_that_is_wanted_is_wanted_of_those_who_are_registered_too(form: Form) -> None:
    form.answer()
    form.ask({"questions": [{"field_name": "city", "required": True}]})
    assert form.answer().code == 300  # the order of checks has the fields before the email


def test_a_changed_meeting_asks_what_it_asked_before(standing_desk: Desk) -> None:
    form = Form(standing_desk, "meeting")
    form.ask({"questions": [{"field_name": "city", "required": True}]})
    standing_desk.call("PATCH", f"/v2/meetings/{form.number}", {"settings": {"approval_type": 0}})
    standing_desk.call("PUT", f"/v2/meetings/{form.number}/status", {"action": "end"})
    assert form.asks()["questions"] == [{"field_name": "city", "required": True}]


def test_a_recordings_form_is_its_own(standing_desk: Desk) -> None:
    form = Form(standing_desk, "recording")
    form.ask({"questions": [{"field_name": "city", "required": True}]})
    standing_desk.call("PATCH", f"/v2/meetings/{form.number}/recordings/settings", {"approval_type": 0})
    assert form.asks()["questions"] == [{"field_name": "city", "required": True}]
    assert standing_desk.call("GET", f"/v2/meetings/{form.number}/registrants/questions").json == NOTHING
