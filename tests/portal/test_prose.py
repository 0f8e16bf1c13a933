"""Descriptions as HTML: what structures stays, what could run or load goes."""

import pytest

from doorlist.portal import prose


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a **b** `c`", "<p>a <strong>b</strong> <code>c</code></p>"),
        ("a<br>b", "<p>a<br>b</p>"),
        ("# Big", "<h3>Big</h3>"),
        ("<h2>Big</h2>", "<h4>Big</h4>"),
        ("[x](https://a.example)", '<p><a href="https://a.example" rel="noopener noreferrer nofollow">x</a></p>'),
    ],
)
def test_markdown_and_a_little_html_are_shown(text: str, shown: str) -> None:
    assert prose.html(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "<a href='javascript:alert(1)'>x</a>",
        "![x](https://evil.example/x.png)",
        "<img src=x onerror=alert(1)>",
        "<p onclick=alert(1) style='position:fixed'>x</p>",
        "<iframe src='https://evil.example'></iframe>",
        "<style>@import 'https://evil.example'</style>",
        "<svg><a xlink:href='javascript:alert(1)'>x</a></svg>",
        "<details open ontoggle=alert(1)>x",
        "</section></main><script>alert(1)</script>",
    ],
)
def test_nothing_in_a_description_runs_loads_or_styles(text: str) -> None:
    shown = prose.html(text)
    for bad in (
        "<script",
        'href="javascript',
        "<img",
        "onclick",
        "onerror",
        "ontoggle",
        "<iframe",
        "style",
        "<svg",
        "</main",
    ):
        assert bad not in shown


def test_a_summary_is_plain_text_of_bounded_length() -> None:
    assert prose.summary("**Get** a [thing](https://a) &amp; `more`<br>now") == "Get a thing & more now"
    assert len(prose.summary("word " * 100)) <= 200
