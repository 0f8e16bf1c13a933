"""The Postman collection: of the form that Postman imports, with every answer as an example, and it runs as it stands."""

import functools
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

import pytest
from desks import Desk
from jsonschema import Draft202012Validator

from doorlist.contract import export
from doorlist.contract.export import documented, examples
from doorlist.contract.operations import OPERATIONS, Operation
from doorlist.contract.profiles import Profile
from doorlist.sandbox import seeds

BASE_URL = "https://desk.example"
VARIABLE = re.compile(r"\{\{(\w+)\}\}")
KEPT = re.compile(r"pm\.collectionVariables\.set\('(\w+)', pm\.response\.json\(\)\.(\w+)\);")

Json = Mapping[str, Any]


def an_object(required: Json, **optional: Any) -> Json:
    return {
        "type": "object",
        "properties": {**required, **optional},
        "required": list(required),
        "additionalProperties": False,
    }


def a_list(of: Json) -> Json:
    return {"type": "array", "items": of}


TEXT = {"type": "string"}
NAME = {"type": "string", "minLength": 1}
PAIR = an_object({"key": NAME, "value": TEXT}, description=TEXT, disabled={"type": "boolean"}, type=TEXT)
URL = an_object({"raw": NAME, "host": a_list(NAME), "path": a_list(NAME)}, query=a_list(PAIR), variable=a_list(PAIR))
BODY = an_object(
    {
        "mode": {"const": "raw"},
        "raw": NAME,
        "options": an_object({"raw": an_object({"language": {"const": "json"}})}),
    }
)
METHOD = {"enum": ["GET", "POST", "PUT", "PATCH", "DELETE"]}
REQUEST = an_object({"method": METHOD, "header": a_list(PAIR), "url": URL}, description=TEXT, body=BODY)
RESPONSE = an_object(
    {
        "name": NAME,
        "originalRequest": REQUEST,
        "status": NAME,
        "code": {"type": "integer", "minimum": 200, "maximum": 599},
        "header": a_list(PAIR),
        "cookie": {"type": "array", "maxItems": 0},
        "body": TEXT,
        "_postman_previewlanguage": {"enum": ["json", "text"]},
    }
)
SCRIPT = an_object({"type": {"const": "text/javascript"}, "exec": a_list(TEXT)})
EVENT = an_object({"listen": {"enum": ["test", "prerequest"]}, "script": SCRIPT})
ITEM = an_object({"name": NAME, "request": REQUEST, "response": a_list(RESPONSE)}, event=a_list(EVENT))
COLLECTION = an_object(
    {
        "info": an_object(
            {
                "name": NAME,
                "description": TEXT,
                "schema": {"const": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
            }
        ),
        "item": a_list(an_object({"name": NAME, "item": a_list(ITEM)})),
        "auth": an_object({"type": {"const": "bearer"}, "bearer": a_list(PAIR)}),
        "variable": a_list(an_object({"key": NAME, "value": TEXT})),
    }
)
"""The parts of the collection format v2.1 that we use, in our own words."""

NEEDS_A_NOTICE = "webhookResend"
"""Nobody registers between the collection's webhook and this, so there is no notice to send again."""

exported = functools.cache(export.postman)


@pytest.fixture
def collection(any_profile: Profile) -> Json:
    """What is exported; one for all tests, which only read it."""
    return exported(BASE_URL, any_profile)


def items_of(collection: Json) -> dict[tuple[str, str], Json]:
    """Each item by method and path, the latter as the table writes it."""
    found: dict[tuple[str, str], Json] = {}
    for folder in collection["item"]:
        for item in folder["item"]:
            segments = [f"{{{each[1:]}}}" if each.startswith(":") else each for each in item["request"]["url"]["path"]]
            found[item["request"]["method"], "/" + "/".join(segments)] = item
    return found


def item_of(collection: Json, operation: Operation) -> Json:
    return items_of(collection)[operation.method, operation.path]


def texts_in(node: Any) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    elif isinstance(node, Mapping):
        for inner in node.values():
            yield from texts_in(inner)
    elif isinstance(node, list):
        for inner in node:
            yield from texts_in(inner)


every_operation = pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.id)


def test_the_collection_has_the_form_that_postman_imports(collection: Json) -> None:
    Draft202012Validator.check_schema(COLLECTION)
    Draft202012Validator(COLLECTION).validate(collection)


def test_folders_are_the_groups_and_hold_each_operation_once(collection: Json) -> None:
    assert [folder["name"] for folder in collection["item"]] == list(dict.fromkeys(each.group for each in OPERATIONS))
    assert sum(len(folder["item"]) for folder in collection["item"]) == len(OPERATIONS)
    for operation in OPERATIONS:
        folder = next(each for each in collection["item"] if each["name"] == operation.group)
        assert operation.summary in [item["name"] for item in folder["item"]]
        assert item_of(collection, operation)["name"] == operation.summary


def test_every_variable_that_is_used_is_declared_and_the_other_way_round(collection: Json) -> None:
    declared = {each["key"]: each["value"] for each in collection["variable"]}
    used = {name for text in texts_in([collection["item"], collection["auth"]]) for name in VARIABLE.findall(text)}
    assert used == set(declared)
    assert declared["baseUrl"] == f"{BASE_URL}/v2"
    assert declared["token"] == seeds.TOKEN
    assert collection["auth"]["bearer"][0]["value"] == "{{token}}"


def test_the_numbers_are_those_of_every_sandbox() -> None:
    assert str(seeds.MEETING_ID) == examples.MEETING
    assert str(seeds.RECORDING_MEETING_ID) == examples.RECORDED_MEETING


@every_operation
def test_an_address_is_written_alike_in_whole_and_in_parts(operation: Operation, collection: Json) -> None:
    url = item_of(collection, operation)["request"]["url"]
    assert url["raw"] == "/".join((*url["host"], *url["path"]))
    assert [f":{each['key']}" for each in url.get("variable", ())] == [
        segment for segment in url["path"] if segment.startswith(":")
    ]


@every_operation
def test_query_parameters_are_offered_but_not_sent(operation: Operation, collection: Json) -> None:
    query = item_of(collection, operation)["request"]["url"].get("query", [])
    fields = operation.query.model_fields if operation.query else {}
    assert [each["key"] for each in query] == [field.alias or name for name, field in fields.items()]
    assert all(each["disabled"] for each in query)


@every_operation
def test_query_values_are_what_the_shape_takes(operation: Operation, collection: Json) -> None:
    if operation.query is not None:
        query = item_of(collection, operation)["request"]["url"]["query"]
        operation.query.model_validate({each["key"]: each["value"] for each in query})


@every_operation
def test_an_example_body_is_what_its_shape_takes(operation: Operation, collection: Json) -> None:
    request = item_of(collection, operation)["request"]
    assert ("body" in request) is (operation.body is not None)
    assert ("Content-Type" in [each["key"] for each in request["header"]]) is (operation.body is not None)
    if operation.body is not None:
        sent = json.loads(request["body"]["raw"])
        operation.body.model_validate(sent)
        fields = operation.body.model_fields
        assert set(sent) <= {field.alias or name for name, field in fields.items()}


@every_operation
def test_each_documented_answer_is_one_saved_example(
    operation: Operation, collection: Json, any_profile: Profile
) -> None:
    success, *refused = item_of(collection, operation)["response"]
    assert success["code"] == operation.status(any_profile)
    expected = documented.refusals(operation, any_profile)
    assert [(each["name"], each["code"]) for each in refused] == [
        (f"Error Code: {each.answer.code}. {each.meaning}", each.answer.status) for each in expected
    ]
    for each, refusal in zip(refused, expected, strict=True):
        body = json.loads(each["body"])
        assert body["code"] == refusal.answer.code
        assert "{" not in body["message"]


def test_an_answers_name_says_what_holds_for_any_request_and_the_operations_own_limits(collection: Json) -> None:
    def names(method: str, path: str) -> set[str]:
        return {each["name"] for each in items_of(collection)[method, path]["response"]}

    added = names("POST", "/meetings/{meetingId}/registrants")
    assert "Error Code: 3001. Meeting does not exist: {meetingId}." in added
    assert any("limit of (3) for Add meeting registrant API requests for the registrant ({email})." in e for e in added)
    decided = names("PUT", "/meetings/{meetingId}/registrants/status")
    assert any("limit of (10) for meeting Update registrant's status API" in each for each in decided)
    assert any("larger than 1048576 bytes" in each for each in decided)


@every_operation
def test_an_example_reply_is_what_its_shape_says(operation: Operation, collection: Json) -> None:
    success = item_of(collection, operation)["response"][0]
    if operation.reply is None:
        assert (success["body"], success["header"]) == ("", [])
    else:
        operation.reply.model_validate(json.loads(success["body"]))


@every_operation
def test_an_example_is_of_the_request_that_it_belongs_to(operation: Operation, collection: Json) -> None:
    item = item_of(collection, operation)
    for response in item["response"]:
        assert response["originalRequest"] == {
            name: value for name, value in item["request"].items() if name != "description"
        }


def test_the_desk_serves_the_collection_with_its_own_address(profile_desk: Desk) -> None:
    served = profile_desk.client.get("/postman.json")
    assert served.status_code == 200
    assert served.json() == export.postman("http://desk.test", profile_desk.settings.profile)


def test_on_a_sandbox_the_collection_runs_from_top_to_bottom(profile_desk: Desk) -> None:
    """As Postman would: variables filled in, and those that a script keeps taken out of the replies."""
    collection: Json = export.postman("http://desk.test", profile_desk.settings.profile)
    variables = {each["key"]: each["value"] for each in collection["variable"]}

    def filled(text: str) -> str:
        return VARIABLE.sub(lambda found: variables[found[1]], text)

    operations = {(each.method, each.path): each for each in OPERATIONS}
    kept: list[str] = []
    for place, item in items_of(collection).items():
        url = item["request"]["url"]
        values = {f":{each['key']}": quote(filled(each["value"])) for each in url.get("variable", ())}
        address = "/".join(filled(values.get(each, each)) for each in (*url["host"], *url["path"]))
        raw = item["request"].get("body", {}).get("raw")
        body = None if raw is None else json.loads(filled(raw))
        reply = profile_desk.call(item["request"]["method"], address.removeprefix("http://desk.test"), body)
        operation = operations[place]
        wanted = 404 if operation.id == NEEDS_A_NOTICE else operation.status(profile_desk.settings.profile)
        assert reply.status == wanted, (item["name"], reply)
        for event in item.get("event", ()):
            for name, member in KEPT.findall("\n".join(event["script"]["exec"])):
                variables[name] = str(reply.json[member])
                kept.append(name)
    assert kept == [
        "plannedMeetingId",
        "registrantId",
        "plannedWebinarId",
        "sourceId",
        "webinarRegistrantId",
        "recordingRegistrantId",
        "webhookId",
    ]
