"""Apps, tokens, passwords and sub-accounts on the command line, beside a desk that is served."""

import base64
import json
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
import servers
from servers import LiveDesk
from surroundings import ROOT

from doorlist.sandbox import seeds

URI = "https://app.example.org/callback"


@pytest.fixture
def founded(sqlite_url: str) -> str:
    """A desk of one account, as `init` makes it."""
    assert servers.run("init", "--database", sqlite_url, "--email", "eva@example.com").returncode == 0
    return sqlite_url


def told(url: str, *arguments: str) -> Any:
    ended = servers.run(*arguments, "--database", url, "--json")
    assert ended.returncode == 0, ended.stderr
    return json.loads(ended.stdout)


def assert_refused(ended: "subprocess.CompletedProcess[str]", *words: str) -> None:
    assert ended.returncode == 1, ended
    assert ended.stdout == ""
    assert ended.stderr.startswith("doorlist: ")
    assert "Traceback" not in ended.stderr
    assert all(word in ended.stderr for word in words), ended.stderr


def ask(desk: LiveDesk, who: tuple[str, str], **fields: str) -> tuple[int, dict[str, Any]]:
    basic = base64.b64encode(":".join(who).encode()).decode()
    with closing(desk.connection()) as connection:
        connection.request("POST", f"/oauth/token?{urlencode(fields)}", headers={"Authorization": f"Basic {basic}"})
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read())


def me(desk: LiveDesk, token: str) -> int:
    desk.token = token
    return desk.call("GET", "/v2/users/me").status


def dies(desk: LiveDesk, token: str) -> bool:
    """Whether a token is refused, at the latest when the second is over for which it was remembered."""
    return any(me(desk, token) == 401 for _ in range(2000))


def test_a_server_app_lives_from_its_making_over_a_new_secret_to_its_end(founded: str, tmp_path: Path) -> None:
    made = told(founded, "app", "create", "Mine", "--scope", "user:read", "--scope", "meeting:read:admin")
    assert (made["kind"], made["name"], made["scopes"]) == ("server", "Mine", ["meeting:read:admin", "user:read"])
    name, account = made["client_id"], made["account_id"]
    with servers.running("--database", founded, command="serve", log=tmp_path / "desk.log") as desk:
        grant = {"grant_type": "account_credentials", "account_id": account}
        status, given = ask(desk, (name, made["client_secret"]), **grant)
        assert (status, given["scope"]) == (200, "meeting:read:admin user:read")
        assert me(desk, given["access_token"]) == 200
        renewed = told(founded, "app", "rotate", name)
        assert renewed["client_secret"] != made["client_secret"]
        assert ask(desk, (name, made["client_secret"]), **grant)[0] == 401
        assert ask(desk, (name, renewed["client_secret"]), **grant)[0] == 200
        assert me(desk, given["access_token"]) == 200, "a new secret ends no token"
        assert told(founded, "app", "revoke", name)["status"] == "revoked"
        assert ask(desk, (name, renewed["client_secret"]), **grant)[0] == 401
        assert dies(desk, given["access_token"])
    listed = {each["client_id"]: each["status"] for each in told(founded, "app", "list")}
    assert listed.pop(name) == "revoked"
    assert list(listed.values()) == ["in use"]
    assert_refused(servers.run("app", "rotate", name, "--database", founded), "CLIENT_ID", "no app in use")
    for file in tmp_path.glob("*"):
        for secret in (made["client_secret"], renewed["client_secret"], given["access_token"]):
            assert secret.encode() not in file.read_bytes(), file


def test_secrets_are_shown_once_and_named(founded: str) -> None:
    made = servers.run("app", "create", "Mine", "--scope", "all", "--database", founded)
    assert "client secret" in made.stdout
    assert "shown this once" in made.stdout
    secret = made.stdout.partition("client secret")[2].split()[0]
    assert len(secret) == 43
    assert secret not in servers.run("app", "list", "--database", founded).stdout
    public = servers.run(
        *("app", "create", "Mine", "--kind", "public", "--redirect-uri", URI, "--scope", "all", "--database", founded)
    )
    assert public.returncode == 0
    assert "secret" not in public.stdout


def test_a_token_for_a_script_is_made_and_revoked(founded: str, tmp_path: Path) -> None:
    made = told(founded, "token", "create", "--scope", "user:read", "--expires", "12h")
    assert made["user"] == "eva@example.com"
    with servers.running("--database", founded, command="serve", log=tmp_path / "desk.log") as desk:
        assert me(desk, made["token"]) == 200
        assert told(founded, "token", "revoke", made["token"]) == {"status": "revoked"}
        assert dies(desk, made["token"])
    assert_refused(servers.run("token", "revoke", made["token"], "--database", founded), "TOKEN is no access token")


def test_a_user_who_was_given_a_password_can_allow_an_app(founded: str, tmp_path: Path) -> None:
    set_ = told(founded, "user", "password", "EVA@example.com", "--random")
    assert (set_["user"], len(set_["password"])) == ("eva@example.com", 43)
    app = told(founded, "app", "create", "Mine", "--kind", "user", "--redirect-uri", URI, "--scope", "user:read")
    with servers.running("--database", founded, command="serve", log=tmp_path / "desk.log") as desk:
        page = send(desk, app["client_id"], "eva@example.com", set_["password"])
        assert page[0] == 200
        told(founded, "user", "password", "eva@example.com", "--random")
        assert send(desk, app["client_id"], "eva@example.com", set_["password"])[0] == 403, "the old one is dead"
    assert set_["password"] not in (tmp_path / "desk.log").read_text()


def send(desk: LiveDesk, client_id: str, email: str, password: str) -> tuple[int, str]:
    """What comes of signing in."""
    query = urlencode({"response_type": "code", "client_id": client_id, "redirect_uri": URI})
    with closing(desk.connection()) as connection:
        connection.request("GET", f"/oauth/authorize?{query}")
        answer = connection.getresponse()
        cookie, text = str(answer.getheader("set-cookie")).split(";")[0], answer.read().decode()
        form = text.partition('name="form" value="')[2].partition('"')[0]
        fields = {"form": form, "email": email, "password": password, "decision": "continue"}
        headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
        connection.request("POST", "/oauth/authorize", urlencode(fields), headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()


def test_a_password_is_asked_for_twice_and_must_not_be_short(founded: str) -> None:
    for typed, code in (("longenough\nlongenough\n", 0), ("short\nshort\n", 1)):
        ended = subprocess.run(
            [sys.executable, "-m", "doorlist", "user", "password", "eva@example.com", "--database", founded],
            input=typed,
            capture_output=True,
            text=True,
            cwd=ROOT,
            check=False,
        )
        assert ended.returncode == code, ended
        assert "longenough" not in ended.stdout + ended.stderr
    assert "8 to 1000 characters, not 5" in ended.stderr


def test_a_sub_account_is_made_and_reached_below_its_address(founded: str, tmp_path: Path) -> None:
    below = told(founded, "account", "create", "Below", "--email", "sub@example.com")
    made = told(founded, "token", "create", "--scope", "all", "--account", below["parent"])
    own = told(founded, "token", "create", "--scope", "all", "--account", below["account_id"])
    with servers.running("--database", founded, command="serve", log=tmp_path / "desk.log") as desk:
        desk.token = made["token"]
        shown = desk.call("GET", f"/v2/accounts/{below['account_id']}/users/me")
        assert (shown.status, shown.json["email"]) == (200, "sub@example.com")
        desk.token = own["token"]
        assert desk.call("GET", f"/v2/accounts/{below['parent']}/users/me").code == 1010
    assert_refused(
        servers.run("token", "create", "--scope", "all", "--database", founded), "--account", below["account_id"]
    )


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("app", "create", "X", "--scope", "meeting:raed"), ("--scope 'meeting:raed'", "nearest is meeting:read")),
        (("app", "create", "X", "--scope", ""), ("--scope must be given",)),
        (("app", "create", "", "--scope", "all"), ("NAME must have",)),
        (("app", "create", "X\n", "--scope", "all"), ("NAME must have",)),
        (("app", "create", "X", "--scope", "all", "--kind", "user"), ("--redirect-uri must be given",)),
        (
            ("app", "create", "X", "--scope", "all", "--redirect-uri", URI),
            ("--redirect-uri is for apps of --kind user",),
        ),
        (
            ("app", "create", "X", "--scope", "all", "--kind", "user", "--redirect-uri", "javascript:alert(1)"),
            ("--redirect-uri 'javascript:alert(1)'", "no scheme of an app's own"),
        ),
        (("app", "create", "X", "--scope", "all", "--account", "nobody"), ("--account 'nobody' does not exist",)),
        (("app", "rotate", "nobody"), ("CLIENT_ID 'nobody' is no app in use",)),
        (("app", "revoke", "nobody"), ("CLIENT_ID 'nobody' is no app in use",)),
        (("token", "create", "--scope", "all", "--expires", "1y"), ("--expires must be such as 90m",)),
        (("token", "create", "--scope", "all", "--expires", "0d"), ("--expires",)),
        (("token", "create", "--scope", "all", "--expires", "3651d"), ("--expires",)),
        (
            ("token", "create", "--scope", "all", "--user", "nobody@b.example"),
            ("'nobody@b.example' is no active user",),
        ),
        (("user", "password", "nobody@b.example", "--random"), ("'nobody@b.example' is no active user",)),
        (("account", "create", "X", "--email", "nobody"), ("--email must be an email address",)),
    ],
    ids=lambda value: " ".join(value)[:60],
)
def test_what_cannot_be_done_names_the_place(founded: str, arguments: tuple[str, ...], words: tuple[str, ...]) -> None:
    assert_refused(servers.run(*arguments, "--database", founded), *words)


def test_a_member_is_given_no_token_beyond_themselves(sqlite_url: str, tmp_path: Path) -> None:
    with servers.running("--database", sqlite_url, log=tmp_path / "desk.log"):
        pass
    who = ("--user", seeds.SECOND_HOST_EMAIL, "--account", seeds.ACCOUNT_ID)
    ended = servers.run("token", "create", "--scope", "meeting:read:admin", *who, "--database", sqlite_url)
    assert_refused(ended, "'meeting:read:admin' reaches beyond second.host@sandbox.example, who is a Member")
    made = told(sqlite_url, "token", "create", "--scope", "all", *who)
    assert not [scope for scope in made["scopes"] if scope.endswith((":admin", ":master"))]


@pytest.mark.parametrize("arguments", [("app", "list"), ("token", "create", "--scope", "all")])
def test_without_a_desk_there_is_nothing_to_do(sqlite_url: str, arguments: tuple[str, ...]) -> None:
    assert_refused(servers.run(*arguments, "--database", sqlite_url), "holds no desk yet", "doorlist init")
