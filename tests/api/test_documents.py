"""The sample pages of a running desk: what they are made of, who gets which, and what nobody can make of them."""

import contextlib
from collections import Counter
from collections.abc import Iterator
from unittest.mock import ANY
from urllib.parse import quote

import pytest
from servers import LiveDesk
from starlette.testclient import TestClient

from doorlist.cli import documents
from doorlist.contract import export
from doorlist.contract.profiles import Profile
from doorlist.portal.marks import Known, Marks
from doorlist.samples.collection import Item
from doorlist.samples.language import Language
from doorlist.settings import Settings
from doorlist.storage.store import Store
from doorlist.web.app import application

SAMPLES = "/docs/samples"
ADDING = f"{SAMPLES}/items/registrants/register-somebody-to-a-meeting"


@pytest.fixture
def client(migrated_sqlite_url: str) -> Iterator[TestClient]:
    """A desk in this process that has documents; nothing is kept of what others looked at."""
    documents._pages.cache_clear()
    documents._counts.cache_clear()
    store = Store(migrated_sqlite_url)
    settings = Settings(database=migrated_sqlite_url)
    made = application(store, settings, closing=store.close, documents=documents.documents)
    with TestClient(made, base_url="http://desk.test", follow_redirects=False) as found:
        yield found


def raw(desk: LiveDesk, method: str, target: str) -> tuple[int, dict[str, str], bytes]:
    """An answer to a target that is sent as it is written here."""
    with contextlib.closing(desk.connection()) as connection:
        connection.putrequest(method, target)
        connection.endheaders()
        response = connection.getresponse()
        return response.status, {name.lower(): value for name, value in response.getheaders()}, response.read()


def test_the_pages_begin_behind_a_slash(client: TestClient) -> None:
    entered = client.get(SAMPLES)
    assert (entered.status_code, entered.headers["location"]) == (307, f"{SAMPLES}/")


def test_the_index_is_html_that_loads_nothing_from_elsewhere(client: TestClient) -> None:
    shown = client.get(f"{SAMPLES}/")
    assert (shown.status_code, shown.headers["content-type"]) == (200, "text/html; charset=utf-8")
    policy = shown.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';")
    assert "frame-ancestors 'none'" in policy
    assert shown.headers["x-content-type-options"] == "nosniff"
    assert "Register somebody to a meeting" in shown.text
    assert client.get(f"{SAMPLES}/index.html").text == shown.text


def test_what_a_page_loads_is_there_with_its_type(client: TestClient) -> None:
    kinds = Counter[str]()
    for name in documents._pages("", "", documents._Unseen(client.get("/postman.json").json())).assets():
        loaded = client.get(f"{SAMPLES}/{name}")
        assert loaded.status_code == 200
        kinds[loaded.headers["content-type"]] += 1
    assert set(kinds) == {"text/css; charset=utf-8", "text/javascript; charset=utf-8"}


def test_an_items_page_has_its_program_for_the_address_that_was_asked(client: TestClient) -> None:
    shown = client.get(f"{ADDING}/python-requests.html")
    assert shown.status_code == 200
    assert "Register somebody to a meeting" in shown.text
    assert "http://desk.test/v2/meetings/68423085/registrants" in shown.text
    elsewhere = client.get(f"{ADDING}/python-requests.html", headers={"host": "other.test:81"})
    assert "http://other.test:81/v2/meetings/68423085/registrants" in elsewhere.text
    assert "desk.test" not in elsewhere.text


def test_an_address_that_is_none_is_shown_to_nobody(client: TestClient) -> None:
    shown = client.get(f"{ADDING}/curl.html", headers={"host": '"><script>alert(1)</script>'})
    assert shown.status_code == 200
    assert "alert(1)" not in shown.text


@pytest.mark.parametrize(
    "place",
    [
        "none.html",
        "items",
        "items/registrants/register-somebody-to-a-meeting/cobol.html",
        "assets/none.css",
        "..%2f..%2fpyproject.toml",
        "../../pyproject.toml",
        "assets/../../pages.py",
        "assets%2f..%2f..%2fpages.py",
        "%2fetc%2fpasswd",
        "/etc/passwd",
        "assets/..%5c..%5cpages.py",
        "%00",
        "%ff.html",
        quote("ü" * 500),
        "index.html/",
    ],
)
def test_where_there_is_no_page_a_line_says_so(live_desk: LiveDesk, place: str) -> None:
    status, headers, body = raw(live_desk, "GET", f"{SAMPLES}/{place}")
    assert (status, body) == (404, b"There is no such page.\n")
    assert headers["content-type"] == "text/plain; charset=utf-8"
    assert headers["x-content-type-options"] == "nosniff"


def test_a_head_is_answered_without_a_body(live_desk: LiveDesk) -> None:
    status, headers, page = raw(live_desk, "GET", f"{ADDING}/curl.html")
    assert status == 200
    assert raw(live_desk, "HEAD", f"{ADDING}/curl.html") == (status, headers | {"date": ANY}, b"")
    assert int(headers["content-length"]) == len(page)


@pytest.mark.parametrize("place", [SAMPLES, f"{SAMPLES}/", f"{SAMPLES}/none.html"])
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_pages_are_only_looked_at(client: TestClient, method: str, place: str) -> None:
    refused = client.request(method, place)
    assert refused.status_code == 405
    assert set(refused.headers["allow"].replace(" ", "").split(",")) == {"GET", "HEAD"}


def test_every_sample_is_shown_as_it_was_tried() -> None:
    """Where this fails, `make own-samples` tries them anew: a printer or the collection has changed since."""
    own = export.postman(documents.ADDRESS, Profile.P2022_09)
    counts = documents._pages("tried", "", documents._Unseen(own)).counts
    assert counts.all > 1500
    assert counts.run + counts.checked + counts.unsaid == counts.all


class Counting(Marks):
    """Marks that count how often they are asked."""

    asked = 0

    def of(self, item: Item, language: Language, program: str) -> Known | None:
        """What is known of a program."""
        Counting.asked += 1
        return super().of(item, language, program)


def test_invented_addresses_fill_no_memory_and_cost_little(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    marks = Counting({("meetings/plan-a-meeting", "curl"): Known("run", (), "")})
    monkeypatch.setattr(documents, "own_marks", lambda: marks)
    Counting.asked = 0
    for number in range(12):
        shown = client.get(f"{SAMPLES}/", headers={"host": f"attacker-{number}.test"})
        assert shown.status_code == 200
        if number == 0:
            programs = Counting.asked
    assert programs > 500, "every program is printed for the numbers of the index"
    assert Counting.asked == programs, "but once, whatever address asks"
    assert documents._pages.cache_info().currsize == 4
    assert documents._counts.cache_info().currsize == 1
