"""What an item sends: variables, URL, headers, auth and body as they go over the wire."""

from dataclasses import replace
from typing import Any

import pytest
from samples import postman
from samples.postman import item, made, pair

from doorlist.samples import collection, resolving
from doorlist.samples.problems import Problem
from doorlist.samples.request import (
    AwsV4,
    Basic,
    Digest,
    Field,
    File,
    FileBody,
    Form,
    Hawk,
    Multipart,
    OAuth1,
    Part,
    Raw,
    Template,
)
from doorlist.samples.resolving import Given

BASE = "https://api.example.org"


def url(path: list[Any] | None = None, query: Any = None, variable: Any = None) -> dict[str, Any]:
    found: dict[str, Any] = {"raw": BASE, "host": [BASE], "path": path or []}
    if query is not None:
        found["query"] = query
    if variable is not None:
        found["variable"] = variable
    return found


# Variables


def test_the_nearest_scope_gives_a_variables_value() -> None:
    one = {
        "name": "F",
        "item": [item(url="https://a/{{x}}/{{y}}/{{z}}/{{w}}")],
        "variable": [pair("x", "folder"), pair("y", "folder")],
    }

    scopes = [pair("x", "collection"), pair("y", "collection"), pair("z", "collection"), pair("w", "collection")]
    read = collection.read(postman.text(one, variable=scopes))
    given = Given(variables={"x": "given"}, environment={"x": "environment", "z": "environment"})
    [(_, found)] = resolving.requests(read, given)
    assert not isinstance(found, Problem)
    assert found.url.path == "/given/folder/environment/collection"


def test_variables_within_variables_are_replaced() -> None:
    found = made(item(url="{{a}}/x"), variable=[pair("a", "{{b}}/v2"), pair("b", "https://h{{n}}"), pair("n", 5)])
    assert found.url.text == "https://h5/v2/x"


@pytest.mark.parametrize("value", [None, "", "missing"])
def test_a_variable_without_a_value_is_read_from_the_environment(value: str | None) -> None:
    scopes = [] if value == "missing" else [pair("accessToken", value)]
    found = made(item(header=[pair("X-Token", "t {{accessToken}}!")]), variable=scopes)
    [variable] = found.variables
    assert (variable.name, variable.environment, variable.snake, variable.camel, variable.pascal) == (
        "accessToken",
        "ACCESS_TOKEN",
        "access_token",
        "accessToken",
        "AccessToken",
    )
    assert found.headers == (("X-Token", Template(("t ", variable, "!"))),)


def test_a_variable_is_asked_for_once_and_named_uniquely() -> None:
    found = made(item(header=[pair("A", "{{a-b}} {{a_b}} {{a-b}}")]))
    assert [each.environment for each in found.variables] == ["A_B", "A_B_2"]


@pytest.mark.parametrize(
    ("name", "environment"),
    [
        ("path", "API_PATH"),
        ("user", "API_USER"),
        ("LD_PRELOAD", "API_LD_PRELOAD"),
        ("mode", "API_MODE"),
        ("e", "API_E"),
        ("日本", "VALUE"),
        ("1st", "VALUE_1_ST"),
        ("oauth2Token", "OAUTH2_TOKEN"),
    ],
)
def test_no_sample_reads_a_variable_that_the_system_sets(name: str, environment: str) -> None:
    assert made(item(header=[pair("A", f"{{{{{name}}}}}")])).variables[0].environment == environment


def test_disabled_variables_give_nothing() -> None:
    assert made(item(header=[pair("A", "{{a}}")]), variable=[pair("a", "x", disabled=True)]).variables


def test_dynamic_variables_follow_from_the_seed() -> None:
    one = item(url="https://a/{{$guid}}/{{$randomInt}}/{{$timestamp}}/{{$guid}}")
    first, again, other = made(one), made(one), made(one, Given(seed="1"))
    assert first.url == again.url
    assert first.url != other.url
    _, guid, number, timestamp, second = str(first.url.path).split("/")
    assert guid != second
    assert len(guid) == 36
    assert 0 <= int(number) <= 1000
    assert timestamp.isdigit()


def test_an_unknown_dynamic_variable_is_read_from_the_environment() -> None:
    assert made(item(header=[pair("A", "{{$notOne}}")])).variables[0].environment == "NOT_ONE"


# URLs


@pytest.mark.parametrize(
    ("given", "sent"),
    [
        ("https://h", "https://h/"),
        ("https://H.example:8443/a", "https://h.example:8443/a"),
        ("http://h:80/a", "http://h/a"),
        ("h/a", "http://h/a"),
        ("http://[::1]:8080/a", "http://[::1]:8080/a"),
        ("https://bücher.example/a", "https://xn--bcher-kva.example/a"),
        ("https://h/a b/ü", "https://h/a%20b/%C3%BC"),
        ("https://h/a%20b/%2F/%zz", "https://h/a%20b/%2F/%25zz"),
        ("https://h/a//b/../c/.", "https://h/a//b/../c/."),
        ("https://h/'\"<>`{}|^[]", "https://h/%27%22%3C%3E%60%7B%7D%7C%5E%5B%5D"),
        ("https://h\\a\\b?c\\d", "https://h/a/b?c%5Cd"),
        ("https://h/a?b=c#d", "https://h/a?b=c"),
        ("https://h/a?", "https://h/a"),
        ("https://h/a?b&c=&d==&=e&b=2", "https://h/a?b&c=&d==&=e&b=2"),
        ("https://h/a?b=1 2&c=%2f%26&d=a+b&e=/?:@!$'()*,;", "https://h/a?b=1%202&c=%2f%26&d=a+b&e=/?:@!$%27()*,;"),
        ("https://h?a=1", "https://h/?a=1"),
    ],
)
def test_a_url_is_percent_encoded_once(given: str, sent: str) -> None:
    assert made(item(url=given)).url.text == sent


def test_the_query_of_an_object_is_encoded_so_that_it_decodes_to_what_was_meant() -> None:
    query = [
        pair("a", "b&c=d#e"),
        pair("f=g&", "h"),
        pair("n", None),
        pair("e", ""),
        pair("a", "2"),
        pair("x", "y", disabled=True),
        pair("u[]", "日"),
    ]
    found = made(item(url=url(["p"], query)))
    assert found.url.target == "/p?a=b%26c=d%23e&f%3Dg%26=h&n&e=&a=2&u%5B%5D=%E6%97%A5"
    assert found.url.query[2].value is None


def test_a_value_cannot_smuggle_pairs_into_the_query() -> None:
    found = made(item(url=url(["p"], [pair("a", "{{v}}")])), variable=[pair("v", "1&admin=true")])
    assert found.url.target == "/p?a=1%26admin=true"


def test_path_variables_are_filled_in_and_encoded() -> None:
    variable = [pair("meetingId", "quis officia in"), pair("name", "a?b#c"), pair("empty", "")]
    found = made(item(url=url(["m", ":meetingId", ":name.json", ":empty", ":unknown", "lit:eral"], variable=variable)))
    assert [each.name for each in found.variables] == [":empty", ":unknown"]
    empty, unknown = found.variables
    assert found.url.path == Template(
        (
            "/m/quis%20officia%20in/a%3Fb%23c.json/",
            replace(empty, encoded=True),
            "/",
            replace(unknown, encoded=True),
            "/lit:eral",
        )
    )
    assert (empty.environment, unknown.environment) == ("EMPTY", "UNKNOWN")


def test_a_path_may_be_a_text_or_have_objects() -> None:
    one = {"host": "api.example.org", "protocol": "https", "port": 8443, "path": "/a/:b", "variable": [pair("b", "c")]}
    assert made(item(url=one)).url.text == "https://api.example.org:8443/a/c"
    other = {"host": ["api", "example", "org"], "path": [{"type": "string", "value": "a"}]}
    assert made(item(url=other)).url.text == "http://api.example.org/a"


@pytest.mark.parametrize(
    ("path", "sent"), [(["", "get"], "//get"), (["get", ""], "/get/"), ([], "/"), ("/get", "/get"), ("get", "/get")]
)
def test_empty_parts_of_a_path_are_slashes(path: Any, sent: str) -> None:
    assert made(item(url={"host": ["h"], "path": path})).url.path == sent


def test_a_pair_without_a_name_is_sent_where_it_has_a_value_if_only_an_empty_one() -> None:
    query = [pair("", ""), pair(None, "v"), pair("", None), pair("k", "v")]
    assert made(item(url=url(["p"], query))).url.target == "/p?=&=v&k=v"


def test_an_origin_that_is_unknown_is_a_variable_as_it_stands() -> None:
    found = made(item(url="{{baseUrl}}/things?a={{v}}"))
    base, value = found.variables
    assert found.url.origin == Template((base,))
    assert not base.encoded
    assert found.url.target == Template(("/things?a=", replace(value, encoded=True)))
    assert (found.url.scheme, found.url.host, found.url.port) == (None, None, None)


def test_a_host_that_is_unknown_in_part_is_a_template() -> None:
    found = made(item(url="https://{{site}}.example.org:{{port}}/a"))
    site, port = found.variables
    assert found.url.origin == Template(("https://", site, ".example.org:", port))
    assert found.url.path == "/a"
    assert port.environment == "API_PORT"


def test_credentials_in_a_url_become_basic_auth() -> None:
    found = made(item(url="https://us:p%40ss@h/a"))
    assert found.auth == Basic("us", "p@ss")
    assert found.url.text == "https://h/a"


def test_nothing_is_asked_for_that_the_request_does_not_hold() -> None:
    """The raw text of a URL may be older than its parts."""
    one = {"raw": "{{old}}/a?b={{c}}", "host": ["https://h"], "path": ["a"]}
    found = made(item(url=one))
    assert [each.name for each in found.variables] == ["c"]
    assert found.url.query[0].name == "b"


# Headers and auth


def test_headers_keep_their_order_their_repeats_and_their_empty_values() -> None:
    header = [
        pair("X-A", "1"),
        pair("X-B", " pad\t"),
        pair("x-a", "2"),
        pair("X-Empty", ""),
        pair("X-Off", "1", disabled=True),
        pair("", "x"),
        pair("N", None),
    ]
    found = made(item(header=header))
    assert found.headers == (("X-A", "1"), ("X-B", "pad"), ("x-a", "2"), ("X-Empty", ""), ("N", ""))
    assert found.repeated_header == "x-a"


def test_headers_may_be_lines_of_text() -> None:
    assert made(item(header="X-A: 1\nX-B: two: three\n")).headers == (("X-A", "1"), ("X-B", "two: three"))


def test_what_follows_from_the_body_is_left_out_with_a_note() -> None:
    found = made(item(method="POST", header=[pair("Content-Length", "3")], body={"mode": "raw", "raw": "hello"}))
    assert found.headers == ()
    assert found.warnings == ("The collection's Content-Length is left out: it follows from the body that is sent.",)


@pytest.mark.parametrize("form", ["list", "object"])
@pytest.mark.parametrize(
    ("type_", "values", "headers", "query"),
    [
        ("bearer", {"token": "t"}, (("Authorization", "Bearer t"),), ""),
        ("apikey", {"key": "X-Key", "value": "v"}, (("X-Key", "v"),), ""),
        ("apikey", {"key": "k y", "value": "v&v", "in": "query"}, (), "?k%20y=v%26v"),
        ("oauth2", {"accessToken": "t"}, (("Authorization", "Bearer t"),), ""),
        ("oauth2", {"accessToken": "t", "headerPrefix": "Token"}, (("Authorization", "Token t"),), ""),
        ("oauth2", {"accessToken": "t", "headerPrefix": ""}, (("Authorization", "t"),), ""),
        ("oauth2", {"accessToken": "t", "addTokenTo": "queryParams"}, (), "?access_token=t"),
    ],
)
def test_tokens_and_keys_become_headers_or_pairs(
    form: str, type_: str, values: dict[str, str], headers: Any, query: str
) -> None:
    """In lists, as v2.1 has them, and in objects, as v2.0 has them."""
    given = [pair(name, value) for name, value in values.items()] if form == "list" else values
    found = made(item(url=url(["a"]), auth={"type": type_, type_: given}))
    assert found.headers == headers
    assert found.url.target == f"/a{query}"


@pytest.mark.parametrize(
    ("type_", "variable"), [("bearer", "TOKEN"), ("oauth2", "ACCESS_TOKEN"), ("apikey", "API_KEY")]
)
def test_a_secret_that_the_collection_does_not_hold_is_asked_for(type_: str, variable: str) -> None:
    auth: dict[str, Any] = {"type": type_}
    if type_ == "apikey":
        auth["apikey"] = [pair("key", "X-Key")]
    found = made(item(auth=auth))
    assert [each.environment for each in found.variables] == [variable]


def test_auth_takes_the_place_of_a_header_of_its_name() -> None:
    found = made(item(header=[pair("authorization", "old")], auth={"type": "bearer", "bearer": [pair("token", "t")]}))
    assert found.headers == (("Authorization", "Bearer t"),)


def test_auth_is_inherited_overridden_and_switched_off() -> None:

    def bearer(token: str) -> dict[str, Any]:
        return {"type": "bearer", "bearer": [pair("token", token)]}

    folder = {
        "name": "F",
        "auth": bearer("folder"),
        "item": [item("a"), item("b", auth=bearer("own")), item("c", auth={"type": "noauth"})],
    }
    read = collection.read(postman.text(folder, item("d"), auth=bearer("collection")))
    found = [each for _, each in resolving.requests(read)]
    assert [[value for _, value in each.headers] for each in found if not isinstance(each, Problem)] == [
        ["Bearer folder"],
        ["Bearer own"],
        [],
        ["Bearer collection"],
    ]


@pytest.mark.parametrize(
    ("type_", "values", "auth"),
    [
        ("basic", {"username": "u", "password": "p"}, Basic("u", "p")),
        ("basic", {"username": "key"}, Basic("key", "")),
        ("digest", {"username": "u", "password": "p", "algorithm": "MD5"}, Digest("u", "p")),
        (
            "oauth1",
            {
                "consumerKey": "ck",
                "consumerSecret": "cs",
                "token": "t",
                "tokenSecret": "ts",
                "signatureMethod": "HMAC-SHA256",
            },
            OAuth1("ck", "cs", "t", "ts", "HMAC-SHA256"),
        ),
        (
            "awsv4",
            {"accessKey": "a", "secretKey": "s", "region": "eu-west-1", "service": "s3"},
            AwsV4("a", "s", "", "eu-west-1", "s3"),
        ),
        ("hawk", {"authId": "i", "authKey": "k", "algorithm": "sha1"}, Hawk("i", "k", "sha1")),
    ],
)
def test_auth_that_a_program_works_out_is_kept_as_what_it_is(type_: str, values: dict[str, str], auth: Any) -> None:
    assert made(item(auth={"type": type_, type_: values})).auth == auth


@pytest.mark.parametrize("type_", ["ntlm", "edgegrid", "asap", "jwt"])
def test_auth_that_no_sample_can_hold_is_a_reason(type_: str) -> None:
    reason = made(item(auth={"type": type_, type_: []})).reason
    assert reason is not None
    assert reason.startswith("Its auth cannot be printed: ")


# Bodies


def body(mode: str, content: Any, **more: Any) -> dict[str, Any]:
    return {"mode": mode, mode: content, **more}


@pytest.mark.parametrize(
    ("language", "content_type"),
    [
        ("json", "application/json"),
        ("xml", "application/xml"),
        ("text", "text/plain"),
        (None, "text/plain"),
        ("html", "text/html"),
        ("javascript", "application/javascript"),
    ],
)
def test_a_raw_body_has_the_media_type_of_its_language(language: str | None, content_type: str) -> None:
    options = {} if language is None else {"options": {"raw": {"language": language}}}
    found = made(item(method="POST", body=body("raw", "x", **options)))
    assert (found.body, found.content_type) == (Raw("x"), content_type)


def test_a_content_type_of_the_collection_wins_and_is_no_header() -> None:
    found = made(item(method="POST", header=[pair("content-type", "text/x; a=b")], body=body("raw", "x")))
    assert (found.headers, found.content_type) == ((), "text/x; a=b")


@pytest.mark.parametrize(
    ("text", "exact"),
    [
        ('{"a": [1, 2.5, true, null, "ü\\n"], "b": {}}', True),
        ('{"a": 1.10}', False),
        ('{"a": 1.0}', False),
        ('{"a": 1e3}', False),
        ('{"a": -0}', False),
        ('{"a": 12345678901234567890}', False),
        ('{"a": 9007199254740992}', True),
        ('{"a": 1, "a": 2}', False),
        ('{"1": 2}', False),
        ('{"__proto__": 2}', False),
        ('{"a": "\\ud800"}', False),
        ('{"a": "\\u0000"}', False),
        ('{"a": NaN}', False),
        ("[" * 40 + "]" * 40, False),
        ('"text"', False),
        ("{not json", False),
    ],
)
def test_json_counts_as_exact_where_every_language_can_say_it_without_loss(text: str, exact: bool) -> None:
    found = made(item(method="POST", body=body("raw", text)))
    assert isinstance(found.body, Raw)
    assert found.body.text == text
    assert found.body.exact is exact


def test_a_form_keeps_order_and_repeats_and_its_values_as_they_are() -> None:
    fields = [pair("a", "1 2"), pair("b", "x&y=z"), pair("a", None), pair("c", "a%20b"), pair("d", "x", disabled=True)]
    found = made(item(method="POST", body=body("urlencoded", fields)))
    assert found.body == Form((Field("a", "1 2"), Field("b", "x&y=z"), Field("a", ""), Field("c", "a%20b")))
    assert found.content_type == "application/x-www-form-urlencoded"


def test_a_multipart_form_has_texts_files_and_part_types() -> None:
    parts = [
        pair("t", "v", type="text"),
        pair("j", "{}", type="text", contentType="application/json"),
        pair("n", 5, type="text"),
        {"key": "one", "type": "file", "src": "dir/a b.png"},
        {"key": "two", "type": "file", "src": ["/x/a.bin", "C:\\y\\b.bin"], "contentType": "image/png"},
        {"key": "named", "type": "file", "src": "a.bin", "fileName": "other.bin"},
    ]
    header = [pair("Content-Type", "multipart/form-data")]
    found = made(item(method="POST", header=header, body=body("formdata", parts)))
    assert found.content_type is None
    assert found.warnings == ()
    assert found.body == Multipart(
        (
            Part("t", "v"),
            Part("j", "{}", "application/json"),
            Part("n", "5"),
            Part("one", File("dir/a b.png", "a b.png"), "image/png"),
            Part("two", File("/x/a.bin", "a.bin"), "image/png"),
            Part("two", File("C:\\y\\b.bin", "b.bin"), "image/png"),
            Part("named", File("a.bin", "other.bin"), "application/octet-stream"),
        )
    )


@pytest.mark.parametrize("src", [None, "", []])
def test_a_file_that_was_not_chosen_is_asked_for(src: Any) -> None:
    found = made(item(method="POST", body=body("formdata", [{"key": "photo", "type": "file", "src": src}])))
    [variable] = found.variables
    assert variable.environment == "PHOTO_FILE"
    assert found.body == Multipart((Part("photo", File(Template((variable,)), None)),))


@pytest.mark.parametrize(
    ("name", "content_type"),
    [("a.bin", "application/octet-stream"), ("a.JSON", "application/json"), ("png", "application/octet-stream")],
)
def test_a_file_body_is_what_its_name_says_unless_the_collection_says_otherwise(name: str, content_type: str) -> None:
    one = item(method="POST", body=body("file", {"src": name}))
    found = made(one)
    assert (found.body, found.content_type) == (FileBody(File(name, name)), content_type)
    one["request"]["header"] = [pair("Content-Type", "text/x")]
    assert made(one).content_type == "text/x"


def test_a_media_type_that_the_collection_switches_off_is_not_sent() -> None:
    one = item(method="POST", body=body("raw", "x"))
    assert (
        made({**one, "protocolProfileBehavior": {"disabledSystemHeaders": {"content-type": True}}}).content_type is None
    )


@pytest.mark.parametrize("language", ["json", None])
def test_comments_in_json_are_left_out_as_postman_does(language: str | None) -> None:
    raw = '{"a": "https://x/*no*/", /* one\n */ "b": "\\"//", // two\n "c": 1}'
    options = {} if language is None else {"options": {"raw": {"language": language}}}
    header = [pair("Content-Type", "application/problem+json; charset=utf-8")]
    found = made(item(method="POST", header=header, body=body("raw", raw, **options)))
    assert isinstance(found.body, Raw)
    assert found.body.json == {"a": "https://x/*no*/", "b": '"//', "c": 1}


def test_what_looks_like_a_comment_in_other_texts_stays() -> None:
    found = made(item(method="POST", body=body("raw", "a // b")))
    assert found.body == Raw("a // b")


def test_a_form_that_is_a_text_is_split_and_not_decoded() -> None:
    found = made(item(method="POST", body=body("urlencoded", "a=b%20c&d&e=f=g")))
    assert found.body == Form((Field("a", "b%20c"), Field("d", ""), Field("e", "f=g")))


def test_graphql_is_json_with_its_variables_as_written() -> None:
    content = {"query": 'query { a(b: "c") }\n', "variables": '{"x": 1.10}', "operationName": None}
    found = made(item(method="POST", body=body("graphql", content)))
    assert found.body == Raw('{"query":"query { a(b: \\"c\\") }\\n","variables":{"x": 1.10}}')
    assert found.content_type == "application/json"


@pytest.mark.parametrize(
    "empty",
    [
        None,
        {},
        {"mode": "raw"},
        body("raw", ""),
        body("urlencoded", []),
        body("formdata", [pair("a", "b", disabled=True)]),
        body("raw", "x", disabled=True),
    ],
)
def test_an_empty_body_is_none_and_has_no_media_type(empty: Any) -> None:
    found = made(item(method="POST", body=empty))
    assert (found.body, found.content_type) == (None, None)


def test_a_get_has_no_body_unless_the_collection_insists() -> None:
    one = item(body=body("raw", "x"))
    found = made(one)
    assert found.body is None
    assert found.warnings == ("The collection gives a body, which Postman does not send with GET; nor does this.",)
    assert made({**one, "protocolProfileBehavior": {"disableBodyPruning": True}}).body == Raw("x")


def test_a_wrong_media_type_of_a_form_is_left_out_with_a_note() -> None:
    header = [pair("Content-Type", "application/json")]
    found = made(item(method="POST", header=header, body=body("urlencoded", [pair("a", "b")])))
    assert found.content_type == "application/x-www-form-urlencoded"
    assert "left out" in found.warnings[0]


def test_a_wrong_media_type_of_a_multipart_form_is_left_out_with_a_note() -> None:
    header = [pair("Content-Type", "application/json")]
    found = made(item(method="POST", header=header, body=body("formdata", [pair("a", "b")])))
    assert found.content_type is None
    assert "left out" in found.warnings[0]
