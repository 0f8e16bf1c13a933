"""Requests that every language is held to: it sends them as they are, or refuses them in words."""

import json
from dataclasses import replace

from samples.languages.asking import (
    AWS,
    BASE,
    BEARER,
    FORM,
    JSON,
    MEETING,
    NASTY,
    PLAIN_MEETING,
    READING,
    TOKEN,
    TOKEN_TEXT,
    TYPE,
    request,
)

from doorlist.samples.request import (
    Answers,
    Basic,
    Digest,
    Failure,
    Field,
    File,
    FileBody,
    Form,
    Hawk,
    Json,
    Kind,
    Leaf,
    Multipart,
    OAuth1,
    Part,
    Raw,
    Template,
)

_EXACT: Json = {
    "a": [[], {}, [[]], [{"e": None, "f": True, "1x": -1.5}]],
    "a b": "NA",
    "if": [0, -1, 2147483648, 9007199254740992, 0.1, 100000],
    "h'`": '\\"ü/\u2028{$x}',
    "n": {"a.b": "\n}"},
}

REQUESTS = {
    "parts": request(
        "PUT",
        Template(("/v2/meetings/", MEETING, "/status?id=", MEETING, "&a=%5B%5D+%2F")),
        headers=(("Authorization", BEARER), ("X-Type", Template(("a%", TYPE, "x\\")))),
        body=Multipart(
            (
                *(Part(f"part {number}", text) for number, text in enumerate(NASTY)),
                Part("part 1", "twice"),
                Part('a"b\\c\r\nd', "quoted"),
                Part("typed", "{}", "application/json"),
                Part("odd", "x", "weird"),
                Part("token", TOKEN_TEXT),
                Part("ends", "x\ry\r\n"),
                Part("within", Template(("<", TOKEN, "{}%s\n>abc:", TYPE, "(x)"))),
                Part("file", File('ü "1".txt', 'ü "1".txt')),
                Part("other", File("~b.bin", "c\\d.bin"), "image/png"),
            )
        ),
        variables=(TOKEN, TYPE, MEETING),
    ),
    "names of parts": request(body=Multipart(tuple(Part(text, "v") for text in NASTY if text))),
    "a part without a name": request(body=Multipart((Part("", "x"), Part("b", "")))),
    "types of parts": request(
        body=Multipart(
            (
                Part("b", "1", "application/json"),
                Part("a", "2"),
                Part("b", 'a "q" ; \\\r\nü', "text/x; charset=utf-8"),
                Part("f", File("x.bin", "x.bin"), "image/png"),
            )
        )
    ),
    "an empty part with a type": request(body=Multipart((Part("a", "x"), Part("e", "", "text/x")))),
    "files": request(
        body=Multipart(
            (
                *(
                    Part("f", File(name, name))
                    for name in ("a b.png", "q\"u'o;t,e=@$#{x}.bin", "ü日.txt", "-", "~", "back\\slash", "<in", "x|")
                ),
                Part("g", File("x.csv", 'shown ";\\ü.csv'), "text/csv"),
            )
        )
    ),
    "a chosen file": request(
        body=Multipart((Part("a", "ü"), Part("f", File(TOKEN_TEXT, None)), Part("g\\", File(TOKEN_TEXT, None)))),
        variables=(TOKEN,),
    ),
    "a file": request("PATCH", body=FileBody(File("|a ü$x.bin", "|a ü$x.bin")), content_type="image/png"),
    "form": request(
        body=Form((*(Field(f"{n} {text[:9]}", text) for n, text in enumerate(NASTY)), Field("0 ", TOKEN_TEXT))),
        content_type=FORM,
        variables=(TOKEN,),
    ),
    "names of fields": request(
        "PUT", body=Form(tuple(Field(text, "v") for text in (*NASTY, *NASTY) if text)), content_type=FORM
    ),
    "a form of values": request(
        target=Template(("/a/", MEETING)),
        body=Form(
            (
                *(
                    Field(f"n{n}", Template((text, PLAIN_MEETING, text, PLAIN_MEETING)))
                    for n, text in enumerate(NASTY)
                    if text
                ),
                Field(Template((PLAIN_MEETING,)), Template((PLAIN_MEETING, "[0]{a}->b::c'"))),
            )
        ),
        content_type=FORM,
        variables=(PLAIN_MEETING,),
    ),
    "text": request("PUT", body=Raw("\n".join(NASTY)), content_type="text/plain; charset=utf-8"),
    "text with a NUL": request(body=Raw("a\0b\n"), content_type="text/plain"),
    "text with values": request(
        body=Raw(Template(('{"a": "', TOKEN, '",\n "b%s{}": "\\n$', TOKEN, '[0]"}\n'))),
        content_type=JSON,
        variables=(TOKEN,),
    ),
    "lines": request(
        body=Raw("\t<a>\r\n\r\n\t\t#{x} $y {$z} @w \\ '\\'ü\r\n\t=pod\r\n  TEXT;\r\n\t</a>\r\n"),
        content_type="a/b; c=d",
    ),
    "text without a type": request("PURGE", body=Raw("a=b")),
    "no text": request("PUT", body=Raw(""), content_type="text/plain"),
    "no text and no type": request("PUT", body=Raw("")),
    "a long text": request(body=Raw("x" * 300_000 + "ü😀" * 70_000 + "ü'\n" * 30_000), content_type="text/plain"),
    "JSON": request(body=Raw(json.dumps(_EXACT, ensure_ascii=False), exact=True, json=_EXACT), content_type=JSON),
    "JSON with digits": request(
        body=Raw('{"a": 1.10, "b": 12345678901234567890, "c": 1e400, "a": "\\ud800"}'), content_type=JSON
    ),
    "text that looks like a form": request(body=Raw("a=b"), content_type="text/plain"),
    "text that is no JSON": request("PUT", body=Raw(" no JSON\n"), content_type=JSON),
    "JSON that is text": request("PUT", body=Raw('{"2": 1}\n'), content_type="text/plain"),
    "a file without a type": request(body=FileBody(File("g.bin", "g.bin"))),
    "a form in DELETE": request(
        "DELETE", body=Form((Field("2", "1"), Field("1", "+"), Field("2", "2"))), content_type=FORM
    ),
    "text in GET": request("GET", body=Raw("a=b"), content_type="text/plain"),
    "headers": request(
        "GET",
        headers=(
            ("X-Tag", "a, b"),
            ("Accept", "x/y"),
            ("X_Under", "it's #{x} $y @z"),
            ("X-Token", BEARER),
            ("X-Quoted", 'a "q" \\; b'),
            ("Content", "0"),
            ("User-Agent", "me/1"),
            ("Accept-Encoding", "gzip"),
            ("Cookie", "a=b; c=d"),
        ),
        variables=(TOKEN,),
    ),
    "headers of the connection": request(
        headers=(("Host", "example.org"), ("Connection", "close")), body=Raw("x"), content_type="text/plain"
    ),
    "a header twice": request("GET", headers=(("X-Tag", "a"), ("X-Other", "b"), ("x-tag", "c"))),
    "a header without a value": request(headers=(("X-Empty", ""),)),
    "a header with umlauts": request("GET", headers=(("X-Name", "ü 日"),)),
    "a URL": request("GET", "//a/b/%2f%c3%bc;x=@:$&+,()*!~%27/?a=1&a=2&&b&c=&=d&e=%26+%20/?:@$!()*,;"),
    "a URL of values": request(
        "GET",
        Template(("/meetings/", MEETING, "/x?y=", MEETING, "&q=%2F+$" + "/long" * 30, MEETING)),
        variables=(MEETING,),
    ),
    "dots in a path": request("GET", "/a/../b/./c?x="),
    "a dot at the end of a path": request("GET", "/a/."),
    "encoded dots in a path": request("GET", "/%2e%2E/b"),
    "only the head": request("HEAD"),
    "an own method": request("PURGE"),
    "nothing": request("POST", headers=(("User-Agent", "me"),)),
    "nothing of a type": request("POST", content_type=JSON),
    "an origin": request(
        "GET", Template(("/m/", MEETING, "/a%2Fb?x=+&y")), origin=Template((BASE,)), variables=(BASE, MEETING)
    ),
    "a title that is no comment": request(
        "GET",
        title='a\nexit 3\r?>exit 3\n=begin\n__END__ -*- coding: utf-16 -*- $(id)\x1b\u2028\0 */ """ */ \\',
        warnings=(
            "b\necho c */ \\u000a x \\",
            "x " * 200,
            "three\u2028four\0\u202e",
            "+build ignore",
            "??/",
            "\\user \\\\\\u0022",
        ),
    ),
    "Basic": request("GET", auth=Basic("zoë", "a:b'\"$x#{y}@z\\ü")),
    "Digest": request(target="/a%20b?c=d", auth=Digest("user", "pass wörd")),
    "Digest with a file": request(
        "PUT", auth=Digest("zoe", "secret"), body=FileBody(File("a.bin", "a.bin")), content_type="a/b"
    ),
    "Digest with parts": request(
        auth=Digest("usér", "pass"), body=Multipart((Part("a", "ü"), Part("f", File("x", "x"))))
    ),
    "OAuth1": request("GET", auth=OAuth1("k", "s", "t", "u")),
    "AwsV4": request("GET", "/a?a=1&b=%2F", auth=AWS),
    "AwsV4 with a token": request(
        "PUT", "/a?b=%2F&c=d", auth=replace(AWS, session_token="session"), body=Raw("x"), content_type="a/b"
    ),
    "AwsV4 with a form": request(auth=AWS, body=Form((Field("a", "ü"),)), content_type=FORM),
    "Hawk": request("GET", auth=Hawk("a", "b")),
    "a reply": READING,
    "a format": request(
        "GET",
        answers=Answers(
            reading=(Leaf(("id",), Kind.INTEGER, "id", "id", "Id", "100%s %d {0} {id}"),), example='{"id": 7}'
        ),
    ),
    "refusals by status": request(
        "GET", answers=Answers(failures=(Failure(404, None, "Nothing here."), Failure(429, None, "Slowly.")))
    ),
}
