"""Names become addresses that deliveries may go to: the connection goes to exactly the address that was looked at.

Checking a name first and connecting to it later would look it up twice, and whoever owns the name can answer differently
the second time. So the check sits where the HTTP client gets its addresses from.
"""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Sequence

from aiohttp.abc import AbstractResolver, ResolveResult

from doorlist.rules import addresses
from doorlist.rules.addresses import Reach

Lookup = Callable[[str, int], Awaitable[Sequence[str]]]
"""The numeric addresses of a name, for a port."""


class Unreachable(OSError):
    """A name leads nowhere, or nowhere that a delivery may go; the message says why."""


async def look_up(host: str, port: int) -> Sequence[str]:
    """What the machine's own resolver says. Raises Unreachable."""
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (socket.gaierror, UnicodeError) as error:
        raise Unreachable(f"cannot find the address of {host}") from error
    return [str(address[0]) for *_, address in found]


class VettedResolver(AbstractResolver):
    """Gives the HTTP client those addresses of a name that deliveries may go to, in the order in which they came."""

    def __init__(self, reach: Reach, *, encrypted: bool, lookup: Lookup = look_up) -> None:
        self._reach = reach
        self._encrypted = encrypted
        self._lookup = lookup

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """The addresses. Raises Unreachable where none is left."""
        found = list(dict.fromkeys(await self._lookup(host, port)))
        why = {each: addresses.refusal(each, self._reach, encrypted=self._encrypted) for each in found}
        allowed = [each for each in found if not why[each]]
        if not allowed:
            raise Unreachable(f"{host}: {'; '.join(why.values()) or 'it has no address'}")
        return [
            ResolveResult(
                hostname=host,
                host=each,
                port=port,
                family=socket.AF_INET6 if ":" in each else socket.AF_INET,
                proto=socket.IPPROTO_TCP,
                flags=socket.AI_NUMERICHOST,
            )
            for each in allowed
            if family in (socket.AF_UNSPEC, socket.AF_INET6 if ":" in each else socket.AF_INET)
        ]

    async def close(self) -> None:
        """Nothing to close."""
