"""What both runners have in common: how connections are kept, and what becomes of an answer or of what is lost."""

import socket
import ssl
from typing import TypedDict

import httpx2

from doorlist.client.steps import Lost

REPLY_BYTES_MAX = 32 * 2**20
"""The largest answer that is read; a page of 300 registrants with 50 long answers each is a third of it."""
CONNECTIONS_MAX = 100
BROKEN = (RuntimeError, OSError, ValueError, AttributeError)
"""What the HTTP library raises by accident where another thread or task closes it during a call."""


class Options(TypedDict):
    """How an HTTP client of ours is made."""

    follow_redirects: bool
    limits: httpx2.Limits


def options() -> Options:
    """No redirects, for they would take the token elsewhere; and enough connections for many threads or tasks."""
    return {
        "follow_redirects": False,
        "limits": httpx2.Limits(max_connections=CONNECTIONS_MAX, max_keepalive_connections=CONNECTIONS_MAX),
    }


def names(headers: httpx2.Headers) -> dict[str, str]:
    """Headers by name in small letters; those of one name are joined with commas."""
    return {name.lower(): headers[name] for name in headers}


def closed(*, sent: bool) -> Lost:
    """What becomes of a call on a client that was closed, before it or during it."""
    return Lost("the client was closed", sent=sent, final=True)


def too_large() -> Lost:
    """What becomes of an answer that does not end."""
    return Lost(f"the answer is larger than {REPLY_BYTES_MAX // 2**20} MiB", sent=True, final=True)


def too_slow(timeout_s: float) -> Lost:
    """What becomes of an answer that takes too long as a whole."""
    return Lost(f"the answer took longer than {timeout_s:.3g} s", sent=True, too_slow=True)


def lost(error: httpx2.HTTPError | httpx2.InvalidURL, timeout_s: float) -> Lost:
    """What an exception of the network means."""
    if isinstance(error, httpx2.InvalidURL):
        return Lost(f"there can be no such address ({_words(error)})", sent=False, final=True)
    causes = list(_causes(error))
    match error:
        case httpx2.ConnectError():
            return _unconnected(causes, error)
        case httpx2.ConnectTimeout():
            return Lost(f"nobody took the connection within {timeout_s:.3g} s", sent=False, too_slow=True)
        case httpx2.PoolTimeout():
            return Lost(f"all {CONNECTIONS_MAX} connections were busy for {timeout_s:.3g} s", sent=False, too_slow=True)
        case httpx2.ProxyError():
            return Lost(f"the proxy said no ({_words(error)})", sent=False, final=True)
        case httpx2.LocalProtocolError():  # whose text may show the token
            return Lost("the request cannot be sent as it is", sent=False, final=True)
        case httpx2.UnsupportedProtocol():
            return Lost(f"the request cannot be sent ({_words(error)})", sent=False, final=True)
        case httpx2.TimeoutException():
            return too_slow(timeout_s)
        case httpx2.RemoteProtocolError() if "without sending" in str(error):
            return Lost("the connection was closed before the answer", sent=True)
        case httpx2.RemoteProtocolError() | httpx2.DecodingError():
            return Lost(f"the answer broke off or is garbled ({_words(error)})", sent=True)
        case _:
            return Lost(f"the connection was cut ({_words(error)})", sent=True)


def _unconnected(causes: list[BaseException], error: httpx2.HTTPError) -> Lost:
    for cause in causes:
        match cause:
            case ssl.SSLCertVerificationError():
                said = f"its certificate is not to be trusted ({cause.verify_message})"
                return Lost(said, sent=False, final=True)
            case ssl.SSLError():
                return Lost("it does not speak TLS as it should (https where http belongs?)", sent=False, final=True)
            case socket.gaierror():
                return Lost("the name of the server is not known", sent=False)
            case ConnectionRefusedError():
                return Lost("the connection was refused (is the server running?)", sent=False)
            case _:
                pass
    return Lost(f"it cannot be reached ({_words(error)})", sent=False)


def _causes(error: BaseException) -> list[BaseException]:
    found: list[BaseException] = []
    left: list[BaseException | None] = [error]
    while left:
        each = left.pop()
        if each is None or each in found:
            continue
        found.append(each)
        left += [each.__cause__, each.__context__]
        if isinstance(each, BaseExceptionGroup):
            left += each.exceptions
    return found


def _words(error: Exception) -> str:
    return (str(error) or type(error).__name__)[:200]
