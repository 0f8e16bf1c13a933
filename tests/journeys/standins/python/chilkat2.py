# ruff: noqa: N802
"""A stand-in for the chilkat2 library: the calls that the printed programs make, with that library's bytes on the wire.

Made from what the library was seen to send (`tests/wire`) and to answer, for machines where it is not installed or its
trial has ended. It sends multipart/form-data without TLS, and nothing else.
"""

import http.client
import json
import random
import re
import socket
from typing import Any

WAIT_S = 30


class StringBuilder:
    __slots__ = ("_text",)

    def __init__(self) -> None:
        self._text = ""

    def Append(self, text: str) -> bool:
        self._text += text
        return True

    def GetAsString(self) -> str:
        return self._text


class HttpRequest:
    # Slots, so that a misspelled property is an error here as it is in the library.
    __slots__ = ("ContentType", "HttpVerb", "Path", "_headers", "_params")

    def __init__(self) -> None:
        self.HttpVerb = "GET"
        self.Path = "/"
        self.ContentType = ""
        self._headers: list[tuple[str, str]] = []
        self._params: list[tuple[str, str]] = []

    def AddHeader(self, name: str, value: str) -> None:
        self._headers.append((name, value))

    def AddParam(self, name: str, value: str) -> None:
        self._params.append((name, value))

    def _bytes(self, domain: str, port: int) -> bytes:
        """The whole request, in the library's order: its own headers first, the caller's after them."""
        boundary = "-" * 12 + "".join(f"0{random.randrange(10)}" for _ in range(12))
        body = "".join(
            f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
            for name, value in self._params
        )
        sent = (body + f"--{boundary}--\r\n").encode() if self._params else b""
        lines = [
            f"{self.HttpVerb} {self.Path.replace(' ', '%20')} HTTP/1.1",
            f"Host: {domain}" if port == 80 else f"Host: {domain}:{port}",
            f"Content-Type: {self.ContentType}; boundary={boundary}",
            f"Content-Length: {len(sent)}",
            *(f"{name}: {value}" for name, value in self._headers),
        ]
        return ("\r\n".join(lines) + "\r\n\r\n").encode() + sent


class HttpResponse:
    __slots__ = ("BodyStr", "Header", "StatusCode")

    def __init__(self, status: int, header: str, body: str) -> None:
        self.StatusCode = status
        self.Header = header
        self.BodyStr = body

    def GetBodySb(self, builder: StringBuilder) -> bool:
        return builder.Append(self.BodyStr)


class Http:
    __slots__ = ("LastErrorText", "LastMethodSuccess")

    def __init__(self) -> None:
        self.LastMethodSuccess = False
        self.LastErrorText = ""

    def SynchronousRequest(self, domain: str, port: int, ssl: bool, request: HttpRequest) -> HttpResponse | None:
        self.LastMethodSuccess = False
        if ssl or request.ContentType != "multipart/form-data":
            self.LastErrorText = "The stand-in sends multipart/form-data without TLS, and nothing else."
            return None
        try:
            with socket.create_connection((domain, port), timeout=WAIT_S) as connection:
                connection.sendall(request._bytes(domain, port))
                answer = http.client.HTTPResponse(connection, method=request.HttpVerb)
                try:
                    answer.begin()
                    body = answer.read().decode()
                finally:
                    answer.close()
        except (OSError, http.client.HTTPException) as fault:
            self.LastErrorText = f"{type(fault).__name__}: {fault}"
            return None
        self.LastMethodSuccess = True
        self.LastErrorText = ""
        header = "".join(f"{name}: {value}\r\n" for name, value in answer.getheaders())
        return HttpResponse(answer.status, header, body)


class JsonObject:
    """Reads values by a path such as `people[i].name`, where `i`, `j` and `k` are properties of the object."""

    __slots__ = ("EmitCompact", "I", "J", "K", "_document")

    def __init__(self) -> None:
        self.EmitCompact = True
        self.I = self.J = self.K = 0
        self._document: Any = {}

    def Load(self, text: str) -> bool:
        try:
            self._document = json.loads(text)
        except ValueError:
            return False
        return isinstance(self._document, dict)

    def LoadSb(self, builder: StringBuilder) -> bool:
        return self.Load(builder.GetAsString())

    def Emit(self) -> str:
        if self.EmitCompact:
            return json.dumps(self._document, ensure_ascii=False, separators=(",", ":"))
        return json.dumps(self._document, ensure_ascii=False, indent=2).replace("\n", "\r\n") + "\r\n"

    def SizeOfArray(self, path: str) -> int:
        found = self._at(path)
        return len(found) if isinstance(found, list) else -1

    def StringOf(self, path: str) -> str:
        found = self._at(path)
        if found is None or isinstance(found, dict | list):
            return ""
        return found if isinstance(found, str) else json.dumps(found)

    def _at(self, path: str) -> Any:
        index = {"i": self.I, "j": self.J, "k": self.K}
        found = self._document
        for name, place in re.findall(r"([^.\[\]]+)|\[([ijk]|\d+)\]", path):
            step = name or (index[place] if place in index else int(place))
            try:
                found = found[step]
            except (KeyError, IndexError, TypeError):
                return None
        return found
