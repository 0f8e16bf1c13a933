"""The pages in a real browser, opened as files: search, copying, the keyboard, paper, and WCAG 2.2 AA."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright
from samples.postman import item, pair, text

from doorlist.portal import site
from doorlist.portal.pages import Pages
from doorlist.samples import collection
from doorlist.samples.languages import languages

CHROMIUM = shutil.which("chromium")
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not on this machine")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    reply = {"name": "ok", "code": 200, "status": "OK", "body": '{"registrants": [{"email": "ana@example.org"}]}'}
    refusal = {"name": "gone", "code": 404, "body": '{"code": 3001, "message": "Meeting does not exist."}'}
    body = {"mode": "raw", "raw": '{"first_name": "Ana", "bio": "</script>"}', "options": {"raw": {"language": "json"}}}
    people = [
        {
            **item(
                "Add a registrant",
                "POST",
                "{{baseUrl}}/meetings/:id/registrants",
                body=body,
                description="About **it**.",
            ),
            "response": [reply, refusal],
        },
        item("List registrants", header=[pair("Accept", "application/json", description="What to send back.")]),
    ]
    read = collection.read(
        text({"name": "People", "description": "Those who come.", "item": people}, item("Größe ändern"))
    )
    folder = tmp_path_factory.mktemp("a site with blanks")
    site.write(Pages(read, languages()), folder)
    return folder


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    faults: list[str] = []
    asked: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    page.on("request", lambda request: asked.append(request.url))
    yield page
    context.close()
    assert not faults
    assert not [each for each in asked if not each.startswith(("file://", "data:"))], "a page asked a host"


def at(made: Path, place: str) -> str:
    return (made / place).as_uri()


ADD = "items/people/add-a-registrant/curl.html"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("place", ["index.html", ADD, "items/people/list-registrants/python-requests.html"])
def test_pages_meet_wcag_2_2_aa(browser: Browser, made: Path, place: str, scheme: str) -> None:
    context = browser.new_context(color_scheme="dark" if scheme == "dark" else "light")
    page = context.new_page()
    page.goto(at(made, place))
    page.evaluate("document.querySelectorAll('details').forEach((each) => (each.open = true))")
    found = Axe().run(page, options={"runOnly": WCAG}).response["violations"]
    context.close()
    assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in found] == []


def test_search_finds_items_and_opens_one_by_the_keyboard_alone(page: Page, made: Path) -> None:
    page.goto(at(made, "index.html"))
    page.keyboard.press("/")
    page.keyboard.type("registrants people")
    options = page.get_by_role("option")
    assert options.all_inner_texts() == ["GET List registrants\nPeople"]
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/items/people/list-registrants/*.html")
    page.keyboard.press("/")
    page.keyboard.type("größe")
    assert page.get_by_role("option").count() == 1
    page.keyboard.press("Escape")
    assert page.get_by_role("option").count() == 0
    page.keyboard.press("Control+a")
    page.keyboard.type("nowhere")
    assert page.get_by_role("option").all_inner_texts() == ["No request has these words."]


def test_copying_takes_the_program_as_it_is_downloaded(page: Page, made: Path) -> None:
    page.goto(at(made, ADD))
    figure = page.locator("figure.code").first
    figure.get_by_role("button", name="Copy").click()
    figure.get_by_role("button", name="Copied").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    with page.expect_download() as download:
        figure.get_by_role("link", name="Download").click()
    assert download.value.suggested_filename == "sample.sh"
    assert download.value.path().read_text("utf-8") == copied
    assert copied.startswith("#!/bin/sh\n")
    assert "</script>" in copied


def test_the_language_chosen_last_is_kept_from_page_to_page(page: Page, made: Path) -> None:
    page.goto(at(made, ADD))
    page.get_by_role("navigation", name="Languages").get_by_role("link", name="Go", exact=True).click()
    page.wait_for_url("**/add-a-registrant/go.html")
    page.goto(at(made, "index.html"))
    page.get_by_role("link", name="List registrants").click()
    page.wait_for_url("**/list-registrants/go.html")
    assert page.get_by_role("heading", level=1).inner_text() == "List registrants in Go"


def test_pages_are_whole_without_a_script(browser: Browser, made: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(at(made, "index.html"))
    page.get_by_role("link", name="Add a registrant").click()
    assert "#!/bin/sh" in page.locator("figure.code code").first.inner_text()
    assert page.get_by_text("Meeting does not exist.").count() >= 1
    assert not page.get_by_role("textbox").count(), "search needs a script, so it is not shown"
    context.close()


def test_every_stop_of_the_keyboard_can_be_seen(page: Page, made: Path) -> None:
    page.goto(at(made, ADD))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    for _ in range(25):
        page.keyboard.press("Tab")
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none", page.evaluate("document.activeElement.outerHTML.slice(0, 200)")


def test_on_paper_there_are_no_tabs_or_buttons_and_no_hidden_code(page: Page, made: Path) -> None:
    page.goto(at(made, ADD))
    page.emulate_media(media="print")
    assert not page.locator(".tabs").is_visible()
    assert not page.get_by_role("button", name="Copy").first.is_visible()
    height = "(() => { const pre = document.querySelector('figure.code pre'); return pre.scrollHeight - pre.clientHeight })()"
    assert page.evaluate(height) <= 1


def test_a_narrow_screen_scrolls_code_and_not_the_page(browser: Browser, made: Path) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 640})
    page = context.new_page()
    for place in ("index.html", ADD):
        page.goto(at(made, place))
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), place
    context.close()
