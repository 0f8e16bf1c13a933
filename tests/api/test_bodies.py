"""What real clients send becomes one mapping, and what nobody should send is refused in words."""

import asyncio
import base64
import json
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus

import httpx2
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from starlette.requests import ClientDisconnect

from doorlist.refusals import BodyTooLarge, BodyUnreadable, FieldsInvalid, MediaTypeUnknown, Refusal
from doorlist.web.api import bodies, forms, texts

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data; boundary=edge"
STRUCTURED = frozenset({"registrants", "settings"})


def read(raw: bytes, content_type: str | None = JSON, *, mend_glued: bool = True) -> bodies.Body:
    return bodies.read(raw, content_type, structured=STRUCTURED, mend_glued=mend_glued)


def fields(raw: bytes, content_type: str | None = JSON) -> dict[str, object]:
    body = read(raw, content_type)
    assert body.notices == ()
    return dict(body.fields)


def reason(raw: bytes, content_type: str | None = JSON) -> str:
    """Why the body is unreadable."""
    with pytest.raises(BodyUnreadable) as refusal:
        read(raw, content_type)
    return refusal.value.reason


def faults(raw: bytes, content_type: str | None = JSON, *, mend_glued: bool = True) -> dict[str, str]:
    """The faulty fields and what is said of them."""
    with pytest.raises(FieldsInvalid) as refusal:
        read(raw, content_type, mend_glued=mend_glued)
    assert all(fault.message.startswith("Invalid field. ") for fault in refusal.value.faults)
    return {fault.field: fault.message.removeprefix("Invalid field. ") for fault in refusal.value.faults}


def part(name: str, content: bytes, *headers: str) -> bytes:
    lines = [f'Content-Disposition: form-data; name="{name}"', *headers, "", ""]
    return b"--edge\r\n" + "\r\n".join(lines).encode() + content + b"\r\n"


def multipart(*parts: bytes) -> bytes:
    return b"".join(parts) + b"--edge--\r\n"


# --- the requests recorded from 22 programs ------------------------------------------------------------------------

WIRE = Path(__file__).parent.parent / "wire"

TWO_IDS = [
    {"id": "in ad ut nulla est", "email": "nulla"},
    {"id": "pariatur aute", "email": "incididunt fugiat mollit consequat"},
]
TWO_RECORDING_IDS = [{"id": "incididunt Excepteur eiusmod voluptate sit"}, {"id": "mollit"}]
TWO_PEOPLE = [
    {
        "first_name": "dolore eu aute dolor",
        "email": "KEESPCs-T1pF@ljUbrzdNgzMc.xx",
        "last_name": "eu reprehenderit ea magna ex",
    },
    {"first_name": "aliquip deserunt", "email": "okZ9KNk@nZOovoEvyoTCgW.eftt", "last_name": "nostrud"},
]
ZOE = [{"first_name": "Zoë", "last_name": "日本", "email": "z@example.com"}]
DENY_GLUED = (
    'the form field "registrants" begins with "deny", the value of the field before it; '
    "it was read as meant. Send only the JSON array.",
)
TRUE_GLUED = (
    'the form field "registrants" begins with "true", the value of the field before it; '
    "it was read as meant. Send only the JSON array.",
)

RECORDED: dict[str, tuple[dict[str, object], tuple[str, ...]]] = {
    "chilkat-status-fixed": ({"action": "deny", "registrants": TWO_IDS}, ()),
    "chilkat-status-literal": ({"action": "deny", "registrants": TWO_IDS}, DENY_GLUED),
    "chilkat-status-occurrence-lorem": ({"action": "deny", "registrants": TWO_IDS}, ()),
    "chilkat2-batch-fixed": ({"auto_approve": "true", "registrants": TWO_PEOPLE}, ()),
    "chilkat2-batch-literal": ({"auto_approve": "true", "registrants": TWO_PEOPLE}, TRUE_GLUED),
    "chilkat2-batch-utf8": ({"auto_approve": "true", "registrants": ZOE}, ()),
    "csharp-httpclient-batch-utf8": ({"auto_approve": "true", "registrants": ZOE}, ()),
    "csharp-httpclient-status-literal": ({"action": "deny", "registrants": TWO_IDS}, DENY_GLUED),
    "curl-batch-literal": ({"auto_approve": "true", "registrants": TWO_PEOPLE}, TRUE_GLUED),
    "curl-recording-literal": ({"action": "deny", "registrants": TWO_RECORDING_IDS}, DENY_GLUED),
    "curl-status-as-printed": ({"action": "deny", "registrants": TWO_IDS}, DENY_GLUED),
    "curl-status-chunked": ({"action": "deny", "registrants": [{"id": "a"}]}, ()),
    "curl-status-fixed": ({"action": "deny", "registrants": TWO_IDS[:1]}, ()),
    "lianja-recording-fixed": ({"action": "approve", "registrants": [{"id": "abc"}]}, ()),
    "lianja-recording-literal": ({"action": "deny", "registrants": TWO_RECORDING_IDS}, DENY_GLUED),
    "newman-batch": ({"auto_approve": "true", "registrants": TWO_PEOPLE}, ()),
    "newman-recording": ({"action": "deny", "registrants": TWO_RECORDING_IDS}, ()),
    "newman-status": ({"action": "deny", "registrants": TWO_IDS}, ()),
    "node-fetch-formdata": ({"action": "deny", "registrants": [{"id": "Zoë"}]}, ()),
    "node-fetch-json-part-filename": ({"action": "deny", "registrants": [{"id": "x"}]}, ()),
    "requests-multipart": ({"action": "deny", "registrants": [{"id": "Zoë"}]}, ()),
    "requests-urlencoded": ({"action": "deny", "registrants": [{"id": "Zoë"}]}, ()),
}


def recorded(name: str) -> tuple[bytes, str]:
    """Body and content type of a recorded request, as the HTTP server hands them on."""
    head, _, body = (WIRE / f"{name}.bin").read_bytes().partition(b"\r\n\r\n")
    headers = {
        key.lower(): value for key, _, value in (line.partition(": ") for line in head.decode().split("\r\n")[1:])
    }
    if headers.get("transfer-encoding") == "chunked":
        body = dechunked(body)
    else:
        assert len(body) == int(headers["content-length"])
    return body, headers["content-type"]


def dechunked(raw: bytes) -> bytes:
    whole = b""
    while raw:
        size, _, raw = raw.partition(b"\r\n")
        whole += raw[: int(size, 16)]
        raw = raw[int(size, 16) + 2 :]
    return whole


def test_every_recorded_request_has_its_expected_fields() -> None:
    assert {path.stem for path in WIRE.glob("*.bin")} == set(RECORDED)


@pytest.mark.parametrize("name", RECORDED)
def test_a_recorded_request_is_read_as_its_program_meant_it(name: str) -> None:
    body = read(*recorded(name))
    assert (body.fields, body.notices) == RECORDED[name]


@pytest.mark.parametrize("name", [name for name, (_, notices) in RECORDED.items() if notices])
def test_a_recorded_glued_field_is_a_fault_where_it_is_not_mended(name: str) -> None:
    body, content_type = recorded(name)
    before = "deny" if "batch" not in name else "true"
    assert faults(body, content_type, mend_glued=False) == {
        "registrants": f'It begins with "{before}", the value of the field before it: send only the JSON array.'
    }


# --- JSON ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content_type",
    [
        None,
        "",
        "application/json",
        "Application/JSON; charset=UTF-8",
        'application/json;charset="utf-8"',
        "application/scim+json",
        "text/plain",
        "text/plain; charset=utf-8",
    ],
)
def test_json_is_read_under_each_name_it_goes_by(content_type: str | None) -> None:
    assert fields('{"email": "zoë@example.com"}'.encode(), content_type) == {"email": "zoë@example.com"}


def test_an_empty_body_has_no_fields_whatever_it_calls_itself() -> None:
    for content_type in (None, JSON, FORM, MULTIPART, "multipart/form-data", "image/png"):
        assert fields(b"", content_type) == {}


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    assert fields(b'\xef\xbb\xbf{"a": 1}') == {"a": 1}
    assert fields(b'\xef\xbb\xbf {"a": 1}', "text/plain") == {"a": 1}
    assert fields('{"a": "é"}'.encode("utf-16"), "application/json; charset=utf-16") == {"a": "é"}
    assert fields('\ufeff{"a": "é"}'.encode("utf-16-le"), "application/json; charset=utf-16le") == {"a": "é"}
    upload = part("registrants", b"\xef\xbb\xbf[]", "Content-Type: application/json")
    assert fields(multipart(upload), MULTIPART) == {"registrants": []}


@pytest.mark.parametrize("charset", ["iso-8859-1", "latin1", "windows-1252", "ISO8859-15", "cp850"])
def test_another_declared_charset_is_decoded(charset: str) -> None:
    assert fields('{"name": "Zoë"}'.encode(charset), f"application/json; charset={charset}") == {"name": "Zoë"}


@pytest.mark.parametrize("charset", ["klingon", "hex", "zlib", "rot13", "utf-7", "punycode", "idna", "unicode_escape"])
def test_what_is_no_charset_is_named(charset: str) -> None:
    assert reason(b'{"a": 1}', f"application/json; charset={charset}") == (
        f"The charset {charset} is unknown: send UTF-8."
    )


def test_a_body_that_is_not_in_its_charset_is_refused() -> None:
    assert reason(b'{"a": "\xff"}', "application/json; charset=us-ascii").startswith("The body is not us-ascii ")
    assert "invalid unicode code point at line 1 column 8" in reason(b'{"a": "\xff"}')
    assert "line 1 column" in reason(b'{"a": "\xed\xa0\x80"}')


@pytest.mark.parametrize("raw", [b"[]", b'"text"', b"1", b"null", b"true", b'[{"a": 1}]', b"1e999", rb'["\u0000"]'])
def test_json_that_is_no_object_is_refused(raw: bytes) -> None:
    assert "no object" in reason(raw)


def test_malformed_json_is_refused_with_line_and_column() -> None:
    assert reason(b'{"a":\n 1,}') == "The body is not JSON: trailing comma at line 2 column 4."
    for raw in (b"{", b" ", b"{'a': 1}", b'{"a": 1} x', b'{"a": 01}', b'{"a": "\n"}', b'{"a": "\0"}', b'{"a": tru}'):
        assert " at line 1 column " in reason(raw) or " at line 2 column " in reason(raw)


def test_of_two_members_with_one_name_the_last_counts() -> None:
    assert fields(b'{"a": 1, "a": 2}') == {"a": 2}


@pytest.mark.parametrize("word", [b"NaN", b"Infinity", b"-Infinity", b"nan"])
def test_what_is_no_number_in_json_is_refused(word: bytes) -> None:
    assert "not JSON" in reason(b'{"a": ' + word + b"}")


@pytest.mark.parametrize("number", [b"1e999", b"-1E+400", b"9" * 400 + b".5"])
def test_a_number_that_overflows_names_its_field(number: bytes) -> None:
    assert faults(b'{"a": [0, {"b": ' + number + b"}]}") == {"a[1].b": "The number is too large."}
    assert faults(b'{"e": ' + number + b"}") == {"e": "The number is too large."}


def test_large_numbers_that_fit_are_kept() -> None:
    assert fields(b'{"a": 1e308, "b": 123456789012345678901234567890, "c": -0.5}') == {
        "a": 1e308,
        "b": 123456789012345678901234567890,
        "c": -0.5,
    }


@pytest.mark.parametrize(
    "text",
    [rb"\u0000", rb"ab\u0000cd", rb"\ud800", rb"\uD800", rb"\udfff", rb"\ud83d\u0041", rb"\ud83d\n", rb"\\\ud800"],
)
def test_text_that_cannot_be_stored_names_its_field(text: bytes) -> None:
    said = "It holds a NUL or half a surrogate pair, which cannot be stored: leave it out."
    assert faults(b'{"email": "' + text + b'"}') == {"email": said}
    assert faults(b'{"registrants": [{"id": "1"}, {"email": "' + text + b'"}], "ok": "1"}') == {
        "registrants[1].email": said
    }
    sent = multipart(part("registrants", b'[{"email": "' + text + b'"}]'))
    assert faults(sent, MULTIPART) == {"registrants[0].email": said}


def test_a_member_name_that_cannot_be_stored_is_named_legibly() -> None:
    assert set(faults(rb'{"a": {"x\u0000y": 1}}')) == {r"a.x\u0000y"}
    assert set(faults(rb'{"x\ud800": 1}')) == {r"x\u0000"}


def test_all_fields_with_unstorable_text_are_named_but_not_endlessly() -> None:
    assert set(faults(rb'{"a": "\u0000", "b": "x", "c": ["\u0000", "\u0000"]}')) == {"a", "c[0]", "c[1]"}
    many = b'{"a": [' + b", ".join([rb'"\u0000"'] * 1000) + b"]}"
    assert len(faults(many)) == texts.FAULTS_MAX


def test_escapes_that_only_look_unstorable_are_text() -> None:
    assert fields(rb'{"a": "\\u0000", "b": "\\ud800", "c": "\ud83d\ude00", "d": "\\\\ud800"}') == {
        "a": r"\u0000",
        "b": r"\ud800",
        "c": "😀",
        "d": r"\\ud800",
    }


def test_a_body_with_half_a_surrogate_pair_and_broken_besides_is_unreadable() -> None:
    assert "line 1" in reason(rb'{"a": "\ud800", }')


def nested(levels: int, inner: bytes = b"1") -> bytes:
    """An object with arrays in it, `levels` deep in all."""
    return b'{"a": ' + b"[" * (levels - 1) + inner + b"]" * (levels - 1) + b"}"


def test_nesting_ends_at_the_limit() -> None:
    assert fields(nested(texts.DEPTH_MAX))
    assert f"nested deeper than {texts.DEPTH_MAX} levels" in reason(nested(texts.DEPTH_MAX + 1))
    objects = b'{"a": ' * texts.DEPTH_MAX + b"1" + b"}" * texts.DEPTH_MAX
    assert fields(objects)
    assert "nested deeper" in reason(b'{"a": ' + objects + b"}")


def test_brackets_in_text_and_side_by_side_are_no_nesting() -> None:
    assert fields(b'{"a": "' + b"[{" * 1000 + b'"}') == {"a": "[{" * 1000}
    assert fields(b'{"a": [' + b", ".join([b"[{}]"] * 1000) + b"]}") == {"a": [[{}]] * 1000}


def test_nesting_in_a_form_field_ends_at_the_same_limit_and_names_the_field() -> None:
    deep = b"[" * texts.DEPTH_MAX + b"]" * texts.DEPTH_MAX
    assert fields(multipart(part("registrants", deep)), MULTIPART)
    assert "nested deeper" in faults(multipart(part("registrants", b"[" + deep + b"]")), MULTIPART)["registrants"]


MIB = bodies.BODY_BYTES_MAX
HOSTILE: dict[str, tuple[bytes, str]] = {
    "opening brackets": (b"[" * MIB, JSON),
    "opening objects": (b'{"a":' * (MIB // 5), JSON),
    "brackets after a lone surrogate": (rb'{"\ud800":' + b"[" * (MIB - 20), JSON),
    "brackets in a form field": (b"registrants=" + b"[" * (MIB - 20), FORM),
    "10,000 digits": (b'{"a":' + b"9" * 10_000 + b"}", JSON),
    "a million digits": (b'{"a":' + b"9" * (MIB - 10) + b"}", JSON),
    "a million digits in a form field": (b"registrants=" + b"9" * (MIB - 20), FORM),
    "escapes and a lone surrogate": (b'{"a":"' + b"\\\\" * (MIB // 2 - 20) + rb'\ud800"}', JSON),
    "lone surrogates": (b'{"a":"' + rb"\ud800" * (MIB // 6 - 2) + b'"}', JSON),
    "punycode": (b"a" * MIB, "application/json; charset=punycode"),
    "ampersands": (b"&" * MIB, FORM),
    "boundaries that are none": (part("a", b"\r\n--edgeX" * (MIB // 10)) + b"--edge--", MULTIPART),
    "empty parts": (b"--edge\r\n\r\n\r\n" * (MIB // 12), MULTIPART),
    "part headers": (b"--edge\r\n" + b"A: b\r\n" * (MIB // 6), MULTIPART),
    "new lines": (b"\r\n" * (MIB // 2), MULTIPART),
    "a long content type": (b"{}", "application/json; a=" + '";' * 30_000),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_body_is_refused_quickly(kind: str) -> None:
    started = time.perf_counter()
    with pytest.raises(Refusal):
        read(*HOSTILE[kind])
    assert time.perf_counter() - started < 2


def test_a_small_json_body_is_read_in_microseconds() -> None:
    raw = json.dumps(
        {"email": "jill@example.com", "comments": "x" * 300, "custom_questions": [{"title": "t"}]}
    ).encode()

    def best_us() -> float:
        started = time.perf_counter()
        for _ in range(1000):
            read(raw)
        return (time.perf_counter() - started) * 1000

    assert min(best_us() for _ in range(20)) < 50, "a walk in Python over every character would take longer"


# --- forms ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("media_type", ["image/png", "application/xml", "multipart/mixed; boundary=edge", "json", ";"])
def test_another_media_type_is_named(media_type: str) -> None:
    with pytest.raises(MediaTypeUnknown) as refusal:
        read(b'{"a": 1}', media_type)
    assert refusal.value.media_type == media_type.partition(";")[0]


def test_plain_text_that_is_no_json_is_of_no_known_media_type() -> None:
    with pytest.raises(MediaTypeUnknown):
        read(b"hello", "text/plain")
    with pytest.raises(MediaTypeUnknown):
        read(b"{}", "text/html")
    assert "not JSON" in reason(b"{hello", "text/plain")


def test_a_urlencoded_form_is_decoded_as_utf8() -> None:
    assert fields(b"a=Zo%C3%AB+B&b=%2B&c&d=&&e=x=y&%C3%AB=1&raw=\xc3\xab", FORM) == {
        "a": "Zoë B",
        "b": "+",
        "c": "",
        "d": "",
        "e": "x=y",
        "ë": "1",
        "raw": "ë",
    }
    assert fields(b"a=Zo%EB", f"{FORM}; charset=ISO-8859-1") == {"a": "Zoë"}


def test_bytes_that_are_no_text_name_their_field() -> None:
    assert faults(b"ok=1&a=%FF", FORM) == {"a": "It is not UTF-8 text: send UTF-8."}
    assert faults(multipart(part("a", b"\xff")), MULTIPART) == {"a": "It is not UTF-8 text: send UTF-8."}
    sent = multipart(part("a", b"\xff", "Content-Type: text/plain; charset=us-ascii"))
    assert faults(sent, MULTIPART) == {"a": "It is not us-ascii text: send UTF-8."}
    assert reason(b"%FF=1", FORM) == "The name of a form field is not UTF-8: send UTF-8."


def test_a_nul_in_a_form_names_its_field() -> None:
    assert set(faults(b"a=x%00&ok=1", FORM)) == {"a"}
    assert set(faults(multipart(part("a", b"\0")), MULTIPART)) == {"a"}
    assert set(faults(b"x%00y=1", FORM)) == {r"x\u0000y"}


def test_a_field_sent_twice_is_named() -> None:
    said = {"a": "It is sent twice: send it once.", "b": "It is sent 3 times: send it once."}
    assert faults(b"a=1&a=1&b=1&b=2&b=3&c=1", FORM) == said
    assert faults(multipart(part("a", b"1"), part("a", b"2")), MULTIPART) == {"a": said["a"]}


def test_every_fault_of_a_form_is_named_at_once() -> None:
    assert set(faults(b"a=1&a=1&b=%FF&registrants=no&settings=%7B%22x%22:%22%5Cu0000%22%7D", FORM)) == {
        "a",
        "b",
        "registrants",
        "settings.x",
    }


def test_only_declared_fields_of_a_form_are_parsed() -> None:
    sent = multipart(part("settings", b'{"a": [1]}'), part("note", b"[1]", "Content-Type: application/json"))
    assert fields(sent, MULTIPART) == {"settings": {"a": [1]}, "note": "[1]"}


def test_a_form_field_that_is_no_json_where_it_should_be_is_named() -> None:
    assert faults(b"registrants=nonsense", FORM) == {
        "registrants": "It is not JSON: expected ident at line 1 column 2. Send JSON text."
    }
    assert set(faults(b"action=deny&registrants=", FORM)) == {"registrants"}
    assert set(faults(b"action=deny&registrants=denied[]", FORM)) == {"registrants"}
    assert set(faults(b"registrants=deny[]&action=deny", FORM)) == {"registrants"}
    assert set(faults(b"action=deny&registrants=deny[", FORM)) == {"registrants"}
    assert set(faults(b"action=deny&registrants=deny5", FORM)) == {"registrants"}


def test_json_sent_as_a_urlencoded_form_is_told_what_to_call_itself() -> None:
    assert "send Content-Type: application/json" in reason(b'{"email": "a@example.com"}', FORM)


def test_glue_of_several_fields_is_mended() -> None:
    gathered = b"action=deny&note=why&registrants=denywhy[1]"
    body = read(gathered, FORM)
    assert body.fields == {"action": "deny", "note": "why", "registrants": [1]}
    assert body.notices == (
        'the form field "registrants" begins with "denywhy", the values of the fields before it; '
        "it was read as meant. Send only the JSON array.",
    )
    body = read(b"action=deny&registrants=deny[1]&settings=deny[1]%7B%7D", FORM)
    assert body.fields == {"action": "deny", "registrants": [1], "settings": {}}
    assert len(body.notices) == 2
    assert "Send only the JSON object." in body.notices[1]


def test_a_notice_fits_a_header_whatever_was_glued() -> None:
    for before in ("x" * 1000, "\r\nSet-Cookie: a=b", "日本" * 50, "😀" * 50, 'quo"te'):
        (notice,) = read(f"a={quote_plus(before)}&registrants={quote_plus(before)}[]".encode(), FORM).notices
        assert notice.isascii()
        assert notice.isprintable()
        assert len(notice) <= 300


def test_a_multipart_form_without_parts_has_no_fields() -> None:
    assert fields(b"--edge--\r\n", MULTIPART) == {}


def test_what_stands_before_and_after_the_parts_is_ignored() -> None:
    sent = multipart(part("a", b"1"))
    assert fields(b"This is a message\r\nin MIME.\r\n" + sent + b"\r\nThe end --edge", MULTIPART) == {"a": "1"}
    assert fields(b"\r\n" + sent, MULTIPART) == {"a": "1"}
    assert fields(sent.rstrip(), MULTIPART) == {"a": "1"}


def test_content_may_look_like_a_boundary() -> None:
    for content in (b"--edge", b"\r\n--edg", b"x--edge--", b"\r\n\r\n", b"\n--edge\n", b"\r\n--edge!", b""):
        assert fields(multipart(part("a", content), part("b", b"2")), MULTIPART) == {"a": content.decode(), "b": "2"}


def test_a_part_is_read_in_its_own_charset() -> None:
    sent = multipart(part("a", "Zoë".encode("latin-1"), "Content-Type: text/plain; charset=iso-8859-1"))
    assert fields(sent, MULTIPART) == {"a": "Zoë"}
    unknown = multipart(part("a", b"x", "Content-Type: text/plain; charset=klingon"))
    assert reason(unknown, MULTIPART) == "The charset klingon is unknown: send UTF-8."


def test_a_part_is_read_in_its_own_transfer_encoding() -> None:
    encoded = base64.encodebytes("Zoë".encode() * 40)
    assert fields(multipart(part("a", encoded, "Content-Transfer-Encoding: BASE64")), MULTIPART) == {"a": "Zoë" * 40}
    quoted = part("a", b"Zo=C3=AB=\r\n!", "Content-Transfer-Encoding: quoted-printable")
    assert fields(multipart(quoted), MULTIPART) == {"a": "Zoë!"}
    assert fields(multipart(part("a", b"=C3", "Content-Transfer-Encoding: 8bit")), MULTIPART) == {"a": "=C3"}
    broken = multipart(part("a", b"A", "Content-Transfer-Encoding: base64"))
    assert faults(broken, MULTIPART)["a"].startswith("It is not base64")


def test_names_in_utf8_and_with_quotes_are_read() -> None:
    sent = b'--edge\r\ncontent-disposition: form-data; name="\xc3\xab \\"q\\"; x"; filename="a;b"\r\n\r\n1\r\n--edge--'
    assert fields(sent, MULTIPART) == {'ë "q"; x': "1"}


@pytest.mark.parametrize(
    ("content_type", "raw", "said"),
    [
        ("multipart/form-data", multipart(part("a", b"1")), "names no boundary"),
        ("multipart/form-data; boundary=", multipart(part("a", b"1")), "names no boundary"),
        ("multipart/form-data; boundary=other", multipart(part("a", b"1")), "does not have the boundary"),
        (MULTIPART, b"hello", "does not have the boundary"),
        (f"multipart/form-data; boundary={'x' * 300}", b"--" + b"x" * 300, "exceeds maximum"),
        (MULTIPART, part("a", b"1"), "before its closing boundary"),
        (MULTIPART, part("a", b"1") + b"--edge", "before its closing boundary"),
        (MULTIPART, b'--edge\r\nContent-Disposition: form-data; name="a"', "before its closing boundary"),
        (MULTIPART, b"--edge\r\n", "before its closing boundary"),
        (MULTIPART, b"--edge\n\n1\n--edge--\n", "Lines end with CR LF"),
        (MULTIPART, b"--edge\r\nno header\r\n\r\n1\r\n--edge--", "invalid character"),
        (MULTIPART, b"--edge\r\n" + b"A: b\r\n" * 9 + b"\r\n1\r\n--edge--", "header count"),
        (MULTIPART, b"--edge\r\nA: " + b"b" * 5000 + b"\r\n\r\n1\r\n--edge--", "header size"),
        (MULTIPART, multipart(part("a", b"1"), b"--edge\r\n\r\n1\r\n"), "Part 2 has no name"),
        (MULTIPART, multipart(part("", b"1")), "Part 1 has no name"),
        (MULTIPART, b'--edge\r\nContent-Disposition: form-data; name="\xff"\r\n\r\n1\r\n--edge--', "not UTF-8"),
    ],
)
def test_a_broken_multipart_form_is_told_how(content_type: str, raw: bytes, said: str) -> None:
    assert said in reason(raw, content_type)


def test_a_form_has_a_limited_number_of_fields() -> None:
    names = [f"f{number}" for number in range(forms.FORM_FIELDS_MAX + 1)]
    within = names[: forms.FORM_FIELDS_MAX]
    assert list(fields("&".join(f"{name}=1" for name in within).encode(), FORM)) == within
    assert list(fields(multipart(*(part(name, b"1") for name in within)), MULTIPART)) == within
    assert "more than 200 fields" in reason("&".join(f"{name}=1" for name in names).encode(), FORM)
    assert "more than 200 parts" in reason(multipart(*(part(name, b"1") for name in names)), MULTIPART)


# --- round trips ---------------------------------------------------------------------------------------------------

TEXT = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=30)
VALUE = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**30), 10**30)
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=20,
)
FIELD_NAME = st.text(
    st.characters(exclude_characters='\0"\\', exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20
)
FORM_FIELDS = st.dictionaries(FIELD_NAME.filter(lambda name: name not in STRUCTURED), TEXT, max_size=8)


def depth(value: object) -> int:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else None
    return 0 if inner is None else 1 + max(map(depth, inner), default=0)


@given(sent=st.dictionaries(TEXT, VALUE, max_size=6), ascii_only=st.booleans())
def test_any_json_object_is_read_back(sent: dict[str, object], ascii_only: bool) -> None:
    assert fields(json.dumps(sent, ensure_ascii=ascii_only).encode()) == sent


@given(sent=st.dictionaries(TEXT, VALUE, max_size=3), charset=st.sampled_from(["utf-16", "utf-32", "gb18030"]))
def test_any_json_object_is_read_back_from_another_charset(sent: dict[str, object], charset: str) -> None:
    raw = json.dumps(sent, ensure_ascii=False).encode(charset)
    assert fields(raw, f"application/json; charset={charset}") == sent


def encoded(**how: Any) -> tuple[bytes, str]:
    """What httpx2 makes of a form."""
    request = httpx2.Request("POST", "http://localhost/", **how)
    return request.read(), request.headers.get("content-type", "")


@given(sent=FORM_FIELDS, registrants=VALUE)
def test_any_urlencoded_form_is_read_back(sent: dict[str, str], registrants: object) -> None:
    raw, content_type = encoded(data={**sent, "registrants": json.dumps(registrants)})
    assert fields(raw, content_type) == {**sent, "registrants": registrants}


@given(sent=FORM_FIELDS, registrants=VALUE)
@example(sent={"a": "\r\n--"}, registrants=[])
def test_any_multipart_form_is_read_back(sent: dict[str, str], registrants: object) -> None:
    raw, content_type = encoded(
        files={name: (None, text.encode()) for name, text in {**sent, "registrants": json.dumps(registrants)}.items()}
    )
    assert fields(raw, content_type) == {**sent, "registrants": registrants}


@given(
    before=st.lists(TEXT.filter(lambda text: text and text[0] != "\ufeff"), min_size=1, max_size=4),
    registrants=st.lists(VALUE, max_size=3) | st.dictionaries(TEXT, VALUE, max_size=3),
)
def test_any_glued_form_is_read_as_meant(before: list[str], registrants: object) -> None:
    glue = "".join(before)
    try:
        json.loads(glue + json.dumps(registrants))
    except ValueError:
        pairs = [*enumerate(before), ("registrants", glue + json.dumps(registrants))]
        body = read("&".join(f"{name}={quote_plus(text)}" for name, text in pairs).encode(), FORM)
        assert body.fields["registrants"] == registrants
        assert len(body.notices) == 1


CONTENT_TYPES = [None, JSON, FORM, MULTIPART, "text/plain", "multipart/form-data; boundary=-", "application/x+json"]
MARKUP = st.sampled_from(
    [
        *(b"--edge\r\n", b"\r\n--edge", b"--", b"\r\n", b'Content-Disposition: form-data; name="registrants"', b": "),
        *(
            b"Content-Type: text/plain; charset=",
            b"Content-Transfer-Encoding: base64\r\n",
            b"\r\n\r\n",
            b"utf-16",
            b";",
        ),
        *(b"{", b"}", b"[", b"]", b'"', b",", b":", rb"\ud800", rb"\u0000", rb"\\", b"1e999", b"9" * 5000, b"NaN"),
        *(b"&", b"=", b"%", b"%ff", b"%00", b"registrants", b"\xef\xbb\xbf", b"\0", b"\xed\xa0\x80"),
    ]
)
SCRAMBLED = st.lists(MARKUP | st.binary(max_size=5), max_size=30).map(b"".join)


@given(
    raw=st.binary(max_size=200) | SCRAMBLED | SCRAMBLED.map(lambda raw: b"--edge\r\n" + raw),
    content_type=st.sampled_from(CONTENT_TYPES) | st.text(max_size=40),
    charset=st.sampled_from(["", *sorted(texts.CODECS)]),
    mend_glued=st.booleans(),
)
def test_no_bytes_raise_anything_but_a_refusal(
    raw: bytes, content_type: str | None, charset: str, mend_glued: bool
) -> None:
    if charset and content_type:
        content_type = f"{content_type}; charset={charset}"
    try:
        body = read(raw, content_type, mend_glued=mend_glued)
    except Refusal as refusal:
        json.dumps(refusal.facts(), default=asdict, ensure_ascii=False).encode()
        return
    stored = json.dumps(body.fields, ensure_ascii=False, allow_nan=False)
    stored.encode()
    assert r"\u0000" not in stored.replace(r"\\", "")
    assert depth(body.fields) <= texts.DEPTH_MAX + 1


# --- from the wire -------------------------------------------------------------------------------------------------


def received(*messages: dict[str, object], headers: dict[str, str] | None = None) -> tuple[bytes, int]:
    """The body that the messages carry, and how many of them were left unread."""
    waiting = list(messages)

    async def receive() -> dict[str, object]:
        return waiting.pop(0)

    return asyncio.run(bodies.receive(receive, headers or {})), len(waiting)


def chunk(body: bytes, *, more: bool = True) -> dict[str, object]:
    return {"type": "http.request", "body": body, "more_body": more}


def test_a_body_is_collected_until_its_last_chunk() -> None:
    assert received(chunk(b"a"), chunk(b""), chunk(b"b", more=False), chunk(b"no")) == (b"ab", 1)
    assert received({"type": "http.request"}) == (b"", 0)
    assert received({"type": "http.request", "body": b"x"}, headers={"content-length": "nonsense"}) == (b"x", 0)


def test_a_body_may_be_as_large_as_the_limit() -> None:
    whole = b"x" * bodies.BODY_BYTES_MAX
    body, _ = received(chunk(whole, more=False), headers={"content-length": str(len(whole))})
    assert body == whole


def refused(call: Callable[[], object]) -> None:
    with pytest.raises(BodyTooLarge) as refusal:
        call()
    assert refusal.value.body_bytes_max == bodies.BODY_BYTES_MAX


def test_a_body_announced_too_large_is_refused_before_it_is_read() -> None:
    refused(lambda: received(headers={"content-length": str(bodies.BODY_BYTES_MAX + 1)}))


def test_a_body_that_grows_too_large_is_refused_as_soon_as_it_does() -> None:
    half = chunk(b"x" * (bodies.BODY_BYTES_MAX // 2))
    refused(lambda: received(half, half, chunk(b"x")))


def test_a_client_that_hangs_up_is_no_refusal() -> None:
    with pytest.raises(ClientDisconnect):
        received(chunk(b"half a bo"), {"type": "http.disconnect"})
