"""What a form asks, on the wire."""

from collections.abc import Mapping

from doorlist.contract.shapes import questions as shapes
from doorlist.model import CustomQuestion, Questions, StandardQuestion


def given(
    body: shapes.MeetingQuestions | shapes.WebinarQuestions | shapes.RecordingQuestions,
) -> Mapping[str, object]:
    """The kinds of questions that are given, as fields of Questions."""
    given: dict[str, object] = {}
    if body.questions is not None:
        asked = {each.field_name: StandardQuestion(each.field_name, bool(each.required)) for each in body.questions}
        given["standard"] = tuple(asked.values())
    if body.custom_questions is not None:
        given["custom"] = tuple(
            CustomQuestion(each.title, each.type or "short", bool(each.required), tuple(each.answers or ()))
            for each in body.custom_questions
        )
    return given


def reply(asked: Questions) -> dict[str, object]:
    """What a form asks."""
    return {
        "custom_questions": [
            {"title": each.title, "type": each.type, "required": each.required, "answers": list(each.answers)}
            for each in asked.custom
        ],
        "questions": [{"field_name": each.field_name, "required": each.required} for each in asked.standard],
    }
