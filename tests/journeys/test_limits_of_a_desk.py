"""Which limits a desk has: a sandbox the real API's, a desk that is served none, unless they are told otherwise."""

import base64
from pathlib import Path

import pytest
import servers
from journeys import test_server_life
from replies import Reply

from doorlist import settings
from doorlist.contract.limits import Plan
from doorlist.sandbox import seeds

PERSON = {"email": "ana@b.example", "first_name": "Ana"}
ADD = f"/v2/meetings/{seeds.OPEN_MEETING_ID}/registrants"


def told(reply: Reply) -> tuple[str | None, str | None]:
    assert reply.status in (200, 201), reply
    return reply.headers.get("x-ratelimit-type"), reply.headers.get("x-ratelimit-limit")


@pytest.mark.parametrize(
    ("arguments", "env", "light", "add"),
    [
        ((), {}, ("QPS", "80"), ("Daily-limit", "3")),
        (("--plan", "free"), {}, ("Daily-limit", "6000"), ("Daily-limit", "3")),
        ((), {"DOORLIST_PLAN": "pro"}, ("QPS", "30"), ("Daily-limit", "3")),
        (("--plan", "business"), {"DOORLIST_PLAN": "pro"}, ("QPS", "80"), ("Daily-limit", "3")),
        (("--no-registrant-caps",), {}, ("QPS", "80"), ("QPS", "80")),
        ((), {"DOORLIST_REGISTRANT_CAPS": "off"}, ("QPS", "80"), ("QPS", "80")),
        (("--plan", "unlimited", "--no-registrant-caps"), {}, (None, None), (None, None)),
    ],
    ids=lambda value: " ".join(map(str, value)) or "as it is",
)
def test_a_sandbox_has_the_limits_of_business_and_the_caps_unless_told_otherwise(
    tmp_path: Path,
    arguments: tuple[str, ...],
    env: dict[str, str],
    light: tuple[str | None, str | None],
    add: tuple[str | None, str | None],
) -> None:
    with servers.running(*arguments, env=env, limits=True, log=tmp_path / "desk.log") as desk:
        assert told(desk.call("GET", "/v2/users/me")) == light
        assert told(desk.call("POST", ADD, PERSON)) == add


@pytest.mark.parametrize(
    ("arguments", "light"), [((), (None, None)), (("--plan", "pro", "--registrant-caps"), ("QPS", "30"))]
)
def test_a_desk_that_is_served_has_no_limits_unless_told_otherwise(
    sqlite_url: str, tmp_path: Path, arguments: tuple[str, ...], light: tuple[str | None, str | None]
) -> None:
    made = servers.run("init", "--database", sqlite_url).stdout
    shown = test_server_life.credentials(made)
    basic = base64.b64encode(f"{shown['client id']}:{shown['client secret']}".encode()).decode()
    given = ("--database", sqlite_url, *arguments)
    with servers.running(*given, command="serve", limits=True, log=tmp_path / "desk.log") as desk:
        desk.token = test_server_life.token(desk, shown["account id"], basic)["access_token"]
        assert told(desk.call("GET", "/v2/users/me")) == light


@pytest.mark.parametrize(
    "url",
    ["memcached://host", "redis://", "host:6379", "redis://:geheim@host:port", "redis://host:99999", "redis://host:0"],
)
def test_an_address_of_no_shared_counter_is_refused_without_being_printed(url: str) -> None:
    ended = servers.run("sandbox", "--port", "0", env={"DOORLIST_RATE_URL": url})
    assert ended.returncode == 1
    assert "DOORLIST_RATE_URL must be an address such as redis://localhost:6379/0" in ended.stderr
    assert "geheim" not in ended.stderr


@pytest.mark.parametrize("url", ["redis://localhost", "rediss://:pw@h:6380/1", "valkey://10.0.0.1:6379"])
def test_addresses_of_shared_counters_are_taken(url: str) -> None:
    assert settings.read({"DOORLIST_RATE_URL": url}, {}).rate_url == url


def test_an_unknown_plan_is_refused_with_those_there_are() -> None:
    with pytest.raises(settings.SettingInvalid, match="must be one of free, pro, business, unlimited, not 'gold'"):
        settings.read({"DOORLIST_PLAN": "gold"}, {})
    read = settings.read({"DOORLIST_PLAN": "pro"}, {"plan": Plan.FREE}, defaults={"plan": Plan.BUSINESS})
    assert read.plan is Plan.FREE


def test_a_counter_that_is_not_there_is_logged_as_a_line_of_json(tmp_path: Path) -> None:
    log = tmp_path / "desk.log"
    with servers.running("--plan", "pro", env={"DOORLIST_RATE_URL": "redis://127.0.0.1:1"}, log=log) as desk:
        for _ in range(3):
            assert desk.call("GET", "/v2/users/me").status == 200
    warned = [line for line in log.read_text().splitlines() if "each process counts alone" in line]
    assert len(warned) == 1
    assert warned[0].startswith('{"at": ')
