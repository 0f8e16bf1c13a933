"""Logging in, and what is kept of it."""

import json
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pexpect
import pytest
from cli.typed import Person
from surroundings import PATIENCE_S

from doorlist.cli import connecting, profiles
from doorlist.cli.exits import Exit, Failed
from doorlist.cli.profiles import Login
from doorlist.sandbox import seeds

APP = ("--account-id", seeds.ACCOUNT_ID, "--client-id", seeds.CLIENT_ID)


def by_token(person: Person, url: str, *more: str) -> str:
    return person.gets("login", "--base-url", url, "--with-token", *more, stdin=f"{seeds.TOKEN}\n")


def test_a_login_by_token_is_kept_for_its_owner_alone_and_used(newcomer: Person, url: str) -> None:
    said = by_token(newcomer, url)
    assert seeds.HOST_EMAIL in said
    assert stat.S_IMODE(newcomer.logins.stat().st_mode) == 0o600
    assert stat.S_IMODE(newcomer.logins.parent.stat().st_mode) == 0o700
    assert [each.name for each in newcomer.logins.parent.iterdir()] == ["logins.json"]
    assert newcomer.gets("meetings", "list").count("\t") >= 4


def test_a_login_by_app_takes_its_secret_from_the_environment_or_standard_input(newcomer: Person, url: str) -> None:
    newcomer.having(DOORLIST_CLIENT_SECRET=seeds.CLIENT_SECRET).gets("login", "--base-url", url, *APP)
    newcomer.gets(
        *("login", "--profile", "two", "--base-url", url, *APP, "--secret-stdin"), stdin=f"{seeds.CLIENT_SECRET}\n"
    )
    assert [each["profile"] for each in newcomer.reads("profiles")] == ["default", "two"]
    assert newcomer.reads("meetings", "list", "--profile", "two")


def test_credentials_that_are_not_good_are_not_kept(newcomer: Person, url: str) -> None:
    code, said = newcomer.fails("login", "--base-url", url, "--with-token", stdin="nonsense\n")
    assert (code, newcomer.logins.exists()) == (Exit.LOGIN, False)
    assert "Nothing was kept" in said


def test_a_dry_login_checks_and_keeps_nothing(newcomer: Person, url: str) -> None:
    assert "Nothing was kept" in by_token(newcomer, url, "--dry-run")
    assert not newcomer.logins.exists()


def test_on_a_terminal_a_login_asks_and_does_not_show_the_secret(newcomer: Person, url: str) -> None:
    child = newcomer.at("login")
    child.expect("Server's address")
    child.sendline(url)
    child.expect("Account id")
    child.sendline("")
    child.expect("Token")
    child.sendline(seeds.TOKEN)
    child.expect(pexpect.EOF)
    assert "Logged in to" in child.before
    assert seeds.TOKEN not in child.before
    child.close()
    assert child.exitstatus == 0


def test_a_script_without_a_secret_is_told_where_to_put_one(newcomer: Person, url: str) -> None:
    code, said = newcomer.fails("login", "--base-url", url, *APP)
    assert code == Exit.USAGE
    assert "DOORLIST_CLIENT_SECRET" in said


def test_a_keyring_that_works_has_the_secret_and_the_file_has_not(newcomer: Person, url: str) -> None:
    person = newcomer.having(PYTHON_KEYRING_BACKEND="keyrings.Working")
    assert "in the keyring" in by_token(person, url)
    assert seeds.TOKEN not in person.logins.read_text()
    assert person.reads("meetings", "list")
    person.gets("logout")
    assert seeds.TOKEN not in (person.home / "keyring.json").read_text()


@pytest.mark.parametrize("kind", ["Locked", "Forgetful", "Missing"])
def test_a_keyring_that_does_not_work_leaves_the_secret_to_the_file(newcomer: Person, url: str, kind: str) -> None:
    person = newcomer.having(PYTHON_KEYRING_BACKEND=f"keyrings.{kind}")
    assert "The secret is in" in by_token(person, url)
    assert person.reads("meetings", "list")


def test_a_keyring_that_never_answers_stalls_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    never = threading.Event()
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setattr(profiles, "KEYRING_WAIT_S", 0.05)
    monkeypatch.setattr(profiles, "_put", lambda name, secret: never.wait())
    try:
        why_not = profiles.keep("slow", Login("http://127.0.0.1:1", secret="s"), keyring=True, default=False)
    finally:
        never.set()
    assert "did not answer" in why_not
    assert profiles.read().logins["slow"].secret == "s"


def test_a_secret_that_left_the_keyring_is_told_with_what_to_do(newcomer: Person, url: str) -> None:
    person = newcomer.having(PYTHON_KEYRING_BACKEND="keyrings.Working")
    by_token(person, url)
    (person.home / "keyring.json").unlink()
    code, said = person.fails("meetings", "list")
    assert code == Exit.LOGIN
    assert "doorlist login --profile default" in said


def test_a_file_that_others_can_read_is_refused_with_the_chmod_to_run(newcomer: Person, url: str) -> None:
    by_token(newcomer, url)
    newcomer.logins.chmod(0o644)
    code, said = newcomer.fails("meetings", "list")
    assert code == Exit.LOGIN
    assert f"chmod 600 {newcomer.logins}" in said
    newcomer.logins.chmod(0o600)
    newcomer.gets("meetings", "list")


@pytest.mark.parametrize(
    "text", ["", "[]", "{", '{"version": 1, "profiles": []}', '{"version": 1, "profiles": {"a": 1}}']
)
def test_a_damaged_file_is_said_to_be(newcomer: Person, text: str) -> None:
    newcomer.logins.parent.mkdir(parents=True)
    newcomer.logins.touch(0o600)
    newcomer.logins.write_text(text)
    code, said = newcomer.fails("profiles")
    assert (code, "is damaged" in said) == (Exit.LOGIN, True)


def test_a_link_to_the_file_is_kept_and_what_it_points_to_replaced(newcomer: Person, url: str) -> None:
    elsewhere = newcomer.home / "dotfiles.json"
    newcomer.logins.parent.mkdir(parents=True)
    newcomer.logins.symlink_to(elsewhere)
    by_token(newcomer, url)
    assert newcomer.logins.is_symlink()
    assert json.loads(elsewhere.read_text())["default"] == "default"


def test_the_first_login_is_the_default_until_another_is_made_it(newcomer: Person, url: str) -> None:
    by_token(newcomer, url, "--profile", "one")
    by_token(newcomer, url, "--profile", "two")
    assert [each["default"] for each in newcomer.reads("profiles")] == [True, False]
    newcomer.gets("profiles", "--default", "two", "--dry-run")
    assert [each["default"] for each in newcomer.reads("profiles")] == [True, False]
    newcomer.gets("profiles", "--default", "two")
    assert [each["default"] for each in newcomer.reads("profiles")] == [False, True]
    newcomer.gets("logout")
    assert [(each["profile"], each["default"]) for each in newcomer.reads("profiles")] == [("one", True)]


def test_without_a_login_a_command_says_how_to_get_one(newcomer: Person) -> None:
    code, said = newcomer.fails("meetings", "list")
    assert code == Exit.LOGIN
    assert "doorlist login" in said


# --- which values win --------------------------------------------------------------------------------------------------


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    profiles.keep("home", Login("http://home:1", secret="home-token"), keyring=False, default=True)
    app = Login("http://work:1", "", "A", "C", secret="app-secret")
    profiles.keep("work", app, keyring=False, default=False)


def found(profile: str | None = None, base_url: str | None = None, **environ: str) -> tuple[str | None, ...]:
    made = connecting.credentials(profile, base_url, environ)
    return made.base_url, made.token, made.client_id, made.client_secret


@pytest.mark.usefixtures("kept")
def test_options_win_over_the_environment_which_wins_over_a_profile() -> None:
    env = {"DOORLIST_TOKEN": "env-token", "DOORLIST_BASE_URL": "http://env:1"}
    assert found() == ("http://home:1", "home-token", None, None)
    assert found(DOORLIST_LOGIN="work") == ("http://work:1", None, "C", "app-secret")
    assert found(**env) == ("http://env:1", "env-token", None, None)
    assert found(DOORLIST_TOKEN="env-token") == ("http://home:1", "env-token", None, None)
    assert found(base_url="http://option:1", **env) == ("http://option:1", "env-token", None, None)
    assert found("work", **env) == ("http://work:1", None, "C", "app-secret")
    assert found("work", "http://option:1", **env) == ("http://option:1", None, "C", "app-secret")
    assert found(DOORLIST_LOGIN="work", DOORLIST_CLIENT_ID="other") == ("http://work:1", None, "other", "app-secret")


@pytest.mark.usefixtures("kept")
def test_the_default_login_is_not_sent_to_another_server_unasked() -> None:
    with pytest.raises(Failed, match="not sent elsewhere"):
        found(base_url="http://elsewhere:1")
    with pytest.raises(Failed, match="not sent elsewhere"):
        found(DOORLIST_BASE_URL="http://elsewhere:1")
    assert found(base_url="http://home:1/v2/") == ("http://home:1/v2/", "home-token", None, None)


@pytest.mark.usefixtures("kept")
def test_a_profile_that_is_not_there_is_told_with_those_that_are() -> None:
    with pytest.raises(Failed, match=r"no login 'nope'.*home, work"):
        found("nope")


@pytest.mark.parametrize("token", ["abc\nSECRET", "SECRET-\u00e9", "SECRET word"])
def test_what_cannot_be_a_token_is_told_and_not_shown(token: str, newcomer: Person, url: str) -> None:
    person = newcomer.having(DOORLIST_TOKEN=token, DOORLIST_BASE_URL=url)
    for done in (
        person.fails("meetings", "list"),
        person.fails("meetings", "list", "--json"),
        person.fails("login", "--with-token"),
    ):
        assert done[0] == Exit.LOGIN
        assert "token cannot be right" in done[1]
        assert "SECRET" not in done[1]


def test_a_secret_in_another_encoding_than_the_terminal_s_is_told_and_not_shown(newcomer: Person, url: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "doorlist", "login", "--base-url", url, "--with-token"],
        input=b"SECRET-\xe9\n",
        capture_output=True,
        env=newcomer.environment | {"PYTHONUTF8": "1", "PYTHONIOENCODING": "utf-8:strict"},
        timeout=PATIENCE_S,
        check=False,
    )
    assert (done.returncode, b"SECRET" in done.stderr, b"Traceback" in done.stderr) == (Exit.USAGE, False, False)


def test_a_password_in_an_address_is_not_shown(host: Person) -> None:
    for wrong in ("http://h x:SECRETPW@y", "http://h:SECRETPW@y"):
        code, said = host.fails("meetings", "list", "--base-url", wrong)
        assert (code, "SECRETPW" in said) == (Exit.USAGE, False)


WHOLE = {"base_url": "http://x", "token_url": "t", "account_id": "a", "client_id": "c", "secret_in": "file"}


@pytest.mark.parametrize(
    "text",
    [
        *(
            json.dumps({"version": 1, "default": "a", "profiles": {"a": {**WHOLE, "secret": "s", name: 7}}})
            for name in ("base_url", "token_url", "account_id", "client_id", "secret", "secret_in")
        ),
        json.dumps({"version": 1, "default": 7, "profiles": {"a": {**WHOLE, "secret": "s"}}}),
        json.dumps({"version": 1, "profiles": []}),
        json.dumps({"version": 1, "profiles": {"a": 7}}),
        "[" * 200_000,
        "7",
        "\xff",
    ],
    ids=lambda text: text[:20],
)
def test_a_file_of_logins_that_is_damaged_is_named(text: str, newcomer: Person) -> None:
    newcomer.logins.parent.mkdir(mode=0o700, parents=True)
    newcomer.logins.write_bytes(text.encode("latin-1"))
    newcomer.logins.chmod(0o600)
    code, said = newcomer.fails("meetings", "list")
    assert (code, "Traceback" in said) == (Exit.LOGIN, False)
    assert f"{newcomer.logins} is damaged" in said
