"""An item's URL as it goes over the wire: split, its path variables filled in, everything percent-encoded once.

What is encoded already stays as it is (`%20` is not encoded again), as in Postman; what RFC 3986 does not allow in a path
or query is encoded, so that every library takes the URL as printed.
"""

import ipaddress
import re
from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import quote, unquote

from doorlist.samples.problems import ItemBroken, kind
from doorlist.samples.request import Pair, Template, Text, Url, Variable
from doorlist.samples.variables import Variables, concatenated, joined, pieces_of

Source = dict[str, object]

_PATH_SAFE = "!$&()*+,;=:@/-._~"
_VALUE_SAFE = "!$()*+,;:@/?=-._~"
_NAME_SAFE = "!$()*+,;:@/?-._~"
_ENCODED = re.compile(r"%[0-9A-Fa-f]{2}")
_PATH_VARIABLE = re.compile(r":([^/?#.:{}]+)(.*)", re.DOTALL)
_NAME = re.compile(r"[A-Za-z_][\w-]*")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://", re.ASCII)
_PORTS = {"http": 80, "https": 443}
_HOLES = 0xE000  # where variables stand while a URL is split: characters for private use


class Urls:
    """Makes the URL of one item."""

    def __init__(self, variables: Variables) -> None:
        self._variables = variables
        self.credentials: tuple[Text, Text] | None = None  # user and password that stood in the URL
        self._holes: list[Variable] = []

    def url(self, given: object) -> Url:
        """The URL of a request, whether it is a text or an object. Raises ItemBroken."""
        source: Source = {"raw": given} if isinstance(given, str) else given if isinstance(given, dict) else {}
        raw = source.get("raw")
        if not source or not (source.get("host") or source.get("path") or raw):
            raise ItemBroken("url", "is missing")
        values = self._path_values(source.get("variable"))
        if source.get("host"):
            address = self._address(source)
        elif isinstance(raw, str):
            address = raw
        else:
            raise ItemBroken("url.raw", f"must be a text, not {kind(raw)}")
        # The address may have a query of its own: the raw text's, or that of a variable's value.
        address, asked = _cut(self._held(address.strip(), "url"))
        scheme, authority, path = self._parts(address.replace("\\", "/"))
        encoded = self._path(path, values)
        more = self._query(source, raw) if source.get("host") else []
        return self._made(scheme, authority, encoded, (*self._split(asked), *more))

    # How it is given

    def _address(self, source: Source) -> str:
        """Everything before the query, as one text."""
        host = _joined(source["host"], ".", "url.host")
        protocol, port = source.get("protocol"), source.get("port")
        address = (
            f"{protocol.removesuffix('://').removesuffix(':')}://" if isinstance(protocol, str) and protocol else ""
        )
        auth = source.get("auth")
        if isinstance(auth, dict) and auth.get("user"):
            address += f"{auth['user']}:{auth.get('password') or ''}@"
        address += host + (f":{port}" if port not in (None, "") else "")
        given = source.get("path")
        path = _joined(given, "/", "url.path")
        if isinstance(given, str):
            path = path.removeprefix("/")
        return f"{address}/{path}" if path or isinstance(given, list) else address

    def _query(self, source: Source, raw: object) -> list[Pair]:
        """The pairs of the object's query; those of its raw text where it has no query."""
        query = source.get("query")
        if query is None:
            asked = _cut(raw)[1] if isinstance(raw, str) and "query" not in source else ""
            return self._split(self._held(asked, "url.raw"))
        if isinstance(query, str):
            return self._split(self._held(query.removeprefix("?"), "url.query"))
        if not isinstance(query, list):
            raise ItemBroken("url.query", f"must be a list, not {kind(query)}")
        pairs: list[Pair] = []
        for number, each in enumerate(query):
            where = f"url.query[{number}]"
            if isinstance(each, str):
                pairs += self._split(self._held(each, where))
                continue
            if not isinstance(each, dict):
                raise ItemBroken(where, f"must be an object, not {kind(each)}")
            if each.get("disabled") is True:
                continue
            name, value = _scalar(each.get("key"), where), _scalar(each.get("value"), where)
            if not name and value is None:
                continue
            pairs.append(
                Pair(
                    self._encoded(self._held(name or "", where), _NAME_SAFE),
                    None if value is None else self._encoded(self._held(value, where), _VALUE_SAFE),
                )
            )
        return pairs

    def _path_values(self, given: object) -> Mapping[str, str]:
        """The values of `:path` variables; empty ones are none."""
        if given is None:
            return {}
        if isinstance(given, dict):
            given = [{"key": name, "value": value} for name, value in given.items()]
        if not isinstance(given, list):
            raise ItemBroken("url.variable", f"must be a list, not {kind(given)}")
        found: dict[str, str] = {}
        for number, each in enumerate(given):
            where = f"url.variable[{number}]"
            if not isinstance(each, dict):
                raise ItemBroken(where, f"must be an object, not {kind(each)}")
            name, value = each.get("key", each.get("id")), _scalar(each.get("value"), where)
            if isinstance(name, str) and value and each.get("disabled") is not True:
                found[name] = value
        return found

    # How it is split: variables without a value are held by single characters meanwhile

    def _held(self, text: str, where: str) -> str:
        text = "".join(each for each in text if not _is_hole(each))
        return "".join(
            piece if isinstance(piece, str) else self._hole(piece)
            for piece in pieces_of(self._variables.text(text, where))
        )

    def _hole(self, variable: Variable) -> str:
        if variable not in self._holes:
            self._holes.append(variable)
        return chr(_HOLES + self._holes.index(variable))

    def _filled(self, text: str, *, encoded: bool) -> Text:
        """The text with its variables in their places again."""
        if not any(map(_is_hole, text)):
            return text
        pieces: list[str | Variable] = []
        for each in text:
            number = ord(each) - _HOLES
            if 0 <= number < len(self._holes):
                pieces.append(replace(self._holes[number], encoded=True) if encoded else self._holes[number])
            else:
                pieces.append(each)
        return joined(pieces)

    def _encoded(self, text: str, safe: str) -> Text:
        """Percent-encoded where that is needed; what is encoded stays."""
        return self._filled(percent_encoded(text, safe), encoded=True)

    def _split(self, query: str) -> list[Pair]:
        """The pairs of a query that is one text."""
        pairs = []
        for each in query.split("&"):
            name, equals, value = each.partition("=")
            if each:
                pairs.append(
                    Pair(self._encoded(name, _NAME_SAFE), self._encoded(value, _VALUE_SAFE) if equals else None)
                )
        return pairs

    def _parts(self, address: str) -> tuple[str | None, str, str]:
        """Scheme (None where a variable stands in its place), authority and path."""
        scheme = "http"
        found = _SCHEME.match(address)
        if found is not None:
            scheme, address = found[1].lower(), address[found.end() :]
        elif "://" in address:  # a scheme that is a variable
            before, _, address = address.partition("://")
            if _is_hole(before[:1]):
                authority, slash, path = address.partition("/")
                return None, f"{before}://{authority}", slash + path
            raise ItemBroken("url", f"its scheme {before[:40]!r} is none")
        elif _is_hole(address[:1]):
            authority, slash, path = address.partition("/")
            return None, authority, slash + path
        if scheme not in _PORTS:
            raise ItemBroken("url", f"its scheme is {scheme}; only http and https can be sent")
        authority, slash, path = address.removeprefix("//").partition("/")
        return scheme, authority, slash + path

    def _path(self, path: str, values: Mapping[str, str]) -> Text:
        if not path:
            return ""
        segments: list[Text] = []
        for segment in path[1:].split("/"):
            found = _PATH_VARIABLE.fullmatch(segment)
            if found is None:
                segments.append(self._encoded(segment, _PATH_SAFE))
                continue
            value = values.get(found[1])
            if value is not None:
                segments.append(self._encoded(self._held(value, f"url.variable {found[1]}") + found[2], _PATH_SAFE))
            elif _NAME.fullmatch(found[1]):
                variable = replace(self._variables.ask(f":{found[1]}"), encoded=True)
                segments.append(concatenated(Template((variable,)), self._encoded(found[2], _PATH_SAFE)))
            else:
                segments.append(self._encoded(segment, _PATH_SAFE))
        return concatenated(*[piece for segment in segments for piece in ("/", segment)])

    # How it is put together

    def _made(self, scheme: str | None, authority: str, path: Text, query: tuple[Pair, ...]) -> Url:
        user, at, place = authority.rpartition("@")
        if at and scheme is not None:
            name, _, password = user.partition(":")
            self.credentials = (
                self._filled(unquote(name), encoded=False),
                self._filled(unquote(password), encoded=False),
            )
        else:
            place = authority
        origin: Text
        host: str | None = None
        port: int | None = None
        if scheme is None or any(map(_is_hole, place)):
            origin = self._filled(place if scheme is None else f"{scheme}://{place}", encoded=False)
            scheme = None
        else:
            host, port = _host(place, scheme)
            shown = f"[{host}]" if ":" in host else host
            origin = f"{scheme}://{shown}" + ("" if port == _PORTS[scheme] else f":{port}")
            path = path or "/"
        pairs: list[Text] = []
        for number, each in enumerate(query):
            pairs += ["?" if number == 0 else "&", each.name]
            if each.value is not None:
                pairs += ["=", each.value]
        target = concatenated(path, *pairs)
        return Url(
            origin=origin,
            path=path,
            query=query,
            text=concatenated(origin, target),
            target=target,
            scheme=scheme,
            host=host,
            port=port,
        )


def with_query(url: Url, name: Text, value: Text) -> Url:
    """The URL with a pair of texts, not yet encoded, behind its query; an earlier pair of that name is replaced."""
    added = Pair(_escaped(name, _NAME_SAFE), _escaped(value, _VALUE_SAFE))
    query = (*(each for each in url.query if each.name != added.name), added)
    pairs: list[Text] = []
    for number, each in enumerate(query):
        pairs += ["?" if number == 0 else "&", each.name, *(() if each.value is None else ("=", each.value))]
    target = concatenated(url.path, *pairs)
    return replace(url, query=query, target=target, text=concatenated(url.origin, target))


def _escaped(text: Text, safe: str) -> Text:
    return joined(
        [
            percent_encoded(piece, safe) if isinstance(piece, str) else replace(piece, encoded=True)
            for piece in pieces_of(text)
        ]
    )


def percent_encoded(text: str, safe: str) -> str:
    """The text with everything encoded, as UTF-8, that is neither safe nor encoded already."""
    done: list[str] = []
    end = 0
    for found in _ENCODED.finditer(text):
        done += [_quoted(text[end : found.start()], safe), found[0]]
        end = found.end()
    done.append(_quoted(text[end:], safe))
    return "".join(done)


def _quoted(text: str, safe: str) -> str:
    if not any(map(_is_hole, text)):
        return quote(text, safe=safe, encoding="utf-8", errors="replace")
    return "".join(each if _is_hole(each) else quote(each, safe=safe, errors="replace") for each in text)


def _cut(address: str) -> tuple[str, str]:
    """Address and query of a URL; its fragment is not sent."""
    address, _, query = address.partition("#")[0].partition("?")
    return address, query


def _is_hole(character: str) -> bool:
    return bool(character) and _HOLES <= ord(character) < _HOLES + 6400


def _host(place: str, scheme: str) -> tuple[str, int]:
    """Host (ASCII, lower case, an IPv6 address without brackets) and port."""
    if place.startswith("["):
        host, _, rest = place[1:].partition("]")
        try:
            host = str(ipaddress.IPv6Address(host))
        except ValueError:
            raise ItemBroken("url.host", f"{place!r} is no IPv6 address") from None
        colon, port = rest[:1], rest[1:]
    else:
        host, colon, port = place.partition(":")
        host = _ascii(host)
    if not colon or not port:
        return host, _PORTS[scheme]
    if not port.isascii() or not port.isdigit() or not 0 < int(port[:6]) < 65536:
        raise ItemBroken("url.port", f"must be a number from 1 to 65535, not {port[:40]!r}")
    return host, int(port)


def _ascii(host: str) -> str:
    if not host:
        raise ItemBroken("url.host", "is missing")
    try:
        found = host.lower() if host.isascii() else host.encode("idna").decode()
    except UnicodeError:
        found = ""
    if not re.fullmatch(r"[A-Za-z0-9._~-]+", found):
        raise ItemBroken("url.host", f"{host[:80]!r} is no name of a host")
    return found


def _joined(given: object, by: str, where: str) -> str:
    """A host or path that is given as a text, or in parts, which may be objects with a value."""
    if given is None:
        return ""
    if isinstance(given, str):
        return given
    if not isinstance(given, list):
        raise ItemBroken(where, f"must be a text or a list, not {kind(given)}")
    parts = []
    for number, each in enumerate(given):
        value = each.get("value") if isinstance(each, dict) else each
        parts.append(_scalar(value, f"{where}[{number}]") or "")
    return by.join(parts)


def _scalar(value: object, where: str) -> str | None:
    """A text; numbers and booleans as JSON writes them."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    raise ItemBroken(where, f"must be a text, not {kind(value)}")
