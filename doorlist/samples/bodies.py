"""An item's body as it goes over the wire, and the media type that goes with it."""

import json
import re
from collections.abc import Callable

from doorlist.samples import media_types
from doorlist.samples.problems import ItemBroken, kind
from doorlist.samples.request import Body, Field, File, FileBody, Form, Json, Multipart, Part, Raw, Template, Text
from doorlist.samples.variables import Variables, pieces_of

Source = dict[str, object]

FORM = "application/x-www-form-urlencoded"
_LANGUAGES = {
    "json": "application/json",
    "xml": "application/xml",
    "html": "text/html",
    "javascript": "application/javascript",
    "text": "text/plain",
}
_EXACT_CHARS_MAX = 100_000
_EXACT_DEPTH_MAX = 32
_INTEGER_MAX = 2**53
_PLAIN_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)\.[0-9]*[1-9]")
_ODD_NAME = re.compile(r"[0-9-]*|__proto__|.*[\x00\ud800-\udfff].*", re.DOTALL)
_COMMENT = re.compile(r'(?P<string>"(?:\\.|[^"\\])*")|//[^\r\n]*|/\*.*?\*/', re.DOTALL)
_ODD_TEXT = re.compile("[\x00\ud800-\udfff]")


class Bodies:
    """Makes the body of one item."""

    def __init__(self, variables: Variables) -> None:
        self._variables = variables
        self._content_type: Text | None = None

    def body(self, given: object, content_type: Text | None = None) -> tuple[Body | None, str | None]:
        """The body, None where nothing is sent, and the media type where the item's headers give none.

        `content_type` is what they give. Raises ItemBroken.
        """
        self._content_type = content_type
        if given is None:
            return None, None
        if not isinstance(given, dict):
            raise ItemBroken("body", f"must be an object, not {kind(given)}")
        mode = given.get("mode")
        if given.get("disabled") is True or mode is None or given.get(str(mode)) is None:
            return None, None
        makers: dict[str, Callable[[Source], tuple[Body | None, str | None]]] = {
            "raw": self._raw,
            "urlencoded": self._form,
            "formdata": self._multipart,
            "file": self._file,
            "graphql": self._graphql,
        }
        maker = makers.get(str(mode))
        if maker is None:
            raise ItemBroken("body.mode", f"is {str(mode)[:40]!r}; known are {', '.join(makers)}")
        return maker(given)

    def _raw(self, given: Source) -> tuple[Body | None, str | None]:
        raw = given["raw"]
        options = given.get("options")
        options = options.get("raw") if isinstance(options, dict) else None
        language = options.get("language") if isinstance(options, dict) else None
        source = raw if isinstance(raw, str) else json.dumps(raw, ensure_ascii=False)
        if language == "json" or (not language and _is_json(self._content_type)):
            source = without_comments(source)
        text = self._variables.text(source, "body.raw")
        if text == "":
            return None, None
        return raw_body(text), _LANGUAGES.get(str(language), _LANGUAGES["text"])

    def _graphql(self, given: Source) -> tuple[Body | None, str | None]:
        """The three members of a GraphQL request as JSON; variables that are a text are JSON already."""
        graphql = given["graphql"]
        if isinstance(graphql, str):
            return raw_body(self._variables.text(graphql, "body.graphql")), _LANGUAGES["json"]
        if not isinstance(graphql, dict):
            raise ItemBroken("body.graphql", f"must be an object, not {kind(graphql)}")
        members = []
        for name in ("query", "operationName", "variables"):
            value = graphql.get(name)
            if value is None or (name == "variables" and value == ""):
                continue
            ready = name == "variables" and isinstance(value, str)
            members.append(f'"{name}":{value if ready else json.dumps(value, ensure_ascii=False)}')
        return raw_body(self._variables.text(f"{{{','.join(members)}}}", "body.graphql")), _LANGUAGES["json"]

    def _form(self, given: Source) -> tuple[Body | None, str | None]:
        form = given["urlencoded"]
        if isinstance(form, str):
            pairs = [each.partition("=") for each in form.split("&") if each]
            fields = tuple(
                Field(self._variables.text(name, "body.urlencoded"), self._variables.text(value, "body.urlencoded"))
                for name, _, value in pairs
            )
        else:
            fields = tuple(
                Field(self._name(each, where), self._value(each.get("value"), where))
                for where, each in self._enabled(form, "body.urlencoded")
            )
        return (Form(fields), FORM) if fields else (None, None)

    def _multipart(self, given: Source) -> tuple[Body | None, str | None]:
        parts: list[Part] = []
        for where, each in self._enabled(given["formdata"], "body.formdata"):
            name, content_type = self._name(each, where), each.get("contentType")
            part_type = self._part_type(content_type, where) if isinstance(content_type, str) else None
            if each.get("type") == "file":
                parts += (
                    Part(name, file, part_type or (media_types.of(file.name) if file.name else None))
                    for file in self._files(each, name, where)
                )
            else:
                parts.append(Part(name, self._value(each.get("value"), where), part_type))
        return (Multipart(tuple(parts)), None) if parts else (None, None)

    def _part_type(self, given: str, where: str) -> str | None:
        found = self._variables.text(given, where)
        if not isinstance(found, str) or not re.fullmatch(r"[\x21-\x7e]+(?: *; *[\x20-\x7e]+)?", found.strip() or "-"):
            raise ItemBroken(where, "its contentType is none")
        return found.strip() or None

    def _file(self, given: Source) -> tuple[Body | None, str | None]:
        file = given["file"]
        if isinstance(file, str):
            file = {"src": file}
        if not isinstance(file, dict):
            raise ItemBroken("body.file", f"must be an object, not {kind(file)}")
        content = file.get("content")
        if isinstance(content, str) and not file.get("src"):
            return (raw_body(self._variables.text(content, "body.file")), None) if content else (None, None)
        chosen = self._chosen(file.get("src"), "body", None, "body.file.src")
        return FileBody(chosen), media_types.of(chosen.name or "")

    def _files(self, given: Source, name: Text, where: str) -> list[File]:
        """The files of a part: `src` is one path, several, or nothing."""
        sources = given.get("src", given.get("value"))
        label = name if isinstance(name, str) and name else "upload"
        shown = given.get("fileName")
        sent = shown if isinstance(shown, str) and shown else None
        if isinstance(sources, list) and sources:
            return [self._chosen(each, label, sent, f"{where}.src[{number}]") for number, each in enumerate(sources)]
        return [self._chosen(sources, label, sent, f"{where}.src")]

    def _chosen(self, source: object, label: str, sent: str | None, where: str) -> File:
        """A file; where none was chosen, the program reads its path from the environment."""
        if source is None or source == "" or source == []:
            return File(Template((self._variables.ask(f"{label}:file", suffix=""),)), sent)
        if not isinstance(source, str):
            raise ItemBroken(where, f"must be a path, not {kind(source)}")
        path = self._variables.text(source, where)
        if isinstance(path, str) and "\0" in path:
            raise ItemBroken(where, "a path has no NUL")
        return File(path, sent or (re.split(r"[/\\]", path)[-1] if isinstance(path, str) else None))

    def _enabled(self, given: object, where: str) -> list[tuple[str, Source]]:
        if isinstance(given, dict):  # v2.0 knew forms as objects, too
            given = [{"key": name, "value": value} for name, value in given.items()]
        if not isinstance(given, list):
            raise ItemBroken(where, f"must be a list, not {kind(given)}")
        found = []
        for number, each in enumerate(given):
            place = f"{where}[{number}]"
            if not isinstance(each, dict):
                raise ItemBroken(place, f"must be an object, not {kind(each)}")
            if each.get("disabled") is not True and not (each.get("key") in (None, "") and not _content(each)):
                found.append((place, each))
        return found

    def _name(self, given: Source, where: str) -> Text:
        name = given.get("key")
        if name is not None and not isinstance(name, str):
            raise ItemBroken(f"{where}.key", f"must be a text, not {kind(name)}")
        return self._variables.text(name or "", f"{where}.key")

    def _value(self, value: object, where: str) -> Text:
        if value is None:
            return ""
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        return self._variables.text(text, f"{where}.value")


def _content(field: Source) -> object:
    return field.get("value") or field.get("src")


def without_comments(text: str) -> str:
    """JSON without the comments that Postman lets people write into it; what stands in strings stays."""
    if "//" not in text and "/*" not in text:
        return text
    return _COMMENT.sub(lambda found: found["string"] or "", text)


def _is_json(content_type: Text | None) -> bool:
    return (
        content_type is not None
        and re.fullmatch(r"application/(?:[\w.-]+\+)?json", media_type(content_type)) is not None
    )


def raw_body(text: Text) -> Raw:
    """A body of a text, with its value where that is JSON that can be said without loss."""
    if not isinstance(text, str) or len(text) > _EXACT_CHARS_MAX or text.lstrip()[:1] not in ("{", "["):
        return Raw(text)
    try:
        value = json.loads(
            text, object_pairs_hook=_object, parse_int=_integer, parse_float=_number, parse_constant=_none
        )
    except (ValueError, RecursionError):
        return Raw(text)
    return Raw(text, exact=True, json=value) if _plain(value, _EXACT_DEPTH_MAX) else Raw(text)


def _object(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    found = dict(pairs)
    if len(found) != len(pairs) or any(map(_ODD_NAME.fullmatch, found)):
        raise ValueError("a name that some language would lose")
    return found


def _integer(digits: str) -> int:
    value = int(digits)
    if abs(value) > _INTEGER_MAX or digits == "-0":
        raise ValueError("an integer that some language would change")
    return value


def _number(digits: str) -> float:
    value = float(digits)
    if not _PLAIN_NUMBER.fullmatch(digits) or repr(value) != digits:
        raise ValueError("a number that some language would write differently")
    return value


def _none(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


def _plain(value: Json, depth: int) -> bool:
    """Whether it is not nested too deeply, and every text in it can be said."""
    if isinstance(value, str):
        return _ODD_TEXT.search(value) is None
    if isinstance(value, list):
        return depth > 0 and all(_plain(each, depth - 1) for each in value)
    if isinstance(value, dict):
        return depth > 0 and all(_plain(each, depth - 1) for each in value.values())
    return True


def media_type(text: Text) -> str:
    """The type and subtype of a media type, in lower case; "" where that is a variable."""
    pieces = pieces_of(text)
    first = pieces[0] if pieces and isinstance(pieces[0], str) else ""
    return first.partition(";")[0].strip().lower()
