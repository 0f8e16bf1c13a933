"""Conditions mean what they say, and what cannot be read is shown with its place."""

from types import SimpleNamespace
from typing import Any

import pytest

from doorlist.bulk.where import DEPTH_MAX, ConditionInvalid, parse

ANA: dict[str, Any] = {
    "id": "abc",
    "email": "Ana.Lee@Uni.edu",
    "first_name": " Zoë ",
    "last_name": 'O"Hara',
    "org": "Uni",
    "status": "pending",
    "create_time": "2026-11-24T10:00:00Z",
    "no_of_employees": "",
    "zip": "08001",
    "custom_questions": [
        {"title": "Level", "value": "B2"},
        {"title": "Days", "value": "Mon"},
        {"title": "Days", "value": "Tue"},
    ],
}


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ('email endswith "@uni.edu" and answers["Level"] == "B2"', True),
        ("email endswith '@UNI.EDU' and answers['level'] == 'b2 '", True),
        ('email == "ana.lee@uni.edu"', True),
        ('email != "ana.lee@uni.edu"', False),
        ('email contains "LEE@"', True),
        ('email startswith "lee"', False),
        ('email not contains "lee"', False),
        ('email in ["x", "ANA.LEE@uni.edu"]', True),
        ('answers["Level"] not in ["B1", "C1",]', True),
        ('email in []', False),
        ('first_name == "zoe\u0308"', True),
        ("last_name == 'o\"hara'", True),
        (r'last_name == "o\"hara"', True),
        ('status == "pending" or status == "denied" and org == "x"', True),
        ('(status == "pending" or status == "denied") and org == "x"', False),
        ('not status == "pending"', False),
        ('NOT (org == "x" OR org == "y") AND STATUS == "pending"', True),
        ('create_time < "2026-12-01"', True),
        ('create_time >= "2026-11-24"', True),
        ('create_time == "2026-11-24T11:00:00+01:00"', True),
        ('create_time > "2026-11-24 10:00"', False),
        ('create_time < "2026-11-24T10:00:00.5Z"', True),
        ('zip < 9000', True),
        ('zip == 08001', True),
        ('org > "Aaa"', True),
        ('no_of_employees == ""', True),
        ('no_of_employees < "5"', False),
        ('answers["Nothing"] == ""', True),
        ('answers["Days"] contains "Tue"', True),
        ('language == ""', True),
    ],
)  # fmt: skip
def test_a_condition_holds_or_not(text: str, holds: bool) -> None:
    assert parse(text).matches(ANA) is holds
    answers = [SimpleNamespace(**each) for each in ANA["custom_questions"]]
    assert parse(text).matches(SimpleNamespace(**{**ANA, "custom_questions": answers})) is holds


@pytest.mark.parametrize(
    ("one", "other"), [("straße@x.org", "strasse@x.org"), ("\u212aate@x.org", "kate@x.org"), ("zoë@x.org", "zoe@x.org")]
)
def test_no_letter_stands_for_another_one(one: str, other: str) -> None:
    assert not parse(f'email == "{one}"').matches({"email": other})


@pytest.mark.parametrize(
    ("text", "caret", "says"),
    [
        ("", 0, "The condition is empty"),
        ('emial == "x"', 0, "There is no field emial. Do you mean email?"),
        ('company == "x"', 0, "There is no field company. Do you mean org?"),
        ('level == "x"', 0, 'Write answers["Level"].'),
        ('answers["Lvl"] == "x"', 8, 'There is no question "Lvl". Do you mean "Level"?'),
        ("answers.Level", 7, "This sign has no meaning here"),
        ("answers[Level]", 8, "The question goes in quotes"),
        ('answers["Level" == "x"', 16, "The closing bracket ] is missing"),
        ('email = "x"', 6, "Write == here."),
        ('email && "x"', 6, "Write and here."),
        ('email is "x"', 6, "Do you mean ==?"),
        ('email starts_with "x"', 6, "Do you mean startswith?"),
        ('email matches "x"', 6, "A comparison is missing after email. Do you mean contains?"),
        ("email", 5, "A comparison is missing after email."),
        ("email ==", 8, "The condition ends too early"),
        ("email == ana", 9, 'Put a text in quotes: "ana"'),
        ('email == "ana', 9, "This quote is never closed."),
        ("email == “ana”", 9, 'Write straight quotes: "'),
        ('email == "a" status == "b"', 13, 'Write "and" or "or" between'),
        ('(email == "a"', 0, "This parenthesis is never closed."),
        ('email == "a")', 12, "This parenthesis was never opened."),
        ('email in "a"', 9, "After in comes a list in brackets"),
        ('email in ["a" "b"]', 14, "Write a comma"),
        ('email in ["a",', 9, "This bracket is never closed."),
        ('create_time < "soon"', 14, "This is not a date or a time."),
        ('create_time < "2026-13-01"', 14, "This is not a date or a time."),
        ('status == "aproved"', 10, 'There is no status "aproved". Do you mean "approved"?'),
        ('status in ["pending", "waiting"]', 10, 'There is no status "waiting".'),
        ('"a" == email', 0, "The name of a field goes first"),
        ('__class__ == "x"', 0, "There is no field __class__."),
        ('email == __import__("os")', 9, "Put a text in quotes"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_shown_with_a_caret_below_it(text: str, caret: int, says: str) -> None:
    with pytest.raises(ConditionInvalid) as caught:
        parse(text, questions=["Level"])
    error = caught.value
    assert says in error.reason
    _, shown, pointer = str(error).split("\n")
    assert (error.position, shown, pointer) == (caret, f"  {text}", f"  {' ' * caret}^")


def test_the_caret_is_below_its_place_in_a_long_or_wide_text() -> None:
    with pytest.raises(ConditionInvalid) as caught:
        parse('org == "日本" ; x')
    assert str(caught.value).split("\n")[1:] == ['  org == "日本" ; x', "  " + " " * 14 + "^"]
    with pytest.raises(ConditionInvalid) as caught:
        parse('org == "' + "x" * 500 + '" ; y')
    shown, pointer = str(caught.value).split("\n")[1:]
    assert (len(shown) < 120, shown[pointer.index("^")]) == (True, ";")


def test_depth_and_length_are_bounded() -> None:
    assert parse("(" * (DEPTH_MAX - 1) + 'org == "x"' + ")" * (DEPTH_MAX - 1)).matches({"org": "x"})
    for text in ("(" * 100_00 + 'org == "x"', "not " * 100 + 'org == "x"'):
        with pytest.raises(ConditionInvalid, match=r"nested too deep|characters"):
            parse(text)


def test_a_condition_tells_what_it_asks_about() -> None:
    condition = parse('email == "x" and answers["Level"] == "y" or email == "z"')
    assert (condition.fields, condition.questions) == (("email",), ("Level",))
