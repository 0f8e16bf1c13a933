"""What the desk is told at start: one frozen object, read once from the command line and the environment."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Annotated, Any, get_type_hints
from urllib.parse import urlsplit

from doorlist.contract.limits import Plan
from doorlist.contract.profiles import DEFAULT, Profile

PREFIX = "DOORLIST_"
_DIGITS_MAX = 20
_ADDRESS = re.compile(r"https?://[^\s/?#\"<>]+(/[^\s?#\"<>]*)?")
_TRUTHS = {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False}


class SettingInvalid(Exception):
    """A setting has a value that it cannot have; the message names it and says what it may be."""


@dataclass(frozen=True, slots=True)
class Help:
    """What a setting is for, and the unit it is counted in."""

    text: str
    unit: str = ""
    least: int = 0
    most: int = 2**53


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting: DOORLIST_NAME in the environment, and --name on the commands that offer it."""

    host: Annotated[str, Help("The address to listen on.")] = "127.0.0.1"
    port: Annotated[int, Help("The port to listen on; 0 takes a free one.", most=65535)] = 8480
    database: Annotated[str, Help("Where everything is kept: sqlite:///path or postgresql://user@host/name.")] = (
        "sqlite:///doorlist.sqlite3"
    )
    profile: Annotated[Profile, Help("The dated contract to speak: 2022-09 or 2026-08.")] = DEFAULT
    public_url: Annotated[
        str, Help("The address that links in answers begin with; empty: the one that the request was sent to.")
    ] = ""
    registrants_max: Annotated[
        int, Help("Approved registrants on a roster whose meeting sets no limit of its own.", "registrants", least=1)
    ] = 4999
    strict_cancel: Annotated[bool, Help("Refuse to register a cancelled email again, as the real API does.")] = False
    plan: Annotated[Plan, Help("Whose limits requests meet: free, pro, business or unlimited.")] = Plan.UNLIMITED
    registrant_caps: Annotated[
        bool, Help("Limit how often a day one email is registered or decided on, as the real API does.")
    ] = False
    rate_url: Annotated[
        str, Help("A redis:// or valkey:// in which several servers count requests together; empty: each for itself.")
    ] = ""
    allow_remote: Annotated[bool, Help("Let the sandbox listen beyond this machine.")] = False
    courier: Annotated[bool, Help("Send webhooks from this process, too; see `doorlist courier`.")] = True
    allow_private: Annotated[bool, Help("Let webhooks go to private addresses, and there without TLS.")] = False
    webhook_numeric_ids: Annotated[bool, Help("Write a meeting's id in webhooks as a number, not as text.")] = False
    webhook_keep_days: Annotated[
        int, Help("How long notices are kept that were delivered, or failed for good.", "days", least=1, most=3660)
    ] = 30
    shutdown_s: Annotated[int, Help("How long requests in flight may take to end at shutdown.", "s", most=3600)] = 10


def describe() -> Mapping[str, Help]:
    """Each setting's help, by name."""
    hints = get_type_hints(Settings, include_extras=True)
    return {each.name: hints[each.name].__metadata__[0] for each in fields(Settings)}


def read(
    environment: Mapping[str, str], given: Mapping[str, object], *, defaults: Mapping[str, object] | None = None
) -> Settings:
    """The settings: what is given wins over the environment, which wins over the defaults. Raises SettingInvalid.

    `defaults` are those of a command that has others.
    """
    values: dict[str, Any] = dict(defaults or {})
    described = describe()
    for each in fields(Settings):
        name = PREFIX + each.name.upper()
        value = given.get(each.name)
        if value is None and environment.get(name):
            value = environment[name]
        if value is not None:
            values[each.name] = _converted(name, each.default, str(value), described[each.name])
    return Settings(**values)


def _converted(name: str, default: object, text: str, help: Help) -> object:
    if isinstance(default, StrEnum):
        kind = type(default)
        if text not in tuple(kind):
            raise SettingInvalid(f"{name} must be one of {', '.join(kind)}, not {text!r}")
        return kind(text)
    if isinstance(default, bool):
        if text.lower() not in _TRUTHS:
            raise SettingInvalid(f"{name} must be true or false, not {text!r}")
        return _TRUTHS[text.lower()]
    if isinstance(default, int):
        if not (text.isascii() and text.isdigit()):
            raise SettingInvalid(f"{name} must be a whole number, not {text!r}")
        if len(text) > _DIGITS_MAX or not help.least <= int(text) <= help.most:
            raise SettingInvalid(f"{name} must be from {help.least} to {help.most}, not {text}")
        return int(text)
    if name == f"{PREFIX}PUBLIC_URL" and text:
        if not _ADDRESS.fullmatch(text):
            raise SettingInvalid(f"{name} must be an address such as https://desk.example.org, not {text!r}")
        return text.rstrip("/")
    if name == f"{PREFIX}RATE_URL" and text and not _is_rate_url(text):
        raise SettingInvalid(f"{name} must be an address such as redis://localhost:6379/0")  # it may hold a password
    return text


def _is_rate_url(text: str) -> bool:
    try:
        address = urlsplit(text)
        return address.scheme in ("redis", "rediss", "valkey") and bool(address.hostname) and address.port != 0
    except ValueError:  # a port that is none
        return False
