"""The static site: addresses that stay, pages without a foreign host, and only what changed written again."""

import json
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import html5lib
import pytest
from samples.postman import item, pair, text

from doorlist.portal import site
from doorlist.portal.marks import Known, Marks, digest
from doorlist.portal.pages import Pages
from doorlist.samples import collection
from doorlist.samples.language import Language, printed
from doorlist.samples.languages import language
from doorlist.samples.problems import CollectionBroken
from doorlist.samples.resolving import request

HOSTILE = "</code></pre><script>alert(1)</script>\"'&{{x}}\u2028\ud800"


def two() -> list[Language]:
    found = [language("python-requests"), language("curl")]
    return [each for each in found if each is not None]


def pages(*items: Any, marks: Marks | None = None, **more: Any) -> Pages:
    return Pages(collection.read(text(*items, **more)), two(), marks=marks or Marks())


class Links(HTMLParser):
    """Collects what a page loads and where it leads."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.loaded: list[str] = []
        self.led: list[str] = []
        self.ids: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if given.get("id"):
            self.ids.append(given["id"] or "")
        for name in ("src", "srcset", "poster", "data", "action"):
            if given.get(name):
                self.loaded.append(given[name] or "")
        if given.get("href"):
            (self.loaded if tag == "link" else self.led).append(given["href"] or "")


def everything() -> list[Any]:
    reply = {"name": HOSTILE, "code": 200, "status": "OK", "body": json.dumps({"a": HOSTILE})}
    refusal = {"name": f"**Error Code:** `300`<br>{HOSTILE}", "code": 300, "body": ""}
    request = item(
        HOSTILE,
        "POST",
        {
            "raw": "x",
            "host": ["https://api.example.org"],
            "path": [":id"],
            "query": [pair(HOSTILE, HOSTILE, description=HOSTILE)],
        },
        header=[pair("X-A", "{{token}}", description="![p](https://evil.example/p.png)")],
        body={"mode": "formdata", "formdata": [pair(HOSTILE, HOSTILE, type="text", description=HOSTILE)]},
        description=HOSTILE,
    )
    return [
        {"name": HOSTILE, "description": HOSTILE, "item": [{**request, "response": [reply, refusal]}]},
        item("plain"),
        {"name": "broken"},
    ]


def test_a_site_has_an_index_and_a_page_per_item_and_language(tmp_path: Path) -> None:
    done = site.write(pages(item("Get it"), {"name": "F", "item": [item("Get it")]}), tmp_path)
    found = sorted(each.relative_to(tmp_path).as_posix() for each in tmp_path.rglob("*") if each.is_file())
    assert found == [
        "assets/items.js",
        "assets/site.css",
        "assets/site.js",
        "index.html",
        "items/f/get-it/curl.html",
        "items/f/get-it/python-requests.html",
        "items/get-it/curl.html",
        "items/get-it/python-requests.html",
        "site.json",
    ]
    assert (done.written, done.kept, done.counts.all) == (9, 0, 4)


def test_every_page_is_valid_html_and_loads_nothing_from_elsewhere(tmp_path: Path) -> None:
    site.write(pages(*everything(), info={"name": HOSTILE, "description": HOSTILE, "schema": ""}), tmp_path)
    found = list(tmp_path.rglob("*.html"))
    assert len(found) == 5
    for path in found:
        page = path.read_text("utf-8")
        html5lib.HTMLParser(strict=True).parse(page)
        links = Links(page)
        assert len(links.ids) == len(set(links.ids))
        assert not [each for each in links.loaded if ":" in each or each.startswith("//")]
        for each in (*links.loaded, *links.led):
            if not each.startswith(("data:", "#", "https://")):
                assert (path.parent / each).resolve().is_file(), each
        assert "<script>alert" not in page
        assert "evil.example/p.png" not in "".join(links.loaded)


def test_a_page_shows_the_program_the_curl_command_the_item_and_the_errors() -> None:
    reply = {"name": "ok", "code": 200, "status": "OK", "body": '{"email": "ana@example.org"}'}
    refusal = {"name": "no", "code": 404, "body": '{"code": 3001, "message": "It is gone."}'}
    made = pages({**item("Get it", url="https://{{site}}/a", description="About *it*."), "response": [reply, refusal]})
    shown = made.page("items/get-it/python-requests.html")
    assert shown is not None
    page = shown.decode()
    for expected in (
        "import</span>",
        "curl",
        "SITE",
        "<em>it</em>",
        "ana@example.org",
        "3001",
        "It is gone.",
        "Postman item",
        'download="sample.py"',
    ):
        assert expected in page, expected


def test_a_language_that_cannot_say_it_shows_the_reason_instead_of_a_program() -> None:
    made = pages(item("N", auth={"type": "ntlm", "ntlm": []}))
    shown = made.page("items/n/curl.html")
    assert shown is not None
    assert "curl cannot send this request." in shown.decode()
    assert "NTLM needs a conversation" in shown.decode()
    assert "Download" not in shown.decode()


@pytest.mark.parametrize(
    ("mark", "reasons", "shown"),
    [
        ("run", (), "compared with the request"),
        ("checked", (), "parsed by its language’s grammar"),
        ("not run", ("Lua is not here",), "Lua is not here."),
        ("wrong", ("the path is /b",), "The path is /b."),
    ],
)
def test_a_page_shows_the_mark_of_its_program(mark: str, reasons: tuple[str, ...], shown: str) -> None:
    plain = pages(item("x"))
    [only] = plain.collection.items
    program = printed(two()[1], request(only))
    marks = Marks({("x", "curl"): Known(mark, reasons, digest(program))})
    page = pages(item("x"), marks=marks).page("items/x/curl.html")
    assert page is not None
    assert shown in page.decode()


def test_a_mark_of_a_program_that_is_printed_differently_today_is_not_shown() -> None:
    marks = Marks({("x", "curl"): Known("run", (), digest("another program"))})
    page = pages(item("x"), marks=marks).page("items/x/curl.html")
    assert page is not None
    assert "Nobody has tried this program yet." in page.decode()


def test_what_is_broken_is_told_on_the_index() -> None:
    page = pages(*everything()).page("index.html")
    assert page is not None
    assert "item &#34;broken&#34;: request: is missing" in page.decode()


def test_only_what_changed_is_written_again(tmp_path: Path) -> None:
    first = [item("a"), item("b"), item("c")]
    site.write(pages(*first), tmp_path)
    again = site.write(pages(*first), tmp_path)
    assert (again.written, again.removed) == (0, 0)
    changed = site.write(pages(item("a"), item("b", "POST"), item("c")), tmp_path)
    assert changed.written == 2 + 3  # the item's two pages, the index, the items to search, the record
    fewer = site.write(pages(item("a"), item("c")), tmp_path)
    assert fewer.removed == 2
    assert not (tmp_path / "items" / "b").exists()
    assert (tmp_path / "items" / "a" / "curl.html").is_file()


def test_a_page_that_somebody_removed_is_made_again(tmp_path: Path) -> None:
    site.write(pages(item("a")), tmp_path)
    (tmp_path / "items" / "a" / "curl.html").unlink()
    assert site.write(pages(item("a")), tmp_path).written == 1


def test_files_that_are_not_ours_stay(tmp_path: Path) -> None:
    (tmp_path / "items").mkdir()
    (tmp_path / "items" / "notes.txt").write_text("mine")
    site.write(pages(item("a")), tmp_path)
    site.write(pages(item("b")), tmp_path)
    assert (tmp_path / "items" / "notes.txt").read_text() == "mine"


@pytest.mark.parametrize("record", ["[]", "{}", "no json"])
def test_a_folder_with_a_record_of_somebody_elses_is_refused(tmp_path: Path, record: str) -> None:
    (tmp_path / "site.json").write_text(record)
    with pytest.raises(CollectionBroken, match="none of ours"):
        site.write(pages(item("a")), tmp_path)


def test_a_record_cannot_make_us_remove_what_lies_outside(tmp_path: Path) -> None:
    outside = tmp_path / "outside.txt"
    outside.write_text("mine")
    out = tmp_path / "out"
    out.mkdir()
    record = {"doorlist": 1, "code": "", "items": {}, "made": ["../outside.txt", str(outside), ""]}
    (out / "site.json").write_text(json.dumps(record))
    site.write(pages(item("a")), out)
    assert outside.read_text() == "mine"


def test_many_items_are_written_by_several_processes(tmp_path: Path) -> None:
    many = [item(f"Item {number}") for number in range(100)]
    told: list[int] = []
    done = site.write(pages(*many), tmp_path, progress=told.append)
    assert done.written == 200 + 5
    assert told == sorted(told)
    assert told[-1] == 100
    assert site.write(pages(*many), tmp_path).written == 0
