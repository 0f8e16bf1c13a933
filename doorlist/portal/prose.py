"""Descriptions as HTML: Markdown with a little HTML in it, as Postman has them; nothing of it may run, load or style."""

import re
from functools import cache

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

_CHARS_MAX = 60_000
# fmt: off
_TAGS = frozenset(
    {
        "a", "b", "blockquote", "br", "code", "dd", "del", "details", "dl", "dt", "em", "h3", "h4", "h5",
        "h6", "hr", "i", "li", "ol", "p", "pre", "s", "strong", "sub", "summary", "sup", "table", "tbody",
        "td", "th", "thead", "tr", "ul",
    }
)
# fmt: on
_HEADING = re.compile(r"(</?)h([1-6])(?=[ >])")


@cache
def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).disable("image")


def html(text: str, *, below: int = 2) -> Markup:
    """The text as HTML; its headings begin a level below `below`, so that a page keeps its order.

    Kept are tags that structure and emphasise, and links to http, https and mailto; pictures and everything else go.
    """
    if not text.strip():
        return Markup()
    rendered = _markdown().render(text[:_CHARS_MAX])
    levelled = _HEADING.sub(lambda found: f"{found[1]}h{min(6, int(found[2]) + below)}", rendered)
    cleaned = nh3.clean(
        levelled,
        tags=set(_TAGS),
        attributes={"a": {"href"}, "ol": {"start"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer nofollow",
        clean_content_tags={"script", "style"},
        strip_comments=True,
    )
    return Markup(cleaned.strip())  # noqa: S704 - just cleaned


def summary(text: str, chars: int = 200) -> str:
    """The first words of a description as plain text."""
    plain = " ".join(nh3.clean(text[:4_000].replace("<", " <"), tags=set(), attributes={}).split())
    plain = re.sub(r"\[([^\]]*)\]\([^)]*\)|[*`_#]+", r"\1", plain)
    for entity, character in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&nbsp;", " "), ("&amp;", "&")):
        plain = plain.replace(entity, character)
    plain = " ".join(plain.split())
    return plain if len(plain) <= chars else plain[: chars - 1].rsplit(" ", 1)[0] + "…"
