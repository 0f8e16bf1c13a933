"""The table as a Postman v2.1 collection, with a saved example of every answer."""

import json
from collections.abc import Mapping
from http import HTTPStatus

from doorlist.contract.export import documented, examples, schemas
from doorlist.contract.operations import OPERATIONS, Operation
from doorlist.contract.profiles import Profile

Json = dict[str, object]

SCHEMA = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"
TOKEN = "sandbox-token"  # noqa: S105 - the sandbox's, known to everybody

_INFO = """The registration part of Zoom's REST API, under the contract of {profile}.

Set the variable `token` to an access token; as it stands it is that of every sandbox, on which the collection runs from
top to bottom. What a request makes, the later ones use: its id is kept in a variable."""


def postman(base_url: str, profile: Profile) -> Json:
    """The collection of a desk that is reached at `base_url` (without a slash at its end) and speaks a profile."""
    groups = dict.fromkeys(operation.group for operation in OPERATIONS)
    variables = {"baseUrl": f"{base_url}/v2", "token": TOKEN, **examples.VARIABLES}
    return {
        "info": {
            "name": f"Doorlist ({profile.value})",
            "description": _INFO.format(profile=profile.value),
            "schema": SCHEMA,
        },
        "item": [{"name": group, "item": _items(group, profile)} for group in groups],
        "auth": {"type": "bearer", "bearer": [{"key": "token", "value": "{{token}}", "type": "string"}]},
        "variable": [{"key": name, "value": value} for name, value in variables.items()],
    }


def _items(group: str, profile: Profile) -> list[Json]:
    """The items of a folder in the table's order, but what deletes comes last: a run removes at its end what it made."""
    members = [operation for operation in OPERATIONS if operation.group == group]
    members.sort(key=lambda operation: operation.method == "DELETE")
    return [_item(operation, profile) for operation in members]


def _item(operation: Operation, profile: Profile) -> Json:
    request = _request(operation)
    item: Json = {"name": operation.summary, "request": request, "response": _responses(operation, request, profile)}
    kept = examples.OPERATIONS[operation.id].kept
    if kept:
        item["event"] = [_keeping(kept, operation.status(profile))]
    return item


def _request(operation: Operation) -> Json:
    example = examples.OPERATIONS[operation.id]
    head = [{"key": "Accept", "value": "application/json"}]
    request: Json = {
        "method": operation.method,
        "header": head,
        "url": _url(operation),
        "description": documented.description(operation),
    }
    if example.body is not None:
        head.append({"key": "Content-Type", "value": "application/json"})
        request["body"] = {"mode": "raw", "raw": _text(example.body), "options": {"raw": {"language": "json"}}}
    return request


def _url(operation: Operation) -> Json:
    path = operation.path.replace("{", ":").replace("}", "")
    url: Json = {"raw": "{{baseUrl}}" + path, "host": ["{{baseUrl}}"], "path": path.split("/")[1:]}
    query = [
        {
            "key": name,
            "value": str(schema.get("default", examples.QUERY.get(name, ""))),
            "description": str(schema.get("description", "")),
            "disabled": True,
        }
        for name, schema in schemas.parameters(operation.query).items()
    ]
    variables = [{"key": name, "value": value} for name, value in examples.OPERATIONS[operation.id].path.items()]
    if query:
        url["query"] = query
    if variables:
        url["variable"] = variables
    return url


def _responses(operation: Operation, request: Json, profile: Profile) -> list[Json]:
    """Success, then each refusal."""
    original = {name: value for name, value in request.items() if name != "description"}
    reply = examples.OPERATIONS[operation.id].reply
    done = _response(documented.success(operation), original, operation.status(profile), reply)
    refused = [
        _response(f"Error Code: {each.answer.code}. {each.meaning}", original, each.answer.status, each.body)
        for each in documented.refusals(operation, profile)
    ]
    return [done, *refused]


def _response(name: str, original: Json, status: int, body: Mapping[str, object] | None) -> Json:
    head = [] if body is None else [{"key": "Content-Type", "value": "application/json;charset=UTF-8"}]
    return {
        "name": name,
        "originalRequest": original,
        "status": HTTPStatus(status).phrase,
        "code": status,
        "_postman_previewlanguage": "text" if body is None else "json",
        "header": head,
        "cookie": [],
        "body": "" if body is None else _text(body),
    }


def _keeping(kept: Mapping[str, str], status: int) -> Json:
    """A script that keeps members of the reply as variables of the collection."""
    lines = [f"    pm.collectionVariables.set({name!r}, pm.response.json().{member});" for name, member in kept.items()]
    script = [f"if (pm.response.code === {status}) {{", *lines, "}"]
    return {"listen": "test", "script": {"type": "text/javascript", "exec": script}}


def _text(value: object) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False)
