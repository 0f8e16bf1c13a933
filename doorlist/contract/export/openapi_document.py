"""The table as an OpenAPI 3.1 document."""

from collections.abc import Mapping, Sequence

from doorlist.contract import limits, scopes
from doorlist.contract.export import documented, examples, schemas
from doorlist.contract.export.documented import Documented
from doorlist.contract.operations import EVERY_SCOPE, OPERATIONS, Operation
from doorlist.contract.profiles import Profile
from doorlist.contract.shapes.fields import MEETING_NUMBER_MAX

Json = dict[str, object]

_JSON, _FORM, _MULTIPART = "application/json", "application/x-www-form-urlencoded", "multipart/form-data"

_INFO = """The registration part of Zoom's REST API, as this desk speaks it under the contract of {profile}.

Beside what each operation lists, an address may be answered with 404 and code 2300 (no such operation) or 405 (another
method; the header `Allow` names those there are). Members and parameters that are not listed are ignored; a member
that may be null counts as not given then. Every address is there below `/accounts/{{accountId}}`, too, for an account and
its sub-accounts, with scopes that end in `:master`."""

_ERROR: Json = {
    "type": "object",
    "description": "Why not. `code` is the contract's number, which often differs from the HTTP status.",
    "properties": {
        "code": {"type": "integer"},
        "message": {"type": "string"},
        "errors": {
            "type": "array",
            "description": "Each field that is wrong.",
            "items": {
                "type": "object",
                "properties": {
                    "field": {"type": "string", "description": "Where it is, such as registrants[0].email."},
                    "message": {"type": "string", "description": "What is wrong, and what to send instead."},
                },
                "required": ["field", "message"],
                "additionalProperties": False,
            },
        },
    },
    "required": ["code", "message"],
    "additionalProperties": False,
}


def _told(text: str, schema: Json) -> Json:
    """A header that comes where a limit is on."""
    return {"description": f"{text} Only where a limit is on.", "schema": schema}


_ALLOWANCE = (limits.CATEGORY, limits.TYPE, limits.LIMIT, limits.REMAINING)
_HEADERS: Json = {
    "x-zm-trackingid": {
        "description": "The name of this request in the log.",
        "required": True,
        "schema": {"type": "string"},
    },
    "Doorlist-Profile": {
        "description": "The dated contract that the desk speaks (extension of Doorlist).",
        "required": True,
        "schema": {"type": "string", "enum": [profile.value for profile in Profile]},
    },
    "Doorlist-Notice": {
        "description": "What is worth knowing about how the request was read or done (extension of Doorlist); one "
        "header for each notice.",
        "schema": {"type": "string"},
    },
    limits.CATEGORY: _told("The operation's label.", {"type": "string", "enum": list(limits.LABELS)}),
    limits.TYPE: _told(
        "Whether the other headers speak of a second (or minute) or of a day.",
        {"type": "string", "enum": [limits.QPS, limits.DAILY]},
    ),
    limits.LIMIT: _told("How often it may be done in that time.", {"type": "integer", "minimum": 1}),
    limits.REMAINING: _told("How often it still may.", {"type": "integer", "minimum": 0}),
    limits.RESET: _told("When the second or minute is over, in epoch seconds.", {"type": "integer"}),
    limits.RETRY_AFTER: _told("When the next day begins: 00:00 UTC.", {"type": "string", "format": "date-time"}),
    "WWW-Authenticate": {"description": "How to send the token.", "required": True, "schema": {"type": "string"}},
}

_LINKED = {
    "meetingCreate": ("meetingId", "id"),
    "meetingRegistrantCreate": ("registrantId", "registrant_id"),
    "webinarCreate": ("webinarId", "id"),
    "webinarRegistrantCreate": ("registrantId", "registrant_id"),
    "trackingSourceCreate": ("sourceId", "id"),
    "webhookCreate": ("webhookId", "webhook_id"),
}
"""What makes something whose id others take: the parameter, and the reply's member that it is."""


def openapi(base_url: str, profile: Profile) -> Json:
    """The document of a desk that is reached at `base_url` (without a slash at its end) and speaks a profile."""
    paths: dict[str, Json] = {}
    for operation in OPERATIONS:
        paths.setdefault(operation.path, {})[operation.method.lower()] = _operation(operation, profile)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Doorlist", "version": profile.value, "description": _INFO.format(profile=profile.value)},
        "servers": [{"url": f"{base_url}/v2"}],
        "tags": [{"name": group} for group in dict.fromkeys(operation.group for operation in OPERATIONS)],
        "paths": paths,
        "components": {
            "schemas": {**schemas.components(), "Error": _ERROR},
            "headers": _HEADERS,
            "securitySchemes": _security_schemes(base_url),
        },
    }


def _operation(operation: Operation, profile: Profile) -> Json:
    described: Json = {
        "operationId": operation.id,
        "tags": [operation.group],
        "summary": operation.summary,
        "description": documented.description(operation),
        "x-rate-label": operation.label,
        "parameters": [*_path_parameters(operation), *_query_parameters(operation)],
        "responses": _responses(operation, profile),
        "security": [{"bearer": []}, *({"oauth2": [scope]} for scope in (*operation.classic, *operation.granular))],
    }
    if operation.body is not None:
        described["requestBody"] = _request_body(operation)
    if operation.extension:
        described["x-doorlist-extension"] = True
    return described


def _path_parameters(operation: Operation) -> list[Json]:
    kinds: Mapping[str, tuple[str, Json]] = {
        "userId": ("An id, an email, or `me`.", {"type": "string", "minLength": 1}),
        "registrantId": ("The registrant's id.", {"type": "string", "minLength": 1}),
        "webhookId": ("The webhook's id.", {"type": "string", "minLength": 1}),
        "noticeId": ("The notice's id.", {"type": "string", "minLength": 1}),
        "meetingId": (
            "The meeting's number.",
            {"type": "integer", "format": "int64", "minimum": 1, "maximum": MEETING_NUMBER_MAX},
        ),
        "webinarId": (
            "The webinar's number.",
            {"type": "integer", "format": "int64", "minimum": 1, "maximum": MEETING_NUMBER_MAX},
        ),
        "webinar": ("The webinar's number or uuid.", {"type": "string", "minLength": 1}),
        "panelistId": ("The panelist's id.", {"type": "string", "minLength": 1}),
        "sourceId": ("The tracking source's id.", {"type": "string", "minLength": 1}),
        "recording": (
            "The meeting's number, which means its latest recording, or a recording's uuid.",
            {"type": "string", "minLength": 1},
        ),
    }
    described: list[Json] = []
    for name, example in examples.path(operation.id).items():
        text, schema = kinds[_kind(operation, name)]
        shown = int(example) if schema["type"] == "integer" else example
        described.append(
            {"name": name, "in": "path", "required": True, "description": text, "schema": schema, "example": shown}
        )
    return described


def _query_parameters(operation: Operation) -> list[Json]:
    described: list[Json] = []
    for name, schema in schemas.parameters(operation.query).items():
        rest = dict(schema)
        text = rest.pop("description", None)
        described.append({"name": name, "in": "query", **({"description": text} if text else {}), "schema": rest})
    return described


def _request_body(operation: Operation) -> Json:
    assert operation.body is not None
    texts = {name: {"contentType": _JSON} for name in schemas.structured(operation.body)}
    form: Json = {"schema": schemas.form(operation.body), **({"encoding": texts} if texts else {})}
    return {
        "required": any(field.is_required() for field in operation.body.model_fields.values()),
        "content": {
            _JSON: {"schema": schemas.body(operation.body), "example": examples.body(operation.id)},
            _MULTIPART: form,
            _FORM: form,
        },
    }


def _responses(operation: Operation, profile: Profile) -> Json:
    done: Json = {"description": documented.success(operation), "headers": _headers(*_ALLOWANCE)}
    if operation.reply is not None:
        content = {"schema": schemas.reply(operation.reply), "example": examples.OPERATIONS[operation.id].reply}
        done["content"] = {_JSON: content}
    if links := _links(operation):
        done["links"] = links
    by_status: dict[int, list[Documented]] = {}
    for refusal in documented.refusals(operation, profile):
        by_status.setdefault(refusal.answer.status, []).append(refusal)
    refused = {str(status): _refused(status, by_status[status]) for status in sorted(by_status)}
    return {str(operation.status(profile)): done, **refused}


_BY_STATUS = {401: ("WWW-Authenticate",), 429: (*_ALLOWANCE, limits.RESET, limits.RETRY_AFTER)}


def _refused(status: int, refusals: Sequence[Documented]) -> Json:
    lines = dict.fromkeys(f"- {refusal.answer.code}: {refusal.answer.message}" for refusal in refusals)
    codes = sorted({refusal.answer.code for refusal in refusals})
    shown = {
        refusal.refusal: {"summary": f"{refusal.answer.code}: {refusal.refusal}", "value": refusal.body}
        for refusal in refusals
    }
    schema = {"$ref": "#/components/schemas/Error", "properties": {"code": {"enum": codes}}}
    return {
        "description": "\n".join(lines),
        "headers": _headers(*_BY_STATUS.get(status, ())),
        "content": {_JSON: {"schema": schema, "examples": shown}},
    }


def _links(operation: Operation) -> Json:
    """Where the id in a reply can be used: in each operation that takes it and no other than this one took."""
    if operation.id not in _LINKED:
        return {}
    parameter, member = _LINKED[operation.id]
    known = {name: f"$request.path.{name}" for name in examples.OPERATIONS[operation.id].path}
    known[parameter] = f"$response.body#/{member}"
    links: Json = {}
    for other in OPERATIONS:
        taken = examples.OPERATIONS[other.id].path.keys()
        if parameter in taken <= known.keys() and not _of_recording(other):
            links[other.id] = {"operationId": other.id, "parameters": {name: known[name] for name in taken}}
    return links


def _kind(operation: Operation, name: str) -> str:
    """What a parameter of an address is, where an operation takes more than others do."""
    if name == "meetingId" and _of_recording(operation):
        return "recording"
    return "webinar" if operation.id == "webinar" else name


def _of_recording(operation: Operation) -> bool:
    """Whether its meetingId may be a recording's uuid."""
    return "/recordings" in operation.path and operation.id != "recordingCreate"


def _headers(*more: str) -> Json:
    return {
        name: {"$ref": f"#/components/headers/{name}"}
        for name in ("x-zm-trackingid", "Doorlist-Profile", "Doorlist-Notice", *more)
    }


def _security_schemes(base_url: str) -> Json:
    opened = {scope: _opens(scope) for scope in sorted(EVERY_SCOPE)}
    return {
        "bearer": {"type": "http", "scheme": "bearer", "description": "The access token of `/oauth/token`."},
        "oauth2": {
            "type": "oauth2",
            "description": "Server-to-server: post `grant_type=account_credentials` and `account_id`, with the app's "
            "id and secret as HTTP Basic. For a user: the authorization code with PKCE. Any one of an operation's scopes "
            "is enough.",
            "flows": {
                "clientCredentials": {"tokenUrl": f"{base_url}/oauth/token", "scopes": opened},
                "authorizationCode": {
                    "authorizationUrl": f"{base_url}/oauth/authorize",
                    "tokenUrl": f"{base_url}/oauth/token",
                    "refreshUrl": f"{base_url}/oauth/token",
                    "scopes": opened,
                },
            },
        },
    }


def _opens(scope: str) -> str:
    for_whom = {
        scopes.Reach.USER: "the token's own user",
        scopes.Reach.ACCOUNT: "all of the account",
        scopes.Reach.SUB_ACCOUNTS: "sub-accounts, below /accounts/{accountId}",
    }
    opened = [each.id for each in OPERATIONS if scope in each.scopes | each.master_scopes]
    return f"For {for_whom[scopes.reach(scope)]}: {', '.join(opened)}"
