"""The OpenAPI document: valid, complete, and true to the table; and where it can be compared, to the public contract."""

import csv
import functools
import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from desks import Desk
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator
from surroundings import SHARED

from doorlist.contract import answers, export
from doorlist.contract.operations import BY_ID, EVERYWHERE, OPERATIONS, Operation
from doorlist.contract.profiles import Profile

BASE_URL = "https://desk.example"
ENDPOINTS = SHARED / "contract" / "endpoints.tsv"
BODY_TYPES = {"application/json", "multipart/form-data", "application/x-www-form-urlencoded"}

Json = Mapping[str, Any]

every_operation = pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.id)

exported = functools.cache(export.openapi)


@pytest.fixture
def document(any_profile: Profile) -> Json:
    """What is exported; one for all tests, which only read it."""
    return exported(BASE_URL, any_profile)


def described(document: Json, operation: Operation) -> Json:
    found: Json = document["paths"][operation.path][operation.method.lower()]
    return found


def validator(document: Json, schema: Json) -> Draft202012Validator:
    return Draft202012Validator({**schema, "components": document["components"]})


def examples_in(node: Any) -> Iterator[tuple[Json, object]]:
    """Each schema of a document that has an example beside it, with that example."""
    if isinstance(node, Mapping):
        if "schema" in node:
            if "example" in node:
                yield node["schema"], node["example"]
            for example in node.get("examples", {}).values():
                yield node["schema"], example["value"]
        for inner in node.values():
            yield from examples_in(inner)
    elif isinstance(node, list):
        for inner in node:
            yield from examples_in(inner)


def references_in(node: Any) -> Iterator[str]:
    if isinstance(node, Mapping):
        for name, inner in node.items():
            if name == "$ref":
                yield inner
            else:
                yield from references_in(inner)
    elif isinstance(node, list):
        for inner in node:
            yield from references_in(inner)


def reached(document: Json, node: Any) -> Iterator[str]:
    """Every reference below a node, and below what it refers to."""
    for reference in references_in(node):
        yield reference
        _, _, kind, name = reference.split("/")
        yield from reached(document, document["components"][kind][name])


def test_the_document_is_valid(document: Json) -> None:
    assert document["openapi"].startswith("3.1.")
    assert list(OpenAPIV31SpecValidator(dict(document)).iter_errors()) == []


def test_the_document_says_which_contract_and_which_desk_it_is_of(document: Json, any_profile: Profile) -> None:
    assert document["info"]["version"] == any_profile.value
    assert document["servers"] == [{"url": f"{BASE_URL}/v2"}]
    flows = document["components"]["securitySchemes"]["oauth2"]["flows"]
    assert flows["clientCredentials"]["tokenUrl"] == f"{BASE_URL}/oauth/token"


def test_the_desk_serves_the_document_with_its_own_address(profile_desk: Desk) -> None:
    served = profile_desk.client.get("/openapi.json")
    assert served.status_code == 200
    assert served.json() == export.openapi("http://desk.test", profile_desk.settings.profile)


def test_the_document_has_the_operations_of_the_table_and_no_other(document: Json) -> None:
    found = {
        (method.upper(), path, operation["operationId"])
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    }
    assert found == {(operation.method, operation.path, operation.id) for operation in OPERATIONS}


@every_operation
def test_an_operation_documents_success_and_the_status_of_each_refusal(
    operation: Operation, document: Json, any_profile: Profile
) -> None:
    of_a_body = set() if operation.body else {"BodyUnreadable", "MediaTypeUnknown"}
    expected: dict[str, set[int]] = {}
    for name in {*operation.refusals, *EVERYWHERE} - of_a_body:
        row = answers.answer(name, operation.id, any_profile)
        expected.setdefault(str(row.status), set()).add(row.code)
    responses = described(document, operation)["responses"]
    assert set(responses) == {str(operation.status(any_profile)), *expected}
    for status, codes in expected.items():
        content = responses[status]["content"]["application/json"]
        assert set(content["schema"]["properties"]["code"]["enum"]) == codes
        assert {example["value"]["code"] for example in content["examples"].values()} == codes


@every_operation
def test_a_refusals_status_lists_code_and_wording(operation: Operation, document: Json, any_profile: Profile) -> None:
    responses = described(document, operation)["responses"]
    for name in operation.refusals:
        row = answers.answer(name, operation.id, any_profile)
        assert f"- {row.code}: {row.message}" in responses[str(row.status)]["description"].split("\n")


@every_operation
def test_success_is_described_by_the_shape_of_the_reply(
    operation: Operation, document: Json, any_profile: Profile
) -> None:
    success = described(document, operation)["responses"][str(operation.status(any_profile))]
    assert ("content" in success) is (operation.reply is not None)
    if operation.reply is not None:
        name = success["content"]["application/json"]["schema"]["$ref"].rsplit("/", 1)[1]
        schema = document["components"]["schemas"][name]
        fields = {field.alias or name for name, field in operation.reply.model_fields.items()}
        assert set(schema["properties"]) == fields
        assert schema["additionalProperties"] is False


@every_operation
def test_every_answer_has_a_tracking_id(operation: Operation, document: Json) -> None:
    for status, response in described(document, operation)["responses"].items():
        assert {"x-zm-trackingid", "Doorlist-Notice"} <= set(response["headers"])
        assert ("WWW-Authenticate" in response["headers"]) is (status == "401")


@every_operation
def test_parameters_are_those_of_the_address_and_of_the_query_shape(operation: Operation, document: Json) -> None:
    parameters = described(document, operation)["parameters"]
    in_path = [each["name"] for each in parameters if each["in"] == "path"]
    in_query = [each["name"] for each in parameters if each["in"] == "query"]
    assert in_path == re.findall(r"\{(\w+)\}", operation.path)
    fields = operation.query.model_fields if operation.query else {}
    assert in_query == [field.alias or name for name, field in fields.items()]
    assert all(each["required"] for each in parameters if each["in"] == "path")


def test_a_parameter_keeps_its_default_its_bounds_and_its_choices(document: Json) -> None:
    parameters = described(document, BY_ID["meetingRegistrants"])["parameters"]
    schemas = {each["name"]: each["schema"] for each in parameters if each["in"] == "query"}
    assert {"type": "integer", "default": 30, "minimum": 1}.items() <= schemas["page_size"].items()
    assert schemas["status"]["default"] == "approved"
    assert {"approved", "pending", "denied"} < set(schemas["status"]["enum"])
    assert schemas["occurrence_id"] == {"type": "string", "minLength": 0, "maxLength": 255}


def test_a_meeting_is_named_by_a_number_and_a_recording_by_a_number_or_a_uuid(document: Json) -> None:
    kinds = {
        operation.id: next(
            each["schema"]["type"]
            for each in described(document, operation)["parameters"]
            if each["name"] == "meetingId"
        )
        for operation in OPERATIONS
        if "{meetingId}" in operation.path
    }
    strings = {name for name, kind in kinds.items() if kind == "string"}
    assert strings == {name for name in kinds if "/recordings" in BY_ID[name].path} - {"recordingCreate"}
    assert {kind for name, kind in kinds.items() if name not in strings} == {"integer"}


@every_operation
def test_a_body_is_read_as_json_and_as_a_form_of_either_kind(operation: Operation, document: Json) -> None:
    body = described(document, operation).get("requestBody")
    assert (body is not None) is (operation.body is not None)
    if body is not None and operation.body is not None:
        assert set(body["content"]) == BODY_TYPES
        fields = operation.body.model_fields
        assert body["required"] is any(field.is_required() for field in fields.values())
        for content in body["content"].values():
            schema = document["components"]["schemas"][content["schema"]["$ref"].rsplit("/", 1)[1]]
            assert list(schema["properties"]) == list(fields)


def test_an_array_travels_in_a_form_as_json_text(document: Json) -> None:
    content = described(document, BY_ID["addBatchRegistrants"])["requestBody"]["content"]
    for media_type in BODY_TYPES - {"application/json"}:
        assert content[media_type]["encoding"] == {"registrants": {"contentType": "application/json"}}


def test_a_reply_has_no_members_but_those_documented_however_deep(document: Json) -> None:
    schemas = document["components"]["schemas"]
    assert {name for name, schema in schemas.items() if schema.get("additionalProperties") is False} == {
        reference.rsplit("/", 1)[1]
        for methods in document["paths"].values()
        for operation in methods.values()
        for reference in reached(document, operation["responses"])
        if reference.startswith("#/components/schemas/")
    }


def test_null_can_be_sent_as_json_alone(document: Json) -> None:
    schemas = document["components"]["schemas"]
    assert {"type": "null"} in schemas["BatchCreate"]["properties"]["auto_approve"]["anyOf"]
    assert schemas["BatchCreateForm"]["properties"]["auto_approve"] == {"type": "boolean"}
    assert schemas["Registrant"]["properties"]["join_url"] == {"type": "string"}


def test_every_example_is_what_its_schema_says(document: Json) -> None:
    shown = list(examples_in(document["paths"]))
    assert len(shown) > 300
    for schema, example in shown:
        validator(document, schema).validate(example)


@every_operation
def test_a_token_with_any_one_scope_of_the_operation_is_enough(operation: Operation, document: Json) -> None:
    security = described(document, operation)["security"]
    assert security[0] == {"bearer": []}
    assert [each["oauth2"] for each in security[1:]] == [[scope] for scope in operation.classic + operation.granular]
    declared = document["components"]["securitySchemes"]["oauth2"]["flows"]["clientCredentials"]["scopes"]
    for scope in operation.scopes:
        assert operation.id in declared[scope]


@every_operation
def test_an_operation_shows_notes_source_label_and_whether_it_is_an_extension(
    operation: Operation, document: Json
) -> None:
    shown = described(document, operation)
    assert shown["summary"] == operation.summary
    assert operation.notes in shown["description"]
    assert operation.source in shown["description"]
    assert shown["x-rate-label"] == operation.label
    assert shown.get("x-doorlist-extension", False) is operation.extension
    assert ("Extension of Doorlist" in shown["description"]) is operation.extension
    assert {"name": operation.group} in document["tags"]
    assert shown["tags"] == [operation.group]


def test_links_lead_to_operations_that_take_just_those_parameters(document: Json) -> None:
    count = 0
    for methods in document["paths"].values():
        for operation in methods.values():
            for response in operation["responses"].values():
                for link in response.get("links", {}).values():
                    count += 1
                    target = BY_ID[link["operationId"]]
                    assert set(link["parameters"]) == set(re.findall(r"\{(\w+)\}", target.path))
    assert count > 10


def test_every_component_is_used_and_every_reference_has_one(document: Json) -> None:
    used = set(references_in(document))
    there = {f"#/components/{kind}/{name}" for kind in ("schemas", "headers") for name in document["components"][kind]}
    assert used == there


# --- the public contract -------------------------------------------------------------------------------------------


WIDER = {"recordingGet": {"recording:read:admin"}}
"""Scopes that we take beside the public ones: this row alone lacks the account-wide twin of its own scope."""


def public_rows() -> dict[str, dict[str, str]]:
    if not ENDPOINTS.exists():
        pytest.skip(f"{ENDPOINTS} is not there")
    with ENDPOINTS.open(encoding="utf-8", newline="") as lines:
        return {row["operationId"]: row for row in csv.DictReader(lines, delimiter="\t")}


def test_an_operation_that_is_no_extension_is_one_of_the_public_contract() -> None:
    assert {operation.id for operation in OPERATIONS if not operation.extension} <= set(public_rows())
    assert not {operation.id for operation in OPERATIONS if operation.extension} & set(public_rows())


@pytest.mark.parametrize(
    "operation", [each for each in OPERATIONS if not each.extension], ids=lambda operation: operation.id
)
def test_an_operation_is_documented_as_the_public_contract_has_it(operation: Operation) -> None:
    row = public_rows()[operation.id]
    document: Json = export.openapi(BASE_URL, Profile.P2026_08)
    shown = document["paths"][row["path"]][row["method"].lower()]
    assert shown["operationId"] == row["operationId"]
    assert shown["x-rate-label"].upper() == row["rate_label"]
    assert [status for status in shown["responses"] if status < "300"] == [row["success_status"]]
    offered = {scope for each in shown["security"] for scope in each.get("oauth2", ())}
    assert offered - WIDER.get(operation.id, set()) == {*row["classic_scope"].split(), *row["granular_scope"].split()}
