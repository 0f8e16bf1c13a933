"""Whether a candidate answered what the roster asks."""

from doorlist.model import Candidate, CustomQuestion, Questions
from doorlist.refusals import FieldFault

MULTIPLE = "multiple"


def faults(questions: Questions, candidate: Candidate) -> tuple[FieldFault, ...]:
    """Every required field that is missing and every answer that is not among a question's choices."""
    found = [
        FieldFault(asked.field_name, "Invalid field. This meeting's form requires it.")
        for asked in questions.standard
        if asked.required and not _given(candidate, asked.field_name)
    ]
    answers = {answer.title: (index, answer.value) for index, answer in enumerate(candidate.answers)}
    for question in questions.custom:
        index, value = answers.get(question.title, (None, ""))
        if not value:
            if question.required:
                found.append(FieldFault("custom_questions", f'Invalid field. "{question.title}" must be answered.'))
        elif not _choice(question, value):
            choices = ", ".join(f'"{each}"' for each in question.answers)
            found.append(FieldFault(f"custom_questions[{index}].value", f"Invalid field. It must be one of {choices}."))
    return tuple(found)


def _given(candidate: Candidate, field_name: str) -> bool:
    return bool((candidate.last_name if field_name == "last_name" else candidate.profile.get(field_name, "")).strip())


def _choice(question: CustomQuestion, value: str) -> bool:
    """Free text is always one; several answers of a `multiple` question come joined by commas or semicolons."""
    if not question.answers or value in question.answers:
        return True
    if question.type != MULTIPLE:
        return False
    parts = [part.strip() for part in value.replace(";", ",").split(",")]
    return all(part in question.answers for part in parts)
