"""Which network addresses a delivery may go to: those of the public internet, and others only where that was allowed.

A webhook's address is somebody's input, and the desk stands inside a network: without this, it would knock on any door
behind the firewall for whoever may add a webhook.
"""

import ipaddress
import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_NAT64_LOCAL = ipaddress.IPv6Network("64:ff9b:1::/48")
_TEREDO = ipaddress.IPv6Network("2001::/32")
_COMPATIBLE = ipaddress.IPv6Network("::/96")
_CARRIER = ipaddress.IPv4Network("100.64.0.0/10")
_METADATA = frozenset(
    ipaddress.ip_address(each)
    for each in (
        "169.254.169.254",
        "169.254.170.2",
        "169.254.170.23",
        "fd00:ec2::254",
        "fd00:ec2::23",
        "fd20:ce::254",
        "168.63.129.16",
        "192.0.0.192",
        "100.100.100.200",
    )
)
"""Where clouds hand out the credentials of their machines, containers and pods; never allowed. One of them is public."""
_HEXADECIMAL = re.compile(r"0x[0-9a-f]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reach:
    """How far deliveries may go beside the public internet: to this machine, and to the networks around it."""

    loopback: bool = False
    private: bool = False


def refusal(host: str, reach: Reach, *, encrypted: bool) -> str:
    """Why a delivery may not go to a numeric address; empty where it may. Without TLS it may not go to a public one."""
    address = _numeric(host)
    if address is None:
        return f"{host} is not a numeric address"
    kind = _kind(address)
    if kind == "public":
        return "" if encrypted else f"{host} is a public address: use https"
    allowed = kind == "loopback" and (reach.loopback or reach.private)
    if allowed or (kind in ("private", "link-local") and reach.private):
        return ""
    local = kind in ("loopback", "private", "link-local")
    return (
        f"{host} is a {kind} address: deliveries {'go there with --allow-private alone' if local else 'never go there'}"
    )


@lru_cache(maxsize=1024)
def url_refusal(url: str, reach: Reach) -> str:
    """Why an address of the web is no receiver's, as far as its text tells; empty where that is not known."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError as error:
        return f"it is malformed: {error}"
    if parts.username is not None or parts.password is not None:
        return "it holds a user name or a password"
    if parts.fragment:
        return "it holds a fragment (#)"
    if parts.scheme not in ("https", "http") or not host:
        return "it is no http or https address"
    if _numeric(host) is not None:
        return refusal(host, reach, encrypted=parts.scheme == "https")
    last = host.removesuffix(".").rpartition(".")[2]
    if last.isdigit() or _HEXADECIMAL.fullmatch(last):
        return f"{host} is no name, and no address as four numbers"  # an HTTP client may not look it up, but connect
    if parts.scheme == "http" and not (reach.loopback or reach.private):
        return "use https"
    return ""


def _numeric(host: str) -> Address | None:
    try:
        return ipaddress.ip_address(host.partition("%")[0].strip("[]"))
    except ValueError:
        return None


def _kind(address: Address) -> str:
    """What an address is, whatever IPv6 form it is wrapped in."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = _inner(address)
        if inner is not None:
            return _kind(inner)
        if address in _TEREDO or address in _NAT64_LOCAL or address.is_site_local:
            return "reserved"
    if address in _METADATA:
        return "metadata"
    if address.is_unspecified or address.is_multicast or (address.version == 4 and int(address) >> 24 == 0):
        return "reserved"
    if address.is_loopback:
        return "loopback"
    if address.is_link_local:
        return "link-local"
    if isinstance(address, ipaddress.IPv4Address) and address in _CARRIER:
        return "private"
    if address.is_reserved or address == ipaddress.IPv4Address(2**32 - 1):
        return "reserved"
    return "public" if address.is_global else "private"


def _inner(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address that an IPv6 address stands for: mapped, compatible, NAT64 or 6to4."""
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.sixtofour is not None:
        return address.sixtofour
    if address in _NAT64 or (address in _COMPATIBLE and int(address) > 1):
        return ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
    return None
