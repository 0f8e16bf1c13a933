"""Logins that are kept from run to run: a file in the platform's config folder, secrets in the keyring where one works.

`logins.json` has mode 0600 in a folder of mode 0700, is written whole or not at all, and is not read where others could. A
keyring that is locked, absent, broken or silent never stops a login: the secret is kept in the file then.
"""

import json
import os
import re
import stat
import tempfile
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

import typer

from doorlist.cli.exits import Exit, Failed

T = TypeVar("T")

SERVICE = "doorlist"
FILE = "logins.json"
VERSION = 1
DEFAULT_NAME = "default"
KEYRING_WAIT_S = 10.0
"""How long a keyring may take, which may be asking its owner to unlock it."""

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_FILE_BYTES_MAX = 1 << 20


class KeyringFailed(Exception):
    """There is no keyring that works; the text says why."""


@dataclass(frozen=True, slots=True)
class Login:
    """Where to log in, and as whom. With a client id the secret is an app's, without it is a token.

    `secret` is empty where the keyring has it (`in_keyring`) and nobody has asked yet.
    """

    base_url: str
    token_url: str = ""
    account_id: str = ""
    client_id: str = ""
    in_keyring: bool = False
    secret: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Kept:
    """Every login that is kept, by its profile's name; `default` is empty where there are none."""

    default: str = ""
    logins: Mapping[str, Login] = field(default_factory=dict)


def file() -> Path:
    """Where logins are kept: ~/.config/doorlist/logins.json on Linux, where XDG_CONFIG_HOME says nothing else."""
    return Path(typer.get_app_dir(SERVICE)) / FILE


def named(name: str) -> str:
    """A profile's name, checked."""
    if not _NAME.fullmatch(name):
        raise Failed(
            f"a profile's name has letters, digits, dots, dashes and underscores, 64 at most: not {name!r}", Exit.USAGE
        )
    return name


def read() -> Kept:
    """The logins that are kept, their secrets in the keyring unread. Raises Failed where the file cannot be trusted or read."""
    path = file()
    try:
        with path.open("rb") as kept:
            mode = os.fstat(kept.fileno()).st_mode
            text = kept.read(_FILE_BYTES_MAX)
    except (FileNotFoundError, NotADirectoryError):
        return Kept()
    if os.name != "nt" and stat.S_IMODE(mode) & 0o077:
        raise Failed(
            f"{path} holds secrets and can be read by others. Run `chmod 600 {path}`, and give out new secrets if somebody may "
            "have read it",
            Exit.LOGIN,
        )
    try:
        return _read(json.loads(text))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise Failed(f"{path} is damaged. Move it away, then run `doorlist login` again", Exit.LOGIN) from error


def keep(name: str, login: Login, *, keyring: bool, default: bool) -> str:
    """Keep a login, its secret in the keyring where it is wanted and works; gives back why not, or an empty text."""
    why_not = "" if keyring else "the keyring was not asked"
    if keyring:
        try:
            _within(lambda: _put(name, login.secret))
            login = replace(login, secret="", in_keyring=True)
        except KeyringFailed as failed:
            why_not = str(failed)
    kept = read()
    before = kept.logins.get(name)
    if before is not None and before.in_keyring and not login.in_keyring:
        _drop(name)
    first = default or not kept.default
    write(Kept(name if first else kept.default, {**kept.logins, name: login}))
    return why_not


def secret(name: str, login: Login) -> str:
    """A login's secret, wherever it is. Raises Failed."""
    if not login.in_keyring:
        return login.secret
    try:
        found = _within(lambda: _take(name))
    except KeyringFailed as failed:
        raise Failed(
            f"the secret of profile {name} is in the keyring, and {failed}. Unlock it, or run "
            f"`doorlist login --profile {name} --no-keyring`",
            Exit.LOGIN,
        ) from failed
    if not found:
        raise Failed(
            f"the keyring has no secret of profile {name} any more. Run `doorlist login --profile {name}`", Exit.LOGIN
        )
    return found


def forget(name: str) -> str:
    """Forget a login; gives back why its secret may still be in the keyring, or an empty text."""
    kept = read()
    left = {each: login for each, login in kept.logins.items() if each != name}
    default = kept.default if kept.default != name else next(iter(left), "")
    why_not = _drop(name) if kept.logins[name].in_keyring else ""
    write(Kept(default, left))
    return why_not


def write(kept: Kept) -> None:
    """Replace the file, at once and for its owner alone. Raises OSError."""
    path = Path(os.path.realpath(file()))  # where it is a link, what it points to is replaced
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if os.name != "nt":
        file().parent.chmod(0o700)
    descriptor, made = tempfile.mkstemp(prefix=f"{FILE}.", dir=path.parent)  # of mode 0600
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as new:
            json.dump(_written(kept), new, indent=2, ensure_ascii=False)
            new.write("\n")
            new.flush()
            os.fsync(new.fileno())
        os.replace(made, path)
    except BaseException:
        os.unlink(made)
        raise


# --- the file --------------------------------------------------------------------------------------------------------


def _read(told: Mapping[str, object]) -> Kept:
    if told["version"] != VERSION:
        raise Failed(f"{file()} was written by a newer Doorlist", Exit.LOGIN)
    profiles = told["profiles"]
    if not isinstance(profiles, dict):
        raise TypeError(profiles)
    logins = {
        str(name): Login(
            base_url=_text(each["base_url"]),
            token_url=_text(each.get("token_url", "")),
            account_id=_text(each.get("account_id", "")),
            client_id=_text(each.get("client_id", "")),
            in_keyring=_text(each["secret_in"]) == "keyring",
            secret=_text(each.get("secret", "")),
        )
        for name, each in profiles.items()
    }
    default = _text(told.get("default", ""))
    return Kept(default if default in logins else next(iter(logins), ""), logins)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(type(value))
    return value


def _written(kept: Kept) -> dict[str, object]:
    profiles: dict[str, dict[str, str]] = {}
    for name, login in kept.logins.items():
        facts = {
            "base_url": login.base_url,
            "token_url": login.token_url,
            "account_id": login.account_id,
            "client_id": login.client_id,
            "secret_in": "keyring" if login.in_keyring else "file",
            "secret": login.secret,
        }
        profiles[name] = {key: value for key, value in facts.items() if value}
    return {"version": VERSION, "default": kept.default, "profiles": profiles}


# --- the keyring -----------------------------------------------------------------------------------------------------


def _put(name: str, secret: str) -> None:
    import keyring

    keyring.set_password(SERVICE, name, secret)
    if keyring.get_password(SERVICE, name) != secret:
        raise KeyringFailed("the keyring does not keep what it is given")


def _take(name: str) -> str | None:
    import keyring

    return keyring.get_password(SERVICE, name)


def _drop(name: str) -> str:
    """Take a secret out of the keyring; gives back why it may still be there, or an empty text."""

    def work() -> None:
        import keyring

        if keyring.get_password(SERVICE, name) is not None:
            keyring.delete_password(SERVICE, name)

    try:
        _within(work)
    except KeyringFailed as failed:
        return str(failed)
    return ""


def _within(work: Callable[[], T]) -> T:
    """What the keyring gives, in a thread that is left behind where it gives nothing. Raises KeyringFailed, and nothing else:
    keyrings are plug-ins, and raise what they like.
    """
    given: list[T] = []
    raised: list[Exception] = []

    def run() -> None:
        try:
            given.append(work())
        except Exception as error:
            raised.append(error)

    thread = threading.Thread(target=run, name="keyring", daemon=True)
    thread.start()
    thread.join(KEYRING_WAIT_S)
    if given:
        return given[0]
    if not raised:
        raise KeyringFailed(f"the keyring did not answer within {KEYRING_WAIT_S:g} s")
    error = raised[0]
    if isinstance(error, KeyringFailed):
        raise error
    if type(error).__name__ == "NoKeyringError":
        raise KeyringFailed("this machine has no keyring") from error
    said = str(error).strip().split("\n")[0]
    raise KeyringFailed(f"the keyring failed ({type(error).__name__}{f': {said}' if said else ''})") from error
