"""Reading collections: every form that the schema allows, and what is broken told with its place."""

import json
from typing import Any

import pytest
from samples import postman
from samples.postman import item, pair, text

from doorlist.samples import collection, resolving
from doorlist.samples.problems import CollectionBroken, Problem
from doorlist.samples.request import Raw, Request


def test_items_of_equal_names_in_different_folders_have_addresses_of_their_own() -> None:
    same = item("Update registrant's status")
    read = collection.read(text({"name": "Meetings", "item": [same]}, {"name": "Recordings", "item": [same, same]}))
    assert [each.slug for each in read.items] == [
        "meetings/update-registrants-status",
        "recordings/update-registrants-status",
        "recordings/update-registrants-status-2",
    ]


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Get a thing", "get-a-thing"),
        ("a/b", "a-b"),
        ("Größe", "grosse-9ccf7d"),
        ("会議", "87bca8"),
        ("🙂", None),
        ("…", None),
    ],
)
def test_any_name_makes_an_address_of_plain_letters(name: str, slug: str | None) -> None:
    [only] = collection.read(text(item(name))).items
    assert only.slug.isascii()
    assert only.slug.replace("-", "").isalnum()
    if slug is not None and name.isascii():
        assert only.slug == slug


def test_names_that_plain_letters_cannot_tell_apart_have_different_addresses() -> None:
    first, second = collection.read(text(item("会議"), item("会社"))).items
    assert first.slug != second.slug
    assert not second.slug.endswith("-2")


def test_a_long_address_is_cut_and_still_its_own() -> None:
    first, second = collection.read(text(item("a " * 200 + "b"), item("a " * 200 + "c"))).items
    assert len(first.slug) <= 60
    assert first.slug != second.slug


def test_folders_may_be_nested_a_hundred_deep() -> None:
    inner: dict[str, Any] = item("deep")
    for number in range(100):
        inner = {"name": f"f{number}", "item": [inner]}
    read = collection.read(text(inner))
    assert read.items[0].folders[-1] == "f0"
    assert len(read.items[0].folders) == 100
    assert len(read.folders) == 100
    assert len(read.items[0].folder_name) <= 120


def test_a_request_may_be_a_plain_url() -> None:
    found = postman.made({"name": "plain", "request": "https://api.example.org/a?b=c"})
    assert (found.method, found.url.text) == ("GET", "https://api.example.org/a?b=c")


def test_a_collection_without_info_is_read() -> None:
    read = collection.read(json.dumps({"item": [item("x")]}))
    assert (read.name, len(read.items)) == ("Collection", 1)


def test_a_collection_as_postmans_api_wraps_it_is_read() -> None:
    assert len(collection.read(json.dumps({"collection": json.loads(text(item()))})).items) == 1


def test_a_byte_order_mark_is_no_fault() -> None:
    assert len(collection.read(b"\xef\xbb\xbf" + text(item()).encode()).items) == 1


def test_half_of_a_surrogate_pair_becomes_a_replacement_character() -> None:
    """JSON can write one, no UTF-8 can; a whole pair and an escaped backslash stay."""
    given = text(item("x", header=[pair("A", "W")])).replace(
        '"W"', r'"\ud83d\ude42 \ud83d \ude42 \\ud83d \uD83D\uD83D\uDE42"'
    )
    [only] = collection.read(given).items
    [header] = resolving.request(only).headers
    assert header == ("A", "🙂 \ufffd \ufffd \\ud83d \ufffd🙂")


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        (b"{", "the file is not JSON: line 1, column 2"),
        (b"[]", "a collection is a JSON object, not a list"),
        (b"{}", "this is no Postman collection: it has no list `item`"),
        (b'{"item": {}}', "`item` must be a list, not an object"),
        (b'{"requests": [], "order": []}', "version 1; export it from Postman as v2.1"),
        (b"\xff\xfe{", "not UTF-8: byte 0"),
        (b"[" * 100_000, "nested too deeply"),
    ],
)
def test_a_file_that_is_no_collection_says_why(broken: bytes, said: str) -> None:
    with pytest.raises(CollectionBroken) as caught:
        collection.read(broken)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("one", "place", "said"),
    [
        ({"name": "x"}, 'item "x": request', "is missing"),
        ({"name": "x", "request": 5}, 'item "x": request', "must be an object or a URL, not a number"),
        (item("x", url=None), 'item "x": url', "is missing"),
        (item("x", url={"raw": 5}), 'item "x": url.raw', "must be a text, not a number"),
        (item("x", url="ftp://a/b"), 'item "x": url', "its scheme is ftp; only http and https can be sent"),
        (item("x", url="https://a:port/b"), 'item "x": url.port', "must be a number from 1 to 65535, not 'port'"),
        (item("x", url="https://a b/c"), 'item "x": url.host', "'a b' is no name of a host"),
        (item("x", url="https:///c"), 'item "x": url.host', "is missing"),
        (item("x", method={}), 'item "x": method', "must be a text, not an object"),
        (item("x", method="GE T"), 'item "x": method', "'GE T' is none"),
        (item("x", header=[pair("a", "1"), 5]), 'item "x": header[1]', "must be an object, not a number"),
        (item("x", header=[pair("a b", "1")]), 'item "x": header[0]', "'a b' is no name of a header"),
        (item("x", header=[pair("a", "1\r\nb: 2")]), 'item "x": header[0]', "has a line break"),
        (item("x", method="POST", body=[]), 'item "x": body', "must be an object, not a list"),
        (
            item("x", method="POST", body={"mode": "smoke", "smoke": 1}),
            'item "x": body.mode',
            "is 'smoke'; known are raw, urlencoded, formdata, file, graphql",
        ),
        (
            item("x", method="POST", body={"mode": "formdata", "formdata": [pair("a", "b"), pair("c", "d"), "e"]}),
            'item "x": body.formdata[2]',
            "must be an object, not a text",
        ),
        (
            item("x", method="POST", body={"mode": "formdata", "formdata": [{"key": "f", "type": "file", "src": [5]}]}),
            'item "x": body.formdata[0].src[0]',
            "must be a path, not a number",
        ),
        (item("x", auth={"type": "magic"}), 'item "x": auth.type', "is 'magic', which is not known"),
        (item("x", auth={"type": "basic", "basic": 5}), 'item "x": auth.basic', "must be a list, not a number"),
        (item("x", url="{{a}}"), 'item "x": url', "its variables name one another in a circle"),
    ],
)
def test_what_is_broken_in_an_item_is_told_with_its_place(one: Any, place: str, said: str) -> None:
    found = postman.outcome(one, variable=[pair("a", "{{b}}"), pair("b", "{{a}}")])
    assert isinstance(found, Problem)
    assert found.place == place
    assert said in found.message


def test_the_rest_of_a_broken_collection_is_still_there() -> None:
    folder = {"name": "F", "item": [5, {"name": "G", "item": "no"}, item("ok"), item("bad", url=None)]}
    read = collection.read(text(folder, {"name": "no request"}))
    assert [str(each) for each in read.problems] == [
        'folder "F": item[0]: must be an object, not a number',
        'folder "F / G": item: must be a list, not a text',
        'item "no request": request: is missing',
    ]
    made = [found for _, found in resolving.requests(read)]
    assert isinstance(made[0], Request)
    assert str(made[1]) == 'item "F / bad": url: is missing'


def test_an_integer_of_thousands_of_digits_is_no_fault() -> None:
    digits = "9" * 6000
    given = text(item("x", method="POST", body={"mode": "raw", "raw": f'{{"a": {digits}}}'}), variable=[pair("n", "N")])
    read = collection.read(given.replace('"N"', digits))
    found = resolving.request(read.items[0])
    assert isinstance(found.body, Raw)
    assert not found.body.exact
    assert read.items[0].variables[0]["n"] == digits


def test_variables_that_double_each_other_end_at_once() -> None:
    doubling = [pair(f"v{number}", f"{{{{v{number + 1}}}}}{{{{v{number + 1}}}}}") for number in range(40)]
    found = postman.outcome(item("x", header=[pair("A", "{{v0}}")]), variable=doubling)
    assert isinstance(found, Problem)
    assert "grow beyond all measure" in found.message


def test_two_thousand_requests_are_read_and_resolved() -> None:
    many = [item(f"Request {number}", url=f"https://api.example.org/things/{number}") for number in range(2000)]
    read = collection.read(text(*many))
    assert sum(isinstance(found, Request) for _, found in resolving.requests(read)) == 2000
    assert len({each.slug for each in read.items}) == 2000


def test_an_environment_file_gives_values_and_leaves_disabled_ones_out() -> None:
    values = [pair("a", "1"), pair("b", "2", enabled=False), pair("c", ""), pair("d", 5)]
    assert collection.environment(json.dumps({"name": "e", "values": values})) == {"a": "1", "d": "5"}


def test_a_file_that_is_no_environment_says_so() -> None:
    with pytest.raises(CollectionBroken, match="no list `values`"):
        collection.environment("{}")
