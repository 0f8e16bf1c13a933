"""Reads a printed sample page and makes its program, its curl command and its Postman item fit to run.

A page is plain text: a title line `language / API / operation`, the program, a curl command, a Postman item. Printing
cost it things (indentation, the class around a fragment) and the page's generator broke others (a URL cut at a blank).
Here only those are mended, and only what every reader must fill in is filled in: `mended`, then `pointed_at`, then
`filled`. Each raises `PageError` where the page does not have what it is to change.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

Form = Literal["as printed", "as meant"]
"""As printed, a form value has the values before it glued in front, and the query is the page's; as meant, neither."""

Person = dict[str, str]

FALSE = {"Python": "False", "C#": "false", "Node.js": "false", "lianja": ".F."}
BACK_LINK = "Back to Collection Items\n"
CURL_HEADING = "\nCurl Command\n"
ITEM_HEADING = "\nPostman Collection Item JSON\n"

STRING = r"""(?:"(?:[^"\\]|\\.)*"|'[^']*')"""
CALL = re.compile(r'SynchronousRequest\("[^"]*",\d+,(?:True|true|\.T\.|False|false|\.F\.),')
PATH = re.compile(r'(?P<setter>put_Path\(|\.Path = )"(?P<path>[^"]*)"')
PEOPLE = re.compile(rf'AddParam\("registrants",(?P<value>{STRING})\)')
CURL_PEOPLE = re.compile(r"'registrants=(?P<value>[^']*)'")
CURL_URL = re.compile(r"https?://[^/]+(?P<path>/.*)$")
TOKEN = "<access_token>"  # what the pages print where a token belongs

CSHARP_PROGRAM = """using System;

static class Debug
{{
    public static void WriteLine(string line) {{ Console.WriteLine(line); }}
}}

static class Program
{{
    static void Main()
    {{
{fragment}
    }}
}}
"""


class PageError(Exception):
    """The page is not of the kind that this module reads."""


@dataclass(frozen=True)
class Page:
    language: str
    title: str
    program: str
    curl: str
    item: dict[str, Any]


def read(text: str) -> Page:
    """The page's parts, as printed."""
    heading, _, rest = text.partition("\n")
    language, _, title = heading.partition(" / ")
    printed, _, item = rest.partition(ITEM_HEADING)
    program, _, curl = printed.partition(CURL_HEADING)
    if not (title and program and curl and item):
        raise PageError("a page has a title, a program, a curl command and a Postman item")
    return Page(language, title, program.removeprefix(BACK_LINK) + "\n", curl, json.loads(item))


def mended(page: Page) -> str:
    """The page's program with what print lost: Python's indentation, the class around a C# fragment."""
    if page.language == "Python":
        return indented(page.program)
    if page.language == "C#":
        return CSHARP_PROGRAM.format(fragment=page.program)
    return page.program


def indented(program: str) -> str:
    """Python lines with their indentation back: a block goes from its colon to the line that leaves or counts on."""
    lines: list[str] = []
    inside = False
    for line in program.splitlines():
        lines.append(f"    {line}" if inside else line)
        if re.match(r"(if|while)\b.*:\s*$", line):
            inside = True
        elif line in ("sys.exit()", "i = i + 1"):
            inside = False
    return "\n".join(lines) + "\n"


def pointed_at(program: str, page: Page, host: str, port: int) -> str:
    """The program calling this host and port without TLS, which is how a sandbox on one's own machine is reached."""
    return _replaced_once(CALL, f'SynchronousRequest("{host}",{port},{FALSE[page.language]},', program)


def filled(
    program: str, page: Page, *, token: str, meeting_id: int, people: Sequence[Person] = (), form: Form = "as printed"
) -> str:
    """The program with the reader's token, meeting and people; printed values stay where `people` says nothing."""
    path = _only(PATH, program)
    value = _only(PEOPLE, program)["value"]
    filled_value = with_people(_string_value(value), people, form)
    # A path cut down to "/" is the generator's loss: the page's own Postman item still has it.
    printed_path = path["path"] if path["path"] != "/" else item_path(page.item, form)
    program = _replaced_once(PATH, f'{path["setter"]}"{_with_meeting(printed_path, meeting_id)}"', program)
    program = _replaced_once(PEOPLE, f'AddParam("registrants",{_string_like(value, filled_value)})', program)
    return _with_token(program, token)


def curl_command(
    page: Page,
    *,
    host: str,
    port: int,
    token: str,
    meeting_id: int,
    people: Sequence[Person] = (),
    form: Form = "as printed",
) -> str:
    """The page's curl command as one shell command: lines joined, the URL quoted and its blanks encoded."""
    *options, url = page.curl.splitlines()
    path = _with_meeting(_only(CURL_URL, url)["path"], meeting_id).replace(" ", "%20")
    if form == "as meant":
        path = path.partition("?")[0]
    command = " \\\n  ".join([*options, f"'http://{host}:{port}{path}'"]) + "\n"
    value = with_people(_only(CURL_PEOPLE, command)["value"], people, form).replace("'", r"'\''")
    return _with_token(_replaced_once(CURL_PEOPLE, f"'registrants={value}'", command), token)


def filled_item(item: dict[str, Any], *, meeting_id: int, people: Sequence[Person] = ()) -> dict[str, Any]:
    """A copy of a Postman item with the reader's meeting and people."""
    copy: dict[str, Any] = json.loads(json.dumps(item))
    for variable in copy["request"]["url"]["variable"]:
        if variable["key"] == "meetingId":
            variable["value"] = str(meeting_id)
    for field in copy["request"]["body"]["formdata"]:
        if field["key"] == "registrants":
            field["value"] = with_people(field["value"], people, "as printed")
    return copy


def item_path(item: dict[str, Any], form: Form) -> str:
    """The path that a Postman item asks for, below the API's `/v2`; its query only as printed."""
    path: str = item["request"]["url"]["raw"].replace("{{baseUrl}}", "/v2", 1)
    return path if form == "as printed" else path.partition("?")[0]


def with_people(value: str, people: Sequence[Person], form: Form) -> str:
    """A printed `registrants` value with these people's ids and emails in the place of the first printed ones."""
    start = value.index("[")
    printed: list[Person] = json.loads(value[start:])
    if len(people) > len(printed):
        raise PageError(f"the page has room for {len(printed)} people")
    for stranger, person in zip(printed, people, strict=False):
        stranger.update({key: person[key] for key in stranger if key in person})
    glue = value[:start] if form == "as printed" else ""
    return glue + json.dumps(printed, ensure_ascii=False, separators=(",", ":"))


def _with_meeting(path: str, meeting_id: int) -> str:
    if ":meetingId" not in path:
        raise PageError(f"{path} has no place for a meeting")
    return path.replace(":meetingId", str(meeting_id))


def _with_token(text: str, token: str) -> str:
    if text.count(TOKEN) != 1:
        raise PageError(f"{TOKEN} is to be there once")
    return text.replace(TOKEN, token)


def _string_value(literal: str) -> str:
    """What a printed string literal stands for. Python, C# and JavaScript escape as JSON does, Lianja not at all."""
    return str(json.loads(literal)) if literal.startswith('"') else literal[1:-1]


def _string_like(literal: str, value: str) -> str:
    """The value as a literal of the same kind."""
    if literal.startswith('"'):
        return json.dumps(value, ensure_ascii=False)
    if "'" in value:
        raise PageError("Lianja's single-quoted string cannot hold a single quote")
    return f"'{value}'"


def _only(pattern: re.Pattern[str], text: str) -> re.Match[str]:
    found = list(pattern.finditer(text))
    if len(found) != 1:
        raise PageError(f"{pattern.pattern} is there {len(found)} times, not once")
    return found[0]


def _replaced_once(pattern: re.Pattern[str], replacement: str, text: str) -> str:
    found = _only(pattern, text)
    return text[: found.start()] + replacement + text[found.end() :]
