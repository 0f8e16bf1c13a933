"""Small collections for the tests, as Postman would export them."""

import json
from typing import Any

from doorlist.samples import collection, resolving
from doorlist.samples.problems import Problem
from doorlist.samples.request import Request

SCHEMA = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"
Json = dict[str, Any]


def item(
    name: str = "An item", method: Any = "GET", url: Any = "https://api.example.org/things", **request: Any
) -> Json:
    """An item of a request; `request` is what else the request has."""
    return {"name": name, "request": {"method": method, "url": url, **request}}


def text(*items: Json, **more: Any) -> str:
    """A collection of some items; `more` is what else the collection has."""
    return json.dumps({"info": {"name": "Things", "schema": SCHEMA}, "item": list(items), **more})


def made(one: Json, given: resolving.Given = resolving.NOTHING, **more: Any) -> Request:
    """The request of the only item of a collection."""
    found = outcome(one, given, **more)
    assert isinstance(found, Request), str(found)
    return found


def outcome(one: Json, given: resolving.Given = resolving.NOTHING, **more: Any) -> Request | Problem:
    """The request of the only item of a collection, or what is wrong with it."""
    read = collection.read(text(one, **more))
    if read.problems:
        return read.problems[0]
    [(_, found)] = resolving.requests(read, given)
    return found


def pair(key: str | None, value: object, **more: Any) -> Json:
    """A pair as headers, queries and forms have them."""
    return {"key": key, "value": value, **more}
