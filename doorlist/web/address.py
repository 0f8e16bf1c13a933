"""The address that a request was sent to, for the links in its answer."""

import re

from starlette.datastructures import Headers
from starlette.types import Scope

_HOST = re.compile(r"[A-Za-z0-9.-]+(:\d{1,5})?|\[[0-9A-Fa-f:.]+\](:\d{1,5})?")


def base_url(scope: Scope, headers: Headers) -> str:
    """Scheme and host, without a slash at the end; a Host header that is none counts as absent."""
    host = headers.get("host", "")
    if not _HOST.fullmatch(host):
        name, port = scope.get("server") or ("127.0.0.1", 80)
        host = f"{name}:{port}"
    return f"{scope['scheme']}://{host}"
