"""Requests as bytes: the captures in `tests/wire`, and what must be set aside to compare another request with them."""

import re

from surroundings import ROOT

CAPTURES = ROOT / "tests" / "wire"

BOUNDARY = re.compile(
    rb"boundary=(-{12}(?:0[0-9]){12})\r\n"
)  # twelve dashes and twelve two-digit numbers, as Chilkat does
HOST = re.compile(rb"\r\nHost: [^\r]*")
PART = re.compile(rb'name="(?P<name>[^"]*)"\r\n\r\n(?P<value>.*?)\r\n-', re.DOTALL)


def captured(name: str) -> bytes:
    return (CAPTURES / f"{name}.bin").read_bytes()


def plain(request: bytes) -> bytes:
    """The request with a fixed boundary and host; both differ from one sending to the next, and nothing else may."""
    boundary = BOUNDARY.search(request)
    assert boundary is not None, request
    return HOST.sub(b"\r\nHost: desk", request.replace(boundary[1], b"BOUNDARY"), count=1)


def path(request: bytes) -> str:
    return request.split(b" ", 2)[1].decode()


def token(request: bytes) -> str:
    return request.partition(b"Authorization: Bearer ")[2].partition(b"\r\n")[0].decode()


def fields(request: bytes) -> dict[str, str]:
    return {part["name"].decode(): part["value"].decode() for part in PART.finditer(request)}
