"""What the shell languages share: quoting, variables, bodies printed byte for byte, and the lines that read the answer."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from doorlist.samples.language import UNPRINTED_IN_LINES, Naming, Quoting, Style, indented, unread
from doorlist.samples.parts import forms
from doorlist.samples.parts.texts import literals
from doorlist.samples.request import (
    Answers,
    CannotSay,
    Failure,
    File,
    Leaf,
    Multipart,
    Path,
    Reading,
    Request,
    Template,
    Text,
    Variable,
)
from doorlist.samples.variables import concatenated, pieces_of

ARGUMENT_CHARS_MAX = 30_000
"""A longer text is piped: Linux takes 128 KiB as one argument of a command, and a character has up to 4 bytes."""

_PLAIN = re.compile(r"[A-Za-z0-9_./:@%+,=-]+", re.ASCII)
_JQ_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*", re.ASCII)


def octal(code: int) -> str:
    """A character as `printf` takes its bytes."""
    if code == 0:
        raise CannotSay("A word in a shell cannot hold a NUL character, and this request has one.")
    return "".join(f"\\{each:03o}" for each in chr(code).encode("utf-8", "surrogatepass"))


QUOTE = Quoting(
    "'",
    "'",
    {"'": "'\\''", "\r": "'\"$(printf '\\r')\"'"},
    lambda code: f"'\"$(printf '{octal(code)}')\"'",
    unsafe=UNPRINTED_IN_LINES,
)
INTERPOLATED = Quoting(
    '"',
    '"',
    {"\\": "\\\\", '"': '\\"', "$": "\\$", "`": "\\`", "!": "\"'!'\"", "\r": "$(printf '\\r')"},
    lambda code: f"$(printf '{octal(code)}')",
    unsafe=UNPRINTED_IN_LINES,
)
PRINTF = Quoting(
    "'",
    "'",
    {"'": "'\\''", "\\": "\\\\", "%": "%%", "\r": "\\r", "\0": "\\000"},
    octal,
    unsafe=UNPRINTED_IN_LINES,
)


class ShellStyle(Style):
    """A shell's words: single quotes, or double quotes where a variable stands in them.

    `encoded` is how a percent-encoded variable is written, of its name (`{name}`) and its environment variable.
    """

    def __init__(self, encoded: str) -> None:
        super().__init__(
            quote=QUOTE,
            naming=Naming.SNAKE,
            comment="#",
            reserved=frozenset(
                {"answer", "code", "folder", "headers", "meaning", "message", "reply", "retry_after", "status"}
            ),
            interpolated=INTERPOLATED,
        )
        self._pattern = encoded

    def variable(self, variable: Variable) -> str:
        """A variable inside double quotes."""
        if variable.encoded:
            return self._pattern.format(name=self.name(variable), environment=variable.environment)
        return f"${{{variable.environment}}}"

    def text(self, text: Text) -> str:
        """A text as one word."""
        if isinstance(text, str):
            return QUOTE(text)
        inside = INTERPOLATED.inside
        return '"' + "".join(inside(e) if isinstance(e, str) else self.variable(e) for e in text.pieces) + '"'


STYLE = ShellStyle("${{{name}}}")
PASTED = ShellStyle("$(jq -rn --arg v \"${{{environment}}}\" '$v | @uri')")
"""For a command on its own, without lines before it."""


def word(text: str) -> str:
    """A text as a word, without quotes where it needs none."""
    return text if _PLAIN.fullmatch(text) else QUOTE(text)


def holds(text: Text, characters: str) -> bool:
    """Whether what is known of a text holds any of the characters."""
    known = literals(text)
    return any(each in known for each in characters)


def starts(text: Text, characters: str) -> bool:
    """Whether a text begins, or may begin when the program runs, with one of the characters."""
    first = next(iter(pieces_of(text)), "")
    return not isinstance(first, str) or (first != "" and first[0] in characters)


def characters(text: Text) -> int:
    """How long a text is without its variables."""
    return len(literals(text))


def long(text: Text) -> bool:
    """Whether a text is too long for an argument of a command."""
    return characters(text) > ARGUMENT_CHARS_MAX


def header(name: str, value: Text) -> Text:
    """A header's line."""
    if holds(value, "\r\n\0"):
        raise CannotSay(f"A header's value is one line, and that of {name} has a line break.")
    return concatenated(f"{name}: ", value)


def credentials(user: Text, password: Text) -> Text:
    """User and password in one text."""
    return concatenated(user, ":", password)


# --- bodies ----------------------------------------------------------------------------------------------------------


def piped(text: Text) -> bool:
    """Whether a body is better printed by `printf` than said as a word."""
    return holds(text, "\0\r") or long(text)


def printing(text: Text, style: ShellStyle) -> str:
    """A command that prints a text, byte for byte."""
    if isinstance(text, str):
        if "\0" in text or "\r" in text:
            return f"printf {'-- ' if text.startswith('-') else ''}{PRINTF(text)}"
        return f"printf '%s' {QUOTE(text)}"
    return f"printf '%s' {style.text(text)}"


def multipart_lines(multipart: Multipart, style: ShellStyle) -> list[str]:
    """Commands that print a multipart form, for where a client cannot make it."""
    mark = forms.boundary(multipart)
    lines: list[str] = []
    for part in multipart.parts:
        content = part.content
        disposition: Text = concatenated('Content-Disposition: form-data; name="', forms.between_quotes(part.name), '"')
        part_type = part.content_type
        head = [word(f"--{mark}")]
        if isinstance(content, File):
            disposition = concatenated(disposition, '; filename="')
            if content.name is None:
                name = _with_base_name(disposition, content.path, style)
            else:
                name = style.text(concatenated(disposition, forms.between_quotes(content.name), '"'))
            lines += _line([*head, name, QUOTE(f"Content-Type: {part_type or 'application/octet-stream'}"), "''"])
            lines += [f"cat {style.text(as_path(content.path))}", "printf '\\r\\n'"]
            continue
        head.append(style.text(disposition))
        if part_type is not None:
            head.append(QUOTE(f"Content-Type: {part_type}"))
        head.append("''")
        if holds(content, "\0"):
            lines += [*_line(head), printing(content, style), "printf '\\r\\n'"]
        else:
            lines += _line([*head, style.text(content)])
    return [*lines, *_line([word(f"--{mark}--")])]


def _line(words: Sequence[str]) -> list[str]:
    """Prints words, a line each."""
    return command(f"printf '%s\\r\\n' {words[0]}", words[1:])


def _with_base_name(before: Text, path: Text, style: ShellStyle) -> str:
    """A word that ends in the last segment of a path, as it is when the program runs."""
    opened = f'"{INTERPOLATED.inside(before)}' if isinstance(before, str) else style.text(before)[:-1]
    if isinstance(path, Template) and len(path.pieces) == 1 and isinstance(path.pieces[0], Variable):
        return f'{opened}${{{path.pieces[0].environment}##*/}}\\""'
    return f'{opened}$(basename {style.text(path)})\\""'


def as_path(path: Text) -> Text:
    """A path that no command takes for an option or for standard input."""
    first = next(iter(pieces_of(path)), "")
    return concatenated("./", path) if isinstance(first, str) and first.startswith(("-", "~")) else path


# --- the program's frame ---------------------------------------------------------------------------------------------


@cache
def _required(environment: str) -> str:
    return f': "${{{environment}?Set the environment variable {environment}.}}"'


def opening(request: Request, *texts: Text | None) -> list[str]:
    """The lines that a program begins with: what it does, its variables; `texts` may hold variables to be encoded."""
    lines = ["#!/bin/sh", *STYLE.opening(request), ""]
    if request.variables:
        lines += (_required(each.environment) for each in request.variables)
        encoded = {
            e.environment: e
            for text in texts
            if text is not None
            for e in pieces_of(text)
            if isinstance(e, Variable) and e.encoded
        }
        lines += (
            f"{STYLE.name(each)}=$(jq --raw-output --null-input 'env.{each.environment} | @uri')"
            for each in encoded.values()
        )
        lines.append("")
    return lines


def readable(request: Request) -> list[str]:
    """Lines that end the program where a file cannot be read: of a command in a pipeline nobody hears that it failed."""
    paths = list(dict.fromkeys(STYLE.text(as_path(each.path)) for each in request.files))
    if not paths:
        return []
    file = paths[0] if len(paths) == 1 else '"$file"'
    lines = [f"if [ ! -r {file} ]; then", f"  printf 'Cannot read %s.\\n' {file} >&2", "  exit 1", "fi"]
    if len(paths) > 1:
        lines = [f"for file in {' '.join(paths)}; do", *indented(lines, "  "), "done"]
    return [*lines, ""]


def command(first: str, arguments: Sequence[str]) -> list[str]:
    """A command, an argument a line."""
    if not arguments:
        return [first]
    return [f"{first} \\", *(f"  {each} \\" for each in arguments[:-1]), f"  {arguments[-1]}"]


def pipeline(feeding: Sequence[str], lines: list[str]) -> list[str]:
    """Commands that print into another one."""
    if not feeding:
        return lines
    if len(feeding) == 1:
        return [f"{feeding[0]} |", *indented(lines, "  ")]
    return ["{", *indented(list(feeding), "  "), f"}} | {lines[0]}", *lines[1:]]


@dataclass(frozen=True, slots=True)
class Reply:
    """Where a program has the reply: what stands before and behind a `jq` that reads it, and the wait's command.

    `unseen` is a status whose body the client keeps to itself.
    """

    before: str
    behind: str
    printed: tuple[str, ...]
    retry_after: str | None = None
    unseen: int | None = None


def outcome(request: Request, reply: Reply) -> list[str]:
    """Prints status and body, reads the fields of a good reply, and tells what a refusal means."""
    answers = request.answers
    lines = ['echo "$status"', *reply.printed, ""]
    if not answers.reading and not answers.failures:
        return [
            *lines,
            "case $status in",
            "  2*) ;;",
            "  *)",
            '    echo "HTTP $status" >&2',
            "    exit 1",
            "    ;;",
            "esac",
        ]
    lines.append("case $status in")
    if answers.reading:
        lines += ["  2*)"]
        lines += (f"    # {each}" for each in unread(answers.unread))
        program = "\n".join(_filters(answers.reading, "      "))
        lines += [
            f"    {reply.before}jq --raw-output {QUOTE(f'{chr(10)}{program}{chr(10)}    ')}{reply.behind} ||",
            "      echo 'The reply cannot be read as JSON.' >&2",
            "    exit 0",
            "    ;;",
        ]
    else:
        lines.append("  2*) exit 0 ;;")
    return [*lines, "esac", "", *_refusal(answers, reply)]


def _refusal(answers: Answers, reply: Reply) -> list[str]:
    lines: list[str] = []
    coded = answers.coded
    if coded:
        lines.append(f"code=$({_read(answers.code_path, reply)})")
    message = f"meaning=$({_read(answers.message_path, reply)})"
    if answers.failures:
        subject, patterns = ('"$status $code"', _coded) if coded else ("$status", _plain)
        lines.append(f"case {subject} in")
        lines += (
            f"  {pattern}) meaning={QUOTE(text)} ;;" for pattern, text in patterns(answers.failures, reply.unseen)
        )
        lines += [f"  *) {message} ;;", "esac"]
    else:
        lines.append(message)
    shown = "HTTP $status${code:+, code $code}" if coded else "HTTP $status"
    lines.append(f'message="{shown}${{meaning:+: $meaning}}"')
    if answers.waits and reply.retry_after is not None:
        lines += [
            'if [ "$status" = 429 ]; then',
            f"  {reply.retry_after}" if reply.retry_after else "",
            '  message="$message Try again after ${retry_after:-a while}."',
            "fi",
        ]
    return [*(each for each in lines if each), "printf '%s\\n' \"$message\" >&2", "exit 1"]


def _coded(failures: Sequence[Failure], unseen: int | None) -> list[tuple[str, str]]:
    """Patterns of `case` for status and code; those of a status alone come last."""
    found = [(QUOTE(f"{each.status} {each.code}"), each.message) for each in failures if each.code is not None]
    found += [(f"'{each.status} '*", each.message) for each in failures if each.code is None]
    hidden = list(dict.fromkeys(each.message for each in failures if each.status == unseen))
    if hidden:
        found = [each for each in found if not each[0].startswith(f"'{unseen} ")]
        found.append((f"'{unseen} '*", " Or: ".join(hidden)))
    return found


def _plain(failures: Sequence[Failure], _: int | None) -> list[tuple[str, str]]:
    return [(str(each.status), each.message) for each in failures]


def _read(path: Path, reply: Reply) -> str:
    program = QUOTE(f"{_filter(path)} // empty")
    return f"{reply.before}jq --raw-output {program}{reply.behind} 2>/dev/null"


def _filter(path: Path) -> str:
    """A path in jq, empty where the reply has another form."""
    found = ""
    for each in path:
        if isinstance(each, int):
            found += f"{'' if found else '.'}[{each}]?"
        elif _JQ_NAME.fullmatch(each):
            found += f".{each}?"
        else:
            found += f"{'' if found else '.'}[{_jq_text(each)}]?"
    return found or "."


def _jq_text(text: str) -> str:
    return json.dumps(text, ensure_ascii=not text.isprintable())


def _filters(tree: Reading, indent: str) -> list[str]:
    """The lines of a jq program that prints each field with its label."""
    lines: list[str] = []
    for each in tree:
        if isinstance(each, Leaf):
            label = _jq_text(f"{each.text}: ")[:-1]
            lines.append(f'{indent}{label}\\({_filter(each.path)})",')
            continue
        inner = _filters(each.body, indent + "  ")
        if inner:
            found = f"{_filter(each.path)}[]?" if each.path else ".[]?"
            lines += [f"{indent}({found} |", *inner, f"{indent}),"]
    if lines:
        lines[-1] = lines[-1][:-1]
    return lines
