# ruff: noqa: N802
"""A stand-in for the chilkat library, which is chilkat2 in an older spelling: `put_` and `get_` for properties."""

from typing import Any

import chilkat2


class CkHttpRequest:
    def __init__(self) -> None:
        self._request = chilkat2.HttpRequest()

    def put_HttpVerb(self, verb: str) -> None:
        self._request.HttpVerb = verb

    def put_Path(self, path: str) -> None:
        self._request.Path = path

    def put_ContentType(self, content_type: str) -> None:
        self._request.ContentType = content_type

    def AddHeader(self, name: str, value: str) -> None:
        self._request.AddHeader(name, value)

    def AddParam(self, name: str, value: str) -> None:
        self._request.AddParam(name, value)


class CkHttpResponse:
    def __init__(self, response: Any) -> None:
        self._response = response

    def get_StatusCode(self) -> int:
        return int(self._response.StatusCode)

    def header(self) -> str:
        return str(self._response.Header)

    def bodyStr(self) -> str:
        return str(self._response.BodyStr)


class CkHttp:
    def __init__(self) -> None:
        self._http = chilkat2.Http()

    def SynchronousRequest(self, domain: str, port: int, ssl: bool, request: CkHttpRequest) -> CkHttpResponse | None:
        response = self._http.SynchronousRequest(domain, port, ssl, request._request)
        return None if response is None else CkHttpResponse(response)

    def get_LastMethodSuccess(self) -> bool:
        return bool(self._http.LastMethodSuccess)

    def lastErrorText(self) -> str:
        return str(self._http.LastErrorText)
