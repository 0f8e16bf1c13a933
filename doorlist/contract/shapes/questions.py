"""The questions that registrants are asked: what a host sets, and how it is shown."""

from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from doorlist.contract.shapes.fields import Reply, Shape, Text, Title

CUSTOM_QUESTIONS_MAX = 50
FieldName = Literal[
    "last_name",
    "address",
    "city",
    "country",
    "zip",
    "state",
    "phone",
    "industry",
    "org",
    "job_title",
    "purchasing_time_frame",
    "role_in_purchase_process",
    "no_of_employees",
    "comments",
]


class StandardQuestion(Shape):
    """One of the standard fields."""

    field_name: FieldName
    required: bool | None = None


class MeetingCustomQuestion(Shape):
    """A question of the host's own: `short` is free text, `single` one of `answers`."""

    title: Title
    type: Literal["short", "single"] | None = None
    required: bool | None = None
    answers: Annotated[list[Text] | None, Field(max_length=CUSTOM_QUESTIONS_MAX)] = None

    @model_validator(mode="after")
    def _answers_are_for_choices(self) -> "MeetingCustomQuestion":
        if self.type in ("short", None) and self.answers:
            raise PydanticCustomError("answers", "must not have answers where its type is short; leave them out")
        return self


class RecordingCustomQuestion(MeetingCustomQuestion):
    """The same for a recording, where `multiple` may pick several."""

    type: Literal["short", "single", "multiple"] | None = None  # type: ignore[assignment]


class WebinarCustomQuestion(MeetingCustomQuestion):
    """The same for a webinar: one of `answers` by radio buttons or from a list, or several."""

    type: Literal["short", "single_radio", "single_dropdown", "multiple"] | None = None  # type: ignore[assignment]


class MeetingQuestions(Shape):
    """The questions of a meeting's form. An array that is sent replaces the one before."""

    custom_questions: Annotated[list[MeetingCustomQuestion] | None, Field(max_length=CUSTOM_QUESTIONS_MAX)] = None
    questions: Annotated[list[StandardQuestion] | None, Field(max_length=14)] = None


class RecordingQuestions(Shape):
    """The questions of a recording's form. An array that is sent replaces the one before."""

    custom_questions: Annotated[list[RecordingCustomQuestion] | None, Field(max_length=CUSTOM_QUESTIONS_MAX)] = None
    questions: Annotated[list[StandardQuestion] | None, Field(max_length=14)] = None


class WebinarQuestions(Shape):
    """The questions of a webinar's form. An array that is sent replaces the one before."""

    custom_questions: Annotated[list[WebinarCustomQuestion] | None, Field(max_length=CUSTOM_QUESTIONS_MAX)] = None
    questions: Annotated[list[StandardQuestion] | None, Field(max_length=14)] = None


# --- replies -------------------------------------------------------------------------------------------------------


class StandardQuestionReply(Reply):
    """A standard field that is asked."""

    field_name: FieldName
    required: bool


class CustomQuestionReply(Reply):
    """A custom question."""

    title: str
    type: Literal["short", "single", "multiple"]
    required: bool
    answers: list[str]


class WebinarCustomQuestionReply(Reply):
    """A custom question of a webinar."""

    title: str
    type: Literal["short", "single_radio", "single_dropdown", "multiple"]
    required: bool
    answers: list[str]


class WebinarQuestionsReply(Reply):
    """What a webinar's form asks beside email and first name."""

    custom_questions: list[WebinarCustomQuestionReply]
    questions: list[StandardQuestionReply]


class QuestionsReply(Reply):
    """What the form asks beside email and first name."""

    custom_questions: list[CustomQuestionReply]
    questions: list[StandardQuestionReply]
