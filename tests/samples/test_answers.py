"""What saved responses say: fields to read and errors to tell apart."""

import json
from typing import Any

import pytest
from samples.postman import item, made

from doorlist.samples.request import Answers, Failure, Kind, Leaf, Loop, Reading


def answers(*responses: dict[str, Any]) -> Answers:
    return made({**item(), "response": list(responses)}).answers


def reply(value: object, code: int = 200) -> dict[str, Any]:
    return {"name": "x", "code": code, "body": json.dumps(value)}


def shape(reading: Reading) -> list[Any]:
    return [
        (each.text, each.snake, each.kind.value)
        if isinstance(each, Leaf)
        else (each.text, each.snake, shape(each.body))
        for each in reading
    ]


def test_fields_lists_and_objects_of_a_reply_become_names() -> None:
    value = {
        "id": 5,
        "settings": {"approval_type": 2.5, "open": True, "id": "x"},
        "registrants": [{"email": "a", "tags": ["b"]}, {"email": "c", "joinUrl": None}],
        "none": None,
        "nothing": [],
    }
    assert shape(answers(reply(value)).reading) == [
        ("id", "id", "integer"),
        ("settings.approval_type", "approval_type", "number"),
        ("settings.open", "open", "boolean"),
        ("settings.id", "settings_id", "text"),
        (
            "registrants",
            "registrant",
            [
                ("email", "email", "text"),
                ("tags", "tag", [("tags[]", "tag", "text")]),
                ("joinUrl", "join_url", "other"),
            ],
        ),
        ("none", "none", "other"),
        ("nothing", "nothing", "other"),
    ]


def test_a_list_at_the_root_is_walked() -> None:
    [loop] = answers(reply([{"a": 1}])).reading
    assert isinstance(loop, Loop)
    assert (loop.path, loop.snake, loop.body[0].path) == ((), "item", ("a",))


def test_a_large_reply_is_read_in_part_and_says_how_much_is_left() -> None:
    found = answers(reply({f"field{number}": number for number in range(100)}))
    assert len(found.reading) == 24
    assert found.unread == 76


def test_names_do_not_collide_with_those_of_variables() -> None:
    found = made({**item(url="https://a/{{token}}"), "response": [reply({"token": "x"})]})
    [leaf] = found.answers.reading
    assert leaf.snake != found.variables[0].snake


@pytest.mark.parametrize("body", ["", "text", "{broken", "5"])
def test_a_reply_that_is_no_json_is_not_read(body: str) -> None:
    assert answers({"name": "x", "code": 200, "body": body}).reading == ()


def test_errors_listed_in_a_name_are_told_apart_by_their_codes() -> None:
    name = (
        "**HTTP Status Code:** `400`<br>\n**Error Code:** `1010`<br>\nUser is not of this account: {accountId}.<br>\n"
        "**Error Code:** `3000`<br>\nCannot access <b>meeting</b> information &amp; more.<br>"
    )
    assert answers({"name": name, "code": 400, "body": ""}).failures == (
        Failure(400, 1010, "User is not of this account: {accountId}."),
        Failure(400, 3000, "Cannot access meeting information & more."),
    )


def test_code_300_under_http_300_goes_out_as_http_400_too() -> None:
    name = "**Error Code:** `300`<br>\nThe meeting asks for no registration: {meetingId}."
    assert [(each.status, each.code) for each in answers({"name": name, "code": 300, "body": ""}).failures] == [
        (300, 300),
        (400, 300),
    ]


def test_an_error_without_a_code_has_its_text_alone() -> None:
    name = '**HTTP Status Code:** `429` <br> You have exceeded the limit of "{0}".'
    assert answers({"name": name, "code": 429, "status": "Too Many Requests", "body": ""}).failures == (
        Failure(429, None, 'You have exceeded the limit of "{0}".'),
    )


@pytest.mark.parametrize(
    ("body", "code", "message", "code_path", "message_path"),
    [
        ({"code": 3001, "message": "Gone."}, 3001, "Gone.", ("code",), ("message",)),
        ({"errorCode": "E1", "errorMessage": "No."}, "E1", "No.", ("errorCode",), ("errorMessage",)),
        ({"error": {"code": 7, "message": "Nested."}}, 7, "Nested.", ("error", "code"), ("error", "message")),
        (
            {"errors": [{"code": "a", "message": "First."}]},
            "a",
            "First.",
            ("errors", 0, "code"),
            ("errors", 0, "message"),
        ),
        ({"error": "invalid_grant"}, None, "invalid_grant", ("code",), ("error",)),
    ],
)
def test_an_errors_code_and_message_are_found_in_its_body(
    body: Any, code: Any, message: str, code_path: Any, message_path: Any
) -> None:
    found = answers(reply(body, 404))
    assert found.failures == (Failure(404, code, message),)
    assert (found.code_path, found.message_path) == (code_path, message_path)


def test_an_error_is_told_once() -> None:
    assert len(answers(reply({"code": 1, "message": "a"}, 400), reply({"code": 1, "message": "b"}, 400)).failures) == 1


def test_an_error_that_means_several_things_says_them_as_far_as_they_fit() -> None:
    def told(*messages: str) -> str:
        [found] = answers(*(reply({"code": 1, "message": each}, 400) for each in messages)).failures
        assert len(found.message) <= 240
        return found.message

    assert told("No token.", "It is over.", "No token.") == "No token. Or: It is over."
    assert told("No token.", "x" * 230) == "No token. …"
    assert told("x" * 240, "No token.") == "x" * 240
    assert told("x" * 238, "y") == "x" * 238 + " …"


def test_a_message_is_one_line_of_bounded_length() -> None:
    found = answers(reply({"code": 1, "message": "a\nb\x00c\u2028d " + "x" * 500}, 400)).failures[0].message
    assert found.startswith("a b c d x")
    assert len(found) <= 240


def test_kinds_are_those_of_the_example() -> None:
    assert {
        each.kind
        for each in answers(reply({"a": "t", "b": 1, "c": 1.5, "d": False, "e": None})).reading
        if isinstance(each, Leaf)
    } == set(Kind)
