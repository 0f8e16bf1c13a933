"""What a call asks of the world, step by step, and what comes of each; who takes the steps may block or await."""

from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Send:
    """Send a request, wait for the whole answer no longer than `timeout_s` and give back a Reply or what was Lost."""

    method: str
    url: str
    headers: Mapping[str, str] = field(repr=False)
    content: bytes = field(repr=False)
    timeout_s: float


@dataclass(frozen=True, slots=True)
class Sleep:
    """Wait so many seconds."""

    delay_s: float


@dataclass(frozen=True, slots=True)
class Fresh:
    """Give back a token other than `stale` (empty: any that is good), got no later than `until_s` (monotonic)."""

    stale: str = field(repr=False)
    until_s: float


@dataclass(frozen=True, slots=True)
class Received:
    """An answer; the names of headers are in small letters."""

    status: int
    headers: Mapping[str, str]
    content: bytes = field(repr=False)
    took_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Lost:
    """No answer, or no whole one. `sent` is False where the request surely never went out, `final` where trying again is idle."""

    reason: str
    sent: bool
    final: bool = False
    too_slow: bool = False


@dataclass(frozen=True, slots=True)
class Token:
    """An access token."""

    value: str = field(repr=False)


Step: TypeAlias = Send | Sleep | Fresh
Outcome: TypeAlias = Received | Lost | Token | None
Flow: TypeAlias = Generator[Step, Outcome, T]
"""A piece of work as a generator: it yields steps and is sent what came of each."""


def send(step: Send) -> Flow[Received | Lost]:
    """The answer to a request."""
    outcome = yield step
    assert isinstance(outcome, Received | Lost)
    return outcome


def sleep(delay_s: float) -> Flow[None]:
    """Nothing, after a while."""
    yield Sleep(delay_s)


def fresh(stale: str, until_s: float) -> Flow[str]:
    """A good token. Raises Unauthorized and what a call to the token's address may raise."""
    outcome = yield Fresh(stale, until_s)
    assert isinstance(outcome, Token)
    return outcome.value
