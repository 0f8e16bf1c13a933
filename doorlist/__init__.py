"""Doorlist: the registration desk for online meetings, webinars and recordings."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from doorlist.client import AsyncClient, Client

__version__ = "0.1.0"
__all__ = ("AsyncClient", "Client", "__version__")


def __getattr__(name: str) -> object:
    """The clients, loaded when they are first asked for: the server needs none of them."""
    if name in ("AsyncClient", "Client"):
        from doorlist import client

        return getattr(client, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
